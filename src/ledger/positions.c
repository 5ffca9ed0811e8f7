/* Positions: where an actor stands on what an event is about, as the event itself shows it. See ledger.h.
 *
 * Who proposes, promises, accepts, renews, fulfils or demands something is for it; who rejects it is against it; a negated
 * demand ("we do not want ...") is against it, a negated acceptance too; backing is support, condemnation of the matter is
 * opposition. What is only possible, or denied, shows nothing. A position that the holder voices or enacts is its own; one
 * that somebody else tells of is ascribed. */
#include "ledger/ledger.h"

#include "base/map.h"

static int stance_of(const fact_event *e) {
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
static bool one_side(const facts *f, uint32_t a, uint32_t b) {
    if (a == DM_NONE || b == DM_NONE) return false;
    const fact_entity *x = &f->entities.v[a], *y = &f->entities.v[b];
    return a == b || (x->country.p && y->country.p && str_eq(x->country, y->country)) || (x->key.p && y->key.p && str_eq(x->key, y->key));
}

static dm_asserted asserted_by(const facts *f, const fact_event *e, uint32_t holder) {
    if (e->said_in) return one_side(f, f->statements.v[e->said_in - 1].speaker, holder) ? DM_ASSERTED_SELF : DM_ASSERTED_OTHER;
    return e->force != DM_FORCE_NONE ? DM_ASSERTED_SELF : DM_ASSERTED_NARRATOR;
}

static bool can_hold(dm_capacity c) { return c == DM_CAPACITY_BINDING || c == DM_CAPACITY_OFFICIAL || c == DM_CAPACITY_ORGAN; }

dm_status positions_find(const facts *f, dm_arena *a, ledger_position_list *out, dm_err *err) {
    for (uint32_t i = 0; i < f->events.n; i++) {
        const fact_event *e = &f->events.v[i];
        bool about = e->has_matter && (e->issue.p || (e->deed.p && !e->anaphoric));
        int stance = about ? stance_of(e) : -1;
        for (uint32_t r = 0; stance >= 0 && r < e->actors.n; r++) {
            uint32_t holder = e->actors.v[r].entity;
            if (!can_hold(e->actors.v[r].capacity)) continue;
            dm_str of = f->entities.v[holder].id;
            uint64_t parts[2] = {hash_bytes(e->id.p, e->id.n), hash_bytes(of.p, of.n)};
            dm_str id = arena_printf(a, "p%016llx", (unsigned long long)hash_bytes(parts, sizeof parts));
            ledger_position *p = id.p ? VEC_PUSH(a, out) : NULL;
            if (!p) return err_memory(err, "positions");
            *p = (ledger_position){id, holder, i, (dm_stance)stance, asserted_by(f, e, holder)};
        }
    }
    return DM_OK;
}
