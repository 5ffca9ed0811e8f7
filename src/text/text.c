/* A unit in one pass over its bytes: chunks (runs of white space and of anything else) are split or found in the cache and
 * become tokens in the making; then the second pass joins special cases over several of them; then they are written
 * into the document. See text.h. */
#include "text/text.h"

#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "text/cache.h"
#include "text/phrase.h"

#include <stdlib.h>

struct text_model {
    splitter splitter;
    phrase_trie phrases;
    norm_table norms;
};

struct text_scratch {
    split_scratch split;
    phrase_scratch phrase;
    chunk_cache cache;
    text_token *tokens;
    uint32_t n, cap;
};

/* ---- opening ---- */

static dm_status open_map(const model *m, const char *name, frozen_map *out, dm_err *err) {
    model_section s;
    size_t used;
    DM_TRY(model_need(m, name, 1, &s, err));
    return frozen_open(s.p, s.size, out, &used, err);
}

static dm_status open_sections(const model *m, text_model *t, dm_err *err) {
    model_section s;
    DM_TRY(model_need(m, "text/patterns", 1, &s, err));
    DM_TRY(pattern_open(s.p, s.size, &t->splitter.patterns, err));
    DM_TRY(open_map(m, "text/specials", &t->splitter.specials, err));
    DM_TRY(model_need(m, "text/special-tokens", sizeof(special_token), &s, err));
    t->splitter.special_tokens = s.p;
    t->splitter.n_special_tokens = (uint32_t)(s.size / sizeof(special_token));
    /* The last entry is no token but the longest special case's size. */
    t->splitter.special_max = t->splitter.special_tokens[--t->splitter.n_special_tokens].size;
    DM_TRY(model_need(m, "text/norms", 0, &s, err));
    t->norms = (norm_table){s.p, (uint32_t)(s.size / sizeof(norm_entry))};
    DM_TRY(open_map(m, "text/phrase-words", &t->phrases.words, err));
    DM_TRY(model_need(m, "text/phrase-nodes", sizeof(phrase_node), &s, err));
    t->phrases.nodes = s.p;
    t->phrases.n_nodes = (uint32_t)(s.size / sizeof(phrase_node));
    DM_TRY(model_need(m, "text/phrase-edges", 0, &s, err));
    t->phrases.edges = s.p;
    t->phrases.n_edges = (uint32_t)(s.size / sizeof(phrase_edge));
    DM_TRY(model_need(m, "text/url", 1, &s, err));
    return split_url_compile((dm_str){s.p, (uint32_t)s.size}, &t->splitter.url, err);
}

dm_status text_open(const model *m, text_model **out, dm_err *err) {
    text_model *t = calloc(1, sizeof *t);
    *out = NULL;
    if (!t) return err_memory(err, "the tokenizer");
    dm_status status = open_sections(m, t, err);
    if (status != DM_OK) text_close(t);
    else *out = t;
    return status;
}

void text_close(text_model *t) {
    if (t) pcre2_code_free(t->splitter.url);
    free(t);
}

dm_status text_scratch_new(text_scratch **out, dm_err *err) {
    text_scratch *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s) return err_memory(err, "the tokenizer");
    dm_status status = split_scratch_init(&s->split, err);
    if (status == DM_OK) status = cache_init(&s->cache, err);
    if (status != DM_OK) text_scratch_free(s);
    else *out = s;
    return status;
}

void text_scratch_free(text_scratch *s) {
    if (!s) return;
    split_scratch_free(&s->split);
    phrase_scratch_free(&s->phrase);
    cache_free(&s->cache);
    free(s->tokens);
    free(s);
}

/* ---- one unit ---- */

typedef struct run {
    const text_model *t;
    text_scratch *s;
    dm_doc *doc;
    dm_str unit;
    char *slab; /* room for lower-cased words in the document's arena */
    uint32_t slab_left;
    dm_err *err;
} run;

