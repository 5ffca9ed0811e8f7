/* Formats that keep the text: brat's stand-off files, W3C Web Annotation, and a chronology in Markdown. */
#include "export/export.h"

#include <stdio.h>

/* ---- brat ---- */

static const json_t *span_at(const json_t *span, uint64_t *begin, uint64_t *end) {
    *begin = (uint64_t)json_integer_value(json_array_get(span, 0));
    *end = (uint64_t)json_integer_value(json_array_get(span, 1));
    return json_array_size(span) == 2 && *begin < *end ? span : NULL;
}

/* The bytes of code point `at`. */
static size_t byte_of(const char *text, uint64_t at) {
    size_t i = 0;
    for (uint64_t n = 0; text[i]; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && n++ == at) return i;
    return i;
}

/* One text-bound annotation; brat cuts spans at line ends ("0 4;5 9") and shows the words with spaces there. 0 when there is no span. */
static uint32_t brat_span(dm_buf *b, uint32_t *n, const char *type, const char *text, const json_t *span) {
    uint64_t begin, end;
    if (!span_at(span, &begin, &end)) return 0;
    size_t from = byte_of(text, begin), to = byte_of(text, end);
    dm_buf words = {0};
    buf_printf(b, "T%u\t%s ", ++*n, type);
    uint64_t at = begin, piece = begin;
    bool first = true;
    for (size_t i = from; i <= to; i++) {
        bool stop = i == to || text[i] == '\n';
        if (stop && piece < at) buf_printf(b, "%s%llu %llu", first ? "" : ";", (unsigned long long)piece, (unsigned long long)at);
        if (stop && piece < at) first = false;
        if (i == to) break;
        if (((unsigned char)text[i] & 0xC0) != 0x80) at++;
        if (text[i] == '\n') piece = at;
        buf_putc(&words, text[i] == '\n' || text[i] == '\t' ? ' ' : text[i]);
    }
    buf_putc(b, '\t');
    buf_put_str(b, buf_str(&words));
    buf_putc(b, '\n');
    buf_free(&words);
    return *n;
}

static void brat_events(dm_buf *b, uint32_t *n_spans, const json_t *story) {
    const char *text = export_text(story, "text");
    size_t n;
    const json_t *events = export_list(story, "events", &n);
    uint32_t n_events = 0, n_attributes = 0, n_notes = 0;
    for (size_t i = 0; i < n; i++) {
        const json_t *e = json_array_get(events, i);
        const char *type = *export_text(e, "type") ? export_text(e, "type") : "OTHER";
        uint32_t trigger = brat_span(b, n_spans, type, text, json_object_get(e, "trigger_span"));
        if (!trigger) continue;
        dm_buf arguments = {0};
        static const char *const sides[][2] = {{"actors", "Actor"}, {"recipients", "Recipient"}};
        for (int s = 0; s < 2; s++) {
            size_t m;
            const json_t *roles = export_list(e, sides[s][0], &m);
            for (size_t k = 0, given = 0; k < m; k++) {
                uint32_t t = brat_span(b, n_spans, "Entity", text, json_object_get(json_array_get(roles, k), "span"));
                if (!t) continue;
                buf_printf(&arguments, " %s", sides[s][1]); /* Actor, Actor2, ... */
                if (given) buf_printf(&arguments, "%zu", given + 1);
                buf_printf(&arguments, ":T%u", t);
                given++;
            }
        }
        buf_printf(b, "E%u\t%s:T%u%s\n", ++n_events, type, trigger, buf_cstr(&arguments));
        buf_free(&arguments);
        if (strcmp(export_text(e, "polarity"), "affirmed") != 0) buf_printf(b, "A%u\tNegated E%u\n", ++n_attributes, n_events);
        if (strcmp(export_text(e, "modality"), "actual") != 0) buf_printf(b, "A%u\tSpeculated E%u\n", ++n_attributes, n_events);
        const json_t *date = json_object_get(e, "date");
        buf_printf(b, "#%u\tAnnotatorNotes E%u\tCAMEO %s, %s to %s, id %s\n", ++n_notes, n_events, export_text(e, "cameo"), export_text(date, "from"),
                   export_text(date, "to"), export_text(e, "id"));
    }
}

static void brat_statements(dm_buf *b, uint32_t *n_spans, const json_t *story) {
    const char *text = export_text(story, "text");
    size_t n, m;
    const json_t *statements = export_list(story, "statements", &n);
    uint32_t n_relations = 0;
    for (size_t i = 0; i < n; i++) {
        const json_t *s = json_array_get(statements, i);
        uint32_t source = brat_span(b, n_spans, "Source", text, json_object_get(s, "speaker_span"));
        uint32_t cue = brat_span(b, n_spans, "Cue", text, json_object_get(s, "cue_span"));
        const json_t *contents = export_list(s, "content_spans", &m);
        for (size_t k = 0; k < m; k++) {
            uint32_t content = brat_span(b, n_spans, "Content", text, json_array_get(contents, k));
            if (content && source) buf_printf(b, "R%u\tSaid Arg1:T%u Arg2:T%u\n", ++n_relations, source, content);
            if (content && cue) buf_printf(b, "R%u\tCues Arg1:T%u Arg2:T%u\n", ++n_relations, cue, content);
        }
    }
}

