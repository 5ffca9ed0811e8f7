/* Views over the folded rows for those who ask the database themselves: one plain column for each thing that most questions need, and
 * the whole row as `json`. docs/views.md lists them; a test holds the two together. */
#include "store/folded.h"
#include "store/store_int.h"

typedef struct view_column {
    const char *name, *path; /* path: in the row's JSON; '#' before it: of how many */
} view_column;

#define DATE(prefix, path) \
    {prefix, path ".best"}, {prefix "_from", path ".from"}, { prefix "_to", path ".to" }
#define ONE(prefix, path)                                                                                                                       \
    {prefix, path "[0].code"}, {prefix "_id", path "[0].entity"}, {prefix "_name", path "[0].name"}, {prefix "_country", path "[0].country"}, { \
        prefix "s", path                                                                                                                        \
    }
#define REPORTS \
    {"sources", "$.independent_sources"}, { "reports", "$.reports" }

static const struct {
    const char *name;
    fold_kind kind;
    view_column columns[32];
} views[] = {
    {"v_stories",
     FOLD_STORIES,
     {{"id", "$.id"},
      {"title", "$.title"},
      {"url", "$.url"},
      {"outlet", "$.outlet"},
      DATE("date", "$.date"),
      {"basis", "$.date.basis"},
      {"copy_of", "$.copy_of"},
      {"n_entities", "$.entities"},
      {"n_statements", "$.statements"},
      {"n_events", "$.events"}}},
    {"v_entities",
     FOLD_ENTITIES,
     {{"id", "$.id"},
      {"name", "$.name"},
      {"kind", "$.kind"},
      {"country", "$.country"},
      {"sector", "$.sector"},
      {"code", "$.code"},
      {"wikidata", "$.wikidata"},
      {"n_mentions", "$.mentions"},
      {"n_stories", "$.stories"}}},
    {"v_statements",
     FOLD_STATEMENTS,
     {{"id", "$.id"},
      DATE("date", "$.date"),
      {"speaker", "$.speaker"},
      {"speaker_name", "$.speaker_name"},
      {"capacity", "$.capacity"},
      {"mode", "$.mode"},
      {"act", "$.act"},
      {"content", "$.content"},
      {"occasion", "$.occasion"},
      REPORTS}},
    {"v_events",
     FOLD_EVENTS,
     {{"id", "$.id"},
      DATE("date", "$.date"),
      {"type", "$.type"},
      {"cameo", "$.cameo"},
      {"quad", "$.quad"},
      {"goldstein", "$.goldstein"},
      {"intensity", "$.intensity"},
      {"force", "$.force"},
      ONE("actor", "$.actors"),
      ONE("recipient", "$.recipients"),
      {"issue", "$.matter.issue"},
      {"matter", "$.matter.text"},
      {"polarity", "$.polarity"},
      {"modality", "$.modality"},
      {"phase", "$.phase"},
      {"history", "$.history"},
      {"sentence", "$.sentence"},
      REPORTS}},
    {"v_offers",
     FOLD_OFFERS,
     {{"id", "$.id"},
      DATE("date", "$.versions[0].date"),
      {"force", "$.force"},
      ONE("principal", "$.by"),
      ONE("addressee", "$.to"),
      {"issue", "$.matter.issue"},
      {"matter", "$.matter.text"},
      {"n_versions", "#$.versions"},
      {"n_replies", "#$.replies"},
      {"states", "$.state"}}},
    {"v_positions",
     FOLD_POSITIONS,
     {{"id", "$.id"},
      DATE("date", "$.date"),
      {"holder", "$.holder"},
      {"holder_name", "$.holder_name"},
      {"country", "$.country"},
      {"issue", "$.issue"},
      {"polarity", "$.polarity"},
      {"asserted_by", "$.asserted_by"},
      {"event", "$.event"},
      {"changes", "$.changes"},
      {"sentence", "$.sentence"},
      REPORTS}},
    {"v_contradictions",
     FOLD_CONTRADICTIONS,
     {{"id", "$.id"}, {"subject", "$.subject"}, {"attribute", "$.attribute"}, {"sentence", "$.sentence"}, {"claims", "$.values"}}},
};

static void put_column(dm_buf *sql, const view_column *c) {
    if (c->path[0] == '#') buf_printf(sql, ", json_array_length(j.json, '%s') AS %s", c->path + 1, c->name);
    else buf_printf(sql, ", json_extract(j.json, '%s') AS %s", c->path, c->name);
}

void store_put_views(dm_buf *sql) {
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        int64_t first = (int64_t)views[i].kind << FOLD_SHIFT;
        buf_printf(sql, "CREATE VIEW %s AS SELECT (r.seen & %d) > 0 AS shown", views[i].name, FOLD_SHOWN);
        for (const view_column *c = views[i].columns; c->name; c++) put_column(sql, c);
        buf_printf(sql, ", j.json AS json FROM fold_row r JOIN fold_json j USING(row) WHERE r.row BETWEEN %lld AND %lld;", (long long)first,
                   (long long)(first + ((int64_t)1 << FOLD_SHIFT) - 1));
    }
    buf_puts(sql, "CREATE VIEW v_replies AS SELECT o.shown AS shown, o.id AS offer, json_extract(a.value, '$.event') AS event,"
                  " json_extract(a.value, '$.kind') AS kind, json_extract(a.value, '$.reaction') AS reaction,"
                  " json_extract(a.value, '$.to_version') AS to_version, json_extract(a.value, '$.by[0].code') AS replier,"
                  " json_extract(a.value, '$.by[0].name') AS replier_name, json_extract(a.value, '$.date.best') AS date,"
                  " json_extract(a.value, '$.date.from') AS date_from, json_extract(a.value, '$.date.to') AS date_to,"
                  " json_extract(a.value, '$.basis') AS basis, json_extract(a.value, '$.score') AS score,"
                  " json_extract(a.value, '$.sentence') AS sentence, a.value AS json FROM v_offers o, json_each(o.json, '$.replies') a;");
}
