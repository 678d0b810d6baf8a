/* plan.h -- the plan of a workbook, as heddle gives it to heddle-xlsx on standard input.
 *
 * A plan is lines; a line is an operation and its fields, separated by tabs.  In a field "\t", "\n" and "\\" are a tab,
 * a line break and a backslash.  In this order:
 *
 *   heddle-xlsx 1
 *   book    TITLE SUBJECT AUTHOR LANGUAGE        document properties; "" for none
 *   sheets  NAME ...                             all worksheets
 *   then for each of them, in the same order:
 *   sheet   WIDTH ...                            widths of its first columns, in characters
 *   row     CELL ...                             the next row, from column A; "row3" is as high as three lines (2 to 25)
 *   table   NAME HEADER ...                      the next row is the header row of a table; HEADER is "=text", or ">text"
 *                                                to stand on the right
 *   row     CELL ...                             a row of the table, one at least, with a cell for each header
 *   end     of the table, below which nothing may stand
 *   and at last:
 *   done
 *
 * A cell is STYLE=VALUE.  Styles of texts, whose value is written as it stands, never as a formula:
 *   title h1 h2 h3 line (not wrapped) text bold right, and in1 to in15 (indented so far)
 * link5=TEXT leads to the first cell of the fifth worksheet.  Numbers, whose value is a decimal number:
 *   n0 to n9   so many decimals;   with "," behind it thousands are marked, with "+" the sign is shown
 *
 * Anything else ends the program with status 1 and "line N: what is wrong" on standard error.
 */
#ifndef HD_XLSX_PLAN_H
#define HD_XLSX_PLAN_H

#include <stddef.h>

#define HD_PLAN_MAX ((size_t)768 << 20) /* bytes of a plan */
#define HD_PLAN_FIELDS 16385 /* of a line: an operation and as many columns as a worksheet has */

/* One line, taken apart in place. */
typedef struct hd_plan_line {
    size_t number; /* from 1 */
    size_t n;      /* fields, the operation not counted */
    char *op;
    char *fields[HD_PLAN_FIELDS]; /* NUL-terminated; borrowed from the plan */
} hd_plan_line;

/* Read standard input to its end.  The plan ends with a NUL that *len leaves out and is never freed. */
char *hd_plan_read(size_t *len);
/* Take the line at *at apart and move *at behind it; false at the end of the plan. */
int hd_plan_next(char **at, const char *end, hd_plan_line *line);
/* "line N: what is wrong" on standard error, and status 1. */
__attribute__((noreturn)) void hd_plan_die(const hd_plan_line *line, const char *what);

#endif
