/* See reader.h. The paths are listed at once (names only), then one file is open at a time and read through one growing
 * buffer: a whole file, or a line of JSONL. The buffer never holds more than one story and a chunk; the rest of a line that is too long is thrown away
 * chunk by chunk while its end is looked for. Nothing is looked up twice, so a file may be a pipe. */
#include "ingest/reader.h"

#include "ingest/decode.h"
#include "ingest/listing.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, KEEP_BUFFER = 1 << 20 };

enum input { INPUT_UNKNOWN, INPUT_TEXT, INPUT_LINES, INPUT_OBJECT };

struct reader {
    dm_arena arena;
    listing files;
    uint32_t current; /* file that is open or comes next */
    int fd;           /* -1: none open */
    enum input kind;
    dm_buf buf; /* bytes read and not yet given out: buf.p + at .. buf.p + buf.n */
    size_t at;
    bool eof;
    uint64_t offset; /* of buf.p + at in the file */
    uint64_t line;   /* of that byte, from 1 */
    uint64_t skip;   /* bytes to pass over after opening, for resuming */
    uint64_t resume_line;
};

dm_status reader_open(const char *const *paths, uint32_t n, reader **out, dm_err *err) {
    reader *r = calloc(1, sizeof *r);
    if (!r) return err_memory(err, "the reader");
    arena_init(&r->arena, 0);
    r->fd = -1;
    dm_status status = listing_make(&r->arena, paths, n, &r->files, err);
    if (status != DM_OK) {
        reader_close(r);
        return status;
    }
    *out = r;
    return DM_OK;
}

static void close_file(reader *r) {
    if (r->fd > STDIN_FILENO) close(r->fd);
    r->fd = -1;
    r->buf.n = r->at = 0;
    if (r->buf.cap > KEEP_BUFFER) buf_free(&r->buf);
    r->eof = false;
    r->kind = INPUT_UNKNOWN;
}

void reader_close(reader *r) {
    if (!r) return;
    close_file(r);
    buf_free(&r->buf);
    arena_free(&r->arena);
    free(r);
}

bool reader_resume(reader *r, dm_str path, uint64_t offset, uint64_t line) {
    for (uint32_t i = 0; i < r->files.n; i++) {
        if (!str_eq(r->files.v[i].path, path)) continue;
        close_file(r);
        r->current = i;
        r->skip = offset;
        r->resume_line = line;
        return true;
    }
    return false;
}

void reader_progress(const reader *r, uint32_t *files, uint32_t *done, uint64_t *bytes) {
    *files = r->files.n;
    *done = r->current;
    *bytes = r->fd >= 0 ? r->offset : 0;
}

static const listing_file *file_of(const reader *r) { return &r->files.v[r->current]; }

static dm_status io_error(dm_str path, dm_err *err) {
    int code = errno;
    dm_status status = code == EACCES || code == EPERM ? DM_E_PERMISSION : code == ENOENT ? DM_E_NOT_FOUND : DM_E_IO;
    const char *what = status == DM_E_PERMISSION  ? "no permission to read it"
                       : status == DM_E_NOT_FOUND ? "there is no such file or folder"
                                                  : strerror(code);
    return err_set(err, status, 0, "%.*s: %s", DM_STR_ARG(path), what);
}

/* Reads one chunk more behind what the buffer holds. */
static dm_status fill(reader *r, dm_err *err) {
    if (r->at) {
        memmove(r->buf.p, r->buf.p + r->at, r->buf.n - r->at);
        r->buf.n -= r->at;
        r->at = 0;
    }
    char chunk[CHUNK];
    ssize_t got;
    do got = read(r->fd, chunk, sizeof chunk);
    while (got < 0 && errno == EINTR);
    r->eof = got <= 0;
    if (got < 0) return io_error(file_of(r)->path, err);
    buf_put(&r->buf, chunk, (size_t)got);
    if (buf_ok(&r->buf)) return DM_OK;
    r->buf.failed = false;
    r->eof = true;
    return err_memory(err, "reading a file");
}

static size_t held(const reader *r) { return r->buf.n - r->at; }

static void take(reader *r, size_t n) {
    r->at += n;
    r->offset += n;
}

/* Throws bytes away: to the end of the line when `line`, else n of them. */
static dm_status pass_over(reader *r, bool line, uint64_t n, dm_err *err) {
    for (;;) {
        size_t have = held(r);
        if (line) {
            char *nl = have ? memchr(r->buf.p + r->at, '\n', have) : NULL;
            if (nl) {
                take(r, (size_t)(nl - (r->buf.p + r->at)) + 1);
                return DM_OK;
            }
        } else if (have >= n) {
            take(r, n);
            return DM_OK;
        }
        if (!line) n -= have;
        take(r, have);
        if (r->eof) return DM_OK;
        DM_TRY(fill(r, err));
    }
}

