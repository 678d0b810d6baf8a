/* history.h -- what was typed at the prompt, kept from session to session.
 *
 * The file is $XDG_STATE_HOME/heddle/history, else ~/.local/state/heddle/history, readable by its owner only: an entry
 * a line, newline as "\n", backslash as "\\".  Each entry is appended at once, under a lock, so that sessions side by side and
 * one that dies lose nothing.  The file is a convenience: whatever is wrong with it, the session goes on. */
#ifndef HD_HOST_HISTORY_H
#define HD_HOST_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#define HD_HISTORY_MAX 1000                    /* entries that are kept */
#define HD_HISTORY_MAX_ENTRY ((size_t)1 << 16) /* bytes of one; longer ones are not kept */
#define HD_HISTORY_MAX_FILE                                                                        \
    ((size_t)1 << 20) /* bytes; at the start a longer file is cut to the newest entries */

typedef struct hd_history {
    char *path;     /* NULL: nothing is written */
    char **entries; /* oldest first */
    size_t n, cap;
} hd_history;

/* Read the file, if there is one and HEDDLE_HISTORY is not "off". */
void hd_history_open(hd_history *h);
void hd_history_close(hd_history *h);
/* Keep an entry, in memory and in the file; not one that begins with a space, is empty, is too long or repeats
 * the one before.  True if it was kept. */
bool hd_history_add(hd_history *h, const char *entry);

#endif
