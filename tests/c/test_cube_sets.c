/* Dimensions made of given sets. */
#include <criterion/criterion.h>
#include <string.h>

#include "maker.h"

static hd_bits bits_of(const hd_corpus *c, hd_unit unit, const char *const *ids)
{
    hd_bits out;

    hd_bits_init(&out, c->n[unit]);
    for (size_t i = 0; ids[i]; i++)
        hd_bits_set(&out, hd_corpus_find(c, unit, ids[i]));
    return out;
}

/* Three reviews with findings of two coders; the last has no finding and no child. */
static hd_corpus *three(maker *m)
{
    maker_init(m);
    maker_theme(m, (hd_theme_def){.code = "a", .label = "A"});
    maker_theme(m, (hd_theme_def){.code = "b", .label = "B"});
    maker_review(m, "1", true, "area=North");
    maker_child(m, "x", "age=2");
    maker_child(m, "y", "age=9");
    maker_finding(m, "1-1", "coder=p", "a");
    maker_finding(m, "1-2", "coder=q", "b");
    maker_review(m, "2", true, "area=South");
    maker_child(m, "z", "age=2");
    maker_finding(m, "2-1", "coder=p", "a|b");
    maker_review(m, "3", true, "area=South");
    return maker_corpus(m);
}

#define IDS(...) ((const char *const[]){__VA_ARGS__, NULL})

typedef struct two_sets {
    maker m;
    hd_corpus *c;
    hd_bits bits[2];
    hd_dim_set sets[2];
    hd_cube *cube;
} two_sets;

/* Two sets of a unit by a second dimension, counted for reviews. */
static void open_two(two_sets *s, hd_unit owner, const char *const *first,
                     const char *const *second, const char *by)
{
    hd_err err = HD_ERR_INIT;

    s->c = three(&s->m);
    s->bits[0] = bits_of(s->c, owner, first);
    s->bits[1] = bits_of(s->c, owner, second);
    s->sets[0] = (hd_dim_set){"f", "First", &s->bits[0]};
    s->sets[1] = (hd_dim_set){"s", "Second", &s->bits[1]};
    hd_cube_spec spec = {
        .unit = HD_REVIEW,
        .dims = {{.name = "Group", .sets = s->sets, .n_sets = 2, .owner = owner}, {.name = by}},
        .n_dims = by ? 2 : 1};
    s->cube = maker_cube(s->c, &spec, &err);
    cr_assert(s->cube, "%s", err.msg);
    /* The cube has its own copy. */
    hd_bits_release(&s->bits[0]);
    hd_bits_release(&s->bits[1]);
}

static void close_two(two_sets *s)
{
    hd_cube_free(s->cube);
    hd_corpus_free(s->c);
    maker_release(&s->m);
}

Test(cube_sets, overlap_and_units_in_none_are_counted_once_in_all)
{
    two_sets s;
    open_two(&s, HD_REVIEW, IDS("1", "2"), IDS("2"), NULL);
    hd_buf way = HD_BUF_INIT;
    hd_bits members;
    size_t second = 1;

    cr_expect_str_eq(hd_cube_dim_label(s.cube, 0), "Group");
    cr_expect_str_eq(maker_groups(&s.m, s.cube, 0), "First|Second");
    cr_expect(hd_cube_group(s.cube, 0, 1).declared);
    cr_expect_not(hd_cube_dim_is_theme(s.cube, 0));
    cr_expect_eq(maker_count(s.cube, "First", NULL), 2);
    cr_expect_eq(maker_count(s.cube, "s", NULL), 1);
    cr_expect_eq(maker_count(s.cube, "All", NULL), 3);
    cr_assert_eq(hd_cube_members(s.cube, &second, &members, NULL), HD_OK);
    cr_expect_str_eq(maker_ids(&s.m, s.c, HD_REVIEW, &members), "2");
    hd_cube_way_taken(s.cube, &way);
    cr_expect_str_eq(hd_buf_str(&way), "bitmaps: 2 sets within 3 of 3 reviews (a unit can be in "
                                       "several of the sets, and many units are counted)");
    hd_buf_release(&way);
    hd_bits_release(&members);
    close_two(&s);
}

