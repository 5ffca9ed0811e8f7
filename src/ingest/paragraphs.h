/* Paragraphs of a decoded text, and the unit that is parsed for each. */
#ifndef DM_INGEST_PARAGRAPHS_H
#define DM_INGEST_PARAGRAPHS_H

#include "document/doc.h"

typedef struct dm_paragraph {
    dm_span span;      /* without white space at its ends */
    dm_block kind;     /* [kinds] */
    dm_str reason;     /* [kinds] */
    uint32_t words;    /* separated by white space, at most 100,000 */
    uint64_t key;      /* hash of letters and digits without case and markup: equal for repeated paragraphs */
    bool bullet;       /* begins with a list mark */
    bool blank_before; /* an empty line or the text's beginning stands before it */
} dm_paragraph;

typedef struct dm_paragraphs {
    dm_paragraph *v;
    uint32_t n, cap;
} dm_paragraphs;

/* Splits text at empty lines, and at single line ends unless a line goes on in the next one (a hard wrap). */
dm_status paragraphs_split(dm_arena *a, dm_str text, dm_paragraphs *out, dm_err *err) DM_MUST_CHECK;
/* Fills words, key and bullet of a paragraph whose span was set. */
void paragraph_measure(dm_str text, dm_paragraph *p);
/* Unit and map of a span: line ends inside it and no-break spaces become one space (a line end after a hyphen none); markup tags and
 * characters that nobody sees are left out. */
dm_status paragraph_unit(dm_arena *a, dm_str text, dm_block_row *block, dm_err *err) DM_MUST_CHECK;
/* Soft hyphens, zero-width characters, marks of direction. */
bool text_is_invisible(uint32_t cp);
/* Length of the markup tag or comment that begins at byte `at` ("<strong>", "</p>", "<br/>"), else 0. */
uint32_t markup_at(dm_str text, uint32_t at);

#endif
