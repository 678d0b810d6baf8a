#include "host/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/stop.h"

#define LOOK_MS 50     /* how often the stop flag and the time are looked at */
#define CHUNK 65536    /* bytes read or written at once */
#define SAID 400       /* bytes of standard error that are kept */
#define NO_LIBRARY 127 /* what the loader of shared libraries ends with */
#define FOLDERS 2      /* of PATH */
#define VARIABLES 6    /* of the environment, with the NULL */
#define NS_PER_MS 1000000L

/* The three descriptors on heddle's side, the fourth tells why exec failed; -1: closed. */
typedef struct running {
    const hd_child *child;
    pid_t pid;
    int in, out, said_fd, failed;
    const char *input;
    size_t left;
    char said[SAID + 1];
    size_t n_said;
    int64_t until; /* CLOCK_MONOTONIC in ms; 0: no end */
    hd_buf *to;
    size_t from; /* length of *to before */
} running;

/* What the new process needs, made before the fork: there nothing may be allocated. */
typedef struct start {
    const hd_child *child;
    const char *dir;
    char paths[FOLDERS][512];
    char *environment[VARIABLES];
    char *texts; /* of the environment */
    int ends[4][2];
    pid_t parent;
} start;

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / NS_PER_MS;
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* ---- the new process, up to exec ---- */

static void set_limit(int what, size_t most)
{
    struct rlimit limit;

    if (getrlimit((__rlimit_resource_t)what, &limit) != 0)
        return;
    if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > most)
        limit.rlim_max = most;
    limit.rlim_cur = limit.rlim_max;
    setrlimit((__rlimit_resource_t)what, &limit);
}

static void set_limits(const hd_child *child)
{
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_NOFILE, HD_CHILD_FILES);
    set_limit(RLIMIT_FSIZE, child->limit);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    set_limit(RLIMIT_AS, HD_CHILD_MEMORY);
#endif
}

