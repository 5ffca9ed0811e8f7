/* See html_page.h. One pass over the tokens. A stack of open elements carries what blocks inherit: which elements stand around
 * them and the words of their classes. An end tag closes the nearest element of its name, and what is open inside it; one that
 * closes nothing is passed over, which a count of the open elements of each name tells without looking. Elements that
 * HTML closes by itself (p, li, td and their like) are closed here too; everything else of the standard's tree, as moving formatting
 * out of tables, changes no text and is left out. */
#include "ingest/html_page.h"

#include "base/map.h"

typedef struct open_element {
    html_tag tag;
    uint32_t element; /* nearest one that makes paragraphs */
    uint64_t around, words, near, last_words;
    bool skip, linked, strong, body;
} open_element;

typedef struct builder {
    dm_arena *a;
    html_page *page;
    dm_str in;
    char *text;
    uint32_t n;
    open_element stack[HTML_DEPTH_MAX];
    uint32_t depth, beyond; /* elements open below the deepest that is kept */
    uint32_t open[HTML_TAG_N];
    dm_strmap words;
    html_block block; /* the one being written */
    bool in_block, space, br;
} builder;

static const struct {
    const char *name, *words;
} word_rows[] = {
#define W(name, words) {name, words},
#include "ingest/html_words.def"
#undef W
};
enum { N_WORDS = sizeof word_rows / sizeof *word_rows };
_Static_assert(N_WORDS <= 64, "one bit for each row");

uint32_t html_n_words(void) { return N_WORDS; }
const char *html_word_name(uint32_t bit) { return word_rows[bit].name; }

/* ---- classes and ids ---- */

static dm_status make_words(builder *b, dm_err *err) {
    for (uint32_t i = 0; i < N_WORDS; i++) {
        for (const char *w = word_rows[i].words; *w;) {
            uint32_t n = (uint32_t)strcspn(w, " "), *slot;
            if (!strmap_put(&b->words, b->a, (dm_str){w, n}, i, &slot)) return err_memory(err, "a page");
            w += n + (w[n] == ' ');
        }
    }
    return DM_OK;
}

/* Words of a class or id: split at what is no letter, and where a capital follows a small letter. */
static uint64_t words_of(const builder *b, dm_str value) {
    enum { LONGEST = 16, MOST = 400 };
    uint64_t found = 0;
    char low[LONGEST];
    uint32_t n = 0;
    bool small = false;
    for (uint32_t i = 0; i <= value.n && i < MOST; i++) {
        char c = i < value.n ? value.p[i] : ' ';
        bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z');
        if ((!letter || (upper && small)) && n) {
            uint32_t bit = n <= LONGEST ? strmap_get(&b->words, (dm_str){low, n}) : MAP_NONE;
            if (bit != MAP_NONE) found |= 1ull << bit;
            n = 0;
        }
        if (letter) {
            if (n < LONGEST) low[n] = (char)(c | 32);
            n++;
        }
        small = letter && !upper;
    }
    return found;
}

static bool says_hidden(dm_str style) {
    int64_t at = str_find(style, DM_STR("display"), 0);
    if (at < 0) return false;
    uint32_t i = (uint32_t)at + 7;
    while (i < style.n && (style.p[i] == ' ' || style.p[i] == ':')) i++;
    return str_starts(str_sub(style, i, style.n), "none");
}

static void read_attributes(const builder *b, const html_token *t, open_element *o) {
    dm_str rest = t->bytes, name, value;
    uint64_t own = 0;
    while (html_attribute(&rest, &name, &value)) {
        char first = name.n ? (char)(name.p[0] | 32) : 0;
        if (first == 'c' && str_eq_nocase(name, DM_STR("class"))) own |= words_of(b, value);
        else if (first == 'i' && str_eq_nocase(name, DM_STR("id"))) own |= words_of(b, value);
        else if (first == 'i' && str_eq_nocase(name, DM_STR("itemprop"))) o->body |= str_eq_nocase(value, DM_STR("articleBody"));
        else if (first == 's' && str_eq_nocase(name, DM_STR("style")) && says_hidden(value)) o->around |= 1ull << HTML_AROUND_HIDDEN;
        else if (first == 'h' && str_eq_nocase(name, DM_STR("hidden"))) o->around |= 1ull << HTML_AROUND_HIDDEN;
        else if (first == 'a' && str_eq_nocase(name, DM_STR("aria-hidden")) && str_is(value, "true")) o->around |= 1ull << HTML_AROUND_HIDDEN;
    }
    o->words |= own;
    if (own) {
        o->near = own | o->last_words;
        o->last_words = own;
    }
}

