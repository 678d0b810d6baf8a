/* Stores that another program has changed: each is called damaged, by a reader and by an import. */
#include "io/store.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/alloc.h"
#include "io/store_read.h"
#include "store_kit.h"

TestSuite(store_damage, .init = kit_begin, .fini = kit_end);

static const char document[] =
    "{\"source\":{\"id\":\"s\",\"title\":\"S\",\"published\":\"2024\"}}\n"
    "{\"coverage\":{\"from\":\"2020\",\"to\":\"2021\"}}\n"
    "{\"field\":{\"key\":\"agencies\",\"of\":\"review\",\"kind\":\"multi\",\"values\":[\"a\"]}}\n"
    "{\"field\":{\"key\":\"score\",\"of\":\"child\",\"kind\":\"number\"}}\n"
    "{\"band\":{\"field\":\"age\",\"name\":\"ages\",\"bounds\":[1,2.5]}}\n"
    "{\"theme\":{\"code\":\"t\",\"label\":\"T\",\"aliases\":[\"u\"]}}\n"
    "{\"theme\":{\"code\":\"v\",\"label\":\"V\"}}\n"
    "{\"theme\":{\"code\":\"w\",\"label\":\"W\"}}\n"
    "{\"figure\":{\"source\":\"s\",\"label\":\"F\",\"n\":1,\"of\":2,\"percent\":50}}\n"
    "{\"passage\":{\"review\":\"A\",\"source\":\"s\",\"text\":\"words\"}}\n"
    "{\"review\":{\"id\":\"A\",\"coded\":true,\"area\":\"North\",\"agencies\":[\"a\",\"b\"],"
    "\"children\":[{\"id\":\"c\",\"score\":2},{\"id\":\"d\"}],"
    "\"findings\":[{\"id\":\"f\",\"text\":\"one\",\"themes\":[\"T\"]}]}}\n"
    "{\"review\":{\"id\":\"B\",\"area\":\"South\"}}\n";

/* Foreign keys are not looked at by a program that does not ask for it.  An import compares what it finds only
 * where the record is another one than the last. */
static void damage(const char *sql)
{
    hd_buf all = HD_BUF_INIT;

    cr_assert_eq(kit_import_text("a.db", document), HD_OK, "%s", kit_err.msg);
    hd_buf_printf(&all,
                  "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;"
                  " UPDATE row_review SET digest = NULL; %s",
                  sql);
    kit_exec("a.db", all.data);
    hd_buf_release(&all);
}

static void is_damaged(const char *sql, hd_status status, const char *what)
{
    cr_expect_eq(status, HD_EDATA, "%s: %s", sql, kit_err.msg);
    cr_expect(strstr(kit_err.msg, "damaged"), "%s: %s", sql, kit_err.msg);
    cr_expect(strstr(kit_err.msg, what), "%s: %s", sql, kit_err.msg);
}

static void reading_fails(const char *sql, const char *what)
{
    hd_store *s = NULL;
    hd_corpus *corpus = NULL;

    hd_status status = hd_store_open_read(kit_path("a.db"), &s, &kit_err);
    if (status == HD_OK)
        status = hd_store_corpus(s, &corpus, &kit_err);
    if (status == HD_OK)
        status = hd_corpus_need(corpus, HD_PART_ALL, &kit_err);
    is_damaged(sql, status, what);
    hd_corpus_free(corpus);
    hd_store_close(s);
}

static void importing_fails(const char *sql, const char *what)
{
    is_damaged(sql, kit_import_text("a.db", document), what);
}

/* What a review that is not met has is looked at before something is added: an import fails, or mends what it
 * wrote again, or leaves all as it was. */
static void importing_adds_nothing(const char *sql, const char *what)
{
    hd_status status = kit_import_text("a.db", document);
    hd_store *s = NULL;
    hd_corpus *corpus = NULL;

    if (status != HD_OK) {
        is_damaged(sql, status, "");
        return;
    }
    bool changed = kit_summary.changed;
    status = hd_store_open_read(kit_path("a.db"), &s, &kit_err);
    if (status == HD_OK)
        status = hd_store_corpus(s, &corpus, &kit_err);
    if (changed)
        cr_expect_eq(status, HD_OK, "%s: %s", sql, kit_err.msg);
    else
        is_damaged(sql, status, what);
    hd_corpus_free(corpus);
    hd_store_close(s);
}

