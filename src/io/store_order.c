/* Units by id, then review.  A store's rows come review by review, so they are sorted but for short
 * stretches: sorted runs are found and merged, and a merge looks only at what overlaps. */
#include "io/store_load.h"

#include <string.h>

#include "base/alloc.h"

#define SHORTEST_RUN 32

static int compare(const hd_load_units *u, uint32_t a, uint32_t b)
{
    int by_id = strcmp(u->ids.data + u->id[a], u->ids.data + u->id[b]);

    if (by_id != 0)
        return by_id;
    return u->review[a] < u->review[b] ? -1 : u->review[a] > u->review[b];
}

/* The end of a sorted run that begins at `from`; short ones are made longer. */
static size_t run_end(const hd_load_units *u, size_t from, size_t n)
{
    uint32_t *order = u->order;
    size_t end = from + 1, least = n - from < SHORTEST_RUN ? n : from + SHORTEST_RUN;

    while (end < n && compare(u, order[end - 1], order[end]) <= 0)
        end++;
    for (; end < least; end++) {
        uint32_t one = order[end];
        size_t at = end;
        for (; at > from && compare(u, order[at - 1], one) > 0; at--)
            order[at] = order[at - 1];
        order[at] = one;
    }
    return end;
}

/* Merge the sorted a .. b - 1 and b .. end - 1; room for b - a. */
static void merge(const hd_load_units *u, size_t a, size_t b, size_t end, uint32_t *room)
{
    uint32_t *order = u->order;
    size_t low = a, high = b;

    while (low < high) { /* the first of the left that comes after the first of the right */
        size_t mid = low + (high - low) / 2;
        if (compare(u, order[mid], order[b]) <= 0)
            low = mid + 1;
        else
            high = mid;
    }
    size_t at = low, left = 0, n_left = b - low, right = b;
    if (n_left == 0)
        return;
    memcpy(room, order + low, n_left * sizeof *room);
    while (left < n_left && right < end)
        order[at++] = compare(u, room[left], order[right]) <= 0 ? room[left++] : order[right++];
    if (left < n_left)
        memcpy(order + at, room + left, (n_left - left) * sizeof *room);
}

void hd_load_order(hd_load_units *u, size_t *twice)
{
    size_t n = u->rows.n, n_runs = 0, cap = 0;
    size_t *runs = NULL; /* where each begins */
    uint32_t *room = hd_alloc(n * sizeof *room);

    u->order = hd_alloc(n * sizeof *u->order);
    for (size_t i = 0; i < n; i++)
        u->order[i] = (uint32_t)i;
    for (size_t i = 0; i < n; i = run_end(u, i, n))
        HD_PUSH(runs, n_runs, cap, i);
    while (n_runs > 1) {
        size_t kept = 0;
        for (size_t r = 0; r < n_runs; r += 2) {
            if (r + 1 < n_runs)
                merge(u, runs[r], runs[r + 1], r + 2 < n_runs ? runs[r + 2] : n, room);
            runs[kept++] = runs[r];
        }
        n_runs = kept;
    }
    *twice = SIZE_MAX;
    for (size_t i = 1; i < n; i++) {
        if (compare(u, u->order[i - 1], u->order[i]) == 0)
            *twice = u->order[i];
    }
    hd_free(runs);
    hd_free(room);
}
