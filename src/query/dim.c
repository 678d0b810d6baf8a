#include "query/dim.h"

#include "base/alloc.h"
#include "base/err.h"
#include "query/index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void set_group(cube_dim *d, size_t at, hd_group_kind kind, const char *key,
                      const char *label)
{
    d->groups[at] = (hd_group){kind, key, label, HD_NONE, false};
}

/* ---- fields ---- */

static void open_groups(cube_dim *d, size_t n_values, size_t n_more, hd_arena *arena)
{
    d->n_values = d->n_known = n_values;
    d->n_groups = n_values + n_more;
    d->groups = hd_arena_array(arena, d->n_groups, sizeof *d->groups);
}

static void add_states(cube_dim *d)
{
    static const hd_state states[DIM_N_STATES] = {HD_UNKNOWN, HD_NOT_APPLICABLE, HD_NOT_RECORDED};

    for (size_t i = 0; i < DIM_N_STATES; i++) {
        const char *name = hd_state_name(states[i]);
        set_group(d, dim_state_group(d->n_values, states[i]), HD_GROUP_MISSING, name, name);
    }
}

static void open_numbers(cube_dim *d, hd_arena *arena)
{
    const hd_column *col = d->name.column;

    open_groups(d, col->n_values, DIM_N_STATES, arena);
    d->numbers = col->numbers;
    for (size_t i = 0; i < col->n_values; i++) {
        char text[32];
        hd_name_number(col->numbers[i], text);
        const char *key = hd_arena_strdup(arena, text);
        set_group(d, i, HD_GROUP_VALUE, key, key);
    }
}

static bool is_date(const cube_dim *d)
{
    return d->name.kind == HD_NAME_FIELD && d->name.column->field->kind == HD_DATE;
}

/* How many of the values, from the first, are declared and not merely present. */
static size_t n_declared(const cube_dim *d)
{
    if (d->name.kind == HD_NAME_ID || d->name.kind == HD_NAME_PERIOD || is_date(d))
        return 0;
    if (d->name.kind == HD_NAME_FIELD && d->name.column->field->kind != HD_FLAG)
        return d->name.column->field->n_values;
    return d->n_values;
}

static void open_codes(cube_dim *d, const hd_corpus *c, hd_arena *arena)
{
    bool flag = hd_name_value_kind(&d->name) == HD_FLAG;
    char room[64];

    open_groups(d, hd_name_n_codes(c, &d->name), DIM_N_STATES, arena);
    d->n_known = hd_name_n_known(c, &d->name);
    for (size_t i = 0; i < d->n_values; i++) {
        const char *label = hd_name_code_text(c, &d->name, i, room);
        if (label == room)
            label = hd_arena_strdup(arena, label);
        set_group(d, i, i < d->n_known ? HD_GROUP_VALUE : HD_GROUP_MISSING,
                  flag ? i == 0 ? "false" : "true" : label, label);
        d->groups[i].declared = i < n_declared(d);
    }
}

/* ---- themes ---- */

