/* Figures and passages into the store. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

void hd_import_expect_source(hd_import *im, const char *source, const char *where, const char *path)
{
    if (source && hd_intern_find(&im->sources, source) == HD_NONE)
        hd_import_expect(im, true, source, where, path);
}

static void bind_figure(sqlite3_stmt *stmt, const hd_figure *f)
{
    hd_store_bind_text(stmt, 1, f->source);
    hd_store_bind_text(stmt, 2, f->label);
    sqlite3_bind_int64(stmt, 3, f->n);
    if (f->has_of)
        sqlite3_bind_int64(stmt, 4, f->of);
    else
        sqlite3_bind_null(stmt, 4);
    if (f->has_percent)
        sqlite3_bind_double(stmt, 5, f->percent);
    else
        sqlite3_bind_null(stmt, 5);
    hd_store_bind_text(stmt, 6, f->where);
    hd_store_bind_text(stmt, 7, f->at);
}

/* A text that is given and another than the stored one. */
static bool text_differs(sqlite3_stmt *stored, int column, const char *given)
{
    const char *old = (const char *)sqlite3_column_text(stored, column);

    return given && (!old || strcmp(old, given) != 0);
}

static bool figure_differs(sqlite3_stmt *stored, const hd_figure *f)
{
    double percent = sqlite3_column_double(stored, 3);

    if (sqlite3_column_int64(stored, 1) != f->n)
        return true;
    if (f->has_of &&
        (sqlite3_column_type(stored, 2) == SQLITE_NULL || sqlite3_column_int64(stored, 2) != f->of))
        return true;
    if (f->has_percent && (sqlite3_column_type(stored, 3) == SQLITE_NULL || percent < f->percent ||
                           percent > f->percent))
        return true;
    return text_differs(stored, 4, f->where) || text_differs(stored, 5, f->at);
}

hd_status hd_import_figure(hd_store *s, const hd_figure *f, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    hd_mark mark = HD_MARK_ADDED;
    int64_t row = 0;
    bool found;

    hd_import_adds_from(im, f->source);
    hd_import_expect_source(im, f->source, where, "figure.source");
    hd_store_bind_text(im->figure_select, 1, f->source);
    hd_store_bind_text(im->figure_select, 2, f->label);
    hd_status status = hd_store_next(s, im->figure_select, &found, err);
    if (status != HD_OK)
        return status;
    if (found) {
        row = sqlite3_column_int64(im->figure_select, 0);
        mark = figure_differs(im->figure_select, f) ? HD_MARK_CHANGED : HD_MARK_SAME;
        sqlite3_reset(im->figure_select);
    }
    if (mark != HD_MARK_SAME) {
        sqlite3_stmt *stmt = found ? im->figure_update : im->figure_insert;
        bind_figure(stmt, f);
        im->changed = true;
        if ((status = hd_store_run(s, stmt, err)) != HD_OK)
            return status;
        row = found ? row : sqlite3_last_insert_rowid(s->db);
    }
    if (row < 1 || row > HD_MAX_ROW)
        return hd_store_damaged(s, err, "row number %lld", (long long)row);
    hd_marks_set(&im->marks[HD_REC_FIGURE], row, mark);
    return HD_OK;
}

static void bind_passage(sqlite3_stmt *stmt, const hd_passage *p)
{
    hd_store_bind_text(stmt, 1, p->review);
    hd_store_bind_text(stmt, 2, p->source);
    hd_store_bind_text(stmt, 3, p->at);
    hd_store_bind_text(stmt, 4, p->role);
    hd_store_bind_text(stmt, 5, p->text);
}

static bool is_other(const char *given, sqlite3_stmt *stored, int column)
{
    const char *old = (const char *)sqlite3_column_text(stored, column);
    return given && (!old || strcmp(old, given) != 0);
}

