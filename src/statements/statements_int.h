/* What the files of this module share. The way: quotes.c finds the quotations; cues.c marks the words that may
 * attribute; attach.c (verbs, adjectives), nouns.c (nouns, "according to") and layout.c (headlines, transcripts) turn
 * each into a candidate: ranges of tokens for source, cue and content; carry.c gives the quotations left over to a
 * speaker; tagged.c lets the trained tagger (tag.h) say which of them hold, where they end and which are missing; statement_rows.c
 * makes rows of the candidates. */
#ifndef DM_STATEMENTS_STATEMENTS_INT_H
#define DM_STATEMENTS_STATEMENTS_INT_H

#include "document/tree.h"
#include "statements/statements.h"

/* Tokens [b, e). */
typedef struct st_range {
    uint32_t b, e;
} st_range;
#define ST_RANGE_NONE ((st_range){DM_NONE, DM_NONE})
static inline bool st_is(st_range r) { return r.b != DM_NONE && r.b < r.e; }
static inline bool st_meets(st_range a, st_range b) { return a.b < b.e && b.b < a.e; }
static inline bool st_holds(st_range a, uint32_t t) { return a.b <= t && t < a.e; }

typedef struct st_quote {
    st_range at;        /* with its marks */
    uint32_t parent;    /* quotation inside which it stands, DM_NONE */
    uint32_t continues; /* quotation of an earlier block that goes on here, DM_NONE */
    uint32_t owner;     /* candidate that claims it, DM_NONE */
    uint32_t n_words;
    bool no_begin, no_end; /* a mark is missing */
    bool whole_block;      /* nothing else stands in its block */
    bool short_phrase;     /* a few words without a clause: a term, a title, a scare quote */
} st_quote;

typedef enum st_form {
    ST_CLAUSE,
    ST_ADJACENT,
    ST_INCISE,
    ST_OBJECT,
    ST_NOUN,
    ST_PHRASE,
    ST_LABEL,
    ST_TURN,
    ST_CARRIED,
    ST_TAGGED,
    ST_FORM_N
} st_form;

typedef struct st_cand {
    st_range cue, source;
    uint32_t cue_head, source_head; /* DM_NONE */
    VEC(st_range) content;          /* ascending, disjoint */
    VEC(uint32_t) addressee;        /* head tokens */
    uint32_t via_head;              /* DM_NONE */
    st_range occasion;              /* ST_RANGE_NONE */
    dm_act act;
    uint8_t kind; /* LEX_CUE_SPEECH, _BELIEF, _INTENT */
    st_form form;
    uint32_t sentence; /* of the cue, else of the content */
    bool dropped;      /* lost against another candidate, or negated */
    /* of the tagger [tagged.c] */
    uint32_t rule;  /* candidate of the rules with the same cue, DM_NONE */
    int32_t lead;   /* by how much a cue here is better than anything else */
    int32_t margin; /* by how much the labels around the cue are better than any others */
    uint8_t agrees; /* ST_AGREE_*: with that candidate; ST_AGREE_WORD: the lexicon knows the cue */
} st_cand;
enum { ST_AGREE_CUE = 1, ST_AGREE_SOURCE = 2, ST_AGREE_BEGIN = 4, ST_AGREE_END = 8, ST_AGREE_WORD = 16 };

/* The cue that a token heads: a row of the lexicon's cues and the tokens that it takes. */
typedef struct st_cue {
    uint32_t row; /* DM_NONE */
    st_range at;
} st_cue;

typedef struct st_work {
    const lexicon *lex;
    dm_doc *doc;
    VEC(st_quote) quotes; /* ascending by begin, outer before inner */
    uint32_t *quote_of;   /* per token: outermost quotation, DM_NONE */
    st_cue *cue_of;       /* per token */
    VEC(st_cand) cands;
    uint32_t *inside; /* per token: candidate whose content covers it most tightly, DM_NONE [st_paint] */
} st_work;

/* ---- statements.c ---- */
/* Quotations, cues and the candidates of the rules. False: out of memory. */
bool st_find_by_rules(st_work *w) DM_MUST_CHECK;

/* ---- quotes.c ---- */
/* Fills quotes and quote_of. False: out of memory. */
bool st_scan_quotes(st_work *w) DM_MUST_CHECK;
bool st_is_mark(dm_str token); /* a quotation mark, single or double */

