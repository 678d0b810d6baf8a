#include "query/cube.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "query/codes.h"
#include "query/cube_plan.h"
#include "query/index.h"
#include "query/select.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a cube is asked for ---- */

static size_t n_theme_dims(const hd_cube *cube)
{
    size_t n = 0;

    for (size_t d = 0; d < cube->n_dims; d++)
        n += dim_is_theme(&cube->dims[d]);
    return n;
}

static hd_status check_mentions(const hd_cube *cube, hd_err *err)
{
    if (cube->unit == HD_CHILD)
        return hd_fail(err, HD_EDATA,
                       "mentions are codings of findings: count them for reviews or findings, "
                       "not for children");
    if (n_theme_dims(cube) > 1)
        return hd_fail(err, HD_EDATA,
                       "mentions are counted in one theme dimension: a coding has one theme, so "
                       "use base = 'coded' for theme by theme");
    return HD_OK;
}

/* Strides, All last in each dimension. */
static hd_status lay_out(hd_cube *cube, hd_err *err)
{
    hd_buf sizes = HD_BUF_INIT;
    hd_status st = HD_OK;

    cube->n_cells = 1;
    for (size_t d = cube->n_dims; d-- > 0;) {
        size_t n = cube->dims[d].n_groups + 1;
        cube->dims[d].stride = cube->n_cells;
        if (n > HD_CUBE_MAX_CELLS / cube->n_cells)
            st = HD_ELIMIT;
        else
            cube->n_cells *= n;
    }
    for (size_t d = 0; st != HD_OK && d < cube->n_dims; d++)
        hd_buf_printf(&sizes, "%s%s %zu", d > 0 ? " x " : "", cube->dims[d].label,
                      cube->dims[d].n_groups);
    if (st != HD_OK)
        hd_fail(err, HD_ELIMIT, "table too large: %s groups; at most %zu cells are counted",
                hd_buf_str(&sizes), HD_CUBE_MAX_CELLS);
    hd_buf_release(&sizes);
    return st;
}

/* Walking themes looks at the codings of findings; the other ways count reviews by their words. */
static hd_status need_codings(const hd_cube *cube, hd_err *err)
{
    bool wanted =
        cube->base == HD_BASE_MENTIONS ? !cube_counts_reviews(cube) : n_theme_dims(cube) > 0;

    return wanted ? hd_corpus_need(cube->c, HD_PART_UNIT(HD_FINDING), err) : HD_OK;
}

/* Of several theme dimensions the first pairs with fields of findings on one finding. */
static void make_lists(hd_cube *cube)
{
    bool finding_fields = false, first = true;

    for (size_t d = 0; d < cube->n_dims; d++)
        finding_fields |= !dim_is_theme(&cube->dims[d]) && cube->dims[d].name.owner == HD_FINDING;
    for (size_t d = 0; d < cube->n_dims; d++) {
        cube_dim *one = &cube->dims[d];
        if (dim_is_sets(one)) {
            dim_list_sets(one, cube->c);
        } else if (!dim_is_theme(one)) {
            dim_list_field(one, cube->c, cube->drop_missing);
        } else if (cube->base != HD_BASE_MENTIONS) {
            bool paired = first && finding_fields && cube->unit != HD_FINDING;
            dim_list_themes(one, cube->c, cube->unit == HD_FINDING ? HD_FINDING : HD_REVIEW,
                            paired);
            first = false;
        }
    }
}

/* ---- which units are counted ---- */

/* Leave in *bits, whose words belong to `owner`, what is in the other set too. */
static void narrow(hd_bits *bits, const hd_bits *owner, const hd_bits *to)
{
    if (bits->words == owner->words)
        hd_bits_copy(bits, owner);
    hd_bits_and(bits, to);
}

static void narrow_to(hd_cube *cube, hd_index_set which)
{
    if (hd_index_count_of(cube->c, cube->unit, which) < cube->set.n)
        narrow(&cube->in_base, &cube->set, hd_index_set_of(cube->c, cube->unit, which));
}

