/* Stage times for benchmarks, by the caller's clock; a branch and nothing more while syntax_stats.clock_ns is NULL. */
#ifndef DM_SYNTAX_STOPWATCH_H
#define DM_SYNTAX_STOPWATCH_H

#include "syntax/syntax.h"

typedef struct stopwatch {
    uint64_t (*clock_ns)(void);
    uint64_t at_ns;
} stopwatch;

static inline stopwatch stopwatch_start(const syntax_stats *stats) { return (stopwatch){stats->clock_ns, stats->clock_ns ? stats->clock_ns() : 0}; }
/* Adds the time since the start or the last lap. */
static inline void stopwatch_lap(stopwatch *w, uint64_t *sum_ns) {
    if (!w->clock_ns) return;
    uint64_t now = w->clock_ns();
    *sum_ns += now - w->at_ns;
    w->at_ns = now;
}

#endif
