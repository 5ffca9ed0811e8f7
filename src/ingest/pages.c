/* See pages.h. Decoding, blocks, metadata, main text, dates; then the main text goes through the same judgement of kinds as a plain
 * text (kinds.c), because pages put captions, bylines and leftovers into it too. Blocks outside of it are title, caption,
 * byline, date line where the markup says so near the story, else boilerplate. A piece of a page, as feeds carry them, is main text
 * whole. */
#include "ingest/pages.h"

#include "document/datetext.h"
#include "ingest/charset.h"
#include "ingest/html_main.h"
#include "ingest/html_meta.h"
#include "ingest/kinds.h"

enum { NEAR = 25, SHORT = 160 };

typedef struct page_run {
    dm_doc *doc;
    html_page page;
    html_meta meta;
    uint8_t *main_text;
    uint32_t first; /* main block */
    bool titled;    /* the title's block was found */
} page_run;

static dm_str text_of(const page_run *r, uint32_t i) { return doc_text(r->doc, r->page.blocks.v[i].text); }

static bool within(const html_block *b, unsigned bit) { return b->around >> bit & 1; }

static bool has_word(const html_block *b, const char *word) {
    for (uint32_t i = 0; i < html_n_words(); i++)
        if (!strcmp(html_word_name(i), word)) return b->near >> i & 1;
    return false;
}

static bool is_title(page_run *r, uint32_t i) {
    dm_str title = r->doc->title, s = text_of(r, i);
    bool is = !r->titled && title.n && s.n >= 8 &&
              (str_eq_nocase(s, title) || (within(&r->page.blocks.v[i], HTML_AROUND_H1) && str_find(title, s, 0) >= 0));
    r->titled |= is;
    return is;
}

static void judge_main(page_run *r, uint32_t i, dm_paragraph *p) {
    const html_block *b = &r->page.blocks.v[i];
    bool heading = false;
    for (unsigned h = HTML_AROUND_H1; h <= HTML_AROUND_H6; h++) heading |= within(b, h);
    if (is_title(r, i)) {
        p->kind = DM_BLOCK_TITLE;
        p->reason = DM_STR("the page's title");
    } else if (within(b, HTML_AROUND_FIGCAPTION) || within(b, HTML_AROUND_CAPTION) || (has_word(b, "caption") && b->tag != TAG_P)) {
        p->kind = DM_BLOCK_CAPTION;
        p->reason = DM_STR("the markup says that it is a caption");
    } else if (heading) {
        p->kind = DM_BLOCK_HEADING;
        p->reason = DM_STR("the markup says that it is a heading");
    }
}

static void judge_other(page_run *r, uint32_t i, dm_paragraph *p) {
    const html_block *b = &r->page.blocks.v[i];
    dm_str s = text_of(r, i);
    datetext d;
    bool near = i < r->first && i + NEAR >= r->first && s.n <= SHORT && b->n_linked < s.n;
    p->kind = DM_BLOCK_BOILERPLATE;
    p->reason = DM_STR("beside the main text");
    if (is_title(r, i)) {
        p->kind = DM_BLOCK_TITLE;
        p->reason = DM_STR("the page's title");
    } else if (within(b, HTML_AROUND_FIGCAPTION) || within(b, HTML_AROUND_CAPTION)) {
        p->kind = DM_BLOCK_CAPTION;
        p->reason = DM_STR("the markup says that it is a caption");
    } else if (near && r->doc->hints.n && datetext_find(s, 0, &d) && d.day == r->doc->hints.v[0].day) {
        p->kind = DM_BLOCK_DATELINE;
        p->reason = DM_STR("the day of publication, before the story");
    } else if (i < r->first && i + NEAR >= r->first && s.n <= SHORT &&
               (has_word(b, "byline") || (r->doc->author.n && str_find(s, r->doc->author, 0) >= 0))) {
        p->kind = DM_BLOCK_BYLINE;
        p->reason = DM_STR("the writer, before the story");
    }
}

static dm_status fill(dm_doc *doc, dm_str found, dm_str *slot, dm_err *err) {
    if (slot->p || !found.n) return DM_OK;
    *slot = arena_str(doc->arena, found);
    return slot->p ? DM_OK : err_memory(err, "a page");
}

