/* Bytes of HTML or XML (UTF-8) to tokens: tags with their attributes, text, raw text.
 *
 * Pull: html_next gives one token after the other, each with its bytes. Nothing is copied, allocated or refused: any bytes
 * are some sequence of tokens, as in a browser, and every byte is looked at a bounded number of times. Comments, declarations
 * and processing instructions are passed over. */
#ifndef DM_INGEST_HTML_TOKENS_H
#define DM_INGEST_HTML_TOKENS_H

#include "base/str.h"

/* X(SYMBOL, "name", properties) */
#define HTML_TAG_LIST(X)                                                                                                                             \
    X(OTHER, "", 0)                                                                                                                                  \
    X(A, "a", HTML_INLINE)                                                                                                                           \
    X(ADDRESS, "address", HTML_BLOCK) X(ARTICLE, "article", HTML_BLOCK) X(ASIDE, "aside", HTML_BLOCK) X(AUDIO, "audio", HTML_SKIP)                   \
        X(B, "b", HTML_INLINE) X(BASE, "base", HTML_VOID) X(BLOCKQUOTE, "blockquote", HTML_BLOCK) X(BODY, "body", HTML_BLOCK) X(BR, "br", HTML_VOID) \
            X(BUTTON, "button", HTML_BLOCK) X(CANVAS, "canvas", HTML_SKIP) X(CAPTION, "caption", HTML_BLOCK) X(CENTER, "center", HTML_BLOCK)         \
                X(CODE, "code", HTML_INLINE) X(COL, "col", HTML_VOID) X(DD, "dd", HTML_BLOCK) X(DETAILS, "details", HTML_BLOCK)                      \
                    X(DIV, "div", HTML_BLOCK) X(DL, "dl", HTML_BLOCK) X(DT, "dt", HTML_BLOCK) X(EM, "em", HTML_INLINE) X(EMBED, "embed", HTML_VOID)  \
                        X(FIELDSET, "fieldset", HTML_BLOCK) X(FIGCAPTION, "figcaption", HTML_BLOCK) X(FIGURE, "figure", HTML_BLOCK)                  \
                            X(FONT, "font", HTML_INLINE) X(FOOTER, "footer", HTML_BLOCK) X(FORM, "form", HTML_BLOCK) X(FRAME, "frame", HTML_VOID)    \
                                X(H1, "h1", HTML_BLOCK) X(H2, "h2", HTML_BLOCK) X(H3, "h3", HTML_BLOCK) X(H4, "h4", HTML_BLOCK)                      \
                                    X(H5, "h5", HTML_BLOCK) X(H6, "h6", HTML_BLOCK) X(HEAD, "head", HTML_BLOCK) X(HEADER, "header", HTML_BLOCK)      \
                                        X(HR, "hr", HTML_VOID | HTML_BLOCK) X(HTML, "html", HTML_BLOCK) X(I, "i", HTML_INLINE)                       \
                                            X(IFRAME, "iframe", HTML_RAW) X(IMG, "img", HTML_VOID) X(INPUT, "input", HTML_VOID)                      \
                                                X(LABEL, "label", HTML_INLINE) X(LEGEND, "legend", HTML_BLOCK) X(LI, "li", HTML_BLOCK)               \
                                                    X(LINK, "link", HTML_VOID) X(MAIN, "main", HTML_BLOCK) X(MENU, "menu", HTML_BLOCK)               \
                                                        X(META, "meta", HTML_VOID) X(NAV, "nav", HTML_BLOCK) X(NOEMBED, "noembed", HTML_RAW)         \
                                                            X(NOFRAMES, "noframes", HTML_RAW) X(NOSCRIPT, "noscript", HTML_BLOCK | HTML_SKIP) X(     \
                                                                OBJECT, "object", HTML_SKIP) X(OL, "ol", HTML_BLOCK) X(OPTION, "option", HTML_BLOCK) \
                                                                X(P, "p", HTML_BLOCK) X(PARAM, "param", HTML_VOID) X(PRE, "pre", HTML_BLOCK)         \
                                                                    X(Q, "q", HTML_INLINE) X(S, "s", HTML_INLINE) X(SCRIPT, "script", HTML_RAW) X(   \
                                                                        SECTION, "section", HTML_BLOCK) X(SELECT, "select", HTML_BLOCK | HTML_SKIP)  \
                                                                        X(SMALL, "small", HTML_INLINE) X(SOURCE, "source", HTML_VOID)                \
                                                                            X(SPAN, "span", HTML_INLINE) X(STRONG, "strong", HTML_INLINE) X(         \
                                                                                STYLE, "style", HTML_RAW) X(SUB, "sub", HTML_INLINE)                 \
                                                                                X(SUMMARY, "summary", HTML_BLOCK) X(SUP, "sup", HTML_INLINE) X(      \
                                                                                    SVG, "svg", HTML_SKIP) X(TABLE, "table", HTML_BLOCK)             \
                                                                                    X(TBODY, "tbody", HTML_BLOCK) X(TD, "td", HTML_BLOCK)            \
                                                                                        X(TEMPLATE, "template", HTML_SKIP) X(TEXTAREA, "textarea",   \
                                                                                                                             HTML_RAW)               \
                                                                                            X(TFOOT, "tfoot", HTML_BLOCK) X(TH, "th", HTML_BLOCK)    \
                                                                                                X(THEAD, "thead",                                    \
                                                                                                  HTML_BLOCK) X(TIME, "time", HTML_INLINE)           \
                                                                                                    X(TITLE, "title", HTML_RAW)                      \
                                                                                                        X(TR, "tr", HTML_BLOCK)                      \
                                                                                                            X(TRACK, "track", HTML_VOID)             \
                                                                                                                X(U, "u", HTML_INLINE) X(UL, "ul",   \
                                                                                                                                         HTML_BLOCK) \
                                                                                                                    X(VIDEO, "video", HTML_SKIP)     \
                                                                                                                        X(WBR, "wbr", HTML_VOID)     \
                                                                                                                            X(XMP, "xmp", HTML_RAW)

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
