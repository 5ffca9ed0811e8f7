/* The worker's memory of chunks: chunk -> its tokens with everything that does not depend on where it stands. */
#ifndef DM_TEXT_CACHE_H
#define DM_TEXT_CACHE_H

#include "base/arena.h"
#include "text/lexeme.h"

/* Longer chunks are rare and not kept. */
enum { CACHE_KEY_MAX = 96, CACHE_CHUNKS_MAX = 1 << 13 };

typedef struct cached_token {
    dm_features features; /* the norm of a special case already in */
    dm_str lower;         /* in the cache's arena; .p NULL when it equals the text */
    uint32_t size;        /* bytes */
    uint16_t phrase_word;
    bool is_space;
} cached_token;

typedef struct cached_chunk {
    const char *key;
    const cached_token *tokens;
    uint64_t hash;
    uint32_t key_size, n_tokens;
} cached_chunk;

typedef struct chunk_cache {
    cached_chunk *slots; /* [2 * CACHE_CHUNKS_MAX], key NULL = empty */
    dm_arena arena;
    uint32_t n;
} chunk_cache;

dm_status cache_init(chunk_cache *c, dm_err *err) DM_MUST_CHECK;
void cache_free(chunk_cache *c);
const cached_chunk *cache_get(const chunk_cache *c, dm_str key, uint64_t hash); /* NULL when absent */
/* Forgets every chunk. */
void cache_empty(chunk_cache *c);
/* A slot for a key that is absent, key copied; empties the cache first when it is full. NULL: out of memory. */
cached_chunk *cache_add(chunk_cache *c, dm_str key, uint64_t hash);

#endif
