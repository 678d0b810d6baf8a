/* Lines of texts: their widths and their alignment. */
#include "bind/bind.h"

#include <criterion/criterion.h>
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

static void gives(const char *code, const char *expected)
{
    lua_State *L = luaL_newstate();
    const char *got;

    luaL_openlibs(L);
    luaL_requiref(L, "core", hd_bind_open, 1);
    if (luaL_dostring(L, code) == LUA_OK)
        cr_assert(lua_isstring(L, -1), "%s", code);
    got = luaL_tolstring(L, -1, NULL);
    cr_assert(strstr(got, expected), "%s: %s", code, got);
    cr_assert(expected[0] || !got[0], "%s: %s", code, got);
    lua_close(L);
}

Test(bind_text, widths_are_those_of_the_widest_of_each_column)
{
    gives("return table.concat(core.widths {{'日本', '1'}, {'a', '10', ' '}}, ' ')", "4 2 1");
    gives("return table.concat(core.widths {}, ' ')", "");
    gives("core.widths {{1}}", "a line is made of texts, got ");
}

Test(bind_text, lines_are_aligned_without_spaces_at_their_ends)
{
    gives("return core.align({{'日本', '1'}, {'a', '10', ' '}}, {4, 3, 1}, {false, true})",
          "日本    1\na      10");
    gives("return core.align({{'日本', '1'}, {'a', '10'}}, {1, 40}, {})", "日本  1\na  10");
    gives("return core.align({{'x', 'y'}}, {40, 1}, {true}) == (' '):rep(39) .. 'x  y' and 'yes'",
          "yes");
    gives("return core.align({{'', ' '}}, {3, 3}, {})", "");
    gives("return core.align({}, {}, {})", "");
    gives("core.align({1}, {}, {})", "a line is a list, got ");
}
