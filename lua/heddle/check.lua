--- Check what a script passes: options against api.lua, with the nearest name in the message.
-- Every failure is raised at the script's line.

local api = require "heddle.api"
local core = require "heddle.core"

local M = {}

--- " (did you mean 'cols'?)" for the nearest name; "" for nil.
function M.did_you_mean(nearest)
  return nearest and (" (did you mean '%s'?)"):format(nearest) or ""
end

--- The same for the nearest of CANDIDATES.
function M.suggest(word, candidates)
  return M.did_you_mean(core.nearest(tostring(word), candidates))
end

--- Raise that WHAT has no member KEY, which may be anything, with the nearest of NAMES.
function M.lacks(what, key, names)
  local named = type(key) == "string"
  core.raise(("%s has no %s%s%s"):format(what, named and "" or "member ", M.show(key),
    named and M.suggest(key, names) or ""))
end

--- Raise MESSAGE at the script's line, after the name of the function that was called.
function M.fail(name, message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  core.raise(api.last(name) .. ": " .. message)
end

--- A value as it stands in a message, which a NUL would end.
function M.show(value)
  local kind = type(value)
  if kind == "string" then return "'" .. value:sub(1, 80):gsub("%c", "?") .. "'" end
  if kind == "number" or kind == "boolean" or kind == "nil" then return tostring(value) end
  if kind ~= "userdata" then return "a " .. kind end
  return pcall(core.set_unit, value) and "a set" or "a review, child or finding"
end

--- Whether a list has VALUE.
function M.holds(list, value)
  for _, v in ipairs(list) do
    if v == value then return true end
  end
  return false
end

--- VALUE, one of a list of texts.
function M.one_of(name, option, value, list)
  if M.holds(list, value) then return value end
  M.fail(name, "option '%s' is %s; it can be '%s'%s", option, M.show(value),
    table.concat(list, "', '"), type(value) == "string" and M.suggest(value, list) or "")
end

local one_of = M.one_of

local function integer(name, option, value, low, high)
  if math.type(value) ~= "integer" or value < low or value > high then
    M.fail(name, "option '%s' is %s; it is a whole number from %d to %d", option, M.show(value), low, high)
  end
  return value
end

local units = { reviews = "review", children = "child", findings = "finding" }

local readers = {
  any = function(_, _, value) return value end,
  boolean = function(name, option, value)
    if type(value) == "boolean" then return value end
    M.fail(name, "option '%s' is %s; it is true or false", option, M.show(value))
  end,
  digits = function(name, option, value) return integer(name, option, value, 0, 6) end,
  depth = function(name, option, value) return integer(name, option, value, 1, 32) end,
  unit = function(name, option, value) return one_of(name, option, units[value] or value, api.types.unit) end,
  filter = function(name, option, value)
    if type(value) ~= "table" and type(value) ~= "string" then
      M.fail(name, "option '%s' is %s; it is a table of conditions or an expression in a string", option, M.show(value))
    end
    return value
  end,
}

local function text(name, option, value)
  if type(value) ~= "string" then
    M.fail(name, "option '%s' is %s; it is %s", option, M.show(value), "a name in quotes")
  end
  return value
end
readers.theme, readers.date, readers.name = text, text, text

-- Words that a report prints.
function readers.text(name, option, value)
  if type(value) == "string" and value:find("%S") then return value end
  M.fail(name, "option '%s' is %s; it is a text", option, M.show(value))
end

-- A text or a list of texts; always a list.
function readers.lines(name, option, value)
  if type(value) == "string" then return { value } end
  if type(value) ~= "table" then
    M.fail(name, "option '%s' is %s; it is %s", option, M.show(value), api.types.lines)
  end
  local list = {}
  for i = 1, rawlen(value) do list[i] = readers.text(name, option, rawget(value, i)) end
  return list
end

function readers.language(name, option, value)
  if type(value) == "string" and #value <= 35 and value:find("^%a%a%a?$") or type(value) == "string" and #value <= 35
    and value:find("^%a%a%a?%-[%w%-]*%w$") and not value:find("--", 1, true) then
    return value
  end
  M.fail(name, "option '%s' is %s; it is %s", option, M.show(value), api.types.language)
end

-- A name or a list of names; always a list.
function readers.names(name, option, value)
  if type(value) == "string" then return { value } end
  if type(value) ~= "table" or rawlen(value) == 0 or rawlen(value) > 20 then
    M.fail(name, "option '%s' is %s; it is %s, 20 at most", option, M.show(value), api.types.names)
  end
  local list = {}
  for i = 1, rawlen(value) do list[i] = text(name, option, rawget(value, i)) end
  return list
end

readers.deadline = function(name, option, value)
  return require("heddle.timeliness").deadline(name, option, value)
end

readers.periods = function(name, option, value)
  if type(value) == "string" then return one_of(name, option, value, api.types.period) end
  if type(value) ~= "table" or rawlen(value) == 0 then
    M.fail(name, "option '%s' is %s; it is one of '%s', or a list of { from =, to = }", option, M.show(value),
      table.concat(api.types.period, "', '"))
  end
  return require("heddle.periods").listed(name, value)
end

function readers.top(name, option, value)
  return integer(name, option, value, 1, 1000000)
end

-- One kind of percentage as a text, several as a list.
function readers.percents(name, option, value)
  if type(value) ~= "table" then return one_of(name, option, value, api.types.percent) end
  local list, seen = {}, {}
  for i = 1, rawlen(value) do
    local of = one_of(name, option, rawget(value, i), { "col", "row", "table" })
    if seen[of] then M.fail(name, "option '%s' has '%s' twice", option, of) end
    list[i], seen[of] = of, true
  end
  if #list == 0 then M.fail(name, "option '%s' is an empty list; it is a list of 'col', 'row', 'table'", option) end
  return #list == 1 and list[1] or list
end

-- What names a column is looked up when the table is there.
function readers.column(name, option, value)
  if type(value) == "table" or type(value) == "string" or type(value) == "number" or type(value) == "boolean" then
    return value
  end
  M.fail(name, "option '%s' is %s; it is an order or the name of a column", option, M.show(value))
end

--- A dimension and what makes rows or columns, as dimension.lua says.
function M.dimension(name, option, value)
  return require("heddle.dimension").one(name, option, value)
end
readers.dimension = M.dimension

-- Most axes are one name; dimension.lua knows the others.
function M.axis(name, option, value)
  if type(value) == "string" and not value:find("[>+]") then return { { { name = value } } } end
  return require("heddle.dimension").axis(name, option, value)
end
readers.axis = M.axis

local function read(name, option, kind, value)
  if readers[kind] then return readers[kind](name, option, value) end
  local low, high = kind:match("^a whole number from (%d+) to (%d+)$")
  if low then return integer(name, option, value, math.tointeger(low), math.tointeger(high)) end
  local list = kind:match("^list of (.*)$")
  if list then
    if type(value) == "string" then value = { value } end
    if type(value) ~= "table" or rawlen(value) == 0 then
      M.fail(name, "option '%s' is %s; it is a list of '%s'", option, M.show(value),
        table.concat(api.types[list], "', '"))
    end
    local copy, seen = {}, {}
    for i = 1, rawlen(value) do
      local word = one_of(name, option, rawget(value, i), api.types[list])
      if seen[word] then M.fail(name, "option '%s' has '%s' twice", option, word) end
      copy[i], seen[word] = word, true
    end
    return copy
  end
  return one_of(name, option, value, api.types[kind])
end

-- Where a word belongs that is no option of the function, but is one of a dimension or of other functions.
local elsewhere = {
  bins = 'it stands in the dimension: { "age", bins = { 3, 11 } }',
  period = 'it stands in the dimension: { "notified", period = "quarter" }',
  within = 'it stands in the dimension: { "age", bins = { 3, 11 }, within = "area" }',
  theme = '\'under = "CODE"\' keeps one theme and those below it',
}

-- What other programs call the options; a word of several belongs to the first that the function has.
local called = {
  { "rows", "row index down" }, { "cols", "columns column col across by" },
  { "by", "group_by groupby group groups split" },
  { "rows", "by group_by groupby group groups split" }, { "percent", "percentages percentage percents pct prop share" },
  { "where", "filter filters subset condition conditions select criteria" },
  { "sort", "sort_by sortby order_by orderby arrange" }, { "order", "sort sort_by sortby order_by orderby arrange" },
  { "top", "limit n head first max" }, { "digits", "decimals decimal round precision places dp" },
  { "missing", "na usena na_rm blanks empty" }, { "ref", "reference baseline control against" },
  { "show", "cells cell values stats statistics display" }, { "base", "denominator" }, { "depth", "level levels" },
  { "min", "minimum at_least" }, { "period", "interval every freq frequency" }, { "transpose", "swap flip pivot" },
  { "within", "days deadline" }, { "test", "p pvalue p_value significance" }, { "k", "size" },
}

local function other_word(key, names, given)
  local word = key:lower()
  for _, pair in ipairs(called) do
    local option, words = pair[1], " " .. pair[2] .. " "
    if M.holds(names, option) and rawget(given, option) == nil and words:find(" " .. word .. " ", 1, true) then
      return option
    end
  end
end

local function there_is(names)
  return (" (it takes %s)"):format(table.concat(names, ", "))
end

local function hint(key, names, given)
  local other = other_word(key, names, given)
  if other then return (" (did you mean '%s'?)"):format(other) end
  local nearest = M.suggest(key, names)
  if nearest ~= "" then return nearest end
  if not elsewhere[key] then return there_is(names) end
  local function has(option) return M.holds(names, option) end
  local fits = key == "theme" and has "under" or key ~= "theme" and (has "rows" or has "by" or has "missing")
  return fits and (" (%s)"):format(elsewhere[key]) or there_is(names)
end

-- The options of an entry of api, made ready to read once: { { key=, kind=, default=, text=, required=boolean }, ... }
-- and, by key, `known`; their names are in `names`.
local ready = {}

local function options_of(name)
  local all = { known = {}, names = {} }
  for i, option in ipairs(api.entry(name).options) do
    local key, kind, default, text_of = table.unpack(option, 1, 4)
    local required = kind:sub(-1) == "!"
    all[i] = { key = key, kind = required and kind:sub(1, -2) or kind, default = default, text = text_of,
      required = required }
    all.known[key], all.names[i] = true, key
  end
  ready[name] = all
  return all
end

--- The options of a call of NAME (of an entry of api), checked, with defaults; a new table.
function M.options(name, given)
  local all = ready[name] or options_of(name)
  if given ~= nil and type(given) ~= "table" then
    M.fail(name, "got %s; options stand in a table: %s{ %s = ... }", M.show(given),
      api.last(name), all[1].key)
  end
  given = given or {}
  local unknown, result = nil, {}
  for key in next, given do
    if not all.known[key] then
      unknown = unknown or {}
      unknown[#unknown + 1] = M.show(key)
    end
  end
  if unknown then
    table.sort(unknown)
    M.fail(name, "unknown option %s%s", unknown[1], hint((unknown[1]:gsub("'", "")), all.names, given))
  end
  for _, option in ipairs(all) do
    local key = option.key
    local value = rawget(given, key)
    if value ~= nil then
      result[key] = read(name, key, option.kind, value)
    elseif option.required then
      M.fail(name, "option '%s' is missing: %s", key, option.text)
    else
      result[key] = option.default
    end
  end
  return result
end

--- SELF must be a set: catches set.where(...) written with a dot.
function M.set(name, self)
  if type(self) ~= "userdata" or not pcall(core.set_unit, self) then
    M.fail(name, "call it with a colon: set:%s(...)", api.last(name))
  end
end

return M
