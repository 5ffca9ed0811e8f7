/* A stream of stories from files, folders and archives.
 *
 * Paths: "-" is standard input; a folder is read recursively, entries sorted by name (bytes), files with the endings below, hidden
 * ones left out, links to folders not followed; a path that does not exist and holds * ? or [ is a pattern, its matches sorted.
 * Everything may be packed with gzip or zstd (.gz, .zst after the ending), or lie in a .zip or .tar archive, whose members are read as a
 * folder's files are.
 *   .txt              one story; with options.separator, as many as there are lines that hold the separator alone, and one
 *   .html .htm .xhtml one page
 *   .jsonl .ndjson    one JSON object a line
 *   .json             one object, an array of objects, or a JSON Feed
 *   .xml .rss .atom   a feed
 *   .csv .tsv         one story a row, names of the columns in the first line; quoted cells may hold line ends
 *   .warc .wet        one story a record: pages of responses, texts of conversions
 * Anything else that is named itself, and standard input, is what its first bytes say it is.
 *
 * Keys of an object and columns of a table: text (or html, for pages) is required; id, title, url, outlet, date, language; others are
 * ignored; options.map gives them other names. A story without id gets its url, else the path ("path:line" in files of many).
 *
 * A story that cannot be read does not end the stream: reader_next says what is wrong, naming file and line, and goes
 * on after it. Memory is bounded: a story (a file, a line, a record) of more than READER_STORY_MAX bytes is passed over. */
#ifndef DM_INGEST_READER_H
#define DM_INGEST_READER_H

#include "ingest/ingest.h"

#define READER_STORY_MAX (32u << 20) /* bytes */

typedef struct reader reader;

/* Zero-initialise. Strings must live as long as the reader. */
typedef struct reader_options {
    const char *map;        /* "text=body,date=published": our key = theirs; in JSON a dot steps into an object ("text=article.body") */
    const char *url_filter; /* stories whose URL does not match are passed over: a pattern of the whole URL with * and ? */
    const char *separator;  /* a line that parts the stories of a text file */
} reader_options;

enum reader_key { READER_TEXT, READER_ID, READER_TITLE, READER_URL, READER_OUTLET, READER_DATE, READER_LANGUAGE, READER_CRAWLED, READER_KEY_N };

/* Where a story stands. */
typedef struct reader_at {
    dm_str path;     /* as given or found; lives as long as the reader */
    uint64_t line;   /* from 1; 0 for a file that is one story, and for records */
    uint64_t offset; /* byte of the file where the story begins, or the packed part of the file that holds its beginning */
    uint64_t next;   /* the same for what comes after it: with `path` and line + 1, where to resume; 0 for a file read whole */
} reader_at;

/* Lists the paths; finds out what a folder holds, opens nothing. What cannot be listed becomes a failure in the stream. options may be
 * NULL. DM_E_USAGE: a map that names a key that no story has. */
dm_status reader_open(const char *const *paths, uint32_t n, const reader_options *options, reader **out, dm_err *err) DM_MUST_CHECK;
/* The next story, its strings in `a`. DM_E_END after the last. Any other status: this story (or path) failed, err says why
 * in one line that begins with file:line, raw has id alone, and the stream goes on; DM_E_MEMORY too. */
dm_status reader_next(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, dm_err *err) DM_MUST_CHECK;
/* When `path` is opened next, goes on at byte `offset`, as reader_at gives it, which is on line `line`; the paths before it are read as
 * ever. False when no such path is still to come. */
bool reader_resume(reader *r, dm_str path, uint64_t offset, uint64_t line);
/* Files listed, and how many of them are behind; bytes behind in the current one, unpacked. For progress. */
void reader_progress(const reader *r, uint32_t *files, uint32_t *done, uint64_t *bytes);
void reader_close(reader *r);

/* "*" any bytes, "?" one byte; the whole of s must match. */
bool reader_matches(const char *pattern, dm_str s);

#endif
