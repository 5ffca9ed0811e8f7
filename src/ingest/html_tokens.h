/* Bytes of HTML or XML (UTF-8) to tokens: tags with their attributes, text, raw text.
 *
 * Pull: html_next gives one token after the other, each with its bytes. Nothing is copied, allocated or refused: any bytes
 * are some sequence of tokens, as in a browser, and every byte is looked at a bounded number of times. Comments, declarations
 * and processing instructions are passed over. */
#ifndef DM_INGEST_HTML_TOKENS_H
#define DM_INGEST_HTML_TOKENS_H

#include "base/str.h"

/* X(SYMBOL, "name", properties) */
#include "ingest/html_tags.def"

enum {
    HTML_INLINE = 1, /* runs inside a paragraph */
    HTML_BLOCK = 2,  /* begins and ends a paragraph */
    HTML_VOID = 4,   /* has no content */
    HTML_RAW = 8,    /* content is no markup, up to its end tag */
    HTML_SKIP = 16,  /* content is not part of the page's text */
};
typedef enum html_tag {
#define HTML_TAG_ENUM(symbol, name, properties) TAG_##symbol,
    HTML_TAG_LIST(HTML_TAG_ENUM)
#undef HTML_TAG_ENUM
        HTML_TAG_N
} html_tag;
unsigned html_properties(html_tag tag);
html_tag html_tag_of(dm_str name); /* any case; TAG_OTHER */

typedef enum html_kind {
    HTML_TEXT,     /* `bytes` with character references */
    HTML_CDATA,    /* `bytes` as they stand; XML alone */
    HTML_START,    /* name, tag, attributes */
    HTML_END,      /* name, tag */
    HTML_RAW_TEXT, /* content of the raw element `tag`, whose start came before and whose end comes next */
} html_kind;

typedef struct html_token {
    html_kind kind;
    html_tag tag;
    bool empty;          /* <name/> */
    dm_str name;         /* as written */
    dm_str bytes;        /* text; attributes of a start tag */
    uint32_t begin, end; /* bytes of the input that the token takes */
} html_token;

typedef struct html_lexer {
    dm_str in;
    uint32_t at;
    bool xml;     /* names keep their case, CDATA counts, nothing is raw */
    html_tag raw; /* the raw element that was just opened, else TAG_OTHER */
} html_lexer;

/* False at the end. */
bool html_next(html_lexer *x, html_token *out);
/* The next attribute of `rest` (a start tag's bytes), which steps on; values keep their references. */
bool html_attribute(dm_str *rest, dm_str *name, dm_str *value);
/* The value of one attribute, .p NULL when it is not there. */
dm_str html_attribute_of(const html_token *t, const char *name);

/* Writes a character reference that begins at s.p[at] ('&') to out (8 bytes), its length to *n; returns the bytes that it takes, 0
 * when it is none. Code points that are no text become U+FFFD, 0x80 to 0x9F what Windows-1252 has there. */
uint32_t html_reference(dm_str s, uint32_t at, char *out, uint32_t *n);
/* All of s with references resolved, white space runs as one space, none at the ends. Writes to out (s.n * 2 bytes are enough); returns the length. */
uint32_t html_unescape(dm_str s, char *out);

#endif
