/* What the files of actors/ share. */
#ifndef DM_ACTORS_INT_H
#define DM_ACTORS_INT_H

#include "base/map.h"
#include "document/tree.h"
#include "lexicon/lexicon.h"

enum { MAX_TERMS = 64, MAX_NAMES = 256, MAX_OFFICES = 6, WINDOW_SENTENCES = 3 };

/* What is known of an entity beside its row while the story is resolved. */
typedef struct known {
    dm_str key;                  /* persons: pieces of the fullest name, joined by spaces */
    dm_str offices[MAX_OFFICES]; /* office classes that the story gives it */
    uint32_t n_offices;
    uint32_t title; /* row of titles that says most of it, DM_NONE */
    uint32_t agent, body, outlet;
    const char *sector; /* what the story shows it to be, stronger than its titles; NULL */
    bool foreign;       /* a person or body whose own words name the state */
    uint32_t last;      /* latest mention resolved to it so far, DM_NONE */
    uint32_t first;
} known;

typedef struct resolver {
    const lexicon *lex;
    dm_doc *doc;
    dm_day day;         /* of the story, DM_DAY_NONE */
    VEC(known) known;   /* one for each of doc->entities */
    dm_strmap states;   /* rows of actors that words of the story name, in digits */
    uint32_t *second;   /* row that another mention of the same span got (name_second), DM_NONE; n_first entries */
    uint32_t n_first;   /* mentions that were there at the start */
    dm_strmap by_key;   /* unknown organisations, places, groups: key -> entity */
    dm_strmap by_actor; /* row of actors, in digits -> entity */
    dm_str *keys;       /* normalised name of each mention, .p NULL */
    uint32_t home;      /* row of actors: the state that the story speaks of most, DM_NONE */
    bool domestic;      /* hardly any other state occurs */
    uint8_t *quoted;    /* tokens inside quotation marks */
    uint8_t *actorly;   /* tokens inside a mention */
} resolver;

/* actors.c */
#define ENTITY_FAILED 0xFFFFFFFEu
uint32_t entity_new(resolver *r, dm_entity kind, dm_str name); /* ENTITY_FAILED out of memory */
uint32_t entity_of_actor(resolver *r, uint32_t actor);         /* found or made */
bool story_names(const resolver *r, uint32_t actor);           /* the story has that actor already */
uint32_t entity_of_key(resolver *r, const char *space, dm_str key, dm_entity kind, dm_str name);
void mention_resolve(resolver *r, uint32_t mention, uint32_t entity, const char *fmt, ...) DM_PRINTF(4, 5);
bool mention_is_subject(const dm_doc *doc, const dm_mention_row *m);
bool mention_is_main_subject(const dm_doc *doc, const dm_mention_row *m); /* of the sentence's main verb or one joined to it */
uint32_t mention_sentence(const dm_doc *doc, const dm_mention_row *m);
/* State of what a mention means or says: its country, else its entity's; DM_NONE. */
uint32_t mention_state(const resolver *r, const dm_mention_row *m);
bool entity_has_office(const resolver *r, uint32_t entity, dm_str office);

/* actors_terms.c: who held what when */
bool office_matches(dm_str a, dm_str b);                           /* same class, or one names the other's: president, head_of_state */
uint32_t term_at(const lexicon *lex, uint32_t person, dm_day day); /* row of offices of the highest office held then, DM_NONE */
bool person_held(const lexicon *lex, uint32_t person, dm_str office, uint32_t country, dm_day day); /* DM_DAY_NONE: ever */
uint32_t holder_of(const lexicon *lex, uint32_t country, dm_str office, dm_day day);                /* actor, DM_NONE when none or several */
int office_rank(dm_str office); /* 0 unknown; heads 5, foreign and defence 4, ... */
const char *office_sector(dm_str office);
dm_capacity office_capacity(dm_str office);
bool person_lives(const lexicon *lex, uint32_t person, dm_day day); /* could be in the news then */
/* Whether a name with these dates is used on this day; unknown dates and an unknown day fit. */
static inline bool name_holds(dm_day from, dm_day to, dm_day day) {
    return day == DM_DAY_NONE || ((from == DM_DAY_NONE || from <= day) && (to == DM_DAY_NONE || to >= day));
}

