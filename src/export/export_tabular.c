/* The tab-separated formats of event data: ICEWS, POLECAT, Phoenix, PETRARCH and GDELT 2.0. Columns, their order and what stands for
 * nothing are those of the published files. Where a format knows one source and one target, an event with several gives one
 * row for each pair. */
#include "export/export.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- cells ---- */

static void cell_real(export_ctx *x, double v, int decimals, const char *none) {
    dm_buf b = {0};
    if (!isnan(v)) buf_put_fixed(&b, v, decimals);
    export_cell_buf(x, &b, none);
}

static void cell_number(export_ctx *x, uint64_t v) {
    dm_buf b = {0};
    buf_put_u64(&b, v);
    export_cell_buf(x, &b, "");
}

static void cells(export_ctx *x, int n, const char *text) {
    while (n-- > 0) export_cell(x, text, "");
}

/* YYYY-MM-DD without the hyphens, its first n digits. */
static void cell_digits(export_ctx *x, const char *day, size_t n) {
    dm_buf b = {0};
    for (; *day && b.n < n; day++)
        if (*day != '-') buf_putc(&b, *day);
    export_cell_buf(x, &b, "");
}

static void head(export_ctx *x, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++) export_cell(x, names[i], "");
    export_row_end(x);
}

/* ---- what rows share ---- */

static const json_t *role_at(const export_event *e, const char *side, size_t i) { return json_array_get(json_object_get(e->row, side), i); }
static const json_t *place_of(const export_event *e) { return json_object_get(e->full, "place"); }
static const char *first_outlet(const export_event *e) { return export_text(json_array_get(json_object_get(e->row, "reports"), 0), "outlet"); }
static const char *first_story(const export_event *e) { return export_text(json_array_get(json_object_get(e->row, "reports"), 0), "story"); }

static const char *country_name(const char *iso) {
    const country_code *c = export_country(iso);
    return c ? c->name : iso;
}

/* One row for each pair of an actor and a recipient; a side without anybody is a pair with NULL. */
static void each_pair(export_ctx *x, const export_event *e,
                      void (*row)(export_ctx *, const export_event *, const json_t *, const json_t *, size_t, size_t)) {
    size_t n_actors = json_array_size(json_object_get(e->row, "actors")), n_recipients = json_array_size(json_object_get(e->row, "recipients"));
    for (size_t a = 0; a < (n_actors ? n_actors : 1); a++)
        for (size_t r = 0; r < (n_recipients ? n_recipients : 1); r++)
            row(x, e, n_actors ? role_at(e, "actors", a) : NULL, n_recipients ? role_at(e, "recipients", r) : NULL, a, r);
}

static const char *name_of(const json_t *role) { return role ? export_text(role, "name") : ""; }

/* ---- ICEWS ---- */

static void icews_begin(export_ctx *x) {
    static const char *const names[] = {"Event ID",       "Event Date", "Source Name",     "Source Sectors", "Source Country",
                                        "Event Text",     "CAMEO Code", "Intensity",       "Target Name",    "Target Sectors",
                                        "Target Country", "Story ID",   "Sentence Number", "Publisher",      "City",
                                        "District",       "Province",   "Country",         "Latitude",       "Longitude"};
    head(x, names, sizeof names / sizeof *names);
}

static void icews_side(export_ctx *x, const json_t *role) {
    export_cell(x, name_of(role), "NULL");
    export_cell(x, role ? export_sector_word(export_sector(role)) : "", "NULL");
    export_cell(x, role ? country_name(export_text(role, "country")) : "", "NULL");
}

