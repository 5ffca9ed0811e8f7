/* What the files of this module share: the context of one run, matches of frames, and the arguments of words. */
#ifndef DM_EVENTS_INT_H
#define DM_EVENTS_INT_H

#include "document/tree.h"
#include "document/when.h"
#include "events/events.h"
#include "lexicon/frames.h"

#define EV_MATCHES_MAX 400 /* in one sentence; a longer one is a list, not language */
#define EV_DEEP        40  /* tokens after a trigger in which a misplaced preposition is looked for */
#define EV_TOKENS_MAX  16  /* fillers of one slot; longer lists are cut */
typedef struct ev_tokens {
    uint32_t v[EV_TOKENS_MAX];
    uint32_t n;
} ev_tokens;
static inline void ev_add(ev_tokens *list, uint32_t t) {
    for (uint32_t i = 0; i < list->n; i++)
        if (list->v[i] == t) return;
    if (list->n < EV_TOKENS_MAX) list->v[list->n++] = t;
}

/* Words that the stage itself looks for, as ids of the lexicon's vocabulary. */
#define EV_CARRIERS 24
typedef struct ev_words {
    uint32_t by, of, in, at, from, to, with, against, on, for_, between;
    uint32_t carriers[EV_CARRIERS]; /* verbs that say nothing without their object; 0 = none */
} ev_words;

typedef struct ev_ctx {
    const lexicon *lex;
    lex_frames frames;
    dm_doc *doc;
    ev_words words;
    uint32_t *mention_at;   /* by token: the mention whose head it is, else one that covers it, DM_NONE */
    uint32_t *pair_word;    /* by token: "riot police", a noun with the word before it, as one word of the vocabulary, 0 */
    uint32_t *statement_at; /* by token: the innermost statement whose content holds it, DM_NONE */
    bool relate;            /* mentions 0 and 1 are the two spans; anything may be an actor */
    dm_mention_row spans[2];
} ev_ctx;

