/* session.h -- one session of the prompt, for repl.c and session_lib.c. */
#ifndef HD_HOST_SESSION_H
#define HD_HOST_SESSION_H

#include "host/history.h"
#include "host/host.h"
#include "host/input.h"
#include "host/line.h"

typedef struct hd_session {
    hd_host *h;
    hd_run_options options; /* the store is the one that is open */
    char *store;            /* named by :open; NULL */
    bool interactive;       /* there is a prompt */
    bool colour;            /* colours may be used */
    hd_input in;
    hd_line *line; /* NULL: lines cannot be edited */
    hd_history history;
    size_t number;  /* of the line read last */
    hd_buf entry;   /* the lines so far */
    hd_buf trace;   /* where the last error was raised, with frames of C */
    hd_err failure; /* for prompt.failed */
    /* For prompt.complete, of the entry with the line being typed: */
    size_t line_start; /* where that line begins */
    size_t cursor;
    hd_line_choices *choices; /* what it fills */
} hd_session;

#endif
