/* Packs the attribute ruler: every test becomes sets of tags, labels and words over the program's own enums. A test or
 * an attribute that is not known stops the making, so that a model that exists has the meaning of its rules. */
#include "base/arena.h"
#include "base/frozen.h"
#include "nn/msgpack.h"
#include "syntax/ruler_int.h"

#include <stdlib.h>

typedef struct packing {
    dm_arena arena;
    VEC(frozen_item) words; /* values from 1: 0 is every other word */
    VEC(ruler_rule) rules;
    dm_buf strings;
    dm_err *err;
} packing;

static dm_status bad(packing *k, const char *what) {
    return err_set(k->err, DM_E_FORMAT, k->rules.n, "attribute_ruler/patterns, rule %u: %s", (unsigned)k->rules.n, what);
}

static dm_status word_of(packing *k, dm_str word, uint32_t *out) {
    for (uint32_t i = 0; i < k->words.n; i++)
        if (str_eq(k->words.v[i].key, word)) {
            *out = k->words.v[i].value;
            return DM_OK;
        }
    frozen_item *item = VEC_PUSH(&k->arena, &k->words);
    if (!item) return err_memory(k->err, "the ruler");
    *out = k->words.n;
    *item = (frozen_item){word, *out};
    return *out < RULER_WORDS_MAX ? DM_OK : bad(k, "too many words");
}

/* The three attributes that are sets, as bits. */
typedef enum attribute { IN_TAG, IN_DEP, IN_LOWER } attribute;
typedef struct bits {
    uint64_t v[RULER_WORDS_MAX / 64];
} bits;

/* Adds one value to the set; "" is the unset attribute, which no token has here. */
static dm_status add_value(packing *k, attribute a, dm_str value, bits *b) {
    uint32_t bit = 0;
    if (value.n == 0) return DM_OK;
    if (a == IN_LOWER) {
        DM_TRY(word_of(k, value, &bit));
    } else {
        int of = a == IN_TAG ? dm_tag_of(value) : dm_dep_of(value);
        if (of < 0) return DM_OK; /* a value that no token can have */
        bit = (uint32_t)of;
    }
    b->v[bit / 64] |= 1ull << (bit % 64);
    return DM_OK;
}

/* The words that a small expression stands for: ^, letters, [ab], x?, $. Each branch makes its own copy of what it has. */
static dm_status expand(packing *k, const char *p, const char *end, char *word, uint32_t n, bits *b) {
    if (end - p == 1 && *p == '$') {
        dm_str whole = {arena_copy(&k->arena, word, n), n};
        return whole.p ? add_value(k, IN_LOWER, whole, b) : err_memory(k->err, "the ruler");
    }
    if (p >= end || n >= 30 || strchr("\\(){}.*+|^$?]", *p)) return bad(k, "an expression that is not understood");
    const char *first = p, *last = p + 1, *next = p + 1;
    if (*p == '[') {
        first = p + 1;
        for (last = first; last < end && *last != ']'; last++) {
        }
        if (last == end || first == last || memchr(first, '-', (size_t)(last - first)) || *first == '^')
            return bad(k, "an expression that is not understood");
        next = last + 1;
    }
    if (next < end && *next == '?') {
        next++;
        DM_TRY(expand(k, next, end, word, n, b));
    }
    for (const char *c = first; c < last; c++) {
        word[n] = *c;
        DM_TRY(expand(k, next, end, word, n + 1, b));
    }
    return DM_OK;
}

