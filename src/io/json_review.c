#include "io/json_review.h"

#include "base/intern.h"
#include "io/json_object.h"

#include <cjson/cJSON.h>
#include <string.h>

#define N_GUESSES 8
#define N_FEW 16

typedef struct context {
    const hd_codebook *codebook;
    hd_arena *arena;
    bool part; /* a record of its own, which names its review */
    /* The fields of the unit before, which the next one mostly has in the same order. */
    const hd_field *guess[HD_N_UNITS][N_GUESSES];
} context;

/* Ids of one list: few are compared, more are looked up. */
typedef struct ids {
    const char *few[N_FEW];
    size_t n;
    hd_intern all; /* once there are more */
} ids;

/* The keys of each unit that are no fields. */
static const char *const members[HD_N_UNITS][4] = {
    {"id", "coded", "children", "findings"}, {"id"}, {"id", "themes"}};
static const char review_key[] = "review";

static bool is_member(const context *c, hd_unit unit, const char *key)
{
    if (c->part && strcmp(key, review_key) == 0) {
        return true;
    }
    for (size_t i = 0; i < 4 && members[unit][i]; i++) {
        if (members[unit][i][0] == key[0] && strcmp(members[unit][i], key) == 0) {
            return true;
        }
    }
    return false;
}

/* Values. */

static hd_status read_missing(const cJSON *item, hd_value *out, hd_err *err)
{
    static const char *const known[] = {"missing"};
    hd_status st = hd_json_known(item, known, 1, err);
    if (st != HD_OK) {
        return st;
    }
    const cJSON *m = hd_json_member(item, "missing");
    const char *state = m && hd_json_is(cJSON_String, m) ? m->valuestring : "";
    if (strcmp(state, "unknown") == 0) {
        out->state = HD_UNKNOWN;
    } else if (strcmp(state, "not-applicable") == 0) {
        out->state = HD_NOT_APPLICABLE;
    } else if (strcmp(state, "not-recorded") == 0) {
        out->state = HD_NOT_RECORDED;
    } else if (!m) {
        return hd_json_expected(item, "a value, null or {\"missing\": ...}", err);
    } else {
        st = hd_json_expected(m, "'unknown', 'not-applicable' or 'not-recorded'", err);
        hd_err_at(err, ".missing");
    }
    return st;
}

static hd_status read_multi(context *c, const cJSON *item, hd_value *out, hd_err *err)
{
    hd_status st = hd_json_names(item, HD_MAX_LABELS, c->arena, &out->items, &out->n_items, err);
    return st == HD_OK ? hd_rule_distinct(out->items, out->n_items, err) : st;
}

static hd_status read_word(const cJSON *item, hd_value *out, hd_err *err)
{
    if (hd_json_is(cJSON_String, item) && item->valuestring[0] == '\0') {
        return hd_json_expected(item, "a value, null or {\"missing\": ...}", err);
    }
    return hd_json_text(item, HD_USE_NAME, &out->text, err);
}

static hd_status read_date(const cJSON *item, hd_value *out, hd_err *err)
{
    if (hd_json_is(cJSON_String, item) && item->valuestring[0] == '\0') {
        return hd_json_expected(item, "a date, null or {\"missing\": ...}", err);
    }
    if (!hd_json_is(cJSON_String, item) ||
        !hd_date_parse(item->valuestring, strlen(item->valuestring), &out->date)) {
        return hd_json_expected(item, "a date (YYYY, YYYY-MM or YYYY-MM-DD)", err);
    }
    out->text = item->valuestring;
    return HD_OK;
}

static hd_status read_value(context *c, hd_kind kind, const cJSON *item, hd_value *out, hd_err *err)
{
    if (hd_json_is(cJSON_NULL, item)) {
        out->state = HD_NOT_RECORDED;
        return HD_OK;
    }
    if (hd_json_is(cJSON_Object, item)) {
        return read_missing(item, out, err);
    }
    out->state = HD_VALUE;
    switch (kind) {
    case HD_CATEGORY:
    case HD_ORDINAL:
        return read_word(item, out, err);
    case HD_TEXT:
        return hd_json_text(item, HD_USE_TEXT, &out->text, err);
    case HD_DATE:
        return read_date(item, out, err);
    case HD_MULTI:
        return read_multi(c, item, out, err);
    case HD_FLAG:
        out->number = hd_json_is(cJSON_True, item) ? 1 : 0;
        return hd_json_is(cJSON_True | cJSON_False, item)
                   ? HD_OK
                   : hd_json_expected(item, "true or false", err);
    case HD_NUMBER:
        /* Adding zero makes a negative zero a plain one. */
        out->number = item->valuedouble + 0.0;
        return hd_json_is(cJSON_Number, item) ? HD_OK : hd_json_expected(item, "a number", err);
    }
    return HD_EFAULT;
}

/* Units. */

