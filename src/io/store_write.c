#include "io/store_write.h"

#include "io/store_import.h"
#include "io/store_snapshot.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "base/utf8.h"

#define STOP_EVERY 1024 /* records between two looks at the stop flag */

/* ---- marks, expectations, notices ---- */

void hd_marks_set(hd_marks *m, int64_t row, hd_mark mark)
{
    size_t at = (size_t)row;

    if (at >= m->n) {
        size_t n = m->n ? m->n : 1024;
        while (n <= at)
            n *= 2;
        m->of = hd_realloc(m->of, n);
        memset(m->of + m->n, HD_MARK_NONE, n - m->n);
        m->n = n;
    }
    if (m->of[at] < mark)
        m->of[at] = (uint8_t)mark;
}

hd_mark hd_marks_get(const hd_marks *m, int64_t row)
{
    return row >= 0 && (size_t)row < m->n ? (hd_mark)m->of[row] : HD_MARK_NONE;
}

void hd_marks_forget(hd_marks *m, int64_t row)
{
    if ((size_t)row < m->n)
        m->of[row] = HD_MARK_NONE;
}

hd_change_counts hd_marks_count(const hd_marks *m)
{
    size_t counts[HD_MARK_ADDED + 1] = {0};

    for (size_t i = 0; i < m->n; i++)
        counts[m->of[i]]++;
    return (hd_change_counts){counts[HD_MARK_ADDED], counts[HD_MARK_CHANGED], counts[HD_MARK_SAME]};
}

void hd_import_expect(hd_import *im, bool source, const char *name, const char *where,
                      const char *path)
{
    hd_intern *expected = &im->expected[source];
    size_t n = expected->n;

    if (hd_intern_add(expected, name) < n)
        return;
    hd_pending p = {source, hd_arena_strdup(&im->arena, name), hd_arena_strdup(&im->arena, where),
                    hd_arena_strdup(&im->arena, path)};
    HD_PUSH(im->pending, im->n_pending, im->cap_pending, p);
}

void hd_import_notice(hd_store *s, const char *fmt, ...)
{
    hd_import *im = s->import;
    char text[2000];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    HD_PUSH(im->notices, im->n_notices, im->cap_notices, hd_arena_strdup(&s->arena, text));
}

/* ---- begin ---- */

static void free_import(hd_store *s)
{
    hd_import *im = s->import;

    hd_import_finalize(im);
    hd_import_parts_free(im);
    hd_append_free(im);
    if (!im->defined)
        hd_codebook_free(im->cb);
    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++) {
        hd_intern_release(&im->defs[i]);
        hd_free(im->marks[i].of);
    }
    hd_free(im->children.of);
    hd_free(im->findings.of);
    hd_free(im->skipped.of);
    hd_intern_release(&im->sources);
    hd_intern_release(&im->expected[0]);
    hd_intern_release(&im->expected[1]);
    hd_intern_release(&im->removed);
    hd_intern_release(&im->adding_sources);
    hd_intern_release(&im->labels);
    hd_rows_release(im);
    hd_free(im->label_rows);
    hd_free(im->pending);
    hd_free(im->notices);
    hd_free(im->ended);
    hd_arena_release(&im->arena);
    hd_arena_release(&im->row);
    hd_free(im);
    s->import = NULL;
}

/* Add the first column of a query, and if rows is not NULL the second, which is a number. */
static hd_status load_names(hd_store *s, const char *sql, hd_intern *names, int64_t **rows,
                            size_t *cap, hd_err *err)
{
    hd_arena arena = HD_ARENA_INIT;
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(s, sql, &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        size_t n = names->n;
        const char *name = NULL;
        hd_arena_clear(&arena);
        status = hd_store_text(s, stmt, 0, HD_USE_NAME, &arena, &name, err);
        if (status == HD_OK && hd_intern_add(names, name) == n && rows)
            HD_PUSH(*rows, n, *cap, sqlite3_column_int64(stmt, 1));
    }
    sqlite3_finalize(stmt);
    hd_arena_release(&arena);
    return status;
}

