/* Finds date expressions in the tokens of a block. Descent over a small grammar: at each token the alternatives are tried
 * from the most telling to the least, each takes as many tokens as it can, and the first that fits wins. The forms
 * are those of TimeML's TIMEX3; leading prepositions stay outside of an expression, determiners inside. */
#include "dates/expr.h"

#include "document/datetext.h"

typedef struct cursor {
    const dm_doc *doc;
    uint32_t end; /* tokens of the block */
} cursor;

static dm_str lower(const cursor *c, uint32_t i) { return i < c->end ? c->doc->tokens.v[i].lower : DM_STR(""); }
static dm_str text(const cursor *c, uint32_t i) { return i < c->end ? c->doc->tokens.v[i].text : DM_STR(""); }
static bool is(const cursor *c, uint32_t i, const char *word) { return i < c->end && str_is(c->doc->tokens.v[i].lower, word); }
static int month(const cursor *c, uint32_t i) { return i < c->end ? word_month(c->doc, i) : 0; }
static int weekday(const cursor *c, uint32_t i) { return i < c->end ? word_weekday(c->doc, i) : -1; }
static date_unit unit(const cursor *c, uint32_t i) {
    bool plural;
    return i < c->end ? word_unit(c->doc->tokens.v[i].lower, &plural) : UNIT_NONE;
}
static bool one_of(const cursor *c, uint32_t i, const char *const *list, uint32_t n) {
    for (uint32_t k = 0; k < n; k++)
        if (is(c, i, list[k])) return true;
    return false;
}
#define ONE_OF(c, i, list) one_of((c), (i), (list), sizeof(list) / sizeof *(list))

static uint32_t skip(const cursor *c, uint32_t i, const char *word) { return is(c, i, word) ? i + 1 : i; }

/* ---- parts ---- */

/* Day of the month in digits, with or without an ordinal's end: 1..31, 0 none. */
static int mday(const cursor *c, uint32_t i) {
    dm_str w = lower(c, i);
    if (!w.n || w.p[0] < '0' || w.p[0] > '9') return 0;
    int v = word_ordinal(w);
    if (!v && w.n <= 2) v = word_count(w, false);
    return v >= 1 && v <= 31 ? v : 0;
}

static date_dir direction(const cursor *c, uint32_t i) {
    static const char *const last[] = {"last", "past", "previous"};
    static const char *const next[] = {"next", "coming", "upcoming", "following"};
    static const char *const now[] = {"this", "current"};
    return ONE_OF(c, i, last) ? DIR_LAST : ONE_OF(c, i, next) ? DIR_NEXT : ONE_OF(c, i, now) ? DIR_THIS : DIR_NONE;
}

static date_mod modifier(const cursor *c, uint32_t i) {
    static const char *const early[] = {"early", "beginning", "start"};
    static const char *const mid[] = {"mid", "middle"};
    static const char *const late[] = {"late", "end"};
    return ONE_OF(c, i, early) ? MOD_EARLY : ONE_OF(c, i, mid) ? MOD_MID : ONE_OF(c, i, late) ? MOD_LATE : MOD_NONE;
}

/* "last year", "this year", "the same year", "of next year" at i: sets a year's shift; gives the token after it, or i. */
static uint32_t year_shift(const cursor *c, uint32_t i, date_expr *x) {
    uint32_t k = skip(c, skip(c, i, "of"), "the");
    date_dir d = direction(c, k);
    if (d == DIR_NONE || !is(c, k + 1, "year")) return i;
    x->has_shift = true;
    x->shift = d == DIR_LAST ? -1 : d == DIR_NEXT ? 1 : 0;
    return k + 2;
}

/* [, | of | in] YYYY at i. */
static uint32_t year(const cursor *c, uint32_t i, date_expr *x, bool bare) {
    uint32_t k = is(c, i, ",") || (bare && is(c, i, "of")) ? i + 1 : i;
    int y = word_year(text(c, k));
    if (!y) return i;
    x->year = y;
    return k + 1;
}

