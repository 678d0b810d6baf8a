/* Random counts: the plainest sums of the definitions, and what must be true of any counts.
 * HEDDLE_TEST_SCALE times as many cases; HEDDLE_TEST_SEED=N asks again about one. */
#include "query/measure.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query/draw.h"

#define CASES 1000

static uint64_t state;

/* SplitMix64. */
static uint64_t below(uint64_t n)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) % n;
}

static uint64_t n_cases(void)
{
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    unsigned long n = scale ? strtoul(scale, NULL, 10) : 1;

    return CASES * (n > 0 ? n : 1);
}

#define EACH_SEED(seed)                                                                            \
    for (uint64_t seed = only(0), last_ = only(n_cases() - 1);                                     \
         seed <= last_ && (state = seed * UINT64_C(1000003), true); seed++)
static uint64_t only(uint64_t otherwise)
{
    const char *one = getenv("HEDDLE_TEST_SEED");

    return one ? strtoull(one, NULL, 10) : otherwise;
}

static bool close_to(double a, double b, double rel)
{
    return isfinite(a) && fabs(a - b) <= rel * fmax(fabs(a), fabs(b)) + 1e-300;
}

/* Mostly small, sometimes 0, sometimes large. */
static uint64_t some_count(void)
{
    switch (below(6)) {
    case 0:
        return 0;
    case 1:
        return below(3);
    case 2:
        return below(10000000);
    default:
        return below(40);
    }
}

static hd_four some_four(void)
{
    return (hd_four){some_count(), some_count(), some_count(), some_count()};
}

/* ---- the same bits everywhere ---- */

static uint64_t mix(uint64_t hash, double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return (hash ^ bits) * UINT64_C(1099511628211);
}

/* The bits of some thousand results. A change of the arithmetic changes the number below, and needs
 * a reason; a compiler, a flag or a processor must not. */
Test(measure_random, results_are_the_same_to_the_last_bit)
{
    uint64_t hash = 0;

    state = 1;
    for (int i = 0; i < 500; i++) {
        hd_four t = {below(50), below(5000), below(70), below(100000)};
        uint64_t cells[] = {t.a, t.b, t.c, t.d, 3, 4};
        hd_interval w, e, d;
        hd_chi_square chi;
        hd_trend trend;
        hd_odds o;
        double p, phi, difference;
        hd_measure_fisher(t, &p);
        hd_measure_phi(t, &phi);
        hd_measure_odds_ratio(t, 0.95, &o);
        hd_measure_wilson(t.a, t.a + t.b + 1, 0.99, &w);
        hd_measure_clopper_pearson(t.a, t.a + t.b + 1, 0.95, &e);
        hd_measure_newcombe(t.a, t.a + t.b, t.c, t.c + t.d, 0.95, &difference, &d);
        hd_measure_chi_square(cells, 3, 2, &chi);
        hd_measure_trend((uint64_t[]){t.a, t.c}, (uint64_t[]){t.a + t.b, t.c + t.d}, NULL, 2,
                         &trend);
        const double all[] = {p,      phi,     o.ratio, o.range.low,  o.range.high, w.low,
                              w.high, e.low,   e.high,  difference,   d.low,        d.high,
                              chi.p,  trend.z, trend.p, chi.statistic};
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++)
            hash = mix(hash, all[k]);
    }
    cr_assert_eq(hash, UINT64_C(0x37305424fe6f0841), "now %016llx", (unsigned long long)hash);
}

/* ---- Fisher, by counting every table in integers ---- */

static unsigned __int128 choose(uint64_t n, uint64_t k)
{
    unsigned __int128 out = 1;

    for (uint64_t i = 1; i <= k; i++)
        out = out * (n - k + i) / i;
    return out;
}

/* Ways to make the table with cell a; at most C(60, 30), so ten million of it fit. */
static unsigned __int128 ways(uint64_t row, uint64_t col, uint64_t n, uint64_t a)
{
    if (a > row || a > col || col - a > n - row)
        return 0;
    return choose(row, a) * choose(n - row, col - a);
}

