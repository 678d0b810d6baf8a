/* A coding sheet into the store: each row is an update of one finding's themes. */
#include "io/store_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "base/utf8.h"

#define SHOWN 5        /* names or lines in a notice */
#define JOINED 4       /* pieces between ';' that one name may take */
#define STOP_EVERY 256 /* rows between two looks at the stop flag */

/* Lines that a notice names. */
typedef struct note {
    hd_buf text;
    size_t n;
} note;

typedef struct sheet_import {
    hd_store *store;
    const hd_sheet *sheet;
    hd_batch *batch;   /* of the review of the row at hand */
    size_t coded_line; /* of the row that says whether that review is coded; 0: none yet */
    note other_text;   /* lines of rows with another text than their finding */
    note fewer;        /* lines of findings that lost a theme */
} sheet_import;

static void add_note(note *n, const char *what, size_t line)
{
    if (n->n < SHOWN)
        hd_buf_printf(&n->text, "%s%s %zu", n->n > 0 ? ", " : "", what, line);
    n->n++;
}

static const char *end_note(note *n)
{
    if (n->n > SHOWN)
        hd_buf_printf(&n->text, " and %zu more", n->n - SHOWN);
    return hd_buf_str(&n->text);
}

/* ---- cells ---- */

/* Without the apostrophe that keeps a spreadsheet from running a cell; NULL: it has none. */
static const char *unguarded(const char *cell)
{
    return cell[0] == '\'' && cell[1] != '\0' && strchr("=+-@\t\r", cell[1]) ? cell + 1 : NULL;
}

static char *folded(hd_arena *a, const char *s, size_t len)
{
    hd_buf out = HD_BUF_INIT;

    hd_utf8_fold(s, len, &out);
    char *copy = hd_arena_strndup(a, hd_buf_str(&out), out.len);
    hd_buf_release(&out);
    return copy;
}

/* The piece of a list at *at, without white space around it; *at moves behind its ';'.  *n is its length. */
static const char *next_piece(const char *list, size_t *at, size_t *n)
{
    const char *from = list + *at;
    size_t len = strcspn(from, ";");

    *at += len + (from[len] == ';');
    while (len > 0 && strchr(" \t\r\n", *from)) {
        from++;
        len--;
    }
    while (len > 0 && strchr(" \t\r\n", from[len - 1]))
        len--;
    *n = len;
    return from;
}

/* ---- the finding of a row ---- */

/* Its text is not read, but tells when a row has slipped to another finding. */
static hd_status check_text(sheet_import *im, const hd_sheet_row *row, const hd_target *t,
                            hd_err *err)
{
    hd_batch *b = im->batch;
    const char *given = folded(&b->arena, row->text, strlen(row->text));
    const char *known = t->text ? folded(&b->arena, t->text, strlen(t->text)) : "";

    if (*given == '\0' || strcmp(given, known) == 0)
        return HD_OK;
    const hd_target *other = hd_batch_find_text(b, row->text, NULL);
    if (other)
        return hd_fail(err, HD_EDATA, "text: is that of finding '%s', not of '%s'", other->id,
                       t->id);
    add_note(&im->other_text, "line", row->line);
    return HD_OK;
}

static hd_status find_by_text(hd_batch *b, const hd_sheet_row *row, hd_target **out, hd_err *err)
{
    hd_target *other = NULL;

    *out = hd_batch_find_text(b, row->text, &other);
    if (!*out)
        return hd_fail(err, HD_EDATA, "text: no finding of review %s has this text", b->review);
    if (other)
        return hd_fail(err, HD_EDATA,
                       "text: findings '%s' and '%s' both have this text: expected the id in the "
                       "column 'finding'",
                       (*out)->id, other->id);
    return HD_OK;
}