static hd_status unknown_field(context *c, hd_unit unit, const char *key, hd_err *err)
{
    size_t n = hd_codebook_n_fields(c->codebook, unit);
    const char **names = hd_arena_array(c->arena, n + 5, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = hd_codebook_field(c->codebook, unit, i)->key;
    }
    memcpy(names + n, members[unit], sizeof members[unit]);
    names[n + 4] = c->part ? review_key : NULL;
    hd_json_unknown(key, "field", names, n + 5, err);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        if (u != unit && hd_codebook_find_field(c->codebook, (hd_unit)u, key)) {
            hd_err_add(err, "; '%s' is a field of a %s", key, hd_unit_name((hd_unit)u));
            break;
        }
    }
    return HD_EDATA;
}

static const hd_field *find_field(context *c, hd_unit unit, const char *key, size_t at)
{
    const hd_field **guess = at < N_GUESSES ? &c->guess[unit][at] : NULL;
    if (guess && *guess && strcmp((*guess)->key, key) == 0) {
        return *guess;
    }
    const hd_field *f = hd_codebook_find_field(c->codebook, unit, key);
    if (guess) {
        *guess = f;
    }
    return f;
}

/* The fields of one unit; *out has an entry for every field of the codebook. */
static hd_status read_fields(context *c, hd_unit unit, const cJSON *item, const hd_value **out,
                             hd_err *err)
{
    size_t n = hd_codebook_n_fields(c->codebook, unit);
    hd_value *values = hd_arena_array(c->arena, n, sizeof *values);
    size_t at = 0;
    for (const cJSON *m = item->child; m; m = m->next) {
        if (is_member(c, unit, m->string)) {
            continue;
        }
        const hd_field *f = find_field(c, unit, m->string, at++);
        if (!f) {
            return unknown_field(c, unit, m->string, err);
        }
        hd_status st = read_value(c, f->kind, m, &values[f->index], err);
        if (st != HD_OK) {
            hd_err_at(err, ".%s", f->key);
            return st;
        }
    }
    *out = values;
    return HD_OK;
}

/* The list member `key`; fails unless it is a list of at most `limit`. */
static hd_status list_member(const cJSON *item, const char *key, size_t limit, bool *given,
                             const cJSON **first, size_t *n, hd_err *err)
{
    const cJSON *m = hd_json_member(item, key);
    *given = m != NULL;
    *n = 0;
    *first = NULL;
    if (!m) {
        return HD_OK;
    }
    hd_status st = HD_OK;
    if (!hd_json_is(cJSON_Array, m)) {
        st = hd_json_expected(m, "a list of objects", err);
    } else {
        *n = hd_json_size(m);
        *first = m->child;
        if (*n > limit) {
            st = hd_fail(err, HD_EDATA, "a review has at most %zu %s, got %zu", limit, key, *n);
        }
    }
    if (st != HD_OK) {
        hd_err_at(err, ".%s", key);
    }
    return st;
}

static void init_ids(ids *seen)
{
    seen->n = 0;
    hd_intern_init(&seen->all);
}

static bool add_id(ids *seen, const char *id)
{
    for (size_t i = 0; i < seen->n; i++) {
        if (strcmp(seen->few[i], id) == 0) {
            return false;
        }
    }
    if (seen->n < N_FEW) {
        seen->few[seen->n++] = id;
        return true;
    }
    size_t before = seen->all.n;
    hd_intern_add(&seen->all, id);
    return seen->all.n > before;
}

/* An id may stand once among the children, and among the findings, of a review. */
static hd_status check_new(ids *seen, const char *id, hd_err *err)
{
    return add_id(seen, id)
               ? HD_OK
               : hd_fail(err, HD_EDATA, ".id: '%s' is already used in this review", id);
}

static hd_status read_child(context *c, const cJSON *item, ids *seen, hd_child_rec *out,
                            hd_err *err)
{
    hd_status st = hd_json_object(item, err);
    if (st == HD_OK) {
        st = hd_json_text_member(item, "id", HD_USE_ID, true, &out->id, err);
    }
    if (st == HD_OK) {
        st = check_new(seen, out->id, err);
    }
    return st == HD_OK ? read_fields(c, HD_CHILD, item, &out->values, err) : st;
}

static hd_status read_children(context *c, const cJSON *item, hd_review_rec *out, hd_err *err)
{
    const cJSON *m = NULL;
    hd_status st = list_member(item, "children", HD_MAX_CHILDREN, &out->has_children, &m,
                               &out->n_children, err);
    if (st != HD_OK) {
        return st;
    }
    hd_child_rec *children = hd_arena_array(c->arena, out->n_children, sizeof *children);
    ids seen;
    init_ids(&seen);
    for (size_t i = 0; st == HD_OK && m; m = m->next, i++) {
        st = read_child(c, m, &seen, &children[i], err);
        if (st != HD_OK) {
            hd_err_at(err, ".children[%zu]", i);
        }
    }
    hd_intern_release(&seen.all);
    out->children = children;
    return st;
}

