#include "base/intern.h"

#include <string.h>

#include "base/alloc.h"
#include "base/err.h"

/* FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t hash(const char *s)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
    return h ^ (h >> 32);
}

/* The slot that holds `s`, or the free one where it belongs.  n_slots is a power of two. */
static size_t slot_of(const hd_intern *in, const char *s)
{
    size_t mask = in->n_slots - 1;
    size_t i = (size_t)hash(s) & mask;

    while (in->slots[i] && strcmp(in->strings[in->slots[i] - 1], s) != 0)
        i = (i + 1) & mask;
    return i;
}

static void rehash(hd_intern *in, size_t n_slots)
{
    hd_free(in->slots);
    in->slots = hd_calloc(n_slots, sizeof *in->slots);
    in->n_slots = n_slots;
    for (size_t id = 0; id < in->n; id++)
        in->slots[slot_of(in, in->strings[id])] = (uint32_t)id + 1;
}

void hd_intern_init(hd_intern *in)
{
    memset(in, 0, sizeof *in);
    hd_arena_init(&in->arena);
}

void hd_intern_release(hd_intern *in)
{
    hd_arena_release(&in->arena);
    hd_free(in->strings);
    hd_free(in->slots);
    hd_intern_init(in);
}

uint32_t hd_intern_add(hd_intern *in, const char *s)
{
    uint32_t id = hd_intern_find(in, s);

    if (id != HD_NONE)
        return id;
    if (in->n >= HD_NONE - 1)
        hd_fault("intern: more than %u strings", HD_NONE - 1);
    id = (uint32_t)in->n;
    const char *copy = hd_arena_strdup(&in->arena, s);
    /* At most half full, so that runs of taken slots stay short. */
    if ((in->n + 1) * 2 > in->n_slots)
        rehash(in, in->n_slots ? in->n_slots * 2 : 16);
    in->slots[slot_of(in, copy)] = id + 1;
    HD_PUSH(in->strings, in->n, in->cap, copy);
    return id;
}

uint32_t hd_intern_find(const hd_intern *in, const char *s)
{
    if (in->n == 0)
        return HD_NONE;
    uint32_t slot = in->slots[slot_of(in, s)];
    return slot ? slot - 1 : HD_NONE;
}

const char *hd_intern_str(const hd_intern *in, uint32_t id)
{
    if (id >= in->n)
        hd_fault("intern: no string %u of %zu", id, in->n);
    return in->strings[id];
}
