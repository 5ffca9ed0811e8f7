/* See html_main.h. Boosted trees over whole numbers give each block a score for being main text; the best sequence of main
 * and not main under a fixed price for every change is found by Viterbi's algorithm, so that a doubtful block follows its neighbours. A page
 * of which hardly anything is found has its threshold lowered, step by step: some page must be read differently from all that the trees
 * were grown on, and its paragraphs are better read than lost. Scores are whole thousandths: the same on every machine.
 *
 * html_main.trees (made by tools/train/extract/make-weights): "DMT1", number of trees and of features (u16 each), then for each tree
 * 15 inner nodes in breadth-first order (u16 feature, i16 threshold; left when the value is not above it) and 16 leaves (i16). */
#include "ingest/html_main.h"

#include "base/embed.h"

DM_EMBED(trees_file, "src/ingest/html_main.trees");

enum { INNER = 15, LEAVES = 16, TREE_BYTES = INNER * 4 + LEAVES * 2 };
enum { THRESHOLD = -750, STEP = 500, LOWEST = -8000, CHANGE = 1500, FULL = 80, LEAST_PERCENT = 20, SCORE_MAX = 6000 };

static uint32_t u16(const char *p) { return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8; }
static int32_t i16(const char *p) { return (int16_t)u16(p); }

static int32_t score_of(const int16_t *values, const char *trees, uint32_t n_trees) {
    int32_t sum = i16(trees - 2);
    for (uint32_t t = 0; t < n_trees; t++, trees += TREE_BYTES) {
        uint32_t node = 0;
        while (node < INNER) node = 2 * node + 1 + (values[u16(trees + node * 4)] > i16(trees + node * 4 + 2));
        sum += i16(trees + INNER * 4 + (node - INNER) * 2);
    }
    return sum < -SCORE_MAX ? -SCORE_MAX : sum > SCORE_MAX ? SCORE_MAX : sum;
}

/* The best sequence; main_text[i] holds for each value of block i whether the one before differs, until the way back. */
static void best_sequence(const int32_t *scores, uint32_t n, int32_t threshold, uint8_t *main_text) {
    int64_t off = 0, on = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool off_changes = i && on - CHANGE > off, on_changes = i && off - CHANGE > on;
        int64_t to_off = off_changes ? on - CHANGE : off, to_on = on_changes ? off - CHANGE : on;
        main_text[i] = (uint8_t)(off_changes | on_changes << 1);
        off = to_off;
        on = to_on + scores[i] - threshold;
    }
    bool is = on > off;
    for (uint32_t i = n; i-- > 0;) {
        bool changes = main_text[i] >> is & 1;
        main_text[i] = is;
        is ^= changes;
    }
}

dm_status html_main_find(dm_arena *a, const html_page *page, dm_str title, dm_str said, uint8_t **main_out, dm_err *err) {
    html_features fs;
    uint32_t n = page->blocks.n, n_features = html_n_features();
    dm_str file = trees_file();
    DM_ASSERT(file.n > 10 && !memcmp(file.p, "DMT1", 4) && u16(file.p + 6) == n_features && file.n == 10 + u16(file.p + 4) * TREE_BYTES);
    DM_TRY(html_features_make(a, page, title, said, &fs, err));
    int32_t *scores = ARENA_NEW(a, int32_t, (size_t)n + 1);
    int16_t *values = ARENA_NEW(a, int16_t, n_features);
    uint8_t *main_text = ARENA_NEW(a, uint8_t, (size_t)n + 1);
    if (!scores || !values || !main_text) return err_memory(err, "a page");
    uint64_t full = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t f = 0; f < n_features; f++) values[f] = (int16_t)html_feature(page, &fs, i, f);
        scores[i] = score_of(values, file.p + 10, u16(file.p + 4));
        if (values[HTML_F_chars] >= FULL && values[HTML_F_linked] < 30) full += page->blocks.v[i].text.end - page->blocks.v[i].text.begin;
    }
    for (int32_t threshold = THRESHOLD; threshold > LOWEST; threshold -= STEP) {
        uint64_t found = 0;
        best_sequence(scores, n, threshold, main_text);
        for (uint32_t i = 0; i < n; i++)
            if (main_text[i]) found += page->blocks.v[i].text.end - page->blocks.v[i].text.begin;
        if (found * 100 >= full * LEAST_PERCENT && found) break;
    }
    *main_out = main_text;
    return DM_OK;
}
