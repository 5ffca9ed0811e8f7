/* The kernels of every instruction set give the bits of the scalar ones, over random weights and rows of every size that
 * matters: tails of tiles, parts of products, negative zeros, numbers from denormal to huge, ties. Where the
 * processor has no AVX-512 its code runs over pairs of AVX2 vectors, and the test says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nn/kernel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 21, K = 288, PANELS = 12, OUT = PANELS * NN_PANEL };

static uint64_t seed = 88172645463325252u;

static uint32_t next(void) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (uint32_t)(seed >> 16);
}

/* Mostly near 1; now and then 0, -0, denormal or large. */
static float number(void) {
    float f = ((float)(next() % 2000001) - 1e6f) * 1e-6f;
    switch (next() % 64) {
    case 0: return 0.0f;
    case 1: return -0.0f;
    case 2: return f * 1e-42f;
    case 3: return f * 1e10f;
    default: return f;
    }
}

static float *numbers(size_t n) {
    float *p = aligned_alloc(NN_ALIGN, (n * sizeof(float) + NN_ALIGN - 1) / NN_ALIGN * NN_ALIGN);
    assert_non_null(p);
    for (size_t i = 0; i < n; i++) p[i] = number();
    return p;
}

/* [n_panels][n_k][3][8] to [n_panels / 2][n_k][3][16]: the definition in kernel.h. */
static float *pairs(const float *from, uint32_t n_panels, uint32_t n_k) {
    float *to = numbers((size_t)n_panels * n_k * NN_PANEL);
    for (uint32_t p = 0; p < n_panels; p++)
        for (uint32_t k = 0; k < n_k; k++)
            for (uint32_t c = 0; c < NN_PANEL; c++)
                to[(((size_t)(p / 2) * n_k + k) * 3 + c / 8) * 16 + p % 2 * 8 + c % 8] = from[((size_t)p * n_k + k) * NN_PANEL + c];
    return to;
}

static const nn_kernels *others[3];
static int n_others;

static int set_up(void **state) {
    (void)state;
    static const char *const names[] = {"avx2", "avx512", "emulated"};
    for (int i = 0; i < 3; i++) {
        const nn_kernels *k = nn_kernels_find(names[i]);
        if (k) others[n_others++] = k;
    }
    if (!nn_kernels_find("avx512"))
        fprintf(stderr, "THIS PROCESSOR HAS NO AVX-512: its kernels are %s\n",
                n_others ? "tested as code over pairs of AVX2 vectors, not as instructions" : "not tested, nor are those of AVX2");
    nn_float_enter();
    return 0;
}

static void equal_bits(const float *a, const float *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (memcmp(a + i, b + i, sizeof *a) != 0) fail_msg("float %zu of %zu: %a where scalar has %a", i, n, (double)b[i], (double)a[i]);
}

static void products(void **state) {
    (void)state;
    if (!n_others) skip();
    float *w = numbers((size_t)PANELS * K * NN_PANEL), *bias = numbers(OUT), *x = numbers((ROWS + 2) * NN_WIDTH);
    float *w16 = pairs(w, PANELS, K), *bias16 = pairs(bias, PANELS, 1);
    float *a = numbers(ROWS * OUT), *b = numbers(ROWS * OUT);
    const float *rows[ROWS];
    for (int i = 0; i < ROWS; i++) rows[i] = x + i * NN_WIDTH; /* windows overlap */
    const nn_part parts[] = {{0, K, 0, PANELS, true}, {96, 192, 0, PANELS, true}, {192, 288, 4, 10, false}, {0, 1, 2, 4, false}};
    for (int i = 0; i < n_others; i++) {
        const nn_kernels *k = others[i];
        nn_matrix m = {w, bias, K, PANELS}, mine = k->lanes == 16 ? (nn_matrix){w16, bias16, K, PANELS} : m;
        for (uint32_t n = 1; n <= ROWS; n++) {
            size_t size = sizeof(float) * ROWS * OUT;
            memset(a, 0, size), memset(b, 0, size);
            nn_kernels_scalar.maxout(&m, rows, n, a, NN_WIDTH);
            k->maxout(&mine, rows, n, b, NN_WIDTH);
            equal_bits(a, b, ROWS * OUT);
            const nn_part *part = &parts[n % 4];
            nn_kernels_scalar.linear(&m, part, rows, n, a, OUT);
            k->linear(&mine, part, rows, n, b, OUT);
            equal_bits(a, b, ROWS * OUT);
        }
    }
    free(w), free(bias), free(x), free(w16), free(bias16), free(a), free(b);
}

