/* See facts_json.h. */
#include "document/facts_json.h"

#include "base/utf8.h"

#include <math.h>

enum { MARK_EVERY = 128 };

/* ---- spans to text ---- */

bool facts_mark_text(facts_reader *l, dm_str text) {
    uint32_t cps = (uint32_t)utf8_count(text.p, text.n), at = 0;
    l->n_marks = cps / MARK_EVERY + 1;
    l->marks = ARENA_NEW(l->f->arena, uint32_t, l->n_marks);
    if (!l->marks) return false;
    for (uint32_t i = 0; i < text.n; i++) {
        if (utf8_is_cont(text.p[i])) continue;
        if (at % MARK_EVERY == 0) l->marks[at / MARK_EVERY] = i;
        at++;
    }
    if (at % MARK_EVERY == 0 && at / MARK_EVERY < l->n_marks) l->marks[at / MARK_EVERY] = text.n;
    return true;
}

static uint32_t byte_of(const facts_reader *l, uint32_t cp) {
    dm_str text = l->f->stories.v[l->story].text;
    if (cp / MARK_EVERY >= l->n_marks) return text.n;
    uint32_t i = l->marks[cp / MARK_EVERY];
    for (uint32_t left = cp % MARK_EVERY; left && i < text.n; left--) {
        i++;
        while (i < text.n && utf8_is_cont(text.p[i])) i++;
    }
    return i;
}

dm_str facts_slice(const facts_reader *l, dm_span s) {
    if (!span_is(s) || s.end < s.begin) return DM_STR_NONE;
    return str_sub(l->f->stories.v[l->story].text, byte_of(l, s.begin), byte_of(l, s.end));
}

/* ---- JSON to values ---- */

static dm_str str_of(const json_t *v) { return json_is_string(v) ? (dm_str){json_string_value(v), (uint32_t)json_string_length(v)} : DM_STR_NONE; }

dm_span facts_json_span(const json_t *v) {
    if (!json_is_array(v) || json_array_size(v) != 2) return DM_SPAN_NONE;
    return (dm_span){(uint32_t)json_integer_value(json_array_get(v, 0)), (uint32_t)json_integer_value(json_array_get(v, 1))};
}

dm_str facts_json_str(dm_arena *a, const json_t *object, const char *key) {
    dm_str s = str_of(json_object_get(object, key));
    return s.p ? arena_str(a, s) : s;
}

static dm_day day_in(const json_t *object, const char *key) {
    dm_str s = str_of(json_object_get(object, key));
    return s.p ? day_parse(s) : DM_DAY_NONE;
}

static int enum_in(const json_t *object, const char *key, int (*of)(dm_str)) {
    dm_str s = str_of(json_object_get(object, key));
    int v = s.p ? of(s) : 0;
    return v < 0 ? 0 : v;
}

dm_date facts_json_date(dm_arena *a, const json_t *v) {
    dm_date d = DM_DATE_UNKNOWN;
    if (!json_is_object(v)) return d;
    d.best = day_in(v, "best");
    d.from = day_in(v, "from");
    d.to = day_in(v, "to");
    d.basis = (dm_basis)enum_in(v, "basis", dm_basis_of);
    const json_t *reasons = json_object_get(v, "reasons");
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        dm_str text = str_of(json_array_get(reasons, i));
        dm_str *slot = text.p ? VEC_PUSH(a, &d.reasons) : NULL;
        if (slot) *slot = arena_str(a, text);
    }
    return d;
}

dm_span facts_json_content(const json_t *spans) {
    size_t n = json_array_size(spans);
    if (!n) return DM_SPAN_NONE;
    dm_span first = facts_json_span(json_array_get(spans, 0)), last = facts_json_span(json_array_get(spans, n - 1));
    return first.begin <= last.end ? (dm_span){first.begin, last.end} : first;
}

uint32_t facts_entity_of(const facts_reader *l, dm_str id) {
    for (uint32_t i = l->first_entity; id.p && i < l->f->entities.n; i++)
        if (str_eq(l->f->entities.v[i].id, id)) return i;
    return DM_NONE;
}

uint32_t facts_statement_of(const facts_reader *l, dm_str id) {
    for (uint32_t i = l->f->statements.n; id.p && i-- > 0 && l->f->statements.v[i].story == l->story;)
        if (str_eq(l->f->statements.v[i].id, id)) return i + 1;
    return 0;
}

/* ---- parts of rows ---- */

