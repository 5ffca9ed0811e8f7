/* See lexicon.h. Opening maps the file, checks magic, version, checksum and the section table, and sets one pointer a
 * section; rows are read in place. The checksum guards against damage, so look-ups trust indices inside the file.
 * Look-ups are binary searches over sorted rows or over a sorted list of rows. */
#include "lexicon/lexicon_int.h"

#include "base/map.h"

#include <stdlib.h>

/* How a reader gets a file that can be used. */
#define MAKE_AGAIN "make it again with demarche check DIR -o FILE"

static dm_status check_header(const unsigned char *data, size_t size, const char *name, dm_err *err) {
    const lexf_header *h = (const lexf_header *)(const void *)data;
    if (size < sizeof *h || memcmp(h->magic, LEXF_MAGIC, sizeof h->magic) != 0)
        return err_set(err, DM_E_FORMAT, 0, "%s: not a compiled lexicon; make one with demarche check DIR -o FILE", name);
    if (h->version != LEXF_VERSION)
        return err_set(err, DM_E_VERSION, offsetof(lexf_header, version), "%s: %s lexicon (version %u, this program reads %u); " MAKE_AGAIN, name,
                       h->version < LEXF_VERSION ? "an older" : "a newer", h->version, LEXF_VERSION);
    const size_t from = offsetof(lexf_header, size);
    if (h->size != size)
        return err_set(err, DM_E_CHECKSUM, from, "%s: %zu bytes, %llu expected; " MAKE_AGAIN, name, size, (unsigned long long)h->size);
    if (hash_bytes(data + from, size - from) != h->checksum) return err_set(err, DM_E_CHECKSUM, 0, "%s: damaged or altered; " MAKE_AGAIN, name);
    if (h->n_sections > 1024 || sizeof *h + h->n_sections * sizeof(lexf_section) > size)
        return err_set(err, DM_E_FORMAT, 0, "%s: its section table is wrong; " MAKE_AGAIN, name);
    return DM_OK;
}

static const lexf_section *section_of(const lexicon *lex, uint32_t tag) {
    for (uint32_t i = 0; i < lex->header->n_sections; i++)
        if (lex->sections[i].tag == tag) return &lex->sections[i];
    return NULL;
}

static dm_status check_sections(const lexicon *lex, const char *name, dm_err *err) {
    for (uint32_t i = 0; i < lex->header->n_sections; i++) {
        const lexf_section *s = &lex->sections[i];
        uint64_t size = lex->header->size;
        if (!s->element || s->offset % LEXF_ALIGN || s->offset > size || s->count > UINT32_MAX || s->count > (size - s->offset) / s->element)
            return err_set(err, DM_E_FORMAT, sizeof(lexf_header) + i * sizeof *s, "%s: section %u lies outside the file; " MAKE_AGAIN, name, i);
    }
    return DM_OK;
}

