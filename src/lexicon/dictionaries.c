/* See dictionaries.h. A file is read line by line; what is no row of its kind is told with line and column and left out. Each row keeps
 * the file and line that it stands on, so that later complaints point there. */
#include "lexicon/dictionaries.h"

#include "base/utf8.h"
#include "document/doc.h"

#include <ctype.h>

typedef struct dated_code {
    dm_str code;
    dm_day from, to; /* DM_DAY_NONE = open */
} dated_code;

typedef struct dict {
    dm_arena *arena;
    lex_lint *lint;
    const dict_file *file;
    const dm_strmap *actors;
    lex_rows *tables;
    dm_str line; /* without its comment */
    const char *text;
    uint32_t number;
    bool in_comment; /* of <!-- --> */
    bool failed;     /* out of memory */
    /* an actor in the making */
    VEC(dm_str) names;
    VEC(dated_code) codes;
    bool person;
    const char *named_text; /* line of its first name */
    uint32_t named_at;
    /* !X! = A, B */
    VEC(dm_str) set_names;
    VEC(dm_str_list) sets;
    dm_str category; /* of issues */
} dict;

dict_kind dict_kind_of(dm_str name) {
    static const struct {
        const char *part;
        dict_kind kind;
    } parts[] = {{"actors", DICT_ACTORS}, {"agents", DICT_AGENTS}, {"discards", DICT_DISCARDS}, {"issues", DICT_ISSUES}, {"verbs", DICT_VERBS}};
    if (str_ends(name, ".tsv") || str_ends(name, ".yaml") || str_ends(name, ".yml")) return DICT_NONE;
    for (uint32_t at = 0; at <= name.n;) {
        uint32_t end = at;
        while (end < name.n && name.p[end] != '.') end++;
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (str_eq_nocase(str_sub(name, at, end), str_from(parts[i].part)) && (at > 0 || end < name.n)) return parts[i].kind;
        at = end + 1;
    }
    return DICT_NONE;
}

/* ---- rows ---- */

static void warn(dict *d, const char *at, const char *instead, const char *what, dm_str words) {
    lint_warn(d->lint, d->file->path, d->number, (uint32_t)(at - d->text) + 1, instead, what, DM_STR_ARG(words));
}

/* A row of n cells; an empty one points to the line's begin. */
static void put(dict *d, uint32_t table, const dm_str *cells, uint32_t n) {
    dm_str *copy = ARENA_NEW(d->arena, dm_str, LEX_COLUMNS_MAX);
    lex_row *row = VEC_PUSH(d->arena, &d->tables[table]);
    if (!copy || !row) {
        d->failed = true;
        return;
    }
    for (uint32_t i = 0; i < LEX_COLUMNS_MAX; i++) copy[i] = i < n && cells[i].p ? cells[i] : (dm_str){d->text, 0};
    *row = (lex_row){.file = d->file->path, .text = d->text, .line = d->number, .dir = d->file->dir, .cells = copy, .sole = table == LEX_T_names};
}

static dm_str keep(dict *d, const dm_buf *b) {
    dm_str s = buf_ok(b) ? arena_str(d->arena, buf_str(b)) : DM_STR_NONE;
    if (!s.p) d->failed = true;
    return s;
}

static bool is_small(dm_str word) {
    static const char *const small[] = {"of", "the", "and", "for", "de", "la", "in", "on"};
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (str_is(word, small[i])) return true;
    return false;
}

