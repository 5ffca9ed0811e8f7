/* See arcs.h. All indices are the document's; [begin, end) is the unit. The work is linear but for the search after
 * decorated labels, which is bounded by a count. */
#include "syntax/arcs.h"

enum { EDGE_ROUNDS = 12 };

/* ---- edges ---- */

static void widen(dm_token *head, const dm_token *child) {
    if (child->left < head->left) head->left = child->left;
    if (child->right > head->right) head->right = child->right;
}

/* Whether every head lies in its token's sentence, as far as spaCy looks: sentence ends are not checked, and a head
 * may stand on the first token of the next sentence. */
static bool heads_inside(const dm_token *t, uint32_t begin, uint32_t end, const uint8_t *start) {
    uint32_t cur = begin;
    for (uint32_t i = begin; i < end; i++) {
        if (!(i > begin && start[i - begin]) && i != end - 1) continue;
        for (uint32_t j = cur; j < i; j++)
            if (t[j].head < cur || t[j].head >= i + 1) return false;
        cur = i;
    }
    return true;
}

/* left, right (one past the last) of every subtree; start[i]: token i is the left edge of a root. Non-projective arcs
 * may need more rounds; spaCy gives up after twelve, and so must we. */
static void find_edges(dm_token *t, uint32_t begin, uint32_t end, uint8_t *start) {
    for (uint32_t i = begin; i < end; i++) {
        t[i].left = i;
        t[i].right = i + 1;
    }
    for (int round = 0; round < EDGE_ROUNDS; round++) {
        for (uint32_t i = begin; i < end; i++) widen(&t[t[i].head], &t[i]);
        for (uint32_t i = end; i-- > begin;) widen(&t[t[i].head], &t[i]);
        memset(start, 0, end - begin);
        for (uint32_t i = begin; i < end; i++)
            if (t[i].head == i) start[t[i].left - begin] = 1;
        if (heads_inside(t, begin, end, start)) return;
    }
}

/* ---- children ---- */

/* first_child and next_sibling, ascending. Inside: only children between their head's edges, as spaCy enumerates. */
static void find_children(dm_token *t, uint32_t begin, uint32_t end, bool inside) {
    for (uint32_t i = begin; i < end; i++) t[i].first_child = t[i].next_sibling = DM_NONE;
    for (uint32_t i = end; i-- > begin;) {
        dm_token *head = &t[t[i].head];
        if (t[i].head == i || (inside && (i < head->left || i >= head->right))) continue;
        t[i].next_sibling = head->first_child;
        head->first_child = i;
    }
}

static void unlink_child(dm_token *t, uint32_t child, uint64_t *work) {
    uint32_t *at = &t[t[child].head].first_child;
    for (; *at != DM_NONE && *at != child; ++*work) at = &t[*at].next_sibling;
    if (*at == child) *at = t[child].next_sibling;
}

static void link_child(dm_token *t, uint32_t child, uint32_t head, uint64_t *work) {
    t[child].head = head;
    if (child < t[head].left || child >= t[head].right) return;
    uint32_t *at = &t[head].first_child;
    for (; *at != DM_NONE && *at < child; ++*work) at = &t[*at].next_sibling;
    t[child].next_sibling = *at;
    *at = child;
}

/* ---- decorated labels ---- */

/* The first token below `head`, breadth first and left to right, with that label; white space and `self` are skipped
 * with all that hangs on them. decorated: tokens whose label is not plain yet. */
static uint32_t search(const dm_token *t, uint32_t head, uint32_t self, dm_dep label, const uint8_t *decorated, uint32_t begin, uint32_t *queue,
                       uint64_t *work, uint64_t limit) {
    uint32_t from = 0, to = 1;
    queue[0] = head;
    while (from < to) {
        for (uint32_t c = t[queue[from++]].first_child; c != DM_NONE; c = t[c].next_sibling) {
            if (++*work > limit) return DM_NONE;
            if (c == self || t[c].flags & DM_TOK_IS_SPACE) continue;
            if (t[c].dep == label && decorated[c - begin] == CLASS_NONE) return c;
            queue[to++] = c;
        }
    }
    return DM_NONE;
}

