/* Going through sets in Lua: functions of rows and of named values, and loops. */
#include <criterion/criterion.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bind/bind.h"
#include "bind/bind_internal.h"
#include "bind_kit.h"
#include "random_world.h"

/* ---- a state ---- */

static hd_corpus *corpus;
static lua_State *L;

static const char prelude[] =
    "reviews, children, findings = core.all(corpus, 'review'), core.all(corpus, 'child'),\n"
    "  core.all(corpus, 'finding')\n"
    "function ids(set)\n"
    "  local t = {}\n"
    "  for r in core.set_each(set) do t[#t + 1] = r.id end\n"
    "  return table.concat(t, ' ')\n"
    "end\n"
    "function eq(a, b) if a ~= b then error(tostring(a) .. ' ~= ' .. tostring(b), 2) end end\n";

static int prepare(lua_State *S)
{
    luaL_openlibs(S);
    hd_bind_open(S);
    lua_setglobal(S, "core");
    hd_bind_push_corpus(S, lua_touserdata(S, 1));
    lua_setglobal(S, "corpus");
    if (luaL_loadbufferx(S, prelude, strlen(prelude), "=heddle.test", "t") != LUA_OK)
        return lua_error(S);
    lua_call(S, 0, 0);
    return 0;
}

static lua_State *open_state(hd_corpus *c)
{
    lua_State *S = luaL_newstate();

    lua_pushcfunction(S, prepare);
    lua_pushlightuserdata(S, c);
    cr_assert_eq(lua_pcall(S, 1, 0, 0), LUA_OK, "%s", lua_tostring(S, -1));
    return S;
}

static void setup(void)
{
    corpus = bind_kit_corpus();
    L = open_state(corpus);
}

static void teardown(void)
{
    lua_close(L);
    hd_corpus_free(corpus);
}

TestSuite(scan, .init = setup, .fini = teardown);

static void run(const char *code)
{
    if (luaL_loadbufferx(L, code, strlen(code), "=-e", "t") != LUA_OK ||
        lua_pcall(L, 0, 0, 0) != LUA_OK)
        cr_assert_fail("%s\n%s", code, lua_tostring(L, -1));
}

static void fails(const char *code, const char *message)
{
    char expected[500];

    snprintf(expected, sizeof expected, "-e:1: %s", message);
    cr_assert_eq(luaL_loadbufferx(L, code, strlen(code), "=-e", "t"), LUA_OK);
    cr_assert_neq(lua_pcall(L, 0, 0, 0), LUA_OK, "no error: %s", code);
    cr_assert_str_eq(luaL_tolstring(L, -1, NULL), expected, "%s", code);
    lua_pop(L, 2);
}

/* ---- rows in turn ---- */

Test(scan, each_gives_every_row_in_order)
{
    run("eq(ids(reviews), 'R1 R2 R3 R4') eq(ids(reviews - reviews), '')");
    run("local n = 0 for a in core.set_each(reviews) do for b in core.set_each(reviews) do\n"
        "n = n + (a.id < b.id and 1 or 0) end end eq(n, 6)");
    run("local f = core.set_each(reviews & core.set_where(reviews, {id='R2'})) eq(f().id, 'R2')\n"
        "eq(f(), nil) eq(f(), nil)");
}

Test(scan, a_row_of_each_is_valid_until_the_next)
{
    fails("local kept for r in core.set_each(reviews) do kept = kept or r end return kept.id",
          "this row is no longer valid: a row given by each or filter can be used until the next "
          "one is given; rows that are kept come from :list()");
    run("local last for r in core.set_each(reviews) do\n"
        "if last then eq(pcall(function() return last.id end), false) end last = r end");
    run("local kept core.set_filter(reviews, function(r) kept = r end)\n"
        "eq(pcall(core.row_set, kept), false) eq(pcall(core.row_state, kept, 'area'), false)\n"
        "eq(pcall(tostring, kept), false)");
    run("for r in core.set_each(reviews) do kept = r break end eq(kept.id, 'R1')");
    run("local t = {} for r in core.set_each(reviews, true) do t[#t + 1] = r end\n"
        "eq(t[1].id .. t[4].id, 'R1R4')");
}

