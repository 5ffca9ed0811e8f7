/* Any words as tokens of one block, with tags and heads made from the bytes: rows in order, inside the text, with a value; an
 * interval never ends before it begins; the story's date likewise. Bytes 0 to 3 choose the story's claimed day. */
#include "dates/dates.h"
#include "document/when.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_token(dm_doc *doc, uint32_t begin, uint32_t end, uint32_t seed) {
    dm_token *t = VEC_PUSH(doc->arena, &doc->tokens);
    DM_ASSERT(t);
    *t = (dm_token){.span = {begin, end}, .text = doc_text(doc, (dm_span){begin, end}), .morph = "", .first_child = DM_NONE, .next_sibling = DM_NONE};
    char *lower = arena_copy(doc->arena, t->text.p, t->text.n);
    DM_ASSERT(lower);
    for (uint32_t i = 0; i < t->text.n; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] |= 32;
    t->lower = t->lemma = (dm_str){lower, t->text.n};
    t->pos = (dm_pos)(seed % DM_POS_N);
    t->tag = (dm_tag)(seed / 3 % DM_TAG_N);
    t->dep = (dm_dep)(seed / 5 % DM_DEP_N);
    t->ner = seed & 4 ? DM_NER_DATE : DM_NER_NONE;
    uint32_t at = doc->tokens.n - 1;
    t->head = at && (seed & 1) ? at - 1 - seed % (at < 5 ? at : 5) : at;
    t->left = at;
    t->right = at + 1;
    if (t->head != at) {
        t->next_sibling = doc->tokens.v[t->head].first_child;
        doc->tokens.v[t->head].first_child = at;
    }
}

static void make_doc(dm_doc *doc, const uint8_t *data, size_t size) {
    doc_reset(doc);
    doc->text = (dm_str){(const char *)data, (uint32_t)size};
    dm_block_row *b = VEC_PUSH(doc->arena, &doc->blocks);
    dm_sentence_row *s = VEC_PUSH(doc->arena, &doc->sentences);
    DM_ASSERT(b && s);
    b->span = (dm_span){0, (uint32_t)size};
    for (uint32_t i = 0; i < size;) {
        while (i < size && data[i] <= ' ') i++;
        uint32_t begin = i, seed = 0;
        bool word = i < size && ((data[i] | 32) >= 'a' || data[i] >= 0x80);
        while (i < size && data[i] > ' ' && (i == begin || ((data[i] | 32) >= 'a' || data[i] >= 0x80) == word)) seed = seed * 31 + data[i++];
        if (i > begin) add_token(doc, begin, i, seed + doc->tokens.n);
    }
    b->tok_end = s->tok_end = doc->tokens.n;
    s->span = b->span;
    if (size > 4) doc->claimed_day = (dm_day)(data[0] | data[1] << 8 | (data[2] & 7) << 16) - 100000;
    if (size > 4 && data[3] & 1) doc->claimed_day = DM_DAY_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dm_arena arena;
    arena_init(&arena, 0);
    dm_doc doc = {.arena = &arena};
    make_doc(&doc, data, size);
    dm_err err;
    dm_status status = dates_run(NULL, &doc, &err);
    DM_ASSERT(status == DM_OK);
    uint32_t before = 0;
    for (uint32_t i = 0; i < doc.timexes.n; i++) {
        const dm_timex_row *x = &doc.timexes.v[i];
        DM_ASSERT(x->tok_begin >= before && x->tok_begin < x->tok_end && x->tok_end <= doc.tokens.n);
        before = x->tok_end;
        DM_ASSERT(x->value.n > 0 && x->span.begin < x->span.end && x->span.end <= size);
        DM_ASSERT(x->from == DM_DAY_NONE || x->to == DM_DAY_NONE || x->from <= x->to);
    }
    dm_date d = doc.date;
    DM_ASSERT(d.from == DM_DAY_NONE || d.to == DM_DAY_NONE || d.from <= d.to);
    DM_ASSERT(d.best == DM_DAY_NONE || (d.from <= d.best && (d.to == DM_DAY_NONE || d.best <= d.to)));
    for (uint32_t t = 0; t < doc.tokens.n && t < 200; t++)
        if (!when_of(&doc, t, &d)) DM_ASSERT(d.basis == DM_BASIS_UNKNOWN);
    arena_free(&arena);
    return 0;
}
