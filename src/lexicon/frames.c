/* See frames.h. Sections are read in place; look-ups are binary searches. */
#include "lexicon/frames.h"

lex_frames frames_of(const lexicon *lex) {
    lex_frames f = {.lex = lex};
#define TAKE(field, T, tag) f.field = lexicon_section(lex, tag, sizeof(T), &f.n_##field);
    FRAME_SECTIONS(TAKE)
#undef TAKE
    return f;
}

void frames_preds(const lex_frames *f, uint32_t word, uint32_t *begin, uint32_t *end) {
    uint32_t lo = 0, hi = f->n_preds;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (f->preds[mid].word < word) lo = mid + 1;
        else hi = mid;
    }
    *begin = *end = lo;
    while (*end < f->n_preds && f->preds[*end].word == word) ++*end;
}

bool frames_in_class(const lex_frames *f, uint32_t word, uint32_t class) {
    uint32_t lo = 0, hi = f->n_members;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const lexf_member *m = &f->members[mid];
        if (m->word < word || (m->word == word && m->class < class)) lo = mid + 1;
        else hi = mid;
    }
    return lo < f->n_members && f->members[lo].word == word && f->members[lo].class == class;
}

bool frames_example_sentence(dm_str text, uint32_t i, dm_buf *out) {
    int64_t open = str_find(text, DM_STR("("), 0), close = open < 0 ? -1 : str_find(text, DM_STR(")"), (uint32_t)open);
    buf_clear(out);
    if (close < 0) {
        buf_put_str(out, text);
        return i == 0;
    }
    for (uint32_t from = (uint32_t)open + 1;; i--) {
        int64_t bar = str_find(text, DM_STR("|"), from);
        uint32_t end = bar < 0 || bar > close ? (uint32_t)close : (uint32_t)bar;
        if (!i) {
            buf_put_str(out, str_sub(text, 0, (uint32_t)open));
            buf_put_str(out, str_sub(text, from, end));
            buf_put_str(out, str_sub(text, (uint32_t)close + 1, text.n));
            return true;
        }
        if (end == (uint32_t)close) return false;
        from = end + 1;
    }
}
