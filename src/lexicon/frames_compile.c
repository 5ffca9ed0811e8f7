/* frames_compile: the YAML of frames to sections, with complaints at their line and column.
 *
 * First the classes of all files, then the frames: each frame takes what it does not say from the `defaults` of its
 * file. A frame of a later folder replaces one of the same id; two of one id in one folder are an error. Predicates
 * are split into a head word and words that must hang on it, and sorted by head word. */
#include "lexicon/frames_int.h"

#include <stdlib.h>

typedef struct frame_compiler {
    lex_build *b;
    dm_err *err;
    const char *file; /* of the frame at hand */
    const char *shown;
    dm_strmap class_ids;
    const yaml_node **class_nodes;
    uint32_t n_classes;
#define FRAME_VEC(field, T, tag) VEC(T) field;
    FRAME_SECTIONS(FRAME_VEC)
#undef FRAME_VEC
} frame_compiler;

static void complain(frame_compiler *c, const yaml_node *at, const char *instead, const char *what, dm_str text) {
    lint_error(c->b->lint, c->file, at->line, at->column, instead, what, DM_STR_ARG(text));
}

static dm_status no_memory(frame_compiler *c) { return err_memory(c->err, "the lexicon's frames"); }

/* ---- words ---- */

/* Splits at spaces into vocabulary ids; at most `max`, more is an error. */
static dm_status words_of(frame_compiler *c, const yaml_node *node, uint32_t *words, uint32_t max, uint32_t *n) {
    dm_str s = yaml_text(node);
    *n = 0;
    if (!s.n) complain(c, node, "a word", "a word is missing here%.*s", DM_STR_NONE);
    for (uint32_t at = 0; at < s.n;) {
        uint32_t end = at;
        while (end < s.n && s.p[end] != ' ') end++;
        if (*n == max) {
            complain(c, node, "at most four words", "\"%.*s\" has too many words", s);
            return DM_OK;
        }
        DM_TRY(build_lemma(c->b, str_sub(s, at, end), &words[*n], c->err));
        if (words[*n]) ++*n;
        at = end + 1;
    }
    return DM_OK;
}

/* Index of a text in a list that ends in NULL; -1 with a complaint. */
static int choice(frame_compiler *c, const yaml_node *node, const char *const *texts, const char *instead) {
    dm_str s = yaml_text(node);
    for (int i = 0; texts[i]; i++)
        if (str_is(s, texts[i])) return i;
    complain(c, node, instead, "\"%.*s\" is not known here", s);
    return -1;
}

/* ---- classes ---- */

static uint32_t class_id(const frame_compiler *c, dm_str name) { return strmap_get(&c->class_ids, name); }

static dm_status add_members(frame_compiler *c, uint32_t class, const yaml_node *list, uint32_t depth) {
    for (const yaml_node *e = yaml_first(list); e; e = yaml_next(list, e)) {
        dm_str s = yaml_text(e);
        if (s.n && s.p[0] == '+') {
            uint32_t other = class_id(c, str_sub(s, 1, s.n));
            if (other == MAP_NONE || depth > 4) complain(c, e, "the name of a class", "no class \"%.*s\"", s);
            else DM_TRY(add_members(c, class, c->class_nodes[other], depth + 1));
            continue;
        }
        uint32_t word;
        DM_TRY(build_lemma(c->b, s, &word, c->err));
        if (!word) continue;
        lexf_member *m = VEC_PUSH(c->b->arena, &c->members);
        if (!m) return no_memory(c);
        *m = (lexf_member){word, class};
    }
    return DM_OK;
}

static int compare_members(const void *pa, const void *pb) {
    const lexf_member *a = pa, *b = pb;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    return a->class < b->class ? -1 : a->class > b->class;
}

