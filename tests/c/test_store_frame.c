/* Crosswalks and comparators: what a document may say of them, and what a store keeps. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/alloc.h"
#include "io/store_read.h"
#include "io/transfer.h"
#include "store_kit.h"

TestSuite(store_frame, .init = kit_begin, .fini = kit_end);

/* Documents are written with ' for ". */
static char *quoted(const char *text)
{
    char *out = hd_strdup(text);

    for (char *p = out; *p; p++) {
        if (*p == '\'')
            *p = '"';
    }
    return out;
}

static hd_status import(const char *text)
{
    char *document = quoted(text);
    hd_status status = kit_import_text("a.db", document);

    hd_free(document);
    return status;
}

static void imports(const char *text)
{
    cr_assert_eq(import(text), HD_OK, "%s", kit_err.msg);
}

static void holds(const char *expected)
{
    char *text = kit_export("a.db"), *wanted = quoted(expected);

    cr_expect_str_eq(text, wanted);
    hd_free(text);
    hd_free(wanted);
}

/* The message, after the file's name. */
static void refuses(const char *text, const char *message)
{
    cr_assert_neq(import(text), HD_OK, "%s", text);
    const char *at = strstr(kit_err.msg, ".jsonl:");
    cr_expect_str_eq(at ? at + 7 : kit_err.msg, message);
}

static void gives(const char *sql, const char *expected)
{
    char *text = kit_query("a.db", sql);

    cr_expect_str_eq(text, expected);
    hd_free(text);
}

#define THEMES                                                                                     \
    "{'theme':{'code':'voice','label':'Voice of the child'}}\n"                                    \
    "{'theme':{'code':'heard','label':'Heard','aliases':['Listened to']}}\n"
#define PANEL                                                                                      \
    "{'crosswalk':{'frame':'panel','version':'2020','label':'The panel','source':'p20',"           \
    "'themes':[{'code':'daily-life','label':'Daily life','from':['voice','Listened to']},"         \
    "{'code':'culture','label':'Culture','from':[]}]}}\n"
#define ENGLAND                                                                                    \
    "{'comparator':{'id':'e25','source':'p20','title':'Notifications','place':'England',"          \
    "'from':'2024-04-01','to':'2025-03-31','unit':'notification','date_basis':'notified',"         \
    "'definition':'Incidents.','field':'outcome','values':{'death':2,'harm':3},'total':6}}\n"

Test(store_frame, records_come_back_as_given_and_change_nothing_twice)
{
    size_t len;

    imports("{'source':{'id':'p20'}}\n" THEMES PANEL ENGLAND);
    cr_expect_eq(kit_summary.records[HD_REC_CROSSWALK].added, 1);
    cr_expect_eq(kit_summary.records[HD_REC_COMPARATOR].added, 1);
    holds("{'source':{'id':'p20'}}\n" THEMES PANEL ENGLAND);
    char *bytes = kit_bytes("a.db", &len);
    imports(PANEL ENGLAND);
    cr_expect_not(kit_summary.changed);
    cr_expect_eq(kit_summary.records[HD_REC_CROSSWALK].unchanged, 1);
    cr_expect_eq(kit_summary.records[HD_REC_COMPARATOR].unchanged, 1);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    char *text = kit_export("a.db");
    cr_assert_eq(kit_import_text("b.db", text), HD_OK, "%s", kit_err.msg);
    char *again = kit_export("b.db");
    cr_expect_str_eq(again, text);
    gives("SELECT count(*) FROM pragma_foreign_key_check", "0\n");
    hd_free(bytes);
    hd_free(text);
    hd_free(again);
}

