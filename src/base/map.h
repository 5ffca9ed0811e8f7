/* Hash map from byte strings or 64-bit keys to uint32 values; open addressing, linear probing, no deletion.
 * XXH3-64 hashes; order of insertion never shows. Keys are not copied: they must outlive the map. */
#ifndef DM_BASE_MAP_H
#define DM_BASE_MAP_H

#include "base/arena.h"

#define MAP_NONE 0xFFFFFFFFu

typedef struct dm_strmap_slot {
    dm_str key;
    uint64_t hash;
    uint32_t value;
} dm_strmap_slot;

/* Slots live in the arena given to each put (use one arena for the life of a map). */
typedef struct dm_strmap {
    dm_strmap_slot *slots;
    uint32_t n, cap; /* cap is 0 or a power of two */
} dm_strmap;

uint64_t hash_bytes(const void *p, size_t n);        /* XXH3-64, seed 0 */
uint32_t strmap_get(const dm_strmap *m, dm_str key); /* MAP_NONE when absent */
/* Finds key or adds it with `value`; *found is what stands there, to read or write. False: out of memory. */
bool strmap_put(dm_strmap *m, dm_arena *a, dm_str key, uint32_t value, uint32_t **found) DM_MUST_CHECK;

#endif
