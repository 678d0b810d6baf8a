/* pool.h -- a few threads that work through the parts of one job.
 *
 * A pool belongs to one thread, the only one that may run jobs on it. Its threads are started by
 * the first job that can use them, sleep between jobs and end with the pool. They have every
 * signal blocked, so that handlers stay with the thread that had them.
 *
 * Waking a thread costs some 5 to 50 microseconds: a caller with less work than a few times that
 * asks for one part, which runs in place and starts nothing. Results must not depend on the number
 * of threads: give every part counters of its own and add them up, in order of the parts, when the
 * job has ended. A process that has forked may not use a pool of its parent.
 */
#ifndef HD_BASE_POOL_H
#define HD_BASE_POOL_H

#include <stddef.h>

#define HD_POOL_MAX_THREADS 64

typedef struct hd_pool hd_pool;

/* Does part `part` of 0 .. n_parts-1. May run at the same time as other parts, on any thread; it
 * must not jump out of the call nor call hd_pool_run on the same pool. */
typedef void (*hd_pool_fn)(void *ctx, size_t part, size_t n_parts);

/* threads: how many work at once, the caller included; 0 takes the processors online. At most
 * HD_POOL_MAX_THREADS. Cheap: no thread is started. Freed with hd_pool_free. */
hd_pool *hd_pool_new(size_t threads);
void hd_pool_free(hd_pool *pool); /* NULL is allowed; joins the threads */

/* How many threads work at once; 1 for NULL. */
size_t hd_pool_threads(const hd_pool *pool);

/* Calls fn for every part once and returns when all have ended. Parts are handed out in order to
 * whoever is free, the caller included. With a NULL pool, one thread or one part all are called in
 * order, in place. When the system gives no more threads the job runs with those there are.
 * Everything written before the call is seen by the parts, and what they write after it. */
void hd_pool_run(hd_pool *pool, size_t n_parts, hd_pool_fn fn, void *ctx);

/* The share of part `part` in 0 .. n-1, cut at multiples of `step` (> 0): *from <= *to <= n, parts
 * adjoin and cover everything; shares differ by at most one step. */
void hd_pool_share(size_t n, size_t step, size_t part, size_t n_parts, size_t *from, size_t *to);

#endif
