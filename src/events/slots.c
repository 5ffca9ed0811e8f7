/* Slots of a match: relations are tried in order. Thing and content take the first filler that the frame's own condition
 * on them accepts; actor and recipient the first that stands for somebody known, by its own head before by what hangs on
 * it. What the parser hung too deep is looked for to the right; what is only written at the matter is inherited. */
#include "events/events_int.h"

static uint32_t from_word(const ev_ctx *c, const ev_match *m) { return m->frame->pos == FRAME_MODAL ? ev_tok(c, m->trigger)->head : m->trigger; }

void slots_relation(const ev_ctx *c, const ev_match *m, const lexf_rel *rel, ev_tokens *out) {
    out->n = 0;
    if (rel->base == FRAME_TRIGGER) {
        args_relation(c, rel, from_word(c, m), m->light, out);
        for (uint32_t i = 0; rel->kind == FRAME_REL_PREP && i < m->more.n && !out->n; i++) /* "take control OF" */
            if (ev_tok(c, m->more.v[i])->pos == DM_POS_NOUN) args_preposition(c, m->more.v[i], rel->word, out);
    } else if (rel->base == FRAME_LIGHT) {
        if (m->light != DM_NONE) args_relation(c, rel, m->light, DM_NONE, out);
    } else if (rel->base < FRAME_SLOT_N) {
        const ev_tokens *from = &m->slot[rel->base];
        for (uint32_t i = 0; i < from->n && !out->n; i++) args_relation(c, rel, from->v[i], DM_NONE, out);
    }
    for (uint32_t i = 0; i < out->n;) { /* the predicate's own words fill no slot */
        dm_ner ner = ev_tok(c, out->v[i])->ner;
        bool own = rel->kind == FRAME_REL_PREP && (ner == DM_NER_DATE || ner == DM_NER_TIME); /* "on Friday" */
        own |= out->v[i] == m->trigger && rel->kind != FRAME_REL_SELF && rel->kind != FRAME_REL_FUTURE && rel->kind != FRAME_REL_NEGATED;
        for (uint32_t k = 0; k < m->more.n && !own; k++) own = m->more.v[k] == out->v[i];
        if (own) memmove(&out->v[i], &out->v[i + 1], (--out->n - i) * sizeof *out->v);
        else i++;
    }
    args_conjuncts(c, out);
}

bool slots_same_party(const ev_ctx *c, uint32_t a, uint32_t b) {
    if (a == b) return a != DM_NONE;
    return !c->relate && a != DM_NONE && b != DM_NONE && c->doc->mentions.v[a].entity == c->doc->mentions.v[b].entity;
}

