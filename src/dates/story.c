/* See story.h. Order of trust: a day printed with the story, the metadata and the address, a dateline, and last the text itself.
 * Each is first held against the text: a day before something that the text tells as past, or outside of the term of somebody whom it
 * names with an office, is not believed, and then it bounds from above only, as a bare timestamp does from
 * the start, because it may be the day of a crawl. Without a trusted day, all days that the evidence leaves open are weighed; the interval holds 90 %
 * of the weight. A single day is given only when a day in the text lies at most 7 days before it and no other day
 * comes near it, when the interval is shorter than four months and weekdays speak for it. */
#include "dates/story.h"

#include "base/map.h"
#include "document/datetext.h"

#include <stdlib.h>

enum { TERM_SLACK = 3, ANCHOR_DAYS = 7, NARROW = 120 };

typedef struct story_days {
    dm_day printed, loose, url;
    dm_span printed_span, loose_span;
} story_days;

static dm_str iso(const dm_doc *doc, dm_day day) {
    int y, m, d;
    day_split(day, &y, &m, &d);
    return arena_printf(doc->arena, "%04d-%02d-%02d", y, m, d);
}

static dm_status reason(dm_doc *doc, dm_str text, dm_err *err) {
    dm_str *r = VEC_PUSH(doc->arena, &doc->date.reasons);
    if (!r || !text.p) return err_memory(err, "a story's date");
    *r = text;
    doc_trace(doc, DM_STAGE_DATES, DM_SPAN_NONE, "story's date: %.*s", DM_STR_ARG(text));
    return DM_OK;
}

/* ---- what the page says ---- */

/* "SEOUL, July 18 (Reuters) -", "Friday, July 21": month and day without a year, and a weekday before them. */
static void line_without_year(dm_str s, int *month, int *mday, int *weekday) {
    uint32_t at = 0;
    while (at < s.n) {
        uint32_t b = at;
        while (at < s.n && ((s.p[at] | 32) >= 'a' && (s.p[at] | 32) <= 'z')) at++;
        int m = at > b ? datetext_month(str_sub(s, b, at)) : 0, wd = at > b + 2 ? datetext_weekday(str_sub(s, b, at)) : -1;
        if (wd >= 0) *weekday = wd;
        if (m) {
            uint32_t k = at;
            int d = 0;
            while (k < s.n && (s.p[k] == '.' || s.p[k] == ' ')) k++;
            while (k < s.n && s.p[k] >= '0' && s.p[k] <= '9' && d < 100) d = d * 10 + (s.p[k++] - '0');
            if (!d) { /* 18 July */
                k = b;
                while (k > 0 && s.p[k - 1] == ' ') k--;
                uint32_t e = k;
                while (k > 0 && s.p[k - 1] >= '0' && s.p[k - 1] <= '9' && e - k < 2) k--;
                for (; k < e; k++) d = d * 10 + (s.p[k] - '0');
            }
            if (d >= 1 && d <= 31) *month = m, *mday = d;
            return;
        }
        if (at == b) at++;
    }
}

/* A date line deep inside of the story, after three paragraphs and before another, dates a quotation or a chapter: the blocks
 * between which that is so. */
static void deep_inside(const dm_doc *doc, uint32_t *after, uint32_t *before) {
    enum { TOP = 3 };
    uint32_t n = 0;
    *after = *before = doc->blocks.n;
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        if (doc->blocks.v[i].kind != DM_BLOCK_BODY) continue;
        if (++n == TOP) *after = i;
        if (n > TOP) *before = i;
    }
    if (n <= TOP) *after = doc->blocks.n;
}

