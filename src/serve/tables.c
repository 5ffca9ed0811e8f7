/* See tables.h. */
#include "serve/tables.h"

static const struct {
    const char *name;
    dm_table table;
} tables[] = {
    {"stories", DM_TABLE_STORIES}, {"entities", DM_TABLE_ENTITIES}, {"statements", DM_TABLE_STATEMENTS}, {"events", DM_TABLE_EVENTS},
    {"offers", DM_TABLE_OFFERS},   {"timeline", DM_TABLE_TIMELINE}, {"positions", DM_TABLE_POSITIONS},   {"contradictions", DM_TABLE_CONTRADICTIONS},
    {"dyad", DM_TABLE_DYAD},       {"count", DM_TABLE_COUNT},       {"uncoded", DM_TABLE_UNCODED},       {"unlinked", DM_TABLE_UNLINKED},
};

bool tables_find(dm_str name, dm_table *out) {
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (!str_is(name, tables[i].name)) continue;
        *out = tables[i].table;
        return true;
    }
    return false;
}

const char *const tables_of_report[] = {"entities", "stories", "events", "statements", "offers", "positions", "contradictions", NULL};
