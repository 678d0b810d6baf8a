/* The functions of host/pattern.h against those of Lua's library. */
#include "host/pattern.h"

#include <criterion/criterion.h>
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/stop.h"
#include "host/host.h"

TestSuite(pattern, .timeout = 120);

static lua_State *state(hd_host *h)
{
    lua_State *L = luaL_newstate();

    memset(h, 0, sizeof *h);
    h->L = L;
    *(hd_host **)lua_getextraspace(L) = h;
    luaL_openlibs(L);
    lua_newtable(L);
    lua_pushcfunction(L, hd_pattern_find);
    lua_setfield(L, -2, "find");
    lua_pushcfunction(L, hd_pattern_match);
    lua_setfield(L, -2, "match");
    lua_pushcfunction(L, hd_pattern_gmatch);
    lua_setfield(L, -2, "gmatch");
    lua_pushcfunction(L, hd_pattern_gsub);
    lua_setfield(L, -2, "gsub");
    lua_setglobal(L, "ours");
    return L;
}

static void run(lua_State *L, const char *code)
{
    if (luaL_dostring(L, code) != LUA_OK)
        cr_assert_fail("%s", lua_tostring(L, -1));
}

/* Everything a call gives, an error's message too, as one text. */
static const char comparison[] =
    "local function all(f, ...)\n"
    "  local r = table.pack(pcall(f, ...))\n"
    "  for i = 1, r.n do r[i] = tostring(r[i]):gsub(\"to '%S+'\", 'to it') end\n"
    "  return table.concat(r, '|')\n"
    "end\n"
    "local function each(lib, ...)\n"
    "  local r = {}\n"
    "  for a, b in lib.gmatch(...) do\n"
    "    r[#r + 1] = tostring(a) .. ',' .. tostring(b)\n"
    "    if #r > 40 then break end\n"
    "  end\n"
    "  return table.concat(r, ';')\n"
    "end\n"
    "function same(s, p, init, repl)\n"
    "  local function check(what, a, b)\n"
    "    if a ~= b then\n"
    "      error(('%s of %q with %q, %s, %q: %s, expected %s'):format(what, s, p, init,\n"
    "        type(repl) == 'string' and repl or type(repl), a, b), 0)\n"
    "    end\n"
    "  end\n"
    "  for _, name in ipairs { 'find', 'match' } do\n"
    "    check(name, all(ours[name], s, p, init), all(string[name], s, p, init))\n"
    "  end\n"
    "  check('plain find', all(ours.find, s, p, init, true), all(string.find, s, p, init, true))\n"
    "  check('gmatch', all(each, ours, s, p, init), all(each, string, s, p, init))\n"
    "  check('gsub', all(ours.gsub, s, p, repl), all(string.gsub, s, p, repl))\n"
    "  check('gsub', all(ours.gsub, s, p, repl, init), all(string.gsub, s, p, repl, init))\n"
    "end\n";

Test(pattern, what_the_manual_says)
{
    hd_host h;
    lua_State *L = state(&h);

    run(L, comparison);
    run(L, "local patterns = { '', '^', '$', '^$', 'a', '%a+', '^%s*(.-)%s*$', '(a)(b)%1', "
           "'()a()', '%b()', '%f[%w]%w+',\n"
           "  '[]]', '[^]]', '[a-c]', '[a-]', '[-a]', '[%a_][%w_]*', '[^%s]+', 'a-b', '.-', "
           "'a?b?', '%', '[', '[a', '[^',\n"
           "  '[%', '(', ')', '(()', '%1', '(a)%2', '%b', '%bx', '%f', '%fa', '(a*(.)%w(%s*))', "
           "'a**', '%0', '$a', 'a$b',\n"
           "  '^^a', '[a^]', '\\0', '%z', '[\\0-a]', '(.)(.)(.)', '%D', '[%D]', '[z-a]', '%.', "
           "'[.]', '%%', '%f[^%z]', '[a%-z]' }\n"
           "local subjects = { '', 'a', 'abc', ' hello  world ', 'f(a(b)c)d', 'aaab', 'x=1, y=2', "
           "'ab\\0cd', ']]', 'THE (quick) fox', 'a-b' }\n"
           "local replacements = { '', 'x', '%0%0', '%1', '%2', '%%', '%', 'a%', '%x', 7, { a = "
           "'b', b = false }, true,\n"
           "  function(a, b) return b end, function() return {} end }\n"
           "for _, p in ipairs(patterns) do\n"
           "  for _, s in ipairs(subjects) do\n"
           "    for _, r in ipairs(replacements) do\n"
           "      for _, init in ipairs { 1, 2, -1, 0, 100, -100 } do same(s, p, init, r) end\n"
           "    end\n"
           "  end\n"
           "end\n"
           "same(('a'):rep(300), ('a?'):rep(250), 1, '')\n"
           "same(('a'):rep(300), ('(a)'):rep(33), 1, '')\n"
           "same(('a'):rep(300), ('(a)'):rep(32), 1, '')\n");
    lua_close(L);
}

Test(pattern, random_patterns_match_as_the_librarys)
{
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    long seed = (long)time(NULL) % 1000000, n = 20000 * (scale ? atol(scale) : 1);
    hd_host h;
    lua_State *L = state(&h);
    char code[1600];

    run(L, comparison);
    snprintf(code, sizeof code,
             "math.randomseed(%ld)\n"
             "local parts = { 'a', 'b', '.', '%%a', '%%d', '%%S', '[ab]', '[^a]', '[a-c]', "
             "'[%%w]', '(', ')', '()', '%%1', '%%2', '*',\n"
             "  '+', '-', '?', '^', '$', '%%b()', '%%f[a]', '[', ']', '%%', '1' }\n"
             "local bytes = { 'a', 'b', 'c', '1', ' ', '(', ')', '\\0' }\n"
             "local replacements = { '<%%0>', '%%1', { a = 'x', ab = 'y' }, function(x) return x "
             "~= 'a' and 'z' end }\n"
             "local function draw(list, most)\n"
             "  local t = {}\n"
             "  for i = 1, math.random(0, most) do t[i] = list[math.random(#list)] end\n"
             "  return table.concat(t)\n"
             "end\n"
             "for i = 1, %ld do\n"
             "  same(draw(bytes, 12), draw(parts, 6), math.random(-3, 14), "
             "replacements[math.random(4)])\n"
             "end\n",
             seed, n);
    if (luaL_dostring(L, code) != LUA_OK)
        cr_assert_fail("seed %ld: %s", seed, lua_tostring(L, -1));
    lua_close(L);
}

static int set_reason(lua_State *L)
{
    (void)L;
    hd_stop_set(HD_STOP_INTERRUPT);
    return 0;
}

Test(pattern, a_match_that_takes_for_ever_ends_when_it_must)
{
    static const char *const calls[] = {"ours.find(('a'):rep(40), ('a?'):rep(40) .. ('a'):rep(40))",
                                        "ours.find(('('):rep(4000000), '%b()')",
                                        "ours.gsub(('a'):rep(2000000), '.-b', '')",
                                        "for _ in ours.gmatch(('a'):rep(2000000), '.-.-b') do end"};

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        hd_host h;
        lua_State *L = state(&h);
        lua_pushcfunction(L, set_reason);
        lua_setglobal(L, "stop");
        char code[200];
        snprintf(code, sizeof code, "stop() %s", calls[i]);
        cr_assert_neq(luaL_dostring(L, code), LUA_OK, "%s", calls[i]);
        cr_assert_str_eq(lua_tostring(L, -1), "interrupted", "%s", calls[i]);
        lua_close(L);
        hd_stop_reset();
    }
}
