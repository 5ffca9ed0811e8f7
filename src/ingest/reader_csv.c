/* Stories in a table (RFC 4180): the first line names the columns, a cell in double quotes may hold the comma, line ends and doubled
 * quotes. The comma is the one of , ; and tab that the first line has most of. Quotes inside a cell that does not begin with one are
 * letters. A quote that never closes would swallow the file: past READER_STORY_MAX the row's first line is passed over instead. */
#include "ingest/reader_int.h"

#include "ingest/decode.h"
#include "ingest/sniff.h"

/* The length of the row that the buffer begins with, its line end included, reading on as needed; 0 at the end of the file. */
static dm_status hold_row(reader *r, char comma, size_t *size, dm_err *err) {
    size_t at = 0;
    bool quoted = false, begin = true; /* inside quotes; at the beginning of a cell */
    for (;;) {
        if (at == reader_held(r)) {
            if (r->eof) {
                *size = at;
                return DM_OK;
            }
            if (at > READER_STORY_MAX) {
                size_t n = 0;
                unsigned long long line = r->line;
                dm_status s = reader_hold_line(r, &n, err);
                if (s == DM_OK) reader_take(r, n < reader_held(r) ? n + 1 : n);
                r->line++;
                if (s != DM_OK) return s;
                return err_set(err, DM_E_LIMIT, 0,
                               "%.*s:%llu: a row longer than a story may be (%u MB): is a quotation mark left open? The line was passed over",
                               DM_STR_ARG(r->place), line, READER_STORY_MAX >> 20);
            }
            DM_TRY(reader_fill(r, err));
            continue;
        }
        char c = reader_bytes(r)[at++];
        if (quoted) quoted = c != '"';
        else if (c == '"' && begin) quoted = true;
        else if (c == '"' && at >= 2 && reader_bytes(r)[at - 2] == '"') quoted = true; /* a doubled quote */
        else if (c == '\n') {
            *size = at;
            return DM_OK;
        }
        begin = !quoted && c == comma;
    }
}

/* The cell at *at of a row, unquoted into a; *at moves behind its comma. */
static bool cell(dm_arena *a, dm_str row, char comma, uint32_t *at, dm_str *out) {
    uint32_t i = *at, n = 0;
    char *to = arena_alloc(a, (size_t)row.n - i + 1);
    if (!to) return false;
    bool quoted = i < row.n && row.p[i] == '"';
    if (quoted) i++;
    while (i < row.n) {
        if (quoted && row.p[i] == '"') {
            if (i + 1 < row.n && row.p[i + 1] == '"') i++;
            else {
                quoted = false;
                i++;
                continue;
            }
        } else if (!quoted && row.p[i] == comma) {
            break;
        }
        to[n++] = row.p[i++] ? row.p[i - 1] : ' ';
    }
    *out = (dm_str){to, n};
    *at = i < row.n ? i + 1 : row.n + 1;
    return true;
}

static dm_str without_end(const char *p, size_t n) {
    while (n && (p[n - 1] == '\n' || p[n - 1] == '\r')) n--;
    return (dm_str){p, (uint32_t)n};
}

static uint64_t lines_in(dm_str s) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) n += s.p[i] == '\n';
    return n;
}

static char comma_of(dm_str line) {
    static const char commas[] = ",\t;";
    char best = ',';
    uint32_t most = 0;
    for (const char *c = commas; *c; c++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < line.n; i++) n += line.p[i] == *c;
        if (n > most) most = n, best = *c;
    }
    return best;
}

