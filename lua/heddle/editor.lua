--- Definitions for editors (LuaLS): classes, functions and options of the one table of the API, as annotated Lua.
-- What a store has names for (themes, fields, values) is in a second file, editor/store.lua.

local api = require "heddle.api"
local describe = require "heddle.describe"

local M = {}

-- What the words of api.types are to an editor.  Lists of values are aliases of their own, M.alias.
local parameters = {
  dimension = "heddle.Dimension", axis = "heddle.Dimension|heddle.Dimension[]", date = "heddle.DateField",
  deadline = "integer|string", periods = "heddle.Period|heddle.PeriodRange[]", theme = "heddle.Theme",
  themes = "heddle.Theme|heddle.ExactTheme|(heddle.Theme|heddle.ExactTheme)[]", field = "heddle.FieldName",
  columns = "heddle.FieldName[]", group = "string|number|boolean|table", review = "string",
  named = "table<string, any>", groups = "heddle.CompareGroups", steps = "heddle.FunnelOptions",
  names = "string|string[]", name = "string", filter = "heddle.Filter|string",
  percents = "heddle.Percent|heddle.Percent[]", column = "heddle.Order|string|number|boolean|table",
  top = "integer", digits = "integer", depth = "integer", count = "integer", counts = "integer[]",
  grid = "integer[][]", proportion = "number", probabilities = "number[]", boolean = "boolean", any = "any",
  text = "string", texts = "string[]", lines = "string|string[]", language = "string", refs = "table<string, any>",
  level = "integer|table<string, any>", printed = "heddle.Table", quoted = "string|table",
  terms = "(string|string[])[]",
}

-- What the words of api.own are to an editor; and Lua's types.
local results = {
  set = "self", ["set of reviews"] = "heddle.Reviews", ["set of children"] = "heddle.Children",
  ["set of findings"] = "heddle.Findings", table = "heddle.Table", chart = "heddle.Chart", row = "heddle.Row",
  report = "heddle.Report",
  rows = "fun(): heddle.Row?", ["list of rows"] = "heddle.Row[]", state = "heddle.State",
  ["heddle.stats"] = "heddle.Stats",
}
local own = { string = true, number = true, integer = true, boolean = true, any = true, ["function"] = true }

-- The class of what belongs to one part of the API, and the local it is declared with.
local classes = { corpus = "heddle.Corpus", set = "heddle.Set", row = "heddle.Row", table = "heddle.Table",
  chart = "heddle.Chart", report = "heddle.Report", heddle = "heddle", ["heddle.stats"] = "heddle.Stats" }

local function pascal(name)
  return (name:gsub("^%l", string.upper):gsub("_(%l)", string.upper))
end

--- The alias of a word of api.types that is a list of values.
function M.alias(word)
  return "heddle." .. pascal(word)
end

-- A type of a parameter or option, as an editor writes it.
local function of_parameter(kind)
  kind = kind:gsub("!$", "")
  if kind:find("^a whole number") then return "integer" end
  local item = kind:match("^list of (.*)$")
  if item then return ("%s|%s[]"):format(of_parameter(item), of_parameter(item)) end
  if type(api.types[kind]) == "table" then return M.alias(kind) end
  return parameters[kind] or own[kind] and kind or error("editor: no type for '" .. kind .. "'")
end

-- The class of the tables that an entry with members gives.
local function record(entry)
  return "heddle.record." .. entry.name:gsub("[:.]", "_")
end

-- A type that comes back, as an editor writes it; without `entry` there are no members.
local function of_result(kind, entry)
  local plain = kind:gsub("%?$", "")
  local optional = plain ~= kind and "?" or ""
  if plain == "record" or plain == "list" then
    local item = entry and entry.members and record(entry)
    local name = item or "table"
    return (plain == "list" and name .. "[]" or name) .. optional
  end
  local item = plain:match("^list of (%l+)$")
  if item and own[item] then return item .. "[]" .. optional end
  return (results[plain] or own[plain] and plain or error("editor: no type for '" .. kind .. "'")) .. optional
end

-- ---- parts of the file ----