static hd_status read_labels(context *c, const cJSON *item, hd_finding_rec *out, hd_err *err)
{
    const cJSON *m = hd_json_member(item, "themes");
    out->has_labels = m != NULL;
    if (!hd_json_given(m)) {
        return HD_OK;
    }
    hd_status st = hd_json_names(m, HD_MAX_LABELS, c->arena, &out->labels, &out->n_labels, err);
    if (st != HD_OK) {
        hd_err_at(err, ".themes");
    }
    return st;
}

static hd_status read_finding(context *c, const cJSON *item, ids *seen, hd_finding_rec *out,
                              hd_err *err)
{
    hd_status st = hd_json_object(item, err);
    if (st == HD_OK) {
        st = hd_json_text_member(item, "id", HD_USE_ID, false, &out->id, err);
    }
    if (st == HD_OK && out->id) {
        st = check_new(seen, out->id, err);
    }
    if (st == HD_OK) {
        st = read_fields(c, HD_FINDING, item, &out->values, err);
    }
    if (st == HD_OK && !out->id) {
        const cJSON *text = hd_json_member(item, "text");
        if (!hd_json_is(cJSON_String, text) || text->valuestring[0] == '\0') {
            st = hd_fail(err, HD_EDATA, "expected the key 'id' or a 'text' that is not empty");
        }
    }
    return st == HD_OK ? read_labels(c, item, out, err) : st;
}

static hd_status read_findings(context *c, const cJSON *item, hd_review_rec *out, hd_err *err)
{
    const cJSON *m = NULL;
    hd_status st = list_member(item, "findings", HD_MAX_FINDINGS, &out->has_findings, &m,
                               &out->n_findings, err);
    if (st != HD_OK) {
        return st;
    }
    hd_finding_rec *findings = hd_arena_array(c->arena, out->n_findings, sizeof *findings);
    ids seen;
    init_ids(&seen);
    for (size_t i = 0; st == HD_OK && m; m = m->next, i++) {
        st = read_finding(c, m, &seen, &findings[i], err);
        if (st != HD_OK) {
            hd_err_at(err, ".findings[%zu]", i);
        }
    }
    hd_intern_release(&seen.all);
    out->findings = findings;
    return st;
}

static hd_status read_coded(const cJSON *item, hd_coded *out, hd_err *err)
{
    const cJSON *m = hd_json_member(item, "coded");
    if (!hd_json_given(m)) {
        *out = HD_CODED_ABSENT;
        return HD_OK;
    }
    *out = hd_json_is(cJSON_True, m) ? HD_CODED_YES : HD_CODED_NO;
    if (!hd_json_is(cJSON_True | cJSON_False, m)) {
        hd_json_expected(m, "true or false", err);
        hd_err_at(err, ".coded");
        return HD_EDATA;
    }
    return HD_OK;
}

hd_status hd_json_review(const cJSON *item, const hd_codebook *codebook, hd_arena *arena,
                         hd_review_rec *out, hd_err *err)
{
    context c = {.codebook = codebook, .arena = arena};
    memset(out, 0, sizeof *out);
    hd_status st = hd_json_object(item, err);
    if (st == HD_OK) {
        st = hd_json_text_member(item, "id", HD_USE_ID, true, &out->id, err);
    }
    if (st == HD_OK) {
        st = read_coded(item, &out->coded, err);
    }
    if (st == HD_OK) {
        st = read_fields(&c, HD_REVIEW, item, &out->values, err);
    }
    if (st == HD_OK) {
        st = read_children(&c, item, out, err);
    }
    return st == HD_OK ? read_findings(&c, item, out, err) : st;
}

/* The review's id; what else the part has is read as in a review. */
static hd_status read_review_id(const cJSON *item, const char **out, hd_err *err)
{
    hd_status st = hd_json_object(item, err);
    return st == HD_OK ? hd_json_text_member(item, review_key, HD_USE_ID, true, out, err) : st;
}

hd_status hd_json_finding_part(const cJSON *item, const hd_codebook *codebook, hd_arena *arena,
                               hd_finding_part *out, hd_err *err)
{
    context c = {.codebook = codebook, .arena = arena, .part = true};
    ids seen;
    init_ids(&seen);
    hd_status st = read_review_id(item, &out->review, err);
    if (st == HD_OK) {
        st = read_finding(&c, item, &seen, &out->finding, err);
    }
    hd_intern_release(&seen.all);
    return st;
}

hd_status hd_json_child_part(const cJSON *item, const hd_codebook *codebook, hd_arena *arena,
                             hd_child_part *out, hd_err *err)
{
    context c = {.codebook = codebook, .arena = arena, .part = true};
    ids seen;
    init_ids(&seen);
    hd_status st = read_review_id(item, &out->review, err);
    if (st == HD_OK) {
        st = read_child(&c, item, &seen, &out->child, err);
    }
    hd_intern_release(&seen.all);
    return st;
}
