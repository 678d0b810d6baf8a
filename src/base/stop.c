#include "base/stop.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS ((int64_t)1000000)
#define NS_PER_S ((int64_t)1000000000)
#define LONGEST_MS ((uint64_t)1000 * 60 * 60 * 24 * 365 * 100)

/* Everything a signal handler reads or writes is atomic without a lock or a volatile pointer or
 * int; where ordinary code changes more than one of them, the four signals are held back. */
static atomic_int reason;              /* hd_stop_reason */
static atomic_bool taken;              /* hd_stop_check has told somebody */
static atomic_int signals;             /* stop signals since the last reset */
static _Atomic int64_t deadline;       /* CLOCK_MONOTONIC in ns; 0: none */
static _Atomic int64_t watchdog;       /* likewise */
static const char *volatile at_source; /* NULL: not in a script */
static volatile int at_line;
static char time_message[64] = "time limit reached";
static char memory_message[64] = "memory limit reached";
static void (*volatile tell)(void); /* who wants to know of a reason */
static atomic_int mode;             /* hd_stop_mode */
static atomic_bool leave;           /* the session must end */
static _Atomic int64_t
    interrupted; /* the last SIGINT of a session, CLOCK_MONOTONIC in ns; 0: none */
static void (*volatile at_exit)(void); /* puts the terminal right */
static timer_t timer;
static pid_t timer_owner; /* timers do not survive a fork */

static int64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

/* Set the timer to whichever comes first.  Async-signal-safe. */
static void arm(void)
{
    int64_t a = atomic_load(&deadline), b = atomic_load(&watchdog);
    int64_t at = !a ? b : !b || a < b ? a : b;
    struct itimerspec spec = {0};

    if (timer_owner != getpid())
        return;
    spec.it_value.tv_sec = (time_t)(at / NS_PER_S);
    spec.it_value.tv_nsec = (long)(at % NS_PER_S);
    timer_settime(timer, TIMER_ABSTIME, &spec, NULL);
}

static void keep_first_reason(hd_stop_reason r)
{
    int none = HD_STOP_NONE;
    void (*fn)(void) = tell;

    if (atomic_compare_exchange_strong(&reason, &none, (int)r) && fn)
        fn();
}

static void start_watchdog(void)
{
    int64_t none = 0;

    atomic_compare_exchange_strong(&watchdog, &none, now_ns() + HD_STOP_GRACE_MS * NS_PER_MS);
    arm();
}

static int exit_code(hd_stop_reason r)
{
    if (r == HD_STOP_INTERRUPT)
        return 130;
    if (r == HD_STOP_TERMINATE)
        return 143;
    return 80;
}

static const char *message_of(hd_stop_reason r)
{
    switch (r) {
    case HD_STOP_TIME:
        return time_message;
    case HD_STOP_MEMORY:
        return memory_message;
    case HD_STOP_INTERRUPT:
        return "interrupted";
    case HD_STOP_TERMINATE:
        return "terminated";
    case HD_STOP_NONE:
        break;
    }
    return "";
}

static size_t put(char *out, size_t len, size_t cap, const char *s)
{
    while (*s && len < cap)
        out[len++] = *s++;
    return len;
}

void hd_stop_exit(int code)
{
    void (*fn)(void) = at_exit;

    at_exit = NULL;
    if (fn)
        fn();
    _exit(code);
}

/* Write "WHERE: MESSAGE" and end the process.  Async-signal-safe. */
static _Noreturn void end_process(const char *message, int code)
{
    const char *source = at_source;
    int line = at_line;
    char text[1024], digits[16];
    size_t len, cap = sizeof text - 100; /* the message always fits after WHERE */

    len = put(text, 0, cap - 20, source ? source : "heddle");
    if (source && line > 0) {
        char *d = digits + sizeof digits - 1;
        *d = '\0';
        for (; line > 0; line /= 10)
            *--d = (char)('0' + line % 10);
        len = put(text, len, cap, ":");
        len = put(text, len, cap, d);
    }
    len = put(text, len, sizeof text - 1, ": ");
    len = put(text, len, sizeof text - 1, message);
    text[len++] = '\n';
    if (atomic_load(&mode) != HD_STOP_RUN) { /* behind "^C" */
        ssize_t n = write(STDERR_FILENO, "\n", 1);
        (void)n;
    }
    ssize_t n = write(STDERR_FILENO, text, len);
    (void)n;
    hd_stop_exit(code);
}

static void on_alarm(int sig)
{
    int before = errno;
    int64_t now = now_ns(), due = atomic_load(&deadline);

    (void)sig;
    if (due && now >= due) {
        atomic_store(&deadline, 0);
        keep_first_reason(HD_STOP_TIME);
        start_watchdog();
    }
    due = atomic_load(&watchdog);
    if (due && now >= due) {
        hd_stop_reason r = (hd_stop_reason)atomic_load(&reason);
        /* A script can catch the failure and go on, so inside one that it was taken does not
         * count; outside, the program is on its way out and may need longer. */
        if (!atomic_load(&taken) || at_source)
            end_process(message_of(r), exit_code(r));
        atomic_store(&watchdog, 0);
    }
    arm();
    errno = before;
}

static void stop_session(hd_stop_reason r, bool typing)
{
    int64_t now = now_ns();
    bool again = atomic_load(&leave);

    if (r == HD_STOP_INTERRUPT) {
        int64_t last = atomic_exchange(&interrupted, now);
        again = last && now - last < HD_STOP_TWICE_MS * NS_PER_MS;
        if (!again) {
            keep_first_reason(r);
            return;
        }
    }
    keep_first_reason(r); /* tells of it */
    atomic_store(&reason, (int)r);
    atomic_store(&leave, true);
    if (!typing && again)
        end_process(message_of(r), exit_code(r));
    if (!typing)
        start_watchdog();
}

