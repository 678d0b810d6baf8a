/* From what a script gives to `where` to a filter tree.
 *
 * A table filter is read raw (no metamethod runs), its keys in byte order, so that the same table gives the
 * same tree and, when several things are wrong, the same message.  Conditions of one lower unit hold together
 * on one child or one finding: two or more of them go below one hd_filter_within. */
#include "bind/bind.h"

#include "base/utf8.h"
#include "bind/bind_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    lua_State *L;
    const hd_corpus *c;
    hd_unit unit;
    hd_bind_scratch *s;
    const char *key; /* the condition being read */
    hd_err err;
} reader;

typedef struct condition {
    const char *key;
    const hd_filter *filter;
    hd_unit owner;
} condition;

_Noreturn static void raise_err(reader *r)
{
    hd_bind_raise_at(r->L, "where", &r->err);
}

/* "where: KEY", for errors about a value. */
static const char *place(reader *r)
{
    return hd_arena_printf(&r->s->arena, "where: %s", r->key);
}

/* ---- values ---- */

/* The string, number or boolean at idx; what owns the string stays on the stack or in its table. */
static hd_operand operand(reader *r, int idx, const char *expected)
{
    lua_State *L = r->L;
    hd_operand op = {HD_OP_NUMBER, 0, NULL};

    switch (lua_type(L, idx)) {
    case LUA_TNUMBER:
        op.number = lua_tonumber(L, idx);
        if (isnan(op.number))
            hd_bind_raisef(L, "%s: got nan, which equals nothing", place(r));
        break;
    case LUA_TBOOLEAN:
        op.type = HD_OP_BOOL;
        op.number = lua_toboolean(L, idx);
        break;
    case LUA_TSTRING:
        op.type = HD_OP_TEXT;
        op.text = hd_bind_check_text(L, idx, place(r));
        break;
    default:
        hd_bind_raisef(L, "%s: expected %s, got %s", place(r), expected, hd_bind_what(L, idx));
    }
    return op;
}

#define EXPECTED_VALUE "a value, a list of values or { from = ..., to = ... }"
#define EXPECTED_ITEM "a list of numbers, strings and booleans"

/* The length of the list at idx, checked. */
static size_t list_length(reader *r, int idx)
{
    lua_Unsigned n = lua_rawlen(r->L, idx);

    if (n > HD_BIND_MAX_LIST) {
        hd_fail(&r->err, HD_ELIMIT, "%s: a list holds at most %d values, this one has %llu", r->key,
                HD_BIND_MAX_LIST, (unsigned long long)n);
        raise_err(r);
    }
    return (size_t)n;
}

/* What a table that stands for a value holds: a list, or these names (and no others). */
static bool is_list(reader *r, int idx, const char *const *names, size_t n_names)
{
    lua_State *L = r->L;
    lua_Unsigned len = lua_rawlen(L, idx);
    const char *unknown = NULL;
    size_t n_items = 0, n_named = 0;

    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        const char *name;
        bool known = false;

        if (lua_isinteger(L, -2) && (lua_Unsigned)lua_tointeger(L, -2) - 1 < len) {
            n_items++;
            continue;
        }
        if (lua_type(L, -2) != LUA_TSTRING)
            hd_bind_raisef(L, "%s: a list has the keys 1, 2, 3 and so on, without gaps", place(r));
        name = hd_bind_check_text(L, -2, place(r));
        for (size_t i = 0; i < n_names; i++)
            known = known || strcmp(name, names[i]) == 0;
        n_named++;
        if (!known && (!unknown || strcmp(name, unknown) < 0))
            unknown = name;
    }
    if (unknown) {
        const char *nearest = hd_utf8_nearest(unknown, names, n_names);
        hd_bind_raisef(L, "%s: unknown key '%s'%s%s%s", place(r), unknown,
                       nearest ? " (did you mean '" : "", nearest ? nearest : "",
                       nearest ? "'?)" : "");
    }
    if (n_items != len)
        hd_bind_raisef(L, "%s: the list has gaps", place(r));
    if (n_items > 0 && n_named > 0)
        hd_bind_raisef(L, "%s: a list and '%s' do not go together", place(r), names[0]);
    if (n_items == 0 && n_named == 0)
        hd_bind_raisef(L, "%s: the table is empty; expected %s", place(r), EXPECTED_VALUE);
    return n_items > 0;
}

