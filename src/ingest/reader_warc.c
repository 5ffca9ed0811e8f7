/* Stories in a WARC 1.0 or 1.1 file, or its WET: responses with a page or a feed item's text, resources, and conversions.
 *
 * A record is its header lines, an empty line, Content-Length bytes, two line ends. Lengths that are off are mended: after a record the
 * next "WARC/1." at the beginning of a line is looked for, near the end of what was taken for the body too. Responses that are no 200,
 * or neither page nor text, revisits, requests and metadata are no stories. A record is its URL's story; crawled says when. */
#include "ingest/reader_int.h"

#include "ingest/decode.h"
#include "ingest/http.h"
#include "ingest/sniff.h"

#include <stdlib.h>

enum { HEAD_MAX = 1 << 16, OFF_BY = 32 };

typedef struct warc_head {
    dm_str type, url, date, content_type; /* in the arena */
    uint64_t length;
    bool has_length;
} warc_head;

/* To the next line that begins with "WARC/1."; false at the end. */
static dm_status next_record(reader *r, bool *found, dm_err *err) {
    for (;;) {
        size_t n = 0;
        dm_status s = reader_hold_line(r, &n, NULL); /* too long a line is passed over: it is no header */
        if (s == DM_E_LIMIT) continue;
        if (s != DM_OK) return err_memory(err, "a record");
        dm_str line = {reader_bytes(r), (uint32_t)n};
        if (str_starts(line, "WARC/1.")) {
            *found = true;
            return DM_OK;
        }
        if (!reader_held(r)) return DM_OK;
        reader_take(r, n < reader_held(r) ? n + 1 : n);
    }
}

static bool keep(dm_arena *a, dm_str *to, dm_str value) {
    *to = arena_str(a, value);
    return to->p != NULL;
}

/* The header lines, up to and with the empty one. */
static dm_status read_head(reader *r, dm_arena *a, warc_head *h, dm_err *err) {
    size_t total = 0;
    bool ok = true;
    *h = (warc_head){0};
    for (;;) {
        size_t n = 0;
        DM_TRY(reader_hold_line(r, &n, err));
        dm_str line = str_trim((dm_str){reader_bytes(r), (uint32_t)n});
        const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
        dm_str name = colon ? str_trim(str_sub(line, 0, (uint32_t)(colon - line.p))) : DM_STR_NONE;
        dm_str value = colon ? str_trim(str_sub(line, (uint32_t)(colon - line.p) + 1, line.n)) : DM_STR_NONE;
        if (str_eq_nocase(name, DM_STR("warc-type"))) ok = ok && keep(a, &h->type, value);
        else if (str_eq_nocase(name, DM_STR("warc-date"))) ok = ok && keep(a, &h->date, value);
        else if (str_eq_nocase(name, DM_STR("content-type"))) ok = ok && keep(a, &h->content_type, value);
        else if (str_eq_nocase(name, DM_STR("warc-target-uri"))) {
            if (value.n > 2 && value.p[0] == '<' && value.p[value.n - 1] == '>') value = str_sub(value, 1, value.n - 1);
            ok = ok && keep(a, &h->url, value);
        } else if (str_eq_nocase(name, DM_STR("content-length"))) {
            h->has_length = value.n > 0 && value.n < 20;
            for (uint32_t i = 0; i < value.n && h->has_length; i++) {
                if (value.p[i] < '0' || value.p[i] > '9') h->has_length = false;
                else h->length = h->length * 10 + (uint64_t)(value.p[i] - '0');
            }
        }
        if (!ok) return err_memory(err, "a record");
        bool last = !line.n && total;
        bool ended = n == reader_held(r);
        total += n + 1;
        reader_take(r, ended ? n : n + 1);
        if (last || ended) return DM_OK;
        if (total > HEAD_MAX) return err_set(err, DM_E_FORMAT, r->offset, "%.*s: the header of a record is longer than 64 KB", DM_STR_ARG(r->place));
    }
}

/* Holds the body; *size may be less than the length where the file ends or the next record begins early. */
static dm_status hold_body(reader *r, uint64_t length, size_t *size, dm_err *err) {
    while (reader_held(r) < length && !r->eof) DM_TRY(reader_fill(r, err));
    size_t n = reader_held(r) < length ? reader_held(r) : (size_t)length;
    for (size_t i = n > OFF_BY ? n - OFF_BY : 0; i + 1 < n; i++) {
        dm_str tail = {reader_bytes(r) + i, (uint32_t)(reader_held(r) - i)};
        if (str_starts(tail, "\nWARC/1.")) n = i + 1;
    }
    *size = n;
    return DM_OK;
}

