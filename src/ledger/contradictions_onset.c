/* Since when something stands still: "talks have been frozen since February 2019" against "the talks stalled in October
 * 2019". No frame makes an event of it, so the sentences of the stories are read: one that names a standstill and a month
 * with a year is a claim about what it is said of (talks, trade, aid, ...). Two claims of one subject from different origins
 * that have an actor in common, whose months differ, are a contradiction; a year that holds the month is
 * only less precise. */
#include "ledger/contradictions_int.h"

#include "merge/bag.h"

#include <stdlib.h>

typedef struct onset {
    uint64_t subject;
    uint32_t story, event, end; /* the events of its story; the claim is filed under the first */
    dm_day from, to;
    dm_span span;
    dm_str text;
} onset;
typedef struct onset_list {
    onset *v;
    uint32_t n, cap;
} onset_list;

static bool starts_nocase(dm_str s, const char *word) {
    uint32_t i = 0;
    for (; word[i]; i++)
        if (i >= s.n || (s.p[i] != word[i] && (s.p[i] < 'A' || s.p[i] > 'Z' || s.p[i] + ('a' - 'A') != word[i]))) return false;
    return true;
}

/* A word or phrase of the list (lower case) in the sentence; *at is the byte where it begins. */
static bool has(dm_str sentence, const char *const *words, uint32_t n, uint32_t *at) {
    for (uint32_t i = 0; i + 3 < sentence.n; i++) {
        if (i && sentence.p[i - 1] != ' ') continue;
        for (uint32_t w = 0; w < n; w++) {
            if (!starts_nocase(str_sub(sentence, i, sentence.n), words[w])) continue;
            *at = i;
            return true;
        }
    }
    return false;
}
#define HAS(s, list, at) has((s), (list), sizeof(list) / sizeof *(list), (at))

/* "since February 2019", "in October 2019", "since 2019". */
static bool month_of(dm_str s, dm_day *from, dm_day *to) {
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    static const char *const openings[] = {"since ", "in ", "from "};
    for (uint32_t i = 0; i < s.n; i++) {
        if (i && s.p[i - 1] != ' ') continue;
        uint32_t at = DM_NONE;
        for (uint32_t o = 0; o < 3; o++)
            if (str_starts(str_sub(s, i, s.n), openings[o])) at = i + (uint32_t)strlen(openings[o]);
        if (at == DM_NONE) continue;
        int month = 0;
        for (int m = 0; m < 12; m++) {
            dm_str rest = str_sub(s, at, s.n);
            if (!str_starts(rest, months[m])) continue;
            month = m + 1;
            at += (uint32_t)strlen(months[m]) + 1;
            break;
        }
        if (at + 4 > s.n) continue;
        int year = 0;
        for (uint32_t k = 0; k < 4; k++) year = s.p[at + k] >= '0' && s.p[at + k] <= '9' ? 10 * year + (s.p[at + k] - '0') : -100000;
        if (year < 1800 || year > 2200) continue;
        *from = day_of(year, month ? month : 1, 1);
        *to = (month == 0 || month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1)) - 1;
        return true;
    }
    return false;
}

/* What stands still, by its sort or stem: a word of this list before or after the standstill. */
static uint64_t subject_of(const finding *k, dm_str sentence) {
    static const char *const things[] = {"talks",    "negotiations", "dialogue", "diplomacy",   "trade",     "aid",  "exchanges",
                                         "reunions", "exports",      "imports",  "inspections", "relations", "ties", "flights"};
    uint32_t at;
    if (!HAS(sentence, things, &at)) return 0;
    uint32_t end = at;
    while (end < sentence.n && sentence.p[end] != ' ') end++;
    return bag_stem(&k->m->sorts, str_sub(sentence, at, end));
}

static uint32_t code_points(dm_str text, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < end; i++) n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return n;
}

/* Whether two stories have an actor in common: whose talks they are. */
static bool common_actor(const finding *k, const onset *a, const onset *b) {
    enum { MOST = 32 };
    for (uint32_t i = a->event; i < a->end && i < a->event + MOST; i++)
        for (uint32_t j = b->event; j < b->end && j < b->event + MOST; j++)
            if (merge_sides_meet(k->m->events[i].actors, k->m->events[j].actors)) return true;
    return false;
}

