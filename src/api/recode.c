/* Stories of the ledger coded again with today's program, model and lexicon: `recode` keeps the new rows, `diff` tells them from the
 * old ones; and one ledger added to another. */
#include "api/answer.h"
#include "api/diff.h"
#include "api/runs.h"

#include <stdlib.h>

enum { BATCH = 64 }; /* stories a transaction */

typedef struct recode_job {
    path_run paths; /* its reader stays closed: the stories come from the store */
    const dm_engine *engine;
    store *s;
    dm_provenance made_by;
    store_stale_list stale; /* in the order in which they are coded */
    uint32_t next, done, in_batch;
    bool open;     /* a transaction is */
    dm_rows *rows; /* NULL: keep the new rows */
} recode_job;

static dm_status recode_next(void *user, stream_slot *slot, dm_err *err) {
    recode_job *j = user;
    if (j->next == j->stale.n) return DM_E_END;
    store_story story = {0};
    arena_reset(&j->paths.arena);
    DM_TRY(store_get_story(j->s, j->stale.v[j->next++], &j->paths.arena, &story, err));
    j->paths.totals.stories++;
    dm_raw raw = engine_stored(&story);
    return stream_fill(slot, &raw, story.id, err);
}

static dm_status recode_work(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err) {
    const recode_job *j = user;
    dm_printer pr;
    DM_TRY(pipeline_code(w, &slot->raw, &slot->doc, err));
    return j->rows ? engine_code_line(j->engine->pl, &slot->doc, &pr, &slot->out, err) : DM_OK;
}

static dm_status end_batch(recode_job *j, dm_err *err) {
    if (!j->open) return DM_OK;
    j->open = false;
    j->in_batch = 0;
    return store_commit(j->s, err);
}

static dm_status keep(recode_job *j, stream_slot *slot, int64_t story, dm_err *err) {
    dm_printer pr;
    if (!j->open) DM_TRY(store_begin(j->s, err));
    j->open = true;
    DM_TRY(printer_init(&pr, &slot->doc, err));
    DM_TRY(store_renew(j->s, &pr, story, &j->made_by, err));
    return ++j->in_batch == BATCH ? end_batch(j, err) : DM_OK;
}

static dm_status compare(recode_job *j, stream_slot *slot, dm_err *err) {
    dm_buf old_line = {0};
    dm_status s = store_put_line(j->s, slot->doc.id, &old_line, err);
    if (s == DM_OK && !buf_ok(&slot->out)) s = err_memory(err, "a story");
    if (s == DM_OK) s = diff_lines(slot->doc.id, buf_str(&old_line), buf_str(&slot->out), j->rows, err);
    buf_free(&old_line);
    return s;
}

static dm_status recode_done(void *user, stream_slot *slot, dm_err *err) {
    recode_job *j = user;
    int64_t story = j->stale.v[j->done++];
    path_run_count(&j->paths, slot);
    if (slot->doc.status == DM_STORY_FAILED) return DM_OK; /* named already; what was read before stays */
    return j->rows ? compare(j, slot, err) : keep(j, slot, story, err);
}

static dm_status run_again(recode_job *j, const dm_run *run, dm_totals *totals, dm_err *err) {
    j->paths.run = run;
    arena_init(&j->paths.arena, 0);
    dm_arena list;
    arena_init(&list, 0);
    j->made_by = pipeline_provenance(j->engine->pl);
    dm_status s = store_list_stale(j->s, &j->made_by, &list, &j->stale, err);
    stream job = {.pl = j->engine->pl,
                  .threads = run->threads,
                  .stop = run->stop,
                  .user = j,
                  .next = recode_next,
                  .work = recode_work,
                  .done = recode_done,
                  .tick = run->progress ? path_run_tick : NULL};
    if (s == DM_OK) s = stream_run(&job, err);
    if (totals) *totals = j->paths.totals;
    arena_free(&list);
    path_run_close(&j->paths);
    return s;
}

dm_status dm_ledger_recode(dm_ledger *ledger, const dm_engine *engine, const dm_run *run, dm_totals *totals, dm_err *err) {
    recode_job j = {.engine = engine, .s = ledger->s};
    dm_status s = run_again(&j, run, totals, err);
    if (s == DM_OK || s == DM_E_INTERRUPTED) {
        dm_err commit_err = {0};
        dm_status c = end_batch(&j, &commit_err);
        if (c != DM_OK) {
            s = c;
            if (err) *err = commit_err;
        }
    }
    store_rollback(ledger->s);
    return s == DM_OK ? answer_refresh(ledger, err) : s;
}

dm_status dm_ledger_diff(dm_ledger *ledger, const dm_engine *engine, const dm_run *run, dm_rows **out, dm_totals *totals, dm_err *err) {
    *out = NULL;
    dm_rows *rows = diff_rows_new();
    if (!rows) return err_memory(err, "the answer");
    recode_job j = {.engine = engine, .s = ledger->s, .rows = rows};
    dm_status s = run_again(&j, run, totals, err);
    if (s != DM_OK) {
        dm_rows_close(rows);
        return s;
    }
    *out = rows;
    return DM_OK;
}

dm_status dm_ledger_combine(dm_ledger *ledger, const char *other, dm_totals *totals, dm_err *err) {
    dm_totals none;
    DM_TRY(store_combine(ledger->s, other, totals ? totals : &none, err));
    return answer_refresh(ledger, err);
}