/* What is wrong with the whole store is found by both. */
static const struct {
    const char *sql;
    const char *what;
} both[] = {
    {"DELETE FROM coding; DELETE FROM row_review", "row_child has no review"},
    {"DELETE FROM row_theme WHERE row = 1", "theme 1 is missing"},
    {"DELETE FROM row_theme WHERE row = 2", "theme 2 is missing"},
    {"DELETE FROM field WHERE key = 'score'", "column of no field, 'score'"},
    {"DELETE FROM field", "field_value has no field"},
    {"UPDATE meta SET generation = 9223372036854775807", "its generation is 9223372036854775807"},
    {"UPDATE meta SET generation = -1", "its generation is -1"},
    {"UPDATE meta SET store_id = 'x'", "it has no id"},
    {"DELETE FROM meta", "it has no id"},
    {"DELETE FROM passage; UPDATE row_review SET id = CAST(x'610062' AS TEXT) || row",
     "id: expected text"},
    {"UPDATE row_review SET id = CAST(x'ff' AS TEXT) WHERE id = 'B'", "id: expected text"},
    {"UPDATE row_review SET id = '' WHERE id = 'B'", "id: expected text"},
    {"DROP VIEW review; DROP VIEW review_agencies; ALTER TABLE row_review DROP COLUMN f_area",
     "the column of a review's 'area' is missing"},
    {"UPDATE coding SET label = 999", "coding has no label"},
    {"UPDATE coding SET finding = 999", "coding has no finding"},
    {"UPDATE coding SET review = 999", "coding has no review"},
    {"UPDATE coding SET review = (SELECT row FROM row_review WHERE id = 'B')",
     "coding has no finding"},
    {"UPDATE row_finding_text SET row = 999", "row_finding_text has no row"},
    {"UPDATE label SET theme = 999", "label has no theme"},
    {"UPDATE row_child SET review = 999999", "row_child has no review"},
    {"UPDATE row_finding SET review = 999999", "row_finding has no review"},
    {"UPDATE passage SET review = 'none'", "passage has no review"},
    {"UPDATE theme_alias SET theme = 9", "theme_alias has no theme"},
    {"UPDATE coverage SET \"from\" = 'x'", "from: expected a date"},
    {"UPDATE row_theme SET status = 'x'", "theme 't' has no status"},
    {"UPDATE row_theme SET date = 'x', status = 'retired'", "date: expected a date"},
    {"UPDATE row_theme SET label = 'All'", "a table's own row"},
    {"UPDATE band_bound SET bound = 9e999", "band 'ages'"},
    {"UPDATE label SET label = CAST(x'6100' AS TEXT)", "label: expected text"},
    {"UPDATE row_review SET f_agencies = '[\"a\",\"a\"]'", "'a' is given twice"},
};

Test(store_damage, a_store_that_breaks_a_rule_is_damaged_to_a_reader_and_to_an_import)
{
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
        damage(both[i].sql);
        reading_fails(both[i].sql, both[i].what);
        importing_adds_nothing(both[i].sql, both[i].what);
        kit_end();
        kit_begin();
    }
}

/* Values are looked at when they are read. */
static const struct {
    const char *sql;
    const char *what;
} values[] = {
    {"UPDATE row_review SET f_area = 'a' || char(10)", "a review's 'area': expected text of one"},
    {"UPDATE row_review SET f_area = ''", "a review's 'area': expected text"},
    {"UPDATE row_review SET f_area = 5", "a review's 'area' is no category"},
    {"UPDATE row_child SET f_score = 9e999", "a child's 'score': expected a finite number"},
    {"UPDATE row_child SET f_score = 'x'", "a child's 'score' is no number"},
    {"UPDATE row_finding SET f_due = '2024-02-31'", "a finding's 'due' is no date"},
    {"UPDATE figure SET percent = 9e999", "a number of the figure 'F'"},
    {"UPDATE figure SET percent = -1", "a number of the figure 'F'"},
    {"UPDATE figure SET n = -1", "a number of the figure 'F'"},
    {"UPDATE figure SET \"of\" = 9223372036854775807", "a number of the figure 'F'"},
    {"UPDATE figure SET label = ''", "label: expected text"},
    {"UPDATE coverage SET \"from\" = '2030'", "expected a date not before"},
    {"UPDATE source SET published = 'soon'", "published: expected a date"},
    {"UPDATE passage SET text = ''", "a passage has no text"},
    {"UPDATE row_child SET id = CAST(x'610062' AS TEXT) || row", "id: expected text"},
};

Test(store_damage, a_value_that_no_document_may_have_is_damaged)
{
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        damage(values[i].sql);
        reading_fails(values[i].sql, values[i].what);
        kit_end();
        kit_begin();
    }
}

/* A table without its UNIQUE may have an id twice. */
Test(store_damage, ids_that_are_there_twice_are_damaged)
{
    static const char copy[] =
        "DROP VIEW review; DROP VIEW review_agencies; DROP VIEW child; DROP VIEW finding;"
        "DROP VIEW finding_theme; ALTER TABLE row_review RENAME TO old;"
        "CREATE TABLE row_review AS SELECT * FROM old; UPDATE row_review SET id = 'A'";

    damage(copy);
    reading_fails(copy, "the id 'A' is there twice");
}

/* The rows refer to where they should, and still break a rule of their tables. */
Test(store_damage, a_clash_inside_an_import_is_damage_and_no_fault)
{
    static const char sql[] = "UPDATE row_child SET row = -5 WHERE id = 'd'";

    damage("DELETE FROM row_child; CREATE UNIQUE INDEX one_child ON row_child (review)");
    importing_fails("unique index", "UNIQUE constraint failed");
    kit_end();
    kit_begin();
    damage(sql);
    importing_fails(sql, "row number -5");
}

Test(store_damage, a_store_of_a_version_that_never_was_is_damaged)
{
    damage("PRAGMA user_version = -5");
    reading_fails("version -5", "it says that it is of version -5");
    importing_fails("version -5", "it says that it is of version -5");
    kit_exec("a.db", "PRAGMA user_version = 0");
    reading_fails("version 0", "it says that it is of version 0");
    importing_fails("version 0", "it says that it is of version 0");
}
