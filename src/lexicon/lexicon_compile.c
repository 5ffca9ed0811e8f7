/* lexicon_compile: folders of tables and frames in, complaints and one compiled file out.
 *
 * All source files are listed, sorted by folder and name, and read; the fingerprint is taken over them in that order,
 * so the order in which a file system lists them never shows. Then table by table: rows of all files, later folders
 * over earlier ones by key, then lexicon_rows.c. Frames come last, because they name classes. */
#include "base/file.h"
#include "lexicon/dictionaries.h"
#include "lexicon/frames.h"
#include "lexicon/lexicon_rows.h"
#include "lexicon/normalise.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FRAMES     LEX_TABLE_N /* the table number of a frames file */
#define DICTIONARY (LEX_TABLE_N + 1)

typedef struct source {
    const char *path; /* as opened and as complaints name it */
    dm_str inner;     /* path below the folder */
    uint32_t dir, table;
    dm_str text;
} source;

typedef struct compiler {
    dm_arena arena;
    lex_lint lint;
    lex_build build;
    VEC(source) sources;
    lex_rows rows[LEX_TABLE_N];
} compiler;

/* ---- which files ---- */

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void unknown_file(compiler *c, const char *path) {
    dm_buf known = {0};
    for (uint32_t t = 0; t < LEX_TABLE_N; t++) buf_printf(&known, "%s%s ", lex_tables[t].name, lex_tables[t].folder ? "/*.tsv" : ".tsv");
    buf_puts(&known, "frames/*.yaml");
    lint_warn(&c->lint, path, 1, 1, buf_cstr(&known), "not a table of the lexicon; it is not read");
    buf_free(&known);
}

/* Table of a file or folder directly in a lexicon folder, DM_NONE when it is none. */
static uint32_t table_of(const char *name, bool folder) {
    size_t n = strlen(name);
    if (folder && strcmp(name, "frames") == 0) return FRAMES;
    if (!folder && dict_kind_of(str_from(name))) return DICTIONARY;
    for (uint32_t t = 0; t < LEX_TABLE_N; t++) {
        size_t k = strlen(lex_tables[t].name);
        if (lex_tables[t].folder != folder || strncmp(name, lex_tables[t].name, k) != 0) continue;
        if (folder ? n == k : strcmp(name + k, ".tsv") == 0) return t;
    }
    return DM_NONE;
}

static dm_status add_source(compiler *c, const char *path, dm_str inner, uint32_t dir, uint32_t table, dm_err *err) {
    source *s = VEC_PUSH(&c->arena, &c->sources);
    if (!s) return err_memory(err, path);
    *s = (source){.path = path, .inner = inner, .dir = dir, .table = table};
    return DM_OK;
}

/* Lists a lexicon folder (table DM_NONE) or one of its table folders. `skip` is the length of the part of the path
 * that is not named in the fingerprint. */
static dm_status list_folder(compiler *c, const char *path, uint32_t dir, uint32_t table, size_t skip, dm_err *err) {
    DIR *d = opendir(path);
    if (!d) return err_set(err, errno == ENOENT ? DM_E_NOT_FOUND : DM_E_IO, 0, "%s: %s", path, strerror(errno));
    dm_status s = DM_OK;
    for (struct dirent *e; s == DM_OK && (e = readdir(d));) {
        dm_str name = str_from(e->d_name);
        if (e->d_name[0] == '.') continue;
        dm_str full = arena_printf(&c->arena, "%s/%s", path, e->d_name);
        if (!full.p) {
            s = err_memory(err, path);
            break;
        }
        bool folder = is_folder(full.p), tsv = str_ends(name, ".tsv"), yaml = str_ends(name, ".yaml");
        dm_str inner = str_sub(full, (uint32_t)skip, full.n);
        uint32_t t = table == DM_NONE ? table_of(e->d_name, folder) : folder || !(table == FRAMES ? yaml : tsv) ? DM_NONE : table;
        if (t == DM_NONE) {
            if (folder || tsv || yaml || str_ends(name, ".yml")) unknown_file(c, full.p);
        } else {
            s = folder ? list_folder(c, full.p, dir, t, skip, err) : add_source(c, full.p, inner, dir, t, err);
        }
    }
    closedir(d);
    return s;
}

static int compare_sources(const void *pa, const void *pb) {
    const source *a = pa, *b = pb;
    if (a->dir != b->dir) return a->dir < b->dir ? -1 : 1;
    return str_cmp(a->inner, b->inner);
}

