/* Words that dates are made of. Short and ambiguous names ("may", "march", "sun", "sat") count only when they are written
 * and tagged as names. */
#include "dates/expr.h"

#include "document/datetext.h"

static bool capital(dm_str s) { return s.n && s.p[0] >= 'A' && s.p[0] <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static int find(dm_str w, const char *const *list, int n) {
    for (int i = 0; i < n; i++)
        if (str_is(w, list[i])) return i;
    return -1;
}
#define FIND(w, list) find((w), (list), (int)(sizeof(list) / sizeof *(list)))

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

int word_month(const dm_doc *doc, uint32_t tok) {
    const dm_token *t = &doc->tokens.v[tok];
    int month = capital(t->text) ? datetext_month(t->text) : 0;
    if (!month || t->ner == DM_NER_PERSON || in_hyphenated_name(doc, tok)) return 0;
    bool name = t->ner == DM_NER_DATE || beside_number(doc, tok);
    bool short_form = t->text.n <= 4 && t->text.p[t->text.n - 1] != '.' && month != 5 && month != 6 && month != 7;
    if (short_form) return name ? month : 0;
    if ((month == 5 && t->text.n == 3) || month == 3)
        return name || (t->pos == DM_POS_PROPN && t->ner == DM_NER_NONE && t->dep == DM_DEP_POBJ) ? month : 0;
    return name || t->pos == DM_POS_PROPN ? month : 0;
}

int word_weekday(const dm_doc *doc, uint32_t tok) {
    const dm_token *t = &doc->tokens.v[tok];
    int day = capital(t->text) ? datetext_weekday(t->text) : -1;
    if (day < 0 || t->text.n > 5) return day;
    return t->text.p[t->text.n - 1] == '.' || t->ner == DM_NER_DATE ? day : -1;
}

date_season word_season(dm_str w) {
    static const char *const names[] = {"spring", "summer", "autumn", "winter", "fall"};
    int i = FIND(w, names);
    return i < 0 ? SEASON_NONE : i == 4 ? SEASON_AUTUMN : (date_season)(i + 1);
}

date_unit word_unit(dm_str w, bool *plural) {
    static const char *const names[] = {"second", "minute",  "hour", "day",    "weekend", "week",
                                        "month",  "quarter", "year", "decade", "century", "centurie"};
    static const date_unit units[] = {UNIT_SECOND, UNIT_MINUTE,  UNIT_HOUR, UNIT_DAY,    UNIT_WEEKEND, UNIT_WEEK,
                                      UNIT_MONTH,  UNIT_QUARTER, UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY, UNIT_CENTURY};
    *plural = false;
    int i = FIND(w, names);
    if (i < 0 && w.n > 3 && w.p[w.n - 1] == 's') {
        *plural = true;
        w.n--;
        i = FIND(w, names);
    }
    return i < 0 || (i == 11 && !*plural) ? UNIT_NONE : units[i];
}

date_part word_part(dm_str w) {
    static const char *const names[] = {"morning", "afternoon", "evening", "night", "dawn", "dusk"};
    static const date_part parts[] = {PART_MORNING, PART_AFTERNOON, PART_EVENING, PART_NIGHT, PART_MORNING, PART_EVENING};
    int i = FIND(w, names);
    return i < 0 ? PART_NONE : parts[i];
}

int word_count(dm_str w, bool article) {
    static const char *const small[] = {"zero",     "one",     "two",     "three",     "four",     "five",     "six",
                                        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
                                        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    static const char *const tens[] = {"thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"};
    static const char *const vague[] = {"several", "few", "many", "some", "numerous", "dozens", "countless"};
    if (!w.n) return -2;
    if (is_digit(w.p[0])) {
        int v = 0;
        for (uint32_t i = 0; i < w.n; i++) {
            if (w.p[i] == ',') continue;
            if (!is_digit(w.p[i]) || v > 999) return -2;
            v = v * 10 + (w.p[i] - '0');
        }
        return v;
    }
    int i = FIND(w, small);
    if (i >= 0) return i;
    if ((i = FIND(w, tens)) >= 0) return i == 7 ? 100 : 30 + 10 * i;
    if (FIND(w, vague) >= 0) return -1;
    if (str_is(w, "couple")) return 2;
    if (str_is(w, "dozen")) return 12;
    return article && (str_is(w, "a") || str_is(w, "an")) ? 1 : -2;
}

int word_ordinal(dm_str w) {
    static const char *const names[] = {"first",     "second",    "third",       "fourth",     "fifth",      "sixth",      "seventh",
                                        "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth", "fourteenth",
                                        "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
    int i = FIND(w, names);
    if (i >= 0) return i + 1;
    if (w.n < 3 || w.n > 4 || !is_digit(w.p[0]) || is_digit(w.p[w.n - 1])) return 0;
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    if (FIND(str_sub(w, w.n - 2, w.n), ends) < 0) return 0;
    return word_count(str_sub(w, 0, w.n - 2), false) > 0 ? word_count(str_sub(w, 0, w.n - 2), false) : 0;
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
