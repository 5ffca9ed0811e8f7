/* The command: parses arguments, calls demarche.h, prints. It sees nothing else of the library. */
#ifndef DM_CLI_CLI_H
#define DM_CLI_CLI_H

#include "commands.def"
#include "demarche.h"

#include <stdio.h>

/* Exit codes (DESIGN: the command). */
enum { EXIT_DONE = 0, EXIT_SOME_FAILED = 1, EXIT_BAD_USAGE = 2, EXIT_WORLD_FAILED = 3 };

typedef enum cli_command {
#define CMD(id, name, args, line, text, groups) CLI_CMD_##id,
    CLI_COMMANDS(CMD)
#undef CMD
        CLI_CMD_N
} cli_command;

typedef enum cli_option {
#define OPT(id, name, arg, group, text) CLI_OPT_##id,
    CLI_OPTIONS(OPT)
#undef OPT
        CLI_OPT_N
} cli_option;

typedef struct cli_args {
    cli_command command;
    const char *value[CLI_OPT_N]; /* "" for a given flag; NULL when not given */
    const char **operands;
    uint32_t n_operands;
} cli_args;

/* Fills args from argv (operands point into it). Returns EXIT_DONE or, after a line on stderr, EXIT_BAD_USAGE. */
int cli_parse(int argc, char **argv, cli_args *args);
/* --help, --version, --man. */
void help_overview(FILE *out);
void help_command(FILE *out, cli_command command);
void help_man(FILE *out);
const char *help_name(cli_command command);

typedef enum cli_format { CLI_TABLE, CLI_CSV, CLI_TSV, CLI_JSONL } cli_format;
/* Prints all rows; fields may be NULL. EXIT_DONE, EXIT_BAD_USAGE for an unknown field, EXIT_WORLD_FAILED when output fails. */
int output_rows(dm_rows *rows, cli_format format, const char *fields, bool no_text, FILE *out);

/* --format; an exit code when there is no such way. */
int cli_row_format(const cli_args *args, cli_format *out);
/* Exit code of a finished run: stopped, failed, or some stories not readable. */
int cli_run_code(dm_status status, const dm_err *err, const dm_totals *totals);
/* The commands, by family. Each gives an exit code. */
int cmd_read(const cli_args *args);
int cli_query(const cli_args *args, dm_query *out); /* the filters; an exit code when they are wrong */

/* file_out.c */
typedef struct cli_out {
    FILE *file;
    const char *path; /* NULL: standard output */
    char *part;
} cli_out;
int cli_out_open(const char *path, cli_out *out); /* an exit code when it cannot be written */
int cli_out_close(cli_out *out, int code);        /* the file stays only for code 0; the exit code then */

const char *cli_db(const cli_args *args); /* --db, or its default */
int cmd_query(const cli_args *args, dm_table table);
int cmd_correct(const cli_args *args, dm_correction_kind kind);
int cmd_recode(const cli_args *args);
int cmd_diff(const cli_args *args);
int cmd_combine(const cli_args *args);
int cmd_explain(const cli_args *args);
int cmd_stream(const cli_args *args); /* code, parse, relate */
int cmd_check(const cli_args *args);
int cmd_model(const cli_args *args);
int cmd_report(const cli_args *args);
int cmd_export(const cli_args *args);
int cmd_serve(const cli_args *args);

/* One line on stderr, "demarche: " before it. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Says what went wrong; the exit code for it. */
int cli_fail(dm_status status, const dm_err *err);
dm_status cli_engine(const cli_args *args, dm_engine **out, dm_err *err);
/* Becomes non-zero with Ctrl-C or SIGTERM. */
const volatile int *cli_stop(void);
/* A run from --threads, --max-failed, operands, with complaints to stderr, progress on a terminal, Ctrl-C as stop. */
int cli_run(const cli_args *args, dm_run *run);
dm_status cli_sink(void *file, const char *data, size_t size); /* a dm_sink over a FILE */
void cli_progress_end(void);

#endif
