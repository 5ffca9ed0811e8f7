/* What an offer, demand, threat or answer is about. The matter rests on one word: a clause's verb ("to return to talks")
 * or a noun ("the offer of talks", "talks"). A noun that only names an act (offer, plan, demand) is the head; the deed is
 * then looked for inside it, and where nothing stands inside, it refers back. The issue is the one whose phrases weigh
 * most in the words of the matter, else in the sentence. */
#include "events/events_int.h"

#define ISSUES_MAX 32

static bool names_act(dm_str lemma) {
    static const char *const nouns[] = {"offer",    "proposal",   "plan",       "demand",     "request",    "call",      "appeal", "invitation",
                                        "overture", "initiative", "suggestion", "idea",       "deal",       "agreement", "bid",    "ultimatum",
                                        "threat",   "promise",    "pledge",     "condition",  "resolution", "decision",  "draft",  "move",
                                        "formula",  "package",    "term",       "commitment", "accord",     "pact"};
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (str_is(lemma, nouns[i])) return true;
    return false;
}

static bool carries(const ev_ctx *c, uint32_t t) {
    for (uint32_t i = 0; i < EV_CARRIERS; i++)
        if (ev_tok(c, t)->lemma_word && ev_tok(c, t)->lemma_word == c->words.carriers[i]) return true;
    return false;
}

