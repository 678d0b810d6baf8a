--- From the options of a call to a tabulation: its cubes, which of their groups are rows and columns and in which
-- order, and what is said around them (base, notes).  table.lua makes it an object, frame.lua prints it.
--
-- A plain tabulation has one dimension a side and one cube (`cube`, `dims`); its places are the numbers of groups.
-- Stacks and nestings have `cubes`, one for each pair of parts (axis.lua).

local axes = require "heddle.axis"
local check = require "heddle.check"
local core = require "heddle.core"
local crosswalk = require "heddle.crosswalk"
local groups = require "heddle.groups"
local number = require "heddle.number"
local remarks = require "heddle.remarks"
local sets = require "heddle.set"

local M = {}

local ALL = 0

--- The cube of a cell and its groups there, as the functions of cubes take them.
function M.at(self, r, c)
  if self.cubes then return axes.at(self, r, c) end
  return self.cube, r, self.two_way and c or nil
end

--- The count of places (row, col); 0 is All.  One-way tabulations have no column.
function M.count(self, r, c)
  if self.cubes then return core.cube_count(axes.at(self, r, c or ALL)) end
  if self.two_way then return core.cube_count(self.cube, r, c) end
  return core.cube_count(self.cube, r)
end

--- What the percentage of a cell is of; OF is one of self.percents, the first if nil.
function M.base_of(self, r, c, of)
  of = of or self.percent_of
  if of == "row" then return M.count(self, r, ALL) end
  if of == "table" then return M.count(self, ALL, ALL) end
  return M.count(self, ALL, c)
end

-- What its units and its base are called.
local function name_units(self, base)
  self.units = base == "mentions" and "Mentions" or (number.plural(self.unit):gsub("^%l", string.upper))
  self.base_label = "All " .. self.units:lower()
  if not self.two_way then
    self.base_label = "Total"
  elseif self.percent_of == "col" and #self.percents == 1 then
    self.base_label = self.units .. " (base)"
  end
end

--- The set a table counts: converted to `unit`, then narrowed by `where`.
function M.counted_set(call, set, options)
  if options.unit then set = core.set_to(set, options.unit) end
  if options.where then set = sets.narrow(set, call, options.where) end
  return set
end

-- The parts of a side: a dimension alone is one part of one level.  Depth and under narrow themes.
local function parts_of(dimension, options)
  local parts = {}
  for p, part in ipairs(dimension.name and { { dimension } } or dimension) do
    parts[p] = {}
    for level, dim in ipairs(part) do
      local theme = dim.name == "theme"
      parts[p][level] = { name = dim.name, bins = dim.bins, closed = dim.closed, period = dim.period,
        sets = dim.sets, depth = theme and options.depth or nil, under = theme and options.under or nil }
    end
  end
  return parts
end

local function any_theme(parts, own)
  for _, part in ipairs(parts or {}) do
    for _, dim in ipairs(part) do
      if dim.name == "theme" or not own and crosswalk.is_theme(dim.name) then return true end
    end
  end
  return false
end

-- Depth and under speak of themes; asked of another dimension they are a mistake.
local function theme_options(call, options, has_theme)
  if (options.depth or options.under) and not has_theme then
    check.fail(call, "option '%s' narrows a theme dimension; this table has none",
      options.depth and "depth" or "under")
  end
end

-- The cubes of mentions: a row below a two-way table of themes, for each part of its columns, which every mention is
-- in as its finding is; two columns beside a one-way table.
local function count_mentions(self, set, options)
  local drop = options.missing == "drop"
  if options.mentions then
    self.mention_cube = core.cube(set, { dims = self.dims, base = "mentions", drop = drop })
  elseif self.two_way and self.codings and self.theme_rows and not self.theme_cols and check.holds(self.show, "n") then
    self.mention_cubes = {}
    for q, dims in ipairs(self.parts[2]) do
      self.mention_cubes[q] = core.cube(set, { dims = dims, base = "mentions", drop = drop })
    end
  end