static dm_status reserve_tokens(text_scratch *s, uint32_t more, dm_err *err) {
    if (s->n + more <= s->cap) return DM_OK;
    uint32_t cap = s->cap + s->cap / 2 + more + 256;
    text_token *p = realloc(s->tokens, sizeof *p * cap);
    if (!p) return err_memory(err, "the tokens");
    s->tokens = p;
    s->cap = cap;
    return DM_OK;
}

static dm_status slab_need(run *r, size_t n) {
    enum { SLAB = 4096 };
    if (n <= r->slab_left) return DM_OK;
    size_t size = n > SLAB ? n : SLAB, whole = UNI_LOWER_MAX(r->unit.n);
    if (size > whole && n <= whole) size = whole;
    r->slab = arena_alloc(r->doc->arena, size);
    r->slab_left = r->slab ? (uint32_t)size : 0;
    return r->slab ? DM_OK : err_memory(r->err, "the tokens");
}

static dm_status emit_cached(run *r, const cached_chunk *c, uint32_t begin) {
    DM_TRY(reserve_tokens(r->s, c->n_tokens, r->err));
    for (uint32_t i = 0; i < c->n_tokens; i++) {
        const cached_token *from = &c->tokens[i];
        text_token *to = &r->s->tokens[r->s->n++];
        *to = (text_token){
            begin, begin + from->size, from->phrase_word, from->is_space ? DM_TOK_IS_SPACE : 0, {r->unit.p + begin, from->size}, from->features};
        begin += from->size;
        if (!from->lower.p) continue;
        DM_TRY(slab_need(r, from->lower.n));
        memcpy(r->slab, from->lower.p, from->lower.n);
        to->lower = (dm_str){r->slab, from->lower.n};
        r->slab += from->lower.n;
        r->slab_left -= from->lower.n;
    }
    return DM_OK;
}

static uint32_t phrase_word_of(const text_model *t, dm_str word) {
    uint32_t id = frozen_get(&t->phrases.words, word);
    return id == FROZEN_NONE ? 0 : id;
}

static void fill(const text_model *t, dm_str word, uint64_t norm, char *lower_out, lexeme *x) {
    lexeme_make(&t->norms, word, lower_out, x);
    if (norm) x->features.norm = norm;
}

/* A token that no cache holds; what the slab gets for its lower case and does not need is given back. */
static dm_status emit_fresh(run *r, uint32_t begin, uint32_t end, uint64_t norm) {
    dm_str word = str_sub(r->unit, begin, end);
    lexeme x;
    DM_TRY(reserve_tokens(r->s, 1, r->err));
    DM_TRY(slab_need(r, UNI_LOWER_MAX(word.n)));
    fill(r->t, word, norm, r->slab, &x);
    if (x.lower_same) {
        x.lower = word;
    } else {
        r->slab += x.lower.n;
        r->slab_left -= x.lower.n;
    }
    r->s->tokens[r->s->n++] = (text_token){begin, end, phrase_word_of(r->t, word), x.is_space ? DM_TOK_IS_SPACE : 0, x.lower, x.features};
    return DM_OK;
}

static dm_status remember(run *r, dm_str chunk, uint64_t hash, const cached_chunk **out) {
    const split_scratch *split = &r->s->split;
    cached_chunk *c = cache_add(&r->s->cache, chunk, hash);
    dm_arena *arena = &r->s->cache.arena;
    cached_token *tokens = c ? ARENA_NEW(arena, cached_token, split->n_pieces) : NULL;
    if (!tokens) return err_memory(r->err, "the tokenizer's cache");
    for (uint32_t i = 0; i < split->n_pieces; i++) {
        dm_str word = str_sub(chunk, split->pieces[i].begin, split->pieces[i].end);
        char lower[UNI_LOWER_MAX(CACHE_KEY_MAX)];
        lexeme x;
        fill(r->t, word, split->pieces[i].norm, lower, &x);
        tokens[i] = (cached_token){x.features, DM_STR_NONE, word.n, (uint16_t)phrase_word_of(r->t, word), x.is_space};
        if (x.lower_same) continue;
        tokens[i].lower = arena_str(arena, x.lower);
        if (!tokens[i].lower.p) return err_memory(r->err, "the tokenizer's cache");
    }
    c->tokens = tokens;
    c->n_tokens = split->n_pieces;
    *out = c;
    return DM_OK;
}

