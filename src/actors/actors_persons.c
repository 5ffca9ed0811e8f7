/* Persons by name. Full names first, over the whole story: the same name is the same person, and one in the lexicon is
 * the person who fits the date, the office and the state. Then surnames, in order: to the nearest person before whose
 * name ends or begins so and whom nothing said of either contradicts; else to who bore that name in office at the date;
 * else to one who is introduced later (headlines); else somebody of whom no more is known. */
#include "actors/actors_int.h"

#include "lexicon/normalise.h"

enum { LOOK_BACK = 400 };

static uint32_t count_words(dm_str key) {
    uint32_t n = key.n ? 1 : 0;
    for (uint32_t i = 0; i < key.n; i++) n += key.p[i] == ' ';
    return n;
}

static dm_str first_word(dm_str key) {
    uint32_t n = 0;
    while (n < key.n && key.p[n] != ' ') n++;
    return (dm_str){key.p, n};
}

static dm_str last_word(dm_str key) {
    uint32_t b = key.n;
    while (b > 0 && key.p[b - 1] != ' ') b--;
    return str_sub(key, b, key.n);
}

static bool is_person_name(const dm_mention_row *m) { return m->kind == DM_ENTITY_PERSON && m->via == DM_VIA_NAME; }

/* Where family names come first. */
static bool family_first(const resolver *r, uint32_t state, dm_str key) {
    static const char *const IDS[] = {"KOR", "PRK", "CHN", "TWN", "HKG", "VNM", "HUN", "KHM", NULL};
    if (count_words(key) == 3 && state == DM_NONE) return true;
    if (state == DM_NONE) return false;
    dm_str id = lexicon_actor(r->lex, state).id;
    for (uint32_t i = 0; IDS[i]; i++)
        if (str_is(id, IDS[i])) return true;
    return false;
}

/* How well `part` names one whose full key is `full`: 3 the surname, 1 another word of the name, 0 not at all. */
static int name_fit(const resolver *r, uint32_t state, dm_str part, dm_str full) {
    if (!part.n || part.n > full.n) return 0;
    if (str_eq(part, full)) return 3;
    if (part.n == full.n) return 0;
    bool begins = memcmp(full.p, part.p, part.n) == 0 && full.p[part.n] == ' ';
    bool ends = memcmp(full.p + full.n - part.n, part.p, part.n) == 0 && full.p[full.n - part.n - 1] == ' ';
    if (ends && !(family_first(r, state, full) && count_words(full) > 2)) return 3;
    if (begins) return family_first(r, state, full) ? 3 : 1;
    return ends ? 1 : 0;
}

static bool is_sex(uint8_t gender) { return gender == DM_GENDER_MALE || gender == DM_GENDER_FEMALE; }

/* A name of which the lexicon knows nothing and that is not a person's for the tagger. */
static bool may_be_mistaken(const dm_mention_row *m) {
    bool other = m->kind == DM_ENTITY_ORGANIZATION || (m->kind == DM_ENTITY_PLACE && m->country == DM_NONE);
    return other && m->via == DM_VIA_NAME && m->actor == DM_NONE && m->outlet == DM_NONE && m->body == DM_NONE;
}

/* "Yohannes Tesfay, the defence minister" */
static bool has_office_beside(const resolver *r, uint32_t i) {
    enum { BESIDE = 3 };
    const dm_doc *doc = r->doc;
    for (uint32_t k = i > BESIDE ? i - BESIDE : 0; k < doc->mentions.n && k <= i + BESIDE; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        bool office = k != i && p->office != DM_NONE && p->kind == DM_ENTITY_PERSON && !p->plural && p->via != DM_VIA_NAME;
        if (office && mention_sentence(doc, p) == mention_sentence(doc, &doc->mentions.v[i]) && mention_in_apposition(doc, &doc->mentions.v[i], p))
            return true;
    }
    return false;
}

void correct_kinds(resolver *r) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        if (may_be_mistaken(&doc->mentions.v[i]) && count_words(r->keys[i]) > 1 && has_office_beside(r, i))
            doc->mentions.v[i].kind = DM_ENTITY_PERSON;
    for (uint32_t i = 0; i < doc->mentions.n; i++) { /* the same name, or its surname, elsewhere */
        if (!may_be_mistaken(&doc->mentions.v[i]) || !r->keys[i].n) continue;
        for (uint32_t k = 0; k < doc->mentions.n && doc->mentions.v[i].kind != DM_ENTITY_PERSON; k++) {
            if (!is_person_name(&doc->mentions.v[k]) || count_words(r->keys[k]) < 2) continue;
            if (str_eq(r->keys[k], r->keys[i]) || str_eq(last_word(r->keys[k]), r->keys[i])) doc->mentions.v[i].kind = DM_ENTITY_PERSON;
        }
    }
}

