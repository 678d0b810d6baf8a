/* What an import does to what is there. */
#include "io/store_write.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "io/store_read.h"
#include "io/transfer.h"
#include "store_kit.h"

TestSuite(store_write, .init = kit_begin, .fini = kit_end);

static void imports(const char *text)
{
    cr_assert_eq(kit_import_text("a.db", text), HD_OK, "%s", kit_err.msg);
}

static void holds(const char *expected)
{
    char *text = kit_export("a.db");
    cr_expect_str_eq(text, expected);
    hd_free(text);
}

static void query_gives(const char *sql, const char *expected)
{
    char *text = kit_query("a.db", sql);
    cr_expect_str_eq(text, expected);
    hd_free(text);
}

static void counts(hd_change_counts c, size_t added, size_t changed, size_t unchanged)
{
    cr_expect(c.added == added && c.changed == changed && c.unchanged == unchanged,
              "%zu added, %zu changed, %zu unchanged", c.added, c.changed, c.unchanged);
}

static void stop_at_record(void *ctx, size_t records)
{
    (void)ctx;
    (void)records;
    hd_stop_set(HD_STOP_INTERRUPT);
}

/* ---- updates ---- */

Test(store_write, a_key_not_given_keeps_what_is_stored)
{
    imports("{\"review\":{\"id\":\"A\",\"coded\":true,\"area\":\"North\",\"kind\":\"lcspr\","
            "\"children\":[{\"id\":\"c\",\"age\":3}]}}\n");
    imports("{\"review\":{\"id\":\"A\",\"area\":\"South\",\"kind\":null}}\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":true,\"area\":\"South\","
          "\"children\":[{\"id\":\"c\",\"age\":3}]}}\n");
    counts(kit_summary.records[HD_REC_REVIEW], 0, 1, 0);
    counts(kit_summary.children, 0, 0, 0);
}

Test(store_write, importing_twice_changes_no_byte)
{
    static const char text[] =
        "{\"source\":{\"id\":\"s\",\"title\":\"S\"}}\n{\"coverage\":{\"from\":\"2020\",\"to\":"
        "\"2021\"}}\n"
        "{\"field\":{\"key\":\"area\",\"of\":\"review\",\"kind\":\"category\",\"values\":[\"N\"]}}"
        "\n"
        "{\"band\":{\"field\":\"age\",\"name\":\"ages\",\"bounds\":[1,2.5]}}\n"
        "{\"theme\":{\"code\":\"t\",\"label\":\"T\",\"aliases\":[\"u\"]}}\n"
        "{\"figure\":{\"source\":\"s\",\"label\":\"F\",\"n\":1,\"of\":2,\"percent\":50}}\n"
        "{\"figure\":{\"label\":\"F\",\"n\":1}}\n"
        "{\"passage\":{\"review\":\"A\",\"source\":\"s\",\"text\":\"words\"}}\n"
        "{\"review\":{\"id\":\"A\",\"coded\":true,\"findings\":[{\"text\":\"one\",\"themes\":["
        "\"T\"]},"
        "{\"text\":\"two\",\"source\":\"s\"}],\"children\":[{\"id\":\"c\",\"age\":0.1}]}}\n";
    size_t len;

    imports(text);
    char *bytes = kit_bytes("a.db", &len);
    imports(text);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    cr_expect_not(kit_summary.changed);
    for (size_t i = 0; i <= HD_REC_PASSAGE; i++)
        counts(kit_summary.records[i], 0, 0, i == HD_REC_FIGURE ? 2 : 1);
    counts(kit_summary.findings, 0, 0, 2);
    counts(kit_summary.children, 0, 0, 1);
    hd_free(bytes);
}

Test(store_write, a_review_in_two_files_of_one_import_is_counted_once)
{
    static const char *const files[] = {"1.jsonl", "2.jsonl", NULL};

    kit_write("1.jsonl", "{\"review\":{\"id\":\"A\",\"area\":\"North\"}}\n");
    kit_write("2.jsonl", "{\"review\":{\"id\":\"A\",\"kind\":\"lcspr\"}}\n");
    cr_assert_eq(kit_import("a.db", files), HD_OK, "%s", kit_err.msg);
    counts(kit_summary.records[HD_REC_REVIEW], 1, 0, 0);
    holds("{\"review\":{\"id\":\"A\",\"coded\":false,\"kind\":\"lcspr\",\"area\":\"North\"}}\n");
}

