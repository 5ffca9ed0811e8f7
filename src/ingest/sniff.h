/* What bytes of unknown origin are: tells by content, and by the HTTP header where there is one. */
#ifndef DM_INGEST_SNIFF_H
#define DM_INGEST_SNIFF_H

#include "base/str.h"

typedef enum sniff_kind {
    SNIFF_TEXT, /* whatever is nothing below */
    SNIFF_PAGE, /* HTML */
    SNIFF_FEED, /* RSS, Atom, or a JSON Feed */
    SNIFF_JSON, /* begins with a JSON object that is no feed: one object or JSON lines */
} sniff_kind;

/* Looks at the first 4,096 bytes at most; content_type may be .p NULL. */
sniff_kind sniff(dm_str bytes, dm_str content_type);

#endif
