/* Persons' corrections, replayed in the order in which they were made whenever the ledger is folded: dates of stories before
 * anything else, edits, unions and separations after merging, rejected rows before folding, so that nothing rests on them.
 * The row of the program stays in the database as it was coded; what a person changed is told under "correction". */
#ifndef DM_API_REPLAY_H
#define DM_API_REPLAY_H

#include "ledger/ledger.h"
#include "store/store.h"

/* What persons said of one row. */
typedef struct replay_mark {
    const store_correction *last;
    dm_str was; /* {"type":"REJECT",...}: the program's values of what was edited; .p NULL */
    bool rejected;
} replay_mark;

typedef struct replay {
    dm_arena *a;
    store_correction_list corrections;
    dm_strmap ids;     /* of rows and stories -> marks, aliases followed */
    dm_strmap aliases; /* old id -> names */
    dm_str_list names;
    VEC(replay_mark) marks;
} replay;

/* Follows aliases to the id of today. */
dm_str replay_alias(const replay *r, dm_str id);
/* NULL when nobody said anything of this row. */
const replay_mark *replay_mark_of(const replay *r, dm_str id);

dm_status replay_load(replay *r, store *s, dm_arena *a, dm_err *err) DM_MUST_CHECK;
dm_status replay_stories(replay *r, facts *f, dm_err *err) DM_MUST_CHECK;         /* before merging */
dm_status replay_rows(replay *r, facts *f, merged *m, dm_err *err) DM_MUST_CHECK; /* after merging, before folding */
/* ,"correction":{...} or nothing */
void replay_put(dm_buf *b, const replay_mark *mark);

/* Whether "key=value" can be said of a row with this id; DM_E_USAGE says what could be. */
dm_status replay_check_field(dm_correction_kind kind, char row_letter, dm_str field, dm_err *err) DM_MUST_CHECK;

#endif
