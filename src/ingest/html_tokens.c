/* See html_tokens.h. The tokenizer of the HTML standard without its tree: where a tag ends, what is raw and what a reference
 * means are as there; what the standard calls errors is read as browsers read it. A tag that the input's end cuts off is
 * dropped. libxml2 is not used because it needs time quadratic in the nesting for end tags that close nothing, and because its rows would
 * change with its version (docs/decisions). */
#include "ingest/html_tokens.h"

#include "base/utf8.h"

static const struct {
    const char *name;
    unsigned properties;
} tags[] = {
#define HTML_TAG_ROW(symbol, name, properties) {name, properties},
    HTML_TAG_LIST(HTML_TAG_ROW)
#undef HTML_TAG_ROW
};

static const struct {
    const char *name;
    uint32_t first, second;
} references[] = {
#include "ingest/html_entities.inc"
};

unsigned html_properties(html_tag tag) { return tags[tag].properties; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

html_tag html_tag_of(dm_str name) {
    enum { LONGEST = 10 };
    char low[LONGEST + 1] = {0};
    if (!name.n || name.n > LONGEST) return TAG_OTHER;
    for (uint32_t i = 0; i < name.n; i++) low[i] = lower(name.p[i]);
    uint32_t a = 1, b = HTML_TAG_N;
    while (a < b) {
        uint32_t m = (a + b) / 2;
        int c = strcmp(tags[m].name, low);
        if (c == 0) return (html_tag)m;
        if (c < 0) a = m + 1;
        else b = m;
    }
    return TAG_OTHER;
}

/* ---- tags ---- */

/* Byte after the '>' that ends a tag begun before `at`; 0 when the input ends first. *stop is where its attributes end. */
static uint32_t tag_end(dm_str in, uint32_t at, uint32_t *stop) {
    bool value = false; /* a value may begin here */
    for (; at < in.n; at++) {
        char c = in.p[at];
        if (c == '>') {
            *stop = at;
            return at + 1;
        }
        if (value && (c == '"' || c == '\'')) {
            const char *q = memchr(in.p + at + 1, c, in.n - at - 1);
            if (!q) return 0;
            at = (uint32_t)(q - in.p);
        }
        if (!is_space(c)) value = c == '=';
    }
    return 0;
}

/* Where a construct that is passed over ends: the byte after `close`, or the input's end. */
static uint32_t after(dm_str in, uint32_t at, const char *close) {
    int64_t found = str_find(in, str_from(close), at);
    return found < 0 ? in.n : (uint32_t)found + (uint32_t)strlen(close);
}

/* "</name" in any case at or after `at`; the input's end when there is none. */
static uint32_t raw_end(dm_str in, uint32_t at, const char *name) {
    uint32_t n = (uint32_t)strlen(name);
    while (at < in.n) {
        const char *lt = memchr(in.p + at, '<', in.n - at);
        if (!lt) return in.n;
        at = (uint32_t)(lt - in.p);
        if (at + 2 + n <= in.n && in.p[at + 1] == '/' && str_eq_nocase(str_sub(in, at + 2, at + 2 + n), (dm_str){name, n})) {
            char c = at + 2 + n < in.n ? in.p[at + 2 + n] : '>';
            if (is_space(c) || c == '>' || c == '/') return at;
        }
        at++;
    }
    return in.n;
}

/* A tag at x->at ('<' with a letter, or '/' and a letter, after it). */
static bool read_tag(html_lexer *x, html_token *t) {
    dm_str in = x->in;
    uint32_t at = x->at + 1, stop;
    bool closing = in.p[at] == '/';
    at += closing;
    uint32_t begin = at;
    while (at < in.n && !is_space(in.p[at]) && in.p[at] != '>' && in.p[at] != '/') at++;
    uint32_t end = tag_end(in, at, &stop);
    if (!end) return false;
    *t = (html_token){
        .kind = closing ? HTML_END : HTML_START, .name = str_sub(in, begin, at), .bytes = str_sub(in, at, stop), .begin = x->at, .end = end};
    t->empty = !closing && stop > at && in.p[stop - 1] == '/';
    t->tag = html_tag_of(t->name);
    x->at = end;
    if (!closing && !x->xml && (tags[t->tag].properties & HTML_RAW)) x->raw = t->tag;
    return true;
}

/* Passes over a comment, declaration or instruction at x->at; true when it was CDATA of XML, which is a token. */
static bool read_other(html_lexer *x, html_token *t) {
    dm_str in = x->in, rest = str_sub(in, x->at, in.n);
    uint32_t begin = x->at;
    if (x->xml && str_starts(rest, "<![CDATA[")) {
        x->at = after(in, begin + 9, "]]>");
        bool closed = x->at >= begin + 12 && !memcmp(in.p + x->at - 3, "]]>", 3);
        *t = (html_token){.kind = HTML_CDATA, .bytes = str_sub(in, begin + 9, closed ? x->at - 3 : x->at), .begin = begin, .end = x->at};
        return true;
    }
    if (str_starts(rest, "<!-->") || str_starts(rest, "<!--->")) x->at = after(in, begin, ">");
    else if (str_starts(rest, "<!--")) x->at = after(in, begin + 4, "-->");
    else x->at = after(in, begin, ">");
    return false;
}

bool html_next(html_lexer *x, html_token *out) {
    dm_str in = x->in;
    if (x->raw != TAG_OTHER) {
        uint32_t end = raw_end(in, x->at, tags[x->raw].name);
        *out = (html_token){.kind = HTML_RAW_TEXT, .tag = x->raw, .bytes = str_sub(in, x->at, end), .begin = x->at, .end = end};
        x->raw = TAG_OTHER;
        x->at = end;
        return true;
    }
    while (x->at < in.n) {
        uint32_t begin = x->at, at = begin;
        for (;; at++) { /* text up to what begins a tag */
            const char *lt = at < in.n ? memchr(in.p + at, '<', in.n - at) : NULL;
            at = lt ? (uint32_t)(lt - in.p) : in.n;
            if (at + 1 >= in.n) at = in.n;
            if (at == in.n || is_letter(in.p[at + 1]) || in.p[at + 1] == '!' || in.p[at + 1] == '?' || in.p[at + 1] == '/') break;
        }
        if (at > begin) {
            *out = (html_token){.kind = HTML_TEXT, .bytes = str_sub(in, begin, at), .begin = begin, .end = at};
            x->at = at;
            return true;
        }
        char c = in.p[at + 1];
        if (is_letter(c) || (c == '/' && at + 2 < in.n && is_letter(in.p[at + 2]))) {
            if (read_tag(x, out)) return true;
            x->at = in.n;
        } else if (read_other(x, out)) {
            return true;
        }
    }
    return false;
}

bool html_attribute(dm_str *rest, dm_str *name, dm_str *value) {
    dm_str s = *rest;
    uint32_t at = 0;
    while (at < s.n && (is_space(s.p[at]) || s.p[at] == '/')) at++;
    if (at == s.n) return false;
    uint32_t b = at++;
    while (at < s.n && !is_space(s.p[at]) && s.p[at] != '=' && s.p[at] != '/') at++;
    *name = str_sub(s, b, at);
    *value = (dm_str){"", 0};
    uint32_t k = at;
    while (k < s.n && is_space(s.p[k])) k++;
    if (k < s.n && s.p[k] == '=') {
        k++;
        while (k < s.n && is_space(s.p[k])) k++;
        uint32_t e = k;
        if (k < s.n && (s.p[k] == '"' || s.p[k] == '\'')) {
            const char *q = memchr(s.p + k + 1, s.p[k], s.n - k - 1);
            e = q ? (uint32_t)(q - s.p) : s.n;
            *value = str_sub(s, k + 1, e);
            at = e + (e < s.n);
        } else {
            while (e < s.n && !is_space(s.p[e])) e++;
            *value = str_sub(s, k, e);
            at = e;
        }
    }
    *rest = str_sub(s, at, s.n);
    return true;
}

dm_str html_attribute_of(const html_token *t, const char *name) {
    dm_str rest = t->bytes, n, v, want = str_from(name);
    while (html_attribute(&rest, &n, &v))
        if (str_eq_nocase(n, want)) return v;
    return DM_STR_NONE;
}

/* ---- character references ---- */

static uint32_t put_point(uint32_t cp, char *out) {
    static const uint16_t high[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    if (cp >= 0x80 && cp < 0xA0) cp = high[cp - 0x80];
    if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) cp = 0xFFFD;
    return utf8_encode(cp, out);
}

static uint32_t numeric(dm_str s, uint32_t at, char *out, uint32_t *n) {
    uint32_t i = at + 2, cp = 0, digits = 0;
    bool hex = i < s.n && (s.p[i] | 32) == 'x';
    i += hex;
    for (; i < s.n; i++, digits++) {
        char c = lower(s.p[i]);
        int v = c >= '0' && c <= '9' ? c - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0) break;
        if (cp <= 0x10FFFF) cp = cp * (hex ? 16 : 10) + (uint32_t)v;
    }
    if (!digits) return 0;
    *n = put_point(cp, out);
    return i - at + (i < s.n && s.p[i] == ';');
}

