/* See kinds.h. Each paragraph is first judged alone by cues in its own words (language, leftovers of the page, date
 * lines, names of reporters, captions); then by where it stands: repetitions, the lines above the first full
 * paragraph (title, headings, bylines), short lines between paragraphs (headings) and after the last (leftovers). What no
 * cue speaks against is body: a doubtful paragraph is read rather than lost. Cues are words that many sites share; none names a
 * single site. */
#include "ingest/kinds.h"

#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "document/datetext.h"
#include "ingest/language.h"

enum { CUE_BYTES = 1500, SHORT_WORDS = 14, HEADING_WORDS = 12, CAPTION_WORDS = 110 };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int64_t find_nocase(dm_str hay, const char *needle) {
    uint32_t n = (uint32_t)strlen(needle);
    for (uint32_t i = 0; i + n <= hay.n; i++)
        if (((hay.p[i] ^ needle[0]) & 0xDF) == 0 && str_eq_nocase(str_sub(hay, i, i + n), (dm_str){needle, n})) return i;
    return -1;
}
static bool has_any(dm_str s, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (str_find(s, str_from(list[i]), 0) >= 0) return true;
    return false;
}
static bool starts_any_nocase(dm_str s, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = (uint32_t)strlen(list[i]);
        if (s.n >= k && str_eq_nocase(str_sub(s, 0, k), (dm_str){list[i], k}) && (s.n == k || !uni_is_alpha((unsigned char)s.p[k]))) return true;
    }
    return false;
}

/* The paragraph's words without a list mark. */
static dm_str content_of(dm_str text, const dm_paragraph *p) {
    dm_str s = str_sub(text, p->span.begin, p->span.end);
    if (!p->bullet) return s;
    uint32_t at = 0;
    while (at < s.n) {
        uint32_t cp, step = utf8_decode(s.p + at, s.n - at, &cp);
        if (cp != UTF8_BAD && (uni_flags(cp) & (UNI_ALPHA | UNI_DIGIT))) break;
        at += step;
    }
    return str_sub(s, at, s.n);
}

/* ---- leftovers of the page ---- */

static const char *leftover(dm_str s, const dm_paragraph *p) {
    static const char *const begins[] = {"link copied",
                                         "copy link",
                                         "share",
                                         "tweet",
                                         "facebook",
                                         "twitter",
                                         "whatsapp",
                                         "telegram",
                                         "linkedin",
                                         "print",
                                         "email",
                                         "e-mail",
                                         "read more",
                                         "read also",
                                         "also read",
                                         "read:",
                                         "related",
                                         "see also",
                                         "click here",
                                         "subscribe",
                                         "sign up",
                                         "sign in",
                                         "log in",
                                         "login",
                                         "register",
                                         "newsletter",
                                         "follow us",
                                         "advertisement",
                                         "advertising",
                                         "sponsored",
                                         "skip to",
                                         "menu",
                                         "search",
                                         "home",
                                         "comments",
                                         "leave a comment",
                                         "loading",
                                         "next article",
                                         "previous article",
                                         "back to top",
                                         "most read",
                                         "most popular",
                                         "trending",
                                         "top stories",
                                         "recommended",
                                         "more on this",
                                         "more from",
                                         "tags:",
                                         "tags",
                                         "topics:",
                                         "category:",
                                         "filed under",
                                         "keywords",
                                         "cookie",
                                         "we use cookies",
                                         "enable javascript",
                                         "please enable",
                                         "support us",
                                         "donate",
                                         "listen",
                                         "watch:",
                                         "watch live",
                                         "video:",
                                         "audio:",
                                         "play",
                                         "font size",
                                         "view original",
                                         "this article was originally",
                                         "originally published",
                                         "contact us",
                                         "about us",
                                         "privacy policy",
                                         "terms of",
                                         "image copyright",
                                         "media caption",
                                         "image caption",
                                         "toggle",
                                         "download our app",
                                         "get the app",
                                         "continue reading",
                                         "story continues",
                                         "article continues",
                                         "join our",
                                         "min read",
                                         "minutes read",
                                         "ad choices",
                                         "editor's note"};
    static const char *const anywhere[] = {"all rights reserved",
                                           "contributed to this report",
                                           "contributed reporting",
                                           "may not be published, broadcast",
                                           "may not be reproduced",
                                           "© ",
                                           "©20",
                                           "unauthorized reproduction",
                                           "copyright (c)",
                                           "subscribe to our",
                                           "sign up for our",
                                           "minute read",
                                           "min read",
                                           "hours ago",
                                           "minutes ago"};
    static const char *const files[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".mp4", ".pdf"};
    if (p->words <= SHORT_WORDS && starts_any_nocase(s, begins, COUNT(begins)) && !(text_ends_sentence(s) && p->words > 7))
        return "a label or link of the page";
    for (uint32_t i = 0; i < COUNT(anywhere) && p->words <= 60; i++) {
        bool short_only = i >= COUNT(anywhere) - 4;
        if (find_nocase(s, anywhere[i]) >= 0 && (!short_only || p->words <= 6)) return "rights, credits or notices of the page";
    }
    for (uint32_t i = 0; i < COUNT(files) && p->words <= 25; i++)
        if (s.n > 4 && find_nocase(str_sub(s, s.n > 5 ? s.n - 5 : 0, s.n), files[i]) >= 0 && str_ends(s, files[i])) return "the name of a file";
    if (p->words == 1 && (str_starts(s, "http://") || str_starts(s, "https://") || str_starts(s, "www.") || s.p[0] == '@' || s.p[0] == '#'))
        return "a link";
    uint32_t bars = 0;
    for (uint32_t i = 0; i < s.n; i++) bars += s.p[i] == '|';
    if (bars >= 2 && bars * 5 >= p->words) return "a row of links";
    if (p->bullet && p->words <= 7 && !text_ends_sentence(s)) return "a short item of a list";
    return NULL;
}

