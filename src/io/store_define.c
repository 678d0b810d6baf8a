/* Fields, bands, themes, sources and coverage: tables to codebook and back. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

/* Lists (values, bounds, aliases) stand in tables of their own, by owner and position.  They are
 * read beside their owners, both in order of the owner's row. */
typedef struct list_cursor {
    sqlite3_stmt *stmt;
    bool row;
} list_cursor;

static hd_status list_open(hd_store *s, const char *sql, list_cursor *c, hd_err *err)
{
    hd_status status = hd_store_prepare(s, sql, &c->stmt, err);
    return status == HD_OK ? hd_store_next(s, c->stmt, &c->row, err) : status;
}

/* The texts of `owner`, in the arena. */
static hd_status list_texts(hd_store *s, list_cursor *c, int64_t owner, hd_arena *arena,
                            const char *const **out, size_t *n_out, hd_err *err)
{
    const char **items = NULL;
    size_t n = 0;
    size_t cap = 0;
    hd_status status = HD_OK;

    while (status == HD_OK && c->row && sqlite3_column_int64(c->stmt, 0) <= owner) {
        const char *item = NULL;
        status = hd_store_text(s, c->stmt, 1, HD_USE_NAME, arena, &item, err);
        if (status != HD_OK)
            break;
        if (sqlite3_column_int64(c->stmt, 0) == owner)
            HD_PUSH(items, n, cap, item);
        status = hd_store_next(s, c->stmt, &c->row, err);
    }
    const char **kept = hd_arena_array(arena, n, sizeof *kept);
    if (n > 0)
        memcpy(kept, items, n * sizeof *kept);
    hd_free(items);
    *out = kept;
    *n_out = n;
    return status;
}

/* Definitions are never taken away: their rows are 1, 2, 3 and so on. */
static hd_status in_order(hd_store *s, sqlite3_stmt *stmt, const char *what, int64_t *n,
                          hd_err *err)
{
    if (sqlite3_column_int64(stmt, 0) == ++*n)
        return HD_OK;
    return hd_store_damaged(s, err, "%s %lld is missing", what, (long long)*n);
}

#define TEXTS(s, stmt, columns, arena, err)                                                        \
    hd_store_texts(s, stmt, columns, sizeof(columns) / sizeof(columns)[0], arena, err)

static hd_status bad_definition(hd_store *s, hd_status status, hd_err *err)
{
    if (status == HD_EDATA)
        hd_err_at(err, "%s: the store is damaged", s->path);
    return status;
}

/* ---- reading ---- */

static hd_status read_field(hd_store *s, sqlite3_stmt *stmt, list_cursor *values, hd_arena *arena,
                            hd_field_def *def, hd_err *err)
{
    const char *unit = NULL;
    const char *kind = NULL;
    const hd_store_column columns[] = {{1, HD_USE_NAME, true, &unit},
                                       {2, HD_USE_ID, true, &def->key},
                                       {3, HD_USE_NAME, true, &kind},
                                       {4, HD_USE_NAME, true, &def->label}};
    hd_status status = TEXTS(s, stmt, columns, arena, err);

    if (status == HD_OK && (!hd_unit_parse(unit, &def->unit) || !hd_kind_parse(kind, &def->kind)))
        status = hd_store_damaged(s, err, "field '%s' has no unit or kind", def->key);
    if (status == HD_OK)
        status = list_texts(s, values, sqlite3_column_int64(stmt, 0), arena, &def->values,
                            &def->n_values, err);
    def->has_values = def->n_values > 0;
    return status;
}

hd_status hd_store_load_fields(hd_store *s, hd_codebook *cb, hd_err *err)
{
    list_cursor values = {NULL, false};
    hd_arena arena = HD_ARENA_INIT;
    sqlite3_stmt *stmt = NULL;
    bool row;
    int64_t n = 0;
    hd_status status =
        list_open(s, "SELECT field, value FROM field_value ORDER BY field, pos", &values, err);

    if (status == HD_OK)
        status = hd_store_prepare(s, "SELECT row, unit, key, kind, label FROM field ORDER BY row",
                                  &stmt, err);
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        hd_field_def def = {.key = NULL};
        status = in_order(s, stmt, "field", &n, err);
        if (status == HD_OK)
            status = read_field(s, stmt, &values, &arena, &def, err);
        if (status == HD_OK)
            status = bad_definition(s, hd_codebook_add_field(cb, &def, NULL, NULL, err), err);
    }
    hd_arena_release(&arena);
    sqlite3_finalize(stmt);
    sqlite3_finalize(values.stmt);
    return status;
}

