#include "host/child.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/stop.h"

#define MIB ((size_t)1 << 20)

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static size_t open_descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    size_t n = 0;

    cr_assert_not_null(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n;
}

static size_t descriptors;

static void count_descriptors(void)
{
    descriptors = open_descriptors();
}

static void nothing_is_left(void)
{
    cr_assert_eq(open_descriptors(), descriptors);
    cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1);
    cr_assert_eq(errno, ECHILD);
}

TestSuite(child, .init = count_descriptors, .fini = nothing_is_left, .timeout = 60);

static hd_status with(const char *script, const char *input, size_t len, unsigned seconds,
                      size_t limit, hd_buf *out, hd_err *err)
{
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)script, NULL};
    hd_child child = {.name = "helper",
                      .path = "sh",
                      .program = -1,
                      .argv = argv,
                      .seconds = seconds,
                      .limit = limit};

    return hd_child_run(&child, input, len, out, err);
}

static hd_status sh(const char *script, hd_buf *out, hd_err *err)
{
    return with(script, NULL, 0, 30, MIB, out, err);
}

static void gives(const char *script, const char *expected)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(sh(script, &out, &err), HD_OK, "%s", err.msg);
    cr_assert_str_eq(hd_buf_str(&out), expected);
    hd_buf_release(&out);
}

static void fails(const char *script, hd_status status, const char *message)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    hd_buf_adds(&out, "before");
    cr_assert_eq(sh(script, &out, &err), status, "%s", err.msg);
    cr_assert_str_eq(err.msg, message);
    cr_assert_str_eq(hd_buf_str(&out), "before", "what was there stays");
    hd_buf_release(&out);
}

Test(child, output_is_appended)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    hd_buf_adds(&out, "a");
    cr_assert_eq(with("tr a-z A-Z", "bcd", 3, 0, MIB, &out, &err), HD_OK, "%s", err.msg);
    cr_assert_str_eq(hd_buf_str(&out), "aBCD");
    hd_buf_release(&out);
}

Test(child, input_and_output_larger_than_a_pipe_do_not_wait_for_each_other)
{
    size_t len = 5 * MIB;
    char *input = malloc(len);
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    for (size_t i = 0; i < len; i++)
        input[i] = (char)(i * 7 + i / 251);
    cr_assert_eq(with("head -c 3000000 /dev/zero; head -c 200000 /dev/zero >&2; cat", input, len,
                      30, 10 * MIB, &out, &err),
                 HD_OK, "%s", err.msg);
    cr_assert_eq(out.len, 3000000 + len);
    cr_assert_arr_eq(out.data + 3000000, input, len);
    free(input);
    hd_buf_release(&out);
}

Test(child, input_that_is_not_read_is_no_failure)
{
    char *input = calloc(1, MIB);
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(with("exec 0<&-; sleep 0.2; echo done", input, MIB, 30, MIB, &out, &err), HD_OK);
    cr_assert_str_eq(hd_buf_str(&out), "done\n");
    free(input);
    hd_buf_release(&out);
}

Test(child, its_output_is_limited)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(with("head -c 1000 /dev/zero", NULL, 0, 30, 1000, &out, &err), HD_OK);
    cr_assert_eq(out.len, 1000);
    cr_assert_eq(with("cat /dev/zero", NULL, 0, 30, 1000, &out, &err), HD_ELIMIT);
    cr_assert_str_eq(err.msg, "helper: its output is larger than the limit of 1000 bytes");
    cr_assert_eq(out.len, 1000);
    hd_buf_release(&out);
}

Test(child, its_time_is_limited)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;
    int64_t start = now_ms();

    cr_assert_eq(with("echo a; exec sleep 30", NULL, 0, 1, MIB, &out, &err), HD_ELIMIT);
    cr_assert_str_eq(err.msg, "helper: not done after 1 s");
    cr_assert_eq(with("exec sleep 30 >&- 2>&-", NULL, 0, 1, MIB, &out, &err), HD_ELIMIT,
                 "with its outputs closed too");
    cr_assert_lt(now_ms() - start, 10000);
    hd_buf_release(&out);
}

Test(child, a_missing_program_is_named_with_how_to_install_it)
{
    char *argv[] = {(char *)"x", NULL};
    hd_child child = {.name = "pandoc",
                      .path = "no-such-program",
                      .program = -1,
                      .argv = argv,
                      .hint = "apt-get install pandoc",
                      .limit = MIB};
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_child_run(&child, NULL, 0, &out, &err), HD_EMISSING);
    cr_assert_str_eq(err.msg, "pandoc is not installed (apt-get install pandoc)");
    cr_assert_eq(hd_exit_code(err.status), 69);
    child.path = "/nowhere/pandoc";
    cr_assert_eq(hd_child_run(&child, NULL, 0, &out, &err), HD_EMISSING);
    child.path = "/etc/passwd";
    cr_assert_eq(hd_child_run(&child, NULL, 0, &out, &err), HD_EFAULT);
    cr_assert_str_eq(err.msg, "pandoc: cannot start it: Permission denied");
}

Test(child, a_missing_shared_library_is_a_missing_program)
{
    fails(
        "echo 'error while loading shared libraries: a.so' >&2; exit 127", HD_EMISSING,
        "helper cannot start: error while loading shared libraries: a.so (install what it needs)");
}