/* Clock at i: 16:50, 4:30 p.m., 4 pm, noon, midnight, with a zone after it. */
static uint32_t clock_at(const cursor *c, uint32_t i, date_expr *x) {
    static const char *const am[] = {"am", "a.m.", "a.m"};
    static const char *const pm[] = {"pm", "p.m.", "p.m"};
    static const char *const zones[] = {"gmt", "utc", "est", "edt", "kst", "jst", "cet", "cest", "bst", "pst", "pdt", "ist"};
    if (is(c, i, "noon") || is(c, i, "midnight")) {
        x->clock = is(c, i, "noon") ? 720 : 0;
        return i + 1;
    }
    dm_str w = text(c, i);
    int h = -1, m = 0;
    int64_t colon = str_find(w, DM_STR(":"), 0);
    if (colon > 0 && w.n == (uint32_t)colon + 3) {
        h = word_count(str_sub(w, 0, (uint32_t)colon), false);
        m = word_count(str_sub(w, (uint32_t)colon + 1, w.n), false);
    } else if (ONE_OF(c, i + 1, am) || ONE_OF(c, i + 1, pm)) {
        h = w.n <= 2 ? word_count(w, false) : -1;
    }
    if (h < 0 || h > 24 || m < 0 || m > 59) return i;
    i++;
    if (ONE_OF(c, i, pm) && h < 12) h += 12;
    if (ONE_OF(c, i, pm) || ONE_OF(c, i, am)) i++;
    if (ONE_OF(c, i, zones)) i++;
    x->clock = h * 60 + m;
    return i;
}

/* "morning", "at 4 p.m." after a day. */
static uint32_t part_after(const cursor *c, uint32_t i, date_expr *x) {
    date_part p = i < c->end ? word_part(lower(c, i)) : PART_NONE;
    if (p != PART_NONE) {
        x->part = p;
        return i + 1;
    }
    uint32_t k = skip(c, i, "at"), after = clock_at(c, k, x);
    return after > k ? after : i;
}

/* ---- alternatives; each gives the token after the expression, or i when it does not fit ---- */

/* MONTH D[, YYYY], D MONTH [YYYY], MONTH [of] YYYY, MONTH; not the weekday before it. */
static uint32_t month_date(const cursor *c, uint32_t i, date_expr *x) {
    int m = month(c, i), d = mday(c, i);
    uint32_t k = i;
    x->form = EXPR_CALENDAR;
    if (m) {
        x->month = m;
        k = skip(c, i + 1, ",");
        d = mday(c, k);
        bool counts = d && (unit(c, k + 1) != UNIT_NONE || str_is(lower(c, k + 1), "percent") || str_is(lower(c, k + 1), "%"));
        if (d && !counts) {
            x->day = d;
            k++;
        } else {
            k = i + 1;
        }
    } else if (d) {
        uint32_t j = skip(c, i + 1, "of");
        j = is(c, j, "-") ? j + 1 : j;
        if (!(m = month(c, j))) return i;
        x->month = m, x->day = d;
        k = is(c, j + 1, "-") ? j + 2 : j + 1;
    } else {
        return i;
    }
    uint32_t after = year(c, k, x, x->day == 0);
    if (after == k) after = year_shift(c, k, x);
    return after;
}

static uint32_t numeric_date(const cursor *c, uint32_t i, date_expr *x) {
    dm_str w = text(c, i);
    datetext d;
    if (!w.n || w.p[0] < '0' || w.p[0] > '9') return i;
    uint32_t begin = c->doc->tokens.v[i].span.begin, last = c->doc->tokens.v[c->end - 1].span.end;
    dm_str around = str_sub(c->doc->text, begin, last > begin + 24 ? begin + 24 : last);
    while (around.n && ((unsigned char)c->doc->text.p[begin + around.n - 1] & 0x80)) around.n--;
    if (!datetext_find(around, 0, &d) || d.begin != 0 || d.form == DATETEXT_WORDS) return i;
    day_split(d.day, &x->year, &x->month, &x->day);
    x->form = EXPR_CALENDAR;
    uint32_t k = i;
    while (k < c->end && c->doc->tokens.v[k].span.end <= begin + d.end) k++;
    return k;
}

