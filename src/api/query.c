/* Queries. They are answered from the tables of folded rows where these are of the stories and corrections that there are now
 * (answer_tables.c). Else the facts of all current stories are loaded, merged and folded once for each handle and state of the
 * database, and the rows that were asked for are written out: either way an answer is a function of the stories and of the
 * persons' corrections alone, however they were read. */
#include "api/answer.h"

#include <stdlib.h>

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
    DM_TRY(merge_redate(&k->f, &k->m, err));
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

static dm_status uncoded(answer *a, void *ledger, dm_err *err) { return answer_uncoded(a, ledger, err); }

static dm_status ask_tables(dm_ledger *ledger, const dm_query *query, dm_rows **out, dm_err *err) {
    dm_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return err_memory(err, "the answer");
    arena_init(&rows->arena, 0);
    rows->limit = query->limit ? query->limit : UINT64_MAX;
    dm_status s = answer_from_tables(ledger, query, rows, err);
    if (s == DM_OK) *out = rows;
    else dm_rows_close(rows);
    return s;
}

dm_status dm_ledger_query(dm_ledger *ledger, const dm_query *query, dm_rows **out, dm_err *err) {
    const folded *k = NULL;
    *out = NULL;
    if (answer_in_tables(query)) {
        bool fresh = false;
        if (store_can_write(ledger->s)) DM_TRY(answer_refresh(ledger, err));
        DM_TRY(store_begin_reading(ledger->s, err));
        dm_status s = answer_is_fresh(ledger, &fresh, err);
        if (s == DM_OK && fresh) s = ask_tables(ledger, query, out, err);
        store_rollback(ledger->s);
        if (s != DM_OK || fresh) return s;
    }
    DM_TRY(answer_fold(ledger, &k, err));
    return answer_query(k, query, uncoded, ledger, out, err);
}
