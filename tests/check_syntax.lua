--- heddle's own reader of Lua against Lua's: on every script and module of the checkout, on the same changed at random,
-- and on what is easily read wrong, both must take the text or both refuse it.  Every beginning of a text must be read
-- without a fault, and so must what is nested deeper than any stack.
--
--   lua5.4 tests/check_syntax.lua [SEED]      from the checkout's folder
--
-- Prints "N passed, N failed"; what failed is printed with its seed, which makes it again.

package.path = "lua/?.lua;" .. package.path
local lexer = require "heddle.syntax.lexer"
local parser = require "heddle.syntax.parser"

local only = math.tointeger(tonumber(arg and arg[1]))
local seeds = 3000
local passed, failed = 0, 0

local function result(ok, ...)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print("FAILED: " .. table.concat({ ... }, " "))
  end
  return ok
end

local function files()
  local list = {}
  local found = io.popen("find lua scripts tests data -name '*.lua' | LC_ALL=C sort")
  for path in found:lines() do
    local file = assert(io.open(path, "rb"))
    list[#list + 1] = { path = path, text = file:read("a"):gsub("^#[^\n]*", "") }
    file:close()
  end
  found:close()
  return list
end

-- What only a compiler knows: how many registers and upvalues a function takes.
local function beyond(message)
  return message:find("too many upvalues", 1, true) or message:find("function or expression needs too many", 1, true)
    or message:find("control structure too long", 1, true) or message:find("C stack overflow", 1, true)
    or message:find("too many C levels", 1, true)
end

-- Whether Lua and the parser agree on TEXT.
local function agrees(text, ...)
  local ok, message = load(text, "=text", "t")
  local _, errors = parser.parse(text)
  local same = (ok ~= nil) == (#errors == 0) or not ok and beyond(message)
  return result(same, ..., ok and "Lua takes it, the parser says " .. tostring(errors[1] and errors[1].message)
    or "Lua says " .. message .. ", the parser takes it")
end

-- ---- what is easily read wrong ----

local cases = {
  -- goto, labels, break
  "goto a; ::a::", "::a:: goto a", "goto a", "do ::a:: end goto a", "goto a; local x; ::a::", "goto a; local x; ::a:: print(x)",
  "goto a; local x; ::a:: ; ::b::", "goto a; local x; ::a:: ; ::b:: ; return", "do goto a; local x; ::a:: ; end",
  "repeat goto c; local x; ::c:: until x", "repeat local x; goto c; ::c:: until x", "::a:: ::a::", "::a:: do ::a:: end",
  "do ::a:: end ::a::", "::a:: local function f() ::a:: end", "while true do goto a end ::a::", "break", "while x do break end",
  "for i = 1, 2 do break; break end", "while x do local function f() break end end", "goto continue; local goto",
  "for i = 1, 3 do if i then goto continue end local x = 1 ::continue:: end", "goto = 1", "local goto = 1",
  "do goto a end local x ::a::", "do goto a end ::a:: local x", "repeat if x then break end until true", "::a", ":: a ::",
  "if x then goto a end; local y; ::a:: y = 1", "do local x; goto a; end ::a::", "goto a do ::a:: end",
  -- attributes
  "local x <const> = 1", "local x <close> = nil", "local x <const>, y <close> = 1", "local x <close>, y <close>",
  "local x <odd> = 1", "local x <const> = 1; x = 2", "local x <const> = 1; function x() end", "local x <const> = {}; x.y = 1",
  "local x <const> = 1; local function f() x = 2 end", "local x <const> = 1; local x; x = 2", "local x < const > = 1",
  "local x <const", "local x <> = 1", "local x <const> = 1; x, y = 1, 2", "for i = 1, 2 do i = 3 end", "local function f <const>() end",
  -- numbers
  "x = 3", "x = 3.", "x = .5", "x = 3.e1", "x = 0x", "x = 0xA", "x = 0xA.8p1", "x = 0x.8", "x = 0x.", "x = 3e", "x = 3e+", "x = 3e+1",
  "x = 3x", "x = 3..2", "x = 3 ..2", "x = 1e1e1", "x = 0x1p", "x = 0x1P-2", "x = 08", "x = 1_000", "x = 3.4.5", "x = 0xep1", "x = 3and 4",
  "x = 0xffand 1", "x = 12345678901234567890", "x = 1//0", "x = 1 // 2 / 3", "x = a//b", "x = ..5", "x = 1-+1", "x = 1--1\n+2",
  "x = 5 .. 6", "x = 1e5", "x = 1E5", "x = 0xE+1", "x = 1e-5", "x = 0x5e-5",
  -- strings
  [[x = "a\z   b"]], "x = 'a\\z \n\n b'", "x = 'a\\\nb'", "x = 'a\\\r\nb'", "x = 'a\nb'", "x = 'a", "x = '\\x41'", "x = '\\x4'", "x = '\\xg'",
  "x = '\\065'", "x = '\\256'", "x = '\\25a'", "x = '\\u{48}'", "x = '\\u{7FFFFFFF}'", "x = '\\u{80000000}'", "x = '\\u{}'",
  "x = '\\u48'", "x = '\\u{48'", "x = '\\q'", "x = '\\", "x = '\\'", "x = \"it's\"", "x = 'a\\0b'", "x = '\\z", "x = '\\\\'",
  "x = '\\u{00000000000000041}'", "x = '\\u{G}'",
  -- long brackets
  "x = [[a]]", "x = [==[a]]b]==]", "x = [==[a]=]", "x = [=", "x = [=a", "x = [[\n]]", "x = [[", "x = a[[[b]]]", "x = a[ [[b]] ]", "-- [[\n]]",
  "--[[ a\n]] x = 1", "--[==[ a ]] ]==] x = 1", "--[[", "--[=[ ]]", "--[= a\nx = 1", "--", "", "#x", "x = [=[]]]=]", "x = [[]",
  -- calls
  "f()", "f'x'", 'f"x"', "f[[x]]", "f{}", "a:b()", "a:b'x'", "a:b{}", "a:b", "a.b:c'x'.d()", "('x'):rep(3)", "'x':rep(3)", "(f)()", "(f())",
  "f().x = 1", "f() = 1", "(a) = 1", "(a).b = 1", "a.b, c[1] = 1, 2", "a, f() = 1", "a, b", "a.b", "a = ", "a = 1 2", "a = 1 b = 2",
  "f\n(1)", "f(a b)", "f(,)", "f(1,)", "f(", "a:b.c()", "a::b()", "a.1", "a.'x'", "a.end = 1", "a['end'] = 1", "a.goto = 1", "f{}.x = 1",
  "f'a''b'", "x = f'a'.b", "x = {}.y", "x = ({}).y", "x = function() end()", "x = (function() end)()", "...", "x = ...", "f(...)",
  "function f() return ... end", "function f(...) return ... end", "function f(..., a) end", "function f(a, ...) return ... end",
  "function f(...) return function() return ... end end", "x = (...)", "x = #...",
  -- tables
  "x = {}", "x = {,}", "x = {;}", "x = {1,}", "x = {1;2}", "x = {a = 1}", "x = {a}", "x = {a.b = 1}", "x = {[1] = 2}", "x = {[a]}", "x = {'a' = 1}",
  "x = {f()}", "x = {a = 1, 2; [3] = 4,}", "x = {1 2}", "x = {", "x = {a =}", "x = {...}", "x = {end = 1}", "x = {[ [[a]] ] = 1}",
  "x = {[[a]]}", "x = {a == b}",
  -- operators
  "x = not not a", "x = - - a", "x = -2 ^ 2", "x = 2 ^ -2", "x = a and b or c", "x = a = b", "x = a != b", "x = a ~= b", "x = ~a ~ b",
  "x = a << b >> c", "x = a < b < c", "x = (a", "x = a)", "x = a +", "x = + a", "x = a..b", "x = a...b", "x = a. .b", "x = a && b",
  "x = #a & ~b | c", "x = a ! b", "x = a @ b", "x += 1", "x = not", "x = a == not b", "x = 1 .. 2 .. 3", "x = a // b", "x = a >= b",
  "x = a => b", "x = a == = b", "x = ~ ~= a", "x = a? b", "x = \u{e9}", "\u{e9} = 1", "x = a\0b", "x\0= 1",
  -- statements
  "return", "return;", "return;;", "return 1", "return 1 x = 2", "return return", "do return end x = 1", "if x then return end", "return 1,",
  "if x then", "if x then end", "if x end", "if x then else end", "if x then elseif y then else end", "if x then else else end",
  "if x then elseif end", "while x do", "while x end", "repeat until x", "repeat x = 1", "repeat local y until y", "for i = 1 do end",
  "for i = 1, 2 do end", "for i = 1, 2, 3 do end", "for i = 1, 2, 3, 4 do end", "for i in x do end", "for i, j in x do end",
  "for i, j = 1, 2 do end", "for i do end", "for a.b in x do end", "for 1 = 1, 2 do end", "for in x do end", "for i, in x do end",
  "local", "local x", "local x, y = 1", "local x,", "local x = ", "local x y", "local a.b = 1", "local function f() end",
  "local function a.b() end", "local function() end", "function f() end", "function a.b.c:d() end", "function a:b.c() end", "function a:b:c() end",
  "function() end", "function f(a, b,) end", "function f(a.b) end", "function f(a", "function f", "function f() ", "function 1() end",
  "end", "do end end", "do", "do end", ";", ";;;", ";x = 1", "x = 1;;", "else", "until x", "then", "in", "x", "1", "'x'", "(x)", "nil", "nil = 1",
  "true()", "and", "x = and", "::a:: return", "return ::a::", "x = function end", "x = function f() end", "x = function(a) return a end",
  "f() g()", "f();(g)()", "local x = function() end (1)()", "_ENV.x = 1", "local _ENV = {}; x = 1", "x = 1 --[[ c ]] y = 2",
  "x = 1 -- c", "\xEF\xBB\xBFx = 1", "x = 1\r\ny = 2\n\ry = 3\ry = 4", "\v\f\tx = 1",
}

-- ---- too many of something ----

local function many()
  local names = {}
  for i = 1, 200 do names[i] = "local a" .. i end
  local full = table.concat(names, "\n")
  agrees(full, "200 locals:")
  agrees(full .. "\nlocal b", "201 locals:")
  agrees("do " .. full .. " end " .. full, "200 locals twice:")
  agrees("local b " .. full:gsub("local a200$", "") .. " for i = 1, 2 do end", "200 locals and a loop:")
  local deep = 60000
  for _, piece in ipairs { "(", "{", "x = {", "[", "not ", "- ", "f(", "a.", "a[", "function f() ", "if x then ", "do ", "while x do ", "repeat ",
    "x = function() ", "x .. ", "x ^ ", "a, ", "elseif ", "::a:: ", "; ", "'", "[[", "--[[", "a:b(", "f{", "{{a=", "return ", "goto a ", "local x <", "\\z",
    "else ", "end ", "x = ", "for i in ", "for i = 1, ", "local ", "f'x'", "x and ", "#", "1 + ", "x[[", "==[", "[=", "\n", "\r", "x\n", "'\\\n", "\"\\z",
    "::a", "goto b; local c; ", "~" } do
    local text = piece:rep(deep // #piece)
    local before = os.clock()
    local _, errors = parser.parse(text)
    parser.parse("x = " .. text, #text)
    result(os.clock() - before < 4, ("%q many times takes %.1f s"):format(piece, os.clock() - before))
    if #errors > 0 then agrees(text:sub(1, 20000), ("%q many times:"):format(piece)) end
  end
end

-- ---- texts changed at random ----

local pieces = {
  "end", "do", "(", ")", "{", "}", "[", "]", "'", '"', "[[", "]]", "--", "=", ",", ";", "local ", "goto a", "::a::", "break", "return ", "function ",
  "<const>", "...", "..", ".", ":", "\\", "\n", "if x then ", "until x", "not ", "-", "0x", "1e", "~", "and ", "//", "\0", "\xFF", "#", "for i = 1, 2 do ",
}

local function change(text)
  for _ = 1, math.random(3) do
    local at, piece = math.random(#text + 1), pieces[math.random(#pieces)]
    local what = math.random(4)
    if what == 1 then
      text = text:sub(1, at - 1) .. piece .. text:sub(at)
    elseif what == 2 then
      text = text:sub(1, at - 1) .. text:sub(at + math.random(6))
    elseif what == 3 then
      text = text:sub(1, at - 1) .. piece .. text:sub(at + #piece)
    else
      local other = math.random(#text + 1)
      text = text:sub(1, at - 1) .. text:sub(other, other + math.random(30)) .. text:sub(at)
    end
  end
  return text
end

-- A piece of a file of at most 3,000 bytes, whole lines, changed: much of one is wrong anyway, most of a short one is not.
local function random_case(all, seed)
  math.randomseed(seed)
  local text
  if math.random() < 0.4 then
    text = cases[math.random(#cases)] .. " " .. cases[math.random(#cases)]
  else
    text = all[math.random(#all)].text
    if #text > 3000 and math.random() < 0.7 then text = text:sub(1, 3000) end
  end
  agrees(change(text), ("seed %d:"):format(seed))
end

-- ---- tokens ----

-- Tokens cover the text: what is between them is white space, what they say of themselves is so.
local function covers(path, text)
  local at = 1
  for _, token in ipairs(lexer.tokens(text)) do
    if token.from < at or text:sub(at, token.from - 1):find("[^ \t\v\f\r\n]") or token.to < token.from
      or token.text ~= text:sub(token.from, token.to) then
      return result(false, path, "the token at byte", tostring(token.from))
    end
    at = token.to + 1
  end
  result(not text:find("[^ \t\v\f\r\n]", at), path, "what follows the last token")
end

-- Strings have the value Lua gives them.
local function values()
  for _, text in ipairs { [['a\z   b']], "'a\\z \n b'", "'\\065\\x42\\u{43}'", "'a\\\nb'", "[[\na\r\nb]]", "[==[]]]==]", [["\a\b\f\n\r\t\v\\\"\'"]],
    "'\\u{7FFFFFFF}'", "[[\r\n\na]]", "'a\\\r\nb'" } do
    local token = lexer.tokens(text)[1]
    result(token.value == load("return " .. text)() and token.to == #text, ("the value of %q"):format(text))
  end
  local lines = lexer.tokens("a\n\rb\r\nc\rd\n\ne --[[\n\n]] f '\\\ng' h")
  local seen = {}
  for i, token in ipairs(lines) do seen[i] = token.line .. ":" .. token.column end
  result(table.concat(seen, " ") == "1:1 2:1 3:1 4:1 6:1 6:3 8:4 8:6 9:4", "lines and columns", table.concat(seen, " "))
end

-- ---- the place of the cursor ----

local function shown(at)
  if not at then return "nothing" end
  local words = { at.kind, "'" .. at.prefix .. "'" }
  local function add(name, value)
    if value ~= nil then words[#words + 1] = name .. "=" .. tostring(value) end
  end
  add("object", at.object and (at.object.name or at.object.kind))
  local callee = at.call and (at.call.callee or at.call)
  add("call", callee and (callee.name or callee.kind))
  add("argument", at.argument)
  if #at.path > 0 then add("path", table.concat(at.path, ".")) end
  if at.tables[1] then add("tables", #at.tables) end
  add("key", at.key)
  if at.list then add("index", at.index) end
  add("quote", at.quote)
  return table.concat(words, " ")
end

local places = {
  { "", "global ''" }, { "cor", "global 'cor'" }, { "x = cor", "global 'cor'" }, { "x = ", "global ''" }, { "for", "global 'for'" },
  { "corpus.", "member '' object=corpus" }, { "corpus.rev", "member 'rev' object=corpus" }, { "corpus.end", "member 'end' object=corpus" },
  { "corpus.reviews:", "method '' object=reviews" }, { "x = corpus.reviews:wh", "method 'wh' object=reviews" },
  { "f(", "value '' call=f argument=1" }, { "f(a, ", "value '' call=f argument=2" }, { "f(a, g(b), c", "value 'c' call=f argument=3" },
  { "s:where{ ", "key '' call=where argument=1 tables=1 index=1" }, { "s:where{ ar", "key 'ar' call=where argument=1 tables=1 index=1" },
  { "s:where{ area = ", "value '' call=where argument=1 tables=1 key=area" },
  { "s:where{ area = 'Har", "string 'Har' call=where argument=1 tables=1 key=area quote='" },
  { "s:where{ area = { 'a', \"b", "string 'b' call=where argument=1 path=area tables=2 index=2 quote=\"" },
  { "s:where{ area = 'x', ", "key '' call=where argument=1 tables=1 index=1" },
  { "s:where{ area = 'x' th", "key 'th' call=where argument=1 tables=1 index=1" },
  { "s:where({ age = { from = 1, ", "key '' call=where argument=1 path=age tables=2 index=1" },
  { "s:where('age < 3 and ar", "string 'age < 3 and ar' call=where argument=1 quote='" }, { "s:with 'neg", "string 'neg' call=with argument=1 quote='" },
  { "s:with('a', '", "string '' call=with argument=2 quote='" }, { "s:count([[a", "string 'a' call=count argument=1 quote=[[" },
  { "x = { ", "key '' tables=1 index=1" }, { "x = { a = ", "value '' tables=1 key=a" }, { "x = 'ab", "string 'ab' quote='" },
  { "f(function() ", "global ''" }, { "f(function() g(", "value '' call=g argument=1" }, { "f({ a = f2(", "value '' call=f2 argument=1" },
  { "s:with({ exact = 'a", "string 'a' call=with argument=1 tables=1 key=exact quote='" },
  { "s:where{ ['area'] = 'H", "string 'H' call=where argument=1 tables=1 key=area quote='" },
  { "h.compare{ { 'a', s }, dep", "key 'dep' call=compare argument=1 tables=1 index=2" },
  { "h.compare{ { 'a', s", "key 's' call=compare argument=1 path=1 tables=2 index=2" },
  { "local x", "nothing" }, { "local ", "nothing" }, { "goto x", "nothing" }, { "function f(a", "nothing" }, { "-- cor", "nothing" },
  { "--[[ cor", "nothing" }, { "x = 12", "nothing" }, { "f()", "nothing" }, { "x = 'a'", "nothing" }, { "f() ", "global ''" },
  { "--[[ c ]]", "global ''" }, { "-- c\n", "global ''" }, { "x = 'a\n", "global ''" }, { "for k, v in ", "global ''" }, { "x = a..", "global ''" },
  { "if a then pr", "global 'pr'" }, { "x = a.b.c", "member 'c' object=b" }, { "x = f().", "member '' object=call" },
  { "x = (a):", "method '' object=paren" }, { "x = a[1].b", "member 'b' object=index" }, { "x = ('a'):r", "method 'r' object=paren" },
  { "x = a['b", "string 'b' quote='" }, { "x = not ", "global ''" }, { "s:where{ area = 'x\\'y", "string 'x'y' call=where argument=1 tables=1 key=area quote='" },
}

local function cursor()
  for _, place in ipairs(places) do
    local text = place[1]
    local _, _, at = parser.parse(text .. " = more(", #text)
    result(shown(at) == place[2], ("at the end of %q: %s, not %s"):format(text, shown(at), place[2]))
  end
  local _, _, at = parser.parse("local a = 1 do local b end local function c(d, e) local f = d.x; g(")
  result(at == nil, "without a cursor nothing is at it")
  local text = "local a = 1 do local b end local function c(d, e) local f = d.x; g("
  _, _, at = parser.parse(text, #text)
  local names = {}
  for name in next, at.visible do names[#names + 1] = name end
  table.sort(names)
  result(table.concat(names, " ") == "a c d e f", "what is visible", table.concat(names, " "))
end

-- ---- the tree ----

-- Every node lies within the one it is part of.
local function nested(path, n, from, to, seen)
  if n.kind and n.from and n.kind ~= "local" or n.names then
    if n.from < from or n.to > to then return result(false, path, n.kind, "at byte", tostring(n.from), "is outside") end
    from, to = n.from, n.to
  end
  for key, part in next, n do
    if type(part) == "table" and not seen[part] and key ~= "declared" and key ~= "globals" and key ~= "parameters"
      and not (n.kind == "local" and not n.statements and key == "names") and key ~= "assigned" and key ~= "each"
      and not (n.index and key == "values") and key ~= "target" and key ~= "name" then
      seen[part] = true
      nested(path, part, from, to, seen)
    end
  end
end

if only then
  random_case(files(), only)
else
  local all = files()
  for _, file in ipairs(all) do
    agrees(file.text, file.path)
    covers(file.path, file.text)
    nested(file.path, parser.parse(file.text), 1, #file.text, {})
  end
  for _, text in ipairs(cases) do agrees(text, ("%q:"):format(text)) end
  many()
  values()
  cursor()
  for _, file in ipairs(all) do
    if file.path:find("^scripts/") or file.path:find("prelude") or file.path:find("check_syntax") then
      local short = file.text:sub(1, 6000)
      for last = 0, #short, #short > 1000 and 7 or 1 do parser.parse(short, last) end
      result(true)
    end
  end
  for seed = 1, seeds do random_case(all, seed) end
end

print(("syntax: %d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
