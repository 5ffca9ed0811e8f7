/* One person under several names over the whole set: with and without a state, with a title in front ("Datuk Rahman
 * Iskandar"), by surname alone ("Rahman"), spelt otherwise ("Mohamed", "Muhammad").
 *
 * A name stands for a fuller one when all its words stand in that one, the states agree, and the set knows no second person
 * of whom that holds. Nothing else is guessed: two persons of one surname stay two, and the bare surname a third. A function
 * of the set: persons are sorted by key, each step looks at what the step before it left. */
#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "document/facts.h"

#include <stdlib.h>

enum { MOST_WORDS = 8, MOST_BEARERS = 64 }; /* words of a name; persons of one word that a name is compared with */

typedef struct person {
    dm_str key, name, country;
    uint32_t stories; /* that name it so */
    uint32_t words[MOST_WORDS];
    uint32_t n_words;
    uint64_t skeleton; /* of the whole name and the state; 0: too short to tell */
    uint32_t root;
    uint32_t capacity[DM_CAPACITY_N]; /* how often it acts in each */
} person;

typedef struct person_list {
    person *v;
    uint32_t n, cap;
} person_list;

/* Folded words, each hashed; and the consonants alone, each run of one letter once. */
static void read_name(person *p) {
    dm_buf word = {0}, bones = {0};
    uint32_t n_bones = 0, last = 0;
    for (uint32_t i = 0; i <= p->name.n;) {
        uint32_t cp = ' ', len = 1;
        if (i < p->name.n) len = utf8_decode(p->name.p + i, p->name.n - i, &cp);
        i += len;
        bool space = uni_is_space(cp) || cp == '.' || cp == ',';
        if (space) {
            if (word.n && p->n_words < MOST_WORDS) p->words[p->n_words++] = (uint32_t)hash_bytes(word.p, word.n);
            if (word.n) buf_putc(&bones, ' ');
            buf_clear(&word);
            last = 0;
            continue;
        }
        char utf8[4];
        cp = uni_fold(cp);
        bool hyphen = cp == '-' || cp == 0x2019 || cp == '\'';
        if (hyphen) continue;
        buf_put(&word, utf8, utf8_encode(cp, utf8));
        cp = cp == 'q' || cp == 'c' ? 'k' : cp == 'w' ? 'u' : cp;
        bool vowel = cp == 'a' || cp == 'e' || cp == 'i' || cp == 'o' || cp == 'u' || cp == 'y' || cp == 'h';
        if ((vowel && word.n > 1) || cp == last) continue;
        buf_put(&bones, utf8, utf8_encode(vowel ? 'a' : cp, utf8));
        last = cp;
        n_bones++;
    }
    enum { LEAST_BONES = 6 };
    buf_put_str(&bones, p->country);
    p->skeleton = p->n_words > 1 && n_bones >= LEAST_BONES && buf_ok(&bones) ? hash_bytes(bones.p, bones.n) : 0;
    buf_free(&word);
    buf_free(&bones);
}

static int cmp_person(const void *x, const void *y) { return str_cmp(((const fact_person *)x)->key, ((const fact_person *)y)->key); }

static uint32_t find(person_list *all, uint32_t i) {
    while (all->v[i].root != i) i = all->v[i].root = all->v[all->v[i].root].root;
    return i;
}

static bool is_person(const fact_entity *e) { return e->kind == DM_ENTITY_PERSON && e->key.p; }

/* Index of the person that an entity is; DM_NONE for nobody, or one who is not in the list. */
static uint32_t index_of(const facts *f, const dm_strmap *by_key, uint32_t entity) {
    return entity == DM_NONE || !is_person(&f->entities.v[entity]) ? DM_NONE : strmap_get(by_key, f->entities.v[entity].key);
}

/* By key; by_key gives the place in the list. */
static dm_status sort_persons(dm_arena *a, fact_person_list *all, dm_strmap *by_key, dm_err *err) {
    if (all->n) qsort(all->v, all->n, sizeof *all->v, cmp_person);
    for (uint32_t i = 0; i < all->n; i++) {
        uint32_t *at;
        if (!strmap_put(by_key, a, all->v[i].key, i, &at)) return err_memory(err, "names");
        *at = i;
    }
    return DM_OK;
}

