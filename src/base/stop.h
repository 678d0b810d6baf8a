/* stop.h -- the one flag that long loops poll.
 *
 * Signal handlers and the deadline set it; loops in C poll hd_stop_check every
 * few thousand steps.  The process-wide flag is the one global of heddle.
 *
 * A loop that cannot poll (a pattern match inside the Lua library) is ended by a
 * watchdog: when the deadline, or an interrupt, is `HD_STOP_GRACE_MS` old and the
 * flag has not been taken, the signal handler writes the message and ends the
 * process.  Nothing half-written remains because outputs are staged.
 */
#ifndef HD_BASE_STOP_H
#define HD_BASE_STOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

typedef enum hd_stop_reason {
    HD_STOP_NONE = 0,
    HD_STOP_TIME,      /* the deadline passed            -> HD_ELIMIT, exit 80 */
    HD_STOP_INTERRUPT, /* SIGINT                         -> HD_EINTR, exit 130 */
    HD_STOP_TERMINATE, /* SIGTERM or SIGHUP              -> HD_EINTR, exit 143 */
    HD_STOP_MEMORY     /* the script's soft memory limit -> HD_ELIMIT, exit 80 */
} hd_stop_reason;

#define HD_STOP_GRACE_MS 500

/* Install handlers for SIGINT, SIGTERM, SIGHUP (they set the flag; a second one
 * ends the process at once with 130 or 143) and ignore SIGPIPE. */
void hd_stop_install(void);

/* Start the deadline: `ms` milliseconds from now the reason becomes HD_STOP_TIME; HD_STOP_GRACE_MS
 * later the watchdog ends the process with exit code 80 and "WHERE: time limit of N s reached", where
 * WHERE comes from hd_stop_at.  ms = 0 removes the deadline. */
void hd_stop_deadline(uint64_t ms);

/* Where the script is, for the watchdog's message: `source` must stay valid until the next call
 * (NULL: not in a script).  Two plain stores; async-signal-safe to read. */
void hd_stop_at(const char *source, int line);

/* How a signal is taken. */
typedef enum hd_stop_mode {
    HD_STOP_RUN = 0, /* as described above */
    HD_STOP_ENTRY,   /* the prompt runs an entry: SIGINT stops it, with no watchdog; two within
                      * HD_STOP_TWICE_MS end the process with 130 */
    HD_STOP_TYPING /* the prompt reads a line: nothing ends the process here, whoever reads looks at
                      * hd_stop_get and hd_stop_leave */
} hd_stop_mode;

#define HD_STOP_TWICE_MS 2000

void hd_stop_set_mode(hd_stop_mode mode);
/* In the modes of the prompt: true once the session must end, because of SIGTERM, SIGHUP or a second SIGINT in
 * time.  The reason says which, and hd_stop_reset keeps it. */
bool hd_stop_leave(void);

/* Call fn before heddle ends the process from within (hd_stop_exit): it must be async-signal-safe.  NULL: nothing.
 * Returns what was to be called before, for who wants it called too, and set again. */
typedef void hd_stop_fn(void);
hd_stop_fn *hd_stop_at_exit(hd_stop_fn *fn);
/* End the process at once, without what exit would do.  Async-signal-safe. */
_Noreturn void hd_stop_exit(int code);

hd_stop_reason hd_stop_get(void);
void hd_stop_set(hd_stop_reason reason); /* keeps an earlier reason */
void hd_stop_reset(void); /* a new statement may run (the prompt); disarms the watchdog */

/* Call fn whenever a reason is set, in a signal handler too: it must be async-signal-safe.  NULL: nobody is told. */
void hd_stop_tell(void (*fn)(void));

/* HD_OK, or the failure that belongs to the reason, with its message
 * ("time limit of 60 s reached", "interrupted"). */
hd_status hd_stop_check(hd_err *err);
/* The soft memory limit in bytes, named in its message. */
void hd_stop_memory_limit(uint64_t bytes);

#endif
