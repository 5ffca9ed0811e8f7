/* The model file: one read-only map with named sections, checked once at opening and frozen after.
 *
 * In: a path. Out: sections, each a run of bytes aligned to 64 that whoever wrote it reads in place: weights packed for
 * the kernels (nn), class tables (syntax), tokenizer, norms, ruler and lemma tables (text, syntax). The layout of the
 * container stands in docs/formats/model.md; the layout of a section beside the code that packs it. Opening checks magic,
 * version, sizes and an XXH3 checksum over the whole content (14 MB: about 2 ms), so readers of sections may trust what a
 * packer of this version wrote and check only sizes. All integers are little-endian, as is every machine we run on. */
#ifndef DM_NN_MODEL_H
#define DM_NN_MODEL_H

#include "base/file.h"

#define MODEL_MAGIC "DMMODEL\n"
/* Goes up with every change to the container or to any section's layout. */
#define MODEL_FORMAT    1
#define MODEL_NAME_SIZE 40

/* An open model; shared by any number of threads. */
typedef struct model model;

typedef struct model_section {
    const void *p; /* 64-byte aligned, inside the map; NULL only when absent */
    size_t size;   /* bytes */
} model_section;

/* Maps and checks a model file. DM_E_NOT_FOUND, DM_E_PERMISSION, DM_E_IO: the file; DM_E_MODEL: not a model;
 * DM_E_VERSION: made by an older or newer program; DM_E_CHECKSUM: cut short or altered. The message names the file. */
dm_status model_open(const char *path, model **out, dm_err *err) DM_MUST_CHECK;
void model_close(model *m); /* NULL is allowed */

/* The section, or {NULL, 0} when there is none of that name. */
model_section model_find(const model *m, const char *name);
/* As model_find, but DM_E_MODEL when it is absent or smaller than min_size. */
dm_status model_need(const model *m, const char *name, size_t min_size, model_section *out, dm_err *err) DM_MUST_CHECK;

/* For `model info`: the number of sections and the i-th one, in the order of the file. */
uint32_t model_n_sections(const model *m);
model_section model_section_at(const model *m, uint32_t i, const char **name);

const char *model_path(const model *m);
const char *model_name(const model *m); /* "en_core_web_sm 3.8.0" */
/* 16 hex digits: XXH3-64 over name, format, the content hashes of the source files and the hash of all sections. Two
 * files with the same fingerprint give the same rows. */
const char *model_fingerprint(const model *m);
uint64_t model_file_size(const model *m);

#endif
