/* See model.h. Everything is checked before the first section is handed out: the header, then the whole content
 * against its checksum, then the table (a checksum can be right on a file made by a hostile hand). */
#include "nn/model_format.h"

#include "base/map.h"

#include <stdlib.h>

struct model {
    dm_map map;
    const model_header *header;
    const model_entry *entries;
    char *path;
};

static dm_status check_header(const char *path, const dm_map *map, dm_err *err) {
    const model_header *h = (const void *)map->data;
    static const char magic[] = MODEL_MAGIC;
    size_t seen = map->size < 8 ? map->size : 8;
    if (map->size == 0 || memcmp(map->data, magic, seen) != 0)
        return err_set(err, DM_E_MODEL, 0, "%s: not a model file; make one with: demarche model make DIR -o FILE", path);
    if (map->size < sizeof *h)
        return err_set(err, DM_E_CHECKSUM, map->size, "%s: cut short after %zu bytes; fetch or make the model again", path, map->size);
    if (h->format != MODEL_FORMAT)
        return err_set(err, DM_E_VERSION, 8, "%s: model format %u, this program reads %u; %s", path, h->format, MODEL_FORMAT,
                       h->format < MODEL_FORMAT ? "it is too old: make it again with demarche model make"
                                                : "it was made by a newer program: use that one, or make it again");
    if (h->file_size != map->size)
        return err_set(err, DM_E_CHECKSUM, map->size, "%s: %zu bytes where its header says %llu; fetch or make the model again", path, map->size,
                       (unsigned long long)h->file_size);
    if (hash_bytes(map->data + MODEL_HASHED, map->size - MODEL_HASHED) != h->checksum)
        return err_set(err, DM_E_CHECKSUM, 0, "%s: damaged or altered (checksum differs); fetch or make the model again", path);
    return DM_OK;
}

static bool terminated(const char *s, size_t size) { return memchr(s, 0, size) != NULL; }

static dm_status check_table(const char *path, const dm_map *map, dm_err *err) {
    const model_header *h = (const void *)map->data;
    const model_entry *e = (const void *)(map->data + sizeof *h);
    uint64_t table_end = sizeof *h + (uint64_t)h->n_sections * sizeof *e;
    bool good = h->n_sections <= MODEL_MAX_SECTIONS && table_end <= map->size && terminated(h->name, sizeof h->name) &&
                terminated(h->fingerprint, sizeof h->fingerprint);
    for (uint32_t i = 0; good && i < h->n_sections; i++)
        good = terminated(e[i].name, sizeof e[i].name) && e[i].offset % MODEL_ALIGN == 0 && e[i].offset >= table_end && e[i].offset <= map->size &&
               e[i].size <= map->size - e[i].offset;
    if (!good) return err_set(err, DM_E_MODEL, sizeof *h, "%s: the table of sections is not well formed; make the model again", path);
    return DM_OK;
}

dm_status model_open(const char *path, model **out, dm_err *err) {
    *out = NULL;
    dm_map map;
    DM_TRY(file_map(path, &map, err));
    dm_status s = check_header(path, &map, err);
    if (s == DM_OK) s = check_table(path, &map, err);
    model *m = s == DM_OK ? calloc(1, sizeof *m) : NULL;
    char *copy = m ? strdup(path) : NULL;
    if (s == DM_OK && !copy) s = err_memory(err, "the model");
    if (s != DM_OK) {
        free(m);
        file_unmap(&map);
        return s;
    }
    *m = (model){.map = map, .path = copy, .header = (const void *)map.data, .entries = (const void *)(map.data + sizeof(model_header))};
    *out = m;
    return DM_OK;
}

void model_close(model *m) {
    if (!m) return;
    file_unmap(&m->map);
    free(m->path);
    free(m);
}

uint32_t model_n_sections(const model *m) { return m->header->n_sections; }

model_section model_section_at(const model *m, uint32_t i, const char **name) {
    DM_ASSERT(i < m->header->n_sections);
    const model_entry *e = &m->entries[i];
    if (name) *name = e->name;
    return (model_section){m->map.data + e->offset, (size_t)e->size};
}

model_section model_find(const model *m, const char *name) {
    for (uint32_t i = 0; i < m->header->n_sections; i++)
        if (strcmp(m->entries[i].name, name) == 0) return model_section_at(m, i, NULL);
    return (model_section){NULL, 0};
}

dm_status model_need(const model *m, const char *name, size_t min_size, model_section *out, dm_err *err) {
    *out = model_find(m, name);
    if (!out->p) return err_set(err, DM_E_MODEL, 0, "%s: section %s is missing; make the model again", m->path, name);
    if (out->size < min_size)
        return err_set(err, DM_E_MODEL, 0, "%s: section %s has %zu bytes, at least %zu expected; make the model again", m->path, name, out->size,
                       min_size);
    return DM_OK;
}

const char *model_path(const model *m) { return m->path; }
const char *model_name(const model *m) { return m->header->name; }
const char *model_fingerprint(const model *m) { return m->header->fingerprint; }
uint64_t model_file_size(const model *m) { return m->map.size; }
