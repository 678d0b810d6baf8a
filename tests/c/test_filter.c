#include <criterion/criterion.h>
#include <string.h>

#include "base/buf.h"
#include "maker.h"
#include "query/filter.h"
#include "query/select.h"

static maker m;
static hd_corpus *c;

static void set_up(void)
{
    static const double ages[] = {1, 3};
    maker_init(&m);
    maker_field(&m, HD_REVIEW, "area", HD_CATEGORY, "Hartlepool|Stockton-on-Tees");
    maker_field(&m, HD_REVIEW, "died", HD_FLAG, NULL);
    maker_field(&m, HD_REVIEW, "grade", HD_ORDINAL, "low|middle|high");
    maker_field(&m, HD_REVIEW, "tags", HD_MULTI, NULL);
    maker_band(&m, "age", "age_band", ages, 2);
    maker_theme(&m, (hd_theme_def){.code = "voice", .label = "Child's voice"});
    maker_theme(&m, (hd_theme_def){.code = "unseen", .label = "Not seen", .parent = "voice"});
    maker_theme(&m, (hd_theme_def){.code = "trauma", .label = "Trauma"});
    maker_review(&m, "A", true,
                 "area=Hartlepool;died=true;grade=low;tags=x|y;notified=2024-03-09;title=It's one");
    maker_child(&m, "A-1", "age=2;sex=male");
    maker_child(&m, "A-2", "age=9;sex=female");
    maker_finding(&m, "A-f1", "kind=practice", "Child's voice");
    maker_finding(&m, "A-f2", "kind=action", "unseen");
    maker_review(&m, "B", true, "area=Stockton-on-Tees;died=?;grade=high;notified=2024-03;tags=y");
    maker_child(&m, "B-1", "age=?;sex=male");
    maker_finding(&m, "B-f1", "", "trauma");
    maker_review(&m, "C", false, "area=-;died=false;grade=middle;notified=2024");
    maker_finding(&m, "C-f1", "kind=practice", "voice");
    maker_review(&m, "D", true, "");
    c = maker_corpus(&m);
}

static void tear_down(void)
{
    hd_corpus_free(c);
    maker_release(&m);
}

TestSuite(filter, .init = set_up, .fini = tear_down);

#define WHERE(unit, expression, expected)                                                          \
    cr_expect_str_eq(maker_where(&m, c, unit, expression), expected, "%s: %s", expression,         \
                     maker_where(&m, c, unit, expression))
#define REVIEWS(expression, expected) WHERE(HD_REVIEW, expression, expected)

Test(filter, comparisons_on_the_unit_itself)
{
    REVIEWS("area = 'Hartlepool'", "A");
    REVIEWS("area != 'Hartlepool'", "B");
    REVIEWS("area in ('Hartlepool', 'Stockton-on-Tees')", "A B");
    REVIEWS("died = true", "A");
    REVIEWS("not died = true", "C");
    REVIEWS("grade < 'high'", "A C");
    REVIEWS("grade >= 'middle'", "B C");
    REVIEWS("tags = 'y'", "A B");
    REVIEWS("tags != 'x'", "B");
    REVIEWS("title = 'It''s one'", "A");
    REVIEWS("id = 'B'", "B");
    REVIEWS("id != 'B'", "A C D");
    REVIEWS("coded = false", "C");
    WHERE(HD_CHILD, "age < 3", "A-1");
    WHERE(HD_CHILD, "age >= 2 and sex = 'male'", "A-1");
    WHERE(HD_CHILD, "age_band = '1 to 2'", "A-1");
    WHERE(HD_CHILD, "age_band > '1 to 2'", "A-2");
    WHERE(HD_FINDING, "kind = 'practice' and review = 'A'", "A-f1");
}

Test(filter, a_partial_date_is_an_interval)
{
    /* A 2024-03-09, B 2024-03, C 2024 */
    REVIEWS("notified = '2024'", "A B C");
    REVIEWS("notified = '2024-03'", "A B");
    REVIEWS("notified = '2024-03-09'", "A");
    REVIEWS("not notified = '2024-03-09'", "");
    REVIEWS("notified != '2024-04'", "A B");
    REVIEWS("notified >= '2024-03'", "A B");
    REVIEWS("notified < '2024-03'", "");
    REVIEWS("notified <= '2024-03'", "A B");
    REVIEWS("notified <= '2024'", "A B C");
    REVIEWS("notified > '2023'", "A B C");
    REVIEWS("notified > '2024-03-09' or notified <= '2024-03-09'", "A");
}

