#include "query/index.h"

#include "base/alloc.h"
#include "query/index_impl.h"
#include "query/work.h"

#include <string.h>

/* A column of one unit's codes, made for another unit; or for an id or `coded`, which have none. */
typedef struct kept_column {
    hd_unit unit;
    hd_name_kind kind;
    hd_unit owner;
    const hd_column *source; /* NULL: id, coded */
    hd_column *column;
} kept_column;

typedef struct kept_groups {
    hd_unit unit;
    hd_name names[INDEX_MAX_PAIRED];
    size_t n_names; /* several: they pair */
    bool values_only;
    hd_bit_columns *groups;
} kept_groups;

typedef struct hd_index {
    hd_bits *sets[HD_N_UNITS]; /* HD_INDEX_N_SETS of them, NULL: not made */
    size_t n_in_set[HD_N_UNITS][HD_INDEX_N_SETS];
    hd_bit_columns *themes[HD_N_UNITS];
    hd_theme_rows *rows[HD_N_UNITS];
    hd_bits without[HD_N_UNITS]; /* no words: not made */
    kept_column *columns;
    size_t n_columns, cap_columns;
    kept_groups *groups;
    size_t n_groups, cap_groups;
    index_groupings groupings;
    index_orders orders;
} hd_index;

static void *make_index(const hd_corpus *c)
{
    (void)c;
    return hd_calloc(1, sizeof(hd_index));
}

static void free_bit_columns(hd_bit_columns *m)
{
    if (m)
        hd_bit_columns_release(m);
    hd_free(m);
}

static void drop_index(void *what)
{
    hd_index *ix = what;

    for (size_t u = 0; u < HD_N_UNITS; u++) {
        for (size_t s = 0; ix->sets[u] && s < HD_INDEX_N_SETS; s++)
            hd_bits_release(&ix->sets[u][s]);
        hd_free(ix->sets[u]);
        free_bit_columns(ix->themes[u]);
        index_rows_free(ix->rows[u]);
        hd_bits_release(&ix->without[u]);
    }
    for (size_t i = 0; i < ix->n_columns; i++) {
        hd_free(ix->columns[i].column->codes);
        hd_free(ix->columns[i].column);
    }
    for (size_t i = 0; i < ix->n_groups; i++)
        free_bit_columns(ix->groups[i].groups);
    hd_free(ix->columns);
    hd_free(ix->groups);
    index_groupings_release(&ix->groupings);
    index_orders_release(&ix->orders);
    hd_free(ix);
}

static hd_index *index_of(const hd_corpus *c)
{
    return hd_corpus_keep(c, make_index, drop_index);
}

size_t hd_index_bytes(const hd_corpus *c)
{
    const hd_index *ix = index_of(c);
    size_t bytes = index_groupings_bytes(&ix->groupings) + index_orders_bytes(&ix->orders);

    for (size_t u = 0; u < HD_N_UNITS; u++) {
        if (ix->sets[u])
            bytes += HD_INDEX_N_SETS * hd_bits_words(c->n[u]) * sizeof(uint64_t);
        if (ix->themes[u])
            bytes += hd_bit_columns_bytes(ix->themes[u]);
        if (ix->rows[u])
            bytes += index_rows_bytes(ix->rows[u], ix->themes[u]);
        if (ix->without[u].words)
            bytes += hd_bits_words(c->n[HD_REVIEW]) * sizeof(uint64_t);
    }
    for (size_t i = 0; i < ix->n_columns; i++)
        bytes += ix->columns[i].column->n * ix->columns[i].column->width;
    for (size_t i = 0; i < ix->n_groups; i++)
        bytes += hd_bit_columns_bytes(ix->groups[i].groups);
    return bytes;
}

/* ---- lifting sets ---- */

typedef struct lifting {
    const uint64_t *reviews;
    const uint32_t *review_of;
    uint64_t *out;
} lifting;

static void lift_down_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const lifting *l = ctx;

    (void)part;
    for (size_t i = from; i < to; i += 64) {
        size_t len = to - i < 64 ? to - i : 64;
        uint64_t word = 0;
        for (size_t j = 0; j < len; j++) {
            uint32_t r = l->review_of[i + j];
            word |= ((l->reviews[r >> 6] >> (r & 63)) & 1) << j;
        }
        l->out[i / 64] |= word;
    }
}

