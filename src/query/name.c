#include "query/name.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The order in which units are asked for a field, after the unit itself. */
static const hd_unit lookup_order[HD_N_UNITS] = {HD_REVIEW, HD_CHILD, HD_FINDING};

static bool find_field(const hd_corpus *c, hd_unit unit, const char *key, hd_name *out)
{
    const hd_field *field = hd_codebook_find_field(c->codebook, unit, key);

    if (!field)
        return false;
    *out = (hd_name){HD_NAME_FIELD, unit, hd_corpus_column_later(c, field), NULL, NULL, NULL};
    return true;
}

static bool find_band(const hd_corpus *c, const char *key, hd_name *out)
{
    const hd_band *band = hd_codebook_find_band(c->codebook, key);

    if (!band)
        return false;
    *out = (hd_name){
        HD_NAME_BAND, band->field->unit, hd_corpus_column_later(c, band->field), band, NULL, NULL};
    return true;
}

static bool find_frame(const hd_corpus *c, const char *key, hd_name *out)
{
    const hd_crosswalk *crosswalk = hd_codebook_find_crosswalk(c->codebook, key);

    *out = (hd_name){HD_NAME_THEME, HD_FINDING, NULL, NULL, NULL, crosswalk};
    return crosswalk != NULL;
}

static bool find_plain(const hd_corpus *c, hd_unit unit, const char *key, hd_name *out)
{
    if (find_field(c, unit, key, out))
        return true;
    for (size_t i = 0; i < HD_N_UNITS; i++) {
        if (lookup_order[i] != unit && find_field(c, lookup_order[i], key, out))
            return true;
    }
    if (find_band(c, key, out) || find_frame(c, key, out))
        return true;
    if (strcmp(key, "theme") == 0)
        *out = (hd_name){HD_NAME_THEME, HD_FINDING, NULL, NULL, NULL, NULL};
    else if (strcmp(key, "id") == 0)
        *out = (hd_name){HD_NAME_ID, unit, NULL, NULL, NULL, NULL};
    else if (strcmp(key, "review") == 0)
        *out = (hd_name){HD_NAME_ID, HD_REVIEW, NULL, NULL, NULL, NULL};
    else if (strcmp(key, "coded") == 0)
        *out = (hd_name){HD_NAME_CODED, HD_REVIEW, NULL, NULL, NULL, NULL};
    else
        return false;
    return true;
}

/* `key` of exactly this unit. */
static bool find_qualified(const hd_corpus *c, hd_unit unit, const char *key, hd_name *out)
{
    if (find_field(c, unit, key, out))
        return true;
    if (find_band(c, key, out) && out->owner == unit)
        return true;
    if (strcmp(key, "id") == 0) {
        *out = (hd_name){HD_NAME_ID, unit, NULL, NULL, NULL, NULL};
        return true;
    }
    if (unit == HD_REVIEW && strcmp(key, "coded") == 0) {
        *out = (hd_name){HD_NAME_CODED, unit, NULL, NULL, NULL, NULL};
        return true;
    }
    return false;
}