static bool no_letters(dm_str s) {
    for (uint32_t at = 0; at < s.n;) {
        uint32_t tag = markup_at(s, at), cp;
        if (tag) {
            at += tag;
            continue;
        }
        at += utf8_decode(s.p + at, s.n - at, &cp);
        if (cp != UTF8_BAD && (uni_flags(cp) & (UNI_ALPHA | UNI_DIGIT))) return false;
    }
    return true;
}

/* ---- date lines and bylines ---- */

/* Words beside the date that a date line may have; others count against it. */
static uint32_t words_beside_date(dm_str s, uint32_t begin, uint32_t end) {
    static const char *const fine[] = {"published", "updated", "update", "posted", "modified", "last",     "on",      "at",    "am",
                                       "pm",        "gmt",     "utc",    "est",    "edt",      "kst",      "jst",     "cet",   "bst",
                                       "pst",       "pdt",     "date",   "issued", "release",  "released", "created", "first", "and",
                                       "time",      "local",   "by",     "a.m.",   "p.m.",     "h",        "hrs",     "ist",   "z"};
    uint32_t beside = 0;
    for (uint32_t at = 0; at < s.n;) {
        if (at >= begin && at < end) {
            at = end;
            continue;
        }
        uint32_t b = at;
        while (at < s.n && at != begin && ((unsigned char)s.p[at] >= 0x80 || strchr(" ,;:|()-/\t\n", s.p[at]) == NULL)) at++;
        if (at > b) {
            dm_str w = str_sub(s, b, at);
            bool known = datetext_weekday(w) >= 0 || (w.p[0] >= '0' && w.p[0] <= '9');
            for (uint32_t i = 0; i < COUNT(fine); i++) known |= str_eq_nocase(w, str_from(fine[i]));
            beside += !known;
        } else {
            at++;
        }
    }
    return beside;
}

