/* Units by id, then review: the order found by places or by runs is the one any sort would give. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "io/store_load.h"
#include "store_kit.h"

/* n units of n_reviews reviews in any order, their ids one of n_ids. */
static void make_units(hd_load_units *u, size_t n, size_t n_reviews, size_t n_ids, uint64_t *seed)
{
    *u = (hd_load_units){.ids = HD_BUF_INIT};
    u->rows.n = n;
    u->review = hd_calloc(n + 1, sizeof *u->review);
    u->id = hd_calloc(n + 1, sizeof *u->id);
    for (size_t i = 0; i < n; i++) {
        char id[32];
        snprintf(id, sizeof id, "F%u", kit_random(seed, (uint32_t)n_ids));
        u->review[i] = kit_random(seed, (uint32_t)n_reviews);
        u->id[i] = u->ids.len;
        hd_buf_add(&u->ids, id, strlen(id) + 1);
    }
}

static int compare(const hd_load_units *u, uint32_t a, uint32_t b)
{
    int by_id = strcmp(u->ids.data + u->id[a], u->ids.data + u->id[b]);

    return by_id ? by_id : (int)u->review[a] - (int)u->review[b];
}

Test(store_order, units_stand_by_id_then_review_however_many_ids_there_are)
{
    size_t rounds = kit_rounds(4000);

    for (size_t round = 0; round < rounds; round++) {
        uint64_t seed = 41 + round;
        size_t n = kit_random(&seed, 400), n_ids = 1 + kit_random(&seed, 50), twice, equal = 0;
        hd_load_units u;
        make_units(&u, n, 1 + kit_random(&seed, 5000), n_ids, &seed);
        hd_load_order(&u, &twice);
        uint8_t *seen = hd_calloc(n + 1, 1);
        for (size_t i = 0; i < n; i++) {
            cr_assert_lt(u.order[i], n, "seed %zu", 41 + round);
            cr_assert_eq(seen[u.order[i]]++, 0, "seed %zu: unit %u twice", 41 + round, u.order[i]);
            int c = i > 0 ? compare(&u, u.order[i - 1], u.order[i]) : -1;
            cr_assert_leq(c, 0, "seed %zu: place %zu", 41 + round, i);
            equal += c == 0;
        }
        cr_assert_eq(twice != SIZE_MAX, equal > 0, "seed %zu", 41 + round);
        hd_free(seen);
        hd_load_units_release(&u);
    }
}
