/* Relations between two given spans: JSON lines in, JSON lines out, in order, over the same stream of workers as code. */
#include "api/engine.h"
#include "api/runs.h"
#include "base/utf8.h"
#include "events/events.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct relate_job {
    path_run paths;
    uint32_t path; /* of paths.run->paths */
    FILE *file;
    char *line;
    size_t line_cap;
    uint64_t line_no;
    const dm_engine *engine;
    uint32_t how; /* DM_RELATE_* */
} relate_job;

static dm_status fail_line(relate_job *j, stream_slot *slot, dm_str where, const char *what, dm_err *err) {
    dm_raw raw = {.id = where, .body = DM_STR("")};
    j->paths.totals.failed++;
    if (j->paths.run->complain) j->paths.run->complain(j->paths.run->user, where.p, what);
    DM_TRY(stream_fill(slot, &raw, where, err));
    (void)err_set(&slot->failure, DM_E_FORMAT, 0, "%s", what);
    return DM_OK;
}

/* The next line of the inputs, as the body of a raw story. */
static dm_status relate_next(void *user, stream_slot *slot, dm_err *err) {
    relate_job *j = user;
    while (j->path < j->paths.run->n_paths) {
        const char *path = j->paths.run->paths[j->path];
        if (!j->file) {
            j->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
            j->line_no = 0;
            if (!j->file) {
                j->path++;
                j->paths.totals.stories++;
                return fail_line(j, slot, str_from(path), strerror(errno), err);
            }
        }
        ssize_t n = getline(&j->line, &j->line_cap, j->file);
        if (n < 0) {
            if (j->file != stdin) fclose(j->file);
            j->file = NULL;
            j->path++;
            continue;
        }
        j->line_no++;
        if (n <= 1) continue;
        char where[512];
        int w = snprintf(where, sizeof where, "%s:%llu", path, (unsigned long long)j->line_no);
        dm_str place = {where, (uint32_t)(w < (int)sizeof where ? w : (int)sizeof where - 1)};
        j->paths.totals.stories++;
        if (n > (ssize_t)READER_STORY_MAX) return fail_line(j, slot, place, "the line is longer than 32 MB", err);
        dm_raw raw = {.id = place, .body = {j->line, (uint32_t)n}};
        return stream_fill(slot, &raw, place, err);
    }
    return DM_E_END;
}

static uint32_t byte_of(dm_str text, json_int_t cp) {
    uint32_t i = 0;
    while (cp > 0 && i < text.n) {
        i++;
        while (i < text.n && utf8_is_cont(text.p[i])) i++;
        cp--;
    }
    return i;
}

static bool span_of(const json_t *v, dm_str text, dm_span *out) {
    *out = DM_SPAN_NONE;
    if (!v || json_is_null(v)) return true;
    const json_t *begin = json_array_get(v, 0), *end = json_array_get(v, 1);
    if (json_array_size(v) != 2 || !json_is_integer(begin) || !json_is_integer(end)) return false;
    json_int_t b = json_integer_value(begin), e = json_integer_value(end);
    if (b < 0 || e <= b) return false;
    *out = (dm_span){byte_of(text, b), byte_of(text, e)};
    return out->end > out->begin;
}

static void put_relation(dm_buf *b, dm_doc *doc, json_t *id, const dm_relation *r, const ranker_features *features) {
    char *id_text = id ? json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    buf_printf(b, "{\"id\":%s,\"type\":", id_text ? id_text : "null");
    free(id_text);
    buf_put_json(b, r->type ? str_from(dm_plover_text(r->type)) : DM_STR_NONE);
    buf_puts(b, ",\"quad\":");
    if (r->quad) buf_put_u64(b, r->quad);
    else buf_puts(b, "null");
    buf_puts(b, ",\"mode\":");
    buf_put_json(b, r->mode);
    buf_puts(b, ",\"cameo\":");
    buf_put_json(b, r->cameo);
    buf_puts(b, ",\"intensity\":");
    buf_put_fixed(b, r->intensity, 2);
    buf_printf(b, ",\"polarity\":\"%s\",\"modality\":\"%s\",\"phase\":\"%s\",\"trigger_span\":", dm_polarity_text(r->polarity),
               dm_modality_text(r->modality), dm_phase_text(r->phase));
    dm_printer pr;
    if (r->trigger != DM_NONE && printer_init(&pr, doc, NULL) == DM_OK) rows_put_span(b, &pr, doc->tokens.v[r->trigger].span);
    else buf_puts(b, "null");
    buf_puts(b, ",\"frame\":");
    buf_put_json(b, r->frame);
    buf_printf(b, ",\"reversed\":%s,\"confidence\":", r->reversed ? "true" : "false");
    buf_put_fixed(b, r->confidence, 2);
    if (features) {
        buf_puts(b, ",\"features\":[");
        for (uint32_t i = 0; i < features->n; i++) buf_printf(b, i ? ",%u" : "%u", features->v[i]);
        buf_puts(b, "]");
    }
    buf_puts(b, "}\n");
}

