#include <criterion/criterion.h>

#include "base/stop.h"
#include "maker.h"
#include "query/select.h"

static maker m;
static hd_corpus *c;

static void set_up(void)
{
    maker_init(&m);
    maker_review(&m, "A", true, "");
    maker_child(&m, "1", "age=2");
    maker_child(&m, "2", "age=5");
    maker_finding(&m, "Af", "", "");
    maker_review(&m, "B", false, "");
    maker_child(&m, "1", "age=7");
    maker_finding(&m, "Bf", "", "");
    maker_finding(&m, "Bg", "", "");
    maker_review(&m, "C", true, "");
    c = maker_corpus(&m);
}

static void tear_down(void)
{
    hd_corpus_free(c);
    maker_release(&m);
}

TestSuite(select, .init = set_up, .fini = tear_down);

static const char *converted(hd_unit from, size_t member, hd_unit to)
{
    hd_bits set, out;

    hd_bits_init(&set, c->n[from]);
    hd_bits_set(&set, member);
    hd_select_convert(c, from, &set, to, &out);
    const char *ids = maker_ids(&m, c, to, &out);
    hd_bits_release(&set);
    hd_bits_release(&out);
    return ids;
}

Test(select, converting_goes_by_way_of_the_review)
{
    cr_expect_str_eq(converted(HD_REVIEW, 0, HD_CHILD), "1 2");
    cr_expect_str_eq(converted(HD_REVIEW, 1, HD_FINDING), "Bf Bg");
    cr_expect_str_eq(converted(HD_REVIEW, 2, HD_CHILD), "");
    cr_expect_str_eq(converted(HD_CHILD, 1, HD_REVIEW), "B");
    cr_expect_str_eq(converted(HD_CHILD, 1, HD_FINDING), "Bf Bg");
    cr_expect_str_eq(converted(HD_FINDING, 0, HD_CHILD), "1 2");
    cr_expect_str_eq(converted(HD_FINDING, 2, HD_FINDING), "Bg");
}

Test(select, coded_units_are_those_of_coded_reviews)
{
    static const char *const expected[HD_N_UNITS] = {"A C", "1 2", "Af"};

    for (size_t u = 0; u < HD_N_UNITS; u++) {
        hd_bits coded;
        hd_select_coded(c, (hd_unit)u, &coded);
        cr_expect_str_eq(maker_ids(&m, c, (hd_unit)u, &coded), expected[u]);
        hd_bits_release(&coded);
    }
}

Test(select, an_id_two_reviews_share_means_both_children)
{
    cr_expect_str_eq(maker_where(&m, c, HD_CHILD, "id = '1'"), "1 1");
    cr_expect_str_eq(maker_where(&m, c, HD_CHILD, "id != '1'"), "2");
    cr_expect_str_eq(maker_where(&m, c, HD_REVIEW, "child.id = '1'"), "A B");
    cr_expect_str_eq(maker_where(&m, c, HD_CHILD, "id = '1' and review = 'B'"), "1");
}

Test(select, a_stop_ends_it_and_leaves_nothing)
{
    const hd_filter *f;
    hd_bits all = maker_all(c, HD_CHILD), found;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_filter_parse(c, HD_CHILD, "age < 3", 7, NULL, 0, &m.arena, &f, &err), HD_OK);
    hd_stop_set(HD_STOP_INTERRUPT);
    cr_expect_eq(hd_select(c, HD_CHILD, &all, f, &found, NULL, &err), HD_EINTR);
    hd_stop_reset();
    hd_bits_release(&all);
}
