/* A dictionary of TABARI or PETRARCH: the first byte says of which kind, the rest is the file. */
#include "lexicon/dictionaries.h"

#include <stddef.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dm_arena arena;
    lex_lint lint = {0};
    lex_rows tables[LEX_TABLE_N] = {0};
    dm_strmap actors = {0};
    dm_err err = {0};
    if (!size || size > 1 << 16) return 0;
    arena_init(&arena, 0);
    dict_file file = {"fuzz", 1, {(const char *)data + 1, (uint32_t)size - 1}, (dict_kind)(DICT_ACTORS + data[0] % 4)};
    if (strmap_put(&actors, &arena, DM_STR("USA"), 0, NULL) && dict_read(&arena, &lint, &file, &actors, tables, &err) == DM_OK)
        for (uint32_t t = 0; t < LEX_TABLE_N; t++)
            for (uint32_t i = 0; i < tables[t].n; i++) DM_ASSERT(tables[t].v[i].cells[0].n > 0);
    arena_free(&arena);
    return 0;
}
