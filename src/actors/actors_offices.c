/* Offices and callings without a name: in apposition to a name; taken up again in the story ("the official said"); held
 * by one person at the date ("the South Korean president"); else somebody unnamed, one for each story. */
#include "actors/actors_int.h"

enum { LOOK_BACK = 400 };

static bool is_nameless_person(const dm_mention_row *m) {
    return (m->kind == DM_ENTITY_PERSON || m->kind == DM_ENTITY_GROUP) && (m->via == DM_VIA_OFFICE || m->via == DM_VIA_DESCRIPTION) &&
           (m->office != DM_NONE || m->agent != DM_NONE);
}

static bool is_definite(const dm_doc *doc, const dm_mention_row *m) {
    const dm_token *first = &doc->tokens.v[m->tok_begin];
    return str_is(first->lower, "the") || str_is(first->lower, "this") || str_is(first->lower, "that") || first->tag == DM_TAG_PRPS ||
           (m->country != DM_NONE && !m->plural);
}

static bool is_indefinite(const dm_doc *doc, const dm_mention_row *m) {
    const dm_token *first = &doc->tokens.v[m->tok_begin];
    return str_is(first->lower, "a") || str_is(first->lower, "an") || str_is(first->lower, "one") || str_is(first->lower, "another") ||
           str_is(first->lower, "some");
}

/* ---- apposition ---- */

/* The two stand beside each other, nothing but a comma, a dash or brackets between them. */
static bool are_adjacent(const dm_doc *doc, const dm_mention_row *a, const dm_mention_row *b) {
    const dm_mention_row *left = a->tok_begin < b->tok_begin ? a : b, *right = left == a ? b : a;
    if (left->tok_end > right->tok_begin || right->tok_begin - left->tok_end > 2) return false;
    uint32_t commas = 0;
    for (uint32_t t = left->tok_end; t < right->tok_begin; t++) {
        const dm_token *tok = &doc->tokens.v[t];
        if (tok->pos != DM_POS_PUNCT || str_is(tok->text, "-")) return false;
        commas += str_is(tok->text, ",");
    }
    return commas == 1 && mention_sentence(doc, left) == mention_sentence(doc, right);
}

bool mention_in_apposition(const dm_doc *doc, const dm_mention_row *name, const dm_mention_row *role) {
    const dm_token *n = &doc->tokens.v[name->head], *o = &doc->tokens.v[role->head];
    if (o->dep == DM_DEP_APPOS && o->head == name->head) return true;
    if (n->dep == DM_DEP_APPOS && n->head == role->head) return true;
    /* "Kim is the sister of ...", not "Kim met the sister". */
    if (o->dep == DM_DEP_ATTR && n->dep == DM_DEP_NSUBJ && n->head == o->head && str_is(doc->tokens.v[o->head].lemma, "be") &&
        !tree_negated(doc, o->head))
        return true;
    const dm_token *left = name->tok_begin < role->tok_begin ? n : o, *right = left == n ? o : n;
    /* "After meeting the minister, Kim left" */
    if (left->dep == DM_DEP_POBJ && (right->dep == DM_DEP_NSUBJ || right->dep == DM_DEP_NSUBJPASS)) return false;
    if (n->dep == DM_DEP_POSS || o->dep == DM_DEP_POSS || !are_adjacent(doc, name, role)) return false;
    /* A list has more members: "Kim, the minister and two generals". */
    return tree_child(doc, role->head, DM_DEP_CC) == DM_NONE && n->dep != DM_DEP_CONJ && o->dep != DM_DEP_CONJ;
}

