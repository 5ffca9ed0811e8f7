/* See phrase.h. */
#include "text/phrase.h"

#include <stdlib.h>

void phrase_scratch_free(phrase_scratch *s) {
    free(s->spans);
    free(s->marks);
    *s = (phrase_scratch){0};
}

static uint32_t step(const phrase_trie *t, uint32_t node, uint32_t word) {
    uint32_t lo = t->nodes[node].first_edge, hi = lo + t->nodes[node].n_edges;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (t->edges[mid].word == word) return t->edges[mid].node;
        if (t->edges[mid].word < word) lo = mid + 1;
        else hi = mid;
    }
    return 0;
}

static dm_status add(phrase_scratch *s, uint32_t begin, uint32_t end, dm_err *err) {
    if (s->n_spans == s->cap_spans) {
        uint32_t cap = s->cap_spans * 2 + 32;
        phrase_span *p = realloc(s->spans, sizeof *p * cap);
        if (!p) return err_memory(err, "the tokenizer");
        s->spans = p;
        s->cap_spans = cap;
    }
    s->spans[s->n_spans++] = (phrase_span){begin, end, false};
    return DM_OK;
}

/* All occurrences, ascending by start, then by length. */
static dm_status occurrences(const phrase_trie *t, const text_token *tokens, uint32_t n, phrase_scratch *s, dm_err *err) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t node = 0;
        for (uint32_t j = i; j < n && tokens[j].phrase_word; j++) {
            node = step(t, node, tokens[j].phrase_word);
            if (!node) break;
            if (t->nodes[node].is_end) DM_TRY(add(s, i, j + 1, err));
        }
    }
    return DM_OK;
}

/* Keeps a span if neither its first nor its last token is marked; marks its tokens either way (as the reference does). */
static void choose(phrase_scratch *s) {
    for (uint32_t size = PHRASE_MAX_TOKENS; size > 0; size--)
        for (uint32_t i = 0; i < s->n_spans; i++) {
            phrase_span *x = &s->spans[i];
            if (x->end - x->begin != size) continue;
            x->kept = !s->marks[x->begin] && !s->marks[x->end - 1];
            memset(s->marks + x->begin, 1, size);
        }
}

dm_status phrase_find(const phrase_trie *t, const text_token *tokens, uint32_t n, phrase_scratch *s, dm_err *err) {
    s->n_spans = 0;
    DM_TRY(occurrences(t, tokens, n, s, err));
    if (!s->n_spans) return DM_OK;
    if (n > s->cap_marks) {
        uint8_t *p = realloc(s->marks, n);
        if (!p) return err_memory(err, "the tokenizer");
        s->marks = p;
        s->cap_marks = n;
    }
    memset(s->marks, 0, n);
    choose(s);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->n_spans; i++)
        if (s->spans[i].kept) s->spans[kept++] = s->spans[i];
    s->n_spans = kept;
    return DM_OK;
}
