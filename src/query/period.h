/* period.h -- the years, quarters and months that dates fall in.
 *
 * Periods of one kind are numbered one after the other without gaps, so that an empty one between two others has its number.
 *
 *   calendar year    from 1 January     "2024"
 *   financial year   from 1 April       "2024-25"
 *   academic year    from 1 September   "2024-25"
 *   quarter          of the financial year, from 1 April, July, October, January   "2024-25 Q1"
 *   month                               "2024-09"
 */
#ifndef HD_QUERY_PERIOD_H
#define HD_QUERY_PERIOD_H

#include <stddef.h>

#include "base/date.h"

typedef enum hd_period_kind {
    HD_PERIOD_NONE,
    HD_PERIOD_CALENDAR_YEAR,
    HD_PERIOD_FINANCIAL_YEAR,
    HD_PERIOD_ACADEMIC_YEAR,
    HD_PERIOD_QUARTER,
    HD_PERIOD_MONTH,
    HD_N_PERIODS
} hd_period_kind;

/* "financial-year"; of HD_PERIOD_NONE "". */
const char *hd_period_name(hd_period_kind kind);
/* HD_PERIOD_NONE if there is no such name. */
hd_period_kind hd_period_find(const char *name);

/* The number of the period a day is in.  kind is not HD_PERIOD_NONE. */
int32_t hd_period_of_day(hd_period_kind kind, int32_t day);
/* The days of a period, the first and the last.  kind is not HD_PERIOD_NONE. */
hd_date hd_period_days(hd_period_kind kind, int32_t number);
/* What the period is called. */
void hd_period_label(hd_period_kind kind, int32_t number, char out[32]);

/* The periods of a column of dates: `n` of them from `first`, each wholly or partly covered or empty.  A date that can
 * be in two of them is in none. */
typedef struct hd_periods {
    hd_period_kind kind;
    int32_t first;
    size_t n; /* 0: no date lies within one period */
} hd_periods;

/* From the first period that one of the dates lies within to the last. */
hd_periods hd_periods_of(hd_period_kind kind, const hd_date *dates, size_t n_dates);
/* The place of a date among them, 0 .. n - 1; n when it spans more than one period.  For dates that hd_periods_of was
 * given. */
size_t hd_periods_place(const hd_periods *p, hd_date date);

#endif
