/* Answering a query from a folded ledger, wherever its facts came from: the rows of the table that pass the filters, in order. */
#include "api/answer.h"

#include <stdio.h>
#include <stdlib.h>

static dm_status bound(const char *text, bool last, dm_day *out, dm_err *err) {
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

/* Every word of `search` stands in what the row quotes. */
static bool holds_words(const char *words, const answer_row *row) {
    while (*words) {
        size_t n = strcspn(words, " ");
        char word[128];
        if (n && n < sizeof word) {
            memcpy(word, words, n);
            word[n] = 0;
            if (!answer_wants_text(word, row->json)) return false;
        }
        words += n + (words[n] == ' ');
    }
    return true;
}

static bool holds_id(dm_str id, const answer_row *row) {
    if (str_eq(row->id, id)) return true;
    dm_buf quoted = {0};
    buf_put_json(&quoted, id);
    bool found = buf_ok(&quoted) && str_find(row->json, buf_str(&quoted), 0) >= 0;
    buf_free(&quoted);
    return found;
}

static void keep_wanted(const dm_query *query, const folded *k, dm_rows *rows) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < rows->rows.n; i++) {
        const answer_row *row = &rows->rows.v[i];
        if (query->id && !holds_id(replay_alias(&k->r, str_from(query->id)), row)) continue;
        if (query->search && !holds_words(query->search, row)) continue;
        rows->rows.v[kept++] = *row;
    }
    rows->rows.n = kept;
    rows->at = (uint32_t)(query->offset < kept ? query->offset : kept);
    rows->limit = query->limit && query->limit < UINT64_MAX - rows->at ? rows->at + query->limit : UINT64_MAX;
}

static dm_status fill(const folded *k, const dm_query *query, answer_other *other, void *user, dm_rows *rows, dm_err *err) {
    answer a = {.rows = rows, .q = query, .k = k};
    DM_TRY(bound(query->from, false, &a.from, err));
    DM_TRY(bound(query->to, true, &a.to, err));
    switch (query->table) {
    case DM_TABLE_STORIES: answer_stories(&a); break;
    case DM_TABLE_ENTITIES: answer_entities(&a); break;
    case DM_TABLE_STATEMENTS: answer_statements(&a); break;
    case DM_TABLE_EVENTS: answer_events(&a, false); break;
    case DM_TABLE_OFFERS: answer_offers(&a); break;
    case DM_TABLE_TIMELINE: answer_events(&a, true); break;
    case DM_TABLE_POSITIONS: answer_positions(&a); break;
    case DM_TABLE_CONTRADICTIONS: answer_contradictions(&a); break;
    case DM_TABLE_UNLINKED: answer_unlinked(&a); break;
    case DM_TABLE_DYAD:
        if (!query->actor || !query->recipient) return err_set(err, DM_E_USAGE, 0, "the dealings of which two? give actor and recipient");
        answer_events(&a, false);
        break;
    case DM_TABLE_COUNT: DM_TRY(answer_count(&a, err)); break;
    case DM_TABLE_UNCODED: DM_TRY(other(&a, user, err)); break;
    }
    buf_free(&a.json);
    buf_free(&a.text);
    if (a.failed) return err_memory(err, "the answer");
    keep_wanted(query, a.k, rows);
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
