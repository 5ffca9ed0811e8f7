/* Who deals with whom: GEXF for Gephi, and the statements of the Discourse Network Analyzer. */
#include "export/export.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- GEXF 1.3 ---- */

typedef struct node {
    char *key, *name, *country;
} node;
typedef struct edge {
    uint32_t from, to, n[5]; /* by quad class, 0 for none */
} edge;
typedef struct graph {
    node *nodes;
    uint32_t n_nodes, cap_nodes;
    edge *edges;
    uint32_t n_edges, cap_edges;
    json_t *node_of, *edge_of; /* key -> index */
    bool failed;
} graph;

static void *grown(void *v, uint32_t n, uint32_t *cap, size_t size) {
    if (n < *cap) return v;
    uint32_t want = *cap ? *cap * 2 : 64;
    void *more = realloc(v, want * size);
    if (more) *cap = want;
    return more;
}

static void gexf_begin(export_ctx *x) {
    graph *g = calloc(1, sizeof *g);
    x->more = g;
    if (!g || !(g->node_of = json_object()) || !(g->edge_of = json_object())) x->status = err_memory(x->err, "the graph");
}

/* Principals: those who act for a state are the state. */
static uint32_t node_for(graph *g, const json_t *role) {
    const char *country = export_text(role, "country"), *name = export_text(role, "name"), *entity = export_text(role, "entity");
    const char *key = *country ? country : *entity ? entity : name;
    const json_t *known = json_object_get(g->node_of, key);
    if (known) return (uint32_t)json_integer_value(known);
    node *v = grown(g->nodes, g->n_nodes, &g->cap_nodes, sizeof *v);
    if (!v) {
        g->failed = true;
        return 0;
    }
    g->nodes = v;
    const country_code *c = *country ? export_country(country) : NULL;
    v[g->n_nodes] = (node){strdup(key), strdup(c ? c->name : name), strdup(country)};
    json_object_set_new(g->node_of, key, json_integer(g->n_nodes));
    return g->n_nodes++;
}

static void gexf_event(export_ctx *x, const export_event *e) {
    graph *g = x->more;
    size_t n_actors, n_recipients;
    const json_t *actors = export_list(e->row, "actors", &n_actors), *recipients = export_list(e->row, "recipients", &n_recipients);
    double quad = export_real(e->row, "quad");
    for (size_t a = 0; x->status == DM_OK && a < n_actors; a++) {
        for (size_t r = 0; r < n_recipients; r++) {
            uint32_t from = node_for(g, json_array_get(actors, a)), to = node_for(g, json_array_get(recipients, r));
            char key[32];
            snprintf(key, sizeof key, "%u-%u", from, to);
            const json_t *known = json_object_get(g->edge_of, key);
            uint32_t at = known ? (uint32_t)json_integer_value(known) : g->n_edges;
            if (!known) {
                edge *v = grown(g->edges, g->n_edges, &g->cap_edges, sizeof *v);
                if (!v) {
                    g->failed = true;
                    continue;
                }
                g->edges = v;
                v[g->n_edges++] = (edge){.from = from, .to = to};
                json_object_set_new(g->edge_of, key, json_integer(at));
            }
            g->edges[at].n[quad >= 1 && quad <= 4 ? (int)quad : 0]++;
        }
    }
    if (g->failed) x->status = err_memory(x->err, "the graph");
}

static void put_xml(dm_buf *b, const char *text) {
    for (; *text; text++) {
        switch (*text) {
        case '<': buf_puts(b, "&lt;"); break;
        case '&': buf_puts(b, "&amp;"); break;
        case '"': buf_puts(b, "&quot;"); break;
        default:
            if ((unsigned char)*text >= ' ' || *text == '\t' || *text == '\n') buf_putc(b, *text);
        }
    }
}

