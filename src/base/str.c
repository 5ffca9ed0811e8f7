/* See str.h. */
#include "base/str.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

bool str_starts(dm_str s, const char *prefix) {
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool str_ends(dm_str s, const char *suffix) {
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

static char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_eq_nocase(dm_str a, dm_str b) {
    if (a.n != b.n) return false;
    for (uint32_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i])) return false;
    return true;
}

int str_cmp(dm_str a, dm_str b) {
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c) return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

static bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

dm_str str_trim(dm_str s) {
    while (s.n && is_ascii_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_ascii_space(s.p[s.n - 1])) s.n--;
    return s;
}

int64_t str_find(dm_str hay, dm_str needle, uint32_t from) {
    if (from > hay.n) return -1;
    if (!needle.n) return from;
    if (!hay.n) return -1;
    const void *hit = memmem(hay.p + from, hay.n - from, needle.p, needle.n);
    return hit ? (int64_t)((const char *)hit - hay.p) : -1;
}

void buf_free(dm_buf *b) {
    free(b->p);
    *b = (dm_buf){0};
}

static bool buf_reserve(dm_buf *b, size_t extra) {
    if (b->failed) return false;
    if (b->cap - b->n >= extra) return true;
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n < extra) {
        if (cap > SIZE_MAX / 2) {
            b->failed = true;
            return false;
        }
        cap *= 2;
    }
    char *p = realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_put(dm_buf *b, const void *p, size_t n) {
    if (!n || !buf_reserve(b, n)) return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void buf_putc(dm_buf *b, char c) { buf_put(b, &c, 1); }
void buf_puts(dm_buf *b, const char *z) { buf_put(b, z, strlen(z)); }
void buf_put_str(dm_buf *b, dm_str s) { buf_put(b, s.p, s.n); }

void buf_put_u64(dm_buf *b, uint64_t v) {
    char tmp[20];
    int i = sizeof tmp;
    do {
        tmp[--i] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    buf_put(b, tmp + i, sizeof tmp - (size_t)i);
}

void buf_put_i64(dm_buf *b, int64_t v) {
    if (v < 0) buf_putc(b, '-');
    buf_put_u64(b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void buf_put_fixed(dm_buf *b, double v, int decimals) {
    if (!(v > -1e15 && v < 1e15)) {
        buf_puts(b, "null");
        return;
    }
    uint64_t scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    double a = v < 0 ? -v : v;
    uint64_t whole = (uint64_t)a;
    uint64_t frac = (uint64_t)((a - (double)whole) * (double)scale + 0.5);
    if (frac >= scale) whole++, frac -= scale;
    if (v < 0 && (whole || frac)) buf_putc(b, '-');
    buf_put_u64(b, whole);
    if (!decimals) return;
    buf_putc(b, '.');
    for (uint64_t s = scale / 10; s; s /= 10) buf_putc(b, (char)('0' + frac / s % 10));
}

void buf_printf(dm_buf *b, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0 && buf_reserve(b, (size_t)n + 1)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_put_json(dm_buf *b, dm_str s) {
    static const char hex[] = "0123456789abcdef";
    if (!s.p) {
        buf_puts(b, "null");
        return;
    }
    buf_putc(b, '"');
    uint32_t i = 0, start = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c < 0x80) {
            i++;
            continue;
        }
        if (c >= 0x80) {
            uint32_t cp, len = utf8_decode(s.p + i, s.n - i, &cp);
            if (cp != UTF8_BAD) {
                i += len;
                continue;
            }
            buf_put(b, s.p + start, i - start);
            buf_puts(b, "\xEF\xBF\xBD");
            i += len;
            start = i;
            continue;
        }
        buf_put(b, s.p + start, i - start);
        switch (c) {
        case '"': buf_puts(b, "\\\""); break;
        case '\\': buf_puts(b, "\\\\"); break;
        case '\n': buf_puts(b, "\\n"); break;
        case '\r': buf_puts(b, "\\r"); break;
        case '\t': buf_puts(b, "\\t"); break;
        default:
            buf_puts(b, "\\u00");
            buf_putc(b, hex[c >> 4]);
            buf_putc(b, hex[c & 15]);
        }
        start = ++i;
    }
    buf_put(b, s.p + start, s.n - start);
    buf_putc(b, '"');
}

const char *buf_cstr(dm_buf *b) {
    if (!buf_reserve(b, 1)) return "";
    b->p[b->n] = 0;
    return b->p;
}
