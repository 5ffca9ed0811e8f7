/* Loading facts: the rows of all current stories, lists and records read back from their JSON. Story by story in the order
 * of ids, so that what is folded from them never depends on the order of reading. */
#include "store/store_int.h"

#include "document/facts_json.h"

#include <math.h>

typedef struct loader {
    store *s;
    facts_reader r;
    dm_err *err;
} loader;

static dm_status damaged(const loader *l, const char *what) {
    return err_set(l->err, DM_E_DATABASE, 0, "%s: a %s cannot be read; the database is damaged", l->s->path, what);
}

static json_t *parse(sqlite3_stmt *q, int at) {
    const char *text = (const char *)sqlite3_column_text(q, at);
    return text ? json_loadb(text, (size_t)sqlite3_column_bytes(q, at), 0, NULL) : NULL;
}

static dm_span span_at(sqlite3_stmt *q, int at) {
    json_t *v = parse(q, at);
    dm_span s = facts_json_span(v);
    json_decref(v);
    return s;
}

static dm_date date_at(const loader *l, sqlite3_stmt *q, int at) {
    json_t *v = parse(q, at);
    dm_date d = facts_json_date(l->r.f->arena, v);
    json_decref(v);
    return d;
}

static int enum_at(sqlite3_stmt *q, int at, int (*of)(dm_str)) {
    const char *text = (const char *)sqlite3_column_text(q, at);
    int v = text ? of(str_from(text)) : 0;
    return v < 0 ? 0 : v;
}

static bool roles_at(loader *l, sqlite3_stmt *q, int at, fact_role_list *out) {
    json_t *list = parse(q, at);
    bool ok = facts_json_roles(&l->r, list, out);
    json_decref(list);
    return ok;
}

static double real_at(sqlite3_stmt *q, int at) { return sqlite3_column_type(q, at) == SQLITE_NULL ? NAN : sqlite3_column_double(q, at); }

/* ---- rows ---- */

static dm_status load_entity(loader *l, sqlite3_stmt *q) {
    fact_entity *e = VEC_PUSH(l->r.f->arena, &l->r.f->entities);
    if (!e) return err_memory(l->err, "facts");
    dm_arena *a = l->r.f->arena;
    json_t *mentions = parse(q, 8);
    *e = (fact_entity){.id = store_column(q, 0, a),
                       .key = store_column(q, 1, a),
                       .name = store_column(q, 2, a),
                       .country = store_column(q, 3, a),
                       .sector = store_column(q, 4, a),
                       .code = store_column(q, 5, a),
                       .wikidata = store_column(q, 6, a),
                       .kind = (dm_entity)enum_at(q, 7, dm_entity_of),
                       .story = l->r.story};
    bool ok = facts_json_mentions(&l->r, mentions, e);
    json_decref(mentions);
    if (!ok) return err_memory(l->err, "facts");
    l->r.f->stories.v[l->r.story].n_entities++;
    return e->id.p ? DM_OK : damaged(l, "name");
}

