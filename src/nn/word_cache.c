/* See word_cache.h. */
#include "nn/word_cache.h"

#include <stdlib.h>

#define WAYS 4u

typedef struct way {
    encoder_word word;
    uint64_t batch; /* last use; 0 = empty */
} way;

struct word_cache {
    way *ways;
    float *floats; /* [n_sets * WAYS][n_floats] */
    uint64_t batch, n_gets, n_misses;
    uint32_t n_sets, n_floats;
};

word_cache *word_cache_new(uint32_t n_words, uint32_t n_floats) {
    word_cache *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->n_sets = 1;
    while (c->n_sets * WAYS < n_words) c->n_sets *= 2;
    c->n_floats = n_floats;
    c->batch = 1;
    c->ways = calloc((size_t)c->n_sets * WAYS, sizeof *c->ways);
    /* Not zeroed, so that the system gives memory only as words come. */
    c->floats = aligned_alloc(64, (size_t)c->n_sets * WAYS * n_floats * sizeof(float));
    if (c->ways && c->floats) return c;
    word_cache_free(c);
    return NULL;
}

void word_cache_free(word_cache *c) {
    if (!c) return;
    free(c->ways);
    free(c->floats);
    free(c);
}

void word_cache_next_batch(word_cache *c) { c->batch++; }

static bool same(const encoder_word *a, const encoder_word *b) {
    return a->id[0] == b->id[0] && a->id[1] == b->id[1] && a->id[2] == b->id[2] && a->id[3] == b->id[3] && a->flags == b->flags;
}

static uint64_t mix(const encoder_word *w) {
    uint64_t h = w->flags;
    for (int i = 0; i < 4; i++) {
        h = (h ^ w->id[i]) * 0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    return h;
}

float *word_cache_get(word_cache *c, const encoder_word *word, bool *fresh) {
    uint32_t set = (uint32_t)mix(word) & (c->n_sets - 1);
    way *w = &c->ways[(size_t)set * WAYS];
    uint32_t oldest = 0;
    c->n_gets++;
    *fresh = false;
    for (uint32_t i = 0; i < WAYS; i++) {
        if (w[i].batch != 0 && same(&w[i].word, word)) {
            w[i].batch = c->batch;
            return c->floats + ((size_t)set * WAYS + i) * c->n_floats;
        }
        if (w[i].batch < w[oldest].batch) oldest = i;
    }
    c->n_misses++;
    *fresh = true;
    if (w[oldest].batch == c->batch) return NULL;
    w[oldest] = (way){*word, c->batch};
    return c->floats + ((size_t)set * WAYS + oldest) * c->n_floats;
}

void word_cache_counts(const word_cache *c, uint64_t *n_gets, uint64_t *n_misses) {
    *n_gets = c->n_gets;
    *n_misses = c->n_misses;
}
