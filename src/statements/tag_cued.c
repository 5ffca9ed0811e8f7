/* The templates of the second chain: a token in view of one cue. */
#include "statements/tag_list.h"

enum { BEFORE = 160, AFTER = 220, CLIMB = 24 };

static const dm_token *tok(const st_tagger *g, uint32_t t) { return &g->w->doc->tokens.v[t]; }

/* Sentences of the block around the cue, as many as fit. */
static st_range window_of(const st_tagger *g, st_range cue) {
    const dm_doc *doc = g->w->doc;
    const dm_block_row *b = &doc->blocks.v[tok(g, cue.b)->block];
    st_range r = {b->tok_begin, b->tok_end};
    while (cue.b - r.b > BEFORE) {
        uint32_t e = st_sentence(doc, r.b).e;
        if (e > cue.b) break;
        r.b = e;
    }
    while (r.e - cue.e > AFTER) {
        uint32_t s = st_sentence(doc, r.e - 1).b;
        if (s < cue.e) break;
        r.e = s;
    }
    return r;
}

st_cued st_cued_begin(const st_tagger *g, st_range cue) {
    const dm_doc *doc = g->w->doc;
    st_cued c = {.cue = cue, .head = DM_NONE, .rule = DM_NONE, .subject = ST_RANGE_NONE};
    for (uint32_t t = cue.b; t < cue.e; t++) {
        bool lexical = g->view[t].cue != 0, out = !st_holds(cue, tok(g, t)->head) || tok(g, t)->head == t;
        if (c.head == DM_NONE || (lexical && !g->view[c.head].cue)) c.head = t;
        else if (out && lexical == (g->view[c.head].cue != 0) && st_holds(cue, tok(g, c.head)->head)) c.head = t;
        if (g->rule_of[t] != DM_NONE) c.rule = g->rule_of[t];
    }
    c.window = window_of(g, cue);
    c.subject_head = st_subject(doc, c.head);
    if (c.subject_head != DM_NONE) c.subject = st_source_range(g->w, c.subject_head, c.head);
    return c;
}

uint8_t st_cued_mask(const st_cued *c, uint32_t t) { return st_holds(c->cue, t) ? (uint8_t) ~(1u << ST_CUED_K) : (uint8_t)(1u << ST_CUED_K); }

/* How a token stands to the cue's head in the tree. */
typedef struct relation {
    uint32_t kind;   /* 0 elsewhere, 1 below it, 2 above it, 3 beside it */
    uint32_t branch; /* child of the head (or of the common ancestor) above the token, DM_NONE */
    uint32_t path;   /* labels up and down */
    uint32_t up, down;
} relation;

static relation relate(const st_tagger *g, const st_cued *c, uint32_t t) {
    relation r = {.branch = DM_NONE, .path = 1};
    if (tok(g, t)->sentence != tok(g, c->head)->sentence) return r;
    uint32_t above[CLIMB], n = 0;
    for (uint32_t a = c->head; n < CLIMB; a = tok(g, a)->head) {
        above[n++] = a;
        if (tok(g, a)->head == a) break;
    }
    for (uint32_t a = t, last = DM_NONE; r.up < CLIMB; r.up++) {
        for (uint32_t i = 0; i < n; i++) {
            if (above[i] != a) continue;
            r.down = i;
            r.branch = last;
            r.kind = i == 0 ? 1 : r.up == 0 ? 2 : 3;
            for (uint32_t j = i; j-- > 0 && i - j < 5;) r.path = st_mix(r.path, 1000 + tok(g, above[j])->dep);
            return r;
        }
        if (r.up < 5) r.path = st_mix(r.path, 1 + tok(g, a)->dep);
        last = a;
        if (tok(g, a)->head == a) break;
        a = tok(g, a)->head;
    }
    return r;
}

/* Whether the rules with this cue have the token as source or content, and whether a piece begins there. */
static uint32_t rule_label(const st_tagger *g, const st_cued *c, uint32_t t) {
    if (c->rule == DM_NONE) return 0;
    const st_cand *k = &g->w->cands.v[c->rule];
    if (st_is(k->source) && st_holds(k->source, t)) return k->source.b == t ? 2 : 3;
    for (uint32_t i = 0; i < k->content.n; i++) {
        if (st_holds(k->content.v[i], t)) return k->content.v[i].b == t ? 4 : 5;
    }
    return st_is(k->cue) && st_holds(k->cue, t) ? 6 : 1;
}

