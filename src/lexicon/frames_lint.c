/* Faults of frames that each frame alone would not show to its reader: a predicate that two frames claim under the same
 * conditions (two types: they contradict each other; one type: one of them is never reached), conditions that no sentence
 * can meet, cases that an earlier one shadows, light verbs of a verb, frames without an example, classes that nobody names.
 *
 * Works on the YAML, where every word has its line and column. Frames are compared by a canonical text of what they ask
 * for (part of speech, conditions, light verbs); two with the same text and a predicate in common collide. */
#include "lexicon/frames_int.h"

typedef struct linter {
    lex_build *b;
    dm_err *err;
    dm_strmap claims; /* predicate and conditions to the frame that has them */
    dm_strmap seen;   /* predicates of a frame that have been met */
    dm_strmap used;   /* classes that are named */
} linter;

static dm_str pos_of(const yaml_node *frame) {
    dm_str pos = yaml_text(yaml_get(frame, "pos"));
    return pos.p ? pos : DM_STR("verb");
}

static void put_node(dm_buf *out, const yaml_node *n) {
    if (!n) return;
    if (n->kind == YAML_STRING) {
        buf_put_str(out, n->text);
        return;
    }
    buf_putc(out, n->kind == YAML_MAP ? '{' : '[');
    for (const yaml_node *e = n->first; e; e = e->next) {
        buf_put_str(out, n->kind == YAML_MAP ? e->text : DM_STR_NONE);
        if (n->kind == YAML_MAP) buf_putc(out, ':');
        put_node(out, n->kind == YAML_MAP ? e->value : e);
        buf_putc(out, ' ');
    }
    buf_putc(out, n->kind == YAML_MAP ? '}' : ']');
}

static dm_str type_of(const frame_source *f) {
    const yaml_node *own = yaml_get(f->node, "type");
    return yaml_text(own || !f->defaults ? own : yaml_get(f->defaults, "type"));
}

/* ---- predicates ---- */

static dm_status lint_predicates(linter *l, const frame_source *frames, uint32_t at) {
    const frame_source *f = &frames[at];
    const yaml_node *list = yaml_get(f->node, "pred");
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e)) {
        dm_buf key = {0};
        uint32_t *first;
        dm_str pos = pos_of(f->node);
        buf_printf(&key, "%.*s/%.*s/", DM_STR_ARG(yaml_text(e)), DM_STR_ARG(pos));
        put_node(&key, yaml_get(f->node, "where"));
        put_node(&key, yaml_get(f->node, "light"));
        dm_str kept = buf_ok(&key) ? arena_str(l->b->arena, buf_str(&key)) : DM_STR_NONE;
        buf_free(&key);
        if (!kept.p || !strmap_put(&l->claims, l->b->arena, kept, at, &first)) return err_memory(l->err, "the lexicon's frames");
        const frame_source *other = &frames[*first];
        dm_str id = yaml_text(yaml_get(other->node, "id"));
        bool itself = other == f, fresh = itself && strmap_get(&l->seen, kept) == MAP_NONE;
        if (fresh) {
            if (!strmap_put(&l->seen, l->b->arena, kept, at, &first)) return err_memory(l->err, "the lexicon's frames");
            continue;
        }
        if (itself)
            lint_error(l->b->lint, f->file->file, e->line, e->column, "it once", "\"%.*s\" stands twice in this frame", DM_STR_ARG(yaml_text(e)));
        else if (str_eq(type_of(f), type_of(other)))
            lint_error(l->b->lint, f->file->file, e->line, e->column, "conditions that tell the two apart, or it in one of them",
                       "\"%.*s\" under the same conditions stands in %.*s (%s:%u), which is always taken", DM_STR_ARG(yaml_text(e)), DM_STR_ARG(id),
                       other->file->file, other->node->line);
        else
            lint_error(l->b->lint, f->file->file, e->line, e->column, "conditions that tell the two apart",
                       "\"%.*s\" is %.*s here and %.*s in %.*s (%s:%u), under the same conditions", DM_STR_ARG(yaml_text(e)), DM_STR_ARG(type_of(f)),
                       DM_STR_ARG(type_of(other)), DM_STR_ARG(id), other->file->file, other->node->line);
    }
    return DM_OK;
}

/* ---- conditions ---- */

static bool has_term(const yaml_node *list, dm_str term) {
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e))
        if (str_eq(yaml_text(e), term)) return true;
    return false;
}

static bool only_positive(const yaml_node *list) {
    bool any = false;
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e)) {
        dm_str t = yaml_text(e);
        if (str_is(t, "none") || (t.n && t.p[0] == '!')) return false;
        any = true;
    }
    return any;
}

static dm_status note_class(linter *l, dm_str term) {
    uint32_t *at;
    if (term.n && term.p[0] == '!') term = str_sub(term, 1, term.n);
    return strmap_put(&l->used, l->b->arena, term, 0, &at) ? DM_OK : err_memory(l->err, "the lexicon's frames");
}

static dm_status note_terms(linter *l, const yaml_node *map) {
    for (const yaml_node *k = map && map->kind == YAML_MAP ? map->first : NULL; k; k = k->next)
        for (const yaml_node *e = k->value ? yaml_first(k->value) : NULL; e; e = yaml_next(k->value, e)) DM_TRY(note_class(l, yaml_text(e)));
    return DM_OK;
}

