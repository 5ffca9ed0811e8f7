/* The report: the page with the ledger inside, as one HTML file that needs no server and no network. The frame, the sheet and
 * the scripts are the program's; the ledger's rows and the stories are two packed blocks (packed.h), which no browser takes for
 * anything but text. Only the two scripts of the page may run: the frame's policy names their hashes. */
#include "serve/packed.h"
#include "serve/page.h"
#include "serve/tables.h"

typedef struct report {
    dm_ledger *ledger;
    packed *pack;
    dm_sink *sink;
    void *user;
    dm_err *err;
    bool first; /* of a list */
} report;

static dm_status put(report *r, dm_str text) {
    dm_status s = r->sink(r->user, text.p, text.n);
    return s == DM_OK ? DM_OK : err_set(r->err, s, 0, "cannot write the report");
}

static dm_status pack(report *r, const void *data, size_t size) {
    dm_status s = packed_put(r->pack, data, size);
    return s == DM_OK ? DM_OK : err_set(r->err, s, 0, "cannot write the report");
}

static dm_status pack_story(void *user, const char *line, size_t size) { return packed_put(((report *)user)->pack, line, size); }

/* The rows of a table; with `line`, the stories' whole lines in their place. */
static dm_status each_row(report *r, dm_table table, bool lines) {
    dm_query q = {.table = table, .all = true};
    dm_rows *rows = NULL;
    DM_TRY(dm_ledger_query(r->ledger, &q, &rows, r->err));
    dm_status s = DM_OK;
    uint32_t id = 0;
    while (lines && id + 1 < dm_rows_n_columns(rows) && strcmp(dm_rows_column(rows, id), "id") != 0) id++;
    for (bool first = true; s == DM_OK && dm_rows_next(rows); first = false) {
        size_t size;
        if (!first) s = pack(r, ",", 1);
        if (s != DM_OK) break;
        if (lines) {
            s = dm_ledger_story(r->ledger, dm_rows_value(rows, id, &size), pack_story, r, r->err);
        } else {
            const char *json = dm_rows_json(rows, &size);
            s = pack(r, json, size);
        }
    }
    dm_rows_close(rows);
    return s;
}

static dm_status put_tables(report *r, const char *name) {
    dm_buf head = {0};
    buf_printf(&head, "{\"version\":\"%s\",\"name\":", dm_version());
    buf_put_json(&head, str_from(name));
    dm_status s = buf_ok(&head) ? pack(r, head.p, head.n) : err_memory(r->err, "the report");
    for (int i = 0; s == DM_OK && tables_of_report[i]; i++) {
        dm_table table;
        bool known = tables_find(str_from(tables_of_report[i]), &table);
        DM_ASSERT(known);
        buf_clear(&head);
        buf_printf(&head, "%s,\"%s\":[", i ? "]" : "", tables_of_report[i]);
        s = buf_ok(&head) ? pack(r, head.p, head.n) : err_memory(r->err, "the report");
        if (s == DM_OK) s = each_row(r, table, false);
    }
    buf_free(&head);
    return s == DM_OK ? pack(r, "]}", 2) : s;
}

static dm_status put_stories(report *r) {
    DM_TRY(pack(r, "[", 1));
    DM_TRY(each_row(r, DM_TABLE_STORIES, true));
    return pack(r, "]", 1);
}

static dm_status put_block(report *r, const char *name, bool stories) {
    DM_TRY(
        put(r, stories ? DM_STR("<script type=\"text/plain\" id=\"ledger-stories\">") : DM_STR("<script type=\"text/plain\" id=\"ledger-tables\">")));
    DM_TRY(packed_open(r->sink, r->user, &r->pack, r->err));
    dm_status s = stories ? put_stories(r) : put_tables(r, name);
    if (s == DM_OK && packed_end(r->pack) != DM_OK) s = err_set(r->err, DM_E_IO, 0, "cannot write the report");
    packed_close(r->pack);
    return s == DM_OK ? put(r, DM_STR("</script>\n")) : s;
}

dm_status dm_report(dm_ledger *ledger, const char *name, dm_sink *sink, void *user, dm_err *err) {
    report r = {.ledger = ledger, .sink = sink, .user = user, .err = err};
    dm_str rest = page_report();
    DM_TRY(put(&r, page_until(rest, "css", &rest)));
    DM_TRY(put(&r, page_sheet()));
    DM_TRY(put(&r, page_until(rest, "network", &rest)));
    DM_TRY(put(&r, page_network()));
    DM_TRY(put(&r, page_until(rest, "data", &rest)));
    DM_TRY(put_block(&r, name, false));
    DM_TRY(put_block(&r, name, true));
    DM_TRY(put(&r, page_until(rest, "js", &rest)));
    DM_TRY(put(&r, page_script()));
    return put(&r, rest);
}
