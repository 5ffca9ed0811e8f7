/* Words as `search` compares them (folded.h). The index is fed with these, so that tables and memory find the same. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "store/folded.h"

void word_list_put(dm_buf *out, dm_str text) {
    bool in_word = false;
    for (uint32_t i = 0; i < text.n;) {
        uint32_t cp, step = utf8_decode(text.p + i, text.n - i, &cp);
        i += step;
        if (cp != UTF8_BAD && uni_is_mark(cp) && in_word) continue;
        if (cp != UTF8_BAD && (uni_is_alpha(cp) || uni_is_digit(cp))) {
            char bytes[4];
            buf_put(out, bytes, utf8_encode(uni_fold(cp), bytes));
            in_word = true;
        } else if (in_word) {
            buf_putc(out, ' ');
            in_word = false;
        }
    }
    if (in_word) buf_putc(out, ' ');
}

static bool begins_one(dm_str words, dm_str wanted) {
    for (uint32_t i = 0; i + wanted.n <= words.n;) {
        if (memcmp(words.p + i, wanted.p, wanted.n) == 0) return true;
        const char *blank = memchr(words.p + i, ' ', words.n - i);
        if (!blank) return false;
        i = (uint32_t)(blank - words.p) + 1;
    }
    return false;
}

bool word_list_holds(dm_str words, dm_str wanted) {
    for (uint32_t i = 0; i < wanted.n;) {
        uint32_t end = i;
        while (wanted.p[end] != ' ') end++;
        if (!begins_one(words, str_sub(wanted, i, end))) return false;
        i = end + 1;
    }
    return true;
}

bool fold_is_code(const char *who) {
    size_t n = strlen(who);
    for (size_t i = 0; i < n; i++)
        if (who[i] < 'A' || who[i] > 'Z') return false;
    return n >= 3 && n % 3 == 0;
}
