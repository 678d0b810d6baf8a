/* dim_sets.c -- dimensions made of given sets. */
#include "base/alloc.h"
#include "query/dim.h"

#include <string.h>

static hd_status check_sizes(const hd_dim *spec, size_t n_units, hd_err *err)
{
    if (spec->n_sets < 1 || spec->n_sets > HD_DIM_MAX_SETS)
        return hd_fail(err, spec->n_sets < 1 ? HD_EDATA : HD_ELIMIT,
                       "'%s' is made of %zu sets: expected 1 to %d", spec->name, spec->n_sets,
                       HD_DIM_MAX_SETS);
    if (spec->n_sets > HD_DIM_MAX_SET_BYTES / (hd_bits_words(n_units) * 8 + 64))
        return hd_fail(err, HD_ELIMIT,
                       "'%s' is made of %zu sets over %zu units: at most %zu MiB are taken",
                       spec->name, spec->n_sets, n_units, HD_DIM_MAX_SET_BYTES / (1024 * 1024));
    return HD_OK;
}

/* The sets of a table have to be told apart by key and by what is printed. */
static hd_status check_names(const hd_dim *spec, hd_err *err)
{
    for (size_t i = 0; i < spec->n_sets; i++) {
        const hd_dim_set *a = &spec->sets[i];
        if (!*a->key || !*a->label)
            return hd_fail(err, HD_EDATA, "set %zu of '%s' has no name", i + 1, spec->name);
        if (strcmp(a->label, "All") == 0 || strcmp(a->key, "All") == 0)
            return hd_fail(err, HD_EDATA, "a set of '%s' cannot be called 'All': that is the total",
                           spec->name);
        for (size_t k = 0; k < i; k++) {
            const hd_dim_set *b = &spec->sets[k];
            if (strcmp(a->key, b->key) == 0 || strcmp(a->label, b->label) == 0)
                return hd_fail(err, HD_EDATA, "two sets of '%s' are called '%s'", spec->name,
                               strcmp(a->label, b->label) == 0 ? a->label : a->key);
        }
    }
    return HD_OK;
}

hd_status dim_open_sets(cube_dim *d, const hd_corpus *c, hd_unit unit, const hd_dim *spec,
                        hd_arena *arena, hd_err *err)
{
    hd_status st = hd_corpus_need(c, HD_PART_UNIT(unit) | HD_PART_UNIT(spec->owner), err);

    if (st == HD_OK && (spec->bins || spec->period != HD_PERIOD_NONE))
        st = hd_fail(err, HD_EDATA, "'%s' is made of sets: it cannot be given bins or a period",
                     spec->name);
    if (st == HD_OK && (spec->max_depth || spec->under))
        st = hd_fail(err, HD_EDATA, "depth and under are for themes, not for '%s'", spec->name);
    if (st == HD_OK)
        st = check_sizes(spec, c->n[spec->owner], err);
    if (st == HD_OK)
        st = check_names(spec, err);
    if (st != HD_OK)
        return st;
    d->name = (hd_name){.kind = HD_NAME_SETS, .owner = spec->owner};
    d->label = hd_arena_strdup(arena, spec->name);
    d->n_values = d->n_known = d->n_groups = spec->n_sets;
    d->groups = hd_arena_array(arena, d->n_groups, sizeof *d->groups);
    hd_bit_columns_init(&d->sets, c->n[spec->owner], spec->n_sets);
    for (size_t i = 0; i < spec->n_sets; i++) {
        const hd_dim_set *set = &spec->sets[i];
        hd_bits to = hd_bit_columns_get(&d->sets, i);
        d->groups[i] = (hd_group){HD_GROUP_VALUE, hd_arena_strdup(arena, set->key),
                                  hd_arena_strdup(arena, set->label), HD_NONE, true};
        hd_bits_or(&to, set->bits);
    }
    return HD_OK;
}

void dim_list_sets(cube_dim *d, const hd_corpus *c)
{
    size_t n_units = c->n[d->name.owner], n = 0, cap = 0;

    d->level = d->name.owner;
    d->lists.start = hd_calloc(n_units + 1, sizeof *d->lists.start);
    for (size_t i = 0; i < n_units; i++) {
        for (size_t k = 0; k < d->n_groups; k++) {
            hd_bits set = hd_bit_columns_get(&d->sets, k);
            if (hd_bits_get(&set, i))
                HD_PUSH(d->lists.items, n, cap, (uint32_t)k);
        }
        d->lists.start[i + 1] = (uint32_t)n;
    }
}
