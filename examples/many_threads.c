/* One engine, a worker for each thread: codes the arguments side by side and prints how many events each has.
 *
 *   cc many_threads.c $(pkg-config --cflags --libs demarche) -lpthread -o many_threads
 *   ./many_threads "Chad thanked France." "Norway accepted the Swedish plan." */
#include <demarche.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
    const dm_engine *engine;
    const char *text;
    uint64_t n_events;
    dm_status status;
    dm_err err;
} job;

static void *work(void *user) {
    job *j = user;
    dm_worker *worker = NULL;
    dm_arrow *events = NULL;
    const char *json;
    size_t size;
    dm_story story = {.text = j->text, .text_size = strlen(j->text), .id = "argument"};
    j->status = dm_worker_new(j->engine, &worker, &j->err);
    if (j->status == DM_OK) j->status = dm_arrow_new("events", &events, &j->err);
    if (j->status == DM_OK) j->status = dm_worker_code(worker, &story, &json, &size, &j->err);
    if (j->status == DM_OK) j->status = dm_arrow_add(events, worker, &j->err);
    if (j->status == DM_OK) j->n_events = dm_arrow_n_rows(events);
    dm_arrow_free(events);
    dm_worker_free(worker);
    return NULL;
}

int main(int argc, char **argv) {
    dm_err err = {0};
    dm_engine *engine = NULL;
    int n = argc - 1, code = 0;
    if (dm_engine_open(NULL, &engine, &err) != DM_OK) {
        fprintf(stderr, "many_threads: %s\n", err.msg);
        return 3;
    }
    job *jobs = calloc((size_t)n + 1, sizeof *jobs);
    pthread_t *threads = calloc((size_t)n + 1, sizeof *threads);
    if (!jobs || !threads) return 3;
    for (int i = 0; i < n; i++) {
        jobs[i] = (job){.engine = engine, .text = argv[i + 1]};
        if (pthread_create(&threads[i], NULL, work, &jobs[i]) != 0) return 3;
    }
    for (int i = 0; i < n; i++) {
        pthread_join(threads[i], NULL);
        if (jobs[i].status == DM_OK) printf("%llu\t%s\n", (unsigned long long)jobs[i].n_events, jobs[i].text);
        else fprintf(stderr, "many_threads: %s\n", jobs[i].err.msg), code = 3;
    }
    free(jobs);
    free(threads);
    dm_engine_close(engine);
    return code;
}
