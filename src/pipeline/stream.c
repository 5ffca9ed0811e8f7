/* See stream.h. The ring is an array of slots, slot i % n for story i: `taken` counts stories filled, `started` those that
 * a worker took, `written` those given to `done`; one mutex guards the three and the slots' states.
 *
 * Memory: rows of a story take some hundred times its bytes, so what is in the ring is bounded in bytes too. Stories up to
 * some ten thousand words never meet that bound; of longer ones fewer are coded at a time. */
#include "pipeline/stream.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SLOT_EMPTY, SLOT_FULL, SLOT_WORKING, SLOT_DONE };
enum { SLOTS_PER_THREAD = 3, TICK_MS = 100 };
/* No further story is taken while there are more bytes than this for each thread in the ring; most bytes of a buffer that
 * a slot keeps for the next story. */
enum { BYTES_PER_THREAD = 64 << 10, KEEP_BYTES = 1 << 20 };

typedef struct ring {
    const stream *job;
    stream_slot *slots;
    uint32_t n_slots;
    pthread_mutex_t lock;
    pthread_cond_t filled, finished;
    uint64_t taken, started, written;
    uint64_t n_bytes, most_bytes; /* of stories taken and not yet written; the calling thread's own */
    bool closing;
    dm_status status; /* the first failure of a worker */
    dm_err err;
} ring;

typedef struct worker_arg {
    ring *r;
    pipeline_worker *w;
    pthread_t thread;
} worker_arg;

static bool copy_in(dm_buf *bytes, dm_str *s) {
    if (!s->p) return true;
    buf_put(bytes, s->p, s->n);
    buf_putc(bytes, 0);
    return buf_ok(bytes);
}

dm_status stream_fill(stream_slot *slot, const dm_raw *raw, dm_str where, dm_err *err) {
    dm_raw copy = *raw;
    dm_str *const fields[] = {&copy.id,       &copy.title,        &copy.url,     &copy.outlet, &copy.date,
                              &copy.language, &copy.content_type, &copy.crawled, &copy.body,   &where};
    buf_clear(&slot->bytes);
    for (uint32_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!copy_in(&slot->bytes, fields[i])) return err_memory(err, "a story");
    /* The buffer may have moved while it grew: point into it only now. */
    size_t at = 0;
    for (uint32_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!fields[i]->p) continue;
        fields[i]->p = slot->bytes.p + at;
        at += fields[i]->n + 1;
    }
    slot->raw = copy;
    slot->where = where;
    slot->path = DM_STR_NONE;
    return DM_OK;
}

static uint64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void tick(const stream *job, uint64_t *last) {
    uint64_t now = job->tick ? now_ms() : 0;
    if (!job->tick || now - *last < TICK_MS) return;
    *last = now;
    job->tick(job->user);
}

static bool stopped(const stream *job) { return job->stop && *job->stop; }

static void slot_clear(stream_slot *slot) {
    slot->failure = (dm_err){0};
    buf_clear(&slot->out);
    if (slot->out.cap > KEEP_BYTES) buf_free(&slot->out);
    if (slot->bytes.cap > KEEP_BYTES) buf_free(&slot->bytes);
    doc_reset(&slot->doc);
    slot->state = SLOT_EMPTY;
}

static void *worker_main(void *p) {
    worker_arg *arg = p;
    ring *r = arg->r;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        while (!r->closing && r->started == r->taken) pthread_cond_wait(&r->filled, &r->lock);
        if (r->started == r->taken) break;
        stream_slot *slot = &r->slots[r->started++ % r->n_slots];
        slot->state = SLOT_WORKING;
        pthread_mutex_unlock(&r->lock);
        dm_err err = {0};
        dm_status s = r->job->work(r->job->user, arg->w, slot, &err);
        pthread_mutex_lock(&r->lock);
        slot->state = SLOT_DONE;
        if (s != DM_OK && r->status == DM_OK) {
            r->status = s;
            r->err = err;
        }
        pthread_cond_signal(&r->finished);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* Waits for the oldest story and writes it. */
static dm_status write_oldest(ring *r, uint64_t *last_tick, dm_err *err) {
    stream_slot *slot = &r->slots[r->written % r->n_slots];
    pthread_mutex_lock(&r->lock);
    while (slot->state != SLOT_DONE && r->status == DM_OK) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += TICK_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
        pthread_cond_timedwait(&r->finished, &r->lock, &until);
        pthread_mutex_unlock(&r->lock);
        tick(r->job, last_tick);
        pthread_mutex_lock(&r->lock);
    }
    dm_status s = r->status;
    if (s != DM_OK && err) *err = r->err;
    pthread_mutex_unlock(&r->lock);
    if (s == DM_OK) s = r->job->done(r->job->user, slot, err);
    if (s != DM_OK) return s;
    r->n_bytes -= slot->bytes.n;
    slot_clear(slot);
    r->written++;
    tick(r->job, last_tick);
    return DM_OK;
}