Test(filter, missing_is_undecided_and_has_names)
{
    REVIEWS("area is not_applicable", "C");
    REVIEWS("area is not_recorded", "D");
    REVIEWS("area is missing", "C D");
    REVIEWS("area is not missing", "A B");
    REVIEWS("died is unknown", "B");
    /* Without any child: one not recorded. */
    REVIEWS("age is not_recorded", "C D");
    REVIEWS("age is unknown", "B");
    REVIEWS("age is missing", "B C D");
    /* Any child will do, as in every comparison; `not` before it asks all of them. */
    REVIEWS("age is not missing", "A");
    REVIEWS("age is not not_recorded", "A B");
    REVIEWS("coded is missing", "");
}

Test(filter, lifting_up_is_any_and_negation_keeps_undecided_out)
{
    REVIEWS("age < 3", "A");
    REVIEWS("age >= 3", "A");
    REVIEWS("not age < 3", "");
    REVIEWS("sex = 'male'", "A B");
    REVIEWS("not sex = 'female'", "B");
    REVIEWS("sex != 'female'", "A B");
    REVIEWS("age > 3 and sex = 'male'", "A");
    REVIEWS("child(age > 3 and sex = 'male')", "");
    REVIEWS("child(age < 3 and sex = 'male')", "A");
    REVIEWS("not child(age > 3 and sex = 'male')", "A");
    REVIEWS("finding(kind = 'practice' and theme = 'voice')", "A");
    WHERE(HD_CHILD, "area = 'Hartlepool'", "A-1 A-2");
    WHERE(HD_CHILD, "finding.kind = 'action'", "A-1 A-2");
    WHERE(HD_CHILD, "kind is missing", "A-1 A-2 B-1");
    WHERE(HD_FINDING, "age < 3", "A-f1 A-f2");
    WHERE(HD_FINDING, "child(age < 3)", "A-f1 A-f2");
    WHERE(HD_CHILD, "child(age < 3)", "A-1");
}

Test(filter, themes_mean_themselves_and_descendants)
{
    REVIEWS("theme = 'voice'", "A");
    REVIEWS("theme = 'Not Seen'", "A");
    REVIEWS("not theme = 'voice'", "B D");
    REVIEWS("theme != 'voice'", "B D");
    REVIEWS("theme in ('voice', 'trauma')", "A B");
    WHERE(HD_FINDING, "theme = 'voice'", "A-f1 A-f2");
    WHERE(HD_FINDING, "theme = 'unseen'", "A-f2");
    WHERE(HD_FINDING, "not theme = 'unseen'", "A-f1 B-f1");
    WHERE(HD_CHILD, "theme = 'trauma'", "B-1");
    WHERE(HD_CHILD, "not theme = 'trauma'", "A-1 A-2");

    hd_filter *exact;
    hd_bits all = maker_all(c, HD_FINDING), found;
    const char *name = "voice";
    cr_assert_eq(hd_filter_theme(c, &name, 1, true, &m.arena, &exact, NULL), HD_OK);
    cr_assert_eq(hd_select(c, HD_FINDING, &all, exact, &found, NULL, NULL), HD_OK);
    cr_expect_str_eq(maker_ids(&m, c, HD_FINDING, &found), "A-f1");
    hd_bits_release(&found);
    hd_bits_release(&all);
}

Test(filter, precedence_is_or_and_not)
{
    REVIEWS("id = 'A' or id = 'B' and id = 'C'", "A");
    REVIEWS("(id = 'A' or id = 'B') and id = 'B'", "B");
    REVIEWS("not id = 'A' and not id = 'B'", "C D");
    REVIEWS("not (id = 'A' or id = 'B')", "C D");
    REVIEWS("not not id = 'A'", "A");
    REVIEWS("\n\tid='A'", "A");
}

Test(filter, messages_name_the_place_and_the_nearest_name)
{
    REVIEWS("area = 'Hartlepol'", "unknown value 'Hartlepol' of area (did you mean 'Hartlepool'?) "
                                  "at column 1: 'area = 'Hartlepol''");
    REVIEWS("died = true and aera = 'x'",
            "unknown field 'aera' (did you mean 'area'?) at column 17: 'aera = 'x''");
    REVIEWS("theme = 'voise'", "unknown theme 'voise' (did you mean 'voice'?) at column 1: "
                               "'theme = 'voise''");
    REVIEWS("theme is missing", "theme is never missing; use coded = false at column 1: "
                                "'theme is missing'");
    REVIEWS("theme < 'voice'", "'<' does not work on 'theme': use =, != or in at column 1: "
                               "'theme < 'voice''");
    REVIEWS("died = 'yes'", "'died' is a flag: expected true or false, got 'yes' at column 1: "
                            "'died = 'yes''");
    REVIEWS("age = 'three'", "'age' is a number: expected a number, got 'three' at column 1: "
                             "'age = 'three''");
    REVIEWS("area = 3", "'area' is a category: expected one of its values in quotes, got 3 at "
                        "column 1: 'area = 3'");
    REVIEWS("notified > 2024", "'notified' is a date: expected a date in quotes (YYYY, YYYY-MM or "
                               "YYYY-MM-DD), got 2024 at column 1: 'notified > 2024'");
    REVIEWS("area < 'Hartlepool'", "'<' does not work on 'area', a category: use =, != or in at "
                                   "column 1: 'area < 'Hartlepool''");
    REVIEWS("died > false", "'>' does not work on 'died', a flag: use = true or = false at column "
                            "1: 'died > false'");
    REVIEWS("id = 'Z'", "unknown value 'Z' of id (did you mean 'A'?) at column 1: 'id = 'Z''");
    REVIEWS("age_band = '1 to 3'", "unknown value '1 to 3' of age_band (did you mean '1 to 2'?) at "
                                   "column 1: 'age_band = '1 to 3''");
}

