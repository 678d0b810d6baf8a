/* run.h -- run one script, or one of heddle's own Lua commands, in a fresh sandboxed state.
 *
 * What a script can reach is an allow-list (lua/heddle/prelude.lua); its limits are a deadline, a memory cap and an
 * output cap.  Files it saves are staged in memory and written when it has ended without error. */
#ifndef HD_HOST_RUN_H
#define HD_HOST_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define HD_RUN_TIME_MS ((uint64_t)60 * 1000)
#define HD_RUN_MEMORY ((uint64_t)512 * 1024 * 1024)
#define HD_RUN_OUTPUT ((uint64_t)64 * 1024 * 1024) /* bytes printed, and bytes staged */
#define HD_RUN_MAX_SCRIPT ((size_t)4 * 1024 * 1024)

typedef struct hd_run_param {
    const char *name;
    const char *value;
} hd_run_param;

/* A document for a profile (host/profile.h). */
typedef struct hd_run_document {
    const char *name;   /* without folders */
    const char *source; /* id of its source; NULL: the profile makes one */
    const char *text;
    size_t len;
    hd_buf *records; /* what the profile makes of it is appended, one record a line */
} hd_run_document;

typedef struct hd_run_options {
    const char *script; /* path; or NULL */
    const char *code;   /* of -e; or NULL */
    const char
        *command; /* heddle's own Lua command, "info": runs heddle.cmd.info; or NULL. When its run
                          * returns true a check failed, when "data" what it read is bad, and standard
                          * output says what is wrong */
    const char *store; /* path of the store, opened when first used */
    const hd_run_param *params;
    size_t n_params;
    const char *const *args; /* after "--"; of a command: its arguments */
    size_t n_args;
    hd_buf *output; /* what would go to standard output is appended here; NULL: it goes there */
    const char *out_dir;             /* default "./out" */
    uint64_t time_ms;                /* 0: none */
    uint64_t memory;                 /* soft cap in bytes; the hard one is a quarter above */
    const hd_run_document *document; /* run the profile `script` (NULL: heddle's own) on it; or NULL
                                      */
    bool last; /* the process ends with it: what would only be given back stays */
} hd_run_options;

#define HD_RUN_OPTIONS_INIT                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, "./out", HD_RUN_TIME_MS, HD_RUN_MEMORY,    \
            NULL, false                                                                            \
    }

/* How the process counts, for every run in it: `kernels` and `threads` as $HEDDLE_KERNEL and $HEDDLE_THREADS hold them (NULL or
 * "": chosen by heddle).  Results are the same.
 * Fails: HD_EUSAGE no such kernels or no number of threads, HD_EMISSING kernels that this machine lacks. */
hd_status hd_run_machine(const char *kernels, const char *threads, hd_err *err);

/* Run it.  Script output goes to standard output; on failure err holds the one message to print ("script.lua:7: ...").
 * Fails: HD_ESCRIPT, HD_ECHECK (heddle.fail), HD_EDATA (does not parse), HD_ENOTFOUND, HD_ELIMIT, HD_EINTR,
 * HD_ECREATE, HD_EIO, HD_EBUSY.  After a command whose check failed: HD_ECHECK (HD_EDATA when it says so) with an empty message. */
hd_status hd_run(const hd_run_options *options, hd_err *err);

#endif