Test(store_write, missing_states_come_back_as_given)
{
    imports(
        "{\"review\":{\"id\":\"A\",\"area\":{\"missing\":\"unknown\"},"
        "\"outcome\":{\"missing\":\"not-applicable\"},\"kind\":null,\"incident\":\"2024-03\"}}\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":false,\"outcome\":{\"missing\":\"not-applicable\"},"
          "\"area\":{\"missing\":\"unknown\"},\"incident\":\"2024-03\"}}\n");
}

/* null takes a stored value away, so a converted document must still say it. */
Test(store_write, converting_keeps_null_apart_from_absent)
{
    static const char text[] = "{\"review\":{\"id\":\"A\",\"kind\":null,\"area\":\"North\"}}\n";
    hd_buf out = HD_BUF_INIT;

    kit_write("a.jsonl", text);
    const hd_transfer_doc doc = {kit_path("a.jsonl"), NULL, 0};
    cr_assert_eq(hd_transfer_convert(&doc, kit_to_buf, &out, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_expect_str_eq(hd_buf_str(&out), text);
    hd_buf_release(&out);
}

/* ---- findings ---- */

Test(store_write, findings_match_by_folded_text_then_by_id)
{
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"text\":\"Child's voice\",\"coder\":\"x\"},"
            "{\"text\":\"Same\",\"coder\":\"first\"},{\"text\":\"Same\",\"coder\":\"second\"},"
            "{\"id\":\"A-9\",\"text\":\"Old words\",\"coder\":\"y\"}]}}\n");
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"text\":\"same\"},{\"text\":\"SAME\"},"
            "{\"id\":\"A-9\",\"text\":\"New words\"},{\"text\":\"childs "
            "voice\"},{\"text\":\"more\"}]}}\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":false,\"findings\":["
          "{\"id\":\"A-1\",\"text\":\"childs voice\",\"coder\":\"x\"},"
          "{\"id\":\"A-2\",\"text\":\"same\",\"coder\":\"first\"},"
          "{\"id\":\"A-3\",\"text\":\"SAME\",\"coder\":\"second\"},"
          "{\"id\":\"A-4\",\"text\":\"more\"},"
          "{\"id\":\"A-9\",\"text\":\"New words\",\"coder\":\"y\"}]}}\n");
    counts(kit_summary.findings, 1, 4, 0);
    cr_expect_str_eq(kit_notices(), "");
}

Test(store_write, findings_with_equal_text_keep_their_ids_in_any_order)
{
    imports(
        "{\"review\":{\"id\":\"A\",\"findings\":[{\"id\":\"p\",\"text\":\"Same\",\"coder\":\"x\"},"
        "{\"id\":\"q\",\"text\":\"Same\",\"coder\":\"y\"}]}}\n");
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"id\":\"q\",\"text\":\"Same\"},"
            "{\"id\":\"p\",\"text\":\"Same\"}]}}\n");
    cr_expect_not(kit_summary.changed);
    counts(kit_summary.findings, 0, 0, 2);
}

Test(store_write, findings_may_exchange_their_ids)
{
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"id\":\"p\",\"text\":\"One\",\"themes\":["
            "\"x\"]},"
            "{\"id\":\"q\",\"text\":\"Two\",\"themes\":[\"y\"]}]}}\n");
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"id\":\"q\",\"text\":\"One\"},"
            "{\"id\":\"p\",\"text\":\"Two\"},{\"text\":\"Three\"}]}}\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":false,\"findings\":["
          "{\"id\":\"A-1\",\"text\":\"Three\"},"
          "{\"id\":\"p\",\"text\":\"Two\",\"themes\":[\"y\"]},"
          "{\"id\":\"q\",\"text\":\"One\",\"themes\":[\"x\"]}]}}\n");
}

Test(store_write, a_given_id_wins_over_a_kept_one)
{
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"text\":\"One\"}]}}\n");
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"text\":\"One\"},"
            "{\"id\":\"A-1\",\"text\":\"Two\"}]}}\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":false,\"findings\":["
          "{\"id\":\"A-1\",\"text\":\"Two\"},{\"id\":\"A-2\",\"text\":\"One\"}]}}\n");
}

