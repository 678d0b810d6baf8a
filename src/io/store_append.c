/* The rows of a new store, as pages behind its end.
 *
 * From the first review on until something else has to be stored, or looked up, no transaction is under way: the
 * file is nobody else's, and a failure removes or remakes it.  Rows come in the order of their numbers, so that
 * nothing needs SQLite, which would look up a place for each: it takes the file up again when all are there. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

/* The tables in the order of hd_table, then the indexes of the units. */
static const struct {
    const char *name;
    bool keys;
} trees[] = {
    {"row_review", false},       {"row_child", false}, {"row_finding", false},
    {"row_finding_text", false}, {"coding", true},     {"review_id", true},
    {"child_id", true},          {"finding_id", true},
};
#define N_TREES (sizeof trees / sizeof trees[0])
#define INDEX_OF(unit) ((size_t)HD_N_TABLES + (size_t)(unit))

typedef struct column {
    size_t field;
    hd_kind kind;
} column;

struct hd_append {
    hd_pages pages;
    hd_tree trees[N_TREES];
    column *columns[HD_N_UNITS]; /* of the unit's table, in its order */
    size_t n_columns[HD_N_UNITS];
    const hd_row **ids; /* the parts of one review, by id */
    size_t cap_ids;
    hd_payload payload;
};

static hd_status failed(const hd_store *s, int code, hd_err *err)
{
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) /* EFBIG: a limit of the process */
        return hd_fail(err, HD_EIO, "%s: no space left on the disk", s->path);
    return hd_fail(err, HD_EIO, "%s: writing failed", s->path);
}

/* ---- begin ---- */

/* What the trees rely on, of a file that fill_fresh made. */
static hd_status check_file(hd_store *s, uint32_t *count, hd_err *err)
{
    unsigned char head[100];

    if (pread(s->fd, head, sizeof head, 0) != (ssize_t)sizeof head)
        return hd_fail(err, HD_EIO, "%s: reading failed", s->path);
    *count =
        (uint32_t)head[28] << 24 | (uint32_t)head[29] << 16 | (uint32_t)head[30] << 8 | head[31];
    bool plain = ((size_t)head[16] << 8 | head[17]) == HD_PAGE && head[20] == 0 && head[47] == 4 &&
                 head[59] == 1; /* the size, none of it reserved, the format of records, UTF-8 */
    for (size_t i = 52; i < 56; i++)
        plain &= head[i] == 0; /* no maps of pointers */
    return plain ? HD_OK
                 : hd_fail(err, HD_EFAULT, "%s: this SQLite makes files of another kind", s->path);
}

static hd_status find_roots(hd_store *s, struct hd_append *a, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(s, "SELECT name, rootpage FROM sqlite_schema", &stmt, err);

    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        for (size_t i = 0; name && i < N_TREES; i++) {
            if (strcmp(name, trees[i].name) == 0)
                hd_tree_init(&a->trees[i], &a->pages, trees[i].keys,
                             (uint32_t)sqlite3_column_int64(stmt, 1));
        }
    }
    sqlite3_finalize(stmt);
    for (size_t i = 0; status == HD_OK && i < N_TREES; i++) {
        if (a->trees[i].root == 0)
            status = hd_store_damaged(s, err, "it has no %s", trees[i].name);
    }
    return status;
}

/* The text of findings is in a table of its own. */
static void find_columns(hd_store *s, struct hd_append *a, hd_unit unit)
{
    const hd_intern *keys = &s->columns[unit];

    a->columns[unit] = hd_arena_array(&s->import->arena, keys->n, sizeof **a->columns);
    for (uint32_t i = 0; i < keys->n; i++) {
        const hd_field *field = hd_codebook_find_field(s->import->cb, unit, hd_intern_str(keys, i));
        if (!hd_store_is_text(field))
            a->columns[unit][a->n_columns[unit]++] = (column){field->index, field->kind};
    }
}

static hd_status begin(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    uint32_t count = 0;
    struct hd_append *a = im->append = hd_calloc(1, sizeof *a);
    hd_status status = hd_store_make_indexes(s, err);

    im->appended = true;
    if (status == HD_OK)
        status = hd_store_exec(s, "COMMIT", err);
    if (status == HD_OK)
        status = find_roots(s, a, err);
    if (status == HD_OK)
        status = check_file(s, &count, err);
    if (status != HD_OK)
        return status;
    hd_pages_init(&a->pages, s->fd, count);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        find_columns(s, a, (hd_unit)u);
    return HD_OK;
}

/* ---- rows ---- */

static void add_text(hd_payload *p, const char *text)
{
    hd_payload_text(p, text, strlen(text));
}

static void add_row(struct hd_append *a, size_t tree, int64_t row)
{
    size_t len;
    const unsigned char *bytes = hd_payload_bytes(&a->payload, &len);

    hd_tree_row(&a->trees[tree], row, bytes, len);
    hd_payload_clear(&a->payload);
}

static void add_key(struct hd_append *a, size_t tree)
{
    size_t len;
    const unsigned char *bytes = hd_payload_bytes(&a->payload, &len);

    hd_tree_key(&a->trees[tree], bytes, len);
    hd_payload_clear(&a->payload);
}

static void add_unit(const hd_import *im, hd_unit unit, const hd_row *r)
{
    struct hd_append *a = im->append;
    hd_payload *p = &a->payload;

    hd_payload_null(p); /* the row's number, which is that of its cell */
    if (unit != HD_REVIEW)
        hd_payload_int(p, r->review);
    add_text(p, r->id);
    if (unit == HD_REVIEW) {
        hd_payload_int(p, r->coded);
        if (r->review)
            hd_payload_int(p, r->review);
        else
            hd_payload_null(p);
    }
    for (size_t i = 0; i < a->n_columns[unit]; i++) {
        const column *c = &a->columns[unit][i];
        const hd_value *v = &r->values[c->field];
        im->given[unit][c->field] |= hd_value_is_given(v);
        hd_store_add_value(p, c->kind, v);
    }
    add_row(a, (size_t)unit, r->row);
}