/* ---- cues.c ---- */
void st_mark_cues(st_work *w);
bool st_block_is_read(const dm_doc *doc, uint32_t block);
/* A prepositional cue ("according to"), whose object is the source. */
bool st_is_preposition(const st_work *w, uint32_t t);

/* ---- ranges.c ---- */
st_range st_subtree(const dm_doc *doc, uint32_t t);
/* Without punctuation and white space at the ends; quotation marks stay when `keep_marks`. */
st_range st_trim(const dm_doc *doc, st_range r, bool keep_marks);
st_range st_sentence(const dm_doc *doc, uint32_t t);
bool st_is_punct(const dm_doc *doc, uint32_t t, const char *set); /* one byte of `set` */
/* Who does what `verb` says, by subject, conjunction, participle; DM_NONE. */
uint32_t st_subject(const dm_doc *doc, uint32_t verb);
uint32_t st_agent(const dm_doc *doc, uint32_t verb); /* who, in "by ..." of a passive; DM_NONE */
/* The noun phrase of a source as PolNeAR cuts it: apposition and relative clause in, unless that one reports
 * something itself. */
st_range st_source_range(const st_work *w, uint32_t head, uint32_t cue);
st_range st_cue_range(const dm_doc *doc, st_range core); /* with auxiliaries and adverbs before it */
/* Adds a piece of content: trimmed, grown over quotations that it cuts, merged with what it touches; claims these
 * quotations for the candidate. */
bool st_add_content(st_work *w, uint32_t cand, st_range r) DM_MUST_CHECK;
bool st_new(st_work *w, st_cand c, uint32_t *at) DM_MUST_CHECK;
/* After "Meanwhile," and the like. */
uint32_t st_after_opener(const dm_doc *doc, uint32_t t);
bool st_has_verb(const dm_doc *doc, st_range r);
bool st_has_clause(const dm_doc *doc, st_range r);

/* ---- attach.c ---- */
bool st_negated(const st_work *w, uint32_t verb); /* "did not say", "refused to say" */
/* The verb above the participle in "X quoted Y as saying", "Y was quoted by X as saying"; DM_NONE. */
uint32_t st_quoting_verb(const st_work *w, uint32_t participle);
/* "you know", "I think": padding of whoever speaks. */
bool st_is_padding(const st_work *w, uint32_t subject, uint8_t kind);

/* ---- candidates; false: out of memory ---- */
bool st_attach_verbs(st_work *w) DM_MUST_CHECK;
bool st_attach_nouns(st_work *w) DM_MUST_CHECK;
/* Addressee, occasion and carrier of a candidate that has a cue and its content. */
bool st_add_extras(st_work *w, uint32_t cand) DM_MUST_CHECK;
bool st_read_layout(st_work *w) DM_MUST_CHECK;
bool st_carry(st_work *w) DM_MUST_CHECK;

/* ---- settle.c ---- */
bool st_paint(st_work *w) DM_MUST_CHECK;             /* after any change of candidates, before st_parent */
uint32_t st_parent(const st_work *w, uint32_t cand); /* candidate inside whose content the cue stands, DM_NONE */
/* Drops the worse of two candidates for the same words. */
bool st_settle(st_work *w) DM_MUST_CHECK;

/* ---- tagged.c ---- */
/* Joins the tagger's candidates to those of the rules. False: out of memory. */
bool st_tag(st_work *w) DM_MUST_CHECK;

/* ---- confidence.c ---- */
double st_confidence(const st_work *w, const st_cand *c); /* 0 to 1 */
/* Whether the content is told and not only done or named: "hailed the ruling", "plans to meet" need more confidence than a clause or
 * quoted words, for most often they are an act, which is an event: more still where the lexicon does not know the cue. */
bool st_is_told(const st_work *w, const st_cand *c);

/* ---- author.c ---- */
/* The mention of the one whose words the whole text is, DM_NONE. */
uint32_t st_author(const st_work *w);
/* I, me, my, myself; `many`: we, us, our too. */
bool st_is_first_person(dm_str word, bool many);

/* ---- statement_rows.c ---- */
bool st_make_rows(st_work *w) DM_MUST_CHECK;

#endif