Test(scan, rows_allocate_nothing)
{
    run("local one = core.set_where(reviews, {id='R1'})\n"
        "local function bytes(set)\n"
        "  collectgarbage() collectgarbage('stop') local before = collectgarbage('count')\n"
        "  for i = 1, 100 do for r in core.set_each(set) do local a, b = r.area, r.score end end\n"
        "  before = collectgarbage('count') - before collectgarbage('restart') return before\n"
        "end\n"
        "bytes(reviews) eq(bytes(reviews), bytes(one))");
}

/* ---- filter ---- */

Test(scan, filter_takes_what_lua_takes_for_true)
{
    run("eq(ids(core.set_filter(reviews, function(r) return r.id ~= 'R2' and 0 end)), 'R1 R3 R4')");
    run("eq(ids(core.set_filter(reviews, function() return false end)), '')");
    run("eq(ids(core.set_filter(reviews, function() end)), '')");
    run("eq(core.set_words(core.set_filter(reviews, function() end)), "
        "'reviews filtered by a function')");
    run("eq(core.set_words(core.set_filter(reviews, print and type, {'area', 'score'})), "
        "'reviews filtered by a function of area, score')");
}

Test(scan, values_arrive_as_in_rows)
{
    run("core.set_filter(reviews, function(id, area, date, flag, score, list, coded)\n"
        "if id == 'R1' then eq(area, 'Hartlepool') eq(date, '2024-03') eq(flag, true)\n"
        "  eq(score, 2.5) eq(table.concat(list, ' '), 'Police Health') eq(coded, true) seen = true "
        "end\n"
        "if id == 'R3' then eq(area, nil) end\n"
        "end, {'id', 'area', 'notified', 'domestic', 'score', 'agencies', 'coded'}) eq(seen, "
        "true)");
    run("eq(ids(core.set_filter(children, function(age, area) return age == 2 and area == "
        "'Hartlepool' end, {'child.age', 'review.area'})), 'C1')");
    run("eq(ids(core.set_filter(children, function(band) return band == '1 to 2' end, "
        "{'age_band'})), 'C1 C3')");
    run("eq(ids(core.set_filter(findings, function(id) return id == 'R1' end, {'review'})), 'F1 "
        "F2')");
}

Test(scan, themes_are_true_false_or_nil)
{
    run("for _, set in ipairs{reviews, children, findings} do\n"
        "local t = core.set_filter(set, function(t) return t end, {'theme:medical'})\n"
        "eq(t == core.set_with(set, {'medical'}, false), true)\n"
        "t = core.set_filter(set, function(t) return t == false end, {'theme:medical'})\n"
        "eq(t == core.set_without(set, {'medical'}, false), true) end");
    run("eq(ids(core.set_filter(reviews, function(t) return t == nil end, {'theme:medical'})), "
        "'R3')");
    fails("core.set_filter(reviews, type, {'theme:medicla'})",
          "filter: unknown theme 'medicla' (did you mean 'medical'?)");
    fails(
        "core.set_filter(reviews, type, {'theme'})",
        "filter: a review can have several themes; ask for one with 'theme:CODE', or for the list "
        "of all with 'themes'");
}

Test(scan, a_function_of_values_is_called_once_for_each_combination)
{
    run("local n = 0 core.set_filter(reviews, function() n = n + 1 end, {'coded'}) eq(n, 2)");
    run("local n = 0 core.set_filter(reviews, function() n = n + 1 end, {'coded', 'id'}) eq(n, 4)");
    run("local n = 0 core.set_filter(core.set_where(reviews, {id='R1'}), function() n = n + 1 "
        "end,\n"
        "{'coded'}) eq(n, 1)");
}

