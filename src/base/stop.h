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
