#include "model/record.h"

#include "base/arena.h"

#include <string.h>

static const char *const unit_names[HD_N_UNITS] = {"review", "child", "finding"};
static const char *const unit_plurals[HD_N_UNITS] = {"reviews", "children", "findings"};
static const char *const kind_names[HD_N_KINDS] = {"category", "ordinal", "flag", "number",
                                                   "date",     "text",    "multi"};
static const char *const state_names[] = {"absent", "value", "unknown", "not applicable",
                                          "not recorded"};
static const char *const status_names[] = {"active", "candidate", "retired", "merged"};
static const char *const type_names[HD_N_RECORD_TYPES] = {
    "source", "coverage", "field",   "band",  "theme",     "review",
    "figure", "passage",  "finding", "child", "crosswalk", "comparator"};

/* The position of `name` in `names`, or n. */
static size_t find_name(const char *const *names, size_t n, const char *name)
{
    size_t i = 0;
    while (i < n && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

const char *hd_unit_name(hd_unit unit)
{
    return unit_names[unit];
}

const char *hd_unit_plural(hd_unit unit)
{
    return unit_plurals[unit];
}

const char *hd_kind_name(hd_kind kind)
{
    return kind_names[kind];
}

const char *hd_state_name(hd_state state)
{
    return state_names[state];
}

bool hd_unit_parse(const char *name, hd_unit *out)
{
    size_t i = find_name(unit_names, HD_N_UNITS, name);
    if (i == HD_N_UNITS) {
        i = find_name(unit_plurals, HD_N_UNITS, name);
    }
    if (i == HD_N_UNITS) {
        return false;
    }
    *out = (hd_unit)i;
    return true;
}

bool hd_kind_parse(const char *name, hd_kind *out)
{
    size_t i = find_name(kind_names, HD_N_KINDS, name);
    if (i == HD_N_KINDS) {
        return false;
    }
    *out = (hd_kind)i;
    return true;
}

const char *hd_theme_status_name(hd_theme_status status)
{
    return status_names[status];
}

bool hd_theme_status_parse(const char *name, hd_theme_status *out)
{
    size_t n = sizeof status_names / sizeof status_names[0];
    size_t i = find_name(status_names, n, name);
    if (i == n) {
        return false;
    }
    *out = (hd_theme_status)i;
    return true;
}

const char *hd_record_type_name(hd_record_type type)
{
    return type_names[type];
}

static const char *keep(const char *s, hd_arena *arena)
{
    return s ? hd_arena_strdup(arena, s) : NULL;
}

void hd_comparator_copy(hd_comparator *out, const hd_comparator *c, hd_arena *arena)
{
    const char **values = hd_arena_array(arena, c->n_values, sizeof *values);
    int64_t *counts = hd_arena_array(arena, c->n_values, sizeof *counts);

    for (size_t i = 0; i < c->n_values; i++) {
        values[i] = keep(c->values[i], arena);
        counts[i] = c->counts[i];
    }
    *out = *c;
    out->id = keep(c->id, arena);
    out->source = keep(c->source, arena);
    out->title = keep(c->title, arena);
    out->place = keep(c->place, arena);
    out->from = keep(c->from, arena);
    out->to = keep(c->to, arena);
    out->unit = keep(c->unit, arena);
    out->date_basis = keep(c->date_basis, arena);
    out->definition = keep(c->definition, arena);
    out->field = keep(c->field, arena);
    out->values = values;
    out->counts = counts;
}

bool hd_record_is_definition(hd_record_type type)
{
    return type == HD_REC_FIELD || type == HD_REC_BAND || type == HD_REC_THEME ||
           type == HD_REC_CROSSWALK;
}

bool hd_record_is_part(hd_record_type type)
{
    return type == HD_REC_FINDING || type == HD_REC_CHILD;
}
