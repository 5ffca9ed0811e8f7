/* Packing whole networks from thinc files: which layer goes into which section. The nodes of a name come in the order
 * of the network (thinc.h): the first maxout and layernorm are the mixer's, the next four the window layers'. */
#include "nn/weights.h"

#include <stdio.h>
#include <stdlib.h>

/* The parameters of one layer, for the weights_at functions below. */
typedef struct layer {
    thinc_array w, b;
} layer;

static float maxout_w(const void *source, uint32_t o, uint32_t p, uint32_t k) {
    const layer *l = source; /* W[nO, nP, nI] */
    return thinc_at(&l->w, ((size_t)o * l->w.dim[1] + p) * l->w.dim[2] + k);
}
static float maxout_b(const void *source, uint32_t o, uint32_t p, uint32_t k) {
    const layer *l = source; /* b[nO, nP] */
    (void)k;
    return thinc_at(&l->b, (size_t)o * l->b.dim[1] + p);
}
static float linear_w(const void *source, uint32_t o, uint32_t p, uint32_t k) {
    const layer *l = source; /* W[nO, nI] */
    (void)p;
    return thinc_at(&l->w, (size_t)o * l->w.dim[1] + k);
}
static float linear_b(const void *source, uint32_t o, uint32_t p, uint32_t k) {
    const layer *l = source;
    (void)p;
    (void)k;
    return thinc_at(&l->b, o);
}
/* The slot layer W[nF, nO, nP, nI] with its outputs in the order slot, piece, unit, so that one slot's sums are
 * contiguous and the max over pieces is between vectors. */
static float slots_w(const void *source, uint32_t c, uint32_t p, uint32_t k) {
    const layer *l = source;
    uint32_t f = c / (2 * NN_HIDDEN), piece = c / NN_HIDDEN % 2, o = c % NN_HIDDEN;
    (void)p;
    return thinc_at(&l->w, (((size_t)f * NN_HIDDEN + o) * 2 + piece) * NN_HIDDEN + k);
}

static dm_status add_floats(model_writer *w, const char *prefix, const char *what, const char *kind, const thinc_array *a, dm_err *err) {
    char name[MODEL_NAME_SIZE];
    snprintf(name, sizeof name, "%s/%s_%s", prefix, what, kind);
    float v[NN_WIDTH];
    DM_ASSERT(a->count <= NN_WIDTH);
    for (size_t i = 0; i < a->count; i++) v[i] = thinc_at(a, i);
    return weights_add_vector(w, name, v, (uint32_t)a->count, err);
}

/* The rank-th maxout and layernorm as <prefix>/<what>, .../<what>_gain, .../<what>_bias. */
static dm_status add_maxout(model_writer *w, const thinc *t, const char *prefix, const char *what, uint32_t rank, uint32_t n_in, dm_err *err) {
    layer l;
    thinc_array gain, bias;
    uint32_t node = thinc_find(t, "maxout", rank), norm = thinc_find(t, "layernorm", rank);
    DM_TRY(thinc_param(t, node, "W", 3, (uint32_t[]){NN_WIDTH, NN_PIECES, n_in}, &l.w, err));
    DM_TRY(thinc_param(t, node, "b", 2, (uint32_t[]){NN_WIDTH, NN_PIECES}, &l.b, err));
    DM_TRY(thinc_param(t, norm, "G", 1, (uint32_t[]){NN_WIDTH}, &gain, err));
    DM_TRY(thinc_param(t, norm, "b", 1, (uint32_t[]){NN_WIDTH}, &bias, err));
    char name[MODEL_NAME_SIZE];
    snprintf(name, sizeof name, "%s/%s", prefix, what);
    DM_TRY(weights_add_matrix(w, name, NN_WIDTH, NN_PIECES, n_in, maxout_w, maxout_b, &l, err));
    DM_TRY(add_floats(w, prefix, what, "gain", &gain, err));
    return add_floats(w, prefix, what, "bias", &bias, err);
}

dm_status weights_add_encoder(model_writer *w, const thinc *t, const char *prefix, uint32_t n_columns, dm_err *err) {
    for (uint32_t i = 0; i < n_columns; i++) {
        char name[MODEL_NAME_SIZE];
        thinc_array rows;
        uint32_t node = thinc_find(t, "hashembed", i);
        DM_TRY(thinc_param(t, node, "E", 2, (uint32_t[]){0, NN_WIDTH}, &rows, err));
        if (thinc_attr(t, node, "column") != i || thinc_attr(t, node, "seed") == THINC_NONE)
            return err_set(err, DM_E_FORMAT, 0, "%s: embedding %u is not for column %u", prefix, i, i);
        snprintf(name, sizeof name, "%s/table%u", prefix, i);
        DM_TRY(weights_add_table(w, name, &rows, thinc_attr(t, node, "seed"), err));
    }
    if (thinc_find(t, "hashembed", n_columns) != THINC_NONE || thinc_find(t, "static_vectors", 0) != THINC_NONE)
        return err_set(err, DM_E_FORMAT, 0, "%s: more embeddings than this program knows", prefix);
    DM_TRY(add_maxout(w, t, prefix, "mixer", 0, n_columns * NN_WIDTH, err));
    static const char *const layers[] = {"layer1", "layer2", "layer3", "layer4"};
    for (uint32_t i = 0; i < 4; i++) DM_TRY(add_maxout(w, t, prefix, layers[i], i + 1, 3 * NN_WIDTH, err));
    return DM_OK;
}

