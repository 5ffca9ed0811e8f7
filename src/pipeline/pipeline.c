/* See pipeline.h. */
#include "pipeline/pipeline.h"

#include "actors/actors.h"
#include "base/utf8.h"
#include "dates/dates.h"
#include "events/events.h"
#include "ingest/decode.h"
#include "ledger/ledger.h"
#include "mentions/mentions.h"
#include "statements/statements.h"
#include "syntax/syntax.h"
#include "text/text.h"

#include <stdlib.h>
#include <xmmintrin.h>

struct pipeline {
    const model *m;
    const lexicon *lex;
    text_model *text;
    syntax_model *syntax;
};

struct pipeline_worker {
    const pipeline *pl;
    text_scratch *text;
    syntax_scratch *syntax;
};

dm_status pipeline_open(const model *m, const lexicon *lex, pipeline **out, dm_err *err) {
    pipeline *pl = calloc(1, sizeof *pl);
    *out = NULL;
    if (!pl) return err_memory(err, "the pipeline");
    pl->m = m;
    pl->lex = lex;
    dm_status s = text_open(m, &pl->text, err);
    if (s == DM_OK) s = syntax_open(m, &pl->syntax, err);
    if (s != DM_OK) {
        pipeline_close(pl);
        return s;
    }
    *out = pl;
    return DM_OK;
}

void pipeline_close(pipeline *pl) {
    if (!pl) return;
    text_close(pl->text);
    syntax_close(pl->syntax);
    free(pl);
}

const lexicon *pipeline_lexicon(const pipeline *pl) { return pl->lex; }

dm_provenance pipeline_provenance(const pipeline *pl) {
    return (dm_provenance){ROWS_SCHEMA, dm_version(), str_from(model_fingerprint(pl->m)), pl->lex ? lexicon_fingerprint(pl->lex) : DM_STR("")};
}

dm_status pipeline_worker_new(const pipeline *pl, pipeline_worker **out, dm_err *err) {
    pipeline_worker *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return err_memory(err, "a worker");
    w->pl = pl;
    dm_status s = text_scratch_new(&w->text, err);
    if (s == DM_OK && !(w->syntax = syntax_scratch_new(pl->syntax))) s = err_memory(err, "a worker");
    if (s != DM_OK) {
        pipeline_worker_free(w);
        return s;
    }
    *out = w;
    return DM_OK;
}

void pipeline_worker_free(pipeline_worker *w) {
    if (!w) return;
    text_scratch_free(w->text);
    syntax_scratch_free(w->syntax);
    free(w);
}

syntax_scratch *pipeline_syntax(pipeline_worker *w) { return w->syntax; }

static bool parsed(dm_block kind) { return kind == DM_BLOCK_BODY || kind == DM_BLOCK_TITLE || kind == DM_BLOCK_CAPTION; }

/* `news`: no sentence begins where none of news does; else exactly as spaCy has them. */
static dm_status parse_blocks(pipeline_worker *w, dm_doc *doc, bool news, dm_err *err) {
    for (uint32_t b = 0; b < doc->blocks.n; b++) {
        if (!parsed(doc->blocks.v[b].kind)) continue;
        DM_TRY(text_run(w->pl->text, w->text, doc, b, err));
        if (news) text_join(doc, b);
    }
    return syntax_run_blocks(w->pl->syntax, w->syntax, doc, 0, doc->blocks.n, err);
}

/* Whether some mention gives a proper name; "the crews" and "a senior official" are nobody that another story could mean. */
static bool has_name(const dm_doc *doc, const dm_entity_row *e) {
    if (e->kind == DM_ENTITY_ORGANIZATION && e->country.p) return true; /* "the Vietnamese foreign ministry" */
    for (uint32_t i = 0; i < e->mentions.n; i++)
        if (doc->mentions.v[e->mentions.v[i]].via == DM_VIA_NAME) return true;
    return false;
}

/* A key that is the same in every story, where the stage that resolved the entity gave none. */
static dm_status key_entities(const lexicon *lex, dm_doc *doc, dm_err *err) {
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        dm_entity_row *e = &doc->entities.v[i];
        if (e->key.p || e->anonymous || !e->name.p) continue;
        if (e->actor != DM_NONE) e->key = lexicon_actor(lex, e->actor).id;
        else if (has_name(doc, e))
            e->key = arena_printf(doc->arena, "%s/%.*s/%.*s", dm_entity_text(e->kind), DM_STR_ARG(e->country), DM_STR_ARG(e->name));
        else continue;
        if (!e->key.p) return err_memory(err, "entities");
    }
    return DM_OK;
}