static bool is_text(dm_str type) { return !type.n || str_starts(type, "text/plain"); }
static bool is_page(dm_str type) { return str_starts(type, "text/html") || str_starts(type, "application/xhtml"); }

/* Whether the record may hold a story, by its header alone. */
static bool worth(const reader *r, const warc_head *h) {
    if (!h->has_length || !h->url.n) return false;
    if (r->options.url_filter && !reader_matches(r->options.url_filter, h->url)) return false;
    if (str_is(h->type, "response")) return !h->content_type.n || str_starts(h->content_type, "application/http");
    if (str_is(h->type, "conversion")) return is_text(h->content_type);
    return str_is(h->type, "resource") && (is_page(h->content_type) || is_text(h->content_type));
}

static dm_status record_story(const reader *r, dm_arena *a, const warc_head *h, dm_str bytes, dm_raw *raw, bool *none, dm_err *err) {
    dm_str body = bytes;
    raw->id = raw->url = h->url;
    raw->crawled = h->date;
    raw->content_type = h->content_type;
    raw->page = is_page(h->content_type);
    if (str_is(h->type, "response")) {
        http_response response;
        dm_err why = {0};
        dm_status s = http_read(a, bytes, READER_STORY_MAX, &response, &why);
        if (s != DM_OK) return err_set(err, s, 0, "%.*s: %.*s: %s", DM_STR_ARG(r->place), DM_STR_ARG(h->url), why.msg);
        sniff_kind kind = sniff(response.body, response.content_type);
        *none = response.status != 200 || !str_trim(response.body).n || (kind != SNIFF_PAGE && !str_starts(response.content_type, "text/plain"));
        raw->page = kind == SNIFF_PAGE;
        raw->content_type = DM_STR_NONE;
        if (response.content_type.p && !keep(a, &raw->content_type, response.content_type)) return err_memory(err, "a record");
        raw->cut = raw->cut || response.cut;
        body = response.body;
    }
    if (*none) return DM_OK;
    if (!raw->page && decode_binary(body))
        return err_set(err, DM_E_FORMAT, 0, "%.*s: %.*s: looks like binary data, not text", DM_STR_ARG(r->place), DM_STR_ARG(h->url));
    return keep(a, &raw->body, body) ? DM_OK : err_memory(err, "a record");
}

dm_status reader_warc_record(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) {
    for (;;) {
        warc_head h;
        bool found = false, none = false;
        size_t size = 0;
        arena_reset(a); /* of the records that were passed over; raw holds nothing yet */
        raw->id = r->place;
        DM_TRY(next_record(r, &found, err));
        at->offset = at->next = reader_place_in_file(r, r->offset);
        if (!found) {
            *end = true;
            return DM_OK;
        }
        dm_status s = read_head(r, a, &h, err);
        if (s != DM_OK) return s;
        if (!worth(r, &h)) {
            DM_TRY(reader_pass(r, h.has_length && h.length > OFF_BY ? h.length - OFF_BY : 0, err));
            continue;
        }
        raw->id = h.url;
        if (h.length > READER_STORY_MAX + HEAD_MAX) {
            DM_TRY(reader_pass(r, h.length - OFF_BY, err));
            return err_set(err, DM_E_LIMIT, at->offset, "%.*s: %.*s: the record is longer than a story may be (%u MB) and was passed over",
                           DM_STR_ARG(r->place), DM_STR_ARG(h.url), READER_STORY_MAX >> 20);
        }
        DM_TRY(hold_body(r, h.length, &size, err));
        bool cut = size + OFF_BY < h.length;
        if (cut && r->trouble.code != DM_OK) { /* a damaged member: its record is named by its URL */
            dm_err why = {0};
            dm_status damage = reader_trouble(r, &why);
            reader_take(r, size);
            return err_set(err, damage, at->offset, "%.*s: %.*s: %s", DM_STR_ARG(r->place), DM_STR_ARG(h.url), why.msg);
        }
        raw->cut = cut;
        s = record_story(r, a, &h, (dm_str){reader_bytes(r), (uint32_t)size}, raw, &none, err);
        reader_take(r, size);
        for (int i = 0; i < 4 && reader_held(r) && (*reader_bytes(r) == '\r' || *reader_bytes(r) == '\n'); i++) reader_take(r, 1);
        at->next = reader_place_in_file(r, r->offset);
        if (s != DM_OK || !none) return s;
        *raw = (dm_raw){.body = DM_STR("")};
    }
}
