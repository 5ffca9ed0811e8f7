/* Trains both chains of the statements' tagger and writes their weights.
 *
 *   train-statements MODEL LEXICON TRAIN.gold DEV.gold FLAT.chain CUED.chain
 *
 * The first chain learns the tokens of each block. So that the second one learns from what the first will tell it of
 * texts that it has not seen, the training texts are labelled in FOLDS parts, each by a model trained on the others. The
 * second chain then learns the tokens around each gold cue. Of either, the KEPT features with the most to say stay and are trained
 * a little more. Prints what each epoch gives on DEV: precision, recall and F of exact pieces. Same input, same weights. */
#include "corpus.h"
#include "crf.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FOLDS = 2, SEEN = 3, KEPT = 105000, LONGEST = 1 << 20 };
static const crf_options LEARN_FLAT = {.rate = .02f, .l2 = 3, .dropout = .35f, .epochs = 9, .averaged = 3, .without = -1};
static const crf_options SETTLE_FLAT = {.rate = .01f, .l2 = 3, .dropout = .35f, .epochs = 4, .averaged = 3, .without = -1};
static const crf_options LEARN_CUED = {.rate = .02f, .l2 = 3, .dropout = .3f, .epochs = 5, .averaged = 3, .without = -1};
static const crf_options SETTLE_CUED = {.rate = .01f, .l2 = 3, .dropout = .3f, .epochs = 3, .averaged = 2, .without = -1};

static chain_token decoded[LONGEST];

/* A model while it is trained, and what it is watched on. */
typedef struct watched {
    crf *m;
    const crf_data *dev;
    uint32_t *ids;
    const char *name;
    uint32_t n_kinds;
    uint8_t begin[3], inside[3]; /* labels of a piece of each kind */
} watched;

static bool starts(const watched *x, uint32_t kind, uint8_t before, uint8_t label) {
    if (x->begin[kind] != x->inside[kind] && label == x->begin[kind]) return true;
    return label == x->inside[kind] && before != x->inside[kind] && before != x->begin[kind];
}

static void count_pieces(const watched *x, const uint8_t *gold, uint32_t n, uint32_t kind, uint32_t count[3]) {
    for (uint32_t i = 0; i < n; i++) {
        bool g = starts(x, kind, i ? gold[i - 1] : 255, gold[i]), o = starts(x, kind, i ? decoded[i - 1].label : 255, decoded[i].label);
        count[0] += g;
        count[1] += o;
        uint32_t ge = i + 1, oe = i + 1;
        while (ge < n && gold[ge] == x->inside[kind]) ge++;
        while (oe < n && decoded[oe].label == x->inside[kind]) oe++;
        count[2] += g && o && ge == oe;
    }
}

static void watch(void *context, uint32_t epoch) {
    watched *x = context;
    uint32_t count[3][3] = {{0}};
    crf_round(x->m);
    for (uint32_t s = 0; s < x->dev->n_seqs; s++) {
        uint32_t b = x->dev->seq[s], n = x->dev->seq[s + 1] - b;
        crf_decode(x->m, x->dev, x->ids, s, decoded);
        for (uint32_t k = 0; k < x->n_kinds; k++) count_pieces(x, x->dev->gold + b, n, k, count[k]);
    }
    printf("%s %2u  %4.0f s", x->name, epoch, (double)clock() / CLOCKS_PER_SEC);
    for (uint32_t k = 0; k < x->n_kinds; k++) {
        double p = count[k][1] ? (double)count[k][2] / count[k][1] : 0, r = count[k][0] ? (double)count[k][2] / count[k][0] : 0;
        printf("   %.3f %.3f %.4f", p, r, p + r > 0 ? 2 * p * r / (p + r) : 0);
    }
    printf("\n");
    fflush(stdout);
}

static bool is_sequence(const gold_doc *g, uint32_t block) {
    const dm_block_row *b = &g->doc.blocks.v[block];
    return st_block_is_read(&g->doc, block) && b->tok_begin < b->tok_end;
}

static void read_flat(const corpus *c, crf_data *d) {
    uint32_t features[ST_FEATURES_MAX];
    uint16_t edge[CHAIN_EDGES];
    for (uint32_t i = 0; i < c->n; i++) {
        const gold_doc *g = &c->docs[i];
        for (uint32_t b = 0; b < g->doc.blocks.n; b++) {
            if (!is_sequence(g, b)) continue;
            crf_begin_seq(d, (uint8_t)(i % FOLDS));
            for (uint32_t t = g->doc.blocks.v[b].tok_begin; t < g->doc.blocks.v[b].tok_end; t++) {
                uint32_t n = st_flat_features(&g->tagger, t, features);
                st_flat_edges(&g->tagger, t, edge);
                crf_add(d, features, n, edge, g->gold[t], 0);
            }
        }
    }
}

/* What the first chain says of the texts of one fold (-1: of all). */
static void label(const corpus *c, const crf *m, const crf_data *d, const uint32_t *ids, int fold) {
    uint32_t s = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        const gold_doc *g = &c->docs[i];
        for (uint32_t b = 0; b < g->doc.blocks.n; b++) {
            if (!is_sequence(g, b)) continue;
            if (fold < 0 || d->fold[s] == fold) {
                crf_decode(m, d, ids, s, decoded);
                st_take_flat(&g->tagger, &g->doc.blocks.v[b], decoded);
            }
            s++;
        }
        st_count(&g->tagger);
    }
}

