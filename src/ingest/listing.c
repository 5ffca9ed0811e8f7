/* See listing.h. Folders are walked depth first with opendir; entries are sorted by bytes, because scandir's alphasort
 * asks the locale. Links to folders are not followed, so that there is no cycle. */
#include "ingest/listing.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 64 };

typedef VEC(char *) names;

static listing_name kind_of(dm_str path) {
    static const struct {
        const char *end;
        listing_name name;
    } ends[] = {{".txt", LISTING_TXT}, {".jsonl", LISTING_JSONL}, {".ndjson", LISTING_JSONL}, {".json", LISTING_JSON}};
    for (uint32_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        uint32_t n = (uint32_t)strlen(ends[i].end);
        if (path.n > n && str_eq_nocase(str_sub(path, path.n - n, path.n), str_from(ends[i].end))) return ends[i].name;
    }
    return LISTING_OTHER;
}

static dm_status add_file(dm_arena *a, dm_str path, dm_status status, dm_str message, listing *out, dm_err *err) {
    listing_file *f = VEC_PUSH(a, out);
    if (!f || !path.p || (status != DM_OK && !message.p)) return err_memory(err, "the list of files");
    *f = (listing_file){path, kind_of(path), status, message};
    return DM_OK;
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static dm_status read_names(dm_arena *a, DIR *dir, names *out, dm_err *err) {
    const struct dirent *e;
    while ((e = readdir(dir))) {
        if (e->d_name[0] == '.') continue;
        char **name = VEC_PUSH(a, out);
        if (!name || !(*name = arena_copy(a, e->d_name, strlen(e->d_name)))) return err_memory(err, "the list of files");
    }
    if (out->n) qsort(out->v, out->n, sizeof *out->v, by_bytes);
    return DM_OK;
}

static dm_status walk(dm_arena *a, dm_str folder, int depth, listing *out, dm_err *err) {
    DIR *dir = depth < DEPTH_MAX ? opendir(folder.p) : NULL;
    if (!dir) {
        dm_status status = depth >= DEPTH_MAX ? DM_E_LIMIT : errno == EACCES ? DM_E_PERMISSION : DM_E_IO;
        const char *why = depth >= DEPTH_MAX ? "folders are nested too deep here" : strerror(errno);
        return add_file(a, folder, status, arena_printf(a, "%.*s: cannot list the folder: %s", DM_STR_ARG(folder), why), out, err);
    }
    names ns = {0};
    dm_status status = read_names(a, dir, &ns, err);
    closedir(dir);
    bool slash = folder.n && folder.p[folder.n - 1] == '/';
    for (uint32_t i = 0; i < ns.n && status == DM_OK; i++) {
        dm_str path = arena_printf(a, "%.*s%s%s", DM_STR_ARG(folder), slash ? "" : "/", ns.v[i]);
        struct stat st;
        if (!path.p) return err_memory(err, "the list of files");
        if (lstat(path.p, &st) == 0 && S_ISDIR(st.st_mode)) status = walk(a, path, depth + 1, out, err);
        else if (kind_of(path) != LISTING_OTHER && stat(path.p, &st) == 0 && S_ISREG(st.st_mode))
            status = add_file(a, path, DM_OK, DM_STR_NONE, out, err);
    }
    return status;
}

dm_status listing_make(dm_arena *a, const char *const *paths, uint32_t n, listing *out, dm_err *err) {
    for (uint32_t i = 0; i < n; i++) {
        struct stat st;
        dm_str path = arena_str(a, str_from(paths[i]));
        if (!path.p) return err_memory(err, "the list of files");
        bool folder = !str_is(path, "-") && stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
        uint32_t before = out->n;
        if (folder) DM_TRY(walk(a, path, 0, out, err));
        else DM_TRY(add_file(a, path, DM_OK, DM_STR_NONE, out, err));
        if (folder && out->n == before)
            DM_TRY(add_file(a, path, DM_E_NOT_FOUND,
                            arena_printf(a, "%.*s: the folder holds no stories (.txt, .jsonl or .json files)", DM_STR_ARG(path)), out, err));
    }
    return DM_OK;
}
