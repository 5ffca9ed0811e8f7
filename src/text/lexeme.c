/* See lexeme.h. */
#include "text/lexeme.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "text/ids.h"

const base_norm lexeme_base_norms[] = {
    {"'s", "'s"},
    {"'S", "'s"},
    {"\u2019s", "'s"},
    {"\u2019S", "'s"},
    {"\u2019", "'"},
    {"\u2018", "'"},
    {"\u00b4", "'"},
    {"`", "'"},
    {"\u201d", "\""},
    {"\u201c", "\""},
    {"''", "\""},
    {"``", "\""},
    {"\u00b4\u00b4", "\""},
    {"\u201e", "\""},
    {"\u00bb", "\""},
    {"\u00ab", "\""},
    {"\u2018\u2018", "\""},
    {"\u2019\u2019", "\""},
    {"\uff1f", "?"},
    {"\uff01", "!"},
    {"\uff0c", ","},
    {"\uff1b", ";"},
    {"\uff1a", ":"},
    {"\u3002", "."},
    {"\u0964", "."},
    {"\u2026", "..."},
    {"\u2014", "-"},
    {"\u2013", "-"},
    {"--", "-"},
    {"---", "-"},
    {"\u2014\u2014", "-"},
    {"\u20ac", "$"},
    {"\u00a3", "$"},
    {"\u00a5", "$"},
    {"\u0e3f", "$"},
    {"US$", "$"},
    {"C$", "$"},
    {"A$", "$"},
    {"\u20ba", "$"},
    {"\u20b9", "$"},
    {"\u09f3", "$"},
    {"\u20a9", "$"},
    {"Mex$", "$"},
    {"\u20a3", "$"},
    {"E\u00a3", "$"},
};
const uint32_t lexeme_n_base_norms = sizeof lexeme_base_norms / sizeof *lexeme_base_norms;

uint32_t lexeme_shape(dm_str word, char *out) {
    if (utf8_count(word.p, word.n) >= LEXEME_LONG) {
        memcpy(out, "LONG", 4);
        return 4;
    }
    uint32_t n = 0, last = UTF8_BAD, run = 0;
    for (uint32_t i = 0; i < word.n;) {
        uint32_t cp;
        i += utf8_decode(word.p + i, word.n - i, &cp);
        if (cp == UTF8_BAD) cp = 0xFFFD;
        uint32_t flags = uni_flags(cp), to = flags & UNI_ALPHA ? (flags & UNI_UPPER ? 'X' : 'x') : flags & UNI_DIGIT ? 'd' : cp;
        run = to == last ? run + 1 : 1;
        last = to;
        if (run <= 4) n += utf8_encode(to, out + n);
    }
    return n;
}

static uint64_t norm_of(const norm_table *norms, uint64_t word, uint64_t otherwise) {
    uint32_t lo = 0, hi = norms->n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (norms->v[mid].word == word) return norms->v[mid].norm;
        if (norms->v[mid].word < word) lo = mid + 1;
        else hi = mid;
    }
    return otherwise;
}

static dm_str first_point(dm_str s) {
    uint32_t cp;
    return str_sub(s, 0, utf8_decode(s.p, s.n, &cp));
}

static dm_str last_points(dm_str s, uint32_t n) {
    uint32_t i = s.n;
    for (; n > 0 && i > 0; n--) do
            i--;
        while (i > 0 && utf8_is_cont(s.p[i]));
    return str_sub(s, i, s.n);
}

static bool all_space(dm_str s) {
    for (uint32_t i = 0; i < s.n;) {
        uint32_t cp;
        i += utf8_decode(s.p + i, s.n - i, &cp);
        if (!uni_is_space(cp)) return false;
    }
    return true;
}

void lexeme_make(const norm_table *norms, dm_str word, char *lower_out, lexeme *out) {
    char shape[LEXEME_SHAPE_MAX];
    out->lower = (dm_str){lower_out, uni_lower_str(word, lower_out)};
    out->lower_same = str_eq(out->lower, word);
    out->is_space = all_space(word);
    out->features = (dm_features){
        .norm = norm_of(norms, text_id(word), text_id(out->lower)),
        .prefix = text_id(first_point(word)),
        .suffix = text_id(last_points(word, 3)),
        .shape = text_id((dm_str){shape, lexeme_shape(word, shape)}),
    };
}