static hd_status open_themes(cube_dim *d, const hd_corpus *c, const hd_dim *spec, hd_arena *arena,
                             hd_err *err)
{
    static const char *const specials[DIM_N_SPECIALS] = {"(other themes)", "(unresolved)",
                                                         "(no theme)", "(not yet coded)"};
    const hd_codebook *cb = c->codebook;
    size_t n = hd_codebook_n_themes(cb), n_values = 0;
    uint32_t from = 0, end = (uint32_t)n;

    if (spec->under) {
        from = hd_codebook_resolve(cb, spec->under);
        if (from == HD_NONE) {
            const char *near = hd_codebook_nearest_theme(cb, spec->under);
            hd_fail(err, HD_EDATA, "unknown theme '%s'", spec->under);
            if (near)
                hd_err_add(err, " (did you mean '%s'?)", near);
            return HD_EDATA;
        }
        end = hd_codebook_theme(cb, from)->end;
    }
    d->theme_group = hd_arena_array(arena, n, sizeof *d->theme_group);
    for (uint32_t t = 0; t < n; t++) {
        const hd_theme *theme = hd_codebook_theme(cb, t);
        bool in = t >= from && t < end && theme->counted &&
                  (spec->max_depth == 0 || theme->depth <= spec->max_depth);
        d->theme_group[t] = in ? (uint32_t)n_values++ : HD_NONE;
    }
    open_groups(d, n_values, DIM_N_SPECIALS, arena);
    for (uint32_t t = 0; t < n; t++) {
        const hd_theme *theme = hd_codebook_theme(cb, t);
        if (d->theme_group[t] != HD_NONE)
            d->groups[d->theme_group[t]] =
                (hd_group){HD_GROUP_VALUE, theme->code, theme->label, t, true};
    }
    for (size_t i = 0; i < DIM_N_SPECIALS; i++)
        set_group(d, n_values + i, HD_GROUP_SPECIAL, specials[i], specials[i]);
    return HD_OK;
}

/* ---- any dimension ---- */

/* From a field to its bins or periods. */
static hd_status group_field(cube_dim *d, const hd_corpus *c, const hd_dim *spec, hd_err *err)
{
    const hd_field *field = d->name.kind == HD_NAME_FIELD ? d->name.column->field : NULL;
    const char *what = spec->bins ? "bins" : "a period";
    bool ascending = spec->n_bins >= 1 && spec->n_bins <= HD_MAX_BOUNDS;

    if (spec->bins && spec->period != HD_PERIOD_NONE)
        return hd_fail(err, HD_EDATA, "a dimension has bins or a period, not both");
    if (!field || field->kind != (spec->bins ? HD_NUMBER : HD_DATE))
        return hd_fail(err, HD_EDATA, "'%s' cannot be given %s: expected a %s field", spec->name,
                       what, hd_kind_name(spec->bins ? HD_NUMBER : HD_DATE));
    if (!spec->bins) {
        d->name.kind = HD_NAME_PERIOD;
        d->name.periods = hd_index_periods(c, d->name.column, spec->period);
        return HD_OK;
    }
    for (size_t i = 0; ascending && i < spec->n_bins; i++)
        ascending = isfinite(spec->bins[i]) && (i == 0 || spec->bins[i] > spec->bins[i - 1]);
    if (!ascending)
        return hd_fail(err, HD_EDATA, "bins of '%s': expected 1 to %d bounds in ascending order",
                       spec->name, HD_MAX_BOUNDS);
    d->name.kind = HD_NAME_BAND;
    d->name.band = hd_index_bins(c, d->name.column, spec->bins, spec->n_bins);
    return HD_OK;
}

/* "Notified (financial year)" */
static const char *period_label(const hd_name *name, hd_arena *arena)
{
    const char *field = name->column->field->label;
    char *label = hd_arena_printf(arena, "%s (%s)", field, hd_period_name(name->periods->kind));
    char *dash = strchr(label + strlen(field), '-');

    if (dash)
        *dash = ' ';
    return label;
}

static const char *dim_label(const hd_name *name, hd_arena *arena)
{
    static const char *const units[HD_N_UNITS] = {"Review", "Child", "Finding"};

    switch (name->kind) {
    case HD_NAME_THEME:
        return name->crosswalk ? name->crosswalk->label : "Theme";
    case HD_NAME_ID:
        return units[name->owner];
    case HD_NAME_CODED:
        return "Coded";
    case HD_NAME_BAND:
        return name->band->label;
    case HD_NAME_PERIOD:
        return period_label(name, arena);
    case HD_NAME_SETS: /* says it itself */
    case HD_NAME_FIELD:
        break;
    }
    return name->column->field->label;
}

