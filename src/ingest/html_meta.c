/* See html_meta.h. The tables below say which names are read and how far a date under them is trusted: what is said to be the
 * day of publication before what only stands where it would, and the day of a change last. JSON-LD is read by jansson after
 * control characters are made spaces, which pages leave in; of its objects those that are articles count first. A name wins over
 * another by its place in its table, and of equal ones the first on the page. */
#include "ingest/html_meta.h"

#include "document/datetext.h"

#include <jansson.h>

enum { LD_MAX = 2 << 20, LD_OBJECTS = 2000, DATES_MAX = 400, VALUE_MAX = 2000 };
/* Ranks of dates; a table's row adds its place. */
enum {
    RANK_LD = 0,
    RANK_META = 10,
    RANK_PROP = 60,
    RANK_URL = 70,
    RANK_LABEL = 80,
    RANK_LINE = 90,
    RANK_TIME = 100,
    RANK_LD_OTHER = 130,
    RANK_MODIFIED = 200
};

typedef struct reader_state {
    dm_arena *a;
    html_meta *m;
    dm_str base;                                    /* where the page was found */
    uint32_t title, outlet, author, url, said_kind; /* ranks of what is held */
    uint32_t objects;
    uint32_t place; /* blocks before the tag that is read */
} reader_state;

/* ---- values ---- */

static dm_str plain(dm_arena *a, dm_str value) {
    if (value.n > VALUE_MAX) value.n = VALUE_MAX;
    while (value.n && ((unsigned char)value.p[value.n - 1] & 0xC0) == 0x80 && value.n == VALUE_MAX) value.n--;
    char *out = arena_alloc(a, (size_t)value.n * 2 + 8);
    if (!out) return DM_STR_NONE;
    uint32_t n = html_unescape(value, out);
    return n ? (dm_str){out, n} : DM_STR_NONE;
}

static void hold(reader_state *r, dm_str *slot, uint32_t *held, uint32_t rank, dm_str value) {
    if (slot->p && *held <= rank) return;
    dm_str v = plain(r->a, value);
    if (!v.n) return;
    *slot = v;
    *held = rank;
}

static dm_status add_date(reader_state *r, uint32_t trust, dm_hint_kind kind, dm_day day, const char *where, dm_err *err) {
    enum { FIRST_YEAR = 1990 };
    if (r->m->dates.n >= DATES_MAX || day == DM_DAY_NONE || day < day_of(FIRST_YEAR, 1, 1)) return DM_OK;
    html_date *d = VEC_PUSH(r->a, &r->m->dates);
    if (!d) return err_memory(err, "a page's dates");
    *d = (html_date){{day, kind, str_from(where)}, trust, r->place};
    return DM_OK;
}

/* ---- JSON-LD ---- */

static dm_str string_of(const json_t *v) {
    if (json_is_array(v)) v = json_array_get(v, 0);
    if (json_is_object(v)) v = json_object_get(v, json_object_get(v, "name") ? "name" : "@id");
    return json_is_string(v) && json_string_length(v) < UINT32_MAX ? (dm_str){json_string_value(v), (uint32_t)json_string_length(v)} : DM_STR_NONE;
}

/* 0 for an article, 1 for a page or a film of one, 2 for anything else. */
static uint32_t ld_kind(const json_t *object) {
    dm_str type = string_of(json_object_get(object, "@type"));
    static const char *const articles[] = {"Article", "Posting", "Report"}, *const pages[] = {"WebPage", "VideoObject", "CreativeWork", "ItemPage"};
    for (uint32_t i = 0; i < 3; i++)
        if (str_find(type, str_from(articles[i]), 0) >= 0) return 0;
    for (uint32_t i = 0; i < 4; i++)
        if (str_find(type, str_from(pages[i]), 0) >= 0) return 1;
    return 2;
}

