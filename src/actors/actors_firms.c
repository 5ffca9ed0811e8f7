/* Companies that only the story names, and the people who speak for them. What a company is, its legal form or the code of
 * an exchange behind its name says ("Corvo Inc", "Corvo <CRV.L>"); of which state, the code's ending, else the seat in its
 * words ("Corvo of Zurich"), else the form where one state alone has it, or nearly: Plc, GmbH, SpA; Inc and Corp are
 * American unless the story is about another state. An officer without a state has that of the company whose officer the
 * words make him; where they name none ("chief executive Anna Lund said"), of the company that the story named last. */
#include "actors/actors_int.h"

typedef struct sign {
    const char *word, *state;
} sign;

/* Endings of the codes of Reuters; a code without one is of an American exchange, as are .O, .N, .A and .P. */
static const sign EXCHANGES[] = {{"O", "USA"},  {"N", "USA"},  {"A", "USA"},  {"P", "USA"},  {"L", "GBR"},  {"T", "JPN"},
                                 {"TO", "CAN"}, {"M", "CAN"},  {"F", "DEU"},  {"D", "DEU"},  {"PA", "FRA"}, {"AS", "NLD"},
                                 {"Z", "CHE"},  {"S", "AUS"},  {"MI", "ITA"}, {"ST", "SWE"}, {"CO", "DNK"}, {"OL", "NOR"},
                                 {"HE", "FIN"}, {"BR", "BEL"}, {"HK", "HKG"}, {"SI", "SGP"}, {"VI", "AUT"}, {"KL", "MYS"},
                                 {"MA", "ESP"}, {"J", "ZAF"},  {"AX", "AUS"}, {"KS", "KOR"}, {"TW", "TWN"}, {NULL, NULL}};

/* Legal forms and words that only companies bear; "" says nothing of the state, "?" America by default. */
static const sign FORMS[] = {
    {"inc", "?"},         {"corp", "?"},        {"corporation", "?"}, {"incorporated", "?"}, {"bancorp", "USA"}, {"bancshares", "USA"},
    {"plc", "GBR"},       {"gmbh", "DEU"},      {"spa", "ITA"},       {"nv", "NLD"},         {"oy", "FIN"},      {"ab", "SWE"},
    {"kk", "JPN"},        {"pty", "AUS"},       {"co", ""},           {"ltd", ""},           {"limited", ""},    {"ag", ""},
    {"sa", ""},           {"company", ""},      {"group", ""},        {"holdings", ""},      {"industries", ""}, {"bank", ""},
    {"laboratories", ""}, {"stores", ""},       {"systems", ""},      {"airlines", ""},      {"airways", ""},    {"motors", ""},
    {"savings", ""},      {"securities", ""},   {"insurance", ""},    {"financial", ""},     {"oil", ""},        {"petroleum", ""},
    {"steel", ""},        {"technologies", ""}, {"brothers", ""},     {"bros", ""},          {"llc", "USA"},     {NULL, NULL}};

static const char *find_sign(const sign *list, dm_str word) {
    for (; list->word; list++)
        if (str_is(word, list->word)) return list->state;
    return NULL;
}

static uint32_t state_by_id(const resolver *r, const char *id) { return lexicon_actor_by_id(r->lex, str_from(id)); }

/* The last word of the key that is a form: "corvo stores inc". */
static const char *form_of(dm_str key) {
    uint32_t end = key.n;
    for (int words = 0; words < 2 && end > 0; words++) {
        uint32_t begin = end;
        while (begin > 0 && key.p[begin - 1] != ' ') begin--;
        const char *state = begin > 0 ? find_sign(FORMS, str_sub(key, begin, end)) : NULL;
        if (state) return state;
        end = begin > 0 ? begin - 1 : 0;
    }
    return NULL;
}

/* The state of the code in angle brackets behind the name, "" when the brackets hold no code; NULL: no brackets. */
static const char *exchange_behind(const dm_doc *doc, uint32_t at) {
    dm_str text = doc->text;
    while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\n' || text.p[at] == '>')) at++;
    if (at >= text.n || text.p[at] != '<') return NULL;
    uint32_t begin = ++at, dot = 0;
    for (; at < text.n && at < begin + 10 && text.p[at] != '>'; at++) {
        if (text.p[at] == '.') dot = at;
        else if (text.p[at] < 'A' || text.p[at] > 'Z') return NULL;
    }
    if (at >= text.n || text.p[at] != '>' || at == begin) return NULL;
    const char *state = dot ? find_sign(EXCHANGES, str_sub(text, dot + 1, at)) : "USA";
    return state ? state : "";
}

