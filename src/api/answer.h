/* Answers in the making: rows with plain columns and JSON, and what the queries share. */
#ifndef DM_API_ANSWER_H
#define DM_API_ANSWER_H

#include "api/engine.h"
#include "api/replay.h"
#include "ledger/ledger.h"
#include "store/folded.h"

enum { ANSWER_MAX_COLUMNS = 16 };

typedef struct answer_row {
    dm_day day;         /* order; INT32_MAX = undated */
    dm_str id;          /* order after day */
    dm_str json, story; /* story: its text, for rows of stories */
    dm_str values[ANSWER_MAX_COLUMNS];
    const fold_row *mark; /* where the tables are filled */
} answer_row;

struct dm_rows {
    dm_arena arena;
    const char *const *columns;
    uint32_t n_columns;
    VEC(answer_row) rows;
    uint32_t at; /* 1-based: rows.v[at - 1] is current */
    uint64_t limit;
};

/* Everything a query reads: the folded ledger. */
typedef struct folded {
    dm_arena arena;
    replay r;
    facts f;
    merged m;
    ledger_book l;
} folded;

/* The folded ledger: loaded, merged and folded when the handle has none or the database has changed since, whoever changed it.
 * It belongs to the handle and lives until the next call on it. */
dm_status answer_fold(dm_ledger *ledger, const folded **out, dm_err *err) DM_MUST_CHECK;
/* Whether there is a story or a row with this id, also as one of the reports of a row or under an id that it had before. */
dm_status answer_has_row(dm_ledger *ledger, dm_str id, bool story, bool *there, dm_err *err) DM_MUST_CHECK;

/* A row being written: columns one after the other, and its JSON. */
typedef struct answer {
    dm_rows *rows;
    const folded *k;
    const dm_query *q;
    dm_day from, to; /* of the query; DM_DAY_NONE */
    dm_buf json, text;
    uint32_t column;
    answer_row row;
    fold_row *mark; /* not NULL: nothing is filtered, and what filters would look at is noted here */
    bool failed;
} answer;

void answer_begin(answer *a, dm_day day, dm_str id);
void answer_column(answer *a); /* a->text is the next column's value */
void answer_value(answer *a, dm_str value);
void answer_number(answer *a, uint64_t value);
void answer_end(answer *a); /* keeps the row; a->json is its JSON */

/* The id that stands for an entity in every answer: its key, else its own id. */
dm_str answer_entity_id(const fact_entity *e);
/* {"entity","name","country","role","capacity","code"} */
void answer_put_roles_json(answer *a, const fact_role_list *roles);
/* "KORGOV Moon Jae-in; ..." into a->text */
void answer_put_roles_text(answer *a, const fact_role_list *roles);
void answer_put_move(dm_buf *b, int move); /* ,"move":"nearer", "apart" or null */
void answer_put_span_json(dm_buf *b, dm_span s);
/* {"story","outlet","id","span"} of one who tells it; story: index into the facts */
void answer_put_report(answer *a, uint32_t story, dm_str id, dm_span span);
/* ,"reports":[...],"independent_sources":N for a cluster of events or statements */
void answer_put_reports(answer *a, const merge_cluster *c, bool quotes);
dm_day answer_day(const dm_date *d); /* for ordering */

/* Whether the query's filters let through a row with this value. Where the tables are filled: true, and the value is noted. */
bool answer_wants_date(answer *a, const dm_date *d);
bool answer_wants_actor(answer *a, const fact_role_list *roles);
bool answer_wants_recipient(answer *a, const fact_role_list *roles);
bool answer_wants_text(answer *a, dm_str text); /* ASCII case ignored */
bool answer_wants_issue(answer *a, dm_str issue);
bool answer_wants_type(answer *a, const char *type); /* ASCII case ignored */
bool answer_wants_outlet(answer *a, const merge_cluster *c, bool quotes);
bool answer_wants_outlet_named(answer *a, dm_str outlet);
bool answer_wants_plain(answer *a, bool plain);     /* those that are not plain only with `all` */
bool answer_holds(const char *wanted, dm_str text); /* ASCII case ignored; NULL: true */
bool answer_has_role(const answer *a, const fact_role_list *roles, const char *who);

/* One for each table; the columns' names are the table's own. */
void answer_stories(answer *a);
void answer_entities(answer *a);
void answer_statements(answer *a);
void answer_events(answer *a, bool timeline);
void answer_offers(answer *a);
void answer_positions(answer *a);
void answer_contradictions(answer *a);
void answer_unlinked(answer *a);
/* only: the ids of the events to count, NULL: whatever the filters let through. */
dm_status answer_count(answer *a, const dm_strmap *only, dm_err *err) DM_MUST_CHECK;
void answer_page(const dm_query *q, dm_rows *rows); /* which of the rows are given */
dm_status answer_uncoded(answer *a, dm_ledger *ledger, dm_err *err) DM_MUST_CHECK;
/* The rows of a query, for the caller to close; `other` writes those of DM_TABLE_UNCODED, which needs more than what was folded. */
typedef dm_status answer_other(answer *a, void *user, dm_err *err);
dm_status answer_query(const folded *k, const dm_query *query, answer_other *other, void *user, dm_rows **out, dm_err *err) DM_MUST_CHECK;
/* Whether the query's filters let an event through; one reported alone is a cluster of one. */
bool answer_wants_event(answer *a, const fact_event *e, const merge_cluster *c);
/* What an event counts for, as text for the tables. */
void answer_put_counted(answer *a, const fact_event *e, const merge_cluster *c, dm_buf *out);

/* The words of the values of a row's JSON (keys left out), and the hashes of the ids it tells; either may be NULL. */
void answer_read_json(dm_str json, dm_buf *words, dm_arena *arena, fold_row *ids);
bool answer_tells_id(dm_str json, dm_str id);

/* The answer from the tables, which must be fresh: the same as answer_query gives. */
dm_status answer_from_tables(dm_ledger *ledger, const dm_query *query, dm_rows *rows, dm_err *err) DM_MUST_CHECK;
dm_status answer_is_fresh(dm_ledger *ledger, bool *fresh, dm_err *err) DM_MUST_CHECK; /* the tables */
bool answer_in_tables(const dm_query *query);                                         /* whether they know the answer */
dm_status answer_count_tables(answer *a, dm_ledger *ledger, const fold_query *q, dm_err *err) DM_MUST_CHECK;
/* Counts of the fold, into tables that are being filled. */
dm_status answer_fill_counts(answer *a, fold_fill *fill, dm_err *err) DM_MUST_CHECK;
/* Makes the rows of one kind (columns of a->rows are set); a->q must ask for them. */
void answer_table(answer *a, fold_kind kind);
extern const char answer_no_dyad[];
dm_status answer_bound(const char *text, bool last, dm_day *out, dm_err *err) DM_MUST_CHECK; /* of from and to */

#endif
