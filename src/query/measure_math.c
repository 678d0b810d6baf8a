#include "query/measure_math.h"

#include <math.h>

/* log 2 in two parts; the first ends in zeros, so that its product with an exponent is exact. */
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define SQRT_PI 1.7724538509055160273

/* x = m 2^e with m near 1; log m = 2 atanh((m - 1)/(m + 1)), whose series has odd powers only. */
double hd_measure_log(double x)
{
    int e;
    double m = frexp(x, &e);

    if (m < 0.70710678118654752) {
        m *= 2;
        e--;
    }
    double s = (m - 1) / (m + 1), s2 = s * s, sum = 0;
    for (int i = 23; i >= 3; i -= 2)
        sum = sum * s2 + 1.0 / i;
    return e * LN2_HIGH + (e * LN2_LOW + 2 * (s + s * s2 * sum));
}

/* x = k log 2 + r with |r| below 0.35, and Taylor's series for r. */
double hd_measure_exp(double x)
{
    if (x < -744)
        return 0;
    int k = (int)(x / (LN2_HIGH + LN2_LOW) + (x < 0 ? -0.5 : 0.5));
    double r = (x - k * LN2_HIGH) - k * LN2_LOW, sum = 1;
    for (int i = 16; i >= 1; i--)
        sum = 1 + r * sum / i;
    return ldexp(sum, k);
}

/* 2/sqrt(pi) times the integral of exp(-t^2) from x on, x >= 0. M. Abramowitz, I. A. Stegun,
 * "Handbook of mathematical functions", 1964: near 0 the series 7.1.6, of positive terms; further
 * out the continued fraction 7.1.14, of which 200 terms are plenty from 1.5 on. */
static double erfc_upper(double x)
{
    if (x > 27)
        return 0;
    if (x < 1.5) {
        double term = x, sum = 0;
        for (int i = 1; i < 80 && term > 0; i++) {
            sum += term;
            term *= 2 * x * x / (2 * i + 1);
        }
        return 1 - 2 / SQRT_PI * hd_measure_exp(-x * x) * sum;
    }
    double f = x;
    for (int i = 200; i >= 1; i--)
        f = x + i / 2.0 / f;
    return hd_measure_exp(-x * x) / (SQRT_PI * f);
}

double hd_measure_normal_two_sided(double z)
{
    return erfc_upper(fabs(z) / 1.4142135623730950488);
}

static double polynomial(const double c[8], double x)
{
    double sum = 0;

    for (int i = 7; i >= 0; i--)
        sum = sum * x + c[i];
    return sum;
}

/* M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Appl. Stat.
 * 37 (1988), PPND16: three rational approximations, right to about 1e-16. */
double hd_measure_normal_quantile(double p)
{
    static const double a[8] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                1.9715909503065514427e3, 1.3731693765509461125e4,
                                4.5921953931549871457e4, 6.7265770927008700853e4,
                                3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[8] = {1,
                                4.2313330701600911252e1,
                                6.8718700749205790830e2,
                                5.3941960214247511077e3,
                                2.1213794301586595867e4,
                                3.9307895800092710610e4,
                                2.8729085735721942674e4,
                                5.2264952788528545610e3};
    static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[8] = {1,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    double q = p - 0.5;

    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    double r = sqrt(-hd_measure_log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6)
                      : polynomial(e, r - 5) / polynomial(f, r - 5);
    return q < 0 ? -x : x;
}

bool hd_measure_level(double level, double *z)
{
    if (!(level > 0 && level < 1))
        return false;
    *z = -hd_measure_normal_quantile((1 - level) / 2);
    return true;
}

/* For whole df the upper tail is a finite sum of positive terms (Abramowitz, Stegun 26.4.4 and
 * 26.4.5), with h = x/2:
 *   even  exp(-h) sum of h^i / i!, i = 0 .. df/2 - 1
 *   odd   erfc(sqrt h) + exp(-h) sum of h^(i - 1/2) / Gamma(i + 1/2), i = 1 .. (df - 1)/2
 * The terms may grow past what a double holds, so they are scaled by powers of 2 on the way. */
double hd_measure_chi_square_upper(double x, uint64_t df)
{
    bool odd = df % 2 == 1;
    double h = x / 2, base = odd ? erfc_upper(sqrt(h)) : 0;
    double term = odd ? 2 * sqrt(h) / SQRT_PI : 1, sum = 0, scale = 0;

    for (uint64_t i = 0; i < df / 2 && term > sum * 0x1p-80; i++) {
        sum += term;
        term *= h / ((double)i + (odd ? 1.5 : 1));
        if (sum > 0x1p900) {
            sum *= 0x1p-900;
            term *= 0x1p-900;
            scale += 900;
        }
    }
    double exponent = scale * LN2_HIGH + scale * LN2_LOW - h;
    double p = base;
    if (sum > 0) {
        exponent += hd_measure_log(sum);
        p += exponent < 0 ? hd_measure_exp(exponent) : 1;
    }
    return p < 1 ? p : 1;
}

bool hd_measure_four_fits(hd_four t)
{
    return t.a <= HD_MEASURE_MAX && t.b <= HD_MEASURE_MAX && t.c <= HD_MEASURE_MAX &&
           t.d <= HD_MEASURE_MAX && t.a + t.b + t.c + t.d <= HD_MEASURE_MAX;
}
