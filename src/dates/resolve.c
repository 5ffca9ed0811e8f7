/* See resolve.h. Calendar arithmetic on days; weeks begin on Monday (ISO 8601). What leaves its year, month or week open is
 * put at the place that the context allows: the most recent one in the past, the next one in the future, else the
 * nearest. The rules for weekdays and months are those measured on dated news: a bare weekday is the last such day, the day of writing
 * included; a day and month without a year is the nearest one. */
#include "dates/resolve.h"

#include <stdio.h>

static int year_of(dm_day d) {
    int y, m, md;
    day_split(d, &y, &m, &md);
    return y;
}

static dm_day month_begin(int y, int m) { return day_of(y + (m - 1 < 0 ? -1 : 0) + (m - 1) / 12, (m - 1 + 12) % 12 + 1, 1); }

static void span_of_months(date_value *v, int y, int m, int n) {
    v->from = month_begin(y, m);
    dm_day next = month_begin(y, m + n);
    v->to = next == DM_DAY_NONE ? DM_DAY_NONE : next - 1;
}

static dm_day monday_of(dm_day d) { return d - day_weekday(d); }

static void put_day(date_value *v, dm_day d) {
    int y, m, md;
    day_split(d, &y, &m, &md);
    v->from = v->to = d;
    snprintf(v->value, sizeof v->value, "%04d-%02d-%02d", y, m, md);
}

static void put_week(date_value *v, dm_day monday) {
    int y = year_of(monday + 3); /* the week's Thursday says to which year it belongs */
    dm_day first = monday_of(day_of(y, 1, 4));
    v->from = monday;
    v->to = monday + 6;
    snprintf(v->value, sizeof v->value, "%04d-W%02d", y, (monday - first) / 7 + 1);
}

static void put_month(date_value *v, int y, int m) {
    span_of_months(v, y, m, 1);
    day_split(v->from, &y, &m, &(int){0});
    snprintf(v->value, sizeof v->value, "%04d-%02d", y, m);
}

static void put_year(date_value *v, int y, int n) {
    span_of_months(v, y, 1, 12 * n);
    if (n == 1) snprintf(v->value, sizeof v->value, "%04d", y);
    else snprintf(v->value, sizeof v->value, n == 10 ? "%03d" : "%02d", y / n);
}

static void put_season(date_value *v, int y, date_season s) {
    static const char *const names[] = {"", "SP", "SU", "FA", "WI"};
    span_of_months(v, y, 3 * (int)s, 3);
    snprintf(v->value, sizeof v->value, "%04d-%s", y, names[s]);
}

/* ---- calendar parts without a year ---- */

static int apart(dm_day a, dm_day b) { return a > b ? a - b : b - a; }

/* The nth weekday of a month, 5 the last: Thanksgiving. */
static dm_day nth_day(const date_expr *x, int y) {
    dm_day first = month_begin(y, x->month), d = first + (x->weekday - day_weekday(first) + 7) % 7 + 7 * (x->nth - 1);
    return d < month_begin(y, x->month + 1) ? d : d - 7;
}

static dm_day in_year(const date_expr *x, int y) { return x->nth ? nth_day(x, y) : day_of(y, x->month, x->day); }

/* The nearest on the side that the context says, unless that lies most of a year away. */
static dm_day pick_day(const date_expr *x, dm_day ref) {
    enum { FAR = 300 };
    int y = year_of(ref);
    dm_day nearest = DM_DAY_NONE, sided = DM_DAY_NONE;
    for (int k = -1; k <= 1; k++) {
        dm_day d = in_year(x, y + k);
        if (d == DM_DAY_NONE) continue;
        if (nearest == DM_DAY_NONE || apart(d, ref) < apart(nearest, ref)) nearest = d;
        if ((x->future && d < ref) || (x->past && d > ref)) continue;
        if (sided == DM_DAY_NONE || apart(d, ref) < apart(sided, ref)) sided = d;
    }
    return sided != DM_DAY_NONE && apart(sided, ref) <= FAR ? sided : nearest;
}

