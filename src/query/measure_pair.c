#include "query/measure.h"

static hd_why check(uint64_t n_both, uint64_t n_a, uint64_t n_b)
{
    if (n_a > HD_MEASURE_MAX || n_b > HD_MEASURE_MAX)
        return HD_WHY_TOO_LARGE;
    return n_both > n_a || n_both > n_b ? HD_WHY_ABOVE_BASE : HD_DEFINED;
}

/* The pair among n units, of which n_a + n_b - n_both have the one or the other. */
static hd_why check_among(uint64_t n_both, uint64_t n_a, uint64_t n_b, uint64_t n)
{
    hd_why why = check(n_both, n_a, n_b);

    if (why)
        return why;
    if (n > HD_MEASURE_MAX)
        return HD_WHY_TOO_LARGE;
    return n_a + n_b - n_both > n ? HD_WHY_ABOVE_BASE : HD_DEFINED;
}

static hd_why divide(uint64_t num, uint64_t den, hd_fraction *out)
{
    if (den == 0)
        return HD_WHY_NO_BASE;
    *out = (hd_fraction){num, den};
    return HD_DEFINED;
}

hd_why hd_measure_jaccard(uint64_t n_both, uint64_t n_a, uint64_t n_b, hd_fraction *out)
{
    hd_why why = check(n_both, n_a, n_b);

    *out = (hd_fraction){0, 0};
    return why ? why : divide(n_both, n_a + n_b - n_both, out);
}

hd_why hd_measure_lift(uint64_t n_both, uint64_t n_a, uint64_t n_b, uint64_t n, hd_fraction *out)
{
    hd_why why = check_among(n_both, n_a, n_b, n);

    *out = (hd_fraction){0, 0};
    return why ? why : divide(n_both * n, n_a * n_b, out);
}

hd_why hd_measure_given(uint64_t n_both, uint64_t n_a, hd_fraction *out)
{
    hd_why why = check(n_both, n_a, n_a);

    *out = (hd_fraction){0, 0};
    return why ? why : divide(n_both, n_a, out);
}

hd_why hd_measure_pair_four(uint64_t n_both, uint64_t n_a, uint64_t n_b, uint64_t n, hd_four *out)
{
    hd_why why = check_among(n_both, n_a, n_b, n);

    *out = (hd_four){0, 0, 0, 0};
    if (!why)
        *out = (hd_four){n_both, n_a - n_both, n_b - n_both, n - (n_a + n_b - n_both)};
    return why;
}

bool hd_measure_imbalanced(uint64_t n_a, uint64_t n_b)
{
    return n_a > n_b ? n_a / 5 > n_b || (n_a / 5 == n_b && n_a % 5 > 0)
                     : n_b / 5 > n_a || (n_b / 5 == n_a && n_b % 5 > 0);
}
