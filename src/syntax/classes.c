/* Reading the class tables of an open model; see classes.h. */
#include "syntax/classes.h"

#include <math.h>

/* Takes the next line "ACTION LABEL" off text; false at the end or on a malformed line. */
static bool next_line(dm_str *text, char *action, dm_str *label) {
    int64_t end = str_find(*text, DM_STR("\n"), 0);
    if (end < 2 || text->p[1] != ' ') return false;
    *action = text->p[0];
    *label = str_sub(*text, 2, (uint32_t)end);
    *text = str_sub(*text, (uint32_t)end + 1, text->n);
    return true;
}

static dm_status section_text(const model *m, const char *name, dm_str *out, dm_err *err) {
    model_section s;
    DM_TRY(model_need(m, name, 1, &s, err));
    *out = (dm_str){s.p, (uint32_t)s.size};
    return DM_OK;
}

static dm_status unknown(const model *m, const char *name, dm_err *err) {
    return err_set(err, DM_E_MODEL, 0, "%s: section %s has classes that this program does not know; make the model again", model_path(m), name);
}

/* Index of c in letters, or -1. */
static int letter(const char *letters, char c) {
    const char *at = strchr(letters, c);
    return c && at ? (int)(at - letters) : -1;
}

static bool parser_label(dm_str label, uint8_t *dep, uint8_t *head_dep) {
    int64_t bars = str_find(label, DM_STR("||"), 0);
    int own = dm_dep_of(bars < 0 ? label : str_sub(label, 0, (uint32_t)bars));
    int head = bars < 0 ? (int)CLASS_NONE : dm_dep_of(str_sub(label, (uint32_t)bars + 2, label.n));
    *dep = (uint8_t)own;
    *head_dep = (uint8_t)head;
    return own >= 0 && head >= 0;
}

static void parser_masks(parser_classes *c) {
    for (uint32_t set = 0; set < 1 << PARSER_N_ACTIONS; set++) {
        uint32_t n_valid = 0, last = 0;
        for (uint32_t i = 0; i < TRANSITIONS_MAX_SCORES; i++) {
            bool valid = i < PARSER_CLASSES && set >> c->action[i] & 1u;
            c->mask[set][i] = valid ? 0.0f : -INFINITY;
            n_valid += valid;
            if (valid) last = i;
        }
        c->only[set] = n_valid == 1 ? (uint8_t)last : CLASS_NONE;
    }
}

dm_status classes_open_parser(const model *m, parser_classes *out, dm_err *err) {
    static const char name[] = "syntax/parser_classes";
    dm_str text, label;
    char a;
    uint32_t n = 0;
    DM_TRY(section_text(m, name, &text, err));
    for (; n < PARSER_CLASSES && next_line(&text, &a, &label); n++) {
        int action = letter("SDLRB", a);
        bool labelled = action >= PARSER_LEFT;
        out->dep[n] = DM_DEP_ROOT;
        out->head_dep[n] = CLASS_NONE;
        if (action < 0 || (labelled ? !parser_label(label, &out->dep[n], &out->head_dep[n]) : label.n != 0)) return unknown(m, name, err);
        out->action[n] = (uint8_t)action;
    }
    if (n != PARSER_CLASSES || text.n != 0) return unknown(m, name, err);
    parser_masks(out);
    return DM_OK;
}

static void ner_masks(ner_classes *c) {
    for (uint32_t i = 0; i < TRANSITIONS_MAX_SCORES; i++) {
        uint8_t action = i < NER_CLASSES ? c->action[i] : NER_N_ACTIONS, label = i < NER_CLASSES ? c->label[i] : DM_NER_NONE;
        bool unit = action == NER_UNIT && label != DM_NER_NONE, out = action == NER_OUT;
        c->closed[0][i] = unit || out ? 0.0f : -INFINITY;
        c->closed[1][i] = unit || out || action == NER_BEGIN ? 0.0f : -INFINITY;
        for (uint32_t l = 0; l < DM_NER_N; l++) c->open[l][i] = label == l && (action == NER_IN || action == NER_LAST) ? 0.0f : -INFINITY;
    }
}

dm_status classes_open_ner(const model *m, ner_classes *out, dm_err *err) {
    static const char name[] = "syntax/ner_classes";
    dm_str text, label;
    char a;
    uint32_t n = 0, n_last = 0, n_out = 0;
    DM_TRY(section_text(m, name, &text, err));
    for (; n < NER_CLASSES && next_line(&text, &a, &label); n++) {
        int action = letter("BILUO", a), ner = dm_ner_of(label);
        bool may_be_bare = action == NER_UNIT || action == NER_OUT;
        if (action < 0 || ner < 0 || (ner == DM_NER_NONE && !may_be_bare)) return unknown(m, name, err);
        out->action[n] = (uint8_t)action;
        out->label[n] = (uint8_t)ner;
        if (action == NER_LAST) out->last[ner] = (uint8_t)n, n_last++;
        if (action == NER_OUT) out->out = (uint8_t)n, n_out++;
    }
    if (n != NER_CLASSES || text.n != 0 || n_last != DM_NER_N - 1 || n_out != 1) return unknown(m, name, err);
    ner_masks(out);
    return DM_OK;
}

dm_status classes_check_tags(const model *m, dm_err *err) {
    static const char name[] = "syntax/tags";
    dm_str text, label;
    char a;
    uint32_t n = 0;
    DM_TRY(section_text(m, name, &text, err));
    for (; n < DM_TAG_N && next_line(&text, &a, &label); n++)
        if (!str_is(label, dm_tag_text(n))) return unknown(m, name, err);
    return n == DM_TAG_N && text.n == 0 ? DM_OK : unknown(m, name, err);
}