static dm_status take_meta(page_run *r, dm_err *err) {
    dm_doc *doc = r->doc;
    DM_TRY(fill(doc, r->meta.title, &doc->title, err));
    DM_TRY(fill(doc, r->meta.outlet, &doc->outlet, err));
    DM_TRY(fill(doc, r->meta.url, &doc->url, err));
    DM_TRY(fill(doc, r->meta.author, &doc->author, err));
    for (uint32_t i = 0; i < r->meta.dates.n; i++) {
        dm_date_hint *h = VEC_PUSH(doc->arena, &doc->hints);
        if (!h) return err_memory(err, "a page");
        *h = r->meta.dates.v[i].hint;
        doc_trace(doc, DM_STAGE_INGEST, DM_SPAN_NONE, "a date of the page: %.*s", DM_STR_ARG(h->where));
    }
    return DM_OK;
}

static dm_status read_page(page_run *r, const dm_raw *raw, dm_err *err) {
    dm_doc *doc = r->doc;
    charset_report c;
    DM_TRY(charset_decode(doc->arena, raw->body, raw->content_type, &doc->page, &c, err));
    if (c.binary) {
        doc->status = DM_STORY_FAILED;
        return doc_note(doc, DM_STAGE_INGEST, "binary", DM_SPAN_NONE, "the bytes look like binary data, not a page");
    }
    DM_TRY(html_page_read(doc->arena, doc->page, &r->page, err));
    doc->text = r->page.text.n ? r->page.text : DM_STR("");
    if (c.lied || !str_is(c.name, "UTF-8"))
        DM_TRY(doc_note(doc, DM_STAGE_INGEST, "encoding", (dm_span){0, doc->text.n}, "read as %.*s%s", DM_STR_ARG(c.name),
                        c.lied ? ", not as the page says" : ""));
    if (c.n_bad) DM_TRY(doc_note(doc, DM_STAGE_INGEST, "bad_bytes", DM_SPAN_NONE, "byte sequences that are no text and became U+FFFD: %u", c.n_bad));
    if (r->page.deep || r->page.crowded)
        DM_TRY(doc_note(doc, DM_STAGE_INGEST, "deep_page", DM_SPAN_NONE,
                        "more than %u elements inside each other, or %u in all: the rest counts as part of them", HTML_DEPTH_MAX, HTML_ELEMENTS_MAX));
    DM_TRY(html_meta_read(doc->arena, &r->page, doc->url, &r->meta, err));
    DM_TRY(html_main_find(doc->arena, &r->page, doc->title.p ? doc->title : r->meta.title, r->meta.said, &r->main_text, err));
    if (r->page.fragment && r->page.blocks.n) memset(r->main_text, 1, r->page.blocks.n);
    DM_TRY(html_meta_dates(doc->arena, &r->page, r->main_text, &r->meta, err));
    return take_meta(r, err);
}

/* Main paragraphs with their kinds, and the others, in the order of the text. */
static dm_status merge(dm_doc *doc, const dm_paragraphs *main, const dm_paragraphs *others, dm_paragraphs *out, dm_err *err) {
    for (uint32_t i = 0, k = 0; i < main->n || k < others->n;) {
        bool from_main = k == others->n || (i < main->n && main->v[i].span.begin < others->v[k].span.begin);
        dm_paragraph *p = VEC_PUSH(doc->arena, out);
        if (!p) return err_memory(err, "a page's blocks");
        *p = from_main ? main->v[i++] : others->v[k++];
    }
    return DM_OK;
}

dm_status pages_run(const dm_raw *raw, dm_doc *doc, dm_paragraphs *out, dm_err *err) {
    page_run r = {.doc = doc};
    dm_paragraphs main = {0}, others = {0}, pieces = {0};
    DM_TRY(read_page(&r, raw, err));
    uint32_t n = r.page.blocks.n;
    if (doc->status == DM_STORY_FAILED) return DM_OK;
    while (r.first < n && !r.main_text[r.first]) r.first++;
    for (uint32_t i = 0; i < n; i++) {
        dm_paragraph *p = r.main_text[i] ? VEC_PUSH(doc->arena, &main) : VEC_PUSH(doc->arena, &others);
        if (!p) return err_memory(err, "a page's blocks");
        *p = (dm_paragraph){.span = r.page.blocks.v[i].text, .blank_before = true};
        paragraph_measure(doc->text, p);
        if (r.main_text[i]) judge_main(&r, i, p);
        else judge_other(&r, i, p);
    }
    DM_TRY(pieces_split(doc->arena, doc->text, &main, &pieces, err));
    DM_TRY(kinds_run(doc->arena, doc->text, &pieces, doc->title, doc->outlet, err));
    return merge(doc, &pieces, &others, out, err);
}
