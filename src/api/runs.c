/* See runs.h. */
#include "api/runs.h"

dm_status path_run_open(path_run *p, const dm_run *run, dm_sink *sink, void *sink_user, dm_err *err) {
    *p = (path_run){.run = run, .sink = sink, .sink_user = sink_user};
    arena_init(&p->arena, 0);
    reader_options options = {.map = run->map, .url_filter = run->url_filter, .separator = run->separator};
    return reader_open(run->paths, run->n_paths, &options, &p->r, err);
}

void path_run_close(path_run *p) {
    if (p->r) reader_close(p->r);
    arena_free(&p->arena);
}

static void complain(const path_run *p, dm_str where, const char *what) {
    dm_buf z = {0};
    buf_put_str(&z, where);
    if (p->run->complain) p->run->complain(p->run->user, buf_cstr(&z), what);
    buf_free(&z);
}

/* The reader's messages begin with file:line already. */
static const char *without_place(const char *msg, dm_str where) {
    if (strncmp(msg, where.p, where.n) == 0 && strncmp(msg + where.n, ": ", 2) == 0) return msg + where.n + 2;
    return msg;
}

dm_status path_run_next(void *path_run_, stream_slot *slot, dm_err *err) {
    path_run *p = path_run_;
    dm_raw raw = {0};
    reader_at at = {0};
    dm_err why = {0};
    arena_reset(&p->arena);
    dm_status s = reader_next(p->r, &p->arena, &raw, &at, &why);
    if (s == DM_E_END) return s;
    p->totals.stories++;
    dm_str where = at.line ? arena_printf(&p->arena, "%.*s:%llu", DM_STR_ARG(at.path), (unsigned long long)at.line) : at.path;
    if (!where.p) where = DM_STR("input");
    if (s != DM_OK) {
        p->totals.failed++;
        complain(p, where, without_place(why.msg, where));
        if (p->run->max_failed && p->totals.failed > p->run->max_failed)
            return err_set(err, DM_E_LIMIT, 0, "more than %llu stories could not be read; stopped (--max-failed)",
                           (unsigned long long)p->run->max_failed);
        slot->failure = why;
        raw.body = DM_STR("");
        if (!raw.id.p) raw.id = where;
    }
    DM_TRY(stream_fill(slot, &raw, where, err));
    if (!at.line && at.path.p) { /* a record: reading can go on behind it */
        slot->path = at.path;
        slot->next = at.next;
    }
    return DM_OK;
}

void path_run_count(path_run *p, const stream_slot *slot) {
    const dm_doc *d = &slot->doc;
    p->totals.tokens += d->tokens.n;
    p->totals.statements += d->statements.n;
    p->totals.events += d->events.n;
    p->totals.offers += d->offers.n;
    if (slot->failure.code != DM_OK) return; /* counted when it was read */
    if (d->status != DM_STORY_SKIPPED && d->status != DM_STORY_FAILED) return;
    if (d->status == DM_STORY_SKIPPED) p->totals.skipped++;
    else p->totals.failed++;
    dm_buf what = {0};
    buf_puts(&what, d->status == DM_STORY_SKIPPED ? "skipped" : "failed");
    for (uint32_t i = 0; i < d->notes.n && i < 1; i++) buf_printf(&what, ": %.*s", DM_STR_ARG(d->notes.v[i].text));
    complain(p, slot->where, buf_cstr(&what));
    buf_free(&what);
}

dm_status path_run_emit(path_run *p, const stream_slot *slot, dm_err *err) {
    if (!buf_ok(&slot->out)) return err_memory(err, "the output");
    dm_status s = p->sink(p->sink_user, slot->out.p, slot->out.n);
    return s == DM_OK ? s : err_set(err, s, 0, "cannot write the output: %s", dm_status_text(s));
}

void path_run_tick(void *path_run_) {
    path_run *p = path_run_;
    if (p->run->progress) p->run->progress(p->run->user, &p->totals);
}
