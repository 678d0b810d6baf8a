#include "base/workday.h"

#include "base/date.h"

#define WEEK 7

static int32_t first_day(void)
{
    return hd_date_day(HD_WORKDAY_FIRST_YEAR, 1, 1);
}

bool hd_workday_known(int32_t day)
{
    return day >= first_day() && day <= hd_date_day(HD_WORKDAY_LAST_YEAR, 12, 31);
}

/* How many holidays of the list are on or before the day. */
static int32_t holidays_until(int32_t day)
{
    size_t n, low = 0;
    const hd_holiday *list = hd_workday_holidays(&n);

    while (low < n) {
        size_t middle = low + (n - low) / 2;
        const hd_holiday *h = &list[middle];
        if (hd_date_day(h->year, h->month, h->mday) <= day)
            low = middle + 1;
        else
            n = middle;
    }
    return (int32_t)low;
}

/* How many working days there are from the first Monday of 1970, day 4, to a day that is known. */
static int32_t working_until(int32_t day)
{
    int32_t days = day - 4, week = days / WEEK, weekday = days % WEEK;

    return 5 * week + (weekday < 5 ? weekday + 1 : 5) - holidays_until(day);
}

bool hd_workday_between(int32_t from, int32_t to, int32_t *out)
{
    if (!hd_workday_known(from) || !hd_workday_known(to))
        return false;
    *out = working_until(to) - working_until(from);
    return true;
}
