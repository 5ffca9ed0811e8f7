/* See thinc.h. */
#include "nn/thinc.h"

/* The bytes of the next whole item. */
static dm_str item_bytes(msgpack *m) {
    const unsigned char *begin = m->p;
    msgpack_skip(m);
    return (dm_str){(const char *)begin, (uint32_t)(m->p - begin)};
}

static dm_str node_name(msgpack *m) {
    dm_str name = DM_STR_NONE;
    uint32_t n = msgpack_map(m);
    for (uint32_t i = 0; i < n && msgpack_ok(m); i++) {
        if (str_is(msgpack_str(m), "name")) name = msgpack_str(m);
        else msgpack_skip(m);
    }
    return name;
}

dm_status thinc_open(dm_str bytes, const char *file, thinc *out, dm_err *err) {
    *out = (thinc){0};
    msgpack m = msgpack_open(bytes);
    uint32_t n_keys = msgpack_map(&m);
    uint32_t n_attrs = 0, n_params = 0;
    for (uint32_t k = 0; k < n_keys && msgpack_ok(&m); k++) {
        dm_str key = msgpack_str(&m);
        bool nodes = str_is(key, "nodes"), attrs = str_is(key, "attrs"), params = str_is(key, "params");
        if (!nodes && !attrs && !params) {
            msgpack_skip(&m);
            continue;
        }
        uint32_t n = msgpack_array(&m);
        if (n > THINC_MAX_NODES) m.bad = true;
        for (uint32_t i = 0; i < n && msgpack_ok(&m); i++) {
            if (nodes) out->node[i].name = node_name(&m);
            if (attrs) out->node[i].attrs = item_bytes(&m);
            if (params) out->node[i].params = item_bytes(&m);
        }
        *(nodes ? &out->n : attrs ? &n_attrs : &n_params) = n;
    }
    if (!msgpack_ok(&m) || out->n == 0 || out->n != n_attrs || out->n != n_params) return err_set(err, DM_E_FORMAT, 0, "%s: not a thinc model", file);
    return DM_OK;
}

uint32_t thinc_find(const thinc *t, const char *name, uint32_t rank) {
    for (uint32_t i = 0; i < t->n; i++)
        if (str_is(t->node[i].name, name) && rank-- == 0) return i;
    return THINC_NONE;
}

/* Moves m, at the start of a map, to the value of `key`. */
static bool map_seek(msgpack *m, const char *key) {
    uint32_t n = msgpack_map(m);
    for (uint32_t i = 0; i < n && msgpack_ok(m); i++) {
        if (str_is(msgpack_str(m), key)) return true;
        msgpack_skip(m);
    }
    return false;
}

static bool read_array(msgpack *m, thinc_array *a) {
    bool float32 = false;
    dm_str data = DM_STR_NONE;
    uint32_t n = msgpack_map(m);
    for (uint32_t i = 0; i < n && msgpack_ok(m); i++) {
        dm_str key = msgpack_str(m);
        if (str_is(key, "type")) {
            float32 = str_is(msgpack_str(m), "<f4");
        } else if (str_is(key, "data")) {
            data = msgpack_str(m);
        } else if (str_is(key, "shape")) {
            a->n_dims = msgpack_array(m);
            if (a->n_dims > 4) return false;
            a->count = 1;
            for (uint32_t d = 0; d < a->n_dims; d++) {
                a->dim[d] = (uint32_t)msgpack_uint(m);
                if (a->dim[d] && a->count > UINT32_MAX / a->dim[d]) return false;
                a->count *= a->dim[d];
            }
        } else {
            msgpack_skip(m);
        }
    }
    a->data = data.p;
    return msgpack_ok(m) && float32 && data.p && data.n == 4 * a->count;
}

dm_status thinc_param(const thinc *t, uint32_t node, const char *name, uint32_t n_dims, const uint32_t *dims, thinc_array *out, dm_err *err) {
    *out = (thinc_array){0};
    if (node >= t->n) return err_set(err, DM_E_FORMAT, 0, "the network has no layer for parameter %s", name);
    msgpack m = msgpack_open(t->node[node].params);
    bool good = map_seek(&m, name) && read_array(&m, out) && out->n_dims == n_dims;
    for (uint32_t d = 0; good && d < n_dims; d++) good = dims[d] == 0 || dims[d] == out->dim[d];
    if (!good)
        return err_set(err, DM_E_FORMAT, 0, "layer %.*s: parameter %s has another shape than this program knows", DM_STR_ARG(t->node[node].name),
                       name);
    return DM_OK;
}

uint32_t thinc_attr(const thinc *t, uint32_t node, const char *name) {
    if (node >= t->n) return THINC_NONE;
    msgpack m = msgpack_open(t->node[node].attrs);
    if (!map_seek(&m, name)) return THINC_NONE;
    msgpack inner = msgpack_open(msgpack_str(&m)); /* each value is a document of its own */
    uint64_t v = msgpack_uint(&inner);
    return msgpack_ok(&inner) && v < THINC_NONE ? (uint32_t)v : THINC_NONE;
}
