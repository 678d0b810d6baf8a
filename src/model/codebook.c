#include "model/codebook.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "model/codebook_impl.h"

#include <stdio.h>
#include <string.h>

typedef struct builtin {
    hd_unit unit;
    const char *key;
    const char *label;
    hd_kind kind;
} builtin;

static const builtin builtins[] = {
    {HD_REVIEW, "kind", "Kind", HD_CATEGORY},
    {HD_REVIEW, "scope", "Scope", HD_CATEGORY},
    {HD_REVIEW, "title", "Title", HD_TEXT},
    {HD_REVIEW, "source", "Source", HD_TEXT},
    {HD_REVIEW, "outcome", "Outcome", HD_CATEGORY},
    {HD_REVIEW, "area", "Area", HD_CATEGORY},
    {HD_REVIEW, "incident", "Incident", HD_DATE},
    {HD_REVIEW, "notified", "Notified", HD_DATE},
    {HD_REVIEW, "reviewed", "Reviewed", HD_DATE},
    {HD_REVIEW, "published", "Published", HD_DATE},
    {HD_CHILD, "age", "Age", HD_NUMBER},
    {HD_CHILD, "age_weeks", "Age weeks", HD_NUMBER},
    {HD_CHILD, "sex", "Sex", HD_CATEGORY},
    {HD_FINDING, "text", "Text", HD_TEXT},
    {HD_FINDING, "source", "Source", HD_TEXT},
    {HD_FINDING, "passage", "Passage", HD_TEXT},
    {HD_FINDING, "kind", "Kind", HD_CATEGORY},
    {HD_FINDING, "coder", "Coder", HD_CATEGORY},
    {HD_FINDING, "coded_on", "Coded on", HD_DATE},
    {HD_FINDING, "owner", "Owner", HD_TEXT},
    {HD_FINDING, "due", "Due", HD_DATE},
    {HD_FINDING, "status", "Status", HD_CATEGORY},
};

static const char *const scope_values[] = {"local", "national"};
static const char *const sex_values[] = {"female", "male"};

/* Names that mean something else in an expression, a dimension or a record. */
static const char *const reserved[] = {"and",   "or",    "not",      "in",       "is",    "true",
                                       "false", "child", "finding",  "review",   "theme", "themes",
                                       "id",    "coded", "children", "findings", "all"};

const char *const *hd_codebook_copy_list(hd_codebook *cb, const char *const *items, size_t n)
{
    const char **copy = hd_arena_array(&cb->arena, n, sizeof *copy);
    for (size_t i = 0; i < n; i++) {
        copy[i] = hd_arena_strdup(&cb->arena, items[i]);
    }
    return copy;
}

bool hd_codebook_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool hd_codebook_same_list(const char *const *a, size_t na, const char *const *b, size_t nb)
{
    bool same = na == nb;
    for (size_t i = 0; same && i < na; i++) {
        same = strcmp(a[i], b[i]) == 0;
    }
    return same;
}

hd_status hd_codebook_at(hd_err *err, const char *origin)
{
    if (origin) {
        hd_err_at(err, "%s", origin);
    }
    return HD_EDATA;
}

static hd_field *new_field(hd_codebook *cb, hd_unit unit, const char *key, const char *label,
                           hd_kind kind)
{
    hd_field *f = hd_arena_alloc(&cb->arena, sizeof *f);
    f->unit = unit;
    f->index = hd_intern_add(&cb->keys[unit], key);
    f->key = hd_intern_str(&cb->keys[unit], f->index);
    f->label = hd_arena_strdup(&cb->arena, label);
    f->kind = kind;
    size_t n = f->index;
    HD_PUSH(cb->fields[unit], n, cb->cap_fields[unit], f);
    return f;
}

hd_codebook *hd_codebook_new(void)
{
    hd_codebook *cb = hd_calloc(1, sizeof *cb);
    hd_arena_init(&cb->arena);
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        hd_intern_init(&cb->keys[u]);
    }
    hd_intern_init(&cb->band_names);
    hd_intern_init(&cb->codes);
    hd_intern_init(&cb->names);
    hd_intern_init(&cb->candidate_names);
    for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
        const builtin *b = &builtins[i];
        hd_field *f = new_field(cb, b->unit, b->key, b->label, b->kind);
        f->builtin = true;
        if (strcmp(b->key, "scope") == 0) {
            f->values = scope_values;
            f->n_values = 2;
        } else if (strcmp(b->key, "sex") == 0) {
            f->values = sex_values;
            f->n_values = 2;
        }
    }
    return cb;
}

