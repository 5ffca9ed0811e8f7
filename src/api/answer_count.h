/* Counting, shared by the counts of the fold in memory and those of the tables. */
#ifndef DM_API_ANSWER_COUNT_H
#define DM_API_ANSWER_COUNT_H

#include "api/answer.h"
#include "base/map.h"

enum { MOST_DIMS = 6, MOST_CELLS = 5000000 };
typedef enum dim {
    DIM_YEAR,
    DIM_MONTH,
    DIM_DAY,
    DIM_DYAD,
    DIM_ACTOR,
    DIM_RECIPIENT,
    DIM_QUAD,
    DIM_TYPE,
    DIM_FORCE,
    DIM_ISSUE,
    DIM_OUTLET,
    DIM_N
} dim;
typedef struct values {
    dm_str *v;
    uint32_t n, cap;
} values;

typedef struct counting {
    answer *a;
    dm_arena *arena;
    dim dims[MOST_DIMS];
    uint32_t n_dims;
    values seen[MOST_DIMS]; /* sorted at the end */
    dm_strmap known[MOST_DIMS];
    values each[MOST_DIMS], both; /* of the event at hand */
    values texts;
    dm_strmap kept; /* of texts */
    dm_buf scratch;
    dm_strmap cells; /* values joined -> counts */
    VEC(uint64_t) counts;
    dm_strmap periods; /* finest time -> number of stories */
    VEC(uint64_t) stories;
    dm_day first, last; /* seen; DM_DAY_NONE */
    int finest;         /* index of the finest dimension of time, -1 */
} counting;

/* What an event counts for is a line of parts, each a list of values. */
enum { LINE_QUAD, LINE_TYPE, LINE_FORCE, LINE_ISSUE, LINE_ACTORS, LINE_RECIPIENTS, LINE_OUTLETS };
#define COUNT_BETWEEN '\x1f'
#define COUNT_BEHIND  '\x1e'

/* Adds to a set of texts, which must live as long as it. */
bool count_add_value(counting *c, values *into, dm_str v) DM_MUST_CHECK;
dm_str count_part(dm_str line, int part);
/* Adds the values of a part of a line. */
bool count_add_part(counting *c, values *into, dm_str line, int part) DM_MUST_CHECK;
/* Adds a text to c->each[i]; what comes again is kept once. */
bool count_keep(counting *c, uint32_t i, dm_str v) DM_MUST_CHECK;
/* "a-b", in the order of bytes. */
void count_put_dyad(dm_buf *b, dm_str x, dm_str y);
/* The day's period in dimension i. */
bool count_add_time(counting *c, uint32_t i, dm_day day) DM_MUST_CHECK;
/* n stories that were written on this day. */
bool count_stories(counting *c, dm_day day, uint64_t n) DM_MUST_CHECK;
/* n events with the values in c->each, all of this day. */
bool count_each(counting *c, dm_day day, uint64_t n) DM_MUST_CHECK;
/* One event. */
bool count_line(counting *c, dm_day day, dm_str line) DM_MUST_CHECK;
/* Reads what to count by; sets the answer's columns. */
dm_status count_begin(counting *c, answer *a, dm_err *err) DM_MUST_CHECK;
/* Writes the rows. */
dm_status count_end(counting *c, bool ok, dm_err *err) DM_MUST_CHECK;

#endif
