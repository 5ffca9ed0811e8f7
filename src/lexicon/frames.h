/* Frames: which words name which act, who fills its slots, and what follows for type, force and matter.
 *
 * Source: the YAML files of lexicon/frames/, described in docs/formats/frames.md. Compiled into sections of the lexicon's file by
 * frames_compile (called once by lexicon_compile, after the tables) and read in place. All words are ids of the
 * lexicon's vocabulary, as in dm_token.lemma_word. */
#ifndef DM_LEXICON_FRAMES_H
#define DM_LEXICON_FRAMES_H

#include "lexicon/lexicon_file.h"
#include "lexicon/yaml.h"

struct lex_build;

/* One source file, read. */
typedef struct lex_frame_file {
    const char *file;      /* as complaints name it */
    const char *shown;     /* as rows tell it: without the machine's path */
    uint32_t dir;          /* index of the folder it comes from; a frame of a later folder replaces one of the same id */
    const yaml_node *root; /* NULL for an empty or unreadable file */
} lex_frame_file;
dm_status frames_compile(struct lex_build *b, const lex_frame_file *files, uint32_t n_files, dm_err *err) DM_MUST_CHECK;

/* Slots of a frame; the last three stand in relations and conditions only. */
enum { FRAME_ACTOR, FRAME_RECIPIENT, FRAME_THING, FRAME_CONTENT, FRAME_SLOT_N, FRAME_TRIGGER = FRAME_SLOT_N, FRAME_LIGHT, FRAME_MATTER };

enum { FRAME_VERB, FRAME_NOUN, FRAME_ADJ, FRAME_MODAL };

/* Relations from a word to its arguments, each by one name for active, passive, relative and nominal forms. */
enum {
    FRAME_REL_SUBJECT,    /* who does it; of a noun: light verb's subject, else possessor, by-phrase, modifier */
    FRAME_REL_OBJECT,     /* to what it is done */
    FRAME_REL_DATIVE,     /* indirect object */
    FRAME_REL_POSSESSOR,  /* Iran's ... */
    FRAME_REL_MODIFIER,   /* names before the noun: Iranian ..., U.S.-Chinese ... */
    FRAME_REL_CLAUSE,     /* to VERB, that ..., VERBing */
    FRAME_REL_INFINITIVE, /* to VERB alone */
    FRAME_REL_COMPLEMENT, /* attribute after the object: call X a liar */
    FRAME_REL_SPEAKER,    /* of the statement around it */
    FRAME_REL_SELF,       /* the verb itself (modal frames) */
    FRAME_REL_FUTURE,     /* in conditions: the act lies in the future */
    FRAME_REL_NEGATED,    /* in conditions: it is said not to be done */
    FRAME_REL_AUXILIARY,  /* may, must, will */
    FRAME_REL_SENTENCE,   /* in conditions: any word of the sentence */
    FRAME_REL_PREP,       /* object of the preposition `word` */
};

typedef struct lexf_rel {
    uint8_t base; /* slot from whose filler it goes out, or FRAME_TRIGGER, FRAME_LIGHT */
    uint8_t kind; /* FRAME_REL_* */
    uint16_t zero;
    uint32_t word; /* preposition */
} lexf_rel;

enum {
    FRAME_TERM_ANY,
    FRAME_TERM_NONE,
    FRAME_TERM_CLASS,
    FRAME_TERM_LEMMA,
    FRAME_TERM_KIND,
    FRAME_TERM_ACTOR,
    FRAME_TERM_NAMED,
    FRAME_TERM_BARE,
    FRAME_TERM_SEVERAL
};
typedef struct lexf_term {
    uint8_t kind, negated;
    uint16_t zero;
    uint32_t value; /* class, word, dm_entity */
} lexf_term;
/* True when a filler meets one of the positive terms (or there is none) and no negated one. */
typedef struct lexf_cond {
    uint32_t term_begin, term_end;
    lexf_rel rel; /* used when `slot` is FRAME_SLOT_ANY */
    uint8_t slot; /* FRAME_ACTOR .. FRAME_MATTER, or FRAME_SLOT_ANY for a relation of the trigger */
    uint8_t zero[3];
} lexf_cond;
#define FRAME_SLOT_ANY 0xFF

