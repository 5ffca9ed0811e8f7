/* Numbers before nouns, read off the words around a trigger: "six Vietnamese trawlers", "half a dozen boats", "nearly 50
 * fishermen". What is counted is the sort of the noun, else its stem; the noun is the first word of a sort among the three
 * after the number, else the last of them before a function word. Times, measures and money are not counted. */
#include "ledger/contradictions_int.h"

#include "base/map.h"
#include "merge/bag.h"

enum { WORD_MAX = 32, WORDS_MAX = 64, BEFORE = 60, AFTER = 140 };

typedef struct small_word {
    char text[WORD_MAX + 1];
    uint32_t n;
    bool stop;    /* punctuation follows */
    bool capital; /* as written */
} small_word;

static uint32_t split(dm_str text, small_word out[WORDS_MAX]) {
    uint32_t n = 0, i = 0;
    while (i < text.n && n < WORDS_MAX) {
        small_word w = {.n = 0};
        while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '-')) i++;
        while (i < text.n) {
            char c = text.p[i];
            if (c >= 'A' && c <= 'Z' && !w.n) w.capital = true;
            if (c >= 'A' && c <= 'Z') c = (char)(c + 'a' - 'A');
            bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
            bool comma =
                c == ',' && w.n && w.text[w.n - 1] >= '0' && w.text[w.n - 1] <= '9' && i + 1 < text.n && text.p[i + 1] >= '0' && text.p[i + 1] <= '9';
            if (!letter && !comma) break;
            if (letter && w.n < WORD_MAX) w.text[w.n++] = c;
            i++;
        }
        w.text[w.n] = 0;
        while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '-')) i++;
        if (i < text.n && (text.p[i] == ',' || text.p[i] == '.' || text.p[i] == ';' || text.p[i] == '"' || text.p[i] == ')' || text.p[i] == '(')) {
            w.stop = true;
            i++;
        } else if (!w.n && i < text.n) {
            i++;
        }
        if (w.n) out[n++] = w;
    }
    return n;
}

/* Most words differ from those of a list in the first letter. */
static bool is_word(const small_word *w, const char *word) { return w->text[0] == word[0] && strcmp(w->text, word) == 0; }

static bool is(const small_word *w, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (is_word(w, list[i])) return true;
    return false;
}
#define IS(w, list) is((w), (list), sizeof(list) / sizeof *(list))

