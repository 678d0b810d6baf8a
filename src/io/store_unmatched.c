/* The names an import should be looked over for: labels of no theme, undeclared values. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

typedef struct found {
    hd_unmatched *items;
    size_t n;
    size_t cap;
} found;

/* ---- labels ---- */

typedef struct use {
    uint32_t group;
    int64_t finding;
} use;

static int compare_uses(const void *a, const void *b)
{
    const use *x = a;
    const use *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->finding > y->finding) - (x->finding < y->finding);
}

/* Labels come in byte order; those that fold to the same are one, named as the first is. */
static hd_status read_uses(hd_store *s, hd_intern *groups, found *out, use **uses, size_t *n_uses,
                           hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_buf folded = HD_BUF_INIT;
    size_t cap = 0;
    bool row;
    hd_status status = hd_store_prepare(
        s,
        "SELECT l.label, c.finding FROM label l CROSS JOIN coding c ON c.label = l.row"
        " WHERE l.theme IS NULL ORDER BY l.label",
        &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *label = (const char *)sqlite3_column_text(stmt, 0);
        hd_buf_clear(&folded);
        hd_utf8_fold(label, strlen(label), &folded);
        /* A label of punctuation only folds to nothing, and stands for itself. */
        const char *key = folded.len > 0 ? folded.data : label;
        if (hd_intern_find(groups, key) == HD_NONE) {
            hd_unmatched u = {.what = "theme", .name = hd_arena_strdup(&s->arena, label)};
            HD_PUSH(out->items, out->n, out->cap, u);
        }
        use one = {hd_intern_add(groups, key), sqlite3_column_int64(stmt, 1)};
        HD_PUSH(*uses, *n_uses, cap, one);
    }
    sqlite3_finalize(stmt);
    hd_buf_release(&folded);
    return status;
}

static hd_status labels(hd_store *s, found *out, hd_err *err)
{
    const hd_codebook *cb = s->import->cb;
    hd_intern groups;
    const char *const *names;
    use *uses = NULL;
    size_t n = 0;

    hd_intern_init(&groups);
    hd_status status = read_uses(s, &groups, out, &uses, &n, err);
    hd_intern_release(&groups);
    if (n > 0)
        qsort(uses, n, sizeof *uses, compare_uses);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_uses(&uses[i], &uses[i - 1]) != 0)
            out->items[uses[i].group].uses++;
    }
    hd_free(uses);
    names = hd_codebook_theme_names(cb, &n);
    for (size_t i = 0; status == HD_OK && i < out->n; i++) {
        hd_unmatched *u = &out->items[i];
        u->candidate = hd_codebook_only_candidate(cb, u->name);
        if (!u->candidate)
            status = hd_import_nearest(s->import, u->name, names, n, &u->nearest, err);
    }
    return status;
}

/* ---- values ---- */

/* One field with declared values: the values it has, declared ones first, and their uses. */
typedef struct tally {
    const hd_field *field;
    hd_intern values;
    size_t *uses;
    size_t n_uses;
    size_t cap;
} tally;

static void count_value(tally *t, const char *value)
{
    uint32_t at = hd_intern_add(&t->values, value);

    while (t->n_uses < t->values.n)
        HD_PUSH(t->uses, t->n_uses, t->cap, 0);
    t->uses[at]++;
}

/* Of a new store only those that something was given for. */
static tally *start_tallies(const hd_store *s, hd_unit unit, size_t *n)
{
    const hd_codebook *cb = s->import->cb;
    const bool *given = s->import->given[unit];
    tally *tallies = NULL;
    size_t cap = 0;

    for (size_t i = 0; i < hd_codebook_n_fields(cb, unit); i++) {
        tally t = {.field = hd_codebook_field(cb, unit, i)};
        if (t.field->n_values == 0 || (s->fresh && !given[i]))
            continue;
        hd_intern_init(&t.values);
        for (size_t j = 0; j < t.field->n_values; j++)
            hd_intern_add(&t.values, t.field->values[j]);
        HD_PUSH(tallies, *n, cap, t);
    }
    return tallies;
}