bool facts_json_mentions(const facts_reader *l, const json_t *list, fact_entity *e) {
    if (!VEC_RESERVE(l->f->arena, &e->mentions, json_array_size(list))) return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        e->mentions.v[e->mentions.n++] = facts_json_span(json_object_get(json_array_get(list, i), "span"));
    return true;
}

bool facts_json_roles(const facts_reader *l, const json_t *list, fact_role_list *out) {
    dm_arena *a = l->f->arena;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *r = json_array_get(list, i);
        uint32_t entity = facts_entity_of(l, str_of(json_object_get(r, "entity")));
        if (entity == DM_NONE) continue;
        fact_role *role = VEC_PUSH(a, out);
        if (!role) return false;
        *role = (fact_role){entity, (dm_capacity)enum_in(r, "capacity", dm_capacity_of), facts_json_str(a, r, "role"), facts_json_str(a, r, "code")};
    }
    return true;
}

void facts_json_matter(const facts_reader *l, const json_t *matter, fact_event *e) {
    dm_arena *a = l->f->arena;
    if (!json_is_object(matter)) return;
    e->has_matter = true;
    e->anaphoric = json_is_true(json_object_get(matter, "anaphoric"));
    e->issue = facts_json_str(a, matter, "issue");
    e->deed = facts_json_str(a, matter, "deed");
    e->head = facts_json_str(a, matter, "head");
    e->venue = facts_json_str(a, matter, "venue");
    e->matter = facts_json_span(json_object_get(matter, "span"));
    e->condition = facts_json_span(json_array_get(json_object_get(matter, "conditions"), 0));
}

void facts_json_decided(const facts_reader *l, const json_t *decided, fact_event *e) {
    e->frame = facts_json_str(l->f->arena, decided, "id");
    e->confidence = json_number_value(json_object_get(decided, "confidence"));
}

void facts_event_texts(const facts_reader *l, fact_event *e) {
    e->trigger_text = facts_slice(l, e->trigger);
    e->evidence_text = facts_slice(l, e->evidence);
    e->matter_text = facts_slice(l, e->matter);
    e->condition_text = facts_slice(l, e->condition);
}

/* ---- a line ---- */

static double real_in(const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static dm_status add_entity(const facts_reader *l, const json_t *row, dm_err *err) {
    dm_arena *a = l->f->arena;
    fact_entity *e = VEC_PUSH(a, &l->f->entities);
    if (!e) return err_memory(err, "facts");
    *e = (fact_entity){.id = facts_json_str(a, row, "id"),
                       .key = facts_json_str(a, row, "key"),
                       .name = facts_json_str(a, row, "name"),
                       .country = facts_json_str(a, row, "country"),
                       .sector = facts_json_str(a, row, "sector"),
                       .code = facts_json_str(a, row, "code"),
                       .wikidata = facts_json_str(a, row, "wikidata"),
                       .kind = (dm_entity)enum_in(row, "kind", dm_entity_of),
                       .story = l->story};
    l->f->stories.v[l->story].n_entities++;
    return facts_json_mentions(l, json_object_get(row, "mentions"), e) ? DM_OK : err_memory(err, "facts");
}

static dm_status add_statement(const facts_reader *l, const json_t *row, dm_err *err) {
    dm_arena *a = l->f->arena;
    fact_statement *s = VEC_PUSH(a, &l->f->statements);
    if (!s) return err_memory(err, "facts");
    dm_span content = facts_json_content(json_object_get(row, "content_spans"));
    *s = (fact_statement){.id = facts_json_str(a, row, "id"),
                          .story = l->story,
                          .speaker = facts_entity_of(l, str_of(json_object_get(row, "speaker"))),
                          .capacity = (dm_capacity)enum_in(row, "capacity", dm_capacity_of),
                          .mode = (dm_mode)enum_in(row, "mode", dm_mode_of),
                          .act = (dm_act)enum_in(row, "act", dm_act_of),
                          .date = facts_json_date(a, json_object_get(row, "date")),
                          .cue = facts_json_span(json_object_get(row, "cue_span")),
                          .content = content,
                          .content_text = facts_slice(l, content),
                          .occasion = facts_json_str(a, row, "occasion"),
                          .confidence = json_number_value(json_object_get(row, "confidence"))};
    l->f->stories.v[l->story].n_statements++;
    return DM_OK;
}

/* Modes as the JSON list that rows print. */
static dm_str modes_of(dm_arena *a, const json_t *list) {
    dm_buf b = {0};
    buf_putc(&b, '[');
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i) buf_putc(&b, ',');
        buf_put_json(&b, str_of(json_array_get(list, i)));
    }
    buf_putc(&b, ']');
    dm_str s = buf_ok(&b) ? arena_str(a, buf_str(&b)) : DM_STR_NONE;
    buf_free(&b);
    return s;
}

