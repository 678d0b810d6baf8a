/* measure.h -- statistics on counts.
 *
 * Pure functions: counts in, numbers out, nothing kept. Whatever can be said in integers is: shares,
 * percentages and differences are exact fractions, rounded once. Everything else is a double.
 *
 * A value that does not exist (a share of nothing, an odds ratio of an empty group) is never NaN or
 * infinite: the function returns why, hd_why_text puts it in words, and *out is all zeros. A caller
 * checks the hd_why before it reads *out.
 *
 * The same on every machine, bit for bit: the doubles are made with + - * / and sqrt only, which
 * IEEE 754 defines exactly; logarithm, exponential and the normal distribution are our own
 * (measure_math.c), since the C library's may differ in the last bits from one processor to the
 * next. The compiler must not fuse a * b + c, hence -ffp-contract=off in the Makefile.
 *
 * How near the truth: relative error below 1e-12 for totals up to 10,000,000, below 1e-10 up to
 * HD_MEASURE_MAX; of differences and of coefficients near 0 that is the absolute error. A p and the
 * ends of a share's interval are never outside 0 to 1; a p below 1e-307 may be 0.
 *
 * Counts are of distinct units. A table of two by two is
 *
 *              has it   has it not
 *   first         a         b          first, second: two groups, or two themes' yes and no, or what
 *   second        c         d          one coder said of what the other said (see each function)
 */
#ifndef HD_QUERY_MEASURE_H
#define HD_QUERY_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest base or table total. Sums and products of such counts fit what they are kept in. */
#define HD_MEASURE_MAX UINT32_MAX
#define HD_MEASURE_MAX_DIGITS 6    /* decimals of a rounded number */
#define HD_MEASURE_MAX_LINES 4096  /* rows, and columns, of a table; periods of a trend */
#define HD_MEASURE_MAX_PS 16777216 /* probabilities adjusted together */
#define HD_MEASURE_LEVEL 0.95      /* the usual level of an interval */

/* Why there is no value. From HD_WHY_ABOVE_BASE on the call itself was wrong. */
typedef enum hd_why {
    HD_DEFINED = 0,      /* there is a value */
    HD_WHY_NO_BASE,      /* a share of nothing */
    HD_WHY_EMPTY_GROUP,  /* one of the groups has no units */
    HD_WHY_NONE_HAVE,    /* nobody in any group has it, so there is nothing to compare */
    HD_WHY_ALL_HAVE,     /* everybody in every group has it */
    HD_WHY_EMPTY_LINE,   /* a row or a column of the table has no cases */
    HD_WHY_ONE_LINE,     /* fewer than two rows or columns */
    HD_WHY_ONE_PERIOD,   /* fewer than two different periods with a base */
    HD_WHY_NO_VARIATION, /* both coders said the same of every unit, and always the same */
    HD_WHY_NO_DRAWS,     /* nothing was drawn */
    HD_WHY_SHARED,       /* the groups have units in common; found by the caller, who knows them */
    HD_WHY_ABOVE_BASE,   /* a count is larger than what it is a part of */
    HD_WHY_TOO_LARGE,    /* over HD_MEASURE_MAX, HD_MEASURE_MAX_LINES or HD_MEASURE_MAX_PS */
    HD_WHY_LEVEL,        /* a level that is not above 0 and below 1 */
    HD_WHY_PROBABILITY,  /* a p that is not 0 to 1 */
    HD_WHY_DIGITS        /* more than HD_MEASURE_MAX_DIGITS */
} hd_why;

/* In words, without a full stop, "the base is 0"; "" for HD_DEFINED. */
const char *hd_why_text(hd_why why);

/* Whether the call was wrong, for a script an error, and not just the data without an answer. */
static inline bool hd_why_is_misuse(hd_why why)
{
    return why >= HD_WHY_ABOVE_BASE;
}

typedef struct hd_fraction {
    uint64_t num, den; /* den > 0; not reduced */
} hd_fraction;

typedef struct hd_interval {
    double low, high; /* low <= high */
} hd_interval;

typedef struct hd_four {
    uint64_t a, b, c, d; /* see the picture above; a + b + c + d <= HD_MEASURE_MAX */
} hd_four;

/* ---- shares (measure_share.c) ---- */

