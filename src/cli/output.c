/* Rows as a table for people, TSV and CSV for programs, JSONL for both. A table cuts its widest column so that a line
 * fits the terminal; nothing else is ever cut. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MAX_COLUMNS = 64, SAMPLE_ROWS = 1000 };

static bool quotes_story(const char *column) {
    return strcmp(column, "sentence") == 0 || strcmp(column, "content") == 0 || strcmp(column, "text") == 0 || strcmp(column, "terms") == 0;
}

/* Columns to print, as indices; -1 after a complaint. */
static int choose(const dm_rows *rows, const char *fields, bool no_text, uint32_t chosen[MAX_COLUMNS]) {
    int n = 0;
    uint32_t n_columns = dm_rows_n_columns(rows);
    for (uint32_t c = 0; !fields && c < n_columns && n < MAX_COLUMNS; c++)
        if (!no_text || !quotes_story(dm_rows_column(rows, c))) chosen[n++] = c;
    while (fields && *fields) {
        size_t len = strcspn(fields, ",");
        uint32_t c = 0;
        while (c < n_columns && (strlen(dm_rows_column(rows, c)) != len || strncmp(dm_rows_column(rows, c), fields, len) != 0)) c++;
        if (c == n_columns || n == MAX_COLUMNS) {
            cli_say("--fields: no column %.*s; there are:", (int)len, fields);
            for (uint32_t i = 0; i < n_columns; i++) fprintf(stderr, "%s%s", i ? "," : "  ", dm_rows_column(rows, i));
            fputc('\n', stderr);
            return -1;
        }
        chosen[n++] = c;
        fields += len + (fields[len] == ',');
    }
    return n;
}

static void put_tsv(FILE *out, const char *s, size_t n) {
    for (size_t i = 0; i < n; i++) fputc(s[i] == '\t' || s[i] == '\n' || s[i] == '\r' ? ' ' : s[i], out);
}

static void put_csv(FILE *out, const char *s, size_t n) {
    bool quote = false;
    for (size_t i = 0; i < n; i++) quote |= s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r';
    if (quote) fputc('"', out);
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '"') fputc('"', out);
        fputc(s[i], out);
    }
    if (quote) fputc('"', out);
}

static void print_flat(dm_rows *rows, cli_format format, const uint32_t *chosen, int n, FILE *out) {
    char sep = format == CLI_CSV ? ',' : '\t';
    for (int i = 0; i < n; i++) fprintf(out, "%s%c", dm_rows_column(rows, chosen[i]), i + 1 < n ? sep : '\n');
    while (dm_rows_next(rows)) {
        for (int i = 0; i < n; i++) {
            size_t size;
            const char *s = dm_rows_value(rows, chosen[i], &size);
            if (format == CLI_CSV) put_csv(out, s, size);
            else put_tsv(out, s, size);
            fputc(i + 1 < n ? sep : '\n', out);
        }
    }
}

static size_t width_of(const char *s, size_t n) {
    size_t w = 0;
    for (size_t i = 0; i < n; i++) w += ((unsigned char)s[i] & 0xC0) != 0x80;
    return w;
}

/* At most `width` characters, padded unless last; a cut is shown. */
static void put_cell(FILE *out, const char *s, size_t n, size_t width, bool last) {
    size_t w = 0, i = 0, full = width_of(s, n), most = full > width ? width - 1 : width;
    for (; i < n; i++) {
        if (((unsigned char)s[i] & 0xC0) != 0x80 && ++w > most) break;
        fputc(s[i] == '\n' || s[i] == '\t' ? ' ' : s[i], out);
    }
    if (full > width) fputs("…", out), w = width;
    else w = full;
    if (!last) fprintf(out, "%*s", (int)(width - w) + 2, "");
}

static size_t terminal_width(FILE *out) {
    struct winsize ws;
    if (ioctl(fileno(out), TIOCGWINSZ, &ws) == 0 && ws.ws_col > 20) return ws.ws_col;
    return 120;
}

typedef struct sample {
    char *cells[MAX_COLUMNS];
    size_t sizes[MAX_COLUMNS];
} sample;

/* Narrows the widest column, a character at a time, until a line fits the room. */
static void fit(size_t *width, int n, size_t room) {
    enum { LEAST = 6 };
    size_t total = 0;
    for (int i = 0; i < n; i++) total += width[i] + (i + 1 < n ? 2 : 0);
    while (total > room) {
        int widest = 0;
        for (int i = 1; i < n; i++)
            if (width[i] > width[widest]) widest = i;
        if (width[widest] <= LEAST) return;
        width[widest]--;
        total--;
    }
}

static bool print_table(dm_rows *rows, const uint32_t *chosen, int n, FILE *out) {
    sample *held = calloc(SAMPLE_ROWS, sizeof *held);
    size_t width[MAX_COLUMNS], n_held = 0;
    if (!held) return false;
    bool ok = true, colour = isatty(fileno(out)) && !getenv("NO_COLOR");
    for (int i = 0; i < n; i++) width[i] = strlen(dm_rows_column(rows, chosen[i]));
    while (ok && n_held < SAMPLE_ROWS && dm_rows_next(rows)) {
        for (int i = 0; i < n; i++) {
            size_t size;
            const char *s = dm_rows_value(rows, chosen[i], &size);
            held[n_held].cells[i] = malloc(size + 1);
            held[n_held].sizes[i] = size;
            if (!held[n_held].cells[i]) {
                ok = false;
                break;
            }
            memcpy(held[n_held].cells[i], s, size);
            size_t w = width_of(s, size);
            if (w > width[i]) width[i] = w;
        }
        n_held++;
    }
    fit(width, n, terminal_width(out));
    if (colour) fputs("\033[1m", out);
    for (int i = 0; i < n; i++) put_cell(out, dm_rows_column(rows, chosen[i]), strlen(dm_rows_column(rows, chosen[i])), width[i], i + 1 == n);
    fputs(colour ? "\033[0m\n" : "\n", out);
    for (size_t r = 0; r < n_held; r++) {
        for (int i = 0; i < n && ok; i++) put_cell(out, held[r].cells[i], held[r].sizes[i], width[i], i + 1 == n);
        fputc('\n', out);
        for (int i = 0; i < n; i++) free(held[r].cells[i]);
    }
    free(held);
    while (ok && dm_rows_next(rows)) {
        for (int i = 0; i < n; i++) {
            size_t size;
            const char *s = dm_rows_value(rows, chosen[i], &size);
            put_cell(out, s, size, width[i], i + 1 == n);
        }
        fputc('\n', out);
    }
    return ok;
}

int output_rows(dm_rows *rows, cli_format format, const char *fields, bool no_text, FILE *out) {
    uint32_t chosen[MAX_COLUMNS];
    int n = choose(rows, fields, no_text, chosen);
    if (n < 0) return EXIT_BAD_USAGE;
    bool ok = true;
    if (format == CLI_JSONL) {
        while (dm_rows_next(rows)) {
            size_t size;
            const char *json = dm_rows_json(rows, &size);
            fwrite(json, 1, size, out);
            fputc('\n', out);
        }
    } else if (format == CLI_TABLE) {
        ok = print_table(rows, chosen, n, out);
    } else {
        print_flat(rows, format, chosen, n, out);
    }
    if (ok && fflush(out) == 0 && !ferror(out)) return EXIT_DONE;
    cli_say("standard output: cannot write");
    return EXIT_WORLD_FAILED;
}
