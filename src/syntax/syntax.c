/* See syntax.h. Two passes over the blocks' tokens, both in batches of slices: the first encodes, tags and parses, the
 * second, which needs the parser's sentence starts, encodes again with its own network and finds entities. A batch is
 * as full as ENCODER_ROWS allows, whether its tokens come from one long block or from many short ones. */
#include "syntax/syntax.h"

#include "nn/encoder.h"
#include "syntax/arcs.h"
#include "syntax/lemma.h"
#include "syntax/ner.h"
#include "syntax/parser.h"
#include "syntax/ruler.h"
#include "syntax/stopwatch.h"

#include <math.h>
#include <stdlib.h>

enum {
    MAX_SLICES = ENCODER_ROWS / (2 * ENCODER_REACH + 1),
    SHORT_REST = 32, /* a long block is not cut to fill a smaller rest of a batch */
    PAGE_SIZE = 64,  /* tokens encoded again when the parser reaches far back */
    N_PAGES = 8,
    TAG_SCORES = 96,      /* floats of a row of tag scores, padded */
    PRODUCTS_KEPT = 1024, /* words of which a worker keeps results, for each encoder */
    VECTORS_KEPT = 4096
};

struct syntax_model {
    const nn_kernels *kernels;
    encoder tok2vec, ner_encoder;
    nn_matrix tagger;
    float *tagger_copy;
    transitions parser, ner;
    parser_classes parser_classes;
    ner_classes ner_classes;
    ruler *ruler;
    lemmatizer *lemmatizer;
    float tag_mask[TAG_SCORES] __attribute__((aligned(NN_ALIGN)));
};

/* Tokens [begin, begin + n) of a block. */
typedef struct piece {
    uint32_t block, begin, n;
} piece;

/* Where the batches have got to. */
typedef struct cursor {
    uint32_t block, block_end;
    uint32_t token; /* next token of the block, DM_NONE: its first */
} cursor;

typedef struct batch {
    piece pieces[MAX_SLICES];
    encoder_slice slices[MAX_SLICES];
    encoder_word words[ENCODER_ROWS];
    uint32_t n_pieces, n_words, n_rows, n_tokens;
    const float *row[ENCODER_ROWS]; /* of h */
    float h[ENCODER_ROWS][NN_WIDTH] __attribute__((aligned(NN_ALIGN)));
    float out[ENCODER_ROWS][TRANSITIONS_TOKEN] __attribute__((aligned(NN_ALIGN))); /* tag scores, then g */
} batch;

typedef struct page {
    uint32_t first; /* token, DM_NONE: empty */
    uint64_t used;
    float g[PAGE_SIZE][TRANSITIONS_TOKEN] __attribute__((aligned(NN_ALIGN)));
} page;

struct syntax_scratch {
    parser parser;
    ner ner;
    const syntax_model *model;
    encoder_words words, ner_words;
    encoder_work *work;
    ruler_scratch *ruler;
    lemma_scratch *lemmas;
    batch batch, again; /* `again` for pages */
    page pages[N_PAGES];
    uint64_t page_clock;
    const dm_doc *doc; /* in hand */
    syntax_stats stats;
};

/* ---- opening ---- */

static dm_status open_parts(const model *m, syntax_model *s, dm_err *err) {
    DM_TRY(classes_check_tags(m, err));
    DM_TRY(classes_open_parser(m, &s->parser_classes, err));
    DM_TRY(classes_open_ner(m, &s->ner_classes, err));
    DM_TRY(encoder_open(m, "tok2vec", 6, s->kernels, &s->tok2vec, err));
    DM_TRY(weights_matrix(m, "tagger/scores", s->kernels, NN_WIDTH, weights_panels(DM_TAG_N, 1), &s->tagger, &s->tagger_copy, err));
    DM_TRY(transitions_open(m, "parser", PARSER_SLOTS, PARSER_CLASSES, s->kernels, &s->parser, err));
    DM_TRY(encoder_open(m, "ner", 4, s->kernels, &s->ner_encoder, err));
    DM_TRY(transitions_open(m, "ner", NER_SLOTS, NER_CLASSES, s->kernels, &s->ner, err));
    DM_TRY(ruler_open(m, &s->ruler, err));
    return lemma_open(m, &s->lemmatizer, err);
}