/* Year for a month: by direction, else by context, else the nearest. */
static int pick_year_of_month(const date_expr *x, dm_day ref) {
    int y, m, md;
    day_split(ref, &y, &m, &md);
    if (x->dir == DIR_LAST) return x->month < m ? y : y - 1;
    if (x->dir == DIR_NEXT) return x->month > m ? y : y + 1;
    if (x->dir == DIR_THIS) return y;
    if (x->future) return x->month >= m ? y : y + 1;
    if (x->past) return x->month <= m ? y : y - 1;
    int ahead = x->month - m;
    return ahead > 6 ? y - 1 : ahead < -6 ? y + 1 : y;
}

static int pick_year_of_season(const date_expr *x, dm_day ref) {
    date_value v;
    int y = year_of(ref);
    for (int k = 1; k >= -1; k--) { /* the latest season that began before ref (ended, for "last") */
        put_season(&v, y + k, x->season);
        if (x->dir == DIR_LAST ? v.to < ref : v.from <= ref) {
            y += k;
            break;
        }
    }
    put_season(&v, y, x->season);
    bool over = v.to < ref;
    if (x->dir == DIR_NEXT || (over && (x->future || x->dir == DIR_THIS) && year_of(v.from) != year_of(ref))) return y + 1;
    return over && x->future ? y + 1 : y;
}

/* A quarter without a year is the last one that is over, or in the future the one that runs or comes. */
static int pick_year_of_quarter(const date_expr *x, dm_day ref, int months) {
    int y, m, md;
    day_split(ref, &y, &m, &md);
    int now = (m - 1) / months + 1;
    if (x->future) return x->quarter >= now ? y : y + 1;
    return x->quarter < now || (!x->past && x->quarter == now) ? y : y - 1;
}

static void narrow(date_value *v, const date_expr *x, dm_day ref) {
    if (v->from == DM_DAY_NONE || v->to == DM_DAY_NONE) return;
    int n = v->to - v->from + 1;
    bool month = n >= 28 && n <= 31;
    if (n >= 365 && n <= 366) { /* a third of a year is four months */
        int y = year_of(v->from);
        if (x->mod == MOD_EARLY) v->to = month_begin(y, 5) - 1;
        else if (x->mod == MOD_MID) v->from = month_begin(y, 5), v->to = month_begin(y, 9) - 1;
        else if (x->mod == MOD_LATE) v->from = month_begin(y, 9);
        if (x->mod <= MOD_LATE) return;
    }
    int third = month ? n / 2 : n / 3;
    dm_day from = v->from, to = v->to;
    switch (x->mod) {
    case MOD_EARLY: v->to = from + third - (n > 1); break;
    case MOD_MID: v->from = from + n / 3 - (n > 20), v->to = to - n / 3; break;
    case MOD_LATE: v->from = to - third + (n > 1); break;
    case MOD_BEFORE_NOW:
        if (ref != DM_DAY_NONE && ref >= from && ref < to) v->to = ref;
        break;
    case MOD_AFTER_NOW:
        if (ref != DM_DAY_NONE && ref > from && ref <= to) v->from = ref;
        break;
    case MOD_NONE: break;
    }
}

static const char *mod_name(const date_expr *x) {
    static const char *const mods[] = {[MOD_EARLY] = "START", [MOD_MID] = "MID", [MOD_LATE] = "END", [MOD_AFTER_NOW] = NULL};
    static const char *const approx[] = {NULL, "APPROX", "LESS_THAN", "MORE_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"};
    return x->approx ? approx[x->approx] : mods[x->mod];
}

static void calendar_open(const date_expr *x, date_value *v) {
    if (x->nth) snprintf(v->value, sizeof v->value, "XXXX-%02d-XX", x->month);
    else if (x->day) snprintf(v->value, sizeof v->value, "XXXX-%02d-%02d", x->month, x->day);
    else if (x->month) snprintf(v->value, sizeof v->value, "XXXX-%02d", x->month);
    else if (x->season) snprintf(v->value, sizeof v->value, "XXXX-%s", ((const char *const[]){"", "SP", "SU", "FA", "WI"})[x->season]);
    else snprintf(v->value, sizeof v->value, "XXXX");
}

