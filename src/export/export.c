/* See export.h: the loop over rows and stories, and what formats share. */
#include "export/export.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const exporter *const exporters[] = {&export_icews, &export_polecat,       &export_phoenix, &export_petrarch, &export_gdelt,
                                            &export_csv,   &export_plover,        &export_jsonl,   &export_gexf,     &export_dna,
                                            &export_brat,  &export_webannotation, &export_markdown};
enum { N_EXPORTERS = sizeof exporters / sizeof *exporters, STORIES = 64 };

/* ---- reading JSON ---- */

const char *export_text(const json_t *object, const char *key) {
    const char *s = json_string_value(json_object_get(object, key));
    return s ? s : "";
}

double export_real(const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

const json_t *export_list(const json_t *object, const char *key, size_t *n) {
    const json_t *v = json_object_get(object, key);
    *n = json_array_size(v);
    return v;
}

static bool span_of(const json_t *span, uint64_t *begin, uint64_t *end) {
    if (json_array_size(span) != 2) return false;
    *begin = (uint64_t)json_integer_value(json_array_get(span, 0));
    *end = (uint64_t)json_integer_value(json_array_get(span, 1));
    return true;
}

void export_put_span(dm_buf *b, const json_t *story, const json_t *span) {
    uint64_t begin, end, at = 0;
    if (!span_of(span, &begin, &end)) return;
    bool space = false;
    for (const char *c = export_text(story, "text"); *c; c++) {
        bool first = ((unsigned char)*c & 0xC0) != 0x80;
        if (first && at++ >= end) return;
        if (at <= begin) continue;
        if (*c == ' ' || *c == '\n' || *c == '\t') {
            space = true;
            continue;
        }
        if (space) buf_putc(b, ' ');
        space = false;
        buf_putc(b, *c);
    }
}

uint32_t export_sentence(const json_t *story, const json_t *span) {
    uint64_t begin, end, b, e;
    if (!span_of(span, &begin, &end)) return 0;
    size_t n;
    const json_t *sentences = export_list(story, "sentences", &n);
    for (size_t i = 0; i < n; i++)
        if (span_of(json_object_get(json_array_get(sentences, i), "span"), &b, &e) && begin >= b && begin < e) return (uint32_t)i + 1;
    return 0;
}

const json_t *export_role_in_story(const export_event *e, const char *side, size_t i) { return json_array_get(json_object_get(e->full, side), i); }

const json_t *export_entity(const json_t *story, const char *id) {
    size_t n;
    const json_t *entities = export_list(story, "entities", &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(export_text(json_array_get(entities, i), "id"), id) == 0) return json_array_get(entities, i);
    return NULL;
}

/* ---- writing ---- */

void export_cell(export_ctx *x, const char *text, const char *none) {
    if (x->out.n && x->out.p[x->out.n - 1] != '\n') buf_putc(&x->out, '\t');
    if (!*text) text = none;
    for (; *text; text++) buf_putc(&x->out, *text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text);
    if (x->out.n == 0 || x->out.p[x->out.n - 1] == '\n') buf_putc(&x->out, ' '); /* an empty first cell still begins the row */
}

void export_cell_buf(export_ctx *x, dm_buf *text, const char *none) {
    export_cell(x, buf_cstr(text), none);
    buf_free(text);
}

void export_row_end(export_ctx *x) { buf_putc(&x->out, '\n'); }

/* ---- codes ---- */

const country_code *export_country(const char *iso) {
    static const country_code codes[] = {
#include "export/country_codes.inc"
    };
    size_t low = 0, high = sizeof codes / sizeof *codes;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = strcmp(codes[mid].iso, iso);
        if (c == 0) return &codes[mid];
        if (c < 0) low = mid + 1;
        else high = mid;
    }
    return NULL;
}

const char *export_sector(const json_t *role) {
    const char *code = export_text(role, "code");
    size_t n = strlen(code);
    return n >= 6 ? code + 3 : n == 3 && !*export_text(role, "country") ? code : "";
}

const char *export_sector_word(const char *sector) {
    static const char *const words[][2] = {{"AGR", "Agriculture"},
                                           {"BUS", "Business"},
                                           {"COP", "Police"},
                                           {"CRM", "Criminals / Gangs"},
                                           {"CVL", "Civilian"},
                                           {"EDU", "Education"},
                                           {"ELI", "Elite"},
                                           {"GOV", "Government"},
                                           {"JRN", "News"},
                                           {"JUD", "Judicial"},
                                           {"LAB", "Labor"},
                                           {"LEG", "Legislative"},
                                           {"MED", "Medical"},
                                           {"MIL", "Military"},
                                           {"OPP", "Opposition"},
                                           {"PRE", "Partially recognised"},
                                           {"PRM", "Paramilitary"},
                                           {"PTY", "Parties"},
                                           {"REB", "Rebels"},
                                           {"REF", "Refugees"},
                                           {"REL", "Religious"},
                                           {"SOC", "Civil society"},
                                           {"SPY", "Intelligence"},
                                           {"UAF", "Unidentified armed force"},
                                           {"UNK", ""}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(words[i][0], sector, 3) == 0) return words[i][1];
    return "";
}

/* ---- the loop ---- */

typedef struct kept_story {
    char *id;
    json_t *story;
} kept_story;

typedef struct run {
    dm_ledger *ledger;
    export_ctx x;
    dm_sink *sink;
    kept_story kept[STORIES];
    uint32_t next;
    uint64_t n_rows, n_dropped;
} run;

