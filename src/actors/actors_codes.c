/* Country, sector and code: ISO 3166-1 alpha-3 (former states by their old code) and PLOVER sector at a day; for
 * organisations their CAMEO code. And for whom one can bind. */
#include "actors/actors.h"

#include "actors/actors_int.h"

/* A person's sector: of the office held that day; ELI when all terms are over, whatever the story still calls him, but
 * for an office that the lexicon does not know of; else what the story says. */
dm_str sector_at(const lexicon *lex, const dm_entity_row *e, dm_str said, dm_str said_office, dm_day day, bool *former) {
    *former = e->former;
    if (e->kind != DM_ENTITY_PERSON || e->actor == DM_NONE) return said;
    if (lexicon_actor(lex, e->actor).code.n) return lexicon_actor(lex, e->actor).sector; /* of these days, by a dictionary */
    if (day == DM_DAY_NONE && e->former) return DM_STR("ELI");
    uint32_t term = day == DM_DAY_NONE ? DM_NONE : term_at(lex, e->actor, day);
    if (term != DM_NONE) return str_from(office_sector(lexicon_office(lex, term).office));
    uint32_t rows[MAX_TERMS], n = lexicon_terms(lex, e->actor, rows, MAX_TERMS);
    bool over = n > 0 && day != DM_DAY_NONE;
    for (uint32_t i = 0; i < n && i < MAX_TERMS && over; i++) {
        lex_office o = lexicon_office(lex, rows[i]);
        over = o.to != DM_DAY_NONE && o.to < day;
    }
    if (over && (!said_office.n || person_held(lex, e->actor, said_office, DM_NONE, DM_DAY_NONE))) {
        *former = true;
        return DM_STR("ELI");
    }
    /* Without a day what the lexicon has of the person beats a word like "sister". */
    dm_str own = day == DM_DAY_NONE && !said_office.n ? lexicon_actor(lex, e->actor).sector : DM_STR_NONE;
    if (own.n) return own;
    if (said.n && !str_is(said, "UNK")) return said;
    return day == DM_DAY_NONE ? lexicon_actor(lex, e->actor).sector : said;
}

dm_str code_of(const lexicon *lex, dm_arena *arena, const dm_entity_row *e, dm_str sector, dm_day day) {
    if (e->actor != DM_NONE && e->kind != DM_ENTITY_STATE) {
        dm_str own = lexicon_actor(lex, e->actor).code;
        if (own.n) return own;
    }
    if (e->kind == DM_ENTITY_PLACE) return DM_STR_NONE;
    if (e->kind == DM_ENTITY_PERSON && e->actor != DM_NONE && day != DM_DAY_NONE) { /* an officer of an organisation, whatever his state */
        uint32_t term = term_at(lex, e->actor, day);
        if (term != DM_NONE) {
            lex_actor org = lexicon_actor(lex, lexicon_office(lex, term).country);
            if (org.kind == DM_ENTITY_IGO && org.code.n) return org.code;
        }
    }
    dm_str country = e->country;
    if (!country.n && e->state != DM_NONE) { /* of an organisation: "the U.N. envoy" */
        lex_actor org = lexicon_actor(lex, e->state);
        if (org.kind != DM_ENTITY_PLACE && org.kind != DM_ENTITY_STATE) return org.code.n ? org.code : org.id;
    }
    if (!country.n && !sector.n) return DM_STR_NONE;
    return arena_printf(arena, "%.*s%.*s", DM_STR_ARG(country), DM_STR_ARG(sector));
}

/* Of "chairman of the Workers' Party" the party. */
static dm_str sector_inside(const resolver *r, const dm_entity_row *e) {
    const dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < e->mentions.n && i < 32; i++) {
        uint32_t k = e->mentions.v[i];
        if (doc->mentions.v[k].office == DM_NONE) continue;
        for (uint32_t n = k + 1; n < doc->mentions.n && doc->mentions.v[n].span.begin < doc->mentions.v[k].span.end; n++) {
            uint32_t inner = doc->mentions.v[n].entity;
            if (inner == DM_NONE || doc->entities.v[inner].actor == DM_NONE || doc->entities.v[inner].kind != DM_ENTITY_ORGANIZATION) continue;
            return lexicon_actor(r->lex, doc->entities.v[inner].actor).sector;
        }
    }
    return DM_STR_NONE;
}

