/* See corpus.h. The list is what gold.py prints. */
#include "corpus.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what, const char *where) {
    fprintf(stderr, "%s: %s\n", where, what);
    exit(1);
}

static void read_row(gold_doc *d, char *line) {
    gold_row *row = VEC_PUSH(&d->arena, &d->rows);
    if (!row) fail("out of memory", d->path);
    for (char *kind = strtok(line + 1, " \n"); kind; kind = strtok(NULL, " \n")) {
        const char *b = strtok(NULL, " \n"), *e = strtok(NULL, " \n");
        const char *at = strchr("SKC", *kind);
        if (!b || !e || !at) fail("a bad row", d->path);
        uint32_t part = (uint32_t)(at - "SKC"), i = row->part[part].n;
        if (i == 16) continue;
        row->part[part].v[i] = (dm_span){(uint32_t)atol(b), (uint32_t)atol(e)};
        row->part[part].n++;
    }
}

/* Each token gets the piece that it overlaps; a piece's first token begins it. */
static void align(gold_doc *d) {
    static const uint8_t BEGIN[3] = {ST_FLAT_BS, ST_FLAT_BK, ST_FLAT_BC};
    const dm_doc *doc = &d->doc;
    for (uint32_t r = 0; r < d->rows.n; r++) {
        gold_row *row = &d->rows.v[r];
        row->cue = ST_RANGE_NONE;
        for (uint32_t p = 0; p < 3; p++) {
            for (uint32_t i = 0; i < row->part[p].n; i++) {
                dm_span s = row->part[p].v[i];
                bool first = true;
                for (uint32_t t = tree_token_at(doc, s.begin); t < doc->tokens.n && doc->tokens.v[t].span.begin < s.end; t++) {
                    if (!span_meets(doc->tokens.v[t].span, s)) continue;
                    d->gold[t] = (uint8_t)(BEGIN[p] + !first);
                    d->row[t] = r;
                    d->part[t] = (uint8_t)p;
                    if (p == 1) {
                        if (row->cue.b == DM_NONE) row->cue.b = t;
                        row->cue.e = t + 1;
                    }
                    first = false;
                }
            }
        }
    }
}

static void code(gold_doc *d, pipeline_worker *worker, const lexicon *lex) {
    dm_err err;
    if (file_read(d->path, (size_t)1 << 26, &d->bytes, &err) != DM_OK) fail(err.msg, d->path);
    dm_raw raw = {.id = str_from(d->path), .body = buf_str(&d->bytes)};
    if (pipeline_code(worker, &raw, &d->doc, &err) != DM_OK) fail(err.msg, d->path);
    uint32_t n = d->doc.tokens.n + 1;
    d->work = (st_work){.lex = lex, .doc = &d->doc};
    if (!st_find_by_rules(&d->work) || !st_tagger_begin(&d->tagger, &d->work)) fail("out of memory", d->path);
    d->gold = calloc(n, 1);
    d->part = calloc(n, 1);
    d->row = malloc(n * sizeof *d->row);
    if (!d->gold || !d->part || !d->row) fail("out of memory", d->path);
    for (uint32_t t = 0; t < n; t++) d->row[t] = DM_NONE;
    align(d);
}

void corpus_read(corpus *c, const char *list, pipeline_worker *worker, const lexicon *lex) {
    FILE *f = fopen(list, "r");
    if (!f) fail("cannot be read", list);
    char *line = NULL;
    size_t cap = 0;
    uint32_t n_docs = 0;
    while (getline(&line, &cap, f) > 0) n_docs += strncmp(line, "doc ", 4) == 0;
    rewind(f);
    c->docs = calloc(n_docs + 1, sizeof *c->docs);
    if (!c->docs) fail("out of memory", list);
    while (getline(&line, &cap, f) > 0) {
        if (strncmp(line, "doc ", 4) == 0) {
            gold_doc *d = &c->docs[c->n++];
            line[strcspn(line, "\n")] = 0;
            d->path = strdup(line + 4);
            arena_init(&d->arena, 0);
            d->doc.arena = malloc(sizeof(dm_arena));
            if (!d->path || !d->doc.arena) fail("out of memory", list);
            arena_init(d->doc.arena, 0);
        } else if (c->n) read_row(&c->docs[c->n - 1], line);
    }
    free(line);
    fclose(f);
    for (uint32_t i = 0; i < c->n; i++) code(&c->docs[i], worker, lex);
}
