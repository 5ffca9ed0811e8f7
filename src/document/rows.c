/* See rows.h. The put_<TYPE> functions print one C type of rows.def; everything else is made from the lists. `bare`
 * leaves out the quotes of text and prints nothing for null. */
#include "document/rows.h"

#include <math.h>

enum { MARK_EVERY = 128 };

/* ---- code points ---- */

dm_status printer_init(dm_printer *pr, dm_doc *doc, dm_err *err) {
    *pr = (dm_printer){.doc = doc};
    uint32_t n = doc->text.n, first = 0;
    while (first < n && !(doc->text.p[first] & 0x80)) first++;
    if (first == n) return DM_OK;
    pr->marks = ARENA_NEW(doc->arena, uint32_t, n / MARK_EVERY + 1);
    if (!pr->marks) return err_memory(err, "offsets");
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i % MARK_EVERY == 0) pr->marks[i / MARK_EVERY] = count;
        count += ((unsigned char)doc->text.p[i] & 0xC0) != 0x80;
    }
    if (n % MARK_EVERY == 0) pr->marks[n / MARK_EVERY] = count;
    return DM_OK;
}

uint32_t printer_code_point(const dm_printer *pr, uint32_t byte) {
    if (!pr->marks) return byte;
    uint32_t count = pr->marks[byte / MARK_EVERY];
    for (uint32_t i = byte / MARK_EVERY * MARK_EVERY; i < byte; i++) count += ((unsigned char)pr->doc->text.p[i] & 0xC0) != 0x80;
    return count;
}

/* ---- values by type ---- */

typedef struct put_ctx {
    dm_buf *b;
    const dm_printer *pr;
    bool bare;
} put_ctx;

static void put_text(const put_ctx *c, dm_str s) {
    if (!c->bare) buf_put_json(c->b, s);
    else buf_put_str(c->b, s);
}

static void put_cstr(const put_ctx *c, const char *z) { put_text(c, str_from(z)); }

static void put_ID(const put_ctx *c, const dm_str *v) { put_text(c, *v); }
static void put_STR(const put_ctx *c, const dm_str *v) { put_text(c, *v); }
static void put_BOOL(const put_ctx *c, const bool *v) { buf_puts(c->b, c->bare ? (*v ? "1" : "0") : *v ? "true" : "false"); }

static void put_NUM(const put_ctx *c, const uint32_t *v) {
    if (*v) buf_put_u64(c->b, *v);
    else if (!c->bare) buf_puts(c->b, "null");
}

static void put_REAL(const put_ctx *c, const double *v) {
    if (!isnan(*v)) buf_put_fixed(c->b, *v, 2);
    else if (!c->bare) buf_puts(c->b, "null");
}

void rows_put_span(dm_buf *b, const dm_printer *pr, dm_span s) {
    if (!span_is(s)) {
        buf_puts(b, "null");
        return;
    }
    buf_putc(b, '[');
    buf_put_u64(b, printer_code_point(pr, s.begin));
    buf_putc(b, ',');
    buf_put_u64(b, printer_code_point(pr, s.end));
    buf_putc(b, ']');
}

static void put_SPAN(const put_ctx *c, const dm_span *v) { rows_put_span(c->b, c->pr, *v); }
static void put_DAY(const put_ctx *c, const dm_day *v) { day_put(c->b, *v, !c->bare); }

#define PUT_LIST(c, list, one)                        \
    do {                                              \
        buf_putc((c)->b, '[');                        \
        for (uint32_t i_ = 0; i_ < (list)->n; i_++) { \
            if (i_) buf_putc((c)->b, ',');            \
            one(&inner, &(list)->v[i_]);              \
        }                                             \
        buf_putc((c)->b, ']');                        \
    } while (0)
#define INNER put_ctx inner = {c->b, c->pr, false}

static void put_STRS(const put_ctx *c, const dm_str_list *v) {
    INNER;
    PUT_LIST(c, v, put_STR);
}
static void put_SPANS(const put_ctx *c, const dm_span_list *v) {
    INNER;
    PUT_LIST(c, v, put_SPAN);
}

void rows_put_date(dm_buf *b, const dm_date *d) {
    put_ctx inner = {b, NULL, false}, *c = &inner;
    buf_puts(b, "{\"best\":");
    day_put(b, d->best, true);
    buf_puts(b, ",\"from\":");
    day_put(b, d->from, true);
    buf_puts(b, ",\"to\":");
    day_put(b, d->to, true);
    buf_printf(b, ",\"basis\":\"%s\",\"reasons\":", dm_basis_text(d->basis));
    PUT_LIST(c, &d->reasons, put_STR);
    buf_putc(b, '}');
}

static void put_DATE(const put_ctx *c, const dm_date *v) { rows_put_date(c->b, v); }

