/* A page in UTF-8 to its text in blocks, with what can be known of each block from the markup.
 *
 * In: the bytes of a page. Out: the visible text, white space as a browser shows it, blocks one line apart by an empty line;
 * for each block the bytes of the page that it was read from, the elements around it and the words of their classes and ids. No
 * tree is built: a stack of at most HTML_DEPTH_MAX open elements and one small record for each element that holds blocks. */
#ifndef DM_INGEST_HTML_PAGE_H
#define DM_INGEST_HTML_PAGE_H

#include "document/doc.h"
#include "ingest/html_tokens.h"

#define HTML_DEPTH_MAX    512     /* elements nested deeper are read as part of the one around them */
#define HTML_ELEMENTS_MAX 2000000 /* elements of a page; later ones count as part of the one around them */

/* Elements that say something wherever they stand around a block. X(SYMBOL): bit of html_block.around. */
#include "ingest/html_around.def"
enum {
#define HTML_AROUND_BIT(symbol) HTML_AROUND_##symbol,
    HTML_AROUND_LIST(HTML_AROUND_BIT)
#undef HTML_AROUND_BIT
        HTML_AROUND_HIDDEN, /* style, attribute or class says that it is not shown */
    HTML_AROUND_N
};

typedef struct html_element {
    uint32_t parent;   /* DM_NONE for the outermost */
    uint32_t last;     /* one past its last descendant */
    uint32_t n_chars;  /* bytes of text in it, blocks of the elements in it included */
    uint32_t n_linked; /* of these in links */
    uint32_t n_plain;  /* of these in full paragraphs */
    uint32_t score;    /* what its paragraphs speak for it: see html_main.c */
} html_element;

typedef struct html_block {
    dm_span text;                /* of html_page.text */
    dm_span source;              /* of the page's bytes */
    html_tag tag;                /* nearest element that makes paragraphs */
    uint32_t element;            /* the same, in html_page.elements */
    uint32_t depth;              /* open elements */
    uint64_t around;             /* HTML_AROUND_* */
    uint64_t words;              /* class and id words of all elements around: bits of html_words.def */
    uint64_t near;               /* of the nearest two that have any */
    uint32_t n_linked, n_strong; /* bytes in links, in bold */
    uint32_t itemprop;           /* 1: some element around it is itemprop=articleBody */
} html_block;

typedef struct html_page {
    dm_str text;
    VEC(html_block) blocks;
    VEC(html_element) elements;
    VEC(dm_str) ld;           /* contents of JSON-LD scripts, bytes of the page */
    VEC(html_token) head;     /* meta, link and time tags, what has an itemprop, and title's raw text, in order */
    VEC(uint32_t) head_block; /* beside each: blocks before it */
    bool deep, crowded;       /* a limit was met */
    bool fragment;            /* has no html, head or body tag: a piece of a page */
} html_page;

dm_status html_page_read(dm_arena *a, dm_str bytes, html_page *out, dm_err *err) DM_MUST_CHECK;

/* Number of bits of html_words.def, and their names for the trainer. */
uint32_t html_n_words(void);
const char *html_word_name(uint32_t bit);

#endif
