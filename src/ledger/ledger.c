/* See ledger.h. Three passes: proposals from the clusters that propose, answers to their best proposal, states from answers. */
#include "ledger/ledger.h"

#include "base/map.h"
#include "ledger/link.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct fold {
    const facts *f;
    const merged *m;
    dm_arena *a;
    uint32_t *speaker;  /* cluster -> event */
    dm_index_list acts; /* clusters that propose, by date and id */
    dm_strmap states;   /* country -> the first entity that is that state */
} fold;

uint32_t ledger_speaker(const facts *f, const merge_cluster *c) {
    uint32_t best = c->v[0];
    double best_score = -1;
    for (uint32_t i = 0; i < c->n; i++) {
        const fact_event *e = &f->events.v[c->v[i]];
        double score = (e->actors.n > 0) + (e->recipients.n > 0) + (e->has_matter && !e->anaphoric);
        score += 0.5 * (e->date.best != DM_DAY_NONE) + 0.4 * e->confidence;
        if (score > best_score + 1e-9) {
            best = c->v[i];
            best_score = score;
        }
    }
    return best;
}

/* By likeliest day; what is only known to lie in an interval comes at its end, after what is known. */
static dm_day order_day(const dm_date *d) {
    dm_day day = d->best != DM_DAY_NONE ? d->best : d->to != DM_DAY_NONE ? d->to : d->from;
    return day == DM_DAY_NONE ? INT32_MAX : day;
}

static int cmp_clusters(const void *x, const void *y, void *user) {
    const fold *k = user;
    uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
    dm_day a = order_day(&k->m->clusters.v[i].date), b = order_day(&k->m->clusters.v[j].date);
    if (a != b) return a < b ? -1 : 1;
    return str_cmp(k->f->events.v[k->speaker[i]].id, k->f->events.v[k->speaker[j]].id);
}

/* ---- who is in what ---- */

/* Items (acts, offers) by party: chains, the latest item first. */
typedef struct party_link {
    uint32_t item, next;
} party_link;
typedef struct party_slot {
    uint64_t party;
    uint32_t first;
    bool used;
} party_slot;
typedef struct party_index {
    party_slot *slots;
    uint32_t n, cap; /* cap is 0 or a power of two */
    VEC(party_link) links;
} party_index;

static party_slot *index_slot(party_slot *slots, uint32_t cap, uint64_t party) {
    uint32_t i = (uint32_t)party & (cap - 1);
    while (slots[i].used && slots[i].party != party) i = (i + 1) & (cap - 1);
    return &slots[i];
}

static uint32_t index_first(const party_index *x, uint64_t party) {
    if (!x->cap) return DM_NONE;
    const party_slot *s = index_slot(x->slots, x->cap, party);
    return s->used ? s->first : DM_NONE;
}

static bool index_add(party_index *x, dm_arena *a, uint64_t party, uint32_t item) {
    if (2 * (x->n + 1) > x->cap) {
        uint32_t cap = x->cap ? 2 * x->cap : 256;
        party_slot *slots = ARENA_NEW(a, party_slot, cap);
        if (!slots) return false;
        for (uint32_t i = 0; i < x->cap; i++)
            if (x->slots[i].used) *index_slot(slots, cap, x->slots[i].party) = x->slots[i];
        x->slots = slots;
        x->cap = cap;
    }
    party_slot *s = index_slot(x->slots, x->cap, party);
    if (!s->used) {
        *s = (party_slot){party, DM_NONE, true};
        x->n++;
    }
    party_link *link = VEC_PUSH(a, &x->links);
    if (!link) return false;
    *link = (party_link){item, s->first};
    s->first = x->links.n - 1;
    return true;
}

/* ---- proposals ---- */

static bool any_proposes(const fold *k, uint32_t cluster) {
    const merge_cluster *c = &k->m->clusters.v[cluster];
    for (uint32_t i = 0; i < c->n; i++)
        if (link_proposes(&k->f->events.v[c->v[i]])) return true;
    return false;
}

static bool acts_clash(void *user, uint32_t a, uint32_t b) {
    const fold *k = user;
    merge_side x = k->m->events[k->speaker[k->acts.v[a]]].recipients, y = k->m->events[k->speaker[k->acts.v[b]]].recipients;
    /* Unstated addressees fit any, but two stated ones that differ never come together through a third; nor do two acts that
     * say what they are about and have too little in common, through a bare "the offer" that fits both. */
    if (!x.unanchored && !y.unanchored && !merge_sides_meet(x, y)) return true;
    uint32_t i = k->speaker[k->acts.v[a]], j = k->speaker[k->acts.v[b]];
    const fact_event *p = &k->f->events.v[i], *q = &k->f->events.v[j];
    bool both_say = p->has_matter && q->has_matter && !p->anaphoric && !q->anaphoric;
    return both_say && link_same_proposal(k->f, k->m, i, j) < LEDGER_SAME / 2;
}

