/* What every command shares: engine and run from the arguments, complaints, progress, Ctrl-C. */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int stop_requested;
static bool progress_shown;

void cli_say(const char *fmt, ...) {
    va_list ap;
    cli_progress_end();
    fputs("demarche: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

int cli_fail(dm_status status, const dm_err *err) {
    cli_say("%s", err->msg[0] ? err->msg : dm_status_text(status));
    return status == DM_E_USAGE ? EXIT_BAD_USAGE : EXIT_WORLD_FAILED;
}

dm_status cli_engine(const cli_args *args, dm_engine **out, dm_err *err) {
    dm_engine_options options = {
        .model = args->value[CLI_OPT_MODEL], .lexicon = args->value[CLI_OPT_LEXICON], .syntax_only = args->command == CLI_CMD_PARSE};
    return dm_engine_open(&options, out, err);
}

static void on_signal(int sig) {
    (void)sig;
    if (stop_requested) _exit(128 + SIGINT); /* asked twice */
    stop_requested = 1;
}

const volatile int *cli_stop(void) {
    struct sigaction act = {.sa_handler = on_signal};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    return &stop_requested;
}

static void complain(void *user, const char *where, const char *what) {
    (void)user;
    cli_say("%s: %s", where, what);
}

static void progress(void *user, const dm_totals *t) {
    (void)user;
    fprintf(stderr, "\r%llu stories, %llu statements, %llu events, %llu failed ", (unsigned long long)t->stories, (unsigned long long)t->statements,
            (unsigned long long)t->events, (unsigned long long)t->failed);
    fflush(stderr);
    progress_shown = true;
}

void cli_progress_end(void) {
    if (!progress_shown) return;
    fputs("\r\033[K", stderr);
    progress_shown = false;
}

static int number(const char *text, const char *option, unsigned long long *out) {
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    if (errno || *end || end == text || text[0] == '-') {
        cli_say("--%s %s: not a number", option, text);
        return EXIT_BAD_USAGE;
    }
    return EXIT_DONE;
}

int cli_run(const cli_args *args, dm_run *run) {
    unsigned long long threads = 0, max_failed = 0;
    int code = EXIT_DONE;
    if (args->value[CLI_OPT_THREADS]) code = number(args->value[CLI_OPT_THREADS], "threads", &threads);
    if (!code && args->value[CLI_OPT_MAX_FAILED]) code = number(args->value[CLI_OPT_MAX_FAILED], "max-failed", &max_failed);
    if (!code && threads > 1024) {
        cli_say("--threads %llu: at most 1024", threads);
        code = EXIT_BAD_USAGE;
    }
    *run = (dm_run){
        .paths = args->operands,
        .n_paths = args->n_operands,
        .threads = (uint32_t)threads,
        .max_failed = max_failed,
        .map = args->value[CLI_OPT_MAP],
        .url_filter = args->value[CLI_OPT_URL_FILTER],
        .separator = args->value[CLI_OPT_SEPARATOR],
        .stop = &stop_requested,
        .complain = complain,
        .progress = isatty(2) && !args->value[CLI_OPT_QUIET] ? progress : NULL,
    };
    static const char *const standard_input[] = {"-"};
    if (!run->n_paths) {
        run->paths = standard_input;
        run->n_paths = 1;
    }
    (void)cli_stop();
    return code;
}

dm_status cli_sink(void *file, const char *data, size_t size) {
    if (fwrite(data, 1, size, file) == size) return DM_OK;
    return errno == ENOSPC ? DM_E_FULL : DM_E_IO;
}
