/* Packs the tokenizer: patterns to class tables, special cases to a frozen map, those that the first pass would cut to a
 * trie over their tokens, norms to a sorted array. See text_pack.h; what each table means stands where it is read. */
#include "text/text_pack.h"

#include "base/arena.h"
#include "nn/msgpack.h"
#include "text/ids.h"
#include "text/phrase.h"

#include <stdlib.h>

enum { ATTR_ORTH = 65, ATTR_NORM = 67 };

typedef struct special_case {
    dm_str key;
    uint32_t first, n; /* into pieces */
} special_case;

typedef struct build_node {
    uint32_t first_edge; /* into edges; chained by next, UINT32_MAX ends */
    bool is_end;
} build_node;

typedef struct build_edge {
    uint32_t word, node, next;
} build_edge;

typedef struct trie_build {
    VEC(build_node) nodes;
    VEC(build_edge) edges;
    VEC(frozen_item) words;
} trie_build;

typedef struct packing {
    dm_arena arena;
    dm_str patterns[PATTERN_KINDS], url;
    VEC(special_case) specials;
    VEC(special_token) pieces;
    VEC(norm_entry) norms;
    trie_build trie;
    model_writer *w;
    dm_err *err;
} packing;

static dm_status bad(packing *k, const char *file, const char *what) { return err_set(k->err, DM_E_FORMAT, 0, "%s: %s", file, what); }

/* One token of a special case: {65: text, 67: norm}. */
static dm_status read_piece(packing *k, msgpack *m, dm_str key, uint32_t *at) {
    special_token *piece = VEC_PUSH(&k->arena, &k->pieces);
    if (!piece) return err_memory(k->err, "the special cases");
    for (uint32_t n = msgpack_map(m); n > 0 && msgpack_ok(m); n--) {
        uint64_t attr = msgpack_uint(m);
        dm_str value = msgpack_str(m);
        if (attr == ATTR_NORM) {
            piece->norm = text_id(value);
        } else if (attr == ATTR_ORTH) {
            piece->size = value.n;
            if (*at + value.n > key.n || memcmp(key.p + *at, value.p, value.n) != 0)
                return bad(k, "tokenizer", "a special case is not the sum of its tokens");
            *at += value.n;
        } else {
            return bad(k, "tokenizer", "a special case sets an attribute that is not known");
        }
    }
    return piece->size ? DM_OK : bad(k, "tokenizer", "a special case has an empty token");
}

static dm_status read_specials(packing *k, msgpack *m) {
    for (uint32_t n = msgpack_map(m); n > 0 && msgpack_ok(m); n--) {
        special_case *s = VEC_PUSH(&k->arena, &k->specials);
        if (!s) return err_memory(k->err, "the special cases");
        *s = (special_case){msgpack_str(m), k->pieces.n, msgpack_array(m)};
        uint32_t at = 0;
        for (uint32_t i = 0; i < s->n; i++) DM_TRY(read_piece(k, m, s->key, &at));
        if (at != s->key.n || s->n == 0 || s->n > 255) return bad(k, "tokenizer", "a special case is not the sum of its tokens");
    }
    return DM_OK;
}

static dm_status read_tokenizer(packing *k, dm_str file) {
    msgpack m = msgpack_open(file);
    for (uint32_t n = msgpack_map(&m); n > 0 && msgpack_ok(&m); n--) {
        dm_str key = msgpack_str(&m);
        if (str_is(key, "prefix_search")) k->patterns[PATTERN_PREFIX] = msgpack_str(&m);
        else if (str_is(key, "suffix_search")) k->patterns[PATTERN_SUFFIX] = msgpack_str(&m);
        else if (str_is(key, "infix_finditer")) k->patterns[PATTERN_INFIX] = msgpack_str(&m);
        else if (str_is(key, "url_match")) k->url = msgpack_str(&m);
        else if (str_is(key, "exceptions")) DM_TRY(read_specials(k, &m));
        else if (str_is(key, "token_match")) {
            if (msgpack_next(&m).type != MSGPACK_NIL) return bad(k, "tokenizer", "a token_match pattern is not supported");
        } else if (str_is(key, "faster_heuristics")) {
            if (!msgpack_bool(&m)) return bad(k, "tokenizer", "faster_heuristics must be true");
        } else {
            return bad(k, "tokenizer", "an entry that is not known");
        }
    }
    if (!msgpack_ok(&m) || !k->url.n || !k->specials.n) return bad(k, "tokenizer", "malformed or incomplete");
    return DM_OK;
}

/* ---- norms ---- */

static int by_word(const void *a, const void *b) {
    const norm_entry *x = a, *y = b;
    return x->word < y->word ? -1 : x->word > y->word;
}