static void add_finding(const hd_import *im, const hd_row *r)
{
    struct hd_append *a = im->append;
    const hd_value *text = &r->values[im->text_field];

    if (hd_value_is_given(text)) {
        hd_payload_null(&a->payload);
        hd_store_add_value(&a->payload, HD_TEXT, text);
        add_row(a, HD_T_TEXT, r->row);
    }
    for (size_t i = 0; i < r->n_labels; i++) {
        hd_payload_int(&a->payload, r->review);
        hd_payload_int(&a->payload, r->row);
        hd_payload_int(&a->payload, (int64_t)i);
        hd_payload_int(&a->payload, r->labels[i]);
        add_key(a, HD_T_CODING);
    }
}

/* ---- indexes ---- */

static int compare_ids(const void *a, const void *b)
{
    return strcmp((*(const hd_row *const *)a)->id, (*(const hd_row *const *)b)->id);
}

/* The parts items[0..n) of one review. */
static hd_status index_parts(hd_store *s, hd_unit unit, const hd_row *items, size_t n, hd_err *err)
{
    struct hd_append *a = s->import->append;
    bool sorted = true;

    if (n > a->cap_ids) {
        a->cap_ids = 2 * n;
        a->ids = hd_realloc(a->ids, a->cap_ids * sizeof *a->ids);
    }
    for (size_t i = 0; i < n; i++) {
        a->ids[i] = &items[i];
        sorted &= i == 0 || strcmp(items[i - 1].id, items[i].id) < 0;
    }
    if (!sorted)
        qsort(a->ids, n, sizeof *a->ids, compare_ids);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && !sorted && strcmp(a->ids[i - 1]->id, a->ids[i]->id) == 0)
            return hd_store_damaged(s, err, "two %s '%s'", hd_unit_plural(unit), a->ids[i]->id);
        hd_payload_int(&a->payload, a->ids[i]->review);
        add_text(&a->payload, a->ids[i]->id);
        hd_payload_int(&a->payload, a->ids[i]->row);
        add_key(a, INDEX_OF(unit));
    }
    return HD_OK;
}

static hd_status add_unit_rows(hd_store *s, hd_unit unit, hd_err *err)
{
    hd_import *im = s->import;
    const hd_rows *rows = &im->rows[unit];
    hd_status status = HD_OK;
    size_t from = 0;

    for (size_t i = 0; i < rows->n; i++) {
        add_unit(im, unit, &rows->items[i]);
        if (unit == HD_FINDING)
            add_finding(im, &rows->items[i]);
    }
    for (size_t i = 1; status == HD_OK && unit != HD_REVIEW && i <= rows->n; i++) {
        if (i < rows->n && rows->items[i].review == rows->items[from].review)
            continue;
        status = index_parts(s, unit, rows->items + from, i - from, err);
        from = i;
    }
    return status;
}

/* A review's row is its number in the order it came, from 1. */
static int compare_names(const void *a, const void *b)
{
    return strcmp(**(const char **const *)a, **(const char **const *)b);
}

static void index_reviews(hd_import *im)
{
    struct hd_append *a = im->append;
    const hd_intern *ids = &im->bulk_ids;
    const char ***order = hd_alloc(ids->n * sizeof *order);
    bool sorted = true;

    for (size_t i = 0; i < ids->n; i++) {
        order[i] = &ids->strings[i];
        sorted &= i == 0 || strcmp(ids->strings[i - 1], ids->strings[i]) < 0;
    }
    if (!sorted)
        qsort(order, ids->n, sizeof *order, compare_names);
    for (size_t i = 0; i < ids->n; i++) {
        add_text(&a->payload, *order[i]);
        hd_payload_int(&a->payload, order[i] - ids->strings + 1);
        add_key(a, INDEX_OF(HD_REVIEW));
    }
    hd_free(order);
}

/* ---- doors ---- */

hd_status hd_append_flush(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = im->append ? HD_OK : begin(s, err);

    for (size_t u = 0; status == HD_OK && u < HD_N_UNITS; u++)
        status = add_unit_rows(s, (hd_unit)u, err);
    if (status == HD_OK && im->append->pages.error)
        status = failed(s, im->append->pages.error, err);
    return status;
}

hd_status hd_append_end(hd_store *s, bool reviews, hd_err *err)
{
    hd_import *im = s->import;
    struct hd_append *a = im->append;

    if (!a)
        return HD_OK;
    if (reviews)
        index_reviews(im);
    for (size_t i = 0; i < N_TREES; i++)
        hd_tree_end(&a->trees[i]);
    int error = hd_pages_end(&a->pages);
    hd_append_free(im);
    if (error)
        return failed(s, error, err);
    hd_status status = hd_store_exec(s, "BEGIN IMMEDIATE", err);
    /* The others follow the order of the rows still to come. */
    if (status == HD_OK && !reviews)
        status = hd_store_exec(s, "DROP INDEX review_id", err);
    return status;
}

void hd_append_free(hd_import *im)
{
    struct hd_append *a = im->append;

    if (!a)
        return;
    for (size_t i = 0; i < N_TREES; i++)
        hd_tree_release(&a->trees[i]);
    hd_pages_release(&a->pages);
    hd_payload_release(&a->payload);
    hd_free(a->ids);
    hd_free(a);
    im->append = NULL;
}
