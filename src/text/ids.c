/* MurmurHash64A (Austin Appleby, public domain) and the reserved strings, found by bisection. */
#include "text/ids.h"

#include "text/symbols.def"

static const struct {
    uint32_t id;
    dm_str text;
} symbols[] = {
#define SYMBOL(i, t) {i, {t, sizeof(t) - 1}},
    TEXT_SYMBOLS(SYMBOL)
#undef SYMBOL
};
enum { N_SYMBOLS = sizeof symbols / sizeof *symbols, SYMBOL_MAX = 20 };

static uint64_t murmur64a(const char *p, uint32_t n, uint64_t seed) {
    const uint64_t m = 0xc6a4a7935bd1e995u;
    uint64_t h = seed ^ (n * m), k;
    for (; n >= 8; n -= 8, p += 8) {
        memcpy(&k, p, 8);
        k *= m;
        k ^= k >> 47;
        h = (h ^ k * m) * m;
    }
    if (n) {
        k = 0;
        memcpy(&k, p, n);
        h = (h ^ k) * m;
    }
    h = (h ^ h >> 47) * m;
    return h ^ h >> 47;
}

/* Plain byte order; str_cmp's is the same and the list is sorted by it. */
static uint32_t reserved(dm_str s) {
    uint32_t lo = 0, hi = N_SYMBOLS;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        int c = str_cmp(s, symbols[mid].text);
        if (c == 0) return symbols[mid].id;
        if (c < 0) hi = mid;
        else lo = mid + 1;
    }
    return 0;
}

uint64_t text_id(dm_str s) {
    if (!s.n) return 0;
    if (s.n <= SYMBOL_MAX) {
        uint32_t id = reserved(s);
        if (id) return id;
    }
    return murmur64a(s.p, s.n, 1);
}
