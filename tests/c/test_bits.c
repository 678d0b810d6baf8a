#include "base/bits.h"

#include <criterion/criterion.h>

/* One bool a number, worked on one by one. */
enum { MOST = 300 };
static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 257};

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void fill_both(hd_bits *b, bool *naive, size_t n, uint64_t *state)
{
    uint64_t density = next_random(state) % 9; /* empty to full */

    hd_bits_init(b, n);
    for (size_t i = 0; i < n; i++) {
        naive[i] = next_random(state) % 8 < density;
        if (naive[i])
            hd_bits_set(b, i);
    }
}

static void check(const hd_bits *b, const bool *naive, size_t n, const char *what, uint64_t seed)
{
    size_t count = 0, next = SIZE_MAX;

    cr_assert_eq(b->n, n);
    for (size_t i = 0; i < n; i++) {
        cr_assert_eq(hd_bits_get(b, i), naive[i], "%s, n %zu, seed %lu", what, n, seed);
        count += naive[i];
    }
    cr_assert_eq(hd_bits_count(b), count, "%s, n %zu, seed %lu", what, n, seed);
    cr_assert_eq(hd_bits_next(b, n), SIZE_MAX);
    for (size_t i = n; i-- > 0;) {
        if (naive[i])
            next = i;
        cr_assert_eq(hd_bits_next(b, i), next, "%s, n %zu, seed %lu", what, n, seed);
    }
}

static void one_round(size_t n, uint64_t seed)
{
    static bool x[MOST], y[MOST], z[MOST];
    uint64_t state = seed;
    hd_bits a, b, c;
    size_t both = 0;
    bool same = true;

    fill_both(&a, x, n, &state);
    fill_both(&b, y, n, &state);
    check(&a, x, n, "set", seed);

#define CASE(name, call, expr)                                                                     \
    do {                                                                                           \
        hd_bits_copy(&c, &a);                                                                      \
        call;                                                                                      \
        for (size_t i = 0; i < n; i++)                                                             \
            z[i] = (expr);                                                                         \
        check(&c, z, n, name, seed);                                                               \
        hd_bits_release(&c);                                                                       \
    } while (0)
    CASE("copy", (void)0, x[i]);
    CASE("and", hd_bits_and(&c, &b), x[i] && y[i]);
    CASE("or", hd_bits_or(&c, &b), x[i] || y[i]);
    CASE("andnot", hd_bits_andnot(&c, &b), x[i] && !y[i]);
    CASE("not", hd_bits_not(&c), !x[i]);
    CASE("fill", hd_bits_fill(&c), true);
#undef CASE

    for (size_t i = 0; i < n; i++) {
        both += x[i] && y[i];
        same = same && x[i] == y[i];
    }
    cr_assert_eq(hd_bits_count_and(&a, &b), both, "n %zu, seed %lu", n, seed);
    cr_assert_eq(hd_bits_meet(&a, &b), both > 0, "n %zu, seed %lu", n, seed);
    cr_assert_eq(hd_bits_equal(&a, &b), same, "n %zu, seed %lu", n, seed);
    cr_assert(hd_bits_equal(&a, &a));
    hd_bits_release(&a);
    hd_bits_release(&b);
}

Test(bits, agree_with_one_bool_a_number)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t state = seed;
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
            one_round(sizes[i], seed);
        one_round(next_random(&state) % MOST, seed);
    }
}

Test(bits, one_difference_is_seen_at_every_place)
{
    for (size_t i = 0; i < 130; i++) {
        hd_bits a, b;
        hd_bits_init(&a, 130);
        hd_bits_init(&b, 130);
        hd_bits_set(&a, i);
        cr_assert_not(hd_bits_equal(&a, &b));
        hd_bits_set(&b, i);
        cr_assert(hd_bits_equal(&a, &b));
        hd_bits_release(&a);
        hd_bits_release(&b);
    }
}

Test(bits, sets_of_different_size_are_a_fault, .exit_code = 70)
{
    hd_bits a, b;

    hd_bits_init(&a, 64);
    hd_bits_init(&b, 65);
    hd_bits_and(&a, &b);
}
