/* queue.h -- pointers from one thread to another, a bounded number at a time. */
#ifndef HD_BASE_QUEUE_H
#define HD_BASE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#define HD_QUEUE_CAP 4 /* items that may wait */

typedef struct hd_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void *items[HD_QUEUE_CAP];
    size_t first;
    size_t n;
    bool closed;
} hd_queue;

void hd_queue_init(hd_queue *q);
void hd_queue_release(hd_queue *q); /* no thread may be using it; the items are the caller's */

/* Add an item (not NULL), waiting while the queue is full.  False, and not added: it is closed. */
bool hd_queue_push(hd_queue *q, void *item);
/* The oldest item, waiting while there is none.  NULL: closed, and nothing is left. */
void *hd_queue_pop(hd_queue *q);
/* The oldest item, or NULL at once if there is none. */
void *hd_queue_try(hd_queue *q);
/* No more items: wakes whoever waits.  Either side may close it, and close it again. */
void hd_queue_close(hd_queue *q);

#endif
