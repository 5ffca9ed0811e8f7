/* Any bytes as a compiled lexicon, once as they are and once with a right header and checksum, so that the checks of
 * the section table are reached. Opening refuses or succeeds; it never reads outside. */
#include "base/map.h"
#include "lexicon/lexicon_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void open_once(const void *data, size_t size) {
    lexicon *lex;
    dm_status s = lexicon_open_bytes(data, size, "x.dml", &lex, NULL);
    DM_ASSERT((s == DM_OK) == (lex != NULL));
    lexicon_close(lex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    unsigned char *copy = malloc(size + 1);
    if (!copy) return 0;
    memcpy(copy, data, size);
    open_once(copy, size);
    if (size >= sizeof(lexf_header)) {
        lexf_header h;
        const size_t from = offsetof(lexf_header, size);
        memcpy(&h, copy, sizeof h);
        memcpy(h.magic, LEXF_MAGIC, sizeof h.magic);
        h.version = LEXF_VERSION;
        h.size = size;
        memcpy(copy, &h, sizeof h);
        h.checksum = hash_bytes(copy + from, size - from);
        memcpy(copy, &h, sizeof h);
        open_once(copy, size);
    }
    free(copy);
    return 0;
}