static uint32_t weekday_date(const cursor *c, uint32_t i, date_expr *x) {
    int wd = weekday(c, i);
    if (wd < 0) return i;
    uint32_t k = skip(c, i + 1, ",");
    date_expr inner = *x;
    uint32_t after = month_date(c, k, &inner);
    if (after > k && inner.day) {
        *x = inner;
        x->weekday = wd;
        return part_after(c, after, x);
    }
    x->form = EXPR_WEEKDAY;
    x->weekday = wd;
    k = i + 1;
    if (is(c, k, "last") || is(c, k, "next")) {
        date_dir d = direction(c, k);
        bool week = is(c, k + 1, "week");
        if (week) x->has_shift = true, x->shift = d == DIR_LAST ? -1 : 1;
        else if (unit(c, k + 1) == UNIT_NONE) x->dir = d;
        return week ? k + 2 : unit(c, k + 1) == UNIT_NONE ? k + 1 : k;
    }
    uint32_t of = skip(c, k, "of"), dir_at = of;
    date_dir d = direction(c, dir_at);
    if (d != DIR_NONE && is(c, dir_at + 1, "week")) {
        x->has_shift = true;
        x->shift = d == DIR_LAST ? -1 : d == DIR_NEXT ? 1 : 0;
        return dir_at + 2;
    }
    return part_after(c, k, x);
}

/* last/this/next UNIT, SEASON, MONTH, WEEKDAY, or part of the day; "the" stands before it or not. */
static uint32_t directed(const cursor *c, uint32_t i, date_expr *x) {
    uint32_t k = skip(c, i, "the");
    date_dir d = direction(c, k);
    if (d == DIR_NONE) return i;
    bool past = is(c, k, "past"), follow = is(c, k, "following") || is(c, k, "previous");
    k++;
    bool plural = false;
    date_unit u = k < c->end ? word_unit(lower(c, k), &plural) : UNIT_NONE;
    int count = k < c->end ? word_count(lower(c, k), false) : -2;
    if (count != -2) {
        uint32_t j = is(c, k + 1, "-") ? k + 2 : k + 1;
        u = j < c->end ? word_unit(lower(c, j), &plural) : UNIT_NONE;
        if (u == UNIT_NONE || d == DIR_THIS) return i;
        *x = (date_expr){.form = EXPR_WINDOW, .unit = u, .count = count, .sign = d == DIR_LAST ? -1 : 1, .weekday = -1, .clock = -1};
        return j + 1;
    }
    if (u != UNIT_NONE && plural) return i;
    x->shift = d == DIR_LAST ? -1 : d == DIR_NEXT ? 1 : 0;
    if (u != UNIT_NONE) {
        if (u == UNIT_SECOND || u == UNIT_MINUTE || u == UNIT_HOUR || (u == UNIT_DAY && d != DIR_NEXT && !follow)) return i;
        x->form = u == UNIT_DAY || follow ? EXPR_FROM_LAST : past ? EXPR_WINDOW : EXPR_SHIFT;
        x->unit = u;
        x->count = 1;
        x->sign = x->shift;
        return k + 1;
    }
    x->dir = d;
    if (k < c->end && (x->season = word_season(lower(c, k))) != SEASON_NONE) {
        x->form = EXPR_CALENDAR;
        return k + 1;
    }
    date_part p = k < c->end ? word_part(lower(c, k)) : PART_NONE;
    if (p != PART_NONE) {
        bool last_night = d == DIR_LAST;
        if (d == DIR_NEXT) *x = (date_expr){.form = EXPR_FROM_LAST, .unit = UNIT_DAY, .count = 1, .sign = 1, .part = p, .weekday = -1, .clock = -1};
        else *x = (date_expr){.form = EXPR_SHIFT, .unit = UNIT_DAY, .shift = last_night ? -1 : 0, .part = p, .weekday = -1, .clock = -1};
        return k + 1;
    }
    if ((x->month = month(c, k)) && mday(c, k + 1) == 0) {
        x->form = EXPR_CALENDAR;
        return k + 1;
    }
    x->month = 0;
    if ((x->weekday = weekday(c, k)) >= 0) {
        x->form = EXPR_WEEKDAY;
        return part_after(c, k + 1, x);
    }
    return i;
}

