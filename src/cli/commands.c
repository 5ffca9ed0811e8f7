/* The commands, each a few calls of demarche.h. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *cli_db(const cli_args *args) { return args->value[CLI_OPT_DB] ? args->value[CLI_OPT_DB] : "demarche.db"; }

static int flushed(int code) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    cli_say("standard output: cannot write");
    return EXIT_WORLD_FAILED;
}

int cli_run_code(dm_status status, const dm_err *err, const dm_totals *totals) {
    cli_progress_end();
    if (status == DM_E_INTERRUPTED) {
        cli_say("stopped; what was done is kept");
        return 128 + 2;
    }
    if (status != DM_OK) return cli_fail(status, err);
    return totals->failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

int cmd_read(const cli_args *args) {
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_ledger *ledger = NULL;
    dm_totals t = {0};
    dm_run run;
    int code = cli_run(args, &run);
    if (code) return code;
    if (!args->n_operands) {
        cli_say("read what? demarche read PATH... (files, folders, or -)");
        return EXIT_BAD_USAGE;
    }
    dm_status s = cli_engine(args, &engine, &err);
    if (s == DM_OK) s = dm_ledger_open(cli_db(args), DM_OPEN_CREATE, &ledger, &err);
    if (s == DM_OK) s = dm_ledger_read(ledger, engine, &run, &t, &err);
    code = cli_run_code(s, &err, &t);
    if (s == DM_OK && !args->value[CLI_OPT_QUIET]) {
        fprintf(stderr,
                "%llu stories read into %s: %llu new, %llu unchanged, %llu copies, %llu new versions, %llu skipped, %llu failed; %llu statements, "
                "%llu events\n",
                (unsigned long long)t.stories, cli_db(args), (unsigned long long)(t.stories - t.unchanged - t.copies - t.versions - t.failed),
                (unsigned long long)t.unchanged, (unsigned long long)t.copies, (unsigned long long)t.versions, (unsigned long long)t.skipped,
                (unsigned long long)t.failed, (unsigned long long)t.statements, (unsigned long long)t.events);
    }
    dm_ledger_close(ledger);
    dm_engine_close(engine);
    return code;
}

int cli_row_format(const cli_args *args, cli_format *out) {
    static const char *const names[] = {"table", "csv", "tsv", "jsonl"};
    const char *want = args->value[CLI_OPT_FORMAT];
    *out = isatty(1) ? CLI_TABLE : CLI_TSV;
    if (!want) return EXIT_DONE;
    for (int i = 0; i < 4; i++) {
        if (strcmp(names[i], want) == 0) {
            *out = (cli_format)i;
            return EXIT_DONE;
        }
    }
    cli_say("--format %s: give table, csv, tsv or jsonl", want);
    return EXIT_BAD_USAGE;
}

int cli_query(const cli_args *args, dm_query *out) {
    const char *unit = args->value[CLI_OPT_UNIT];
    if (unit && strcmp(unit, "report") != 0 && strcmp(unit, "merged") != 0) {
        cli_say("--unit %s: give report or merged", unit);
        return EXIT_BAD_USAGE;
    }
    bool dyad = args->command == CLI_CMD_DYAD;
    if (dyad && args->n_operands != 2) {
        cli_say("the dealings of which two? demarche dyad A B");
        return EXIT_BAD_USAGE;
    }
    if (args->command == CLI_CMD_COUNT && !args->value[CLI_OPT_COUNT_BY]) {
        cli_say("count by what? demarche count --by dyad,month,quad");
        return EXIT_BAD_USAGE;
    }
    if (args->n_operands && !dyad) {
        cli_say("%s takes no argument (%s); did you mean --actor?", help_name(args->command), args->operands[0]);
        return EXIT_BAD_USAGE;
    }
    *out = (dm_query){
        .reports = unit && strcmp(unit, "report") == 0,
        .actor = dyad ? args->operands[0] : args->value[CLI_OPT_ACTOR],
        .recipient = dyad ? args->operands[1] : args->value[CLI_OPT_RECIPIENT],
        .by = args->value[CLI_OPT_COUNT_BY],
        .from = args->value[CLI_OPT_FROM],
        .to = args->value[CLI_OPT_TO],
        .issue = args->value[CLI_OPT_ISSUE],
        .type = args->value[CLI_OPT_TYPE],
        .outlet = args->value[CLI_OPT_OUTLET],
        .text = args->value[CLI_OPT_TEXT],
        .all = args->value[CLI_OPT_ALL] != NULL,
        .id = args->value[CLI_OPT_ID],
        .search = args->value[CLI_OPT_SEARCH],
        .offset = args->value[CLI_OPT_OFFSET] ? strtoull(args->value[CLI_OPT_OFFSET], NULL, 10) : 0,
        .limit = args->value[CLI_OPT_LIMIT] ? strtoull(args->value[CLI_OPT_LIMIT], NULL, 10) : 0,
    };
    if (args->value[CLI_OPT_LIMIT] && !out->limit) {
        cli_say("--limit %s: give a number above 0", args->value[CLI_OPT_LIMIT]);
        return EXIT_BAD_USAGE;
    }
    return EXIT_DONE;
}

int cmd_query(const cli_args *args, dm_table table) {
    cli_format format;
    dm_query q;
    int code = cli_row_format(args, &format);
    if (!code) code = cli_query(args, &q);
    if (code) return code;
    q.table = table;
    dm_err err = {0};
    dm_ledger *ledger = NULL;
    dm_rows *rows = NULL;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_READ, &ledger, &err);
    if (s == DM_OK) s = dm_ledger_query(ledger, &q, &rows, &err);
    code = s == DM_OK ? output_rows(rows, format, args->value[CLI_OPT_FIELDS], args->value[CLI_OPT_NO_TEXT] != NULL, stdout) : cli_fail(s, &err);
    dm_rows_close(rows);
    dm_ledger_close(ledger);
    return code;
}

int cmd_explain(const cli_args *args) {
    const char *story = args->value[CLI_OPT_STORY], *id = args->n_operands ? args->operands[0] : NULL;
    if (args->n_operands > 1 || (!id && !story)) {
        cli_say("explain which row? demarche explain ID, or demarche explain --story FILE [ID]");
        return EXIT_BAD_USAGE;
    }
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_ledger *ledger = NULL;
    dm_status s = DM_OK;
    if (!story) s = dm_ledger_open(cli_db(args), DM_OPEN_READ, &ledger, &err);
    if (s == DM_OK) s = cli_engine(args, &engine, &err);
    if (s == DM_OK)
        s = story ? dm_explain_file(engine, story, id, cli_sink, stdout, &err) : dm_ledger_explain(ledger, engine, id, cli_sink, stdout, &err);
    int code = s == DM_OK ? EXIT_DONE : cli_fail(s, &err);
    dm_ledger_close(ledger);
    dm_engine_close(engine);
    return flushed(code);
}

static uint32_t relate_how(const cli_args *args) {
    return (args->value[CLI_OPT_FORCE] ? DM_RELATE_FORCE : 0) | (args->value[CLI_OPT_FEATURES] ? DM_RELATE_FEATURES : 0);
}

int cmd_stream(const cli_args *args) {
    dm_run run;
    int code = cli_run(args, &run);
    if (code) return code;
    const char *format = args->value[CLI_OPT_PARSE_FORMAT];
    if (format && strcmp(format, "conllu") != 0 && strcmp(format, "jsonl") != 0) {
        cli_say("--format %s: give conllu or jsonl", format);
        return EXIT_BAD_USAGE;
    }
    run.progress = NULL; /* the output itself is the progress */
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_totals totals = {0};
    dm_status s = cli_engine(args, &engine, &err);
    if (s == DM_OK) {
        dm_parse_format how = format && strcmp(format, "jsonl") == 0 ? DM_PARSE_JSONL : DM_PARSE_CONLLU;
        if (args->command == CLI_CMD_CODE) s = dm_code(engine, &run, cli_sink, stdout, &totals, &err);
        else if (args->command == CLI_CMD_PARSE) s = dm_parse(engine, &run, how, args->value[CLI_OPT_GAPS] != NULL, cli_sink, stdout, &totals, &err);
        else s = dm_relate(engine, &run, relate_how(args), cli_sink, stdout, &totals, &err);
    }
    code = cli_run_code(s, &err, &totals);
    dm_engine_close(engine);
    return flushed(code);
}