static bool read_story(finding *k, uint32_t story, uint32_t first, uint32_t end, onset_list *out) {
    static const char *const still[] = {"frozen",   "stalled",       "deadlocked", "suspended",   "halted",    "at a standstill",
                                        "in limbo", "at an impasse", "broke down", "broken down", "collapsed", "stalemate"};
    dm_str text = k->f->stories.v[story].text;
    for (uint32_t i = 0, j; i < text.n && first < end; i = j + 1) {
        for (j = i; j < text.n && !(text.p[j] == '\n' || (text.p[j] == '.' && (j + 1 == text.n || text.p[j + 1] == ' ' || text.p[j + 1] == '\n')));
             j++) {
        }
        dm_str sentence = str_sub(text, i, j);
        onset o = {.story = story, .event = first, .end = end};
        uint32_t at;
        if (sentence.n < 20 || !HAS(sentence, still, &at) || !month_of(sentence, &o.from, &o.to)) continue;
        o.subject = subject_of(k, sentence);
        if (!o.subject) continue;
        o.span = (dm_span){code_points(text, i), code_points(text, j)};
        onset *slot = VEC_PUSH(k->a, out);
        if (!slot) return false;
        *slot = o;
    }
    return true;
}

static int cmp_onset(const void *x, const void *y) {
    const onset *a = x, *b = y;
    if (a->subject != b->subject) return a->subject < b->subject ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->story != b->story) return a->story < b->story ? -1 : 1;
    return a->span.begin < b->span.begin ? -1 : a->span.begin > b->span.begin;
}

static bool disagree(const finding *k, const onset *a, const onset *b) {
    return a->to < b->from && k->m->origin_of[a->story] != k->m->origin_of[b->story] && common_actor(k, a, b);
}

static bool read_stories(finding *k, onset_list *list) {
    uint32_t event = 0;
    for (uint32_t s = 0; s < k->f->stories.n; s++) {
        uint32_t end = event;
        while (end < k->f->events.n && k->f->events.v[end].story == s) end++;
        if (!read_story(k, s, event, end, list)) return false;
        event = end;
    }
    return true;
}

dm_status ledger_keys(const facts *f, dm_arena *a, merge_key_list *out, dm_err *err) {
    merged m = {0};
    finding k = {.f = f, .m = &m, .a = a};
    onset_list list = {0};
    bool ok = sorts_init(&m.sorts, a) && read_stories(&k, &list);
    for (uint32_t i = 0; i < list.n && ok; i++) {
        merge_key *key = VEC_PUSH(a, out);
        ok = key != NULL;
        if (ok) *key = (merge_key){list.v[i].story, list.v[i].subject};
    }
    return ok ? DM_OK : err_memory(err, "keys");
}

dm_status onsets_find(finding *k, dm_err *err) {
    onset_list list = {0};
    if (!read_stories(k, &list)) return err_memory(err, "contradictions");
    if (list.n) qsort(list.v, list.n, sizeof *list.v, cmp_onset);
    for (uint32_t i = 0, j; i < list.n; i = j) {
        ledger_contradiction row = {.subject = list.v[i].event, .attribute = DM_ATTRIBUTE_ONSET, .cluster = k->m->cluster_of[list.v[i].event]};
        bool apart = false;
        for (j = i; j < list.n && list.v[j].subject == list.v[i].subject; j++) {
            for (uint32_t p = i; p < j; p++) apart |= disagree(k, &list.v[p], &list.v[j]);
        }
        for (uint32_t p = i; p < j && apart; p++) {
            dm_buf b = {0};
            day_put(&b, list.v[p].from, false);
            dm_str value = arena_str(k->a, str_sub(buf_str(&b), 0, list.v[p].to - list.v[p].from > 40 ? 4 : 7));
            buf_free(&b);
            if (!value.p || !claims_add(k, &row, value, list.v[p].story, k->f->events.v[list.v[p].event].id, list.v[p].span))
                return err_memory(err, "contradictions");
        }
        if (apart) DM_TRY(claims_keep(k, &row, err));
    }
    return DM_OK;
}