/* A class of a later file replaces the one of the same name. */
static dm_status read_classes(frame_compiler *c, const lex_frame_file *files, uint32_t n_files) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < n_files; i++) {
        const yaml_node *classes = yaml_get(files[i].root, "classes");
        most += classes ? classes->n : 0;
    }
    c->class_nodes = ARENA_NEW(c->b->arena, const yaml_node *, most + 1);
    const char **class_files = ARENA_NEW(c->b->arena, const char *, most + 1);
    if (!c->class_nodes || !class_files) return no_memory(c);
    for (uint32_t i = 0; i < n_files; i++) {
        const yaml_node *classes = yaml_get(files[i].root, "classes");
        for (const yaml_node *k = classes ? classes->first : NULL; k; k = k->next) {
            uint32_t *id;
            if (!strmap_put(&c->class_ids, c->b->arena, k->text, c->n_classes, &id)) return no_memory(c);
            if (*id == c->n_classes) c->n_classes++;
            c->class_nodes[*id] = k->value;
            class_files[*id] = files[i].file;
        }
    }
    for (uint32_t id = 0; id < c->n_classes; id++) {
        c->file = class_files[id];
        DM_TRY(add_members(c, id, c->class_nodes[id], 0));
    }
    if (c->members.n) qsort(c->members.v, c->members.n, sizeof *c->members.v, compare_members);
    return DM_OK;
}

/* ---- relations ---- */

static const char *const slot_names[] = {"actor", "recipient", "thing", "content", "trigger", "light", "matter", NULL};
static const char *const rel_names[] = {"subject", "object", "dative", "possessor", "modifier",  "clause",   "infinitive", "complement",
                                        "speaker", "self",   "future", "negated",   "auxiliary", "sentence", NULL};
static const char *const preposition_names[] = {"of",        "to",      "with",    "against", "on",    "upon",    "from",    "for",     "by",
                                                "at",        "in",      "into",    "about",   "over",  "between", "among",   "as",      "behind",
                                                "toward",    "towards", "outside", "near",    "along", "off",     "without", "through", "across",
                                                "alongside", "out",     "that",    "under",   "onto",  "despite", "within",  "inside",  NULL};

static int find(const char *const *texts, dm_str s) {
    for (int i = 0; texts[i]; i++)
        if (str_is(s, texts[i])) return i;
    return -1;
}

static dm_status relation_of(frame_compiler *c, const yaml_node *node, lexf_rel *out) {
    dm_str s = yaml_text(node);
    *out = (lexf_rel){.base = FRAME_TRIGGER};
    int64_t dot = str_find(s, DM_STR("."), 0);
    if (dot > 0) {
        int base = find(slot_names, str_sub(s, 0, (uint32_t)dot));
        if (base < 0 || base == FRAME_MATTER)
            complain(c, node, "actor, recipient, thing, content or light before the dot", "\"%.*s\" starts from no slot", s);
        else out->base = (uint8_t)base;
        s = str_sub(s, (uint32_t)dot + 1, s.n);
    }
    int kind = find(rel_names, s);
    if (kind >= 0) {
        out->kind = (uint8_t)kind;
        return DM_OK;
    }
    out->kind = FRAME_REL_PREP;
    if (find(preposition_names, s) < 0)
        complain(c, node, "subject, object, dative, possessor, modifier, clause, infinitive, complement, speaker, self or a preposition",
                 "\"%.*s\" is no relation", s);
    return build_lemma(c->b, s, &out->word, c->err);
}

/* ---- conditions ---- */

static dm_status term_of(frame_compiler *c, const yaml_node *node, lexf_term *out) {
    dm_str s = yaml_text(node);
    *out = (lexf_term){0};
    if (s.n && s.p[0] == '!') {
        out->negated = 1;
        s = str_sub(s, 1, s.n);
    }
    if (str_is(s, "any") || str_is(s, "none")) {
        out->kind = str_is(s, "any") ? FRAME_TERM_ANY : FRAME_TERM_NONE;
    } else if (s.n && s.p[0] == '=') {
        out->kind = FRAME_TERM_LEMMA;
        return build_lemma(c->b, str_sub(s, 1, s.n), &out->value, c->err);
    } else if (s.n && s.p[0] == '@') {
        s = str_sub(s, 1, s.n);
        int kind = dm_entity_of(s);
        if (kind >= 0) {
            out->kind = FRAME_TERM_KIND;
            out->value = (uint32_t)kind;
        } else if (str_is(s, "several")) {
            out->kind = FRAME_TERM_SEVERAL;
        } else if (str_is(s, "named")) {
            out->kind = FRAME_TERM_NAMED;
        } else if (str_is(s, "bare")) {
            out->kind = FRAME_TERM_BARE;
        } else if (str_is(s, "actor")) {
            out->kind = FRAME_TERM_ACTOR;
        } else {
            complain(c, node, "@actor, @named, @bare, @several, @state, @igo, @ngo, @organization, @person, @group or @place", "\"@%.*s\" is no kind",
                     s);
        }
    } else {
        uint32_t id = class_id(c, s);
        out->kind = FRAME_TERM_CLASS;
        out->value = id;
        if (id == MAP_NONE) complain(c, node, "a class of classes.yaml, =lemma, @kind, any or none", "no class \"%.*s\"", s);
    }
    return DM_OK;
}

