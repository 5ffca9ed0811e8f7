/* See charset.h. What servers and pages say of themselves is often wrong in one direction: text in UTF-8 under the name of
 * Latin-1. Bytes that are valid UTF-8 with letters beyond ASCII are hardly ever anything else, so they decide first. Latin-1 and
 * ASCII mean Windows-1252, as in browsers. Conversion is iconv's; sequences that it refuses become U+FFFD one byte at a time. */
#include "ingest/charset.h"

#include "base/utf8.h"
#include "ingest/html_tokens.h"

#include <iconv.h>
#include <uchardet/uchardet.h>

enum { LOOK = 4096, DETECT = 1 << 16, NAME_MAX_ = 40 };

/* The value after "charset=" or "encoding=" in any case. */
static dm_str label_in(dm_str s, const char *key) {
    uint32_t n = (uint32_t)strlen(key);
    for (uint32_t i = 0; i + n < s.n; i++) {
        if ((s.p[i] | 32) != key[0] || !str_eq_nocase(str_sub(s, i, i + n), (dm_str){key, n})) continue;
        i += n;
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '=' || s.p[i] == '"' || s.p[i] == '\'')) i++;
        uint32_t e = i;
        while (e < s.n && !strchr(" \t\r\n;\"'>/?", s.p[e])) e++;
        if (e > i && e - i < NAME_MAX_) return str_sub(s, i, e);
    }
    return DM_STR_NONE;
}

static dm_str label_of_page(dm_str bytes) {
    dm_str head = str_sub(bytes, 0, bytes.n < LOOK ? bytes.n : LOOK), label;
    if (str_starts(head, "<?xml")) {
        int64_t end = str_find(head, DM_STR("?>"), 0);
        label = label_in(str_sub(head, 0, end < 0 ? head.n : (uint32_t)end), "encoding");
        if (label.p) return label;
    }
    html_lexer x = {.in = head};
    html_token t;
    while (html_next(&x, &t)) {
        if (t.kind != HTML_START || t.tag != TAG_META) continue;
        label = html_attribute_of(&t, "charset");
        if (!label.n) label = label_in(html_attribute_of(&t, "content"), "charset");
        if (label.n && label.n < NAME_MAX_) return label;
    }
    return DM_STR_NONE;
}

static bool is_utf8(dm_str label) { return str_eq_nocase(label, DM_STR("utf-8")) || str_eq_nocase(label, DM_STR("utf8")); }

/* The name for iconv; static for the many names of Windows-1252. */
static dm_str iconv_name(dm_str label) {
    static const char *const western[] = {"iso-8859-1", "latin1",       "latin-1", "us-ascii", "ascii",
                                          "iso8859-1",  "windows-1252", "cp1252",  "ansi",     "iso_8859-1"};
    for (uint32_t i = 0; i < sizeof western / sizeof *western; i++)
        if (str_eq_nocase(label, str_from(western[i]))) return DM_STR("WINDOWS-1252");
    if (str_eq_nocase(label, DM_STR("gb2312")) || str_eq_nocase(label, DM_STR("gbk"))) return DM_STR("GB18030");
    if (str_eq_nocase(label, DM_STR("shift_jis"))) return DM_STR("CP932");
    if (str_eq_nocase(label, DM_STR("utf-16"))) return DM_STR("UTF-16LE");
    return label;
}

static iconv_t open_label(dm_str label) {
    char name[NAME_MAX_ + 1] = {0};
    if (!label.n || label.n >= NAME_MAX_) return (iconv_t)-1;
    memcpy(name, label.p, label.n);
    return strchr(name, '/') ? (iconv_t)-1 : iconv_open("UTF-8", name); /* no //TRANSLIT from outside */
}

static dm_status convert(dm_arena *a, iconv_t cd, dm_str bytes, dm_str *out, uint32_t *n_bad, dm_err *err) {
    size_t room = (size_t)bytes.n * 3 + 16, in_left = bytes.n, left = room;
    if (room > UINT32_MAX) return err_set(err, DM_E_LIMIT, 0, "a page of %u bytes is too long", bytes.n);
    char *text = arena_alloc(a, room), *to = text, *from = (char *)(uintptr_t)bytes.p;
    if (!text) return err_memory(err, "a page");
    while (in_left) {
        if (iconv(cd, &from, &in_left, &to, &left) != (size_t)-1 || left < 8) break;
        if (!in_left) break;
        to += utf8_encode(0xFFFD, to);
        left -= 3;
        from++;
        in_left--;
        ++*n_bad;
    }
    *out = (dm_str){text, (uint32_t)(to - text)};
    return DM_OK;
}