static const hd_filter *state_node(reader *r, hd_state state, hd_unit *owner)
{
    hd_filter *node = NULL;

    if (hd_filter_is(r->c, r->unit, r->key, state, false, &r->s->arena, &node, owner, &r->err) !=
        HD_OK)
        raise_err(r);
    return node;
}

/* Any of a list, which may hold missing states among its values. */
static const hd_filter *list_node(reader *r, int idx, hd_unit *owner)
{
    lua_State *L = r->L;
    size_t n = list_length(r, idx), n_values = 0, n_parts = 0;
    hd_operand *values = hd_arena_array(&r->s->arena, n, sizeof *values);
    bool states[HD_NOT_RECORDED + 1] = {false};
    const hd_filter *parts[HD_NOT_RECORDED + 1];
    hd_filter *node = NULL;
    hd_state state;

    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i + 1);
        if (hd_bind_to_state(L, -1, &state))
            states[state] = true;
        else
            values[n_values++] = operand(r, -1, EXPECTED_ITEM);
        lua_pop(L, 1);
    }
    if (n_values > 0) {
        if (hd_filter_in(r->c, r->unit, r->key, values, n_values, &r->s->arena, &node, owner,
                         &r->err) != HD_OK)
            raise_err(r);
        parts[n_parts++] = node;
    }
    for (int st = HD_UNKNOWN; st <= HD_NOT_RECORDED; st++) {
        if (states[st])
            parts[n_parts++] = state_node(r, (hd_state)st, owner);
    }
    return n_parts == 1 ? parts[0] : hd_filter_or(&r->s->arena, parts, n_parts);
}

static const hd_filter *range_node(reader *r, int idx, hd_unit *owner)
{
    lua_State *L = r->L;
    hd_operand ends[2];
    const hd_operand *from = NULL, *to = NULL;
    hd_filter *node = NULL;

    lua_pushliteral(L, "from");
    if (lua_rawget(L, idx) != LUA_TNIL) {
        ends[0] = operand(r, -1, "a number or a date for 'from'");
        from = &ends[0];
    }
    lua_pushliteral(L, "to");
    if (lua_rawget(L, idx) != LUA_TNIL) {
        ends[1] = operand(r, -1, "a number or a date for 'to'");
        to = &ends[1];
    }
    lua_pop(L, 2); /* the filter's table keeps both */
    if (hd_filter_range(r->c, r->unit, r->key, from, to, &r->s->arena, &node, owner, &r->err) !=
        HD_OK)
        raise_err(r);
    return node;
}

/* The condition that the value at idx sets on the field r->key. */
static const hd_filter *field_node(reader *r, int idx, hd_unit *owner)
{
    static const char *const names[] = {"from", "to"};
    hd_filter *node = NULL;
    hd_operand value;
    hd_state state;

    if (hd_bind_to_state(r->L, idx, &state))
        return state_node(r, state, owner);
    if (lua_istable(r->L, idx))
        return is_list(r, idx, names, 2) ? list_node(r, idx, owner) : range_node(r, idx, owner);
    value = operand(r, idx, EXPECTED_VALUE);
    if (hd_filter_compare(r->c, r->unit, r->key, HD_EQ, &value, &r->s->arena, &node, owner,
                          &r->err) != HD_OK)
        raise_err(r);
    return node;
}

/* ---- themes ---- */

static const char *theme_name(reader *r, int idx)
{
    hd_state state;

    if (hd_bind_to_state(r->L, idx, &state))
        hd_bind_raisef(r->L, "%s: a theme is never %s (not yet coded is coded = false)", place(r),
                       hd_state_name(state));
    if (lua_type(r->L, idx) != LUA_TSTRING)
        hd_bind_raisef(r->L, "%s: expected a theme, a list of themes or { exact = ... }, got %s",
                       place(r), hd_bind_what(r->L, idx));
    return hd_bind_check_text(r->L, idx, place(r));
}

