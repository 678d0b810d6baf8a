--- The methods of sets and rows.  A set is an immutable group of reviews, children or findings;
-- `& | - ~`, `#` and `==` work on it.

local api = require "heddle.api"
local check = require "heddle.check"
local core = require "heddle.core"

local M = { methods = {}, row_methods = {} }
local set, row = M.methods, M.row_methods

-- A where-clause as a script wrote it; also used for the option `where`.
function M.narrow(self, name, filter, named)
  if type(filter) == "boolean" then
    check.fail(name, "got %s: Lua turns a comparison such as f.age < 3 into true or false before heddle sees it; "
      .. 'write where("age < 3")', tostring(filter))
  end
  if type(filter) ~= "table" and type(filter) ~= "string" then
    check.fail(name, "got %s; it takes a table of conditions or an expression in a string", check.show(filter))
  end
  if named ~= nil and (type(named) ~= "table" or type(filter) ~= "string") then
    check.fail(name, "named values are a table that follows an expression in a string")
  end
  return core.set_where(self, filter, named)
end

function set.where(self, filter, named)
  check.set("set:where", self)
  return M.narrow(self, "set:where", filter, named)
end

-- The themes of a call, plain and exact ones apart: strings and { exact = "x" }, or one list of them.
local function themes_of(name, ...)
  local list = { ... }
  if select("#", ...) == 1 and type(list[1]) == "table" and rawget(list[1], "exact") == nil then list = list[1] end
  if rawlen(list) == 0 then check.fail(name, "takes the code, label or alias of at least one theme") end
  local rolled, exact = {}, {}
  for i = 1, rawlen(list) do
    local value = rawget(list, i)
    local only = type(value) == "table" and rawget(value, "exact")
    if type(only or value) ~= "string" then
      check.fail(name, 'got %s; a theme is named by a string, or { exact = "x" } for itself only', check.show(value))
    end
    local names = only and exact or rolled
    names[#names + 1] = only or value
  end
  return rolled, exact
end

-- Narrow by plain and by exact themes: with(a, b) has all, without(a, b) none, so each narrows in turn.
local function by_themes(narrow, self, rolled, exact)
  if #rolled > 0 then self = narrow(self, rolled, false) end
  if #exact > 0 then self = narrow(self, exact, true) end
  return self
end

function set.with(self, ...)
  check.set("set:with", self)
  return by_themes(core.set_with, self, themes_of("set:with", ...))
end

function set.without(self, ...)
  check.set("set:without", self)
  return by_themes(core.set_without, self, themes_of("set:without", ...))
end

-- filter(function) gives it each row, filter({ "area", "year" }, function) their values.
function set.filter(self, columns, keep)
  check.set("set:filter", self)
  if keep == nil and type(columns) ~= "table" then columns, keep = nil, columns end
  if columns ~= nil and type(columns) ~= "table" then
    check.fail("set:filter", 'got %s; the names of columns stand in a list: filter({ "area" }, function(area) ... end)',
      check.show(columns))
  end
  if type(keep) ~= "function" then
    check.fail("set:filter", columns and "got %s after the names; it takes a function that is called with their values"
      or "got %s; it takes a function that is called with each unit", check.show(keep))
  end
  return core.set_filter(self, keep, columns)
end

function set.each(self)
  check.set("set:each", self)
  return core.set_each(self)
end

function set.list(self)
  check.set("set:list", self)
  local list, n = {}, 0
  for r in core.set_each(self, true) do
    n = n + 1
    list[n] = r
  end
  return list
end

function set.explain(self)
  check.set("set:explain", self)
  return require("heddle.explain").of(self)
end

function set.reviews(self)
  check.set("set:reviews", self)
  return core.set_to(self, "review")
end

function set.children(self)
  check.set("set:children", self)
  return core.set_to(self, "child")
end

function set.findings(self)
  check.set("set:findings", self)
  return core.set_to(self, "finding")
end

function set.themes(self, options)
  check.set("set:themes", self)
  return require("heddle.table").themes(self, check.options("set:themes", options))
end

function set.count(self, dimension, options)
  check.set("set:count", self)
  if type(dimension) ~= "string" and type(dimension) ~= "table" then
    check.fail("set:count", "got %s; it takes %s", check.show(dimension), api.types.axis)
  end
  return require("heddle.table").count(self, check.axis("set:count", "dimension", dimension),
    check.options("set:count", options))
end

function set.crosstab(self, options)
  check.set("set:crosstab", self)
  return require("heddle.table").crosstab(self, check.options("set:crosstab", options))
end

function set.trend(self, options)
  check.set("set:trend", self)
  return require("heddle.trend").of(self, check.options("set:trend", options))
end

function set.timeliness(self, options)
  check.set("set:timeliness", self)
  return require("heddle.table").timeliness(self, check.options("set:timeliness", options))
end

function set.profile(self, options)
  check.set("set:profile", self)
  return require("heddle.completeness").of(self, check.options("set:profile", options))
end

function set.compare(self, options)
  check.set("set:compare", self)
  return require("heddle.compare").by(self, check.options("set:compare", options))
end

function set.quotes(self, options)
  check.set("set:quotes", self)
  return require("heddle.quotes").of(self, check.options("set:quotes", options))
end

function set.cooccurrence(self, options)
  check.set("set:cooccurrence", self)
  return require("heddle.cooccurrence").of(self, check.options("set:cooccurrence", options))
end

function set.combinations(self, options)
  check.set("set:combinations", self)
  return require("heddle.combinations").of(self, check.options("set:combinations", options))
end

function set.matrix(self, options)
  check.set("set:matrix", self)
  return require("heddle.matrix").of(self, check.options("set:matrix", options))
end

function set.similar(self, id, options)
  check.set("set:similar", self)
  return require("heddle.similar").of(self, id, check.options("set:similar", options))
end

function row.state(self, key)
  if type(key) ~= "string" then check.fail("row:state", "got %s; it takes the name of a field", check.show(key)) end
  return core.row_state(self, key)
end

function row.children(self)
  return core.set_to(core.row_set(self), "child")
end

function row.findings(self)
  return core.set_to(core.row_set(self), "finding")
end

return M
