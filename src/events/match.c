/* Which frames fire: for each word of a sentence its predicates are tried; a frame whose other words are found has its
 * slots filled (thing and content first, since actor and recipient may go out from them), its conditions asked and its
 * cases applied. The frame that knows most of the words around wins the trigger: 10 for each further word, 8 for a
 * light verb, 3 for each condition met, 2 for each known participant, 1 for matter. A match inside a slot that another
 * match takes ("agreed to MEET") gives no row of its own. */
#include "events/events_int.h"

static uint32_t word_of(const ev_ctx *c, uint32_t t) { return ev_tok(c, t)->lemma_word; }

/* ---- the predicate's words ---- */

static bool may_carry(dm_dep dep) {
    return dep != DM_DEP_NSUBJ && dep != DM_DEP_ADVCL && dep != DM_DEP_CONJ && dep != DM_DEP_RELCL && dep != DM_DEP_PARATAXIS && dep != DM_DEP_CCOMP && dep != DM_DEP_PUNCT;
}

static uint32_t child_with_word(const ev_ctx *c, uint32_t t, uint32_t word) {
    TREE_CHILDREN(c->doc, t, k) {
        bool small_clause = ev_tok(c, k)->dep == DM_DEP_CCOMP && !ev_verbal(c, k); /* "found X guilty" */
        if (word_of(c, k) == word && (may_carry(ev_tok(c, k)->dep) || small_clause)) return k;
    }
    return DM_NONE;
}

/* Finds each further word below the head or below one found before. */
static bool find_more(const ev_ctx *c, uint32_t head, const uint32_t *more, ev_tokens *found) {
    found->n = 0;
    for (uint32_t i = 0; i < FRAME_WORDS_MAX && more[i]; i++) {
        uint32_t t = child_with_word(c, head, more[i]);
        for (uint32_t k = found->n; t == DM_NONE && k-- > 0;) t = child_with_word(c, found->v[k], more[i]);
        if (t == DM_NONE) return false;
        ev_add(found, t);
    }
    return true;
}

static bool fits_pos(const ev_ctx *c, uint32_t t, uint32_t pos) {
    const dm_token *k = ev_tok(c, t);
    bool aux = k->dep == DM_DEP_AUX || k->dep == DM_DEP_AUXPASS;
    switch (pos) {
    case FRAME_VERB:
        return (k->pos == DM_POS_VERB || k->pos == DM_POS_AUX) && !aux && k->dep != DM_DEP_AMOD && k->dep != DM_DEP_COMPOUND;
    case FRAME_NOUN:
        return (k->pos == DM_POS_NOUN || k->pos == DM_POS_PROPN) && k->dep != DM_DEP_COMPOUND && k->dep != DM_DEP_AMOD && k->dep != DM_DEP_NMOD;
    case FRAME_ADJ:
        return (k->pos == DM_POS_ADJ || k->tag == DM_TAG_VBN) && (k->dep != DM_DEP_AMOD || t > k->head) && !aux;
    default:
        return aux && k->tag == DM_TAG_MD;
    }
}

/* ---- light verbs ---- */

static bool light_fits(const ev_ctx *c, const lexf_light *l, uint32_t verb, uint32_t noun) {
    if (word_of(c, verb) != l->verb || verb == noun) return false;
    ev_tokens found;
    if (!find_more(c, verb, l->more, &found)) return false;
    uint32_t up = ev_tok(c, noun)->head; /* with a preposition among the words, the noun must be its object */
    if (ev_tok(c, noun)->dep != DM_DEP_POBJ) return true;
    for (uint32_t i = 0; i < found.n; i++)
        if (found.v[i] == up) return true;
    return false;
}

static bool light_of(const ev_ctx *c, const lexf_frame *f, uint32_t verb, uint32_t noun) {
    if (!ev_verbal(c, verb)) return false;
    for (uint32_t i = f->light_begin; i < f->light_end; i++)
        if (light_fits(c, &c->frames.lights[i], verb, noun)) return true;
    return false;
}

