/* Records that update one finding or one child and leave the others of its review. */
#include "io/store_part.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

#define MAX_BYTES ((size_t)16 * 1024 * 1024) /* of a batch, then it is stored */

/* ---- the batch ---- */

static void release_targets(hd_targets *t)
{
    hd_free(t->items);
    hd_free(t->by_id);
    hd_free(t->by_text);
    hd_intern_release(&t->ids);
    hd_intern_release(&t->texts);
}

void hd_import_parts_free(hd_import *im)
{
    hd_batch *b = im->batch;

    if (!b)
        return;
    for (size_t u = 0; u < HD_N_UNITS; u++)
        release_targets(&b->of[u]);
    hd_arena_release(&b->arena);
    hd_free(b);
    im->batch = NULL;
}

static hd_status no_review(hd_store *s, const char *review, const char *path, hd_err *err)
{
    hd_intern ids;

    hd_intern_init(&ids);
    hd_status status = hd_import_all_reviews(s, &ids, err);
    if (status == HD_OK) {
        const char *nearest = hd_utf8_nearest(review, ids.strings, ids.n);
        status = hd_fail(err, HD_EDATA, "%s: no review '%s'", path, review);
        if (nearest)
            hd_err_add(err, " (did you mean '%s'?)", nearest);
    }
    hd_intern_release(&ids);
    return status;
}

hd_status hd_batch_open(hd_store *s, const char *review, const char *path, hd_batch **out,
                        hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = HD_OK;
    bool found = false;

    if (im->batch && (strcmp(im->batch->review, review) != 0 || im->batch->adding != im->adding))
        status = hd_import_parts_end(s, err);
    *out = im->batch;
    if (status != HD_OK || im->batch)
        return status;
    if ((status = hd_rows_settle(s, err)) != HD_OK)
        return status;
    hd_store_bind_text(im->review_exists, 1, review);
    status = hd_store_next(s, im->review_exists, &found, err);
    if (status != HD_OK)
        return status;
    if (!found)
        return no_review(s, review, path, err);
    hd_batch *b = hd_calloc(1, sizeof *b);
    b->row = sqlite3_column_int64(im->review_exists, 0);
    sqlite3_reset(im->review_exists);
    hd_arena_init(&b->arena);
    b->review = hd_arena_strdup(&b->arena, review);
    b->adding = im->adding;
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        hd_intern_init(&b->of[u].ids);
        hd_intern_init(&b->of[u].texts);
    }
    *out = im->batch = b;
    return HD_OK;
}

/* ---- what the review has ---- */

static void index_text(hd_targets *t, size_t at)
{
    hd_buf folded = HD_BUF_INIT;
    const char *text = t->items[at].text;
    size_t n = t->texts.n;

    if (!text)
        return;
    hd_utf8_fold(text, strlen(text), &folded);
    uint32_t number = hd_intern_add(&t->texts, hd_buf_str(&folded));
    hd_buf_release(&folded);
    if (number == n) {
        hd_grow((void **)&t->by_text, &t->cap_by_text, n + 1, sizeof *t->by_text);
        t->by_text[n][0] = (uint32_t)at;
        t->by_text[n][1] = HD_NONE;
    } else if (t->by_text[number][1] == HD_NONE) {
        t->by_text[number][1] = (uint32_t)at;
    }
}

/* The new target; those found before have moved. */
static hd_target *add_target(hd_targets *t, hd_target target)
{
    size_t at = t->n;

    HD_PUSH(t->items, t->n, t->cap, target);
    size_t n = t->ids.n;
    if (hd_intern_add(&t->ids, target.id) == n)
        HD_PUSH(t->by_id, n, t->cap_by_id, (uint32_t)at);
    if (t->indexed)
        index_text(t, at);
    return &t->items[at];
}