static dm_status read_lines(dm_doc *doc, story_days *days, date_evidence *e) {
    *days = (story_days){.printed = DM_DAY_NONE, .loose = DM_DAY_NONE, .url = doc->url.p ? datetext_url(doc->url) : DM_DAY_NONE};
    uint32_t deep_from, deep_to;
    deep_inside(doc, &deep_from, &deep_to);
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        const dm_block_row *b = &doc->blocks.v[i];
        if (b->kind != DM_BLOCK_DATELINE || (i > deep_from && i < deep_to)) continue;
        dm_str s = doc_text(doc, b->span);
        datetext d;
        if (!datetext_find(s, 0, &d)) {
            if (!e->line_day) {
                line_without_year(s, &e->line_month, &e->line_day, &e->line_weekday);
                e->line_span = b->span;
            }
            continue;
        }
        bool bare = d.form == DATETEXT_ISO && d.has_time && d.begin == 0 && d.end == s.n;
        if (d.weekday >= 0 && d.weekday != day_weekday(d.day)) {
            if (doc_note(doc, DM_STAGE_DATES, "weekday_mismatch", b->span, "the weekday and the day printed here do not go together") != DM_OK)
                return DM_E_MEMORY;
            bare = true;
        }
        if (bare && (days->loose == DM_DAY_NONE || d.day < days->loose)) days->loose = d.day, days->loose_span = b->span;
        if (!bare && days->printed == DM_DAY_NONE) days->printed = d.day, days->printed_span = b->span;
    }
    return DM_OK;
}

/* ---- what the text says ---- */

static dm_status add_bound(dm_doc *doc, date_evidence *e, bool floor, dm_day day, int weight, dm_str why, dm_err *err) {
    date_bound *b = floor ? VEC_PUSH(doc->arena, &e->floors) : VEC_PUSH(doc->arena, &e->ceilings);
    if (!b) return err_memory(err, "a story's date");
    *b = (date_bound){day, weight, why};
    return DM_OK;
}

static bool points_ahead(const dm_doc *doc, const date_expr *x) {
    static const char *const words[] = {"by", "until", "till", "through", "to", "for", "before", "beyond"};
    if (!x->tok_begin) return false;
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(doc->tokens.v[x->tok_begin - 1].lower, words[i])) return true;
    return false;
}

static void add_year(date_evidence *e, int year) {
    for (uint32_t i = 0; i < e->n_years; i++)
        if (e->years[i] == year) return;
    if (e->n_years < sizeof e->years / sizeof *e->years) e->years[e->n_years++] = year;
}

static dm_status add_calendar(dm_doc *doc, date_evidence *e, const date_expr *x, dm_err *err) {
    dm_span span = {doc->tokens.v[x->tok_begin].span.begin, doc->tokens.v[x->tok_end - 1].span.end};
    if (!x->year) {
        if (x->has_shift || x->dir != DIR_NONE || !x->month) return DM_OK;
        bool known = e->parts.n >= 24;
        for (uint32_t i = 0; i < e->parts.n; i++)
            known |= e->parts.v[i].month == x->month && e->parts.v[i].day == x->day && e->parts.v[i].future == x->future;
        if (known) return DM_OK;
        date_part_mention *p = VEC_PUSH(doc->arena, &e->parts);
        if (!p) return err_memory(err, "a story's date");
        *p = (date_part_mention){x->month, x->day, x->day ? x->weekday : -1, x->past, x->future, span};
        return DM_OK;
    }
    if (x->span_years || x->year < 1500) return DM_OK;
    dm_day day = day_of(x->year, x->month ? x->month : 1, x->day ? x->day : 1);
    if (day == DM_DAY_NONE) return DM_OK;
    if (x->future) {
        dm_day end = x->day ? day : day_of(x->year, x->month ? x->month : 12, 28);
        return add_bound(doc, e, false, end, 200, DM_STR_NONE, err);
    }
    if (points_ahead(doc, x)) return DM_OK;
    if (x->day && x->past && (e->latest == DM_DAY_NONE || day > e->latest)) e->latest = day;
    add_year(e, x->year);
    if (!x->past) return DM_OK;
    dm_str said = doc_text(doc, span), when = iso(doc, day);
    return add_bound(doc, e, true, day, x->month ? 600 : 300,
                     arena_printf(doc->arena, "not before %.*s: \"%.*s\" is past", DM_STR_ARG(when), DM_STR_ARG(said)), err);
}