/* The verb that carries a noun: its governor, the verb two steps up ("take part in"), or the participle or relative
 * clause below it ("the talks held in Geneva"). */
static uint32_t find_light(const ev_ctx *c, const lexf_frame *f, uint32_t noun) {
    if (f->light_begin == f->light_end) return DM_NONE;
    uint32_t first = noun;
    for (uint32_t i = 0; i < 4 && ev_tok(c, first)->dep == DM_DEP_CONJ; i++) first = ev_tok(c, first)->head;
    dm_dep dep = ev_tok(c, first)->dep;
    uint32_t up = ev_tok(c, first)->head;
    if ((dep == DM_DEP_DOBJ || dep == DM_DEP_NSUBJPASS || dep == DM_DEP_ATTR) && light_of(c, f, up, first)) return up;
    if (dep == DM_DEP_POBJ) {
        for (uint32_t i = 0; i < 3 && !ev_verbal(c, up); i++) up = ev_tok(c, up)->head;
        if (light_of(c, f, up, first)) return up;
    }
    TREE_CHILDREN(c->doc, noun, k) {
        dm_dep below = ev_tok(c, k)->dep;
        bool passive = below == DM_DEP_ACL && ev_is_tag(c, k, DM_TAG_VBN);
        if ((passive || below == DM_DEP_RELCL) && light_of(c, f, k, noun)) return k;
    }
    return DM_NONE;
}

/* The word whose tense tells when a bare noun happens: the verb that has it as subject or object. */
static uint32_t base_of_noun(const ev_ctx *c, uint32_t noun) {
    dm_dep dep = ev_tok(c, noun)->dep;
    uint32_t up = ev_tok(c, noun)->head;
    if ((dep == DM_DEP_NSUBJ || dep == DM_DEP_NSUBJPASS) && ev_verbal(c, up)) return up;
    return noun;
}

/* ---- slots ---- */

static uint32_t from_word(const ev_ctx *c, const ev_match *m) { return m->frame->pos == FRAME_MODAL ? ev_tok(c, m->trigger)->head : m->trigger; }

static void fill_relation(const ev_ctx *c, const ev_match *m, const lexf_rel *rel, ev_tokens *out) {
    out->n = 0;
    if (rel->base == FRAME_TRIGGER) {
        args_relation(c, rel, from_word(c, m), m->light, out);
    } else if (rel->base == FRAME_LIGHT) {
        if (m->light != DM_NONE) args_relation(c, rel, m->light, DM_NONE, out);
    } else if (rel->base < FRAME_SLOT_N) {
        const ev_tokens *from = &m->slot[rel->base];
        for (uint32_t i = 0; i < from->n && !out->n; i++) args_relation(c, rel, from->v[i], DM_NONE, out);
    }
    for (uint32_t i = 0; i < out->n;) { /* the predicate's own words fill no slot */
        bool own = out->v[i] == m->trigger && rel->kind != FRAME_REL_SELF && rel->kind != FRAME_REL_FUTURE;
        for (uint32_t k = 0; k < m->more.n && !own; k++) own = m->more.v[k] == out->v[i];
        if (own) memmove(&out->v[i], &out->v[i + 1], (--out->n - i) * sizeof *out->v);
        else i++;
    }
    args_conjuncts(c, out);
}

static bool same_party(const ev_ctx *c, uint32_t a, uint32_t b) {
    if (a == b) return a != DM_NONE;
    return !c->relate && a != DM_NONE && b != DM_NONE && c->doc->mentions.v[a].entity == c->doc->mentions.v[b].entity;
}

/* Whether somebody in the list is known who is not in `without`. */
static bool any_mention(const ev_ctx *c, const ev_tokens *list, bool strict, const ev_tokens *without) {
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t m = args_mention(c, list->v[i], strict);
        bool skip = m == DM_NONE;
        for (uint32_t k = 0; k < without->n && !skip; k++) skip = without->v[k] == list->v[i] || same_party(c, m, args_mention(c, without->v[k], false));
        if (!skip) return true;
    }
    return false;
}

