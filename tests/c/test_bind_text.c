/* Lines of texts: their widths and their alignment. */
#include "bind/bind.h"

#include <criterion/criterion.h>
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
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

Test(bind_text, control_characters_have_no_width)
{
    gives("return core.width('\\127') + core.width('\\31') + core.width('\\u{85}')", "0");
    gives("return core.width(' ~')", "2");
}

Test(bind_text, labels_stand_before_aligned_lines)
{
    gives("return core.align({{'1', '2'}, {'10'}}, {3, 2, 1}, {false, true, true}, {'日', 'b'})",
          "日    1  2\nb    10");
    gives("return core.align({{'1', '2'}}, {1}, {}, {'a'})", "a");
    gives("return core.align({{'1', '2'}}, {}, {}, {'a'})", "");
    gives("core.align({{}}, {1}, {}, {1})", "a label is a text, got ");
    gives("core.align({{}, {}}, {1}, {}, {'a'})", "a label is a text, got ");
}

/* The line of counts with a '|' after each cell. */
static void line(const char *arguments, const char *expected)
{
    char code[300], all[100];

    snprintf(code, sizeof code, "return '<' .. core.count_line(%s):gsub('\\31', '|') .. '>'",
             arguments);
    snprintf(all, sizeof all, "<%s>", expected);
    gives(code, all);
}

Test(bind_text, a_line_of_counts_has_a_cell_for_each_letter_of_its_plan)
{
    line("{1, 0, 12}, {8, 0, 12}, 'n%,n%,n%', 0", "1|13|0|-|12|100|");
    line("{1, 2}, {8, 9}, 'nN, N%', 2", "1|8||9|22.22|");
    line("{1, 2, 3}, {8, 9, 10}, ',,n', 2", "3|");
    line("{1}, nil, 'n '", "1||");
    line("nil, nil, ' , '", "||");
    line("{}, {}, ''", "");
    line("{}, {}, ' ,'", "|");
    line("{10000000000}, {10000000000}, '%n', 6", "100.000000|10000000000|");
    gives("core.count_line({1}, {2}, 'n,n', 0)", "a count is a whole number, got ");
    gives("core.count_line({1.5}, {2}, 'n', 0)", "a count is a whole number, got ");
    gives("core.count_line({-1}, {2}, 'n', 0)", "a count is -1: expected 0 to 10000000000");
    gives("core.count_line({1}, {10000000001}, 'n', 0)", "a count is 10000000001: expected ");
    gives("core.count_line({1}, {2}, 'n', 7)", "digits are from 0 to 6, got 7");
}

Test(bind_text, lines_of_counts_are_aligned_like_lists_of_texts)
{
    gives("local a, b = core.count_line({1, 20}, {3, 40}, 'n%, %', 1), {'1', '33.3', '', '50.0'}\n"
          "local w = core.widths {a, {'', 'x'}}\n"
          "assert(table.concat(w, ' ') == table.concat(core.widths {b, {'', 'x'}}, ' '))\n"
          "for n = 1, 6 do for wider = 0, 2 do for side = 0, 1 do\n"
          "  local widths, right = {5}, {}\n"
          "  for i = 2, n do widths[i], right[i] = (w[i - 1] or 1) + wider, side == 1 end\n"
          "  local packed = core.align({a, {'x'}, a}, widths, right, {'one', 'two', 'three'})\n"
          "  assert(packed == core.align({b, {'x'}, b}, widths, right, {'one', 'two', 'three'}))\n"
          "end end end return 'the same'",
          "the same");
}

/* Tables print percentages in C, scripts and data files have them from Lua. */
Test(bind_text, percentages_of_lines_are_those_of_number_lua)
{
    gives("local number = dofile 'lua/heddle/number.lua'\n"
          "for base = 0, 200 do\n"
          "  local ns, bases, plan = {}, {}, ('%,'):rep(base) .. '%'\n"
          "  for n = 0, base do ns[n + 1], bases[n + 1] = n, base end\n"
          "  for digits = 0, 6 do\n"
          "    local texts = {}\n"
          "    for i, n in ipairs(ns) do texts[i] = number.percent_text(n, base, digits) end\n"
          "    texts[#texts + 1] = ''\n"
          "    local line = core.count_line(ns, bases, plan, digits)\n"
          "    if line ~= table.concat(texts, '\\31') then return base .. ' ' .. digits end\n"
          "  end\n"
          "end return 'all'",
          "all");
}
