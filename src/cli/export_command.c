/* `demarche export`: the ledger for other tools. */
#include "cli.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct target {
    FILE *file;
    const char *folder;
} target;

static dm_status put(void *user, const char *data, size_t size) {
    const target *t = user;
    return !size || fwrite(data, 1, size, t->file) == size ? DM_OK : DM_E_IO;
}

static dm_status put_file(void *user, const char *name, const char *data, size_t size) {
    const target *t = user;
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", t->folder, name) >= sizeof path) return DM_E_LIMIT;
    FILE *f = fopen(path, "wb");
    if (!f) return DM_E_IO;
    bool ok = !size || fwrite(data, 1, size, f) == size;
    return fclose(f) == 0 && ok ? DM_OK : DM_E_IO;
}

int cmd_export(const cli_args *args) {
    dm_export_options options = {.format = args->value[CLI_OPT_AS], .date_policy = args->value[CLI_OPT_DATE_POLICY]};
    const char *path = args->value[CLI_OPT_OUTPUT];
    bool folder = options.format && strcmp(options.format, "brat") == 0;
    int code = cli_query(args, &options.query);
    if (code) return code;
    if (!options.format) {
        cli_say("export as what? demarche export --as FORMAT; the formats: demarche help export");
        return EXIT_BAD_USAGE;
    }
    if (folder && path && mkdir(path, 0777) != 0 && errno != EEXIST) {
        cli_say("%s: cannot make the folder: %s", path, strerror(errno));
        return EXIT_WORLD_FAILED;
    }
    dm_err err = {0};
    dm_ledger *ledger = NULL;
    cli_out out;
    uint64_t n_dropped = 0;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_READ, &ledger, &err);
    if (s != DM_OK) return cli_fail(s, &err);
    code = cli_out_open(folder ? NULL : path, &out);
    if (!code) {
        target t = {.file = out.file, .folder = path};
        s = dm_export(ledger, &options, put, folder && path ? put_file : NULL, &t, &n_dropped, &err);
        code = cli_out_close(&out, s == DM_OK ? EXIT_DONE : cli_fail(s, &err));
    }
    if (n_dropped && !code) cli_say("%llu rows without a day that this format needs were left out (--date-policy)", (unsigned long long)n_dropped);
    dm_ledger_close(ledger);
    return code;
}
