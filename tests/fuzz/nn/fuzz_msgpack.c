/* Any bytes through the MessagePack reader and the thinc reader on top of it: no fault, no endless loop. */
#include "nn/thinc.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dm_str bytes = {(const char *)data, (uint32_t)size};
    msgpack m = msgpack_open(bytes);
    uint64_t sum = 0;
    for (msgpack_item item = msgpack_next(&m); item.type != MSGPACK_BAD; item = msgpack_next(&m)) {
        sum += item.count;
        for (uint32_t i = 0; i < item.s.n; i++) sum += (unsigned char)item.s.p[i];
    }
    msgpack whole = msgpack_open(bytes);
    msgpack_skip(&whole);
    if (msgpack_ok(&whole) && whole.p > whole.end) abort();

    static thinc t;
    dm_err err;
    if (thinc_open(bytes, "input", &t, &err) == DM_OK) {
        thinc_array a;
        uint32_t node = thinc_find(&t, "linear", 0);
        if (thinc_param(&t, node, "W", 2, (uint32_t[]){0, 0}, &a, &err) == DM_OK)
            for (size_t i = 0; i < a.count; i++) sum += thinc_at(&a, i) > 0;
        sum += thinc_attr(&t, node, "seed");
    }
    return sum == 1 ? 1 : 0;
}
