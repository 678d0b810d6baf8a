/* Documents that add to what is known and take nothing away: what they leave alone, and what they
 * no longer have. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

#define NAMES_SHOWN 5

void hd_store_additions(hd_store *s, const char *document)
{
    hd_import *im = s->import;

    im->adding = document ? hd_arena_strdup(&im->arena, document) : NULL;
    hd_intern_release(&im->adding_sources);
    hd_intern_init(&im->adding_sources);
}

void hd_import_adds_from(hd_import *im, const char *source)
{
    if (im->adding && source)
        hd_intern_add(&im->adding_sources, source);
}

/* ---- names in a notice ---- */

typedef struct names {
    hd_buf text;
    size_t n;
} names;

static void add_name(names *list, const char *name)
{
    if (list->n < NAMES_SHOWN)
        hd_buf_printf(&list->text, "%s%s", list->n > 0 ? ", " : "", name);
    list->n++;
}

static const char *end_names(names *list)
{
    if (list->n > NAMES_SHOWN)
        hd_buf_printf(&list->text, " and %zu more", list->n - NAMES_SHOWN);
    return hd_buf_str(&list->text);
}

void hd_import_keep_parts(hd_store *s, const char *review, hd_unit unit, hd_part *old, size_t n_old)
{
    names kept = {HD_BUF_INIT, 0};

    for (size_t i = 0; i < n_old; i++) {
        if (!old[i].taken)
            add_name(&kept, old[i].id);
    }
    if (kept.n > 0)
        hd_import_notice(s, "review %s: %zu %s not in %s, kept: %s", review, kept.n,
                         kept.n == 1 ? hd_unit_name(unit) : hd_unit_plural(unit), s->import->adding,
                         end_names(&kept));
    hd_buf_release(&kept.text);
}

void hd_import_tell_uncoded(hd_store *s, const char *review, const hd_part *now, size_t n_now)
{
    names fresh = {HD_BUF_INIT, 0};

    for (size_t i = 0; i < n_now; i++) {
        if (now[i].row == 0)
            add_name(&fresh, now[i].id);
    }
    if (fresh.n > 0)
        hd_import_notice(s, "review %s is coded: %zu %s added from %s without themes: %s", review,
                         fresh.n, fresh.n == 1 ? "finding" : "findings", s->import->adding,
                         end_names(&fresh));
    hd_buf_release(&fresh.text);
}

void hd_import_tell_kept(hd_store *s, const char *review, const hd_value *given,
                         const hd_value *stored)
{
    const hd_import *im = s->import;

    if (!im->adding)
        return;
    for (size_t i = 0; i < hd_codebook_n_fields(im->cb, HD_REVIEW); i++) {
        const hd_field *field = hd_codebook_field(im->cb, HD_REVIEW, i);
        /* Documents name a review and themselves in words of their own: only categories can disagree. */
        if ((field->kind != HD_CATEGORY && field->kind != HD_ORDINAL) ||
            given[i].state != HD_VALUE || stored[i].state != HD_VALUE ||
            strcmp(given[i].text, stored[i].text) == 0)
            continue;
        hd_import_notice(s, "review %s: %s is '%s', %s has '%s', kept", review, field->key,
                         stored[i].text, im->adding, given[i].text);
    }
}

/* ---- what is no longer there ---- */

/* Prepare `sql` with ?1 the source. */
static hd_status of_source(hd_store *s, const char *sql, const char *source, sqlite3_stmt **out,
                           hd_err *err)
{
    hd_status status = hd_store_prepare(s, sql, out, err);
    if (status == HD_OK)
        hd_store_bind_text(*out, 1, source);
    return status;
}

