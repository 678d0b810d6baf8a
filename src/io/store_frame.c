/* Crosswalks and comparators: tables, reading, writing. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

static const char frame_tables[] =
    "CREATE TABLE crosswalk (row INTEGER PRIMARY KEY, frame TEXT NOT NULL, version TEXT NOT NULL,"
    "  label TEXT NOT NULL, source TEXT, UNIQUE (frame, version)) STRICT;"
    "CREATE TABLE crosswalk_theme ("
    "  crosswalk INTEGER NOT NULL REFERENCES crosswalk, pos INTEGER NOT NULL,"
    "  code TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (crosswalk, pos)) STRICT, WITHOUT "
    "ROWID;"
    "CREATE TABLE crosswalk_from ("
    "  crosswalk INTEGER NOT NULL, pos INTEGER NOT NULL, item INTEGER NOT NULL,"
    "  theme TEXT NOT NULL, PRIMARY KEY (crosswalk, pos, item),"
    "  FOREIGN KEY (crosswalk, pos) REFERENCES crosswalk_theme) STRICT, WITHOUT ROWID;"
    "CREATE TABLE comparator (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT,"
    "  title TEXT, place TEXT NOT NULL, \"from\" TEXT NOT NULL, \"to\" TEXT NOT NULL,"
    "  unit TEXT NOT NULL, date_basis TEXT, definition TEXT, field TEXT NOT NULL,"
    "  total INTEGER) STRICT;"
    "CREATE TABLE comparator_value ("
    "  comparator INTEGER NOT NULL REFERENCES comparator, pos INTEGER NOT NULL,"
    "  value TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (comparator, pos))"
    "  STRICT, WITHOUT ROWID;";

hd_status hd_store_frame_tables(hd_store *s, hd_err *err)
{
    return hd_store_exec(s, frame_tables, err);
}

#define TEXTS(s, stmt, columns, arena, err)                                                        \
    hd_store_texts(s, stmt, columns, sizeof(columns) / sizeof(columns)[0], arena, err)

/* ---- crosswalks ---- */

/* The statements that read one crosswalk after the other. */
typedef struct crosswalk_sql {
    sqlite3_stmt *all;
    sqlite3_stmt *themes; /* of a crosswalk's row */
    sqlite3_stmt *from;   /* of a crosswalk's row and a theme's place */
} crosswalk_sql;

static hd_status read_from(hd_store *s, crosswalk_sql *q, int64_t row, size_t pos, hd_arena *arena,
                           hd_frame_theme_def *t, hd_err *err)
{
    const char **items = NULL;
    size_t cap = 0;
    bool more;
    hd_status status;

    sqlite3_bind_int64(q->from, 1, row);
    sqlite3_bind_int64(q->from, 2, (sqlite3_int64)pos);
    while ((status = hd_store_next(s, q->from, &more, err)) == HD_OK && more) {
        const char *item = NULL;
        status = t->n_from < HD_MAX_LABELS
                     ? hd_store_text(s, q->from, 0, HD_USE_NAME, arena, &item, err)
                     : hd_store_damaged(s, err, "a crosswalk's theme has too many names");
        if (status != HD_OK)
            break;
        HD_PUSH(items, t->n_from, cap, item);
    }
    sqlite3_reset(q->from);
    const char **kept = hd_arena_array(arena, t->n_from, sizeof *kept);
    if (t->n_from > 0)
        memcpy(kept, items, t->n_from * sizeof *kept);
    hd_free(items);
    t->from = kept;
    return status;
}

static hd_status read_themes(hd_store *s, crosswalk_sql *q, int64_t row, hd_arena *arena,
                             hd_crosswalk_def *def, hd_err *err)
{
    hd_frame_theme_def *themes = hd_arena_array(arena, HD_MAX_FRAME_THEMES, sizeof *themes);
    bool more;
    hd_status status;

    sqlite3_bind_int64(q->themes, 1, row);
    while ((status = hd_store_next(s, q->themes, &more, err)) == HD_OK && more) {
        hd_frame_theme_def *t = &themes[def->n_themes];
        const hd_store_column columns[] = {{0, HD_USE_ID, true, &t->code},
                                           {1, HD_USE_NAME, true, &t->label}};
        if (sqlite3_column_int64(q->themes, 2) != (sqlite3_int64)def->n_themes ||
            def->n_themes == HD_MAX_FRAME_THEMES) {
            status = hd_store_damaged(s, err, "theme %zu of the crosswalk '%s' is missing",
                                      def->n_themes + 1, def->frame);
            break;
        }
        status = TEXTS(s, q->themes, columns, arena, err);
        if (status == HD_OK)
            status = read_from(s, q, row, def->n_themes, arena, t, err);
        if (status != HD_OK)
            break;
        def->n_themes++;
    }
    sqlite3_reset(q->themes);
    def->themes = themes;
    def->has_themes = true;
    return status;
}

