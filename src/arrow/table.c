/* See table.h. Each TYPE of rows.def has a column type and a function that adds a value; the tables are made from the
 * lists. Days are date32, spans are structs of code points, references to rows are their ids, enums are their words. */
#include "arrow/table.h"

#include <math.h>
#include <stdlib.h>

/* A batch is closed above this many bytes: far from the 2 GB that its offsets can count, whatever one story adds. */
enum { BATCH_BYTES = 64 << 20 };

/* ---- types ---- */

#define PLAIN(T, fmt) static const column_type type_##T = {.format = (fmt)}
#define STRUCT(T, ...)                                         \
    static const column_field fields_of_##T[] = {__VA_ARGS__}; \
    static const column_type type_##T = {.format = "+s", fields_of_##T, .n_fields = sizeof fields_of_##T / sizeof *fields_of_##T}
#define LIST(T, of)                                               \
    static const column_field item_of_##T = {"item", &type_##of}; \
    static const column_type type_##T = {.format = "+l", &item_of_##T, .n_fields = 1}

PLAIN(STR, "u");
PLAIN(NUM, "i");
PLAIN(REAL, "g");
PLAIN(BOOL, "b");
PLAIN(DAY, "tdD");
#define type_ID        type_STR
#define type_ENTITY    type_STR
#define type_STATEMENT type_STR
#define type_EVENT     type_STR
STRUCT(SPAN, {"begin", &type_NUM}, {"end", &type_NUM});
LIST(STRS, STR);
LIST(SPANS, SPAN);
LIST(ENTITIES, STR);
STRUCT(DATE, {"best", &type_DAY}, {"from", &type_DAY}, {"to", &type_DAY}, {"basis", &type_STR}, {"reasons", &type_STRS});
STRUCT(role, {"entity", &type_STR}, {"span", &type_SPAN}, {"role", &type_STR}, {"capacity", &type_STR}, {"code", &type_STR});
LIST(ROLES, role);
STRUCT(MATTER, {"issue", &type_STR}, {"deed", &type_STR}, {"doer", &type_ENTITIES}, {"beneficiary", &type_ENTITIES}, {"venue", &type_STR},
       {"when", &type_DATE}, {"conditions", &type_SPANS}, {"span", &type_SPAN}, {"head", &type_STR}, {"anaphoric", &type_BOOL});
STRUCT(PLACE, {"span", &type_SPAN}, {"name", &type_STR}, {"country", &type_STR}, {"lat", &type_REAL}, {"lon", &type_REAL});
STRUCT(DECIDED, {"kind", &type_STR}, {"id", &type_STR}, {"confidence", &type_REAL});
STRUCT(version, {"event", &type_STR}, {"date", &type_DATE}, {"terms_span", &type_SPAN});
LIST(VERSIONS, version);
STRUCT(reply, {"by", &type_ROLES}, {"to_version", &type_NUM}, {"kind", &type_STR}, {"event", &type_STR}, {"statement", &type_STR},
       {"date", &type_DATE}, {"basis", &type_STR}, {"score", &type_REAL});
LIST(REPLIES, reply);
STRUCT(state, {"addressee", &type_STR}, {"state", &type_STR}, {"as_of", &type_DAY});
LIST(STATES, state);
#define type_block    type_STR
#define type_entity   type_STR
#define type_via      type_STR
#define type_capacity type_STR
#define type_timex    type_STR
#define type_mode     type_STR
#define type_act      type_STR
#define type_plover   type_STR
#define type_force    type_STR
#define type_polarity type_STR
#define type_modality type_STR
#define type_phase    type_STR
#define type_stage    type_STR
#define type_stance   type_STR
#define type_asserted type_STR

#define FIELD(name, TYPE, key, help) {key, &type_##TYPE},
STRUCT(mention, DM_ROW_MENTION(FIELD));
LIST(MENTIONS, mention);

/* The rows of each table: the story's id, then the fields of rows.def. */
#define R(KIND, S, array)                                                                                           \
    static const column_field fields_##array[] = {{"story", &type_STR}, DM_ROW_##KIND(FIELD)};                      \
    static const column_type type_##array = {"+s", fields_##array, sizeof fields_##array / sizeof *fields_##array}; \
    static const column_field row_##array = {"", &type_##array};
DM_ROW_KINDS(R)
#undef R
STRUCT(stories, {"id", &type_STR}, {"status", &type_STR}, {"title", &type_STR}, {"url", &type_STR}, {"outlet", &type_STR}, {"language", &type_STR},
       {"date", &type_DATE}, {"claimed", &type_STR}, {"text", &type_STR});
static const column_field row_stories = {"", &type_stories};

/* ---- values ---- */

typedef struct add_ctx {
    const dm_printer *pr;
} add_ctx;

