/* See link.h. Scores are sums of independent hints; the weights were set by hand on invented disputes. */
#include "ledger/link.h"

#include <math.h>

/* One who can bind or speak for a party; experts, crowds and former ministers make no offers. */
static bool speaks_for_party(const fact_event *e) {
    for (uint32_t i = 0; i < e->actors.n; i++) {
        dm_capacity c = e->actors.v[i].capacity;
        if (c == DM_CAPACITY_BINDING || c == DM_CAPACITY_OFFICIAL || c == DM_CAPACITY_ORGAN) return true;
    }
    return false;
}

bool link_proposes(const fact_event *e) {
    if (e->polarity != DM_POLARITY_AFFIRMED || !speaks_for_party(e)) return false;
    switch (e->force) {
    case DM_FORCE_PROPOSE:
    case DM_FORCE_RENEW:
    case DM_FORCE_DEMAND:
    case DM_FORCE_PROMISE:
    case DM_FORCE_THREATEN: return true;
    default: return false;
    }
}

bool link_answers(const fact_event *e) {
    if (e->polarity != DM_POLARITY_AFFIRMED || (e->force == DM_FORCE_NO_REPLY && e->modality != DM_MODALITY_ACTUAL)) return false;
    switch (e->force) {
    case DM_FORCE_ACCEPT:
    case DM_FORCE_REJECT:
    case DM_FORCE_DEFER:
    case DM_FORCE_COUNTER:
    case DM_FORCE_WITHDRAW:
    case DM_FORCE_FULFIL:
    case DM_FORCE_BREACH:
    case DM_FORCE_NO_REPLY: return true;
    default: return false;
    }
}

static dm_force family(dm_force f) { return f == DM_FORCE_RENEW ? DM_FORCE_PROPOSE : f; }

/* "urged both to agree to a truce", "the truce that it proposed": tellers choose between calling for a thing and offering it. */
static bool offer_or_call(dm_force a, dm_force b) {
    return (family(a) == DM_FORCE_PROPOSE && b == DM_FORCE_DEMAND) || (a == DM_FORCE_DEMAND && family(b) == DM_FORCE_PROPOSE);
}

/* The likeliest day of an act as all its tellers have it; one without a date is taken as told: of the story's day. */
static dm_day day_of_act(const facts *f, const merged *m, uint32_t event) {
    const fact_event *e = &f->events.v[event];
    dm_day day = date_day(&m->clusters.v[m->cluster_of[event]].date);
    return day != DM_DAY_NONE ? day : date_day(&f->stories.v[e->story].date);
}

/* Days from a to b; 0 where one is unknown. */
static int days_between(dm_day a, dm_day b) { return a == DM_DAY_NONE || b == DM_DAY_NONE ? 0 : b - a; }

/* "Bolivia made the offer", "improved its offer": says that there is one and nothing of what. */
static bool is_bare(const merge_event *m) { return !m->matter.n || m->e->anaphoric; }

static bool told_before(const fact_event *a, const fact_event *b) { return a->story == b->story && a->trigger.begin < b->trigger.begin; }

