/* Finds who and what is named: names, offices, bodies of states, descriptions, metonyms and pronouns.
 *
 * In: tokens with tree, tags and named entities [text, syntax], pieces [lexicon_tag]. Out: doc->mentions, ascending by
 * span, unresolved: which entity each one means is the work of actors.
 *
 * First the words of each sentence are cut into items (items.c): the longest phrase of the lexicon or named entity at
 * each place. Then items that stand together become mentions (compose.c): "South Korean Foreign Minister Chung
 * Eui-yong" is one, with its state, office and name; a state's adjective before another noun is one of its own.
 * Readings (readings.c) decide what a word alone leaves open: a capital is a government or a place by its syntax.
 *
 * A plural that names several ("the two Koreas", "Japanese and Indian officials") gives several mentions with the same
 * span, one for each; whoever reads a mention by its head takes all of them. */
#ifndef DM_MENTIONS_MENTIONS_H
#define DM_MENTIONS_MENTIONS_H

#include "document/doc.h"
#include "lexicon/lexicon.h"

/* Appends to doc->mentions. DM_E_MEMORY when the document's budget is spent. */
dm_status mentions_run(const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

#endif
