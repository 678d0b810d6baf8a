/* spawn -- times whole processes from fork to exit, and their peak memory.
 *
 *   spawn QUERY FORM PROGRAM [ARGUMENT...]
 *
 * Runs it $BENCH_RUNS (7) times after one unmeasured run, at most $BENCH_BUDGET (20) seconds once three are
 * done; standard output goes nowhere. Prints "time QUERY FORM ..." and "value rss:QUERY:FORM BYTES"; "failed
 * (QUERY) FORM" if the program fails. BENCH_COLD=1: no unmeasured run, for an import that must start anew. */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

typedef struct job {
    char **argv;
    long most_kib;
    int failed;
} job;

static double run_once(job *j)
{
    double start = bench_now();
    struct rusage usage;
    int status;
    pid_t pid = vfork();

    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execvp(j->argv[0], j->argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0)
        j->failed = 1;
    else if (usage.ru_maxrss > j->most_kib)
        j->most_kib = usage.ru_maxrss;
    return bench_now() - start;
}

int main(int argc, char **argv)
{
    double times[BENCH_MAX_RUNS], spent = 0, budget = bench_number("BENCH_BUDGET", 20);
    int least = (int)bench_number("BENCH_RUNS", 7), n = 0;

    if (argc < 4)
        return 64;
    job j = {argv + 3, 0, 0};
    if (least < 1 || least > BENCH_MAX_RUNS)
        least = 7;
    if (bench_number("BENCH_COLD", 0) == 0)
        run_once(&j);
    while (n < least && !j.failed && !(n >= 3 && spent > budget)) {
        times[n] = run_once(&j);
        spent += times[n++];
    }
    if (j.failed) {
        printf("failed\t(%s) %s\n", argv[1], argv[2]);
        return 0;
    }
    qsort(times, (size_t)n, sizeof *times, bench_order);
    printf("time\t%s\t%s\t%.9f\t%.9f\t%.9f\t%d\n", argv[1], argv[2],
           (times[n / 2] + times[(n - 1) / 2]) / 2, times[0], times[n - 1], n);
    printf("value\trss:%s:%s\t%ld\n", argv[1], argv[2], j.most_kib * 1024);
    return 0;
}
