/* Which blocks of a page are its main text. */
#ifndef DM_INGEST_HTML_MAIN_H
#define DM_INGEST_HTML_MAIN_H

#include "ingest/html_page.h"

/* What the classifier reads of a block, all whole numbers. X(name): the block alone; those of its neighbours are added. */
#define HTML_FEATURE_LIST(X)                                                                                                                         \
    X(chars)                                                                                                                                         \
    X(words) X(linked) X(strong) X(commas) X(stops) X(ends) X(small) X(capitals) X(digits) X(common) X(upper) X(marks) X(tag) X(depth) X(place)      \
        X(place_chars) X(from_title) X(like_title) X(said) X(said_any) X(itemprop) X(itemprop_any) X(share1) X(share2) X(share3) X(plain1) X(plain2) \
            X(plain3) X(linked1) X(linked2) X(linked3) X(in_best) X(from_best) X(score1) X(same_before) X(same_after) X(plain_before) X(plain_after) \
                X(to_plain_before) X(to_plain_after) X(repeats) X(siblings) X(cue)
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