static dm_status list_persons(const facts *f, dm_arena *a, fact_person_list *all, dm_strmap *by_key, dm_err *err) {
    for (uint32_t i = 0; i < f->entities.n; i++) {
        const fact_entity *e = &f->entities.v[i];
        uint32_t *at;
        if (!is_person(e)) continue;
        if (!strmap_put(by_key, a, e->key, all->n, &at)) return err_memory(err, "names");
        if (*at == all->n) {
            fact_person *p = VEC_PUSH(a, all);
            if (!p) return err_memory(err, "names");
            *p = (fact_person){.key = e->key, .name = e->name, .country = e->country};
        }
        fact_person *p = &all->v[*at];
        p->stories++;
        /* One key may come with several spellings: the least stands for all, in any order of reading. */
        if (str_cmp(e->name, p->name) < 0) p->name = e->name;
        if (e->country.p && (!p->country.p || str_cmp(e->country, p->country) < 0)) p->country = e->country;
    }
    return sort_persons(a, all, by_key, err);
}

static dm_status read_persons(facts *f, fact_person_list *persons, person_list *all, dm_strmap *by_key, dm_err *err) {
    DM_TRY(sort_persons(f->arena, persons, by_key, err));
    if (!VEC_RESERVE(f->arena, all, persons->n)) return err_memory(err, "names");
    for (uint32_t i = 0; i < persons->n; i++) {
        const fact_person *from = &persons->v[i];
        person *p = &all->v[all->n++];
        *p = (person){.key = from->key, .name = from->name, .country = from->country, .stories = from->stories, .root = i};
        memcpy(p->capacity, from->capacity, sizeof p->capacity);
        read_name(p);
    }
    return DM_OK;
}

static bool states_agree(const person *a, const person *b) { return !a->country.p || !b->country.p || str_eq(a->country, b->country); }

/* The same full name under two states: where one is rare, a slip is likelier than a namesake. */
static bool one_slipped(const person *a, const person *b) {
    enum { FEW = 4 };
    uint32_t less = a->stories < b->stories ? a->stories : b->stories, more = a->stories + b->stories - less;
    return a->n_words > 1 && a->n_words == b->n_words && (2 * less <= more || more + less <= FEW);
}

/* The lexicon's own persons before those of a state, those of a state before others, then by stories, then by key. */
static bool stands_for(const person *a, const person *b) {
    bool known_a = !str_starts(a->key, "person/"), known_b = !str_starts(b->key, "person/");
    if (known_a != known_b) return known_a;
    if ((a->country.p != NULL) != (b->country.p != NULL)) return a->country.p != NULL;
    if (a->stories != b->stories) return a->stories > b->stories;
    return str_cmp(a->key, b->key) < 0;
}

static void unite(person_list *all, uint32_t i, uint32_t j) {
    i = find(all, i), j = find(all, j);
    if (i == j) return;
    bool first = stands_for(&all->v[i], &all->v[j]);
    uint32_t up = first ? i : j, down = first ? j : i;
    all->v[down].root = up;
}

static bool has_word(const person *p, uint32_t word) {
    for (uint32_t i = 0; i < p->n_words; i++)
        if (p->words[i] == word) return true;
    return false;
}

static bool within(const person *a, const person *b) {
    for (uint32_t i = 0; i < a->n_words; i++)
        if (!has_word(b, a->words[i])) return false;
    return a->n_words > 0;
}

typedef struct bearer {
    uint32_t word, person;
} bearer;

static int cmp_bearer(const void *x, const void *y) {
    const bearer *a = x, *b = y;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    return a->person < b->person ? -1 : a->person > b->person;
}

typedef struct bearer_list {
    bearer *v;
    uint32_t n, cap;
} bearer_list;

