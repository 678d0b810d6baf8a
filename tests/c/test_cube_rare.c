/* Themes with themes where some are so rare that their units are listed: counted as by the walk. */
#include <criterion/criterion.h>

#include "maker.h"
#include "query/index.h"

/* Of 64 reviews theme k is on every (k + 1)th or on one alone, so that some are rare and some are not. */
static void rare_themes(maker *m)
{
    const char *label[8], *labels;

    maker_init(m);
    maker_field(m, HD_REVIEW, "area", HD_CATEGORY, NULL);
    for (size_t k = 0; k < 8; k++) {
        label[k] = hd_arena_printf(&m->arena, "t%zu", k);
        hd_theme_def def = {.code = label[k], .label = label[k]};
        if (k == 5 || k == 6)
            def.parent = k == 5 ? "t4" : "t5";
        maker_theme(m, def);
    }
    for (size_t i = 0; i < MAKER_MAX; i++) {
        labels = "";
        for (size_t k = 0; k < 8; k++)
            if (k < 4 ? i % (k + 2) == 0 : i == 6 * (k - 3))
                labels = hd_arena_printf(&m->arena, "%s%s%s", labels, *labels ? "|" : "", label[k]);
        maker_review(m, hd_arena_printf(&m->arena, "R%02zu", i), i % 9 != 1,
                     i % 3 ? "area=A" : "area=B");
        maker_child(m, "C", "");
        maker_finding(m, NULL, "", labels);
    }
}

static void compare_ways(const hd_corpus *c, const hd_bits *set, hd_cube_spec spec)
{
    hd_cube *a, *b;
    hd_err err = HD_ERR_INIT;

    spec.way = HD_WAY_PAIRS;
    cr_assert_eq(hd_cube_new(c, set, &spec, &a, &err), HD_OK);
    cr_assert_eq(hd_cube_way_taken(a, NULL), HD_WAY_PAIRS);
    spec.way = HD_WAY_WALK;
    cr_assert_eq(hd_cube_new(c, set, &spec, &b, &err), HD_OK);
    for (size_t i = 0; i <= hd_cube_n_groups(a, 0); i++)
        for (size_t j = 0; j <= hd_cube_n_groups(a, 1); j++) {
            size_t groups[3] = {i, j, spec.n_dims == 3 ? 1 : 0};
            cr_expect_eq(hd_cube_count(a, groups), hd_cube_count(b, groups), "unit %d: %zu %zu",
                         (int)spec.unit, i, j);
        }
    hd_cube_free(a);
    hd_cube_free(b);
}

/* Each of n themes is on 3 of 64 reviews, which is rare. */
static void alike_themes(maker *m, size_t n)
{
    maker_init(m);
    for (size_t k = 0; k < n; k++) {
        const char *code = hd_arena_printf(&m->arena, "t%zu", k);
        maker_theme(m, (hd_theme_def){.code = code, .label = code});
    }
    for (size_t i = 0; i < 64; i++) {
        const char *labels = "";
        for (size_t k = 0; k < n; k++)
            if ((64 + i - k) % 64 % 21 == 0 && (64 + i - k) % 64 < 63)
                labels = hd_arena_printf(&m->arena, "%s%st%zu", labels, *labels ? "|" : "", k);
        maker_review(m, hd_arena_printf(&m->arena, "R%02zu", i), true, "");
        maker_finding(m, NULL, "", labels);
    }
}

Test(cube_rare, no_more_rows_are_listed_than_there_are)
{
    for (size_t n = 20; n <= 24; n += 4) {
        maker m;
        alike_themes(&m, n);
        hd_corpus *c = maker_corpus(&m);
        hd_bits all = maker_all(c, HD_REVIEW);
        const hd_theme_rows *rows = hd_index_theme_rows(c, HD_REVIEW);
        cr_expect_eq(rows->n, n == 20 ? 60 : 0, "%zu themes: %zu rows", n, rows->n);
        compare_ways(c, &all,
                     (hd_cube_spec){.n_dims = 2, .dims = {{.name = "theme"}, {.name = "theme"}}});
        hd_bits_release(&all);
        hd_corpus_free(c);
        maker_release(&m);
    }
}

Test(cube_rare, rare_and_common_themes_are_paired_alike)
{
    maker m;
    rare_themes(&m);
    hd_corpus *c = maker_corpus_times(&m, 40);

    for (hd_unit unit = HD_REVIEW; unit < HD_N_UNITS; unit++) {
        hd_cube_spec spec = {.unit = unit, .dims = {{.name = "theme"}, {.name = "theme"}}};
        const hd_theme_rows *rows = hd_index_theme_rows(c, unit);
        hd_bits some, all = maker_all(c, unit);
        cr_assert(rows->rare[7] && !rows->rare[0], "unit %d", (int)unit);
        hd_bits_init(&some, all.n);
        for (size_t i = 0; i < all.n; i++)
            if (i % 5 != 0 && i % 7 != 3)
                hd_bits_set(&some, i);
        for (size_t n_dims = 2; n_dims <= 3; n_dims++) {
            spec.n_dims = n_dims;
            spec.dims[2].name = "area";
            compare_ways(c, &all, spec);
            compare_ways(c, &some, spec);
        }
        spec.n_dims = 2;
        spec.dims[0].under = spec.dims[1].under = "t4";
        compare_ways(c, &some, spec);
        spec.dims[1].under = "t5";
        compare_ways(c, &some, spec);
        hd_bits_release(&some);
        hd_bits_release(&all);
    }
    hd_corpus_free(c);
    maker_release(&m);
}