static dm_status ld_object(reader_state *r, const json_t *o, dm_err *err) {
    uint32_t kind = ld_kind(o), other = kind ? RANK_LD_OTHER + kind * 3 : RANK_LD;
    dm_str published = string_of(json_object_get(o, "datePublished")), made = string_of(json_object_get(o, "dateCreated")),
           upload = string_of(json_object_get(o, "uploadDate")), changed = string_of(json_object_get(o, "dateModified"));
    DM_TRY(add_date(r, other, DM_HINT_PUBLISHED, datetext_metadata(published), "datePublished in JSON-LD", err));
    DM_TRY(add_date(r, other + 1, DM_HINT_PUBLISHED, datetext_metadata(made), "dateCreated in JSON-LD", err));
    DM_TRY(add_date(r, RANK_LD_OTHER + 8, DM_HINT_PRINTED, datetext_metadata(upload), "uploadDate in JSON-LD", err));
    DM_TRY(add_date(r, RANK_MODIFIED + kind, DM_HINT_MODIFIED, datetext_metadata(changed), "dateModified in JSON-LD", err));
    if (kind == 2) return DM_OK;
    hold(r, &r->m->title, &r->title, kind ? 6 : 2, string_of(json_object_get(o, "headline")));
    hold(r, &r->m->author, &r->author, kind ? 4 : 0, string_of(json_object_get(o, "author")));
    hold(r, &r->m->outlet, &r->outlet, kind ? 3 : 1, string_of(json_object_get(o, "publisher")));
    dm_str body = string_of(json_object_get(o, "articleBody"));
    if (body.n > r->m->said.n) {
        char *copy = arena_alloc(r->a, (size_t)body.n * 2 + 8);
        if (!copy) return err_memory(err, "a page's JSON-LD");
        r->m->said = (dm_str){copy, html_unescape(body, copy)};
    }
    return DM_OK;
}

/* Objects of a JSON-LD value: itself, those of an array, those of @graph and mainEntity. */
static dm_status ld_value(reader_state *r, const json_t *v, uint32_t depth, dm_err *err) {
    enum { DEEP = 6 };
    if (depth > DEEP || r->objects++ > LD_OBJECTS) return DM_OK;
    for (size_t i = 0; json_is_array(v) && i < json_array_size(v); i++) DM_TRY(ld_value(r, json_array_get(v, i), depth + 1, err));
    if (!json_is_object(v)) return DM_OK;
    DM_TRY(ld_object(r, v, err));
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", "video"};
    for (uint32_t i = 0; i < 4; i++) DM_TRY(ld_value(r, json_object_get(v, inner[i]), depth + 1, err));
    return DM_OK;
}

/* A date after `key` in JSON that is broken. */
static dm_status ld_scan(reader_state *r, dm_str s, const char *key, uint32_t trust, dm_hint_kind kind, const char *where, dm_err *err) {
    int64_t at = str_find(s, str_from(key), 0);
    if (at < 0) return DM_OK;
    uint32_t from = (uint32_t)at + (uint32_t)strlen(key), to = from + 40 < s.n ? from + 40 : s.n;
    while (from < to && strchr(" \t\n\r:\"", s.p[from])) from++;
    return add_date(r, trust, kind, datetext_metadata(str_sub(s, from, to)), where, err);
}

static dm_status read_ld(reader_state *r, dm_str ld, dm_err *err) {
    if (ld.n > LD_MAX) return DM_OK;
    const char *brace = ld.n ? memchr(ld.p, '{', ld.n) : NULL, *square = ld.n ? memchr(ld.p, '[', ld.n) : NULL;
    if (!brace) return DM_OK;
    const char *begin = square && square < brace ? square : brace;
    uint32_t n = (uint32_t)(ld.p + ld.n - begin);
    char *clean = arena_copy(r->a, begin, n);
    if (!clean) return err_memory(err, "a page's JSON-LD");
    for (uint32_t i = 0; i < n; i++)
        if ((unsigned char)clean[i] < 0x20) clean[i] = ' ';
    json_error_t why;
    json_t *v = json_loadb(clean, n, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &why);
    if (!v) {
        DM_TRY(ld_scan(r, ld, "\"datePublished\"", RANK_LD + 2, DM_HINT_PUBLISHED, "datePublished in JSON-LD", err));
        return ld_scan(r, ld, "\"dateModified\"", RANK_MODIFIED, DM_HINT_MODIFIED, "dateModified in JSON-LD", err);
    }
    dm_status s = ld_value(r, v, 0, err);
    json_decref(v);
    return s;
}

/* ---- meta, link, time, title ---- */

