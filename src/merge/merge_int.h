/* What the parts of merging share: rows by key, and the pairs that were accepted. */
#ifndef DM_MERGE_MERGE_INT_H
#define DM_MERGE_MERGE_INT_H

#include "merge/merge.h"

/* Nouns that name an act and say nothing of what it is about. */
#define ACT_NOUNS                                                                                                               \
    "offer proposal plan initiative suggestion idea invitation overture bid call demand request appeal plea ultimatum promise " \
    "pledge threat scheme formula blueprint package draft answer reply response own propose suggest moot float put forward"

enum { WINDOW = 256 }; /* most later rows of one key that a row is compared with */

typedef struct keyed {
    uint64_t key;
    dm_day day;
    uint32_t row;
} keyed;
typedef struct keyed_list {
    keyed *v;
    uint32_t n, cap;
} keyed_list;
typedef struct pair_list {
    merge_pair *v;
    uint32_t n, cap;
} pair_list;

/* The lists of a step live in an arena of its own, which goes with the step. */
bool keys_add(dm_arena *a, keyed_list *keys, uint64_t key, dm_day day, uint32_t row) DM_MUST_CHECK;
void keys_sort(keyed_list *keys); /* by key, day, row */
bool pairs_add(dm_arena *a, pair_list *pairs, uint32_t x, uint32_t y, double score) DM_MUST_CHECK;

/* What is compared of an event. False: out of memory. */
bool event_make(const facts *f, dm_arena *a, const merged *all, const fact_event *e, merge_event *out) DM_MUST_CHECK;
/* The keys of statements (row: the statement) and of the texts of stories (row: the story). */
dm_status quotes_keys(const facts *f, dm_arena *step, keyed_list *keys, dm_err *err) DM_MUST_CHECK;
dm_status copies_keys(const facts *f, dm_arena *step, keyed_list *keys, uint32_t *n_kept, dm_err *err) DM_MUST_CHECK;

/* The accepted pairs of statements. */
dm_status quotes_pair(const facts *f, dm_arena *step, pair_list *pairs, dm_err *err) DM_MUST_CHECK;
/* origin[i]: the earliest story whose text story i repeats or shortens, or i. */
dm_status copies_find(const facts *f, dm_arena *step, uint32_t *origin, dm_err *err) DM_MUST_CHECK;

#endif