/* What an input without a telling name is: JSONL when it begins with an object of more than a brace. */
static enum input guess(const reader *r) {
    for (size_t i = r->at; i < r->buf.n; i++) {
        unsigned char c = (unsigned char)r->buf.p[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xEF || c == 0xBB || c == 0xBF) continue;
        if (c != '{') return INPUT_TEXT;
        for (size_t k = i + 1; k < r->buf.n; k++)
            if (!strchr(" \t\r\n", r->buf.p[k]) || !r->buf.p[k]) return r->buf.p[k] == '"' ? INPUT_LINES : INPUT_TEXT;
        return INPUT_TEXT;
    }
    return INPUT_TEXT;
}

static dm_status open_file(reader *r, dm_err *err) {
    const listing_file *f = file_of(r);
    if (f->status != DM_OK) return err_set(err, f->status, 0, "%.*s", DM_STR_ARG(f->message));
    bool input = str_is(f->path, "-");
    r->fd = input ? STDIN_FILENO : open(f->path.p, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0) return io_error(f->path, err);
    r->offset = 0;
    r->line = 1;
    DM_TRY(fill(r, err));
    r->kind = f->name == LISTING_TXT ? INPUT_TEXT : f->name == LISTING_JSONL ? INPUT_LINES : f->name == LISTING_JSON ? INPUT_OBJECT : guess(r);
    if (r->kind == INPUT_LINES && held(r) >= 3 && !memcmp(r->buf.p, "\xEF\xBB\xBF", 3)) take(r, 3);
    if (r->skip > r->offset) {
        r->line = r->resume_line ? r->resume_line : 1;
        DM_TRY(pass_over(r, false, r->skip - r->offset, err));
    }
    r->skip = 0;
    return DM_OK;
}

/* Holds the rest of the file, or says that it is too long and drops it. */
static dm_status hold_all(reader *r, dm_err *err) {
    while (!r->eof) {
        if (held(r) > READER_STORY_MAX) {
            DM_TRY(pass_over(r, false, UINT64_MAX, err));
            return err_set(err, DM_E_LIMIT, 0, "%.*s: longer than a story may be (%u MB); give JSONL with one story a line",
                           DM_STR_ARG(file_of(r)->path), READER_STORY_MAX >> 20);
        }
        DM_TRY(fill(r, err));
    }
    return DM_OK;
}

/* Holds the next line; *n is its length without the line end. Too long: dropped. */
static dm_status hold_line(reader *r, size_t *n, dm_err *err) {
    size_t looked = 0;
    for (;;) {
        char *nl = held(r) > looked ? memchr(r->buf.p + r->at + looked, '\n', held(r) - looked) : NULL;
        if (nl || r->eof) {
            *n = nl ? (size_t)(nl - (r->buf.p + r->at)) : held(r);
            return DM_OK;
        }
        looked = held(r);
        if (looked > READER_STORY_MAX) {
            unsigned long long line = r->line, offset = r->offset;
            DM_TRY(pass_over(r, true, 0, err));
            return err_set(err, DM_E_LIMIT, offset, "%.*s:%llu: the line is longer than a story may be (%u MB) and was passed over",
                           DM_STR_ARG(file_of(r)->path), line, READER_STORY_MAX >> 20);
        }
        DM_TRY(fill(r, err));
    }
}

/* ---- one story ---- */

/* A copy in which each NUL, which JSON can carry, is U+FFFD. */
static dm_str copy_text(dm_arena *a, dm_str s) {
    uint32_t n_nul = 0, n = 0;
    for (uint32_t i = 0; i < s.n; i++) n_nul += !s.p[i];
    if (!n_nul) return arena_str(a, s);
    char *out = arena_alloc(a, (size_t)s.n + 2 * (size_t)n_nul + 1);
    for (uint32_t i = 0; out && i < s.n; i++) {
        if (s.p[i]) out[n++] = s.p[i];
        else memcpy(out + n, "\xEF\xBF\xBD", 3), n += 3;
    }
    return (dm_str){out, n};
}

static dm_status copy_field(dm_arena *a, const json_t *object, const char *key, dm_str *out, dm_err *err) {
    const json_t *v = json_object_get(object, key);
    if (json_is_string(v)) *out = copy_text(a, (dm_str){json_string_value(v), (uint32_t)json_string_length(v)});
    else if (json_is_integer(v)) *out = arena_printf(a, "%lld", (long long)json_integer_value(v));
    else return DM_OK;
    return out->p ? DM_OK : err_memory(err, "a story");
}

