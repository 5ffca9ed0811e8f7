/* Queries: the facts of all current stories are loaded, merged and folded once for each handle and state of the database, and
 * the rows that were asked for are written out. Nothing folded is stored, so an answer is a function of the stories and of the
 * persons' corrections alone, however they were read. */
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

void answer_forget(dm_ledger *ledger) {
    if (!ledger->folded) return;
    arena_free(&ledger->folded->arena);
    free(ledger->folded);
    ledger->folded = NULL;
}

static dm_status fold(dm_ledger *ledger, folded *k, dm_err *err) {
    dm_arena *arena = &k->arena;
    k->f = (facts){.arena = arena};
    DM_TRY(replay_load(&k->r, ledger->s, arena, err));
    DM_TRY(store_load(ledger->s, &k->f, err));
    DM_TRY(replay_stories(&k->r, &k->f, err));
    DM_TRY(facts_unify_names(&k->f, NULL, err));
    DM_TRY(merge_run(&k->f, NULL, arena, &k->m, err));
    DM_TRY(replay_rows(&k->r, &k->f, &k->m, err));
    DM_TRY(ledger_fold(&k->f, &k->m, arena, &k->l, err));
    uint32_t kept = 0;
    for (uint32_t i = 0; i < k->l.positions.n; i++)
        if (k->m.cluster_of[k->l.positions.v[i].event] < k->m.clusters.n) k->l.positions.v[kept++] = k->l.positions.v[i];
    k->l.positions.n = kept;
    return DM_OK;
}

dm_status answer_fold(dm_ledger *ledger, const folded **out, dm_err *err) {
    uint64_t version = 0;
    DM_TRY(store_version(ledger->s, &version, err));
    if (!ledger->folded || ledger->version != version) {
        answer_forget(ledger);
        folded *k = calloc(1, sizeof *k);
        if (!k) return err_memory(err, "the ledger");
        arena_init(&k->arena, 0);
        ledger->folded = k;
        ledger->version = version;
        dm_status s = fold(ledger, k, err);
        if (s != DM_OK) {
            answer_forget(ledger);
            return s;
        }
    }
    *out = ledger->folded;
    return DM_OK;
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

static dm_status fill(dm_ledger *ledger, const dm_query *query, dm_rows *rows, dm_err *err) {
    answer a = {.rows = rows, .q = query};
    DM_TRY(bound(query->from, false, &a.from, err));
    DM_TRY(bound(query->to, true, &a.to, err));
    DM_TRY(answer_fold(ledger, &a.k, err));
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
    case DM_TABLE_UNCODED: DM_TRY(answer_uncoded(&a, ledger, err)); break;
    }
    buf_free(&a.json);
    buf_free(&a.text);
    if (a.failed) return err_memory(err, "the answer");
    keep_wanted(query, a.k, rows);
    if (rows->rows.n) qsort(rows->rows.v, rows->rows.n, sizeof *rows->rows.v, cmp_rows);
    return DM_OK;
}

dm_status answer_has_row(dm_ledger *ledger, dm_str id, bool story, bool *there, dm_err *err) {
    static const dm_table tables[] = {DM_TABLE_EVENTS, DM_TABLE_STATEMENTS, DM_TABLE_OFFERS, DM_TABLE_POSITIONS, DM_TABLE_CONTRADICTIONS};
    static const dm_table of_stories[] = {DM_TABLE_STORIES};
    dm_buf name = {0};
    buf_put_str(&name, id);
    dm_query q = {.all = true, .id = buf_cstr(&name)};
    dm_status s = DM_OK;
    *there = false;
    for (size_t i = 0; s == DM_OK && !*there && i < (story ? 1 : sizeof tables / sizeof *tables); i++) {
        dm_rows *rows = NULL;
        q.table = story ? of_stories[i] : tables[i];
        s = dm_ledger_query(ledger, &q, &rows, err);
        if (s == DM_OK) *there = dm_rows_next(rows);
        dm_rows_close(rows);
    }
    buf_free(&name);
    return s;
}

dm_status dm_ledger_query(dm_ledger *ledger, const dm_query *query, dm_rows **out, dm_err *err) {
    *out = NULL;
    dm_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return err_memory(err, "the answer");
    arena_init(&rows->arena, 0);
    rows->limit = query->limit ? query->limit : UINT64_MAX;
    dm_status s = fill(ledger, query, rows, err);
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
