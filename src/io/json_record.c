#include "io/json_record.h"

#include "base/utf8.h"
#include "io/json_frame.h"
#include "io/json_object.h"
#include "io/json_review.h"

#include <cjson/cJSON.h>
#include <string.h>

#define KNOWN(item, names, err) hd_json_known(item, names, sizeof(names) / sizeof(names)[0], err)

/* Read member `key` of *item into `slot`, unless something failed before. */
#define TEXT(st, item, key, use, required, slot, err)                                              \
    ((st) == HD_OK ? hd_json_text_member(item, key, use, required, slot, err) : (st))
#define DATE(st, item, key, required, slot, err)                                                   \
    ((st) == HD_OK ? hd_json_date_member(item, key, required, slot, err) : (st))

#define KINDS                                                                                      \
    "source, coverage, field, band, theme, crosswalk, review, finding, child, figure, passage or " \
    "comparator"
#define SUGGESTION "suggestion"

/* Why a record was suggested stands beside it, and is looked at by people only. */
static hd_status check_suggestion(const cJSON *root, hd_err *err)
{
    const cJSON *found = NULL;
    for (const cJSON *m = root->child; m; m = m->next) {
        if (strcmp(m->string, SUGGESTION) != 0) {
            continue;
        }
        if (found) {
            return hd_fail(err, HD_EDATA, SUGGESTION ": this key is given twice");
        }
        found = m;
    }
    if (!found || hd_json_is(cJSON_Array, found) || hd_json_is(cJSON_Object, found)) {
        return HD_OK;
    }
    hd_json_expected(found, "an object or a list", err);
    hd_err_at(err, SUGGESTION);
    return HD_EDATA;
}

/* The one member that is the record; NULL: there is none, or several. */
static const cJSON *record_member(const cJSON *root)
{
    const cJSON *found = NULL;
    for (const cJSON *m = root->child; m; m = m->next) {
        if (strcmp(m->string, SUGGESTION) == 0) {
            continue;
        }
        if (found) {
            return NULL;
        }
        found = m;
    }
    return found;
}

hd_status hd_json_record_type(const cJSON *root, hd_record_type *out, hd_err *err)
{
    if (!hd_json_is(cJSON_Object, root)) {
        return hd_json_expected(root, "a record, an object with one key", err);
    }
    hd_status st = check_suggestion(root, err);
    if (st != HD_OK) {
        return st;
    }
    const cJSON *item = record_member(root);
    if (!item) {
        size_t n = hd_json_size(root) - (hd_json_member(root, SUGGESTION) ? 1 : 0);
        return hd_fail(err, HD_EDATA, "expected a record with one key (" KINDS "), got %zu keys",
                       n);
    }
    const char *names[HD_N_RECORD_TYPES];
    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++) {
        names[i] = hd_record_type_name((hd_record_type)i);
        if (strcmp(names[i], item->string) == 0) {
            *out = (hd_record_type)i;
            return HD_OK;
        }
    }
    const char *nearest = hd_utf8_nearest(item->string, names, HD_N_RECORD_TYPES);
    hd_fail(err, HD_EDATA, "unknown record type '%.80s'", item->string);
    if (nearest) {
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    } else {
        hd_err_add(err, "; expected " KINDS);
    }
    return HD_EDATA;
}

static hd_status read_source(const cJSON *item, hd_source *out, hd_err *err)
{
    static const char *const known[] = {"id", "title", "published"};
    hd_status st = KNOWN(item, known, err);
    st = TEXT(st, item, "id", HD_USE_ID, true, &out->id, err);
    st = TEXT(st, item, "title", HD_USE_TEXT, false, &out->title, err);
    return DATE(st, item, "published", false, &out->published, err);
}

static hd_status read_coverage(const cJSON *item, hd_coverage *out, hd_err *err)
{
    static const char *const known[] = {"from", "to"};
    hd_status st = KNOWN(item, known, err);
    st = DATE(st, item, "from", true, &out->from, err);
    st = DATE(st, item, "to", true, &out->to, err);
    return st == HD_OK ? hd_rule_coverage(out, err) : st;
}