/* Nothing that is said of the two excludes that they are one. */
static bool agrees(const resolver *r, const dm_mention_row *m, uint32_t entity) {
    const dm_entity_row *e = &r->doc->entities.v[entity];
    if (is_sex(m->gender) && is_sex(e->gender) && m->gender != e->gender) return false;
    if (m->country != DM_NONE && e->state != DM_NONE && m->country != e->state) {
        if (lexicon_actor(r->lex, m->country).kind == DM_ENTITY_STATE) return false;
    }
    return true;
}

/* ---- the lexicon's persons ---- */

typedef struct pick {
    uint32_t actor;
    int score;
    bool tied;
} pick;

static void consider(pick *best, uint32_t actor, int score) {
    if (score > best->score) *best = (pick){actor, score, false};
    else if (score == best->score && actor != best->actor) best->tied = true;
}

static int weigh_office(const resolver *r, const dm_mention_row *m, uint32_t actor, bool *held) {
    *held = false;
    if (m->office == DM_NONE) return 0;
    dm_str office = lexicon_title(r->lex, m->office).office;
    if (!m->former && person_held(r->lex, actor, office, DM_NONE, r->day)) {
        *held = true;
        return 6;
    }
    if (person_held(r->lex, actor, office, DM_NONE, DM_DAY_NONE)) {
        *held = m->former;
        return m->former ? 6 : 2;
    }
    return office_rank(office) >= 3 ? -3 : 0;
}

/* Who of those with exactly this full name is meant. */
uint32_t lexicon_by_full_name(const resolver *r, const dm_mention_row *m) {
    lex_match found[MAX_NAMES];
    uint32_t n = lexicon_match(r->lex, r->doc, m->name_begin, found, MAX_NAMES);
    pick best = {DM_NONE, -1000, false};
    for (uint32_t i = 0; i < n; i++) {
        if (found[i].dict != LEX_NAME || found[i].n_pieces != m->name_end - m->name_begin) continue;
        lex_name name = lexicon_name(r->lex, found[i].row);
        lex_actor a = lexicon_actor(r->lex, name.actor);
        if (a.kind != DM_ENTITY_PERSON || name.via == LEX_VIA_SURNAME || !person_lives(r->lex, name.actor, r->day) ||
            !name_holds(name.from, name.to, r->day))
            continue;
        if (is_sex(m->gender) && is_sex(a.gender) && m->gender != a.gender) continue;
        bool held;
        int score = weigh_office(r, m, name.actor, &held);
        if (m->country != DM_NONE && a.state != DM_NONE)
            score += m->country == a.state ? 4 : lexicon_actor(r->lex, m->country).kind == DM_ENTITY_STATE && !held ? -20 : 0;
        if (term_at(r->lex, name.actor, r->day) != DM_NONE) score += 2;
        if (story_names(r, a.state)) score += 1;
        consider(&best, name.actor, score);
    }
    return best.score > -10 && !best.tied ? best.actor : DM_NONE;
}

uint32_t lexicon_by_surname(const resolver *r, const dm_mention_row *m, bool need_office) {
    lex_match found[MAX_NAMES];
    uint32_t n = lexicon_match(r->lex, r->doc, m->name_begin, found, MAX_NAMES);
    pick best = {DM_NONE, 0, false};
    for (uint32_t i = 0; i < n; i++) {
        if (found[i].dict != LEX_NAME || found[i].n_pieces != m->name_end - m->name_begin) continue;
        lex_name name = lexicon_name(r->lex, found[i].row);
        if (name.via != LEX_VIA_SURNAME) continue;
        lex_actor a = lexicon_actor(r->lex, name.actor);
        if (is_sex(m->gender) && is_sex(a.gender) && m->gender != a.gender) continue;
        if (m->country != DM_NONE && a.state != m->country && lexicon_actor(r->lex, m->country).kind == DM_ENTITY_STATE) continue;
        bool held, known_state = story_names(r, a.state);
        int score = weigh_office(r, m, name.actor, &held);
        uint32_t term = term_at(r->lex, name.actor, r->day); /* without a day, the highest ever */
        int rank = term == DM_NONE ? 0 : office_rank(lexicon_office(r->lex, term).office);
        /* Without an office in the words, only who was in everybody's mouth then, and of a state that the story is about. */
        bool rules = m->body != DM_NONE && rank == 5; /* "the Otieno administration" */
        if (!held && !rules &&
            (need_office || rank < 4 || !known_state || (m->office != DM_NONE && office_rank(lexicon_title(r->lex, m->office).office) > 1)))
            continue;
        consider(&best, name.actor, score + rank + known_state);
    }
    return best.tied ? DM_NONE : best.actor;
}

