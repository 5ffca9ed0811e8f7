/* See transitions.h. */
#include "nn/transitions.h"

#include <stdio.h>
#include <stdlib.h>

dm_status transitions_open(const model *m, const char *prefix, uint32_t n_slots, uint32_t n_classes, const nn_kernels *kernels, transitions *out,
                           dm_err *err) {
    char name[MODEL_NAME_SIZE];
    uint32_t n_panels = weights_panels(n_slots * TRANSITIONS_SLOT, 1);
    *out = (transitions){.kernels = kernels, .n_slots = n_slots, .n_classes = n_classes};
    DM_ASSERT(n_slots <= TRANSITIONS_MAX_SLOTS && n_classes <= TRANSITIONS_MAX_SCORES);
    out->n_scores = (n_classes + NN_LANES - 1) / NN_LANES * NN_LANES;
    out->row_size = n_panels * NN_PANEL;
    snprintf(name, sizeof name, "%s/token", prefix);
    DM_TRY(weights_matrix(m, name, kernels, NN_WIDTH, weights_panels(NN_HIDDEN, 1), &out->token, &out->copies[0], err));
    snprintf(name, sizeof name, "%s/slots", prefix);
    DM_TRY(weights_matrix(m, name, kernels, NN_HIDDEN, n_panels, &out->slots, &out->copies[1], err));
    snprintf(name, sizeof name, "%s/padding", prefix);
    DM_TRY(weights_vector(m, name, (n_slots + 1) * TRANSITIONS_SLOT, &out->padding, err));
    snprintf(name, sizeof name, "%s/upper", prefix);
    DM_TRY(weights_vector(m, name, (NN_HIDDEN + 1) * out->n_scores, &out->upper, err));
    out->bias = out->padding + n_slots * TRANSITIONS_SLOT;
    out->upper_bias = out->upper + NN_HIDDEN * out->n_scores;
    return DM_OK;
}

void transitions_close(transitions *t) {
    free(t->copies[0]);
    free(t->copies[1]);
    *t = (transitions){0};
}

void transitions_tokens(const transitions *t, const float *const *h, uint32_t n, float *out) {
    nn_part all = {0, NN_WIDTH, 0, t->token.n_panels, true};
    t->kernels->linear(&t->token, &all, h, n, out, TRANSITIONS_TOKEN);
}

void transitions_rows(const transitions *t, const float *const *g, uint32_t n, float *out) {
    nn_part all = {0, NN_HIDDEN, 0, t->slots.n_panels, false};
    t->kernels->linear(&t->slots, &all, g, n, out, t->row_size);
}

const float *transitions_slot(const transitions *t, const float *g, uint32_t slot, float *room) {
    uint32_t begin = slot * TRANSITIONS_SLOT, end = begin + TRANSITIONS_SLOT;
    uint32_t first = begin / NN_PANEL & ~1u, last = (end + 2 * NN_PANEL - 1) / (2 * NN_PANEL) * 2;
    nn_part part = {0, NN_HIDDEN, first, last, false};
    t->kernels->linear(&t->slots, &part, &g, 1, room, TRANSITIONS_ONE);
    return room + (begin - first * NN_PANEL);
}

void transitions_score(const transitions *t, const float *const *slots, float *scores) {
    const float *full[TRANSITIONS_MAX_SLOTS];
    float hidden[NN_HIDDEN] __attribute__((aligned(NN_ALIGN)));
    for (uint32_t f = 0; f < t->n_slots; f++) full[f] = slots[f] ? slots[f] : t->padding + f * TRANSITIONS_SLOT;
    t->kernels->hidden(full, t->n_slots, t->bias, hidden);
    t->kernels->scores(hidden, t->upper, t->upper_bias, t->n_scores, scores);
}