/* What the story's words say of the sector: the title, the body, the calling. */
static dm_str said_sector(const resolver *r, uint32_t entity) {
    const known *k = &r->known.v[entity];
    const dm_entity_row *e = &r->doc->entities.v[entity];
    if (e->kind == DM_ENTITY_STATE) return DM_STR("GOV");
    if (k->outlet != DM_NONE) return DM_STR("JRN");
    if (e->actor != DM_NONE && e->kind != DM_ENTITY_PERSON) return lexicon_actor(r->lex, e->actor).sector;
    if (e->former) return DM_STR("ELI");
    if (k->sector) return str_from(k->sector);
    if (e->kind != DM_ENTITY_PERSON && k->body != DM_NONE) return lexicon_institution(r->lex, k->body).sector;
    if (k->title != DM_NONE) {
        lex_title t = lexicon_title(r->lex, k->title);
        if (t.sector.n) return t.sector;
        if (k->body != DM_NONE) return lexicon_institution(r->lex, k->body).sector;
        dm_str inside = sector_inside(r, e);
        if (inside.n) return inside;
        if (str_is(t.office, "spokesperson") && e->state != DM_NONE) return DM_STR("GOV");
    }
    if (k->agent != DM_NONE) {
        dm_str agent = lexicon_agent(r->lex, k->agent).sector;
        bool vague = str_is(agent, "UNK") || str_is(agent, "CVL") || str_is(agent, "GOV");
        return vague && k->body != DM_NONE ? lexicon_institution(r->lex, k->body).sector : agent; /* "a Senate team" */
    }
    if (k->body != DM_NONE) return lexicon_institution(r->lex, k->body).sector;
    return e->kind == DM_ENTITY_PLACE ? DM_STR_NONE : DM_STR("UNK");
}

dm_status entities_code(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        dm_entity_row *e = &doc->entities.v[i];
        if (e->state != DM_NONE) {
            lex_actor state = lexicon_actor(r->lex, e->state);
            /* Only states are countries; a body of the UN has none. */
            uint32_t own = state.kind == DM_ENTITY_STATE ? e->state : state.state;
            if (own != DM_NONE && lexicon_actor(r->lex, own).kind == DM_ENTITY_STATE) {
                state = lexicon_actor(r->lex, own);
                e->country = state.country.n ? state.country : state.id;
            }
        }
        bool former;
        const known *k = &r->known.v[i];
        dm_str office = k->title == DM_NONE ? DM_STR_NONE : lexicon_title(r->lex, k->title).office;
        dm_str sector = sector_at(r->lex, e, said_sector(r, i), office, r->day, &former);
        e->former = former;
        e->sector = sector;
        e->code = code_of(r->lex, doc->arena, e, sector, r->day);
        if (e->kind != DM_ENTITY_PLACE && e->country.n && sector.n && !e->code.p) return err_memory(err, "actors");
    }
    return DM_OK;
}

/* ---- roles in events ---- */

static bool is_state_organ(dm_str kind) {
    return str_starts(kind, "state") || str_starts(kind, "party") || str_starts(kind, "government") || str_starts(kind, "official");
}

static dm_capacity capacity_of_words(const lexicon *lex, const dm_mention_row *m) {
    if (m->former) return DM_CAPACITY_FORMER;
    if (m->office != DM_NONE) return lexicon_title(lex, m->office).capacity;
    if (m->body != DM_NONE && m->agent == DM_NONE) return lexicon_institution(lex, m->body).capacity;
    if (m->agent != DM_NONE) return lexicon_agent(lex, m->agent).capacity;
    if (m->outlet != DM_NONE) return is_state_organ(lexicon_outlet(lex, m->outlet).kind) ? DM_CAPACITY_ORGAN : DM_CAPACITY_NONE;
    return DM_CAPACITY_N;
}

static dm_capacity capacity_of_person(const lexicon *lex, const dm_doc *doc, const dm_entity_row *e, dm_day day) {
    uint32_t term = e->actor == DM_NONE || day == DM_DAY_NONE ? DM_NONE : term_at(lex, e->actor, day);
    if (term != DM_NONE) return office_capacity(lexicon_office(lex, term).office);
    if (e->former) return DM_CAPACITY_FORMER;
    dm_capacity best = DM_CAPACITY_NONE;
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++) {
        dm_capacity c = capacity_of_words(lex, &doc->mentions.v[e->mentions.v[i]]);
        if (c == DM_CAPACITY_BINDING || (c == DM_CAPACITY_OFFICIAL && best != DM_CAPACITY_BINDING)) best = c;
        else if (c == DM_CAPACITY_FORMER && best == DM_CAPACITY_NONE) best = c;
    }
    if (best != DM_CAPACITY_NONE || day != DM_DAY_NONE || e->actor == DM_NONE) return best;
    term = term_at(lex, e->actor, day); /* without a day, of the highest office ever held */
    return term == DM_NONE ? best : office_capacity(lexicon_office(lex, term).office);
}

