/* How fast the text side of the lexicon is: bench_lexicon LEXICON.dml TEXT. Tokens are cut at white space and
 * punctuation, roughly as the tokenizer cuts them; lemmas are lower case. Prints, for the best of several rounds,
 * opening, lexicon_tag and lexicon_match alone. */
#include "base/file.h"
#include "base/unicode.h"
#include "lexicon/lexicon.h"

#include <stdio.h>
#include <time.h>

#define ROUNDS 9

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_mark(char c) { return strchr(",;:!?()[]\"", c) != NULL; }

static bool add_token(dm_doc *doc, uint32_t begin, uint32_t end) {
    dm_token *t = VEC_PUSH(doc->arena, &doc->tokens);
    char *lower = arena_alloc(doc->arena, UNI_LOWER_MAX(end - begin));
    if (!t || !lower) return false;
    *t = (dm_token){.span = {begin, end}, .text = str_sub(doc->text, begin, end)};
    t->lower = t->lemma = (dm_str){lower, uni_lower_str(t->text, lower)};
    if (end < doc->text.n && is_space(doc->text.p[end])) t->flags = DM_TOK_SPACE_AFTER;
    return true;
}

static bool cut(dm_doc *doc) {
    const char *p = doc->text.p;
    for (uint32_t i = 0; i < doc->text.n;) {
        uint32_t begin = i;
        if (is_space(p[i])) {
            i++;
            continue;
        }
        while (i < doc->text.n && !is_space(p[i]) && !is_mark(p[i])) i++;
        if (i == begin) i++;
        uint32_t end = i;
        bool stop = end - begin > 3 && p[end - 1] == '.' && !memchr(p + begin, '.', end - begin - 1);
        if (!add_token(doc, begin, stop ? end - 1 : end) || (stop && !add_token(doc, end - 1, end))) return false;
    }
    return true;
}

static uint64_t match_all(const lexicon *lex, const dm_doc *doc) {
    uint64_t found = 0;
    lex_match m[16];
    for (uint32_t i = 0; i < doc->pieces.n; i++) found += lexicon_match(lex, doc, i, m, 16);
    return found;
}

static int run(const char *lexicon_path, const char *text_path) {
    dm_err err;
    lexicon *lex = NULL;
    dm_arena arena;
    dm_buf text = {0};
    dm_doc doc = {.arena = &arena};
    double best_open = 1e9, best_tag = 1e9, best_match = 1e9;
    uint64_t found = 0;
    arena_init(&arena, 0);
    for (int i = 0; i < ROUNDS; i++) {
        lexicon_close(lex);
        double t = now_s();
        if (lexicon_open(lexicon_path, &lex, &err) != DM_OK) return printf("%s\n", err.msg), 1;
        t = now_s() - t;
        if (t < best_open) best_open = t;
    }
    if (file_read(text_path, (size_t)1 << 30, &text, &err) != DM_OK) return printf("%s\n", err.msg), 1;
    doc.text = buf_str(&text);
    if (!cut(&doc)) return printf("out of memory\n"), 1;
    for (int i = 0; i < ROUNDS; i++) {
        double t0 = now_s();
        if (lexicon_tag(lex, &doc, &err) != DM_OK) return printf("%s\n", err.msg), 1;
        double t1 = now_s();
        found = match_all(lex, &doc);
        double t2 = now_s();
        if (t1 - t0 < best_tag) best_tag = t1 - t0;
        if (t2 - t1 < best_match) best_match = t2 - t1;
    }
    double mb = (double)text.n * 1e-6, tokens = doc.tokens.n;
    printf("open %.2f ms\n", best_open * 1e3);
    printf("%.1f MB, %u tokens, %u pieces, %llu matches\n", mb, doc.tokens.n, doc.pieces.n, (unsigned long long)found);
    printf("tag   %6.1f MB/s %6.0f ns a token\n", mb / best_tag, best_tag / tokens * 1e9);
    printf("match %6.1f MB/s %6.0f ns a token\n", mb / best_match, best_match / tokens * 1e9);
    printf("both  %6.1f MB/s %6.0f ns a token\n", mb / (best_tag + best_match), (best_tag + best_match) / tokens * 1e9);
    lexicon_close(lex);
    buf_free(&text);
    arena_free(&arena);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3) return run(argv[1], argv[2]);
    printf("usage: bench_lexicon LEXICON.dml TEXT\n");
    return 2;
}