static dm_status add_role(fold *k, fact_role_list *list, const fact_role *role, dm_err *err) {
    for (uint32_t i = 0; i < list->n; i++) {
        if (!merge_same_principal(k->f, role, &list->v[i])) continue;
        /* The state stands for its ministers. */
        if (k->f->entities.v[role->entity].kind == DM_ENTITY_STATE) list->v[i] = *role;
        return DM_OK;
    }
    fact_role *out = VEC_PUSH(k->a, list);
    if (!out) return err_memory(err, "offers");
    *out = *role;
    return DM_OK;
}

/* States, organisations and groups, and those who speak for them, can be addressed; "reporters" and "a team" are nobody. */
static bool is_party(const fold *k, const fact_role *role) {
    const fact_entity *e = &k->f->entities.v[role->entity];
    return e->country.p || (e->key.p && (e->kind == DM_ENTITY_IGO || e->kind == DM_ENTITY_GROUP || e->kind == DM_ENTITY_ORGANIZATION));
}

/* Of the same state as one who offers: a minister's own coast guard is no addressee. */
static bool own_side(const fold *k, const ledger_offer *o, const fact_role *role) {
    dm_str country = k->f->entities.v[role->entity].country;
    for (uint32_t i = 0; country.p && i < o->by.n; i++) {
        dm_str by = k->f->entities.v[o->by.v[i].entity].country;
        if (by.p && str_eq(by, country)) return true;
    }
    return false;
}

static bool list_states(fold *k) {
    for (uint32_t i = 0; i < k->f->entities.n; i++) {
        const fact_entity *e = &k->f->entities.v[i];
        uint32_t *at;
        if (e->kind == DM_ENTITY_STATE && e->country.p && !strmap_put(&k->states, k->a, e->country, i, &at)) return false;
    }
    return true;
}

/* One who is addressed. "offered to hand over the Eritrean prisoners": those whom only a description names stand for their state. */
static dm_status add_addressee(fold *k, ledger_offer *o, const fact_role *role, dm_err *err) {
    const fact_entity *e = &k->f->entities.v[role->entity];
    if (!is_party(k, role) || own_side(k, o, role) || e->kind == DM_ENTITY_PLACE) return DM_OK; /* a venue is not asked */
    uint32_t state = e->key.p || e->kind == DM_ENTITY_STATE ? MAP_NONE : strmap_get(&k->states, e->country);
    if (state == MAP_NONE) return add_role(k, &o->to, role, err);
    fact_role whole = {.entity = state, .capacity = DM_CAPACITY_BINDING, .code = k->f->entities.v[state].code};
    return add_role(k, &o->to, &whole, err);
}

static dm_status add_version(fold *k, ledger_offer *o, uint32_t cluster, dm_err *err) {
    const merge_cluster *c = &k->m->clusters.v[cluster];
    uint32_t *v = VEC_PUSH(k->a, &o->versions);
    if (!v) return err_memory(err, "offers");
    *v = cluster;
    for (uint32_t i = 0; i < c->n; i++) {
        const fact_event *e = &k->f->events.v[c->v[i]];
        for (uint32_t r = 0; r < e->actors.n; r++) DM_TRY(add_role(k, &o->by, &e->actors.v[r], err));
        for (uint32_t r = 0; r < e->recipients.n; r++) DM_TRY(add_addressee(k, o, &e->recipients.v[r], err));
    }
    return DM_OK;
}

/* Nobody addressed by name: those to whom the same sentence has the same party do something ("summoned the Ghanaian envoy and
 * handed over a note demanding ..."). */
static dm_status sentence_addressees(fold *k, ledger_offer *o, dm_err *err) {
    for (uint32_t v = 0; v < o->versions.n && !o->to.n; v++) {
        const merge_cluster *c = &k->m->clusters.v[o->versions.v[v]];
        for (uint32_t i = 0; i < c->n; i++) {
            const fact_event *e = &k->f->events.v[c->v[i]];
            for (uint32_t j = c->v[i]; j-- > 0 && k->f->events.v[j].story == e->story && k->f->events.v[j].evidence.begin == e->evidence.begin;) {
                const fact_event *other = &k->f->events.v[j];
                if (!merge_sides_meet(k->m->events[j].actors, k->m->events[c->v[i]].actors)) continue;
                for (uint32_t r = 0; r < other->recipients.n; r++) DM_TRY(add_addressee(k, o, &other->recipients.v[r], err));
            }
        }
    }
    return DM_OK;
}

/* Nobody addressed by name: those who are to do the deed, or for whom it is done ("talks between A and B"). */
static dm_status imply_addressees(fold *k, ledger_offer *o, dm_err *err) {
    for (uint32_t v = 0; v < o->versions.n && !o->to.n; v++) {
        const merge_cluster *c = &k->m->clusters.v[o->versions.v[v]];
        for (uint32_t i = 0; i < c->n; i++) {
            const fact_event *e = &k->f->events.v[c->v[i]];
            for (uint32_t p = 0; p < e->parties.n; p++) DM_TRY(add_addressee(k, o, &e->parties.v[p], err));
        }
    }
    return DM_OK;
}

