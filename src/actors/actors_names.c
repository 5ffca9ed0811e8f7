/* First sieve: what the lexicon names (states, organisations, groups), outlets, places, and organisations that only
 * this story names. A name that several actors share is decided by the date: Germany in 1987 and in 1995. */
#include "actors/actors_int.h"

/* Of the actors that the mention's words name, the one that existed at the story's date; else the mention's own. */
static uint32_t actor_at_date(const resolver *r, const dm_mention_row *m) {
    if (m->name_begin >= m->name_end || r->day == DM_DAY_NONE) return m->actor;
    lex_match found[MAX_NAMES];
    uint32_t n = lexicon_match(r->lex, r->doc, m->name_begin, found, MAX_NAMES), best = DM_NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (found[i].dict != LEX_NAME || found[i].n_pieces != m->name_end - m->name_begin) continue;
        lex_name name = lexicon_name(r->lex, found[i].row);
        lex_actor actor = lexicon_actor(r->lex, name.actor);
        if (actor.kind == DM_ENTITY_PERSON || !name_holds(name.from, name.to, r->day) || !name_holds(actor.from, actor.to, r->day)) continue;
        if (name.actor == m->actor) return m->actor;
        if (best == DM_NONE) best = name.actor;
    }
    return best != DM_NONE ? best : m->actor;
}

static dm_str name_of(const resolver *r, const dm_mention_row *m) {
    if (m->name_begin >= m->name_end) return doc_words(r->doc, m->span);
    return doc_words(r->doc, (dm_span){r->doc->pieces.v[m->name_begin].span.begin, r->doc->pieces.v[m->name_end - 1].span.end});
}

/* Whether `key` ("kcna") is made of the first letters of the pieces of `full` that are longer than two letters. */
static bool is_acronym_of(dm_str key, dm_str full) {
    uint32_t at = 0;
    bool begins = true;
    if (key.n < 2) return false;
    for (uint32_t i = 0; i < full.n; i++) {
        if (full.p[i] == ' ') {
            begins = true;
            continue;
        }
        if (begins && at < key.n && full.p[i] == key.p[at]) at++;
        else if (begins && i + 3 < full.n && full.p[i + 1] != ' ' && full.p[i + 2] != ' ' && full.p[i + 3] != ' ') return false;
        begins = false;
    }
    return at == key.n;
}

/* `key` is the first words of `full`: "corvo" of "corvo stores inc". */
static bool begins_name(dm_str key, dm_str full) { return key.n >= 3 && full.n > key.n && memcmp(full.p, key.p, key.n) == 0 && full.p[key.n] == ' '; }

/* An organisation whose fuller name came before: "the CSIS" after "Center for Strategic ...", "Corvo" after "Corvo Stores Inc". */
static uint32_t fuller_organisation(const resolver *r, uint32_t mention) {
    dm_str key = r->keys[mention], text = name_of(r, &r->doc->mentions.v[mention]);
    bool upper = key.n >= 2 && text.n >= 2 && text.p[0] >= 'A' && text.p[0] <= 'Z' && text.p[1] >= 'A' && text.p[1] <= 'Z';
    for (uint32_t i = mention, seen = 0; i-- > 0 && seen < 200;) {
        const dm_mention_row *m = &r->doc->mentions.v[i];
        if (m->entity == DM_NONE || m->kind != DM_ENTITY_ORGANIZATION || !r->keys[i].p) continue;
        seen++;
        if ((upper && is_acronym_of(key, r->keys[i])) || (m->via == DM_VIA_NAME && begins_name(key, r->keys[i]))) return m->entity;
    }
    return DM_NONE;
}