static uint32_t day_word(const cursor *c, uint32_t i, date_expr *x) {
    static const struct {
        const char *word;
        int shift;
        date_part part;
    } words[] = {
        {"today", 0, PART_NONE}, {"yesterday", -1, PART_NONE}, {"tomorrow", 1, PART_NONE}, {"tonight", 0, PART_NIGHT}, {"overnight", 0, PART_NIGHT}};
    for (uint32_t w = 0; w < sizeof words / sizeof *words; w++) {
        if (!is(c, i, words[w].word)) continue;
        x->form = EXPR_SHIFT;
        x->unit = UNIT_DAY;
        x->shift = words[w].shift;
        x->part = words[w].part;
        return part_after(c, i + 1, x);
    }
    return i;
}

/* N UNITs, with ago, earlier, later, before, after, from now; alone it is a duration. */
static uint32_t counted(const cursor *c, uint32_t i, date_expr *x) {
    bool article = is(c, i, "a") || is(c, i, "an");
    int n = i < c->end ? word_count(lower(c, i), true) : -2;
    bool plural = false, bare = n == -2; /* "years ago", "days later" */
    uint32_t k = bare ? i : i + 1;
    if (article && (is(c, k, "few") || is(c, k, "couple") || is(c, k, "dozen"))) n = word_count(lower(c, k), false), k++;
    k = skip(c, k, "of");
    if (is(c, k, "more") || is(c, k, "full") || is(c, k, "long")) k++;
    bool hyphen = is(c, k, "-");
    if (hyphen) k++;
    date_unit u = k < c->end ? word_unit(lower(c, k), &plural) : UNIT_NONE;
    if (u == UNIT_NONE || (bare && !plural) || (n == 0)) return i;
    if (is(c, k + 1, "-") || is(c, k + 1, "old") || is(c, k + 1, "s")) {
        if (is(c, k + 1, "old") || is(c, k + 2, "old") || is(c, k + 2, "olds")) return i; /* an age */
    }
    *x = (date_expr){.form = EXPR_DURATION, .unit = u, .count = bare ? -1 : n, .weekday = -1, .clock = -1};
    k++;
    if (hyphen) return k;
    if (is(c, k, "ago") || (is(c, k, "back") && !bare)) {
        x->form = EXPR_AGO, x->sign = -1;
        return k + 1;
    }
    if (is(c, k, "from") && is(c, k + 1, "now")) {
        x->form = EXPR_AGO, x->sign = 1;
        return k + 2;
    }
    bool ends = k + 1 >= c->end || c->doc->tokens.v[k + 1].pos == DM_POS_PUNCT; /* "two days before the vote" is counted from the vote */
    bool earlier = is(c, k, "earlier") || (ends && is(c, k, "before")), later = is(c, k, "later") || (ends && is(c, k, "after"));
    if (earlier || later) {
        x->form = EXPR_FROM_LAST, x->sign = earlier ? -1 : 1;
        return k + 1;
    }
    if (bare && !(i > 0 && is(c, i - 1, "for")) && !(i > 0 && is(c, i - 1, "in"))) return i;
    if (article && u == UNIT_SECOND) return i;
    return k;
}