/* "Kim served as envoy", "Kim, who served as envoy": the head token of who did; DM_NONE. */
static uint32_t served_as(const dm_doc *doc, const dm_mention_row *role) {
    static const char *const VERBS[] = {"serve", "act", "work", "appoint", "name", "elect", "install", "nominate", "choose"};
    const dm_token *o = &doc->tokens.v[role->head];
    uint32_t verb = DM_NONE;
    if (o->dep == DM_DEP_POBJ && str_is(doc->tokens.v[o->head].lower, "as")) verb = doc->tokens.v[o->head].head;
    else if (o->dep == DM_DEP_OPRD) verb = o->head;
    if (verb == DM_NONE) return DM_NONE;
    bool fits = false;
    for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++) fits = fits || str_is(doc->tokens.v[verb].lemma, VERBS[i]);
    if (!fits) return DM_NONE;
    uint32_t subject = tree_child(doc, verb, DM_DEP_NSUBJ);
    if (subject == DM_NONE) subject = tree_child(doc, verb, DM_DEP_NSUBJPASS);
    if (subject == DM_NONE) return DM_NONE;
    dm_tag tag = doc->tokens.v[subject].tag;
    return tag == DM_TAG_WP || tag == DM_TAG_WDT ? doc->tokens.v[verb].head : subject;
}

static bool can_be(const resolver *r, const dm_mention_row *role, uint32_t entity) {
    const dm_entity_row *e = &r->doc->entities.v[entity];
    if (e->kind != DM_ENTITY_PERSON || role->plural) return false;
    if (role->gender != DM_GENDER_UNKNOWN && e->gender != DM_GENDER_UNKNOWN && role->gender != e->gender) return false;
    if (role->office != DM_NONE && !role->former && e->actor != DM_NONE) {
        /* An office of the first ranks that the lexicon knows to be another's. */
        dm_str office = lexicon_title(r->lex, role->office).office;
        if (office_rank(office) >= 3 && !entity_has_office(r, entity, office) && term_at(r->lex, e->actor, r->day) != DM_NONE) return false;
    }
    return role->office == DM_NONE || role->country == DM_NONE || e->state == DM_NONE || role->country == e->state ||
           lexicon_actor(r->lex, role->country).kind != DM_ENTITY_STATE || r->known.v[entity].n_offices == 0;
}

static void served(resolver *r, uint32_t i) {
    dm_doc *doc = r->doc;
    dm_mention_row *role = &doc->mentions.v[i];
    uint32_t who = served_as(doc, role);
    for (uint32_t k = i, steps = 0; who != DM_NONE && k-- > 0 && steps < 12; steps++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || p->kind != DM_ENTITY_PERSON || p->head != who || !can_be(r, role, p->entity)) continue;
        role->former = str_is(doc->tokens.v[doc->tokens.v[doc->tokens.v[role->head].head].head].lemma, "serve");
        mention_resolve(r, i, p->entity, "office that the sentence gives the name");
        return;
    }
}

dm_status sieve_appositions(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    (void)err;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *role = &doc->mentions.v[i];
        if (role->entity != DM_NONE || !is_nameless_person(role) || role->plural) continue;
        for (uint32_t d = 1; d <= 10; d++) {
            for (int side = 0; side < 2 && doc->mentions.v[i].entity == DM_NONE; side++) {
                if (side ? i + d >= doc->mentions.n : d > i) continue;
                const dm_mention_row *name = &doc->mentions.v[side ? i + d : i - d];
                if (name->entity == DM_NONE || name->via != DM_VIA_NAME || name->kind != DM_ENTITY_PERSON) continue;
                if (mention_sentence(doc, name) != mention_sentence(doc, role) || !mention_in_apposition(doc, name, role) ||
                    !can_be(r, role, name->entity))
                    continue;
                mention_resolve(r, i, name->entity, "in apposition to the name");
            }
        }
        if (doc->mentions.v[i].entity == DM_NONE) served(r, i);
    }
    return DM_OK;
}

/* ---- taken up again ---- */

static dm_str head_lemma(const dm_doc *doc, const dm_mention_row *m) { return doc->tokens.v[m->head].lemma; }

