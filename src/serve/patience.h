/* Connections that take too long. libmicrohttpd's own timeout is one of silence, which a byte now and then defeats; here a
 * request must have come whole, and an answer been taken, within a time counted from its beginning. */
#ifndef DM_SERVE_PATIENCE_H
#define DM_SERVE_PATIENCE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { PATIENCE_MOST = 128 }; /* connections at once */

typedef struct patience_slot {
    int fd; /* -1: free */
    bool answering;
    uint64_t since_ms;
} patience_slot;

typedef struct patience {
    pthread_mutex_t lock;
    patience_slot v[PATIENCE_MOST];
} patience;

void patience_init(patience *l);
patience_slot *patience_begin(patience *l, int fd); /* NULL when all slots are taken */
void patience_end(patience *l, patience_slot *slot);
/* The request is there whole; the answer begins. Or it is answered, and the next one may come. */
void patience_turn(patience *l, patience_slot *slot, bool answering);
/* Shuts down those that are over their time. */
void patience_sweep(patience *l, uint64_t ask_ms, uint64_t answer_ms);

#endif
