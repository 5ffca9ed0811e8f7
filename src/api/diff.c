/* See diff.h. Ids of entities are read as their names and countries before rows are compared, so that a new id of the same actor is no
 * difference. */
#include "api/diff.h"

#include <jansson.h>
#include <stdlib.h>

static const char *const columns[] = {"story", "change", "kind", "id", "fields", "text"};

static const struct {
    const char *key, *name, *place, *words; /* place: the span that pairs rows of other ids; words: the span that is shown */
} kinds[] = {{"statements", "statement", "content_spans", "content_spans"},
             {"events", "event", "trigger_span", "evidence_span"},
             {"offers", "offer", NULL, NULL},
             {"positions", "position", NULL, "evidence_span"}};

typedef struct differ {
    dm_rows *rows;
    dm_str story;
    const char *text; /* of the story */
    bool failed;
} differ;

dm_rows *diff_rows_new(void) {
    dm_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return NULL;
    arena_init(&rows->arena, 0);
    rows->columns = columns;
    rows->n_columns = sizeof columns / sizeof *columns;
    rows->limit = UINT64_MAX;
    return rows;
}

/* Entities of a line by id: "Norway (NOR)". */
static json_t *names_of(const json_t *line) {
    json_t *names = json_object();
    size_t i;
    json_t *entity;
    json_array_foreach(json_object_get(line, "entities"), i, entity) {
        const char *name = json_string_value(json_object_get(entity, "name")), *code = json_string_value(json_object_get(entity, "code"));
        json_object_set_new(names, json_string_value(json_object_get(entity, "id")), json_sprintf(code ? "%s (%s)" : "%s", name ? name : "?", code));
    }
    return names;
}

/* A copy with ids of entities as their names. */
static json_t *readable(const json_t *v, const json_t *names) {
    const char *key;
    size_t i;
    json_t *item, *out;
    if (json_is_string(v)) {
        json_t *name = json_object_get(names, json_string_value(v));
        return name ? json_incref(name) : json_deep_copy(v);
    }
    if (json_is_array(v)) {
        out = json_array();
        json_array_foreach(v, i, item) json_array_append_new(out, readable(item, names));
        return out;
    }
    if (!json_is_object(v)) return json_deep_copy(v);
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)v, key, item) json_object_set_new(out, key, readable(item, names));
    return out;
}

static dm_str dump(differ *d, const json_t *v) {
    char *text = v ? json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    dm_str s = arena_str(&d->rows->arena, str_from(text ? text : "null"));
    free(text);
    if (!s.p) d->failed = true;
    return s;
}

/* The words of a span, or of a list of them from the first to the last. */
static dm_str words_of(const differ *d, const json_t *span) {
    if (json_is_array(json_array_get(span, 0))) {
        const json_t *last = json_array_get(span, json_array_size(span) - 1);
        json_t *whole = json_pack("[O,O]", json_array_get(json_array_get(span, 0), 0), json_array_get(last, 1));
        dm_str out = words_of(d, whole);
        json_decref(whole);
        return out;
    }
    if (json_array_size(span) != 2 || !d->text) return DM_STR("");
    int64_t begin = json_integer_value(json_array_get(span, 0)), end = json_integer_value(json_array_get(span, 1)), at = 0;
    const char *from = d->text, *p = d->text;
    for (; *p; p++) {
        if (((unsigned char)*p & 0xC0) == 0x80) continue;
        if (at == begin) from = p;
        if (at++ == end) break;
    }
    return begin < end ? (dm_str){from, (uint32_t)(p - from)} : DM_STR("");
}

