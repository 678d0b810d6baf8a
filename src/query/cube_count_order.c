/* cube_count_order.c -- one dimension of sets by keys, all units: their words are kept in the order of the keys, where the
 * words of a key follow each other and are added up without a counter being stored for each. */
#include "base/alloc.h"
#include "query/cube_counting.h"
#include "query/work.h"

#include <string.h>

/* ---- making one: the units of every part and key are counted, then each goes to its place ---- */

typedef struct sorting {
    const counting *g;
    const hd_bit_columns *m;
    const uint64_t *filter;
    size_t *place; /* of each part: how many units of a key, then where its next one goes */
    hd_index_order order;
    bool placing;
} sorting;

/* The keys of a block, as wide as can be: the loops over them are the same for all. */
static void widen(hd_codes codes, size_t n, uint32_t *keys)
{
    const uint8_t *one = codes.at;
    const uint16_t *two = codes.at;

    if (codes.width == 1)
        for (size_t i = 0; i < n; i++)
            keys[i] = one[i];
    else if (codes.width == 2)
        for (size_t i = 0; i < n; i++)
            keys[i] = two[i];
    else
        memcpy(keys, codes.at, n * sizeof *keys);
}

static bool is_in(const uint64_t *filter, size_t i)
{
    return !filter || (filter[i / 64] >> i % 64 & 1);
}

static void count_block(const uint32_t *keys, const uint64_t *filter, size_t n, size_t *place)
{
    for (size_t i = 0; i < n; i++)
        if (is_in(filter, i))
            place[keys[i]]++;
}

static void place_block(const hd_index_order *o, const uint64_t *words, const uint32_t *keys,
                        const uint64_t *filter, size_t n, size_t *place)
{
    const size_t n_words = o->n_words, stride = o->stride;
    uint64_t *out = o->words;

    for (size_t i = 0; i < n; i++) {
        if (!is_in(filter, i))
            continue;
        size_t to = place[keys[i]]++;
        for (size_t w = 0; w < n_words; w++)
            out[w * stride + to] = words[i * n_words + w];
    }
}

static void sort_rows(void *ctx, size_t part, size_t from, size_t to)
{
    const sorting *s = ctx;
    size_t *place = s->place + part * s->g->keys.n;
    uint32_t room[CUBE_KEYS_BLOCK], keys[CUBE_KEYS_BLOCK];

    for (size_t n; from < to; from += n) {
        n = to - from < CUBE_KEYS_BLOCK ? to - from : CUBE_KEYS_BLOCK;
        const uint64_t *filter = s->filter ? s->filter + from / 64 : NULL;
        widen(cube_keys_block(&s->g->keys, from, n, room), n, keys);
        if (s->placing)
            place_block(&s->order, s->m->words + from * s->m->n_words, keys, filter, n, place);
        else
            count_block(keys, filter, n, place);
    }
}

/* From how many to where: units of one key stand in their own order, whatever the parts. */
static void set_places(sorting *s, size_t parts)
{
    size_t at = 0, n_keys = s->g->keys.n;

    for (size_t key = 0; key < n_keys; key++) {
        s->order.start[key] = at;
        for (size_t part = 0; part < parts; part++) {
            size_t n = s->place[part * n_keys + key];
            s->place[part * n_keys + key] = at;
            at += n;
        }
    }
    s->order.start[n_keys] = at;
}

/* What special groups of themes are made of. */
static void count_sets(const counting *g, hd_index_order *order)
{
    const hd_cube *cube = g->cube;

    for (size_t s = HD_INDEX_UNRESOLVED; s < HD_INDEX_N_SETS; s++) {
        order->in_set[s] = hd_calloc(g->keys.n, sizeof *order->in_set[s]);
        cube_count_keys(&g->keys, hd_index_set_of(cube->c, cube->unit, (hd_index_set)s), &cube->in,
                        order->in_set[s]);
    }
}

static hd_status make_order(const counting *g, const hd_bit_columns *m, hd_index_order *out,
                            hd_err *err)
{
    size_t n = g->cube->in.n, parts = cube_parts_with(g, g->keys.n * sizeof(size_t));
    sorting s = {.g = g, .m = m, .filter = cube_filter(g->cube)};

    s.place = hd_calloc(parts * g->keys.n, sizeof *s.place);
    hd_index_order_init(&s.order, g->keys.n, g->cube->plan.kept, m->n_words);
    hd_status st = hd_work_shares(n, parts, sort_rows, &s, err);
    set_places(&s, parts);
    s.placing = true;
    if (st == HD_OK)
        st = hd_work_shares(n, parts, sort_rows, &s, err);
    hd_free(s.place);
    if (st == HD_OK && dim_is_theme(g->cube->plan.blocks[0].dims[0]))
        count_sets(g, &s.order);
    if (st == HD_OK)
        *out = s.order;
    else
        hd_index_order_release(&s.order);
    return st;
}

