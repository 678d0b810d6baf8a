/* Linked by the bench into a heddle of its own: os.clock() there gives the time on the wall in microseconds, not the
 * processor time of the process, which counts every thread. All else is the program people run. */
#include <time.h>

clock_t clock(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (clock_t)t.tv_sec * CLOCKS_PER_SEC + (clock_t)(t.tv_nsec / 1000);
}