static hd_status no_band(hd_store *s, hd_err *err)
{
    return hd_store_damaged(s, err, "a row of band_bound has no band");
}

static hd_status band_bounds(hd_store *s, list_cursor *c, int64_t band, hd_arena *arena,
                             hd_band_def *def, hd_err *err)
{
    double *bounds = NULL;
    size_t cap = 0;
    hd_status status = HD_OK;

    while (status == HD_OK && c->row && sqlite3_column_int64(c->stmt, 0) <= band) {
        if (sqlite3_column_int64(c->stmt, 0) < band)
            status = no_band(s, err);
        HD_PUSH(bounds, def->n_bounds, cap, sqlite3_column_double(c->stmt, 1));
        if (status == HD_OK)
            status = hd_store_next(s, c->stmt, &c->row, err);
    }
    double *kept = hd_arena_array(arena, def->n_bounds, sizeof *kept);
    if (def->n_bounds > 0)
        memcpy(kept, bounds, def->n_bounds * sizeof *kept);
    hd_free(bounds);
    def->bounds = kept;
    return status;
}

/* Whether bands say if they are closed: migrations read the codebook of stores before version 6. */
static hd_status bands_have_closed(hd_store *s, bool *out, hd_err *err)
{
    sqlite3_stmt *stmt = NULL;
    hd_status status = hd_store_prepare(
        s, "SELECT 1 FROM pragma_table_info('band') WHERE name = 'closed'", &stmt, err);

    if (status == HD_OK)
        status = hd_store_next(s, stmt, out, err);
    sqlite3_finalize(stmt);
    return status;
}

hd_status hd_store_load_bands(hd_store *s, hd_codebook *cb, hd_err *err)
{
    bool closed = false;
    list_cursor bounds = {NULL, false};
    hd_arena arena = HD_ARENA_INIT;
    sqlite3_stmt *stmt = NULL;
    bool row;
    int64_t n = 0;
    hd_status status =
        list_open(s, "SELECT band, bound FROM band_bound ORDER BY band, pos", &bounds, err);

    if (status == HD_OK)
        status = bands_have_closed(s, &closed, err);
    if (status == HD_OK)
        status = hd_store_prepare(s,
                                  closed ? "SELECT row, name, field, closed FROM band ORDER BY row"
                                         : "SELECT row, name, field, 0 FROM band ORDER BY row",
                                  &stmt, err);
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        hd_band_def def = {.name = NULL};
        const hd_store_column columns[] = {{1, HD_USE_ID, true, &def.name},
                                           {2, HD_USE_ID, true, &def.field}};
        status = in_order(s, stmt, "band", &n, err);
        if (status == HD_OK)
            status = TEXTS(s, stmt, columns, &arena, err);
        def.closed = sqlite3_column_int(stmt, 3) != 0;
        if (status == HD_OK)
            status = band_bounds(s, &bounds, sqlite3_column_int64(stmt, 0), &arena, &def, err);
        if (status == HD_OK)
            status = bad_definition(s, hd_codebook_add_band(cb, &def, NULL, NULL, err), err);
    }
    if (status == HD_OK && bounds.row)
        status = no_band(s, err);
    hd_arena_release(&arena);
    sqlite3_finalize(stmt);
    sqlite3_finalize(bounds.stmt);
    return status;
}

