/* Who speaks in a transcript: "MR. PARK:" before a paragraph. A full stop after "MR" often ends the sentence for the parser,
 * so that nobody is found there; the name is what follows the form of address. Labels that hold a mention already ("THE
 * PRESIDENT", "SECRETARY PARK") are left as they are. */
#include "mentions/mentions_int.h"

#include "document/transcript.h"

static const char *const FORMS[] = {"mr", "mrs", "ms", "miss", "dr", NULL};

/* First token of the name in the label, and the form of address in *form; DM_NONE: none. */
static uint32_t name_after_form(const dm_doc *doc, const dm_turn *turn, dm_str *form) {
    uint32_t t = turn->label_begin;
    *form = doc->tokens.v[t].lower;
    if (form->n && form->p[form->n - 1] == '.') form->n--;
    if (!str_in(*form, FORMS)) return DM_NONE;
    for (t++; t < turn->label_end && doc->tokens.v[t].text.p[0] == '.'; t++) {
    }
    return t < turn->label_end ? t : DM_NONE;
}

/* `next` goes on over the mentions, which ascend; *held: one lies in the label. */
static uint32_t skip_to(const dm_doc *doc, uint32_t next, uint32_t n, const dm_turn *turn, bool *held) {
    while (next < n && doc->mentions.v[next].tok_end <= turn->label_begin) next++;
    *held = next < n && doc->mentions.v[next].tok_begin < turn->label_end;
    return next;
}

dm_status labels_find(finder *f, dm_err *err) {
    dm_doc *doc = f->doc;
    uint32_t next = 0, n = doc->mentions.n;
    for (uint32_t b = 0; b < doc->blocks.n; b++) {
        dm_turn turn;
        dm_str form;
        bool held;
        if (doc->blocks.v[b].kind != DM_BLOCK_BODY || !turn_read(doc, &doc->blocks.v[b], &turn) || turn.letter) continue;
        next = skip_to(doc, next, n, &turn, &held);
        uint32_t begin = name_after_form(doc, &turn, &form);
        if (held || begin == DM_NONE) continue;
        dm_mention_row *m = mention_new(f, turn.label_begin, turn.label_end);
        if (!m) return err_memory(err, "mentions");
        m->via = DM_VIA_NAME;
        m->kind = DM_ENTITY_PERSON;
        m->head = turn.label_end - 1;
        m->gender = str_is(form, "mr") ? DM_GENDER_MALE : str_is(form, "dr") ? DM_GENDER_UNKNOWN : DM_GENDER_FEMALE;
        m->name_begin = f->first_piece[begin];
        m->name_end = f->first_piece[turn.label_end];
    }
    return DM_OK;
}