/* 1990s, the 1990's, the '90s, 19th century. */
static uint32_t decade(const cursor *c, uint32_t i, date_expr *x) {
    dm_str w = text(c, i);
    x->form = EXPR_CALENDAR;
    x->span_years = 10;
    bool tens = w.n >= 4 && w.n <= 5 && w.p[3] == '0' && word_year(str_sub(w, 0, 4));
    bool apart = tens && w.n == 4 && i > 0 && is(c, i - 1, "the") && (is(c, i + 1, "'s") || is(c, i + 1, "’s"));
    if (tens && (apart || (w.n == 5 && (w.p[4] == 's' || w.p[4] == 'S')))) {
        x->year = word_year(str_sub(w, 0, 4));
        return apart ? i + 2 : i + 1;
    }
    static const char *const before[] = {"the", "'", "’", "early", "late", "mid", "-"};
    bool quote = is(c, i, "'") || is(c, i, "’");
    uint32_t k = quote ? i + 1 : i;
    w = text(c, k);
    if (w.n == 3 && w.p[2] == 's' && w.p[1] == '0' && w.p[0] >= '1' && w.p[0] <= '9' && (quote || (i > 0 && ONE_OF(c, i - 1, before)))) {
        x->year = (w.p[0] < '3' ? 2000 : 1900) + (w.p[0] - '0') * 10;
        return k + 1;
    }
    int o = i < c->end ? word_ordinal(lower(c, i)) : 0;
    k = is(c, i + 1, "-") ? i + 2 : i + 1;
    if (o < 1 || o > 21 || !is(c, k, "century")) return i;
    x->year = (o - 1) * 100;
    x->span_years = 100;
    return k + 1;
}

/* A bare year: after a preposition that goes with time, or where the model sees a date; never before what it could count. */
static uint32_t bare_year(const cursor *c, uint32_t i, date_expr *x) {
    static const char *const before[] = {"in",      "since",   "by",     "from",  "until", "till",   "before", "after",     "during",
                                         "between", "and",     "to",     "of",    "-",     "–",      "(",      "early",     "late",
                                         "mid",     "through", "around", "circa", "year",  "fiscal", "for",    "throughout"};
    const dm_token *t = &c->doc->tokens.v[i];
    dm_str w = t->text;
    bool mid = w.n == 8 && str_starts(t->lower, "mid-");
    int y = word_year(mid ? str_sub(w, 4, 8) : w);
    if (!y || y > 2150) return i;
    bool counts = i + 1 < c->end && (c->doc->tokens.v[i + 1].tag == DM_TAG_NNS || c->doc->tokens.v[i + 1].tag == DM_TAG_NNPS) &&
                  t->dep == DM_DEP_NUMMOD && t->ner != DM_NER_DATE;
    bool cued = i > 0 && ONE_OF(c, i - 1, before);
    if (counts || is(c, i + 1, "%") || is(c, i + 1, "percent") || (i > 0 && is(c, i - 1, "$"))) return i;
    if (!(t->ner == DM_NER_DATE || mid || (cued && y >= 1400))) return i;
    x->form = EXPR_CALENDAR;
    x->year = y;
    if (mid) x->mod = MOD_MID;
    return i + 1;
}

/* SEASON [of] YYYY, and a bare one after a word of time; QUARTER and half of a year. */
static uint32_t season_quarter(const cursor *c, uint32_t i, date_expr *x) {
    uint32_t k = skip(c, i, "the");
    x->form = EXPR_CALENDAR;
    date_season s = k < c->end ? word_season(lower(c, k)) : SEASON_NONE;
    if (s != SEASON_NONE) {
        x->season = s;
        uint32_t after = year(c, k + 1, x, true);
        if (after == k + 1) after = year_shift(c, k + 1, x);
        bool cued = i > 0 && (is(c, i - 1, "in") || is(c, i - 1, "by") || is(c, i - 1, "since") || is(c, i - 1, "during") || is(c, i - 1, "until"));
        bool name = c->doc->tokens.v[k].pos == DM_POS_PROPN || c->doc->tokens.v[k].pos == DM_POS_VERB;
        bool seen = c->doc->tokens.v[k].ner == DM_NER_DATE && !is(c, k + 1, "of");
        return after > k + 1 || seen || (cued && !name) ? after : i;
    }
    int o = k < c->end ? word_ordinal(lower(c, k)) : 0;
    dm_str w = text(c, k);
    if (w.n == 2 && w.p[0] == 'Q' && w.p[1] >= '1' && w.p[1] <= '4') o = w.p[1] - '0', k++;
    else if (o && is(c, k + 1, "quarter")) k += 2;
    else if (o && o <= 2 && is(c, k + 1, "half") && (is(c, k + 2, "of") || word_year(text(c, k + 2)))) x->unit = UNIT_HALF, k += 2;
    else return i;
    if (o > 4) return i;
    x->quarter = o;
    if (x->unit != UNIT_HALF) x->unit = UNIT_QUARTER;
    uint32_t after = year(c, k, x, true);
    if (after == k) after = year_shift(c, k, x);
    if (after == k && is(c, k, "of") && is(c, k + 1, "the") && is(c, k + 2, "year")) after = k + 3;
    return after == k && x->unit == UNIT_HALF ? i : after;
}