hd_status dim_open(cube_dim *d, const hd_corpus *c, hd_unit unit, const hd_dim *spec,
                   hd_arena *arena, hd_err *err)
{
    hd_status st;

    if (spec->sets)
        return dim_open_sets(d, c, unit, spec, arena, err);
    st = hd_name_find(c, unit, spec->name, &d->name, err);
    if (st != HD_OK)
        return st;
    if (spec->bins || spec->period != HD_PERIOD_NONE)
        st = group_field(d, c, spec, err);
    if (st != HD_OK)
        return st;
    d->label = dim_label(&d->name, arena);
    if (d->name.crosswalk)
        return dim_open_frame(d, c, spec, arena, err);
    if (dim_is_theme(d))
        return open_themes(d, c, spec, arena, err);
    if (spec->max_depth || spec->under)
        return hd_fail(err, HD_EDATA, "depth and under are for themes, not for '%s'", spec->name);
    if (hd_name_value_kind(&d->name) == HD_NUMBER)
        open_numbers(d, arena);
    else
        open_codes(d, c, arena);
    add_states(d);
    return HD_OK;
}

void dim_close(cube_dim *d)
{
    hd_free(d->lists.start);
    hd_free(d->lists.items);
    hd_bit_columns_release(&d->sets);
    hd_free(d->mapped.start);
    hd_free(d->mapped.items);
}

/* ---- lists ---- */

/* One unit's groups pushed behind the lists. */
static void push_unit(cube_dim *d, const hd_corpus *c, size_t unit, bool values_only, size_t *n,
                      size_t *cap)
{
    hd_state state = hd_name_state(&d->name, unit);

    if (state != HD_VALUE) {
        if (!values_only)
            HD_PUSH(d->lists.items, *n, *cap, dim_state_group(d->n_values, state));
        return;
    }
    if (hd_name_value_kind(&d->name) == HD_MULTI) {
        const hd_lists *lists = &d->name.column->lists;
        for (uint32_t i = lists->start[unit]; i < lists->start[unit + 1]; i++)
            HD_PUSH(d->lists.items, *n, *cap, lists->items[i]);
        return;
    }
    uint32_t code = hd_name_code(c, &d->name, unit);
    if (code < d->n_known || !values_only)
        HD_PUSH(d->lists.items, *n, *cap, code);
}

void dim_list_field(cube_dim *d, const hd_corpus *c, bool values_only)
{
    size_t n_units = c->n[d->name.owner], n = 0, cap = 0;

    d->level = d->name.owner;
    d->lists.start = hd_calloc(n_units + 1, sizeof *d->lists.start);
    for (size_t i = 0; i < n_units; i++) {
        push_unit(d, c, i, values_only, &n, &cap);
        d->lists.start[i + 1] = (uint32_t)n;
    }
}

/* What is being gathered of one unit while the lists of a theme dimension are made. */
typedef struct theme_lists {
    cube_dim *d;
    const hd_corpus *c;
    size_t n, cap;
    size_t *seen; /* group -> the last unit it was pushed for, + 1 */
    bool any_label, any_theme;
} theme_lists;

static void push_theme_group(theme_lists *g, uint32_t group, size_t unit)
{
    if (group == HD_NONE || g->seen[group] == unit + 1)
        return;
    g->seen[group] = unit + 1;
    HD_PUSH(g->d->lists.items, g->n, g->cap, group);
}

/* The themes of one finding with their ancestors, for unit number `unit` of the level. */
static void gather_finding(theme_lists *g, size_t finding, size_t unit)
{
    const hd_corpus *c = g->c;
    const hd_codings *codings = hd_corpus_codings(c);
    const hd_lists *mapped = &g->d->mapped;

    for (uint32_t i = codings->start[finding]; i < codings->start[finding + 1]; i++) {
        uint32_t t = codings->themes[codings->label_of[i]];
        g->any_label = true;
        g->any_theme |= t != HD_NONE;
        if (t != HD_NONE && mapped->start) {
            for (uint32_t k = mapped->start[t]; k < mapped->start[t + 1]; k++)
                push_theme_group(g, mapped->items[k], unit);
            continue;
        }
        for (; t != HD_NONE; t = hd_codebook_theme(c->codebook, t)->parent)
            push_theme_group(g, g->d->theme_group[t], unit);
    }
}