static void find_base(hd_cube *cube)
{
    cube->in_base = cube->set;
    if (cube->base != HD_BASE_ALL)
        narrow_to(cube, HD_INDEX_CODED);
    if (cube->base == HD_BASE_ANY_THEME)
        narrow_to(cube, HD_INDEX_LABELLED);
}

/* Units counted that have a value in the dimension. */
static void units_with_value(const hd_cube *cube, const cube_dim *d, hd_bits *out)
{
    const hd_corpus *c = cube->c;
    hd_bits owners;

    if (!d->name.column) { /* an id or `coded`: always a value */
        hd_bits_init(&owners, c->n[d->name.owner]);
        hd_bits_fill(&owners);
    } else {
        hd_column col = *d->name.column;
        if (col.field->kind == HD_MULTI)
            col.n_values = 1; /* the code says only that there is a list */
        bool *pass = hd_calloc(col.n_values + HD_N_MISSING, sizeof *pass);
        memset(pass, true, col.n_values);
        for (size_t v = 0; d->name.kind == HD_NAME_PERIOD && v < col.n_values; v++)
            pass[v] = hd_periods_place(d->name.periods, col.dates[v]) < d->n_known;
        hd_codes_select(&col, pass, &owners);
        hd_free(pass);
    }
    hd_select_convert(c, d->name.owner, &owners, cube->unit, out);
    hd_bits_release(&owners);
}

static void find_units(hd_cube *cube)
{
    find_base(cube);
    cube->in = cube->in_base;
    for (size_t d = 0; d < cube->n_dims && cube->drop_missing; d++) {
        if (dim_is_theme(&cube->dims[d]) || dim_is_sets(&cube->dims[d]))
            continue;
        units_with_value(cube, &cube->dims[d], &cube->has_value[d]);
        narrow(&cube->in, &cube->in_base, &cube->has_value[d]);
    }
}

/* ---- making ---- */

static hd_status open_cube(hd_cube *cube, const hd_cube_spec *spec, hd_err *err)
{
    for (size_t d = 0; d < spec->n_dims; d++) {
        hd_status st =
            dim_open(&cube->dims[d], cube->c, cube->unit, &spec->dims[d], &cube->arena, err);
        if (st != HD_OK)
            return st;
        cube->n_dims++;
    }
    if (cube->base == HD_BASE_AUTO)
        cube->base = n_theme_dims(cube) > 0 ? HD_BASE_CODED : HD_BASE_ALL;
    if (cube->base == HD_BASE_MENTIONS) {
        hd_status st = check_mentions(cube, err);
        if (st != HD_OK)
            return st;
    }
    return lay_out(cube, err);
}

/* Periods from the first to the last with cases keep their place. */
static void declare_periods(hd_cube *cube)
{
    size_t all = cube->n_cells - 1;

    for (size_t k = 0; k < cube->n_dims; k++) {
        const cube_dim *d = &cube->dims[k];
        size_t first = 0, end = d->n_known;
        const uint64_t *margin = cube->counts + (all - d->n_groups * d->stride);
        if (d->name.kind != HD_NAME_PERIOD)
            continue;
        while (first < end && margin[first * d->stride] == 0)
            first++;
        while (end > first && margin[(end - 1) * d->stride] == 0)
            end--;
        for (size_t g = first; g < end; g++)
            d->groups[g].declared = true;
    }
}

