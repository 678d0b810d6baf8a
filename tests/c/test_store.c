/* Opening, refusing, locking and closing stores. */
#include "io/store.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "io/store_read.h"
#include "store_kit.h"

TestSuite(store, .init = kit_begin, .fini = kit_end);

static const char one_review[] = "{\"review\":{\"id\":\"A\",\"area\":\"North\"}}\n";

static void refuses_to_read(const char *name, hd_status status, const char *message)
{
    hd_store *s = NULL;
    hd_err err = HD_ERR_INIT;
    char expected[500];

    snprintf(expected, sizeof expected, "%s: %s", kit_path(name), message);
    cr_expect_eq(hd_store_open_read(kit_path(name), &s, &err), status, "%s", err.msg);
    cr_expect_null(s);
    cr_expect_str_eq(err.msg, expected);
}

static void refuses_both(const char *name, hd_status status, const char *message)
{
    hd_store *s = NULL;
    hd_err err = HD_ERR_INIT;
    size_t files = kit_files();

    refuses_to_read(name, status, message);
    cr_expect_eq(hd_store_open_write(kit_path(name), &s, &err), status, "%s", err.msg);
    cr_expect_null(s);
    cr_expect_eq(kit_files(), files);
}

/* Change some bytes of a file in place. */
static void poke(const char *name, off_t at, const void *bytes, size_t len)
{
    int fd = open(kit_path(name), O_WRONLY);
    cr_assert_eq(pwrite(fd, bytes, len, at), (ssize_t)len);
    close(fd);
}

Test(store, a_missing_store_is_not_made_by_reading)
{
    refuses_to_read("a.db", HD_ENOTFOUND, "no such store");
    cr_expect_eq(kit_files(), 0);
}

Test(store, a_folder_or_an_empty_or_foreign_file_is_refused)
{
    mkdir(kit_path("dir"), 0700);
    refuses_both("dir", HD_EDATA, "is a folder, expected a store");
    rmdir(kit_path("dir"));
    kit_write("empty", "");
    refuses_both("empty", HD_EDATA, "is empty, expected a heddle store");
    kit_write("text", "id,area\n1,North\n");
    refuses_both("text", HD_EDATA, "is not a heddle store (not a SQLite file)");
    kit_exec("other.db", "CREATE TABLE t (a)");
    refuses_both("other.db", HD_EDATA, "is not a heddle store (a SQLite file of another program)");
}

Test(store, a_newer_store_is_refused_and_both_versions_are_named)
{
    kit_import_text("a.db", one_review);
    poke("a.db", 60, "\0\0\0\10", 4);
    refuses_both("a.db", HD_EDATA, "is a store of version 8, this heddle reads up to version 7");
}

Test(store, a_store_of_version_1_is_brought_up_by_an_import_and_keeps_its_passages)
{
    char *export;
    hd_buf sql = HD_BUF_INIT;

    cr_assert_eq(hd_file_read("tests/c/store_v1.sql", (size_t)1 << 20, &sql, &kit_err), HD_OK);
    kit_exec("a.db", sql.data);
    hd_buf_release(&sql);
    refuses_to_read("a.db", HD_EDATA,
                    "is a store of version 1, an import brings it up to version 7");
    kit_import_text("a.db",
                    "{\"passage\":{\"review\":\"A\",\"text\":\"new\",\"finding\":\"A-1\"}}\n");
    export = kit_export("a.db");
    cr_expect(strstr(export, "\"text\":\"Some words\"}"));
    cr_expect(strstr(export, "\"text\":\"new\",\"finding\":\"A-1\"}"));
    hd_free(export);
}

