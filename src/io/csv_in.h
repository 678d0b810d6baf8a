/* csv_in.h -- a table of cells from a CSV file (RFC 4180, as spreadsheets write it).
 *
 * The delimiter is a comma, semicolon or tab: the one that stands most often outside quotes in the
 * first row.  Lines end in LF, CRLF or CR; a quoted cell may hold delimiters, line ends and doubled quotes.
 * A quote inside a cell that does not begin with one is a character like any other.  Lines without a byte are
 * left out.  A byte order mark is skipped.
 *
 *   hd_csv_open / hd_csv_text -> hd_csv_next until *more is false -> hd_csv_close
 */
#ifndef HD_IO_CSV_IN_H
#define HD_IO_CSV_IN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define HD_CSV_MAX_FILE ((size_t)256 * 1024 * 1024)
#define HD_CSV_MAX_CELL ((size_t)1024 * 1024 + 1) /* bytes: a text and a spreadsheet's apostrophe */
#define HD_CSV_MAX_ROW ((size_t)16 * 1024 * 1024)
#define HD_CSV_MAX_COLUMNS 1000

typedef struct hd_csv hd_csv;

/* One row; valid until the next. */
typedef struct hd_csv_row {
    const char *const *cells; /* valid UTF-8, NUL-terminated */
    size_t n;                 /* at least 1 */
    size_t line;              /* of its first byte, from 1 */
} hd_csv_row;

/* Read the file into memory.  Fails: as hd_file_read does, HD_EDATA for a file longer than HD_CSV_MAX_FILE, UTF-16,
 * invalid UTF-8 or a NUL byte ("path:line: ..."). */
hd_status hd_csv_open(const char *path, hd_csv **out, hd_err *err);
/* The same for text in memory, which must stay; `name` is copied. */
hd_status hd_csv_text(const char *name, const char *text, size_t len, hd_csv **out, hd_err *err);
void hd_csv_close(hd_csv *csv); /* NULL is allowed */

/* The next row; *more is false at the end.
 * Fails with HD_EDATA, "path:line: ...": a quoted cell that does not end, text after a closing quote,
 * a cell, row or number of columns past its limit.  Nothing can be read after a failure. */
hd_status hd_csv_next(hd_csv *csv, hd_csv_row *row, bool *more, hd_err *err);

#endif
