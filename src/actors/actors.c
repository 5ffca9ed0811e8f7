/* Drives the sieves over a story and puts the entities in order; see actors.h. */
#include "actors/actors.h"

#include "actors/actors_int.h"
#include "lexicon/normalise.h"

#include <stdio.h>
#include <stdlib.h>

uint32_t entity_new(resolver *r, dm_entity kind, dm_str name) {
    dm_entity_row *e = VEC_PUSH(r->doc->arena, &r->doc->entities);
    known *k = e ? VEC_PUSH(r->doc->arena, &r->known) : NULL;
    if (!k) return ENTITY_FAILED;
    *e = (dm_entity_row){.name = name, .kind = kind, .actor = DM_NONE, .state = DM_NONE};
    *k = (known){.title = DM_NONE, .agent = DM_NONE, .body = DM_NONE, .outlet = DM_NONE, .last = DM_NONE, .first = DM_NONE};
    return r->doc->entities.n - 1;
}

/* Rows of actors as keys: their digits. */
static dm_str actor_key(uint32_t actor, char out[16]) {
    int n = snprintf(out, 16, "%u", actor);
    return (dm_str){out, (uint32_t)n};
}

bool story_names(const resolver *r, uint32_t actor) {
    char text[16];
    return actor != DM_NONE && strmap_get(&r->states, actor_key(actor, text)) != MAP_NONE;
}

/* All states that the words of mentions name, for story_names. */
static dm_status collect_states(resolver *r, dm_err *err) {
    for (uint32_t i = 0; i < r->doc->mentions.n; i++) {
        const dm_mention_row *m = &r->doc->mentions.v[i];
        const uint32_t rows[2] = {m->actor, m->country};
        for (int k = 0; k < 2; k++) {
            char text[16];
            uint32_t *slot;
            dm_str key = actor_key(rows[k], text);
            if (rows[k] == DM_NONE || strmap_get(&r->states, key) != MAP_NONE) continue;
            key = arena_str(r->doc->arena, key);
            if (!key.p || !strmap_put(&r->states, r->doc->arena, key, 1, &slot)) return err_memory(err, "actors");
        }
    }
    return DM_OK;
}

uint32_t entity_of_actor(resolver *r, uint32_t actor) {
    char text[16];
    uint32_t found = strmap_get(&r->by_actor, actor_key(actor, text)), *slot;
    if (found != MAP_NONE) return found;
    lex_actor a = lexicon_actor(r->lex, actor);
    dm_str key = arena_str(r->doc->arena, actor_key(actor, text));
    uint32_t e = entity_new(r, a.kind, a.name);
    if (!key.p || e == ENTITY_FAILED || !strmap_put(&r->by_actor, r->doc->arena, key, e, &slot)) return ENTITY_FAILED;
    dm_entity_row *row = &r->doc->entities.v[e];
    row->actor = actor;
    row->gender = a.gender;
    row->wikidata = a.wikidata;
    row->state = a.kind == DM_ENTITY_STATE ? actor : a.state;
    return e;
}

uint32_t entity_of_key(resolver *r, const char *space, dm_str key, dm_entity kind, dm_str name) {
    dm_str full = arena_printf(r->doc->arena, "%s:%.*s", space, DM_STR_ARG(key));
    uint32_t *slot;
    if (!full.p) return ENTITY_FAILED;
    uint32_t found = strmap_get(&r->by_key, full);
    if (found != MAP_NONE) return found;
    uint32_t e = entity_new(r, kind, name);
    if (e == ENTITY_FAILED || !strmap_put(&r->by_key, r->doc->arena, full, e, &slot)) return ENTITY_FAILED;
    return e;
}