/* One map of conditions: slots that the frame does not fill, a term with its own negation. */
static dm_status lint_conditions(linter *l, const frame_source *f, const yaml_node *map) {
    static const char *const slots[] = {"actor", "recipient", "thing", "content"};
    const yaml_node *own = yaml_get(f->node, "slots");
    DM_TRY(note_terms(l, map));
    for (const yaml_node *k = map && map->kind == YAML_MAP ? map->first : NULL; k; k = k->next) {
        for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
            if (str_is(k->text, slots[i]) && !yaml_get(own, slots[i]) && only_positive(k->value))
                lint_error(l->b->lint, f->file->file, k->line, k->column, "a relation for it under slots",
                           "can never hold: the frame fills no slot \"%s\"", slots[i]);
        if (str_is(k->text, "light") && !yaml_get(f->node, "light") && only_positive(k->value))
            lint_error(l->b->lint, f->file->file, k->line, k->column, "light: [verb, ...]", "can never hold: the frame has no light verbs");
        for (const yaml_node *e = k->value ? yaml_first(k->value) : NULL; e; e = yaml_next(k->value, e)) {
            dm_str t = yaml_text(e);
            if (t.n > 1 && t.p[0] == '!' && has_term(k->value, str_sub(t, 1, t.n)))
                lint_error(l->b->lint, f->file->file, e->line, e->column, "one of the two", "can never help: \"%.*s\" stands beside \"%.*s\"",
                           DM_STR_ARG(t), DM_STR_ARG(str_sub(t, 1, t.n)));
        }
    }
    return DM_OK;
}

static bool same_text(const yaml_node *a, const yaml_node *b) {
    dm_buf x = {0}, y = {0};
    put_node(&x, a);
    put_node(&y, b);
    bool same = buf_ok(&x) && buf_ok(&y) && str_eq(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
    return same;
}

static dm_status lint_cases(linter *l, const frame_source *f, const yaml_node *cases) {
    for (const yaml_node *e = cases ? yaml_first(cases) : NULL; e; e = yaml_next(cases, e)) {
        const yaml_node *ask = yaml_get(e, "if");
        DM_TRY(lint_conditions(l, f, ask));
        for (const yaml_node *before = yaml_first(cases); before != e; before = yaml_next(cases, before))
            if (same_text(ask, yaml_get(before, "if")))
                lint_error(l->b->lint, f->file->file, e->line, e->column, "one case", "never reached: the case of line %u asks the same",
                           before->line);
    }
    return DM_OK;
}

/* ---- the rest ---- */

static bool has_row_example(const yaml_node *list) {
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e))
        if (yaml_text(yaml_get(e, "expect")).n) return true;
    return false;
}

static void lint_frame(linter *l, const frame_source *f) {
    const yaml_node *light = yaml_get(f->node, "light");
    if (light && !str_is(pos_of(f->node), "noun"))
        lint_error(l->b->lint, f->file->file, light->line, light->column, "pos: noun, or no light", "only nouns have light verbs");
    if (!has_row_example(yaml_get(f->node, "examples")))
        lint_warn(l->b->lint, f->file->file, f->node->line, f->node->column, "examples: [{text: \"...\", expect: \"...\"}]",
                  "the frame has no example");
}

static dm_status note_classes_of(linter *l, const yaml_node *list) {
    for (const yaml_node *e = list ? yaml_first(list) : NULL; e; e = yaml_next(list, e)) {
        dm_str t = yaml_text(e);
        if (t.n && t.p[0] == '+') DM_TRY(note_class(l, str_sub(t, 1, t.n)));
    }
    return DM_OK;
}

static dm_status lint_classes(linter *l, const lex_frame_file *files, uint32_t n_files) {
    for (uint32_t i = 0; i < n_files; i++) {
        const yaml_node *classes = yaml_get(files[i].root, "classes");
        for (const yaml_node *k = classes ? classes->first : NULL; k; k = k->next) DM_TRY(note_classes_of(l, k->value));
    }
    for (uint32_t i = 0; i < n_files; i++) {
        const yaml_node *classes = yaml_get(files[i].root, "classes");
        for (const yaml_node *k = classes ? classes->first : NULL; k; k = k->next)
            if (strmap_get(&l->used, k->text) == MAP_NONE)
                lint_warn(l->b->lint, files[i].file, k->line, k->column, "leave it out", "no frame names the class \"%.*s\"", DM_STR_ARG(k->text));
    }
    return DM_OK;
}

dm_status frames_lint(lex_build *b, const frame_source *frames, uint32_t n, const lex_frame_file *files, uint32_t n_files, dm_err *err) {
    linter l = {.b = b, .err = err};
    for (uint32_t i = 0; i < n; i++) {
        DM_TRY(lint_predicates(&l, frames, i));
        DM_TRY(lint_conditions(&l, &frames[i], yaml_get(frames[i].node, "where")));
        DM_TRY(lint_cases(&l, &frames[i], yaml_get(frames[i].node, "cases")));
        DM_TRY(note_classes_of(&l, yaml_get(frames[i].node, "light")));
        lint_frame(&l, &frames[i]);
    }
    for (uint32_t i = 0; i < n_files; i++) { /* conditions that hold for a whole file */
        const yaml_node *defaults = yaml_get(files[i].root, "defaults"), *cases = yaml_get(defaults, "cases");
        DM_TRY(note_terms(&l, yaml_get(defaults, "where")));
        for (const yaml_node *e = cases ? yaml_first(cases) : NULL; e; e = yaml_next(cases, e)) DM_TRY(note_terms(&l, yaml_get(e, "if")));
    }
    return lint_classes(&l, files, n_files);
}
