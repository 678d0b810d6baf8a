/* How a field's value stands in its column:
 *
 *   category, ordinal, text, date   TEXT, as written
 *   number                          INTEGER when it is one (up to 2^53), else REAL
 *   flag                            INTEGER 0 or 1
 *   multi                           TEXT, a JSON array of strings
 *   not recorded                    NULL
 *   unknown, not applicable         BLOB x'01', x'02'
 *
 * Text from outside heddle is checked as it is read: a store is a file anybody can edit.
 */
#include "io/store_internal.h"

#include <sqlite3.h>
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json_out.h"

#define EXACT_INTEGERS 9007199254740992.0 /* 2^53 */

static void list_text(const hd_value *v, hd_buf *json)
{
    hd_buf_addc(json, '[');
    for (size_t i = 0; i < v->n_items; i++) {
        if (i > 0)
            hd_buf_addc(json, ',');
        hd_json_string(v->items[i], strlen(v->items[i]), json);
    }
    hd_buf_addc(json, ']');
}

static void bind_list(sqlite3_stmt *stmt, int at, const hd_value *v, hd_arena *arena)
{
    hd_buf json = HD_BUF_INIT;

    list_text(v, &json);
    hd_store_bind_text(stmt, at, hd_arena_strndup(arena, json.data, json.len));
    hd_buf_release(&json);
}

static bool is_integer(double x)
{
    return fabs(x) <= EXACT_INTEGERS && floor(x) >= x;
}

static void bind_number(sqlite3_stmt *stmt, int at, double x)
{
    if (is_integer(x))
        sqlite3_bind_int64(stmt, at, (sqlite3_int64)x);
    else
        sqlite3_bind_double(stmt, at, x);
}

void hd_store_bind_value(sqlite3_stmt *stmt, int at, hd_kind kind, const hd_value *v,
                         hd_arena *arena)
{
    switch (v->state) {
    case HD_ABSENT:
    case HD_NOT_RECORDED:
        sqlite3_bind_null(stmt, at);
        return;
    case HD_UNKNOWN:
        sqlite3_bind_blob(stmt, at, "\x01", 1, SQLITE_STATIC);
        return;
    case HD_NOT_APPLICABLE:
        sqlite3_bind_blob(stmt, at, "\x02", 1, SQLITE_STATIC);
        return;
    case HD_VALUE:
        break;
    }
    if (kind == HD_NUMBER)
        bind_number(stmt, at, v->number);
    else if (kind == HD_FLAG)
        sqlite3_bind_int(stmt, at, v->number > 0);
    else if (kind == HD_MULTI)
        bind_list(stmt, at, v, arena);
    else
        hd_store_bind_text(stmt, at, v->text);
}

static void add_list(hd_payload *p, const hd_value *v)
{
    hd_buf json = HD_BUF_INIT;

    list_text(v, &json);
    hd_payload_text(p, json.data, json.len);
    hd_buf_release(&json);
}

void hd_store_add_value(hd_payload *p, hd_kind kind, const hd_value *v)
{
    if (v->state == HD_ABSENT || v->state == HD_NOT_RECORDED)
        hd_payload_null(p);
    else if (v->state != HD_VALUE)
        hd_payload_blob(p, v->state == HD_UNKNOWN ? "\x01" : "\x02", 1);
    else if (kind == HD_FLAG)
        hd_payload_int(p, v->number > 0);
    else if (kind == HD_NUMBER && is_integer(v->number))
        hd_payload_int(p, (int64_t)v->number);
    else if (kind == HD_NUMBER)
        hd_payload_real(p, v->number);
    else if (kind == HD_MULTI)
        add_list(p, v);
    else
        hd_payload_text(p, v->text, strlen(v->text));
}

/* One code unit of a \uXXXX escape; only what hd_json_string writes has to be read. */
static bool read_escape(const char **p, hd_buf *out)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    unsigned code = 0;
    const char *at = **p ? strchr(from, **p) : NULL;

    if (at) {
        hd_buf_addc(out, to[at - from]);
        ++*p;
        return true;
    }
    if (*(*p)++ != 'u')
        return false;
    for (int i = 0; i < 4; i++, ++*p) {
        const char *digits = "0123456789abcdef";
        const char *digit = **p ? strchr(digits, **p | 0x20) : NULL;
        if (!digit)
            return false;
        code = code * 16 + (unsigned)(digit - digits);
    }
    if (code == 0 || code >= 0x80)
        return false;
    hd_buf_addc(out, (char)code);
    return true;
}

static bool read_string(const char **p, hd_buf *out)
{
    if (*(*p)++ != '"')
        return false;
    hd_buf_clear(out);
    while (**p && **p != '"') {
        if (**p == '\\') {
            ++*p;
            if (!read_escape(p, out))
                return false;
        } else {
            hd_buf_addc(out, *(*p)++);
        }
    }
    return *(*p)++ == '"';
}

