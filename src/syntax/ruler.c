/* See ruler.h. For a token (word, tag, dep, kind) the answer of all one-token rules is worked out once and kept with the
 * number of the rule that set each attribute, and with two bit sets: the pair rules whose first and whose second test it
 * passes. A pair rule holds between neighbours if its bit is in the first set of one and the second set of the next. */
#include "syntax/ruler_int.h"

#include "base/frozen.h"

#include <stdlib.h>

enum { N_SLOTS = 1 << 13 };

struct ruler {
    const ruler_rule *rules;
    const char *strings;
    frozen_map words;
    uint32_t n_rules, n_pairs;
    uint32_t pairs[RULER_PAIRS_MAX]; /* rule numbers */
};

/* Rule number + 1 that set the attribute, 0 = none. */
typedef struct setters {
    uint16_t tag, pos, dep, morph, lemma;
} setters;

typedef struct verdict {
    setters by;
    uint32_t pair_first, pair_second; /* bit sets over ruler.pairs */
    uint32_t key;                     /* of the memo, +1; 0 = empty */
} verdict;

struct ruler_scratch {
    verdict slots[N_SLOTS];
    uint32_t n;
};

static dm_status check(const ruler *r, size_t strings_size, dm_err *err) {
    for (uint32_t i = 0; i < r->n_rules; i++) {
        const ruler_rule *x = &r->rules[i];
        if (x->n_specs == 0 || x->n_specs > RULER_SPECS_MAX || x->index >= x->n_specs || x->tag >= DM_TAG_N || x->pos >= DM_POS_N ||
            x->dep >= DM_DEP_N || x->morph >= strings_size || (uint64_t)x->lemma + x->lemma_size >= strings_size)
            return err_set(err, DM_E_MODEL, i, "the model's ruler is malformed: make it again");
    }
    return DM_OK;
}

static dm_status open_sections(const model *m, ruler *r, dm_err *err) {
    model_section s;
    size_t used;
    DM_TRY(model_need(m, "syntax/ruler-words", 1, &s, err));
    DM_TRY(frozen_open(s.p, s.size, &r->words, &used, err));
    DM_TRY(model_need(m, "syntax/ruler-rules", sizeof(ruler_rule), &s, err));
    r->rules = s.p;
    r->n_rules = (uint32_t)(s.size / sizeof(ruler_rule));
    DM_TRY(model_need(m, "syntax/ruler-strings", 1, &s, err));
    r->strings = s.p;
    for (uint32_t i = 0; i < r->n_rules && r->n_pairs < RULER_PAIRS_MAX; i++)
        if (r->rules[i].n_specs == 2) r->pairs[r->n_pairs++] = i;
    return check(r, s.size, err);
}

dm_status ruler_open(const model *m, ruler **out, dm_err *err) {
    ruler *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r) return err_memory(err, "the ruler");
    dm_status status = open_sections(m, r, err);
    if (status != DM_OK) ruler_close(r);
    else *out = r;
    return status;
}

void ruler_close(ruler *r) { free(r); }

dm_status ruler_scratch_new(ruler_scratch **out, dm_err *err) {
    *out = calloc(1, sizeof **out);
    return *out ? DM_OK : err_memory(err, "the ruler");
}

void ruler_scratch_free(ruler_scratch *s) { free(s); }

/* ---- one token ---- */

static uint32_t key_of(const ruler *r, const dm_token *t) {
    uint32_t word = frozen_get(&r->words, t->lower);
    if (word == FROZEN_NONE) word = 0;
    return 1 + (word << 13 | (uint32_t)t->tag << 7 | (uint32_t)t->dep << 1 | !!(t->flags & DM_TOK_IS_SPACE));
}

static bool fits(const ruler_spec *s, uint32_t key) {
    uint32_t k = key - 1, word = k >> 13;
    return (s->tags >> (k >> 7 & 63) & 1) && (s->deps >> (k >> 1 & 63) & 1) && (s->words[word / 64] >> (word % 64) & 1) && (s->kinds >> (k & 1) & 1);
}

