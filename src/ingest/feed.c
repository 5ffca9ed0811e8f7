/* See feed.h. The page's tokenizer in its XML mode: names with prefixes as feeds write them, CDATA, character references, and
 * nothing else, so an entity of a DTD stays as it stands and no bomb can go off. Nesting is only counted. Of the elements that may
 * hold an item's text the fullest kind wins: content:encoded or Atom's content before description or summary. Text in
 * HTML stands escaped or in CDATA; XHTML of Atom is taken as it stands between its tags. */
#include "ingest/feed.h"

#include "ingest/charset.h"
#include "ingest/html_tokens.h"

#include <jansson.h>

typedef struct feed_reader {
    dm_arena *a;
    feed *out;
    dm_str in;
    dm_raw item;
    uint32_t body_rank, depth;
    bool in_item;
    dm_str text; /* resolved content of the element that just ended */
} feed_reader;

/* ---- values ---- */

/* Text between `begin` and `end` with references resolved and CDATA opened; tags in it stay. */
static dm_status resolve(feed_reader *r, uint32_t begin, uint32_t end, dm_err *err) {
    char *out = arena_alloc(r->a, (size_t)(end - begin) + (end - begin) / 4 + 16);
    uint32_t n = 0;
    if (!out) return err_memory(err, "a feed");
    for (uint32_t at = begin; at < end;) {
        dm_str rest = str_sub(r->in, at, end);
        if (str_starts(rest, "<![CDATA[")) {
            int64_t close = str_find(rest, DM_STR("]]>"), 9);
            uint32_t stop = close < 0 ? rest.n : (uint32_t)close;
            memcpy(out + n, rest.p + 9, stop - 9);
            n += stop - 9;
            at += close < 0 ? rest.n : stop + 3;
            continue;
        }
        uint32_t len = 0, step = rest.p[0] == '&' ? html_reference(rest, 0, out + n, &len) : 0;
        if (!step) out[n] = rest.p[0], len = step = 1;
        n += len;
        at += step;
    }
    r->text = str_trim((dm_str){out, n});
    return DM_OK;
}

static void body(feed_reader *r, uint32_t rank) {
    if (!r->text.n || rank < r->body_rank) return;
    r->item.body = r->text;
    r->body_rank = rank;
}

static void once(dm_str *slot, dm_str value) {
    if (!slot->p && value.n) *slot = value;
}

static dm_status end_item(feed_reader *r, dm_err *err) {
    r->in_item = false;
    if (r->out->n >= FEED_ITEMS_MAX) {
        r->out->cut = true;
        return DM_OK;
    }
    if (!r->item.body.n && !r->item.title.n) return DM_OK;
    dm_raw *slot = VEC_PUSH(r->a, r->out);
    if (!slot) return err_memory(err, "a feed");
    r->item.page = true;
    r->item.outlet = r->out->title;
    if (!r->item.id.p) r->item.id = r->item.url;
    if (!r->item.body.p) r->item.body = DM_STR("");
    *slot = r->item;
    return DM_OK;
}

/* ---- XML ---- */

static dm_str local_name(dm_str name) {
    const char *colon = memchr(name.p, ':', name.n);
    return colon ? str_sub(name, (uint32_t)(colon - name.p) + 1, name.n) : name;
}

static bool is_item(dm_str name) { return str_is(name, "item") || str_is(local_name(name), "entry"); }

static void take_in_item(feed_reader *r, dm_str name) {
    dm_str local = local_name(name);
    bool media = str_starts(name, "media:") || str_starts(name, "itunes:");
    if (media) return;
    if (str_is(local, "encoded")) body(r, 4);
    else if (str_is(local, "content")) body(r, 3);
    else if (str_is(local, "description") || str_is(local, "summary")) body(r, 2);
    else if (str_is(local, "title")) once(&r->item.title, r->text);
    else if (str_is(local, "guid") || str_is(local, "id")) once(&r->item.id, r->text);
    else if (str_is(local, "link")) once(&r->item.url, r->text);
    else if (str_is(local, "pubDate") || str_is(local, "published") || str_is(local, "date") || str_is(local, "issued")) {
        once(&r->item.date, r->text);
    } else if (str_is(local, "updated") || str_is(local, "modified")) {
        if (!r->item.date.p) r->item.date = r->text;
    } else if (str_is(local, "language")) once(&r->item.language, r->text);
}

/* A link of Atom stands in an attribute; "alternate" or nothing is the story. */
static dm_status take_link(feed_reader *r, const html_token *t, dm_err *err) {
    dm_str href = html_attribute_of(t, "href"), rel = html_attribute_of(t, "rel");
    if (!r->in_item || !href.n || (rel.n && !str_is(rel, "alternate"))) return DM_OK;
    DM_TRY(resolve(r, (uint32_t)(href.p - r->in.p), (uint32_t)(href.p - r->in.p) + href.n, err));
    once(&r->item.url, r->text);
    return DM_OK;
}

/* Elements whose content is a value, tags and all. */
static bool is_value(const feed_reader *r, dm_str name) {
    static const char *const values[] = {"title",  "link",     "guid",    "id",      "pubDate",     "published", "date",    "updated",
                                         "issued", "modified", "encoded", "content", "description", "summary",   "language"};
    dm_str local = local_name(name);
    if (!r->in_item) return str_is(local, "title");
    for (uint32_t i = 0; i < sizeof values / sizeof *values; i++)
        if (str_is(local, values[i])) return true;
    return false;
}

