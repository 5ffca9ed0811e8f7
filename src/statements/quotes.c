/* Quotations of each block, from its tokens.
 *
 * A mark opens or closes by its shape where the shape tells (curly, guillemets), else by the white space around it,
 * else by whether one is open. A stack holds what is open. Single marks count only when a mark that closes them
 * follows, so that apostrophes and possessives are no quotations. What real text does wrong is read as its author most likely
 * meant it, with a note: a mark that never closes reaches to the end of its block when it opened the block, else to the
 * end of its sentence; one that never opened goes back to the beginning of the block when the block before was still open, else of the
 * sentence. A block that opens with a mark while the block before was left open continues that quotation, as print does. */
#include "statements/statements_int.h"

enum { MARK_NONE, MARK_EITHER, MARK_OPEN, MARK_CLOSE };
enum { MAX_DEPTH = 6, SHORT_WORDS = 5, SINGLE_REACH = 400, MAX_NOTES = 20 };

typedef struct mark_shape {
    const char *text;
    uint8_t way;
    bool single;
} mark_shape;

static const mark_shape SHAPES[] = {
    {"\"", MARK_EITHER, false},          {"''", MARK_EITHER, false},           {"``", MARK_OPEN, false},          {"\xE2\x80\x9C", MARK_OPEN, false},
    {"\xE2\x80\x9D", MARK_CLOSE, false}, {"\xC2\xAB", MARK_OPEN, false},       {"\xC2\xBB", MARK_CLOSE, false},   {"\xE2\x80\x9E", MARK_OPEN, false},
    {"\xE2\x80\x9F", MARK_OPEN, false},  {"\xEF\xBC\x82", MARK_EITHER, false}, {"'", MARK_EITHER, true},          {"`", MARK_OPEN, true},
    {"\xE2\x80\x98", MARK_OPEN, true},   {"\xE2\x80\x99", MARK_CLOSE, true},   {"\xE2\x80\x9A", MARK_OPEN, true}, {"\xE2\x80\xB9", MARK_OPEN, true},
    {"\xE2\x80\xBA", MARK_CLOSE, true},
};

static const mark_shape *shape_of(dm_str token) {
    if (token.n == 0 || token.n > 3) return NULL;
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        if (str_is(token, SHAPES[i].text)) return &SHAPES[i];
    }
    return NULL;
}

bool st_is_mark(dm_str token) { return shape_of(token) != NULL; }

typedef struct scanner {
    st_work *w;
    const dm_doc *doc;
    const dm_block_row *block;
    uint32_t stack[MAX_DEPTH]; /* indices of quotes */
    bool single[MAX_DEPTH];
    uint32_t depth;
    uint32_t left_open; /* quotation that the block before left open, DM_NONE */
    uint32_t n_notes;
    bool failed;
} scanner;

static bool space_before(const scanner *s, uint32_t t) {
    if (t == s->block->tok_begin) return true;
    const dm_token *p = &s->doc->tokens.v[t - 1];
    if ((p->flags & (DM_TOK_SPACE_AFTER | DM_TOK_IS_SPACE)) || p->span.end < s->doc->tokens.v[t].span.begin) return true;
    return p->tag == DM_TAG_LRB || str_is(p->text, "(") || str_is(p->text, "[") || str_ends(p->text, "-") || str_ends(p->text, "\xE2\x80\x94") ||
           str_ends(p->text, "\xE2\x80\x93");
}

static bool space_after(const scanner *s, uint32_t t) {
    if (t + 1 >= s->block->tok_end) return true;
    const dm_token *k = &s->doc->tokens.v[t];
    return (k->flags & DM_TOK_SPACE_AFTER) || k->span.end < s->doc->tokens.v[t + 1].span.begin;
}

/* Closing mark for a single mark at `t`: the first that stands after punctuation, else the first after a word whose
 * next word does not look possessed (no blank and small letter after an s). DM_NONE: it is an apostrophe. */
static uint32_t single_end(const scanner *s, uint32_t t) {
    uint32_t end = s->block->tok_end < t + SINGLE_REACH ? s->block->tok_end : t + SINGLE_REACH, weak = DM_NONE;
    for (uint32_t k = t + 2; k < end; k++) {
        const mark_shape *m = shape_of(s->doc->tokens.v[k].text);
        if (!m || !m->single || m->way == MARK_OPEN) continue;
        const dm_token *p = &s->doc->tokens.v[k - 1];
        if (space_before(s, k)) {
            if (m->way == MARK_EITHER) return weak; /* another one opens */
            continue;
        }
        if (p->pos == DM_POS_PUNCT) return k;
        if (!str_ends(p->lower, "s") || space_after(s, k) == false) return k;
        if (weak == DM_NONE) weak = k;
    }
    return weak;
}

