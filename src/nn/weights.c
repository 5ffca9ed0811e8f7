/* See weights.h. */
#include "nn/weights.h"

#include <stdio.h>
#include <stdlib.h>

uint32_t weights_panels(uint32_t n_out, uint32_t pieces) {
    uint32_t per_panel = NN_PANEL / pieces, n = (n_out + per_panel - 1) / per_panel;
    return n + n % 2;
}

static dm_status add(model_writer *w, const char *name, const weights_head *head, const dm_buf *floats, dm_err *err) {
    dm_buf all = {0};
    buf_put(&all, head, sizeof *head);
    buf_put(&all, floats->p, floats->n);
    dm_status s = buf_ok(&all) && buf_ok(floats) ? model_add(w, name, all.p, all.n, err) : err_memory(err, name);
    buf_free(&all);
    return s;
}

/* Outputs of a panel: column c is piece c / 8 of output 8 * panel + c % 8 in a maxout layer, output 24 * panel + c in a
 * linear one. */
static void put_panel(dm_buf *b, uint32_t panel, uint32_t n_out, uint32_t pieces, uint32_t k, weights_at *at, const void *source) {
    for (uint32_t c = 0; c < NN_PANEL; c++) {
        uint32_t o = pieces == 1 ? panel * NN_PANEL + c : panel * 8 + c % 8;
        float v = o < n_out && at ? at(source, o, pieces == 1 ? 0 : c / 8, k) : 0.0f;
        buf_put(b, &v, sizeof v);
    }
}

dm_status weights_add_matrix(model_writer *w, const char *name, uint32_t n_out, uint32_t pieces, uint32_t n_k, weights_at *at, weights_at *bias,
                             const void *source, dm_err *err) {
    weights_head head = {.kind = WEIGHTS_MATRIX, .n_k = n_k, .n_panels = weights_panels(n_out, pieces)};
    dm_buf floats = {0};
    for (uint32_t p = 0; p < head.n_panels; p++)
        for (uint32_t k = 0; k < n_k; k++) put_panel(&floats, p, n_out, pieces, k, at, source);
    for (uint32_t p = 0; p < head.n_panels; p++) put_panel(&floats, p, n_out, pieces, 0, bias, source);
    dm_status s = add(w, name, &head, &floats, err);
    buf_free(&floats);
    return s;
}

dm_status weights_add_table(model_writer *w, const char *name, const thinc_array *rows, uint32_t seed, dm_err *err) {
    weights_head head = {.kind = WEIGHTS_TABLE, .n_rows = rows->dim[0], .seed = seed};
    dm_buf floats = {0};
    buf_put(&floats, rows->data, 4 * rows->count);
    dm_status s = add(w, name, &head, &floats, err);
    buf_free(&floats);
    return s;
}

dm_status weights_add_vector(model_writer *w, const char *name, const float *v, uint32_t count, dm_err *err) {
    weights_head head = {.kind = WEIGHTS_VECTOR, .count = count};
    dm_buf floats = {0};
    buf_put(&floats, v, 4 * (size_t)count);
    dm_status s = add(w, name, &head, &floats, err);
    buf_free(&floats);
    return s;
}

/* ---- opening ---- */

static dm_status bad(const model *m, const char *name, dm_err *err) {
    return err_set(err, DM_E_MODEL, 0, "%s: section %s has another shape than this program knows; make the model again", model_path(m), name);
}

static dm_status need(const model *m, const char *name, uint32_t kind, weights_head *head, const float **floats, size_t *count, dm_err *err) {
    model_section s;
    DM_TRY(model_need(m, name, sizeof *head, &s, err));
    memcpy(head, s.p, sizeof *head);
    *floats = (const float *)((const char *)s.p + sizeof *head);
    *count = (s.size - sizeof *head) / sizeof(float);
    return head->kind == kind ? DM_OK : bad(m, name, err);
}

/* Panels of 8 lanes, [n_panels][n_k][3][8], to pairs of 16, [n_panels / 2][n_k][3][16]. */
static void interleave(const float *from, uint32_t n_panels, uint32_t n_k, float *to) {
    for (uint32_t p = 0; p < n_panels; p++)
        for (uint32_t k = 0; k < n_k; k++)
            for (uint32_t v = 0; v < 3; v++)
                memcpy(to + (((size_t)(p / 2) * n_k + k) * 3 + v) * 16 + p % 2 * 8, from + (((size_t)p * n_k + k) * 3 + v) * 8, 8 * sizeof(float));
}

dm_status weights_matrix(const model *m, const char *name, const nn_kernels *kernels, uint32_t n_k, uint32_t n_panels, nn_matrix *out, float **copy,
                         dm_err *err) {
    weights_head head;
    const float *floats;
    size_t count, n_bias = (size_t)n_panels * NN_PANEL, n_weights = n_bias * n_k;
    *copy = NULL;
    DM_TRY(need(m, name, WEIGHTS_MATRIX, &head, &floats, &count, err));
    if (head.n_k != n_k || head.n_panels != n_panels || n_panels % 2 != 0 || count != n_weights + n_bias) return bad(m, name, err);
    *out = (nn_matrix){.w = floats, .bias = floats + n_weights, .n_k = n_k, .n_panels = n_panels};
    if (kernels->lanes == 8) return DM_OK;
    *copy = aligned_alloc(NN_ALIGN, ((n_weights + n_bias) * sizeof(float) + NN_ALIGN - 1) / NN_ALIGN * NN_ALIGN);
    if (!*copy) return err_memory(err, "the weights");
    interleave(floats, n_panels, n_k, *copy);
    interleave(floats + n_weights, n_panels, 1, *copy + n_weights);
    out->w = *copy;
    out->bias = *copy + n_weights;
    return DM_OK;
}

dm_status weights_table(const model *m, const char *name, const float **rows, uint32_t *n_rows, uint32_t *seed, dm_err *err) {
    weights_head head;
    size_t count;
    DM_TRY(need(m, name, WEIGHTS_TABLE, &head, rows, &count, err));
    if (head.n_rows == 0 || count != (size_t)head.n_rows * NN_WIDTH) return bad(m, name, err);
    *n_rows = head.n_rows;
    *seed = head.seed;
    return DM_OK;
}

dm_status weights_vector(const model *m, const char *name, uint32_t count, const float **out, dm_err *err) {
    weights_head head;
    size_t n;
    DM_TRY(need(m, name, WEIGHTS_VECTOR, &head, out, &n, err));
    return head.count == count && n >= count ? DM_OK : bad(m, name, err);
}
