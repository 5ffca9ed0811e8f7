/* Inside the reader: the buffer that all formats read from, and one function a format. */
#ifndef DM_INGEST_READER_INT_H
#define DM_INGEST_READER_INT_H

#include "ingest/input.h"
#include "ingest/listing.h"
#include "ingest/reader.h"

/* Where a part of the file begins that can be gone to again: unpacked byte `stream` stands at byte `file`. */
typedef struct reader_mark {
    uint64_t stream, file;
} reader_mark;

/* Columns of a table with names in its first line: for each key of a story the column, -1 for none. */
typedef struct csv_columns {
    char comma;
    uint32_t n;
    int of[READER_KEY_N];
} csv_columns;

/* One of many stories that a file gave at once, or why it is none. */
typedef struct reader_item {
    dm_raw raw;
    dm_status status;
    dm_str message;
} reader_item;

struct reader {
    dm_arena arena; /* as long as the reader */
    reader_options options;
    dm_str keys[READER_KEY_N]; /* what the stories call text, id, ... */
    listing files;
    uint32_t current; /* file that is open or comes next */
    input *in;        /* NULL: none open */
    bool archive;
    dm_str place;     /* path of the file, and of its member: what a story without a name is called; ends in NUL */
    dm_arena placing; /* of place */
    listing_name kind;
    dm_buf buf; /* bytes read and not yet given out: buf.p + at .. buf.p + buf.n */
    size_t at;
    bool eof;
    dm_err trouble;         /* what the input said after the bytes that are held: given out once those are */
    uint64_t offset;        /* of buf.p + at in the unpacked file */
    uint64_t line;          /* of that byte, from 1 */
    VEC(reader_mark) marks; /* on the heap: ascending, the first at or before offset */
    csv_columns csv;
    /* Stories of a file that gives many at once: a feed, an array. */
    dm_arena queue_arena;
    reader_item *queue;
    uint32_t n_queue, queue_at;
};

size_t reader_held(const reader *r);
static inline const char *reader_bytes(const reader *r) { return r->buf.p ? r->buf.p + r->at : ""; }
/* Reads one chunk more behind what the buffer holds. Damage is kept in r->trouble, and r->eof is set, until reader_trouble. */
dm_status reader_fill(reader *r, dm_err *err) DM_MUST_CHECK;
void reader_take(reader *r, size_t n);
/* What the input complained of, once: the file may go on after it. DM_OK when there was nothing. */
dm_status reader_trouble(reader *r, dm_err *err) DM_MUST_CHECK;
/* Throws n bytes away. */
dm_status reader_pass(reader *r, uint64_t n, dm_err *err) DM_MUST_CHECK;
/* Holds the next line; *n is its length without the line end. Too long: dropped, DM_E_LIMIT. At the end *n is what is left. */
dm_status reader_hold_line(reader *r, size_t *n, dm_err *err) DM_MUST_CHECK;
/* Holds the rest of the file; too long: dropped, DM_E_LIMIT. */
dm_status reader_hold_all(reader *r, dm_err *err) DM_MUST_CHECK;
/* Byte of the file where reading can be taken up again for the unpacked byte `stream`. */
uint64_t reader_place_in_file(const reader *r, uint64_t stream);
/* "path:line" in a. */
dm_str reader_where(const reader *r, dm_arena *a, uint64_t line);

/* The next story in each format; *end when the file holds no more. */
dm_status reader_json_line(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) DM_MUST_CHECK;
dm_status reader_csv_row(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) DM_MUST_CHECK;
dm_status reader_warc_record(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) DM_MUST_CHECK;
dm_status reader_part(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) DM_MUST_CHECK; /* of a text with separators */
/* Fills the queue from a whole file; a single story goes into raw and leaves the queue empty. */
dm_status reader_json_file(reader *r, dm_arena *a, dm_str bytes, dm_raw *raw, dm_err *err) DM_MUST_CHECK;

#endif