static dm_status conditions_of(frame_compiler *c, const yaml_node *map, uint32_t *begin, uint32_t *end) {
    *begin = c->conds.n;
    if (map && map->kind != YAML_MAP) complain(c, map, "{slot: [class, ...]}", "a map of slots is meant here%.*s", DM_STR_NONE);
    for (const yaml_node *k = map && map->kind == YAML_MAP ? map->first : NULL; k; k = k->next) {
        lexf_cond cond = {.slot = FRAME_SLOT_ANY, .term_begin = c->terms.n};
        int slot = find(slot_names, k->text);
        if (slot >= 0) cond.slot = (uint8_t)slot;
        else DM_TRY(relation_of(c, k, &cond.rel));
        for (const yaml_node *e = yaml_first(k->value); e; e = yaml_next(k->value, e)) {
            lexf_term term;
            DM_TRY(term_of(c, e, &term));
            lexf_term *t = VEC_PUSH(c->b->arena, &c->terms);
            if (!t) return no_memory(c);
            *t = term;
        }
        cond.term_end = c->terms.n;
        lexf_cond *to = VEC_PUSH(c->b->arena, &c->conds);
        if (!to) return no_memory(c);
        *to = cond;
    }
    *end = c->conds.n;
    return DM_OK;
}

/* ---- what a frame says ---- */

#define SAYS_NOTHING \
    ((lexf_says){.cameo = {DM_NONE, 0}, .type = 0xFF, .force = 0xFF, .phase = 0xFF, .polarity = 0xFF, .matter = {FRAME_SLOT_ANY, FRAME_SLOT_ANY}})

static dm_status modes_of(frame_compiler *c, const yaml_node *list, lexf_says *out) {
    out->has_modes = 1;
    out->mode_begin = c->modes.n;
    for (const yaml_node *e = yaml_first(list); e; e = yaml_next(list, e)) {
        lexf_str s;
        DM_TRY(build_string(c->b, yaml_text(e), &s, c->err));
        lexf_str *m = VEC_PUSH(c->b->arena, &c->modes);
        if (!m) return no_memory(c);
        *m = s;
    }
    out->mode_end = c->modes.n;
    return DM_OK;
}

static void enum_of(frame_compiler *c, const yaml_node *node, int value, uint8_t *out, const char *instead) {
    if (value < 0) complain(c, node, instead, "\"%.*s\" is not known here", yaml_text(node));
    else *out = (uint8_t)value;
}

static void check_cameo(frame_compiler *c, const yaml_node *node) {
    dm_str s = yaml_text(node);
    bool ok = s.n == 3 || s.n == 4;
    for (uint32_t i = 0; ok && i < s.n; i++) ok = s.p[i] >= '0' && s.p[i] <= '9';
    if (!ok) complain(c, node, "three or four digits in quotation marks", "\"%.*s\" is no CAMEO code", s);
}

/* Writes over *out what the map says; a type without modes clears the modes. */
static dm_status says_of(frame_compiler *c, const yaml_node *map, lexf_says *out) {
    const yaml_node *n;
    if ((n = yaml_get(map, "type"))) {
        dm_str s = yaml_text(n);
        enum_of(c, n, str_is(s, "NONE") ? DM_PLOVER_NONE : dm_plover_of(s), &out->type, "a PLOVER type or NONE");
        out->has_modes = 1;
        out->mode_begin = out->mode_end = c->modes.n;
    }
    if ((n = yaml_get(map, "modes"))) DM_TRY(modes_of(c, n, out));
    if ((n = yaml_get(map, "cameo"))) {
        check_cameo(c, n);
        DM_TRY(build_string(c->b, yaml_text(n), &out->cameo, c->err));
    }
    if ((n = yaml_get(map, "force"))) enum_of(c, n, dm_force_of(yaml_text(n)), &out->force, "a force: propose, demand, threaten, ... or none");
    if ((n = yaml_get(map, "phase"))) enum_of(c, n, dm_phase_of(yaml_text(n)), &out->phase, "past, ongoing or future");
    if ((n = yaml_get(map, "polarity"))) enum_of(c, n, dm_polarity_of(yaml_text(n)), &out->polarity, "affirmed, negated or denied");
    if ((n = yaml_get(map, "matter"))) {
        uint32_t i = 0;
        out->matter[0] = out->matter[1] = FRAME_SLOT_ANY;
        for (const yaml_node *e = yaml_first(n); e && i < 2; e = yaml_next(n, e)) {
            int slot = find(slot_names, yaml_text(e));
            if (slot < 0 || slot >= FRAME_SLOT_N) complain(c, e, "thing or content", "\"%.*s\" is no slot", yaml_text(e));
            else out->matter[i++] = (uint8_t)slot;
        }
    }
    return DM_OK;
}

