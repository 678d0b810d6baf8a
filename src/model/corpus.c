#include "model/corpus.h"

#include "base/alloc.h"

#include <string.h>

static void release_column(hd_column *col)
{
    hd_free(col->states);
    hd_free(col->codes);
    hd_free(col->numbers);
    hd_free(col->dates);
    hd_free(col->lists.start);
    hd_free(col->lists.items);
    hd_free(col->labels);
}

void hd_corpus_free(hd_corpus *c)
{
    if (!c)
        return;
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        size_t n = hd_codebook_n_fields(c->codebook, (hd_unit)u);
        for (size_t f = 0; f < n; f++)
            release_column(&c->columns[u][f]);
        hd_free(c->columns[u]);
        hd_free(c->ids[u]);
        hd_free(c->review_of[u]);
        hd_free(c->of_review[u].start);
        hd_free(c->of_review[u].items);
    }
    hd_free(c->coded);
    hd_free(c->coding_start);
    hd_free(c->coding_theme);
    hd_free(c->coding_label);
    hd_free(c->sources);
    hd_free(c->figures);
    hd_free(c->passages);
    hd_codebook_free(c->codebook);
    hd_arena_release(&c->arena);
    hd_free(c);
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

const hd_column *hd_corpus_column(const hd_corpus *c, const hd_field *field)
{
    return &c->columns[field->unit][field->index];
}
