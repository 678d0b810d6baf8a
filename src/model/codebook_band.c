#include "model/codebook.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "model/codebook_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BOUND 26 /* room for a bound: %.17g takes at most 24 characters */

static hd_status check_band(const hd_codebook *cb, const hd_band_def *def, hd_err *err)
{
    hd_status st = hd_codebook_check_key("band", def->name, err);
    if (st != HD_OK) {
        return st;
    }
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        if (hd_intern_find(&cb->keys[u], def->name) != HD_NONE) {
            return hd_fail(err, HD_EDATA, "band '%s': a %s field has this name", def->name,
                           hd_unit_name((hd_unit)u));
        }
    }
    if (hd_codebook_find_crosswalk(cb, def->name)) {
        return hd_fail(err, HD_EDATA, "band '%s': a crosswalk has this name", def->name);
    }
    if (def->n_bounds < 1 || def->n_bounds > HD_MAX_BOUNDS) {
        return hd_fail(err, HD_EDATA, "band '%s': expected 1 to %d bounds, got %zu", def->name,
                       HD_MAX_BOUNDS, def->n_bounds);
    }
    for (size_t i = 0; i < def->n_bounds; i++) {
        if (!isfinite(def->bounds[i]) || (i > 0 && !(def->bounds[i] > def->bounds[i - 1]))) {
            return hd_fail(err, HD_EDATA, "band '%s': expected bounds in ascending order",
                           def->name);
        }
    }
    return HD_OK;
}

static hd_band *new_band(hd_codebook *cb, const char *name)
{
    hd_band *band = hd_arena_alloc(&cb->arena, sizeof *band);
    size_t n = hd_intern_add(&cb->band_names, name);
    band->name = hd_intern_str(&cb->band_names, (uint32_t)n);
    char *label = hd_arena_strdup(&cb->arena, name);
    for (char *p = label; *p; p++) {
        if (*p == '_') {
            *p = ' ';
        }
    }
    label[0] = (char)(label[0] - 'a' + 'A');
    band->label = label;
    size_t at = n;
    HD_PUSH(cb->bands, at, cb->cap_bands, band);
    at = n;
    HD_PUSH(cb->band_fields, at, cb->cap_band_fields, NULL);
    at = n;
    HD_PUSH(cb->band_origins, at, cb->cap_band_origins, NULL);
    return band;
}

static bool same_bounds(const hd_band *band, const hd_band_def *def)
{
    bool same = band->n_bounds == def->n_bounds;
    for (size_t i = 0; same && i < def->n_bounds; i++) {
        same = !(band->bounds[i] < def->bounds[i]) && !(band->bounds[i] > def->bounds[i]);
    }
    return same;
}

hd_status hd_codebook_add_band(hd_codebook *cb, const hd_band_def *def, const char *origin,
                               bool *changed, hd_err *err)
{
    if (cb->sealed) {
        hd_fault("a band is added to a sealed codebook");
    }
    if (check_band(cb, def, err) != HD_OK) {
        return hd_codebook_at(err, origin);
    }
    uint32_t at = hd_intern_find(&cb->band_names, def->name);
    hd_band *band = at == HD_NONE ? new_band(cb, def->name) : cb->bands[at];
    at = hd_intern_find(&cb->band_names, def->name);
    bool differs = false;
    if (!hd_codebook_same_text(cb->band_fields[at], def->field)) {
        cb->band_fields[at] = hd_arena_strdup(&cb->arena, def->field);
        differs = true;
    }
    if (!same_bounds(band, def)) {
        double *bounds = hd_arena_array(&cb->arena, def->n_bounds, sizeof *bounds);
        memcpy(bounds, def->bounds, def->n_bounds * sizeof *bounds);
        band->bounds = bounds;
        band->n_bounds = def->n_bounds;
        differs = true;
    }
    if (origin) {
        cb->band_origins[at] = hd_arena_strdup(&cb->arena, origin);
    }
    if (changed) {
        *changed = differs;
    }
    return HD_OK;
}

hd_status hd_codebook_seal_band(hd_codebook *cb, uint32_t at, hd_err *err)
{
    hd_band *band = cb->bands[at];
    const char *key = cb->band_fields[at];
    const hd_field *other = NULL;
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        const hd_field *f = hd_codebook_find_field(cb, (hd_unit)u, key);
        if (f && f->kind == HD_NUMBER) {
            band->field = f;
            return HD_OK;
        }
        other = f ? f : other;
    }
    if (other) {
        hd_fail(err, HD_EDATA, "band '%s': expected a number field, '%s' is a %s field", band->name,
                key, hd_kind_name(other->kind));
        return hd_codebook_at(err, cb->band_origins[at]);
    }
    hd_fail(err, HD_EDATA, "band '%s': unknown field '%s'", band->name, key);
    const char *names[HD_N_UNITS * HD_MAX_FIELDS];
    size_t n = 0;
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        for (size_t i = 0; i < cb->keys[u].n; i++) {
            if (cb->fields[u][i]->kind == HD_NUMBER) {
                names[n++] = cb->fields[u][i]->key;
            }
        }
    }
    const char *nearest = hd_utf8_nearest(key, names, n);
    if (nearest) {
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    }
    return hd_codebook_at(err, cb->band_origins[at]);
}

size_t hd_codebook_n_bands(const hd_codebook *cb)
{
    return cb->band_names.n;
}

const hd_band *hd_codebook_band(const hd_codebook *cb, size_t i)
{
    return cb->bands[i];
}

const hd_band *hd_codebook_find_band(const hd_codebook *cb, const char *name)
{
    uint32_t at = hd_intern_find(&cb->band_names, name);
    return at == HD_NONE ? NULL : cb->bands[at];
}

size_t hd_band_of(const hd_band *band, double x)
{
    size_t i = 0;
    while (i < band->n_bounds && x >= band->bounds[i]) {
        i++;
    }
    return i;
}

static bool is_integer(double x)
{
    return fabs(x) < 9007199254740992.0 && !(floor(x) < x);
}

/* The shortest of %.15g and %.17g that reads back the same. */
static void format_bound(double x, char out[BOUND])
{
    double back = 0;
    snprintf(out, BOUND, "%.15g", x);
    if (sscanf(out, "%lf", &back) != 1 || back < x || back > x) {
        snprintf(out, BOUND, "%.17g", x);
    }
}

void hd_band_label(const hd_band *band, size_t i, char out[64])
{
    char lo[BOUND] = "";
    char hi[BOUND] = "";
    if (i > 0) {
        format_bound(band->bounds[i - 1], lo);
    }
    if (i == band->n_bounds) {
        snprintf(out, 64, "%s and over", lo);
        return;
    }
    double to = band->bounds[i];
    format_bound(to, hi);
    if (i == 0) {
        snprintf(out, 64, "under %s", hi);
        return;
    }
    double from = band->bounds[i - 1];
    if (!is_integer(from) || !is_integer(to)) {
        snprintf(out, 64, "%s to under %s", lo, hi);
    } else if (to - from < 1.5) {
        snprintf(out, 64, "%s", lo);
    } else {
        format_bound(to - 1, hi);
        snprintf(out, 64, "%s to %s", lo, hi);
    }
}
