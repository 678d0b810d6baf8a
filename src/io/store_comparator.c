/* Comparators: published counts of other places, to tables and back. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

/* ---- reading ---- */

static bool count_ok(sqlite3_stmt *stmt, int at)
{
    return sqlite3_column_type(stmt, at) == SQLITE_INTEGER &&
           hd_rule_count(sqlite3_column_double(stmt, at));
}

static hd_status read_values(hd_store *s, sqlite3_stmt *stmt, int64_t row, hd_arena *arena,
                             hd_comparator *c, hd_err *err)
{
    const char **values = hd_arena_array(arena, HD_MAX_LABELS, sizeof *values);
    int64_t *counts = hd_arena_array(arena, HD_MAX_LABELS, sizeof *counts);
    bool more;
    hd_status status;

    sqlite3_bind_int64(stmt, 1, row);
    while ((status = hd_store_next(s, stmt, &more, err)) == HD_OK && more) {
        size_t n = c->n_values;
        int64_t count = sqlite3_column_int64(stmt, 1);
        if (n == HD_MAX_LABELS || !count_ok(stmt, 1) || (c->has_total && count > c->total))
            status = hd_store_damaged(s, err, "a number of the comparator '%s'", c->id);
        if (status == HD_OK)
            status = hd_store_text(s, stmt, 0, HD_USE_NAME, arena, &values[n], err);
        if (status != HD_OK)
            break;
        counts[c->n_values++] = count;
    }
    sqlite3_reset(stmt);
    c->values = values;
    c->counts = counts;
    if (status == HD_OK && c->n_values < 1)
        status = hd_store_damaged(s, err, "the comparator '%s' has no values", c->id);
    return status;
}

static hd_status read_comparator(hd_store *s, sqlite3_stmt *all, sqlite3_stmt *values,
                                 hd_arena *arena, hd_comparator *c, hd_err *err)
{
    hd_err why = HD_ERR_INIT;
    const hd_store_column columns[] = {{1, HD_USE_ID, true, &c->id},
                                       {2, HD_USE_ID, false, &c->source},
                                       {3, HD_USE_NAME, false, &c->title},
                                       {4, HD_USE_NAME, true, &c->place},
                                       {5, HD_USE_DATE, true, &c->from},
                                       {6, HD_USE_DATE, true, &c->to},
                                       {7, HD_USE_NAME, true, &c->unit},
                                       {8, HD_USE_NAME, false, &c->date_basis},
                                       {9, HD_USE_TEXT, false, &c->definition},
                                       {10, HD_USE_ID, true, &c->field}};
    hd_status status =
        hd_store_texts(s, all, columns, sizeof columns / sizeof columns[0], arena, err);

    if (status != HD_OK)
        return status;
    hd_coverage period = {c->from, c->to};
    if (hd_rule_coverage(&period, &why) != HD_OK)
        return hd_store_damaged(s, err, "comparator '%s'%s", c->id, why.msg);
    c->has_total = sqlite3_column_type(all, 11) != SQLITE_NULL;
    c->total = sqlite3_column_int64(all, 11);
    if (c->has_total && !count_ok(all, 11))
        return hd_store_damaged(s, err, "a number of the comparator '%s'", c->id);
    return read_values(s, values, sqlite3_column_int64(all, 0), arena, c, err);
}

#define COLUMNS                                                                                    \
    "row, id, source, title, place, \"from\", \"to\", unit, date_basis, definition, field, total"
#define VALUES "SELECT value, n FROM comparator_value WHERE comparator = ?1 ORDER BY pos"

hd_status hd_store_each_comparator(hd_store *s,
                                   hd_status (*sink)(void *ctx, const hd_record *r, hd_err *err),
                                   void *ctx, hd_err *err)
{
    sqlite3_stmt *all = NULL, *values = NULL;
    hd_arena arena = HD_ARENA_INIT;
    bool row;
    hd_status status =
        hd_store_prepare(s, "SELECT " COLUMNS " FROM comparator ORDER BY id", &all, err);

    if (status == HD_OK)
        status = hd_store_prepare(s, VALUES, &values, err);
    while (status == HD_OK && (status = hd_store_next(s, all, &row, err)) == HD_OK && row) {
        hd_record r = {.type = HD_REC_COMPARATOR};
        status = read_comparator(s, all, values, &arena, &r.u.comparator, err);
        if (status == HD_OK)
            status = sink(ctx, &r, err);
        hd_arena_clear(&arena);
    }
    sqlite3_finalize(all);
    sqlite3_finalize(values);
    hd_arena_release(&arena);
    return status;
}

/* ---- writing ---- */

static bool differs(const char *given, const char *stored)
{
    return given && (!stored || strcmp(given, stored) != 0);
}

static bool comparator_differs(const hd_comparator *old, const hd_comparator *c)
{
    bool same = old->n_values == c->n_values;

    for (size_t i = 0; same && i < c->n_values; i++)
        same = old->counts[i] == c->counts[i] && strcmp(old->values[i], c->values[i]) == 0;
    return !same || differs(c->source, old->source) || differs(c->title, old->title) ||
           differs(c->place, old->place) || differs(c->from, old->from) ||
           differs(c->to, old->to) || differs(c->unit, old->unit) ||
           differs(c->date_basis, old->date_basis) || differs(c->definition, old->definition) ||
           differs(c->field, old->field) ||
           (c->has_total && (!old->has_total || old->total != c->total));
}

