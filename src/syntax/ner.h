/* Named entities: greedy BILUO over the tokens of a unit, one action a token. Runs after the parser, whose sentence
 * starts no entity may cross; white space begins none. */
#ifndef DM_SYNTAX_NER_H
#define DM_SYNTAX_NER_H

#include "syntax/classes.h"
#include "syntax/syntax.h"

enum { NER_ROWS_AT_ONCE = 64 };

typedef struct ner {
    /* frozen */
    const transitions *model;
    const ner_classes *classes;
    syntax_watch *watch; /* NULL: off */
    void *watch_context;
    syntax_stats *stats;
    float *rows;         /* [1 + NER_ROWS_AT_ONCE][row_size]: the token before, then those in hand */
    uint32_t end;        /* of the unit in hand */
    uint32_t open_begin; /* first token of the open entity, DM_NONE */
    uint8_t open_label;
    float first[TRANSITIONS_SLOT] __attribute__((aligned(NN_ALIGN))); /* the row of open_begin in its slot */
    float scores[TRANSITIONS_MAX_SCORES] __attribute__((aligned(NN_ALIGN)));
} ner;

/* Allocates; the caller has filled the frozen part. False: out of memory. */
bool ner_init(ner *r) DM_MUST_CHECK;
void ner_free(ner *r);
/* Begins the unit whose last token is end - 1. */
void ner_begin(ner *r, uint32_t end);
/* Labels the next n tokens of the unit from `token` on; g[i * TRANSITIONS_TOKEN]. */
void ner_advance(ner *r, dm_doc *doc, uint32_t token, const float *g, uint32_t n);

#endif