static const char *date_line(dm_str s, const dm_paragraph *p) {
    datetext d;
    if (p->words > SHORT_WORDS) return NULL;
    if (datetext_find(s, 0, &d)) {
        uint32_t beside = words_beside_date(s, d.begin, d.end);
        if (beside > 3 || (beside > 1 && str_ends(s, "."))) return NULL;
        if (d.form == DATETEXT_ISO && d.has_time && !beside && d.begin == 0) return "a bare timestamp";
        return "a line that holds the date";
    }
    if (p->words <= 5 && s.p[0] >= '0' && s.p[0] <= '9' && memchr(s.p, ':', s.n) && !words_beside_date(s, 0, 0)) return "a line that holds the time";
    if (p->words > 4 || str_ends(s, ".")) return NULL; /* "Friday, July 21" */
    bool month = false, number = false, other = false;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t b = at;
        while (at < s.n && s.p[at] != ' ' && s.p[at] != ',') at++;
        dm_str w = str_sub(s, b, at);
        if (w.n && w.p[0] >= '0' && w.p[0] <= '9') number = true;
        else if (w.n && datetext_month(w)) month = true;
        else if (w.n && datetext_weekday(w) < 0) other = true;
        at++;
    }
    return month && number && !other ? "a line that holds the date" : NULL;
}

/* All words but small ones begin with a capital. */
static bool all_capitalised(dm_str s) {
    static const char *const small[] = {"and", "in", "of", "for", "the", "at", "with", "de", "van", "von", "al", "bin", "&"};
    for (uint32_t at = 0; at < s.n;) {
        uint32_t b = at, cp;
        while (at < s.n && !strchr(" ,\n/|", s.p[at])) at++;
        if (at > b) {
            dm_str w = str_sub(s, b, at);
            bool ok = false;
            utf8_decode(w.p, w.n, &cp);
            ok = !uni_is_lower(cp);
            for (uint32_t i = 0; i < COUNT(small); i++) ok |= str_is(w, small[i]);
            if (!ok) return false;
        }
        at++;
    }
    return true;
}

static const char *byline(dm_str s, const dm_paragraph *p) {
    static const char *const desk[] = {"reporting by", "additional reporting by", "writing by", "editing by", "compiled by", "translated by"};
    if (p->words > 30) return NULL;
    if (starts_any_nocase(s, desk, COUNT(desk))) return "names who reported, wrote or edited";
    if (p->words > SHORT_WORDS) return NULL;
    static const char *const writer[] = {"from our correspondent", "from our own correspondent", "our correspondent",        "staff writer",
                                         "staff reporter",         "special correspondent",      "our special correspondent"};
    if (starts_any_nocase(s, writer, COUNT(writer)) && !text_ends_sentence(s)) return "names the writer's desk";
    static const char *const by[] = {"by"};
    if (starts_any_nocase(s, by, 1) && p->words >= 2 && s.n > 3) {
        dm_str rest = str_trim(str_sub(s, 2, s.n));
        uint32_t e = 0;
        while (e < rest.n && rest.p[e] != ' ' && rest.p[e] != ',') e++;
        dm_str first = str_sub(rest, 0, e);
        if (datetext_weekday(first) < 0 && !datetext_month(first) && all_capitalised(rest) && !(str_ends(rest, ".") && p->words > 6))
            return "\"By\" and a name";
    }
    if (p->words <= 4) {
        while (s.n && strchr("(-– ", s.p[0])) s = str_sub(s, 1, s.n);
        while (s.n && strchr(")-. ", s.p[s.n - 1])) s.n--;
        if (text_is_signature(s) && s.n > 1) return "the signature of an agency";
    }
    return NULL;
}

/* ---- captions ---- */

static const char end_credit[] = "ends with the credit of a picture";

static bool ends_with_credit(dm_str s, bool *sentence_before) {
    *sentence_before = false;
    bool bracket = s.n && s.p[s.n - 1] == ')';
    dm_str t = bracket ? str_sub(s, 0, s.n - 1) : s;
    uint32_t b = t.n;
    while (b > 0 && t.n - b < 40 && t.p[b - 1] != '(' && (bracket || t.p[b - 1] != ' ')) b--;
    if (b == 0 || (bracket && t.p[b - 1] != '(')) return false;
    dm_str name = str_sub(t, b, t.n), before = str_trim(str_sub(t, 0, bracket ? b - 1 : b));
    *sentence_before = text_ends_sentence(before);
    return text_is_agency(name) && (bracket || *sentence_before);
}

