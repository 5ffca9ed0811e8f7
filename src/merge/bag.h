/* Bags of content words: what two sentences have in common, whatever their order and inflection.
 *
 * Words are runs of letters and digits, folded (case, diacritics), cut to a light stem, function words left out, hashed to
 * 32 bits, sorted, each once. */
#ifndef DM_MERGE_BAG_H
#define DM_MERGE_BAG_H

#include "merge/sorts.h"

typedef struct word_bag {
    uint32_t *v; /* ascending, unique */
    uint32_t n;
    uint8_t *weight; /* of each word; NULL: all weigh 1 */
    uint32_t total;  /* of the weights */
} word_bag;

/* Words of one sort become one where sorts are given. False when out of memory. */
bool bag_of(dm_arena *a, const word_sorts *sorts, dm_str text, word_bag *out) DM_MUST_CHECK;
uint32_t bag_common(word_bag a, word_bag b);  /* words in both */
double bag_contained(word_bag a, word_bag b); /* weight of the common words / that of the lighter bag; 0 when one is empty */

/* Words of either; of a without those of b. Weights go with their words. False when out of memory. */
bool bag_union(dm_arena *a, word_bag x, word_bag y, word_bag *out) DM_MUST_CHECK;
bool bag_without(dm_arena *a, word_bag x, word_bag y, word_bag *out) DM_MUST_CHECK;

/* In how many bags of a set each word is: a table with open addressing. */
typedef struct word_counts {
    uint32_t *words, *counts; /* count 0: a free slot */
    uint32_t n, cap;          /* cap: 0 or a power of two */
    uint64_t bags;
} word_counts;
bool bag_count(dm_arena *a, word_counts *t, const word_bag *bag) DM_MUST_CHECK; /* one bag more; false: out of memory */
bool bag_count_word(dm_arena *a, word_counts *t, uint32_t word, uint32_t count) DM_MUST_CHECK;

/* How telling each word is over a set of bags: the fewer have it, the more. A table like the one of the counts. */
typedef struct word_weights {
    uint32_t *words, *weight;
    uint32_t cap;
} word_weights;
enum { BAG_MOST_WEIGHT = 12 }; /* also of words that are in no bag of the set */
/* False when out of memory. */
bool bag_weights(dm_arena *a, const word_counts *counts, word_weights *out) DM_MUST_CHECK;
bool bag_weigh(dm_arena *a, const word_weights *w, word_bag *bag) DM_MUST_CHECK;
/* All words in order, unstemmed, function words too: for comparing quotations and whole texts. Duplicates stay. */
bool bag_words(dm_arena *a, dm_str text, word_bag *out) DM_MUST_CHECK;
/* Hash of the first content word's sort or stem. */
uint32_t bag_stem(const word_sorts *sorts, dm_str text);
/* The stem of a single word. */
dm_str bag_stem_of(dm_arena *a, dm_str word);

#endif