Test(store_write, vanished_children_and_findings_are_reported)
{
    imports("{\"review\":{\"id\":\"A\",\"children\":[{\"id\":\"c\"},{\"id\":\"d\"}],"
            "\"findings\":[{\"text\":\"one\"},{\"text\":\"two\"},{\"text\":\"three\"}]}}\n");
    imports("{\"review\":{\"id\":\"A\",\"children\":[{\"id\":\"d\"}],\"findings\":[{\"text\":"
            "\"two\"}]}}\n");
    cr_expect_str_eq(kit_notices(),
                     "review A: removed 1 child that it no longer has: c\n"
                     "review A: removed 2 findings that it no longer has: A-1, A-3\n");
    imports("{\"review\":{\"id\":\"A\",\"children\":[],\"findings\":[]}}\n");
    holds("{\"review\":{\"id\":\"A\",\"coded\":false}}\n");
}

/* ---- labels ---- */

static const char themes[] =
    "{\"theme\":{\"code\":\"neglect\",\"label\":\"Neglect\",\"aliases\":[\"Lack of care\"]}}\n"
    "{\"theme\":{\"code\":\"old\",\"label\":\"Old "
    "name\",\"status\":\"merged\",\"into\":\"neglect\"}}\n"
    "{\"theme\":{\"code\":\"gone\",\"label\":\"Gone\",\"status\":\"retired\"}}\n"
    "{\"theme\":{\"code\":\"maybe\",\"label\":\"Maybe\",\"status\":\"candidate\"}}\n";

static const char labelled[] =
    "{\"review\":{\"id\":\"A\",\"coded\":true,\"findings\":[{\"text\":\"one\",\"themes\":"
    "[\"NEGLECT\",\"lack-of care\",\"Old name\",\"gone\",\"Maybe\",\"Neglct\"]},"
    "{\"text\":\"two\",\"themes\":[\"neglct!\",\"Neglct\"]}]}}\n";

Test(store_write, labels_resolve_through_folding_aliases_and_merges)
{
    imports(themes);
    imports(labelled);
    query_gives("SELECT label, theme FROM finding_theme WHERE finding = 'A-1'",
                "NEGLECT|neglect\nlack-of care|neglect\nOld name|neglect\ngone|gone\nMaybe|NULL\n"
                "Neglct|NULL\n");
    cr_expect_str_eq(kit_unmatched(), "theme Maybe 1 candidate\ntheme Neglct 2 neglect\n");
}

Test(store_write, labels_resolve_when_their_theme_comes_later)
{
    imports(labelled);
    cr_expect_neq(strlen(kit_unmatched()), 0);
    query_gives("SELECT count(*) FROM finding_theme WHERE theme IS NOT NULL", "0\n");
    imports(themes);
    query_gives("SELECT count(*) FROM finding_theme WHERE theme IS NOT NULL", "4\n");
    imports("{\"theme\":{\"code\":\"maybe\",\"label\":\"Maybe\",\"status\":\"active\"}}\n");
    query_gives("SELECT count(*) FROM finding_theme WHERE theme IS NOT NULL", "5\n");
    counts(kit_summary.records[HD_REC_THEME], 0, 1, 0);
}

Test(store_write, undeclared_values_are_listed_with_the_nearest)
{
    imports(
        "{\"field\":{\"key\":\"area\",\"of\":\"review\",\"kind\":\"category\","
        "\"values\":[\"Hartlepool\",\"Stockton\"]}}\n"
        "{\"field\":{\"key\":\"tags\",\"of\":\"child\",\"kind\":\"multi\",\"values\":[\"red\"]}}\n"
        "{\"review\":{\"id\":\"A\",\"area\":\"Hartelpool\",\"children\":[{\"id\":\"c\","
        "\"tags\":[\"red\",\"redd\",\"a\\\"\\\\b\"]}]}}\n"
        "{\"review\":{\"id\":\"B\",\"area\":\"Stockton\"}}\n");
    cr_expect_str_eq(kit_unmatched(),
                     "area Hartelpool 1 Hartlepool\ntags a\"\\b 1 -\ntags redd 1 red\n");
}

