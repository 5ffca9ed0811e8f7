/* Why a row exists: its sentence, the tree of the sentence, the row itself, what fired and what lost on it (traces of the
 * stages), how dates were found, and a citation. */
#include "api/engine.h"
#include "api/runs.h"
#include "base/utf8.h"
#include "document/tree.h"
#include "ingest/html_page.h"
#include "pipeline/pipeline.h"

enum { PAGE = 200 }; /* most rows of a listing */

/* What explain needs of a row, whatever its kind. */
typedef struct row_ref {
    dm_row_kind kind;
    uint32_t index;
    dm_str id;
    dm_span evidence;
} row_ref;

static dm_span sentence_span(const dm_doc *doc, uint32_t sentence) {
    return sentence < doc->sentences.n ? doc->sentences.v[sentence].span : DM_SPAN_NONE;
}

static row_ref ref_of(const dm_doc *doc, dm_row_kind kind, uint32_t i) {
    row_ref r = {kind, i, DM_STR_NONE, DM_SPAN_NONE};
    if (kind == DM_ROW_KIND_EVENT) r.id = doc->events.v[i].id, r.evidence = doc->events.v[i].evidence_span;
    if (kind == DM_ROW_KIND_STATEMENT) {
        const dm_statement_row *s = &doc->statements.v[i];
        r.id = s->id;
        r.evidence = sentence_span(doc, s->sentence);
        for (uint32_t c = 0; c < s->content_spans.n; c++) {
            if (!span_is(r.evidence)) r.evidence = s->content_spans.v[c];
            if (s->content_spans.v[c].begin < r.evidence.begin) r.evidence.begin = s->content_spans.v[c].begin;
            if (s->content_spans.v[c].end > r.evidence.end) r.evidence.end = s->content_spans.v[c].end;
        }
    }
    if (kind == DM_ROW_KIND_ENTITY) {
        const dm_entity_row *e = &doc->entities.v[i];
        r.id = e->id;
        if (e->mentions.n) r.evidence = doc->mentions.v[e->mentions.v[0]].span;
    }
    if (kind == DM_ROW_KIND_OFFER) {
        const dm_offer_row *o = &doc->offers.v[i];
        r.id = o->id;
        if (o->versions.n) r.evidence = doc->events.v[o->versions.v[0].event].evidence_span;
    }
    return r;
}

static const dm_row_kind explained[] = {DM_ROW_KIND_EVENT, DM_ROW_KIND_STATEMENT, DM_ROW_KIND_OFFER, DM_ROW_KIND_ENTITY};

static bool find(const dm_doc *doc, dm_str id, row_ref *out) {
    for (uint32_t k = 0; k < sizeof explained / sizeof *explained; k++) {
        for (uint32_t i = 0; i < rows_count(doc, explained[k]); i++) {
            *out = ref_of(doc, explained[k], i);
            if (str_eq(out->id, id)) return true;
        }
    }
    return false;
}

void explain_put_line(dm_buf *out, dm_str text) { /* one line: white space runs as one space */
    bool space = false;
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t') {
            space = true;
            continue;
        }
        if (space) buf_putc(out, ' ');
        space = false;
        buf_putc(out, text.p[i]);
    }
}

static const char *name_of_entity(const dm_doc *doc, uint32_t e, dm_str *name) {
    *name = e == DM_NONE ? DM_STR("nobody") : doc->entities.v[e].name.n ? doc->entities.v[e].name : doc->entities.v[e].id;
    return name->p;
}

static void put_listing(dm_buf *out, const dm_printer *pr) {
    const dm_doc *doc = pr->doc;
    dm_str name;
    for (uint32_t i = 0; i < doc->statements.n && i < PAGE; i++) {
        const dm_statement_row *s = &doc->statements.v[i];
        (void)name_of_entity(doc, s->speaker, &name);
        buf_printf(out, "%.*s  %.*s %s (%s): ", DM_STR_ARG(s->id), DM_STR_ARG(name), dm_act_text(s->act), dm_mode_text(s->mode));
        if (s->content_spans.n) explain_put_line(out, doc_text(doc, s->content_spans.v[0]));
        buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < doc->events.n && i < PAGE; i++) {
        const dm_event_row *e = &doc->events.v[i];
        buf_printf(out, "%.*s  ", DM_STR_ARG(e->id));
        for (uint32_t r = 0; r < e->actors.n; r++) {
            (void)name_of_entity(doc, e->actors.v[r].entity, &name);
            buf_printf(out, "%s%.*s", r ? ", " : "", DM_STR_ARG(name));
        }
        buf_printf(out, " %s ", e->type ? dm_plover_text(e->type) : "-");
        for (uint32_t r = 0; r < e->recipients.n; r++) {
            (void)name_of_entity(doc, e->recipients.v[r].entity, &name);
            buf_printf(out, "%s%.*s", r ? ", " : "", DM_STR_ARG(name));
        }
        buf_puts(out, ": ");
        explain_put_line(out, doc_text(doc, e->evidence_span));
        buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < doc->offers.n && i < PAGE; i++) {
        row_ref r = ref_of(doc, DM_ROW_KIND_OFFER, i);
        buf_printf(out, "%.*s  offer: ", DM_STR_ARG(r.id));
        explain_put_line(out, span_is(r.evidence) ? doc_text(doc, r.evidence) : DM_STR(""));
        buf_putc(out, '\n');
    }
}