static dm_status add_norm(packing *k, uint64_t word, dm_str norm) {
    norm_entry *e = VEC_PUSH(&k->arena, &k->norms);
    if (!e) return err_memory(k->err, "the norms");
    *e = (norm_entry){word, text_id(norm)};
    return DM_OK;
}

/* The model's table goes before the norms of the code. */
static dm_status read_norms(packing *k, dm_str file) {
    msgpack m = msgpack_open(file);
    for (uint32_t n = msgpack_map(&m); n > 0 && msgpack_ok(&m); n--) {
        if (!str_is(msgpack_str(&m), "lexeme_norm")) {
            msgpack_skip(&m);
            continue;
        }
        for (uint32_t i = msgpack_map(&m); i > 0 && msgpack_ok(&m); i--) {
            uint64_t word = msgpack_uint(&m);
            DM_TRY(add_norm(k, word, msgpack_str(&m)));
        }
    }
    if (!msgpack_ok(&m) || !k->norms.n) return bad(k, "vocab/lookups.bin", "malformed or without lexeme_norm");
    qsort(k->norms.v, k->norms.n, sizeof *k->norms.v, by_word);
    uint32_t n_table = k->norms.n;
    for (uint32_t i = 0; i < lexeme_n_base_norms; i++) {
        norm_entry e = {text_id(str_from(lexeme_base_norms[i].word)), 0};
        if (!bsearch(&e, k->norms.v, n_table, sizeof e, by_word)) DM_TRY(add_norm(k, e.word, str_from(lexeme_base_norms[i].norm)));
    }
    qsort(k->norms.v, k->norms.n, sizeof *k->norms.v, by_word);
    return model_add(k->w, "text/norms", k->norms.v, k->norms.n * sizeof *k->norms.v, k->err);
}

/* ---- special cases that the first pass would cut ---- */

static dm_status word_id(packing *k, dm_str word, uint32_t *id) {
    for (uint32_t i = 0; i < k->trie.words.n; i++)
        if (str_eq(k->trie.words.v[i].key, word)) {
            *id = k->trie.words.v[i].value;
            return DM_OK;
        }
    frozen_item *item = VEC_PUSH(&k->arena, &k->trie.words);
    if (!item) return err_memory(k->err, "the special cases");
    *id = k->trie.words.n;
    *item = (frozen_item){word, *id};
    return *id <= UINT16_MAX ? DM_OK : bad(k, "tokenizer", "too many words in special cases");
}

static dm_status trie_step(packing *k, uint32_t *node, uint32_t word) {
    for (uint32_t e = k->trie.nodes.v[*node].first_edge; e != UINT32_MAX; e = k->trie.edges.v[e].next)
        if (k->trie.edges.v[e].word == word) {
            *node = k->trie.edges.v[e].node;
            return DM_OK;
        }
    uint32_t fresh = k->trie.nodes.n, edge = k->trie.edges.n;
    build_node *to = VEC_PUSH(&k->arena, &k->trie.nodes);
    build_edge *e = VEC_PUSH(&k->arena, &k->trie.edges);
    if (!to || !e) return err_memory(k->err, "the special cases");
    to->first_edge = UINT32_MAX;
    *e = (build_edge){word, fresh, k->trie.nodes.v[*node].first_edge};
    k->trie.nodes.v[*node].first_edge = edge;
    *node = fresh;
    return DM_OK;
}

/* The reference looks for a special case in the second pass only if a pattern finds something in it, or a space. */
static bool is_phrase(const splitter *t, const split_scratch *s, dm_str key) {
    uint32_t n = 0, at;
    while (s->offsets[n] < key.n) n++;
    return memchr(key.p, ' ', key.n) || pattern_prefix(&t->patterns, s->classes, 0, n) || pattern_suffix(&t->patterns, s->classes, 0, n) ||
           pattern_infix(&t->patterns, s->classes, 0, n, 0, &at);
}

static dm_status add_phrases(packing *k, const splitter *t, split_scratch *s) {
    build_node *root = VEC_PUSH(&k->arena, &k->trie.nodes);
    if (!root) return err_memory(k->err, "the special cases");
    root->first_edge = UINT32_MAX;
    for (uint32_t i = 0; i < k->specials.n; i++) {
        dm_str key = k->specials.v[i].key;
        DM_TRY(split_chunk(t, s, key, false, k->err));
        if (!is_phrase(t, s, key)) continue;
        if (memchr(key.p, ' ', key.n) && key.n > 1) return bad(k, "tokenizer", "a special case with a space inside is not supported");
        if (s->n_pieces > PHRASE_MAX_TOKENS) return bad(k, "tokenizer", "a special case has too many tokens");
        uint32_t node = 0;
        for (uint32_t j = 0; j < s->n_pieces; j++) {
            uint32_t word = 0;
            DM_TRY(word_id(k, str_sub(key, s->pieces[j].begin, s->pieces[j].end), &word));
            DM_TRY(trie_step(k, &node, word));
        }
        k->trie.nodes.v[node].is_end = true;
    }
    return DM_OK;
}