/* The stored one with this id, in the arena of the record; *row stays 0 if there is none. */
static hd_status find_stored(hd_store *s, const char *id, int64_t *row, hd_comparator *old,
                             hd_err *err)
{
    sqlite3_stmt *one = NULL, *values = NULL;
    bool found = false;
    hd_status status =
        hd_store_prepare(s, "SELECT " COLUMNS " FROM comparator WHERE id = ?1", &one, err);

    if (status == HD_OK)
        status = hd_store_prepare(s, VALUES, &values, err);
    if (status == HD_OK) {
        hd_store_bind_text(one, 1, id);
        status = hd_store_next(s, one, &found, err);
    }
    if (status == HD_OK && found) {
        *row = sqlite3_column_int64(one, 0);
        status = read_comparator(s, one, values, &s->import->row, old, err);
    }
    sqlite3_finalize(one);
    sqlite3_finalize(values);
    return status;
}

static hd_status write_row(hd_store *s, const hd_comparator *c, int64_t *row, hd_err *err)
{
    sqlite3_stmt *stmt = NULL;
    const char *texts[] = {c->id, c->source, c->title,      c->place,      c->from,
                           c->to, c->unit,   c->date_basis, c->definition, c->field};
    hd_status status = hd_store_prepare(
        s,
        "INSERT INTO comparator (id, source, title, place, \"from\", \"to\", unit, date_basis,"
        " definition, field, total) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        " ON CONFLICT (id) DO UPDATE SET source = coalesce(excluded.source, source),"
        " title = coalesce(excluded.title, title), place = excluded.place,"
        " \"from\" = excluded.\"from\", \"to\" = excluded.\"to\", unit = excluded.unit,"
        " date_basis = coalesce(excluded.date_basis, date_basis),"
        " definition = coalesce(excluded.definition, definition), field = excluded.field,"
        " total = coalesce(excluded.total, total) RETURNING row",
        &stmt, err);
    bool more = true;

    if (status != HD_OK)
        return status;
    for (int i = 0; i < 10; i++)
        hd_store_bind_text(stmt, i + 1, texts[i]);
    if (c->has_total)
        sqlite3_bind_int64(stmt, 11, c->total);
    while (status == HD_OK && more) {
        status = hd_store_next(s, stmt, &more, err);
        if (status == HD_OK && more)
            *row = sqlite3_column_int64(stmt, 0);
    }
    sqlite3_finalize(stmt);
    return status;
}

static hd_status write_values(hd_store *s, const hd_comparator *c, int64_t row, hd_err *err)
{
    sqlite3_stmt *remove = NULL, *insert = NULL;
    hd_status status =
        hd_store_prepare(s, "DELETE FROM comparator_value WHERE comparator = ?1", &remove, err);

    if (status == HD_OK)
        status =
            hd_store_prepare(s, "INSERT INTO comparator_value VALUES (?, ?, ?, ?)", &insert, err);
    if (status == HD_OK) {
        sqlite3_bind_int64(remove, 1, row);
        status = hd_store_run(s, remove, err);
    }
    for (size_t i = 0; status == HD_OK && i < c->n_values; i++) {
        sqlite3_bind_int64(insert, 1, row);
        sqlite3_bind_int64(insert, 2, (sqlite3_int64)i);
        hd_store_bind_text(insert, 3, c->values[i]);
        sqlite3_bind_int64(insert, 4, c->counts[i]);
        status = hd_store_run(s, insert, err);
    }
    sqlite3_finalize(remove);
    sqlite3_finalize(insert);
    return status;
}

/* A total that is kept must not fall below a count that is new. */
static hd_status check_total(const hd_comparator *old, const hd_comparator *c, const char *where,
                             hd_err *err)
{
    for (size_t i = 0; !c->has_total && old->has_total && i < c->n_values; i++) {
        if (c->counts[i] > old->total)
            return hd_fail(err, HD_EDATA,
                           "%s: comparator: the stored total of '%s' is %lld, below the count of "
                           "'%s': expected the key 'total'",
                           where, c->id, (long long)old->total, c->values[i]);
    }
    return HD_OK;
}

hd_status hd_import_comparator(hd_store *s, const hd_comparator *c, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    hd_comparator old = {.id = NULL};
    hd_mark mark = HD_MARK_ADDED;
    int64_t row = 0;

    hd_import_expect_source(im, c->source, where, "comparator.source");
    hd_status status = find_stored(s, c->id, &row, &old, err);
    if (status == HD_OK && row != 0)
        status = check_total(&old, c, where, err);
    if (status != HD_OK)
        return status;
    if (row != 0)
        mark = comparator_differs(&old, c) ? HD_MARK_CHANGED : HD_MARK_SAME;
    if (mark != HD_MARK_SAME) {
        im->changed = true;
        status = write_row(s, c, &row, err);
        if (status == HD_OK)
            status = write_values(s, c, row, err);
    }
    if (status == HD_OK && (row < 1 || row > HD_MAX_ROW))
        status = hd_store_damaged(s, err, "row number %lld", (long long)row);
    if (status == HD_OK)
        hd_marks_set(&im->marks[HD_REC_COMPARATOR], row, mark);
    return status;
}
