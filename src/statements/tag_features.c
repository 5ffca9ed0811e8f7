/* The templates of both chains: which values of which tokens are joined into a feature. A template's number is its place
 * in the list, so a template may only be added, moved or dropped together with new weights (tools/train/statements). */
#include "statements/tag_list.h"

static const dm_token *tok(const st_tagger *g, uint32_t t) { return &g->w->doc->tokens.v[t]; }

const st_view ST_BEYOND = {.word = 1, .lemma = 1, .shape = 99, .tag = 255, .pos = 255, .dep = 255};

const st_view *st_at(const st_tagger *g, uint32_t t, int offset) {
    const dm_block_row *b = &g->w->doc->blocks.v[tok(g, t)->block];
    int64_t i = (int64_t)t + offset;
    return i < (int64_t)b->tok_begin || i >= (int64_t)b->tok_end ? &ST_BEYOND : &g->view[i];
}

/* Words and tags around the token, alone and in pairs. */
static void add_window(st_list *l, const st_view *const v[7]) {
    const st_view *a = v[2], *o = v[3], *z = v[4];
    for (int i = 1; i < 6; i++) one(l, v[i]->word);
    for (int i = 2; i < 5; i++) one(l, v[i]->lemma);
    for (int i = 0; i < 7; i++) one(l, v[i]->tag);
    two(l, a->word, o->word);
    two(l, o->word, z->word);
    two(l, a->lemma, z->lemma);
    two(l, a->tag, o->tag);
    two(l, o->tag, z->tag);
    three(l, v[1]->tag, a->tag, o->tag);
    three(l, a->tag, o->tag, z->tag);
    three(l, o->tag, z->tag, v[5]->tag);
    two(l, o->word, z->tag);
    two(l, o->word, a->tag);
    two(l, a->shape, o->shape);
    two(l, o->shape, z->shape);
    two(l, a->ner, o->ner);
    two(l, o->ner, z->ner);
    one_if(l, o->mention);
    two(l, a->mention, o->mention);
    two(l, o->mention, z->mention);
}

/* Where the token hangs. */
static void add_tree(st_list *l, const st_tagger *g, uint32_t t, const st_view *const v[7]) {
    const dm_token *k = tok(g, t);
    const st_view *o = v[3], *h = &g->view[k->head];
    uint32_t side = k->head == t ? 0 : k->head < t ? 1 : 2;
    one(l, o->dep);
    two(l, v[2]->dep, o->dep);
    two(l, o->dep, v[4]->dep);
    three(l, v[2]->dep, o->dep, v[4]->dep);
    two(l, o->lemma, o->dep);
    two(l, o->dep, h->lemma);
    two(l, o->tag, h->tag);
    three(l, o->dep, h->dep, side);
    three(l, o->lemma, h->lemma, side);
    one(l, o->path);
    two(l, o->path, o->gov);
    two(l, o->path, o->tag);
    one(l, o->gov);
    two_if(l, h->cue, o->dep);
    two_if(l, g->view[h == o ? t : tok(g, k->head)->head].cue, o->path);
    one_if(l, o->clause);
    two_if(l, o->clause, o->tag);
    two(l, v[2]->clause, o->clause);
    uint32_t left_edge = k->left == t, right_edge = k->right == t + 1, size = k->right - k->left;
    three(l, o->dep, left_edge | right_edge << 1, size < 4 ? size : size < 9 ? 4 : 5);
}

/* Cues near by. */
static void add_cues(st_list *l, const st_view *const v[7]) {
    const st_view *o = v[3];
    for (int i = 1; i < 6; i++) one_if(l, v[i]->cue);
    two_if(l, o->cue, o->lemma);
    two_if(l, o->cue, o->dep);
    one(l, o->left_cue);
    one(l, o->right_cue);
    two(l, o->left_cue, o->tag);
    two(l, o->right_cue, o->tag);
    two(l, o->left_cue, o->right_cue);
    two(l, v[4]->cue, v[5]->cue);
}

static void add_quotes(st_list *l, const st_view *const v[7]) {
    const st_view *o = v[3];
    three(l, v[2]->quote, o->quote, v[4]->quote);
    two(l, o->quote, o->tag);
    two(l, o->quote, o->dep);
    one_if(l, o->before_quote);
    one_if(l, o->after_quote);
    two_if(l, o->before_quote, o->after_quote);
    two_if(l, o->after_quote, o->quote);
    one(l, o->place);
    two(l, o->place, o->tag);
    two(l, o->place, o->quote);
}

/* What the rules say. */
static void add_rules(st_list *l, const st_view *const v[7]) {
    const st_view *a = v[2], *o = v[3], *z = v[4];
    one(l, v[1]->outer);
    one(l, a->outer);
    one(l, z->outer);
    one(l, v[5]->outer);
    two(l, o->outer, o->inner);
    three(l, a->outer, o->outer, z->outer);
    two(l, o->outer, o->tag);
    two(l, o->outer, o->word);
    two(l, o->outer, o->dep);
    three(l, o->outer, o->inner, o->quote);
    two(l, o->outer, o->form);
    three(l, a->outer, o->outer, o->tag);
    three(l, o->outer, z->outer, z->tag);
    two(l, o->outer, o->gov);
    two(l, o->outer, o->path);
}

static void window(const st_tagger *g, uint32_t t, const st_view *v[7]) {
    for (int i = 0; i < 7; i++) v[i] = st_at(g, t, i - 3);
}

uint32_t st_flat_features(const st_tagger *g, uint32_t t, uint32_t *out) {
    st_list l = {.v = out};
    const st_view *v[7];
    window(g, t, v);
    add_window(&l, v);
    add_tree(&l, g, t, v);
    add_cues(&l, v);
    add_quotes(&l, v);
    add_rules(&l, v);
    return l.n;
}

void st_flat_edges(const st_tagger *g, uint32_t t, uint16_t out[CHAIN_EDGES]) {
    const st_view *a = st_at(g, t, -1), *o = st_at(g, t, 0);
    out[0] = 0;
    out[1] = o->tag;
    out[2] = (uint16_t)((a == &ST_BEYOND ? 7 : a->quote) * 8 + o->quote);
    out[3] = (uint16_t)((a == &ST_BEYOND ? 7 : a->outer) * 8 + o->outer);
}