static void put_failure(dm_buf *b, const char *why) {
    buf_puts(b, "{\"id\":null,\"type\":null,\"quad\":null,\"error\":");
    buf_put_json(b, str_from(why));
    buf_puts(b, "}\n");
}

static dm_status relate_line(const relate_job *j, pipeline_worker *w, stream_slot *slot, json_t *object, dm_err *err) {
    const json_t *value = json_object_get(object, "text");
    dm_str text = {json_string_value(value), (uint32_t)json_string_length(value)};
    dm_span source, target;
    dm_relation r;
    ranker_features features;
    if (!span_of(json_object_get(object, "source"), text, &source) || !span_of(json_object_get(object, "target"), text, &target)) {
        put_failure(&slot->out, "source and target are [begin,end) in code points of text, or null");
        return DM_OK;
    }
    dm_raw raw = {.id = slot->raw.id, .body = text};
    DM_TRY(pipeline_parse(w, &raw, &slot->doc, err));
    DM_TRY(lexicon_tag(j->engine->lex, &slot->doc, err));
    DM_TRY(events_relate(j->engine->lex, &slot->doc, source, target, (j->how & DM_RELATE_FORCE) != 0, &r, &features, err));
    put_relation(&slot->out, &slot->doc, json_object_get(object, "id"), &r, j->how & DM_RELATE_FEATURES ? &features : NULL);
    return DM_OK;
}

static dm_status relate_work(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err) {
    const relate_job *j = user;
    if (slot->failure.code != DM_OK) {
        put_failure(&slot->out, slot->failure.msg);
        return DM_OK;
    }
    json_error_t why;
    json_t *object = json_loadb(slot->raw.body.p, slot->raw.body.n, 0, &why);
    dm_status s = DM_OK;
    if (!object || !json_is_string(json_object_get(object, "text"))) {
        (void)err_set(&slot->failure, DM_E_FORMAT, 0, "%s", object ? "no text" : why.text);
        put_failure(&slot->out, slot->failure.msg);
    } else {
        s = relate_line(j, w, slot, object, err);
    }
    json_decref(object);
    return s;
}

static dm_status relate_done(void *user, stream_slot *slot, dm_err *err) {
    relate_job *j = user;
    if (slot->failure.code == DM_E_FORMAT && slot->raw.body.n) { /* found by the worker, not yet named */
        j->paths.totals.failed++;
        if (j->paths.run->complain) j->paths.run->complain(j->paths.run->user, slot->where.p, slot->failure.msg);
    }
    return path_run_emit(&j->paths, slot, err);
}

dm_status dm_relate(const dm_engine *engine, const dm_run *run, uint32_t how, dm_sink *sink, void *user, dm_totals *totals, dm_err *err) {
    relate_job j = {.paths = {.run = run, .sink = sink, .sink_user = user}, .engine = engine, .how = how};
    stream job = {
        .pl = engine->pl, .threads = run->threads, .stop = run->stop, .user = &j, .next = relate_next, .work = relate_work, .done = relate_done};
    dm_status s = stream_run(&job, err);
    if (j.file && j.file != stdin) fclose(j.file);
    free(j.line);
    if (totals) *totals = j.paths.totals;
    return s;
}
