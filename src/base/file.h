/* Files: whole reads, read-only maps, and writes that appear whole or not at all. */
#ifndef DM_BASE_FILE_H
#define DM_BASE_FILE_H

#include "base/str.h"

/* A file mapped read-only; data is NULL for an empty file. */
typedef struct dm_map {
    const unsigned char *data;
    size_t size; /* bytes */
} dm_map;

dm_status file_map(const char *path, dm_map *out, dm_err *err) DM_MUST_CHECK;
void file_unmap(dm_map *m);
/* Appends the whole file to out; DM_E_LIMIT past max_size bytes. "-" is standard input. */
dm_status file_read(const char *path, size_t max_size, dm_buf *out, dm_err *err) DM_MUST_CHECK;
/* Writes to path.tmp, syncs, renames. */
dm_status file_write(const char *path, const void *data, size_t size, dm_err *err) DM_MUST_CHECK;
bool file_exists(const char *path);

#endif
