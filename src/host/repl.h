/* repl.h -- the prompt: entries read one after the other and run in one sandboxed state.
 *
 * What an entry can reach is what a script can (host/run.h).  There is no deadline; the soft memory limit is an error
 * and the session goes on, the hard one ends the process.  Files that an entry saves are written when it has succeeded. */
#ifndef HD_HOST_REPL_H
#define HD_HOST_REPL_H

#include "base/err.h"
#include "host/run.h"

/* Run a session; `script`, `code`, `command`, `document`, `args`, `output` and `time_ms` of the options are not used.  With
 * standard input and output a terminal there is a prompt, else the lines of standard input are entries, results are printed and
 * nothing else, and the first error ends it.
 * Fails: at a terminal HD_EINTR, with an empty message; else as hd_run does. */
hd_status hd_repl(const hd_run_options *options, hd_err *err);

#endif
