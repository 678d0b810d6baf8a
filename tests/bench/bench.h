/* bench.h -- what the bench's C programs share: time, repeated runs, and the sums answers are compared by.
 *
 * Lines on standard output, fields separated by tabs:
 *   time QUERY FORM MEDIAN LEAST MOST RUNS     seconds of one call
 *   sums QUERY S1 S2 S3                        of the naive loop: what every other answer must give
 *   wrong QUERY FORM                           the answer differs; it is not timed
 *   failed WHAT                                a program ended badly
 *   value NAME X                               anything else measured
 *
 * The sums of an answer, cells of key k and count n: sum of n, of n (k + 1), of n ((k + 1)^2 mod 9973). */
#ifndef HD_BENCH_H
#define HD_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BENCH_MAX_RUNS 101

typedef struct bench_sums {
    uint64_t s[3];
} bench_sums;

static inline void bench_add(bench_sums *sums, uint64_t key, uint64_t n)
{
    sums->s[0] += n;
    sums->s[1] += n * (key + 1);
    sums->s[2] += n * ((key + 1) * (key + 1) % 9973);
}

static inline double bench_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int bench_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static inline double bench_number(const char *name, double standard)
{
    const char *s = getenv(name);

    return s && *s ? atof(s) : standard;
}

/* Call run(arg) at least $BENCH_RUNS (7) times and $BENCH_LEAST (0.2) seconds, each time often enough to last 2 ms, and
 * print the "time" line; a query that has used $BENCH_BUDGET (20) seconds stops after 3. Returns the median. */
static inline double bench_measure(const char *query, const char *form, void (*run)(void *),
                                   void *arg)
{
    double times[BENCH_MAX_RUNS], begin = bench_now(), first,
                                  budget = bench_number("BENCH_BUDGET", 20);
    double least = bench_number("BENCH_LEAST", 0.2);
    int runs = (int)bench_number("BENCH_RUNS", 7), n = 0, calls;

    run(arg);
    first = bench_now() - begin;
    calls = first < 0.002 ? (int)(0.002 / (first + 1e-8)) + 1 : 1;
    begin = bench_now();
    while (n < BENCH_MAX_RUNS) {
        double start = bench_now();
        for (int i = 0; i < calls; i++)
            run(arg);
        times[n++] = (bench_now() - start) / calls;
        double spent = bench_now() - begin;
        if ((n >= runs && spent >= least) || (n >= 3 && spent > budget))
            break;
    }
    qsort(times, (size_t)n, sizeof *times, bench_order);
    double median = n % 2 ? times[n / 2] : (times[n / 2 - 1] + times[n / 2]) / 2;
    printf("time\t%s\t%s\t%.9f\t%.9f\t%.9f\t%d\n", query, form, median, times[0], times[n - 1], n);
    fflush(stdout);
    return median;
}

#endif