/* A notice of the rows (row, name) that this import did not come upon. */
static hd_status tell_gone(hd_store *s, const char *sql, const char *source, hd_record_type type,
                           const char *what, hd_err *err)
{
    hd_import *im = s->import;
    names gone = {HD_BUF_INIT, 0};
    sqlite3_stmt *stmt = NULL;
    bool row;
    hd_status status = of_source(s, sql, source, &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *name = NULL;
        if (hd_marks_get(&im->marks[type], sqlite3_column_int64(stmt, 0)) != HD_MARK_NONE)
            continue;
        if ((status = hd_store_text(s, stmt, 1, HD_USE_TEXT, &im->row, &name, err)) != HD_OK)
            break;
        add_name(&gone, name);
    }
    sqlite3_finalize(stmt);
    if (status == HD_OK && gone.n > 0)
        hd_import_notice(s, "%s: %zu %s%s of source %s no longer in it, kept: %s", im->adding,
                         gone.n, what, gone.n == 1 ? "" : "s", source, end_names(&gone));
    hd_buf_release(&gone.text);
    return status;
}

/* The new review that has all findings of the vanished one, NULL if there is none. */
static hd_status renamed(hd_store *s, int64_t review, const char **to, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = NULL;
    bool row;
    hd_status status = hd_store_prepare(
        s,
        "SELECT r.row, r.id FROM row_review r WHERE r.row <> ?1"
        " AND EXISTS (SELECT 1 FROM row_finding WHERE review = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM row_finding a LEFT JOIN row_finding_text x USING (row)"
        "  WHERE a.review = ?1 AND NOT EXISTS"
        "  (SELECT 1 FROM row_finding b JOIN row_finding_text y USING (row)"
        "   WHERE b.review = r.row AND y.f_text = x.f_text))"
        " ORDER BY r.id",
        &stmt, err);

    *to = NULL;
    if (status == HD_OK)
        sqlite3_bind_int64(stmt, 1, review);
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        int64_t other = sqlite3_column_int64(stmt, 0);
        if (!*to && hd_marks_get(&im->marks[HD_REC_REVIEW], other) == HD_MARK_ADDED &&
            (status = hd_store_text(s, stmt, 1, HD_USE_ID, &im->row, to, err)) != HD_OK)
            break;
    }
    sqlite3_finalize(stmt);
    return status;
}

static hd_status tell_reviews(hd_store *s, const char *source, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = NULL;
    bool row;
    hd_status status = of_source(
        s,
        "SELECT r.row, r.id FROM row_review r WHERE r.f_source = ?1 OR EXISTS"
        " (SELECT 1 FROM row_finding f WHERE f.review = r.row AND f.f_source = ?1) ORDER BY r.id",
        source, &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        int64_t review = sqlite3_column_int64(stmt, 0);
        const char *id = NULL;
        const char *to = NULL;
        if (hd_marks_get(&im->marks[HD_REC_REVIEW], review) != HD_MARK_NONE)
            continue;
        status = hd_store_text(s, stmt, 1, HD_USE_ID, &im->row, &id, err);
        if (status == HD_OK)
            status = renamed(s, review, &to, err);
        if (status == HD_OK && to)
            hd_import_notice(s,
                             "%s: review %s no longer in it, kept; review %s has its findings (a "
                             "new name? then: heddle remove review %s --reason \"now %s\")",
                             im->adding, id, to, id, to);
        else if (status == HD_OK)
            hd_import_notice(s, "%s: review %s no longer in it, kept", im->adding, id);
    }
    sqlite3_finalize(stmt);
    return status;
}

hd_status hd_store_added(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = hd_rows_settle(s, err);

    for (uint32_t i = 0; status == HD_OK && i < im->adding_sources.n; i++) {
        const char *source = hd_intern_str(&im->adding_sources, i);
        status = tell_reviews(s, source, err);
        if (status == HD_OK)
            status = tell_gone(s, "SELECT row, label FROM figure WHERE source = ?1 ORDER BY row",
                               source, HD_REC_FIGURE, "figure", err);
        if (status == HD_OK)
            status = tell_gone(s,
                               "SELECT row, coalesce(review || ' ', '') || coalesce(\"at\", '?')"
                               " FROM passage WHERE source = ?1 ORDER BY row",
                               source, HD_REC_PASSAGE, "passage", err);
    }
    hd_arena_clear(&im->row);
    return status;
}
