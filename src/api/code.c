/* The stateless commands over paths: code and parse. One story in memory is worker.c's. */
#include "api/engine.h"
#include "api/runs.h"
#include "pipeline/conllu.h"
#include "syntax/syntax.h"

#include <math.h>
#include <stdlib.h>

/* ---- code ---- */

static dm_status code_work(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err) {
    const path_run *p = user;
    const dm_engine *engine = p->more;
    if (slot->failure.code != DM_OK) DM_TRY(pipeline_failed(slot->raw.id, &slot->failure, &slot->doc, err));
    else DM_TRY(pipeline_code(w, &slot->raw, &slot->doc, err));
    dm_printer pr;
    DM_TRY(engine_code_line(engine->pl, &slot->doc, &pr, &slot->out, err));
    buf_putc(&slot->out, '\n');
    return DM_OK;
}

static dm_status emit_done(void *user, stream_slot *slot, dm_err *err) {
    path_run_count(user, slot);
    return path_run_emit(user, slot, err);
}

static dm_status run_paths(const dm_engine *engine, path_run *p, const dm_run *run,
                           dm_status (*work)(void *, pipeline_worker *, stream_slot *, dm_err *), dm_sink *sink, void *user, void *more,
                           dm_totals *totals, dm_err *err) {
    dm_status s = path_run_open(p, run, sink, user, err);
    p->more = more;
    stream job = {.pl = engine->pl,
                  .threads = run->threads,
                  .stop = run->stop,
                  .user = p,
                  .next = path_run_next,
                  .work = work,
                  .done = emit_done,
                  .tick = run->progress ? path_run_tick : NULL};
    if (s == DM_OK) s = stream_run(&job, err);
    if (totals) *totals = p->totals;
    path_run_close(p);
    return s;
}

dm_status dm_code(const dm_engine *engine, const dm_run *run, dm_sink *sink, void *user, dm_totals *totals, dm_err *err) {
    path_run p;
    return run_paths(engine, &p, run, code_work, sink, user, (void *)(uintptr_t)engine, totals, err);
}

/* ---- parse ---- */

typedef struct parse_job {
    dm_parse_format format;
    bool gaps;
} parse_job;

static void watch(void *context, syntax_decider decider, uint32_t token, float gap) {
    parse_gaps *g = (parse_gaps *)context + token;
    float *slot = decider == SYNTAX_TAGGER ? &g->tag : decider == SYNTAX_PARSER ? &g->parse : &g->ner;
    if (gap < *slot) *slot = gap;
}

static dm_status parse_work(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err) {
    const path_run *p = user;
    const parse_job *job = p->more;
    dm_doc *doc = &slot->doc;
    parse_gaps *gaps = NULL;
    if (slot->failure.code != DM_OK) return pipeline_failed(slot->raw.id, &slot->failure, doc, err);
    if (job->gaps) {
        /* No more tokens than bytes. */
        uint32_t most = slot->raw.body.n + 1;
        gaps = malloc(most * sizeof *gaps);
        if (!gaps) return err_memory(err, "gaps");
        for (uint32_t i = 0; i < most; i++) gaps[i] = (parse_gaps){INFINITY, INFINITY, INFINITY};
        syntax_set_watch(pipeline_syntax(w), watch, gaps);
    }
    dm_status s = pipeline_parse(w, &slot->raw, doc, err);
    if (gaps) syntax_set_watch(pipeline_syntax(w), NULL, NULL);
    if (s == DM_OK && job->format == DM_PARSE_JSONL) conllu_put_json(&slot->out, doc, gaps);
    else if (s == DM_OK) conllu_put(&slot->out, doc);
    free(gaps);
    return s;
}

dm_status dm_parse(const dm_engine *engine, const dm_run *run, dm_parse_format format, bool gaps, dm_sink *sink, void *user, dm_totals *totals,
                   dm_err *err) {
    path_run p;
    parse_job job = {format, gaps};
    return run_paths(engine, &p, run, parse_work, sink, user, &job, totals, err);
}
