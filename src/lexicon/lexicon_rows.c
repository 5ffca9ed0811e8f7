/* See lexicon_rows.h. One function a table; references to actors are resolved through b->actor_rows, which the table
 * of actors, compiled first, fills. */
#include "lexicon/lexicon_rows.h"

#include <stdio.h>
#include <stdlib.h>

#define BIT(c) (1u << (c))

enum { ACTOR_ID, ACTOR_NAME, ACTOR_KIND, ACTOR_COUNTRY, ACTOR_SECTOR, ACTOR_CODE, ACTOR_GENDER, ACTOR_FROM, ACTOR_TO, ACTOR_WIKIDATA };
enum { NAME_PHRASE, NAME_ACTOR, NAME_VIA, NAME_FROM, NAME_TO, NAME_FLAGS };
enum { OFFICE_PERSON, OFFICE_COUNTRY, OFFICE_OFFICE, OFFICE_TITLE, OFFICE_FROM, OFFICE_TO };
enum { TITLE_PHRASE, TITLE_OFFICE, TITLE_CAPACITY, TITLE_SECTOR, TITLE_SCOPE };
enum { INST_PHRASE, INST_OFFICE, INST_SECTOR, INST_CAPACITY, INST_KIND };
enum { AGENT_PHRASE, AGENT_SECTOR, AGENT_KIND, AGENT_NUMBER, AGENT_CAPACITY };
enum { PLACE_NAME, PLACE_COUNTRY, PLACE_LAT, PLACE_LON, PLACE_POPULATION, PLACE_KIND, PLACE_GEONAMEID };
enum { OUTLET_NAME, OUTLET_SHORT, OUTLET_COUNTRY, OUTLET_KIND, OUTLET_DOMAIN, OUTLET_FROM, OUTLET_TO };
enum { CLASS_CLASS, CLASS_LEMMA };
enum { CUE_LEMMA, CUE_POS, CUE_ACT, CUE_KIND };
enum { CAMEO_CODE, CAMEO_NAME, CAMEO_GOLDSTEIN, CAMEO_CONTEXTS };
enum { ISSUE_ISSUE, ISSUE_PHRASE, ISSUE_WEIGHT };
enum { DISCARD_PHRASE, DISCARD_SCOPE };

