#include "query/measure.h"

#include <math.h>

#include "base/err.h"
#include "query/measure_math.h"

typedef __int128 wide;

static const uint64_t powers[HD_MEASURE_MAX_DIGITS + 1] = {1,     10,     100,    1000,
                                                           10000, 100000, 1000000};

const char *hd_why_text(hd_why why)
{
    switch (why) {
    case HD_DEFINED:
        return "";
    case HD_WHY_NO_BASE:
        return "the base is 0";
    case HD_WHY_EMPTY_GROUP:
        return "a group has no units";
    case HD_WHY_NONE_HAVE:
        return "no unit in any group has it";
    case HD_WHY_ALL_HAVE:
        return "every unit in every group has it";
    case HD_WHY_EMPTY_LINE:
        return "a row or column has no cases";
    case HD_WHY_ONE_LINE:
        return "fewer than two rows or columns";
    case HD_WHY_ONE_PERIOD:
        return "fewer than two periods have a base";
    case HD_WHY_NO_VARIATION:
        return "no variation: both coders always said the same one thing";
    case HD_WHY_NO_DRAWS:
        return "nothing was drawn";
    case HD_WHY_SHARED:
        return "the groups have units in common";
    case HD_WHY_ABOVE_BASE:
        return "a count is larger than its base";
    case HD_WHY_TOO_LARGE:
        return "counts add up to more than 4294967295, or there are too many of them";
    case HD_WHY_LEVEL:
        return "a level is above 0 and below 1";
    case HD_WHY_PROBABILITY:
        return "a probability is from 0 to 1";
    case HD_WHY_DIGITS:
        return "at most 6 decimals";
    }
    hd_fault("measure: no reason %d", (int)why);
}

hd_why hd_measure_fixed(hd_fraction f, unsigned digits, uint64_t *out)
{
    *out = 0;
    if (digits > HD_MEASURE_MAX_DIGITS)
        return HD_WHY_DIGITS;
    if (f.den == 0)
        return HD_WHY_NO_BASE;
    *out = (uint64_t)((2 * (wide)f.num * powers[digits] + f.den) / (2 * (wide)f.den));
    return HD_DEFINED;
}

/* What every comparison of two shares asks of its counts. */
static hd_why check_shares(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2)
{
    if (n1 > HD_MEASURE_MAX || n2 > HD_MEASURE_MAX)
        return HD_WHY_TOO_LARGE;
    if (k1 > n1 || k2 > n2)
        return HD_WHY_ABOVE_BASE;
    return n1 == 0 || n2 == 0 ? HD_WHY_EMPTY_GROUP : HD_DEFINED;
}

hd_why hd_measure_points(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2, unsigned digits,
                         int64_t *out)
{
    *out = 0;
    if (digits > HD_MEASURE_MAX_DIGITS)
        return HD_WHY_DIGITS;
    hd_why why = check_shares(k1, n1, k2, n2);
    if (why)
        return why;
    wide num = ((wide)k1 * n2 - (wide)k2 * n1) * 100 * powers[digits], den = (wide)n1 * n2;
    int64_t rounded = (int64_t)((2 * (num < 0 ? -num : num) + den) / (2 * den));
    *out = num < 0 ? -rounded : rounded;
    return HD_DEFINED;
}

static hd_why check_share(uint64_t k, uint64_t n, double level, double *z)
{
    if (!hd_measure_level(level, z))
        return HD_WHY_LEVEL;
    if (n > HD_MEASURE_MAX)
        return HD_WHY_TOO_LARGE;
    if (k > n)
        return HD_WHY_ABOVE_BASE;
    return n == 0 ? HD_WHY_NO_BASE : HD_DEFINED;
}

/* The formula's lower end as a quotient without a difference of near numbers: the two ends are the
 * roots of a quadratic, whose product is k^2 / (n (n + z^2)). */
