#include "base/file.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

#include "base/alloc.h"

static char folder[64];

static int renames_left = -1; /* how many succeed before one fails; -1: all do */

/* Stands before libc's. */
int rename(const char *from, const char *to)
{
    if (renames_left == 0) {
        renames_left = -1;
        errno = EBUSY;
        return -1;
    }
    renames_left -= renames_left > 0;
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

/* Each test runs in a folder of its own. */
static void enter(void)
{
    strcpy(folder, "/tmp/heddle-file-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
}

static void leave(void)
{
    char command[160];

    snprintf(command, sizeof command, "chmod -R u+w %s; rm -rf %s", folder, folder);
    cr_assert_eq(chdir("/"), 0);
    cr_assert_eq(system(command), 0);
}

TestSuite(file, .init = enter, .fini = leave, .timeout = 20);

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    cr_assert_not_null(f);
    fputs(text, f);
    fclose(f);
}

static void check_content(const char *path, const char *expected)
{
    hd_buf b = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_file_read(path, 1 << 20, &b, &err), HD_OK, "%s", err.msg);
    cr_assert_str_eq(hd_buf_str(&b), expected);
    hd_buf_release(&b);
}

static size_t entries(const char *path)
{
    DIR *d = opendir(path);
    size_t n = 0;

    while (readdir(d))
        n++;
    closedir(d);
    return n - 2;
}

Test(file, read_appends_the_whole_file)
{
    hd_buf b = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    put("a", "two\n");
    hd_buf_adds(&b, "one\n");
    cr_assert_eq(hd_file_read("a", 4, &b, &err), HD_OK);
    cr_assert_str_eq(b.data, "one\ntwo\n");
    put("empty", "");
    cr_assert_eq(hd_file_read("empty", 0, &b, &err), HD_OK);
    hd_buf_release(&b);
}

static void check_read_fails(const char *path, size_t limit, hd_status status, const char *message)
{
    hd_buf b = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    hd_buf_adds(&b, "kept");
    cr_assert_eq(hd_file_read(path, limit, &b, &err), status, "%s: %s", path, err.msg);
    cr_assert_str_eq(err.msg, message);
    cr_assert_str_eq(b.data, "kept");
    hd_buf_release(&b);
}

Test(file, what_is_not_a_regular_file_is_never_read)
{
    FILE *f = stdin;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(mkfifo("fifo", 0600), 0);
    cr_assert_eq(mkdir("sub", 0700), 0);
    put("plain", "x");
    check_read_fails("fifo", 10, HD_EDATA, "'fifo' is a pipe, expected a file");
    check_read_fails("sub", 10, HD_EDATA, "'sub' is a folder, expected a file");
    check_read_fails("/dev/zero", 10, HD_EDATA, "'/dev/zero' is a device, expected a file");
    check_read_fails("none", 10, HD_ENOTFOUND, "no such file 'none'");
    check_read_fails("plain/x", 10, HD_ENOTFOUND, "no such file 'plain/x'");
    check_read_fails("", 10, HD_ENOTFOUND, "no such file ''");
    cr_assert_eq(hd_file_open("fifo", &f, &err), HD_EDATA);
    cr_assert_null(f);
}

Test(file, a_file_past_the_limit_is_refused)
{
    put("five", "12345");
    check_content("five", "12345");
    check_read_fails("five", 4, HD_ELIMIT, "'five' is longer than the limit of 4 bytes");
}

/* A file of /proc says that it is empty, as a file does that grows while it is read. */
Test(file, a_file_that_grows_past_the_limit_is_refused)
{
    check_read_fails("/proc/self/status", 20, HD_ELIMIT,
                     "'/proc/self/status' is longer than the limit of 20 bytes");
}

Test(file, open_gives_a_stream)
{
    FILE *f;
    hd_err err = HD_ERR_INIT;

    put("a", "x");
    cr_assert_eq(hd_file_open("a", &f, &err), HD_OK);
    cr_assert_eq(fgetc(f), 'x');
    fclose(f);
}

