/* Formats with room for everything: CSV for spreadsheets, PLOVER's JSON records, and the ledger's own rows as JSON lines. */
#include "export/export.h"

#include <math.h>
#include <stdlib.h>

/* ---- CSV ---- */

/* A cell of text: quoted where needed, and with an apostrophe before what a spreadsheet would take for a formula. */
static void csv_text(export_ctx *x, const char *text, bool first) {
    if (!first) buf_putc(&x->out, ',');
    bool formula = *text && strchr("=+-@\t\r", *text) && !(*text == '-' && strcmp(text, "-") == 0);
    bool quote = formula || strpbrk(text, ",\"\n\r") != NULL;
    if (quote) buf_putc(&x->out, '"');
    if (formula) buf_putc(&x->out, '\'');
    for (; *text; text++) {
        if (*text == '"') buf_putc(&x->out, '"');
        buf_putc(&x->out, *text);
    }
    if (quote) buf_putc(&x->out, '"');
}

static void csv_buf(export_ctx *x, dm_buf *b) {
    csv_text(x, buf_cstr(b), false);
    buf_free(b);
}

static void csv_real(export_ctx *x, double v, int decimals) {
    buf_putc(&x->out, ',');
    if (!isnan(v)) buf_put_fixed(&x->out, v, decimals);
}

static void csv_list(export_ctx *x, const json_t *list, const char *key) {
    dm_buf b = {0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *v = json_array_get(list, i);
        const char *s = key ? export_text(v, key) : json_string_value(v);
        if (i) buf_puts(&b, "; ");
        buf_puts(&b, s ? s : "");
    }
    csv_buf(x, &b);
}

static void csv_begin(export_ctx *x) {
    buf_puts(&x->out, "id,date,date_from,date_to,date_basis,type,modes,contexts,cameo,quad,intensity,goldstein,actors,actor_names,actor_countries,"
                      "actor_roles,actor_text,"
                      "actor_wikidata,recipients,recipient_names,recipient_countries,recipient_roles,recipient_text,recipient_wikidata,force,issue,"
                      "matter,polarity,modality,phase,"
                      "history,place,place_country,latitude,longitude,sentence,confidence,decided_by,reports,independent_sources,outlets,story,url,"
                      "sentence_number\n");
}

static void csv_side(export_ctx *x, const export_event *e, const char *side) {
    size_t n;
    const json_t *roles = export_list(e->row, side, &n);
    csv_list(x, roles, "code");
    csv_list(x, roles, "name");
    csv_list(x, roles, "country");
    csv_list(x, roles, "role");
    dm_buf raw = {0}, ids = {0};
    for (size_t i = 0; i < n; i++) {
        const json_t *role = export_role_in_story(e, side, i);
        if (i) buf_puts(&raw, "; "), buf_puts(&ids, "; ");
        export_put_span(&raw, e->story, json_object_get(role, "span"));
        buf_puts(&ids, export_text(export_entity(e->story, export_text(role, "entity")), "wikidata"));
    }
    csv_buf(x, &raw);
    csv_buf(x, &ids);
}

static void csv_event(export_ctx *x, const export_event *e) {
    const json_t *date = json_object_get(e->row, "date"), *matter = json_object_get(e->row, "matter"), *place = json_object_get(e->full, "place");
    const json_t *decided = json_object_get(e->full, "decided_by"), *reports = json_object_get(e->row, "reports");
    csv_text(x, export_text(e->row, "id"), true);
    csv_text(x, e->day, false);
    csv_text(x, export_text(date, "from"), false);
    csv_text(x, export_text(date, "to"), false);
    csv_text(x, export_text(date, "basis"), false);
    csv_text(x, export_text(e->row, "type"), false);
    csv_list(x, json_object_get(e->row, "modes"), NULL);
    csv_list(x, json_object_get(e->full, "contexts"), NULL);
    csv_text(x, export_text(e->row, "cameo"), false);
    csv_real(x, export_real(e->row, "quad"), 0);
    csv_real(x, export_real(e->row, "intensity"), 1);
    csv_real(x, export_real(e->row, "goldstein"), 1);
    csv_side(x, e, "actors");
    csv_side(x, e, "recipients");
    csv_text(x, export_text(e->row, "force"), false);
    csv_text(x, export_text(matter, "issue"), false);
    csv_text(x, export_text(matter, "text"), false);
    csv_text(x, export_text(e->row, "polarity"), false);
    csv_text(x, export_text(e->row, "modality"), false);
    csv_text(x, export_text(e->row, "phase"), false);
    csv_text(x, json_is_true(json_object_get(e->row, "history")) ? "1" : "0", false);
    csv_text(x, export_text(place, "name"), false);
    csv_text(x, export_text(place, "country"), false);
    csv_real(x, export_real(place, "lat"), 4);
    csv_real(x, export_real(place, "lon"), 4);
    csv_text(x, export_text(e->row, "sentence"), false);
    csv_real(x, export_real(decided, "confidence"), 2);
    csv_text(x, export_text(decided, "id"), false);
    buf_printf(&x->out, ",%zu", json_array_size(reports));
    csv_real(x, export_real(e->row, "independent_sources"), 0);
    csv_list(x, reports, "outlet");
    csv_text(x, export_text(json_array_get(reports, 0), "story"), false);
    csv_text(x, export_text(e->story, "url"), false);
    uint32_t sentence = export_sentence(e->story, json_object_get(e->full, "trigger_span"));
    if (sentence) buf_printf(&x->out, ",%u", sentence);
    else buf_putc(&x->out, ',');
    buf_putc(&x->out, '\n');
}

