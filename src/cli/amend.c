/* A person's corrections from the command line: set STORY key=value..., accept, reject, merge, split ROW..., edit ROW... key=value... */
#include "cli.h"

#include <string.h>

int cmd_correct(const cli_args *args, dm_correction_kind kind) {
    /* Ids hold no "=" but those of stories may, which come first; what follows them is key=value. */
    bool fields = kind == DM_SET || kind == DM_EDIT;
    uint32_t n_ids = args->n_operands;
    for (uint32_t i = args->n_operands; fields && i-- > (args->n_operands ? 1 : 0);)
        if (strchr(args->operands[i], '=')) n_ids = i;
    dm_correction c = {.kind = kind,
                       .ids = args->operands,
                       .n_ids = n_ids,
                       .fields = args->operands + n_ids,
                       .n_fields = args->n_operands - n_ids,
                       .note = args->value[CLI_OPT_NOTE],
                       .by = args->value[CLI_OPT_BY_NAME]};
    dm_err err = {0};
    dm_ledger *ledger = NULL;
    dm_status s = dm_ledger_open(cli_db(args), DM_OPEN_WRITE, &ledger, &err);
    if (s == DM_OK) s = dm_ledger_correct(ledger, &c, &err);
    dm_ledger_close(ledger);
    return s == DM_OK ? EXIT_DONE : cli_fail(s, &err);
}
