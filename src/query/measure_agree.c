#include "query/measure.h"

#include "query/measure_math.h"

typedef __int128 wide;

static hd_why check(hd_four t)
{
    if (!hd_measure_four_fits(t))
        return HD_WHY_TOO_LARGE;
    return t.a + t.b + t.c + t.d == 0 ? HD_WHY_NO_BASE : HD_DEFINED;
}

/* (Po - Pe) / (1 - Pe) with Po = (a + d)/n and Pe of the margins; over the common divisor n^2 the
 * numerator is 2(ad - bc) and the denominator what the coders would by chance differ on. */
hd_why hd_measure_kappa(hd_four t, double *out)
{
    *out = 0;
    hd_why why = check(t);
    if (why)
        return why;
    wide differ = (wide)(t.a + t.b) * (t.b + t.d) + (wide)(t.c + t.d) * (t.a + t.c);
    if (differ == 0)
        return HD_WHY_NO_VARIATION;
    *out = (double)(2 * ((wide)t.a * t.d - (wide)t.b * t.c)) / (double)differ;
    return HD_DEFINED;
}

/* With s the number of yes among the 2n answers, Pe = s(2n - s) / (2n^2), at most 1/2. */
hd_why hd_measure_ac1(hd_four t, double *out)
{
    *out = 0;
    hd_why why = check(t);
    if (why)
        return why;
    wide n = t.a + t.b + t.c + t.d, s = 2 * t.a + t.b + t.c, chance = s * (2 * n - s);
    *out = (double)(2 * n * (wide)(t.a + t.d) - chance) / (double)(2 * n * n - chance);
    return HD_DEFINED;
}

/* 1 - (m - 1)(b + c) / (yes no), of m = 2n answers. */
hd_why hd_measure_alpha(hd_four t, double *out)
{
    *out = 0;
    hd_why why = check(t);
    if (why)
        return why;
    wide m = 2 * (wide)(t.a + t.b + t.c + t.d), yes = 2 * t.a + t.b + t.c, no = m - yes;
    if (yes == 0 || no == 0)
        return HD_WHY_NO_VARIATION;
    *out = (double)(yes * no - (m - 1) * (wide)(t.b + t.c)) / (double)(yes * no);
    return HD_DEFINED;
}