/* The unit of a field record.  A built-in of one unit only may leave `of` out. */
static hd_status read_of(const cJSON *item, const hd_codebook *codebook, hd_field_def *out,
                         hd_err *err)
{
    const char *of = NULL;
    hd_status st = hd_json_text_member(item, "of", HD_USE_NAME, false, &of, err);
    if (st != HD_OK) {
        return st;
    }
    if (of) {
        if (!hd_unit_parse(of, &out->unit)) {
            hd_json_expected(hd_json_member(item, "of"), "review, child or finding", err);
            hd_err_at(err, ".of");
            return HD_EDATA;
        }
        return HD_OK;
    }
    size_t n = 0;
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        const hd_field *f = hd_codebook_find_field(codebook, (hd_unit)u, out->key);
        if (f && f->builtin) {
            out->unit = (hd_unit)u;
            n++;
        }
    }
    return n == 1 ? HD_OK
                  : hd_fail(err, HD_EDATA, "expected the key 'of' (review, child or finding)");
}

static hd_status read_kind(const cJSON *item, const hd_codebook *codebook, hd_field_def *out,
                           hd_err *err)
{
    static const char *const expected = "category, ordinal, flag, number, date, text or multi";
    const char *kind = NULL;
    hd_status st = hd_json_text_member(item, "kind", HD_USE_NAME, false, &kind, err);
    if (st != HD_OK) {
        return st;
    }
    if (kind) {
        if (!hd_kind_parse(kind, &out->kind)) {
            hd_json_expected(hd_json_member(item, "kind"), expected, err);
            hd_err_at(err, ".kind");
            return HD_EDATA;
        }
        return HD_OK;
    }
    const hd_field *f = hd_codebook_find_field(codebook, out->unit, out->key);
    if (!f || !f->builtin) {
        return hd_fail(err, HD_EDATA, "expected the key 'kind' (%s)", expected);
    }
    out->kind = f->kind;
    return HD_OK;
}

static hd_status read_field(const cJSON *item, const hd_codebook *codebook, hd_arena *arena,
                            hd_field_def *out, hd_err *err)
{
    static const char *const known[] = {"key", "of", "kind", "label", "values"};
    hd_status st = KNOWN(item, known, err);
    st = TEXT(st, item, "key", HD_USE_ID, true, &out->key, err);
    st = TEXT(st, item, "label", HD_USE_NAME, false, &out->label, err);
    if (st == HD_OK) {
        st = read_of(item, codebook, out, err);
    }
    if (st == HD_OK) {
        st = read_kind(item, codebook, out, err);
    }
    const cJSON *values = hd_json_member(item, "values");
    if (st == HD_OK && values) {
        out->has_values = true;
        st = hd_json_names(values, 0, arena, &out->values, &out->n_values, err);
        if (st != HD_OK) {
            hd_err_at(err, ".values");
        }
    }
    return st;
}

/* A range: a list of two numbers. */
static hd_status read_range(const cJSON *item, double range[2], hd_err *err)
{
    if (!hd_json_is(cJSON_Array, item) || hd_json_size(item) != 2 ||
        !hd_json_is(cJSON_Number, item->child) || !hd_json_is(cJSON_Number, item->child->next)) {
        return hd_json_expected(item, "a list of two numbers", err);
    }
    range[0] = item->child->valuedouble + 0.0;
    range[1] = item->child->next->valuedouble + 0.0;
    return HD_OK;
}

static hd_status read_ranges(const cJSON *list, hd_arena *arena, hd_band_def *out, hd_err *err)
{
    if (!hd_json_is(cJSON_Array, list)) {
        hd_json_expected(list, "a list of ranges, [[0, 2], [3, 10]]", err);
        hd_err_at(err, ".ranges");
        return HD_EDATA;
    }
    size_t n = hd_json_size(list);
    size_t i = 0;
    double(*ranges)[2] = hd_arena_array(arena, n, sizeof *ranges);
    double *bounds = hd_arena_array(arena, n + 1, sizeof *bounds);
    hd_status st = HD_OK;
    for (const cJSON *m = list->child; st == HD_OK && m; m = m->next) {
        st = read_range(m, ranges[i], err);
        i += st == HD_OK;
    }
    if (st == HD_OK) {
        st = hd_band_bounds((const double(*)[2])ranges, n, bounds, &i, err);
    }
    if (st != HD_OK) {
        hd_err_at(err, ".ranges[%zu]", i);
        return st;
    }
    out->bounds = bounds;
    out->n_bounds = n > 0 ? n + 1 : 0;
    out->closed = true;
    return HD_OK;
}

