/* What the parts of finding contradictions share. */
#ifndef DM_LEDGER_CONTRADICTIONS_INT_H
#define DM_LEDGER_CONTRADICTIONS_INT_H

#include "ledger/ledger.h"

typedef struct finding {
    const facts *f;
    const merged *m;
    const uint32_t *speaker; /* of each cluster */
    dm_arena *a;
    ledger_book *out;
    uint32_t first_denial; /* of the rows of the story that is read */
} finding;

/* A report of a value; a report that is there already is not added again. False: out of memory. */
bool claims_add(finding *k, ledger_contradiction *row, dm_str value, uint32_t story, dm_str id, dm_span span) DM_MUST_CHECK;
/* Keeps the row when it has two values. */
dm_status claims_keep(finding *k, ledger_contradiction *row, dm_err *err) DM_MUST_CHECK;

/* A number before a noun: "six Vietnamese trawlers", "nearly 50 fishermen" (contradictions_count.c). */
typedef struct counted {
    uint64_t n;
    uint64_t what; /* the noun's sort or stem */
    bool about;    /* nearly, some, at least, dozens */
} counted;
enum { COUNTS_MAX = 8 };
/* Those around the trigger of an event; how many. */
uint32_t counts_near(const word_sorts *sorts, const fact_event *e, counted out[COUNTS_MAX]);

/* Since when something stands still, told differently (contradictions_onset.c). */
dm_status onsets_find(finding *k, dm_err *err) DM_MUST_CHECK;

#endif