static dm_status read_sources(compiler *c, dm_err *err) {
    dm_buf buf = {0}, print = {0};
    dm_status s = DM_OK;
    for (uint32_t i = 0; i < c->sources.n && s == DM_OK; i++) {
        source *f = &c->sources.v[i];
        buf_clear(&buf);
        s = file_read(f->path, LEX_FILE_MAX, &buf, err);
        if (s != DM_OK) break;
        f->text = (dm_str){arena_copy(&c->arena, buf.p ? buf.p : "", buf.n), (uint32_t)buf.n};
        if (!f->text.p) {
            s = err_memory(err, f->path);
            break;
        }
        buf_printf(&print, "%u/%.*s %zu %016llx\n", f->dir, DM_STR_ARG(f->inner), buf.n, (unsigned long long)hash_bytes(f->text.p, f->text.n));
    }
    if (s == DM_OK && !buf_ok(&print)) s = err_memory(err, "the lexicon's fingerprint");
    c->build.fingerprint = hash_bytes(print.p ? print.p : "", print.n);
    buf_free(&buf);
    buf_free(&print);
    return s;
}

/* ---- overlay ---- */

static dm_status key_of(compiler *c, const lex_table *table, const lex_row *row, dm_buf *buf, dm_str *key, dm_err *err) {
    buf_clear(buf);
    for (uint32_t i = 0; i < LEX_COLUMNS_MAX && table->columns[i]; i++) {
        if (!(table->key >> i & 1)) continue;
        if (table->phrase >> i & 1) normalise_join(row->cells[i], ' ', buf);
        else buf_put_str(buf, row->cells[i]);
        buf_putc(buf, '\t');
    }
    if (!buf_ok(buf)) return err_memory(err, row->file);
    *key = arena_str(&c->arena, buf_str(buf));
    return key->p ? DM_OK : err_memory(err, row->file);
}

/* Takes out the rows in whose place those that are `sole` stand. */
static dm_status leave_sole(compiler *c, lex_rows *rows, dm_err *err) {
    dm_strmap sole = {0}; /* phrase -> the latest folder */
    dm_buf phrase = {0};
    dm_status s = DM_OK;
    uint32_t kept = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < rows->n && s == DM_OK; i++) {
            const lex_row row = rows->v[i];
            uint32_t *dir;
            if (pass == 0 && !row.sole) continue;
            buf_clear(&phrase);
            normalise_join(row.cells[0], ' ', &phrase);
            if (!buf_ok(&phrase)) s = err_memory(err, row.file);
            else if (pass == 0 && !strmap_put(&sole, &c->arena, arena_str(&c->arena, buf_str(&phrase)), row.dir, &dir)) s = err_memory(err, row.file);
            else if (pass == 0) *dir = row.dir;
            else {
                uint32_t latest = strmap_get(&sole, buf_str(&phrase));
                if (latest == MAP_NONE || row.dir >= latest) rows->v[kept++] = row;
            }
        }
        if (pass == 0 && !sole.n) kept = rows->n;
        if (pass == 0 && !sole.n) break;
    }
    buf_free(&phrase);
    if (s == DM_OK) rows->n = kept;
    return s;
}

/* Leaves one row of each key: that of the latest folder, and the first of it there; at the place of the first. */
static dm_status overlay(compiler *c, const lex_table *table, lex_rows *rows, dm_err *err) {
    dm_strmap seen = {0};
    dm_buf buf = {0};
    dm_status s = DM_OK;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < rows->n && s == DM_OK; i++) {
        const lex_row row = rows->v[i];
        dm_str key;
        uint32_t *at;
        s = key_of(c, table, &row, &buf, &key, err);
        if (s != DM_OK) break;
        if (!strmap_put(&seen, &c->arena, key, kept, &at)) {
            s = err_memory(err, row.file);
        } else if (*at == kept) {
            rows->v[kept++] = row;
        } else if (rows->v[*at].dir < row.dir) {
            rows->v[*at] = row;
        } else if (!row.sole) {
            const lex_row *first = &rows->v[*at];
            lint_warn(&c->lint, row.file, row.line, 1, "leave it out",
                      "the same row as %s:%u (case, accents, dots and hyphens of a phrase do not count); it is not read", first->file, first->line);
        }
    }
    buf_free(&buf);
    rows->n = kept;
    return s;
}

/* ---- all ---- */

