/* A file that is there whole or not at all: written beside the wanted one, then renamed. "-" and NULL are standard output. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int cli_out_open(const char *path, cli_out *out) {
    *out = (cli_out){.path = path && strcmp(path, "-") != 0 ? path : NULL, .file = stdout};
    if (!out->path) return EXIT_DONE;
    size_t n = strlen(path) + 5;
    out->part = malloc(n);
    if (out->part) snprintf(out->part, n, "%s.tmp", path);
    out->file = out->part ? fopen(out->part, "wb") : NULL;
    if (out->file) return EXIT_DONE;
    cli_say("%s: cannot write: no such folder, or no permission", path);
    free(out->part);
    return EXIT_WORLD_FAILED;
}

int cli_out_close(cli_out *out, int code) {
    bool written = (out->path ? fclose(out->file) : fflush(out->file)) == 0;
    if (out->path && written && !code) written = rename(out->part, out->path) == 0;
    if (!code && !written) {
        cli_say("%s: cannot write; is the disk full?", out->path ? out->path : "standard output");
        code = EXIT_WORLD_FAILED;
    }
    if (out->path && code) unlink(out->part);
    free(out->part);
    return code;
}
