/* Stories in parallel, results in order: source -> bounded ring -> workers that share the pipeline -> one writer.
 *
 * The calling thread takes stories from the source and hands results to the writer, in the order of the input; each worker
 * thread takes the next story. With one thread there is no other: everything runs in the caller. Threads change nothing but
 * time. */
#ifndef DM_PIPELINE_STREAM_H
#define DM_PIPELINE_STREAM_H

#include "pipeline/pipeline.h"

/* One story on its way. */
typedef struct stream_slot {
    dm_raw raw;     /* its bytes lie in `bytes` */
    dm_str where;   /* path or path:line, in `bytes` too */
    dm_str path;    /* of the file of records that it is from; .p NULL for any other story */
    uint64_t next;  /* where in it what comes after begins */
    dm_err failure; /* code other than DM_OK: the story could not be read, raw is empty */
    dm_doc doc;
    dm_buf out; /* for the work function */
    /* private */
    dm_arena arena;
    dm_buf bytes;
    int state;
} stream_slot;

typedef struct stream {
    const pipeline *pl;
    uint32_t threads;         /* 0 = processors */
    const volatile int *stop; /* may be NULL */
    void *user;
    /* Next story, by stream_fill into the slot; DM_E_END at the end. A story that cannot be read sets slot->failure. */
    dm_status (*next)(void *user, stream_slot *slot, dm_err *err);
    /* On a worker's thread; reads slot->raw or slot->failure, writes slot->doc and slot->out. */
    dm_status (*work)(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err);
    /* On the calling thread, in the order of input. */
    dm_status (*done)(void *user, stream_slot *slot, dm_err *err);
    void (*tick)(void *user); /* about ten times a second, on the calling thread; may be NULL */
} stream;

/* Copies a story into the slot. */
dm_status stream_fill(stream_slot *slot, const dm_raw *raw, dm_str where, dm_err *err) DM_MUST_CHECK;
/* DM_E_INTERRUPTED after *stop; what was handed to `done` before is complete. */
dm_status stream_run(const stream *job, dm_err *err) DM_MUST_CHECK;

#endif