hd_status hd_cube_new(const hd_corpus *c, const hd_bits *set, const hd_cube_spec *spec,
                      hd_cube **out, hd_err *err)
{
    if (spec->n_dims > HD_CUBE_MAX_DIMS)
        return hd_fail(err, HD_EDATA, "a table has at most %d dimensions, not %zu",
                       HD_CUBE_MAX_DIMS, spec->n_dims);
    hd_cube *cube = hd_calloc(1, sizeof *cube);
    cube->c = c;
    cube->unit = spec->unit;
    cube->base = spec->base;
    cube->drop_missing = spec->drop_missing;
    hd_arena_init(&cube->arena);
    cube->set = *set;
    hd_status st = open_cube(cube, spec, err);
    if (st == HD_OK) {
        find_units(cube);
        cube_plan_make(cube, spec->way);
        if (cube->plan.way == HD_WAY_WALK) {
            st = need_codings(cube, err);
            if (st == HD_OK)
                make_lists(cube);
        }
        cube->counts = hd_calloc(cube->n_cells, sizeof *cube->counts);
        if (st == HD_OK)
            st = cube_count(cube, err);
        declare_periods(cube);
    }
    if (st != HD_OK) {
        hd_cube_free(cube);
        return st;
    }
    *out = cube;
    return HD_OK;
}

void hd_cube_free(hd_cube *cube)
{
    if (!cube)
        return;
    for (size_t d = 0; d < cube->n_dims; d++) {
        dim_close(&cube->dims[d]);
        hd_bits_release(&cube->has_value[d]);
    }
    cube_plan_release(&cube->plan);
    if (cube->in.words != cube->in_base.words)
        hd_bits_release(&cube->in);
    if (cube->in_base.words != cube->set.words)
        hd_bits_release(&cube->in_base);
    hd_free(cube->counts);
    hd_arena_release(&cube->arena);
    hd_free(cube);
}

static size_t bits_bytes(const hd_bits *b)
{
    return b->words ? hd_bits_words(b->n) * sizeof *b->words : 0;
}

size_t hd_cube_bytes(const hd_cube *cube)
{
    size_t bytes = sizeof *cube + cube->arena.used_bytes + cube->n_cells * sizeof *cube->counts;

    bytes += cube->in_base.words != cube->set.words ? bits_bytes(&cube->in_base) : 0;
    bytes += cube->in.words != cube->in_base.words ? bits_bytes(&cube->in) : 0;
    for (size_t d = 0; d < cube->n_dims; d++) {
        const hd_lists *lists = &cube->dims[d].lists;
        size_t n = cube->c->n[cube->dims[d].level];
        bytes += bits_bytes(&cube->has_value[d]);
        bytes += bits_bytes(&cube->plan.blocks[d].other);
        bytes += hd_bit_columns_bytes(&cube->plan.blocks[d].lifted);
        bytes += hd_bit_columns_bytes(&cube->dims[d].sets);
        if (cube->dims[d].mapped.start) {
            size_t themes = hd_codebook_n_themes(cube->c->codebook);
            bytes += (themes + 1 + cube->dims[d].mapped.start[themes]) * sizeof(uint32_t);
        }
        if (lists->start)
            bytes += (n + 1 + lists->start[n]) * sizeof *lists->items;
    }
    return bytes;
}

/* ---- reading ---- */

size_t hd_cube_n_groups(const hd_cube *cube, size_t dim)
{
    return cube->dims[dim].n_groups;
}

hd_group hd_cube_group(const hd_cube *cube, size_t dim, size_t group)
{
    if (group == cube->dims[dim].n_groups)
        return (hd_group){HD_GROUP_ALL, "All", "All", HD_NONE, true};
    return cube->dims[dim].groups[group];
}

const char *hd_cube_dim_label(const hd_cube *cube, size_t dim)
{
    return cube->dims[dim].label;
}

bool hd_cube_dim_is_theme(const hd_cube *cube, size_t dim)
{
    return dim_is_theme(&cube->dims[dim]);
}

hd_unit hd_cube_dim_owner(const hd_cube *cube, size_t dim)
{
    return cube->dims[dim].name.owner;
}

static size_t cell_of(const hd_cube *cube, const size_t *groups)
{
    size_t cell = 0;

    for (size_t d = 0; d < cube->n_dims; d++) {
        if (groups[d] > cube->dims[d].n_groups)
            hd_fault("cube: no group %zu in dimension %zu", groups[d], d);
        cell += groups[d] * cube->dims[d].stride;
    }
    return cell;
}

