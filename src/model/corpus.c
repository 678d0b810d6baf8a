#include "model/corpus.h"

#include "base/alloc.h"
#include "base/err.h"

#include <string.h>

struct hd_kept {
    void *(*make)(const hd_corpus *c);
    void (*drop)(void *);
    void *what;
};

static void release_column(hd_column *col)
{
    hd_free(col->codes);
    hd_free(col->labels);
    hd_free(col->numbers);
    hd_free(col->dates);
    hd_free(col->lists.start);
    hd_free(col->lists.items);
}

static void release_units(hd_corpus *c, hd_unit unit)
{
    size_t n = hd_codebook_n_fields(c->codebook, unit);

    for (size_t f = 0; f < n; f++)
        release_column(&c->columns[unit][f]);
    hd_free(c->columns[unit]);
    hd_free(c->ids[unit]);
    hd_free(c->review_of[unit]);
    hd_free(c->of_review[unit].start);
    hd_free(c->of_review[unit].items);
}

void hd_corpus_free(hd_corpus *c)
{
    if (!c)
        return;
    if (c->kept) {
        c->kept->drop(c->kept->what);
        hd_free(c->kept);
    }
    for (size_t u = 0; u < HD_N_UNITS; u++)
        release_units(c, (hd_unit)u);
    hd_bits_release(&c->coded);
    hd_free(c->codings.start);
    hd_free(c->codings.label_of);
    hd_free(c->codings.labels);
    hd_free(c->codings.themes);
    hd_free(c->themes.theme);
    hd_free(c->themes.rank);
    hd_free(c->themes.words);
    hd_bits_release(&c->themes.labelled);
    hd_free(c->sources);
    hd_free(c->figures);
    hd_free(c->passages);
    hd_codebook_free(c->codebook);
    hd_arena_release(&c->arena);
    hd_free(c);
}

/* ---- reading ---- */

const hd_column *hd_corpus_column(const hd_corpus *c, const hd_field *field)
{
    return &c->columns[field->unit][field->index];
}

const char *hd_corpus_id(const hd_corpus *c, hd_unit unit, size_t i)
{
    return c->ids[unit][i];
}

const char *const *hd_corpus_ids(const hd_corpus *c, hd_unit unit)
{
    return c->ids[unit];
}

uint32_t hd_corpus_find(const hd_corpus *c, hd_unit unit, const char *id)
{
    const char **ids = c->ids[unit];
    size_t low = 0, high = c->n[unit];

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(ids[mid], id) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n[unit] && strcmp(ids[low], id) == 0 ? (uint32_t)low : HD_NONE;
}

const uint32_t *hd_corpus_review_of(const hd_corpus *c, hd_unit unit)
{
    return c->review_of[unit];
}

const hd_lists *hd_corpus_of_review(const hd_corpus *c, hd_unit unit)
{
    return &c->of_review[unit];
}

const hd_bits *hd_corpus_coded(const hd_corpus *c)
{
    return &c->coded;
}

const hd_codings *hd_corpus_codings(const hd_corpus *c)
{
    return &c->codings;
}

const hd_theme_words *hd_corpus_themes(const hd_corpus *c)
{
    return &c->themes;
}

void *hd_corpus_keep(const hd_corpus *c, void *(*make)(const hd_corpus *c), void (*drop)(void *))
{
    /* What is kept follows from the corpus and changes nothing that its readers see. */
    hd_corpus *keeper = (hd_corpus *)(uintptr_t)c;

    if (!c->kept) {
        struct hd_kept *kept = hd_calloc(1, sizeof *kept);
        *kept = (struct hd_kept){make, drop, make(c)};
        keeper->kept = kept;
    }
    if (c->kept->make != make)
        hd_fault("corpus: something else is kept already");
    return c->kept->what;
}

/* ---- memory ---- */

static void add_column(hd_corpus_sizes *sizes, hd_unit unit, const hd_column *col)
{
    sizes->codes[unit] += col->n * col->width;
    if (col->lists.start)
        sizes->codes[unit] += (col->n + 1 + col->lists.start[col->n]) * sizeof *col->lists.items;
    if (col->labels)
        sizes->dictionaries += col->n_values * sizeof *col->labels;
    if (col->numbers)
        sizes->dictionaries += col->n_values * sizeof *col->numbers;
    if (col->dates)
        sizes->dictionaries += col->n_values * sizeof *col->dates;
}

hd_corpus_sizes hd_corpus_bytes(const hd_corpus *c)
{
    hd_corpus_sizes sizes = {0};
    size_t n_reviews = c->n[HD_REVIEW], n_findings = c->n[HD_FINDING];

    for (size_t u = 0; u < HD_N_UNITS; u++) {
        for (size_t f = 0; f < hd_codebook_n_fields(c->codebook, (hd_unit)u); f++)
            add_column(&sizes, (hd_unit)u, &c->columns[u][f]);
        sizes.ids += c->n[u] * sizeof *c->ids[u];
        if (u != HD_REVIEW)
            sizes.links += (2 * c->n[u] + n_reviews + 1) * sizeof(uint32_t);
    }
    sizes.themes = n_reviews * c->themes.n_words * sizeof *c->themes.words +
                   2 * hd_bits_words(n_reviews) * sizeof(uint64_t);
    sizes.codings = (n_findings + 1 + c->codings.start[n_findings]) * sizeof(uint32_t);
    sizes.strings = c->arena.used_bytes;
    return sizes;
}