static hd_status find_finding(sheet_import *im, const hd_sheet_row *row, hd_target **out,
                              hd_err *err)
{
    hd_batch *b = im->batch;
    const char *plain = unguarded(row->finding);
    hd_status status = hd_batch_load(im->store, b, HD_FINDING, err);

    if (status != HD_OK)
        return status;
    if (*row->finding == '\0') {
        status = find_by_text(b, row, out, err);
    } else {
        *out = hd_batch_find_id(b, HD_FINDING, row->finding);
        if (!*out && plain)
            *out = hd_batch_find_id(b, HD_FINDING, plain);
        status = *out ? check_text(im, row, *out, err)
                      : hd_batch_no_finding(b, "finding", row->finding, err);
    }
    if (status == HD_OK && (*out)->line != 0)
        status = hd_fail(err, HD_EDATA, "finding '%s' already has a row, line %zu", (*out)->id,
                         (*out)->line);
    if (status == HD_OK)
        (*out)->line = row->line;
    return status;
}

/* ---- its themes ---- */

typedef struct entry {
    uint32_t theme;
    const char *name; /* as it is to be stored */
    bool present;     /* a stored label says the same */
} entry;

typedef struct entries {
    entry *items;
    size_t n;
    size_t cap;
} entries;

static hd_status no_theme(const hd_codebook *cb, const char *name, hd_err *err)
{
    char shown[HD_RULE_SHOWN + 4];
    const char *nearest = hd_codebook_nearest_theme(cb, name);

    hd_rule_shorten(name, shown);
    if (hd_codebook_only_candidate(cb, name))
        return hd_fail(err, HD_EDATA, "theme: '%s' is a candidate theme, which is never counted",
                       shown);
    hd_fail(err, HD_EDATA, "theme: no theme '%s'", shown);
    if (nearest)
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    return HD_EDATA;
}

/* A code, label or alias as it stands there, or the code where that cannot be stored. */
static const char *name_to_store(const hd_codebook *cb, uint32_t theme, const char *name)
{
    const char *plain = unguarded(name);

    if (plain && hd_codebook_resolve(cb, plain) == theme)
        name = plain;
    return hd_rule_text(HD_USE_NAME, name, NULL) == HD_OK ? name
                                                          : hd_codebook_theme(cb, theme)->code;
}

/* The theme at `at` of a cell, which moves behind it; a name that holds a ';' is found if its
 * beginning is none. */
static hd_status take_entry(hd_arena *a, const hd_codebook *cb, const char *cell, size_t *at,
                            entry *out, hd_err *err)
{
    size_t len;
    const char *first = next_piece(cell, at, &len);
    size_t end = *at;

    out->theme = HD_NONE;
    if (len == 0)
        return HD_OK;
    const char *alone = hd_arena_strndup(a, first, len);
    const char *name = alone;
    for (int i = 1;; i++) {
        out->theme = hd_codebook_resolve(cb, name);
        if (out->theme != HD_NONE || i == JOINED || cell[end] == '\0')
            break;
        const char *piece = next_piece(cell, &end, &len);
        name = hd_arena_strndup(a, first, (size_t)(piece + len - first));
    }
    if (out->theme == HD_NONE)
        return no_theme(cb, alone, err);
    *at = end;
    out->name = name_to_store(cb, out->theme, name);
    return HD_OK;
}

static hd_status read_entries(hd_arena *a, const hd_codebook *cb, const char *cell, entries *out,
                              hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t at = 0; status == HD_OK && cell[at] != '\0';) {
        entry e = {HD_NONE, NULL, false};
        size_t i = 0;
        status = take_entry(a, cb, cell, &at, &e, err);
        while (i < out->n && out->items[i].theme != e.theme)
            i++;
        if (status != HD_OK || e.theme == HD_NONE || i < out->n)
            continue;
        if (out->n == HD_MAX_LABELS)
            status =
                hd_fail(err, HD_EDATA, "theme: a finding has at most %d themes", HD_MAX_LABELS);
        else
            HD_PUSH(out->items, out->n, out->cap, e);
    }
    return status;
}

