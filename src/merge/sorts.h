/* Words of one sort: "seized", "impounded" and "detained" tell one act, "boats", "trawlers" and "vessels" are counted alike.
 *
 * A word of a sort is taken for the sort when bags of words are compared. Sorts are small and plain; what is a synonym only
 * in some company is in none. */
#ifndef DM_MERGE_SORTS_H
#define DM_MERGE_SORTS_H

#include "base/map.h"

/* Stem (as bag.c cuts it) to sort. */
typedef struct word_sorts {
    dm_strmap by_stem;
} word_sorts;

enum { SORT_NONE = 0 };
bool sorts_init(word_sorts *s, dm_arena *a) DM_MUST_CHECK;
/* 1 and up; SORT_NONE for a word of no sort. */
uint32_t sorts_of(const word_sorts *s, dm_str stem);
/* Of the whole phrase: the sort of its last word that has one ("six fishing boats"). */
uint32_t sorts_of_phrase(const word_sorts *s, dm_str phrase);
const char *sorts_name(uint32_t sort);

#endif
