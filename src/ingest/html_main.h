/* Which blocks of a page are its main text. */
#ifndef DM_INGEST_HTML_MAIN_H
#define DM_INGEST_HTML_MAIN_H

#include "ingest/html_page.h"

/* What the classifier reads of a block, all whole numbers. X(name): the block alone; those of its neighbours are added. */
#include "ingest/html_features.def"
enum {
#define HTML_FEATURE_ENUM(name) HTML_F_##name,
    HTML_FEATURE_LIST(HTML_FEATURE_ENUM)
#undef HTML_FEATURE_ENUM
        HTML_F_OWN,
    HTML_F_NEAR_FIELDS = 5,                                          /* chars, linked, tag, ends, common of a neighbour */
    HTML_F_NEAR = 3,                                                 /* neighbours on each side */
    HTML_F_BITS = HTML_F_OWN + HTML_F_NEAR_FIELDS * HTML_F_NEAR * 2, /* where bits begin: around, then words, then near */
};

typedef struct html_features {
    const int32_t *v; /* HTML_F_BITS numbers a block; bits are read from the block */
    uint32_t n;       /* blocks */
} html_features;

/* `title` and `said` (the article's text as the page's structured data gives it) may be .p NULL. */
dm_status html_features_make(dm_arena *a, const html_page *page, dm_str title, dm_str said, html_features *out, dm_err *err) DM_MUST_CHECK;
/* Value of feature f of block i, bits included. */
int32_t html_feature(const html_page *page, const html_features *fs, uint32_t i, uint32_t f);
uint32_t html_n_features(void);

/* main[i] for each block: 1 when it is main text. */
dm_status html_main_find(dm_arena *a, const html_page *page, dm_str title, dm_str said, uint8_t **main_out, dm_err *err) DM_MUST_CHECK;

#endif
