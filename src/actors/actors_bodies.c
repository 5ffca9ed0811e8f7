/* Bodies of states, and words that only point. A government is its state; a ministry, court or force is an organisation
 * of its state. Which state, the words say, or the name in "the Biden administration", or the same body elsewhere in
 * the story, or those who speak nearby. "The two allies", "both sides" are the last two states before; each gets a
 * mention of its own with the same span. */
#include "actors/actors_int.h"

enum { LOOK_BACK = 200, HOME_MENTIONS = 12 };

static const char *const GOVERNMENT[] = {"government",
                                         "administration",
                                         "regime",
                                         "cabinet",
                                         "leadership",
                                         "authorities",
                                         "coalition government",
                                         "junta",
                                         "central government",
                                         "federal government",
                                         "interim government",
                                         "transitional government",
                                         "military government",
                                         "caretaker government",
                                         "provisional government",
                                         "unity government",
                                         "military junta",
                                         NULL};
static const char *const PAIRS[] = {"side",  "ally",    "country",    "nation",    "neighbor", "neighbour", "rival",
                                    "state", "partner", "government", "adversary", "power",    NULL};

static bool is_one_of(dm_str s, const char *const *list) {
    for (; *list; list++)
        if (str_is(s, *list)) return true;
    return false;
}

static bool is_government(const resolver *r, uint32_t body) { return is_one_of(lexicon_institution(r->lex, body).phrase, GOVERNMENT); }

/* ---- whose body ---- */

/* "the Biden administration", "Moon's government": the state of the person whose name it has. */
static uint32_t state_of_person(resolver *r, uint32_t i) {
    const dm_mention_row *m = &r->doc->mentions.v[i];
    if (m->name_begin >= m->name_end) return DM_NONE;
    uint32_t e = story_by_surname(r, i);
    if (e == DM_NONE) {
        uint32_t actor = lexicon_by_full_name(r, m);
        if (actor == DM_NONE) actor = lexicon_by_surname(r, m, false);
        if (actor != DM_NONE) return lexicon_actor(r->lex, actor).state;
        e = story_introduces(r, i);
    }
    return e == DM_NONE ? DM_NONE : r->doc->entities.v[e].state;
}

/* The same body: one phrase, or one office at the head; "the ministry" is any ministry before. */
static bool is_same_body(const resolver *r, uint32_t a, uint32_t b) {
    if (a == b) return true;
    lex_institution x = lexicon_institution(r->lex, a), y = lexicon_institution(r->lex, b);
    if (x.office.n && str_eq(x.office, y.office) && str_eq(x.sector, y.sector)) return true;
    return y.phrase.n > x.phrase.n && str_ends(y.phrase, "ministry") && str_is(x.phrase, "ministry");
}

/* "the ministry" after its minister. */
static bool is_minister_of(const resolver *r, const dm_mention_row *p, uint32_t body) {
    if (p->entity == DM_NONE || r->doc->entities.v[p->entity].kind != DM_ENTITY_PERSON) return false;
    lex_institution b = lexicon_institution(r->lex, body);
    const known *k = &r->known.v[p->entity];
    for (uint32_t i = 0; i < k->n_offices; i++)
        if ((b.office.n && str_eq(b.office, k->offices[i])) || (str_is(b.phrase, "ministry") && str_ends(k->offices[i], "_minister"))) return true;
    return false;
}

uint32_t state_of_same_body(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    uint32_t body = doc->mentions.v[i].body;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 4 * LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->body != DM_NONE && is_same_body(r, body, p->body) && mention_state(r, p) != DM_NONE) return mention_state(r, p);
        if (seen < 30 && is_minister_of(r, p, body) && mention_state(r, p) != DM_NONE) return mention_state(r, p);
    }
    for (uint32_t k = i + 1, seen = 0; k < doc->mentions.n && seen < LOOK_BACK; k++, seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->body != DM_NONE && is_same_body(r, body, p->body) && p->country != DM_NONE) return p->country;
    }
    return DM_NONE;
}