static dm_status bind_sections(lexicon *lex, const char *name, dm_err *err) {
    const unsigned char *base = (const unsigned char *)lex->header;
    const lexf_section *s;
#define BIND(field, T, TAG)                                                                                                 \
    s = section_of(lex, TAG);                                                                                               \
    if (!s || s->element != sizeof(T)) return err_set(err, DM_E_FORMAT, 0, "%s: no section " #field "; " MAKE_AGAIN, name); \
    lex->field = (const T *)(const void *)(base + s->offset);                                                               \
    lex->n_##field = (uint32_t)s->count;
    LEXF_SECTIONS(BIND)
#undef BIND
    if (lex->n_words < 2 || lex->n_states < 2 || !lex->n_word_slots || (lex->n_word_slots & (lex->n_word_slots - 1)))
        return err_set(err, DM_E_FORMAT, 0, "%s: its vocabulary is wrong; " MAKE_AGAIN, name);
    return DM_OK;
}

dm_status lexicon_open_bytes(const void *data, size_t size, const char *name, lexicon **out, dm_err *err) {
    *out = NULL;
    DM_TRY(check_header(data, size, name, err));
    lexicon *lex = calloc(1, sizeof *lex);
    if (!lex) return err_memory(err, name);
    lex->header = data;
    lex->sections = (const lexf_section *)(const void *)((const unsigned char *)data + sizeof(lexf_header));
    dm_status s = check_sections(lex, name, err);
    if (s == DM_OK) s = bind_sections(lex, name, err);
    if (s != DM_OK) {
        free(lex);
        return s;
    }
    for (int i = 0; i < 16; i++) lex->fingerprint[i] = "0123456789abcdef"[lex->header->fingerprint >> (60 - 4 * i) & 15];
    *out = lex;
    return DM_OK;
}

dm_status lexicon_open(const char *path, lexicon **out, dm_err *err) {
    *out = NULL;
    dm_map map;
    DM_TRY(file_map(path, &map, err));
    dm_status s = lexicon_open_bytes(map.data, map.size, path, out, err);
    if (s == DM_OK) (*out)->map = map;
    else file_unmap(&map);
    return s;
}

void lexicon_close(lexicon *lex) {
    if (!lex) return;
    file_unmap(&lex->map);
    free(lex);
}

dm_str lexicon_fingerprint(const lexicon *lex) { return (dm_str){lex->fingerprint, 16}; }

const void *lexicon_section(const lexicon *lex, uint32_t tag, uint32_t element, uint32_t *count) {
    const lexf_section *s = section_of(lex, tag);
    *count = 0;
    if (!s || s->element != element) return NULL;
    *count = (uint32_t)s->count;
    return (const unsigned char *)lex->header + s->offset;
}

dm_str lexicon_string(const lexicon *lex, lexf_str s) { return s.at == DM_NONE ? DM_STR_NONE : (dm_str){lex->strings + s.at, s.n}; }

/* ---- rows ---- */

#define STR(s) lexicon_string(lex, (s))

lex_actor lexicon_actor(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_actors);
    const lexf_actor *r = &lex->actors[row];
    return (lex_actor){STR(r->id), STR(r->name), STR(r->code), STR(r->wikidata), STR(r->country), STR(r->sector), r->kind,
                       r->gender,  r->from,      r->to,        r->state};
}

lex_name lexicon_name(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_names);
    const lexf_name *r = &lex->names[row];
    return (lex_name){STR(r->phrase), r->actor, r->via, r->flags, r->from, r->to};
}

lex_office lexicon_office(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_offices);
    const lexf_office *r = &lex->offices[row];
    return (lex_office){r->person, r->country, STR(r->office), STR(r->title), r->from, r->to};
}

lex_title lexicon_title(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_titles);
    const lexf_title *r = &lex->titles[row];
    return (lex_title){STR(r->phrase), STR(r->office), STR(r->sector), r->capacity, r->scope};
}

lex_institution lexicon_institution(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_institutions);
    const lexf_institution *r = &lex->institutions[row];
    return (lex_institution){STR(r->phrase), STR(r->office), STR(r->sector), r->capacity, r->kind};
}

lex_agent lexicon_agent(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_agents);
    const lexf_agent *r = &lex->agents[row];
    return (lex_agent){STR(r->phrase), STR(r->sector), r->kind, r->plural != 0, r->capacity};
}

lex_place lexicon_place(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_places);
    const lexf_place *r = &lex->places[row];
    return (lex_place){STR(r->name), STR(r->country), r->lat, r->lon, r->population, r->kind, r->state};
}

lex_outlet lexicon_outlet(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_outlets);
    const lexf_outlet *r = &lex->outlets[row];
    return (lex_outlet){STR(r->name), STR(r->short_name), STR(r->country), STR(r->kind), STR(r->domain)};
}

lex_cue lexicon_cue(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_cues);
    const lexf_cue *r = &lex->cues[row];
    return (lex_cue){STR(r->lemma), r->pos, r->kind, r->act};
}

lex_issue lexicon_issue(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_issues);
    const lexf_issue *r = &lex->issues[row];
    return (lex_issue){STR(r->issue), STR(r->phrase), r->weight};
}

lex_discard lexicon_discard(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_discards);
    const lexf_discard *r = &lex->discards[row];
    return (lex_discard){STR(r->phrase), r->story};
}

uint32_t lexicon_find_discard(const lexicon *lex, const dm_doc *doc, uint32_t begin, uint32_t end, bool story) {
    lex_match hits[16];
    for (uint32_t p = begin; p < end && lex->n_discards; p++) {
        uint32_t n = lexicon_match(lex, doc, p, hits, 16);
        for (uint32_t i = 0; i < n; i++)
            if (hits[i].dict == LEX_DISCARD && lex->discards[hits[i].row].story == story) return p;
    }
    return DM_NONE;
}

