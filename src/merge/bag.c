/* See bag.h. The stem takes off the inflections of English that matter for comparing reports (-s, -es, -ed, -ing, -ies,
 * -tion stays): a heavier stemmer merges words that differ ("policy", "police"). */
#include "merge/bag.h"

#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { WORD_MAX = 64 };

static const char *const function_words[] = {
    "a",      "about", "after",   "again", "against", "all",   "also",  "an",    "and",   "any",  "are",   "as",     "at",    "be",     "been",
    "before", "being", "between", "both",  "but",     "by",    "can",   "could", "did",   "do",   "does",  "during", "for",   "from",   "had",
    "has",    "have",  "he",      "her",   "his",     "if",    "in",    "into",  "is",    "it",   "its",   "may",    "might", "more",   "no",
    "not",    "of",    "on",      "one",   "or",      "other", "our",   "over",  "s",     "said", "say",   "says",   "she",   "should", "so",
    "some",   "such",  "than",    "that",  "the",     "their", "them",  "there", "these", "they", "this",  "those",  "to",    "under",  "up",
    "was",    "we",    "were",    "what",  "when",    "which", "while", "who",   "will",  "with", "would", "you",
};

static int cmp_z(const void *key, const void *item) { return strcmp(key, *(const char *const *)item); }

static bool is_function_word(const char *word, uint32_t n) {
    enum { LONGEST = 7 };
    return n <= LONGEST && bsearch(word, function_words, sizeof function_words / sizeof *function_words, sizeof *function_words, cmp_z) != NULL;
}

static uint32_t stem(char *w, uint32_t n) {
    if (n > 4 && memcmp(w + n - 3, "ies", 3) == 0) {
        w[n - 3] = 'y';
        n -= 2;
    } else if (n > 4 && w[n - 1] == 's' && w[n - 2] != 's' && w[n - 2] != 'u' && w[n - 2] != 'i') {
        n--;
    }
    if (n > 5 && memcmp(w + n - 3, "ing", 3) == 0) n -= 3;
    else if (n > 4 && memcmp(w + n - 2, "ed", 2) == 0) n -= 2;
    if (n > 3 && w[n - 1] == w[n - 2] && w[n - 1] != 'l' && w[n - 1] != 's') n--; /* stopped, stop */
    if (n > 3 && w[n - 1] == 'e') n--;
    return n;
}

static uint32_t hash_word(const char *w, uint32_t n) { return (uint32_t)hash_bytes(w, n); }

/* Next word of text from *at, folded into w; its length, 0 at the end. */
static uint32_t next_word(dm_str text, uint32_t *at, char w[WORD_MAX + 1]) {
    uint32_t n = 0;
    while (*at < text.n) {
        uint32_t cp, len = utf8_decode(text.p + *at, text.n - *at, &cp);
        bool letter = cp != UTF8_BAD && (uni_is_alpha(cp) || uni_is_digit(cp));
        bool apostrophe = cp == '\'' || cp == 0x2019;
        if (!letter && !(apostrophe && n)) {
            if (n) break;
            *at += len;
            continue;
        }
        *at += len;
        if (apostrophe) {
            /* "Seoul's" is seoul: an apostrophe ends the word, and a lone s is a function word */
            break;
        }
        char tmp[4];
        uint32_t k = utf8_encode(uni_fold(cp), tmp);
        if (n + k <= WORD_MAX) memcpy(w + n, tmp, k), n += k;
    }
    w[n] = 0;
    return n;
}

static uint32_t hash_stem(const word_sorts *sorts, const char *w, uint32_t n) {
    uint32_t sort = sorts ? sorts_of(sorts, (dm_str){w, n}) : SORT_NONE;
    return sort != SORT_NONE ? sort : hash_word(w, n);
}

uint32_t bag_stem(const word_sorts *sorts, dm_str text) {
    char w[WORD_MAX + 1];
    uint32_t at = 0, n;
    while ((n = next_word(text, &at, w)) > 0)
        if (!is_function_word(w, n)) return hash_stem(sorts, w, stem(w, n));
    return 0;
}

