/* The engine: finding, opening and closing model and lexicon; versions and status texts. */
#include "api/engine.h"

#include "base/file.h"

#include <stdlib.h>
#include <unistd.h>

const char *dm_status_text(dm_status status) {
    switch (status) {
#define TEXT(name, text) \
    case DM_##name: return text;
        DM_STATUS_LIST(TEXT)
#undef TEXT
    }
    return "unknown status";
}

bool dm_abi_check(uint32_t abi) { return abi == DM_ABI; }

/* In the program's folder, as after a build, or in ../share/demarche, as after an installation. */
static bool beside_program(const char *file_name, dm_buf *path) {
    static const char *const folders[] = {"", "../share/demarche/"};
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0) return false;
    while (n > 0 && self[n - 1] != '/') n--;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        buf_clear(path);
        buf_put(path, self, (size_t)n);
        buf_puts(path, folders[i]);
        buf_puts(path, file_name);
        if (file_exists(buf_cstr(path))) return true;
    }
    return false;
}

static bool in_data_folder(const char *file_name, dm_buf *path) {
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data) buf_puts(path, data);
    else if (home && *home) {
        buf_puts(path, home);
        buf_puts(path, "/.local/share");
    } else {
        return false;
    }
    buf_puts(path, "/demarche/");
    buf_puts(path, file_name);
    return file_exists(buf_cstr(path));
}

dm_status engine_find(const char *given, const char *env, const char *file_name, dm_status code, const char *how_to_get, dm_buf *path, dm_err *err) {
    const char *from_env = getenv(env);
    if (!given && from_env && *from_env) given = from_env;
    if (given) {
        buf_puts(path, given);
        if (!file_exists(given)) return err_set(err, code, 0, "%s: no such file; get it with: %s", given, how_to_get);
        return buf_ok(path) ? DM_OK : err_memory(err, "a path");
    }
    if (beside_program(file_name, path)) return DM_OK;
    buf_clear(path);
    if (in_data_folder(file_name, path)) return DM_OK;
    return err_set(err, code, 0, "no %s beside the program, in $%s or in the XDG data folder; get it with: %s", file_name, env, how_to_get);
}

static dm_status open_model(const char *given, model **out, dm_err *err) {
    dm_buf path = {0};
    dm_status s = engine_find(given, "DEMARCHE_MODEL", "en-sm.dmm", DM_E_MODEL, "make build (or demarche model make DIR -o en-sm.dmm)", &path, err);
    if (s == DM_OK) s = model_open(buf_cstr(&path), out, err);
    buf_free(&path);
    return s;
}

static dm_status open_lexicon(const char *given, lexicon **out, dm_err *err) {
    dm_buf path = {0};
    dm_status s = engine_find(given, "DEMARCHE_LEXICON", "en.dml", DM_E_LEXICON, "make build (or demarche check lexicon -o en.dml)", &path, err);
    if (s == DM_OK) s = lexicon_open(buf_cstr(&path), out, err);
    buf_free(&path);
    return s;
}

dm_status dm_engine_open(const dm_engine_options *options, dm_engine **out, dm_err *err) {
    static const dm_engine_options defaults;
    if (!options) options = &defaults;
    *out = NULL;
    dm_engine *e = calloc(1, sizeof *e);
    if (!e) return err_memory(err, "the engine");
    dm_status s = open_model(options->model, &e->m, err);
    if (s == DM_OK && !options->syntax_only) s = open_lexicon(options->lexicon, &e->lex, err);
    if (s == DM_OK) s = pipeline_open(e->m, e->lex, &e->pl, err);
    if (s != DM_OK) {
        dm_engine_close(e);
        return s;
    }
    *out = e;
    return DM_OK;
}

void dm_engine_close(dm_engine *e) {
    if (!e) return;
    pipeline_close(e->pl);
    if (e->lex) lexicon_close(e->lex);
    model_close(e->m);
    free(e);
}
