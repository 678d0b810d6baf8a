/* line_text.h -- what typing a line needs of text: wide characters, rows of a terminal, lists of choices. */
#ifndef HD_HOST_LINE_TEXT_H
#define HD_HOST_LINE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "base/buf.h"

/* The size of the terminal that standard output is, else 24 rows of 80 columns.  Either may be NULL. */
void hd_terminal_size(size_t *rows, size_t *columns);

/* True for what may stand in an entry: newline, tab and all that is no control character. */
bool hd_wide_is_text(wchar_t c);
/* Append n characters as UTF-8, without those that are no text. */
void hd_wide_add(hd_buf *out, const wchar_t *s, size_t n);
/* UTF-8 as wide characters, the caller's to hd_free; bytes that are not UTF-8 are U+FFFD. */
wchar_t *hd_wide_of(const char *s, size_t len);
/* Rows from the first of the prompt down to where the cursor stands behind n characters of s; newlines in s begin a
 * row. */
size_t hd_wide_rows(const wchar_t *prompt, const wchar_t *s, size_t n, size_t columns);

/* Bytes that all n texts begin with, whole characters. */
size_t hd_choices_prefix(char **texts, size_t n);
/* Append the texts in columns, filled downwards; no more than fit on a screen of `rows`, then how many more there
 * are.  Control characters are left out, what is too wide is cut. */
void hd_choices_list(hd_buf *out, const char *const *texts, size_t n, size_t rows, size_t columns);

/* Append text for a terminal: newline and tab are the only controls that reach it, no mark reorders a line, and what
 * is not UTF-8 becomes '?', since a stray byte can be a control too. */
void hd_text_add_printable(hd_buf *out, const char *s, size_t len);

#endif
