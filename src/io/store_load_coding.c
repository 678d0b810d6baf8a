/* What findings were coded with: for the reviews their themes as words, for the findings every coding. */
#include "io/store_load.h"

#include <sqlite3.h>
#include <string.h>

#include "base/alloc.h"

/* The table label. */
typedef struct labels {
    hd_load_rows rows;
    const char **texts;
    size_t n, cap;
    hd_arena arena;
} labels;

static void labels_release(labels *t)
{
    hd_free(t->rows.rows);
    hd_free(t->texts);
    hd_arena_release(&t->arena);
}

static hd_status read_labels(hd_store *s, labels *t, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(s, "SELECT row, label FROM label ORDER BY row", &stmt, err);

    memset(t, 0, sizeof *t);
    hd_arena_init(&t->arena);
    while (status == HD_OK && (status = hd_store_next(s, stmt, &row, err)) == HD_OK && row) {
        const char *text;
        status = hd_store_text(s, stmt, 1, HD_USE_NAME, &t->arena, &text, err);
        if (status != HD_OK)
            break;
        HD_PUSH(t->rows.rows, t->rows.n, t->rows.cap, sqlite3_column_int64(stmt, 0));
        HD_PUSH(t->texts, t->n, t->cap, text);
    }
    sqlite3_finalize(stmt);
    if (status == HD_OK && t->n >= HD_NONE)
        status = hd_store_damaged(s, err, "it has %zu labels", t->n);
    return status;
}

static hd_status no_row(hd_load *l, const char *column, hd_err *err)
{
    return hd_store_damaged(l->s, err, "a row of coding has no %s", column);
}

/* ---- reviews ---- */

static uint64_t *words_of_labels(const hd_corpus *c, const labels *t)
{
    size_t n_words = c->themes.n_words;
    uint64_t *words = hd_calloc(t->n * n_words, sizeof *words);

    for (size_t i = 0; i < t->n; i++)
        hd_theme_words_add(c, hd_codebook_resolve(c->codebook, t->texts[i]), words + i * n_words);
    return words;
}

static hd_status add_words(hd_load *l, hd_corpus *c, labels *t, sqlite3_stmt *stmt,
                           const uint64_t *of_label, uint32_t *counts, hd_err *err)
{
    size_t n_words = c->themes.n_words, at = SIZE_MAX;
    int64_t before = 0; /* the row that `at` is of */
    bool row;
    hd_status status;

    while ((status = hd_store_next(l->s, stmt, &row, err)) == HD_OK && row) {
        int64_t row_of = sqlite3_column_int64(stmt, 0);
        if (at == SIZE_MAX || row_of != before)
            at = hd_load_find(&l->reviews, row_of);
        before = row_of;
        size_t label = hd_load_find(&t->rows, sqlite3_column_int64(stmt, 1));
        if (at == SIZE_MAX || label == SIZE_MAX)
            return no_row(l, at == SIZE_MAX ? "review" : "label", err);
        size_t review = l->review_rank[at];
        if (!hd_bits_get(&c->coded, review))
            continue;
        hd_bits_set(&c->themes.labelled, review);
        counts[review]++;
        for (size_t w = 0; w < n_words; w++)
            c->themes.words[review * n_words + w] |= of_label[label * n_words + w];
    }
    return status;
}

hd_status hd_load_words(hd_load *l, hd_corpus *c, hd_err *err)
{
    labels t;
    sqlite3_stmt *stmt = NULL;
    hd_status status = read_labels(l->s, &t, err);

    c->themes.words = hd_alloc_lines(c->n[HD_REVIEW] * c->themes.n_words, sizeof *c->themes.words);
    hd_bits_init(&c->themes.labelled, c->n[HD_REVIEW]);
    if (status == HD_OK)
        status = hd_store_prepare(
            l->s, "SELECT review, label FROM coding ORDER BY review, finding, pos", &stmt, err);
    if (status == HD_OK) {
        uint64_t *of_label = words_of_labels(c, &t);
        uint32_t *counts = hd_calloc(c->n[HD_REVIEW], sizeof *counts);
        status = add_words(l, c, &t, stmt, of_label, counts, err);
        hd_corpus_set_review_codings(c, counts);
        hd_free(counts);
        hd_free(of_label);
    }
    sqlite3_finalize(stmt);
    labels_release(&t);
    return status;
}

/* ---- findings ---- */

/* Codings in the order of their key: of which finding, with which label. */
typedef struct codings {
    uint32_t *finding; /* place in the units */
    uint32_t *label;
    size_t n, n_labels, cap, cap_labels;
    uint32_t *count; /* of each finding */
} codings;

static hd_status read_codings(hd_load *l, hd_load_units *units, labels *t, codings *k, hd_err *err)
{
    sqlite3_stmt *stmt;
    bool row;
    hd_status status = hd_store_prepare(
        l->s, "SELECT review, finding, label FROM coding ORDER BY review, finding, pos", &stmt,
        err);

    k->count = hd_calloc(units->rows.n, sizeof *k->count);
    while (status == HD_OK && (status = hd_store_next(l->s, stmt, &row, err)) == HD_OK && row) {
        size_t review = hd_load_find(&l->reviews, sqlite3_column_int64(stmt, 0));
        size_t finding = hd_load_find(&units->rows, sqlite3_column_int64(stmt, 1));
        size_t label = hd_load_find(&t->rows, sqlite3_column_int64(stmt, 2));
        if (review == SIZE_MAX || label == SIZE_MAX)
            status = no_row(l, review == SIZE_MAX ? "review" : "label", err);
        else if (finding == SIZE_MAX || units->review[finding] != l->review_rank[review])
            status = no_row(l, "finding", err);
        else if (++k->count[finding] > HD_MAX_LABELS)
            status =
                hd_store_damaged(l->s, err, "a finding has more than %d themes", HD_MAX_LABELS);
        if (status != HD_OK)
            break;
        HD_PUSH(k->finding, k->n, k->cap, (uint32_t)finding);
        HD_PUSH(k->label, k->n_labels, k->cap_labels, (uint32_t)label);
    }
    sqlite3_finalize(stmt);
    if (status == HD_OK && k->n >= HD_NONE)
        status = hd_store_damaged(l->s, err, "it has %zu codings", k->n);
    return status;
}

/* Into the order of the corpus. */
static void place_codings(hd_corpus *c, const hd_load_units *units, const labels *t, codings *k)
{
    size_t n = units->rows.n;
    uint32_t *start = hd_calloc(n + 1, sizeof *start);
    uint32_t *label_of = hd_alloc(k->n * sizeof *label_of);
    uint32_t *next = k->count; /* done with: where the next coding of each finding goes */

    for (size_t i = 0; i < n; i++) {
        uint32_t count = k->count[units->order[i]];
        next[units->order[i]] = start[i];
        start[i + 1] = start[i] + count;
    }
    for (size_t i = 0; i < k->n; i++)
        label_of[next[k->finding[i]]++] = k->label[i];
    hd_corpus_set_codings(c, start, label_of, t->texts, t->n);
}

hd_status hd_load_codings(hd_load *l, hd_corpus *c, hd_load_units *units, hd_err *err)
{
    labels t;
    codings k = {0};
    hd_status status = read_labels(l->s, &t, err);

    if (status == HD_OK)
        status = read_codings(l, units, &t, &k, err);
    if (status == HD_OK)
        place_codings(c, units, &t, &k);
    hd_free(k.finding);
    hd_free(k.label);
    hd_free(k.count);
    labels_release(&t);
    return status;
}