Test(cube_sets, findings_pair_with_themes_on_one_finding)
{
    two_sets s;
    open_two(&s, HD_FINDING, IDS("1-1"), IDS("2-1", "1-2"), "theme");
    hd_buf way = HD_BUF_INIT;

    cr_expect_eq(maker_count(s.cube, "First", "a"), 1);
    cr_expect_eq(maker_count(s.cube, "First", "b"), 0);
    cr_expect_eq(maker_count(s.cube, "Second", "a"), 1);
    cr_expect_eq(maker_count(s.cube, "Second", "b"), 2);
    cr_expect_eq(maker_count(s.cube, "All", "(no theme)"), 1);
    cr_expect_eq(maker_count(s.cube, "First", "(no theme)"), 0);
    hd_cube_way_taken(s.cube, &way);
    cr_expect_str_eq(hd_buf_str(&way), "walk: within 3 of 3 reviews (themes pair with fields of "
                                       "findings on one finding)");
    hd_buf_release(&way);
    close_two(&s);
}

Test(cube_sets, children_lift_by_any_and_pair_with_fields_of_the_child)
{
    two_sets s;
    open_two(&s, HD_CHILD, IDS("x", "y"), IDS("y"), "age");
    hd_buf way = HD_BUF_INIT;

    cr_expect_eq(maker_count(s.cube, "First", "All"), 1);
    cr_expect_eq(maker_count(s.cube, "Second", "2"), 0);
    cr_expect_eq(maker_count(s.cube, "Second", "9"), 1);
    cr_expect_eq(maker_count(s.cube, "All", "2"), 2);
    cr_expect_eq(maker_count(s.cube, "All", "not recorded"), 1);
    cr_expect_eq(maker_count(s.cube, "First", "not recorded"), 0);
    hd_cube_way_taken(s.cube, &way);
    cr_expect_str_eq(hd_buf_str(&way), "walk: within 3 of 3 reviews (given sets pair with other "
                                       "dimensions on one child or finding)");
    hd_buf_release(&way);
    close_two(&s);
}

static const char *refused(const hd_corpus *c, hd_dim dim)
{
    static hd_err err;
    hd_cube_spec spec = {.unit = HD_REVIEW, .dims = {dim}, .n_dims = 1};

    err = (hd_err)HD_ERR_INIT;
    cr_assert_null(maker_cube(c, &spec, &err));
    return err.msg;
}

Test(cube_sets, sets_that_cannot_be_told_apart_or_are_too_many_are_refused)
{
    static hd_dim_set many[HD_DIM_MAX_SETS + 1];
    static const double bins[] = {1};
    maker m;
    hd_corpus *c = three(&m);
    hd_bits all = maker_all(c, HD_REVIEW);
    hd_dim_set sets[2] = {{"a", "A", &all}, {"a", "B", &all}};
    hd_dim dim = {.name = "Group", .sets = sets, .n_sets = 2, .owner = HD_REVIEW};

    cr_expect_str_eq(refused(c, dim), "two sets of 'Group' are called 'a'");
    sets[1] = (hd_dim_set){"b", "A", &all};
    cr_expect_str_eq(refused(c, dim), "two sets of 'Group' are called 'A'");
    sets[1].label = "All";
    cr_expect_str_eq(refused(c, dim), "a set of 'Group' cannot be called 'All': that is the total");
    sets[1].label = "";
    cr_expect_str_eq(refused(c, dim), "set 2 of 'Group' has no name");
    sets[1].label = "B";
    dim.bins = bins;
    dim.n_bins = 1;
    cr_expect_str_eq(refused(c, dim),
                     "'Group' is made of sets: it cannot be given bins or a period");
    dim.bins = NULL;
    dim.max_depth = 1;
    cr_expect_str_eq(refused(c, dim), "depth and under are for themes, not for 'Group'");
    dim.max_depth = 0;
    dim.n_sets = 0;
    cr_expect_str_eq(refused(c, dim), "'Group' is made of 0 sets: expected 1 to 1024");
    dim.sets = many;
    dim.n_sets = HD_DIM_MAX_SETS + 1;
    cr_expect_str_eq(refused(c, dim), "'Group' is made of 1025 sets: expected 1 to 1024");
    hd_bits_release(&all);
    hd_corpus_free(c);
    maker_release(&m);
}
