/* cube_count_pairs.c -- two dimensions of sets: every set of the one within every set of the other.
 *
 * Of themes with themes those that few units have are counted by these units, whose words say all the themes they meet
 * (hd_index_theme_rows); only the others are met as bit sets, whose cost is the square of their number. */
#include "base/alloc.h"
#include "query/cube_counting.h"
#include "query/index.h"
#include "query/work.h"

#include <string.h>

/* Both dimensions are the codebook's themes, and the same ones. */
static bool same_themes(const cube_block *a, const cube_block *b)
{
    size_t stride_a = a->dims[0]->stride, stride_b = b->dims[0]->stride;

    if (!dim_is_own_themes(a->dims[0]) || !dim_is_own_themes(b->dims[0]))
        return false;
    for (size_t k = 0; k < a->columns->n_columns; k++) {
        if ((a->offset[k] == SIZE_MAX) != (b->offset[k] == SIZE_MAX) ||
            (a->offset[k] != SIZE_MAX && a->offset[k] / stride_a != b->offset[k] / stride_b))
            return false;
    }
    return true;
}

/* Counters of a part: with `same` pairs of common themes; else pairs of a and b, then each of a and of b alone. */
typedef struct pairs {
    const counting *g;
    cube_set_list a, b;
    bool same;                    /* themes with the same themes */
    const hd_bit_columns *themes; /* same: their words */
    const hd_theme_rows *rare;    /* same: the units of rare ones */
    size_t *place; /* same: number of each set of a among common ones, or among rare ones */
    const uint64_t **common;
    size_t *rare_sets; /* same: the sets of a that are rare */
    size_t n_common, n_rare;
    const uint64_t *filter; /* the units of one key; NULL: all there are */
    uint64_t *counts;       /* of each part */
    uint32_t *bits;         /* same: of each rare theme, by theme bit */
    size_t n;               /* of a part */
} pairs;

static bool is_rare(const pairs *p, size_t i)
{
    return p->rare->rare[p->a.column[i]];
}

static void sort_themes(pairs *p, hd_unit unit)
{
    const hd_corpus *c = p->g->cube->c;

    p->themes = hd_index_theme_columns(c, unit);
    p->rare = hd_index_theme_rows(c, unit);
    p->place = hd_calloc(p->a.n, sizeof *p->place);
    p->common = hd_calloc(p->a.n, sizeof *p->common);
    p->rare_sets = hd_calloc(p->a.n, sizeof *p->rare_sets);
    for (size_t i = 0; i < p->a.n; i++) {
        if (is_rare(p, i)) {
            p->place[i] = p->n_rare;
            p->rare_sets[p->n_rare++] = i;
        } else {
            p->place[i] = p->n_common;
            p->common[p->n_common++] = p->a.words[i];
        }
    }
    p->n = p->n_common * p->n_common;
}

/* The counters of a rare theme. */
static uint32_t *bits_of(const pairs *p, size_t i)
{
    return p->bits + p->place[i] * p->themes->n_words * 64;
}

static uint64_t same_count(const pairs *p, size_t i, size_t j)
{
    if (is_rare(p, i))
        return bits_of(p, i)[p->a.column[j]];
    if (is_rare(p, j))
        return bits_of(p, j)[p->a.column[i]];
    return p->counts[p->place[i] * p->n_common + p->place[j]];
}

static void count_rare(void *ctx, size_t item)
{
    const pairs *p = ctx;
    const hd_kernels *k = hd_kernels_get();
    size_t set = p->rare_sets[item], from = p->rare->start[p->a.column[set]],
           n = p->rare->start[p->a.column[set] + 1] - from;

    for (size_t w = 0; w < p->themes->n_words; w++) {
        const uint64_t *words = p->rare->words + w * p->rare->n + from;
        uint32_t *bits = bits_of(p, set) + w * 64;
        if (p->filter)
            k->row_counts(words, p->rare->rows + from, n, p->filter, bits);
        else
            k->word_counts(words, n, bits);
    }
}

static void count_pair_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const pairs *p = ctx;
    const cube_set_list *a = &p->a, *b = &p->b;
    const hd_kernels *k = hd_kernels_get();
    uint64_t *counts = p->counts + part * p->n, *alone = counts + a->n * b->n;

    if (p->same) {
        k->pairs(p->common, p->n_common, p->filter, from, to, counts);
        return;
    }
    k->cross(a->words, a->n, b->words, b->n, p->filter, from, to, counts);
    k->and_counts(p->filter, a->words, a->n, from, to, alone);
    k->and_counts(p->filter, b->words, b->n, from, to, alone + a->n);
}

