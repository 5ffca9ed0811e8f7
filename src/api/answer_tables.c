/* Answers from the tables of folded rows: the query's filters are handed on, and the rows that come back are cut to the columns that
 * were asked for. The same bytes as the fold in memory gives (tests/unit/store/test_folded.c). */
#include "api/answer.h"

#include <stdlib.h>

enum { TIMELINE_OUTLETS = 10 }; /* the column that rows of events have in the tables only */

typedef struct taking {
    dm_rows *rows;
    const dm_query *q;
    uint64_t most;
} taking;

/* What is empty is rare, and means nothing to a tag. */
static bool is_empty(const char *filter) { return filter && !*filter; }

bool answer_in_tables(const dm_query *q) {
    if (q->table == DM_TABLE_UNCODED || is_empty(q->issue) || is_empty(q->type) || is_empty(q->outlet)) return false;
    return q->table != DM_TABLE_STORIES || !q->text;
}

static fold_kind kind_of(const dm_query *q) {
    switch (q->table) {
    case DM_TABLE_STORIES: return FOLD_STORIES;
    case DM_TABLE_ENTITIES: return FOLD_ENTITIES;
    case DM_TABLE_STATEMENTS: return q->reports ? FOLD_STATEMENT_REPORTS : FOLD_STATEMENTS;
    case DM_TABLE_OFFERS: return FOLD_OFFERS;
    case DM_TABLE_POSITIONS: return FOLD_POSITIONS;
    case DM_TABLE_CONTRADICTIONS: return FOLD_CONTRADICTIONS;
    case DM_TABLE_UNLINKED: return FOLD_UNLINKED;
    default: return q->reports ? FOLD_EVENT_REPORTS : FOLD_EVENTS;
    }
}

/* The texts of "4 1 9 :textstexts". */
static uint32_t split(dm_str packed, dm_str *out, uint32_t most) {
    uint32_t n = 0, at = 0, sizes[ANSWER_MAX_COLUMNS];
    while (at < packed.n && packed.p[at] != ':') {
        uint32_t size = 0;
        for (; at < packed.n && packed.p[at] != ' '; at++) size = size * 10 + (uint32_t)(packed.p[at] - '0');
        if (n < most) sizes[n++] = size;
        at++;
    }
    at++;
    for (uint32_t i = 0; i < n; i++) {
        out[i] = at + sizes[i] <= packed.n ? str_sub(packed, at, at + sizes[i]) : DM_STR_NONE;
        at += sizes[i];
    }
    return n;
}

static dm_str json_of(dm_arena *a, const fold_found *found, bool dyad) {
    if (!dyad || found->move_at > found->json.n) return arena_str(a, found->json);
    dm_buf b = {0};
    buf_put(&b, found->json.p, found->move_at);
    answer_put_move(&b, found->move);
    buf_put_str(&b, str_sub(found->json, found->move_at, found->json.n));
    dm_str json = buf_ok(&b) ? arena_str(a, buf_str(&b)) : DM_STR_NONE;
    buf_free(&b);
    return json;
}

static dm_status take(void *user, const fold_found *found, dm_err *err) {
    static const uint32_t of_timeline[] = {0, 1, 2, 3, 7, 8, TIMELINE_OUTLETS, 9};
    taking *t = user;
    dm_str values[ANSWER_MAX_COLUMNS] = {DM_STR_NONE};
    if (t->rows->rows.n >= t->most) return DM_E_END;
    answer_row *row = VEC_PUSH(&t->rows->arena, &t->rows->rows);
    dm_str packed = arena_str(&t->rows->arena, found->values);
    if (!row || !packed.p) return err_memory(err, "the answer");
    (void)split(packed, values, ANSWER_MAX_COLUMNS);
    for (uint32_t i = 0; i < t->rows->n_columns; i++) row->values[i] = values[t->q->table == DM_TABLE_TIMELINE ? of_timeline[i] : i];
    row->day = found->day;
    row->id = arena_str(&t->rows->arena, found->id);
    row->json = json_of(&t->rows->arena, found, t->q->table == DM_TABLE_DYAD);
    return row->json.p ? DM_OK : err_memory(err, "the answer");
}

/* Columns are set by the makers of rows, here of no rows. */
static void set_columns(const dm_query *q, dm_rows *rows) {
    static const folded nothing;
    answer a = {.rows = rows, .k = &nothing, .q = q};
    if (q->table == DM_TABLE_TIMELINE) answer_events(&a, true);
    else answer_table(&a, kind_of(q));
}

dm_status answer_from_tables(dm_ledger *ledger, const dm_query *q, dm_rows *rows, dm_err *err) {
    answer a = {.rows = rows, .q = q};
    if (q->table == DM_TABLE_DYAD && (!q->actor || !q->recipient)) return err_set(err, DM_E_USAGE, 0, "%s", answer_no_dyad);
    bool counts = q->table == DM_TABLE_COUNT, dyad = q->table == DM_TABLE_DYAD;
    fold_query f = {.kind = kind_of(q),
                    .seen = counts   ? (q->all ? FOLD_COUNTED_ALL : FOLD_COUNTED)
                            : q->all ? 0
                                     : FOLD_SHOWN,
                    .actor = q->actor,
                    .recipient = q->recipient,
                    .outlet = q->outlet,
                    .issue = q->issue,
                    .type = q->type,
                    .text = q->text,
                    .between = dyad,
                    .counts = counts};
    DM_TRY(answer_bound(q->from, false, &f.from, err));
    DM_TRY(answer_bound(q->to, true, &f.to, err));
    a.from = f.from;
    a.to = f.to;
    dm_buf words = {0};
    word_list_put(&words, str_from(q->search));
    if (words.n) f.words = buf_str(&words);
    dm_status status = buf_ok(&words) ? DM_OK : err_memory(err, "the answer");
    if (status == DM_OK && q->id) status = fold_alias(ledger->s, str_from(q->id), &rows->arena, &f.id, err);
    if (counts) {
        if (status == DM_OK) status = answer_count_tables(&a, ledger, &f, err);
        if (status == DM_OK) answer_page(q, rows);
        if (status == DM_OK && a.failed) status = err_memory(err, "the answer");
    } else if (status == DM_OK) {
        taking t = {rows, q, q->limit ? q->limit : UINT64_MAX};
        set_columns(q, rows);
        status = fold_select(ledger->s, &f, q->offset, take, &t, err);
    }
    buf_free(&a.json);
    buf_free(&a.text);
    buf_free(&words);
    return status;
}
