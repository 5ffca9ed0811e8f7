/* A story of the ledger as it came, and as the line that `code` printed. */
#include "api/engine.h"

dm_raw engine_stored(const store_story *story) {
    bool page = story->page.p != NULL;
    return (dm_raw){.id = story->id,
                    .title = story->title,
                    .url = story->url,
                    .outlet = story->outlet,
                    .date = story->claimed,
                    .language = story->language,
                    .crawled = story->crawled,
                    .page = page,
                    .content_type = page ? DM_STR("text/html; charset=utf-8") : DM_STR_NONE,
                    .body = page ? story->page : story->text};
}

dm_status dm_ledger_story(dm_ledger *ledger, const char *id, dm_sink *sink, void *user, dm_err *err) {
    dm_buf line = {0};
    dm_status s = store_put_line(ledger->s, str_from(id), &line, err);
    if (s == DM_OK) {
        s = sink(user, line.p, line.n);
        if (s != DM_OK) (void)err_set(err, s, 0, "cannot write the output");
    }
    buf_free(&line);
    return s;
}
