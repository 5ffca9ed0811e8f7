/* How fast tokenizer and syntax are, on one thread: bench_syntax MODEL UNITS [ISA [--blocks]]. UNITS holds texts with a NUL
 * between them; each is one unit, as spaCy would take it, or with --blocks cut into paragraphs at empty lines, as the
 * pipeline does. Prints lines "name value": tokens a second with and without the tokenizer, microseconds a token by
 * stage, and the matrix product beside this processor's measured peak of fused multiply-adds. Time is the thread's own
 * processor time. */
#include "base/file.h"
#include "nn/encoder.h"
#include "syntax/syntax.h"
#include "text/text.h"

#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void check(dm_status s, const dm_err *err) {
    if (s == DM_OK) return;
    fprintf(stderr, "bench_syntax: %s\n", err->msg);
    exit(3);
}

/* ---- the product and the peak ---- */

#define CHAINS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)

/* GFLOP/s of twelve independent chains of fused multiply-adds. */
__attribute__((target("avx2,fma"))) static double peak_avx2(void) {
    __m256 x = _mm256_set1_ps(0.999f), y = _mm256_set1_ps(0.001f);
#define BEGIN(i) __m256 a##i = _mm256_set1_ps(0.1f * i);
#define STEP(i)  a##i = _mm256_fmadd_ps(a##i, x, y);
#define END(i)   x = _mm256_add_ps(x, a##i);
    CHAINS(BEGIN)
    enum { N = 200000 };
    uint64_t t = now_ns();
    for (int k = 0; k < N; k++) {
        CHAINS(STEP)
        __asm__ volatile("" ::: "memory");
    }
    t = now_ns() - t;
    CHAINS(END)
    volatile float keep = _mm256_cvtss_f32(x);
    (void)keep;
    return 12.0 * 8 * 2 * N / (double)t;
}

__attribute__((target("avx512f"))) static double peak_avx512(void) {
    __m512 x = _mm512_set1_ps(0.999f), y = _mm512_set1_ps(0.001f);
#define BEGIN_512(i) __m512 a##i = _mm512_set1_ps(0.1f * i);
#define STEP_512(i)  a##i = _mm512_fmadd_ps(a##i, x, y);
#define END_512(i)   x = _mm512_add_ps(x, a##i);
    CHAINS(BEGIN_512)
    enum { N = 200000 };
    uint64_t t = now_ns();
    for (int k = 0; k < N; k++) {
        CHAINS(STEP_512)
        __asm__ volatile("" ::: "memory");
    }
    t = now_ns() - t;
    CHAINS(END_512)
    volatile float keep = _mm512_cvtss_f32(x);
    (void)keep;
    return 12.0 * 16 * 2 * N / (double)t;
}

/* GFLOP/s of a window layer over n rows. */
static double product_speed(const encoder *e, uint32_t n) {
    static float x[ENCODER_ROWS + 2][NN_WIDTH] __attribute__((aligned(NN_ALIGN)));
    static float out[ENCODER_ROWS][NN_WIDTH] __attribute__((aligned(NN_ALIGN)));
    const float *rows[ENCODER_ROWS];
    for (uint32_t i = 0; i < n; i++) rows[i] = x[i];
    uint64_t t = now_ns();
    for (int l = 1; l < ENCODER_LAYERS; l++) e->kernels->maxout(&e->layer[l].matrix, rows, n, out[0], NN_WIDTH);
    return 2.0 * 3 * n * NN_WIDTH * NN_PIECES * 3 * NN_WIDTH / (double)(now_ns() - t);
}

/* The best of many short turns each, so that other work on the machine hits both alike. */
static void print_product(const model *m, const char *isa) {
    const nn_kernels *k = nn_kernels_find(isa);
    encoder e;
    dm_err err;
    check(encoder_open(m, "tok2vec", 6, k, &e, &err), &err);
    double peak = 0, product = 0;
    for (int turn = 0; turn < 200; turn++) {
        double p = k->lanes == 16 && k != &nn_kernels_emulated ? peak_avx512() : peak_avx2();
        double q = product_speed(&e, 128);
        if (p > peak) peak = p;
        if (q > product) product = q;
    }
    printf("peak_gflops %.1f\nproduct_gflops %.1f\nproduct_share %.3f\n", peak, product, product / peak);
    encoder_close(&e);
}

/* ---- the pipeline ---- */

static void add_block(dm_doc *doc, const char *p, size_t n) {
    dm_block_row *b = VEC_PUSH(doc->arena, &doc->blocks);
    dm_offset *map = ARENA_NEW(doc->arena, dm_offset, 1);
    if (!b || !map) abort();
    uint32_t begin = (uint32_t)(p - doc->text.p);
    *map = (dm_offset){0, begin};
    *b = (dm_block_row){.span = {begin, begin + (uint32_t)n}, .kind = DM_BLOCK_BODY, .unit = {p, (uint32_t)n}, .map = map, .n_map = 1};
}

