/* See map.h. */
#include "base/map.h"

#include <xxhash.h>

uint64_t hash_bytes(const void *p, size_t n) { return XXH3_64bits(p, n); }

static dm_strmap_slot *slot_of(const dm_strmap *m, dm_str key, uint64_t hash) {
    uint32_t i = (uint32_t)hash & (m->cap - 1);
    for (;; i = (i + 1) & (m->cap - 1)) {
        dm_strmap_slot *s = &m->slots[i];
        if (!s->key.p || (s->hash == hash && str_eq(s->key, key))) return s;
    }
}

uint32_t strmap_get(const dm_strmap *m, dm_str key) {
    if (!m->cap) return MAP_NONE;
    const dm_strmap_slot *s = slot_of(m, key, hash_bytes(key.p, key.n));
    return s->key.p ? s->value : MAP_NONE;
}

bool strmap_put(dm_strmap *m, dm_arena *a, dm_str key, uint32_t value, uint32_t **found) {
    DM_ASSERT(key.p);
    if ((uint64_t)(m->n + 1) * 4 > (uint64_t)m->cap * 3) {
        dm_strmap bigger = {.cap = m->cap ? m->cap * 2 : 32, .n = m->n};
        bigger.slots = ARENA_NEW(a, dm_strmap_slot, bigger.cap);
        if (!bigger.slots) return false;
        for (uint32_t i = 0; i < m->cap; i++)
            if (m->slots[i].key.p) *slot_of(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
        *m = bigger;
    }
    uint64_t hash = hash_bytes(key.p, key.n);
    dm_strmap_slot *s = slot_of(m, key, hash);
    if (!s->key.p) {
        *s = (dm_strmap_slot){key, hash, value};
        m->n++;
    }
    if (found) *found = &s->value;
    return true;
}
