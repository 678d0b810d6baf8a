/* workday.h -- working days in England and Wales.
 *
 * A working day is a Monday to Friday that is no bank holiday. Bank holidays are data, a list of
 * days (workday_holidays.c), since the law allows them to be moved and added: Banking and Financial
 * Dealings Act 1971 (c. 80), section 1 and schedule 1, with proclamations. The list holds days of
 * the week only: one that falls on a weekend stands at its substitute day. It covers whole years,
 * HD_WORKDAY_FIRST_YEAR to HD_WORKDAY_LAST_YEAR; outside them there is no answer, never a guess.
 * Days are counted as in base/date.h. No clock, zone or locale.
 */
#ifndef HD_BASE_WORKDAY_H
#define HD_BASE_WORKDAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HD_WORKDAY_FIRST_YEAR 2012
#define HD_WORKDAY_LAST_YEAR 2027

typedef struct hd_holiday {
    int16_t year;
    int8_t month, mday;
    const char *name; /* "Good Friday"; "Boxing Day (substitute)" */
} hd_holiday;

/* All of the list in order of time, *n of them; never freed. */
const hd_holiday *hd_workday_holidays(size_t *n);

/* Whether the list covers the day. */
bool hd_workday_known(int32_t day);

/* *out: how many working days have gone from one day to another: those after `from`, up to and with
 * `to`. From Friday to Monday is 1, to the Saturday between 0, from a day to itself 0. The other way
 * round, minus that. "Within 5 working days" is *out <= 5: a deadline that ends on a Friday is kept
 * on the Saturday and Sunday after it, on which no working day has gone. False, and *out
 * untouched, when either day is not covered. */
bool hd_workday_between(int32_t from, int32_t to, int32_t *out);

#endif