/* The one kept with the corpus, or a new one. */
static hd_status find_order(const counting *g, const hd_bit_columns *m, const hd_index_order **out,
                            hd_err *err)
{
    const hd_cube *cube = g->cube;
    hd_index_order_of of = {.of = m, .every = cube->plan.every, .n_names = cube->plan.n_singles};
    hd_index_order order;

    for (size_t i = 0; i < of.n_names; i++) {
        of.names[i] = cube->plan.singles[i].dim->name;
        of.n_groups[i] = cube->plan.singles[i].dim->n_groups;
    }
    *out = hd_index_order_find(cube->c, &of);
    if (*out)
        return HD_OK;
    hd_status st = make_order(g, m, &order, err);
    if (st == HD_OK)
        *out = hd_index_order_keep(cube->c, &of, order);
    return st;
}

/* ---- counting by one ---- */

typedef struct ordered {
    const hd_index_order *order;
    uint32_t *counts; /* of each part, as in hd_tally */
} ordered;

/* The last key that starts at or before a place. */
static size_t key_at(const hd_index_order *o, size_t place)
{
    size_t low = 0, high = o->n_keys;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (o->start[middle] <= place)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void count_range(void *ctx, size_t part, size_t from, size_t to)
{
    const ordered *o = ctx;
    const hd_index_order *order = o->order;
    size_t n_words = order->n_words;
    uint32_t *counts = o->counts + part * order->n_keys * n_words * 64;

    for (size_t key = key_at(order, from); from < to; key++) {
        size_t end = order->start[key + 1] < to ? order->start[key + 1] : to;
        for (size_t w = 0; w < n_words && end > from; w++)
            hd_kernels_get()->word_counts(order->words + w * order->stride + from, end - from,
                                          counts + (key * n_words + w) * 64);
        from = end;
    }
}

/* By key and column; *out is inited here. */
static hd_status count_words(const counting *g, const hd_index_order *order, hd_tally *out,
                             hd_err *err)
{
    size_t cells = g->keys.n * order->n_words * 64;
    size_t parts = cube_parts_with(g, cells * sizeof(uint32_t));
    ordered o = {order, hd_calloc(parts * cells, sizeof *o.counts)};

    hd_status st = hd_work_rows(g->cube->plan.kept, parts, count_range, &o, err);
    for (size_t part = 1; part < parts; part++) {
        for (size_t i = 0; i < cells; i++)
            o.counts[i] += o.counts[part * cells + i];
    }
    memset(out, 0, sizeof *out);
    out->n_groups = g->keys.n;
    out->n_words = order->n_words;
    out->counts = o.counts;
    out->totals = hd_calloc(g->keys.n, sizeof *out->totals);
    for (size_t key = 0; key < g->keys.n; key++)
        out->totals[key] = (uint32_t)(order->start[key + 1] - order->start[key]);
    return st;
}

static void count_special(const counting *g, const cube_block *block, const hd_index_order *order)
{
    const hd_cube *cube = g->cube;

    for (size_t i = 0; i < block->n_special; i++) {
        const hd_bits *set = block->special[i].set;
        const uint64_t *kept = NULL;
        for (size_t s = HD_INDEX_UNRESOLVED; s < HD_INDEX_N_SETS; s++) {
            if (set == hd_index_set_of(cube->c, cube->unit, (hd_index_set)s))
                kept = order->in_set[s];
        }
        if (kept)
            cube_add_counts(g, kept, block->special[i].offset);
        else
            cube_count_set(g, set, &cube->in, block->special[i].offset);
    }
}

hd_status cube_count_order(const counting *g, hd_err *err)
{
    const cube_block *block = &g->cube->plan.blocks[0];
    const hd_bit_columns *m = cube_block_words(g->cube, block);
    const hd_index_order *order;
    hd_tally t;
    hd_status st = find_order(g, m, &order, err);

    if (st != HD_OK)
        return st;
    st = count_words(g, order, &t, err);
    cube_add_tally(g, &t, m, block->offset, block->all, 0);
    count_special(g, block, order);
    hd_tally_release(&t);
    return st;
}
