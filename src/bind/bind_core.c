/* The one list of what heddle's own Lua can call in C, and the text functions.  bind.h describes each. */
#include "bind/bind.h"

#include "base/date.h"
#include "base/utf8.h"
#include "bind/bind_internal.h"
#include "io/json_out.h"
#include "query/measure.h"
#include "query/period.h"

#include <math.h>
#include <string.h>

static int push_buf(lua_State *L, hd_bind_scratch *s)
{
    lua_pushlstring(L, hd_buf_str(&s->buf), s->buf.len);
    hd_bind_scratch_free(s);
    return 1;
}

static int text_fold(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_utf8_fold(text, len, &s->buf);
    return push_buf(L, s);
}

static int text_width(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);

    lua_pushinteger(L, (lua_Integer)hd_utf8_width(text, len));
    return 1;
}

static int text_prefix(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    lua_Integer columns = luaL_checkinteger(L, 2);

    if (columns < 0)
        columns = 0;
    lua_pushlstring(L, text, hd_utf8_prefix(text, len, (size_t)columns));
    return 1;
}

static int text_valid(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);

    lua_pushboolean(L, hd_utf8_valid(text, len, NULL));
    return 1;
}

static int text_nearest(lua_State *L)
{
    const char *word = luaL_checkstring(L, 1);
    const char *nearest;
    const char **candidates;
    hd_bind_scratch *s;
    size_t n;

    luaL_checktype(L, 2, LUA_TTABLE);
    n = (size_t)lua_rawlen(L, 2);
    s = hd_bind_scratch_new(L);
    candidates = hd_arena_array(&s->arena, n + 1, sizeof *candidates);
    for (size_t i = 0; i < n; i++) {
        /* The table keeps the string; only a real string, so that nothing is converted in place. */
        if (lua_rawgeti(L, 2, (lua_Integer)i + 1) == LUA_TSTRING)
            candidates[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    nearest = hd_utf8_nearest(word, candidates, n);
    if (nearest)
        lua_pushstring(L, nearest);
    else
        lua_pushnil(L);
    hd_bind_scratch_free(s);
    return 1;
}

static int text_json_string(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    hd_bind_scratch *s = hd_bind_scratch_new(L);

    hd_json_string(text, len, &s->buf);
    return push_buf(L, s);
}

static int text_json_number(lua_State *L)
{
    double x = luaL_checknumber(L, 1);
    hd_bind_scratch *s;

    if (lua_isinteger(L, 1)) {
        lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, 1));
        return 1;
    }
    if (!isfinite(x))
        hd_bind_raisef(L, "JSON has no number for %s", isnan(x) ? "nan" : "inf");
    s = hd_bind_scratch_new(L);
    hd_json_number(x, &s->buf);
    return push_buf(L, s);
}

static int text_parse_date(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    hd_date date;

    if (!hd_date_parse(text, len, &date)) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, date.from_day);
    lua_pushinteger(L, date.to_day);
    return 2;
}

/* The period in the text at 1. */
static hd_period_kind check_period(lua_State *L)
{
    hd_period_kind kind = hd_period_find(luaL_checkstring(L, 1));

    if (kind == HD_PERIOD_NONE)
        hd_bind_raisef(L, "unknown period '%s'", lua_tostring(L, 1));
    return kind;
}

/* A day as a script writes dates. */
static void push_day(lua_State *L, int32_t day)
{
    char text[11];

    hd_date_format((hd_date){day, day}, text);
    lua_pushstring(L, text);
}

static int core_periods(lua_State *L)
{
    hd_period_kind kind = check_period(L);
    lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3);
    hd_date range = {hd_date_day(1000, 1, 1), hd_date_day(9998, 12, 31)};
    int32_t first, last;

    if (from < range.from_day || to > range.to_day || from > to)
        hd_bind_raisef(L, "periods from day %lld to %lld", (long long)from, (long long)to);
    first = hd_period_of_day(kind, (int32_t)from);
    last = hd_period_of_day(kind, (int32_t)to);
    if (last - first >= HD_MEASURE_MAX_LINES)
        hd_bind_raisef(L, "a trend has at most %d periods, this one %d", HD_MEASURE_MAX_LINES,
                       (int)(last - first) + 1);
    lua_createtable(L, last - first + 1, 0);
    for (int32_t i = first; i <= last; i++) {
        hd_date days = hd_period_days(kind, i);
        char label[32];

        hd_period_label(kind, i, label);
        lua_createtable(L, 0, 5);
        hd_bind_set_string(L, "label", label);
        push_day(L, days.from_day);
        lua_setfield(L, -2, "from");
        push_day(L, days.to_day);
        lua_setfield(L, -2, "to");
        hd_bind_set_integer(L, "from_day", days.from_day);
        hd_bind_set_integer(L, "to_day", days.to_day);
        lua_rawseti(L, -2, i - first + 1);
    }
    return 1;
}