static hd_status read_theme(hd_store *s, sqlite3_stmt *stmt, list_cursor *aliases, hd_arena *arena,
                            hd_theme_def *def, hd_err *err)
{
    const char *status_name = NULL;
    const hd_store_column columns[] = {
        {1, HD_USE_ID, true, &def->code},      {2, HD_USE_NAME, true, &def->label},
        {3, HD_USE_ID, false, &def->parent},   {4, HD_USE_TEXT, false, &def->definition},
        {5, HD_USE_NAME, true, &status_name},  {6, HD_USE_ID, false, &def->into},
        {7, HD_USE_TEXT, false, &def->reason}, {8, HD_USE_DATE, false, &def->date}};
    hd_status status = TEXTS(s, stmt, columns, arena, err);

    def->has_parent = true;
    def->has_status = true;
    def->has_aliases = true;
    if (status == HD_OK && !hd_theme_status_parse(status_name, &def->status))
        status = hd_store_damaged(s, err, "theme '%s' has no status", def->code);
    if (status == HD_OK)
        status = list_texts(s, aliases, sqlite3_column_int64(stmt, 0), arena, &def->aliases,
                            &def->n_aliases, err);
    if (status == HD_OK && def->n_aliases > HD_MAX_LABELS)
        status = hd_store_damaged(s, err, "theme '%s' has %zu aliases", def->code, def->n_aliases);
    return status;
}

static hd_status load_themes(hd_store *s, hd_codebook *cb, hd_arena *arena, hd_err *err)
{
    list_cursor aliases = {NULL, false};
    sqlite3_stmt *stmt = NULL;
    bool row;
    int64_t n = 0;
    hd_status status =
        list_open(s, "SELECT theme, alias FROM theme_alias ORDER BY theme, pos", &aliases, err);

    if (status == HD_OK)
        status = hd_store_prepare(s,
                                  "SELECT row, code, label, parent, definition, status, \"into\","
                                  " reason, date FROM row_theme ORDER BY row",
                                  &stmt, err);
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        hd_theme_def def = {.code = NULL};
        status = in_order(s, stmt, "theme", &n, err);
        if (status == HD_OK)
            status = read_theme(s, stmt, &aliases, arena, &def, err);
        if (status == HD_OK)
            status = bad_definition(s, hd_codebook_add_theme(cb, &def, NULL, NULL, err), err);
    }
    sqlite3_finalize(stmt);
    sqlite3_finalize(aliases.stmt);
    return status;
}

hd_status hd_store_load_definitions(hd_store *s, hd_codebook *cb, hd_err *err)
{
    hd_arena arena = HD_ARENA_INIT;
    hd_status status = hd_store_load_fields(s, cb, err);

    if (status == HD_OK)
        status = hd_store_load_bands(s, cb, err);
    if (status == HD_OK)
        status = load_themes(s, cb, &arena, err);
    hd_arena_release(&arena);
    return status;
}

/* ---- writing ---- */

static hd_status write_items(hd_store *s, sqlite3_stmt *insert, int64_t owner,
                             const char *const *items, size_t n, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < n; i++) {
        sqlite3_bind_int64(insert, 1, owner);
        sqlite3_bind_int64(insert, 2, (sqlite3_int64)i);
        hd_store_bind_text(insert, 3, items[i]);
        status = hd_store_run(s, insert, err);
    }
    return status;
}

static hd_status save_field(hd_store *s, const hd_field *f, sqlite3_stmt *write,
                            sqlite3_stmt *value, hd_err *err)
{
    bool row = true;
    int64_t id = 0;

    hd_store_bind_text(write, 1, hd_unit_name(f->unit));
    hd_store_bind_text(write, 2, f->key);
    hd_store_bind_text(write, 3, hd_kind_name(f->kind));
    hd_store_bind_text(write, 4, f->label);
    while (row) {
        hd_status status = hd_store_next(s, write, &row, err);
        if (status != HD_OK)
            return status;
        if (row)
            id = sqlite3_column_int64(write, 0);
    }
    return write_items(s, value, id, f->values, f->n_values, err);
}

