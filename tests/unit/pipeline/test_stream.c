/* The stream with a made-up source and a made-up writer: order kept whatever the number of threads; a failure of the source, of a
 * worker or of the writer ends the run and joins the threads; the stop flag keeps what was taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../support/parsed.h"
#include "pipeline/stream.h"

#include <time.h>

static model *file;
static pipeline *pl;

static int set_up(void **state) {
    (void)state;
    file = parsed_model();
    return pipeline_open(file, NULL, &pl, NULL) != DM_OK;
}

static int tear_down(void **state) {
    (void)state;
    pipeline_close(pl);
    model_close(file);
    return 0;
}

enum { NEVER = -1 };

typedef struct job {
    int n, next_fails, work_fails, done_fails, stop_after; /* stories; NEVER */
    uint32_t story_bytes;
    int given, written;
    volatile int stop;
    char body[1 << 18];
} job;

static dm_status next(void *user, stream_slot *slot, dm_err *err) {
    job *j = user;
    if (j->given == j->next_fails) return err_set(err, DM_E_IO, 0, "source");
    if (j->given == j->n) return DM_E_END;
    char id[16];
    dm_raw raw = {.id = {id, (uint32_t)snprintf(id, sizeof id, "%d", j->given)}, .body = {j->body, j->story_bytes}};
    j->given++;
    return stream_fill(slot, &raw, DM_STR("here"), err);
}

static dm_status work(void *user, pipeline_worker *w, stream_slot *slot, dm_err *err) {
    const job *j = user;
    int k = atoi(slot->raw.id.p);
    (void)w;
    if (k == j->work_fails) return err_set(err, DM_E_MEMORY, 0, "worker");
    if (k % 3 == 0) nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL); /* so that later ones are done first */
    buf_put_str(&slot->out, slot->raw.id);
    return DM_OK;
}

static dm_status done(void *user, stream_slot *slot, dm_err *err) {
    job *j = user;
    assert_int_equal(atoi(buf_cstr(&slot->out)), j->written);
    assert_true(str_is(slot->where, "here"));
    assert_int_equal(slot->raw.body.n, j->story_bytes);
    if (j->written == j->done_fails) return err_set(err, DM_E_FULL, 0, "writer");
    j->written++;
    if (j->written == j->stop_after) j->stop = 1;
    return DM_OK;
}

static job *plain(int n) {
    static job j;
    j = (job){.n = n, .next_fails = NEVER, .work_fails = NEVER, .done_fails = NEVER, .stop_after = NEVER, .story_bytes = 5};
    memset(j.body, 'x', sizeof j.body);
    return &j;
}

static dm_status run(job *j, uint32_t threads, dm_err *err) {
    stream s = {.pl = pl, .threads = threads, .stop = &j->stop, .user = j, .next = next, .work = work, .done = done};
    *err = (dm_err){0};
    return stream_run(&s, err);
}

static const uint32_t counts[] = {1, 2, 5};
#define FOR_THREADS for (uint32_t t = 0; t < sizeof counts / sizeof *counts; t++)

static void order_is_kept(void **state) {
    (void)state;
    dm_err err;
    FOR_THREADS {
        job *j = plain(60);
        assert_int_equal(run(j, counts[t], &err), DM_OK);
        assert_int_equal(j->written, 60);
        assert_int_equal(run(plain(0), counts[t], &err), DM_OK);
    }
}

static void long_stories_pass_too(void **state) {
    (void)state;
    dm_err err;
    FOR_THREADS {
        job *j = plain(12);
        j->story_bytes = sizeof j->body;
        assert_int_equal(run(j, counts[t], &err), DM_OK);
        assert_int_equal(j->written, 12);
    }
}

static void a_source_that_fails_ends_the_run(void **state) {
    (void)state;
    dm_err err;
    FOR_THREADS {
        job *j = plain(60);
        j->next_fails = 30;
        assert_int_equal(run(j, counts[t], &err), DM_E_IO);
        assert_string_equal(err.msg, "source");
        assert_true(j->written <= 30);
    }
}

static void a_worker_that_fails_ends_the_run(void **state) {
    (void)state;
    dm_err err;
    FOR_THREADS {
        job *j = plain(60);
        j->work_fails = 20;
        assert_int_equal(run(j, counts[t], &err), DM_E_MEMORY);
        assert_string_equal(err.msg, "worker");
        assert_true(j->written <= 20);
        assert_true(j->given < 60);
    }
}

static void a_writer_that_fails_ends_the_run(void **state) {
    (void)state;
    dm_err err;
    FOR_THREADS {
        job *j = plain(60);
        j->done_fails = 10;
        assert_int_equal(run(j, counts[t], &err), DM_E_FULL);
        assert_string_equal(err.msg, "writer");
        assert_int_equal(j->written, 10);
    }
}

static void stopping_keeps_what_was_taken(void **state) {
    (void)state;
    dm_err err;
    FOR_THREADS {
        job *j = plain(60);
        j->stop_after = 10;
        assert_int_equal(run(j, counts[t], &err), DM_E_INTERRUPTED);
        assert_int_equal(j->written, j->given);
        assert_true(j->written >= 10 && j->written < 60);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_kept),
        cmocka_unit_test(long_stories_pass_too),
        cmocka_unit_test(a_source_that_fails_ends_the_run),
        cmocka_unit_test(a_worker_that_fails_ends_the_run),
        cmocka_unit_test(a_writer_that_fails_ends_the_run),
        cmocka_unit_test(stopping_keeps_what_was_taken),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
