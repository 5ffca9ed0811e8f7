/* The command `demarche`. */
#include "cli.h"

#include <string.h>

static int help(const cli_args *args) {
    if (!args->n_operands) {
        help_overview(stdout);
        return EXIT_DONE;
    }
    for (int c = 0; c < CLI_CMD_N; c++) {
        if (strcmp(help_name((cli_command)c), args->operands[0]) == 0) {
            help_command(stdout, (cli_command)c);
            return EXIT_DONE;
        }
    }
    cli_say("%s: no such command; see demarche help", args->operands[0]);
    return EXIT_BAD_USAGE;
}

int main(int argc, char **argv) {
    cli_args args;
    int code = cli_parse(argc, argv, &args);
    if (code) return code;
    if (args.value[CLI_OPT_VERSION]) {
        printf("demarche %s\n", dm_version());
        return EXIT_DONE;
    }
    if (args.value[CLI_OPT_MAN]) {
        help_man(stdout);
        return EXIT_DONE;
    }
    if (args.command == CLI_CMD_N || args.value[CLI_OPT_HELP]) {
        bool asked = args.value[CLI_OPT_HELP] != NULL;
        if (args.command != CLI_CMD_N) help_command(stdout, args.command);
        else help_overview(asked ? stdout : stderr);
        return asked ? EXIT_DONE : EXIT_BAD_USAGE;
    }
    switch (args.command) {
    case CLI_CMD_READ: return cmd_read(&args);
    case CLI_CMD_STORIES: return cmd_query(&args, args.value[CLI_OPT_UNCODED] ? DM_TABLE_UNCODED : DM_TABLE_STORIES);
    case CLI_CMD_DYAD: return cmd_query(&args, DM_TABLE_DYAD);
    case CLI_CMD_COUNT: return cmd_query(&args, DM_TABLE_COUNT);
    case CLI_CMD_ENTITIES: return cmd_query(&args, DM_TABLE_ENTITIES);
    case CLI_CMD_STATEMENTS: return cmd_query(&args, DM_TABLE_STATEMENTS);
    case CLI_CMD_EVENTS: return cmd_query(&args, DM_TABLE_EVENTS);
    case CLI_CMD_OFFERS: return cmd_query(&args, args.value[CLI_OPT_UNLINKED] ? DM_TABLE_UNLINKED : DM_TABLE_OFFERS);
    case CLI_CMD_CONTRADICTIONS: return cmd_query(&args, DM_TABLE_CONTRADICTIONS);
    case CLI_CMD_TIMELINE: return cmd_query(&args, DM_TABLE_TIMELINE);
    case CLI_CMD_POSITIONS: return cmd_query(&args, DM_TABLE_POSITIONS);
    case CLI_CMD_SET: return cmd_correct(&args, DM_SET);
    case CLI_CMD_ACCEPT: return cmd_correct(&args, DM_ACCEPT);
    case CLI_CMD_REJECT: return cmd_correct(&args, DM_REJECT);
    case CLI_CMD_EDIT: return cmd_correct(&args, DM_EDIT);
    case CLI_CMD_MERGE: return cmd_correct(&args, DM_MERGE);
    case CLI_CMD_SPLIT: return cmd_correct(&args, DM_SPLIT);
    case CLI_CMD_RECODE: return cmd_recode(&args);
    case CLI_CMD_DIFF: return cmd_diff(&args);
    case CLI_CMD_COMBINE: return cmd_combine(&args);
    case CLI_CMD_EXPLAIN: return cmd_explain(&args);
    case CLI_CMD_SERVE: return cmd_serve(&args);
    case CLI_CMD_EXPORT: return cmd_export(&args);
    case CLI_CMD_REPORT: return cmd_report(&args);
    case CLI_CMD_CODE:
    case CLI_CMD_PARSE:
    case CLI_CMD_RELATE: return cmd_stream(&args);
    case CLI_CMD_CHECK: return cmd_check(&args);
    case CLI_CMD_MODEL: return cmd_model(&args);
    case CLI_CMD_HELP: return help(&args);
    case CLI_CMD_N: break;
    }
    return EXIT_BAD_USAGE;
}
