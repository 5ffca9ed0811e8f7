/* Ledgers renewed: recode, diff and combine. */
#include "cli.h"

static int unwanted(const cli_args *args) {
    if (!args->n_operands) return EXIT_DONE;
    cli_say("%s: %s codes the stories of the ledger, --db FILE, and takes no other argument", args->operands[0], help_name(args->command));
    return EXIT_BAD_USAGE;
}

static int renewal_run(const cli_args *args, dm_run *run) {
    int code = unwanted(args);
    if (!code) code = cli_run(args, run);
    if (args->value[CLI_OPT_QUIETLY]) run->progress = NULL;
    return code;
}

int cmd_recode(const cli_args *args) {
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_ledger *ledger = NULL;
    dm_totals t = {0};
    dm_run run;
    int code = renewal_run(args, &run);
    if (code) return code;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_WRITE, &ledger, &err);
    if (s == DM_OK) s = cli_engine(args, &engine, &err);
    if (s == DM_OK) s = dm_ledger_recode(ledger, engine, &run, &t, &err);
    code = cli_run_code(s, &err, &t);
    if (s == DM_OK && !args->value[CLI_OPT_QUIETLY])
        fprintf(stderr, "%llu stories of %s coded again, %llu failed; %llu statements, %llu events\n", (unsigned long long)t.stories, cli_db(args),
                (unsigned long long)t.failed, (unsigned long long)t.statements, (unsigned long long)t.events);
    dm_ledger_close(ledger);
    dm_engine_close(engine);
    return code;
}

int cmd_diff(const cli_args *args) {
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_ledger *ledger = NULL;
    dm_rows *rows = NULL;
    dm_totals t = {0};
    dm_run run;
    cli_format format;
    int code = cli_row_format(args, &format);
    if (!code) code = renewal_run(args, &run);
    if (code) return code;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_READ, &ledger, &err);
    if (s == DM_OK) s = cli_engine(args, &engine, &err);
    if (s == DM_OK) s = dm_ledger_diff(ledger, engine, &run, &rows, &t, &err);
    code = cli_run_code(s, &err, &t);
    if (s == DM_OK) {
        int printed = output_rows(rows, format, args->value[CLI_OPT_FIELDS], args->value[CLI_OPT_NO_TEXT] != NULL, stdout);
        if (printed) code = printed;
        if (!args->value[CLI_OPT_QUIETLY])
            fprintf(stderr, "%llu stories of %s coded again, nothing kept\n", (unsigned long long)t.stories, cli_db(args));
    }
    dm_rows_close(rows);
    dm_ledger_close(ledger);
    dm_engine_close(engine);
    return code;
}

int cmd_combine(const cli_args *args) {
    if (!args->n_operands) {
        cli_say("combine which? demarche combine --db ALL.db A.db B.db");
        return EXIT_BAD_USAGE;
    }
    dm_err err = {0};
    dm_ledger *ledger = NULL;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_CREATE, &ledger, &err);
    for (uint32_t i = 0; s == DM_OK && i < args->n_operands; i++) {
        dm_totals t = {0};
        s = dm_ledger_combine(ledger, args->operands[i], &t, &err);
        if (s != DM_OK) break;
        fprintf(stderr, "%llu stories of %s added to %s: %llu new, %llu unchanged, %llu copies, %llu new versions\n", (unsigned long long)t.stories,
                args->operands[i], cli_db(args), (unsigned long long)(t.stories - t.unchanged - t.copies - t.versions),
                (unsigned long long)t.unchanged, (unsigned long long)t.copies, (unsigned long long)t.versions);
    }
    dm_ledger_close(ledger);
    return s == DM_OK ? EXIT_DONE : cli_fail(s, &err);
}