static void push_special(theme_lists *g, dim_special special)
{
    uint32_t group = (uint32_t)(g->d->n_values + (size_t)special);

    HD_PUSH(g->d->lists.items, g->n, g->cap, group);
}

/* The themes of a review or finding of the level; a special group where there is none in the table. */
static void gather_unit(theme_lists *g, size_t unit, hd_unit level)
{
    const hd_lists *of = hd_corpus_of_review(g->c, HD_FINDING);
    size_t before = g->n;

    g->any_label = g->any_theme = false;
    size_t review = level == HD_REVIEW ? unit : hd_corpus_review_of(g->c, HD_FINDING)[unit];
    if (!hd_bits_get(hd_corpus_coded(g->c), review)) {
        push_special(g, DIM_NOT_CODED);
        return;
    }
    if (level == HD_FINDING) {
        gather_finding(g, unit, unit);
    } else {
        for (uint32_t i = of->start[unit]; i < of->start[unit + 1]; i++)
            gather_finding(g, of->items[i], unit);
    }
    if (g->n > before)
        return;
    push_special(g, g->any_theme ? DIM_OTHER_THEMES : g->any_label ? DIM_UNRESOLVED : DIM_NO_THEME);
}

static void list_level(theme_lists *g, hd_unit level)
{
    cube_dim *d = g->d;

    d->level = level;
    d->lists.start = hd_calloc(g->c->n[level] + 1, sizeof *d->lists.start);
    for (size_t i = 0; i < g->c->n[level]; i++) {
        gather_unit(g, i, level);
        d->lists.start[i + 1] = (uint32_t)g->n;
    }
}

/* Lists of findings where the special group is the review's: from lists of reviews. */
static void list_paired(theme_lists *g)
{
    cube_dim *d = g->d;
    hd_lists reviews = d->lists;
    size_t n = g->c->n[HD_FINDING];

    memset(g->seen, 0, (d->n_groups + 1) * sizeof *g->seen);
    d->level = HD_FINDING;
    d->lists.start = hd_calloc(n + 1, sizeof *d->lists.start);
    d->lists.items = NULL;
    g->n = g->cap = 0;
    for (size_t i = 0; i < n; i++) {
        /* A special group stands alone. */
        uint32_t first = reviews.items[reviews.start[hd_corpus_review_of(g->c, HD_FINDING)[i]]];
        if (first >= d->n_values)
            HD_PUSH(d->lists.items, g->n, g->cap, first);
        else
            gather_finding(g, i, i);
        d->lists.start[i + 1] = (uint32_t)g->n;
    }
    hd_free(reviews.start);
    hd_free(reviews.items);
}

void dim_list_themes(cube_dim *d, const hd_corpus *c, hd_unit level, bool of_reviews)
{
    theme_lists g = {.d = d, .c = c, .seen = hd_calloc(d->n_groups + 1, sizeof *g.seen)};

    list_level(&g, of_reviews ? HD_REVIEW : level);
    if (of_reviews)
        list_paired(&g);
    hd_free(g.seen);
}

const uint32_t *dim_coding_groups(const cube_dim *d, const hd_corpus *c, size_t coding,
                                  uint32_t *one, size_t *n)
{
    const hd_codings *codings = hd_corpus_codings(c);
    uint32_t theme = codings->themes[codings->label_of[coding]];
    const uint32_t *start = d->mapped.start;

    *n = 1;
    if (theme == HD_NONE) {
        *one = (uint32_t)(d->n_values + DIM_UNRESOLVED);
    } else if (start && start[theme] < start[theme + 1]) {
        *n = start[theme + 1] - start[theme];
        return d->mapped.items + start[theme];
    } else {
        *one = start ? HD_NONE : d->theme_group[theme];
        if (*one == HD_NONE)
            *one = (uint32_t)(d->n_values + DIM_OTHER_THEMES);
    }
    return one;
}