/* A string, {"IN": [...]}, {"NOT_IN": [...]} or {"REGEX": "..."}. */
static dm_status read_set(packing *k, msgpack *m, attribute a, bits *b) {
    if (msgpack_peek(m) == MSGPACK_STR) return add_value(k, a, msgpack_str(m), b);
    if (msgpack_map(m) != 1) return bad(k, "a test that is not understood");
    dm_str op = msgpack_str(m);
    if (str_is(op, "REGEX") && a == IN_LOWER) {
        dm_str e = msgpack_str(m);
        char word[32];
        return e.n && e.p[0] == '^' ? expand(k, e.p + 1, e.p + e.n, word, 0, b) : bad(k, "an expression that is not understood");
    }
    if (!str_is(op, "IN") && !str_is(op, "NOT_IN")) return bad(k, "an operator that is not known");
    for (uint32_t n = msgpack_array(m); n > 0 && msgpack_ok(m); n--) DM_TRY(add_value(k, a, msgpack_str(m), b));
    if (str_is(op, "NOT_IN"))
        for (uint32_t i = 0; i < RULER_WORDS_MAX / 64; i++) b->v[i] = ~b->v[i];
    return DM_OK;
}

static dm_status read_spec(packing *k, msgpack *m, ruler_spec *s) {
    memset(s, 0xFF, sizeof *s);
    s->kinds = 3;
    s->zero = 0;
    for (uint32_t n = msgpack_map(m); n > 0 && msgpack_ok(m); n--) {
        dm_str key = msgpack_str(m);
        bits b = {0};
        if (str_is(key, "IS_SPACE")) {
            s->kinds = msgpack_bool(m) ? 2 : 1;
        } else if (str_is(key, "TAG")) {
            DM_TRY(read_set(k, m, IN_TAG, &b));
            s->tags = b.v[0];
        } else if (str_is(key, "DEP")) {
            DM_TRY(read_set(k, m, IN_DEP, &b));
            s->deps = b.v[0];
        } else if (str_is(key, "LOWER")) {
            DM_TRY(read_set(k, m, IN_LOWER, &b));
            memcpy(s->words, b.v, sizeof b.v);
        } else {
            return bad(k, "an attribute that is not known");
        }
    }
    return DM_OK;
}

static uint32_t add_string(packing *k, dm_str s) {
    uint32_t at = (uint32_t)k->strings.n;
    buf_put_str(&k->strings, s);
    buf_putc(&k->strings, '\0');
    return at;
}

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const dm_str *)a, *(const dm_str *)b); }

/* "B=2|A=1" -> "A=1|B=2"; "_" -> "". */
static dm_status add_morph(packing *k, dm_str s, uint32_t *at) {
    enum { MAX = 16 };
    dm_str fields[MAX];
    uint32_t n = 0, from = 0;
    if (str_is(s, "_")) s.n = 0;
    for (uint32_t i = 0; s.n && i <= s.n; i++) {
        if (i < s.n && s.p[i] != '|') continue;
        if (n == MAX) return bad(k, "too many fields of morphology");
        fields[n++] = str_sub(s, from, i);
        from = i + 1;
    }
    qsort(fields, n, sizeof *fields, by_bytes);
    dm_buf b = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (memchr(fields[i].p, ',', fields[i].n)) return bad(k, "morphology with several values is not supported");
        if (i) buf_putc(&b, '|');
        buf_put_str(&b, fields[i]);
    }
    *at = add_string(k, buf_str(&b));
    bool ok = buf_ok(&b) && buf_ok(&k->strings);
    buf_free(&b);
    return ok ? DM_OK : err_memory(k->err, "the ruler");
}

static dm_status set_enum(packing *k, int of, uint8_t *out) {
    if (of < 0) return bad(k, "sets a value that is not known");
    *out = (uint8_t)of;
    return DM_OK;
}

static dm_status read_attrs(packing *k, msgpack *m, ruler_rule *x) {
    for (uint32_t n = msgpack_map(m); n > 0 && msgpack_ok(m); n--) {
        dm_str key = msgpack_str(m), value = msgpack_str(m);
        if (str_is(key, "TAG")) {
            x->sets |= RULER_SETS_TAG;
            DM_TRY(set_enum(k, dm_tag_of(value), &x->tag));
        } else if (str_is(key, "POS")) {
            x->sets |= RULER_SETS_POS;
            DM_TRY(set_enum(k, dm_pos_of(value), &x->pos));
        } else if (str_is(key, "DEP")) {
            x->sets |= RULER_SETS_DEP;
            DM_TRY(set_enum(k, dm_dep_of(value), &x->dep));
        } else if (str_is(key, "MORPH")) {
            x->sets |= RULER_SETS_MORPH;
            DM_TRY(add_morph(k, value, &x->morph));
        } else if (str_is(key, "LEMMA")) {
            x->sets |= RULER_SETS_LEMMA;
            x->lemma = add_string(k, value);
            x->lemma_size = value.n;
        } else {
            return bad(k, "sets an attribute that is not known");
        }
    }
    return DM_OK;
}