/* The end tag of `name` after x->at, inner elements of that name counted; *end is where the content ends. */
static void find_end(html_lexer *x, dm_str name, uint32_t *end) {
    html_token t;
    uint32_t open = 1;
    *end = x->in.n;
    while (html_next(x, &t)) {
        if ((t.kind == HTML_START || t.kind == HTML_END) && is_item(t.name)) { /* the end tag was forgotten */
            *end = t.begin;
            x->at = t.begin;
            return;
        }
        if (t.kind == HTML_START && !t.empty && str_eq(t.name, name)) open++;
        if (t.kind != HTML_END || !str_eq(t.name, name) || --open) continue;
        *end = t.begin;
        return;
    }
}

static dm_status read_xml(feed_reader *r, dm_err *err) {
    html_lexer x = {.in = r->in, .xml = true};
    html_token t;
    bool titled = false;
    while (html_next(&x, &t)) {
        if (t.kind == HTML_END) {
            r->depth -= r->depth > 0;
            if (r->in_item && is_item(t.name)) DM_TRY(end_item(r, err));
        }
        if (t.kind != HTML_START) continue;
        if (is_item(t.name)) {
            if (r->in_item) DM_TRY(end_item(r, err));
            r->item = (dm_raw){0};
            r->body_rank = 0;
            r->in_item = true;
            if (str_is(t.name, "item")) { /* RSS 1.0 names it so */
                dm_str about = html_attribute_of(&t, "rdf:about");
                if (about.n) r->item.id = about;
            }
        }
        if (!t.empty && ++r->depth > FEED_DEPTH_MAX) {
            r->out->cut = true;
            break;
        }
        if (str_is(local_name(t.name), "link")) DM_TRY(take_link(r, &t, err));
        if (t.empty || !is_value(r, t.name)) continue;
        uint32_t begin = x.at, end;
        find_end(&x, t.name, &end);
        r->depth--;
        DM_TRY(resolve(r, begin, end, err));
        if (r->in_item) take_in_item(r, t.name);
        else if (!titled && r->text.n) r->out->title = r->text, titled = true;
    }
    return r->in_item ? end_item(r, err) : DM_OK;
}

/* ---- JSON Feed ---- */

static dm_status json_text(feed_reader *r, const json_t *o, const char *key, dm_str *out, dm_err *err) {
    const json_t *v = json_object_get(o, key);
    *out = DM_STR_NONE;
    if (!json_is_string(v) || !json_string_length(v) || json_string_length(v) > UINT32_MAX) return DM_OK;
    *out = arena_str(r->a, (dm_str){json_string_value(v), (uint32_t)json_string_length(v)});
    return out->p ? DM_OK : err_memory(err, "a feed");
}

static dm_status json_item(feed_reader *r, const json_t *o, dm_err *err) {
    r->item = (dm_raw){0};
    dm_str html, text, summary;
    DM_TRY(json_text(r, o, "id", &r->item.id, err));
    DM_TRY(json_text(r, o, "url", &r->item.url, err));
    DM_TRY(json_text(r, o, "title", &r->item.title, err));
    DM_TRY(json_text(r, o, "date_published", &r->item.date, err));
    if (!r->item.date.p) DM_TRY(json_text(r, o, "date_modified", &r->item.date, err));
    DM_TRY(json_text(r, o, "language", &r->item.language, err));
    DM_TRY(json_text(r, o, "content_html", &html, err));
    DM_TRY(json_text(r, o, "content_text", &text, err));
    DM_TRY(json_text(r, o, "summary", &summary, err));
    r->item.body = html.p ? html : text.p ? text : summary;
    bool plain = !html.p && text.p;
    DM_TRY(end_item(r, err));
    if (plain && r->out->n) r->out->v[r->out->n - 1].page = false;
    return DM_OK;
}

static dm_status read_json(feed_reader *r, dm_err *err) {
    json_error_t why;
    json_t *o = json_loadb(r->in.p, r->in.n, JSON_ALLOW_NUL, &why);
    dm_status s =
        o ? json_text(r, o, "title", &r->out->title, err) : err_set(err, DM_E_FORMAT, 0, "no valid JSON (column %d: %s)", why.column, why.text);
    const json_t *items = json_object_get(o, "items");
    for (size_t i = 0; s == DM_OK && i < json_array_size(items); i++) s = json_item(r, json_array_get(items, i), err);
    json_decref(o);
    return s;
}

dm_status feed_read(dm_arena *a, dm_str bytes, dm_str content_type, feed *out, dm_err *err) {
    *out = (feed){0};
    feed_reader r = {.a = a, .out = out};
    charset_report c;
    DM_TRY(charset_decode(a, bytes, content_type, &r.in, &c, err));
    if (c.binary) return err_set(err, DM_E_FORMAT, 0, "looks like binary data, not a feed");
    r.in = str_trim(r.in);
    if (r.in.n && r.in.p[0] == '{') DM_TRY(read_json(&r, err));
    else DM_TRY(read_xml(&r, err));
    return out->n ? DM_OK : err_set(err, DM_E_FORMAT, 0, "no item of a feed is in it");
}
