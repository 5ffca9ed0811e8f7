/* Attribute ruler: tag and label, sometimes with the word, to part of speech, morphology and closed-class lemmas.
 *
 * In: tokens as tagger and parser left them (tag, dep) and their lower case. Out: tag, pos, dep, morph and, for some, lemma.
 * The rules are the model's: each tests one or two neighbouring tokens for sets of tags, labels, words and white space; all
 * see the tokens as they came in, and where several set the same attribute of a token the last in the list counts.
 * The part that looks at one token depends on (word, tag, dep, white space) alone and is kept per worker. */
#ifndef DM_SYNTAX_RULER_H
#define DM_SYNTAX_RULER_H

#include "document/doc.h"
#include "nn/model.h"
#include "nn/model_make.h"

typedef struct ruler ruler;                 /* frozen; any number of threads */
typedef struct ruler_scratch ruler_scratch; /* one worker; belongs to one ruler */

dm_status ruler_open(const model *m, ruler **out, dm_err *err) DM_MUST_CHECK; /* the model must outlive it */
void ruler_close(ruler *r);
dm_status ruler_scratch_new(ruler_scratch **out, dm_err *err) DM_MUST_CHECK;
void ruler_scratch_free(ruler_scratch *s);

/* Tokens [begin, end) of one unit. Sets pos, morph ("" when none), tag, dep; lemma where a rule gives one, else .p NULL.
 * Strings live as long as the model. Cannot fail. */
void ruler_run(const ruler *r, ruler_scratch *s, dm_doc *doc, uint32_t begin, uint32_t end);

/* A model_packer; reads "attribute_ruler/patterns", adds "syntax/ruler-rules", "syntax/ruler-words", "syntax/ruler-strings". */
dm_status ruler_pack(const model_source *src, model_writer *w, dm_err *err) DM_MUST_CHECK;

#endif