static const char *caption(dm_str s, const dm_paragraph *p) {
    static const char *const begins[] = {
        "file -",        "file –",          "file —",          "file photo",   "file:",     "photo:",   "photos:",       "photo by",
        "photo credit",  "photo/",          "image:",          "image credit", "images:",   "picture:", "in this photo", "in this file photo",
        "in this image", "in this picture", "in this handout", "a file photo", "pictured:", "caption:", "credit:",       "photograph:",
        "photography:",  "(photo"};
    static const char *const credits[] = {"(AP Photo",  "AP Photo/", "AP Photo)",   "REUTERS/",       "Reuters/",         "Getty Images",
                                          "/AFP",       "AFP PHOTO", "EPA-EFE",     "Photo courtesy", "photo courtesy",   "File Photo",
                                          "File photo", "(Photo",    "Photo:",      "Photo by ",      "Image credit",     "(Screenshot",
                                          "screengrab", "/Pool",     "(Courtesy",   "(AP-Yonhap)",    "(file photo",      "EPA/",
                                          "/EPA",       "/Handout",  "Handout via", "/Shutterstock",  "Wikimedia Commons"};
    static const char *const placed[] = {", right,", ", left,",  ", center,", ", centre,", "(left)",        "(right)",
                                         "(center)", "(centre)", "(L)",       "(R)",       ", second from", ", third from"};
    static const char *const acts[] = {" shakes ", " shake ",   " speaks ",   " speak ",   " talks ", " talk ",     " poses ",
                                       " pose ",   " meets ",   " greets ",   " listens ", " walks ", " walk ",     " arrives ",
                                       " arrive ", " attends ", " attend ",   " holds ",   " hold ",  " delivers ", " sits ",
                                       " sit ",    " stands ",  " stand ",    " looks ",   " waves ", " gestures ", " reacts ",
                                       " offers ", " answers ", " inspects ", " inspect ", " sign ",  " signs "};
    static const char *const alone[] = {"poses for a photo", "pose for a photo", "poses for a group photo", "pose for photos",
                                        "; from file",       "(from file",       "in this undated",         "is pictured",
                                        "are pictured",      "is seen in this",  "are seen in this"};
    if (p->words > CAPTION_WORDS) return NULL;
    if (starts_any_nocase(s, begins, COUNT(begins))) return "begins like a caption";
    if (has_any(s, credits, COUNT(credits))) return "credits a picture";
    int64_t by = str_find(s, DM_STR("photo by "), 0);
    if (by >= 0 && (uint32_t)by + 9 < s.n && uni_is_upper((unsigned char)s.p[by + 9])) return "credits a picture";
    int64_t image = str_find(s, DM_STR(" Image: "), 0);
    if (image >= 0 && s.n - (uint32_t)image < 80) return "credits a picture";
    if (has_any(s, alone, COUNT(alone))) return "describes a picture";
    bool placed_in_it = has_any(s, placed, COUNT(placed)), sentence, credited = ends_with_credit(s, &sentence);
    bool acts_in_it = (placed_in_it || credited) && has_any(s, acts, COUNT(acts));
    if (placed_in_it && acts_in_it) return "says who stands where in a picture";
    if (credited) {
        if (s.p[s.n - 1] != ')') return p->words <= 45 || acts_in_it || placed_in_it ? end_credit : NULL;
        if (acts_in_it || placed_in_it || (!sentence && p->words <= 20)) return end_credit;
    }
    return NULL;
}

/* ---- one paragraph alone ---- */

static void set(dm_paragraph *p, dm_block kind, const char *reason) {
    p->kind = kind;
    p->reason = str_from(reason);
}

static void judge_alone(dm_str text, dm_paragraph *p) {
    dm_str s = content_of(text, p), cue = s;
    const char *why;
    if (no_letters(s)) {
        set(p, DM_BLOCK_BOILERPLATE, "no letters or digits");
        return;
    }
    const char *language = language_of(s);
    if (*language && strcmp(language, "en") != 0) {
        set(p, DM_BLOCK_OTHER_LANGUAGE, "its letters or common words are not English");
        return;
    }
    if (cue.n > CUE_BYTES) return;
    if ((why = date_line(s, p))) set(p, DM_BLOCK_DATELINE, why);
    else if ((why = byline(s, p))) set(p, DM_BLOCK_BYLINE, why);
    else if ((why = caption(s, p))) set(p, DM_BLOCK_CAPTION, why);
    else if (!p->bullet && (why = leftover(s, p))) set(p, DM_BLOCK_BOILERPLATE, why);
}