dm_capacity actors_capacity(const lexicon *lex, const dm_doc *doc, uint32_t entity, uint32_t mention, dm_day day) {
    if (entity == DM_NONE || entity >= doc->entities.n) return DM_CAPACITY_NONE;
    const dm_entity_row *e = &doc->entities.v[entity];
    if (e->kind == DM_ENTITY_PERSON) return capacity_of_person(lex, doc, e, day);
    if (e->kind == DM_ENTITY_STATE || e->kind == DM_ENTITY_IGO) return DM_CAPACITY_BINDING;
    if (e->kind == DM_ENTITY_GROUP && e->actor != DM_NONE) return DM_CAPACITY_BINDING;
    if (mention == DM_NONE || mention >= doc->mentions.n) mention = e->mentions.n ? e->mentions.v[0] : DM_NONE;
    dm_capacity c = mention == DM_NONE ? DM_CAPACITY_N : capacity_of_words(lex, &doc->mentions.v[mention]);
    if (c == DM_CAPACITY_N && e->mentions.n) c = capacity_of_words(lex, &doc->mentions.v[e->mentions.v[0]]);
    return c == DM_CAPACITY_N ? DM_CAPACITY_NONE : c;
}

/* The role that the mention gives, else the first that the story gives, else the title of the term. */
static dm_str role_text(const lexicon *lex, const dm_doc *doc, const dm_role *role, dm_day day) {
    if (role->mention != DM_NONE && role->mention < doc->mentions.n && doc->mentions.v[role->mention].role.n)
        return doc->mentions.v[role->mention].role;
    const dm_entity_row *e = &doc->entities.v[role->entity];
    if (e->kind != DM_ENTITY_PERSON) return DM_STR_NONE;
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++) {
        const dm_mention_row *m = &doc->mentions.v[e->mentions.v[i]];
        if (m->role.n && m->office != DM_NONE) return m->role;
    }
    uint32_t term = e->actor == DM_NONE || day == DM_DAY_NONE ? DM_NONE : term_at(lex, e->actor, day);
    return term == DM_NONE ? DM_STR_NONE : lexicon_office(lex, term).title;
}

/* The office of the first rank that the story gives, not as a former one. */
static dm_str said_office(const lexicon *lex, const dm_doc *doc, const dm_entity_row *e) {
    dm_str best = DM_STR_NONE;
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++) {
        const dm_mention_row *m = &doc->mentions.v[e->mentions.v[i]];
        if (m->office == DM_NONE || m->former) continue;
        dm_str office = lexicon_title(lex, m->office).office;
        if (office_rank(office) > office_rank(best)) best = office;
    }
    return best;
}

static dm_status fill_roles(const lexicon *lex, dm_doc *doc, dm_role_list *list, dm_day day, dm_err *err) {
    for (uint32_t i = 0; i < list->n; i++) {
        dm_role *role = &list->v[i];
        if (role->entity == DM_NONE || role->entity >= doc->entities.n) continue;
        const dm_entity_row *e = &doc->entities.v[role->entity];
        bool former;
        dm_str sector = sector_at(lex, e, e->sector, said_office(lex, doc, e), day, &former);
        role->capacity = actors_capacity(lex, doc, role->entity, role->mention, day);
        role->code = e->kind == DM_ENTITY_PLACE ? e->country : code_of(lex, doc->arena, e, sector, day); /* a town that is hit */
        if (e->kind != DM_ENTITY_PLACE && e->country.n && sector.n && !role->code.p) return err_memory(err, "actors");
        if (!role->role.p || !role->role.n) role->role = role_text(lex, doc, role, day);
    }
    return DM_OK;
}

dm_status actors_roles_run(const lexicon *lex, dm_doc *doc, dm_err *err) {
    for (uint32_t i = 0; i < doc->events.n; i++) {
        dm_event_row *event = &doc->events.v[i];
        dm_day day = event->date.best != DM_DAY_NONE ? event->date.best : doc->date.best;
        DM_TRY(fill_roles(lex, doc, &event->actors, day, err));
        DM_TRY(fill_roles(lex, doc, &event->recipients, day, err));
    }
    for (uint32_t i = 0; i < doc->statements.n; i++) {
        dm_statement_row *s = &doc->statements.v[i];
        if (s->speaker == DM_NONE || s->speaker >= doc->entities.n) continue;
        s->capacity = actors_capacity(lex, doc, s->speaker, s->speaker_mention, s->date.best != DM_DAY_NONE ? s->date.best : doc->date.best);
    }
    return DM_OK;
}
