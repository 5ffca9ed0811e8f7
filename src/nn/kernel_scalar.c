/* The scalar kernels: the oracle for the others, and what runs on a processor without AVX2 (some hundred times slower).
 * Written for reading, not for speed: every loop is the definition in kernel.h. Weights have 8 lanes. */
#include "nn/kernel.h"

#include <math.h>

static float max_of(float a, float b) { return a > b ? a : b; }

/* The sum for column c of panel p over k in [k0, k1). */
static float dot(const nn_matrix *m, uint32_t p, uint32_t c, const float *x, uint32_t k0, uint32_t k1, bool bias) {
    const float *w = m->w + (size_t)p * m->n_k * NN_PANEL + (size_t)k0 * NN_PANEL + c;
    float acc = bias ? m->bias[p * NN_PANEL + c] : 0.0f;
    for (uint32_t k = 0; k < k1 - k0; k++) acc = fmaf(x[k], w[k * NN_PANEL], acc);
    return acc;
}

static void maxout(const nn_matrix *m, const float *const *rows, uint32_t n_rows, float *out, uint32_t stride) {
    for (uint32_t i = 0; i < n_rows; i++)
        for (uint32_t o = 0; o < m->n_panels * 8; o++) {
            uint32_t p = o / 8, lane = o % 8;
            float v0 = dot(m, p, lane, rows[i], 0, m->n_k, true);
            float v1 = dot(m, p, 8 + lane, rows[i], 0, m->n_k, true);
            float v2 = dot(m, p, 16 + lane, rows[i], 0, m->n_k, true);
            out[(size_t)i * stride + o] = max_of(max_of(v0, v1), v2);
        }
}

static void linear(const nn_matrix *m, const nn_part *part, const float *const *rows, uint32_t n_rows, float *out, uint32_t stride) {
    for (uint32_t i = 0; i < n_rows; i++)
        for (uint32_t p = part->panel_begin; p < part->panel_end; p++)
            for (uint32_t c = 0; c < NN_PANEL; c++)
                out[(size_t)i * stride + (p - part->panel_begin) * NN_PANEL + c] = dot(m, p, c, rows[i], part->k_begin, part->k_end, part->bias);
}

/* 16 lanes to one: 16, 8, 4, 2, 1. */
static float fold(float s[NN_LANES]) {
    for (int half = NN_LANES / 2; half > 0; half /= 2)
        for (int l = 0; l < half; l++) s[l] = s[l] + s[l + half];
    return s[0];
}

static void norm(const float *x, uint32_t n_rows, const float *gain, const float *bias, const float *const *residual, float *const *out) {
    for (uint32_t i = 0; i < n_rows; i++, x += NN_WIDTH) {
        float s[NN_LANES], q[NN_LANES] = {0};
        for (int j = 0; j < NN_LANES; j++) s[j] = x[j];
        for (int j = NN_LANES; j < NN_WIDTH; j++) s[j % NN_LANES] += x[j];
        float mu = fold(s) / (float)NN_WIDTH;
        for (int j = 0; j < NN_WIDTH; j++) q[j % NN_LANES] = fmaf(x[j] - mu, x[j] - mu, q[j % NN_LANES]);
        float r = 1.0f / sqrtf(fold(q) / (float)NN_WIDTH + 1e-8f);
        for (int j = 0; j < NN_WIDTH; j++) {
            float y = fmaf((x[j] - mu) * r, gain[j], bias[j]);
            out[i][j] = residual ? residual[i][j] + y : y;
        }
    }
}

static void window(const float *const *a, const float *const *b, const float *const *c, uint32_t n_rows, float *out) {
    for (uint32_t i = 0; i < n_rows; i++)
        for (uint32_t o = 0; o < NN_WIDTH; o++) {
            uint32_t at = o / 8 * NN_PANEL + o % 8;
            float v0 = (a[i][at] + b[i][at]) + c[i][at];
            float v1 = (a[i][at + 8] + b[i][at + 8]) + c[i][at + 8];
            float v2 = (a[i][at + 16] + b[i][at + 16]) + c[i][at + 16];
            out[i * NN_WIDTH + o] = max_of(max_of(v0, v1), v2);
        }
}

static float slot_sum(const float *const *slots, uint32_t n_slots, const float *bias, uint32_t at) {
    float u = slots[0][at];
    for (uint32_t f = 1; f < n_slots; f++) u += slots[f][at];
    return u + bias[at];
}

static void hidden_layer(const float *const *slots, uint32_t n_slots, const float *bias, float *hidden) {
    for (uint32_t o = 0; o < NN_HIDDEN; o++) hidden[o] = max_of(slot_sum(slots, n_slots, bias, o), slot_sum(slots, n_slots, bias, NN_HIDDEN + o));
}

static void scores_of(const float *hidden, const float *w, const float *bias, uint32_t n, float *scores) {
    for (uint32_t c = 0; c < n; c++) {
        float acc = bias[c];
        for (uint32_t k = 0; k < NN_HIDDEN; k++) acc = fmaf(hidden[k], w[(size_t)k * n + c], acc);
        scores[c] = acc;
    }
}

static uint32_t pick(const float *scores, const float *mask, uint32_t n) {
    float best = -INFINITY;
    for (uint32_t c = 0; c < n; c++) best = max_of(scores[c] + mask[c], best);
    for (uint32_t c = 0; c < n; c++)
        if (scores[c] + mask[c] == best) return c;
    return n;
}

const nn_kernels nn_kernels_scalar = {"scalar", 8, maxout, linear, norm, window, hidden_layer, scores_of, pick};
