/* The day on which a story was written. */
#ifndef DM_DATES_STORY_H
#define DM_DATES_STORY_H

#include "dates/expr.h"
#include "lexicon/lexicon.h"

/* What speaks for or against a day; built once, then every candidate day is weighed against it (weigh.c). */
typedef struct date_bound {
    dm_day day;
    int weight; /* lost on the wrong side, in hundredths of a natural logarithm */
    dm_str why;
} date_bound;

typedef struct date_term { /* a person named with an office that the lexicon dates */
    dm_day from[8], to[8]; /* terms with slack; DM_DAY_NONE = open */
    uint32_t n;
    dm_str why;
} date_term;

typedef struct date_part_mention { /* month, or month and day, without a year */
    int month, day, weekday;
    bool past, future;
    dm_span span;
} date_part_mention;

typedef struct date_evidence {
    VEC(date_bound) floors;   /* not before */
    VEC(date_bound) ceilings; /* not after */
    VEC(date_term) terms;
    VEC(date_part_mention) parts;
    int weekdays[3]; /* distinct, told as past; -1 none */
    uint32_t n_weekdays;
    bool last_month; /* the text says "last month" of something past */
    dm_day latest;   /* the latest explicit day told as past, DM_DAY_NONE */
    int years[24];   /* distinct years that are not told as to come */
    uint32_t n_years;
    int line_month, line_day; /* of a dateline without a year, 0 none */
    int line_weekday;         /* printed beside them, -1 none */
    dm_span line_span;
} date_evidence;

/* Weight of a bound that nothing outweighs. */
#define STORY_HARD 4000
/* Log-likelihood of a day in hundredths, up to a constant. */
int story_weigh(const date_evidence *e, dm_day day);
/* Days to look at, at most forty years; *open: later ones are possible. False when the evidence says nothing. */
bool story_range(const date_evidence *e, dm_day *from, dm_day *to, bool *open);

/* Sets doc->date. `exprs` are those of body and title blocks alone, the only ones that vote. */
dm_status story_date(const lexicon *lex, dm_doc *doc, const date_exprs *exprs, dm_err *err) DM_MUST_CHECK;

#endif