static void lift_down(const hd_corpus *c, const hd_bits *reviews, hd_unit to, hd_bits *out)
{
    lifting l = {reviews->words, hd_corpus_review_of(c, to), out->words};

    hd_work_fill(c->n[to], lift_down_rows, &l);
}

/* Units of one review, and of the next ones, mostly follow each other: a word is written once for all of them. */
static void lift_up(const hd_corpus *c, hd_unit from, const hd_bits *set, hd_bits *out)
{
    const uint32_t *review_of = hd_corpus_review_of(c, from);
    uint64_t bits = 0;
    size_t at = 0;

    for (size_t w = 0, n = hd_bits_words(set->n); w < n; w++) {
        for (uint64_t word = set->words[w]; word; word &= word - 1) {
            uint32_t r = review_of[w * 64 + (size_t)__builtin_ctzll(word)];
            if (r / 64 != at) {
                out->words[at] |= bits;
                bits = 0;
                at = r / 64;
            }
            bits |= (uint64_t)1 << (r & 63);
        }
    }
    if (bits)
        out->words[at] |= bits;
}

const hd_bits *hd_index_without(const hd_corpus *c, hd_unit unit)
{
    hd_bits *without = &index_of(c)->without[unit];
    const uint32_t *start = hd_corpus_of_review(c, unit)->start;

    if (without->words)
        return without;
    hd_bits_init(without, c->n[HD_REVIEW]);
    for (size_t r = 0; r < c->n[HD_REVIEW]; r++) {
        if (start[r] == start[r + 1])
            hd_bits_set(without, r);
    }
    return without;
}

void hd_index_lift(const hd_corpus *c, hd_unit from, const hd_bits *set, hd_unit to, hd_bits *out)
{
    hd_bits reviews;

    if (from == to) {
        hd_bits_or(out, set);
    } else if (from == HD_REVIEW) {
        lift_down(c, set, to, out);
    } else if (to == HD_REVIEW) {
        lift_up(c, from, set, out);
    } else {
        hd_bits_init(&reviews, c->n[HD_REVIEW]);
        lift_up(c, from, set, &reviews);
        lift_down(c, &reviews, to, out);
        hd_bits_release(&reviews);
    }
}

/* ---- sets of all units ---- */

const hd_bits *hd_index_set_of(const hd_corpus *c, hd_unit unit, hd_index_set which)
{
    hd_index *ix = index_of(c);

    if (!ix->sets[unit]) {
        ix->sets[unit] = hd_calloc(HD_INDEX_N_SETS, sizeof *ix->sets[unit]);
        index_fill_sets(c, unit, ix->sets[unit]);
        for (size_t s = 0; s < HD_INDEX_N_SETS; s++)
            ix->n_in_set[unit][s] = hd_bits_count(&ix->sets[unit][s]);
    }
    return &ix->sets[unit][which];
}

size_t hd_index_count_of(const hd_corpus *c, hd_unit unit, hd_index_set which)
{
    hd_index_set_of(c, unit, which);
    return index_of(c)->n_in_set[unit][which];
}

/* ---- themes ---- */

typedef struct word_filling {
    hd_bit_columns *m;
    const uint64_t *from; /* words of reviews, or of labels */
    const uint32_t *review_of;
    const hd_codings *codings;
    const hd_bits *coded;
} word_filling;

/* The words of children from their review's. */
static void copy_words(void *ctx, size_t part, size_t from, size_t to)
{
    const word_filling *f = ctx;
    size_t n_words = f->m->n_words;

    (void)part;
    for (size_t i = from; i < to; i++) {
        for (size_t w = 0; w < n_words; w++)
            f->m->words[i * n_words + w] = f->from[f->review_of[i] * n_words + w];
    }
}

