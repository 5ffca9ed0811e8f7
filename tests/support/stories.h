/* Stories in our own words for tests of the whole path: random ones that name parties, quote, date, offer and refuse, mixed with
 * bytes that no newspaper prints. The same on every machine for the same seed. */
#ifndef DM_TESTS_SUPPORT_STORIES_H
#define DM_TESTS_SUPPORT_STORIES_H

#include "base/str.h"

/* Xorshift. */
static inline uint64_t stories_next(uint64_t *seed) {
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed >> 11;
}

#define STORIES_PICK(seed, list) ((list)[stories_next(seed) % (sizeof(list) / sizeof *(list))])

static inline void stories_sentence(uint64_t *seed, dm_buf *b) {
    static const char *const who[] = {"North Korea",
                                      "Foreign Minister Anna Berg of Norway",
                                      "the United States",
                                      "President Omar Hassan",
                                      "Iran's parliament",
                                      "a spokesman for the ministry",
                                      "Ms Berg",
                                      "he",
                                      "the two sides",
                                      "rebels",
                                      "Tokyo",
                                      "the Foreign Ministry",
                                      "S\u00e3o Tom\u00e9"};
    static const char *const did[] = {"rejected the offer of talks from",
                                      "threatened to impose sanctions on",
                                      "signed a treaty with",
                                      "demanded that troops be withdrawn by",
                                      "condemned",
                                      "offered military talks to",
                                      "agreed to meet",
                                      "did not attack",
                                      "may recognise",
                                      "has accepted the proposal of"};
    static const char *const when[] = {
        "on Friday", "last week", "in 2016", "on 4 March 2019", "yesterday", "next month", "since the summit in Geneva", ""};
    if (stories_next(seed) % 3 == 0) {
        buf_printf(b, "\u201cWe will %s the other side,\u201d %s said %s. ", stories_next(seed) % 2 ? "never yield to" : "meet",
                   STORIES_PICK(seed, who), STORIES_PICK(seed, when));
    } else if (stories_next(seed) % 3 == 0) {
        buf_printf(b, "%s said that %s %s %s %s. ", STORIES_PICK(seed, who), STORIES_PICK(seed, who), STORIES_PICK(seed, did),
                   STORIES_PICK(seed, who), STORIES_PICK(seed, when));
    } else {
        buf_printf(b, "%s %s %s %s. ", STORIES_PICK(seed, who), STORIES_PICK(seed, did), STORIES_PICK(seed, who), STORIES_PICK(seed, when));
    }
}

/* What may stand anywhere, whole or broken. */
static inline void stories_noise(uint64_t *seed, dm_buf *b) {
    static const char *const pieces[] = {"\"",
                                         "\u201c",
                                         "\u201d",
                                         "(",
                                         ")",
                                         "\u2014",
                                         "--",
                                         "\u202e",
                                         "\u200d",
                                         "\U0001F468\u200d\U0001F469\u200d\U0001F467",
                                         "\xff\xfe",
                                         "\xed\xa0\x80",
                                         "\xc3",
                                         "e\u0301",
                                         "\u00a0",
                                         "\t",
                                         "\n\n",
                                         "\n",
                                         "\r\n",
                                         "1,000",
                                         "U.N.",
                                         "Mr.",
                                         "'s",
                                         "http://a.example/b?c=d",
                                         "\u4e16\u754c",
                                         "[",
                                         "]",
                                         "* * *",
                                         "...",
                                         "5/6/2017"};
    buf_puts(b, STORIES_PICK(seed, pieces));
    if (stories_next(seed) % 2) buf_putc(b, ' ');
}

/* `odd` of a hundred pieces are noise. */
static inline void stories_make(uint64_t *seed, uint32_t odd, dm_buf *b) {
    buf_clear(b);
    for (uint32_t n = 1 + (uint32_t)(stories_next(seed) % 14); n > 0; n--) {
        if (stories_next(seed) % 100 < odd) stories_noise(seed, b);
        else stories_sentence(seed, b);
        if (stories_next(seed) % 4 == 0) buf_puts(b, "\n\n");
    }
}

#endif
