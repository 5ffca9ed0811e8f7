/* Any bytes as one story through the whole path: a line comes out, the same one the second time. The lowest bit of the first
 * byte says whether the bytes also stand as title and date. Model and lexicon are in the build folder; without them this fails. */
#include "api/engine.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static dm_worker *the_worker(void) {
    static dm_engine *engine;
    static dm_worker *worker;
    dm_err err = {0};
    if (worker) return worker;
    if (dm_engine_open(NULL, &engine, &err) != DM_OK || dm_worker_new(engine, &worker, &err) != DM_OK) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
    return worker;
}

static void code(const dm_story *story, dm_buf *line) {
    const char *json = NULL;
    size_t n = 0;
    dm_err err = {0};
    DM_ASSERT(dm_worker_code(the_worker(), story, &json, &n, &err) == DM_OK);
    DM_ASSERT(n > 2 && json[0] == '{' && json[n - 1] == '}');
    buf_put(line, json, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dm_buf z = {0}, first = {0}, second = {0};
    dm_story story = {.text = (const char *)data, .text_size = size, .id = "f", .date = "2019-03-05"};
    if (size && (data[0] & 1)) {
        buf_put(&z, data, size);
        story.title = story.date = story.outlet = buf_cstr(&z);
    }
    code(&story, &first);
    code(&story, &second);
    DM_ASSERT(first.n == second.n && memcmp(first.p, second.p, first.n) == 0);
    buf_free(&z);
    buf_free(&first);
    buf_free(&second);
    return 0;
}
