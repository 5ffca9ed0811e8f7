/* See kinds.h. A dateline is what stands before the first dash when it is only made of a place, a date and an agency:
 * places in capitals need nothing else, places in title case need the agency in brackets or a month and a day. */
#include "ingest/kinds.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "document/datetext.h"

enum { DATELINE_MAX = 110, SIGNATURE_MAX = 120, REPEAT_MAX = 2000 };

bool text_ends_sentence(dm_str s) {
    static const char *const closing[] = {"”", "’", "\"", "'", ")", "]", "»"};
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < sizeof closing / sizeof *closing; i++)
            if (str_ends(s, closing[i])) s.n -= (uint32_t)strlen(closing[i]), again = true;
    }
    return s.n && (strchr(".!?:", s.p[s.n - 1]) || str_ends(s, "…"));
}

bool text_is_agency(dm_str s) {
    static const char *const names[] = {"Reuters",
                                        "Reuter",
                                        "Yonhap",
                                        "Xinhua",
                                        "AP-Yonhap",
                                        "AFP-Yonhap",
                                        "Reuters-Yonhap",
                                        "Kyodo",
                                        "Interfax",
                                        "Bernama",
                                        "Antara",
                                        "Anadolu",
                                        "Tanjug",
                                        "Jiji",
                                        "AP",
                                        "AFP",
                                        "UPI",
                                        "EPA",
                                        "EPA-EFE",
                                        "KCNA",
                                        "TASS",
                                        "dpa",
                                        "ANSA",
                                        "EFE",
                                        "IANS",
                                        "PTI",
                                        "VOA",
                                        "IRNA",
                                        "Lusa",
                                        "The Associated Press",
                                        "Associated Press",
                                        "Agence France-Presse"};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(s, str_from(names[i]))) return true;
    return false;
}

bool text_is_signature(dm_str s) {
    if (text_is_agency(s)) return true;
    if (s.n < 2 || s.n > 8) return false;
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return true;
}

/* Byte after the dash that ends a dateline's place, date and agency; *dash is where the dash begins. 0: none. */
static uint32_t find_dash(dm_str s, uint32_t *dash) {
    static const char *const dashes[] = {"--", "—", "–", "-"};
    for (uint32_t at = 1; at < s.n && at < DATELINE_MAX; at++) {
        if (s.p[at] == '\n') return 0;
        for (uint32_t i = 0; i < 4; i++) {
            uint32_t n = (uint32_t)strlen(dashes[i]);
            if (!str_starts(str_sub(s, at, s.n), dashes[i])) continue;
            bool before = s.p[at - 1] == ' ' || s.p[at - 1] == ')', after = at + n < s.n && (s.p[at + n] == ' ' || i == 1 || i == 2);
            if (!before || !after) continue;
            *dash = at;
            uint32_t end = at + n;
            while (end < s.n && s.p[end] == ' ') end++;
            return end < s.n ? end : 0;
        }
    }
    return 0;
}

/* "KUALA LUMPUR: ": the same for a colon after words in capitals alone. */
static uint32_t find_colon(dm_str s, uint32_t *colon) {
    uint32_t at = 0;
    while (at < s.n && at < 30 && ((s.p[at] >= 'A' && s.p[at] <= 'Z') || s.p[at] == ' ')) at++;
    if (at < 5 || at + 2 >= s.n || s.p[at] != ':' || s.p[at + 1] != ' ' || s.p[at + 2] < 'A' || s.p[at + 2] > 'Z') return 0;
    *colon = at;
    return at + 2;
}

typedef struct dateline_words {
    bool all_upper; /* the words before the first comma or bracket */
    bool agency, month, day, other;
    uint32_t words, letters;
} dateline_words;

