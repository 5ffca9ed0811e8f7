/* The scoring model of spaCy's transition systems: a state's slots in, a score for each class out.
 *
 * Each token has g = W h + b (64). For each slot f the token's row is F[f] = V[f] g, two pieces of 64, computed for all
 * slots and many tokens in one product. A state adds the rows of its tokens, slot by slot in order (a row of padding
 * where a slot is empty), and the bias; the max of the two pieces is the hidden layer; the upper layer scores it. */
#ifndef DM_NN_TRANSITIONS_H
#define DM_NN_TRANSITIONS_H

#include "nn/weights.h"

enum {
    TRANSITIONS_MAX_SLOTS = 8,
    TRANSITIONS_SLOT = 2 * NN_HIDDEN, /* floats of one slot of a row */
    TRANSITIONS_TOKEN = 96,           /* floats that transitions_tokens writes a token; the first NN_HIDDEN are g */
    TRANSITIONS_MAX_SCORES = 7 * NN_LANES,
    TRANSITIONS_ONE = 8 * NN_PANEL /* room that transitions_slot needs */
};

typedef struct transitions {
    const nn_kernels *kernels;
    uint32_t n_slots, n_classes;
    uint32_t n_scores; /* n_classes padded to NN_LANES */
    uint32_t row_size; /* floats that transitions_rows writes a token; slot f begins at f * TRANSITIONS_SLOT */
    nn_matrix token, slots;
    const float *padding; /* [n_slots][TRANSITIONS_SLOT] */
    const float *bias;    /* [TRANSITIONS_SLOT] */
    const float *upper, *upper_bias;
    float *copies[2];
} transitions;

/* Frozen after opening; shared. Sections "<prefix>/...". Close also after a failed open. */
dm_status transitions_open(const model *m, const char *prefix, uint32_t n_slots, uint32_t n_classes, const nn_kernels *kernels, transitions *out,
                           dm_err *err) DM_MUST_CHECK;
void transitions_close(transitions *t);

/* g of n tokens with vectors h[i]: out [n][TRANSITIONS_TOKEN]. */
void transitions_tokens(const transitions *t, const float *const *h, uint32_t n, float *out);
/* Rows of n tokens with g[i]: out [n][row_size]. */
void transitions_rows(const transitions *t, const float *const *g, uint32_t n, float *out);
/* One slot of one token, the same bits as in its row. Writes into room (TRANSITIONS_ONE floats), returns the slot in it. */
const float *transitions_slot(const transitions *t, const float *g, uint32_t slot, float *room);
/* Scores of all classes of a state; scores has n_scores floats. A NULL slot is empty. */
void transitions_score(const transitions *t, const float *const *slots, float *scores);

#endif