/* ---- by place ---- */

static bool open_kind(const dm_paragraph *p) { return p->kind == DM_BLOCK_BODY && !p->reason.p; }

static dm_status judge_repeats(dm_arena *a, dm_str text, dm_paragraphs *ps, dm_err *err) {
    static const char *const quotes[] = {"\"", "“", "”"};
    dm_strmap seen = {0};
    for (uint32_t i = 0; i < ps->n; i++) {
        dm_paragraph *p = &ps->v[i];
        bool may = p->kind == DM_BLOCK_BODY || p->kind == DM_BLOCK_CAPTION;
        if (!may || p->words < (p->kind == DM_BLOCK_CAPTION ? 4 : 7)) continue;
        uint32_t *first;
        if (!strmap_put(&seen, a, (dm_str){(const char *)&p->key, sizeof p->key}, i, &first)) return err_memory(err, "a story's repeated paragraphs");
        if (*first == i) continue;
        set(p, DM_BLOCK_DUPLICATE, "repeats an earlier paragraph");
        dm_paragraph *before = p - 1;
        bool quote = has_any(str_sub(text, p->span.begin, p->span.end), quotes, COUNT(quotes));
        if (*first + 1 == i && open_kind(before) && p->words <= 40 && !quote)
            set(before, DM_BLOCK_CAPTION, "a short paragraph set twice in a row, as under pictures");
    }
    return DM_OK;
}

static bool full_paragraph(dm_str text, const dm_paragraph *p) {
    if (p->kind != DM_BLOCK_BODY) return false;
    bool stop = text_ends_sentence(str_sub(text, p->span.begin, p->span.end));
    return p->reason.p || p->words >= 25 || (stop && p->words >= 9);
}

/* Index of the first full paragraph; the first one with a stop, else n, when there is none. */
static uint32_t first_body(dm_str text, const dm_paragraphs *ps) {
    for (uint32_t i = 0; i < ps->n; i++)
        if (full_paragraph(text, &ps->v[i])) return i;
    for (uint32_t i = 0; i < ps->n; i++)
        if (open_kind(&ps->v[i]) && text_ends_sentence(str_sub(text, ps->v[i].span.begin, ps->v[i].span.end))) return i;
    return ps->n;
}

static uint64_t key_of(dm_str s) {
    dm_paragraph p = {.span = {0, s.n}};
    paragraph_measure(s, &p);
    return p.key;
}

static bool names_outlet(dm_str s, uint32_t words, dm_str outlet) {
    static const char *const papers[] = {"Times",     "Herald",   "Post",  "News",   "Journal", "Tribune", "Press",   "Daily", "Gazette",
                                         "Chronicle", "Observer", "Today", "Agency", "Online",  "Review",  "Courier", "Mail"};
    if (outlet.p && str_eq_nocase(s, outlet)) return true;
    if (words > 5 || !all_capitalised(s)) return false;
    for (uint32_t i = 0; i < COUNT(papers); i++)
        if (str_ends(s, papers[i]) && s.n > strlen(papers[i]) && s.p[s.n - strlen(papers[i]) - 1] == ' ') return true;
    return false;
}

