#include "model/corpus.h"

#include "base/alloc.h"
#include "base/err.h"

#include <string.h>

struct hd_kept {
    void *(*make)(const hd_corpus *c);
    void (*drop)(void *);
    void *what;
};

static void release_column(hd_column *col, bool borrowed)
{
    if (!borrowed) {
        hd_free(col->codes);
        hd_free(col->lists.start);
        hd_free(col->lists.items);
    }
    hd_free(col->labels);
    hd_free(col->numbers);
    hd_free(col->dates);
}

static void release_units(hd_corpus *c, hd_unit unit)
{
    size_t n = hd_codebook_n_fields(c->codebook, unit);
    bool borrowed = c->borrowed & HD_PART_UNIT(unit);

    for (size_t f = 0; f < n && c->columns[unit]; f++)
        release_column(&c->columns[unit][f],
                       borrowed && hd_codebook_field(c->codebook, unit, f)->kind != HD_TEXT);
    hd_free(c->columns[unit]);
    hd_free(c->ids[unit]);
    hd_free(c->rows[unit]);
    hd_free(c->unrecorded[unit]);
    if (!borrowed)
        hd_free(c->review_of[unit]);
    hd_free(c->of_review[unit].start);
    hd_free(c->of_review[unit].items);
}

static void release_codings(hd_corpus *c)
{
    if (!(c->borrowed & HD_PART_UNIT(HD_FINDING))) {
        hd_free(c->codings.start);
        hd_free(c->codings.label_of);
    }
    hd_free(c->codings.labels);
    hd_free(c->codings.themes);
    hd_free(c->themes.theme);
    hd_free(c->themes.rank);
    if (!(c->borrowed & HD_PART_UNIT(HD_REVIEW))) {
        hd_free(c->themes.words);
        hd_free(c->themes.codings);
    }
    hd_bits_release(&c->themes.labelled);
}

void hd_corpus_free(hd_corpus *c)
{
    if (!c)
        return;
    if (c->kept) {
        c->kept->drop(c->kept->what);
        hd_free(c->kept);
    }
    if (c->loader.drop)
        c->loader.drop(c->loader.ctx, c);
    for (size_t u = 0; u < HD_N_UNITS; u++)
        release_units(c, (hd_unit)u);
    hd_bits_release(&c->coded);
    release_codings(c);
    hd_free(c->sources);
    hd_free(c->figures);
    hd_free(c->comparators);
    hd_free(c->passages);
    hd_codebook_free(c->codebook);
    for (size_t i = 0; i < c->n_blocks; i++)
        hd_free(c->blocks[i]);
    hd_free(c->blocks);
    hd_arena_release(&c->arena);
    hd_free(c);
}

/* ---- parts ---- */

/* Loading changes nothing that readers see. */
static hd_corpus *loaded(const hd_corpus *c)
{
    return (hd_corpus *)(uintptr_t)c;
}

static hd_status load_text(const hd_corpus *c, const hd_field *field, hd_err *err)
{
    hd_unit unit = field->unit;

    if (hd_corpus_column_later(c, field)->codes)
        return HD_OK;
    hd_status status = hd_corpus_need(c, HD_PART_IDS(unit), err);
    if (status == HD_OK)
        status = c->loader.load(c->loader.ctx, loaded(c), HD_PART_TEXTS(unit), field, err);
    return status;
}

static hd_status load_texts(const hd_corpus *c, hd_unit unit, hd_err *err)
{
    hd_status status = HD_OK;

    for (size_t f = 0; status == HD_OK && f < hd_codebook_n_fields(c->codebook, unit); f++) {
        const hd_field *field = hd_codebook_field(c->codebook, unit, f);
        if (field->kind == HD_TEXT)
            status = load_text(c, field, err);
    }
    return status;
}

hd_status hd_corpus_need(const hd_corpus *c, unsigned parts, hd_err *err)
{
    hd_status status = HD_OK;

    for (unsigned part = 1; status == HD_OK && part < HD_PART_ALL; part <<= 1) {
        if (!(parts & part) || (c->have & part))
            continue;
        if (part >= HD_PART_TEXTS(0) && part < HD_PART_DOCUMENTS)
            status = load_texts(c, (hd_unit)__builtin_ctz(part / HD_PART_TEXTS(0)), err);
        else
            status = c->loader.load(c->loader.ctx, loaded(c), part, NULL, err);
        if (status == HD_OK)
            loaded(c)->have |= part;
    }
    return status;
}

hd_status hd_corpus_need_column(const hd_corpus *c, const hd_field *field, hd_err *err)
{
    if (field->kind == HD_TEXT)
        return load_text(c, field, err);
    return hd_corpus_need(c, HD_PART_UNIT(field->unit), err);
}

hd_status hd_corpus_text(const hd_corpus *c, const hd_field *field, size_t i, hd_buf *out,
                         hd_state *state, hd_err *err)
{
    const hd_column *col = hd_corpus_column_later(c, field);

    if (!col->codes) {
        hd_status status = hd_corpus_need(c, HD_PART_IDS(field->unit), err);
        return status == HD_OK ? c->loader.text(c->loader.ctx, c, field, i, out, state, err)
                               : status;
    }
    *state = hd_column_state(col, i);
    if (*state == HD_VALUE)
        hd_buf_adds(out, col->labels[hd_column_code(col, i)]);
    return HD_OK;
}

static void expect(const hd_corpus *c, unsigned part)
{
    if (!(c->have & part))
        hd_fault("corpus: part %u was not asked for", part);
}

/* ---- reading ---- */

const hd_column *hd_corpus_column_later(const hd_corpus *c, const hd_field *field)
{
    return &c->columns[field->unit][field->index];
}

const hd_column *hd_corpus_column(const hd_corpus *c, const hd_field *field)
{
    const hd_column *col = hd_corpus_column_later(c, field);

    if (!col->codes)
        hd_fault("corpus: the column of a %s's %s was not asked for", hd_unit_name(field->unit),
                 field->key);
    return col;
}

const char *hd_corpus_id(const hd_corpus *c, hd_unit unit, size_t i)
{
    expect(c, HD_PART_IDS(unit));
    return c->ids[unit][i];
}

const char *const *hd_corpus_ids(const hd_corpus *c, hd_unit unit)
{
    expect(c, HD_PART_IDS(unit));
    return c->ids[unit];
}

uint32_t hd_corpus_find(const hd_corpus *c, hd_unit unit, const char *id)
{
    const char **ids = c->ids[unit];
    size_t low = 0, high = c->n[unit];

    expect(c, HD_PART_IDS(unit));
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
    expect(c, HD_PART_UNIT(unit));
    return c->review_of[unit];
}

const hd_lists *hd_corpus_of_review(const hd_corpus *c, hd_unit unit)
{
    expect(c, HD_PART_UNIT(unit));
    return &c->of_review[unit];
}

const hd_bits *hd_corpus_coded(const hd_corpus *c)
{
    return &c->coded;
}

const hd_codings *hd_corpus_codings(const hd_corpus *c)
{
    expect(c, HD_PART_UNIT(HD_FINDING));
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
