/* Rows of positions: holder, issue, side; the same act told by several stories is one row; a change is claimed only
 * between two positions that the holder asserts or enacts. */
#include "api/answer.h"

#include <stdlib.h>

static const char *const columns[] = {"date", "holder", "issue", "polarity", "asserted_by", "changed_from", "sentence", "sources", "id"};

/* One position of the ledger: all reports of one act by one holder. */
typedef struct held {
    const ledger_position *p; /* the one that speaks for it */
    dm_str issue;             /* what it is about: the issue, else the deed */
    const merge_cluster *c;
    char holder[96];
    dm_day day;
    const struct held *before; /* the other side, held before; NULL */
} held;

static int cmp_held(const void *x, const void *y) {
    const held *a = x, *b = y;
    int c = strcmp(a->holder, b->holder);
    if (!c) c = str_cmp(a->issue, b->issue);
    if (!c && a->day != b->day) c = a->day < b->day ? -1 : 1;
    return c ? c : str_cmp(a->p->id, b->p->id);
}

static bool same_question(const held *a, const held *b) { return strcmp(a->holder, b->holder) == 0 && str_eq(a->issue, b->issue); }

static void put_held_json(answer *a, const held *h) {
    const folded *k = a->k;
    const fact_entity *e = &k->f.entities.v[h->p->holder];
    const fact_event *event = &k->f.events.v[h->p->event];
    dm_buf *b = &a->json;
    buf_puts(b, "{\"id\":");
    buf_put_json(b, h->p->id);
    buf_puts(b, ",\"holder\":");
    buf_put_json(b, answer_entity_id(e));
    buf_puts(b, ",\"holder_name\":");
    buf_put_json(b, e->name);
    buf_puts(b, ",\"country\":");
    buf_put_json(b, e->country);
    buf_puts(b, ",\"issue\":");
    buf_put_json(b, h->issue);
    buf_printf(b, ",\"polarity\":\"%s\",\"condition\":", dm_stance_text(h->p->polarity));
    buf_put_json(b, event->condition_text);
    buf_printf(b, ",\"asserted_by\":\"%s\",\"date\":", dm_asserted_text(h->p->asserted_by));
    rows_put_date(b, &h->c->date);
    buf_puts(b, ",\"event\":");
    buf_put_json(b, event->id);
    buf_puts(b, ",\"statement\":");
    buf_put_json(b, event->statement);
    buf_puts(b, ",\"changes\":[");
    if (h->before) {
        buf_puts(b, "{\"holder\":");
        buf_put_json(b, answer_entity_id(e));
        buf_puts(b, ",\"issue\":");
        buf_put_json(b, h->issue);
        buf_puts(b, ",\"from\":");
        buf_put_json(b, h->before->p->id);
        buf_puts(b, ",\"to\":");
        buf_put_json(b, h->p->id);
        buf_puts(b, ",\"date\":");
        day_put(b, h->c->date.best, true);
        buf_putc(b, '}');
    }
    buf_puts(b, "],\"sentence\":");
    buf_put_json(b, event->evidence_text);
    answer_put_reports(a, h->c, false);
    buf_putc(b, '}');
}

static void one_position(answer *a, const held *h) {
    const fact_event *event = &a->k->f.events.v[h->p->event];
    fact_role role = {.entity = h->p->holder, .code = a->k->f.entities.v[h->p->holder].code};
    fact_role_list one = {&role, 1, 1};
    if (!answer_wants_date(a, &h->c->date) || !answer_wants_actor(a, &one) || !answer_wants_outlet(a, h->c, false)) return;
    if (!answer_wants_issue(a, h->issue) || !answer_wants_text(a, event->evidence_text)) return;
    answer_begin(a, answer_day(&h->c->date), h->p->id);
    date_put_text(&a->text, &h->c->date);
    answer_column(a);
    answer_put_roles_text(a, &one);
    answer_column(a);
    answer_value(a, h->issue);
    answer_value(a, str_from(dm_stance_text(h->p->polarity)));
    answer_value(a, str_from(dm_asserted_text(h->p->asserted_by)));
    answer_value(a, h->before ? str_from(dm_stance_text(h->before->p->polarity)) : DM_STR(""));
    answer_value(a, event->evidence_text);
    answer_number(a, h->c->independent);
    answer_value(a, h->p->id);
    put_held_json(a, h);
    answer_end(a);
}

/* An issue is broad: who wants the water and refuses the price has not changed sides. Both must be about one deed, or about one
 * further party. */
static bool same_deed(const folded *k, const held *a, const held *b) {
    const merge_event *x = &k->m.events[a->p->event], *y = &k->m.events[b->p->event];
    if (x->deed && x->deed == y->deed) return true;
    if (bag_contained(x->matter, y->matter) >= 0.5) return true;
    return merge_sides_meet(x->parties, y->parties) && !merge_sides_meet(x->parties, x->actors) && !merge_sides_meet(y->parties, y->actors);
}

/* The latest own position on the same deed before h, when it takes the other side. */
static const held *other_side_before(const folded *k, const held *all, const held *h) {
    if (h->p->asserted_by != DM_ASSERTED_SELF || h->day == INT32_MAX) return NULL;
    for (const held *b = h; b-- > all && same_question(b, h);) {
        if (b->p->asserted_by != DM_ASSERTED_SELF || b->day == h->day || !same_deed(k, b, h)) continue;
        return b->p->polarity != h->p->polarity ? b : NULL;
    }
    return NULL;
}

void answer_positions(answer *a) {
    const folded *k = a->k;
    a->rows->columns = columns;
    a->rows->n_columns = sizeof columns / sizeof *columns;
    held *all = ARENA_NEW(&a->rows->arena, held, k->l.positions.n + 1);
    if (!all) {
        a->failed = true;
        return;
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->l.positions.n; i++) {
        const ledger_position *p = &k->l.positions.v[i];
        fact_role role = {.entity = p->holder, .capacity = DM_CAPACITY_OFFICIAL};
        const fact_event *e = &k->f.events.v[p->event];
        held h = {.p = p, .issue = e->issue.p ? e->issue : e->deed, .c = &k->m.clusters.v[k->m.cluster_of[p->event]]};
        merge_principal(&k->f, &role, h.holder, sizeof h.holder);
        h.day = answer_day(&h.c->date);
        all[n++] = h;
    }
    if (n) qsort(all, n, sizeof *all, cmp_held);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) { /* one row for each act */
        bool told = false;
        for (uint32_t j = kept; j-- > 0 && same_question(&all[j], &all[i]) && !told;)
            told = all[j].c == all[i].c && all[j].p->polarity == all[i].p->polarity;
        if (!told) all[kept++] = all[i];
    }
    for (uint32_t i = 0; i < kept; i++) all[i].before = other_side_before(k, all, &all[i]);
    for (uint32_t i = 0; i < kept; i++) one_position(a, &all[i]);
}
