/* Stage times for benchmarks; a branch and nothing more while syntax_stats.timed is off. */
#ifndef DM_SYNTAX_STOPWATCH_H
#define DM_SYNTAX_STOPWATCH_H

#include "syntax/syntax.h"

#include <time.h>

typedef struct stopwatch {
    bool on;
    uint64_t at_ns;
} stopwatch;

static inline uint64_t stopwatch_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
static inline stopwatch stopwatch_start(const syntax_stats *stats) {
    return (stopwatch){stats->timed, stats->timed ? stopwatch_now() : 0};
}
/* Adds the time since the start or the last lap. */
static inline void stopwatch_lap(stopwatch *w, uint64_t *sum_ns) {
    if (!w->on) return;
    uint64_t now = stopwatch_now();
    *sum_ns += now - w->at_ns;
    w->at_ns = now;
}

#endif
