/* A bounded store of what the encoder computes once a word type.
 *
 * Key: the ids that the embedding reads. Value: a fixed number of floats. Sets of four ways; the way used longest ago
 * gives place, but never one used in the current batch, whose rows point into it. Whether a word is found or computed
 * again never shows in a result. */
#ifndef DM_NN_WORD_CACHE_H
#define DM_NN_WORD_CACHE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct encoder_word {
    uint64_t id[4]; /* norm, prefix, suffix, shape */
    uint64_t flags; /* bit 0: a space follows; bit 1: white space; 0 where the encoder does not read them */
} encoder_word;

typedef struct word_cache word_cache;

/* Room for n_words (rounded up to a power of two) of n_floats each. NULL: out of memory. */
word_cache *word_cache_new(uint32_t n_words, uint32_t n_floats);
void word_cache_free(word_cache *c);
/* Begins a batch: what was handed out before may be replaced. */
void word_cache_next_batch(word_cache *c);
/* The word's floats; *fresh when the caller must fill them. NULL when the set is full of words of this batch. */
float *word_cache_get(word_cache *c, const encoder_word *word, bool *fresh);
/* Look-ups and misses since the start. */
void word_cache_counts(const word_cache *c, uint64_t *n_gets, uint64_t *n_misses);

#endif