/* "consider easing", "try to meet": what is weighed or tried is the deed. */
static bool weighs(const ev_ctx *c, uint32_t t) {
    static const char *const verbs[] = {"consider", "try",     "seek", "begin", "start", "continue", "agree",
                                        "work",     "attempt", "help", "want",  "be",    "aim"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (ev_verbal(c, t) && str_is(ev_tok(c, t)->lemma, verbs[i])) return true;
    return false;
}

/* "resume talks", "make concessions": the object names the deed. */
static uint32_t carried(const ev_ctx *c, uint32_t verb) {
    for (uint32_t depth = 0; depth < 3 && weighs(c, verb); depth++) {
        ev_tokens next = {.n = 0};
        args_clause(c, verb, &next);
        if (!next.n) break;
        verb = next.v[0];
    }
    if (!ev_verbal(c, verb) || !carries(c, verb)) return verb;
    ev_tokens list = {.n = 0};
    args_object(c, verb, &list);
    if (!list.n) args_preposition(c, verb, c->words.in, &list);
    if (!list.n && tree_child(c->doc, verb, DM_DEP_XCOMP) != DM_NONE) return tree_child(c->doc, verb, DM_DEP_XCOMP);
    return list.n && ev_tok(c, list.v[0])->pos == DM_POS_NOUN ? list.v[0] : verb;
}

/* The deed inside a noun that names an act: "offer of talks", "proposal to meet", "plan for a ceasefire"; DM_NONE. */
static uint32_t inner_deed(const ev_ctx *c, uint32_t noun) {
    ev_tokens list = {.n = 0};
    args_clause(c, noun, &list);
    if (!list.n) args_preposition(c, noun, c->words.of, &list);
    if (!list.n) args_preposition(c, noun, c->words.for_, &list);
    if (!list.n) args_preposition(c, noun, c->words.on, &list);
    for (uint32_t i = 0; i < list.n; i++)
        if (c->mention_at[list.v[i]] == DM_NONE && ev_tok(c, list.v[i])->ner != DM_NER_DATE && ev_tok(c, list.v[i])->ner != DM_NER_TIME)
            return carried(c, list.v[i]);
    TREE_CHILDREN(c->doc, noun, k) {
        if (ev_tok(c, k)->dep == DM_DEP_COMPOUND && c->mention_at[k] == DM_NONE) return k;
    }
    return DM_NONE;
}

static bool refers_back(const ev_ctx *c, uint32_t noun) {
    if (ev_tok(c, noun)->pos == DM_POS_PRON) return true;
    TREE_CHILDREN(c->doc, noun, k) {
        const dm_token *t = ev_tok(c, k);
        if (t->dep == DM_DEP_POSS) return true;
        if (t->dep == DM_DEP_DET && !str_is(t->lower, "a") && !str_is(t->lower, "an") && !str_is(t->lower, "any") && !str_is(t->lower, "no"))
            return true;
        if (t->dep == DM_DEP_AMOD && c->mention_at[k] != DM_NONE) return true;
    }
    return false;
}

/* ---- issue ---- */

typedef struct issue_weight {
    dm_str issue;
    double weight;
} issue_weight;

uint32_t ev_piece_at(const dm_doc *doc, uint32_t byte) {
    uint32_t lo = 0, hi = doc->pieces.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->pieces.v[mid].span.begin < byte) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static dm_str issue_in(const ev_ctx *c, dm_span span) {
    issue_weight found[ISSUES_MAX];
    uint32_t n = 0;
    const dm_doc *doc = c->doc;
    for (uint32_t at = ev_piece_at(doc, span.begin); at < doc->pieces.n && doc->pieces.v[at].span.begin < span.end;) {
        lex_match hits[16];
        uint32_t n_hits = lexicon_match(c->lex, doc, at, hits, 16), step = 1;
        for (uint32_t i = 0; i < n_hits; i++) {
            if (hits[i].dict != LEX_ISSUE) continue;
            lex_issue row = lexicon_issue(c->lex, hits[i].row);
            uint32_t k = 0;
            while (k < n && !str_eq(found[k].issue, row.issue)) k++;
            if (k == n && n < ISSUES_MAX) found[n++] = (issue_weight){row.issue, 0};
            if (k < n) found[k].weight += row.weight * hits[i].n_pieces;
            if (hits[i].n_pieces > step) step = hits[i].n_pieces;
            break; /* the longest */
        }
        at += step;
    }
    dm_str best = DM_STR_NONE;
    double most = 0;
    for (uint32_t i = 0; i < n; i++)
        if (found[i].weight > most) most = found[i].weight, best = found[i].issue;
    return best;
}

/* ---- parts ---- */

static bool add_entity(const ev_ctx *c, uint32_t mention, dm_index_list *list) {
    uint32_t entity = c->doc->mentions.v[mention].entity;
    if (entity == DM_NONE) return true;
    for (uint32_t i = 0; i < list->n; i++)
        if (list->v[i] == entity) return true;
    uint32_t *to = VEC_PUSH(c->doc->arena, list);
    if (to) *to = entity;
    return to != NULL;
}

static bool add_entities(const ev_ctx *c, const ev_tokens *fillers, bool strict, dm_index_list *list) {
    for (uint32_t i = 0; i < fillers->n; i++) {
        uint32_t m = args_mention(c, fillers->v[i], strict);
        if (m != DM_NONE && !add_entity(c, m, list)) return false;
    }
    return true;
}

static bool copy_roles(const ev_ctx *c, const dm_role_list *from, dm_index_list *list) {
    for (uint32_t i = 0; i < from->n; i++) {
        uint32_t *to = VEC_PUSH(c->doc->arena, list);
        if (!to) return false;
        *to = from->v[i].entity;
    }
    return true;
}

/* Who is to do it: the clause's own subject, else him who is asked (demand, threat to refuse) or him who speaks. */
static bool doers(const ev_ctx *c, const ev_match *m, const dm_event_row *e, uint32_t deed, dm_index_list *out) {
    if (ev_verbal(c, deed) && tree_child(c->doc, deed, DM_DEP_NSUBJ) != DM_NONE) {
        ev_tokens list = {.n = 0};
        args_subject(c, deed, DM_NONE, &list);
        args_conjuncts(c, &list);
        if (!add_entities(c, &list, false, out)) return false;
        if (out->n) return true;
    }
    return copy_roles(c, m->says.force == DM_FORCE_DEMAND ? &e->recipients : &e->actors, out);
}

static bool beneficiaries(const ev_ctx *c, uint32_t deed, dm_index_list *out) {
    static const lexf_rel dative = {.kind = FRAME_REL_DATIVE, .base = FRAME_TRIGGER};
    ev_tokens list = {.n = 0};
    args_relation(c, &dative, deed, DM_NONE, &list);
    args_preposition(c, deed, c->words.for_, &list);
    args_preposition(c, deed, c->words.to, &list);
    args_conjuncts(c, &list);
    return add_entities(c, &list, true, out);
}

static dm_str venue(const ev_ctx *c, uint32_t deed) {
    const uint32_t prepositions[] = {c->words.in, c->words.at};
    for (uint32_t i = 0; i < 2; i++) {
        ev_tokens list = {.n = 0};
        args_preposition(c, deed, prepositions[i], &list);
        for (uint32_t k = 0; k < list.n; k++) {
            dm_ner ner = ev_tok(c, list.v[k])->ner;
            if (ner == DM_NER_GPE || ner == DM_NER_LOC || ner == DM_NER_FAC) return doc_text(c->doc, tree_span(c->doc, list.v[k]));
        }
    }
    return DM_STR_NONE;
}

static bool condition_mark(const ev_ctx *c, uint32_t t) {
    static const char *const marks[] = {"if", "unless", "provided", "until", "once"};
    TREE_CHILDREN(c->doc, t, k) {
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if ((ev_tok(c, k)->dep == DM_DEP_MARK || ev_tok(c, k)->dep == DM_DEP_ADVMOD) && str_is(ev_tok(c, k)->lower, marks[i])) return true;
    }
    return false;
}

static bool exchange_phrase(const ev_ctx *c, uint32_t prep) {
    if (str_is(ev_tok(c, prep)->lower, "without")) return true;
    uint32_t noun = tree_child(c->doc, prep, DM_DEP_POBJ);
    return str_is(ev_tok(c, prep)->lower, "in") && noun != DM_NONE &&
           (str_is(ev_tok(c, noun)->lower, "exchange") || str_is(ev_tok(c, noun)->lower, "return"));
}

static bool conditions(const ev_ctx *c, uint32_t t, dm_span_list *out) {
    TREE_CHILDREN(c->doc, t, k) {
        bool fits = (ev_tok(c, k)->dep == DM_DEP_ADVCL && condition_mark(c, k)) || (ev_tok(c, k)->dep == DM_DEP_PREP && exchange_phrase(c, k));
        if (!fits) continue;
        dm_span *to = VEC_PUSH(c->doc->arena, out);
        if (!to) return false;
        *to = tree_span(c->doc, k);
    }
    return true;
}

dm_status matter_of(const ev_ctx *c, const ev_match *m, const dm_event_row *e, dm_matter **out, dm_err *err) {
    *out = NULL;
    if (m->says.force == DM_FORCE_NONE || m->says.force == 0xFF || m->matter == DM_NONE) return DM_OK;
    dm_matter *r = ARENA_NEW(c->doc->arena, dm_matter, 1);
    if (!r) return err_memory(err, "an event's matter");
    r->when = DM_DATE_UNKNOWN;
    uint32_t deed = m->matter;
    r->span = tree_span(c->doc, deed);
    if (!ev_verbal(c, deed) && (names_act(ev_tok(c, deed)->lemma) || ev_tok(c, deed)->pos == DM_POS_PRON)) {
        r->head = ev_tok(c, deed)->lemma;
        uint32_t inner = inner_deed(c, deed);
        r->anaphoric = inner == DM_NONE && refers_back(c, deed);
        if (inner != DM_NONE) deed = inner;
    } else {
        deed = carried(c, deed);
    }
    if (!r->anaphoric && ev_tok(c, deed)->pos != DM_POS_PRON) r->deed = ev_tok(c, deed)->lemma;
    r->issue = issue_in(c, r->span);
    if (!r->issue.p && !r->anaphoric) r->issue = issue_in(c, c->doc->sentences.v[e->sentence].span);
    r->venue = venue(c, deed);
    if (when_timex(c->doc, deed) != DM_NONE && deed != m->base && !when_of(c->doc, deed, &r->when)) r->when = DM_DATE_UNKNOWN;
    bool ok = doers(c, m, e, deed, &r->doer) && beneficiaries(c, deed, &r->beneficiary) && conditions(c, m->base, &r->conditions);
    if (m->matter != m->base) ok = ok && conditions(c, m->matter, &r->conditions);
    if (!ok) return err_memory(err, "an event's matter");
    *out = r;
    return DM_OK;
}