const lex_table lex_tables[LEX_TABLE_N] = {
    [LEX_T_actors] = {"actors",
                      true,
                      {"id", "name", "kind", "country", "sector", "code", "gender", "from", "to", "wikidata", "source"},
                      BIT(ACTOR_ID) | BIT(ACTOR_NAME) | BIT(ACTOR_KIND),
                      BIT(ACTOR_ID),
                      0},
    [LEX_T_names] = {"names",
                     true,
                     {"phrase", "actor", "via", "from", "to", "flags", "source"},
                     BIT(NAME_PHRASE) | BIT(NAME_ACTOR) | BIT(NAME_VIA),
                     BIT(NAME_PHRASE) | BIT(NAME_ACTOR) | BIT(NAME_VIA) | BIT(NAME_FROM),
                     BIT(NAME_PHRASE)},
    [LEX_T_offices] = {"offices",
                       true,
                       {"person", "country", "office", "title", "from", "to", "source"},
                       BIT(OFFICE_PERSON) | BIT(OFFICE_COUNTRY) | BIT(OFFICE_OFFICE),
                       BIT(OFFICE_PERSON) | BIT(OFFICE_COUNTRY) | BIT(OFFICE_OFFICE) | BIT(OFFICE_FROM),
                       0},
    [LEX_T_titles] = {"titles",
                      false,
                      {"phrase", "office", "capacity", "sector", "scope", "source"},
                      BIT(TITLE_PHRASE),
                      BIT(TITLE_PHRASE) | BIT(TITLE_OFFICE),
                      BIT(TITLE_PHRASE)},
    [LEX_T_institutions] =
        {"institutions", false, {"phrase", "office", "sector", "capacity", "kind", "source"}, BIT(INST_PHRASE), BIT(INST_PHRASE), BIT(INST_PHRASE)},
    [LEX_T_agents] = {"agents",
                      false,
                      {"phrase", "sector", "kind", "number", "capacity", "source"},
                      BIT(AGENT_PHRASE) | BIT(AGENT_KIND),
                      BIT(AGENT_PHRASE),
                      BIT(AGENT_PHRASE)},
    [LEX_T_places] = {"places",
                      false,
                      {"name", "country", "lat", "lon", "population", "kind", "geonameid", "source"},
                      BIT(PLACE_NAME),
                      BIT(PLACE_NAME) | BIT(PLACE_COUNTRY) | BIT(PLACE_GEONAMEID),
                      BIT(PLACE_NAME)},
    [LEX_T_outlets] = {"outlets",
                       false,
                       {"name", "short", "country", "kind", "domain", "from", "to", "source"},
                       BIT(OUTLET_NAME),
                       BIT(OUTLET_NAME) | BIT(OUTLET_DOMAIN),
                       BIT(OUTLET_NAME)},
    [LEX_T_classes] =
        {"classes", false, {"class", "lemma", "source"}, BIT(CLASS_CLASS) | BIT(CLASS_LEMMA), BIT(CLASS_CLASS) | BIT(CLASS_LEMMA), BIT(CLASS_LEMMA)},
    [LEX_T_cues] = {"cues",
                    false,
                    {"lemma", "pos", "act", "kind", "source"},
                    BIT(CUE_LEMMA) | BIT(CUE_POS) | BIT(CUE_ACT),
                    BIT(CUE_LEMMA) | BIT(CUE_POS),
                    BIT(CUE_LEMMA)},
    [LEX_T_issues] = {"issues",
                      false,
                      {"issue", "phrase", "weight", "source"},
                      BIT(ISSUE_ISSUE) | BIT(ISSUE_PHRASE),
                      BIT(ISSUE_ISSUE) | BIT(ISSUE_PHRASE),
                      BIT(ISSUE_PHRASE)},
    [LEX_T_discards] = {"discards", false, {"phrase", "scope", "source"}, BIT(DISCARD_PHRASE), BIT(DISCARD_PHRASE), BIT(DISCARD_PHRASE)},
    [LEX_T_cameo] = {"cameo", false, {"code", "name", "goldstein", "contexts", "source"}, BIT(CAMEO_CODE) | BIT(CAMEO_NAME), BIT(CAMEO_CODE), 0},
};

#define TEXT(symbol, text) text,
static const char *const entity_texts[] = {DM_ENTITY_LIST(TEXT)};
static const char *const capacity_texts[] = {DM_CAPACITY_LIST(TEXT)};
static const char *const act_texts[] = {DM_ACT_LIST(TEXT)};
#undef TEXT
static const char *const gender_texts[] = {NULL, "m", "f", "n"}; /* DM_GENDER_* */
static const char *const via_texts[] = {"name", "demonym", "adjective", "metonym", "capital", "acronym", "surname"};
static const char *const flag_texts[] = {"case", "weak"};
static const char *const scope_texts[] = {"any", "state", "organisation"};
static const char *const discard_texts[] = {"sentence", "story"};
static const char *const number_texts[] = {"sg", "pl"};
static const char *const place_texts[] = {"city", "capital", "venue", "region"};
static const char *const pos_texts[] = {"verb", "noun", "adj", "phrase"};
static const char *const cue_texts[] = {"speech", "belief", "intent"};
#define CHOICE(column, texts, if_empty) row_choice(b->lint, row, (column), (texts), sizeof(texts) / sizeof *(texts), (if_empty))

/* ---- references ---- */

#define SUGGESTIONS_MAX 200u

