/* To whom, where and through whom: what stands beside a verb that attributes. The addressee is its object or dative, or
 * what "to" leads in; the occasion is a prepositional phrase that is neither a place nor a time ("in an interview with
 * ..."); the agency that carried a statement is named inside the occasion. */
#include "statements/statements_int.h"

static const dm_token *tok(const st_work *w, uint32_t t) { return &w->doc->tokens.v[t]; }

static bool has_addressee(dm_act act) {
    switch (act) {
    case DM_ACT_SAY:
    case DM_ACT_ASK:
    case DM_ACT_URGE:
    case DM_ACT_WARN:
    case DM_ACT_PROMISE:
    case DM_ACT_THREATEN:
    case DM_ACT_ACCUSE:
    case DM_ACT_PROPOSE:
    case DM_ACT_ANNOUNCE:
    case DM_ACT_DEMAND: return true;
    default: return false;
    }
}

static uint32_t addressee_of(const st_work *w, const st_cand *c, uint32_t t) {
    const dm_token *k = tok(w, t);
    if (k->dep == DM_DEP_DATIVE && k->pos == DM_POS_ADP) return tree_child(w->doc, t, DM_DEP_POBJ);
    if (k->dep == DM_DEP_DATIVE || k->dep == DM_DEP_DOBJ) return t;
    if (k->dep == DM_DEP_NSUBJPASS) return t; /* "was told by" */
    bool to = k->dep == DM_DEP_PREP && str_is(k->lower, "to") && !st_holds(c->cue, t);
    return to || (k->dep == DM_DEP_PREP && t == w->cue_of[c->cue_head].at.e - 1 && str_is(k->lower, "on")) ? tree_child(w->doc, t, DM_DEP_POBJ)
                                                                                                           : DM_NONE;
}

static bool in_content(const st_cand *c, uint32_t t) {
    for (uint32_t i = 0; i < c->content.n; i++) {
        if (st_holds(c->content.v[i], t)) return true;
    }
    return false;
}

/* "in an interview with ...", "at the summit": a circumstance that is neither place nor time. */
static st_range occasion_of(const st_work *w, const st_cand *c, uint32_t t) {
    static const char *const PREPS[] = {"in", "at", "during", "on", "via"};
    const dm_token *k = tok(w, t);
    bool right = false;
    for (size_t i = 0; i < sizeof PREPS / sizeof *PREPS; i++) right = right || str_is(k->lower, PREPS[i]);
    uint32_t o = right && k->dep == DM_DEP_PREP ? tree_child(w->doc, t, DM_DEP_POBJ) : DM_NONE;
    if (o == DM_NONE || tok(w, o)->pos == DM_POS_NUM || tok(w, o)->pos == DM_POS_PRON) return ST_RANGE_NONE;
    dm_ner ner = tok(w, o)->ner;
    if (ner == DM_NER_DATE || ner == DM_NER_TIME || ner == DM_NER_GPE || ner == DM_NER_LOC) return ST_RANGE_NONE;
    st_range at = st_subtree(w->doc, t);
    for (uint32_t i = at.b; i < at.e; i++) {
        if (i > o && (in_content(c, i) || st_is_punct(w->doc, i, ","))) at.e = i;
    }
    at = st_trim(w->doc, at, false);
    return in_content(c, t) ? ST_RANGE_NONE : at;
}

/* "a statement carried by the agency": the agency. */
static uint32_t carrier_of(const st_work *w, st_range occasion) {
    for (uint32_t t = occasion.b; t < occasion.e; t++) {
        const dm_token *k = tok(w, t);
        if (k->tag != DM_TAG_VBN ||
            !(str_is(k->lemma, "carry") || str_is(k->lemma, "publish") || str_is(k->lemma, "release") || str_is(k->lemma, "report")))
            continue;
        return st_agent(w->doc, t);
    }
    return DM_NONE;
}

bool st_add_extras(st_work *w, uint32_t cand) {
    const dm_doc *doc = w->doc;
    st_cand *c = &w->cands.v[cand];
    uint32_t phrase = w->cue_of[c->cue_head].at.e - 1;
    TREE_CHILDREN(doc, c->cue_head, t) {
        uint32_t who = has_addressee(c->act) ? addressee_of(w, c, t) : DM_NONE;
        bool heads_content = c->content.n && who != DM_NONE && c->content.v[0].b == tok(w, who)->left;
        if (who != DM_NONE && t != c->source_head && (heads_content || !in_content(c, who))) {
            uint32_t *a = VEC_PUSH(doc->arena, &c->addressee);
            if (!a) return false;
            *a = who;
        }
        if (!st_is(c->occasion) && t != phrase) c->occasion = occasion_of(w, c, t);
    }
    if (c->via_head == DM_NONE && st_is(c->occasion)) c->via_head = carrier_of(w, c->occasion);
    return true;
}
