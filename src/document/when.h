/* When something happened: the date that a word of the story has, by syntax.
 *
 * Reads tokens with their tree [syntax], the date expressions and the story's date [dates]. For the stages after
 * dates: events and statements call when_of with the head token of a trigger or a cue. */
#ifndef DM_DOCUMENT_WHEN_H
#define DM_DOCUMENT_WHEN_H

#include "document/doc.h"

typedef enum dm_tense { DM_TENSE_NONE, DM_TENSE_PAST, DM_TENSE_PRESENT, DM_TENSE_PERFECT, DM_TENSE_PLUPERFECT, DM_TENSE_FUTURE } dm_tense;

/* Tense of a verb by its auxiliaries; a modal or "to" before it makes it future, unless "have" stands there too. NONE for bare
 * participles. */
dm_tense when_tense(const dm_doc *doc, uint32_t verb);
/* Token of [tok_begin, tok_end) whose head lies outside of it; tok_begin when there is none. */
uint32_t when_head(const dm_doc *doc, uint32_t tok_begin, uint32_t tok_end);

/* The row of doc->timexes that dates `token` (a verb or a noun), or DM_NONE. An expression dates the nearest verb or
 * noun that it hangs on: "proposed holding talks on Friday" dates the talks, not the proposing; "Monday's offer" dates
 * the offer; verbs joined by "and" share one where only one of them has it. DURATION and SET rows never date. */
uint32_t when_timex(const dm_doc *doc, uint32_t token);

/* The date of what `token` tells: that of its expression, else what tense and place in the sentence allow. A finite
 * simple past outside of subordinate clauses has the story's date or the day before it, a perfect has an open beginning, a
 * future has an open end. False, and DM_DATE_UNKNOWN, where nothing can be said. Reasons lie in doc->arena; one that
 * finds no memory is left out. */
bool when_of(const dm_doc *doc, uint32_t token, dm_date *out);

/* The story's date, where nothing says when; DM_DATE_UNKNOWN where the story has none. */
void when_story(const dm_doc *doc, dm_date *out);

#endif