/* The labels of a row's cell of labels as written, folded; made when first asked for. */
typedef struct written {
    const char *cell;
    bool folded;
    hd_intern pieces;
    hd_buf all; /* the whole cell: a label may hold a ';' */
} written;

static void fold_written(written *w)
{
    hd_buf piece = HD_BUF_INIT;
    size_t len;

    w->folded = true;
    hd_utf8_fold(w->cell, strlen(w->cell), &w->all);
    for (size_t at = 0; w->cell[at] != '\0';) {
        const char *from = next_piece(w->cell, &at, &len);
        hd_buf_clear(&piece);
        hd_utf8_fold(from, len, &piece);
        if (piece.len > 0)
            hd_intern_add(&w->pieces, piece.data);
    }
    hd_buf_release(&piece);
}

/* The sheet was made when no theme matched this label: its cell of labels as written has it. */
static bool was_unmatched(written *w, const char *label)
{
    hd_buf want = HD_BUF_INIT;
    bool found = false;

    if (!w->folded)
        fold_written(w);
    hd_utf8_fold(label, strlen(label), &want);
    if (want.len > 0)
        found = strchr(label, ';') ? strstr(hd_buf_str(&w->all), want.data) != NULL
                                   : hd_intern_find(&w->pieces, want.data) != HD_NONE;
    hd_buf_release(&want);
    return found;
}

/* A stored label stays when no theme matches it, when the row gives its theme, or when no theme
 * matched it when the sheet was made. */
static bool stays(const hd_codebook *cb, const char *label, entries *given, written *w)
{
    uint32_t theme = hd_codebook_resolve(cb, label);

    if (theme == HD_NONE)
        return true;
    for (size_t i = 0; i < given->n; i++) {
        if (given->items[i].theme == theme) {
            given->items[i].present = true;
            return true;
        }
    }
    return was_unmatched(w, label);
}

/* What stays of the stored labels, then the themes that none of them means. */
static void merge_labels(sheet_import *im, const hd_sheet_row *row, hd_target *t, entries *given)
{
    written w = {.cell = row->written};
    const char **labels = hd_arena_array(&im->batch->arena, t->n_stored + given->n, sizeof *labels);
    size_t n = 0;

    hd_intern_init(&w.pieces);
    hd_buf_init(&w.all);
    for (size_t i = 0; i < t->n_stored; i++) {
        if (stays(im->store->import->cb, t->stored[i], given, &w))
            labels[n++] = t->stored[i];
    }
    if (n < t->n_stored)
        add_note(&im->fewer, "line", row->line);
    for (size_t i = 0; i < given->n; i++) {
        if (!given->items[i].present)
            labels[n++] = given->items[i].name;
    }
    t->given = true;
    t->has_labels = true;
    t->labels = labels;
    t->n_labels = n;
    hd_intern_release(&w.pieces);
    hd_buf_release(&w.all);
}

static hd_status put_themes(sheet_import *im, const hd_sheet_row *row, hd_target *t, hd_err *err)
{
    entries given = {NULL, 0, 0};
    hd_status status =
        read_entries(&im->batch->arena, im->store->import->cb, row->theme, &given, err);

    if (status == HD_OK)
        merge_labels(im, row, t, &given);
    hd_free(given.items);
    if (status == HD_OK && t->n_labels > HD_MAX_LABELS)
        status = hd_fail(err, HD_EDATA, "theme: a finding has at most %d labels", HD_MAX_LABELS);
    return status;
}

/* ---- rows ---- */

static hd_status put_coded(sheet_import *im, const hd_sheet_row *row, hd_err *err)
{
    hd_batch *b = im->batch;

    if (row->coded == HD_CODED_ABSENT)
        return HD_OK;
    if (im->coded_line != 0 && b->coded != row->coded)
        return hd_fail(err, HD_EDATA, "coded: review %s is %s here and %s on line %zu", b->review,
                       row->coded == HD_CODED_YES ? "yes" : "no",
                       b->coded == HD_CODED_YES ? "yes" : "no", im->coded_line);
    if (im->coded_line == 0)
        im->coded_line = row->line;
    b->coded = row->coded;
    return HD_OK;
}