static hd_status read_crosswalk(hd_store *s, crosswalk_sql *q, hd_codebook *cb, hd_arena *arena,
                                hd_err *err)
{
    hd_crosswalk_def def = {.frame = NULL};
    const hd_store_column columns[] = {{1, HD_USE_ID, true, &def.frame},
                                       {2, HD_USE_ID, true, &def.version},
                                       {3, HD_USE_NAME, true, &def.label},
                                       {4, HD_USE_ID, false, &def.source}};
    hd_status status = TEXTS(s, q->all, columns, arena, err);

    if (status == HD_OK)
        status = read_themes(s, q, sqlite3_column_int64(q->all, 0), arena, &def, err);
    if (status == HD_OK) {
        status = hd_codebook_add_crosswalk(cb, &def, NULL, NULL, err);
        if (status == HD_EDATA)
            hd_err_at(err, "%s: the store is damaged", s->path);
    }
    return status;
}

hd_status hd_store_load_crosswalks(hd_store *s, hd_codebook *cb, hd_err *err)
{
    crosswalk_sql q = {NULL, NULL, NULL};
    hd_arena arena = HD_ARENA_INIT;
    bool row;
    hd_status status = hd_store_prepare(
        s, "SELECT row, frame, version, label, source FROM crosswalk ORDER BY row", &q.all, err);

    if (status == HD_OK)
        status = hd_store_prepare(s,
                                  "SELECT code, label, pos FROM crosswalk_theme"
                                  " WHERE crosswalk = ?1 ORDER BY pos",
                                  &q.themes, err);
    if (status == HD_OK)
        status = hd_store_prepare(s,
                                  "SELECT theme FROM crosswalk_from"
                                  " WHERE crosswalk = ?1 AND pos = ?2 ORDER BY item",
                                  &q.from, err);
    while (status == HD_OK && (status = hd_store_next(s, q.all, &row, err)) == HD_OK && row) {
        status = read_crosswalk(s, &q, cb, &arena, err);
        hd_arena_clear(&arena);
    }
    sqlite3_finalize(q.all);
    sqlite3_finalize(q.themes);
    sqlite3_finalize(q.from);
    hd_arena_release(&arena);
    return status;
}

static hd_status save_theme(hd_store *s, const hd_frame_theme *t, sqlite3_int64 row,
                            sqlite3_int64 pos, sqlite3_stmt *theme, sqlite3_stmt *from, hd_err *err)
{
    sqlite3_bind_int64(theme, 1, row);
    sqlite3_bind_int64(theme, 2, pos);
    hd_store_bind_text(theme, 3, t->code);
    hd_store_bind_text(theme, 4, t->label);
    hd_status status = hd_store_run(s, theme, err);

    for (size_t i = 0; status == HD_OK && i < t->n_from; i++) {
        sqlite3_bind_int64(from, 1, row);
        sqlite3_bind_int64(from, 2, pos);
        sqlite3_bind_int64(from, 3, (sqlite3_int64)i);
        hd_store_bind_text(from, 4, t->from[i]);
        status = hd_store_run(s, from, err);
    }
    return status;
}

/* Nothing refers to them, so they are written anew. */
hd_status hd_store_save_crosswalks(hd_store *s, const hd_codebook *cb, hd_err *err)
{
    sqlite3_stmt *write = NULL, *theme = NULL, *from = NULL;
    hd_status status = hd_store_exec(
        s, "DELETE FROM crosswalk_from; DELETE FROM crosswalk_theme; DELETE FROM crosswalk", err);

    if (status == HD_OK)
        status = hd_store_prepare(s, "INSERT INTO crosswalk VALUES (?, ?, ?, ?, ?)", &write, err);
    if (status == HD_OK)
        status =
            hd_store_prepare(s, "INSERT INTO crosswalk_theme VALUES (?, ?, ?, ?)", &theme, err);
    if (status == HD_OK)
        status = hd_store_prepare(s, "INSERT INTO crosswalk_from VALUES (?, ?, ?, ?)", &from, err);
    for (size_t i = 0; status == HD_OK && i < hd_codebook_n_crosswalks(cb); i++) {
        const hd_crosswalk *c = hd_codebook_crosswalk(cb, i);
        sqlite3_bind_int64(write, 1, (sqlite3_int64)i + 1);
        hd_store_bind_text(write, 2, c->frame);
        hd_store_bind_text(write, 3, c->version);
        hd_store_bind_text(write, 4, c->label);
        hd_store_bind_text(write, 5, c->source);
        status = hd_store_run(s, write, err);
        for (size_t k = 0; status == HD_OK && k < c->n_themes; k++)
            status = save_theme(s, &c->themes[k], (sqlite3_int64)i + 1, (sqlite3_int64)k, theme,
                                from, err);
    }
    sqlite3_finalize(write);
    sqlite3_finalize(theme);
    sqlite3_finalize(from);
    return status;
}