void hd_codebook_free(hd_codebook *cb)
{
    if (!cb) {
        return;
    }
    for (size_t u = 0; u < HD_N_UNITS; u++) {
        hd_intern_release(&cb->keys[u]);
        hd_free(cb->fields[u]);
    }
    hd_intern_release(&cb->band_names);
    hd_intern_release(&cb->codes);
    hd_intern_release(&cb->names);
    hd_intern_release(&cb->candidate_names);
    hd_free(cb->bands);
    hd_free(cb->crosswalks);
    hd_free(cb->band_fields);
    hd_free(cb->band_origins);
    hd_free(cb->decls);
    hd_free(cb->name_owners);
    hd_free(cb->suggestions);
    hd_arena_release(&cb->arena);
    hd_free(cb);
}

/* Fields. */

static bool key_ok(const char *key)
{
    if (key[0] < 'a' || key[0] > 'z' || strlen(key) > HD_MAX_ID) {
        return false;
    }
    return strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(key);
}

hd_status hd_codebook_check_key(const char *what, const char *key, hd_err *err)
{
    if (!key_ok(key)) {
        return hd_fail(err, HD_EDATA,
                       "%s '%s': expected a name of a to z, 0 to 9 and '_' that begins with "
                       "a letter, at most %d bytes",
                       what, key, HD_MAX_ID);
    }
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (strcmp(key, reserved[i]) == 0) {
            return hd_fail(err, HD_EDATA, "%s '%s': this name is reserved", what, key);
        }
    }
    return HD_OK;
}

static hd_status check_values(const hd_field_def *def, hd_err *err)
{
    if (!def->has_values) {
        return HD_OK;
    }
    if (def->kind != HD_CATEGORY && def->kind != HD_ORDINAL && def->kind != HD_MULTI) {
        return hd_fail(err, HD_EDATA,
                       "field '%s': a %s field has no list of values (category, ordinal and "
                       "multi have)",
                       def->key, hd_kind_name(def->kind));
    }
    hd_status st = HD_OK;
    hd_intern seen;
    hd_intern_init(&seen);
    for (size_t i = 0; st == HD_OK && i < def->n_values; i++) {
        if (def->values[i][0] == '\0') {
            st = hd_fail(err, HD_EDATA, "field '%s': value %zu is empty", def->key, i + 1);
        } else if (hd_intern_add(&seen, def->values[i]) != i) {
            st = hd_fail(err, HD_EDATA, "field '%s': value '%s' is given twice", def->key,
                         def->values[i]);
        }
    }
    hd_intern_release(&seen);
    return st;
}

/* In the store's views a field K has two columns, K and K_state. */
static hd_status check_state_name(const hd_codebook *cb, hd_unit unit, const char *key, hd_err *err)
{
    static const char suffix[] = "_state";
    char other[HD_MAX_ID + sizeof suffix];
    size_t len = strlen(key);
    size_t stem = len - (sizeof suffix - 1);

    snprintf(other, sizeof other, "%s%s", key, suffix);
    const hd_field *state = hd_codebook_find_field(cb, unit, other);
    const hd_field *field = NULL;
    if (len > sizeof suffix - 1 && strcmp(key + stem, suffix) == 0) {
        snprintf(other, sizeof other, "%.*s", (int)stem, key);
        field = hd_codebook_find_field(cb, unit, other);
    }
    if (!state && !field) {
        return HD_OK;
    }
    return hd_fail(
        err, HD_EDATA,
        "field '%s': a %s cannot have the fields '%s' and '%s' both, as the state of '%s' "
        "has the name '%s'",
        key, hd_unit_name(unit), field ? field->key : key, field ? key : state->key,
        field ? field->key : key, field ? key : state->key);
}

