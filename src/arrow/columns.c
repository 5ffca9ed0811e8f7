/* See columns.h. */
#include "arrow/columns.h"

#include <math.h>
#include <stdlib.h>

/* ---- values in ---- */

static void put_bit(dm_buf *b, int64_t at, bool v) {
    if (at % 8 == 0) buf_putc(b, 0);
    if (v && buf_ok(b)) b->p[at / 8] = (char)((unsigned char)b->p[at / 8] | 1u << at % 8);
}

static void count(column *c, bool there) {
    put_bit(&c->valid, c->n++, there);
    c->n_null += !there;
}

static void put_offset(column *c, size_t end) {
    int32_t v = (int32_t)end;
    buf_put(&c->offsets, &v, sizeof v);
}

void column_add_null(column *c) {
    static const char zero[8];
    count(c, false);
    switch (c->field->type->format[0]) {
    case 'u': put_offset(c, c->data.n); break;
    case 'i':
    case 't': buf_put(&c->data, zero, 4); break;
    case 'g': buf_put(&c->data, zero, 8); break;
    case 'b': put_bit(&c->data, c->n - 1, false); break;
    default:
        if (c->field->type->format[1] == 'l') {
            put_offset(c, (size_t)c->children->n);
        } else {
            for (uint32_t i = 0; i < c->field->type->n_fields; i++) column_add_null(&c->children[i]);
        }
    }
}

void column_add_text(column *c, dm_str s) {
    if (!s.p) {
        column_add_null(c);
        return;
    }
    count(c, true);
    buf_put_str(&c->data, s);
    put_offset(c, c->data.n);
}

void column_add_u32(column *c, uint32_t v) {
    count(c, true);
    buf_put(&c->data, &v, sizeof v);
}

void column_add_real(column *c, double v) {
    if (isnan(v)) {
        column_add_null(c);
        return;
    }
    count(c, true);
    buf_put(&c->data, &v, sizeof v);
}

void column_add_bool(column *c, bool v) {
    count(c, true);
    put_bit(&c->data, c->n - 1, v);
}

void column_add_day(column *c, int32_t day) {
    count(c, true);
    buf_put(&c->data, &day, sizeof day);
}

void column_end(column *c) {
    count(c, true);
    if (c->field->type->format[1] == 'l') put_offset(c, (size_t)c->children->n);
}

/* ---- batches ---- */

static bool has_offsets(const column *c) { return c->field->type->format[0] == 'u' || strcmp(c->field->type->format, "+l") == 0; }

static bool column_init(column *c, const column_field *field) {
    *c = (column){.field = field};
    if (has_offsets(c)) put_offset(c, 0);
    uint32_t n = field->type->n_fields;
    if (!n) return true;
    c->children = calloc(n, sizeof *c->children);
    if (!c->children) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!column_init(&c->children[i], &field->type->fields[i])) return false;
    return true;
}

static void column_free(column *c) {
    for (uint32_t i = 0; c->children && i < c->field->type->n_fields; i++)
        if (c->children[i].field) column_free(&c->children[i]);
    free(c->children);
    buf_free(&c->valid);
    buf_free(&c->offsets);
    buf_free(&c->data);
}

column_batch *columns_new(const column_field *root) {
    column_batch *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    b->n_refs = 1;
    if (!column_init(&b->root, root)) {
        columns_drop(b);
        return NULL;
    }
    return b;
}

void columns_keep(column_batch *b) { __atomic_add_fetch(&b->n_refs, 1, __ATOMIC_RELAXED); }

void columns_drop(column_batch *b) {
    if (!b || __atomic_sub_fetch(&b->n_refs, 1, __ATOMIC_ACQ_REL)) return;
    column_free(&b->root);
    free(b);
}

static bool column_ok(const column *c) {
    if (!buf_ok(&c->valid) || !buf_ok(&c->offsets) || !buf_ok(&c->data)) return false;
    for (uint32_t i = 0; i < c->field->type->n_fields; i++)
        if (!column_ok(&c->children[i])) return false;
    return true;
}
bool columns_ok(const column_batch *b) { return column_ok(&b->root); }

static size_t column_bytes(const column *c) {
    size_t n = c->valid.n + c->offsets.n + c->data.n;
    for (uint32_t i = 0; i < c->field->type->n_fields; i++) n += column_bytes(&c->children[i]);
    return n;
}
size_t columns_bytes(const column_batch *b) { return column_bytes(&b->root); }

/* ---- the C data interface: schema ---- */

static void schema_release(struct ArrowSchema *s) {
    for (int64_t i = 0; i < s->n_children; i++) {
        if (s->children[i]->release) s->children[i]->release(s->children[i]);
        free(s->children[i]);
    }
    free(s->children);
    s->release = NULL;
}

bool columns_schema(const column_field *field, struct ArrowSchema *out) {
    uint32_t n = field->type->n_fields;
    *out = (struct ArrowSchema){.format = field->type->format, .name = field->name, .flags = ARROW_FLAG_NULLABLE, .release = schema_release};
    if (!n) return true;
    out->children = calloc(n, sizeof *out->children);
    for (uint32_t i = 0; out->children && i < n; i++) {
        struct ArrowSchema *child = calloc(1, sizeof *child);
        if (!child) break;
        out->children[out->n_children++] = child;
        if (!columns_schema(&field->type->fields[i], child)) break;
        if (i + 1 == n) return true;
    }
    schema_release(out);
    return false;
}

/* ---- the C data interface: arrays ---- */

typedef struct view {
    column_batch *batch;
    const void *buffers[3];
} view;

static void array_release(struct ArrowArray *a) {
    for (int64_t i = 0; i < a->n_children; i++) {
        if (a->children[i]->release) a->children[i]->release(a->children[i]);
        free(a->children[i]);
    }
    free(a->children);
    view *v = a->private_data;
    columns_drop(v->batch);
    free(v);
    a->release = NULL;
}

static bool array_of(column_batch *b, const column *c, struct ArrowArray *out) {
    static const _Alignas(64) char nothing[64]; /* a buffer without bytes is still a buffer */
    view *v = calloc(1, sizeof *v);
    if (!v) return false;
    *v = (view){.batch = b};
    columns_keep(b);
    *out = (struct ArrowArray){.length = c->n, .null_count = c->n_null, .buffers = v->buffers, .private_data = v, .release = array_release};
    if (c->n_null) v->buffers[0] = c->valid.p;
    out->n_buffers = 1;
    if (has_offsets(c)) v->buffers[out->n_buffers++] = c->offsets.p;
    if (c->field->type->format[0] != '+') v->buffers[out->n_buffers++] = c->data.p ? c->data.p : nothing;
    uint32_t n = c->field->type->n_fields;
    if (!n) return true;
    out->children = calloc(n, sizeof *out->children);
    for (uint32_t i = 0; out->children && i < n; i++) {
        struct ArrowArray *child = calloc(1, sizeof *child);
        if (!child) break;
        out->children[out->n_children++] = child;
        if (!array_of(b, &c->children[i], child)) break;
        if (i + 1 == n) return true;
    }
    array_release(out);
    return false;
}

bool columns_array(column_batch *b, struct ArrowArray *out) { return array_of(b, &b->root, out); }
