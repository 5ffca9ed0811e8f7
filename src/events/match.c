/* Which frames fire: for each word of a sentence its predicates are tried; a frame whose other words are found has its
 * slots filled (thing and content first, since actor and recipient may go out from them), its conditions asked and its
 * cases applied. The frame that knows most of the words around wins the trigger: 10 for each further word, 8 for a
 * light verb, 3 for each condition met, 2 for each known participant, 1 for matter. A match inside a slot that another
 * match takes ("agreed to MEET") gives no row of its own. */
#include "events/events_int.h"

static uint32_t word_of(const ev_ctx *c, uint32_t t) { return ev_tok(c, t)->lemma_word; }

/* ---- the predicate's words ---- */

static bool may_carry(dm_dep dep) {
    return dep != DM_DEP_NSUBJ && dep != DM_DEP_ADVCL && dep != DM_DEP_CONJ && dep != DM_DEP_RELCL && dep != DM_DEP_PARATAXIS &&
           dep != DM_DEP_CCOMP && dep != DM_DEP_PUNCT;
}

static uint32_t child_with_word(const ev_ctx *c, uint32_t t, uint32_t word) {
    TREE_CHILDREN(c->doc, t, k) {
        bool small_clause = ev_tok(c, k)->dep == DM_DEP_CCOMP && !ev_verbal(c, k);   /* "found X guilty" */
        if (ev_tok(c, k)->dep == DM_DEP_AUX && ev_is_tag(c, k, DM_TAG_TO)) continue; /* "TO condemn" is no "condemn to" */
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

static bool main_clause(const ev_ctx *c, uint32_t verb) {
    dm_dep dep = ev_tok(c, verb)->dep;
    return dep == DM_DEP_ROOT || dep == DM_DEP_CCOMP || dep == DM_DEP_CONJ || dep == DM_DEP_PARATAXIS;
}

/* "is prepared", not "has welcomed". */
static bool state_participle(const ev_ctx *c, uint32_t t) {
    const dm_token *k = ev_tok(c, t);
    return k->tag == DM_TAG_VBN && (k->dep == DM_DEP_ACOMP || k->dep == DM_DEP_OPRD || tree_child(c->doc, t, DM_DEP_AUXPASS) != DM_NONE);
}

static bool fits_pos(const ev_ctx *c, uint32_t t, uint32_t pos) {
    const dm_token *k = ev_tok(c, t);
    bool aux = k->dep == DM_DEP_AUX || k->dep == DM_DEP_AUXPASS;
    switch (pos) {
    case FRAME_VERB: return (k->pos == DM_POS_VERB || k->pos == DM_POS_AUX) && !aux && k->dep != DM_DEP_AMOD && k->dep != DM_DEP_COMPOUND;
    case FRAME_NOUN:
        return (k->pos == DM_POS_NOUN || k->pos == DM_POS_PROPN) && k->dep != DM_DEP_COMPOUND && k->dep != DM_DEP_AMOD && k->dep != DM_DEP_NMOD;
    case FRAME_ADJ: return (k->pos == DM_POS_ADJ || state_participle(c, t)) && (k->dep != DM_DEP_AMOD || t > k->head) && !aux;
    default: /* "Iran must stop", told or quoted; no "should the talks fail" */
        return aux && k->tag == DM_TAG_MD && main_clause(c, k->head) && tree_child(c->doc, k->head, DM_DEP_NSUBJ) < t;
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

static bool sum_of(dm_str lemma) {
    static const char *const sums[] = {"dollar", "million", "billion", "euro",   "pound", "thousand", "hundred", "series",
                                       "round",  "package", "day",     "number", "dlr",   "mln",      "$"};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (str_eq_nocase(lemma, str_from(sums[i]))) return true;
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
    if (dep == DM_DEP_POBJ && ev_tok(c, ev_tok(c, up)->head)->dep == DM_DEP_DOBJ && sum_of(ev_tok(c, ev_tok(c, up)->head)->lemma)) {
        uint32_t sum = ev_tok(c, up)->head; /* "announced 40 million dollars in aid" */
        if (light_of(c, f, ev_tok(c, sum)->head, sum)) return ev_tok(c, sum)->head;
    }
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

/* For explain: which of the frame's conditions stands in the way. */
static void trace_unmet(const ev_ctx *c, const ev_match *m) {
    static const char *const names[] = {"actor", "recipient", "thing", "content", "trigger", "light", "matter"};
    if (!c->doc->want_trace) return;
    for (uint32_t i = m->frame->cond_begin; i < m->frame->cond_end; i++) {
        if (terms_met(c, m, i, i + 1) >= 0) continue;
        uint8_t slot = c->frames.conds[i].slot;
        dm_str filler = slot < FRAME_SLOT_N && m->slot[slot].n ? ev_tok(c, m->slot[slot].v[0])->text : DM_STR("nothing");
        doc_trace(c->doc, DM_STAGE_EVENTS, ev_tok(c, m->trigger)->span, "\"%.*s\": %.*s (%.*s:%u) does not fit: %s is %.*s",
                  DM_STR_ARG(ev_tok(c, m->trigger)->text), DM_STR_ARG(lexicon_string(c->lex, m->frame->id)),
                  DM_STR_ARG(lexicon_string(c->lex, m->frame->file)), m->frame->line,
                  slot < sizeof names / sizeof *names ? names[slot] : "another relation", DM_STR_ARG(filler));
        return;
    }
}

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
    slots_fill(c, m);
    int met = terms_met(c, m, f->cond_begin, f->cond_end);
    if (met < 0) {
        trace_unmet(c, m);
        return false;
    }
    for (uint32_t i = f->case_begin; i < f->case_end; i++) {
        const lexf_case *one = &c->frames.cases[i];
        int more = terms_met(c, m, one->cond_begin, one->cond_end);
        if (more < 0) continue;
        overlay_says(&m->says, &one->says);
        slots_find_matter(m);
        break;
    }
    m->score = 10 * (int)m->more.n + 8 * (m->light != DM_NONE) + 3 * met + 2 * slots_anyone(c, &m->slot[FRAME_ACTOR], false, &nobody) +
               2 * slots_anyone(c, &m->slot[FRAME_RECIPIENT], false, &m->slot[FRAME_ACTOR]) + (m->matter != DM_NONE);
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
        if (found)
            doc_trace(c->doc, DM_STAGE_EVENTS, ev_tok(c, t)->span, "%.*s fits too, score %d against %d",
                      DM_STR_ARG(lexicon_string(c->lex, m.frame->id)), m.score, best->score);
        if (!found || m.score > best->score) *best = m;
        found = true;
    }
    return found;
}

/* ---- one sentence ---- */

bool match_counts(const ev_ctx *c, const ev_match *m) {
    if (m->says.type != DM_PLOVER_NONE) return true;
    dm_str cameo = lexicon_string(c->lex, m->says.cameo);
    return cameo.n > 1 && cameo.p[0] == '0' && (cameo.p[1] == '1' || cameo.p[1] == '2');
}

static bool takes(const ev_ctx *c, const ev_match *m, const ev_match *other) {
    for (uint32_t i = 0; i < m->more.n; i++)
        if (m->more.v[i] == other->trigger) return true;
    if (m->light != DM_NONE && other->trigger == m->light) return true;
    for (uint32_t slot = 0; slot < FRAME_SLOT_N; slot++) {
        if (!(m->frame->takes >> slot & 1)) continue;
        for (uint32_t i = 0; i < m->slot[slot].n; i++)
            if (m->slot[slot].v[i] != m->trigger && slots_inside(c, m->slot[slot].v[i], other->trigger)) return true;
    }
    return false;
}

/* Whether a row can come of it: what gives none takes nothing. */
static bool has_parties(const ev_ctx *c, const ev_match *m) {
    static const ev_tokens nobody = {.n = 0};
    dm_plover type = m->says.type;
    bool suffered = type == DM_PLOVER_ASSAULT || type == DM_PLOVER_COERCE || type == DM_PLOVER_RETREAT || type == DM_PLOVER_SANCTION;
    return slots_anyone(c, &m->slot[FRAME_ACTOR], false, &nobody) || (suffered && slots_anyone(c, &m->slot[FRAME_RECIPIENT], false, &nobody));
}

static void mark_taken(const ev_ctx *c, ev_matches *list) {
    for (uint32_t i = 0; i < list->n; i++) {
        ev_match *m = &list->v[i];
        for (uint32_t k = 0; k < list->n; k++) {
            ev_match *other = &list->v[k];
            if (k == i || m->taken || other->taken || !match_counts(c, m) || !takes(c, m, other) || !has_parties(c, m)) continue;
            if (takes(c, other, m) && other->score > m->score) continue;
            other->taken = true;
            doc_trace(c->doc, DM_STAGE_EVENTS, ev_tok(c, other->trigger)->span, "%.*s is taken by %.*s",
                      DM_STR_ARG(lexicon_string(c->lex, other->frame->id)), DM_STR_ARG(lexicon_string(c->lex, m->frame->id)));
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
