/* Candidates by the trained tagger, joined with those of the rules.
 *
 * The first chain finds the cues of a block, the second each cue's source and content. A candidate of the rules with the
 * same cue lends what the tagger does not know: addressee, occasion, carrier, the paragraphs with which a quotation goes
 * on. One that the tagger does not share stays where the tagger is not asked or not much against it: turns, headlines,
 * statements inside what is said, cues that it nearly took, and quotations that would be nobody's without it. */
#include "base/embed.h"
#include "statements/tag.h"

DM_EMBED(flat_weights, "src/statements/flat.chain");
DM_EMBED(cued_weights, "src/statements/cued.chain");

/* Leads of a cue in the first chain, chosen on PolNeAR's dev part and the open stories: added to every cue; the least that a cue of the
 * rules needs in a statement of its own and inside of another one. Confidence below which a tagged candidate is none. */
enum { CUE_BONUS = 36, KEPT_LEAD = 100, NESTED_LEAD = -300 };
#define LEAST_CONFIDENCE .37
#define LEAST_ALONE      .5 /* where neither the rules nor the lexicon know the cue */

typedef struct tagging {
    st_work *w;
    st_tagger g;
    chain flat, cued;
    chain_token *v;   /* as many as the longest block has tokens */
    bool *taken;      /* per token: in the cue of a candidate of the tagger */
    uint32_t n_rules; /* candidates of the rules, before those of the tagger */
} tagging;

static const dm_token *tok(const tagging *x, uint32_t t) { return &x->w->doc->tokens.v[t]; }

/* Labels of the first chain for one block. */
static void tag_block(tagging *x, const dm_block_row *b) {
    uint32_t n = b->tok_end - b->tok_begin, features[ST_FEATURES_MAX];
    for (uint32_t i = 0; i < n; i++) {
        chain_token *v = &x->v[i];
        *v = (chain_token){.mask = 0};
        chain_score(&x->flat, features, st_flat_features(&x->g, b->tok_begin + i, features), v->score);
        v->score[ST_FLAT_BK] += CUE_BONUS;
        st_flat_edges(&x->g, b->tok_begin + i, v->edge);
    }
    chain_decode(&x->flat, x->v, n);
    st_take_flat(&x->g, b, x->v);
}

/* Token of a range that the others hang on. */
static uint32_t head_of(const tagging *x, st_range r) {
    for (uint32_t t = r.b; t < r.e; t++) {
        const dm_token *k = tok(x, t);
        if (k->pos != DM_POS_PUNCT && (k->head == t || !st_holds(r, k->head))) return t;
    }
    return r.b;
}

static bool add_piece(st_work *w, st_cand *c, st_range r) {
    st_range *p = VEC_PUSH(w->doc->arena, &c->content);
    if (p) *p = r;
    return p != NULL;
}

/* The least by which any token's label is better than another one. */
static int32_t margin_of(const chain_token *v, uint32_t n) {
    int32_t least = INT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t y = 0; y < ST_CUED_N; y++) {
            if (y == v[i].label || (v[i].mask >> y & 1)) continue;
            int32_t d = v[i].best[v[i].label] - v[i].best[y];
            if (d < least) least = d;
        }
    }
    return least;
}

/* Source and content of one cue by the second chain. False: out of memory. */
static bool tag_cue(tagging *x, const st_cued *q, st_cand *c) {
    uint32_t n = q->window.e - q->window.b, features[ST_FEATURES_MAX];
    for (uint32_t i = 0; i < n; i++) {
        chain_token *v = &x->v[i];
        *v = (chain_token){.mask = st_cued_mask(q, q->window.b + i)};
        chain_score(&x->cued, features, st_cued_features(&x->g, q, q->window.b + i, features), v->score);
        st_cued_edges(&x->g, q, q->window.b + i, v->edge);
    }
    chain_decode(&x->cued, x->v, n);
    c->margin = margin_of(x->v, n);
    for (uint32_t i = 0, j; i < n; i = j) {
        uint8_t label = x->v[i].label;
        for (j = i + 1; j < n && x->v[j].label == label;) j++;
        st_range r = {q->window.b + i, q->window.b + j};
        if (label == ST_CUED_S && !st_is(c->source)) c->source = r;
        if (label == ST_CUED_C && !add_piece(x->w, c, r)) return false;
    }
    if (st_is(c->source)) c->source_head = head_of(x, c->source);
    return true;
}