/* The words of findings from their own codings. */
static void gather_words(void *ctx, size_t part, size_t from, size_t to)
{
    const word_filling *f = ctx;
    const hd_codings *codings = f->codings;
    size_t n_words = f->m->n_words;

    (void)part;
    for (size_t i = from; i < to; i++) {
        uint32_t start = codings->start[i];
        uint32_t end = hd_bits_get(f->coded, i) ? codings->start[i + 1] : start;
        for (size_t w = 0; w < n_words; w++) {
            uint64_t word = 0;
            for (uint32_t k = start; k < end; k++)
                word |= f->from[codings->label_of[k] * n_words + w];
            f->m->words[i * n_words + w] = word;
        }
    }
}

static void fill_words(const hd_corpus *c, hd_unit unit, hd_bit_columns *m)
{
    word_filling f = {.m = m};
    uint64_t *of_label = NULL;

    if (unit == HD_CHILD) {
        f.from = hd_corpus_themes(c)->words;
        f.review_of = hd_corpus_review_of(c, HD_CHILD);
    } else {
        f.from = of_label = hd_theme_words_of_labels(c);
        f.codings = hd_corpus_codings(c);
        f.coded = hd_index_set_of(c, HD_FINDING, HD_INDEX_CODED);
    }
    hd_work_fill(m->n, unit == HD_CHILD ? copy_words : gather_words, &f);
    hd_free(of_label);
}

const hd_bit_columns *hd_index_theme_words(const hd_corpus *c, hd_unit unit)
{
    hd_index *ix = index_of(c);
    const hd_theme_words *themes = hd_corpus_themes(c);
    hd_bit_columns *m = ix->themes[unit];

    if (m)
        return m;
    ix->themes[unit] = m = hd_calloc(1, sizeof *m);
    hd_bit_columns_on(m, c->n[unit], themes->n_themes, themes->words);
    if (unit == HD_REVIEW)
        return m;
    m->borrowed = false;
    m->words = hd_alloc_lines_unset(m->n * m->n_words, sizeof *m->words);
    fill_words(c, unit, m);
    return m;
}

const hd_bit_columns *hd_index_theme_columns(const hd_corpus *c, hd_unit unit)
{
    hd_index_theme_words(c, unit);
    hd_bit_columns_need_columns(index_of(c)->themes[unit]);
    return index_of(c)->themes[unit];
}

const hd_theme_rows *hd_index_theme_rows(const hd_corpus *c, hd_unit unit)
{
    hd_index *ix = index_of(c);

    if (!ix->rows[unit])
        ix->rows[unit] = index_rows_new(hd_index_theme_columns(c, unit));
    return ix->rows[unit];
}

/* ---- one value a unit ---- */

bool hd_index_single(const hd_name *name, hd_unit unit)
{
    return name->kind != HD_NAME_THEME && hd_name_value_kind(name) != HD_MULTI &&
           (name->owner == unit || name->owner == HD_REVIEW);
}

/* The column of an id or of `coded` on the unit that owns it. */
static void fill_own(const hd_corpus *c, const hd_name *name, hd_column *col)
{
    bool coded = name->kind == HD_NAME_CODED;

    col->n = c->n[name->owner];
    col->n_values = coded ? 2 : col->n;
    col->width = coded ? 1 : 4;
    col->codes = hd_alloc_lines(col->n, col->width);
    for (size_t i = 0; i < col->n; i++) {
        if (coded)
            ((uint8_t *)col->codes)[i] = hd_bits_get(hd_corpus_coded(c), i);
        else
            ((uint32_t *)col->codes)[i] = (uint32_t)i;
    }
}

typedef struct column_filling {
    const hd_column *of;
    hd_column *column;
    const uint32_t *review_of;
} column_filling;

static void copy_codes(void *ctx, size_t part, size_t from, size_t to)
{
    const column_filling *f = ctx;
    const void *of = f->of->codes;
    void *codes = f->column->codes;

    (void)part;
    for (size_t i = from; i < to; i++) {
        if (f->of->width == 1)
            ((uint8_t *)codes)[i] = ((const uint8_t *)of)[f->review_of[i]];
        else if (f->of->width == 2)
            ((uint16_t *)codes)[i] = ((const uint16_t *)of)[f->review_of[i]];
        else
            ((uint32_t *)codes)[i] = ((const uint32_t *)of)[f->review_of[i]];
    }
}

