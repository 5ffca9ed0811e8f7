/* See html_main.h. Numbers of a block: its words, its place, the elements around it. Two things are found for the whole page
 * first: how much full paragraphs speak for each element (as in readability: a paragraph gives its parent a score, its
 * grandparent half of it) and which element has the most; and the paragraphs' hashes, for repetitions and for the text
 * that structured data gives. */
#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "ingest/html_main.h"

enum { FULL = 80 };

typedef struct maker {
    dm_arena *a;
    const html_page *page;
    int32_t *v;
    dm_strmap said, seen; /* runs of four words of what the structured data says; paragraphs */
    uint32_t best;        /* element */
    uint32_t title_block; /* DM_NONE */
    bool has_said, has_itemprop;
} maker;

static int32_t *row(const maker *m, uint32_t i) { return m->v + (size_t)i * HTML_F_BITS; }
static dm_str text_of(const html_page *p, uint32_t i) { return str_sub(p->text, p->blocks.v[i].text.begin, p->blocks.v[i].text.end); }
static int32_t most(uint64_t v, uint32_t bound) { return (int32_t)(v < bound ? v : bound); }
static int32_t percent(uint64_t part, uint64_t whole) { return whole ? (int32_t)(part * 100 / whole) : 0; }
static bool is_word(char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 0x80; }

/* ---- words ---- */

static bool is_common(const char *w, uint32_t n) {
    static const char common[] = " the of and to in a that is was for on it with as at by from be he his her she they are were has had have this not "
                                 "but an or who said will their its which we you i ";
    char pad[8] = " ";
    if (n > 5) return false;
    for (uint32_t i = 0; i < n; i++) pad[i + 1] = w[i] >= 'A' && w[i] <= 'Z' ? (char)(w[i] + 32) : w[i];
    pad[n + 1] = ' ';
    return str_find((dm_str){common, sizeof common - 1}, (dm_str){pad, n + 2}, 0) >= 0;
}

static bool ends_sentence(dm_str s) {
    while (s.n && (str_ends(s, "\"") || str_ends(s, ")") || str_ends(s, "'"))) s.n--;
    while (s.n > 3 && (str_ends(s, "”") || str_ends(s, "’"))) s.n -= 3;
    return s.n && (strchr(".!?", s.p[s.n - 1]) || str_ends(s, "…"));
}