/* The name in { exact = ... }, an item of a list. */
static const char *exact_name(reader *r, int idx)
{
    static const char *const names[] = {"exact"};
    const char *name;

    if (is_list(r, idx, names, 1))
        hd_bind_raisef(r->L, "%s: expected a theme or { exact = ... }, got a list in a list",
                       place(r));
    lua_pushliteral(r->L, "exact");
    lua_rawget(r->L, idx);
    name = theme_name(r, -1);
    lua_pop(r->L, 1); /* the filter's table keeps it */
    return name;
}

static const hd_filter *any_theme(reader *r, const char *const *names, size_t n, bool exact)
{
    hd_filter *node = NULL;

    if (hd_filter_theme(r->c, names, n, exact, &r->s->arena, &node, &r->err) != HD_OK)
        raise_err(r);
    return node;
}

/* One name or a list of them at idx; among names that are not exact { exact = ... } makes one so. */
static const hd_filter *theme_names_node(reader *r, int idx, bool exact)
{
    lua_State *L = r->L;
    hd_arena *arena = &r->s->arena;
    size_t n = 1, n_names = 0, n_exact = 0, n_parts = 0;
    const char **names, **exacts;
    const hd_filter *parts[2];
    bool list = lua_istable(L, idx);

    if (list) {
        is_list(r, idx, NULL, 0);
        n = list_length(r, idx);
    }
    names = hd_arena_array(arena, n, sizeof *names);
    exacts = hd_arena_array(arena, n, sizeof *exacts);
    if (!list)
        names[n_names++] = theme_name(r, idx);
    for (size_t i = 0; list && i < n; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i + 1);
        if (!exact && lua_istable(L, -1))
            exacts[n_exact++] = exact_name(r, lua_gettop(L));
        else
            names[n_names++] = theme_name(r, -1);
        lua_pop(L, 1);
    }
    if (n_names > 0)
        parts[n_parts++] = any_theme(r, names, n_names, exact);
    if (n_exact > 0)
        parts[n_parts++] = any_theme(r, exacts, n_exact, true);
    return n_parts == 1 ? parts[0] : hd_filter_or(arena, parts, n_parts);
}

static const hd_filter *theme_node(reader *r, int idx)
{
    static const char *const names[] = {"exact"};
    const hd_filter *node;

    if (!lua_istable(r->L, idx) || is_list(r, idx, names, 1))
        return theme_names_node(r, idx, false);
    lua_pushliteral(r->L, "exact");
    lua_rawget(r->L, idx);
    node = theme_names_node(r, lua_gettop(r->L), true);
    lua_pop(r->L, 1);
    return node;
}

/* ---- the whole table ---- */

static int by_key(const void *a, const void *b)
{
    return strcmp(((const condition *)a)->key, ((const condition *)b)->key);
}

/* The keys of the table at idx in byte order. */
static condition *sorted_keys(reader *r, int idx, size_t *n_out)
{
    lua_State *L = r->L;
    condition *list;
    size_t n = 0;

    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TNUMBER) {
            lua_pushvalue(L, -2); /* lua_tostring on the key itself would confuse lua_next */
            hd_bind_raisef(L,
                           "where: filter keys are field names; got %s (write { area = "
                           "{\"a\", \"b\"} })",
                           lua_tostring(L, -1));
        }
        if (lua_type(L, -2) != LUA_TSTRING)
            hd_bind_raisef(L, "where: filter keys are field names; got %s", hd_bind_what(L, -2));
        hd_bind_check_text(L, -2, "where: a filter key");
        n++;
    }
    if (n > HD_BIND_MAX_KEYS) {
        hd_fail(&r->err, HD_ELIMIT, "a filter has at most %d keys, this one has %zu",
                HD_BIND_MAX_KEYS, n);
        raise_err(r);
    }
    list = hd_arena_array(&r->s->arena, n + 1, sizeof *list);
    n = 0;
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1))
        list[n++].key = lua_tostring(L, -2);
    if (n > 1)
        qsort(list, n, sizeof *list, by_key);
    *n_out = n;
    return list;
}

