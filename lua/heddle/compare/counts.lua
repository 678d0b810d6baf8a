--- What a comparison counts: one cube of themes by groups, the groups that are compared, the themes that are rows, and
-- who is compared with whom.
--
-- A group is { index= in the cube, key=, label=, set= its units, n= how many }.  A contrast is { second= a group,
-- first= a group, or nil for all other units of the base, n1=, n2= their bases, shared= whether they have units in
-- common }: the second is compared with the first.

local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"

local M = {}

local ALL, MAX_GROUPS = 0, 100

-- Values with cases and declared ones; where missing values are asked for, also these, with cases.
local function groups_of(cube, dim)
  local list = {}
  for index, group in ipairs(core.cube_groups(cube, 2)) do
    local n = core.cube_count(cube, ALL, index)
    -- Bins given as ranges expect nothing below the first and above the last.
    local outside = dim.closed and (index == 1 or index == #dim.bins + 1)
    if n > 0 or group.kind == "value" and group.declared and not outside then
      list[#list + 1] = { index = index, key = group.key, label = group.label, n = n,
        set = core.cube_members(cube, ALL, index) }
    end
  end
  return list
end

local function check_number(call, groups, label)
  if #groups > MAX_GROUPS then
    check.fail(call, "%s has %d groups; at most %d are compared", label, #groups, MAX_GROUPS)
  elseif #groups == 1 then
    check.fail(call, "%s has one group, '%s'; a comparison needs two", label, groups[1].label)
  elseif #groups == 0 then
    check.fail(call, "%s has no groups here; a comparison needs two", label)
  end
end

-- The place of the group that the option `ref` names.
local function find_ref(call, self, ref)
  local index = core.cube_find(self.cube, 2, ref)
  local names = {}
  for i, group in ipairs(self.groups) do
    if group.index == index then return i end
    names[i] = group.label
  end
  check.fail(call, "option 'ref' is %s; no group has that name%s", check.show(ref), check.suggest(ref, names))
end

-- Whether a group has units that are also in one of those it is compared with.
local function shares(groups, second, first)
  for i, other in ipairs(groups) do
    if i ~= second and (not first or i == first) and #(groups[second].set & other.set) > 0 then return true end
  end
  return false
end

local function contrast(self, second, first)
  local groups, n2 = self.groups, self.groups[second].n
  return { second = groups[second], first = first and groups[first], n2 = n2,
    n1 = first and groups[first].n or core.cube_count(self.cube, ALL, ALL) - n2,
    shared = shares(groups, second, first) }
end

-- With two groups the second against the first; with more each against all other units, or against `ref`.
local function contrasts_of(call, self, ref)
  local list, at = {}, ref and find_ref(call, self, ref)
  if not at and #self.groups == 2 then at = 1 end
  for i in ipairs(self.groups) do
    if i ~= at then list[#list + 1] = contrast(self, i, at) end
  end
  return list
end

-- The groups of the theme dimension that are rows: every theme, and special groups with cases.
local function rows_of(cube)
  local rows = {}
  for index, group in ipairs(core.cube_groups(cube, 1)) do
    local total = core.cube_count(cube, index, ALL)
    if group.declared or total > 0 then
      rows[#rows + 1] = { index = index, key = group.key, label = group.label, kind = group.kind, total = total,
        depth = group.depth, level = group.depth, place = index }
      if group.status == "retired" then rows[#rows].label = group.label .. " (retired)" end
    end
  end
  return rows
end

-- Themes in the order asked for; special rows keep their place at the end.
local function sort(rows, order)
  if order == "codebook" then return end
  for _, row in ipairs(rows) do
    row.depth, row.folded = nil, core.fold(row.label)
  end
  table.sort(rows, function(a, b)
    local av, bv = a.kind == "value", b.kind == "value"
    if av ~= bv then return av end
    if av and order == "count" and a.total ~= b.total then return a.total > b.total end
    if av and order == "label" and a.folded ~= b.folded then return a.folded < b.folded end
    return a.place < b.place
  end)
end

--- Compare the units of SET in the groups of DIM, as core.cube takes it.  CALL is the function a script called.
function M.build(call, set, dim, options)
  local dims = { { name = "theme", depth = options.depth, under = options.under }, dim }
  local cube = core.cube(set, { dims = dims, base = options.base, drop = options.missing ~= "show",
    caller = call:match("[^:.]+$") })
  local label, _, owner = core.cube_dim(cube, 2)
  local self = {
    cube = cube, dims = dims, unit = core.set_unit(set), source = set, by = label, groups = groups_of(cube, dim),
    has_theme = true, base_option = options.base, missing = options.missing, digits = options.digits,
    stub = core.cube_dim(cube, 1),
  }
  self.units = number.plural(self.unit)
  self.base_label = self.units:gsub("^%l", string.upper) .. " (base)"
  -- Then a theme counts where one finding has it and the group's value.
  self.paired = owner == "finding" and self.unit ~= "finding"
  check_number(call, self.groups, label)
  self.contrasts = contrasts_of(call, self, options.ref)
  self.rows = rows_of(cube)
  sort(self.rows, options.order)
  return self
end

-- Of all other units than those of a group, how many have theme R in a group.
local function rest_count(self, second, r)
  if not self.paired then return core.cube_count(self.cube, r, ALL) - core.cube_count(self.cube, r, second.index) end
  local rest
  for _, group in ipairs(self.groups) do
    if group ~= second then
      local members = core.cube_members(self.cube, r, group.index)
      rest = rest and rest | members or members
    end
  end
  return #(rest - second.set)
end

--- How many of the first and of the second of a contrast have theme R (its index).
function M.of_contrast(self, c, r)
  return c.first and core.cube_count(self.cube, r, c.first.index) or rest_count(self, c.second, r),
    core.cube_count(self.cube, r, c.second.index)
end

--- The units that a contrast compares, all of them.
function M.units(self, c)
  return c.first and c.second.set | c.first.set or core.cube_members(self.cube, ALL, ALL)
end

return M
