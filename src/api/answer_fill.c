/* Filling the tables of folded rows: every row of every kind is written as the fold in memory writes it for a query that wants all,
 * with what the filters look at noted beside it (answer.c), and sorted as answers are. One transaction; the state of the stories
 * and corrections that they are of is written last. */
#include "api/answer.h"

#include <stdlib.h>

static int cmp_rows(const void *x, const void *y) {
    const answer_row *a = x, *b = y;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return str_cmp(a->id, b->id);
}

/* Columns as "4 1 9 ...:" and their bytes: any text comes back as it was. */
static void put_values(dm_buf *b, const answer_row *row, uint32_t n) {
    buf_clear(b);
    for (uint32_t i = 0; i < n; i++) buf_printf(b, "%u ", row->values[i].n);
    buf_putc(b, ':');
    for (uint32_t i = 0; i < n; i++) buf_put_str(b, row->values[i]);
}

static dm_status put_row(answer *a, const answer_row *row, fold_fill *fill, dm_buf *values, dm_buf *words, dm_err *err) {
    fold_row r = *row->mark;
    put_values(values, row, a->rows->n_columns);
    buf_clear(words);
    answer_read_json(row->json, words, &a->rows->arena, &r);
    word_list_put(words, row->story);
    if (a->rows->arena.failed || !buf_ok(values) || !buf_ok(words)) return err_memory(err, "the tables of the ledger");
    if (r.kind == FOLD_STORIES) r.sentence = DM_STR_NONE; /* the whole text: it is in the story */
    r.day = row->day;
    r.id = row->id;
    r.json = row->json;
    r.values = buf_str(values);
    r.words = buf_str(words);
    return fold_fill_put(fill, &r, err);
}

static dm_status fill_kind(const folded *k, fold_kind kind, fold_fill *fill, dm_err *err) {
    dm_rows rows = {.n_columns = 0};
    fold_row mark = {.kind = kind, .seen = FOLD_SHOWN | FOLD_COUNTED | FOLD_COUNTED_ALL, .first = INT32_MIN, .last = INT32_MAX};
    bool reports = kind == FOLD_EVENT_REPORTS || kind == FOLD_STATEMENT_REPORTS;
    dm_query query = {.table = DM_TABLE_EVENTS, .all = true, .reports = reports};
    answer a = {.rows = &rows, .k = k, .q = &query, .from = DM_DAY_NONE, .to = DM_DAY_NONE, .mark = &mark};
    dm_buf values = {0}, words = {0};
    arena_init(&rows.arena, 0);
    answer_table(&a, kind);
    dm_status status = a.failed ? err_memory(err, "the tables of the ledger") : DM_OK;
    if (status == DM_OK && rows.rows.n) qsort(rows.rows.v, rows.rows.n, sizeof *rows.rows.v, cmp_rows);
    for (uint32_t i = 0; i < rows.rows.n && status == DM_OK; i++) status = put_row(&a, &rows.rows.v[i], fill, &values, &words, err);
    if (status == DM_OK && (kind == FOLD_EVENTS || kind == FOLD_STORIES)) status = answer_fill_counts(&a, fill, err);
    buf_free(&values);
    buf_free(&words);
    buf_free(&a.json);
    buf_free(&a.text);
    arena_free(&rows.arena);
    return status;
}

dm_status answer_is_fresh(dm_ledger *ledger, bool *fresh, dm_err *err) {
    uint64_t version = 0;
    DM_TRY(store_version(ledger->s, &version, err));
    if (ledger->looked != version || !version) {
        DM_TRY(store_state(ledger->s, &ledger->state, err));
        DM_TRY(fold_is_fresh(ledger->s, ledger->state, &ledger->fresh, err));
        ledger->looked = version;
    }
    *fresh = ledger->fresh;
    return DM_OK;
}

dm_status answer_refresh(dm_ledger *ledger, dm_err *err) {
    bool fresh = false;
    const folded *k;
    fold_fill *fill;
    uint64_t state = 0, version = 0;
    DM_TRY(answer_is_fresh(ledger, &fresh, err));
    if (fresh) return DM_OK;
    /* The lock comes first, so that what is folded is what is there when it is written. */
    dm_status status = fold_fill_begin(ledger->s, &fill, err);
    if (status != DM_OK) return status == DM_E_BUSY ? DM_OK : status; /* who writes now will fill them */
    status = store_state(ledger->s, &state, err);
    if (status == DM_OK) status = answer_fold(ledger, &k, err);
    for (int kind = 0; kind < FOLD_KINDS && status == DM_OK; kind++) status = fill_kind(k, (fold_kind)kind, fill, err);
    if (status == DM_OK) status = fold_fill_end(fill, state, err);
    fold_fill_stop(fill);
    /* The fold of this handle stays good: only the tables were written. */
    if (status == DM_OK) status = store_version(ledger->s, &version, err);
    if (status == DM_OK) {
        ledger->version = ledger->looked = version;
        ledger->state = state;
        ledger->fresh = true;
    }
    return status;
}