/* The id that was probably meant: the actor of that name, else the id that takes fewest changes, else none. */
static dm_str nearest_actor(const lex_build *b, dm_str id) {
    uint32_t most = id.n > 4 ? 2 : 1, best = most + 1;
    dm_str found = DM_STR_NONE;
    for (uint32_t i = 0; i < b->actors.n; i++) {
        const lexf_actor *a = &b->actors.v[i];
        dm_str that = {b->strings.v + a->id.at, a->id.n};
        if (a->name.at != DM_NONE && str_eq_nocase((dm_str){b->strings.v + a->name.at, a->name.n}, id)) return that;
        uint32_t d = edit_distance(id, that, most);
        if (d < best) best = d, found = that;
    }
    return found;
}

/* Row of the actor that a cell names; DM_NONE for an empty cell and, with a complaint, for an unknown one. */
static uint32_t actor_of(lex_build *b, const lex_row *row, uint32_t column) {
    dm_str id = row->cells[column];
    if (!id.n) return DM_NONE;
    uint32_t r = strmap_get(&b->actor_rows, id);
    if (r != MAP_NONE) return r;
    char instead[160] = "an id of actors/, or add the actor there";
    if (b->lint->n_suggestions++ < SUGGESTIONS_MAX) {
        dm_str near = nearest_actor(b, id);
        if (near.n && near.n < 64) snprintf(instead, sizeof instead, "%.*s (the nearest id), or add the actor to actors/", DM_STR_ARG(near));
    }
    row_error(b->lint, row, column, instead, "unknown actor \"%.*s\"", DM_STR_ARG(id));
    return DM_NONE;
}

static dm_status add_phrase(lex_build *b, const lex_row *row, uint32_t column, lex_dict dict, uint32_t index, bool as_written, dm_err *err) {
    build_phrase_fault fault;
    dm_str phrase = row->cells[column];
    if (!phrase.n) return DM_OK;
    DM_TRY(build_phrase(b, phrase, dict, index, as_written, &fault, err));
    if (fault == BUILD_PHRASE_EMPTY) row_error(b->lint, row, column, "a phrase with letters or digits", "\"%.*s\" holds no word", DM_STR_ARG(phrase));
    else if (fault == BUILD_PHRASE_LONG) row_error(b->lint, row, column, "at most 24 words of at most 64 bytes", "the phrase is too long");
    return DM_OK;
}

#define STRING(column, field) DM_TRY(build_string(b, row->cells[column], &(field), err))

/* One compiled row for each row read, zeroed. */
#define NEW_ROWS(T)                                         \
    T *out = ARENA_NEW(b->arena, T, rows->n ? rows->n : 1); \
    if (!out) return err_memory(err, "the lexicon's rows")

/* ---- tables ---- */

/* One NaN on every machine. */
static double not_known(void) {
    static const uint64_t bits = UINT64_C(0x7FF8000000000000);
    double nan;
    memcpy(&nan, &bits, sizeof nan);
    return nan;
}

static int compare_first(const void *pa, const void *pb) {
    const lex_row *a = pa, *b = pb;
    return str_cmp(a->cells[0], b->cells[0]);
}

/* A copy ascending by the first column, which is the table's key. */
static lex_row *sorted_rows(lex_build *b, const lex_rows *rows) {
    lex_row *sorted = ARENA_NEW(b->arena, lex_row, rows->n ? rows->n : 1);
    if (!sorted || !rows->n) return sorted;
    memcpy(sorted, rows->v, rows->n * sizeof *sorted);
    qsort(sorted, rows->n, sizeof *sorted, compare_first);
    return sorted;
}

