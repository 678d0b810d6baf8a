#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "maker.h"

static const hd_column *column(const hd_corpus *c, hd_unit unit, const char *key)
{
    return hd_corpus_column(c, hd_codebook_find_field(c->codebook, unit, key));
}

static double number(const hd_corpus *c, const char *key, size_t child)
{
    const hd_column *col = column(c, HD_CHILD, key);

    return col->numbers[hd_column_code(col, child)];
}

static bool coded(const hd_corpus *c, size_t review)
{
    return hd_bits_get(hd_corpus_coded(c), review);
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

    cr_assert_str_eq(hd_corpus_id(c, HD_REVIEW, 0), "B");
    cr_assert_str_eq(hd_corpus_id(c, HD_REVIEW, 1), "a");
    cr_assert_str_eq(hd_corpus_id(c, HD_REVIEW, 2), "b");
    cr_assert(coded(c, 1) && !coded(c, 0) && !coded(c, 2));
    /* 1 of a, 1 of b, 2 of b */
    cr_assert_eq(hd_corpus_review_of(c, HD_CHILD)[0], 1);
    cr_assert_eq(hd_corpus_review_of(c, HD_CHILD)[1], 2);
    cr_assert_eq(hd_corpus_review_of(c, HD_CHILD)[2], 2);
    cr_assert_eq(number(c, "age", 0), 9);
    cr_assert_eq(number(c, "age", 2), 2);
    const hd_lists *of = hd_corpus_of_review(c, HD_CHILD);
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

    cr_assert_eq(area->n_values, 4);
    cr_assert_str_eq(area->labels[0], "Stockton-on-Tees");
    cr_assert_str_eq(area->labels[2], "Alpha");
    cr_assert_str_eq(area->labels[3], "Zeta");
    cr_assert_eq(hd_column_code(area, 0), 3);
    cr_assert_eq(hd_column_code(area, 1), 1);
    cr_assert_eq(hd_column_code(area, 3), HD_CODE_NOT_APPLICABLE);
    cr_assert_eq(tags->n_values, 4); /* z y a b */
    cr_assert_eq(tags->lists.start[1], 3);
    cr_assert_eq(tags->lists.items[0], 0);
    cr_assert_eq(tags->lists.items[1], 2);
    cr_assert_eq(tags->lists.items[2], 3);
    cr_assert_eq(hd_column_state(tags, 1), HD_UNKNOWN);
    cr_assert_eq(hd_column_state(tags, 2), HD_NOT_RECORDED);
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

    cr_assert_eq(hd_column_code(died, 0), 1);
    cr_assert_eq(hd_column_code(died, 1), HD_CODE_UNKNOWN);
    cr_assert_str_eq(died->labels[1], "Yes");
    cr_assert_eq(hd_column_code(notified, 0), 1);
    cr_assert_eq(notified->dates[1].from_day, hd_date_day(2024, 3, 1));
    cr_assert_eq(notified->dates[1].to_day, hd_date_day(2024, 3, 31));
    cr_assert(!__builtin_signbit(number(c, "age", 0)));
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
    const hd_codings *codings = hd_corpus_codings(c);
    uint32_t voice = hd_codebook_resolve(c->codebook, "voice");

    cr_assert_eq(codings->start[1], 1);
    cr_assert_eq(codings->start[2], 5);
    cr_assert_str_eq(codings->labels[codings->label_of[1]], "childs VOICE");
    cr_assert_eq(codings->themes[codings->label_of[1]], voice);
    cr_assert_eq(codings->themes[codings->label_of[2]], HD_NONE);
    cr_assert_eq(codings->themes[codings->label_of[3]], HD_NONE);
    cr_assert_eq(codings->themes[codings->label_of[4]], voice);
    hd_corpus_free(c);
    maker_release(&m);
}

