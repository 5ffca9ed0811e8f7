/* See lemma.h. For a word not met before: a base form by its morphology is only lower-cased; else every rule whose ending
 * fits makes a form; those that are known words (or no words at all) stand in the order of the rules, exceptions before them,
 * and the first is the lemma: "hoped" is hope, not hop, as in spaCy 3.8.7 (later versions turn the order round).
 * Answers are kept by (text, pos, morph); most are a piece of the text or of its lower case, or stand in the model. */
#include "syntax/lemma_int.h"

#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { N_SLOTS = 1 << 16, KEY_MAX = 64 };

struct lemmatizer {
    frozen_map index[LEMMA_KINDS], exceptions[LEMMA_KINDS];
    bool has_index[LEMMA_KINDS], has_exceptions[LEMMA_KINDS], has_any[LEMMA_KINDS];
    const lemma_form *forms;
    const char *pool;
    const lemma_rule *rules;
    uint32_t n_forms, pool_size, n_rules;
};

/* Where the lemma is to be had. */
typedef enum source { FROM_TEXT, FROM_LOWER, FROM_MODEL, FROM_MEMO } source;

typedef struct memo {
    const char *key; /* the text, in the arena; NULL = empty */
    const char *morph, *lemma;
    uint64_t hash;
    uint32_t key_size, lemma_size;
    uint8_t pos, from;
} memo;

struct lemma_scratch {
    memo *slots; /* [N_SLOTS] */
    dm_arena arena;
    uint32_t n;
};

/* ---- opening ---- */

static dm_status open_map(const model *m, const char *what, const char *kind, frozen_map *out, bool *has, dm_err *err) {
    char name[MODEL_NAME_SIZE];
    size_t used;
    snprintf(name, sizeof name, "syntax/lemma-%s-%s", what, kind);
    model_section s = model_find(m, name);
    *has = s.p != NULL;
    return *has ? frozen_open(s.p, s.size, out, &used, err) : DM_OK;
}

static dm_status open_sections(const model *m, lemmatizer *l, dm_err *err) {
    static const char *const names[] = {
#define LEMMA_NAME(kind, name, pos, id) name,
        LEMMA_KINDS_LIST(LEMMA_NAME)
#undef LEMMA_NAME
    };
    model_section s;
    DM_TRY(model_need(m, "syntax/lemma-rules", sizeof(lemma_rule), &s, err));
    l->rules = s.p;
    l->n_rules = (uint32_t)(s.size / sizeof(lemma_rule));
    DM_TRY(model_need(m, "syntax/lemma-forms", sizeof(lemma_form), &s, err));
    l->forms = s.p;
    l->n_forms = (uint32_t)(s.size / sizeof(lemma_form));
    DM_TRY(model_need(m, "syntax/lemma-pool", 1, &s, err));
    l->pool = s.p;
    l->pool_size = (uint32_t)s.size;
    for (uint32_t i = 0; i < l->n_rules; i++) {
        if (l->rules[i].kind >= LEMMA_KINDS || l->rules[i].n_before > LEMMA_END_MAX || l->rules[i].n_after > LEMMA_END_MAX)
            return err_set(err, DM_E_MODEL, i, "the model's lemma rules are malformed: make it again");
        l->has_any[l->rules[i].kind] = true;
    }
    for (int k = 0; k < LEMMA_KINDS; k++) {
        DM_TRY(open_map(m, "index", names[k], &l->index[k], &l->has_index[k], err));
        DM_TRY(open_map(m, "exceptions", names[k], &l->exceptions[k], &l->has_exceptions[k], err));
        l->has_any[k] |= l->has_index[k] || l->has_exceptions[k];
    }
    return DM_OK;
}

dm_status lemma_open(const model *m, lemmatizer **out, dm_err *err) {
    lemmatizer *l = calloc(1, sizeof *l);
    *out = NULL;
    if (!l) return err_memory(err, "the lemmatizer");
    dm_status status = open_sections(m, l, err);
    if (status != DM_OK) lemma_close(l);
    else *out = l;
    return status;
}

void lemma_close(lemmatizer *l) { free(l); }

dm_status lemma_scratch_new(lemma_scratch **out, dm_err *err) {
    lemma_scratch *s = calloc(1, sizeof *s);
    *out = s;
    if (!s) return err_memory(err, "the lemmatizer");
    arena_init(&s->arena, 0);
    s->slots = calloc(N_SLOTS, sizeof *s->slots);
    if (s->slots) return DM_OK;
    lemma_scratch_free(s);
    *out = NULL;
    return err_memory(err, "the lemmatizer");
}