/* The tree of the tokens that the span touches, one a line: token, lemma, tag, label, head. */
static void put_tree(dm_buf *out, const dm_doc *doc, dm_span span) {
    uint32_t first = tree_token_at(doc, span.begin);
    if (first == DM_NONE) return;
    buf_puts(out, "\ntree\n");
    for (uint32_t t = first; t < doc->tokens.n && doc->tokens.v[t].span.begin < span.end; t++) {
        const dm_token *k = &doc->tokens.v[t];
        if (k->flags & DM_TOK_IS_SPACE) continue;
        uint32_t depth = 0;
        for (uint32_t up = t; doc->tokens.v[up].head != up && depth < 12; up = doc->tokens.v[up].head) depth++;
        buf_printf(out, "  %*s%.*s", (int)(2 * depth), "", DM_STR_ARG(k->text));
        buf_printf(out, "  [%s %s", dm_tag_text(k->tag), dm_dep_text(k->dep));
        if (k->head != t) buf_printf(out, " of %.*s", DM_STR_ARG(doc->tokens.v[k->head].text));
        if (k->ner) buf_printf(out, "; %s", dm_ner_text(k->ner));
        buf_puts(out, "]\n");
    }
}

static void put_roles(dm_buf *out, const dm_doc *doc, const char *what, const dm_role_list *roles) {
    for (uint32_t i = 0; i < roles->n; i++) {
        const dm_role *r = &roles->v[i];
        dm_str name;
        (void)name_of_entity(doc, r->entity, &name);
        buf_printf(out, "  %-10s %.*s", i ? "" : what, DM_STR_ARG(name));
        if (r->role.n) buf_printf(out, ", %.*s", DM_STR_ARG(r->role));
        buf_printf(out, " (%.*s%s%s)\n", DM_STR_ARG(r->code), r->code.n ? ", " : "", dm_capacity_text(r->capacity));
    }
}

static void put_matter(dm_buf *out, const dm_doc *doc, const dm_event_row *e) {
    const dm_matter *m = e->matter;
    if (e->force) buf_printf(out, "  %-10s %s\n", "force", dm_force_text(e->force));
    if (!m) return;
    buf_printf(out, "  %-10s \"", "matter");
    if (span_is(m->span)) explain_put_line(out, doc_text(doc, m->span));
    buf_puts(out, "\"");
    if (m->issue.n) buf_printf(out, ", issue %.*s", DM_STR_ARG(m->issue));
    if (m->deed.n) buf_printf(out, ", deed %.*s", DM_STR_ARG(m->deed));
    buf_puts(out, m->anaphoric ? ", refers back\n" : "\n");
}

static void put_event(dm_buf *out, const dm_doc *doc, const dm_event_row *e) {
    put_roles(out, doc, "who", &e->actors);
    buf_printf(out, "  %-10s %s", "did", e->type ? dm_plover_text(e->type) : "no PLOVER type");
    for (uint32_t i = 0; i < e->modes.n; i++) buf_printf(out, "/%.*s", DM_STR_ARG(e->modes.v[i]));
    buf_printf(out, ", CAMEO %.*s", DM_STR_ARG(e->cameo));
    if (e->quad) buf_printf(out, ", quad class %u", e->quad);
    buf_puts(out, ", Goldstein ");
    buf_put_fixed(out, e->goldstein, 1);
    buf_putc(out, '\n');
    put_roles(out, doc, "to whom", &e->recipients);
    put_matter(out, doc, e);
    buf_printf(out, "  %-10s %s, %s, %s%s\n", "status", dm_polarity_text(e->polarity), dm_modality_text(e->modality), dm_phase_text(e->phase),
               e->history ? ", told as history" : "");
    if (e->statement != DM_NONE) {
        dm_str name;
        (void)name_of_entity(doc, doc->statements.v[e->statement].speaker, &name);
        buf_printf(out, "  %-10s %.*s says so (%.*s)\n", "told by", DM_STR_ARG(name), DM_STR_ARG(doc->statements.v[e->statement].id));
    }
    if (e->place) buf_printf(out, "  %-10s %.*s\n", "place", DM_STR_ARG(e->place->name));
    buf_printf(out, "  %-10s %s %.*s, confidence ", "decided by", dm_decider_text(e->decided_by.kind), DM_STR_ARG(e->decided_by.id));
    buf_put_fixed(out, e->decided_by.confidence, 2);
    buf_putc(out, '\n');
}

