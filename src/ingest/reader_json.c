/* Stories in JSON: one object a line, one in a file, or an array of them. */
#include "ingest/reader_int.h"

#include "ingest/decode.h"
#include "ingest/sniff.h"

#include <jansson.h>

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

/* The value of a key, which may be a path with dots; a key that has dots in it comes first. */
static const json_t *value_of(const json_t *object, dm_str key) {
    const json_t *v = json_object_getn(object, key.p, key.n);
    if (v) return v;
    for (uint32_t i = 0; i < key.n; i++) {
        if (key.p[i] != '.') continue;
        const json_t *inner = json_object_getn(object, key.p, i);
        if (inner) return value_of(inner, str_sub(key, i + 1, key.n));
    }
    return NULL;
}

static dm_status copy_value(dm_arena *a, const json_t *v, dm_str *out, dm_err *err) {
    if (json_is_string(v)) *out = copy_text(a, (dm_str){json_string_value(v), (uint32_t)json_string_length(v)});
    else if (json_is_integer(v)) *out = arena_printf(a, "%lld", (long long)json_integer_value(v));
    else return DM_OK;
    return out->p ? DM_OK : err_memory(err, "a story");
}

static dm_status copy_fields(const reader *r, dm_arena *a, const json_t *object, const char *where, dm_raw *raw, dm_err *err) {
    if (!json_is_object(object)) return err_set(err, DM_E_FORMAT, 0, "%s: no JSON object", where);
    dm_str *const to[READER_KEY_N] = {
        [READER_ID] = &raw->id,     [READER_TITLE] = &raw->title,       [READER_URL] = &raw->url,        [READER_OUTLET] = &raw->outlet,
        [READER_DATE] = &raw->date, [READER_LANGUAGE] = &raw->language, [READER_CRAWLED] = &raw->crawled};
    for (int k = 0; k < READER_KEY_N; k++)
        if (to[k]) DM_TRY(copy_value(a, value_of(object, r->keys[k]), to[k], err));
    if (!raw->id.n) raw->id = raw->url;
    dm_str key = r->keys[READER_TEXT];
    const json_t *text = value_of(object, key);
    if (!text && str_is(key, "text")) {
        text = value_of(object, DM_STR("html"));
        raw->page = text != NULL;
    }
    if (!text) return err_set(err, DM_E_FORMAT, 0, "%s: the object has no \"%.*s\"; each story needs one (--map text=NAME)", where, DM_STR_ARG(key));
    if (!json_is_string(text)) return err_set(err, DM_E_FORMAT, 0, "%s: \"%.*s\" is not a string", where, DM_STR_ARG(key));
    DM_TRY(copy_value(a, text, &raw->body, err));
    if (sniff(raw->body, DM_STR_NONE) == SNIFF_PAGE) raw->page = true;
    return DM_OK;
}

/* Parses bytes; *out is the caller's to drop. */
static dm_status parse(dm_arena *a, dm_str bytes, const char *where, json_t **out, decode_report *report, dm_err *err) {
    dm_str utf8;
    DM_TRY(decode_text(a, bytes, &utf8, report, err));
    if (report->from == DECODE_BINARY) return err_set(err, DM_E_FORMAT, 0, "%s: looks like binary data, not text", where);
    json_error_t error;
    *out = json_loadb(utf8.p, utf8.n, JSON_ALLOW_NUL, &error);
    return *out ? DM_OK : err_set(err, DM_E_FORMAT, 0, "%s: no valid JSON (column %d: %s)", where, error.column, error.text);
}

static void report_into(dm_raw *raw, const decode_report *report) {
    raw->n_bad = report->n_bad;
    raw->cp1252 = report->from == DECODE_CP1252;
}

static dm_status object_story(const reader *r, dm_arena *a, dm_str bytes, const char *where, dm_raw *raw, dm_err *err) {
    json_t *object = NULL;
    decode_report report;
    DM_TRY(parse(a, bytes, where, &object, &report, err));
    report_into(raw, &report);
    dm_status status = copy_fields(r, a, object, where, raw, err);
    json_decref(object);
    return status;
}

/* Into the queue; an element that is no story stands there with its failure. */
static dm_status array_stories(reader *r, const json_t *array, const decode_report *report, dm_err *err) {
    dm_arena *a = &r->queue_arena;
    size_t n = json_array_size(array);
    if (!n) return err_set(err, DM_E_FORMAT, 0, "%.*s: the array is empty", DM_STR_ARG(r->place));
    r->queue = n < UINT32_MAX ? ARENA_NEW(a, reader_item, n) : NULL;
    for (size_t i = 0; r->queue && i < n; i++) {
        reader_item *item = &r->queue[i];
        dm_str where = arena_printf(a, "%.*s#%zu", DM_STR_ARG(r->place), i + 1);
        dm_err why = {0};
        item->raw.body = DM_STR("");
        report_into(&item->raw, report);
        item->status = where.p ? copy_fields(r, a, json_array_get(array, i), where.p, &item->raw, &why) : DM_E_MEMORY;
        if (item->status == DM_E_MEMORY) return err_memory(err, "an array of stories");
        if (!item->raw.id.n) item->raw.id = where;
        if (item->status != DM_OK) item->message = arena_str(a, str_from(why.msg));
    }
    if (!r->queue) return err_memory(err, "an array of stories");
    r->n_queue = (uint32_t)n;
    return DM_OK;
}

dm_status reader_json_file(reader *r, dm_arena *a, dm_str bytes, dm_raw *raw, dm_err *err) {
    json_t *value = NULL;
    decode_report report;
    dm_str place = raw->id;
    raw->id = DM_STR_NONE;
    DM_TRY(parse(a, bytes, place.p, &value, &report, err));
    report_into(raw, &report);
    dm_status s = json_is_array(value) ? array_stories(r, value, &report, err) : copy_fields(r, a, value, place.p, raw, err);
    json_decref(value);
    return s;
}

dm_status reader_json_line(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) {
    for (;;) {
        size_t n = 0;
        at->line = r->line;
        at->offset = reader_place_in_file(r, r->offset);
        dm_str where = raw->id = reader_where(r, a, r->line);
        dm_status status = where.p ? reader_hold_line(r, &n, err) : err_memory(err, "a story");
        r->line++;
        at->next = reader_place_in_file(r, r->offset);
        if (status != DM_OK) return status;
        if (!reader_held(r)) {
            *end = true;
            return DM_OK;
        }
        dm_str bytes = str_trim((dm_str){reader_bytes(r), (uint32_t)n});
        bool blank = !bytes.n;
        if (!blank) {
            raw->id = DM_STR_NONE;
            status = object_story(r, a, bytes, where.p, raw, err);
            if (!raw->id.n) raw->id = where;
        }
        reader_take(r, n < reader_held(r) ? n + 1 : n);
        at->next = reader_place_in_file(r, r->offset);
        if (!blank) return status;
    }
}