static void put_id_of(const put_ctx *c, uint32_t index, dm_row_kind kind) {
    const dm_doc *d = c->pr->doc;
    dm_str id = DM_STR_NONE;
    if (index != DM_NONE) {
        id = kind == DM_ROW_KIND_ENTITY ? d->entities.v[index].id : kind == DM_ROW_KIND_STATEMENT ? d->statements.v[index].id : d->events.v[index].id;
    }
    put_text(c, id);
}

static void put_ENTITY(const put_ctx *c, const uint32_t *v) { put_id_of(c, *v, DM_ROW_KIND_ENTITY); }
static void put_STATEMENT(const put_ctx *c, const uint32_t *v) { put_id_of(c, *v, DM_ROW_KIND_STATEMENT); }
static void put_EVENT(const put_ctx *c, const uint32_t *v) { put_id_of(c, *v, DM_ROW_KIND_EVENT); }
static void put_ENTITIES(const put_ctx *c, const dm_index_list *v) {
    INNER;
    PUT_LIST(c, v, put_ENTITY);
}

static void key(const put_ctx *c, const char *name, bool first) { buf_printf(c->b, "%s\"%s\":", first ? "{" : ",", name); }

static void put_role(const put_ctx *c, const dm_role *r) {
    key(c, "entity", true);
    put_ENTITY(c, &r->entity);
    key(c, "span", false);
    put_SPAN(c, &r->span);
    key(c, "role", false);
    put_STR(c, &r->role);
    key(c, "capacity", false);
    put_cstr(c, dm_capacity_text(r->capacity));
    key(c, "code", false);
    put_STR(c, &r->code);
    buf_putc(c->b, '}');
}

static void put_ROLES(const put_ctx *c, const dm_role_list *v) {
    INNER;
    PUT_LIST(c, v, put_role);
}

static void put_MATTER(const put_ctx *c, dm_matter *const *v) {
    INNER;
    const dm_matter *m = *v;
    if (!m) {
        if (!c->bare) buf_puts(c->b, "null");
        return;
    }
    key(&inner, "issue", true);
    put_STR(&inner, &m->issue);
    key(&inner, "deed", false);
    put_STR(&inner, &m->deed);
    key(&inner, "doer", false);
    put_ENTITIES(&inner, &m->doer);
    key(&inner, "beneficiary", false);
    put_ENTITIES(&inner, &m->beneficiary);
    key(&inner, "venue", false);
    put_STR(&inner, &m->venue);
    key(&inner, "when", false);
    if (m->when.from == DM_DAY_NONE && m->when.to == DM_DAY_NONE && m->when.best == DM_DAY_NONE) buf_puts(c->b, "null");
    else put_DATE(&inner, &m->when);
    key(&inner, "conditions", false);
    put_SPANS(&inner, &m->conditions);
    key(&inner, "span", false);
    put_SPAN(&inner, &m->span);
    key(&inner, "head", false);
    put_STR(&inner, &m->head);
    key(&inner, "anaphoric", false);
    put_BOOL(&inner, &m->anaphoric);
    buf_putc(c->b, '}');
}

static void put_degrees(const put_ctx *c, double v) {
    if (isnan(v)) buf_puts(c->b, "null");
    else buf_put_fixed(c->b, v, 4);
}

static void put_PLACE(const put_ctx *c, dm_place *const *v) {
    INNER;
    const dm_place *p = *v;
    if (!p) {
        if (!c->bare) buf_puts(c->b, "null");
        return;
    }
    key(&inner, "span", true);
    put_SPAN(&inner, &p->span);
    key(&inner, "name", false);
    put_STR(&inner, &p->name);
    key(&inner, "country", false);
    put_STR(&inner, &p->country);
    key(&inner, "lat", false);
    put_degrees(&inner, p->lat);
    key(&inner, "lon", false);
    put_degrees(&inner, p->lon);
    buf_putc(c->b, '}');
}

static void put_DECIDED(const put_ctx *c, const dm_decided *v) {
    INNER;
    key(&inner, "kind", true);
    put_cstr(&inner, dm_decider_text(v->kind));
    key(&inner, "id", false);
    put_STR(&inner, &v->id);
    key(&inner, "confidence", false);
    put_REAL(&inner, &v->confidence);
    buf_putc(c->b, '}');
}

static void put_mention_of(const put_ctx *c, const uint32_t *v) { rows_put_json(c->b, c->pr, DM_ROW_KIND_MENTION, *v); }
static void put_MENTIONS(const put_ctx *c, const dm_index_list *v) {
    INNER;
    PUT_LIST(c, v, put_mention_of);
}

