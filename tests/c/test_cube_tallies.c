/* Two dimensions of sets by many keys: counted within each set as by the walk, with every kernel and number of threads; and
 * when the planner takes that way. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "maker.h"
#include "query/kernel.h"
#include "query/work.h"

enum { YEARS = 20, THEMES = 6, TIMES = 60 };

static hd_corpus *corpus;

/* 64 reviews of 20 years, with up to three children of both sexes and states, and themes below others; of 60 corpora. */
static void make_corpus(maker *m)
{
    static const char *const sexes[] = {"sex=female", "sex=male", "sex=?", ""};
    const char *labels, *code[THEMES];

    maker_init(m);
    maker_field(m, HD_REVIEW, "year", HD_CATEGORY, NULL);
    for (size_t k = 0; k < THEMES; k++) {
        code[k] = hd_arena_printf(&m->arena, "t%zu", k);
        hd_theme_def def = {.code = code[k], .label = code[k]};
        if (k > 3)
            def.parent = "t3";
        maker_theme(m, def);
    }
    for (size_t i = 0; i < MAKER_MAX; i++) {
        labels = i % 8 == 3 ? "nowhere" : "";
        for (size_t k = 0; k < THEMES; k++)
            if (i * 7 % (k + 2) == 0 && i % 8 != 5)
                labels = hd_arena_printf(&m->arena, "%s%s%s", labels, *labels ? "|" : "", code[k]);
        maker_review(m, hd_arena_printf(&m->arena, "R%02zu", i), i % 9 != 1,
                     hd_arena_printf(&m->arena, "year=%zu", 2000 + i % YEARS));
        for (size_t k = 0; k < i % 4; k++)
            maker_child(m, hd_arena_printf(&m->arena, "C%zu", k), sexes[(i + k * 3) % 4]);
        maker_finding(m, NULL, "", labels);
    }
    corpus = maker_corpus_times(m, TIMES);
}

static hd_cube *cube_of(const hd_bits *set, hd_cube_spec spec, hd_cube_way way)
{
    hd_cube *cube;
    hd_err err = HD_ERR_INIT;

    spec.way = way;
    cr_assert_eq(hd_cube_new(corpus, set, &spec, &cube, &err), HD_OK, "%s", err.msg);
    return cube;
}

static void compare(const hd_bits *set, const hd_cube_spec *spec, const char *kernel)
{
    hd_cube *a = cube_of(set, *spec, HD_WAY_TALLIES), *b = cube_of(set, *spec, HD_WAY_WALK);
    size_t g[HD_CUBE_MAX_DIMS] = {0};

    cr_assert_eq(hd_cube_way_taken(a, NULL), HD_WAY_TALLIES);
    cr_assert_eq(hd_cube_way_taken(b, NULL), HD_WAY_WALK);
    for (g[0] = 0; g[0] <= hd_cube_n_groups(a, 0); g[0]++)
        for (g[1] = 0; g[1] <= hd_cube_n_groups(a, 1); g[1]++)
            for (g[2] = 0; g[2] <= hd_cube_n_groups(a, 2); g[2]++)
                cr_assert_eq(hd_cube_count(a, g), hd_cube_count(b, g),
                             "%s, %s x %s, unit %d: %zu %zu %zu", kernel, spec->dims[1].name,
                             spec->dims[2].name, (int)spec->unit, g[0], g[1], g[2]);
    hd_cube_free(a);
    hd_cube_free(b);
}

static void compare_all(const char *kernel)
{
    static const char *const inner[][2] = {{"sex", "theme"}, {"theme", "sex"}, {"theme", "theme"}};
    hd_bits all = maker_all(corpus, HD_REVIEW), some;

    hd_bits_init(&some, all.n);
    for (size_t i = 0; i < all.n; i++)
        if (i % 5 != 0 && i % 7 != 3)
            hd_bits_set(&some, i);
    for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++) {
        hd_cube_spec spec = {
            .dims = {{.name = "year"}, {.name = inner[i][0]}, {.name = inner[i][1]}},
            .n_dims = 3,
            .base = i == 1 ? HD_BASE_ALL : HD_BASE_AUTO};
        compare(&all, &spec, kernel);
        compare(&some, &spec, kernel);
        spec.dims[1 + (i == 0)].under = "t3"; /* the other themes are a set of their own */
        compare(&some, &spec, kernel);
        spec.dims[1 + (i == 0)].under = NULL;
        spec.drop_missing = true;
        compare(&some, &spec, kernel);
    }
    hd_bits_release(&some);
    hd_bits_release(&all);
}

Test(cube_tallies, every_kernel_and_number_of_threads_counts_as_the_walk)
{
    static const size_t threads[] = {1, 2, 3};
    const hd_kernels *kernels;
    bool runs;
    maker m;

    make_corpus(&m);
    for (size_t v = 0; (kernels = hd_kernels_nth(v, &runs)) != NULL; v++) {
        if (!runs) {
            fprintf(stderr, "cube: '%s' is not tested: this machine lacks it\n", kernels->name);
            continue;
        }
        cr_assert_eq(hd_kernels_force(kernels->name, NULL), HD_OK);
        for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
            hd_work_set(threads[t], 1);
            compare_all(kernels->name);
        }
    }
    hd_kernels_force(NULL, NULL);
    hd_work_set(1, 0);
    hd_corpus_free(corpus);
    maker_release(&m);
}

/* Each tally begins with empty counters: for few units rows are quicker. */
Test(cube_tallies, are_taken_where_enough_units_are_counted)
{
    hd_cube_spec spec = {.dims = {{.name = "year"}, {.name = "sex"}, {.name = "theme"}},
                         .n_dims = 3};
    hd_buf words = HD_BUF_INIT;
    maker m;

    make_corpus(&m);
    hd_bits all = maker_all(corpus, HD_REVIEW), few;
    hd_bits_init(&few, all.n);
    for (size_t i = 0; i < all.n; i += 40)
        hd_bits_set(&few, i);
    hd_cube *a = cube_of(&all, spec, HD_WAY_AUTO), *b = cube_of(&few, spec, HD_WAY_AUTO);
    cr_expect_eq(hd_cube_way_taken(a, &words), HD_WAY_TALLIES);
    cr_expect(strstr(hd_buf_str(&words), "tallies: ") == hd_buf_str(&words), "%s",
              hd_buf_str(&words));
    cr_expect(strstr(hd_buf_str(&words), "and there are many keys)"), "%s", hd_buf_str(&words));
    cr_expect_eq(hd_cube_way_taken(b, NULL), HD_WAY_ROWS);
    hd_buf_release(&words);
    hd_cube_free(a);
    hd_cube_free(b);
    hd_bits_release(&few);
    hd_bits_release(&all);
    hd_corpus_free(corpus);
    maker_release(&m);
}