static dm_status compile_actors(lex_build *b, const lex_rows *rows, dm_err *err) {
    lex_row *sorted = sorted_rows(b, rows);
    NEW_ROWS(lexf_actor);
    if (!sorted) return err_memory(err, "the lexicon's actors");
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &sorted[i];
        lexf_actor *a = &out[i];
        STRING(ACTOR_ID, a->id);
        STRING(ACTOR_NAME, a->name);
        STRING(ACTOR_CODE, a->code);
        STRING(ACTOR_WIKIDATA, a->wikidata);
        STRING(ACTOR_COUNTRY, a->country);
        STRING(ACTOR_SECTOR, a->sector);
        a->kind = CHOICE(ACTOR_KIND, entity_texts, DM_ENTITY_STATE);
        a->gender = CHOICE(ACTOR_GENDER, gender_texts, DM_GENDER_UNKNOWN);
        row_dates(b->lint, row, ACTOR_FROM, &a->from, &a->to);
        if (row->cells[ACTOR_ID].n && !strmap_put(&b->actor_rows, b->arena, row->cells[ACTOR_ID], i, NULL))
            return err_memory(err, "the lexicon's actors");
    }
    b->actors.v = out;
    b->actors.n = b->actors.cap = rows->n;
    for (uint32_t i = 0; i < rows->n; i++) out[i].state = actor_of(b, &sorted[i], ACTOR_COUNTRY);
    return build_section(b, LEXF_TAG('A', 'C', 'T', 'R'), sizeof *out, out, rows->n, err);
}

/* A surname in lower case is most often a slip that turns an ordinary word into a person. */
static void check_surname(lex_build *b, const lex_row *row, const lexf_name *n) {
    dm_str phrase = row->cells[NAME_PHRASE];
    if (n->via != LEX_VIA_SURNAME || !phrase.n || phrase.p[0] < 'a' || phrase.p[0] > 'z' || memchr(phrase.p, ' ', phrase.n)) return;
    for (uint32_t i = 1; i < phrase.n; i++)
        if (phrase.p[i] < 'a' || phrase.p[i] > 'z') return; /* al-Sabah, d'Hondt */
    row_warn(b->lint, row, NAME_PHRASE, "the surname with its capital, or leave it out", "\"%.*s\" will match the ordinary word", DM_STR_ARG(phrase));
}

static dm_status compile_names(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_name);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        lexf_name *n = &out[i];
        STRING(NAME_PHRASE, n->phrase);
        n->actor = actor_of(b, row, NAME_ACTOR);
        n->via = CHOICE(NAME_VIA, via_texts, LEX_VIA_NAME);
        n->flags = row_flags(b->lint, row, NAME_FLAGS, flag_texts, 2);
        row_dates(b->lint, row, NAME_FROM, &n->from, &n->to);
        check_surname(b, row, n);
        DM_TRY(add_phrase(b, row, NAME_PHRASE, LEX_NAME, i, (n->flags & LEX_FLAG_CASE) != 0, err));
    }
    return build_section(b, LEXF_TAG('N', 'A', 'M', 'E'), sizeof *out, out, rows->n, err);
}

/* What offices are sorted by: by person and beginning as rows, by country, office and beginning for holders. */
typedef struct office_key {
    uint32_t first, row; /* person or country */
    dm_str office;
    dm_day from;
} office_key;

static int compare_offices(const void *pa, const void *pb) {
    const office_key *a = pa, *b = pb;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    int c = str_cmp(a->office, b->office);
    if (c) return c;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static dm_status compile_holders(lex_build *b, const lexf_office *offices, uint32_t n, office_key *keys, dm_err *err) {
    uint32_t *holders = ARENA_NEW(b->arena, uint32_t, n ? n : 1);
    if (!holders) return err_memory(err, "the lexicon's offices");
    for (uint32_t i = 0; i < n; i++) {
        lexf_str s = offices[i].office;
        keys[i] = (office_key){offices[i].country, i, s.at == DM_NONE ? DM_STR_NONE : (dm_str){b->strings.v + s.at, s.n}, offices[i].from};
    }
    if (n) qsort(keys, n, sizeof *keys, compare_offices);
    for (uint32_t i = 0; i < n; i++) holders[i] = keys[i].row;
    return build_section(b, LEXF_TAG('H', 'O', 'L', 'D'), sizeof *holders, holders, n, err);
}

static dm_status compile_offices(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_office);
    lexf_office *read = ARENA_NEW(b->arena, lexf_office, rows->n ? rows->n : 1);
    office_key *keys = ARENA_NEW(b->arena, office_key, rows->n ? rows->n : 1);
    if (!read || !keys) return err_memory(err, "the lexicon's offices");
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        lexf_office *o = &read[i];
        o->person = actor_of(b, row, OFFICE_PERSON);
        o->country = actor_of(b, row, OFFICE_COUNTRY);
        STRING(OFFICE_OFFICE, o->office);
        STRING(OFFICE_TITLE, o->title);
        row_dates(b->lint, row, OFFICE_FROM, &o->from, &o->to);
        keys[i] = (office_key){o->person, i, DM_STR_NONE, o->from};
    }
    if (rows->n) qsort(keys, rows->n, sizeof *keys, compare_offices);
    for (uint32_t i = 0; i < rows->n; i++) out[i] = read[keys[i].row];
    DM_TRY(build_section(b, LEXF_TAG('O', 'F', 'F', 'C'), sizeof *out, out, rows->n, err));
    return compile_holders(b, out, rows->n, keys, err);
}

