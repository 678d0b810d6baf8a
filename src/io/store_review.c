/* One review with its children and findings into the store: merged with what is there, and
 * written only where it differs. */
#include "io/store_import.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

#define NAMES_SHOWN 5

/* The children or the findings of the review being written. */
typedef struct parts {
    hd_unit unit;
    hd_part *old;
    size_t n_old;
    hd_part *now;
    size_t n_now;
    bool differs; /* the list has to be written again */
    bool coded;   /* of a review that is coded */
} parts;

/* ---- merging ---- */

static bool is_given(const hd_value *v)
{
    return v->state != HD_ABSENT && v->state != HD_NOT_RECORDED;
}

/* A document that adds leaves what is recorded, but for the place of a finding in its own source. */
static bool stays(const hd_import *im, hd_unit unit, size_t field, const hd_value *given,
                  const hd_value *stored)
{
    if (!im->adding || !stored || !is_given(&stored[field]))
        return false;
    if (unit != HD_FINDING || field != im->passage_field)
        return true;
    return !hd_value_same(HD_TEXT, &given[im->source_field], &stored[im->source_field]);
}

/* What is given over what is stored (NULL: nothing). */
static hd_value *merge_values(hd_import *im, hd_unit unit, const hd_value *given,
                              const hd_value *stored, bool *differs)
{
    size_t n = hd_codebook_n_fields(im->cb, unit);
    hd_value *out = hd_arena_array(&im->row, n, sizeof *out);

    for (size_t i = 0; i < n; i++) {
        hd_kind kind = hd_codebook_field(im->cb, unit, i)->kind;
        if (given[i].state == HD_ABSENT || stays(im, unit, i, given, stored)) {
            if (stored)
                out[i] = stored[i];
            continue;
        }
        out[i] = given[i];
        if (!stored || !hd_value_same(kind, &given[i], &stored[i]))
            *differs = true;
    }
    return out;
}

static bool labels_same(const hd_part *a, const hd_part *b)
{
    if (a->n_labels != b->n_labels)
        return false;
    for (size_t i = 0; i < a->n_labels; i++) {
        if (strcmp(a->labels[i], b->labels[i]) != 0)
            return false;
    }
    return true;
}

static void merge_part(hd_import *im, hd_unit unit, hd_part *now, const hd_part *old)
{
    now->differs = !old;
    if (im->adding && old && old->n_labels > 0)
        now->labels = NULL;
    if (old) {
        now->row = old->row;
        now->differs |= now->id && strcmp(now->id, old->id) != 0;
        now->differs |= now->labels && !labels_same(now, old);
        if (!now->labels) {
            now->labels = old->labels;
            now->n_labels = old->n_labels;
        }
    }
    now->values = merge_values(im, unit, now->values, old ? old->values : NULL, &now->differs);
}

/* A finding without an id keeps the one it has, unless another one is given that id. */
static void keep_ids(parts *p, const size_t *match)
{
    hd_intern given;

    hd_intern_init(&given);
    for (size_t i = 0; i < p->n_now; i++) {
        if (p->now[i].id)
            hd_intern_add(&given, p->now[i].id);
    }
    for (size_t i = 0; i < p->n_now; i++) {
        if (p->now[i].id || match[i] == SIZE_MAX)
            continue;
        if (hd_intern_find(&given, p->old[match[i]].id) == HD_NONE)
            p->now[i].id = p->old[match[i]].id;
        else
            p->now[i].differs = true;
    }
    hd_intern_release(&given);
}

static void merge_parts(hd_import *im, parts *p, const size_t *match)
{
    for (size_t i = 0; i < p->n_now; i++)
        merge_part(im, p->unit, &p->now[i], match[i] == SIZE_MAX ? NULL : &p->old[match[i]]);
    keep_ids(p, match);
    for (size_t i = 0; i < p->n_now; i++)
        p->differs |= p->now[i].differs;
    for (size_t i = 0; i < p->n_old; i++)
        p->differs |= !p->old[i].taken;
}

/* After the given ones, those that a document which adds, or an update of parts, does not have. */
static void keep_others(hd_store *s, const hd_review_rec *r, parts *p)
{
    hd_part *all = hd_arena_array(&s->import->row, p->n_now + p->n_old, sizeof *all);

    if (!r->partial)
        hd_import_keep_parts(s, r->id, p->unit, p->old, p->n_old);
    if (p->n_now > 0)
        memcpy(all, p->now, p->n_now * sizeof *all);
    for (size_t i = 0; i < p->n_old; i++) {
        if (p->old[i].taken)
            continue;
        p->old[i].taken = true;
        p->old[i].untold = r->partial;
        all[p->n_now++] = p->old[i];
    }
    p->now = all;
}

