/* Bags of content words: what two sentences have in common, whatever their order and inflection.
 *
 * Words are runs of letters and digits, folded (case, diacritics), cut to a light stem, function words left out, hashed to
 * 32 bits, sorted, each once. */
#ifndef DM_MERGE_BAG_H
#define DM_MERGE_BAG_H

#include "base/arena.h"

typedef struct word_bag {
    uint32_t *v; /* ascending, unique */
    uint32_t n;
} word_bag;

/* False when out of memory. */
bool bag_of(dm_arena *a, dm_str text, word_bag *out) DM_MUST_CHECK;
uint32_t bag_common(word_bag a, word_bag b);  /* words in both */
double bag_jaccard(word_bag a, word_bag b);   /* common / all; 0 for two empty ones */
double bag_contained(word_bag a, word_bag b); /* common / the smaller; 0 when one is empty */
/* All words in order, unstemmed, function words too: for comparing quotations and whole texts. Duplicates stay. */
bool bag_words(dm_arena *a, dm_str text, word_bag *out) DM_MUST_CHECK;
/* Hash of the stem of a single word. */
uint32_t bag_stem(dm_str word);

#endif