static void calendar(const date_expr *x, dm_day ref, int year, date_value *v) {
    int y = x->year ? x->year : year;
    v->relative = !x->year && (!year || x->has_shift);
    if (x->has_shift && ref != DM_DAY_NONE) y = year_of(ref) + x->shift;
    if (!y && ref == DM_DAY_NONE) {
        calendar_open(x, v);
        return;
    }
    if (x->day || x->nth) {
        dm_day d = y ? in_year(x, y) : pick_day(x, ref);
        if (d == DM_DAY_NONE) calendar_open(x, v);
        else put_day(v, d);
        if (d != DM_DAY_NONE && x->day_to > x->day && x->day_to - x->day < 31) v->to = d + (x->day_to - x->day);
    } else if (x->month) {
        put_month(v, y ? y : pick_year_of_month(x, ref), x->month);
    } else if (x->season) {
        put_season(v, y ? y : pick_year_of_season(x, ref), x->season);
    } else if (x->quarter) {
        int months = x->unit == UNIT_HALF ? 6 : 3;
        if (!y) y = pick_year_of_quarter(x, ref, months);
        span_of_months(v, y, 1 + months * (x->quarter - 1), months);
        snprintf(v->value, sizeof v->value, "%04d-%c%d", y, months == 6 ? 'H' : 'Q', x->quarter);
    } else {
        put_year(v, y, x->span_years ? x->span_years : 1);
    }
}

/* ---- days and units seen from ref ---- */

static void weekday(const date_expr *x, dm_day ref, date_value *v) {
    v->relative = true;
    if (ref == DM_DAY_NONE) {
        snprintf(v->value, sizeof v->value, "XXXX-WXX-%d", x->weekday + 1);
        return;
    }
    int back = (day_weekday(ref) - x->weekday + 7) % 7, ahead = (x->weekday - day_weekday(ref) + 7) % 7;
    dm_day d = ref - back;
    if (x->has_shift) d = monday_of(ref) + 7 * x->shift + x->weekday;
    else if (x->dir == DIR_LAST) d = ref - (back ? back : 7);
    else if (x->dir == DIR_NEXT) d = ref + (ahead ? ahead : 7);
    else if (x->future || (x->dir == DIR_THIS && !x->past)) d = ref + ahead;
    put_day(v, d);
}

static void weekend(dm_day ref, int shift, bool past, date_value *v) {
    dm_day saturday = monday_of(ref) + 5;
    if (past && shift == 0 && saturday > ref) saturday -= 7;
    if (shift < 0 && day_weekday(ref) < 5) shift++, saturday -= 7; /* last weekend is the one that was */
    saturday += 7 * shift;
    put_week(v, monday_of(saturday));
    size_t n = strlen(v->value);
    snprintf(v->value + n, sizeof v->value - n, "-WE");
    v->from = saturday;
    v->to = saturday + 1;
}

static void unit_at(date_unit u, dm_day ref, int shift, bool past, date_value *v) {
    int y, m, md;
    day_split(ref, &y, &m, &md);
    switch (u) {
    case UNIT_WEEKEND: weekend(ref, shift, past, v); break;
    case UNIT_WEEK: put_week(v, monday_of(ref) + 7 * shift); break;
    case UNIT_MONTH: {
        int k = y * 12 + m - 1 + shift;
        put_month(v, k / 12, k % 12 + 1);
        break;
    }
    case UNIT_QUARTER: {
        int k = y * 4 + (m - 1) / 3 + shift;
        span_of_months(v, k / 4, 1 + 3 * (k % 4), 3);
        snprintf(v->value, sizeof v->value, "%04d-Q%d", k / 4, k % 4 + 1);
        break;
    }
    case UNIT_YEAR: put_year(v, y + shift, 1); break;
    case UNIT_DECADE: put_year(v, (y / 10 + shift) * 10, 10); break;
    case UNIT_CENTURY: put_year(v, (y / 100 + shift) * 100, 100); break;
    default: put_day(v, ref + (u == UNIT_DAY ? shift : 0)); break;
    }
}

