/* Loading facts: the rows of all current stories, lists and records read back from their JSON. Story by story in the order
 * of ids, so that what is folded from them never depends on the order of reading. */
#include "store/store_int.h"

#include "base/utf8.h"

#include <jansson.h>
#include <math.h>

enum { MARK_EVERY = 128 };

typedef struct loader {
    store *s;
    facts *f;
    dm_err *err;
    uint32_t story, first_entity; /* indices into f */
    uint32_t *marks;              /* bytes of text before each MARK_EVERY-th code point */
    uint32_t n_marks;
} loader;

static dm_status damaged(const loader *l, const char *what) {
    return err_set(l->err, DM_E_DATABASE, 0, "%s: a %s cannot be read; the database is damaged", l->s->path, what);
}

/* ---- spans to text ---- */

static bool mark_text(loader *l, dm_str text) {
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

static uint32_t byte_of(const loader *l, uint32_t cp) {
    dm_str text = l->f->stories.v[l->story].text;
    if (cp / MARK_EVERY >= l->n_marks) return text.n;
    uint32_t i = l->marks[cp / MARK_EVERY];
    for (uint32_t left = cp % MARK_EVERY; left && i < text.n; left--) {
        i++;
        while (i < text.n && utf8_is_cont(text.p[i])) i++;
    }
    return i;
}

static dm_str slice(const loader *l, dm_span s) {
    if (!span_is(s) || s.end < s.begin) return DM_STR_NONE;
    return str_sub(l->f->stories.v[l->story].text, byte_of(l, s.begin), byte_of(l, s.end));
}

/* ---- JSON to values ---- */

static json_t *parse(sqlite3_stmt *q, int at) {
    const char *text = (const char *)sqlite3_column_text(q, at);
    return text ? json_loadb(text, (size_t)sqlite3_column_bytes(q, at), 0, NULL) : NULL;
}

static dm_span span_of(const json_t *v) {
    if (!json_is_array(v) || json_array_size(v) != 2) return DM_SPAN_NONE;
    return (dm_span){(uint32_t)json_integer_value(json_array_get(v, 0)), (uint32_t)json_integer_value(json_array_get(v, 1))};
}

static dm_span span_at(sqlite3_stmt *q, int at) {
    json_t *v = parse(q, at);
    dm_span s = span_of(v);
    json_decref(v);
    return s;
}

static dm_str str_in(const loader *l, const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    if (!json_is_string(v)) return DM_STR_NONE;
    return arena_str(l->f->arena, (dm_str){json_string_value(v), (uint32_t)json_string_length(v)});
}

static dm_day day_in(const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    return json_is_string(v) ? day_parse((dm_str){json_string_value(v), (uint32_t)json_string_length(v)}) : DM_DAY_NONE;
}

static dm_date date_of(const loader *l, json_t *v) {
    dm_date d = DM_DATE_UNKNOWN;
    if (!json_is_object(v)) return d;
    d.best = day_in(v, "best");
    d.from = day_in(v, "from");
    d.to = day_in(v, "to");
    const char *basis = json_string_value(json_object_get(v, "basis"));
    int b = basis ? dm_basis_of(str_from(basis)) : 0;
    d.basis = (dm_basis)(b < 0 ? 0 : b);
    json_t *reasons = json_object_get(v, "reasons");
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        const char *text = json_string_value(json_array_get(reasons, i));
        dm_str *slot = text ? VEC_PUSH(l->f->arena, &d.reasons) : NULL;
        if (slot) *slot = arena_str(l->f->arena, str_from(text));
    }
    return d;
}

static dm_date date_at(const loader *l, sqlite3_stmt *q, int at) {
    json_t *v = parse(q, at);
    dm_date d = date_of(l, v);
    json_decref(v);
    return d;
}

static uint32_t entity_of(const loader *l, const char *id) {
    for (uint32_t i = l->first_entity; id && i < l->f->entities.n; i++)
        if (str_is(l->f->entities.v[i].id, id)) return i;
    return DM_NONE;
}

