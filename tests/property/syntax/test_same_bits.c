/* Syntax gives the same, to the bit of every score, with every set of kernels and every compiler, for a unit alone and among
 * others, for a worker fresh and used, for one thread and two; and hostile units take linear work.
 *
 * What is compared is a hash over the output fields and, through the watch, over the gap of every decision: a difference
 * in the last bit of one score of one class nearly always shows in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/syntaxed.h"
#include "base/map.h"
#include "nn/kernel.h"

#include <pthread.h>

static const char *const paragraphs[] = {
    "The foreign ministers of both countries met in Oslo on Tuesday, their third meeting since the border was closed.",
    "\"Nobody left the table,\" said Ingrid Solheim, who chaired it. \"That's more than we had hoped for.\"",
    "Talks\n",
    "Why the delegation wasn't told which of the 14 clauses it'd be asked about, officials wouldn't say; two of them "
    "(neither was in Oslo) called the paper\u2019s account \u201cpartly wrong\u201d.",
    "In May 2019 the two sides agreed to exchange 1,200 prisoners, of whom 40% were freed within six weeks, the U.N. said. "
    "The rest are still held. Relatives had travelled to the crossing, and waited there, and went home again.",
};
enum { N_PARAGRAPHS = sizeof paragraphs / sizeof *paragraphs };

/* The hash of the paragraphs' decisions, from gcc 12 and clang 14 alike. It changes only with the definition of the arithmetic
 * (kernel.h) or of the tokens. */
static const uint64_t known_hash = 0x4f8d6e1cf38e7a3eu;

typedef struct gap_hash {
    uint64_t h;
    uint64_t n;
} gap_hash;

static void add_gap(void *context, syntax_decider decider, uint32_t token, float gap) {
    gap_hash *g = context;
    uint32_t bits;
    memcpy(&bits, &gap, sizeof bits);
    uint64_t row[3] = {g->h, (uint64_t)decider << 32 | token, bits};
    g->h = hash_bytes(row, sizeof row);
    g->n++;
}

static uint64_t output_hash(const dm_doc *doc, uint32_t begin, uint32_t end) {
    uint64_t h = 0;
    for (uint32_t i = begin; i < end; i++) {
        const dm_token *t = &doc->tokens.v[i];
        uint64_t row[] = {h,      t->head - begin, t->left - begin, t->right - begin, t->flags,
                          t->tag, t->pos,          t->dep,          t->ner,           hash_bytes(t->lemma.p, t->lemma.n)};
        h = hash_bytes(row, sizeof row);
    }
    return h;
}

/* A document of all paragraphs as blocks, tokens made. */
static void several(syntaxed *s, uint32_t n) {
    static const dm_offset identity = {0, 0};
    dm_buf text = {0};
    for (uint32_t i = 0; i < n; i++) buf_puts(&text, paragraphs[i % N_PARAGRAPHS]);
    doc_reset(&s->doc);
    s->doc.text = arena_str(&s->arena, buf_str(&text));
    buf_free(&text);
    for (uint32_t i = 0, at = 0; i < n; i++) {
        dm_block_row *b = VEC_PUSH(&s->arena, &s->doc.blocks);
        assert_non_null(b);
        uint32_t size = (uint32_t)strlen(paragraphs[i % N_PARAGRAPHS]);
        *b = (dm_block_row){.span = {at, at + size}, .unit = str_sub(s->doc.text, at, at + size), .map = &identity, .n_map = 1};
        at += size;
    }
    syntaxed_tokens(s);
}

static uint64_t decisions(const char *isa) {
    syntaxed s;
    gap_hash g = {0};
    syntaxed_open(&s, isa);
    syntax_set_watch(s.scratch, add_gap, &g);
    for (uint32_t i = 0; i < N_PARAGRAPHS; i++) {
        syntaxed_parse(&s, str_from(paragraphs[i]));
        add_gap(&g, SYNTAX_TAGGER, (uint32_t)output_hash(&s.doc, 0, s.doc.tokens.n), 0);
    }
    assert_true(g.n > 400);
    syntaxed_close(&s);
    return g.h;
}

static void every_kernel(void **state) {
    (void)state;
    static const char *const names[] = {"avx2", "avx512", "emulated"};
    if (!nn_kernels_find("avx512"))
        fprintf(stderr, "THIS PROCESSOR HAS NO AVX-512: its code is run over pairs of AVX2 vectors, where there is AVX2\n");
    uint64_t want = decisions("scalar");
    for (int i = 0; i < 3; i++)
        if (nn_kernels_find(names[i])) assert_true(decisions(names[i]) == want);
    if (want != known_hash) fail_msg("decisions hash to 0x%llx", (unsigned long long)want);
}

