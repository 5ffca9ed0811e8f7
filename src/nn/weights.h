/* Sections of weights: how they lie in a model file, how they are packed from a thinc file and opened for the kernels.
 *
 * Each section begins with a weights_head of 64 bytes and holds little-endian floats after it, in one of three shapes:
 * matrix: panels as in kernel.h for 8 lanes, then the bias in the same order; table: n_rows rows of NN_WIDTH floats with
 * the seed of its hash; vector: plain floats. */
#ifndef DM_NN_WEIGHTS_H
#define DM_NN_WEIGHTS_H

#include "nn/kernel.h"
#include "nn/model_make.h"
#include "nn/thinc.h"

enum { WEIGHTS_MATRIX = 1, WEIGHTS_TABLE, WEIGHTS_VECTOR };

typedef struct weights_head {
    uint32_t kind;          /* WEIGHTS_* */
    uint32_t n_k, n_panels; /* matrix */
    uint32_t n_rows, seed;  /* table */
    uint32_t count;         /* vector: floats */
    uint32_t zero[10];
} weights_head;
_Static_assert(sizeof(weights_head) == 64, "the floats after it are aligned");

/* ---- making ---- */

/* Where the weight of output o, piece p, input k stands in the source. */
typedef float weights_at(const void *source, uint32_t o, uint32_t p, uint32_t k);

/* Adds a matrix of n_out outputs with `pieces` (1 linear, 3 maxout) and n_k inputs; bias may be NULL (k is 0 for it). */
dm_status weights_add_matrix(model_writer *w, const char *name, uint32_t n_out, uint32_t pieces, uint32_t n_k, weights_at *at, weights_at *bias,
                             const void *source, dm_err *err) DM_MUST_CHECK;
dm_status weights_add_table(model_writer *w, const char *name, const thinc_array *rows, uint32_t seed, dm_err *err) DM_MUST_CHECK;
dm_status weights_add_vector(model_writer *w, const char *name, const float *v, uint32_t count, dm_err *err) DM_MUST_CHECK;

/* The encoder (embedding tables, mixer, four window layers) of a thinc file whose embeddings are the first n_columns of
 * NORM PREFIX SUFFIX SHAPE SPACY IS_SPACE, as sections "<prefix>/...". */
dm_status weights_add_encoder(model_writer *w, const thinc *t, const char *prefix, uint32_t n_columns, dm_err *err) DM_MUST_CHECK;
/* The transition model (token layer, slot layer with padding, upper layer) with n_slots slots and n_classes classes. */
dm_status weights_add_transitions(model_writer *w, const thinc *t, const char *prefix, uint32_t n_slots, uint32_t n_classes,
                                  dm_err *err) DM_MUST_CHECK;
/* A plain layer of n_out outputs over a token's vector: the node of that name. */
dm_status weights_add_layer(model_writer *w, const thinc *t, const char *node, const char *name, uint32_t n_out, dm_err *err) DM_MUST_CHECK;

/* ---- opening ---- */

/* A matrix for the kernels' lanes. With 8 lanes it points into the model; with 16 a copy is made, *copy, to free. */
dm_status weights_matrix(const model *m, const char *name, const nn_kernels *kernels, uint32_t n_k, uint32_t n_panels, nn_matrix *out, float **copy,
                         dm_err *err) DM_MUST_CHECK;
dm_status weights_table(const model *m, const char *name, const float **rows, uint32_t *n_rows, uint32_t *seed, dm_err *err) DM_MUST_CHECK;
dm_status weights_vector(const model *m, const char *name, uint32_t count, const float **out, dm_err *err) DM_MUST_CHECK;

/* Panels (an even number) for n_out outputs. */
uint32_t weights_panels(uint32_t n_out, uint32_t pieces);

#endif