static dm_status read_exprs(dm_doc *doc, const date_exprs *xs, date_evidence *e, dm_err *err) {
    for (uint32_t i = 0; i < xs->n; i++) {
        const date_expr *x = &xs->v[i];
        if (x->form == EXPR_CALENDAR) DM_TRY(add_calendar(doc, e, x, err));
        if (x->form == EXPR_SHIFT && x->unit == UNIT_MONTH && x->shift == -1) e->last_month = true;
        if (x->form != EXPR_WEEKDAY || x->future || x->has_shift || x->dir != DIR_NONE) continue;
        bool known = false;
        for (uint32_t k = 0; k < e->n_weekdays; k++) known |= e->weekdays[k] == x->weekday;
        if (!known && e->n_weekdays < 3) e->weekdays[e->n_weekdays++] = x->weekday;
    }
    return DM_OK;
}

/* Adds the terms that a person has in an office; false when there is no more room. */
static bool add_terms(const lexicon *lex, uint32_t person, const dm_mention_row *m, dm_str office, date_term *t) {
    enum { ROOM = sizeof t->from / sizeof *t->from };
    uint32_t rows[ROOM], n = lexicon_terms(lex, person, rows, ROOM);
    for (uint32_t k = 0; k < n && k < ROOM; k++) {
        lex_office o = lexicon_office(lex, rows[k]);
        if (!str_eq(o.office, office) || (m->country != DM_NONE && o.country != m->country)) continue;
        if (t->n == ROOM) return false;
        t->from[t->n] = o.from == DM_DAY_NONE ? o.from : o.from - TERM_SLACK;
        t->to[t->n] = o.to == DM_DAY_NONE ? o.to : o.to + TERM_SLACK;
        t->n++;
    }
    return true;
}

/* Terms of all whom the name may mean: "President Moon" names nobody for sure, but few of that name were presidents. */
static bool terms_of(const lexicon *lex, const dm_doc *doc, const dm_mention_row *m, date_term *t) {
    dm_str office = lexicon_title(lex, m->office).office;
    if (m->actor != DM_NONE) return add_terms(lex, m->actor, m, office, t);
    lex_match found[32];
    uint32_t n = m->name_begin < m->name_end ? lexicon_match(lex, doc, m->name_begin, found, 32) : 0, persons[32], n_persons = 0;
    for (uint32_t i = 0; i < n && i < 32; i++) {
        if (found[i].dict != LEX_NAME || found[i].n_pieces != m->name_end - m->name_begin) continue;
        uint32_t person = lexicon_name(lex, found[i].row).actor;
        bool known = lexicon_actor(lex, person).kind != DM_ENTITY_PERSON;
        for (uint32_t k = 0; k < n_persons; k++) known |= persons[k] == person;
        if (known) continue;
        persons[n_persons++] = person;
        if (!add_terms(lex, person, m, office, t)) return false;
    }
    return n < 32;
}

/* Ascending by begin, as the range of days wants it. */
static void sort_terms(date_term *t) {
    for (uint32_t i = 1; i < t->n; i++) {
        for (uint32_t k = i; k > 0 && t->from[k] < t->from[k - 1]; k--) {
            dm_day f = t->from[k], e = t->to[k];
            t->from[k] = t->from[k - 1], t->to[k] = t->to[k - 1];
            t->from[k - 1] = f, t->to[k - 1] = e;
        }
    }
}

static dm_status say_term(dm_doc *doc, const dm_mention_row *m, date_term *t, dm_err *err) {
    dm_day from = t->from[0] == DM_DAY_NONE ? t->from[0] : t->from[0] + TERM_SLACK, to = t->to[0];
    for (uint32_t k = 1; k < t->n; k++) to = to == DM_DAY_NONE || t->to[k] == DM_DAY_NONE ? DM_DAY_NONE : t->to[k] > to ? t->to[k] : to;
    if (to != DM_DAY_NONE) to -= TERM_SLACK;
    dm_str a = from == DM_DAY_NONE ? DM_STR("an unknown day") : iso(doc, from), b = to == DM_DAY_NONE ? DM_STR("an unknown day") : iso(doc, to);
    dm_str who = doc_text(doc, m->span);
    t->why = arena_printf(doc->arena, "\"%.*s\": in that office from %.*s to %.*s%s", DM_STR_ARG(who), DM_STR_ARG(a), DM_STR_ARG(b),
                          t->n > 1 ? ", not all the time" : "");
    return t->why.p ? DM_OK : err_memory(err, "a story's date");
}

