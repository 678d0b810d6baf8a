/* Words kept in the order of keys: counted as by the walk, with every kernel and number of threads, made anew or kept; what is
 * kept, and when the planner takes that way. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "maker.h"
#include "query/index.h"
#include "query/kernel.h"
#include "query/work.h"

enum { YEARS = 5, THEMES = 70, TIMES = 60 };

static hd_corpus *corpus;
static maker m;

/* 64 reviews of 5 years, most of them in one, with themes in two words, some not coded; of 60 corpora. */
static void make_corpus(void)
{
    const char *labels, *code[THEMES];

    maker_init(&m);
    maker_field(&m, HD_REVIEW, "year", HD_CATEGORY, NULL);
    maker_field(&m, HD_REVIEW, "area", HD_CATEGORY, NULL);
    for (size_t k = 0; k < THEMES; k++) {
        code[k] = hd_arena_printf(&m.arena, "t%02zu", k);
        maker_theme(&m, (hd_theme_def){.code = code[k], .label = code[k]});
    }
    for (size_t i = 0; i < MAKER_MAX; i++) {
        labels = i % 8 == 3 ? "nowhere" : "";
        for (size_t k = 0; k < THEMES; k++)
            if (i * 7 % (k + 2) == 0 && i % 8 != 5)
                labels = hd_arena_printf(&m.arena, "%s%s%s", labels, *labels ? "|" : "", code[k]);
        maker_review(&m, hd_arena_printf(&m.arena, "R%02zu", i), i % 9 != 1,
                     hd_arena_printf(&m.arena,
                                     i % 11 == 2 ? "year=?;area=%zu" : "area=%zu;year=%zu", i % 3,
                                     2000 + (i % 6 ? 0 : i % YEARS)));
        maker_child(&m, "C0", i % 4 == 0 ? "sex=female" : "sex=male");
        maker_child(&m, "C1", i % 3 == 0 ? "sex=female" : "");
        maker_finding(&m, NULL, "", labels);
    }
    corpus = maker_corpus_times(&m, TIMES);
}

static void drop_corpus(void)
{
    hd_corpus_free(corpus);
    maker_release(&m);
}

static hd_cube *cube_of(const hd_bits *set, hd_cube_spec spec, hd_cube_way way)
{
    hd_cube *cube;
    hd_err err = HD_ERR_INIT;

    spec.way = way;
    cr_assert_eq(hd_cube_new(corpus, set, &spec, &cube, &err), HD_OK, "%s", err.msg);
    return cube;
}

static void compare(hd_cube_spec spec, const char *kernel)
{
    hd_bits all = maker_all(corpus, spec.unit);
    hd_cube *a = cube_of(&all, spec, HD_WAY_AUTO), *b = cube_of(&all, spec, HD_WAY_WALK);
    size_t g[HD_CUBE_MAX_DIMS] = {0};

    cr_assert_eq(hd_cube_way_taken(a, NULL), HD_WAY_ORDER);
    cr_assert_eq(hd_cube_way_taken(b, NULL), HD_WAY_WALK);
    for (g[0] = 0; g[0] <= hd_cube_n_groups(a, 0); g[0]++)
        for (g[1] = 0; g[1] <= hd_cube_n_groups(a, 1); g[1]++)
            for (g[2] = 0; spec.n_dims < 3 ? g[2] == 0 : g[2] <= hd_cube_n_groups(a, 2); g[2]++)
                cr_assert_eq(hd_cube_count(a, g), hd_cube_count(b, g),
                             "%s, unit %d, base %d: %zu %zu %zu", kernel, (int)spec.unit,
                             (int)spec.base, g[0], g[1], g[2]);
    hd_cube_free(a);
    hd_cube_free(b);
    hd_bits_release(&all);
}

