#include "demarche.h"
dm_status dm_relate(const dm_engine *e, const dm_run *r, dm_sink *s, void *u, dm_totals *t, dm_err *err);
dm_status dm_relate(const dm_engine *e, const dm_run *r, dm_sink *s, void *u, dm_totals *t, dm_err *err) { (void)e;(void)r;(void)s;(void)u;(void)t;(void)err; return DM_E_USAGE; }
