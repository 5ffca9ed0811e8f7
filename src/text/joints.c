/* See text_join in text.h. The parser decides where sentences begin; here stand the few places at which it may not. */
#include "base/utf8.h"
#include "document/doc.h"
#include "text/text.h"

static bool is_small(dm_str s) { return s.n && s.p[0] >= 'a' && s.p[0] <= 'z'; }
static bool is_capital(dm_str s) { return s.n && s.p[0] >= 'A' && s.p[0] <= 'Z'; }

/* Of one letter or mark, however often. */
static bool is_run(dm_str s, char of) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] != of) return false;
    return s.n > 0;
}

static bool is_initial(dm_str s) { return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] == '.'; }

/* Short forms that stand before a name or a number, without their stop, which the tokenizer keeps with some and parts from others. */
static bool stands_before(dm_str s, bool number) {
    static const char *const names[] = {"drs", "messrs", "mr",  "mrs", "ms", "dr",  "prof", "gen", "col",  "lt",   "sgt", "capt", "cmdr",
                                        "gov", "sen",    "rep", "st",  "fr", "sec", "amb",  "min", "pres", "supt", "adm", "maj"};
    static const char *const numbers[] = {"no", "nos", "ca", "approx", "art", "para", "res", "vol", "pp"};
    const char *const *list = number ? numbers : names;
    uint32_t n = number ? sizeof numbers / sizeof *numbers : sizeof names / sizeof *names;
    for (uint32_t i = 0; i < n; i++)
        if (str_is(s, list[i])) return true;
    return false;
}

/* The short form that ends before a token; .p NULL for none. */
static dm_str short_form(const dm_token *before, const dm_token *last) {
    if (str_is(last->text, ".")) return before && !(before->flags & DM_TOK_SPACE_AFTER) ? before->lower : DM_STR_NONE;
    return last->lower.n > 1 && last->lower.p[last->lower.n - 1] == '.' ? str_sub(last->lower, 0, last->lower.n - 1) : DM_STR_NONE;
}

/* Whether no sentence begins at `t`; `last` is the token before it that is no white space, `before` the one before that. */
static bool joined(const dm_token *before, const dm_token *last, const dm_token *t) {
    char end = last->text.p[last->text.n - 1];
    bool word = (end >= 'a' && end <= 'z') || (end >= 'A' && end <= 'Z') || (end >= '0' && end <= '9') || (unsigned char)end >= 0x80;
    bool mark = !word && is_run(last->text, end) && t->text.p[0] == end && is_run(t->text, end);
    if (mark && (end == '_' || end == '*' || end == '=' || end == '-' || end == '.')) return true;
    if (is_small(t->text) &&
        ((word && !str_is(last->text, "\xE2\x80\xA6") && (unsigned char)end < 0x80) || end == ',' || end == ')' || is_run(last->text, '.')))
        return !(is_run(last->text, '.') && last->text.n < 2);
    if (is_capital(t->text) && is_initial(last->text) && before && is_capital(before->text)) return true;
    dm_str form = short_form(before, last);
    return form.p &&
           ((is_capital(t->text) && stands_before(form, false)) || (t->text.p[0] >= '0' && t->text.p[0] <= '9' && stands_before(form, true)));
}

void text_join(dm_doc *doc, uint32_t block) {
    const dm_block_row *b = &doc->blocks.v[block];
    const dm_token *before = NULL, *last = NULL;
    bool line_end = false;
    for (uint32_t i = b->tok_begin; i < b->tok_end; i++) {
        dm_token *t = &doc->tokens.v[i];
        if (t->flags & DM_TOK_IS_SPACE) {
            line_end = line_end || memchr(t->text.p, '\n', t->text.n);
            continue;
        }
        if (last && t->text.n && last->text.n && !line_end && joined(before, last, t)) t->flags |= DM_TOK_JOINED;
        before = last;
        last = t;
        line_end = false;
    }
}
