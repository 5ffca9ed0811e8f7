/* YAML as plain strings, sequences and maps, each with its line and column. No types: NO, 1.0 and "no" are strings.
 * Aliases, anchors, tags and further documents are errors, so that what a file says is what stands in it and no file
 * unfolds into more than it is. Read with libyaml's event parser into an arena. */
#ifndef DM_LEXICON_YAML_H
#define DM_LEXICON_YAML_H

#include "base/arena.h"

#define YAML_SIZE_MAX  ((size_t)4 << 20) /* bytes of a file */
#define YAML_DEPTH_MAX 16

typedef enum yaml_kind { YAML_STRING, YAML_SEQUENCE, YAML_MAP } yaml_kind;

typedef struct yaml_node yaml_node;
struct yaml_node {
    yaml_kind kind;
    uint32_t line, column;  /* from 1, in characters */
    dm_str text;            /* of a string; NUL-terminated */
    const yaml_node *first; /* first element of a sequence, first key of a map; NULL when empty */
    const yaml_node *next;  /* next element or key of the same parent */
    const yaml_node *value; /* of a key of a map (keys are strings), else NULL */
    uint32_t n;             /* elements or keys */
};

/* Reads one document; *out is NULL for an empty one. On a fault: DM_E_FORMAT (DM_E_LIMIT for size and depth), with
 * *line and *column of it and err->msg saying what is wrong, without file and place. */
dm_status yaml_read(dm_arena *arena, dm_str text, const yaml_node **out, uint32_t *line, uint32_t *column, dm_err *err) DM_MUST_CHECK;

/* Value of a key; NULL when the node is no map or has no such key. */
const yaml_node *yaml_get(const yaml_node *map, const char *key);
/* Text of a string, .p NULL for anything else and for NULL. */
static inline dm_str yaml_text(const yaml_node *node) { return node && node->kind == YAML_STRING ? node->text : DM_STR_NONE; }
/* To walk over "one or many": the elements of a sequence, or a lone string or map as one. */
static inline const yaml_node *yaml_first(const yaml_node *node) { return node && node->kind == YAML_SEQUENCE ? node->first : node; }
static inline const yaml_node *yaml_next(const yaml_node *list, const yaml_node *element) {
    return list && list->kind == YAML_SEQUENCE ? element->next : NULL;
}

#endif
