/* The second pass over the dates of stories: an event that a well-dated story dates, and that another story tells too, says
 * when that other story was written. In: the merged events. Out: the dates of stories that had no day of their own, with
 * basis "ledger" and the reasons in words before those that the story gave itself.
 *
 * Only stories with a day that was printed, came with them or was set by a person give days, and only stories whose own day
 * is unknown or inferred take them, so no day that was taken here is ever given on: every chain has one link and its root
 * outside. What the story tells as past it does not precede; what it tells as to come it does not follow; and the weekday with
 * which it tells the event, where that is the day's own, is the most recent one. Bounds that leave no day, among themselves
 * or with the story's own, mean that something was taken for one event that is not: then nothing changes. */
#include "document/datetext.h"
#include "merge/merge.h"

#include <ctype.h>

enum { WEEK = 7, NARROW = 2 };

/* One end of what may be said, and who says it. */
typedef struct bound {
    dm_day day; /* DM_DAY_NONE: open */
    uint32_t here, there;
} bound;

typedef struct span_of_days {
    bound from, to;
} span_of_days;

static bool gives(const fact_story *s) {
    bool given = s->by_hand || s->date.basis == DM_BASIS_PRINTED || s->date.basis == DM_BASIS_METADATA;
    return given && s->date.from != DM_DAY_NONE && s->date.from == s->date.to;
}

static bool takes(const fact_story *s) {
    bool open = s->date.basis == DM_BASIS_UNKNOWN || s->date.basis == DM_BASIS_INFERRED;
    return open && !s->by_hand && (s->date.from == DM_DAY_NONE || s->date.from != s->date.to);
}

/* The one weekday in a sentence; -1 for none, for several, and for one that is not said of the days just gone. */
static int told_weekday(dm_str s) {
    static const char *const other[] = {"last", "next", "every", "by", "until", "till", "before", "after", "since"};
    dm_str before = DM_STR("");
    int found = -1;
    for (uint32_t i = 0, end; i < s.n; i = end + 1) {
        for (end = i; end < s.n && isalpha((unsigned char)s.p[end]); end++) continue;
        dm_str word = str_sub(s, i, end);
        if (!word.n) continue;
        int day = word.n >= sizeof "Sunday" - 1 && isupper((unsigned char)word.p[0]) ? datetext_weekday(word) : -1;
        if (day >= 0 && found >= 0) return -1;
        for (size_t k = 0; day >= 0 && k < sizeof other / sizeof *other; k++)
            if (str_eq_nocase(before, str_from(other[k]))) return -1;
        if (day >= 0) found = day;
        before = word;
    }
    return found;
}

static bool later(dm_day a, dm_day b) { return a != DM_DAY_NONE && (b == DM_DAY_NONE || a > b); }
static bool sooner(dm_day a, dm_day b) { return a != DM_DAY_NONE && (b == DM_DAY_NONE || a < b); }

/* The days on which the well-dated of a cluster have it; false where they give none, or not to the day. */
static bool known_days(const facts *f, const merge_cluster *c, span_of_days *out) {
    *out = (span_of_days){{DM_DAY_NONE, 0, 0}, {DM_DAY_NONE, 0, 0}};
    for (uint32_t i = 0; i < c->n; i++) {
        const fact_event *e = &f->events.v[c->v[i]];
        bool narrow = e->date.from != DM_DAY_NONE && e->date.to != DM_DAY_NONE && e->date.to - e->date.from <= NARROW;
        if (!narrow || e->modality != DM_MODALITY_ACTUAL || e->phase == DM_PHASE_FUTURE || !gives(&f->stories.v[e->story])) continue;
        if (later(e->date.from, out->from.day)) out->from = (bound){e->date.from, 0, c->v[i]};
        if (sooner(e->date.to, out->to.day)) out->to = (bound){e->date.to, 0, c->v[i]};
    }
    return out->from.day != DM_DAY_NONE && out->from.day <= out->to.day;
}

