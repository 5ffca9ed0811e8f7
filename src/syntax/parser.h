/* The arc-eager parser: tokens' rows in, an arc for each token out; greedy, one action at a time.
 *
 * Tokens arrive in order; parser_advance goes on as long as the next two tokens of the buffer are there, so a unit of
 * any length streams through. Rows of recent tokens lie in a ring; a token further back that a state still reaches (on
 * a deep stack, or the child of one) is computed again from its g, one slot at a time, and g itself, past a second
 * ring, by the owner's `again`. The state is spaCy's: a stack, tokens put back, heads that may be replaced once,
 * sentence starts. Reference: Nivre 2004; Honnibal and Johnson 2015 for the non-monotonic actions. */
#ifndef DM_SYNTAX_PARSER_H
#define DM_SYNTAX_PARSER_H

#include "syntax/classes.h"
#include "syntax/syntax.h"

enum {
    PARSER_RING = 64,       /* rows kept; a power of two */
    PARSER_G_RING = 1 << 12 /* g kept; a power of two */
};

typedef struct parser {
    /* frozen */
    const transitions *model;
    const parser_classes *classes;
    /* owner's */
    const float *(*again)(void *context, uint32_t token); /* g of a token that has left the ring */
    void *context;
    syntax_watch *watch; /* NULL: off */
    void *watch_context;
    syntax_stats *stats;
    /* tokens of the document seen so far; index modulo the ring's size */
    float *rows;       /* [PARSER_RING][row_size] */
    float *g;          /* [PARSER_G_RING][NN_HIDDEN] */
    uint32_t rows_end; /* rows are there of [rows_end - PARSER_RING, rows_end) */
    uint32_t g_end;
    /* the unit in hand: tokens [begin, begin + n); all indices below are from begin */
    uint32_t begin, n, next, n_stack, n_rebuffer;
    uint32_t cap; /* tokens for which the arrays have room */
    uint32_t *stack, *rebuffer;
    uint32_t *head;       /* DM_NONE: none */
    uint32_t *last_left;  /* the child of the newest left arc */
    uint32_t *last_right; /* the child of the newest right arc; the older ones follow by previous_right */
    uint32_t *previous_right;
    uint8_t *class; /* of the token's arc */
    uint8_t *flags;
    void *block; /* what the arrays lie in */
    float room[PARSER_SLOTS][TRANSITIONS_ONE] __attribute__((aligned(NN_ALIGN)));
    float scores[TRANSITIONS_MAX_SCORES] __attribute__((aligned(NN_ALIGN)));
} parser;

/* Allocates the rings; the caller has filled model, classes and the owner's part. False: out of memory. */
bool parser_init(parser *p) DM_MUST_CHECK;
void parser_free(parser *p);
/* Forgets the tokens of another document. */
void parser_forget(parser *p);
/* Begins the unit of tokens [begin, begin + n). */
dm_status parser_begin(parser *p, uint32_t begin, uint32_t n, dm_err *err) DM_MUST_CHECK;
void parser_join(parser *p, uint32_t token); /* no sentence may begin at this token of them */
/* g of `n` tokens that follow those given so far: g[i * TRANSITIONS_TOKEN]. Several units may be given ahead. */
void parser_give(parser *p, uint32_t token, const float *g, uint32_t n);
/* Parses on with the tokens before `end` (of the document), all of them given. */
void parser_advance(parser *p, uint32_t end);
/* After the last token: gives back the arrays of a very long unit. */
void parser_end(parser *p);

#endif
