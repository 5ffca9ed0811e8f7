/* Arguments: long options as --name VALUE or --name=VALUE, -o FILE; everything after -- is an operand. An option that
 * the command does not know is an error that names the nearest help. */
#include "cli.h"

#include <string.h>

typedef struct option_info {
    const char *name, *arg;
    char group;
} option_info;

static const option_info options[] = {
#define OPT(id, name, arg, group, text) {name, arg, group},
    CLI_OPTIONS(OPT)
#undef OPT
};

static const struct {
    const char *name, *groups;
} commands[] = {
#define CMD(id, name, args, line, text, groups) {name, groups},
    CLI_COMMANDS(CMD)
#undef CMD
};

static int find_option(cli_command command, const char *name, size_t n) {
    for (int i = 0; i < CLI_OPT_N; i++) {
        if (strlen(options[i].name) != n || strncmp(options[i].name, name, n) != 0) continue;
        if (options[i].group == '*' || (command < CLI_CMD_N && strchr(commands[command].groups, options[i].group))) return i;
    }
    return -1;
}

static int take_option(int argc, char **argv, int *at, cli_args *args) {
    const char *word = argv[*at], *name = word + 2, *equals = strchr(word, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    int option = strncmp(word, "-o", 3) == 0   ? find_option(args->command, "output", 6)
                 : strncmp(word, "--", 2) == 0 ? find_option(args->command, name, n)
                                               : -1;
    if (option < 0 || (strcmp(word, "-o") == 0 && equals)) {
        cli_say("%s: no such option here; see demarche help %s", word, args->command < CLI_CMD_N ? commands[args->command].name : "");
        return EXIT_BAD_USAGE;
    }
    const char *value = "";
    if (options[option].arg) {
        if (equals) value = equals + 1;
        else if (*at + 1 < argc) value = argv[++*at];
        else {
            cli_say("%s needs %s", word, options[option].arg);
            return EXIT_BAD_USAGE;
        }
    } else if (equals) {
        cli_say("%.*s takes no value", (int)(equals - word), word);
        return EXIT_BAD_USAGE;
    }
    args->value[option] = value;
    return EXIT_DONE;
}

int cli_parse(int argc, char **argv, cli_args *args) {
    *args = (cli_args){.command = CLI_CMD_N, .operands = (const char **)argv};
    bool only_operands = false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (!only_operands && strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (!only_operands && word[0] == '-' && word[1]) {
            int code = take_option(argc, argv, &i, args);
            if (code) return code;
        } else if (args->command == CLI_CMD_N) {
            for (int c = 0; c < CLI_CMD_N; c++)
                if (strcmp(commands[c].name, word) == 0) args->command = (cli_command)c;
            if (args->command == CLI_CMD_N) {
                cli_say("%s: no such command; see demarche help", word);
                return EXIT_BAD_USAGE;
            }
        } else {
            args->operands[args->n_operands++] = word;
        }
    }
    return EXIT_DONE;
}

const char *help_name(cli_command command) { return commands[command].name; }
