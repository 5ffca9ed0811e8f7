/* See tree.h. */
#include "document/tree.h"

uint32_t tree_child(const dm_doc *doc, uint32_t head, dm_dep dep) {
    TREE_CHILDREN(doc, head, c) {
        if (doc->tokens.v[c].dep == dep) return c;
    }
    return DM_NONE;
}

bool tree_dominates(const dm_doc *doc, uint32_t above, uint32_t t) {
    for (uint32_t steps = 0; steps < 512; steps++) {
        if (t == above) return true;
        uint32_t up = doc->tokens.v[t].head;
        if (up == t) return false;
        t = up;
    }
    return false;
}

dm_span tree_span(const dm_doc *doc, uint32_t t) {
    uint32_t begin = doc->tokens.v[t].left, end = doc->tokens.v[t].right;
    while (begin + 1 < end && (doc->tokens.v[begin].flags & DM_TOK_IS_SPACE)) begin++;
    while (end - 1 > begin && (doc->tokens.v[end - 1].flags & DM_TOK_IS_SPACE)) end--;
    return tree_tokens_span(doc, begin, end);
}

bool tree_negated(const dm_doc *doc, uint32_t t) { return tree_child(doc, t, DM_DEP_NEG) != DM_NONE; }

uint32_t tree_token_at(const dm_doc *doc, uint32_t byte) {
    uint32_t lo = 0, hi = doc->tokens.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->tokens.v[mid].span.end <= byte) lo = mid + 1;
        else hi = mid;
    }
    return lo < doc->tokens.n ? lo : DM_NONE;
}