uint32_t sorts_of_phrase(const word_sorts *s, dm_str phrase) {
    char w[WORD_MAX + 1];
    uint32_t at = 0, n, last = SORT_NONE;
    while ((n = next_word(phrase, &at, w)) > 0) {
        uint32_t sort = sorts_of(s, (dm_str){w, stem(w, n)});
        if (sort != SORT_NONE) last = sort;
    }
    return last;
}

dm_str bag_stem_of(dm_arena *a, dm_str word) {
    char w[WORD_MAX + 1];
    uint32_t at = 0, n = next_word(word, &at, w);
    return arena_str(a, (dm_str){w, stem(w, n)});
}

static int cmp_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The words of a text in order; a long text in a list of the arena, which the caller makes small. */
typedef struct word_list {
    uint32_t *v;
    uint32_t n, cap;
} word_list;

static bool collect(dm_arena *a, const word_sorts *sorts, dm_str text, bool content_only, word_list *words) {
    char w[WORD_MAX + 1];
    uint32_t at = 0, n;
    while ((n = next_word(text, &at, w)) > 0) {
        if (content_only && is_function_word(w, n)) continue;
        uint32_t *slot = VEC_PUSH(a, words);
        if (!slot) return false;
        *slot = content_only ? hash_stem(sorts, w, stem(w, n)) : hash_word(w, n);
    }
    return true;
}

enum { SHORT_TEXT = 256 }; /* words that are collected on the stack */

bool bag_words(dm_arena *a, dm_str text, word_bag *out) {
    uint32_t room[SHORT_TEXT];
    word_list words = {room, 0, SHORT_TEXT};
    *out = (word_bag){0};
    if (!collect(a, NULL, text, false, &words)) return false;
    out->v = words.v == room ? (uint32_t *)(void *)arena_copy(a, room, words.n * sizeof *room) : words.v;
    out->n = out->total = words.n;
    return out->v != NULL;
}

bool bag_of(dm_arena *a, const word_sorts *sorts, dm_str text, word_bag *out) {
    uint32_t room[SHORT_TEXT], kept = 0;
    word_list words = {room, 0, SHORT_TEXT};
    *out = (word_bag){0};
    if (!collect(a, sorts, text, true, &words)) return false;
    if (!words.n) return true;
    qsort(words.v, words.n, sizeof *words.v, cmp_u32);
    for (uint32_t i = 0; i < words.n; i++)
        if (!kept || words.v[i] != words.v[kept - 1]) words.v[kept++] = words.v[i];
    out->v = words.v == room ? (uint32_t *)(void *)arena_copy(a, room, kept * sizeof *room) : words.v;
    out->n = out->total = kept;
    return out->v != NULL;
}

uint32_t bag_common(word_bag a, word_bag b) {
    uint32_t i = 0, j = 0, n = 0;
    while (i < a.n && j < b.n) {
        if (a.v[i] == b.v[j]) n++, i++, j++;
        else if (a.v[i] < b.v[j]) i++;
        else j++;
    }
    return n;
}

double bag_contained(word_bag a, word_bag b) {
    uint32_t least = a.total < b.total ? a.total : b.total, common = 0;
    for (uint32_t i = 0, j = 0; i < a.n && j < b.n;) {
        if (a.v[i] == b.v[j]) common += a.weight ? a.weight[i] : 1, i++, j++;
        else if (a.v[i] < b.v[j]) i++;
        else j++;
    }
    return least ? (double)(common < least ? common : least) / least : 0;
}

