/* Any bytes, made valid UTF-8 as ingest makes them, through the tokenizer: tokens must cover the text in order. Needs the
 * model (DEMARCHE_MODEL or the build folder). */
#include "../../support/parsed.h"
#include "base/utf8.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

__attribute__((used)) static model *file; /* stays open: the tokenizer reads from it; nothing else does */
static text_model *tokenizer;
static text_scratch *scratch;
static dm_arena arena;
static dm_doc doc = {.arena = &arena};

static void open_once(void) {
    if (tokenizer) return;
    arena_init(&arena, 0);
    file = parsed_model();
    if (text_open(file, &tokenizer, NULL) != DM_OK || text_scratch_new(&scratch, NULL) != DM_OK) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dm_buf text = {0};
    open_once();
    for (size_t i = 0; i < size;) {
        uint32_t cp, n = utf8_decode((const char *)data + i, size - i, &cp);
        if (cp == UTF8_BAD) buf_puts(&text, "\uFFFD");
        else buf_put(&text, data + i, n);
        i += n;
    }
    /* A copy of the exact size, so that reading one byte too far is seen. */
    char *exact = malloc(text.n ? text.n : 1);
    if (!exact || !buf_ok(&text)) abort();
    if (text.n) memcpy(exact, text.p, text.n);
    parsed_unit(&doc, (dm_str){exact, (uint32_t)text.n});
    if (text_run(tokenizer, scratch, &doc, 0, NULL) != DM_OK) abort();
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc.tokens.n; i++) {
        const dm_token *t = &doc.tokens.v[i];
        if (t->span.begin != at || t->span.end <= at || t->lower.n == 0) abort();
        at = t->span.end + !!(t->flags & DM_TOK_SPACE_AFTER);
    }
    if (at != text.n) abort();
    free(exact);
    buf_free(&text);
    return 0;
}
