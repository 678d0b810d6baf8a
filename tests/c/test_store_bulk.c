/* The ways an import takes rows: many at once into a new store, read ahead by a second thread, passed
 * over where nothing changed.  None may be told from the plain one. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "store_kit.h"

TestSuite(store_bulk, .init = kit_begin, .fini = kit_end);

/* Documents above this many bytes are read ahead; blank lines at the end are no records. */
#define PADDING ((size_t)300 * 1024)

static void write_document(const char *name, const char *text, bool padded)
{
    hd_buf all = HD_BUF_INIT;

    hd_buf_adds(&all, text);
    for (size_t i = 0; padded && i < PADDING; i++)
        hd_buf_addc(&all, '\n');
    kit_write(name, hd_buf_str(&all));
    hd_buf_release(&all);
}

static void add_part(hd_buf *out, uint64_t *seed, size_t i)
{
    static const char *const labels[] = {"\"t\"", "\"Theme\"", "\"nobody\"", "\"t\",\"other\""};

    hd_buf_printf(out, "%s{\"text\":\"Text %u\"", i > 0 ? "," : "", kit_random(seed, 12));
    if (kit_random(seed, 3) == 0) /* not in the order of the list */
        hd_buf_printf(out, ",\"id\":\"f%zu\"", 9 - i);
    if (kit_random(seed, 4) > 0)
        hd_buf_printf(out, ",\"themes\":[%s]", labels[kit_random(seed, 4)]);
    if (kit_random(seed, 4) == 0)
        hd_buf_printf(out, ",\"source\":\"s%u\"", kit_random(seed, 3));
    if (kit_random(seed, 60) == 0)
        hd_buf_printf(out, ",\"level\":\"%s\"", kit_random(seed, 2) ? "low" : "lower");
    if (kit_random(seed, 5) == 0)
        hd_buf_adds(out, ",\"due\":{\"missing\":\"unknown\"}");
    hd_buf_addc(out, '}');
}

static void add_review(hd_buf *out, uint64_t *seed, size_t number)
{
    size_t n = kit_random(seed, 4);

    hd_buf_printf(out, "{\"review\":{\"id\":\"R%zu\"", number);
    if (kit_random(seed, 2))
        hd_buf_printf(out, ",\"coded\":true,\"area\":\"Area %u\"", kit_random(seed, 3));
    if (kit_random(seed, 30) == 0)
        hd_buf_printf(out, ",\"size\":\"%s\"", kit_random(seed, 2) ? "small" : "huge");
    if (kit_random(seed, 3) == 0)
        hd_buf_printf(out, ",\"children\":[{\"id\":\"c\",\"age\":%u}]", kit_random(seed, 18));
    if (kit_random(seed, 5) > 0) {
        hd_buf_adds(out, ",\"findings\":[");
        for (size_t i = 0; i < n; i++)
            add_part(out, seed, i);
        hd_buf_addc(out, ']');
    }
    hd_buf_adds(out, "}}\n");
}

/* Reviews from..to of some, each at most once. */
static char *random_document(uint64_t *seed, size_t n)
{
    hd_buf out = HD_BUF_INIT;

    hd_buf_adds(&out, "{\"theme\":{\"code\":\"t\",\"label\":\"Theme\"}}\n"
                      "{\"field\":{\"key\":\"size\",\"of\":\"review\",\"kind\":\"category\","
                      "\"values\":[\"small\",\"large\"]}}\n"
                      "{\"field\":{\"key\":\"level\",\"of\":\"finding\",\"kind\":\"ordinal\","
                      "\"values\":[\"low\",\"high\"]}}\n");
    for (size_t i = 0; i < n; i++) {
        if (kit_random(seed, 4) > 0)
            add_review(&out, seed, i);
        if (kit_random(seed, 30) == 0)
            hd_buf_printf(&out, "{\"passage\":{\"review\":\"R%zu\",\"text\":\"words\"}}\n", i);
    }
    return hd_buf_take(&out);
}

/* Everything an import can be told by. */
static char *outcome(const char *store, hd_status status)
{
    hd_buf all = HD_BUF_INIT;
    const hd_import_summary *sum = &kit_summary;
    const hd_change_counts counts[] = {sum->records[HD_REC_REVIEW], sum->children, sum->findings,
                                       sum->records[HD_REC_PASSAGE]};

    hd_buf_printf(&all, "%d %s\n", status, kit_err.msg);
    if (status != HD_OK)
        return hd_buf_take(&all);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        hd_buf_printf(&all, "%zu %zu %zu\n", counts[i].added, counts[i].changed,
                      counts[i].unchanged);
    char *text = kit_export(store);
    hd_buf_printf(&all, "%d\n%s\n%s\n%s", sum->changed, kit_notices(), kit_unmatched(), text);
    hd_free(text);
    return hd_buf_take(&all);
}

