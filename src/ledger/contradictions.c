/* Contradictions: two values of one attribute of one subject that cannot both be right, from different origins.
 *
 * In: merged events. Out: the subjects on which sources do not agree. Counts: numbers before nouns of one sort, told of one
 * event or of two that are alike in all but the day; "nearly 50" and "47" are one number with less precision. Dates: two
 * acts of one kind by the same parties, told to the day, whose days cannot be one. Occurred: what one side tells and the
 * other denies. Agent: one act, two doers, or doer and sufferer exchanged. Onset: since when something stands still
 * (contradictions_onset.c). Candidates share the word that tells the act and a party or thing, and lie near in time, so work
 * is near linear. */
#include "ledger/contradictions_int.h"

#include "base/map.h"

#include <stdlib.h>

enum { MOST_DAYS = 31, NEIGHBOURS = 16 };
#define ALIKE 0.4

static int cmp_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static uint32_t pairs_unique(uint64_t *pairs, uint32_t n) {
    uint32_t kept = 0;
    if (n) qsort(pairs, n, sizeof *pairs, cmp_u64);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || pairs[kept - 1] != pairs[i]) pairs[kept++] = pairs[i];
    return kept;
}

/* ---- rows ---- */

bool claims_add(finding *k, ledger_contradiction *row, dm_str value, uint32_t story, dm_str id, dm_span span) {
    ledger_claim *claim = NULL;
    for (uint32_t i = 0; i < row->values.n && !claim; i++)
        if (str_eq(row->values.v[i].value, value)) claim = &row->values.v[i];
    if (!claim) {
        claim = VEC_PUSH(k->a, &row->values);
        if (!claim) return false;
        *claim = (ledger_claim){.value = value};
    }
    for (uint32_t i = 0; i < claim->reports.n; i++)
        if (claim->reports.v[i].story == story && claim->reports.v[i].span.begin == span.begin) return true;
    ledger_report *r = VEC_PUSH(k->a, &claim->reports);
    if (r) *r = (ledger_report){story, id, span};
    return r != NULL;
}

static bool one_origin(const finding *k, uint32_t story_a, uint32_t story_b) {
    uint32_t a = k->m->origin_of[story_a], b = k->m->origin_of[story_b];
    dm_str x = k->f->stories.v[a].outlet, y = k->f->stories.v[b].outlet;
    return a == b || (x.p && y.p && str_eq_nocase(x, y));
}

/* The side that was told first stands nearest to the event. */
static void find_nearest(const finding *k, ledger_contradiction *row) {
    dm_day first = DM_DAY_NONE;
    uint32_t at = DM_NONE;
    bool tie = false;
    for (uint32_t v = 0; v < row->values.n; v++)
        for (uint32_t r = 0; r < row->values.v[v].reports.n; r++) {
            dm_day day = k->f->stories.v[row->values.v[v].reports.v[r].story].date.best;
            if (day == DM_DAY_NONE) continue;
            if (at == DM_NONE || day < first) first = day, at = v, tie = false;
            else if (day == first && v != at) tie = true;
        }
    if (at != DM_NONE && !tie) row->values.v[at].nearest = true;
}

static int cmp_claims(const void *x, const void *y) {
    const ledger_claim *a = x, *b = y;
    return str_cmp(a->value, b->value);
}

dm_status claims_keep(finding *k, ledger_contradiction *row, dm_err *err) {
    if (row->values.n < 2) return DM_OK;
    const fact_event *e = &k->f->events.v[row->subject];
    uint64_t parts[2] = {hash_bytes(e->id.p, e->id.n), row->attribute};
    qsort(row->values.v, row->values.n, sizeof *row->values.v, cmp_claims);
    find_nearest(k, row);
    row->id = arena_printf(k->a, "k%016llx", (unsigned long long)hash_bytes(parts, sizeof parts));
    ledger_contradiction *slot = row->id.p ? VEC_PUSH(k->a, &k->out->contradictions) : NULL;
    if (!slot) return err_memory(err, "contradictions");
    *slot = *row;
    return DM_OK;
}

static bool add_event(finding *k, ledger_contradiction *row, dm_str value, uint32_t event) {
    const fact_event *e = &k->f->events.v[event];
    return claims_add(k, row, value, e->story, e->id, e->trigger);
}

