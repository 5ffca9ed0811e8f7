/* The same words in several stories: whole, shortened, with ellipses and brackets, partly told, or translated twice.
 *
 * Of a direct or mixed statement only what stands between quotation marks is compared (the rest is the teller's), word by
 * word: runs of three words and more that stand in both in the same order, as a share of the shorter one. Words in square
 * brackets are the editor's and are passed over. Two translations share stems, not runs: they need the same speaker and
 * stories a few days apart. Candidates share a run of three words, or the speaker. */
#include "base/map.h"
#include "base/utf8.h"
#include "merge/merge_int.h"

enum { SHINGLE = 3, LEAST_WORDS = 3, MOST_WORDS = 256, FAMOUS = 8, DAYS_APART = 3, SPEAKER_WINDOW = 16 };
#define QUOTE_ACCEPT 0.6

typedef struct quote {
    word_bag words; /* in order */
    word_bag stems;
    bool indirect;
} quote;

/* Opens, closes, or is either: the marks of quotation of several languages, single ones left out, as they are apostrophes. */
static bool is_mark(uint32_t cp) { return cp == '"' || cp == 0x201C || cp == 0x201D || cp == 0x201E || cp == 0xAB || cp == 0xBB; }

/* What stands between quotation marks, without what stands in brackets; .n = 0 where nothing is quoted. */
static bool quoted(dm_arena *a, dm_str text, dm_str *out) {
    dm_buf b = {0};
    bool inside = false;
    uint32_t brackets = 0;
    for (uint32_t i = 0; i < text.n;) {
        uint32_t cp, len = utf8_decode(text.p + i, text.n - i, &cp);
        if (is_mark(cp)) {
            inside = cp == 0x201D || cp == 0xBB ? false : cp == '"' ? !inside : true;
            buf_putc(&b, ' ');
        } else if (inside && (cp == '[' || cp == ']')) {
            brackets = cp == '[';
        } else if (inside && !brackets) {
            buf_put(&b, text.p + i, len);
        }
        i += len;
    }
    bool ok = buf_ok(&b);
    *out = ok ? arena_str(a, buf_str(&b)) : DM_STR_NONE;
    buf_free(&b);
    return ok && out->p;
}

static bool quote_of(dm_arena *a, const fact_statement *s, quote *out) {
    dm_str text = s->content_text, marked = DM_STR_NONE;
    out->indirect = s->mode == DM_MODE_INDIRECT;
    if (!out->indirect) {
        if (!quoted(a, text, &marked)) return false;
        if (str_trim(marked).n) text = marked;
    }
    if (!bag_words(a, text, &out->words) || !bag_of(a, NULL, text, &out->stems)) return false;
    if (out->words.n > MOST_WORDS) out->words.n = MOST_WORDS;
    return true;
}

/* Words in runs of at least `least` that stand in both in the same order: the longest run, then what lies before it and
 * after it. *longest is the longest run. */
static uint32_t in_runs(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b, uint32_t least, uint32_t *longest) {
    uint32_t row[MOST_WORDS + 1], best = 0, end_a = 0, end_b = 0;
    if (n_a < least || n_b < least) return 0;
    memset(row, 0, sizeof *row * (n_b + 1));
    for (uint32_t i = 0; i < n_a; i++) {
        uint32_t diagonal = 0;
        for (uint32_t j = 0; j < n_b; j++) {
            uint32_t up = row[j + 1];
            row[j + 1] = a[i] == b[j] ? diagonal + 1 : 0;
            if (row[j + 1] > best) best = row[j + 1], end_a = i + 1, end_b = j + 1;
            diagonal = up;
        }
    }
    if (best < least) return 0;
    if (best > *longest) *longest = best;
    return best + in_runs(a, end_a - best, b, end_b - best, least, longest) + in_runs(a + end_a, n_a - end_a, b + end_b, n_b - end_b, least, longest);
}

/* How two speakers agree. */
typedef enum voices { VOICES_DIFFER, VOICES_MAY_BE, VOICES_SAME } voices;

static bool both_named(const facts *f, const fact_statement *a, const fact_statement *b) {
    const fact_entity *x = &f->entities.v[a->speaker], *y = &f->entities.v[b->speaker];
    return x->key.p && y->key.p && x->kind == DM_ENTITY_PERSON && y->kind == DM_ENTITY_PERSON;
}

