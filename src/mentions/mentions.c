/* Drives the search for mentions over the sentences of a document; see mentions.h. */
#include "mentions/mentions.h"

#include "mentions/mentions_int.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <stdlib.h>

dm_mention_row *mention_new(finder *f, uint32_t tok_begin, uint32_t tok_end) {
    dm_mention_row *m = VEC_PUSH(f->doc->arena, &f->doc->mentions);
    if (!m) return NULL;
    *m = (dm_mention_row){
        .span = tree_tokens_span(f->doc, tok_begin, tok_end),
        .via = DM_VIA_DESCRIPTION,
        .tok_begin = tok_begin,
        .tok_end = tok_end,
        .head = head_within(f->doc, tok_begin, tok_end),
        .actor = DM_NONE,
        .office = DM_NONE,
        .agent = DM_NONE,
        .country = DM_NONE,
        .outlet = DM_NONE,
        .body = DM_NONE,
        .kind = DM_ENTITY_ORGANIZATION,
        .entity = DM_NONE,
    };
    return m;
}

bool token_is_capital(const dm_token *t) {
    uint32_t cp = 0;
    if (!t->text.n) return false;
    utf8_decode(t->text.p, t->text.n, &cp);
    return uni_is_upper(cp);
}

uint32_t head_within(const dm_doc *doc, uint32_t begin, uint32_t end) {
    uint32_t noun = DM_NONE, other = end - 1;
    for (uint32_t t = begin; t < end; t++) {
        const dm_token *tok = &doc->tokens.v[t];
        if (tok->pos == DM_POS_PUNCT || (tok->head != t && tok->head >= begin && tok->head < end)) continue;
        if (token_is_noun(tok)) noun = t;
        else other = t;
    }
    return noun != DM_NONE ? noun : other;
}

/* Pieces ascend by token, so one pass gives each token its first piece. */
static dm_status index_pieces(finder *f, dm_err *err) {
    dm_doc *doc = f->doc;
    f->first_piece = ARENA_NEW(doc->arena, uint32_t, doc->tokens.n + 1);
    if (!f->first_piece) return err_memory(err, "mentions");
    uint32_t p = 0;
    for (uint32_t t = 0; t <= doc->tokens.n; t++) {
        while (p < doc->pieces.n && doc->pieces.v[p].token < t) p++;
        f->first_piece[t] = p;
    }
    return DM_OK;
}

/* By place, longer first; then by what makes two of one span different, so that the order never depends on qsort. */
static int by_span(const void *left, const void *right) {
    const dm_mention_row *a = left, *b = right;
    if (a->span.begin != b->span.begin) return a->span.begin < b->span.begin ? -1 : 1;
    if (a->span.end != b->span.end) return a->span.end > b->span.end ? -1 : 1;
    if (a->via != b->via) return a->via < b->via ? -1 : 1;
    if (a->actor != b->actor) return a->actor < b->actor ? -1 : 1;
    if (a->country != b->country) return a->country < b->country ? -1 : 1;
    return 0;
}

dm_status mentions_run(const lexicon *lex, dm_doc *doc, dm_err *err) {
    finder f = {.lex = lex, .doc = doc};
    DM_TRY(index_pieces(&f, err));
    compass_prepare(&f);
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        const dm_sentence_row *sentence = &doc->sentences.v[s];
        DM_TRY(items_cut(&f, sentence, err));
        DM_TRY(compose_items(&f, sentence, err));
        DM_TRY(pronouns_find(&f, sentence, err));
    }
    if (doc->mentions.n > 1) qsort(doc->mentions.v, doc->mentions.n, sizeof *doc->mentions.v, by_span);
    uint32_t n = doc->mentions.n;
    DM_TRY(labels_find(&f, err));
    if (doc->mentions.n > n) qsort(doc->mentions.v, doc->mentions.n, sizeof *doc->mentions.v, by_span);
    return DM_OK;
}
