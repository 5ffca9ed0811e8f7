/* Statements: who said what. Reads blocks, tokens, sentences, mentions, entities and dates of a document; writes
 * doc->statements, in order of place, and notes on odd quotation marks.
 *
 * A statement is content with a source: words in quotation marks, the clause that a verb of speech, belief or intent
 * governs, what "according to X" covers, a labelled turn of a transcript. Negated ones ("did not say") are left out;
 * a denial is a statement of its own (act deny). A quotation that nobody is seen to say gives no row. */
#ifndef DM_STATEMENTS_STATEMENTS_H
#define DM_STATEMENTS_STATEMENTS_H

#include "lexicon/lexicon.h"

/* Odd marks and odd syntax never fail (doc_note); only memory does. */
dm_status statements_run(const lexicon *lex, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

#endif