/* Act and kind of a cue that the rules have no candidate for. */
static void name_act(const st_work *w, const st_cued *q, st_cand *c) {
    uint32_t row = w->cue_of[q->head].row;
    for (uint32_t t = q->cue.b; row == DM_NONE && t < q->cue.e; t++) row = w->cue_of[t].row;
    lex_cue cue = row == DM_NONE ? (lex_cue){.act = DM_ACT_SAY, .kind = LEX_CUE_SPEECH} : lexicon_cue(w->lex, row);
    c->act = cue.act;
    c->kind = cue.kind;
    if (row != DM_NONE) c->agrees |= ST_AGREE_WORD;
}

/* What a candidate of the rules with the same cue knows beside, and how far both agree. */
static void borrow(st_cand *c, const st_cand *rule) {
    c->via_head = rule->via_head;
    c->act = rule->act;
    c->kind = rule->kind;
    if (rule->source_head != DM_NONE && st_is(c->source) && st_holds(c->source, rule->source_head)) c->source_head = rule->source_head;
    c->agrees |= ST_AGREE_CUE;
    if (rule->source.b == c->source.b && rule->source.e == c->source.e) c->agrees |= ST_AGREE_SOURCE;
    if (rule->content.v[0].b == c->content.v[0].b) c->agrees |= ST_AGREE_BEGIN;
    if (rule->content.v[0].e == c->content.v[0].e) c->agrees |= ST_AGREE_END;
}

/* "The paper quoted her as saying": one statement, hers, which the rules have; the paper only carries it. */
static bool only_quotes(const tagging *x, const st_cued *q) {
    for (uint32_t i = 0; i < x->n_rules; i++) {
        const st_cand *c = &x->w->cands.v[i];
        if (!c->dropped && c->cue_head != DM_NONE && c->via_head != DM_NONE && st_quoting_verb(x->w, c->cue_head) == q->head) return true;
    }
    return false;
}

/* Cues that are none by what this module means by a statement, whatever the gold of the tagger may say; NULL: it may be one. */
static const char *refused(const tagging *x, const st_cued *q, const st_cand *c) {
    const st_work *w = x->w;
    st_form form = q->rule == DM_NONE ? ST_TAGGED : w->cands.v[q->rule].form;
    if (form == ST_TURN || form == ST_LABEL) return "the layout has it";
    if (c->content.n == 0) return "nothing is said";
    if (tok(x, q->head)->pos == DM_POS_VERB && st_negated(w, q->head)) return "negated";
    if (c->act == DM_ACT_REJECT && tree_child(w->doc, q->head, DM_DEP_XCOMP) != DM_NONE && q->rule == DM_NONE) {
        uint32_t comment = tree_child(w->doc, q->head, DM_DEP_XCOMP);
        if (w->cue_of[comment].row != DM_NONE) return "declined";
    }
    if (c->source_head != DM_NONE && st_is_padding(w, c->source_head, c->kind)) return "padding of the speaker";
    return only_quotes(x, q) ? "it only quotes" : NULL;
}

static bool new_tagged(tagging *x, st_range cue) {
    st_work *w = x->w;
    st_cued q = st_cued_begin(&x->g, cue);
    st_cand c = {.cue = cue,
                 .source = ST_RANGE_NONE,
                 .cue_head = q.head,
                 .source_head = DM_NONE,
                 .via_head = DM_NONE,
                 .occasion = ST_RANGE_NONE,
                 .form = ST_TAGGED,
                 .sentence = tok(x, q.head)->sentence,
                 .rule = q.rule,
                 .lead = x->g.lead[cue.b]};
    uint32_t at;
    name_act(w, &q, &c);
    if (!tag_cue(x, &q, &c)) return false;
    const char *why = refused(x, &q, &c);
    if (why) {
        doc_trace(w->doc, DM_STAGE_STATEMENTS, tree_tokens_span(w->doc, cue.b, cue.e), "the tagger's cue gives no statement: %s", why);
        return true;
    }
    if (q.rule != DM_NONE) borrow(&c, &w->cands.v[q.rule]);
    bool known = c.agrees & (ST_AGREE_CUE | ST_AGREE_WORD);
    if (st_confidence(w, &c) < (known ? LEAST_CONFIDENCE : LEAST_ALONE)) {
        doc_trace(w->doc, DM_STAGE_STATEMENTS, tree_tokens_span(w->doc, cue.b, cue.e), "the tagger is not sure enough of this cue");
        return true;
    }
    if (!st_new(w, c, &at)) return false;
    for (uint32_t t = cue.b; t < cue.e; t++) x->taken[t] = true;
    return w->cue_of[q.head].row == DM_NONE || st_add_extras(w, at);
}

static bool tag_cues(tagging *x) {
    const dm_doc *doc = x->w->doc;
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        if (x->g.flat[t] != ST_FLAT_BK) continue;
        st_range cue = {t, t + 1};
        while (cue.e < doc->tokens.n && x->g.flat[cue.e] == ST_FLAT_IK && tok(x, cue.e)->block == tok(x, t)->block) cue.e++;
        if (!new_tagged(x, cue)) return false;
    }
    return true;
}