static void remove_all(ev_tokens *list, const ev_tokens *without) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        bool drop = false;
        for (uint32_t k = 0; k < without->n && !drop; k++) drop = without->v[k] == list->v[i];
        if (!drop) list->v[kept++] = list->v[i];
    }
    list->n = kept;
}

static void fill_slot(const ev_ctx *c, ev_match *m, uint32_t slot) {
    static const ev_tokens nobody = {.n = 0};
    const lexf_frame *f = m->frame;
    ev_tokens *out = &m->slot[slot], first = {.n = 0};
    bool participant = slot == FRAME_ACTOR || slot == FRAME_RECIPIENT;
    const ev_tokens *without = slot == FRAME_RECIPIENT ? &m->slot[FRAME_ACTOR] : &nobody;
    out->n = 0;
    for (int strict = 1; strict >= 0; strict--) {
        for (uint32_t r = f->rel_begin[slot]; r < f->rel_begin[slot + 1]; r++) {
            ev_tokens list;
            fill_relation(c, m, &c->frames.rels[r], &list);
            remove_all(&list, without);
            if (!list.n) continue;
            if (!participant || any_mention(c, &list, strict, without)) {
                *out = list;
                return;
            }
            if (!first.n) first = list;
        }
        if (!participant) return;
    }
    *out = first;
}

/* Whether `t` lies below `filler` without leaving what is promised, asked or refused. */
bool match_inside(const ev_ctx *c, uint32_t filler, uint32_t t) {
    for (uint32_t steps = 0; steps < 64; steps++) {
        bool purpose = false;
        if (t == filler) return true;
        switch (ev_tok(c, t)->dep) {
        case DM_DEP_ADVCL: /* a purpose belongs to what is promised */
            for (uint32_t k = ev_tok(c, t)->first_child; k != DM_NONE && !purpose; k = ev_tok(c, k)->next_sibling) purpose = ev_is_tag(c, k, DM_TAG_TO);
            if (!purpose) return false;
            break;
        case DM_DEP_RELCL:
        case DM_DEP_APPOS:
        case DM_DEP_POSS:
        case DM_DEP_NSUBJ:
        case DM_DEP_PARATAXIS:
        case DM_DEP_ROOT:
            return false;
        default:
            break;
        }
        if (ev_tok(c, t)->head == t) return false;
        t = ev_tok(c, t)->head;
    }
    return false;
}

/* A preposition that the parser hung on a noun further in: "returned a statue of the king TO BENIN". Only prepositions
 * that the frame asks of its trigger, without leaving the trigger's own clause. */
static void search_deep(const ev_ctx *c, ev_match *m, uint32_t slot) {
    const lexf_frame *f = m->frame;
    uint32_t from = m->light != DM_NONE ? m->light : m->trigger, end = ev_tok(c, from)->right;
    if (f->pos == FRAME_MODAL) return;
    for (uint32_t r = f->rel_begin[slot]; r < f->rel_begin[slot + 1]; r++) {
        const lexf_rel *rel = &c->frames.rels[r];
        if (slot == FRAME_ACTOR && rel->word != c->words.by) continue;
        if (rel->kind != FRAME_REL_PREP || rel->word == c->words.of || rel->word == c->words.in) continue;
        for (uint32_t i = 0; i < 2 * EV_DEEP; i++) { /* strictly first, then loosely */
            uint32_t t = m->trigger + 1 + i % EV_DEEP;
            if (t >= end) continue;
            ev_tokens list = {.n = 0};
            if (ev_tok(c, t)->lemma_word != rel->word || ev_tok(c, t)->dep != DM_DEP_PREP || !match_inside(c, from, t)) continue;
            TREE_CHILDREN(c->doc, t, k) {
                if (ev_tok(c, k)->dep == DM_DEP_POBJ) ev_add(&list, k);
            }
            args_conjuncts(c, &list);
            if (!any_mention(c, &list, i < EV_DEEP, &m->slot[slot == FRAME_ACTOR ? FRAME_RECIPIENT : FRAME_ACTOR])) continue;
            m->slot[slot] = list;
            return;
        }
    }
}