static dm_status cases_of(frame_compiler *c, const yaml_node *list) {
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e)) {
        lexf_case one = {.says = SAYS_NOTHING};
        if (!yaml_get(e, "if")) complain(c, e, "{if: {slot: [class]}, type: ...}", "a case needs an \"if\"%.*s", DM_STR_NONE);
        DM_TRY(conditions_of(c, yaml_get(e, "if"), &one.cond_begin, &one.cond_end));
        DM_TRY(says_of(c, e, &one.says));
        lexf_case *to = VEC_PUSH(c->b->arena, &c->cases);
        if (!to) return no_memory(c);
        *to = one;
    }
    return DM_OK;
}

/* ---- one frame ---- */

static const char *const frame_keys[] = {"id",    "pred",  "pos",    "slots", "where",    "cases", "light",   "type",     "modes",
                                         "cameo", "force", "matter", "phase", "polarity", "takes", "inherit", "examples", NULL};

static const yaml_node *get(const yaml_node *frame, const yaml_node *defaults, const char *key) {
    const yaml_node *n = yaml_get(frame, key);
    return n || !defaults ? n : yaml_get(defaults, key);
}

static dm_status slots_of(frame_compiler *c, const yaml_node *map, lexf_frame *f) {
    for (const yaml_node *k = map ? map->first : NULL; k; k = k->next) {
        int slot = find(slot_names, k->text);
        if (slot < 0 || slot >= FRAME_SLOT_N) complain(c, k, "actor, recipient, thing or content", "\"%.*s\" is no slot", k->text);
    }
    for (uint32_t slot = 0; slot < FRAME_SLOT_N; slot++) {
        f->rel_begin[slot] = c->rels.n;
        const yaml_node *list = map ? yaml_get(map, slot_names[slot]) : NULL;
        for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e)) {
            if (str_is(yaml_text(e), "none")) continue;
            lexf_rel rel;
            DM_TRY(relation_of(c, e, &rel));
            lexf_rel *r = VEC_PUSH(c->b->arena, &c->rels);
            if (!r) return no_memory(c);
            *r = rel;
        }
    }
    f->rel_begin[FRAME_SLOT_N] = c->rels.n;
    return DM_OK;
}

static bool has_of(dm_str s) { return str_find(s, DM_STR(" of "), 0) > 0; }

static dm_status preds_of(frame_compiler *c, const yaml_node *list, const lexf_frame *f, uint32_t frame) {
    for (const yaml_node *e = yaml_first(list); e; e = yaml_next(list, e)) {
        uint32_t words[FRAME_WORDS_MAX + 1], n;
        DM_TRY(words_of(c, e, words, FRAME_WORDS_MAX + 1, &n));
        if (!n) continue;
        uint32_t head = f->pos == FRAME_NOUN && !has_of(yaml_text(e)) ? n - 1 : 0;
        lexf_pred *p = VEC_PUSH(c->b->arena, &c->preds);
        if (!p) return no_memory(c);
        *p = (lexf_pred){.word = words[head], .frame = frame, .pos = f->pos};
        for (uint32_t i = 0, k = 0; i < n; i++)
            if (i != head) p->more[k++] = words[i];
    }
    return DM_OK;
}