static dm_status fold_proposals(fold *k, ledger_book *out, dm_err *err) {
    enum { MOST_EARLIER = 96 }; /* acts of one party that an act is compared with, the latest first */
    for (uint32_t c = 0; c < k->m->clusters.n; c++) {
        if (!any_proposes(k, c)) continue;
        uint32_t *slot = VEC_PUSH(k->a, &k->acts);
        if (!slot) return err_memory(err, "offers");
        *slot = c;
    }
    uint32_t n = k->acts.n;
    if (n) qsort_r(k->acts.v, n, sizeof *k->acts.v, cmp_clusters, k);
    VEC(merge_pair) pairs = {0};
    party_index index = {0};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t event = k->speaker[k->acts.v[i]], seen = 0;
        merge_side actors = k->m->events[event].actors;
        for (uint32_t p = 0; p < actors.n; p++) {
            for (uint32_t at = index_first(&index, actors.v[p]); at != DM_NONE && seen < MOST_EARLIER; at = index.links.v[at].next, seen++) {
                uint32_t j = index.links.v[at].item;
                double score = link_same_proposal(k->f, k->m, k->speaker[k->acts.v[j]], event);
                if (score < LEDGER_SAME) continue;
                merge_pair *pair = VEC_PUSH(k->a, &pairs);
                if (!pair) return err_memory(err, "offers");
                *pair = (merge_pair){j, i, score};
            }
        }
        for (uint32_t p = 0; p < actors.n; p++)
            if (!index_add(&index, k->a, actors.v[p], i)) return err_memory(err, "offers");
    }
    uint32_t *root = ARENA_NEW(k->a, uint32_t, n + 1), *offer_of = ARENA_NEW(k->a, uint32_t, n + 1);
    if (!root || !offer_of) return err_memory(err, "offers");
    DM_TRY(merge_cluster_pairs(n, pairs.v, pairs.n, acts_clash, k, k->a, root, err));
    for (uint32_t i = 0; i < n; i++) {
        if (root[i] == i) {
            ledger_offer *o = VEC_PUSH(k->a, &out->offers);
            if (!o) return err_memory(err, "offers");
            offer_of[i] = out->offers.n - 1;
            o->lead = k->speaker[k->acts.v[i]];
            o->force = k->f->events.v[o->lead].force == DM_FORCE_RENEW ? DM_FORCE_PROPOSE : k->f->events.v[o->lead].force;
            dm_str lead = k->f->events.v[o->lead].id;
            o->id = arena_printf(k->a, "o%016llx", (unsigned long long)hash_bytes(lead.p, lead.n));
            if (!o->id.p) return err_memory(err, "offers");
        }
        DM_TRY(add_version(k, &out->offers.v[offer_of[root[i]]], k->acts.v[i], err));
    }
    for (uint32_t o = 0; o < out->offers.n; o++) {
        ledger_offer *offer = &out->offers.v[o];
        DM_TRY(imply_addressees(k, offer, err));
        DM_TRY(sentence_addressees(k, offer, err));
        if (!merge_make_side(k->f, k->a, &offer->by, &offer->by_side) || !merge_make_side(k->f, k->a, &offer->to, &offer->to_side))
            return err_memory(err, "offers");
    }
    return DM_OK;
}

/* ---- answers ---- */

/* An offer under a party, or under a story that tells it, on the day of a version. */
typedef struct dated_offer {
    uint64_t party;
    dm_day day;
    uint32_t offer;
    uint64_t by, to, only; /* a bit for each party of the offer's sides, and its one maker: most are passed over by these alone */
    bool addressed;
} dated_offer;
typedef struct dated_offers {
    dated_offer *v;
    uint32_t n, cap;
    uint32_t sorted; /* the first so many, once all are there; later ones are stubs */
    bool is_sorted;
    party_index stubs; /* places of the later ones */
} dated_offers;

static int cmp_dated(const void *x, const void *y) {
    const dated_offer *a = x, *b = y;
    if (a->party != b->party) return a->party < b->party ? -1 : 1;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return a->offer < b->offer ? -1 : a->offer > b->offer;
}

static bool index_under(fold *k, dated_offers *index, uint64_t party, dm_day day, const ledger_offer *offer, uint32_t o) {
    dated_offer *slot = VEC_PUSH(k->a, index);
    if (!slot) return false;
    *slot = (dated_offer){
        party, day, o, link_bits(offer->by_side), link_bits(offer->to_side), offer->by_side.n == 1 ? offer->by_side.v[0] : 0, offer->to.n > 0};
    return !index->is_sorted || index_add(&index->stubs, k->a, party, index->n - 1);
}

