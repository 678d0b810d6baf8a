#include "base/date.h"

#include <stdio.h>

#include "base/err.h"

#define EPOCH 719162 /* days from 0001-01-01 to 1970-01-01 */

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of a common year before the month; month 13 is its end. */
static int days_before_month(int64_t year, int month)
{
    static const int days[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    return days[month - 1] + (month > 2 && is_leap(year));
}

static int days_in_month(int64_t year, int month)
{
    return days_before_month(year, month + 1) - days_before_month(year, month);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days from 0001-01-01 to the first day of the year. */
static int64_t days_before_year(int64_t year)
{
    int64_t y = year - 1;

    return 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400);
}

int32_t hd_date_day(int year, int month, int day)
{
    return (int32_t)(days_before_year(year) + days_before_month(year, month) + day - 1 - EPOCH);
}

void hd_date_civil(int32_t day, int *year, int *month, int *mday)
{
    int64_t n = (int64_t)day + EPOCH;
    /* 400 years have 146097 days, so the guess is at most one year off. */
    int64_t y = floor_div(n * 400, 146097) + 1;
    int m = 1;

    while (days_before_year(y) > n)
        y--;
    while (days_before_year(y + 1) <= n)
        y++;
    int rest = (int)(n - days_before_year(y));
    while (days_before_month(y, m + 1) <= rest)
        m++;
    *year = (int)y;
    *month = m;
    *mday = rest - days_before_month(y, m) + 1;
}

int32_t hd_date_months_after(int32_t day, int months)
{
    int year, month, mday;

    hd_date_civil(day, &year, &month, &mday);
    int64_t count = (int64_t)year * 12 + month - 1 + months, y = floor_div(count, 12);
    if (y < 1 || y > 9999)
        hd_fault("date: no day %d months after day %d", months, (int)day);
    int m = (int)(count - y * 12) + 1, last = days_in_month(y, m);
    return hd_date_day((int)y, m, mday < last ? mday : last);
}

static bool digits(const char *s, size_t n, int *out)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        value = value * 10 + (s[i] - '0');
    }
    *out = value;
    return true;
}

bool hd_date_parse(const char *s, size_t len, hd_date *out)
{
    int year, month = 1, day = 1;

    if (len != 4 && len != 7 && len != 10)
        return false;
    if (!digits(s, 4, &year) || year < 1000)
        return false;
    if (len >= 7 && (s[4] != '-' || !digits(s + 5, 2, &month) || month < 1 || month > 12))
        return false;
    if (len == 10 && (s[7] != '-' || !digits(s + 8, 2, &day) || day < 1 ||
                      (day > 28 && day > days_in_month(year, month))))
        return false;
    out->from_day = hd_date_day(year, month, day);
    if (len == 4)
        out->to_day = hd_date_day(year, 12, 31);
    else if (len == 7)
        out->to_day = hd_date_day(year, month, days_in_month(year, month));
    else
        out->to_day = out->from_day;
    return true;
}

void hd_date_format(hd_date d, char out[11])
{
    int year, month, day;
    char text[48];

    hd_date_civil(d.from_day, &year, &month, &day);
    if (year < 1000 || year > 9999)
        hd_fault("date: no written form of day %d", (int)d.from_day);
    if (d.to_day == d.from_day)
        snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    else if (day == 1 && d.to_day == hd_date_day(year, month, days_in_month(year, month)))
        snprintf(text, sizeof text, "%04d-%02d", year, month);
    else if (day == 1 && month == 1 && d.to_day == hd_date_day(year, 12, 31))
        snprintf(text, sizeof text, "%04d", year);
    else
        hd_fault("date: no written form of days %d to %d", (int)d.from_day, (int)d.to_day);
    snprintf(out, 11, "%.10s", text);
}
