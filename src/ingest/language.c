/* See language.h. Script first: a paragraph whose letters are mostly not Latin is decided by them. Then function words: each
 * language has a list of its commonest short words; a word of a list counts one for it. A list holds only words that
 * are no English words and no parts of common names in English news ("de", "la", "al" are left out). A foreign paragraph needs two such
 * words, or half of a short one, and more of them than English words. */
#include "ingest/language.h"

#include "base/unicode.h"
#include "base/utf8.h"

typedef struct profile {
    const char *code;
    const char *words; /* between spaces */
} profile;

static const profile profiles[] = {
    {"en", " the of and to in that is was for on with as by at from are were be been has have had it its this which said not but or an will would "
           "their his her he she they who after about more than over into what when where we you our your no if up out all "},
    {"id", " yang dan dengan untuk dari ini itu tidak akan pada dalam adalah oleh sebagai juga telah kami anda tentang karena lebih sudah bahwa "
           "mereka iklan berita artikel kembali bagikan baca selengkapnya atas bawah tengah beranda "},
    {"es", " el las que por una para con como más pero sus esta este sobre entre también ser fue había desde hasta según compartir noticias leer "},
    {"fr", " le les une est dans que pour qui sur pas avec par ce cette sont aux ont été leur mais nous vous plus partager lire aussi "},
    {"de", " und das ist nicht ein eine mit dem den auf für sich auch wird werden wurde nach bei über sind zu im lesen teilen "},
    {"pt", " os uma não com para que por mais dos das ao foi são seu sua também pelo pela isso compartilhar "},
    {"it", " il di che non per una sono della dei gli con più anche alla nel dal condividi leggi "},
    {"nl", " het een van dat niet voor zijn met aan ook worden naar wordt bij deze hebben over maar lees "},
    {"tr", " ve bir bu için ile olarak olan daha gibi çok sonra kadar ancak haber paylaş devamı "},
    {"vi", " và của là không được trong có cho các với một những người này đã khi "},
    {"pl", " się nie jest że dla przez oraz jak ale które został będzie czytaj "},
    {"sw", " ya wa kwa katika ni za cha hiyo kuwa pia hii huo "},
    {"ro", " și nu este pentru din care sunt mai această prin "},
    {"tl", " ng mga sa ang ay na ito hindi para niya "},
};
enum { N_PROFILES = sizeof profiles / sizeof *profiles, LOOK_BYTES = 1000 };

enum script { S_LATIN, S_CYRILLIC, S_GREEK, S_ARABIC, S_HEBREW, S_HAN, S_KANA, S_HANGUL, S_THAI, S_INDIC, S_OTHER, S_N };
static const char *const script_language[S_N] = {"", "ru", "el", "ar", "he", "zh", "ja", "ko", "th", "hi", "und"};

static enum script script_of(uint32_t cp) {
    if (cp < 0x250 || (cp >= 0x1E00 && cp < 0x1F00)) return S_LATIN;
    if (cp >= 0x370 && cp < 0x400) return S_GREEK;
    if (cp >= 0x400 && cp < 0x530) return S_CYRILLIC;
    if (cp >= 0x590 && cp < 0x600) return S_HEBREW;
    if ((cp >= 0x600 && cp < 0x780) || (cp >= 0xFB50 && cp < 0xFF00)) return S_ARABIC;
    if (cp >= 0x900 && cp < 0xE00) return S_INDIC;
    if (cp >= 0xE00 && cp < 0xE80) return S_THAI;
    if (cp >= 0x3040 && cp < 0x3100) return S_KANA;
    if ((cp >= 0x3400 && cp < 0xA000) || (cp >= 0xF900 && cp < 0xFB00) || cp >= 0x20000) return S_HAN;
    if (cp >= 0xAC00 && cp < 0xD7B0) return S_HANGUL;
    return S_OTHER;
}

