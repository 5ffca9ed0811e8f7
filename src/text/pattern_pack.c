/* Takes the tokenizer's regular expressions apart and packs them (pattern.h).
 *
 * In: three alternations in Python's dialect. Each alternative is [^] [(?<=sets)] body [(?=set) or (?!set)] [$], the body a
 * run of sets with an optional + on the last one, or one group of such runs, which becomes as many alternatives. A
 * set is a character, an escape (\uXXXX, \UXXXXXXXX, \ and a punctuation mark) or a class [...]. Out: the tables.
 * Classes: sweep over the ends of all ranges; between two ends membership is constant, and equal memberships share a number. */
#include "text/pattern.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "text/pattern_int.h"

#include <stdlib.h>

typedef struct range {
    uint32_t lo, hi; /* inclusive */
} range;

typedef struct char_set {
    VEC(range) ranges;
} char_set;

typedef struct packer {
    dm_arena arena;
    const char *p, *begin, *end;
    int kind;
    VEC(char_set) sets;
    VEC(pattern_alt) alts;
    uint32_t alts_begin[PATTERN_KINDS + 1];
    dm_err *err;
    bool failed;
} packer;

static void fail(packer *k, const char *what) {
    static const char *const names[] = {"prefix", "suffix", "infix"};
    if (!k->failed)
        err_set(k->err, DM_E_FORMAT, (uint64_t)(k->p - k->begin), "the tokenizer's %s pattern: %s at byte %ld", names[k->kind], what,
                (long)(k->p - k->begin));
    k->failed = true;
}

static bool looking_at(const packer *k, const char *text) {
    size_t n = strlen(text);
    return (size_t)(k->end - k->p) >= n && memcmp(k->p, text, n) == 0;
}

static bool take(packer *k, const char *text) {
    if (!looking_at(k, text)) return false;
    k->p += strlen(text);
    return true;
}

static uint32_t take_hex(packer *k, int digits) {
    uint32_t v = 0;
    for (int i = 0; i < digits; i++, k->p++) {
        char c = k->p < k->end ? *k->p : '\0';
        if (c >= '0' && c <= '9') v = v * 16 + (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f') v = v * 16 + (uint32_t)(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F') v = v * 16 + (uint32_t)(c - 'A' + 10);
        else {
            fail(k, "bad escape");
            return 0;
        }
    }
    if (v > 0x10FFFF) fail(k, "code point too large");
    return v > 0x10FFFF ? 0 : v;
}

/* One literal character, escaped or not. */
static uint32_t take_char(packer *k) {
    uint32_t cp = 0;
    if (k->p >= k->end) {
        fail(k, "unexpected end");
        return 0;
    }
    if (take(k, "\\u")) return take_hex(k, 4);
    if (take(k, "\\U")) return take_hex(k, 8);
    if (take(k, "\\")) {
        char c = k->p < k->end ? *k->p : 'a';
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) fail(k, "escape that is not understood");
    }
    k->p += utf8_decode(k->p, (size_t)(k->end - k->p), &cp);
    if (cp == UTF8_BAD) fail(k, "bad UTF-8");
    return cp == UTF8_BAD ? 0 : cp;
}

static void add_range(packer *k, char_set *s, uint32_t lo, uint32_t hi) {
    range *r = VEC_PUSH(&k->arena, &s->ranges);
    if (!r || hi < lo) fail(k, r ? "range upside down" : "out of memory");
    else *r = (range){lo, hi};
}

static int by_lo(const void *a, const void *b) {
    const range *x = a, *y = b;
    return x->lo != y->lo ? (x->lo < y->lo ? -1 : 1) : x->hi != y->hi ? (x->hi < y->hi ? -1 : 1) : 0;
}

/* Sorted, merged, and the number of the equal set that is there already, if any. */
static uint16_t intern_set(packer *k, char_set *s) {
    uint32_t n = 0;
    qsort(s->ranges.v, s->ranges.n, sizeof *s->ranges.v, by_lo);
    for (uint32_t i = 0; i < s->ranges.n; i++) {
        range r = s->ranges.v[i];
        if (n && r.lo <= s->ranges.v[n - 1].hi + 1) {
            if (r.hi > s->ranges.v[n - 1].hi) s->ranges.v[n - 1].hi = r.hi;
        } else {
            s->ranges.v[n++] = r;
        }
    }
    s->ranges.n = n;
    for (uint32_t i = 0; i < k->sets.n; i++)
        if (k->sets.v[i].ranges.n == n && memcmp(k->sets.v[i].ranges.v, s->ranges.v, n * sizeof(range)) == 0) return (uint16_t)i;
    char_set *fresh = VEC_PUSH(&k->arena, &k->sets);
    if (!fresh || k->sets.n > UINT16_MAX) {
        fail(k, "too many sets");
        return 0;
    }
    *fresh = *s;
    return (uint16_t)(k->sets.n - 1);
}