void lemma_scratch_free(lemma_scratch *s) {
    if (!s) return;
    free(s->slots);
    arena_free(&s->arena);
    free(s);
}

/* ---- one word ---- */

/* Whether the morphology has the field with just this value; value NULL: with any. */
static bool has(const char *morph, const char *field, const char *value) {
    size_t n = strlen(field);
    for (const char *p = morph; *p;) {
        const char *end = strchr(p, '|');
        if (!end) end = p + strlen(p);
        if (strncmp(p, field, n) == 0 && p[n] == '=') {
            if (!value) return true;
            return (size_t)(end - p) == n + 1 + strlen(value) && memcmp(p + n + 1, value, strlen(value)) == 0;
        }
        p = *end ? end + 1 : end;
    }
    return false;
}

static bool is_base_form(dm_pos pos, const char *morph) {
    if (pos == DM_POS_NOUN && has(morph, "Number", "Sing")) return true;
    if (pos == DM_POS_VERB && has(morph, "VerbForm", "Fin") && has(morph, "Tense", "Pres") && !has(morph, "Number", NULL)) return true;
    return has(morph, "VerbForm", "Inf") || has(morph, "VerbForm", "None") || has(morph, "Degree", "Pos");
}

static int kind_of(dm_pos pos) {
#define LEMMA_OF(kind, name, of, id) \
    if (pos == of) return LEMMA_##kind;
    LEMMA_KINDS_LIST(LEMMA_OF)
#undef LEMMA_OF
    return -1;
}

static bool all_alpha(dm_str s) {
    for (uint32_t i = 0; i < s.n;) {
        uint32_t cp;
        i += utf8_decode(s.p + i, s.n - i, &cp);
        if (!uni_is_alpha(cp)) return false;
    }
    return true;
}

typedef struct form_list {
    dm_str v[LEMMA_FORMS_MAX];
    uint32_t n;
} form_list;

static bool holds(const form_list *l, dm_str s) {
    for (uint32_t i = 0; i < l->n; i++)
        if (str_eq(l->v[i], s)) return true;
    return false;
}

static void insert(form_list *l, uint32_t at, dm_str s) {
    DM_ASSERT(l->n < LEMMA_FORMS_MAX); /* bounded when packed */
    memmove(l->v + at + 1, l->v + at, (l->n - at) * sizeof *l->v);
    l->v[at] = s;
    l->n++;
}

/* First of equal forms stays. */
static void dedupe(form_list *l) {
    form_list out = {.n = 0};
    for (uint32_t i = 0; i < l->n; i++)
        if (!holds(&out, l->v[i])) out.v[out.n++] = l->v[i];
    *l = out;
}

/* The word minus the rule's ending plus its new one; a mere prefix of the word is not copied. */
static dm_str derived(const lemma_rule *r, dm_str word, dm_arena *arena, bool *failed) {
    uint32_t stem = word.n - r->n_before;
    if (!r->n_after) return str_sub(word, 0, stem);
    char *p = arena_alloc(arena, stem + r->n_after);
    if (!p) {
        *failed = true;
        return DM_STR_NONE;
    }
    memcpy(p, word.p, stem);
    memcpy(p + stem, r->after, r->n_after);
    return (dm_str){p, stem + r->n_after};
}

static void add_rule_forms(const lemmatizer *l, int kind, dm_str word, dm_arena *arena, form_list *forms, form_list *unknown, bool *failed) {
    for (uint32_t i = 0; i < l->n_rules; i++) {
        const lemma_rule *r = &l->rules[i];
        if (r->kind != kind || r->n_before > word.n || memcmp(word.p + word.n - r->n_before, r->before, r->n_before) != 0) continue;
        dm_str form = derived(r, word, arena, failed), known = DM_STR_NONE;
        if (form.n == 0) continue;
        if (l->has_index[kind]) known = frozen_find(&l->index[kind], form, NULL);
        if (known.p) insert(forms, forms->n, known);
        else if (!all_alpha(form)) insert(forms, forms->n, form);
        else insert(unknown, unknown->n, form);
    }
}