/* The name nearest to an unknown one: the unit's own fields first, then as they are looked up. */
static hd_status fail_unknown(const hd_corpus *c, hd_unit unit, const char *text, hd_err *err)
{
    const hd_codebook *cb = c->codebook;
    const char **names = NULL;
    size_t n = 0, cap = 0;

    for (size_t i = 0; i <= HD_N_UNITS; i++) {
        hd_unit u = i == 0 ? unit : lookup_order[i - 1];
        for (size_t f = 0; f < hd_codebook_n_fields(cb, u); f++)
            HD_PUSH(names, n, cap, hd_codebook_field(cb, u, f)->key);
    }
    for (size_t i = 0; i < hd_codebook_n_bands(cb); i++)
        HD_PUSH(names, n, cap, hd_codebook_band(cb, i)->name);
    for (size_t i = 0; i < hd_codebook_n_crosswalks(cb); i++)
        HD_PUSH(names, n, cap, hd_codebook_crosswalk(cb, i)->frame);
    static const char *const others[] = {"theme", "id", "coded", "review"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        HD_PUSH(names, n, cap, others[i]);
    const char *dot = strrchr(text, '.');
    const char *near = hd_utf8_nearest(dot ? dot + 1 : text, names, n);
    hd_fail(err, HD_EDATA, "unknown field '%s'", text);
    if (near)
        hd_err_add(err, " (did you mean '%s'?)", near);
    hd_free(names);
    return HD_EDATA;
}

/* "panel@2021" where there is only panel@2020. */
static hd_status fail_version(const hd_corpus *c, hd_unit unit, const char *text, hd_err *err)
{
    size_t len = (size_t)(strchr(text, '@') - text);
    const char *between = " (there is ";
    hd_buf known = HD_BUF_INIT;

    for (size_t i = 0; i < hd_codebook_n_crosswalks(c->codebook); i++) {
        const hd_crosswalk *w = hd_codebook_crosswalk(c->codebook, i);
        if (strlen(w->frame) != len || strncmp(w->frame, text, len) != 0)
            continue;
        hd_buf_printf(&known, "%s%s@%s", between, w->frame, w->version);
        between = ", ";
    }
    hd_status st = HD_EDATA;
    if (known.len > 0)
        hd_fail(err, st, "unknown version '%s'%s)", text, known.data);
    else
        st = fail_unknown(c, unit, text, err);
    hd_buf_release(&known);
    return st;
}

/* What is needed to see the name from the unit. */
static hd_status need(const hd_corpus *c, hd_unit unit, const hd_name *name, hd_err *err)
{
    unsigned parts = HD_PART_UNIT(unit);
    hd_status status = HD_OK;

    if (name->kind != HD_NAME_THEME)
        parts |= HD_PART_UNIT(name->owner);
    if (name->kind == HD_NAME_ID)
        parts |= HD_PART_IDS(name->owner);
    if (name->column)
        status = hd_corpus_need_column(c, name->column->field, err);
    return status == HD_OK ? hd_corpus_need(c, parts, err) : status;
}

hd_status hd_name_find(const hd_corpus *c, hd_unit unit, const char *text, hd_name *out,
                       hd_err *err)
{
    const char *dot = strchr(text, '.');

    if (strchr(text, '@'))
        return find_frame(c, text, out) ? need(c, unit, out, err)
                                        : fail_version(c, unit, text, err);
    if (!dot)
        return find_plain(c, unit, text, out) ? need(c, unit, out, err)
                                              : fail_unknown(c, unit, text, err);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        const char *prefix = hd_unit_name((hd_unit)u);
        if (strlen(prefix) == (size_t)(dot - text) && strncmp(text, prefix, strlen(prefix)) == 0 &&
            find_qualified(c, (hd_unit)u, dot + 1, out))
            return need(c, unit, out, err);
    }
    return fail_unknown(c, unit, text, err);
}

void hd_name_print(const hd_corpus *c, hd_unit unit, const hd_name *name, hd_buf *out)
{
    const char *key = "id";
    hd_name plain;

    if (name->crosswalk) {
        hd_buf_adds(out, name->crosswalk->frame);
        if (hd_codebook_find_crosswalk(c->codebook, name->crosswalk->frame) != name->crosswalk)
            hd_buf_printf(out, "@%s", name->crosswalk->version);
        return;
    }
    if (name->kind == HD_NAME_THEME)
        key = "theme";
    else if (name->kind == HD_NAME_CODED)
        key = "coded";
    else if (name->kind == HD_NAME_BAND)
        key = name->band->name;
    else if (name->kind == HD_NAME_FIELD || name->kind == HD_NAME_PERIOD)
        key = name->column->field->key;
    else if (name->owner == HD_REVIEW && unit != HD_REVIEW)
        key = "review";
    if (find_plain(c, unit, key, &plain) && plain.kind == name->kind &&
        plain.owner == name->owner) {
        hd_buf_adds(out, key);
        return;
    }
    hd_buf_printf(out, "%s.%s", hd_unit_name(name->owner), key);
}

hd_kind hd_name_value_kind(const hd_name *name)
{
    switch (name->kind) {
    case HD_NAME_FIELD:
        return name->column->field->kind;
    case HD_NAME_BAND:
    case HD_NAME_PERIOD:
        return HD_ORDINAL;
    case HD_NAME_CODED:
        return HD_FLAG;
    case HD_NAME_SETS:
        return HD_MULTI;
    case HD_NAME_ID:
    case HD_NAME_THEME:
        break;
    }
    return HD_CATEGORY;
}