static void merge_given(hd_store *s, const hd_review_rec *r, parts *p, const size_t *match)
{
    size_t n_given = p->n_now;

    if (s->import->adding || r->partial)
        keep_others(s, r, p);
    size_t n_all = p->n_now;
    p->n_now = n_given;
    merge_parts(s->import, p, match);
    p->n_now = n_all;
}

static void given_children(hd_store *s, const hd_review_rec *r, parts *p)
{
    hd_import *im = s->import;
    size_t *match = hd_arena_array(&im->row, r->n_children, sizeof *match);

    p->n_now = r->n_children;
    p->now = hd_arena_array(&im->row, p->n_now, sizeof *p->now);
    for (size_t i = 0; i < p->n_now; i++) {
        p->now[i].id = r->children[i].id;
        p->now[i].values = (hd_value *)r->children[i].values;
    }
    hd_match_children(p->old, p->n_old, r->children, r->n_children, match);
    merge_given(s, r, p, match);
}

static void given_findings(hd_store *s, const hd_review_rec *r, parts *p)
{
    static const char *const none[] = {NULL};
    hd_import *im = s->import;
    size_t *match = hd_arena_array(&im->row, r->n_findings, sizeof *match);

    p->n_now = r->n_findings;
    p->now = hd_arena_array(&im->row, p->n_now, sizeof *p->now);
    for (size_t i = 0; i < p->n_now; i++) {
        const hd_finding_rec *f = &r->findings[i];
        p->now[i].id = f->id;
        p->now[i].values = (hd_value *)f->values;
        if (f->has_labels && !(im->adding && p->coded)) {
            p->now[i].labels = f->n_labels > 0 ? f->labels : none;
            p->now[i].n_labels = f->n_labels;
        }
    }
    if (r->partial)
        hd_match_ids(p->old, p->n_old, p->now, p->n_now, match);
    else
        hd_match_findings(p->old, p->n_old, r->findings, r->n_findings, im->text_field, match);
    merge_given(s, r, p, match);
    hd_match_name(r->id, p->old, p->n_old, p->now, p->n_now, &im->row);
    if (im->adding && p->coded)
        hd_import_tell_uncoded(s, r->id, p->now, p->n_now);
}

/* ---- reading what is there ---- */

static hd_status check_row(hd_store *s, int64_t row, hd_err *err)
{
    if (row < 1 || row > HD_MAX_ROW)
        return hd_store_damaged(s, err, "row number %lld", (long long)row);
    return HD_OK;
}

static hd_status stored_parts(hd_store *s, int64_t review, parts *p, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->sql[p->unit].select;
    hd_part *items = NULL;
    size_t cap = 0;
    bool row;
    hd_status status;

    sqlite3_bind_int64(stmt, 1, review);
    while ((status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        hd_part part = {.row = sqlite3_column_int64(stmt, 0)};
        if ((status = check_row(s, part.row, err)) != HD_OK ||
            (status = hd_store_text(s, stmt, 1, HD_USE_ID, &im->row, &part.id, err)) != HD_OK ||
            (status = hd_store_values(s, stmt, 2, im->cb, p->unit, &im->row, &part.values, err)) !=
                HD_OK)
            break;
        HD_PUSH(items, p->n_old, cap, part);
    }
    sqlite3_reset(stmt);
    p->old = hd_arena_array(&im->row, p->n_old, sizeof *p->old);
    if (p->n_old > 0)
        memcpy(p->old, items, p->n_old * sizeof *items);
    hd_free(items);
    return status;
}

/* Findings and codings both come in order of the finding's row. */
static hd_status stored_labels(hd_store *s, int64_t review, parts *p, hd_err *err)
{
    hd_import *im = s->import;
    const char **labels = NULL;
    size_t n = 0;
    size_t cap = 0;
    size_t at = 0;
    bool row;
    hd_status status;

    sqlite3_bind_int64(im->coding_select, 1, review);
    while ((status = hd_store_next(s, im->coding_select, &row, err)) == HD_OK && row) {
        int64_t finding = sqlite3_column_int64(im->coding_select, 0);
        while (at < p->n_old && p->old[at].row != finding)
            at++;
        if (at == p->n_old) {
            sqlite3_reset(im->coding_select);
            status = hd_store_damaged(s, err, "a coding of no finding");
            break;
        }
        const char *label = NULL;
        status = hd_store_text(s, im->coding_select, 1, HD_USE_NAME, &im->row, &label, err);
        if (status != HD_OK) {
            sqlite3_reset(im->coding_select);
            break;
        }
        HD_PUSH(labels, n, cap, label);
        p->old[at].n_labels++;
    }
    const char **kept = hd_arena_array(&im->row, n, sizeof *kept);
    if (n > 0)
        memcpy(kept, labels, n * sizeof *kept);
    hd_free(labels);
    for (size_t i = 0; i < p->n_old; i++) {
        p->old[i].labels = kept;
        kept += p->old[i].n_labels;
    }
    return status;
}

/* ---- writing ---- */

static int bind_fields(hd_import *im, sqlite3_stmt *stmt, int at, hd_unit unit,
                       const hd_value *values)
{
    for (size_t i = 0; i < hd_codebook_n_fields(im->cb, unit); i++)
        hd_store_bind_value(stmt, at++, hd_codebook_field(im->cb, unit, i)->kind, &values[i],
                            &im->row);
    return at;
}

static hd_status label_row(hd_store *s, const char *label, int64_t *row, hd_err *err)
{
    hd_import *im = s->import;
    size_t n = im->labels.n;
    uint32_t at = hd_intern_add(&im->labels, label);

    if (at == n) {
        hd_store_bind_text(im->label_insert, 1, label);
        hd_status status = hd_store_run(s, im->label_insert, err);
        if (status != HD_OK)
            return status;
        HD_PUSH(im->label_rows, n, im->cap_label_rows, sqlite3_last_insert_rowid(s->db));
    }
    *row = im->label_rows[at];
    return HD_OK;
}

static hd_status write_codings(hd_store *s, const hd_part *part, int64_t row, hd_err *err)
{
    sqlite3_stmt *stmt = s->import->coding_insert;
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < part->n_labels; i++) {
        int64_t label = 0;
        status = label_row(s, part->labels[i], &label, err);
        if (status != HD_OK)
            break;
        sqlite3_bind_int64(stmt, 1, row);
        sqlite3_bind_int64(stmt, 2, (sqlite3_int64)i);
        sqlite3_bind_int64(stmt, 3, label);
        status = hd_store_run(s, stmt, err);
    }
    return status;
}

