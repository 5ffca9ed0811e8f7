/* See cache.h. Open addressing, never more than half full; emptied as a whole, so there is no order of use to keep. */
#include "text/cache.h"

#include <stdlib.h>

enum { N_SLOTS = 2 * CACHE_CHUNKS_MAX };

dm_status cache_init(chunk_cache *c, dm_err *err) {
    arena_init(&c->arena, 0);
    c->slots = calloc(N_SLOTS, sizeof *c->slots);
    return c->slots ? DM_OK : err_memory(err, "the tokenizer's cache");
}

void cache_free(chunk_cache *c) {
    free(c->slots);
    arena_free(&c->arena);
    *c = (chunk_cache){0};
}

static cached_chunk *slot_of(const chunk_cache *c, dm_str key, uint64_t hash) {
    uint32_t i = (uint32_t)hash & (N_SLOTS - 1);
    for (;; i = (i + 1) & (N_SLOTS - 1)) {
        cached_chunk *s = &c->slots[i];
        if (!s->key || (s->hash == hash && s->key_size == key.n && memcmp(s->key, key.p, key.n) == 0)) return s;
    }
}

const cached_chunk *cache_get(const chunk_cache *c, dm_str key, uint64_t hash) {
    const cached_chunk *s = slot_of(c, key, hash);
    return s->key ? s : NULL;
}

void cache_empty(chunk_cache *c) {
    memset(c->slots, 0, N_SLOTS * sizeof *c->slots);
    arena_reset(&c->arena);
    c->n = 0;
}

cached_chunk *cache_add(chunk_cache *c, dm_str key, uint64_t hash) {
    if (c->n == CACHE_CHUNKS_MAX) cache_empty(c);
    const char *copy = arena_copy(&c->arena, key.p, key.n);
    if (!copy) return NULL;
    cached_chunk *s = slot_of(c, key, hash);
    *s = (cached_chunk){.key = copy, .hash = hash, .key_size = key.n};
    c->n++;
    return s;
}
