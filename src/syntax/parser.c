/* See parser.h. */
#include "syntax/parser.h"

#include "syntax/stopwatch.h"

#include <stdlib.h>

enum { UNSHIFTABLE = 1, SENT_START = 2, JOINED = 4 };
enum { ROWS_AT_ONCE = 32 }; /* of the slot product; with PARSER_RING it decides what stays in the cache */

_Static_assert(ROWS_AT_ONCE * 2 <= PARSER_RING, "rows just computed must not push out those before them");

bool parser_init(parser *p) {
    p->rows = aligned_alloc(NN_ALIGN, sizeof(float) * PARSER_RING * p->model->row_size);
    p->g = aligned_alloc(NN_ALIGN, sizeof(float) * PARSER_G_RING * NN_HIDDEN);
    return p->rows && p->g;
}

static void drop_arrays(parser *p) {
    free(p->block);
    p->block = NULL;
    p->cap = 0;
}

void parser_free(parser *p) {
    free(p->rows);
    free(p->g);
    drop_arrays(p);
}

void parser_forget(parser *p) { p->rows_end = p->g_end = 0; }

dm_status parser_begin(parser *p, uint32_t begin, uint32_t n, dm_err *err) {
    if (n > p->cap) {
        drop_arrays(p);
        uint32_t cap = n < 1024 ? 1024 : n;
        p->block = malloc((size_t)cap * (6 * sizeof(uint32_t) + 2));
        if (!p->block) return err_memory(err, "the parser's stacks");
        uint32_t **arrays[] = {&p->stack, &p->rebuffer, &p->head, &p->last_left, &p->last_right, &p->previous_right};
        for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) *arrays[i] = (uint32_t *)p->block + i * cap;
        p->class = (uint8_t *)((uint32_t *)p->block + 6 * (size_t)cap);
        p->flags = p->class + cap;
        p->cap = cap;
    }
    p->begin = begin;
    p->n = n;
    p->next = p->n_stack = p->n_rebuffer = 0;
    memset(p->head, 0xFF, n * sizeof *p->head);
    memset(p->last_left, 0xFF, n * sizeof *p->last_left);
    memset(p->last_right, 0xFF, n * sizeof *p->last_right);
    memset(p->flags, 0, n);
    p->flags[0] = SENT_START;
    return DM_OK;
}

void parser_join(parser *p, uint32_t token) { p->flags[token - p->begin] |= JOINED; }

void parser_end(parser *p) {
    if (p->cap > 1u << 14) drop_arrays(p);
}

/* ---- rows ---- */

void parser_give(parser *p, uint32_t token, const float *g, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        memcpy(p->g + (size_t)((token + i) % PARSER_G_RING) * NN_HIDDEN, g + (size_t)i * TRANSITIONS_TOKEN, NN_HIDDEN * sizeof(float));
    p->g_end = token + n;
}

static const float *g_of(parser *p, uint32_t token) {
    if (p->g_end - token <= PARSER_G_RING) return p->g + (size_t)(token % PARSER_G_RING) * NN_HIDDEN;
    return p->again(p->context, token);
}

/* Rows of the document's tokens [from, to), which are at most ROWS_AT_ONCE and do not pass the ring's end. */
static void compute_rows(parser *p, uint32_t from, uint32_t to) {
    const float *g[ROWS_AT_ONCE];
    for (uint32_t t = from; t < to; t++) g[t - from] = g_of(p, t);
    transitions_rows(p->model, g, to - from, p->rows + (size_t)(from % PARSER_RING) * p->model->row_size);
    p->rows_end = to;
}

/* Slot f of the unit's token t, NULL for none. */
static const float *slot(parser *p, uint32_t t, uint32_t f) {
    if (t == DM_NONE) return NULL;
    uint32_t token = p->begin + t;
    if (p->rows_end - token <= PARSER_RING) return p->rows + (size_t)(token % PARSER_RING) * p->model->row_size + f * TRANSITIONS_SLOT;
    p->stats->n_far_slots++;
    return transitions_slot(p->model, g_of(p, token), f, p->room[f]);
}

/* ---- the state ---- */

static uint32_t stack_at(const parser *p, uint32_t i) { return i < p->n_stack ? p->stack[p->n_stack - 1 - i] : DM_NONE; }

static uint32_t buffer_at(const parser *p, uint32_t i) {
    if (i < p->n_rebuffer) return p->rebuffer[p->n_rebuffer - 1 - i];
    uint32_t t = p->next + (i - p->n_rebuffer);
    return t < p->n ? t : DM_NONE;
}

static uint32_t buffer_size(const parser *p) { return p->n - p->next + p->n_rebuffer; }

/* The set of valid actions; all labels of an action are equally valid. */
static uint32_t valid_actions(const parser *p) {
    uint32_t size = buffer_size(p), depth = p->n_stack, set = 0;
    uint32_t b0 = buffer_at(p, 0), b1 = buffer_at(p, 1);
    bool start = b0 != DM_NONE && p->flags[b0] & SENT_START;
    bool unshiftable = b0 != DM_NONE && p->flags[b0] & UNSHIFTABLE;
    if (depth == 0 || (size >= 2 && !start && !unshiftable)) set |= 1u << PARSER_SHIFT;
    if (depth > 0) set |= 1u << PARSER_REDUCE;
    if (depth > 0 && size > 0 && !start) set |= 1u << PARSER_LEFT | 1u << PARSER_RIGHT;
    if (size >= 2 && b1 == b0 + 1 && !(p->flags[b1] & (SENT_START | JOINED))) set |= 1u << PARSER_BREAK;
    return set;
}

