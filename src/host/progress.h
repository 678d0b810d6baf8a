/* progress.h -- how far long work is, on a terminal only. Private to host/.
 *
 * One line of standard error, shown when that is a terminal and the work takes longer than a second, replaced at most
 * five times a second, and gone before anything else is printed.  Nothing of it is ever part of an output. */
#ifndef HD_HOST_PROGRESS_H
#define HD_HOST_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HD_PROGRESS_BYTES 70 /* of a line */

typedef struct hd_progress {
    bool shown;
    uint64_t since_ms; /* when the work began; 0: there is none */
    uint64_t last_ms;  /* when the line was last written */
} hd_progress;

typedef struct hd_host hd_host;

/* The work goes on, and has come to `text`: the first HD_PROGRESS_BYTES of it are shown, with a ? for each byte that
 * is no printable ASCII.  Costs a look at the clock. */
void hd_progress_show(hd_host *h, const char *text, size_t len);
/* The line goes; the next work begins its own second. */
void hd_progress_hide(hd_host *h);

#endif