/* The state that a word like "the regime" takes up: the nearest subject before, else the nearest of all. */
static uint32_t state_before(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    uint32_t sentence = mention_sentence(doc, &doc->mentions.v[i]), nearest = DM_NONE;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 40; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (mention_sentence(doc, p) + 1 < sentence) break;
        if (p->entity == DM_NONE || p->kind == DM_ENTITY_PLACE || span_holds(doc->mentions.v[i].span, p->span)) continue;
        uint32_t state = mention_state(r, p);
        if (state == DM_NONE) continue;
        if (mention_is_subject(doc, p)) return state;
        if (nearest == DM_NONE) nearest = state;
    }
    return nearest;
}

/* "the government of Moon's predecessor" */
static uint32_t state_of_owner(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    if (m->tok_end >= doc->tokens.n || !str_is(doc->tokens.v[m->tok_end].lower, "of")) return DM_NONE;
    for (uint32_t k = i + 1; k < doc->mentions.n && k < i + 4; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->tok_begin <= m->tok_end + 2 && mention_state(r, p) != DM_NONE) return mention_state(r, p);
    }
    return DM_NONE;
}

/* The mention inside that says whose it is: "its military", "the country's parliament"; DM_NONE. */
static uint32_t owner_inside(const dm_doc *doc, uint32_t i) {
    const dm_mention_row *m = &doc->mentions.v[i];
    for (uint32_t k = i; k-- > 0 && k + 3 > i;)
        if (span_holds(m->span, doc->mentions.v[k].span) && doc->mentions.v[k].span.end < m->span.end) return k;
    for (uint32_t k = i + 1; k < doc->mentions.n && k < i + 4; k++)
        if (span_holds(m->span, doc->mentions.v[k].span) && doc->mentions.v[k].head != m->head) return k;
    return DM_NONE;
}

/* A force, court or chamber without more words is of the state that acts in the sentence: "Iran puts military on alert". */
static uint32_t state_of_subject(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    dm_str sector = lexicon_institution(r->lex, m->body).sector;
    if (str_is(sector, "GOV")) return DM_NONE;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 40 && mention_sentence(doc, &doc->mentions.v[k]) == mention_sentence(doc, m); seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        bool named = p->entity != DM_NONE && (doc->entities.v[p->entity].kind == DM_ENTITY_STATE ||
                                              (doc->entities.v[p->entity].kind == DM_ENTITY_PERSON && p->country != DM_NONE));
        if (named && mention_is_subject(doc, p)) return mention_state(r, p);
    }
    return DM_NONE;
}

static uint32_t state_of_body(resolver *r, uint32_t i, const char **why) {
    const dm_mention_row *m = &r->doc->mentions.v[i];
    *why = "state in its words";
    if (m->country != DM_NONE) return m->country;
    dm_str first = r->doc->tokens.v[m->tok_begin].lower;
    if (str_is(first, "a") || str_is(first, "an") || str_is(first, "any") || str_is(first, "another")) return DM_NONE; /* some court, nobody's yet */
    *why = "state of the owner that its words name";
    uint32_t inside = owner_inside(r->doc, i);
    if (inside != DM_NONE && r->doc->mentions.v[inside].entity != DM_NONE && mention_state(r, &r->doc->mentions.v[inside]) != DM_NONE)
        return mention_state(r, &r->doc->mentions.v[inside]);
    *why = "state of the person whose name it has";
    uint32_t state = state_of_person(r, i);
    if (state != DM_NONE || m->name_begin < m->name_end) return state;
    *why = "state of whose it is";
    if ((state = state_of_owner(r, i)) != DM_NONE) return state;
    *why = "state that acts in the sentence";
    if ((state = state_of_subject(r, i)) != DM_NONE) return state;
    *why = "state of the same body elsewhere in the story";
    if ((state = state_of_same_body(r, i)) != DM_NONE) return state;
    dm_str phrase = lexicon_institution(r->lex, m->body).phrase;
    *why = "state before it";
    if (str_is(phrase, "regime") && (state = state_before(r, i)) != DM_NONE) return state;
    *why = "state that the story speaks of here";
    if ((state = state_nearby(r, i)) != DM_NONE) return state;
    *why = "state before it";
    return state_before(r, i);
}