static hd_status write_part(hd_store *s, int64_t review, hd_unit unit, hd_part *part, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->sql[unit].insert;
    hd_marks *marks = unit == HD_CHILD ? &im->children : &im->findings;
    hd_mark mark = part->row == 0 ? HD_MARK_ADDED : part->differs ? HD_MARK_CHANGED : HD_MARK_SAME;

    if (part->row == 0)
        sqlite3_bind_null(stmt, 1);
    else
        sqlite3_bind_int64(stmt, 1, part->row);
    sqlite3_bind_int64(stmt, 2, review);
    hd_store_bind_text(stmt, 3, part->id);
    bind_fields(im, stmt, 4, unit, part->values);
    hd_status status = hd_store_run(s, stmt, err);
    if (status != HD_OK)
        return status;
    int64_t row = sqlite3_last_insert_rowid(s->db);
    if ((status = check_row(s, row, err)) != HD_OK)
        return status;
    if (!part->untold)
        hd_marks_set(marks, row, mark);
    return write_codings(s, part, row, err);
}

static void notice_vanished(hd_store *s, const char *review, const parts *p)
{
    hd_buf names = HD_BUF_INIT;
    size_t n = 0;

    for (size_t i = 0; i < p->n_old; i++) {
        if (p->old[i].taken)
            continue;
        if (n < NAMES_SHOWN)
            hd_buf_printf(&names, "%s%s", n > 0 ? ", " : "", p->old[i].id);
        n++;
    }
    if (n > NAMES_SHOWN)
        hd_buf_printf(&names, " and %zu more", n - NAMES_SHOWN);
    if (n > 0)
        hd_import_notice(s, "review %s: removed %zu %s that it no longer has: %s", review, n,
                         n == 1 ? hd_unit_name(p->unit) : hd_unit_plural(p->unit), names.data);
    hd_buf_release(&names);
}

/* The whole list again, under the same row numbers: ids may have been exchanged within it. */
static hd_status write_parts(hd_store *s, int64_t review, parts *p, hd_err *err)
{
    hd_import *im = s->import;
    hd_marks *marks = p->unit == HD_CHILD ? &im->children : &im->findings;
    hd_status status = HD_OK;

    if (!p->differs) {
        for (size_t i = 0; i < p->n_now; i++) {
            if (!p->now[i].untold)
                hd_marks_set(marks, p->now[i].row, HD_MARK_SAME);
        }
        return HD_OK;
    }
    im->changed = true;
    if (p->unit == HD_FINDING && p->n_old > 0) {
        sqlite3_bind_int64(im->coding_remove, 1, review);
        status = hd_store_run(s, im->coding_remove, err);
    }
    if (status == HD_OK && p->n_old > 0) {
        sqlite3_bind_int64(im->sql[p->unit].remove, 1, review);
        status = hd_store_run(s, im->sql[p->unit].remove, err);
    }
    for (size_t i = 0; i < p->n_old; i++) {
        if (!p->old[i].taken)
            hd_marks_forget(marks, p->old[i].row);
    }
    /* Those that keep their row first: a new one takes the next free number. */
    for (int fresh = 0; fresh < 2; fresh++) {
        for (size_t i = 0; status == HD_OK && i < p->n_now; i++) {
            if ((p->now[i].row == 0) == fresh)
                status = write_part(s, review, p->unit, &p->now[i], err);
        }
    }
    return status;
}