static double naive_fisher(uint64_t row, uint64_t col, uint64_t n, uint64_t a)
{
    unsigned __int128 seen = ways(row, col, n, a), sum = 0;

    for (uint64_t i = 0; i <= row; i++) {
        unsigned __int128 w = ways(row, col, n, i);
        if (w * 10000000 <= seen * 10000001)
            sum += w;
    }
    return (double)sum / (double)choose(n, col);
}

static void check_fisher(uint64_t row, uint64_t col, uint64_t n)
{
    double least = 1, got;
    hd_four t = {0, 0, 0, 0};

    for (uint64_t a = 0; a <= row; a++) {
        if (ways(row, col, n, a) == 0)
            continue;
        t = (hd_four){a, row - a, col - a, n - row - (col - a)};
        double want = naive_fisher(row, col, n, a);
        cr_assert_eq(hd_measure_fisher(t, &got), HD_DEFINED);
        cr_assert(close_to(got, want, 1e-12), "%d %d %d %d: %.17g is not %.17g", (int)t.a, (int)t.b,
                  (int)t.c, (int)t.d, got, want);
        least = fmin(least, want);
    }
    cr_assert_eq(hd_measure_fisher_least(t, &got), HD_DEFINED);
    cr_assert(close_to(got, least, 1e-12), "least of %d %d %d", (int)row, (int)col, (int)n);
}

Test(measure_random, fisher_of_every_table_up_to_20)
{
    for (uint64_t n = 0; n <= 20; n++)
        for (uint64_t row = 0; row <= n; row++)
            for (uint64_t col = 0; col <= n; col++)
                check_fisher(row, col, n);
}

Test(measure_random, fisher_is_the_sum_of_all_tables)
{
    EACH_SEED(seed)
    {
        uint64_t n = below(61);
        check_fisher(below(n + 1), below(n + 1), n);
    }
}

Test(measure_random, fisher_does_not_see_how_a_table_is_written)
{
    EACH_SEED(seed)
    {
        hd_four t = some_four();
        hd_four same[] = {{t.a, t.c, t.b, t.d}, {t.c, t.d, t.a, t.b}, {t.b, t.a, t.d, t.c}};
        double p, q;
        cr_assert_eq(hd_measure_fisher(t, &p), HD_DEFINED);
        cr_assert(p >= 0 && p <= 1);
        for (size_t i = 0; i < 3; i++) {
            cr_assert_eq(hd_measure_fisher(same[i], &q), HD_DEFINED);
            cr_assert(close_to(p, q, 1e-9), "seed %llu: %.17g %.17g", (unsigned long long)seed, p,
                      q);
        }
        cr_assert_eq(hd_measure_fisher_least(t, &q), HD_DEFINED);
        cr_assert(q <= p, "seed %llu", (unsigned long long)seed);
    }
}

/* ---- shares ---- */

/* P(X <= k), term by term. */
static long double naive_below(uint64_t k, uint64_t n, long double p)
{
    long double sum = 0;

    for (uint64_t j = 0; j <= k; j++) {
        long double term = 1;
        for (uint64_t i = 1; i <= j; i++)
            term *= (long double)(n - j + i) / (long double)i * p;
        for (uint64_t i = 0; i < n - j; i++)
            term *= 1 - p;
        sum += term;
    }
    return sum;
}

Test(measure_random, exact_intervals_end_where_the_tails_are_a_fortieth)
{
    EACH_SEED(seed)
    {
        if (seed % 10)
            continue;
        uint64_t n = 1 + below(60), k = below(n + 1);
        hd_interval i, turned;
        cr_assert_eq(hd_measure_clopper_pearson(k, n, 0.95, &i), HD_DEFINED);
        if (k > 0)
            cr_assert(
                close_to((double)(1 - naive_below(k - 1, n, (long double)i.low)), 0.025, 1e-9),
                "seed %llu", (unsigned long long)seed);
        if (k < n)
            cr_assert(close_to((double)naive_below(k, n, (long double)i.high), 0.025, 1e-9),
                      "seed %llu", (unsigned long long)seed);
        cr_assert_eq(hd_measure_clopper_pearson(n - k, n, 0.95, &turned), HD_DEFINED);
        cr_assert(fabs(i.low - (1 - turned.high)) < 1e-12);
    }
}

