--- Table objects: what `themes`, `count` and `crosstab` give a script.  A table names its cells by row and column,
-- leads back to the units and findings behind them, prints itself, renders and saves.

local axes = require "heddle.axis"
local check = require "heddle.check"
local core = require "heddle.core"
local crosswalk = require "heddle.crosswalk"
local frame = require "heddle.frame"
local named = require "heddle.named"
local number = require "heddle.number"
local result = require "heddle.result"
local sets = require "heddle.set"
local state = require "heddle.state"
local tabulate = require "heddle.tabulate"

local M = {}

local ALL = 0
local count, base_of = tabulate.count, tabulate.base_of

-- The place of { outer, inner }, kept by both names: what a script lists may change, so the list itself is no key.
local function find_path(self, call, side, path)
  local outer, inner = rawget(path, 1), rawget(path, 2)
  if type(outer) ~= "string" or type(inner) ~= "string" or rawlen(path) > 2 then
    return axes.find(self, call, side, path)
  end
  local known = self.paths[side]
  known[outer] = known[outer] or {}
  local place = known[outer][inner] or axes.find(self, call, side, path)
  known[outer][inner] = place
  return place
end

-- The place a script names, kept by name: scripts read a table cell by cell.
local function find(self, call, side, name)
  if name == nil then return ALL end
  local known = self.found[side]
  local place = known[name]
  if place then return place end
  if type(name) == "table" then return find_path(self, call, side, name) end
  place = axes.find(self, call, side, name)
  if name == name then known[name] = place end -- what is not a number is no key
  return place
end

-- Places of (row, col); one-way tables have no column.
local function locate(self, call, row, col)
  local r = find(self, call, 1, row)
  if self.two_way then return r, find(self, call, 2, col) end
  if col ~= nil and col ~= "All" then check.fail(call, "this table has one dimension; it takes a row only") end
  return r
end

-- The units of a cell.
local function members(self, r, c)
  return core.cube_members(tabulate.at(self, r, c or ALL))
end

local Table = {}

function Table.n(self, row, col)
  return count(self, locate(self, "table:n", row, col))
end

