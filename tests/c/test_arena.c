#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

Test(arena, memory_is_zeroed_aligned_and_stays_where_it_is)
{
    static unsigned char *kept[3000];
    hd_arena a = HD_ARENA_INIT;

    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < 3000; i++) {
            kept[i] = hd_arena_alloc(&a, i % 97);
            cr_assert_eq((uintptr_t)kept[i] % _Alignof(max_align_t), 0);
            for (size_t k = 0; k < i % 97; k++)
                cr_assert_eq(kept[i][k], 0);
            memset(kept[i], (int)(i % 251) + 1, i % 97);
        }
        for (size_t i = 0; i < 3000; i++) {
            for (size_t k = 0; k < i % 97; k++)
                cr_assert_eq(kept[i][k], i % 251 + 1);
        }
        cr_assert_geq(a.used_bytes, (size_t)3000 * 40);
        hd_arena_clear(&a);
        cr_assert_eq(a.used_bytes, 0);
    }
    hd_arena_release(&a);
    cr_assert_null(a.chunks);
}

Test(arena, large_things_do_not_waste_the_chunk_in_use)
{
    hd_arena a;

    hd_arena_init(&a);
    char *first = hd_arena_alloc(&a, 16);
    char *large = hd_arena_alloc(&a, (size_t)5 << 20);
    char *second = hd_arena_alloc(&a, 16);
    memset(large, 1, (size_t)5 << 20);
    cr_assert_eq(second, first + 16);
    hd_arena_clear(&a);
    hd_arena_release(&a);

    large = hd_arena_alloc(&a, (size_t)5 << 20);
    memset(large, 1, (size_t)5 << 20);
    hd_arena_clear(&a);
    cr_assert_null(a.chunks, "a huge chunk is not kept");
    hd_arena_release(&a);
}

Test(arena, clear_keeps_one_chunk)
{
    hd_arena a = HD_ARENA_INIT;

    for (int i = 0; i < 10000; i++)
        hd_arena_alloc(&a, 100);
    hd_arena_clear(&a);
    void *first = hd_arena_alloc(&a, 100);
    hd_arena_clear(&a);
    cr_assert_eq(hd_arena_alloc(&a, 100), first);
    hd_arena_release(&a);
}

Test(arena, strings_are_copied)
{
    hd_arena a = HD_ARENA_INIT;
    char text[] = "neglect";
    char *whole = hd_arena_strdup(&a, text);
    char *part = hd_arena_strndup(&a, text, 3);

    text[0] = 'x';
    cr_assert_str_eq(whole, "neglect");
    cr_assert_str_eq(part, "neg");
    cr_assert_str_eq(hd_arena_strndup(&a, NULL, 0), "");
    cr_assert_str_eq(hd_arena_printf(&a, "%s-%03d", "r", 7), "r-007");
    cr_assert_eq(strlen(hd_arena_printf(&a, "%5000d", 7)), 5000);
    int *numbers = hd_arena_array(&a, 1000, sizeof *numbers);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(numbers[i], 0);
    hd_arena_release(&a);
}

Test(arena, an_overflowing_array_ends_the_process, .exit_code = 70)
{
    hd_arena a = HD_ARENA_INIT;

    hd_arena_array(&a, SIZE_MAX / 2, 3);
}
