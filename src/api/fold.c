/* A ledger of coded lines in memory: lines become facts as they come, and are put in the order of the stories' ids, unified,
 * merged and folded when a query asks; the same steps as those of a database, which is not needed. Parts of a larger set are
 * folded with the tally of the whole: how many sentences have each word, and which persons there are. */
#include "api/answer.h"

#include "document/facts_json.h"

#include <stdlib.h>

struct dm_fold {
    dm_arena arena, known_arena;
    facts f;           /* in the order of arrival */
    VEC(bool) dropped; /* of each story: a later one has taken its place */
    dm_strmap by_name;
    fact_person_list persons; /* of the whole, when it is known */
    dm_strmap by_person;
    word_counts words;
    bool knows;
    folded *folded; /* NULL until asked for, and after every addition */
};

static void forget(dm_fold *fold) {
    if (!fold->folded) return;
    arena_free(&fold->folded->arena);
    free(fold->folded);
    fold->folded = NULL;
}

dm_status dm_fold_new(dm_fold **out, dm_err *err) {
    *out = calloc(1, sizeof **out);
    if (!*out) return err_memory(err, "the ledger");
    arena_init(&(*out)->arena, 0);
    arena_init(&(*out)->known_arena, 0);
    (*out)->f.arena = &(*out)->arena;
    return DM_OK;
}

void dm_fold_free(dm_fold *fold) {
    if (!fold) return;
    forget(fold);
    arena_free(&fold->arena);
    arena_free(&fold->known_arena);
    free(fold);
}

/* ---- lines ---- */

/* The last story takes the place of an earlier one of its name. */
static bool settle(dm_fold *fold) {
    uint32_t story = fold->f.stories.n - 1, *at;
    const fact_story *s = &fold->f.stories.v[story];
    bool *dropped = VEC_PUSH(&fold->arena, &fold->dropped);
    if (!dropped || !strmap_put(&fold->by_name, &fold->arena, s->url.n ? s->url : s->id, story, &at)) return false;
    if (*at != story) fold->dropped.v[*at] = true;
    *at = story;
    return true;
}

dm_status dm_fold_add(dm_fold *fold, const char *line, size_t size, dm_err *err) {
    facts *f = &fold->f;
    uint32_t n[] = {f->stories.n, f->entities.n, f->events.n, f->statements.n};
    forget(fold);
    dm_status s = facts_add_line(f, line, size, err);
    if (s == DM_OK && f->stories.n > n[0] && !settle(fold)) s = err_memory(err, "the ledger");
    if (s == DM_OK) return DM_OK;
    f->stories.n = n[0], f->entities.n = n[1], f->events.n = n[2], f->statements.n = n[3];
    return s;
}

/* ---- in order ---- */

static int cmp_stories(const void *x, const void *y, void *user) {
    const facts *f = user;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    int c = str_cmp(f->stories.v[a].id, f->stories.v[b].id);
    return c ? c : a < b ? -1 : a > b;
}

/* Rows of one kind lie together in the order of stories: where those of each story begin. */
#define FIRSTS(list, first) \
    for (uint32_t i_ = (list).n; i_-- > 0;) (first)[(list).v[i_].story] = i_

static bool copy_roles(dm_arena *a, const fact_role_list *from, int64_t moved, fact_role_list *to) {
    *to = (fact_role_list){0};
    if (!VEC_RESERVE(a, to, from->n)) return false;
    for (uint32_t i = 0; i < from->n; i++) {
        to->v[to->n] = from->v[i];
        to->v[to->n++].entity = (uint32_t)(from->v[i].entity + moved);
    }
    return true;
}

typedef struct firsts {
    uint32_t *entity, *event, *statement;
} firsts;

static bool copy_story(const facts *from, uint32_t story, const firsts *at, facts *to) {
    const fact_story *s = &from->stories.v[story];
    dm_arena *a = to->arena;
    int64_t entities = (int64_t)to->entities.n - (s->n_entities ? at->entity[story] : 0);
    int64_t statements = (int64_t)to->statements.n - (s->n_statements ? at->statement[story] : 0);
    uint32_t now = to->stories.n;
    to->stories.v[to->stories.n++] = *s;
    for (uint32_t i = 0; i < s->n_entities; i++) {
        fact_entity *e = &to->entities.v[to->entities.n++];
        *e = from->entities.v[at->entity[story] + i];
        e->story = now;
    }
    for (uint32_t i = 0; i < s->n_statements; i++) {
        fact_statement *st = &to->statements.v[to->statements.n++];
        *st = from->statements.v[at->statement[story] + i];
        st->story = now;
        if (st->speaker != DM_NONE) st->speaker = (uint32_t)(st->speaker + entities);
    }
    for (uint32_t i = 0; i < s->n_events; i++) {
        fact_event *e = &to->events.v[to->events.n++];
        const fact_event *was = &from->events.v[at->event[story] + i];
        *e = *was;
        e->story = now;
        if (e->said_in) e->said_in = (uint32_t)(e->said_in + statements);
        if (!copy_roles(a, &was->actors, entities, &e->actors) || !copy_roles(a, &was->recipients, entities, &e->recipients) ||
            !copy_roles(a, &was->parties, entities, &e->parties))
            return false;
    }
    return true;
}