static hd_status save_fields(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    sqlite3_stmt *write = NULL;
    sqlite3_stmt *value = NULL;
    hd_status status = hd_store_exec(s, "DELETE FROM field_value", err);

    if (status == HD_OK)
        status = hd_store_prepare(s,
                                  "INSERT INTO field (unit, key, kind, label) VALUES (?, ?, ?, ?)"
                                  " ON CONFLICT (unit, key) DO UPDATE SET label = excluded.label"
                                  " RETURNING row",
                                  &write, err);
    if (status == HD_OK)
        status = hd_store_prepare(s, "INSERT INTO field_value VALUES (?, ?, ?)", &value, err);
    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++) {
        for (size_t i = 0; status == HD_OK && i < hd_codebook_n_fields(cb, (hd_unit)u); i++) {
            const hd_field *f = hd_codebook_field(cb, (hd_unit)u, i);
            if (f->declared)
                status = save_field(s, f, write, value, err);
        }
    }
    sqlite3_finalize(write);
    sqlite3_finalize(value);
    return status;
}

/* Bands have no other table that refers to them, so they are written anew. */
static hd_status save_bands(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    sqlite3_stmt *write = NULL;
    sqlite3_stmt *bound = NULL;
    hd_status status = hd_store_exec(s, "DELETE FROM band_bound; DELETE FROM band", err);

    if (status == HD_OK)
        status = hd_store_prepare(s, "INSERT INTO band VALUES (?, ?, ?, ?)", &write, err);
    if (status == HD_OK)
        status = hd_store_prepare(s, "INSERT INTO band_bound VALUES (?, ?, ?)", &bound, err);
    for (size_t i = 0; status == HD_OK && i < hd_codebook_n_bands(cb); i++) {
        const hd_band *band = hd_codebook_band(cb, i);
        sqlite3_bind_int64(write, 1, (sqlite3_int64)i + 1);
        hd_store_bind_text(write, 2, band->name);
        hd_store_bind_text(write, 3, band->field->key);
        sqlite3_bind_int(write, 4, band->closed);
        status = hd_store_run(s, write, err);
        for (size_t j = 0; status == HD_OK && j < band->n_bounds; j++) {
            sqlite3_bind_int64(bound, 1, (sqlite3_int64)i + 1);
            sqlite3_bind_int64(bound, 2, (sqlite3_int64)j);
            sqlite3_bind_double(bound, 3, band->bounds[j]);
            status = hd_store_run(s, bound, err);
        }
    }
    sqlite3_finalize(write);
    sqlite3_finalize(bound);
    return status;
}

/* A theme's row is its order of declaration + 1; none but a candidate is ever taken away. */
static hd_status save_theme(hd_store *s, const hd_theme *t, sqlite3_stmt *write,
                            sqlite3_stmt *alias, hd_err *err)
{
    const char *texts[] = {
        t->code, t->label,  t->parent_code, t->definition, hd_theme_status_name(t->status),
        t->into, t->reason, t->date};
    int64_t row = (int64_t)t->declared_at + 1;

    sqlite3_bind_int64(write, 1, row);
    for (int i = 0; i < 8; i++)
        hd_store_bind_text(write, i + 2, texts[i]);
    hd_status status = hd_store_run(s, write, err);
    return status == HD_OK ? write_items(s, alias, row, t->aliases, t->n_aliases, err) : status;
}

static hd_status save_themes(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    sqlite3_stmt *write = NULL;
    sqlite3_stmt *alias = NULL;
    hd_status status = hd_store_exec(s, "DELETE FROM theme_alias", err);

    /* The labels get their themes again at the end of the import. */
    if (status == HD_OK && s->import->themes_moved)
        status = hd_store_exec(s, "UPDATE label SET theme = NULL; DELETE FROM row_theme", err);
    if (status == HD_OK)
        status = hd_store_prepare(
            s,
            "INSERT INTO row_theme (row, code, label, parent, definition, status, \"into\","
            " reason, date) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (row) DO UPDATE SET"
            " label = excluded.label, parent = excluded.parent, definition = excluded.definition,"
            " status = excluded.status, \"into\" = excluded.\"into\", reason = excluded.reason,"
            " date = excluded.date",
            &write, err);
    if (status == HD_OK)
        status = hd_store_prepare(s, "INSERT INTO theme_alias VALUES (?, ?, ?)", &alias, err);
    for (size_t i = 0; status == HD_OK && i < hd_codebook_n_themes(cb); i++)
        status = save_theme(s, hd_codebook_theme(cb, (uint32_t)i), write, alias, err);
    sqlite3_finalize(write);
    sqlite3_finalize(alias);
    return status;
}