/* A text that the column has had is known to be right. */
static bool count_known(tally *t, sqlite3_stmt *stmt, int column)
{
    if (t->field->kind == HD_MULTI || sqlite3_column_type(stmt, column) != SQLITE_TEXT)
        return false;
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    uint32_t at = text ? hd_intern_find(&t->values, text) : HD_NONE;
    if (at == HD_NONE || at >= t->n_uses ||
        strlen(text) != (size_t)sqlite3_column_bytes(stmt, column))
        return false;
    t->uses[at]++;
    return true;
}

static hd_status count_row(hd_store *s, sqlite3_stmt *stmt, tally *tallies, size_t n,
                           hd_arena *arena, hd_err *err)
{
    for (size_t i = 0; i < n; i++) {
        hd_value v;
        if (count_known(&tallies[i], stmt, (int)i))
            continue;
        hd_status status = hd_store_value(s, stmt, (int)i, tallies[i].field, arena, &v, err);
        if (status != HD_OK)
            return status;
        if (v.state == HD_VALUE && tallies[i].field->kind != HD_MULTI)
            count_value(&tallies[i], v.text);
        for (size_t j = 0; j < v.n_items; j++)
            count_value(&tallies[i], v.items[j]);
    }
    hd_arena_clear(arena);
    return HD_OK;
}

static hd_status count_unit(hd_store *s, hd_unit unit, tally *tallies, size_t n, hd_err *err)
{
    sqlite3_stmt *stmt;
    hd_arena arena = HD_ARENA_INIT;
    hd_buf sql = HD_BUF_INIT;
    bool row;

    hd_buf_adds(&sql, "SELECT ");
    for (size_t i = 0; i < n; i++) {
        hd_buf_adds(&sql, i > 0 ? ", " : "");
        hd_store_quote(&sql, "f_", tallies[i].field->key);
    }
    hd_buf_printf(&sql, " FROM row_%s", hd_unit_name(unit));
    hd_status status = hd_store_prepare(s, sql.data, &stmt, err);
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row)
        status = count_row(s, stmt, tallies, n, &arena, err);
    sqlite3_finalize(stmt);
    hd_buf_release(&sql);
    hd_arena_release(&arena);
    return status;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const hd_unmatched *)a)->name, ((const hd_unmatched *)b)->name);
}

static hd_status list_undeclared(hd_store *s, const tally *t, found *out, hd_err *err)
{
    size_t first = out->n;
    hd_status status = HD_OK;

    for (size_t i = t->field->n_values; i < t->values.n; i++) {
        const char *name = hd_intern_str(&t->values, (uint32_t)i);
        hd_unmatched u = {
            .what = t->field->key, .name = hd_arena_strdup(&s->arena, name), .uses = t->uses[i]};
        HD_PUSH(out->items, out->n, out->cap, u);
    }
    if (out->n > first)
        qsort(out->items + first, out->n - first, sizeof *out->items, compare_names);
    for (size_t i = first; status == HD_OK && i < out->n; i++)
        status = hd_import_nearest(s->import, out->items[i].name, t->field->values,
                                   t->field->n_values, &out->items[i].nearest, err);
    return status;
}

static hd_status values(hd_store *s, hd_unit unit, found *out, hd_err *err)
{
    size_t n = 0;
    tally *tallies = start_tallies(s, unit, &n);
    hd_status status = n > 0 ? count_unit(s, unit, tallies, n, err) : HD_OK;

    for (size_t i = 0; i < n; i++) {
        if (status == HD_OK)
            status = list_undeclared(s, &tallies[i], out, err);
        hd_intern_release(&tallies[i].values);
        hd_free(tallies[i].uses);
    }
    hd_free(tallies);
    return status;
}

hd_status hd_import_unmatched(hd_store *s, hd_import_summary *sum, hd_err *err)
{
    found all = {NULL, 0, 0};
    hd_status status = labels(s, &all, err);

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = values(s, (hd_unit)u, &all, err);
    hd_unmatched *kept = hd_arena_array(&s->arena, all.n, sizeof *kept);
    if (all.n > 0)
        memcpy(kept, all.items, all.n * sizeof *kept);
    hd_free(all.items);
    sum->unmatched = kept;
    sum->n_unmatched = all.n;
    return status;
}
