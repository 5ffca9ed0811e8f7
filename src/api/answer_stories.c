/* Rows of stories and of entities. */
#include "api/answer.h"

#include "base/map.h"

static const char *const story_columns[] = {"date", "basis", "outlet", "title", "statements", "events", "reason", "id"};
static const char *const entity_columns[] = {"name", "kind", "country", "code", "mentions", "stories", "id"};

static void one_story(answer *a, const fact_story *s) {
    answer_begin(a, answer_day(&s->date), s->id);
    a->row.story = s->text;
    date_put_text(&a->text, &s->date);
    answer_column(a);
    answer_value(a, str_from(dm_basis_text(s->date.basis)));
    answer_value(a, s->outlet);
    answer_value(a, s->title);
    answer_number(a, s->n_statements);
    answer_number(a, s->n_events);
    answer_value(a, s->date.reasons.n ? s->date.reasons.v[0] : DM_STR(""));
    answer_value(a, s->id);
    buf_puts(&a->json, "{\"id\":");
    buf_put_json(&a->json, s->id);
    buf_puts(&a->json, ",\"title\":");
    buf_put_json(&a->json, s->title);
    buf_puts(&a->json, ",\"url\":");
    buf_put_json(&a->json, s->url);
    buf_puts(&a->json, ",\"outlet\":");
    buf_put_json(&a->json, s->outlet);
    buf_puts(&a->json, ",\"date\":");
    rows_put_date(&a->json, &s->date);
    uint32_t origin = a->k->m.origin_of[s - a->k->f.stories.v];
    buf_puts(&a->json, ",\"copy_of\":");
    buf_put_json(&a->json, &a->k->f.stories.v[origin] == s ? DM_STR_NONE : a->k->f.stories.v[origin].id);
    buf_printf(&a->json, ",\"entities\":%u,\"statements\":%u,\"events\":%u}", s->n_entities, s->n_statements, s->n_events);
    answer_end(a);
}

void answer_stories(answer *a) {
    a->rows->columns = story_columns;
    a->rows->n_columns = sizeof story_columns / sizeof *story_columns;
    for (uint32_t i = 0; i < a->k->f.stories.n; i++) {
        const fact_story *s = &a->k->f.stories.v[i];
        if (answer_wants_date(a, &s->date) && answer_wants_text(a, s->text) && answer_wants_outlet_named(a, s->outlet)) one_story(a, s);
    }
}

typedef struct named {
    const fact_entity *e; /* the first one with this id */
    uint32_t n_mentions, n_stories, last_story;
} named;

static void one_entity(answer *a, const named *n) {
    const fact_entity *e = n->e;
    answer_begin(a, (dm_day)(INT32_MAX - n->n_mentions), answer_entity_id(e)); /* most named first */
    answer_value(a, e->name);
    answer_value(a, str_from(dm_entity_text(e->kind)));
    answer_value(a, e->country);
    answer_value(a, e->code);
    answer_number(a, n->n_mentions);
    answer_number(a, n->n_stories);
    answer_value(a, answer_entity_id(e));
    const struct {
        const char *key;
        dm_str value;
    } texts[] = {{"name", e->name},       {"kind", str_from(dm_entity_text(e->kind))},
                 {"country", e->country}, {"sector", e->sector},
                 {"code", e->code},       {"wikidata", e->wikidata}};
    buf_puts(&a->json, "{\"id\":");
    buf_put_json(&a->json, answer_entity_id(e));
    for (uint32_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_printf(&a->json, ",\"%s\":", texts[i].key);
        buf_put_json(&a->json, texts[i].value);
    }
    buf_printf(&a->json, ",\"mentions\":%u,\"stories\":%u}", n->n_mentions, n->n_stories);
    answer_end(a);
}

void answer_entities(answer *a) {
    a->rows->columns = entity_columns;
    a->rows->n_columns = sizeof entity_columns / sizeof *entity_columns;
    dm_arena *arena = &a->rows->arena;
    dm_strmap ids = {0};
    VEC(named) all = {0};
    for (uint32_t i = 0; i < a->k->f.entities.n; i++) {
        const fact_entity *e = &a->k->f.entities.v[i];
        uint32_t *slot;
        if (!strmap_put(&ids, arena, answer_entity_id(e), all.n, &slot)) {
            a->failed = true;
            return;
        }
        if (*slot == all.n) {
            named *n = VEC_PUSH(arena, &all);
            if (!n) {
                a->failed = true;
                return;
            }
            *n = (named){e, 0, 0, DM_NONE};
        }
        named *n = &all.v[*slot];
        n->n_mentions += e->mentions.n;
        n->n_stories += n->last_story != e->story && e->mentions.n; /* named by a person alone: in no story */
        n->last_story = e->story;
    }
    for (uint32_t i = 0; i < all.n; i++) {
        fact_role role = {.entity = (uint32_t)(all.v[i].e - a->k->f.entities.v), .code = all.v[i].e->code};
        fact_role_list one = {&role, 1, 1};
        if (answer_wants_actor(a, &one) && answer_wants_text(a, all.v[i].e->name)) one_entity(a, &all.v[i]);
    }
}