Test(filter, syntax_errors_name_the_column)
{
    REVIEWS("", "expected a field at column 1");
    REVIEWS("age <", "expected a value at column 6: 'age <'");
    REVIEWS("age < or", "expected a value (a text stands in quotes) at column 7: 'age < or'");
    REVIEWS("age", "expected = != < <= > >= in or is at column 4: 'age'");
    REVIEWS("age == 3", "use = for equal at column 5: 'age =='");
    REVIEWS("age ~= 3", "use != for not equal at column 5: 'age ~='");
    REVIEWS("area = \"x\"", "a text stands in single quotes at column 8: 'area = \"'");
    REVIEWS("age < 3 died = true", "expected and, or or the end at column 9: 'died'");
    REVIEWS("(age < 3", "expected and, or or ')' at column 9");
    REVIEWS("age < 3)", "this ')' closes nothing at column 8: ')'");
    REVIEWS("age in 3", "expected '(' after in at column 8: 'age in 3'");
    REVIEWS("age in (3, )", "expected a value at column 12: 'age in (3, )'");
    REVIEWS("age in ()", "expected a value at column 9: 'age in ()'");
    REVIEWS("age is odd", "expected unknown, not_applicable, not_recorded or missing at column 8: "
                          "'age is odd'");
    REVIEWS("area = 'x", "this text has no closing quote at column 8: 'area = 'x'");
    REVIEWS("age < 2024-03", "expected and, or or the end at column 11: '-03'");
    REVIEWS("age < 3x", "malformed number (a date stands in quotes) at column 7: 'age < 3x'");
    REVIEWS("age not in (3)", "not stands before the whole comparison at column 5: 'age not'");
    REVIEWS("\xc3\xa9 = 3", "unexpected character at column 1: '\xc3\xa9'");
    REVIEWS("age = :a", "no value is given for ':a' at column 7: 'age = :a'");
    REVIEWS("true", "expected a field at column 1: 'true'");
}

Test(filter, named_values_are_all_used_and_all_known)
{
    hd_named_operand named[] = {{"limit", {HD_OP_NUMBER, 3, NULL}},
                                {"kind", {HD_OP_TEXT, 0, "male"}}};
    const hd_filter *f;
    hd_err err = HD_ERR_INIT;
    const char *text = "age < :limit and sex = :kind", *less = "age < :limit";

    cr_expect_eq(hd_filter_parse(c, HD_CHILD, text, strlen(text), named, 2, &m.arena, &f, &err),
                 HD_OK);
    cr_expect_eq(hd_filter_parse(c, HD_CHILD, less, strlen(less), named, 2, &m.arena, &f, &err),
                 HD_EDATA);
    cr_expect_str_eq(err.msg, "the expression does not use the value 'kind'");
    cr_expect_eq(hd_filter_parse(c, HD_CHILD, "age < :limt", 11, named, 2, &m.arena, &f, &err),
                 HD_EDATA);
    cr_expect_str_eq(err.msg, "no value is given for ':limt' (did you mean ':limit'?) at column 7: "
                              "'age < :limt'");
}

static hd_status parse_repeated(const char *before, const char *part, size_t n, const char *end)
{
    hd_buf text = HD_BUF_INIT;
    const hd_filter *f;

    hd_buf_adds(&text, before);
    for (size_t i = 0; i < n; i++)
        hd_buf_adds(&text, part);
    hd_buf_adds(&text, end);
    hd_status st =
        hd_filter_parse(c, HD_REVIEW, hd_buf_str(&text), text.len, NULL, 0, &m.arena, &f, NULL);
    hd_buf_release(&text);
    return st;
}

