/* A private folder for other programs: its mode, its names, and that it is gone afterwards. */
#include "host/scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/stop.h"

static char kept[4096];

static const char *make(void)
{
    hd_err err = HD_ERR_INIT;
    const char *dir = NULL;

    cr_assert_eq(hd_scratch_make(&dir, &err), HD_OK, "%s", err.msg);
    snprintf(kept, sizeof kept, "%s", dir);
    return dir;
}

static bool there(void)
{
    struct stat st;

    return stat(kept, &st) == 0;
}

Test(scratch, only_its_owner_can_read_it_and_it_is_removed_with_what_others_left)
{
    struct stat st;
    hd_err err = HD_ERR_INIT;
    char path[4200];
    const char *dir = make();

    cr_assert_eq(stat(dir, &st), 0);
    cr_assert_eq(st.st_mode & 07777, (mode_t)0700);
    cr_assert_eq(hd_scratch_write("figure-1.svg", "<svg/>", 6, &err), HD_OK);
    snprintf(path, sizeof path, "%s/figure-1.svg", dir);
    cr_assert_eq(stat(path, &st), 0);
    cr_assert_eq(st.st_size, 6);
    cr_assert_eq(st.st_mode & 0777, (mode_t)0600);
    snprintf(path, sizeof path, "%s/left", dir);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    hd_scratch_remove();
    cr_assert_not(there());
    hd_scratch_remove();
}

Test(scratch, takes_no_name_that_could_lead_elsewhere)
{
    static const char *const bad[] = {"",        "../a",  "a/b", ".",   "..",
                                      ".hidden", "A.svg", "a b", "a\n", "/a"};
    hd_err err = HD_ERR_INIT;

    make();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_assert_eq(hd_scratch_write(bad[i], "x", 1, &err), HD_EFAULT, "%s", bad[i]);
    cr_assert_eq(hd_scratch_write("a.svg", "x", 1, &err), HD_OK);
    cr_assert_neq(hd_scratch_write("a.svg", "x", 1, &err), HD_OK);
    hd_scratch_remove();
    cr_assert_not(there());
}

static void say_outer(void)
{
    ssize_t n = write(STDOUT_FILENO, "outer", 5);
    (void)n;
}

Test(scratch, is_gone_when_heddle_ends_itself)
{
    hd_err err = HD_ERR_INIT;
    int ends[2], status;
    char said[4096] = "";

    cr_assert_eq(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        const char *dir = NULL;
        dup2(ends[1], STDOUT_FILENO);
        hd_stop_at_exit(say_outer);
        if (hd_scratch_make(&dir, &err) != HD_OK ||
            hd_scratch_write("a.svg", "x", 1, &err) != HD_OK || access(dir, F_OK) != 0)
            _exit(99);
        dprintf(STDOUT_FILENO, "%s:", dir);
        hd_stop_exit(42);
    }
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert_eq(WEXITSTATUS(status), 42);
    cr_assert_gt(read(ends[0], said, sizeof said - 1), 5);
    char *colon = strchr(said, ':');
    cr_assert_not_null(colon);
    cr_assert_str_eq(colon + 1, "outer");
    *colon = '\0';
    snprintf(kept, sizeof kept, "%s", said);
    cr_assert_not(there());
}

Test(scratch, says_where_it_could_not_be_made)
{
    hd_err err = HD_ERR_INIT;
    const char *dir = NULL;

    setenv("TMPDIR", "/nowhere/at/all", 1);
    cr_assert_eq(hd_scratch_make(&dir, &err), HD_ECREATE);
    cr_assert(strstr(err.msg, "/nowhere/at/all/heddle-"), "%s", err.msg);
    hd_scratch_remove();
}