/* Rounding set by the caller to another mode, denormals flushed: no difference. */
static void any_float_state(void **state) {
    (void)state;
    uint64_t want = decisions(NULL);
    uint32_t mode = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(mode | 0xE040); /* toward zero, flush, denormals are zero */
    uint64_t seen = decisions(NULL);
    assert_int_equal(__builtin_ia32_stmxcsr() & 0xFFC0, (mode | 0xE040) & 0xFFC0);
    __builtin_ia32_ldmxcsr(mode);
    assert_true(seen == want);
}

/* Each block of a document in one call is parsed as if alone, and as one call a block does, with tokens numbered on. */
static void alone_or_together(void **state) {
    (void)state;
    syntaxed s;
    dm_err err;
    uint64_t alone[N_PARAGRAPHS];
    syntaxed_open(&s, NULL);
    for (uint32_t i = 0; i < N_PARAGRAPHS; i++) {
        syntaxed_parse(&s, str_from(paragraphs[i]));
        alone[i] = output_hash(&s.doc, 0, s.doc.tokens.n);
    }
    for (int way = 0; way < 2; way++) {
        several(&s, 60);
        if (way == 0) assert_int_equal(syntax_run_blocks(s.syntax, s.scratch, &s.doc, 0, 60, &err), DM_OK);
        for (uint32_t b = 60; way == 1 && b-- > 0;) assert_int_equal(syntax_run(s.syntax, s.scratch, &s.doc, b, &err), DM_OK);
        for (uint32_t b = 0; b < 60; b++)
            assert_true(output_hash(&s.doc, s.doc.blocks.v[b].tok_begin, s.doc.blocks.v[b].tok_end) == alone[b % N_PARAGRAPHS]);
    }
    syntaxed_close(&s);
}

typedef struct job {
    syntax_model *syntax;
    text_model *text;
    uint64_t hash[20];
} job;

static void *work(void *context) {
    job *j = context;
    dm_err err;
    syntaxed s = {.syntax = j->syntax, .text = j->text, .scratch = syntax_scratch_new(j->syntax)};
    syntaxed_check(text_scratch_new(&s.text_scratch, &err), &err);
    arena_init(&s.arena, 0);
    s.doc.arena = &s.arena;
    for (uint32_t i = 0; i < 20; i++) {
        syntaxed_parse(&s, str_from(paragraphs[i % N_PARAGRAPHS]));
        j->hash[i] = output_hash(&s.doc, 0, s.doc.tokens.n);
    }
    arena_free(&s.arena);
    syntax_scratch_free(s.scratch);
    text_scratch_free(s.text_scratch);
    return NULL;
}

static void two_threads(void **state) {
    (void)state;
    syntaxed s;
    syntaxed_open(&s, NULL);
    job jobs[3] = {{.syntax = s.syntax, .text = s.text}, {.syntax = s.syntax, .text = s.text}, {.syntax = s.syntax, .text = s.text}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) assert_int_equal(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    work(&jobs[2]);
    for (int i = 0; i < 2; i++) assert_memory_equal(jobs[i].hash, jobs[2].hash, sizeof jobs[i].hash);
    for (int i = N_PARAGRAPHS; i < 20; i++) assert_true(jobs[2].hash[i] == jobs[2].hash[i % N_PARAGRAPHS]); /* a used worker */
    syntaxed_close(&s);
}

/* Units that pile up the stack: the parser reaches back thousands of tokens, and beyond what it keeps. */
static void hostile_units(void **state) {
    (void)state;
    static const char *const words[] = {"the ", "( ", "that ", "Kim ", "of ", ", ", "said that ", "a \n "};
    syntaxed s;
    syntaxed_open(&s, NULL);
    const syntax_stats *stats = syntax_scratch_stats(s.scratch);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        dm_buf b = {0};
        for (uint32_t i = 0; i < 10000; i++) buf_puts(&b, words[w]);
        syntax_stats before = *stats;
        syntaxed_parse(&s, buf_str(&b));
        uint64_t n = s.doc.tokens.n;
        assert_true(n >= 10000);
        assert_true(stats->n_parser_steps - before.n_parser_steps <= 4 * n);
        assert_true(stats->n_far_slots - before.n_far_slots <= 24 * n);
        assert_true((stats->n_old_pages - before.n_old_pages) * 16 <= n);
        buf_free(&b);
    }
    assert_true(stats->n_old_pages > 0); /* else this did not test what it means to */
    syntaxed_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_kernel), cmocka_unit_test(any_float_state), cmocka_unit_test(alone_or_together),
                                       cmocka_unit_test(two_threads), cmocka_unit_test(hostile_units)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