/* f rounded half up to `digits` decimals, in units of the last digit: 2/3 with 1 digit is 7.
 * f.num <= HD_MEASURE_MAX squared. Fails: NO_BASE when f.den is 0, DIGITS. */
hd_why hd_measure_fixed(hd_fraction f, unsigned digits, uint64_t *out);

/* 100 (k1/n1 - k2/n2), the difference in points, as above. The difference of the fractions is
 * rounded, once, half away from 0: exchanging the groups changes the sign and nothing else.
 * Fails: EMPTY_GROUP when n1 or n2 is 0, ABOVE_BASE, TOO_LARGE, DIGITS. */
hd_why hd_measure_points(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2, unsigned digits,
                         int64_t *out);

/* Wilson's score interval of k / n, without continuity correction:
 *   (2k + z^2 -/+ z sqrt(z^2 + 4k(n - k)/n)) / (2(n + z^2)),  z the normal quantile of the level.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat.
 * Assoc. 22 (1927). For k = 0 low is exactly 0, for k = n high exactly 1. `level` above 0 and below
 * 1, usually HD_MEASURE_LEVEL. Fails: NO_BASE, ABOVE_BASE, TOO_LARGE, LEVEL. */
hd_why hd_measure_wilson(uint64_t k, uint64_t n, double level, hd_interval *out);

/* The exact interval of k / n: low is the p with P(X >= k) = (1 - level)/2 for X binomial (n, p),
 * high the one with P(X <= k) = (1 - level)/2. C. J. Clopper, E. S. Pearson, "The use of confidence
 * or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934). Ends, failures
 * as hd_measure_wilson. Cost: sqrt(n) times a few thousand steps. */
hd_why hd_measure_clopper_pearson(uint64_t k, uint64_t n, double level, hd_interval *out);

/* k1/n1 - k2/n2 and its hybrid score interval, made of the Wilson intervals (l, u) of both shares:
 *   d - sqrt((p1 - l1)^2 + (u2 - p2)^2)   to   d + sqrt((u1 - p1)^2 + (p2 - l2)^2)
 * R. G. Newcombe, "Interval estimation for the difference between independent proportions:
 * comparison of eleven methods", Statist. Med. 17 (1998), method 10. The groups must be independent:
 * callers answer HD_WHY_SHARED themselves. Within -1 to 1. Fails: EMPTY_GROUP, ABOVE_BASE, TOO_LARGE,
 * LEVEL. */
hd_why hd_measure_newcombe(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2, double level,
                           double *difference, hd_interval *out);

/* How far a base can carry a percentage. Below 20 one unit moves it by more than 5 points, below 30
 * by more than 3: these are heddle's own marks, not a published standard. */
#define HD_MEASURE_BASE_TOO_SMALL 20
#define HD_MEASURE_BASE_SMALL 30
typedef enum hd_reading {
    HD_READ,         /* n >= 30 */
    HD_READ_CAREFUL, /* 20 to 29: show n/N beside every percentage */
    HD_READ_NOT      /* below 20: show n/N; compare nothing */
} hd_reading;
hd_reading hd_measure_reading(uint64_t n);

/* ---- tables of two by two (measure_four.c) ---- */

typedef struct hd_odds {
    double ratio;
    hd_interval range;
    bool adjusted; /* a cell is 0, and 0.5 was added to all four: say so beside it */
} hd_odds;

/* The odds ratio ad/(bc) of the sample (not the conditional estimate of R's fisher.test) with the
 * interval exp(log ratio -/+ z sqrt(1/a + 1/b + 1/c + 1/d)): B. Woolf, "On estimating the relation
 * between blood group and disease", Ann. Hum. Genet. 19 (1955). When a cell is 0 all four are raised
 * by 0.5 first: J. B. S. Haldane, "The estimation and significance of the logarithm of a ratio of
 * frequencies", Ann. Hum. Genet. 20 (1956). Above 1 when the first group has it more often.
 * Fails: EMPTY_GROUP (a row is 0), NONE_HAVE, ALL_HAVE (a column is 0), TOO_LARGE, LEVEL. */
hd_why hd_measure_odds_ratio(hd_four t, double level, hd_odds *out);