static dm_status add_event(const facts_reader *l, const json_t *row, dm_err *err) {
    dm_arena *a = l->f->arena;
    fact_event *e = VEC_PUSH(a, &l->f->events);
    if (!e) return err_memory(err, "facts");
    *e = (fact_event){.id = facts_json_str(a, row, "id"),
                      .story = l->story,
                      .type = (dm_plover)enum_in(row, "type", dm_plover_of),
                      .modes = modes_of(a, json_object_get(row, "modes")),
                      .cameo = facts_json_str(a, row, "cameo"),
                      .quad = (uint32_t)json_integer_value(json_object_get(row, "quad")),
                      .intensity = real_in(row, "intensity"),
                      .goldstein = real_in(row, "goldstein"),
                      .force = (dm_force)enum_in(row, "force", dm_force_of),
                      .polarity = (dm_polarity)enum_in(row, "polarity", dm_polarity_of),
                      .modality = (dm_modality)enum_in(row, "modality", dm_modality_of),
                      .phase = (dm_phase)enum_in(row, "phase", dm_phase_of),
                      .history = json_is_true(json_object_get(row, "history")),
                      .statement = facts_json_str(a, row, "statement"),
                      .date = facts_json_date(a, json_object_get(row, "date")),
                      .trigger = facts_json_span(json_object_get(row, "trigger_span")),
                      .evidence = facts_json_span(json_object_get(row, "evidence_span")),
                      .matter = DM_SPAN_NONE,
                      .condition = DM_SPAN_NONE};
    e->said_in = facts_statement_of(l, e->statement);
    bool roles =
        facts_json_roles(l, json_object_get(row, "actors"), &e->actors) && facts_json_roles(l, json_object_get(row, "recipients"), &e->recipients);
    if (!roles || !e->modes.p) return err_memory(err, "facts");
    facts_json_matter(l, json_object_get(row, "matter"), e);
    facts_json_decided(l, json_object_get(row, "decided_by"), e);
    facts_event_texts(l, e);
    l->f->stories.v[l->story].n_events++;
    return DM_OK;
}

static dm_status add_rows(const facts_reader *l, const json_t *list, dm_status (*one)(const facts_reader *, const json_t *, dm_err *), dm_err *err) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        if (!json_is_string(json_object_get(row, "id")))
            return err_set(err, DM_E_FORMAT, 0, "a row without an id; this is no line of `demarche code`");
        DM_TRY(one(l, row, err));
    }
    return DM_OK;
}

static dm_status add_story(facts *f, const json_t *line, dm_err *err) {
    dm_arena *a = f->arena;
    fact_story *s = VEC_PUSH(a, &f->stories);
    if (!s) return err_memory(err, "facts");
    *s = (fact_story){.id = facts_json_str(a, line, "id"),
                      .outlet = facts_json_str(a, line, "outlet"),
                      .title = facts_json_str(a, line, "title"),
                      .url = facts_json_str(a, line, "url"),
                      .text = facts_json_str(a, line, "text"),
                      .date = facts_json_date(a, json_object_get(line, "date"))};
    facts_reader l = {.f = f, .story = f->stories.n - 1, .first_entity = f->entities.n};
    uint32_t first_event = f->events.n;
    if (!facts_mark_text(&l, s->text)) return err_memory(err, "facts");
    DM_TRY(add_rows(&l, json_object_get(line, "entities"), add_entity, err));
    DM_TRY(add_rows(&l, json_object_get(line, "statements"), add_statement, err));
    DM_TRY(add_rows(&l, json_object_get(line, "events"), add_event, err));
    return facts_find_parties(f, first_event, l.first_entity) && !a->failed ? DM_OK : err_memory(err, "facts");
}

dm_status facts_add_line(facts *f, const char *line, size_t size, dm_err *err) {
    json_error_t why;
    json_t *v = json_loadb(line, size, JSON_ALLOW_NUL, &why);
    if (!v) return err_set(err, DM_E_FORMAT, (uint64_t)why.position, "not JSON: %.120s", why.text);
    bool failed = str_is(str_of(json_object_get(v, "status")), "failed");
    bool is = json_is_string(json_object_get(v, "id")) && json_is_string(json_object_get(v, "text")) && json_is_array(json_object_get(v, "events"));
    dm_status s = failed ? DM_OK
                  : is   ? add_story(f, v, err)
                         : err_set(err, DM_E_FORMAT, 0, "no line of `demarche code`: id, text or events are missing");
    json_decref(v);
    return s;
}
