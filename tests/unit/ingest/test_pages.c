/* Pages to text, blocks, metadata and dates: small pages of our own. */
#include "document/datetext.h"
#include "ingest/html_page.h"
#include "ingest/ingest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct state {
    dm_arena arena;
    dm_doc doc;
    dm_err err;
} state;

static int set_up(void **s) {
    state *st = calloc(1, sizeof *st);
    arena_init(&st->arena, 0);
    st->doc.arena = &st->arena;
    *s = st;
    return 0;
}
static int tear_down(void **s) {
    state *st = *s;
    arena_free(&st->arena);
    free(st);
    return 0;
}

static dm_doc *read_raw(state *st, dm_raw raw) {
    raw.page = true;
    assert_int_equal(ingest_run(&raw, &st->doc, &st->err), DM_OK);
    return &st->doc;
}
static dm_doc *read_page(state *st, const char *html) { return read_raw(st, (dm_raw){.id = DM_STR("p"), .body = str_from(html)}); }

static bool has_block(const dm_doc *doc, dm_block kind, const char *text) {
    for (uint32_t i = 0; i < doc->blocks.n; i++)
        if (doc->blocks.v[i].kind == kind && str_is(doc_text(doc, doc->blocks.v[i].span), text)) return true;
    return false;
}
static bool has_note(const dm_doc *doc, const char *code) {
    for (uint32_t i = 0; i < doc->notes.n; i++)
        if (str_is(doc->notes.v[i].code, code)) return true;
    return false;
}

#define P1                                                                                                                                        \
    "The foreign minister of Norway said on Tuesday that talks with Iceland over the fishing grounds would begin again in May, after a pause of " \
    "two years."
#define P2                                                                                                                                     \
    "Officials in Reykjavik welcomed the offer, but said that they wanted to see the terms first, and that nothing had been agreed so far by " \
    "anyone."
#define P3 "The two governments had broken off the talks when a trawler was held in port for eleven days, which both sides called a misunderstanding."

static const char story[] =
    "<!DOCTYPE html><html lang=en><head><title>Talks to begin again | The Fjord Post</title>"
    "<meta property='og:title' content='Talks to begin again'><meta property='og:site_name' content='The Fjord Post'>"
    "<link rel=canonical href='https://fjord.example/talks'>"
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-03-09T08:00:00Z\",\"dateModified\":\"2021-03-11\","
    "\"author\":{\"name\":\"Kari Vik\"}}</script></head><body>"
    "<nav class=menu><ul><li><a href=/>Home</a><li><a href=/w>World</a><li><a href=/s>Sport</a></ul></nav>"
    "<div class=article><h1>Talks to begin again</h1><p class=byline>By Kari Vik</p>"
    "<div class='article-body'><p>" P1 "</p><p>" P2 "</p><figure><img src=a.jpg><figcaption>A trawler in port.</figcaption></figure><p>" P3
    "</p></div></div>"
    "<div class=related><h3>More</h3><ul><li><a href=/1>Weather for the week</a></li><li><a href=/2>Prices rise</a></li></ul></div>"
    "<footer class=footer>Copyright The Fjord Post. All rights reserved.</footer><script>var x = '<p>no text</p>';</script></body></html>";

static void test_story(void **s) {
    dm_doc *doc = read_page(*s, story);
    assert_int_equal(doc->status, DM_STORY_OK);
    assert_true(str_is(doc->title, "Talks to begin again"));
    assert_true(str_is(doc->outlet, "The Fjord Post"));
    assert_true(str_is(doc->url, "https://fjord.example/talks"));
    assert_true(str_is(doc->author, "Kari Vik"));
    assert_true(has_block(doc, DM_BLOCK_BODY, P1) && has_block(doc, DM_BLOCK_BODY, P2) && has_block(doc, DM_BLOCK_BODY, P3));
    assert_true(has_block(doc, DM_BLOCK_TITLE, "Talks to begin again"));
    assert_true(has_block(doc, DM_BLOCK_CAPTION, "A trawler in port."));
    assert_true(has_block(doc, DM_BLOCK_BOILERPLATE, "World"));
    assert_true(has_block(doc, DM_BLOCK_BOILERPLATE, "Weather for the week"));
    assert_int_equal(str_find(doc->text, DM_STR("no text"), 0), -1);
    assert_true(doc->hints.n >= 2);
    assert_int_equal(doc->hints.v[0].day, day_of(2021, 3, 9));
    assert_int_equal(doc->hints.v[0].kind, DM_HINT_PUBLISHED);
    assert_int_equal(doc->hints.v[doc->hints.n - 1].kind, DM_HINT_MODIFIED);
    assert_true(doc->page.p && doc->page.n == sizeof story - 1);
}