static uint32_t first_bearer(const bearer_list *list, uint32_t word) {
    uint32_t lo = 0, hi = list->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (list->v[mid].word < word) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static uint32_t count_bearers(const bearer_list *list, uint32_t word) {
    uint32_t first = first_bearer(list, word), n = 0;
    while (first + n < list->n && list->v[first + n].word == word && n <= MOST_BEARERS) n++;
    return n;
}

/* The one fuller name that i can stand for, DM_NONE for none or several. */
static uint32_t fuller(person_list *all, const bearer_list *bearers, uint32_t i) {
    const person *p = &all->v[i];
    uint32_t rarest = 0, least = MOST_BEARERS + 1, only = DM_NONE;
    for (uint32_t w = 0; w < p->n_words; w++) {
        uint32_t n = count_bearers(bearers, p->words[w]);
        if (n < least) least = n, rarest = p->words[w];
    }
    if (least > MOST_BEARERS) return DM_NONE;
    uint32_t at = first_bearer(bearers, rarest);
    for (uint32_t k = 0; k < least; k++) {
        uint32_t j = bearers->v[at + k].person;
        const person *q = &all->v[j];
        bool longer = q->n_words > p->n_words || (q->n_words == p->n_words && q->country.p && (!p->country.p || stands_for(q, p)));
        bool fits = j != i && longer && (states_agree(p, q) || one_slipped(p, q)) && within(p, q);
        if (!fits || find(all, j) == find(all, i)) continue;
        if (only != DM_NONE && find(all, only) != find(all, j)) return DM_NONE;
        only = j;
    }
    return only;
}

static int cmp_skeleton(const void *x, const void *y, void *user) {
    const person_list *all = user;
    uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
    if (all->v[i].skeleton != all->v[j].skeleton) return all->v[i].skeleton < all->v[j].skeleton ? -1 : 1;
    return i < j ? -1 : i > j;
}

static int cmp_fullness(const void *x, const void *y, void *user) {
    const person_list *all = user;
    uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
    const person *a = &all->v[i], *b = &all->v[j];
    if (a->n_words != b->n_words) return a->n_words > b->n_words ? -1 : 1;
    if ((a->country.p != NULL) != (b->country.p != NULL)) return a->country.p ? -1 : 1;
    return i < j ? -1 : i > j;
}

static dm_status unite_all(facts *f, person_list *all, dm_err *err) {
    bearer_list bearers = {0};
    uint32_t *order = ARENA_NEW(f->arena, uint32_t, all->n + 1);
    if (!order) return err_memory(err, "names");
    for (uint32_t i = 0; i < all->n; i++) {
        order[i] = i;
        for (uint32_t w = 0; w < all->v[i].n_words; w++) {
            bearer *b = VEC_PUSH(f->arena, &bearers);
            if (!b) return err_memory(err, "names");
            *b = (bearer){all->v[i].words[w], i};
        }
    }
    if (bearers.n) qsort(bearers.v, bearers.n, sizeof *bearers.v, cmp_bearer);
    if (all->n) qsort_r(order, all->n, sizeof *order, cmp_skeleton, all);
    for (uint32_t i = 1; i < all->n; i++)
        if (all->v[order[i]].skeleton && all->v[order[i]].skeleton == all->v[order[i - 1]].skeleton) unite(all, order[i - 1], order[i]);
    /* Longer names first, so that a surname finds those of one person already united. */
    for (uint32_t i = 0; i < all->n; i++) order[i] = i;
    if (all->n) qsort_r(order, all->n, sizeof *order, cmp_fullness, all);
    for (uint32_t i = 0; i < all->n; i++) {
        uint32_t to = fuller(all, &bearers, order[i]);
        if (to != DM_NONE) unite(all, order[i], to);
    }
    return DM_OK;
}

/* In what capacity a person acts elsewhere: for those whom a story names without an office. */
static dm_capacity usual_capacity(const person *p) {
    dm_capacity best = DM_CAPACITY_NONE;
    for (uint32_t c = 0; c < DM_CAPACITY_N; c++)
        if (c != DM_CAPACITY_NONE && p->capacity[c] > p->capacity[best]) best = (dm_capacity)c;
    return best;
}

static const person *person_of(const facts *f, person_list *all, const dm_strmap *by_key, uint32_t entity) {
    uint32_t at = index_of(f, by_key, entity);
    return at == DM_NONE ? NULL : &all->v[find(all, at)];
}

/* A code of another state than the person's now begins with the right one. */
static dm_status recode(facts *f, const person *p, dm_str from, dm_str *code, dm_err *err) {
    if (!p->country.p || str_eq(p->country, from) || !code->p) return DM_OK;
    uint32_t cut = from.p && code->n >= from.n && str_eq(str_sub(*code, 0, from.n), from) ? from.n : 0;
    *code = arena_printf(f->arena, "%.*s%.*s", DM_STR_ARG(p->country), DM_STR_ARG(str_sub(*code, cut, code->n)));
    return code->p ? DM_OK : err_memory(err, "names");
}

static dm_status recode_roles(facts *f, person_list *all, const dm_strmap *by_key, dm_err *err) {
    for (uint32_t i = 0; i < f->events.n; i++) {
        fact_role_list *const sides[] = {&f->events.v[i].actors, &f->events.v[i].recipients};
        for (uint32_t k = 0; k < 2; k++)
            for (uint32_t r = 0; r < sides[k]->n; r++) {
                fact_role *role = &sides[k]->v[r];
                const person *p = person_of(f, all, by_key, role->entity);
                if (p) DM_TRY(recode(f, p, f->entities.v[role->entity].country, &role->code, err));
            }
    }
    return DM_OK;
}

/* How often each person acts or speaks in each capacity, under the names that the stories give. */
static void count_capacities(const facts *f, fact_person_list *all, const dm_strmap *by_key) {
    for (uint32_t i = 0; i < f->events.n; i++) {
        const fact_role_list *const sides[] = {&f->events.v[i].actors, &f->events.v[i].recipients};
        for (uint32_t k = 0; k < 2; k++)
            for (uint32_t r = 0; r < sides[k]->n; r++) {
                const fact_role *role = &sides[k]->v[r];
                uint32_t p = index_of(f, by_key, role->entity);
                if (p != DM_NONE && role->capacity != DM_CAPACITY_NONE) all->v[p].capacity[role->capacity]++;
            }
    }
    for (uint32_t i = 0; i < f->statements.n; i++) {
        const fact_statement *s = &f->statements.v[i];
        uint32_t p = index_of(f, by_key, s->speaker);
        if (p != DM_NONE && s->capacity != DM_CAPACITY_NONE) all->v[p].capacity[s->capacity]++;
    }
}

/* What is counted of several names of one person is the person's. */
static void join_capacities(person_list *all) {
    for (uint32_t i = 0; i < all->n; i++) {
        uint32_t up = find(all, i);
        for (uint32_t c = 0; c < DM_CAPACITY_N && up != i; c++) all->v[up].capacity[c] += all->v[i].capacity[c];
    }
}

static void spread_capacities(facts *f, person_list *all, const dm_strmap *by_key) {
    for (uint32_t i = 0; i < f->events.n; i++) {
        fact_role_list *const sides[] = {&f->events.v[i].actors, &f->events.v[i].recipients};
        for (uint32_t k = 0; k < 2; k++)
            for (uint32_t r = 0; r < sides[k]->n; r++) {
                fact_role *role = &sides[k]->v[r];
                const person *p = role->capacity == DM_CAPACITY_NONE ? person_of(f, all, by_key, role->entity) : NULL;
                if (p) role->capacity = usual_capacity(p);
            }
    }
    for (uint32_t i = 0; i < f->statements.n; i++) {
        fact_statement *s = &f->statements.v[i];
        const person *p = s->capacity == DM_CAPACITY_NONE ? person_of(f, all, by_key, s->speaker) : NULL;
        if (p) s->capacity = usual_capacity(p);
    }
}

dm_status facts_persons(const facts *f, dm_arena *a, fact_person_list *out, dm_err *err) {
    dm_strmap by_key = {0};
    DM_TRY(list_persons(f, a, out, &by_key, err));
    count_capacities(f, out, &by_key);
    return DM_OK;
}

dm_status facts_unify_names(facts *f, const fact_person_list *known, dm_err *err) {
    dm_strmap by_key = {0};
    fact_person_list persons = {0};
    person_list all = {0};
    if (known) persons = *known;
    else DM_TRY(facts_persons(f, f->arena, &persons, err));
    DM_TRY(read_persons(f, &persons, &all, &by_key, err));
    DM_TRY(unite_all(f, &all, err));
    join_capacities(&all);
    spread_capacities(f, &all, &by_key);
    DM_TRY(recode_roles(f, &all, &by_key, err));
    for (uint32_t i = 0; i < f->entities.n; i++) {
        fact_entity *e = &f->entities.v[i];
        if (!is_person(e)) continue;
        const person *p = person_of(f, &all, &by_key, i);
        if (!p) return err_set(err, DM_E_USAGE, 0, "%.*s: not among the persons that were given", DM_STR_ARG(e->key));
        DM_TRY(recode(f, p, e->country, &e->code, err));
        e->key = p->key;
        e->name = p->name;
        if (p->country.p) e->country = p->country;
    }
    return DM_OK;
}
