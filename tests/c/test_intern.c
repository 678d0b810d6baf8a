#include "base/intern.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(intern, numbers_are_dense_and_in_order_of_arrival)
{
    hd_intern in;

    hd_intern_init(&in);
    cr_assert_eq(hd_intern_find(&in, "a"), HD_NONE);
    cr_assert_eq(hd_intern_add(&in, "b"), 0);
    cr_assert_eq(hd_intern_add(&in, "a"), 1);
    cr_assert_eq(hd_intern_add(&in, ""), 2);
    cr_assert_eq(hd_intern_add(&in, "b"), 0);
    cr_assert_eq(hd_intern_find(&in, ""), 2);
    cr_assert_eq(hd_intern_find(&in, "c"), HD_NONE);
    cr_assert_str_eq(hd_intern_str(&in, 1), "a");
    cr_assert_eq(in.n, 3);
    hd_intern_release(&in);
    cr_assert_eq(in.n, 0);
    cr_assert_eq(hd_intern_find(&in, "b"), HD_NONE);
    hd_intern_release(&in);
}

/* Against a list searched from its start. */
Test(intern, agrees_with_a_list)
{
    enum { ROUNDS = 30, MOST = 400 };
    static char list[MOST][16];

    for (uint32_t seed = 1; seed <= ROUNDS; seed++) {
        hd_intern in;
        const char *first = NULL;
        size_t n = 0;
        uint32_t state = seed;
        hd_intern_init(&in);
        for (size_t step = 0; step < 700; step++) {
            char word[16];
            size_t at = 0;
            state = state * 1664525u + 1013904223u;
            snprintf(word, sizeof word, "%x", (unsigned)(state >> 16) % (MOST - 1));
            while (at < n && strcmp(list[at], word) != 0)
                at++;
            cr_assert_eq(hd_intern_find(&in, word), at < n ? at : HD_NONE, "seed %u", seed);
            if (state & 0x8000)
                continue;
            if (at == n)
                strcpy(list[n++], word);
            cr_assert_eq(hd_intern_add(&in, word), at, "seed %u", seed);
            if (!first)
                first = hd_intern_str(&in, 0);
        }
        cr_assert_eq(in.n, n, "seed %u", seed);
        cr_assert_eq(hd_intern_str(&in, 0), first, "pointers stay, seed %u", seed);
        for (size_t i = 0; i < n; i++)
            cr_assert_str_eq(hd_intern_str(&in, (uint32_t)i), list[i], "seed %u", seed);
        hd_intern_release(&in);
    }
}

Test(intern, a_number_out_of_range_is_a_fault, .exit_code = 70)
{
    hd_intern in;

    hd_intern_init(&in);
    hd_intern_add(&in, "a");
    hd_intern_str(&in, 1);
}