typedef enum what { W_DATE, W_CHANGED, W_TITLE, W_OUTLET, W_AUTHOR, W_URL, W_LANGUAGE } what;
static const struct {
    const char *name;
    what is;
    uint32_t rank;
} names[] = {
    {"article:published_time", W_DATE, 0},
    {"og:article:published_time", W_DATE, 1},
    {"article:published", W_DATE, 1},
    {"datepublished", W_DATE, 2},
    {"og:published_time", W_DATE, 2},
    {"originalpublicationdate", W_DATE, 3},
    {"parsely-pub-date", W_DATE, 3},
    {"sailthru.date", W_DATE, 4},
    {"article.published", W_DATE, 4},
    {"published-date", W_DATE, 5},
    {"publishdate", W_DATE, 5},
    {"publish-date", W_DATE, 5},
    {"publish_date", W_DATE, 5},
    {"publication_date", W_DATE, 5},
    {"publication-date", W_DATE, 5},
    {"date_published", W_DATE, 5},
    {"article_date_original", W_DATE, 5},
    {"pubdate", W_DATE, 6},
    {"rnews:datepublished", W_DATE, 6},
    {"cxenseparse:recs:publishtime", W_DATE, 6},
    {"cxenseparse:publishtime", W_DATE, 6},
    {"dc.date.issued", W_DATE, 7},
    {"dcterms.issued", W_DATE, 7},
    {"dcterms.created", W_DATE, 7},
    {"dc.date.created", W_DATE, 7},
    {"dc.date", W_DATE, 8},
    {"dcterms.date", W_DATE, 8},
    {"dcsext.articlefirstpublished", W_DATE, 8},
    {"bt:pubdate", W_DATE, 8},
    {"pdate", W_DATE, 9},
    {"ptime", W_DATE, 9},
    {"article_date", W_DATE, 9},
    {"created", W_DATE, 10},
    {"datecreated", W_DATE, 10},
    {"citation_publication_date", W_DATE, 10},
    {"date", W_DATE, 11},
    {"timestamp", W_DATE, 12},
    {"article:modified_time", W_CHANGED, 1},
    {"og:updated_time", W_CHANGED, 3},
    {"og:article:modified_time", W_CHANGED, 1},
    {"datemodified", W_CHANGED, 2},
    {"lastmod", W_CHANGED, 4},
    {"last-modified", W_CHANGED, 5},
    {"modified", W_CHANGED, 4},
    {"dcterms.modified", W_CHANGED, 4},
    {"og:title", W_TITLE, 0},
    {"twitter:title", W_TITLE, 3},
    {"dc.title", W_TITLE, 4},
    {"sailthru.title", W_TITLE, 4},
    {"parsely-title", W_TITLE, 4},
    {"headline", W_TITLE, 4},
    {"og:site_name", W_OUTLET, 0},
    {"application-name", W_OUTLET, 4},
    {"dc.publisher", W_OUTLET, 5},
    {"author", W_AUTHOR, 1},
    {"byl", W_AUTHOR, 1},
    {"parsely-author", W_AUTHOR, 2},
    {"sailthru.author", W_AUTHOR, 2},
    {"dc.creator", W_AUTHOR, 2},
    {"article:author", W_AUTHOR, 3},
    {"og:url", W_URL, 1},
    {"og:locale", W_LANGUAGE, 1},
    {"content-language", W_LANGUAGE, 1},
};

static dm_status named(reader_state *r, dm_str name, dm_str value, bool is_meta, dm_err *err) {
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!str_eq_nocase(name, str_from(names[i].name))) continue;
        uint32_t rank = names[i].rank;
        switch (names[i].is) {
        case W_DATE: return add_date(r, (is_meta ? RANK_META : RANK_PROP) + rank, DM_HINT_PUBLISHED, datetext_metadata(value), names[i].name, err);
        case W_CHANGED: return add_date(r, RANK_MODIFIED + 5 + rank, DM_HINT_MODIFIED, datetext_metadata(value), names[i].name, err);
        case W_TITLE: hold(r, &r->m->title, &r->title, rank, value); return DM_OK;
        case W_OUTLET: hold(r, &r->m->outlet, &r->outlet, rank, value); return DM_OK;
        case W_AUTHOR:
            if (!str_starts(value, "http")) hold(r, &r->m->author, &r->author, rank, value);
            return DM_OK;
        case W_URL: hold(r, &r->m->url, &r->url, rank, value); return DM_OK;
        case W_LANGUAGE:
            if (!r->m->language.p) r->m->language = value;
            return DM_OK;
        }
    }
    return DM_OK;
}

static dm_status read_meta(reader_state *r, const html_token *t, dm_err *err) {
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    dm_str content = html_attribute_of(t, "content");
    for (uint32_t i = 0; content.n && i < 4; i++) {
        dm_str key = html_attribute_of(t, keys[i]);
        if (key.n) DM_TRY(named(r, key, content, true, err));
    }
    return DM_OK;
}