static void gexf_end(export_ctx *x) {
    graph *g = x->more;
    dm_buf *b = &x->out;
    if (!g) return;
    buf_puts(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
                "<meta><creator>demarche</creator><description>Events between actors; weight: how many; cooperation, conflict: how many of "
                "each</description></meta>\n"
                "<graph mode=\"static\" defaultedgetype=\"directed\">\n<attributes class=\"node\"><attribute id=\"0\" title=\"country\" "
                "type=\"string\"/></attributes>\n"
                "<attributes class=\"edge\"><attribute id=\"0\" title=\"verbal_cooperation\" type=\"integer\"/><attribute id=\"1\" "
                "title=\"material_cooperation\" type=\"integer\"/>"
                "<attribute id=\"2\" title=\"verbal_conflict\" type=\"integer\"/><attribute id=\"3\" title=\"material_conflict\" "
                "type=\"integer\"/></attributes>\n<nodes>\n");
    for (uint32_t i = 0; i < g->n_nodes; i++) {
        buf_puts(b, "<node id=\"");
        put_xml(b, g->nodes[i].key);
        buf_puts(b, "\" label=\"");
        put_xml(b, g->nodes[i].name);
        buf_puts(b, "\"><attvalues><attvalue for=\"0\" value=\"");
        put_xml(b, g->nodes[i].country);
        buf_puts(b, "\"/></attvalues></node>\n");
    }
    buf_puts(b, "</nodes>\n<edges>\n");
    for (uint32_t i = 0; i < g->n_edges; i++) {
        const edge *e = &g->edges[i];
        buf_printf(b, "<edge id=\"%u\" source=\"", i);
        put_xml(b, g->nodes[e->from].key);
        buf_puts(b, "\" target=\"");
        put_xml(b, g->nodes[e->to].key);
        buf_printf(b, "\" weight=\"%u\"><attvalues>", e->n[0] + e->n[1] + e->n[2] + e->n[3] + e->n[4]);
        for (int q = 1; q <= 4; q++) buf_printf(b, "<attvalue for=\"%d\" value=\"%u\"/>", q - 1, e->n[q]);
        buf_puts(b, "</attvalues></edge>\n");
    }
    buf_puts(b, "</edges>\n</graph>\n</gexf>\n");
    for (uint32_t i = 0; i < g->n_nodes; i++) {
        free(g->nodes[i].key);
        free(g->nodes[i].name);
        free(g->nodes[i].country);
    }
    json_decref(g->node_of);
    json_decref(g->edge_of);
    free(g->nodes);
    free(g->edges);
    free(g);
    x->more = NULL;
}

const exporter export_gexf = {.name = "gexf", .begin = gexf_begin, .event = gexf_event, .end = gexf_end};

/* ---- DNA ---- */

/* A cell in quotes, as DNA's own export of statements writes them. */
static void dna_cell(export_ctx *x, const char *text, bool last) {
    buf_putc(&x->out, '"');
    if (*text && strchr("=+-@", *text)) buf_putc(&x->out, '\'');
    for (; *text; text++) {
        if (*text == '"') buf_putc(&x->out, '"');
        buf_putc(&x->out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
    buf_puts(&x->out, last ? "\"\n" : "\",");
}

static void dna_begin(export_ctx *x) {
    buf_puts(&x->out, "\"id\",\"time\",\"docTitle\",\"docSource\",\"person\",\"organization\",\"concept\",\"agreement\",\"text\"\n");
}

/* An act for or against a matter is a statement of DNA: who, for which organisation, about which concept, agreeing or not. */
static void dna_event(export_ctx *x, const export_event *e) {
    static const char *const for_it[] = {"propose", "promise", "accept", "renew", "fulfil"}, *const against_it[] = {"reject", "withdraw", "breach",
                                                                                                                    "threaten"};
    const char *force = export_text(e->row, "force"), *concept = export_text(json_object_get(e->row, "matter"), "issue");
    int agreement = -1;
    for (size_t i = 0; i < sizeof for_it / sizeof *for_it; i++)
        if (strcmp(force, for_it[i]) == 0) agreement = 1;
    for (size_t i = 0; i < sizeof against_it / sizeof *against_it; i++)
        if (strcmp(force, against_it[i]) == 0) agreement = 0;
    if (!*concept) concept = export_text(json_object_get(e->row, "matter"), "deed");
    if (agreement < 0 || !*concept) return;
    if (strcmp(export_text(e->row, "polarity"), "negated") == 0) agreement = !agreement;
    size_t n;
    const json_t *actors = export_list(e->row, "actors", &n);
    for (size_t i = 0; i < n; i++) {
        const json_t *role = json_array_get(actors, i);
        const country_code *c = export_country(export_text(role, "country"));
        dm_buf id = {0}, time = {0};
        buf_printf(&id, "%llu", (unsigned long long)e->number);
        buf_printf(&time, "%s 00:00:00", e->day);
        dna_cell(x, buf_cstr(&id), false);
        dna_cell(x, buf_cstr(&time), false);
        dna_cell(x, *export_text(e->story, "title") ? export_text(e->story, "title") : export_text(e->story, "id"), false);
        dna_cell(x, export_text(e->story, "outlet"), false);
        dna_cell(x, export_text(role, "name"), false);
        dna_cell(x, c ? c->name : export_text(role, "name"), false);
        dna_cell(x, concept, false);
        dna_cell(x, agreement ? "1" : "0", false);
        dna_cell(x, export_text(e->row, "sentence"), true);
        buf_free(&id);
        buf_free(&time);
    }
}

const exporter export_dna = {.name = "dna", .needs_day = true, .begin = dna_begin, .event = dna_event};