static void icews_row(export_ctx *x, const export_event *e, const json_t *actor, const json_t *recipient, size_t a, size_t r) {
    (void)a;
    (void)r;
    cell_number(x, e->number);
    export_cell(x, e->day, "NULL");
    icews_side(x, actor);
    export_cell(x, export_text(e->row, "type"), "NULL");
    export_cell(x, export_text(e->row, "cameo"), "NULL");
    cell_real(x, export_real(e->row, "goldstein"), 1, "NULL");
    icews_side(x, recipient);
    export_cell(x, first_story(e), "NULL");
    uint32_t sentence = export_sentence(e->story, json_object_get(e->full, "trigger_span"));
    if (sentence) cell_number(x, sentence);
    else export_cell(x, "", "NULL");
    export_cell(x, first_outlet(e), "NULL");
    const json_t *place = place_of(e);
    export_cell(x, export_text(place, "name"), "NULL");
    cells(x, 2, "NULL");
    export_cell(x, country_name(export_text(place, "country")), "NULL");
    cell_real(x, export_real(place, "lat"), 4, "NULL");
    cell_real(x, export_real(place, "lon"), 4, "NULL");
    export_row_end(x);
}
static void icews_event(export_ctx *x, const export_event *e) { each_pair(x, e, icews_row); }

const exporter export_icews = {.name = "icews", .needs_day = true, .begin = icews_begin, .event = icews_event};

/* ---- POLECAT ---- */

static void polecat_begin(export_ctx *x) {
    static const char *const names[] = {"Event ID",
                                        "Event Date",
                                        "Event Type",
                                        "Event Mode",
                                        "Intensity",
                                        "Quad Code",
                                        "Contexts",
                                        "Actor Name",
                                        "Actor Country",
                                        "Actor COW",
                                        "Primary Actor Sector",
                                        "Actor Sectors",
                                        "Actor Title",
                                        "Actor Name Raw",
                                        "Wikipedia Actor ID",
                                        "Recipient Name",
                                        "Recipient Country",
                                        "Recipient COW",
                                        "Primary Recipient Sector",
                                        "Recipient Sectors",
                                        "Recipient Title",
                                        "Recipient Name Raw",
                                        "Wikipedia Recipient ID",
                                        "Placename",
                                        "City",
                                        "District",
                                        "Province",
                                        "Country",
                                        "Latitude",
                                        "Longitude",
                                        "GeoNames ID",
                                        "Raw Placename",
                                        "Feature Type",
                                        "Source",
                                        "Publication Date",
                                        "Story People",
                                        "Story Organizations",
                                        "Story Locations",
                                        "Language",
                                        "Version"};
    head(x, names, sizeof names / sizeof *names);
}

static void separate(dm_buf *b) {
    if (b->n) buf_puts(b, "; ");
}

/* The list of one thing of every role on a side. */
static void polecat_list(export_ctx *x, const export_event *e, const char *side, const char *what) {
    size_t n;
    const json_t *roles = export_list(e->row, side, &n);
    dm_buf b = {0};
    for (size_t i = 0; i < n; i++) {
        const json_t *role = json_array_get(roles, i);
        const country_code *c = export_country(export_text(role, "country"));
        separate(&b);
        if (strcmp(what, "cow") == 0) buf_puts(&b, c && *c->cow ? c->cow : "None");
        else if (strcmp(what, "sector") == 0) buf_puts(&b, *export_sector(role) ? export_sector(role) : "None");
        else if (strcmp(what, "raw") == 0) export_put_span(&b, e->story, json_object_get(export_role_in_story(e, side, i), "span"));
        else buf_puts(&b, *export_text(role, what) ? export_text(role, what) : "None");
    }
    export_cell_buf(x, &b, "None");
}

static void polecat_side(export_ctx *x, const export_event *e, const char *side) {
    polecat_list(x, e, side, "name");
    polecat_list(x, e, side, "country");
    polecat_list(x, e, side, "cow");
    export_cell(x, export_sector(role_at(e, side, 0)), "None");
    polecat_list(x, e, side, "sector");
    polecat_list(x, e, side, "role");
    polecat_list(x, e, side, "raw");
    export_cell(x, "", "None"); /* no Wikipedia titles; Wikidata ids are in csv and jsonl */
}

