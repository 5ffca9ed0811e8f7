/* Copies: stories that repeat or shorten the text of an earlier one. Shingles of eight words, one in eight kept; a copy
 * shares half of the smaller one's. */
#include "base/map.h"
#include "merge/merge_int.h"

#include <stdlib.h>

enum { TEXT_SHINGLE = 8, SAMPLE = 8, COPY_WINDOW = 32 };
#define COPY_SHARE 0.5 /* of the smaller story's sampled shingles */

static int cmp_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* The sampled shingles of every story; its words are gone when the next one is read. */
static dm_status sample(const facts *f, dm_arena *step, dm_arena *text, keyed_list *keys, uint32_t *n_kept, dm_err *err) {
    for (uint32_t i = 0; i < f->stories.n; i++) {
        word_bag words;
        arena_reset(text);
        if (!bag_words(text, f->stories.v[i].text, &words)) return err_memory(err, "merging");
        for (uint32_t w = 0; w + TEXT_SHINGLE <= words.n; w++) {
            uint64_t h = hash_bytes(words.v + w, TEXT_SHINGLE * sizeof(uint32_t));
            if (h % SAMPLE) continue;
            n_kept[i]++;
            if (!keys_add(step, keys, h, 0, i)) return err_memory(err, "merging");
        }
    }
    return DM_OK;
}

dm_status copies_keys(const facts *f, dm_arena *step, keyed_list *keys, uint32_t *n_kept, dm_err *err) {
    dm_arena text;
    arena_init(&text, 0);
    dm_status s = sample(f, step, &text, keys, n_kept, err);
    arena_free(&text);
    return s;
}

dm_status copies_find(const facts *f, dm_arena *step, uint32_t *origin, dm_err *err) {
    keyed_list keys = {0};
    VEC(uint64_t) together = {0};
    uint32_t *n_kept = ARENA_NEW(step, uint32_t, f->stories.n + 1);
    if (!n_kept) return err_memory(err, "merging");
    DM_TRY(copies_keys(f, step, &keys, n_kept, err));
    for (uint32_t i = 0; i < f->stories.n; i++) origin[i] = i;
    keys_sort(&keys);
    for (uint32_t i = 0; i < keys.n; i++) {
        for (uint32_t j = i + 1; j < keys.n && j - i <= COPY_WINDOW && keys.v[j].key == keys.v[i].key; j++) {
            if (keys.v[i].row == keys.v[j].row) continue;
            uint64_t *p = VEC_PUSH(step, &together);
            if (!p) return err_memory(err, "merging");
            *p = (uint64_t)keys.v[i].row << 32 | keys.v[j].row;
        }
    }
    if (together.n) qsort(together.v, together.n, sizeof *together.v, cmp_u64);
    for (uint32_t i = 0, j; i < together.n; i = j) {
        for (j = i; j < together.n && together.v[j] == together.v[i]; j++) {
        }
        uint32_t x = (uint32_t)(together.v[i] >> 32), y = (uint32_t)together.v[i];
        uint32_t least = n_kept[x] < n_kept[y] ? n_kept[x] : n_kept[y];
        if (least && (double)(j - i) / least >= COPY_SHARE && origin[y] == y) origin[y] = origin[x];
    }
    return DM_OK;
}
