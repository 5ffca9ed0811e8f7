/* Rows of contradictions: what is told differently, and by whom. */
#include "api/answer.h"

static const char *const columns[] = {"date", "subject", "attribute", "values", "sources", "id"};

static void put_values_json(answer *a, const ledger_contradiction *k) {
    dm_buf *b = &a->json;
    for (uint32_t v = 0; v < k->values.n; v++) {
        const ledger_claim *claim = &k->values.v[v];
        buf_puts(b, v ? ",{\"value\":" : "{\"value\":");
        buf_put_json(b, claim->value);
        buf_printf(b, ",\"nearest\":%s,\"reports\":[", claim->nearest ? "true" : "false");
        for (uint32_t r = 0; r < claim->reports.n; r++) {
            const ledger_report *report = &claim->reports.v[r];
            if (r) buf_putc(b, ',');
            answer_put_report(a, report->story, report->id, report->span);
        }
        buf_puts(b, "]}");
    }
}

static void one_contradiction(answer *a, const ledger_contradiction *k) {
    const fact_event *e = &a->k->f.events.v[k->subject];
    const merge_cluster *c = &a->k->m.clusters.v[k->cluster];
    if (!answer_wants_type(a, dm_attribute_text(k->attribute)) || !answer_wants_issue(a, e->issue) || !answer_wants_text(a, e->evidence_text)) return;
    if (!answer_wants_date(a, &c->date) || !answer_wants_actor(a, &e->actors) || !answer_wants_recipient(a, &e->recipients) ||
        !answer_wants_outlet(a, c, false))
        return;
    answer_begin(a, answer_day(&c->date), k->id);
    date_put_text(&a->text, &c->date);
    answer_column(a);
    answer_value(a, e->evidence_text);
    answer_value(a, str_from(dm_attribute_text(k->attribute)));
    uint32_t reports = 0;
    for (uint32_t v = 0; v < k->values.n; v++) {
        if (v) buf_puts(&a->text, " | ");
        buf_put_str(&a->text, k->values.v[v].value);
        reports += k->values.v[v].reports.n;
    }
    answer_column(a);
    answer_number(a, reports);
    answer_value(a, k->id);
    buf_puts(&a->json, "{\"id\":");
    buf_put_json(&a->json, k->id);
    buf_puts(&a->json, ",\"subject\":");
    buf_put_json(&a->json, e->id);
    buf_printf(&a->json, ",\"attribute\":\"%s\",\"sentence\":", dm_attribute_text(k->attribute));
    buf_put_json(&a->json, e->evidence_text);
    buf_puts(&a->json, ",\"values\":[");
    put_values_json(a, k);
    buf_puts(&a->json, "]}");
    answer_end(a);
}

void answer_contradictions(answer *a) {
    a->rows->columns = columns;
    a->rows->n_columns = sizeof columns / sizeof *columns;
    for (uint32_t i = 0; i < a->k->l.contradictions.n; i++) one_contradiction(a, &a->k->l.contradictions.v[i]);
}
