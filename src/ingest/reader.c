/* See reader.h. The paths are listed at once (names only), then one file is open at a time and read through one growing
 * buffer: a whole file, a line, a row or a record. The buffer never holds more than one story and a chunk; the rest of one that is too
 * long is thrown away chunk by chunk. Nothing is looked up twice, so a file may be a pipe. */
#include "ingest/reader_int.h"

#include "ingest/decode.h"
#include "ingest/feed.h"
#include "ingest/sniff.h"

#include <stdlib.h>

enum { CHUNK = 1 << 16, KEEP_BUFFER = 1 << 20 };

static const char *const key_names[READER_KEY_N] = {"text", "id", "title", "url", "outlet", "date", "language", "crawled"};

bool reader_matches(const char *pattern, dm_str s) {
    const char *star = NULL;
    uint32_t at = 0, again = 0;
    while (at < s.n) {
        if (*pattern == '*') star = pattern++, again = at;
        else if (*pattern && (*pattern == '?' || *pattern == s.p[at])) pattern++, at++;
        else if (star) pattern = star + 1, at = ++again;
        else return false;
    }
    while (*pattern == '*') pattern++;
    return !*pattern;
}

/* "text=body,date=published" into r->keys. */
static dm_status read_map(reader *r, const char *map, dm_err *err) {
    for (int k = 0; k < READER_KEY_N; k++) r->keys[k] = str_from(key_names[k]);
    while (map && *map) {
        size_t n = strcspn(map, ",");
        const char *equals = memchr(map, '=', n);
        int key = -1;
        for (int k = 0; equals && k < READER_KEY_N; k++)
            if (str_is((dm_str){map, (uint32_t)(equals - map)}, key_names[k])) key = k;
        if (key < 0 || equals + 1 == map + n)
            return err_set(err, DM_E_USAGE, 0, "--map: \"%.*s\" is not KEY=NAME with one of text, id, title, url, outlet, date, language", (int)n,
                           map);
        r->keys[key] = (dm_str){equals + 1, (uint32_t)(map + n - equals - 1)};
        map += n + (map[n] == ',');
    }
    return DM_OK;
}

dm_status reader_open(const char *const *paths, uint32_t n, const reader_options *options, reader **out, dm_err *err) {
    reader *r = calloc(1, sizeof *r);
    if (!r) return err_memory(err, "the reader");
    arena_init(&r->arena, 0);
    arena_init(&r->placing, 0);
    arena_init(&r->queue_arena, 0);
    if (options) r->options = *options;
    dm_status status = read_map(r, r->options.map, err);
    if (status == DM_OK) status = listing_make(&r->arena, paths, n, &r->files, err);
    if (status != DM_OK) {
        reader_close(r);
        return status;
    }
    *out = r;
    return DM_OK;
}

/* Forgets what was read of a file or member. */
static void forget(reader *r) {
    r->buf.n = r->at = 0;
    if (r->buf.cap > KEEP_BUFFER) buf_free(&r->buf);
    r->eof = false;
    r->trouble = (dm_err){0};
    r->kind = LISTING_OTHER;
    r->offset = 0;
    r->line = 1;
    r->marks.n = 0;
    r->n_queue = r->queue_at = 0;
    arena_reset(&r->queue_arena);
}

static void close_file(reader *r) {
    input_close(r->in);
    r->in = NULL;
    r->archive = false;
    forget(r);
}

void reader_close(reader *r) {
    if (!r) return;
    close_file(r);
    buf_free(&r->buf);
    free(r->marks.v);
    arena_free(&r->queue_arena);
    arena_free(&r->placing);
    arena_free(&r->arena);
    free(r);
}

bool reader_resume(reader *r, dm_str path, uint64_t offset, uint64_t line) {
    for (uint32_t i = r->current; i < r->files.n; i++) {
        listing_file *f = &r->files.v[i];
        if (!str_eq(f->path, path)) continue;
        if (i == r->current) close_file(r);
        f->resume_at = offset;
        f->resume_line = line;
        return true;
    }
    return false;
}

void reader_progress(const reader *r, uint32_t *files, uint32_t *done, uint64_t *bytes) {
    *files = r->files.n;
    *done = r->current;
    *bytes = r->in ? r->offset : 0;
}

/* ---- the buffer ---- */

size_t reader_held(const reader *r) { return r->buf.n - r->at; }

void reader_take(reader *r, size_t n) {
    r->at += n;
    r->offset += n;
}

