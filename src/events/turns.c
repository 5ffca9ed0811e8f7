/* What the words around an answer or a deed make of it for the ledger of offers.
 *
 * "could not accept" is a refusal; "neither accepted nor rejected" puts it off; "accepted on condition that" is a yes with terms
 * of its own; "freed them, as agreed" keeps a promise; "would free them if Peru apologised" is an offer to Peru; what "was
 * turned down in Lima" was turned down by the state whose capital that is. In: a row that a frame gave. Out: the same row
 * with another force, type or actor. */
#include "events/events_int.h"

static bool has_child(const ev_ctx *c, uint32_t t, const char *word) {
    TREE_CHILDREN(c->doc, t, k) {
        if (str_is(ev_tok(c, k)->lower, word)) return true;
    }
    return false;
}

static bool cooperates(dm_plover t) {
    return t == DM_PLOVER_RETREAT || t == DM_PLOVER_CONCEDE || t == DM_PLOVER_AID || t == DM_PLOVER_COOPERATE || t == DM_PLOVER_SUPPORT;
}

/* "cannot agree", "could not accept" */
static bool is_unable(const ev_ctx *c, const ev_match *m, const dm_event_row *e) {
    bool can = has_child(c, m->base, "can") || has_child(c, m->base, "could") || has_child(c, m->base, "ca");
    return can && e->polarity == DM_POLARITY_NEGATED;
}

/* "neither accepted nor rejected": at the first verb, or at the one joined to it. */
static bool is_neither(const ev_ctx *c, const ev_match *m) {
    uint32_t first = ev_tok(c, m->base)->dep == DM_DEP_CONJ ? ev_tok(c, m->base)->head : m->base;
    return has_child(c, first, "neither") && has_child(c, first, "nor");
}

static bool is_condition(const ev_ctx *c, uint32_t k) {
    static const char *const marks[] = {"if", "unless", "provided", "providing"};
    if (ev_tok(c, k)->dep == DM_DEP_ADVCL || ev_tok(c, k)->dep == DM_DEP_PREP)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (has_child(c, k, marks[i]) || str_is(ev_tok(c, k)->lower, marks[i])) return true;
    uint32_t noun = ev_tok(c, k)->dep == DM_DEP_PREP ? tree_child(c->doc, k, DM_DEP_POBJ) : DM_NONE;
    return noun != DM_NONE && str_is(ev_tok(c, k)->lower, "on") && str_is(ev_tok(c, noun)->lemma, "condition");
}

/* The verb or noun that states the condition; DM_NONE. */
static uint32_t condition_of(const ev_ctx *c, uint32_t t) {
    TREE_CHILDREN(c->doc, t, k) {
        if (is_condition(c, k)) return k;
    }
    return DM_NONE;
}

/* "as agreed", "under the deal": the sentence says that the deed was owed. */
static bool was_owed(const ev_ctx *c, const dm_event_row *e) {
    static const char *const words[] = {"as agreed",    "as promised",    "as pledged",      "as it had",    "as they had",         "under the deal",
                                        "had promised", "had undertaken", "in keeping with", "in line with", "under the agreement", "honouring"};
    dm_str s = doc_text(c->doc, e->evidence_span);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_find(s, str_from(words[i]), 0) >= 0) return true;
    return str_starts(s, "As promised") || str_starts(s, "As agreed");
}

static bool has_role(const dm_role_list *list, uint32_t entity) {
    for (uint32_t i = 0; i < list->n; i++)
        if (list->v[i].entity == entity) return true;
    return false;
}

/* "would free them if Peru apologised": the one who is to do his part is whom it is offered. */
static dm_status offer_if(const ev_ctx *c, uint32_t condition, dm_event_row *e, uint8_t *force, dm_err *err) {
    ev_tokens who = {.n = 0};
    args_subject(c, condition, DM_NONE, &who);
    for (uint32_t i = 0; i < who.n; i++) {
        uint32_t at = args_mention(c, who.v[i], false), entity = at == DM_NONE ? DM_NONE : c->doc->mentions.v[at].entity;
        if (entity == DM_NONE || has_role(&e->actors, entity) || c->doc->entities.v[entity].kind == DM_ENTITY_PLACE) continue;
        if (!has_role(&e->recipients, entity)) {
            dm_role *r = VEC_PUSH(c->doc->arena, &e->recipients);
            if (!r) return err_memory(err, "an event's roles");
            *r = (dm_role){.entity = entity, .span = c->doc->mentions.v[at].span, .mention = at};
        }
        e->type = DM_PLOVER_AGREE;
        e->modality = DM_MODALITY_ACTUAL;
        e->phase = DM_PHASE_PAST;
        *force = DM_FORCE_PROPOSE;
    }
    return DM_OK;
}