bool slots_anyone(const ev_ctx *c, const ev_tokens *list, bool strict, const ev_tokens *without) {
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t m = args_mention(c, list->v[i], strict);
        bool skip = m == DM_NONE;
        for (uint32_t k = 0; k < without->n && !skip; k++)
            skip = without->v[k] == list->v[i] || slots_same_party(c, m, args_mention(c, without->v[k], false));
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

/* Whether the frame's own condition on a slot, if it asks for something, accepts the fillers. What a condition only
 * excludes is not looked past: a plane shot down is no other target. */
static bool accepted(const ev_ctx *c, const ev_match *m, uint32_t slot, const ev_tokens *list) {
    for (uint32_t i = m->frame->cond_begin; i < m->frame->cond_end; i++) {
        const lexf_cond *cond = &c->frames.conds[i];
        if (cond->slot == slot && terms_asks(c, cond) && !terms_accept(c, m, cond, list)) return false;
    }
    return true;
}

static void fill_matter(const ev_ctx *c, ev_match *m, uint32_t slot) {
    const lexf_frame *f = m->frame;
    ev_tokens first = {.n = 0};
    for (uint32_t r = f->rel_begin[slot]; r < f->rel_begin[slot + 1]; r++) {
        ev_tokens list;
        slots_relation(c, m, &c->frames.rels[r], &list);
        if (!list.n) continue;
        if (!first.n) first = list;
        if (!accepted(c, m, slot, &list)) continue;
        first = list;
        break;
    }
    m->slot[slot] = first;
}

static void fill_party(const ev_ctx *c, ev_match *m, uint32_t slot) {
    static const ev_tokens nobody = {.n = 0};
    const lexf_frame *f = m->frame;
    ev_tokens first = {.n = 0};
    const ev_tokens *without = slot == FRAME_RECIPIENT ? &m->slot[FRAME_ACTOR] : &nobody;
    for (int strict = 1; strict >= 0; strict--)
        for (uint32_t r = f->rel_begin[slot]; r < f->rel_begin[slot + 1]; r++) {
            ev_tokens list;
            slots_relation(c, m, &c->frames.rels[r], &list);
            remove_all(&list, without);
            if (list.n && slots_anyone(c, &list, strict, without)) {
                m->slot[slot] = list;
                return;
            }
            if (!first.n) first = list;
        }
    m->slot[slot] = first;
}

/* Whether `t` lies below `filler` without leaving what is promised, asked or refused. */
bool slots_inside(const ev_ctx *c, uint32_t filler, uint32_t t) {
    for (uint32_t steps = 0; steps < 64; steps++) {
        bool purpose = false;
        if (t == filler) return true;
        switch (ev_tok(c, t)->dep) {
        case DM_DEP_ADVCL: /* a purpose belongs to what is promised */
            for (uint32_t k = ev_tok(c, t)->first_child; k != DM_NONE && !purpose; k = ev_tok(c, k)->next_sibling)
                purpose = ev_is_tag(c, k, DM_TAG_TO);
            if (!purpose) return false;
            break;
        case DM_DEP_ACL: /* "the treaty REJECTED by Poland" is another matter than "the plan TO SEND aid" */
            if (ev_is_tag(c, t, DM_TAG_VBN)) return false;
            break;
        case DM_DEP_RELCL:
        case DM_DEP_APPOS:
        case DM_DEP_POSS:
        case DM_DEP_NSUBJ:
        case DM_DEP_PARATAXIS:
        case DM_DEP_ROOT: return false;
        default: break;
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
            if (ev_tok(c, t)->lemma_word != rel->word || ev_tok(c, t)->dep != DM_DEP_PREP || !slots_inside(c, from, t)) continue;
            TREE_CHILDREN(c->doc, t, k) {
                if (ev_tok(c, k)->dep == DM_DEP_POBJ) ev_add(&list, k);
            }
            args_conjuncts(c, &list);
            if (!slots_anyone(c, &list, i < EV_DEEP, &m->slot[slot == FRAME_ACTOR ? FRAME_RECIPIENT : FRAME_ACTOR])) continue;
            m->slot[slot] = list;
            return;
        }
    }
}

/* Recipients named below the matter: "plans to send aid TO PERU", "is ready for talks WITH HANOI". */
static void inherit_recipient(const ev_ctx *c, ev_match *m) {
    static const uint8_t kinds[] = {FRAME_REL_DATIVE, FRAME_REL_OBJECT};
    const uint32_t prepositions[] = {c->words.with, c->words.to, c->words.against, c->words.on, c->words.for_, c->words.between};
    ev_tokens words = {.n = 0};
    if (m->matter == DM_NONE) return;
    ev_add(&words, m->matter);
    args_object(c, m->matter, &words);
    for (uint32_t i = 0; i < words.n; i++) {
        for (uint32_t k = 0; k < sizeof prepositions / sizeof *prepositions; k++) {
            ev_tokens list = {.n = 0};
            args_preposition(c, words.v[i], prepositions[k], &list);
            args_conjuncts(c, &list);
            if (slots_anyone(c, &list, false, &m->slot[FRAME_ACTOR])) {
                m->slot[FRAME_RECIPIENT] = list;
                return;
            }
        }
        for (uint32_t k = 0; k < sizeof kinds; k++) {
            ev_tokens list = {.n = 0};
            const lexf_rel rel = {.kind = kinds[k]};
            args_relation(c, &rel, words.v[i], DM_NONE, &list);
            args_conjuncts(c, &list);
            if (slots_anyone(c, &list, true, &m->slot[FRAME_ACTOR])) {
                m->slot[FRAME_RECIPIENT] = list;
                return;
            }
        }
    }
}

void slots_find_matter(ev_match *m) {
    m->matter = DM_NONE;
    for (uint32_t i = 0; i < 2 && m->matter == DM_NONE; i++) {
        uint8_t slot = m->says.matter[i];
        if (slot < FRAME_SLOT_N && m->slot[slot].n) m->matter = m->slot[slot].v[0];
    }
}

void slots_fill(const ev_ctx *c, ev_match *m) {
    static const ev_tokens nobody = {.n = 0};
    fill_matter(c, m, FRAME_CONTENT); /* either may go out from the other */
    fill_matter(c, m, FRAME_THING);
    if (!m->slot[FRAME_CONTENT].n) fill_matter(c, m, FRAME_CONTENT);
    slots_find_matter(m);
    fill_party(c, m, FRAME_ACTOR);
    fill_party(c, m, FRAME_RECIPIENT);
    if (m->frame->inherits && !slots_anyone(c, &m->slot[FRAME_RECIPIENT], false, &m->slot[FRAME_ACTOR])) inherit_recipient(c, m);
    if (!slots_anyone(c, &m->slot[FRAME_ACTOR], false, &nobody)) search_deep(c, m, FRAME_ACTOR);
    if (!slots_anyone(c, &m->slot[FRAME_RECIPIENT], false, &m->slot[FRAME_ACTOR])) search_deep(c, m, FRAME_RECIPIENT);
}