/* What one telling of an event of known days says of the day of its story. */
static span_of_days told_of(const fact_event *e, uint32_t row, const span_of_days *known) {
    span_of_days d = {{DM_DAY_NONE, row, known->from.there}, {DM_DAY_NONE, row, known->to.there}};
    if (e->modality != DM_MODALITY_ACTUAL) return d;
    if (e->phase == DM_PHASE_FUTURE && !e->history) d.to.day = known->to.day;
    if (e->phase != DM_PHASE_PAST) return d;
    d.from.day = known->from.day;
    int weekday = e->history ? -1 : told_weekday(e->evidence_text);
    for (dm_day day = known->from.day; weekday >= 0 && day <= known->to.day; day++)
        if (day_weekday(day) == weekday) d.from.day = day, d.to.day = day + WEEK - 1;
    return d;
}

static bool say(const facts *f, dm_date *d, const bound *b) {
    const fact_event *here = &f->events.v[b->here], *there = &f->events.v[b->there];
    dm_buf day = {0};
    date_put_text(&day, &there->date);
    dm_str *reason = VEC_PUSH(f->arena, &d->reasons);
    if (reason)
        *reason = arena_printf(f->arena, "it tells as %s what another story has on %.*s: \"%.*s\" (%.*s)",
                               here->phase == DM_PHASE_FUTURE ? "to come" : "past", DM_STR_ARG(buf_str(&day)), DM_STR_ARG(here->trigger_text),
                               DM_STR_ARG(f->stories.v[there->story].id));
    bool ok = buf_ok(&day) && reason && reason->p;
    buf_free(&day);
    return ok;
}

static dm_status date_story(facts *f, fact_story *s, const span_of_days *told, dm_err *err) {
    const dm_date was = s->date;
    bool up = later(told->from.day, was.from), down = sooner(told->to.day, was.to);
    dm_day from = up ? told->from.day : was.from, to = down ? told->to.day : was.to;
    if ((!up && !down) || (from != DM_DAY_NONE && to != DM_DAY_NONE && from > to)) return DM_OK;
    dm_date d = {.best = was.best, .from = from, .to = to, .basis = DM_BASIS_LEDGER};
    bool inside = was.best != DM_DAY_NONE && !later(from, was.best) && !sooner(to, was.best);
    /* Of the days after the event its own is the likeliest. */
    if (!inside) d.best = from != DM_DAY_NONE && to != DM_DAY_NONE && to - from < WEEK ? from : DM_DAY_NONE;
    bool same = up && down && told->from.here == told->to.here;
    if ((up && !say(f, &d, &told->from)) || (down && !same && !say(f, &d, &told->to))) return err_memory(err, "a story's date");
    for (uint32_t i = 0; i < was.reasons.n; i++) {
        dm_str *reason = VEC_PUSH(f->arena, &d.reasons);
        if (!reason) return err_memory(err, "a story's date");
        *reason = was.reasons.v[i];
    }
    s->date = d;
    return DM_OK;
}

dm_status merge_redate(facts *f, const merged *m, dm_err *err) {
    dm_arena step;
    arena_init(&step, 0);
    span_of_days *told = ARENA_NEW(&step, span_of_days, f->stories.n + 1);
    dm_status s = told ? DM_OK : err_memory(err, "the dates of stories");
    for (uint32_t i = 0; told && i < f->stories.n; i++) told[i] = (span_of_days){{DM_DAY_NONE, 0, 0}, {DM_DAY_NONE, 0, 0}};
    for (uint32_t c = 0; told && c < m->clusters.n; c++) {
        const merge_cluster *k = &m->clusters.v[c];
        span_of_days known;
        if (k->n < 2 || !known_days(f, k, &known)) continue;
        for (uint32_t i = 0; i < k->n; i++) {
            const fact_event *e = &f->events.v[k->v[i]];
            if (!takes(&f->stories.v[e->story])) continue;
            span_of_days d = told_of(e, k->v[i], &known), *all = &told[e->story];
            if (later(d.from.day, all->from.day)) all->from = d.from;
            if (sooner(d.to.day, all->to.day)) all->to = d.to;
        }
    }
    for (uint32_t i = 0; s == DM_OK && i < f->stories.n; i++)
        if (takes(&f->stories.v[i])) s = date_story(f, &f->stories.v[i], &told[i], err);
    arena_free(&step);
    return s;
}