/* Where a stored passage stands now: its place in the source, and the finding it is below. */
static hd_status place_passage(hd_store *s, const hd_passage *p, int64_t row, hd_err *err)
{
    sqlite3_stmt *stmt = s->import->passage_move;

    sqlite3_bind_int64(stmt, 1, row);
    hd_store_bind_text(stmt, 2, p->at);
    hd_store_bind_text(stmt, 3, p->finding);
    s->import->changed = true;
    return hd_store_run(s, stmt, err);
}

/* A review may come after its passages. */
static hd_status expect_review(hd_store *s, const char *review, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    bool found;
    hd_status status = HD_OK;

    if (!review)
        return HD_OK;
    if (im->bulk) {
        found = hd_intern_find(&im->bulk_ids, review) != HD_NONE;
    } else {
        hd_store_bind_text(im->review_exists, 1, review);
        status = hd_store_next(s, im->review_exists, &found, err);
        if (status == HD_OK && found)
            sqlite3_reset(im->review_exists);
    }
    if (status == HD_OK && !found)
        hd_import_expect(im, false, review, where, "passage.review");
    return status;
}

/* The row of the passage that a document which adds had with this text, brought to where it stands
 * now; the k-th of equal ones for the k-th.  *row stays 0 if there is none. */
static hd_status move_passage(hd_store *s, const hd_passage *p, int64_t *row, hd_mark *mark,
                              hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->passage_moved;
    bool found = true;
    hd_status status;

    hd_store_bind_text(stmt, 1, p->review);
    hd_store_bind_text(stmt, 2, p->source);
    hd_store_bind_text(stmt, 3, p->role);
    hd_store_bind_text(stmt, 4, p->text);
    while ((status = hd_store_next(s, stmt, &found, err)) == HD_OK && found && *row == 0) {
        int64_t at = sqlite3_column_int64(stmt, 0);
        if (hd_marks_get(&im->marks[HD_REC_PASSAGE], at) != HD_MARK_NONE)
            continue;
        *row = at;
        *mark = is_other(p->at, stmt, 1) || is_other(p->finding, stmt, 2) ? HD_MARK_CHANGED
                                                                          : HD_MARK_SAME;
    }
    sqlite3_reset(stmt);
    return status == HD_OK && *mark == HD_MARK_CHANGED ? place_passage(s, p, *row, err) : status;
}

/* A passage has no name: it is there or it is not. */
hd_status hd_import_passage(hd_store *s, const hd_passage *p, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    int64_t row = 0;
    bool found;

    hd_mark mark = HD_MARK_SAME;

    hd_import_adds_from(im, p->source);
    hd_import_expect_source(im, p->source, where, "passage.source");
    hd_status status = expect_review(s, p->review, where, err);
    if (status != HD_OK)
        return status;
    if (im->adding) {
        if ((status = move_passage(s, p, &row, &mark, err)) != HD_OK)
            return status;
        found = row != 0;
    } else {
        bind_passage(im->passage_select, p);
        if ((status = hd_store_next(s, im->passage_select, &found, err)) != HD_OK)
            return status;
    }
    if (found && !im->adding) {
        row = sqlite3_column_int64(im->passage_select, 0);
        mark = is_other(p->finding, im->passage_select, 2) ? HD_MARK_CHANGED : HD_MARK_SAME;
        sqlite3_reset(im->passage_select);
        if (mark == HD_MARK_CHANGED && (status = place_passage(s, p, row, err)) != HD_OK)
            return status;
    } else if (!found) {
        mark = HD_MARK_ADDED;
        bind_passage(im->passage_insert, p);
        hd_store_bind_text(im->passage_insert, 6, p->finding);
        im->changed = true;
        if ((status = hd_store_run(s, im->passage_insert, err)) != HD_OK)
            return status;
        row = sqlite3_last_insert_rowid(s->db);
    }
    if (row < 1 || row > HD_MAX_ROW)
        return hd_store_damaged(s, err, "row number %lld", (long long)row);
    hd_marks_set(&im->marks[HD_REC_PASSAGE], row, mark);
    return HD_OK;
}
