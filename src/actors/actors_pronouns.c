/* Personal pronouns of the third person, within three sentences: by sex, number and kind, then nearness and the
 * preference for subjects (Hobbs 1978; Lappin and Leass 1994, in their weights for recency and grammatical role). What
 * stands in quotation marks and what stands outside do not speak of one "he" alike: a speaker is no "he" of his own words.
 * The first person is left to statements, which know who speaks. */
#include "actors/actors_int.h"

static bool is_third_person(const dm_mention_row *m, const dm_doc *doc) {
    dm_str w = doc->tokens.v[m->head].lower;
    return !str_is(w, "i") && !str_is(w, "me") && !str_is(w, "my") && !str_is(w, "we") && !str_is(w, "us") && !str_is(w, "our");
}

static bool can_mean(const resolver *r, const dm_mention_row *m, const dm_mention_row *p) {
    const dm_entity_row *e = &r->doc->entities.v[p->entity];
    if (m->kind == DM_ENTITY_PERSON) {
        if (e->kind != DM_ENTITY_PERSON || e->plural) return false;
        return e->gender == DM_GENDER_UNKNOWN || e->gender == m->gender;
    }
    if (m->plural)
        return p->plural || e->plural || e->kind == DM_ENTITY_GROUP || (p->body != DM_NONE && e->kind != DM_ENTITY_PERSON) ||
               e->kind == DM_ENTITY_ORGANIZATION;
    return e->kind != DM_ENTITY_PERSON && e->kind != DM_ENTITY_PLACE && !(e->kind == DM_ENTITY_GROUP && e->plural) && !p->plural;
}

/* An object pronoun is not the subject of its own verb, nor inside the phrase of it: "Kim praised him". */
static bool is_bound(const dm_doc *doc, const dm_mention_row *m, const dm_mention_row *p) {
    const dm_token *t = &doc->tokens.v[m->head], *o = &doc->tokens.v[p->head];
    if (t->tag == DM_TAG_PRPS || str_ends(t->lower, "self") || str_ends(t->lower, "selves")) return false;
    for (int k = 0; k < 4 && o->dep == DM_DEP_CONJ; k++) o = &doc->tokens.v[o->head];
    uint32_t verb = t->dep == DM_DEP_POBJ ? doc->tokens.v[t->head].head : t->head;
    return (t->dep == DM_DEP_DOBJ || t->dep == DM_DEP_DATIVE || t->dep == DM_DEP_POBJ) && (o->dep == DM_DEP_NSUBJ || o->dep == DM_DEP_NSUBJPASS) &&
           o->head == verb;
}

/* The pronoun is subject of what p says: "Norway said it would stay". */
static bool is_what_says(const dm_doc *doc, const dm_mention_row *m, const dm_mention_row *p) {
    const dm_token *t = &doc->tokens.v[m->head];
    if (t->dep != DM_DEP_NSUBJ && t->dep != DM_DEP_NSUBJPASS) return false;
    uint32_t verb = t->head;
    for (int k = 0; k < 3 && doc->tokens.v[verb].head != verb; k++) {
        verb = doc->tokens.v[verb].head;
        for (uint32_t c = verb, steps = 0; steps < 4; steps++) { /* the subject of the first of joined verbs */
            uint32_t subject = tree_child(doc, c, DM_DEP_NSUBJ);
            if (subject != DM_NONE && (subject == p->head || tree_dominates(doc, subject, p->head))) return doc->tokens.v[p->head].dep != DM_DEP_POBJ;
            if (subject != DM_NONE || doc->tokens.v[c].dep != DM_DEP_CONJ) break;
            c = doc->tokens.v[c].head;
        }
    }
    return false;
}

/* A thing between p and an "it" takes it: "praised the offer and said it would stand". */
static bool has_thing_between(const resolver *r, const dm_mention_row *m, const dm_mention_row *p) {
    const dm_doc *doc = r->doc;
    for (uint32_t t = m->tok_begin; t-- > p->tok_end;) {
        const dm_token *tok = &doc->tokens.v[t];
        if (tok->tag == DM_TAG_NN && (tok->dep == DM_DEP_DOBJ || tok->dep == DM_DEP_NSUBJ || tok->dep == DM_DEP_NSUBJPASS) && !r->actorly[t])
            return true;
    }
    return false;
}