static uint32_t repeated(const cursor *c, uint32_t i, date_expr *x) {
    static const struct {
        const char *word;
        date_unit unit;
    } words[] = {{"daily", UNIT_DAY},     {"weekly", UNIT_WEEK}, {"monthly", UNIT_MONTH},     {"annual", UNIT_YEAR},
                 {"annually", UNIT_YEAR}, {"yearly", UNIT_YEAR}, {"quarterly", UNIT_QUARTER}, {"nightly", UNIT_DAY}};
    x->form = EXPR_SET;
    x->count = 1;
    for (uint32_t w = 0; w < sizeof words / sizeof *words; w++) {
        if (!is(c, i, words[w].word)) continue;
        x->unit = words[w].unit;
        return i + 1;
    }
    if (!is(c, i, "every") && !is(c, i, "each")) return i;
    uint32_t k = i + 1;
    int n = k < c->end ? word_count(lower(c, k), false) : -2;
    if (n > 0) x->count = n, k++;
    if ((x->unit = unit(c, k)) != UNIT_NONE) return k + 1;
    if ((x->weekday = weekday(c, k)) >= 0) return k + 1;
    if ((x->month = month(c, k))) return k + 1;
    return i;
}

static uint32_t last_expression(const cursor *c, uint32_t i, date_expr *x) {
    static const char *const same[] = {"same", "following", "next", "previous", "preceding"};
    if (is(c, i, "the") && ONE_OF(c, i + 1, same)) {
        bool plural = true;
        date_unit u = i + 2 < c->end ? word_unit(lower(c, i + 2), &plural) : UNIT_NONE;
        int sign = is(c, i + 1, "same") ? 0 : is(c, i + 1, "previous") || is(c, i + 1, "preceding") ? -1 : 1;
        if (u < UNIT_DAY || plural) return i;
        *x = (date_expr){.form = EXPR_FROM_LAST, .unit = u, .count = 1, .sign = sign, .weekday = -1, .clock = -1};
        if (!sign) x->count = 0;
        return part_after(c, i + 3, x);
    }
    if (is(c, i, "that") && i + 1 < c->end) {
        uint32_t k = skip(c, i + 1, "same");
        bool plural = true;
        date_unit u = k < c->end ? word_unit(lower(c, k), &plural) : UNIT_NONE;
        date_part p = k < c->end ? word_part(lower(c, k)) : PART_NONE;
        if ((u < UNIT_DAY || plural) && p == PART_NONE) return i;
        *x = (date_expr){.form = EXPR_FROM_LAST, .unit = p != PART_NONE ? UNIT_DAY : u, .part = p, .weekday = -1, .clock = -1};
        return k + 1;
    }
    if (is(c, i, "the") && is(c, i + 1, "day") && (is(c, i + 2, "before") || is(c, i + 2, "after"))) {
        bool yesterday = is(c, i + 3, "yesterday"), tomorrow = is(c, i + 3, "tomorrow");
        *x = (date_expr){.form = EXPR_FROM_LAST, .unit = UNIT_DAY, .count = 1, .sign = is(c, i + 2, "before") ? -1 : 1, .weekday = -1, .clock = -1};
        if (yesterday || tomorrow) x->form = EXPR_SHIFT, x->shift = yesterday ? -2 : 2;
        return yesterday || tomorrow ? i + 4 : i + 3;
    }
    return i;
}

static uint32_t holiday(const cursor *c, uint32_t i, date_expr *x) {
    bool year_end = is(c, i, "new") && is(c, i + 1, "year") && (is(c, i + 2, "'s") || is(c, i + 2, "’s"));
    uint32_t k = year_end ? i + 3 : i + 1;
    if (!year_end && !is(c, i, "christmas")) return i;
    bool eve = is(c, k, "eve"), named = eve || is(c, k, "day");
    if (year_end && !named) return i;
    x->form = EXPR_CALENDAR;
    x->month = year_end && !eve ? 1 : 12;
    x->day = year_end ? (eve ? 31 : 1) : eve ? 24 : 25;
    k += named;
    return year(c, k, x, false);
}