static void look_at_word(dm_str w, bool in_first, dateline_words *d) {
    uint32_t cp, upper = 0, lower = 0;
    for (uint32_t at = 0; at < w.n;) {
        at += utf8_decode(w.p + at, w.n - at, &cp);
        upper += uni_is_upper(cp);
        lower += uni_is_lower(cp);
    }
    d->words++;
    utf8_decode(w.p, w.n, &cp);
    if (uni_is_digit(cp)) d->day = true;
    else if (datetext_month(w)) d->month = true;
    else if (lower && !uni_is_upper(cp) && !str_is(w, "and") && !str_is(w, "of") && !str_is(w, "the") && !str_is(w, "de") && !str_is(w, "al"))
        d->other = true;
    if (in_first && lower) d->all_upper = false;
    if (in_first) d->letters += upper + lower;
}

static dateline_words look_at_prefix(dm_str s) {
    dateline_words d = {.all_upper = true};
    bool first = true, bracket = false;
    for (uint32_t at = 0; at < s.n;) {
        char c = s.p[at];
        if (c == ' ' || c == ',' || c == '/' || c == '(' || c == ')') {
            if (c != ' ' && c != '/') first = false;
            if (c == '(') d.agency = bracket = true;
            if (c == ')') bracket = false;
            at++;
            continue;
        }
        uint32_t b = at;
        while (at < s.n && !strchr(" ,/()", s.p[at])) at++;
        dm_str w = str_sub(s, b, at);
        if (!bracket) look_at_word(w, first, &d);
    }
    return d;
}

static uint32_t dateline_end(dm_str s, bool colons) {
    static const char *const no_place[] = {"FILE", "PHOTO", "WATCH",      "UPDATE",    "BREAKING",  "EXCLUSIVE", "ANALYSIS", "OPINION",
                                           "Q",    "A",     "CORRECTION", "EDITORIAL", "FACTBOX",   "NOTE",      "VIDEO",    "PHOTOS",
                                           "READ", "MORE",  "ALSO",       "EXPLAINER", "INTERVIEW", "SOURCE",    "SOURCES",  "TAGS"};
    uint32_t dash = 0, end = find_dash(s, &dash), words = 0;
    if (!end && colons) end = find_colon(s, &dash);
    for (uint32_t at = end; at + 1 < s.n && words < 4; at++) words += s.p[at] == ' ' && s.p[at + 1] != ' ';
    if (!end || words < 3) return 0; /* what follows is a paragraph */
    dm_str prefix = str_trim(str_sub(s, 0, dash));
    for (uint32_t i = 0; i < sizeof no_place / sizeof *no_place; i++) {
        uint32_t n = (uint32_t)strlen(no_place[i]);
        if (str_starts(prefix, no_place[i]) && (prefix.n == n || prefix.p[n] == ' ')) return 0;
    }
    if (memchr(prefix.p, ':', prefix.n)) return 0; /* "Published: ...", a speaker's label */
    dateline_words d = look_at_prefix(prefix);
    bool bracket_last = prefix.n && prefix.p[prefix.n - 1] == ')';
    if (d.other || d.words > 9) return 0;
    if (!d.words) return d.agency && bracket_last ? end : 0;
    if (d.all_upper && d.letters >= 3) return end;
    return (d.agency && bracket_last) || (d.month && d.day) ? end : 0;
}

/* Byte where a signature in brackets begins at the end of a paragraph, after a sentence; n when there is none. */
static uint32_t signature_begin(dm_str s) {
    static const char *const cues[] = {"Reporting by", "Writing by", "Editing by", "Additional reporting", "END", "With reports", "With files"};
    if (s.n < 4 || s.p[s.n - 1] != ')') return s.n;
    uint32_t b = s.n - 1;
    while (b > 0 && s.n - b < SIGNATURE_MAX && s.p[b] != '(') b--;
    if (s.p[b] != '(' || b == 0 || !text_ends_sentence(str_trim(str_sub(s, 0, b)))) return s.n;
    dm_str inner = str_sub(s, b + 1, s.n - 1);
    bool is = memchr(inner.p, '|', inner.n) != NULL || text_is_signature(inner);
    for (uint32_t i = 0; i < sizeof cues / sizeof *cues; i++) is |= str_starts(inner, cues[i]);
    return is ? b : s.n;
}

