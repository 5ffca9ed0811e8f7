/* A person's correction: checked against the rows that there are, then kept. Replayed by every fold (replay.h). */
#include "api/answer.h"
#include "api/replay.h"

static dm_status check_shape(const dm_correction *c, dm_err *err) {
    bool fields = c->kind == DM_SET || c->kind == DM_EDIT;
    if (c->kind > DM_SPLIT) return err_set(err, DM_E_USAGE, 0, "no such kind of correction");
    if (!c->n_ids) return err_set(err, DM_E_USAGE, 0, "which row? give its id");
    if (c->kind == DM_SET && c->n_ids > 1) return err_set(err, DM_E_USAGE, 0, "set one story at a time");
    if (c->kind == DM_MERGE && c->n_ids < 2) return err_set(err, DM_E_USAGE, 0, "merge at least two rows");
    if (fields && !c->n_fields) return err_set(err, DM_E_USAGE, 0, "change what? write key=value");
    if (!fields && c->n_fields) return err_set(err, DM_E_USAGE, 0, "%s: only set and edit take key=value", c->fields[0]);
    return DM_OK;
}

dm_status dm_ledger_correct(dm_ledger *ledger, const dm_correction *c, dm_err *err) {
    DM_TRY(check_shape(c, err));
    char letter = 0;
    for (uint32_t i = 0; i < c->n_ids; i++) {
        dm_str id = str_from(c->ids[i]);
        bool story = c->kind == DM_SET, there = false;
        DM_TRY(answer_has_row(ledger, id, story, &there, err));
        if (!there) return err_set(err, DM_E_NOT_FOUND, 0, "%.*s: no such %s in this ledger", DM_STR_ARG(id), story ? "story" : "row");
        bool folded_row = id.p[0] != 'e' && id.p[0] != 's';
        if (folded_row && (c->kind == DM_MERGE || c->kind == DM_SPLIT))
            return err_set(err, DM_E_USAGE, 0, "%.*s: only events and statements can be merged and split; what is folded from them follows",
                           DM_STR_ARG(id));
        if (i && c->kind != DM_SET && id.p[0] != letter && c->kind != DM_ACCEPT && c->kind != DM_REJECT)
            return err_set(err, DM_E_USAGE, 0, "%.*s: rows of one kind at a time", DM_STR_ARG(id));
        letter = id.p[0];
    }
    for (uint32_t i = 0; i < c->n_fields; i++) DM_TRY(replay_check_field(c->kind, letter, str_from(c->fields[i]), err));
    DM_TRY(store_put_correction(ledger->s, c, err));
    /* The correction is kept whatever becomes of the tables: those of another state are not read. */
    dm_err why = {0};
    dm_status filled = answer_refresh(ledger, &why);
    return filled == DM_E_MEMORY ? err_memory(err, "the ledger") : DM_OK;
}