typedef uint32_t rule(const cursor *, uint32_t, date_expr *);

static uint32_t any(const cursor *c, uint32_t i, date_expr *x) {
    static rule *const rules[] = {numeric_date, weekday_date, last_expression, directed, decade,   season_quarter,
                                  month_date,   holiday,      counted,         day_word, repeated, bare_year};
    for (uint32_t r = 0; i < c->end && r < sizeof rules / sizeof *rules; r++) {
        *x = (date_expr){.weekday = -1, .clock = -1};
        uint32_t after = rules[r](c, i, x);
        if (after > i) return after;
    }
    *x = (date_expr){.weekday = -1, .clock = -1};
    uint32_t after = clock_at(c, i, x);
    if (after == i) return i;
    x->form = EXPR_SHIFT;
    x->unit = UNIT_DAY;
    uint32_t k = skip(c, after, "on"), done = k < c->end ? day_word(c, k, &(date_expr){0}) : k;
    return done > k ? done : after;
}

/* early/mid/late/end of ... X; earlier/later this UNIT. */
static uint32_t modified(const cursor *c, uint32_t i, date_expr *x) {
    uint32_t k = skip(c, i, "the");
    bool earlier = is(c, k, "earlier"), later = is(c, k, "later");
    if (earlier || later) {
        uint32_t j = skip(c, k + 1, "in"), after = any(c, j, x);
        bool fits = after > j && (x->form == EXPR_SHIFT || (x->form == EXPR_CALENDAR && !x->day) || x->form == EXPR_WEEKDAY);
        if (!fits) return i;
        x->mod = earlier ? MOD_BEFORE_NOW : MOD_AFTER_NOW;
        return after;
    }
    date_mod m = modifier(c, k);
    if (m == MOD_NONE) return i;
    bool noun = is(c, k, "beginning") || is(c, k, "start") || is(c, k, "middle") || is(c, k, "end");
    uint32_t j = k + 1;
    if (noun && !is(c, j, "of")) return i;
    if (noun) j++;
    else j = is(c, j, "-") ? j + 1 : is(c, j, "in") ? j + 1 : skip(c, j, "on");
    uint32_t after = any(c, j, x);
    if (after == j && noun && is(c, j, "the") && unit(c, j + 1) >= UNIT_WEEK) {
        *x = (date_expr){.form = EXPR_SHIFT, .unit = unit(c, j + 1), .weekday = -1, .clock = -1};
        after = j + 2;
    }
    bool fits =
        after > j && x->form != EXPR_DURATION && x->form != EXPR_SET && x->form != EXPR_WINDOW && x->form != EXPR_FROM_LAST && x->form != EXPR_AGO;
    if (!fits) return i;
    x->mod = m;
    return after;
}

static bool may_begin(const dm_token *t) { return t->pos != DM_POS_PUNCT && t->pos != DM_POS_SPACE; }

dm_status expr_spot(dm_doc *doc, uint32_t begin, uint32_t end, date_exprs *out, dm_err *err) {
    cursor c = {doc, end};
    for (uint32_t i = begin; i < end;) {
        date_expr x = {.weekday = -1, .clock = -1};
        uint32_t after = i;
        if (may_begin(&doc->tokens.v[i]) || str_is(doc->tokens.v[i].text, "'") || str_is(doc->tokens.v[i].text, "’")) {
            after = modified(&c, i, &x);
            if (after == i) after = any(&c, i, &x);
        }
        if (after == i) {
            i++;
            continue;
        }
        date_expr *to = VEC_PUSH(doc->arena, out);
        if (!to) return err_memory(err, "a story's dates");
        *to = x;
        to->tok_begin = i;
        to->tok_end = after < end ? after : end;
        expr_context(doc, to);
        i = after;
    }
    return DM_OK;
}