static void default_signals(void)
{
    sigset_t none;

    /* By the system call: libc refuses the two signals it keeps for itself, which heddle may have been started without. */
    struct {
        void *handler;
        unsigned long flags;
        void *restorer;
        uint64_t mask;
    } defaults = {NULL, 0, NULL, 0};

    for (int sig = 1; sig < NSIG; sig++)
        syscall(SYS_rt_sigaction, sig, &defaults, NULL, sizeof defaults.mask);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* All but the first three, at exec. */
static void close_others(void)
{
    if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    for (int fd = 3; fd < HD_CHILD_FILES; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static _Noreturn void become(const start *s)
{
    const hd_child *child = s->child;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != s->parent)
        _exit(1);
    dup2(s->ends[0][0], STDIN_FILENO);
    dup2(s->ends[1][1], STDOUT_FILENO);
    dup2(s->ends[2][1], STDERR_FILENO);
    close_others();
    default_signals();
    bool there = chdir(s->dir) == 0;
    if (there) {
        set_limits(child);
        if (!child->path)
            fexecve(child->program, child->argv, s->environment);
        for (size_t i = 0; i < FOLDERS && s->paths[i][0]; i++)
            execve(s->paths[i], child->argv, s->environment);
    }
    int why = there ? errno : -errno;
    ssize_t n = write(s->ends[3][1], &why, sizeof why);
    (void)n;
    _exit(1);
}

/* ---- starting ---- */

/* A pipe above the first three descriptors, which heddle may have been started without. */
static bool open_pipe(int ends[2])
{
    int low[2];

    ends[0] = ends[1] = -1;
    if (pipe2(low, O_CLOEXEC) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
        close(low[i]);
    }
    return ends[0] >= 0 && ends[1] >= 0;
}

static hd_status prepare(start *s, const hd_child *child, hd_err *err)
{
    static const char *const folders[FOLDERS] = {"/usr/bin", "/bin"};
    static const char *const forms[VARIABLES - 1] = {
        "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "SOURCE_DATE_EPOCH=315532800", "HOME=", "TMPDIR="};
    hd_buf text = HD_BUF_INIT;
    bool given = child->path && strchr(child->path, '/');

    s->child = child;
    s->dir = child->dir ? child->dir : "/";
    s->parent = getpid();
    for (size_t i = 0; child->path && i < (given ? 1 : FOLDERS); i++) {
        int len = snprintf(s->paths[i], sizeof s->paths[i], "%s%s%s", given ? "" : folders[i],
                           given ? "" : "/", child->path);
        if (len < 0 || (size_t)len >= sizeof s->paths[i])
            return hd_fail(err, HD_EFAULT, "%s: its path is too long", child->name);
    }
    for (size_t i = 0; i < VARIABLES - 1; i++) {
        hd_buf_adds(&text, forms[i]);
        hd_buf_adds(&text, i < 3 ? "" : s->dir);
        hd_buf_addc(&text, '\0');
    }
    s->texts = hd_buf_take(&text);
    char *at = s->texts;
    for (size_t i = 0; i < VARIABLES - 1; i++, at += strlen(at) + 1)
        s->environment[i] = at;
    return HD_OK;
}

static void forget(start *s)
{
    for (int i = 0; i < 4; i++) {
        shut(&s->ends[i][0]);
        shut(&s->ends[i][1]);
    }
    hd_free(s->texts);
}

/* Fork, and keep heddle's ends.  No signal handler of heddle runs in the new process. */
static hd_status launch(start *s, running *r, hd_err *err)
{
    sigset_t all, before;

    for (int i = 0; i < 4; i++)
        if (!open_pipe(s->ends[i]))
            return hd_fail(err, HD_EFAULT, "%s: cannot make a pipe: %s", s->child->name,
                           strerror(errno));
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    r->pid = fork();
    if (r->pid == 0)
        become(s);
    int why = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (r->pid < 0)
        return hd_fail(err, HD_EFAULT, "%s: cannot start a process: %s", s->child->name,
                       strerror(why));
    setpgid(r->pid, r->pid); /* whichever of the two comes first */
    r->in = s->ends[0][1];
    r->out = s->ends[1][0];
    r->said_fd = s->ends[2][0];
    r->failed = s->ends[3][0];
    s->ends[0][1] = s->ends[1][0] = s->ends[2][0] = s->ends[3][0] = -1;
    fcntl(r->in, F_SETFL, O_NONBLOCK);
    return HD_OK;
}

/* ---- talking to it ---- */

/* Why exec failed, negative where its folder was the reason: known once the program has begun, or has not. */
static hd_status check_begun(running *r, hd_err *err)
{
    const hd_child *child = r->child;
    int why = 0;
    ssize_t n;

    do
        n = read(r->failed, &why, sizeof why);
    while (n < 0 && errno == EINTR);
    shut(&r->failed);
    if (n != (ssize_t)sizeof why)
        return HD_OK;
    if (why == ENOENT && child->path)
        return hd_fail(err, HD_EMISSING, "%s is not installed (%s)", child->name,
                       child->hint ? child->hint : "install it");
    if (why < 0)
        return hd_fail(err, HD_EFAULT, "%s: cannot work in '%s': %s", child->name, child->dir,
                       strerror(-why));
    return hd_fail(err, HD_EFAULT, "%s: cannot start it: %s", child->name, strerror(why));
}

static void give(running *r)
{
    size_t most = r->left < CHUNK ? r->left : CHUNK;
    ssize_t n = most > 0 ? write(r->in, r->input, most) : 0;

    if (n > 0) {
        r->input += n;
        r->left -= (size_t)n;
    }
    if (r->left == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
        shut(&r->in); /* it wants no more, or there is no more */
}

static hd_status take(running *r, hd_err *err)
{
    char bytes[CHUNK];
    ssize_t n = read(r->out, bytes, sizeof bytes);

    if (n == 0 || (n < 0 && errno != EINTR))
        shut(&r->out);
    if (n <= 0)
        return HD_OK;
    if ((size_t)n > r->child->limit - (r->to->len - r->from))
        return hd_fail(err, HD_ELIMIT, "%s: its output is larger than the limit of %zu bytes",
                       r->child->name, r->child->limit);
    hd_buf_add(r->to, bytes, (size_t)n);
    return HD_OK;
}

static void listen_to(running *r)
{
    char bytes[CHUNK];
    ssize_t n = read(r->said_fd, bytes, sizeof bytes);

    if (n == 0 || (n < 0 && errno != EINTR))
        shut(&r->said_fd);
    if (n <= 0)
        return;
    size_t room = SAID - r->n_said, len = (size_t)n < room ? (size_t)n : room;
    memcpy(r->said + r->n_said, bytes, len);
    r->n_said += len;
}

static hd_status look(const running *r, hd_err *err)
{
    hd_status status = hd_stop_check(err);

    if (status == HD_OK && r->until && now_ms() >= r->until)
        return hd_fail(err, HD_ELIMIT, "%s: not done after %u s", r->child->name,
                       r->child->seconds);
    return status;
}

/* Until both its outputs are closed.  Input and output go on side by side: a program may fill the one pipe before it
 * empties the other. */
static hd_status talk(running *r, hd_err *err)
{
    while (r->out >= 0 || r->said_fd >= 0) {
        struct pollfd fds[] = {{r->in, POLLOUT, 0}, {r->out, POLLIN, 0}, {r->said_fd, POLLIN, 0}};
        hd_status status = look(r, err);

        if (status == HD_OK && poll(fds, 3, LOOK_MS) > 0) {
            if (fds[0].revents)
                give(r);
            if (fds[2].revents)
                listen_to(r);
            if (fds[1].revents)
                status = take(r, err);
        }
        if (status != HD_OK)
            return status;
    }
    return HD_OK;
}

/* ---- its end ---- */

/* Wait for it as long as it may run.  It stays in the table of processes, so that its number is still its own. */
static hd_status await(running *r, hd_err *err)
{
    struct timespec pause = {0, NS_PER_MS / 2};
    siginfo_t ended = {0};
    hd_status status = HD_OK;

    while (status == HD_OK) {
        ended.si_pid = 0;
        if (waitid(P_PID, (id_t)r->pid, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid)
            return HD_OK;
        nanosleep(&pause, NULL);
        if (pause.tv_nsec < 10 * NS_PER_MS)
            pause.tv_nsec *= 2;
        status = look(r, err);
    }
    return status;
}

/* Kill what is left of it and of what it started, and take its status. */
static int end(running *r)
{
    int status = 0;

    kill(-r->pid, SIGKILL);
    kill(r->pid, SIGKILL);
    while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    shut(&r->in);
    shut(&r->out);
    shut(&r->said_fd);
    shut(&r->failed);
    return status;
}

static const char *first_line(running *r)
{
    char *line = r->said + strspn(r->said, "\r\n \t");

    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

static hd_status judge(running *r, int status, hd_err *err)
{
    const hd_child *child = r->child;
    const char *said = first_line(r);
    const char *colon = *said ? ": " : "";

    if (WIFSIGNALED(status))
        return hd_fail(err, HD_EFAULT, "%s was ended by signal %d (%s)%s%s", child->name,
                       WTERMSIG(status), strsignal(WTERMSIG(status)), colon, said);
    if (WEXITSTATUS(status) == NO_LIBRARY)
        return hd_fail(err, HD_EMISSING, "%s cannot start%s%s (%s)", child->name, colon, said,
                       child->hint ? child->hint : "install what it needs");
    if (WEXITSTATUS(status) != 0)
        return hd_fail(err, HD_EFAULT, "%s failed with status %d%s%s", child->name,
                       WEXITSTATUS(status), colon, said);
    return HD_OK;
}

static hd_status run(start *s, running *r, hd_err *err)
{
    hd_status status = launch(s, r, err);

    forget(s);
    if (status != HD_OK)
        return status;
    status = check_begun(r, err);
    if (status == HD_OK)
        status = talk(r, err);
    if (status == HD_OK)
        status = await(r, err);
    int code = end(r);
    return status == HD_OK ? judge(r, code, err) : status;
}

hd_status hd_child_run(const hd_child *child, const void *input, size_t len, hd_buf *out,
                       hd_err *err)
{
    struct sigaction action = {0}, pipe_before, child_before;
    start s = {.ends = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}}};
    running r = {.child = child,
                 .in = -1,
                 .out = -1,
                 .said_fd = -1,
                 .failed = -1,
                 .input = input,
                 .left = len,
                 .to = out,
                 .from = out->len,
                 .until = child->seconds ? now_ms() + (int64_t)child->seconds * 1000 : 0};
    hd_status status = prepare(&s, child, err);

    if (status != HD_OK)
        return status;
    /* A program that stops reading must not end heddle, and its status must be kept for heddle. */
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, &pipe_before);
    action.sa_handler = SIG_DFL;
    sigaction(SIGCHLD, &action, &child_before);
    status = run(&s, &r, err);
    sigaction(SIGCHLD, &child_before, NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
    if (status != HD_OK && out->len > r.from) {
        out->len = r.from;
        out->data[out->len] = '\0';
    }
    return status;
}
