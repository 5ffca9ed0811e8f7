/* Reads files into a ledger and prints its events, one JSON row a line.
 *
 *   cc ledger.c $(pkg-config --cflags --libs demarche) -o ledger
 *   ./ledger my.db stories/ */
#include <demarche.h>
#include <stdio.h>

static void complain(void *user, const char *where, const char *what) {
    (void)user;
    fprintf(stderr, "%s: %s\n", where, what);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: ledger DB PATH...\n");
        return 2;
    }
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_ledger *ledger = NULL;
    dm_rows *rows = NULL;
    dm_totals totals = {0};
    dm_run run = {.paths = (const char *const *)argv + 2, .n_paths = (uint32_t)(argc - 2), .complain = complain};
    dm_query query = {.table = DM_TABLE_EVENTS};

    dm_status s = dm_engine_open(NULL, &engine, &err);
    if (s == DM_OK) s = dm_ledger_open(argv[1], DM_OPEN_CREATE, &ledger, &err);
    if (s == DM_OK) s = dm_ledger_read(ledger, engine, &run, &totals, &err);
    if (s == DM_OK) s = dm_ledger_query(ledger, &query, &rows, &err);
    while (s == DM_OK && dm_rows_next(rows)) {
        size_t size;
        const char *json = dm_rows_json(rows, &size);
        printf("%.*s\n", (int)size, json);
    }
    if (s != DM_OK) fprintf(stderr, "ledger: %s\n", err.msg);
    if (rows) dm_rows_close(rows);
    dm_ledger_close(ledger);
    dm_engine_close(engine);
    return s == DM_OK ? 0 : 3;
}
