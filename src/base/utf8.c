/* See utf8.h. */
#include "base/utf8.h"

uint32_t utf8_decode(const char *z, size_t n, uint32_t *cp) {
    const unsigned char *p = (const unsigned char *)z;
    unsigned char c = p[0];
    *cp = UTF8_BAD;
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    uint32_t len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4) return 1;
    unsigned char lo = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned char hi = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    uint32_t v = c & (0x7Fu >> len);
    for (uint32_t i = 1; i < len; i++) {
        if (i >= n || p[i] < lo || p[i] > hi) return i;
        v = v << 6 | (p[i] & 0x3Fu);
        lo = 0x80, hi = 0xBF;
    }
    *cp = v;
    return len;
}

uint32_t utf8_encode(uint32_t cp, char out[4]) {
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    uint32_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (uint32_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | cp);
    return n;
}

size_t utf8_count(const char *p, size_t n) {
    size_t k = 0;
    for (size_t i = 0; i < n; i++) k += !utf8_is_cont(p[i]);
    return k;
}

size_t utf8_valid_prefix(const char *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        uint32_t cp, len;
        if (!(p[i] & 0x80)) {
            i++;
            continue;
        }
        len = utf8_decode(p + i, n - i, &cp);
        if (cp == UTF8_BAD) return i;
        i += len;
    }
    return n;
}
