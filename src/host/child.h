/* child.h -- running another program to its end: bytes in, bytes out.
 *
 * The program gets a fixed environment (PATH=/usr/bin:/bin, LC_ALL=C.UTF-8, SOURCE_DATE_EPOCH=315532800, HOME and
 * TMPDIR its folder), three descriptors, default signals, no timers, a process group of its own and limits on memory, open
 * files and the size of files; nothing of heddle's terminal, variables, descriptors or signal handling reaches it.  It dies
 * with heddle.
 *
 * Whatever ends a run (Ctrl-C, the deadline) ends the program too.  When hd_child_run returns, the program is gone,
 * with all it started in its group, and no descriptor is left open.
 */
#ifndef HD_HOST_CHILD_H
#define HD_HOST_CHILD_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define HD_CHILD_MEMORY ((size_t)2 << 30) /* bytes of address space (not in sanitizer builds) */
#define HD_CHILD_FILES 256                /* open descriptors */

typedef struct hd_child {
    const char *name; /* in messages; never NULL */
    const char
        *path;   /* looked for in /usr/bin and /bin if it has no slash; NULL: `program` is run */
    int program; /* descriptor of an executable; looked at only if path is NULL; stays the caller's */
    char *const *argv; /* argv[0] too, NULL-terminated */
    const char *dir;   /* the folder it works in; NULL: "/" */
    const char
        *hint; /* how to install it, in the message when it is missing: "apt-get install pandoc" */
    unsigned seconds; /* its time; 0: only the run's deadline counts */
    size_t limit;     /* most bytes of output, and of any file it writes */
} hd_child;

/* Run it with `len` bytes as its standard input (NULL if len is 0) and append its standard output to *out.  A program that
 * does not read its input to the end may still succeed.  What it says on standard error is dropped if it ends with
 * status 0; else the first line is in the message.  On failure *out is as it was.
 *   HD_EMISSING  there is no such program, or a shared library that it needs is missing
 *   HD_ELIMIT    its time or the limit of its output is reached, or the deadline of the run
 *   HD_EINTR     the run was interrupted
 *   HD_EFAULT    it ended with another status than 0 or by a signal, or could not be started
 * Must be called by the thread that lives longest: when the calling thread ends, the program is killed. */
hd_status hd_child_run(const hd_child *child, const void *input, size_t len, hd_buf *out,
                       hd_err *err);

#endif