/* "The ministry" after "the Foreign Ministry" is that one. */
static uint32_t fuller_body(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    lex_institution body = lexicon_institution(r->lex, doc->mentions.v[i].body);
    if (!str_is(body.phrase, "ministry") && !str_is(body.phrase, "court") && !str_is(body.phrase, "commission") && !str_is(body.phrase, "agency"))
        return DM_NONE;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || p->body == DM_NONE || doc->entities.v[p->entity].kind == DM_ENTITY_STATE ||
            doc->entities.v[p->entity].kind == DM_ENTITY_PERSON)
            continue;
        dm_str phrase = lexicon_institution(r->lex, p->body).phrase;
        if (str_ends(phrase, "ministry") || str_starts(phrase, "ministry") ? str_is(body.phrase, "ministry")
                                                                           : str_eq(lexicon_institution(r->lex, p->body).sector, body.sector) &&
                                                                                 phrase.n > body.phrase.n && str_find(phrase, body.phrase, 0) >= 0)
            return p->entity;
    }
    return DM_NONE;
}

/* "South Korea's Foreign Ministry", without what only determines. */
static dm_str body_name(const resolver *r, const dm_mention_row *m) {
    dm_str s = doc_words(r->doc, m->span);
    static const char *const ARTICLES[] = {"the ", "The ", "an ", "An ", "a ", "A "};
    for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++)
        if (str_starts(s, ARTICLES[i])) return str_sub(s, (uint32_t)strlen(ARTICLES[i]), s.n);
    return s;
}

dm_status sieve_bodies(resolver *r, bool last, dm_err *err) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity != DM_NONE || m->body == DM_NONE || m->office != DM_NONE || m->agent != DM_NONE || m->kind == DM_ENTITY_PERSON) continue;
        uint32_t inside = owner_inside(doc, i), e;
        if (!last && inside != DM_NONE && doc->mentions.v[inside].entity == DM_NONE) continue; /* until its owner is known */
        const char *why;
        uint32_t state = state_of_body(r, i, &why);
        lex_institution body = lexicon_institution(r->lex, m->body);
        if (is_government(r, m->body)) {
            if (state == DM_NONE) continue;
            e = entity_of_actor(r, state);
        } else if ((e = fuller_body(r, i)) == DM_NONE) {
            dm_str key = arena_printf(doc->arena, "%u %.*s", state, DM_STR_ARG(body.office.n ? body.office : body.phrase));
            e = entity_of_key(r, "body", key, body.kind, body_name(r, m));
        }
        if (e == ENTITY_FAILED) return err_memory(err, "actors");
        dm_entity_row *row = &doc->entities.v[e];
        if (row->actor == DM_NONE) {
            row->state = state;
            if (m->country != DM_NONE && body_name(r, m).n > row->name.n) row->name = body_name(r, m);
        }
        mention_resolve(r, i, e, "%s", why);
    }
    return DM_OK;
}

/* "the presidential spokesman" speaks for the president whom the story named last. */
static uint32_t state_of_president(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity != DM_NONE && p->via == DM_VIA_NAME && p->kind == DM_ENTITY_PERSON && entity_has_office(r, p->entity, DM_STR("president")))
            return doc->entities.v[p->entity].state;
    }
    return DM_NONE;
}