dm_status syntax_open_isa(const model *m, const char *isa, syntax_model **out, dm_err *err) {
    *out = NULL;
    const nn_kernels *kernels = nn_kernels_find(isa);
    if (!kernels) return err_set(err, DM_E_USAGE, 0, "this processor does not run the kernels %s", isa);
    syntax_model *s = aligned_alloc(NN_ALIGN, (sizeof *s + NN_ALIGN - 1) / NN_ALIGN * NN_ALIGN);
    if (!s) return err_memory(err, "the syntax model");
    memset(s, 0, sizeof *s);
    s->kernels = kernels;
    for (uint32_t i = DM_TAG_N; i < TAG_SCORES; i++) s->tag_mask[i] = -INFINITY;
    dm_status status = open_parts(m, s, err);
    if (status == DM_OK) *out = s;
    else syntax_close(s);
    return status;
}

dm_status syntax_open(const model *m, syntax_model **out, dm_err *err) { return syntax_open_isa(m, NULL, out, err); }

void syntax_close(syntax_model *m) {
    if (!m) return;
    encoder_close(&m->tok2vec);
    encoder_close(&m->ner_encoder);
    transitions_close(&m->parser);
    transitions_close(&m->ner);
    ruler_close(m->ruler);
    lemma_close(m->lemmatizer);
    free(m->tagger_copy);
    free(m);
}

const char *syntax_isa(const syntax_model *m) { return m->kernels->name; }

/* ---- batches ---- */

static encoder_word word_of(const dm_doc *doc, uint32_t token, bool flags) {
    const dm_features *f = &doc->features.v[token];
    return (encoder_word){{f->norm, f->prefix, f->suffix, f->shape},
                          flags ? doc->tokens.v[token].flags & (DM_TOK_SPACE_AFTER | DM_TOK_IS_SPACE) : 0u};
}

/* Adds tokens [begin, begin + n) of the block with their halo. */
static void batch_add(batch *b, const dm_doc *doc, uint32_t block, uint32_t begin, uint32_t n, bool flags) {
    const dm_block_row *row = &doc->blocks.v[block];
    uint32_t before = begin - row->tok_begin, after = row->tok_end - (begin + n);
    if (before > ENCODER_REACH) before = ENCODER_REACH;
    if (after > ENCODER_REACH) after = ENCODER_REACH;
    for (uint32_t t = begin - before; t < begin + n + after; t++) b->words[b->n_words++] = word_of(doc, t, flags);
    b->slices[b->n_pieces] = (encoder_slice){before, n, after};
    b->pieces[b->n_pieces++] = (piece){block, begin, n};
    b->n_rows += n + 2 * ENCODER_REACH;
    b->n_tokens += n;
}

static void batch_clear(batch *b) { b->n_pieces = b->n_words = b->n_rows = b->n_tokens = 0; }

/* Fills the batch from where the cursor stands; false when nothing is left. */
static bool batch_next(batch *b, const dm_doc *doc, cursor *c, bool flags) {
    batch_clear(b);
    while (c->block < c->block_end) {
        const dm_block_row *row = &doc->blocks.v[c->block];
        if (c->token == DM_NONE) c->token = row->tok_begin;
        uint32_t left = row->tok_end - c->token, rows = ENCODER_ROWS - b->n_rows;
        uint32_t room = rows > 2 * ENCODER_REACH ? rows - 2 * ENCODER_REACH : 0;
        if (left > 0) {
            if (left > room && room < SHORT_REST) break;
            uint32_t n = left < room ? left : room;
            batch_add(b, doc, c->block, c->token, n, flags);
            c->token += n;
        }
        if (c->token < row->tok_end) break;
        c->block++;
        c->token = DM_NONE;
    }
    return b->n_pieces > 0;
}

static void batch_encode(batch *b, const encoder *e, encoder_words *words, encoder_work *work) {
    encoder_run(e, words, work, b->words, b->slices, b->n_pieces, b->h[0]);
    for (uint32_t i = 0; i < b->n_tokens; i++) b->row[i] = b->h[i];
}

/* ---- far back ---- */

/* g of a token that has left the parser's ring: its page is encoded again. A stack unwinds from the last token to the
 * first, so pages are visited in order and the cost stays linear. */