static hd_status read_band(const cJSON *item, hd_arena *arena, hd_band_def *out, hd_err *err)
{
    static const char *const known[] = {"field", "name", "bounds", "ranges"};
    hd_status st = KNOWN(item, known, err);
    st = TEXT(st, item, "field", HD_USE_ID, true, &out->field, err);
    st = TEXT(st, item, "name", HD_USE_ID, true, &out->name, err);
    if (st != HD_OK) {
        return st;
    }
    const cJSON *list = hd_json_member(item, "bounds");
    const cJSON *ranges = hd_json_member(item, "ranges");
    if (list && ranges) {
        return hd_fail(err, HD_EDATA, "expected 'bounds' or 'ranges', not both");
    }
    if (ranges) {
        return read_ranges(ranges, arena, out, err);
    }
    if (!list) {
        return hd_fail(err, HD_EDATA, "expected the key 'bounds'");
    }
    if (!hd_json_is(cJSON_Array, list)) {
        hd_json_expected(list, "a list of numbers", err);
        hd_err_at(err, ".bounds");
        return HD_EDATA;
    }
    double *bounds = hd_arena_array(arena, hd_json_size(list), sizeof *bounds);
    for (const cJSON *m = list->child; m; m = m->next) {
        if (!hd_json_is(cJSON_Number, m)) {
            hd_json_expected(m, "a number", err);
            hd_err_at(err, ".bounds[%zu]", out->n_bounds);
            return HD_EDATA;
        }
        bounds[out->n_bounds++] = m->valuedouble + 0.0;
    }
    out->bounds = bounds;
    return HD_OK;
}

static hd_status read_theme_status(const cJSON *item, hd_theme_def *out, hd_err *err)
{
    const char *status = NULL;
    hd_status st = hd_json_text_member(item, "status", HD_USE_NAME, false, &status, err);
    out->has_status = status != NULL;
    if (st == HD_OK && status && !hd_theme_status_parse(status, &out->status)) {
        st = hd_json_expected(hd_json_member(item, "status"),
                              "active, candidate, retired or merged", err);
        hd_err_at(err, ".status");
    }
    return st;
}

static hd_status read_theme(const cJSON *item, hd_arena *arena, hd_theme_def *out, hd_err *err)
{
    static const char *const known[] = {"code",   "label", "aliases", "parent", "definition",
                                        "status", "into",  "reason",  "date"};
    hd_status st = KNOWN(item, known, err);
    st = TEXT(st, item, "code", HD_USE_ID, true, &out->code, err);
    st = TEXT(st, item, "label", HD_USE_NAME, false, &out->label, err);
    st = TEXT(st, item, "parent", HD_USE_ID, false, &out->parent, err);
    st = TEXT(st, item, "definition", HD_USE_TEXT, false, &out->definition, err);
    st = TEXT(st, item, "into", HD_USE_ID, false, &out->into, err);
    st = TEXT(st, item, "reason", HD_USE_TEXT, false, &out->reason, err);
    st = DATE(st, item, "date", false, &out->date, err);
    if (st == HD_OK) {
        out->has_parent = hd_json_member(item, "parent") != NULL;
        st = read_theme_status(item, out, err);
    }
    const cJSON *aliases = hd_json_member(item, "aliases");
    out->has_aliases = aliases != NULL;
    if (st == HD_OK && hd_json_given(aliases)) {
        st = hd_json_names(aliases, HD_MAX_LABELS, arena, &out->aliases, &out->n_aliases, err);
        if (st != HD_OK) {
            hd_err_at(err, ".aliases");
        }
    }
    return st;
}

/* A whole number from 0 up; absent or null: *given is false unless it is required. */
static hd_status read_count(const cJSON *item, const char *key, bool required, bool *given,
                            int64_t *out, hd_err *err)
{
    const cJSON *m = hd_json_member(item, key);
    *given = hd_json_given(m);
    if (!*given) {
        return required ? hd_fail(err, HD_EDATA, "expected the key '%s'", key) : HD_OK;
    }
    double x = hd_json_is(cJSON_Number, m) ? m->valuedouble : -1;
    if (!hd_rule_count(x)) {
        hd_json_expected(m, "a whole number from 0 up", err);
        hd_err_at(err, ".%s", key);
        return HD_EDATA;
    }
    *out = (int64_t)x;
    return HD_OK;
}

