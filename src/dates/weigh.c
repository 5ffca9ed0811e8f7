/* Weighs one candidate day against the evidence of a story. The densities were measured on dated news (wire stories
 * of 1987; TimeBank, AQUAINT, Wikinews for the weekdays): how far back the last month-and-day of a story lies, how far
 * back its weekdays point. Tails are kept heavy, because a story about an old matter names old days. All is in hundredths of a natural logarithm, as whole
 * numbers, so that the result is the same on every machine. */
#include "dates/story.h"

enum { LOG_WRONG_SIDE = -1151, LOG_DAY_AHEAD = -461 };

/* Density per day of the gap between a story and the latest month-and-day told in it. */
static int day_gap(int gap) {
    static const struct {
        int upto, log;
    } table[] = {{7, -322},  {10, -347},  {14, -391},  {21, -437},   {31, -480},   {62, -520},
                 {93, -584}, {183, -701}, {366, -811}, {731, -1020}, {1461, -1090}};
    if (gap < 0) return gap >= -1 ? LOG_DAY_AHEAD : LOG_WRONG_SIDE;
    for (uint32_t i = 0; i < sizeof table / sizeof *table; i++)
        if (gap <= table[i].upto) return table[i].log;
    return -1200;
}

/* Density per day of the gap in years between a story and the latest year that it names: .45 .25 .075 .04 .035, then .015 a
 * year, .008 from 11 on, .003 from 21 on. */
static int year_gap(int years) {
    static const int first[5] = {-670, -729, -849, -912, -925};
    return years < 5 ? first[years] : years <= 10 ? -1010 : years <= 20 ? -1073 : years <= 80 ? -1171 : -1400;
}

/* Weekdays by how many days back they point: .43 .22 .10 .13 .04 .01 .06. */
static const int weekday_back[7] = {-84, -151, -230, -204, -322, -461, -281};

/* Months without a day by how many months back, or ahead, they lie: .06 .17 .21 .14 .07 .06 .06 .03 .04 .04 ..., six tenths of it,
 * because the months of one story hang together. */
static const int month_back[12] = {-169, -108, -93, -119, -161, -171, -169, -208, -196, -196, -200, -210};
static const int month_ahead[12] = {-65, -90, -114, -134, -151, -164, -174, -181, -185, -188, -190, -191};

static int gap_to_part(const date_part_mention *p, dm_day day) {
    int y, m, md;
    day_split(day, &y, &m, &md);
    dm_day d = day_of(y, p->month, p->day);
    if (d == DM_DAY_NONE || (!p->future && d > day)) {
        dm_day before = day_of(y - 1, p->month, p->day);
        d = before != DM_DAY_NONE ? before : d;
    } else if (p->future && d < day) {
        dm_day after = day_of(y + 1, p->month, p->day);
        d = after != DM_DAY_NONE ? after : d;
    }
    if (d == DM_DAY_NONE) return 366;
    return p->future ? d - day : day - d;
}

static int weigh_parts(const date_evidence *e, dm_day day) {
    int w = 0;
    int least_past = 400, least_future = 400, y, m, md;
    bool past = false, future = false, hit_last_month = false;
    day_split(day, &y, &m, &md);
    for (uint32_t i = 0; i < e->parts.n; i++) {
        const date_part_mention *p = &e->parts.v[i];
        if (!p->day) {
            int back = (m - p->month + 12) % 12, ahead = (12 - back) % 12;
            if (i < 4) w += p->future ? month_ahead[ahead] : month_back[back];
            hit_last_month |= !p->future && back == 1;
            continue;
        }
        int gap = gap_to_part(p, day);
        if (p->future) future = true, least_future = gap < least_future ? gap : least_future;
        else past = true, least_past = gap < least_past ? gap : least_past;
        hit_last_month |= !p->future && (m - p->month + 12) % 12 == 1;
        if (p->weekday >= 0 && day_weekday(p->future ? day + gap : day - gap) != p->weekday) w -= 500;
    }
    if (past) w += day_gap(least_past);
    else if (future) w += day_gap(least_future) * 7 / 10;
    if (e->last_month && hit_last_month) w += 70;
    return w;
}

static int weigh_terms(const date_evidence *e, dm_day day) {
    int w = 0;
    for (uint32_t i = 0; i < e->terms.n; i++) {
        const date_term *t = &e->terms.v[i];
        bool inside = false;
        for (uint32_t k = 0; k < t->n; k++)
            inside |= (t->from[k] == DM_DAY_NONE || day >= t->from[k]) && (t->to[k] == DM_DAY_NONE || day <= t->to[k]);
        if (!inside) w -= 600;
    }
    return w;
}