/* Everything asked of one child or finding below one node, where the first of it stood. */
static size_t group(reader *r, hd_unit lower, condition *list, size_t n)
{
    hd_arena *arena = &r->s->arena;
    const hd_filter **together = hd_arena_array(arena, n + 1, sizeof *together);
    size_t n_together = 0, kept = 0, first = 0;

    for (size_t i = 0; i < n; i++) {
        if (list[i].owner == lower)
            together[n_together++] = list[i].filter;
    }
    if (r->unit == lower || n_together < 2)
        return n;
    for (size_t i = 0; i < n; i++) {
        if (list[i].owner != lower) {
            list[kept++] = list[i];
        } else if (n_together > 0) {
            first = kept;
            list[kept] = list[i];
            list[kept++].filter =
                hd_filter_within(arena, lower, hd_filter_and(arena, together, n_together));
            n_together = 0;
        }
    }
    list[first].owner = r->unit; /* decided: a later grouping leaves it alone */
    return kept;
}

const hd_filter *hd_bind_filter_table(lua_State *L, int idx, const hd_corpus *c, hd_unit unit,
                                      hd_bind_scratch *s)
{
    reader r = {L, c, unit, s, "", HD_ERR_INIT};
    const hd_filter **parts;
    condition *list;
    size_t n;

    luaL_checkstack(L, 10, "where");
    idx = lua_absindex(L, idx);
    list = sorted_keys(&r, idx, &n);
    for (size_t i = 0; i < n; i++) {
        r.key = list[i].key;
        lua_pushstring(L, r.key);
        lua_rawget(L, idx);
        if (strcmp(r.key, "theme") == 0) {
            list[i].filter = theme_node(&r, lua_gettop(L));
            list[i].owner = HD_FINDING;
        } else {
            list[i].filter = field_node(&r, lua_gettop(L), &list[i].owner);
        }
        lua_pop(L, 1);
    }
    n = group(&r, HD_CHILD, list, n);
    n = group(&r, HD_FINDING, list, n);
    parts = hd_arena_array(&s->arena, n + 1, sizeof *parts);
    for (size_t i = 0; i < n; i++)
        parts[i] = list[i].filter;
    return n == 1 ? parts[0] : hd_filter_and(&s->arena, parts, n);
}

/* ---- expressions ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const hd_named_operand *)a)->name, ((const hd_named_operand *)b)->name);
}

static size_t named_values(reader *r, int idx, hd_named_operand **out)
{
    lua_State *L = r->L;
    hd_named_operand *list;
    size_t n = 0, i = 0;

    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            hd_bind_raisef(L, "where: named values have names, such as { age = 3 } for :age");
        hd_bind_check_text(L, -2, "where: the name of a value");
        n++;
    }
    if (n > HD_BIND_MAX_LIST) {
        hd_fail(&r->err, HD_ELIMIT, "at most %d named values, got %zu", HD_BIND_MAX_LIST, n);
        raise_err(r);
    }
    list = hd_arena_array(&r->s->arena, n + 1, sizeof *list);
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1))
        list[i++].name = lua_tostring(L, -2);
    if (n > 1)
        qsort(list, n, sizeof *list, by_name);
    for (i = 0; i < n; i++) {
        r->key = hd_arena_printf(&r->s->arena, ":%s", list[i].name);
        lua_pushstring(L, list[i].name);
        lua_rawget(L, idx);
        list[i].value = operand(r, -1, "a number, a string or a boolean");
        lua_pop(L, 1);
    }
    *out = list;
    return n;
}

const hd_filter *hd_bind_filter_text(lua_State *L, int idx, const hd_corpus *c, hd_unit unit,
                                     hd_bind_scratch *s)
{
    reader r = {L, c, unit, s, "", HD_ERR_INIT};
    hd_named_operand *named = NULL;
    const hd_filter *filter = NULL;
    const char *text;
    size_t len, n_named = 0;

    luaL_checkstack(L, 10, "where");
    idx = lua_absindex(L, idx);
    text = hd_bind_check_text(L, idx, "where");
    len = strlen(text);
    if (!lua_isnoneornil(L, idx + 1)) {
        if (!lua_istable(L, idx + 1))
            hd_bind_raisef(L, "where: named values stand in a table, such as { age = 3 }; got %s",
                           hd_bind_what(L, idx + 1));
        n_named = named_values(&r, idx + 1, &named);
    }
    if (hd_filter_parse(c, unit, text, len, named, n_named, &s->arena, &filter, &r.err) != HD_OK)
        raise_err(&r);
    return filter;
}
