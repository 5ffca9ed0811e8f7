/* Who held which office when, from the lexicon's terms; see actors_int.h. */
#include "actors/actors_int.h"

/* What an office weighs when several are held at once, and what its holder is. Offices not named here: rank 1, GOV,
 * official. */
typedef struct office_class {
    const char *name;
    int rank;
    const char *sector;
    dm_capacity capacity;
} office_class;

static const office_class CLASSES[] = {
    {"president", 5, "GOV", DM_CAPACITY_BINDING},
    {"head_of_state", 5, "GOV", DM_CAPACITY_BINDING},
    {"prime_minister", 5, "GOV", DM_CAPACITY_BINDING},
    {"leader", 5, "GOV", DM_CAPACITY_BINDING},
    {"pope", 5, "REL", DM_CAPACITY_BINDING},
    {"secretary_general", 4, "GOV", DM_CAPACITY_BINDING},
    {"president_of_commission", 4, "GOV", DM_CAPACITY_BINDING},
    {"president_of_council", 4, "GOV", DM_CAPACITY_BINDING},
    {"foreign_minister", 4, "GOV", DM_CAPACITY_OFFICIAL},
    {"defence_minister", 4, "GOV", DM_CAPACITY_OFFICIAL},
    {"foreign_policy_chief", 4, "GOV", DM_CAPACITY_OFFICIAL},
    {"vice_president", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"crown_prince", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"finance_minister", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"interior_minister", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"unification_minister", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"national_security_adviser", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"trade_minister", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"deputy_prime_minister", 3, "GOV", DM_CAPACITY_OFFICIAL},
    {"party_leader", 2, "PTY", DM_CAPACITY_NONE},
    {"opposition_leader", 2, "OPP", DM_CAPACITY_NONE},
    {"chief_of_defence", 2, "MIL", DM_CAPACITY_OFFICIAL},
    {"chief_of_army", 2, "MIL", DM_CAPACITY_OFFICIAL},
    {"chief_of_navy", 2, "MIL", DM_CAPACITY_OFFICIAL},
    {"chief_of_air_force", 2, "MIL", DM_CAPACITY_OFFICIAL},
    {"intelligence_chief", 2, "SPY", DM_CAPACITY_OFFICIAL},
    {"speaker", 2, "LEG", DM_CAPACITY_OFFICIAL},
    {"legislator", 1, "LEG", DM_CAPACITY_OFFICIAL},
    {"chief_justice", 1, "JUD", DM_CAPACITY_OFFICIAL},
    {"judge", 1, "JUD", DM_CAPACITY_OFFICIAL},
    {"prosecutor_general", 1, "JUD", DM_CAPACITY_OFFICIAL},
    {"police_chief", 1, "COP", DM_CAPACITY_OFFICIAL},
};

static const office_class *class_of(dm_str office) {
    for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
        if (str_is(office, CLASSES[i].name)) return &CLASSES[i];
    return NULL;
}

int office_rank(dm_str office) {
    const office_class *c = class_of(office);
    return c ? c->rank : office.n ? 1 : 0;
}

const char *office_sector(dm_str office) {
    const office_class *c = class_of(office);
    return c ? c->sector : "GOV";
}

dm_capacity office_capacity(dm_str office) {
    const office_class *c = class_of(office);
    return c ? c->capacity : DM_CAPACITY_OFFICIAL;
}

static bool str_one_of(dm_str s, const char *const *list) {
    for (; *list; list++)
        if (str_is(s, *list)) return true;
    return false;
}

static bool is_head(dm_str o) { return str_is(o, "president") || str_is(o, "head_of_state"); }
static bool is_chief(dm_str o) { return is_head(o) || str_is(o, "prime_minister") || str_is(o, "party_leader") || str_is(o, "rebel_leader"); }

bool office_matches(dm_str a, dm_str b) {
    if (str_eq(a, b)) return true;
    if (is_head(a) && is_head(b)) return true;
    if ((str_is(a, "leader") && is_chief(b)) || (str_is(b, "leader") && is_chief(a))) return true;
    /* "the minister" is any of them; so "the ambassador" at the United Nations. */
    if (str_is(a, "minister") && str_ends(b, "_minister") && !str_starts(b, "prime")) return true;
    if (str_is(b, "minister") && str_ends(a, "_minister") && !str_starts(a, "prime")) return true;
    return (str_is(a, "ambassador") && str_is(b, "un_ambassador")) || (str_is(b, "ambassador") && str_is(a, "un_ambassador"));
}

