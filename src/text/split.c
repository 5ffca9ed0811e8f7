/* See split.h. Positions are code points of the chunk, decoded once into classes and byte offsets. */
#include "text/split.h"

#include "base/utf8.h"

#include <stdlib.h>

dm_status split_scratch_init(split_scratch *s, dm_err *err) {
    s->match_data = pcre2_match_data_create(1, NULL);
    s->match_context = pcre2_match_context_create(NULL);
    if (!s->match_data || !s->match_context) return err_memory(err, "the tokenizer");
    pcre2_set_match_limit(s->match_context, SPLIT_URL_STEPS);
    return DM_OK;
}

void split_scratch_free(split_scratch *s) {
    pcre2_match_data_free(s->match_data);
    pcre2_match_context_free(s->match_context);
    free(s->pieces);
    free(s->classes);
    free(s->offsets);
    free(s->suffixes);
    *s = (split_scratch){0};
}

void split_scratch_trim(split_scratch *s) {
    enum { KEEP = 1 << 16 };
    if (s->cap_points > KEEP) {
        free(s->classes);
        free(s->offsets);
        free(s->suffixes);
        s->classes = NULL;
        s->offsets = s->suffixes = NULL;
        s->cap_points = 0;
    }
    if (s->cap_pieces > KEEP) {
        free(s->pieces);
        s->pieces = NULL;
        s->cap_pieces = 0;
    }
}

/* Python writes \uXXXX and \UXXXXXXXX where PCRE2 wants \x{...}, and a global (?u) that is its default anyway. */
static void rewrite(dm_str e, dm_buf *out) {
    for (uint32_t i = 0; i < e.n; i++) {
        uint32_t digits = e.p[i] == '\\' && i + 1 < e.n ? (e.p[i + 1] == 'u' ? 4 : e.p[i + 1] == 'U' ? 8 : 0) : 0;
        if (i == 0 && str_starts(e, "(?u)")) {
            i += 3;
        } else if (digits && i + 1 + digits < e.n) {
            buf_printf(out, "\\x{%.*s}", (int)digits, e.p + i + 2);
            i += 1 + digits;
        } else if (e.p[i] == '\\' && i + 1 < e.n) {
            buf_put(out, e.p + i++, 2);
        } else {
            buf_putc(out, e.p[i]);
        }
    }
}

dm_status split_url_compile(dm_str expression, pcre2_code **out, dm_err *err) {
    dm_buf b = {0};
    int code = 0;
    PCRE2_SIZE at = 0;
    rewrite(expression, &b);
    *out = buf_ok(&b) ? pcre2_compile((PCRE2_SPTR)b.p, b.n, PCRE2_UTF | PCRE2_UCP, &code, &at, NULL) : NULL;
    dm_status status = *out         ? DM_OK
                       : buf_ok(&b) ? err_set(err, DM_E_MODEL, at, "the tokenizer's URL pattern does not compile (PCRE2 error %d)", code)
                                    : err_memory(err, "the tokenizer's URL pattern");
    buf_free(&b);
    return status;
}

special_tokens split_special(const splitter *t, dm_str s) {
    special_tokens none = {0};
    if (s.n == 0 || s.n > t->special_max) return none;
    uint32_t value = frozen_get(&t->specials, s);
    if (value == FROZEN_NONE) return none;
    uint32_t first = value >> 8, n = value & 255;
    if (first + n > t->n_special_tokens) return none;
    return (special_tokens){t->special_tokens + first, n};
}

/* Every URL has a full stop, so most strings are done at once; one that takes too long to decide is none. */
static bool is_url(const splitter *t, split_scratch *s, dm_str text) {
    if (text.n > SPLIT_URL_MAX || !memchr(text.p, '.', text.n)) return false;
    return pcre2_match(t->url, (PCRE2_SPTR)text.p, text.n, 0, 0, s->match_data, s->match_context) >= 0;
}

static dm_status grow(split_scratch *s, uint32_t n_points, dm_err *err) {
    if (n_points + 1 <= s->cap_points) return DM_OK;
    uint32_t cap = n_points + n_points / 2 + 256;
    uint16_t *classes = realloc(s->classes, sizeof *classes * cap);
    if (classes) s->classes = classes;
    uint32_t *offsets = realloc(s->offsets, sizeof *offsets * cap);
    if (offsets) s->offsets = offsets;
    uint32_t *suffixes = realloc(s->suffixes, sizeof *suffixes * cap);
    if (suffixes) s->suffixes = suffixes;
    if (!classes || !offsets || !suffixes) return err_memory(err, "the tokenizer");
    s->cap_points = cap;
    return DM_OK;
}