Test(file, write_makes_and_replaces)
{
    hd_err err = HD_ERR_INIT;
    struct stat st;
    char path[128];

    umask(022);
    cr_assert_eq(hd_file_write("a", "one", 3, &err), HD_OK, "%s", err.msg);
    check_content("a", "one");
    cr_assert_eq(stat("a", &st), 0);
    cr_assert_eq(st.st_mode & 0777, 0644);
    cr_assert_eq(chmod("a", 0600), 0);
    cr_assert_eq(hd_file_write("a", "two", 3, &err), HD_OK);
    check_content("a", "two");
    cr_assert_eq(stat("a", &st), 0);
    cr_assert_eq(st.st_mode & 0777, 0600, "the mode stays");
    snprintf(path, sizeof path, "%s/b", folder);
    cr_assert_eq(hd_file_write(path, NULL, 0, &err), HD_OK);
    check_content("b", "");
    cr_assert_eq(entries("."), 2);
}

Test(file, write_follows_a_link)
{
    hd_err err = HD_ERR_INIT;
    struct stat st;

    cr_assert_eq(mkdir("sub", 0700), 0);
    put("sub/real", "old");
    cr_assert_eq(symlink("sub/real", "link"), 0);
    cr_assert_eq(hd_file_write("link", "new", 3, &err), HD_OK);
    cr_assert_eq(lstat("link", &st), 0);
    cr_assert(S_ISLNK(st.st_mode));
    check_content("sub/real", "new");
    cr_assert_eq(symlink("nowhere", "broken"), 0);
    cr_assert_eq(hd_file_write("broken", "x", 1, &err), HD_ECREATE);
}

