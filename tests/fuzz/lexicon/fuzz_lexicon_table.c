/* Any bytes as a table, as YAML and as a phrase: complaints, never a fault. The first byte picks what it is. */
#include "lexicon/lexicon_build.h"
#include "lexicon/lexicon_rows.h"
#include "lexicon/normalise.h"
#include "lexicon/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_table(dm_arena *arena, uint32_t table, dm_str text) {
    lex_lint lint = {0};
    lex_build b;
    lex_rows rows = {0};
    dm_buf out = {0};
    if (build_init(&b, arena, &lint, NULL) == DM_OK && table_read(arena, &lint, &lex_tables[table], "x.tsv", 0, text, &rows, NULL) == DM_OK &&
        rows_compile(&b, table, &rows, NULL) == DM_OK && build_finish(&b, &out, NULL) == DM_OK)
        DM_ASSERT(out.n > sizeof(lexf_header));
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size || size > 1 << 16) return 0;
    dm_arena arena;
    arena_init(&arena, (size_t)64 << 20);
    uint32_t which = data[0] % (LEX_TABLE_N + 2);
    dm_str text = {(const char *)data + 1, (uint32_t)size - 1};
    if (which < LEX_TABLE_N) {
        as_table(&arena, which, text);
    } else if (which == LEX_TABLE_N) {
        const yaml_node *root;
        uint32_t line, column;
        dm_status s = yaml_read(&arena, text, &root, &line, &column, NULL);
        DM_ASSERT(s == DM_OK || !root);
    } else {
        lex_cut c = {0};
        uint32_t last = 0;
        for (uint32_t at = 0; normalise_next(text, &at, &c);) {
            DM_ASSERT(c.begin >= last && c.end > c.begin && c.end <= text.n && at >= c.end);
            last = c.end;
        }
    }
    arena_free(&arena);
    return 0;
}
