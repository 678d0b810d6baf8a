#include "query/similar.h"

#include "base/alloc.h"
#include "base/stop.h"

#define POLL_UNITS 16384

uint32_t hd_similar_n(const hd_theme_pick *pick, size_t unit)
{
    const uint64_t *words = hd_theme_pick_unit(pick, unit);
    size_t n = 0;

    for (size_t w = 0; w < pick->n_words; w++)
        n += hd_bits_count_word(words[w] & pick->mask[w]);
    return (uint32_t)n;
}

/* Whether a is further from a unit of n themes than b: both / (n + their own - both) is less; of equals the one with the
 * higher number. */
static bool is_worse(hd_similar a, hd_similar b, uint32_t n)
{
    uint64_t x = (uint64_t)a.both * (n + b.n - b.both);
    uint64_t y = (uint64_t)b.both * (n + a.n - a.both);

    return x != y ? x < y : a.unit > b.unit;
}

/* ---- the best so far, as a heap with the worst of them on top ---- */

static void sift_down(hd_similar *heap, size_t n, size_t at, uint32_t themes)
{
    for (;;) {
        size_t worst = at, left = 2 * at + 1;
        if (left < n && is_worse(heap[left], heap[worst], themes))
            worst = left;
        if (left + 1 < n && is_worse(heap[left + 1], heap[worst], themes))
            worst = left + 1;
        if (worst == at)
            return;
        hd_similar swap = heap[at];
        heap[at] = heap[worst];
        heap[worst] = swap;
        at = worst;
    }
}

static void offer(hd_similar *heap, size_t *n, size_t top, hd_similar found, uint32_t themes)
{
    if (*n < top) {
        size_t at = (*n)++;
        for (; at > 0 && is_worse(found, heap[(at - 1) / 2], themes); at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
        heap[at] = found;
    } else if (is_worse(heap[0], found, themes)) {
        heap[0] = found;
        sift_down(heap, *n, 0, themes);
    }
}

/* The worst goes to the end, again and again. */
static void sort_heap(hd_similar *heap, size_t n, uint32_t themes)
{
    while (n > 1) {
        hd_similar worst = heap[0];
        heap[0] = heap[--n];
        heap[n] = worst;
        sift_down(heap, n, 0, themes);
    }
}

hd_status hd_similar_find(const hd_theme_pick *pick, const hd_bits *set, size_t to, size_t top,
                          hd_similar *out, size_t *n, size_t *alike, hd_err *err)
{
    uint32_t themes = hd_similar_n(pick, to);
    const uint64_t *own = hd_theme_pick_unit(pick, to);
    size_t since = 0;

    *n = *alike = 0;
    for (size_t u = hd_bits_next(set, 0); u != SIZE_MAX; u = hd_bits_next(set, u + 1)) {
        const uint64_t *words = hd_theme_pick_unit(pick, u);
        size_t both = 0;

        if (++since % POLL_UNITS == 0 && hd_stop_get() != HD_STOP_NONE)
            return hd_stop_check(err);
        for (size_t w = 0; w < pick->n_words; w++)
            both += hd_bits_count_word(words[w] & own[w] & pick->mask[w]);
        if (both == 0 || u == to)
            continue;
        ++*alike;
        offer(out, n, top, (hd_similar){(uint32_t)u, (uint32_t)both, hd_similar_n(pick, u)},
              themes);
    }
    sort_heap(out, *n, themes);
    return HD_OK;
}

size_t hd_similar_shared(const hd_theme_pick *pick, size_t a, size_t b, uint32_t *places)
{
    const uint64_t *x = hd_theme_pick_unit(pick, a), *y = hd_theme_pick_unit(pick, b);
    uint64_t *both = hd_calloc(pick->n_words, sizeof *both);
    size_t n = 0;

    for (size_t w = 0; w < pick->n_words; w++)
        both[w] = x[w] & y[w];
    if (hd_theme_pick_specific(pick, both, both))
        n = hd_theme_pick_places(pick, both, places);
    hd_free(both);
    return n;
}