Test(store_write, a_label_of_a_candidate_theme_only_is_told_apart)
{
    imports("{\"theme\":{\"code\":\"k\",\"label\":\"New idea\",\"status\":\"candidate\"}}\n"
            "{\"theme\":{\"code\":\"kk\",\"label\":\"Old idea\"}}\n"
            "{\"review\":{\"id\":\"A\",\"coded\":true,\"findings\":[{\"text\":\"x\","
            "\"themes\":[\"k\",\"Odl idea\"]}]}}\n");
    cr_assert_eq(kit_summary.n_unmatched, 2);
    cr_expect_str_eq(kit_unmatched(), "theme Odl idea 1 Old idea\ntheme k 1 candidate\n");
}

/* Two thousand themes of fifty aliases, and ten thousand labels: in full some minutes. */
Test(store_write, looking_for_nearest_labels_ends, .timeout = 60)
{
    hd_buf many = HD_BUF_INIT;

    for (int i = 0; i < 2000; i++) {
        hd_buf_printf(&many, "{\"theme\":{\"code\":\"t%d\",\"label\":\"Theme %d\",\"aliases\":[", i,
                      i);
        for (int k = 0; k < 50; k++)
            hd_buf_printf(&many, "%s\"unmatchable alias %d %d\"", k > 0 ? "," : "", i, k);
        hd_buf_adds(&many, "]}}\n");
    }
    hd_buf_adds(&many, "{\"review\":{\"id\":\"A\",\"findings\":[");
    for (int i = 0; i < 10000; i++)
        hd_buf_printf(&many, "%s{\"text\":\"%d\",\"themes\":[\"unmatchable label %d\"]}",
                      i > 0 ? "," : "", i, i);
    hd_buf_adds(&many, "]}}\n");
    imports(many.data);
    cr_expect_eq(kit_summary.n_unmatched, 10000);
    hd_buf_release(&many);
}

static hd_status finish_stopped(bool stop, size_t *files)
{
    hd_store *s = NULL;
    const char *path = kit_path("in.jsonl");
    hd_status status;

    cr_assert_eq(hd_store_open_write(kit_path("new.db"), &s, &kit_err), HD_OK);
    /* The progress of the last record comes just before the closing phase. */
    status = hd_transfer_import(s, &path, 1, stop ? stop_at_record : NULL, NULL, &kit_err);
    hd_store_close(s);
    *files = kit_files();
    hd_stop_reset();
    return status;
}

Test(store_write, an_interrupt_in_the_closing_phase_leaves_nothing)
{
    hd_buf many = HD_BUF_INIT;
    size_t files;

    hd_buf_adds(&many, "{\"theme\":{\"code\":\"t\",\"label\":\"Theme\"}}\n");
    for (int i = 0; i < 999; i++)
        hd_buf_printf(&many,
                      "{\"review\":{\"id\":\"R%d\",\"findings\":[{\"text\":\"x\",\"themes\":["
                      "\"label %d\"]}]}}\n",
                      i, i);
    kit_write("in.jsonl", many.data);
    cr_expect_eq(finish_stopped(false, &files), HD_OK);
    cr_expect_eq(finish_stopped(true, &files), HD_EINTR);
    cr_expect_eq(files, 1, "the document only");
    hd_buf_release(&many);
}

Test(store_write, themes_of_a_review_not_yet_coded_are_reported)
{
    imports("{\"review\":{\"id\":\"A\",\"findings\":[{\"text\":\"one\",\"themes\":[\"x\"]}]}}\n"
            "{\"review\":{\"id\":\"B\",\"findings\":[{\"text\":\"one\"}]}}\n");
    cr_expect_str_eq(kit_notices(),
                     "review A is not yet coded: the themes of its findings are counted nowhere\n");
}

/* ---- references ---- */

static void refuses(const char *text, const char *message)
{
    size_t len;
    char *bytes;

    imports("{\"source\":{\"id\":\"deck\"}}\n{\"review\":{\"id\":\"KDJ\"}}\n");
    bytes = kit_bytes("a.db", &len);
    cr_expect_eq(kit_import_text("a.db", text), HD_EDATA);
    cr_expect_str_eq(strstr(kit_err.msg, "input.jsonl") ? strstr(kit_err.msg, "input.jsonl") : "",
                     message);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    cr_expect_eq(kit_files(), 1);
    hd_free(bytes);
}

