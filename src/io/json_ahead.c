#include "io/json_ahead.h"

#include <pthread.h>
#include <signal.h>

#include "base/alloc.h"
#include "base/queue.h"

#define BATCH_RECORDS 256
#define BATCH_BYTES ((size_t)1 << 20) /* of an arena, after which no record is added */

/* Records, and the arena that holds all they point to. */
typedef struct batch {
    hd_arena arena;
    hd_record records[BATCH_RECORDS];
    const char *where[BATCH_RECORDS];
    size_t n;
} batch;

typedef struct ahead {
    const char *name;
    const char *text;
    size_t len;
    const hd_codebook *codebook;
    hd_queue full;
    hd_queue empty;
    /* The reading thread's own, until it is joined. */
    batch *filling;
    hd_arena *arena; /* of `filling` */
    hd_status status;
    hd_err err;
} ahead;

static void free_batch(batch *b)
{
    if (b)
        hd_arena_release(&b->arena);
    hd_free(b);
}

/* ---- the reading thread ---- */

static void next_batch(ahead *a)
{
    a->filling = hd_queue_try(&a->empty);
    if (!a->filling) {
        a->filling = hd_calloc(1, sizeof *a->filling);
        hd_arena_init(&a->filling->arena);
    }
    hd_arena_clear(&a->filling->arena);
    a->filling->n = 0;
    a->arena = &a->filling->arena;
}

static hd_status add_record(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    ahead *a = ctx;
    batch *b = a->filling;

    b->records[b->n] = *r;
    b->where[b->n++] = where;
    if (b->n < BATCH_RECORDS && b->arena.used_bytes < BATCH_BYTES)
        return HD_OK;
    if (!hd_queue_push(&a->full, b))
        return hd_fail(err, HD_EINTR,
                       "nobody takes the records"); /* the taker failed: its word counts */
    next_batch(a);
    return HD_OK;
}

static void *read_ahead(void *arg)
{
    ahead *a = arg;

    next_batch(a);
    a->status = hd_json_read_records_kept(a->name, a->text, a->len, a->codebook, &a->arena,
                                          add_record, a, &a->err);
    if (a->filling->n > 0 && hd_queue_push(&a->full, a->filling))
        a->filling = NULL;
    hd_queue_close(&a->full);
    hd_queue_close(&a->empty);
    return NULL;
}

/* Signals are for the thread that runs the program. */
static bool start(ahead *a, pthread_t *thread)
{
    sigset_t all;
    sigset_t before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool ok = pthread_create(thread, NULL, read_ahead, a) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

/* ---- the taking thread ---- */

static hd_status take_batch(const batch *b, hd_record_sink sink, void *ctx, hd_err *err)
{
    for (size_t i = 0; i < b->n; i++) {
        hd_status status = sink(ctx, &b->records[i], b->where[i], err);
        if (status != HD_OK)
            return hd_json_fail_at(err, status, b->where[i]);
    }
    return HD_OK;
}

static hd_status take_all(ahead *a, hd_record_sink sink, hd_status (*flush)(void *ctx, hd_err *err),
                          void *ctx, hd_err *err)
{
    hd_status status = HD_OK;
    batch *b;

    while (status == HD_OK && (b = hd_queue_pop(&a->full)) != NULL) {
        status = take_batch(b, sink, ctx, err);
        if (status == HD_OK)
            status = flush(ctx, err);
        if (!hd_queue_push(&a->empty, b))
            free_batch(b);
    }
    hd_queue_close(&a->full);
    return status;
}

static void release(ahead *a)
{
    batch *b;

    free_batch(a->filling);
    while ((b = hd_queue_try(&a->full)) != NULL || (b = hd_queue_try(&a->empty)) != NULL)
        free_batch(b);
    hd_queue_release(&a->full);
    hd_queue_release(&a->empty);
}

hd_status hd_json_read_ahead(const char *name, const char *text, size_t len,
                             const hd_codebook *codebook, hd_record_sink sink,
                             hd_status (*flush)(void *ctx, hd_err *err), void *ctx, hd_err *err)
{
    ahead a = {.name = name, .text = text, .len = len, .codebook = codebook};
    pthread_t thread;
    hd_status status;

    hd_queue_init(&a.full);
    hd_queue_init(&a.empty);
    if (start(&a, &thread)) {
        status = take_all(&a, sink, flush, ctx, err);
        pthread_join(thread, NULL);
    } else {
        status = hd_fail(err, HD_EFAULT, "%s: no thread to read it", name);
    }
    if (status == HD_OK && a.status != HD_OK) {
        status = a.status;
        if (err)
            *err = a.err;
    }
    release(&a);
    return status;
}
