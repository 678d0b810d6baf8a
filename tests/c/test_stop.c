#include "base/stop.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

TestSuite(stop, .timeout = 20);

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Busy, as a pattern match is: nothing polls, nothing sleeps. */
static void spin(int64_t ms)
{
    int64_t end = now_ms() + ms;

    while (now_ms() < end)
        continue;
}

static hd_stop_reason wait_for_reason(int64_t ms)
{
    int64_t end = now_ms() + ms;

    while (hd_stop_get() == HD_STOP_NONE && now_ms() < end)
        continue;
    return hd_stop_get();
}

/* What the reason that is set says. */
static void says(const char *message)
{
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_stop_check(&err), HD_ELIMIT);
    cr_assert_str_eq(err.msg, message);
}

Test(stop, nothing_is_said_without_a_reason)
{
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_stop_check(&err), HD_OK);
    cr_assert_eq(hd_stop_get(), HD_STOP_NONE);
    cr_assert_str_eq(err.msg, "");
}

Test(stop, the_first_reason_is_kept)
{
    hd_err err = HD_ERR_INIT;

    hd_stop_memory_limit((uint64_t)512 << 20);
    hd_stop_set(HD_STOP_MEMORY);
    hd_stop_set(HD_STOP_INTERRUPT);
    cr_assert_eq(hd_stop_check(&err), HD_ELIMIT);
    cr_assert_str_eq(err.msg, "memory limit of 512M reached");
    hd_stop_reset();
    hd_stop_set(HD_STOP_INTERRUPT);
    cr_assert_eq(hd_stop_check(&err), HD_EINTR);
    cr_assert_str_eq(err.msg, "interrupted");
    hd_stop_reset();
    hd_stop_set(HD_STOP_TERMINATE);
    cr_assert_eq(hd_stop_check(&err), HD_EINTR);
    cr_assert_str_eq(err.msg, "terminated");
    hd_stop_reset();
    cr_assert_eq(hd_stop_check(&err), HD_OK);
}

Test(stop, limits_are_named_as_they_were_given)
{
    static const struct {
        uint64_t ms;
        const char *text;
    } times[] = {{60000, "time limit of 60 s reached"},  {1000, "time limit of 1 s reached"},
                 {500, "time limit of 0.5 s reached"},   {1250, "time limit of 1.25 s reached"},
                 {1050, "time limit of 1.05 s reached"}, {1, "time limit of 0.001 s reached"}};

    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        hd_stop_deadline(times[i].ms);
        hd_stop_set(HD_STOP_TIME);
        says(times[i].text);
        hd_stop_reset();
    }
    hd_stop_set(HD_STOP_MEMORY);
    hd_stop_memory_limit((uint64_t)2 << 30);
    says("memory limit of 2G reached");
    hd_stop_memory_limit(1536);
    says("memory limit of 1536 bytes reached");
    hd_stop_memory_limit(0);
    says("memory limit of 0 bytes reached");
}

Test(stop, the_deadline_sets_the_reason)
{
    hd_err err = HD_ERR_INIT;
    int64_t start = now_ms();

    hd_stop_install();
    hd_stop_deadline(100);
    cr_assert_eq(wait_for_reason(5000), HD_STOP_TIME);
    cr_assert_geq(now_ms() - start, 99);
    cr_assert_eq(hd_stop_check(&err), HD_ELIMIT);
    cr_assert_str_eq(err.msg, "time limit of 0.1 s reached");
    /* Taken, and not in a script: the program may take its time. */
    spin(HD_STOP_GRACE_MS + 300);
    hd_stop_reset();
    hd_stop_deadline(100);
    cr_assert_eq(wait_for_reason(5000), HD_STOP_TIME, "and again after a reset");
    hd_stop_reset();
}

