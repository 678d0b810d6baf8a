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

/* A document that adds leaves what is recorded, but for the place of a finding in its own source. */
static bool stays(const hd_import *im, hd_unit unit, size_t field, const hd_value *given,
                  const hd_value *stored)
{
    if (!im->adding || !hd_value_is_given(&stored[field]))
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
    hd_value *out;

    if (!stored) {
        *differs = true;
        return (hd_value *)given;
    }
    out = hd_arena_array(&im->row, n, sizeof *out);
    for (size_t i = 0; i < n; i++) {
        hd_kind kind = hd_codebook_field(im->cb, unit, i)->kind;
        if (given[i].state == HD_ABSENT || stays(im, unit, i, given, stored)) {
            out[i] = stored[i];
            continue;
        }
        out[i] = given[i];
        if (!hd_value_same(kind, &given[i], &stored[i]))
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
    }
    now->values = merge_values(im, unit, now->values, old ? old->values : NULL, &now->differs);
    now->same_row = !now->differs;
    if (!old)
        return;
    now->differs |= now->labels && !labels_same(now, old);
    if (!now->labels) {
        now->labels = old->labels;
        now->n_labels = old->n_labels;
    }
}

/* A finding without an id keeps the one it has, unless another one is given that id. */
static void keep_ids(parts *p, const size_t *match)
{
    hd_intern given;

    if (p->n_old == 0)
        return;
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
        p->now[i].same_row &= p->now[i].id != NULL;
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

/* ---- writing ---- */

static hd_status write_label(hd_store *s, const char *label, int64_t *row, hd_err *err)
{
    hd_store_bind_text(s->import->label_insert, 1, label);
    hd_status status = hd_store_run(s, s->import->label_insert, err);
    *row = sqlite3_last_insert_rowid(s->db);
    return status;
}

/* In a bulk the rows are numbered from 1 on and written at its end. */
static hd_status label_row(hd_store *s, const char *label, int64_t *row, hd_err *err)
{
    hd_import *im = s->import;
    size_t n = im->labels.n;
    uint32_t at = hd_intern_add(&im->labels, label);

    if (at == n) {
        *row = (int64_t)n + 1;
        hd_status status = im->bulk ? HD_OK : write_label(s, label, row, err);
        if (status != HD_OK)
            return status;
        HD_PUSH(im->label_rows, n, im->cap_label_rows, *row);
    }
    *row = im->label_rows[at];
    return HD_OK;
}

hd_status hd_import_write_labels(hd_store *s, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = HD_OK;

    for (uint32_t i = 0; status == HD_OK && i < im->labels.n; i++)
        status = write_label(s, hd_intern_str(&im->labels, i), &im->label_rows[i], err);
    return status;
}

static hd_status add_part(hd_store *s, int64_t review, hd_unit unit, hd_part *part, hd_err *err)
{
    hd_import *im = s->import;
    hd_marks *marks = unit == HD_CHILD ? &im->children : &im->findings;
    hd_mark mark = part->row == 0 ? HD_MARK_ADDED : part->differs ? HD_MARK_CHANGED : HD_MARK_SAME;
    int64_t *labels = hd_arena_array(&im->row, part->n_labels, sizeof *labels);
    hd_status status = part->row == 0 ? hd_rows_next(s, unit, &part->row, err) : HD_OK;

    for (size_t i = 0; status == HD_OK && i < part->n_labels; i++)
        status = label_row(s, part->labels[i], &labels[i], err);
    if (status != HD_OK)
        return status;
    if (!part->untold)
        hd_marks_set(marks, part->row, mark);
    hd_rows_add(im, unit,
                &(hd_row){.row = part->row,
                          .review = review,
                          .id = part->id,
                          .values = part->values,
                          .labels = labels,
                          .n_labels = part->n_labels,
                          .labels_only = part->same_row});
    return HD_OK;
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

/* Take away what is stored of a part; of one that stays only its labels. */
static hd_status remove_part(hd_store *s, int64_t review, hd_unit unit, int64_t row,
                             bool labels_only, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = HD_OK;

    im->removed_parts = true;
    if (unit == HD_FINDING) {
        sqlite3_bind_int64(im->coding_remove, 1, review);
        sqlite3_bind_int64(im->coding_remove, 2, row);
        status = hd_store_run(s, im->coding_remove, err);
    }
    if (status == HD_OK && unit == HD_FINDING && !labels_only) {
        sqlite3_bind_int64(im->text_remove, 1, row);
        status = hd_store_run(s, im->text_remove, err);
    }
    if (status == HD_OK && !labels_only) {
        sqlite3_bind_int64(im->sql[unit].remove, 1, row);
        status = hd_store_run(s, im->sql[unit].remove, err);
    }
    return status;
}

/* Before anything is written: ids may have been exchanged within the list. */
static hd_status remove_changed(hd_store *s, int64_t review, parts *p, hd_marks *marks, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < p->n_old; i++) {
        if (p->old[i].taken)
            continue;
        hd_marks_forget(marks, p->old[i].row);
        status = remove_part(s, review, p->unit, p->old[i].row, false, err);
    }
    for (size_t i = 0; status == HD_OK && i < p->n_now; i++) {
        if (p->now[i].row != 0 && p->now[i].differs)
            status = remove_part(s, review, p->unit, p->now[i].row, p->now[i].same_row, err);
    }
    return status;
}

/* What differs, under the same row numbers.  `digest` is of the record that gave all of the list, 0 if none
 * did. */
static hd_status write_parts(hd_store *s, int64_t review, uint64_t digest, parts *p, hd_err *err)
{
    hd_import *im = s->import;
    hd_marks *marks = p->unit == HD_CHILD ? &im->children : &im->findings;
    hd_status status = HD_OK;

    if (p->differs) {
        im->changed = true;
        if (!im->bulk) {
            sqlite3_bind_int64(im->set_digest, 1, review);
            hd_import_bind_digest(im->set_digest, 2, digest);
            status = hd_store_run(s, im->set_digest, err);
        }
        if (status == HD_OK && p->n_old > 0)
            status = remove_changed(s, review, p, marks, err);
    }
    for (size_t i = 0; status == HD_OK && i < p->n_now; i++) {
        if (p->now[i].row == 0 || p->now[i].differs)
            status = add_part(s, review, p->unit, &p->now[i], err);
        else if (!p->now[i].untold)
            hd_marks_set(marks, p->now[i].row, HD_MARK_SAME);
    }
    return status;
}

static hd_status add_review(hd_store *s, const hd_review_rec *r, hd_value *values, bool coded,
                            int64_t *row, hd_err *err)
{
    hd_import *im = s->import;
    hd_status status = hd_rows_next(s, HD_REVIEW, row, err);

    im->changed = true;
    if (status == HD_OK)
        hd_rows_add(im, HD_REVIEW,
                    &(hd_row){.row = *row,
                              .review = (int64_t)(im->adding ? 0 : r->digest),
                              .id = r->id,
                              .coded = coded,
                              .values = values});
    return status;
}

static hd_status update_review(hd_store *s, int64_t row, uint64_t digest, const hd_value *values,
                               bool coded, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->sql[HD_REVIEW].update;
    int at = 4;

    sqlite3_bind_int64(stmt, 1, row);
    sqlite3_bind_int(stmt, 2, coded);
    hd_import_bind_digest(stmt, 3, digest);
    for (size_t i = 0; i < hd_codebook_n_fields(im->cb, HD_REVIEW); i++) {
        im->given[HD_REVIEW][i] |= hd_value_is_given(&values[i]);
        hd_store_bind_value(stmt, at++, hd_codebook_field(im->cb, HD_REVIEW, i)->kind, &values[i],
                            &im->row);
    }
    im->changed = true;
    return hd_store_run(s, stmt, err);
}

/* ---- one review ---- */

/* A review as it is stored; row 0: it is new. */
typedef struct stored {
    int64_t row;
    bool coded;
    uint64_t digest;
    hd_value *values;
} stored;

static hd_status stored_review(hd_store *s, const char *id, stored *out, hd_err *err)
{
    hd_import *im = s->import;
    sqlite3_stmt *stmt = im->sql[HD_REVIEW].select;
    bool found;
    bool is_new;
    hd_status status = hd_rows_meet(s, id, &is_new, err);

    if (status != HD_OK || is_new)
        return status;
    hd_store_bind_text(stmt, 1, id);
    status = hd_store_next(s, stmt, &found, err);
    if (status != HD_OK || !found)
        return status;
    out->row = sqlite3_column_int64(stmt, 0);
    out->coded = sqlite3_column_int(stmt, 1) != 0;
    out->digest = (uint64_t)sqlite3_column_int64(stmt, 2);
    status = hd_import_check_row(s, out->row, err);
    if (status == HD_OK)
        status = hd_store_values(s, stmt, 3, im->cb, HD_REVIEW, &im->row, &out->values, err);
    sqlite3_reset(stmt);
    return status;
}

static void expect_sources(hd_import *im, const hd_review_rec *r, const char *where)
{
    const char *last = NULL;

    for (size_t i = 0; i < r->n_findings; i++) {
        const hd_value *v = &r->findings[i].values[im->source_field];
        if (v->state != HD_VALUE)
            continue;
        hd_import_adds_from(im, v->text);
        /* Mostly that of the finding before. */
        if (last && strcmp(last, v->text) == 0)
            continue;
        last = v->text;
        if (hd_intern_find(&im->sources, v->text) != HD_NONE)
            continue;
        hd_import_expect(im, true, v->text, where,
                         hd_arena_printf(&im->arena, "review.findings[%zu].source", i));
    }
}

/* What was done to a review, besides what its parts say themselves. */
typedef struct merged {
    int64_t row;
    bool known;
    bool was_coded;
} merged;

/* ---- what is known to be there ---- */

/* The same record made this review what it is: nothing to compare or write. */
static bool skip(hd_import *im, const hd_review_rec *r, const stored *old)
{
    size_t n[HD_N_UNITS] = {0, r->n_children, r->n_findings};
    hd_mark before = hd_marks_get(&im->marks[HD_REC_REVIEW], old->row);
    int gave = 1 | r->has_children << HD_CHILD | r->has_findings << HD_FINDING;

    if (old->row == 0 || im->adding || !r->digest || r->digest != old->digest ||
        before != HD_MARK_NONE)
        return false;
    hd_marks_set(&im->marks[HD_REC_REVIEW], old->row, HD_MARK_SAME);
    hd_marks_set(&im->skipped, old->row, (hd_mark)gave);
    im->skipped_parts[HD_CHILD] += n[HD_CHILD];
    im->skipped_parts[HD_FINDING] += n[HD_FINDING];
    return true;
}

/* A review that was passed over comes again, with other parts: its stored ones are marked one by one. */
static void unskip(hd_import *im, int64_t row, const parts *p)
{
    unsigned gave = (unsigned)hd_marks_get(&im->skipped, row);

    if (!(gave & 1u << p->unit))
        return;
    im->skipped.of[row] = (uint8_t)(gave & ~(1u << p->unit));
    im->skipped_parts[p->unit] -= p->n_old;
    for (size_t i = 0; i < p->n_old; i++)
        hd_marks_set(p->unit == HD_CHILD ? &im->children : &im->findings, p->old[i].row,
                     HD_MARK_SAME);
}

static hd_status put_parts(hd_store *s, const hd_review_rec *r, hd_unit unit, merged *m,
                           hd_err *err)
{
    hd_import *im = s->import;
    parts p = {.unit = unit, .coded = m->was_coded};
    hd_status status =
        m->known ? hd_import_stored_parts(s, m->row, unit, &p.old, &p.n_old, err) : HD_OK;

    if (status == HD_OK && m->known)
        unskip(im, m->row, &p);
    if (status == HD_OK && m->known && unit == HD_FINDING)
        status = hd_import_stored_labels(s, m->row, p.old, p.n_old, err);
    if (status != HD_OK)
        return status;
    if (unit == HD_CHILD)
        given_children(s, r, &p);
    else
        given_findings(s, r, &p);
    status = write_parts(s, m->row, im->adding ? 0 : r->digest, &p, err);
    if (status == HD_OK)
        notice_vanished(s, r->id, &p);
    return status;
}

/* The review's own row.  Its digest is that of the record which made all of it what it is. */
static hd_status put_row(hd_store *s, const hd_review_rec *r, const stored *old, merged *m,
                         hd_err *err)
{
    hd_import *im = s->import;
    bool given = r->coded != HD_CODED_ABSENT && !(im->adding && m->known && old->coded);
    bool coded = given ? r->coded == HD_CODED_YES : old->coded;
    bool differs = coded != old->coded;
    hd_value *values = merge_values(im, HD_REVIEW, r->values, old->values, &differs);
    hd_status status = HD_OK;

    if (!m->known && hd_intern_find(&im->removed, r->id) != HD_NONE)
        hd_import_notice(s, "review %s: was removed from this store before and is added again",
                         r->id);
    if (m->known)
        hd_import_tell_kept(s, r->id, r->values, old->values);
    if (!m->known)
        status = add_review(s, r, values, coded, &m->row, err);
    else if (differs)
        status = update_review(s, m->row, im->adding ? 0 : r->digest, values, coded, err);
    if (status == HD_OK)
        hd_marks_set(&im->marks[HD_REC_REVIEW], m->row,
                     !m->known ? HD_MARK_ADDED
                     : differs ? HD_MARK_CHANGED
                               : HD_MARK_SAME);
    return status;
}

hd_status hd_import_review(hd_store *s, const hd_review_rec *r, const char *where, hd_err *err)
{
    hd_import *im = s->import;
    stored old = {.row = 0};
    hd_status status = stored_review(s, r->id, &old, err);

    if (status != HD_OK)
        return status;
    if (skip(im, r, &old)) {
        expect_sources(im, r, where);
        return HD_OK;
    }
    merged m = {.row = old.row, .known = old.row != 0, .was_coded = old.coded};
    status = put_row(s, r, &old, &m, err);
    if (status == HD_OK && r->has_children)
        status = put_parts(s, r, HD_CHILD, &m, err);
    if (status == HD_OK && r->has_findings)
        status = put_parts(s, r, HD_FINDING, &m, err);
    if (status == HD_OK)
        expect_sources(im, r, where);
    return status;
}