static int core_raise(lua_State *L)
{
    luaL_checkstring(L, 1);
    lua_settop(L, 1);
    hd_bind_where(L);
    lua_insert(L, 1);
    lua_concat(L, 2);
    return lua_error(L);
}

static const luaL_Reg functions[] = {{"fold", text_fold},
                                     {"width", text_width},
                                     {"widths", hd_bind_widths},
                                     {"align", hd_bind_align},
                                     {"count_line", hd_bind_count_line},
                                     {"prefix", text_prefix},
                                     {"nearest", text_nearest},
                                     {"json_string", text_json_string},
                                     {"json_number", text_json_number},
                                     {"valid_utf8", text_valid},
                                     {"parse_date", text_parse_date},
                                     {"periods", core_periods},
                                     {"raise", core_raise},
                                     {"open", hd_bind_open_corpus},
                                     {"all", hd_bind_all},
                                     {"store", hd_bind_store_info},
                                     {"sizes", hd_bind_sizes},
                                     {"fields", hd_bind_fields},
                                     {"bands", hd_bind_bands},
                                     {"themes", hd_bind_themes},
                                     {"unresolved", hd_bind_unresolved},
                                     {"sources", hd_bind_sources},
                                     {"coverage", hd_bind_coverage},
                                     {"figures", hd_bind_figures},
                                     {"crosswalks", hd_bind_crosswalks},
                                     {"comparators", hd_bind_comparators},
                                     {"passages", hd_bind_passages},
                                     {"removals", hd_bind_removals},
                                     {"set_where", hd_bind_set_where},
                                     {"set_with", hd_bind_set_with},
                                     {"set_without", hd_bind_set_without},
                                     {"set_to", hd_bind_set_to},
                                     {"set_coded", hd_bind_set_coded},
                                     {"set_filter", hd_bind_set_filter},
                                     {"set_each", hd_bind_set_each},
                                     {"set_unit", hd_bind_set_unit},
                                     {"set_words", hd_bind_set_words},
                                     {"set_corpus", hd_bind_set_corpus},
                                     {"set_next", hd_bind_set_next},
                                     {"set_methods", hd_bind_set_methods},
                                     {"row", hd_bind_row_of},
                                     {"row_methods", hd_bind_row_methods},
                                     {"row_state", hd_bind_row_state},
                                     {"row_set", hd_bind_row_set},
                                     {"cube", hd_bind_cube_of},
                                     {"cube_dim", hd_bind_cube_dim},
                                     {"cube_groups", hd_bind_cube_groups},
                                     {"cube_count", hd_bind_cube_count},
                                     {"cube_row", hd_bind_cube_row},
                                     {"cube_members", hd_bind_cube_members},
                                     {"cube_left_out", hd_bind_cube_left_out},
                                     {"cube_find", hd_bind_cube_find},
                                     {"cube_way", hd_bind_cube_way},
                                     {"stats", hd_bind_stats},
                                     {"permutation", hd_bind_permutation},
                                     {"working_days", hd_bind_working_days},
                                     {"months_after", hd_bind_months_after},
                                     {"working_days_known", hd_bind_working_days_known},
                                     {"theme_sets", hd_bind_theme_sets},
                                     {"theme_sets_tally", hd_bind_theme_sets_tally},
                                     {"theme_sets_at", hd_bind_theme_sets_at},
                                     {"theme_sets_find", hd_bind_theme_sets_find},
                                     {"theme_sets_members", hd_bind_theme_sets_members},
                                     {"similar", hd_bind_similar},
                                     {"theme_cells", hd_bind_theme_cells},
                                     {"set_find", hd_bind_set_find},
                                     {NULL, NULL}};

int hd_bind_open(lua_State *L)
{
    hd_bind_corpus_type(L);
    hd_bind_set_type(L);
    hd_bind_row_type(L);
    hd_bind_cube_type(L);
    hd_bind_theme_sets_type(L);
    luaL_newlib(L, functions);
    hd_bind_push_state(L, HD_UNKNOWN);
    lua_setfield(L, -2, "unknown");
    hd_bind_push_state(L, HD_NOT_APPLICABLE);
    lua_setfield(L, -2, "not_applicable");
    hd_bind_push_state(L, HD_NOT_RECORDED);
    lua_setfield(L, -2, "not_recorded");
    return 1;
}