static hd_status read_figure(const cJSON *item, hd_figure *out, hd_err *err)
{
    static const char *const known[] = {"source", "label", "n", "of", "percent", "where", "at"};
    bool given = false;
    hd_status st = KNOWN(item, known, err);
    st = TEXT(st, item, "source", HD_USE_ID, false, &out->source, err);
    st = TEXT(st, item, "label", HD_USE_NAME, true, &out->label, err);
    st = TEXT(st, item, "where", HD_USE_TEXT, false, &out->where, err);
    st = TEXT(st, item, "at", HD_USE_NAME, false, &out->at, err);
    st = st == HD_OK ? read_count(item, "n", true, &given, &out->n, err) : st;
    st = st == HD_OK ? read_count(item, "of", false, &out->has_of, &out->of, err) : st;
    const cJSON *percent = hd_json_member(item, "percent");
    out->has_percent = hd_json_given(percent);
    if (st == HD_OK && out->has_percent) {
        out->percent = percent->valuedouble + 0.0;
        if (!hd_json_is(cJSON_Number, percent) || !hd_rule_percent(out->percent)) {
            st = hd_json_expected(percent, "a number from 0 up", err);
            hd_err_at(err, ".percent");
        }
    }
    return st;
}

static hd_status read_passage(const cJSON *item, hd_passage *out, hd_err *err)
{
    static const char *const known[] = {"review", "source", "at", "role", "text", "finding"};
    hd_status st = KNOWN(item, known, err);
    st = TEXT(st, item, "review", HD_USE_ID, false, &out->review, err);
    st = TEXT(st, item, "source", HD_USE_ID, false, &out->source, err);
    st = TEXT(st, item, "at", HD_USE_NAME, false, &out->at, err);
    st = TEXT(st, item, "role", HD_USE_NAME, false, &out->role, err);
    st = TEXT(st, item, "text", HD_USE_TEXT, true, &out->text, err);
    st = TEXT(st, item, "finding", HD_USE_TEXT, false, &out->finding, err);
    if (st == HD_OK && out->text[0] == '\0') {
        st = hd_fail(err, HD_EDATA, ".text: expected text, got empty text");
    }
    if (st == HD_OK && out->finding && !out->review) {
        st = hd_fail(err, HD_EDATA, ".finding: expected the passage to have a review");
    }
    return st;
}

static hd_status read_any(const cJSON *item, const hd_codebook *codebook, hd_arena *arena,
                          hd_record *out, hd_err *err)
{
    switch (out->type) {
    case HD_REC_SOURCE:
        return read_source(item, &out->u.source, err);
    case HD_REC_COVERAGE:
        return read_coverage(item, &out->u.coverage, err);
    case HD_REC_FIELD:
        return read_field(item, codebook, arena, &out->u.field, err);
    case HD_REC_BAND:
        return read_band(item, arena, &out->u.band, err);
    case HD_REC_THEME:
        return read_theme(item, arena, &out->u.theme, err);
    case HD_REC_REVIEW:
        return hd_json_review(item, codebook, arena, &out->u.review, err);
    case HD_REC_FIGURE:
        return read_figure(item, &out->u.figure, err);
    case HD_REC_PASSAGE:
        return read_passage(item, &out->u.passage, err);
    case HD_REC_FINDING:
        return hd_json_finding_part(item, codebook, arena, &out->u.finding, err);
    case HD_REC_CHILD:
        return hd_json_child_part(item, codebook, arena, &out->u.child, err);
    case HD_REC_CROSSWALK:
        return hd_json_crosswalk(item, arena, &out->u.crosswalk, err);
    case HD_REC_COMPARATOR:
        return hd_json_comparator(item, arena, &out->u.comparator, err);
    }
    return HD_EFAULT;
}

hd_status hd_json_record(const cJSON *root, hd_record_type type, const hd_codebook *codebook,
                         hd_arena *arena, hd_record *out, hd_err *err)
{
    memset(out, 0, sizeof *out);
    out->type = type;
    hd_status st = read_any(record_member(root), codebook, arena, out, err);
    if (st != HD_OK) {
        hd_err_at(err, "%s", hd_record_type_name(type));
    }
    return st;
}