/* Fisher's exact test, two-sided: the sum of the probabilities of all tables with these margins that
 * are no more probable than this one, where "no more" allows 1e-7 of relative difference, as R's
 * fisher.test does. R. A. Fisher, "The logic of inductive inference", J. R. Stat. Soc. 98 (1935).
 * An empty margin leaves one table, so p is 1. Probabilities come from one another by ratios of
 * integers, from the most probable table outwards: no factorial, no logarithm, no overflow.
 * Fails: TOO_LARGE. Cost: sqrt(total) times about 50 steps. */
hd_why hd_measure_fisher(hd_four t, double *p);

/* The smallest p that hd_measure_fisher gives any table with t's margins. Above 0.05 the bases are
 * too small: whatever the cells had been, the test could not have told them apart, so a table says
 * "too small to read" and shows n/N. Three of three against none of three is 0.1. As above. */
hd_why hd_measure_fisher_least(hd_four t, double *p);

/* (ad - bc) / sqrt((a+b)(c+d)(a+c)(b+d)), -1 to 1: K. Pearson's coefficient of two yes-or-no values.
 * Fails: EMPTY_GROUP (a row is 0), NONE_HAVE, ALL_HAVE (a column is 0), TOO_LARGE. */
hd_why hd_measure_phi(hd_four t, double *out);

/* ---- tables of any size (measure_rows.c) ---- */

typedef struct hd_chi_square {
    double statistic;
    uint64_t df; /* (rows - 1)(cols - 1) */
    double p;    /* of a statistic at least as large, from the chi-square distribution */
} hd_chi_square;

/* Pearson's statistic, sum of (n - e)^2 / e with e = row * col / total, without continuity
 * correction: K. Pearson, Phil. Mag. Ser. 5, 50 (1900), with Fisher's degrees of freedom. cells:
 * rows * cols counts, row after row. For units counted once: themes, of which a review has several,
 * may be one side's two rows (has it, has it not) but never all its rows.
 * Fails: ONE_LINE, EMPTY_LINE (also an empty table), TOO_LARGE. */
hd_why hd_measure_chi_square(const uint64_t *cells, size_t rows, size_t cols, hd_chi_square *out);

/* sqrt(statistic / (total (min(rows, cols) - 1))), 0 to 1, without bias correction: H. Cramer,
 * "Mathematical methods of statistics", 1946, 21.9. As above. */
hd_why hd_measure_cramers_v(const uint64_t *cells, size_t rows, size_t cols, double *out);

/* ---- pairs of themes (measure_pair.c): n_both units have both, n_a the one, n_b the other ---- */

/* n_both / (n_a + n_b - n_both), 0 to 1: P. Jaccard, "Etude comparative de la distribution florale",
 * Bull. Soc. Vaud. Sci. Nat. 37 (1901). Fails: NO_BASE when neither has units, ABOVE_BASE,
 * TOO_LARGE. */
hd_why hd_measure_jaccard(uint64_t n_both, uint64_t n_a, uint64_t n_b, hd_fraction *out);

/* (n_both / n) / ((n_a / n)(n_b / n)): how many times as often together as if they had nothing to do
 * with each other; n units in all. Reads badly when n_both is below HD_MEASURE_LIFT_FEW.
 * Fails: NO_BASE when n_a or n_b is 0, ABOVE_BASE, TOO_LARGE. */
#define HD_MEASURE_LIFT_FEW 5
hd_why hd_measure_lift(uint64_t n_both, uint64_t n_a, uint64_t n_b, uint64_t n, hd_fraction *out);

/* n_both / n_a: the share of those with the one that have the other, P(B given A).
 * Fails: NO_BASE when n_a is 0, ABOVE_BASE, TOO_LARGE. */
hd_why hd_measure_given(uint64_t n_both, uint64_t n_a, hd_fraction *out);

/* The four cells of a pair among n units, for hd_measure_phi and hd_measure_fisher: a have both,
 * b only the one, c only the other, d neither. Fails: ABOVE_BASE, TOO_LARGE. */
hd_why hd_measure_pair_four(uint64_t n_both, uint64_t n_a, uint64_t n_b, uint64_t n, hd_four *out);

/* The larger of n_a and n_b is more than five times the smaller, or one of them is 0: Jaccard reads low
 * whatever the overlap, to be marked. */