static uint32_t rule_at(const st_tagger *g, const st_cued *c, uint32_t t, int offset) {
    int64_t i = (int64_t)t + offset;
    return i < (int64_t)c->window.b || i >= (int64_t)c->window.e ? 7 : rule_label(g, c, (uint32_t)i);
}

static uint32_t flat_at(const st_tagger *g, const st_cued *c, uint32_t t, int offset) {
    int64_t i = (int64_t)t + offset;
    return i < (int64_t)c->window.b || i >= (int64_t)c->window.e ? 7 : g->flat[i];
}

static uint32_t few(uint32_t n) { return n < 3 ? n : 3; }
static uint32_t bucket(uint32_t n) { return n < 5 ? n : n < 8 ? 5 : n < 13 ? 6 : n < 21 ? 7 : n < 40 ? 8 : 9; }

/* What stands between the token and the cue. */
typedef struct gap {
    uint32_t side, far, commas, marks, verbs, pieces, sentences;
} gap;

static gap gap_of(const st_tagger *g, const st_cued *c, uint32_t t) {
    bool before = t < c->cue.b;
    uint32_t b = before ? t : c->cue.e, e = before ? c->cue.b : t;
    if (st_holds(c->cue, t)) return (gap){.side = 2};
    const st_counts *x = &g->counts[b], *y = &g->counts[e];
    uint32_t s = tok(g, t)->sentence, k = tok(g, c->head)->sentence;
    return (gap){.side = before,
                 .far = bucket(e - b),
                 .commas = few(y->commas - x->commas),
                 .marks = few(y->marks - x->marks),
                 .verbs = few(y->verbs - x->verbs),
                 .pieces = few(y->sources - x->sources) | few(y->cues - x->cues) << 2 | few(y->contents - x->contents) << 4 | (uint32_t)before << 6,
                 .sentences = s < k ? 3 + few(k - s) : few(s - k)};
}

static void add_words(st_list *l, const st_view *const v[5]) {
    const st_view *a = v[1], *o = v[2], *z = v[3];
    one(l, a->word);
    one(l, o->word);
    one(l, z->word);
    for (int i = 0; i < 5; i++) one(l, v[i]->tag);
    two(l, a->word, o->word);
    two(l, o->word, z->word);
    three(l, a->tag, o->tag, z->tag);
    two(l, o->lemma, o->dep);
    three(l, a->dep, o->dep, z->dep);
    two(l, a->ner, o->ner);
    two(l, o->ner, z->ner);
    two(l, a->mention, o->mention);
    two(l, o->path, o->tag);
    three(l, a->quote, o->quote, z->quote);
    two(l, o->before_quote, o->after_quote);
    one(l, o->place);
}

static void add_tree(st_list *l, const st_tagger *g, const st_cued *c, uint32_t t, const gap *p) {
    const st_view *o = &g->view[t], *k = &g->view[c->head];
    relation r = relate(g, c, t);
    uint32_t branch = r.branch == DM_NONE ? 99 : tok(g, r.branch)->dep, edge = 0, first = 0;
    if (r.branch != DM_NONE) {
        const dm_token *b = tok(g, r.branch);
        edge = (uint32_t)(b->left == t) | (uint32_t)(b->right == t + 1) << 1 | (uint32_t)(b->left <= c->head && b->right > c->head) << 2;
        first = g->view[b->left].word;
    }
    uint32_t where = r.kind << 8 | p->side << 6 | few(r.down) << 4;
    two(l, where, branch);
    three(l, where, branch, edge);
    three(l, where, branch, k->lemma);
    three(l, where, branch, k->cue);
    three(l, where, branch, o->tag);
    three(l, where, branch, first);
    two(l, st_mix(where, branch), st_mix(edge, o->tag));
    one(l, r.path);
    two(l, r.path, k->lemma);
    two(l, r.path, k->cue);
    two(l, r.path, p->side);
    three(l, where, few(r.up), tok(g, c->head)->dep);
    three(l, where, k->tag, tok(g, c->head)->dep);
    three(l, where, branch, tok(g, c->head)->dep);
    uint32_t subject = !st_is(c->subject) ? 0 : !st_holds(c->subject, t) ? 1 : c->subject.b == t ? 2 : c->subject.e == t + 1 ? 3 : 4;
    two(l, subject, p->side);
    two(l, subject, o->tag);
    two(l, subject, k->lemma);
    two(l, subject, tok(g, c->head)->dep);
    const dm_token *here = tok(g, t);
    three(l, here->left == t, here->right == t + 1, o->dep);
}

