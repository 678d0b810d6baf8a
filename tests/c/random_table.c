/* random_table.c -- seeded random tables, for the cube and for the oracle at once. */
#include "random_world.h"

#include <stdlib.h>
#include <string.h>

/* Ages in bins of their own, or a date by period. */
static const o_field *draw_grouped(random_world *r, hd_dim *dim)
{
    o_field *f = hd_arena_alloc(&r->m.arena, sizeof *f);

    do {
        *f = r->fields[random_below(r, r->n_fields)];
    } while (f->what != O_FIELD || (f->kind != HD_NUMBER && f->kind != HD_DATE));
    if (f->kind == HD_DATE) {
        f->what = O_PERIOD;
        f->period = (o_period)random_below(r, O_N_PERIODS);
        dim->period = (hd_period_kind)(HD_PERIOD_CALENDAR_YEAR + f->period);
        return f;
    }
    double *bounds = hd_arena_array(&r->m.arena, 4, sizeof *bounds), bound = -1;
    f->what = O_BAND;
    f->n_bounds = 1 + random_below(r, 4);
    for (size_t i = 0; i < f->n_bounds; i++)
        bounds[i] = bound += 0.5 + (double)random_below(r, 6) / 2;
    f->bounds = bounds;
    dim->bins = bounds;
    dim->n_bins = f->n_bounds;
    return f;
}

/* The corpus's units that one of the oracle's is, by the end of their ids (random_open_times makes several). */
static void set_units(const random_world *r, hd_unit unit, const o_unit *u, hd_bits *out)
{
    size_t n = strlen(o_id(u));

    for (size_t i = 0; i < r->c->n[unit]; i++) {
        const char *id = hd_corpus_id(r->c, unit, i);
        size_t len = strlen(id);
        if (len >= n && strcmp(id + len - n, o_id(u)) == 0)
            hd_bits_set(out, i);
    }
}

/* Sets of any unit, which may overlap, leave units out and be empty. */
static const o_field *draw_sets(random_world *r, hd_dim *dim)
{
    o_field *f = hd_arena_alloc(&r->m.arena, sizeof *f);
    hd_dim_set *sets = hd_arena_array(&r->m.arena, O_MAX_SETS, sizeof *sets);

    *f = (o_field){.what = O_SETS, .of = (hd_unit)random_below(r, HD_N_UNITS), .name = "Group"};
    f->n_sets = 1 + random_below(r, O_MAX_SETS);
    *dim = (hd_dim){.name = f->name, .sets = sets, .n_sets = f->n_sets, .owner = f->of};
    for (size_t k = 0; k < f->n_sets; k++) {
        o_unit *members = hd_arena_array(&r->m.arena, O_ROOM, sizeof *members);
        hd_bits *bits = &r->sets[r->n_sets++];
        size_t percent = random_below(r, 101);
        hd_bits_init(bits, r->c->n[f->of]);
        for (size_t i = 0; i < r->n[f->of]; i++) {
            if (!random_chance(r, percent))
                continue;
            members[f->n_members[k]++] = r->units[f->of][i];
            set_units(r, f->of, &r->units[f->of][i], bits);
        }
        f->members[k] = members;
        sets[k] = (hd_dim_set){hd_arena_printf(&r->m.arena, "%zu", k),
                               hd_arena_printf(&r->m.arena, "Set %zu", k), bits};
    }
    return f;
}

