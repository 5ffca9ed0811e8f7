/* See datetext.h. A small scanner: the string is cut into words of letters or of digits, and each position is tried
 * against the orders of day, month and year that news uses. */
#include "document/datetext.h"

typedef struct word {
    uint32_t begin, end;
    bool digits;
    int number; /* -1 above 9999 */
} word;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* The next run of digits or letters at or after `at`. */
static bool next_word(dm_str s, uint32_t at, word *w) {
    while (at < s.n && !is_digit(s.p[at]) && !is_letter(s.p[at])) at++;
    if (at >= s.n) return false;
    *w = (word){.begin = at, .digits = is_digit(s.p[at])};
    while (at < s.n && (w->digits ? is_digit(s.p[at]) : is_letter(s.p[at]))) {
        if (w->digits && w->number >= 0) w->number = w->number > 999 ? -1 : w->number * 10 + (s.p[at] - '0');
        at++;
    }
    w->end = at;
    return true;
}

static int name_of(dm_str w, const char *const *full, int n, const char *const *more, const int *more_value, int n_more) {
    for (int i = 0; i < n; i++) {
        if (str_eq_nocase(w, str_from(full[i]))) return i;
        if (w.n == 3 && str_eq_nocase(w, (dm_str){full[i], 3})) return i;
    }
    for (int i = 0; i < n_more; i++)
        if (str_eq_nocase(w, str_from(more[i]))) return more_value[i];
    return -1;
}

