/* page-features FILE...: for each HTML page one JSON line with its blocks' texts and features, for make-weights. With --time N
 * reads all N times, without output, and prints pages a second; with --main prints what was found instead. */
#include "base/file.h"
#include "ingest/charset.h"
#include "ingest/html_main.h"
#include "ingest/html_meta.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static dm_err err;

static void features(dm_buf *out, dm_arena *a, const html_page *page, const html_meta *meta) {
    html_features fs;
    if (html_features_make(a, page, meta->title, meta->said, &fs, &err) != DM_OK) exit(3);
    buf_puts(out, ",\"blocks\":[");
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        if (i) buf_putc(out, ',');
        buf_put_json(out, str_sub(page->text, page->blocks.v[i].text.begin, page->blocks.v[i].text.end));
    }
    buf_puts(out, "],\"elements\":[");
    for (uint32_t i = 0; i < page->blocks.n; i++) buf_printf(out, i ? ",%u" : "%u", page->blocks.v[i].element);
    buf_puts(out, "],\"parents\":[");
    for (uint32_t i = 0; i < page->elements.n; i++) buf_printf(out, i ? ",%d" : "%d", (int)page->elements.v[i].parent);
    buf_puts(out, "],\"features\":[");
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        buf_puts(out, i ? ",[" : "[");
        for (uint32_t f = 0; f < html_n_features(); f++) buf_printf(out, f ? ",%d" : "%d", html_feature(page, &fs, i, f));
        buf_putc(out, ']');
    }
    buf_putc(out, ']');
}

static void found(dm_buf *out, const html_page *page, const html_meta *meta, const uint8_t *main_text) {
    dm_buf text = {0};
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        if (!main_text[i]) continue;
        buf_put_str(&text, str_sub(page->text, page->blocks.v[i].text.begin, page->blocks.v[i].text.end));
        buf_putc(&text, '\n');
    }
    buf_puts(out, ",\"text\":");
    buf_put_json(out, text.n ? buf_str(&text) : DM_STR(""));
    buf_free(&text);
    buf_puts(out, ",\"title\":");
    buf_put_json(out, meta->title);
    buf_puts(out, ",\"dates\":[");
    for (uint32_t i = 0; i < meta->dates.n; i++) {
        if (i) buf_putc(out, ',');
        buf_putc(out, '[');
        day_put(out, meta->dates.v[i].hint.day, true);
        buf_putc(out, ',');
        buf_put_json(out, meta->dates.v[i].hint.where);
        buf_putc(out, ']');
    }
    buf_putc(out, ']');
}

int main(int argc, char **argv) {
    int times = 0, first = 1;
    bool print_main = false;
    if (argc > 2 && !strcmp(argv[1], "--time")) times = atoi(argv[2]), first = 3;
    if (argc > 1 && !strcmp(argv[1], "--main")) print_main = true, first = 2;
    dm_arena a;
    arena_init(&a, 0);
    struct timespec t0, t1;
    double seconds = 0;
    for (int round = 0; round < (times ? times : 1); round++) {
        for (int i = first; i < argc; i++) {
            dm_buf out = {0}, bytes = {0};
            FILE *f = fopen(argv[i], "rb");
            char chunk[65536];
            if (!f) return 1;
            for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) buf_put(&bytes, chunk, n);
            fclose(f);
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t0);
            arena_reset(&a);
            charset_report report;
            html_page page;
            html_meta meta;
            uint8_t *main_text = NULL;
            dm_str text;
            if (charset_decode(&a, buf_str(&bytes), DM_STR_NONE, &text, &report, &err) != DM_OK) return 3;
            if (html_page_read(&a, text, &page, &err) != DM_OK || html_meta_read(&a, &page, DM_STR_NONE, &meta, &err) != DM_OK) return 3;
            if (times || print_main) {
                if (html_main_find(&a, &page, meta.title, meta.said, &main_text, &err) != DM_OK) return 3;
                if (html_meta_dates(&a, &page, main_text, &meta, &err) != DM_OK) return 3;
            }
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t1);
            seconds += (double)(t1.tv_sec - t0.tv_sec) + (double)(t1.tv_nsec - t0.tv_nsec) / 1e9;
            if (!times) {
                buf_puts(&out, "{\"file\":");
                buf_put_json(&out, str_from(argv[i]));
                if (print_main) found(&out, &page, &meta, main_text);
                else features(&out, &a, &page, &meta);
                buf_puts(&out, "}\n");
                fwrite(out.p, 1, out.n, stdout);
            }
            buf_free(&out);
            buf_free(&bytes);
        }
    }
    if (times) printf("%.0f pages a second\n", (argc - first) * times / seconds);
    arena_free(&a);
    return 0;
}
