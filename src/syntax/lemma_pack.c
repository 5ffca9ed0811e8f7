/* Packs the lemmatizer's tables: index and exceptions to frozen maps, so that 91,000 words need no hashing at start. */
#include "base/arena.h"
#include "nn/msgpack.h"
#include "syntax/lemma_int.h"

#include <stdio.h>

typedef struct packing {
    dm_arena arena;
    VEC(lemma_rule) rules;
    VEC(lemma_form) forms;
    dm_buf pool;
    uint32_t n_rules[LEMMA_KINDS], most_forms[LEMMA_KINDS];
    model_writer *w;
    dm_err *err;
} packing;

static const struct {
    const char *name;
    uint64_t id;
} kinds[LEMMA_KINDS] = {
#define LEMMA_ROW(kind, name, pos, id) {name, id},
    LEMMA_KINDS_LIST(LEMMA_ROW)
#undef LEMMA_ROW
};

static dm_status bad(packing *k, const char *what) { return err_set(k->err, DM_E_FORMAT, 0, "lemmatizer/lookups/lookups.bin: %s", what); }

static dm_status kind_of(packing *k, uint64_t id, uint32_t *kind) {
    for (*kind = 0; *kind < LEMMA_KINDS; (*kind)++)
        if (kinds[*kind].id == id) return DM_OK;
    return bad(k, "tables for a part of speech that is not known");
}

static dm_status write_map(packing *k, const char *what, uint32_t kind, const frozen_item *items, uint32_t n) {
    char name[MODEL_NAME_SIZE];
    dm_buf b = {0};
    snprintf(name, sizeof name, "syntax/lemma-%s-%s", what, kinds[kind].name);
    dm_status status = frozen_write(&b, items, n, k->err);
    if (status == DM_OK) status = model_add(k->w, name, b.p, b.n, k->err);
    buf_free(&b);
    return status;
}

static dm_status read_rules(packing *k, msgpack *m, uint32_t kind) {
    for (uint32_t n = msgpack_array(m); n > 0 && msgpack_ok(m); n--) {
        lemma_rule *r = VEC_PUSH(&k->arena, &k->rules);
        if (!r) return err_memory(k->err, "the lemma tables");
        if (msgpack_array(m) != 2) return bad(k, "a rule that is no pair");
        dm_str before = msgpack_str(m), after = msgpack_str(m);
        if (before.n > LEMMA_END_MAX || after.n > LEMMA_END_MAX) return bad(k, "a rule that is too long");
        *r = (lemma_rule){.kind = (uint8_t)kind, .n_before = (uint8_t)before.n, .n_after = (uint8_t)after.n};
        memcpy(r->before, before.p, before.n);
        memcpy(r->after, after.p, after.n);
        k->n_rules[kind]++;
    }
    return DM_OK;
}

static dm_status read_exceptions(packing *k, msgpack *m, uint32_t kind) {
    uint32_t n = msgpack_map(m);
    frozen_item *items = ARENA_NEW(&k->arena, frozen_item, n + 1);
    if (!items) return err_memory(k->err, "the lemma tables");
    for (uint32_t i = 0; i < n && msgpack_ok(m); i++) {
        dm_str word = msgpack_str(m);
        uint32_t count = msgpack_array(m), first = k->forms.n;
        if (count > 255 || first > 0xFFFFFF) return bad(k, "too many exceptions");
        for (uint32_t j = 0; j < count; j++) {
            dm_str form = msgpack_str(m);
            lemma_form *f = VEC_PUSH(&k->arena, &k->forms);
            if (!f) return err_memory(k->err, "the lemma tables");
            *f = (lemma_form){(uint32_t)k->pool.n, form.n};
            buf_put_str(&k->pool, form);
        }
        items[i] = (frozen_item){word, first << 8 | count};
        if (count > k->most_forms[kind]) k->most_forms[kind] = count;
    }
    return n ? write_map(k, "exceptions", kind, items, n) : DM_OK;
}

static dm_status read_index(packing *k, msgpack *m, uint32_t kind) {
    uint32_t n = msgpack_array(m);
    frozen_item *items = ARENA_NEW(&k->arena, frozen_item, n + 1);
    if (!items) return err_memory(k->err, "the lemma tables");
    for (uint32_t i = 0; i < n && msgpack_ok(m); i++) items[i] = (frozen_item){msgpack_str(m), 0};
    return n ? write_map(k, "index", kind, items, n) : DM_OK;
}

static dm_status read_tables(packing *k, msgpack *m) {
    for (uint32_t n = msgpack_map(m); n > 0 && msgpack_ok(m); n--) {
        dm_str table = msgpack_str(m);
        for (uint32_t i = msgpack_map(m); i > 0 && msgpack_ok(m); i--) {
            uint32_t kind;
            DM_TRY(kind_of(k, msgpack_uint(m), &kind));
            if (str_is(table, "lemma_rules")) DM_TRY(read_rules(k, m, kind));
            else if (str_is(table, "lemma_exc")) DM_TRY(read_exceptions(k, m, kind));
            else if (str_is(table, "lemma_index")) DM_TRY(read_index(k, m, kind));
            else return bad(k, "a table that is not known");
        }
    }
    return msgpack_ok(m) && k->rules.n ? DM_OK : bad(k, "malformed or without rules");
}

static dm_status write_common(packing *k) {
    for (int kind = 0; kind < LEMMA_KINDS; kind++)
        if (k->n_rules[kind] + k->most_forms[kind] > LEMMA_FORMS_MAX) return bad(k, "too many rules");
    if (!buf_ok(&k->pool)) return err_memory(k->err, "the lemma tables");
    DM_TRY(model_add(k->w, "syntax/lemma-rules", k->rules.v, k->rules.n * sizeof *k->rules.v, k->err));
    DM_TRY(model_add(k->w, "syntax/lemma-forms", k->forms.v, k->forms.n * sizeof *k->forms.v, k->err));
    return model_add(k->w, "syntax/lemma-pool", k->pool.p, k->pool.n, k->err);
}

dm_status lemma_pack(const model_source *src, model_writer *w, dm_err *err) {
    packing k = {.w = w, .err = err};
    arena_init(&k.arena, 0);
    msgpack m = msgpack_open(model_source_file(src, "lemmatizer/lookups/lookups.bin"));
    dm_status status = read_tables(&k, &m);
    if (status == DM_OK) status = write_common(&k);
    buf_free(&k.pool);
    arena_free(&k.arena);
    return status;
}
