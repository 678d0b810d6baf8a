--- Places on the rows or columns of a table.
--
-- A table has one cube for each part of its rows and each part of its columns (dimension.lua says what a part is),
-- all with the same units and base.  A place on an axis is one integer: 0 is All; in a part of one dimension the number
-- of a group; in a nesting outer * (inner groups + 1) + inner, where 0 is the margin over a level; the places of each
-- part follow on those of the part before.  So in a plain table a place is a group's number in the cube.
--
-- An axis is { parts = { { dims=, labels=, label=, n = { groups of each level }, size=, offset= }, ... }, side=1|2 }.

local check = require "heddle.check"
local core = require "heddle.core"

local M = {}

local ALL = 0

-- The cube of part P of an axis beside the first part of the other side, and how many dimensions come before its own.
local function cube_of(self, axis, p)
  if not self.cubes then return self.cube, axis.side - 1 end
  if axis.side == 1 then return self.cubes[p][1], 0 end
  return self.cubes[1][p], #self.parts[1][1]
end

--- The cube in which part P of AXIS is, and the number there of its dimension LEVEL.
function M.dim_of(self, axis, p, level)
  local cube, before = cube_of(self, axis, p)
  return cube, before + level
end

-- The axis of PARTS on SIDE of a tabulation whose cubes are there; the first side comes first.
local function new(self, parts, side)
  local axis = { parts = {}, side = side }
  local offset = 0
  for p, dims in ipairs(parts) do
    local part = { dims = dims, offset = offset, labels = {}, n = {} }
    axis.parts[p] = part
    part.size = 1
    for level in ipairs(dims) do
      local cube, d = M.dim_of(self, axis, p, level)
      local label, _, _, n = core.cube_dim(cube, d)
      part.labels[level], part.n[level] = label, n
      part.size = part.size * (part.n[level] + 1)
    end
    part.label = table.concat(part.labels, " > ")
    offset = offset + part.size
  end
  return axis
end

--- The axis of a side; nil for the columns of a table without.  It is made when it is first asked for: the places of a
-- plain table are numbers of groups, so naming them needs none.
function M.of(self, side)
  local axis = self.axes[side]
  if axis == nil and self.parts[side] then
    axis = new(self, self.parts[side], side)
    self.axes[side] = axis
  end
  return axis
end

--- The place of groups OUTER and INNER (nil in a part of one dimension) of part P.
function M.place(axis, p, outer, inner)
  local part = axis.parts[p]
  if outer == ALL and (inner or ALL) == ALL then return ALL end
  if #part.dims == 1 then return part.offset + outer end
  return part.offset + outer * (part.n[2] + 1) + inner
end

-- The part of a place, and its groups there: two in a nesting.
local function split(axis, place)
  local parts = axis.parts
  local p = 1
  while parts[p + 1] and place >= parts[p + 1].offset do p = p + 1 end
  local part = parts[p]
  local rest = place == ALL and 0 or place - part.offset
  if #part.dims == 1 then return p, rest end
  local width = part.n[2] + 1
  return p, rest // width, rest % width
end

--- The cube of places R and C, and what its functions take for the cell: groups one after the other; the numbers of
-- the two parts come first.
function M.at(self, r, c)
  local p, ro, ri = split(M.of(self, 1), r)
  local columns = M.of(self, 2)
  if not columns then return self.cubes[p][1], ro, ri end
  local q, co, ci = split(columns, c)
  local cube = self.cubes[p][q]
  if ri then return cube, ro, ri, co, ci end
  return cube, ro, co, ci
end

--- The part of a place on a side, and its groups there.
function M.split(self, side, place)
  return split(M.of(self, side), place)
end

--- The numbers of the parts in which R and C are.
function M.parts_of(self, r, c)
  local columns = M.of(self, 2)
  return (split(M.of(self, 1), r)), columns and (split(columns, c)) or 1
end

-- ---- by name ----

local kinds = { "row", "column" }

local function as_text(call, name)
  local kind = type(name)
  if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then
    check.fail(call, "got %s; rows and columns are named by code, label or value", check.show(name))
  end
  if math.type(name) == "float" and math.tointeger(name) then name = math.tointeger(name) end
  return tostring(name)
end

-- The group NAME of level LEVEL of part P; nil and the nearest name if there is none.
local function group(self, axis, p, level, name)
  local cube, d = M.dim_of(self, axis, p, level)
  return core.cube_find(cube, d, name)
end

local function no_such(call, axis, text, nearest)
  check.fail(call, "no %s '%s'%s", kinds[axis.side], text:sub(1, 80),
    check.did_you_mean(nearest))