/* The longest name in the table that stands after the ampersand. */
static uint32_t named(dm_str s, uint32_t at, char *out, uint32_t *n) {
    enum { LONGEST = 33 };
    uint32_t room = s.n - at - 1, most = 0;
    while (most < room && most < LONGEST && (is_letter(s.p[at + 1 + most]) || (s.p[at + 1 + most] >= '0' && s.p[at + 1 + most] <= '9'))) most++;
    most += most < room && s.p[at + 1 + most] == ';';
    for (uint32_t len = most; len >= 2; len--) {
        dm_str name = str_sub(s, at + 1, at + 1 + len);
        uint32_t a = 0, b = sizeof references / sizeof *references;
        while (a < b) {
            uint32_t m = (a + b) / 2;
            int c = str_cmp(str_from(references[m].name), name);
            if (c == 0) {
                *n = utf8_encode(references[m].first, out);
                if (references[m].second) *n += utf8_encode(references[m].second, out + *n);
                return len + 1;
            }
            if (c < 0) a = m + 1;
            else b = m;
        }
        if (name.p[len - 1] != ';' && len > 6) len = 7; /* names that may do without a semicolon are short */
    }
    return 0;
}

uint32_t html_reference(dm_str s, uint32_t at, char *out, uint32_t *n) {
    if (at + 2 >= s.n) return 0;
    return s.p[at + 1] == '#' ? numeric(s, at, out, n) : is_letter(s.p[at + 1]) ? named(s, at, out, n) : 0;
}

uint32_t html_unescape(dm_str s, char *out) {
    uint32_t n = 0;
    for (uint32_t at = 0; at < s.n;) {
        char c = s.p[at];
        uint32_t len, step = c == '&' ? html_reference(s, at, out + n, &len) : 0;
        if (step) n += len;
        else if (!is_space(c)) out[n++] = c, step = 1;
        else {
            if (n && out[n - 1] != ' ') out[n++] = ' ';
            step = 1;
        }
        at += step;
    }
    while (n && out[n - 1] == ' ') n--;
    return n;
}