/* Recipients named below the matter: "plans to send aid TO PERU", "is ready for talks WITH HANOI". */
static void inherit_recipient(const ev_ctx *c, ev_match *m) {
    static const uint8_t kinds[] = {FRAME_REL_DATIVE, FRAME_REL_OBJECT};
    const uint32_t prepositions[] = {c->words.with, c->words.to, c->words.against, c->words.on, c->words.for_};
    ev_tokens words = {.n = 0};
    if (m->matter == DM_NONE) return;
    ev_add(&words, m->matter);
    args_object(c, m->matter, &words);
    for (uint32_t i = 0; i < words.n; i++) {
        for (uint32_t k = 0; k < sizeof prepositions / sizeof *prepositions; k++) {
            ev_tokens list = {.n = 0};
            args_preposition(c, words.v[i], prepositions[k], &list);
            args_conjuncts(c, &list);
            if (any_mention(c, &list, false, &m->slot[FRAME_ACTOR])) {
                m->slot[FRAME_RECIPIENT] = list;
                return;
            }
        }
        for (uint32_t k = 0; k < sizeof kinds; k++) {
            ev_tokens list = {.n = 0};
            const lexf_rel rel = {.kind = kinds[k]};
            args_relation(c, &rel, words.v[i], DM_NONE, &list);
            args_conjuncts(c, &list);
            if (any_mention(c, &list, true, &m->slot[FRAME_ACTOR])) {
                m->slot[FRAME_RECIPIENT] = list;
                return;
            }
        }
    }
}

static void find_matter(const ev_ctx *c, ev_match *m) {
    (void)c;
    m->matter = DM_NONE;
    for (uint32_t i = 0; i < 2 && m->matter == DM_NONE; i++) {
        uint8_t slot = m->says.matter[i];
        if (slot < FRAME_SLOT_N && m->slot[slot].n) m->matter = m->slot[slot].v[0];
    }
}

/* ---- conditions ---- */

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
    case DM_ENTITY_PERSON:
        return ner == DM_NER_PERSON;
    case DM_ENTITY_STATE:
    case DM_ENTITY_PLACE:
        return ner == DM_NER_GPE || ner == DM_NER_NORP;
    case DM_ENTITY_GROUP:
        return ner == DM_NER_NORP;
    default:
        return ner == DM_NER_ORG;
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
    static const char *const nouns[] = {"some", "most", "all", "many", "part", "number", "state", "series", "batch", "group", "lot", "dozen", "hundred", "thousand", "million", "one", "two", "three",
                                        "several", "half", "majority", "contingent", "act", "wave", "round", "type", "kind", "form", "package", "shipment", "percent", "%", "ton", "tonne", "worth", "team", "member", "couple"};
    for (uint32_t i = 0, n = list->n; i < n; i++) {
        uint32_t t = list->v[i];
        bool partitive = ev_tok(c, t)->pos == DM_POS_NUM;
        for (size_t k = 0; k < sizeof nouns / sizeof *nouns && !partitive; k++) partitive = str_eq_nocase(ev_tok(c, t)->lemma, str_from(nouns[k]));
        if (partitive) args_preposition(c, t, c->words.of, list);
    }
}

/* A name is of the class of its title: "Ambassador Lee". */
static bool in_class(const ev_ctx *c, uint32_t t, uint32_t class) {
    if (word_of(c, t) && frames_in_class(&c->frames, word_of(c, t), class)) return true;
    if (ev_tok(c, t)->pos != DM_POS_PROPN) return false;
    TREE_CHILDREN(c->doc, t, k) {
        if (k < t && ev_tok(c, k)->dep == DM_DEP_COMPOUND && word_of(c, k) && frames_in_class(&c->frames, word_of(c, k), class)) return true;
    }
    return false;
}