static dm_status copy_fields(dm_arena *a, const json_t *object, const char *where, dm_raw *raw, dm_err *err) {
    DM_TRY(copy_field(a, object, "id", &raw->id, err));
    DM_TRY(copy_field(a, object, "url", &raw->url, err));
    if (raw->url.n && !raw->id.n) raw->id = raw->url;
    const json_t *text = json_object_get(object, "text");
    if (!text) return err_set(err, DM_E_FORMAT, 0, "%s: the object has no \"text\"; each story needs one", where);
    if (!json_is_string(text)) return err_set(err, DM_E_FORMAT, 0, "%s: \"text\" is not a string", where);
    DM_TRY(copy_field(a, object, "title", &raw->title, err));
    DM_TRY(copy_field(a, object, "outlet", &raw->outlet, err));
    DM_TRY(copy_field(a, object, "date", &raw->date, err));
    DM_TRY(copy_field(a, object, "language", &raw->language, err));
    return copy_field(a, object, "text", &raw->body, err);
}

static dm_status object_story(dm_arena *a, dm_str bytes, const char *where, dm_raw *raw, dm_err *err) {
    dm_str utf8;
    decode_report report;
    DM_TRY(decode_text(a, bytes, &utf8, &report, err));
    if (report.from == DECODE_BINARY) return err_set(err, DM_E_FORMAT, 0, "%s: looks like binary data, not text", where);
    raw->n_bad = report.n_bad;
    raw->cp1252 = report.from == DECODE_CP1252;
    json_error_t error;
    json_t *object = json_loadb(utf8.p, utf8.n, JSON_ALLOW_NUL, &error);
    if (!object) return err_set(err, DM_E_FORMAT, 0, "%s: no valid JSON (column %d: %s)", where, error.column, error.text);
    dm_status status = json_is_object(object) ? copy_fields(a, object, where, raw, err) : err_set(err, DM_E_FORMAT, 0, "%s: no JSON object", where);
    json_decref(object);
    return status;
}

static dm_status text_story(dm_arena *a, dm_str bytes, const char *where, dm_raw *raw, dm_err *err) {
    if (!str_trim(bytes).n) return err_set(err, DM_E_FORMAT, 0, "%s: the file is empty", where);
    if (decode_binary(bytes)) return err_set(err, DM_E_FORMAT, 0, "%s: looks like binary data, not text", where);
    raw->body = arena_str(a, bytes);
    return raw->body.p ? DM_OK : err_memory(err, "a story");
}

static dm_status whole_story(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, dm_err *err) {
    dm_str path = file_of(r)->path;
    raw->id = path;
    dm_status status = hold_all(r, err);
    dm_str bytes = {r->buf.p + r->at, (uint32_t)held(r)};
    if (status == DM_OK && r->kind == INPUT_OBJECT) {
        raw->id = DM_STR_NONE;
        status = object_story(a, bytes, path.p, raw, err);
        if (!raw->id.n) raw->id = path;
    } else if (status == DM_OK) {
        status = text_story(a, bytes, path.p, raw, err);
    }
    take(r, held(r));
    at->next = r->offset;
    close_file(r);
    r->current++;
    return status;
}

/* The next line that is not blank; *end when there is none. */
static dm_status line_story(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) {
    dm_str path = file_of(r)->path;
    for (;;) {
        size_t n = 0;
        at->line = r->line;
        at->offset = r->offset;
        raw->id = arena_printf(a, "%.*s:%llu", DM_STR_ARG(path), (unsigned long long)r->line);
        dm_status status = hold_line(r, &n, err);
        r->line++;
        at->next = r->offset;
        if (status != DM_OK) return status;
        if (!held(r)) {
            *end = true;
            return DM_OK;
        }
        dm_str bytes = str_trim((dm_str){r->buf.p + r->at, (uint32_t)n});
        dm_str where = raw->id;
        bool blank = !bytes.n;
        if (!blank) {
            raw->id = DM_STR_NONE;
            status = where.p ? object_story(a, bytes, where.p, raw, err) : err_memory(err, "a story");
            if (!raw->id.n) raw->id = where;
        }
        take(r, n < held(r) ? n + 1 : n);
        at->next = r->offset;
        if (!blank) return status;
    }
}

dm_status reader_next(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, dm_err *err) {
    for (;;) {
        *raw = (dm_raw){.body = DM_STR("")};
        *at = (reader_at){0};
        if (r->current >= r->files.n) return DM_E_END;
        at->path = raw->id = file_of(r)->path;
        if (r->fd < 0) {
            dm_status status = open_file(r, err);
            if (status != DM_OK) {
                close_file(r);
                r->current++;
                return status;
            }
        }
        if (r->kind != INPUT_LINES) return whole_story(r, a, raw, at, err);
        bool end = false;
        dm_status status = line_story(r, a, raw, at, &end, err);
        bool broken = status == DM_E_IO || status == DM_E_MEMORY;
        if (end && r->offset == 0) status = err_set(err, DM_E_FORMAT, 0, "%.*s: the file is empty", DM_STR_ARG(at->path));
        if (end || (broken && r->eof)) {
            bool empty = end && r->offset == 0;
            close_file(r);
            r->current++;
            if (end && !empty) continue;
        }
        return status;
    }
}