static void add_STR(const add_ctx *x, column *c, const dm_str *v) {
    (void)x;
    column_add_text(c, *v);
}
#define add_ID add_STR
static void add_text(column *c, const char *z) { column_add_text(c, str_from(z)); }

static void add_NUM(const add_ctx *x, column *c, const uint32_t *v) {
    (void)x;
    if (*v) column_add_u32(c, *v);
    else column_add_null(c);
}
static void add_REAL(const add_ctx *x, column *c, const double *v) {
    (void)x;
    column_add_real(c, *v);
}
static void add_BOOL(const add_ctx *x, column *c, const bool *v) {
    (void)x;
    column_add_bool(c, *v);
}
static void add_DAY(const add_ctx *x, column *c, const dm_day *v) {
    (void)x;
    if (*v == DM_DAY_NONE) column_add_null(c);
    else column_add_day(c, *v);
}

static void add_SPAN(const add_ctx *x, column *c, const dm_span *v) {
    if (!span_is(*v)) {
        column_add_null(c);
        return;
    }
    column_add_u32(&c->children[0], printer_code_point(x->pr, v->begin));
    column_add_u32(&c->children[1], printer_code_point(x->pr, v->end));
    column_end(c);
}

#define ADD_LIST(x, c, list, one)                                                                \
    do {                                                                                         \
        for (uint32_t i_ = 0; i_ < (list)->n; i_++) one((x), &(c)->children[0], &(list)->v[i_]); \
        column_end(c);                                                                           \
    } while (0)

static void add_STRS(const add_ctx *x, column *c, const dm_str_list *v) { ADD_LIST(x, c, v, add_STR); }
static void add_SPANS(const add_ctx *x, column *c, const dm_span_list *v) { ADD_LIST(x, c, v, add_SPAN); }

static void add_DATE(const add_ctx *x, column *c, const dm_date *v) {
    add_DAY(x, &c->children[0], &v->best);
    add_DAY(x, &c->children[1], &v->from);
    add_DAY(x, &c->children[2], &v->to);
    add_text(&c->children[3], dm_basis_text(v->basis));
    column *reasons = &c->children[4];
    ADD_LIST(x, reasons, &v->reasons, add_STR);
    column_end(c);
}

static void add_ENTITY(const add_ctx *x, column *c, const uint32_t *v) {
    column_add_text(c, *v == DM_NONE ? DM_STR_NONE : x->pr->doc->entities.v[*v].id);
}
static void add_STATEMENT(const add_ctx *x, column *c, const uint32_t *v) {
    column_add_text(c, *v == DM_NONE ? DM_STR_NONE : x->pr->doc->statements.v[*v].id);
}
static void add_EVENT(const add_ctx *x, column *c, const uint32_t *v) {
    column_add_text(c, *v == DM_NONE ? DM_STR_NONE : x->pr->doc->events.v[*v].id);
}
static void add_ENTITIES(const add_ctx *x, column *c, const dm_index_list *v) { ADD_LIST(x, c, v, add_ENTITY); }

static void add_role(const add_ctx *x, column *c, const dm_role *r) {
    add_ENTITY(x, &c->children[0], &r->entity);
    add_SPAN(x, &c->children[1], &r->span);
    add_STR(x, &c->children[2], &r->role);
    add_text(&c->children[3], dm_capacity_text(r->capacity));
    add_STR(x, &c->children[4], &r->code);
    column_end(c);
}
static void add_ROLES(const add_ctx *x, column *c, const dm_role_list *v) { ADD_LIST(x, c, v, add_role); }

static void add_MATTER(const add_ctx *x, column *c, dm_matter *const *v) {
    const dm_matter *m = *v;
    if (!m) {
        column_add_null(c);
        return;
    }
    add_STR(x, &c->children[0], &m->issue);
    add_STR(x, &c->children[1], &m->deed);
    add_ENTITIES(x, &c->children[2], &m->doer);
    add_ENTITIES(x, &c->children[3], &m->beneficiary);
    add_STR(x, &c->children[4], &m->venue);
    if (m->when.from == DM_DAY_NONE && m->when.to == DM_DAY_NONE && m->when.best == DM_DAY_NONE) column_add_null(&c->children[5]);
    else add_DATE(x, &c->children[5], &m->when);
    add_SPANS(x, &c->children[6], &m->conditions);
    add_SPAN(x, &c->children[7], &m->span);
    add_STR(x, &c->children[8], &m->head);
    add_BOOL(x, &c->children[9], &m->anaphoric);
    column_end(c);
}

