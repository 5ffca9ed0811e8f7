/* For tests that parse text: model, tokenizer and syntax opened together, and one worker's memory. */
#ifndef DM_TESTS_SUPPORT_SYNTAXED_H
#define DM_TESTS_SUPPORT_SYNTAXED_H

#include "parsed.h"
#include "syntax/syntax.h"
#include "text/text.h"

typedef struct syntaxed {
    model *file;
    text_model *text;
    syntax_model *syntax;
    text_scratch *text_scratch;
    syntax_scratch *scratch;
    dm_arena arena;
    dm_doc doc;
} syntaxed;

static inline void syntaxed_check(dm_status status, const dm_err *err) {
    if (status == DM_OK) return;
    fprintf(stderr, "%s\n", err->msg);
    exit(1);
}

/* With the kernels named, NULL for the fastest. */
static inline void syntaxed_open(syntaxed *s, const char *isa) {
    dm_err err;
    *s = (syntaxed){.file = parsed_model()};
    syntaxed_check(text_open(s->file, &s->text, &err), &err);
    syntaxed_check(syntax_open_isa(s->file, isa, &s->syntax, &err), &err);
    syntaxed_check(text_scratch_new(&s->text_scratch, &err), &err);
    s->scratch = syntax_scratch_new(s->syntax);
    if (!s->scratch) exit(1);
    arena_init(&s->arena, 0);
    s->doc.arena = &s->arena;
}

static inline void syntaxed_close(syntaxed *s) {
    arena_free(&s->arena);
    syntax_scratch_free(s->scratch);
    text_scratch_free(s->text_scratch);
    syntax_close(s->syntax);
    text_close(s->text);
    model_close(s->file);
}

static inline void syntaxed_tokens(syntaxed *s) {
    dm_err err;
    for (uint32_t b = 0; b < s->doc.blocks.n; b++) syntaxed_check(text_run(s->text, s->text_scratch, &s->doc, b, &err), &err);
}

/* s->doc becomes the document of that one unit, parsed. */
static inline void syntaxed_parse(syntaxed *s, dm_str text) {
    dm_err err;
    parsed_unit(&s->doc, text);
    syntaxed_tokens(s);
    syntaxed_check(syntax_run(s->syntax, s->scratch, &s->doc, 0, &err), &err);
}

#endif