static bool holds_public_office(lex_title title) {
    static const char *const PUBLIC[] = {"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "OPP", NULL};
    return title.scope != 2 && is_one_of(title.sector, PUBLIC);
}

/* The sector that a mention's own words give. */
static dm_str sector_of_words(const resolver *r, const dm_mention_row *m) {
    if (m->office != DM_NONE) return lexicon_title(r->lex, m->office).sector;
    return m->agent != DM_NONE ? lexicon_agent(r->lex, m->agent).sector : DM_STR_NONE;
}

/* Public officers, forces and parties without a state in their words; in a story about one state alone all its people. */
static uint32_t state_of_unstated(const resolver *r, uint32_t i) {
    const dm_mention_row *m = &r->doc->mentions.v[i];
    const dm_entity_row *e = &r->doc->entities.v[m->entity];
    static const char *const FORCES[] = {"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "OPP", NULL};
    if (r->doc->tokens.v[m->tok_begin].tag == DM_TAG_PRPS) return DM_NONE; /* "their envoys": the owner's */
    if (m->agent != DM_NONE && str_starts(lexicon_agent(r->lex, m->agent).phrase, "critic")) return DM_NONE;
    uint32_t owner = m->office != DM_NONE ? owner_inside(r->doc, i) : DM_NONE, state = DM_NONE;
    if (owner != DM_NONE && r->doc->mentions.v[owner].entity != m->entity)
        state = mention_state(r, &r->doc->mentions.v[owner]); /* "Moon's adviser", "Moon's predecessor" */
    if (state != DM_NONE) return state;
    bool public = m->office != DM_NONE ? holds_public_office(lexicon_title(r->lex, m->office)) : is_one_of(sector_of_words(r, m), FORCES);
    static const char *const ANYBODY[] = {"analyst",  "expert",   "observer", "economist", "trader",    "dealer",  "broker", "source",
                                          "diplomat", "investor", "market",   "tourist",   "foreigner", "visitor", NULL};
    bool reports = str_is(sector_of_words(r, m), "JRN") || is_one_of(r->doc->tokens.v[m->head].lemma, ANYBODY) ||
                   (m->office != DM_NONE && str_is(lexicon_title(r->lex, m->office).office, "expert"));
    bool people = r->domestic && !reports && m->agent != DM_NONE && e->actor == DM_NONE && m->via != DM_VIA_NAME && e->kind != DM_ENTITY_STATE;
    if (people && !public) return r->home;
    if (!public && m->body == DM_NONE) return DM_NONE;
    if (state == DM_NONE && m->body != DM_NONE) state = state_of_same_body(r, i);
    if (state == DM_NONE && m->office != DM_NONE && str_starts(lexicon_title(r->lex, m->office).phrase, "presidential"))
        state = state_of_president(r, i);
    return state != DM_NONE ? state : state_nearby(r, i);
}

dm_status sieve_states_of_persons(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    (void)err;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity == DM_NONE || doc->entities.v[m->entity].state != DM_NONE || doc->entities.v[m->entity].actor != DM_NONE) continue;
        dm_entity kind = doc->entities.v[m->entity].kind;
        if (kind != DM_ENTITY_PERSON && kind != DM_ENTITY_GROUP && (m->body == DM_NONE || m->via != DM_VIA_NAME)) continue;
        uint32_t state = state_of_unstated(r, i);
        if (state != DM_NONE) doc->entities.v[m->entity].state = state;
    }
    return DM_OK;
}

/* In a story that hardly speaks of another state, whoever has none is of that state: its companies, parties and people. */
/* "the State Border Committee", of which no word says whose: of the state that the story speaks of there. */
static void find_states_of_organs(resolver *r) {
    static const char *const ORGANS[] = {"committee", "commission", "ministry",    "council", "authority",   "command",
                                         "guard",     "service",    "directorate", "bureau",  "secretariat", "inspectorate"};
    for (uint32_t e = 0; e < r->doc->entities.n; e++) {
        dm_entity_row *who = &r->doc->entities.v[e];
        if (who->kind != DM_ENTITY_ORGANIZATION || who->state != DM_NONE || who->actor != DM_NONE || r->known.v[e].first == DM_NONE) continue;
        const dm_mention_row *m = &r->doc->mentions.v[r->known.v[e].first];
        if (m->via != DM_VIA_NAME || m->tok_end - m->tok_begin > 6) continue;
        for (size_t i = 0; i < sizeof ORGANS / sizeof *ORGANS; i++)
            if (str_eq_nocase(r->doc->tokens.v[m->head].lemma, str_from(ORGANS[i]))) who->state = state_nearby(r, r->known.v[e].first);
    }
}

