/* Days since 1970-01-01 in the proleptic Gregorian calendar; the algorithm counts from 1 March of year 0, so that the
 * leap day ends the year. */
#include "document/doc.h"

dm_day day_of(int year, int month, int mday) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || mday < 1) return DM_DAY_NONE;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (mday > days[month - 1] + (month == 2 && leap)) return DM_DAY_NONE;
    int y = year - (month <= 2), era = y / 400, yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void day_split(dm_day day, int *year, int *month, int *mday) {
    int z = day + 719468, era = z / 146097, doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *mday = doy - (153 * mp + 2) / 5 + 1;
    *month = mp + (mp < 10 ? 3 : -9);
    *year = yoe + era * 400 + (*month <= 2);
}

int day_weekday(dm_day day) {
    int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

static int digits(dm_str s, uint32_t at, uint32_t n) {
    int v = 0;
    for (uint32_t i = at; i < at + n; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

dm_day day_parse(dm_str iso) {
    int y = digits(iso, 0, 4), m = digits(iso, 5, 2), d = digits(iso, 8, 2);
    if (y < 0 || m < 0 || d < 0 || iso.p[4] != '-' || iso.p[7] != '-') return DM_DAY_NONE;
    return day_of(y, m, d);
}

void day_put(dm_buf *b, dm_day day, bool json) {
    if (day == DM_DAY_NONE) {
        if (json) buf_puts(b, "null");
        return;
    }
    int y, m, d;
    day_split(day, &y, &m, &d);
    buf_printf(b, json ? "\"%04d-%02d-%02d\"" : "%04d-%02d-%02d", y, m, d);
}

void date_put_text(dm_buf *b, const dm_date *d) {
    dm_day from = d->from, to = d->to;
    if (from == DM_DAY_NONE && to == DM_DAY_NONE) from = to = d->best;
    if (from == DM_DAY_NONE && to == DM_DAY_NONE) return;
    if (from == DM_DAY_NONE || to == DM_DAY_NONE || from == to) {
        day_put(b, from, false);
        if (from != to) buf_puts(b, "..");
        if (from != to) day_put(b, to, false);
        return;
    }
    int y, m, md, y2, m2, md2;
    day_split(from, &y, &m, &md);
    day_split(to, &y2, &m2, &md2);
    bool whole_months = md == 1 && to + 1 == (m2 == 12 ? day_of(y2 + 1, 1, 1) : day_of(y2, m2 + 1, 1));
    if (whole_months && y == y2 && m == 1 && m2 == 12) buf_printf(b, "%04d", y);
    else if (whole_months && y == y2 && m == m2) buf_printf(b, "%04d-%02d", y, m);
    else if (y == y2 && m == m2) buf_printf(b, "%04d-%02d-%02d/%02d", y, m, md, md2);
    else if (y == y2) buf_printf(b, "%04d-%02d-%02d/%02d-%02d", y, m, md, m2, md2);
    else {
        day_put(b, from, false);
        buf_putc(b, '/');
        day_put(b, to, false);
    }
}
