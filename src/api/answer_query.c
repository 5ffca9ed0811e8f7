/* Answering a query from a folded ledger, wherever its facts came from: the rows of the table that pass the filters, in order. */
#include "api/answer.h"

#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>

const char answer_no_dyad[] = "the dealings of which two? give actor and recipient";

dm_status answer_bound(const char *text, bool last, dm_day *out, dm_err *err) {
    *out = DM_DAY_NONE;
    if (!text) return DM_OK;
    int y = 0, m = 0, d = 0, n = 0;
    size_t len = strlen(text);
    bool ok = sscanf(text, "%4d%n", &y, &n) == 1 && n == 4;
    if (ok && len >= 7) ok = sscanf(text + 4, "-%2d%n", &m, &n) == 1 && n == 3;
    if (ok && len == 10) ok = sscanf(text + 7, "-%2d%n", &d, &n) == 1 && n == 3;
    ok = ok && (len == 4 || len == 7 || len == 10);
    int month = m ? m : last ? 12 : 1, day = d ? d : 1;
    if (ok) *out = day_of(y, month, day);
    if (ok && last && !d && *out != DM_DAY_NONE) *out = (month == 12 ? day_of(y + 1, 1, 1) : day_of(y, month + 1, 1)) - 1;
    if (ok && *out != DM_DAY_NONE) return DM_OK;
    return err_set(err, DM_E_USAGE, 0, "%s: not a date; write YYYY, YYYY-MM or YYYY-MM-DD", text);
}

static int cmp_rows(const void *x, const void *y) {
    const answer_row *a = x, *b = y;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return str_cmp(a->id, b->id);
}

/* Each word of `search` begins one of the row. */
static bool holds_words(dm_str wanted, const answer_row *row, dm_buf *words) {
    buf_clear(words);
    answer_read_json(row->json, words, NULL, NULL);
    word_list_put(words, row->story);
    return word_list_holds(buf_str(words), wanted);
}

void answer_page(const dm_query *q, dm_rows *rows) {
    rows->at = (uint32_t)(q->offset < rows->rows.n ? q->offset : rows->rows.n);
    rows->limit = q->limit && q->limit < UINT64_MAX - rows->at ? rows->at + q->limit : UINT64_MAX;
}

static dm_status keep_wanted(const dm_query *query, const folded *k, dm_rows *rows, dm_err *err) {
    uint32_t kept = 0;
    dm_buf wanted = {0}, words = {0};
    word_list_put(&wanted, str_from(query->search));
    for (uint32_t i = 0; i < rows->rows.n; i++) {
        const answer_row *row = &rows->rows.v[i];
        if (query->id && !answer_tells_id(row->json, replay_alias(&k->r, str_from(query->id)))) continue;
        if (wanted.n && !holds_words(buf_str(&wanted), row, &words)) continue;
        rows->rows.v[kept++] = *row;
    }
    rows->rows.n = kept;
    bool ok = buf_ok(&wanted) && buf_ok(&words);
    buf_free(&wanted);
    buf_free(&words);
    return ok ? DM_OK : err_memory(err, "the answer");
}

void answer_table(answer *a, fold_kind kind) {
    switch (kind) {
    case FOLD_STORIES: answer_stories(a); break;
    case FOLD_ENTITIES: answer_entities(a); break;
    case FOLD_STATEMENTS:
    case FOLD_STATEMENT_REPORTS: answer_statements(a); break;
    case FOLD_EVENTS:
    case FOLD_EVENT_REPORTS: answer_events(a, false); break;
    case FOLD_OFFERS: answer_offers(a); break;
    case FOLD_POSITIONS: answer_positions(a); break;
    case FOLD_CONTRADICTIONS: answer_contradictions(a); break;
    case FOLD_UNLINKED: answer_unlinked(a); break;
    case FOLD_KINDS: break;
    }
}