static void same_outcome(const char *store, hd_status status, char *expected, uint64_t seed)
{
    char *got = outcome(store, status);

    cr_expect_str_eq(got, expected, "seed %llu", (unsigned long long)seed);
    hd_free(got);
    hd_free(expected);
}

Test(store_bulk, reading_ahead_gives_what_reading_gives)
{
    static const char *const files[] = {"one.jsonl", "two.jsonl", NULL};
    uint64_t seed = 11;

    for (size_t round = 0; round < kit_rounds(200); round++) {
        uint64_t at = seed;
        char *one = random_document(&seed, 400);
        char *two = random_document(&seed, 30);
        char *expected = NULL;
        for (int padded = 0; padded < 2; padded++) {
            write_document("one.jsonl", one, padded);
            write_document("two.jsonl", two, padded);
            unlink(kit_path("a.db"));
            hd_status status = kit_import("a.db", files);
            if (padded)
                same_outcome("a.db", status, expected, at);
            else
                expected = outcome("a.db", status);
        }
        hd_free(one);
        hd_free(two);
    }
}

Test(store_bulk, a_bad_record_is_told_in_the_same_words)
{
    static const char *const files[] = {"one.jsonl", NULL};
    uint64_t seed = 5;

    for (size_t round = 0; round < kit_rounds(400); round++) {
        uint64_t at = seed;
        char *text = random_document(&seed, 600);
        char *expected = NULL;
        size_t where = kit_random(&seed, (uint32_t)strlen(text));
        text[where] = "x\"}{\n1\x80"[kit_random(&seed, 7)];
        for (int padded = 0; padded < 2; padded++) {
            write_document("one.jsonl", text, padded);
            unlink(kit_path("a.db"));
            hd_status status = kit_import("a.db", files);
            if (padded)
                same_outcome("a.db", status, expected, at);
            else
                expected = outcome("a.db", status);
            cr_expect_eq(kit_files(), status == HD_OK ? 2 : 1);
        }
        hd_free(text);
    }
}

/* Every row as it is stored, and what SQLite says of the file. */
static char *all_rows(const char *store)
{
    return kit_query(store,
                     "PRAGMA integrity_check; SELECT * FROM row_review; SELECT * FROM row_child;"
                     "SELECT * FROM row_finding; SELECT * FROM row_finding_text;"
                     "SELECT * FROM coding; SELECT * FROM label; SELECT * FROM passage;"
                     "SELECT name, sql FROM sqlite_schema WHERE name LIKE '%_id' ORDER BY name");
}

static void same_rows(uint64_t seed)
{
    char *a = all_rows("a.db");
    char *b = all_rows("b.db");

    cr_expect_eq(strncmp(a, "ok\n", 3), 0, "%.200s", a);
    cr_expect_str_eq(a, b, "seed %llu", (unsigned long long)seed);
    hd_free(a);
    hd_free(b);
}

/* A store made in one go, and one that had an empty import before it. */
Test(store_bulk, a_new_store_is_filled_as_one_that_was_there)
{
    static const char *const files[] = {"one.jsonl", "two.jsonl", NULL};
    uint64_t seed = 3;

    for (size_t round = 0; round < kit_rounds(400); round++) {
        uint64_t at = seed;
        char *one = random_document(&seed, 40);
        char *two = random_document(&seed, 40);
        write_document("one.jsonl", one, false);
        write_document("two.jsonl", two, false);
        unlink(kit_path("a.db"));
        unlink(kit_path("b.db"));
        char *expected = outcome("a.db", kit_import("a.db", files));
        cr_assert_eq(kit_import_text("b.db", "{\"theme\":{\"code\":\"t\",\"label\":\"Theme\"}}\n"),
                     HD_OK);
        same_outcome("b.db", kit_import("b.db", files), expected, at);
        if (access(kit_path("a.db"), F_OK) == 0)
            same_rows(at);
        /* The same again changes nothing, whether it is passed over or compared. */
        kit_exec("b.db", "UPDATE row_review SET digest = NULL");
        expected = outcome("a.db", kit_import("a.db", files));
        same_outcome("b.db", kit_import("b.db", files), expected, at);
        hd_free(one);
        hd_free(two);
    }
}