static void add_PLACE(const add_ctx *x, column *c, dm_place *const *v) {
    const dm_place *p = *v;
    if (!p) {
        column_add_null(c);
        return;
    }
    add_SPAN(x, &c->children[0], &p->span);
    add_STR(x, &c->children[1], &p->name);
    add_STR(x, &c->children[2], &p->country);
    add_REAL(x, &c->children[3], &p->lat);
    add_REAL(x, &c->children[4], &p->lon);
    column_end(c);
}

static void add_DECIDED(const add_ctx *x, column *c, const dm_decided *v) {
    add_text(&c->children[0], dm_decider_text(v->kind));
    add_STR(x, &c->children[1], &v->id);
    add_REAL(x, &c->children[2], &v->confidence);
    column_end(c);
}

static void add_version(const add_ctx *x, column *c, const dm_offer_version *v) {
    add_EVENT(x, &c->children[0], &v->event);
    add_DATE(x, &c->children[1], &v->date);
    add_SPAN(x, &c->children[2], &v->terms_span);
    column_end(c);
}
static void add_VERSIONS(const add_ctx *x, column *c, const dm_version_list *v) { ADD_LIST(x, c, v, add_version); }

static void add_reply(const add_ctx *x, column *c, const dm_reply *r) {
    add_ROLES(x, &c->children[0], &r->by);
    column_add_u32(&c->children[1], r->to_version);
    add_text(&c->children[2], dm_force_text(r->kind));
    add_EVENT(x, &c->children[3], &r->event);
    add_STATEMENT(x, &c->children[4], &r->statement);
    add_DATE(x, &c->children[5], &r->date);
    add_STR(x, &c->children[6], &r->basis);
    add_REAL(x, &c->children[7], &r->score);
    column_end(c);
}
static void add_REPLIES(const add_ctx *x, column *c, const dm_reply_list *v) { ADD_LIST(x, c, v, add_reply); }

static void add_state(const add_ctx *x, column *c, const dm_offer_state *s) {
    add_ENTITY(x, &c->children[0], &s->addressee);
    add_text(&c->children[1], dm_state_text(s->state));
    add_DAY(x, &c->children[2], &s->as_of);
    column_end(c);
}
static void add_STATES(const add_ctx *x, column *c, const dm_state_list *v) { ADD_LIST(x, c, v, add_state); }

#define ADD_ENUM(name)                                                        \
    static void add_##name(const add_ctx *x, column *c, const dm_##name *v) { \
        (void)x;                                                              \
        add_text(c, dm_##name##_text(*v));                                    \
    }
ADD_ENUM(block)
ADD_ENUM(entity)
ADD_ENUM(via)
ADD_ENUM(capacity)
ADD_ENUM(timex)
ADD_ENUM(mode)
ADD_ENUM(act)
ADD_ENUM(plover)
ADD_ENUM(force)
ADD_ENUM(polarity)
ADD_ENUM(modality)
ADD_ENUM(phase)
ADD_ENUM(stage)
ADD_ENUM(stance)
ADD_ENUM(asserted)

#define ADD(name, TYPE, key, help) add_##TYPE(x, at++, &row->name);

static void add_mention(const add_ctx *x, column *c, const uint32_t *index) {
    const dm_mention_row *row = &x->pr->doc->mentions.v[*index];
    column *at = c->children;
    DM_ROW_MENTION(ADD)
    column_end(c);
}
static void add_MENTIONS(const add_ctx *x, column *c, const dm_index_list *v) { ADD_LIST(x, c, v, add_mention); }

#define R(KIND, S, array)                                       \
    static void add_rows_##array(const add_ctx *x, column *c) { \
        const dm_doc *d = x->pr->doc;                           \
        for (uint32_t i = 0; i < d->array.n; i++) {             \
            const S *row = &d->array.v[i];                      \
            column *at = c->children;                           \
            column_add_text(at++, d->id);                       \
            DM_ROW_##KIND(ADD) column_end(c);                   \
        }                                                       \
    }
DM_ROW_KINDS(R)
#undef R

static void add_rows_stories(const add_ctx *x, column *c) {
    const dm_doc *d = x->pr->doc;
    column *at = c->children;
    column_add_text(at++, d->id);
    add_text(at++, dm_status_of_story_text(d->status));
    column_add_text(at++, d->title);
    column_add_text(at++, d->url);
    column_add_text(at++, d->outlet);
    column_add_text(at++, d->language);
    add_DATE(x, at++, &d->date);
    column_add_text(at++, d->claimed);
    column_add_text(at, d->text.p ? d->text : DM_STR(""));
    column_end(c);
}

/* ---- tables ---- */

typedef struct table_kind {
    const char *name;
    const column_field *row;
    void (*add)(const add_ctx *x, column *c);
} table_kind;

/* The key of `demarche code` under which the same rows stand. */
static const table_kind kinds[] = {
#define R(KIND, S, array) {#array, &row_##array, add_rows_##array},
    DM_ROW_KINDS(R)
#undef R
        {"stories", &row_stories, add_rows_stories}};