/* 1 + index; 0 for none. */
static uint32_t statement_of(const loader *l, dm_str id) {
    for (uint32_t i = l->f->statements.n; id.p && i-- > 0 && l->f->statements.v[i].story == l->story;)
        if (str_eq(l->f->statements.v[i].id, id)) return i + 1;
    return 0;
}

static int enum_at(sqlite3_stmt *q, int at, int (*of)(dm_str)) {
    const char *text = (const char *)sqlite3_column_text(q, at);
    int v = text ? of(str_from(text)) : 0;
    return v < 0 ? 0 : v;
}

static bool roles_at(loader *l, sqlite3_stmt *q, int at, fact_role_list *out) {
    json_t *list = parse(q, at);
    bool ok = true;
    for (size_t i = 0; ok && i < json_array_size(list); i++) {
        const json_t *r = json_array_get(list, i);
        uint32_t entity = entity_of(l, json_string_value(json_object_get(r, "entity")));
        if (entity == DM_NONE) continue;
        fact_role *role = VEC_PUSH(l->f->arena, out);
        ok = role != NULL;
        if (!ok) break;
        const char *capacity = json_string_value(json_object_get(r, "capacity"));
        int c = capacity ? dm_capacity_of(str_from(capacity)) : 0;
        *role = (fact_role){entity, (dm_capacity)(c < 0 ? 0 : c), str_in(l, r, "role"), str_in(l, r, "code")};
    }
    json_decref(list);
    return ok;
}

static double real_at(sqlite3_stmt *q, int at) { return sqlite3_column_type(q, at) == SQLITE_NULL ? NAN : sqlite3_column_double(q, at); }

/* ---- rows ---- */

static dm_status load_entity(loader *l, sqlite3_stmt *q) {
    fact_entity *e = VEC_PUSH(l->f->arena, &l->f->entities);
    if (!e) return err_memory(l->err, "facts");
    dm_arena *a = l->f->arena;
    json_t *mentions = parse(q, 8);
    *e = (fact_entity){.id = store_column(q, 0, a),
                       .key = store_column(q, 1, a),
                       .name = store_column(q, 2, a),
                       .country = store_column(q, 3, a),
                       .sector = store_column(q, 4, a),
                       .code = store_column(q, 5, a),
                       .wikidata = store_column(q, 6, a),
                       .kind = (dm_entity)enum_at(q, 7, dm_entity_of),
                       .story = l->story};
    bool ok = true;
    for (size_t i = 0; ok && i < json_array_size(mentions); i++) {
        dm_span *span = VEC_PUSH(a, &e->mentions);
        ok = span != NULL;
        if (ok) *span = span_of(json_object_get(json_array_get(mentions, i), "span"));
    }
    json_decref(mentions);
    if (!ok) return err_memory(l->err, "facts");
    l->f->stories.v[l->story].n_entities++;
    return e->id.p ? DM_OK : damaged(l, "name");
}

