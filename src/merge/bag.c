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

static bool is_function_word(const char *word) {
    return bsearch(word, function_words, sizeof function_words / sizeof *function_words, sizeof *function_words, cmp_z) != NULL;
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

uint32_t bag_stem(dm_str word) {
    char w[WORD_MAX + 1];
    uint32_t at = 0, n = next_word(word, &at, w);
    return hash_word(w, stem(w, n));
}

static int cmp_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static bool collect(dm_arena *a, dm_str text, bool content_only, word_bag *out) {
    struct {
        uint32_t *v;
        uint32_t n, cap;
    } words = {0};
    char w[WORD_MAX + 1];
    uint32_t at = 0, n;
    while ((n = next_word(text, &at, w)) > 0) {
        if (content_only && is_function_word(w)) continue;
        uint32_t *slot = VEC_PUSH(a, &words);
        if (!slot) return false;
        *slot = hash_word(w, content_only ? stem(w, n) : n);
    }
    *out = (word_bag){words.v, words.n};
    return true;
}

bool bag_words(dm_arena *a, dm_str text, word_bag *out) { return collect(a, text, false, out); }

bool bag_of(dm_arena *a, dm_str text, word_bag *out) {
    if (!collect(a, text, true, out)) return false;
    if (!out->n) return true;
    qsort(out->v, out->n, sizeof *out->v, cmp_u32);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < out->n; i++)
        if (out->v[i] != out->v[kept - 1]) out->v[kept++] = out->v[i];
    out->n = kept;
    return true;
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

double bag_jaccard(word_bag a, word_bag b) {
    uint32_t common = bag_common(a, b), all = a.n + b.n - common;
    return all ? (double)common / all : 0;
}

double bag_contained(word_bag a, word_bag b) {
    uint32_t least = a.n < b.n ? a.n : b.n;
    return least ? (double)bag_common(a, b) / least : 0;
}
