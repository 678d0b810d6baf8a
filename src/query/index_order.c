/* index_order.c -- words of units in the order of their keys, the latest ones asked for. */
#include "base/alloc.h"
#include "query/index_impl.h"

#include <string.h>

void hd_index_order_init(hd_index_order *o, size_t n_keys, size_t n_rows, size_t n_words)
{
    memset(o, 0, sizeof *o);
    o->n_keys = n_keys;
    o->n_words = n_words;
    o->stride = n_rows;
    o->start = hd_calloc(n_keys + 1, sizeof *o->start);
    o->words = hd_alloc_lines_unset(n_rows * n_words, sizeof *o->words);
}

void hd_index_order_release(hd_index_order *o)
{
    for (size_t s = 0; s < HD_INDEX_N_SETS; s++)
        hd_free(o->in_set[s]);
    hd_free(o->start);
    hd_free(o->words);
    memset(o, 0, sizeof *o);
}

static size_t bytes_of(const hd_index_order *o)
{
    return o->stride * o->n_words * sizeof *o->words +
           (o->n_keys + 1) * (sizeof *o->start + HD_INDEX_N_SETS * sizeof *o->in_set[0]);
}

static bool same(const hd_index_order_of *a, const hd_index_order_of *b)
{
    bool is = a->of == b->of && a->every == b->every && a->n_names == b->n_names;

    for (size_t i = 0; is && i < a->n_names; i++)
        is = index_same_name(&a->names[i], &b->names[i]) && a->n_groups[i] == b->n_groups[i];
    return is;
}

/* The one at i comes before all others. */
static const hd_index_order *to_front(index_orders *all, size_t i)
{
    index_order one = all->at[i];

    memmove(all->at + 1, all->at, i * sizeof *all->at);
    all->at[0] = one;
    return &all->at[0].order;
}

const hd_index_order *index_orders_find(index_orders *all, const hd_index_order_of *of)
{
    for (size_t i = 0; i < all->n; i++) {
        if (same(&all->at[i].of, of))
            return to_front(all, i);
    }
    return NULL;
}

const hd_index_order *index_orders_keep(index_orders *all, const hd_index_order_of *of,
                                        hd_index_order order)
{
    size_t bytes = bytes_of(&order);

    while (all->n > 0 && index_orders_bytes(all) + bytes > HD_INDEX_MAX_ORDER_BYTES)
        hd_index_order_release(&all->at[--all->n].order);
    HD_PUSH(all->at, all->n, all->cap, ((index_order){*of, order}));
    return to_front(all, all->n - 1);
}

size_t index_orders_bytes(const index_orders *all)
{
    size_t bytes = 0;

    for (size_t i = 0; i < all->n; i++)
        bytes += bytes_of(&all->at[i].order);
    return bytes;
}

void index_orders_release(index_orders *all)
{
    for (size_t i = 0; i < all->n; i++)
        hd_index_order_release(&all->at[i].order);
    hd_free(all->at);
}
