#include "base/buf.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

Test(buf, an_empty_buffer_reads_as_an_empty_string)
{
    hd_buf b = HD_BUF_INIT;

    cr_assert_str_eq(hd_buf_str(&b), "");
    cr_assert_null(b.data);
    hd_buf_clear(&b);
    hd_buf_add(&b, NULL, 0);
    cr_assert_not_null(b.data);
    cr_assert_str_eq(b.data, "");
    hd_buf_release(&b);
    cr_assert_null(b.data);
}

Test(buf, every_append_leaves_it_terminated)
{
    hd_buf b;

    hd_buf_init(&b);
    hd_buf_adds(&b, "n = ");
    hd_buf_printf(&b, "%d/%d", 18, 30);
    hd_buf_addc(&b, '!');
    hd_buf_add(&b, "\0z", 2);
    cr_assert_eq(b.len, 12);
    cr_assert_eq(memcmp(b.data, "n = 18/30!\0z", 13), 0);
    hd_buf_clear(&b);
    cr_assert_str_eq(hd_buf_str(&b), "");
    cr_assert_gt(b.cap, 0);
    hd_buf_release(&b);
}

Test(buf, take_hands_over_and_empties)
{
    hd_buf b = HD_BUF_INIT;

    hd_buf_adds(&b, "text");
    char *s = hd_buf_take(&b);
    cr_assert_str_eq(s, "text");
    cr_assert_eq(b.len, 0);
    hd_free(s);
    s = hd_buf_take(&b);
    cr_assert_str_eq(s, "");
    hd_free(s);
}

Test(buf, grows_as_a_plain_array_would)
{
    static char expected[200000];
    hd_buf b = HD_BUF_INIT;
    size_t n = 0;
    uint32_t state = 7;

    while (n < sizeof expected - 2000) {
        char piece[1000];
        state = state * 1664525u + 1013904223u;
        size_t len = (state >> 16) % sizeof piece;
        if (state >> 31) {
            memset(piece, 'a' + (int)(len % 26), len);
            hd_buf_add(&b, piece, len);
            memcpy(expected + n, piece, len);
        } else {
            hd_buf_printf(&b, "%*d", (int)len, 5);
            len = (size_t)snprintf(expected + n, 1001, "%*d", (int)len, 5);
        }
        n += len;
        cr_assert_eq(b.len, n);
        cr_assert_eq(b.data[n], '\0');
        cr_assert_gt(b.cap, n);
    }
    cr_assert_eq(memcmp(b.data, expected, n), 0);
    hd_buf_release(&b);
}

Test(buf, pushed_elements_keep_their_order)
{
    int *items = NULL;
    size_t n = 0, cap = 0;

    for (int i = 0; i < 1000; i++)
        HD_PUSH(items, n, cap, i);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(items[i], i);
    cr_assert_eq(n, 1000);
    cr_assert_lt(cap, 2048);
    hd_free(items);
}

Test(buf, an_impossible_allocation_ends_with_80, .exit_code = 80)
{
    hd_calloc(SIZE_MAX / 2, 4);
}

Test(buf, an_overflowing_growth_ends_with_80, .exit_code = 80)
{
    void *p = NULL;
    size_t cap = 0;

    hd_grow(&p, &cap, SIZE_MAX / 4, 16);
}
