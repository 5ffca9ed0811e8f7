/* See decode.h. One pass looks at the bytes, one pass writes. Windows-1252 is chosen only for text without a single
 * valid multi-byte UTF-8 sequence in which every high byte is a character of that page: a page in UTF-8 with one broken
 * byte keeps its letters and gets one U+FFFD. The output is at most three times as long as the input. */
#include "ingest/decode.h"

#include "base/utf8.h"

/* Windows-1252, 0x80 to 0x9F; 0 is undefined. */
static const uint16_t cp1252_high[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                         0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                         0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static uint32_t cp1252(unsigned char c) { return c >= 0x80 && c < 0xA0 ? cp1252_high[c - 0x80] : c; }

static bool has_mark16(dm_str s, bool *big) {
    const unsigned char *p = (const unsigned char *)s.p;
    *big = s.n >= 2 && p[0] == 0xFE && p[1] == 0xFF;
    return *big || (s.n >= 2 && p[0] == 0xFF && p[1] == 0xFE);
}

bool decode_binary(dm_str s) {
    uint32_t control = 0;
    bool big;
    if (has_mark16(s, &big)) return false;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0) return true;
        control += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1B;
    }
    return control > 8 && control > s.n / 20;
}

static decode_from guess(dm_str s) {
    uint32_t valid = 0, bad = 0;
    bool all_defined = true;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t cp, step = utf8_decode(s.p + i, s.n - i, &cp);
        if (cp == UTF8_BAD) bad++;
        else if (cp >= 0x80) valid++;
        if (cp == UTF8_BAD && !cp1252((unsigned char)s.p[i])) all_defined = false;
        i += step;
    }
    return bad && !valid && all_defined ? DECODE_CP1252 : DECODE_UTF8;
}

/* Writes one code point with line ends made LF; *cr tells that the one before was CR. */
static void put(char *out, uint32_t *n, uint32_t cp, bool *cr) {
    bool lf_after_cr = *cr && cp == '\n';
    *cr = cp == '\r';
    if (lf_after_cr) return;
    *n += utf8_encode(*cr ? '\n' : cp, out + *n);
}

static void put_bad(char *out, uint32_t *n, bool *cr, decode_report *r) {
    if (!r->n_bad++) r->first_bad = *n;
    put(out, n, 0xFFFD, cr);
}

static uint32_t from_bytes(dm_str s, char *out, decode_report *r) {
    uint32_t n = 0;
    bool cr = false;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t cp, step = 1;
        if (r->from == DECODE_CP1252) cp = cp1252((unsigned char)s.p[i]);
        else step = utf8_decode(s.p + i, s.n - i, &cp);
        i += step;
        if (cp == UTF8_BAD) put_bad(out, &n, &cr, r);
        else put(out, &n, cp, &cr);
    }
    return n;
}

static uint32_t from_utf16(dm_str s, bool big, char *out, decode_report *r) {
    const unsigned char *p = (const unsigned char *)s.p;
    uint32_t n = 0, i = 0;
    bool cr = false;
    while (i + 1 < s.n) {
        uint32_t u = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
        i += 2;
        if (u >= 0xD800 && u < 0xDC00 && i + 1 < s.n) {
            uint32_t v = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
            if (v >= 0xDC00 && v < 0xE000) {
                put(out, &n, 0x10000 + ((u - 0xD800) << 10) + (v - 0xDC00), &cr);
                i += 2;
                continue;
            }
        }
        if ((u >= 0xD800 && u < 0xE000) || u == 0) put_bad(out, &n, &cr, r);
        else put(out, &n, u, &cr);
    }
    if (i < s.n) put_bad(out, &n, &cr, r);
    return n;
}

dm_status decode_text(dm_arena *a, dm_str bytes, dm_str *out, decode_report *report, dm_err *err) {
    *report = (decode_report){0};
    *out = (dm_str){"", 0};
    bool big;
    if (has_mark16(bytes, &big)) report->from = DECODE_UTF16;
    else if (decode_binary(bytes)) report->from = DECODE_BINARY;
    else report->from = guess(bytes);
    if (report->from == DECODE_BINARY || !bytes.n) return DM_OK;
    if (report->from == DECODE_UTF8 && bytes.n >= 3 && !memcmp(bytes.p, "\xEF\xBB\xBF", 3)) bytes = str_sub(bytes, 3, bytes.n);
    if (report->from == DECODE_UTF16) bytes = str_sub(bytes, 2, bytes.n);
    bool plain = report->from == DECODE_UTF8 && utf8_valid_prefix(bytes.p, bytes.n) == bytes.n;
    size_t most = plain ? bytes.n : (size_t)bytes.n * 3 + 3;
    if (most > UINT32_MAX) return err_set(err, DM_E_LIMIT, 0, "a story of %u bytes is too long", bytes.n);
    char *text = arena_alloc(a, most + 1);
    if (!text) return err_memory(err, "a story's text");
    uint32_t n = report->from == DECODE_UTF16 ? from_utf16(bytes, big, text, report) : from_bytes(bytes, text, report);
    *out = (dm_str){text, n};
    return DM_OK;
}
