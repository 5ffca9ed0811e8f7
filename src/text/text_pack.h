/* The tokenizer's part of making a model file: sections "text/patterns", "text/url", "text/specials",
 * "text/special-tokens", "text/norms", "text/phrase-words", "text/phrase-nodes" and "text/phrase-edges". */
#ifndef DM_TEXT_TEXT_PACK_H
#define DM_TEXT_TEXT_PACK_H

#include "nn/model_make.h"

/* A model_packer; reads "tokenizer" and "vocab/lookups.bin". */
dm_status text_pack(const model_source *src, model_writer *w, dm_err *err) DM_MUST_CHECK;

#endif
