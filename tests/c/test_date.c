#include "base/date.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int naive_days(int year, int month)
{
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : month_days[month - 1];
}

/* Day after day, counted on from a known one: 1000-01-01 is 354285 days before 1970-01-01. */
Test(date, every_day_of_every_year_round_trips)
{
    int32_t day = -354285;
    char text[32], again[11];

    for (int year = 1000; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int mday = 1; mday <= naive_days(year, month); mday++, day++) {
                int y, m, d;
                hd_date_civil(day, &y, &m, &d);
                if (y != year || m != month || d != mday || hd_date_day(y, m, d) != day)
                    cr_assert(false, "%d-%d-%d is not %d-%d-%d", year, month, mday, y, m, d);
            }
        }
    }
    hd_date d;
    for (int year = 1000; year <= 9999; year += 7) {
        for (int month = 1; month <= 12; month++) {
            snprintf(text, sizeof text, "%04d-%02d", year, month);
            cr_assert(hd_date_parse(text, 7, &d));
            cr_assert_eq(d.from_day, hd_date_day(year, month, 1));
            cr_assert_eq(d.to_day - d.from_day + 1, naive_days(year, month));
            hd_date_format(d, again);
            cr_assert_str_eq(again, text);
        }
    }
}

Test(date, known_days)
{
    cr_assert_eq(hd_date_day(1970, 1, 1), 0);
    cr_assert_eq(hd_date_day(1969, 12, 31), -1);
    cr_assert_eq(hd_date_day(2000, 2, 29), 11016);
    cr_assert_eq(hd_date_day(2024, 4, 1), 19814);
    cr_assert_eq(hd_date_day(9999, 12, 31), 2932896);
}

Test(date, days_far_outside_round_trip)
{
    static const int32_t days[] = {INT32_MIN, INT32_MIN + 1, -719163, -719162, -719528, INT32_MAX};

    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        int y, m, d;
        hd_date_civil(days[i], &y, &m, &d);
        cr_assert_eq(hd_date_day(y, m, d), days[i]);
        cr_assert(m >= 1 && m <= 12 && d >= 1 && d <= 31);
    }
}

Test(date, a_partial_date_is_an_interval)
{
    hd_date d;

    cr_assert(hd_date_parse("2024", 4, &d));
    cr_assert_eq(d.from_day, hd_date_day(2024, 1, 1));
    cr_assert_eq(d.to_day, hd_date_day(2024, 12, 31));
    cr_assert(hd_date_parse("2024-02", 7, &d));
    cr_assert_eq(d.to_day, hd_date_day(2024, 2, 29));
    cr_assert(hd_date_parse("2024-03-09", 10, &d));
    cr_assert_eq(d.from_day, d.to_day);
}

Test(date, format_gives_back_what_was_parsed)
{
    static const char *const texts[] = {"1000",       "9999",       "2024",      "1000-01",
                                        "9999-12",    "2023-02",    "2024-02",   "1000-01-01",
                                        "9999-12-31", "2024-02-29", "2024-01-01"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        hd_date d;
        char out[11];
        cr_assert(hd_date_parse(texts[i], strlen(texts[i]), &d));
        hd_date_format(d, out);
        cr_assert_str_eq(out, texts[i]);
    }
}

Test(date, what_is_not_a_date_is_refused)
{
    static const char *const texts[] = {
        "",           "2",          "202",        "20245",       "2024-",      "2024-1",
        "2024-13",    "2024-00",    "2024-01-",   "2024-01-1",   "2024-01-00", "2024-01-32",
        "2023-02-29", "1900-02-29", "2024-04-31", "2024-01-011", "0999",       "0999-12-31",
        " 2024",      "2024 ",      "2024/01",    "2024-01/01",  "+024",       "-024",
        "2024-+1",    "2024-01- 1", "20x4",       "20240101",    "2024-0a",    "2024-01-0a"};
    hd_date d;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cr_assert_not(hd_date_parse(texts[i], strlen(texts[i]), &d), "'%s'", texts[i]);
    cr_assert_not(hd_date_parse("2024\0", 5, &d));
    cr_assert(hd_date_parse("2024-13", 4, &d), "only the given length is read");
}

Test(date, months_after_end_on_the_last_day_of_a_short_month)
{
    cr_assert_eq(hd_date_months_after(hd_date_day(2024, 3, 15), 6), hd_date_day(2024, 9, 15));
    cr_assert_eq(hd_date_months_after(hd_date_day(2023, 8, 31), 6), hd_date_day(2024, 2, 29));
    cr_assert_eq(hd_date_months_after(hd_date_day(2024, 8, 31), 6), hd_date_day(2025, 2, 28));
    cr_assert_eq(hd_date_months_after(hd_date_day(2024, 12, 31), 2), hd_date_day(2025, 2, 28));
    cr_assert_eq(hd_date_months_after(hd_date_day(2024, 2, 29), -12), hd_date_day(2023, 2, 28));
    cr_assert_eq(hd_date_months_after(hd_date_day(2024, 5, 1), 0), hd_date_day(2024, 5, 1));
    for (int months = -600; months <= 600; months++) {
        int y, m, d;
        hd_date_civil(hd_date_months_after(hd_date_day(2024, 1, 31), months), &y, &m, &d);
        cr_assert_eq(y * 12 + m - 1, 2024 * 12 + months);
        cr_assert_eq(d, naive_days(y, m));
    }
}

Test(date, a_month_past_the_last_year_is_a_fault, .exit_code = 70)
{
    hd_date_months_after(hd_date_day(9999, 12, 1), 1);
}

Test(date, an_interval_without_a_form_is_a_fault, .exit_code = 70)
{
    char out[11];

    hd_date_format((hd_date){0, 1}, out);
}