struct dm_arrow {
    const table_kind *kind;
    column_batch **batches; /* full ones, then the one that is filled */
    uint32_t n, cap;
    bool open; /* the last batch takes more rows */
};

dm_status dm_arrow_new(const char *table, dm_arrow **out, dm_err *err) {
    *out = NULL;
    if (strcmp(table, "dates") == 0) table = "timexes";
    const table_kind *kind = NULL;
    for (uint32_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, table) == 0) kind = &kinds[i];
    if (!kind) {
        return err_set(err, DM_E_NOT_FOUND, 0,
                       "no table %s; there are stories, blocks, sentences, mentions, entities, dates, statements, events, offers, positions, notes",
                       table);
    }
    dm_arrow *t = calloc(1, sizeof *t);
    if (!t) return err_memory(err, "a table");
    t->kind = kind;
    *out = t;
    return DM_OK;
}

void dm_arrow_free(dm_arrow *t) {
    if (!t) return;
    for (uint32_t i = 0; i < t->n; i++) columns_drop(t->batches[i]);
    free(t->batches);
    free(t);
}

static bool reserve(dm_arrow *t, uint32_t more) {
    if (t->n + more <= t->cap) return true;
    uint32_t cap = t->cap ? t->cap * 2 : 8;
    if (cap < t->n + more) cap = t->n + more;
    column_batch **v = realloc(t->batches, cap * sizeof *v);
    if (!v) return false;
    t->batches = v;
    t->cap = cap;
    return true;
}

dm_status table_add(dm_arrow *t, const dm_printer *pr, dm_err *err) {
    if (!t->open) {
        column_batch *b = reserve(t, 1) ? columns_new(t->kind->row) : NULL;
        if (!b) return err_memory(err, "a table");
        t->batches[t->n++] = b;
        t->open = true;
    }
    column_batch *b = t->batches[t->n - 1];
    add_ctx x = {pr};
    t->kind->add(&x, &b->root);
    if (!columns_ok(b)) {
        columns_drop(b);
        t->n--;
        t->open = false;
        return err_memory(err, "a table");
    }
    if (columns_bytes(b) > BATCH_BYTES) t->open = false;
    return DM_OK;
}

dm_status dm_arrow_append(dm_arrow *t, dm_arrow *more, dm_err *err) {
    if (t->kind != more->kind) return err_set(err, DM_E_USAGE, 0, "a table of %s cannot take in one of %s", t->kind->name, more->kind->name);
    if (!reserve(t, more->n)) return err_memory(err, "a table");
    if (more->n) {
        memcpy(t->batches + t->n, more->batches, more->n * sizeof *t->batches);
        t->open = false;
    }
    t->n += more->n;
    more->n = 0;
    more->open = false;
    return DM_OK;
}

uint64_t dm_arrow_n_rows(const dm_arrow *t) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) n += (uint64_t)t->batches[i]->root.n;
    return n;
}

/* ---- the stream ---- */

typedef struct cursor {
    const table_kind *kind;
    column_batch **batches;
    uint32_t n, at;
} cursor;

static int stream_schema(struct ArrowArrayStream *s, struct ArrowSchema *out) {
    const cursor *c = s->private_data;
    return columns_schema(c->kind->row, out) ? 0 : 12; /* ENOMEM */
}

static int stream_next(struct ArrowArrayStream *s, struct ArrowArray *out) {
    cursor *c = s->private_data;
    if (c->at == c->n) {
        *out = (struct ArrowArray){0};
        return 0;
    }
    return columns_array(c->batches[c->at++], out) ? 0 : 12;
}

static const char *stream_error(struct ArrowArrayStream *s) {
    (void)s;
    return "out of memory";
}

static void stream_release(struct ArrowArrayStream *s) {
    cursor *c = s->private_data;
    for (uint32_t i = 0; i < c->n; i++) columns_drop(c->batches[i]);
    free(c->batches);
    free(c);
    s->release = NULL;
}

dm_status dm_arrow_stream(dm_arrow *t, struct ArrowArrayStream *out, dm_err *err) {
    cursor *c = calloc(1, sizeof *c);
    column_batch **batches = c ? calloc(t->n ? t->n : 1, sizeof *batches) : NULL;
    if (!batches) {
        free(c);
        return err_memory(err, "a stream");
    }
    for (uint32_t i = 0; i < t->n; i++) {
        batches[i] = t->batches[i];
        columns_keep(batches[i]);
    }
    *c = (cursor){t->kind, batches, t->n, 0};
    t->open = false; /* what is looked into does not change any more */
    *out = (struct ArrowArrayStream){stream_schema, stream_next, stream_error, stream_release, c};
    return DM_OK;
}
