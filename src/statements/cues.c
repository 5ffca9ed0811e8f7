/* Which tokens may attribute: verbs, nouns and adjectives by lemma, phrases by what the lexicon's matcher finds. */
#include "statements/statements_int.h"

bool st_block_is_read(const dm_doc *doc, uint32_t block) {
    dm_block kind = doc->blocks.v[block].kind;
    return kind == DM_BLOCK_BODY || kind == DM_BLOCK_TITLE;
}

/* Nobody writes longer sentences; in lists and debris that the parser takes for one, every cue would claim the rest. */
enum { MAX_SENTENCE = 1000 };

static bool is_read(const dm_doc *doc, uint32_t t) {
    const dm_sentence_row *s = &doc->sentences.v[doc->tokens.v[t].sentence];
    return s->tok_end - s->tok_begin <= MAX_SENTENCE && st_block_is_read(doc, doc->tokens.v[t].block);
}

static int cue_pos(const dm_token *k) {
    switch (k->pos) {
    case DM_POS_VERB: return LEX_CUE_VERB;
    case DM_POS_NOUN: return LEX_CUE_NOUN;
    case DM_POS_ADJ: return LEX_CUE_ADJ;
    default: return -1;
    }
}

/* Token that a phrase hangs on: its first verb, else its first token. */
static void mark_phrase(st_work *w, uint32_t piece, const lex_match *m) {
    const dm_doc *doc = w->doc;
    uint32_t b = doc->pieces.v[piece].token, e = doc->pieces.v[piece + m->n_pieces - 1].token + 1, head = b;
    for (uint32_t t = b; t < e; t++) {
        if (doc->tokens.v[t].pos == DM_POS_VERB) {
            head = t;
            break;
        }
    }
    w->cue_of[head] = (st_cue){.row = m->row, .at = {b, e}};
}

static void mark_phrases(st_work *w) {
    const dm_doc *doc = w->doc;
    lex_match found[16];
    for (uint32_t i = 0; i < doc->pieces.n; i++) {
        if (!is_read(doc, doc->pieces.v[i].token)) continue;
        uint32_t n = lexicon_match(w->lex, doc, i, found, 16);
        for (uint32_t j = 0; j < n; j++) {
            if (found[j].dict != LEX_CUE || found[j].n_pieces < 2 || lexicon_cue(w->lex, found[j].row).pos != LEX_CUE_PHRASE) continue;
            mark_phrase(w, i, &found[j]);
            break;
        }
    }
}

void st_mark_cues(st_work *w) {
    const dm_doc *doc = w->doc;
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        const dm_token *k = &doc->tokens.v[t];
        int pos = cue_pos(k);
        uint32_t row = DM_NONE;
        if (pos >= 0 && k->lemma_word && is_read(doc, t)) row = lexicon_cue_of(w->lex, k->lemma_word, (uint8_t)pos);
        w->cue_of[t] = (st_cue){.row = row, .at = {t, t + 1}};
    }
    mark_phrases(w);
}