/* An offer by who makes it, who is addressed and the stories that tell it. */
static bool index_offer(fold *k, const ledger_offer *offer, uint32_t o, dated_offers *index) {
    enum { MOST_VERSIONS = 64 };
    const merge_side *const sides[] = {&offer->by_side, &offer->to_side};
    for (uint32_t v = 0; v < offer->versions.n && v < MOST_VERSIONS; v++) {
        const merge_cluster *c = &k->m->clusters.v[offer->versions.v[v]];
        dm_day day = order_day(&c->date);
        for (int s = 0; s < 2; s++)
            for (uint32_t i = 0; i < sides[s]->n; i++)
                if (!index_under(k, index, sides[s]->v[i], day, offer, o)) return false;
        for (uint32_t i = 0; i < c->n && i < MOST_VERSIONS; i++)
            if (!index_under(k, index, k->f->events.v[c->v[i]].story, day, offer, o)) return false;
    }
    return true;
}

typedef struct best_link {
    uint32_t offer;
    ledger_reply reply;
    double second; /* score of the best other offer */
} best_link;

static void try_offer(const fold *k, const ledger_book *out, uint32_t o, uint32_t cluster, const link_answer *answer, best_link *best) {
    const char *basis = "";
    uint32_t version = 0;
    double score = link_reply(k->f, k->m, answer, &out->offers.v[o], &basis, &version);
    if (score <= 0) return;
    bool better = score > best->reply.score + 1e-9, tie = score > best->reply.score - 1e-9 && o < best->offer;
    if (!better && !(tie && best->offer != DM_NONE)) {
        if (o != best->offer && score > best->second) best->second = score;
        return;
    }
    double second = best->offer != DM_NONE && best->offer != o && best->reply.score > best->second ? best->reply.score : best->second;
    *best = (best_link){o, {cluster, answer->event, version, k->f->events.v[answer->event].force, basis, score, false}, second};
}

/* Whether link_reply would look at the offer at all, as far as the bits can tell. */
static bool may_link(const link_answer *x, const dated_offer *d) {
    if (!x->own_kind && d->only && d->only == x->only) return false;
    if (x->actors & d->by) return true; /* perhaps the own offer */
    if (x->own_alone) return false;
    bool to_proposer = (x->recipients & d->by) || (!x->told && (x->parties & d->by));
    if (x->told && !to_proposer && !(x->recipients & d->to)) return false;
    return to_proposer || (x->actors & d->to) || !d->addressed || x->refers;
}