static hd_interval wilson(uint64_t k, uint64_t n, double z)
{
    double nn = (double)n, kk = (double)k, z2 = z * z;
    double root = z * sqrt(z2 + 4 * kk * (double)(n - k) / nn);
    hd_interval out = {2 * kk * kk / nn / (2 * kk + z2 + root),
                       (2 * kk + z2 + root) / (2 * (nn + z2))};

    if (k == n || out.high > 1)
        out.high = 1;
    return out;
}

hd_why hd_measure_wilson(uint64_t k, uint64_t n, double level, hd_interval *out)
{
    double z = 0;
    hd_why why = check_share(k, n, level, &z);

    *out = why ? (hd_interval){0, 0} : wilson(k, n, z);
    return why;
}

/* P(X >= k) or P(X <= k) of a binomial (n, p), 0 < p < 1: every probability as a multiple of the
 * most probable one's, each from its neighbour, until they no longer count. */
static double binomial_tail(uint64_t k, uint64_t n, double p, bool upper)
{
    double r = p / (1 - p), guess = ((double)n + 1) * p, low = 0, high = 0, w = 1;
    uint64_t mode = guess >= (double)n ? n : (uint64_t)guess;

    for (uint64_t j = mode; w > 0x1p-110; j++) {
        *(j > k || (j == k && upper) ? &high : &low) += w;
        if (j == n)
            break;
        w *= (double)(n - j) / (double)(j + 1) * r;
    }
    w = 1;
    for (uint64_t j = mode; j > 0; j--) {
        w *= (double)j / (double)(n - j + 1) / r;
        if (w <= 0x1p-110)
            break;
        *(j - 1 > k || (j - 1 == k && upper) ? &high : &low) += w;
    }
    return (upper ? high : low) / (high + low);
}

/* The p at which the tail is `share`: halve the place where it is, by the mean of logarithms while its
 * ends are far apart, until they are neighbouring doubles. P(X >= k) rises with p, P(X <= k) falls. */
static double solve(uint64_t k, uint64_t n, double share, bool upper)
{
    double seen = (double)k / (double)n, low = upper ? 0 : seen, high = upper ? seen : 1;

    for (;;) {
        double middle = low + (high - low) / 2;
        if (low == 0)
            middle = high / 4;
        else if (high > 2 * low)
            middle = sqrt(low * high);
        if (middle <= low || middle >= high)
            return middle;
        if ((binomial_tail(k, n, middle, upper) < share) == upper)
            low = middle;
        else
            high = middle;
    }
}

hd_why hd_measure_clopper_pearson(uint64_t k, uint64_t n, double level, hd_interval *out)
{
    double z;
    hd_why why = check_share(k, n, level, &z);

    *out = (hd_interval){0, 0};
    if (why)
        return why;
    double share = (1 - level) / 2;
    out->low = k == 0 ? 0 : solve(k, n, share, true);
    out->high = k == n ? 1 : solve(k, n, share, false);
    return HD_DEFINED;
}

hd_why hd_measure_newcombe(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2, double level,
                           double *difference, hd_interval *out)
{
    double z;

    *difference = 0;
    *out = (hd_interval){0, 0};
    if (!hd_measure_level(level, &z))
        return HD_WHY_LEVEL;
    hd_why why = check_shares(k1, n1, k2, n2);
    if (why)
        return why;
    hd_interval a = wilson(k1, n1, z), b = wilson(k2, n2, z);
    double p1 = (double)k1 / (double)n1, p2 = (double)k2 / (double)n2;
    double d = (double)((wide)k1 * n2 - (wide)k2 * n1) / ((double)n1 * (double)n2);
    double below = sqrt((p1 - a.low) * (p1 - a.low) + (b.high - p2) * (b.high - p2));
    double above = sqrt((a.high - p1) * (a.high - p1) + (p2 - b.low) * (p2 - b.low));
    *difference = d;
    *out = (hd_interval){fmax(d - below, -1), fmin(d + above, 1)};
    return HD_DEFINED;
}

hd_reading hd_measure_reading(uint64_t n)
{
    if (n < HD_MEASURE_BASE_TOO_SMALL)
        return HD_READ_NOT;
    return n < HD_MEASURE_BASE_SMALL ? HD_READ_CAREFUL : HD_READ;
}