Test(scan, filter_says_what_is_wrong)
{
    fails("core.set_filter(reviews, type, {'aera'})",
          "filter: unknown field 'aera' (did you mean 'area'?)");
    fails("core.set_filter(reviews, type, {'age'})",
          "filter: age belongs to children, of which a review can have several (filter "
          "corpus.children, then use :reviews())");
    fails("core.set_filter(reviews, type, {})",
          "filter: the list of names is empty (filter({ 'area' "
          "}, function(area) ... end))");
    fails("core.set_filter(reviews, type, {3})", "filter: expected a string, got a number");
    fails("local t = {} for i = 1, 33 do t[i] = 'id' end core.set_filter(reviews, type, t)",
          "filter: at most 32 names, got 33");
    fails("core.set_filter(reviews, function(r) error('odd ' .. r.id) end)", "odd R1");
    fails("core.set_filter(reviews, function(v) error('odd') end, {'coded'})", "odd");
    run("local co = coroutine.create(function() core.set_filter(reviews, coroutine.yield) end)\n"
        "local ok, why = coroutine.resume(co) eq(ok, false)\n"
        "eq(why, 'attempt to yield across a C-call boundary')");
}

/* ---- the forms agree ---- */

/* One random question of one corpus: a function of some names decides by their values alone. */
static const char agree[] =
    "local seed, unit = ...\n"
    "local function random(n) seed = (seed * 6364136223846793005 + 1442695040888963407)\n"
    "  return (seed >> 33) % n + 1 end\n"
    "local set = core.all(corpus, unit)\n"
    "local names, fields = { 'id', 'review', 'coded' }, {}\n"
    "for _, f in ipairs(core.fields(corpus)) do\n"
    "  if f.unit == unit or f.unit == 'review' then\n"
    "    names[#names + 1] = f.key\n"
    "    names[#names + 1] = f.unit .. '.' .. f.key\n"
    "    fields[#fields + 1] = f\n"
    "  end\n"
    "  for _, b in ipairs(core.bands(corpus)) do\n"
    "    if b.field == f.key and (f.unit == unit or f.unit == 'review') then\n"
    "      names[#names + 1] = b.name end end\n"
    "end\n"
    "local chosen = {}\n"
    "for i = 1, random(3) do chosen[i] = names[random(#names)] end\n"
    "local salt, calls = random(1 << 20), 0\n"
    "local function decide(...)\n"
    "  calls = calls + 1\n"
    "  local h = salt\n"
    "  for i = 1, select('#', ...) do\n"
    "    local v = select(i, ...)\n"
    "    local s = type(v) == 'table' and table.concat(v, '\\1') or type(v) .. tostring(v)\n"
    "    for k = 1, #s do h = (h * 31 + s:byte(k)) % 1000003 end\n"
    "  end\n"
    "  return h % 3 == 0\n"
    "end\n"
    "local n = #chosen\n"
    "local by_row = core.set_filter(set, function(r)\n"
    "  return decide(r[chosen[1]], table.unpack({ r[chosen[2] or 'id'], r[chosen[3] or 'id'] }, 1, "
    "n - 1))\n"
    "end)\n"
    "calls = 0\n"
    "local by_value = core.set_filter(set, decide, chosen)\n"
    "assert(calls <= #set, 'more calls than units')\n"
    "local with_id = { 'id', table.unpack(chosen) }\n"
    "local by_unit = core.set_filter(set, function(_, ...) return decide(...) end, with_id)\n"
    "local kept = {}\n"
    "for r in core.set_each(set) do\n"
    "  if decide(r[chosen[1]], table.unpack({ r[chosen[2] or 'id'], r[chosen[3] or 'id'] }, 1, n - "
    "1)) then\n"
    "    kept[#kept + 1] = r.id end end\n"
    "assert(by_row == by_value, 'by row and by value: ' .. table.concat(chosen, ', '))\n"
    "assert(by_unit == by_value, 'by unit and by value: ' .. table.concat(chosen, ', '))\n"
    "assert(table.concat(kept, ' ') == ids(by_value), 'in a loop')\n"
    "local half = core.set_filter(set, function(r) return random(2) == 1 end)\n"
    "assert(core.set_filter(half, decide, chosen) == half & by_value, 'within a set')\n"
    /* and so does where, for one value of one field */
    "local f = fields[random(#fields)]\n"
    "local v = f.kind == 'flag' and random(2) == 1 or #f.values > 0 and "
    "f.values[random(#f.values)]\n"
    "if f.kind == 'flag' or f.kind == 'category' or f.kind == 'ordinal' and v then\n"
    "  local name = f.unit .. '.' .. f.key\n"
    "  if v ~= false or f.kind == 'flag' then\n"
    "  local where = core.set_where(set, { [name] = v })\n"
    "  assert(core.set_filter(set, function(x) return x == v end, { name }) == where, 'where ' .. "
    "name)\n"
    "  assert(core.set_filter(set, function(r) return r[name] == v end) == where, 'where, row ' .. "
    "name)\n"
    "  end\n"
    "end\n"
    "local themes = core.themes(corpus)\n"
    "for _, t in ipairs(themes) do\n"
    "  if t.counted then\n"
    "    local has = core.set_with(set, { t.code }, false)\n"
    "    assert(core.set_filter(set, function(x) return x end, { 'theme:' .. t.code }) == has, "
    "t.code)\n"
    "    local lacks = core.set_filter(set, function(x) return x == false end, { 'theme:' .. "
    "t.code })\n"
    "    assert(lacks == core.set_without(set, { t.code }, false), t.code)\n"
    "  end\n"
    "end\n";

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void ask(hd_corpus *c, uint64_t seed)
{
    lua_State *S = open_state(c);

    for (int u = 0; u < HD_N_UNITS; u++) {
        cr_assert_eq(luaL_loadbufferx(S, agree, strlen(agree), "=-e", "t"), LUA_OK, "%s",
                     lua_tostring(S, -1));
        lua_pushinteger(S, (lua_Integer)seed);
        lua_pushstring(S, hd_unit_name((hd_unit)u));
        cr_assert_eq(lua_pcall(S, 2, 0, 0), LUA_OK, "HEDDLE_TEST_SEED=%llu, %s: %s",
                     (unsigned long long)seed, hd_unit_name((hd_unit)u),
                     luaL_tolstring(S, -1, NULL));
    }
    lua_close(S);
}