hd_state hd_name_state(const hd_name *name, size_t unit)
{
    return name->column ? hd_column_state(name->column, unit) : HD_VALUE;
}

uint32_t hd_name_code(const hd_corpus *c, const hd_name *name, size_t unit)
{
    if (name->kind == HD_NAME_ID)
        return (uint32_t)unit;
    if (name->kind == HD_NAME_CODED)
        return hd_bits_get(hd_corpus_coded(c), unit);
    uint32_t code = hd_column_code(name->column, unit);
    if (name->kind == HD_NAME_FIELD || code >= HD_CODE_UNKNOWN)
        return code;
    if (name->kind == HD_NAME_PERIOD)
        return (uint32_t)hd_periods_place(name->periods, name->column->dates[code]);
    return (uint32_t)hd_band_of(name->band, name->column->numbers[code]);
}

size_t hd_name_n_codes(const hd_corpus *c, const hd_name *name)
{
    if (name->kind == HD_NAME_ID)
        return c->n[name->owner];
    if (name->kind == HD_NAME_CODED)
        return 2;
    if (name->kind == HD_NAME_BAND)
        return name->band->n_bounds + 1;
    if (name->kind == HD_NAME_PERIOD)
        return name->periods->n + 1;
    return name->column->n_values;
}

size_t hd_name_n_known(const hd_corpus *c, const hd_name *name)
{
    return hd_name_n_codes(c, name) - (name->kind == HD_NAME_PERIOD);
}

const char *hd_name_code_text(const hd_corpus *c, const hd_name *name, size_t code, char *room)
{
    if (name->kind == HD_NAME_ID)
        return hd_corpus_id(c, name->owner, code);
    if (name->kind == HD_NAME_CODED)
        return code ? "Yes" : "No";
    if (name->kind == HD_NAME_FIELD)
        return name->column->labels[code];
    if (name->kind == HD_NAME_PERIOD && code == name->periods->n)
        return "(date too coarse)";
    if (name->kind == HD_NAME_PERIOD)
        hd_period_label(name->periods->kind, name->periods->first + (int32_t)code, room);
    else
        hd_band_label(name->band, code, room);
    return room;
}

uint32_t hd_name_find_code(const hd_corpus *c, const hd_name *name, const char *text)
{
    char room[64];

    if (name->kind == HD_NAME_ID)
        return hd_corpus_find(c, name->owner, text);
    size_t n = hd_name_n_codes(c, name);
    size_t sorted = name->kind == HD_NAME_FIELD ? name->column->field->n_values : n;
    for (size_t i = 0; i < sorted && i < n; i++) {
        if (strcmp(hd_name_code_text(c, name, i, room), text) == 0)
            return (uint32_t)i;
    }
    /* Undeclared values of a field stand in byte order. */
    while (sorted < n) {
        size_t mid = sorted + (n - sorted) / 2;
        int order = strcmp(name->column->labels[mid], text);
        if (order == 0)
            return (uint32_t)mid;
        if (order < 0)
            sorted = mid + 1;
        else
            n = mid;
    }
    return HD_NONE;
}

const char *hd_name_nearest_value(const hd_corpus *c, const hd_name *name, const char *text,
                                  char *room)
{
    if (name->kind == HD_NAME_FIELD)
        return hd_utf8_nearest(text, name->column->labels, name->column->n_values);
    if (name->kind == HD_NAME_ID)
        return hd_utf8_nearest(text, hd_corpus_ids(c, name->owner), c->n[name->owner]);
    size_t n = hd_name_n_codes(c, name);
    char(*texts)[64] = hd_calloc(n, sizeof *texts);
    const char **candidates = hd_calloc(n, sizeof *candidates);
    for (size_t i = 0; i < n; i++)
        candidates[i] = hd_name_code_text(c, name, i, texts[i]);
    const char *near = hd_utf8_nearest(text, candidates, n);
    if (near)
        near = memcpy(room, near, strlen(near) + 1);
    hd_free(texts);
    hd_free(candidates);
    return near;
}

void hd_name_number(double x, char out[32])
{
    if (x == floor(x) && fabs(x) < 1e15) {
        snprintf(out, 32, "%.0f", x + 0.0);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, x);
        if (strtod(out, NULL) == x)
            return;
    }
}
