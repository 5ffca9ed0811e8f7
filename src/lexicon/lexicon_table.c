/* See lexicon_table.h. Lines are split in place; a cell is a slice of the file. */
#include "lexicon/lexicon_table.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>

/* ---- complaints ---- */

static void complain(lex_lint *lint, const char *file, uint32_t line, uint32_t column, const char *prefix, const char *instead, const char *fmt,
                     va_list ap) {
    char what[512];
    if (!lint->report) return;
    int k = snprintf(what, sizeof what, "%s", prefix);
    vsnprintf(what + k, sizeof what - (size_t)k, fmt, ap);
    lint->report(lint->user, file, line, column, what, instead);
}

#define COMPLAIN(count, prefix, file, line, column)                           \
    do {                                                                      \
        va_list ap;                                                           \
        va_start(ap, fmt);                                                    \
        (count)++;                                                            \
        complain(lint, (file), (line), (column), (prefix), instead, fmt, ap); \
        va_end(ap);                                                           \
    } while (0)

void lint_error(lex_lint *lint, const char *file, uint32_t line, uint32_t column, const char *instead, const char *fmt, ...) {
    COMPLAIN(lint->n_errors, "", file, line, column);
}
void lint_warn(lex_lint *lint, const char *file, uint32_t line, uint32_t column, const char *instead, const char *fmt, ...) {
    COMPLAIN(lint->n_warnings, "warning: ", file, line, column);
}

/* Character column, from 1, of a place in a line; bytes that are no UTF-8 count one each. */
static uint32_t column_at(const char *line, const char *at) {
    uint32_t n = 1;
    for (const char *p = line; p < at; p++) n += !utf8_is_cont(*p);
    return n;
}

static uint32_t column_of(const lex_row *row, uint32_t column) { return column_at(row->text, row->cells[column].p); }

void row_error(lex_lint *lint, const lex_row *row, uint32_t column, const char *instead, const char *fmt, ...) {
    COMPLAIN(lint->n_errors, "", row->file, row->line, column_of(row, column));
}
void row_warn(lex_lint *lint, const lex_row *row, uint32_t column, const char *instead, const char *fmt, ...) {
    COMPLAIN(lint->n_warnings, "warning: ", row->file, row->line, column_of(row, column));
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

uint32_t edit_distance(dm_str a, dm_str b, uint32_t most) {
    uint32_t row[65];
    if (a.n > 64 || b.n > 64) return str_eq(a, b) ? 0 : most + 1;
    if ((a.n > b.n ? a.n - b.n : b.n - a.n) > most) return most + 1;
    for (uint32_t j = 0; j <= b.n; j++) row[j] = j;
    for (uint32_t i = 1; i <= a.n; i++) {
        uint32_t diagonal = row[0], least = row[0] = i;
        for (uint32_t j = 1; j <= b.n; j++) {
            uint32_t d = diagonal + (lower(a.p[i - 1]) != lower(b.p[j - 1]));
            diagonal = row[j];
            if (row[j] + 1 < d) d = row[j] + 1;
            if (row[j - 1] + 1 < d) d = row[j - 1] + 1;
            row[j] = d;
            if (d < least) least = d;
        }
        if (least > most) return most + 1;
    }
    return row[b.n];
}

/* ---- lines and cells ---- */

typedef struct reader {
    dm_arena *arena;
    lex_lint *lint;
    const lex_table *table;
    const char *file;
    uint32_t line, dir;
    uint32_t n_columns, n_table;
    uint32_t present;                  /* bit set of the table's columns that the file has */
    uint32_t columns[LEX_COLUMNS_MAX]; /* table column of each column of the file; DM_NONE for one that is wrong */
} reader;

static dm_str next_cell(dm_str *rest, bool *more) {
    const char *tab = rest->n ? memchr(rest->p, '\t', rest->n) : NULL;
    uint32_t n = tab ? (uint32_t)(tab - rest->p) : rest->n;
    dm_str cell = str_sub(*rest, 0, n);
    *more = tab != NULL;
    *rest = str_sub(*rest, tab ? n + 1 : n, rest->n);
    return str_trim(cell);
}

static void list_texts(dm_buf *b, const char *const *texts, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (!texts[i]) continue;
        if (b->n) buf_puts(b, " ");
        buf_puts(b, texts[i]);
    }
}

