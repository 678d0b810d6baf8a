/* What can only be known when everything has come: references, labels, notices. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

#define NAMES_SHOWN 5

/* ---- references ---- */

hd_status hd_import_all_reviews(hd_store *s, hd_intern *ids, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(s, "SELECT id FROM row_review ORDER BY id", &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row)
        hd_intern_add(ids, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return status;
}

/* A passage needs its review.  A source that is only named can be described later: that is told. */
static hd_status missing(hd_store *s, const hd_pending *p, const hd_intern *names, hd_err *err)
{
    const char *nearest;
    hd_err told = HD_ERR_INIT;
    hd_status status =
        hd_import_nearest(s->import, p->name, names->strings, names->n, &nearest, err);

    if (status != HD_OK)
        return status;
    hd_fail(&told, HD_EDATA, "%s: %s: no %s '%s'", p->where, p->path,
            p->source ? "source" : "review", p->name);
    if (nearest)
        hd_err_add(&told, " (did you mean '%s'?)", nearest);
    if (p->source) {
        hd_import_notice(s, "%s", told.msg);
        return HD_OK;
    }
    return hd_fail(err, HD_EDATA, "%s", told.msg);
}

hd_status hd_import_check(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_intern reviews;
    bool loaded = false;
    hd_status status = HD_OK;

    hd_intern_init(&reviews);
    for (size_t i = 0; status == HD_OK && i < im->n_pending; i++) {
        const hd_pending *p = &im->pending[i];
        const hd_intern *names = p->source ? &im->sources : &reviews;
        if (!p->source && !loaded) {
            status = hd_import_all_reviews(s, &reviews, err);
            loaded = true;
        }
        if (status == HD_OK && hd_intern_find(names, p->name) == HD_NONE)
            status = missing(s, p, names, err);
    }
    hd_intern_release(&reviews);
    return status;
}

/* ---- labels ---- */

/* The row of the theme a label means, 0 if none. */
static int64_t theme_row(const hd_codebook *cb, const char *label)
{
    uint32_t theme = hd_codebook_resolve(cb, label);
    return theme == HD_NONE ? 0 : (int64_t)hd_codebook_theme(cb, theme)->declared_at + 1;
}

hd_status hd_import_resolve(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *update = NULL;
    hd_status status = HD_OK;

    if (im->removed_parts)
        status =
            hd_store_exec(s, "DELETE FROM label WHERE row NOT IN (SELECT label FROM coding)", err);
    if (status == HD_OK)
        status = hd_store_prepare(
            s,
            "UPDATE label SET theme = nullif(?1, 0) WHERE row = ?2 AND theme IS NOT nullif(?1, 0)",
            &update, err);
    for (size_t i = 0; status == HD_OK && i < im->labels.n; i++) {
        sqlite3_bind_int64(update, 1, theme_row(im->cb, hd_intern_str(&im->labels, (uint32_t)i)));
        sqlite3_bind_int64(update, 2, im->label_rows[i]);
        status = hd_store_run(s, update, err);
    }
    sqlite3_finalize(update);
    return status;
}

/* ---- reviews not yet coded ---- */

hd_status hd_import_uncoded(hd_store *s, hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_buf names = HD_BUF_INIT;
    size_t n = 0;
    bool row;
    hd_status status = hd_store_prepare(
        s,
        "SELECT r.id FROM row_review r WHERE r.coded = 0"
        " AND EXISTS (SELECT 1 FROM coding c WHERE c.review = r.row) ORDER BY r.id",
        &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        if (n < NAMES_SHOWN)
            hd_buf_printf(&names, "%s%s", n > 0 ? ", " : "",
                          (const char *)sqlite3_column_text(stmt, 0));
        n++;
    }
    sqlite3_finalize(stmt);
    if (n > NAMES_SHOWN)
        hd_buf_printf(&names, " and %zu more", n - NAMES_SHOWN);
    if (status == HD_OK && n == 1)
        hd_import_notice(s,
                         "review %s is not yet coded: the themes of its findings are counted "
                         "nowhere",
                         names.data);
    if (status == HD_OK && n > 1)
        hd_import_notice(s,
                         "%zu reviews are not yet coded: the themes of their findings are "
                         "counted nowhere: %s",
                         n, names.data);
    hd_buf_release(&names);
    return status;
}