/* The labels of the findings, which come in the order of their rows (in rows[]) and of their place. */
static hd_status load_labels(hd_store *s, hd_batch *b, const int64_t *rows, hd_err *err)
{
    sqlite3_stmt *stmt = s->import->coding_select;
    hd_targets *t = &b->of[HD_FINDING];
    const char **labels = NULL;
    size_t n = 0;
    size_t cap = 0;
    size_t at = 0;
    bool row;
    hd_status status;

    sqlite3_bind_int64(stmt, 1, b->row);
    while ((status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *label = NULL;
        while (at < t->n && rows[at] != sqlite3_column_int64(stmt, 0))
            at++;
        status = at < t->n ? hd_store_text(s, stmt, 1, HD_USE_NAME, &b->arena, &label, err)
                           : hd_store_damaged(s, err, "a coding of no finding");
        if (status != HD_OK)
            break;
        HD_PUSH(labels, n, cap, label);
        t->items[at].n_stored++;
    }
    sqlite3_reset(stmt);
    const char **kept = hd_arena_array(&b->arena, n, sizeof *kept);
    if (n > 0)
        memcpy(kept, labels, n * sizeof *kept);
    hd_free(labels);
    for (size_t i = 0; i < t->n; i++) {
        t->items[i].stored = kept;
        kept += t->items[i].n_stored;
    }
    return status;
}

hd_status hd_batch_load(hd_store *s, hd_batch *b, hd_unit unit, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->sql[unit].select;
    hd_targets *t = &b->of[unit];
    int text_column = 2 + (int)im->text_field;
    int64_t *rows = NULL;
    size_t n = 0;
    size_t cap = 0;
    bool row;
    hd_status status = HD_OK;

    if (t->loaded)
        return HD_OK;
    t->loaded = true;
    sqlite3_bind_int64(stmt, 1, b->row);
    while ((status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        hd_target target = {.id = NULL};
        status = hd_store_text(s, stmt, 1, HD_USE_ID, &b->arena, &target.id, err);
        if (status == HD_OK && unit == HD_FINDING &&
            sqlite3_column_type(stmt, text_column) == SQLITE_TEXT)
            status = hd_store_text(s, stmt, text_column, HD_USE_TEXT, &b->arena, &target.text, err);
        if (status != HD_OK)
            break;
        HD_PUSH(rows, n, cap, sqlite3_column_int64(stmt, 0));
        add_target(t, target);
    }
    sqlite3_reset(stmt);
    if (status == HD_OK && unit == HD_FINDING)
        status = load_labels(s, b, rows, err);
    hd_free(rows);
    return status;
}

hd_target *hd_batch_find_id(hd_batch *b, hd_unit unit, const char *id)
{
    hd_targets *t = &b->of[unit];
    uint32_t number = hd_intern_find(&t->ids, id);

    return number == HD_NONE ? NULL : &t->items[t->by_id[number]];
}

hd_target *hd_batch_find_text(hd_batch *b, const char *text, hd_target **other)
{
    hd_targets *t = &b->of[HD_FINDING];
    hd_buf folded = HD_BUF_INIT;

    for (size_t i = 0; !t->indexed && i < t->n; i++)
        index_text(t, i);
    t->indexed = true;
    hd_utf8_fold(text, strlen(text), &folded);
    uint32_t number = hd_intern_find(&t->texts, hd_buf_str(&folded));
    hd_buf_release(&folded);
    if (other)
        *other = NULL;
    if (number == HD_NONE)
        return NULL;
    if (other && t->by_text[number][1] != HD_NONE)
        *other = &t->items[t->by_text[number][1]];
    return &t->items[t->by_text[number][0]];
}

hd_status hd_batch_no_finding(const hd_batch *b, const char *path, const char *id, hd_err *err)
{
    const hd_intern *ids = &b->of[HD_FINDING].ids;
    const char *nearest = hd_utf8_nearest(id, ids->strings, ids->n);

    hd_fail(err, HD_EDATA, "%s: no finding '%s' in review %s", path, id, b->review);
    if (nearest)
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    return HD_EDATA;
}

/* ---- what a record gives ---- */

static const char *const *copy_names(hd_arena *a, const char *const *names, size_t n)
{
    const char **out = hd_arena_array(a, n, sizeof *out);

    for (size_t i = 0; i < n; i++)
        out[i] = hd_arena_strdup(a, names[i]);
    return out;
}

static void give_values(hd_store *s, hd_batch *b, hd_unit unit, hd_target *t, const hd_value *given)
{
    size_t n = hd_codebook_n_fields(s->import->cb, unit);

    if (!t->values)
        t->values = hd_arena_array(&b->arena, n, sizeof *t->values);
    for (size_t i = 0; i < n; i++) {
        if (given[i].state == HD_ABSENT)
            continue;
        t->values[i] = given[i];
        if (given[i].text)
            t->values[i].text = hd_arena_strdup(&b->arena, given[i].text);
        t->values[i].items = copy_names(&b->arena, given[i].items, given[i].n_items);
    }
    t->given = true;
}

static hd_status too_many(const hd_batch *b, hd_unit unit, size_t limit, hd_err *err)
{
    return hd_fail(err, HD_EDATA, "%s: review %s has %zu %s, and may not have more",
                   hd_unit_name(unit), b->review, limit, hd_unit_plural(unit));
}

static hd_status put_child(hd_store *s, const hd_child_part *p, hd_err *err)
{
    hd_batch *b = NULL;
    hd_status status = hd_batch_open(s, p->review, "child.review", &b, err);

    if (status == HD_OK)
        status = hd_batch_load(s, b, HD_CHILD, err);
    if (status != HD_OK)
        return status;
    hd_targets *all = &b->of[HD_CHILD];
    hd_target *t = hd_batch_find_id(b, HD_CHILD, p->child.id);
    if (!t) {
        hd_target fresh = {.id = hd_arena_strdup(&b->arena, p->child.id)};
        if (all->n >= HD_MAX_CHILDREN)
            return too_many(b, HD_CHILD, HD_MAX_CHILDREN, err);
        t = add_target(all, fresh);
    }
    give_values(s, b, HD_CHILD, t, p->child.values);
    return HD_OK;
}

/* REVIEW-N, the lowest that no finding has. */
static const char *new_id(hd_batch *b)
{
    for (;;) {
        char *id = hd_match_id(b->review, ++b->next, &b->arena);
        if (!hd_batch_find_id(b, HD_FINDING, id))
            return id;
    }
}

/* The finding that a record speaks of; one that is not there is added when its text is given. */
static hd_status find_finding(hd_batch *b, const hd_finding_rec *f, const char *text,
                              hd_target **out, hd_err *err)
{
    hd_targets *all = &b->of[HD_FINDING];
    hd_target *other = NULL;

    *out = f->id ? hd_batch_find_id(b, HD_FINDING, f->id) : hd_batch_find_text(b, text, &other);
    if (*out && other)
        return hd_fail(err, HD_EDATA,
                       "finding.text: several findings of review %s have this text (%s, %s): "
                       "expected an id",
                       b->review, (*out)->id, other->id);
    if (*out)
        return HD_OK;
    if (!text)
        return hd_batch_no_finding(b, "finding.id", f->id, err);
    if (all->n >= HD_MAX_FINDINGS)
        return too_many(b, HD_FINDING, HD_MAX_FINDINGS, err);
    hd_target fresh = {.id = f->id ? hd_arena_strdup(&b->arena, f->id) : new_id(b),
                       .text = hd_arena_strdup(&b->arena, text)};
    *out = add_target(all, fresh);
    return HD_OK;
}

static hd_status put_finding(hd_store *s, const hd_finding_part *p, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    const hd_finding_rec *f = &p->finding;
    const hd_value *source = &f->values[im->source_field];
    const hd_value *given = &f->values[im->text_field];
    const char *text = given->state == HD_VALUE && given->text[0] != '\0' ? given->text : NULL;
    hd_target *t = NULL;
    hd_batch *b = NULL;
    hd_status status = hd_batch_open(s, p->review, "finding.review", &b, err);

    if (status == HD_OK)
        status = hd_batch_load(s, b, HD_FINDING, err);
    if (status == HD_OK)
        status = find_finding(b, f, text, &t, err);
    if (status != HD_OK)
        return status;
    give_values(s, b, HD_FINDING, t, f->values);
    if (f->has_labels) {
        t->has_labels = true;
        t->labels = copy_names(&b->arena, f->labels, f->n_labels);
        t->n_labels = f->n_labels;
    }
    if (source->state == HD_VALUE && hd_intern_find(&im->sources, source->text) == HD_NONE)
        hd_import_expect(im, true, source->text, where, "finding.source");
    /* Later records may find it by its new text only. */
    bool renamed = given->state != HD_ABSENT && (!text || !t->text || strcmp(text, t->text) != 0);
    return renamed ? hd_import_parts_end(s, err) : HD_OK;
}

hd_status hd_import_part(hd_store *s, const hd_record *r, const char *where, hd_err *err)
{
    const hd_batch *b = s->import->batch;
    hd_status status = b && b->arena.used_bytes > MAX_BYTES ? hd_import_parts_end(s, err) : HD_OK;

    if (status != HD_OK)
        return status;
    return r->type == HD_REC_CHILD ? put_child(s, &r->u.child, err)
                                   : put_finding(s, &r->u.finding, where, err);
}

/* ---- storing ---- */

static const hd_value *values_of(hd_store *s, hd_unit unit, const hd_target *t)
{
    size_t n = hd_codebook_n_fields(s->import->cb, unit);

    return t && t->values ? t->values : hd_arena_array(&s->import->row, n, sizeof *t->values);
}

static void list_children(hd_store *s, const hd_targets *t, hd_review_rec *r)
{
    hd_child_rec *out = hd_arena_array(&s->import->row, t->n, sizeof *out);

    for (size_t i = 0; i < t->n; i++) {
        if (t->items[i].given)
            out[r->n_children++] =
                (hd_child_rec){t->items[i].id, values_of(s, HD_CHILD, &t->items[i])};
    }
    r->children = out;
    r->has_children = r->n_children > 0;
}

static void list_findings(hd_store *s, const hd_targets *t, hd_review_rec *r)
{
    hd_finding_rec *out = hd_arena_array(&s->import->row, t->n, sizeof *out);

    for (size_t i = 0; i < t->n; i++) {
        const hd_target *f = &t->items[i];
        if (f->given)
            out[r->n_findings++] = (hd_finding_rec){f->id, values_of(s, HD_FINDING, f),
                                                    f->has_labels, f->labels, f->n_labels};
    }
    r->findings = out;
    r->has_findings = r->n_findings > 0;
}

hd_status hd_import_parts_end(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_batch *b = im->batch;
    hd_status status = HD_OK;

    if (!b)
        return HD_OK;
    hd_review_rec r = {.id = b->review, .coded = b->coded, .partial = true};
    r.values = values_of(s, HD_REVIEW, NULL);
    list_children(s, &b->of[HD_CHILD], &r);
    list_findings(s, &b->of[HD_FINDING], &r);
    const char *adding = im->adding;
    im->adding = b->adding;
    if (r.has_children || r.has_findings || r.coded != HD_CODED_ABSENT)
        status = hd_import_review(s, &r, "", err);
    if (status == HD_OK)
        status = hd_rows_flush(s, err);
    im->adding = adding;
    hd_arena_clear(&im->row);
    hd_import_parts_free(im);
    return status;
}
