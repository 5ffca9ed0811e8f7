/* What the trigger's own construction leaves open, and what was told before.
 *
 * Recipients: the only other state of the clause; for harm, the place that is hit or the state where it is done; else the party that an earlier
 * act of the last sentences involves ("Iran seized a Danish ship. Denmark demanded its release": Iran), since who answers
 * speaks to him who acted. Repetitions: a noun, or the same verb between the same parties on no other day, that tells an
 * act again ("the arrest", "that meeting") gives no second row; its place is kept with the first. */
#include "events/events_int.h"

#define BACK_SENTENCES    2  /* how far back an act may stand that is answered */
#define MEETING_SENTENCES 4  /* how long a meeting is spoken of */
#define NAMED_SENTENCES   12 /* the same, where a noun names it */

static const dm_entity_row *entity_of(const ev_ctx *c, const dm_role *r) { return &c->doc->entities.v[r->entity]; }

static bool of_state(const ev_ctx *c, const dm_role_list *list, dm_str country) {
    for (uint32_t i = 0; i < list->n; i++) {
        dm_str own = entity_of(c, &list->v[i])->country;
        if (own.p && str_eq(own, country)) return true;
    }
    return false;
}

/* The same entity, or two of one state where neither is a person with a name of his own. */
static bool same_party(const ev_ctx *c, const dm_role *a, const dm_role *b) {
    if (a->entity == b->entity) return true;
    const dm_entity_row *x = entity_of(c, a), *y = entity_of(c, b);
    return x->country.p && y->country.p && str_eq(x->country, y->country) && (x->kind == DM_ENTITY_STATE || y->kind == DM_ENTITY_STATE);
}

static bool meets(const ev_ctx *c, const dm_role_list *a, const dm_role_list *b) {
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (same_party(c, &a->v[i], &b->v[k])) return true;
    return false;
}

static bool within(const ev_ctx *c, const dm_role_list *a, const dm_role_list *b) {
    for (uint32_t i = 0; i < a->n; i++) {
        bool found = false;
        for (uint32_t k = 0; k < b->n && !found; k++) found = same_party(c, &a->v[i], &b->v[k]);
        if (!found) return false;
    }
    return true;
}

/* ---- recipients ---- */

static bool needs_recipient(dm_plover type) {
    return type == DM_PLOVER_SANCTION || type == DM_PLOVER_THREATEN || type == DM_PLOVER_ACCUSE || type == DM_PLOVER_REQUEST ||
           type == DM_PLOVER_REJECT;
}

/* "in Luxembourg", "over London rates" */
static bool locates(const ev_ctx *c, uint32_t t) {
    if (ev_tok(c, t)->dep == DM_DEP_COMPOUND) return true;
    uint32_t up = ev_tok(c, t)->head;
    return ev_tok(c, t)->dep == DM_DEP_POBJ && (ev_tok(c, up)->lemma_word == c->words.in || ev_tok(c, up)->lemma_word == c->words.at);
}

/* The mention of the only other state in the trigger's clause; `in` alone: the one where it is done. */
static uint32_t other_state(const ev_ctx *c, const ev_match *m, const dm_event_row *e, bool in) {
    const dm_doc *doc = c->doc;
    uint32_t only = DM_NONE, end = ev_tok(c, m->base)->right;
    for (uint32_t t = ev_tok(c, m->base)->left; t < end && t < m->base + 2 * EV_DEEP; t++) {
        uint32_t i = c->mention_at[t];
        if (i == DM_NONE || doc->mentions.v[i].head != t || doc->mentions.v[i].entity == DM_NONE) continue;
        const dm_entity_row *who = &doc->entities.v[doc->mentions.v[i].entity];
        bool state = who->kind == DM_ENTITY_STATE || (in && who->kind == DM_ENTITY_PLACE);
        if (!state || doc->mentions.v[i].via == DM_VIA_PRONOUN || !who->country.p || of_state(c, &e->actors, who->country)) continue;
        if (!slots_inside(c, m->base, t) || locates(c, t) != in) continue;
        if (only != DM_NONE && !str_eq(doc->entities.v[doc->mentions.v[only].entity].country, who->country)) return DM_NONE;
        if (only == DM_NONE) only = i;
    }
    return only;
}