lex_cameo lexicon_cameo(const lexicon *lex, uint32_t row) {
    DM_ASSERT(row < lex->n_cameo);
    const lexf_cameo *r = &lex->cameo[row];
    return (lex_cameo){STR(r->code), STR(r->name), STR(r->contexts), r->goldstein};
}

/* ---- look-ups ---- */

/* Position of `key` in a list of n that ascends by the text that `at` gives, DM_NONE when it is not there. */
typedef dm_str text_at(const lexicon *lex, uint32_t position);
static uint32_t find_text(const lexicon *lex, uint32_t n, text_at *at, dm_str key) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(at(lex, mid), key);
        if (c == 0) return mid;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return DM_NONE;
}

static dm_str actor_id(const lexicon *lex, uint32_t i) { return STR(lex->actors[i].id); }
static dm_str cameo_code(const lexicon *lex, uint32_t i) { return STR(lex->cameo[i].code); }
static dm_str domain_at(const lexicon *lex, uint32_t i) { return STR(lex->outlets[lex->domains[i]].domain); }

uint32_t lexicon_actor_by_id(const lexicon *lex, dm_str id) { return find_text(lex, lex->n_actors, actor_id, id); }
uint32_t lexicon_cameo_by_code(const lexicon *lex, dm_str code) { return find_text(lex, lex->n_cameo, cameo_code, code); }

uint32_t lexicon_outlet_by_domain(const lexicon *lex, dm_str host) {
    char lower[256];
    if (host.n > sizeof lower) return DM_NONE;
    for (uint32_t i = 0; i < host.n; i++) lower[i] = (char)(host.p[i] >= 'A' && host.p[i] <= 'Z' ? host.p[i] + 32 : host.p[i]);
    dm_str rest = {lower, host.n};
    while (rest.n) {
        uint32_t i = find_text(lex, lex->n_domains, domain_at, rest);
        if (i != DM_NONE) return lex->domains[i];
        int64_t dot = str_find(rest, DM_STR("."), 0);
        if (dot < 0) break;
        rest = str_sub(rest, (uint32_t)dot + 1, rest.n);
    }
    return DM_NONE;
}

uint32_t lexicon_terms(const lexicon *lex, uint32_t person, uint32_t *out, uint32_t max) {
    uint32_t lo = 0, hi = lex->n_offices, n = 0;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (lex->offices[mid].person < person) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < lex->n_offices && lex->offices[lo].person == person; lo++, n++)
        if (n < max) out[n] = lo;
    return n;
}

uint32_t lexicon_holders(const lexicon *lex, uint32_t country, dm_str office, dm_day from, dm_day to, uint32_t *out, uint32_t max) {
    uint32_t lo = 0, hi = lex->n_holders, n = 0;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const lexf_office *r = &lex->offices[lex->holders[mid]];
        bool before = r->country != country ? r->country < country : str_cmp(STR(r->office), office) < 0;
        if (before) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < lex->n_holders; lo++) {
        const lexf_office *r = &lex->offices[lex->holders[lo]];
        if (r->country != country || !str_eq(STR(r->office), office)) break;
        if (to != DM_DAY_NONE && r->from > to) break; /* an open beginning sorts first */
        if (from != DM_DAY_NONE && r->to != DM_DAY_NONE && r->to < from) continue;
        if (n < max) out[n] = lex->holders[lo];
        n++;
    }
    return n;
}

uint32_t lexicon_cue_of(const lexicon *lex, uint32_t lemma_word, uint8_t pos) {
    if (!lemma_word || lemma_word + 1 >= lex->n_words) return DM_NONE;
    for (uint32_t i = lex->words[lemma_word].cue_begin; i < lex->words[lemma_word + 1].cue_begin; i++)
        if (lex->cue_index[i].pos == pos) return lex->cue_index[i].row;
    return DM_NONE;
}

uint64_t lexicon_classes(const lexicon *lex, uint32_t lemma_word) { return lemma_word < lex->n_words ? lex->words[lemma_word].classes : 0; }

int lexicon_class_by_name(const lexicon *lex, dm_str name) {
    for (uint32_t i = 0; i < lex->n_classes; i++)
        if (str_eq(STR(lex->classes[i]), name)) return (int)i;
    return -1;
}