/* "pubdate", itemprop or class of a time element that says what it is. */
static dm_status read_time(reader_state *r, const html_token *t, dm_err *err) {
    dm_str value = html_attribute_of(t, "datetime"), prop = html_attribute_of(t, "itemprop"), class = html_attribute_of(t, "class");
    if (!value.n) value = html_attribute_of(t, "content");
    dm_day day = datetext_metadata(value);
    static const char *const changed[] = {"modified", "updated", "dateModified"}, *const published[] = {"publish", "entry-date", "datePublished",
                                                                                                        "pubdate"};
    for (uint32_t i = 0; i < 3; i++) {
        if (str_find(class, str_from(changed[i]), 0) < 0 && str_find(prop, str_from(changed[i]), 0) < 0) continue;
        if (str_find(class, DM_STR("published"), 0) >= 0) break;
        return add_date(r, RANK_MODIFIED + 20, DM_HINT_MODIFIED, day, "a time element for the last change", err);
    }
    bool said = html_attribute_of(t, "pubdate").p != NULL;
    for (uint32_t i = 0; i < 4; i++) said |= str_find(class, str_from(published[i]), 0) >= 0 || str_find(prop, str_from(published[i]), 0) >= 0;
    /* Others are kept with their place; html_meta_dates looks whether the story stands near it. */
    return add_date(r, said ? RANK_PROP + 5 : RANK_TIME, said ? DM_HINT_PUBLISHED : DM_HINT_PRINTED, day, "a time element", err);
}

/* "Headline - Outlet", "Headline | Outlet": the headline, when what is cut off is the shorter part. */
static dm_str without_outlet(dm_str title, dm_str outlet) {
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " » "};
    for (uint32_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        int64_t last = -1;
        for (int64_t at = 0; (at = str_find(title, str_from(marks[i]), (uint32_t)at)) >= 0; at++) last = at;
        if (last <= 0) continue;
        dm_str head = str_sub(title, 0, (uint32_t)last), tail = str_trim(str_sub(title, (uint32_t)last + (uint32_t)strlen(marks[i]), title.n));
        if ((outlet.n && str_eq_nocase(tail, outlet)) || (i == 0 && tail.n * 2 < head.n)) return head;
    }
    return title;
}

dm_status html_meta_read(dm_arena *a, const html_page *page, dm_str url, html_meta *out, dm_err *err) {
    *out = (html_meta){0};
    reader_state r = {.a = a, .m = out, .base = url};
    for (uint32_t i = 0; i < page->ld.n; i++) DM_TRY(read_ld(&r, page->ld.v[i], err));
    for (uint32_t i = 0; i < page->head.n; i++) {
        const html_token *t = &page->head.v[i];
        r.place = page->head_block.v[i];
        switch (t->tag) {
        case TAG_TITLE: hold(&r, &out->title, &r.title, 5, t->bytes); break;
        case TAG_META: DM_TRY(read_meta(&r, t, err)); break;
        case TAG_TIME: DM_TRY(read_time(&r, t, err)); break;
        case TAG_LINK:
            if (str_eq_nocase(html_attribute_of(t, "rel"), DM_STR("canonical"))) hold(&r, &out->url, &r.url, 0, html_attribute_of(t, "href"));
            break;
        default: { /* any element with an itemprop */
            dm_str prop = html_attribute_of(t, "itemprop"), value = html_attribute_of(t, "content");
            if (prop.n && value.n) DM_TRY(named(&r, prop, value, false, err));
            break;
        }
        }
    }
    r.place = 0;
    if (out->url.p && !str_starts(out->url, "http")) out->url = DM_STR_NONE;
    if (out->title.p) out->title = without_outlet(out->title, out->outlet);
    dm_str address = url.p ? url : out->url;
    return address.p ? add_date(&r, RANK_URL, DM_HINT_PUBLISHED, datetext_url(address), "the day in the page's address", err) : DM_OK;
}

/* ---- dates in the text ---- */

