/* Reading stories into a ledger: what is there is passed over before it is coded; batches are committed whole. With each batch goes the
 * place in a file of records behind its last story, so that reading an archive that was interrupted goes on there. */
#include "api/engine.h"
#include "api/runs.h"

#include "base/map.h"

#include <stdlib.h>

enum { BATCH = 64 }; /* stories a transaction */

dm_status dm_ledger_open(const char *path, dm_open how, dm_ledger **out, dm_err *err) {
    *out = NULL;
    dm_ledger *l = calloc(1, sizeof *l);
    if (!l) return err_memory(err, "the ledger");
    dm_status s = store_open(path, how, &l->s, err);
    if (s != DM_OK) {
        free(l);
        return s;
    }
    *out = l;
    return DM_OK;
}

void dm_ledger_close(dm_ledger *ledger) {
    if (!ledger) return;
    answer_forget(ledger);
    store_close(ledger->s);
    free(ledger);
}

typedef struct read_job {
    path_run paths;
    store *s;
    dm_provenance made_by;
    uint32_t in_batch;
    bool open;       /* a transaction is */
    dm_str path;     /* of the file of records whose stories are being kept; .p NULL */
    uint64_t behind; /* the last of them */
} read_job;

static store_name name_of(const dm_raw *raw) {
    dm_buf all = {0};
    const dm_str parts[] = {raw->id, raw->title, raw->url, raw->outlet, raw->date, raw->language};
    for (uint32_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_put_str(&all, parts[i]);
        buf_putc(&all, 0);
    }
    uint64_t text_hash = hash_bytes(raw->body.p, raw->body.n);
    buf_put(&all, &text_hash, sizeof text_hash);
    store_name name = {.name = raw->url.n ? raw->url : raw->id, .outlet = raw->outlet, .hash = hash_bytes(all.p, all.n), .text_hash = text_hash};
    buf_free(&all);
    return name;
}

static dm_status in_transaction(read_job *j, dm_err *err) {
    if (j->open) return DM_OK;
    DM_TRY(store_begin(j->s, err));
    j->open = true;
    j->in_batch = 0;
    return DM_OK;
}

static dm_str filter_of(const read_job *j) { return str_from(j->paths.run->url_filter); }

static dm_status end_batch(read_job *j, bool now, dm_err *err) {
    if (!j->open || (!now && ++j->in_batch < BATCH)) return DM_OK;
    j->open = false;
    if (j->path.p) DM_TRY(store_put_place(j->s, j->path, filter_of(j), j->behind, err));
    return store_commit(j->s, err);
}

/* A story of another file: the one before is behind. */
static dm_status follow(read_job *j, const stream_slot *slot, dm_err *err) {
    if (j->path.p && !(slot && str_eq(slot->path, j->path))) {
        DM_TRY(in_transaction(j, err));
        DM_TRY(store_put_place(j->s, j->path, filter_of(j), 0, err));
    }
    j->path = slot ? slot->path : DM_STR_NONE;
    j->behind = slot ? slot->next : 0;
    return DM_OK;
}

/* Where an earlier reading of the same files was interrupted. */
static dm_status go_on(read_job *j, dm_err *err) {
    store_place_list places = {0};
    dm_arena arena;
    arena_init(&arena, 0);
    dm_status s = store_load_places(j->s, filter_of(j), &arena, &places, err);
    for (uint32_t i = 0; s == DM_OK && i < places.n; i++) (void)reader_resume(j->paths.r, places.v[i].path, places.v[i].at, 0);
    arena_free(&arena);
    return s;
}

/* Passes over what the ledger has. */
static dm_status read_next(void *user, stream_slot *slot, dm_err *err) {
    read_job *j = user;
    for (;;) {
        DM_TRY(path_run_next(&j->paths, slot, err));
        if (slot->failure.code != DM_OK) return DM_OK;
        store_name name = name_of(&slot->raw);
        store_known known;
        DM_TRY(store_look_up(j->s, &name, &known, err));
        if (known == STORE_UNCHANGED) {
            j->paths.totals.unchanged++;
        } else if (known == STORE_COPY) {
            DM_TRY(in_transaction(j, err));
            DM_TRY(store_put_copy(j->s, &name, err));
            j->paths.totals.copies++;
            DM_TRY(end_batch(j, false, err));
        } else {
            return DM_OK;
        }
        if (j->paths.run->stop && *j->paths.run->stop) return DM_E_END;
    }
}

static dm_status read_work(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err) {
    (void)user;
    if (slot->failure.code != DM_OK) return pipeline_failed(slot->raw.id, &slot->failure, &slot->doc, err);
    return pipeline_code(w, &slot->raw, &slot->doc, err);
}

static dm_status read_done(void *user, stream_slot *slot, dm_err *err) {
    read_job *j = user;
    path_run_count(&j->paths, slot);
    if (slot->doc.status == DM_STORY_FAILED) return DM_OK; /* named already; it comes again with the next read */
    store_name name = name_of(&slot->raw);
    store_known known;
    dm_printer pr;
    /* Again: the same story may have come twice in this run. */
    DM_TRY(store_look_up(j->s, &name, &known, err));
    DM_TRY(follow(j, slot, err));
    DM_TRY(in_transaction(j, err));
    switch (known) {
    case STORE_UNCHANGED: j->paths.totals.unchanged++; break;
    case STORE_COPY:
        j->paths.totals.copies++;
        DM_TRY(store_put_copy(j->s, &name, err));
        break;
    case STORE_VERSION: j->paths.totals.versions++; __attribute__((fallthrough));
    case STORE_NEW:
        DM_TRY(printer_init(&pr, &slot->doc, err));
        DM_TRY(store_put(j->s, &pr, &name, &j->made_by, err));
        break;
    }
    return end_batch(j, false, err);
}

static void read_tick(void *user) { path_run_tick(&((read_job *)user)->paths); }

dm_status dm_ledger_read(dm_ledger *ledger, const dm_engine *engine, const dm_run *run, dm_totals *totals, dm_err *err) {
    read_job j = {.s = ledger->s, .made_by = pipeline_provenance(engine->pl)};
    dm_status s = path_run_open(&j.paths, run, NULL, NULL, err);
    stream job = {.pl = engine->pl,
                  .threads = run->threads,
                  .stop = run->stop,
                  .user = &j,
                  .next = read_next,
                  .work = read_work,
                  .done = read_done,
                  .tick = run->progress ? read_tick : NULL};
    if (s == DM_OK) s = go_on(&j, err);
    if (s == DM_OK) s = stream_run(&job, err);
    if (s == DM_OK) s = follow(&j, NULL, err);
    /* Stopped or failed, what was written whole is kept. */
    if (s == DM_OK || s == DM_E_INTERRUPTED || s == DM_E_LIMIT) {
        dm_err commit_err = {0};
        dm_status c = end_batch(&j, true, &commit_err);
        if (c != DM_OK) {
            s = c;
            if (err) *err = commit_err;
        }
    }
    store_rollback(ledger->s);
    if (totals) *totals = j.paths.totals;
    path_run_close(&j.paths);
    return s == DM_OK ? answer_refresh(ledger, err) : s;
}