/* Terms of office of the persons whom the text names with their office. */
static dm_status read_terms(const lexicon *lex, dm_doc *doc, date_evidence *e, dm_err *err) {
    enum { MOST = 24 };
    uint64_t seen[MOST];
    uint32_t n_seen = 0;
    for (uint32_t i = 0; lex && i < doc->mentions.n && n_seen < MOST; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->office == DM_NONE || m->former || m->tok_begin >= doc->tokens.n || (m->actor == DM_NONE && m->name_begin >= m->name_end)) continue;
        dm_block block = doc->blocks.v[doc->tokens.v[m->tok_begin].block].kind;
        if (block != DM_BLOCK_BODY && block != DM_BLOCK_TITLE) continue;
        dm_str office = lexicon_title(lex, m->office).office;
        uint32_t name = m->actor != DM_NONE ? m->actor : doc->pieces.v[m->name_begin].word;
        uint64_t key = (uint64_t)name << 32 | (hash_bytes(office.p, office.n) & 0xFFFFFFFFu);
        bool known = false;
        for (uint32_t k = 0; k < n_seen; k++) known |= seen[k] == key;
        if (known) continue;
        seen[n_seen++] = key;
        date_term t = {0};
        if (!terms_of(lex, doc, m, &t) || !t.n) continue;
        sort_terms(&t);
        DM_TRY(say_term(doc, m, &t, err));
        date_term *slot = VEC_PUSH(doc->arena, &e->terms);
        if (!slot) return err_memory(err, "a story's date");
        *slot = t;
    }
    return DM_OK;
}

/* ---- deciding ---- */

/* Why a day cannot be the day of writing; .p NULL when nothing speaks against it. */
static dm_str against(const date_evidence *e, dm_day day) {
    for (uint32_t i = 0; i < e->floors.n; i++)
        if (e->floors.v[i].weight > 500 && day + 1 < e->floors.v[i].day) return e->floors.v[i].why;
    uint32_t outside = 0;
    dm_str why = DM_STR_NONE;
    for (uint32_t i = 0; i < e->terms.n; i++) {
        bool inside = false;
        for (uint32_t k = 0; k < e->terms.v[i].n; k++)
            inside |= (e->terms.v[i].from[k] == DM_DAY_NONE || day >= e->terms.v[i].from[k]) &&
                      (e->terms.v[i].to[k] == DM_DAY_NONE || day <= e->terms.v[i].to[k]);
        if (!inside) outside++, why = e->terms.v[i].why;
    }
    return outside * 2 > e->terms.n ? why : DM_STR_NONE;
}

/* Days from the dateline's month and day to `day`, 0..365; -1 without a dateline. */
static int after_line(const date_evidence *e, dm_day day, dm_day *line) {
    if (!e->line_day) return -1;
    int y, m, d;
    day_split(day + 1, &y, &m, &d); /* a dateline may be ahead by a time zone */
    *line = day_of(y, e->line_month, e->line_day);
    if (*line == DM_DAY_NONE || *line > day + 1) *line = day_of(y - 1, e->line_month, e->line_day);
    return *line == DM_DAY_NONE ? -1 : day - *line < 0 ? 0 : day - *line;
}

static dm_status give(dm_doc *doc, dm_day day, dm_basis basis, dm_str why, dm_err *err) {
    doc->date.best = doc->date.from = doc->date.to = day;
    doc->date.basis = basis;
    DM_TRY(reason(doc, why, err));
    dm_str *r = doc->date.reasons.v; /* the strongest stands first */
    for (uint32_t i = doc->date.reasons.n - 1; i > 0; i--) r[i] = r[i - 1];
    r[0] = why;
    return DM_OK;
}

/* e to the minus n hundredths, by multiplication alone: the C library's exp differs between machines. */
static double power(int n) {
    if (n > 3000) return 0;
    double p = 1;
    for (double b = 0.99004983374916805; n; n >>= 1, b *= b)
        if (n & 1) p *= b;
    return p;
}