Test(store_write, a_source_without_a_record_is_told_once)
{
    imports("{\"source\":{\"id\":\"deck\"}}\n");
    imports("{\"review\":{\"id\":\"B\",\"findings\":[{\"text\":\"a\",\"source\":\"dek\"},"
            "{\"text\":\"b\",\"source\":\"dek\"}]}}\n"
            "{\"figure\":{\"source\":\"x\",\"label\":\"F\",\"n\":1}}\n");
    cr_expect(strstr(kit_notices(), "input.jsonl:1: review.findings[0].source: no source 'dek' "
                                    "(did you mean 'deck'?)"));
    cr_expect_null(strstr(kit_notices(), "findings[1]"));
    cr_expect(strstr(kit_notices(), "input.jsonl:2: figure.source: no source 'x'"));
}

Test(store_write, a_reference_to_nothing_stops_the_import)
{
    refuses("{\"review\":{\"id\":\"B\"}}\n{\"passage\":{\"review\":\"KDI\",\"text\":\"x\"}}\n",
            "input.jsonl:2: passage.review: no review 'KDI' (did you mean 'KDJ'?)");
    refuses("{\"theme\":{\"code\":\"a\",\"label\":\"A\",\"parent\":\"b\"}}\n"
            "{\"theme\":{\"code\":\"b\",\"label\":\"B\",\"parent\":\"a\"}}\n",
            "input.jsonl:1: theme 'a': its parents form a cycle: a > b > a");
    refuses(
        "{\"review\":{\"id\":\"B\"}}\n{\"field\":{\"key\":\"age\",\"of\":\"child\",\"kind\":"
        "\"text\"}}\n",
        "input.jsonl:2: field 'age': its kind is number (built in), expected the same, got text");
    refuses("{\"review\":{\"id\":\"B\"}}\n{\"review\":{\"id\":\"B\"}}\n",
            "input.jsonl:2: review.id: 'B' is already in this file, on line 1");
}

Test(store_write, a_passage_may_come_before_its_review)
{
    imports("{\"passage\":{\"review\":\"A\",\"text\":\"words\"}}\n{\"review\":{\"id\":\"A\"}}\n");
    counts(kit_summary.records[HD_REC_PASSAGE], 1, 0, 0);
}

/* ---- transactions ---- */

Test(store_write, a_new_store_is_empty_after_a_rolled_back_import)
{
    static char one[200];
    static char two[200];
    const char *bad[] = {one, two};
    const char *good[] = {one};
    hd_store *s = NULL;

    kit_write("one.jsonl", "{\"review\":{\"id\":\"A\",\"area\":\"North\"}}\n");
    kit_write("two.jsonl", "{\"field\":{\"key\":\"new\",\"of\":\"review\",\"kind\":\"flag\"}}\n"
                           "{\"review\":{\"id\":\"B\",\"new\":true}}\n"
                           "{\"passage\":{\"review\":\"C\",\"text\":\"words\"}}\n");
    snprintf(one, sizeof one, "%s", kit_path("one.jsonl"));
    snprintf(two, sizeof two, "%s", kit_path("two.jsonl"));
    cr_assert_eq(hd_store_open_write(kit_path("n.db"), &s, &kit_err), HD_OK);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(hd_transfer_import(s, bad, 2, NULL, NULL, &kit_err), HD_EDATA);
        hd_store_rollback(s);
        cr_expect_eq(hd_store_generation(s), 0);
        kit_err = (hd_err)HD_ERR_INIT;
    }
    cr_assert_eq(hd_transfer_import(s, good, 1, NULL, NULL, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_store_commit(s, &kit_err), HD_OK, "%s", kit_err.msg);
    hd_store_close(s);
    char *rows = kit_query("n.db", "PRAGMA integrity_check; SELECT id FROM review;"
                                   "SELECT count(*) FROM field WHERE key = 'new';"
                                   "SELECT count(*) FROM passage");
    cr_expect_str_eq(rows, "ok\nA\n0\n0\n");
    hd_free(rows);
}

Test(store_write, a_rolled_back_import_leaves_every_byte)
{
    static char path[200];
    const char *paths[] = {path};
    size_t len;
    hd_store *s = NULL;

    imports("{\"review\":{\"id\":\"A\",\"area\":\"North\"}}\n");
    char *bytes = kit_bytes("a.db", &len);
    kit_write("b.jsonl", "{\"field\":{\"key\":\"new\",\"of\":\"review\",\"kind\":\"flag\"}}\n"
                         "{\"review\":{\"id\":\"A\",\"new\":true}}\n");
    snprintf(path, sizeof path, "%s", kit_path("b.jsonl"));
    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_assert_eq(hd_transfer_import(s, paths, 1, NULL, NULL, &kit_err), HD_OK);
    cr_expect(hd_store_summary(s)->changed);
    hd_store_rollback(s);
    cr_expect_eq(hd_store_generation(s), 1);

    /* The same store takes the import after all. */
    cr_assert_eq(hd_transfer_import(s, paths, 1, NULL, NULL, &kit_err), HD_OK);
    hd_store_close(s);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    cr_expect_eq(kit_files(), 2);
    hd_free(bytes);
}