/* "Corvo of Zurich", "Corvo, based in Zurich", "Zurich-based Corvo": the state of the town. */
static uint32_t seat_in_words(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    for (uint32_t k = i + 1; k < doc->mentions.n && k < i + 3; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->tok_begin > m->tok_end + 3 || p->entity == DM_NONE) break;
        if (p->kind != DM_ENTITY_PLACE && p->kind != DM_ENTITY_STATE) continue;
        dm_str before = doc->tokens.v[p->tok_begin - 1].lower;
        bool based = str_is(before, "in") && p->tok_begin >= 2 && str_is(doc->tokens.v[p->tok_begin - 2].lower, "based");
        if (based || (str_is(before, "of") && p->tok_begin == m->tok_end + 1)) return mention_state(r, p);
    }
    if (i == 0 || m->tok_begin < 3) return DM_NONE;
    const dm_mention_row *p = &doc->mentions.v[i - 1];
    bool based = str_is(doc->tokens.v[m->tok_begin - 1].lower, "based") && p->tok_end + 2 == m->tok_begin && p->entity != DM_NONE;
    return based ? mention_state(r, p) : DM_NONE;
}

static bool is_unknown_body(const resolver *r, uint32_t e) {
    const dm_entity_row *row = &r->doc->entities.v[e];
    return row->kind == DM_ENTITY_ORGANIZATION && row->actor == DM_NONE && r->known.v[e].outlet == DM_NONE;
}

static void mark(resolver *r, uint32_t entity, const char *sector, uint32_t state) {
    if (sector) r->known.v[entity].sector = sector;
    dm_entity_row *e = &r->doc->entities.v[entity];
    if (e->state == DM_NONE) e->state = state;
}

/* By each mention of a company's name what it says. */
static void read_names(resolver *r) {
    const dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity == DM_NONE || m->via != DM_VIA_NAME || !is_unknown_body(r, m->entity) || !r->keys[i].n) continue;
        const char *code = exchange_behind(doc, m->span.end), *form = form_of(r->keys[i]);
        bool body = m->body != DM_NONE;
        if (code && *code) mark(r, m->entity, "BUS", state_by_id(r, code));
        if (code || (form && !body)) mark(r, m->entity, "BUS", seat_in_words(r, i));
        if (form && form[0] && form[0] != '?' && !body) mark(r, m->entity, "BUS", state_by_id(r, form));
    }
}

/* Last, for companies that nothing else places. */
static void read_forms(resolver *r) {
    uint32_t usa = state_by_id(r, "USA");
    if (usa == DM_NONE || (r->home != DM_NONE && r->home != usa)) return;
    for (uint32_t i = 0; i < r->n_first; i++) {
        const dm_mention_row *m = &r->doc->mentions.v[i];
        if (m->entity == DM_NONE || m->via != DM_VIA_NAME || !is_unknown_body(r, m->entity) || !r->keys[i].n) continue;
        const char *form = form_of(r->keys[i]);
        if (form && form[0] == '?' && m->body == DM_NONE) mark(r, m->entity, "BUS", usa);
    }
}

/* ---- officers ---- */

bool entity_is_firm(const resolver *r, uint32_t e) {
    const dm_entity_row *row = &r->doc->entities.v[e];
    const char *sector = r->known.v[e].sector;
    if (row->kind == DM_ENTITY_ORGANIZATION && row->actor != DM_NONE) return str_is(lexicon_actor(r->lex, row->actor).sector, "BUS");
    return row->kind == DM_ENTITY_ORGANIZATION && sector && strcmp(sector, "BUS") == 0;
}

/* The organisation in the words of mention `i` or right behind them: "chairman of Corvo Inc", "Anna Lund of Corvo". */
static uint32_t employer_of_mention(const resolver *r, uint32_t i) {
    static const char *const PREPS[] = {"of", "at", "for", "with", "from"};
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    for (uint32_t k = i > 3 ? i - 3 : 0; k < doc->mentions.n && k < i + 4; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (k == i || p->entity == DM_NONE || p->entity == m->entity || p->via == DM_VIA_PRONOUN) continue;
        if (doc->entities.v[p->entity].kind != DM_ENTITY_ORGANIZATION && doc->entities.v[p->entity].kind != DM_ENTITY_NGO) continue;
        if (span_holds(m->span, p->span)) return p->entity;
        if (p->tok_begin < m->tok_end || p->tok_begin > m->tok_end + 3) continue;
        for (size_t w = 0; w < sizeof PREPS / sizeof *PREPS; w++)
            if (str_is(doc->tokens.v[m->tok_end].lower, PREPS[w])) return p->entity;
    }
    return DM_NONE;
}

