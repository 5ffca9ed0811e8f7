/* The values of each token that the templates of tag_features.c join. */
#include "statements/tag.h"

static const dm_token *tok(const st_tagger *g, uint32_t t) { return &g->w->doc->tokens.v[t]; }

static uint32_t hash_str(dm_str s) {
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.n; i++) h = (h ^ (uint8_t)s.p[i]) * 16777619u;
    return h | 1;
}

static uint32_t join(uint32_t a, uint32_t b) { return (a ^ (b + 0x9E3779B9u + (a << 6) + (a >> 2))) * 0x85EBCA6Bu; }

static uint32_t shape_of(dm_str s) {
    uint32_t upper = 0, lower = 0, digit = 0, other = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z') upper++;
        else if ((c >= 'a' && c <= 'z') || (c & 0x80)) lower++;
        else if (c >= '0' && c <= '9') digit++;
        else other++;
    }
    bool first = s.n && s.p[0] >= 'A' && s.p[0] <= 'Z';
    if (digit) return 5;
    if (!upper && !lower) return 6;
    return (upper == 0 ? 1 : lower == 0 ? (upper > 1 ? 2 : 3) : first ? 4 : 7) + (other ? 8 : 0);
}

static uint32_t cue_value(const st_work *w, uint32_t t) {
    if (w->cue_of[t].row == DM_NONE) return 0;
    lex_cue c = lexicon_cue(w->lex, w->cue_of[t].row);
    return 1 + (uint32_t)c.act * 4 + c.kind;
}

static bool is_verb(const dm_token *k) { return k->pos == DM_POS_VERB || k->pos == DM_POS_AUX; }

/* Labels up to the nearest verb above, at most four. */
static void view_path(const st_tagger *g, uint32_t t, st_view *v) {
    uint32_t path = 1, a = t;
    for (int i = 0; i < 4; i++) {
        const dm_token *k = tok(g, a);
        path = join(path, (uint32_t)k->dep + 1);
        if (k->head == a) break;
        a = k->head;
        if (is_verb(tok(g, a))) {
            v->gov = hash_str(tok(g, a)->lemma);
            path = join(path, 77 + (a > t));
            break;
        }
    }
    v->path = path;
}

/* The nearest clause or infinitive above the token whose head is a cue. */
static void view_clause(const st_tagger *g, uint32_t t, st_view *v) {
    uint32_t a = t;
    for (int i = 0; i < 24; i++) {
        const dm_token *k = tok(g, a);
        if (k->head == a) break;
        bool clause = k->dep == DM_DEP_CCOMP || k->dep == DM_DEP_XCOMP || k->dep == DM_DEP_ACL || k->dep == DM_DEP_DOBJ || k->dep == DM_DEP_POBJ ||
                      k->dep == DM_DEP_NSUBJ || k->dep == DM_DEP_PCOMP;
        uint32_t cue = clause ? cue_value(g->w, k->head) : 0;
        if (cue) {
            uint32_t edge = (k->left == t) | (uint32_t)(k->right == t + 1) << 1 | (uint32_t)(a < k->head) << 2;
            v->clause = join(join(1 + (uint32_t)k->dep, edge), cue);
            return;
        }
        a = k->head;
    }
}

static void view_near_cues(const st_tagger *g) {
    const dm_doc *doc = g->w->doc;
    uint32_t last = DM_NONE;
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        if (last != DM_NONE && tok(g, last)->sentence == tok(g, t)->sentence) {
            uint32_t far = t - last < 3 ? t - last : t - last < 8 ? 3 : 4;
            g->view[t].left_cue = join(g->view[last].lemma, far);
        }
        if (g->view[t].cue && is_verb(tok(g, t))) last = t;
    }
    last = DM_NONE;
    for (uint32_t t = doc->tokens.n; t-- > 0;) {
        if (last != DM_NONE && tok(g, last)->sentence == tok(g, t)->sentence) {
            uint32_t far = last - t < 3 ? last - t : last - t < 8 ? 3 : 4;
            g->view[t].right_cue = join(g->view[last].lemma, far);
        }
        if (g->view[t].cue && is_verb(tok(g, t))) last = t;
    }
}

