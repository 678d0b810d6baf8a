#include <criterion/criterion.h>
#include <string.h>

#include "maker.h"

static const hd_column *column(const hd_corpus *c, hd_unit unit, const char *key)
{
    return hd_corpus_column(c, hd_codebook_find_field(c->codebook, unit, key));
}

Test(corpus, units_stand_in_byte_order_of_their_ids_and_know_their_review)
{
    maker m;
    maker_init(&m);
    maker_review(&m, "b", false, "");
    maker_child(&m, "2", "age=2");
    maker_child(&m, "1", "age=1");
    maker_review(&m, "a", true, "");
    maker_child(&m, "1", "age=9");
    maker_finding(&m, "f", "", "");
    maker_review(&m, "B", false, "");
    hd_corpus *c = maker_corpus(&m);

    cr_assert_str_eq(c->ids[HD_REVIEW][0], "B");
    cr_assert_str_eq(c->ids[HD_REVIEW][1], "a");
    cr_assert_str_eq(c->ids[HD_REVIEW][2], "b");
    cr_assert(c->coded[1] && !c->coded[0] && !c->coded[2]);
    /* 1 of a, 1 of b, 2 of b */
    cr_assert_eq(c->review_of[HD_CHILD][0], 1);
    cr_assert_eq(c->review_of[HD_CHILD][1], 2);
    cr_assert_eq(c->review_of[HD_CHILD][2], 2);
    cr_assert_eq(column(c, HD_CHILD, "age")->numbers[0], 9);
    cr_assert_eq(column(c, HD_CHILD, "age")->numbers[2], 2);
    const hd_lists *of = &c->of_review[HD_CHILD];
    cr_assert_eq(of->start[0], of->start[1]);
    cr_assert_eq(of->start[3] - of->start[2], 2);
    cr_assert_eq(of->items[of->start[2]], 1);
    cr_assert_eq(of->items[of->start[2] + 1], 2);
    cr_assert_eq(hd_corpus_find(c, HD_CHILD, "1"), 0);
    cr_assert_eq(hd_corpus_find(c, HD_CHILD, "3"), HD_NONE);
    hd_corpus_free(c);
    maker_release(&m);
}

Test(corpus, undeclared_values_stand_after_declared_ones_in_byte_order)
{
    maker m;
    maker_init(&m);
    maker_field(&m, HD_REVIEW, "area", HD_CATEGORY, "Stockton-on-Tees|Hartlepool");
    maker_field(&m, HD_REVIEW, "tags", HD_MULTI, "z|y");
    maker_review(&m, "1", false, "area=Zeta;tags=b|z|a");
    maker_review(&m, "2", false, "area=Hartlepool;tags=?");
    maker_review(&m, "3", false, "area=Alpha");
    maker_review(&m, "4", false, "area=-");
    hd_corpus *c = maker_corpus(&m);
    const hd_column *area = column(c, HD_REVIEW, "area"), *tags = column(c, HD_REVIEW, "tags");

    cr_assert_eq(area->n_labels, 4);
    cr_assert_str_eq(area->labels[0], "Stockton-on-Tees");
    cr_assert_str_eq(area->labels[2], "Alpha");
    cr_assert_str_eq(area->labels[3], "Zeta");
    cr_assert_eq(area->codes[0], 3);
    cr_assert_eq(area->codes[1], 1);
    cr_assert_eq(area->codes[3], HD_CODE_NOT_APPLICABLE);
    cr_assert_eq(tags->n_labels, 4); /* z y a b */
    cr_assert_eq(tags->lists.start[1], 3);
    cr_assert_eq(tags->lists.items[0], 0);
    cr_assert_eq(tags->lists.items[1], 2);
    cr_assert_eq(tags->lists.items[2], 3);
    cr_assert_eq(tags->states[1], HD_UNKNOWN);
    cr_assert_eq(tags->states[2], HD_NOT_RECORDED);
    hd_corpus_free(c);
    maker_release(&m);
}

