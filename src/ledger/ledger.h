/* The ledger: merged acts folded into proposals with their versions, the answers to them, and how each stands for each
 * addressee. A pure function of the facts: the order of reading never shows.
 *
 * A proposal is a class of acts that propose or renew (demands, promises and threats likewise, each kind apart): same
 * principal, addressees compatible (unstated fits any), matters compatible, at most 180 days from one version to the next
 * unless said to be renewed. An answer is linked with a basis and a score; below the threshold it stays in `unlinked`. */
#ifndef DM_LEDGER_LEDGER_H
#define DM_LEDGER_LEDGER_H

#include "merge/merge.h"

#define LEDGER_LINK 0.5  /* least score of a link */
#define LEDGER_FAIR 0.4  /* enough where no other offer comes near */
#define LEDGER_SURE 0.65 /* of a link from which names are learnt */
#define LEDGER_SAME 0.45 /* least score of two acts that make one proposal */
#define LEDGER_DAYS 180  /* between two versions, and between a proposal and its answer */

typedef struct ledger_reply {
    uint32_t cluster; /* of events */
    uint32_t event;   /* the member that speaks for it */
    uint32_t to_version;
    dm_force kind;
    const char *basis; /* "anaphora", "name", "matter" */
    double score;
    bool reaction; /* by one who is not addressed */
} ledger_reply;

typedef struct ledger_state {
    uint32_t entity; /* addressee, index into facts */
    dm_state state;
    dm_day as_of;
} ledger_state;

typedef struct ledger_offer {
    dm_str id;
    uint32_t lead;  /* event of the earliest version */
    dm_force force; /* propose, demand, promise or threaten */
    fact_role_list by, to;
    merge_side by_side, to_side;
    word_bag words; /* what it is about, and what others call it */
    dm_str issue;   /* of its lead, as all below */
    uint32_t deed;
    dm_day made;
    VEC(uint32_t) versions; /* clusters, by date */
    VEC(ledger_reply) replies;
    VEC(uint32_t) heard; /* clusters that the first round found to answer it */
    VEC(ledger_state) states;
    bool presupposed; /* known only from an answer ("rejected Norway's plan"), which is its one version */
} ledger_offer;

/* One side of a contradiction: what is said, and where. */
typedef struct ledger_report {
    uint32_t story;
    dm_str id;    /* of the event or statement that says it */
    dm_span span; /* its words */
} ledger_report;
typedef struct ledger_claim {
    dm_str value;
    VEC(ledger_report) reports;
    bool nearest; /* its origin is nearest to the event */
} ledger_claim;
typedef struct ledger_claim_list {
    ledger_claim *v;
    uint32_t n, cap;
} DM_C_CLAIMS;

typedef struct ledger_contradiction {
    DM_ROW_CONTRADICTION(DM_FIELD)
    uint32_t cluster; /* that holds the subject */
} ledger_contradiction;

/* Where somebody stands on something, as one act or statement shows it. */
typedef struct ledger_position {
    dm_str id;
    uint32_t holder, event; /* that shows it */
    dm_stance polarity;
    dm_asserted asserted_by;
} ledger_position;
typedef struct ledger_position_list {
    ledger_position *v;
    uint32_t n, cap;
} ledger_position_list;

typedef struct ledger_book {
    VEC(ledger_offer) offers; /* by date of the first version, then id */
    VEC(uint32_t) unlinked;   /* clusters that answer something that was not found */
    VEC(ledger_contradiction) contradictions;
    ledger_position_list positions; /* in the order of the events */
} ledger_book;

dm_status ledger_fold(const facts *f, const merged *m, dm_arena *a, ledger_book *out, dm_err *err) DM_MUST_CHECK;
/* Where the sources cannot all be right: fills out->contradictions from the merged events; speaker[c] is the event
 * that speaks for cluster c. */
dm_status contradictions_find(const facts *f, const merged *m, const uint32_t *speaker, dm_arena *a, ledger_book *out, dm_err *err) DM_MUST_CHECK;
/* Adds to merge_keys those of stories that tell since when something stands still. */
dm_status ledger_keys(const facts *f, dm_arena *a, merge_key_list *out, dm_err *err) DM_MUST_CHECK;
/* The member of a cluster that speaks for it: the fullest, then the earliest. */
uint32_t ledger_speaker(const facts *f, const merge_cluster *c);

/* Whether an act brought its two sides nearer (1) or further apart (-1), or neither (0): by its type, else by what it does to
 * an offer. What is denied, negated or only possible moved nobody. */
int ledger_move(const fact_event *e);

/* What the events say of where their actors stand. */
dm_status positions_find(const facts *f, dm_arena *a, ledger_position_list *out, dm_err *err) DM_MUST_CHECK;

/* Offers and positions inside one story: fills doc->offers and doc->positions. Run after events and roles. */
dm_status ledger_run(dm_doc *doc, dm_err *err) DM_MUST_CHECK;

#endif
