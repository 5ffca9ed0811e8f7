/* See lexicon_build.h. The trie is made from the phrases sorted by their word ids: in breadth-first order a state is a
 * range of phrases that agree on the first words, and its children are the runs of equal next words in that range. */
#include "lexicon/lexicon_build.h"

#include "lexicon/normalise.h"

#include <stdlib.h>

dm_status build_init(lex_build *b, dm_arena *arena, lex_lint *lint, dm_err *err) {
    *b = (lex_build){.arena = arena, .lint = lint};
    lexf_word *none = VEC_PUSH(arena, &b->words);
    if (!none) return err_memory(err, "the lexicon");
    none->text.at = DM_NONE;
    return DM_OK;
}

dm_status build_string(lex_build *b, dm_str s, lexf_str *out, dm_err *err) {
    *out = (lexf_str){DM_NONE, 0};
    if (!s.n) return DM_OK;
    uint32_t at = strmap_get(&b->string_at, s);
    if (at == MAP_NONE) {
        dm_str key = arena_str(b->arena, s);
        at = b->strings.n;
        if (!key.p || !strmap_put(&b->string_at, b->arena, key, at, NULL)) return err_memory(err, "the lexicon's strings");
        if (at > UINT32_MAX - 2 - s.n) return err_set(err, DM_E_LIMIT, 0, "the lexicon holds more than 4 GB of text");
        while (b->strings.cap - b->strings.n < s.n) { /* vec_grow makes room for one more only when full */
            uint32_t full = b->strings.cap;
            if (!vec_grow(b->arena, (void **)&b->strings.v, &full, &b->strings.cap, 1)) return err_memory(err, "the lexicon's strings");
        }
        memcpy(b->strings.v + at, s.p, s.n);
        b->strings.n += s.n;
    }
    *out = (lexf_str){at, s.n};
    return DM_OK;
}

static dm_status intern_word(lex_build *b, const char *p, uint32_t n, uint32_t *id, dm_err *err) {
    *id = strmap_get(&b->word_ids, (dm_str){p, n});
    if (*id != MAP_NONE) return DM_OK;
    dm_str key = {arena_copy(b->arena, p, n), n};
    *id = b->words.n;
    lexf_word *w = VEC_PUSH(b->arena, &b->words);
    if (!key.p || !w || !strmap_put(&b->word_ids, b->arena, key, *id, NULL)) return err_memory(err, "the lexicon's words");
    return build_string(b, key, &b->words.v[*id].text, err);
}

dm_status build_lemma(lex_build *b, dm_str lemma, uint32_t *id, dm_err *err) {
    char joined[LEX_WORD_MAX];
    uint32_t n = 0;
    lex_cut c = {0};
    *id = 0;
    for (uint32_t at = 0; normalise_next(lemma, &at, &c);) {
        if (n + c.n > LEX_WORD_MAX) return DM_OK;
        memcpy(joined + n, c.fold, c.n);
        n += c.n;
    }
    return n ? intern_word(b, joined, n, id, err) : DM_OK;
}

int build_class(const lex_build *b, dm_str name) {
    for (uint32_t i = 0; i < b->classes.n; i++)
        if (str_eq((dm_str){b->strings.v + b->classes.v[i].at, b->classes.v[i].n}, name)) return (int)i;
    return -1;
}

dm_status build_phrase(lex_build *b, dm_str phrase, lex_dict dict, uint32_t row, bool as_written, build_phrase_fault *fault, dm_err *err) {
    uint32_t words[LEX_PHRASE_MAX], n = 0, cased = 0;
    lex_cut c = {0};
    *fault = BUILD_PHRASE_OK;
    bool proper = dict == LEX_NAME || dict == LEX_PLACE || dict == LEX_OUTLET, article = false;
    for (uint32_t at = 0; normalise_next(phrase, &at, &c); c.gap = 0) {
        if (n == LEX_PHRASE_MAX || c.n > LEX_WORD_MAX) *fault = BUILD_PHRASE_LONG;
        if (*fault != BUILD_PHRASE_OK) return DM_OK;
        DM_TRY(intern_word(b, c.fold, c.n, &words[n], err));
        if (n && (c.gap & LEX_GAP_BREAK)) words[n] |= LEXF_BREAK;
        bool dotted = c.cased == DM_PIECE_UPPER && memchr(phrase.p + c.begin, '.', c.end - c.begin);
        bool capital = c.cased != DM_PIECE_LOWER && c.cased != DM_PIECE_DIGITS;
        if (!n) article = c.n == 3 && memcmp(c.fold, "the", 3) == 0;
        if ((as_written || dotted) && n < 10) cased |= (c.cased + 1u) << (3 * n);
        /* "The paper" is not The Paper, whatever begins the sentence. */
        else if (proper && capital && article && n == 1) cased |= LEXF_NOT_LOWER << (3 * n);
        n++;
    }
    if (n == 1 && proper && !cased && c.cased != DM_PIECE_LOWER && c.cased != DM_PIECE_DIGITS) cased = LEXF_NOT_LOWER;
    if (!n) {
        *fault = BUILD_PHRASE_EMPTY;
        return DM_OK;
    }
    uint32_t *copy = ARENA_NEW(b->arena, uint32_t, n);
    lex_phrase *p = VEC_PUSH(b->arena, &b->phrases);
    if (!copy || !p) return err_memory(err, "the lexicon's phrases");
    memcpy(copy, words, n * sizeof *words);
    *p = (lex_phrase){copy, n, row, cased, dict};
    return DM_OK;
}