static void read_cued(const corpus *c, crf_data *d) {
    static const uint8_t LABEL[3] = {ST_CUED_S, ST_CUED_O, ST_CUED_C};
    uint32_t features[ST_FEATURES_MAX];
    uint16_t edge[CHAIN_EDGES];
    for (uint32_t i = 0; i < c->n; i++) {
        const gold_doc *g = &c->docs[i];
        for (uint32_t r = 0; r < g->rows.n; r++) {
            st_range cue = g->rows.v[r].cue;
            if (!st_is(cue) || !is_sequence(g, g->doc.tokens.v[cue.b].block)) continue;
            st_cued q = st_cued_begin(&g->tagger, cue);
            crf_begin_seq(d, 0);
            for (uint32_t t = q.window.b; t < q.window.e; t++) {
                uint32_t n = st_cued_features(&g->tagger, &q, t, features);
                st_cued_edges(&g->tagger, &q, t, edge);
                uint8_t gold = st_holds(cue, t) ? ST_CUED_K : g->row[t] == r ? LABEL[g->part[t]] : ST_CUED_O;
                crf_add(d, features, n, edge, gold, st_cued_mask(&q, t));
            }
        }
    }
}

static uint32_t *new_ids(const crf_data *d) {
    uint32_t *ids = malloc((d->n_features + 1) * sizeof *ids);
    if (!ids) exit(1);
    return ids;
}

static void learn(crf *m, const crf_data *train, watched *x, const crf_options *o, const crf_options *settle) {
    uint32_t *ids = new_ids(train);
    x->m = m;
    crf_index(m, train, ids);
    crf_index(m, x->dev, x->ids);
    crf_train(m, train, ids, o, watch, x);
    if (settle) {
        crf_prune(m, KEPT);
        crf_index(m, train, ids);
        crf_index(m, x->dev, x->ids);
        crf_train(m, train, ids, settle, watch, x);
    }
    crf_round(m);
    free(ids);
}

static void train_flat(const corpus *train, const corpus *dev, const char *path) {
    crf_data td = {0}, dd = {0};
    crf m;
    read_flat(train, &td);
    read_flat(dev, &dd);
    watched x = {.dev = &dd,
                 .ids = new_ids(&dd),
                 .name = "flat",
                 .n_kinds = 3,
                 .begin = {ST_FLAT_BS, ST_FLAT_BK, ST_FLAT_BC},
                 .inside = {ST_FLAT_IS, ST_FLAT_IK, ST_FLAT_IC}};
    crf_init(&m, &td, ST_FLAT_N, SEEN, -1);
    learn(&m, &td, &x, &LEARN_FLAT, &SETTLE_FLAT);
    crf_write(&m, path);
    label(dev, &m, &dd, x.ids, -1);
    crf_close(&m);
    x.name = "fold";
    for (int fold = 0; fold < FOLDS; fold++) {
        crf_options o = LEARN_FLAT;
        o.without = fold;
        crf_init(&m, &td, ST_FLAT_N, SEEN, fold);
        learn(&m, &td, &x, &o, NULL);
        uint32_t *ids = new_ids(&td);
        crf_index(&m, &td, ids);
        label(train, &m, &td, ids, fold);
        free(ids);
        crf_close(&m);
    }
    free(x.ids);
    crf_free(&td);
    crf_free(&dd);
}

static void train_cued(const corpus *train, const corpus *dev, const char *path) {
    crf_data td = {0}, dd = {0};
    crf m;
    read_cued(train, &td);
    read_cued(dev, &dd);
    watched x = {.dev = &dd, .ids = new_ids(&dd), .name = "cued", .n_kinds = 2, .begin = {ST_CUED_S, ST_CUED_C}, .inside = {ST_CUED_S, ST_CUED_C}};
    crf_init(&m, &td, ST_CUED_N, SEEN, -1);
    learn(&m, &td, &x, &LEARN_CUED, &SETTLE_CUED);
    crf_write(&m, path);
    crf_close(&m);
    free(x.ids);
    crf_free(&td);
    crf_free(&dd);
}

int main(int argc, char **argv) {
    dm_err err = {0};
    model *m = NULL;
    lexicon *lex = NULL;
    pipeline *pl = NULL;
    pipeline_worker *worker = NULL;
    if (argc != 7) {
        fprintf(stderr, "usage: train-statements MODEL LEXICON TRAIN.gold DEV.gold FLAT.chain CUED.chain\n");
        return 2;
    }
    if (model_open(argv[1], &m, &err) != DM_OK || lexicon_open(argv[2], &lex, &err) != DM_OK || pipeline_open(m, lex, &pl, &err) != DM_OK ||
        pipeline_worker_new(pl, &worker, &err) != DM_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    corpus train = {0}, dev = {0};
    corpus_read(&train, argv[3], worker, lex);
    corpus_read(&dev, argv[4], worker, lex);
    printf("%u and %u texts\n", train.n, dev.n);
    train_flat(&train, &dev, argv[5]);
    train_cued(&train, &dev, argv[6]);
    pipeline_worker_free(worker);
    pipeline_close(pl);
    lexicon_close(lex);
    model_close(m);
    return 0;
}