const exporter export_csv = {.name = "csv", .begin = csv_begin, .event = csv_event};

/* ---- JSON ---- */

static void put_json(dm_buf *b, const json_t *v) {
    char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    buf_puts(b, text ? text : "null");
    if (!text) b->failed = true;
    free(text);
}

static void put_string(dm_buf *b, const char *key, const char *value) {
    buf_printf(b, ",\"%s\":", key);
    buf_put_json(b, *value ? str_from(value) : DM_STR_NONE);
}

static void plover_side(export_ctx *x, const export_event *e, const char *side, const char *key) {
    size_t n;
    const json_t *roles = export_list(e->row, side, &n);
    buf_printf(&x->out, ",\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        const json_t *role = json_array_get(roles, i), *told = export_role_in_story(e, side, i);
        dm_buf raw = {0};
        export_put_span(&raw, e->story, json_object_get(told, "span"));
        buf_puts(&x->out, i ? ",{\"code\":" : "{\"code\":");
        const char *country = export_text(role, "country");
        buf_put_json(&x->out, *country ? str_from(strcmp(country, "XKX") == 0 ? "KOS" : country) : DM_STR_NONE);
        put_string(&x->out, "sector", export_sector(role));
        put_string(&x->out, "entity_text", buf_cstr(&raw));
        put_string(&x->out, "entity_name", export_text(role, "name"));
        put_string(&x->out, "identifier_id", export_text(export_entity(e->story, export_text(told, "entity")), "wikidata"));
        put_string(&x->out, "office", export_text(role, "role"));
        buf_putc(&x->out, '}');
        buf_free(&raw);
    }
    buf_putc(&x->out, ']');
}

static void plover_event(export_ctx *x, const export_event *e) {
    const json_t *date = json_object_get(e->row, "date"), *place = json_object_get(e->full, "place");
    dm_buf *b = &x->out;
    buf_puts(b, "{\"id\":");
    buf_put_json(b, str_from(export_text(e->row, "id")));
    buf_puts(b, ",\"has_event\":true");
    put_string(b, "date", e->day);
    put_string(b, "enddate", export_text(date, "to"));
    plover_side(x, e, "actors", "actor");
    plover_side(x, e, "recipients", "recipient");
    buf_puts(b, ",\"event\":[");
    buf_put_json(b, str_from(export_text(e->row, "type")));
    buf_puts(b, "],\"mode\":");
    put_json(b, json_object_get(e->row, "modes"));
    buf_puts(b, ",\"context\":");
    if (e->full) put_json(b, json_object_get(e->full, "contexts"));
    else buf_puts(b, "[]");
    buf_puts(b, ",\"quad_code\":");
    put_json(b, json_object_get(e->row, "quad"));
    buf_puts(b, ",\"event_scale\":");
    put_json(b, json_object_get(e->row, "intensity"));
    buf_puts(b, ",\"event_loc\":");
    if (json_is_object(place)) {
        bool point = !isnan(export_real(place, "lat"));
        buf_puts(b, "{\"resolved_place\":");
        buf_put_json(b, str_from(export_text(place, "name")));
        put_string(b, "country_code", export_text(place, "country"));
        buf_puts(b, ",\"lat\":");
        put_json(b, json_object_get(place, "lat"));
        buf_puts(b, ",\"lon\":");
        put_json(b, json_object_get(place, "lon"));
        buf_printf(b, ",\"resolution\":%d}", point ? 4 : 1);
    } else {
        buf_puts(b, "null");
    }
    put_string(b, "text", export_text(e->row, "sentence"));
    buf_printf(b, ",\"text_info\":{\"sequence\":%u", export_sentence(e->story, json_object_get(e->full, "trigger_span")));
    put_string(b, "text_story", export_text(json_array_get(json_object_get(e->row, "reports"), 0), "story"));
    buf_puts(b, "},\"cite_info\":{\"publication\":");
    buf_put_json(b, str_from(export_text(e->story, "outlet")));
    put_string(b, "url", export_text(e->story, "url"));
    put_string(b, "title", export_text(e->story, "title"));
    put_string(b, "language", export_text(e->story, "language"));
    put_string(b, "coder", "demarche");
    put_string(b, "codebook", "PLOVER");
    put_string(b, "version", "0.8");
    buf_puts(b, "}}\n");
}
/* CAMEO 01 and 02, which PLOVER drops, are no records. */
static void plover_typed(export_ctx *x, const export_event *e) {
    if (*export_text(e->row, "type")) plover_event(x, e);
}

const exporter export_plover = {.name = "plover", .needs_day = true, .event = plover_typed};

static void jsonl_event(export_ctx *x, const export_event *e) {
    put_json(&x->out, e->row);
    buf_putc(&x->out, '\n');
}

const exporter export_jsonl = {.name = "jsonl", .event = jsonl_event};