Test(store_write, an_interrupt_stops_an_import)
{
    imports("{\"review\":{\"id\":\"A\"}}\n");
    hd_stop_set(HD_STOP_INTERRUPT);
    cr_expect_eq(kit_import_text("a.db", "{\"review\":{\"id\":\"B\"}}\n"), HD_EINTR);
    hd_stop_reset();
    holds("{\"review\":{\"id\":\"A\",\"coded\":false}}\n");
}

Test(store_write, each_import_that_changes_something_raises_the_generation)
{
    imports("{\"review\":{\"id\":\"A\"}}\n");
    imports("{\"review\":{\"id\":\"A\"}}\n");
    imports("{\"review\":{\"id\":\"A\",\"coded\":true}}\n");
    query_gives("SELECT generation FROM meta", "2\n");
}

Test(store_write, a_removed_review_is_remembered)
{
    hd_store *s = NULL;
    const hd_removal *removals;
    size_t n;

    imports(
        "{\"review\":{\"id\":\"KDJ\",\"children\":[{\"id\":\"c\"}],\"findings\":[{\"text\":\"x\","
        "\"themes\":[\"y\"]}]}}\n{\"passage\":{\"review\":\"KDJ\",\"text\":\"w\"}}\n"
        "{\"review\":{\"id\":\"B\"}}\n");
    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_expect_eq(hd_store_remove_review(s, "KDI", "a duplicate", &kit_err), HD_ENOTFOUND);
    cr_expect(strstr(kit_err.msg, "no review 'KDI' (did you mean 'KDJ'?)"), "%s", kit_err.msg);
    cr_assert_eq(hd_store_remove_review(s, "KDJ", "a duplicate", &kit_err), HD_OK);
    cr_expect_eq(hd_store_generation(s), 2);
    cr_assert_eq(hd_store_removals(s, &removals, &n, &kit_err), HD_OK);
    cr_assert_eq(n, 1);
    cr_expect_str_eq(removals[0].review, "KDJ");
    cr_expect_str_eq(removals[0].reason, "a duplicate");
    cr_expect_eq(removals[0].generation, 2);
    hd_store_close(s);
    holds("{\"review\":{\"id\":\"B\",\"coded\":false}}\n");
    query_gives("SELECT count(*) FROM label", "0\n");
    imports("{\"review\":{\"id\":\"KDJ\"}}\n");
    cr_expect_str_eq(kit_notices(),
                     "review KDJ: was removed from this store before and is added again\n");
}

/* ---- views ---- */

Test(store_write, views_show_values_and_states)
{
    imports("{\"field\":{\"key\":\"row\",\"of\":\"review\",\"kind\":\"multi\"}}\n"
            "{\"field\":{\"key\":\"seen\",\"of\":\"review\",\"kind\":\"flag\"}}\n"
            "{\"review\":{\"id\":\"A\",\"coded\":true,\"area\":\"North\",\"seen\":false,"
            "\"row\":[\"a\",\"b\\\"c\"],\"children\":[{\"id\":\"c\",\"age\":3,"
            "\"sex\":{\"missing\":\"unknown\"}},{\"id\":\"d\",\"age\":0.5,"
            "\"sex\":{\"missing\":\"not-applicable\"}}]}}\n");
    query_gives("SELECT id, coded, area, area_state, kind, kind_state, seen, row_state FROM review",
                "A|1|North|value|NULL|not recorded|0|value\n");
    query_gives("SELECT review, id, age, sex, sex_state FROM child ORDER BY id",
                "A|c|3|NULL|unknown\nA|d|0.5|NULL|not applicable\n");
    query_gives("SELECT review, value FROM review_row", "A|a\nA|b\"c\n");
    query_gives("SELECT count(*) FROM finding", "0\n");
    query_gives("PRAGMA integrity_check", "ok\n");
}