/* A column of reviews on their children or findings. */
static void fill_lifted(const hd_corpus *c, hd_unit unit, const hd_column *of, hd_column *col)
{
    column_filling f = {of, col, hd_corpus_review_of(c, unit)};

    *col = *of;
    col->n = c->n[unit];
    col->codes = hd_alloc_lines_unset(col->n, col->width);
    hd_work_fill(col->n, copy_codes, &f);
}

const hd_column *hd_index_column(const hd_corpus *c, hd_unit unit, const hd_name *name)
{
    hd_index *ix = index_of(c);
    kept_column kept = {unit, name->column ? HD_NAME_FIELD : name->kind, name->owner, name->column,
                        NULL};

    if (name->owner == unit && name->column)
        return name->column;
    for (size_t i = 0; i < ix->n_columns; i++) {
        const kept_column *k = &ix->columns[i];
        if (k->unit == unit && k->kind == kept.kind && k->owner == kept.owner &&
            k->source == kept.source)
            return k->column;
    }
    kept.column = hd_calloc(1, sizeof *kept.column);
    if (name->owner == unit)
        fill_own(c, name, kept.column);
    else
        fill_lifted(c, unit, hd_index_column(c, name->owner, name), kept.column);
    HD_PUSH(ix->columns, ix->n_columns, ix->cap_columns, kept);
    return kept.column;
}

uint32_t *hd_index_group_of_place(const hd_corpus *c, const hd_name *name, const hd_column *col,
                                  size_t *n_values)
{
    uint32_t *groups = hd_calloc(col->n_values + HD_N_MISSING, sizeof *groups);

    *n_values = hd_name_n_codes(c, name);
    for (size_t v = 0; v < col->n_values; v++)
        groups[v] = name->kind == HD_NAME_BAND ? (uint32_t)hd_band_of(name->band, col->numbers[v])
                    : name->kind == HD_NAME_PERIOD
                        ? (uint32_t)hd_periods_place(name->periods, col->dates[v])
                        : (uint32_t)v;
    for (size_t k = 0; k < HD_N_MISSING; k++)
        groups[col->n_values + k] = (uint32_t)(*n_values + k);
    return groups;
}

const hd_band *hd_index_bins(const hd_corpus *c, const hd_column *col, const double *bounds,
                             size_t n, bool closed)
{
    return index_bins(&index_of(c)->groupings, col, bounds, n, closed);
}

const hd_periods *hd_index_periods(const hd_corpus *c, const hd_column *col, hd_period_kind kind)
{
    return index_periods(&index_of(c)->groupings, col, kind);
}

/* ---- several values a unit ---- */

/* The groups of the name on the unit `to`, the owner or its reviews; `review_of` NULL: the owner. */
static void set_groups(const hd_corpus *c, const hd_name *name, const uint32_t *review_of,
                       hd_bit_columns *m)
{
    const hd_column *col = hd_index_column(c, name->owner, name);
    const hd_lists *lists = hd_name_value_kind(name) == HD_MULTI ? &col->lists : NULL;
    size_t n_values;
    uint32_t *groups = hd_index_group_of_place(c, name, col, &n_values);

    for (size_t i = 0; i < col->n; i++) {
        uint32_t code = hd_column_code(col, i);
        size_t to = review_of ? review_of[i] : i;
        if (code >= HD_CODE_UNKNOWN) {
            hd_bit_columns_set(m, n_values + (code - HD_CODE_UNKNOWN), to);
        } else if (!lists) {
            hd_bit_columns_set(m, groups[code], to);
        } else {
            for (uint32_t k = lists->start[i]; k < lists->start[i + 1]; k++)
                hd_bit_columns_set(m, lists->items[k], to);
        }
    }
    hd_free(groups);
}

/* Reviews without any unit of the owner are not recorded. */
static void set_without_owner(const hd_corpus *c, hd_unit owner, hd_bit_columns *m)
{
    const uint32_t *start = hd_corpus_of_review(c, owner)->start;

    for (size_t r = 0; r < m->n; r++) {
        if (start[r] == start[r + 1])
            hd_bit_columns_set(m, m->n_columns - 1, r);
    }
}

