/* The order of the stages, for one story: the only place that knows it.
 *
 * In: a dm_raw. Out: a dm_doc with all its rows. The pipeline (model, lexicon, frozen tables of the stages) is shared by all
 * threads; a pipeline_worker holds one thread's scratch memory and caches, which change nothing but time. */
#ifndef DM_PIPELINE_PIPELINE_H
#define DM_PIPELINE_PIPELINE_H

#include "document/rows.h"
#include "ingest/ingest.h"
#include "lexicon/lexicon.h"
#include "nn/model.h"

/* Most bytes of rows, tokens and text that one story may take; past it the story fails with a note. */
#define PIPELINE_STORY_BUDGET ((size_t)1 << 30)

typedef struct pipeline pipeline;
typedef struct pipeline_worker pipeline_worker;

/* lex may be NULL where only pipeline_parse is called. Both are borrowed. */
dm_status pipeline_open(const model *m, const lexicon *lex, pipeline **out, dm_err *err) DM_MUST_CHECK;
void pipeline_close(pipeline *pl);
const lexicon *pipeline_lexicon(const pipeline *pl);
dm_provenance pipeline_provenance(const pipeline *pl);

dm_status pipeline_worker_new(const pipeline *pl, pipeline_worker **out, dm_err *err) DM_MUST_CHECK;
void pipeline_worker_free(pipeline_worker *w);

/* All stages. A story that cannot be coded has status failed and a note; DM_OK all the same. Fails only for want of
 * memory outside the story's own budget. */
dm_status pipeline_code(pipeline_worker *w, const dm_raw *raw, dm_doc *doc, dm_err *err) DM_MUST_CHECK;
/* The body as one unit as it stands (decoded where it is no UTF-8): tokens and syntax alone. */
dm_status pipeline_parse(pipeline_worker *w, const dm_raw *raw, dm_doc *doc, dm_err *err) DM_MUST_CHECK;
/* Whose syntax_set_watch tells the score gaps of decisions. */
struct syntax_scratch *pipeline_syntax(pipeline_worker *w);
/* A document for a story that could not even be read. */
dm_status pipeline_failed(dm_str where, const dm_err *why, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

#endif