bool hd_measure_imbalanced(uint64_t n_a, uint64_t n_b);

/* ---- trends, many tests, permutations (measure_tests.c) ---- */

typedef struct hd_trend {
    double z; /* above 0 when the share rises with the scores */
    double p; /* two-sided */
} hd_trend;

/* Cochran-Armitage test for trend in k[i] of n[i], i < len: z = T / sqrt(var T) with
 *   T = sum s(k - n P),  var T = P(1 - P)(sum n s^2 - (sum n s)^2 / N),  P = sum k / sum n
 * W. G. Cochran, "Some methods for strengthening the common chi-square tests", Biometrics 10 (1954);
 * P. Armitage, "Tests for linear trends in proportions and frequencies", Biometrics 11 (1955). z^2 is
 * the statistic of R's prop.trend.test. scores: one for each, or NULL for 1, 2, 3 ...; a period
 * without a base keeps its place. Fails: ONE_PERIOD, NONE_HAVE, ALL_HAVE, ABOVE_BASE, TOO_LARGE
 * (also the sum of the bases). */
hd_why hd_measure_trend(const uint64_t *k, const uint64_t *n, const int32_t *scores, size_t len,
                        hd_trend *out);

/* Probabilities adjusted for being looked at together; out[i] belongs to p[i], len may be 0, out may
 * be p itself. Never below p[i], never above 1; equal ones stay equal, and their order does not
 * change. Fails: PROBABILITY (out is not written), TOO_LARGE.
 *   Holm: for the i-th smallest, the largest over j <= i of (len - j + 1) p_(j). S. Holm, "A simple
 *   sequentially rejective multiple test procedure", Scand. J. Stat. 6 (1979).
 *   Benjamini-Hochberg: the smallest over j >= i of len p_(j) / j. Y. Benjamini, Y. Hochberg,
 *   "Controlling the false discovery rate", J. R. Stat. Soc. B 57 (1995). */
hd_why hd_measure_holm(const double *p, size_t len, double *out);
hd_why hd_measure_bh(const double *p, size_t len, double *out);

/* A permutation test of one theme between a group and all units: of n units k have the theme; the
 * group has n1 of the units, k1 of them with it. draws[i * stride], i < n_draws, is how many of a
 * random n1 units have it (query/draw.h). *extreme: how many draws are at least as far from the
 * n1 k / n to be expected, on either side, as k1 is; in integers, so no tie is missed.
 * Fails: ABOVE_BASE, TOO_LARGE, EMPTY_GROUP when n1 is 0 or n. */
hd_why hd_measure_extreme(const uint32_t *draws, size_t stride, size_t n_draws, uint64_t k1,
                          uint64_t n1, uint64_t k, uint64_t n, uint64_t *extreme);

/* The p of `extreme` among `draws` draws: (extreme + 1) / (draws + 1), never 0. B. Phipson,
 * G. K. Smyth, "Permutation p-values should never be zero", Stat. Appl. Genet. Mol. Biol. 9 (2010).
 * Fails: NO_DRAWS, ABOVE_BASE, TOO_LARGE. */
hd_why hd_measure_permutation_p(uint64_t extreme, uint64_t draws, hd_fraction *out);

/* ---- two coders (measure_agree.c): a both said yes, b only the first, c only the second, d both
 * said no; units that one of them has not coded are left out by the caller ---- */

/* J. Cohen, "A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20 (1960).
 * Fails: NO_BASE, NO_VARIATION when chance alone would have them agree always, TOO_LARGE. */
hd_why hd_measure_kappa(hd_four t, double *out);

/* K. L. Gwet's AC1, chance agreement 2q(1 - q) with q the mean share of yes: "Computing inter-rater
 * reliability and its variance in the presence of high agreement", Br. J. Math. Stat. Psychol. 61
 * (2008). Fails: NO_BASE, TOO_LARGE. */
hd_why hd_measure_ac1(hd_four t, double *out);

/* K. Krippendorff's alpha for nominal data, two coders and nothing missing, with its correction for
 * small samples: "Content analysis", 2004, ch. 11. Fails: NO_BASE, NO_VARIATION, TOO_LARGE. */
hd_why hd_measure_alpha(hd_four t, double *out);

#endif
