/* Walks over the dependency tree that [syntax] left in doc->tokens. */
#ifndef DM_DOCUMENT_TREE_H
#define DM_DOCUMENT_TREE_H

#include "document/doc.h"

#define TREE_CHILDREN(doc, head_, c) for (uint32_t c = (doc)->tokens.v[head_].first_child; c != DM_NONE; c = (doc)->tokens.v[c].next_sibling)

uint32_t tree_child(const dm_doc *doc, uint32_t head, dm_dep dep);  /* first child with that label, DM_NONE */
bool tree_dominates(const dm_doc *doc, uint32_t above, uint32_t t); /* above == t counts */
dm_span tree_span(const dm_doc *doc, uint32_t t);                   /* bytes of the subtree, white space trimmed */
bool tree_negated(const dm_doc *doc, uint32_t t);                   /* has a neg child (not, never, n't) */
/* Token whose span holds the byte, else the next one; DM_NONE past the end. */
uint32_t tree_token_at(const dm_doc *doc, uint32_t byte);
static inline dm_span tree_tokens_span(const dm_doc *doc, uint32_t tok_begin, uint32_t tok_end) {
    return (dm_span){doc->tokens.v[tok_begin].span.begin, doc->tokens.v[tok_end - 1].span.end};
}

#endif
