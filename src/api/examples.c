/* Runs the examples of a lexicon's frames through the whole pipeline and says which fail, and how many of the frames'
 * predicates stand in one that holds. A predicate counts as exercised when all its words, by lemma, stand in the sentence
 * of an example of its frame. */
#include "api/engine.h"
#include "events/expect.h"
#include "lexicon/frames.h"

typedef struct exam {
    const dm_engine *engine;
    lex_frames frames;
    pipeline_worker *worker;
    dm_arena arena;
    dm_doc doc;
    bool *exercised; /* by predicate */
    dm_lint *lint;
    void *user;
    dm_examples *out;
} exam;

static bool has_word(const dm_doc *doc, uint32_t word) {
    for (uint32_t t = 0; t < doc->tokens.n; t++)
        if (doc->tokens.v[t].lemma_word == word) return true;
    return false;
}

static void mark_exercised(exam *x, uint32_t frame) {
    for (uint32_t i = 0; i < x->frames.n_preds; i++) {
        const lexf_pred *p = &x->frames.preds[i];
        if (p->frame != frame || x->exercised[i] || !has_word(&x->doc, p->word)) continue;
        bool all = true;
        for (uint32_t k = 0; k < FRAME_WORDS_MAX && p->more[k] && all; k++) all = has_word(&x->doc, p->more[k]);
        x->exercised[i] = all;
    }
}

static void tell_failure(exam *x, const lexf_example *e, dm_str text) {
    dm_buf what = {0};
    buf_printf(&what, "the example fails: %.*s", DM_STR_ARG(text));
    for (uint32_t i = 0; i < x->doc.events.n; i++)
        buf_printf(&what, "%s%s by %.*s", i ? ", " : " gives ", dm_plover_text(x->doc.events.v[i].type),
                   DM_STR_ARG(x->doc.events.v[i].decided_by.id));
    if (!x->doc.events.n) buf_puts(&what, " gives no row");
    dm_buf want = {0}, file = {0};
    buf_put_str(&want, lexicon_string(x->engine->lex, e->expect));
    buf_put_str(&file, lexicon_string(x->engine->lex, e->file));
    x->lint(x->user, buf_cstr(&file), e->line, e->column, buf_cstr(&what), buf_cstr(&want));
    buf_free(&want);
    buf_free(&file);
    buf_free(&what);
}

static dm_status run_sentence(exam *x, const lexf_example *e, dm_str text, dm_err *err) {
    dm_raw raw = {.id = DM_STR("example"), .body = text};
    arena_reset(&x->arena);
    x->doc = (dm_doc){.arena = &x->arena};
    DM_TRY(pipeline_code(x->worker, &raw, &x->doc, err));
    x->out->sentences++;
    dm_str expect = lexicon_string(x->engine->lex, e->expect), frame = lexicon_string(x->engine->lex, x->frames.frames[e->frame].id);
    if (expect_holds(&x->doc, expect, frame)) {
        if (!str_is(expect, "-")) mark_exercised(x, e->frame);
    } else {
        x->out->failed++;
        tell_failure(x, e, text);
    }
    return DM_OK;
}

static dm_status run_all(exam *x, dm_err *err) {
    dm_buf text = {0};
    dm_status s = DM_OK;
    for (uint32_t i = 0; i < x->frames.n_examples && s == DM_OK; i++) {
        dm_str all = lexicon_string(x->engine->lex, x->frames.examples[i].text);
        for (uint32_t k = 0; s == DM_OK && frames_example_sentence(all, k, &text); k++)
            s = run_sentence(x, &x->frames.examples[i], buf_str(&text), err);
    }
    buf_free(&text);
    return s;
}

dm_status dm_lexicon_examples(const dm_engine *engine, dm_lint *lint, void *user, dm_examples *out, dm_err *err) {
    exam x = {.engine = engine, .frames = frames_of(engine->lex), .lint = lint, .user = user, .out = out};
    dm_arena keep;
    *out = (dm_examples){.frames = x.frames.n_frames, .predicates = x.frames.n_preds};
    arena_init(&x.arena, PIPELINE_STORY_BUDGET);
    arena_init(&keep, 0);
    x.exercised = ARENA_NEW(&keep, bool, x.frames.n_preds + 1);
    dm_status s = x.exercised ? pipeline_worker_new(engine->pl, &x.worker, err) : err_memory(err, "examples");
    if (s == DM_OK) memset(x.exercised, 0, x.frames.n_preds + 1);
    if (s == DM_OK) s = run_all(&x, err);
    for (uint32_t i = 0; s == DM_OK && i < x.frames.n_preds; i++) out->exercised += x.exercised[i];
    if (x.worker) pipeline_worker_free(x.worker);
    arena_free(&keep);
    arena_free(&x.arena);
    return s;
}