/* Ids that are no text are equal to none that a document gives, and would be passed over. */
static hd_status check_ids(hd_store *s, hd_err *err)
{
    hd_arena arena = HD_ARENA_INIT;
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(s, "SELECT id FROM row_review", &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *id;
        hd_arena_clear(&arena);
        status = hd_store_text(s, stmt, 0, HD_USE_ID, &arena, &id, err);
    }
    sqlite3_finalize(stmt);
    hd_arena_release(&arena);
    return status;
}

static hd_status load_known(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    const struct {
        const char *sql;
        hd_intern *names;
    } lists[] = {
        {"SELECT unit || ' ' || key FROM field", &im->defs[HD_REC_FIELD]},
        {"SELECT name FROM band", &im->defs[HD_REC_BAND]},
        {"SELECT code FROM row_theme", &im->defs[HD_REC_THEME]},
        {"SELECT frame || ' ' || version FROM crosswalk", &im->defs[HD_REC_CROSSWALK]},
        {"SELECT id FROM source", &im->sources},
        {"SELECT review FROM removal", &im->removed},
    };
    hd_status status = hd_store_load_definitions(s, im->cb, err);

    if (status == HD_OK)
        status = hd_store_load_crosswalks(s, im->cb, err);
    if (status == HD_OK)
        status = hd_store_check(s, im->cb, HD_CHECK_DEFINITIONS, err);
    for (size_t i = 0; status == HD_OK && i < sizeof lists / sizeof lists[0]; i++)
        status = load_names(s, lists[i].sql, lists[i].names, NULL, NULL, err);
    im->n_themes = im->defs[HD_REC_THEME].n;
    if (status == HD_OK)
        status = load_names(s, "SELECT label, row FROM label ORDER BY row", &im->labels,
                            &im->label_rows, &im->cap_label_rows, err);
    if (status == HD_OK)
        status = hd_store_prepare(s, "SELECT row, title, published FROM source WHERE id = ?1",
                                  &im->source_select, err);
    if (status == HD_OK)
        status = hd_store_prepare(s,
                                  "INSERT INTO source (id, title, published) VALUES (?1, ?2, ?3)"
                                  " ON CONFLICT (id) DO UPDATE SET"
                                  " title = coalesce(excluded.title, title),"
                                  " published = coalesce(excluded.published, published)",
                                  &im->source_write, err);
    return status;
}

hd_status hd_store_begin(hd_store *s, hd_err *err)
{
    if (!s->writable || s->import)
        hd_fault("an import was begun in a store that is not ready for it");
    hd_status status = hd_store_exec(s, "BEGIN IMMEDIATE", err);
    if (status != HD_OK)
        return status;
    hd_import *im = hd_calloc(1, sizeof *im);
    s->import = im;
    hd_arena_init(&im->arena);
    hd_arena_init(&im->row);
    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++)
        hd_intern_init(&im->defs[i]);
    hd_intern_init(&im->sources);
    hd_intern_init(&im->expected[0]);
    hd_intern_init(&im->expected[1]);
    hd_intern_init(&im->removed);
    hd_intern_init(&im->adding_sources);
    hd_intern_init(&im->labels);
    hd_intern_init(&im->bulk_ids);
    hd_intern_init(&im->held_ids);
    im->cb = hd_codebook_new();
    im->bulk = s->fresh;
    if (im->bulk)
        status = hd_store_drop_indexes(s, err);
    if (status == HD_OK)
        status = hd_store_guard(s, err);
    return status == HD_OK ? load_known(s, err) : status;
}

/* ---- definitions ---- */

static hd_status define(hd_store *s, const hd_record *r, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    const char *key;
    bool changed = false;
    hd_status status;

    if (r->type == HD_REC_FIELD) {
        key = hd_arena_printf(&im->row, "%s %s", hd_unit_name(r->u.field.unit), r->u.field.key);
        status = hd_codebook_add_field(im->cb, &r->u.field, where, &changed, err);
    } else if (r->type == HD_REC_BAND) {
        key = r->u.band.name;
        status = hd_codebook_add_band(im->cb, &r->u.band, where, &changed, err);
    } else if (r->type == HD_REC_CROSSWALK) {
        const hd_crosswalk_def *c = &r->u.crosswalk;
        key = hd_arena_printf(&im->row, "%s %s", c->frame, c->version);
        hd_import_expect_source(im, c->source, where, "crosswalk.source");
        status = hd_codebook_add_crosswalk(im->cb, c, where, &changed, err);
    } else {
        key = r->u.theme.code;
        status = hd_codebook_add_theme(im->cb, &r->u.theme, where, &changed, err);
    }
    if (status != HD_OK)
        return status;
    size_t before = im->defs[r->type].n;
    uint32_t at = hd_intern_add(&im->defs[r->type], key);
    /* Whether a new theme stays is known when all have come. */
    if (r->type == HD_REC_THEME && at >= im->n_themes)
        return HD_OK;
    im->defs_changed |= changed || at == before;
    im->changed |= changed || at == before;
    hd_marks_set(&im->marks[r->type], at,
                 at == before ? HD_MARK_ADDED
                 : changed    ? HD_MARK_CHANGED
                              : HD_MARK_SAME);
    return HD_OK;
}