static void add(differ *d, const char *change, size_t kind, const json_t *row, json_t *fields) {
    answer_row *slot = VEC_PUSH(&d->rows->arena, &d->rows->rows);
    dm_buf json = {0};
    if (!slot) {
        d->failed = true;
        return;
    }
    *slot = (answer_row){.day = DM_DAY_NONE, .id = str_from(json_string_value(json_object_get(row, "id")))};
    dm_str words = kinds[kind].words ? words_of(d, json_object_get(row, kinds[kind].words)) : DM_STR("");
    dm_str of_fields = json_object_size(fields) ? dump(d, fields) : DM_STR("");
    const dm_str values[] = {d->story, str_from(change), str_from(kinds[kind].name), slot->id, of_fields, words};
    buf_putc(&json, '{');
    for (uint32_t i = 0; i < 6; i++) {
        slot->values[i] = arena_str(&d->rows->arena, values[i]);
        if (!slot->values[i].p) d->failed = true;
        buf_printf(&json, "%s\"%s\":", i ? "," : "", columns[i]);
        if (i != 4) buf_put_json(&json, values[i]);
        else buf_put_str(&json, of_fields.n ? of_fields : DM_STR("{}"));
    }
    buf_putc(&json, '}');
    slot->id = slot->values[3];
    slot->json = arena_str(&d->rows->arena, buf_str(&json));
    if (!slot->json.p || !buf_ok(&json)) d->failed = true;
    buf_free(&json);
}

/* {key: [was, is]} of the keys that are other; the id is one only where the rows were paired by their words. */
static json_t *changes(const json_t *was, const json_t *is) {
    json_t *out = json_object(), *old_value;
    const char *key;
    json_object_foreach((json_t *)(uintptr_t)was, key, old_value) {
        json_t *new_value = json_object_get(is, key);
        if (new_value && !json_equal(old_value, new_value)) json_object_set_new(out, key, json_pack("[O,O]", old_value, new_value));
    }
    return out;
}

static bool same(const json_t *a, const json_t *b, const char *key) { return json_equal(json_object_get(a, key), json_object_get(b, key)); }

static void one_kind(differ *d, size_t kind, const json_t *was, const json_t *is) {
    const char *const by[] = {"id", kinds[kind].place};
    size_t n_was = json_array_size(was), n_is = json_array_size(is);
    bool *told_was = calloc(n_was + 1, sizeof *told_was), *told_is = calloc(n_is + 1, sizeof *told_is);
    if (!told_was || !told_is) d->failed = true;
    for (size_t pass = 0; pass < 2 && by[pass] && !d->failed; pass++) {
        for (size_t i = 0; i < n_was; i++) {
            for (size_t k = 0; k < n_is && !told_was[i]; k++) {
                const json_t *a = json_array_get(was, i), *b = json_array_get(is, k);
                if (told_is[k] || !same(a, b, by[pass])) continue;
                told_was[i] = told_is[k] = true;
                json_t *fields = changes(a, b);
                if (json_object_size(fields)) add(d, "~", kind, b, fields);
                json_decref(fields);
            }
        }
    }
    for (size_t i = 0; i < n_was && !d->failed; i++)
        if (!told_was[i]) add(d, "-", kind, json_array_get(was, i), NULL);
    for (size_t k = 0; k < n_is && !d->failed; k++)
        if (!told_is[k]) add(d, "+", kind, json_array_get(is, k), NULL);
    free(told_was);
    free(told_is);
}

dm_status diff_lines(dm_str story, dm_str was, dm_str is, dm_rows *rows, dm_err *err) {
    json_t *a = json_loadb(was.p, was.n, 0, NULL), *b = json_loadb(is.p, is.n, 0, NULL), *names_a = names_of(a), *names_b = names_of(b);
    differ d = {.rows = rows, .story = story, .text = json_string_value(json_object_get(b, "text")), .failed = !a || !b || !names_a || !names_b};
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds && !d.failed; kind++) {
        json_t *old_rows = readable(json_object_get(a, kinds[kind].key), names_a), *new_rows = readable(json_object_get(b, kinds[kind].key), names_b);
        one_kind(&d, kind, old_rows, new_rows);
        json_decref(old_rows);
        json_decref(new_rows);
    }
    json_decref(names_a);
    json_decref(names_b);
    json_decref(a);
    json_decref(b);
    return d.failed ? err_memory(err, "the answer") : DM_OK;
}
