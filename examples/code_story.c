/* Codes one story and prints its events: who did what to whom.
 *
 *   cc code_story.c $(pkg-config --cflags --libs demarche) -o code_story
 *   ./code_story "Pyongyang rejected the South Korean offer on Monday." 2017-07-18 */
#include <demarche.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: code_story TEXT [DATE]\n");
        return 2;
    }
    dm_err err = {0};
    dm_engine *engine = NULL;
    dm_worker *worker = NULL;
    const char *json = NULL;
    size_t size = 0;
    dm_story story = {.text = argv[1], .text_size = strlen(argv[1]), .id = "example", .date = argc > 2 ? argv[2] : NULL};

    dm_status s = dm_engine_open(NULL, &engine, &err);
    if (s == DM_OK) s = dm_worker_new(engine, &worker, &err);
    if (s == DM_OK) s = dm_worker_code(worker, &story, &json, &size, &err);
    if (s == DM_OK) printf("%.*s\n", (int)size, json);
    else fprintf(stderr, "code_story: %s\n", err.msg);
    dm_worker_free(worker);
    dm_engine_close(engine);
    return s == DM_OK ? 0 : 3;
}
