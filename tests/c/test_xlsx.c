#include "host/xlsx.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(xlsx, .timeout = 60);

#define BEGIN "heddle-xlsx 1\nbook\tTitle\t\tAuthor\ten-GB\nsheets\tCover\t2025-26\nsheet\t40\n"
#define COVER BEGIN "row\ttitle=Title\n"
#define SHEET COVER "sheet\t20\t10\nrow\ttitle=A table\ntable\ttable_1\t=Area\t>n\n"

static void makes(const char *plan, hd_buf *out)
{
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_xlsx_make(plan, strlen(plan), out, &err), HD_OK, "%s", err.msg);
    cr_assert_gt(out->len, 1000);
    cr_assert_arr_eq(out->data, "PK\x03\x04", 4);
}

static void refuses(const char *plan, const char *message)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_xlsx_make(plan, strlen(plan), &out, &err), HD_EFAULT);
    cr_assert(strstr(err.msg, message), "%s", err.msg);
    cr_assert_eq(out.len, 0);
}

Test(xlsx, a_plan_gives_the_same_bytes_each_time)
{
    hd_buf once = HD_BUF_INIT, again = HD_BUF_INIT;
    const char plan[] =
        SHEET "row\tin1=a \\\\ \\t \\n b\tn1,=1234.5\nrow\ttext==1+1\tright=[z]\nend\ndone\n";

    setenv("TMPDIR", "/nowhere", 1);
    makes(plan, &once);
    unsetenv("TMPDIR");
    makes(plan, &again);
    cr_assert_eq(once.len, again.len);
    cr_assert_arr_eq(once.data, again.data, once.len);
    hd_buf_release(&once);
    hd_buf_release(&again);
}

Test(xlsx, a_large_plan_is_taken)
{
    hd_buf plan = HD_BUF_INIT, out = HD_BUF_INIT;

    hd_buf_adds(&plan, SHEET);
    for (int i = 0; i < 20000; i++)
        hd_buf_printf(&plan, "row\ttext=row %d of many, each with a text of its own\tn0=%d\n", i,
                      i);
    hd_buf_adds(&plan, "end\ndone\n");
    makes(plan.data, &out);
    hd_buf_release(&plan);
    hd_buf_release(&out);
}

Test(xlsx, a_plan_that_breaks_its_rules_is_refused)
{
    refuses("", "before it is done");
    refuses("heddle-xlsx 2\n", "line 1: expected a plan of version 1");
    refuses("heddle-xlsx 1\nsheets\ta\n", "line 2: expected book");
    refuses("heddle-xlsx 1\nbook\ta\n", "line 2: expected title");
    refuses("heddle-xlsx 1\nbook\t\t\t\t\nsheets\ta[b\n", "line 3: ");
    refuses("heddle-xlsx 1\nbook\t\t\t\t\nsheets\ta\tA\n", "line 3: ");
    refuses(COVER, "before it is done");
    refuses(COVER "done\n", "line 6: done before every sheet");
    refuses(BEGIN "sheet\t1\n", "line 5: the sheet before is empty");
    refuses(BEGIN "row\n", "a row without cells");
    refuses(BEGIN "row1\ttext=a\n", "a height there is not");
    refuses(BEGIN "rows\ttext=a\n", "a height there is not");
    refuses(BEGIN "row\tx", "line 5: the line has no end");
    refuses(BEGIN "row\tx\n", "expected STYLE=VALUE");
    refuses(BEGIN "row\tx=1\n", "a style there is not");
    refuses(BEGIN "row\tn0=x\n", "expected a decimal number");
    refuses(BEGIN "row\tn0=inf\n", "expected a decimal number");
    refuses(BEGIN "row\tn0=\n", "expected a decimal number");
    refuses(BEGIN "row\tn0;=1\n", "a style of numbers there is not");
    refuses(BEGIN "row\tin16=x\n", "an indent there is not");
    refuses(BEGIN "row\tlink3=x\n", "a link to no worksheet");
    refuses(BEGIN "row\ttext=\x01\n", "a control character");
    refuses(BEGIN "row\ttext=\\x\n", "behind a backslash");
    refuses(SHEET "end\n", "of one without rows");
    refuses(SHEET "row\ttext=a\n", "another number of cells");
    refuses(SHEET "row\ttext=a\tn0=1\nend\nrow\ttext=a\n", "line 11: a row below a table");
    refuses(SHEET "row\ttext=a\tn0=1\ndone\n", "done before every sheet");
    refuses(COVER "sheet\t300\n", "a width there is not");
    refuses(COVER "sheet\t20\ntable\tt\t=\n", "without a header");
}