dm_status sieve_at_home(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    find_states_of_organs(r);
    uint32_t *weight = ARENA_NEW(doc->arena, uint32_t, doc->entities.n + 1), sum = 0, home = DM_NONE;
    if (!weight) return err_memory(err, "actors");
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        uint32_t e = doc->mentions.v[i].entity, state = e != DM_NONE ? doc->entities.v[e].state : DM_NONE;
        if (state == DM_NONE) continue;
        uint32_t first = 0; /* the first entity of that state counts for it */
        while (doc->entities.v[first].state != state) first++;
        weight[first]++;
        sum++;
        if (home == DM_NONE || weight[first] > weight[home]) home = first;
    }
    if (sum < HOME_MENTIONS || weight[home] * 10 < sum * 9) return DM_OK;
    uint32_t state = doc->entities.v[home].state;
    for (uint32_t e = 0; e < doc->entities.n; e++) {
        dm_entity_row *who = &doc->entities.v[e];
        bool somebody =
            who->kind == DM_ENTITY_PERSON || who->kind == DM_ENTITY_ORGANIZATION || who->kind == DM_ENTITY_NGO || who->kind == DM_ENTITY_GROUP;
        if (somebody && who->state == DM_NONE && who->actor == DM_NONE) who->state = state;
    }
    return DM_OK;
}

/* ---- words that point ---- */

dm_status name_second(resolver *r, uint32_t i, uint32_t entity, dm_err *err) {
    dm_mention_row *m = VEC_PUSH(r->doc->arena, &r->doc->mentions);
    if (!m) return err_memory(err, "actors");
    *m = r->doc->mentions.v[i];
    m->entity = entity;
    if (i < r->n_first) r->second[i] = r->doc->mentions.n - 1;
    return DM_OK;
}

uint32_t twin_of(const resolver *r, uint32_t k) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *p = &doc->mentions.v[k];
    if (k < r->n_first && r->second[k] != DM_NONE) return doc->mentions.v[r->second[k]].entity;
    for (uint32_t i = k > 0 ? k - 1 : 0; i < r->n_first && i < k + 2; i++) { /* "the two Koreas" */
        const dm_mention_row *q = &doc->mentions.v[i];
        if (i != k && q->span.begin == p->span.begin && q->span.end == p->span.end && q->entity != p->entity) return q->entity;
    }
    return DM_NONE;
}

bool joined_before(const resolver *r, uint32_t i, uint32_t window, uint32_t out[2]) {
    const dm_doc *doc = r->doc;
    uint32_t sentence = mention_sentence(doc, &doc->mentions.v[i]);
    for (uint32_t k = i, seen = 0; k-- > 1 && seen < 60; seen++) {
        const dm_mention_row *b = &doc->mentions.v[k], *a = &doc->mentions.v[k - 1];
        if (mention_sentence(doc, b) + window < sentence) break;
        if (a->entity == DM_NONE || b->entity == DM_NONE || a->entity == b->entity || a->kind == DM_ENTITY_PLACE || b->kind == DM_ENTITY_PLACE ||
            a->via == DM_VIA_PRONOUN || b->via == DM_VIA_PRONOUN)
            continue;
        uint32_t gap = a->tok_end >= b->tok_begin ? 0 : b->tok_begin - a->tok_end;
        const dm_token *between = &doc->tokens.v[a->tok_end];
        bool joined =
            (gap == 0 && a->span.end <= b->span.begin && a->kind == DM_ENTITY_STATE && b->kind == DM_ENTITY_STATE && a->tok_end > b->tok_begin) ||
            (gap == 1 && (between->tag == DM_TAG_CC || str_is(between->text, "-"))) || (gap == 2 && between->tag == DM_TAG_CC);
        if (!joined) continue;
        out[0] = k - 1;
        out[1] = k;
        return true;
    }
    return false;
}

