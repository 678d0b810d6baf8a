/* Records that update one finding or child, and coding sheets, into a store. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "io/transfer.h"
#include "store_kit.h"

TestSuite(store_part, .init = kit_begin, .fini = kit_end);

static const char base[] =
    "{\"theme\":{\"code\":\"voice\",\"label\":\"Child's voice\",\"aliases\":[\"Listening\"]}}\n"
    "{\"theme\":{\"code\":\"adults\",\"label\":\"Hidden adults\"}}\n"
    "{\"theme\":{\"code\":\"maybe\",\"label\":\"Maybe\",\"status\":\"candidate\"}}\n"
    "{\"review\":{\"id\":\"A\",\"coded\":true,\"area\":\"North\",\"children\":[{\"id\":\"A\","
    "\"age\":3,"
    "\"sex\":\"male\"}],\"findings\":[{\"id\":\"A-1\",\"text\":\"One\",\"themes\":[\"Listening\","
    "\"Staffing\"],\"kind\":\"practice\"},{\"id\":\"A-2\",\"text\":\"Two\"},{\"id\":\"A-3\","
    "\"text\":\"Same\"},{\"id\":\"A-4\",\"text\":\"same!\"}]}}\n"
    "{\"review\":{\"id\":\"B\"}}\n";

static void imports(const char *text)
{
    cr_assert_eq(kit_import_text("a.db", text), HD_OK, "%s", kit_err.msg);
}

static void refuses(const char *text, const char *message)
{
    size_t len;
    char *bytes = kit_bytes("a.db", &len);

    cr_expect_eq(kit_import_text("a.db", text), HD_EDATA);
    const char *got = strstr(kit_err.msg, "input.jsonl");
    cr_expect(got && strcmp(got, message) == 0, "got %s", kit_err.msg);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    hd_free(bytes);
}

static hd_status import_sheet(const char *text)
{
    static const char *const files[] = {"s.csv", NULL};

    kit_write("s.csv", text);
    return kit_import("a.db", files);
}

static void takes(const char *sheet)
{
    cr_assert_eq(import_sheet(sheet), HD_OK, "%s", kit_err.msg);
}

static void refuses_sheet(const char *sheet, const char *message)
{
    size_t len;
    char *bytes = kit_bytes("a.db", &len);

    cr_expect_eq(import_sheet(sheet), HD_EDATA, "for %s", sheet);
    const char *got = strstr(kit_err.msg, "s.csv");
    cr_expect(got && strcmp(got, message) == 0, "got %s", kit_err.msg);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    hd_free(bytes);
}

/* The store holds this line. */
static void holds(const char *line)
{
    char *text = kit_export("a.db");
    cr_expect(strstr(text, line) != NULL, "no %s in %s", line, text);
    hd_free(text);
}

static void has_labels(const char *finding, const char *labels)
{
    char sql[300];
    snprintf(sql, sizeof sql,
             "SELECT l.label FROM coding c JOIN label l ON l.row = c.label JOIN row_finding f ON"
             " f.row = c.finding WHERE f.id = '%s' ORDER BY c.pos",
             finding);
    char *got = kit_query("a.db", sql);
    cr_expect_str_eq(got, labels, "%s has %s", finding, got);
    hd_free(got);
}

/* ---- records ---- */

Test(store_part, a_finding_record_changes_what_it_gives_and_nothing_else)
{
    imports(base);
    imports("{\"finding\":{\"review\":\"A\",\"id\":\"A-1\",\"themes\":[\"adults\"]}}\n");
    holds("{\"id\":\"A-1\",\"text\":\"One\",\"themes\":[\"adults\"],\"kind\":\"practice\"},"
          "{\"id\":\"A-2\",\"text\":\"Two\"},{\"id\":\"A-3\",\"text\":\"Same\"},"
          "{\"id\":\"A-4\",\"text\":\"same!\"}]}}\n");
    cr_expect_eq(kit_summary.findings.changed, 1);
    cr_expect_eq(kit_summary.findings.unchanged, 0);
    imports("{\"finding\":{\"review\":\"A\",\"text\":\"two.\",\"kind\":\"action\"}}\n"
            "{\"finding\":{\"review\":\"A\",\"id\":\"A-1\",\"kind\":null,\"text\":\"Eins\"}}\n"
            "{\"finding\":{\"review\":\"A\",\"text\":\"EINS\",\"themes\":[]}}\n");
    holds("[{\"id\":\"A-1\",\"text\":\"EINS\"},"
          "{\"id\":\"A-2\",\"text\":\"two.\",\"kind\":\"action\"},");
    cr_expect(strstr(kit_notices(), "removed") == NULL, "%s", kit_notices());
}