static void put_offer_version(const put_ctx *c, const dm_offer_version *v) {
    key(c, "event", true);
    put_EVENT(c, &v->event);
    key(c, "date", false);
    put_DATE(c, &v->date);
    key(c, "terms_span", false);
    put_SPAN(c, &v->terms_span);
    buf_putc(c->b, '}');
}
static void put_VERSIONS(const put_ctx *c, const dm_version_list *v) {
    INNER;
    PUT_LIST(c, v, put_offer_version);
}

static void put_reply(const put_ctx *c, const dm_reply *r) {
    key(c, "by", true);
    put_ROLES(c, &r->by);
    key(c, "to_version", false);
    buf_put_u64(c->b, r->to_version);
    key(c, "kind", false);
    put_cstr(c, dm_force_text(r->kind));
    key(c, "event", false);
    put_EVENT(c, &r->event);
    key(c, "statement", false);
    put_STATEMENT(c, &r->statement);
    key(c, "date", false);
    put_DATE(c, &r->date);
    key(c, "basis", false);
    put_STR(c, &r->basis);
    key(c, "score", false);
    put_REAL(c, &r->score);
    buf_putc(c->b, '}');
}
static void put_REPLIES(const put_ctx *c, const dm_reply_list *v) {
    INNER;
    PUT_LIST(c, v, put_reply);
}

static void put_offer_state(const put_ctx *c, const dm_offer_state *s) {
    key(c, "addressee", true);
    put_ENTITY(c, &s->addressee);
    key(c, "state", false);
    put_cstr(c, dm_state_text(s->state));
    key(c, "as_of", false);
    put_DAY(c, &s->as_of);
    buf_putc(c->b, '}');
}
static void put_STATES(const put_ctx *c, const dm_state_list *v) {
    INNER;
    PUT_LIST(c, v, put_offer_state);
}

#define PUT_ENUM(name) \
    static void put_##name(const put_ctx *c, const dm_##name *v) { put_cstr(c, dm_##name##_text(*v)); }
PUT_ENUM(block)
PUT_ENUM(entity)
PUT_ENUM(via)
PUT_ENUM(capacity)
PUT_ENUM(timex)
PUT_ENUM(mode)
PUT_ENUM(act)
PUT_ENUM(plover)
PUT_ENUM(force)
PUT_ENUM(polarity)
PUT_ENUM(modality)
PUT_ENUM(phase)
PUT_ENUM(stage)
PUT_ENUM(stance)
PUT_ENUM(asserted)

/* ---- rows from the lists ---- */

enum {
    CELL_ID = DM_CELL_TEXT,
    CELL_STR = DM_CELL_TEXT,
    CELL_DAY = DM_CELL_TEXT,
    CELL_ENTITY = DM_CELL_TEXT,
    CELL_STATEMENT = DM_CELL_TEXT,
    CELL_EVENT = DM_CELL_TEXT,
    CELL_block = DM_CELL_TEXT,
    CELL_entity = DM_CELL_TEXT,
    CELL_via = DM_CELL_TEXT,
    CELL_capacity = DM_CELL_TEXT,
    CELL_timex = DM_CELL_TEXT,
    CELL_mode = DM_CELL_TEXT,
    CELL_act = DM_CELL_TEXT,
    CELL_plover = DM_CELL_TEXT,
    CELL_force = DM_CELL_TEXT,
    CELL_polarity = DM_CELL_TEXT,
    CELL_modality = DM_CELL_TEXT,
    CELL_phase = DM_CELL_TEXT,
    CELL_stage = DM_CELL_TEXT,
    CELL_stance = DM_CELL_TEXT,
    CELL_asserted = DM_CELL_TEXT,
    CELL_BOOL = DM_CELL_BOOL,
    CELL_NUM = DM_CELL_INT,
    CELL_REAL = DM_CELL_REAL,
    CELL_SPAN = DM_CELL_JSON,
    CELL_SPANS = DM_CELL_JSON,
    CELL_STRS = DM_CELL_JSON,
    CELL_DATE = DM_CELL_JSON,
    CELL_ENTITIES = DM_CELL_JSON,
    CELL_ROLES = DM_CELL_JSON,
    CELL_MATTER = DM_CELL_JSON,
    CELL_PLACE = DM_CELL_JSON,
    CELL_DECIDED = DM_CELL_JSON,
    CELL_MENTIONS = DM_CELL_JSON,
    CELL_VERSIONS = DM_CELL_JSON,
    CELL_REPLIES = DM_CELL_JSON,
    CELL_STATES = DM_CELL_JSON
};

#define FIELD_INFO(name, TYPE, k, h) {k, h, CELL_##TYPE},
#define R(KIND, S, array)            static const dm_field fields_##array[] = {DM_ROW_##KIND(FIELD_INFO)};
DM_ROW_KINDS(R)
#undef R

