#include "query/measure.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "query/measure_math.h"

typedef __int128 wide;

/* Sums over the periods; T and the variance are multiples of these, so exact until they are divided. */
typedef struct trend_sums {
    wide k, n, ns, ns2, ks;
} trend_sums;

static int32_t score_of(const int32_t *scores, size_t i)
{
    return scores ? scores[i] : (int32_t)i + 1;
}

static hd_why add_up(const uint64_t *k, const uint64_t *n, const int32_t *scores, size_t len,
                     trend_sums *out)
{
    trend_sums s = {0, 0, 0, 0, 0};

    if (len > HD_MEASURE_MAX_LINES)
        return HD_WHY_TOO_LARGE;
    for (size_t i = 0; i < len; i++) {
        wide score = score_of(scores, i);
        if (n[i] > HD_MEASURE_MAX)
            return HD_WHY_TOO_LARGE;
        if (k[i] > n[i])
            return HD_WHY_ABOVE_BASE;
        s.k += k[i];
        s.n += n[i];
        s.ns += score * n[i];
        s.ns2 += score * score * n[i];
        s.ks += score * k[i];
        if (s.n > HD_MEASURE_MAX)
            return HD_WHY_TOO_LARGE;
    }
    *out = s;
    return HD_DEFINED;
}

hd_why hd_measure_trend(const uint64_t *k, const uint64_t *n, const int32_t *scores, size_t len,
                        hd_trend *out)
{
    trend_sums s = {0, 0, 0, 0, 0};
    hd_why why = add_up(k, n, scores, len, &s);

    *out = (hd_trend){0, 0};
    if (why)
        return why;
    wide spread = s.n * s.ns2 - s.ns * s.ns;
    if (spread == 0)
        return HD_WHY_ONE_PERIOD;
    if (s.k == 0 || s.k == s.n)
        return s.k == 0 ? HD_WHY_NONE_HAVE : HD_WHY_ALL_HAVE;
    double t = (double)(s.n * s.ks - s.k * s.ns);
    double var = (double)(s.k * (s.n - s.k)) * ((double)spread / (double)s.n);
    out->z = t / sqrt(var);
    out->p = hd_measure_normal_two_sided(out->z);
    return HD_DEFINED;
}

typedef struct ranked {
    double p;
    size_t at;
} ranked;

static int by_p(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The probabilities in order, each with its place; the caller frees *out. */
static hd_why rank(const double *p, size_t len, ranked **out)
{
    *out = NULL;
    if (len > HD_MEASURE_MAX_PS)
        return HD_WHY_TOO_LARGE;
    for (size_t i = 0; i < len; i++)
        if (!(p[i] >= 0 && p[i] <= 1))
            return HD_WHY_PROBABILITY;
    ranked *r = hd_calloc(len, sizeof *r);
    for (size_t i = 0; i < len; i++)
        r[i] = (ranked){p[i], i};
    qsort(r, len, sizeof *r, by_p);
    *out = r;
    return HD_DEFINED;
}

hd_why hd_measure_holm(const double *p, size_t len, double *out)
{
    ranked *r;
    hd_why why = rank(p, len, &r);
    double most = 0;

    if (why)
        return why;
    for (size_t i = 0; i < len; i++) {
        most = fmax(most, fmin(1, (double)(len - i) * r[i].p));
        out[r[i].at] = most;
    }
    hd_free(r);
    return HD_DEFINED;
}

hd_why hd_measure_bh(const double *p, size_t len, double *out)
{
    ranked *r;
    hd_why why = rank(p, len, &r);
    double least = 1;

    if (why)
        return why;
    for (size_t i = len; i > 0; i--) {
        least = fmin(least, (double)len / (double)i * r[i - 1].p);
        out[r[i - 1].at] = least;
    }
    hd_free(r);
    return HD_DEFINED;
}

/* How far x of n1 is from n1 k / n, in n-ths. */
static wide distance(uint64_t x, uint64_t n1, uint64_t k, uint64_t n)
{
    wide off = (wide)x * n - (wide)n1 * k;

    return off < 0 ? -off : off;
}

hd_why hd_measure_extreme(const uint32_t *draws, size_t stride, size_t n_draws, uint64_t k1,
                          uint64_t n1, uint64_t k, uint64_t n, uint64_t *extreme)
{
    *extreme = 0;
    if (n > HD_MEASURE_MAX)
        return HD_WHY_TOO_LARGE;
    if (n1 > n || k > n || k1 > n1 || k1 > k || k - k1 > n - n1)
        return HD_WHY_ABOVE_BASE;
    if (n1 == 0 || n1 == n)
        return HD_WHY_EMPTY_GROUP;
    wide seen = distance(k1, n1, k, n);
    for (size_t i = 0; i < n_draws; i++)
        *extreme += distance(draws[i * stride], n1, k, n) >= seen;
    return HD_DEFINED;
}

hd_why hd_measure_permutation_p(uint64_t extreme, uint64_t draws, hd_fraction *out)
{
    *out = (hd_fraction){0, 0};
    if (draws > HD_MEASURE_MAX)
        return HD_WHY_TOO_LARGE;
    if (extreme > draws)
        return HD_WHY_ABOVE_BASE;
    if (draws == 0)
        return HD_WHY_NO_DRAWS;
    *out = (hd_fraction){extreme + 1, draws + 1};
    return HD_DEFINED;
}