/* Remembers where the bytes that were just read begin; what lies behind is forgotten. */
static bool mark(reader *r, uint64_t file) {
    uint32_t gone = 0;
    while (gone + 1 < r->marks.n && r->marks.v[gone + 1].stream <= r->offset) gone++;
    if (gone) memmove(r->marks.v, r->marks.v + gone, (r->marks.n -= gone) * sizeof *r->marks.v);
    if (r->marks.n == r->marks.cap) {
        uint32_t cap = r->marks.cap ? r->marks.cap * 2 : 16;
        reader_mark *v = realloc(r->marks.v, cap * sizeof *v);
        if (!v) return false;
        r->marks.v = v;
        r->marks.cap = cap;
    }
    r->marks.v[r->marks.n++] = (reader_mark){r->offset + reader_held(r), file};
    return true;
}

uint64_t reader_place_in_file(const reader *r, uint64_t stream) {
    reader_mark m = {0, 0};
    for (uint32_t i = 0; i < r->marks.n && r->marks.v[i].stream <= stream; i++) m = r->marks.v[i];
    return input_is_plain(r->in) ? m.file + (stream - m.stream) : m.file;
}

dm_status reader_fill(reader *r, dm_err *err) {
    if (r->at) {
        memmove(r->buf.p, r->buf.p + r->at, r->buf.n - r->at);
        r->buf.n -= r->at;
        r->at = 0;
    }
    if (r->eof) return DM_OK;
    char chunk[CHUNK];
    size_t got = 0;
    uint64_t file = 0;
    bool begins = false;
    dm_err why = {0};
    dm_status s = input_read(r->in, chunk, sizeof chunk, &got, &file, &begins, &why);
    if (s != DM_OK) {
        r->trouble = why;
        r->eof = true;
        return DM_OK;
    }
    r->eof = got == 0;
    bool ok = !begins || !got || mark(r, file);
    buf_put(&r->buf, chunk, got);
    if (ok && buf_ok(&r->buf)) return DM_OK;
    r->buf.failed = false;
    r->eof = true;
    return err_memory(err, "reading a file");
}

dm_status reader_trouble(reader *r, dm_err *err) {
    dm_status s = r->trouble.code;
    if (s == DM_OK) return DM_OK;
    if (err) *err = r->trouble;
    r->trouble = (dm_err){0};
    r->eof = s == DM_E_IO || s == DM_E_MEMORY; /* anything else: the file may go on */
    return s;
}

dm_status reader_pass(reader *r, uint64_t n, dm_err *err) {
    for (;;) {
        size_t have = reader_held(r);
        if (have >= n) {
            reader_take(r, (size_t)n);
            return DM_OK;
        }
        n -= have;
        reader_take(r, have);
        if (r->eof) return DM_OK;
        DM_TRY(reader_fill(r, err));
    }
}

static dm_status pass_line(reader *r, dm_err *err) {
    for (;;) {
        size_t have = reader_held(r);
        const char *nl = have ? memchr(reader_bytes(r), '\n', have) : NULL;
        if (nl) {
            reader_take(r, (size_t)(nl - reader_bytes(r)) + 1);
            return DM_OK;
        }
        reader_take(r, have);
        if (r->eof) return DM_OK;
        DM_TRY(reader_fill(r, err));
    }
}

dm_status reader_hold_all(reader *r, dm_err *err) {
    while (!r->eof) {
        if (reader_held(r) > READER_STORY_MAX) {
            DM_TRY(reader_pass(r, UINT64_MAX, err));
            return err_set(err, DM_E_LIMIT, 0, "%.*s: longer than a story may be (%u MB); give JSONL with one story a line", DM_STR_ARG(r->place),
                           READER_STORY_MAX >> 20);
        }
        DM_TRY(reader_fill(r, err));
    }
    return reader_trouble(r, err);
}

dm_status reader_hold_line(reader *r, size_t *n, dm_err *err) {
    size_t looked = 0;
    for (;;) {
        size_t held = reader_held(r);
        const char *nl = held > looked ? memchr(reader_bytes(r) + looked, '\n', held - looked) : NULL;
        if (nl || r->eof) {
            *n = nl ? (size_t)(nl - reader_bytes(r)) : held;
            return DM_OK;
        }
        looked = held;
        if (looked > READER_STORY_MAX) {
            unsigned long long line = r->line, offset = r->offset;
            DM_TRY(pass_line(r, err));
            return err_set(err, DM_E_LIMIT, offset, "%.*s:%llu: the line is longer than a story may be (%u MB) and was passed over",
                           DM_STR_ARG(r->place), line, READER_STORY_MAX >> 20);
        }
        DM_TRY(reader_fill(r, err));
    }
}

dm_str reader_where(const reader *r, dm_arena *a, uint64_t line) {
    return arena_printf(a, "%.*s:%llu", DM_STR_ARG(r->place), (unsigned long long)line);
}

/* ---- files and members ---- */

static const listing_file *file_of(const reader *r) { return &r->files.v[r->current]; }

