/* What an expression means, seen from a day. */
#ifndef DM_DATES_RESOLVE_H
#define DM_DATES_RESOLVE_H

#include "dates/expr.h"

typedef struct date_value {
    dm_timex type;
    char value[24];  /* TIMEX3; X in place of what is open */
    const char *mod; /* TIMEX3: START, MID, END, APPROX, LESS_THAN ...; NULL when none */
    dm_day from, to; /* inclusive; DM_DAY_NONE = open */
    bool relative;   /* rests on the day it is seen from */
} date_value;

/* `ref` is the day it is seen from, DM_DAY_NONE when unknown; `last` the expression before it in the same block, NULL
 * when there is none; `year` the year that the text is speaking of, 0 when it is the year of ref. */
void resolve_at(const date_expr *x, dm_day ref, const date_value *last, int year, date_value *out);
/* Seen from any day of [from, to]: the interval over all, the value where both ends agree. */
void resolve_over(const date_expr *x, dm_day from, dm_day to, const date_value *last, int year, date_value *out);

#endif