/* The latest two years that are not after the day's own, and a price for those that are: one story in seven names a year to
 * come without saying so, mostly the next one. */
static int weigh_years(const date_evidence *e, int year) {
    int w = 0, latest = 0, second = 0, ahead = 0;
    for (uint32_t i = 0; i < e->n_years; i++) {
        int y = e->years[i];
        if (y > year) ahead = !ahead || y < ahead ? y : ahead;
        else if (y > latest) second = latest, latest = y;
        else if (y > second) second = y;
    }
    if (latest) {
        if (e->latest == DM_DAY_NONE) w += year_gap(year - latest);
        if (ahead) w -= 190;
        if (second) w += (year_gap(year - second) - year_gap(0)) / 2;
    } else if (ahead) {
        int gap = ahead - year;
        w += gap == 1 ? -842 : gap == 2 ? -941 : gap <= 10 ? -1050 : -1300;
    }
    return w;
}

int story_weigh(const date_evidence *e, dm_day day) {
    int y, m, md;
    day_split(day, &y, &m, &md);
    int w = weigh_terms(e, day) + weigh_parts(e, day) + weigh_years(e, y);
    for (uint32_t i = 0; i < e->floors.n; i++) w -= day < e->floors.v[i].day ? e->floors.v[i].weight : 0;
    for (uint32_t i = 0; i < e->ceilings.n; i++) w -= day > e->ceilings.v[i].day ? e->ceilings.v[i].weight : 0;
    for (uint32_t i = 0; i < e->n_weekdays; i++) w += weekday_back[(day_weekday(day) - e->weekdays[i] + 7) % 7];
    if (e->latest != DM_DAY_NONE) w += day_gap(day - e->latest);
    for (uint32_t i = 0; i < e->ceilings.n; i++) /* a crawl comes sooner rather than later: four fifths a year */
        if (e->ceilings.v[i].weight >= STORY_HARD && day <= e->ceilings.v[i].day) w -= 22 * ((e->ceilings.v[i].day - day) / 365);
    if (e->line_day) {
        date_part_mention line = {.month = e->line_month, .day = e->line_day, .weekday = e->line_weekday};
        int gap = gap_to_part(&line, day);
        if (line.weekday >= 0 && day_weekday(day - gap) != line.weekday) w -= 1000;
        w -= gap == 0 ? 0 : gap == 1 ? 200 : gap >= 364 ? 600 : 1400;
    }
    return w;
}

bool story_range(const date_evidence *e, dm_day *from, dm_day *to, bool *open) {
    enum { BEFORE = 3 * 366, LONGEST = 40 * 366, BEFORE_CRAWL = 9 * 366 };
    dm_day lo = DM_DAY_NONE, hi = DM_DAY_NONE;
    int year = 0;
    for (uint32_t i = 0; i < e->floors.n; i++)
        if (lo == DM_DAY_NONE || e->floors.v[i].day > lo) lo = e->floors.v[i].day;
    for (uint32_t i = 0; i < e->terms.n; i++) {
        dm_day first = e->terms.v[i].n ? e->terms.v[i].from[0] : DM_DAY_NONE; /* ascending */
        if (first != DM_DAY_NONE && (lo == DM_DAY_NONE || first > lo)) lo = first;
    }
    for (uint32_t i = 0; i < e->ceilings.n; i++)
        if (e->ceilings.v[i].weight >= STORY_HARD && (hi == DM_DAY_NONE || e->ceilings.v[i].day < hi)) hi = e->ceilings.v[i].day;
    for (uint32_t i = 0; lo == DM_DAY_NONE && i < e->n_years; i++) /* years alone: from the earliest of them */
        if (!year || e->years[i] < year) year = e->years[i];
    if (year) lo = day_of(year, 1, 1);
    if (lo == DM_DAY_NONE && hi != DM_DAY_NONE && e->line_day) lo = hi - BEFORE_CRAWL; /* a dateline: its year is one of the last before the crawl */
    if (lo == DM_DAY_NONE) return false;
    if (hi != DM_DAY_NONE && lo > hi) lo = hi;
    *from = lo - BEFORE; /* tables and readings may err */
    *to = *from + LONGEST;
    *open = hi == DM_DAY_NONE || hi > *to;
    if (!*open) *to = hi;
    return true;
}