/* Each twice: the order is made, then found. */
static void compare_all(const char *kernel)
{
    const hd_dim year = {.name = "year"}, area = {.name = "area"}, sex = {.name = "sex"},
                 theme = {.name = "theme"}, some = {.name = "theme", .under = "t03"};
    const hd_cube_spec specs[] = {
        {.dims = {area, theme}, .n_dims = 2},
        {.dims = {area, theme}, .n_dims = 2, .base = HD_BASE_ALL},
        {.dims = {year, theme}, .n_dims = 2},
        {.dims = {theme, year, area}, .n_dims = 3},
        {.dims = {area, theme, year}, .n_dims = 3},
        {.dims = {area, some}, .n_dims = 2},
        {.dims = {area, sex}, .n_dims = 2},
        {.unit = HD_CHILD, .dims = {sex, theme}, .n_dims = 2},
        {.unit = HD_FINDING, .dims = {area, theme}, .n_dims = 2},
    };

    for (size_t i = 0; i < 2 * sizeof specs / sizeof specs[0]; i++)
        compare(specs[i / 2], kernel);
}

Test(cube_order, every_kernel_and_number_of_threads_counts_as_the_walk)
{
    static const size_t threads[] = {1, 2, 3};
    const hd_kernels *kernels;
    bool runs;

    for (size_t v = 0; (kernels = hd_kernels_nth(v, &runs)) != NULL; v++) {
        if (!runs) {
            fprintf(stderr, "cube: '%s' is not tested: this machine lacks it\n", kernels->name);
            continue;
        }
        cr_assert_eq(hd_kernels_force(kernels->name, NULL), HD_OK);
        for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
            make_corpus();
            hd_work_set(threads[t], 1);
            compare_all(kernels->name);
            drop_corpus();
        }
    }
    hd_kernels_force(NULL, NULL);
    hd_work_set(1, 0);
}

/* What is left out of a set would have to be looked up: such a set is counted as it comes. */
Test(cube_order, is_taken_for_all_units_or_all_coded_ones)
{
    hd_cube_spec spec = {.dims = {{.name = "area"}, {.name = "theme"}}, .n_dims = 2};
    hd_buf words = HD_BUF_INIT;

    make_corpus();
    hd_bits all = maker_all(corpus, HD_REVIEW), some = maker_all(corpus, HD_REVIEW);
    some.words[0] &= ~(uint64_t)1;
    hd_cube *a = cube_of(&all, spec, HD_WAY_AUTO), *b = cube_of(&some, spec, HD_WAY_AUTO);
    cr_expect_eq(hd_cube_way_taken(a, &words), HD_WAY_ORDER);
    cr_expect_str_eq(hd_buf_str(&words),
                     "order: 71 sets by 6 keys within 3,420 of 3,840 reviews (all coded ones "
                     "are counted, and their sets are kept in the order of the keys)");
    cr_expect_eq(hd_cube_way_taken(b, NULL), HD_WAY_COUNTERS);
    hd_cube_free(a);
    hd_cube_free(b);
    hd_buf_release(&words);
    hd_bits_release(&some);
    hd_bits_release(&all);
    drop_corpus();
}

/* ---- what is kept ---- */

static const hd_index_order *keep(size_t which, size_t bytes)
{
    hd_index_order_of of = {.every = true, .n_names = 1, .n_groups = {which}};
    hd_index_order order;

    hd_index_order_init(&order, 1, bytes / sizeof(uint64_t), 1);
    return hd_index_order_keep(corpus, &of, order);
}

static bool is_kept(size_t which)
{
    return hd_index_order_find(
        corpus, &(hd_index_order_of){.every = true, .n_names = 1, .n_groups = {which}});
}

Test(cube_order, the_latest_ones_asked_for_are_kept)
{
    size_t third = HD_INDEX_MAX_ORDER_BYTES / 3 - 1024, before;

    make_corpus();
    before = hd_index_bytes(corpus);
    for (size_t i = 1; i <= 3; i++)
        keep(i, third);
    cr_expect(is_kept(3) && is_kept(2) && is_kept(1));
    cr_expect_gt(hd_index_bytes(corpus), before + 3 * third);
    keep(4, third); /* 3 was asked for before 2 and 1 */
    cr_expect(is_kept(4) && !is_kept(3) && is_kept(2) && is_kept(1));
    keep(5, HD_INDEX_MAX_ORDER_BYTES - 1024);
    cr_expect(is_kept(5) && !is_kept(4) && !is_kept(2) && !is_kept(1));
    cr_expect_leq(hd_index_bytes(corpus), before + HD_INDEX_MAX_ORDER_BYTES);
    drop_corpus();
}