/* ---- full names ---- */

/* Another spelling of one whom the story knows: a middle name or initial more or less. */
static uint32_t same_but_middle(const resolver *r, const dm_mention_row *m, dm_str key, uint32_t before) {
    if (count_words(key) < 2) return DM_NONE;
    for (uint32_t i = before, seen = 0; i-- > 0 && seen < LOOK_BACK;) {
        const dm_mention_row *p = &r->doc->mentions.v[i];
        if (p->entity == DM_NONE || !is_person_name(p)) continue;
        seen++;
        dm_str other = r->known.v[p->entity].key;
        if (count_words(other) < 2 || !agrees(r, m, p->entity)) continue;
        if (str_eq(key, other)) return p->entity;
        bool short_one = count_words(key) == 2 || count_words(other) == 2;
        if (short_one && count_words(key) != count_words(other) && str_eq(first_word(key), first_word(other)) &&
            str_eq(last_word(key), last_word(other)) && !family_first(r, r->doc->entities.v[p->entity].state, key))
            return p->entity;
    }
    return DM_NONE;
}

static dm_str own_name(const resolver *r, const dm_mention_row *m) {
    return doc_words(r->doc, (dm_span){r->doc->pieces.v[m->name_begin].span.begin, r->doc->pieces.v[m->name_end - 1].span.end});
}

static void remember(resolver *r, uint32_t entity, uint32_t mention) {
    if (count_words(r->keys[mention]) > count_words(r->known.v[entity].key)) {
        r->known.v[entity].key = r->keys[mention];
        if (r->doc->entities.v[entity].actor == DM_NONE) r->doc->entities.v[entity].name = own_name(r, &r->doc->mentions.v[mention]);
    }
}

/* A name that differs from the lexicon's by its accents alone is told as the story spells it. False: out of memory. */
static bool spell(resolver *r, uint32_t entity, uint32_t mention) {
    dm_entity_row *e = &r->doc->entities.v[entity];
    dm_str own = own_name(r, &r->doc->mentions.v[mention]);
    dm_buf folded = {0};
    bool accents = false, small = false;
    for (uint32_t i = 0; i < e->name.n; i++) accents = accents || (unsigned char)e->name.p[i] >= 0x80;
    for (uint32_t i = 0; i < own.n; i++) small = small || (own.p[i] >= 'a' && own.p[i] <= 'z');
    if (!accents || !small) return true;
    normalise_join(e->name, ' ', &folded);
    bool ok = buf_ok(&folded);
    if (ok && str_eq(buf_str(&folded), r->keys[mention])) e->name = own;
    buf_free(&folded);
    return ok;
}

dm_status sieve_full_names(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity != DM_NONE || !is_person_name(m) || count_words(r->keys[i]) < 2) continue;
        uint32_t actor = lexicon_by_full_name(r, m), e;
        const char *why = "full name and office at the date";
        if (actor != DM_NONE) {
            e = entity_of_actor(r, actor);
            if (e != ENTITY_FAILED && !spell(r, e, i)) return err_memory(err, "actors");
        } else {
            e = same_but_middle(r, m, r->keys[i], i);
            why = "the same name before";
            if (e == DM_NONE && (e = story_by_surname(r, i)) != DM_NONE) why = "surname of several words"; /* "Perez de Cuellar" */
            if (e == DM_NONE) {
                e = entity_new(r, DM_ENTITY_PERSON, own_name(r, m));
                why = "full name";
            }
        }
        if (e == ENTITY_FAILED) return err_memory(err, "actors");
        if (m->actor == DM_NONE && actor != DM_NONE) m->actor = actor;
        mention_resolve(r, i, e, "%s", why);
        remember(r, e, i);
    }
    return DM_OK;
}

/* ---- surnames ---- */

/* "the summit between Moon and Kim": one head of state meets another. */
static bool meets_a_head(const resolver *r, uint32_t i) {
    const dm_mention_row *m = &r->doc->mentions.v[i];
    const dm_token *t = &r->doc->tokens.v[m->head], *up = &r->doc->tokens.v[t->head];
    bool joined =
        t->dep == DM_DEP_CONJ || (t->dep == DM_DEP_POBJ && (str_is(up->lower, "with") || str_is(up->lower, "between") || str_is(up->lower, "and")));
    if (!joined) return false;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < 3;) {
        const dm_mention_row *p = &r->doc->mentions.v[k];
        if (mention_sentence(r->doc, p) != mention_sentence(r->doc, m)) break;
        if (p->entity == DM_NONE || !is_person_name(p)) continue;
        seen++;
        if (entity_has_office(r, p->entity, DM_STR("leader"))) return true;
    }
    return false;
}

