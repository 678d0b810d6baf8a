#include "query/measure.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "measure_golden.h"
#include "query/measure_math.h"

#define LEN(a) (sizeof(a) / sizeof(a)[0])

/* Relative difference; for values of 0 the absolute one. */
static void near(double got, double want, double rel, const char *what)
{
    double scale = fabs(want) > 0 ? fabs(want) : 1;

    cr_assert(isfinite(got) && fabs(got - want) <= rel * scale, "%s: %.17g is not %.17g", what, got,
              want);
}

/* ---- against R ---- */

Test(measure, normal_quantiles_and_tails_are_r_s)
{
    for (size_t i = 0; i < LEN(golden_quantiles); i++)
        near(hd_measure_normal_quantile(golden_quantiles[i].x), golden_quantiles[i].y, 1e-15,
             "quantile");
    for (size_t i = 0; i < LEN(golden_normal_tails); i++)
        near(hd_measure_normal_two_sided(golden_normal_tails[i].x), golden_normal_tails[i].y, 1e-12,
             "tail");
}

Test(measure, chi_square_tails_are_r_s)
{
    for (size_t i = 0; i < LEN(golden_chi_tails); i++) {
        char what[80];
        snprintf(what, sizeof what, "x %g df %d", golden_chi_tails[i].x,
                 (int)golden_chi_tails[i].df);
        near(hd_measure_chi_square_upper(golden_chi_tails[i].x, golden_chi_tails[i].df),
             golden_chi_tails[i].p, 1e-11, what);
    }
}

Test(measure, intervals_of_one_share_are_r_s)
{
    for (size_t i = 0; i < LEN(golden_shares); i++) {
        const struct golden_share *s = &golden_shares[i];
        hd_interval w, e;
        char what[80];
        snprintf(what, sizeof what, "%d of %d at %g", (int)s->k, (int)s->n, s->level);
        cr_assert_eq(hd_measure_wilson(s->k, s->n, s->level, &w), HD_DEFINED);
        near(w.low, s->wilson_low, 1e-10, what);
        near(w.high, s->wilson_high, 1e-10, what);
        cr_assert_eq(hd_measure_clopper_pearson(s->k, s->n, s->level, &e), HD_DEFINED);
        near(e.low, s->exact_low, 1e-9, what);
        near(e.high, s->exact_high, 1e-9, what);
    }
}

Test(measure, statistics_of_two_by_two_are_r_s)
{
    for (size_t i = 0; i < LEN(golden_fours); i++) {
        const struct golden_four *f = &golden_fours[i];
        hd_four t = {f->a, f->b, f->c, f->d};
        hd_interval range;
        hd_odds odds;
        hd_chi_square chi;
        double x, v;
        char what[80];
        snprintf(what, sizeof what, "%d %d %d %d", (int)t.a, (int)t.b, (int)t.c, (int)t.d);
        cr_assert_eq(hd_measure_newcombe(t.a, t.a + t.b, t.c, t.c + t.d, 0.95, &x, &range), 0);
        cr_assert(fabs(x - f->difference) <= 1e-15, "%s", what);
        cr_assert(fabs(range.low - f->low) < 1e-12 && fabs(range.high - f->high) < 1e-12, "%s",
                  what);
        cr_assert_eq(hd_measure_odds_ratio(t, 0.95, &odds), HD_DEFINED);
        cr_assert_not(odds.adjusted);
        near(odds.ratio, f->odds, 1e-14, what);
        near(odds.range.low, f->odds_low, 1e-9, what);
        near(odds.range.high, f->odds_high, 1e-9, what);
        cr_assert_eq(hd_measure_fisher(t, &x), HD_DEFINED);
        near(x, f->fisher, 1e-9, what);
        cr_assert_eq(hd_measure_phi(t, &x), HD_DEFINED);
        near(x, f->phi, 1e-10, what);
        uint64_t cells[] = {t.a, t.b, t.c, t.d};
        cr_assert_eq(hd_measure_chi_square(cells, 2, 2, &chi), HD_DEFINED);
        cr_assert(fabs(chi.statistic - f->chi) <= 1e-9 * f->chi + 1e-20, "%s", what);
        near(chi.p, f->chi_p, 1e-9, what);
        cr_assert_eq(hd_measure_cramers_v(cells, 2, 2, &v), HD_DEFINED);
        cr_assert(fabs(v - fabs(x)) < 1e-12, "V of two by two is phi without its sign");
        cr_assert_eq(hd_measure_kappa(t, &x), HD_DEFINED);
        cr_assert(fabs(x - f->kappa) <= 1e-9 * fabs(f->kappa) + 1e-15, "%s", what);
    }
}