static uint16_t take_set(packer *k) {
    char_set s = {0};
    if (!take(k, "[")) {
        if (k->p < k->end && strchr(".*+?(){}]|^$", *k->p)) fail(k, "operator that is not understood");
        uint32_t cp = take_char(k);
        add_range(k, &s, cp, cp);
        return k->failed ? 0 : intern_set(k, &s);
    }
    if (looking_at(k, "^")) fail(k, "negated class");
    while (!k->failed && !take(k, "]")) {
        uint32_t lo = take_char(k), hi = lo;
        if (looking_at(k, "-") && !looking_at(k, "-]")) {
            k->p++;
            hi = take_char(k);
        }
        add_range(k, &s, lo, hi);
    }
    return k->failed ? 0 : intern_set(k, &s);
}

static void push_set(packer *k, pattern_alt *a, uint8_t *count) {
    uint16_t set = take_set(k);
    if (a->n_behind + a->n_body + 1 >= PATTERN_MAX_SETS) {
        fail(k, "alternative too long");
        return;
    }
    a->sets[a->n_behind + a->n_body] = set;
    (*count)++;
}

/* A run of sets up to one of `stops`. */
static void take_body(packer *k, pattern_alt *a, const char *stops) {
    while (!k->failed && k->p < k->end && !strchr(stops, *k->p)) {
        if (looking_at(k, "(?=") || looking_at(k, "(?!")) return;
        if (a->repeat) fail(k, "repetition inside");
        push_set(k, a, &a->n_body);
        if (take(k, "+")) a->repeat = 1;
    }
    if (a->n_body == 0) fail(k, "empty alternative");
}

/* What may follow the body: the assertion, which is stored behind the sets of each alternative from `first`. */
static void take_ahead(packer *k, uint32_t first) {
    uint8_t ahead = take(k, "(?=") ? 1 : take(k, "(?!") ? 2 : 0;
    if (!ahead) return;
    uint16_t set = take_set(k);
    if (!take(k, ")")) fail(k, "assertion of more than one character");
    for (uint32_t i = first; !k->failed && i < k->alts.n; i++) {
        pattern_alt *a = &k->alts.v[i];
        if (a->repeat) fail(k, "assertion after a repetition");
        a->sets[a->n_behind + a->n_body] = set;
        a->ahead = ahead;
    }
}

static void add_alt(packer *k, const pattern_alt *a) {
    pattern_alt *to = VEC_PUSH(&k->arena, &k->alts);
    if (!to || k->alts.n > UINT16_MAX) fail(k, "too many alternatives");
    else *to = *a;
    if (k->kind == PATTERN_SUFFIX && a->repeat)
        for (int i = 1; i < a->n_body; i++)
            if (a->sets[a->n_behind + i] != a->sets[a->n_behind]) fail(k, "mixed repetition");
}

static void take_alternative(packer *k) {
    pattern_alt a = {0};
    uint32_t first = k->alts.n;
    if (take(k, "^") != (k->kind == PATTERN_PREFIX)) fail(k, "wrong anchor");
    if (take(k, "(?<=")) {
        while (!k->failed && !take(k, ")")) push_set(k, &a, &a.n_behind);
    }
    if (take(k, "(?:")) {
        do {
            pattern_alt one = a;
            take_body(k, &one, "|)");
            add_alt(k, &one);
        } while (!k->failed && take(k, "|"));
        if (!take(k, ")")) fail(k, "group that is not closed");
    } else {
        take_body(k, &a, "|$");
        add_alt(k, &a);
    }
    take_ahead(k, first);
    if (take(k, "$") != (k->kind == PATTERN_SUFFIX)) fail(k, "wrong anchor");
}

/* ---- classes ---- */

typedef struct edge {
    uint32_t cp, set;
} edge;

static int by_cp(const void *a, const void *b) {
    const edge *x = a, *y = b;
    return x->cp != y->cp ? (x->cp < y->cp ? -1 : 1) : x->set != y->set ? (x->set < y->set ? -1 : 1) : 0;
}

typedef struct classes {
    uint32_t n, n_words;
    uint16_t *of;          /* [0x110000] */
    VEC(uint64_t) members; /* [n][n_words], bit s: set s holds the class */
} classes;

static uint32_t intern_class(packer *k, classes *c, const uint64_t *bits) {
    for (uint32_t i = 0; i < c->n; i++)
        if (memcmp(c->members.v + (size_t)i * c->n_words, bits, c->n_words * 8) == 0) return i;
    for (uint32_t w = 0; w < c->n_words; w++) {
        uint64_t *to = VEC_PUSH(&k->arena, &c->members);
        if (!to) {
            fail(k, "out of memory");
            return 0;
        }
        *to = bits[w];
    }
    return c->n++;
}