static void push(parser *p) {
    uint32_t t = p->n_rebuffer > 0 ? p->rebuffer[--p->n_rebuffer] : p->next++;
    p->stack[p->n_stack++] = t;
}

/* Head h, child c. Only a left arc ever replaces another: then the old one is the newest right arc of the token that c
 * stands on. */
static void add_arc(parser *p, uint32_t h, uint32_t c, uint32_t class) {
    uint32_t old = p->head[c];
    if (old != DM_NONE) {
        DM_ASSERT(p->last_right[old] == c);
        p->last_right[old] = p->previous_right[c];
    }
    p->head[c] = h;
    p->class[c] = (uint8_t) class;
    if (h > c) {
        p->last_left[h] = c;
    } else {
        p->previous_right[c] = p->last_right[h];
        p->last_right[h] = c;
    }
}

static void apply(parser *p, uint32_t class) {
    uint32_t s0 = stack_at(p, 0), b0 = buffer_at(p, 0);
    switch ((parser_action)p->classes->action[class]) {
    case PARSER_SHIFT: push(p); break;
    case PARSER_REDUCE:
        p->n_stack--;
        if (p->head[s0] == DM_NONE && p->n_stack > 0) { /* put back: it still needs a head */
            p->flags[s0] |= UNSHIFTABLE;
            p->rebuffer[p->n_rebuffer++] = s0;
        }
        break;
    case PARSER_LEFT:
        add_arc(p, b0, s0, class);
        p->flags[b0] &= (uint8_t)~UNSHIFTABLE;
        p->n_stack--;
        break;
    case PARSER_RIGHT:
        add_arc(p, s0, b0, class);
        push(p);
        break;
    case PARSER_BREAK: p->flags[buffer_at(p, 1)] |= SENT_START; break;
    case PARSER_N_ACTIONS: DM_ASSERT(!"an action");
    }
}

/* ---- decisions ---- */

static void report_gap(const parser *p, uint32_t class, const float *mask) {
    float second = -__builtin_inff();
    for (uint32_t c = 0; c < PARSER_CLASSES; c++)
        if (c != class && mask[c] == 0.0f && p->scores[c] > second) second = p->scores[c];
    uint32_t t = buffer_at(p, 0);
    p->watch(p->watch_context, SYNTAX_PARSER, p->begin + (t == DM_NONE ? stack_at(p, 0) : t), p->scores[class] - second);
}

static uint32_t decide(parser *p) {
    uint32_t set = valid_actions(p), only = p->classes->only[set];
    if (only != CLASS_NONE) return only;
    uint32_t b0 = buffer_at(p, 0), s0 = stack_at(p, 0);
    const uint32_t at[PARSER_SLOTS] = {b0,
                                       buffer_at(p, 1),
                                       s0,
                                       stack_at(p, 1),
                                       stack_at(p, 2),
                                       b0 == DM_NONE ? DM_NONE : p->last_left[b0],
                                       s0 == DM_NONE ? DM_NONE : p->last_left[s0],
                                       s0 == DM_NONE ? DM_NONE : p->last_right[s0]};
    const float *slots[PARSER_SLOTS];
    for (uint32_t f = 0; f < PARSER_SLOTS; f++) slots[f] = slot(p, at[f], f);
    transitions_score(p->model, slots, p->scores);
    const float *mask = p->classes->mask[set];
    uint32_t class = p->model->kernels->pick(p->scores, mask, p->model->n_scores);
    if (class >= PARSER_CLASSES || mask[class] != 0.0f) /* no score is a number */
        for (class = 0; mask[class] != 0.0f;) class ++;
    if (p->watch) report_gap(p, class, mask);
    return class;
}

/* Goes on until the buffer's first two tokens are not both before `ready` (of the unit), or the unit is parsed. */
static void steps(parser *p, uint32_t ready) {
    while (p->n_stack > 0 || buffer_size(p) > 0) {
        if (p->next + 2 > p->n ? ready < p->n : p->next + 2 > ready) return;
        p->stats->n_parser_steps++;
        apply(p, decide(p));
    }
}

void parser_advance(parser *p, uint32_t end) {
    uint32_t at = p->rows_end > p->begin ? p->rows_end : p->begin;
    while (at < end) {
        uint32_t to = at + ROWS_AT_ONCE, ring_end = at - at % PARSER_RING + PARSER_RING;
        if (to > ring_end) to = ring_end;
        if (to > end) to = end;
        stopwatch watch = stopwatch_start(p->stats);
        compute_rows(p, at, to);
        stopwatch_lap(&watch, &p->stats->rows_ns);
        steps(p, to - p->begin);
        stopwatch_lap(&watch, &p->stats->parse_ns);
        at = to;
    }
}
