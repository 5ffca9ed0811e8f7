/* See frozen.h. Offsets are checked when a slot is read, not when the map is opened: opening touches one page. */
#include "base/frozen.h"

#include "base/map.h"

#include <stdlib.h>

enum { HEADER_WORDS = 4 };
#define FROZEN_EMPTY 0xFFFFFFFFu

static bool place(frozen_slot *slots, uint32_t cap, const char *pool, frozen_slot s, uint32_t hash_low) {
    uint32_t i = hash_low & (cap - 1);
    for (; slots[i].size != FROZEN_EMPTY; i = (i + 1) & (cap - 1))
        if (slots[i].tag == s.tag && slots[i].size == s.size && memcmp(pool + slots[i].offset, pool + s.offset, s.size) == 0) return false;
    slots[i] = s;
    return true;
}

dm_status frozen_write(dm_buf *out, const frozen_item *items, uint32_t n, dm_err *err) {
    uint32_t cap = 4;
    while (cap < 2 * (uint64_t)n) cap *= 2;
    frozen_slot *slots = malloc(sizeof *slots * cap);
    dm_buf pool = {0};
    dm_status status = slots ? DM_OK : err_memory(err, "a frozen map");
    for (uint32_t i = 0; slots && i < cap; i++) slots[i] = (frozen_slot){.size = FROZEN_EMPTY};
    for (uint32_t i = 0; status == DM_OK && i < n; i++) {
        dm_str key = items[i].key;
        uint64_t hash = hash_bytes(key.p, key.n);
        frozen_slot s = {(uint32_t)(hash >> 32), (uint32_t)pool.n, key.n, items[i].value};
        buf_put_str(&pool, key);
        if (!buf_ok(&pool)) status = err_memory(err, "a frozen map");
        else if (!place(slots, cap, pool.p ? pool.p : "", s, (uint32_t)hash))
            status = err_set(err, DM_E_FORMAT, i, "the key '%.*s' comes twice", DM_STR_ARG(key));
    }
    if (status == DM_OK) {
        uint32_t header[HEADER_WORDS] = {cap, n, (uint32_t)pool.n, 0};
        buf_put(out, header, sizeof header);
        buf_put(out, slots, sizeof *slots * cap);
        buf_put(out, pool.p, pool.n);
        if (!buf_ok(out)) status = err_memory(err, "a frozen map");
    }
    buf_free(&pool);
    free(slots);
    return status;
}

dm_status frozen_open(const void *data, size_t size, frozen_map *out, size_t *used, dm_err *err) {
    uint32_t header[HEADER_WORDS];
    if (size < sizeof header || ((uintptr_t)data & 3)) return err_set(err, DM_E_FORMAT, 0, "a frozen map is cut short or misplaced");
    memcpy(header, data, sizeof header);
    uint64_t need = sizeof header + (uint64_t)header[0] * sizeof(frozen_slot) + header[2];
    if (header[0] == 0 || (header[0] & (header[0] - 1)) || header[1] > header[0] / 2 || need > size)
        return err_set(err, DM_E_FORMAT, 0, "a frozen map has impossible sizes");
    out->slots = (const frozen_slot *)(const void *)((const char *)data + sizeof header);
    out->pool = (const char *)(out->slots + header[0]);
    out->cap = header[0];
    out->n = header[1];
    out->pool_size = header[2];
    *used = (size_t)need;
    return DM_OK;
}

dm_str frozen_find(const frozen_map *m, dm_str key, uint32_t *value) {
    uint64_t hash = hash_bytes(key.p, key.n);
    for (uint32_t i = (uint32_t)hash & (m->cap - 1), tried = 0; tried < m->cap; i = (i + 1) & (m->cap - 1), tried++) {
        frozen_slot s = m->slots[i];
        if (s.size == FROZEN_EMPTY) break;
        if (s.tag != (uint32_t)(hash >> 32) || s.size != key.n || (uint64_t)s.offset + s.size > m->pool_size) continue;
        if (memcmp(m->pool + s.offset, key.p, key.n) != 0) continue;
        if (value) *value = s.value;
        return (dm_str){m->pool + s.offset, s.size};
    }
    return DM_STR_NONE;
}

uint32_t frozen_get(const frozen_map *m, dm_str key) {
    uint32_t value;
    return frozen_find(m, key, &value).p ? value : FROZEN_NONE;
}