Test(store_part, a_child_record_changes_or_adds_one_child)
{
    imports(base);
    imports("{\"child\":{\"review\":\"A\",\"id\":\"A\",\"age\":4}}\n"
            "{\"child\":{\"review\":\"A\",\"id\":\"A2\",\"age\":1}}\n"
            "{\"child\":{\"review\":\"B\",\"id\":\"B\",\"sex\":\"female\"}}\n"
            "{\"child\":{\"review\":\"A\",\"id\":\"A2\",\"age\":{\"missing\":\"unknown\"}}}\n");
    holds("\"children\":[{\"id\":\"A\",\"age\":4,\"sex\":\"male\"},"
          "{\"id\":\"A2\",\"age\":{\"missing\":\"unknown\"}}]");
    holds("{\"review\":{\"id\":\"B\",\"coded\":false,\"children\":[{\"id\":\"B\",\"sex\":"
          "\"female\"}]}}");
    cr_expect(kit_summary.children.added == 2 && kit_summary.children.changed == 1);
}

Test(store_part, a_part_may_stand_before_its_review_and_theme)
{
    imports("{\"finding\":{\"review\":\"C\",\"id\":\"c1\",\"themes\":[\"T\"]},\"suggestion\":[1]}\n"
            "{\"suggestion\":{\"x\":[]},\"child\":{\"review\":\"C\",\"id\":\"k\",\"age\":2}}\n"
            "{\"review\":{\"id\":\"C\",\"findings\":[{\"id\":\"c1\",\"text\":\"x\"}]}}\n"
            "{\"theme\":{\"code\":\"t\",\"label\":\"T\"}}\n");
    holds("{\"review\":{\"id\":\"C\",\"coded\":false,\"children\":[{\"id\":\"k\",\"age\":2}],"
          "\"findings\":[{\"id\":\"c1\",\"text\":\"x\",\"themes\":[\"T\"]}]}}");
    cr_expect_str_eq(kit_unmatched(), "");
}

Test(store_part, a_finding_that_is_not_there_is_added_when_it_has_a_text)
{
    imports(base);
    imports(
        "{\"finding\":{\"review\":\"B\",\"id\":\"new\",\"text\":\"N\",\"source\":\"nowhere\"}}\n"
        "{\"finding\":{\"review\":\"B\",\"text\":\"M\"}}\n"
        "{\"finding\":{\"review\":\"B\",\"text\":\"m\",\"themes\":[\"voice\"]}}\n");
    holds("\"findings\":[{\"id\":\"B-1\",\"text\":\"m\",\"themes\":[\"voice\"]},"
          "{\"id\":\"new\",\"text\":\"N\",\"source\":\"nowhere\"}]");
    cr_expect(strstr(kit_notices(), "input.jsonl:1: finding.source: no source 'nowhere'") != NULL,
              "%s", kit_notices());
}

Test(store_part, the_findings_of_a_review_with_the_longest_id_can_be_read_back)
{
    char id[HD_MAX_ID + 1];
    hd_buf text = HD_BUF_INIT;

    memset(id, 'R', HD_MAX_ID);
    id[HD_MAX_ID] = '\0';
    hd_buf_printf(&text,
                  "{\"review\":{\"id\":\"%s\",\"findings\":[{\"text\":\"x\"}]}}\n"
                  "{\"finding\":{\"review\":\"%s\",\"text\":\"y\"}}\n",
                  id, id);
    imports(text.data);
    holds("R-1\",\"text\":\"x\"}");
    holds("R-2\",\"text\":\"y\"}");
    hd_buf_release(&text);
}

Test(store_part, importing_parts_twice_changes_no_byte)
{
    static const char parts[] =
        "{\"finding\":{\"review\":\"A\",\"id\":\"A-2\",\"themes\":[\"x\"]}}\n"
        "{\"child\":{\"review\":\"B\",\"id\":\"b\",\"age\":0.5}}\n";
    size_t len;

    imports(base);
    imports(parts);
    char *bytes = kit_bytes("a.db", &len);
    imports(parts);
    cr_expect_not(kit_summary.changed);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    hd_free(bytes);
}

Test(store_part, what_is_not_there_is_named_with_the_nearest)
{
    imports(base);
    refuses("{\"finding\":{\"review\":\"a\",\"id\":\"A-1\"}}\n",
            "input.jsonl:1: finding.review: no review 'a' (did you mean 'A'?)");
    refuses("{\"child\":{\"review\":\"Somewhere\",\"id\":\"A-1\"}}\n",
            "input.jsonl:1: child.review: no review 'Somewhere'");
    refuses("{\"child\":{\"review\":\"A\",\"id\":\"k\"}}\n\n"
            "{\"finding\":{\"review\":\"A\",\"id\":\"A-21\",\"themes\":[]}}\n",
            "input.jsonl:3: finding.id: no finding 'A-21' in review A (did you mean 'A-1'?)");
    refuses("{\"finding\":{\"review\":\"A\",\"text\":\"SAME\"}}\n",
            "input.jsonl:1: finding.text: several findings of review A have this text (A-3, A-4): "
            "expected an id");
}

