/* The trained tagger: which tokens are source, cue and content of an attribution.
 *
 * Two linear chains, both decoded exactly (chain.h). The first labels the tokens of a block with source, cue, content or
 * nothing. The second takes each cue that the first found and labels the tokens around it once more, with what can only be
 * said in view of that cue (path in the tree, side, distance, what stands between). Both read the same features while
 * training (tools/train/statements) as here: a feature is a 32-bit hash of a template's number and the values that it joins. */
#ifndef DM_STATEMENTS_TAG_H
#define DM_STATEMENTS_TAG_H

#include "statements/chain.h"
#include "statements/statements_int.h"

/* Labels of the first chain: a piece begins, goes on. */
enum { ST_FLAT_O, ST_FLAT_BS, ST_FLAT_IS, ST_FLAT_BK, ST_FLAT_IK, ST_FLAT_BC, ST_FLAT_IC, ST_FLAT_N };
/* Labels of the second chain. */
enum { ST_CUED_O, ST_CUED_S, ST_CUED_K, ST_CUED_C, ST_CUED_N };

enum { ST_FEATURES_MAX = 160 };

/* The values of a token that templates join, made once per document. */
typedef struct st_view {
    uint32_t word, lemma, shape;
    uint32_t gov;      /* lemma of the governing verb */
    uint32_t path;     /* labels up to the governing verb */
    uint32_t cue;      /* act and kind of the cue that it heads, 0 */
    uint32_t left_cue; /* lemma of the nearest cue of the sentence to the left, and how far */
    uint32_t right_cue;
    uint32_t clause;                    /* the nearest clause above that a cue governs: label, cue's act, whether the token begins or ends it */
    uint32_t before_quote, after_quote; /* what stands before and after the quotation that it is in */
    uint8_t tag, pos, dep, ner, quote, outer, inner, form, mention, place;
} st_view;

/* How much of what stands before a token, counted from the beginning of the document. */
typedef struct st_counts {
    uint32_t commas, marks, verbs, sources, cues, contents;
} st_counts;

typedef struct st_tagger {
    st_work *w;
    st_view *view;     /* per token */
    uint32_t *rule_of; /* per token: candidate of the rules whose cue it heads, DM_NONE */
    uint8_t *flat;     /* per token: label of the first chain, ST_FLAT_O until it is known */
    int32_t *lead;     /* per token: by how much a cue that begins here beats anything else, in the first chain */
    st_counts *counts; /* per token, and one past the last */
} st_tagger;

/* What the rules have found must stand in w->cands. False: out of memory. */
bool st_tagger_begin(st_tagger *g, st_work *w) DM_MUST_CHECK;

/* Features of a token for the first chain; at most ST_FEATURES_MAX. Returns how many. */
uint32_t st_flat_features(const st_tagger *g, uint32_t t, uint32_t *out);
/* Classes of the edge into a token for the first chain. */
void st_flat_edges(const st_tagger *g, uint32_t t, uint16_t out[CHAIN_EDGES]);

/* What the first chain has decoded for a block: flat and lead. */
void st_take_flat(const st_tagger *g, const dm_block_row *b, const chain_token *v);
/* Counts, once flat is known. */
void st_count(const st_tagger *g);

/* A cue and the stretch of tokens around it that the second chain reads. */
typedef struct st_cued {
    st_range cue, window, subject;
    uint32_t head;         /* token of the cue that governs the others */
    uint32_t subject_head; /* DM_NONE */
    uint32_t rule;         /* candidate of the rules with that cue, DM_NONE */
} st_cued;

st_cued st_cued_begin(const st_tagger *g, st_range cue);
uint32_t st_cued_features(const st_tagger *g, const st_cued *c, uint32_t t, uint32_t *out);
void st_cued_edges(const st_tagger *g, const st_cued *c, uint32_t t, uint16_t out[CHAIN_EDGES]);
/* Labels that may not stand at a token. */
uint8_t st_cued_mask(const st_cued *c, uint32_t t);

#endif
