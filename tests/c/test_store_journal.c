/* A store whose writer died within a transaction that had no WAL: over a network, or another program. */
#include "io/store.h"

#include <sqlite3.h>
#include <criterion/criterion.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "io/store_read.h"
#include "io/store_write.h"
#include "store_kit.h"

TestSuite(store_journal, .init = kit_begin, .fini = kit_end);

static const char document[] =
    "{\"review\":{\"id\":\"A\",\"area\":\"North\",\"findings\":[{\"text\":\"one\"}]}}\n"
    "{\"review\":{\"id\":\"B\",\"area\":\"South\"}}\n";

/* Half of a change is in the file, and its end never comes. */
static void die_writing(const char *sql)
{
    sqlite3 *db;
    pid_t child = fork();

    cr_assert_geq(child, 0);
    if (child == 0) {
        bool ok = sqlite3_open(kit_path("a.db"), &db) == SQLITE_OK &&
                  sqlite3_exec(db, "PRAGMA journal_mode = DELETE; BEGIN", NULL, NULL, NULL) ==
                      SQLITE_OK &&
                  sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK &&
                  sqlite3_db_cacheflush(db) == SQLITE_OK;
        _exit(ok ? 0 : 1);
    }
    int how = 1;
    waitpid(child, &how, 0);
    cr_assert_eq(how, 0);
    struct stat st;
    cr_assert_eq(stat(kit_path("a.db-journal"), &st), 0);
}

static const char *const changes[] = {
    "UPDATE row_review SET f_area = 'East'",
    "DELETE FROM row_review; DELETE FROM row_finding; DELETE FROM row_finding_text",
    "UPDATE meta SET generation = 7; CREATE TABLE more (x); INSERT INTO more WITH RECURSIVE"
    " n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT zeroblob(999) FROM n",
};
#define N_CHANGES (sizeof changes / sizeof changes[0])

Test(store_journal, a_reader_undoes_what_a_dead_writer_left)
{
    for (size_t i = 0; i < N_CHANGES; i++) {
        cr_assert_eq(kit_import_text("a.db", document), HD_OK);
        char *before = kit_export("a.db");
        die_writing(changes[i]);
        char *after = kit_export("a.db");
        cr_expect_str_eq(after, before, "%s", changes[i]);
        cr_expect_eq(kit_import_text("a.db", document), HD_OK, "%s", kit_err.msg);
        cr_expect_not(kit_summary.changed);
        hd_free(before);
        hd_free(after);
        kit_end();
        kit_begin();
    }
}

Test(store_journal, an_import_undoes_it_too)
{
    for (size_t i = 0; i < N_CHANGES; i++) {
        cr_assert_eq(kit_import_text("a.db", document), HD_OK);
        char *before = kit_export("a.db");
        die_writing(changes[i]);
        cr_expect_eq(kit_import_text("a.db", document), HD_OK, "%s", kit_err.msg);
        char *after = kit_export("a.db");
        cr_expect_str_eq(after, before, "%s", changes[i]);
        hd_free(before);
        hd_free(after);
        kit_end();
        kit_begin();
    }
}

/* Half a change is never shown: as another user, since root may write anywhere. */
Test(store_journal, where_it_cannot_be_undone_nothing_is_read)
{
    cr_assert_eq(kit_import_text("a.db", document), HD_OK);
    die_writing(changes[0]);
    cr_assert_eq(chmod(kit_path("a.db"), 0444), 0);
    cr_assert_eq(chmod(kit_path("a.db-journal"), 0444), 0);
    cr_assert_eq(chmod(kit_path("."), 0555), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        hd_store *s = NULL;
        hd_err err = HD_ERR_INIT;
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(3);
        hd_status status = hd_store_open_read(kit_path("a.db"), &s, &err);
        _exit(status == HD_EIO && strstr(err.msg, "was interrupted") ? 0 : status == HD_OK ? 1 : 2);
    }
    int how = 1;
    waitpid(child, &how, 0);
    chmod(kit_path("."), 0755);
    cr_expect_eq(how, 0, "ended with %d", WEXITSTATUS(how));
}

/* ---- an import that leaves the WAL ---- */

static const char more[] = "{\"review\":{\"id\":\"C\",\"area\":\"West\"}}\n";

static hd_store *begin_outside_wal(void)
{
    hd_store *s = NULL;
    const hd_codebook *codebook;

    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_assert_eq(hd_store_leave_wal(s, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_store_begin(s, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_store_defined(s, &codebook, &kit_err), HD_OK);
    return s;
}

static int look(const char *sql)
{
    sqlite3 *db;

    cr_assert_eq(sqlite3_open(kit_path("a.db"), &db), SQLITE_OK);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return rc;
}

Test(store_journal, an_import_that_has_the_store_to_itself_leaves_the_wal_and_comes_back)
{
    static const char rows[] = "SELECT * FROM row_review";

    cr_assert_eq(kit_import_text("a.db", document), HD_OK);
    char *before = kit_export("a.db");
    for (int commit = 0; commit < 2; commit++) {
        hd_store *s = begin_outside_wal();
        cr_expect_eq(look(rows), SQLITE_BUSY);
        cr_expect_eq(hd_store_finish(s, &kit_err), HD_OK);
        if (commit)
            cr_expect_eq(hd_store_commit(s, &kit_err), HD_OK);
        else
            hd_store_rollback(s);
        cr_expect_eq(look(rows), SQLITE_OK);
        char *mode = kit_query("a.db", "PRAGMA journal_mode");
        cr_expect_str_eq(mode, "wal\n");
        hd_free(mode);
        hd_store_close(s);
    }
    char *after = kit_export("a.db");
    cr_expect_str_eq(after, before);
    hd_free(before);
    hd_free(after);
    cr_expect_eq(kit_import_text("a.db", more), HD_OK);
}

Test(store_journal, an_import_stays_in_the_wal_while_somebody_reads)
{
    sqlite3 *db;

    cr_assert_eq(kit_import_text("a.db", document), HD_OK);
    cr_assert_eq(sqlite3_open(kit_path("a.db"), &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, "BEGIN; SELECT * FROM row_review", NULL, NULL, NULL), SQLITE_OK);
    hd_store *s = begin_outside_wal();
    cr_expect_eq(sqlite3_exec(db, "SELECT * FROM row_finding", NULL, NULL, NULL), SQLITE_OK);
    cr_expect_eq(look("SELECT * FROM row_review"), SQLITE_OK);
    hd_store_rollback(s);
    hd_store_close(s);
    sqlite3_close(db);
}
