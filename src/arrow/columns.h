/* Columns in Arrow's memory layout, grown value by value, and handed out by the Arrow C data interface without a copy.
 *
 * In: a type (a tree of formats), then values. Out: a batch, counted by references, that any number of ArrowArrays may look
 * into; each of them holds a reference, so a consumer may keep a child longer than its parent. Layout and formats are those
 * of the Arrow columnar format 1.x: validity bitmaps, 32-bit offsets, UTF-8. A batch stays far below 2 GB, for
 * the one who fills it begins a new one in time (columns_bytes). */
#ifndef DM_ARROW_COLUMNS_H
#define DM_ARROW_COLUMNS_H

#include "base/arena.h"
#include "demarche.h"

typedef struct column_type column_type;
typedef struct column_field {
    const char *name;
    const column_type *type;
} column_field;
/* Arrow's format string: "u" text, "i" 32 bits, "g" double, "b" boolean, "tdD" days since 1970, "+l" a list of
 * fields[0], "+s" a struct of all fields. */
struct column_type {
    const char *format;
    const column_field *fields;
    uint32_t n_fields;
};

typedef struct column column;
struct column {
    const column_field *field;
    column *children; /* field->type->n_fields */
    dm_buf valid;     /* a bit a value */
    dm_buf offsets;   /* "u", "+l": n + 1 of int32 */
    dm_buf data;      /* values; text of "u"; bits of "b" */
    int64_t n, n_null;
};

/* What was added is out of memory where columns_ok says so; adding goes on without effect. */
void column_add_null(column *c);
void column_add_text(column *c, dm_str s);  /* .p NULL: null */
void column_add_u32(column *c, uint32_t v); /* below 2^31: Spark knows no unsigned numbers */
void column_add_real(column *c, double v);  /* NaN: null */
void column_add_bool(column *c, bool v);
void column_add_day(column *c, int32_t day);
void column_end(column *c); /* of a list or struct, after its children: the value is there */

/* A batch: rows of one struct. */
typedef struct column_batch {
    column root;
    uint32_t n_refs; /* atomic */
} column_batch;
column_batch *columns_new(const column_field *root); /* one reference; NULL when out of memory */
void columns_keep(column_batch *b);
void columns_drop(column_batch *b);
bool columns_ok(const column_batch *b);
size_t columns_bytes(const column_batch *b);

bool columns_schema(const column_field *field, struct ArrowSchema *out) DM_MUST_CHECK;
/* Looks into the batch and keeps it until released. */
bool columns_array(column_batch *b, struct ArrowArray *out) DM_MUST_CHECK;

#endif