dm_status ev_open(ev_ctx *c, const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;
static inline const dm_token *ev_tok(const ev_ctx *c, uint32_t t) { return &c->doc->tokens.v[t]; }
static inline bool ev_verbal(const ev_ctx *c, uint32_t t) { return ev_tok(c, t)->pos == DM_POS_VERB || ev_tok(c, t)->pos == DM_POS_AUX; }
static inline bool ev_is_tag(const ev_ctx *c, uint32_t t, dm_tag tag) { return ev_tok(c, t)->tag == tag; }

/* ---- args.c: arguments over dependencies, one name for active, passive, relative, shared and nominal forms ---- */
bool args_passive(const ev_ctx *c, uint32_t verb);
void args_surface_subject(const ev_ctx *c, uint32_t verb, ev_tokens *out);
void args_subject(const ev_ctx *c, uint32_t word, uint32_t light, ev_tokens *out);
void args_object(const ev_ctx *c, uint32_t verb, ev_tokens *out);
void args_preposition(const ev_ctx *c, uint32_t word, uint32_t preposition, ev_tokens *out);
void args_clause(const ev_ctx *c, uint32_t word, ev_tokens *out);
/* Fillers of a relation that goes out from `word`, without their conjuncts. */
void args_relation(const ev_ctx *c, const lexf_rel *rel, uint32_t word, uint32_t light, ev_tokens *out);
void args_conjuncts(const ev_ctx *c, ev_tokens *list); /* adds "and B, C" to each */
/* The mention that a filler stands for. Strict: its own head or name; else also through possessor, demonym, "of". */
uint32_t args_mention(const ev_ctx *c, uint32_t t, bool strict);

/* ---- match.c ---- */
typedef struct ev_match {
    const lexf_frame *frame;
    lexf_says says;   /* with its cases applied */
    uint32_t trigger; /* head token */
    uint32_t light;   /* the verb that carries a noun, DM_NONE */
    uint32_t base;    /* the word whose tense, mood and negation count */
    ev_tokens more;   /* the predicate's other words */
    ev_tokens slot[FRAME_SLOT_N];
    uint32_t matter; /* token that the matter rests on, DM_NONE */
    int score;
    bool taken; /* lies inside a slot that another match takes */
} ev_match;
typedef struct ev_matches {
    ev_match *v;
    uint32_t n, cap;
} ev_matches;
/* All frames that fire in [begin, end), one a trigger, taken ones marked. */
dm_status match_sentence(const ev_ctx *c, uint32_t begin, uint32_t end, ev_matches *out, dm_err *err) DM_MUST_CHECK;
/* A match without a type is a word that means something else, unless its code is of CAMEO 01 or 02, which have no PLOVER
 * type: considering an offer, giving no answer to it. */
bool match_counts(const ev_ctx *c, const ev_match *m);
/* Mentions in a slot, each entity once; falls back from strict to loose as a whole. */
void match_mentions(const ev_ctx *c, const ev_tokens *fillers, ev_tokens *mentions);

/* ---- slots.c ---- */
void slots_fill(const ev_ctx *c, ev_match *m);
void slots_find_matter(ev_match *m);
/* Fillers of one relation of a match, with their conjuncts, without the predicate's own words. */
void slots_relation(const ev_ctx *c, const ev_match *m, const lexf_rel *rel, ev_tokens *out);
/* Whether somebody in the list is known who is not in `without`. */
bool slots_anyone(const ev_ctx *c, const ev_tokens *list, bool strict, const ev_tokens *without);
bool slots_same_party(const ev_ctx *c, uint32_t mention_a, uint32_t mention_b);
/* Whether `t` lies below `top` in the tree without leaving its clause; an infinitive of purpose belongs to it. */
bool slots_inside(const ev_ctx *c, uint32_t top, uint32_t t);

/* ---- terms.c ---- */
/* How many conditions of [begin, end) are met that ask for something; -1 when one does not hold. */
int terms_met(const ev_ctx *c, const ev_match *m, uint32_t begin, uint32_t end);
bool terms_asks(const ev_ctx *c, const lexf_cond *cond); /* does not only exclude */
/* Whether one condition would accept these fillers for its slot. */
bool terms_accept(const ev_ctx *c, const ev_match *m, const lexf_cond *cond, const ev_tokens *fillers);

/* ---- status.c ---- */
typedef struct ev_status {
    dm_polarity polarity;
    dm_modality modality;
    dm_phase phase;
    bool perfect; /* past perfect: told as background */
    bool premise; /* stands in the if-clause itself */
} ev_status;
ev_status status_of(const ev_ctx *c, uint32_t base);
bool status_future(const ev_ctx *c, uint32_t base);
/* Whether a verb makes what it governs planned, wished, feared or not done ("consider an attack"). */
bool status_raises(const ev_ctx *c, uint32_t verb);
/* PLOVER's rules of time and refusal: true when the type (and its CAMEO code) becomes another one. */
bool status_retype(const ev_status *s, dm_str mode, dm_plover *type, dm_str *cameo);

/* ---- turns.c ---- */
/* Another force (with type and CAMEO code) where the words around an answer or a deed make one of it. */
dm_status turns_of_force(const ev_ctx *c, const ev_match *m, dm_event_row *e, dm_str *cameo, uint8_t *force, dm_err *err) DM_MUST_CHECK;
/* Whom an answer without an agent comes from: "was turned down in Lima". */
dm_status turns_of_seat(const ev_ctx *c, const ev_match *m, dm_event_row *e, dm_err *err) DM_MUST_CHECK;

/* ---- discourse.c ---- */
/* Fills recipients that the construction leaves open from the clause, the place or an earlier act; sets *inferred. */
dm_status discourse_recipient(const ev_ctx *c, const ev_match *m, dm_event_row *e, bool *inferred, dm_err *err) DM_MUST_CHECK;
/* Index of the event that `e` tells again, DM_NONE. */
uint32_t discourse_told_before(const ev_ctx *c, const ev_match *m, const dm_event_row *e);
/* Keeps the place of a repetition with the first row; a title's row gives way to the body's. False: no memory. */
bool discourse_keep(const ev_ctx *c, dm_event_row *first, dm_event_row *e) DM_MUST_CHECK;

/* ---- pair.c: two mentions of a sentence, the first of which is asked for as the one who acts ---- */
typedef struct ev_side {
    uint32_t mention;          /* DM_NONE when not asked for */
    uint32_t begin, end, head; /* tokens */
} ev_side;
typedef struct ev_pair {
    ev_side side[2];
} ev_pair;
typedef enum pair_touch { PAIR_UNTOUCHED, PAIR_BELOW, PAIR_LOOSELY, PAIR_ITSELF } pair_touch; /* BELOW: below the slot's filler */
ev_side pair_side(const dm_mention_row *m, uint32_t mention);
static inline bool pair_asked(const ev_side *side) { return side->head != DM_NONE; }
pair_touch pair_touched(const ev_ctx *c, const ev_match *m, uint32_t slot, const ev_side *side);
bool pair_below(const ev_ctx *c, const ev_match *m, const ev_side *side); /* in the match's clause */
/* How well a match tells what the first does to the second; turned: the second to the first. 0 = not at all. */
int pair_fit(const ev_ctx *c, const ev_match *m, const ev_pair *pair, bool turned);

/* ---- matter.c ---- */
uint32_t ev_piece_at(const dm_doc *doc, uint32_t byte); /* the first piece that begins at the byte or after it */
dm_status matter_of(const ev_ctx *c, const ev_match *m, const dm_event_row *e, dm_matter **out, dm_err *err) DM_MUST_CHECK;

/* ---- place.c ---- */
/* Leaves *out where nothing locates the word. */
dm_status place_of(const ev_ctx *c, uint32_t word, dm_place **out, dm_err *err) DM_MUST_CHECK;

/* ---- scale.c: tables of the codebooks ---- */
dm_str scale_root(dm_plover type);                   /* CAMEO's root as a code of three digits, .p NULL for none */
double scale_intensity(dm_plover type, dm_str mode); /* PLOVER 0.8; mode .p NULL = the type's own */

#endif