/* The first entry after those of the party that are not later than the day. */
static uint32_t after_day(const dated_offers *index, uint64_t party, dm_day day) {
    uint32_t lo = 0, hi = index->sorted;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const dated_offer *d = &index->v[mid];
        if (d->party < party || (d->party == party && d->day <= day)) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Tries the offers of one party (or story): of those made not after the act the latest, those without a date, and stubs. */
static void try_offers(const fold *k, const ledger_book *out, const dated_offers *index, uint64_t party, uint32_t cluster, const link_answer *answer,
                       best_link *best) {
    enum { MOST_OFFERS = 64, UNDATED = INT32_MAX };
    dm_day day = order_day(&k->m->events[answer->event].date);
    uint32_t undated = after_day(index, party, UNDATED - 1), end = after_day(index, party, UNDATED), stubs = 0;
    uint32_t until = day >= UNDATED - 1 ? undated : after_day(index, party, day + 1);
    for (uint32_t i = until, seen = 0; i-- > 0 && index->v[i].party == party && seen < MOST_OFFERS; seen++)
        if (may_link(answer, &index->v[i])) try_offer(k, out, index->v[i].offer, cluster, answer, best);
    for (uint32_t i = undated; i < end && i < undated + MOST_OFFERS; i++)
        if (may_link(answer, &index->v[i])) try_offer(k, out, index->v[i].offer, cluster, answer, best);
    for (uint32_t at = index_first(&index->stubs, party); at != DM_NONE && stubs < MOST_OFFERS; at = index->stubs.links.v[at].next, stubs++) {
        const dated_offer *d = &index->v[index->stubs.links.v[at].item];
        if (may_link(answer, d)) try_offer(k, out, d->offer, cluster, answer, best);
    }
}

/* An answer to an offer that nobody has told of yet stands for it: "Iran rejected a U.S. proposal". */
static dm_status presuppose(fold *k, uint32_t cluster, ledger_book *out, dated_offers *index, bool *done, dm_err *err) {
    const merge_cluster *c = &k->m->clusters.v[cluster];
    *done = false;
    for (uint32_t i = 0; i < c->n && !*done; i++) {
        const fact_event *e = &k->f->events.v[c->v[i]];
        dm_force named = link_force_named(e->head);
        bool answers = link_answers(e) && e->force != DM_FORCE_WITHDRAW && e->force != DM_FORCE_FULFIL && e->force != DM_FORCE_BREACH;
        if (!answers || named == DM_FORCE_NONE || e->modality != DM_MODALITY_ACTUAL) continue;
        ledger_offer o = {.lead = c->v[i], .force = named, .presupposed = true};
        for (uint32_t r = 0; r < e->recipients.n; r++)
            if (is_party(k, &e->recipients.v[r])) DM_TRY(add_role(k, &o.by, &e->recipients.v[r], err));
        for (uint32_t r = 0; r < e->actors.n; r++)
            if (is_party(k, &e->actors.v[r]) && !own_side(k, &o, &e->actors.v[r])) DM_TRY(add_role(k, &o.to, &e->actors.v[r], err));
        if (!o.by.n || !o.to.n) continue;
        o.id = arena_printf(k->a, "o%016llx", (unsigned long long)hash_bytes(e->id.p, e->id.n));
        uint32_t *version = VEC_PUSH(k->a, &o.versions);
        ledger_reply *reply = VEC_PUSH(k->a, &o.replies);
        bool sides = merge_make_side(k->f, k->a, &o.by, &o.by_side) && merge_make_side(k->f, k->a, &o.to, &o.to_side);
        ledger_offer *slot = VEC_PUSH(k->a, &out->offers);
        if (!o.id.p || !version || !reply || !sides || !slot) return err_memory(err, "answers");
        *version = cluster;
        *reply = (ledger_reply){cluster, c->v[i], 0, e->force, "name", LEDGER_LINK, false};
        if (!link_words(k->f, k->m, k->a, &o)) return err_memory(err, "answers");
        *slot = o;
        if (!index_offer(k, slot, out->offers.n - 1, index)) return err_memory(err, "answers");
        *done = true;
    }
    return DM_OK;
}

static bool is_linked(const best_link *best) {
    return best->reply.score >= LEDGER_LINK || (best->reply.score >= LEDGER_FAIR && best->second < best->reply.score - 0.1);
}

/* `last`: what finds no offer now is listed, or stands for one. */
static dm_status link_cluster(fold *k, uint32_t cluster, ledger_book *out, dated_offers *index, bool last, dm_err *err) {
    best_link best = {.offer = DM_NONE};
    const merge_cluster *c = &k->m->clusters.v[cluster];
    enum { MOST_TELLINGS = 16 };
    for (uint32_t i = 0; i < c->n && i < MOST_TELLINGS; i++) {
        if (!link_answers(&k->f->events.v[c->v[i]])) continue;
        const merge_event *e = &k->m->events[c->v[i]];
        link_answer answer;
        if (!link_prepare(k->f, k->m, k->a, c->v[i], &answer)) return err_memory(err, "answers");
        const merge_side *const sides[] = {&e->actors, &e->recipients, &e->parties};
        for (int s = 0; s < 3; s++)
            for (uint32_t p = 0; p < sides[s]->n; p++) try_offers(k, out, index, sides[s]->v[p], cluster, &answer, &best);
        try_offers(k, out, index, e->e->story, cluster, &answer, &best);
    }
    if (!is_linked(&best)) {
        bool stands_for_it = false;
        if (last) DM_TRY(presuppose(k, cluster, out, index, &stands_for_it, err));
        uint32_t *slot = last && !stands_for_it ? VEC_PUSH(k->a, &out->unlinked) : NULL;
        if (last && !stands_for_it && !slot) return err_memory(err, "answers");
        if (slot) *slot = cluster;
        return DM_OK;
    }
    ledger_offer *offer = &out->offers.v[best.offer];
    merge_side by = k->m->events[best.reply.event].actors;
    best.reply.reaction = offer->to.n && !merge_sides_meet(by, offer->to_side) && !merge_sides_meet(by, offer->by_side);
    ledger_reply *slot = VEC_PUSH(k->a, &offer->replies);
    if (!slot) return err_memory(err, "answers");
    *slot = best.reply;
    return DM_OK;
}

/* Twice: what the sure answers call an offer helps to find the others. */
static dm_status fold_replies(fold *k, ledger_book *out, dm_err *err) {
    for (int round = 0; round < 2; round++) {
        dated_offers index = {0};
        for (uint32_t o = 0; o < out->offers.n; o++) {
            ledger_offer *offer = &out->offers.v[o];
            if (!link_words(k->f, k->m, k->a, offer) || !index_offer(k, offer, o, &index)) return err_memory(err, "answers");
            for (uint32_t r = 0; r < offer->replies.n; r++) {
                uint32_t *heard = VEC_PUSH(k->a, &offer->heard);
                if (!heard) return err_memory(err, "answers");
                *heard = offer->replies.v[r].cluster;
            }
            offer->replies.n = 0;
        }
        if (index.n) qsort(index.v, index.n, sizeof *index.v, cmp_dated);
        index.sorted = index.n;
        index.is_sorted = true;
        for (uint32_t c = 0; c < k->m->clusters.n; c++) {
            const merge_cluster *cl = &k->m->clusters.v[c];
            bool answers = false;
            for (uint32_t i = 0; i < cl->n && !answers; i++) answers = link_answers(&k->f->events.v[cl->v[i]]);
            if (answers) DM_TRY(link_cluster(k, c, out, &index, round == 1, err));
        }
    }
    return DM_OK;
}

/* ---- states ---- */

/* A party's paper is no answer of the party. */
static bool binds(dm_capacity c) { return c == DM_CAPACITY_BINDING || c == DM_CAPACITY_OFFICIAL; }

static dm_status add_state(fold *k, ledger_offer *o, uint32_t entity, dm_state state, dm_day as_of, dm_err *err) {
    if (o->states.n) {
        const ledger_state *last = &o->states.v[o->states.n - 1];
        if (last->entity == entity && last->state == state) return DM_OK;
        /* Two answers of one day that do not agree. */
        bool terminal = state == DM_STATE_ACCEPTED || state == DM_STATE_REJECTED;
        bool other = last->state == DM_STATE_ACCEPTED || last->state == DM_STATE_REJECTED;
        if (last->entity == entity && last->as_of == as_of && as_of != DM_DAY_NONE && terminal && other) state = DM_STATE_DISPUTED;
        /* Silence after an answer is none. */
        bool answered = other || last->state == DM_STATE_COUNTERED || last->state == DM_STATE_WITHDRAWN;
        if (last->entity == entity && state == DM_STATE_IGNORED && answered) return DM_OK;
        /* What has been taken back is not weighed any more. */
        if (last->entity == entity && state == DM_STATE_DEFERRED && last->state == DM_STATE_WITHDRAWN) return DM_OK;
    }
    ledger_state *s = VEC_PUSH(k->a, &o->states);
    if (!s) return err_memory(err, "states");
    *s = (ledger_state){entity, state, as_of};
    return DM_OK;
}

/* "Ignored or rejected, nobody says which": two kinds in one sentence settle nothing but that no yes was heard. */
static bool undecided(const fold *k, const ledger_offer *o, uint32_t reply) {
    const fact_event *e = &k->f->events.v[o->replies.v[reply].event];
    for (uint32_t r = 0; r < o->replies.n; r++) {
        const fact_event *other = &k->f->events.v[o->replies.v[r].event];
        if (r != reply && other->story == e->story && other->evidence.begin == e->evidence.begin && other->force == DM_FORCE_NO_REPLY &&
            e->force != DM_FORCE_NO_REPLY)
            return true;
    }
    return false;
}

/* A breach that only the other side tells of, or that stands in its accusation, is alleged. */
static bool alleged(const fold *k, const ledger_offer *o, const ledger_reply *reply) {
    const merge_cluster *c = &k->m->clusters.v[reply->cluster];
    for (uint32_t i = 0; i < c->n; i++) {
        const fact_event *e = &k->f->events.v[c->v[i]];
        bool said = false;
        if (e->said_in && k->f->statements.v[e->said_in - 1].speaker != DM_NONE) {
            fact_role role = {.entity = k->f->statements.v[e->said_in - 1].speaker, .capacity = k->f->statements.v[e->said_in - 1].capacity};
            fact_role_list one = {&role, 1, 1};
            merge_side side;
            said = merge_make_side(k->f, k->a, &one, &side) && !merge_sides_meet(side, k->m->events[c->v[i]].actors);
        }
        for (uint32_t j = c->v[i]; j-- > 0 && !said && k->f->events.v[j].story == e->story && k->f->events.v[j].evidence.begin == e->evidence.begin;)
            said = k->f->events.v[j].type == DM_PLOVER_ACCUSE && merge_sides_meet(k->m->events[j].actors, o->by_side);
        if (!said) return false;
    }
    return true;
}

/* When a reply holds: silence as of the day it is told; what has no date, as of the day of its story. */
static dm_day reply_day(const fold *k, const ledger_reply *r) {
    dm_day day = k->m->clusters.v[r->cluster].date.best, told = k->f->stories.v[k->f->events.v[r->event].story].date.best;
    if (day == DM_DAY_NONE) day = k->m->clusters.v[r->cluster].date.to;
    if (day == DM_DAY_NONE || (r->kind == DM_FORCE_NO_REPLY && told != DM_DAY_NONE && told > day)) day = told;
    return day;
}

/* The last day on which any story that tells of the offer was written. */
static dm_day last_seen(const fold *k, const ledger_offer *o) {
    dm_day last = DM_DAY_NONE;
    for (uint32_t v = 0; v < o->versions.n; v++) {
        const merge_cluster *c = &k->m->clusters.v[o->versions.v[v]];
        for (uint32_t i = 0; i < c->n; i++) {
            dm_day day = k->f->stories.v[k->f->events.v[c->v[i]].story].date.best;
            if (day != DM_DAY_NONE && (last == DM_DAY_NONE || day > last)) last = day;
        }
    }
    return last;
}

static int cmp_replies(const void *x, const void *y, void *user) {
    const ledger_reply *a = x, *b = y;
    dm_day day_a = reply_day(user, a), day_b = reply_day(user, b);
    if (day_a != day_b) return day_a == DM_DAY_NONE ? 1 : day_b == DM_DAY_NONE ? -1 : day_a < day_b ? -1 : 1;
    return cmp_clusters(&a->cluster, &b->cluster, user);
}

/* "declined the Egyptian invitation": whoever answers an invitation was invited. */
static bool was_asked(const fold *k, const ledger_offer *o, const ledger_reply *r) {
    const fact_event *e = &k->f->events.v[r->event];
    bool settles = e->type == DM_PLOVER_AGREE || e->type == DM_PLOVER_REJECT;
    bool invited = str_is(e->head, "invitation") && r->score >= LEDGER_FAIR;
    return invited && ((settles && merge_sides_meet(k->m->events[r->event].recipients, o->by_side)) || str_is(str_from(r->basis), "anaphora"));
}

/* Nobody addressed by name: whoever answered. */
static dm_status answerers(fold *k, ledger_offer *o, dm_err *err) {
    bool unaddressed = o->to.n == 0;
    for (uint32_t r = 0; r < o->replies.n; r++) {
        const fact_role_list *by = &k->f->events.v[o->replies.v[r].event].actors;
        if (merge_sides_meet(k->m->events[o->replies.v[r].event].actors, o->by_side)) continue;
        if (!unaddressed && !was_asked(k, o, &o->replies.v[r])) continue;
        for (uint32_t i = 0; i < by->n; i++) DM_TRY(add_addressee(k, o, &by->v[i], err));
        o->replies.v[r].reaction = false;
    }
    return DM_OK;
}

static dm_status fold_states(fold *k, ledger_offer *o, dm_err *err) {
    if (o->replies.n) qsort_r(o->replies.v, o->replies.n, sizeof *o->replies.v, cmp_replies, k);
    DM_TRY(answerers(k, o, err));
    for (uint32_t i = 0; i < o->to.n; i++) {
        fact_role_list one = {.v = &o->to.v[i], .n = 1, .cap = 1};
        merge_side addressee;
        bool any = false;
        if (!merge_make_side(k->f, k->a, &one, &addressee)) return err_memory(err, "states");
        for (uint32_t r = 0; r < o->replies.n; r++) {
            const ledger_reply *reply = &o->replies.v[r];
            const fact_event *e = &k->f->events.v[reply->event];
            merge_side by = k->m->events[reply->event].actors;
            bool own = merge_sides_meet(by, o->by_side);
            if (!own && !merge_sides_meet(by, addressee)) continue;
            bool counts = own;
            for (uint32_t x = 0; x < e->actors.n && !counts; x++) counts = binds(e->actors.v[x].capacity);
            if (!counts || e->modality != DM_MODALITY_ACTUAL || e->polarity != DM_POLARITY_AFFIRMED) continue;
            if (undecided(k, o, r)) continue;
            dm_state state = reply->kind == DM_FORCE_BREACH && alleged(k, o, reply) ? DM_STATE_DISPUTED : link_state_of(reply->kind);
            DM_TRY(add_state(k, o, o->to.v[i].entity, state, reply_day(k, reply), err));
            any = true;
        }
        if (!any) DM_TRY(add_state(k, o, o->to.v[i].entity, DM_STATE_NO_ANSWER_SEEN, last_seen(k, o), err));
    }
    return DM_OK;
}

/* A demand, promise or threat that is put to nobody, answered by nobody and about nothing that can be said is none; a bare
 * appeal to all ("called for a ban") stays. */
static bool worth_keeping(const fold *k, const ledger_offer *o) {
    if (o->force == DM_FORCE_PROPOSE || o->to.n || o->replies.n) return true;
    const merge_event *lead = &k->m->events[o->lead];
    bool appeal = o->force == DM_FORCE_DEMAND && str_starts(lead->e->trigger_text, "appeal");
    bool call = o->force == DM_FORCE_DEMAND && str_starts(lead->e->trigger_text, "call");
    return lead->matter.n && (appeal || call);
}

static void drop_weak(const fold *k, ledger_book *out) {
    uint32_t kept = 0;
    for (uint32_t o = 0; o < out->offers.n; o++)
        if (worth_keeping(k, &out->offers.v[o])) out->offers.v[kept++] = out->offers.v[o];
    out->offers.n = kept;
}

dm_status ledger_fold(const facts *f, const merged *m, dm_arena *a, ledger_book *out, dm_err *err) {
    *out = (ledger_book){0};
    fold k = {.f = f, .m = m, .a = a};
    k.speaker = ARENA_NEW(a, uint32_t, m->clusters.n + 1);
    if (!k.speaker || !list_states(&k)) return err_memory(err, "offers");
    for (uint32_t c = 0; c < m->clusters.n; c++) k.speaker[c] = ledger_speaker(f, &m->clusters.v[c]);
    DM_TRY(fold_proposals(&k, out, err));
    DM_TRY(fold_replies(&k, out, err));
    drop_weak(&k, out);
    for (uint32_t o = 0; o < out->offers.n; o++) DM_TRY(fold_states(&k, &out->offers.v[o], err));
    DM_TRY(positions_find(f, a, &out->positions, err));
    return contradictions_find(f, m, k.speaker, a, out, err);
}

/* ---- one story ---- */

static dm_status copy_roles(dm_doc *doc, const fact_role_list *from, const dm_event_row *e, dm_role_list *to, dm_err *err) {
    for (uint32_t i = 0; i < from->n; i++) {
        dm_role *r = VEC_PUSH(doc->arena, to);
        if (!r) return err_memory(err, "offers");
        *r = (dm_role){.entity = from->v[i].entity,
                       .span = DM_SPAN_NONE,
                       .role = from->v[i].role,
                       .capacity = from->v[i].capacity,
                       .code = from->v[i].code,
                       .mention = DM_NONE};
        const dm_role_list *const sides[] = {&e->actors, &e->recipients};
        for (int s = 0; s < 2; s++)
            for (uint32_t j = 0; j < sides[s]->n; j++)
                if (sides[s]->v[j].entity == r->entity) r->span = sides[s]->v[j].span;
    }
    return DM_OK;
}

static dm_status put_offer(dm_doc *doc, const facts *f, const merged *m, const ledger_offer *from, dm_err *err) {
    dm_offer_row *o = VEC_PUSH(doc->arena, &doc->offers);
    if (!o) return err_memory(err, "offers");
    const dm_event_row *lead = &doc->events.v[from->lead];
    *o = (dm_offer_row){.id = from->id, .matter = lead->matter, .presupposed = from->presupposed};
    DM_TRY(copy_roles(doc, &from->by, lead, &o->by, err));
    DM_TRY(copy_roles(doc, &from->to, lead, &o->to, err));
    for (uint32_t v = 0; v < from->versions.n; v++) {
        const merge_cluster *c = &m->clusters.v[from->versions.v[v]];
        uint32_t event = ledger_speaker(f, c);
        const dm_event_row *e = &doc->events.v[event];
        dm_offer_version *out = VEC_PUSH(doc->arena, &o->versions);
        if (!out) return err_memory(err, "offers");
        *out = (dm_offer_version){event, e->date, e->matter && span_is(e->matter->span) ? e->matter->span : e->trigger_span};
    }
    for (uint32_t r = 0; r < from->replies.n; r++) {
        const ledger_reply *reply = &from->replies.v[r];
        dm_reply *out = VEC_PUSH(doc->arena, &o->replies);
        if (!out) return err_memory(err, "offers");
        const dm_event_row *e = &doc->events.v[reply->event];
        *out = (dm_reply){.by = e->actors,
                          .to_version = reply->to_version,
                          .kind = reply->kind,
                          .event = reply->event,
                          .statement = e->statement,
                          .date = e->date,
                          .basis = str_from(reply->basis),
                          .score = reply->score};
    }
    for (uint32_t s = 0; s < from->states.n; s++) {
        dm_offer_state *out = VEC_PUSH(doc->arena, &o->state);
        if (!out) return err_memory(err, "offers");
        *out = (dm_offer_state){from->states.v[s].entity, from->states.v[s].state, from->states.v[s].as_of};
    }
    return DM_OK;
}

static dm_status put_position(dm_doc *doc, const ledger_position *from, dm_err *err) {
    const dm_event_row *e = &doc->events.v[from->event];
    dm_position_row *p = VEC_PUSH(doc->arena, &doc->positions);
    if (!p) return err_memory(err, "positions");
    *p = (dm_position_row){.id = from->id,
                           .holder = from->holder,
                           .issue = e->matter->issue.p ? e->matter->issue : e->matter->deed,
                           .polarity = from->polarity,
                           .condition = e->matter->conditions.n ? e->matter->conditions.v[0] : DM_SPAN_NONE,
                           .asserted_by = from->asserted_by,
                           .date = e->date,
                           .evidence_span = e->evidence_span,
                           .event = from->event,
                           .statement = e->statement};
    return DM_OK;
}

dm_status ledger_run(dm_doc *doc, dm_err *err) {
    facts f = {.arena = doc->arena};
    merged m;
    ledger_book l;
    dm_printer pr;
    DM_TRY(printer_init(&pr, doc, err));
    DM_TRY(facts_add_doc(&f, &pr, err));
    DM_TRY(merge_run(&f, NULL, doc->arena, &m, err));
    DM_TRY(ledger_fold(&f, &m, doc->arena, &l, err));
    for (uint32_t o = 0; o < l.offers.n; o++) DM_TRY(put_offer(doc, &f, &m, &l.offers.v[o], err));
    for (uint32_t p = 0; p < l.positions.n; p++) DM_TRY(put_position(doc, &l.positions.v[p], err));
    return DM_OK;
}