Test(corpus, flags_dates_and_numbers_keep_value_and_state)
{
    maker m;
    maker_init(&m);
    maker_field(&m, HD_REVIEW, "died", HD_FLAG, NULL);
    maker_review(&m, "1", false, "died=true;notified=2024-03");
    maker_review(&m, "2", false, "died=?;notified=2023");
    maker_child(&m, "c", "age=-0.0");
    hd_corpus *c = maker_corpus(&m);
    const hd_column *died = column(c, HD_REVIEW, "died");
    const hd_column *notified = column(c, HD_REVIEW, "notified");

    cr_assert_eq(died->codes[0], 1);
    cr_assert_eq(died->codes[1], HD_CODE_UNKNOWN);
    cr_assert_str_eq(died->labels[1], "Yes");
    cr_assert_eq(notified->codes[0], 1);
    cr_assert_eq(notified->dates[0].from_day, hd_date_day(2024, 3, 1));
    cr_assert_eq(notified->dates[0].to_day, hd_date_day(2024, 3, 31));
    cr_assert(!__builtin_signbit(column(c, HD_CHILD, "age")->numbers[0]));
    hd_corpus_free(c);
    maker_release(&m);
}

Test(corpus, codings_are_kept_as_written_and_resolved_through_merges)
{
    maker m;
    maker_init(&m);
    maker_theme(&m, (hd_theme_def){.code = "voice", .label = "Child's voice"});
    maker_theme(
        &m, (hd_theme_def){.code = "old", .label = "Old", .status = HD_MERGED, .into = "voice"});
    maker_theme(&m, (hd_theme_def){.code = "maybe", .label = "Maybe", .status = HD_CANDIDATE});
    maker_review(&m, "R", true, "");
    maker_finding(&m, "b", "", "childs VOICE|maybe|nothing|old");
    maker_finding(&m, "a", "", "voice");
    hd_corpus *c = maker_corpus(&m);
    uint32_t voice = hd_codebook_resolve(c->codebook, "voice");

    cr_assert_eq(c->coding_start[1], 1);
    cr_assert_eq(c->coding_start[2], 5);
    cr_assert_str_eq(c->coding_label[1], "childs VOICE");
    cr_assert_eq(c->coding_theme[1], voice);
    cr_assert_eq(c->coding_theme[2], HD_NONE);
    cr_assert_eq(c->coding_theme[3], HD_NONE);
    cr_assert_eq(c->coding_theme[4], voice);
    hd_corpus_free(c);
    maker_release(&m);
}

Test(corpus, a_finding_without_id_gets_the_lowest_free_number)
{
    maker m;
    maker_init(&m);
    maker_review(&m, "R", true, "");
    maker_finding(&m, NULL, "", "");
    maker_finding(&m, "R-2", "", "");
    maker_finding(&m, NULL, "", "");
    hd_corpus *c = maker_corpus(&m);

    cr_assert_str_eq(c->ids[HD_FINDING][0], "R-1");
    cr_assert_str_eq(c->ids[HD_FINDING][1], "R-2");
    cr_assert_str_eq(c->ids[HD_FINDING][2], "R-3");
    hd_corpus_free(c);
    maker_release(&m);
}

Test(corpus, sources_are_sorted_and_documents_copied)
{
    char id[] = "b", text[] = "passage";
    hd_codebook *cb = hd_codebook_new();
    hd_codebook_seal(cb, NULL);
    hd_corpus_builder *b = hd_corpus_builder_new(cb);
    hd_corpus_builder_add_source(b, &(hd_source){id, NULL, NULL});
    hd_corpus_builder_add_source(b, &(hd_source){"a", "A", "2024"});
    hd_corpus_builder_add_figure(b, &(hd_figure){.source = id, .label = "n", .n = 3});
    hd_corpus_builder_add_passage(b, &(hd_passage){.source = id, .text = text});
    hd_corpus_builder_set_coverage(b, &(hd_coverage){"2019", "2026"});
    id[0] = text[0] = '#';
    hd_corpus *c = hd_corpus_seal(b);

    cr_assert_eq(c->n[HD_REVIEW] + c->n[HD_CHILD] + c->n[HD_FINDING], 0);
    cr_assert_str_eq(c->sources[0].id, "a");
    cr_assert_str_eq(c->sources[1].id, "b");
    cr_assert_null(c->sources[1].title);
    cr_assert_str_eq(c->figures[0].source, "b");
    cr_assert_str_eq(c->passages[0].text, "passage");
    cr_assert(c->has_coverage);
    cr_assert_str_eq(c->coverage.to, "2026");
    hd_corpus_free(c);
}

Test(corpus, an_unsealed_builder_can_be_abandoned)
{
    hd_codebook *cb = hd_codebook_new();
    hd_codebook_seal(cb, NULL);
    hd_corpus_builder_free(hd_corpus_builder_new(cb));
    hd_corpus_builder_free(NULL);
    hd_corpus_free(NULL);
}