static voices same_voice(const facts *f, const fact_statement *a, const fact_statement *b) {
    if (a->speaker == DM_NONE || b->speaker == DM_NONE) return VOICES_MAY_BE;
    const fact_entity *x = &f->entities.v[a->speaker], *y = &f->entities.v[b->speaker];
    if (x->key.p && y->key.p && str_eq(x->key, y->key)) return VOICES_SAME;
    bool countries = x->country.p && y->country.p;
    if (both_named(f, a, b) || (countries && !str_eq(x->country, y->country))) return VOICES_DIFFER;
    return VOICES_MAY_BE;
}

static double compare(const facts *f, const fact_statement *a, const quote *x, const fact_statement *b, const quote *y) {
    uint32_t least = x->words.n < y->words.n ? x->words.n : y->words.n, longest = 0;
    if (least < LEAST_WORDS || (x->stems.n < y->stems.n ? x->stems.n : y->stems.n) < 2) return 0;
    voices v = same_voice(f, a, b);
    uint32_t common = in_runs(x->words.v, x->words.n, y->words.v, y->words.n, SHINGLE, &longest);
    double share = (double)common / least;
    /* Long runs of the same words, and the same words as a whole, are one quotation, whomever each teller seems to give them to. */
    if (v == VOICES_DIFFER && longest >= FAMOUS && share >= 0.8) return share;
    if (v == VOICES_DIFFER)
        return longest > SHINGLE && x->words.n == longest && y->words.n == longest && !(x->indirect || y->indirect) && !both_named(f, a, b) ? share
                                                                                                                                            : 0;
    if (x->indirect || y->indirect) return x->indirect == y->indirect && longest >= 6 && share >= 0.8 ? share : 0;
    if (longest > SHINGLE && share >= QUOTE_ACCEPT) return share;
    if (v != VOICES_SAME) return 0;
    if (longest == least) return share;
    int days = merge_days_apart(&f->stories.v[a->story].date, &f->stories.v[b->story].date);
    uint32_t stems = bag_common(x->stems, y->stems);
    bool translated = days >= 0 && days <= DAYS_APART && stems >= 3 && bag_contained(x->stems, y->stems) >= QUOTE_ACCEPT;
    return translated ? QUOTE_ACCEPT : 0;
}

static bool add_keys(const facts *f, dm_arena *a, uint32_t row, const quote *q, keyed_list *keys) {
    const fact_statement *s = &f->statements.v[row];
    dm_day day = date_day(&f->stories.v[s->story].date);
    for (uint32_t w = 0; w + SHINGLE <= q->words.n; w++)
        if (!keys_add(a, keys, hash_bytes(q->words.v + w, SHINGLE * sizeof(uint32_t)), 0, row)) return false;
    if (q->indirect || s->speaker == DM_NONE || !f->entities.v[s->speaker].key.p) return true;
    dm_str key = f->entities.v[s->speaker].key;
    return keys_add(a, keys, hash_bytes(key.p, key.n), day, row);
}

static dm_status list_keys(const facts *f, dm_arena *step, quote *quotes, keyed_list *keys, dm_err *err) {
    for (uint32_t i = 0; i < f->statements.n; i++) {
        if (!f->statements.v[i].content_text.p) continue;
        if (!quote_of(step, &f->statements.v[i], &quotes[i]) || !add_keys(f, step, i, &quotes[i], keys)) return err_memory(err, "merging");
    }
    return DM_OK;
}

dm_status quotes_keys(const facts *f, dm_arena *step, keyed_list *keys, dm_err *err) {
    quote *quotes = ARENA_NEW(step, quote, f->statements.n + 1);
    return quotes ? list_keys(f, step, quotes, keys, err) : err_memory(err, "merging");
}

dm_status quotes_pair(const facts *f, dm_arena *step, pair_list *pairs, dm_err *err) {
    quote *quotes = ARENA_NEW(step, quote, f->statements.n + 1);
    keyed_list keys = {0};
    if (!quotes) return err_memory(err, "merging");
    DM_TRY(list_keys(f, step, quotes, &keys, err));
    keys_sort(&keys);
    for (uint32_t i = 0; i < keys.n; i++) {
        for (uint32_t j = i + 1; j < keys.n && j - i <= SPEAKER_WINDOW && keys.v[j].key == keys.v[i].key; j++) {
            uint32_t x = keys.v[i].row, y = keys.v[j].row;
            if (x == y || f->statements.v[x].story == f->statements.v[y].story) continue;
            double score = compare(f, &f->statements.v[x], &quotes[x], &f->statements.v[y], &quotes[y]);
            if (score > 0 && !pairs_add(step, pairs, x, y, score)) return err_memory(err, "merging");
        }
    }
    return DM_OK;
}