static dm_status load_event(loader *l, sqlite3_stmt *q) {
    fact_event *e = VEC_PUSH(l->r.f->arena, &l->r.f->events);
    if (!e) return err_memory(l->err, "facts");
    dm_arena *a = l->r.f->arena;
    *e = (fact_event){
        .id = store_column(q, 0, a),
        .story = l->r.story,
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
    e->said_in = facts_statement_of(&l->r, e->statement);
    if (!e->id.p) return damaged(l, "event");
    if (!roles_at(l, q, 7, &e->actors) || !roles_at(l, q, 8, &e->recipients)) return err_memory(l->err, "facts");
    json_t *matter = parse(q, 10);
    facts_json_matter(&l->r, matter, e);
    json_decref(matter);
    json_t *decided = parse(q, 19);
    facts_json_decided(&l->r, decided, e);
    json_decref(decided);
    facts_event_texts(&l->r, e);
    l->r.f->stories.v[l->r.story].n_events++;
    return DM_OK;
}

static dm_status load_statement(loader *l, sqlite3_stmt *q) {
    fact_statement *s = VEC_PUSH(l->r.f->arena, &l->r.f->statements);
    if (!s) return err_memory(l->err, "facts");
    json_t *spans = parse(q, 7);
    dm_span content = facts_json_content(spans);
    json_decref(spans);
    *s = (fact_statement){
        .id = store_column(q, 0, l->r.f->arena),
        .story = l->r.story,
        .speaker = facts_entity_of(&l->r, (dm_str){(const char *)sqlite3_column_text(q, 1), (uint32_t)sqlite3_column_bytes(q, 1)}),
        .capacity = (dm_capacity)enum_at(q, 2, dm_capacity_of),
        .mode = (dm_mode)enum_at(q, 3, dm_mode_of),
        .act = (dm_act)enum_at(q, 4, dm_act_of),
        .date = date_at(l, q, 5),
        .cue = span_at(q, 6),
        .content = content,
        .content_text = facts_slice(&l->r, content),
        .occasion = store_column(q, 8, l->r.f->arena),
        .confidence = sqlite3_column_double(q, 9),
    };
    l->r.f->stories.v[l->r.story].n_statements++;
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
    fact_story *s = VEC_PUSH(l->r.f->arena, &l->r.f->stories);
    if (!s) return err_memory(l->err, "facts");
    dm_arena *a = l->r.f->arena;
    *s = (fact_story){.id = store_column(stories, 1, a),
                      .outlet = store_column(stories, 2, a),
                      .title = store_column(stories, 3, a),
                      .url = store_column(stories, 4, a),
                      .date = date_at(l, stories, 5),
                      .text = store_column(stories, 6, a)};
    l->r.story = l->r.f->stories.n - 1;
    l->r.first_entity = l->r.f->entities.n;
    if (!s->text.p) s->text = DM_STR("");
    if (!facts_mark_text(&l->r, s->text)) return err_memory(l->err, "facts");
    int64_t story = sqlite3_column_int64(stories, 0);
    DM_TRY(load_rows(l, rows[0], story, load_entity));
    DM_TRY(load_rows(l, rows[1], story, load_statement));
    uint32_t first_event = l->r.f->events.n;
    DM_TRY(load_rows(l, rows[2], story, load_event));
    return facts_find_parties(l->r.f, first_event, l->r.first_entity) ? DM_OK : err_memory(l->err, "facts");
}

static const char event_sql[] =
    "SELECT id, type, modes, cameo, quad, intensity, goldstein, actors, recipients, force, matter, polarity, modality, phase, history,"
    " statement, date, trigger_span, evidence_span, decided_by FROM event WHERE story=?1 ORDER BY seq";

/* Room for all rows at once; those of stories that are no longer current are counted too. */
static dm_status make_room(store *s, facts *f, dm_err *err) {
    static const char *const sql[] = {"SELECT COUNT(*) FROM story", "SELECT COUNT(*) FROM entity", "SELECT COUNT(*) FROM statement",
                                      "SELECT COUNT(*) FROM event"};
    uint64_t n[4] = {0};
    for (int i = 0; i < 4; i++) {
        sqlite3_stmt *q = NULL;
        DM_TRY(store_prepare(s, sql[i], &q, err));
        if (sqlite3_step(q) == SQLITE_ROW) n[i] = (uint64_t)sqlite3_column_int64(q, 0);
        sqlite3_finalize(q);
    }
    bool ok = VEC_RESERVE(f->arena, &f->stories, n[0]) && VEC_RESERVE(f->arena, &f->entities, n[1]) && VEC_RESERVE(f->arena, &f->statements, n[2]) &&
              VEC_RESERVE(f->arena, &f->events, n[3]);
    return ok ? DM_OK : err_memory(err, "facts");
}

dm_status store_load(store *s, facts *f, dm_err *err) {
    static const char *const sql[] = {
        "SELECT story, id, outlet, title, url, date, text FROM story WHERE current=1 ORDER BY id, story",
        "SELECT id, key, name, country, sector, code, wikidata, kind, mentions FROM entity WHERE story=?1 ORDER BY seq",
        "SELECT id, speaker, capacity, mode, act, date, cue_span, content_spans, occasion, confidence FROM statement WHERE story=?1 ORDER BY seq",
        event_sql,
    };
    loader l = {.s = s, .r = {.f = f}, .err = err};
    sqlite3_stmt *q[4] = {0};
    DM_TRY(make_room(s, f, err));
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
    loader l = {.s = s, .r = {.f = &view, .story = DM_NONE}, .err = err};
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
            l.r.story = story;
            if (!facts_mark_text(&l.r, f->stories.v[story].text)) status = err_memory(err, "sentences");
        }
        if (status != DM_OK || sqlite3_column_type(q, 1) == SQLITE_NULL) continue;
        store_sentence *slot = VEC_PUSH(arena, out);
        dm_span span = span_at(q, 1);
        if (slot) *slot = (store_sentence){story, span, facts_slice(&l.r, span)};
        else status = err_memory(err, "sentences");
    }
    sqlite3_finalize(q);
    return status;
}