/* The lines above the first full paragraph. */
static void judge_top(dm_str text, dm_paragraphs *ps, uint32_t body, dm_str title, dm_str outlet) {
    uint64_t title_key = title.p ? key_of(title) : 0;
    uint32_t found = DM_NONE;
    for (uint32_t i = 0; i < body; i++) {
        dm_paragraph *p = &ps->v[i];
        if (!open_kind(p)) continue;
        dm_str s = content_of(text, p);
        bool after_byline = i && ps->v[i - 1].kind == DM_BLOCK_BYLINE && !p->blank_before && p->words <= 5;
        if (names_outlet(s, p->words, outlet)) set(p, after_byline ? DM_BLOCK_BYLINE : DM_BLOCK_BOILERPLATE, "the name of an outlet");
        else if (after_byline) set(p, DM_BLOCK_BYLINE, "goes on after a byline");
        else if (p->bullet && p->words <= 7 && all_capitalised(s)) set(p, DM_BLOCK_BYLINE, "a name in a list above the story");
        else if (p->bullet) set(p, DM_BLOCK_BOILERPLATE, "a short item of a list");
        else if (title.p && p->key == title_key) set(p, DM_BLOCK_TITLE, "the title that the metadata give"), found = i;
    }
    for (uint32_t pass = 0; pass < 2 && found == DM_NONE; pass++) {
        for (uint32_t i = 0; i < body && found == DM_NONE; i++) {
            dm_paragraph *p = &ps->v[i];
            if (!open_kind(p) || p->words > 35 || p->words < (pass ? 2 : 4)) continue;
            set(p, DM_BLOCK_TITLE, "the first line above the story that is long enough for a title");
            found = i;
        }
    }
    for (uint32_t i = 0; i < body; i++) {
        dm_paragraph *p = &ps->v[i];
        if (!open_kind(p)) continue;
        if (found != DM_NONE && i < found) set(p, DM_BLOCK_BOILERPLATE, "a short line above the title");
        else set(p, DM_BLOCK_HEADING, "a short line between title and story");
    }
}

/* Short lines without a stop from the first full paragraph on. */
static void judge_rest(dm_str text, dm_paragraphs *ps, uint32_t body) {
    uint32_t last = body;
    for (uint32_t i = body; i < ps->n; i++)
        if (full_paragraph(text, &ps->v[i])) last = i;
    for (uint32_t i = body; i < ps->n; i++) {
        dm_paragraph *p = &ps->v[i];
        if (!open_kind(p)) continue;
        dm_str s = content_of(text, p);
        const char *why;
        if (p->bullet && (why = leftover(s, p))) set(p, DM_BLOCK_BOILERPLATE, why);
        else if (p->words > HEADING_WORDS || text_ends_sentence(s) || p->bullet) set(p, DM_BLOCK_BODY, "a paragraph that no cue speaks against");
        else if (i > last) set(p, DM_BLOCK_BOILERPLATE, "a short line after the last paragraph");
        else if (str_starts(s, "\"") || str_starts(s, "“")) set(p, DM_BLOCK_BODY, "a paragraph that no cue speaks against");
        else set(p, DM_BLOCK_HEADING, "a short line without a stop between paragraphs");
    }
}

/* "... on Friday. Reuter": the last paragraph's end signs the story and credits no picture. */
static void judge_last(dm_paragraphs *ps) {
    uint32_t last = ps->n;
    for (uint32_t i = 0; i < ps->n; i++)
        if (ps->v[i].kind == DM_BLOCK_CAPTION || ps->v[i].kind == DM_BLOCK_BODY) last = i;
    if (last == ps->n || ps->v[last].kind != DM_BLOCK_CAPTION) return;
    if (str_is(ps->v[last].reason, end_credit)) ps->v[last].kind = DM_BLOCK_BODY, ps->v[last].reason = DM_STR_NONE;
}

/* A sentence above "Image: ..." is its caption. */
static void judge_credited(dm_paragraphs *ps) {
    for (uint32_t i = 0; i + 1 < ps->n; i++) {
        dm_paragraph *p = &ps->v[i], *next = p + 1;
        bool credit = next->kind == DM_BLOCK_CAPTION && next->words <= 10 && str_is(next->reason, "begins like a caption");
        if (credit && open_kind(p) && p->words <= 45 && i) set(p, DM_BLOCK_CAPTION, "a line above the credit of a picture");
    }
}

dm_status kinds_run(dm_arena *a, dm_str text, dm_paragraphs *ps, dm_str title, dm_str outlet, dm_err *err) {
    for (uint32_t i = 0; i < ps->n; i++)
        if (open_kind(&ps->v[i])) judge_alone(text, &ps->v[i]);
    DM_TRY(judge_repeats(a, text, ps, err));
    judge_credited(ps);
    judge_last(ps);
    uint32_t body = first_body(text, ps);
    if (body == ps->n && ps->n == 1 && open_kind(&ps->v[0])) set(&ps->v[0], DM_BLOCK_BODY, "the only paragraph");
    judge_top(text, ps, body, title, outlet);
    judge_rest(text, ps, body);
    return DM_OK;
}
