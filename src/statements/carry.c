/* Quotations that no cue has claimed: the rest of a quotation after "he said.", paragraphs that go on with it, a
 * quotation after "He was blunt:", and a paragraph of quotation alone after one with a speaker. Fragments in quotation
 * marks inside a sentence of the narrator stay without a statement: terms, titles, irony. */
#include "statements/statements_int.h"

static const dm_token *tok(const st_work *w, uint32_t t) { return &w->doc->tokens.v[t]; }

static uint32_t previous_token(const st_work *w, uint32_t t) {
    uint32_t block = tok(w, t)->block;
    while (t > 0 && tok(w, t - 1)->block == block) {
        t--;
        if (!(tok(w, t)->flags & DM_TOK_IS_SPACE)) return t;
    }
    return DM_NONE;
}

/* Last read block with tokens before block b, DM_NONE. */
static uint32_t block_before(const dm_doc *doc, uint32_t b) {
    while (b-- > 0) {
        if (st_block_is_read(doc, b) && doc->blocks.v[b].kind == DM_BLOCK_BODY && doc->blocks.v[b].tok_end > doc->blocks.v[b].tok_begin) return b;
    }
    return DM_NONE;
}

static bool has_quotation(const st_work *w, const st_cand *c) {
    for (uint32_t i = 0; i < c->content.n; i++) {
        uint32_t q = w->quote_of[c->content.v[i].e - 1];
        if (q != DM_NONE && !w->quotes.v[q].short_phrase) return true;
    }
    return false;
}

static bool new_said(st_work *w, uint32_t q, uint32_t cue, uint32_t source, bool *done) {
    const dm_doc *doc = w->doc;
    st_cand c = {.cue = st_cue_range(doc, (st_range){cue, cue + 1}),
                 .source = st_source_range(w, source, cue),
                 .cue_head = cue,
                 .source_head = source,
                 .via_head = DM_NONE,
                 .occasion = ST_RANGE_NONE,
                 .act = w->cue_of[cue].row == DM_NONE ? DM_ACT_SAY : lexicon_cue(w->lex, w->cue_of[cue].row).act,
                 .kind = LEX_CUE_SPEECH,
                 .form = ST_CARRIED,
                 .sentence = tok(w, cue)->sentence};
    uint32_t cand;
    if (!st_is(c.source)) return true;
    if (c.cue.e < doc->tokens.n && st_is_punct(doc, c.cue.e, ":")) c.cue.e++;
    *done = true;
    return st_new(w, c, &cand) && st_add_content(w, cand, w->quotes.v[q].at);
}

/* "...!" beamed the winner; "...," the winner beamed: any verb will do where its clause stands right after a whole
 * quotation. */
static bool before_any_verb(st_work *w, uint32_t q, bool *done) {
    const dm_doc *doc = w->doc;
    st_range at = w->quotes.v[q].at;
    const dm_block_row *b = &doc->blocks.v[tok(w, at.e - 1)->block];
    bool comma = at.e < b->tok_end && st_is_punct(doc, at.e, ",");
    uint32_t t = at.e + (comma ? 1 : 0);
    if (w->quotes.v[q].short_phrase || t >= b->tok_end || at.e - at.b < 4 || !(comma || st_is_punct(doc, at.e - 2, ",?!."))) return true;
    const dm_token *first = tok(w, t);
    if (first->pos == DM_POS_VERB && first->dep == DM_DEP_AMOD && first->head > t && w->cue_of[t].row != DM_NONE) {
        return new_said(w, q, t, first->head, done); /* "added the agency" read as a participle */
    }
    for (uint32_t i = 0, v = t; i < 4; i++, v = tok(w, v)->head) {
        const dm_token *k = tok(w, v);
        if (k->pos == DM_POS_VERB) {
            uint32_t s = tree_child(doc, v, DM_DEP_NSUBJ);
            if (s == DM_NONE && v == t) s = tree_child(doc, v, DM_DEP_DOBJ); /* inverted order read as an object */
            bool finite = k->tag == DM_TAG_VBD || k->tag == DM_TAG_VBZ || k->tag == DM_TAG_VBP;
            if (!finite || s == DM_NONE || tree_negated(doc, v) || v < t) return true;
            bool stopped = !comma && st_is_punct(doc, at.e - 2, "."); /* then only an inverted clause belongs to it */
            bool touches = v == t || (tok(w, s)->left == t && v > t && !stopped);
            return !touches || new_said(w, q, v, s, done);
        }
        if (k->head == v || tok(w, k->head)->sentence != k->sentence) return true;
    }
    return true;
}