/* The upper layer as [NN_HIDDEN][n] with n padded, then the bias. */
static dm_status add_upper(model_writer *w, const char *prefix, const layer *l, dm_err *err) {
    uint32_t n_classes = l->w.dim[0], n = (n_classes + NN_LANES - 1) / NN_LANES * NN_LANES;
    char name[MODEL_NAME_SIZE];
    float *v = calloc((size_t)(NN_HIDDEN + 1) * n, sizeof *v);
    if (!v) return err_memory(err, "the weights");
    for (uint32_t c = 0; c < n_classes; c++) {
        for (uint32_t k = 0; k < NN_HIDDEN; k++) v[k * n + c] = linear_w(l, c, 0, k);
        v[NN_HIDDEN * n + c] = linear_b(l, c, 0, 0);
    }
    snprintf(name, sizeof name, "%s/upper", prefix);
    dm_status s = weights_add_vector(w, name, v, (NN_HIDDEN + 1) * n, err);
    free(v);
    return s;
}

/* What slots get that hold no token, [n_slots][2][NN_HIDDEN], then the bias [2][NN_HIDDEN]. */
static dm_status add_padding(model_writer *w, const char *prefix, const thinc_array *pad, const thinc_array *bias, dm_err *err) {
    uint32_t n_slots = pad->dim[1];
    char name[MODEL_NAME_SIZE];
    float v[(16 + 1) * 2 * NN_HIDDEN];
    DM_ASSERT(n_slots <= 16);
    for (uint32_t f = 0; f <= n_slots; f++)
        for (uint32_t p = 0; p < 2; p++)
            for (uint32_t o = 0; o < NN_HIDDEN; o++) {
                uint32_t at = (f * 2 + p) * NN_HIDDEN + o; /* pad[1, nF, nO, nP], b[nO, nP] */
                v[at] = f < n_slots ? thinc_at(pad, ((size_t)f * NN_HIDDEN + o) * 2 + p) : thinc_at(bias, (size_t)o * 2 + p);
            }
    snprintf(name, sizeof name, "%s/padding", prefix);
    return weights_add_vector(w, name, v, (n_slots + 1) * 2 * NN_HIDDEN, err);
}

dm_status weights_add_transitions(model_writer *w, const thinc *t, const char *prefix, uint32_t n_slots, uint32_t n_classes, dm_err *err) {
    layer token, slots, upper;
    thinc_array pad;
    char name[MODEL_NAME_SIZE];
    /* Two plain linear layers; the token layer is the one of NN_HIDDEN by NN_WIDTH. */
    uint32_t a = thinc_find(t, "linear", 0), b = thinc_find(t, "linear", 1), affine = thinc_find(t, "precomputable_affine", 0);
    dm_err ignored;
    if (thinc_param(t, a, "W", 2, (uint32_t[]){NN_HIDDEN, NN_WIDTH}, &token.w, &ignored) != DM_OK) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    DM_TRY(thinc_param(t, a, "W", 2, (uint32_t[]){NN_HIDDEN, NN_WIDTH}, &token.w, err));
    DM_TRY(thinc_param(t, a, "b", 1, (uint32_t[]){NN_HIDDEN}, &token.b, err));
    DM_TRY(thinc_param(t, b, "W", 2, (uint32_t[]){n_classes, NN_HIDDEN}, &upper.w, err));
    DM_TRY(thinc_param(t, b, "b", 1, (uint32_t[]){n_classes}, &upper.b, err));
    DM_TRY(thinc_param(t, affine, "W", 4, (uint32_t[]){n_slots, NN_HIDDEN, 2, NN_HIDDEN}, &slots.w, err));
    DM_TRY(thinc_param(t, affine, "b", 2, (uint32_t[]){NN_HIDDEN, 2}, &slots.b, err));
    DM_TRY(thinc_param(t, affine, "pad", 4, (uint32_t[]){1, n_slots, NN_HIDDEN, 2}, &pad, err));
    snprintf(name, sizeof name, "%s/token", prefix);
    DM_TRY(weights_add_matrix(w, name, NN_HIDDEN, 1, NN_WIDTH, linear_w, linear_b, &token, err));
    snprintf(name, sizeof name, "%s/slots", prefix);
    DM_TRY(weights_add_matrix(w, name, n_slots * 2 * NN_HIDDEN, 1, NN_HIDDEN, slots_w, NULL, &slots, err));
    DM_TRY(add_padding(w, prefix, &pad, &slots.b, err));
    return add_upper(w, prefix, &upper, err);
}

dm_status weights_add_layer(model_writer *w, const thinc *t, const char *node, const char *name, uint32_t n_out, dm_err *err) {
    layer l;
    uint32_t at = thinc_find(t, node, 0);
    DM_TRY(thinc_param(t, at, "W", 2, (uint32_t[]){n_out, NN_WIDTH}, &l.w, err));
    DM_TRY(thinc_param(t, at, "b", 1, (uint32_t[]){n_out}, &l.b, err));
    return weights_add_matrix(w, name, n_out, 1, NN_WIDTH, linear_w, linear_b, &l, err);
}