Test(stop, a_deadline_can_be_moved_and_removed)
{
    hd_stop_deadline(50);
    hd_stop_deadline(0);
    cr_assert_eq(wait_for_reason(150), HD_STOP_NONE);
    hd_stop_deadline(50);
    hd_stop_deadline(60000);
    cr_assert_eq(wait_for_reason(150), HD_STOP_NONE);
    hd_stop_deadline(UINT64_MAX);
    cr_assert_eq(wait_for_reason(50), HD_STOP_NONE);
    hd_stop_deadline(50);
    cr_assert_eq(wait_for_reason(5000), HD_STOP_TIME);
    hd_stop_deadline(0);
    spin(HD_STOP_GRACE_MS + 300); /* its watchdog went with it */
}

Test(stop, a_reset_disarms_the_watchdog)
{
    hd_stop_install();
    hd_stop_at("x.lua", 7);
    raise(SIGINT);
    cr_assert_eq(hd_stop_get(), HD_STOP_INTERRUPT);
    hd_stop_reset();
    spin(HD_STOP_GRACE_MS + 300);
    raise(SIGINT);
    cr_assert_eq(hd_stop_get(), HD_STOP_INTERRUPT, "not taken for a second one");
}

Test(stop, the_first_signal_sets_the_flag)
{
    static const struct {
        int sig;
        hd_stop_reason reason;
    } all[] = {
        {SIGINT, HD_STOP_INTERRUPT}, {SIGTERM, HD_STOP_TERMINATE}, {SIGHUP, HD_STOP_TERMINATE}};

    signal(SIGHUP, SIG_DFL);
    hd_stop_install();
    for (size_t i = 0; i < 3; i++) {
        raise(all[i].sig);
        cr_assert_eq(hd_stop_get(), all[i].reason);
        cr_assert_eq(hd_stop_check(NULL), HD_EINTR);
        hd_stop_reset();
    }
    raise(SIGPIPE);
}

Test(stop, an_ignored_hangup_stays_ignored)
{
    signal(SIGHUP, SIG_IGN);
    hd_stop_install();
    raise(SIGHUP);
    cr_assert_eq(hd_stop_get(), HD_STOP_NONE);
}