/* The definition of the score interval: its ends are z standard errors, of their own, away. */
Test(measure_random, wilson_ends_solve_the_score_equation)
{
    const long double z = 1.959963984540054L;

    EACH_SEED(seed)
    {
        uint64_t n = 1 + below(below(4) ? 100 : 10000000), k = below(n + 1);
        long double p = (long double)k / (long double)n;
        hd_interval i, turned, wider, next;
        cr_assert_eq(hd_measure_wilson(k, n, 0.95, &i), HD_DEFINED);
        const double ends[] = {i.low, i.high};
        for (size_t e = 0; e < 2; e++) {
            long double x = (long double)ends[e], se = sqrtl(x * (1 - x) / (long double)n);
            cr_assert(fabsl(fabsl(p - x) - z * se) < 1e-12L, "seed %llu", (unsigned long long)seed);
        }
        cr_assert(i.low <= (double)p && (double)p <= i.high && i.low >= 0 && i.high <= 1);
        cr_assert_eq(hd_measure_wilson(n - k, n, 0.95, &turned), HD_DEFINED);
        cr_assert(fabs(i.low - (1 - turned.high)) < 1e-12);
        cr_assert_eq(hd_measure_wilson(k, n, 0.99, &wider), HD_DEFINED);
        cr_assert(wider.low <= i.low && i.high <= wider.high);
        if (k < n) {
            cr_assert_eq(hd_measure_wilson(k + 1, n, 0.95, &next), HD_DEFINED);
            cr_assert(i.low < next.low && i.high < next.high + 1e-15);
        }
    }
}

Test(measure_random, exchanging_the_groups_turns_a_comparison_round)
{
    EACH_SEED(seed)
    {
        uint64_t n1 = some_count() + 1, n2 = some_count() + 1, k1 = below(n1 + 1),
                 k2 = below(n2 + 1);
        hd_interval i, j;
        double d, e;
        int64_t points, turned;
        cr_assert_eq(hd_measure_newcombe(k1, n1, k2, n2, 0.95, &d, &i), HD_DEFINED);
        cr_assert_eq(hd_measure_newcombe(k2, n2, k1, n1, 0.95, &e, &j), HD_DEFINED);
        cr_assert(d == -e && i.low == -j.high && i.high == -j.low, "seed %llu",
                  (unsigned long long)seed);
        cr_assert(-1 <= i.low && i.low <= d && d <= i.high && i.high <= 1);
        cr_assert_eq(hd_measure_points(k1, n1, k2, n2, 1, &points), HD_DEFINED);
        cr_assert_eq(hd_measure_points(k2, n2, k1, n1, 1, &turned), HD_DEFINED);
        cr_assert_eq(points, -turned);
        /* |rounded - exact| is at most half of the last digit. */
        __int128 off =
            2 * (((__int128)k1 * n2 - (__int128)k2 * n1) * 1000 - (__int128)points * n1 * n2);
        cr_assert((off < 0 ? -off : off) <= (__int128)n1 * n2);
        hd_odds o, q;
        hd_four t = {k1, n1 - k1, k2, n2 - k2}, u = {k2, n2 - k2, k1, n1 - k1};
        hd_why why = hd_measure_odds_ratio(t, 0.95, &o);
        cr_assert_eq(hd_measure_odds_ratio(u, 0.95, &q), why);
        if (!why) {
            cr_assert(close_to(o.ratio * q.ratio, 1, 1e-12));
            cr_assert(close_to(o.range.low * q.range.high, 1, 1e-12));
            cr_assert(o.range.low <= o.ratio && o.ratio <= o.range.high);
        }
    }
}

Test(measure_random, a_percentage_is_the_nearest_integer)
{
    EACH_SEED(seed)
    {
        uint64_t n = 1 + below(300), k = below(n + 1), got, naive = 0;
        unsigned digits = (unsigned)below(4);
        uint64_t scale = 100;
        for (unsigned i = 0; i < digits; i++)
            scale *= 10;
        /* The largest r with r - 1/2 <= scale k / n. */
        while (2 * scale * k >= (2 * (naive + 1) - 1) * n)
            naive++;
        cr_assert_eq(hd_measure_fixed((hd_fraction){100 * k, n}, digits, &got), HD_DEFINED);
        cr_assert_eq(got, naive, "seed %llu: %d of %d", (unsigned long long)seed, (int)k, (int)n);
    }
}