static dm_status read_names(reader *r, dm_arena *a, dm_err *err) {
    size_t size = 0;
    DM_TRY(reader_hold_line(r, &size, err));
    csv_columns c = {.comma = comma_of((dm_str){reader_bytes(r), (uint32_t)size})};
    DM_TRY(hold_row(r, c.comma, &size, err));
    dm_str row = without_end(reader_bytes(r), size);
    for (int k = 0; k < READER_KEY_N; k++) c.of[k] = -1;
    int html = -1;
    for (uint32_t at = 0; at <= row.n; c.n++) {
        dm_str name;
        if (!cell(a, row, c.comma, &at, &name)) return err_memory(err, "a table");
        for (int k = 0; k < READER_KEY_N; k++)
            if (c.of[k] < 0 && str_eq_nocase(str_trim(name), r->keys[k])) c.of[k] = (int)c.n;
        if (html < 0 && str_eq_nocase(str_trim(name), DM_STR("html"))) html = (int)c.n;
    }
    if (c.of[READER_TEXT] < 0 && str_is(r->keys[READER_TEXT], "text")) c.of[READER_TEXT] = html;
    r->line += lines_in((dm_str){reader_bytes(r), (uint32_t)size});
    reader_take(r, size);
    r->csv = c;
    if (c.of[READER_TEXT] >= 0) return DM_OK;
    dm_status s = reader_pass(r, UINT64_MAX, err);
    if (s != DM_OK) return s;
    return err_set(err, DM_E_FORMAT, 0, "%.*s: no column \"%.*s\" in the first line; say which one it is (--map text=NAME)", DM_STR_ARG(r->place),
                   DM_STR_ARG(r->keys[READER_TEXT]));
}

static dm_status row_story(const reader *r, dm_arena *a, dm_str row, dm_str where, dm_raw *raw, dm_err *err) {
    dm_str utf8, cells[READER_KEY_N] = {{0}};
    decode_report report;
    DM_TRY(decode_text(a, row, &utf8, &report, err));
    if (report.from == DECODE_BINARY) return err_set(err, DM_E_FORMAT, 0, "%.*s: looks like binary data, not text", DM_STR_ARG(where));
    uint32_t n = 0;
    for (uint32_t at = 0; at <= utf8.n; n++) {
        dm_str v;
        if (!cell(a, utf8, r->csv.comma, &at, &v)) return err_memory(err, "a row");
        for (int k = 0; k < READER_KEY_N; k++)
            if (r->csv.of[k] == (int)n && v.n) cells[k] = v;
    }
    raw->n_bad = report.n_bad;
    raw->cp1252 = report.from == DECODE_CP1252;
    raw->url = cells[READER_URL];
    raw->id = cells[READER_ID].n ? cells[READER_ID] : cells[READER_URL].n ? cells[READER_URL] : where;
    raw->title = cells[READER_TITLE];
    raw->outlet = cells[READER_OUTLET];
    raw->date = cells[READER_DATE];
    raw->language = cells[READER_LANGUAGE];
    raw->crawled = cells[READER_CRAWLED];
    if (n < (uint32_t)r->csv.of[READER_TEXT] + 1)
        return err_set(err, DM_E_FORMAT, 0, "%.*s: the row has %u cells, %u are named in the first line; is a quotation mark missing?",
                       DM_STR_ARG(where), n, r->csv.n);
    raw->body = cells[READER_TEXT].n ? cells[READER_TEXT] : DM_STR("");
    raw->page = sniff(raw->body, DM_STR_NONE) == SNIFF_PAGE;
    return DM_OK;
}

dm_status reader_csv_row(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) {
    raw->id = r->place;
    if (!r->csv.n) DM_TRY(read_names(r, a, err));
    for (;;) {
        size_t size = 0;
        at->line = r->line;
        at->offset = reader_place_in_file(r, r->offset);
        dm_str where = raw->id = reader_where(r, a, r->line);
        dm_status s = where.p ? hold_row(r, r->csv.comma, &size, err) : err_memory(err, "a row");
        at->next = reader_place_in_file(r, r->offset);
        if (s != DM_OK) return s;
        if (!size) {
            *end = true;
            return DM_OK;
        }
        dm_str row = without_end(reader_bytes(r), size);
        bool blank = !str_trim(row).n;
        if (!blank) s = row_story(r, a, row, where, raw, err);
        r->line += lines_in((dm_str){reader_bytes(r), (uint32_t)size});
        reader_take(r, size);
        at->next = reader_place_in_file(r, r->offset);
        if (!blank) return s;
    }
}
