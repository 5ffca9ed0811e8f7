/* See ner.h. Slots: the token; the first token of the open entity; the token before it if an entity is open. */
#include "syntax/ner.h"

#include "syntax/stopwatch.h"

#include <stdlib.h>

bool ner_init(ner *r) {
    r->rows = aligned_alloc(NN_ALIGN, sizeof(float) * (1 + NER_ROWS_AT_ONCE) * r->model->row_size);
    return r->rows != NULL;
}

void ner_free(ner *r) { free(r->rows); }

void ner_begin(ner *r, uint32_t end) {
    r->end = end;
    r->open_begin = DM_NONE;
}

static void report_gap(const ner *r, uint32_t token, uint32_t class, const float *mask) {
    float second = -__builtin_inff();
    for (uint32_t c = 0; c < NER_CLASSES; c++)
        if (c != class && mask[c] == 0.0f && r->scores[c] > second) second = r->scores[c];
    r->watch(r->watch_context, SYNTAX_NER, token, r->scores[class] - second);
}

/* row: of the token; the one before it lies before it. */
static uint32_t decide(ner *r, const dm_token *tokens, uint32_t token, const float *row) {
    bool open = r->open_begin != DM_NONE;
    bool can_go_on = token + 1 < r->end && !(tokens[token + 1].flags & DM_TOK_SENT_START);
    if (!open && tokens[token].flags & DM_TOK_IS_SPACE) return r->classes->out;
    if (open && !can_go_on) return r->classes->last[r->open_label];
    const float *slots[NER_SLOTS] = {row, open ? r->first : NULL, open ? row - r->model->row_size + 2 * TRANSITIONS_SLOT : NULL};
    transitions_score(r->model, slots, r->scores);
    const float *mask = open ? r->classes->open[r->open_label] : r->classes->closed[can_go_on];
    uint32_t class = r->model->kernels->pick(r->scores, mask, r->model->n_scores);
    if (class >= NER_CLASSES || mask[class] != 0.0f) /* no score is a number */
        class = open ? r->classes->last[r->open_label] : r->classes->out;
    if (r->watch) report_gap(r, token, class, mask);
    return class;
}

static void close_entity(dm_token *tokens, uint32_t begin, uint32_t end, uint8_t label) {
    for (uint32_t i = begin; i < end; i++) tokens[i].ner = label;
    tokens[begin].flags |= DM_TOK_ENT_BEGIN;
}

static void step(ner *r, dm_token *tokens, uint32_t token, const float *row) {
    tokens[token].ner = DM_NER_NONE;
    tokens[token].flags &= (uint8_t)~DM_TOK_ENT_BEGIN;
    uint32_t class = decide(r, tokens, token, row);
    switch ((ner_action)r->classes->action[class]) {
    case NER_BEGIN:
        r->open_begin = token;
        r->open_label = r->classes->label[class];
        memcpy(r->first, row + TRANSITIONS_SLOT, sizeof r->first);
        break;
    case NER_LAST:
        close_entity(tokens, r->open_begin, token + 1, r->open_label);
        r->open_begin = DM_NONE;
        break;
    case NER_UNIT: close_entity(tokens, token, token + 1, r->classes->label[class]); break;
    case NER_IN:
    case NER_OUT:
    case NER_N_ACTIONS: break;
    }
}

void ner_advance(ner *r, dm_doc *doc, uint32_t token, const float *g, uint32_t n) {
    const float *part[NER_ROWS_AT_ONCE];
    uint32_t size = r->model->row_size;
    for (uint32_t at = 0; at < n; at += NER_ROWS_AT_ONCE) {
        uint32_t count = n - at < NER_ROWS_AT_ONCE ? n - at : NER_ROWS_AT_ONCE;
        for (uint32_t i = 0; i < count; i++) part[i] = g + (size_t)(at + i) * TRANSITIONS_TOKEN;
        stopwatch watch = stopwatch_start(r->stats);
        transitions_rows(r->model, part, count, r->rows + size);
        stopwatch_lap(&watch, &r->stats->ner_rows_ns);
        for (uint32_t i = 0; i < count; i++) step(r, doc->tokens.v, token + at + i, r->rows + (size_t)(1 + i) * size);
        stopwatch_lap(&watch, &r->stats->ner_ns);
        memcpy(r->rows, r->rows + (size_t)count * size, size * sizeof(float));
    }
}
