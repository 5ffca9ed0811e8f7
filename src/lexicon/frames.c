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
