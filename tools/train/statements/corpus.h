/* The gold texts, coded by the program's own stages up to what the tagger reads. */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include "pipeline/pipeline.h"
#include "statements/tag.h"

typedef struct gold_row {
    struct {
        dm_span v[16];
        uint32_t n;
    } part[3];    /* source, cue, content: bytes of the text */
    st_range cue; /* its tokens, once aligned */
} gold_row;

typedef struct gold_doc {
    char *path;
    dm_buf bytes;
    dm_arena arena;
    dm_doc doc;
    st_work work;
    st_tagger tagger;
    VEC(gold_row) rows;
    uint8_t *gold; /* per token: gold label of the first chain */
    uint32_t *row; /* per token: gold row, DM_NONE */
    uint8_t *part; /* per token: 0 source, 1 cue, 2 content */
} gold_doc;

typedef struct corpus {
    gold_doc *docs;
    uint32_t n;
} corpus;

/* Ends the program with a message when something is wrong. */
void corpus_read(corpus *c, const char *list, pipeline_worker *worker, const lexicon *lex);

#endif
