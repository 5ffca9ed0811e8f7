/* Which entity each mention means, with office and code at the story's date.
 *
 * In: doc->mentions [mentions], tree and tokens [syntax], doc->date [dates], the lexicon's actors and terms of office.
 * Out: doc->entities in order of their first mention; entity and why of each mention; second rows for mentions that
 * name two ("the two allies"). A mention that nothing resolves keeps entity DM_NONE.
 *
 * Sieves, the surest first, each over the whole story, as in the deterministic multi-pass systems of Raghunathan et al.
 * (EMNLP 2010) and Lee et al. (Computational Linguistics 39:4, 2013): names in the lexicon; full names of persons;
 * surnames, by title, state, sex and nearness; apposition; offices and bodies, in the story and then by who held the
 * office at the date; descriptions; pronouns. What two mentions say of country, office or sex must agree before they
 * become one, and two full names that differ never do: a surname alone unites nobody. */
#ifndef DM_ACTORS_ACTORS_H
#define DM_ACTORS_ACTORS_H

#include "document/doc.h"
#include "lexicon/lexicon.h"

dm_status actors_run(const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

/* After events: role, capacity and code of each actor and recipient, and the capacity of each speaker, at the date of the
 * event or statement where it has one, else of the story. */
dm_status actors_roles_run(const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

/* For whom the entity can bind at a day: the capacity of its office then, of its mention's words, or of its kind. */
dm_capacity actors_capacity(const lexicon *lex, const dm_doc *doc, uint32_t entity, uint32_t mention, dm_day day);

#endif