Test(store_frame, only_what_is_given_is_replaced_and_versions_stand_side_by_side)
{
    imports(THEMES PANEL ENGLAND);
    cr_expect(strstr(kit_notices(), "p20"), "%s", kit_notices());
    imports("{'crosswalk':{'frame':'panel','version':'2020','label':'Panel of 2020'}}\n"
            "{'crosswalk':{'frame':'panel','version':'2023','themes':[{'code':'x','label':'X',"
            "'from':['heard']}]}}\n"
            "{'comparator':{'id':'e25','place':'England','from':'2024-04-01','to':'2025-03-31',"
            "'unit':'incident','field':'outcome','values':{'death':1}}}\n");
    cr_expect_eq(kit_summary.records[HD_REC_CROSSWALK].added, 1);
    cr_expect_eq(kit_summary.records[HD_REC_CROSSWALK].changed, 1);
    cr_expect_eq(kit_summary.records[HD_REC_COMPARATOR].changed, 1);
    gives("SELECT version, label, source FROM crosswalk ORDER BY version",
          "2020|Panel of 2020|p20\n2023|Panel|NULL\n");
    gives("SELECT version, code, theme FROM crosswalk c JOIN crosswalk_theme t ON t.crosswalk = "
          "c.row JOIN crosswalk_from f ON f.crosswalk = t.crosswalk AND f.pos = t.pos ORDER BY 1, "
          "f.pos, item",
          "2020|daily-life|voice\n2020|daily-life|Listened to\n2023|x|heard\n");
    gives("SELECT unit, title, total FROM comparator", "incident|Notifications|6\n");
    gives("SELECT value, n FROM comparator_value", "death|1\n");
}

Test(store_frame, a_theme_that_is_none_is_named_with_its_place_and_the_nearest)
{
    refuses(THEMES "{'crosswalk':{'frame':'panel','version':'1','themes':[{'code':'a','label':'A',"
                   "'from':[]},{'code':'b','label':'B','from':['voice','heart']}]}}\n",
            "3: crosswalk.themes[1].from[1]: unknown theme 'heart' (did you mean 'heard'?)");
    refuses("{'theme':{'code':'c','label':'C','status':'candidate'}}\n"
            "{'crosswalk':{'frame':'panel','version':'1','themes':[{'code':'b','label':'B',"
            "'from':['c']}]}}\n",
            "2: crosswalk.themes[0].from[0]: 'c' is a candidate theme");
    /* A stored one, when the name it was written with is taken away. */
    imports(THEMES PANEL);
    cr_assert_neq(import("{'theme':{'code':'heard','aliases':[]}}\n"), HD_OK);
    cr_expect_str_eq(kit_err.msg, "crosswalk 'panel' (version 2020), theme 'daily-life': unknown "
                                  "theme 'Listened to'");
    holds(THEMES PANEL);
}

Test(store_frame, a_bad_crosswalk_is_refused)
{
#define CROSSWALK(members) "{'crosswalk':{'version':'1'," members "}}\n"
#define ONE "'themes':[{'code':'a','label':'A','from':[]}]"
    refuses(CROSSWALK("'frame':'Panel'," ONE),
            "1: crosswalk 'Panel': expected a name of a to z, 0 to 9 and '_' that begins with a "
            "letter, at most 200 bytes");
    refuses(CROSSWALK("'frame':'theme'," ONE), "1: crosswalk 'theme': this name is reserved");
    refuses(CROSSWALK("'frame':'area'," ONE), "1: crosswalk 'area': a review field has this name");
    refuses(CROSSWALK("'frame':'p'," ONE) "{'band':{'field':'age','name':'p','bounds':[1]}}\n",
            "2: band 'p': a crosswalk has this name");
    refuses(CROSSWALK("'frame':'p'," ONE) "{'field':{'key':'p','of':'child','kind':'flag'}}\n",
            "2: field 'p': a crosswalk has this name");
    refuses("{'crosswalk':{'frame':'p','version':'1@2'," ONE "}}\n",
            "1: crosswalk 'p': version '1@2': expected one without '@'");
    refuses(CROSSWALK("'frame':'p'"), "1: crosswalk 'p': a new one needs 'themes'");
    refuses(CROSSWALK("'frame':'p','themes':[]"),
            "1: crosswalk 'p': expected 1 to 1000 themes, got 0");
    refuses(CROSSWALK("'frame':'p','themes':[{'code':'a','label':'A','from':[]},{'code':'a',"
                      "'label':'B','from':[]}]"),
            "1: crosswalk 'p': theme 'a' is given twice");
    refuses(CROSSWALK("'frame':'p','themes':[{'code':'a','label':'A','from':[]},{'code':'b',"
                      "'label':'A','from':[]}]"),
            "1: crosswalk 'p': two themes have the label 'A'");
    refuses(CROSSWALK("'frame':'p','themes':[{'code':'a','label':'(not mapped)','from':[]}]"),
            "1: crosswalk 'p': theme 'a': tables of themes have a row of this name");
    refuses(CROSSWALK("'frame':'p','themes':[{'code':'a','from':[]}]"),
            "1: crosswalk.themes[0]: expected the key 'label'");
    refuses(CROSSWALK("'frame':'p','themes':[{'code':'a','label':'A'}]"),
            "1: crosswalk.themes[0]: expected the key 'from'");
    refuses(CROSSWALK("'frame':'p','themes':[{'code':'a','label':'A','form':[]}]"),
            "1: crosswalk.themes[0].form: unknown key (did you mean 'from'?)");
    refuses(CROSSWALK("'frame':'p','themes':{}"),
            "1: crosswalk.themes: expected a list of themes, got an object");
    refuses(CROSSWALK("'frame':'p'," ONE) CROSSWALK("'frame':'p'," ONE),
            "2: crosswalk.version: '1' is already in this file, on line 1");
}