static void test_white_space_and_references(void **s) {
    dm_doc *doc = read_page(
        *s, "<p>A &amp; B\n  said&nbsp;&quot;no&quot; &#8211; &#x2014; &eacute;&notin; &bogus; 3 < 4 &amp</p><p>one<br>two<br><br>three</p>");
    assert_true(str_is(doc->text, "A & B said\u00a0\"no\" – — é∉ &bogus; 3 < 4 &\n\none\ntwo\n\nthree"));
}

static void test_unclosed(void **s) {
    dm_doc *doc =
        read_page(*s, "<ul><li>one<li>two</ul><table><tr><td>a<td>b<tr><td>c</table><p>x<p>y<b>z<div>w</b>v</div><p title='never closed>gone");
    assert_true(str_is(doc->text, "one\n\ntwo\n\na\n\nb\n\nc\n\nx\n\nyz\n\nwv"));
}

static void test_what_is_no_text(void **s) {
    dm_doc *doc =
        read_page(*s, "<p>a<!-- <p>b --></p><style>p{}</style><script><!-- </p> --></script><noscript>c</noscript><textarea>d</textarea><p>e</p>"
                      "<template>f</template><svg><title>g</title></svg><?php echo 1 ?><![CDATA[h]]>");
    assert_true(str_is(doc->text, "a\n\ne"));
}

static void test_charsets(void **s) {
    state *st = *s;
    dm_doc *doc = read_page(st, "<meta charset=iso-8859-1><p>caf\xC3\xA9</p>"); /* is UTF-8 */
    assert_true(str_is(doc->text, "café") && has_note(doc, "encoding"));
    doc = read_page(st, "<meta charset=iso-8859-1><p>caf\xE9 \x93q\x94</p>");
    assert_true(str_is(doc->text, "café “q”"));
    doc = read_raw(st, (dm_raw){.body = DM_STR("<p>\xEF\xF0\xE8\xE2\xE5\xF2</p>"), .content_type = DM_STR("text/html; charset=windows-1251")});
    assert_true(str_is(doc->text, "привет"));
    doc = read_raw(st, (dm_raw){.body = DM_STR("\xFF\xFE<\0p\0>\0h\0i\0")});
    assert_true(str_is(doc->text, "hi"));
    doc = read_raw(st, (dm_raw){.body = DM_STR("<p>a\0b</p>")});
    assert_true(str_is(doc->text, "a\uFFFDb") && has_note(doc, "bad_bytes"));
    doc = read_page(st, "<meta charset=utf-8><p>one byte \xE9 of Latin-1 among caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9</p>");
    assert_true(str_find(doc->text, DM_STR("café café"), 0) > 0 && has_note(doc, "bad_bytes"));
}

/* Open tags by the hundred thousand, end tags that close nothing, both in time linear in their number. */
static void test_deep(void **s) {
    enum { N = 300000 };
    static const char *const opens[] = {"<b>", "<div>", "<ul><li>", "<x>"}, *const closes[] = {"</i>", "</p>", "</table>", "</b>"};
    for (int k = 0; k < 4; k++) {
        dm_buf b = {0};
        for (int i = 0; i < N; i++) buf_puts(&b, opens[k]);
        buf_puts(&b, "deep");
        for (int i = 0; i < N; i++) buf_puts(&b, closes[k]);
        dm_doc *doc = read_raw(*s, (dm_raw){.body = buf_str(&b)});
        assert_true(str_is(doc->text, "deep") && has_note(doc, "deep_page"));
        buf_free(&b);
    }
}

static void test_source_bytes(void **s) {
    state *st = *s;
    html_page page;
    dm_str html = str_from("<body><p>one <b>two</b></p>\n<p>three&amp;</p>");
    assert_int_equal(html_page_read(&st->arena, html, &page, &st->err), DM_OK);
    assert_int_equal(page.blocks.n, 2);
    assert_true(str_is(str_sub(html, page.blocks.v[0].source.begin, page.blocks.v[0].source.end), "one <b>two"));
    assert_true(str_is(str_sub(html, page.blocks.v[1].source.begin, page.blocks.v[1].source.end), "three&amp;"));
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(test_story),       T(test_white_space_and_references), T(test_unclosed), T(test_what_is_no_text), T(test_charsets), T(test_deep),
        T(test_source_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