static bool term_holds(const ev_ctx *c, const lexf_term *t, const ev_tokens *list) {
    switch (t->kind) {
    case FRAME_TERM_ANY:
        return list->n > 0;
    case FRAME_TERM_NONE:
        return list->n == 0;
    case FRAME_TERM_SEVERAL:
        return several(c, list);
    default:
        break;
    }
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t tok = list->v[i], word = word_of(c, tok);
        bool holds = t->kind == FRAME_TERM_CLASS   ? in_class(c, tok, t->value)
                     : t->kind == FRAME_TERM_LEMMA ? word && word == t->value
                     : t->kind == FRAME_TERM_KIND  ? kind_is(c, tok, (dm_entity)t->value)
                                                   : args_mention(c, tok, false) != DM_NONE;
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
        for (uint32_t k = 0; k < parties->n && !drop; k++) drop = m != DM_NONE && same_party(c, m, args_mention(c, parties->v[k], false));
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
    case FRAME_SLOT_ANY:
        fill_relation(c, m, &cond->rel, out);
        break;
    default:
        *out = m->slot[cond->slot];
        break;
    }
    if (cond->slot != FRAME_TRIGGER && cond->slot != FRAME_LIGHT) add_partitive(c, out);
}

/* Number of conditions met, -1 when one is not. */
static int conditions(const ev_ctx *c, const ev_match *m, uint32_t begin, uint32_t end) {
    int met = 0;
    for (uint32_t i = begin; i < end; i++) {
        const lexf_cond *cond = &c->frames.conds[i];
        ev_tokens fillers, others;
        condition_fillers(c, m, cond, &fillers);
        others = fillers;
        if (cond->slot == FRAME_RECIPIENT) remove_parties(c, &others, &m->slot[FRAME_ACTOR]);
        bool positive = false, wanted = false;
        for (uint32_t k = cond->term_begin; k < cond->term_end; k++) {
            const lexf_term *t = &c->frames.terms[k];
            bool party = t->kind == FRAME_TERM_ACTOR || t->kind == FRAME_TERM_KIND;
            bool holds = term_holds(c, t, party ? &others : &fillers);
            if (t->negated && holds) return -1;
            wanted |= !t->negated;
            positive |= !t->negated && holds;
        }
        if (wanted && !positive) return -1;
        met += wanted && fillers.n ? 1 : 0;
    }
    return met;
}

static void overlay_says(lexf_says *to, const lexf_says *from) {
    if (from->cameo.at != DM_NONE) to->cameo = from->cameo;
    if (from->has_modes) to->mode_begin = from->mode_begin, to->mode_end = from->mode_end;
    if (from->type != 0xFF) to->type = from->type;
    if (from->force != 0xFF) to->force = from->force;
    if (from->phase != 0xFF) to->phase = from->phase;
    if (from->polarity != 0xFF) to->polarity = from->polarity;
    if (from->matter[0] != FRAME_SLOT_ANY) to->matter[0] = from->matter[0], to->matter[1] = from->matter[1];
}

/* ---- one frame at one word ---- */

static bool try_frame(const ev_ctx *c, const lexf_pred *p, uint32_t t, ev_match *m) {
    const lexf_frame *f = &c->frames.frames[p->frame];
    static const ev_tokens nobody = {.n = 0};
    *m = (ev_match){.frame = f, .says = f->says, .trigger = t, .light = DM_NONE, .base = t, .matter = DM_NONE};
    if (!fits_pos(c, t, p->pos) || !find_more(c, t, p->more, &m->more)) return false;
    if (f->pos == FRAME_NOUN) {
        m->light = find_light(c, f, t);
        m->base = m->light != DM_NONE ? m->light : base_of_noun(c, t);
    } else if (f->pos == FRAME_MODAL) {
        m->base = ev_tok(c, t)->head;
    }
    fill_slot(c, m, FRAME_THING);
    fill_slot(c, m, FRAME_CONTENT);
    find_matter(c, m);
    fill_slot(c, m, FRAME_ACTOR);
    fill_slot(c, m, FRAME_RECIPIENT);
    if (f->inherits && !any_mention(c, &m->slot[FRAME_RECIPIENT], false, &m->slot[FRAME_ACTOR])) inherit_recipient(c, m);
    if (!any_mention(c, &m->slot[FRAME_ACTOR], false, &nobody)) search_deep(c, m, FRAME_ACTOR);
    if (!any_mention(c, &m->slot[FRAME_RECIPIENT], false, &m->slot[FRAME_ACTOR])) search_deep(c, m, FRAME_RECIPIENT);
    int met = conditions(c, m, f->cond_begin, f->cond_end);
    if (met < 0) return false;
    for (uint32_t i = f->case_begin; i < f->case_end; i++) {
        const lexf_case *one = &c->frames.cases[i];
        int more = conditions(c, m, one->cond_begin, one->cond_end);
        if (more < 0) continue;
        overlay_says(&m->says, &one->says);
        find_matter(c, m);
        break;
    }
    m->score = 10 * (int)m->more.n + 8 * (m->light != DM_NONE) + 3 * met + 2 * any_mention(c, &m->slot[FRAME_ACTOR], false, &nobody) +
               2 * any_mention(c, &m->slot[FRAME_RECIPIENT], false, &m->slot[FRAME_ACTOR]) + (m->matter != DM_NONE);
    return true;
}

