/* The folded rows as tables: what queries ask, so that none of them touches all rows.
 *
 * In: rows as the fold in memory writes them, in the order of answers, with what filters look at. Out: rows by filter. The number of a
 * row is its place: kinds one after the other, within a kind by day, then id; so a range of days is a range of numbers, and a
 * page is a walk from its first row. Everything else that a filter can ask (who acts, outlet, issue, type) is a *tag* with the
 * ascending list of its rows; a query walks the shortest list and looks the other tags up. Counts are kept by month, class
 * and value. One row in fold_state says of which stories, corrections and program the tables are; they are filled in one
 * transaction, and tables of another state are never read. */
#ifndef DM_STORE_FOLDED_H
#define DM_STORE_FOLDED_H

#include "store/store.h"

/* Goes up when merging, folding or the writing of rows gives other rows from the same stories. */
#define FOLD_FORMAT 1

/* Kinds of rows; the order is the order in the file. */
typedef enum fold_kind {
    FOLD_STORIES,
    FOLD_ENTITIES,
    FOLD_STATEMENTS,
    FOLD_EVENTS,
    FOLD_OFFERS,
    FOLD_POSITIONS,
    FOLD_CONTRADICTIONS,
    FOLD_UNLINKED,
    FOLD_STATEMENT_REPORTS,
    FOLD_EVENT_REPORTS,
    FOLD_KINDS
} fold_kind;

/* What a tag says of its rows. `IS` is a country or an entity's id, to be met whole; `CODE` by its beginning; `NAME` in part. */
typedef enum fold_side {
    FOLD_ACTOR_IS,
    FOLD_ACTOR_CODE,
    FOLD_ACTOR_NAME,
    FOLD_RECIPIENT_IS,
    FOLD_RECIPIENT_CODE,
    FOLD_RECIPIENT_NAME,
    FOLD_OUTLET,
    FOLD_ISSUE,
    FOLD_TYPE,
    FOLD_WIDE /* dates of more than FOLD_WIDTH days, or open */
} fold_side;
enum { FOLD_WIDTH = 62 };

typedef struct fold_tag {
    fold_side side;
    dm_str key;
    bool odd; /* IS: not the side for which the entity counts; CODE: does not begin with the country */
} fold_tag;

/* Filters that mean something for a kind; the others are passed over. */
enum { FOLD_BY_DATE = 1, FOLD_BY_ACTOR = 2, FOLD_BY_RECIPIENT = 4, FOLD_BY_OUTLET = 8, FOLD_BY_ISSUE = 16, FOLD_BY_TYPE = 32 };

/* Who sees a row. */
enum { FOLD_SHOWN = 1, FOLD_COUNTED = 2, FOLD_COUNTED_ALL = 4 };

typedef struct fold_row {
    fold_kind kind;
    dm_day day, first, last; /* for the order; what from and to meet, first > last where nothing is known */
    uint32_t seen, filters;
    dm_str id, sentence, values, json, words, counts;
    int move; /* of the two sides of an event: 1, -1, 0 */
    uint32_t move_at;
    VEC(fold_tag) tags;
    VEC(uint64_t) ids; /* hashes of the ids that the row tells */
} fold_row;

/* What is counted, by month; FOLD_ALL and FOLD_READ (stories) by day, the same by month beside them. */
typedef enum fold_dim {
    FOLD_ALL,
    FOLD_READ,
    FOLD_ALL_MONTHS,
    FOLD_READ_MONTHS,
    FOLD_ACTOR,
    FOLD_RECIPIENT,
    FOLD_DYAD,
    FOLD_PAIR,
    FOLD_N_TYPE,
    FOLD_N_FORCE,
    FOLD_N_ISSUE,
    FOLD_N_OUTLET,
    FOLD_DIMS
} fold_dim;
enum { FOLD_NEVER = INT32_MAX }; /* the time of what has no day */

/* The same number for the same stories, coded by the same, with the same corrections. */
dm_status store_state(store *s, uint64_t *out, dm_err *err) DM_MUST_CHECK;
/* Whether the tables are of this state. */
dm_status fold_is_fresh(store *s, uint64_t state, bool *fresh, dm_err *err) DM_MUST_CHECK;

/* Filling: begin empties the tables, rows come in their order, end commits. On failure fold_fill_stop leaves all as it was. */
typedef struct fold_fill fold_fill;
dm_status fold_fill_begin(store *s, fold_fill **out, dm_err *err) DM_MUST_CHECK;
dm_status fold_fill_put(fold_fill *f, const fold_row *row, dm_err *err) DM_MUST_CHECK;
/* One event, or one story read, more. quad 0 to 4. */
dm_status fold_fill_count(fold_fill *f, fold_dim dim, dm_str value, dm_day time, uint32_t quad, uint32_t seen, dm_err *err) DM_MUST_CHECK;
dm_status fold_fill_end(fold_fill *f, uint64_t state, dm_err *err) DM_MUST_CHECK;
void fold_fill_stop(fold_fill *f); /* frees it; undoes what was not ended */

/* Zero-initialise; NULL or zero = any. */
typedef struct fold_query {
    fold_kind kind;
    uint32_t seen; /* one of FOLD_SHOWN, ..., 0 */
    dm_day from, to;
    const char *actor, *recipient, *outlet, *issue, *type, *text;
    bool between; /* actor and recipient on whichever sides, or both among those who act */
    dm_str id;    /* told by the row; .p NULL */
    dm_str words; /* as word_list_put writes them; .p NULL */
    bool counts;  /* only `counts` and `day` are wanted */
} fold_query;

typedef struct fold_found {
    dm_day day;
    dm_str id, values, json, counts; /* until the next row */
    int move;
    uint32_t move_at;
} fold_found;
typedef dm_status fold_each(void *user, const fold_found *row, dm_err *err);
/* Rows in their order; `each` ends the walk with DM_E_END, which is no failure. The first `offset` rows are passed over. */
dm_status fold_select(store *s, const fold_query *q, uint64_t offset, fold_each *each, void *user, dm_err *err) DM_MUST_CHECK;

typedef struct fold_cell {
    dm_str value;
    dm_day time;
    uint32_t quad;
    uint64_t n;
} fold_cell;
typedef dm_status fold_each_cell(void *user, const fold_cell *cell, dm_err *err);
/* Cells of one dimension. `value` .p NULL: all values; time false: summed over time (time is then FOLD_NEVER). */
dm_status fold_select_counts(store *s, fold_dim dim, dm_str value, bool time, bool all, fold_each_cell *each, void *user, dm_err *err) DM_MUST_CHECK;
/* The one value that an actor or recipient filter means in the counts, when it is exactly one side; .p NULL else. */
dm_status fold_one_side(store *s, fold_kind kind, bool recipient, const char *who, dm_arena *a, dm_str *out, dm_err *err) DM_MUST_CHECK;
/* The id of today for one that a row had before. */
dm_status fold_alias(store *s, dm_str id, dm_arena *a, dm_str *out, dm_err *err) DM_MUST_CHECK;

/* Words as `search` compares them: runs of letters and digits, lower case, without diacritics, a blank after each. */
void word_list_put(dm_buf *out, dm_str text);
/* Whether each of `wanted` begins one of `words`; both written by word_list_put. */
bool word_list_holds(dm_str words, dm_str wanted);
/* ISO3 or a longer code, as USAGOV: never part of a name ("KOR" is not North Korea). */
bool fold_is_code(const char *who);

#endif