Test(measure, larger_tables_are_r_s)
{
    for (size_t i = 0; i < LEN(golden_tables); i++) {
        const struct golden_rows *t = &golden_tables[i];
        hd_chi_square chi;
        double v;
        cr_assert_eq(hd_measure_chi_square(t->cells, t->rows, t->cols, &chi), HD_DEFINED);
        cr_assert_eq(hd_measure_cramers_v(t->cells, t->rows, t->cols, &v), HD_DEFINED);
        cr_assert_eq(chi.df, t->df);
        near(chi.statistic, t->statistic, 1e-11, "statistic");
        near(chi.p, t->p, 1e-9, "p");
        near(v, t->v, 1e-11, "v");
    }
}

Test(measure, trends_are_r_s)
{
    for (size_t i = 0; i < LEN(golden_trends); i++) {
        const struct golden_trend *t = &golden_trends[i];
        hd_trend got;
        cr_assert_eq(hd_measure_trend(t->k, t->n, t->scores, t->len, &got), HD_DEFINED);
        near(got.z * got.z, t->z2, 1e-9, "z squared");
        near(got.p, t->p, 1e-9, "p");
    }
    hd_trend up, down;
    cr_assert_eq(hd_measure_trend((uint64_t[]){1, 2, 4}, (uint64_t[]){5, 5, 5}, NULL, 3, &up), 0);
    cr_assert(fabs(up.p - 0.05722) < 0.000005);
    cr_assert_eq(hd_measure_trend((uint64_t[]){4, 2, 1}, (uint64_t[]){5, 5, 5}, NULL, 3, &down), 0);
    cr_assert(up.z > 0 && down.z == -up.z && down.p == up.p);
}

Test(measure, adjusted_probabilities_are_r_s)
{
    double p[64], holm[64], bh[64];
    size_t n = LEN(golden_adjusted_many);

    for (size_t i = 0; i < n; i++)
        p[i] = golden_adjusted_many[i].p;
    cr_assert_eq(hd_measure_holm(p, n, holm), HD_DEFINED);
    cr_assert_eq(hd_measure_bh(p, n, bh), HD_DEFINED);
    for (size_t i = 0; i < n; i++) {
        near(holm[i], golden_adjusted_many[i].holm, 1e-14, "holm");
        near(bh[i], golden_adjusted_many[i].bh, 1e-14, "bh");
    }
    for (size_t i = 0; i < LEN(golden_adjusted_few); i++)
        p[i] = golden_adjusted_few[i].p;
    cr_assert_eq(hd_measure_holm(p, LEN(golden_adjusted_few), p), HD_DEFINED);
    for (size_t i = 0; i < LEN(golden_adjusted_few); i++)
        near(p[i], golden_adjusted_few[i].holm, 1e-14, "in its own place");
}

/* ---- published values ---- */

static void interval_is(hd_interval got, double low, double high)
{
    cr_assert(fabs(got.low - low) < 0.00005 && fabs(got.high - high) < 0.00005,
              "%.6f to %.6f is not %.4f to %.4f", got.low, got.high, low, high);
}

Test(measure, published_intervals)
{
    static const struct {
        uint64_t k, n;
        double low, high;
    } wilson[] = {{81, 263, .2553, .3662}, {0, 10, 0, .2775},      {1, 30, .0059, .1667},
                  {29, 30, .8333, .9941},  {15, 30, .3315, .6685}, {3, 5, .2307, .8824},
                  {0, 5, 0, .4345}};
    hd_interval i;
    double d;

    for (size_t at = 0; at < LEN(wilson); at++) {
        cr_assert_eq(hd_measure_wilson(wilson[at].k, wilson[at].n, 0.95, &i), HD_DEFINED);
        interval_is(i, wilson[at].low, wilson[at].high);
    }
    cr_assert_eq(hd_measure_clopper_pearson(0, 30, 0.95, &i), HD_DEFINED);
    interval_is(i, 0, .1157);
    cr_assert_eq(hd_measure_clopper_pearson(29, 30, 0.95, &i), HD_DEFINED);
    interval_is(i, .8278, .9992);
    /* Newcombe 1998, table II, method 10: (a), (c) and (g). */
    cr_assert_eq(hd_measure_newcombe(56, 70, 48, 80, 0.95, &d, &i), HD_DEFINED);
    interval_is(i, .0524, .3339);
    cr_assert_eq(hd_measure_newcombe(9, 10, 3, 10, 0.95, &d, &i), HD_DEFINED);
    interval_is(i, .1705, .8090);
    cr_assert_eq(hd_measure_newcombe(10, 10, 0, 10, 0.95, &d, &i), HD_DEFINED);
    interval_is(i, .6075, 1.0000);
    cr_assert_eq(hd_measure_newcombe(12, 19, 8, 11, 0.95, &d, &i), HD_DEFINED);
    interval_is(i, -.3779, .2465);
}