static hd_status check_field(const hd_codebook *cb, const hd_field_def *def, const hd_field *known,
                             hd_err *err)
{
    hd_status st = hd_codebook_check_key("field", def->key, err);
    if (st != HD_OK) {
        return st;
    }
    if (hd_intern_find(&cb->band_names, def->key) != HD_NONE) {
        return hd_fail(err, HD_EDATA, "field '%s': a band has this name", def->key);
    }
    if (!strchr(def->key, '@') && hd_codebook_find_crosswalk(cb, def->key)) {
        return hd_fail(err, HD_EDATA, "field '%s': a crosswalk has this name", def->key);
    }
    if (known && known->kind != def->kind) {
        return hd_fail(err, HD_EDATA, "field '%s': its kind is %s%s, expected the same, got %s",
                       def->key, hd_kind_name(known->kind), known->builtin ? " (built in)" : "",
                       hd_kind_name(def->kind));
    }
    if (!known && hd_codebook_n_fields(cb, def->unit) >= HD_MAX_FIELDS) {
        return hd_fail(err, HD_EDATA, "field '%s': a %s has at most %d fields", def->key,
                       hd_unit_name(def->unit), HD_MAX_FIELDS);
    }
    if (!known && (st = check_state_name(cb, def->unit, def->key, err)) != HD_OK) {
        return st;
    }
    return check_values(def, err);
}

hd_status hd_codebook_add_field(hd_codebook *cb, const hd_field_def *def, const char *origin,
                                bool *changed, hd_err *err)
{
    if (cb->sealed) {
        hd_fault("a field is added to a sealed codebook");
    }
    uint32_t index = hd_intern_find(&cb->keys[def->unit], def->key);
    hd_field *f = index == HD_NONE ? NULL : cb->fields[def->unit][index];
    if (check_field(cb, def, f, err) != HD_OK) {
        return hd_codebook_at(err, origin);
    }
    bool differs = !f || !f->declared;
    if (!f) {
        f = new_field(cb, def->unit, def->key, def->label ? def->label : def->key, def->kind);
    }
    f->declared = true;
    if (def->label && strcmp(def->label, f->label) != 0) {
        f->label = hd_arena_strdup(&cb->arena, def->label);
        differs = true;
    }
    if (def->has_values &&
        !hd_codebook_same_list(def->values, def->n_values, f->values, f->n_values)) {
        f->values = hd_codebook_copy_list(cb, def->values, def->n_values);
        f->n_values = def->n_values;
        differs = true;
    }
    if (changed) {
        *changed = differs;
    }
    return HD_OK;
}

size_t hd_codebook_n_fields(const hd_codebook *cb, hd_unit unit)
{
    return cb->keys[unit].n;
}

const hd_field *hd_codebook_field(const hd_codebook *cb, hd_unit unit, size_t index)
{
    return cb->fields[unit][index];
}

const hd_field *hd_codebook_find_field(const hd_codebook *cb, hd_unit unit, const char *key)
{
    uint32_t index = hd_intern_find(&cb->keys[unit], key);
    return index == HD_NONE ? NULL : cb->fields[unit][index];
}

const char *hd_codebook_nearest_field(const hd_codebook *cb, hd_unit unit, const char *key)
{
    static const char *const more[] = {"theme", "id", "coded", "review"};
    size_t n = 0;
    size_t cap = 0;
    const char **names = NULL;
    for (size_t i = 0; i < cb->keys[unit].n; i++) {
        HD_PUSH(names, n, cap, cb->fields[unit][i]->key);
    }
    for (size_t i = 0; i < cb->band_names.n; i++) {
        HD_PUSH(names, n, cap, cb->bands[i]->name);
    }
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        HD_PUSH(names, n, cap, more[i]);
    }
    const char *nearest = hd_utf8_nearest(key, names, n);
    hd_free(names);
    return nearest;
}

hd_status hd_codebook_seal(hd_codebook *cb, hd_err *err)
{
    if (cb->sealed) {
        hd_fault("a codebook is sealed twice");
    }
    for (uint32_t i = 0; i < cb->band_names.n; i++) {
        hd_status st = hd_codebook_seal_band(cb, i, err);
        if (st != HD_OK) {
            return st;
        }
    }
    hd_status st = hd_codebook_seal_themes(cb, err);
    if (st == HD_OK) {
        st = hd_codebook_seal_crosswalks(cb, err);
    }
    cb->sealed = st == HD_OK;
    return st;
}