Test(store, a_truncated_store_is_refused)
{
    size_t len;

    kit_import_text("a.db", one_review);
    hd_free(kit_bytes("a.db", &len));
    for (size_t cut = len - 1; cut > 1000; cut -= cut > 9000 ? 4001 : 997) {
        hd_store *s = NULL;
        hd_codebook *cb = NULL;
        hd_err err = HD_ERR_INIT;
        cr_assert_eq(truncate(kit_path("a.db"), (off_t)cut), 0);
        hd_status status = hd_store_open_read(kit_path("a.db"), &s, &err);
        if (status == HD_OK) /* less than a page is missing at the end */
            status = hd_store_codebook(s, &cb, &err);
        cr_expect_eq(status, HD_EDATA, "cut at %zu: %s", cut, err.msg);
        hd_codebook_free(cb);
        hd_store_close(s);
    }
}

Test(store, altered_bytes_never_crash_a_reader)
{
    size_t len;
    uint64_t seed = 7;

    kit_import_text("a.db",
                    "{\"theme\":{\"code\":\"t\",\"label\":\"T\"}}\n"
                    "{\"review\":{\"id\":\"A\",\"area\":\"North\",\"children\":[{\"id\":\"c\"}],"
                    "\"findings\":[{\"text\":\"x\",\"themes\":[\"t\"]}]}}\n");
    char *bytes = kit_bytes("a.db", &len);
    for (size_t i = 0; i < kit_rounds(4000); i++) {
        hd_store *s = NULL;
        hd_corpus *corpus = NULL;
        kit_err.msg[0] = '\0';
        for (int k = 0; k < 4; k++) {
            unsigned char b = (unsigned char)kit_random(&seed, 256);
            poke("a.db", kit_random(&seed, (uint32_t)len), &b, 1);
        }
        hd_status status = hd_store_open_read(kit_path("a.db"), &s, &kit_err);
        if (status == HD_OK)
            status = hd_store_corpus(s, &corpus, &kit_err);
        cr_expect(status == HD_OK || kit_err.msg[0], "round %zu", i);
        cr_expect_neq(status, HD_EFAULT, "round %zu: %s", i, kit_err.msg);
        hd_corpus_free(corpus);
        hd_store_close(s);
        poke("a.db", 0, bytes, len);
        unlink(kit_path("a.db-wal"));
        unlink(kit_path("a.db-shm"));
    }
    hd_free(bytes);
}

Test(store, a_new_store_takes_its_name_only_when_committed)
{
    hd_store *s = NULL;

    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_expect_neq(access(kit_path("a.db"), F_OK), 0);
    cr_expect_eq(hd_store_generation(s), 0);
    cr_expect_eq(strlen(hd_store_id(s)), 32);
    hd_store_close(s);
    cr_expect_eq(kit_files(), 0);

    cr_assert_eq(kit_import_text("a.db", one_review), HD_OK);
    cr_expect_eq(kit_files(), 1);
}

Test(store, a_new_store_never_replaces_a_file)
{
    hd_store *s = NULL;
    const hd_codebook *cb;

    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_assert_eq(hd_store_begin(s, &kit_err), HD_OK);
    cr_assert_eq(hd_store_defined(s, &cb, &kit_err), HD_OK);
    cr_assert_eq(hd_store_finish(s, &kit_err), HD_OK);
    kit_write("a.db", "mine");
    cr_expect_eq(hd_store_commit(s, &kit_err), HD_EBUSY);
    hd_store_close(s);
    cr_expect_eq(kit_files(), 1);
    cr_expect(kit_same_bytes("a.db", "mine", 4));
}

Test(store, a_store_in_a_missing_folder_cannot_be_made)
{
    cr_expect_eq(kit_import_text("no/a.db", one_review), HD_ECREATE);
    cr_expect(strstr(kit_err.msg, "no such folder"), "%s", kit_err.msg);
}

Test(store, a_second_writer_is_told_to_try_again)
{
    hd_store *s = NULL;

    kit_import_text("a.db", one_review);
    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    pid_t child = fork();
    if (child == 0) {
        hd_store *second = NULL;
        hd_err err = HD_ERR_INIT;
        _exit(hd_store_open_write(kit_path("a.db"), &second, &err) == HD_EBUSY ? 0 : 1);
    }
    int code = -1;
    waitpid(child, &code, 0);
    cr_expect_eq(code, 0);
    hd_store_close(s);
    cr_expect_eq(kit_import_text("a.db", "{\"review\":{\"id\":\"B\"}}\n"), HD_OK);
}

