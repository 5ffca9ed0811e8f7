/* See paragraphs.h. Raw news comes in three shapes: paragraphs between empty lines, one paragraph a line, and hard-wrapped
 * lines of 40 to 120 columns, with or without an indent on each paragraph's first line. Whether a text is wrapped is
 * decided once for the story: the share of line ends inside a run of lines where the next line goes on in lower case or
 * where its first word would not have fitted any more. Then each line end is judged alone. */
#include "ingest/kinds.h"

#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"

typedef struct line {
    dm_span span;    /* white space trimmed */
    uint32_t indent; /* bytes before it */
    uint32_t width;  /* code points of the line with its indent */
    bool blank;
} line;

typedef struct lines {
    line *v;
    uint32_t n, cap;
} lines;

typedef struct wrap {
    bool on;
    bool indents;   /* the first line of a paragraph is set in */
    uint32_t width; /* columns */
    uint32_t base;  /* indent of the lines that are not set in */
} wrap;

enum { WRAP_MIN = 40, WRAP_MAX = 120, WORDS_MAX = 100000 };

static bool space_at(dm_str text, uint32_t at, uint32_t end, uint32_t *step) {
    uint32_t cp;
    *step = utf8_decode(text.p + at, end - at, &cp);
    return cp != UTF8_BAD && (cp < 0x20 || uni_is_space(cp) || cp == 0x200B || cp == 0xFEFF);
}

static dm_span trimmed(dm_str text, uint32_t begin, uint32_t end) {
    uint32_t step;
    while (begin < end && space_at(text, begin, end, &step)) begin += step;
    uint32_t last = begin;
    for (uint32_t at = end; at > begin;) {
        uint32_t b = at - 1;
        while (b > begin && utf8_is_cont(text.p[b])) b--;
        if (!space_at(text, b, end, &step)) {
            last = at;
            break;
        }
        at = b;
    }
    return (dm_span){begin, last};
}

static dm_status split_lines(dm_arena *a, dm_str text, lines *out, dm_err *err) {
    for (uint32_t at = 0; at < text.n;) {
        const char *nl = memchr(text.p + at, '\n', text.n - at);
        uint32_t end = nl ? (uint32_t)(nl - text.p) : text.n;
        dm_span span = trimmed(text, at, end);
        bool blank = span.begin == span.end;
        if (blank && out->n && out->v[out->n - 1].blank) { /* one empty line says as much as many */
            at = end + 1;
            continue;
        }
        line *l = VEC_PUSH(a, out);
        if (!l) return err_memory(err, "a story's lines");
        l->span = span;
        l->blank = blank;
        l->indent = l->span.begin - at;
        l->width = (uint32_t)utf8_count(text.p + at, l->span.end - at);
        at = end + 1;
    }
    return DM_OK;
}

static bool lower_at(dm_str text, uint32_t at) {
    uint32_t cp;
    utf8_decode(text.p + at, text.n - at, &cp);
    return cp != UTF8_BAD && uni_is_lower(cp);
}

static bool is_bullet(dm_str text, dm_span s) {
    static const char *const marks[] = {"•", "●", "▪", "■", "◦", "‣", "·", "►", "▶", "* ", "- ", "– ", "» ", "> ", "+ "};
    dm_str l = str_sub(text, s.begin, s.end);
    for (uint32_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(l, marks[i])) return true;
    return false;
}

/* The line ends a sentence: a stop, perhaps with closing quotes or brackets after it. */
static bool ends_sentence(dm_str text, dm_span s) {
    dm_str l = str_sub(text, s.begin, s.end);
    static const char *const closing[] = {"”", "’", "\"", "'", ")", "]", "»"};
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < sizeof closing / sizeof *closing; i++)
            if (str_ends(l, closing[i])) l.n -= (uint32_t)strlen(closing[i]), again = true;
    }
    return l.n && (l.p[l.n - 1] == '.' || l.p[l.n - 1] == '!' || l.p[l.n - 1] == '?' || l.p[l.n - 1] == ':' || str_ends(l, "…"));
}

static uint32_t first_word_width(dm_str text, dm_span s) {
    uint32_t at = s.begin, step;
    while (at < s.end && !space_at(text, at, s.end, &step)) at += step;
    return (uint32_t)utf8_count(text.p + s.begin, at - s.begin);
}

static bool no_room(dm_str text, const line *l, const line *next, uint32_t width) {
    return l->width + 1 + first_word_width(text, next->span) > width;
}