static dm_status add_lights(frame_compiler *c, const yaml_node *list, uint32_t depth) {
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e)) {
        dm_str s = yaml_text(e);
        if (s.n && s.p[0] == '+') { /* all of a class */
            uint32_t class = class_id(c, str_sub(s, 1, s.n));
            if (class == MAP_NONE || depth > 4) complain(c, e, "the name of a class", "no class \"%.*s\"", s);
            else DM_TRY(add_lights(c, c->class_nodes[class], depth + 1));
            continue;
        }
        uint32_t words[FRAME_WORDS_MAX + 1], n;
        DM_TRY(words_of(c, e, words, FRAME_WORDS_MAX + 1, &n));
        if (!n) continue;
        lexf_light *l = VEC_PUSH(c->b->arena, &c->lights);
        if (!l) return no_memory(c);
        *l = (lexf_light){.verb = words[0]};
        for (uint32_t i = 1; i < n; i++) l->more[i - 1] = words[i];
    }
    return DM_OK;
}

static dm_status lights_of(frame_compiler *c, const yaml_node *list, lexf_frame *f) {
    f->light_begin = c->lights.n;
    DM_TRY(add_lights(c, list, 0));
    f->light_end = c->lights.n;
    return DM_OK;
}

static dm_status examples_of(frame_compiler *c, const yaml_node *list, uint32_t frame) {
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e)) {
        lexf_example x = {.frame = frame, .line = e->line, .column = e->column};
        if (!yaml_text(yaml_get(e, "text")).p || !yaml_text(yaml_get(e, "expect")).p)
            complain(c, e, "{text: \"...\", expect: \"IRN REJECT NOR\"}", "an example needs text and expect%.*s", DM_STR_NONE);
        DM_TRY(build_string(c->b, yaml_text(yaml_get(e, "text")), &x.text, c->err));
        DM_TRY(build_string(c->b, yaml_text(yaml_get(e, "expect")), &x.expect, c->err));
        DM_TRY(build_string(c->b, str_from(c->shown), &x.file, c->err));
        lexf_example *to = VEC_PUSH(c->b->arena, &c->examples);
        if (!to) return no_memory(c);
        *to = x;
    }
    return DM_OK;
}

static void check_keys(frame_compiler *c, const yaml_node *map, const char *const *known) {
    for (const yaml_node *k = map->first; k; k = k->next)
        if (find(known, k->text) < 0)
            complain(c, k,
                     "id, pred, pos, slots, where, cases, light, type, modes, cameo, force, matter, phase, polarity, takes, inherit or examples",
                     "unknown key \"%.*s\"", k->text);
}

static dm_status read_frame(frame_compiler *c, const frame_source *s) {
    static const char *const pos_names[] = {"verb", "noun", "adj", "modal", NULL};
    const yaml_node *node = s->node, *n;
    c->file = s->file->file;
    c->shown = s->file->shown;
    check_keys(c, node, frame_keys);
    lexf_frame f = {.line = node->line, .says = SAYS_NOTHING};
    uint32_t row = c->frames.n;
    DM_TRY(build_string(c->b, yaml_text(yaml_get(node, "id")), &f.id, c->err));
    DM_TRY(build_string(c->b, str_from(c->shown), &f.file, c->err));
    if ((n = yaml_get(node, "pos"))) {
        int pos = choice(c, n, pos_names, "verb, noun, adj or modal");
        f.pos = pos < 0 ? FRAME_VERB : (uint8_t)pos;
    }
    DM_TRY(slots_of(c, yaml_get(node, "slots"), &f));
    if (s->defaults) DM_TRY(says_of(c, s->defaults, &f.says));
    if (f.says.matter[0] == FRAME_SLOT_ANY) f.says.matter[0] = FRAME_CONTENT, f.says.matter[1] = FRAME_THING;
    lexf_says before = f.says;
    DM_TRY(says_of(c, node, &f.says));
    if (yaml_get(node, "type") && before.type == f.says.type && !yaml_get(node, "modes"))
        f.says.mode_begin = before.mode_begin, f.says.mode_end = before.mode_end;
    if (f.says.type == 0xFF) complain(c, node, "type: a PLOVER type or NONE", "the frame has no type%.*s", DM_STR_NONE);
    DM_TRY(conditions_of(c, yaml_get(node, "where"), &f.cond_begin, &f.cond_end));
    if (s->defaults) { /* those of the file stand beside them */
        uint32_t from;
        DM_TRY(conditions_of(c, yaml_get(s->defaults, "where"), &from, &f.cond_end));
    }
    f.case_begin = c->cases.n;
    DM_TRY(cases_of(c, yaml_get(node, "cases")));
    if (s->defaults && !yaml_get(node, "type")) DM_TRY(cases_of(c, yaml_get(s->defaults, "cases")));
    f.case_end = c->cases.n;
    const yaml_node *takes = get(node, s->defaults, "takes");
    for (const yaml_node *e = takes ? yaml_first(takes) : NULL; e; e = yaml_next(takes, e)) {
        int slot = find(slot_names, yaml_text(e));
        if (slot < 0 || slot >= FRAME_SLOT_N) complain(c, e, "thing or content", "\"%.*s\" is no slot", yaml_text(e));
        else f.takes |= (uint8_t)(1u << slot);
    }
    if ((n = yaml_get(node, "inherit"))) f.inherits = 1;
    DM_TRY(lights_of(c, yaml_get(node, "light"), &f));
    if (!(n = yaml_get(node, "pred"))) complain(c, node, "pred: [lemma, ...]", "the frame has no predicate%.*s", DM_STR_NONE);
    else DM_TRY(preds_of(c, n, &f, row));
    DM_TRY(examples_of(c, yaml_get(node, "examples"), row));
    lexf_frame *to = VEC_PUSH(c->b->arena, &c->frames);
    if (!to) return no_memory(c);
    *to = f;
    return DM_OK;
}