static void add_blocks(dm_doc *doc, bool cut) {
    const char *p = doc->text.p, *end = p + doc->text.n;
    while (p < end) {
        const char *stop = cut ? memmem(p, (size_t)(end - p), "\n\n", 2) : NULL;
        if (!stop) stop = end;
        if (stop > p) add_block(doc, p, (size_t)(stop - p));
        p = stop < end ? stop + 2 : end;
    }
}

static void print_stages(const syntax_stats *s, uint64_t n, double text_ns, double syntax_ns) {
    const struct {
        const char *name;
        uint64_t ns;
    } stages[] = {{"encode", s->encode_ns},     {"tag", s->tag_ns},   {"rows", s->rows_ns},
                  {"parse", s->parse_ns},       {"tree", s->tree_ns}, {"ner_encode", s->ner_encode_ns},
                  {"ner_rows", s->ner_rows_ns}, {"ner", s->ner_ns},   {"annotate", s->annotate_ns}};
    double tokens = (double)n;
    printf("tokens %llu\ntokens_per_s %.0f\nsyntax_tokens_per_s %.0f\n", (unsigned long long)n, tokens / (text_ns + syntax_ns) * 1e9,
           tokens / syntax_ns * 1e9);
    printf("text_us %.3f\n", text_ns / tokens / 1e3);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) printf("%s_us %.3f\n", stages[i].name, (double)stages[i].ns / tokens / 1e3);
    printf("steps_per_token %.3f\nfar_slots_per_token %.4f\nold_pages %llu\ntokens_per_batch %.1f\n", (double)s->n_parser_steps / tokens,
           (double)s->n_far_slots / tokens, (unsigned long long)s->n_old_pages, tokens / (double)s->n_batches);
    for (int i = 0; i < 2; i++)
        printf("word_misses_%d %.4f\nvector_misses_%d %.4f\n", i, (double)s->n_word_misses[i] / (double)s->n_words[i], i,
               (double)s->n_vector_misses[i] / (double)s->n_words[i]);
}

/* The most memory this process has had (getrusage would count its parent's before exec). */
static void print_memory(void) {
    char line[256];
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0) printf("peak_rss_mb %.1f\n", strtod(line + 6, NULL) / 1024);
    if (f) fclose(f);
}

int main(int argc, char **argv) {
    if (argc < 3) return fprintf(stderr, "usage: bench_syntax MODEL UNITS [ISA [--blocks]]\n"), 2;
    const char *isa = argc > 3 ? argv[3] : NULL;
    bool cut = argc > 4;
    dm_err err;
    model *m;
    text_model *text;
    syntax_model *syntax;
    text_scratch *text_mem;
    uint64_t at = now_ns();
    check(model_open(argv[1], &m, &err), &err);
    check(text_open(m, &text, &err), &err);
    check(syntax_open_isa(m, isa, &syntax, &err), &err);
    check(text_scratch_new(&text_mem, &err), &err);
    syntax_scratch *mem = syntax_scratch_new(syntax);
    if (!mem) return 3;
    printf("isa %s\nstart_ms %.2f\n", syntax_isa(syntax), (double)(now_ns() - at) / 1e6);
    syntax_scratch_stats(mem)->clock_ns = now_ns;

    dm_map file;
    check(file_map(argv[2], &file, &err), &err);
    dm_arena arena;
    arena_init(&arena, 0);
    dm_doc doc = {.arena = &arena};
    double text_ns = 0, syntax_ns = 0;
    for (size_t from = 0; from < file.size;) {
        const char *p = (const char *)file.data + from;
        const char *stop = memchr(p, 0, file.size - from);
        size_t n = stop ? (size_t)(stop - p) : file.size - from;
        doc_reset(&doc);
        doc.text = (dm_str){p, (uint32_t)n};
        add_blocks(&doc, cut);
        at = now_ns();
        for (uint32_t b = 0; b < doc.blocks.n; b++) check(text_run(text, text_mem, &doc, b, &err), &err);
        uint64_t mid = now_ns();
        check(syntax_run_blocks(syntax, mem, &doc, 0, doc.blocks.n, &err), &err);
        text_ns += (double)(mid - at);
        syntax_ns += (double)(now_ns() - mid);
        from += n + 1;
    }
    const syntax_stats *stats = syntax_scratch_stats(mem);
    if (stats->n_tokens) print_stages(stats, stats->n_tokens, text_ns, syntax_ns);
    print_product(m, isa);
    print_memory();
    arena_free(&arena);
    syntax_scratch_free(mem);
    text_scratch_free(text_mem);
    syntax_close(syntax);
    text_close(text);
    model_close(m);
    file_unmap(&file);
    return 0;
}
