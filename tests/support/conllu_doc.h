/* For tests of stages after syntax that shall not need the model: documents from CoNLL-U as `demarche parse` prints it, one
 * block for each "# newpar". Text, blocks, tokens with their tree and entities, and sentences are filled. */
#ifndef DM_TESTS_SUPPORT_CONLLU_DOC_H
#define DM_TESTS_SUPPORT_CONLLU_DOC_H

#include "document/doc.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct conllu_reader {
    dm_doc *doc;
    dm_buf text;
    uint32_t base; /* first token of the sentence */
    bool sentence; /* one is open */
} conllu_reader;

static inline dm_str conllu_copy(dm_doc *doc, dm_str s) {
    dm_str c = arena_str(doc->arena, s);
    if (s.n && !c.p) abort();
    return c;
}

static inline void conllu_block(conllu_reader *r) {
    dm_doc *doc = r->doc;
    if (doc->blocks.n) buf_puts(&r->text, "\n\n");
    dm_block_row *b = VEC_PUSH(doc->arena, &doc->blocks);
    if (!b) abort();
    b->span.begin = (uint32_t)r->text.n;
    b->tok_begin = b->tok_end = doc->tokens.n;
}

static inline void conllu_end_sentence(conllu_reader *r) {
    dm_doc *doc = r->doc;
    if (!r->sentence) return;
    r->sentence = false;
    dm_sentence_row *s = VEC_PUSH(doc->arena, &doc->sentences);
    if (!s) abort();
    *s = (dm_sentence_row){.tok_begin = r->base, .tok_end = doc->tokens.n, .block = doc->blocks.n - 1};
    s->span = (dm_span){doc->tokens.v[r->base].span.begin, doc->tokens.v[doc->tokens.n - 1].span.end};
    for (uint32_t i = doc->tokens.n; i-- > r->base;) {
        dm_token *k = &doc->tokens.v[i];
        k->sentence = doc->sentences.n - 1;
        k->left = i;
        k->right = i + 1;
        if (k->head == i) {
            s->root = i;
            continue;
        }
        k->next_sibling = doc->tokens.v[k->head].first_child;
        doc->tokens.v[k->head].first_child = i;
    }
    for (uint32_t i = r->base; i < doc->tokens.n; i++) { /* edges: every token widens all above it */
        for (uint32_t t = i; doc->tokens.v[t].head != t; t = doc->tokens.v[t].head) {
            dm_token *h = &doc->tokens.v[doc->tokens.v[t].head];
            if (i < h->left) h->left = i;
            if (i + 1 > h->right) h->right = i + 1;
        }
    }
}

static inline void conllu_token(conllu_reader *r, dm_str cells[10]) {
    dm_doc *doc = r->doc;
    if (!r->sentence) r->base = doc->tokens.n;
    r->sentence = true;
    dm_token *k = VEC_PUSH(doc->arena, &doc->tokens);
    if (!k || !VEC_PUSH(doc->arena, &doc->features)) abort();
    k->span.begin = (uint32_t)r->text.n;
    buf_put_str(&r->text, cells[1]);
    k->span.end = (uint32_t)r->text.n;
    k->text = conllu_copy(doc, cells[1]);
    k->lower = conllu_copy(doc, cells[1]);
    for (uint32_t i = 0; i < k->lower.n; i++) ((char *)(uintptr_t)k->lower.p)[i] = (char)tolower((unsigned char)k->lower.p[i]);
    k->lemma = conllu_copy(doc, cells[2]);
    k->morph = "";
    k->pos = (dm_pos)dm_pos_of(cells[3]);
    k->tag = (dm_tag)dm_tag_of(cells[4]);
    k->dep = (dm_dep)dm_dep_of(cells[7]);
    uint32_t head = (uint32_t)strtoul(cells[6].p, NULL, 10);
    k->head = head ? r->base + head - 1 : doc->tokens.n - 1;
    k->first_child = k->next_sibling = DM_NONE;
    k->block = doc->blocks.n - 1;
    int64_t ner = str_find(cells[9], DM_STR("NER="), 0);
    if (ner >= 0) {
        int64_t bar = str_find(cells[9], DM_STR("|"), (uint32_t)ner);
        dm_str label = str_sub(cells[9], (uint32_t)ner + 4, bar < 0 ? cells[9].n : (uint32_t)bar);
        if (label.p[0] == 'B') k->flags |= DM_TOK_ENT_BEGIN;
        k->ner = (dm_ner)dm_ner_of(str_sub(label, 2, label.n));
    }
    if (str_find(cells[9], DM_STR("SpaceAfter=No"), 0) < 0) {
        k->flags |= DM_TOK_SPACE_AFTER;
        buf_putc(&r->text, ' ');
    }
    doc->blocks.v[doc->blocks.n - 1].tok_end = doc->tokens.n;
    doc->blocks.v[doc->blocks.n - 1].span.end = k->span.end;
}

static inline void conllu_line(conllu_reader *r, dm_str line) {
    if (str_starts(line, "# newpar")) conllu_block(r);
    if (line.n == 0) conllu_end_sentence(r);
    if (line.n == 0 || line.p[0] == '#') return;
    dm_str cells[10];
    int n = 0;
    for (uint32_t i = 0, from = 0; i <= line.n && n < 10; i++) {
        if (i < line.n && line.p[i] != '\t') continue;
        cells[n++] = str_sub(line, from, i);
        from = i + 1;
    }
    if (n != 10) {
        fprintf(stderr, "not a line of CoNLL-U: %.*s\n", DM_STR_ARG(line));
        abort();
    }
    conllu_token(r, cells);
}

/* Fills doc, which must have an arena, from the lines of `source`. */
static inline void conllu_doc(dm_doc *doc, dm_str source) {
    doc_reset(doc);
    conllu_reader r = {.doc = doc};
    for (uint32_t i = 0, from = 0; i <= source.n; i++) {
        if (i < source.n && source.p[i] != '\n') continue;
        conllu_line(&r, str_sub(source, from, i));
        from = i + 1;
    }
    conllu_end_sentence(&r);
    doc->text = conllu_copy(doc, buf_str(&r.text));
    buf_free(&r.text);
}

#endif
