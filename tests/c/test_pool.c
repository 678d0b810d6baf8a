#include "base/pool.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { PARTS = 40 };

typedef struct job {
    atomic_int done[PARTS];
    atomic_size_t n_parts, signals_open;
    pthread_t caller;
} job;

static void do_part(void *ctx, size_t part, size_t n_parts)
{
    job *j = ctx;
    sigset_t set;

    atomic_fetch_add(&j->done[part], 1);
    atomic_store(&j->n_parts, n_parts);
    pthread_sigmask(SIG_SETMASK, NULL, &set);
    if (!pthread_equal(pthread_self(), j->caller) && !sigismember(&set, SIGINT))
        atomic_fetch_add(&j->signals_open, 1);
}

static void run_and_check(hd_pool *pool, size_t n_parts)
{
    job j;

    memset(&j, 0, sizeof j);
    j.caller = pthread_self();
    hd_pool_run(pool, n_parts, do_part, &j);
    for (size_t p = 0; p < PARTS; p++)
        cr_assert_eq(j.done[p], p < n_parts, "part %zu of %zu", p, n_parts);
    cr_assert_eq(j.n_parts, n_parts);
    cr_assert_eq(j.signals_open, 0, "a helper takes signals");
}

Test(pool, every_part_is_done_once, .timeout = 60)
{
    static const size_t threads[] = {1, 2, 3, 7, 0};

    for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
        hd_pool *pool = hd_pool_new(threads[t]);
        for (size_t round = 0; round < 50; round++)
            for (size_t n = 0; n <= PARTS; n += 1 + n / 3)
                run_and_check(pool, n);
        hd_pool_free(pool);
    }
    run_and_check(NULL, 5);
}

Test(pool, it_knows_how_many_work)
{
    hd_pool *pool = hd_pool_new(3);

    cr_assert_eq(hd_pool_threads(pool), 3);
    hd_pool_free(pool);
    pool = hd_pool_new(100000);
    cr_assert_eq(hd_pool_threads(pool), HD_POOL_MAX_THREADS);
    hd_pool_free(pool);
    pool = hd_pool_new(0);
    cr_assert_geq(hd_pool_threads(pool), 1);
    hd_pool_free(pool);
    cr_assert_eq(hd_pool_threads(NULL), 1);
    hd_pool_free(NULL);
}

/* Two parts that wait for each other: they can only end when both run at once. */
static void meet(void *ctx, size_t part, size_t n_parts)
{
    atomic_int *here = ctx;

    (void)part;
    (void)n_parts;
    atomic_fetch_add(here, 1);
    while (atomic_load(here) < 2)
        usleep(100);
}

Test(pool, parts_run_at_the_same_time, .timeout = 20)
{
    hd_pool *pool = hd_pool_new(2);

    for (size_t round = 0; round < 20; round++) {
        atomic_int here = 0;
        hd_pool_run(pool, 2, meet, &here);
        cr_assert_eq(here, 2);
    }
    hd_pool_free(pool);
}

Test(pool, a_pool_that_never_ran_ends)
{
    hd_pool_free(hd_pool_new(4));
}

Test(pool, shares_cover_everything_and_cut_at_steps)
{
    static const size_t ns[] = {0, 1, 63, 64, 65, 1000, 65536, 100003};
    static const size_t steps[] = {1, 64, 4096};

    for (size_t i = 0; i < sizeof ns / sizeof ns[0]; i++)
        for (size_t s = 0; s < 3; s++)
            for (size_t parts = 1; parts < 12; parts++) {
                size_t at = 0, from, to;
                for (size_t p = 0; p < parts; p++) {
                    hd_pool_share(ns[i], steps[s], p, parts, &from, &to);
                    cr_assert_eq(from, at);
                    cr_assert(to >= from && (to % steps[s] == 0 || to == ns[i]));
                    cr_assert_leq(to - from, (ns[i] / steps[s] / parts + 1) * steps[s]);
                    at = to;
                }
                cr_assert_eq(at, ns[i]);
            }
}