/* Class 0 is what no set holds. */
static void make_classes(packer *k, classes *c) {
    uint32_t n = 0, n_edges = 0;
    for (uint32_t s = 0; s < k->sets.n; s++) n_edges += 2 * k->sets.v[s].ranges.n;
    edge *edges = ARENA_NEW(&k->arena, edge, n_edges + 1);
    c->n_words = k->sets.n / 64 + 1;
    uint64_t *bits = ARENA_NEW(&k->arena, uint64_t, c->n_words);
    c->of = ARENA_NEW(&k->arena, uint16_t, 0x110000);
    if (!edges || !bits || !c->of) {
        fail(k, "out of memory");
        return;
    }
    for (uint32_t s = 0; s < k->sets.n; s++)
        for (uint32_t r = 0; r < k->sets.v[s].ranges.n; r++) {
            edges[n++] = (edge){k->sets.v[s].ranges.v[r].lo, s};
            edges[n++] = (edge){k->sets.v[s].ranges.v[r].hi + 1, s};
        }
    qsort(edges, n, sizeof *edges, by_cp);
    intern_class(k, c, bits);
    for (uint32_t i = 0; i < n && !k->failed;) {
        uint32_t cp = edges[i].cp;
        for (; i < n && edges[i].cp == cp; i++) bits[edges[i].set / 64] ^= 1ull << (edges[i].set % 64);
        uint32_t stop = i < n ? edges[i].cp : 0x110000, cls = intern_class(k, c, bits);
        for (; cp < stop; cp++) c->of[cp] = (uint16_t)cls;
    }
    if (c->n > UINT16_MAX) fail(k, "too many classes");
}

/* ---- writing ---- */

static void pad8(dm_buf *out, size_t from) {
    static const char zeros[8];
    buf_put(out, zeros, (8 - (out->n - from) % 8) % 8);
}

static void put_lists(packer *k, const classes *c, dm_buf *begins, dm_buf *list) {
    for (int kind = 0; kind < PATTERN_KINDS; kind++)
        for (uint32_t cls = 0; cls <= c->n; cls++) {
            uint32_t at = (uint32_t)(list->n / 2);
            buf_put(begins, &at, 4);
            for (uint32_t i = k->alts_begin[kind]; cls < c->n && i < k->alts_begin[kind + 1]; i++) {
                const pattern_alt *a = &k->alts.v[i];
                uint32_t set = a->sets[a->n_behind + (kind == PATTERN_SUFFIX ? a->n_body - 1 : 0)];
                uint16_t number = (uint16_t)i;
                if (c->members.v[(size_t)cls * c->n_words + set / 64] >> (set % 64) & 1) buf_put(list, &number, 2);
            }
        }
}

static void put_blocks(const classes *c, dm_buf *block_of, dm_buf *blocks) {
    for (uint32_t b = 0; b < PATTERN_N_BLOCK_OF; b++) {
        uint32_t n = (uint32_t)(blocks->n / 512), i = 0;
        while (i < n && memcmp(blocks->p + (size_t)i * 512, c->of + b * 256, 512) != 0) i++;
        if (i == n) buf_put(blocks, c->of + b * 256, 512);
        uint16_t number = (uint16_t)i;
        buf_put(block_of, &number, 2);
    }
}

static void put_tables(packer *k, const classes *c, dm_buf *out) {
    dm_buf begins = {0}, list = {0}, block_of = {0}, blocks = {0};
    put_lists(k, c, &begins, &list);
    put_blocks(c, &block_of, &blocks);
    uint32_t n_words = (c->n + 63) / 64;
    pattern_header h = {c->n, n_words, k->sets.n, (uint32_t)(blocks.n / 512), k->alts.n, (uint32_t)(list.n / 2)};
    size_t from = out->n;
    buf_put(out, &h, sizeof h);
    for (uint32_t s = 0; s < k->sets.n; s++)
        for (uint32_t w = 0; w < n_words; w++) {
            uint64_t v = 0;
            for (uint32_t b = 0; b < 64 && w * 64 + b < c->n; b++)
                v |= (c->members.v[(size_t)(w * 64 + b) * c->n_words + s / 64] >> (s % 64) & 1) << b;
            buf_put(out, &v, 8);
        }
    buf_put(out, k->alts.v, k->alts.n * sizeof *k->alts.v);
    const dm_buf *const parts[] = {&begins, &block_of, &blocks, &list};
    for (int i = 0; i < 4; i++) {
        pad8(out, from);
        buf_put(out, parts[i]->p, parts[i]->n);
        out->failed |= parts[i]->failed;
    }
    pad8(out, from);
    buf_free(&begins);
    buf_free(&list);
    buf_free(&block_of);
    buf_free(&blocks);
}

dm_status pattern_pack(const dm_str expressions[PATTERN_KINDS], dm_buf *out, dm_err *err) {
    packer k = {.err = err};
    classes c = {0};
    arena_init(&k.arena, 0);
    for (k.kind = 0; k.kind < PATTERN_KINDS && !k.failed; k.kind++) {
        k.begin = k.p = expressions[k.kind].p;
        k.end = k.p + expressions[k.kind].n;
        k.alts_begin[k.kind] = k.alts.n;
        do take_alternative(&k);
        while (!k.failed && take(&k, "|"));
        if (!k.failed && k.p != k.end) fail(&k, "text after the last alternative");
        k.alts_begin[k.kind + 1] = k.alts.n;
        if (k.failed) break;
    }
    if (!k.failed) make_classes(&k, &c);
    if (!k.failed) put_tables(&k, &c, out);
    arena_free(&k.arena);
    if (k.failed) return DM_E_FORMAT;
    return buf_ok(out) ? DM_OK : err_memory(err, "the tokenizer's tables");
}