static bool room(const ring *r) { return r->taken - r->written < r->n_slots && (r->taken == r->written || r->n_bytes < r->most_bytes); }

static dm_status drive(ring *r, dm_err *err) {
    uint64_t last_tick = 0;
    bool end = false;
    for (;;) {
        while (!end && room(r) && !stopped(r->job)) {
            stream_slot *slot = &r->slots[r->taken % r->n_slots];
            dm_status s = r->job->next(r->job->user, slot, err);
            if (s == DM_E_END) {
                end = true;
                break;
            }
            if (s != DM_OK) return s;
            r->n_bytes += slot->bytes.n;
            pthread_mutex_lock(&r->lock);
            slot->state = SLOT_FULL;
            r->taken++;
            pthread_cond_signal(&r->filled);
            pthread_mutex_unlock(&r->lock);
            tick(r->job, &last_tick);
        }
        if (r->taken == r->written) return stopped(r->job) && !end ? err_set(err, DM_E_INTERRUPTED, 0, "stopped on request") : DM_OK;
        DM_TRY(write_oldest(r, &last_tick, err));
    }
}

static dm_status run_threads(ring *r, uint32_t n, dm_err *err) {
    worker_arg *workers = calloc(n, sizeof *workers);
    if (!workers) return err_memory(err, "threads");
    uint32_t n_started = 0;
    dm_status s = DM_OK;
    for (; n_started < n && s == DM_OK; n_started++) {
        workers[n_started].r = r;
        s = pipeline_worker_new(r->job->pl, &workers[n_started].w, err);
        if (s == DM_OK && pthread_create(&workers[n_started].thread, NULL, worker_main, &workers[n_started]) != 0) {
            pipeline_worker_free(workers[n_started].w);
            s = err_set(err, DM_E_LIMIT, 0, "cannot start thread %u; try fewer --threads", n_started + 1);
        }
        if (s != DM_OK) break;
    }
    if (s == DM_OK) s = drive(r, err);
    pthread_mutex_lock(&r->lock);
    r->closing = true;
    if (s != DM_OK) r->started = r->taken; /* leave the rest */
    pthread_cond_broadcast(&r->filled);
    pthread_mutex_unlock(&r->lock);
    for (uint32_t i = 0; i < n_started; i++) {
        pthread_join(workers[i].thread, NULL);
        pipeline_worker_free(workers[i].w);
    }
    free(workers);
    return s;
}

/* One thread: read, work, write. */
static dm_status run_alone(const stream *job, stream_slot *slot, dm_err *err) {
    pipeline_worker *w = NULL;
    uint64_t last_tick = 0;
    DM_TRY(pipeline_worker_new(job->pl, &w, err));
    dm_status s = DM_OK;
    while (s == DM_OK) {
        if (stopped(job)) {
            s = err_set(err, DM_E_INTERRUPTED, 0, "stopped on request");
            break;
        }
        s = job->next(job->user, slot, err);
        if (s == DM_OK) s = job->work(job->user, w, slot, err);
        if (s == DM_OK) s = job->done(job->user, slot, err);
        if (s == DM_OK) slot_clear(slot);
        tick(job, &last_tick);
    }
    pipeline_worker_free(w);
    return s == DM_E_END ? DM_OK : s;
}

dm_status stream_run(const stream *job, dm_err *err) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t n = job->threads ? job->threads : processors > 0 ? (uint32_t)processors : 1;
    ring r = {.job = job, .n_slots = n == 1 ? 1 : n * SLOTS_PER_THREAD, .most_bytes = (uint64_t)n * BYTES_PER_THREAD};
    r.slots = calloc(r.n_slots, sizeof *r.slots);
    if (!r.slots) return err_memory(err, "stories");
    for (uint32_t i = 0; i < r.n_slots; i++) {
        arena_init(&r.slots[i].arena, PIPELINE_STORY_BUDGET);
        r.slots[i].doc.arena = &r.slots[i].arena;
        slot_clear(&r.slots[i]);
    }
    dm_status s;
    if (n == 1) {
        s = run_alone(job, r.slots, err);
    } else {
        pthread_mutex_init(&r.lock, NULL);
        pthread_cond_init(&r.filled, NULL);
        pthread_cond_init(&r.finished, NULL);
        s = run_threads(&r, n, err);
        pthread_cond_destroy(&r.finished);
        pthread_cond_destroy(&r.filled);
        pthread_mutex_destroy(&r.lock);
    }
    for (uint32_t i = 0; i < r.n_slots; i++) {
        arena_free(&r.slots[i].arena);
        buf_free(&r.slots[i].bytes);
        buf_free(&r.slots[i].out);
    }
    free(r.slots);
    return s;
}
