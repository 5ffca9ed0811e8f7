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

void merge_principal(const facts *f, const fact_role *role, char *out, size_t size) {
    const fact_entity *e = &f->entities.v[role->entity];
    if (acts_for_state(e, role->capacity)) snprintf(out, size, "%.*s", DM_STR_ARG(e->country));
    else if (e->key.p) snprintf(out, size, "%.*s", DM_STR_ARG(e->key));
    else snprintf(out, size, "%u/%.*s", e->story, DM_STR_ARG(e->id));
}

static int cmp_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

bool merge_make_side(const facts *f, dm_arena *a, const fact_role_list *roles, merge_side *out) {
    *out = (merge_side){.unanchored = true};
    if (!roles->n) return true;
    uint64_t *v = ARENA_NEW(a, uint64_t, roles->n);
    if (!v) return false;
    for (uint32_t i = 0; i < roles->n; i++) {
        char key[128];
        const fact_entity *e = &f->entities.v[roles->v[i].entity];
        merge_principal(f, &roles->v[i], key, sizeof key);
        v[i] = hash_bytes(key, strlen(key));
        if (e->country.p || e->key.p) out->unanchored = false;
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

static bool kinds_agree(const fact_event *a, const fact_event *b) {
    if (a->polarity != b->polarity) return false;
    bool forced = a->force != DM_FORCE_NONE && a->force == b->force;
    bool renewed = (a->force == DM_FORCE_PROPOSE && b->force == DM_FORCE_RENEW) || (b->force == DM_FORCE_PROPOSE && a->force == DM_FORCE_RENEW);
    return forced || (a->type == b->type && a->type != DM_PLOVER_NONE && !renewed && (a->force == b->force || !a->force || !b->force));
}

/* How two lists of participants agree. */
typedef enum sides { SIDES_CLASH, SIDES_OPEN, SIDES_MATCH } sides;

static sides sides_of(merge_side a, merge_side b) {
    if (merge_sides_meet(a, b)) return SIDES_MATCH;
    return a.unanchored || b.unanchored ? SIDES_OPEN : SIDES_CLASH;
}

/* Days that an interval spans; -1 when an end is open. */
static int width(const dm_date *d) { return d->from == DM_DAY_NONE || d->to == DM_DAY_NONE ? -1 : d->to - d->from; }

/* What the dates say for one event: days that are known and the same say much, open intervals nothing. */
static double date_score(const dm_date *a, const dm_date *b) {
    enum { DAYS = 3, MONTH = 31 };
    int apart = merge_days_apart(a, b), wa = width(a), wb = width(b);
    if (apart < 0) return -0.1;
    bool days = wa >= 0 && wb >= 0 && wa <= DAYS && wb <= DAYS, months = wa >= 0 && wb >= 0 && wa <= MONTH && wb <= MONTH;
    return (days ? 0.25 : months ? 0.15 : 0) - (apart ? 0.05 : 0);
}

double merge_compare_events(const merge_event *a, const merge_event *b) {
    const fact_event *x = a->e, *y = b->e;
    if (merge_days_apart(&x->date, &y->date) > 1 || !kinds_agree(x, y)) return 0;
    sides actors = sides_of(a->actors, b->actors), recipients = sides_of(a->recipients, b->recipients);
    if (two_sided(x->type) && (actors == SIDES_CLASH || recipients == SIDES_CLASH)) {
        bool crossed = merge_sides_meet(a->actors, b->recipients) && merge_sides_meet(a->recipients, b->actors);
        if (crossed) actors = recipients = SIDES_MATCH;
    }
    if (actors == SIDES_CLASH || recipients == SIDES_CLASH || (actors == SIDES_OPEN && recipients == SIDES_OPEN)) return 0;
    double words = bag_contained(a->evidence, b->evidence);
    double matter = a->matter.n && b->matter.n ? bag_contained(a->matter, b->matter) : 0;
    bool deeds = x->deed.p && y->deed.p, same_deed = deeds && str_eq(x->deed, y->deed);
    double score = actors == SIDES_MATCH && recipients == SIDES_MATCH ? 0.3 : 0.15;
    score += date_score(&x->date, &y->date) + 0.4 * words + 0.2 * matter;
    score += a->trigger == b->trigger ? 0.1 : 0;
    score += x->issue.p && y->issue.p && str_eq(x->issue, y->issue) ? 0.05 : 0;
    score += same_deed ? 0.1 : 0;
    score -= deeds && !same_deed && matter < 0.3 ? 0.15 : 0;
    return score < 0 ? 0 : score > 1 ? 1 : score;
}
