--- Help at the prompt: `help`, help(x), `?name`, `?`.  The texts are describe.lua's, from the one table of the API.

local api = require "heddle.api"
local check = require "heddle.check"
local core = require "heddle.core"
local describe = require "heddle.describe"
local display = require "heddle.prompt.display"
local list = require "heddle.render.list"
local result = require "heddle.result"
local session = require "heddle.prompt.session"
local sets = require "heddle.set"
local show = require "heddle.show"

local M = {}

local overview = [[
corpus          what the store holds: corpus.reviews, corpus.children, corpus.findings, corpus.themes ...
heddle          parameters, comparisons, saving, statistics
_               the last result
?               lists everything; ?where explains one name, a field or a theme; help(x) what x is and can do
:help           lists the commands of the prompt, such as :themes and :save
Tab             completes names, options, fields, themes and values

Try:  corpus.reviews:themes{ depth = 1 }
      corpus.reviews:where{ area = "..." }:crosstab{ rows = "theme", cols = "outcome" }
]]

-- The name of a function that scripts can call, "set:where"; nil of any other.
local function name_of(f)
  for name, method in next, sets.methods do
    if rawequal(method, f) then return "set:" .. name end
  end
  for name, method in next, sets.row_methods do
    if rawequal(method, f) then return "row:" .. name end
  end
  local method = result.method_name(f)
  if method then return method end
  local found
  for _, prefix in ipairs { "heddle", "heddle.stats" } do
    for name, value in next, require(prefix) do
      if rawequal(value, f) then found = prefix .. "." .. name end
    end
  end
  return found
end

--- A function in a few words.
function M.of_function(f)
  local name = name_of(f)
  local entry = name and api.entry(name)
  return entry and ("function %s (?%s explains it)"):format(describe.signature(entry), api.last(name))
    or "function"
end

-- The names of the API behind a prefix, a line each.
local function members(heading, prefix)
  local rows = {}
  for i, entry in ipairs(api.behind(prefix)) do rows[i] = { "  " .. describe.signature(entry), entry.text } end
  return heading .. "\n" .. list.render(rows)
end

local prefixes = { set = "set:", row = "row:", table = "table:", chart = "chart:", report = "report:",
  corpus = "corpus.", heddle = "heddle.", ["heddle.stats"] = "heddle.stats." }

-- A value by what it is: its kind and its methods.
local function about(value)
  local kind = show.kind(value)
  if value == require "heddle" then return members("heddle " .. value.version, prefixes.heddle) end
  if rawequal(value, require "heddle.stats") then return members("heddle.stats", prefixes["heddle.stats"]) end
  if kind == "set" then
    return members(("a set of %s"):format(tostring(value)), prefixes.set)
  elseif kind == "row" then
    return members(tostring(value), prefixes.row)
  elseif kind == "report" then
    return members("a report", prefixes.report)
  elseif kind == "corpus" then
    return members(tostring(value), prefixes.corpus)
  elseif result.name_of(value) then
    return members("a " .. kind, prefixes[kind] or prefixes.table)
  elseif type(value) == "function" then
    local name = name_of(value)
    return name and describe.text(name) or "a function of Lua's or of yours; heddle knows nothing of it"
  end
  return nil
end

-- "t:crosstab", "corpus.reviews:where", "crosstab": what the last name is called in the API, if it is there.
local function described(name)
  local text = describe.text(name)
  if text then return text end
  if prefixes[name] then return members(name, prefixes[name]) end
  local last = name:match("[.:]([%a_][%w_]*)$")
  return last and describe.text(last)
end

-- The value of a name with dots, "t" or "corpus.reviews", without calling anything of a script's; nil if there is none.
local function value_of(name, env)
  local first, rest = name:match("^([%a_][%w_]*)(.*)$")
  if not first then return nil end
  local value = rawget(env, first)
  if value == nil and (first == "corpus" or first == "heddle") then value = env[first] end
  for key in rest:gmatch("[.:]([%a_][%w_]*)") do
    if type(value) == "table" and not show.kind(value) and value ~= require "heddle" then
      value = rawget(value, key)
    elseif value ~= nil and (type(value) == "table" or type(value) == "userdata") then
      local ok, found = pcall(function() return value[key] end)
      value = ok and found or nil
    else
      return nil
    end
  end
  return value
end

-- A theme, by code, label or alias, and a field in words.
local function theme_text(theme)
  local lines = { ("%s: a theme, %s"):format(theme.code, theme.label) }
  if theme.status ~= "active" then lines[#lines + 1] = "  status: " .. theme.status end
  if theme.parent then lines[#lines + 1] = "  below: " .. theme.parent end
  if theme.definition then lines[#lines + 1] = "  " .. theme.definition end
  if #theme.aliases > 0 then lines[#lines + 1] = "  also: " .. table.concat(theme.aliases, "; ") end
  lines[#lines + 1] = ('  corpus.reviews:with("%s") are the reviews that have it'):format(theme.code)
  return table.concat(lines, "\n")
end

local function field_text(field)
  local lines = { ("%s: a field of each %s (%s), %s"):format(field.key, field.unit, field.kind, field.label) }
  if #field.values > 0 then lines[#lines + 1] = "  values: " .. table.concat(field.values, ", ") end
  for _, state in ipairs { "value", "unknown", "not applicable", "not recorded" } do
    lines[#lines + 1] = ("  %s: %d"):format(state == "value" and "with a value" or state, field.states[state])
  end
  return table.concat(lines, "\n")
end

-- What NAME is in the store, if one is there.
local function in_store(name)
  local there, corpus = pcall(core.open)
  if not there then return nil end
  local folded = core.fold(name)
  for _, field in ipairs(core.fields(corpus)) do
    if field.key == name then return field_text(field) end
  end
  for _, theme in ipairs(core.themes(corpus)) do
    local named = theme.code == name or core.fold(theme.label) == folded
    for _, alias in ipairs(theme.aliases) do named = named or core.fold(alias) == folded end
    if named then return theme_text(theme) end
  end
end

--- What `?NAME` prints; ENV are the globals of scripts.
function M.of_name(name, env)
  if name == "" then return describe.all() end
  if name == "help" then return overview end
  if name:sub(1, 1) == ":" then return require("heddle.prompt.commands").help(name:sub(2)) end
  if name:find("[.:]") and api.entry(name) then return describe.text(name) end
  local value = value_of(name, env)
  local text = value ~= nil and about(value) or described(name)
  text = text or value == nil and in_store(name)
  if text then return text end
  if value ~= nil then return ("%s is a %s of Lua's:\n%s"):format(name, type(value), show.text(value)) end
  return ("nothing is called '%s'%s; ? lists everything"):format(name, check.suggest(name, describe.names()))
end

--- help(x): of a name in quotes, or of an object or function; without an argument the overview.
function M.call(...)
  if select("#", ...) == 0 then return display.text(overview) end
  local value = ...
  local text
  if type(value) == "string" then
    text = M.of_name(value, session.env)
  elseif rawequal(value, session.help) then
    text = overview
  elseif type(value) == "userdata" or type(value) == "table" or type(value) == "function" then
    text = about(value)
  end
  if not text then
    core.raise(("help: got %s; it takes a name in quotes, or an object or function of heddle's"):format(
      check.show(value)))
  end
  display.text(text)
end

M.overview = overview

return M