/* ---- all ---- */

static dm_status collect(frame_compiler *c, const lex_frame_file *files, uint32_t n_files, frame_source **out, uint32_t *n) {
    VEC(frame_source) list = {0};
    dm_strmap ids = {0};
    for (uint32_t i = 0; i < n_files; i++) {
        c->file = files[i].file;
        const yaml_node *frames = yaml_get(files[i].root, "frames");
        for (const yaml_node *k = files[i].root && files[i].root->kind == YAML_MAP ? files[i].root->first : NULL; k; k = k->next)
            if (!str_is(k->text, "frames") && !str_is(k->text, "defaults") && !str_is(k->text, "classes"))
                complain(c, k, "frames, defaults or classes", "unknown key \"%.*s\"", k->text);
        for (const yaml_node *e = frames ? yaml_first(frames) : NULL; e; e = yaml_next(frames, e)) {
            dm_str id = yaml_text(yaml_get(e, "id"));
            if (!id.n) {
                complain(c, e, "id: type/name", "the frame has no id%.*s", DM_STR_NONE);
                continue;
            }
            uint32_t *at;
            if (!strmap_put(&ids, c->b->arena, id, list.n, &at)) return no_memory(c);
            frame_source source = {&files[i], e, yaml_get(files[i].root, "defaults")};
            if (*at < list.n) {
                if (list.v[*at].file->dir == files[i].dir) complain(c, e, "another id", "two frames are called \"%.*s\"", id);
                list.v[*at] = source;
                continue;
            }
            frame_source *to = VEC_PUSH(c->b->arena, &list);
            if (!to) return no_memory(c);
            *to = source;
        }
    }
    *out = list.v;
    *n = list.n;
    return DM_OK;
}

static int compare_preds(const void *pa, const void *pb) {
    const lexf_pred *a = pa, *b = pb;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    if (a->pos != b->pos) return a->pos < b->pos ? -1 : 1;
    if (a->frame != b->frame) return a->frame < b->frame ? -1 : 1;
    return memcmp(a->more, b->more, sizeof a->more);
}

dm_status frames_compile(lex_build *b, const lex_frame_file *files, uint32_t n_files, dm_err *err) {
    frame_compiler *c = ARENA_NEW(b->arena, frame_compiler, 1);
    if (!c) return err_memory(err, "the lexicon's frames");
    c->b = b;
    c->err = err;
    DM_TRY(read_classes(c, files, n_files));
    frame_source *sources = NULL;
    uint32_t n = 0;
    DM_TRY(collect(c, files, n_files, &sources, &n));
    for (uint32_t i = 0; i < n; i++) DM_TRY(read_frame(c, &sources[i]));
    DM_TRY(frames_lint(b, sources, n, files, n_files, err));
    if (c->preds.n) qsort(c->preds.v, c->preds.n, sizeof *c->preds.v, compare_preds);
#define WRITE(field, T, tag) DM_TRY(build_section(b, tag, sizeof(T), c->field.v, c->field.n, err));
    FRAME_SECTIONS(WRITE)
#undef WRITE
    return DM_OK;
}
