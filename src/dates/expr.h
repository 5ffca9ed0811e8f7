/* Date expressions as they stand in the text, before the story's date is known. Private to dates. */
#ifndef DM_DATES_EXPR_H
#define DM_DATES_EXPR_H

#include "document/doc.h"

typedef enum date_unit {
    UNIT_NONE,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEKEND,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_HALF,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY
} date_unit;
typedef enum date_mod {
    MOD_NONE,
    MOD_EARLY,
    MOD_MID,
    MOD_LATE,
    MOD_BEFORE_NOW,
    MOD_AFTER_NOW
} date_mod; /* the last two: "earlier this week", "later this week" */
typedef enum date_dir { DIR_NONE, DIR_LAST, DIR_THIS, DIR_NEXT } date_dir;
typedef enum date_season { SEASON_NONE, SEASON_SPRING, SEASON_SUMMER, SEASON_AUTUMN, SEASON_WINTER } date_season;
typedef enum date_part { PART_NONE, PART_MORNING, PART_AFTERNOON, PART_EVENING, PART_NIGHT } date_part;
typedef enum date_ref { REF_NONE, REF_PAST, REF_PRESENT, REF_FUTURE } date_ref;
typedef enum date_approx { APPROX_NONE, APPROX_APPROX, APPROX_LESS, APPROX_MORE, APPROX_AT_LEAST, APPROX_AT_MOST } date_approx;

typedef enum expr_form {
    EXPR_CALENDAR,  /* some of year, month, day, season, quarter; parts that are not given are 0 */
    EXPR_WEEKDAY,   /* weekday, perhaps in a week given by `shift` (has_shift) */
    EXPR_SHIFT,     /* the unit that lies `shift` units from the story's: today, last week, next year */
    EXPR_AGO,       /* `count` units before (sign -1) or after (+1) the story: two days ago, in three weeks */
    EXPR_FROM_LAST, /* `count` units before or after the expression before it: two days later, the next day */
    EXPR_WINDOW,    /* the `count` units up to the story (sign -1) or from it on (+1): the past three years */
    EXPR_DURATION,  /* two weeks, a five-year plan */
    EXPR_SET,       /* every Monday, daily */
    EXPR_REF,       /* now, recently, in the near future: no day of its own */
} expr_form;

typedef struct date_expr {
    uint32_t tok_begin, tok_end;
    expr_form form;
    date_unit unit;
    int year, month, day;
    int span_years; /* 10 decade, 100 century: year is the first one */
    int day_to;     /* last day of a range in one month, 0 none */
    int nth;        /* the nth `weekday` of the month, 5 the last; 0 none */
    int weekday;    /* 0 Monday .. 6; -1 none */
    date_season season;
    int quarter; /* 1..4; of halves 1..2 with unit HALF */
    int shift;
    bool has_shift; /* EXPR_WEEKDAY: in the week `shift`; EXPR_CALENDAR: in the year `shift` */
    int count;      /* -1 = several */
    int sign;
    date_dir dir; /* before a weekday, month or season */
    date_mod mod;
    date_part part;
    date_ref ref;
    date_approx approx;
    bool half;        /* and a half */
    bool was_quarter; /* counted in quarters: the year-ago quarter */
    bool anaphor;     /* "the month": of the story, or in a history of what was told last */
    bool that_year;   /* in the year of the expression before it */
    int clock;        /* minutes of the day, -1 none */
    bool future;      /* [context] the clause speaks of what is to come */
    bool past;        /* [context] the clause tells what was */
} date_expr;

typedef struct date_exprs {
    date_expr *v;
    uint32_t n, cap;
} date_exprs;

/* All expressions in the tokens [begin, end) of one block, ascending. */
dm_status expr_spot(dm_doc *doc, uint32_t begin, uint32_t end, date_exprs *out, dm_err *err) DM_MUST_CHECK;
/* Sets future and past from the verb above the expression. */
void expr_context(const dm_doc *doc, date_expr *x);

/* ---- words ---- */
bool word_is_month(const dm_doc *doc, uint32_t tok); /* short and ambiguous names count only when used as names */
bool word_is_weekday(const dm_doc *doc, uint32_t tok);
int word_number(dm_str lower);  /* digits, commas among them, 0..9999; -2 none */
int word_ordinal(dm_str lower); /* "3rd": 1..999; 0 none */
int word_year(dm_str text);     /* four digits, 1000..2199; 0 none */

#endif
