/* The children and findings that a review has in the store. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

hd_status hd_import_check_row(hd_store *s, int64_t row, hd_err *err)
{
    if (row < 1 || row > HD_MAX_ROW)
        return hd_store_damaged(s, err, "row number %lld", (long long)row);
    return HD_OK;
}

hd_status hd_import_stored_parts(hd_store *s, int64_t review, hd_unit unit, hd_part **old,
                                 size_t *n_old, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->sql[unit].select;
    hd_part *items = NULL;
    size_t cap = 0;
    bool row;
    size_t n = 0;
    hd_status status;

    sqlite3_bind_int64(stmt, 1, review);
    while ((status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        hd_part part = {.row = sqlite3_column_int64(stmt, 0)};
        if ((status = hd_import_check_row(s, part.row, err)) != HD_OK ||
            (status = hd_store_text(s, stmt, 1, HD_USE_ID, &im->row, &part.id, err)) != HD_OK ||
            (status = hd_store_values(s, stmt, 2, im->cb, unit, &im->row, &part.values, err)) !=
                HD_OK)
            break;
        HD_PUSH(items, n, cap, part);
    }
    sqlite3_reset(stmt);
    *old = hd_arena_array(&im->row, n, sizeof **old);
    if (n > 0)
        memcpy(*old, items, n * sizeof *items);
    hd_free(items);
    *n_old = n;
    return status;
}

/* Findings and codings both come in order of the finding's row. */
hd_status hd_import_stored_labels(hd_store *s, int64_t review, hd_part *old, size_t n_old,
                                  hd_err *err)
{
    hd_import *im = s->import;
    const char **labels = NULL;
    size_t n = 0;
    size_t cap = 0;
    size_t at = 0;
    bool row;
    hd_status status;

    sqlite3_bind_int64(im->coding_select, 1, review);
    while ((status = hd_store_next(s, im->coding_select, &row, err)) == HD_OK && row) {
        int64_t finding = sqlite3_column_int64(im->coding_select, 0);
        while (at < n_old && old[at].row != finding)
            at++;
        if (at == n_old) {
            sqlite3_reset(im->coding_select);
            status = hd_store_damaged(s, err, "a coding of no finding");
            break;
        }
        const char *label = NULL;
        status = hd_store_text(s, im->coding_select, 1, HD_USE_NAME, &im->row, &label, err);
        if (status != HD_OK) {
            sqlite3_reset(im->coding_select);
            break;
        }
        HD_PUSH(labels, n, cap, label);
        old[at].n_labels++;
    }
    const char **kept = hd_arena_array(&im->row, n, sizeof *kept);
    if (n > 0)
        memcpy(kept, labels, n * sizeof *kept);
    hd_free(labels);
    for (size_t i = 0; i < n_old; i++) {
        old[i].labels = kept;
        kept += old[i].n_labels;
    }
    return status;
}