static uint32_t joined_states(const resolver *r, uint32_t i, uint32_t window, uint32_t *out) {
    uint32_t pair[2];
    if (!joined_before(r, i, window, pair)) return 0;
    for (int k = 0; k < 2; k++) {
        const dm_mention_row *m = &r->doc->mentions.v[pair[k]];
        out[k] = m->kind == DM_ENTITY_STATE ? mention_state(r, m) : DM_NONE;
    }
    return out[0] != DM_NONE && out[1] != DM_NONE && out[0] != out[1] ? 2 : 0;
}

/* "Washington is uneasy about Seoul's offer to Pyongyang, a clash between the allies": the subject's and the next one's. */
static uint32_t subject_and_next(const resolver *r, uint32_t i, uint32_t *out) {
    const dm_doc *doc = r->doc;
    uint32_t sentence = mention_sentence(doc, &doc->mentions.v[i]), begin = i, n = 0;
    while (begin > 0 && i - begin < 40 && mention_sentence(doc, &doc->mentions.v[begin - 1]) == sentence) begin--;
    for (uint32_t k = begin; k < i && n < 2; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        uint32_t state = p->entity == DM_NONE || p->kind == DM_ENTITY_PLACE ? DM_NONE : mention_state(r, p);
        if (state == DM_NONE || lexicon_actor(r->lex, state).kind != DM_ENTITY_STATE || (n && state == out[0]) || (!n && !mention_is_subject(doc, p)))
            continue;
        out[n++] = state;
    }
    return n;
}

/* The last two states that the story spoke of before the mention, but for the outsider. */
static uint32_t last_states(const resolver *r, uint32_t i, uint32_t outsider, uint32_t *out) {
    const dm_doc *doc = r->doc;
    uint32_t n = 0, sentence = mention_sentence(doc, &doc->mentions.v[i]);
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 60 && n < 2; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (mention_sentence(doc, p) + WINDOW_SENTENCES < sentence) break;
        uint32_t state =
            p->entity == DM_NONE || p->kind == DM_ENTITY_PLACE || p->via == DM_VIA_PRONOUN || span_holds(p->span, doc->mentions.v[i].span)
                ? DM_NONE
                : mention_state(r, p);
        if (state == DM_NONE || state == outsider || lexicon_actor(r->lex, state).kind != DM_ENTITY_STATE || (n && out[0] == state)) continue;
        out[n++] = state;
    }
    return n;
}

/* The two states that the story has spoken of most before the mention. */
static uint32_t main_states(const resolver *r, uint32_t i, uint32_t *out) {
    enum { MOST_STATES = 16 };
    const dm_doc *doc = r->doc;
    uint32_t states[MOST_STATES], counts[MOST_STATES], n = 0, best[2] = {MOST_STATES, MOST_STATES};
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 4 * LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        uint32_t state = p->entity == DM_NONE || p->kind == DM_ENTITY_PLACE ? DM_NONE : mention_state(r, p), s = 0;
        if (state == DM_NONE || lexicon_actor(r->lex, state).kind != DM_ENTITY_STATE) continue;
        while (s < n && states[s] != state) s++;
        if (s == n && n == MOST_STATES) continue;
        if (s == n) states[n] = state, counts[n++] = 0;
        counts[s]++;
    }
    for (uint32_t s = 0; s < n; s++) { /* the nearest first among equals: states stand in the order of nearness */
        if (best[0] == MOST_STATES || counts[s] > counts[best[0]]) best[1] = best[0], best[0] = s;
        else if (best[1] == MOST_STATES || counts[s] > counts[best[1]]) best[1] = s;
    }
    if (best[1] == MOST_STATES) return 0;
    out[0] = states[best[0]];
    out[1] = states[best[1]];
    return 2;
}