/* Words that pages of all makers use beside an article; the kinds of cue, from 1. */
static int32_t cue_of(dm_str s) {
    static const struct {
        int32_t kind;
        const char *words;
    } cues[] = {{1, "all rights reserved"},
                {1, "copyright"},
                {1, "©"},
                {2, "sign up"},
                {2, "subscribe"},
                {2, "newsletter"},
                {3, "read more"},
                {3, "related"},
                {3, "more from"},
                {3, "see also"},
                {3, "read also"},
                {3, "you may also"},
                {4, "advertisement"},
                {4, "sponsored"},
                {5, "share this"},
                {5, "facebook"},
                {5, "follow us"},
                {6, "comment"},
                {7, "photo:"},
                {7, "image:"},
                {7, "getty"},
                {7, "photograph"},
                {8, "cookie"},
                {8, "privacy policy"},
                {9, "posted on"},
                {9, "published"},
                {9, "updated"},
                {10, "by "},
                {11, "tags"},
                {11, "filed under"},
                {12, "click here"},
                {12, "contact"},
                {13, "is a reporter"},
                {13, "writes about"},
                {13, "reporter for"},
                {14, "contributed to this"},
                {14, "reporting by"},
                {14, "editing by"}};
    enum { LOOK = 200 };
    char low[LOOK];
    uint32_t n = s.n < LOOK ? s.n : LOOK;
    for (uint32_t i = 0; i < n; i++) low[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    for (uint32_t i = 0; i < sizeof cues / sizeof *cues; i++) {
        int64_t at = str_find((dm_str){low, n}, str_from(cues[i].words), 0);
        if (at >= 0 && (cues[i].kind != 10 || at == 0)) return cues[i].kind;
    }
    return 0;
}

static void measure(dm_str s, int32_t *f) {
    uint32_t words = 0, common = 0, capitals = 0, digits = 0, letters = 0, upper = 0, commas = 0, stops = 0, marks = 0;
    for (uint32_t i = 0; i < s.n;) {
        char c = s.p[i];
        if (!is_word(c)) {
            commas += c == ',';
            stops += (c == '.' || c == '!' || c == '?') && (i + 1 == s.n || !is_word(s.p[i + 1]));
            marks += c == '|' || c == '/' || c == ':' || c == '#' || c == '@' || c == '>';
            i++;
            continue;
        }
        uint32_t b = i;
        for (; i < s.n && (is_word(s.p[i]) || s.p[i] == '\''); i++) {
            digits += s.p[i] >= '0' && s.p[i] <= '9';
            upper += s.p[i] >= 'A' && s.p[i] <= 'Z';
            letters++;
        }
        words++;
        capitals += c >= 'A' && c <= 'Z';
        common += is_common(s.p + b, i - b);
    }
    f[HTML_F_chars] = most(s.n, 3000);
    f[HTML_F_words] = most(words, 500);
    f[HTML_F_commas] = most(commas, 30);
    f[HTML_F_stops] = most(stops, 30);
    f[HTML_F_ends] = ends_sentence(s);
    f[HTML_F_small] = s.n && s.p[0] >= 'a' && s.p[0] <= 'z';
    f[HTML_F_capitals] = percent(capitals, words);
    f[HTML_F_digits] = percent(digits, letters);
    f[HTML_F_common] = percent(common, words);
    f[HTML_F_upper] = percent(upper, letters);
    f[HTML_F_marks] = most(marks, 20);
    f[HTML_F_cue] = cue_of(s);
}

/* ---- what structured data says, titles, repetitions ---- */

/* Hash of the word that begins at or after *at; 0 at the end. Case and punctuation do not count. */
static uint64_t next_word(dm_str s, uint32_t *at) {
    while (*at < s.n && !is_word(s.p[*at])) ++*at;
    uint64_t h = 1469598103934665603ull;
    uint32_t b = *at;
    for (; *at < s.n && is_word(s.p[*at]); ++*at) {
        char c = s.p[*at];
        h = (h ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c)) * 1099511628211ull;
    }
    return *at > b ? h : 0;
}

enum { RUN = 4 };

/* Runs of RUN words: `put` adds them, else counts those that are there; *n all of them. */
static dm_status runs_of(maker *m, dm_str s, bool put, uint32_t *n, uint32_t *known, dm_err *err) {
    uint64_t w[RUN] = {0};
    uint32_t at = 0, k = 0;
    *n = *known = 0;
    for (uint64_t h; (h = next_word(s, &at)) != 0;) {
        memmove(w, w + 1, sizeof w - sizeof *w);
        w[RUN - 1] = h;
        if (++k < RUN) continue;
        ++*n;
        uint64_t key = hash_bytes(w, sizeof w);
        if (put) {
            uint32_t *slot;
            char *copy = arena_copy(m->a, &key, sizeof key);
            if (!copy || !strmap_put(&m->said, m->a, (dm_str){copy, sizeof key}, 1, &slot)) return err_memory(err, "a page");
        } else {
            *known += strmap_get(&m->said, (dm_str){(const char *)&key, sizeof key}) != MAP_NONE;
        }
    }
    return DM_OK;
}

/* Percent of the words of `title` that stand in s, when s is not much longer. */
static int32_t like_title(dm_str s, dm_str title) {
    uint64_t words[24];
    uint32_t n = 0, at = 0, hit = 0, total = 0;
    if (!title.n || s.n > title.n * 2 + 40) return 0;
    for (uint64_t h; n < 24 && (h = next_word(title, &at)) != 0;) words[n++] = h;
    at = 0;
    for (uint64_t h; (h = next_word(s, &at)) != 0; total++)
        for (uint32_t i = 0; i < n; i++)
            if (words[i] == h) {
                hit++;
                break;
            }
    return total >= 2 ? percent(hit, total > n ? total : n) : 0;
}

/* ---- elements ---- */