static dm_status push_bytes(split_scratch *s, uint32_t begin, uint32_t end, uint64_t norm, dm_err *err) {
    if (s->n_pieces == s->cap_pieces) {
        uint32_t cap = s->cap_pieces * 2 + 64;
        split_piece *p = realloc(s->pieces, sizeof *p * cap);
        if (!p) return err_memory(err, "the tokenizer");
        s->pieces = p;
        s->cap_pieces = cap;
    }
    s->pieces[s->n_pieces++] = (split_piece){norm, begin, end};
    return DM_OK;
}

static dm_status push(split_scratch *s, uint32_t begin, uint32_t end, dm_err *err) {
    return push_bytes(s, s->offsets[begin], s->offsets[end], 0, err);
}

static dm_status push_special(split_scratch *s, special_tokens x, uint32_t begin_byte, dm_err *err) {
    for (uint32_t i = 0; i < x.n; i++) {
        DM_TRY(push_bytes(s, begin_byte, begin_byte + x.v[i].size, x.v[i].norm, err));
        begin_byte += x.v[i].size;
    }
    return DM_OK;
}

/* A match at the very start is passed over: it does not even count as a cut. */
static dm_status push_infixes(const splitter *t, split_scratch *s, uint32_t begin, uint32_t end, dm_err *err) {
    uint32_t start = begin, at, n;
    for (uint32_t from = begin; (n = pattern_infix(&t->patterns, s->classes, begin, end, from, &at)) > 0; from = at + n) {
        if (at == begin) continue;
        if (at != start) DM_TRY(push(s, start, at, err));
        DM_TRY(push(s, at, at + n, err));
        start = at + n;
    }
    return start < end ? push(s, start, end, err) : DM_OK;
}

typedef struct affixes {
    uint32_t begin, end; /* what is left */
    uint32_t n_suffixes;
} affixes;

/* Takes prefixes (pushed at once) and suffixes (kept: they come last) off until nothing more comes off. */
static dm_status strip(const splitter *t, split_scratch *s, dm_str chunk, bool use_specials, affixes *a, dm_err *err) {
    uint32_t last = UINT32_MAX;
    while (a->begin < a->end && a->end - a->begin != last) {
        const uint32_t *off = s->offsets;
        last = a->end - a->begin;
        if (use_specials && split_special(t, str_sub(chunk, off[a->begin], off[a->end])).n) break;
        uint32_t pre = pattern_prefix(&t->patterns, s->classes, a->begin, a->end), mid = a->begin + pre;
        bool stop = pre && use_specials && split_special(t, str_sub(chunk, off[mid], off[a->end])).n;
        if (!stop) {
            uint32_t suf = pattern_suffix(&t->patterns, s->classes, mid, a->end);
            bool suffix_first = suf && use_specials && split_special(t, str_sub(chunk, off[a->begin], off[a->end - suf])).n;
            if (suf) {
                s->suffixes[a->n_suffixes++] = a->end - suf;
                a->end -= suf;
            }
            if (suffix_first) break;
        }
        if (pre) {
            DM_TRY(push(s, a->begin, mid, err));
            a->begin = mid;
        }
        if (stop) break;
    }
    return DM_OK;
}

dm_status split_chunk(const splitter *t, split_scratch *s, dm_str chunk, bool use_specials, dm_err *err) {
    s->n_pieces = 0;
    special_tokens whole = use_specials ? split_special(t, chunk) : (special_tokens){0};
    if (whole.n) return push_special(s, whole, 0, err);
    DM_TRY(grow(s, chunk.n, err));
    affixes a = {0};
    for (uint32_t i = 0; i < chunk.n; a.end++) {
        uint32_t cp;
        s->offsets[a.end] = i;
        i += utf8_decode(chunk.p + i, chunk.n - i, &cp);
        s->classes[a.end] = pattern_class(&t->patterns, cp == UTF8_BAD ? 0xFFFD : cp);
    }
    uint32_t n = a.end;
    s->offsets[n] = chunk.n;
    DM_TRY(strip(t, s, chunk, use_specials, &a, err));
    if (a.begin < a.end) {
        dm_str rest = str_sub(chunk, s->offsets[a.begin], s->offsets[a.end]);
        special_tokens special = use_specials ? split_special(t, rest) : (special_tokens){0};
        if (special.n) DM_TRY(push_special(s, special, s->offsets[a.begin], err));
        else if (is_url(t, s, rest)) DM_TRY(push(s, a.begin, a.end, err));
        else DM_TRY(push_infixes(t, s, a.begin, a.end, err));
    }
    for (uint32_t i = a.n_suffixes; i-- > 0;) DM_TRY(push(s, s->suffixes[i], i ? s->suffixes[i - 1] : n, err));
    return DM_OK;
}