static void brat_story(export_ctx *x, const json_t *story, uint64_t number) {
    char name[64];
    dm_buf b = {0};
    uint32_t n_spans = 0;
    const char *text = export_text(story, "text");
    brat_events(&b, &n_spans, story);
    brat_statements(&b, &n_spans, story);
    snprintf(name, sizeof name, "%06llu.txt", (unsigned long long)number);
    if (x->status == DM_OK) x->status = x->file(x->user, name, text, strlen(text));
    snprintf(name, sizeof name, "%06llu.ann", (unsigned long long)number);
    if (x->status == DM_OK) x->status = buf_ok(&b) ? x->file(x->user, name, b.p ? b.p : "", b.n) : DM_E_MEMORY;
    if (x->status != DM_OK) err_set(x->err, x->status, 0, "%s: cannot write it into the folder", name);
    buf_free(&b);
}

/* What brat must know of the types; each type once. */
static void brat_begin(export_ctx *x) {
    static const char conf[] =
        "[entities]\nEntity\nSource\nCue\nContent\n\n[relations]\nSaid\tArg1:Source, Arg2:Content\nCues\tArg1:Cue, Arg2:Content\n\n[events]\n"
        "AGREE\tActor*:Entity, Recipient*:Entity\nCONSULT\tActor*:Entity, Recipient*:Entity\nSUPPORT\tActor*:Entity, Recipient*:Entity\n"
        "COOPERATE\tActor*:Entity, Recipient*:Entity\nAID\tActor*:Entity, Recipient*:Entity\nCONCEDE\tActor*:Entity, Recipient*:Entity\n"
        "RETREAT\tActor*:Entity, Recipient*:Entity\nREQUEST\tActor*:Entity, Recipient*:Entity\nACCUSE\tActor*:Entity, Recipient*:Entity\n"
        "REJECT\tActor*:Entity, Recipient*:Entity\nTHREATEN\tActor*:Entity, Recipient*:Entity\nPROTEST\tActor*:Entity, Recipient*:Entity\n"
        "SANCTION\tActor*:Entity, Recipient*:Entity\nMOBILIZE\tActor*:Entity, Recipient*:Entity\nCOERCE\tActor*:Entity, Recipient*:Entity\n"
        "ASSAULT\tActor*:Entity, Recipient*:Entity\nOTHER\tActor*:Entity, "
        "Recipient*:Entity\n\n[attributes]\nNegated\tArg:<EVENT>\nSpeculated\tArg:<EVENT>\n";
    x->status = x->file(x->user, "annotation.conf", conf, sizeof conf - 1);
    if (x->status != DM_OK) err_set(x->err, x->status, 0, "annotation.conf: cannot write it into the folder");
}

const exporter export_brat = {.name = "brat", .stories = true, .begin = brat_begin, .story = brat_story};

/* ---- Web Annotation ---- */

static void put_quote(dm_buf *b, const json_t *story, const json_t *span) {
    const char *text = export_text(story, "text");
    uint64_t begin, end;
    if (!span_at(span, &begin, &end)) return;
    size_t from = byte_of(text, begin), to = byte_of(text, end), before = byte_of(text, begin > 32 ? begin - 32 : 0), after = byte_of(text, end + 32);
    buf_printf(b, "[{\"type\":\"TextPositionSelector\",\"start\":%llu,\"end\":%llu},{\"type\":\"TextQuoteSelector\",\"exact\":",
               (unsigned long long)begin, (unsigned long long)end);
    buf_put_json(b, (dm_str){text + from, (uint32_t)(to - from)});
    buf_puts(b, ",\"prefix\":");
    buf_put_json(b, (dm_str){text + before, (uint32_t)(from - before)});
    buf_puts(b, ",\"suffix\":");
    buf_put_json(b, (dm_str){text + to, (uint32_t)(after - to)});
    buf_puts(b, "}]");
}