static void open_quote(scanner *s, uint32_t t, bool single, bool no_begin) {
    if (s->depth == MAX_DEPTH) return;
    st_quote *q = VEC_PUSH(s->w->doc->arena, &s->w->quotes);
    if (!q) {
        s->failed = true;
        return;
    }
    *q = (st_quote){
        .at = {t, DM_NONE}, .parent = s->depth ? s->stack[s->depth - 1] : DM_NONE, .continues = DM_NONE, .owner = DM_NONE, .no_begin = no_begin};
    s->single[s->depth] = single;
    s->stack[s->depth++] = s->w->quotes.n - 1;
}

static void close_quote(scanner *s, uint32_t end, bool no_end) {
    st_quote *q = &s->w->quotes.v[s->stack[--s->depth]];
    q->at.e = end;
    q->no_end = no_end;
}

static void note(scanner *s, uint32_t t, const char *what) {
    if (s->n_notes++ >= MAX_NOTES) return; /* a story full of such marks is known as one by then */
    if (doc_note(s->w->doc, DM_STAGE_STATEMENTS, "unbalanced_quote", s->doc->tokens.v[t].span, "%s", what) != DM_OK) return; /* a note the less */
}

static bool is_open(const scanner *s, bool single) {
    for (uint32_t i = 0; i < s->depth; i++) {
        if (s->single[i] == single) return true;
    }
    return false;
}

/* Closes down to the innermost quotation of this kind of mark. */
static void close_kind(scanner *s, uint32_t t, bool single) {
    while (s->depth && s->single[s->depth - 1] != single) close_quote(s, t, true);
    if (s->depth) close_quote(s, t + 1, false);
}

/* A double mark closes, but nothing is open. */
static void close_unopened(scanner *s, uint32_t t) {
    while (s->depth) close_quote(s, t, true);
    uint32_t from = s->block->tok_begin;
    if (s->left_open == DM_NONE) {
        const dm_sentence_row *sent = &s->doc->sentences.v[s->doc->tokens.v[t].sentence];
        if (sent->tok_begin > from) from = sent->tok_begin;
        note(s, t, "a quotation closes that never opened; read from the beginning of its sentence");
    }
    const st_quote *last = s->w->quotes.n ? &s->w->quotes.v[s->w->quotes.n - 1] : NULL;
    if (last && last->at.e != DM_NONE && last->at.e > from) from = last->at.e;
    if (from >= t) return;
    open_quote(s, from, false, true);
    if (!s->depth) return; /* out of memory */
    s->w->quotes.v[s->stack[0]].continues = from == s->block->tok_begin ? s->left_open : DM_NONE;
    close_quote(s, t + 1, false);
}

static void take_double(scanner *s, uint32_t t, const mark_shape *m) {
    bool open = is_open(s, false), before = space_before(s, t), after = space_after(s, t);
    uint8_t way = m->way;
    /* white space outweighs the shape: typists put the wrong one of a pair */
    if (before && !after && (way == MARK_EITHER || !open)) way = MARK_OPEN;
    else if (!before && after && (way == MARK_EITHER || open)) way = MARK_CLOSE;
    else if (way == MARK_EITHER) way = open ? MARK_CLOSE : MARK_OPEN;
    /* the low German opening mark is closed by what elsewhere opens */
    if (way == MARK_OPEN && open && strcmp(m->text, "\xE2\x80\x9C") == 0) {
        uint32_t first = s->w->quotes.v[s->stack[0]].at.b;
        if (str_is(s->doc->tokens.v[first].text, "\xE2\x80\x9E")) way = MARK_CLOSE;
    }
    if (way == MARK_CLOSE) {
        if (open) close_kind(s, t, false);
        else close_unopened(s, t);
        return;
    }
    if (open && s->single[s->depth - 1] == false) { /* a second one opens: the first was never closed */
        note(s, s->w->quotes.v[s->stack[s->depth - 1]].at.b, "a quotation opens before the one before it has closed");
        while (s->depth) close_quote(s, t, true);
    }
    open_quote(s, t, false, false);
}

static void take_single(scanner *s, uint32_t t, const mark_shape *m) {
    if (is_open(s, true) && m->way != MARK_OPEN && !space_before(s, t)) {
        st_quote *q = NULL;
        for (uint32_t i = s->depth; i-- > 0 && !q;) {
            if (s->single[i]) q = &s->w->quotes.v[s->stack[i]];
        }
        if (q && q->at.e == t) close_kind(s, t, true); /* the end that was seen ahead */
        return;
    }
    if (m->way == MARK_CLOSE || !space_before(s, t) || space_after(s, t) || is_open(s, true)) return;
    uint32_t end = single_end(s, t);
    if (end == DM_NONE) return;
    open_quote(s, t, true, false);
    if (s->depth && s->single[s->depth - 1]) s->w->quotes.v[s->stack[s->depth - 1]].at.e = end;
}

