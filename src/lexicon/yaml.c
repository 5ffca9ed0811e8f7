/* See yaml.h. One event after the other; a stack of open sequences and maps instead of recursion. */
#include "lexicon/yaml.h"

#include <yaml.h>

typedef struct open_node {
    yaml_node *node;
    yaml_node *last; /* last element or key */
    bool want_value; /* a key of the map waits for its value */
} open_node;

typedef struct yaml_reader {
    dm_arena *arena;
    yaml_node *root;
    open_node stack[YAML_DEPTH_MAX];
    uint32_t depth;
    uint32_t *line, *column;
    dm_err *err;
} yaml_reader;

static dm_status fault(yaml_reader *r, dm_status status, yaml_mark_t at, const char *what) {
    *r->line = (uint32_t)at.line + 1;
    *r->column = (uint32_t)at.column + 1;
    return err_set(r->err, status, at.index, "%s", what);
}

static bool has_key(const yaml_node *map, dm_str key) {
    for (const yaml_node *k = map->first; k; k = k->next)
        if (str_eq(k->text, key)) return true;
    return false;
}

/* Hangs a node where the stack says. */
static dm_status place(yaml_reader *r, yaml_node *node, yaml_mark_t at) {
    if (!r->depth) {
        r->root = node;
        return DM_OK;
    }
    open_node *top = &r->stack[r->depth - 1];
    if (top->want_value) {
        top->last->value = node;
        top->want_value = false;
        return DM_OK;
    }
    if (top->node->kind == YAML_MAP) {
        if (node->kind != YAML_STRING) return fault(r, DM_E_FORMAT, at, "a key must be a string");
        if (top->node->n >= 256) return fault(r, DM_E_LIMIT, at, "more than 256 keys in a map");
        if (has_key(top->node, node->text)) return fault(r, DM_E_FORMAT, at, "this key stands twice");
        top->want_value = true;
    }
    if (top->last) top->last->next = node;
    else top->node->first = node;
    top->last = node;
    top->node->n++;
    return DM_OK;
}

static dm_status add(yaml_reader *r, const yaml_event_t *e, yaml_kind kind, const void *anchor, const void *tag) {
    if (anchor) return fault(r, DM_E_FORMAT, e->start_mark, "anchors are not allowed");
    if (tag) return fault(r, DM_E_FORMAT, e->start_mark, "tags are not allowed");
    yaml_node *node = ARENA_NEW(r->arena, yaml_node, 1);
    if (!node) return err_memory(r->err, "a YAML file");
    node->kind = kind;
    node->line = (uint32_t)e->start_mark.line + 1;
    node->column = (uint32_t)e->start_mark.column + 1;
    if (kind == YAML_STRING) {
        node->text = (dm_str){arena_copy(r->arena, e->data.scalar.value, e->data.scalar.length), (uint32_t)e->data.scalar.length};
        if (!node->text.p) return err_memory(r->err, "a YAML file");
        return place(r, node, e->start_mark);
    }
    if (r->depth == YAML_DEPTH_MAX) return fault(r, DM_E_LIMIT, e->start_mark, "nested deeper than 16");
    DM_TRY(place(r, node, e->start_mark));
    r->stack[r->depth++] = (open_node){.node = node};
    return DM_OK;
}

static dm_status take(yaml_reader *r, const yaml_event_t *e) {
    switch (e->type) {
    case YAML_ALIAS_EVENT: return fault(r, DM_E_FORMAT, e->start_mark, "aliases are not allowed");
    case YAML_SCALAR_EVENT: return add(r, e, YAML_STRING, e->data.scalar.anchor, e->data.scalar.tag);
    case YAML_SEQUENCE_START_EVENT: return add(r, e, YAML_SEQUENCE, e->data.sequence_start.anchor, e->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT: return add(r, e, YAML_MAP, e->data.mapping_start.anchor, e->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: r->depth--; return DM_OK;
    case YAML_DOCUMENT_START_EVENT: return r->root ? fault(r, DM_E_FORMAT, e->start_mark, "a second document; one file holds one") : DM_OK;
    default: return DM_OK;
    }
}

static dm_status parse_fault(yaml_reader *r, const yaml_parser_t *p) {
    if (p->error == YAML_MEMORY_ERROR) return err_memory(r->err, "a YAML file");
    yaml_mark_t at = p->problem_mark;
    if (p->error == YAML_READER_ERROR) at = (yaml_mark_t){p->problem_offset, p->mark.line, p->mark.column};
    return fault(r, DM_E_FORMAT, at, p->problem ? p->problem : "this is no YAML");
}

dm_status yaml_read(dm_arena *arena, dm_str text, const yaml_node **out, uint32_t *line, uint32_t *column, dm_err *err) {
    yaml_reader r = {.arena = arena, .line = line, .column = column, .err = err};
    *out = NULL;
    if (text.n > YAML_SIZE_MAX) return fault(&r, DM_E_LIMIT, (yaml_mark_t){0}, "larger than 4 MB");
    yaml_parser_t p;
    if (!yaml_parser_initialize(&p)) return err_memory(err, "a YAML file");
    yaml_parser_set_input_string(&p, (const unsigned char *)(text.p ? text.p : ""), text.n);
    yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
    dm_status s = DM_OK;
    for (bool more = true; more && s == DM_OK;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&p, &e)) {
            s = parse_fault(&r, &p);
            break;
        }
        more = e.type != YAML_STREAM_END_EVENT;
        s = take(&r, &e);
        yaml_event_delete(&e);
    }
    yaml_parser_delete(&p);
    if (s == DM_OK) *out = r.root;
    return s;
}

const yaml_node *yaml_get(const yaml_node *map, const char *key) {
    if (!map || map->kind != YAML_MAP) return NULL;
    for (const yaml_node *k = map->first; k; k = k->next)
        if (str_is(k->text, key)) return k->value;
    return NULL;
}