Test(store_part, a_review_has_room_for_so_many_children)
{
    hd_buf text = HD_BUF_INIT;

    hd_buf_adds(&text, "{\"review\":{\"id\":\"R\"}}\n");
    for (int i = 0; i < HD_MAX_CHILDREN; i++)
        hd_buf_printf(&text, "{\"child\":{\"review\":\"R\",\"id\":\"%d\"}}\n", i);
    imports(text.data);
    refuses("{\"child\":{\"review\":\"R\",\"id\":\"x\"}}\n",
            "input.jsonl:1: child: review R has 1000 children, and may not have more");
    hd_buf_release(&text);
}

Test(store_part, convert_prints_parts_as_they_are)
{
    static const char parts[] =
        "{\"finding\":{\"review\":\"R\",\"id\":\"f\",\"text\":\"x\",\"themes\":[\"a\"],\"kind\":"
        "null}}\n"
        "{\"child\":{\"review\":\"R\",\"id\":\"c\",\"age\":{\"missing\":\"unknown\"}}}\n";
    hd_buf out = HD_BUF_INIT;

    kit_write("p.jsonl", parts);
    hd_transfer_doc doc = {kit_path("p.jsonl"), NULL, 0};
    cr_assert_eq(hd_transfer_convert(&doc, kit_to_buf, &out, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_expect_str_eq(out.data, parts);
    hd_buf_release(&out);
}

/* ---- sheets ---- */

#define HEADER "review,finding,coded,text,label as written,suggested theme,theme\n"

Test(store_part, a_sheet_codes)
{
    imports(base);
    takes("\xef\xbb\xbf" HEADER "A,A-1,,One,Staffing,adults,\"adults; Child's voice\"\r\n"
          "A,A-2,,Two,,adults,\r\nA,A-3,,Same,,,Hidden adults\r\nB,,yes,,,,\r\n");
    has_labels("A-1", "Listening\nStaffing\nadults\n");
    has_labels("A-2", "");
    has_labels("A-3", "Hidden adults\n");
    holds("{\"review\":{\"id\":\"B\",\"coded\":true}}");
    holds(
        "{\"review\":{\"id\":\"A\",\"coded\":true,\"area\":\"North\",\"children\":[{\"id\":\"A\",");
    cr_expect(kit_summary.findings.changed == 2 && kit_summary.findings.unchanged == 1);
}

Test(store_part, a_sheet_that_nobody_edited_changes_nothing)
{
    imports(base);
    takes(HEADER "A,A-1,yes,One,Staffing,,voice\nA,A-2,,Two,,adults,\nA,A-3,,Same,,,\n");
    cr_expect_not(kit_summary.changed);
    cr_expect_str_eq(kit_notices(), "");
}

Test(store_part, a_sheet_may_come_with_its_reviews)
{
    static const char *const files[] = {"s.csv", "b.jsonl", NULL};

    kit_write("s.csv", HEADER "A,A-2,no,,,,voice\n");
    kit_write("b.jsonl", base);
    cr_assert_eq(kit_import("a.db", files), HD_OK, "%s", kit_err.msg);
    has_labels("A-2", "voice\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":false,");
}

Test(store_part, a_label_that_matched_nothing_when_the_sheet_was_made_stays)
{
    imports(base);
    imports("{\"theme\":{\"code\":\"staff\",\"label\":\"Staffing\"}}\n");
    takes(HEADER "A,A-1,,One,other; Staffing,,voice\n");
    has_labels("A-1", "Listening\nStaffing\n");
    takes(HEADER "A,A-1,,One,,,\n");
    has_labels("A-1", "");
    cr_expect(
        strstr(kit_notices(), "1 finding lost a theme that the sheet no longer gives: line 2"),
        "%s", kit_notices());
}

Test(store_part, sheets_as_spreadsheets_save_them)
{
    imports(base);
    /* Other order and case, semicolons, every cell quoted, empty columns and rows at the end. */
    takes("\"Theme\";\"REVIEW\";\"Finding\";\"Coded\";\"\";\"\"\r\n"
          "\"voice;\";\"A\";\" A-2 \";\"TRUE\";\"\";\"\"\r\n"
          "\"\";\"\";\"\";\"\";\"\";\"\"\r\n;;;;;\r\n");
    has_labels("A-2", "voice\n");
    /* Rows in another order, tabs, old line ends, a column of one's own, no final line end. */
    takes(
        "review\tfinding\tnotes\ttheme\rA\tA-3\tx\tvoice\rA\tA-2\t\t\rA\tA-1\t\"a\rb\"\tLISTENING");
    has_labels("A-3", "voice\n");
    has_labels("A-2", "");
    has_labels("A-1", "Listening\nStaffing\n");
    cr_expect(strstr(kit_notices(), "the column 'notes' is no part of a coding sheet") != NULL);
    /* Found by text; no column for themes. */
    takes("text,coded,review\nTWO!,0,A\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":false,");
    has_labels("A-3", "voice\n");
    takes(HEADER);
    cr_expect_not(kit_summary.changed);
    cr_expect(strstr(kit_notices(), "s.csv: has no rows") != NULL);
}

Test(store_part, the_apostrophe_before_a_formula_makes_no_difference)
{
    imports("{\"theme\":{\"code\":\"=t\",\"label\":\"+Label; x\"}}\n"
            "{\"review\":{\"id\":\"-R\",\"findings\":[{\"id\":\"@1\",\"text\":\"=1+1\"},"
            "{\"id\":\"2\",\"text\":\"'=quoted\"}]}}\n");
    takes(HEADER "'-R,'@1,yes,'=1+1,,,'=t\n-R,2,,'=quoted,,,\"'+Label; x\"\n");
    has_labels("@1", "=t\n");
    has_labels("2", "+Label; x\n");
    cr_expect_str_eq(kit_notices(), "");
}

Test(store_part, sheets_that_contradict_are_refused_with_their_lines)
{
    imports(base);
    refuses_sheet(HEADER "A,A-1,,,,,\nA,A-2,,,,,\nA,A-1,,,,,\n",
                  "s.csv:4: finding 'A-1' already has a row, line 2");
    refuses_sheet("review,finding,text,theme\nA,A-1,,\nA,,one,\n",
                  "s.csv:3: finding 'A-1' already has a row, line 2");
    refuses_sheet(HEADER "A,A-1,yes,,,,\nB,,no,,,,\nA,A-2,no,,,,\n",
                  "s.csv:4: coded: review A is no here and yes on line 2");
    refuses_sheet(HEADER "A,A-1,,Two,,,\n",
                  "s.csv:2: text: is that of finding 'A-2', not of 'A-1'");
    refuses_sheet(HEADER "A,,,Same,,,\n",
                  "s.csv:2: text: findings 'A-3' and 'A-4' both have this text: expected the id in "
                  "the column 'finding'");
}

Test(store_part, sheets_that_name_what_is_not_there_are_refused)
{
    imports(base);
    refuses_sheet(HEADER "\"A\",\"A-1\",,\"One\n\n\",,,\nD,A-1,,,,,\n",
                  "s.csv:5: review: no review 'D' (did you mean 'A'?)");
    refuses_sheet(HEADER "A,A-9,,,,,\n",
                  "s.csv:2: finding: no finding 'A-9' in review A (did you mean 'A-1'?)");
    refuses_sheet(HEADER "A,,,Three,,,\n", "s.csv:2: text: no finding of review A has this text");
    refuses_sheet(HEADER "A,A-1,,,,,voice; adult\n",
                  "s.csv:2: theme: no theme 'adult' (did you mean 'adults'?)");
    refuses_sheet(HEADER "A,A-1,,,,,maybe\n",
                  "s.csv:2: theme: 'maybe' is a candidate theme, which is never counted");
    refuses_sheet(HEADER "A,,,,,,voice\n",
                  "s.csv:2: finding: expected the id or the text of a finding");
    refuses_sheet(HEADER ",A-1,,,,,voice\n", "s.csv:2: review: expected the id of a review");
    refuses_sheet(HEADER "A,A-1,perhaps,,,,voice\n",
                  "s.csv:2: coded: expected yes, no or an empty cell, got text 'perhaps'");
    refuses_sheet("review,finding,theme\nA,A-1,voice,adults\n",
                  "s.csv:2: the row has 4 cells, the header 3");
}

Test(store_part, a_csv_that_is_no_coding_sheet_is_refused)
{
#define EXPECTED                                                                                   \
    "(expected the header review,finding,coded,text,label as written,suggested theme,theme"
    imports(base);
    refuses_sheet("", "s.csv:1: no coding sheet: it is empty " EXPECTED ")");
    refuses_sheet("\n\nid,area\n", "s.csv:3: no coding sheet: it has no column 'review' " EXPECTED
                                   ", got 'id,area')");
    refuses_sheet("review,theme\n", "s.csv:1: no coding sheet: it has no column 'finding' or "
                                    "'text' " EXPECTED ", got 'review,theme')");
    refuses_sheet("review,finding\n", "s.csv:1: no coding sheet: it has no column 'theme' or "
                                      "'coded' " EXPECTED ", got 'review,finding')");
    refuses_sheet("review,finding,theme,Theme\n", "s.csv:1: the column 'theme' is there twice");
}
