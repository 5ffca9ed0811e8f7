/* Lemmatizer: by rules of endings, with an index of known words and a list of exceptions for each part of speech
 * (noun, verb, adjective, adverb, punctuation; the tables are WordNet's, from the model). Others are lower-cased, proper nouns left.
 *
 * In: tokens after the ruler. Out: lemma, where the ruler gave none. A lemma depends on (text, pos, morph) alone and
 * is kept per worker. */
#ifndef DM_SYNTAX_LEMMA_H
#define DM_SYNTAX_LEMMA_H

#include "document/doc.h"
#include "nn/model.h"
#include "nn/model_make.h"

typedef struct lemmatizer lemmatizer;       /* frozen; any number of threads */
typedef struct lemma_scratch lemma_scratch; /* one worker; belongs to one lemmatizer */

dm_status lemma_open(const model *m, lemmatizer **out, dm_err *err) DM_MUST_CHECK; /* the model must outlive it */
void lemma_close(lemmatizer *l);
dm_status lemma_scratch_new(lemma_scratch **out, dm_err *err) DM_MUST_CHECK;
void lemma_scratch_free(lemma_scratch *s);

/* Tokens [begin, end). Strings point into the unit, the model or the document's arena. DM_E_MEMORY is all that can go wrong. */
dm_status lemma_run(const lemmatizer *l, lemma_scratch *s, dm_doc *doc, uint32_t begin, uint32_t end, dm_err *err) DM_MUST_CHECK;

/* A model_packer; reads "lemmatizer/lookups/lookups.bin", adds the sections "syntax/lemma-...". */
dm_status lemma_pack(const model_source *src, model_writer *w, dm_err *err) DM_MUST_CHECK;

#endif