/* What a mention adds to what is known of its entity. */
static void learn(resolver *r, const dm_mention_row *m, uint32_t entity) {
    dm_entity_row *e = &r->doc->entities.v[entity];
    known *k = &r->known.v[entity];
    if (e->gender == DM_GENDER_UNKNOWN && m->gender != DM_GENDER_NEUTRAL) e->gender = m->gender;
    if (e->kind != DM_ENTITY_STATE && m->country != DM_NONE) k->foreign = true;
    if (m->agent != DM_NONE && k->agent == DM_NONE) k->agent = m->agent;
    if (m->body != DM_NONE && k->body == DM_NONE) k->body = m->body;
    if (e->kind == DM_ENTITY_PERSON && e->state == DM_NONE && m->country != DM_NONE && m->via != DM_VIA_PRONOUN) e->state = m->country;
    if (e->kind == DM_ENTITY_PERSON && (e->actor == DM_NONE || r->day == DM_DAY_NONE) && (m->office != DM_NONE || m->agent != DM_NONE))
        e->former = m->former && (k->title == DM_NONE || e->former);
    if (m->office == DM_NONE || e->kind != DM_ENTITY_PERSON) return;
    dm_str office = lexicon_title(r->lex, m->office).office;
    if (k->title == DM_NONE || office_rank(office) > office_rank(lexicon_title(r->lex, k->title).office)) {
        if (!m->former) k->title = m->office;
    }
    for (uint32_t i = 0; i < k->n_offices; i++)
        if (str_eq(k->offices[i], office)) return;
    if (k->n_offices < MAX_OFFICES) k->offices[k->n_offices++] = office;
}

void mention_resolve(resolver *r, uint32_t mention, uint32_t entity, const char *fmt, ...) {
    dm_mention_row *m = &r->doc->mentions.v[mention];
    char text[160];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n >= (int)sizeof text) n = (int)sizeof text - 1;
    m->entity = entity;
    m->why = arena_str(r->doc->arena, (dm_str){text, n > 0 ? (uint32_t)n : 0});
    known *k = &r->known.v[entity];
    if (k->last == DM_NONE || mention > k->last) k->last = mention;
    if (k->first == DM_NONE || mention < k->first) k->first = mention;
    learn(r, m, entity);
}

bool mention_is_subject(const dm_doc *doc, const dm_mention_row *m) {
    const dm_token *t = &doc->tokens.v[m->head];
    for (int k = 0; k < 4 && t->dep == DM_DEP_CONJ; k++) t = &doc->tokens.v[t->head];
    return t->dep == DM_DEP_NSUBJ || t->dep == DM_DEP_NSUBJPASS;
}

uint32_t mention_sentence(const dm_doc *doc, const dm_mention_row *m) { return doc->tokens.v[m->tok_begin].sentence; }

uint32_t mention_state(const resolver *r, const dm_mention_row *m) {
    if (m->entity != DM_NONE && r->doc->entities.v[m->entity].state != DM_NONE) return r->doc->entities.v[m->entity].state;
    if (m->country != DM_NONE) return m->country;
    return DM_NONE;
}

bool entity_has_office(const resolver *r, uint32_t entity, dm_str office) {
    const known *k = &r->known.v[entity];
    for (uint32_t i = 0; i < k->n_offices; i++)
        if (office_matches(k->offices[i], office)) return true;
    uint32_t actor = r->doc->entities.v[entity].actor;
    return actor != DM_NONE && r->doc->entities.v[entity].kind == DM_ENTITY_PERSON && person_held(r->lex, actor, office, DM_NONE, r->day);
}

/* Tokens between quotation marks of one block. */
static void mark_quotes(resolver *r) {
    const dm_doc *doc = r->doc;
    bool inside = false;
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        const dm_token *tok = &doc->tokens.v[t];
        if (t && tok->block != doc->tokens.v[t - 1].block) inside = false;
        bool open = str_is(tok->text, "\xE2\x80\x9C") || str_is(tok->text, "``"),
             close = str_is(tok->text, "\xE2\x80\x9D") || str_is(tok->text, "''");
        if (str_is(tok->text, "\"")) inside = !inside;
        else if (open) inside = true;
        else if (close) inside = false;
        r->quoted[t] = inside;
    }
}