Test(store, a_reader_keeps_its_generation_while_another_writes)
{
    hd_store *s = NULL;
    const hd_removal *removals;
    size_t n;

    kit_import_text("a.db", one_review);
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK);
    pid_t child = fork();
    if (child == 0)
        _exit(kit_import_text("a.db", "{\"review\":{\"id\":\"B\"}}\n") == HD_OK ? 0 : 1);
    int code = -1;
    waitpid(child, &code, 0);
    cr_expect_eq(code, 0);
    cr_expect_eq(hd_store_generation(s), 1);
    cr_expect_eq(hd_store_removals(s, &removals, &n, &kit_err), HD_OK);
    hd_store_close(s);
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_expect_eq(hd_store_generation(s), 2);
    hd_store_close(s);
}

Test(store, reading_leaves_no_other_files_behind)
{
    kit_import_text("a.db", one_review);
    hd_free(kit_export("a.db"));
    cr_expect_eq(kit_files(), 1);
}

Test(store, a_store_in_a_read_only_folder_can_be_read)
{
    hd_store *s = NULL;

    kit_import_text("a.db", one_review);
    chmod(kit_path("a.db"), 0444);
    chmod(kit_path(""), 0555);
    if (geteuid() == 0) /* root may write anywhere: be somebody else for a while */
        cr_assert_eq(seteuid(65534), 0);
    char *text = kit_export("a.db");
    cr_expect_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_ECREATE);
    cr_expect_eq(hd_store_open_write(kit_path("b.db"), &s, &kit_err), HD_ECREATE);
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
    cr_expect_str_eq(text, "{\"review\":{\"id\":\"A\",\"coded\":false,\"area\":\"North\"}}\n");
    hd_free(text);
}

Test(store, a_name_that_means_something_to_sqlite_is_only_a_name)
{
    static const char *const names[] = {"file:x?mode=memory", ":memory:", "a%20b#c.db", "a b.db"};

    cr_assert_eq(chdir(kit_path("")), 0);
    for (size_t i = 0; i < 4; i++) {
        hd_store *s = NULL;
        const hd_codebook *cb;
        cr_assert_eq(hd_store_open_write(names[i], &s, &kit_err), HD_OK, "%s", kit_err.msg);
        cr_assert_eq(hd_store_begin(s, &kit_err), HD_OK);
        cr_assert_eq(hd_store_defined(s, &cb, &kit_err), HD_OK);
        cr_assert_eq(hd_store_finish(s, &kit_err), HD_OK);
        cr_assert_eq(hd_store_commit(s, &kit_err), HD_OK, "%s", kit_err.msg);
        hd_store_close(s);
        cr_expect_eq(access(names[i], F_OK), 0, "%s", names[i]);
        cr_expect_eq(hd_store_open_read(names[i], &s, &kit_err), HD_OK, "%s", kit_err.msg);
        hd_store_close(s);
    }
    cr_expect_eq(kit_files(), 4);
}

/* A limit on the size of files stands for a full disk: writes past it fail. */
static int import_within(const char *store, rlim_t bytes, const char *text)
{
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {bytes, bytes};
        kit_write("many.jsonl", text);
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        static const char *const files[] = {"many.jsonl", NULL};
        _exit((int)kit_import(store, files));
    }
    int code = -1;
    waitpid(child, &code, 0);
    return WIFEXITED(code) ? WEXITSTATUS(code) : -1;
}