uint64_t hd_cube_count(const hd_cube *cube, const size_t *groups)
{
    return cube->counts[cell_of(cube, groups)];
}

hd_status hd_cube_members(const hd_cube *cube, const size_t *groups, hd_bits *out, hd_err *err)
{
    /* Finding members changes nothing in the cube. */
    hd_cube *walked = (hd_cube *)(uintptr_t)cube;

    if (cube->plan.parts) {
        cell_of(cube, groups);
        cube_plan_members(cube, groups, out);
        return HD_OK;
    }
    hd_bits_init(out, cube->c->n[cube->unit]);
    hd_status st = cube_walk(walked, cell_of(cube, groups), out, err);
    if (st != HD_OK)
        hd_bits_release(out);
    return st;
}

void hd_cube_left_out(const hd_cube *cube, hd_left_out why, size_t dim, hd_bits *out)
{
    bool coded_only = cube->base != HD_BASE_ALL;
    const hd_bits *coded = hd_index_set_of(cube->c, cube->unit, HD_INDEX_CODED);

    hd_bits_init(out, cube->set.n);
    if (why == HD_LEFT_NOT_CODED && coded_only) {
        hd_bits_or(out, &cube->set);
        hd_bits_andnot(out, coded);
    } else if (why == HD_LEFT_NO_THEME && cube->base == HD_BASE_ANY_THEME) {
        hd_bits_or(out, &cube->set);
        hd_bits_and(out, coded);
        hd_bits_andnot(out, &cube->in_base);
    } else if (why == HD_LEFT_MISSING && dim < cube->n_dims && cube->has_value[dim].words) {
        hd_bits_or(out, &cube->in_base);
        hd_bits_andnot(out, &cube->has_value[dim]);
    }
}

/* ---- names of groups ---- */

static uint32_t find_number(const cube_dim *d, const char *name)
{
    char *stop;
    double x = strtod(name, &stop);

    for (size_t g = 0; *name && !*stop && g < d->n_values; g++) {
        if (d->numbers[g] == x)
            return (uint32_t)g;
    }
    return HD_NONE;
}

static uint32_t find_theme(const hd_cube *cube, const cube_dim *d, const char *name)
{
    uint32_t theme = hd_codebook_resolve(cube->c->codebook, name);

    return theme == HD_NONE ? HD_NONE : d->theme_group[theme];
}

uint32_t hd_cube_find(const hd_cube *cube, size_t dim, const char *name, const char **nearest)
{
    const cube_dim *d = &cube->dims[dim];
    uint32_t found = HD_NONE;

    if (nearest)
        *nearest = NULL;
    for (size_t g = 0; g < d->n_groups; g++) { /* a label may be another group's key */
        if (strcmp(d->groups[g].key, name) == 0)
            return (uint32_t)g;
    }
    for (size_t g = 0; g < d->n_groups; g++) {
        if (strcmp(d->groups[g].label, name) == 0)
            return (uint32_t)g;
    }
    if (d->numbers)
        found = find_number(d, name);
    else if (dim_is_own_themes(d))
        found = find_theme(cube, d, name);
    if (found == HD_NONE && strcmp(name, "All") == 0)
        found = (uint32_t)d->n_groups;
    if (found != HD_NONE || !nearest)
        return found;
    const char **names = hd_calloc(2 * d->n_groups + 1, sizeof *names);
    for (size_t g = 0; g < d->n_groups; g++) {
        names[2 * g] = d->groups[g].label;
        names[2 * g + 1] = d->groups[g].key;
    }
    names[2 * d->n_groups] = "All";
    *nearest = hd_utf8_nearest(name, names, 2 * d->n_groups + 1);
    hd_free(names);
    return HD_NONE;
}