dm_status build_section(lex_build *b, uint32_t tag, uint32_t element, const void *data, uint64_t count, dm_err *err) {
    lex_made_section *s = VEC_PUSH(b->arena, &b->sections);
    if (!s) return err_memory(err, "the lexicon's sections");
    *s = (lex_made_section){tag, element, data, count};
    return DM_OK;
}

/* ---- trie ---- */

static int compare_phrases(const void *pa, const void *pb) {
    const lex_phrase *a = pa, *b = pb;
    for (uint32_t i = 0; i < a->n && i < b->n; i++)
        if (a->words[i] != b->words[i]) return a->words[i] < b->words[i] ? -1 : 1;
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    if (a->dict != b->dict) return a->dict < b->dict ? -1 : 1;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return a->cased < b->cased ? -1 : a->cased > b->cased;
}

/* A state yet to be opened: phrases [begin, end) agree on their first `depth` words. */
typedef struct trie_range {
    uint32_t begin, end, depth;
} trie_range;

typedef struct trie {
    VEC(lexf_state) states;
    VEC(trie_range) ranges; /* one for each state */
    VEC(lexf_out) outs;
} trie;

static bool add_state(lex_build *b, trie *t, uint32_t word, trie_range range) {
    lexf_state *s = VEC_PUSH(b->arena, &t->states);
    trie_range *r = VEC_PUSH(b->arena, &t->ranges);
    if (!s || !r) return false;
    s->word = word;
    *r = range;
    return true;
}

/* Adds a state for each run of equal words at `depth` in [begin, end). */
static bool add_children(lex_build *b, trie *t, uint32_t begin, uint32_t end, uint32_t depth) {
    const lex_phrase *p = b->phrases.v;
    for (uint32_t i = begin; i < end;) {
        uint32_t j = i, word = p[i].words[depth];
        while (j < end && p[j].words[depth] == word) j++;
        if (!depth) b->words.v[word].state = t->states.n;
        if (!add_state(b, t, word, (trie_range){i, j, depth + 1})) return false;
        i = j;
    }
    return true;
}

static bool open_state(lex_build *b, trie *t, uint32_t state) {
    trie_range r = t->ranges.v[state];
    t->states.v[state].out_begin = t->outs.n;
    t->states.v[state].child_begin = t->states.n;
    uint32_t i = r.begin;
    for (; i < r.end && b->phrases.v[i].n == r.depth; i++) {
        const lex_phrase *p = &b->phrases.v[i], *before = p - 1;
        if (i > r.begin && before->dict == p->dict && before->row == p->row && before->cased == p->cased) continue;
        lexf_out *o = VEC_PUSH(b->arena, &t->outs);
        if (!o) return false;
        *o = (lexf_out){p->row, p->cased, (uint32_t)p->dict};
    }
    return add_children(b, t, i, r.end, r.depth);
}

static dm_status build_trie(lex_build *b, dm_err *err) {
    trie *t = ARENA_NEW(b->arena, trie, 1);
    if (!t) return err_memory(err, "the lexicon's trie");
    if (b->phrases.n) qsort(b->phrases.v, b->phrases.n, sizeof *b->phrases.v, compare_phrases);
    bool ok = add_state(b, t, 0, (trie_range){0});
    ok = ok && add_children(b, t, 0, b->phrases.n, 0);
    if (ok) t->states.v[0].child_begin = 1;
    for (uint32_t i = 1; ok && i < t->states.n; i++) ok = open_state(b, t, i);
    ok = ok && add_state(b, t, 0, (trie_range){0});
    if (!ok) return err_memory(err, "the lexicon's trie");
    lexf_state *last = &t->states.v[t->states.n - 1];
    last->child_begin = t->states.n - 1;
    last->out_begin = t->outs.n;
    DM_TRY(build_section(b, LEXF_TAG('T', 'R', 'I', 'E'), sizeof(lexf_state), t->states.v, t->states.n, err));
    return build_section(b, LEXF_TAG('T', 'O', 'U', 'T'), sizeof(lexf_out), t->outs.v, t->outs.n, err);
}