/* ---- pairs ---- */

Test(measure_random, pairs_are_what_counting_units_gives)
{
    EACH_SEED(seed)
    {
        uint64_t n = 1 + below(60), share_a = below(101), share_b = below(101), at[2][2] = {{0}};
        for (uint64_t i = 0; i < n; i++) {
            bool a = below(100) < share_a, b = below(100) < share_b;
            at[a][b]++;
        }
        uint64_t both = at[1][1], a = both + at[1][0], b = both + at[0][1], all;
        hd_fraction f, g;
        hd_four t;
        double phi, naive;
        cr_assert_eq(hd_measure_pair_four(both, a, b, n, &t), HD_DEFINED);
        cr_assert(t.a == both && t.b == at[1][0] && t.c == at[0][1] && t.d == at[0][0]);
        all = both + at[1][0] + at[0][1];
        cr_assert_eq(hd_measure_jaccard(both, a, b, &f), all ? HD_DEFINED : HD_WHY_NO_BASE);
        cr_assert_eq(hd_measure_jaccard(both, b, a, &g), all ? HD_DEFINED : HD_WHY_NO_BASE);
        cr_assert(f.num == both && f.den == all && g.num == f.num && g.den == f.den);
        if (a && b) {
            cr_assert_eq(hd_measure_lift(both, a, b, n, &f), HD_DEFINED);
            cr_assert_eq(hd_measure_given(both, a, &g), HD_DEFINED);
            naive = ((double)both / (double)n) / ((double)a / (double)n * (double)b / (double)n);
            cr_assert(close_to((double)f.num / (double)f.den, naive, 1e-12));
            cr_assert(g.num == both && g.den == a);
        }
        cr_assert_eq(hd_measure_imbalanced(a, b), (a > b ? a : b) > 5 * (a > b ? b : a));
        if (hd_measure_phi(t, &phi))
            continue;
        /* The correlation of the two values, from their means. */
        double ma = (double)a / (double)n, mb = (double)b / (double)n;
        naive = ((double)both / (double)n - ma * mb) / sqrt(ma * (1 - ma) * mb * (1 - mb));
        cr_assert(fabs(phi - naive) < 1e-12 && fabs(phi) <= 1, "seed %llu",
                  (unsigned long long)seed);
    }
}

/* ---- tables, trends ---- */

Test(measure_random, chi_square_by_its_definition)
{
    EACH_SEED(seed)
    {
        size_t rows = 2 + below(4), cols = 2 + below(4);
        uint64_t cells[25], turned[25];
        long double row[5] = {0}, col[5] = {0}, total = 0, sum = 0;
        for (size_t i = 0; i < rows * cols; i++) {
            cells[i] = below(below(3) ? 20 : 2);
            turned[i % cols * rows + i / cols] = cells[i];
            row[i / cols] += cells[i];
            col[i % cols] += cells[i];
            total += cells[i];
        }
        bool empty = false;
        for (size_t i = 0; i < rows; i++)
            empty = empty || row[i] == 0;
        for (size_t i = 0; i < cols; i++)
            empty = empty || col[i] == 0;
        hd_chi_square chi, other;
        double v;
        hd_why why = empty ? HD_WHY_EMPTY_LINE : HD_DEFINED;
        cr_assert_eq(hd_measure_chi_square(cells, rows, cols, &chi), why);
        cr_assert_eq(hd_measure_chi_square(turned, cols, rows, &other), why);
        cr_assert_eq(hd_measure_cramers_v(cells, rows, cols, &v), why);
        if (empty)
            continue;
        for (size_t i = 0; i < rows * cols; i++) {
            long double e = row[i / cols] * col[i % cols] / total;
            sum += ((long double)cells[i] - e) * ((long double)cells[i] - e) / e;
        }
        cr_assert(fabsl((long double)chi.statistic - sum) < 1e-11L * (1 + sum), "seed %llu",
                  (unsigned long long)seed);
        cr_assert(close_to(chi.statistic, other.statistic, 1e-12) && chi.df == other.df);
        cr_assert(chi.p >= 0 && chi.p <= 1 && v >= 0 && v <= 1);
    }
}