static dm_status gather(void *user, const char *data, size_t size) {
    buf_put(user, data, size);
    return buf_ok(user) ? DM_OK : DM_E_MEMORY;
}

/* The story's line, parsed; NULL when it cannot be had. Borrowed. */
static const json_t *story_of(run *r, const char *id) {
    for (int i = 0; i < STORIES; i++)
        if (r->kept[i].id && strcmp(r->kept[i].id, id) == 0) return r->kept[i].story;
    dm_buf line = {0};
    json_t *story = dm_ledger_story(r->ledger, id, gather, &line, NULL) == DM_OK ? json_loadb(line.p, line.n, JSON_ALLOW_NUL, NULL) : NULL;
    buf_free(&line);
    kept_story *k = &r->kept[r->next++ % STORIES];
    free(k->id);
    json_decref(k->story);
    *k = (kept_story){strdup(id), story};
    return story;
}

static dm_status write_out(run *r) {
    export_ctx *x = &r->x;
    if (x->status != DM_OK) return x->status;
    if (!buf_ok(&x->out)) return err_memory(x->err, "the export");
    if (!x->out.n) return DM_OK;
    dm_status s = r->sink(x->user, x->out.p, x->out.n);
    buf_clear(&x->out);
    return s == DM_OK ? DM_OK : err_set(x->err, s, 0, "cannot write the export");
}

/* The day of a row by the policy; false: the row is dropped. */
static bool day_of_row(const run *r, const exporter *as, const json_t *date, const char **day) {
    const char *policy = r->x.options->date_policy, *best = export_text(date, "best"), *from = export_text(date, "from");
    *day = policy && strcmp(policy, "from") == 0 ? (*from ? from : best) : policy && strcmp(policy, "drop") == 0 ? best : *best ? best : from;
    return **day || !(as->needs_day || (policy && strcmp(policy, "drop") == 0));
}

static const json_t *event_in(const json_t *story, const char *id) {
    size_t n;
    const json_t *events = export_list(story, "events", &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(export_text(json_array_get(events, i), "id"), id) == 0) return json_array_get(events, i);
    return NULL;
}

static dm_status one_row(run *r, const exporter *as, const char *json, size_t size) {
    json_t *row = json_loadb(json, size, JSON_ALLOW_NUL, NULL);
    if (!row) return err_memory(r->x.err, "a row");
    export_event e = {.row = row};
    if (!day_of_row(r, as, json_object_get(row, "date"), &e.day)) {
        r->n_dropped++;
    } else {
        const json_t *report = json_array_get(json_object_get(row, "reports"), 0);
        e.story = story_of(r, export_text(report, "story"));
        e.full = event_in(e.story, export_text(report, "id"));
        e.number = ++r->n_rows;
        as->event(&r->x, &e);
    }
    json_decref(row);
    return write_out(r);
}

static dm_status all_rows(run *r, const exporter *as) {
    dm_query q = r->x.options->query;
    q.table = as->stories ? DM_TABLE_STORIES : DM_TABLE_EVENTS;
    dm_rows *rows = NULL;
    DM_TRY(dm_ledger_query(r->ledger, &q, &rows, r->x.err));
    dm_status s = DM_OK;
    while (s == DM_OK && dm_rows_next(rows)) {
        size_t size;
        const char *json = dm_rows_json(rows, &size);
        if (!as->stories) {
            s = one_row(r, as, json, size);
            continue;
        }
        json_t *row = json_loadb(json, size, JSON_ALLOW_NUL, NULL);
        const json_t *story = row ? story_of(r, export_text(row, "id")) : NULL;
        if (story) as->story(&r->x, story, ++r->n_rows);
        json_decref(row);
        s = write_out(r);
    }
    dm_rows_close(rows);
    return s;
}

dm_status dm_export(dm_ledger *ledger, const dm_export_options *options, dm_sink *sink, dm_file_sink *file, void *user, uint64_t *n_dropped,
                    dm_err *err) {
    const exporter *as = NULL;
    const char *policy = options->date_policy;
    for (int i = 0; i < N_EXPORTERS && options->format; i++)
        if (strcmp(exporters[i]->name, options->format) == 0) as = exporters[i];
    if (!as) {
        return err_set(err, DM_E_USAGE, 0,
                       "--as %s: give icews, polecat, phoenix, petrarch, gdelt, csv, plover, jsonl, gexf, dna, brat, webannotation or markdown",
                       options->format ? options->format : "nothing");
    }
    if (policy && strcmp(policy, "best") != 0 && strcmp(policy, "from") != 0 && strcmp(policy, "drop") != 0)
        return err_set(err, DM_E_USAGE, 0, "--date-policy %s: give best, from or drop", policy);
    if (as == &export_brat && !file) return err_set(err, DM_E_USAGE, 0, "--as brat writes two files a story: give a folder (-o FOLDER)");
    run r = {.ledger = ledger, .sink = sink, .x = {.options = options, .file = file, .user = user, .err = err}};
    if (as->begin) as->begin(&r.x);
    dm_status s = write_out(&r);
    if (s == DM_OK) s = all_rows(&r, as);
    if (as->end) as->end(&r.x);
    if (s == DM_OK) s = write_out(&r);
    for (int i = 0; i < STORIES; i++) {
        free(r.kept[i].id);
        json_decref(r.kept[i].story);
    }
    buf_free(&r.x.out);
    if (n_dropped) *n_dropped = r.n_dropped;
    return s;
}