static void fill_groups(const hd_corpus *c, hd_unit unit, const hd_name *name, hd_bit_columns *m)
{
    if (name->owner == unit) {
        set_groups(c, name, NULL, m);
    } else if (unit == HD_REVIEW) {
        set_groups(c, name, hd_corpus_review_of(c, name->owner), m);
        set_without_owner(c, name->owner, m);
    } else {
        const hd_bit_columns *reviews = hd_index_groups(c, HD_REVIEW, name);
        for (size_t k = 0; k < m->n_columns; k++) {
            hd_bits from = hd_bit_columns_get(reviews, k), to = hd_bit_columns_get(m, k);
            hd_index_lift(c, HD_REVIEW, &from, unit, &to);
        }
    }
}

bool index_same_name(const hd_name *a, const hd_name *b)
{
    return a->kind == b->kind && a->owner == b->owner && a->column == b->column &&
           a->band == b->band && a->periods == b->periods;
}

static bool same_groups(const kept_groups *a, const kept_groups *b)
{
    bool same = a->unit == b->unit && a->n_names == b->n_names && a->values_only == b->values_only;

    for (size_t i = 0; same && i < a->n_names; i++)
        same = index_same_name(&a->names[i], &b->names[i]);
    return same;
}

/* What is kept, or made now with n_columns; NULL if that is too much. */
static const hd_bit_columns *keep_groups(const hd_corpus *c, kept_groups wanted, size_t n_columns)
{
    hd_index *ix = index_of(c);
    hd_unit unit = wanted.unit;
    /* Lifted by way of the reviews, theirs are made too. */
    size_t units = c->n[unit] > c->n[HD_REVIEW] ? c->n[unit] : c->n[HD_REVIEW];

    for (size_t i = 0; i < ix->n_groups; i++) {
        if (same_groups(&ix->groups[i], &wanted))
            return ix->groups[i].groups;
    }
    if (n_columns > HD_INDEX_MAX_GROUPS || units / 8 * n_columns > HD_INDEX_MAX_BYTES)
        return NULL;
    wanted.groups = hd_calloc(1, sizeof *wanted.groups);
    hd_bit_columns_init(wanted.groups, c->n[unit], n_columns);
    if (wanted.n_names == 1)
        fill_groups(c, unit, &wanted.names[0], wanted.groups);
    else
        index_fill_paired(c, unit, wanted.names, wanted.n_names, wanted.values_only, wanted.groups);
    HD_PUSH(ix->groups, ix->n_groups, ix->cap_groups, wanted);
    return wanted.groups;
}

const hd_bit_columns *hd_index_groups(const hd_corpus *c, hd_unit unit, const hd_name *name)
{
    kept_groups wanted = {.unit = unit, .names = {*name}, .n_names = 1};

    return keep_groups(c, wanted, hd_name_n_codes(c, name) + HD_N_MISSING);
}

const hd_bit_columns *hd_index_paired(const hd_corpus *c, hd_unit unit, const hd_name *const *names,
                                      size_t n_names, bool values_only)
{
    kept_groups wanted = {.unit = unit, .n_names = n_names, .values_only = values_only};
    size_t n = 1;

    for (size_t i = 0; i < n_names; i++) {
        wanted.names[i] = *names[i];
        n *= hd_name_n_codes(c, names[i]) + HD_N_MISSING + 1;
        if (n > HD_INDEX_MAX_GROUPS + 1)
            return NULL;
    }
    return keep_groups(c, wanted, n - 1);
}

const hd_bit_columns *hd_index_with_words(const hd_bit_columns *m)
{
    /* The index owns it: a layout more changes nothing that its readers see. */
    hd_bit_columns_need_words((hd_bit_columns *)(uintptr_t)m);
    return m;
}

/* ---- in the order of keys ---- */

const hd_index_order *hd_index_order_find(const hd_corpus *c, const hd_index_order_of *of)
{
    return index_orders_find(&index_of(c)->orders, of);
}

const hd_index_order *hd_index_order_keep(const hd_corpus *c, const hd_index_order_of *of,
                                          hd_index_order order)
{
    return index_orders_keep(&index_of(c)->orders, of, order);
}