static uint64_t number(const small_word *w) {
    static const char *const small[] = {"one",     "two",     "three",     "four",     "five",     "six",      "seven",
                                        "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
                                        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    static const char *const tens[] = {"thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
    for (uint32_t i = 0; i < sizeof small / sizeof *small; i++)
        if (is_word(w, small[i])) return i + 1;
    for (uint32_t i = 0; i < sizeof tens / sizeof *tens; i++)
        if (is_word(w, tens[i])) return 10 * (i + 3);
    uint64_t v = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (w->text[i] < '0' || w->text[i] > '9' || v > 100000000) return 0;
        v = 10 * v + (uint64_t)(w->text[i] - '0');
    }
    return v;
}

static bool vague(const small_word *w) {
    static const char *const words[] = {"nearly", "about", "around", "some", "almost",        "roughly",
                                        "over",   "least", "than",   "up",   "approximately", "another"};
    return IS(w, words);
}

static bool measures(const small_word *w) {
    static const char *const words[] = {
        "year",    "years",    "month",    "months",   "week",   "weeks", "day",   "days",       "hour",       "hours",     "minute",
        "minutes", "percent",  "pct",      "per",      "mile",   "miles", "km",    "kilometre",  "kilometres", "kilometer", "kilometers",
        "metre",   "metres",   "meter",    "meters",   "ton",    "tons",  "tonne", "tonnes",     "dollar",     "dollars",   "million",
        "billion", "thousand", "hundred",  "time",     "times",  "side",  "sides", "country",    "countries",  "neighbour", "neighbours",
        "capital", "capitals", "january",  "february", "march",  "april", "may",   "june",       "july",       "august",    "september",
        "october", "november", "december", "barrels",  "pounds", "euros", "yen",   "government", "governments"};
    return IS(w, words);
}

static bool ends_noun(const small_word *w) {
    static const char *const words[] = {"of",   "in",       "on",   "at",  "from", "to",    "by",  "for",  "after", "before",
                                        "with", "together", "near", "who", "that", "which", "and", "were", "was",   "are",
                                        "have", "had",      "has",  "is",  "the",  "their", "its", "as"};
    return IS(w, words);
}

/* Men, whatever they are called: one teller's soldiers are another's captives, or only "Eritreans". */
static bool is_people(const small_word *w) {
    static const char *const words[] = {"soldiers", "troops",    "prisoners", "captives",  "men",       "people",
                                        "sailors",  "fishermen", "civilians", "villagers", "detainees", "servicemen",
                                        "crewmen",  "officers",  "guards",    "residents", "workers",   "inmates"};
    bool name = w->capital && w->n > 3 && w->text[w->n - 1] == 's';
    return name || IS(w, words);
}

enum { PEOPLE = 1000 }; /* no sort has this number */

/* The noun after word i; 0 when there is none that is counted. */
static uint64_t noun_after(const word_sorts *sorts, const small_word *w, uint32_t n, uint32_t i) {
    uint64_t last = 0;
    for (uint32_t k = i; k < n && k < i + 3; k++) {
        bool last_word = w[k].stop || k + 1 == n || ends_noun(&w[k + 1]);
        if (measures(&w[k]) || number(&w[k]) || ends_noun(&w[k])) break;
        if (is_people(&w[k]) && (!w[k].capital || last_word)) return PEOPLE;
        if (w[k].stop) break;
    }
    for (uint32_t k = i; k < n && k < i + 3; k++) {
        if (measures(&w[k]) || number(&w[k])) return 0;
        if (ends_noun(&w[k])) break;
        dm_str word = {w[k].text, w[k].n};
        last = bag_stem(sorts, word);
        uint32_t sort = sorts_of_phrase(sorts, word);
        if (sort != SORT_NONE) return sort;
        if (w[k].stop) break;
    }
    return last;
}

uint32_t counts_near(const word_sorts *sorts, const fact_event *e, counted out[COUNTS_MAX]) {
    small_word words[WORDS_MAX];
    dm_str text = e->evidence_text;
    uint32_t at = span_is(e->trigger) && e->trigger.begin >= e->evidence.begin ? e->trigger.begin - e->evidence.begin : 0;
    uint32_t begin = at > BEFORE ? at - BEFORE : 0, end = at + AFTER < text.n ? at + AFTER : text.n, found = 0;
    if (begin >= text.n) return 0;
    while (begin && begin < text.n && text.p[begin - 1] != ' ') begin++;
    if (begin >= end) return 0;
    uint32_t n = split(str_sub(text, begin, end), words);
    for (uint32_t i = 0; i < n && found < COUNTS_MAX; i++) {
        uint64_t v = number(&words[i]);
        uint32_t next = i + 1;
        bool half = strcmp(words[i].text, "half") == 0 && i + 2 < n && strcmp(words[i + 1].text, "a") == 0;
        if (half && strcmp(words[i + 2].text, "dozen") == 0) v = 6, next = i + 3;
        bool dozen = strcmp(words[i].text, "dozen") == 0 && !(i > 0 && (number(&words[i - 1]) || (i > 1 && strcmp(words[i - 2].text, "half") == 0)));
        bool tens = v >= 20 && v < 100 && v % 10 == 0 && !words[i].stop && i + 1 < n && words[i].text[0] > '9';
        uint64_t unit = tens ? number(&words[i + 1]) : 0;
        if (unit > 0 && unit < 10 && words[i + 1].text[0] > '9') v += unit, next++; /* "fifty-eight" */
        bool about = (i > 0 && vague(&words[i - 1])) || (i > 1 && vague(&words[i - 2]) && !words[i - 2].stop);
        if (dozen) v = 12, about = true;
        if (v && next < n && strcmp(words[next].text, "dozen") == 0) v *= 12, about = true, next++;
        if (!v || words[i].stop || next >= n) continue;
        uint64_t what = noun_after(sorts, words, n, next);
        for (uint32_t k = next; k + 1 < n && k < next + 4; k++)
            if (strcmp(words[k].text, "or") == 0 && strcmp(words[k + 1].text, "so") == 0) about = true;
        if (what) out[found++] = (counted){v, what, about};
        i = next - 1;
    }
    return found;
}
