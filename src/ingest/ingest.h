/* From the bytes of one story to a document with text, blocks and units to parse.
 *
 * In: a dm_raw, from the reader or from a caller of the library. Out: doc's text, id, title, url, outlet, language,
 * claimed date, blocks, status and notes. Blocks cover all that is not white space, in order, without overlap; nothing
 * is deleted. Kinds rest on general cues alone (kinds.c), each with its reason.
 *
 * Notes, as `stage ingest` (code: meaning):
 *   encoding        the bytes were read as Windows-1252 or UTF-16
 *   deep_page       elements of a page are nested deeper than is kept, or too many
 *   bad_bytes       some byte sequences were no text and became U+FFFD
 *   invisible       soft hyphens, zero-width or directional characters; left out of what is parsed
 *   mojibake        UTF-8 that somebody once read as Windows-1252; left as it is
 *   binary          the bytes are binary data; the story failed
 *   empty           no text at all; the story was skipped
 *   not_english     most of the text is in another language; the story was skipped
 *   language        metadata gives a language that the text is not in
 *   no_body         no paragraph was found that is body text; the story is partial
 *   cut             the story's end is missing in the archive it came from
 *   bad_date        the date in the metadata cannot be read
 *   long_block      a paragraph is longer than 200,000 bytes, which points to lost line ends */
#ifndef DM_INGEST_INGEST_H
#define DM_INGEST_INGEST_H

#include "document/doc.h"

/* One story as it came; every string may be .p NULL but the body. Bytes need not be valid UTF-8. */
typedef struct dm_raw {
    dm_str id, title, url, outlet, date, language;
    dm_str body;
    bool page;           /* body is HTML: a page, or the piece of one that a feed carries */
    dm_str content_type; /* of a page: the HTTP header's value ("text/html; charset=..."), .p NULL where there was none */
    dm_str crawled;      /* when the story was fetched: bounds its date from above and says no more */
    uint32_t n_bad;      /* byte sequences that the reader had to replace already, before it could read JSON */
    bool cp1252;         /* the reader took them for Windows-1252 */
    bool cut;            /* the file or the crawler lost its end */
} dm_raw;

/* Resets doc first; raw must not lie in doc's arena. The id is raw's id, else its url; the reader sees to it that one
 * is there. Fails only for want of memory; odd input gives notes and a status in doc. */
dm_status ingest_run(const dm_raw *raw, dm_doc *doc, dm_err *err) DM_MUST_CHECK;

#endif