static dm_status load_event(loader *l, sqlite3_stmt *q) {
    fact_event *e = VEC_PUSH(l->f->arena, &l->f->events);
    if (!e) return err_memory(l->err, "facts");
    dm_arena *a = l->f->arena;
    *e = (fact_event){
        .id = store_column(q, 0, a),
        .story = l->story,
        .type = (dm_plover)enum_at(q, 1, dm_plover_of),
        .modes = store_column(q, 2, a),
        .cameo = store_column(q, 3, a),
        .quad = (uint32_t)sqlite3_column_int64(q, 4),
        .intensity = real_at(q, 5),
        .goldstein = real_at(q, 6),
        .force = (dm_force)enum_at(q, 9, dm_force_of),
        .polarity = (dm_polarity)enum_at(q, 11, dm_polarity_of),
        .modality = (dm_modality)enum_at(q, 12, dm_modality_of),
        .phase = (dm_phase)enum_at(q, 13, dm_phase_of),
        .history = sqlite3_column_int(q, 14) != 0,
        .statement = store_column(q, 15, a),
        .date = date_at(l, q, 16),
        .trigger = span_at(q, 17),
        .evidence = span_at(q, 18),
        .matter = DM_SPAN_NONE,
        .condition = DM_SPAN_NONE,
    };
    e->said_in = statement_of(l, e->statement);
    if (!e->id.p) return damaged(l, "event");
    if (!roles_at(l, q, 7, &e->actors) || !roles_at(l, q, 8, &e->recipients)) return err_memory(l->err, "facts");
    json_t *matter = parse(q, 10);
    if (json_is_object(matter)) {
        e->has_matter = true;
        e->anaphoric = json_is_true(json_object_get(matter, "anaphoric"));
        e->issue = str_in(l, matter, "issue");
        e->deed = str_in(l, matter, "deed");
        e->head = str_in(l, matter, "head");
        e->venue = str_in(l, matter, "venue");
        e->matter = span_of(json_object_get(matter, "span"));
        e->condition = span_of(json_array_get(json_object_get(matter, "conditions"), 0));
    }
    json_decref(matter);
    json_t *decided = parse(q, 19);
    e->frame = str_in(l, decided, "id");
    e->confidence = json_number_value(json_object_get(decided, "confidence"));
    json_decref(decided);
    e->trigger_text = slice(l, e->trigger);
    e->evidence_text = slice(l, e->evidence);
    e->matter_text = slice(l, e->matter);
    e->condition_text = slice(l, e->condition);
    l->f->stories.v[l->story].n_events++;
    return DM_OK;
}

static dm_status load_statement(loader *l, sqlite3_stmt *q) {
    fact_statement *s = VEC_PUSH(l->f->arena, &l->f->statements);
    if (!s) return err_memory(l->err, "facts");
    json_t *spans = parse(q, 7);
    dm_span content = DM_SPAN_NONE;
    size_t n = json_array_size(spans);
    if (n) {
        dm_span first = span_of(json_array_get(spans, 0)), last = span_of(json_array_get(spans, n - 1));
        content = first.begin <= last.end ? (dm_span){first.begin, last.end} : first;
    }
    json_decref(spans);
    *s = (fact_statement){
        .id = store_column(q, 0, l->f->arena),
        .story = l->story,
        .speaker = entity_of(l, (const char *)sqlite3_column_text(q, 1)),
        .capacity = (dm_capacity)enum_at(q, 2, dm_capacity_of),
        .mode = (dm_mode)enum_at(q, 3, dm_mode_of),
        .act = (dm_act)enum_at(q, 4, dm_act_of),
        .date = date_at(l, q, 5),
        .cue = span_at(q, 6),
        .content = content,
        .content_text = slice(l, content),
        .occasion = store_column(q, 8, l->f->arena),
        .confidence = sqlite3_column_double(q, 9),
    };
    l->f->stories.v[l->story].n_statements++;
    return s->id.p ? DM_OK : damaged(l, "statement");
}

static dm_status load_rows(loader *l, sqlite3_stmt *q, int64_t story, dm_status (*one)(loader *, sqlite3_stmt *)) {
    dm_status status = DM_OK;
    int rc;
    sqlite3_bind_int64(q, 1, story);
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) status = rc == SQLITE_ROW ? one(l, q) : store_error(l->s, l->err);
    sqlite3_reset(q);
    return status;
}