static uint64_t around_bit(html_tag tag) {
    switch (tag) {
#define HTML_AROUND_CASE(symbol) \
    case TAG_##symbol: return 1ull << HTML_AROUND_##symbol;
        HTML_AROUND_LIST(HTML_AROUND_CASE)
#undef HTML_AROUND_CASE
    default: return 0;
    }
}

/* ---- blocks ---- */

static dm_status end_block(builder *b, dm_err *err) {
    b->space = b->br = false;
    if (!b->in_block) return DM_OK;
    b->in_block = false;
    b->block.text.end = b->n;
    html_block *out = VEC_PUSH(b->a, &b->page->blocks);
    if (!out) return err_memory(err, "a page's blocks");
    *out = b->block;
    return DM_OK;
}

static open_element *top(builder *b) { return &b->stack[b->depth - 1]; }

static void begin_block(builder *b, uint32_t source) {
    const open_element *o = top(b);
    if (b->n) b->text[b->n++] = '\n', b->text[b->n++] = '\n';
    html_tag tag = o->tag;
    for (uint32_t i = b->depth; i > 0; i--) {
        if (!(html_properties(b->stack[i - 1].tag) & HTML_BLOCK)) continue;
        tag = b->stack[i - 1].tag;
        break;
    }
    b->block = (html_block){.text = {b->n, b->n},
                            .source = {source, source},
                            .tag = tag,
                            .element = o->element,
                            .depth = b->depth,
                            .around = o->around,
                            .words = o->words,
                            .near = o->near,
                            .itemprop = o->body};
    b->in_block = true;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

/* Before a character is written: the block, and the white space that stood before it. */
static void before_character(builder *b, uint32_t source) {
    if (!b->in_block) begin_block(b, source);
    else if (b->br) b->text[b->n++] = '\n';
    else if (b->space) b->text[b->n++] = ' ';
    b->space = b->br = false;
}

static void put_text(builder *b, const html_token *t) {
    const open_element *o = top(b);
    if (o->skip) return;
    uint32_t before = b->n;
    bool pre = (o->around & (1ull << HTML_AROUND_PRE)) != 0;
    for (uint32_t at = 0; at < t->bytes.n;) {
        char c = t->bytes.p[at];
        if (is_space(c)) {
            if (b->in_block && c == '\n' && pre) b->br = true;
            b->space = b->in_block;
            at++;
            continue;
        }
        char ref[8];
        uint32_t len = 0, step = c == '&' ? html_reference(t->bytes, at, ref, &len) : 0;
        if (step) {
            if (len == 1 && is_space(ref[0])) {
                b->space = b->in_block;
            } else {
                before_character(b, t->begin + at);
                memcpy(b->text + b->n, ref, len);
                b->n += len;
            }
            at += step;
            continue;
        }
        before_character(b, t->begin + at);
        uint32_t e = at + 1;
        while (e < t->bytes.n && !is_space(t->bytes.p[e]) && t->bytes.p[e] != '&') e++;
        memcpy(b->text + b->n, t->bytes.p + at, e - at);
        b->n += e - at;
        at = e;
    }
    if (b->in_block) {
        if (before < b->block.text.begin) before = b->block.text.begin;
        if (b->n > before) b->block.source.end = t->end;
        if (o->linked) b->block.n_linked += b->n - before;
        if (o->strong) b->block.n_strong += b->n - before;
    }
}

/* ---- elements ---- */

static dm_status close_to(builder *b, uint32_t depth, dm_err *err) {
    bool block = false;
    while (b->depth > depth) {
        const open_element *o = top(b);
        block |= (html_properties(o->tag) & HTML_BLOCK) != 0;
        if (b->open[o->tag]) b->open[o->tag]--;
        if (b->depth > 1 && o->element != b->stack[b->depth - 2].element) b->page->elements.v[o->element].last = b->page->elements.n;
        b->depth--;
    }
    return block ? end_block(b, err) : DM_OK;
}

/* Place on the stack, from 1, of the nearest open `tag` that no `fence` stands before; 0 none. */
static uint32_t find_open(const builder *b, html_tag tag, const html_tag *fence, uint32_t n_fence) {
    if (!b->open[tag]) return 0;
    for (uint32_t i = b->depth; i > 1; i--) {
        if (b->stack[i - 1].tag == tag) return i;
        for (uint32_t k = 0; k < n_fence; k++)
            if (b->stack[i - 1].tag == fence[k]) return 0;
    }
    return 0;
}

/* What HTML closes by itself when `tag` begins. */
static dm_status close_implied(builder *b, html_tag tag, dm_err *err) {
    static const html_tag cells[] = {TAG_TD, TAG_TH, TAG_TABLE, TAG_BUTTON, TAG_CAPTION}, lists[] = {TAG_UL, TAG_OL, TAG_TD, TAG_TH, TAG_MENU},
                          tables[] = {TAG_TABLE};
    uint32_t at = 0;
    if ((html_properties(tag) & HTML_BLOCK) && tag != TAG_NOSCRIPT && (at = find_open(b, TAG_P, cells, 5)) != 0) DM_TRY(close_to(b, at - 1, err));
    at = 0;
    switch (tag) {
    case TAG_LI: at = find_open(b, TAG_LI, lists, 5); break;
    case TAG_DT:
    case TAG_DD: {
        static const html_tag dl[] = {TAG_DL};
        at = find_open(b, TAG_DT, dl, 1);
        if (!at) at = find_open(b, TAG_DD, dl, 1);
        break;
    }
    case TAG_OPTION: at = top(b)->tag == TAG_OPTION ? b->depth : 0; break;
    case TAG_TD:
    case TAG_TH:
        at = find_open(b, TAG_TD, tables, 1);
        if (!at) at = find_open(b, TAG_TH, tables, 1);
        break;
    case TAG_TR: at = find_open(b, TAG_TR, tables, 1); break;
    case TAG_TBODY:
    case TAG_TFOOT:
        at = find_open(b, TAG_TBODY, tables, 1);
        if (!at) at = find_open(b, TAG_THEAD, tables, 1);
        break;
    case TAG_A: at = find_open(b, TAG_A, cells, 5); break;
    default: break;
    }
    return at ? close_to(b, at - 1, err) : DM_OK;
}

static dm_status open_tag(builder *b, const html_token *t, dm_err *err) {
    unsigned properties = html_properties(t->tag);
    bool block = (properties & HTML_BLOCK) != 0;
    DM_TRY(close_implied(b, t->tag, err));
    if (block) DM_TRY(end_block(b, err));
    if (properties & HTML_VOID) return DM_OK;
    if (t->empty && (properties & HTML_SKIP)) return DM_OK; /* <svg/> */
    if (b->depth == HTML_DEPTH_MAX) {
        b->beyond++;
        b->page->deep = true;
        return DM_OK;
    }
    open_element o = *top(b);
    o.tag = t->tag;
    o.around |= around_bit(t->tag);
    o.skip |= (properties & HTML_SKIP) || t->tag == TAG_HEAD;
    o.linked |= t->tag == TAG_A;
    o.strong |= t->tag == TAG_B || t->tag == TAG_STRONG;
    if (t->bytes.n) read_attributes(b, t, &o);
    if (block && b->page->elements.n < HTML_ELEMENTS_MAX) {
        html_element *e = VEC_PUSH(b->a, &b->page->elements);
        if (!e) return err_memory(err, "a page's elements");
        *e = (html_element){.parent = top(b)->element, .last = DM_NONE};
        o.element = b->page->elements.n - 1;
    } else if (block) {
        b->page->crowded = true;
    }
    b->stack[b->depth++] = o;
    b->open[t->tag]++;
    return DM_OK;
}

static dm_status close_tag(builder *b, const html_token *t, dm_err *err) {
    if (t->tag == TAG_P && !b->open[TAG_P]) return end_block(b, err);
    if (html_properties(t->tag) & (HTML_VOID | HTML_RAW)) return t->tag == TAG_BR ? end_block(b, err) : DM_OK;
    if (b->beyond) {
        b->beyond--;
        return html_properties(t->tag) & HTML_BLOCK ? end_block(b, err) : DM_OK;
    }
    static const html_tag cells[] = {TAG_TD, TAG_TH, TAG_TABLE};
    bool of_table = t->tag >= TAG_TABLE && t->tag <= TAG_TD;
    of_table |= t->tag == TAG_TR || t->tag == TAG_TH || t->tag == TAG_THEAD || t->tag == TAG_TFOOT || t->tag == TAG_BODY || t->tag == TAG_HTML;
    uint32_t at = find_open(b, t->tag, cells, of_table ? 0 : 3);
    if (!at) return html_properties(t->tag) & HTML_BLOCK ? end_block(b, err) : DM_OK;
    if (!(html_properties(t->tag) & HTML_BLOCK)) { /* <b><p></b>: the paragraph goes on */
        for (uint32_t i = at + 1; i <= b->depth; i++)
            if (html_properties(b->stack[i - 1].tag) & HTML_BLOCK) return DM_OK;
    }
    return close_to(b, at - 1, err);
}

static dm_status keep_head(builder *b, const html_token *t, dm_err *err) {
    html_token *h = VEC_PUSH(b->a, &b->page->head);
    uint32_t *n = VEC_PUSH(b->a, &b->page->head_block);
    if (!h || !n) return err_memory(err, "a page's head");
    *h = *t;
    *n = b->page->blocks.n + b->in_block;
    return DM_OK;
}

static dm_status read_raw(builder *b, const html_token *start, const html_token *t, dm_err *err) {
    if (t->tag == TAG_TITLE && !(top(b)->skip && b->open[TAG_SVG])) return keep_head(b, t, err);
    if (t->tag != TAG_SCRIPT) return DM_OK;
    dm_str type = html_attribute_of(start, "type");
    if (str_find(type, DM_STR("ld+json"), 0) < 0) return DM_OK;
    dm_str *ld = VEC_PUSH(b->a, &b->page->ld);
    if (!ld) return err_memory(err, "a page's head");
    *ld = t->bytes;
    return DM_OK;
}

static dm_status take(builder *b, const html_token *t, html_token *start, dm_err *err) {
    switch (t->kind) {
    case HTML_TEXT:
    case HTML_CDATA: put_text(b, t); return DM_OK;
    case HTML_RAW_TEXT: return read_raw(b, start, t, err);
    case HTML_END: return close_tag(b, t, err);
    case HTML_START: break;
    }
    *start = *t;
    if (t->tag == TAG_HTML || t->tag == TAG_HEAD || t->tag == TAG_BODY) b->page->fragment = false;
    if (t->tag == TAG_META || t->tag == TAG_LINK || t->tag == TAG_TIME || (t->bytes.n > 20 && str_find(t->bytes, DM_STR("itemprop"), 0) >= 0))
        DM_TRY(keep_head(b, t, err));
    if (t->tag == TAG_BR) {
        if (b->br) return end_block(b, err);
        b->br = b->in_block;
        return DM_OK;
    }
    if (html_properties(t->tag) & HTML_RAW) return DM_OK;
    if (t->tag == TAG_BODY && b->open[TAG_BODY]) return DM_OK;
    if (t->tag == TAG_BODY && b->open[TAG_HEAD]) DM_TRY(close_to(b, 1, err));
    return open_tag(b, t, err);
}

/* Sums of text over the elements around each block, from the inside out. */
static void sum_up(html_page *page) {
    enum { FULL = 80 };
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const html_block *k = &page->blocks.v[i];
        html_element *e = &page->elements.v[k->element];
        uint32_t n = k->text.end - k->text.begin;
        e->n_chars += n;
        e->n_linked += k->n_linked;
        if (n >= FULL && k->n_linked * 3 < n) e->n_plain += n;
    }
    for (uint32_t i = page->elements.n; i > 1; i--) {
        html_element *e = &page->elements.v[i - 1], *up = &page->elements.v[e->parent];
        if (e->last == DM_NONE) e->last = page->elements.n;
        up->n_chars += e->n_chars;
        up->n_linked += e->n_linked;
        up->n_plain += e->n_plain;
    }
    page->elements.v[0].last = page->elements.n;
}

dm_status html_page_read(dm_arena *a, dm_str bytes, html_page *out, dm_err *err) {
    *out = (html_page){.fragment = true};
    builder *b = arena_alloc(a, sizeof *b);
    /* A reference may be longer than it is written (by a fifth), and two line ends stand for a tag of three bytes. */
    char *text = arena_alloc(a, (size_t)bytes.n + bytes.n / 4 + 16);
    html_element *root = VEC_PUSH(a, &out->elements);
    if (!b || !text || !root) return err_memory(err, "a page");
    *b = (builder){.a = a, .page = out, .in = bytes, .text = text, .depth = 1};
    b->stack[0] = (open_element){.tag = TAG_HTML};
    root->parent = DM_NONE;
    DM_TRY(make_words(b, err));
    html_lexer x = {.in = bytes};
    html_token t, start = {0};
    while (html_next(&x, &t)) DM_TRY(take(b, &t, &start, err));
    DM_TRY(end_block(b, err));
    out->text = (dm_str){b->text, b->n};
    sum_up(out);
    return DM_OK;
}