static void view_quotes(const st_tagger *g) {
    const st_work *w = g->w;
    const dm_doc *doc = w->doc;
    for (uint32_t i = 0; i < w->quotes.n; i++) {
        const st_quote *q = &w->quotes.v[i];
        if (q->parent != DM_NONE) continue;
        const dm_block_row *b = &doc->blocks.v[tok(g, q->at.b)->block];
        uint32_t before = q->at.b > b->tok_begin ? q->at.b - 1 : DM_NONE, after = q->at.e < b->tok_end ? q->at.e : DM_NONE;
        if (before != DM_NONE && before > b->tok_begin && st_is_punct(doc, before, ",:")) before--;
        if (after != DM_NONE && after + 1 < b->tok_end && st_is_punct(doc, after, ",")) after++;
        uint32_t vb = before == DM_NONE ? 1 : g->view[before].cue ? join(2, g->view[before].cue) : join(3, tok(g, before)->tag);
        uint32_t va = after == DM_NONE ? 1 : g->view[after].cue ? join(2, g->view[after].cue) : join(3, tok(g, after)->tag);
        if (after != DM_NONE && after + 1 < b->tok_end) {
            uint32_t two = after + 1;
            va = join(va, g->view[two].cue ? join(2, g->view[two].cue) : join(3, tok(g, two)->tag));
        }
        for (uint32_t t = q->at.b; t < q->at.e; t++) {
            st_view *v = &g->view[t];
            v->quote = (uint8_t)((t == q->at.b ? 1 : t + 1 == q->at.e ? 3 : 2) + (q->short_phrase ? 3 : 0));
            v->before_quote = vb;
            v->after_quote = va;
        }
    }
}

static void paint(const st_tagger *g, st_range r, uint8_t label, uint8_t form, bool inner) {
    if (!st_is(r)) return;
    for (uint32_t t = r.b; t < r.e; t++) {
        st_view *v = &g->view[t];
        uint8_t l = (uint8_t)(label + (t > r.b));
        if (inner) v->inner = l;
        else {
            v->outer = l;
            v->form = (uint8_t)(form + 1);
        }
    }
}

static uint32_t size_of(const st_cand *c) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->content.n; i++) n += c->content.v[i].e - c->content.v[i].b;
    return n;
}

static void paint_cand(const st_tagger *g, const st_cand *c, bool inner) {
    for (uint32_t i = 0; i < c->content.n; i++) paint(g, c->content.v[i], ST_FLAT_BC, (uint8_t)c->form, inner);
    paint(g, c->source, ST_FLAT_BS, (uint8_t)c->form, inner);
    paint(g, c->cue, ST_FLAT_BK, (uint8_t)c->form, inner);
}

/* What the rules found: once with the widest candidate on top, once with the narrowest. */
static bool view_rules(st_tagger *g) {
    st_work *w = g->w;
    uint32_t n = 0, *order = ARENA_NEW(w->doc->arena, uint32_t, w->cands.n + 1);
    if (!order) return false;
    for (uint32_t i = 0; i < w->cands.n; i++) {
        const st_cand *c = &w->cands.v[i];
        if (c->dropped || !c->content.n) continue;
        if (st_is(c->cue)) g->rule_of[c->cue_head != DM_NONE ? c->cue_head : c->cue.b] = i;
        uint32_t j = n++;
        for (uint32_t size = size_of(c); j > 0 && size_of(&w->cands.v[order[j - 1]]) > size; j--) order[j] = order[j - 1];
        order[j] = i;
    }
    for (uint32_t i = 0; i < n; i++) paint_cand(g, &w->cands.v[order[i]], false);
    for (uint32_t i = n; i-- > 0;) paint_cand(g, &w->cands.v[order[i]], true);
    return true;
}

