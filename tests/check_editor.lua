-- Holds the definitions for editors against the table of the API and against themselves.
--
--   lua5.4 tests/check_editor.lua DEFINITIONS STORE-DEFINITIONS
--
-- What an editor would read is read here: each file is Lua, each type that is named is declared once, each parameter
-- and function is that of the API, each name of data stays inside its literal. The last line is
-- "editor: N passed, N failed".

package.path = (arg[0]:match("^(.*/)tests/") or "") .. "lua/?.lua;" .. package.path
package.loaded["heddle.core"] = {}
local api = require "heddle.api"

local passed, failed = 0, 0
local function check(good, message, ...)
  if good then
    passed = passed + 1
  else
    failed = failed + 1
    print("FAILED: editor: " .. message:format(...))
  end
end

local function lines_of(path)
  local list = {}
  for line in io.lines(path) do list[#list + 1] = line end
  return list
end

local files = { lines_of(arg[1]), lines_of(arg[2]) }

for i = 1, 2 do
  check(loadfile(arg[i], "t", {}), "%s is no Lua", arg[i])
  check(files[i][1]:find("^%-%-%-@meta "), "%s does not say that it is a definition", arg[i])
end

-- ---- types ----

local declared, used, fields = {}, {}, {}
for i, lines in ipairs(files) do
  local class
  for number, line in ipairs(lines) do
    local kind, name = line:match("^%-%-%-@(%a+) ([%w_.]+)")
    if kind == "class" or kind == "alias" then
      -- The rows of units are opened again where their fields are.
      local again = i == 2 and kind == "class" and (name == "heddle.Review" or name == "heddle.Child"
        or name == "heddle.Finding")
      check(again or not declared[name], "%s:%d: '%s' is declared twice", arg[i], number, name)
      declared[name], class = true, name
    elseif kind == "field" then
      local written = class .. "." .. line:match("^%-%-%-@field (%S+)")
      local key = written:gsub("%?$", "")
      check(not fields[key], "%s:%d: '%s' stands twice", arg[i], number, key)
      fields[key] = written == key and "needed" or "optional"
    end
    local annotation = line:gsub('"[^"\\]*"', ""):match("^%-%-%-[@|](.*)$")
    if annotation then
      for word in annotation:gsub(" # .*$", ""):gmatch("heddle%.[%w_.]*[%w_]") do
        used[#used + 1] = { word, arg[i], number }
      end
    end
  end
end
for _, use in ipairs(used) do check(declared[use[1]], "%s:%d: no type '%s'", use[2], use[3], use[1]) end

-- ---- functions ----

local at = {}
local above = {}
for _, line in ipairs(files[1]) do
  local name, list = line:match("^function ([%w_.:]+)%((.-)%) end$")
  if name then
    at[name], above = { list = list, above = above }, {}
  elseif line:sub(1, 3) == "---" then
    above[#above + 1] = line
  else
    above = {}
  end
end

local locals = { set = "Set:", row = "Row:", table = "Table:", chart = "Chart:", report = "Report:",
  heddle = "heddle.", ["heddle.stats"] = "Stats." }
for _, entry in ipairs(api.entries()) do
  local short = entry.name:match("[^.:]+$")
  if entry.params then
    local found = at[locals[entry.of] .. short]
    check(found, "no function for %s", entry.name)
    local names, params, text = {}, {}, false
    for i, p in ipairs(entry.params) do names[i] = p.more and "..." or p[1] end
    for _, line in ipairs(found and found.above or {}) do
      params[#params + 1] = line:match("^%-%-%-@param ([%w_.]+)")
      text = text or line == "---" .. entry.text
    end
    check(found and found.list == table.concat(names, ", "), "%s takes other parameters", entry.name)
    check(table.concat(params, ", ") == table.concat(names, ", "), "%s: its parameters are not explained", entry.name)
    check(text, "%s does not say what it does", entry.name)
  elseif not api.is_word(entry) then
    local class = entry.of == "corpus" and "heddle.Corpus" or entry.of
    check(fields[class .. "." .. short], "no field for %s", entry.name)
  end
  for _, o in ipairs(entry.options or {}) do
    local class = entry.params[1][2] == "groups" and "heddle.CompareGroups"
      or "heddle." .. short:sub(1, 1):upper() .. short:sub(2) .. "Options"
    check(fields[class .. "." .. o[1]] == (o[2]:find("!$") and "needed" or "optional"),
      "%s has no option %s, or it is not needed where it should be", class, o[1])
  end
end

-- ---- names that want to get out ----

local hostile = { '"', "\\", '\\"', "]]", "]==]", "--[[", "\n", "\r\n", "a\nos.exit(1)\n", "\0", "\27[31m", "\127",
  "\194\133",
  "\226\128\168", "\226\128\174", "# remark", "' .. x", "---@class x", "|", "?", "end", "\u{1F600}" }
local themes, values = {}, {}
for i, name in ipairs(hostile) do
  themes[i] = { code = "t" .. i .. name, label = name, aliases = { "alias " .. name }, counted = true }
  values[i] = name
end
local core = package.loaded["heddle.core"]
core.themes = function() return themes end
core.fields = function()
  return { { unit = "review", key = "area", kind = "category", label = table.concat(hostile), values = values },
    { unit = "review", key = "end", kind = "flag", label = "\n", values = {} } }
end
core.bands = function() return { { name = "band", field = "area", label = "\r", labels = values } } end
core.crosswalks = function() return { { frame = "panel\n", version = '"', label = "]]\n" } } end
local text = require("heddle.editor.store").definitions({})
check(load(text, "hostile", "t", {}), "hostile names: no Lua")
check(text == require("heddle.editor.store").definitions({}), "hostile names: other bytes the second time")
local literals = {}
for line in text:gmatch("([^\n]*)\n") do
  check(line == "" or line:find("^%-%-"), "hostile names: a line of its own: %q", line)
  check(not line:find("%c") and not line:find("\194[\128-\159]") and not line:find("\226\128[\168-\174]"),
    "hostile names: a control in %q", line)
  local literal = line:match('^%-%-%-| ("[^"\\]*")')
  if not literal and line:find('^%-%-%-| "') then -- the end is the first quote that no backslash is before
    local i = 7
    while i <= #line and line:sub(i, i) ~= '"' do i = i + (line:sub(i, i) == "\\" and 2 or 1) end
    literal = line:sub(6, i)
  end
  local read = literal and load("return " .. literal)
  check(read or not literal, "hostile names: no literal in %q", line)
  if read then literals[read()] = true end
end
for _, name in ipairs(hostile) do
  check(literals[name] and literals["alias " .. name], "hostile names: %q is not there", name)
end

print(("editor: %d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
