#include "io/json_object.h"

#include "base/intern.h"
#include "base/utf8.h"
#include "model/record.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#define FEW 24 /* keys of an object */

bool hd_json_is(int types, const cJSON *item)
{
    return item && (item->type & 0xff & types) != 0;
}

size_t hd_json_size(const cJSON *item)
{
    size_t n = 0;

    for (const cJSON *m = item->child; m; m = m->next)
        n++;
    return n;
}

hd_status hd_json_expected(const cJSON *item, const char *what, hd_err *err)
{
    if (hd_json_is(cJSON_String, item)) {
        return hd_rule_expected(what, item->valuestring, err);
    }
    if (hd_json_is(cJSON_Number, item)) {
        return hd_fail(err, HD_EDATA, "expected %s, got number %.15g", what, item->valuedouble);
    }
    const char *got = hd_json_is(cJSON_Array, item)    ? "a list"
                      : hd_json_is(cJSON_Object, item) ? "an object"
                      : hd_json_is(cJSON_True, item)   ? "true"
                      : hd_json_is(cJSON_False, item)  ? "false"
                                                       : "null";
    return hd_fail(err, HD_EDATA, "expected %s, got %s", what, got);
}

/* Texts are mostly told apart by their first byte. */
static inline bool same(const char *a, const char *b)
{
    return a[0] == b[0] && strcmp(a, b) == 0;
}

static hd_status given_twice(const char *key, hd_err *err)
{
    char shown[HD_RULE_SHOWN + 4];
    hd_rule_shorten(key, shown);
    return hd_fail(err, HD_EDATA, ".%s: this key is given twice", shown);
}

/* Without end for many keys, but nothing has to be made for a few. */
static hd_status check_few_keys(const cJSON *item, hd_err *err)
{
    for (const cJSON *m = item->child; m; m = m->next) {
        for (const cJSON *before = item->child; before != m; before = before->next) {
            if (same(before->string, m->string)) {
                return given_twice(m->string, err);
            }
        }
    }
    return HD_OK;
}

static hd_status check_keys(const cJSON *item, hd_err *err)
{
    hd_status st = HD_OK;
    hd_intern keys;
    hd_intern_init(&keys);
    for (const cJSON *m = item->child; st == HD_OK && m; m = m->next) {
        size_t before = keys.n;
        hd_intern_add(&keys, m->string);
        if (keys.n == before) {
            st = given_twice(m->string, err);
        }
    }
    hd_intern_release(&keys);
    return st;
}

hd_status hd_json_object(const cJSON *item, hd_err *err)
{
    size_t n = 0;
    if (!hd_json_is(cJSON_Object, item)) {
        return hd_json_expected(item, "an object", err);
    }
    for (const cJSON *m = item->child; m && n <= FEW; m = m->next) {
        n++;
    }
    return n <= FEW ? check_few_keys(item, err) : check_keys(item, err);
}

hd_status hd_json_unknown(const char *key, const char *what, const char *const *known, size_t n,
                          hd_err *err)
{
    char shown[HD_RULE_SHOWN + 4];
    hd_rule_shorten(key, shown);
    hd_fail(err, HD_EDATA, ".%s: unknown %s", shown, what);
    const char *nearest = hd_utf8_nearest(key, known, n);
    if (nearest) {
        hd_err_add(err, " (did you mean '%s'?)", nearest);
    }
    return HD_EDATA;
}

hd_status hd_json_known(const cJSON *item, const char *const *known, size_t n, hd_err *err)
{
    hd_status st = hd_json_object(item, err);
    for (const cJSON *m = st == HD_OK ? item->child : NULL; m; m = m->next) {
        size_t i = 0;
        while (i < n && strcmp(known[i], m->string) != 0) {
            i++;
        }
        if (i == n) {
            return hd_json_unknown(m->string, "key", known, n, err);
        }
    }
    return st;
}

const cJSON *hd_json_member(const cJSON *object, const char *key)
{
    const cJSON *m = object->child;
    while (m && !same(m->string, key)) {
        m = m->next;
    }
    return m;
}

bool hd_json_given(const cJSON *member)
{
    return member && !hd_json_is(cJSON_NULL, member);
}

hd_status hd_json_text(const cJSON *item, hd_use use, const char **out, hd_err *err)
{
    if (!hd_json_is(cJSON_String, item)) {
        return hd_json_expected(item, "text", err);
    }
    *out = item->valuestring;
    return hd_rule_text(use, *out, err);
}

/* The member, or NULL when it is not given; fails if it must be. */
static hd_status find_member(const cJSON *object, const char *key, bool required, const cJSON **out,
                             hd_err *err)
{
    *out = hd_json_member(object, key);
    if (hd_json_given(*out)) {
        return HD_OK;
    }
    *out = NULL;
    return required ? hd_fail(err, HD_EDATA, "expected the key '%s'", key) : HD_OK;
}

hd_status hd_json_text_member(const cJSON *object, const char *key, hd_use use, bool required,
                              const char **out, hd_err *err)
{
    const cJSON *m = NULL;
    *out = NULL;
    hd_status st = find_member(object, key, required, &m, err);
    if (m) {
        st = hd_json_text(m, use, out, err);
        if (st != HD_OK) {
            hd_err_at(err, ".%s", key);
        }
    }
    return st;
}

hd_status hd_json_date_member(const cJSON *object, const char *key, bool required, const char **out,
                              hd_err *err)
{
    const cJSON *m = NULL;
    *out = NULL;
    hd_status st = find_member(object, key, required, &m, err);
    if (m) {
        if (!hd_json_is(cJSON_String, m)) {
            st = hd_json_expected(m, "a date (YYYY, YYYY-MM or YYYY-MM-DD)", err);
        } else {
            *out = m->valuestring;
            st = hd_rule_text(HD_USE_DATE, *out, err);
        }
        if (st != HD_OK) {
            hd_err_at(err, ".%s", key);
        }
    }
    return st;
}

hd_status hd_json_names(const cJSON *item, size_t limit, hd_arena *arena, const char *const **out,
                        size_t *n, hd_err *err)
{
    if (!hd_json_is(cJSON_Array, item)) {
        return hd_json_expected(item, "a list of text", err);
    }
    size_t count = hd_json_size(item);
    if (limit > 0 && hd_rule_length(count, limit, err) != HD_OK) {
        return HD_EDATA;
    }
    const char **names = hd_arena_array(arena, count, sizeof *names);
    size_t i = 0;
    for (const cJSON *m = item->child; m; m = m->next, i++) {
        hd_status st = hd_json_text(m, HD_USE_NAME, &names[i], err);
        if (st != HD_OK) {
            hd_err_at(err, "[%zu]", i);
            return st;
        }
    }
    *out = names;
    *n = count;
    return HD_OK;
}