/* With the same themes in both dimensions a unit in a special set is in nothing else. */
static void add_special_pairs(const pairs *p, uint64_t *to)
{
    const cube_block *a = &p->g->cube->plan.blocks[0], *b = &p->g->cube->plan.blocks[1];

    for (size_t i = 0; i < a->n_special; i++) {
        uint64_t n = hd_kernels_get()->count(a->special[i].set->words, p->filter, HD_KERNEL_AND, 0,
                                             p->g->cube->in.n);
        to[a->special[i].offset + b->special[i].offset] += n;
        to[a->special[i].offset + b->all] += n;
        to[a->all + b->special[i].offset] += n;
    }
}

/* Counts of pairs, and of each set of a and of b alone, to the cells of a key. */
static void add_pairs(const pairs *p, uint64_t *to)
{
    const cube_plan *plan = &p->g->cube->plan;
    const cube_set_list *a = &p->a, *b = &p->b;
    size_t all_a = plan->blocks[0].all, all_b = plan->blocks[1].all, n = a->n * b->n;

    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n; j++)
            to[a->offset[i] + b->offset[j]] +=
                p->same ? same_count(p, i, j) : p->counts[i * b->n + j];
    }
    for (size_t i = 0; i < a->n; i++)
        to[a->offset[i] + all_b] += p->same ? same_count(p, i, i) : p->counts[n + i];
    for (size_t j = 0; j < b->n; j++)
        to[all_a + b->offset[j]] += p->same ? same_count(p, j, j) : p->counts[n + a->n + j];
    if (p->same)
        add_special_pairs(p, to);
}

/* The pairs of one key. */
static hd_status count_key(pairs *p, size_t key, hd_err *err)
{
    size_t parts = cube_parts_with(p->g, p->n * sizeof *p->counts);

    p->counts = hd_calloc(parts * p->n, sizeof *p->counts);
    hd_status st = hd_work_rows(p->g->cube->in.n, parts, count_pair_rows, p, err);
    cube_add_parts(p->counts, p->n, parts);
    if (p->same && st == HD_OK) {
        p->bits = hd_calloc(p->n_rare * p->themes->n_words * 64 + 1, sizeof *p->bits);
        st = hd_work_items(p->rare->n, p->n_rare, count_rare, p, err);
    }
    if (st == HD_OK)
        add_pairs(p, p->g->cube->counts + p->g->keys.cell[key]);
    hd_free(p->counts);
    hd_free(p->bits);
    p->bits = NULL;
    return st;
}

/* The units counted that have a key. */
typedef struct with_key {
    const counting *g;
    uint32_t key;
    uint64_t *out;
} with_key;

static void find_key(void *ctx, size_t part, size_t from, size_t to)
{
    const with_key *w = ctx;
    const hd_kernels *k = hd_kernels_get();

    (void)part;
    k->in_range(w->out, w->g->keys.codes, w->key, w->key, from, to);
    k->combine(w->out, w->out, w->g->cube->in.words, HD_KERNEL_AND, from, to);
}

hd_status cube_count_pairs(const counting *g, hd_err *err)
{
    const hd_bits *in = &g->cube->in;
    const cube_block *blocks = g->cube->plan.blocks;
    pairs p = {.g = g, .filter = cube_filter(g->cube), .same = same_themes(&blocks[0], &blocks[1])};
    hd_status st = HD_OK;
    hd_bits one = {NULL, 0};

    cube_list_sets(g->cube, &blocks[0], !p.same, &p.a);
    cube_list_sets(g->cube, &blocks[1], !p.same, &p.b);
    p.n = p.a.n * p.b.n + p.a.n + p.b.n;
    if (p.same)
        sort_themes(&p, g->cube->unit);
    if (g->keys.n > 1)
        hd_bits_init(&one, in->n);
    for (size_t key = 0; key < g->keys.n && st == HD_OK; key++) {
        with_key w = {g, (uint32_t)key, one.words};
        if (g->totals[key] == 0)
            continue;
        if (g->keys.n > 1) {
            hd_work_fill_quick(in->n, find_key, &w);
            p.filter = one.words;
        }
        st = count_key(&p, key, err);
    }
    hd_bits_release(&one);
    hd_free(p.place);
    hd_free(p.common);
    hd_free(p.rare_sets);
    cube_release_sets(&p.a);
    cube_release_sets(&p.b);
    return st;
}
