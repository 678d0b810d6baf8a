/* date.h -- dates as intervals of days.
 *
 * "2024-03-09" is one day, "2024-03" a month, "2024" a year: a partial date is
 * the interval of days it can be.  Days are counted from 1970-01-01 = 0 in the
 * proleptic Gregorian calendar, in integers: no clock, zone or locale.
 */
#ifndef HD_BASE_DATE_H
#define HD_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hd_date {
    int32_t from_day; /* first day it can be */
    int32_t to_day;   /* last day it can be, >= from_day */
} hd_date;

/* Parse YYYY, YYYY-MM or YYYY-MM-DD, years 1000 to 9999; nothing before or after it. */
bool hd_date_parse(const char *s, size_t len, hd_date *out);

/* Write the shortest of the three forms that means exactly this interval into
 * out (room for 11 bytes).  The interval must come from hd_date_parse. */
void hd_date_format(hd_date d, char out[11]);

int32_t hd_date_day(int year, int month, int day); /* month 1-12, day 1-31, real */
void hd_date_civil(int32_t day, int *year, int *month, int *mday);

/* The same day of the month `months` months later (earlier when negative), or the last day of that
 * month when it is shorter: six months after 31 August is 28 or 29 February. |months| <= 120000; the
 * result must be in the years 1 to 9999 (else the process ends: a fault). */
int32_t hd_date_months_after(int32_t day, int months);

#endif