/* Reviews with a child each: n different areas and ages, descending, then one of every missing state. */
static hd_corpus *wide_corpus(size_t n)
{
    static const hd_state missing[] = {HD_UNKNOWN, HD_NOT_APPLICABLE, HD_NOT_RECORDED};
    hd_err err = HD_ERR_INIT;
    hd_codebook *cb = hd_codebook_new();
    hd_value values[2][32] = {{{0}}};

    cr_assert_eq(hd_codebook_seal(cb, &err), HD_OK);
    size_t area = hd_codebook_find_field(cb, HD_REVIEW, "area")->index;
    size_t age = hd_codebook_find_field(cb, HD_CHILD, "age")->index;
    hd_corpus_builder *b = hd_corpus_builder_new(cb);
    for (size_t i = 0; i < n + HD_N_MISSING; i++) {
        char id[32], text[32];
        hd_child_rec child = {id, values[1]};
        hd_review_rec r = {.id = id, .values = values[0], .children = &child, .n_children = 1};
        snprintf(id, sizeof id, "%06zu", i);
        snprintf(text, sizeof text, "v%06zu", n - i);
        values[0][area] = (hd_value){.state = i < n ? HD_VALUE : missing[i - n], .text = text};
        values[1][age] =
            (hd_value){.state = i < n ? HD_VALUE : missing[i - n], .number = (double)(n - i) + 0.5};
        hd_corpus_builder_add_review(b, &r);
    }
    return hd_corpus_seal(b);
}

Test(corpus, codes_are_as_narrow_as_the_values_allow, .timeout = 120)
{
    static const size_t sizes[] = {0, 1, 252, 253, 254, 65532, 65533, 65534};
    static const uint32_t widths[] = {1, 1, 1, 1, 2, 2, 2, 4};

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];
        hd_corpus *c = wide_corpus(n);
        const hd_column *area = column(c, HD_REVIEW, "area"), *age = column(c, HD_CHILD, "age");
        cr_assert_eq(area->width, widths[k], "%zu values", n);
        cr_assert_eq(age->width, widths[k], "%zu numbers", n);
        cr_assert_eq(area->n_values, n);
        for (size_t i = 0; i < n; i++) {
            cr_assert_eq(hd_column_code(area, i), n - 1 - i, "%zu of %zu values", i, n);
            cr_assert_eq(number(c, "age", i), (double)(n - i) + 0.5, "%zu of %zu numbers", i, n);
        }
        for (size_t i = 0; i < HD_N_MISSING; i++) {
            cr_assert_eq(hd_column_code(area, n + i), HD_CODE_UNKNOWN + i);
            cr_assert_eq(hd_column_state(age, n + i), HD_UNKNOWN + i);
        }
        hd_corpus_free(c);
    }
}

Test(corpus, theme_words_hold_ancestors_and_only_coded_reviews)
{
    maker m;
    maker_init(&m);
    maker_theme(&m, (hd_theme_def){.code = "top", .label = "Top"});
    maker_theme(&m,
                (hd_theme_def){.code = "low", .label = "Low", .has_parent = true, .parent = "top"});
    maker_theme(&m, (hd_theme_def){.code = "maybe", .label = "Maybe", .status = HD_CANDIDATE});
    for (size_t i = 0; i < 70; i++) {
        const char *code = hd_arena_printf(&m.arena, "t%zu", i);
        maker_theme(&m, (hd_theme_def){.code = code, .label = code});
    }
    maker_review(&m, "1", true, "");
    maker_finding(&m, "a", "", "low|t69");
    maker_review(&m, "2", false, "");
    maker_finding(&m, "b", "", "low");
    maker_review(&m, "3", true, "");
    maker_finding(&m, "c", "", "maybe");
    hd_corpus *c = maker_corpus(&m);
    const hd_theme_words *themes = hd_corpus_themes(c);

    cr_assert_eq(themes->n_themes, 72);
    cr_assert_eq(themes->n_words, 2);
    cr_assert_eq(themes->words[0], 3);
    cr_assert_eq(themes->words[1], (uint64_t)1 << 7);
    for (size_t w = 2; w < 6; w++)
        cr_assert_eq(themes->words[w], 0);
    cr_assert(hd_bits_get(&themes->labelled, 0) && !hd_bits_get(&themes->labelled, 1) &&
              hd_bits_get(&themes->labelled, 2));
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

    cr_assert_str_eq(hd_corpus_id(c, HD_FINDING, 0), "R-1");
    cr_assert_str_eq(hd_corpus_id(c, HD_FINDING, 1), "R-2");
    cr_assert_str_eq(hd_corpus_id(c, HD_FINDING, 2), "R-3");
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
