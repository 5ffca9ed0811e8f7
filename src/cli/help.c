/* Help and the man page, both from commands.def. */
#include "cli.h"

#include <string.h>

static const struct {
    const char *name, *args, *line, *text, *groups;
} commands[] = {
#define CMD(id, name, args, line, text, groups) {name, args, line, text, groups},
    CLI_COMMANDS(CMD)
#undef CMD
};

static const struct {
    const char *name, *arg;
    char group;
    const char *text;
} options[] = {
#define OPT(id, name, arg, group, text) {name, arg, group, text},
    CLI_OPTIONS(OPT)
#undef OPT
};

static const char exit_codes[] =
    "0 done; 1 some stories could not be read, each named, the rest done; 2 wrong usage; 3 the world failed (disk, database, model).";

static void wrapped(FILE *out, const char *text, int indent) {
    int column = indent;
    fprintf(out, "%*s", indent, "");
    while (*text) {
        int n = (int)strcspn(text, " ");
        if (column > indent && column + n > 88) {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
        }
        fprintf(out, "%s%.*s", column > indent ? " " : "", n, text);
        column += n + (column > indent);
        text += n;
        while (*text == ' ') text++;
    }
    fputc('\n', out);
}

void help_overview(FILE *out) {
    fprintf(out, "demarche %s: raw news in, the ledger of diplomacy out\n\nusage: demarche COMMAND [OPTION...] [ARGUMENT...]\n\n", dm_version());
    for (int i = 0; i < CLI_CMD_N; i++) fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].line);
    fprintf(out, "\ndemarche help COMMAND tells more. Exit codes: ");
    fprintf(out, "%s\n", exit_codes);
}

void help_command(FILE *out, cli_command command) {
    fprintf(out, "usage: demarche %s%s%s [OPTION...]\n\n", commands[command].name, *commands[command].args ? " " : "", commands[command].args);
    wrapped(out, commands[command].text, 0);
    fputc('\n', out);
    for (int i = 0; i < CLI_OPT_N; i++) {
        if (!strchr(commands[command].groups, options[i].group) && options[i].group != '*') continue;
        if (options[i].group == '*' && strcmp(options[i].name, "help") != 0) continue;
        fprintf(out, "  --%s%s%s\n", options[i].name, options[i].arg ? " " : "", options[i].arg ? options[i].arg : "");
        wrapped(out, options[i].text, 6);
    }
}

static void roff(FILE *out, const char *text) {
    for (; *text; text++) {
        if (*text == '-' || *text == '\\') fputc('\\', out);
        fputc(*text, out);
    }
}

void help_man(FILE *out) {
    fprintf(out, ".TH DEMARCHE 1 \"\" \"demarche %s\"\n.SH NAME\ndemarche \\- raw news in, the ledger of diplomacy out\n", dm_version());
    fprintf(out, ".SH SYNOPSIS\n.B demarche\nCOMMAND [OPTION...] [ARGUMENT...]\n.SH COMMANDS\n");
    for (int i = 0; i < CLI_CMD_N; i++) {
        fprintf(out, ".TP\n.B %s\n", commands[i].name);
        roff(out, commands[i].args);
        fprintf(out, "\n.br\n");
        roff(out, commands[i].text);
        fprintf(out, "\n");
    }
    fprintf(out, ".SH OPTIONS\n");
    for (int i = 0; i < CLI_OPT_N; i++) {
        fprintf(out, ".TP\n.B ");
        roff(out, "--");
        roff(out, options[i].name);
        fprintf(out, "\n");
        if (options[i].arg) {
            fprintf(out, "(");
            roff(out, options[i].arg);
            fprintf(out, ") ");
        }
        roff(out, options[i].text);
        fprintf(out, "\n");
    }
    fprintf(out, ".SH EXIT STATUS\n%s\n", exit_codes);
}
