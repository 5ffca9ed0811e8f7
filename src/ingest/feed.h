/* RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed: the bytes of a feed to raw stories, one an item. */
#ifndef DM_INGEST_FEED_H
#define DM_INGEST_FEED_H

#include "ingest/ingest.h"

typedef struct feed {
    dm_str title; /* of the feed: the outlet of its items */
    dm_raw *v;    /* items; page is set where the body is HTML (UTF-8); id is guid or link, .p NULL when an item has neither */
    uint32_t n, cap;
    bool cut; /* more than FEED_ITEMS_MAX items, or nested deeper than FEED_DEPTH_MAX: the rest was left out */
} feed;

#define FEED_ITEMS_MAX 100000u
#define FEED_DEPTH_MAX 256u

/* Strings in `a`. Broken XML is read as far as it makes sense; no entity is ever expanded but character references.
 * DM_E_FORMAT when the bytes are no feed or hold no item. */
dm_status feed_read(dm_arena *a, dm_str bytes, dm_str content_type, feed *out, dm_err *err) DM_MUST_CHECK;

#endif