static hd_status write_review(hd_store *s, const hd_review_rec *r, hd_value *values, bool coded,
                              int64_t *row, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = *row ? im->sql[HD_REVIEW].update : im->sql[HD_REVIEW].insert;

    if (*row)
        sqlite3_bind_int64(stmt, 1, *row);
    else
        hd_store_bind_text(stmt, 1, r->id);
    sqlite3_bind_int(stmt, 2, coded);
    bind_fields(im, stmt, 3, HD_REVIEW, values);
    im->changed = true;
    hd_status status = hd_store_run(s, stmt, err);
    if (status == HD_OK && *row == 0) {
        *row = sqlite3_last_insert_rowid(s->db);
        status = check_row(s, *row, err);
    }
    return status;
}

/* ---- one review ---- */

/* *row stays 0 and *values NULL when the review is new. */
static hd_status stored_review(hd_store *s, const char *id, int64_t *row, bool *coded,
                               hd_value **values, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->sql[HD_REVIEW].select;
    bool found;

    hd_store_bind_text(stmt, 1, id);
    hd_status status = hd_store_next(s, stmt, &found, err);
    if (status != HD_OK || !found)
        return status;
    *row = sqlite3_column_int64(stmt, 0);
    *coded = sqlite3_column_int(stmt, 1) != 0;
    status = check_row(s, *row, err);
    if (status == HD_OK)
        status = hd_store_values(s, stmt, 2, im->cb, HD_REVIEW, &im->row, values, err);
    sqlite3_reset(stmt);
    return status;
}

static void expect_sources(hd_import *im, const hd_review_rec *r, const char *where)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const hd_value *v = &r->findings[i].values[im->source_field];
        if (v->state == HD_VALUE)
            hd_import_adds_from(im, v->text);
        if (v->state != HD_VALUE || hd_intern_find(&im->sources, v->text) != HD_NONE)
            continue;
        hd_import_expect(im, true, v->text, where,
                         hd_arena_printf(&im->arena, "review.findings[%zu].source", i));
    }
}

static hd_status put_parts(hd_store *s, const hd_review_rec *r, int64_t row, bool known, bool coded,
                           hd_unit unit, hd_err *err)
{
    parts p = {.unit = unit, .coded = coded};
    hd_status status = known ? stored_parts(s, row, &p, err) : HD_OK;

    if (status == HD_OK && known && unit == HD_FINDING)
        status = stored_labels(s, row, &p, err);
    if (status != HD_OK)
        return status;
    if (unit == HD_CHILD)
        given_children(s, r, &p);
    else
        given_findings(s, r, &p);
    status = write_parts(s, row, &p, err);
    if (status == HD_OK)
        notice_vanished(s, r->id, &p);
    return status;
}

hd_status hd_import_review(hd_store *s, const hd_review_rec *r, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    int64_t row = 0;
    bool was_coded = false;
    bool differs = false;
    hd_value *stored = NULL;
    hd_status status = stored_review(s, r->id, &row, &was_coded, &stored, err);

    if (status != HD_OK)
        return status;
    bool known = row != 0;
    bool given = r->coded != HD_CODED_ABSENT && !(im->adding && known && was_coded);
    bool coded = given ? r->coded == HD_CODED_YES : was_coded;
    hd_value *values = merge_values(im, HD_REVIEW, r->values, stored, &differs);
    differs |= coded != was_coded;
    if (!known && hd_intern_find(&im->removed, r->id) != HD_NONE)
        hd_import_notice(s, "review %s: was removed from this store before and is added again",
                         r->id);
    if (!known || differs)
        status = write_review(s, r, values, coded, &row, err);
    if (status == HD_OK)
        hd_marks_set(&im->marks[HD_REC_REVIEW], row,
                     !known    ? HD_MARK_ADDED
                     : differs ? HD_MARK_CHANGED
                               : HD_MARK_SAME);
    if (status == HD_OK && r->has_children)
        status = put_parts(s, r, row, known, was_coded, HD_CHILD, err);
    if (status == HD_OK && r->has_findings)
        status = put_parts(s, r, row, known, was_coded, HD_FINDING, err);
    if (status == HD_OK)
        expect_sources(im, r, where);
    return status;
}
