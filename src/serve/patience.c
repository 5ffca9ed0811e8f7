/* See patience.h. */
#include "serve/patience.h"

#include <sys/socket.h>
#include <time.h>

static uint64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void patience_init(patience *l) {
    pthread_mutex_init(&l->lock, NULL);
    for (int i = 0; i < PATIENCE_MOST; i++) l->v[i].fd = -1;
}

patience_slot *patience_begin(patience *l, int fd) {
    patience_slot *slot = NULL;
    pthread_mutex_lock(&l->lock);
    for (int i = 0; i < PATIENCE_MOST && !slot; i++)
        if (l->v[i].fd < 0) slot = &l->v[i];
    if (slot) *slot = (patience_slot){fd, false, now_ms()};
    pthread_mutex_unlock(&l->lock);
    return slot;
}

void patience_end(patience *l, patience_slot *slot) {
    if (!slot) return;
    pthread_mutex_lock(&l->lock);
    slot->fd = -1;
    pthread_mutex_unlock(&l->lock);
}

void patience_turn(patience *l, patience_slot *slot, bool answering) {
    if (!slot) return;
    pthread_mutex_lock(&l->lock);
    slot->answering = answering;
    slot->since_ms = now_ms();
    pthread_mutex_unlock(&l->lock);
}

void patience_sweep(patience *l, uint64_t ask_ms, uint64_t answer_ms) {
    uint64_t now = now_ms();
    pthread_mutex_lock(&l->lock);
    for (int i = 0; i < PATIENCE_MOST; i++)
        if (l->v[i].fd >= 0 && now - l->v[i].since_ms > (l->v[i].answering ? answer_ms : ask_ms)) shutdown(l->v[i].fd, SHUT_RDWR);
    pthread_mutex_unlock(&l->lock);
}
