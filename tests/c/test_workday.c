#include "base/workday.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

/* Monday is 0; 1970-01-01 was a Thursday. */
static int weekday(int32_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7);
}

/* The Gregorian Easter Sunday: Knuth, "The art of computer programming" 1, exercise 1.3.2-14. */
static int32_t easter(int y)
{
    int golden = y % 19 + 1, century = y / 100 + 1;
    int skipped = 3 * century / 4 - 12, moon = (8 * century + 5) / 25 - 5;
    int sunday = 5 * y / 4 - skipped - 10;
    int epact = (11 * golden + 20 + moon - skipped) % 30;

    if ((epact == 25 && golden > 11) || epact == 24)
        epact++;
    int n = 44 - epact;
    if (n < 21)
        n += 30;
    n += 7 - (sunday + n) % 7;
    return hd_date_day(y, 3, 1) + n - 1;
}

static int32_t monday_from(int32_t day)
{
    while (weekday(day) != 0)
        day++;
    return day;
}

/* Marks the day, or the first day of the week after it that is not marked yet. */
static void mark(bool *off, int32_t first, int32_t day)
{
    while (weekday(day) > 4 || off[day - first])
        day++;
    off[day - first] = true;
}

static const int32_t moved[][2] = {
    {20120528, 20120604}, {20200504, 20200508}, {20220530, 20220602}};
static const int32_t added[] = {20120605, 20220603, 20220919, 20230508};

static int32_t day_of(int32_t ymd)
{
    return hd_date_day(ymd / 10000, ymd / 100 % 100, ymd % 100);
}

/* The year's bank holidays from the rules; weekends are never marked. */
static void by_rules(int y, bool off[366])
{
    int32_t first = hd_date_day(y, 1, 1);

    memset(off, 0, 366 * sizeof *off);
    mark(off, first, first);
    mark(off, first, easter(y) - 2);
    mark(off, first, easter(y) + 1);
    off[monday_from(hd_date_day(y, 5, 1)) - first] = true;
    off[monday_from(hd_date_day(y, 5, 25)) - first] = true;
    off[monday_from(hd_date_day(y, 8, 25)) - first] = true;
    /* Boxing Day first: on a Sunday Christmas Day goes past it, to the Tuesday. */
    if (weekday(hd_date_day(y, 12, 25)) == 6)
        off[hd_date_day(y, 12, 26) - first] = true;
    mark(off, first, hd_date_day(y, 12, 25));
    if (weekday(hd_date_day(y, 12, 25)) != 6)
        mark(off, first, hd_date_day(y, 12, 26));
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        if (moved[i][0] / 10000 == y) {
            off[day_of(moved[i][0]) - first] = false;
            off[day_of(moved[i][1]) - first] = true;
        }
    }
    for (size_t i = 0; i < sizeof added / sizeof added[0]; i++)
        if (added[i] / 10000 == y)
            off[day_of(added[i]) - first] = true;
}

/* Published dates of Easter. */
Test(workday, the_oracle_knows_easter)
{
    static const int32_t known[] = {19610402, 20000423, 20080323, 20110424, 20120408, 20160327,
                                    20190421, 20240331, 20250420, 20260405, 20270328, 20380425};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        cr_assert_eq(easter(known[i] / 10000), day_of(known[i]), "%d", known[i]);
}

Test(workday, the_list_is_what_the_rules_and_proclamations_give)
{
    size_t n, seen = 0, made = 0;
    const hd_holiday *list = hd_workday_holidays(&n);
    bool off[366];

    for (int y = HD_WORKDAY_FIRST_YEAR; y <= HD_WORKDAY_LAST_YEAR; y++) {
        by_rules(y, off);
        for (int i = 0; i < 366; i++)
            made += off[i];
        for (; seen < n && list[seen].year == y; seen++) {
            const hd_holiday *h = &list[seen];
            int32_t day = hd_date_day(y, h->month, h->mday);
            cr_assert(off[day - hd_date_day(y, 1, 1)], "%d-%d-%d %s", y, h->month, h->mday,
                      h->name);
            cr_assert(seen == 0 || day > hd_date_day(h[-1].year, h[-1].month, h[-1].mday));
        }
    }
    cr_assert_eq(seen, n);
    cr_assert_eq(made, n);
    cr_assert_eq(n, 132, "eight a year, and four more");
}

Test(workday, known_spans)
{
    static const struct {
        int32_t from, to, days;
    } known[] = {{20240328, 20240402, 1}, /* over Easter */
                 {20231222, 20240102, 4}, /* over Christmas: 27, 28, 29 December, 2 January */
                 {20220527, 20220606, 4}, /* 2 and 3 June off, 30 May not */
                 {20220916, 20220920, 1}, /* 19 September 2022 */
                 {20200430, 20200511, 6}, /* 4 May 2020 was worked, 8 May was not */
                 {20240105, 20240106, 0}, /* Friday to Saturday */
                 {20240105, 20240108, 1}, /* Friday to Monday */
                 {20240106, 20240108, 1}, /* Saturday to Monday */
                 {20240110, 20240110, 0}, {20240108, 20240105, -1},
                 {20240105, 20240112, 5}, {20120101, 20120103, 1}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        int32_t got;
        cr_assert(hd_workday_between(day_of(known[i].from), day_of(known[i].to), &got));
        cr_assert_eq(got, known[i].days, "%d to %d: %d", known[i].from, known[i].to, got);
    }
}

/* Every day of every year, against a loop over days and the rules. */
Test(workday, every_span_counts_the_days_one_by_one)
{
    static bool work[6000];
    bool off[366];
    int32_t first = hd_date_day(HD_WORKDAY_FIRST_YEAR, 1, 1), n = 0, got;

    for (int y = HD_WORKDAY_FIRST_YEAR; y <= HD_WORKDAY_LAST_YEAR; y++) {
        by_rules(y, off);
        int32_t start = hd_date_day(y, 1, 1);
        for (int32_t d = start; d < hd_date_day(y + 1, 1, 1); d++)
            work[n++] = weekday(d) < 5 && !off[d - start];
    }
    for (int32_t i = 0; i < n; i++) {
        int32_t count = 0;
        for (int32_t j = i; j < n && j < i + 60; j++) {
            count += j > i && work[j];
            cr_assert(hd_workday_between(first + i, first + j, &got) && got == count);
            cr_assert(hd_workday_between(first + j, first + i, &got) && got == -count);
        }
    }
}

Test(workday, days_outside_the_list_have_no_answer)
{
    int32_t first = hd_date_day(HD_WORKDAY_FIRST_YEAR, 1, 1), got = 7;
    int32_t last = hd_date_day(HD_WORKDAY_LAST_YEAR, 12, 31);

    cr_assert(hd_workday_known(first) && hd_workday_known(last));
    cr_assert(!hd_workday_known(first - 1) && !hd_workday_known(last + 1));
    cr_assert_not(hd_workday_between(first - 1, last, &got));
    cr_assert_not(hd_workday_between(first, last + 1, &got));
    cr_assert_not(hd_workday_between(INT32_MIN, INT32_MAX, &got));
    cr_assert_eq(got, 7);
}