static dm_status compile_titles(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_title);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        STRING(TITLE_PHRASE, out[i].phrase);
        STRING(TITLE_OFFICE, out[i].office);
        STRING(TITLE_SECTOR, out[i].sector);
        out[i].capacity = CHOICE(TITLE_CAPACITY, capacity_texts, DM_CAPACITY_NONE);
        out[i].scope = CHOICE(TITLE_SCOPE, scope_texts, 0);
        DM_TRY(add_phrase(b, row, TITLE_PHRASE, LEX_TITLE, i, false, err));
    }
    return build_section(b, LEXF_TAG('T', 'I', 'T', 'L'), sizeof *out, out, rows->n, err);
}

static dm_status compile_institutions(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_institution);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        STRING(INST_PHRASE, out[i].phrase);
        STRING(INST_OFFICE, out[i].office);
        STRING(INST_SECTOR, out[i].sector);
        out[i].capacity = CHOICE(INST_CAPACITY, capacity_texts, DM_CAPACITY_NONE);
        out[i].kind = CHOICE(INST_KIND, entity_texts, DM_ENTITY_ORGANIZATION);
        DM_TRY(add_phrase(b, row, INST_PHRASE, LEX_INSTITUTION, i, false, err));
    }
    return build_section(b, LEXF_TAG('I', 'N', 'S', 'T'), sizeof *out, out, rows->n, err);
}

static dm_status compile_agents(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_agent);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        STRING(AGENT_PHRASE, out[i].phrase);
        STRING(AGENT_SECTOR, out[i].sector);
        out[i].kind = CHOICE(AGENT_KIND, entity_texts, DM_ENTITY_PERSON);
        out[i].plural = CHOICE(AGENT_NUMBER, number_texts, 0);
        out[i].capacity = CHOICE(AGENT_CAPACITY, capacity_texts, DM_CAPACITY_NONE);
        DM_TRY(add_phrase(b, row, AGENT_PHRASE, LEX_AGENT, i, false, err));
    }
    return build_section(b, LEXF_TAG('A', 'G', 'N', 'T'), sizeof *out, out, rows->n, err);
}

static dm_status compile_places(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_place);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        STRING(PLACE_NAME, out[i].name);
        STRING(PLACE_COUNTRY, out[i].country);
        out[i].state = actor_of(b, row, PLACE_COUNTRY);
        out[i].lat = row_real(b->lint, row, PLACE_LAT, -90, 90, not_known());
        out[i].lon = row_real(b->lint, row, PLACE_LON, -180, 180, not_known());
        out[i].population = row_count(b->lint, row, PLACE_POPULATION);
        out[i].kind = CHOICE(PLACE_KIND, place_texts, 0);
        DM_TRY(add_phrase(b, row, PLACE_NAME, LEX_PLACE, i, false, err));
    }
    return build_section(b, LEXF_TAG('P', 'L', 'A', 'C'), sizeof *out, out, rows->n, err);
}

typedef struct domain_key {
    dm_str domain;
    uint32_t row;
} domain_key;

