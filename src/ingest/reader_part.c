/* Stories in one text file, parted by a line of their own. */
#include "ingest/reader_int.h"

#include "ingest/decode.h"

/* One story: the lines up to the separator or the end; parts without a word are none. */
dm_status reader_part(reader *r, dm_arena *a, dm_raw *raw, reader_at *at, bool *end, dm_err *err) {
    for (;;) {
        size_t size = 0, n = 0;
        bool last = false, too_long = false;
        uint64_t first = r->line;
        at->line = first;
        at->offset = reader_place_in_file(r, r->offset);
        raw->id = reader_where(r, a, first);
        if (!raw->id.p) return err_memory(err, "a story");
        for (;;) { /* lines, from byte `size` of what is held */
            const char *nl;
            while (!(nl = reader_held(r) > size ? memchr(reader_bytes(r) + size, '\n', reader_held(r) - size) : NULL) && !r->eof) {
                if (reader_held(r) > READER_STORY_MAX) {
                    too_long = true;
                    reader_take(r, reader_held(r));
                    size = 0;
                }
                DM_TRY(reader_fill(r, err));
            }
            n = nl ? (size_t)(nl - reader_bytes(r)) - size : reader_held(r) - size;
            dm_str line = str_trim((dm_str){reader_bytes(r) + size, (uint32_t)n});
            if (str_eq(line, str_trim(str_from(r->options.separator)))) break;
            size += nl ? n + 1 : n;
            r->line += nl != NULL;
            n = 0;
            last = !nl;
            if (last) break;
        }
        dm_str bytes = {reader_bytes(r), (uint32_t)size};
        dm_status s = DM_OK;
        bool blank = !str_trim(bytes).n && !too_long;
        if (too_long)
            s = err_set(err, DM_E_LIMIT, 0, "%.*s: longer than a story may be (%u MB); is the separator right?", DM_STR_ARG(raw->id),
                        READER_STORY_MAX >> 20);
        else if (!blank && decode_binary(bytes)) s = err_set(err, DM_E_FORMAT, 0, "%.*s: looks like binary data, not text", DM_STR_ARG(raw->id));
        else if (!blank && !(raw->body = arena_str(a, bytes)).p) s = err_memory(err, "a story");
        if (!last) {
            size += n < reader_held(r) - size ? n + 1 : n;
            r->line++;
        }
        reader_take(r, size);
        at->next = reader_place_in_file(r, r->offset);
        last = last || (r->eof && !reader_held(r));
        if (blank && !last) continue;
        *end = blank; /* a last story ends the file when it is asked for the next time */
        if (blank && r->offset == 0) return err_set(err, DM_E_FORMAT, 0, "%.*s: the file is empty", DM_STR_ARG(r->place));
        return s;
    }
}