static void on_stop_signal(int sig)
{
    int before = errno, m = atomic_load(&mode);
    hd_stop_reason r = sig == SIGINT ? HD_STOP_INTERRUPT : HD_STOP_TERMINATE;

    if (m != HD_STOP_RUN) {
        stop_session(r, m == HD_STOP_TYPING);
        errno = before;
        return;
    }
    if (atomic_fetch_add(&signals, 1) > 0)
        end_process(message_of(r), exit_code(r));
    keep_first_reason(r);
    start_watchdog();
    errno = before;
}

static void our_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
    sigaddset(set, SIGALRM);
}

static void handle(int sig, void (*handler)(int))
{
    struct sigaction action = {0};

    action.sa_handler = handler;
    /* Reads and writes of libraries go on: stopping is the flag's work, not theirs. */
    action.sa_flags = SA_RESTART;
    /* One handler at a time, so that they need no order among themselves. */
    our_signals(&action.sa_mask);
    sigaction(sig, &action, NULL);
}

static void need_timer(void)
{
    struct sigevent event = {0};

    if (timer_owner == getpid())
        return;
    handle(SIGALRM, on_alarm);
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGALRM;
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0)
        hd_fault("cannot create a timer: error %d", errno);
    timer_owner = getpid();
}

static void hold(sigset_t *before)
{
    sigset_t set;

    our_signals(&set);
    sigprocmask(SIG_BLOCK, &set, before);
}

void hd_stop_install(void)
{
    struct sigaction hup;

    need_timer();
    handle(SIGINT, on_stop_signal);
    handle(SIGTERM, on_stop_signal);
    /* nohup has it ignored, and means it. */
    if (sigaction(SIGHUP, NULL, &hup) != 0 || hup.sa_handler != SIG_IGN)
        handle(SIGHUP, on_stop_signal);
    handle(SIGPIPE, SIG_IGN);
}

/* N as it was given: whole seconds, or up to three decimals without trailing zeros. */
static void name_time_limit(uint64_t ms)
{
    char number[32];

    int len = snprintf(number, sizeof number, "%llu.%03u", (unsigned long long)(ms / 1000),
                       (unsigned)(ms % 1000));
    while (number[len - 1] == '0')
        len--;
    if (number[len - 1] == '.')
        len--;
    snprintf(time_message, sizeof time_message, "time limit of %.*s s reached", len, number);
}

void hd_stop_deadline(uint64_t ms)
{
    sigset_t before;

    if (ms > LONGEST_MS)
        ms = LONGEST_MS;
    hold(&before);
    need_timer();
    if (ms > 0) {
        name_time_limit(ms);
        atomic_store(&deadline, now_ns() + (int64_t)ms * NS_PER_MS);
    } else {
        atomic_store(&deadline, 0);
        if (atomic_load(&reason) == HD_STOP_TIME)
            atomic_store(&watchdog, 0);
    }
    arm();
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void hd_stop_at(const char *source, int line)
{
    at_source = source;
    at_line = line;
}

hd_stop_reason hd_stop_get(void)
{
    return (hd_stop_reason)atomic_load_explicit(&reason, memory_order_relaxed);
}

void hd_stop_set(hd_stop_reason r)
{
    keep_first_reason(r);
}

void hd_stop_tell(void (*fn)(void))
{
    tell = fn;
}

void hd_stop_set_mode(hd_stop_mode m)
{
    atomic_store(&mode, (int)m);
    if (m == HD_STOP_RUN) {
        atomic_store(&leave, false);
        atomic_store(&interrupted, 0);
    }
}

bool hd_stop_leave(void)
{
    return atomic_load(&leave);
}

hd_stop_fn *hd_stop_at_exit(hd_stop_fn *fn)
{
    hd_stop_fn *before = at_exit;

    at_exit = fn;
    return before;
}

void hd_stop_reset(void)
{
    sigset_t before;

    hold(&before);
    if (!atomic_load(&leave))
        atomic_store(&reason, HD_STOP_NONE);
    atomic_store(&taken, false);
    atomic_store(&signals, 0);
    atomic_store(&deadline, 0);
    atomic_store(&watchdog, 0);
    arm();
    sigprocmask(SIG_SETMASK, &before, NULL);
}

hd_status hd_stop_check(hd_err *err)
{
    hd_stop_reason r = hd_stop_get();

    if (r == HD_STOP_NONE)
        return HD_OK;
    atomic_store(&taken, true);
    return hd_fail(err, r == HD_STOP_TIME || r == HD_STOP_MEMORY ? HD_ELIMIT : HD_EINTR, "%s",
                   message_of(r));
}

void hd_stop_memory_limit(uint64_t bytes)
{
    static const char units[] = {'G', 'M', 'K'};
    unsigned long long n = bytes;

    for (unsigned i = 0; i < 3; i++) {
        uint64_t unit = (uint64_t)1 << (30 - 10 * i);
        if (bytes > 0 && bytes % unit == 0) {
            snprintf(memory_message, sizeof memory_message, "memory limit of %llu%c reached",
                     n / unit, units[i]);
            return;
        }
    }
    snprintf(memory_message, sizeof memory_message, "memory limit of %llu bytes reached", n);
}