static dm_status run_chunk(run *r, uint32_t begin, uint32_t end) {
    dm_str chunk = str_sub(r->unit, begin, end);
    uint64_t hash = 0;
    const cached_chunk *known = NULL;
    if (chunk.n <= CACHE_KEY_MAX) {
        hash = hash_bytes(chunk.p, chunk.n);
        known = cache_get(&r->s->cache, chunk, hash);
        if (known) return emit_cached(r, known, begin);
    }
    split_scratch *split = &r->s->split;
    DM_TRY(split_chunk(&r->t->splitter, split, chunk, true, r->err));
    if (chunk.n <= CACHE_KEY_MAX) {
        dm_status s = remember(r, chunk, hash, &known);
        if (s != DM_OK) cache_empty(&r->s->cache); /* it may hold half of this chunk */
        DM_TRY(s);
        return emit_cached(r, known, begin);
    }
    for (uint32_t i = 0; i < split->n_pieces; i++)
        DM_TRY(emit_fresh(r, begin + split->pieces[i].begin, begin + split->pieces[i].end, split->pieces[i].norm));
    return DM_OK;
}

/* Length of the character at p and whether it is white space; quick for ASCII. */
static uint32_t look(const char *p, uint32_t left, bool *space) {
    unsigned char c = (unsigned char)*p;
    if (c < 0x80) {
        *space = c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
        return 1;
    }
    uint32_t cp, n = utf8_decode(p, left, &cp);
    *space = uni_is_space(cp);
    return n;
}

/* The one space that ends a word belongs to it; any further white space is a chunk of its own. */
static dm_status first_pass(run *r) {
    dm_str u = r->unit;
    bool in_space, space;
    if (u.n == 0) return DM_OK;
    look(u.p, u.n, &in_space);
    uint32_t start = 0;
    for (uint32_t i = 0, step; i < u.n; i += step) {
        step = look(u.p + i, u.n - i, &space);
        if (space == in_space) continue;
        if (start < i) DM_TRY(run_chunk(r, start, i));
        start = i;
        if (u.p[i] == ' ') {
            r->s->tokens[r->s->n - 1].flags |= DM_TOK_SPACE_AFTER;
            start = i + 1;
        }
        in_space = !in_space;
    }
    return start < u.n ? run_chunk(r, start, u.n) : DM_OK;
}

/* Puts the tokens of a special case in the place of those of its span. Tokens are rewritten from the first span on,
 * behind the old ones, and moved down at the end. */
static dm_status second_pass(run *r) {
    text_scratch *s = r->s;
    DM_TRY(phrase_find(&r->t->phrases, s->tokens, s->n, &s->phrase, r->err));
    uint32_t n_old = s->n, next = 0, first = n_old;
    for (uint32_t i = 0; i < s->phrase.n_spans; i++) {
        phrase_span x = s->phrase.spans[i];
        uint32_t begin = s->tokens[x.begin].begin, end = s->tokens[x.end - 1].end, last_flags = s->tokens[x.end - 1].flags;
        special_tokens special = split_special(&r->t->splitter, str_sub(r->unit, begin, end));
        if (!special.n) continue;
        if (first == n_old) first = next = x.begin;
        DM_TRY(reserve_tokens(s, x.begin - next, r->err));
        memcpy(s->tokens + s->n, s->tokens + next, (x.begin - next) * sizeof *s->tokens);
        s->n += x.begin - next;
        for (uint32_t k = 0; k < special.n; k++) {
            DM_TRY(emit_fresh(r, begin, begin + special.v[k].size, special.v[k].norm));
            begin += special.v[k].size;
        }
        s->tokens[s->n - 1].flags |= last_flags & DM_TOK_SPACE_AFTER;
        next = x.end;
    }
    if (first == n_old) return DM_OK;
    DM_TRY(reserve_tokens(s, n_old - next, r->err));
    memcpy(s->tokens + s->n, s->tokens + next, (n_old - next) * sizeof *s->tokens);
    s->n += n_old - next;
    memmove(s->tokens + first, s->tokens + n_old, (s->n - n_old) * sizeof *s->tokens);
    s->n -= n_old - first;
    return DM_OK;
}

