/* One story in memory: coded, parsed or explained by a worker, whose rows may go into an Arrow table. Kept apart from what reads files,
 * so that the Python package takes along neither archives nor database. */
#include "api/engine.h"
#include "arrow/table.h"
#include "ingest/reader.h"
#include "pipeline/conllu.h"

#include <stdlib.h>

dm_status engine_code_line(const pipeline *pl, dm_doc *doc, dm_printer *pr, dm_buf *out, dm_err *err) {
    dm_provenance made_by = pipeline_provenance(pl);
    DM_TRY(printer_init(pr, doc, err));
    rows_put_story(out, pr, &made_by);
    return buf_ok(out) ? DM_OK : err_memory(err, "the output");
}

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
    DM_TRY(engine_code_line(w->engine->pl, &w->doc, &pr, &w->out, err));
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