/* Names of the story's entities of one kind. */
static void polecat_named(export_ctx *x, const export_event *e, const char *kind, const char *other) {
    size_t n;
    const json_t *entities = export_list(e->story, "entities", &n);
    dm_buf b = {0};
    for (size_t i = 0; i < n; i++) {
        const json_t *entity = json_array_get(entities, i);
        const char *k = export_text(entity, "kind");
        if ((strcmp(k, kind) != 0 && strcmp(k, other) != 0) || !*export_text(entity, "name")) continue;
        separate(&b);
        buf_puts(&b, export_text(entity, "name"));
    }
    export_cell_buf(x, &b, "None");
}

static void polecat_words(export_ctx *x, const json_t *list) {
    dm_buf b = {0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        separate(&b);
        buf_puts(&b, json_string_value(json_array_get(list, i)));
    }
    export_cell_buf(x, &b, "None");
}

static const char *quad_word(double quad) {
    static const char *const words[] = {"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"};
    return quad >= 1 && quad <= 4 ? words[(int)quad] : "";
}

static void polecat_event(export_ctx *x, const export_event *e) {
    if (!*export_text(e->row, "type")) return; /* CAMEO 01 and 02, which PLOVER drops */
    export_cell(x, export_text(e->row, "id"), "None");
    export_cell(x, e->day, "None");
    export_cell(x, export_text(e->row, "type"), "None");
    polecat_words(x, json_object_get(e->row, "modes"));
    cell_real(x, export_real(e->row, "intensity"), 1, "None");
    export_cell(x, quad_word(export_real(e->row, "quad")), "None");
    polecat_words(x, json_object_get(e->full, "contexts"));
    polecat_side(x, e, "actors");
    polecat_side(x, e, "recipients");
    const json_t *place = place_of(e);
    dm_buf raw = {0};
    export_put_span(&raw, e->story, json_object_get(place, "span"));
    export_cell(x, export_text(place, "name"), "None");
    export_cell(x, export_text(place, "name"), "None");
    cells(x, 2, "None");
    export_cell(x, export_text(place, "country"), "None");
    cell_real(x, export_real(place, "lat"), 4, "None");
    cell_real(x, export_real(place, "lon"), 4, "None");
    export_cell(x, "", "None");
    export_cell_buf(x, &raw, "None");
    export_cell(x, "", "None");
    export_cell(x, first_outlet(e), "None");
    const json_t *date = json_object_get(e->story, "date");
    export_cell(x, *export_text(date, "best") ? export_text(date, "best") : export_text(date, "from"), "None");
    polecat_named(x, e, "person", "");
    polecat_named(x, e, "organization", "igo");
    polecat_named(x, e, "place", "state");
    export_cell(x, export_text(e->story, "language"), "None");
    export_cell(x, dm_version(), "None");
    export_row_end(x);
}

const exporter export_polecat = {.name = "polecat", .needs_day = true, .begin = polecat_begin, .event = polecat_event};

/* ---- CAMEO actor codes ---- */

/* A few states have another code in CAMEO than in ISO 3166. */
static const char *cameo_country(const char *iso) {
    static const char *const others[][2] = {{"ROU", "ROM"}, {"TLS", "TMP"}, {"XKX", "KSV"}, {"PSE", "PSE"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i][0], iso) == 0) return others[i][1];
    return iso;
}
/* PLOVER's names of two sectors that CAMEO calls otherwise. */
static const char *cameo_role(const char *sector) { return strncmp(sector, "JRN", 3) == 0 ? "MED" : strncmp(sector, "MED", 3) == 0 ? "HLH" : sector; }
static void put_cameo_actor(dm_buf *b, const json_t *role) {
    buf_puts(b, cameo_country(export_text(role, "country")));
    buf_puts(b, cameo_role(export_sector(role)));
    if (!b->n) buf_puts(b, export_text(role, "code"));
}

/* ---- Phoenix ---- */