function Table.percent(self, row, col)
  local r, c = locate(self, "table:percent", row, col)
  local n, list = count(self, r, c), {}
  if #self.percents == 1 then return number.percent(n, base_of(self, r, c), self.digits) end
  for i, of in ipairs(self.percents) do list[i] = number.percent(n, base_of(self, r, c, of), self.digits) end
  return table.unpack(list, 1, #self.percents)
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
  return members(self, locate(self, "table:set", row, col))
end

-- The findings behind a cell: those of its units that are themselves in the row and column.  Theme
-- by theme pairs on the unit counted, so there it is the findings that have any of the themes.
local function findings_of(self, r, c)
  local base, of, dims = self.base_option, self.dims, {}
  if self.cubes then
    of = tabulate.dims_of(self, axes.parts_of(self, r, c or ALL))
    base = base or self.has_theme and "coded" or nil
  end
  local counted = tabulate.at(self, r, c or ALL)
  for d, dim in ipairs(of) do dims[d] = require("heddle.evidence").dimension(counted, d, dim) end
  local found = core.set_to(members(self, r, c), "finding")
  local cube = core.cube(found, { dims = dims, base = base and base ~= "mentions" and base or nil })
  local at, themes = { select(2, tabulate.at(self, r, c or ALL)) }, {}
  for d, dim in ipairs(dims) do
    if crosswalk.is_theme(dim.name) and at[d] ~= ALL then themes[#themes + 1] = d end
  end
  if #themes < 2 then return core.cube_members(cube, table.unpack(at)) end
  local any
  for _, d in ipairs(themes) do
    local one = table.move(at, 1, #dims, 1, {})
    for _, other in ipairs(themes) do one[other] = other == d and at[d] or ALL end
    local of_theme = core.cube_members(cube, table.unpack(one))
    any = any and any | of_theme or of_theme
  end
  return any
end

function Table.evidence(self, row, col)
  local r, c = locate(self, "table:evidence", row, col)
  local list, reviews = require("heddle.evidence").of(findings_of(self, r, c)), {}
  if self.has_theme then return list end
  local behind = core.set_to(members(self, r, c), "review")
  for review in sets.methods.each(behind) do reviews[review.id] = true end
  for _, p in ipairs(core.passages(core.set_corpus(behind))) do
    if p.review and reviews[p.review] then
      list[#list + 1] = { kind = "passage", review = p.review, text = p.text, source = p.source, at = p.at }
    end
  end
  return list
end

-- What a cell counts: "Hidden adults, Hartlepool"; the table's title where it counts all of it.
local function title_of(self, r, c, row, col)
  local parts = {}
  if r ~= ALL then parts[1] = named.label(self.rows, r, row) end
  if c and c ~= ALL then parts[#parts + 1] = named.label(self.cols, c, col) end
  return #parts > 0 and table.concat(parts, ", ") or self.title
end

function Table.cell(self, row, col)
  local r, c = locate(self, "table:cell", row, col)
  local n, base = count(self, r, c), base_of(self, r, c)
  local percents, low, high = nil, require("heddle.interval").percent(n, base)
  if #self.percents > 1 then
    percents = {}
    for _, of in ipairs(self.percents) do
      percents[of] = number.percent(n, base_of(self, r, c, of), self.digits)
    end
  end
  return {
    label = title_of(self, r, c, row, col),
    percents = percents,
    ci = low and { low, high } or nil,
    n = n,
    N = base,
    percent = number.percent(n, base, self.digits),
    state = state.of_percent(n, base, self.digits),
    set = members(self, r, c),
    evidence = Table.evidence(self, row, col),
  }
end

-- The place of a row in the frame: by any name its group has.
local function row_of(self, name)
  if self.cubes then
    local place = axes.find(self, "table:value", 1, name)
    for i, row in ipairs(self.rows) do
      if row.index == place then return i end
    end
    return nil
  end
  local index, nearest = core.cube_find(self.cube, 1, name)
  for i, row in ipairs(self.rows) do
    if row.index == index then return i end
  end
  return nil, nearest
end

local function frame_of(self)
  local plain = frame.of(self)
  return self.beside and require("heddle.beside").add(plain, self) or plain
end

-- What is behind the cell of the frame's row r and column c; mentions and published counts hold no units.
local function behind(self, r, c)
  local row, col = self.rows[r], self.two_way and self.cols[c]
  local last = #self.rows + 1
  if r > last or self.two_way and not col then return nil end
  if not self.two_way and c > #self.show then return nil end
  return M.behind(self, row and row.index or ALL, col and col.index)
end

--- The units in a place of a tabulation (0 or nil: All), their findings there, and whether passages belong to them.
function M.behind(self, r, c)
  return members(self, r, c), findings_of(self, r, c), not self.has_theme
end

local make = result.kind {
  name = "table", frame = frame_of, row = row_of, methods = Table, behind = behind,
  explain = function(self, options) return require("heddle.explain").of_table(self, options.machine) end,
}

M.methods, M.row = Table, row_of

local function new(tabulation, title)
  tabulation.title = tabulation.parts and crosswalk.title(title, tabulation.parts) or title
  return make(tabulation)
end

function M.themes(set, options)
  local self = tabulate.build("set:themes", set, { { name = "theme" } }, options)
  return new(self, "Themes in " .. number.plural(self.unit))
end

function M.count(set, dimension, options)
  local self = tabulate.build("set:count", set, { dimension }, options)
  self.beside = options.beside and require("heddle.beside").of("set:count", self, options.beside) or false
  return new(self, ("%s by %s"):format(self.units, self.stub))
end

function M.timeliness(set, options)
  return new(require("heddle.timeliness").build(set, options))
end

function M.crosstab(set, options)
  if options.transpose then options.rows, options.cols = options.cols, options.rows end
  local self = tabulate.build("set:crosstab", set, { options.rows, options.cols }, options)
  return new(self, ("%s by %s"):format(self.stub, self.stub_cols))
end

return M
