/* What layout attributes: turns of a transcript ("MS. PARK: ...", "Q: ..."), headlines with a colon ("Oslo: ...") or
 * with the source after a dash. */
#include "document/transcript.h"
#include "statements/statements_int.h"

enum { HEADLINE_TOKENS = 30, SOURCE_TOKENS = 5 };

static const dm_token *tok(const st_work *w, uint32_t t) { return &w->doc->tokens.v[t]; }

static bool new_label(st_work *w, st_form form, st_range source, st_range cue, st_range content) {
    st_cand c = {.cue = cue,
                 .source = source,
                 .cue_head = DM_NONE,
                 .source_head = source.e - 1,
                 .via_head = DM_NONE,
                 .occasion = ST_RANGE_NONE,
                 .act = DM_ACT_SAY,
                 .kind = LEX_CUE_SPEECH,
                 .form = form,
                 .sentence = tok(w, content.b)->sentence};
    uint32_t cand;
    if (!st_new(w, c, &cand)) return false;
    st_range *p = VEC_PUSH(w->doc->arena, &w->cands.v[cand].content);
    if (!p) return false;
    *p = content;
    for (uint32_t t = content.b; t < content.e; t++) {
        if (w->quote_of[t] != DM_NONE) w->quotes.v[w->quote_of[t]].owner = cand;
    }
    return true;
}

static st_range without_space(const st_work *w, st_range r) {
    while (r.b < r.e && (tok(w, r.b)->flags & DM_TOK_IS_SPACE)) r.b++;
    while (r.e > r.b && (tok(w, r.e - 1)->flags & DM_TOK_IS_SPACE)) r.e--;
    return r;
}

/* Paragraphs without a label go on with the turn before. */
static bool extend_turn(st_work *w, const dm_block_row *b) {
    st_cand *c = &w->cands.v[w->cands.n - 1];
    st_range r = without_space(w, (st_range){b->tok_begin, b->tok_end});
    if (!st_is(r)) return true;
    st_range *p = VEC_PUSH(w->doc->arena, &c->content);
    if (p) *p = r;
    return p != NULL;
}

static bool read_transcript(st_work *w) {
    const dm_doc *doc = w->doc;
    uint32_t n_turns = 0, n_blocks = 0;
    dm_turn turn;
    for (uint32_t b = 0; b < doc->blocks.n; b++) {
        if (doc->blocks.v[b].kind != DM_BLOCK_BODY) continue;
        n_blocks++;
        n_turns += turn_read(doc, &doc->blocks.v[b], &turn);
    }
    if (n_turns < 2) return true;
    bool speaking = false, goes_on = n_turns * 4 >= n_blocks || st_author(w) != DM_NONE;
    for (uint32_t b = 0; b < doc->blocks.n; b++) {
        const dm_block_row *row = &doc->blocks.v[b];
        if (row->kind == DM_BLOCK_HEADING) speaking = false;
        if (row->kind != DM_BLOCK_BODY) continue;
        if (!turn_read(doc, row, &turn)) {
            if (speaking && goes_on && !extend_turn(w, row)) return false;
            continue;
        }
        st_range words = without_space(w, (st_range){turn.begin, row->tok_end});
        if (!st_is(words)) continue;
        st_range cue = turn.colon == DM_NONE ? ST_RANGE_NONE : (st_range){turn.colon, turn.colon + 1};
        if (!new_label(w, ST_TURN, (st_range){turn.label_begin, turn.label_end}, cue, words)) return false;
        speaking = true;
    }
    return true;
}

static bool names_somebody(const st_work *w, st_range r) {
    bool named = false;
    for (uint32_t t = r.b; t < r.e; t++) {
        const dm_token *k = tok(w, t);
        if (k->pos == DM_POS_VERB || k->pos == DM_POS_AUX) return false;
        named = named || k->ner == DM_NER_PERSON || k->ner == DM_NER_GPE || k->ner == DM_NER_ORG || k->ner == DM_NER_NORP;
    }
    return named;
}

static bool is_outlet(const st_work *w, uint32_t t) {
    const dm_doc *doc = w->doc;
    lex_match found[8];
    for (uint32_t lo = 0, hi = doc->pieces.n; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->pieces.v[mid].token < t) {
            lo = mid + 1;
            continue;
        }
        hi = mid;
        if (doc->pieces.v[mid].token != t || lo < hi) continue;
        uint32_t n = lexicon_match(w->lex, doc, mid, found, 8);
        for (uint32_t i = 0; i < n; i++) {
            if (found[i].dict == LEX_OUTLET) return true;
        }
    }
    return false;
}

static bool read_headline(st_work *w, const dm_block_row *b) {
    const dm_doc *doc = w->doc;
    st_range all = without_space(w, (st_range){b->tok_begin, b->tok_end});
    if (!st_is(all) || all.e - all.b > HEADLINE_TOKENS || all.e - all.b < 4) return true;
    for (uint32_t t = all.b + 1; t + 1 < all.e; t++) {
        bool dash = tok(w, t)->pos == DM_POS_PUNCT && !(tok(w, t - 1)->span.end == tok(w, t)->span.begin) &&
                    (st_is_punct(doc, t, "-") || str_is(tok(w, t)->text, "\xE2\x80\x93") || str_is(tok(w, t)->text, "\xE2\x80\x94"));
        if (st_is_punct(doc, t, ":") && t - all.b <= SOURCE_TOKENS) {
            st_range label = {all.b, t}, rest = {t + 1, all.e};
            if (!names_somebody(w, label) || rest.e - rest.b < 3) return true;
            return new_label(w, ST_LABEL, label, (st_range){t, t + 1}, rest);
        }
        if (dash && all.e - t - 1 <= SOURCE_TOKENS && t - all.b >= 3) {
            st_range label = {t + 1, all.e}, rest = {all.b, t};
            if (!names_somebody(w, label) || is_outlet(w, label.b) || !st_has_clause(doc, rest)) return true;
            return new_label(w, ST_LABEL, label, (st_range){t, t + 1}, rest);
        }
    }
    return true;
}

/* The title, or a first block that looks like one: short and without a full stop. */
bool st_read_layout(st_work *w) {
    const dm_doc *doc = w->doc;
    bool first = true;
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        const dm_block_row *b = &doc->blocks.v[i];
        if (!st_block_is_read(doc, i) || b->tok_begin == b->tok_end) continue;
        bool stop = st_is_punct(doc, b->tok_end - 1, ".") || st_is_mark(tok(w, b->tok_end - 1)->text);
        if (b->kind == DM_BLOCK_TITLE || (first && !stop)) {
            if (!read_headline(w, b)) return false;
        }
        first = false;
    }
    return read_transcript(w);
}
