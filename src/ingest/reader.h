/* A stream of stories from files and folders.
 *
 * Paths: "-" is standard input; a folder is read recursively, entries sorted by name (bytes), files named .txt,
 * .jsonl, .ndjson and .json in it, hidden ones left out, links to folders not followed. A .txt file is one story; .jsonl and .ndjson
 * hold one JSON object a line; .json one object; anything else that is named itself, and standard input, is JSONL when it
 * begins with a JSON object, else one story. Keys of an object: text (required), id, title, url, outlet, date, language; others
 * are ignored. A story without id gets its url, else the path ("path:line" in JSONL).
 *
 * A story that cannot be read does not end the stream: reader_next says what is wrong, naming file and line, and goes
 * on after it. Memory is bounded: a story (a file, or a line of JSONL) of more than READER_STORY_MAX bytes is passed over
 * unread. */
#ifndef DM_INGEST_READER_H
#define DM_INGEST_READER_H

#include "ingest/ingest.h"

#define READER_STORY_MAX (32u << 20) /* bytes */

typedef struct reader reader;

/* Where a story stands. */
typedef struct reader_at {
    dm_str path;     /* as given or found; lives as long as the reader */
    uint64_t line;   /* from 1; 0 for a file that is one story */
    uint64_t offset; /* byte of the file where the story begins */
    uint64_t next;   /* byte after it: with `path` and line + 1, where to resume */
} reader_at;

/* Lists the paths; finds out what a folder holds, opens nothing. What cannot be listed becomes a failure in the stream. */
dm_status reader_open(const char *const *paths, uint32_t n, reader **out, dm_err *err) DM_MUST_CHECK;
/* The next story, its strings in `a`. DM_E_END after the last. Any other status: this story (or path) failed, err says why
 * in one line that begins with file:line, raw has id alone, and the stream goes on; DM_E_MEMORY too. */
dm_status reader_next(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, dm_err *err) DM_MUST_CHECK;
/* Goes on in `path` at byte `offset`, which is on line `line`; false when no such path is listed. */
bool reader_resume(reader *r, dm_str path, uint64_t offset, uint64_t line);
/* Files listed, and how many of them are behind; bytes behind in the current one. For progress. */
void reader_progress(const reader *r, uint32_t *files, uint32_t *done, uint64_t *bytes);
void reader_close(reader *r);

#endif
