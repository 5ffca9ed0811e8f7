/* Who writes or speaks a text that is one person's from end to end: "Statement by President Lind on ...", "Remarks by the Foreign
 * Minister at ...". The title or first lines say so. "I" outside quotation marks is then that person, and "we" speaks through that
 * person. A text by two is nobody's; in a transcript the labels say who speaks [layout.c]. */
#include "statements/statements_int.h"

static bool is_one_of(dm_str w, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (str_is(w, list[i])) return true;
    }
    return false;
}

static bool is_text_by(const dm_doc *doc, uint32_t t) {
    static const char *const kinds[] = {"statement", "remarks", "message", "letter", "address", "speech", "testimony", "proclamation"};
    bool joint = t > 0 && str_is(doc->tokens.v[t - 1].lower, "joint");
    return !joint && is_one_of(doc->tokens.v[t].lower, kinds, sizeof kinds / sizeof *kinds);
}

/* The mention that begins at the token or up to four behind, "the" and a word before it aside; alone, without "and". */
static uint32_t mention_alone(const dm_doc *doc, uint32_t t, uint32_t end) {
    enum { NEAR = 4 };
    for (uint32_t i = 0; i < doc->mentions.n && doc->mentions.v[i].tok_begin <= t + NEAR && doc->mentions.v[i].tok_begin < end; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (m->tok_begin < t || m->entity == DM_NONE || m->via == DM_VIA_PRONOUN) continue;
        bool two = m->tok_end < end && (str_is(doc->tokens.v[m->tok_end].lower, "and") || m->plural);
        return two || doc->entities.v[m->entity].kind == DM_ENTITY_PLACE ? DM_NONE : i;
    }
    return DM_NONE;
}

static uint32_t named_in(const dm_doc *doc, const dm_block_row *b) {
    enum { BETWEEN = 3 };
    for (uint32_t t = b->tok_begin; t < b->tok_end; t++) {
        if (!is_text_by(doc, t)) continue;
        for (uint32_t p = t + 1; p < b->tok_end && p <= t + BETWEEN; p++) {
            dm_str w = doc->tokens.v[p].lower;
            if (str_is(w, "by") || str_is(w, "from") || (str_is(w, "of") && p == t + 1)) return mention_alone(doc, p + 1, b->tok_end);
        }
    }
    return DM_NONE;
}

uint32_t st_author(const st_work *w) {
    enum { FIRST_BLOCKS = 3, SHORT = 40 };
    const dm_doc *doc = w->doc;
    for (uint32_t b = 0, seen = 0; b < doc->blocks.n && seen < FIRST_BLOCKS; b++) {
        const dm_block_row *row = &doc->blocks.v[b];
        if (!st_block_is_read(doc, b) || row->tok_begin == row->tok_end) continue;
        seen++;
        if (row->tok_end - row->tok_begin > SHORT || st_is_punct(doc, row->tok_end - 1, ".")) return DM_NONE;
        uint32_t m = named_in(doc, row);
        if (m != DM_NONE) return m;
    }
    return DM_NONE;
}

bool st_is_first_person(dm_str word, bool many) {
    static const char *const one[] = {"i", "me", "my", "myself"}, *const several[] = {"we", "us", "our", "ourselves"};
    return is_one_of(word, one, sizeof one / sizeof *one) || (many && is_one_of(word, several, sizeof several / sizeof *several));
}