static void unit_open(date_unit u, date_value *v) {
    snprintf(v->value, sizeof v->value, "%s",
             u == UNIT_WEEK      ? "XXXX-WXX"
             : u == UNIT_WEEKEND ? "XXXX-WXX-WE"
             : u == UNIT_MONTH   ? "XXXX-XX"
             : u >= UNIT_QUARTER ? "XXXX"
                                 : "XXXX-XX-XX");
}

/* Days that n units are about, for windows and vague counts. */
static int days_of(date_unit u, int n) {
    static const int days[] = {[UNIT_DAY] = 1,    [UNIT_WEEKEND] = 2, [UNIT_WEEK] = 7,      [UNIT_MONTH] = 30,     [UNIT_QUARTER] = 91,
                               [UNIT_HALF] = 182, [UNIT_YEAR] = 365,  [UNIT_DECADE] = 3652, [UNIT_CENTURY] = 36525};
    int one = u < UNIT_DAY ? 0 : days[u];
    return n > 3000 ? one * 3000 : one * n;
}

static bool far_off(dm_day d) { return d < day_of(1, 2, 1) || d > day_of(9999, 11, 1); }

/* `count` units off `base`, as precise as the unit. */
static void counted_from(const date_expr *x, dm_day base, date_value *v) {
    unit_open(x->unit, v);
    int n = days_of(x->unit, x->count < 0 ? 1 : x->count);
    if (base == DM_DAY_NONE || far_off(base + x->sign * n)) return;
    if (x->count < 0) {
        dm_day near = base + x->sign * 2 * n, far = base + x->sign * 12 * n;
        v->from = near < far ? near : far;
        v->to = near < far ? far : near;
    } else if (x->unit == UNIT_WEEK && x->count) {
        dm_day d = base + x->sign * n;
        put_week(v, monday_of(d));
        v->from = d - 3, v->to = d + 3;
    } else if (x->was_quarter) {
        unit_at(UNIT_QUARTER, base, 4 * x->sign * x->count, false, v);
    } else if (x->unit <= UNIT_DAY) {
        put_day(v, base + x->sign * (x->unit == UNIT_DAY ? x->count : x->unit == UNIT_HOUR ? x->count / 24 : 0));
    } else {
        unit_at(x->unit, base, x->sign * x->count, false, v);
    }
}

static void duration_value(const date_expr *x, date_value *v) {
    static const char *const letters[] = {"", "TS", "TM", "TH", "D", "W", "W", "M", "Q", "M", "Y", "DE", "CE"};
    const char *l = letters[x->unit];
    bool time = l[0] == 'T';
    v->type = DM_TIMEX_DURATION;
    if (x->count < 0) snprintf(v->value, sizeof v->value, "P%sX%s", time ? "T" : "", time ? l + 1 : l);
    else snprintf(v->value, sizeof v->value, "P%s%d%s%s", time ? "T" : "", x->count, x->half ? ".5" : "", time ? l + 1 : l);
}

static void put_time(const date_expr *x, date_value *v) {
    static const char *const parts[] = {"", "TMO", "TAF", "TEV", "TNI"};
    size_t n = strlen(v->value);
    if (x->clock >= 0) snprintf(v->value + n, sizeof v->value - n, "T%02d:%02d", x->clock / 60, x->clock % 60);
    else if (x->part != PART_NONE) snprintf(v->value + n, sizeof v->value - n, "%s", parts[x->part]);
    else return;
    v->type = DM_TIMEX_TIME;
}

/* Now, recently, in the near future. */
static void put_ref(const date_expr *x, dm_day ref, date_value *v) {
    static const char *const names[] = {"", "PAST_REF", "PRESENT_REF", "FUTURE_REF"};
    snprintf(v->value, sizeof v->value, "%s", names[x->ref]);
    if (x->ref != REF_FUTURE) v->to = ref;
    if (x->ref != REF_PAST) v->from = ref;
}

