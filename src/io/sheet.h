/* sheet.h -- a coding sheet: a CSV file with a row for each finding, in which themes are given.
 *
 * Known by its header, in any order and case: review, finding, coded, text, label as written,
 * suggested theme, theme.  `review`, `finding` or `text`, and `theme` or `coded` are needed; other columns are
 * ignored, and so is `suggested theme`. */
#ifndef HD_IO_SHEET_H
#define HD_IO_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/record.h"

#define HD_SHEET_HEADER "review,finding,coded,text,label as written,suggested theme,theme"

/* The cells as they stand, without white space around them; "" where the row, or the sheet, has none. */
typedef struct hd_sheet_row {
    size_t line;
    uint32_t review_number; /* of the review, in the order in which they come */
    const char *review;     /* never "" */
    const char *finding;
    const char *text;
    const char *written;
    const char *theme;
    hd_coded coded;
} hd_sheet_row;

typedef struct hd_sheet {
    const char *path;
    bool has_theme; /* there is such a column */
    hd_sheet_row *rows;
    size_t n_rows;
    const char **ignored; /* names of other columns */
    size_t n_ignored;
    size_t cap_rows;
    size_t cap_ignored;
    hd_arena arena;
} hd_sheet;

/* The name of one: it ends in .csv. */
bool hd_sheet_named(const char *path);

/* Read a sheet; *out is the caller's to hd_sheet_release, after a failure too.  Rows of empty cells are left out.
 * Fails: as hd_csv_open and hd_csv_next do; HD_EDATA "path:line: ...": no coding sheet (with the header that
 * is expected), a column twice, a row with more cells than the header, without a review, with a theme and no finding, or
 * with another word than yes or no for `coded`. */
hd_status hd_sheet_read(const char *path, hd_sheet *out, hd_err *err);
void hd_sheet_release(hd_sheet *sheet);

#endif