Test(scan_random, filters_of_all_forms_agree)
{
    uint64_t only = from_environment("HEDDLE_TEST_SEED", 0);
    uint64_t n = only ? 1 : 300 * from_environment("HEDDLE_TEST_SCALE", 1);
    random_world *r = hd_alloc(sizeof *r);

    for (uint64_t i = 0; i < n; i++) {
        uint64_t seed = only ? only : 70000 + i;
        random_open(r, seed);
        ask(r->c, seed);
        random_close(r);
    }
    hd_free(r);
}

/* Sets of several words, since combinations are counted a word at a time. */
Test(scan_random, filters_of_all_forms_agree_on_many_units)
{
    static const char *const areas[] = {"area=North", "area=South", "area=?", ""};
    static const char *const sexes[] = {"age=2;sex=male", "age=7;sex=female", "sex=-", "age=3"};
    hd_corpus *c;
    maker m;

    maker_init(&m);
    maker_theme(&m, (hd_theme_def){.code = "voice", .label = "Child's voice"});
    for (unsigned i = 0; i < MAKER_MAX; i++) {
        const char *id = hd_arena_printf(&m.arena, "R%02u", i);

        maker_review(&m, id, i % 7 > 0, areas[i * i % 11 % 4]);
        for (unsigned k = 0; k < 5; k++)
            maker_child(&m, hd_arena_printf(&m.arena, "%s-%u", id, k), sexes[(i * 5 + k) % 13 % 4]);
        for (unsigned k = 0; k < 3; k++)
            maker_finding(&m, hd_arena_printf(&m.arena, "%s-f%u", id, k), "kind=practice",
                          (i + k) % 3 == 0 ? "voice" : "");
    }
    c = maker_corpus(&m);
    for (uint64_t seed = 1; seed <= 200; seed++)
        ask(c, seed);
    hd_corpus_free(c);
    maker_release(&m);
}
