/* A run over paths: reader as the source of a stream, with totals, complaints and progress. */
#ifndef DM_API_RUNS_H
#define DM_API_RUNS_H

#include "ingest/reader.h"
#include "pipeline/stream.h"

typedef struct path_run {
    const dm_run *run;
    reader *r;
    dm_arena arena; /* of the story just read */
    dm_totals totals;
    dm_sink *sink;
    void *sink_user;
    void *more; /* what the work function needs besides */
} path_run;

dm_status path_run_open(path_run *p, const dm_run *run, dm_sink *sink, void *sink_user, dm_err *err) DM_MUST_CHECK;
void path_run_close(path_run *p);
/* stream.next over the reader; a story that cannot be read becomes a slot with `failure`, complained of and counted.
 * DM_E_LIMIT after more failures than run->max_failed. */
dm_status path_run_next(void *path_run, stream_slot *slot, dm_err *err);
/* Counts a coded document, complains of one that was skipped or failed. */
void path_run_count(path_run *p, const stream_slot *slot);
/* Gives slot->out to the sink. */
dm_status path_run_emit(path_run *p, const stream_slot *slot, dm_err *err) DM_MUST_CHECK;
void path_run_tick(void *path_run);

#endif