/* The stories that count, by id, as a database gives them; of those with one text the first. */
static bool in_order(const dm_fold *fold, facts *to) {
    const facts *f = &fold->f;
    dm_arena *a = to->arena;
    dm_strmap texts = {0};
    uint32_t *order = ARENA_NEW(a, uint32_t, f->stories.n + 1), n = 0;
    firsts at = {ARENA_NEW(a, uint32_t, f->stories.n + 1), ARENA_NEW(a, uint32_t, f->stories.n + 1), ARENA_NEW(a, uint32_t, f->stories.n + 1)};
    bool room = VEC_RESERVE(a, &to->stories, f->stories.n) && VEC_RESERVE(a, &to->entities, f->entities.n) &&
                VEC_RESERVE(a, &to->events, f->events.n) && VEC_RESERVE(a, &to->statements, f->statements.n);
    if (!order || !at.entity || !at.event || !at.statement || !room) return false;
    FIRSTS(f->entities, at.entity);
    FIRSTS(f->events, at.event);
    FIRSTS(f->statements, at.statement);
    for (uint32_t i = 0; i < f->stories.n; i++)
        if (!fold->dropped.v[i]) order[n++] = i;
    if (n) qsort_r(order, n, sizeof *order, cmp_stories, (void *)(uintptr_t)f);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *first;
        if (!strmap_put(&texts, a, f->stories.v[order[i]].text, order[i], &first)) return false;
        if (*first == order[i] && !copy_story(f, order[i], &at, to)) return false;
    }
    return true;
}

static dm_status in_order_and_named(const dm_fold *fold, facts *to, dm_err *err) {
    if (!in_order(fold, to)) return err_memory(err, "the ledger");
    if (!fold->knows) return facts_unify_names(to, NULL, err);
    fact_person_list persons = {0}; /* a copy, as it is sorted */
    if (!VEC_RESERVE(to->arena, &persons, fold->persons.n)) return err_memory(err, "names");
    for (uint32_t i = 0; i < fold->persons.n; i++) persons.v[persons.n++] = fold->persons.v[i];
    return facts_unify_names(to, &persons, err);
}

static dm_status run(const dm_fold *fold, folded *k, dm_err *err) {
    k->f = (facts){.arena = &k->arena};
    DM_TRY(in_order_and_named(fold, &k->f, err));
    DM_TRY(merge_run(&k->f, fold->knows ? &fold->words : NULL, &k->arena, &k->m, err));
    DM_TRY(merge_redate(&k->f, &k->m, err));
    return ledger_fold(&k->f, &k->m, &k->arena, &k->l, err);
}

static dm_status no_sentences(answer *a, void *user, dm_err *err) {
    (void)a;
    (void)user;
    return err_set(err, DM_E_USAGE, 0, "sentences that gave no row are asked of a database");
}

dm_status dm_fold_query(dm_fold *fold, const dm_query *query, dm_rows **out, dm_err *err) {
    *out = NULL;
    if (!fold->folded) {
        fold->folded = calloc(1, sizeof *fold->folded);
        if (!fold->folded) return err_memory(err, "the ledger");
        arena_init(&fold->folded->arena, 0);
        dm_status s = run(fold, fold->folded, err);
        if (s != DM_OK) {
            forget(fold);
            return s;
        }
    }
    return answer_query(fold->folded, query, no_sentences, NULL, out, err);
}

/* ---- parts of a larger set ---- */

static dm_status emit(dm_buf *line, dm_sink *sink, void *user, dm_err *err) {
    buf_puts(line, "\n");
    dm_status s = buf_ok(line) ? sink(user, line->p, line->n) : err_memory(err, "a line");
    buf_clear(line);
    return s;
}

static dm_status emit_words(const word_counts *words, dm_buf *line, dm_sink *sink, void *user, dm_err *err) {
    buf_printf(line, "{\"sentences\":%llu}", (unsigned long long)words->bags);
    DM_TRY(emit(line, sink, user, err));
    for (uint32_t i = 0; i < words->cap; i++) {
        if (!words->counts[i]) continue;
        buf_printf(line, "{\"word\":%u,\"n\":%u}", words->words[i], words->counts[i]);
        DM_TRY(emit(line, sink, user, err));
    }
    return DM_OK;
}

static dm_status emit_persons(const fact_person_list *persons, dm_buf *line, dm_sink *sink, void *user, dm_err *err) {
    for (uint32_t i = 0; i < persons->n; i++) {
        const fact_person *p = &persons->v[i];
        buf_puts(line, "{\"person\":");
        buf_put_json(line, p->key);
        buf_puts(line, ",\"name\":");
        buf_put_json(line, p->name);
        buf_puts(line, ",\"country\":");
        buf_put_json(line, p->country);
        buf_printf(line, ",\"stories\":%u,\"capacity\":[", p->stories);
        for (uint32_t c = 0; c < DM_CAPACITY_N; c++) buf_printf(line, "%s%u", c ? "," : "", p->capacity[c]);
        buf_puts(line, "]}");
        DM_TRY(emit(line, sink, user, err));
    }
    return DM_OK;
}