static void phoenix_side(export_ctx *x, const json_t *role) {
    dm_buf full = {0};
    if (role) put_cameo_actor(&full, role);
    export_cell_buf(x, &full, "");
    export_cell(x, role ? cameo_country(export_text(role, "country")) : "", "");
    dm_buf sector = {0};
    if (role) buf_put(&sector, cameo_role(export_sector(role)), strnlen(export_sector(role), 3));
    export_cell_buf(x, &sector, "");
    export_cell(x, "", "");
}

static void cell_root(export_ctx *x, const char *cameo, size_t n) {
    dm_buf b = {0};
    buf_put(&b, cameo, strnlen(cameo, n));
    export_cell_buf(x, &b, "");
}

static void put_ids(dm_buf *b, const export_event *e, const char *key, const char *comma) {
    size_t n;
    const json_t *reports = export_list(e->row, "reports", &n);
    for (size_t i = 0; i < n; i++) {
        const char *v = export_text(json_array_get(reports, i), key);
        if (!*v) continue;
        if (b->n) buf_puts(b, comma);
        buf_puts(b, v);
    }
}

static void phoenix_row(export_ctx *x, const export_event *e, const json_t *actor, const json_t *recipient, size_t a, size_t r) {
    dm_buf id = {0}, issues = {0}, sentences = {0}, urls = {0}, sources = {0};
    buf_printf(&id, "%llu", (unsigned long long)e->number);
    if (a || r) buf_printf(&id, ".%zu.%zu", a + 1, r + 1);
    buf_printf(&id, "_%s", dm_version());
    export_cell_buf(x, &id, "");
    cell_digits(x, e->day, 8);
    cell_digits(x, e->day, 4);
    export_cell(x, strlen(e->day) == 10 ? (char[]){e->day[5], e->day[6], 0} : "", "");
    export_cell(x, strlen(e->day) == 10 ? e->day + 8 : "", "");
    phoenix_side(x, actor);
    phoenix_side(x, recipient);
    export_cell(x, export_text(e->row, "cameo"), "");
    cell_root(x, export_text(e->row, "cameo"), 2);
    cell_real(x, export_real(e->row, "quad"), 0, "0");
    cell_real(x, export_real(e->row, "goldstein"), 1, "");
    const char *issue = export_text(json_object_get(e->row, "matter"), "issue");
    if (*issue) buf_printf(&issues, "%s,1", issue);
    export_cell_buf(x, &issues, "");
    const json_t *place = place_of(e);
    cell_real(x, export_real(place, "lat"), 4, "");
    cell_real(x, export_real(place, "lon"), 4, "");
    export_cell(x, export_text(place, "name"), "");
    export_cell(x, "", "");
    export_cell(x, export_text(place, "country"), "");
    put_ids(&sentences, e, "id", ";");
    export_cell_buf(x, &sentences, "");
    put_ids(&urls, e, "story", ";");
    export_cell_buf(x, &urls, "");
    put_ids(&sources, e, "outlet", ";");
    export_cell_buf(x, &sources, "");
    export_row_end(x);
}
static void phoenix_event(export_ctx *x, const export_event *e) { each_pair(x, e, phoenix_row); }

const exporter export_phoenix = {.name = "phoenix", .needs_day = true, .event = phoenix_event};

/* ---- PETRARCH ---- */

static void petrarch_row(export_ctx *x, const export_event *e, const json_t *actor, const json_t *recipient, size_t a, size_t r) {
    const json_t *const sides[] = {actor, recipient};
    (void)a;
    (void)r;
    cell_digits(x, e->day, 8);
    for (int i = 0; i < 2; i++) {
        dm_buf code = {0};
        if (sides[i]) put_cameo_actor(&code, sides[i]);
        export_cell_buf(x, &code, "---");
    }
    export_cell(x, export_text(e->row, "cameo"), "---");
    export_cell(x, export_text(json_object_get(e->row, "matter"), "issue"), "");
    dm_buf ids = {0};
    put_ids(&ids, e, "id", ";");
    export_cell_buf(x, &ids, "");
    export_cell(x, first_outlet(e), "");
    export_row_end(x);
}
static void petrarch_event(export_ctx *x, const export_event *e) { each_pair(x, e, petrarch_row); }

