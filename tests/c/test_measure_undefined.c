/* Where there is no value: the reason, zeros and never NaN. */
#include "query/measure.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

Test(measure_undefined, a_share_of_nothing)
{
    hd_interval i;
    hd_fraction f;
    uint64_t n;
    int64_t points;
    double d;

    cr_assert_eq(hd_measure_fixed((hd_fraction){0, 0}, 0, &n), HD_WHY_NO_BASE);
    cr_assert_eq(hd_measure_wilson(0, 0, 0.95, &i), HD_WHY_NO_BASE);
    cr_assert_eq(hd_measure_clopper_pearson(0, 0, 0.95, &i), HD_WHY_NO_BASE);
    cr_assert_eq(hd_measure_newcombe(0, 0, 1, 2, 0.95, &d, &i), HD_WHY_EMPTY_GROUP);
    cr_assert_eq(hd_measure_newcombe(1, 2, 0, 0, 0.95, &d, &i), HD_WHY_EMPTY_GROUP);
    cr_assert_eq(hd_measure_points(0, 0, 1, 2, 0, &points), HD_WHY_EMPTY_GROUP);
    cr_assert_eq(hd_measure_jaccard(0, 0, 0, &f), HD_WHY_NO_BASE);
    cr_assert_eq(hd_measure_lift(0, 0, 3, 6, &f), HD_WHY_NO_BASE);
    cr_assert_eq(hd_measure_given(0, 0, &f), HD_WHY_NO_BASE);
    cr_assert(i.low == 0 && i.high == 0 && d == 0 && f.num == 0 && f.den == 0);
    cr_assert_str_eq(hd_why_text(HD_WHY_NO_BASE), "the base is 0");
}

Test(measure_undefined, odds_ratio_and_phi)
{
    static const struct {
        hd_four t;
        hd_why why;
    } cases[] = {{{0, 0, 0, 0}, HD_WHY_EMPTY_GROUP}, {{0, 0, 5, 5}, HD_WHY_EMPTY_GROUP},
                 {{5, 5, 0, 0}, HD_WHY_EMPTY_GROUP}, {{0, 5, 0, 5}, HD_WHY_NONE_HAVE},
                 {{5, 0, 5, 0}, HD_WHY_ALL_HAVE},    {{0, 5, 5, 5}, HD_DEFINED},
                 {{5, 0, 0, 5}, HD_DEFINED}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hd_odds o;
        double phi;
        cr_assert_eq(hd_measure_odds_ratio(cases[i].t, 0.95, &o), cases[i].why);
        cr_assert_eq(hd_measure_phi(cases[i].t, &phi), cases[i].why);
        cr_assert(isfinite(o.ratio) && isfinite(o.range.low) && isfinite(o.range.high));
        cr_assert_eq(o.adjusted, cases[i].why == HD_DEFINED);
        cr_assert_eq(o.ratio > 0, cases[i].why == HD_DEFINED);
    }
    hd_odds o;
    cr_assert_eq(hd_measure_odds_ratio((hd_four){3, 0, 0, 3}, 0.95, &o), HD_DEFINED);
    cr_assert_eq(o.ratio, 49, "0.5 is added to all four cells");
}

Test(measure_undefined, tables_without_cases)
{
    static const uint64_t empty_row[] = {0, 0, 3, 4}, empty_col[] = {0, 1, 0, 4}, none[4];
    hd_chi_square chi;
    double v;

    cr_assert_eq(hd_measure_chi_square(empty_row, 2, 2, &chi), HD_WHY_EMPTY_LINE);
    cr_assert_eq(hd_measure_chi_square(empty_col, 2, 2, &chi), HD_WHY_EMPTY_LINE);
    cr_assert_eq(hd_measure_chi_square(none, 2, 2, &chi), HD_WHY_EMPTY_LINE);
    cr_assert_eq(hd_measure_chi_square(empty_row, 1, 4, &chi), HD_WHY_ONE_LINE);
    cr_assert_eq(hd_measure_chi_square(NULL, 0, 0, &chi), HD_WHY_ONE_LINE);
    cr_assert_eq(hd_measure_cramers_v(empty_row, 2, 2, &v), HD_WHY_EMPTY_LINE);
    cr_assert_eq(hd_measure_cramers_v(empty_row, 4, 1, &v), HD_WHY_ONE_LINE);
    cr_assert_eq(hd_measure_cramers_v(none, HD_MEASURE_MAX_LINES + 1, 2, &v), HD_WHY_TOO_LARGE);
    cr_assert_eq(hd_measure_chi_square((uint64_t[]){HD_MEASURE_MAX, 1, 1, 1}, 2, 2, &chi),
                 HD_WHY_TOO_LARGE);
    cr_assert(chi.p == 0 && chi.df == 0 && v == 0);
}

