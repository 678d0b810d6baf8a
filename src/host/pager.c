#include "host/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define NOT_FOUND 127 /* what sh ends with when there is no such program */

static _Noreturn void become_pager(const char *command, const int *ends)
{
    static const int all[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE, SIGTSTP, SIGALRM};
    sigset_t none;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        signal(all[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(NOT_FOUND);
}

static void feed(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return; /* it has seen enough */
        text += n;
        len -= (size_t)n;
    }
}

bool hd_pager_show(const char *text, size_t len)
{
    const char *named = getenv("HEDDLE_PAGER");
    const char *command = named && *named ? named : "less -FRSX";
    struct sigaction ignore = {0}, before;
    struct termios modes;
    int ends[2], status = 0;

    if (tcgetattr(STDIN_FILENO, &modes) != 0 || pipe(ends) != 0)
        return false;
    /* Ctrl-C is the pager's while it shows. */
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGINT, &ignore, &before);
    pid_t child = fork();
    if (child == 0)
        become_pager(command, ends);
    close(ends[0]);
    if (child > 0)
        feed(ends[1], text, len);
    close(ends[1]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    sigaction(SIGINT, &before, NULL);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    if (child > 0 && WIFSIGNALED(status)) { /* behind "^C" */
        ssize_t n = write(STDOUT_FILENO, "\n", 1);
        (void)n;
    }
    return child > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND);
}