/* Normalised names, so that "Kim Jong-un" and "Kim Jong Un" are one. */
static dm_status make_keys(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    dm_buf b = {0};
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->name_begin >= m->name_end) continue;
        buf_clear(&b);
        dm_span s = {doc->pieces.v[m->name_begin].span.begin, doc->pieces.v[m->name_end - 1].span.end};
        normalise_join(doc_text(doc, s), ' ', &b);
        r->keys[i] = arena_str(doc->arena, buf_str(&b));
    }
    bool ok = buf_ok(&b);
    buf_free(&b);
    return ok ? DM_OK : err_memory(err, "actors");
}

/* The state whose town stands in the dateline; DM_NONE. */
static uint32_t state_of_dateline(const resolver *r) {
    for (uint32_t b = 0; b < r->doc->blocks.n; b++)
        if (r->doc->blocks.v[b].kind == DM_BLOCK_DATELINE) return lexicon_state_in(r->lex, doc_text(r->doc, r->doc->blocks.v[b].span));
    return DM_NONE;
}

static dm_status weigh_home(resolver *r, uint32_t state, uint32_t points, uint32_t *weight, dm_err *err) {
    uint32_t e = state == DM_NONE ? DM_NONE : entity_of_actor(r, state);
    if (e == ENTITY_FAILED) return err_memory(err, "actors");
    if (e != DM_NONE) weight[e] += points;
    return DM_OK;
}

/* The state that is main subject most often, the first sentences counting double, the dateline as much as a subject of those
 * and the outlet's own name half of it; by row of actors on a tie. */
static dm_status find_home(resolver *r, dm_err *err) {
    enum { DATELINE = 8, OUTLET = 4 };
    const dm_doc *doc = r->doc;
    uint32_t *weight = ARENA_NEW(doc->arena, uint32_t, doc->entities.n + doc->mentions.n + 3), best = 0, sum = 0;
    if (!weight) return err_memory(err, "actors");
    DM_TRY(weigh_home(r, state_of_dateline(r), DATELINE, weight, err));
    if (doc->outlet.p) DM_TRY(weigh_home(r, lexicon_state_in(r->lex, doc->outlet), OUTLET, weight, err));
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        uint32_t e = m->entity;
        if (m->kind == DM_ENTITY_STATE && e == DM_NONE && m->country != DM_NONE) e = entity_of_actor(r, m->country); /* "the Czech government" */
        if (e == ENTITY_FAILED) return err_memory(err, "actors");
        if (e == DM_NONE || doc->entities.v[e].kind != DM_ENTITY_STATE) continue;
        uint32_t w = mention_is_main_subject(doc, m) && !r->quoted[m->head] ? 4 : 1;
        weight[e] += mention_sentence(doc, m) < 3 ? 2 * w : w;
    }
    for (uint32_t e = 0; e < doc->entities.n; e++) {
        sum += weight[e];
        if (weight[e] <= best) continue;
        best = weight[e];
        r->home = doc->entities.v[e].state;
    }
    r->domestic = best * 10 >= sum * 8;
    return DM_OK;
}

/* Entities in order of first mention, with their mentions; those that lost all mentions go. */
static dm_status put_in_order(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    uint32_t *place = ARENA_NEW(doc->arena, uint32_t, doc->entities.n + 1);
    dm_entity_row *rows = ARENA_NEW(doc->arena, dm_entity_row, doc->entities.n + 1);
    known *facts = ARENA_NEW(doc->arena, known, doc->entities.n + 1);
    if (!place || !rows || !facts) return err_memory(err, "actors");
    memset(place, 0xFF, sizeof *place * (doc->entities.n + 1));
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity == DM_NONE) continue;
        if (place[m->entity] == DM_NONE) {
            rows[n] = doc->entities.v[m->entity];
            facts[n] = r->known.v[m->entity];
            place[m->entity] = n++;
        }
        m->entity = place[m->entity];
        uint32_t *slot = VEC_PUSH(doc->arena, &rows[m->entity].mentions);
        if (!slot) return err_memory(err, "actors");
        *slot = i;
    }
    if (n) {
        memcpy(doc->entities.v, rows, sizeof *rows * n);
        memcpy(r->known.v, facts, sizeof *facts * n);
    }
    doc->entities.n = r->known.n = n;
    return DM_OK;
}

