/* Contradictions: two values of one attribute of one subject that cannot both be right, from different origins.
 *
 * In: merged events. Out: for each cluster and attribute the values with their reports. Sources are not compared yet: the
 * list is empty. */
#include "ledger/ledger.h"

dm_status contradictions_find(const facts *f, const merged *m, dm_arena *a, ledger_book *out, dm_err *err) {
    (void)f, (void)m, (void)a, (void)out, (void)err;
    return DM_OK;
}
