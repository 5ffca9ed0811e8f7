/* Frozen map: strings to 32-bit values, built once, written to a file and read in place, so that a big vocabulary
 * costs nothing at start. Open addressing with linear probing over XXH3-64, at most half full.
 *
 * Bytes: header {u32 cap, n, pool_size, 0}; cap slots {u32 tag, offset, size, value}; the strings one after the other. The tag is the
 * hash's upper half; an empty slot has size FROZEN_EMPTY. Little-endian, aligned to 4. Which string came first does not
 * show: equal sets give equal bytes if the items come in the same order. */
#ifndef DM_BASE_FROZEN_H
#define DM_BASE_FROZEN_H

#include "base/str.h"

#define FROZEN_NONE 0xFFFFFFFFu

typedef struct frozen_slot {
    uint32_t tag, offset, size, value;
} frozen_slot;

typedef struct frozen_map {
    const frozen_slot *slots;
    const char *pool;
    uint32_t cap, n, pool_size;
} frozen_map;

typedef struct frozen_item {
    dm_str key;
    uint32_t value;
} frozen_item;

/* Appends a map to out. DM_E_FORMAT when a key comes twice. */
dm_status frozen_write(dm_buf *out, const frozen_item *items, uint32_t n, dm_err *err) DM_MUST_CHECK;
/* Reads the map that begins at data, no more than `size` bytes; *used is what it takes. DM_E_FORMAT when it does not fit. */
dm_status frozen_open(const void *data, size_t size, frozen_map *out, size_t *used, dm_err *err) DM_MUST_CHECK;
uint32_t frozen_get(const frozen_map *m, dm_str key); /* FROZEN_NONE when absent */
/* The key as it stands in the map (lives as long as the file), .p NULL when absent; *value may be NULL. */
dm_str frozen_find(const frozen_map *m, dm_str key, uint32_t *value);

#endif
