#include "base/queue.h"

void hd_queue_init(hd_queue *q)
{
    *q = (hd_queue){.n = 0};
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->changed, NULL);
}

void hd_queue_release(hd_queue *q)
{
    pthread_mutex_destroy(&q->lock);
    pthread_cond_destroy(&q->changed);
}

bool hd_queue_push(hd_queue *q, void *item)
{
    pthread_mutex_lock(&q->lock);
    while (q->n == HD_QUEUE_CAP && !q->closed)
        pthread_cond_wait(&q->changed, &q->lock);
    bool open = !q->closed;
    if (open) {
        q->items[(q->first + q->n++) % HD_QUEUE_CAP] = item;
        pthread_cond_broadcast(&q->changed);
    }
    pthread_mutex_unlock(&q->lock);
    return open;
}

/* The lock is held. */
static void *take(hd_queue *q)
{
    if (q->n == 0)
        return NULL;
    void *item = q->items[q->first];
    q->first = (q->first + 1) % HD_QUEUE_CAP;
    q->n--;
    pthread_cond_broadcast(&q->changed);
    return item;
}

void *hd_queue_pop(hd_queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (q->n == 0 && !q->closed)
        pthread_cond_wait(&q->changed, &q->lock);
    void *item = take(q);
    pthread_mutex_unlock(&q->lock);
    return item;
}

void *hd_queue_try(hd_queue *q)
{
    pthread_mutex_lock(&q->lock);
    void *item = take(q);
    pthread_mutex_unlock(&q->lock);
    return item;
}

void hd_queue_close(hd_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}
