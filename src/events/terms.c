/* Conditions of frames: which terms hold for the fillers of a slot. Words that say nothing themselves count by what they
 * carry ("resume talks", "a series of raids", "an offer of talks"). */
#include "events/events_int.h"

static uint32_t word_of(const ev_ctx *c, uint32_t t) { return ev_tok(c, t)->lemma_word; }

static bool kind_is(const ev_ctx *c, uint32_t t, dm_entity kind) {
    uint32_t i = args_mention(c, t, true);
    if (i != DM_NONE && !c->relate) {
        const dm_mention_row *m = &c->doc->mentions.v[i];
        dm_entity is = m->entity != DM_NONE ? c->doc->entities.v[m->entity].kind : m->kind;
        return is == kind;
    }
    dm_ner ner = ev_tok(c, t)->ner;
    if (i != DM_NONE && ner != DM_NER_PERSON && ner != DM_NER_GPE && ner != DM_NER_NORP && ner != DM_NER_ORG) return true; /* relate: not known */
    switch (kind) {
    case DM_ENTITY_PERSON: return ner == DM_NER_PERSON;
    case DM_ENTITY_STATE:
    case DM_ENTITY_PLACE: return ner == DM_NER_GPE || ner == DM_NER_NORP;
    case DM_ENTITY_GROUP: return ner == DM_NER_NORP;
    default: return ner == DM_NER_ORG;
    }
}

static bool several(const ev_ctx *c, const ev_tokens *list) {
    if (list->n > 1) return true;
    if (!list->n) return false;
    uint32_t m = c->mention_at[list->v[0]];
    if (m != DM_NONE && !c->relate) { /* "U.S.-Chinese" is one word and two mentions */
        const dm_mention_row *all = c->doc->mentions.v;
        if ((m > 0 && all[m - 1].head == all[m].head) || (m + 1 < c->doc->mentions.n && all[m + 1].head == all[m].head)) return true;
    }
    dm_tag tag = ev_tok(c, list->v[0])->tag;
    return tag == DM_TAG_NNS || tag == DM_TAG_NNPS || str_is(ev_tok(c, list->v[0])->lower, "they") || str_is(ev_tok(c, list->v[0])->lower, "both");
}

/* "some of its troops", "a state of emergency", "a series of raids": the second noun says what it is. */
static void add_partitive(const ev_ctx *c, ev_tokens *list) {
    static const char *const nouns[] = {"some",    "most",      "all",      "many",       "part",     "number",   "state",   "series", "batch",
                                        "group",   "lot",       "dozen",    "hundred",    "thousand", "million",  "one",     "two",    "three",
                                        "several", "half",      "majority", "contingent", "act",      "wave",     "round",   "type",   "last",
                                        "rest",    "remainder", "kind",     "form",       "package",  "shipment", "percent", "%",      "ton",
                                        "tonne",   "worth",     "team",     "member",     "couple"};
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t t = list->v[i];
        bool partitive = ev_tok(c, t)->pos == DM_POS_NUM;
        for (size_t k = 0; k < sizeof nouns / sizeof *nouns && !partitive; k++) partitive = str_eq_nocase(ev_tok(c, t)->lemma, str_from(nouns[k]));
        if (!partitive) continue;
        ev_tokens inner = {.n = 0};
        args_preposition(c, t, c->words.of, &inner);
        if (inner.n) list->v[i] = inner.v[0];
    }
}

/* A name is of the class of its title: "Ambassador Lee". */
static bool in_class(const ev_ctx *c, uint32_t t, uint32_t class) {
    if (word_of(c, t) && frames_in_class(&c->frames, word_of(c, t), class)) return true;
    if (c->pair_word[t] && frames_in_class(&c->frames, c->pair_word[t], class)) return true;
    if (ev_tok(c, t)->pos != DM_POS_PROPN) return false;
    TREE_CHILDREN(c->doc, t, k) {
        if (k < t && ev_tok(c, k)->dep == DM_DEP_COMPOUND && word_of(c, k) && frames_in_class(&c->frames, word_of(c, k), class)) return true;
    }
    return false;
}

/* A person known by name or office: whoever attacks him, does it in words. */
static bool named(const ev_ctx *c, uint32_t t) {
    uint32_t i = args_mention(c, t, true);
    if (i == DM_NONE) return false;
    if (c->relate) return ev_tok(c, t)->ner == DM_NER_PERSON;
    const dm_mention_row *m = &c->doc->mentions.v[i];
    if (m->entity == DM_NONE) return false;
    const dm_entity_row *e = &c->doc->entities.v[m->entity];
    return e->kind == DM_ENTITY_PERSON && (!e->anonymous || m->office != DM_NONE);
}

