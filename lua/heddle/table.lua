--- Table objects: what `themes`, `count` and `crosstab` give a script.  A table names its cells by row and column,
-- leads back to the units and findings behind them, prints itself, renders and saves.

local check = require "heddle.check"
local core = require "heddle.core"
local frame = require "heddle.frame"
local number = require "heddle.number"
local result = require "heddle.result"
local sets = require "heddle.set"
local tabulate = require "heddle.tabulate"

local M = {}

local ALL = 0
local count, base_of = tabulate.count, tabulate.base_of

-- The group a row (dim 1) or column is named by.
local function search(self, call, dim, name)
  if dim == 1 and name == self.base_label then return ALL end
  local kind = type(name)
  if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then
    check.fail(call, "got %s; rows and columns are named by code, label or value", check.show(name))
  end
  if math.type(name) == "float" and math.tointeger(name) then name = math.tointeger(name) end
  local text = tostring(name)
  local index, nearest = core.cube_find(self.cube, dim, text)
  if not index then
    check.fail(call, "no %s '%s'%s", dim == 1 and "row" or "column", text:sub(1, 80),
      nearest and (" (did you mean '%s'?)"):format(nearest) or "")
  end
  return index
end

-- The same, kept by name: scripts read a table cell by cell.
local function find(self, call, dim, name)
  if name == nil then return ALL end
  local known = self.found[dim]
  local index = known[name]
  if index then return index end
  index = search(self, call, dim, name)
  if name == name then known[name] = index end -- what is not a number is no key
  return index
end

-- Group numbers of (row, col); one-way tables have no column.
local function locate(self, call, row, col)
  local r = find(self, call, 1, row)
  if self.two_way then return r, find(self, call, 2, col) end
  if col ~= nil and col ~= "All" then check.fail(call, "this table has one dimension; it takes a row only") end
  return r
end

local Table = {}

function Table.n(self, row, col)
  return count(self, locate(self, "table:n", row, col))
end

function Table.percent(self, row, col)
  local r, c = locate(self, "table:percent", row, col)
  return number.percent(count(self, r, c), base_of(self, r, c), self.digits)
end

function Table.base(self, col)
  if self.two_way then
    local _, c = locate(self, "table:base", nil, col)
    return count(self, ALL, c)
  end
  locate(self, "table:base", nil, col)
  return count(self, ALL)
end

function Table.set(self, row, col)
  return core.cube_members(self.cube, locate(self, "table:set", row, col))
end

-- Dimension d as a table of findings names it, where a plain name is the finding's own (id, kind, source).
local function as_findings_name_it(self, d, dim)
  local _, is_theme, owner = core.cube_dim(self.cube, d)
  if is_theme or dim.name == "review" or dim.name:find(".", 1, true) then return dim end
  local copy = {}
  for key, value in next, dim do copy[key] = value end
  copy.name = owner .. "." .. dim.name
  return copy
end

-- The findings behind a cell: those of its units that are themselves in the row and column.  Theme
-- by theme pairs on the unit counted, so there it is the findings in the row or in the column.
local function findings_of(self, r, c)
  local members = core.set_to(core.cube_members(self.cube, r, c), "finding")
  local base, dims = self.base_option, {}
  for d, dim in ipairs(self.dims) do dims[d] = as_findings_name_it(self, d, dim) end
  local cube = core.cube(members, { dims = dims, base = base and base ~= "mentions" and base or nil })
  if self.theme_rows and self.theme_cols and r ~= ALL and c ~= ALL then
    return core.cube_members(cube, r, ALL) | core.cube_members(cube, ALL, c)
  end
  return core.cube_members(cube, r, c)
end

-- The passages of a corpus that stand below a finding, by review and the name they have for it.
local function passages_below(corpus)
  local below = {}
  for _, p in ipairs(core.passages(corpus)) do
    if p.finding then
      local names = { p.finding, core.fold(p.finding) }
      for i = 1, names[1] == names[2] and 1 or 2 do
        local key = p.review .. "\0" .. names[i]
        below[key] = below[key] or {}
        table.insert(below[key], p)
      end
    end
  end
  return below
end

-- Those of one finding, named by its id or by its text; nil if there are none.
local function passages_of(below, finding)
  local list, taken = {}, {}
  for _, name in ipairs { finding.id, finding.text and core.fold(finding.text) } do
    for _, p in ipairs(below[finding.review .. "\0" .. name] or {}) do
      if not taken[p] then list[#list + 1] = { text = p.text, source = p.source, at = p.at } end
      taken[p] = true
    end
  end
  return #list > 0 and list or nil
end

function Table.evidence(self, row, col)
  local r, c = locate(self, "table:evidence", row, col)
  local list, reviews = {}, {}
  local found = findings_of(self, r, c)
  local below = passages_below(core.set_corpus(found))
  for f in sets.methods.each(found) do
    list[#list + 1] = { kind = "finding", review = f.review, finding = f.id, text = f.text, source = f.source,
      at = f.passage, passages = passages_of(below, f) }
  end
  if self.has_theme then return list end
  local members = core.set_to(core.cube_members(self.cube, r, c), "review")
  for review in sets.methods.each(members) do reviews[review.id] = true end
  for _, p in ipairs(core.passages(core.set_corpus(members))) do
    if p.review and reviews[p.review] then
      list[#list + 1] = { kind = "passage", review = p.review, text = p.text, source = p.source, at = p.at }
    end
  end
  return list
end

function Table.cell(self, row, col)
  local r, c = locate(self, "table:cell", row, col)
  local n, base = count(self, r, c), base_of(self, r, c)
  return {
    n = n,
    N = base,
    percent = number.percent(n, base, self.digits),
    state = "shown",
    set = core.cube_members(self.cube, r, c),
    evidence = Table.evidence(self, row, col),
  }
end

-- The place of a row in the frame: by any name its group has.
local function row_of(self, name)
  local index, nearest = core.cube_find(self.cube, 1, name)
  for i, row in ipairs(self.rows) do
    if row.index == index then return i end
  end
  return nil, nearest
end

local make = result.kind {
  name = "table", frame = frame.of, row = row_of, methods = Table,
  explain = function(self, options) return require("heddle.explain").of_table(self, options.machine) end,
}

M.methods, M.row = Table, row_of

local function new(tabulation, title)
  tabulation.title = title
  tabulation.found = { {}, {} }
  return make(tabulation)
end

function M.themes(set, options)
  local self = tabulate.build("set:themes", set, { { name = "theme" } }, options)
  return new(self, "Themes in " .. number.plural(self.unit))
end

function M.count(set, dimension, options)
  local self = tabulate.build("set:count", set, { dimension }, options)
  return new(self, ("%s by %s"):format(self.units, self.stub))
end

function M.timeliness(set, options)
  return new(require("heddle.timeliness").build(set, options))
end

function M.crosstab(set, options)
  local self = tabulate.build("set:crosstab", set, { options.rows, options.cols }, options)
  return new(self, ("%s by %s"):format(self.stub, (core.cube_dim(self.cube, 2))))
end

return M
