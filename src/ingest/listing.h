/* Which files hold stories: the paths of a command line with folders and patterns opened out. */
#ifndef DM_INGEST_LISTING_H
#define DM_INGEST_LISTING_H

#include "base/arena.h"

typedef enum listing_name {
    LISTING_OTHER,
    LISTING_TXT,
    LISTING_JSONL,
    LISTING_JSON,
    LISTING_PAGE,
    LISTING_FEED,
    LISTING_CSV,
    LISTING_WARC,
    LISTING_ARCHIVE
} listing_name;

typedef struct listing_file {
    dm_str path; /* ends in NUL */
    listing_name name;
    dm_status status; /* not DM_OK: a folder that cannot be listed, or holds no stories; message says so */
    dm_str message;
    uint64_t resume_at, resume_line; /* where reader_resume wants to go on; 0 = at the beginning */
} listing_file;

typedef struct listing {
    listing_file *v;
    uint32_t n, cap;
} listing;

/* By the ending, whatever its case, with .gz or .zst behind it or not. */
listing_name listing_name_of(dm_str path);
bool listing_packed(dm_str path); /* ends in .gz or .zst */

/* Order: as given; inside a folder by name (bytes), files and folders together. */
dm_status listing_make(dm_arena *a, const char *const *paths, uint32_t n, listing *out, dm_err *err) DM_MUST_CHECK;

#endif