Test(store, a_full_disk_leaves_the_store_as_it_was)
{
    hd_buf many = HD_BUF_INIT;
    size_t len;

    kit_import_text("a.db", one_review);
    char *text = kit_export("a.db");
    hd_free(kit_bytes("a.db", &len));
    for (int i = 0; i < 20000; i++)
        hd_buf_printf(&many, "{\"review\":{\"id\":\"R%d\",\"title\":\"a title of some words\"}}\n",
                      i);
    cr_expect_eq(import_within("a.db", len + 50000, many.data), HD_EIO);
    char *after = kit_export("a.db");
    cr_expect_str_eq(after, text);
    cr_expect_eq(import_within("new.db", 200000, many.data), HD_EIO);
    cr_expect_neq(access(kit_path("new.db"), F_OK), 0);
    unlink(kit_path("many.jsonl"));
    cr_expect_eq(kit_files(), 1);
    hd_buf_release(&many);
    hd_free(text);
    hd_free(after);
}

/* No room for the files that SQLite puts beside a store with a WAL: no byte may be written. */
static int read_without_room(const char *store)
{
    pid_t child = fork();
    if (child == 0) {
        struct rlimit none = {0, 0};
        hd_store *s = NULL;
        hd_corpus *corpus = NULL;
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &none);
        hd_status status = hd_store_open_read(kit_path(store), &s, &kit_err);
        if (status == HD_OK)
            status = hd_store_corpus(s, &corpus, &kit_err);
        hd_corpus_free(corpus);
        hd_store_close(s);
        if (status == HD_EIO && strstr(kit_err.msg, "no space left on the disk"))
            _exit(100);
        _exit((int)status);
    }
    int code = -1;
    waitpid(child, &code, 0);
    return WIFEXITED(code) ? WEXITSTATUS(code) : -1;
}

Test(store, a_store_on_a_full_disk_can_be_read)
{
    kit_import_text("a.db", one_review);
    cr_expect_eq(read_without_room("a.db"), HD_OK);
    cr_expect_eq(kit_files(), 1);
}

Test(store, changes_in_a_wal_on_a_full_disk_are_not_passed_over)
{
    size_t len;

    /* The -wal of a writer that was killed: its bytes as they were while it had the store open. */
    kit_import_text("a.db", one_review);
    pid_t child = fork();
    if (child == 0) {
        sqlite3 *db = NULL;
        sqlite3_open(kit_path("a.db"), &db);
        sqlite3_exec(db, "UPDATE meta SET generation = 7", NULL, NULL, NULL);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    unlink(kit_path("a.db-shm"));
    hd_free(kit_bytes("a.db-wal", &len));
    cr_assert_gt(len, 0);
    cr_expect_eq(read_without_room("a.db"), 100);
    unlink(kit_path("a.db-shm"));

    hd_store *s = NULL;
    cr_assert_eq(hd_store_open_read(kit_path("a.db"), &s, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_expect_eq(hd_store_generation(s), 7);
    hd_store_close(s);
}

Test(store, a_store_that_may_not_be_read_says_why)
{
    kit_import_text("a.db", one_review);
    chmod(kit_path("a.db"), 0);
    chmod(kit_path(""), 0755);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
    refuses_to_read("a.db", HD_EIO, "cannot be opened (permission denied)");
    hd_store *s = NULL;
    cr_expect_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_ECREATE);
    cr_expect(strstr(kit_err.msg, "cannot be written (permission denied)"), "%s", kit_err.msg);
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
}

Test(store, what_a_killed_import_left_is_removed_by_the_next)
{
    hd_store *s = NULL;

    kit_write("a.db.new-0123abcd", "left");
    kit_write("a.db.new-0123abcd-wal", "left");
    kit_write("a.db.new-0123abc", "mine");
    kit_write("b.db.new-0123abcd", "another store's");
    cr_assert_eq(hd_store_open_write(kit_path("a.db"), &s, &kit_err), HD_OK);
    cr_expect_eq(kit_files(), 3, "its own temporary and two that are not of this store");
    /* A second import of the same store leaves the first one's temporary alone. */
    cr_expect_eq(kit_import_text("a.db", one_review), HD_OK);
    cr_expect_eq(kit_files(), 4);
    hd_store_close(s);
    cr_expect_eq(kit_files(), 3);
}