/* JSON lines begin with an object of more than a brace. */
static bool begins_object(const reader *r) {
    bool brace = false;
    for (size_t i = r->at; i < r->buf.n; i++) {
        unsigned char c = (unsigned char)r->buf.p[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xEF || c == 0xBB || c == 0xBF) continue;
        if (brace) return c == '"';
        if (c != '{') return false;
        brace = true;
    }
    return false;
}

static listing_name guess(const reader *r) {
    dm_str head = {reader_bytes(r), (uint32_t)reader_held(r)};
    if (str_starts(head, "WARC/1.")) return LISTING_WARC;
    switch (sniff(head, DM_STR_NONE)) {
    case SNIFF_PAGE: return LISTING_PAGE;
    case SNIFF_FEED: return LISTING_FEED;
    case SNIFF_JSON: return begins_object(r) ? LISTING_JSONL : LISTING_TXT;
    case SNIFF_TEXT: break;
    }
    return LISTING_TXT;
}

/* Ready to read the file or the member whose bytes come next. */
static dm_status begin_bytes(reader *r, listing_name name, dm_err *err) {
    DM_TRY(reader_fill(r, err));
    while (!r->eof && reader_held(r) < 512) DM_TRY(reader_fill(r, err));
    dm_str head = {reader_bytes(r), (uint32_t)reader_held(r)};
    r->kind = name == LISTING_OTHER ? guess(r) : name;
    if (r->kind == LISTING_JSON && sniff(head, DM_STR_NONE) == SNIFF_FEED) r->kind = LISTING_FEED;
    bool marked = head.n >= 3 && !memcmp(head.p, "\xEF\xBB\xBF", 3);
    if (marked && (r->kind == LISTING_JSONL || r->kind == LISTING_CSV)) reader_take(r, 3);
    r->csv = (csv_columns){0};
    return DM_OK;
}

static dm_status set_place(reader *r, dm_str member, dm_err *err) {
    arena_reset(&r->placing);
    dm_str path = file_of(r)->path;
    r->place = member.p ? arena_printf(&r->placing, "%.*s/%.*s", DM_STR_ARG(path), DM_STR_ARG(member)) : path;
    return r->place.p ? DM_OK : err_memory(err, "a path");
}

static dm_status open_file(reader *r, dm_err *err) {
    const listing_file *f = file_of(r);
    if (f->status != DM_OK) return err_set(err, f->status, 0, "%.*s", DM_STR_ARG(f->message));
    DM_TRY(set_place(r, DM_STR_NONE, err));
    DM_TRY(input_open(f->path.p, &r->in, err));
    r->line = 1;
    r->archive = input_is_archive(r->in);
    if (r->archive) return DM_OK;
    if (f->resume_at) {
        DM_TRY(input_seek(r->in, f->resume_at, err));
        r->line = f->resume_line ? f->resume_line : 1;
        r->offset = f->resume_at;
    }
    return begin_bytes(r, f->name, err);
}

/* The next member with a name that stories have. */
static dm_status open_member(reader *r, dm_err *err) {
    dm_str name;
    forget(r);
    for (;;) {
        DM_TRY(input_member(r->in, &name, err));
        listing_name kind = listing_name_of(name);
        if (kind == LISTING_OTHER) continue;
        DM_TRY(set_place(r, name, err));
        if (kind == LISTING_ARCHIVE || listing_packed(name))
            return err_set(err, DM_E_FORMAT, 0, "%.*s: packed inside an archive; unpack the archive first", DM_STR_ARG(r->place));
        return begin_bytes(r, kind, err);
    }
}

/* ---- stories ---- */

static dm_status text_story(dm_arena *a, dm_str bytes, const char *where, dm_raw *raw, dm_err *err) {
    if (!str_trim(bytes).n) return err_set(err, DM_E_FORMAT, 0, "%s: the file is empty", where);
    if (decode_binary(bytes)) return err_set(err, DM_E_FORMAT, 0, "%s: looks like binary data, not text", where);
    raw->body = arena_str(a, bytes);
    return raw->body.p ? DM_OK : err_memory(err, "a story");
}

static dm_status feed_file(reader *r, dm_str bytes, dm_err *err) {
    feed f = {0};
    dm_err why = {0};
    dm_status s = feed_read(&r->queue_arena, bytes, DM_STR_NONE, &f, &why);
    if (s != DM_OK) return err_set(err, s, 0, "%.*s: %s", DM_STR_ARG(r->place), why.msg);
    r->queue = ARENA_NEW(&r->queue_arena, reader_item, f.n ? f.n : 1);
    if (!r->queue) return err_memory(err, "a feed");
    for (uint32_t i = 0; i < f.n; i++) {
        r->queue[i].raw = f.v[i];
        if (!f.v[i].outlet.n) r->queue[i].raw.outlet = f.title;
    }
    r->n_queue = f.n;
    return DM_OK;
}