/* The same word for the head, or an office that is the other's. */
static bool takes_up(const resolver *r, const dm_mention_row *m, const dm_mention_row *p) {
    if (m->office != DM_NONE) {
        dm_str office = lexicon_title(r->lex, m->office).office;
        if (office_rank(office) >= 1 && !str_is(office, "official") && !str_is(office, "expert") && entity_has_office(r, p->entity, office))
            return true;
    }
    return p->role.n && str_eq(head_lemma(r->doc, m), r->doc->tokens.v[p->tok_end - 1].lemma) && p->via != DM_VIA_NAME
               ? true
               : str_eq(head_lemma(r->doc, m), head_lemma(r->doc, p)) && p->via != DM_VIA_NAME;
}

static bool said_by_one_of(const resolver *r, uint32_t entity, uint32_t state) {
    uint32_t own = r->doc->entities.v[entity].state;
    return state == DM_NONE || own == DM_NONE || own == state;
}

/* "The President" after "President Mora met King Idris": the one who was called so. */
static uint32_t titled_so(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    if (m->office == DM_NONE || m->plural || m->former) return DM_NONE;
    dm_str title = lexicon_title(r->lex, m->office).phrase;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || p->via != DM_VIA_NAME || p->office == DM_NONE || p->former || doc->entities.v[p->entity].kind != DM_ENTITY_PERSON)
            continue;
        if (str_eq_nocase(lexicon_title(r->lex, p->office).phrase, title) && said_by_one_of(r, p->entity, m->country)) return p->entity;
    }
    return DM_NONE;
}

static uint32_t taken_up(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    uint32_t titled = titled_so(r, i);
    if (titled != DM_NONE) return titled;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK;) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || doc->entities.v[p->entity].kind != (m->plural || m->kind == DM_ENTITY_GROUP ? DM_ENTITY_GROUP : DM_ENTITY_PERSON))
            continue;
        seen++;
        if (m->former != p->former && p->via != DM_VIA_NAME) continue;
        if (m->body != DM_NONE && p->body != DM_NONE && m->body != p->body) continue;
        if (m->gender != DM_GENDER_UNKNOWN && doc->entities.v[p->entity].gender != DM_GENDER_UNKNOWN &&
            m->gender != doc->entities.v[p->entity].gender)
            continue;
        if (takes_up(r, m, p) && said_by_one_of(r, p->entity, m->country)) return p->entity;
    }
    return DM_NONE;
}

/* The state of a person or body that can speak for it. */
static uint32_t spoken_for(const resolver *r, uint32_t k) {
    const dm_mention_row *p = &r->doc->mentions.v[k];
    if (p->entity == DM_NONE) return DM_NONE;
    const dm_entity_row *e = &r->doc->entities.v[p->entity];
    bool body = p->body != DM_NONE && e->kind == DM_ENTITY_ORGANIZATION;
    if (e->kind != DM_ENTITY_PERSON && !body) return DM_NONE;
    return r->known.v[p->entity].n_offices || e->actor != DM_NONE || body ? e->state : DM_NONE;
}

/* In words of somebody: the state of those who speak. */
static uint32_t state_of_speakers(const resolver *r, uint32_t i) {
    enum { REACH = 40 };
    const dm_doc *doc = r->doc;
    uint32_t sentence = mention_sentence(doc, &doc->mentions.v[i]), state;
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < REACH && mention_sentence(doc, &doc->mentions.v[k]) == sentence; steps++)
        if ((state = spoken_for(r, k)) != DM_NONE) return state;
    for (uint32_t k = i + 1; k < doc->mentions.n && k < i + REACH && mention_sentence(doc, &doc->mentions.v[k]) == sentence; k++)
        if ((state = spoken_for(r, k)) != DM_NONE) return state;
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < REACH && mention_sentence(doc, &doc->mentions.v[k]) + 1 >= sentence; steps++)
        if ((state = spoken_for(r, k)) != DM_NONE) return state;
    return DM_NONE;
}

