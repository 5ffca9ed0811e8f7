/* The page: as one file, and served. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Writes beside the wanted file and renames, so that a report is there whole or not at all. */
int cmd_report(const cli_args *args) {
    const char *out = args->value[CLI_OPT_OUTPUT];
    if (!out || args->n_operands) {
        cli_say("report into which file? demarche report -o FILE.html");
        return EXIT_BAD_USAGE;
    }
    dm_err err = {0};
    dm_ledger *ledger = NULL;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_READ, &ledger, &err);
    if (s != DM_OK) return cli_fail(s, &err);
    bool to_stdout = strcmp(out, "-") == 0;
    size_t n = strlen(out) + 5;
    char *part = malloc(n);
    if (part) snprintf(part, n, "%s.tmp", out);
    FILE *file = to_stdout ? stdout : part ? fopen(part, "wb") : NULL;
    int code = EXIT_DONE;
    if (!file) {
        cli_say("%s: cannot write: no such folder, or no permission", out);
        code = EXIT_WORLD_FAILED;
    } else {
        s = dm_report(ledger, base_name(cli_db(args)), cli_sink, file, &err);
        bool written = (to_stdout ? fflush(file) : fclose(file)) == 0 && (to_stdout || s != DM_OK || rename(part, out) == 0);
        if (s != DM_OK) code = cli_fail(s, &err);
        else if (!written) {
            cli_say("%s: cannot write; is the disk full?", out);
            code = EXIT_WORLD_FAILED;
        }
        if (code && !to_stdout) unlink(part);
    }
    free(part);
    dm_ledger_close(ledger);
    return code;
}