static void put_statement(dm_buf *out, const dm_doc *doc, const dm_statement_row *s) {
    dm_str name;
    (void)name_of_entity(doc, s->speaker, &name);
    buf_printf(out, "  %-10s %.*s (%s)\n", "who", DM_STR_ARG(name), dm_capacity_text(s->capacity));
    buf_printf(out, "  %-10s %s, %s", "how", dm_act_text(s->act), dm_mode_text(s->mode));
    if (span_is(s->cue_span)) buf_printf(out, ", cue \"%.*s\"", DM_STR_ARG(doc_text(doc, s->cue_span)));
    if (s->occasion.n) buf_printf(out, ", %.*s", DM_STR_ARG(s->occasion));
    buf_putc(out, '\n');
    for (uint32_t i = 0; i < s->content_spans.n; i++) {
        buf_printf(out, "  %-10s ", i ? "" : "what");
        explain_put_line(out, doc_text(doc, s->content_spans.v[i]));
        buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < s->addressees.n; i++) {
        (void)name_of_entity(doc, s->addressees.v[i], &name);
        buf_printf(out, "  %-10s %.*s\n", i ? "" : "to whom", DM_STR_ARG(name));
    }
    for (uint32_t i = 0; i < s->via.n; i++) {
        (void)name_of_entity(doc, s->via.v[i], &name);
        buf_printf(out, "  %-10s %.*s\n", i ? "" : "through", DM_STR_ARG(name));
    }
}

static void put_fields(dm_buf *out, const dm_printer *pr, const row_ref *r) {
    buf_puts(out, "\nrow\n");
    if (r->kind == DM_ROW_KIND_EVENT) {
        put_event(out, pr->doc, &pr->doc->events.v[r->index]);
        return;
    }
    if (r->kind == DM_ROW_KIND_STATEMENT) {
        put_statement(out, pr->doc, &pr->doc->statements.v[r->index]);
        return;
    }
    uint32_t n;
    const dm_field *fields = rows_fields(r->kind, &n);
    for (uint32_t i = 0; i < n; i++) {
        dm_buf value = {0};
        rows_put_field(&value, pr, r->kind, r->index, i, true);
        if (value.n && !str_is(buf_str(&value), "[]")) buf_printf(out, "  %-10s %s\n", fields[i].key, buf_cstr(&value));
        buf_free(&value);
    }
}

static void put_reasons(dm_buf *out, const char *what, const dm_date *d) {
    buf_printf(out, "\n%s: ", what);
    if (d->best == DM_DAY_NONE && d->from == DM_DAY_NONE && d->to == DM_DAY_NONE) {
        buf_puts(out, "unknown\n");
    } else {
        date_put_text(out, d);
        buf_printf(out, " (%s)\n", dm_basis_text(d->basis));
    }
    for (uint32_t i = 0; i < d->reasons.n; i++) buf_printf(out, "  %.*s\n", DM_STR_ARG(d->reasons.v[i]));
}

static void put_mentions(dm_buf *out, const dm_doc *doc, dm_span span) {
    bool any = false;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const dm_mention_row *m = &doc->mentions.v[i];
        if (!span_meets(m->span, span)) continue;
        dm_str name;
        (void)name_of_entity(doc, m->entity, &name);
        if (!any) buf_puts(out, "\nwho is named\n");
        any = true;
        buf_puts(out, "  \"");
        explain_put_line(out, doc_text(doc, m->span));
        buf_printf(out, "\" (%s) is %.*s", dm_via_text(m->via), DM_STR_ARG(name));
        if (m->why.n) buf_printf(out, ": %.*s", DM_STR_ARG(m->why));
        buf_putc(out, '\n');
    }
}

static void put_traces(dm_buf *out, const dm_doc *doc, dm_span span) {
    bool any = false;
    for (uint32_t i = 0; i < doc->traces.n; i++) {
        const dm_trace *t = &doc->traces.v[i];
        if (!span_is(t->span) || !span_meets(t->span, span)) continue;
        if (!any) buf_puts(out, "\nwhat fired, and what lost\n");
        any = true;
        buf_printf(out, "  %-10s %.*s\n", dm_stage_text(t->stage), DM_STR_ARG(t->text));
    }
}