/* ---- vocabulary ---- */

static dm_status build_words(lex_build *b, dm_err *err) {
    uint32_t n = b->words.n, cap = 16;
    while (cap / 2 < n) cap *= 2;
    lexf_slot *slots = ARENA_NEW(b->arena, lexf_slot, cap);
    lexf_word *last = VEC_PUSH(b->arena, &b->words);
    if (!slots || !last) return err_memory(err, "the lexicon's words");
    *last = (lexf_word){.text = {DM_NONE, 0}};
    for (uint32_t id = 1; id < n; id++) {
        lexf_str s = b->words.v[id].text;
        uint64_t hash = hash_bytes(b->strings.v + s.at, s.n);
        uint32_t i = (uint32_t)hash & (cap - 1);
        while (slots[i].word) i = (i + 1) & (cap - 1);
        slots[i] = (lexf_slot){(uint32_t)(hash >> 32), id};
    }
    DM_TRY(build_section(b, LEXF_TAG('W', 'O', 'R', 'D'), sizeof(lexf_word), b->words.v, b->words.n, err));
    return build_section(b, LEXF_TAG('W', 'S', 'L', 'T'), sizeof(lexf_slot), slots, cap, err);
}

static int compare_cues(const void *pa, const void *pb) {
    const lex_cue_ref *a = pa, *b = pb;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    if (a->pos != b->pos) return a->pos < b->pos ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The cues of each word lie together, in the order of the words; the last word is the sentinel. */
static dm_status build_cue_index(lex_build *b, dm_err *err) {
    uint32_t n = b->cue_refs.n, at = 0;
    lexf_cue_at *index = ARENA_NEW(b->arena, lexf_cue_at, n ? n : 1);
    if (!index) return err_memory(err, "the lexicon's cues");
    if (n) qsort(b->cue_refs.v, n, sizeof *b->cue_refs.v, compare_cues);
    for (uint32_t id = 0; id < b->words.n; id++) {
        b->words.v[id].cue_begin = at;
        for (; at < n && b->cue_refs.v[at].word == id; at++) index[at] = (lexf_cue_at){b->cue_refs.v[at].pos, b->cue_refs.v[at].row};
    }
    return build_section(b, LEXF_TAG('C', 'U', 'E', 'X'), sizeof *index, index, n, err);
}

/* ---- the file ---- */

static void pad(dm_buf *out) {
    static const char zero[LEXF_ALIGN] = {0};
    buf_put(out, zero, (LEXF_ALIGN - out->n % LEXF_ALIGN) % LEXF_ALIGN);
}

dm_status build_finish(lex_build *b, dm_buf *out, dm_err *err) {
    DM_TRY(build_trie(b, err));
    DM_TRY(build_words(b, err));
    DM_TRY(build_cue_index(b, err));
    DM_TRY(build_section(b, LEXF_TAG('S', 'T', 'R', 'S'), 1, b->strings.v, b->strings.n, err));
    lexf_header h = {.version = LEXF_VERSION, .n_sections = b->sections.n, .fingerprint = b->fingerprint};
    memcpy(h.magic, LEXF_MAGIC, sizeof h.magic);
    buf_put(out, &h, sizeof h);
    uint64_t at = sizeof h + b->sections.n * sizeof(lexf_section);
    for (uint32_t i = 0; i < b->sections.n; i++) {
        const lex_made_section *s = &b->sections.v[i];
        at = (at + LEXF_ALIGN - 1) / LEXF_ALIGN * LEXF_ALIGN;
        lexf_section entry = {s->tag, s->element, at, s->count};
        buf_put(out, &entry, sizeof entry);
        at += s->count * s->element;
    }
    for (uint32_t i = 0; i < b->sections.n; i++) {
        pad(out);
        buf_put(out, b->sections.v[i].data, b->sections.v[i].count * b->sections.v[i].element);
    }
    pad(out);
    if (!buf_ok(out)) return err_memory(err, "the compiled lexicon");
    h.size = out->n;
    memcpy(out->p, &h, sizeof h);
    const size_t from = offsetof(lexf_header, size);
    h.checksum = hash_bytes(out->p + from, out->n - from);
    memcpy(out->p, &h, sizeof h);
    return DM_OK;
}