Test(file, write_new_replaces_nothing)
{
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_file_write_new("a", "one", 3, &err), HD_OK, "%s", err.msg);
    check_content("a", "one");
    cr_assert_eq(hd_file_write_new("a", "two", 3, &err), HD_ECREATE);
    cr_assert_str_eq(err.msg, "'a' exists: name another file or remove it");
    check_content("a", "one");
    cr_assert_eq(symlink("nowhere", "link"), 0);
    cr_assert_eq(hd_file_write_new("link", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(mkdir("sub", 0700), 0);
    cr_assert_eq(hd_file_write_new("sub", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(hd_file_write_new("none/x", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(hd_file_write_new("sub/", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(entries("."), 3, "no temporary stays");
}

Test(file, write_refuses_what_it_cannot_replace)
{
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(mkdir("sub", 0700), 0);
    cr_assert_eq(mkfifo("fifo", 0600), 0);
    cr_assert_eq(hd_file_write("sub", "x", 1, &err), HD_ECREATE);
    cr_assert_str_eq(err.msg, "cannot write 'sub': it is not a file");
    cr_assert_eq(hd_file_write("fifo", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(hd_file_write("/dev/null", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(hd_file_write("none/a", "x", 1, &err), HD_ECREATE);
    cr_assert_str_eq(err.msg, "cannot write 'none/a': no such file or directory");
    cr_assert_eq(hd_file_write("new/", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(hd_file_write("", "x", 1, &err), HD_ECREATE);
    cr_assert_eq(entries("."), 2);
}

Test(file, write_into_a_read_only_folder_keeps_the_old_file)
{
    hd_err err = HD_ERR_INIT;

    if (geteuid() == 0)
        cr_skip_test("root may write anywhere: not tested");
    cr_assert_eq(mkdir("sub", 0700), 0);
    put("sub/a", "old");
    cr_assert_eq(chmod("sub", 0500), 0);
    cr_assert_eq(hd_file_write("sub/a", "new", 3, &err), HD_ECREATE);
    cr_assert_str_eq(err.msg, "cannot write 'sub/a': permission denied");
    check_content("sub/a", "old");
}

/* A limit on the size of a file stands in for a full disk. */
Test(file, a_failed_write_keeps_the_old_file_and_leaves_nothing)
{
    static char large[100000];
    const struct rlimit small = {4096, 4096};
    const hd_file_out files[] = {{"a", "new", 3}, {"b", large, sizeof large}};
    hd_err err = HD_ERR_INIT;

    put("a", "old a");
    put("b", "old b");
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    cr_assert_eq(hd_file_write("b", large, sizeof large, &err), HD_EIO);
    cr_assert_str_eq(err.msg, "cannot write 'b': file too large");
    cr_assert_eq(hd_file_write_all(files, 2, &err), HD_EIO);
    check_content("a", "old a");
    check_content("b", "old b");
    cr_assert_eq(entries("."), 2);
}

Test(file, several_files_are_written_all_or_none)
{
    const hd_file_out bad[] = {{"a", "new", 3}, {"none/b", "new", 3}};
    const hd_file_out good[] = {{"a", "new a", 5}, {"b", "new b", 5}};
    hd_err err = HD_ERR_INIT;

    put("a", "old");
    cr_assert_eq(hd_file_write_all(bad, 2, &err), HD_ECREATE);
    check_content("a", "old");
    cr_assert_eq(entries("."), 1);
    cr_assert_eq(hd_file_write_all(good, 2, &err), HD_OK);
    check_content("a", "new a");
    check_content("b", "new b");
    cr_assert_eq(hd_file_write_all(NULL, 0, &err), HD_OK);
    cr_assert_eq(entries("."), 2);
}

Test(file, a_set_whose_last_rename_fails_is_taken_back)
{
    const hd_file_out files[] = {{"a", "new a", 5}, {"new", "new", 3}, {"b", "new b", 5}};
    hd_err err = HD_ERR_INIT;

    put("a", "old a");
    put("b", "old b");
    for (int i = 0; i < 3; i++) {
        renames_left = i;
        cr_assert_eq(hd_file_write_all(files, 3, &err), HD_ECREATE, "rename %d", i);
        check_content("a", "old a");
        check_content("b", "old b");
        cr_assert_eq(entries("."), 2, "rename %d", i);
    }
    cr_assert_eq(hd_file_write_all(files, 3, &err), HD_OK);
    check_content("b", "new b");
    cr_assert_eq(entries("."), 3);
}

Test(file, a_left_over_temporary_does_not_block)
{
    hd_err err = HD_ERR_INIT;
    char name[64];

    snprintf(name, sizeof name, ".heddle-%ld-0.tmp", (long)getpid());
    put(name, "left over");
    cr_assert_eq(hd_file_write("a", "x", 1, &err), HD_OK);
    check_content("a", "x");
    check_content(name, "left over");
}

Test(file, folders_are_made_with_their_parents)
{
    hd_err err = HD_ERR_INIT;
    char path[128];

    cr_assert_eq(hd_file_mkdirs("x/y//z/", &err), HD_OK, "%s", err.msg);
    cr_assert(hd_file_is_dir("x/y/z"));
    cr_assert_eq(hd_file_mkdirs("x/y/z", &err), HD_OK);
    snprintf(path, sizeof path, "%s/p/q", folder);
    cr_assert_eq(hd_file_mkdirs(path, &err), HD_OK);
    cr_assert(hd_file_is_dir("p/q"));
    put("f", "");
    cr_assert_eq(hd_file_mkdirs("f/g", &err), HD_ECREATE);
    cr_assert_str_eq(err.msg, "cannot make the folder 'f': it is not a folder");
    cr_assert_eq(hd_file_mkdirs("", &err), HD_ECREATE);
    cr_assert_eq(hd_file_mkdirs("/", &err), HD_OK);
    cr_assert(hd_file_exists("f"));
    cr_assert_not(hd_file_is_dir("f"));
    cr_assert_not(hd_file_exists("none"));
}

Test(file, list_gives_the_wanted_files_in_byte_order)
{
    static const char *const suffixes[] = {".jsonl", ".csv"};
    static const char *const expected[] = {"B.csv", "a.jsonl", "b.csv", "\xc3\xa9.csv"};
    hd_err err = HD_ERR_INIT;
    char **names;
    size_t n;

    for (size_t i = 4; i-- > 0;)
        put(expected[i], "");
    put(".hidden.csv", "");
    put("a.json", "");
    put("csv", "");
    cr_assert_eq(mkdir("sub.csv", 0700), 0);
    cr_assert_eq(hd_file_list(".", suffixes, 2, &names, &n, &err), HD_OK);
    cr_assert_eq(n, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(names[i], expected[i]);
        hd_free(names[i]);
    }
    hd_free(names);
    cr_assert_eq(hd_file_list("sub.csv", suffixes, 2, &names, &n, &err), HD_OK);
    cr_assert_eq(n, 0);
    hd_free(names);
    cr_assert_eq(hd_file_list("none", suffixes, 2, &names, &n, &err), HD_ENOTFOUND);
    cr_assert_str_eq(err.msg, "no such folder 'none'");
    cr_assert_eq(hd_file_list("csv", suffixes, 2, &names, &n, &err), HD_EDATA);
}