/* How near the tagger came to a cue of the rules. */
static int32_t lead_of(const tagging *x, const st_cand *c) {
    int32_t lead = INT32_MIN;
    for (uint32_t t = c->cue.b; t < c->cue.e; t++) {
        if (x->g.lead[t] > lead) lead = x->g.lead[t];
    }
    return lead;
}

static bool is_taken(const tagging *x, const st_cand *c) {
    for (uint32_t t = c->cue.b; t < c->cue.e; t++) {
        if (x->taken[t]) return true;
    }
    return false;
}

/* A whole quotation of some length that no candidate holds but one. */
static bool is_left_over(const st_work *w, uint32_t but, st_range r) {
    uint32_t q = w->quote_of[r.b];
    if (q == DM_NONE || w->quotes.v[q].short_phrase || w->quotes.v[q].at.b != r.b) return false;
    for (uint32_t t = r.b; t < r.e; t++) {
        if (w->inside[t] != DM_NONE && w->inside[t] != but) return false;
    }
    return true;
}

static bool has_left_over(const st_work *w, uint32_t cand) {
    const st_cand *c = &w->cands.v[cand];
    for (uint32_t i = 0; i < c->content.n; i++) {
        if (is_left_over(w, cand, c->content.v[i])) return true;
    }
    return false;
}

/* What the same speaker's quotation goes on with, after the cue's sentence and in other paragraphs. */
static bool add_rest(st_work *w, uint32_t cand) {
    st_cand *c = &w->cands.v[cand];
    for (uint32_t i = 0; c->rule != DM_NONE && i < w->cands.v[c->rule].content.n; i++) {
        st_range r = w->cands.v[c->rule].content.v[i];
        if (r.b >= c->content.v[c->content.n - 1].e && is_left_over(w, cand, r) && !add_piece(w, c, r)) return false;
    }
    return true;
}

/* Which of the rules' candidates stay beside the tagger's. */
static bool review_rules(tagging *x) {
    st_work *w = x->w;
    for (uint32_t i = x->n_rules; i < w->cands.n; i++) {
        if (w->cands.v[i].rule != DM_NONE) w->cands.v[w->cands.v[i].rule].dropped = true;
    }
    if (!st_paint(w)) return false;
    for (uint32_t i = x->n_rules; i < w->cands.n; i++) {
        if (!add_rest(w, i)) return false;
    }
    for (uint32_t i = 0; i < x->n_rules; i++) {
        st_cand *c = &w->cands.v[i];
        if (c->dropped || c->form == ST_TURN || c->form == ST_LABEL || !st_is(c->cue)) continue;
        uint32_t p = st_parent(w, i);
        bool inside = p != DM_NONE && w->cands.v[p].form == ST_TAGGED;
        c->lead = lead_of(x, c);
        bool stays = has_left_over(w, i) || c->via_head != DM_NONE; /* "quoted her as saying" */
        c->dropped = is_taken(x, c) || (!stays && c->lead < (inside ? NESTED_LEAD : KEPT_LEAD));
        if (c->dropped)
            doc_trace(w->doc, DM_STAGE_STATEMENTS, tree_tokens_span(w->doc, c->cue.b, c->cue.e), "the tagger does not take this for a statement");
    }
    return true;
}

bool st_tag(st_work *w) {
    const dm_doc *doc = w->doc;
    tagging x = {.w = w, .n_rules = w->cands.n};
    uint32_t longest = 1;
    for (uint32_t b = 0; b < doc->blocks.n; b++) {
        uint32_t n = doc->blocks.v[b].tok_end - doc->blocks.v[b].tok_begin;
        if (n > longest) longest = n;
    }
    bool sound = chain_open(flat_weights(), &x.flat) && chain_open(cued_weights(), &x.cued);
    DM_ASSERT(sound && x.flat.n_labels == ST_FLAT_N && x.cued.n_labels == ST_CUED_N);
    x.v = ARENA_NEW(doc->arena, chain_token, longest);
    x.taken = ARENA_NEW(doc->arena, bool, doc->tokens.n + 1);
    if (!x.v || !x.taken || !st_tagger_begin(&x.g, w)) return false;
    for (uint32_t b = 0; b < doc->blocks.n; b++) {
        if (st_block_is_read(doc, b) && doc->blocks.v[b].tok_begin < doc->blocks.v[b].tok_end) tag_block(&x, &doc->blocks.v[b]);
    }
    st_count(&x.g);
    return tag_cues(&x) && review_rules(&x);
}
