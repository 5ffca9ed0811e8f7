/* The tokenizer's second pass: special cases that the first pass had cut, found again as sequences of tokens.
 *
 * ":-)" ends in a bracket, which the first pass takes off; the second finds ": - )" and puts it together. The sequences
 * stand in a trie over the ids of the words that occur in them; other words have id 0 and stop a walk at once. The longest
 * spans win, then the leftmost; what overlaps a span already judged is left out. */
#ifndef DM_TEXT_PHRASE_H
#define DM_TEXT_PHRASE_H

#include "text/lexeme.h"
#include "text/split.h"

enum { PHRASE_MAX_TOKENS = 15 };

typedef struct phrase_edge {
    uint32_t word, node;
} phrase_edge;
typedef struct phrase_node {
    uint32_t first_edge, n_edges, is_end;
} phrase_node;
/* Edges of a node ascend by word; node 0 is the root. */
typedef struct phrase_trie {
    frozen_map words; /* exact token -> 1, 2, ... */
    const phrase_node *nodes;
    const phrase_edge *edges;
    uint32_t n_nodes, n_edges;
} phrase_trie;

/* A token in the making. */
typedef struct text_token {
    uint32_t begin, end; /* bytes of the unit */
    uint32_t phrase_word;
    uint32_t flags; /* DM_TOK_* */
    dm_str lower;
    dm_features features;
} text_token;

/* Tokens [begin, end) to look up as a special case. */
typedef struct phrase_span {
    uint32_t begin, end;
    bool kept;
} phrase_span;
typedef struct phrase_scratch {
    phrase_span *spans; /* the answer, ascending */
    uint32_t n_spans, cap_spans;
    uint8_t *marks;
    uint32_t cap_marks;
} phrase_scratch;

void phrase_scratch_free(phrase_scratch *s);
dm_status phrase_find(const phrase_trie *t, const text_token *tokens, uint32_t n, phrase_scratch *s, dm_err *err) DM_MUST_CHECK;

#endif