static bool merge_bags(dm_arena *a, word_bag x, word_bag y, bool both, word_bag *out) {
    uint32_t most = x.n + (both ? y.n : 0), i = 0, j = 0, n = 0;
    *out = (word_bag){.v = ARENA_NEW(a, uint32_t, most + 1), .weight = ARENA_NEW(a, uint8_t, most + 1)};
    if (!out->v || !out->weight) return false;
    while (i < x.n || (both && j < y.n)) {
        bool from_x = i < x.n && (j >= y.n || x.v[i] <= y.v[j]), in_y = j < y.n && (i >= x.n || y.v[j] <= x.v[i]);
        bool keep = both || (from_x && !in_y);
        if (keep) {
            out->v[n] = from_x ? x.v[i] : y.v[j];
            out->weight[n] = from_x ? (x.weight ? x.weight[i] : 1) : (y.weight ? y.weight[j] : 1);
            out->total += out->weight[n++];
        }
        if (from_x) i++;
        if (in_y) j++;
    }
    out->n = n;
    return true;
}

bool bag_union(dm_arena *a, word_bag x, word_bag y, word_bag *out) { return merge_bags(a, x, y, true, out); }
bool bag_without(dm_arena *a, word_bag x, word_bag y, word_bag *out) { return merge_bags(a, x, y, false, out); }

/* Slot of a word in a table of a power of two: where it stands, or the free one where it would. */
static uint32_t slot_of(const uint32_t *words, const uint32_t *counts, uint32_t cap, uint32_t word) {
    uint32_t i = (word * 0x9E3779B1u) & (cap - 1);
    while (counts[i] && words[i] != word) i = (i + 1) & (cap - 1);
    return i;
}

static bool counts_grow(dm_arena *a, word_counts *t) {
    uint32_t cap = t->cap ? 2 * t->cap : 1024;
    uint32_t *words = ARENA_NEW(a, uint32_t, cap), *counts = ARENA_NEW(a, uint32_t, cap);
    if (!words || !counts || cap < t->cap) return false;
    for (uint32_t i = 0; i < t->cap; i++) {
        if (!t->counts[i]) continue;
        uint32_t to = slot_of(words, counts, cap, t->words[i]);
        words[to] = t->words[i], counts[to] = t->counts[i];
    }
    t->words = words, t->counts = counts, t->cap = cap;
    return true;
}

bool bag_count_word(dm_arena *a, word_counts *t, uint32_t word, uint32_t count) {
    if (!count) return true;
    if (2 * (t->n + 1) > t->cap && !counts_grow(a, t)) return false;
    uint32_t at = slot_of(t->words, t->counts, t->cap, word);
    if (!t->counts[at]) t->words[at] = word, t->n++;
    t->counts[at] += count;
    return true;
}

bool bag_count(dm_arena *a, word_counts *t, const word_bag *bag) {
    for (uint32_t i = 0; i < bag->n; i++)
        if (!bag_count_word(a, t, bag->v[i], 1)) return false;
    t->bags++;
    return true;
}

bool bag_weights(dm_arena *a, const word_counts *counts, word_weights *out) {
    *out = (word_weights){ARENA_NEW(a, uint32_t, counts->cap + 1), ARENA_NEW(a, uint32_t, counts->cap + 1), counts->cap};
    if (!out->words || !out->weight) return false;
    for (uint32_t i = 0; i < counts->cap; i++) {
        if (!counts->counts[i]) continue;
        uint64_t rare = counts->bags / counts->counts[i];
        uint32_t weight = 1; /* and the binary logarithm */
        while (rare > 1 && weight < BAG_MOST_WEIGHT) rare >>= 1, weight++;
        out->words[i] = counts->words[i], out->weight[i] = weight;
    }
    return true;
}

bool bag_weigh(dm_arena *a, const word_weights *w, word_bag *bag) {
    bag->weight = ARENA_NEW(a, uint8_t, bag->n + 1);
    if (!bag->weight) return false;
    bag->total = 0;
    for (uint32_t i = 0; i < bag->n; i++) {
        uint32_t at = w->cap ? slot_of(w->words, w->weight, w->cap, bag->v[i]) : 0, weight = w->cap ? w->weight[at] : 0;
        bag->weight[i] = (uint8_t)(weight ? weight : BAG_MOST_WEIGHT);
        bag->total += bag->weight[i];
    }
    return true;
}