end

local function same_dim(a, b)
  if a.name ~= b.name or a.period ~= b.period then return false end
  return table.concat(a.bins or {}, " ") == table.concat(b.bins or {}, " ")
end

-- Names found in several parts are those of one group where the dimensions are the same.
local function one_meaning(call, axis, found, text, levels)
  for i = 2, #found do
    for level = 1, levels do
      local a, b = axis.parts[found[1].p], axis.parts[found[i].p]
      if not same_dim(a.dims[level], b.dims[level]) then
        check.fail(call, "'%s' is a %s of %s and of %s; say which, as in { %s = '%s' }", text:sub(1, 80),
          kinds[axis.side], a.labels[level], b.labels[level], a.dims[level].name, text:sub(1, 80))
      end
    end
  end
end

-- The place of the path NAMES, outer group first; nil and the nearest name.
local function by_path(self, call, axis, names)
  local found, nearest = {}, nil
  for p, part in ipairs(axis.parts) do
    if #names <= #part.dims then
      local groups, missing = {}, false
      for level, name in ipairs(names) do
        local index, near = group(self, axis, p, level, name)
        groups[level] = index
        if not index then
          nearest, missing = nearest or near, true
          break
        end
      end
      if not missing and M.place(axis, p, groups[1], groups[2] or ALL) == ALL then return ALL end
      if not missing then found[#found + 1] = { p = p, place = M.place(axis, p, groups[1], groups[2] or ALL) } end
    end
  end
  if #found == 0 then return nil, nearest end
  one_meaning(call, axis, found, table.concat(names, " > "), #names)
  return found[1].place
end

-- A plain name that is an inner group: the message says how the margin over the outer level is named.
local function fail_inner(self, call, axis, text)
  for p, part in ipairs(axis.parts) do
    if part.dims[2] and group(self, axis, p, 2, text) then
      check.fail(call, "'%s' is a group of %s within %s; name both, or { 'All', '%s' }", text:sub(1, 80),
        part.labels[2], part.labels[1], text:sub(1, 80))
    end
  end
end

local function by_text(self, call, axis, text)
  local place, nearest = by_path(self, call, axis, { text })
  if place then return place end
  for at in text:gmatch("()>") do
    local outer, inner = text:sub(1, at - 1):gsub("%s+$", ""), text:sub(at + 1):gsub("^%s+", "")
    place = by_path(self, call, axis, { outer, inner })
    if place then return place end
  end
  fail_inner(self, call, axis, text)
  no_such(call, axis, text, nearest)
end

-- The place of { outcome = "not recorded" }: dimensions by their names, All of those not named.
local function by_dimension(self, call, axis, named)
  local keys = {}
  for key in next, named do
    if type(key) ~= "string" then
      check.fail(call, "got a table with %s; it is a list, outer group first, or has names of dimensions as keys",
        check.show(key))
    end
    keys[#keys + 1] = key
  end
  table.sort(keys)
  local known = {}
  for p, part in ipairs(axis.parts) do
    local groups, taken = {}, 0
    for level, dim in ipairs(part.dims) do
      local name = rawget(named, dim.name)
      known[#known + 1] = dim.name
      groups[level] = ALL
      if name ~= nil then
        local text = as_text(call, name)
        local index, nearest = group(self, axis, p, level, text)
        if not index then no_such(call, axis, text, nearest) end
        groups[level], taken = index, taken + 1
      end
    end
    if taken == #keys then return M.place(axis, p, groups[1], groups[2]) end
  end
  check.fail(call, "no %ss by %s%s", kinds[axis.side], table.concat(keys, " and "),
    #keys == 1 and check.suggest(keys[1], known) or "")
end

--- The place called NAME: a name, "outer > inner", { outer, inner } or { dimension = name }.  What the row of the base
-- is called names it only where no group is called so.
function M.find(self, call, side, name)
  local axis = M.of(self, side)
  if side == 1 and name == self.base_label then return by_path(self, call, axis, { name }) or ALL end
  if type(name) ~= "table" then return by_text(self, call, axis, as_text(call, name)) end
  if next(name) == nil then check.fail(call, "got an empty table; it names groups, outer first") end
  if rawlen(name) == 0 then return by_dimension(self, call, axis, name) end
  local names = {}
  for i = 1, rawlen(name) do names[i] = as_text(call, rawget(name, i)) end
  local place, nearest = by_path(self, call, axis, names)
  return place or no_such(call, axis, table.concat(names, " > "), nearest)
end

return M