static void put_citation(dm_buf *out, const dm_printer *pr, dm_span span) {
    const dm_doc *doc = pr->doc;
    buf_puts(out, "\ncite: ");
    if (doc->outlet.n) buf_printf(out, "%.*s, ", DM_STR_ARG(doc->outlet));
    if (doc->title.n) buf_printf(out, "\"%.*s\", ", DM_STR_ARG(doc->title));
    if (doc->date.best != DM_DAY_NONE) {
        day_put(out, doc->date.best, false);
        buf_puts(out, ", ");
    }
    buf_put_str(out, doc->url.n ? doc->url : doc->id);
    buf_printf(out, ", characters %u to %u\n", printer_code_point(pr, span.begin), printer_code_point(pr, span.end));
}

/* Bytes for a terminal: control characters as \x1B, line ends kept, each line set in. */
static void put_bytes(dm_buf *out, dm_str s) {
    buf_puts(out, "  ");
    for (uint32_t i = 0, step; i < s.n; i += step) {
        uint32_t cp;
        step = utf8_decode(s.p + i, s.n - i, &cp);
        if (cp == '\n') buf_puts(out, "\n  ");
        else if ((cp < ' ' && cp != '\t') || (cp >= 0x7F && cp < 0xA0)) buf_printf(out, "\\x%02X", cp);
        else buf_put(out, s.p + i, step);
    }
    buf_putc(out, '\n');
}

/* The page's own bytes: of the blocks that the span touches, with the markup between them. */
static void put_page(dm_buf *out, const dm_doc *doc, dm_span span) {
    html_page page = {0};
    dm_span source = DM_SPAN_NONE;
    dm_arena arena;
    dm_err err = {0};
    if (!doc->page.p) return;
    arena_init(&arena, 0);
    if (html_page_read(&arena, doc->page, &page, &err) != DM_OK) buf_printf(out, "\npage: %s\n", err.msg);
    for (uint32_t i = 0; i < page.blocks.n; i++) {
        const html_block *b = &page.blocks.v[i];
        if (!span_meets(b->text, span)) continue;
        if (!span_is(source)) source = b->source;
        source.end = b->source.end;
    }
    if (span_is(source)) {
        buf_printf(out, "\npage, bytes %u to %u of %u as UTF-8\n", source.begin, source.end, doc->page.n);
        put_bytes(out, str_sub(doc->page, source.begin, source.end));
    }
    arena_free(&arena);
}

/* "@3": the third sentence, whatever became of it. */
static bool explain_sentence(dm_buf *out, const dm_printer *pr, dm_str at) {
    uint32_t n = 0;
    for (uint32_t i = 1; i < at.n && at.p[i] >= '0' && at.p[i] <= '9' && n < 100000; i++) n = 10 * n + (uint32_t)(at.p[i] - '0');
    if (!n || n > pr->doc->sentences.n) return false;
    dm_span span = pr->doc->sentences.v[n - 1].span;
    buf_printf(out, "sentence %u\n\n  ", n);
    explain_put_line(out, doc_text(pr->doc, span));
    buf_putc(out, '\n');
    put_mentions(out, pr->doc, span);
    put_traces(out, pr->doc, span);
    put_tree(out, pr->doc, span);
    return true;
}

bool explain_row(dm_buf *out, const dm_printer *pr, dm_str id) {
    const dm_doc *doc = pr->doc;
    row_ref r;
    if (!id.p) {
        put_listing(out, pr);
        return true;
    }
    if (id.p[0] == '@') return explain_sentence(out, pr, id);
    if (!find(doc, id, &r)) return false;
    buf_printf(out, "%.*s, %s\n\n  ", DM_STR_ARG(id), rows_name(r.kind));
    if (span_is(r.evidence)) explain_put_line(out, doc_text(doc, r.evidence));
    buf_putc(out, '\n');
    put_fields(out, pr, &r);
    if (span_is(r.evidence)) {
        put_mentions(out, doc, r.evidence);
        put_traces(out, doc, r.evidence);
    }
    if (r.kind == DM_ROW_KIND_EVENT) put_reasons(out, "date of the event", &doc->events.v[r.index].date);
    if (r.kind == DM_ROW_KIND_STATEMENT) put_reasons(out, "date of the statement", &doc->statements.v[r.index].date);
    put_reasons(out, "date of the story", &doc->date);
    if (span_is(r.evidence)) {
        put_tree(out, doc, r.evidence);
        put_page(out, doc, r.evidence);
        put_citation(out, pr, r.evidence);
    }
    return true;
}