bool mention_is_main_subject(const dm_doc *doc, const dm_mention_row *p) {
    uint32_t t = p->head;
    for (int k = 0; k < 4 && doc->tokens.v[t].dep == DM_DEP_CONJ; k++) t = doc->tokens.v[t].head;
    if (doc->tokens.v[t].dep != DM_DEP_NSUBJ && doc->tokens.v[t].dep != DM_DEP_NSUBJPASS) return false;
    uint32_t verb = doc->tokens.v[t].head;
    for (int k = 0; k < 4 && doc->tokens.v[verb].dep == DM_DEP_CONJ; k++) verb = doc->tokens.v[verb].head;
    /* "Japan warned of a tax, an official said": what is told first is what the sentence is about. */
    if (doc->tokens.v[verb].dep == DM_DEP_CCOMP && verb < doc->tokens.v[verb].head) verb = doc->tokens.v[verb].head;
    return doc->tokens.v[verb].head == verb;
}

/* The story's own narrative: news names the nationality of foreigners and leaves out that of the state it speaks of (a
 * person of another sentence whose words name one is no evidence). That is the state of the latest main subject outside of quotations; else the one that is main subject most. */
static uint32_t state_of_narrative(const resolver *r, uint32_t i, bool *open) {
    enum { SENTENCES = 3 };
    *open = false;
    const dm_doc *doc = r->doc;
    uint32_t sentence = mention_sentence(doc, &doc->mentions.v[i]);
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 80; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (mention_sentence(doc, p) + SENTENCES < sentence) break;
        if (p->via == DM_VIA_PRONOUN || r->quoted[p->head] || !mention_is_main_subject(doc, p)) continue;
        uint32_t state = mention_state(r, p); /* of one who is not resolved yet, in its own words */
        if (state == DM_NONE || lexicon_actor(r->lex, state).kind != DM_ENTITY_STATE) continue;
        bool foreign = p->entity == DM_NONE || (r->known.v[p->entity].foreign && doc->entities.v[p->entity].kind == DM_ENTITY_PERSON);
        if (foreign && mention_sentence(doc, p) != sentence) continue;
        /* Two at once: it may be either. */
        *open = doc->tokens.v[p->head].dep == DM_DEP_CONJ || tree_child(doc, p->head, DM_DEP_CONJ) != DM_NONE;
        return *open ? DM_NONE : state;
    }
    return r->home;
}

/* "In Asmara the defence minister said": the town that opens the sentence. */
static uint32_t state_of_scene(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    uint32_t sentence = mention_sentence(doc, &doc->mentions.v[i]), begin = doc->sentences.v[sentence].tok_begin;
    if (begin >= doc->tokens.n || !str_is(doc->tokens.v[begin].lower, "in")) return DM_NONE;
    for (uint32_t k = i; k-- > 0 && mention_sentence(doc, &doc->mentions.v[k]) == sentence;) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->tok_begin == begin + 1 && p->tok_end == begin + 2 && p->tok_end <= doc->mentions.v[i].tok_begin) return mention_state(r, p);
    }
    return DM_NONE;
}

uint32_t state_nearby(const resolver *r, uint32_t i) {
    const dm_mention_row *m = &r->doc->mentions.v[i];
    if (r->quoted[m->head]) return state_of_speakers(r, i);
    uint32_t scene = state_of_scene(r, i);
    if (scene != DM_NONE) return scene;
    bool open;
    uint32_t state = state_of_narrative(r, i, &open);
    return state != DM_NONE || open ? state : state_of_speakers(r, i);
}

static uint32_t holder_entity(resolver *r, uint32_t i, uint32_t country) {
    const dm_mention_row *m = &r->doc->mentions.v[i];
    if (m->office == DM_NONE || m->former || m->plural || country == DM_NONE) return DM_NONE;
    dm_str office = lexicon_title(r->lex, m->office).office;
    if (office_rank(office) < 3 && !str_is(office, "intelligence_chief") && !str_is(office, "chief_of_defence")) return DM_NONE;
    uint32_t person = holder_of(r->lex, country, office, r->day);
    return person == DM_NONE ? DM_NONE : entity_of_actor(r, person);
}

