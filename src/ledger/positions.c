/* Positions inside one story: where an actor stands on an issue, read off the acts that carry a matter.
 *
 * Who proposes, promises, accepts, renews, fulfils or demands something is for it; who rejects it is against it; a negated
 * demand ("we do not want ...") is against it, a negated acceptance too; backing is support, condemnation of the matter is
 * opposition. What is only possible, or denied, shows nothing. A position that the holder voices or enacts is its own; one
 * that somebody else tells of is ascribed. */
#include "ledger/ledger.h"

static int stance_of(const dm_event_row *e) {
    bool negated = e->polarity == DM_POLARITY_NEGATED;
    if (e->polarity == DM_POLARITY_DENIED || e->modality == DM_MODALITY_POSSIBLE) return -1;
    switch (e->force) {
    case DM_FORCE_PROPOSE:
    case DM_FORCE_PROMISE:
    case DM_FORCE_RENEW:
    case DM_FORCE_FULFIL: return negated ? -1 : DM_STANCE_SUPPORT;
    case DM_FORCE_ACCEPT:
    case DM_FORCE_DEMAND: return negated ? DM_STANCE_OPPOSE : DM_STANCE_SUPPORT;
    case DM_FORCE_REJECT: return negated ? -1 : DM_STANCE_OPPOSE;
    case DM_FORCE_NONE:
        if (negated) return -1;
        return e->type == DM_PLOVER_SUPPORT ? DM_STANCE_SUPPORT : e->type == DM_PLOVER_ACCUSE ? DM_STANCE_OPPOSE : -1;
    default: return -1;
    }
}

/* The same state, or the same entity. */
static bool one_side(const dm_doc *doc, uint32_t a, uint32_t b) {
    if (a == DM_NONE || b == DM_NONE) return false;
    dm_str x = doc->entities.v[a].country, y = doc->entities.v[b].country;
    return a == b || (x.p && y.p && str_eq(x, y));
}

static dm_asserted asserted_by(const dm_doc *doc, const dm_event_row *e, uint32_t holder) {
    if (e->statement != DM_NONE) {
        uint32_t speaker = doc->statements.v[e->statement].speaker;
        return one_side(doc, speaker, holder) ? DM_ASSERTED_SELF : DM_ASSERTED_OTHER;
    }
    return e->force != DM_FORCE_NONE ? DM_ASSERTED_SELF : DM_ASSERTED_NARRATOR;
}

static bool can_hold(dm_capacity c) { return c == DM_CAPACITY_BINDING || c == DM_CAPACITY_OFFICIAL || c == DM_CAPACITY_ORGAN; }

dm_status positions_run(dm_doc *doc, dm_err *err) {
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const dm_event_row *e = &doc->events.v[i];
        int stance = e->matter && e->matter->issue.p ? stance_of(e) : -1;
        for (uint32_t r = 0; stance >= 0 && r < e->actors.n; r++) {
            uint32_t holder = e->actors.v[r].entity;
            if (holder == DM_NONE || !can_hold(e->actors.v[r].capacity)) continue;
            const uint32_t parts[] = {i, holder, e->trigger_span.begin, e->trigger_span.end};
            dm_position_row p = {.id = doc_row_id(doc, 'p', parts, sizeof parts),
                                 .holder = holder,
                                 .issue = e->matter->issue,
                                 .polarity = (dm_stance)stance,
                                 .condition = e->matter->conditions.n ? e->matter->conditions.v[0] : DM_SPAN_NONE,
                                 .asserted_by = asserted_by(doc, e, holder),
                                 .date = e->date,
                                 .evidence_span = e->evidence_span,
                                 .event = i,
                                 .statement = e->statement};
            dm_position_row *out = p.id.p ? VEC_PUSH(doc->arena, &doc->positions) : NULL;
            if (!out) return err_memory(err, "positions");
            *out = p;
        }
    }
    return DM_OK;
}