double link_same_proposal(const facts *f, const merged *m, uint32_t event_a, uint32_t event_b) {
    const fact_event *a = &f->events.v[event_a], *b = &f->events.v[event_b];
    const merge_event *x = &m->events[event_a], *y = &m->events[event_b];
    bool mixed = offer_or_call(a->force, b->force);
    if ((family(a->force) != family(b->force) && !mixed) || !merge_sides_meet(x->actors, y->actors)) return 0;
    bool open = x->recipients.unanchored || y->recipients.unanchored || x->recipients.soft || y->recipients.soft;
    if (!open && !merge_sides_meet(x->recipients, y->recipients)) return 0;
    dm_day day_a = day_of_act(f, m, event_a), day_b = day_of_act(f, m, event_b);
    int days = days_between(day_a, day_b);
    bool renewed = a->force == DM_FORCE_RENEW || b->force == DM_FORCE_RENEW;
    if (!renewed && (days > LEDGER_DAYS || days < -LEDGER_DAYS)) return 0;
    bool bare = is_bare(x) || is_bare(y), dated = day_a != DM_DAY_NONE && day_b != DM_DAY_NONE;
    bool near = dated && days <= 14 && days >= -14;
    bool issues = a->issue.p && b->issue.p, deeds = x->deed && y->deed;
    bool same_issue = issues && str_eq(a->issue, b->issue), same_deed = deeds && x->deed == y->deed;
    double overlap = x->matter.n && y->matter.n ? bag_contained(x->matter, y->matter) : 0;
    /* "the coal offer still stands": an offer spoken of again is named by what stood in its whole sentence. */
    if (b->force == DM_FORCE_RENEW && overlap < 0.5 && y->matter.n) overlap = fmax(overlap, 0.8 * bag_contained(y->matter, x->evidence));
    if (issues && !same_issue && !same_deed && overlap < 0.5) return 0;
    if (deeds && !same_deed && overlap < 0.3) return 0;
    if (mixed && (!same_issue || overlap < 0.3)) return 0;
    double score = 0.1 + 0.4 * overlap;
    score += same_deed ? 0.25 : 0;
    score += same_issue ? 0.15 : 0;
    score += open ? 0 : 0.15;
    /* Two outlets tell of an offer made on one known day. */
    bool one_day = a->date.best != DM_DAY_NONE && a->date.best == b->date.best && a->date.basis == DM_BASIS_TEXT && b->date.basis == DM_BASIS_TEXT;
    score += one_day && a->story != b->story ? 0.15 : 0;
    /* The nearest is meant: the one told just before, or made within two weeks. */
    bool refers = (is_bare(y) && told_before(a, b)) || (is_bare(x) && told_before(b, a));
    score += bare && refers ? 0.5 : bare && near ? 0.4 : renewed || bare ? 0.1 : 0;
    return score;
}

/* Acts that only the one who offered can do about the own offer. */
static bool own_act(dm_force f) { return f == DM_FORCE_WITHDRAW || f == DM_FORCE_FULFIL || f == DM_FORCE_BREACH; }