static void add_gap(st_list *l, const st_tagger *g, const st_cued *c, uint32_t t, const gap *p) {
    const st_view *o = &g->view[t], *k = &g->view[c->head];
    uint32_t flat = g->flat[t];
    two(l, p->side, p->far);
    three(l, p->side, p->far, o->tag);
    three(l, p->side, p->commas, p->marks);
    three(l, p->side, p->verbs, p->commas);
    three(l, p->side, p->marks, o->quote);
    two(l, p->sentences, p->marks);
    three(l, p->sentences, o->quote, flat);
    one(l, p->pieces);
    two(l, p->pieces, flat);
    three(l, p->pieces, p->sentences, flat);
    three(l, p->pieces, p->commas, flat);
    three(l, p->side, flat, k->lemma);
    three(l, p->side, k->lemma, k->tag);
    three(l, p->side, k->cue, o->quote);
    three(l, p->side, k->quote, o->quote);
    three(l, p->pieces, st_mix(p->marks, p->commas), st_mix(p->sentences, flat));
}

static void add_labels(st_list *l, const st_tagger *g, const st_cued *c, uint32_t t, const gap *p) {
    const st_view *o = &g->view[t], *z = st_at(g, t, 1);
    uint32_t f0 = flat_at(g, c, t, -1), f1 = flat_at(g, c, t, 0), f2 = flat_at(g, c, t, 1);
    uint32_t r0 = rule_at(g, c, t, -1), r1 = rule_at(g, c, t, 0), r2 = rule_at(g, c, t, 1);
    uint32_t form = c->rule == DM_NONE ? 0 : 1 + (uint32_t)g->w->cands.v[c->rule].form;
    one(l, f1);
    three(l, f0, f1, f2);
    three(l, f0, f1, o->tag);
    three(l, f1, f2, z->tag);
    two(l, f1, p->side);
    one(l, r1);
    three(l, r0, r1, r2);
    two(l, r1, form);
    three(l, r0, r1, o->tag);
    three(l, r1, r2, z->tag);
    three(l, r1, f1, p->side);
    three(l, r1, f1, p->pieces);
    three(l, r1, f1, form);
    three(l, r1, o->outer, f1);
    three(l, r1, o->quote, f1);
}

uint32_t st_cued_features(const st_tagger *g, const st_cued *c, uint32_t t, uint32_t *out) {
    st_list l = {.v = out};
    const st_view *v[5];
    for (int i = 0; i < 5; i++) v[i] = st_at(g, t, i - 2);
    gap p = gap_of(g, c, t);
    add_words(&l, v);
    add_tree(&l, g, c, t, &p);
    add_gap(&l, g, c, t, &p);
    add_labels(&l, g, c, t, &p);
    return l.n;
}

void st_cued_edges(const st_tagger *g, const st_cued *c, uint32_t t, uint16_t out[CHAIN_EDGES]) {
    const st_view *a = st_at(g, t, -1), *o = st_at(g, t, 0);
    out[0] = (uint16_t)((a == &ST_BEYOND ? 7 : a->quote) * 8 + o->quote);
    out[1] = o->tag;
    out[2] = (uint16_t)(rule_at(g, c, t, -1) * 8 + rule_at(g, c, t, 0));
    out[3] = (uint16_t)(flat_at(g, c, t, -1) * 8 + flat_at(g, c, t, 0));
}