static bool covers(const lex_office *term, dm_day day) {
    return day == DM_DAY_NONE || ((term->from == DM_DAY_NONE || term->from <= day) && (term->to == DM_DAY_NONE || term->to >= day));
}

uint32_t term_at(const lexicon *lex, uint32_t person, dm_day day) {
    uint32_t rows[MAX_TERMS], n = lexicon_terms(lex, person, rows, MAX_TERMS), best = DM_NONE;
    int best_rank = -1;
    for (uint32_t i = 0; i < n && i < MAX_TERMS; i++) {
        lex_office term = lexicon_office(lex, rows[i]);
        int rank = office_rank(term.office);
        /* Of two open-ended terms the later one: an end that the facts lack is an end all the same. */
        if (covers(&term, day) && rank >= best_rank) best = rows[i], best_rank = rank;
    }
    return best;
}

bool person_held(const lexicon *lex, uint32_t person, dm_str office, uint32_t country, dm_day day) {
    uint32_t rows[MAX_TERMS], n = lexicon_terms(lex, person, rows, MAX_TERMS);
    for (uint32_t i = 0; i < n && i < MAX_TERMS; i++) {
        lex_office term = lexicon_office(lex, rows[i]);
        if (office_matches(term.office, office) && (country == DM_NONE || term.country == country) && covers(&term, day)) return true;
    }
    return false;
}

/* Offices to look under for the one who leads: where the head of state governs, it; elsewhere the head of government. */
static const char *const HEADING[] = {"president", "head_of_state", NULL};
static const char *const LEADING_STATE[] = {"leader", "president", "head_of_state", NULL};
static const char *const LEADING_GOVERNMENT[] = {"leader", "prime_minister", "president", NULL};
static const char *const HEAD_GOVERNS[] = {"PRK", "CHN", "USA", "RUS", "FRA", "KOR", "IRN", "SYR", "CUB", "BLR", "VEN", "EGY", "TUR",
                                           "ZWE", "LBY", "SAU", "BRA", "ARG", "MEX", "COL", "CHL", "PHL", "IDN", "TWN", "UKR", "KAZ",
                                           "UZB", "AFG", "YEM", "SDN", "NGA", "KEN", "ZAF", "AGO", "MMR", "NIC", "CYP", NULL};

static const char *const *classes_of(const lexicon *lex, uint32_t country, dm_str office, const char *const *own) {
    if (str_is(office, "leader")) return str_one_of(lexicon_actor(lex, country).id, HEAD_GOVERNS) ? LEADING_STATE : LEADING_GOVERNMENT;
    return is_head(office) ? HEADING : own;
}

uint32_t holder_of(const lexicon *lex, uint32_t country, dm_str office, dm_day day) {
    const char *own[] = {office.p, NULL};
    char name[64];
    if (!office.n || office.n >= sizeof name || day == DM_DAY_NONE) return DM_NONE;
    memcpy(name, office.p, office.n);
    name[office.n] = '\0';
    own[0] = name;
    const char *const *classes = classes_of(lex, country, office, own);
    for (; *classes; classes++) {
        uint32_t rows[8], n = lexicon_holders(lex, country, str_from(*classes), day, day, rows, 8), person = DM_NONE;
        dm_day latest = DM_DAY_NONE;
        bool several = false;
        for (uint32_t i = 0; i < n && i < 8; i++) {
            lex_office term = lexicon_office(lex, rows[i]);
            if (person != DM_NONE && term.person != person && term.from == latest) several = true;
            /* The latest who came: the one before may lack an end. */
            if (person == DM_NONE || term.from >= latest) {
                if (term.from > latest) several = false;
                person = term.person;
                latest = term.from;
            }
        }
        if (person != DM_NONE) return several ? DM_NONE : person;
    }
    return DM_NONE;
}

bool person_lives(const lexicon *lex, uint32_t person, dm_day day) {
    enum { CAREER_DAYS = 30 * 365, AFTER_DAYS = 45 * 365 };
    lex_actor a = lexicon_actor(lex, person);
    if (day == DM_DAY_NONE) return true;
    if (a.from != DM_DAY_NONE && day < a.from) return false;
    uint32_t rows[MAX_TERMS], n = lexicon_terms(lex, person, rows, MAX_TERMS);
    bool any = n == 0;
    for (uint32_t i = 0; i < n && i < MAX_TERMS; i++) {
        lex_office term = lexicon_office(lex, rows[i]);
        bool before = term.from != DM_DAY_NONE && day < term.from - CAREER_DAYS;
        bool after = term.to != DM_DAY_NONE && day > term.to + AFTER_DAYS;
        any = any || (!before && !after);
    }
    return any;
}
