--- Which groups of a tabulation stand in its rows and columns, and in which order.
--
-- A row or column is what the cube says of its group (label, key, kind, depth ...) with `index`, its place (axis.lua),
-- and in stacks and nestings `path` and `keys`, the labels and keys of its groups from the outermost; `part`, the
-- number of its part; `over`, of columns, the texts above it.  A row of kind "subtotal" is an outer group; one of kind
-- "heading" the name of a part, which holds no numbers.

local axes = require "heddle.axis"
local core = require "heddle.core"

local M = {}

local ALL = 0

--- Groups of dimension DIM of a cube of N_DIMS: those with cases, or with mentions where these are counted too, and
-- every theme, band and declared value.
function M.visible(cube, dim, n_dims, mention_cube)
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

--- Put value rows in the order asked for; missing and special ones keep their place at the end.
function M.sort(rows, order)
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

-- The groups of each level of part P, as M.visible gives them.
local function levels_of(self, axis, p)
  local part, levels = axis.parts[p], {}
  for level in ipairs(part.dims) do
    local cube, d = axes.dim_of(self, axis, p, level)
    local columns = self.parts[2]
    local n_dims = #self.parts[1][axis.side == 1 and p or 1] + (columns and #columns[axis.side == 2 and p or 1] or 0)
    levels[level] = M.visible(cube, d, n_dims)
    for _, group in ipairs(levels[level]) do group.part = p end
  end
  part.levels = levels
  return levels
end

local function copy_of(group)
  local copy = {}
  for key, value in next, group do copy[key] = value end
  return copy
end

-- A theme's code and level stand beside the labels in data.
local function code_of(...)
  for _, group in ipairs { ... } do
    if group.code then return group.code, group.level end
  end
end

-- One line of a nesting or stack: GROUP, within OUTER if that is not nil.
local function line_of(axis, p, group, outer)
  local line = copy_of(group)
  if outer then
    line.index = axes.place(axis, p, outer.index, group.index)
    line.path, line.keys = { outer.label, group.label }, { outer.key, group.key }
    line.code, line.code_level = code_of(group, outer)
  else
    line.index = axes.place(axis, p, group.index, #axis.parts[p].dims == 2 and ALL or nil)
    line.path, line.keys = { group.label }, { group.key }
    line.code, line.code_level = code_of(group)
  end
  return line
end

-- Put LIST into an order: `order.by` names it, `order.total` gives the count of a place that "count" goes by.
local function arrange(list, order)
  if order.by == "count" then
    for _, line in ipairs(list) do line.total = order.total(line.index) end
  end
  M.sort(list, order.by)
  return order.cut and order.cut(list) or list
end

local function indent(line, by)
  line.depth = (line.depth or 1) + by
  return line
end

--- The rows of an axis with several parts or levels.  ORDER is { by=, total = function(place), cut = function(list) or
-- nil: the part of a list that is shown }.
function M.rows(self, order)
  local axis, rows = axes.of(self, 1), {}
  local stacked = #axis.parts > 1
  for p, part in ipairs(axis.parts) do
    local levels = levels_of(self, axis, p)
    local base = stacked and 1 or 0
    if stacked then
      rows[#rows + 1] = { kind = "heading", label = part.label, key = part.label, part = p, path = {}, keys = {} }
    end
    local outers = {}
    for i, group in ipairs(levels[1]) do
      outers[i] = line_of(axis, p, group)
      outers[i].group = group
    end
    for _, outer in ipairs(arrange(outers, order)) do
      rows[#rows + 1] = indent(outer, base)
      local inners = {}
      for i, group in ipairs(levels[2] or {}) do inners[i] = line_of(axis, p, group, outer.group) end
      if levels[2] then outer.kind = "subtotal" end
      for _, inner in ipairs(arrange(inners, order)) do rows[#rows + 1] = indent(inner, outer.depth) end
    end
  end
  return rows
end

-- The columns of one part: of a nesting each outer group's inner ones, then its All.
local function part_columns(self, axis, p, columns, above)
  local levels = levels_of(self, axis, p)
  for _, group in ipairs(levels[1]) do
    local outer = line_of(axis, p, group)
    if not levels[2] then
      outer.over = above
      columns[#columns + 1] = outer
    else
      local over = table.move(above, 1, #above, 1, {})
      over[#over + 1] = outer.label
      for _, inner in ipairs(levels[2]) do
        local line = line_of(axis, p, inner, group)
        line.over = over
        columns[#columns + 1] = line
      end
      columns[#columns + 1] = { index = outer.index, label = "All", key = "All", part = p, over = over, subtotal = true,
        path = { outer.label, "All" }, keys = { outer.key, "All" } }
    end
  end
end

--- The columns of an axis with several parts or levels, without All.
function M.columns(self)
  local axis, columns = axes.of(self, 2), {}
  for p, part in ipairs(axis.parts) do
    part_columns(self, axis, p, columns, #axis.parts > 1 and { part.label } or {})
  end
  return columns
end

return M