static dm_status stages(pipeline_worker *w, dm_doc *doc, dm_err *err) {
    const lexicon *lex = w->pl->lex;
    DM_TRY(parse_blocks(w, doc, true, err));
    DM_TRY(lexicon_tag(lex, doc, err));
    uint32_t discard = lexicon_find_discard(lex, doc, 0, doc->pieces.n, true);
    if (discard != DM_NONE) {
        doc->status = DM_STORY_SKIPPED;
        return doc_note(doc, DM_STAGE_PIPELINE, "discarded", doc->tokens.v[doc->pieces.v[discard].token].span,
                        "the lexicon says not to code stories with these words (discards)");
    }
    DM_TRY(mentions_run(lex, doc, err));
    DM_TRY(dates_run(lex, doc, err));
    DM_TRY(actors_run(lex, doc, err));
    DM_TRY(key_entities(lex, doc, err));
    DM_TRY(statements_run(lex, doc, err));
    DM_TRY(events_run(lex, doc, err));
    DM_TRY(actors_roles_run(lex, doc, err));
    return ledger_run(doc, err);
}

dm_status pipeline_failed(dm_str where, const dm_err *why, dm_doc *doc, dm_err *err) {
    doc_reset(doc);
    doc->status = DM_STORY_FAILED;
    doc->id = arena_str(doc->arena, where);
    doc->text = DM_STR("");
    if (!doc->id.p || doc_note(doc, DM_STAGE_INGEST, "unreadable", DM_SPAN_NONE, "%s", why->msg) != DM_OK) return err_memory(err, "a story");
    return DM_OK;
}

dm_status pipeline_code(pipeline_worker *w, const dm_raw *raw, dm_doc *doc, dm_err *err) {
    /* Rounding to nearest, no flushing of small numbers, whatever the caller's thread does. */
    unsigned csr = _mm_getcsr();
    _mm_setcsr(0x1F80);
    dm_status s = ingest_run(raw, doc, err);
    if (s == DM_OK && (doc->status == DM_STORY_OK || doc->status == DM_STORY_PARTIAL)) s = stages(w, doc, err);
    _mm_setcsr(csr);
    /* A stage may have gone on without what it found no room for; rows are whole or not at all. */
    if (s == DM_OK && doc->arena->failed) s = DM_E_MEMORY;
    if (s != DM_E_MEMORY) return s;
    /* The story's own budget is spent: say so in the place of its rows. */
    dm_err why = {.code = DM_E_LIMIT};
    (void)err_set(&why, DM_E_LIMIT, 0, "the story needs more than %zu MB; split it", PIPELINE_STORY_BUDGET >> 20);
    return pipeline_failed(raw->id.p ? raw->id : DM_STR("story"), &why, doc, err);
}

dm_status pipeline_parse(pipeline_worker *w, const dm_raw *raw, dm_doc *doc, dm_err *err) {
    doc_reset(doc);
    doc->id = raw->id.p ? arena_str(doc->arena, raw->id) : DM_STR_NONE;
    if (utf8_valid_prefix(raw->body.p, raw->body.n) == raw->body.n) {
        doc->text = arena_str(doc->arena, raw->body);
    } else {
        decode_report report;
        DM_TRY(decode_text(doc->arena, raw->body, &doc->text, &report, err));
    }
    dm_block_row *block = VEC_PUSH(doc->arena, &doc->blocks);
    dm_offset *map = ARENA_NEW(doc->arena, dm_offset, 1);
    if (!doc->text.p || !block || !map) return err_memory(err, "a text");
    *block = (dm_block_row){.span = {0, doc->text.n}, .kind = DM_BLOCK_BODY, .unit = doc->text, .map = map, .n_map = 1};
    unsigned csr = _mm_getcsr();
    _mm_setcsr(0x1F80);
    dm_status s = parse_blocks(w, doc, false, err);
    _mm_setcsr(csr);
    return s == DM_OK && doc->arena->failed ? err_memory(err, "a text") : s;
}