Test(measure_random, a_trend_of_two_periods_is_the_table_of_two_by_two)
{
    EACH_SEED(seed)
    {
        hd_four t = some_four();
        uint64_t k[] = {t.a, t.c}, n[] = {t.a + t.b, t.c + t.d}, cells[] = {t.a, t.b, t.c, t.d};
        hd_trend trend;
        hd_chi_square chi;
        hd_why why = hd_measure_trend(k, n, NULL, 2, &trend);
        cr_assert_eq(why != HD_DEFINED, hd_measure_chi_square(cells, 2, 2, &chi) != HD_DEFINED);
        cr_assert(why || fabs(trend.z * trend.z - chi.statistic) <= 1e-10 * (1 + chi.statistic),
                  "seed %llu", (unsigned long long)seed);
        cr_assert(why || (trend.p >= 0 && trend.p <= 1));
    }
}

Test(measure_random, a_trend_by_its_definition)
{
    EACH_SEED(seed)
    {
        size_t len = 2 + below(7);
        uint64_t k[8], n[8], back_k[8], back_n[8];
        int32_t scores[8], shifted[8];
        long double sk = 0, sn = 0, ns = 0, ns2 = 0, t = 0;
        for (size_t i = 0; i < len; i++) {
            n[i] = below(5) ? below(50) : 0;
            k[i] = below(n[i] + 1);
            scores[i] = (int32_t)below(21) - 10;
            shifted[i] = 3 * scores[i] + 7;
            back_k[len - 1 - i] = k[i];
            back_n[len - 1 - i] = n[i];
            sk += k[i];
            sn += n[i];
            ns += (long double)n[i] * scores[i];
            ns2 += (long double)n[i] * scores[i] * scores[i];
        }
        hd_trend got, other;
        hd_why why = hd_measure_trend(k, n, scores, len, &got);
        cr_assert_eq(hd_measure_trend(k, n, shifted, len, &other), why);
        if (!why) {
            for (size_t i = 0; i < len; i++)
                t += scores[i] * ((long double)k[i] - (long double)n[i] * sk / sn);
            long double var = sk / sn * (1 - sk / sn) * (ns2 - ns * ns / sn);
            cr_assert(fabsl((long double)got.z - t / sqrtl(var)) < 1e-9L, "seed %llu",
                      (unsigned long long)seed);
            cr_assert(fabs(got.z - other.z) < 1e-9, "scores may be shifted and stretched");
        }
        why = hd_measure_trend(k, n, NULL, len, &got);
        cr_assert_eq(hd_measure_trend(back_k, back_n, NULL, len, &other), why);
        cr_assert(why || (fabs(got.z + other.z) < 1e-9 && fabs(got.p - other.p) < 1e-9));
    }
}

/* ---- many tests ---- */

Test(measure_random, adjustments_by_their_definitions)
{
    EACH_SEED(seed)
    {
        size_t len = below(25);
        double p[25], holm[25], bh[25];
        for (size_t i = 0; i < len; i++)
            p[i] = below(4) ? (double)below(1000) / 5000 : (double)below(11) / 10;
        cr_assert_eq(hd_measure_holm(p, len, holm), HD_DEFINED);
        cr_assert_eq(hd_measure_bh(p, len, bh), HD_DEFINED);
        for (size_t i = 0; i < len; i++) {
            double most = 0, least = 1;
            for (size_t j = 0; j < len; j++) {
                size_t as_large = 0, as_small = 0;
                for (size_t m = 0; m < len; m++) {
                    as_large += p[m] >= p[j];
                    as_small += p[m] <= p[j];
                }
                if (p[j] <= p[i])
                    most = fmax(most, (double)as_large * p[j]);
                if (p[j] >= p[i])
                    least = fmin(least, (double)len * p[j] / (double)as_small);
            }
            cr_assert(close_to(holm[i], fmin(1, most), 1e-14), "seed %llu",
                      (unsigned long long)seed);
            cr_assert(close_to(bh[i], least, 1e-14), "seed %llu", (unsigned long long)seed);
            cr_assert(p[i] <= bh[i] && bh[i] <= holm[i] * (1 + 1e-15) && holm[i] <= 1);
        }
    }
}

