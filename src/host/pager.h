/* pager.h -- showing a long text at a terminal. */
#ifndef HD_HOST_PAGER_H
#define HD_HOST_PAGER_H

#include <stdbool.h>
#include <stddef.h>

/* Give the text to $HEDDLE_PAGER (run by sh), else to "less -FRSX", and wait for its end; the terminal is as it was
 * afterwards.  False if there is no pager, or it ended at once because it could not run: then nothing was shown. */
bool hd_pager_show(const char *text, size_t len);

#endif
