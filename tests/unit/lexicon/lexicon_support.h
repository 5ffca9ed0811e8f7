/* For tests of the lexicon: folders of tables in a temporary place, complaints as text, documents from a line.
 *
 * A document's line is tokens apart by spaces; '~' before a token: no space between it and the one before; '|' alone
 * begins a new block. "Kim Jong ~- ~un ~, Moscow ~'s" is the text "Kim Jong-un, Moscow's". A token's lemma is its lower case. */
#ifndef TESTS_LEXICON_SUPPORT_H
#define TESTS_LEXICON_SUPPORT_H

#include "base/file.h"
#include "base/unicode.h"
#include "lexicon/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder under TMPDIR that is removed by folder_remove. */
typedef struct folder {
    char path[256];
} folder;

static inline folder folder_make(void) {
    folder f;
    const char *tmp = getenv("TMPDIR");
    snprintf(f.path, sizeof f.path, "%s/dm-lexicon-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(f.path));
    return f;
}

static inline void folder_write(const folder *f, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    for (char *slash = strchr(path + strlen(f->path) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0755);
        *slash = '/';
    }
    dm_err err;
    assert_int_equal(file_write(path, text, strlen(text), &err), DM_OK);
}

static inline void folder_remove(const folder *f) {
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", f->path);
    assert_int_equal(system(command), 0);
}

/* One line a complaint, without the folder: "names/a.tsv:3:5: what [instead]". */
typedef struct complaints {
    dm_buf text;
    uint32_t n;
    size_t skip;
} complaints;

static inline void complaints_take(void *user, const char *file, uint32_t line, uint32_t column, const char *what, const char *instead) {
    complaints *c = user;
    buf_printf(&c->text, "%s:%u:%u: %s [%s]\n", strlen(file) > c->skip ? file + c->skip : file, line, column, what, instead);
    c->n++;
}

/* Compiles one folder into FOLDER/out.dml and opens it. */
static inline lexicon *compile_and_open(const folder *f) {
    char path[512];
    const char *dirs[1] = {f->path};
    lexicon *lex = NULL;
    dm_err err;
    complaints c = {.skip = strlen(f->path) + 1};
    snprintf(path, sizeof path, "%s/out.dml", f->path);
    if (lexicon_compile(dirs, 1, path, complaints_take, &c, &err) != DM_OK) fail_msg("%s\n%s", err.msg, buf_cstr(&c.text));
    if (lexicon_open(path, &lex, &err) != DM_OK) fail_msg("%s", err.msg);
    buf_free(&c.text);
    return lex;
}

static inline void document_of(dm_doc *doc, dm_arena *arena, const char *line) {
    dm_buf text = {0};
    *doc = (dm_doc){.arena = arena};
    uint32_t block = 0;
    for (const char *p = line; *p;) {
        size_t n = strcspn(p, " ");
        dm_str word = {p, (uint32_t)n};
        p += n + (p[n] == ' ');
        if (str_is(word, "|")) {
            block++;
            continue;
        }
        bool glued = word.p[0] == '~';
        if (glued) word = str_sub(word, 1, word.n);
        if (!glued && text.n) {
            buf_putc(&text, ' ');
            doc->tokens.v[doc->tokens.n - 1].flags |= DM_TOK_SPACE_AFTER;
        }
        dm_token *t = VEC_PUSH(arena, &doc->tokens);
        *t = (dm_token){.span = {(uint32_t)text.n, (uint32_t)text.n + word.n}, .text = arena_str(arena, word), .block = block};
        char *lower = arena_alloc(arena, UNI_LOWER_MAX(word.n));
        t->lower = (dm_str){lower, uni_lower_str(word, lower)};
        t->lemma = t->lower;
        buf_put_str(&text, word);
    }
    doc->text = arena_str(arena, buf_str(&text));
    buf_free(&text);
}

/* The pieces that match longest at `at`, as written; "" for none. */
static inline dm_str longest_at(const lexicon *lex, const dm_doc *doc, uint32_t at) {
    lex_match m[16];
    if (!lexicon_match(lex, doc, at, m, 16)) return DM_STR("");
    return doc_text(doc, (dm_span){doc->pieces.v[at].span.begin, doc->pieces.v[at + m[0].n_pieces - 1].span.end});
}

#endif
