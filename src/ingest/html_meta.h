/* What a page says of itself beside its text: JSON-LD, OpenGraph and other meta tags, link, time, title. */
#ifndef DM_INGEST_HTML_META_H
#define DM_INGEST_HTML_META_H

#include "ingest/html_page.h"

typedef struct html_date {
    dm_date_hint hint;
    uint32_t trust; /* less is better: the order of html_meta.c's tables */
    uint32_t block; /* of a time element: blocks before it */
} html_date;

typedef struct html_meta {
    dm_str title, outlet, author, url, language; /* unescaped, .p NULL where unknown */
    dm_str said;                                 /* articleBody of JSON-LD, the longest */
    VEC(html_date) dates;                        /* most trusted first */
} html_meta;

/* Strings in `a`. `url` is where the page was found, .p NULL. */
dm_status html_meta_read(dm_arena *a, const html_page *page, dm_str url, html_meta *out, dm_err *err) DM_MUST_CHECK;
/* Adds the dates that stand in the text near the beginning of the main text, then orders all by trust. */
dm_status html_meta_dates(dm_arena *a, const html_page *page, const uint8_t *main_text, html_meta *m, dm_err *err) DM_MUST_CHECK;

#endif