static void read_header(reader *r, dm_str line) {
    const char *begin = line.p;
    dm_buf known = {0};
    list_texts(&known, r->table->columns, r->n_table);
    for (bool more = true; more;) {
        dm_str cell = next_cell(&line, &more);
        uint32_t c = 0, at = column_at(begin, cell.p);
        while (c < r->n_table && !str_is(cell, r->table->columns[c])) c++;
        if (c == r->n_table || (r->present >> c & 1)) {
            lint_error(r->lint, r->file, r->line, at, buf_cstr(&known), c == r->n_table ? "unknown column \"%.*s\"" : "column \"%.*s\" stands twice",
                       DM_STR_ARG(cell));
            c = DM_NONE;
        } else {
            r->present |= 1u << c;
        }
        if (r->n_columns == LEX_COLUMNS_MAX) break;
        r->columns[r->n_columns++] = c;
    }
    for (uint32_t c = 0; c < r->n_table; c++)
        if ((r->table->required >> c & 1) && !(r->present >> c & 1))
            lint_error(r->lint, r->file, r->line, 1, buf_cstr(&known), "column \"%s\" is missing", r->table->columns[c]);
    buf_free(&known);
}

static dm_status read_row(reader *r, dm_str line, lex_rows *out) {
    lex_row *row = VEC_PUSH(r->arena, out);
    dm_str *cells = ARENA_NEW(r->arena, dm_str, r->n_table);
    if (!row || !cells) return DM_E_MEMORY;
    *row = (lex_row){r->file, line.p, r->line, r->dir, cells};
    for (uint32_t c = 0; c < r->n_table; c++) cells[c] = (dm_str){line.p, 0};
    for (uint32_t i = 0; i < r->n_columns; i++) /* a short line's last cells stand at its end */
        if (r->columns[i] != DM_NONE) cells[r->columns[i]].p += line.n;
    bool more = true;
    for (uint32_t i = 0; more; i++) {
        dm_str cell = next_cell(&line, &more);
        if (i >= r->n_columns) {
            if (!cell.n) continue; /* spreadsheets write empty cells at the end */
            lint_error(r->lint, r->file, r->line, column_at(row->text, cell.p), "one cell for each column, apart by tabs",
                       "cell \"%.*s\" has no column", DM_STR_ARG(cell));
            break;
        }
        if (r->columns[i] != DM_NONE) cells[r->columns[i]] = cell;
    }
    for (uint32_t c = 0; c < r->n_table; c++)
        if ((r->table->required & r->present) >> c & 1 && !cells[c].n) row_error(r->lint, row, c, "a value", "\"%s\" is empty", r->table->columns[c]);
    return DM_OK;
}

/* False, with a complaint, for a line that is no text. */
static bool check_line(reader *r, dm_str line) {
    size_t bad = utf8_valid_prefix(line.p, line.n);
    for (uint32_t i = 0; i < bad; i++)
        if ((unsigned char)line.p[i] < 0x20 && line.p[i] != '\t') bad = i;
    if (bad == line.n) return true;
    lint_error(r->lint, r->file, r->line, column_at(line.p, line.p + bad), "UTF-8 text without control characters", "byte 0x%02X is no text",
               (unsigned char)line.p[bad]);
    return false;
}

dm_status table_read(dm_arena *arena, lex_lint *lint, const lex_table *table, const char *file, uint32_t dir, dm_str text, lex_rows *out,
                     dm_err *err) {
    reader r = {.arena = arena, .lint = lint, .table = table, .file = file, .dir = dir};
    while (r.n_table < LEX_COLUMNS_MAX && table->columns[r.n_table]) r.n_table++;
    if (str_starts(text, "\xEF\xBB\xBF")) text = str_sub(text, 3, text.n);
    bool header = false;
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        uint32_t n = end ? (uint32_t)(end - text.p) : text.n;
        dm_str line = str_sub(text, 0, n);
        text = str_sub(text, end ? n + 1 : n, text.n);
        r.line++;
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        if (!str_trim(line).n || line.p[0] == '#' || !check_line(&r, line)) continue;
        if (!header) read_header(&r, line);
        else if (read_row(&r, line, out) != DM_OK) return err_memory(err, file);
        header = true;
    }
    if (!header) lint_error(lint, file, 1, 1, "a first line that names the columns", "no columns are named");
    return DM_OK;
}

/* ---- cells ---- */

static int index_of(dm_str text, const char *const *texts, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (texts[i] && str_is(text, texts[i])) return (int)i;
    return -1;
}

static void not_allowed(lex_lint *lint, const lex_row *row, uint32_t column, dm_str text, const char *const *texts, uint32_t n) {
    dm_buf allowed = {0};
    list_texts(&allowed, texts, n);
    row_error(lint, row, column, buf_cstr(&allowed), "\"%.*s\" is not allowed here", DM_STR_ARG(text));
    buf_free(&allowed);
}

