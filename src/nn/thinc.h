/* Reading the weights out of a thinc model file (the file "model" of a spaCy component), without building thinc's tree.
 *
 * In: the bytes of the file, a MessagePack map of nodes, attrs, params, shims. Out: nodes by name and rank: the nodes are
 * numbered breadth-first, so the k-th node of a name is the k-th such layer of the network. Arrays point into the file
 * and are not aligned. Only used when a model file is made. */
#ifndef DM_NN_THINC_H
#define DM_NN_THINC_H

#include "nn/msgpack.h"

#define THINC_MAX_NODES 128
#define THINC_NONE      0xFFFFFFFFu

typedef struct thinc {
    uint32_t n;
    struct {
        dm_str name, attrs, params; /* the last two: MessagePack maps */
    } node[THINC_MAX_NODES];
} thinc;

typedef struct thinc_array {
    uint32_t n_dims, dim[4];
    size_t count;     /* product of the dims */
    const char *data; /* count little-endian floats */
} thinc_array;

/* `file` is for the message. */
dm_status thinc_open(dm_str bytes, const char *file, thinc *out, dm_err *err) DM_MUST_CHECK;
/* The rank-th (from 0) node of that name, or THINC_NONE. */
uint32_t thinc_find(const thinc *t, const char *name, uint32_t rank);
/* Parameter `name` of a node with exactly these dims (0 = any; n_dims of them). DM_E_FORMAT otherwise. */
dm_status thinc_param(const thinc *t, uint32_t node, const char *name, uint32_t n_dims, const uint32_t *dims, thinc_array *out,
                      dm_err *err) DM_MUST_CHECK;
/* An unsigned attribute of a node, or THINC_NONE. */
uint32_t thinc_attr(const thinc *t, uint32_t node, const char *name);
static inline float thinc_at(const thinc_array *a, size_t i) {
    float f;
    memcpy(&f, a->data + 4 * i, sizeof f);
    return f;
}

#endif