/* Nouns and pronouns that stand for a proposal. */
static bool names_proposal(dm_str head) {
    static const char *const nouns[] = {"it",     "this",       "that",    "them",   "which",  "offer",      "proposal", "plan",
                                        "idea",   "invitation", "request", "demand", "call",   "initiative", "overture", "suggestion",
                                        "scheme", "appeal",     "promise", "pledge", "threat", "ultimatum",  "bid",      "claim"};
    for (uint32_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (str_is(head, nouns[i])) return true;
    return false;
}

static bool names_treaty(dm_str head) { return str_is(head, "pact") || str_is(head, "agreement") || str_is(head, "accord") || str_is(head, "deal"); }

dm_force link_force_named(dm_str head) {
    static const struct {
        const char *noun;
        dm_force force;
    } named[] = {{"offer", DM_FORCE_PROPOSE},   {"proposal", DM_FORCE_PROPOSE},   {"invitation", DM_FORCE_PROPOSE}, {"overture", DM_FORCE_PROPOSE},
                 {"plan", DM_FORCE_PROPOSE},    {"initiative", DM_FORCE_PROPOSE}, {"suggestion", DM_FORCE_PROPOSE}, {"demand", DM_FORCE_DEMAND},
                 {"request", DM_FORCE_DEMAND},  {"call", DM_FORCE_DEMAND},        {"appeal", DM_FORCE_DEMAND},      {"ultimatum", DM_FORCE_DEMAND},
                 {"threat", DM_FORCE_THREATEN}, {"claim", DM_FORCE_DEMAND},       {"promise", DM_FORCE_PROMISE},    {"pledge", DM_FORCE_PROMISE}};
    for (uint32_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_is(head, named[i].noun)) return named[i].force;
    return DM_FORCE_NONE;
}

static uint64_t cluster_bit(uint32_t cluster) { return 1ull << (cluster & 63); }

/* The first member of a cluster that is of the story or a later one: members lie in the order of stories. */
static uint32_t first_of_story(const facts *f, const merge_cluster *c, uint32_t story) {
    uint32_t lo = 0, hi = c->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (f->events.v[c->v[mid]].story < story) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* The latest version not after the day; versions lie in the order of their days, undated ones last. */
static uint32_t version_by_date(const merged *m, dm_day day, const ledger_offer *offer) {
    uint32_t lo = 0, hi = offer->versions.n;
    if (hi == 1) return 0;
    while (day != DM_DAY_NONE && lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        dm_day made = date_day(&m->clusters.v[offer->versions.v[mid]].date);
        if (made != DM_DAY_NONE && made <= day) lo = mid + 1;
        else hi = mid;
    }
    return day == DM_DAY_NONE ? offer->versions.n - 1 : lo ? lo - 1 : 0;
}

/* The latest version that stands before the act in its own story, and how many code points before; DM_NONE when none does.
 * Looked for among those made about its time and those without a date, as an offer may be repeated a thousand times. */
static uint32_t version_before(const facts *f, const merged *m, const link_answer *answer, const ledger_offer *offer, uint32_t around,
                               uint32_t *gap) {
    enum { NEAR = 16, LAST = 4 };
    const fact_event *r = &f->events.v[answer->event];
    uint32_t best = DM_NONE, best_at = 0, n = offer->versions.n;
    for (uint32_t v = around > NEAR ? around - NEAR : 0; v < n; v++) {
        if (v > around + LAST && v + LAST < n) v = n - LAST;
        if (!(answer->here & cluster_bit(offer->versions.v[v]))) continue;
        const merge_cluster *c = &m->clusters.v[offer->versions.v[v]];
        for (uint32_t i = first_of_story(f, c, r->story); i < c->n && f->events.v[c->v[i]].story == r->story; i++) {
            const fact_event *e = &f->events.v[c->v[i]];
            if (e->trigger.begin <= r->trigger.begin && (best == DM_NONE || e->trigger.begin >= best_at)) {
                best = v;
                best_at = e->trigger.begin;
            }
        }
    }
    *gap = best == DM_NONE ? 0 : r->trigger.begin - best_at;
    return best;
}

/* How many code points before the act its own story last answers the offer: "A declined the offer, B has left it unanswered".
 * DM_NONE: not at all. */
static uint32_t answered_before(const facts *f, const merged *m, const link_answer *answer, const ledger_offer *offer) {
    const fact_event *r = &f->events.v[answer->event];
    uint32_t best = DM_NONE;
    for (uint32_t h = 0; h < offer->heard.n; h++) {
        if (!(answer->here & cluster_bit(offer->heard.v[h]))) continue;
        const merge_cluster *c = &m->clusters.v[offer->heard.v[h]];
        for (uint32_t i = first_of_story(f, c, r->story); i < c->n && f->events.v[c->v[i]].story == r->story; i++) {
            uint32_t at = f->events.v[c->v[i]].trigger.begin;
            if (at < r->trigger.begin && r->trigger.begin - at < best) best = r->trigger.begin - at;
        }
    }
    return best;
}

bool link_words(const facts *f, const merged *m, dm_arena *a, ledger_offer *offer) {
    enum { MOST_VERSIONS = 64, MOST_TELLINGS = 8 }; /* so that an offer told a thousand times costs no more */
    uint32_t n = offer->versions.n;
    dm_day made = date_day(&m->clusters.v[offer->versions.v[0]].date);
    offer->made = made != DM_DAY_NONE ? made : day_of_act(f, m, offer->lead);
    offer->issue = f->events.v[offer->lead].issue;
    offer->deed = m->events[offer->lead].deed;
    offer->words = (word_bag){0};
    for (uint32_t v = n > MOST_VERSIONS ? n - MOST_VERSIONS : 0; v < n; v++) {
        const merge_cluster *c = &m->clusters.v[offer->versions.v[v]];
        for (uint32_t i = 0; i < c->n && i < MOST_TELLINGS; i++) {
            const merge_event *e = &m->events[c->v[i]];
            if (!bag_union(a, offer->words, e->matter.n ? e->matter : e->near_words, &offer->words)) return false;
        }
    }
    /* Those who have already been found to answer it call it by its names. */
    for (uint32_t r = 0; r < offer->replies.n; r++) {
        enum { MOST_NAMES = 32 };
        if (offer->replies.v[r].score < LEDGER_SURE || offer->words.n > 16 * MOST_NAMES) continue;
        if (!bag_union(a, offer->words, m->events[offer->replies.v[r].event].matter, &offer->words)) return false;
    }
    return true;
}

/* The words before an answer in its story, which say what "the proposal" is. */
static bool context_of(const facts *f, const merged *m, dm_arena *a, uint32_t reply, word_bag *out) {
    enum { BEFORE = 180 }; /* the sentence before */
    const fact_event *r = &f->events.v[reply];
    dm_str text = f->stories.v[r->story].text, sentence = r->evidence_text;
    *out = (word_bag){0};
    word_bag all;
    if (!sentence.p || sentence.p < text.p || sentence.p > text.p + text.n) return true; /* a fact made by hand */
    uint32_t at = (uint32_t)(sentence.p - text.p), begin = at > BEFORE ? at - BEFORE : 0;
    while (begin < at && text.p[begin] != ' ' && text.p[begin] != '\n') begin++;
    return bag_of(a, &m->sorts, str_sub(text, begin, at + sentence.n), &all) && bag_without(a, all, m->act_nouns, out) &&
           bag_weigh(a, &m->weights, out);
}

uint64_t link_bits(merge_side side) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < side.n; i++) bits |= 1ull << (side.v[i] & 63);
    return bits;
}