/* Run `body` in a child process; its exit code, standard error and time. */
static int run_child(void (*body)(void), char *text, size_t size, int64_t *took)
{
    int ends[2], status = 0;
    size_t len = 0;
    int64_t start = now_ms();

    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        body();
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], text + len, size - 1 - len)) > 0;)
        len += (size_t)n;
    text[len] = '\0';
    close(ends[0]);
    cr_assert_eq(waitpid(child, &status, 0), child);
    *took = now_ms() - start;
    cr_assert(WIFEXITED(status), "ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

static void check_child(void (*body)(void), int code, const char *expected, int64_t least,
                        int64_t most)
{
    char text[2048];
    int64_t took;

    cr_assert_eq(run_child(body, text, sizeof text, &took), code, "%s", text);
    cr_assert_str_eq(text, expected);
    cr_assert(took >= least && took <= most, "took %ld ms", (long)took);
}

static void stuck_past_the_deadline(void)
{
    hd_stop_install();
    hd_stop_at("x.lua", 7);
    hd_stop_deadline(1000);
    spin(10000);
}

Test(stop, the_watchdog_ends_what_does_not_poll)
{
    check_child(stuck_past_the_deadline, 80, "x.lua:7: time limit of 1 s reached\n",
                1000 + HD_STOP_GRACE_MS - 10, 1000 + HD_STOP_GRACE_MS + 2000);
}

static void stuck_outside_a_script(void)
{
    hd_stop_deadline(50);
    spin(10000);
}

static void stuck_after_catching_it(void)
{
    hd_stop_at("x.lua", 9);
    hd_stop_deadline(50);
    wait_for_reason(5000);
    hd_stop_check(NULL);
    spin(10000);
}

static void stuck_in_a_very_long_name(void)
{
    static char name[3000];

    memset(name, 'x', sizeof name - 1);
    hd_stop_at(name, 123456);
    hd_stop_deadline(50);
    spin(10000);
}

Test(stop, the_watchdog_names_the_place_it_knows)
{
    char text[2048];
    int64_t took;

    check_child(stuck_outside_a_script, 80, "heddle: time limit of 0.05 s reached\n", 500, 4000);
    check_child(stuck_after_catching_it, 80, "x.lua:9: time limit of 0.05 s reached\n", 500, 4000);
    cr_assert_eq(run_child(stuck_in_a_very_long_name, text, sizeof text, &took), 80);
    cr_assert(strstr(text, "xx:123456: time limit of 0.05 s reached\n"));
}

static void stuck_and_interrupted(void)
{
    hd_stop_install();
    hd_stop_at("x.lua", 3);
    raise(SIGINT);
    spin(10000);
}

static void stuck_and_terminated(void)
{
    hd_stop_install();
    hd_stop_at("x.lua", 0);
    raise(SIGTERM);
    hd_stop_deadline(60000); /* a later deadline does not put the watchdog off */
    spin(10000);
}

Test(stop, an_interrupt_ends_what_does_not_poll)
{
    check_child(stuck_and_interrupted, 130, "x.lua:3: interrupted\n", 490, 4000);
    check_child(stuck_and_terminated, 143, "x.lua: terminated\n", 490, 4000);
}

static void interrupted_twice(void)
{
    hd_stop_install();
    raise(SIGINT);
    hd_stop_check(NULL);
    raise(SIGINT);
    spin(10000);
}

static void interrupted_then_terminated(void)
{
    hd_stop_install();
    raise(SIGINT);
    raise(SIGTERM);
    spin(10000);
}

Test(stop, a_second_signal_ends_at_once)
{
    check_child(interrupted_twice, 130, "heddle: interrupted\n", 0, 400);
    check_child(interrupted_then_terminated, 143, "heddle: terminated\n", 0, 400);
}

/* ---- the prompt ---- */

Test(stop, at_the_prompt_an_interrupt_does_not_end_the_process)
{
    hd_stop_install();
    hd_stop_set_mode(HD_STOP_ENTRY);
    hd_stop_at("entry", 1);
    raise(SIGINT);
    cr_assert_eq(hd_stop_get(), HD_STOP_INTERRUPT);
    cr_assert_not(hd_stop_leave());
    spin(HD_STOP_GRACE_MS + 300); /* no watchdog */
    hd_stop_reset();
    cr_assert_eq(hd_stop_get(), HD_STOP_NONE);
    spin(HD_STOP_TWICE_MS);
    raise(SIGINT); /* too late to be a second one */
    cr_assert_eq(hd_stop_get(), HD_STOP_INTERRUPT);
    cr_assert_not(hd_stop_leave());
}

Test(stop, two_interrupts_while_typing_say_that_the_session_must_end)
{
    hd_stop_install();
    hd_stop_set_mode(HD_STOP_TYPING);
    raise(SIGINT);
    hd_stop_reset();
    cr_assert_not(hd_stop_leave());
    raise(SIGINT);
    cr_assert(hd_stop_leave());
    hd_stop_reset();
    cr_assert_eq(hd_stop_get(), HD_STOP_INTERRUPT, "kept");
}

Test(stop, a_termination_while_typing_is_kept)
{
    hd_stop_install();
    hd_stop_set_mode(HD_STOP_TYPING);
    raise(SIGINT);
    raise(SIGTERM);
    cr_assert(hd_stop_leave());
    cr_assert_eq(hd_stop_get(), HD_STOP_TERMINATE);
    hd_stop_reset();
    cr_assert_eq(hd_stop_get(), HD_STOP_TERMINATE);
    hd_stop_set_mode(HD_STOP_RUN);
    hd_stop_reset();
    cr_assert_eq(hd_stop_get(), HD_STOP_NONE);
}

static void say_restored(void)
{
    ssize_t n = write(STDERR_FILENO, "restored\n", 9);
    (void)n;
}

static void interrupted_twice_in_an_entry(void)
{
    hd_stop_install();
    hd_stop_set_mode(HD_STOP_ENTRY);
    hd_stop_at_exit(say_restored);
    raise(SIGINT);
    raise(SIGINT);
    spin(5000);
}

Test(stop, two_interrupts_in_an_entry_end_it_with_the_terminal_put_right)
{
    check_child(interrupted_twice_in_an_entry, 130, "\nheddle: interrupted\nrestored\n", 0, 400);
}