/* Counts of the rows that hold the words, or tell the id. */
static dm_status count_found(answer *a, dm_err *err) {
    if (!a->q->search && !a->q->id) return answer_count(a, NULL, err);
    dm_rows *found = NULL;
    dm_query rows = *a->q;
    dm_strmap ids = {0};
    uint32_t *slot;
    rows.table = DM_TABLE_EVENTS;
    rows.all = true;
    rows.offset = rows.limit = 0;
    DM_TRY(answer_query(a->k, &rows, NULL, NULL, &found, err));
    dm_status status = DM_OK;
    for (uint32_t i = 0; i < found->rows.n && status == DM_OK; i++)
        if (!strmap_put(&ids, &found->arena, found->rows.v[i].id, i, &slot)) status = err_memory(err, "counts");
    if (status == DM_OK) status = answer_count(a, &ids, err);
    dm_rows_close(found);
    return status;
}

static dm_status fill(const folded *k, const dm_query *query, answer_other *other, void *user, dm_rows *rows, dm_err *err) {
    answer a = {.rows = rows, .q = query, .k = k};
    DM_TRY(answer_bound(query->from, false, &a.from, err));
    DM_TRY(answer_bound(query->to, true, &a.to, err));
    switch (query->table) {
    case DM_TABLE_STORIES: answer_table(&a, FOLD_STORIES); break;
    case DM_TABLE_ENTITIES: answer_table(&a, FOLD_ENTITIES); break;
    case DM_TABLE_STATEMENTS: answer_table(&a, FOLD_STATEMENTS); break;
    case DM_TABLE_EVENTS: answer_table(&a, FOLD_EVENTS); break;
    case DM_TABLE_DYAD:
        if (!query->actor || !query->recipient) return err_set(err, DM_E_USAGE, 0, "%s", answer_no_dyad);
        answer_table(&a, FOLD_EVENTS);
        break;
    case DM_TABLE_OFFERS: answer_table(&a, FOLD_OFFERS); break;
    case DM_TABLE_TIMELINE: answer_events(&a, true); break;
    case DM_TABLE_POSITIONS: answer_table(&a, FOLD_POSITIONS); break;
    case DM_TABLE_CONTRADICTIONS: answer_table(&a, FOLD_CONTRADICTIONS); break;
    case DM_TABLE_UNLINKED: answer_table(&a, FOLD_UNLINKED); break;
    case DM_TABLE_COUNT: DM_TRY(count_found(&a, err)); break;
    case DM_TABLE_UNCODED: DM_TRY(other(&a, user, err)); break;
    }
    buf_free(&a.json);
    buf_free(&a.text);
    if (a.failed) return err_memory(err, "the answer");
    if (query->table != DM_TABLE_COUNT) DM_TRY(keep_wanted(query, a.k, rows, err));
    answer_page(query, rows);
    if (rows->rows.n) qsort(rows->rows.v, rows->rows.n, sizeof *rows->rows.v, cmp_rows);
    return DM_OK;
}

dm_status answer_query(const folded *k, const dm_query *query, answer_other *other, void *user, dm_rows **out, dm_err *err) {
    *out = NULL;
    dm_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return err_memory(err, "the answer");
    arena_init(&rows->arena, 0);
    rows->limit = query->limit ? query->limit : UINT64_MAX;
    dm_status s = fill(k, query, other, user, rows, err);
    if (s != DM_OK) {
        dm_rows_close(rows);
        return s;
    }
    *out = rows;
    return DM_OK;
}

bool dm_rows_next(dm_rows *rows) {
    if (rows->at >= rows->rows.n || rows->at >= rows->limit) return false;
    rows->at++;
    return true;
}

uint32_t dm_rows_n_columns(const dm_rows *rows) { return rows->n_columns; }
const char *dm_rows_column(const dm_rows *rows, uint32_t column) { return rows->columns[column]; }

const char *dm_rows_value(const dm_rows *rows, uint32_t column, size_t *size) {
    const dm_str *v = &rows->rows.v[rows->at - 1].values[column];
    *size = v->n;
    return v->p ? v->p : "";
}

const char *dm_rows_json(const dm_rows *rows, size_t *size) {
    const dm_str *v = &rows->rows.v[rows->at - 1].json;
    *size = v->n;
    return v->p;
}

void dm_rows_close(dm_rows *rows) {
    if (!rows) return;
    arena_free(&rows->arena);
    free(rows);
}
