--- Comparisons of the themes of groups: what set:compare and heddle.compare give a script.

local check = require "heddle.check"
local core = require "heddle.core"
local crosswalk = require "heddle.crosswalk"
local counts = require "heddle.compare.counts"
local evidence = require "heddle.evidence"
local named = require "heddle.named"
local number = require "heddle.number"
local result = require "heddle.result"
local sets = require "heddle.set"
local state = require "heddle.state"
local values = require "heddle.compare.values"
local words = require "heddle.compare.words"

local M = {}

local ALL = 0

-- The group of the cube that a row (dim 1) or a group (dim 2) is named by.
local function find(self, call, dim, name)
  if dim == 1 and name == self.base_label then return core.cube_find(self.cube, 1, name) or ALL end
  return named.group(self.cube, call, dim == 1 and "row" or "group", dim, name)
end

local function locate(self, call, row, group)
  return find(self, call, 1, row), find(self, call, 2, group)
end

local Table = {}

function Table.n(self, row, group)
  return core.cube_count(self.cube, locate(self, "table:n", row, group))
end

function Table.base(self, group)
  return core.cube_count(self.cube, ALL, find(self, "table:base", 2, group))
end

function Table.percent(self, row, group)
  local r, g = locate(self, "table:percent", row, group)
  return number.percent(core.cube_count(self.cube, r, g), core.cube_count(self.cube, ALL, g), self.digits)
end

function Table.set(self, row, group)
  return core.cube_members(self.cube, locate(self, "table:set", row, group))
end

-- The findings of the units in a row and group that are themselves in both.
local function findings_of(self, r, g)
  local members = core.set_to(core.cube_members(self.cube, r, g), "finding")
  return core.cube_members(evidence.cube(self.cube, self.dims, members, self.base_option), r, g)
end

function Table.evidence(self, row, group)
  return evidence.of(findings_of(self, locate(self, "table:evidence", row, group)))
end

function Table.cell(self, row, group)
  local r, g = locate(self, "table:cell", row, group)
  local n, base = core.cube_count(self.cube, r, g), core.cube_count(self.cube, ALL, g)
  return { label = named.label(self.shown, r, row) .. ", " .. named.label(self.groups, g, group), n = n, N = base,
    percent = number.percent(n, base, self.digits), state = state.of_percent(n, base, self.digits),
    set = core.cube_members(self.cube, r, g), evidence = evidence.of(findings_of(self, r, g)) }
end

-- The columns of values of one contrast; of several each is named after its group, as text the first of them.
local function add_values(self, columns, at, contrast)
  local prefix = #self.contrasts > 1 and contrast.second.label .. ": " or ""
  for i, c in ipairs(values.columns) do
    if self.test or not c.test then
      columns[#columns + 1] = { contrast = at, name = c.key, value = c.value, digits = c.digits or self.digits,
        key = (prefix ~= "" and contrast.second.key .. ": " or "") .. c.key, label = prefix .. c.label,
        short = (i == 1 and prefix or "") .. c.label }
    end
  end
end

-- The counts of every group, then what there is to say of those that are compared.
local function columns_of(self)
  local columns = {}
  for i, group in ipairs(self.groups) do
    columns[i] = { label = group.label, key = group.key, measures = { "n/N", "percent" }, index = group.index }
  end
  for at, contrast in ipairs(self.contrasts) do add_values(self, columns, at, contrast) end
  return columns
end

local function line(self, columns, row)
  local new = { label = row.label, key = row.key, depth = row.depth, level = row.level, kind = row.kind, n = {}, N = {},
    values = self.values[row] and {}, reasons = {} }
  for c, column in ipairs(columns) do
    if column.index then
      new.n[c] = core.cube_count(self.cube, row.index, column.index)
      new.N[c] = core.cube_count(self.cube, ALL, column.index)
    elseif new.values then
      new.values[c] = self.values[row][column.contrast][column.name]
      new.reasons[c] = self.reasons[row][column.contrast][column.name]
    else
      new.reasons[c] = "themes only are compared"
    end
  end
  return new
end