local function adder()
  local out = {}
  return out, function(text, ...)
    if select("#", ...) > 0 then text = text:format(...) end
    out[#out + 1] = text
  end
end

local function aliases(add)
  local words = {}
  for word, values in next, api.types do
    if type(values) == "table" then words[#words + 1] = word end
  end
  table.sort(words)
  for _, word in ipairs(words) do
    add("---@alias %s", M.alias(word))
    for _, value in ipairs(api.types[word]) do add('---| "%s"', value) end
    if word == "format" then add('---| "graphml" # of pairs of themes') end
    add("")
  end
end

local fixed = [[
---A missing value, for filters: heddle.unknown and the others.
---@class heddle.State

---A theme itself, without those below it.
---@class heddle.ExactTheme
---@field exact heddle.Theme|heddle.Theme[]

---From one value to another, both included.
---@class heddle.Range
---@field from? number|string
---@field to? number|string

---@class heddle.PeriodRange
---@field from string
---@field to string
---@field label? string

---A number in bins, or a date by period.
---@class heddle.Grouped
---@field [1] heddle.FieldName
---@field bins? number[]
---@field period? heddle.Period
---@field within? string

---@alias heddle.Dimension heddle.DimensionName|heddle.Grouped
]]

-- The options of an entry as a class.
local function options_class(entry)
  local _, last = entry.name:match("^(.*)[:.]([^:.]+)$")
  if entry.params[1][2] == "groups" then return "heddle.CompareGroups" end
  return "heddle." .. pascal(last) .. "Options"
end

local function option_classes(add)
  local seen = {}
  for _, entry in ipairs(api.entries()) do
    if entry.options and not seen[options_class(entry)] then
      seen[options_class(entry)] = true -- methods of one name share their options
      add("---@class %s", options_class(entry))
      if entry.params[1][2] == "groups" then add("---@field [integer] { [1]: string, [2]: heddle.Set }") end
      if entry.params[1][2] == "steps" then
        add("---@field [integer] { [1]: string, [2]: heddle.Set|integer|table }|table")
      end
      for _, o in ipairs(entry.options) do
        local default = describe.default(o[3])
        add("---@field %s%s %s # %s%s", o[1], o[2]:find("!$") and "" or "?", of_parameter(o[2]), o[4],
          default ~= "" and " (" .. default .. ")" or "")
      end
      add("")
    end
  end
end

local function record_classes(add)
  for _, entry in ipairs(api.entries()) do
    if entry.members and not api.is_word(entry) then
      add("---@class %s", record(entry))
      for _, m in ipairs(entry.members) do
        local kind = of_result(m[2])
        if kind == "self" then kind = "heddle.Set" end
        add("---@field %s%s %s # %s", m[1], kind:find("%?$") and "?" or "", (kind:gsub("%?$", "")), m[3])
      end
      add("")
    end
  end
end

local function comment(entry, add)
  add("---%s", entry.text)
  add("---```lua")
  add("---%s", entry.example)
  add("---```")
end

-- The type of a parameter of a call; options are of a class of their own.
local function type_of(entry, p)
  return p[2] == "options" and options_class(entry) or of_parameter(p[2])
end

-- Another way to write a call whose first parameters can be left out before one that cannot.
local function overload(entry, class, add)
  local needed = {}
  for _, p in ipairs(entry.params) do
    if not p.optional then needed[#needed + 1] = ("%s: %s"):format(p[1], type_of(entry, p)) end
  end
  local first, last = entry.params[1], entry.params[#entry.params]
  if not first or not first.optional or last.optional then return end
  add("---@overload fun(self: %s, %s): %s", class, table.concat(needed, ", "), class)
end

local function results_of(entry, class, add)
  if entry.returns == "nothing" then return end
  local names = {}
  for name in (entry.returns_text or ""):gmatch("[^,]+") do names[#names + 1] = name:match("^%s*(.*)$") end
  local kinds = {}
  for kind in entry.returns:gmatch("[^,]+") do kinds[#kinds + 1] = kind:match("^%s*(.*)$") end
  for i, kind in ipairs(kinds) do
    local written = of_result(kind, entry)
    if written == "self" and class ~= "heddle.Set" then written = "heddle.Set" end
    local words = #kinds > 1 and " " .. names[i] or entry.returns_text and " # " .. entry.returns_text or ""
    add("---@return %s%s", written, words)
  end
end

-- A function or method; `name` is how its definition begins: "Set:where", "heddle.param".
local function define(entry, name, class, add)
  comment(entry, add)
  local list = {}
  for _, p in ipairs(entry.params) do
    list[#list + 1] = p.more and "..." or p[1]
    add("---@param %s%s %s # %s", p.more and "..." or p[1], p.optional and "?" or "", type_of(entry, p), p[3])
  end
  results_of(entry, class, add)
  overload(entry, class, add)
  add("function %s(%s) end", name, table.concat(list, ", "))
  add("")
end

-- The members of a part as fields of its class, then its functions.  `object`: what the class is declared with,
-- "local Set".
local function part(of, object, add, before)
  local class = classes[of]
  add("---@class %s", class)
  for _, line in ipairs(before or {}) do add(line) end
  for _, entry in ipairs(api.entries()) do
    if entry.of == of and not api.is_word(entry) and not entry.params then
      local kind = of_result(entry.returns, entry)
      add("---@field %s%s %s # %s", entry.name:match("[^:.]+$"), kind:find("%?$") and "?" or "",
        (kind:gsub("%?$", "")), entry.text)
    elseif entry.of == of and entry.members and api.is_word(entry) then
      for _, m in ipairs(entry.members) do add("---@field %s %s # %s", m[1], of_result(m[2]), m[3]) end
    end
  end
  add("%s = {}", object)
  add("")
  local name = object:gsub("^local ", "")
  for _, entry in ipairs(api.entries()) do
    if entry.of == of and entry.params then
      define(entry, name .. entry.name:match("[:.][^:.]+$"), class, add)
    end
  end
end

local function operators(class)
  local lines = {}
  for _, name in ipairs { "band", "bor", "sub" } do
    lines[#lines + 1] = ("---@operator %s(%s): %s"):format(name, class, class)
  end
  lines[#lines + 1] = ("---@operator bnot: %s"):format(class)
  lines[#lines + 1] = "---@operator len: integer"
  return lines
end

local units = { { "Reviews", "Review" }, { "Children", "Child" }, { "Findings", "Finding" } }

-- Sets and rows of each unit.
local function of_units(add)
  for _, unit in ipairs(units) do
    local set, row = "heddle." .. unit[1], "heddle." .. unit[2]
    add("---@class %s: heddle.Row", row)
    add("")
    add("---@class %s: heddle.Set", set)
    for _, line in ipairs(operators(set)) do add(line) end
    add("local %s = {}", unit[1])
    add("")
    add("---@return fun(): %s?", row)
    add("function %s:each() end", unit[1])
    add("")
    add("---@return %s[]", row)
    add("function %s:list() end", unit[1])
    add("")
    add("---@param names heddle.FieldName[]")
    add("---@param keep function")
    add("---@return %s", set)
    add("---@overload fun(self: %s, keep: fun(row: %s): any): %s", set, row, set)
    add("function %s:filter(names, keep) end", unit[1])
    add("")
  end
end

--- The definitions of what every script can call.
function M.definitions()
  local out, add = adder()
  add("---@meta heddle")
  add("")
  add("-- What heddle's scripts can call, for editors that read LuaLS annotations. heddle editor-setup wrote it.")
  add("")
  aliases(add)
  add(fixed)
  option_classes(add)
  record_classes(add)
  part("row", "local Row", add)
  part("set", "local Set", add, operators("heddle.Set"))
  of_units(add)
  part("table", "local Table", add)
  part("chart", "local Chart", add)
  part("report", "local Report", add)
  part("corpus", "corpus", add)
  part("heddle.stats", "local Stats", add)
  part("heddle", "heddle", add)
  add("return heddle")
  return table.concat(out, "\n") .. "\n"
end

--- What an editor must know of the folder: .luarc.json.
M.settings = [[
{
  "runtime.version": "Lua 5.4",
  "runtime.builtin": {
    "debug": "disable",
    "io": "disable",
    "package": "disable"
  },
  "workspace.library": [".heddle"],
  "workspace.checkThirdParty": false
}
]]

return M