/* What a frame, or a case of it, says; 0xFF and DM_NONE: says nothing of it. */
typedef struct lexf_says {
    lexf_str cameo;
    uint32_t mode_begin, mode_end; /* in modes */
    uint8_t type, force, phase, polarity;
    uint8_t has_modes, zero, matter[2]; /* matter: slots, FRAME_SLOT_ANY = none */
} lexf_says;
typedef struct lexf_case {
    uint32_t cond_begin, cond_end;
    lexf_says says;
} lexf_case;

typedef struct lexf_frame {
    lexf_str id, file;
    uint32_t line;
    uint32_t rel_begin[FRAME_SLOT_N + 1];
    uint32_t cond_begin, cond_end, case_begin, case_end, light_begin, light_end;
    lexf_says says;
    uint8_t pos, takes, inherits, zero; /* takes: bit set of slots whose fillers give no rows of their own */
} lexf_frame;

#define FRAME_WORDS_MAX 3
typedef struct lexf_pred { /* ascending by word, pos, frame */
    uint32_t word, frame;
    uint32_t more[FRAME_WORDS_MAX]; /* words that hang on it, in order; 0 = none */
    uint32_t pos;
} lexf_pred;
typedef struct lexf_light { /* a verb that carries the noun: hold talks, take part in */
    uint32_t verb;
    uint32_t more[FRAME_WORDS_MAX];
} lexf_light;
typedef struct lexf_member { /* ascending by word, class */
    uint32_t word, class;
} lexf_member;
typedef struct lexf_example { /* text may hold one choice: "Ghana (spurned|refused) the offer." */
    uint32_t frame, line, column, zero;
    lexf_str text, expect, file;
} lexf_example;

#define FRAME_SECTIONS(X)                                 \
    X(frames, lexf_frame, LEXF_TAG('F', 'R', 'A', 'M'))   \
    X(preds, lexf_pred, LEXF_TAG('F', 'P', 'R', 'D'))     \
    X(rels, lexf_rel, LEXF_TAG('F', 'R', 'E', 'L'))       \
    X(conds, lexf_cond, LEXF_TAG('F', 'C', 'N', 'D'))     \
    X(terms, lexf_term, LEXF_TAG('F', 'T', 'R', 'M'))     \
    X(cases, lexf_case, LEXF_TAG('F', 'C', 'A', 'S'))     \
    X(lights, lexf_light, LEXF_TAG('F', 'L', 'G', 'T'))   \
    X(modes, lexf_str, LEXF_TAG('F', 'M', 'O', 'D'))      \
    X(members, lexf_member, LEXF_TAG('F', 'C', 'L', 'S')) \
    X(examples, lexf_example, LEXF_TAG('F', 'E', 'X', 'A'))

/* The frames of an open lexicon; cheap to take, lives as long as it. Empty when it has none. */
typedef struct lex_frames {
    const lexicon *lex;
#define FRAME_FIELD(field, T, tag) \
    const T *field;                \
    uint32_t n_##field;
    FRAME_SECTIONS(FRAME_FIELD)
#undef FRAME_FIELD
} lex_frames;
lex_frames frames_of(const lexicon *lex);
/* Predicates whose head word is `word`: [*begin, *end) of preds. */
void frames_preds(const lex_frames *f, uint32_t word, uint32_t *begin, uint32_t *end);
/* The i-th sentence of an example: with the i-th alternative of its choice; false when there are fewer. */
bool frames_example_sentence(dm_str text, uint32_t i, dm_buf *out);
bool frames_in_class(const lex_frames *f, uint32_t word, uint32_t class);

#endif