int datetext_month(dm_str w) {
    static const char *const full[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
    static const char *const more[] = {"Sept"};
    static const int value[] = {8};
    if (w.n && w.p[w.n - 1] == '.') w.n--;
    return name_of(w, full, 12, more, value, 1) + 1;
}

int datetext_weekday(dm_str w) {
    static const char *const full[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    static const char *const more[] = {"Tues", "Weds", "Thur", "Thurs"};
    static const int value[] = {1, 2, 3, 3};
    if (w.n && w.p[w.n - 1] == '.') w.n--;
    return name_of(w, full, 7, more, value, 4);
}

/* What stands between two words of one date: spaces, at most one comma, dot, hyphen or slash, "of", an ordinal's end. */
static bool joined(dm_str s, uint32_t a, uint32_t b) {
    uint32_t marks = 0;
    for (uint32_t i = a; i < b; i++) {
        char c = s.p[i];
        if (c == ',' || c == '.' || c == '-' || c == '/') marks++;
        else if (c != ' ' && c != '\t') return false;
    }
    return marks <= 2 && b - a <= 4;
}

static uint32_t after_ordinal(dm_str s, uint32_t at) {
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    for (int i = 0; i < 4; i++)
        if (at + 2 <= s.n && str_eq_nocase(str_sub(s, at, at + 2), str_from(ends[i])) && (at + 2 == s.n || !is_letter(s.p[at + 2]))) return at + 2;
    return at;
}

static bool year_ok(const word *w) { return w->digits && w->end - w->begin == 4 && w->number >= 1000 && w->number <= 2999; }
static bool mday_ok(const word *w) { return w->digits && w->end - w->begin <= 2 && w->number >= 1 && w->number <= 31; }

/* Month D[, ] YYYY and D Month YYYY, with words a, b, c; each may be followed by an ordinal's end. */
static bool in_words(dm_str s, const word *a, datetext *out) {
    word b, c;
    int month = a->digits ? 0 : datetext_month(str_sub(s, a->begin, a->end));
    uint32_t end = after_ordinal(s, a->end);
    if (month) {
        if (!next_word(s, end, &b) || !mday_ok(&b) || !joined(s, end, b.begin)) return false;
        end = after_ordinal(s, b.end);
        if (!next_word(s, end, &c) || !year_ok(&c) || !joined(s, end, c.begin)) return false;
        *out = (datetext){.begin = a->begin, .end = c.end, .day = day_of(c.number, month, b.number), .form = DATETEXT_WORDS};
        return out->day != DM_DAY_NONE;
    }
    if (!mday_ok(a) || !next_word(s, end, &b) || b.digits) return false;
    if (str_eq_nocase(str_sub(s, b.begin, b.end), DM_STR("of"))) {
        end = b.end;
        if (!next_word(s, end, &b) || b.digits) return false;
    }
    month = datetext_month(str_sub(s, b.begin, b.end));
    if (!month || !joined(s, end, b.begin) || !next_word(s, b.end, &c) || !year_ok(&c) || !joined(s, b.end, c.begin)) return false;
    *out = (datetext){.begin = a->begin, .end = c.end, .day = day_of(c.number, month, a->number), .form = DATETEXT_WORDS};
    return out->day != DM_DAY_NONE;
}

static bool in_numbers(dm_str s, const word *a, datetext *out) {
    word b, c;
    if (!a->digits || !next_word(s, a->end, &b) || !b.digits || b.begin != a->end + 1) return false;
    if (!next_word(s, b.end, &c) || !c.digits || c.begin != b.end + 1) return false;
    char mark = s.p[a->end];
    if ((mark != '-' && mark != '/' && mark != '.') || s.p[b.end] != mark) return false;
    bool more_after = c.end + 1 < s.n && s.p[c.end] == mark && is_digit(s.p[c.end + 1]);
    bool more_before = a->begin > 1 && s.p[a->begin - 1] == mark && is_digit(s.p[a->begin - 2]);
    if (more_after || more_before) return false; /* a version, a telephone number */
    *out = (datetext){.begin = a->begin, .end = c.end, .day = DM_DAY_NONE};
    if (year_ok(a) && mday_ok(&b) && mday_ok(&c)) {
        out->form = DATETEXT_ISO;
        out->day = day_of(a->number, b.number, c.number);
    } else if (mday_ok(a) && mday_ok(&b) && year_ok(&c)) {
        out->form = DATETEXT_NUMBERS;
        bool european = a->number > 12 || mark == '.' || a->number == b.number;
        if (european) out->day = day_of(c.number, b.number, a->number);
        else if (b.number > 12) out->day = day_of(c.number, a->number, b.number);
    }
    return out->day != DM_DAY_NONE;
}

/* Takes in "16:50", "T16:50:00Z", "- 16:50" after the date. */
static void take_time(dm_str s, datetext *d) {
    uint32_t at = d->end;
    while (at < s.n && at < d->end + 8 && (s.p[at] == ' ' || s.p[at] == ',' || s.p[at] == '-' || s.p[at] == 'T' || s.p[at] == '|' || s.p[at] == '\t'))
        at++;
    word h, m;
    if (at == d->end || !next_word(s, at, &h) || h.begin != at || !h.digits || h.number < 0 || h.number > 24) return;
    if (h.end >= s.n || (s.p[h.end] != ':' && s.p[h.end] != '.') || !next_word(s, h.end, &m) || m.begin != h.end + 1 || !m.digits ||
        m.end - m.begin != 2 || m.number > 59)
        return;
    d->has_time = true;
    d->end = m.end;
    word sec;
    if (d->end < s.n && s.p[d->end] == ':' && next_word(s, d->end, &sec) && sec.begin == d->end + 1 && sec.digits) d->end = sec.end;
}

static void take_weekday(dm_str s, uint32_t from, datetext *d) {
    d->weekday = -1;
    uint32_t e = d->begin;
    while (e > from && (s.p[e - 1] == ' ' || s.p[e - 1] == ',' || s.p[e - 1] == '.')) e--;
    uint32_t b = e;
    while (b > from && is_letter(s.p[b - 1])) b--;
    if (b == e || d->begin - e > 3) return;
    d->weekday = datetext_weekday(str_sub(s, b, e));
    if (d->weekday >= 0) d->begin = b;
}

bool datetext_find(dm_str s, uint32_t from, datetext *out) {
    word w;
    for (uint32_t at = from; next_word(s, at, &w); at = w.end) {
        if (w.begin > from && is_digit(s.p[w.begin]) && is_digit(s.p[w.begin - 1])) continue;
        if (!in_words(s, &w, out) && !in_numbers(s, &w, out)) continue;
        take_time(s, out);
        take_weekday(s, from, out);
        return true;
    }
    return false;
}

/* Eight digits at `at`, YYYYMMDD, not followed by a ninth unless a time of day follows. */
static dm_day packed(dm_str s, uint32_t at) {
    int v[8];
    if (at + 8 > s.n) return DM_DAY_NONE;
    for (uint32_t i = 0; i < 8; i++) {
        if (!is_digit(s.p[at + i])) return DM_DAY_NONE;
        v[i] = s.p[at + i] - '0';
    }
    int year = v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3];
    if (year < 1900 || year > 2199) return DM_DAY_NONE;
    return day_of(year, v[4] * 10 + v[5], v[6] * 10 + v[7]);
}

dm_day datetext_metadata(dm_str s) {
    s = str_trim(s);
    dm_day day = packed(s, 0);
    if (day != DM_DAY_NONE) return day;
    datetext d;
    return datetext_find(s, 0, &d) ? d.day : DM_DAY_NONE;
}

dm_day datetext_url(dm_str url) {
    int64_t scheme = str_find(url, DM_STR("://"), 0);
    uint32_t at = scheme < 0 ? 0 : (uint32_t)scheme + 3;
    while (at < url.n && url.p[at] != '/') at++;
    for (; at + 1 < url.n; at++) {
        char before = url.p[at];
        if (is_digit(before) || is_letter(before) || !is_digit(url.p[at + 1])) continue;
        dm_day day = at + 9 == url.n || (at + 9 < url.n && !is_digit(url.p[at + 9])) ? packed(url, at + 1) : DM_DAY_NONE;
        if (day != DM_DAY_NONE) return day;
        word w;
        datetext d;
        if (next_word(url, at + 1, &w) && year_ok(&w) && in_numbers(url, &w, &d)) return d.day;
    }
    return DM_DAY_NONE;
}