static void lint(void *user, const char *file, uint32_t line, uint32_t column, const char *what, const char *instead) {
    (*(uint64_t *)user)++;
    fprintf(stderr, "%s:%u:%u: %s%s%s\n", file, line, column, what, instead && *instead ? "; write " : "", instead ? instead : "");
}

/* With a model at hand, the examples of the frames run too. */
static dm_status check_examples(const char *lexicon, uint64_t *complaints, dm_err *err) {
    const dm_engine_options options = {.lexicon = lexicon};
    dm_engine *engine = NULL;
    dm_examples seen;
    if (dm_engine_open(&options, &engine, err) != DM_OK) return DM_OK; /* no model: the tables alone are checked */
    dm_status s = dm_lexicon_examples(engine, lint, complaints, &seen, err);
    if (s == DM_OK && !seen.failed)
        printf("%u frames, %u predicates, %u of them in %u examples that hold\n", seen.frames, seen.predicates, seen.exercised, seen.sentences);
    dm_engine_close(engine);
    return s == DM_OK && seen.failed ? DM_E_LEXICON : s;
}

int cmd_check(const cli_args *args) {
    static const char *const here[] = {"lexicon"};
    uint64_t complaints = 0;
    dm_err err = {0};
    const char *const *dirs = args->n_operands ? args->operands : here;
    const char *out = args->value[CLI_OPT_OUTPUT];
    char scratch[] = "/tmp/demarche-check-XXXXXX";
    int fd = out ? -1 : mkstemp(scratch);
    if (!out && fd >= 0) close(fd);
    const char *made = out ? out : fd >= 0 ? scratch : NULL;
    dm_status s = dm_lexicon_compile(dirs, args->n_operands ? args->n_operands : 1, made, lint, &complaints, &err);
    if (s == DM_OK && made) s = check_examples(made, &complaints, &err);
    if (fd >= 0) unlink(scratch);
    if (s == DM_E_LEXICON && complaints) return EXIT_SOME_FAILED;
    if (s != DM_OK) return cli_fail(s, &err);
    if (!out) printf("%s: no errors\n", dirs[0]);
    return flushed(EXIT_DONE);
}

int cmd_model(const cli_args *args) {
    dm_err err = {0};
    const char *what = args->n_operands ? args->operands[0] : "";
    const char *file = args->n_operands > 1 ? args->operands[1] : args->value[CLI_OPT_MODEL];
    dm_status s;
    if (strcmp(what, "make") == 0 && args->n_operands == 2 && args->value[CLI_OPT_OUTPUT]) {
        s = dm_model_make(args->operands[1], args->value[CLI_OPT_OUTPUT], &err);
    } else if (strcmp(what, "info") == 0 && args->n_operands <= 2) {
        s = dm_model_info(file, cli_sink, stdout, &err);
    } else {
        cli_say("demarche model make DIR -o FILE, or demarche model info [FILE]");
        return EXIT_BAD_USAGE;
    }
    return flushed(s == DM_OK ? EXIT_DONE : cli_fail(s, &err));
}