/* Whom the same word meant before: "the allies" stay the same two. */
static uint32_t same_word_before(const resolver *r, uint32_t i, uint32_t *out) {
    const dm_doc *doc = r->doc;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || !p->plural || p->via != DM_VIA_DESCRIPTION || p->agent == DM_NONE ||
            doc->entities.v[p->entity].kind != DM_ENTITY_STATE)
            continue;
        uint32_t twin = twin_of(r, k);
        if (twin == DM_NONE || !str_eq(doc->tokens.v[p->head].lemma, doc->tokens.v[doc->mentions.v[i].head].lemma)) continue;
        out[0] = doc->entities.v[p->entity].state;
        out[1] = doc->entities.v[twin].state;
        return 2;
    }
    return 0;
}

/* A mediator who praises "both sides" is none of them: the state of the sentence's subject, unless the story is mostly about it. */
static uint32_t outsider_of(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    uint32_t sentence = mention_sentence(doc, &doc->mentions.v[i]), main_two[2];
    if (main_states(r, i, main_two) != 2) return DM_NONE;
    for (uint32_t k = i; k-- > 0 && mention_sentence(doc, &doc->mentions.v[k]) == sentence;) {
        const dm_mention_row *p = &doc->mentions.v[k];
        uint32_t state = p->entity == DM_NONE || !mention_is_subject(doc, p) ? DM_NONE : mention_state(r, p);
        if (state != DM_NONE) return state == main_two[0] || state == main_two[1] ? DM_NONE : state;
    }
    return DM_NONE;
}

static bool pair_of_states(const resolver *r, uint32_t i, uint32_t *out) {
    dm_str lemma = r->doc->tokens.v[r->doc->mentions.v[i].head].lemma;
    bool parties = str_is(lemma, "side") || str_is(lemma, "government") || str_is(lemma, "party");
    if (joined_states(r, i, 0, out) == 2 || subject_and_next(r, i, out) == 2 || same_word_before(r, i, out) == 2 ||
        joined_states(r, i, WINDOW_SENTENCES, out) == 2)
        return true;
    uint32_t outsider = parties ? outsider_of(r, i) : DM_NONE;
    return (outsider != DM_NONE && last_states(r, i, outsider, out) == 2) || last_states(r, i, DM_NONE, out) == 2;
}

/* "South Korea's main ally, the United States" */
static uint32_t named_beside(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    for (uint32_t k = i + 1; k < doc->mentions.n && k < i + 4; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity != DM_NONE && p->via != DM_VIA_PRONOUN && doc->tokens.v[p->head].dep == DM_DEP_APPOS && doc->tokens.v[p->head].head == m->head)
            return p->entity;
    }
    for (uint32_t k = i; k-- > 0 && k + 4 > i;) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity != DM_NONE && p->via != DM_VIA_PRONOUN && doc->tokens.v[m->head].dep == DM_DEP_APPOS && doc->tokens.v[m->head].head == p->head)
            return p->entity;
    }
    return DM_NONE;
}

/* "a group of teenagers" is the teenagers. */
static uint32_t part_of(const resolver *r, uint32_t i) {
    static const char *const PARTS[] = {"group", "number", "team", "crowd", "majority", "handful", "band", "delegation", "coalition", "party", NULL};
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    if (m->tok_end >= doc->tokens.n || !str_is(doc->tokens.v[m->tok_end].lower, "of") || !is_one_of(doc->tokens.v[m->head].lemma, PARTS))
        return DM_NONE;
    for (uint32_t k = i + 1; k < doc->mentions.n && k < i + 3; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->tok_begin <= m->tok_end + 2 && p->entity != DM_NONE && p->plural) return p->entity;
    }
    return DM_NONE;
}