/* "PRESIDENT_GEORGE_W._BUSH" -> "President George W. Bush", as the press writes it; `lower`: all in small letters. */
static dm_str phrase_of(dict *d, dm_str words, bool lower) {
    dm_buf b = {0};
    words = str_trim(words);
    for (uint32_t at = 0; at < words.n;) {
        while (at < words.n && (words.p[at] == '_' || words.p[at] == ' ')) at++;
        uint32_t end = at, first = (uint32_t)b.n;
        while (end < words.n && words.p[end] != '_' && words.p[end] != ' ') end++;
        if (end == at) break;
        if (b.n) buf_putc(&b, ' ');
        first = (uint32_t)b.n;
        for (uint32_t i = at; i < end; i++) buf_putc(&b, (char)tolower((unsigned char)words.p[i]));
        bool small = lower || (first && buf_ok(&b) && is_small((dm_str){b.p + first, (uint32_t)b.n - first}));
        for (size_t i = first; !small && buf_ok(&b) && i < b.n; i++)
            if (i == first || b.p[i - 1] == '-' || b.p[i - 1] == '.') b.p[i] = (char)toupper((unsigned char)b.p[i]);
        at = end;
    }
    bool word = false; /* a phrase of no letter or digit is none */
    for (size_t i = 0; i < b.n && !word; i++) word = isalnum((unsigned char)b.p[i]) || (unsigned char)b.p[i] >= 0xC3;
    dm_str out = word ? keep(d, &b) : DM_STR_NONE;
    buf_free(&b);
    return out;
}

/* PLOVER's sector of a CAMEO role; PLOVER calls the press JRN and health MED, and has REB for insurgents and separatists. */
static dm_str sector_of(dm_str role) {
    static const char *const changed[][2] = {{"MED", "JRN"}, {"HLH", "MED"}, {"INS", "REB"}, {"SEP", "REB"}, {"RAD", "REB"},
                                             {"MOD", "CVL"}, {"ENV", "SOC"}, {"HRI", "SOC"}, {"DEV", "SOC"}, {"SET", "CVL"}};
    static const char *const same[] = {"AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JUD", "LAB", "LEG", "MIL",
                                       "OPP", "PRM", "PTY", "REB", "REF", "REL", "SPY", "UAF", "UNK", "JRN", "SOC"};
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        if (str_is(role, changed[i][0])) return str_from(changed[i][1]);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (str_is(role, same[i])) return role;
    return DM_STR_NONE;
}

/* The first part of three letters, from `at` on, that is a sector. */
static dm_str sector_in(dm_str code, uint32_t at) {
    for (; at + 3 <= code.n; at += 3) {
        dm_str sector = sector_of(str_sub(code, at, at + 3));
        if (sector.p) return sector;
    }
    return DM_STR_NONE;
}

/* ---- actors ---- */

/* YYMMDD or YYYYMMDD; of two digits those above 30 are of the last century. */
static bool day_in(dm_str digits, dm_day *out) {
    int v[8];
    digits = str_trim(digits);
    if (digits.n != 6 && digits.n != 8) return false;
    for (uint32_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9') return false;
        v[i] = digits.p[i] - '0';
    }
    uint32_t k = digits.n - 4;
    int year = k == 4 ? v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3] : v[0] * 10 + v[1] + (v[0] > 2 ? 1900 : 2000);
    *out = day_of(year, v[k] * 10 + v[k + 1], v[k + 2] * 10 + v[k + 3]);
    return *out != DM_DAY_NONE;
}

/* What stands in brackets: "USAGOV 930120-010119", "HOB < 950601", "DOL", "---". */
static void add_code(dict *d, dm_str inside) {
    inside = str_trim(inside);
    uint32_t n = 0;
    while (n < inside.n && inside.p[n] != ' ' && inside.p[n] != '\t' && inside.p[n] != '<' && inside.p[n] != '>') n++;
    dm_str code = str_sub(inside, 0, n), dates = str_trim(str_sub(inside, n, inside.n));
    dated_code c = {.from = DM_DAY_NONE, .to = DM_DAY_NONE};
    int64_t slash = str_find(code, DM_STR("/"), 0);
    if (slash >= 0) {
        warn(d, code.p, "one actor for each code", "\"%.*s\": only the first code is read", code);
        code = str_sub(code, 0, (uint32_t)slash);
    }
    bool ok = true;
    if (dates.n && dates.p[0] == '<') {
        ok = day_in(str_sub(dates, 1, dates.n), &c.to);
        if (ok) c.to--;
    } else if (dates.n && dates.p[0] == '>') {
        ok = day_in(str_sub(dates, 1, dates.n), &c.from);
        if (ok) c.from++;
    } else if (dates.n) {
        int64_t dash = str_find(dates, DM_STR("-"), 0);
        ok = dash > 0 && day_in(str_sub(dates, 0, (uint32_t)dash), &c.from) && day_in(str_sub(dates, (uint32_t)dash + 1, dates.n), &c.to) &&
             c.from <= c.to;
    }
    for (uint32_t i = 0; i < code.n && ok; i++) ok = isalnum((unsigned char)code.p[i]) || code.p[i] == '-' || code.p[i] == '+' || code.p[i] == '#';
    if (!ok || !code.n) {
        warn(d, inside.p, "[CODE], [CODE 930120-010119], [CODE <911226] or [CODE >20130119]", "\"%.*s\" is no code with dates; it is not read",
             inside);
        return;
    }
    if (!isalnum((unsigned char)code.p[0])) return; /* [---], [+++]: nobody */
    dm_buf upper = {0};
    for (uint32_t i = 0; i < code.n; i++) buf_putc(&upper, (char)toupper((unsigned char)code.p[i]));
    c.code = keep(d, &upper);
    buf_free(&upper);
    dated_code *slot = VEC_PUSH(d->arena, &d->codes);
    if (slot) *slot = c;
    else d->failed = true;
}

