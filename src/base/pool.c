#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/alloc.h"

struct hd_pool {
    size_t threads; /* the caller included */
    size_t n_started;
    pthread_t started[HD_POOL_MAX_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t wake; /* a job has come, or the end */
    pthread_cond_t done; /* the last helper has left the job */
    unsigned long job;   /* goes up with every job; under the lock, like all below */
    size_t working;      /* helpers at work on it */
    bool open;           /* helpers may still join it */
    bool ending;
    hd_pool_fn fn;
    void *ctx;
    size_t n_parts;
    atomic_size_t next; /* the first part nobody has taken */
};

hd_pool *hd_pool_new(size_t threads)
{
    hd_pool *pool = hd_calloc(1, sizeof *pool);

    if (threads == 0) {
        long online = sysconf(_SC_NPROCESSORS_ONLN);
        threads = online > 0 ? (size_t)online : 1;
    }
    pool->threads = threads < HD_POOL_MAX_THREADS ? threads : HD_POOL_MAX_THREADS;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->done, NULL);
    atomic_init(&pool->next, 0);
    return pool;
}

size_t hd_pool_threads(const hd_pool *pool)
{
    return pool ? pool->threads : 1;
}

static void take_parts(hd_pool *pool, hd_pool_fn fn, void *ctx, size_t n_parts)
{
    size_t part;

    while ((part = atomic_fetch_add(&pool->next, 1)) < n_parts)
        fn(ctx, part, n_parts);
}

static void *helper(void *arg)
{
    hd_pool *pool = arg;
    unsigned long seen = 0;

    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while ((pool->job == seen || !pool->open) && !pool->ending)
            pthread_cond_wait(&pool->wake, &pool->lock);
        if (pool->ending)
            break;
        seen = pool->job;
        pool->working++;
        hd_pool_fn fn = pool->fn;
        void *ctx = pool->ctx;
        size_t n_parts = pool->n_parts;
        pthread_mutex_unlock(&pool->lock);
        take_parts(pool, fn, ctx, n_parts);
        pthread_mutex_lock(&pool->lock);
        if (--pool->working == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Called between jobs, before `job` goes up: a new helper has seen none and waits for the next. */
static void start_helpers(hd_pool *pool)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (pool->n_started + 1 < pool->threads) {
        if (pthread_create(&pool->started[pool->n_started], NULL, helper, pool) != 0) {
            pool->threads = pool->n_started + 1; /* asking again would fail again */
            break;
        }
        pool->n_started++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void hd_pool_run(hd_pool *pool, size_t n_parts, hd_pool_fn fn, void *ctx)
{
    if (n_parts > 1 && pool && pool->threads > 1 && pool->n_started == 0)
        start_helpers(pool);
    if (n_parts <= 1 || !pool || pool->n_started == 0) {
        for (size_t part = 0; part < n_parts; part++)
            fn(ctx, part, n_parts);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->fn = fn;
    pool->ctx = ctx;
    pool->n_parts = n_parts;
    pool->open = true;
    atomic_store(&pool->next, 0);
    pool->job++;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);

    take_parts(pool, fn, ctx, n_parts);

    /* No part is left to take, so a helper that has not come yet need not be waited for. */
    pthread_mutex_lock(&pool->lock);
    pool->open = false;
    while (pool->working > 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

void hd_pool_free(hd_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->ending = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < pool->n_started; i++)
        pthread_join(pool->started[i], NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    hd_free(pool);
}

void hd_pool_share(size_t n, size_t step, size_t part, size_t n_parts, size_t *from, size_t *to)
{
    size_t steps = n / step + (n % step != 0);
    size_t each = steps / n_parts, more = steps % n_parts;
    size_t first = part * each + (part < more ? part : more);
    size_t last = first + each + (part < more);

    *from = first * step < n ? first * step : n;
    *to = last * step < n ? last * step : n;
}
