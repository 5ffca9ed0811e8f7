/* Making a model file from an unpacked spaCy package (en_core_web_sm 3.8.0).
 *
 * In: the folder that holds config.cfg. Each source file is read whole and its SHA-256 compared with the published
 * content before anyone looks at it. Out: one file, written whole or not at all. Each module packs its own sections
 * through a model_packer; the caller (src/api) lists the packers, so nn knows none of them. Tool path: not for
 * hostile folders, but every reader checks bounds. */
#ifndef DM_NN_MODEL_MAKE_H
#define DM_NN_MODEL_MAKE_H

#include "nn/model.h"

typedef struct model_source model_source; /* the verified source files */
typedef struct model_writer model_writer; /* the file in the making */

/* The source files by their path in the package: "tok2vec/model", "tagger/model", "tagger/cfg" (no hash: check its
 * content), "parser/model", "parser/moves", "ner/model", "ner/moves", "tokenizer", "attribute_ruler/patterns",
 * "lemmatizer/lookups/lookups.bin", "vocab/lookups.bin". Bytes live as long as the source. Asking for another file is
 * our bug. */
dm_str model_source_file(const model_source *src, const char *name);

/* Adds a section; the bytes are copied. Names are unique, at most MODEL_NAME_SIZE - 1 bytes, by convention
 * "<module>/<what>". */
dm_status model_add(model_writer *w, const char *name, const void *p, size_t size, dm_err *err) DM_MUST_CHECK;

/* One module's part: reads what it needs from src, adds its sections to w. */
typedef dm_status model_packer(const model_source *src, model_writer *w, dm_err *err);

/* Reads dir (the package folder itself, or one that holds it at any of the two usual depths), runs the packers in
 * order, writes out. */
dm_status model_make(const char *dir, const char *out, model_packer *const *packers, uint32_t n_packers, dm_err *err) DM_MUST_CHECK;

#endif