static dm_status load_story(loader *l, sqlite3_stmt *stories, sqlite3_stmt *const rows[3]) {
    fact_story *s = VEC_PUSH(l->f->arena, &l->f->stories);
    if (!s) return err_memory(l->err, "facts");
    dm_arena *a = l->f->arena;
    *s = (fact_story){.id = store_column(stories, 1, a),
                      .outlet = store_column(stories, 2, a),
                      .title = store_column(stories, 3, a),
                      .url = store_column(stories, 4, a),
                      .date = date_at(l, stories, 5),
                      .text = store_column(stories, 6, a)};
    l->story = l->f->stories.n - 1;
    l->first_entity = l->f->entities.n;
    if (!s->text.p) s->text = DM_STR("");
    if (!mark_text(l, s->text)) return err_memory(l->err, "facts");
    int64_t story = sqlite3_column_int64(stories, 0);
    DM_TRY(load_rows(l, rows[0], story, load_entity));
    DM_TRY(load_rows(l, rows[1], story, load_statement));
    uint32_t first_event = l->f->events.n;
    DM_TRY(load_rows(l, rows[2], story, load_event));
    return facts_find_parties(l->f, first_event, l->first_entity) ? DM_OK : err_memory(l->err, "facts");
}

static const char event_sql[] =
    "SELECT id, type, modes, cameo, quad, intensity, goldstein, actors, recipients, force, matter, polarity, modality, phase, history,"
    " statement, date, trigger_span, evidence_span, decided_by FROM event WHERE story=?1 ORDER BY seq";

dm_status store_load(store *s, facts *f, dm_err *err) {
    static const char *const sql[] = {
        "SELECT story, id, outlet, title, url, date, text FROM story WHERE current=1 ORDER BY id, story",
        "SELECT id, key, name, country, sector, code, wikidata, kind, mentions FROM entity WHERE story=?1 ORDER BY seq",
        "SELECT id, speaker, capacity, mode, act, date, cue_span, content_spans, occasion, confidence FROM statement WHERE story=?1 ORDER BY seq",
        event_sql,
    };
    loader l = {.s = s, .f = f, .err = err};
    sqlite3_stmt *q[4] = {0};
    dm_status status = DM_OK;
    for (int i = 0; i < 4 && status == DM_OK; i++) status = store_prepare(s, sql[i], &q[i], err);
    int rc;
    while (status == DM_OK && (rc = sqlite3_step(q[0])) != SQLITE_DONE) status = rc == SQLITE_ROW ? load_story(&l, q[0], q + 1) : store_error(s, err);
    for (int i = 0; i < 4; i++) sqlite3_finalize(q[i]);
    return status;
}

dm_status store_load_sentences(store *s, const facts *f, dm_arena *arena, store_sentence_list *out, dm_err *err) {
    facts view = *f; /* the arena of this call for what is looked up on the way */
    view.arena = arena;
    loader l = {.s = s, .f = &view, .err = err, .story = DM_NONE};
    sqlite3_stmt *q = NULL;
    /* Stories without sentences too, so that one follows the other as in the facts. */
    DM_TRY(store_prepare(s,
                         "SELECT st.story, se.span FROM story st LEFT JOIN sentence se USING(story) WHERE st.current=1"
                         " ORDER BY st.id, st.story, se.seq",
                         &q, err));
    int64_t at = 0;
    uint32_t story = DM_NONE;
    int rc;
    dm_status status = DM_OK;
    while (status == DM_OK && (rc = sqlite3_step(q)) != SQLITE_DONE) {
        if (rc != SQLITE_ROW) {
            status = store_error(s, err);
            break;
        }
        if (story == DM_NONE || sqlite3_column_int64(q, 0) != at) {
            at = sqlite3_column_int64(q, 0);
            story = story == DM_NONE ? 0 : story + 1;
            if (story >= f->stories.n) break; /* read since the facts were loaded */
            l.story = story;
            if (!mark_text(&l, f->stories.v[story].text)) status = err_memory(err, "sentences");
        }
        if (status != DM_OK || sqlite3_column_type(q, 1) == SQLITE_NULL) continue;
        store_sentence *slot = VEC_PUSH(arena, out);
        dm_span span = span_at(q, 1);
        if (slot) *slot = (store_sentence){story, span, slice(&l, span)};
        else status = err_memory(err, "sentences");
    }
    sqlite3_finalize(q);
    return status;
}