/* What the block leaves open; true when the next block may go on with it. */
static bool end_block(scanner *s) {
    bool open = false;
    while (s->depth) {
        uint32_t q = s->stack[s->depth - 1];
        uint32_t from = s->w->quotes.v[q].at.b, end = s->block->tok_end;
        if (s->depth > 1 || s->single[s->depth - 1]) {
            close_quote(s, end, true);
            continue;
        }
        open = true;
        uint32_t lead = from - s->block->tok_begin;
        if (lead > 0 && s->doc->tokens.v[from].sentence == s->doc->tokens.v[end - 1].sentence) lead = 0;
        const dm_token *before = from > s->block->tok_begin ? &s->doc->tokens.v[from - 1] : NULL;
        if (lead && before && (str_is(before->text, ":") || str_is(before->text, ",") || str_is(before->text, "."))) lead = 0;
        if (lead) {
            end = s->doc->sentences.v[s->doc->tokens.v[from].sentence].tok_end;
            for (uint32_t i = q + 1; i < s->w->quotes.n; i++) { /* never shorter than what stands inside */
                if (s->w->quotes.v[i].at.e > end) end = s->w->quotes.v[i].at.e;
            }
            note(s, from, "a quotation is never closed; read to the end of its sentence");
            open = false;
        } else {
            s->left_open = q;
        }
        close_quote(s, end, true);
    }
    return open;
}

static bool starts_with_mark(const dm_doc *doc, const dm_block_row *b) {
    for (uint32_t t = b->tok_begin; t < b->tok_end; t++) {
        if (doc->tokens.v[t].flags & DM_TOK_IS_SPACE) continue;
        const mark_shape *m = shape_of(doc->tokens.v[t].text);
        return m && !m->single && m->way != MARK_CLOSE;
    }
    return false;
}

static void describe(st_work *w, st_quote *q) {
    const dm_doc *doc = w->doc;
    bool clause = false, stop = false;
    for (uint32_t t = q->at.b; t < q->at.e; t++) {
        const dm_token *k = &doc->tokens.v[t];
        if (k->pos != DM_POS_PUNCT && k->pos != DM_POS_SPACE && !st_is_mark(k->text)) q->n_words++;
        if (k->dep == DM_DEP_NSUBJ || k->dep == DM_DEP_NSUBJPASS || k->dep == DM_DEP_EXPL) clause = true;
        if (k->tag == DM_TAG_PERIOD || (k->tag == DM_TAG_COMMA && t + 2 >= q->at.e)) stop = true;
    }
    q->short_phrase = !stop && (q->n_words <= SHORT_WORDS ? !clause || q->n_words < 3 : !clause && q->n_words <= 2 * SHORT_WORDS);
    const dm_block_row *b = &doc->blocks.v[doc->tokens.v[q->at.b].block];
    uint32_t first = b->tok_begin, last = b->tok_end;
    while (first < last && (doc->tokens.v[first].flags & DM_TOK_IS_SPACE)) first++;
    while (last > first && (doc->tokens.v[last - 1].flags & DM_TOK_IS_SPACE || st_is_punct(doc, last - 1, "."))) last--;
    q->whole_block = q->at.b <= first && (q->at.e >= last || (last - q->at.e) * 8 <= last - first); /* a footnote may follow */
}

static void scan_block(scanner *s, bool left_open) {
    uint32_t first = s->w->quotes.n;
    bool goes_on = left_open && starts_with_mark(s->doc, s->block);
    for (uint32_t t = s->block->tok_begin; t < s->block->tok_end && !s->failed; t++) {
        const mark_shape *m = shape_of(s->doc->tokens.v[t].text);
        if (!m) continue;
        if (m->single) take_single(s, t, m);
        else take_double(s, t, m);
    }
    if (goes_on && s->w->quotes.n > first) s->w->quotes.v[first].continues = s->left_open;
}

bool st_scan_quotes(st_work *w) {
    dm_doc *doc = w->doc;
    w->quote_of = ARENA_NEW(doc->arena, uint32_t, doc->tokens.n ? doc->tokens.n : 1);
    if (!w->quote_of) return false;
    for (uint32_t t = 0; t < doc->tokens.n; t++) w->quote_of[t] = DM_NONE;
    scanner s = {.w = w, .doc = doc, .left_open = DM_NONE};
    bool open = false;
    for (uint32_t b = 0; b < doc->blocks.n && !s.failed; b++) {
        s.block = &doc->blocks.v[b];
        if (!st_block_is_read(doc, b) || s.block->tok_begin == s.block->tok_end) continue;
        uint32_t was = s.left_open, q = s.w->quotes.n;
        scan_block(&s, open);
        bool reopened = q < w->quotes.n && w->quotes.v[q].continues == was && was != DM_NONE;
        s.left_open = DM_NONE;
        bool still = end_block(&s);
        if (open && !reopened) note(&s, w->quotes.v[was].at.b, "a quotation is never closed");
        open = still;
    }
    if (open && s.left_open != DM_NONE) note(&s, w->quotes.v[s.left_open].at.b, "a quotation is never closed");
    for (uint32_t i = 0; i < w->quotes.n; i++) {
        st_quote *q = &w->quotes.v[i];
        describe(w, q);
        for (uint32_t t = q->at.b; q->parent == DM_NONE && t < q->at.e; t++) w->quote_of[t] = i;
    }
    return !s.failed;
}