/* Followed by what says which ones, "the nations covered by the ban", it does not point back. */
static bool is_restricted(const dm_doc *doc, uint32_t head) {
    TREE_CHILDREN(doc, head, c) {
        dm_dep dep = doc->tokens.v[c].dep;
        if (c > head && (dep == DM_DEP_ACL || dep == DM_DEP_RELCL || (dep == DM_DEP_PREP && str_is(doc->tokens.v[c].lower, "of")))) return true;
    }
    return false;
}

/* "the two nations", "both sides", "the allies"; "the nations" alone may be any. */
static bool names_a_pair(const dm_doc *doc, const dm_mention_row *m) {
    dm_str lemma = doc->tokens.v[m->head].lemma;
    if (is_restricted(doc, m->head)) return false;
    if (str_is(lemma, "ally") || str_is(lemma, "side") || str_is(lemma, "neighbor") || str_is(lemma, "neighbour") || str_is(lemma, "rival"))
        return true;
    for (uint32_t t = m->tok_begin; t < m->tok_end; t++)
        if (str_is(doc->tokens.v[t].lower, "two") || str_is(doc->tokens.v[t].lower, "both")) return true;
    return false;
}

/* "her party", "their envoys": of the owner's state, where it is one. */
dm_status sieve_states_of_owned(resolver *r) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < r->n_first; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity == DM_NONE || m->agent == DM_NONE || doc->tokens.v[m->tok_begin].tag != DM_TAG_PRPS ||
            doc->entities.v[m->entity].state != DM_NONE)
            continue;
        if (doc->entities.v[m->entity].kind != DM_ENTITY_GROUP && doc->entities.v[m->entity].kind != DM_ENTITY_PERSON) continue;
        uint32_t owner = owner_inside(doc, i);
        if (owner == DM_NONE || doc->mentions.v[owner].entity == DM_NONE || twin_of(r, owner) != DM_NONE) continue;
        doc->entities.v[m->entity].state = mention_state(r, &doc->mentions.v[owner]);
    }
    return DM_OK;
}

dm_status sieve_descriptions(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    uint32_t n = doc->mentions.n;
    for (uint32_t i = 0; i < n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity != DM_NONE || m->via != DM_VIA_DESCRIPTION || m->agent == DM_NONE) continue;
        uint32_t e = named_beside(r, i), states[2];
        if (e == DM_NONE) e = part_of(r, i);
        if (e != DM_NONE) {
            mention_resolve(r, i, e, "in apposition to the name, or part of it");
            continue;
        }
        dm_str lemma = doc->tokens.v[m->head].lemma, first = doc->tokens.v[m->tok_begin].lower;
        bool the = str_is(first, "the") || str_is(first, "both") || str_is(first, "these") || str_is(first, "this"),
             points = is_one_of(lemma, PAIRS) && m->country == DM_NONE && the;
        if (points && m->plural && names_a_pair(doc, m) && pair_of_states(r, i, states)) {
            uint32_t a = entity_of_actor(r, states[0]), b = entity_of_actor(r, states[1]);
            if (a == ENTITY_FAILED || b == ENTITY_FAILED) return err_memory(err, "actors");
            mention_resolve(r, i, a, "one of the last two states");
            DM_TRY(name_second(r, i, b, err));
        } else if (points && !m->plural && !str_is(lemma, "side") && !is_restricted(doc, m->head) && last_states(r, i, DM_NONE, states) > 0) {
            e = entity_of_actor(r, states[0]);
            if (e == ENTITY_FAILED) return err_memory(err, "actors");
            mention_resolve(r, i, e, "the last state");
        } else if ((e = collective_in_focus(r, i)) != DM_NONE) {
            mention_resolve(r, i, e, "the last organisation");
        } else if (!is_one_of(lemma, PAIRS)) {
            e = entity_of_key(r, "group", doc_words(doc, m->span), DM_ENTITY_GROUP, doc_words(doc, m->span));
            if (e == ENTITY_FAILED) return err_memory(err, "actors");
            doc->entities.v[e].state = m->country;
            mention_resolve(r, i, e, "by its words");
        }
    }
    return DM_OK;
}