static void draw_dim(random_world *r, o_table *t, hd_cube_spec *spec, size_t k)
{
    const o_field *f = &r->fields[random_below(r, r->n_fields)];

    if (random_chance(r, 30))
        f = &r->fields[r->n_fields - 1]; /* themes */
    if (f->what == O_THEME && random_chance(r, 40))
        f = &r->frame_fields[random_below(r, 3)];
    spec->dims[k] = (hd_dim){0};
    if (random_chance(r, 25))
        f = draw_grouped(r, &spec->dims[k]);
    t->under[k] = -1;
    if (random_chance(r, 20)) {
        t->dims[k] = draw_sets(r, &spec->dims[k]);
        return;
    }
    t->dims[k] = f;
    spec->dims[k].name = f->name;
    if (f->what != O_THEME) {
        spec->dims[k].name = random_name(r, t->unit, f, false);
        return;
    }
    if (f->frame)
        return;
    t->depth[k] = random_chance(r, 30) ? 1 + random_below(r, 3) : 0;
    spec->dims[k].max_depth = (uint32_t)t->depth[k];
    if (random_chance(r, 30)) {
        const char *code = r->themes[random_below(r, r->data.n_themes)].code;
        t->under[k] = o_resolve(&r->data, code);
        spec->dims[k].under = t->under[k] >= 0 ? code : NULL;
    }
}

void random_release_sets(random_world *r)
{
    while (r->n_sets > 0)
        hd_bits_release(&r->sets[--r->n_sets]);
}

void random_table(random_world *r, o_table *t, hd_cube_spec *spec)
{
    static const hd_base bases[] = {HD_BASE_CODED, HD_BASE_ALL, HD_BASE_ANY_THEME,
                                    HD_BASE_MENTIONS};
    size_t n_themes = 0;

    random_release_sets(r);

    memset(t, 0, sizeof *t);
    memset(spec, 0, sizeof *spec);
    t->unit = spec->unit = (hd_unit)random_below(r, HD_N_UNITS);
    t->n_dims = spec->n_dims = random_below(r, 4);
    t->drop = spec->drop_missing = random_chance(r, 40);
    for (size_t k = 0; k < t->n_dims; k++) {
        draw_dim(r, t, spec, k);
        n_themes += t->dims[k]->what == O_THEME;
    }
    t->base = (o_base)random_below(r, 4);
    if (t->base == O_MENTIONS && (n_themes > 1 || t->unit == HD_CHILD))
        t->base = O_ONLY_CODED;
    spec->base = bases[t->base];
    if (random_chance(r, 30)) {
        spec->base = HD_BASE_AUTO;
        t->base = n_themes > 0 ? O_ONLY_CODED : O_EVERY;
    }
}

o_group random_group(const random_world *r, const o_table *t, const hd_cube *cube, size_t dim,
                     size_t group)
{
    static const char *const specials[] = {"(other themes)", "(unresolved)", "(no theme)",
                                           "(not yet coded)"};
    hd_group g = hd_cube_group(cube, dim, group);
    const o_field *f = t->dims[dim];
    o_group out = {.text = g.key};

    out.kind = g.kind == HD_GROUP_ALL       ? O_ALL
               : g.kind == HD_GROUP_VALUE   ? O_VALUE
               : g.kind == HD_GROUP_MISSING ? O_STATE
                                            : O_SPECIAL;
    if (g.kind == HD_GROUP_SPECIAL) {
        while (strcmp(specials[out.special], g.key) != 0 &&
               !(f->frame && strcmp(g.key, "(not mapped)") == 0))
            out.special++;
    }
    if (g.kind == HD_GROUP_MISSING && strcmp(g.key, "(date too coarse)") == 0) {
        out.state = HD_ABSENT;
    } else if (g.kind == HD_GROUP_MISSING) {
        out.state = HD_UNKNOWN;
        while (strcmp(hd_state_name(out.state), g.key) != 0)
            out.state++;
    }
    if (g.kind != HD_GROUP_VALUE)
        return out;
    if (f->what == O_THEME)
        out.theme = (int)strtol(g.key + 1, NULL, 10);
    else if (f->what == O_BAND || f->what == O_SETS)
        out.number = (double)group;
    else if (f->kind == HD_FLAG)
        out.number = strcmp(g.key, "true") == 0;
    else if (f->kind == HD_NUMBER)
        out.number = strtod(g.key, NULL);
    (void)r;
    return out;
}
