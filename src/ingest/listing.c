/* See listing.h. Folders are walked depth first with opendir; entries are sorted by bytes, because scandir's alphasort
 * asks the locale. Links to folders are not followed, so that there is no cycle. */
#include "ingest/listing.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 64 };

typedef VEC(char *) names;

static bool ends(dm_str path, const char *ending) {
    uint32_t n = (uint32_t)strlen(ending);
    return path.n > n && str_eq_nocase(str_sub(path, path.n - n, path.n), (dm_str){ending, n});
}

bool listing_packed(dm_str path) { return ends(path, ".gz") || ends(path, ".zst"); }

listing_name listing_name_of(dm_str path) {
    static const struct {
        const char *end;
        listing_name name;
    } endings[] = {{".txt", LISTING_TXT},    {".jsonl", LISTING_JSONL}, {".ndjson", LISTING_JSONL}, {".json", LISTING_JSON},
                   {".html", LISTING_PAGE},  {".htm", LISTING_PAGE},    {".xhtml", LISTING_PAGE},   {".xml", LISTING_FEED},
                   {".rss", LISTING_FEED},   {".atom", LISTING_FEED},   {".csv", LISTING_CSV},      {".tsv", LISTING_CSV},
                   {".warc", LISTING_WARC},  {".wet", LISTING_WARC},    {".zip", LISTING_ARCHIVE},  {".tar", LISTING_ARCHIVE},
                   {".tgz", LISTING_ARCHIVE}};
    if (ends(path, ".gz")) path.n -= 3;
    else if (ends(path, ".zst")) path.n -= 4;
    for (uint32_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends(path, endings[i].end)) return endings[i].name;
    return LISTING_OTHER;
}

static dm_status add_file(dm_arena *a, dm_str path, dm_status status, dm_str message, listing *out, dm_err *err) {
    listing_file *f = VEC_PUSH(a, out);
    if (!f || !path.p || (status != DM_OK && !message.p)) return err_memory(err, "the list of files");
    *f = (listing_file){path, listing_name_of(path), status, message};
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
        else if (listing_name_of(path) != LISTING_OTHER && stat(path.p, &st) == 0 && S_ISREG(st.st_mode))
            status = add_file(a, path, DM_OK, DM_STR_NONE, out, err);
    }
    return status;
}

/* The matches of a pattern, sorted by bytes. */
static dm_status match(dm_arena *a, const char *pattern, names *out, dm_err *err) {
    glob_t g = {0};
    int got = glob(pattern, GLOB_NOSORT | GLOB_ERR, NULL, &g);
    for (size_t i = 0; got == 0 && i < g.gl_pathc; i++) {
        char **name = VEC_PUSH(a, out);
        if (!name || !(*name = arena_copy(a, g.gl_pathv[i], strlen(g.gl_pathv[i])))) got = GLOB_NOSPACE;
    }
    globfree(&g);
    if (got == GLOB_NOSPACE) return err_memory(err, "the list of files");
    if (out->n) qsort(out->v, out->n, sizeof *out->v, by_bytes);
    return DM_OK;
}

static dm_status add_path(dm_arena *a, dm_str path, listing *out, dm_err *err) {
    struct stat st;
    if (!path.p) return err_memory(err, "the list of files");
    bool folder = !str_is(path, "-") && stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
    uint32_t before = out->n;
    if (!folder) return add_file(a, path, DM_OK, DM_STR_NONE, out, err);
    DM_TRY(walk(a, path, 0, out, err));
    if (out->n > before) return DM_OK;
    return add_file(
        a, path, DM_E_NOT_FOUND,
        arena_printf(a, "%.*s: the folder holds no stories (.txt, .html, .jsonl, .json, .xml, .csv, .warc, packed or not)", DM_STR_ARG(path)), out,
        err);
}

dm_status listing_make(dm_arena *a, const char *const *paths, uint32_t n, listing *out, dm_err *err) {
    for (uint32_t i = 0; i < n; i++) {
        struct stat st;
        names found = {0};
        if (strpbrk(paths[i], "*?[") && lstat(paths[i], &st) != 0) DM_TRY(match(a, paths[i], &found, err));
        for (uint32_t k = 0; k < found.n; k++) DM_TRY(add_path(a, str_from(found.v[k]), out, err));
        if (!found.n) DM_TRY(add_path(a, arena_str(a, str_from(paths[i])), out, err));
    }
    return DM_OK;
}
