/* line.h -- typing a line at a terminal: editing, history, completion, pasting.  The only user of libedit.
 *
 * One at a time: the terminal belongs to it from hd_line_read to its return; before and after, the terminal is as
 * hd_line_new found it. */
#ifndef HD_HOST_LINE_H
#define HD_HOST_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "host/input.h"

#define HD_LINE_MAX_PASTE ((size_t)64 * 1024) /* characters of a pasted block */
#define HD_LINE_MAX_CHOICES ((size_t)10000)   /* of one completion */
#define HD_LINE_MAX_HISTORY 1000              /* entries that can be recalled */

typedef struct hd_line hd_line;

/* What may stand in place of the text from `from` to the cursor: `full` replaces it, `shown` is listed. */
typedef struct hd_line_choices {
    size_t from;
    char **full; /* n of them, and of `shown`; each the caller's to hd_free, and the arrays */
    char **shown;
    size_t n;
} hd_line_choices;

void hd_line_choices_release(hd_line_choices *c);

/* Fill *out (which is empty) for the text of the line, the cursor standing behind `cursor` bytes of it. */
typedef void (*hd_line_complete)(void *ctx, const char *text, size_t len, size_t cursor,
                                 hd_line_choices *out);

/* NULL when this terminal cannot be edited on (TERM is empty, dumb or unknown, or there is no UTF-8 locale): then read
 * lines with hd_input_line.  `in` is standard input and stays the caller's. */
hd_line *hd_line_new(hd_input *in, hd_line_complete complete, void *ctx);
void hd_line_free(hd_line *l);

/* An entry that can be recalled: lines joined by newlines, UTF-8. */
void hd_line_add_history(hd_line *l, const char *entry);

/* Read a line after `prompt` and append it to *out; it has several lines when it was pasted or recalled so.  Of control
 * characters only newline and tab are in it. */
hd_input_got hd_line_read(hd_line *l, const char *prompt, hd_buf *out);

/* Put the terminal right.  Async-signal-safe. */
void hd_line_restore(void);

#endif