static const float *g_again(void *context, uint32_t token) {
    syntax_scratch *s = context;
    uint32_t begin = s->parser.begin, first = token - (token - begin) % PAGE_SIZE;
    page *oldest = &s->pages[0];
    for (uint32_t i = 0; i < N_PAGES; i++) {
        page *p = &s->pages[i];
        if (p->first == first) {
            p->used = ++s->page_clock;
            return p->g[token - first];
        }
        if (p->used < oldest->used) oldest = p;
    }
    uint32_t left = begin + s->parser.n - first, n = left < PAGE_SIZE ? left : PAGE_SIZE;
    batch_clear(&s->again);
    batch_add(&s->again, s->doc, s->doc->tokens.v[token].block, first, n, true);
    batch_encode(&s->again, &s->model->tok2vec, &s->words, s->work);
    transitions_tokens(&s->model->parser, s->again.row, n, oldest->g[0]);
    oldest->first = first;
    oldest->used = ++s->page_clock;
    s->stats.n_old_pages++;
    return oldest->g[token - first];
}

/* ---- passes ---- */

static void tag(const syntax_model *m, syntax_scratch *s, dm_doc *doc) {
    batch *b = &s->batch;
    nn_part all = {0, NN_WIDTH, 0, m->tagger.n_panels, true};
    m->kernels->linear(&m->tagger, &all, b->row, b->n_tokens, b->out[0], TAG_SCORES);
    uint32_t i = 0;
    for (uint32_t k = 0; k < b->n_pieces; k++)
        for (uint32_t t = b->pieces[k].begin; t < b->pieces[k].begin + b->pieces[k].n; t++, i++) {
            const float *scores = b->out[i];
            uint32_t best = m->kernels->pick(scores, s->model->tag_mask, TAG_SCORES);
            doc->tokens.v[t].tag = (dm_tag)(best < DM_TAG_N ? best : 0);
            if (!s->parser.watch) continue;
            float second = -INFINITY;
            for (uint32_t c = 0; c < DM_TAG_N; c++)
                if (c != best && scores[c] > second) second = scores[c];
            s->parser.watch(s->parser.watch_context, SYNTAX_TAGGER, t, scores[best] - second);
        }
}

/* Parses the pieces of the batch; a block's tree is read when its last piece is done. */
static dm_status parse(syntax_scratch *s, dm_doc *doc, dm_err *err) {
    batch *b = &s->batch;
    uint32_t i = 0;
    for (uint32_t k = 0; k < b->n_pieces; i += b->pieces[k++].n) parser_give(&s->parser, b->pieces[k].begin, b->out[i], b->pieces[k].n);
    for (uint32_t k = 0; k < b->n_pieces; k++) {
        const piece *p = &b->pieces[k];
        const dm_block_row *row = &doc->blocks.v[p->block];
        if (p->begin == row->tok_begin) {
            DM_TRY(parser_begin(&s->parser, row->tok_begin, row->tok_end - row->tok_begin, err));
            for (uint32_t t = row->tok_begin; t < row->tok_end; t++)
                if (doc->tokens.v[t].flags & DM_TOK_JOINED) parser_join(&s->parser, t);
            for (uint32_t j = 0; j < N_PAGES; j++) s->pages[j].first = DM_NONE;
        }
        parser_advance(&s->parser, p->begin + p->n);
        if (p->begin + p->n < row->tok_end) continue;
        stopwatch watch = stopwatch_start(&s->stats);
        DM_TRY(arcs_read(&s->parser, doc, p->block, err));
        parser_end(&s->parser);
        stopwatch_lap(&watch, &s->stats.tree_ns);
    }
    return DM_OK;
}

static dm_status tag_and_parse(const syntax_model *m, syntax_scratch *s, dm_doc *doc, cursor c, dm_err *err) {
    while (batch_next(&s->batch, doc, &c, true)) {
        stopwatch watch = stopwatch_start(&s->stats);
        batch_encode(&s->batch, &m->tok2vec, &s->words, s->work);
        s->stats.n_batches++;
        s->stats.n_tokens += s->batch.n_tokens;
        stopwatch_lap(&watch, &s->stats.encode_ns);
        tag(m, s, doc);
        stopwatch_lap(&watch, &s->stats.tag_ns);
        transitions_tokens(&m->parser, s->batch.row, s->batch.n_tokens, s->batch.out[0]);
        stopwatch_lap(&watch, &s->stats.rows_ns);
        DM_TRY(parse(s, doc, err));
    }
    return DM_OK;
}

