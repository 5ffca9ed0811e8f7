/* Full dates in running text and in metadata, read without knowing the story: for [ingest], which must tell a date
 * line from a paragraph, and for [dates]. */
#ifndef DM_DOCUMENT_DATETEXT_H
#define DM_DOCUMENT_DATETEXT_H

#include "document/doc.h"

typedef enum datetext_form { DATETEXT_ISO, DATETEXT_WORDS, DATETEXT_NUMBERS } datetext_form;

typedef struct datetext {
    uint32_t begin, end; /* bytes of the string; with weekday and time of day where they stand beside it */
    dm_day day;
    datetext_form form;
    bool has_time;
    int weekday; /* as written, 0 = Monday; -1 none */
} datetext;

/* The first full date (day, month, year) at or after byte `from`: 2017-07-18, 2017/07/18, 2017.07.18, July 18, 2017, 18
 * July 2017, 18-Jul-2017, Jul. 18th 2017, 18/07/2017 and 07/18/2017 where only one reading is a day. */
bool datetext_find(dm_str s, uint32_t from, datetext *out);
/* The date that a piece of metadata begins with or holds: also 20170718, 20170718T165000Z, and an HTTP date. DM_DAY_NONE. */
dm_day datetext_metadata(dm_str s);
/* The day in the path of an address: /2017/07/18/, /2017/7/18/, /20170718, /2017-07-18-, with the day missing only
 * DM_DAY_NONE. */
dm_day datetext_url(dm_str url);

/* Full names and common short forms, any case, a final dot left off: 1..12, 0 none; weekday 0..6, -1 none. */
int datetext_month(dm_str word);
int datetext_weekday(dm_str word);

#endif