static bool reserve(dm_arena *a, void **v, uint32_t n, uint32_t *cap, uint32_t more, size_t size) {
    if (n + more <= *cap) return true;
    uint32_t bigger = n + more > *cap + *cap / 2 ? n + more : *cap + *cap / 2;
    void *p = arena_alloc(a, size * bigger);
    if (!p) return false;
    if (n) memcpy(p, *v, size * n);
    *v = p;
    *cap = bigger;
    return true;
}

/* Tokens to make room for: those of this block, and as many for the blocks after it as their bytes lead one to expect. An
 * arena never gives the smaller arrays back, so a story of many blocks should not grow block by block. */
static uint32_t expected_tokens(const dm_doc *doc, uint32_t block, uint32_t n) {
    enum { BYTES_PER_TOKEN = 4, MOST_AHEAD = 1 << 17 };
    uint32_t end = doc->blocks.v[block].span.end;
    if (doc->tokens.n + n <= doc->tokens.cap || end >= doc->text.n) return n;
    uint32_t ahead = (doc->text.n - end) / BYTES_PER_TOKEN;
    return n + (ahead < MOST_AHEAD ? ahead : MOST_AHEAD);
}

static dm_status write_tokens(run *r, uint32_t block) {
    dm_doc *doc = r->doc;
    text_scratch *s = r->s;
    uint32_t room = expected_tokens(doc, block, s->n);
    if (!reserve(doc->arena, (void **)&doc->tokens.v, doc->tokens.n, &doc->tokens.cap, room, sizeof *doc->tokens.v) ||
        !reserve(doc->arena, (void **)&doc->features.v, doc->features.n, &doc->features.cap, room, sizeof *doc->features.v))
        return err_memory(r->err, "the tokens");
    dm_block_row *b = &doc->blocks.v[block];
    b->tok_begin = doc->tokens.n;
    for (uint32_t i = 0; i < s->n; i++) {
        const text_token *x = &s->tokens[i];
        doc->tokens.v[doc->tokens.n++] = (dm_token){
            .span = {block_text_offset(b, x->begin, false), block_text_offset(b, x->end, true)},
            .text = str_sub(r->unit, x->begin, x->end),
            .lower = x->lower,
            .block = block,
            .flags = (uint8_t)x->flags,
        };
        doc->features.v[doc->features.n++] = x->features;
    }
    b->tok_end = doc->tokens.n;
    return DM_OK;
}

dm_status text_run(const text_model *t, text_scratch *s, dm_doc *doc, uint32_t block, dm_err *err) {
    enum { KEEP = 1 << 15 };
    run r = {.t = t, .s = s, .doc = doc, .unit = doc->blocks.v[block].unit, .err = err};
    s->n = 0;
    dm_status status = first_pass(&r);
    if (status == DM_OK) status = second_pass(&r);
    if (status == DM_OK) status = write_tokens(&r, block);
    split_scratch_trim(&s->split);
    if (s->cap > KEEP) {
        free(s->tokens);
        s->tokens = NULL;
        s->cap = 0;
    }
    return status;
}