static bool add_members(finding *k, ledger_contradiction *row, dm_str value, uint32_t cluster) {
    const merge_cluster *c = &k->m->clusters.v[cluster];
    for (uint32_t i = 0; i < c->n; i++)
        if (!add_event(k, row, value, c->v[i])) return false;
    return true;
}

/* ---- counts ---- */

typedef struct count_claim {
    uint32_t event;
    counted c;
} count_claim;

/* Told of one event, of one sort, by two origins, and further apart than their precision. */
static bool counts_disagree(const finding *k, const count_claim *a, const count_claim *b) {
    if (a->c.what != b->c.what || one_origin(k, k->f->events.v[a->event].story, k->f->events.v[b->event].story)) return false;
    uint64_t low = a->c.n < b->c.n ? a->c.n : b->c.n, high = a->c.n + b->c.n - low;
    if (a->c.about || b->c.about) return 10 * (high - low) > 3 * high;
    return low != high;
}

static dm_status find_counts(finding *k, const dm_index_list *group, dm_err *err) {
    enum { MOST_CLAIMS = 64 };
    count_claim claims[MOST_CLAIMS];
    uint32_t n = 0;
    for (uint32_t g = 0; g < group->n; g++) {
        const merge_cluster *c = &k->m->clusters.v[group->v[g]];
        for (uint32_t i = 0; i < c->n; i++) {
            counted found[COUNTS_MAX];
            uint32_t m = counts_near(&k->m->sorts, &k->f->events.v[c->v[i]], found);
            for (uint32_t j = 0; j < m && n < MOST_CLAIMS; j++) claims[n++] = (count_claim){c->v[i], found[j]};
        }
    }
    bool used[MOST_CLAIMS] = {false};
    for (uint32_t i = 0; i < n; i++) {
        ledger_contradiction row = {.subject = claims[i].event, .attribute = DM_ATTRIBUTE_COUNT, .cluster = k->m->cluster_of[claims[i].event]};
        bool any = false;
        for (uint32_t j = i + 1; j < n && !any && !used[i]; j++) any = counts_disagree(k, &claims[i], &claims[j]);
        if (!any) continue;
        for (uint32_t j = i; j < n; j++) {
            if (claims[j].c.what != claims[i].c.what) continue;
            dm_str value = arena_printf(k->a, "%s%llu", claims[j].c.about ? "about " : "", (unsigned long long)claims[j].c.n);
            if (!value.p || !add_event(k, &row, value, claims[j].event)) return err_memory(err, "contradictions");
            used[j] = true;
        }
        DM_TRY(claims_keep(k, &row, err));
    }
    return DM_OK;
}

/* ---- pairs of clusters that tell one act differently ---- */

typedef struct near_key {
    uint64_t key;
    dm_day day;
    uint32_t cluster;
} near_key;

typedef struct near_list {
    near_key *v;
    uint32_t n, cap;
} near_list;

typedef struct pair_keys {
    uint64_t *v; /* the lower cluster above the higher */
    uint32_t n, cap;
} pair_keys;

static int cmp_near(const void *x, const void *y) {
    const near_key *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return a->cluster < b->cluster ? -1 : a->cluster > b->cluster;
}

static bool add_near(dm_arena *step, near_list *list, uint64_t word, uint64_t what, dm_day day, uint32_t cluster) {
    uint64_t parts[2] = {word, what};
    near_key *n = VEC_PUSH(step, list);
    if (n) *n = (near_key){hash_bytes(parts, sizeof parts), day, cluster};
    return n != NULL;
}

/* Attacks by the two parties alone, whichever is told to have attacked: who began. */
static bool add_fight(dm_arena *step, const merge_event *e, dm_day day, uint32_t cluster, near_list *list) {
    bool fight = e->e->type == DM_PLOVER_ASSAULT && e->e->modality == DM_MODALITY_ACTUAL && e->e->phase != DM_PHASE_FUTURE;
    if (!fight || e->actors.n != 1 || e->recipients.n != 1) return true;
    uint64_t a = e->actors.v[0], b = e->recipients.v[0];
    return add_near(step, list, a < b ? a : b, a < b ? b : a, day, cluster);
}

