/* See msgpack.h. One switch over the first byte; every length is checked against the bytes left before use. */
#include "nn/msgpack.h"

static msgpack_item fail(msgpack *m) {
    m->bad = true;
    m->p = m->end;
    return (msgpack_item){.type = MSGPACK_BAD};
}

/* Big-endian unsigned of n bytes; the caller has checked that they are there. */
static uint64_t take(msgpack *m, uint32_t n) {
    uint64_t v = 0;
    for (uint32_t i = 0; i < n; i++) v = v << 8 | *m->p++;
    return v;
}

static bool has(const msgpack *m, uint64_t n) { return (uint64_t)(m->end - m->p) >= n; }

msgpack msgpack_open(dm_str bytes) {
    const unsigned char *p = (const unsigned char *)bytes.p;
    return (msgpack){.p = p, .end = p ? p + bytes.n : p, .bad = p == NULL};
}

static msgpack_item bytes_item(msgpack *m, msgpack_type type, uint64_t n) {
    if (!has(m, n)) return fail(m);
    dm_str s = {(const char *)m->p, (uint32_t)n};
    m->p += n;
    return (msgpack_item){.type = type, .s = s};
}

/* Each item takes at least one byte, so a count above the bytes left is a lie. */
static msgpack_item group_item(msgpack *m, msgpack_type type, uint64_t count) {
    if (!has(m, type == MSGPACK_MAP ? 2 * count : count)) return fail(m);
    return (msgpack_item){.type = type, .count = (uint32_t)count};
}

static msgpack_item int_item(int64_t v) {
    if (v >= 0) return (msgpack_item){.type = MSGPACK_UINT, .u = (uint64_t)v, .i = v};
    return (msgpack_item){.type = MSGPACK_INT, .i = v};
}

static msgpack_item float_item(msgpack *m, uint32_t size) {
    msgpack_item item = {.type = MSGPACK_FLOAT};
    uint64_t bits = take(m, size);
    if (size == 4) {
        uint32_t low = (uint32_t)bits;
        float f;
        memcpy(&f, &low, sizeof f);
        item.f = (double)f;
    } else {
        memcpy(&item.f, &bits, sizeof item.f);
    }
    return item;
}

/* Items whose first byte is 0xC4..0xDF: a length or value of fixed size follows. */
static msgpack_item sized_item(msgpack *m, unsigned char tag) {
    /* Bytes of the length or value after each tag from 0xC4 on; 0 = not supported (extension types). */
    static const uint8_t sizes[28] = {1, 2, 4, 0, 0, 0, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4};
    uint32_t size = sizes[tag - 0xC4];
    if (size == 0 || !has(m, size)) return fail(m);
    if (tag == 0xCA || tag == 0xCB) return float_item(m, size);
    uint64_t v = take(m, size);
    if (tag <= 0xC6) return bytes_item(m, MSGPACK_BIN, v);
    if (tag <= 0xCF) return (msgpack_item){.type = MSGPACK_UINT, .u = v, .i = (int64_t)v};
    if (tag == 0xD0) return int_item((int8_t)v);
    if (tag == 0xD1) return int_item((int16_t)v);
    if (tag == 0xD2) return int_item((int32_t)v);
    if (tag == 0xD3) return int_item((int64_t)v);
    if (tag <= 0xDB) return bytes_item(m, MSGPACK_STR, v);
    return group_item(m, tag <= 0xDD ? MSGPACK_ARRAY : MSGPACK_MAP, v);
}

msgpack_item msgpack_next(msgpack *m) {
    if (m->bad || !has(m, 1)) return fail(m);
    unsigned char tag = *m->p++;
    if (tag <= 0x7F) return int_item(tag);
    if (tag <= 0x8F) return group_item(m, MSGPACK_MAP, tag & 15u);
    if (tag <= 0x9F) return group_item(m, MSGPACK_ARRAY, tag & 15u);
    if (tag <= 0xBF) return bytes_item(m, MSGPACK_STR, tag & 31u);
    if (tag == 0xC0) return (msgpack_item){.type = MSGPACK_NIL};
    if (tag == 0xC1) return fail(m);
    if (tag <= 0xC3) return (msgpack_item){.type = MSGPACK_BOOL, .u = tag & 1u};
    if (tag <= 0xDF) return sized_item(m, tag);
    return int_item((int8_t)tag);
}

msgpack_type msgpack_peek(const msgpack *m) {
    msgpack copy = *m;
    return msgpack_next(&copy).type;
}

void msgpack_skip(msgpack *m) {
    uint64_t left = 1;
    while (left > 0 && !m->bad) {
        msgpack_item item = msgpack_next(m);
        left--;
        if (item.type == MSGPACK_ARRAY) left += item.count;
        if (item.type == MSGPACK_MAP) left += 2 * (uint64_t)item.count;
    }
}

uint32_t msgpack_map(msgpack *m) {
    msgpack_item item = msgpack_next(m);
    return item.type == MSGPACK_MAP ? item.count : fail(m).count;
}

uint32_t msgpack_array(msgpack *m) {
    msgpack_item item = msgpack_next(m);
    return item.type == MSGPACK_ARRAY ? item.count : fail(m).count;
}

dm_str msgpack_str(msgpack *m) {
    msgpack_item item = msgpack_next(m);
    return item.type == MSGPACK_STR || item.type == MSGPACK_BIN ? item.s : fail(m).s;
}

uint64_t msgpack_uint(msgpack *m) {
    msgpack_item item = msgpack_next(m);
    return item.type == MSGPACK_UINT ? item.u : fail(m).u;
}

bool msgpack_bool(msgpack *m) {
    msgpack_item item = msgpack_next(m);
    return item.type == MSGPACK_BOOL ? item.u != 0 : fail(m).u != 0;
}