/* UTF-8 with what is none, and NULs, as U+FFFD. */
static dm_status mend(dm_arena *a, dm_str bytes, dm_str *out, uint32_t *n_bad, dm_err *err) {
    if (utf8_valid_prefix(bytes.p, bytes.n) == bytes.n && !(bytes.n && memchr(bytes.p, 0, bytes.n))) {
        *out = bytes;
        return DM_OK;
    }
    size_t room = (size_t)bytes.n * 3 + 4;
    if (room > UINT32_MAX) return err_set(err, DM_E_LIMIT, 0, "a page of %u bytes is too long", bytes.n);
    char *text = arena_alloc(a, room);
    uint32_t n = 0;
    if (!text) return err_memory(err, "a page");
    for (uint32_t i = 0; i < bytes.n;) {
        uint32_t cp, step = utf8_decode(bytes.p + i, bytes.n - i, &cp);
        bool bad = cp == UTF8_BAD || cp == 0;
        n += utf8_encode(bad ? 0xFFFD : cp, text + n);
        *n_bad += bad;
        i += step;
    }
    *out = (dm_str){text, n};
    return DM_OK;
}

/* More control characters than text has, or an eighth of NULs: a picture, an archive. */
static bool is_binary(dm_str s) {
    uint32_t control = 0, n = s.n < DETECT ? s.n : DETECT;
    for (uint32_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        control += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1B;
    }
    return control > 8 && control > n / 20;
}

static dm_str detect(dm_arena *a, dm_str bytes) {
    uchardet_t d = uchardet_new();
    dm_str name = DM_STR_NONE;
    if (!d) return name;
    if (uchardet_handle_data(d, bytes.p, bytes.n < DETECT ? bytes.n : DETECT) == 0) {
        uchardet_data_end(d);
        name = arena_str(a, str_from(uchardet_get_charset(d)));
    }
    uchardet_delete(d);
    return name;
}

/* UTF-16 by its mark, or by the NULs beside an opening bracket; .p NULL. */
static dm_str wide(dm_str b, uint32_t *mark) {
    *mark = 0;
    if (b.n < 4) return DM_STR_NONE;
    if (!memcmp(b.p, "\xFF\xFE", 2) || !memcmp(b.p, "\xFE\xFF", 2)) {
        *mark = 2;
        return b.p[0] == '\xFF' ? DM_STR("UTF-16LE") : DM_STR("UTF-16BE");
    }
    if (!memcmp(b.p, "<\0", 2) && b.p[3] == 0) return DM_STR("UTF-16LE");
    if (!memcmp(b.p, "\0<\0", 3)) return DM_STR("UTF-16BE");
    return DM_STR_NONE;
}

/* Sequences of UTF-8 beyond ASCII that are valid, and those that are not, at the beginning. */
static void count_utf8(dm_str s, uint32_t *valid, uint32_t *bad) {
    *valid = *bad = 0;
    for (uint32_t i = 0, n = s.n < DETECT ? s.n : DETECT; i < n;) {
        uint32_t cp, step = utf8_decode(s.p + i, s.n - i, &cp);
        *valid += cp != UTF8_BAD && cp >= 0x80;
        *bad += cp == UTF8_BAD;
        i += step;
    }
}

dm_status charset_decode(dm_arena *a, dm_str bytes, dm_str content_type, dm_str *out, charset_report *report, dm_err *err) {
    *report = (charset_report){.name = DM_STR("UTF-8")};
    *out = (dm_str){"", 0};
    uint32_t mark, valid, bad;
    dm_str label = wide(bytes, &mark), said = label_in(content_type, "charset");
    if (!said.p) said = label_of_page(bytes);
    if (label.p) bytes = str_sub(bytes, mark, bytes.n);
    else if (is_binary(bytes)) report->binary = true;
    if (report->binary || !bytes.n) return DM_OK;
    if (!label.p && str_starts(bytes, "\xEF\xBB\xBF")) bytes = str_sub(bytes, 3, bytes.n);
    else if (!label.p && utf8_valid_prefix(bytes.p, bytes.n) != bytes.n) {
        count_utf8(bytes, &valid, &bad);
        bool mostly = valid > 4 * bad;
        label = said.p && !is_utf8(said) && !mostly ? said : DM_STR_NONE;
        if (!label.p && !mostly) label = detect(a, bytes);
        if (label.p && is_utf8(label)) label = DM_STR_NONE;
    }
    iconv_t cd = label.p ? open_label(iconv_name(label)) : (iconv_t)-1;
    if (label.p && cd == (iconv_t)-1) { /* a name that nobody knows */
        label = detect(a, bytes);
        if (!label.n || is_utf8(label)) label = DM_STR("WINDOWS-1252");
        cd = open_label(iconv_name(label));
    }
    if (cd != (iconv_t)-1) {
        report->name = arena_str(a, iconv_name(label));
        dm_status s = convert(a, cd, bytes, &bytes, &report->n_bad, err);
        iconv_close(cd);
        DM_TRY(s);
    }
    report->lied = said.p && !str_eq_nocase(iconv_name(said), report->name) && !(is_utf8(said) && str_is(report->name, "UTF-8"));
    return mend(a, bytes, out, &report->n_bad, err);
}
