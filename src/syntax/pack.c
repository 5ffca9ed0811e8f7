/* syntax_pack: the networks and class tables of syntax into a model file. */
#include "syntax/classes.h"
#include "syntax/syntax.h"

#include <stdlib.h>

static dm_status pack_networks(const model_source *src, thinc *t, model_writer *w, dm_err *err) {
    DM_TRY(thinc_open(model_source_file(src, "tok2vec/model"), "tok2vec/model", t, err));
    DM_TRY(weights_add_encoder(w, t, "tok2vec", 6, err));
    DM_TRY(thinc_open(model_source_file(src, "tagger/model"), "tagger/model", t, err));
    DM_TRY(weights_add_layer(w, t, "softmax", "tagger/scores", DM_TAG_N, err));
    DM_TRY(thinc_open(model_source_file(src, "parser/model"), "parser/model", t, err));
    DM_TRY(weights_add_transitions(w, t, "parser", PARSER_SLOTS, PARSER_CLASSES, err));
    DM_TRY(thinc_open(model_source_file(src, "ner/model"), "ner/model", t, err));
    DM_TRY(weights_add_encoder(w, t, "ner", 4, err));
    return weights_add_transitions(w, t, "ner", NER_SLOTS, NER_CLASSES, err);
}

dm_status syntax_pack(const model_source *src, model_writer *w, dm_err *err) {
    thinc *t = malloc(sizeof *t);
    if (!t) return err_memory(err, "the model in the making");
    dm_status s = pack_networks(src, t, w, err);
    free(t);
    return s == DM_OK ? classes_pack(src, w, err) : s;
}