static const char *by_script(dm_str text) {
    uint32_t count[S_N] = {0}, letters = 0;
    for (uint32_t at = 0; at < text.n;) {
        uint32_t cp;
        at += utf8_decode(text.p + at, text.n - at, &cp);
        if (cp == UTF8_BAD || !uni_is_alpha(cp)) continue;
        letters++;
        count[script_of(cp)]++;
    }
    if (count[S_LATIN] * 2 >= letters) return NULL;
    if (count[S_KANA]) return script_language[S_KANA];
    enum script best = S_CYRILLIC;
    for (enum script s = S_CYRILLIC; s < S_N; s++)
        if (count[s] > count[best]) best = s;
    return script_language[best];
}

/* Counts the different words of text that stand in list `from` and the following ones (all of them in the first list,
 * English); gives the number of words. Places in a list are told apart by 64 bits, which is near enough. */
static uint32_t count_words(dm_str text, uint32_t from, uint32_t to, uint32_t *score) {
    uint32_t words = 0, n = 1;
    uint64_t seen[N_PROFILES] = {0};
    char key[40] = " ";
    for (uint32_t at = 0; at <= text.n;) {
        uint32_t cp = ' ', step = at < text.n ? utf8_decode(text.p + at, text.n - at, &cp) : 1;
        at += step;
        if (cp != UTF8_BAD && (uni_flags(cp) & (UNI_ALPHA | UNI_MARK))) {
            if (n < sizeof key - 6) n += utf8_encode(uni_lower(cp), key + n);
            continue;
        }
        if (n > 1) {
            words++;
            key[n] = ' ', key[n + 1] = 0;
            for (uint32_t i = from; i < to; i++) {
                const char *hit = strstr(profiles[i].words, key);
                uint64_t bit = hit ? (uint64_t)1 << (hit - profiles[i].words) % 64 : 0;
                score[i] += hit && (!i || !(seen[i] & bit));
                seen[i] |= bit;
            }
        }
        n = 1;
    }
    return words;
}

static const char *by_words(dm_str text) {
    uint32_t score[N_PROFILES] = {0};
    uint32_t words = count_words(text, 0, 1, score);
    if (score[0] * 5 >= words && words) return "en";
    count_words(text, 1, N_PROFILES, score);
    uint32_t best = 1;
    for (uint32_t i = 2; i < N_PROFILES; i++)
        if (score[i] > score[best]) best = i;
    bool enough = score[best] >= 2 ? score[best] * 8 >= words : score[best] && words <= 2 && !score[0];
    if (enough && score[best] > score[0]) return profiles[best].code;
    return score[0] ? "en" : "";
}

const char *language_of(dm_str text) {
    if (text.n > LOOK_BYTES) {
        text.n = LOOK_BYTES;
        while (text.n && utf8_is_cont(text.p[text.n])) text.n--;
    }
    const char *script = by_script(text);
    return script ? script : by_words(text);
}

dm_str language_code(dm_str given) {
    static const char *const names[][2] = {{"english", "en"},  {"eng", "en"},     {"korean", "ko"},    {"chinese", "zh"},
                                           {"japanese", "ja"}, {"spanish", "es"}, {"french", "fr"},    {"german", "de"},
                                           {"russian", "ru"},  {"arabic", "ar"},  {"indonesian", "id"}};
    given = str_trim(given);
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(given, str_from(names[i][0]))) return str_from(names[i][1]);
    if (given.n < 2 || (given.n > 2 && given.p[2] != '-' && given.p[2] != '_')) return DM_STR_NONE;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    for (uint32_t i = 0; i < 2; i++)
        if (!strchr(letters, given.p[i] | 32)) return DM_STR_NONE;
    for (uint32_t i = 0; i < N_PROFILES; i++)
        if (str_eq_nocase(str_sub(given, 0, 2), str_from(profiles[i].code))) return str_from(profiles[i].code);
    return str_sub(given, 0, 2);
}