/* The files do not tell persons from bodies: who changes the code with time and is of a government, parliament or opposition is one. */
static const char *kind_of(dm_str code, bool person) {
    if (str_starts(code, "IGO")) return "igo";
    if (str_starts(code, "NGO") || str_starts(code, "NGM")) return "ngo";
    if (str_starts(code, "MNC")) return "company";
    if (str_starts(code, "IMG")) return "group";
    if (code.n < 6) return "organization";
    return person ? "person" : "organization";
}

/* The actor that a code stands for: the state itself, or a new one. */
static dm_str actor_for(dict *d, const dated_code *c, dm_str name) {
    if (strmap_get(d->actors, c->code) != MAP_NONE) return c->code;
    dm_str state = str_sub(c->code, 0, c->code.n < 3 ? c->code.n : 3),
           id = arena_printf(d->arena, "%.*s %.*s", DM_STR_ARG(name), DM_STR_ARG(c->code));
    if (!id.p) {
        d->failed = true;
        return id;
    }
    bool known = strmap_get(d->actors, state) != MAP_NONE;
    bool someone = str_is(state, "IGO") || str_is(state, "NGO") || str_is(state, "NGM") || str_is(state, "MNC") || str_is(state, "IMG");
    dm_str sector = sector_in(c->code, known || someone ? 3 : 0);
    const dm_str cells[] = {id, name, str_from(kind_of(c->code, d->person)), known ? state : DM_STR_NONE, sector, c->code};
    put(d, LEX_T_actors, cells, 6);
    return id;
}

static dm_str day_cell(dict *d, dm_day day) {
    dm_buf b = {0};
    if (day == DM_DAY_NONE) return DM_STR_NONE;
    day_put(&b, day, false);
    dm_str s = keep(d, &b);
    buf_free(&b);
    return s;
}

static void put_names(dict *d, const dated_code *c, dm_day from, dm_day to) {
    dm_str actor = actor_for(d, c, d->names.v[0]);
    for (uint32_t k = 0; k < d->names.n && !d->failed; k++) {
        const dm_str cells[] = {d->names.v[k], actor, DM_STR("name"), day_cell(d, from), day_cell(d, to)};
        put(d, LEX_T_names, cells, 5);
    }
}

/* A code without dates holds on the days of no dated one. */
static void put_rest(dict *d, const dated_code *rest) {
    dm_day from = DM_DAY_NONE;
    for (;;) {
        const dated_code *next = NULL;
        for (uint32_t i = 0; i < d->codes.n; i++) { /* the first that ends on or after `from` */
            const dated_code *c = &d->codes.v[i];
            bool dated = c->from != DM_DAY_NONE || c->to != DM_DAY_NONE, over = from != DM_DAY_NONE && c->to != DM_DAY_NONE && c->to < from;
            if (dated && !over && (!next || c->from == DM_DAY_NONE || (next->from != DM_DAY_NONE && c->from < next->from))) next = c;
        }
        if (!next) break;
        if (next->from != DM_DAY_NONE && (from == DM_DAY_NONE || from < next->from)) put_names(d, rest, from, next->from - 1);
        if (next->to == DM_DAY_NONE) return;
        from = next->to + 1;
    }
    put_names(d, rest, from, DM_DAY_NONE);
}