static int by_edge_word(const void *a, const void *b) {
    const phrase_edge *x = a, *y = b;
    return x->word < y->word ? -1 : x->word > y->word;
}

static dm_status write_frozen(packing *k, const char *name, const frozen_item *items, uint32_t n) {
    dm_buf b = {0};
    dm_status status = frozen_write(&b, items, n, k->err);
    if (status == DM_OK) status = model_add(k->w, name, b.p, b.n, k->err);
    buf_free(&b);
    return status;
}

static dm_status write_trie(packing *k) {
    phrase_node *nodes = ARENA_NEW(&k->arena, phrase_node, k->trie.nodes.n);
    phrase_edge *edges = ARENA_NEW(&k->arena, phrase_edge, k->trie.edges.n + 1);
    if (!nodes || !edges) return err_memory(k->err, "the special cases");
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->trie.nodes.n; i++) {
        nodes[i] = (phrase_node){n, 0, k->trie.nodes.v[i].is_end};
        for (uint32_t e = k->trie.nodes.v[i].first_edge; e != UINT32_MAX; e = k->trie.edges.v[e].next)
            edges[n++] = (phrase_edge){k->trie.edges.v[e].word, k->trie.edges.v[e].node};
        nodes[i].n_edges = n - nodes[i].first_edge;
        qsort(edges + nodes[i].first_edge, nodes[i].n_edges, sizeof *edges, by_edge_word);
    }
    DM_TRY(write_frozen(k, "text/phrase-words", k->trie.words.v, k->trie.words.n));
    DM_TRY(model_add(k->w, "text/phrase-nodes", nodes, k->trie.nodes.n * sizeof *nodes, k->err));
    return model_add(k->w, "text/phrase-edges", edges, n * sizeof *edges, k->err);
}

static dm_status write_specials(packing *k) {
    frozen_item *items = ARENA_NEW(&k->arena, frozen_item, k->specials.n);
    special_token *last = VEC_PUSH(&k->arena, &k->pieces);
    if (!items || !last) return err_memory(k->err, "the special cases");
    for (uint32_t i = 0; i < k->specials.n; i++) {
        const special_case *s = &k->specials.v[i];
        items[i] = (frozen_item){s->key, s->first << 8 | s->n};
        if (s->key.n > last->size) last->size = s->key.n;
    }
    DM_TRY(write_frozen(k, "text/specials", items, k->specials.n));
    return model_add(k->w, "text/special-tokens", k->pieces.v, k->pieces.n * sizeof *k->pieces.v, k->err);
}

/* Phrases need the patterns at work, so these are opened from the bytes just packed. */
static dm_status pack_phrases(packing *k, const dm_buf *tables) {
    splitter t = {0};
    split_scratch s = {0};
    dm_status status = pattern_open(tables->p, tables->n, &t.patterns, k->err);
    if (status == DM_OK) status = split_url_compile(k->url, &t.url, k->err);
    if (status == DM_OK) status = split_scratch_init(&s, k->err);
    if (status == DM_OK) status = add_phrases(k, &t, &s);
    if (status == DM_OK) status = write_trie(k);
    split_scratch_free(&s);
    pcre2_code_free(t.url);
    return status;
}

static dm_status pack_patterns(packing *k) {
    dm_buf tables = {0};
    dm_status status = pattern_pack(k->patterns, &tables, k->err);
    if (status == DM_OK) status = model_add(k->w, "text/patterns", tables.p, tables.n, k->err);
    if (status == DM_OK) status = model_add(k->w, "text/url", k->url.p, k->url.n, k->err);
    if (status == DM_OK) status = pack_phrases(k, &tables);
    buf_free(&tables);
    return status;
}

dm_status text_pack(const model_source *src, model_writer *w, dm_err *err) {
    packing k = {.w = w, .err = err};
    arena_init(&k.arena, 0);
    dm_status status = read_tokenizer(&k, model_source_file(src, "tokenizer"));
    if (status == DM_OK) status = pack_patterns(&k);
    if (status == DM_OK) status = write_specials(&k);
    if (status == DM_OK) status = read_norms(&k, model_source_file(src, "vocab/lookups.bin"));
    arena_free(&k.arena);
    return status;
}