static void score_elements(maker *m) {
    const html_page *p = m->page;
    for (uint32_t i = 0; i < p->blocks.n; i++) {
        const html_block *b = &p->blocks.v[i];
        const int32_t *f = row(m, i);
        if (f[HTML_F_chars] < 40 || f[HTML_F_linked] > 40 || !(b->tag == TAG_P || f[HTML_F_chars] >= FULL)) continue;
        uint32_t score = 4 * (1 + (uint32_t)f[HTML_F_commas] + (uint32_t)most((uint64_t)f[HTML_F_chars] / 100, 3));
        uint32_t e = b->tag == TAG_P ? p->elements.v[b->element].parent : b->element;
        for (uint32_t k = 0; k < 3 && e != DM_NONE; k++, e = p->elements.v[e].parent) p->elements.v[e].score += score >> k;
    }
    uint64_t best = 0;
    for (uint32_t e = 0; e < p->elements.n; e++) {
        const html_element *x = &p->elements.v[e];
        uint64_t s = (uint64_t)x->score * (100 - (uint32_t)percent(x->n_linked, x->n_chars));
        if (s > best) best = s, m->best = e;
    }
}

/* Steps up from element e to one that holds `other`, at most 20. */
static int32_t steps_to(const html_page *p, uint32_t e, uint32_t other) {
    int32_t n = 0;
    for (; n < 20 && e != DM_NONE; n++, e = p->elements.v[e].parent)
        if (e <= other && other < p->elements.v[e].last) return n;
    return 20;
}

static void place_in_elements(const maker *m, uint32_t i) {
    const html_page *p = m->page;
    const html_element *root = &p->elements.v[0], *best = &p->elements.v[m->best];
    int32_t *f = row(m, i);
    uint32_t own = p->blocks.v[i].element, e = p->elements.v[own].parent;
    for (uint32_t k = 0; k < 3; k++) {
        const html_element *x = &p->elements.v[e == DM_NONE ? 0 : e];
        f[HTML_F_share1 + k] = percent(x->n_chars, root->n_chars);
        f[HTML_F_plain1 + k] = percent(x->n_plain, root->n_plain);
        f[HTML_F_linked1 + k] = percent(x->n_linked, x->n_chars);
        if (k == 0) f[HTML_F_score1] = percent(x->score, best->score);
        e = x->parent;
    }
    f[HTML_F_in_best] = own >= m->best && own < best->last;
    f[HTML_F_from_best] = steps_to(p, own, m->best);
}

/* ---- neighbours ---- */

static bool is_plain(const int32_t *f) { return f[HTML_F_chars] >= FULL && f[HTML_F_linked] <= 30; }

static void look_around(const maker *m) {
    static const int fields[HTML_F_NEAR_FIELDS] = {HTML_F_chars, HTML_F_linked, HTML_F_tag, HTML_F_ends, HTML_F_common};
    const html_page *p = m->page;
    uint32_t n = p->blocks.n, plain = 0, last_plain = DM_NONE;
    for (uint32_t i = 0; i < n; i++) {
        int32_t *f = row(m, i), *near = f + HTML_F_OWN;
        const html_block *b = &p->blocks.v[i];
        uint32_t parent = p->elements.v[b->element].parent;
        for (int k = 1; k <= HTML_F_NEAR; k++) {
            for (int side = -1; side <= 1; side += 2) {
                int64_t j = (int64_t)i + side * k;
                for (int x = 0; x < HTML_F_NEAR_FIELDS; x++) *near++ = j >= 0 && j < n ? row(m, (uint32_t)j)[fields[x]] : -1;
            }
        }
        f[HTML_F_same_before] = i && (p->blocks.v[i - 1].element == b->element || p->elements.v[p->blocks.v[i - 1].element].parent == parent);
        f[HTML_F_same_after] = i + 1 < n && (p->blocks.v[i + 1].element == b->element || p->elements.v[p->blocks.v[i + 1].element].parent == parent);
        f[HTML_F_plain_before] = most(plain, 60);
        f[HTML_F_to_plain_before] = last_plain == DM_NONE ? 60 : most(i - last_plain, 60);
        if (is_plain(f)) plain++, last_plain = i;
    }
    plain = 0, last_plain = DM_NONE;
    for (uint32_t i = n; i-- > 0;) {
        int32_t *f = row(m, i);
        f[HTML_F_plain_after] = most(plain, 60);
        f[HTML_F_to_plain_after] = last_plain == DM_NONE ? 60 : most(last_plain - i, 60);
        if (is_plain(f)) plain++, last_plain = i;
    }
}