/* The width is that of the widest line, a few outliers left out; a text whose line ends mostly look like wraps at that width is wrapped. */
static wrap find_wrap(dm_str text, const lines *ls) {
    wrap w = {0};
    uint32_t ends = 0, wraps = 0, too_wide = 0, set_in = 0, openings = 0, at_width[WRAP_MAX + 1] = {0}, narrow = 0;
    for (uint32_t i = 0; i < ls->n; i++) {
        if (ls->v[i].width > WRAP_MAX) too_wide++;
        else if (!ls->v[i].blank) at_width[ls->v[i].width]++, narrow++;
    }
    uint32_t outliers = narrow / 32;
    for (w.width = WRAP_MAX; w.width > 0 && at_width[w.width] <= outliers; w.width--) outliers -= at_width[w.width];
    if (w.width < WRAP_MIN) return w;
    for (uint32_t i = 0; i + 1 < ls->n; i++) {
        const line *l = &ls->v[i], *next = l + 1;
        if (l->blank || next->blank || l->width > WRAP_MAX || is_bullet(text, next->span)) continue;
        set_in += next->indent > l->indent + 1;
        if (next->indent > l->indent && ends_sentence(text, l->span)) continue; /* where a paragraph ends */
        ends++;
        if (l->indent > next->indent + 1) {
            if (!openings++ || next->indent < w.base) w.base = next->indent;
        }
        wraps +=
            l->width >= WRAP_MIN - 10 && (lower_at(text, next->span.begin) || (no_room(text, l, next, w.width) && !ends_sentence(text, l->span)));
    }
    w.on = ends >= 2 && wraps * 2 >= ends && too_wide * 4 <= ends;
    w.indents = w.on && openings >= 2 && openings + 1 >= set_in;
    return w;
}

static bool goes_on(dm_str text, const wrap *w, const line *l, const line *next) {
    if (next->blank || is_bullet(text, next->span) || text_is_signature(str_sub(text, next->span.begin, next->span.end))) return false;
    bool lower = lower_at(text, next->span.begin), stop = ends_sentence(text, l->span);
    if (!w->on) return lower && !stop && l->width >= WRAP_MIN;
    if (w->indents) return next->indent <= w->base;
    if (next->indent > l->indent + 1 && !is_bullet(text, l->span)) return false; /* the indent of a new paragraph */
    if (lower && !stop) return true;
    if (no_room(text, l, next, w->width)) return true;
    char last = text.p[l->span.end - 1];
    return !stop && l->width >= WRAP_MIN && (last == ',' || last == '-' || last == ';') && l->width + 16 > w->width;
}

uint32_t markup_at(dm_str text, uint32_t at) {
    enum { TAG_MAX = 400 };
    if (at + 2 >= text.n || text.p[at] != '<') return 0;
    uint32_t i = at + 1;
    if (text.p[i] == '/') i++;
    bool name = i < text.n && ((text.p[i] >= 'a' && text.p[i] <= 'z') || (text.p[i] >= 'A' && text.p[i] <= 'Z'));
    if (!name && !(i + 2 < text.n && !memcmp(text.p + i, "!--", 3))) return 0;
    bool capital = text.p[at + 1] >= 'A' && text.p[at + 1] <= 'Z', words = false, value = false;
    for (; i < text.n && i - at < TAG_MAX && text.p[i] != '<'; i++) {
        words = words || text.p[i] == ' ' || text.p[i] == '\n';
        value = value || text.p[i] == '=';
        if (text.p[i] == '>') return capital && words && !value ? 0 : i + 1 - at; /* agencies wrote "<Corvo Stores Inc>" */
    }
    return 0;
}

void paragraph_measure(dm_str text, dm_paragraph *p) {
    bool inside = false;
    char folded[256];
    uint32_t n = 0;
    p->words = 0;
    p->key = 0;
    p->bullet = is_bullet(text, p->span);
    for (uint32_t at = p->span.begin; at < p->span.end;) {
        uint32_t tag = markup_at(text, at), cp, step;
        if (tag) {
            at += tag;
            continue;
        }
        step = utf8_decode(text.p + at, p->span.end - at, &cp);
        at += step;
        if (cp == UTF8_BAD) continue;
        bool space = uni_is_space(cp);
        if (!space && !inside && p->words < WORDS_MAX) p->words++;
        inside = !space;
        if (!(uni_flags(cp) & (UNI_ALPHA | UNI_DIGIT))) continue;
        n += utf8_encode(uni_lower(cp), folded + n);
        if (n + 12 > sizeof folded) {
            memcpy(folded + n, &p->key, sizeof p->key);
            p->key = hash_bytes(folded, n + sizeof p->key);
            n = 0;
        }
    }
    memcpy(folded + n, &p->key, sizeof p->key);
    p->key = hash_bytes(folded, n + sizeof p->key);
}

