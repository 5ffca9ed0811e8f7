/* Which files hold stories: the paths of a command line with folders opened out. */
#ifndef DM_INGEST_LISTING_H
#define DM_INGEST_LISTING_H

#include "base/arena.h"

typedef enum listing_name { LISTING_OTHER, LISTING_TXT, LISTING_JSONL, LISTING_JSON } listing_name;

typedef struct listing_file {
    dm_str path; /* ends in NUL */
    listing_name name;
    dm_status status; /* not DM_OK: a folder that cannot be listed, or holds no stories; message says so */
    dm_str message;
} listing_file;

typedef struct listing {
    listing_file *v;
    uint32_t n, cap;
} listing;

/* Order: as given; inside a folder by name (bytes), files and folders together. */
dm_status listing_make(dm_arena *a, const char *const *paths, uint32_t n, listing *out, dm_err *err) DM_MUST_CHECK;

#endif