/* p is asked or told something in which the pronoun stands: "urged Norway to say what it wants", "accused Norway and
 * demanded that it stop". */
static bool is_addressed(const dm_doc *doc, const dm_mention_row *m, const dm_mention_row *p) {
    const dm_token *o = &doc->tokens.v[p->head];
    if (o->dep != DM_DEP_DOBJ && o->dep != DM_DEP_POBJ) return false;
    uint32_t verb = o->dep == DM_DEP_DOBJ ? o->head : doc->tokens.v[o->head].head;
    if (doc->tokens.v[verb].pos != DM_POS_VERB) return false;
    uint32_t t = m->head;
    for (int k = 0; k < 12 && doc->tokens.v[t].head != t; k++) {
        if (doc->tokens.v[t].dep == DM_DEP_CONJ && o->dep == DM_DEP_POBJ) return false;
        t = doc->tokens.v[t].head;
        if (t == verb) return true;
    }
    return false;
}

static int weigh(const resolver *r, const dm_mention_row *m, const dm_mention_row *p) {
    const dm_doc *doc = r->doc;
    uint32_t apart = mention_sentence(doc, m) - mention_sentence(doc, p);
    bool person = m->kind == DM_ENTITY_PERSON, its = !person && doc->tokens.v[m->head].tag == DM_TAG_PRPS;
    int score = 100 - (person ? 25 : 45) * (int)apart;
    dm_dep dep = doc->tokens.v[p->head].dep;
    if (mention_is_subject(doc, p)) score += its ? 2 : mention_is_main_subject(doc, p) ? 30 : 18;
    else if (dep == DM_DEP_DOBJ) score += 8;
    else if (dep == DM_DEP_POSS || dep == DM_DEP_COMPOUND || dep == DM_DEP_AMOD) score -= 6;
    if (p->via == DM_VIA_NAME && p->kind == DM_ENTITY_PERSON) score += 6;
    if (r->quoted[m->head] != r->quoted[p->head]) score -= m->kind == DM_ENTITY_PERSON ? 25 : 15;
    /* Parallel roles: subject takes up subject. */
    if (mention_is_subject(doc, m) && mention_is_subject(doc, p)) score += 10;
    if (m->plural && !p->plural && !r->doc->entities.v[p->entity].plural) score -= 25;
    uint32_t distance = m->tok_begin > p->tok_begin ? m->tok_begin - p->tok_begin : 0;
    return score - (int)(distance / (its ? 2 : 6));
}

/* "After meeting his counterpart, Kim said": the subject that follows a clause put before it. */
static uint32_t subject_after(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    uint32_t root = doc->sentences.v[mention_sentence(doc, m)].root, subject = tree_child(doc, root, DM_DEP_NSUBJ);
    if (m->kind != DM_ENTITY_PERSON || subject == DM_NONE || subject < m->head || doc->tokens.v[m->head].tag != DM_TAG_PRPS) return DM_NONE;
    uint32_t top = m->head;
    for (int k = 0; k < 64 && doc->tokens.v[top].head != root && doc->tokens.v[top].head != top; k++) top = doc->tokens.v[top].head;
    dm_dep dep = doc->tokens.v[top].dep;
    if (doc->tokens.v[top].head != root || (dep != DM_DEP_PREP && dep != DM_DEP_ADVCL)) return DM_NONE;
    for (uint32_t k = i + 1; k < doc->mentions.n && k < i + 12; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->head == subject && p->entity != DM_NONE && can_mean(r, m, p)) return p->entity;
    }
    return DM_NONE;
}

/* "It said": only who can speak. */
static bool speaks(const dm_doc *doc, const dm_mention_row *m) {
    static const char *const VERBS[] = {"say", "add", "announce", "report", "note", "tell", "declare", "expect", "urge", "predict", NULL};
    const dm_token *t = &doc->tokens.v[m->head];
    if (t->dep != DM_DEP_NSUBJ) return false;
    for (int i = 0; VERBS[i]; i++)
        if (str_is(doc->tokens.v[t->head].lemma, VERBS[i])) return true;
    return false;
}