Test(measure_undefined, trends_without_two_periods_or_a_difference)
{
    hd_trend t;

    cr_assert_eq(hd_measure_trend(NULL, NULL, NULL, 0, &t), HD_WHY_ONE_PERIOD);
    cr_assert_eq(hd_measure_trend((uint64_t[]){1}, (uint64_t[]){5}, NULL, 1, &t),
                 HD_WHY_ONE_PERIOD);
    cr_assert_eq(hd_measure_trend((uint64_t[]){0, 1, 0}, (uint64_t[]){0, 5, 0}, NULL, 3, &t),
                 HD_WHY_ONE_PERIOD);
    cr_assert_eq(hd_measure_trend((uint64_t[]){1, 2}, (uint64_t[]){5, 5}, (int32_t[]){7, 7}, 2, &t),
                 HD_WHY_ONE_PERIOD);
    cr_assert_eq(hd_measure_trend((uint64_t[]){0, 0}, (uint64_t[]){5, 5}, NULL, 2, &t),
                 HD_WHY_NONE_HAVE);
    cr_assert_eq(hd_measure_trend((uint64_t[]){5, 5}, (uint64_t[]){5, 5}, NULL, 2, &t),
                 HD_WHY_ALL_HAVE);
    cr_assert(t.z == 0 && t.p == 0);
    cr_assert_eq(hd_measure_trend((uint64_t[]){2, 2}, (uint64_t[]){5, 5}, NULL, 2, &t), HD_DEFINED);
    cr_assert(t.z == 0 && t.p == 1);
}

Test(measure_undefined, calls_that_are_wrong)
{
    double p[2] = {0.5, NAN}, out[2] = {7, 7}, d;
    hd_interval i;
    hd_odds o;
    hd_four four;
    hd_fraction f;
    uint64_t n;

    cr_assert_eq(hd_measure_wilson(3, 2, 0.95, &i), HD_WHY_ABOVE_BASE);
    cr_assert_eq(hd_measure_wilson(1, 2, 0, &i), HD_WHY_LEVEL);
    cr_assert_eq(hd_measure_wilson(1, 2, 1, &i), HD_WHY_LEVEL);
    cr_assert_eq(hd_measure_wilson(1, 2, NAN, &i), HD_WHY_LEVEL);
    cr_assert_eq(hd_measure_clopper_pearson(1, 2, -1, &i), HD_WHY_LEVEL);
    cr_assert_eq(hd_measure_clopper_pearson(1, UINT64_MAX, 0.95, &i), HD_WHY_TOO_LARGE);
    cr_assert_eq(hd_measure_newcombe(3, 2, 1, 2, 0.95, &d, &i), HD_WHY_ABOVE_BASE);
    cr_assert_eq(hd_measure_newcombe(1, 2, 1, 2, 2, &d, &i), HD_WHY_LEVEL);
    cr_assert_eq(hd_measure_odds_ratio((hd_four){1, 1, 1, 1}, 1, &o), HD_WHY_LEVEL);
    cr_assert_eq(hd_measure_fisher((hd_four){UINT64_MAX, UINT64_MAX, 2, 0}, &d), HD_WHY_TOO_LARGE);
    cr_assert_eq(hd_measure_kappa((hd_four){HD_MEASURE_MAX, 1, 0, 0}, &d), HD_WHY_TOO_LARGE);
    cr_assert_eq(hd_measure_pair_four(1, 2, 2, 2, &four), HD_WHY_ABOVE_BASE);
    cr_assert_eq(hd_measure_lift(3, 2, 3, 9, &f), HD_WHY_ABOVE_BASE);
    cr_assert_eq(hd_measure_fixed((hd_fraction){1, 2}, 7, &n), HD_WHY_DIGITS);
    cr_assert_eq(hd_measure_holm(p, 2, out), HD_WHY_PROBABILITY);
    cr_assert_eq(hd_measure_bh((double[]){-0.1}, 1, out), HD_WHY_PROBABILITY);
    cr_assert(out[0] == 7 && out[1] == 7, "nothing is written");
    cr_assert_eq(hd_measure_bh(p, 0, out), HD_DEFINED);
    cr_assert(hd_why_is_misuse(HD_WHY_LEVEL) && !hd_why_is_misuse(HD_WHY_SHARED));
}