static hd_status step(hd_store *s, hd_err *err)
{
    if (s->import->steps++ % STOP_EVERY != 0)
        return HD_OK;
    return hd_stop_check(err);
}

hd_status hd_store_define(hd_store *s, const hd_record *r, const char *where, hd_err *err)
{
    hd_status status = step(s, err);

    if (s->import->defined)
        hd_fault("a definition came after hd_store_defined");
    if (status != HD_OK)
        return status;
    if (r->type == HD_REC_SOURCE)
        status = hd_import_source(s, &r->u.source, err);
    else if (r->type == HD_REC_COVERAGE)
        status = hd_import_coverage(s, &r->u.coverage, err);
    else if (hd_record_is_definition(r->type))
        status = define(s, r, where, err);
    else
        hd_fault("a %s is no definition", hd_record_type_name(r->type));
    hd_arena_clear(&s->import->row);
    return status;
}

/* Candidates may have given way: new ones count only if they stay, stored ones are taken away. The
 * themes of the store are the first of the codes, in the order of their rows. */
static void settle_themes(hd_import *im)
{
    const hd_intern *codes = &im->defs[HD_REC_THEME];

    for (uint32_t i = 0; i < codes->n; i++) {
        uint32_t at = hd_codebook_theme_declared_at(im->cb, hd_intern_str(codes, i));
        bool stays = at != HD_NONE;
        bool known = i < im->n_themes;
        if (stays != known) {
            im->defs_changed = true;
            im->changed = true;
        }
        im->themes_moved |= known && at != i;
        if (stays && !known)
            hd_marks_set(&im->marks[HD_REC_THEME], i, HD_MARK_ADDED);
    }
}

hd_status hd_store_defined(hd_store *s, const hd_codebook **codebook, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = hd_codebook_seal(im->cb, err);

    if (status != HD_OK)
        return status;
    settle_themes(im);
    im->defined = true;
    HD_PUSH(s->codebooks, s->n_codebooks, s->cap_codebooks, im->cb);
    *codebook = im->cb;
    if (im->defs_changed)
        status = hd_import_ended(s, err);
    if (status == HD_OK && im->defs_changed)
        status = hd_store_save_definitions(s, im->cb, err);
    if (status == HD_OK)
        status = hd_store_shape(s, im->cb, err);
    return status == HD_OK ? hd_import_prepare(s, err) : status;
}

/* ---- everything else ---- */

hd_status hd_store_put_kept(hd_store *s, const hd_record *r, const char *where, hd_err *err)
{
    hd_status status = step(s, err);

    if (!s->import->defined)
        hd_fault("a record came before hd_store_defined");
    if (status == HD_OK && !hd_record_is_part(r->type))
        status = hd_import_parts_end(s, err);
    if (status == HD_OK && r->type != HD_REC_REVIEW && s->import->append) {
        status = hd_rows_flush(s, err);
        if (status == HD_OK)
            status = hd_append_end(s, false, err);
    }
    if (status != HD_OK)
        return status;
    switch (r->type) {
    case HD_REC_REVIEW:
        status = hd_import_review(s, &r->u.review, where, err);
        break;
    case HD_REC_FIGURE:
        status = hd_import_figure(s, &r->u.figure, where, err);
        break;
    case HD_REC_PASSAGE:
        status = hd_import_passage(s, &r->u.passage, where, err);
        break;
    case HD_REC_COMPARATOR:
        status = hd_import_comparator(s, &r->u.comparator, where, err);
        break;
    case HD_REC_SOURCE:
        status = hd_import_source(s, &r->u.source, err);
        break;
    case HD_REC_COVERAGE:
        status = hd_import_coverage(s, &r->u.coverage, err);
        break;
    case HD_REC_FINDING:
    case HD_REC_CHILD:
        status = hd_import_part(s, r, where, err);
        break;
    default:
        hd_fault("a %s came after hd_store_defined", hd_record_type_name(r->type));
    }
    return status;
}

