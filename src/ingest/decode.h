/* Bytes of unknown origin to the text that all spans refer to. */
#ifndef DM_INGEST_DECODE_H
#define DM_INGEST_DECODE_H

#include "base/arena.h"

typedef enum decode_from { DECODE_UTF8, DECODE_CP1252, DECODE_UTF16, DECODE_BINARY } decode_from;

typedef struct decode_report {
    decode_from from;
    uint32_t n_bad;     /* sequences that became U+FFFD */
    uint32_t first_bad; /* byte of the output where the first one stands */
} decode_report;

/* Text with LF line ends and without a byte order mark. UTF-16 is read when it has its mark; text that is no UTF-8 but
 * looks like Windows-1252 is read as that; else bad sequences become U+FFFD. Binary data (NUL bytes, or many control
 * characters) gives an empty text and DECODE_BINARY. */
dm_status decode_text(dm_arena *a, dm_str bytes, dm_str *out, decode_report *report, dm_err *err) DM_MUST_CHECK;
/* The bytes are no text: NUL bytes without the mark of UTF-16, or many control characters. */
bool decode_binary(dm_str bytes);

#endif
