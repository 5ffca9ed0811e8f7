/* Answers in the making: rows with plain columns and JSON, and what the queries share. */
#ifndef DM_API_ANSWER_H
#define DM_API_ANSWER_H

#include "api/engine.h"
#include "api/replay.h"
#include "ledger/ledger.h"

enum { ANSWER_MAX_COLUMNS = 16 };

typedef struct answer_row {
    dm_day day; /* order; INT32_MAX = undated */
    dm_str id;  /* order after day */
    dm_str json;
    dm_str values[ANSWER_MAX_COLUMNS];
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
void answer_put_span_json(dm_buf *b, dm_span s);
/* ,"reports":[...],"independent_sources":N for a cluster of events or statements */
void answer_put_reports(answer *a, const merge_cluster *c, bool quotes);
dm_day answer_day(const dm_date *d); /* for ordering */

bool answer_wants_date(const answer *a, const dm_date *d);
bool answer_wants_role(const answer *a, const fact_role_list *roles, const char *who);
bool answer_wants_text(const char *wanted, dm_str text); /* ASCII case ignored; NULL fits all */
bool answer_wants_outlet(const answer *a, const merge_cluster *c, bool quotes);

/* One for each table; the columns' names are the table's own. */
void answer_stories(answer *a);
void answer_entities(answer *a);
void answer_statements(answer *a);
void answer_events(answer *a, bool timeline);
void answer_offers(answer *a);
void answer_positions(answer *a);
void answer_contradictions(answer *a);
void answer_unlinked(answer *a);
dm_status answer_count(answer *a, dm_err *err) DM_MUST_CHECK;
dm_status answer_uncoded(answer *a, dm_ledger *ledger, dm_err *err) DM_MUST_CHECK;
/* The rows of a query, for the caller to close; `other` writes those of DM_TABLE_UNCODED, which needs more than what was folded. */
typedef dm_status answer_other(answer *a, void *user, dm_err *err);
dm_status answer_query(const folded *k, const dm_query *query, answer_other *other, void *user, dm_rows **out, dm_err *err) DM_MUST_CHECK;
/* Whether the query's filters let an event through; one reported alone is a cluster of one. */
bool answer_wants_event(const answer *a, const fact_event *e, const merge_cluster *c);

#endif