/* Called as the story calls it first ("IRNA"). */
static dm_status resolve_outlet(resolver *r, uint32_t i, dm_err *err) {
    lex_outlet outlet = lexicon_outlet(r->lex, r->doc->mentions.v[i].outlet);
    uint32_t e = entity_of_key(r, "outlet", outlet.name, DM_ENTITY_ORGANIZATION, name_of(r, &r->doc->mentions.v[i]));
    if (e == ENTITY_FAILED) return err_memory(err, "actors");
    r->known.v[e].outlet = r->doc->mentions.v[i].outlet;
    dm_str *key = &r->doc->entities.v[e].key; /* by its name in the lexicon, however it is called */
    if (!key->p)
        *key =
            arena_printf(r->doc->arena, "%s/%.*s/%.*s", dm_entity_text(DM_ENTITY_ORGANIZATION), DM_STR_ARG(outlet.country), DM_STR_ARG(outlet.name));
    if (!key->p) return err_memory(err, "actors");
    if (outlet.country.n) r->doc->entities.v[e].state = lexicon_actor_by_id(r->lex, outlet.country);
    mention_resolve(r, i, e, "outlet of the lexicon");
    return DM_OK;
}

dm_status sieve_names(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity != DM_NONE || m->via == DM_VIA_PRONOUN || (m->body != DM_NONE && m->via != DM_VIA_NAME)) continue;
        uint32_t e = DM_NONE;
        if (m->actor != DM_NONE && m->via == DM_VIA_DESCRIPTION &&
            (m->kind == DM_ENTITY_GROUP || m->kind == DM_ENTITY_PERSON)) { /* "Afghans", "an Iranian" */
            e = m->plural ? entity_of_key(r, "people", r->keys[i], DM_ENTITY_GROUP, name_of(r, m)) : entity_new(r, DM_ENTITY_PERSON, name_of(r, m));
            if (e == ENTITY_FAILED) return err_memory(err, "actors");
            doc->entities.v[e].state = m->country;
            doc->entities.v[e].plural = m->plural;
            doc->entities.v[e].anonymous = !m->plural;
            mention_resolve(r, i, e, "people of a state");
            continue;
        }
        if (m->kind == DM_ENTITY_PERSON) continue;
        if (m->outlet != DM_NONE) {
            DM_TRY(resolve_outlet(r, i, err));
            continue;
        }
        if (m->kind == DM_ENTITY_PLACE) {
            if (m->actor != DM_NONE && lexicon_actor(r->lex, m->actor).kind == DM_ENTITY_PLACE) e = entity_of_actor(r, m->actor);
            else e = entity_of_key(r, "place", r->keys[i], DM_ENTITY_PLACE, name_of(r, m));
            if (e == ENTITY_FAILED) return err_memory(err, "actors");
            if (m->country != DM_NONE) doc->entities.v[e].state = m->country;
            mention_resolve(r, i, e, "place by name");
        } else if (m->actor != DM_NONE && m->kind != DM_ENTITY_GROUP) {
            m->actor = actor_at_date(r, m);
            e = entity_of_actor(r, m->actor);
            if (e == ENTITY_FAILED) return err_memory(err, "actors");
            mention_resolve(r, i, e, "name in the lexicon");
        } else if (m->actor != DM_NONE && lexicon_actor(r->lex, m->actor).kind == DM_ENTITY_GROUP) {
            e = entity_of_actor(r, m->actor);
            if (e == ENTITY_FAILED) return err_memory(err, "actors");
            mention_resolve(r, i, e, "name in the lexicon");
        } else if (m->via == DM_VIA_NAME && m->kind == DM_ENTITY_ORGANIZATION && r->keys[i].n) {
            e = fuller_organisation(r, i);
            if (e == DM_NONE) e = entity_of_key(r, "organisation", r->keys[i], DM_ENTITY_ORGANIZATION, name_of(r, m));
            if (e == ENTITY_FAILED) return err_memory(err, "actors");
            if (m->country != DM_NONE) doc->entities.v[e].state = m->country;
            mention_resolve(r, i, e, "organisation by its name in the story");
        }
    }
    return DM_OK;
}