/* A document above 256 KiB is read ahead by another thread, which reuses the memory of keys. */
Test(store_frame, values_of_a_comparator_are_not_garbled_in_a_large_document)
{
    hd_buf text = HD_BUF_INIT;

    hd_buf_adds(&text, "{'source':{'id':'p20'}}\n" ENGLAND);
    for (int i = 0; i < 3000; i++)
        hd_buf_printf(&text,
                      "{'review':{'id':'R%d','title':'A title','children':[{'id':'a','age':1},"
                      "{'id':'b','age':2},{'id':'c','age':3},{'id':'d','age':4}]}}\n",
                      i);
    imports(hd_buf_str(&text));
    gives("SELECT value, n FROM comparator_value ORDER BY pos", "death|2\nharm|3\n");
    hd_buf_release(&text);
}

Test(store_frame, a_bad_comparator_is_refused)
{
#define COMPARATOR(members)                                                                        \
    "{'comparator':{'id':'c','place':'P','from':'2024','to':'2024','unit':'u',"                    \
    "'field':'outcome'" members "}}\n"
    refuses(COMPARATOR(""), "1: comparator: expected the key 'values'");
    refuses(COMPARATOR(",'values':{}"),
            "1: comparator.values: expected at least one value with its count");
    refuses(COMPARATOR(",'values':{'a':-1}"),
            "1: comparator.values.a: expected a whole number from 0 up, got number -1");
    refuses(COMPARATOR(",'values':{'a':'1'}"),
            "1: comparator.values.a: expected a whole number from 0 up, got text '1'");
    refuses(COMPARATOR(",'values':{'a':1,'a':2}"),
            "1: comparator.values.a: this key is given twice");
    refuses(COMPARATOR(",'values':{'':1}"), "1: comparator.values.: expected text, got empty text");
    refuses(COMPARATOR(",'values':[1]"), "1: comparator.values: expected an object, got a list");
    refuses(COMPARATOR(",'values':{'a':3},'total':2"),
            "1: comparator.total: expected at least 3, the count of 'a'");
    refuses(COMPARATOR(",'values':{'a':3},'totl':2"),
            "1: comparator.totl: unknown key (did you mean 'total'?)");
    refuses("{'comparator':{'id':'c','place':'P','from':'2024','to':'2023','unit':'u',"
            "'field':'outcome','values':{'a':1}}}\n",
            "1: comparator.to: expected a date not before '2024', got '2023'");
    imports(COMPARATOR(",'values':{'a':3},'total':4"));
    refuses(COMPARATOR(",'values':{'a':5}"),
            "1: comparator: the stored total of 'c' is 4, below the count of 'a': expected the "
            "key 'total'");
}

static void damaged(const char *sql, const char *message)
{
    hd_store *s = NULL;
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    imports(THEMES PANEL ENGLAND);
    kit_exec("a.db", sql);
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &err), HD_OK, "%s", err.msg);
    cr_expect_eq(hd_transfer_export(s, kit_to_buf, &out, &err), HD_EDATA);
    cr_expect(strstr(err.msg, message), "%s: %s", sql, err.msg);
    hd_store_close(s);
    hd_buf_release(&out);
}

Test(store_frame, what_no_document_may_have_is_damage)
{
    damaged("DELETE FROM crosswalk_theme WHERE pos = 0", "is missing");
}

Test(store_frame, counts_that_are_none_are_damage)
{
    damaged("UPDATE comparator_value SET n = -1", "a number of the comparator 'e25'");
}

Test(store_frame, a_comparator_without_values_is_damage)
{
    damaged("DELETE FROM comparator_value", "the comparator 'e25' has no values");
}