hd_status hd_store_flush(hd_store *s, hd_err *err)
{
    hd_status status = hd_rows_flush(s, err);

    hd_arena_clear(&s->import->row);
    return status;
}

hd_status hd_store_put(hd_store *s, const hd_record *r, const char *where, hd_err *err)
{
    hd_status status = hd_store_put_kept(s, r, where, err);

    return status == HD_OK ? hd_store_flush(s, err) : status;
}

/* An import reads only the reviews it meets.  One that changes nothing leaves a damaged store to be named by
 * whoever reads it; nothing is added to one. */
static hd_status check_stored(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;

    if (!im->changed || s->fresh)
        return HD_OK;
    hd_status status = hd_store_check(s, im->cb, HD_CHECK_ALL & ~HD_CHECK_DEFINITIONS, err);
    return status == HD_OK ? check_ids(s, err) : status;
}

static hd_status raise_generation(hd_store *s, hd_err *err)
{
    return hd_store_exec(s, "UPDATE meta SET generation = generation + 1, revision = revision + 1",
                         err);
}

static void summarize(hd_store *s, hd_import_summary *sum)
{
    hd_import *im = s->import;
    const char **notices = hd_arena_array(&s->arena, im->n_notices, sizeof *notices);

    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++)
        sum->records[i] = hd_marks_count(&im->marks[i]);
    sum->children = hd_marks_count(&im->children);
    sum->findings = hd_marks_count(&im->findings);
    sum->children.unchanged += im->skipped_parts[HD_CHILD];
    sum->findings.unchanged += im->skipped_parts[HD_FINDING];
    if (im->n_notices > 0)
        memcpy(notices, im->notices, im->n_notices * sizeof *notices);
    sum->notices = notices;
    sum->n_notices = im->n_notices;
    const char **ended = hd_arena_array(&s->arena, im->n_ended, sizeof *ended);
    if (im->n_ended > 0)
        memcpy(ended, im->ended, im->n_ended * sizeof *ended);
    sum->ended = ended;
    sum->n_ended = im->n_ended;
    sum->changed = im->changed;
    s->summary = sum;
}

hd_status hd_store_finish(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_import_summary *sum = hd_arena_alloc(&s->arena, sizeof *sum);
    hd_status status = hd_import_parts_end(s, err);

    if (status == HD_OK)
        status = hd_rows_settle(s, err);
    if (status == HD_OK)
        status = hd_import_check(s, err);
    if (status == HD_OK)
        status = check_stored(s, err);
    if (status == HD_OK && im->changed)
        status = hd_import_resolve(s, err);
    if (status == HD_OK)
        status = hd_import_uncoded(s, err);
    if (status == HD_OK)
        status = hd_import_unmatched(s, sum, err);
    if (status == HD_OK && im->changed)
        status = raise_generation(s, err);
    if (status == HD_OK)
        summarize(s, sum);
    im->finished = status == HD_OK;
    return status;
}

hd_status hd_store_commit(hd_store *s, hd_err *err)
{
    bool finished = s->import && s->import->finished;
    bool changed = finished && s->import->changed;

    if (!finished)
        hd_fault("a commit without hd_store_finish");
    hd_import_finalize(s->import);
    hd_status status = changed ? hd_snapshot_write(s, err) : HD_OK;
    if (status == HD_OK)
        status = hd_store_exec(s, changed ? "COMMIT" : "ROLLBACK", err);
    if (status != HD_OK) {
        hd_store_rollback(s);
        return status;
    }
    free_import(s);
    status = s->fresh ? hd_store_take_name(s, err) : hd_store_back_to_wal(s, err);
    return status == HD_OK ? hd_store_load_meta(s, err) : status;
}

