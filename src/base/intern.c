#include "base/intern.h"

#include <string.h>

#include "base/alloc.h"
#include "base/err.h"

/* Eight bytes a step, each spread by a multiplication; names are short and there are many. */
static uint64_t hash(const char *s)
{
    const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
    size_t len = strlen(s);
    uint64_t h = len * odd;
    uint64_t word;

    for (; len >= sizeof word; len -= sizeof word, s += sizeof word) {
        memcpy(&word, s, sizeof word);
        h = (h ^ word) * odd;
        h ^= h >> 32;
    }
    word = 0;
    for (size_t i = 0; i < len; i++)
        word = word << 8 | (unsigned char)s[i];
    h = (h ^ word) * odd;
    h = (h ^ h >> 32) * odd;
    return h ^ h >> 29;
}

/* What a slot holds: the upper half tells most other strings apart without a look at them. */
static inline uint64_t slot_value(uint64_t h, uint32_t id)
{
    return (h >> 32 << 32) | (id + 1);
}

static inline uint32_t slot_id(uint64_t slot)
{
    return (uint32_t)slot - 1;
}

/* The slot that holds `s` of hash h, or the free one where it belongs.  n_slots is a power of two. */
static size_t slot_of(const hd_intern *in, const char *s, uint64_t h)
{
    size_t mask = in->n_slots - 1;
    size_t i = (size_t)h & mask;

    while (in->slots[i] &&
           ((in->slots[i] ^ h) >> 32 != 0 || strcmp(in->strings[slot_id(in->slots[i])], s) != 0))
        i = (i + 1) & mask;
    return i;
}

static void rehash(hd_intern *in, size_t n_slots)
{
    size_t mask = n_slots - 1;

    hd_free(in->slots);
    in->slots = hd_calloc(n_slots, sizeof *in->slots);
    in->n_slots = n_slots;
    for (size_t id = 0; id < in->n; id++) {
        uint64_t h = hash(in->strings[id]);
        size_t i = (size_t)h & mask;
        while (in->slots[i])
            i = (i + 1) & mask;
        in->slots[i] = slot_value(h, (uint32_t)id);
    }
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
    uint64_t h = hash(s);

    /* At most half full, so that runs of taken slots stay short. */
    if ((in->n + 1) * 2 > in->n_slots)
        rehash(in, in->n_slots ? in->n_slots * 2 : 16);
    size_t slot = slot_of(in, s, h);
    if (in->slots[slot])
        return slot_id(in->slots[slot]);
    if (in->n >= HD_NONE - 1)
        hd_fault("intern: more than %u strings", HD_NONE - 1);
    uint32_t id = (uint32_t)in->n;
    in->slots[slot] = slot_value(h, id);
    HD_PUSH(in->strings, in->n, in->cap, hd_arena_strdup(&in->arena, s));
    return id;
}

uint32_t hd_intern_find(const hd_intern *in, const char *s)
{
    if (in->n == 0)
        return HD_NONE;
    uint64_t slot = in->slots[slot_of(in, s, hash(s))];
    return slot ? slot_id(slot) : HD_NONE;
}

const char *hd_intern_str(const hd_intern *in, uint32_t id)
{
    if (id >= in->n)
        hd_fault("intern: no string %u of %zu", id, in->n);
    return in->strings[id];
}