static void annotation(export_ctx *x, const json_t *story, const json_t *row, const json_t *span, const char *tag, const char *comment) {
    uint64_t begin, end;
    if (!span_at(span, &begin, &end)) return;
    dm_buf *b = &x->out;
    buf_puts(b, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":");
    dm_buf id = {0};
    buf_printf(&id, "urn:demarche:%s", export_text(row, "id"));
    buf_put_json(b, buf_str(&id));
    buf_free(&id);
    buf_puts(b, ",\"type\":\"Annotation\",\"motivation\":\"classifying\",\"body\":[{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":");
    buf_put_json(b, str_from(tag));
    buf_puts(b, "},{\"type\":\"TextualBody\",\"purpose\":\"describing\",\"value\":");
    buf_put_json(b, str_from(comment));
    buf_puts(b, "}],\"target\":{\"source\":");
    buf_put_json(b, str_from(*export_text(story, "url") ? export_text(story, "url") : export_text(story, "id")));
    buf_puts(b, ",\"selector\":");
    put_quote(b, story, span);
    buf_puts(b, "}}\n");
}

static void put_codes(dm_buf *b, const json_t *roles) {
    for (size_t i = 0; i < json_array_size(roles); i++) buf_printf(b, "%s%s", i ? ", " : "", export_text(json_array_get(roles, i), "code"));
}

static void webannotation_story(export_ctx *x, const json_t *story, uint64_t number) {
    size_t n;
    (void)number;
    const json_t *events = export_list(story, "events", &n);
    for (size_t i = 0; i < n; i++) {
        const json_t *e = json_array_get(events, i);
        dm_buf comment = {0};
        put_codes(&comment, json_object_get(e, "actors"));
        buf_puts(&comment, " > ");
        put_codes(&comment, json_object_get(e, "recipients"));
        buf_printf(&comment, ", CAMEO %s, %s, %s", export_text(e, "cameo"), export_text(e, "polarity"), export_text(e, "modality"));
        annotation(x, story, e, json_object_get(e, "trigger_span"), *export_text(e, "type") ? export_text(e, "type") : "OTHER", buf_cstr(&comment));
        buf_free(&comment);
    }
    const json_t *statements = export_list(story, "statements", &n);
    for (size_t i = 0; i < n; i++) {
        const json_t *s = json_array_get(statements, i);
        dm_buf comment = {0};
        buf_printf(&comment, "%s, %s: ", export_text(s, "act"), export_text(s, "mode"));
        export_put_span(&comment, story, json_object_get(s, "speaker_span"));
        annotation(x, story, s, json_array_get(json_object_get(s, "content_spans"), 0), "statement", buf_cstr(&comment));
        buf_free(&comment);
    }
}

const exporter export_webannotation = {.name = "webannotation", .stories = true, .story = webannotation_story};

/* ---- Markdown ---- */

/* Markup that a story holds is text. */
static void put_plain(dm_buf *b, const char *text) {
    for (; *text; text++) {
        if (strchr("\\`*_[]<>#|", *text)) buf_putc(b, '\\');
        buf_putc(b, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
}

static void put_names(dm_buf *b, const json_t *roles) {
    for (size_t i = 0; i < json_array_size(roles); i++) {
        const json_t *role = json_array_get(roles, i);
        if (i) buf_puts(b, i + 1 == json_array_size(roles) ? " and " : ", ");
        put_plain(b, export_text(role, "name"));
        if (*export_text(role, "code")) buf_printf(b, " (%s)", export_text(role, "code"));
    }
}

static void markdown_begin(export_ctx *x) { buf_puts(&x->out, "# Chronology\n"); }

static void markdown_event(export_ctx *x, const export_event *e) {
    dm_buf *b = &x->out;
    const json_t *date = json_object_get(e->row, "date");
    const char *from = export_text(date, "from"), *to = export_text(date, "to");
    buf_puts(b, "\n**");
    if (*export_text(date, "best") || !*from || !*to || strcmp(from, to) == 0) buf_puts(b, *e->day ? e->day : "no date");
    else buf_printf(b, "%s to %s", from, to);
    buf_puts(b, "** ");
    put_names(b, json_object_get(e->row, "actors"));
    buf_printf(b, " – %s", *export_text(e->row, "type") ? export_text(e->row, "type") : export_text(e->row, "cameo"));
    if (strcmp(export_text(e->row, "force"), "none") != 0) buf_printf(b, " (%s)", export_text(e->row, "force"));
    if (json_array_size(json_object_get(e->row, "recipients"))) buf_puts(b, " – ");
    put_names(b, json_object_get(e->row, "recipients"));
    if (strcmp(export_text(e->row, "polarity"), "affirmed") != 0) buf_printf(b, ", %s", export_text(e->row, "polarity"));
    if (strcmp(export_text(e->row, "modality"), "actual") != 0) buf_printf(b, ", %s", export_text(e->row, "modality"));
    buf_puts(b, "\n> ");
    put_plain(b, export_text(e->row, "sentence"));
    buf_puts(b, "\n\n");
    size_t n;
    const json_t *reports = export_list(e->row, "reports", &n);
    for (size_t i = 0; i < n; i++) {
        const json_t *r = json_array_get(reports, i);
        buf_puts(b, i ? "; " : "Told by ");
        if (*export_text(r, "outlet")) put_plain(b, export_text(r, "outlet")), buf_puts(b, ", ");
        put_plain(b, export_text(r, "story"));
    }
    double independent = export_real(e->row, "independent_sources");
    if (n > 1) buf_printf(b, " (%d independent)", (int)independent);
    buf_printf(b, ". Row %s.\n", export_text(e->row, "id"));
}

const exporter export_markdown = {.name = "markdown", .begin = markdown_begin, .event = markdown_event};