/* The place with a known state that was hit or taken: "shelled Kuito", "struck an airfield near Herat". DM_NONE */
static uint32_t place_harmed(const ev_ctx *c, const ev_match *m, const dm_event_row *e) {
    const dm_doc *doc = c->doc;
    for (uint32_t slot = FRAME_RECIPIENT; slot <= FRAME_THING; slot++)
        for (uint32_t i = 0; i < m->slot[slot].n; i++) {
            uint32_t filler = m->slot[slot].v[i], end = ev_tok(c, filler)->right;
            for (uint32_t t = ev_tok(c, filler)->left; t < end && t < filler + EV_DEEP; t++) {
                uint32_t at = c->mention_at[t];
                if (at == DM_NONE || doc->mentions.v[at].head != t || doc->mentions.v[at].entity == DM_NONE) continue;
                const dm_entity_row *who = &doc->entities.v[doc->mentions.v[at].entity];
                bool place = who->kind == DM_ENTITY_STATE || who->kind == DM_ENTITY_PLACE;
                if (place && who->country.p && !of_state(c, &e->actors, who->country) && slots_inside(c, filler, t)) return at;
            }
        }
    return DM_NONE;
}

/* The latest earlier act of somebody else in which the actors, or their state, were on the other side; with `any`, by
 * somebody else at all. DM_NONE */
static uint32_t act_answered(const ev_ctx *c, const dm_event_row *e, bool any) {
    for (uint32_t i = c->doc->events.n; i-- > 0;) {
        const dm_event_row *o = &c->doc->events.v[i];
        if (o->sentence + BACK_SENTENCES < e->sentence) break;
        if (o->type == DM_PLOVER_NONE || !o->actors.n || meets(c, &o->actors, &e->actors)) continue;
        if (meets(c, &o->recipients, &e->actors) || (any && o->sentence != e->sentence && !o->recipients.n)) return i;
    }
    return DM_NONE;
}

static bool akin(dm_str a, dm_str b);

/* The act that the matter's noun names again: "condemned the TEST". */
static uint32_t act_named(const ev_ctx *c, const ev_match *m, const dm_event_row *e) {
    for (uint32_t slot = FRAME_RECIPIENT; slot < FRAME_SLOT_N; slot++)
        for (uint32_t k = 0; k < m->slot[slot].n; k++) {
            const dm_token *noun = ev_tok(c, m->slot[slot].v[k]);
            for (uint32_t i = c->doc->events.n; noun->pos == DM_POS_NOUN && i-- > 0;) {
                const dm_event_row *o = &c->doc->events.v[i];
                if (o->sentence + NAMED_SENTENCES < e->sentence) break;
                if (o->actors.n && !meets(c, &o->actors, &e->actors) && akin(noun->lemma, ev_tok(c, o->trigger)->lemma)) return i;
            }
        }
    return DM_NONE;
}

/* "The move", "this offer", "its release", "it": the matter refers back. */
static bool matter_refers_back(const ev_ctx *c, const ev_match *m) {
    static const char *const words[] = {"the", "this", "that", "these", "those", "such"};
    for (uint32_t slot = FRAME_THING; slot < FRAME_SLOT_N; slot++)
        for (uint32_t i = 0; i < m->slot[slot].n; i++) {
            uint32_t t = m->slot[slot].v[i];
            if (ev_tok(c, t)->pos == DM_POS_PRON) return true;
            if (ev_tok(c, t)->pos != DM_POS_NOUN) continue;
            TREE_CHILDREN(c->doc, t, k) {
                if (ev_tok(c, k)->dep == DM_DEP_POSS) return true;
                for (size_t w = 0; w < sizeof words / sizeof *words; w++)
                    if (ev_tok(c, k)->dep == DM_DEP_DET && str_is(ev_tok(c, k)->lower, words[w])) return true;
            }
        }
    return false;
}

static bool speaks_of(const ev_ctx *c, const dm_statement_row *s, const dm_role_list *who) {
    for (uint32_t i = 0; i < c->doc->mentions.n; i++) {
        const dm_mention_row *m = &c->doc->mentions.v[i];
        for (uint32_t k = 0; m->entity != DM_NONE && k < s->content_spans.n; k++) {
            const dm_role as = {.entity = m->entity};
            if (!span_holds(s->content_spans.v[k], m->span)) continue;
            for (uint32_t r = 0; r < who->n; r++)
                if (same_party(c, &as, &who->v[r])) return true;
        }
    }
    return false;
}