/* Work on a copy in order, in an arena that goes with the call. */
static dm_status tally(const dm_fold *fold, dm_arena *a, dm_buf *line, dm_sink *sink, void *user, dm_err *err) {
    facts f = {.arena = a};
    word_counts words = {0};
    fact_person_list persons = {0};
    if (!in_order(fold, &f) || !merge_count_words(&f, a, &words)) return err_memory(err, "the tally");
    DM_TRY(facts_persons(&f, a, &persons, err));
    DM_TRY(emit_words(&words, line, sink, user, err));
    return emit_persons(&persons, line, sink, user, err);
}

static dm_status keys(const dm_fold *fold, dm_arena *a, dm_buf *line, dm_sink *sink, void *user, dm_err *err) {
    facts f = {.arena = a};
    merge_key_list list = {0}, more = {0};
    DM_TRY(in_order_and_named(fold, &f, err));
    DM_TRY(merge_keys(&f, a, &list, err));
    DM_TRY(ledger_keys(&f, a, &more, err));
    uint32_t at = 0, then = 0;
    for (uint32_t story = 0; story < f.stories.n; story++) {
        const char *comma = "";
        buf_puts(line, "{\"story\":");
        buf_put_json(line, f.stories.v[story].id);
        buf_puts(line, ",\"keys\":[");
        for (; at < list.n && list.v[at].story == story; at++, comma = ",") buf_printf(line, "%s%lld", comma, (long long)list.v[at].key);
        for (; then < more.n && more.v[then].story == story; then++, comma = ",") buf_printf(line, "%s%lld", comma, (long long)more.v[then].key);
        buf_puts(line, "]}");
        DM_TRY(emit(line, sink, user, err));
    }
    return DM_OK;
}

typedef dm_status part(const dm_fold *, dm_arena *, dm_buf *, dm_sink *, void *, dm_err *);

static dm_status with_arena(const dm_fold *fold, part *call, dm_sink *sink, void *user, dm_err *err) {
    dm_arena a;
    dm_buf line = {0};
    arena_init(&a, 0);
    dm_status s = call(fold, &a, &line, sink, user, err);
    buf_free(&line);
    arena_free(&a);
    return s;
}

dm_status dm_fold_tally(dm_fold *fold, dm_sink *sink, void *user, dm_err *err) { return with_arena(fold, tally, sink, user, err); }
dm_status dm_fold_keys(dm_fold *fold, dm_sink *sink, void *user, dm_err *err) { return with_arena(fold, keys, sink, user, err); }

static bool know_person(dm_fold *fold, const json_t *v) {
    dm_arena *a = &fold->known_arena;
    fact_person p = {.key = facts_json_str(a, v, "person"), .name = facts_json_str(a, v, "name"), .country = facts_json_str(a, v, "country")};
    uint32_t *at;
    if (!p.key.p || !strmap_put(&fold->by_person, a, p.key, fold->persons.n, &at)) return false;
    if (*at == fold->persons.n) {
        fact_person *fresh = VEC_PUSH(a, &fold->persons);
        if (!fresh) return false;
        *fresh = p;
    }
    fact_person *to = &fold->persons.v[*at];
    if (str_cmp(p.name, to->name) < 0) to->name = p.name;
    if (p.country.p && (!to->country.p || str_cmp(p.country, to->country) < 0)) to->country = p.country;
    to->stories += (uint32_t)json_integer_value(json_object_get(v, "stories"));
    const json_t *capacity = json_object_get(v, "capacity");
    for (uint32_t c = 0; c < DM_CAPACITY_N; c++) to->capacity[c] += (uint32_t)json_integer_value(json_array_get(capacity, c));
    return true;
}

dm_status dm_fold_know(dm_fold *fold, const char *line, size_t size, dm_err *err) {
    json_error_t why;
    json_t *v = json_loadb(line, size, JSON_ALLOW_NUL, &why);
    if (!v) return err_set(err, DM_E_FORMAT, (uint64_t)why.position, "not JSON: %.120s", why.text);
    const json_t *word = json_object_get(v, "word"), *sentences = json_object_get(v, "sentences");
    bool is = word || sentences || json_is_string(json_object_get(v, "person")), ok = true;
    forget(fold);
    fold->knows = true;
    if (sentences) fold->words.bags += (uint64_t)json_integer_value(sentences);
    else if (word)
        ok = bag_count_word(&fold->known_arena, &fold->words, (uint32_t)json_integer_value(word),
                            (uint32_t)json_integer_value(json_object_get(v, "n")));
    else if (is) ok = know_person(fold, v);
    json_decref(v);
    if (!is) return err_set(err, DM_E_FORMAT, 0, "no line of a tally");
    return ok ? DM_OK : err_memory(err, "the tally");
}
