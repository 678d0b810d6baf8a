/* Periods of dates and bins of numbers: their names, where they begin, what a partial date is in. */
#include <criterion/criterion.h>
#include <string.h>

#include "maker.h"
#include "oracle.h"
#include "query/period.h"

static hd_date date(const char *text)
{
    hd_date d = {0, 0};

    cr_assert(hd_date_parse(text, strlen(text), &d));
    return d;
}

static const char *label(hd_period_kind kind, const char *text)
{
    static char out[32];

    hd_period_label(kind, hd_period_of_day(kind, date(text).from_day), out);
    return out;
}

Test(period, years_begin_in_january_april_and_september)
{
    cr_expect_str_eq(label(HD_PERIOD_CALENDAR_YEAR, "2024-12-31"), "2024");
    cr_expect_str_eq(label(HD_PERIOD_CALENDAR_YEAR, "2025-01-01"), "2025");
    cr_expect_str_eq(label(HD_PERIOD_FINANCIAL_YEAR, "2024-03-31"), "2023-24");
    cr_expect_str_eq(label(HD_PERIOD_FINANCIAL_YEAR, "2024-04-01"), "2024-25");
    cr_expect_str_eq(label(HD_PERIOD_ACADEMIC_YEAR, "2024-08-31"), "2023-24");
    cr_expect_str_eq(label(HD_PERIOD_ACADEMIC_YEAR, "2024-09-01"), "2024-25");
    cr_expect_str_eq(label(HD_PERIOD_FINANCIAL_YEAR, "1999-04-01"), "1999-00");
    cr_expect_str_eq(label(HD_PERIOD_QUARTER, "2024-04-01"), "2024-25 Q1");
    cr_expect_str_eq(label(HD_PERIOD_QUARTER, "2025-03-31"), "2024-25 Q4");
    cr_expect_str_eq(label(HD_PERIOD_MONTH, "2024-09"), "2024-09");
}

Test(period, agrees_with_the_oracle_on_every_day_of_nine_years)
{
    char ours[32], theirs[32];

    for (int32_t day = hd_date_day(1999, 1, 1); day < hd_date_day(2008, 1, 1); day++) {
        for (int p = 0; p < O_N_PERIODS; p++) {
            hd_period_kind kind = (hd_period_kind)(HD_PERIOD_CALENDAR_YEAR + p);
            hd_period_label(kind, hd_period_of_day(kind, day), ours);
            o_period_of_day((o_period)p, day, theirs);
            cr_assert_str_eq(ours, theirs, "day %d", (int)day);
        }
    }
}

Test(period, its_days_are_those_that_are_in_it)
{
    for (hd_period_kind kind = HD_PERIOD_CALENDAR_YEAR; kind < HD_N_PERIODS; kind++) {
        for (int32_t day = hd_date_day(1999, 1, 1); day < hd_date_day(2005, 1, 1); day++) {
            int32_t number = hd_period_of_day(kind, day);
            hd_date days = hd_period_days(kind, number);

            cr_assert(days.from_day <= day && day <= days.to_day, "%s, day %d",
                      hd_period_name(kind), (int)day);
            cr_assert_eq(hd_period_of_day(kind, days.from_day - 1), number - 1);
            cr_assert_eq(hd_period_of_day(kind, days.to_day + 1), number + 1);
        }
    }
}

Test(period, a_date_is_in_a_period_it_lies_wholly_within)
{
    const hd_date dates[] = {date("2024-05"), date("2024"), date("2027-01-01")};
    hd_periods p = hd_periods_of(HD_PERIOD_FINANCIAL_YEAR, dates, 3);

    cr_expect_eq(p.first, 2024);
    cr_expect_eq(p.n, 3);
    cr_expect_eq(hd_periods_place(&p, dates[0]), 0);
    cr_expect_eq(hd_periods_place(&p, dates[1]), 3); /* spans two */
    cr_expect_eq(hd_periods_place(&p, dates[2]), 2);
    p = hd_periods_of(HD_PERIOD_QUARTER, dates + 1, 1);
    cr_expect_eq(p.n, 0);
    cr_expect_eq(hd_periods_place(&p, dates[1]), 0);
    p = hd_periods_of(HD_PERIOD_CALENDAR_YEAR, dates + 1, 1);
    cr_expect_eq(p.n, 1);
}

Test(period, kinds_have_names)
{
    for (int k = HD_PERIOD_CALENDAR_YEAR; k < HD_N_PERIODS; k++)
        cr_expect_eq(hd_period_find(hd_period_name((hd_period_kind)k)), k);
    cr_expect_eq(hd_period_find("year"), HD_PERIOD_NONE);
    cr_expect_eq(hd_period_find(""), HD_PERIOD_NONE);
}

/* ---- as dimensions ---- */

static hd_corpus *dated(maker *m)
{
    maker_init(m);
    maker_review(m, "1", true, "notified=2021-05-02");
    maker_child(m, "1a", "age=0");
    maker_child(m, "1b", "age=2");
    maker_review(m, "2", true, "notified=2024-02");
    maker_child(m, "2a", "age=5");
    maker_review(m, "3", true, "notified=2022");
    maker_review(m, "4", true, "notified=?");
    return maker_corpus(m);
}