static hd_status put_row(sheet_import *im, const hd_sheet_row *row, hd_err *err)
{
    const char *plain = unguarded(row->review);
    hd_target *t = NULL;
    hd_status status = hd_batch_open(im->store, row->review, "review", &im->batch, err);

    if (status == HD_EDATA && plain &&
        hd_batch_open(im->store, plain, "", &im->batch, NULL) == HD_OK)
        status = HD_OK;
    if (status == HD_OK)
        status = put_coded(im, row, err);
    if (status != HD_OK || (*row->finding == '\0' && *row->text == '\0'))
        return status;
    status = find_finding(im, row, &t, err);
    return status == HD_OK && im->sheet->has_theme ? put_themes(im, row, t, err) : status;
}

static int compare_rows(const void *a, const void *b)
{
    const hd_sheet_row *x = *(const hd_sheet_row *const *)a;
    const hd_sheet_row *y = *(const hd_sheet_row *const *)b;

    if (x->review_number != y->review_number)
        return x->review_number < y->review_number ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* The rows of a review together: a spreadsheet may have sorted them otherwise. */
static hd_status put_rows(sheet_import *im, hd_err *err)
{
    const hd_sheet *sheet = im->sheet;
    const hd_sheet_row **rows = hd_calloc(sheet->n_rows, sizeof *rows);
    hd_status status = HD_OK;

    for (size_t i = 0; i < sheet->n_rows; i++)
        rows[i] = &sheet->rows[i];
    if (sheet->n_rows > 0)
        qsort(rows, sheet->n_rows, sizeof *rows, compare_rows);
    for (size_t i = 0; status == HD_OK && i < sheet->n_rows; i++) {
        if (i % STOP_EVERY == 0 && (status = hd_stop_check(err)) != HD_OK)
            break;
        if (i == 0 || rows[i]->review_number != rows[i - 1]->review_number)
            im->coded_line = 0;
        status = put_row(im, rows[i], err);
        if (status == HD_EDATA)
            hd_err_at(err, "%s:%zu", sheet->path, rows[i]->line);
    }
    hd_free(rows);
    return status;
}

static void tell(sheet_import *im)
{
    hd_store *s = im->store;
    const hd_sheet *sheet = im->sheet;

    for (size_t i = 0; i < sheet->n_ignored; i++)
        hd_import_notice(s, "%s: the column '%s' is no part of a coding sheet and is ignored",
                         sheet->path, sheet->ignored[i]);
    if (sheet->n_rows == 0)
        hd_import_notice(s, "%s: has no rows", sheet->path);
    if (im->other_text.n > 0)
        hd_import_notice(s,
                         "%s: %zu %s another text than the finding, which was found by its id and "
                         "keeps its text: %s",
                         sheet->path, im->other_text.n,
                         im->other_text.n == 1 ? "row has" : "rows have",
                         end_note(&im->other_text));
    if (im->fewer.n > 0)
        hd_import_notice(s, "%s: %zu %s a theme that the sheet no longer gives: %s", sheet->path,
                         im->fewer.n, im->fewer.n == 1 ? "finding lost" : "findings lost",
                         end_note(&im->fewer));
}

hd_status hd_store_put_sheet(hd_store *s, const hd_sheet *sheet, hd_err *err)
{
    sheet_import im = {.store = s, .sheet = sheet};

    hd_buf_init(&im.other_text.text);
    hd_buf_init(&im.fewer.text);
    hd_status status = hd_import_parts_end(s, err);
    if (status == HD_OK)
        status = put_rows(&im, err);
    if (status == HD_OK)
        status = hd_import_parts_end(s, err);
    if (status == HD_OK)
        tell(&im);
    hd_buf_release(&im.other_text.text);
    hd_buf_release(&im.fewer.text);
    return status;
}