static int by_span(const void *left, const void *right) {
    const dm_mention_row *a = left, *b = right;
    if (a->span.begin != b->span.begin) return a->span.begin < b->span.begin ? -1 : 1;
    if (a->span.end != b->span.end) return a->span.end > b->span.end ? -1 : 1;
    if (a->via != b->via) return a->via < b->via ? -1 : 1;
    if (a->entity != b->entity) return a->entity < b->entity ? -1 : 1;
    return 0;
}

static dm_status make_ids(dm_doc *doc, dm_err *err) {
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        dm_entity_row *e = &doc->entities.v[i];
        dm_str parts = arena_printf(doc->arena, "%u:%.*s", (unsigned)e->kind, DM_STR_ARG(e->name));
        e->id = parts.p ? doc_row_id(doc, 'n', parts.p, parts.n) : DM_STR_NONE;
        if (!e->id.p) return err_memory(err, "actors");
    }
    return DM_OK;
}

dm_status actors_run(const lexicon *lex, dm_doc *doc, dm_err *err) {
    resolver r = {.lex = lex, .doc = doc, .day = doc->date.best, .home = DM_NONE};
    if (r.day == DM_DAY_NONE) r.day = doc->claimed_day;
    r.keys = ARENA_NEW(doc->arena, dm_str, doc->mentions.n + 1);
    r.quoted = ARENA_NEW(doc->arena, uint8_t, doc->tokens.n + 1);
    r.actorly = ARENA_NEW(doc->arena, uint8_t, doc->tokens.n + 1);
    r.second = ARENA_NEW(doc->arena, uint32_t, doc->mentions.n + 1);
    if (!r.keys || !r.quoted || !r.actorly || !r.second) return err_memory(err, "actors");
    r.n_first = doc->mentions.n;
    memset(r.second, 0xFF, sizeof *r.second * (doc->mentions.n + 1));
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        memset(r.actorly + doc->mentions.v[i].tok_begin, 1, doc->mentions.v[i].tok_end - doc->mentions.v[i].tok_begin);
    mark_quotes(&r);
    DM_TRY(collect_states(&r, err));
    DM_TRY(make_keys(&r, err));
    correct_kinds(&r);
    DM_TRY(sieve_names(&r, err));
    DM_TRY(find_home(&r, err));
    place_firms(&r);
    DM_TRY(sieve_full_names(&r, err));
    DM_TRY(sieve_appositions(&r, err));
    DM_TRY(sieve_surnames(&r, err));
    DM_TRY(sieve_appositions(&r, err));
    DM_TRY(sieve_bodies(&r, false, err));
    DM_TRY(sieve_states_of_persons(&r, err));
    DM_TRY(sieve_offices(&r, err));
    DM_TRY(sieve_states_of_persons(&r, err));
    DM_TRY(sieve_descriptions(&r, err));
    DM_TRY(sieve_pronouns(&r, err));
    DM_TRY(sieve_bodies(&r, true, err));
    DM_TRY(sieve_states_of_owned(&r));
    place_officers(&r);
    DM_TRY(sieve_first_person(&r, err));
    DM_TRY(sieve_at_home(&r, err));
    if (doc->mentions.n > 1) qsort(doc->mentions.v, doc->mentions.n, sizeof *doc->mentions.v, by_span);
    DM_TRY(put_in_order(&r, err));
    DM_TRY(entities_code(&r, err));
    return make_ids(doc, err);
}