Test(filter, limits_on_length_depth_and_parts)
{
    cr_expect_eq(parse_repeated("", "(", 99, "age<3"), HD_EDATA);
    cr_expect_eq(parse_repeated("", "(", 100000, ""), HD_ELIMIT);
    cr_expect_eq(parse_repeated("", "(", 5000, ""), HD_ELIMIT);
    cr_expect_eq(parse_repeated("", "not ", 5000, "age<3"), HD_ELIMIT);
    cr_expect_eq(parse_repeated("", "not ", 99, "age<3"), HD_OK);
    cr_expect_eq(parse_repeated("", "child(", 5000, ""), HD_ELIMIT);
    cr_expect_eq(parse_repeated("age in (3", ",3", 25000, ")"), HD_ELIMIT);
    cr_expect_eq(parse_repeated("age in (3", ",3", 15000, ")"), HD_OK);
    cr_expect_eq(parse_repeated("area = '", "a", 70000, "'"), HD_ELIMIT);
    cr_expect_eq(hd_filter_parse(c, HD_REVIEW, "a\0b", 3, NULL, 0, &m.arena,
                                 &(const hd_filter *){NULL}, NULL),
                 HD_EDATA);
    cr_expect_eq(hd_filter_parse(c, HD_REVIEW, "\xff", 1, NULL, 0, &m.arena,
                                 &(const hd_filter *){NULL}, NULL),
                 HD_EDATA);
}

#define WORDS(unit, text, expected)                                                                \
    do {                                                                                           \
        const hd_filter *parsed_;                                                                  \
        hd_err err_ = HD_ERR_INIT;                                                                 \
        hd_buf words_ = HD_BUF_INIT;                                                               \
        hd_filter_parse(c, unit, text, strlen(text), NULL, 0, &m.arena, &parsed_, &err_);          \
        cr_assert_str_empty(err_.msg);                                                             \
        hd_filter_words(c, parsed_, &words_);                                                      \
        cr_expect_str_eq(hd_buf_str(&words_), expected, "%s", hd_buf_str(&words_));                \
        hd_buf_release(&words_);                                                                   \
    } while (0)

Test(filter, words_are_the_expression_again)
{
    WORDS(HD_REVIEW, "age<3 and(not area!='Hartlepool' or died=true)",
          "age < 3 and (not area != 'Hartlepool' or died = true)");
    WORDS(HD_REVIEW, "not (age<3 and theme='Child''s voice')", "not (age < 3 and theme = 'voice')");
    WORDS(HD_REVIEW, "child(review.area in ('Hartlepool') and child.age is not missing)",
          "child(area = 'Hartlepool' and age is not missing)");
    WORDS(HD_REVIEW, "finding.kind = 'action' or finding(kind = 'action')",
          "finding.kind = 'action' or finding(kind = 'action')");
    WORDS(HD_FINDING, "review = 'A' and id = 'A-f1' and child.id = 'A-1'",
          "review = 'A' and id = 'A-f1' and child.id = 'A-1'");
    WORDS(HD_REVIEW, "title = 'It''s one' and theme in ('voice', 'trauma')",
          "title = 'It''s one' and theme in ('voice', 'trauma')");
}

Test(filter, a_range_holds_on_one_child_and_says_so)
{
    hd_operand from = {HD_OP_NUMBER, 3, NULL}, to = {HD_OP_NUMBER, 8, NULL};
    hd_filter *f;
    hd_unit owner;
    hd_buf words = HD_BUF_INIT;
    hd_bits all = maker_all(c, HD_REVIEW), found;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_filter_range(c, HD_REVIEW, "age", &from, &to, &m.arena, &f, &owner, &err),
                 HD_OK);
    cr_expect_eq(owner, HD_CHILD);
    /* A has children of 2 and 9: none between. */
    cr_assert_eq(hd_select(c, HD_REVIEW, &all, f, &found, NULL, &err), HD_OK);
    cr_expect_str_eq(maker_ids(&m, c, HD_REVIEW, &found), "");
    hd_filter_words(c, f, &words);
    cr_expect_str_eq(hd_buf_str(&words), "child(age >= 3 and age <= 8)");
    cr_expect_eq(hd_filter_range(c, HD_REVIEW, "area", &from, NULL, &m.arena, &f, &owner, &err),
                 HD_EDATA);
    cr_expect_str_eq(err.msg, "a range does not work on 'area', a category: use =, != or in");
    hd_bits_release(&found);
    hd_bits_release(&all);
    hd_buf_release(&words);
}

Test(filter, no_part_at_all_is_everything_for_and_and_nothing_for_or)
{
    hd_bits all = maker_all(c, HD_REVIEW), found;

    hd_select(c, HD_REVIEW, &all, hd_filter_and(&m.arena, NULL, 0), &found, NULL, NULL);
    cr_expect_eq(hd_bits_count(&found), 4);
    hd_bits_release(&found);
    hd_select(c, HD_REVIEW, &all, hd_filter_or(&m.arena, NULL, 0), &found, NULL, NULL);
    cr_expect_eq(hd_bits_count(&found), 0);
    hd_bits_release(&found);
    hd_bits_release(&all);
}
