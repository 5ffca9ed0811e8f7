/* Date expressions, and the day on which the story was written.
 *
 * In: tokens with tree, tags and named entities; blocks; metadata; mentions with offices. Out: doc->date with its reasons,
 * and doc->timexes, ascending, for body, title and caption blocks. Captions and repeated paragraphs never vote on the
 * story's date.
 *
 * Notes, as `stage dates`: weekday_mismatch (a printed weekday and day do not go together), date_contradicted (a printed
 * or claimed day that the text rules out). */
#ifndef DM_DATES_DATES_H
#define DM_DATES_DATES_H

#include "document/doc.h"
#include "lexicon/lexicon.h"

/* `lex` may be NULL: then terms of office say nothing. Fails only for want of memory. */
dm_status dates_run(const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

#endif