Test(measure_undefined, every_reason_has_words)
{
    for (int w = HD_DEFINED; w <= HD_WHY_DIGITS; w++)
        cr_assert_eq(strlen(hd_why_text((hd_why)w)) > 0, w != HD_DEFINED);
}

/* 0, 1, one less than all and all of bases from 1 to the largest: finite, in range, in order. */
Test(measure_undefined, extreme_counts_stay_in_range)
{
    static const uint64_t bases[] = {1, 2, 3, 30, 1000, 10000000, HD_MEASURE_MAX};
    static const double levels[] = {1e-9, 0.5, 0.95, 0.999999999};

    for (size_t b = 0; b < sizeof bases / sizeof bases[0]; b++) {
        uint64_t n = bases[b], ks[] = {0, 1, n / 2, n - 1, n};
        for (size_t i = 0; i < 5; i++) {
            for (size_t l = 0; l < 4; l++) {
                hd_interval w, e;
                double share = (double)ks[i] / (double)n;
                cr_assert_eq(hd_measure_wilson(ks[i], n, levels[l], &w), HD_DEFINED);
                cr_assert(0 <= w.low && w.low <= share * (1 + 1e-15));
                cr_assert(w.high <= 1 && share <= w.high * (1 + 1e-15));
                cr_assert_eq(w.low == 0, ks[i] == 0);
                if (n > 10000000)
                    continue;
                cr_assert_eq(hd_measure_clopper_pearson(ks[i], n, levels[l], &e), HD_DEFINED);
                cr_assert(0 <= e.low && e.low < e.high && e.high <= 1);
                cr_assert(levels[l] < 0.5 || (e.low <= share && share <= e.high));
                cr_assert_eq(e.low == 0, ks[i] == 0);
            }
        }
    }
}

Test(measure_undefined, the_largest_tables)
{
    uint64_t q = HD_MEASURE_MAX / 4;
    static const struct {
        uint64_t a, b, c, d;
    } quarters[] = {{1, 1, 1, 1}, {2, 0, 0, 2}, {0, 2, 2, 0}, {4, 0, 0, 0},
                    {0, 0, 0, 4}, {3, 1, 0, 0}, {2, 1, 1, 0}, {1, 0, 0, 0}};

    for (size_t i = 0; i < sizeof quarters / sizeof quarters[0]; i++) {
        hd_four t = {q * quarters[i].a, q * quarters[i].b, q * quarters[i].c, q * quarters[i].d};
        hd_odds o;
        double p, x;
        cr_assert_eq(hd_measure_fisher(t, &p), HD_DEFINED);
        cr_assert(p >= 0 && p <= 1);
        hd_measure_odds_ratio(t, 0.99, &o);
        cr_assert(isfinite(o.ratio) && isfinite(o.range.low) && isfinite(o.range.high));
        hd_measure_phi(t, &x);
        cr_assert(x >= -1 && x <= 1);
        hd_measure_kappa(t, &x);
        cr_assert(x >= -1 && x <= 1);
        hd_measure_ac1(t, &x);
        cr_assert(x >= -1 && x <= 1);
        hd_measure_alpha(t, &x);
        cr_assert(x >= -1 && x <= 1);
    }
    hd_trend trend;
    cr_assert_eq(hd_measure_trend((uint64_t[]){0, q}, (uint64_t[]){q, q},
                                  (int32_t[]){INT32_MIN, INT32_MAX}, 2, &trend),
                 HD_DEFINED);
    cr_assert(isfinite(trend.z) && trend.p == 0);
}