const dm_field *rows_fields(dm_row_kind kind, uint32_t *n) {
    switch (kind) {
#define R(KIND, S, array) \
    case DM_ROW_KIND_##KIND: *n = sizeof fields_##array / sizeof *fields_##array; return fields_##array;
        DM_ROW_KINDS(R)
#undef R
    case DM_ROW_KIND_N: break;
    }
    *n = 0;
    return NULL;
}

const char *rows_name(dm_row_kind kind) {
    static const char *const names[] = {"block", "sentence", "mention", "entity", "date", "statement", "event", "offer", "position", "note"};
    return names[kind];
}

uint32_t rows_count(const dm_doc *doc, dm_row_kind kind) {
    switch (kind) {
#define R(KIND, S, array) \
    case DM_ROW_KIND_##KIND: return doc->array.n;
        DM_ROW_KINDS(R)
#undef R
    case DM_ROW_KIND_N: break;
    }
    return 0;
}

#define FIELD_CASE(name, TYPE, k, h) \
    if (field == at++) {             \
        put_##TYPE(c, &row->name);   \
        return;                      \
    }
#define R(KIND, S, array)                                                     \
    static void put_##array(const put_ctx *c, const S *row, uint32_t field) { \
        uint32_t at = 0;                                                      \
        DM_ROW_##KIND(FIELD_CASE)                                             \
    }
DM_ROW_KINDS(R)
#undef R

void rows_put_field(dm_buf *b, const dm_printer *pr, dm_row_kind kind, uint32_t row, uint32_t field, bool bare) {
    put_ctx c = {b, pr, bare};
    const dm_doc *doc = pr->doc;
    switch (kind) {
#define R(KIND, S, array) \
    case DM_ROW_KIND_##KIND: put_##array(&c, &doc->array.v[row], field); break;
        DM_ROW_KINDS(R)
#undef R
    case DM_ROW_KIND_N: break;
    }
}

void rows_put_json(dm_buf *b, const dm_printer *pr, dm_row_kind kind, uint32_t row) {
    uint32_t n;
    const dm_field *fields = rows_fields(kind, &n);
    for (uint32_t i = 0; i < n; i++) {
        buf_printf(b, "%s\"%s\":", i ? "," : "{", fields[i].key);
        rows_put_field(b, pr, kind, row, i, false);
    }
    buf_putc(b, '}');
}

static void put_array(dm_buf *b, const dm_printer *pr, const char *name, dm_row_kind kind) {
    buf_printf(b, ",\"%s\":[", name);
    uint32_t n = rows_count(pr->doc, kind);
    for (uint32_t i = 0; i < n; i++) {
        if (i) buf_putc(b, ',');
        rows_put_json(b, pr, kind, i);
    }
    buf_putc(b, ']');
}

void rows_put_story(dm_buf *b, const dm_printer *pr, const dm_provenance *made_by) {
    const dm_doc *d = pr->doc;
    buf_printf(b, "{\"demarche\":{\"schema\":%u,\"version\":\"%s\",\"model\":", made_by->schema, made_by->version);
    buf_put_json(b, made_by->model);
    buf_puts(b, ",\"lexicon\":");
    buf_put_json(b, made_by->lexicon);
    buf_puts(b, "},\"id\":");
    buf_put_json(b, d->id);
    buf_printf(b, ",\"status\":\"%s\",\"title\":", dm_status_of_story_text(d->status));
    buf_put_json(b, d->title);
    buf_puts(b, ",\"url\":");
    buf_put_json(b, d->url);
    buf_puts(b, ",\"outlet\":");
    buf_put_json(b, d->outlet);
    buf_puts(b, ",\"language\":");
    buf_put_json(b, d->language);
    buf_puts(b, ",\"date\":");
    rows_put_date(b, &d->date);
    if (buf_ok(b)) b->n--; /* the closing brace: "claimed" goes inside */
    buf_puts(b, ",\"claimed\":");
    buf_put_json(b, d->claimed);
    buf_puts(b, "},\"text\":");
    buf_put_json(b, d->text.p ? d->text : DM_STR(""));
    put_array(b, pr, "blocks", DM_ROW_KIND_BLOCK);
    put_array(b, pr, "sentences", DM_ROW_KIND_SENTENCE);
    put_array(b, pr, "entities", DM_ROW_KIND_ENTITY);
    put_array(b, pr, "dates", DM_ROW_KIND_TIMEX);
    put_array(b, pr, "statements", DM_ROW_KIND_STATEMENT);
    put_array(b, pr, "events", DM_ROW_KIND_EVENT);
    put_array(b, pr, "offers", DM_ROW_KIND_OFFER);
    put_array(b, pr, "positions", DM_ROW_KIND_POSITION);
    put_array(b, pr, "notes", DM_ROW_KIND_NOTE);
    buf_putc(b, '}');
}