/* actors_persons.c: a person by surname, from those before the mention in the story; from the lexicon (actor row). */
uint32_t story_by_surname(const resolver *r, uint32_t mention);
uint32_t story_introduces(const resolver *r, uint32_t mention); /* the same, from those after it */
uint32_t lexicon_by_full_name(const resolver *r, const dm_mention_row *m);
uint32_t lexicon_by_surname(const resolver *r, const dm_mention_row *m, bool need_office);

/* actors_offices.c: state of the persons and bodies that speak or act in the sentence of a mention or the one before. */
uint32_t state_nearby(const resolver *r, uint32_t mention);

/* actors_firms.c: the organisation that "the company", "the group" takes up, DM_NONE. */
uint32_t collective_in_focus(const resolver *r, uint32_t mention);
/* actors_bodies.c: of the same body, or of the minister whose ministry it is, elsewhere in the story. */
uint32_t state_of_same_body(const resolver *r, uint32_t mention);
/* Two that "and", "between ... and" or a hyphen join, nearest before the mention within `window` sentences: rows of
 * mentions into out[2]. */
bool joined_before(const resolver *r, uint32_t mention, uint32_t window, uint32_t out[2]);
uint32_t twin_of(const resolver *r, uint32_t mention); /* the other entity that a plural of two names, DM_NONE */
dm_status name_second(resolver *r, uint32_t mention, uint32_t entity, dm_err *err) DM_MUST_CHECK; /* another mention of that span */

/* actors_offices.c: the name and the role lie side by side or one says of the other what it is. */
bool mention_in_apposition(const dm_doc *doc, const dm_mention_row *name, const dm_mention_row *role);

/* actors_persons.c: names that the tagger took for organisations or places and that the story shows to be persons'. */
void correct_kinds(resolver *r);
/* Sieves; each leaves alone what is resolved. */
dm_status sieve_names(resolver *r, dm_err *err) DM_MUST_CHECK;      /* actors_names.c: states, organisations, places, outlets */
dm_status sieve_full_names(resolver *r, dm_err *err) DM_MUST_CHECK; /* actors_persons.c */
dm_status sieve_surnames(resolver *r, dm_err *err) DM_MUST_CHECK;
dm_status sieve_appositions(resolver *r, dm_err *err) DM_MUST_CHECK; /* actors_offices.c */
dm_status sieve_offices(resolver *r, dm_err *err) DM_MUST_CHECK;
dm_status sieve_states_of_persons(resolver *r, dm_err *err) DM_MUST_CHECK; /* actors_bodies.c: of officials whose words name a body but no state */
dm_status sieve_at_home(resolver *r, dm_err *err) DM_MUST_CHECK;           /* actors_bodies.c: who has no state, in a story about one */
dm_status sieve_bodies(resolver *r, bool last, dm_err *err) DM_MUST_CHECK; /* last: also those whose owner stays unknown */
dm_status sieve_states_of_owned(resolver *r) DM_MUST_CHECK;
dm_status sieve_descriptions(resolver *r, dm_err *err) DM_MUST_CHECK;
dm_status sieve_pronouns(resolver *r, dm_err *err) DM_MUST_CHECK; /* actors_pronouns.c */

/* actors_firms.c: state and sector of companies that only the story names; then of those who speak for them. */
void place_firms(resolver *r);
void place_officers(resolver *r);
bool entity_is_firm(const resolver *r, uint32_t entity); /* after place_firms */

/* actors_turns.c: "I" and "we" in transcripts, letters and a government's own texts. */
dm_status sieve_first_person(resolver *r, dm_err *err) DM_MUST_CHECK;

/* actors_codes.c: country, sector, code, former of every entity at the story's date. */
dm_status entities_code(resolver *r, dm_err *err) DM_MUST_CHECK;
dm_str code_of(const lexicon *lex, dm_arena *arena, const dm_entity_row *e, dm_str sector, dm_day day);
/* `said`: the sector that the story's words give; said_office: the office, .p NULL. */
dm_str sector_at(const lexicon *lex, const dm_entity_row *e, dm_str said, dm_str said_office, dm_day day, bool *former);

#endif