/* One entry: {"patterns": [[spec, ...], ...], "attrs": {...}, "index": i}; each pattern becomes a rule of its own. */
static dm_status read_entry(packing *k, msgpack *m) {
    uint32_t first = k->rules.n;
    ruler_rule common = {0};
    for (uint32_t n = msgpack_map(m); n > 0 && msgpack_ok(m); n--) {
        dm_str key = msgpack_str(m);
        if (str_is(key, "attrs")) {
            DM_TRY(read_attrs(k, m, &common));
        } else if (str_is(key, "index")) {
            common.index = (uint8_t)msgpack_uint(m);
        } else if (str_is(key, "patterns")) {
            for (uint32_t p = msgpack_array(m); p > 0 && msgpack_ok(m); p--) {
                ruler_rule *x = VEC_PUSH(&k->arena, &k->rules);
                uint32_t n_specs = msgpack_array(m);
                if (!x) return err_memory(k->err, "the ruler");
                if (n_specs == 0 || n_specs > RULER_SPECS_MAX) return bad(k, "a pattern of more than two tokens is not supported");
                x->n_specs = (uint8_t)n_specs;
                for (uint32_t i = 0; i < n_specs; i++) DM_TRY(read_spec(k, m, &x->specs[i]));
            }
        } else {
            return bad(k, "an entry that is not known");
        }
    }
    for (uint32_t i = first; i < k->rules.n; i++) {
        ruler_rule x = common;
        memcpy(x.specs, k->rules.v[i].specs, sizeof x.specs);
        x.n_specs = k->rules.v[i].n_specs;
        if (x.index >= x.n_specs) return bad(k, "sets a token outside the pattern");
        k->rules.v[i] = x;
    }
    return DM_OK;
}

static dm_status write_sections(packing *k, model_writer *w) {
    dm_buf words = {0};
    uint32_t n_pairs = 0;
    for (uint32_t i = 0; i < k->rules.n; i++) n_pairs += k->rules.v[i].n_specs == 2;
    if (n_pairs > RULER_PAIRS_MAX || k->rules.n >= UINT16_MAX) return bad(k, "too many rules");
    dm_status status = frozen_write(&words, k->words.v, k->words.n, k->err);
    if (status == DM_OK) status = model_add(w, "syntax/ruler-words", words.p, words.n, k->err);
    if (status == DM_OK) status = model_add(w, "syntax/ruler-rules", k->rules.v, k->rules.n * sizeof *k->rules.v, k->err);
    if (status == DM_OK) status = model_add(w, "syntax/ruler-strings", k->strings.p, k->strings.n, k->err);
    buf_free(&words);
    return status;
}

dm_status ruler_pack(const model_source *src, model_writer *w, dm_err *err) {
    packing k = {.err = err};
    arena_init(&k.arena, 0);
    buf_putc(&k.strings, '\0');
    msgpack m = msgpack_open(model_source_file(src, "attribute_ruler/patterns"));
    dm_status status = DM_OK;
    for (uint32_t n = msgpack_array(&m); status == DM_OK && n > 0 && msgpack_ok(&m); n--) status = read_entry(&k, &m);
    if (status == DM_OK && (!msgpack_ok(&m) || !k.rules.n)) status = bad(&k, "malformed");
    if (status == DM_OK) status = write_sections(&k, w);
    buf_free(&k.strings);
    arena_free(&k.arena);
    return status;
}