dm_status paragraphs_split(dm_arena *a, dm_str text, dm_paragraphs *out, dm_err *err) {
    lines ls = {0};
    DM_TRY(split_lines(a, text, &ls, err));
    wrap w = find_wrap(text, &ls);
    bool blank = true;
    for (uint32_t i = 0; i < ls.n; i++) {
        if (ls.v[i].blank) {
            blank = true;
            continue;
        }
        uint32_t first = i;
        while (i + 1 < ls.n && goes_on(text, &w, &ls.v[i], &ls.v[i + 1])) i++;
        dm_paragraph *p = VEC_PUSH(a, out);
        if (!p) return err_memory(err, "a story's paragraphs");
        p->span = (dm_span){ls.v[first].span.begin, ls.v[i].span.end};
        p->blank_before = blank;
        paragraph_measure(text, p);
        blank = false;
    }
    return DM_OK;
}

/* ---- units ---- */

typedef struct unit_writer {
    char *out;
    uint32_t n;
    uint32_t gap_from; /* text byte that would follow without a gap */
    VEC(dm_offset) map;
} unit_writer;

static bool put_piece(dm_arena *a, unit_writer *u, uint32_t text_at) {
    if (u->map.n && u->gap_from == text_at) return true;
    dm_offset *o = VEC_PUSH(a, &u->map);
    if (o) *o = (dm_offset){u->n, text_at};
    return o != NULL;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\v'; }

/* End of the run of white space that begins at `at`; *newline tells whether a line ends in it. */
static uint32_t blank_end(dm_str text, uint32_t at, uint32_t end, bool *newline) {
    *newline = false;
    while (at < end && is_blank(text.p[at])) *newline |= text.p[at++] == '\n';
    return at;
}

static bool after_hyphen(const unit_writer *u) {
    if (u->n < 2 || u->out[u->n - 1] != '-') return false;
    char c = (char)(u->out[u->n - 2] | 32);
    return c >= 'a' && c <= 'z';
}

static bool put_run(dm_arena *a, unit_writer *u, dm_str text, uint32_t at, uint32_t n) {
    if (!put_piece(a, u, at)) return false;
    memcpy(u->out + u->n, text.p + at, n);
    u->n += n;
    u->gap_from = at + n;
    return true;
}

bool text_is_invisible(uint32_t cp) {
    return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x2069) || cp == 0xFEFF;
}

/* Bytes of what is left out of a unit at `at`: markup, and characters that nobody sees. */
static uint32_t left_out(dm_str text, uint32_t at) {
    if ((unsigned char)text.p[at] < 0x80) return markup_at(text, at);
    uint32_t cp, step = utf8_decode(text.p + at, text.n - at, &cp);
    return cp != UTF8_BAD && text_is_invisible(cp) ? step : 0;
}

static bool no_break_space(dm_str text, uint32_t at) { return at + 1 < text.n && text.p[at] == '\xC2' && text.p[at + 1] == '\xA0'; }

dm_status paragraph_unit(dm_arena *a, dm_str text, dm_block_row *block, dm_err *err) {
    uint32_t begin = block->span.begin, end = block->span.end;
    unit_writer u = {.out = arena_alloc(a, (size_t)(end - begin) + 1)};
    if (!u.out) return err_memory(err, "a paragraph's unit");
    dm_str inside = str_sub(text, 0, end);
    for (uint32_t at = begin; at < end;) {
        uint32_t skip = left_out(inside, at), n = 1;
        bool newline = false, ok = true;
        if (skip) {
            at += skip;
            continue;
        }
        if (is_blank(text.p[at])) n = blank_end(text, at, end, &newline) - at;
        bool fixed = no_break_space(inside, at);
        if (fixed) n = 2;
        if (fixed && u.n && u.out[u.n - 1] == ' ') {
            at += n;
            continue;
        }
        if (fixed || (newline && !after_hyphen(&u))) {
            ok = put_piece(a, &u, at);
            u.out[u.n++] = ' ';
            u.gap_from = at + 1;
        } else if (!newline) {
            ok = put_run(a, &u, text, at, n);
        }
        if (!ok) return err_memory(err, "a paragraph's map");
        at += n;
    }
    if (!u.n) { /* nothing to see: stands for itself */
        if (!put_run(a, &u, text, begin, end - begin)) return err_memory(err, "a paragraph's map");
    }
    block->unit = (dm_str){u.out, u.n};
    block->map = u.map.v;
    block->n_map = u.map.n;
    return DM_OK;
}