/* "He was blunt: '...'": the clause before the colon names the source. */
static bool after_colon(st_work *w, uint32_t q, uint32_t colon, bool *done) {
    const dm_doc *doc = w->doc;
    uint32_t n = colon - 1, owner = colon ? tree_child(doc, n, DM_DEP_POSS) : DM_NONE;
    if (owner != DM_NONE && w->cue_of[n].row != DM_NONE) return new_said(w, q, n, owner, done); /* "the army's statement:" */
    uint32_t root = doc->sentences.v[tok(w, colon)->sentence].root;
    uint32_t s = st_subject(doc, root);
    if (s == DM_NONE || root > colon || s > colon || tok(w, s)->dep == DM_DEP_EXPL) return true;
    return new_said(w, q, root, s, done);
}

typedef struct last_said {
    uint32_t cand;  /* latest candidate with a quotation, DM_NONE */
    uint32_t block; /* where its content ends */
    uint32_t end;   /* token after its cue and content */
} last_said;

static void look_at(const st_work *w, uint32_t cand, last_said *last) {
    for (uint32_t up = st_parent(w, cand), i = 0; up != DM_NONE && i < 8; up = st_parent(w, up), i++) cand = up; /* who quotes another goes on */
    const st_cand *c = &w->cands.v[cand];
    if (c->dropped || c->content.n == 0 || c->form == ST_LABEL || c->form == ST_TURN || !has_quotation(w, c)) return;
    uint32_t end = c->content.v[c->content.n - 1].e;
    if (c->cue_head != DM_NONE && st_is(c->cue) && c->cue.e > end) end = c->cue.e;
    if (last->cand != DM_NONE && end <= last->end) return;
    *last = (last_said){.cand = cand, .block = tok(w, end - 1)->block, .end = end};
}

/* The parser often gives a mark to the wrong sentence, so punctuation decides as well. */
static bool ends_sentence(const st_work *w, uint32_t t) {
    if (st_is_mark(tok(w, t)->text) && t > 0) t--;
    return tok(w, t)->tag == DM_TAG_PERIOD || st_is_punct(w->doc, t, ".?!");
}

/* "...," she wrote in a long letter to the board, "...": the second half. */
static bool same_sentence_after_comma(const st_work *w, const st_quote *q, uint32_t before, const last_said *last) {
    if (last->cand == DM_NONE || before == DM_NONE || !st_is_punct(w->doc, before, ",") || q->short_phrase) return false;
    const st_cand *c = &w->cands.v[last->cand];
    return c->cue_head != DM_NONE && last->end <= q->at.b && tok(w, c->cue_head)->sentence == tok(w, before)->sentence;
}

/* Per block: the statement that ends it, when it is one of speech in its last sentence; DM_NONE. */
static uint32_t *last_of_blocks(st_work *w) {
    const dm_doc *doc = w->doc;
    uint32_t *last = ARENA_NEW(doc->arena, uint32_t, doc->blocks.n + 1);
    for (uint32_t b = 0; last && b < doc->blocks.n; b++) last[b] = DM_NONE;
    for (uint32_t i = 0; last && i < w->cands.n; i++) {
        const st_cand *c = &w->cands.v[i];
        if (c->dropped || c->kind != LEX_CUE_SPEECH || !st_is(c->source) || !st_is(c->cue) || c->form == ST_LABEL || c->form == ST_TURN) continue;
        const dm_token *k = tok(w, c->cue.b);
        if (k->sentence != tok(w, doc->blocks.v[k->block].tok_end - 1)->sentence || st_parent(w, i) != DM_NONE) continue;
        last[k->block] = i;
    }
    return last;
}

