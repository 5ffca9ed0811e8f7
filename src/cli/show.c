/* The page: as one file, and served. */
#include "cli.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void ready(void *db, const char *url) {
    printf("%s shows %s; Ctrl-C ends it\n", url, (const char *)db);
    fflush(stdout);
}

/* What explains rows; without --model and --lexicon the page does without when they cannot be used. */
static dm_status serving_engine(const cli_args *args, dm_engine **out, dm_err *err) {
    dm_status s = cli_engine(args, out, err);
    if (s == DM_OK || args->value[CLI_OPT_MODEL] || args->value[CLI_OPT_LEXICON]) return s;
    cli_say("rows are explained without their sentence's reading: %s", err->msg);
    return DM_OK;
}

int cmd_serve(const cli_args *args) {
    const char *port = args->value[CLI_OPT_PORT] ? args->value[CLI_OPT_PORT] : "7737";
    char *end;
    long n = strtol(port, &end, 10);
    if (*end || end == port || n < 0 || n > 65535 || args->n_operands) {
        cli_say(args->n_operands ? "serve takes no argument; the ledger is --db FILE" : "--port %s: give 0 to 65535", port);
        return EXIT_BAD_USAGE;
    }
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_status s = serving_engine(args, &engine, &err);
    if (s != DM_OK) return cli_fail(s, &err);
    dm_serve_options options = {.db = cli_db(args),
                                .engine = engine,
                                .host = args->value[CLI_OPT_HOST],
                                .port = (uint16_t)n,
                                .token = args->value[CLI_OPT_TOKEN],
                                .stop = cli_stop(),
                                .ready = ready,
                                .user = (void *)(uintptr_t)cli_db(args)};
    s = dm_serve(&options, &err);
    dm_engine_close(engine);
    return s == DM_OK ? EXIT_DONE : cli_fail(s, &err);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int cmd_report(const cli_args *args) {
    const char *path = args->value[CLI_OPT_OUTPUT];
    if (!path || args->n_operands) {
        cli_say("report into which file? demarche report -o FILE.html");
        return EXIT_BAD_USAGE;
    }
    dm_err err = {0};
    dm_ledger *ledger = NULL;
    cli_out out;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_READ, &ledger, &err);
    if (s != DM_OK) return cli_fail(s, &err);
    int code = cli_out_open(path, &out);
    if (!code) {
        s = dm_report(ledger, base_name(cli_db(args)), cli_sink, out.file, &err);
        code = cli_out_close(&out, s == DM_OK ? EXIT_DONE : cli_fail(s, &err));
    }
    dm_ledger_close(ledger);
    return code;
}