/* Rows of all tables, then those that dictionaries add. */
static dm_status read_rows(compiler *c, dm_err *err) {
    dm_strmap actors = {0};
    for (uint32_t i = 0; i < c->sources.n; i++) {
        const source *f = &c->sources.v[i];
        if (f->table < LEX_TABLE_N) DM_TRY(table_read(&c->arena, &c->lint, &lex_tables[f->table], f->path, f->dir, f->text, &c->rows[f->table], err));
    }
    for (uint32_t i = 0; i < c->rows[LEX_T_actors].n; i++)
        if (!strmap_put(&actors, &c->arena, c->rows[LEX_T_actors].v[i].cells[0], i, NULL)) return err_memory(err, "the lexicon's actors");
    for (uint32_t i = 0; i < c->sources.n; i++) {
        const source *f = &c->sources.v[i];
        if (f->table != DICTIONARY) continue;
        const char *slash = strrchr(f->path, '/');
        dict_file file = {f->path, f->dir, f->text, dict_kind_of(str_from(slash ? slash + 1 : f->path))};
        if (file.kind == DICT_VERBS) lint_warn(&c->lint, f->path, 1, 1, "frames/*.yaml (docs/formats/frames.md)", "verb files are not read");
        DM_TRY(dict_read(&c->arena, &c->lint, &file, &actors, c->rows, err));
    }
    return DM_OK;
}

static dm_status compile_table(compiler *c, uint32_t t, dm_err *err) {
    if (t == LEX_T_names) DM_TRY(leave_sole(c, &c->rows[t], err));
    DM_TRY(overlay(c, &lex_tables[t], &c->rows[t], err));
    return rows_compile(&c->build, t, &c->rows[t], err);
}

/* What rows of frames tell as their file: as it was given, but of a whole path the lexicon's folder alone, so that the compiled bytes
 * do not tell on which machine they were made. NULL: out of memory. */
static const char *shown_path(compiler *c, const source *f) {
    if (f->path[0] != '/') return f->path;
    uint32_t at = (uint32_t)strlen(f->path) - f->inner.n;
    while (at > 1 && f->path[at - 1] == '/') at--;
    while (at > 0 && f->path[at - 1] != '/') at--;
    return arena_str(&c->arena, str_from(f->path + at)).p;
}

static dm_status compile_frames(compiler *c, dm_err *err) {
    VEC(lex_frame_file) files = {0};
    for (uint32_t i = 0; i < c->sources.n; i++) {
        const source *f = &c->sources.v[i];
        if (f->table != FRAMES) continue;
        lex_frame_file *file = VEC_PUSH(&c->arena, &files);
        if (!file) return err_memory(err, f->path);
        *file = (lex_frame_file){.file = f->path, .shown = shown_path(c, f), .dir = f->dir};
        if (!file->shown) return err_memory(err, f->path);
        uint32_t line, column;
        dm_err what = {0};
        dm_status s = yaml_read(&c->arena, f->text, &file->root, &line, &column, &what);
        if (s == DM_E_MEMORY) return err_memory(err, f->path);
        if (s != DM_OK) lint_error(&c->lint, f->path, line, column, "plain YAML: strings, sequences and maps", "%s", what.msg);
    }
    return frames_compile(&c->build, files.v, files.n, err);
}

static dm_status compile_all(compiler *c, const char *const *dirs, uint32_t n_dirs, dm_buf *out, dm_err *err) {
    DM_TRY(build_init(&c->build, &c->arena, &c->lint, err));
    for (uint32_t i = 0; i < n_dirs; i++) {
        uint32_t before = c->sources.n;
        DM_TRY(list_folder(c, dirs[i], i, DM_NONE, strlen(dirs[i]) + 1, err));
        if (c->sources.n == before) return err_set(err, DM_E_LEXICON, 0, "%s: no table of a lexicon is in this folder", dirs[i]);
    }
    if (c->sources.n) qsort(c->sources.v, c->sources.n, sizeof *c->sources.v, compare_sources);
    DM_TRY(read_sources(c, err));
    DM_TRY(read_rows(c, err));
    for (uint32_t t = 0; t < LEX_TABLE_N; t++) DM_TRY(compile_table(c, t, err));
    DM_TRY(compile_frames(c, err));
    if (c->lint.n_errors)
        return err_set(err, DM_E_LEXICON, 0, "the lexicon has %u error%s; nothing is written", c->lint.n_errors, c->lint.n_errors == 1 ? "" : "s");
    return build_finish(&c->build, out, err);
}

dm_status lexicon_compile(const char *const *dirs, uint32_t n_dirs, const char *out_path, lexicon_report *report, void *user, dm_err *err) {
    compiler c = {.lint = {.report = report, .user = user}};
    dm_buf out = {0};
    arena_init(&c.arena, 0);
    dm_status s = compile_all(&c, dirs, n_dirs, &out, err);
    if (s == DM_OK && out_path) s = file_write(out_path, out.p, out.n, err);
    buf_free(&out);
    arena_free(&c.arena);
    return s;
}
