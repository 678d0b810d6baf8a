/* Units by id, then review.  A store's rows come review by review, so they are sorted but for short
 * stretches: sorted runs are found and merged, and a merge looks only at what overlaps.  Where ids are numbers within a review,
 * every review's overlap with all others', but there are few: these are sorted and the units put in their places. */
#include "io/store_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/intern.h"

#define SHORTEST_RUN 32
/* Different ids that are few, of at least so many units each. */
#define FEW_IDS 4096
#define UNITS_OF_FEW 16

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

/* ---- few ids ---- */

/* The number of each unit's id; false when there are too many, or none. */
static bool number_ids(const hd_load_units *u, hd_intern *ids, uint32_t *number)
{
    size_t n = u->rows.n, most = n / UNITS_OF_FEW < FEW_IDS ? n / UNITS_OF_FEW : FEW_IDS;

    for (size_t i = 0; i < n; i++) {
        number[i] = hd_intern_add(ids, u->ids.data + u->id[i]);
        if (ids->n > most)
            return false;
    }
    return n > 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The numbers of ids become their places among them. */
static void rank_ids(const hd_intern *ids, uint32_t *number, size_t n)
{
    const char **sorted = hd_alloc(ids->n * sizeof *sorted);
    uint32_t *rank = hd_alloc(ids->n * sizeof *rank);

    memcpy(sorted, ids->strings, ids->n * sizeof *sorted);
    qsort(sorted, ids->n, sizeof *sorted, by_bytes);
    for (size_t i = 0; i < ids->n; i++)
        rank[hd_intern_find(ids, sorted[i])] = (uint32_t)i;
    for (size_t i = 0; i < n; i++)
        number[i] = rank[number[i]];
    hd_free(sorted);
    hd_free(rank);
}

/* from, n units, into `to` by their keys; those with the same key as they were. */
static void place_by(const uint32_t *key, const uint32_t *from, size_t n, uint32_t *to)
{
    uint32_t most = 0;

    for (size_t i = 0; i < n; i++)
        most = key[i] > most ? key[i] : most;
    size_t *next = hd_calloc((size_t)most + 2, sizeof *next);
    for (size_t i = 0; i < n; i++)
        next[key[i] + 1]++;
    for (size_t k = 0; k <= most; k++)
        next[k + 1] += next[k];
    for (size_t i = 0; i < n; i++)
        to[next[key[from[i]]]++] = from[i];
    hd_free(next);
}

static bool order_few(hd_load_units *u, uint32_t *room)
{
    size_t n = u->rows.n;
    uint32_t *number = hd_alloc(n * sizeof *number);
    hd_intern ids;

    hd_intern_init(&ids);
    bool few = number_ids(u, &ids, number);
    if (few) {
        rank_ids(&ids, number, n);
        place_by(u->review, u->order, n, room);
        place_by(number, room, n, u->order);
    }
    hd_intern_release(&ids);
    hd_free(number);
    return few;
}

/* ---- any ids ---- */

static void order_runs(hd_load_units *u, uint32_t *room)
{
    size_t n = u->rows.n, n_runs = 0, cap = 0;
    size_t *runs = NULL; /* where each begins */

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
    hd_free(runs);
}

void hd_load_order(hd_load_units *u, size_t *twice)
{
    size_t n = u->rows.n;
    uint32_t *room = hd_alloc(n * sizeof *room);

    u->order = hd_alloc(n * sizeof *u->order);
    for (size_t i = 0; i < n; i++)
        u->order[i] = (uint32_t)i;
    if (!order_few(u, room))
        order_runs(u, room);
    *twice = SIZE_MAX;
    for (size_t i = 1; i < n; i++) {
        if (compare(u, u->order[i - 1], u->order[i]) == 0)
            *twice = u->order[i];
    }
    hd_free(room);
}
