#include "query/period.h"

#include <stdio.h>
#include <string.h>

static const char *const names[HD_N_PERIODS] = {
    "", "calendar-year", "financial-year", "academic-year", "quarter", "month"};

const char *hd_period_name(hd_period_kind kind)
{
    return names[kind];
}

hd_period_kind hd_period_find(const char *name)
{
    for (size_t k = HD_PERIOD_CALENDAR_YEAR; k < HD_N_PERIODS; k++) {
        if (strcmp(names[k], name) == 0)
            return (hd_period_kind)k;
    }
    return HD_PERIOD_NONE;
}

int32_t hd_period_of_day(hd_period_kind kind, int32_t day)
{
    int year, month, mday;

    hd_date_civil(day, &year, &month, &mday);
    switch (kind) {
    case HD_PERIOD_FINANCIAL_YEAR:
        return year - (month < 4);
    case HD_PERIOD_ACADEMIC_YEAR:
        return year - (month < 9);
    case HD_PERIOD_QUARTER:
        return (year - (month < 4)) * 4 + (month + 8) % 12 / 3;
    case HD_PERIOD_MONTH:
        return year * 12 + month - 1;
    case HD_PERIOD_CALENDAR_YEAR:
    case HD_PERIOD_NONE:
    case HD_N_PERIODS:
        break;
    }
    return year;
}

hd_date hd_period_days(hd_period_kind kind, int32_t number)
{
    /* The month it begins with, counted from January of the year 0, and how many it has. */
    int32_t first = number * 12, n = 12;

    if (kind == HD_PERIOD_FINANCIAL_YEAR) {
        first += 3;
    } else if (kind == HD_PERIOD_ACADEMIC_YEAR) {
        first += 8;
    } else if (kind == HD_PERIOD_QUARTER) {
        first = number * 3 + 3;
        n = 3;
    } else if (kind == HD_PERIOD_MONTH) {
        first = number;
        n = 1;
    }
    return (hd_date){hd_date_day(first / 12, first % 12 + 1, 1),
                     hd_date_day((first + n) / 12, (first + n) % 12 + 1, 1) - 1};
}

void hd_period_label(hd_period_kind kind, int32_t number, char out[32])
{
    int year = number;

    if (kind == HD_PERIOD_QUARTER)
        year = number / 4;
    else if (kind == HD_PERIOD_MONTH)
        year = number / 12;
    if (kind == HD_PERIOD_CALENDAR_YEAR)
        snprintf(out, 32, "%04d", year);
    else if (kind == HD_PERIOD_MONTH)
        snprintf(out, 32, "%04d-%02d", year, number % 12 + 1);
    else if (kind == HD_PERIOD_QUARTER)
        snprintf(out, 32, "%04d-%02d Q%d", year, (year + 1) % 100, number % 4 + 1);
    else
        snprintf(out, 32, "%04d-%02d", year, (year + 1) % 100);
}

hd_periods hd_periods_of(hd_period_kind kind, const hd_date *dates, size_t n_dates)
{
    hd_periods p = {kind, 0, 0};

    for (size_t i = 0; i < n_dates; i++) {
        int32_t at = hd_period_of_day(kind, dates[i].from_day);
        int32_t last = p.first + (int32_t)p.n - 1;
        if (hd_period_of_day(kind, dates[i].to_day) != at)
            continue;
        if (p.n == 0 || at < p.first) {
            last = p.n == 0 ? at : last;
            p.first = at;
        }
        last = at > last ? at : last;
        p.n = (size_t)(last - p.first + 1);
    }
    return p;
}

size_t hd_periods_place(const hd_periods *p, hd_date date)
{
    int32_t at = hd_period_of_day(p->kind, date.from_day);

    if (at != hd_period_of_day(p->kind, date.to_day))
        return p->n;
    return (size_t)(at - p->first);
}
