/* Keys and comparisons. An event is the same when who acts and to whom agree, kinds agree, dates meet, and the words that
 * tell it, or the words that name its matter, overlap. */
#include "merge/merge.h"

#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>

static bool acts_for_state(const fact_entity *e, dm_capacity capacity) {
    if (!e->country.p) return false;
    return e->kind == DM_ENTITY_STATE || capacity == DM_CAPACITY_BINDING || capacity == DM_CAPACITY_OFFICIAL;
}

/* The principal's key; .p NULL for one who is known in one story alone. */
static dm_str principal_key(const facts *f, const fact_role *role) {
    const fact_entity *e = &f->entities.v[role->entity];
    return acts_for_state(e, role->capacity) ? e->country : e->key;
}

void merge_principal(const facts *f, const fact_role *role, char *out, size_t size) {
    const fact_entity *e = &f->entities.v[role->entity];
    dm_str key = principal_key(f, role);
    if (key.p) snprintf(out, size, "%.*s", DM_STR_ARG(key));
    else snprintf(out, size, "%u/%.*s", e->story, DM_STR_ARG(e->id));
}

bool merge_same_principal(const facts *f, const fact_role *a, const fact_role *b) {
    dm_str x = principal_key(f, a), y = principal_key(f, b);
    return x.p && y.p ? str_eq(x, y) : !x.p && !y.p && a->entity == b->entity;
}

static int cmp_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* Those whom only a description names count for the state they are said to be of: "Vietnamese trawlers". */
static void side_key(const facts *f, const fact_role *role, char *out, size_t size) {
    const fact_entity *e = &f->entities.v[role->entity];
    if (!e->key.p && e->country.p) snprintf(out, size, "%.*s", DM_STR_ARG(e->country));
    else merge_principal(f, role, out, size);
}

bool merge_make_side(const facts *f, dm_arena *a, const fact_role_list *roles, merge_side *out) {
    *out = (merge_side){.unanchored = true, .soft = true};
    if (!roles->n) return true;
    uint64_t *v = ARENA_NEW(a, uint64_t, roles->n);
    if (!v) return false;
    for (uint32_t i = 0; i < roles->n; i++) {
        char key[128];
        const fact_entity *e = &f->entities.v[roles->v[i].entity];
        side_key(f, &roles->v[i], key, sizeof key);
        v[i] = hash_bytes(key, strlen(key));
        if (e->country.p || (e->key.p && e->kind != DM_ENTITY_PLACE)) out->unanchored = false; /* a village hit stands for nobody */
        if (e->key.p || roles->v[i].capacity != DM_CAPACITY_NONE) out->soft = false;
    }
    qsort(v, roles->n, sizeof *v, cmp_u64);
    uint32_t n = 0;
    for (uint32_t i = 0; i < roles->n; i++)
        if (!n || v[n - 1] != v[i]) v[n++] = v[i];
    out->v = v;
    out->n = n;
    return true;
}

bool merge_sides_meet(merge_side a, merge_side b) {
    uint32_t i = 0, j = 0;
    while (i < a.n && j < b.n) {
        if (a.v[i] == b.v[j]) return true;
        if (a.v[i] < b.v[j]) i++;
        else j++;
    }
    return false;
}

int merge_days_apart(const dm_date *a, const dm_date *b) {
    dm_day af = a->from, at = a->to, bf = b->from, bt = b->to;
    if ((af == DM_DAY_NONE && at == DM_DAY_NONE) || (bf == DM_DAY_NONE && bt == DM_DAY_NONE)) return -1;
    if (at != DM_DAY_NONE && bf != DM_DAY_NONE && at < bf) return bf - at;
    if (bt != DM_DAY_NONE && af != DM_DAY_NONE && bt < af) return af - bt;
    return 0;
}

/* Acts that two sides do together: who is actor and who recipient depends on the teller. */
static bool two_sided(dm_plover t) { return t == DM_PLOVER_CONSULT || t == DM_PLOVER_AGREE || t == DM_PLOVER_COOPERATE; }