/* Hundredfold chances: days around a claimed one, weighed in steps that meet all weekdays. The claim is doubted when the
 * days around it fit the text four hundred times as well on average: a claim is wrong once in some fifty stories. */
static bool is_doubtful(const date_evidence *e, dm_day day) {
    enum { BEFORE = 10 * 365, AFTER = 2 * 365, STEP = 11, N = (BEFORE + AFTER) / STEP };
    const double times = 403;
    int w[N], claimed = story_weigh(e, day), top = claimed;
    double sum = 0;
    for (int i = 0; i < N; i++) {
        w[i] = story_weigh(e, day - BEFORE + i * STEP);
        if (w[i] > top) top = w[i];
    }
    for (int i = 0; i < N; i++) sum += power(top - w[i]);
    return sum / N > times * power(top - claimed);
}

/* Bounds that a page or an archive gives: a crawl or a last change is not before the writing. */
static dm_status read_ceilings(dm_doc *doc, date_evidence *e, dm_err *err) {
    if (doc->crawled_day != DM_DAY_NONE) {
        dm_str when = iso(doc, doc->crawled_day);
        DM_TRY(reason(doc, arena_printf(doc->arena, "not after %.*s: the day of the crawl", DM_STR_ARG(when)), err));
        DM_TRY(add_bound(doc, e, false, doc->crawled_day, STORY_HARD, DM_STR_NONE, err));
    }
    for (uint32_t i = 0; i < doc->hints.n; i++) {
        const dm_date_hint *h = &doc->hints.v[i];
        if (h->kind == DM_HINT_MODIFIED) DM_TRY(add_bound(doc, e, false, h->day, STORY_HARD, DM_STR_NONE, err));
    }
    return DM_OK;
}

typedef struct claim {
    dm_day day;
    dm_basis basis;
    dm_str what;
    dm_span span;
} claim;
enum { MOST_CLAIMS = 6 };

/* Most trusted first. */
static uint32_t claims_of(const dm_doc *doc, const story_days *days, claim *out) {
    uint32_t n = 0;
    if (days->printed != DM_DAY_NONE) out[n++] = (claim){days->printed, DM_BASIS_PRINTED, doc_text(doc, days->printed_span), days->printed_span};
    for (uint32_t i = 0; i < doc->hints.n && n + 2 < MOST_CLAIMS; i++) {
        const dm_date_hint *h = &doc->hints.v[i];
        if (h->kind == DM_HINT_MODIFIED) continue;
        out[n++] = (claim){h->day, h->kind == DM_HINT_PRINTED ? DM_BASIS_PRINTED : DM_BASIS_METADATA, h->where, DM_SPAN_NONE};
    }
    if (days->url != DM_DAY_NONE) out[n++] = (claim){days->url, DM_BASIS_METADATA, DM_STR("the day in the story's address"), DM_SPAN_NONE};
    if (doc->claimed_day != DM_DAY_NONE)
        out[n++] = (claim){doc->claimed_day, DM_BASIS_METADATA, DM_STR("the date that came with the story"), DM_SPAN_NONE};
    return n;
}

/* A printed or claimed day that the text bears out; *done false when there is none. Days that it does not bear out become
 * bounds. */
