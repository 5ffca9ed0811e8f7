/* Reads one TSV table into rows of cells, with complaints that name file, line and column.
 *
 * The first line that is no comment names the columns, in any order; '#' begins a comment line; an empty cell means
 * unknown; white space around a cell is dropped. Cells are read by the getters below, which complain for themselves.
 * Columns of complaints count characters from 1. Nothing here knows what a table means. */
#ifndef DM_LEXICON_TABLE_H
#define DM_LEXICON_TABLE_H

#include "lexicon/lexicon.h"

#define LEX_COLUMNS_MAX 12
#define LEX_FILE_MAX    ((size_t)256 << 20) /* bytes of one source file */

/* Where complaints go. A warning's text begins with "warning: "; anything else is an error. */
typedef struct lex_lint {
    lexicon_report *report; /* may be NULL */
    void *user;
    uint32_t n_errors, n_warnings;
    uint32_t n_suggestions; /* looked for so far; bounded because each reads all ids */
} lex_lint;
void lint_error(lex_lint *lint, const char *file, uint32_t line, uint32_t column, const char *instead, const char *fmt, ...) DM_PRINTF(6, 7);
void lint_warn(lex_lint *lint, const char *file, uint32_t line, uint32_t column, const char *instead, const char *fmt, ...) DM_PRINTF(6, 7);

typedef struct lex_table {
    const char *name; /* "actors": the folder actors/ or the file actors.tsv */
    bool folder;
    const char *columns[LEX_COLUMNS_MAX];
    uint32_t required, key, phrase; /* bit sets of columns; key cells in `phrase` are compared as pieces */
} lex_table;

typedef struct lex_row {
    const char *file; /* as complaints name it */
    const char *text; /* begin of the line */
    uint32_t line;
    uint32_t dir;        /* index of the folder it comes from */
    const dm_str *cells; /* one for each column of the table; an empty one points to where it would stand */
    bool sole;           /* takes the place of all rows of earlier folders with its first cell */
} lex_row;
typedef struct lex_rows {
    lex_row *v;
    uint32_t n, cap;
} lex_rows;

/* Appends the rows of `text`, which must live as long as they do. Fails only for want of memory. */
dm_status table_read(dm_arena *arena, lex_lint *lint, const lex_table *table, const char *file, uint32_t dir, dm_str text, lex_rows *out,
                     dm_err *err) DM_MUST_CHECK;

/* Complains about a cell. */
void row_error(lex_lint *lint, const lex_row *row, uint32_t column, const char *instead, const char *fmt, ...) DM_PRINTF(5, 6);
void row_warn(lex_lint *lint, const lex_row *row, uint32_t column, const char *instead, const char *fmt, ...) DM_PRINTF(5, 6);

/* Index in texts; `if_empty` for an empty cell; complains with the allowed values and gives 0 otherwise. */
uint8_t row_choice(lex_lint *lint, const lex_row *row, uint32_t column, const char *const *texts, uint32_t n_texts, uint8_t if_empty);
/* Bit set over texts for a cell of words apart by spaces. */
uint8_t row_flags(lex_lint *lint, const lex_row *row, uint32_t column, const char *const *texts, uint32_t n_texts);
/* First or last day of YYYY, YYYY-MM or YYYY-MM-DD; DM_DAY_NONE for an empty cell. */
dm_day row_date(lex_lint *lint, const lex_row *row, uint32_t column, bool last);
void row_dates(lex_lint *lint, const lex_row *row, uint32_t from_column, dm_day *from, dm_day *to); /* `to` is the next column */
double row_real(lex_lint *lint, const lex_row *row, uint32_t column, double min, double max, double if_empty);
uint32_t row_count(lex_lint *lint, const lex_row *row, uint32_t column); /* 0 for an empty cell */

/* Changes (insert, delete, replace a byte; ASCII case ignored) from a to b, at most `most` + 1. */
uint32_t edit_distance(dm_str a, dm_str b, uint32_t most);

#endif