Test(store_bulk, a_review_changed_by_another_record_is_compared_again)
{
    static const char first[] = "{\"review\":{\"id\":\"A\",\"area\":\"North\",\"children\":"
                                "[{\"id\":\"c\"}],\"findings\":[{\"text\":\"one\"}]}}\n";
    static const char second[] = "{\"review\":{\"id\":\"A\",\"findings\":[{\"text\":\"two\"}]}}\n";
    size_t len;

    cr_assert_eq(kit_import_text("a.db", first), HD_OK);
    char *before = kit_export("a.db");
    char *bytes = kit_bytes("a.db", &len);
    cr_assert_eq(kit_import_text("a.db", first), HD_OK);
    cr_expect(kit_same_bytes("a.db", bytes, len));
    cr_expect_eq(kit_summary.children.unchanged, 1);
    cr_expect_eq(kit_summary.findings.unchanged, 1);
    cr_assert_eq(kit_import_text("a.db", second), HD_OK);
    cr_expect_eq(kit_summary.findings.added, 1);
    cr_assert_eq(kit_import_text("a.db", first), HD_OK);
    cr_expect_eq(kit_summary.findings.added, 1);
    cr_expect_eq(kit_summary.children.unchanged, 1);
    char *after = kit_export("a.db");
    cr_expect(strstr(after, "\"one\"") && !strstr(after, "\"two\""), "%s", after);
    hd_free(before);
    hd_free(bytes);
    hd_free(after);
}

Test(store_bulk, a_review_passed_over_and_then_changed_is_counted_once)
{
    static const char *const files[] = {"one.jsonl", "two.jsonl", NULL};

    kit_write("one.jsonl", "{\"review\":{\"id\":\"A\",\"children\":[{\"id\":\"c\"}],\"findings\":"
                           "[{\"id\":\"f\",\"text\":\"x\"},{\"id\":\"g\",\"text\":\"y\"}]}}\n");
    kit_write("two.jsonl", "{\"review\":{\"id\":\"A\",\"findings\":"
                           "[{\"id\":\"f\",\"text\":\"x\"},{\"id\":\"h\",\"text\":\"z\"}]}}\n");
    cr_assert_eq(kit_import("a.db", (const char *const[]){"one.jsonl", NULL}), HD_OK);
    cr_assert_eq(kit_import("a.db", files), HD_OK, "%s", kit_err.msg);
    cr_expect_eq(kit_summary.records[HD_REC_REVIEW].unchanged, 1);
    cr_expect_eq(kit_summary.children.unchanged, 1);
    cr_expect_eq(kit_summary.findings.unchanged, 1);
    cr_expect_eq(kit_summary.findings.added, 1);
    cr_expect_eq(kit_summary.findings.changed, 0);
}

/* A dump of a store made by the first version, with the SQL that made it. */
Test(store_bulk, a_store_of_version_1_is_brought_up_to_date)
{
    static const char *const views[] = {"SELECT * FROM review ORDER BY id",
                                        "SELECT * FROM child ORDER BY review, id",
                                        "SELECT * FROM finding ORDER BY review, id",
                                        "SELECT * FROM theme",
                                        "SELECT * FROM finding_theme ORDER BY 1, 2, 3",
                                        "SELECT * FROM finding_tags",
                                        "SELECT * FROM removal"};
    enum { N = sizeof views / sizeof views[0] };
    hd_buf sql = HD_BUF_INIT;
    char *before[N];

    cr_assert_eq(hd_file_read("tests/c/store_v1.sql", (size_t)1 << 20, &sql, &kit_err), HD_OK);
    kit_exec("a.db", sql.data);
    hd_buf_release(&sql);
    for (size_t i = 0; i < N; i++)
        before[i] = kit_query("a.db", views[i]);
    cr_assert_eq(kit_import_text("a.db", "{\"theme\":{\"code\":\"t1\",\"label\":\"Theme one\"}}\n"),
                 HD_OK, "%s", kit_err.msg);
    cr_expect_not(kit_summary.changed);
    for (size_t i = 0; i < N; i++) {
        char *after = kit_query("a.db", views[i]);
        cr_expect_str_eq(after, before[i], "%s", views[i]);
        hd_free(after);
        hd_free(before[i]);
    }
    char *text = kit_export("a.db");
    cr_expect_eq(kit_import_text("b.db", text), HD_OK, "%s", kit_err.msg);
    char *again = kit_export("b.db");
    cr_expect_str_eq(again, text);
    cr_expect(strstr(text, "\"Text of B\"") && strstr(text, "\"silent\""), "%s", text);
    char *check = kit_query("a.db", "PRAGMA integrity_check; PRAGMA user_version;"
                                    "SELECT count(*) FROM pragma_foreign_key_check;"
                                    "SELECT count(*) FROM row_finding_text");
    cr_expect_str_eq(check, "ok\n7\n0\n4\n");
    hd_free(check);
    hd_free(text);
    hd_free(again);
}