local function frame_of(self)
  words.describe(self)
  local columns, rows = columns_of(self), {}
  for i, row in ipairs(self.shown) do rows[i] = line(self, columns, row) end
  rows[#rows + 1] = line(self, columns, { index = ALL, label = self.base_label, key = "All", kind = "base" })
  return { title = self.title, measure = "n/N and % of column base", base = self.base_words, selection = self.selection,
    stub = self.stub, themes = true, two_way = true, digits = self.digits, columns = columns, rows = rows,
    notes = self.notes }
end

-- The place of a row that is printed.
local function row_of(self, name)
  local index, nearest = core.cube_find(self.cube, 1, name)
  if index == ALL or not index and name == self.base_label then return #self.shown + 1 end
  for i, row in ipairs(self.shown) do
    if row.index == index then return i end
  end
  return nil, nearest
end

-- The first `top` themes, and what stands below them.
local function shown(rows, top)
  local list, themes = {}, 0
  for _, row in ipairs(rows) do
    if row.kind == "value" then themes = themes + 1 end
    if not top or row.kind ~= "value" or themes <= top then list[#list + 1] = row end
  end
  return list
end

local function explain(self, options)
  words.describe(self)
  return words.explain(self, options.machine)
end

-- As text the values of a group stand in one block, whose first column names it.
local function in_short(frame)
  local short = {}
  for key, value in next, frame do short[key] = value end
  short.columns = {}
  for c, column in ipairs(frame.columns) do
    local copy = {}
    for key, value in next, column do copy[key] = value end
    copy.label = column.short or column.label
    short.columns[c] = copy
  end
  return short
end

local function render(self, format, frame, limit)
  if format == "text" then frame = in_short(frame) end
  local text = require("heddle.render." .. format).render(frame, limit)
  if not self.quotes then return text end
  local quotes = require "heddle.compare.passages"
  return quotes.add(text, format, quotes.of(self, self.quotes), limit)
end

-- What is behind a cell of the frame: of the columns of groups.
local function behind(self, r, c)
  local group, row = self.groups[c], self.shown[r]
  if not group then return nil end
  local index = row and row.index or ALL
  return core.cube_members(self.cube, index, group.index), findings_of(self, index, group.index)
end

local make = result.kind { name = "table", frame = frame_of, row = row_of, methods = Table, explain = explain,
  render = render, behind = behind }

local function compare(call, set, dim, options, given)
  options.order = options.order or options.top and "count" or "codebook"
  if options.test ~= "permutation" and (options.draws or options.seed) then
    check.fail(call, "option '%s' is of test = 'permutation'", options.draws and "draws" or "seed")
  end
  local self = counts.build(call, set, dim, options)
  self.given, self.quotes, self.shown = given, options.quotes, shown(self.rows, options.top)
  self.test = options.test and { name = options.test, draws = options.draws or 10000, seed = options.seed or 1 }
  self.values, self.reasons = values.of(self)
  return make(self)
end

local function narrowed(call, set, options)
  if options.unit then set = core.set_to(set, options.unit) end
  return options.where and sets.narrow(set, call, options.where) or set
end

--- set:compare{ by = dimension, ... }.
function M.by(set, options)
  if crosswalk.is_theme(options.by.name) then
    check.fail("set:compare", "option 'by' is '%s'; themes are what is compared, so something else makes the groups",
      options.by.name)
  end
  return compare("set:compare", narrowed("set:compare", set, options), options.by, options)
end

local function check_group(call, i, group)
  local name, set
  if type(group) == "table" then name, set = rawget(group, 1), rawget(group, 2) end
  if type(name) ~= "string" or name == "" or type(set) ~= "userdata" or not pcall(core.set_unit, set) then
    local what = type(group) == "userdata" and "a set without a name" or check.show(name or group)
    check.fail(call, 'group %d is %s; a group is { "Name", set }', i, what)
  end
  return name, set
end

-- What two names that nobody would tell apart have in common; "Age <3" and "Age 3+" differ.
local function alike_name(name)
  return (name:lower():gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- The groups of the call as core.cube takes them, and all of their units.
local function given_groups(call, given, options)
  local list, taken, all, unit = {}, {}, nil, nil
  for i = 1, rawlen(given) do
    local name, set = check_group(call, i, rawget(given, i))
    unit = unit or core.set_unit(set)
    if not options.unit and core.set_unit(set) ~= unit then
      check.fail(call, "'%s' is a set of %s and '%s' of %s; one unit is compared, and option 'unit' converts them",
        name:sub(1, 80), number.plural(core.set_unit(set)), list[1].label:sub(1, 80), number.plural(unit))
    end
    if name == "All" then check.fail(call, "a group cannot be called 'All': that is the total") end
    local alike = alike_name(name)
    if taken[alike] then check.fail(call, "two groups are called '%s'", name:sub(1, 80)) end
    taken[alike] = true
    set = narrowed(call, set, options)
    list[i] = { key = name, label = name, set = set }
    all = all and all | set or set
  end
  return list, all
end

--- heddle.compare{ { name, set }, { name, set }, ..., option = value }.
function M.sets(given)
  local call = "heddle.compare"
  if type(given) ~= "table" then
    check.fail(call, 'got %s; it takes groups in a table: compare{ { "A", set }, { "B", set } }', check.show(given))
  end
  local n, by_name = rawlen(given), {}
  for key, value in next, given do
    if math.type(key) ~= "integer" or key < 1 or key > n then by_name[key] = value end
  end
  local options = check.options(call, by_name)
  if n < 2 then check.fail(call, "got %d %s; a comparison needs two", n, n == 1 and "group" or "groups") end
  if n > 100 then check.fail(call, "got %d groups; at most 100 are compared", n) end
  local groups, all = given_groups(call, given, options)
  return compare(call, all, { name = "Group", sets = groups }, options, true)
end

return M