static void end_actor(dict *d) {
    uint32_t number = d->number;
    const char *text = d->text;
    d->number = d->named_at;
    d->text = d->named_text;
    bool dated = false, office = false;
    for (uint32_t i = 0; i < d->codes.n; i++) {
        dm_str sector = sector_in(d->codes.v[i].code, 3);
        dated = dated || d->codes.v[i].from != DM_DAY_NONE || d->codes.v[i].to != DM_DAY_NONE;
        office = office || str_is(sector, "GOV") || str_is(sector, "LEG") || str_is(sector, "OPP") || str_is(sector, "ELI");
    }
    d->person = dated && office;
    for (uint32_t i = 0; i < d->codes.n && d->names.n && !d->failed; i++) {
        const dated_code *c = &d->codes.v[i];
        if (c->from == DM_DAY_NONE && c->to == DM_DAY_NONE) put_rest(d, c);
        else put_names(d, c, c->from, c->to);
    }
    d->number = number;
    d->text = text;
    d->names.n = d->codes.n = 0;
}

static void add_name(dict *d, dm_str words) {
    dm_str phrase = phrase_of(d, words, false), *slot = phrase.n ? VEC_PUSH(d->arena, &d->names) : NULL;
    if (slot) *slot = phrase;
    else if (phrase.n) d->failed = true;
}

static void actor_line(dict *d) {
    dm_str line = d->line;
    int64_t open = str_find(line, DM_STR("["), 0);
    dm_str name = str_trim(open < 0 ? line : str_sub(line, 0, (uint32_t)open));
    if (name.n && name.p[0] != '+') {
        end_actor(d);
        d->named_at = d->number;
        d->named_text = d->text;
    }
    if (name.n) add_name(d, name.p[0] == '+' ? str_sub(name, 1, name.n) : name);
    for (uint32_t at = open < 0 ? line.n : (uint32_t)open; at < line.n;) {
        int64_t close = str_find(line, DM_STR("]"), at);
        if (close < 0) {
            warn(d, line.p + at, "[CODE]", "no ] after \"%.*s\"", str_sub(line, at, line.n));
            break;
        }
        add_code(d, str_sub(line, at + 1, (uint32_t)close));
        open = str_find(line, DM_STR("["), (uint32_t)close);
        at = open < 0 ? line.n : (uint32_t)open;
    }
}

/* ---- agents ---- */

static void put_agent(dict *d, dm_str phrase, dm_str sector, bool plural) {
    bool state = str_is(sector, "GOV") || str_is(sector, "MIL") || str_is(sector, "COP") || str_is(sector, "LEG") || str_is(sector, "JUD") ||
                 str_is(sector, "SPY");
    const dm_str cells[] = {phrase, sector, plural ? DM_STR("group") : DM_STR("person"), plural ? DM_STR("pl") : DM_STR("sg"),
                            state ? DM_STR("official") : DM_STR("none")};
    put(d, LEX_T_agents, cells, 5);
}

/* One wording of an agent, with its plural. irregular .p NULL: by rule; empty: none. */
static void one_agent(dict *d, dm_str words, dm_str irregular, dm_str sector) {
    dm_str one = phrase_of(d, words, true);
    if (!one.n) return;
    put_agent(d, one, sector, false);
    if (irregular.p && !irregular.n) return;
    dm_buf b = {0};
    if (irregular.p) {
        buf_put_str(&b, phrase_of(d, irregular, true));
    } else {
        bool ies = one.p[one.n - 1] == 'y' && one.n > 1 && !strchr("aeiou", one.p[one.n - 2]);
        bool es = one.p[one.n - 1] == 's' || str_ends(one, "sh") || str_ends(one, "ch") || one.p[one.n - 1] == 'x';
        buf_put(&b, one.p, one.n - ies);
        buf_puts(&b, ies ? "ies" : es ? "es" : "s");
    }
    dm_str many = keep(d, &b);
    buf_free(&b);
    if (many.n && !str_eq(many, one)) put_agent(d, many, sector, true);
}

