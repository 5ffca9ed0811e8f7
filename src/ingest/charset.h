/* The bytes of a page to UTF-8. */
#ifndef DM_INGEST_CHARSET_H
#define DM_INGEST_CHARSET_H

#include "base/arena.h"

typedef struct charset_report {
    dm_str name;    /* what the bytes were read as, "UTF-8" */
    uint32_t n_bad; /* sequences that became U+FFFD */
    bool lied;      /* header or page said another one, which the bytes are not */
    bool binary;    /* no text at all; *out is empty */
} charset_report;

/* By a byte order mark, else as UTF-8 where all bytes are that, else by the header's charset, else by the one that the page's
 * beginning or its XML declaration gives, else by what uchardet makes of the bytes. NULs become U+FFFD. *out may be `bytes`
 * itself; the report's name lies in `a` or is static. */
dm_status charset_decode(dm_arena *a, dm_str bytes, dm_str content_type, dm_str *out, charset_report *report, dm_err *err) DM_MUST_CHECK;

#endif