static dm_status trusted(dm_doc *doc, const story_days *days, date_evidence *e, bool *done, dm_err *err) {
    claim tries[MOST_CLAIMS];
    uint32_t n = claims_of(doc, days, tries);
    for (uint32_t i = 0; i < n && !*done; i++) {
        dm_day day = tries[i].day, line = day;
        bool printed = tries[i].basis == DM_BASIS_PRINTED;
        dm_str no = against(e, day), when = iso(doc, day);
        int gap = after_line(e, day, &line);
        if (!printed && !is_doubtful(e, day)) no = DM_STR_NONE;
        else if (!printed && !no.p) no = DM_STR("the text fits other days far better");
        if (!no.p && doc->crawled_day != DM_DAY_NONE && day > doc->crawled_day + 1) no = DM_STR("it lies after the crawl");
        if (!no.p && gap > 10) no = DM_STR("the dateline has another day");
        if (no.p) {
            dm_str why = arena_printf(doc->arena, "%.*s (%.*s) is not believed: %.*s", DM_STR_ARG(tries[i].what), DM_STR_ARG(when), DM_STR_ARG(no));
            DM_TRY(reason(doc, why, err));
            if (doc_note(doc, DM_STAGE_DATES, "date_contradicted", tries[i].span, "%.*s", DM_STR_ARG(why)) != DM_OK) return err_memory(err, "a note");
            DM_TRY(add_bound(doc, e, false, day, STORY_HARD, arena_printf(doc->arena, "not after %.*s", DM_STR_ARG(when)), err));
            continue;
        }
        *done = true;
        if (!printed && gap >= 0)
            return give(doc, line, DM_BASIS_PRINTED,
                        arena_printf(doc->arena, "printed in the dateline; the year from %.*s", DM_STR_ARG(tries[i].what)), err);
        dm_str said = printed ? arena_printf(doc->arena, "printed: %.*s", DM_STR_ARG(tries[i].what)) : tries[i].what;
        DM_TRY(give(doc, day, tries[i].basis, said, err));
        for (uint32_t k = i + 1; k < n; k++) {
            dm_str other = iso(doc, tries[k].day);
            if (tries[k].day != day)
                DM_TRY(reason(doc, arena_printf(doc->arena, "trusted before %.*s: %.*s", DM_STR_ARG(tries[k].what), DM_STR_ARG(other)), err));
        }
    }
    return DM_OK;
}

/* A timestamp without a word is believed only beside a full date at most a week before it, or the dateline's day. */
static dm_status loose(dm_doc *doc, const story_days *days, date_evidence *e, bool *done, dm_err *err) {
    dm_day bound = days->loose, line;
    if (bound == DM_DAY_NONE) return DM_OK;
    dm_str when = iso(doc, bound);
    int gap = after_line(e, bound, &line);
    bool near = (e->latest != DM_DAY_NONE && bound >= e->latest && bound - e->latest <= ANCHOR_DAYS) || (gap >= 0 && gap <= 1);
    if (near && !against(e, bound).p) {
        *done = true;
        dm_day day = gap >= 0 && gap <= 1 ? line : bound;
        return give(doc, day, DM_BASIS_INFERRED,
                    arena_printf(doc->arena, "the timestamp %.*s fits a day in the text shortly before it", DM_STR_ARG(when)), err);
    }
    DM_TRY(reason(doc, arena_printf(doc->arena, "not after %.*s: a timestamp that may be the day of a crawl", DM_STR_ARG(when)), err));
    return add_bound(doc, e, false, bound, STORY_HARD, DM_STR_NONE, err);
}

static dm_day anchor_before(const date_evidence *e, dm_day day) {
    dm_day best = e->latest != DM_DAY_NONE && e->latest <= day ? e->latest : DM_DAY_NONE;
    int y, m, d;
    day_split(day, &y, &m, &d);
    for (uint32_t i = 0; i < e->parts.n; i++) {
        if (!e->parts.v[i].day || e->parts.v[i].future) continue;
        dm_day at = day_of(y, e->parts.v[i].month, e->parts.v[i].day);
        if (at != DM_DAY_NONE && at <= day && (best == DM_DAY_NONE || at > best)) best = at;
    }
    return best;
}

static dm_status say_why(dm_doc *doc, const date_evidence *e, dm_err *err) {
    const date_bound *last = NULL;
    for (uint32_t i = 0; i < e->floors.n; i++)
        if (!last || e->floors.v[i].day > last->day) last = &e->floors.v[i];
    if (last) DM_TRY(reason(doc, last->why, err));
    for (uint32_t i = 0; i < e->terms.n && i < 8; i++) DM_TRY(reason(doc, e->terms.v[i].why, err));
    for (uint32_t i = 0; i < e->parts.n && i < 4; i++) {
        dm_str said = doc_text(doc, e->parts.v[i].span);
        DM_TRY(reason(doc, arena_printf(doc->arena, "\"%.*s\" is most often near the day of writing", DM_STR_ARG(said)), err));
    }
    if (e->n_weekdays) DM_TRY(reason(doc, DM_STR("weekdays are most often the day of writing or the days before it"), err));
    return DM_OK;
}

