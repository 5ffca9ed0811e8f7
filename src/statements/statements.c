/* The stage: see statements.h for what it does, statements_int.h for the way. */
#include "statements/statements_int.h"

bool st_find_by_rules(st_work *w) {
    dm_doc *doc = w->doc;
    w->cue_of = ARENA_NEW(doc->arena, st_cue, doc->tokens.n + 1);
    if (!w->cue_of || !st_scan_quotes(w)) return false;
    st_mark_cues(w);
    return st_read_layout(w) && st_attach_verbs(w) && st_attach_nouns(w) && st_settle(w) && st_carry(w);
}

dm_status statements_run(const lexicon *lex, dm_doc *doc, dm_err *err) {
    st_work w = {.lex = lex, .doc = doc};
    return st_find_by_rules(&w) && st_tag(&w) && st_make_rows(&w) ? DM_OK : err_memory(err, "statements");
}