hd_status hd_store_save_definitions(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    hd_status status = save_fields(s, cb, err);

    if (status == HD_OK)
        status = save_bands(s, cb, err);
    if (status == HD_OK)
        status = save_themes(s, cb, err);
    return status == HD_OK ? hd_store_save_crosswalks(s, cb, err) : status;
}

/* ---- sources and coverage ---- */

static bool differs(const char *given, const char *stored)
{
    return given && (!stored || strcmp(given, stored) != 0);
}

hd_status hd_import_source(hd_store *s, const hd_source *source, hd_err *err)
{
    hd_import *im = s->import;
    bool found;
    bool changed = false;

    hd_source stored = {NULL, NULL, NULL};
    const hd_store_column columns[] = {{1, HD_USE_TEXT, false, &stored.title},
                                       {2, HD_USE_DATE, false, &stored.published}};

    hd_store_bind_text(im->source_select, 1, source->id);
    hd_status status = hd_store_next(s, im->source_select, &found, err);
    if (status == HD_OK && found) {
        status = TEXTS(s, im->source_select, columns, &im->row, err);
        changed =
            differs(source->title, stored.title) || differs(source->published, stored.published);
        sqlite3_reset(im->source_select);
    }
    if (status == HD_OK && im->adding && stored.title && differs(source->title, stored.title))
        hd_import_notice(s,
                         "source %s: its title was '%s', in %s it is '%s'; if that is another "
                         "document, give it an id of its own with --source",
                         source->id, stored.title, im->adding, source->title);
    if (status == HD_OK && (!found || changed)) {
        hd_store_bind_text(im->source_write, 1, source->id);
        hd_store_bind_text(im->source_write, 2, source->title);
        hd_store_bind_text(im->source_write, 3, source->published);
        status = hd_store_run(s, im->source_write, err);
        im->changed = true;
    }
    hd_intern_add(&im->sources, source->id);
    hd_marks_set(&im->marks[HD_REC_SOURCE], hd_intern_find(&im->sources, source->id),
                 !found    ? HD_MARK_ADDED
                 : changed ? HD_MARK_CHANGED
                           : HD_MARK_SAME);
    return status;
}

hd_status hd_import_coverage(hd_store *s, const hd_coverage *c, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    bool changed = false;
    hd_coverage stored = {NULL, NULL};
    const hd_store_column columns[] = {{0, HD_USE_DATE, true, &stored.from},
                                       {1, HD_USE_DATE, true, &stored.to}};
    hd_status status =
        hd_store_prepare(s, "SELECT \"from\", \"to\" FROM coverage WHERE one = 1", &stmt, err);

    if (status == HD_OK)
        status = hd_store_next(s, stmt, &found, err);
    if (status == HD_OK && found)
        status = TEXTS(s, stmt, columns, &im->row, err);
    changed = found && (differs(c->from, stored.from) || differs(c->to, stored.to));
    sqlite3_finalize(stmt);
    stmt = NULL;
    if (status == HD_OK && (!found || changed)) {
        status =
            hd_store_prepare(s,
                             "INSERT INTO coverage VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE"
                             " SET \"from\" = coalesce(excluded.\"from\", \"from\"),"
                             " \"to\" = coalesce(excluded.\"to\", \"to\")",
                             &stmt, err);
        hd_store_bind_text(stmt, 1, c->from);
        hd_store_bind_text(stmt, 2, c->to);
        if (status == HD_OK)
            status = hd_store_run(s, stmt, err);
        sqlite3_finalize(stmt);
        im->changed = true;
    }
    hd_marks_set(&im->marks[HD_REC_COVERAGE], 0,
                 !found    ? HD_MARK_ADDED
                 : changed ? HD_MARK_CHANGED
                           : HD_MARK_SAME);
    return status;
}
