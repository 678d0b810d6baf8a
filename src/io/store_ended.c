/* Which themes of the store an import merges or retires: their counts are shown afterwards. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

static bool ends(const hd_theme *t)
{
    return t->status == HD_MERGED || t->status == HD_RETIRED;
}

/* Was the theme of this row something else before: active, or merged into another? */
static bool newly(const hd_theme *t, const char *status, const char *into)
{
    if (!status || strcmp(status, hd_theme_status_name(t->status)) != 0)
        return true;
    return t->status == HD_MERGED && strcmp(into ? into : "", t->into) != 0;
}

hd_status hd_import_ended(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    size_t cap = 0;
    sqlite3_stmt *stmt;
    bool row;
    hd_status status =
        hd_store_prepare(s, "SELECT status, \"into\" FROM row_theme WHERE code = ?1", &stmt, err);

    for (uint32_t i = 0; status == HD_OK && i < hd_codebook_n_themes(im->cb); i++) {
        const hd_theme *t = hd_codebook_theme(im->cb, i);
        if (!ends(t))
            continue;
        hd_store_bind_text(stmt, 1, t->code);
        while ((status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
            if (newly(t, (const char *)sqlite3_column_text(stmt, 0),
                      (const char *)sqlite3_column_text(stmt, 1)))
                HD_PUSH(im->ended, im->n_ended, cap, hd_arena_strdup(&s->arena, t->code));
        }
    }
    sqlite3_finalize(stmt);
    return status;
}