uint8_t row_choice(lex_lint *lint, const lex_row *row, uint32_t column, const char *const *texts, uint32_t n_texts, uint8_t if_empty) {
    dm_str cell = row->cells[column];
    if (!cell.n) return if_empty;
    int i = index_of(cell, texts, n_texts);
    if (i < 0) not_allowed(lint, row, column, cell, texts, n_texts);
    return i < 0 ? 0 : (uint8_t)i;
}

uint8_t row_flags(lex_lint *lint, const lex_row *row, uint32_t column, const char *const *texts, uint32_t n_texts) {
    dm_str rest = row->cells[column];
    uint8_t flags = 0;
    while (rest.n) {
        int64_t space = str_find(rest, DM_STR(" "), 0);
        dm_str word = str_sub(rest, 0, space < 0 ? rest.n : (uint32_t)space);
        rest = str_trim(str_sub(rest, word.n, rest.n));
        int i = index_of(word, texts, n_texts);
        if (i < 0) not_allowed(lint, row, column, word, texts, n_texts);
        else flags |= (uint8_t)(1u << i);
    }
    return flags;
}

static bool digits(dm_str s, uint32_t at, uint32_t n, int *out) {
    *out = 0;
    for (uint32_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

dm_day row_date(lex_lint *lint, const lex_row *row, uint32_t column, bool last) {
    dm_str s = row->cells[column];
    int y = 0, m = last ? 12 : 1, d = 1;
    if (!s.n) return DM_DAY_NONE;
    bool ok = (s.n == 4 || s.n == 7 || s.n == 10) && digits(s, 0, 4, &y) && y > 0;
    if (ok && s.n > 4) ok = s.p[4] == '-' && digits(s, 5, 2, &m) && m >= 1 && m <= 12;
    if (ok && s.n > 7) ok = s.p[7] == '-' && digits(s, 8, 2, &d);
    dm_day day = DM_DAY_NONE;
    if (ok && (s.n == 10 || !last)) day = day_of(y, m, d);
    else if (ok) day = day_of(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) - 1;
    if (day == DM_DAY_NONE) row_error(lint, row, column, "YYYY, YYYY-MM or YYYY-MM-DD, or nothing", "\"%.*s\" is no date", DM_STR_ARG(s));
    return day;
}

void row_dates(lex_lint *lint, const lex_row *row, uint32_t from_column, dm_day *from, dm_day *to) {
    *from = row_date(lint, row, from_column, false);
    *to = row_date(lint, row, from_column + 1, true);
    if (*from != DM_DAY_NONE && *to != DM_DAY_NONE && *from > *to)
        row_error(lint, row, from_column + 1, "a day not before \"from\"", "\"%.*s\" is before \"%.*s\"", DM_STR_ARG(row->cells[from_column + 1]),
                  DM_STR_ARG(row->cells[from_column]));
}

/* Decimal digits with at most one point; exact, since 15 digits and powers of ten to 10^15 are doubles. */
static bool parse_real(dm_str s, double *out) {
    uint32_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'), n_digits = 0;
    double mantissa = 0, scale = 1;
    bool point = false;
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        if (++n_digits > 15) {
            if (!point) return false;
            continue; /* digits beyond a double's */
        }
        mantissa = mantissa * 10 + (s.p[i] - '0');
        if (point) scale *= 10;
    }
    *out = (s.n && s.p[0] == '-' ? -1 : 1) * (mantissa / scale);
    return n_digits > 0;
}

double row_real(lex_lint *lint, const lex_row *row, uint32_t column, double min, double max, double if_empty) {
    dm_str s = row->cells[column];
    double v;
    if (!s.n) return if_empty;
    if (parse_real(s, &v) && v >= min && v <= max) return v;
    dm_buf range = {0};
    buf_puts(&range, "a decimal number from ");
    buf_put_fixed(&range, min, 0);
    buf_puts(&range, " to ");
    buf_put_fixed(&range, max, 0);
    row_error(lint, row, column, buf_cstr(&range), "\"%.*s\" is no such number", DM_STR_ARG(s));
    buf_free(&range);
    return if_empty;
}

uint32_t row_count(lex_lint *lint, const lex_row *row, uint32_t column) {
    dm_str s = row->cells[column];
    uint64_t v = 0;
    bool ok = s.n <= 10;
    for (uint32_t i = 0; ok && i < s.n; i++) {
        ok = s.p[i] >= '0' && s.p[i] <= '9';
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    if (ok && v <= UINT32_MAX) return (uint32_t)v;
    row_error(lint, row, column, "a whole number", "\"%.*s\" is no count", DM_STR_ARG(s));
    return 0;
}