static bool read_list(const char *p, hd_arena *arena, hd_value *out)
{
    size_t cap = 0;
    const char **items;
    hd_buf item = HD_BUF_INIT;
    bool ok = *p++ == '[';

    for (const char *q = p; *q; q++)
        cap += *q == ',';
    /* No more items than commas and one; commas inside strings only make it too long. */
    items = hd_arena_array(arena, cap + 1, sizeof *items);
    while (ok && *p == '"' && (ok = read_string(&p, &item))) {
        items[out->n_items++] = hd_arena_strndup(arena, hd_buf_str(&item), item.len);
        if (*p != ',')
            break;
        p++;
        ok = *p == '"';
    }
    hd_buf_release(&item);
    out->items = items;
    return ok && p[0] == ']' && p[1] == '\0';
}

static bool read_blob(sqlite3_stmt *stmt, int column, hd_value *out)
{
    const unsigned char *bytes = sqlite3_column_blob(stmt, column);

    if (sqlite3_column_bytes(stmt, column) != 1)
        return false;
    out->state = bytes[0] == 1 ? HD_UNKNOWN : HD_NOT_APPLICABLE;
    return bytes[0] == 1 || bytes[0] == 2;
}

static bool read_text(sqlite3_stmt *stmt, int column, hd_kind kind, hd_arena *arena, hd_value *out)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    size_t len = (size_t)sqlite3_column_bytes(stmt, column);

    out->state = HD_VALUE;
    if (!text || strlen(text) != len || !hd_utf8_valid(text, len, NULL))
        return false;
    if (kind == HD_MULTI)
        return read_list(text, arena, out);
    out->text = hd_arena_strndup(arena, text, len);
    if (kind == HD_DATE)
        return hd_date_parse(text, len, &out->date);
    return kind == HD_CATEGORY || kind == HD_ORDINAL || kind == HD_TEXT;
}

static bool read_value(sqlite3_stmt *stmt, int column, hd_kind kind, hd_arena *arena, hd_value *out)
{
    memset(out, 0, sizeof *out);
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_NULL:
        out->state = HD_ABSENT; /* an export leaves the key out */
        return true;
    case SQLITE_BLOB:
        return read_blob(stmt, column, out);
    case SQLITE_TEXT:
        return read_text(stmt, column, kind, arena, out);
    default:
        out->state = HD_VALUE;
        out->number = sqlite3_column_double(stmt, column);
        if (kind == HD_FLAG)
            return sqlite3_column_type(stmt, column) == SQLITE_INTEGER &&
                   (sqlite3_column_int64(stmt, column) | 1) == 1;
        return kind == HD_NUMBER;
    }
}

hd_status hd_store_value(hd_store *s, sqlite3_stmt *stmt, int column, const hd_field *field,
                         hd_arena *arena, hd_value *out, hd_err *err)
{
    hd_err why = HD_ERR_INIT;

    if (!read_value(stmt, column, field->kind, arena, out))
        return hd_store_damaged(s, err, "a %s's '%s' is no %s", hd_unit_name(field->unit),
                                field->key, hd_kind_name(field->kind));
    if (hd_rule_value(field->kind, out, &why) != HD_OK)
        return hd_store_damaged(s, err, "a %s's '%s': %s", hd_unit_name(field->unit), field->key,
                                why.msg);
    return HD_OK;
}

hd_status hd_store_values(hd_store *s, sqlite3_stmt *stmt, int column, const hd_codebook *cb,
                          hd_unit unit, hd_arena *arena, hd_value **out, hd_err *err)
{
    size_t n = hd_codebook_n_fields(cb, unit);
    hd_value *values = hd_arena_array(arena, n, sizeof *values);
    hd_status status = HD_OK;

    for (size_t i = 0; status == HD_OK && i < n; i++)
        status = hd_store_value(s, stmt, column + (int)i, hd_codebook_field(cb, unit, i), arena,
                                &values[i], err);
    *out = values;
    return status;
}

static hd_state stored_state(const hd_value *v)
{
    return v->state == HD_ABSENT ? HD_NOT_RECORDED : v->state;
}

bool hd_value_same(hd_kind kind, const hd_value *a, const hd_value *b)
{
    if (stored_state(a) != stored_state(b))
        return false;
    if (stored_state(a) != HD_VALUE)
        return true;
    if (kind == HD_NUMBER || kind == HD_FLAG)
        return !(a->number < b->number) && !(a->number > b->number);
    if (kind != HD_MULTI)
        return strcmp(a->text, b->text) == 0;
    if (a->n_items != b->n_items)
        return false;
    for (size_t i = 0; i < a->n_items; i++) {
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    }
    return true;
}
