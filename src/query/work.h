/* work.h -- rows shared among threads.
 *
 * Counting goes through the rows of a corpus in blocks. With many rows they are cut into parts, each for one
 * thread of a pool (base/pool.h) with counters of its own, which the caller adds up when all have ended: results do not depend on
 * the number of parts. With few rows there is one part, which runs in place: no thread is started.
 *
 * The number of threads is one for the process, like the kernels in use, and set before anything is counted.
 * All of this is for one thread, the one that counts.
 */
#ifndef HD_QUERY_WORK_H
#define HD_QUERY_WORK_H

#include <stddef.h>

#include "base/err.h"

/* Fewer rows are not worth waking a thread for: the quickest loops read them in the time that waking takes. */
#define HD_WORK_MIN_ROWS ((size_t)131072)

/* How many threads work at once; 0 takes the processors online, at most HD_POOL_MAX_THREADS.  min_rows: what to share from
 * on, for tests; 0 is HD_WORK_MIN_ROWS.  Ends the threads there are. */
void hd_work_set(size_t threads, size_t min_rows);
size_t hd_work_threads(void);

/* Into how many parts n rows are best cut; at least 1. */
size_t hd_work_parts(size_t n);

/* Does the rows [from, to) for part `part`: `from` is a multiple of 64, `to` too or the number of rows.  Called
 * for blocks of HD_KERNEL_BLOCK rows at most, in order within a part, parts at the same time. */
typedef void hd_work_fn(void *ctx, size_t part, size_t from, size_t to);

/* The rows 0 .. n-1 in `parts` parts, each taking the next block that no other has.  Whether to stop is polled between blocks; then rows are left out and it fails with
 * HD_EINTR or HD_ELIMIT. */
hd_status hd_work_rows(size_t n, size_t parts, hd_work_fn *fn, void *ctx, hd_err *err);

/* The same, with the rows of a part always the same ones, those before the next part's. */
hd_status hd_work_shares(size_t n, size_t parts, hd_work_fn *fn, void *ctx, hd_err *err);

/* The rows for what must be complete once it is begun: nothing is polled.  Parts: hd_work_parts(n). */
void hd_work_fill(size_t n, hd_work_fn *fn, void *ctx);

/* The same for loops that read a row in a fraction of a nanosecond: shared from 8 times as many rows on, since waking and
 * waiting for a thread takes longer than they do. */
void hd_work_fill_quick(size_t n, hd_work_fn *fn, void *ctx);

/* Items of their own, each a pass over n rows: handed out one by one.  Polled between items, as above. */
typedef void hd_work_item_fn(void *ctx, size_t item);
hd_status hd_work_items(size_t n, size_t n_items, hd_work_item_fn *fn, void *ctx, hd_err *err);

#endif