/* Who spoke of the actors last: whose accusation is denied. The mention of the speaker, DM_NONE. */
static uint32_t speaker_answered(const ev_ctx *c, const dm_event_row *e) {
    for (uint32_t i = c->doc->statements.n; i-- > 0;) {
        const dm_statement_row *s = &c->doc->statements.v[i];
        if (s->speaker == DM_NONE || s->speaker_mention == DM_NONE || s->sentence >= e->sentence) continue;
        if (s->sentence + BACK_SENTENCES < e->sentence) break;
        const dm_role as = {.entity = s->speaker};
        const dm_role_list speaker = {.v = (dm_role *)&as, .n = 1};
        if (!meets(c, &speaker, &e->actors) && speaks_of(c, s, &e->actors)) return s->speaker_mention;
    }
    return DM_NONE;
}

static dm_status copy_roles(const ev_ctx *c, const dm_role_list *from, const dm_role_list *without, dm_role_list *to, dm_err *err) {
    for (uint32_t i = 0; i < from->n; i++) {
        bool own = false;
        for (uint32_t k = 0; k < without->n; k++) own |= same_party(c, &from->v[i], &without->v[k]);
        if (own) continue;
        dm_role *r = VEC_PUSH(c->doc->arena, to);
        if (!r) return err_memory(err, "an event's roles");
        *r = from->v[i];
    }
    return DM_OK;
}

dm_status discourse_recipient(const ev_ctx *c, const ev_match *m, dm_event_row *e, bool *inferred, dm_err *err) {
    dm_span at = ev_tok(c, m->trigger)->span;
    if (e->recipients.n || !e->actors.n) return DM_OK;
    bool harm = e->type == DM_PLOVER_ASSAULT, foreign = entity_of(c, &e->actors.v[0])->country.p != NULL;
    uint32_t found = DM_NONE;
    if (foreign && needs_recipient(e->type)) found = other_state(c, m, e, false);
    if (harm || e->type == DM_PLOVER_COERCE) found = place_harmed(c, m, e);
    if (foreign && found == DM_NONE && harm) found = other_state(c, m, e, true);
    if (found != DM_NONE) {
        const dm_mention_row *who = &c->doc->mentions.v[found];
        *inferred = true;
        doc_trace(c->doc, DM_STAGE_EVENTS, at, "the recipient is %s",
                  harm ? "the place that is hit, or the state where it is done" : "the only other state in the clause");
        dm_role *r = VEC_PUSH(c->doc->arena, &e->recipients);
        if (!r) return err_memory(err, "an event's roles");
        *r = (dm_role){.entity = who->entity, .span = who->span, .mention = found};
        return DM_OK;
    }
    if (!needs_recipient(e->type) || e->type == DM_PLOVER_SANCTION) return DM_OK;
    uint32_t before = act_named(c, m, e);
    if (before == DM_NONE) before = act_answered(c, e, matter_refers_back(c, m));
    if (before == DM_NONE && e->type == DM_PLOVER_REJECT && matter_refers_back(c, m)) {
        uint32_t speaker = speaker_answered(c, e);
        if (speaker == DM_NONE) return DM_OK;
        *inferred = true;
        doc_trace(c->doc, DM_STAGE_EVENTS, at, "the recipient is who spoke of the actor last");
        dm_role *r = VEC_PUSH(c->doc->arena, &e->recipients);
        if (!r) return err_memory(err, "an event's roles");
        const dm_mention_row *who = &c->doc->mentions.v[speaker];
        *r = (dm_role){.entity = who->entity, .span = who->span, .mention = speaker};
        return DM_OK;
    }
    if (before == DM_NONE) return DM_OK;
    const dm_event_row *o = &c->doc->events.v[before];
    *inferred = true;
    doc_trace(c->doc, DM_STAGE_EVENTS, at, "the recipient is whose act is answered: %.*s", DM_STR_ARG(o->id));
    return copy_roles(c, &o->actors, &e->actors, &e->recipients, err);
}

/* ---- repetitions ---- */

static bool again(const ev_ctx *c, uint32_t t) {
    static const char *const words[] = {"again", "another", "second", "third", "new",  "further", "fresh",
                                        "more",  "other",   "next",   "also",  "last", "previous"};
    TREE_CHILDREN(c->doc, t, k) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_is(ev_tok(c, k)->lower, words[i])) return true;
    }
    return false;
}