/* Length of X when s is X X or X X X with spaces between, else 0. */
static uint32_t repeated_part(dm_str s) {
    if (s.n < 24 || s.n > REPEAT_MAX) return 0;
    for (uint32_t times = 2; times <= 4; times++) {
        for (uint32_t gap = 0; gap <= 3; gap++) {
            if (s.n < (times - 1) * gap || (s.n - (times - 1) * gap) % times) continue;
            uint32_t n = (s.n - (times - 1) * gap) / times;
            bool same = n >= 12;
            for (uint32_t k = 1; same && k < times; k++) {
                uint32_t at = k * (n + gap);
                same = !memcmp(s.p, s.p + at, n) && !str_trim(str_sub(s, at - gap, at)).n;
            }
            if (same) return n;
        }
    }
    return 0;
}

static dm_paragraph *add(dm_arena *a, dm_str text, dm_paragraphs *out, const dm_paragraph *from, uint32_t begin, uint32_t end) {
    while (begin < end && (text.p[begin] == ' ' || text.p[begin] == '\n')) begin++;
    while (end > begin && (text.p[end - 1] == ' ' || text.p[end - 1] == '\n')) end--;
    dm_paragraph *p = VEC_PUSH(a, out);
    if (!p) return NULL;
    *p = *from;
    p->span = (dm_span){begin, end};
    paragraph_measure(text, p);
    return p;
}

static dm_status split_one(dm_arena *a, dm_str text, const dm_paragraph *p, bool colons, dm_paragraphs *out, dm_err *err) {
    dm_str s = str_sub(text, p->span.begin, p->span.end);
    uint32_t begin = p->span.begin, end = p->span.end;
    uint32_t part = repeated_part(s);
    dm_paragraph *q = NULL;
    if (part) {
        if (!(q = add(a, text, out, p, begin, begin + part))) return err_memory(err, "a story's blocks");
        if (q->words <= 20 && !text_ends_sentence(str_sub(s, 0, part))) {
            q->kind = DM_BLOCK_CAPTION;
            q->reason = DM_STR("set twice in one line, as beside pictures");
        }
        if (!(q = add(a, text, out, p, begin + part, end))) return err_memory(err, "a story's blocks");
        q->kind = DM_BLOCK_DUPLICATE;
        q->reason = DM_STR("repeats what stands before it in the line");
        return DM_OK;
    }
    uint32_t prefix = dateline_end(s, colons), tail = signature_begin(s);
    if (prefix) {
        if (!(q = add(a, text, out, p, begin, begin + prefix))) return err_memory(err, "a story's blocks");
        q->kind = DM_BLOCK_DATELINE;
        q->reason = DM_STR("place, date or agency before the beginning of a paragraph");
    }
    if (!(q = add(a, text, out, p, begin + prefix, begin + (tail > prefix ? tail : s.n)))) return err_memory(err, "a story's blocks");
    if (prefix) {
        q->kind = DM_BLOCK_BODY;
        q->reason = DM_STR("paragraph after its dateline");
    }
    if (tail > prefix && tail < s.n) {
        if (!(q = add(a, text, out, p, begin + tail, end))) return err_memory(err, "a story's blocks");
        q->kind = DM_BLOCK_BYLINE;
        q->reason = DM_STR("signature in brackets after the last sentence");
    }
    return DM_OK;
}

dm_status pieces_split(dm_arena *a, dm_str text, const dm_paragraphs *in, dm_paragraphs *out, dm_err *err) {
    uint32_t labels = 0, colon; /* more than one "WORD:" is a transcript with speakers */
    for (uint32_t i = 0; i < in->n; i++) labels += find_colon(str_sub(text, in->v[i].span.begin, in->v[i].span.end), &colon) != 0;
    for (uint32_t i = 0; i < in->n; i++) DM_TRY(split_one(a, text, &in->v[i], labels == 1, out, err));
    return DM_OK;
}
