/* A pull reader for MessagePack: the subset that spaCy's files use, which is all of it but extension types.
 *
 * In: bytes that must outlive the reader. Out: one item at a time; strings and binaries point into the input. A map is
 * its count, then key, value, key, value; an array its count, then the items. No recursion, no allocation, so depth and
 * lying counts cost nothing: a count larger than the bytes left is refused at once. After the first bad byte every call
 * gives MSGPACK_BAD; check msgpack_ok once at the end. */
#ifndef DM_NN_MSGPACK_H
#define DM_NN_MSGPACK_H

#include "base/str.h"

typedef enum msgpack_type {
    MSGPACK_BAD, /* malformed or at the end */
    MSGPACK_NIL,
    MSGPACK_BOOL,  /* u: 0 or 1 */
    MSGPACK_UINT,  /* u */
    MSGPACK_INT,   /* i, negative */
    MSGPACK_FLOAT, /* f */
    MSGPACK_STR,   /* s */
    MSGPACK_BIN,   /* s */
    MSGPACK_ARRAY, /* count items follow */
    MSGPACK_MAP    /* count pairs follow */
} msgpack_type;

typedef struct msgpack_item {
    msgpack_type type;
    uint32_t count;
    uint64_t u;
    int64_t i;
    double f;
    dm_str s;
} msgpack_item;

typedef struct msgpack {
    const unsigned char *p, *end;
    bool bad;
} msgpack;

msgpack msgpack_open(dm_str bytes);
static inline bool msgpack_ok(const msgpack *m) { return !m->bad; }
msgpack_item msgpack_next(msgpack *m);
/* Steps over one whole item with everything inside it. */
void msgpack_skip(msgpack *m);
/* Typed forms of msgpack_next: anything else makes the reader bad and gives 0, 0 or an empty string. A string is
 * STR or BIN. */
uint32_t msgpack_map(msgpack *m);
uint32_t msgpack_array(msgpack *m);
dm_str msgpack_str(msgpack *m);
uint64_t msgpack_uint(msgpack *m);
bool msgpack_bool(msgpack *m);
/* The type of the next item without taking it. */
msgpack_type msgpack_peek(const msgpack *m);

#endif
