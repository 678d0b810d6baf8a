#include "base/err.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <string.h>

#include "base/utf8.h"

Test(err, fail_returns_the_status_and_keeps_the_message)
{
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_fail(&err, HD_EDATA, "expected a date, got '%.40s'", "soon"), HD_EDATA);
    cr_assert_eq(err.status, HD_EDATA);
    cr_assert_str_eq(err.msg, "expected a date, got 'soon'");
}

Test(err, a_null_err_is_allowed)
{
    cr_assert_eq(hd_fail(NULL, HD_EIO, "%d", 1), HD_EIO);
    hd_err_at(NULL, "x");
    hd_err_add(NULL, "x");
}

Test(err, the_path_is_built_on_the_way_up)
{
    hd_err err = HD_ERR_INIT;

    hd_fail(&err, HD_EDATA, "expected a number");
    hd_err_at(&err, "age");
    cr_assert_str_eq(err.msg, "age: expected a number");
    hd_err_at(&err, ".children[%d]", 0);
    cr_assert_str_eq(err.msg, ".children[0]: age: expected a number");
    hd_err_at(&err, "review");
    cr_assert_str_eq(err.msg, "review.children[0]: age: expected a number");

    hd_fail(&err, HD_EDATA, "[2]: expected a number");
    hd_err_at(&err, "themes");
    cr_assert_str_eq(err.msg, "themes[2]: expected a number");
}

Test(err, at_does_nothing_without_an_error)
{
    hd_err err = HD_ERR_INIT;

    hd_err_at(&err, "review");
    cr_assert_str_eq(err.msg, "");
    cr_assert_eq(err.status, HD_OK);
}

Test(err, add_appends)
{
    hd_err err = HD_ERR_INIT;

    hd_fail(&err, HD_EUSAGE, "unknown option '%s'", "col");
    hd_err_add(&err, " (did you mean '%s'?)", "cols");
    cr_assert_str_eq(err.msg, "unknown option 'col' (did you mean 'cols'?)");
}

Test(err, arguments_may_come_from_the_same_err)
{
    hd_err err = HD_ERR_INIT;

    hd_fail(&err, HD_EDATA, "inner");
    hd_fail(&err, HD_EIO, "outer: %s", err.msg);
    hd_err_at(&err, "%s", err.msg);
    hd_err_add(&err, " %s", err.msg);
    cr_assert_str_eq(err.msg, "outer: inner: outer: inner outer: inner: outer: inner");
}

Test(err, controls_and_stray_bytes_become_question_marks)
{
    hd_err err = HD_ERR_INIT;

    hd_fail(&err, HD_EDATA, "a%sb", "\n\t\x1b\x7f");
    cr_assert_str_eq(err.msg, "a????b");
    hd_fail(&err, HD_EDATA, "a%sb", "\xc2\x9b\xff\xe2\x82");
    cr_assert_str_eq(err.msg, "a????b");
    hd_fail(&err, HD_EDATA, "'%.2s'", "a\xc3\xa9");
    cr_assert_str_eq(err.msg, "'a?'");
    hd_fail(&err, HD_EDATA, "%s", "\xc2\xa0\xc3\xa9 \xe2\x82\xac");
    cr_assert_str_eq(err.msg, "\xc2\xa0\xc3\xa9 \xe2\x82\xac");
}

/* Every cut of a text of wide characters, in each of the three ways to write one. */
Test(err, long_text_is_cut_between_characters)
{
    static const char *const wide[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x99\x82"};
    char text[2000];

    for (size_t w = 0; w < 3; w++) {
        for (size_t shift = 0; shift < 4; shift++) {
            hd_err err = HD_ERR_INIT, at = HD_ERR_INIT, add = HD_ERR_INIT;
            size_t n = strlen(wide[w]);
            memset(text, 'x', shift);
            text[shift] = '\0';
            while (strlen(text) < 1500)
                strcat(text, wide[w]);
            hd_fail(&err, HD_EDATA, "%s", text);
            cr_assert(hd_utf8_valid(err.msg, strlen(err.msg), NULL));
            cr_assert_eq(strlen(err.msg), shift + (HD_ERR_MAX - 1 - shift) / n * n);
            cr_assert_eq(strncmp(err.msg, text, strlen(err.msg)), 0);

            hd_fail(&at, HD_EDATA, "%s", text + shift);
            hd_err_at(&at, "%.*s", (int)shift, "abc");
            cr_assert(hd_utf8_valid(at.msg, strlen(at.msg), NULL));
            cr_assert_gt(strlen(at.msg), HD_ERR_MAX - 1 - n);

            hd_fail(&add, HD_EDATA, "%.*s", (int)shift, "abc");
            hd_err_add(&add, "%s", text + shift);
            cr_assert_str_eq(add.msg + shift, err.msg + shift);
            hd_err_add(&add, "%s", text);
            cr_assert(hd_utf8_valid(add.msg, strlen(add.msg), NULL));
        }
    }
}

Test(err, exit_codes_are_the_documented_ones)
{
    static const struct {
        hd_status status;
        int code;
    } all[] = {{HD_OK, 0},       {HD_ESCRIPT, 1},    {HD_ECHECK, 2},    {HD_EUSAGE, 64},
               {HD_EDATA, 65},   {HD_ENOTFOUND, 66}, {HD_EMISSING, 69}, {HD_EFAULT, 70},
               {HD_ECREATE, 73}, {HD_EIO, 74},       {HD_EBUSY, 75},    {HD_ELIMIT, 80},
               {HD_EINTR, 130}};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        cr_assert_eq(hd_exit_code(all[i].status), all[i].code);
}

Test(err, a_fault_says_so_and_ends_with_70, .init = cr_redirect_stderr, .exit_code = 70)
{
    hd_fault("set of %d", 3);
}