static bool list_near(const finding *k, dm_arena *step, near_list *list) {
    for (uint32_t c = 0; c < k->m->clusters.n; c++) {
        const merge_event *e = &k->m->events[k->speaker[c]];
        dm_day day = date_day(&k->m->clusters.v[c].date);
        const merge_side *const sides[] = {&e->actors, &e->recipients};
        if (!add_fight(step, e, day, c, list)) return false;
        if (!e->trigger || e->e->modality != DM_MODALITY_ACTUAL || e->e->phase == DM_PHASE_FUTURE) continue;
        for (int s = 0; s < 2; s++)
            for (uint32_t i = 0; i < sides[s]->n; i++)
                if (!add_near(step, list, e->trigger, sides[s]->v[i], day, c)) return false;
        for (uint32_t i = 0; i < e->things.n; i++)
            if (!add_near(step, list, e->trigger, e->things.v[i], day, c)) return false;
    }
    if (list->n) qsort(list->v, list->n, sizeof *list->v, cmp_near);
    return true;
}

static bool told_to_the_day(const dm_date *d) { return d->from != DM_DAY_NONE && d->to != DM_DAY_NONE && d->to - d->from <= 1; }

/* Acts that happen once: who was taken is freed once, who was expelled goes once. Visits and talks come again. */
static bool happens_once(const fact_event *e) {
    return e->type == DM_PLOVER_RETREAT || e->type == DM_PLOVER_COERCE || e->type == DM_PLOVER_SANCTION || e->type == DM_PLOVER_CONCEDE ||
           e->type == DM_PLOVER_COOPERATE;
}

static bool exchanged(const merge_event *a, const merge_event *b) {
    bool there = merge_sides_meet(a->actors, b->recipients), back = merge_sides_meet(a->recipients, b->actors);
    return there && back && !merge_sides_meet(a->actors, b->actors);
}

static bool origins_differ(const finding *k, uint32_t cluster_a, uint32_t cluster_b) {
    const merge_cluster *a = &k->m->clusters.v[cluster_a], *b = &k->m->clusters.v[cluster_b];
    enum { MOST = 8 };
    for (uint32_t i = 0; i < a->n && i < MOST; i++)
        for (uint32_t j = 0; j < b->n && j < MOST; j++)
            if (!one_origin(k, k->f->events.v[a->v[i]].story, k->f->events.v[b->v[j]].story)) return true;
    return false;
}