/* A paragraph that is nothing but a quotation, after one whose last words are another's: a statement without a cue. */
static bool new_bare(st_work *w, uint32_t q, uint32_t before) {
    const st_cand *c = &w->cands.v[before];
    st_cand bare = {.cue = ST_RANGE_NONE,
                    .source = c->source,
                    .cue_head = DM_NONE,
                    .source_head = c->source_head,
                    .via_head = DM_NONE,
                    .occasion = ST_RANGE_NONE,
                    .act = DM_ACT_SAY,
                    .kind = LEX_CUE_SPEECH,
                    .form = ST_CARRIED,
                    .sentence = tok(w, w->quotes.v[q].at.b)->sentence};
    uint32_t cand;
    return st_new(w, bare, &cand) && st_add_content(w, cand, w->quotes.v[q].at);
}

static bool carry_one(st_work *w, uint32_t i, const last_said *last, const uint32_t *last_of_block) {
    const dm_doc *doc = w->doc;
    st_quote *q = &w->quotes.v[i];
    if (q->continues != DM_NONE && w->quotes.v[q->continues].owner != DM_NONE) {
        return st_add_content(w, w->quotes.v[q->continues].owner, q->at);
    }
    uint32_t before = previous_token(w, q->at.b), block = tok(w, q->at.b)->block;
    bool done = false;
    if (!before_any_verb(w, i, &done)) return false;
    uint32_t colon = before, above = before == DM_NONE ? block_before(doc, block) : DM_NONE;
    if (above != DM_NONE && q->whole_block) colon = doc->blocks.v[above].tok_end - 1; /* "He said:" in a paragraph of its own */
    if (!done && colon != DM_NONE && st_is_punct(doc, colon, ":") && !q->short_phrase && !after_colon(w, i, colon, &done)) return false;
    if (done) return true;
    if (same_sentence_after_comma(w, q, before, last)) return st_add_content(w, last->cand, q->at);
    bool opens = before == DM_NONE || ends_sentence(w, before) || tok(w, before)->sentence != tok(w, q->at.b)->sentence;
    st_range s = st_sentence(doc, q->at.e - 1);
    bool closes = q->whole_block || q->at.e >= s.e || st_trim(doc, (st_range){q->at.e, s.e}, true).b >= s.e ||
                  (q->at.e - q->at.b > 2 && ends_sentence(w, q->at.e - 2));
    if (!opens || !closes || q->short_phrase) return true;
    if (last->cand != DM_NONE && last->block == block && last->end <= q->at.b) { /* right after it: only the rest of its sentence lies between */
        uint32_t between = tok(w, last->end - 1)->sentence, here = tok(w, q->at.b)->sentence;
        if (here - between <= 1) return st_add_content(w, last->cand, q->at);
        return true;
    }
    if (above == DM_NONE || !q->whole_block) return true;
    if (last->cand != DM_NONE && above == last->block) return st_add_content(w, last->cand, q->at);
    return last_of_block[above] == DM_NONE || new_bare(w, i, last_of_block[above]);
}

bool st_carry(st_work *w) {
    last_said last = {.cand = DM_NONE};
    const uint32_t *last_of_block = last_of_blocks(w);
    if (!last_of_block) return false;
    for (uint32_t i = 0; i < w->quotes.n; i++) {
        if (w->quotes.v[i].parent != DM_NONE) continue;
        uint32_t owner = w->quotes.v[i].owner;
        if (owner != DM_NONE && w->cands.v[owner].dropped) w->quotes.v[i].owner = DM_NONE;
        if (w->quotes.v[i].owner == DM_NONE && !carry_one(w, i, &last, last_of_block)) return false;
        if (w->quotes.v[i].owner != DM_NONE) look_at(w, w->quotes.v[i].owner, &last);
    }
    return true;
}