static bool best_match(const ev_ctx *c, uint32_t t, ev_match *best) {
    uint32_t begin, end;
    bool found = false;
    if (!word_of(c, t)) return false;
    frames_preds(&c->frames, word_of(c, t), &begin, &end);
    for (uint32_t i = begin; i < end; i++) {
        ev_match m;
        if (!try_frame(c, &c->frames.preds[i], t, &m)) continue;
        if (found) doc_trace(c->doc, DM_STAGE_EVENTS, ev_tok(c, t)->span, "%.*s fits too, score %d against %d", DM_STR_ARG(lexicon_string(c->lex, m.frame->id)), m.score, best->score);
        if (!found || m.score > best->score) *best = m;
        found = true;
    }
    return found;
}

/* ---- one sentence ---- */

static bool takes(const ev_ctx *c, const ev_match *m, const ev_match *other) {
    for (uint32_t i = 0; i < m->more.n; i++)
        if (m->more.v[i] == other->trigger) return true;
    if (m->light != DM_NONE && other->trigger == m->light) return true;
    for (uint32_t slot = 0; slot < FRAME_SLOT_N; slot++) {
        if (!(m->frame->takes >> slot & 1)) continue;
        for (uint32_t i = 0; i < m->slot[slot].n; i++)
            if (m->slot[slot].v[i] != m->trigger && match_inside(c, m->slot[slot].v[i], other->trigger)) return true;
    }
    return false;
}

static void mark_taken(const ev_ctx *c, ev_matches *list) {
    for (uint32_t i = 0; i < list->n; i++) {
        ev_match *m = &list->v[i];
        for (uint32_t k = 0; k < list->n; k++) {
            ev_match *other = &list->v[k];
            if (k == i || m->taken || other->taken || !takes(c, m, other)) continue;
            if (takes(c, other, m) && other->score > m->score) continue;
            other->taken = true;
            doc_trace(c->doc, DM_STAGE_EVENTS, ev_tok(c, other->trigger)->span, "%.*s is taken by %.*s", DM_STR_ARG(lexicon_string(c->lex, other->frame->id)),
                      DM_STR_ARG(lexicon_string(c->lex, m->frame->id)));
        }
    }
}

dm_status match_sentence(const ev_ctx *c, uint32_t begin, uint32_t end, ev_matches *out, dm_err *err) {
    out->n = 0;
    for (uint32_t t = begin; t < end && out->n < EV_MATCHES_MAX; t++) {
        ev_match best;
        if (!best_match(c, t, &best)) continue;
        ev_match *m = VEC_PUSH(c->doc->arena, out);
        if (!m) return err_memory(err, "events");
        *m = best;
    }
    mark_taken(c, out);
    return DM_OK;
}

void match_mentions(const ev_ctx *c, const ev_tokens *fillers, ev_tokens *mentions) {
    mentions->n = 0;
    for (int strict = 1; strict >= 0 && !mentions->n; strict--)
        for (uint32_t i = 0; i < fillers->n; i++) {
            uint32_t m = args_mention(c, fillers->v[i], strict);
            if (m != DM_NONE) ev_add(mentions, m);
        }
}