/* Weighs the days that are open. The interval leaves out less at both ends than a tenth: the densities are those of news
 * that tells of its own days, and where it does not the truth lies in their tails more often than they say. */
static dm_status infer(dm_doc *doc, const date_evidence *e, dm_err *err) {
    dm_day from, to;
    bool open;
    if (!story_range(e, &from, &to, &open)) {
        for (uint32_t i = 0; i < e->ceilings.n; i++)
            if (e->ceilings.v[i].weight >= STORY_HARD && (doc->date.to == DM_DAY_NONE || e->ceilings.v[i].day < doc->date.to))
                doc->date.to = e->ceilings.v[i].day, doc->date.basis = DM_BASIS_INFERRED;
        return doc->date.reasons.n ? DM_OK : reason(doc, DM_STR("nothing in the story or with it says when it was written"), err);
    }
    uint32_t n = (uint32_t)(to - from + 1), top = 0;
    const double TAIL = .015;
    double *w = ARENA_NEW(doc->arena, double, n), sum = 0, run = 0, rival = 0;
    int *logs = ARENA_NEW(doc->arena, int, n);
    if (!w || !logs) return err_memory(err, "a story's date");
    for (uint32_t i = 0; i < n; i++)
        if ((logs[i] = story_weigh(e, from + (dm_day)i)) > logs[top]) top = i;
    for (uint32_t i = 0; i < n; i++) sum += w[i] = power(logs[top] - logs[i]);
    for (uint32_t i = 0; i < n; i++) {
        double before = run;
        run += w[i];
        if (before < TAIL * sum && run >= TAIL * sum) doc->date.from = from + (dm_day)i;
        if (before < (1 - TAIL) * sum && run >= (1 - TAIL) * sum) doc->date.to = from + (dm_day)i;
        if (abs((int)i - (int)top) > 1 && w[i] > rival) rival = w[i];
    }
    if (open && doc->date.to > to - 5 * 366) doc->date.to = DM_DAY_NONE;
    dm_day day = from + (dm_day)top, anchor = anchor_before(e, day);
    doc->date.basis = DM_BASIS_INFERRED;
    if (e->line_day && w[top] > .6 * sum) {
        doc->date.from = doc->date.to = doc->date.best = day;
        return reason(doc, DM_STR("the dateline's day, in the year that the text allows"), err);
    }
    bool narrow = doc->date.to != DM_DAY_NONE && doc->date.to - doc->date.from <= NARROW && e->n_weekdays;
    if (anchor != DM_DAY_NONE && day - anchor <= ANCHOR_DAYS && rival <= .6 && narrow) {
        doc->date.best = day;
        if (day < doc->date.from) doc->date.from = day;
        if (doc->date.to != DM_DAY_NONE && day > doc->date.to) doc->date.to = day;
        dm_str when = iso(doc, anchor);
        DM_TRY(reason(
            doc, arena_printf(doc->arena, "%.*s in the text lies at most a week before it, and no other day fits nearly as well", DM_STR_ARG(when)),
            err));
    }
    return say_why(doc, e, err);
}

dm_status story_date(const lexicon *lex, dm_doc *doc, const date_exprs *exprs, dm_err *err) {
    date_evidence e = {.latest = DM_DAY_NONE, .weekdays = {-1, -1, -1}, .line_weekday = -1};
    story_days days;
    bool done = false;
    doc->date = DM_DATE_UNKNOWN;
    DM_TRY(read_lines(doc, &days, &e));
    DM_TRY(read_exprs(doc, exprs, &e, err));
    DM_TRY(read_terms(lex, doc, &e, err));
    DM_TRY(read_ceilings(doc, &e, err));
    DM_TRY(trusted(doc, &days, &e, &done, err));
    if (!done) DM_TRY(loose(doc, &days, &e, &done, err));
    return done ? DM_OK : infer(doc, &e, err);
}
