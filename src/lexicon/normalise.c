/* See normalise.h. One pass over code points; ASCII letters take no table. */
#include "lexicon/normalise.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "document/doc.h"

typedef enum char_class { CH_WORD, CH_DIGIT, CH_MARK, CH_SPACE, CH_HYPHEN, CH_DOT, CH_APOSTROPHE, CH_BREAK, CH_OTHER } char_class;

static char_class class_of_ascii(uint32_t c) {
    if ((c | 32) >= 'a' && (c | 32) <= 'z') return CH_WORD;
    if (c >= '0' && c <= '9') return CH_DIGIT;
    if (c == ' ' || (c >= '\t' && c <= '\r')) return CH_SPACE;
    switch (c) {
    case '-': return CH_HYPHEN;
    case '.': return CH_DOT;
    case '\'':
    case '`': return CH_APOSTROPHE;
    case ',':
    case ';':
    case ':':
    case '?':
    case '!':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '"': return CH_BREAK;
    default: return CH_OTHER;
    }
}

static char_class class_of(uint32_t c) {
    if (c < 0x80) return class_of_ascii(c);
    switch (c) {
    case 0xB4:
    case 0x2BB:
    case 0x2BC:
    case 0x2BE:
    case 0x2BF:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032: return CH_APOSTROPHE;
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212: return CH_HYPHEN;
    case 0xAB:
    case 0xBB:
    case 0x2014:
    case 0x2015:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2026:
    case 0x2039:
    case 0x203A: return CH_BREAK;
    case 0xAD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF: return CH_MARK;
    default: break;
    }
    uint32_t f = uni_flags(c);
    return f & UNI_ALPHA ? CH_WORD : f & UNI_DIGIT ? CH_DIGIT : f & UNI_MARK ? CH_MARK : f & UNI_SPACE ? CH_SPACE : CH_OTHER;
}

typedef struct peeked {
    uint32_t cp, next; /* next: byte after it */
    char_class cls;
} peeked;

/* The character at `at`; past the end a space that takes no byte. */
static peeked peek(dm_str s, uint32_t at) {
    if (at >= s.n) return (peeked){' ', at, CH_SPACE};
    unsigned char c = (unsigned char)s.p[at];
    if (c < 0x80) return (peeked){c, at + 1, class_of_ascii(c)};
    uint32_t cp, step = utf8_decode(s.p + at, s.n - at, &cp);
    return cp == UTF8_BAD ? (peeked){0xFFFD, at + step, CH_OTHER} : (peeked){cp, at + step, class_of(cp)};
}

static bool is_word(char_class c) { return c == CH_WORD || c == CH_DIGIT; }

/* Skips what is no word, noting it in c->gap; at the end *at stands on a letter or digit or on s.n. */
static void skip_gap(dm_str s, uint32_t *at, lex_cut *c) {
    while (*at < s.n) {
        peeked k = peek(s, *at), k2;
        switch (k.cls) {
        case CH_WORD:
        case CH_DIGIT: return;
        case CH_SPACE: c->gap |= LEX_GAP_SPACE; break;
        case CH_BREAK: c->gap |= LEX_GAP_BREAK | LEX_GAP_OTHER; break;
        case CH_OTHER: c->gap |= LEX_GAP_OTHER; break;
        case CH_HYPHEN:
            if (peek(s, k.next).cp == '-') c->gap |= LEX_GAP_BREAK | LEX_GAP_OTHER; /* "--" is a dash */
            break;
        case CH_APOSTROPHE:
            c->gap |= LEX_GAP_OTHER;
            k2 = peek(s, k.next);
            if ((k2.cp | 32) == 's' && !is_word(peek(s, k2.next).cls) && !(c->gap & LEX_GAP_SPACE)) k = k2; /* 's */
            else if (c->gap & LEX_GAP_SPACE || (k2.cls == CH_APOSTROPHE)) c->gap |= LEX_GAP_BREAK;          /* it opens a quotation */
            break;
        default: break;
        }
        *at = k.next;
    }
}

/* Whether the mark at `mark` (dot or apostrophe) is dropped and the word runs on. */
static bool runs_on(dm_str s, peeked mark) {
    peeked a = peek(s, mark.next);
    if (a.cls != CH_WORD) return false;
    peeked b = peek(s, a.next);
    if (mark.cls == CH_APOSTROPHE) return (a.cp | 32) != 's' || is_word(b.cls) || b.cls == CH_MARK;
    return !is_word(b.cls) && b.cls != CH_APOSTROPHE; /* one letter alone after a dot */
}

static void put_folded(lex_cut *c, uint32_t cp) {
    char tmp[4];
    uint32_t k = utf8_encode(uni_fold(cp), tmp);
    if (c->n + k > LEX_WORD_MAX) c->n = LEX_WORD_MAX + 1;
    else memcpy(c->fold + c->n, tmp, k), c->n += k;
}

typedef struct case_count {
    uint32_t letters, upper, digits;
    bool first_upper;
} case_count;

static void count_case(case_count *k, uint32_t cp, char_class cls) {
    if (cls == CH_DIGIT) {
        k->digits++;
        return;
    }
    bool upper = cp < 0x80 ? cp <= 'Z' : uni_is_upper(cp);
    if (!k->letters && !k->digits) k->first_upper = upper;
    k->letters++;
    k->upper += upper;
}

static uint8_t case_of(case_count k) {
    if (!k.letters) return DM_PIECE_DIGITS;
    if (!k.upper) return DM_PIECE_LOWER;
    if (k.upper == k.letters && (k.letters > 1 || k.digits)) return DM_PIECE_UPPER;
    return k.first_upper && k.upper == 1 ? DM_PIECE_TITLE : DM_PIECE_MIXED;
}

bool normalise_next(dm_str s, uint32_t *at, lex_cut *c) {
    skip_gap(s, at, c);
    if (*at >= s.n) return false;
    c->begin = c->end = *at;
    c->n = 0;
    case_count count = {0};
    for (;;) {
        peeked k = peek(s, *at);
        if (is_word(k.cls) && *at < s.n) {
            if (k.cp < 0x80 && c->n < LEX_WORD_MAX) c->fold[c->n++] = (char)(k.cls == CH_WORD ? k.cp | 32 : k.cp);
            else put_folded(c, k.cp);
            count_case(&count, k.cp, k.cls);
            c->end = k.next;
        } else if (k.cls == CH_MARK) {
            if (k.cp != 0xAD) c->end = k.next;
        } else if (!((k.cls == CH_DOT || k.cls == CH_APOSTROPHE) && runs_on(s, k))) {
            break;
        }
        *at = k.next;
    }
    /* The last dot of an abbreviation belongs to it: "U.S." */
    if (*at < s.n && s.p[*at] == '.' && memchr(s.p + c->begin, '.', c->end - c->begin)) c->end = ++*at;
    c->cased = case_of(count);
    return true;
}

uint32_t normalise_join(dm_str s, char separator, dm_buf *out) {
    lex_cut c = {0};
    uint32_t n = 0;
    for (uint32_t at = 0; normalise_next(s, &at, &c); n++) {
        if (n && separator) buf_putc(out, separator);
        buf_put(out, c.fold, c.n > LEX_WORD_MAX ? LEX_WORD_MAX : c.n);
    }
    return n;
}