Test(period, empty_periods_between_the_first_and_the_last_are_declared)
{
    maker m;
    hd_corpus *c = dated(&m);
    hd_cube_spec spec = {.unit = HD_REVIEW, .n_dims = 1};

    spec.dims[0] = (hd_dim){.name = "notified", .period = HD_PERIOD_FINANCIAL_YEAR};
    hd_cube *cube = maker_cube(c, &spec, NULL);
    cr_expect_str_eq(maker_groups(&m, cube, 0), "2021-22|2022-23|2023-24|(date too coarse)|unknown|"
                                                "not applicable|not recorded");
    cr_expect_str_eq(hd_cube_dim_label(cube, 0), "Notified (financial year)");
    for (size_t g = 0; g < 7; g++)
        cr_expect_eq(hd_cube_group(cube, 0, g).declared, g < 3);
    cr_expect_eq(hd_cube_group(cube, 0, 3).kind, HD_GROUP_MISSING);
    cr_expect_eq(maker_count(cube, "2022-23", NULL), 0);
    cr_expect_eq(maker_count(cube, "(date too coarse)", NULL), 1);
    cr_expect_eq(maker_count(cube, "All", NULL), 4);
    hd_cube_free(cube);
    spec.drop_missing = true;
    cube = maker_cube(c, &spec, NULL);
    cr_expect_eq(maker_count(cube, "(date too coarse)", NULL), 0);
    cr_expect_eq(maker_count(cube, "All", NULL), 2);
    hd_cube_free(cube);
    hd_corpus_free(c);
    maker_release(&m);
}

Test(period, only_periods_around_the_cases_of_the_set_are_declared)
{
    maker m;
    hd_corpus *c = dated(&m);
    hd_cube_spec spec = {.unit = HD_REVIEW, .n_dims = 1};
    hd_bits set;
    hd_cube *cube;
    hd_err err = HD_ERR_INIT;

    spec.dims[0] = (hd_dim){.name = "notified", .period = HD_PERIOD_FINANCIAL_YEAR};
    hd_bits_init(&set, c->n[HD_REVIEW]);
    hd_bits_set(&set, 1); /* 2024-02 */
    cr_assert_eq(hd_cube_new(c, &set, &spec, &cube, &err), HD_OK);
    cr_expect(!hd_cube_group(cube, 0, 0).declared && !hd_cube_group(cube, 0, 1).declared);
    cr_expect(hd_cube_group(cube, 0, 2).declared);
    hd_cube_free(cube);
    hd_bits_release(&set);
    hd_corpus_free(c);
    maker_release(&m);
}

Test(period, bins_are_bands_named_in_the_call)
{
    static const double bounds[] = {1, 3, 6};
    maker m;
    hd_corpus *c = dated(&m);
    hd_cube_spec spec = {.unit = HD_REVIEW, .n_dims = 1};

    spec.dims[0] = (hd_dim){.name = "age", .bins = bounds, .n_bins = 3};
    hd_cube *cube = maker_cube(c, &spec, NULL);
    cr_expect_str_eq(maker_groups(&m, cube, 0), "under 1|1 to 2|3 to 5|6 and over|unknown|"
                                                "not applicable|not recorded");
    cr_expect_str_eq(hd_cube_dim_label(cube, 0), "Age");
    cr_expect_eq(maker_count(cube, "1 to 2", NULL), 1);
    cr_expect_eq(maker_count(cube, "6 and over", NULL), 0);
    cr_expect_eq(maker_count(cube, "not recorded", NULL), 2);
    cr_expect(hd_cube_group(cube, 0, 3).declared);
    hd_cube_free(cube);
    hd_corpus_free(c);
    maker_release(&m);
}

static const char *message_of(const hd_corpus *c, hd_dim dim)
{
    static hd_err err;
    hd_cube_spec spec = {.unit = HD_REVIEW, .dims = {dim}, .n_dims = 1};

    err = (hd_err)HD_ERR_INIT;
    cr_assert_null(maker_cube(c, &spec, &err));
    return err.msg;
}

Test(period, what_cannot_be_grouped_says_why)
{
    static const double bounds[] = {1, 1};
    maker m;
    hd_corpus *c = dated(&m);

    cr_expect_str_eq(message_of(c, (hd_dim){.name = "area", .bins = bounds, .n_bins = 1}),
                     "'area' cannot be given bins: expected a number field");
    cr_expect_str_eq(message_of(c, (hd_dim){.name = "theme", .period = HD_PERIOD_MONTH}),
                     "'theme' cannot be given a period: expected a date field");
    cr_expect_str_eq(message_of(c, (hd_dim){.name = "age", .bins = bounds, .n_bins = 2}),
                     "bins of 'age': expected 1 to 100 bounds in ascending order");
    hd_dim both = {.name = "age", .bins = bounds, .n_bins = 1, .period = HD_PERIOD_MONTH};
    cr_expect_str_eq(message_of(c, both), "a dimension has bins or a period, not both");
    hd_corpus_free(c);
    maker_release(&m);
}
