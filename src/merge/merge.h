/* Merging: rows of many stories that tell the same event or carry the same words.
 *
 * Three steps, as everywhere in the program: *keys* of a row (rows that share none are never compared), *compare* two rows
 * with a common key (a score and the reason), *cluster* the accepted pairs. Keys and compare are stateless; cluster is a
 * function of a sorted set, so the order of reading never shows. */
#ifndef DM_MERGE_MERGE_H
#define DM_MERGE_MERGE_H

#include "document/facts.h"
#include "merge/bag.h"

/* Those on one side of an act, by their principals: hashes, ascending, each once. */
typedef struct merge_side {
    const uint64_t *v;
    uint32_t n;
    bool unanchored; /* nobody, or only words that may stand for many ("the crews"): neither matches nor clashes */
    bool soft;       /* nobody by name or office ("Vietnamese trawlers"): may match, never clashes */
} merge_side;

/* What is compared of one event, computed once. */
typedef struct merge_event {
    const fact_event *e;
    dm_date date;  /* of a past act without one: not after its story */
    dm_day oldest; /* what a story tells as past and gives no day is not older than a year, unless it is told as history; DM_DAY_NONE */
    merge_side actors, recipients, parties;
    word_bag evidence, near_words, matter; /* of the sentence, around the trigger, of what it is about */
    word_bag things;                       /* in the names of those whom only a description names */
    uint32_t trigger, deed;                /* sort or stem of its first content word; of the matter's deed, 0 = none */
} merge_event;

/* Rows that are one: indices into facts, ascending by (date, story id, place). */
typedef struct merge_cluster {
    uint32_t *v;
    uint32_t n, cap;
    uint32_t independent; /* origins: copies of one text count once */
    dm_date date;         /* where the members' dates meet */
} merge_cluster;

typedef struct merged {
    word_sorts sorts;
    word_bag act_nouns;          /* offer, plan: left out of what an act is about */
    word_weights weights;        /* of the words of all sentences */
    merge_event *events;         /* one per fact_event */
    VEC(merge_cluster) clusters; /* of events */
    uint32_t n_rejected;         /* clusters that a person rejected: they stand behind the last one and are not folded */
    uint32_t *cluster_of;        /* event -> cluster */
    VEC(merge_cluster) quotes;   /* of statements */
    uint32_t *quote_of;          /* statement -> quote */
    uint32_t *origin_of;         /* story -> the story whose text it copies, or itself */
} merged;

/* known: the words of the sentences of a larger set that holds this one; NULL: of this one. */
dm_status merge_run(const facts *f, const word_counts *known, dm_arena *a, merged *out, dm_err *err) DM_MUST_CHECK;
/* The words of the sentences of all events: what merging one part of a set needs to know of the whole. False: out of memory. */
bool merge_count_words(const facts *f, dm_arena *a, word_counts *out) DM_MUST_CHECK;

/* What may make two stories touch one another, in any table of the ledger: who takes part, what is said, whose words are
 * repeated. Stories without a common key, not even by way of others, never change each other's rows. */
typedef struct merge_key {
    uint32_t story;
    uint64_t key;
} merge_key;
typedef struct merge_key_list {
    merge_key *v; /* by story, each key once */
    uint32_t n, cap;
} merge_key_list;
dm_status merge_keys(const facts *f, dm_arena *a, merge_key_list *out, dm_err *err) DM_MUST_CHECK;

/* Groups the events (or statements) anew: those with the same root, which is the smallest index among them, are one. */
dm_status merge_regroup(const facts *f, dm_arena *a, merged *m, const uint32_t *root, bool quotes, dm_err *err) DM_MUST_CHECK;

/* Dates stories that have no day of their own by the events that they share with well-dated ones (redate.c). */
dm_status merge_redate(facts *f, const merged *m, dm_err *err) DM_MUST_CHECK;

/* Key of the one who acts: for who acts for a state the state ("PRK"), else the entity's key, else story and id. Written
 * into out; at most size - 1 bytes. */
void merge_principal(const facts *f, const fact_role *role, char *out, size_t size);
/* Whether two act for one principal. */
bool merge_same_principal(const facts *f, const fact_role *a, const fact_role *b);
bool merge_make_side(const facts *f, dm_arena *a, const fact_role_list *roles, merge_side *out) DM_MUST_CHECK; /* false: out of memory */
bool merge_sides_meet(merge_side a, merge_side b);

/* 0 to 1; at least MERGE_ACCEPT: one event. */
#define MERGE_ACCEPT 0.5
double merge_compare_events(const merge_event *a, const merge_event *b);
/* The same without the dates; 0 for acts that differ in kind or participants. */
double merge_likeness(const merge_event *a, const merge_event *b);
/* Two events that must not come together, whatever third one is like both. */
bool merge_events_clash(const merge_event *a, const merge_event *b);
/* Days between two dates: 0 when their intervals meet; -1 when one is unknown. */
int merge_days_apart(const dm_date *a, const dm_date *b);

/* Clusters of accepted pairs (union of the best pairs first, kept apart where `clash` says so). */
typedef struct merge_pair {
    uint32_t a, b; /* a < b */
    double score;
} merge_pair;
typedef bool merge_clash(void *user, uint32_t a, uint32_t b);
/* root[i] = the smallest index of i's cluster. pairs are sorted in place. */
dm_status merge_cluster_pairs(uint32_t n, merge_pair *pairs, uint32_t n_pairs, merge_clash *clash, void *user, dm_arena *a, uint32_t *root,
                              dm_err *err) DM_MUST_CHECK;

#endif