/* "!MINST!_OF_HEALTH" -> its wordings. */
static void expand(dict *d, dm_str words, dm_str irregular, dm_str sector) {
    int64_t begin = str_find(words, DM_STR("!"), 0), end = begin < 0 ? -1 : str_find(words, DM_STR("!"), (uint32_t)begin + 1);
    if (end < 0) {
        one_agent(d, words, irregular, sector);
        return;
    }
    dm_str name = str_sub(words, (uint32_t)begin, (uint32_t)end + 1);
    for (uint32_t i = 0; i < d->set_names.n; i++) {
        if (!str_eq(d->set_names.v[i], name)) continue;
        for (uint32_t k = 0; k < d->sets.v[i].n && !d->failed; k++) {
            dm_str one = arena_printf(d->arena, "%.*s%.*s%.*s", (int)begin, words.p, DM_STR_ARG(d->sets.v[i].v[k]), (int)(words.n - end - 1),
                                      words.p + end + 1);
            if (!one.p) d->failed = true;
            else one_agent(d, one, DM_STR(""), sector); /* the set lists the plurals itself */
        }
        return;
    }
    warn(d, name.p, "!NAME! = WORD, WORD before it", "\"%.*s\" stands for nothing", name);
}

static void add_set(dict *d, dm_str name, dm_str members) {
    dm_str *slot = VEC_PUSH(d->arena, &d->set_names);
    dm_str_list *set = VEC_PUSH(d->arena, &d->sets);
    if (!slot || !set) {
        d->failed = true;
        return;
    }
    *slot = str_trim(name);
    *set = (dm_str_list){0};
    for (uint32_t at = 0; at < members.n;) {
        int64_t comma = str_find(members, DM_STR(","), at);
        uint32_t end = comma < 0 ? members.n : (uint32_t)comma;
        dm_str *word = VEC_PUSH(d->arena, set);
        if (!word) {
            d->failed = true;
            return;
        }
        *word = str_trim(str_sub(members, at, end));
        at = end + 1;
    }
}

static void agent_line(dict *d) {
    dm_str line = d->line, irregular = DM_STR_NONE;
    int64_t equal = str_find(line, DM_STR("="), 0), open = str_find(line, DM_STR("["), 0), close = str_find(line, DM_STR("]"), 0);
    if (line.n && line.p[0] == '!' && equal > 0) {
        add_set(d, str_sub(line, 0, (uint32_t)equal), str_sub(line, (uint32_t)equal + 1, line.n));
        return;
    }
    if (open <= 0 || close < open) {
        warn(d, line.p, "PHRASE [~CODE] or PHRASE {PLURAL} [~CODE]", "\"%.*s\" is no agent; it is not read", line);
        return;
    }
    dm_str words = str_sub(line, 0, (uint32_t)open), code = str_trim(str_sub(line, (uint32_t)open + 1, (uint32_t)close));
    int64_t brace = str_find(words, DM_STR("{"), 0), end = str_find(words, DM_STR("}"), 0);
    if (brace >= 0 && end > brace) {
        irregular = str_trim(str_sub(words, (uint32_t)brace + 1, (uint32_t)end));
        words = str_sub(words, 0, (uint32_t)brace);
    }
    if (code.n && code.p[0] == '~') code = str_sub(code, 1, code.n);
    else if (code.n && code.p[code.n - 1] == '~') code = str_sub(code, 0, code.n - 1);
    code = str_trim(code);
    dm_str sector = str_starts(code, "NGO") ? DM_STR("SOC") : sector_in(code, 0);
    if (!sector.p) {
        warn(d, code.p, "a CAMEO role such as GOV, MIL or OPP", "\"%.*s\" holds no sector; UNK is taken", code);
        sector = DM_STR("UNK");
    }
    expand(d, words, irregular, sector);
}

/* ---- discards and issues ---- */

static void discard_line(dict *d) {
    bool story = d->line.n && d->line.p[0] == '+';
    const dm_str cells[] = {phrase_of(d, story ? str_sub(d->line, 1, d->line.n) : d->line, true), story ? DM_STR("story") : DM_STR("sentence")};
    if (cells[0].n) put(d, LEX_T_discards, cells, 2);
}