/* How two kinds of act agree: not at all; types that tellers give to one act, each from its side; the same. */
typedef enum kinds { KINDS_DIFFER, KINDS_AKIN, KINDS_SAME } kinds;

/* Types between which tellers choose for one act: a seizure (arrest, capture), a release (granted, done), a protest note
 * (handed over, accusing, demanding), a deal (reached, carried out), aid (promised, sent). */
static bool akin(dm_plover a, dm_plover b) {
    static const dm_plover pairs[][2] = {
        {DM_PLOVER_COERCE, DM_PLOVER_ASSAULT},    {DM_PLOVER_COERCE, DM_PLOVER_SANCTION},   {DM_PLOVER_RETREAT, DM_PLOVER_CONCEDE},
        {DM_PLOVER_PROTEST, DM_PLOVER_ACCUSE},    {DM_PLOVER_PROTEST, DM_PLOVER_REQUEST},   {DM_PLOVER_ACCUSE, DM_PLOVER_REQUEST},
        {DM_PLOVER_AGREE, DM_PLOVER_COOPERATE},   {DM_PLOVER_AGREE, DM_PLOVER_CONCEDE},     {DM_PLOVER_AGREE, DM_PLOVER_SUPPORT},
        {DM_PLOVER_AGREE, DM_PLOVER_CONSULT},     {DM_PLOVER_SUPPORT, DM_PLOVER_COOPERATE}, {DM_PLOVER_AID, DM_PLOVER_COOPERATE},
        {DM_PLOVER_MOBILIZE, DM_PLOVER_THREATEN}, {DM_PLOVER_RETREAT, DM_PLOVER_COOPERATE},
    };
    for (uint32_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((a == pairs[i][0] && b == pairs[i][1]) || (a == pairs[i][1] && b == pairs[i][0])) return true;
    return false;
}

static bool offers(dm_force f) { return f == DM_FORCE_PROPOSE || f == DM_FORCE_DEMAND; }

static kinds kinds_of(const merge_event *a, const merge_event *b) {
    const fact_event *x = a->e, *y = b->e;
    if (x->polarity != y->polarity) return KINDS_DIFFER;
    if (x->force != DM_FORCE_NONE && x->force == y->force) return KINDS_SAME;
    if (x->force && y->force) return offers(x->force) && offers(y->force) ? KINDS_AKIN : KINDS_DIFFER;
    if (x->type == DM_PLOVER_NONE || y->type == DM_PLOVER_NONE) return KINDS_DIFFER;
    if (x->type == y->type) return KINDS_SAME;
    return a->trigger == b->trigger || akin(x->type, y->type) ? KINDS_AKIN : KINDS_DIFFER;
}

/* How two lists of participants agree. */
typedef enum sides { SIDES_CLASH, SIDES_OPEN, SIDES_MATCH } sides;

static sides sides_of(merge_side a, merge_side b) {
    if (merge_sides_meet(a, b)) return SIDES_MATCH;
    return a.unanchored || b.unanchored || a.soft || b.soft ? SIDES_OPEN : SIDES_CLASH;
}

/* Days that an interval spans; -1 when an end is open. */
static int width(const dm_date *d) { return d->from == DM_DAY_NONE || d->to == DM_DAY_NONE ? -1 : d->to - d->from; }

enum { DAYS = 3, MONTH = 31 };

static bool to_the_day(const dm_date *d) {
    int w = width(d);
    return w >= 0 && w <= DAYS;
}

/* What the dates say for one event: days that are known and the same say much, open intervals nothing. */
static double date_score(const dm_date *a, const dm_date *b) {
    int apart = merge_days_apart(a, b), wa = width(a), wb = width(b);
    if (apart < 0) return -0.1;
    bool days = to_the_day(a) && to_the_day(b), months = wa >= 0 && wb >= 0 && wa <= MONTH && wb <= MONTH;
    return (days ? 0.25 : months ? 0.15 : 0) - (apart ? 0.05 : 0);
}

/* Who acts and to whom: false where they cannot be one act. */
static bool parties_of(const merge_event *a, const merge_event *b, sides *actors, sides *recipients) {
    *actors = sides_of(a->actors, b->actors);
    *recipients = sides_of(a->recipients, b->recipients);
    bool directed = a->e->force != DM_FORCE_NONE || b->e->force != DM_FORCE_NONE; /* an offer goes one way */
    if (!directed && (two_sided(a->e->type) || two_sided(b->e->type)) && (*actors == SIDES_CLASH || *recipients == SIDES_CLASH)) {
        bool crossed = merge_sides_meet(a->actors, b->recipients) && (merge_sides_meet(a->recipients, b->actors) || b->actors.unanchored);
        if (crossed) *actors = *recipients = SIDES_MATCH;
    }
    return *actors != SIDES_CLASH && *recipients != SIDES_CLASH;
}

/* Told as past by a story that came long after the other: another act. */
static bool long_after(const merge_event *a, const merge_event *b) {
    dm_day last = b->date.to != DM_DAY_NONE ? b->date.to : b->date.best;
    return a->oldest != DM_DAY_NONE && last != DM_DAY_NONE && last < a->oldest;
}

bool merge_events_clash(const merge_event *a, const merge_event *b) {
    sides actors, recipients;
    return long_after(a, b) || long_after(b, a) || merge_days_apart(&a->date, &b->date) > 1 || kinds_of(a, b) == KINDS_DIFFER ||
           !parties_of(a, b, &actors, &recipients);
}

double merge_likeness(const merge_event *a, const merge_event *b) {
    const fact_event *x = a->e, *y = b->e;
    kinds k = kinds_of(a, b);
    sides actors, recipients;
    if (k == KINDS_DIFFER || !parties_of(a, b, &actors, &recipients)) return 0;
    double words = bag_contained(a->near_words, b->near_words), sentence = bag_contained(a->evidence, b->evidence);
    double matter = a->matter.n && b->matter.n ? bag_contained(a->matter, b->matter) : 0;
    bool open = actors == SIDES_OPEN && recipients == SIDES_OPEN, same_word = a->trigger && a->trigger == b->trigger;
    bool deeds = a->deed && b->deed, same_deed = deeds && a->deed == b->deed;
    bool things = a->things.n && b->things.n, same_things = things && bag_common(a->things, b->things) > 0;
    /* Nobody who is known: the words must say it, and the day with them. */
    if (open && (!same_word || words < 0.1 || (words < 0.5 && !same_things && !(to_the_day(&a->date) && to_the_day(&b->date))))) return 0;
    if (k == KINDS_AKIN && words < 0.2 && matter < 0.3) return 0;
    if (!same_word && words <= 0 && matter <= 0) return 0;
    /* Two answers that do not say the same of what they answer: one day and common words alone make them one. */
    bool answer = x->force >= DM_FORCE_ACCEPT && x->force == y->force;
    if (answer && matter < 0.3 && !same_deed && (words < 0.3 || !to_the_day(&a->date) || !to_the_day(&b->date))) return 0;
    double score = (actors == SIDES_MATCH ? 0.2 : 0) + (recipients == SIDES_MATCH ? 0.15 : 0);
    score += 0.3 * words + 0.15 * sentence + 0.2 * matter + (same_word ? 0.15 : 0) + (same_deed ? 0.1 : 0);
    score += x->issue.p && y->issue.p && str_eq(x->issue, y->issue) ? 0.05 : 0;
    score += same_things && same_word ? 0.1 : things && !same_things ? -0.1 : 0;
    score -= deeds && !same_deed && matter < 0.3 ? 0.15 : 0;
    score -= k == KINDS_AKIN ? 0.1 : 0;
    return score < 0 ? 0 : score;
}

double merge_compare_events(const merge_event *a, const merge_event *b) {
    if (merge_days_apart(&a->date, &b->date) > 1) return 0;
    double score = merge_likeness(a, b);
    if (score <= 0) return 0;
    score += date_score(&a->date, &b->date);
    return score < 0 ? 0 : score > 1 ? 1 : score;
}
