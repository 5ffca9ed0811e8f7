/* A page to the text, metadata and paragraphs of a document. */
#ifndef DM_INGEST_PAGES_H
#define DM_INGEST_PAGES_H

#include "ingest/ingest.h"
#include "ingest/paragraphs.h"

/* Sets doc's text, page, hints, and where raw does not give them title, outlet, author, url and claimed date; `out` gets all
 * blocks of the page with kind and reason. What is not main text is labelled, never left out. A binary body sets doc's status. */
dm_status pages_run(const dm_raw *raw, dm_doc *doc, dm_paragraphs *out, dm_err *err) DM_MUST_CHECK;

#endif
