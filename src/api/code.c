/* The stateless commands: code and parse over paths, and one story in memory. */
#include "api/engine.h"
#include "api/runs.h"
#include "arrow/table.h"
#include "pipeline/conllu.h"
#include "syntax/syntax.h"

#include <math.h>
#include <stdlib.h>

/* ---- code ---- */

static dm_status code_line(const pipeline *pl, dm_doc *doc, dm_printer *pr, dm_buf *out, dm_err *err) {
    dm_provenance made_by = pipeline_provenance(pl);
    DM_TRY(printer_init(pr, doc, err));
    rows_put_story(out, pr, &made_by);
    return buf_ok(out) ? DM_OK : err_memory(err, "the output");
}

static dm_status code_work(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err) {
    const path_run *p = user;
    const dm_engine *engine = p->more;
    if (slot->failure.code != DM_OK) DM_TRY(pipeline_failed(slot->raw.id, &slot->failure, &slot->doc, err));
    else DM_TRY(pipeline_code(w, &slot->raw, &slot->doc, err));
    dm_printer pr;
    DM_TRY(code_line(engine->pl, &slot->doc, &pr, &slot->out, err));
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

/* ---- one story in memory ---- */

struct dm_worker {
    const dm_engine *engine;
    pipeline_worker *w;
    dm_arena arena;
    dm_doc doc;
    dm_printer pr; /* of doc; doc NULL while there is none */
    dm_buf out;
};

dm_status dm_worker_new(const dm_engine *engine, dm_worker **out, dm_err *err) {
    dm_worker *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return err_memory(err, "a worker");
    w->engine = engine;
    arena_init(&w->arena, PIPELINE_STORY_BUDGET);
    w->doc.arena = &w->arena;
    dm_status s = pipeline_worker_new(engine->pl, &w->w, err);
    if (s != DM_OK) {
        free(w);
        return s;
    }
    *out = w;
    return DM_OK;
}

void dm_worker_free(dm_worker *w) {
    if (!w) return;
    pipeline_worker_free(w->w);
    arena_free(&w->arena);
    buf_free(&w->out);
    free(w);
}

/* Gets the worker ready for a story; what it coded before is gone. */
static dm_status begin(dm_worker *w, const dm_story *story, dm_raw *raw, dm_err *err) {
    if (story->text_size > READER_STORY_MAX)
        return err_set(err, DM_E_LIMIT, story->text_size, "a story of more than %u bytes; split it", READER_STORY_MAX);
    *raw = (dm_raw){.id = str_from(story->id),
                    .title = str_from(story->title),
                    .url = str_from(story->url),
                    .outlet = str_from(story->outlet),
                    .date = str_from(story->date),
                    .language = str_from(story->language),
                    .body = {story->text, (uint32_t)story->text_size}};
    if (buf_ok(&w->out)) buf_clear(&w->out);
    else buf_free(&w->out); /* the last line found no memory */
    w->pr.doc = NULL;
    return DM_OK;
}

static dm_status give(const dm_worker *w, const char **out, size_t *size, dm_err *err) {
    if (!buf_ok(&w->out)) return err_memory(err, "the output");
    *out = w->out.p;
    *size = w->out.n;
    return DM_OK;
}

dm_status dm_worker_code(dm_worker *w, const dm_story *story, const char **json, size_t *size, dm_err *err) {
    dm_raw raw;
    dm_printer pr;
    DM_TRY(begin(w, story, &raw, err));
    DM_TRY(pipeline_code(w->w, &raw, &w->doc, err));
    DM_TRY(code_line(w->engine->pl, &w->doc, &pr, &w->out, err));
    w->pr = pr;
    return give(w, json, size, err);
}

dm_status dm_worker_parse(dm_worker *w, const dm_story *story, const char **json, size_t *size, dm_err *err) {
    dm_raw raw;
    DM_TRY(begin(w, story, &raw, err));
    DM_TRY(pipeline_parse(w->w, &raw, &w->doc, err));
    conllu_put_json(&w->out, &w->doc, NULL);
    return give(w, json, size, err);
}

dm_status dm_worker_explain(dm_worker *w, const dm_story *story, const char *id, const char **text, size_t *size, dm_err *err) {
    dm_raw raw;
    dm_printer pr;
    DM_TRY(begin(w, story, &raw, err));
    w->doc.want_trace = true;
    dm_status s = pipeline_code(w->w, &raw, &w->doc, err);
    w->doc.want_trace = false;
    DM_TRY(s);
    DM_TRY(printer_init(&pr, &w->doc, err));
    if (!explain_row(&w->out, &pr, str_from(id))) return err_set(err, DM_E_NOT_FOUND, 0, "the story has no row %s", id);
    return give(w, text, size, err);
}

dm_status dm_arrow_add(dm_arrow *table, const dm_worker *w, dm_err *err) {
    if (!w->pr.doc) return err_set(err, DM_E_USAGE, 0, "the worker has coded no story yet");
    return table_add(table, &w->pr, err);
}
