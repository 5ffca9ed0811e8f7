/* From the parser's arcs to the tree: heads, labels, edges, children, sentences.
 *
 * Labels like "prep||nsubj" say that the token's true head is a nsubj near the head it got (pseudo-projective parsing,
 * Nivre and Nilsson 2005); it is looked for below that head, breadth first. Edges are the outermost tokens of each
 * subtree; a sentence begins at the left edge of every root. */
#ifndef DM_SYNTAX_ARCS_H
#define DM_SYNTAX_ARCS_H

#include "syntax/parser.h"

/* Writes head, dep, left, right, first_child, next_sibling, sentence and SENT_START of the unit's tokens and adds its
 * sentences. Takes the parser's stacks as scratch. */
dm_status arcs_read(parser *p, dm_doc *doc, uint32_t block, dm_err *err) DM_MUST_CHECK;

#endif
