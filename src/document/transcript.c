/* A label is a few words in capitals before a colon; see transcript.h. */
#include "document/transcript.h"

enum { LABEL_TOKENS = 7 };

static bool in_capitals(dm_str s) {
    bool letter = false;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] >= 'a' && s.p[i] <= 'z') return false;
        letter = letter || (s.p[i] >= 'A' && s.p[i] <= 'Z');
    }
    return letter;
}

/* One character of `marks`. */
static bool is_mark(const dm_token *t, const char *marks) { return t->text.n == 1 && memchr(marks, t->text.p[0], strlen(marks)); }

bool turn_read(const dm_doc *doc, const dm_block_row *block, dm_turn *out) {
    const dm_token *tokens = doc->tokens.v;
    uint32_t t = block->tok_begin, end = block->tok_end;
    while (t < end && (tokens[t].flags & DM_TOK_IS_SPACE)) t++;
    uint32_t first = t;
    bool word = false;
    for (; t < end && t < first + LABEL_TOKENS; t++) {
        if (is_mark(&tokens[t], ":")) break;
        bool mark = tokens[t].pos == DM_POS_PUNCT || is_mark(&tokens[t], ".,-()#");
        if (!mark && !in_capitals(tokens[t].text)) break;
        word = word || !mark;
    }
    bool letter = first < end && (str_is(tokens[first].text, "Q") || str_is(tokens[first].text, "A"));
    if (word && t + 1 < end && is_mark(&tokens[t], ":")) {
        *out = (dm_turn){.label_begin = first, .label_end = t, .colon = t, .begin = t + 1, .letter = letter && t == first + 1};
        return true;
    }
    if (!letter || !str_is(tokens[first].text, "Q") || first + 1 >= end) return false;
    uint32_t next = first + 1;
    bool wide = (tokens[next].flags & DM_TOK_IS_SPACE) || is_mark(&tokens[next], ".");
    if (!wide || next + 1 >= end) return false;
    *out = (dm_turn){.label_begin = first, .label_end = next, .colon = DM_NONE, .begin = next + 1, .letter = true};
    return true;
}
