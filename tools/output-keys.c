/* Prints the table of every key of `demarche code` for docs/output.md, from rows.def. Built as target output-keys. */
#include "document/rows.h"

#include <stdio.h>

int main(void) {
    static const char *const types[] = {"text", "integer", "number", "JSON", "boolean"};
    for (int kind = 0; kind < DM_ROW_KIND_N; kind++) {
        uint32_t n;
        const dm_field *fields = rows_fields((dm_row_kind)kind, &n);
        printf("### %s\n\n| key | stored as | meaning |\n|---|---|---|\n", rows_name((dm_row_kind)kind));
        for (uint32_t i = 0; i < n; i++) printf("| `%s` | %s | %s |\n", fields[i].key, types[fields[i].cell], fields[i].help);
        printf("\n");
    }
    return 0;
}