static void view_mentions(const st_tagger *g) {
    const dm_doc *doc = g->w->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        for (uint32_t t = m->tok_begin; t < m->tok_end && t < doc->tokens.n; t++)
            g->view[t].mention = (uint8_t)(1 + (uint32_t)m->kind * 8 + (uint32_t)m->via + (t > m->tok_begin ? 128 : 0));
    }
}

static uint8_t place_of(const dm_doc *doc, uint32_t t) {
    const dm_token *k = &doc->tokens.v[t];
    if (k->sentence >= doc->sentences.n) return 0; /* in a block that is not parsed */
    const dm_sentence_row *s = &doc->sentences.v[k->sentence];
    const dm_block_row *b = &doc->blocks.v[k->block];
    uint32_t from = t - s->tok_begin, to = s->tok_end - 1 - t;
    uint32_t v = from < 2 ? from : to < 2 ? 2 + to : from < 6 ? 4 : 5;
    return (uint8_t)(v * 4 + (s->tok_begin == b->tok_begin) + 2 * (s->tok_end == b->tok_end));
}

bool st_tagger_begin(st_tagger *g, st_work *w) {
    const dm_doc *doc = w->doc;
    *g = (st_tagger){.w = w};
    g->view = ARENA_NEW(doc->arena, st_view, doc->tokens.n + 1);
    g->rule_of = ARENA_NEW(doc->arena, uint32_t, doc->tokens.n + 1);
    g->flat = ARENA_NEW(doc->arena, uint8_t, doc->tokens.n + 1);
    g->lead = ARENA_NEW(doc->arena, int32_t, doc->tokens.n + 1);
    g->counts = ARENA_NEW(doc->arena, st_counts, doc->tokens.n + 1);
    if (!g->view || !g->rule_of || !g->flat || !g->lead || !g->counts) return false;
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        const dm_token *k = tok(g, t);
        st_view *v = &g->view[t];
        g->rule_of[t] = DM_NONE;
        *v = (st_view){.word = hash_str(k->lower), .lemma = hash_str(k->lemma), .shape = shape_of(k->text), .cue = cue_value(w, t)};
        v->tag = (uint8_t)k->tag;
        v->pos = (uint8_t)k->pos;
        v->dep = (uint8_t)k->dep;
        v->ner = (uint8_t)(k->ner * 2 + ((k->flags & DM_TOK_ENT_BEGIN) != 0));
        v->place = place_of(doc, t);
    }
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        view_path(g, t, &g->view[t]);
        view_clause(g, t, &g->view[t]);
    }
    view_near_cues(g);
    view_quotes(g);
    view_mentions(g);
    return view_rules(g);
}

/* By how much the best labelling with a cue that begins here beats the best without. */
static int32_t lead_of(const int32_t best[CHAIN_LABELS]) {
    int32_t other = INT32_MIN;
    for (uint32_t y = 0; y < ST_FLAT_N; y++) {
        if (y != ST_FLAT_BK && best[y] > other) other = best[y];
    }
    return best[ST_FLAT_BK] - other;
}

void st_take_flat(const st_tagger *g, const dm_block_row *b, const chain_token *v) {
    for (uint32_t t = b->tok_begin; t < b->tok_end; t++, v++) {
        g->flat[t] = v->label;
        g->lead[t] = lead_of(v->best);
    }
}

void st_count(const st_tagger *g) {
    const dm_doc *doc = g->w->doc;
    st_counts n = {0};
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        const dm_token *k = tok(g, t);
        g->counts[t] = n;
        n.commas += k->tag == DM_TAG_COMMA;
        n.marks += st_is_mark(k->text);
        n.verbs += is_verb(k);
        n.sources += g->flat[t] == ST_FLAT_BS;
        n.cues += g->flat[t] == ST_FLAT_BK;
        n.contents += g->flat[t] == ST_FLAT_BC;
    }
    g->counts[doc->tokens.n] = n;
}