static dm_status measure_block(maker *m, uint32_t i, dm_str title, dm_err *err) {
    const html_page *p = m->page;
    const html_block *b = &p->blocks.v[i];
    dm_str s = text_of(p, i);
    int32_t *f = row(m, i);
    uint32_t n, known, *slot;
    measure(s, f);
    f[HTML_F_linked] = percent(b->n_linked, s.n);
    f[HTML_F_strong] = percent(b->n_strong, s.n);
    f[HTML_F_tag] = (int32_t)b->tag;
    f[HTML_F_depth] = most(b->depth, 60);
    f[HTML_F_place] = percent(i, p->blocks.n);
    f[HTML_F_place_chars] = percent(b->text.begin, p->text.n);
    f[HTML_F_like_title] = like_title(s, title);
    if (f[HTML_F_like_title] >= 80 && (m->title_block == DM_NONE || (b->tag == TAG_H1 && p->blocks.v[m->title_block].tag != TAG_H1)))
        m->title_block = i;
    f[HTML_F_itemprop] = (int32_t)b->itemprop;
    m->has_itemprop |= b->itemprop;
    f[HTML_F_said] = -1;
    if (m->has_said) {
        DM_TRY(runs_of(m, s, false, &n, &known, err));
        f[HTML_F_said] = n ? percent(known, n) : -1;
    }
    if (!strmap_put(&m->seen, m->a, s, i, &slot)) return err_memory(err, "a page");
    f[HTML_F_repeats] = *slot != i;
    return DM_OK;
}

dm_status html_features_make(dm_arena *a, const html_page *page, dm_str title, dm_str said, html_features *out, dm_err *err) {
    enum { SAID_MIN = 200, SAID_MAX = 400000 };
    maker m = {.a = a, .page = page, .title_block = DM_NONE};
    uint32_t n = page->blocks.n, runs, known;
    m.v = ARENA_NEW(a, int32_t, (size_t)n * HTML_F_BITS + 1);
    if (!m.v) return err_memory(err, "a page");
    m.has_said = said.n >= SAID_MIN;
    if (said.n > SAID_MAX) said.n = SAID_MAX;
    if (m.has_said) DM_TRY(runs_of(&m, said, true, &runs, &known, err));
    for (uint32_t i = 0; i < n; i++) DM_TRY(measure_block(&m, i, title, err));
    score_elements(&m);
    uint32_t same = 0;
    for (uint32_t i = 0; i < n; i++) {
        int32_t *f = row(&m, i);
        place_in_elements(&m, i);
        f[HTML_F_said_any] = m.has_said;
        f[HTML_F_itemprop_any] = m.has_itemprop;
        f[HTML_F_from_title] = m.title_block == DM_NONE ? -61 : i >= m.title_block ? most(i - m.title_block, 200) : -most(m.title_block - i, 60);
        same = i && page->blocks.v[i - 1].tag == page->blocks.v[i].tag && page->blocks.v[i - 1].depth == page->blocks.v[i].depth ? same + 1 : 0;
        f[HTML_F_siblings] = most(same, 60);
    }
    look_around(&m);
    *out = (html_features){m.v, n};
    return DM_OK;
}

uint32_t html_n_features(void) { return HTML_F_BITS + HTML_AROUND_N + 2 * html_n_words(); }

int32_t html_feature(const html_page *page, const html_features *fs, uint32_t i, uint32_t f) {
    if (f < HTML_F_BITS) return fs->v[(size_t)i * HTML_F_BITS + f];
    const html_block *b = &page->blocks.v[i];
    f -= HTML_F_BITS;
    if (f < HTML_AROUND_N) return (int32_t)(b->around >> f & 1);
    f -= HTML_AROUND_N;
    uint32_t n = html_n_words();
    return (int32_t)((f < n ? b->words >> f : b->near >> (f - n)) & 1);
}