static void find_entities(const syntax_model *m, syntax_scratch *s, dm_doc *doc, cursor c) {
    batch *b = &s->batch;
    while (batch_next(b, doc, &c, false)) {
        stopwatch watch = stopwatch_start(&s->stats);
        batch_encode(b, &m->ner_encoder, &s->ner_words, s->work);
        stopwatch_lap(&watch, &s->stats.ner_encode_ns);
        transitions_tokens(&m->ner, b->row, b->n_tokens, b->out[0]);
        stopwatch_lap(&watch, &s->stats.ner_rows_ns);
        uint32_t i = 0;
        for (uint32_t k = 0; k < b->n_pieces; i += b->pieces[k++].n) {
            const piece *p = &b->pieces[k];
            const dm_block_row *row = &doc->blocks.v[p->block];
            if (p->begin == row->tok_begin) ner_begin(&s->ner, row->tok_end);
            ner_advance(&s->ner, doc, p->begin, b->out[i], p->n);
        }
    }
}

/* Parts of speech, morphology and lemmas, block by block: a rule may look at the token next to it. */
static dm_status annotate(const syntax_model *m, syntax_scratch *s, dm_doc *doc, uint32_t block_begin, uint32_t block_end, dm_err *err) {
    stopwatch watch = stopwatch_start(&s->stats);
    for (uint32_t b = block_begin; b < block_end; b++) {
        const dm_block_row *row = &doc->blocks.v[b];
        ruler_run(m->ruler, s->ruler, doc, row->tok_begin, row->tok_end);
        DM_TRY(lemma_run(m->lemmatizer, s->lemmas, doc, row->tok_begin, row->tok_end, err));
    }
    stopwatch_lap(&watch, &s->stats.annotate_ns);
    return DM_OK;
}

dm_status syntax_run_blocks(const syntax_model *m, syntax_scratch *s, dm_doc *doc, uint32_t block_begin, uint32_t block_end, dm_err *err) {
    DM_ASSERT(block_begin <= block_end && block_end <= doc->blocks.n && doc->features.n == doc->tokens.n);
    cursor c = {block_begin, block_end, DM_NONE};
    uint32_t state = nn_float_enter();
    s->doc = doc;
    parser_forget(&s->parser);
    dm_status status = tag_and_parse(m, s, doc, c, err);
    if (status == DM_OK) find_entities(m, s, doc, c);
    s->doc = NULL;
    nn_float_leave(state);
    if (status == DM_OK) status = annotate(m, s, doc, block_begin, block_end, err);
    return status;
}

/* ---- scratch ---- */

syntax_scratch *syntax_scratch_new(const syntax_model *m) {
    syntax_scratch *s = aligned_alloc(NN_ALIGN, (sizeof *s + NN_ALIGN - 1) / NN_ALIGN * NN_ALIGN);
    if (!s) return NULL;
    memset(s, 0, sizeof *s);
    s->model = m;
    bool words = encoder_words_init(&s->words, PRODUCTS_KEPT, VECTORS_KEPT) && encoder_words_init(&s->ner_words, PRODUCTS_KEPT, VECTORS_KEPT);
    s->work = encoder_work_new();
    s->parser.model = &m->parser;
    s->parser.classes = &m->parser_classes;
    s->parser.again = g_again;
    s->parser.context = s;
    s->ner.model = &m->ner;
    s->ner.classes = &m->ner_classes;
    s->parser.stats = s->ner.stats = &s->stats;
    bool annotates = ruler_scratch_new(&s->ruler, NULL) == DM_OK && lemma_scratch_new(&s->lemmas, NULL) == DM_OK;
    if (parser_init(&s->parser) && ner_init(&s->ner) && words && s->work && annotates) return s;
    syntax_scratch_free(s);
    return NULL;
}

void syntax_scratch_free(syntax_scratch *s) {
    if (!s) return;
    parser_free(&s->parser);
    ner_free(&s->ner);
    encoder_words_free(&s->words);
    encoder_words_free(&s->ner_words);
    encoder_work_free(s->work);
    ruler_scratch_free(s->ruler);
    lemma_scratch_free(s->lemmas);
    free(s);
}

void syntax_set_watch(syntax_scratch *s, syntax_watch *watch, void *context) {
    s->parser.watch = s->ner.watch = watch;
    s->parser.watch_context = s->ner.watch_context = context;
}

syntax_stats *syntax_scratch_stats(syntax_scratch *s) {
    const encoder_words *words[] = {&s->words, &s->ner_words};
    for (int i = 0; i < 2; i++) {
        word_cache_counts(words[i]->products, &s->stats.n_words[i], &s->stats.n_word_misses[i]);
        word_cache_counts(words[i]->vectors, &s->stats.n_word_misses[i], &s->stats.n_vector_misses[i]);
    }
    return &s->stats;
}
