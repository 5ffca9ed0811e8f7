/* Words that dates are made of. Short and ambiguous names ("may", "march", "sun", "sat") count only when they are written
 * and tagged as names. */
#include "dates/expr.h"

#include "document/datetext.h"

static bool capital(dm_str s) { return s.n && s.p[0] >= 'A' && s.p[0] <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool beside_number(const dm_doc *doc, uint32_t tok) {
    bool after = tok + 1 < doc->tokens.n && is_digit(doc->tokens.v[tok + 1].text.p[0]);
    bool before = tok > 0 && is_digit(doc->tokens.v[tok - 1].text.p[0]);
    return before || after;
}

/* "Lee Jun-seok": joined by a hyphen to another word of letters that is no date. */
static bool in_hyphenated_name(const dm_doc *doc, uint32_t tok) {
    uint32_t n = doc->tokens.n;
    const dm_token *t = doc->tokens.v;
    bool after =
        tok + 2 < n && str_is(t[tok + 1].text, "-") && t[tok + 1].span.begin == t[tok].span.end && t[tok + 2].span.begin == t[tok + 1].span.end;
    bool before =
        tok >= 2 && str_is(t[tok - 1].text, "-") && t[tok - 1].span.end == t[tok].span.begin && t[tok - 2].span.end == t[tok - 1].span.begin;
    if (after && !is_digit(t[tok + 2].text.p[0]) && !datetext_month(t[tok + 2].text)) return true;
    return before && !is_digit(t[tok - 2].text.p[0]) && !datetext_month(t[tok - 2].text) && !str_is(t[tok - 2].lower, "mid") &&
           !str_is(t[tok - 2].lower, "early") && !str_is(t[tok - 2].lower, "late");
}

bool word_is_month(const dm_doc *doc, uint32_t tok) {
    const dm_token *t = &doc->tokens.v[tok];
    int month = capital(t->text) ? datetext_month(t->text) : 0;
    if (!month || t->ner == DM_NER_PERSON || in_hyphenated_name(doc, tok)) return false;
    bool name = t->ner == DM_NER_DATE || beside_number(doc, tok);
    bool short_form = t->text.n <= 4 && t->text.p[t->text.n - 1] != '.' && month != 5 && month != 6 && month != 7;
    if (short_form) return name;
    if ((month == 5 && t->text.n == 3) || month == 3) return name || (t->pos == DM_POS_PROPN && t->ner == DM_NER_NONE && t->dep == DM_DEP_POBJ);
    return name || t->pos == DM_POS_PROPN;
}

bool word_is_weekday(const dm_doc *doc, uint32_t tok) {
    const dm_token *t = &doc->tokens.v[tok];
    if (!capital(t->text)) return false;
    return t->text.n > 5 || t->text.p[t->text.n - 1] == '.' || t->ner == DM_NER_DATE;
}

int word_number(dm_str w) {
    int v = 0;
    if (!w.n || !is_digit(w.p[0])) return -2;
    for (uint32_t i = 0; i < w.n; i++) {
        if (w.p[i] == ',') continue;
        if (!is_digit(w.p[i]) || v > 999) return -2;
        v = v * 10 + (w.p[i] - '0');
    }
    return v;
}

int word_ordinal(dm_str w) {
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    if (w.n < 3 || w.n > 4 || !is_digit(w.p[0]) || is_digit(w.p[w.n - 1])) return 0;
    for (uint32_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!str_is(str_sub(w, w.n - 2, w.n), ends[i])) continue;
        int n = word_number(str_sub(w, 0, w.n - 2));
        return n > 0 ? n : 0;
    }
    return 0;
}

int word_year(dm_str w) {
    if (w.n != 4) return 0;
    int v = 0;
    for (uint32_t i = 0; i < 4; i++) {
        if (!is_digit(w.p[i])) return 0;
        v = v * 10 + (w.p[i] - '0');
    }
    return v >= 1000 && v < 2200 ? v : 0;
}