Test(child, a_failure_is_told_with_what_it_said)
{
    fails("echo out; exit 3", HD_EFAULT, "helper failed with status 3");
    fails("echo; echo first >&2; echo second >&2; exit 4", HD_EFAULT,
          "helper failed with status 4: first");
    fails("kill -9 $$", HD_EFAULT, "helper was ended by signal 9 (Killed)");
    gives("echo a warning >&2", "");
}

Test(child, its_environment_is_fixed)
{
    setenv("SECRET", "1", 1);
    gives("env -u PWD -u OLDPWD -u SHLVL -u _ | LC_ALL=C sort; pwd",
          "HOME=/\nLC_ALL=C.UTF-8\nPATH=/usr/bin:/bin\nSOURCE_DATE_EPOCH=315532800\nTMPDIR=/\n/\n");
}

Test(child, it_works_in_its_folder)
{
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)"pwd; echo $HOME", NULL};
    hd_child child = {.name = "helper",
                      .path = "/bin/sh",
                      .program = -1,
                      .argv = argv,
                      .dir = "/usr",
                      .limit = MIB};
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_child_run(&child, NULL, 0, &out, &err), HD_OK);
    cr_assert_str_eq(hd_buf_str(&out), "/usr\n/usr\n");
    child.dir = "/nowhere";
    cr_assert_eq(hd_child_run(&child, NULL, 0, &out, &err), HD_EFAULT);
    cr_assert_str_eq(err.msg, "helper: cannot work in '/nowhere': No such file or directory");
    hd_buf_release(&out);
}

Test(child, it_inherits_no_descriptor_and_no_treatment_of_signals)
{
    sigset_t all;
    int kept = open("/dev/null", O_RDONLY);

    hd_stop_install();
    signal(SIGUSR1, SIG_IGN);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    gives("ls /proc/self/fd | tr '\\n' ' '; cat /proc/self/status | grep -E '^Sig(Blk|Ign|Cgt)'",
          "0 1 2 3 SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"
          "SigCgt:\t0000000000000000\n");
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    close(kept);
}

Test(child, it_has_limits_of_its_own)
{
    gives("ulimit -c; ulimit -n; ulimit -f", "0\n256\n2048\n");
}

Test(child, what_it_started_ends_with_it)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;
    char path[64], state[512] = "";

    cr_assert_eq(sh("sleep 60 >&- 2>&- & echo $!", &out, &err), HD_OK);
    snprintf(path, sizeof path, "/proc/%d/stat", atoi(hd_buf_str(&out)));
    for (int i = 0; i < 200; i++) {
        FILE *f = fopen(path, "r");
        if (!f || !fgets(state, sizeof state, f) || strstr(state, ") Z"))
            state[0] = '\0';
        if (f)
            fclose(f);
        if (!state[0])
            break;
        usleep(10000);
    }
    cr_assert_str_eq(state, "");
    hd_buf_release(&out);
}

Test(child, the_deadline_of_the_run_ends_it)
{
    int64_t start = now_ms();

    hd_stop_install();
    hd_stop_deadline(200);
    fails("exec sleep 30", HD_ELIMIT, "time limit of 0.2 s reached");
    cr_assert_lt(now_ms() - start, 5000);
    hd_stop_reset();
    gives("echo again", "again\n");
}

Test(child, an_interrupt_ends_it)
{
    int64_t start = now_ms();

    hd_stop_install();
    fails("kill -INT $PPID; exec sleep 30", HD_EINTR, "interrupted");
    cr_assert_lt(now_ms() - start, 5000);
    hd_stop_reset();
}

Test(child, a_program_in_memory_runs)
{
    char *argv[] = {(char *)"echo", (char *)"from memory", NULL};
    hd_child child = {.name = "helper", .argv = argv, .limit = MIB};
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;
    char bytes[4096];
    int from = open("/bin/echo", O_RDONLY), fd = memfd_create("echo", MFD_CLOEXEC);
    ssize_t n;

    while ((n = read(from, bytes, sizeof bytes)) > 0)
        cr_assert_eq(write(fd, bytes, (size_t)n), n);
    child.program = fd;
    cr_assert_eq(hd_child_run(&child, NULL, 0, &out, &err), HD_OK, "%s", err.msg);
    cr_assert_str_eq(hd_buf_str(&out), "from memory\n");
    hd_buf_release(&out);
    close(from);
    close(fd);
}

Test(child, heddle_without_standard_descriptors_can_run_one)
{
    hd_buf out = HD_BUF_INIT;
    hd_err err = HD_ERR_INIT;
    int kept[3];

    for (int i = 0; i < 3; i++) {
        kept[i] = fcntl(i, F_DUPFD_CLOEXEC, 10);
        close(i);
    }
    hd_status status = with("cat; echo said >&2", "x", 1, 30, MIB, &out, &err);
    for (int i = 0; i < 3; i++) {
        dup2(kept[i], i);
        close(kept[i]);
    }
    cr_assert_eq(status, HD_OK, "%s", err.msg);
    cr_assert_str_eq(hd_buf_str(&out), "x");
    hd_buf_release(&out);
}
