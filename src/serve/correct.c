/* A person's correction as JSON, {"kind","ids","fields","note","by"}, given to the ledger. */
#include "serve/api.h"

#include <jansson.h>
#include <stdlib.h>

enum { MOST_TEXTS = 256 };

/* The strings of a list, borrowed from it. False when it is anything else. */
static bool strings(const json_t *list, const char **out, uint32_t *n) {
    *n = 0;
    if (!list) return true;
    if (!json_is_array(list) || json_array_size(list) > MOST_TEXTS) return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        out[*n] = json_string_value(json_array_get(list, i));
        if (!out[(*n)++]) return false;
    }
    return true;
}

static bool kind_of(const char *word, dm_correction_kind *out) {
    static const struct {
        const char *word;
        dm_correction_kind kind;
    } kinds[] = {{"set", DM_SET}, {"accept", DM_ACCEPT}, {"reject", DM_REJECT}, {"edit", DM_EDIT}, {"merge", DM_MERGE}, {"split", DM_SPLIT}};
    for (size_t i = 0; word && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(word, kinds[i].word) != 0) continue;
        *out = kinds[i].kind;
        return true;
    }
    return false;
}

/* Empty is as good as not said. */
static const char *said(const json_t *root, const char *key) {
    const char *text = json_string_value(json_object_get(root, key));
    return text && *text ? text : NULL;
}

void api_correct(const char *db, dm_str body, api_answer *out) {
    *out = (api_answer){.status = 200, .type = "application/json"};
    const char *ids[MOST_TEXTS], *fields[MOST_TEXTS];
    dm_correction c = {.ids = ids, .fields = fields};
    json_t *root = json_loadb(body.p ? body.p : "", body.n, 0, NULL);
    bool ok = json_is_object(root) && kind_of(json_string_value(json_object_get(root, "kind")), &c.kind) &&
              strings(json_object_get(root, "ids"), ids, &c.n_ids) && strings(json_object_get(root, "fields"), fields, &c.n_fields) && c.n_ids;
    if (!ok) {
        json_decref(root);
        api_error(out, 400,
                  "a correction is {\"kind\":\"accept|reject|edit|merge|split|set\",\"ids\":[...],\"fields\":[\"key=value\"],\"note\",\"by\"}");
        return;
    }
    c.note = said(root, "note");
    c.by = said(root, "by");
    dm_err err = {0};
    dm_ledger *ledger = NULL;
    dm_status s = dm_ledger_open(db, DM_OPEN_WRITE, &ledger, &err);
    if (s == DM_OK) s = dm_ledger_correct(ledger, &c, &err);
    dm_ledger_close(ledger);
    json_decref(root);
    if (s == DM_OK) buf_puts(&out->body, "{\"kept\":true}");
    else api_error(out, s == DM_E_NOT_FOUND ? 404 : s == DM_E_USAGE ? 400 : s == DM_E_BUSY ? 503 : 500, err.msg[0] ? err.msg : dm_status_text(s));
}
