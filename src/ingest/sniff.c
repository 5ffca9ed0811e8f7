/* See sniff.h. The bytes decide; the header only where they do not: servers send feeds and JSON as text/html, and seldom
 * the other way round. A page begins, after comments and a declaration, with a tag that HTML knows; XML is a feed
 * when one of the three root elements stands near its beginning. */
#include "ingest/sniff.h"

enum { LOOK = 4096 };

static bool holds(dm_str s, const char *what) { return str_find(s, str_from(what), 0) >= 0; }

static bool starts_nocase(dm_str s, const char *prefix) {
    uint32_t n = (uint32_t)strlen(prefix);
    return s.n >= n && str_eq_nocase(str_sub(s, 0, n), str_from(prefix));
}

/* The first tag's beginning: after a byte order mark, white space, comments, declarations and processing instructions. */
static dm_str first_tag(dm_str s) {
    if (str_starts(s, "\xEF\xBB\xBF")) s = str_sub(s, 3, s.n);
    for (;;) {
        s = str_trim(s);
        const char *close = str_starts(s, "<!--") ? "-->" : str_starts(s, "<?") ? "?>" : starts_nocase(s, "<!doctype") ? ">" : NULL;
        if (!close) return s;
        if (starts_nocase(s, "<!doctype html")) return s;
        int64_t at = str_find(s, str_from(close), 0);
        if (at < 0) return s;
        s = str_sub(s, (uint32_t)at + (uint32_t)strlen(close), s.n);
    }
}

static bool is_page(dm_str tag) {
    static const char *const names[] = {"<!doctype html", "<html",  "<head", "<body",   "<title", "<meta", "<link",   "<script", "<div", "<p>", "<p ",
                                        "<article",       "<table", "<h1",   "<center", "<font",  "<main", "<section"};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (starts_nocase(tag, names[i])) return true;
    return false;
}

sniff_kind sniff(dm_str bytes, dm_str content_type) {
    dm_str head = str_sub(bytes, 0, bytes.n < LOOK ? bytes.n : LOOK), tag = first_tag(head);
    if (tag.n && tag.p[0] == '{') return holds(head, "jsonfeed.org/version") ? SNIFF_FEED : SNIFF_JSON;
    if (starts_nocase(tag, "<rss") || starts_nocase(tag, "<feed") || starts_nocase(tag, "<atom:feed") || starts_nocase(tag, "<rdf:rdf"))
        return SNIFF_FEED;
    if (is_page(tag)) return SNIFF_PAGE;
    if (tag.n && tag.p[0] == '<' && (holds(content_type, "text/html") || holds(content_type, "application/xhtml"))) return SNIFF_PAGE;
    if (holds(content_type, "text/html") && memchr(head.p, '<', head.n)) return SNIFF_PAGE;
    return SNIFF_TEXT;
}