static void add_exceptions(const lemmatizer *l, int kind, dm_str word, form_list *forms) {
    uint32_t value = l->has_exceptions[kind] ? frozen_get(&l->exceptions[kind], word) : FROZEN_NONE;
    if (value == FROZEN_NONE) return;
    for (uint32_t i = value >> 8; i < (value >> 8) + (value & 255) && i < l->n_forms; i++) {
        lemma_form f = l->forms[i];
        if ((uint64_t)f.offset + f.size > l->pool_size) return;
        dm_str form = {l->pool + f.offset, f.size};
        if (!holds(forms, form)) insert(forms, 0, form);
    }
}

/* The lemma; it may point into lower, text, the model or the arena. */
static dm_str lemma_of(const lemmatizer *l, const dm_token *t, dm_arena *arena, bool *failed) {
    int kind = kind_of(t->pos);
    if (t->pos == DM_POS_NONE || t->pos == DM_POS_SPACE || is_base_form(t->pos, t->morph)) return t->lower;
    if (kind < 0 || !l->has_any[kind]) return t->pos == DM_POS_PROPN ? t->text : t->lower;
    form_list forms = {.n = 0}, unknown = {.n = 0};
    add_rule_forms(l, kind, t->lower, arena, &forms, &unknown, failed);
    dedupe(&forms);
    add_exceptions(l, kind, t->lower, &forms);
    return forms.n ? forms.v[0] : unknown.n ? unknown.v[0] : t->text;
}

/* ---- memory of answers ---- */

static memo *slot_of(const lemma_scratch *s, const dm_token *t, uint64_t hash) {
    uint32_t i = (uint32_t)hash & (N_SLOTS - 1);
    for (;; i = (i + 1) & (N_SLOTS - 1)) {
        memo *x = &s->slots[i];
        if (!x->key ||
            (x->hash == hash && x->pos == t->pos && x->morph == t->morph && x->key_size == t->text.n && memcmp(x->key, t->text.p, t->text.n) == 0))
            return x;
    }
}

static bool in_map(const frozen_map *m, const char *p) { return p >= m->pool && p < m->pool + m->pool_size; }

static source source_of(const lemmatizer *l, const dm_token *t, dm_str lemma) {
    int kind = kind_of(t->pos);
    if (lemma.p == t->text.p) return FROM_TEXT;
    if (lemma.p == t->lower.p) return FROM_LOWER;
    if (kind >= 0 && l->has_index[kind] && in_map(&l->index[kind], lemma.p)) return FROM_MODEL;
    return lemma.p >= l->pool && lemma.p < l->pool + l->pool_size ? FROM_MODEL : FROM_MEMO;
}

/* Works the lemma out and keeps it; when the table is half full everything in it is forgotten first. NULL: no memory. */
static const memo *learn(const lemmatizer *l, lemma_scratch *s, const dm_token *t, uint64_t hash) {
    bool failed = false;
    if (s->n >= N_SLOTS / 2) {
        memset(s->slots, 0, N_SLOTS * sizeof *s->slots);
        arena_reset(&s->arena);
        s->n = 0;
    }
    const char *key = arena_copy(&s->arena, t->text.p, t->text.n);
    dm_str lemma = lemma_of(l, t, &s->arena, &failed);
    if (!key || failed) return NULL;
    memo *x = slot_of(s, t, hash);
    *x = (memo){key, t->morph, lemma.p, hash, t->text.n, lemma.n, t->pos, (uint8_t)source_of(l, t, lemma)};
    s->n++;
    return x;
}

dm_status lemma_run(const lemmatizer *l, lemma_scratch *s, dm_doc *doc, uint32_t begin, uint32_t end, dm_err *err) {
    for (uint32_t i = begin; i < end; i++) {
        dm_token *t = &doc->tokens.v[i];
        if (t->lemma.p) continue;
        if (t->text.n > KEY_MAX) {
            bool failed = false;
            t->lemma = lemma_of(l, t, doc->arena, &failed);
            if (failed) return err_memory(err, "the lemmas");
            continue;
        }
        uint64_t hash = hash_bytes(t->text.p, t->text.n) + t->pos * 0x9E3779B97F4A7C15u;
        const memo *x = slot_of(s, t, hash);
        if (!x->key) x = learn(l, s, t, hash);
        if (!x) return err_memory(err, "the lemmas");
        t->lemma = (dm_str){x->from == FROM_TEXT ? t->text.p : x->from == FROM_LOWER ? t->lower.p : x->lemma, x->lemma_size};
        if (x->from == FROM_MEMO) t->lemma = arena_str(doc->arena, t->lemma);
        if (!t->lemma.p) return err_memory(err, "the lemmas");
    }
    return DM_OK;
}
