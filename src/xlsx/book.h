/* book.h -- the workbook that a plan describes (plan.h), made with libxlsxwriter.
 *
 * Formats are made when they are first asked for, so that a workbook has those it uses.  Whatever fails ends the
 * program by hd_plan_die.
 */
#ifndef HD_XLSX_BOOK_H
#define HD_XLSX_BOOK_H

#include "xlsx/plan.h"

typedef struct hd_book hd_book;

/* A workbook that is going to be written to the file `path`. */
hd_book *hd_book_new(const char *path);
/* Carry out one line of the plan. */
void hd_book_take(hd_book *book, const hd_plan_line *line);
/* Write the file, once "done" was taken, and free the workbook. */
void hd_book_close(hd_book *book);

#endif