/* decorated[i - begin]: the label of the intended head, CLASS_NONE when the token's label is plain. */
static void move_decorated(dm_token *t, uint32_t begin, uint32_t end, uint8_t *decorated, uint32_t *queue) {
    uint64_t work = 0, limit = 1000000 + (uint64_t)(end - begin) * 64;
    find_children(t, begin, end, true);
    for (uint32_t i = begin; i < end; i++) {
        uint8_t label = decorated[i - begin];
        if (label == CLASS_NONE) continue;
        uint32_t head = search(t, t[i].head, i, label, decorated, begin, queue, &work, limit);
        decorated[i - begin] = CLASS_NONE;
        if (head == DM_NONE || head == t[i].head) continue;
        unlink_child(t, i, &work);
        link_child(t, i, head, &work);
    }
}

/* ---- sentences ---- */

static dm_status add_sentence(dm_doc *doc, uint32_t block, uint32_t begin, uint32_t end, dm_err *err) {
    dm_token *t = doc->tokens.v;
    uint32_t first = begin, last = end;
    while (first < last && t[first].flags & DM_TOK_IS_SPACE) first++;
    while (first < last && t[last - 1].flags & DM_TOK_IS_SPACE) last--;
    uint32_t index = first < last ? doc->sentences.n : DM_NONE, root = begin;
    for (uint32_t i = end; i-- > begin;) {
        t[i].sentence = index;
        if (t[i].head == i) root = i;
    }
    if (index == DM_NONE) return DM_OK;
    dm_sentence_row *row = VEC_PUSH(doc->arena, &doc->sentences);
    if (!row) return err_memory(err, "the sentences");
    *row = (dm_sentence_row){{t[first].span.begin, t[last - 1].span.end}, begin, end, root, block};
    return DM_OK;
}

static dm_status add_sentences(dm_doc *doc, uint32_t block, uint32_t begin, uint32_t end, const uint8_t *start, dm_err *err) {
    uint32_t first = begin;
    for (uint32_t i = begin; i < end; i++) {
        dm_token *t = &doc->tokens.v[i];
        bool starts = i == begin || start[i - begin];
        t->flags = (uint8_t)((t->flags & ~DM_TOK_SENT_START) | (starts ? DM_TOK_SENT_START : 0));
        if (!starts || i == begin) continue;
        DM_TRY(add_sentence(doc, block, first, i, err));
        first = i;
    }
    return add_sentence(doc, block, first, end, err);
}

/* A root whose sentence may not begin where it does hangs on the root before it. */
static bool join_roots(dm_token *t, uint32_t begin, uint32_t end) {
    uint32_t before = DM_NONE;
    bool any = false;
    for (uint32_t i = begin; i < end; i++) {
        if (t[i].head != i) continue;
        if (before != DM_NONE && t[t[i].left].flags & DM_TOK_JOINED) {
            t[i].head = before;
            t[i].dep = DM_DEP_PARATAXIS;
            any = true;
        } else {
            before = i;
        }
    }
    return any;
}

dm_status arcs_read(parser *p, dm_doc *doc, uint32_t block, dm_err *err) {
    dm_token *t = doc->tokens.v;
    uint32_t begin = p->begin, end = begin + p->n;
    bool any = false;
    uint8_t *start = p->flags, *decorated = p->class;
    for (uint32_t i = 0; i < p->n; i++) {
        bool arc = p->head[i] != DM_NONE;
        uint8_t class = p->class[i];
        t[begin + i].head = arc ? begin + p->head[i] : begin + i;
        t[begin + i].dep = arc ? p->classes->dep[class] : DM_DEP_ROOT;
        decorated[i] = arc ? p->classes->head_dep[class] : CLASS_NONE;
        any |= decorated[i] != CLASS_NONE;
    }
    find_edges(t, begin, end, start);
    if (any) {
        move_decorated(t, begin, end, decorated, p->stack);
        find_edges(t, begin, end, start);
    }
    if (join_roots(t, begin, end)) find_edges(t, begin, end, start);
    find_children(t, begin, end, false);
    return add_sentences(doc, block, begin, end, start, err);
}