static dm_str names_of(finding *k, const fact_role_list *roles) {
    dm_buf b = {0};
    for (uint32_t i = 0; i < roles->n; i++) {
        if (i) buf_puts(&b, "; ");
        buf_put_str(&b, k->f->entities.v[roles->v[i].entity].name);
    }
    dm_str s = arena_str(k->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static dm_status put_pair(finding *k, dm_attribute attribute, uint32_t a, uint32_t b, dm_str value_a, dm_str value_b, dm_err *err) {
    ledger_contradiction row = {.subject = k->speaker[a], .attribute = attribute, .cluster = a};
    if (!value_a.p || !value_b.p || !add_members(k, &row, value_a, a) || !add_members(k, &row, value_b, b)) return err_memory(err, "contradictions");
    return claims_keep(k, &row, err);
}

static dm_str day_text(finding *k, const dm_date *d) {
    dm_buf b = {0};
    day_put(&b, date_day(d), false);
    dm_str s = arena_str(k->a, buf_str(&b));
    buf_free(&b);
    return s;
}

/* "opened fire first", "began the shooting": the sentence says who began. */
static bool says_first(const fact_event *e) {
    static const char *const words[] = {" first", "unprovoked", "opened fire", "started the", "began the", "without provocation", "without warning"};
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_find(e->evidence_text, str_from(words[i]), 0) >= 0) return true;
    return false;
}

/* Days between what is told and what is denied: a denial has the day on which it was spoken, some time after the act. */
static bool denial_fits(const merge_cluster *told, const merge_cluster *denied, int apart) {
    enum { LATE = 14 };
    return apart <= 1 || (apart <= LATE && date_day(&told->date) <= date_day(&denied->date));
}

/* What two clusters that share a word and a party tell differently. */
static dm_status compare_clusters(finding *k, uint32_t a, uint32_t b, dm_err *err) {
    const merge_cluster *x = &k->m->clusters.v[a], *y = &k->m->clusters.v[b];
    const merge_event *p = &k->m->events[k->speaker[a]], *q = &k->m->events[k->speaker[b]];
    int apart = merge_days_apart(&x->date, &y->date);
    if (apart < 0 || apart > MOST_DAYS) return DM_OK;
    double words = bag_contained(p->near_words, q->near_words);
    if (p->e->polarity != q->e->polarity) {
        bool told = p->e->polarity == DM_POLARITY_AFFIRMED;
        bool same = denial_fits(told ? x : y, told ? y : x, apart) && words >= (apart <= 1 ? ALIKE : ALIKE / 2) &&
                    (merge_sides_meet(p->actors, q->actors) || merge_sides_meet(p->recipients, q->recipients));
        if (!same) return DM_OK;
        bool first = p->e->polarity == DM_POLARITY_AFFIRMED;
        return put_pair(k, DM_ATTRIBUTE_OCCURRED, first ? a : b, first ? b : a, DM_STR("done"), DM_STR("denied"), err);
    }
    if (!origins_differ(k, a, b) && !(p->e->said_in && q->e->said_in)) return DM_OK;
    bool day = apart <= 1 && told_to_the_day(&x->date) && told_to_the_day(&y->date);
    if (day && exchanged(p, q) && p->e->force == DM_FORCE_NONE && words >= ALIKE / 2)
        return put_pair(k, DM_ATTRIBUTE_AGENT, a, b, names_of(k, &p->e->actors), names_of(k, &q->e->actors), err);
    bool attacks = p->e->type == DM_PLOVER_ASSAULT && q->e->type == DM_PLOVER_ASSAULT;
    if (day && attacks && exchanged(p, q) && (says_first(p->e) || says_first(q->e)))
        return put_pair(k, DM_ATTRIBUTE_AGENT, a, b, names_of(k, &p->e->actors), names_of(k, &q->e->actors), err);
    bool two_doers = p->e->actors.n && q->e->actors.n && !p->actors.soft && !q->actors.soft && !merge_sides_meet(p->actors, q->actors);
    if (day && two_doers && merge_sides_meet(p->recipients, q->recipients) && p->e->type == q->e->type && p->e->force == DM_FORCE_NONE &&
        words >= 0.6)
        return put_pair(k, DM_ATTRIBUTE_AGENT, a, b, names_of(k, &p->e->actors), names_of(k, &q->e->actors), err);
    bool dated = told_to_the_day(&x->date) && told_to_the_day(&y->date) && apart > 1;
    if (dated && happens_once(p->e) && merge_likeness(p, q) >= ALIKE) {
        return put_pair(k, DM_ATTRIBUTE_DATE, a, b, day_text(k, &x->date), day_text(k, &y->date), err);
    }
    return DM_OK;
}

/* Whether two clusters tell one act, but for what keeps them apart: counted together. */
static bool counted_together(const finding *k, uint32_t a, uint32_t b) {
    const merge_cluster *x = &k->m->clusters.v[a], *y = &k->m->clusters.v[b];
    const merge_event *p = &k->m->events[k->speaker[a]], *q = &k->m->events[k->speaker[b]];
    if (merge_days_apart(&x->date, &y->date) > 1 || p->trigger != q->trigger || p->e->polarity != q->e->polarity) return false;
    bool common = bag_common(p->things, q->things) > 0 || merge_sides_meet(p->recipients, q->recipients);
    bool dated = told_to_the_day(&x->date) && told_to_the_day(&y->date);
    return common && (dated || bag_contained(p->near_words, q->near_words) >= ALIKE / 2);
}

/* Whether two clusters are worth a second look: days apart they can differ in the date alone. */
static bool may_differ(const finding *k, uint32_t a, uint32_t b) {
    const merge_cluster *x = &k->m->clusters.v[a], *y = &k->m->clusters.v[b];
    int apart = merge_days_apart(&x->date, &y->date);
    if (apart <= 1) return true;
    if (apart > MOST_DAYS || !told_to_the_day(&x->date) || !told_to_the_day(&y->date)) return false;
    const merge_event *p = &k->m->events[k->speaker[a]], *q = &k->m->events[k->speaker[b]];
    if (p->e->polarity != q->e->polarity) return true;
    return p->e->polarity == q->e->polarity && happens_once(p->e) && merge_likeness(p, q) >= ALIKE;
}

/* The pairs of neighbours under a key, each once, in order. */
static dm_status list_pairs(finding *k, dm_arena *step, pair_keys *pairs, dm_err *err) {
    near_list list = {0};
    if (!list_near(k, step, &list)) return err_memory(err, "contradictions");
    for (uint32_t i = 0; i < list.n; i++)
        for (uint32_t j = i + 1; j < list.n && j - i <= NEIGHBOURS && list.v[j].key == list.v[i].key; j++) {
            uint32_t a = list.v[i].cluster, b = list.v[j].cluster;
            bool far = list.v[i].day != DM_DAY_NONE && list.v[j].day - list.v[i].day > MOST_DAYS;
            if (a == b || far || !may_differ(k, a < b ? a : b, a < b ? b : a)) continue;
            uint64_t *slot = VEC_PUSH(step, pairs);
            if (!slot) return err_memory(err, "contradictions");
            *slot = (uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a);
        }
    pairs->n = pairs_unique(pairs->v, pairs->n);
    return DM_OK;
}

/* Clusters that are counted together, one group after the other. */
static dm_status count_groups(finding *k, dm_arena *step, const uint32_t *group_of, dm_err *err) {
    uint32_t n = k->m->clusters.n, *end = ARENA_NEW(step, uint32_t, n + 2), *members = ARENA_NEW(step, uint32_t, n + 1);
    if (!end || !members) return err_memory(err, "contradictions");
    for (uint32_t c = 0; c < n; c++) end[group_of[c] + 2]++;
    for (uint32_t c = 1; c < n; c++) end[c + 1] += end[c];
    for (uint32_t c = 0; c < n; c++) members[end[group_of[c] + 1]++] = c;
    for (uint32_t c = 0; c < n; c++) {
        dm_index_list group = {members + end[c], end[c + 1] - end[c], 0};
        if (group.n) DM_TRY(find_counts(k, &group, err));
    }
    return DM_OK;
}

static dm_status find_in_pairs(finding *k, dm_arena *step, dm_err *err) {
    pair_keys pairs = {0};
    uint32_t *group_of = ARENA_NEW(step, uint32_t, k->m->clusters.n + 1);
    if (!group_of) return err_memory(err, "contradictions");
    DM_TRY(list_pairs(k, step, &pairs, err));
    for (uint32_t c = 0; c < k->m->clusters.n; c++) group_of[c] = c;
    for (uint32_t i = 0; i < pairs.n; i++) {
        uint32_t a = (uint32_t)(pairs.v[i] >> 32), b = (uint32_t)pairs.v[i];
        DM_TRY(compare_clusters(k, a, b, err));
        if (group_of[b] == b && group_of[a] == a && counted_together(k, a, b)) group_of[b] = a; /* to the first alone: no chains */
    }
    return count_groups(k, step, group_of, err);
}

/* ---- accusations and denials ---- */

static bool same_side(const finding *k, const fact_role_list *roles, uint32_t entity) {
    for (uint32_t i = 0; entity != DM_NONE && i < roles->n; i++) {
        const fact_entity *x = &k->f->entities.v[roles->v[i].entity], *y = &k->f->entities.v[entity];
        if (roles->v[i].entity == entity || (x->country.p && y->country.p && str_eq(x->country, y->country)) ||
            (x->key.p && y->key.p && str_eq(x->key, y->key)))
            return true;
    }
    return false;
}

/* "Denied", "it never happened", "No boat of ours ...", "a lie". */
static bool denies(const fact_statement *s) {
    static const char *const openings[] = {"no ",        "not one",     "none of",    "never", "nothing", "it never",      "this never", "that never",
                                           "we did not", "we have not", "it did not", "lies",  "a lie",   "this is a lie", "baseless"};
    if (s->act == DM_ACT_DENY) return true;
    dm_str text = s->content_text;
    while (text.n && ((unsigned char)text.p[0] >= 0x80 || text.p[0] == '"' || text.p[0] == ' ')) text = str_sub(text, 1, text.n);
    for (uint32_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        uint32_t n = (uint32_t)strlen(openings[i]);
        if (text.n >= n && str_eq_nocase(str_sub(text, 0, n), (dm_str){openings[i], n})) return true;
    }
    return false;
}

/* All denials of one event make one row. */
static dm_status put_denial(finding *k, uint32_t event, const fact_statement *s, dm_err *err) {
    uint32_t cluster = k->m->cluster_of[event];
    ledger_contradiction *row = NULL;
    for (uint32_t i = k->out->contradictions.n; i-- > k->first_denial && !row;)
        if (k->out->contradictions.v[i].subject == event) row = &k->out->contradictions.v[i];
    if (row) return claims_add(k, row, DM_STR("denied"), s->story, s->id, s->content) ? DM_OK : err_memory(err, "contradictions");
    ledger_contradiction one = {.subject = event, .attribute = DM_ATTRIBUTE_OCCURRED, .cluster = cluster};
    if (!add_members(k, &one, DM_STR("done"), cluster) || !claims_add(k, &one, DM_STR("denied"), s->story, s->id, s->content))
        return err_memory(err, "contradictions");
    return claims_keep(k, &one, err);
}

/* Code points between the end of what is told and the denial; DM_NONE when the denial stands before or far below it. */
static uint32_t gap_to(const fact_event *e, const fact_statement *s) {
    uint32_t begin = span_is(s->cue) && s->cue.begin < s->content.begin ? s->cue.begin : s->content.begin;
    if (!span_is(s->content) || !span_is(e->evidence) || begin < e->evidence.end) return DM_NONE;
    return begin - e->evidence.end;
}

/* The act that a denial answers in its story: the accusation against the one who denies, else what another has just said. */
static uint32_t denied_event(const finding *k, uint32_t first_event, uint32_t end_event, const fact_statement *s) {
    enum { FAR = 700, NEXT = 40 };
    uint32_t best = DM_NONE, least = FAR;
    for (uint32_t i = first_event; i < end_event; i++) {
        const fact_event *e = &k->f->events.v[i];
        uint32_t gap = gap_to(e, s);
        if (gap == DM_NONE || gap > least || e->polarity != DM_POLARITY_AFFIRMED || same_side(k, &e->actors, s->speaker)) continue;
        bool accused = e->type == DM_PLOVER_ACCUSE && same_side(k, &e->recipients, s->speaker);
        bool other_voice = e->said_in && k->f->statements.v[e->said_in - 1].speaker != s->speaker;
        bool just_said = s->act == DM_ACT_DENY && gap <= NEXT && other_voice && e->force == DM_FORCE_NONE;
        if (accused || just_said) best = i, least = gap;
    }
    return best;
}

static dm_status find_denials(finding *k, dm_err *err) {
    uint32_t event = 0;
    for (uint32_t i = 0, j; i < k->f->statements.n; i = j) {
        uint32_t story = k->f->statements.v[i].story, end;
        for (j = i; j < k->f->statements.n && k->f->statements.v[j].story == story; j++) {
        }
        while (event < k->f->events.n && k->f->events.v[event].story < story) event++;
        for (end = event; end < k->f->events.n && k->f->events.v[end].story == story; end++) {
        }
        k->first_denial = k->out->contradictions.n; /* of this story */
        for (uint32_t s = i; s < j; s++) {
            const fact_statement *st = &k->f->statements.v[s];
            if (st->speaker == DM_NONE || !denies(st)) continue;
            uint32_t denied = denied_event(k, event, end, st);
            if (denied != DM_NONE) DM_TRY(put_denial(k, denied, st, err));
        }
        event = end;
    }
    return DM_OK;
}

static int cmp_rows(const void *x, const void *y) {
    const ledger_contradiction *a = x, *b = y;
    return str_cmp(a->id, b->id);
}

/* Two ways may lead to one contradiction: the one with more reports stays. */
static void keep_each_once(ledger_book *out) {
    uint32_t kept = 0;
    if (out->contradictions.n) qsort(out->contradictions.v, out->contradictions.n, sizeof *out->contradictions.v, cmp_rows);
    for (uint32_t i = 0; i < out->contradictions.n; i++)
        if (!kept || !str_eq(out->contradictions.v[kept - 1].id, out->contradictions.v[i].id))
            out->contradictions.v[kept++] = out->contradictions.v[i];
    out->contradictions.n = kept;
}

dm_status contradictions_find(const facts *f, const merged *m, const uint32_t *speaker, dm_arena *a, ledger_book *out, dm_err *err) {
    finding k = {f, m, speaker, a, out, 0};
    dm_arena step;
    arena_init(&step, 0);
    dm_status s = find_in_pairs(&k, &step, err);
    arena_free(&step);
    DM_TRY(s);
    DM_TRY(find_denials(&k, err));
    DM_TRY(onsets_find(&k, err));
    keep_each_once(out);
    return DM_OK;
}