dm_status turns_of_force(const ev_ctx *c, const ev_match *m, dm_event_row *e, dm_str *cameo, uint8_t *force, dm_err *err) {
    bool none = *force == DM_FORCE_NONE || *force == 0xFF;
    bool answers = *force == DM_FORCE_ACCEPT || *force == DM_FORCE_REJECT;
    uint32_t condition = ev_verbal(c, m->base) ? condition_of(c, m->base) : DM_NONE;
    if (answers && is_neither(c, m)) {
        *force = DM_FORCE_DEFER;
        e->type = DM_PLOVER_NONE;
        *cameo = DM_STR("014");
        e->polarity = DM_POLARITY_AFFIRMED;
    } else if (*force == DM_FORCE_ACCEPT && is_unable(c, m, e)) {
        *force = DM_FORCE_REJECT;
        e->type = DM_PLOVER_REJECT;
        *cameo = DM_STR("120");
        e->polarity = DM_POLARITY_AFFIRMED;
        e->modality = DM_MODALITY_ACTUAL;
    } else if (*force == DM_FORCE_ACCEPT && condition != DM_NONE && e->polarity == DM_POLARITY_AFFIRMED) {
        *force = DM_FORCE_COUNTER;
        e->modality = DM_MODALITY_ACTUAL;
    } else if (none && cooperates(e->type) && e->polarity == DM_POLARITY_AFFIRMED && e->actors.n) {
        bool spoken = e->statement != DM_NONE && e->modality == DM_MODALITY_CONDITIONAL;
        if (spoken && condition != DM_NONE && ev_verbal(c, condition)) return offer_if(c, condition, e, force, err);
        if (e->modality == DM_MODALITY_ACTUAL && e->phase == DM_PHASE_PAST && was_owed(c, e)) *force = DM_FORCE_FULFIL;
    }
    return DM_OK;
}

/* The state of the place in "in Lima", where the story names that state; DM_NONE. */
static uint32_t state_of_seat(const ev_ctx *c, uint32_t mention) {
    const dm_doc *doc = c->doc;
    uint32_t at = doc->mentions.v[mention].entity;
    if (at == DM_NONE || doc->entities.v[at].kind != DM_ENTITY_PLACE || !doc->entities.v[at].country.p) return DM_NONE;
    for (uint32_t k = 0; k < doc->entities.n; k++) {
        const dm_entity_row *s = &doc->entities.v[k];
        if (s->kind == DM_ENTITY_STATE && s->country.p && str_eq(s->country, doc->entities.v[at].country)) return k;
    }
    return DM_NONE;
}

dm_status turns_of_seat(const ev_ctx *c, const ev_match *m, dm_event_row *e, dm_err *err) {
    dm_force f = (dm_force)m->says.force;
    bool answer = f == DM_FORCE_ACCEPT || f == DM_FORCE_REJECT || f == DM_FORCE_DEFER || f == DM_FORCE_NO_REPLY;
    ev_tokens list = {.n = 0};
    if (c->relate || !answer || e->actors.n) return DM_OK;
    args_preposition(c, m->base, c->words.in, &list);
    for (uint32_t i = 0; i < list.n && !e->actors.n; i++) {
        uint32_t at = c->mention_at[list.v[i]], state = at == DM_NONE ? DM_NONE : state_of_seat(c, at);
        if (state == DM_NONE || has_role(&e->recipients, state)) continue;
        dm_role *r = VEC_PUSH(c->doc->arena, &e->actors);
        if (!r) return err_memory(err, "an event's roles");
        *r = (dm_role){.entity = state, .span = c->doc->mentions.v[at].span, .mention = at};
    }
    return DM_OK;
}