/* What a candidate must weigh more than. "It" means a thing as often as an actor: only the clear ones, in quotation marks
 * the clearest. */
static int least_weight(const resolver *r, const dm_mention_row *m) {
    if (m->kind == DM_ENTITY_PERSON || (!m->plural && !r->quoted[m->head] && speaks(r->doc, m))) return 40;
    return !m->plural && r->quoted[m->head] && r->doc->tokens.v[m->head].tag != DM_TAG_PRPS ? 120 : 90;
}

/* p stands in what somebody said, not before it: "Oslo was late, it said". */
static bool is_told(const dm_doc *doc, const dm_mention_row *m, const dm_mention_row *p) {
    if (tree_dominates(doc, doc->tokens.v[m->head].head, p->head)) return true;
    const dm_token *subject = &doc->tokens.v[p->head];
    return subject->dep == DM_DEP_NSUBJ && doc->tokens.v[subject->head].dep == DM_DEP_CCOMP && !is_what_says(doc, m, p);
}

static uint32_t antecedent(const resolver *r, uint32_t i, int best_score) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    bool it = m->kind == DM_ENTITY_ORGANIZATION && doc->tokens.v[m->head].tag != DM_TAG_PRPS, said = it && speaks(doc, m);
    uint32_t best = DM_NONE, sentence = mention_sentence(doc, m), window = m->kind == DM_ENTITY_PERSON ? WINDOW_SENTENCES : said ? 2 : 1;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 120; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (mention_sentence(doc, p) + window < sentence) break;
        if (p->entity == DM_NONE || p->tok_begin >= m->tok_begin || !can_mean(r, m, p) || is_bound(doc, m, p)) continue;
        if (span_holds(p->span, m->span)) continue;
        bool speaker = said && mention_is_main_subject(doc, p);
        if (said && is_told(doc, m, p)) continue;
        if (it && !speaker && !is_what_says(doc, m, p) && ((!mention_is_subject(doc, p) && !is_addressed(doc, m, p)) || has_thing_between(r, m, p)))
            continue;
        int score = weigh(r, m, p) + (said && speaks(doc, p) ? 40 : 0);
        if (score > best_score) best = k, best_score = score;
    }
    return best; /* a mention */
}

/* The mention that a pronoun takes up, and both of two that are joined: *other is DM_NONE for one. For a plural a clear
 * antecedent comes first, then two that are joined, then a body or group that is less clear. */
static uint32_t taken_up_by(const resolver *r, uint32_t i, uint32_t *other) {
    enum { UNCLEAR = 45 };
    const dm_mention_row *m = &r->doc->mentions.v[i];
    uint32_t pair[2], k = antecedent(r, i, least_weight(r, m));
    *other = DM_NONE;
    if (k != DM_NONE || !m->plural) {
        if (k != DM_NONE && m->plural && r->doc->mentions.v[k].plural) *other = twin_of(r, k);
        return k == DM_NONE ? DM_NONE : r->doc->mentions.v[k].entity;
    }
    if (joined_before(r, i, 1, pair)) {
        *other = r->doc->mentions.v[pair[1]].entity;
        return r->doc->mentions.v[pair[0]].entity;
    }
    k = antecedent(r, i, UNCLEAR);
    return k == DM_NONE ? DM_NONE : r->doc->mentions.v[k].entity;
}

dm_status sieve_pronouns(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    uint32_t n = doc->mentions.n; /* second rows are put behind */
    for (uint32_t i = 0; i < n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity != DM_NONE || m->via != DM_VIA_PRONOUN || !is_third_person(m, doc)) continue;
        uint32_t other = DM_NONE, e = subject_after(r, i);
        if (e == DM_NONE) e = taken_up_by(r, i, &other);
        if (e == DM_NONE) continue;
        mention_resolve(r, i, e, other == DM_NONE ? "pronoun: nearest that agrees" : "pronoun: one of two");
        if (other != DM_NONE) DM_TRY(name_second(r, i, other, err));
    }
    return DM_OK;
}