static dm_status whole_file(reader *r, dm_arena *a, dm_raw *raw, bool *end, dm_err *err) {
    raw->id = arena_str(a, r->place);
    dm_status s = raw->id.p ? reader_hold_all(r, err) : err_memory(err, "a story");
    dm_str bytes = {reader_bytes(r), (uint32_t)reader_held(r)}, place = raw->id;
    if (s == DM_OK && r->kind == LISTING_JSON) {
        s = reader_json_file(r, a, bytes, raw, err);
        if (!raw->id.n) raw->id = place;
    } else if (s == DM_OK && r->kind == LISTING_FEED) {
        s = feed_file(r, bytes, err);
    } else if (s == DM_OK) {
        raw->page = r->kind == LISTING_PAGE;
        s = text_story(a, bytes, place.p, raw, err);
    }
    reader_take(r, reader_held(r));
    if (s == DM_OK && r->n_queue) return DM_OK; /* the queue is asked next */
    *end = true;
    return s;
}

static bool copy_str(dm_arena *a, dm_str *s) {
    if (s->p) *s = arena_str(a, *s);
    return s->p || !s->n;
}

static dm_status queued(reader *r, dm_arena *a, dm_raw *raw, dm_err *err) {
    const reader_item *item = &r->queue[r->queue_at++];
    *raw = item->raw;
    bool ok = copy_str(a, &raw->id) && copy_str(a, &raw->title) && copy_str(a, &raw->url) && copy_str(a, &raw->outlet) && copy_str(a, &raw->date) &&
              copy_str(a, &raw->language) && copy_str(a, &raw->content_type) && copy_str(a, &raw->crawled) && copy_str(a, &raw->body);
    if (!raw->id.n) raw->id = raw->url;
    if (!raw->id.n) raw->id = arena_printf(a, "%.*s#%u", DM_STR_ARG(r->place), r->queue_at);
    if (!ok || !raw->id.p) return err_memory(err, "a story");
    return item->status == DM_OK ? DM_OK : err_set(err, item->status, 0, "%.*s", DM_STR_ARG(item->message));
}

/* One story of what is open; *end when it holds no more, *none when it gave nothing this time. */
static dm_status next_in_file(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, bool *none, dm_err *err) {
    *none = false;
    if (r->queue_at < r->n_queue) return queued(r, a, raw, err);
    if (r->n_queue) {
        *end = *none = true;
        return DM_OK;
    }
    dm_status s;
    switch (r->kind) {
    case LISTING_JSONL: s = reader_json_line(r, a, raw, at, end, err); break;
    case LISTING_CSV: s = reader_csv_row(r, a, raw, at, end, err); break;
    case LISTING_WARC: s = reader_warc_record(r, a, raw, at, end, err); break;
    default:
        if (r->kind == LISTING_TXT && r->options.separator) {
            s = reader_part(r, a, raw, at, end, err);
            break;
        }
        s = whole_file(r, a, raw, end, err);
        *none = s == DM_OK && r->n_queue;
        return s;
    }
    *none = *end && s == DM_OK;
    if (*none && r->offset == 0) return err_set(err, DM_E_FORMAT, 0, "%.*s: the file is empty", DM_STR_ARG(r->place));
    return s;
}

/* What stands behind the open file, or member. */
static void step(reader *r) {
    if (r->archive) {
        forget(r);
        return;
    }
    close_file(r);
    r->current++;
}

static bool wanted(const reader *r, const dm_raw *raw) { return !r->options.url_filter || reader_matches(r->options.url_filter, raw->url); }

dm_status reader_next(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, dm_err *err) {
    for (;;) {
        *raw = (dm_raw){.body = DM_STR("")};
        *at = (reader_at){0};
        if (r->current >= r->files.n) return DM_E_END;
        at->path = raw->id = file_of(r)->path;
        dm_status s = DM_OK;
        if (!r->in) {
            s = open_file(r, err);
            if (s != DM_OK) {
                close_file(r);
                r->current++;
                return s;
            }
        }
        if (r->archive && r->kind == LISTING_OTHER) {
            s = open_member(r, err);
            if (s == DM_E_END) {
                close_file(r);
                r->current++;
                continue;
            }
            raw->id = r->place;
            if (s != DM_OK) return s;
        }
        bool end = false, none = false;
        s = next_in_file(r, a, raw, at, &end, &none, err);
        if (s == DM_E_MEMORY && r->eof) end = true;
        if (none && s == DM_OK) s = reader_trouble(r, err), end = end && s == DM_OK;
        if (s == DM_E_IO) end = true;
        if (end) step(r);
        if (s == DM_OK && (none || !wanted(r, raw))) continue;
        return s;
    }
}