/* Later rules override: the setter with the greater number stays. */
static void apply(const ruler_rule *x, uint16_t number, setters *by) {
    if ((x->sets & RULER_SETS_TAG) && number > by->tag) by->tag = number;
    if ((x->sets & RULER_SETS_POS) && number > by->pos) by->pos = number;
    if ((x->sets & RULER_SETS_DEP) && number > by->dep) by->dep = number;
    if ((x->sets & RULER_SETS_MORPH) && number > by->morph) by->morph = number;
    if ((x->sets & RULER_SETS_LEMMA) && number > by->lemma) by->lemma = number;
}

static void judge(const ruler *r, uint32_t key, verdict *v) {
    *v = (verdict){.key = key};
    for (uint32_t i = 0; i < r->n_rules; i++)
        if (r->rules[i].n_specs == 1 && fits(&r->rules[i].specs[0], key)) apply(&r->rules[i], (uint16_t)(i + 1), &v->by);
    for (uint32_t i = 0; i < r->n_pairs; i++) {
        v->pair_first |= (uint32_t)fits(&r->rules[r->pairs[i]].specs[0], key) << i;
        v->pair_second |= (uint32_t)fits(&r->rules[r->pairs[i]].specs[1], key) << i;
    }
}

static verdict verdict_of(const ruler *r, ruler_scratch *s, const dm_token *t) {
    uint32_t key = key_of(r, t), i = (key * 0x9E3779B1u) >> 19;
    for (; s->slots[i].key && s->slots[i].key != key; i = (i + 1) & (N_SLOTS - 1)) {
    }
    if (s->slots[i].key) return s->slots[i];
    if (s->n >= N_SLOTS / 2) {
        memset(s, 0, sizeof *s);
        i = (key * 0x9E3779B1u) >> 19;
    }
    judge(r, key, &s->slots[i]);
    s->n++;
    return s->slots[i];
}

static void write(const ruler *r, const setters *by, dm_token *t) {
    t->morph = "";
    t->lemma = DM_STR_NONE;
    t->pos = DM_POS_NONE;
    if (by->tag) t->tag = r->rules[by->tag - 1].tag;
    if (by->pos) t->pos = r->rules[by->pos - 1].pos;
    if (by->dep) t->dep = r->rules[by->dep - 1].dep;
    if (by->morph) t->morph = r->strings + r->rules[by->morph - 1].morph;
    if (by->lemma) t->lemma = (dm_str){r->strings + r->rules[by->lemma - 1].lemma, r->rules[by->lemma - 1].lemma_size};
}

static void apply_pairs(const ruler *r, uint32_t pairs, uint8_t index, setters *by) {
    for (; pairs; pairs &= pairs - 1) {
        uint32_t number = r->pairs[__builtin_ctz(pairs)];
        if (r->rules[number].index == index) apply(&r->rules[number], (uint16_t)(number + 1), by);
    }
}

void ruler_run(const ruler *r, ruler_scratch *s, dm_doc *doc, uint32_t begin, uint32_t end) {
    if (begin == end) return;
    uint32_t with_last = 0; /* pairs that hold between the token before and this one */
    verdict now = verdict_of(r, s, &doc->tokens.v[begin]);
    for (uint32_t i = begin; i < end; i++) {
        verdict next = i + 1 < end ? verdict_of(r, s, &doc->tokens.v[i + 1]) : (verdict){0};
        uint32_t with_next = now.pair_first & next.pair_second;
        setters by = now.by;
        if (with_next) apply_pairs(r, with_next, 0, &by);
        if (with_last) apply_pairs(r, with_last, 1, &by);
        write(r, &by, &doc->tokens.v[i]);
        with_last = with_next;
        now = next;
    }
}
