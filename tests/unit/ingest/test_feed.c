/* Feeds to raw stories, and what bytes are. */
#include "ingest/feed.h"
#include "ingest/sniff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static dm_arena arena;
static dm_err err;

static feed read_ok(const char *bytes) {
    feed f;
    assert_int_equal(feed_read(&arena, str_from(bytes), DM_STR_NONE, &f, &err), DM_OK);
    return f;
}

static void test_rss(void **s) {
    (void)s;
    feed f = read_ok("<?xml version='1.0'?><rss version='2.0'><channel><title>Fjord &amp; Sea</title><link>https://f.example</link>"
                     "<item><title><![CDATA[Talks & more]]></title><link>https://f.example/1</link><guid isPermaLink='false'>g-1</guid>"
                     "<pubDate>Tue, 09 Mar 2021 08:00:00 GMT</pubDate><description>short</description>"
                     "<content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded></item>"
                     "<item><title>Second</title><link>https://f.example/2</link><description>&lt;p&gt;A &amp;amp; "
                     "B&lt;/p&gt;</description></item></channel></rss>");
    assert_int_equal(f.n, 2);
    assert_true(str_is(f.title, "Fjord & Sea") && str_is(f.v[0].outlet, "Fjord & Sea"));
    assert_true(str_is(f.v[0].title, "Talks & more") && str_is(f.v[0].id, "g-1") && str_is(f.v[0].url, "https://f.example/1"));
    assert_true(str_is(f.v[0].date, "Tue, 09 Mar 2021 08:00:00 GMT") && str_is(f.v[0].body, "<p>The whole story.</p>") && f.v[0].page);
    assert_true(str_is(f.v[1].id, "https://f.example/2") && str_is(f.v[1].body, "<p>A &amp; B</p>"));
}

static void test_atom(void **s) {
    (void)s;
    feed f = read_ok(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Atoms</title><entry><id>urn:1</id><title>T</title>"
        "<link rel='self' href='https://a.example/self'/><link href='https://a.example/1?a=1&amp;b=2'/><updated>2021-03-10T00:00:00Z</updated>"
        "<published>2021-03-09T00:00:00Z</published><summary>s</summary>"
        "<content type='xhtml'><div><p>One <b>two</b></p></div></content></entry></feed>");
    assert_int_equal(f.n, 1);
    assert_true(str_is(f.v[0].url, "https://a.example/1?a=1&b=2") && str_is(f.v[0].body, "<div><p>One <b>two</b></p></div>"));
    assert_true(str_is(f.v[0].date, "2021-03-09T00:00:00Z") || str_is(f.v[0].date, "2021-03-10T00:00:00Z"));
}

static void test_json(void **s) {
    (void)s;
    feed f = read_ok("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"items\":[{\"id\":\"1\",\"url\":\"https://j.example/1\","
                     "\"content_html\":\"<p>x</p>\",\"date_published\":\"2021-03-09\"},{\"id\":\"2\",\"content_text\":\"plain\"}]}");
    assert_int_equal(f.n, 2);
    assert_true(f.v[0].page && str_is(f.v[0].body, "<p>x</p>") && !f.v[1].page && str_is(f.v[1].body, "plain"));
}

static void test_broken(void **s) {
    (void)s;
    feed f;
    f = read_ok("<rss><channel><item><title>never closed<item><title>Two</title><link>l</link></channel>");
    assert_int_equal(f.n, 2);
    assert_true(str_is(f.v[0].title, "never closed") && str_is(f.v[1].title, "Two"));
    f = read_ok("<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss><item><title>&b;</title></item></rss>");
    assert_true(str_is(f.v[0].title, "&b;"));
    assert_int_equal(feed_read(&arena, DM_STR("<rss></rss>"), DM_STR_NONE, &f, &err), DM_E_FORMAT);
    assert_int_equal(feed_read(&arena, DM_STR(""), DM_STR_NONE, &f, &err), DM_E_FORMAT);
    dm_buf b = {0};
    buf_puts(&b, "<rss><item><title>t</title></item>");
    for (int i = 0; i < 200000; i++) buf_puts(&b, "<x>");
    assert_int_equal(feed_read(&arena, buf_str(&b), DM_STR_NONE, &f, &err), DM_OK);
    assert_true(f.cut && f.n == 1);
    buf_free(&b);
}

static void test_sniff(void **s) {
    (void)s;
    assert_int_equal(sniff(DM_STR("<!-- c --><!DOCTYPE HTML PUBLIC 'x'><html>"), DM_STR_NONE), SNIFF_PAGE);
    assert_int_equal(sniff(DM_STR("<?xml version='1.0'?>\n<rss version='2.0'>"), DM_STR("text/html")), SNIFF_FEED);
    assert_int_equal(sniff(DM_STR("<feed xmlns='http://www.w3.org/2005/Atom'>"), DM_STR_NONE), SNIFF_FEED);
    assert_int_equal(sniff(DM_STR("{\"version\": \"https://jsonfeed.org/version/1\"}"), DM_STR_NONE), SNIFF_FEED);
    assert_int_equal(sniff(DM_STR("{\"text\": \"x\"}"), DM_STR_NONE), SNIFF_JSON);
    assert_int_equal(sniff(DM_STR("SEOUL (Reuters) - a < b"), DM_STR_NONE), SNIFF_TEXT);
    assert_int_equal(sniff(DM_STR(""), DM_STR_NONE), SNIFF_TEXT);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rss), cmocka_unit_test(test_atom), cmocka_unit_test(test_json),
                                       cmocka_unit_test(test_broken), cmocka_unit_test(test_sniff)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
