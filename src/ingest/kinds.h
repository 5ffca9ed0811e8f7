/* What each paragraph is. */
#ifndef DM_INGEST_KINDS_H
#define DM_INGEST_KINDS_H

#include "ingest/paragraphs.h"

/* Splits datelines ("SEOUL, July 18 (Reuters) -"), signatures at the end ("(AFP)") and repetitions inside one line off
 * into paragraphs of their own; sets kind and reason of the pieces that it splits off, and of what follows a dateline. */
dm_status pieces_split(dm_arena *a, dm_str text, const dm_paragraphs *in, dm_paragraphs *out, dm_err *err) DM_MUST_CHECK;
/* Sets kind and reason of all that have no reason yet. `title` and `outlet` are metadata, .p NULL where unknown. */
dm_status kinds_run(dm_arena *a, dm_str text, dm_paragraphs *ps, dm_str title, dm_str outlet, dm_err *err) DM_MUST_CHECK;

/* Shared by the two: */
bool text_ends_sentence(dm_str s);
/* The name of a known news agency. */
bool text_is_agency(dm_str s);
/* That, or two to eight capitals: what may stand in brackets or alone under a story. */
bool text_is_signature(dm_str s);

#endif
