--- From the options of a call to a tabulation: the cube, which of its groups are rows and columns and in which
-- order, and what is said around it (base, notes).  table.lua makes it an object, frame.lua prints it.

local around = require "heddle.around"
local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local sets = require "heddle.set"

local M = {}

local ALL = 0

local function has(list, value)
  for _, v in ipairs(list) do
    if v == value then return true end
  end
  return false
end

--- The count of group numbers (row, col); 0 is All.  One-way tabulations have no column.
function M.count(self, r, c)
  if self.two_way then return core.cube_count(self.cube, r, c) end
  return core.cube_count(self.cube, r)
end

--- What the percentage of a cell is of.
function M.base_of(self, r, c)
  if self.percent_of == "row" then return M.count(self, r, ALL) end
  if self.percent_of == "table" then return M.count(self, ALL, ALL) end
  return M.count(self, ALL, c)
end

-- Groups of a dimension as rows or columns: those with cases, or with mentions where these are counted
-- too, and every theme, band and declared value.
local function visible(cube, dim, n_dims, mention_cube)
  local list = {}
  for index, group in ipairs(core.cube_groups(cube, dim)) do
    local at = {}
    for d = 1, n_dims do at[d] = d == dim and index or ALL end
    group.index, group.total = index, core.cube_count(cube, table.unpack(at))
    local cases = group.total > 0 or mention_cube and core.cube_count(mention_cube, table.unpack(at)) > 0
    if group.declared or cases then list[#list + 1] = group end
    group.level = group.depth
    if group.status == "retired" then group.label = group.label .. " (retired)" end
  end
  return list
end

-- Value rows in the order asked for; missing and special ones keep their place at the end.
local function sort_rows(rows, order)
  if order == "codebook" then return end
  local rank = {}
  for i, row in ipairs(rows) do
    rank[row] = i
    row.depth = nil
  end
  local folded = {}
  table.sort(rows, function(a, b)
    local av, bv = a.kind == "value", b.kind == "value"
    if av ~= bv then return av end
    if av and order == "count" and a.total ~= b.total then return a.total > b.total end
    if av and order == "label" then
      folded[a] = folded[a] or core.fold(a.label)
      folded[b] = folded[b] or core.fold(b.label)
      if folded[a] ~= folded[b] then return folded[a] < folded[b] end
    end
    return rank[a] < rank[b]
  end)
end

-- Where the columns overlap, their bases add to more than All.
local function overlap_note(self)
  local sum = 0
  for _, col in ipairs(self.cols) do
    if col.index ~= ALL then sum = sum + M.count(self, ALL, col.index) end
  end
  if self.two_way and not self.theme_cols and sum > M.count(self, ALL, ALL) then
    return ("A %s can be in several columns, so their bases add to more than All."):format(self.unit)
  end
end

-- The sentence about several answers, where the percentages of the All column (or row) pass 100.
local function several_note(self)
  if self.base_option == "mentions" or not has(self.show, "percent") then return end
  local rows = self.percent_of == "col"
  if not rows and self.percent_of ~= "row" then return end
  local sum, total = 0, self.two_way and M.count(self, ALL, ALL) or M.count(self, ALL)
  for _, group in ipairs(rows and self.rows or self.cols) do
    local nested = group.kind == "value" and (group.level or 1) > 1
    if group.index ~= ALL and not nested then
      sum = sum + (rows and M.count(self, group.index, ALL) or M.count(self, ALL, group.index))
    end
  end
  if sum <= total then return end
  local themes = rows and self.theme_rows or not rows and self.theme_cols
  local what = themes and "themes" or "values of " .. core.cube_dim(self.cube, rows and 1 or 2)
  return ("A %s can have several %s, so %% of %s adds to more than 100."):format(self.unit, what,
    number.plural(self.unit))
end

-- The dimension over which units that are left out are spread: the last that is not of themes.
local function spread_over(self)
  if not self.two_way then return nil end
  for d = 2, 1, -1 do
    if not select(2, core.cube_dim(self.cube, d)) then return self.dims[d] end
  end
end

local function describe(self, set, options)
  local notes, short = around.left_out(self.cube, self.dims, self.unit, spread_over(self), options.missing == "drop")
  self.base_words = around.base_words(M.count(self, ALL, ALL), self.unit, self.has_theme, options.base, short)
  self.selection = around.selection(set)
  self.measure = ({ col = self.two_way and "% of column base" or "% of base", row = "% of row base",
    table = "% of table base" })[self.percent_of]
  if self.measure and not has(self.show, "percent") then
    self.measure = has(self.show, "n/N") and self.measure:gsub("^%%", "n/N") or nil
  end
  if #set == 0 then
    notes[#notes + 1] = ("No %s matches: every count is 0."):format(self.unit)
  end
  notes[#notes + 1] = several_note(self)
  notes[#notes + 1] = overlap_note(self)
  if self.mention_cube then
    notes[#notes + 1] = "Mentions count at the theme they were written with, not at those above it."
  end
  self.notes = notes
end

-- What its units and its base are called.
local function name_units(self, base)
  self.units = base == "mentions" and "Mentions" or (number.plural(self.unit):gsub("^%l", string.upper))
  self.base_label = "All " .. self.units:lower()
  if not self.two_way then
    self.base_label = "Total"
  elseif self.percent_of == "col" then
    self.base_label = self.units .. " (base)"
  end
end

-- One dimension of a table; depth and under narrow a theme dimension.
local function narrowed(dim, options)
  return { name = dim.name, bins = dim.bins, period = dim.period, sets = dim.sets,
    depth = options.depth, under = options.under }
end

--- The set a table counts: converted to `unit`, then narrowed by `where`.
function M.counted_set(call, set, options)
  if options.unit then set = core.set_to(set, options.unit) end
  if options.where then set = sets.narrow(set, call, options.where) end
  return set
end

-- Depth and under speak of themes; asked of another dimension they are a mistake.
local function theme_options(call, options, dims, has_theme)
  if (options.depth or options.under) and not has_theme then
    check.fail(call, "option '%s' narrows a theme dimension; this table has none",
      options.depth and "depth" or "under")
  end
  for _, dim in ipairs(dims) do
    if dim.name ~= "theme" then dim.depth, dim.under = nil, nil end
  end
end

-- The cubes of mentions: a row below a two-way table of themes, two columns beside a one-way table.
local function count_mentions(self, set, options)
  local spec = { dims = self.dims, base = "mentions", drop = options.missing == "drop" }
  if options.mentions then
    self.mention_cube = core.cube(set, spec)
  elseif self.two_way and self.codings and self.theme_rows and not self.theme_cols and has(self.show, "n") then
    self.mention_row = core.cube(set, spec)
  end
end

-- How the cells are shown: options that contradict each other are mistakes.
local function shown(call, n_dims, options)
  if options.percent == "row" and n_dims == 1 then
    check.fail(call, "percent = 'row' needs two dimensions; use crosstab")
  end
  if options.percent ~= "none" then return options.show end
  if not has(options.show, "n") then check.fail(call, "percent = 'none' leaves nothing to show; show = 'n'") end
  return { "n" }
end

-- What a table needs to be printed: its rows and columns, mentions, base and notes.
local function finish(self, set, options)
  count_mentions(self, set, options)
  self.rows = visible(self.cube, 1, #self.dims, self.mention_cube)
  sort_rows(self.rows, options.order)
  self.cols = self.two_way and visible(self.cube, 2, 2) or {}
  self.cols[#self.cols + 1] = { index = ALL, label = "All", key = "All" }
  describe(self, set, options)
end

-- All that is made when it is first asked for: a table that is only asked for cells needs none of it.
local function later(self, set, options)
  return setmetatable(self, { __index = function(_, key)
    setmetatable(self, nil)
    finish(self, set, options)
    return self[key]
  end })
end

--- Tabulate SET over one or two dimensions, as check.dimension gives them.  CALL is the function a script called.
function M.build(call, set, dimensions, options)
  set = M.counted_set(call, set, options)
  local dims, has_theme = {}, false
  for i, dim in ipairs(dimensions) do
    dims[i] = narrowed(dim, options)
    has_theme = has_theme or dim.name == "theme"
  end
  theme_options(call, options, dims, has_theme)
  local spec = { dims = dims, base = options.base, drop = options.missing == "drop",
    caller = call:match("[^:]+$") }
  local self = {
    cube = core.cube(set, spec), dims = dims, unit = core.set_unit(set), two_way = #dims == 2,
    has_theme = has_theme, base_option = options.base, digits = options.digits, show = shown(call, #dims, options),
    percent_of = options.percent, theme_rows = dims[1].name == "theme",
    theme_cols = dims[2] ~= nil and dims[2].name == "theme",
  }
  if not self.two_way and self.percent_of ~= "none" then self.percent_of = "col" end
  self.stub = core.cube_dim(self.cube, 1)
  self.codings = self.has_theme and self.unit ~= "child" and options.base ~= "mentions"
  if options.mentions and not self.codings then
    check.fail(call, "option 'mentions' counts codings of reviews or findings")
  end
  name_units(self, options.base)
  return later(self, set, options)
end

return M