end

-- How the cells are shown: options that contradict each other are mistakes.
local function shown(call, two_way, percents, options)
  for _, of in ipairs(percents) do
    if of == "row" and not two_way then
      check.fail(call, "percent = 'row' needs two dimensions; use crosstab")
    end
  end
  if percents[1] ~= "none" then return options.show end
  if not check.holds(options.show, "n") then check.fail(call, "percent = 'none' leaves nothing to show; show = 'n'") end
  return { "n" }
end

local function all_column()
  return { index = ALL, label = "All", key = "All" }
end

local function plain_groups(self, order)
  self.uncut = groups.visible(self.cube, 1, #self.dims, self.mention_cube)
  self.rows = groups.arrange(self.uncut, order)
  self.cols = self.two_way and groups.visible(self.cube, 2, 2) or {}
end

local function nested_groups(self, order)
  self.rows = groups.rows(self, order)
  self.cols = self.two_way and groups.columns(self) or {}
end

-- What a table needs to be printed: its rows and columns, mentions, base and notes.
local function finish(self, set, options)
  count_mentions(self, set, options)
  local order = self.order
  function order.total(place) return M.count(self, place, order.place) end
  if self.cubes then nested_groups(self, order) else plain_groups(self, order) end
  self.cols[#self.cols + 1] = all_column()
  remarks.add(self, options)
end

-- All that is made when it is first asked for: a table that is only asked for cells needs none of it.
local function later(self, set, options)
  return setmetatable(self, { __index = function(_, key)
    setmetatable(self, nil)
    finish(self, set, options)
    return self[key]
  end })
end

--- The dimensions of the cube of row part p and column part q.
function M.dims_of(self, p, q)
  local dims = table.move(self.parts[1][p], 1, #self.parts[1][p], 1, {})
  local columns = self.parts[2] and self.parts[2][q] or {}
  return table.move(columns, 1, #columns, #dims + 1, dims)
end

-- Themes pair with themes on the unit counted, a field of findings with one theme on one finding: of two themes it
-- would depend on their order which.
local function check_pairing(self, cube, dims, caller)
  local themes, field = 0, nil
  for d in ipairs(dims) do
    local label, is_theme, owner = core.cube_dim(cube, d)
    if is_theme then themes = themes + 1 elseif owner == "finding" then field = label end
  end
  if themes > 1 and field and self.unit ~= "finding" then
    check.fail(caller, "%s is a field of findings and pairs with one theme, not with two; count findings: "
      .. "unit = 'finding'", field)
  end
end

-- Every pair of a row part and a column part, counted over the same units.
local function count_parts(self, set, spec)
  self.cubes = {}
  for p in ipairs(self.parts[1]) do
    self.cubes[p] = {}
    for q in ipairs(self.parts[2] or { {} }) do
      local dims = M.dims_of(self, p, q)
      self.cubes[p][q] = core.cube(set, { dims = dims, base = spec.base, drop = spec.drop, caller = spec.caller })
      check_pairing(self, self.cubes[p][q], dims, spec.caller)
      self.dims = self.dims or dims
    end
  end
  self.cube = self.cubes[1][1]
end

-- The units of a table with several cubes that have a value in every dimension; those that do not, by dimension, in
-- self.without: a list of { dim=, label=, set= }.
local function with_values(self, set, spec)
  local seen = {}
  self.without = {}
  local kept = set
  for _, parts in ipairs(self.parts) do
    for _, part in ipairs(parts) do
      for _, dim in ipairs(part) do
        local key = table.concat({ dim.name, dim.period or "", table.concat(dim.bins or {}, " ") }, "\0")
        if not crosswalk.is_theme(dim.name) and not seen[key] then
          local cube = core.cube(set, { dims = { dim }, base = spec.base, drop = true, caller = spec.caller })
          local without = core.cube_left_out(cube, "missing", 1)
          self.without[#self.without + 1] = { dim = dim, label = core.cube_dim(cube, 1), set = without }
          kept = kept - without
        end
        seen[key] = true
      end
    end
  end
  return kept
end

-- A column as a script names it, in words.
local function column_name(name)
  if type(name) ~= "table" then return tostring(name) end
  local texts, keys = {}, {}
  for i = 1, rawlen(name) do texts[i] = tostring(rawget(name, i)) end
  for key in next, #texts == 0 and name or {} do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do texts[i] = tostring(rawget(name, key)) end
  return table.concat(texts, " > ")
end

-- How the rows are ordered and how many are shown: { by=, place = the column whose counts "count" goes by, name = what
-- the script calls it, top=, cuts = what was left out (groups.lua) }.
local function order_of(self, call, options)
  local by = options.order or options.top and "count" or "codebook"
  local order = { by = by, place = ALL, top = options.top, cuts = {} }
  local sort = options.sort
  if sort ~= nil and options.order then
    check.fail(call, "options 'order' and 'sort' both say how the rows are ordered; give one of them")
  end
  if check.holds({ "codebook", "count", "label" }, sort) then
    order.by = sort
  elseif sort ~= nil then
    order.by, order.place = "count", axes.find(self, call, 2, sort)
    order.name = column_name(sort)
  end
  return order
end

local function is_plain(parts)
  for _, side in ipairs(parts) do
    if #side > 1 or #side[1] > 1 then return false end
  end
  return true
end

-- What the table's rows or columns are called.
local function label_of(axis)
  local labels = {}
  for p, part in ipairs(axis.parts) do labels[p] = part.label end
  return table.concat(labels, " + ")
end

local function count_all(self, set, spec)
  if is_plain(self.parts) then
    local dims = { self.parts[1][1][1], self.two_way and self.parts[2][1][1] or nil }
    self.cube = core.cube(set, { dims = dims, base = spec.base, drop = spec.drop, caller = spec.caller })
    self.dims = dims
    self.stub = core.cube_dim(self.cube, 1)
    self.stub_cols = self.two_way and core.cube_dim(self.cube, 2) or nil
    return set
  end
  if self.has_theme and not spec.base then spec.base = "coded" end
  if spec.drop then set = with_values(self, set, spec) end
  count_parts(self, set, spec)
  self.stub = label_of(axes.of(self, 1))
  self.stub_cols = self.two_way and label_of(axes.of(self, 2)) or nil
  return set
end

--- Tabulate SET over one or two dimensions or axes (dimension.lua).  CALL is the function a script called.
function M.build(call, set, dimensions, options)
  set = M.counted_set(call, set, options)
  local parts = {}
  for side, dimension in ipairs(dimensions) do parts[side] = parts_of(dimension, options) end
  local percents = type(options.percent) == "table" and options.percent or { options.percent or "col" }
  local self = {
    parts = parts, axes = {}, cubes = false, unit = core.set_unit(set), two_way = #parts == 2,
    theme_rows = any_theme(parts[1]), theme_cols = any_theme(parts[2]), base_option = options.base,
    digits = options.digits, show = shown(call, #parts == 2, percents, options), percents = percents,
    percent_of = percents[1], found = { {}, {} }, paths = { {}, {} },
  }
  self.has_theme = self.theme_rows or self.theme_cols
  theme_options(call, options, any_theme(parts[1], true) or any_theme(parts[2], true))
  local counted = count_all(self, set, { base = options.base, drop = options.missing == "drop",
    caller = call:match("[^:]+$") })
  if not self.two_way and self.percent_of ~= "none" then self.percents, self.percent_of = { "col" }, "col" end
  self.codings = self.has_theme and self.unit ~= "child" and options.base ~= "mentions"
  if options.mentions and not self.codings then
    check.fail(call, "option 'mentions' counts codings of reviews or findings")
  end
  name_units(self, options.base)
  self.whole, self.order = set, order_of(self, call, options)
  return later(self, counted, options)
end

return M