/* The subjunctive of demands: "that Togo WITHDRAW"; the tagger may take it for a plural's present. */
static bool bare(const ev_ctx *c, uint32_t t) {
    uint32_t passive = tree_child(c->doc, t, DM_DEP_AUXPASS);
    if (passive != DM_NONE && str_is(ev_tok(c, passive)->lower, "be")) return tree_child(c->doc, t, DM_DEP_AUX) == DM_NONE; /* "that he be freed" */
    if (!ev_is_tag(c, t, DM_TAG_VB) && !ev_is_tag(c, t, DM_TAG_VBP)) return false;
    uint32_t subject = tree_child(c->doc, t, DM_DEP_NSUBJ);
    /* "suggested that both sides withdraw": a present after a past is one too. */
    uint32_t up = ev_tok(c, t)->head;
    if (subject != DM_NONE && ev_is_tag(c, t, DM_TAG_VBP) && ev_is_tag(c, up, DM_TAG_VBD) && tree_child(c->doc, t, DM_DEP_AUX) == DM_NONE)
        return true;
    return subject != DM_NONE && tree_child(c->doc, t, DM_DEP_AUX) == DM_NONE &&
           (ev_is_tag(c, subject, DM_TAG_NNP) || ev_is_tag(c, subject, DM_TAG_NN) || ev_is_tag(c, t, DM_TAG_VB));
}

static bool sentence_has(const ev_ctx *c, uint32_t t, uint32_t class) {
    const dm_sentence_row *s = &c->doc->sentences.v[ev_tok(c, t)->sentence];
    for (uint32_t i = s->tok_begin; i < s->tok_end; i++)
        if (in_class(c, i, class)) return true;
    return false;
}

/* "We said no": who has not been resolved is the one who speaks. */
static bool speaks_itself(const ev_ctx *c, uint32_t t) {
    dm_str w = ev_tok(c, t)->lower;
    return !c->relate && c->statement_at[t] != DM_NONE && (str_is(w, "we") || str_is(w, "i"));
}

static bool term_holds(const ev_ctx *c, const lexf_term *t, const ev_tokens *list) {
    switch (t->kind) {
    case FRAME_TERM_ANY: return list->n > 0;
    case FRAME_TERM_NONE: return list->n == 0;
    case FRAME_TERM_SEVERAL: return several(c, list);
    default: break;
    }
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t tok = list->v[i], word = word_of(c, tok);
        bool holds = t->kind == FRAME_TERM_CLASS   ? in_class(c, tok, t->value)
                     : t->kind == FRAME_TERM_LEMMA ? word && word == t->value
                     : t->kind == FRAME_TERM_KIND  ? kind_is(c, tok, (dm_entity)t->value)
                     : t->kind == FRAME_TERM_NAMED ? named(c, tok)
                     : t->kind == FRAME_TERM_BARE  ? bare(c, tok)
                                                   : args_mention(c, tok, false) != DM_NONE || speaks_itself(c, tok);
        if (holds) return true;
    }
    return false;
}

/* Carrying verbs say nothing themselves: "resume talks", "make concessions" count by their object. */
static void add_carried(const ev_ctx *c, uint32_t t, ev_tokens *out) {
    ev_add(out, t);
    if (!ev_verbal(c, t)) return;
    bool carries = false;
    for (uint32_t i = 0; i < EV_CARRIERS && !carries; i++) carries = word_of(c, t) && word_of(c, t) == c->words.carriers[i];
    if (!carries) return;
    ev_tokens objects = {.n = 0};
    args_object(c, t, &objects);
    args_preposition(c, t, c->words.in, &objects);
    args_preposition(c, t, c->words.to, &objects);
    for (uint32_t i = 0; i < objects.n; i++) ev_add(out, objects.v[i]);
    for (uint32_t i = 0, n = out->n; i < n; i++) {
        ev_tokens next = {.n = 0};
        if (out->v[i] == t || ev_verbal(c, out->v[i])) args_clause(c, out->v[i], &next);
        if (next.n) ev_add(out, next.v[0]);
    }
}

/* What a proposal, demand or plan is about: "offer OF TALKS", "proposal TO MEET". */
static void add_inner(const ev_ctx *c, uint32_t t, ev_tokens *out) {
    if (ev_verbal(c, t)) return;
    args_preposition(c, t, c->words.of, out);
    args_preposition(c, t, c->words.for_, out);
    args_preposition(c, t, c->words.on, out);
    ev_tokens clause = {.n = 0};
    args_clause(c, t, &clause);
    for (uint32_t i = 0; i < clause.n; i++) add_carried(c, clause.v[i], out);
    TREE_CHILDREN(c->doc, t, k) {
        if (ev_tok(c, k)->dep == DM_DEP_COMPOUND) ev_add(out, k);
    }
}

