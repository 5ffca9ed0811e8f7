/* The arithmetic of the networks, written three times to the same bits: scalar (the oracle), AVX2, AVX-512.
 *
 * What fixes the bits: each output has one accumulator; k ascends; each step is one fused multiply-add; the sum starts
 * at the bias (or 0); max is a > b ? a : b; layer norm sums in 16 virtual lanes and folds them 16, 8, 4, 2, 1; nothing
 * else is reassociated (-ffp-contract=off). So rows can be grouped, tiled and batched in any way.
 *
 * Weights lie in panels: 24 columns for each k, as 3 vectors of 8. In a maxout layer the vectors are the three pieces of
 * 8 outputs; in a linear layer they are 24 outputs in order. What a linear product stores is in this same order
 * (panel, vector, lane), called canonical below, whatever the instruction set. Kernels of 16 lanes read two panels
 * interleaved (nn_matrix_open makes that copy). */
#ifndef DM_NN_KERNEL_H
#define DM_NN_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NN_WIDTH = 96,  /* of a token's vector */
    NN_PIECES = 3,  /* of a maxout unit */
    NN_PANEL = 24,  /* columns of a panel */
    NN_HIDDEN = 64, /* of the transition models */
    NN_LANES = 16,  /* virtual lanes of layer norm; sizes are padded to it */
    NN_ALIGN = 64
};

/* Packed weights, read-only. n_panels is even; rows of outputs are n_panels * NN_PANEL (linear) or
 * n_panels * 8 (maxout) floats long. */
typedef struct nn_matrix {
    const float *w;    /* lanes 8: [n_panels][n_k][3][8]; lanes 16: [n_panels / 2][n_k][3][16] */
    const float *bias; /* the same order with n_k = 1; zeros where the layer has none */
    uint32_t n_k, n_panels;
} nn_matrix;

/* A part of a linear product: k in [k_begin, k_end), panels in [panel_begin, panel_end), both panels even. */
typedef struct nn_part {
    uint32_t k_begin, k_end, panel_begin, panel_end;
    bool bias; /* start at the bias, else at 0 */
} nn_part;

typedef struct nn_kernels {
    const char *name; /* "scalar", "avx2", "avx512", "emulated" */
    uint32_t lanes;   /* 8 or 16: the layout of weights */
    /* out[i * stride + o] = max over pieces of bias + sum over k of rows[i][k] * w, for i < n_rows. */
    void (*maxout)(const nn_matrix *m, const float *const *rows, uint32_t n_rows, float *out, uint32_t stride);
    /* out[i * stride + c], c canonical from panel_begin on. */
    void (*linear)(const nn_matrix *m, const nn_part *part, const float *const *rows, uint32_t n_rows, float *out, uint32_t stride);
    /* out[i] = residual[i] + layernorm(x + i * NN_WIDTH); residual NULL: none. */
    void (*norm)(const float *x, uint32_t n_rows, const float *gain, const float *bias, const float *const *residual, float *const *out);
    /* First encoder layer from ready products: out[i * NN_WIDTH + o] = max over pieces of (a[i] + b[i]) + c[i], all canonical. */
    void (*window)(const float *const *a, const float *const *b, const float *const *c, uint32_t n_rows, float *out);
    /* hidden[o] = max over two pieces of slots[0] + slots[1] + ... + bias; each slot is [2][NN_HIDDEN]. */
    void (*hidden)(const float *const *slots, uint32_t n_slots, const float *bias, float *hidden);
    /* scores[c] = bias[c] + sum over k of hidden[k] * w[k][n]; n is a multiple of NN_LANES, at most 7 of them. */
    void (*scores)(const float *hidden, const float *w, const float *bias, uint32_t n, float *scores);
    /* The first c with the greatest scores[c] + mask[c]; mask is 0 or -infinity. Some masked c if every other is NaN. */
    uint32_t (*pick)(const float *scores, const float *mask, uint32_t n);
} nn_kernels;

extern const nn_kernels nn_kernels_scalar, nn_kernels_avx2, nn_kernels_avx512, nn_kernels_emulated;

/* The fastest that this processor runs, or the one named; NULL when it is unknown or the processor lacks it.
 * "emulated" is the code of AVX-512 over pairs of AVX2 vectors, for tests. */
const nn_kernels *nn_kernels_find(const char *name);

/* Rounding to nearest, denormals kept, exceptions masked, whatever the caller had set; the old state to give back. */
uint32_t nn_float_enter(void);
void nn_float_leave(uint32_t state);

#endif