static int compare_domains(const void *pa, const void *pb) {
    const domain_key *a = pa, *b = pb;
    int c = str_cmp(a->domain, b->domain);
    return c ? c : a->row < b->row ? -1 : a->row > b->row;
}

static dm_status lower_domain(lex_build *b, const lex_row *row, domain_key *key, dm_err *err) {
    dm_str cell = row->cells[OUTLET_DOMAIN];
    char *p = arena_copy(b->arena, cell.p ? cell.p : "", cell.n);
    if (!p) return err_memory(err, "the lexicon's outlets");
    for (uint32_t i = 0; i < cell.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
    key->domain = (dm_str){p, cell.n};
    if (str_starts(key->domain, "http") || memchr(p, '/', cell.n) || memchr(p, ' ', cell.n))
        row_error(b->lint, row, OUTLET_DOMAIN, "a host alone, such as example.org", "\"%.*s\" is no domain", DM_STR_ARG(cell));
    return DM_OK;
}

static dm_status compile_outlets(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_outlet);
    uint32_t *domains = ARENA_NEW(b->arena, uint32_t, rows->n ? rows->n : 1), n = 0;
    domain_key *keys = ARENA_NEW(b->arena, domain_key, rows->n ? rows->n : 1);
    if (!domains || !keys) return err_memory(err, "the lexicon's outlets");
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        dm_day from, to;
        STRING(OUTLET_NAME, out[i].name);
        STRING(OUTLET_SHORT, out[i].short_name);
        STRING(OUTLET_COUNTRY, out[i].country);
        STRING(OUTLET_KIND, out[i].kind);
        actor_of(b, row, OUTLET_COUNTRY);
        row_dates(b->lint, row, OUTLET_FROM, &from, &to);
        keys[n].row = i;
        DM_TRY(lower_domain(b, row, &keys[n], err));
        DM_TRY(build_string(b, keys[n].domain, &out[i].domain, err));
        n += keys[n].domain.n > 0;
        DM_TRY(add_phrase(b, row, OUTLET_NAME, LEX_OUTLET, i, false, err));
        DM_TRY(add_phrase(b, row, OUTLET_SHORT, LEX_OUTLET, i, true, err)); /* "Time", "AP": as written */
    }
    if (n) qsort(keys, n, sizeof *keys, compare_domains);
    for (uint32_t i = 0; i < n; i++) domains[i] = keys[i].row;
    DM_TRY(build_section(b, LEXF_TAG('O', 'U', 'T', 'L'), sizeof *out, out, rows->n, err));
    return build_section(b, LEXF_TAG('D', 'O', 'M', 'N'), sizeof *domains, domains, n, err);
}

/* Id of a lemma that must be one word; complains otherwise. */
static dm_status lemma_of(lex_build *b, const lex_row *row, uint32_t column, uint32_t *word, dm_err *err) {
    dm_str lemma = row->cells[column];
    DM_TRY(build_lemma(b, lemma, word, err));
    if (!*word && lemma.n) row_error(b->lint, row, column, "a lemma with letters, of at most 64 bytes", "\"%.*s\" is no lemma", DM_STR_ARG(lemma));
    return DM_OK;
}

static dm_status compile_classes(lex_build *b, const lex_rows *rows, dm_err *err) {
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        dm_str name = row->cells[CLASS_CLASS];
        uint32_t word;
        int class = build_class(b, name);
        if (class < 0 && name.n) {
            if (b->classes.n == 64) {
                row_error(b->lint, row, CLASS_CLASS, "one of the 64 classes that stand before", "class \"%.*s\" is one too many", DM_STR_ARG(name));
                continue;
            }
            class = (int)b->classes.n;
            lexf_str *s = VEC_PUSH(b->arena, &b->classes);
            if (!s) return err_memory(err, "the lexicon's classes");
            DM_TRY(build_string(b, name, s, err));
        }
        DM_TRY(lemma_of(b, row, CLASS_LEMMA, &word, err));
        if (str_find(row->cells[CLASS_LEMMA], DM_STR(" "), 0) >= 0)
            row_warn(b->lint, row, CLASS_LEMMA, "the head noun alone", "a token's lemma has no space; \"%.*s\" never matches",
                     DM_STR_ARG(row->cells[CLASS_LEMMA]));
        else if (word && class >= 0) b->words.v[word].classes |= UINT64_C(1) << class;
    }
    return build_section(b, LEXF_TAG('C', 'L', 'A', 'S'), sizeof *b->classes.v, b->classes.v, b->classes.n, err);
}