const exporter export_petrarch = {.name = "petrarch", .needs_day = true, .event = petrarch_event};

/* ---- GDELT 2.0 ---- */

static void gdelt_actor(export_ctx *x, const json_t *role) {
    dm_buf code = {0};
    if (role) put_cameo_actor(&code, role);
    export_cell_buf(x, &code, "");
    dm_buf name = {0};
    for (const char *c = name_of(role); *c; c++) buf_putc(&name, *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c);
    export_cell_buf(x, &name, "");
    export_cell(x, role ? cameo_country(export_text(role, "country")) : "", "");
    cells(x, 4, ""); /* known group, ethnic group, religions */
    const char *sector = role ? cameo_role(export_sector(role)) : "";
    for (int i = 0; i < 3; i++) {
        cell_root(x, sector, 3);
        sector += strnlen(sector, 3);
    }
}

static void gdelt_place(export_ctx *x, const json_t *place, const char *country) {
    bool point = !isnan(export_real(place, "lat"));
    const char *iso = *export_text(place, "country") ? export_text(place, "country") : country;
    const country_code *c = export_country(iso);
    export_cell(x, point ? "4" : *iso ? "1" : "0", "");
    dm_buf full = {0};
    if (point) buf_printf(&full, "%s, %s", export_text(place, "name"), country_name(iso));
    else buf_puts(&full, *iso ? country_name(iso) : "");
    export_cell_buf(x, &full, "");
    export_cell(x, c ? c->fips : "", "");
    export_cell(x, c ? c->fips : "", ""); /* ADM1 is the country where no province is known */
    export_cell(x, "", "");
    cell_real(x, export_real(place, "lat"), 4, "");
    cell_real(x, export_real(place, "lon"), 4, "");
    export_cell(x, c ? c->fips : "", "");
}

static void gdelt_row(export_ctx *x, const export_event *e, const json_t *actor, const json_t *recipient, size_t a, size_t r) {
    const char *day = e->day;
    cell_number(x, e->number * 10000 + a * 100 + r);
    cell_digits(x, day, 8);
    cell_digits(x, day, 6);
    cell_digits(x, day, 4);
    double part = strlen(day) == 10 ? ((day[5] - '0') * 10 + day[6] - '0') * 30 + (day[8] - '0') * 10 + day[9] - '0' : 0;
    cell_real(x, atoi(day) + part / 365.0, 4, "");
    gdelt_actor(x, actor);
    gdelt_actor(x, recipient);
    export_cell(x, "1", "");
    const char *cameo = export_text(e->row, "cameo");
    export_cell(x, cameo, "");
    cell_root(x, cameo, 3);
    cell_root(x, cameo, 2);
    cell_real(x, export_real(e->row, "quad"), 0, "");
    cell_real(x, export_real(e->row, "goldstein"), 1, "");
    uint64_t n = json_array_size(json_object_get(e->row, "reports"));
    cell_number(x, n);
    cell_number(x, (uint64_t)export_real(e->row, "independent_sources"));
    cell_number(x, n);
    export_cell(x, "", ""); /* tone is not measured */
    gdelt_place(x, NULL, actor ? export_text(actor, "country") : "");
    gdelt_place(x, NULL, recipient ? export_text(recipient, "country") : "");
    gdelt_place(x, place_of(e), "");
    const json_t *date = json_object_get(e->story, "date");
    dm_buf added = {0};
    for (const char *d = *export_text(date, "best") ? export_text(date, "best") : day; *d; d++)
        if (*d != '-') buf_putc(&added, *d);
    if (added.n) buf_puts(&added, "000000");
    export_cell_buf(x, &added, "");
    export_cell(x, *export_text(e->story, "url") ? export_text(e->story, "url") : first_story(e), "");
    export_row_end(x);
}
static void gdelt_event(export_ctx *x, const export_event *e) { each_pair(x, e, gdelt_row); }

const exporter export_gdelt = {.name = "gdelt", .needs_day = true, .event = gdelt_event};