Test(measure, published_fisher_p)
{
    static const struct {
        hd_four t;
        double p;
    } known[] = {{{8, 2, 1, 5}, .034965},  {{1, 9, 11, 3}, .002759}, {{3, 1, 1, 3}, .485714},
                 {{14, 5, 3, 8}, .022746}, {{12, 7, 8, 3}, .701995}, {{0, 3, 3, 0}, .1},
                 {{2, 0, 0, 3}, .1},       {{2, 1, 1, 2}, 1},        {{1, 2, 2, 1}, 1},
                 {{0, 0, 5, 7}, 1},        {{5, 7, 0, 0}, 1},        {{0, 4, 0, 9}, 1},
                 {{4, 0, 9, 0}, 1},        {{0, 0, 0, 0}, 1},        {{3, 3, 3, 3}, 1}};

    for (size_t i = 0; i < LEN(known); i++) {
        double p;
        cr_assert_eq(hd_measure_fisher(known[i].t, &p), HD_DEFINED);
        cr_assert(fabs(p - known[i].p) < 0.0000005, "%zu: %.8f", i, p);
    }
}

Test(measure, fisher_counts_tables_as_probable_as_this_one)
{
    double p;

    cr_assert_eq(hd_measure_fisher((hd_four){3, 0, 0, 3}, &p), HD_DEFINED);
    near(p, 0.1, 1e-15, "both ends");
    cr_assert_eq(hd_measure_fisher((hd_four){500000, 499990, 499990, 500000}, &p), HD_DEFINED);
    near(p, 0.98984481133533186, 1e-12, "as R, where many tables are nearly as probable");
}

Test(measure, coder_agreement_as_published)
{
    static const struct {
        hd_four t;
        double kappa, ac1, alpha;
    } known[] = {{{20, 5, 10, 15}, .40, .4059, .4000},
                 {{26, 2, 1, 1}, .3478, .8820, .3564},
                 {{28, 1, 1, 0}, -.0345, .9287, -.0172},
                 {{29, 1, 0, 0}, 0, .9655, 0}};
    double x;

    for (size_t i = 0; i < LEN(known); i++) {
        cr_assert_eq(hd_measure_kappa(known[i].t, &x), HD_DEFINED);
        cr_assert(fabs(x - known[i].kappa) < 0.00005);
        cr_assert_eq(hd_measure_ac1(known[i].t, &x), HD_DEFINED);
        cr_assert(fabs(x - known[i].ac1) < 0.00007, "%g", x);
        cr_assert_eq(hd_measure_alpha(known[i].t, &x), HD_DEFINED);
        cr_assert(fabs(x - known[i].alpha) < 0.00005, "%g", x);
    }
    cr_assert_eq(hd_measure_kappa((hd_four){30, 0, 0, 0}, &x), HD_WHY_NO_VARIATION);
    cr_assert_eq(hd_measure_alpha((hd_four){0, 0, 0, 30}, &x), HD_WHY_NO_VARIATION);
    cr_assert_eq(hd_measure_ac1((hd_four){30, 0, 0, 0}, &x), HD_DEFINED);
    cr_assert_eq(x, 1);
    /* A hundred characters, one coder the first half, the other the middle: chance, exactly. */
    cr_assert_eq(hd_measure_kappa((hd_four){25, 25, 25, 25}, &x), HD_DEFINED);
    cr_assert_eq(x, 0);
    cr_assert_eq(hd_measure_kappa((hd_four){0, 10, 10, 80}, &x), HD_DEFINED);
    near(x, -1.0 / 9, 1e-15, "apart");
}

