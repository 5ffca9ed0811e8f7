/* Text: a block's unit into tokens with the ids that the network reads. Tokens and ids are those of spaCy 3.8's English
 * tokenizer, exactly; its patterns, special cases and norms come from the model file.
 *
 * Speed comes from a cache of chunks in each worker: nearly every chunk has been seen, and a hit costs a hash and a copy.
 * The cache is emptied when it is full; a hit gives what a miss would have given. */
#ifndef DM_TEXT_TEXT_H
#define DM_TEXT_TEXT_H

#include "document/doc.h"
#include "nn/model.h"

typedef struct text_model text_model;     /* frozen after opening; any number of threads */
typedef struct text_scratch text_scratch; /* one worker */

/* The model must outlive it. DM_E_MODEL when a section is missing or malformed. */
dm_status text_open(const model *m, text_model **out, dm_err *err) DM_MUST_CHECK;
void text_close(text_model *t); /* NULL is allowed */

dm_status text_scratch_new(text_scratch **out, dm_err *err) DM_MUST_CHECK;
void text_scratch_free(text_scratch *s); /* NULL is allowed */

/* Appends the tokens of doc->blocks.v[block].unit (valid UTF-8) and their features to the document and sets
 * tok_begin, tok_end of the block. Token: span, text, lower, block, flags SPACE_AFTER and IS_SPACE; `lower` points into the
 * unit or the document's arena, never into the worker's memory. DM_E_MEMORY is all that can go wrong. */
dm_status text_run(const text_model *t, text_scratch *s, dm_doc *doc, uint32_t block, dm_err *err) DM_MUST_CHECK;

/* Marks tokens of the block (JOINED) at which no sentence of news begins, whatever the parser would say: a small letter after a word or
 * comma, what follows the initial of a name or a short form such as "Drs.", the rest of a run of one mark. Not part of the pipeline that
 * text_run follows: `code` alone uses it. */
void text_join(dm_doc *doc, uint32_t block);

#endif