static dm_block block_kind(const resolver *r, const dm_mention_row *m) { return r->doc->blocks.v[r->doc->tokens.v[m->head].block].kind; }

static int surname_score(const resolver *r, const dm_mention_row *m, const dm_mention_row *p, bool summit) {
    const known *k = &r->known.v[p->entity];
    int score = 100;
    if (m->office != DM_NONE) {
        dm_str office = lexicon_title(r->lex, m->office).office;
        if (entity_has_office(r, p->entity, office)) score += 40;
        else if (office_rank(office) >= 3 && (k->n_offices || r->doc->entities.v[p->entity].actor != DM_NONE)) return -1000;
        else score -= 10;
    }
    if (m->country != DM_NONE && r->doc->entities.v[p->entity].state == m->country) score += 20;
    if (summit && entity_has_office(r, p->entity, DM_STR("leader"))) score += 30;
    uint32_t apart = mention_sentence(r->doc, m) - mention_sentence(r->doc, p);
    score -= apart > 12 ? 24 : (int)apart * 2;
    if (mention_is_subject(r->doc, p)) score += 5;
    /* One inside the other's phrase, "the sister of Kim Jong-un", is not whom the next "Kim" takes up. */
    dm_dep dep = r->doc->tokens.v[p->head].dep;
    if (dep == DM_DEP_POBJ || dep == DM_DEP_POSS) score -= 3;
    /* Body text goes on from body text: who stands in a caption above it was not introduced there. */
    if (block_kind(r, p) == DM_BLOCK_CAPTION && block_kind(r, m) != DM_BLOCK_CAPTION) score -= 30;
    return score;
}

uint32_t story_by_surname(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    const dm_mention_row *m = &doc->mentions.v[i];
    bool summit = meets_a_head(r, i);
    uint32_t best = DM_NONE;
    int best_score = 0;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < LOOK_BACK;) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || doc->entities.v[p->entity].kind != DM_ENTITY_PERSON) continue;
        seen++;
        int fit = name_fit(r, doc->entities.v[p->entity].state, r->keys[i], r->known.v[p->entity].key);
        if (!fit || !agrees(r, m, p->entity)) continue;
        int score = surname_score(r, m, p, summit) + (fit == 3 ? 10 : 0);
        if (score > best_score) best = p->entity, best_score = score;
    }
    return best;
}

uint32_t story_introduces(const resolver *r, uint32_t i) {
    const dm_doc *doc = r->doc;
    for (uint32_t k = i + 1, seen = 0; k < doc->mentions.n && seen < LOOK_BACK; k++) {
        const dm_mention_row *p = &doc->mentions.v[k];
        if (p->entity == DM_NONE || !is_person_name(p)) continue;
        seen++;
        if (name_fit(r, doc->entities.v[p->entity].state, r->keys[i], r->known.v[p->entity].key) == 3 && agrees(r, &doc->mentions.v[i], p->entity)) {
            if (doc->mentions.v[i].office == DM_NONE || surname_score(r, &doc->mentions.v[i], p, false) > 0) return p->entity;
        }
    }
    return DM_NONE;
}

dm_status sieve_surnames(resolver *r, dm_err *err) {
    dm_doc *doc = r->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        dm_mention_row *m = &doc->mentions.v[i];
        if (m->entity != DM_NONE || !is_person_name(m) || !r->keys[i].n) continue;
        const char *why = "surname of the nearest person before who fits";
        uint32_t e = story_by_surname(r, i);
        if (e == DM_NONE) {
            uint32_t later = story_introduces(r, i), actor = lexicon_by_surname(r, m, false);
            if (actor != DM_NONE && (later == DM_NONE || m->office != DM_NONE)) {
                e = entity_of_actor(r, actor);
                why = "surname of one in office at the date";
            } else if (later != DM_NONE) {
                e = later;
                why = "surname of one who is introduced later";
            } else {
                e = entity_new(r, DM_ENTITY_PERSON, own_name(r, m));
                why = "surname alone";
            }
        }
        if (e == ENTITY_FAILED) return err_memory(err, "actors");
        mention_resolve(r, i, e, "%s", why);
        remember(r, e, i);
    }
    return DM_OK;
}