/* ---- permutations ---- */

/* The chance that a random group is as far from what is expected, from every way to draw it. */
static double naive_far(uint64_t k1, uint64_t n1, uint64_t k, uint64_t n)
{
    double expected = (double)n1 * (double)k / (double)n, seen = fabs((double)k1 - expected);
    unsigned __int128 sum = 0;

    for (uint64_t i = 0; i <= n1; i++)
        if (fabs((double)i - expected) >= seen - 1e-9)
            sum += ways(n1, k, n, i);
    return (double)sum / (double)choose(n, k);
}

Test(measure_random, permutations_come_near_the_exact_chance)
{
    EACH_SEED(seed)
    {
        enum { DRAWS = 2000 };
        uint32_t counts[DRAWS];
        if (seed % 50)
            continue;
        uint64_t n = 10 + below(50), n1 = 1 + below(n - 1), k = below(n + 1), column = 0, group;
        for (uint64_t i = 0; i < k; i++)
            column |= UINT64_C(1) << i;
        hd_draw_subset(seed, DRAWS, n, n1, &group);
        uint64_t k1 = (uint64_t)__builtin_popcountll(group & column), extreme;
        for (uint32_t i = 0; i < DRAWS; i++) {
            hd_draw_subset(seed, i, n, n1, &group);
            counts[i] = (uint32_t)__builtin_popcountll(group & column);
        }
        hd_fraction f;
        cr_assert_eq(hd_measure_extreme(counts, 1, DRAWS, k1, n1, k, n, &extreme), HD_DEFINED);
        cr_assert_eq(hd_measure_permutation_p(extreme, DRAWS, &f), HD_DEFINED);
        double exact = naive_far(k1, n1, k, n), got = (double)f.num / (double)f.den;
        cr_assert(fabs(got - exact) <= 5 * sqrt(exact * (1 - exact) / DRAWS) + 0.002,
                  "seed %llu: %g is far from %g", (unsigned long long)seed, got, exact);
    }
}

/* ---- two coders ---- */

Test(measure_random, agreement_by_its_definitions)
{
    EACH_SEED(seed)
    {
        hd_four t = some_four();
        long double n = (long double)(t.a + t.b + t.c + t.d);
        double kappa, ac1, alpha;
        hd_why why = hd_measure_kappa(t, &kappa);
        cr_assert_eq(hd_measure_ac1(t, &ac1), n > 0 ? HD_DEFINED : HD_WHY_NO_BASE);
        hd_why why_alpha = hd_measure_alpha(t, &alpha);
        cr_assert_eq(why, why_alpha);
        if (why)
            continue;
        long double po = (long double)(t.a + t.d) / n, x = (long double)(t.a + t.b) / n,
                    y = (long double)(t.a + t.c) / n, q = (x + y) / 2;
        long double pe = x * y + (1 - x) * (1 - y), gwet = 2 * q * (1 - q);
        cr_assert(fabsl((long double)kappa - (po - pe) / (1 - pe)) < 1e-8L, "seed %llu",
                  (unsigned long long)seed);
        cr_assert(fabsl((long double)ac1 - (po - gwet) / (1 - gwet)) < 1e-12L);
        /* Observed over expected disagreement among all pairs of answers. */
        long double m = 2 * n, yes = m * q, no = m - yes;
        long double expected = 2 * yes * no / (m * (m - 1));
        cr_assert(fabsl((long double)alpha - (1 - (1 - po) / expected)) < 1e-8L);
        cr_assert(kappa >= -1 && kappa <= 1 && ac1 >= -1 && ac1 <= 1 && alpha >= -1 && alpha <= 1);
    }
}