/* "chief executive", "chairman", "company spokesman" without more words: of the firm that the story named last. */
static uint32_t firm_before(const resolver *r, uint32_t i) {
    static const char *const OFFICERS[] = {
        "chairman",  "chief executive", "ceo",      "chief financial officer", "executive", "managing director", "vice president",
        "spokesman", "spokeswoman",     "treasurer"};
    const dm_mention_row *m = &r->doc->mentions.v[i];
    bool officer = false;
    for (size_t w = 0; m->role.n && w < sizeof OFFICERS / sizeof *OFFICERS; w++)
        officer = officer || str_find(m->role, str_from(OFFICERS[w]), 0) >= 0;
    for (uint32_t k = i, seen = 0; officer && k-- > 0 && seen < 60; seen++) {
        const dm_mention_row *p = &r->doc->mentions.v[k];
        if (p->entity == DM_NONE) continue;
        if (entity_is_firm(r, p->entity)) return p->entity;
        if (r->doc->entities.v[p->entity].kind == DM_ENTITY_STATE || p->body != DM_NONE) return DM_NONE;
    }
    return DM_NONE;
}

void place_firms(resolver *r) { read_names(r); }

void place_officers(resolver *r) {
    dm_doc *doc = r->doc;
    read_forms(r);
    for (int direct = 1; direct >= 0; direct--) {
        for (uint32_t i = 0; i < r->n_first; i++) {
            const dm_mention_row *m = &doc->mentions.v[i];
            if (m->entity == DM_NONE || m->via == DM_VIA_PRONOUN) continue;
            const dm_entity_row *e = &doc->entities.v[m->entity];
            if (e->kind != DM_ENTITY_PERSON || e->actor != DM_NONE || r->known.v[m->entity].sector) continue;
            uint32_t firm = direct ? employer_of_mention(r, i) : m->country == DM_NONE ? firm_before(r, i) : DM_NONE;
            if (firm != DM_NONE) mark(r, m->entity, entity_is_firm(r, firm) ? "BUS" : NULL, doc->entities.v[firm].state);
        }
    }
}

/* ---- "the company" ---- */

enum { LOOK_BACK = 200 };

static const char *const COLLECTIVES[] = {"group",     "organization", "organisation", "body",     "agency", "company",
                                          "party",     "union",        "association",  "movement", "firm",   "bank",
                                          "institute", "newspaper",    "university",   "militia",  NULL};

static bool word_in(dm_str s, const char *const *list) {
    for (; *list; list++)
        if (str_is(s, *list)) return true;
    return false;
}

/* "The company": the firm that was main subject last, within a few sentences. */
static uint32_t firm_in_focus(const resolver *r, uint32_t i) {
    enum { REACH = 4 };
    static const char *const FIRMS[] = {"company", "firm", "bank", "airline", "carmaker", "automaker", "retailer", "manufacturer", NULL};
    const dm_doc *doc = r->doc;
    if (!word_in(doc->tokens.v[doc->mentions.v[i].head].lemma, FIRMS)) return DM_NONE;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (mention_sentence(doc, p) + REACH < mention_sentence(doc, &doc->mentions.v[i])) break;
        if (p->entity != DM_NONE && entity_is_firm(r, p->entity) && mention_is_main_subject(doc, p)) return p->entity;
    }
    return DM_NONE;
}

static uint32_t last_organisation(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    bool agency = str_is(doc->tokens.v[m->head].lemma, "agency") || str_is(doc->tokens.v[m->head].lemma, "body");
    uint32_t firm = firm_in_focus(r, i);
    if (firm != DM_NONE) return firm;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity != DM_NONE && p->agent != DM_NONE && str_eq(doc->tokens.v[p->head].lemma, doc->tokens.v[doc->mentions.v[i].head].lemma))
            return p->entity;
    }
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 40; seen++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE) continue;
        dm_entity kind = doc->entities.v[p->entity].kind;
        bool named = p->agent == DM_NONE || p->via == DM_VIA_NAME;
        if (doc->tokens.v[p->head].head == doc->tokens.v[m->head].head || (p->body != DM_NONE && !agency)) continue;
        if (named && (kind == DM_ENTITY_ORGANIZATION || kind == DM_ENTITY_IGO || kind == DM_ENTITY_NGO ||
                      (kind == DM_ENTITY_GROUP && doc->entities.v[p->entity].actor != DM_NONE)))
            return p->entity;
    }
    return DM_NONE;
}

uint32_t collective_in_focus(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    dm_str first = doc->tokens.v[m->tok_begin].lower;
    bool the = str_is(first, "the") || str_is(first, "this") || str_is(first, "these");
    if (!the || m->plural || m->country != DM_NONE || !word_in(doc->tokens.v[m->head].lemma, COLLECTIVES)) return DM_NONE;
    return doc->tokens.v[m->head].left + 1 >= m->head ? last_organisation(r, i) : DM_NONE;
}
