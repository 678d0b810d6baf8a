#include "query/measure.h"

#include <float.h>
#include <math.h>

#include "query/measure_math.h"

typedef unsigned __int128 wide;

/* What needs both groups, and both some units with it and some without. */
static hd_why check(hd_four t)
{
    if (!hd_measure_four_fits(t))
        return HD_WHY_TOO_LARGE;
    if (t.a + t.b == 0 || t.c + t.d == 0)
        return HD_WHY_EMPTY_GROUP;
    if (t.a + t.c == 0)
        return HD_WHY_NONE_HAVE;
    return t.b + t.d == 0 ? HD_WHY_ALL_HAVE : HD_DEFINED;
}

hd_why hd_measure_odds_ratio(hd_four t, double level, hd_odds *out)
{
    double z;

    *out = (hd_odds){0, {0, 0}, false};
    if (!hd_measure_level(level, &z))
        return HD_WHY_LEVEL;
    hd_why why = check(t);
    if (why)
        return why;
    out->adjusted = t.a == 0 || t.b == 0 || t.c == 0 || t.d == 0;
    double add = out->adjusted ? 0.5 : 0;
    double a = (double)t.a + add, b = (double)t.b + add;
    double c = (double)t.c + add, d = (double)t.d + add;
    double wide_by = hd_measure_exp(z * sqrt(1 / a + 1 / b + 1 / c + 1 / d));
    out->ratio = (a * d) / (b * c);
    out->range = (hd_interval){out->ratio / wide_by, out->ratio * wide_by};
    return HD_DEFINED;
}

/* All tables with the same margins, told apart by their cell a. */
typedef struct tables {
    uint64_t row, col, total; /* first row, first column, all */
    uint64_t first, last;     /* the least and the largest a */
    uint64_t mode;            /* the most probable a */
} tables;

static tables tables_of(hd_four t)
{
    tables s = {t.a + t.b, t.a + t.c, t.a + t.b + t.c + t.d, 0, 0, 0};

    s.first = s.row + s.col > s.total ? s.row + s.col - s.total : 0;
    s.last = s.row < s.col ? s.row : s.col;
    s.mode = (uint64_t)((wide)(s.row + 1) * (s.col + 1) / (s.total + 2));
    if (s.mode > s.last)
        s.mode = s.last;
    return s;
}

/* The probability of the table with cell a + 1 as a multiple of that with cell a. */
static double step_up(const tables *s, uint64_t a)
{
    return (double)(s->row - a) * (double)(s->col - a) /
           ((double)(a + 1) * (double)(s->total - s->row - s->col + a + 1));
}

/* The most probable table has this weight: the range below it down to the least normal double is
 * twice what a p can need, and the sum of all stays finite. */
#define MODE_WEIGHT 0x1p980

/* The weights from the mode away, outwards: down to `first` or up to `last`, one a call.
 * False at the end, or where the weights are too small to count. */
typedef struct walk {
    const tables *s;
    uint64_t a;
    double w;
    bool up;
} walk;

static bool walk_on(walk *k)
{
    if (k->up) {
        if (k->a == k->s->last)
            return false;
        k->w *= step_up(k->s, k->a++);
    } else {
        if (k->a == k->s->first)
            return false;
        k->w /= step_up(k->s, --k->a);
    }
    return k->w >= DBL_MIN;
}

static double weight_of(const tables *s, uint64_t a)
{
    walk k = {s, s->mode, MODE_WEIGHT, a > s->mode};

    while (k.a != a)
        if (!walk_on(&k))
            return 0;
    return k.w;
}

/* The tables no more probable than the one with cell a, of all. */
static double two_sided(const tables *s, uint64_t a)
{
    double bound = weight_of(s, a) * (1 + 1e-7), inside = 0, outside = 0;

    for (int side = 0; side < 2; side++) {
        walk k = {s, s->mode, MODE_WEIGHT, side == 1};
        if (side == 1 && !walk_on(&k))
            break;
        do
            *(k.w <= bound ? &inside : &outside) += k.w;
        while (walk_on(&k));
    }
    return inside / (inside + outside);
}

hd_why hd_measure_fisher(hd_four t, double *p)
{
    *p = 0;
    if (!hd_measure_four_fits(t))
        return HD_WHY_TOO_LARGE;
    tables s = tables_of(t);
    *p = two_sided(&s, t.a);
    return HD_DEFINED;
}

hd_why hd_measure_fisher_least(hd_four t, double *p)
{
    *p = 0;
    if (!hd_measure_four_fits(t))
        return HD_WHY_TOO_LARGE;
    tables s = tables_of(t);
    *p = fmin(two_sided(&s, s.first), two_sided(&s, s.last));
    return HD_DEFINED;
}

hd_why hd_measure_phi(hd_four t, double *out)
{
    *out = 0;
    hd_why why = check(t);
    if (why)
        return why;
    double num = (double)((__int128)t.a * t.d - (__int128)t.b * t.c);
    double rows = (double)(t.a + t.b) * (double)(t.c + t.d);
    double cols = (double)(t.a + t.c) * (double)(t.b + t.d);
    *out = fmax(-1, fmin(1, num / sqrt(rows * cols)));
    return HD_DEFINED;
}