static bool says(dm_str s, const char *const *words, uint32_t n) {
    enum { LOOK = 200 };
    char low[LOOK];
    uint32_t len = s.n < LOOK ? s.n : LOOK;
    for (uint32_t i = 0; i < len; i++) low[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    for (uint32_t i = 0; i < n; i++)
        if (str_find((dm_str){low, len}, str_from(words[i]), 0) >= 0) return true;
    return false;
}

static dm_status read_line(reader_state *r, dm_str s, uint32_t distance, dm_err *err) {
    static const char *const published[] = {"publish", "posted", "first ", "created", "released", "written"}, *const changed[] = {
                                                                                                                  "updated", "modified", "edited",
                                                                                                                  "reviewed"};
    datetext d;
    for (uint32_t at = 0, n = 0; n < 2 && datetext_find(s, at, &d); at = d.end, n++) {
        dm_str before = str_sub(s, at, d.begin);
        bool late = says(before, changed, 4), said = says(before, published, 6);
        if (late && !said) DM_TRY(add_date(r, RANK_MODIFIED + 30, DM_HINT_MODIFIED, d.day, "the line for the last change", err));
        else
            DM_TRY(add_date(r, (said ? RANK_LABEL : RANK_LINE) + distance / 4, said ? DM_HINT_PUBLISHED : DM_HINT_PRINTED, d.day,
                            said ? "the line for the day of publication" : "a date beside the story", err));
    }
    return DM_OK;
}

/* No date near the story: the first lines anywhere that hold little else. */
static dm_status read_anywhere(reader_state *r, const html_page *page, dm_err *err) {
    enum { LINE = 60 };
    for (uint32_t i = 0; i < page->blocks.n && r->m->dates.n < 3; i++) {
        dm_str s = str_sub(page->text, page->blocks.v[i].text.begin, page->blocks.v[i].text.end);
        if (s.n <= LINE) DM_TRY(read_line(r, s, 100, err));
    }
    return DM_OK;
}

/* Structured data often gives the time in UTC, where the next day has begun; the address and the printed line give the day at the
 * place. When one of these is the day before the most trusted one, and the address does not side with it, it is meant. */
static void prefer_local(html_meta *m) {
    for (uint32_t i = 1; i < m->dates.n && m->dates.v[0].trust < RANK_PROP; i++) {
        html_date d = m->dates.v[i];
        if (d.trust == RANK_URL && d.hint.day == m->dates.v[0].hint.day) return;
        if (d.trust < RANK_META || d.trust >= RANK_TIME || d.hint.day != m->dates.v[0].hint.day - 1) continue;
        memmove(m->dates.v + 1, m->dates.v, i * sizeof d);
        m->dates.v[0] = d;
        return;
    }
}

dm_status html_meta_dates(dm_arena *a, const html_page *page, const uint8_t *main_text, html_meta *m, dm_err *err) {
    enum { BEFORE = 25, AFTER = 3, LINE = 160 };
    reader_state r = {.a = a, .m = m};
    uint32_t first = 0, last = 0, n = page->blocks.n;
    while (first < n && !main_text[first]) first++;
    for (uint32_t i = 0; i < n; i++)
        if (main_text[i]) last = i;
    for (uint32_t i = 0; i < m->dates.n; i++) { /* time elements of other stories */
        html_date *d = &m->dates.v[i];
        bool near = d->block + BEFORE >= first && d->block <= last + AFTER;
        if (d->trust == RANK_TIME) d->trust += near ? (d->block > first ? 2 : 0) : 20;
        if (d->trust >= RANK_PROP && d->trust < RANK_URL && d->block && !near) d->trust = RANK_TIME + 15;
    }
    uint32_t from = first > BEFORE ? first - BEFORE : 0, to = first + AFTER < n ? first + AFTER : n;
    for (uint32_t i = from; first < n && i < to; i++) {
        dm_str s = str_sub(page->text, page->blocks.v[i].text.begin, page->blocks.v[i].text.end);
        uint32_t distance = i < first ? first - i : i - first;
        if (s.n <= LINE && page->blocks.v[i].n_linked * 2 < s.n + 1) DM_TRY(read_line(&r, s, distance, err));
    }
    for (uint32_t i = last + 1; first < n && i < n && i <= last + AFTER; i++) {
        dm_str s = str_sub(page->text, page->blocks.v[i].text.begin, page->blocks.v[i].text.end);
        if (s.n <= LINE && page->blocks.v[i].n_linked * 2 < s.n + 1) DM_TRY(read_line(&r, s, 24, err));
    }
    if (!m->dates.n) DM_TRY(read_anywhere(&r, page, err));
    /* Few dates, and equal ones in the order of the page: insertion keeps it. */
    for (uint32_t i = 1; i < m->dates.n; i++)
        for (uint32_t k = i; k > 0 && m->dates.v[k].trust < m->dates.v[k - 1].trust; k--) {
            html_date swap = m->dates.v[k];
            m->dates.v[k] = m->dates.v[k - 1];
            m->dates.v[k - 1] = swap;
        }
    prefer_local(m);
    return DM_OK;
}
