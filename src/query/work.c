#include "query/work.h"

#include <stdatomic.h>
#include <stdbool.h>

#include "base/pool.h"
#include "base/stop.h"
#include "query/kernel.h"

/* Rows of a cache line of a bitmap: two threads never write to the same one. */
#define STEP 512

static struct {
    hd_pool *pool; /* NULL until it is needed */
    size_t threads, min_rows;
} work = {NULL, 0, HD_WORK_MIN_ROWS};

void hd_work_set(size_t threads, size_t min_rows)
{
    hd_pool_free(work.pool);
    work.pool = NULL;
    work.threads = threads;
    work.min_rows = min_rows ? min_rows : HD_WORK_MIN_ROWS;
}

static hd_pool *pool_of(void)
{
    if (!work.pool)
        work.pool = hd_pool_new(work.threads);
    return work.pool;
}

size_t hd_work_threads(void)
{
    return hd_pool_threads(pool_of());
}

size_t hd_work_parts(size_t n)
{
    return n < work.min_rows ? 1 : hd_work_threads();
}

typedef struct job {
    size_t n;
    bool polled;
    hd_work_fn *fn;
    void *ctx;
    atomic_size_t next; /* the first row nobody has taken */
} job;

static bool goes_on(const job *j)
{
    return !j->polled || hd_stop_get() == HD_STOP_NONE;
}

static size_t block_end(size_t from, size_t end)
{
    return end - from < HD_KERNEL_BLOCK ? end : from + HD_KERNEL_BLOCK;
}

/* Block by block whatever is left: nobody waits long for a thread that woke late. */
static void do_blocks(void *ctx, size_t part, size_t n_parts)
{
    job *j = ctx;
    size_t from;

    (void)n_parts;
    while (goes_on(j) && (from = atomic_fetch_add(&j->next, HD_KERNEL_BLOCK)) < j->n)
        j->fn(j->ctx, part, from, block_end(from, j->n));
}

static void do_share(void *ctx, size_t part, size_t n_parts)
{
    const job *j = ctx;
    size_t from, end;

    hd_pool_share(j->n, STEP, part, n_parts, &from, &end);
    for (; from < end && goes_on(j); from = block_end(from, end))
        j->fn(j->ctx, part, from, block_end(from, end));
}

static void run(job *j, size_t parts, hd_pool_fn fn)
{
    hd_pool_run(parts > 1 ? pool_of() : NULL, parts, fn, j);
}

hd_status hd_work_rows(size_t n, size_t parts, hd_work_fn *fn, void *ctx, hd_err *err)
{
    job j = {n, true, fn, ctx, 0};

    run(&j, parts, do_blocks);
    return hd_stop_check(err);
}

hd_status hd_work_shares(size_t n, size_t parts, hd_work_fn *fn, void *ctx, hd_err *err)
{
    job j = {n, true, fn, ctx, 0};

    run(&j, parts, do_share);
    return hd_stop_check(err);
}

void hd_work_fill(size_t n, hd_work_fn *fn, void *ctx)
{
    job j = {n, false, fn, ctx, 0};

    run(&j, hd_work_parts(n), do_blocks);
}

void hd_work_fill_quick(size_t n, hd_work_fn *fn, void *ctx)
{
    job j = {n, false, fn, ctx, 0};

    run(&j, hd_work_parts(n / 8), do_blocks);
}

typedef struct items {
    hd_work_item_fn *fn;
    void *ctx;
} items;

static void do_item(void *ctx, size_t part, size_t n_parts)
{
    const items *all = ctx;

    (void)n_parts;
    if (hd_stop_get() == HD_STOP_NONE)
        all->fn(all->ctx, part);
}

hd_status hd_work_items(size_t n, size_t n_items, hd_work_item_fn *fn, void *ctx, hd_err *err)
{
    items all = {fn, ctx};

    hd_pool_run(hd_work_parts(n) > 1 ? pool_of() : NULL, n_items, do_item, &all);
    return hd_stop_check(err);
}
