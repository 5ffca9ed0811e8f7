/* See expect.h. Words are read from left to right: what stands before the type are actors, after it recipients. */
#include "events/expect.h"

static bool has_party(const dm_doc *doc, const dm_role_list *roles, dm_str code) {
    for (uint32_t i = 0; i < roles->n; i++) {
        const dm_entity_row *e = &doc->entities.v[roles->v[i].entity];
        if ((e->country.p && str_eq(e->country, code)) || (e->code.p && str_eq(e->code, code))) return true;
    }
    return false;
}

/* "SDN+TCD": each must be there. */
static bool has_parties(const dm_doc *doc, const dm_role_list *roles, dm_str codes) {
    for (uint32_t from = 0; from < codes.n;) {
        int64_t plus = str_find(codes, DM_STR("+"), from);
        uint32_t end = plus < 0 ? codes.n : (uint32_t)plus;
        if (!has_party(doc, roles, str_sub(codes, from, end))) return false;
        from = end + 1;
    }
    return true;
}

static bool has_value(const dm_event_row *e, dm_str key, dm_str value) {
    if (str_is(key, "force")) return str_is(value, dm_force_text(e->force));
    if (str_is(key, "cameo")) return str_eq(e->cameo, value);
    if (str_is(key, "phase")) return str_is(value, dm_phase_text(e->phase));
    if (str_is(key, "polarity")) return str_is(value, dm_polarity_text(e->polarity));
    if (str_is(key, "modality")) return str_is(value, dm_modality_text(e->modality));
    if (str_is(key, "matter")) return e->matter && str_eq(e->matter->deed, value);
    for (uint32_t i = 0; str_is(key, "modes") && i < e->modes.n; i++)
        if (str_eq(e->modes.v[i], value)) return true;
    return false;
}

bool expect_fits(const dm_doc *doc, const dm_event_row *e, dm_str expect) {
    bool typed = false;
    for (uint32_t from = 0; from < expect.n;) {
        int64_t space = str_find(expect, DM_STR(" "), from);
        uint32_t end = space < 0 ? expect.n : (uint32_t)space;
        dm_str word = str_sub(expect, from, end);
        int64_t equal = str_find(word, DM_STR("="), 0);
        if (equal > 0) {
            if (!has_value(e, str_sub(word, 0, (uint32_t)equal), str_sub(word, (uint32_t)equal + 1, word.n))) return false;
        } else if (str_is(word, "-")) {
            typed = true;
            if (e->type != DM_PLOVER_NONE) return false;
        } else if (dm_plover_of(word) > 0) {
            typed = true;
            if (e->type != dm_plover_of(word)) return false;
        } else if (!has_parties(doc, typed ? &e->recipients : &e->actors, word)) {
            return false;
        }
        from = end + 1;
    }
    return typed;
}

bool expect_holds(const dm_doc *doc, dm_str expect, dm_str frame) {
    bool nothing = str_is(expect, "-");
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const dm_event_row *e = &doc->events.v[i];
        bool of_frame = !frame.p || str_eq(e->decided_by.id, frame);
        if (nothing && of_frame) return false;
        if (!nothing && expect_fits(doc, e, expect)) return true;
    }
    return nothing;
}