/* "a year earlier" than a quarter is a quarter. */
static bool quarter_before(const date_expr *x, const date_value *last, date_value *out) {
    if (x->unit != UNIT_YEAR || !last || x->count < 0 || !strstr(last->value, "-Q")) return false;
    unit_at(UNIT_QUARTER, last->from, 4 * x->sign * x->count, false, out);
    return true;
}

void resolve_at(const date_expr *x, dm_day ref, const date_value *last, int year, date_value *out) {
    *out = (date_value){.type = DM_TIMEX_DATE, .from = DM_DAY_NONE, .to = DM_DAY_NONE};
    dm_day base = last && last->from != DM_DAY_NONE && last->to != DM_DAY_NONE ? last->from + (last->to - last->from) / 2 : DM_DAY_NONE;
    out->relative = x->form != EXPR_DURATION && x->form != EXPR_SET;
    switch (x->form) {
    case EXPR_CALENDAR: calendar(x, ref, year, out); break;
    case EXPR_WEEKDAY: weekday(x, ref, out); break;
    case EXPR_SHIFT:
        if (ref == DM_DAY_NONE) unit_open(x->unit, out);
        else unit_at(x->unit, ref, x->shift, x->past, out);
        break;
    case EXPR_AGO: counted_from(x, ref, out); break;
    case EXPR_FROM_LAST:
        if (!quarter_before(x, last, out)) counted_from(x, base != DM_DAY_NONE ? base : ref, out);
        out->relative = !last || last->relative;
        break;
    case EXPR_WINDOW:
        duration_value(x, out);
        if (ref != DM_DAY_NONE && !far_off(ref + x->sign * days_of(x->unit, x->count < 0 ? 12 : x->count))) {
            dm_day other = ref + x->sign * days_of(x->unit, x->count < 0 ? 12 : x->count);
            out->from = x->sign < 0 ? other : ref;
            out->to = x->sign < 0 ? ref : other;
        }
        break;
    case EXPR_DURATION: duration_value(x, out); break;
    case EXPR_SET:
        duration_value(x, out);
        if (x->weekday >= 0) snprintf(out->value, sizeof out->value, "XXXX-WXX-%d", x->weekday + 1);
        else if (x->month) snprintf(out->value, sizeof out->value, "XXXX-%02d", x->month);
        else if (x->season) calendar_open(x, out);
        out->type = DM_TIMEX_SET;
        break;
    case EXPR_REF: put_ref(x, ref, out); break;
    }
    out->mod = mod_name(x);
    if (x->form != EXPR_DURATION && x->form != EXPR_SET) narrow(out, x, ref);
    put_time(x, out);
}

void resolve_over(const date_expr *x, dm_day from, dm_day to, const date_value *last, int year, date_value *out) {
    resolve_at(x, to, last, year, out);
    if (from == to) return;
    date_value open, early;
    resolve_at(x, DM_DAY_NONE, last, year, &open);
    resolve_at(x, from, last, year, &early);
    if (from != DM_DAY_NONE && to != DM_DAY_NONE && !strcmp(early.value, out->value)) {
        if (early.from < out->from) out->from = early.from;
        return;
    }
    dm_day begin = from == DM_DAY_NONE ? DM_DAY_NONE : early.from, end = to == DM_DAY_NONE ? DM_DAY_NONE : out->to;
    if (x->form == EXPR_REF) {
        if (x->ref != REF_FUTURE) out->to = to;
        if (x->ref != REF_PAST) out->from = from;
        return;
    }
    if (x->form == EXPR_WEEKDAY && begin != DM_DAY_NONE && begin > from) begin = x->future ? begin : from - 6;
    if (begin != DM_DAY_NONE && end != DM_DAY_NONE && begin > end) begin = DM_DAY_NONE;
    *out = open;
    out->from = begin;
    out->to = end;
}
