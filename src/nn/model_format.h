/* The container of a model file as it lies on disk; docs/formats/model.md is the same in words. Shared by the reader
 * (model.c) and the writer (model_make.c), nobody else. */
#ifndef DM_NN_MODEL_FORMAT_H
#define DM_NN_MODEL_FORMAT_H

#include "nn/model.h"

#define MODEL_ALIGN        64u
#define MODEL_MAX_SECTIONS 256u
#define MODEL_HASHED       24u /* offset of file_size */

typedef struct model_header {
    char magic[8];   /* MODEL_MAGIC without its NUL */
    uint32_t format; /* MODEL_FORMAT */
    uint32_t zero;
    uint64_t checksum;  /* XXH3-64 of all bytes from MODEL_HASHED to the end of the file */
    uint64_t file_size; /* bytes, whole file */
    uint32_t n_sections;
    char fingerprint[20]; /* 16 hex digits, NULs */
    char name[72];        /* NUL-terminated */
} model_header;           /* 128 bytes; the section table follows at once */

typedef struct model_entry {
    char name[MODEL_NAME_SIZE]; /* NUL-terminated */
    uint64_t offset;            /* from the start of the file, a multiple of MODEL_ALIGN */
    uint64_t size;              /* bytes; the gap to the next multiple is zero */
} model_entry;                  /* 56 bytes */

_Static_assert(sizeof(model_header) == 128 && offsetof(model_header, file_size) == MODEL_HASHED && sizeof(model_entry) == 56,
               "the format is the layout of these structs");

#endif
