/* See api.h. */
#include "serve/api.h"

#include "serve/tables.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

enum { LIMIT = 1000, MOST = 5000 };

static const char *const names[] = {"actor", "recipient", "from",   "to", "issue",  "type",  "outlet", "text",
                                    "all",   "id",        "search", "by", "offset", "limit", "unit",   "token"};

bool api_knows(const char *name) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

void api_error(api_answer *out, unsigned status, const char *message) {
    buf_clear(&out->body);
    out->status = status;
    out->type = "application/json";
    buf_puts(&out->body, "{\"error\":");
    buf_put_json(&out->body, str_from(message));
    buf_putc(&out->body, '}');
}

static void failed(api_answer *out, dm_status s, const dm_err *err) {
    unsigned status = s == DM_E_NOT_FOUND ? 404 : s == DM_E_USAGE ? 400 : s == DM_E_BUSY ? 503 : 500;
    api_error(out, status, err->msg[0] ? err->msg : dm_status_text(s));
}

/* False after answering that it is no number. */
static bool number(const char *text, uint64_t unset, uint64_t *out, api_answer *answer) {
    *out = unset;
    if (!text) return true;
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    if (*text >= '0' && *text <= '9' && !*end && !errno) return true;
    api_error(answer, 400, "offset and limit are numbers");
    return false;
}

static dm_status put_rows(dm_ledger *ledger, const dm_query *q, uint64_t limit, dm_buf *b, dm_err *err) {
    dm_rows *rows = NULL;
    DM_TRY(dm_ledger_query(ledger, q, &rows, err));
    uint64_t n = 0;
    buf_puts(b, "{\"rows\":[");
    while (dm_rows_next(rows)) {
        if (n++ == limit) break;
        size_t size;
        const char *json = dm_rows_json(rows, &size);
        buf_puts(b, n > 1 ? ",\n" : "\n");
        buf_put(b, json, size);
    }
    dm_rows_close(rows);
    buf_printf(b, "],\"offset\":%llu,\"next\":", (unsigned long long)q->offset);
    if (n > limit) buf_put_u64(b, q->offset + limit);
    else buf_puts(b, "null");
    buf_putc(b, '}');
    return DM_OK;
}

static void rows(dm_ledger *ledger, dm_str name, api_parameter *parameter, void *request, api_answer *out) {
    dm_err err = {0};
    uint64_t offset, limit;
    dm_query q = {.actor = parameter(request, "actor"),
                  .recipient = parameter(request, "recipient"),
                  .from = parameter(request, "from"),
                  .to = parameter(request, "to"),
                  .issue = parameter(request, "issue"),
                  .type = parameter(request, "type"),
                  .outlet = parameter(request, "outlet"),
                  .text = parameter(request, "text"),
                  .id = parameter(request, "id"),
                  .search = parameter(request, "search"),
                  .by = parameter(request, "by")};
    if (!tables_find(name, &q.table)) {
        api_error(out, 404, "no such table");
        return;
    }
    const char *unit = parameter(request, "unit"), *all = parameter(request, "all");
    if (unit && strcmp(unit, "report") != 0 && strcmp(unit, "merged") != 0) {
        api_error(out, 400, "unit is report or merged");
        return;
    }
    if (!number(parameter(request, "offset"), 0, &offset, out) || !number(parameter(request, "limit"), LIMIT, &limit, out)) return;
    if (limit < 1 || limit > MOST) {
        api_error(out, 400, "limit is 1 to 5000");
        return;
    }
    q.reports = unit && strcmp(unit, "report") == 0;
    q.all = all && strcmp(all, "1") == 0;
    q.offset = offset;
    q.limit = limit + 1; /* one more tells that there is a next page */
    dm_status s = put_rows(ledger, &q, limit, &out->body, &err);
    if (s != DM_OK) failed(out, s, &err);
}

/* How much there is, and what serves it: {"version","generation","total":{"events","stories"}}. */
static void meta(pool *p, dm_ledger *ledger, api_answer *out) {
    dm_err err = {0};
    dm_query q = {.table = DM_TABLE_COUNT, .all = true};
    dm_rows *counts = NULL;
    dm_status s = dm_ledger_query(ledger, &q, &counts, &err);
    if (s != DM_OK) {
        failed(out, s, &err);
        return;
    }
    size_t size = 0;
    const char *total = dm_rows_next(counts) ? dm_rows_json(counts, &size) : NULL;
    buf_printf(&out->body, "{\"version\":\"%s\",\"generation\":\"%016llx\",\"total\":", dm_version(), (unsigned long long)pool_generation(p));
    if (total) buf_put(&out->body, total, size);
    else buf_puts(&out->body, "{\"events\":0,\"stories\":0}");
    buf_putc(&out->body, '}');
    dm_rows_close(counts);
}

static dm_status into_buf(void *user, const char *data, size_t size) {
    buf_put(user, data, size);
    return buf_ok(user) ? DM_OK : DM_E_MEMORY;
}

static void one(dm_ledger *ledger, const dm_engine *engine, bool story, const char *id, api_answer *out) {
    dm_err err = {0};
    if (!id || !*id) {
        api_error(out, 400, "which one? give its id");
        return;
    }
    dm_status s = story ? dm_ledger_story(ledger, id, into_buf, &out->body, &err) : dm_ledger_explain(ledger, engine, id, into_buf, &out->body, &err);
    if (s != DM_OK) failed(out, s, &err);
    else if (!story) out->type = "text/plain; charset=utf-8";
}

void api_get(pool *p, const dm_engine *engine, dm_str path, api_parameter *parameter, void *request, api_answer *out) {
    *out = (api_answer){.status = 200, .type = "application/json"};
    dm_err err = {0};
    dm_ledger *ledger;
    bool is_rows = str_starts(path, "rows/");
    if (!is_rows && !str_is(path, "meta") && !str_is(path, "story") && !str_is(path, "explain")) {
        api_error(out, 404, "no such address");
        return;
    }
    dm_status s = pool_take(p, &ledger, &err);
    if (s != DM_OK) {
        failed(out, s, &err);
        return;
    }
    if (is_rows) rows(ledger, str_sub(path, 5, path.n), parameter, request, out);
    else if (str_is(path, "meta")) meta(p, ledger, out);
    else one(ledger, engine, str_is(path, "story"), parameter(request, "id"), out);
    pool_give(p, ledger);
}
