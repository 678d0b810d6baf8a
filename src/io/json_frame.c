#include "io/json_frame.h"

#include "io/json_object.h"

#include <cjson/cJSON.h>

#define KNOWN(item, names, err) hd_json_known(item, names, sizeof(names) / sizeof(names)[0], err)
#define TEXT(st, item, key, use, required, slot, err)                                              \
    ((st) == HD_OK ? hd_json_text_member(item, key, use, required, slot, err) : (st))
#define DATE(st, item, key, required, slot, err)                                                   \
    ((st) == HD_OK ? hd_json_date_member(item, key, required, slot, err) : (st))

/* ---- crosswalks ---- */

static hd_status read_theme(const cJSON *item, hd_arena *arena, hd_frame_theme_def *out,
                            hd_err *err)
{
    static const char *const known[] = {"code", "label", "from"};
    const cJSON *from = hd_json_member(item, "from");
    hd_status st = KNOWN(item, known, err);

    st = TEXT(st, item, "code", HD_USE_ID, true, &out->code, err);
    st = TEXT(st, item, "label", HD_USE_NAME, true, &out->label, err);
    if (st == HD_OK && !from)
        return hd_fail(err, HD_EDATA, "expected the key 'from'");
    if (st == HD_OK) {
        st = hd_json_names(from, HD_MAX_LABELS, arena, &out->from, &out->n_from, err);
        if (st != HD_OK)
            hd_err_at(err, ".from");
    }
    return st;
}

static hd_status read_themes(const cJSON *list, hd_arena *arena, hd_crosswalk_def *out, hd_err *err)
{
    hd_status st = HD_OK;

    if (!hd_json_is(cJSON_Array, list))
        return hd_json_expected(list, "a list of themes", err);
    size_t n = hd_json_size(list);
    if (hd_rule_length(n, HD_MAX_FRAME_THEMES, err) != HD_OK)
        return HD_EDATA;
    hd_frame_theme_def *themes = hd_arena_array(arena, n, sizeof *themes);
    for (const cJSON *m = list->child; st == HD_OK && m; m = m->next) {
        st = read_theme(m, arena, &themes[out->n_themes], err);
        if (st != HD_OK)
            hd_err_at(err, "[%zu]", out->n_themes);
        out->n_themes++;
    }
    out->themes = themes;
    return st;
}

hd_status hd_json_crosswalk(const cJSON *item, hd_arena *arena, hd_crosswalk_def *out, hd_err *err)
{
    static const char *const known[] = {"frame", "version", "label", "source", "themes"};
    const cJSON *themes = hd_json_member(item, "themes");
    hd_status st = KNOWN(item, known, err);

    st = TEXT(st, item, "frame", HD_USE_ID, true, &out->frame, err);
    st = TEXT(st, item, "version", HD_USE_ID, true, &out->version, err);
    st = TEXT(st, item, "label", HD_USE_NAME, false, &out->label, err);
    st = TEXT(st, item, "source", HD_USE_ID, false, &out->source, err);
    out->has_themes = themes != NULL;
    if (st == HD_OK && themes) {
        st = read_themes(themes, arena, out, err);
        if (st != HD_OK)
            hd_err_at(err, ".themes");
    }
    return st;
}

/* ---- comparators ---- */

static hd_status read_count(const cJSON *m, int64_t *out, hd_err *err)
{
    double x = hd_json_is(cJSON_Number, m) ? m->valuedouble : -1;

    if (!hd_rule_count(x))
        return hd_json_expected(m, "a whole number from 0 up", err);
    *out = (int64_t)x;
    return HD_OK;
}

/* {"death": 162, "serious-harm": 167}: the keys are values of the field. */
static hd_status read_values(const cJSON *item, hd_arena *arena, hd_comparator *out, hd_err *err)
{
    hd_status st = hd_json_object(item, err);

    if (st != HD_OK)
        return st;
    size_t n = hd_json_size(item);
    if (n < 1)
        return hd_fail(err, HD_EDATA, "expected at least one value with its count");
    if (hd_rule_length(n, HD_MAX_LABELS, err) != HD_OK)
        return HD_EDATA;
    const char **values = hd_arena_array(arena, n, sizeof *values);
    int64_t *counts = hd_arena_array(arena, n, sizeof *counts);
    for (const cJSON *m = item->child; st == HD_OK && m; m = m->next, out->n_values++) {
        values[out->n_values] = hd_arena_strdup(arena, m->string); /* a key lasts no longer */
        st = hd_rule_text(HD_USE_NAME, m->string, err);
        if (st == HD_OK)
            st = read_count(m, &counts[out->n_values], err);
        if (st != HD_OK)
            hd_err_at(err, ".%.80s", m->string);
    }
    out->values = values;
    out->counts = counts;
    return st;
}

static hd_status read_total(const cJSON *item, hd_comparator *out, hd_err *err)
{
    const cJSON *total = hd_json_member(item, "total");
    hd_status st;

    if (!hd_json_given(total))
        return HD_OK;
    out->has_total = true;
    st = read_count(total, &out->total, err);
    if (st != HD_OK) {
        hd_err_at(err, ".total");
        return st;
    }
    for (size_t i = 0; i < out->n_values; i++) {
        if (out->counts[i] > out->total)
            return hd_fail(err, HD_EDATA, ".total: expected at least %lld, the count of '%s'",
                           (long long)out->counts[i], out->values[i]);
    }
    return HD_OK;
}

hd_status hd_json_comparator(const cJSON *item, hd_arena *arena, hd_comparator *out, hd_err *err)
{
    static const char *const known[] = {"id",         "source",     "title",  "place",
                                        "from",       "to",         "unit",   "field",
                                        "date_basis", "definition", "values", "total"};
    const cJSON *values = hd_json_member(item, "values");
    hd_status st = KNOWN(item, known, err);

    st = TEXT(st, item, "id", HD_USE_ID, true, &out->id, err);
    st = TEXT(st, item, "source", HD_USE_ID, false, &out->source, err);
    st = TEXT(st, item, "title", HD_USE_NAME, false, &out->title, err);
    st = TEXT(st, item, "place", HD_USE_NAME, true, &out->place, err);
    st = DATE(st, item, "from", true, &out->from, err);
    st = DATE(st, item, "to", true, &out->to, err);
    st = TEXT(st, item, "unit", HD_USE_NAME, true, &out->unit, err);
    st = TEXT(st, item, "date_basis", HD_USE_NAME, false, &out->date_basis, err);
    st = TEXT(st, item, "definition", HD_USE_TEXT, false, &out->definition, err);
    st = TEXT(st, item, "field", HD_USE_ID, true, &out->field, err);
    if (st != HD_OK)
        return st;
    hd_coverage period = {out->from, out->to};
    st = hd_rule_coverage(&period, err);
    if (st == HD_OK && !values)
        return hd_fail(err, HD_EDATA, "expected the key 'values'");
    if (st == HD_OK) {
        st = read_values(values, arena, out, err);
        if (st != HD_OK)
            hd_err_at(err, ".values");
    }
    return st == HD_OK ? read_total(item, out, err) : st;
}