/* Another tool multiplies the chances of yes and of no: 0.2987, 0.3333, -0.0667. */
Test(measure, kappa_adds_the_chances_of_yes_and_of_no)
{
    double x;

    cr_assert_eq(hd_measure_kappa((hd_four){25, 25, 25, 25}, &x), HD_DEFINED);
    cr_assert_eq(x, 0);
    cr_assert_eq(hd_measure_kappa((hd_four){0, 15, 0, 85}, &x), HD_DEFINED);
    cr_assert_eq(x, 0);
    cr_assert_eq(hd_measure_kappa((hd_four){0, 10, 10, 80}, &x), HD_DEFINED);
    cr_assert(fabs(x - -0.1111) < 0.00005);
}

/* Another tool drops tables exactly as probable as this one: .550, .257. */
Test(measure, fisher_keeps_ties)
{
    double p;

    cr_assert_eq(hd_measure_fisher((hd_four){1, 2, 2, 1}, &p), HD_DEFINED);
    near(p, 1, 1e-15, "both ends");
    cr_assert_eq(hd_measure_fisher((hd_four){3, 1, 1, 3}, &p), HD_DEFINED);
    near(p, 34.0 / 70, 1e-14, "both ends");
    cr_assert_eq(hd_measure_fisher((hd_four){3, 0, 0, 3}, &p), HD_DEFINED);
    near(p, 0.1, 1e-15, "both ends");
}

/* Another tool's coefficient of co-occurrence exceeds 1, and that of a theme nobody has divides by 0. */
Test(measure, jaccard_is_within_0_and_1_and_symmetric)
{
    hd_fraction f, g;

    for (uint64_t a = 0; a <= 12; a++) {
        for (uint64_t b = 0; b <= 12; b++) {
            for (uint64_t both = 0; both <= a && both <= b; both++) {
                hd_why why = hd_measure_jaccard(both, a, b, &f);
                cr_assert_eq(why, a + b == 0 ? HD_WHY_NO_BASE : HD_DEFINED);
                cr_assert_eq(hd_measure_jaccard(both, b, a, &g), why);
                if (!why)
                    cr_assert(f.num <= f.den && f.num * g.den == g.num * f.den);
                cr_assert_eq(hd_measure_given(both, a, &f), a ? HD_DEFINED : HD_WHY_NO_BASE);
            }
        }
    }
}

Test(measure, pairs_of_themes)
{
    static const struct {
        uint64_t both, a, b, jaccard, lift, given;
    } known[] = {/* of 6; thousandths, hundredths, tenths of a percent */
                 {3, 3, 3, 1000, 200, 1000},
                 {2, 3, 2, 667, 200, 667},
                 {1, 3, 3, 200, 67, 333},
                 {0, 3, 3, 0, 0, 0}};
    hd_fraction f;
    uint64_t got;

    for (size_t i = 0; i < LEN(known); i++) {
        cr_assert_eq(hd_measure_jaccard(known[i].both, known[i].a, known[i].b, &f), HD_DEFINED);
        cr_assert_eq(hd_measure_fixed(f, 3, &got), HD_DEFINED);
        cr_assert_eq(got, known[i].jaccard);
        cr_assert_eq(hd_measure_lift(known[i].both, known[i].a, known[i].b, 6, &f), HD_DEFINED);
        cr_assert_eq(hd_measure_fixed(f, 2, &got), HD_DEFINED);
        cr_assert_eq(got, known[i].lift);
        cr_assert_eq(hd_measure_given(known[i].both, known[i].a, &f), HD_DEFINED);
        cr_assert_eq(hd_measure_fixed((hd_fraction){100 * f.num, f.den}, 1, &got), HD_DEFINED);
        cr_assert_eq(got, known[i].given);
    }
    cr_assert_not(hd_measure_imbalanced(5, 1));
    cr_assert(hd_measure_imbalanced(6, 1));
    cr_assert(hd_measure_imbalanced(2, 11));
    cr_assert_not(hd_measure_imbalanced(2, 10));
    cr_assert(hd_measure_imbalanced(1, 0));
    cr_assert_not(hd_measure_imbalanced(0, 0));
}

Test(measure, a_pair_of_one_hundred_and_ten_with_five_in_common)
{
    hd_fraction f;

    cr_assert_eq(hd_measure_jaccard(5, 100, 10, &f), HD_DEFINED);
    cr_assert_eq(f.num * 105, 5 * f.den);
    cr_assert(hd_measure_imbalanced(100, 10));
}