bool link_prepare(const facts *f, const merged *m, dm_arena *a, uint32_t event, link_answer *out) {
    const fact_event *e = &f->events.v[event];
    *out = (link_answer){.event = event, .named = link_force_named(e->head)};
    dm_day day = date_day(&m->events[event].date);
    out->day = day != DM_DAY_NONE ? day : day_of_act(f, m, event);
    for (uint32_t i = event; i < f->events.n && f->events.v[i].story == e->story; i++) out->here |= cluster_bit(m->cluster_of[i]);
    for (uint32_t i = event; i-- > 0 && f->events.v[i].story == e->story;) out->here |= cluster_bit(m->cluster_of[i]);
    out->refers = names_proposal(e->head) || e->anaphoric || !e->has_matter;
    const merge_event *own = &m->events[event];
    out->actors = link_bits(own->actors), out->recipients = link_bits(own->recipients), out->parties = link_bits(own->parties);
    out->only = own->actors.n == 1 ? own->actors.v[0] : 0;
    out->told = !own->recipients.unanchored && !own->recipients.soft;
    out->own_kind = own_act(e->force), out->own_alone = e->force == DM_FORCE_WITHDRAW;
    return m->events[event].matter.n || context_of(f, m, a, event, &out->context);
}

double link_reply(const facts *f, const merged *m, const link_answer *answer, const ledger_offer *offer, const char **basis, uint32_t *version) {
    enum { CLOSE = 600 }; /* code points: the same or the next paragraph */
    uint32_t reply = answer->event;
    bool refers = answer->refers;
    const fact_event *r = &f->events.v[reply];
    const merge_event *own = &m->events[reply];
    bool by_proposer = merge_sides_meet(own->actors, offer->by_side);
    if (by_proposer && !answer->own_kind) return 0;
    if (!by_proposer && answer->own_alone) return 0;
    dm_day day = date_day(&own->date);
    int days = days_between(offer->made, answer->day);
    if (own->date.to != DM_DAY_NONE && offer->made != DM_DAY_NONE && own->date.to < offer->made - 1) return 0; /* told of long before it */
    if (days < -1 || days > LEDGER_DAYS * (int)offer->versions.n) return 0;
    bool to_proposer = merge_sides_meet(own->recipients, offer->by_side) || (!answer->told && merge_sides_meet(own->parties, offer->by_side));
    bool addressed = merge_sides_meet(own->actors, offer->to_side);
    bool elsewhere = answer->told && !to_proposer;
    if (!by_proposer && elsewhere && !merge_sides_meet(own->recipients, offer->to_side)) return 0;
    uint32_t gap, latest = version_by_date(m, day, offer), before = version_before(f, m, answer, offer, latest, &gap);
    uint32_t told_gap = answered_before(f, m, answer, offer);
    if (told_gap != DM_NONE && (before == DM_NONE || told_gap < gap)) {
        gap = told_gap;
        if (before == DM_NONE) before = latest;
    }
    /* "welcomed the invitation", a paragraph below it: to whom it was made need not be known. */
    bool said_of_it = refers && before != DM_NONE && gap <= CLOSE;
    if (!by_proposer && !to_proposer && !addressed && offer->to.n && !said_of_it) return 0;
    bool issues = r->issue.p && offer->issue.p, same_issue = issues && str_eq(r->issue, offer->issue);
    bool deed = own->deed && own->deed == offer->deed;
    uint32_t common = bag_common(own->matter, offer->words);
    double words = own->matter.n ? bag_contained(own->matter, offer->words) : 0;
    /* One word that both happen to have is no name, unless it is all there is. */
    if (common == 1 && !deed && !refers) words = own->matter.n > 2 ? 0 : words / 3;
    bool beside = before != DM_NONE && r->evidence.begin != DM_NONE && gap < r->trigger.begin - r->evidence.begin; /* in one sentence */
    double near = before == DM_NONE ? 0 : beside ? 0.3 : !refers ? 0.05 : gap <= CLOSE ? 0.25 : 0.15;
    double matter = 0.35 * words + (same_issue ? 0.1 : issues ? -0.1 : 0) + (deed ? 0.1 : 0);
    if (own->matter.n >= 2 && words < 0.1 && !deed)
        matter -= refers && to_proposer ? 0.1 : 0.2; /* it says what it is about, and that is something else */
    double around = own->matter.n ? 0 : 0.25 * bag_contained(answer->context, offer->words);
    double who = by_proposer ? 0.35 : (to_proposer ? 0.25 : 0) + (addressed ? 0.2 : 0);
    /* The latest offer that fits is the one that is answered. */
    double stale = days > 60 ? 0.1 : days > 14 ? 0.05 : 0;
    *basis = near > 0 && near >= matter ? "anaphora" : refers && to_proposer ? "name" : "matter";
    *version = before != DM_NONE && refers ? before : latest;
    double kind = answer->named == DM_FORCE_NONE ? 0 : answer->named == offer->force ? 0.05 : -0.2;
    /* A treaty kept or broken is no word kept or broken that was given since. */
    bool treaty = (r->force == DM_FORCE_BREACH || r->force == DM_FORCE_FULFIL) && names_treaty(r->head);
    if (treaty && !deed) kind -= 0.3;
    double score = who + near + matter + around + kind + (refers ? 0.15 : 0) - stale;
    return score < 0 ? 0 : score > 1 ? 1 : score;
}

dm_state link_state_of(dm_force answer) {
    switch (answer) {
    case DM_FORCE_ACCEPT: return DM_STATE_ACCEPTED;
    case DM_FORCE_REJECT: return DM_STATE_REJECTED;
    case DM_FORCE_DEFER: return DM_STATE_DEFERRED;
    case DM_FORCE_COUNTER: return DM_STATE_COUNTERED;
    case DM_FORCE_WITHDRAW: return DM_STATE_WITHDRAWN;
    case DM_FORCE_FULFIL: return DM_STATE_FULFILLED;
    case DM_FORCE_BREACH: return DM_STATE_BROKEN;
    case DM_FORCE_NO_REPLY: return DM_STATE_IGNORED;
    default: return DM_STATE_OPEN;
    }
}