void hd_store_rollback(hd_store *s)
{
    if (!s->import)
        return;
    bool appended = s->import->appended;
    free_import(s);
    /* A full disk has SQLite roll back by itself. */
    if (s->db && !sqlite3_get_autocommit(s->db))
        hd_store_exec(s, "ROLLBACK", NULL);
    if (appended && s->fresh)
        hd_store_remake(s, NULL);
    if (s->db)
        hd_store_back_to_wal(s, NULL);
    if (s->db)
        hd_store_load_meta(s, NULL);
}

const hd_import_summary *hd_store_summary(const hd_store *s)
{
    return s->summary;
}

/* ---- removing ---- */

static hd_status no_such_review(hd_store *s, const char *id, hd_err *err)
{
    hd_intern ids;
    hd_err ignored = HD_ERR_INIT;

    hd_intern_init(&ids);
    load_names(s, "SELECT id FROM row_review ORDER BY id", &ids, NULL, NULL, &ignored);
    const char *nearest = hd_utf8_nearest(id, ids.strings, ids.n);
    hd_fail(err, HD_ENOTFOUND, "%s: no review '%s'", s->path, id);
    if (nearest)
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    hd_intern_release(&ids);
    return HD_ENOTFOUND;
}

/* Run a statement with ?1 the id and ?2 the reason, where it has them. */
static hd_status run_with(hd_store *s, const char *sql, const char *id, const char *reason,
                          hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_status status = hd_store_prepare(s, sql, &stmt, err);

    if (status != HD_OK)
        return status;
    if (sqlite3_bind_parameter_count(stmt) >= 1)
        hd_store_bind_text(stmt, 1, id);
    if (sqlite3_bind_parameter_count(stmt) >= 2)
        hd_store_bind_text(stmt, 2, reason);
    status = hd_store_run(s, stmt, err);
    sqlite3_finalize(stmt);
    return status;
}

static hd_status remove_rows(hd_store *s, const char *id, const char *reason, hd_err *err)
{
    static const char *const steps[] = {
        "DELETE FROM coding WHERE review = (SELECT row FROM row_review WHERE id = ?1)",
        "DELETE FROM row_finding_text WHERE row IN (SELECT f.row FROM row_finding f"
        " JOIN row_review r ON r.row = f.review WHERE r.id = ?1)",
        "DELETE FROM row_finding WHERE review = (SELECT row FROM row_review WHERE id = ?1)",
        "DELETE FROM row_child WHERE review = (SELECT row FROM row_review WHERE id = ?1)",
        "DELETE FROM passage WHERE review = ?1",
        "DELETE FROM row_review WHERE id = ?1",
        "DELETE FROM label WHERE row NOT IN (SELECT label FROM coding)",
        "UPDATE meta SET generation = generation + 1, revision = revision + 1",
        "INSERT INTO removal (review, reason, generation)"
        " SELECT ?1, ?2, generation FROM meta",
    };
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < sizeof steps / sizeof steps[0]; i++)
        status = run_with(s, steps[i], id, reason, err);
    return status;
}

static hd_status review_exists(hd_store *s, const char *id, bool *found, hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_status status = hd_store_prepare(s, "SELECT 1 FROM row_review WHERE id = ?1", &stmt, err);

    *found = false;
    if (status != HD_OK)
        return status;
    hd_store_bind_text(stmt, 1, id);
    status = hd_store_next(s, stmt, found, err);
    sqlite3_finalize(stmt);
    return status;
}

hd_status hd_store_remove_review(hd_store *s, const char *id, const char *reason, hd_err *err)
{
    bool found = false;

    if (!s->writable || s->import)
        hd_fault("a review was removed from a store that is not ready for it");
    hd_status status = hd_store_exec(s, "BEGIN IMMEDIATE", err);
    if (status != HD_OK)
        return status;
    status = review_exists(s, id, &found, err);
    if (status == HD_OK && !found)
        status = no_such_review(s, id, err);
    if (status == HD_OK)
        status = remove_rows(s, id, reason, err);
    if (status == HD_OK)
        status = hd_snapshot_write(s, err);
    if (status == HD_OK)
        status = hd_store_exec(s, "COMMIT", err);
    if (status != HD_OK && !sqlite3_get_autocommit(s->db))
        hd_store_exec(s, "ROLLBACK", NULL);
    return status == HD_OK ? hd_store_load_meta(s, err) : status;
}
