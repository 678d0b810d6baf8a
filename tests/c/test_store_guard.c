/* What another program changes in a store is seen by the next import, whose record is that of the last. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/alloc.h"
#include "store_kit.h"

TestSuite(store_guard, .init = kit_begin, .fini = kit_end);

static const char document[] =
    "{\"theme\":{\"code\":\"t\",\"label\":\"T\"}}\n"
    "{\"review\":{\"id\":\"A\",\"coded\":true,\"area\":\"North\",\"children\":[{\"id\":\"c\","
    "\"age\":2},"
    "{\"id\":\"d\",\"age\":3}],\"findings\":[{\"id\":\"f\",\"text\":\"one\",\"themes\":[\"T\"]},"
    "{\"id\":\"g\",\"text\":\"two\",\"themes\":[\"t\",\"T\"]}]}}\n"
    "{\"review\":{\"id\":\"B\",\"coded\":true,\"area\":\"South\",\"children\":[{\"id\":\"c\","
    "\"age\":4}],"
    "\"findings\":[{\"id\":\"f\",\"text\":\"three\",\"themes\":[\"u\"]}]}}\n";

static const char *const edits[] = {
    "UPDATE row_review SET f_area = 'East' WHERE id = 'A'",
    "UPDATE row_review SET coded = 0",
    "UPDATE row_child SET f_age = 5 WHERE id = 'd'",
    "DELETE FROM row_child WHERE id = 'd'",
    "UPDATE row_child SET review = 2 WHERE id = 'd'",
    "INSERT INTO row_child (review, id) VALUES (2, 'x')",
    "INSERT OR REPLACE INTO row_child (row, review, id) VALUES (2, 2, 'x')",
    "UPDATE row_finding_text SET f_text = 'other' WHERE row = 1",
    "DELETE FROM row_finding_text WHERE row = 3",
    "UPDATE row_finding SET id = 'h' WHERE row = 2",
    "DELETE FROM coding WHERE finding = 2 AND pos = 1",
    "UPDATE coding SET label = 1 WHERE finding = 2",
    "UPDATE coding SET label = 2 WHERE finding = 3",
    "INSERT INTO coding VALUES (1, 1, 1, 1)",
    "UPDATE label SET label = 'v', theme = NULL WHERE label = 'u'",
    "DELETE FROM coding WHERE review = 2; DELETE FROM row_finding_text WHERE row = 3;"
    " DELETE FROM row_finding WHERE row = 3; DELETE FROM row_child WHERE review = 2;"
    " DELETE FROM row_review WHERE id = 'B'",
    /* Without a trigger nothing is known. */
    "DROP TRIGGER guard_row_child_UPDATE; UPDATE row_child SET f_age = 5 WHERE id = 'd'",
};

Test(store_guard, what_another_program_changed_is_compared_again)
{
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        cr_assert_eq(kit_import_text("a.db", document), HD_OK, "%s", kit_err.msg);
        char *before = kit_export("a.db");
        kit_exec("a.db", edits[i]);
        char *edited = kit_export("a.db");
        cr_expect_str_neq(edited, before, "%s", edits[i]);
        cr_assert_eq(kit_import_text("a.db", document), HD_OK, "%s: %s", edits[i], kit_err.msg);
        char *after = kit_export("a.db");
        cr_expect(kit_summary.changed, "%s", edits[i]);
        cr_expect_str_eq(after, before, "%s", edits[i]);
        hd_free(before);
        hd_free(edited);
        hd_free(after);
        kit_end();
        kit_begin();
    }
}

Test(store_guard, what_nobody_changed_keeps_its_digest)
{
    cr_assert_eq(kit_import_text("a.db", document), HD_OK);
    cr_assert_eq(kit_import_text("a.db", document), HD_OK);
    cr_expect_not(kit_summary.changed);
    char *kept = kit_query("a.db", "SELECT count(*) FROM row_review WHERE digest IS NOT NULL");
    cr_expect_str_eq(kept, "2\n");
    hd_free(kept);
}