static void norms_and_windows(void **state) {
    (void)state;
    if (!n_others) skip();
    float *x = numbers(ROWS * NN_WIDTH), *gain = numbers(NN_WIDTH), *bias = numbers(NN_WIDTH), *r = numbers(ROWS * NN_WIDTH);
    float *a = numbers(ROWS * NN_WIDTH), *b = numbers(ROWS * NN_WIDTH), *words = numbers(3 * ROWS * OUT);
    const float *res[ROWS], *wa[ROWS], *wb[ROWS], *wc[ROWS];
    float *to_a[ROWS], *to_b[ROWS];
    for (int i = 0; i < ROWS; i++) {
        res[i] = r + i * NN_WIDTH, to_a[i] = a + i * NN_WIDTH, to_b[i] = b + i * NN_WIDTH;
        wa[i] = words + 3 * i * OUT, wb[i] = wa[i] + OUT, wc[i] = wb[i] + OUT;
    }
    for (int j = 0; j < NN_WIDTH; j++) x[j] = 0.25f; /* no variance at all */
    for (int i = 0; i < n_others; i++) {
        for (int with = 0; with < 2; with++) {
            nn_kernels_scalar.norm(x, ROWS, gain, bias, with ? res : NULL, to_a);
            others[i]->norm(x, ROWS, gain, bias, with ? res : NULL, to_b);
            equal_bits(a, b, ROWS * NN_WIDTH);
        }
        nn_kernels_scalar.window(wa, wb, wc, ROWS, a);
        others[i]->window(wa, wb, wc, ROWS, b);
        equal_bits(a, b, ROWS * NN_WIDTH);
    }
    free(x), free(gain), free(bias), free(r), free(a), free(b), free(words);
}

static void transition_scores(void **state) {
    (void)state;
    if (!n_others) skip();
    static const uint32_t sizes[] = {16, 80, 96, 112};
    for (int turn = 0; turn < 400; turn++) {
        uint32_t n = sizes[turn % 4], n_slots = turn % 2 ? 3 : 8;
        float *slots = numbers(8 * 128), *bias = numbers(128), *w = numbers(64 * n), *upper = numbers(n), *mask = numbers(n);
        float *a = numbers(64 + n), *b = numbers(64 + n);
        const float *at[8];
        for (int f = 0; f < 8; f++) at[f] = slots + f * 128;
        bool any = false;
        for (uint32_t c = 0; c < n; c++) {
            mask[c] = next() % 3 ? -INFINITY : 0.0f;
            any |= mask[c] == 0.0f;
        }
        if (!any) mask[n - 1] = 0.0f;
        for (int i = 0; i < n_others; i++) {
            nn_kernels_scalar.hidden(at, n_slots, bias, a);
            others[i]->hidden(at, n_slots, bias, b);
            nn_kernels_scalar.scores(a, w, upper, n, a + 64);
            others[i]->scores(b, w, upper, n, b + 64);
            equal_bits(a, b, 64 + n);
            if (turn % 5 == 0) /* ties */
                for (uint32_t c = 0; c < n; c++) a[64 + c] = b[64 + c] = (float)(next() % 3);
            uint32_t best = nn_kernels_scalar.pick(a + 64, mask, n);
            assert_int_equal(others[i]->pick(b + 64, mask, n), best);
            assert_true(best < n && mask[best] == 0.0f);
            for (uint32_t c = 0; c < n; c++) assert_true(mask[c] != 0.0f || a[64 + c] < a[64 + best] || (a[64 + c] == a[64 + best] && c >= best));
        }
        free(slots), free(bias), free(w), free(upper), free(mask), free(a), free(b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(products), cmocka_unit_test(norms_and_windows), cmocka_unit_test(transition_scores)};
    return cmocka_run_group_tests(tests, set_up, NULL);
}