static void issue_line(dict *d) {
    dm_str line = d->line;
    if (str_starts(line, "</")) {
        d->category = DM_STR_NONE;
        return;
    }
    if (str_starts(line, "<")) {
        int64_t at = str_find(line, DM_STR("CATEGORY"), 0), quote = at < 0 ? -1 : str_find(line, DM_STR("\""), (uint32_t)at);
        int64_t end = quote < 0 ? -1 : str_find(line, DM_STR("\""), (uint32_t)quote + 1);
        d->category = end < 0 ? DM_STR_NONE : phrase_of(d, str_sub(line, (uint32_t)quote + 1, (uint32_t)end), true);
        return;
    }
    if (line.n > 1 && line.p[1] == ':') line = str_trim(str_sub(line, 2, line.n));
    int64_t open = str_find(line, DM_STR("["), 0), close = str_find(line, DM_STR("]"), 0);
    dm_str issue = open >= 0 && close > open ? phrase_of(d, str_sub(line, (uint32_t)open + 1, (uint32_t)close), true) : d->category;
    if (!issue.n) {
        warn(d, line.p, "<ISSUE CATEGORY=\"NAME\"> before it, or [NAME] after it", "\"%.*s\" belongs to no issue; it is not read", line);
        return;
    }
    const dm_str cells[] = {issue, phrase_of(d, open >= 0 ? str_sub(line, 0, (uint32_t)open) : line, true)};
    if (cells[1].n) put(d, LEX_T_issues, cells, 2);
}

/* ---- lines ---- */

/* The line without what stands behind # or ; and without <!-- -->, which may go over lines. */
static dm_str without_comment(dict *d, dm_str line) {
    if (d->in_comment) {
        int64_t end = str_find(line, DM_STR("-->"), 0);
        d->in_comment = end < 0;
        return DM_STR("");
    }
    for (uint32_t i = 0; i < line.n; i++) {
        bool tag = line.p[i] == '<' && i + 1 < line.n && line.p[i + 1] == '!';
        if (tag) d->in_comment = str_find(line, DM_STR("->"), i) < 0;
        if (tag || line.p[i] == '#' || line.p[i] == ';') return str_trim(str_sub(line, 0, i));
    }
    return str_trim(line);
}

/* The files are "ASCII" with stray bytes: what is no UTF-8 is read as Latin-1, NUL as a blank. */
static dm_str clean_text(dict *d, dm_str text) {
    dm_buf b = {0};
    for (uint32_t at = 0; at < text.n;) {
        uint32_t good = (uint32_t)utf8_valid_prefix(text.p + at, text.n - at);
        for (uint32_t i = 0; i < good; i++) buf_putc(&b, text.p[at + i] ? text.p[at + i] : ' ');
        at += good;
        if (at < text.n) {
            unsigned char c = (unsigned char)text.p[at++];
            buf_putc(&b, (char)(0xC0 | c >> 6));
            buf_putc(&b, (char)(0x80 | (c & 0x3F)));
        }
    }
    dm_str out = b.n ? keep(d, &b) : DM_STR("");
    buf_free(&b);
    return out;
}

dm_status dict_read(dm_arena *arena, lex_lint *lint, const dict_file *file, const dm_strmap *actors, lex_rows *tables, dm_err *err) {
    dict d = {.arena = arena, .lint = lint, .file = file, .actors = actors, .tables = tables};
    dm_str text = clean_text(&d, file->text);
    for (uint32_t at = 0; at < text.n && !d.failed;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        uint32_t stop = end ? (uint32_t)(end - text.p) : text.n;
        d.text = text.p + at;
        d.number++;
        d.line = without_comment(&d, str_sub(text, at, stop));
        at = stop + 1;
        if (!d.line.n) continue;
        switch (file->kind) {
        case DICT_ACTORS: actor_line(&d); break;
        case DICT_AGENTS: agent_line(&d); break;
        case DICT_DISCARDS: discard_line(&d); break;
        case DICT_ISSUES: issue_line(&d); break;
        case DICT_NONE:
        case DICT_VERBS: return DM_OK;
        }
    }
    if (file->kind == DICT_ACTORS) end_actor(&d);
    return d.failed ? err_memory(err, file->path) : DM_OK;
}