/* "arrest" and "arrested", "refusal" and "refused": the same first letters. */
static bool akin(dm_str a, dm_str b) {
    uint32_t n = a.n < b.n ? a.n : b.n, want = n < 5 ? n : 5;
    return n >= 3 && str_eq_nocase(str_sub(a, 0, want), str_sub(b, 0, want));
}

static bool other_day(const dm_date *a, const dm_date *b) {
    return a->best != DM_DAY_NONE && b->best != DM_DAY_NONE && (a->best > b->best + 1 || b->best > a->best + 1);
}

static bool definite(const ev_ctx *c, uint32_t noun) {
    static const char *const words[] = {"a", "an", "no", "any", "some", "another", "every", "each"};
    TREE_CHILDREN(c->doc, noun, k) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (ev_tok(c, k)->dep == DM_DEP_DET && str_is(ev_tok(c, k)->lower, words[i])) return false;
    }
    return true;
}

/* Whether `e` only tells `o` again. */
static bool repeats(const ev_ctx *c, const ev_match *m, const dm_event_row *e, const dm_event_row *o) {
    bool title = c->doc->blocks.v[c->doc->sentences.v[o->sentence].block].kind == DM_BLOCK_TITLE;
    if (o->type != e->type || o->polarity != e->polarity || o->modality != e->modality || other_day(&e->date, &o->date)) return false;
    if (!within(c, &e->actors, &o->actors) || !within(c, &e->recipients, &o->recipients)) {
        bool fuller = title && within(c, &o->actors, &e->actors) && within(c, &o->recipients, &e->recipients);
        if (!fuller) return false;
    }
    bool noun = m->frame->pos == FRAME_NOUN && m->light == DM_NONE;
    if (noun && definite(c, m->trigger) && (akin(ev_tok(c, m->trigger)->lemma, ev_tok(c, o->trigger)->lemma) || o->sentence + 1 >= e->sentence))
        return true;
    if (!e->actors.n || e->actors.n != o->actors.n || (e->recipients.n != o->recipients.n && !title)) return false;
    return o->phase == e->phase && akin(ev_tok(c, m->trigger)->lemma, ev_tok(c, o->trigger)->lemma) && (e->recipients.n || title);
}

static bool in_either(const ev_ctx *c, const dm_role_list *list, const dm_event_row *o) {
    for (uint32_t i = 0; i < list->n; i++) {
        bool found = false;
        for (uint32_t k = 0; k < o->actors.n && !found; k++) found = same_party(c, &list->v[i], &o->actors.v[k]);
        for (uint32_t k = 0; k < o->recipients.n && !found; k++) found = same_party(c, &list->v[i], &o->recipients.v[k]);
        if (!found) return false;
    }
    return true;
}

/* What was discussed at a meeting is no other meeting. */
static bool same_meeting(const ev_ctx *c, const dm_event_row *e, const dm_event_row *o) {
    return e->type == DM_PLOVER_CONSULT && o->type == DM_PLOVER_CONSULT && e->polarity == o->polarity && e->modality == o->modality &&
           e->sentence <= o->sentence + MEETING_SENTENCES && !other_day(&e->date, &o->date) && in_either(c, &e->actors, o) &&
           in_either(c, &e->recipients, o);
}

uint32_t discourse_told_before(const ev_ctx *c, const ev_match *m, const dm_event_row *e) {
    if (again(c, m->trigger) || again(c, m->base)) return DM_NONE;
    for (uint32_t i = c->doc->events.n; i-- > 0;)
        if (repeats(c, m, e, &c->doc->events.v[i]) || same_meeting(c, e, &c->doc->events.v[i])) return i;
    return DM_NONE;
}

bool discourse_keep(const ev_ctx *c, dm_event_row *first, dm_event_row *e) {
    bool title = c->doc->blocks.v[c->doc->sentences.v[first->sentence].block].kind == DM_BLOCK_TITLE;
    bool body = c->doc->blocks.v[c->doc->sentences.v[e->sentence].block].kind == DM_BLOCK_BODY;
    dm_span_list spans = first->repeats;
    dm_span *to = VEC_PUSH(c->doc->arena, &spans);
    if (!to) return false;
    *to = title && body ? first->trigger_span : e->trigger_span;
    if (title && body) *first = *e; /* a title is shorter than what it announces */
    first->repeats = spans;
    return true;
}
