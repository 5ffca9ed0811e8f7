/* Clustering accepted pairs: the best pair first, two clusters become one unless any two of their members clash. Ties in
 * score go by index, and indices follow the sorted set, so the result is a function of the set alone. */
#include "merge/merge.h"

#include <stdlib.h>

static int cmp_pair(const void *x, const void *y) {
    const merge_pair *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static uint32_t find(uint32_t *root, uint32_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
}

dm_status merge_cluster_pairs(uint32_t n, merge_pair *pairs, uint32_t n_pairs, merge_clash *clash, void *user, dm_arena *a, uint32_t *root,
                              dm_err *err) {
    /* next[i]: circular list of the members of i's cluster */
    uint32_t *next = ARENA_NEW(a, uint32_t, n ? n : 1);
    if (!next) return err_memory(err, "clusters");
    for (uint32_t i = 0; i < n; i++) root[i] = next[i] = i;
    if (n_pairs) qsort(pairs, n_pairs, sizeof *pairs, cmp_pair);
    for (uint32_t p = 0; p < n_pairs; p++) {
        uint32_t x = find(root, pairs[p].a), y = find(root, pairs[p].b);
        if (x == y) continue;
        bool apart = false;
        uint32_t i = x;
        do {
            uint32_t j = y;
            do {
                apart = clash(user, i, j);
                j = next[j];
            } while (!apart && j != y);
            i = next[i];
        } while (!apart && i != x);
        if (apart) continue;
        uint32_t low = x < y ? x : y, high = x < y ? y : x, t = next[x];
        next[x] = next[y];
        next[y] = t;
        root[high] = low;
    }
    for (uint32_t i = 0; i < n; i++) root[i] = find(root, i);
    return DM_OK;
}