/* Nobody does it to himself: "funds its weapons" has no recipient. */
static void remove_parties(const ev_ctx *c, ev_tokens *list, const ev_tokens *parties) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t m = args_mention(c, list->v[i], false);
        bool drop = false;
        for (uint32_t k = 0; k < parties->n && !drop; k++) drop = m != DM_NONE && slots_same_party(c, m, args_mention(c, parties->v[k], false));
        if (!drop) list->v[kept++] = list->v[i];
    }
    list->n = kept;
}

static dm_str state_of(const ev_ctx *c, uint32_t t) {
    uint32_t m = c->relate ? DM_NONE : args_mention(c, t, false);
    return m == DM_NONE ? DM_STR_NONE : c->doc->entities.v[c->doc->mentions.v[m].entity].country;
}

/* Whoever speaks for the same state. */
static void remove_states(const ev_ctx *c, ev_tokens *list, const ev_tokens *parties) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        dm_str state = state_of(c, list->v[i]);
        bool drop = false;
        for (uint32_t k = 0; k < parties->n && !drop; k++) drop = state.p && str_eq(state, state_of(c, parties->v[k]));
        if (!drop) list->v[kept++] = list->v[i];
    }
    list->n = kept;
}

static void condition_fillers(const ev_ctx *c, const ev_match *m, const lexf_cond *cond, ev_tokens *out) {
    out->n = 0;
    switch (cond->slot) {
    case FRAME_TRIGGER:
        ev_add(out, m->trigger);
        for (uint32_t i = 0; i < m->more.n; i++) ev_add(out, m->more.v[i]);
        break;
    case FRAME_LIGHT:
        if (m->light != DM_NONE) ev_add(out, m->light);
        break;
    case FRAME_MATTER:
        if (m->matter == DM_NONE) break;
        add_carried(c, m->matter, out);
        add_inner(c, m->matter, out);
        break;
    case FRAME_CONTENT:
        for (uint32_t i = 0; i < m->slot[FRAME_CONTENT].n; i++) add_carried(c, m->slot[FRAME_CONTENT].v[i], out);
        break;
    case FRAME_SLOT_ANY: slots_relation(c, m, &cond->rel, out); break;
    default: *out = m->slot[cond->slot]; break;
    }
    if (cond->slot != FRAME_TRIGGER && cond->slot != FRAME_LIGHT) add_partitive(c, out);
}

static bool holds(const ev_ctx *c, const ev_match *m, const lexf_cond *cond, const ev_tokens *fillers) {
    ev_tokens others = *fillers;
    if (cond->slot == FRAME_RECIPIENT) remove_parties(c, &others, &m->slot[FRAME_ACTOR]);
    if (cond->slot == FRAME_SLOT_ANY && cond->rel.base == FRAME_CONTENT) { /* content.subject: a third one */
        remove_parties(c, &others, &m->slot[FRAME_ACTOR]);
        remove_parties(c, &others, &m->slot[FRAME_RECIPIENT]);
        remove_states(c, &others, &m->slot[FRAME_ACTOR]);
    }
    bool positive = false, wanted = false;
    for (uint32_t k = cond->term_begin; k < cond->term_end; k++) {
        const lexf_term *t = &c->frames.terms[k];
        bool party = t->kind == FRAME_TERM_ACTOR || t->kind == FRAME_TERM_KIND || t->kind == FRAME_TERM_NAMED;
        bool whole = cond->slot == FRAME_SLOT_ANY && cond->rel.kind == FRAME_REL_SENTENCE;
        bool here = whole ? sentence_has(c, m->trigger, t->value) : term_holds(c, t, party ? &others : fillers);
        if (t->negated && here) return false;
        wanted |= !t->negated;
        positive |= !t->negated && here;
    }
    return positive || !wanted;
}

bool terms_asks(const ev_ctx *c, const lexf_cond *cond) {
    for (uint32_t k = cond->term_begin; k < cond->term_end; k++)
        if (!c->frames.terms[k].negated) return true;
    return false;
}

bool terms_accept(const ev_ctx *c, const ev_match *m, const lexf_cond *cond, const ev_tokens *fillers) {
    ev_tokens all = *fillers;
    for (uint32_t i = 0; cond->slot == FRAME_CONTENT && i < fillers->n; i++) add_carried(c, fillers->v[i], &all);
    add_partitive(c, &all);
    return holds(c, m, cond, &all);
}

int terms_met(const ev_ctx *c, const ev_match *m, uint32_t begin, uint32_t end) {
    int met = 0;
    for (uint32_t i = begin; i < end; i++) {
        const lexf_cond *cond = &c->frames.conds[i];
        ev_tokens fillers;
        condition_fillers(c, m, cond, &fillers);
        if (!holds(c, m, cond, &fillers)) return -1;
        met += terms_asks(c, cond) && fillers.n ? 1 : 0;
    }
    return met;
}