/* ---- what is exact ---- */

Test(measure, percentages_round_half_up_from_integers)
{
    static const struct {
        uint64_t k, n, percent;
    } known[] = {{1, 8, 13},   {18, 30, 60}, {12, 30, 40}, {14, 30, 47}, {29, 30, 97},
                 {19, 30, 63}, {11, 30, 37}, {20, 30, 67}, {22, 30, 73}, {15, 30, 50},
                 {1, 200, 1},  {0, 3, 0},    {1, 201, 0},  {5, 4, 125}};
    uint64_t got;

    for (size_t i = 0; i < LEN(known); i++) {
        cr_assert_eq(hd_measure_fixed((hd_fraction){100 * known[i].k, known[i].n}, 0, &got),
                     HD_DEFINED);
        cr_assert_eq(got, known[i].percent);
    }
    cr_assert_eq(
        hd_measure_fixed((hd_fraction){UINT64_C(100) * HD_MEASURE_MAX, HD_MEASURE_MAX}, 6, &got),
        HD_DEFINED);
    cr_assert_eq(got, 100000000);
    cr_assert_eq(hd_measure_fixed((hd_fraction){UINT64_C(100) * HD_MEASURE_MAX, 1}, 6, &got),
                 HD_DEFINED);
    cr_assert_eq(got, HD_MEASURE_MAX * UINT64_C(100000000));
}

Test(measure, a_difference_in_points_is_rounded_once)
{
    int64_t got;

    /* 1/3 is 33 and 1/6 is 17, but their difference is 16.67 points. */
    cr_assert_eq(hd_measure_points(1, 3, 1, 6, 0, &got), HD_DEFINED);
    cr_assert_eq(got, 17);
    cr_assert_eq(hd_measure_points(1, 6, 1, 3, 0, &got), HD_DEFINED);
    cr_assert_eq(got, -17);
    cr_assert_eq(hd_measure_points(1, 8, 0, 8, 0, &got), HD_DEFINED);
    cr_assert_eq(got, 13);
    cr_assert_eq(hd_measure_points(0, 8, 1, 8, 0, &got), HD_DEFINED);
    cr_assert_eq(got, -13);
    cr_assert_eq(hd_measure_points(0, HD_MEASURE_MAX, HD_MEASURE_MAX, HD_MEASURE_MAX, 6, &got), 0);
    cr_assert_eq(got, -100000000);
}

Test(measure, permutation_p_is_never_0)
{
    hd_fraction f;
    uint64_t n;
    /* Of 10 units 4 have it; 5 are the group, so 2 are expected: 4 and 0 are as far, 3 is not. */
    static const uint32_t draws[] = {4, 9, 0, 9, 3, 9, 2, 9, 1, 9};

    cr_assert_eq(hd_measure_extreme(draws, 2, 5, 4, 5, 4, 10, &n), HD_DEFINED);
    cr_assert_eq(n, 2);
    cr_assert_eq(hd_measure_permutation_p(n, 5, &f), HD_DEFINED);
    cr_assert(f.num == 3 && f.den == 6);
    cr_assert_eq(hd_measure_permutation_p(0, 9999, &f), HD_DEFINED);
    cr_assert(f.num == 1 && f.den == 10000);
    cr_assert_eq(hd_measure_permutation_p(0, 0, &f), HD_WHY_NO_DRAWS);
    cr_assert_eq(hd_measure_permutation_p(2, 1, &f), HD_WHY_ABOVE_BASE);
}

Test(measure, too_small_to_read)
{
    double least;

    cr_assert_eq(hd_measure_reading(0), HD_READ_NOT);
    cr_assert_eq(hd_measure_reading(19), HD_READ_NOT);
    cr_assert_eq(hd_measure_reading(20), HD_READ_CAREFUL);
    cr_assert_eq(hd_measure_reading(29), HD_READ_CAREFUL);
    cr_assert_eq(hd_measure_reading(30), HD_READ);
    cr_assert_eq(hd_measure_fisher_least((hd_four){1, 2, 2, 1}, &least), HD_DEFINED);
    near(least, 0.1, 1e-15, "three against three can say nothing");
    cr_assert_eq(hd_measure_fisher_least((hd_four){12, 7, 8, 3}, &least), HD_DEFINED);
    cr_assert(least < 0.01);
}