/* A word for the unnamed: "a senior U.S. official", "analysts". */
static dm_status resolve_unnamed(resolver *r, uint32_t i, dm_err *err) {
    dm_doc *doc = r->doc;
    dm_mention_row *m = &doc->mentions.v[i];
    dm_str name = m->role.n ? m->role : doc_words(doc, m->span);
    if (str_starts(name, "the ") || str_starts(name, "The ")) name = str_sub(name, 4, name.n);
    uint32_t e;
    if (m->plural || m->kind == DM_ENTITY_GROUP) {
        char *low = arena_copy(doc->arena, name.p, name.n);
        if (!low) return err_memory(err, "actors");
        for (uint32_t k = 0; k < name.n; k++)
            if (low[k] >= 'A' && low[k] <= 'Z') low[k] = (char)(low[k] + 32);
        dm_str key = arena_printf(doc->arena, "%u %.*s", m->country, (int)name.n, low);
        e = entity_of_key(r, "group", key, DM_ENTITY_GROUP, name);
    } else {
        e = entity_new(r, DM_ENTITY_PERSON, name);
    }
    if (e == ENTITY_FAILED) return err_memory(err, "actors");
    dm_entity_row *row = &doc->entities.v[e];
    row->anonymous = row->kind == DM_ENTITY_PERSON;
    row->plural = m->plural;
    row->state = m->country;
    if (row->state == DM_NONE && m->body != DM_NONE) row->state = state_of_same_body(r, i);
    if (row->state == DM_NONE && m->body != DM_NONE) row->state = state_nearby(r, i);
    row->former = m->former;
    if (row->gender == DM_GENDER_UNKNOWN) row->gender = m->gender;
    mention_resolve(r, i, e, "unnamed, by its words");
    return DM_OK;
}

/* Nouns that only point: sides, countries, allies; descriptions has them. */
static bool only_points(const resolver *r, const dm_mention_row *m) {
    return m->agent != DM_NONE && m->office == DM_NONE && str_is(lexicon_agent(r->lex, m->agent).sector, "UNK");
}

/* "Mansour said ... The minister called for": the last person named before of whom the story tells no office. */
static uint32_t last_without_office(const resolver *r, uint32_t i) {
    enum { SENTENCES = 3 };
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    if (m->office == DM_NONE || m->plural || m->country != DM_NONE || m->former || !str_is(doc->tokens.v[m->head].lower, "minister")) return DM_NONE;
    if (m->tok_end - m->tok_begin > 2) return DM_NONE; /* "the foreign minister" says more */
    for (uint32_t k = i; k-- > 0 && mention_sentence(doc, &doc->mentions.v[k]) + SENTENCES >= mention_sentence(doc, m);) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || p->via != DM_VIA_NAME || doc->entities.v[p->entity].kind != DM_ENTITY_PERSON) continue;
        return r->known.v[p->entity].n_offices == 0 && doc->entities.v[p->entity].actor == DM_NONE ? p->entity : DM_NONE;
    }
    return DM_NONE;
}

dm_status sieve_offices(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity != DM_NONE || !is_nameless_person(m) || only_points(r, m)) continue;
        uint32_t e = m->office == DM_NONE && m->kind == DM_ENTITY_GROUP ? collective_in_focus(r, i) : DM_NONE;
        const char *why = e != DM_NONE ? "the last organisation" : "taken up from before";
        if (e == DM_NONE && !is_indefinite(doc, m) && is_definite(doc, m)) {
            e = taken_up(r, i);
            if (e == DM_NONE) e = last_without_office(r, i);
            if (e == DM_NONE) {
                e = holder_entity(r, i, m->country != DM_NONE ? m->country : state_nearby(r, i));
                why = "holder of the office at the date";
            }
        }
        if (e == ENTITY_FAILED) return err_memory(err, "actors");
        if (e != DM_NONE) mention_resolve(r, i, e, "%s", why);
        else DM_TRY(resolve_unnamed(r, i, err));
    }
    return DM_OK;
}