static dm_status compile_cues(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_cue);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        STRING(CUE_LEMMA, out[i].lemma);
        out[i].pos = CHOICE(CUE_POS, pos_texts, LEX_CUE_VERB);
        out[i].act = CHOICE(CUE_ACT, act_texts, DM_ACT_SAY);
        out[i].kind = CHOICE(CUE_KIND, cue_texts, LEX_CUE_SPEECH);
        if (out[i].pos == LEX_CUE_PHRASE || str_find(row->cells[CUE_LEMMA], DM_STR(" "), 0) >= 0) {
            DM_TRY(add_phrase(b, row, CUE_LEMMA, LEX_CUE, i, false, err));
            continue;
        }
        uint32_t word;
        DM_TRY(lemma_of(b, row, CUE_LEMMA, &word, err));
        lex_cue_ref *ref = VEC_PUSH(b->arena, &b->cue_refs);
        if (!ref) return err_memory(err, "the lexicon's cues");
        *ref = (lex_cue_ref){word, out[i].pos, i};
    }
    return build_section(b, LEXF_TAG('C', 'U', 'E', 'S'), sizeof *out, out, rows->n, err);
}

static dm_status compile_issues(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_issue);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        STRING(ISSUE_ISSUE, out[i].issue);
        STRING(ISSUE_PHRASE, out[i].phrase);
        out[i].weight = row_real(b->lint, row, ISSUE_WEIGHT, 0, 1000, 1);
        DM_TRY(add_phrase(b, row, ISSUE_PHRASE, LEX_ISSUE, i, false, err));
    }
    return build_section(b, LEXF_TAG('I', 'S', 'S', 'U'), sizeof *out, out, rows->n, err);
}

static dm_status compile_discards(lex_build *b, const lex_rows *rows, dm_err *err) {
    NEW_ROWS(lexf_discard);
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &rows->v[i];
        STRING(DISCARD_PHRASE, out[i].phrase);
        out[i].story = CHOICE(DISCARD_SCOPE, discard_texts, 0);
        DM_TRY(add_phrase(b, row, DISCARD_PHRASE, LEX_DISCARD, i, false, err));
    }
    return build_section(b, LEXF_TAG('D', 'I', 'S', 'C'), sizeof *out, out, rows->n, err);
}

static dm_status compile_cameo(lex_build *b, const lex_rows *rows, dm_err *err) {
    lex_row *sorted = sorted_rows(b, rows);
    NEW_ROWS(lexf_cameo);
    if (!sorted) return err_memory(err, "the lexicon's codes");
    for (uint32_t i = 0; i < rows->n; i++) {
        const lex_row *row = &sorted[i];
        STRING(CAMEO_CODE, out[i].code);
        STRING(CAMEO_NAME, out[i].name);
        STRING(CAMEO_CONTEXTS, out[i].contexts);
        out[i].goldstein = row_real(b->lint, row, CAMEO_GOLDSTEIN, -10, 10, not_known());
    }
    return build_section(b, LEXF_TAG('C', 'A', 'M', 'E'), sizeof *out, out, rows->n, err);
}

dm_status rows_compile(lex_build *b, uint32_t table, const lex_rows *rows, dm_err *err) {
    typedef dm_status compile_table(lex_build *, const lex_rows *, dm_err *);
    static compile_table *const compile[LEX_TABLE_N] = {
#define COMPILE(name, folder) [LEX_T_##name] = compile_##name,
        LEX_TABLES(COMPILE)
#undef COMPILE
    };
    return compile[table](b, rows, err);
}
