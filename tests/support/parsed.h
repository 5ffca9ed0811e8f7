/* For tests that need the model: finds it, and makes a document of one unit. Without the model such a test fails and says
 * what to do; it never passes by doing nothing. */
#ifndef DM_TESTS_SUPPORT_PARSED_H
#define DM_TESTS_SUPPORT_PARSED_H

#include "document/doc.h"
#include "nn/model.h"

#include <stdio.h>
#include <stdlib.h>

/* $DEMARCHE_MODEL, else en-sm.dmm in the build folder. Exits with status 1 when there is none. */
static inline model *parsed_model(void) {
    const char *path = getenv("DEMARCHE_MODEL");
    model *m = NULL;
    dm_err err = {0};
    if (!path || !*path) path = DM_BINARY_DIR "/en-sm.dmm";
    if (model_open(path, &m, &err) != DM_OK) {
        fprintf(stderr, "%s\nThis test needs the model: make build, or set DEMARCHE_MODEL.\n", err.msg);
        exit(1);
    }
    return m;
}

/* An empty document with `text` as its one unit. */
static inline void parsed_unit(dm_doc *doc, dm_str text) {
    static const dm_offset identity = {0, 0};
    doc_reset(doc);
    doc->text = text;
    dm_block_row *b = VEC_PUSH(doc->arena, &doc->blocks);
    if (!b) abort();
    b->unit = text;
    b->span = (dm_span){0, text.n};
    b->map = &identity;
    b->n_map = 1;
}

#endif
