--- set:profile(): how complete every field is, and what that leaves as a base.
--
-- A row a field, in the order of the codebook, after the row of coding.  The states are counted on the units that
-- have the field; the bases on the units of the set, by the lifting that a table of them with missing = "drop" does.

local around = require "heddle.around"
local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local result = require "heddle.result"
local sets = require "heddle.set"

local M = {}

local states = { "value", "unknown", "not applicable", "not recorded" }

local function state_of(set, name, state)
  return core.set_where(set, ("%s is %s"):format(name, (state:gsub(" ", "_"))))
end

-- The units of a field's kind in each state, and the units of the set that have any value.
local function field_row(self, field)
  local name = field.unit .. "." .. field.key
  local owners = self.of[field.unit]
  local row = { key = field.key, name = name, label = field.label, unit = field.unit, sets = {} }
  local missing = core.set_where(owners, name .. " is missing")
  row.sets.value = owners - missing
  for i = 2, #states do row.sets[states[i]] = state_of(missing, name, states[i]) end
  row.base = core.set_where(self.of[self.unit], name .. " is not missing")
  row.of = #owners
  return row
end

local function coding_row(self)
  local all = self.of.review
  local coded = core.set_coded(all)
  return { key = "coded", name = "coded", label = "Coded", unit = "review", of = #all,
    sets = { value = coded, unknown = all - all, ["not applicable"] = all - all, ["not recorded"] = all - coded },
    base = core.set_coded(self.of[self.unit]) }
end

-- Keys that fields of two units share are told apart by their unit.
local function name_rows(rows)
  local seen = {}
  for _, row in ipairs(rows) do seen[row.key] = (seen[row.key] or 0) + 1 end
  for _, row in ipairs(rows) do
    if seen[row.key] > 1 then row.key = row.name end
  end
end

local columns = {
  { label = "Of", key = "of", value = "text" },
  { label = "Units", key = "units", value = "count" },
  { label = "Value", key = "value", value = "count" },
  { label = "%", key = "percent", value = "percent" },
  { label = "Unknown", key = "unknown", value = "count" },
  { label = "Not applicable", key = "not applicable", value = "count" },
  { label = "Not recorded", key = "not recorded", value = "count" },
  { label = "Base in UNITS", key = "base", value = "count" },
  { label = "Base with themes", key = "base with themes", value = "count" },
}

local function frame_of(self)
  local rows, shown = {}, {}
  local units = number.plural(self.unit)
  for i, row in ipairs(self.rows) do
    local n = #row.sets.value
    rows[i] = { label = row.label, key = row.key, kind = "value", values = {
      row.unit, row.of, n, row.of > 0 and { n, row.of } or nil, #row.sets.unknown, #row.sets["not applicable"],
      #row.sets["not recorded"], #row.base, #core.set_coded(row.base) },
      states = row.of == 0 and { [4] = "not applicable" } or nil }
  end
  for i, column in ipairs(columns) do
    shown[i] = { label = column.label:gsub("UNITS", units), key = column.key, value = column.value,
      digits = self.digits }
  end
  return {
    title = "Completeness of fields", base = self.base_words, selection = self.selection, stub = "Field",
    columns = shown, rows = rows, notes = {
      ("Base in %s: those left when a table by the field drops missing values; base with themes: those of them that "
        .. "are coded."):format(units),
    },
  }
end

local function explain(self)
  return table.concat({ "Completeness of fields", self.base_words,
    "states are counted on the units that have the field: reviews, their children, their findings",
    ("a %s is in the base of a field of its children or findings when any of them has a value"):format(self.unit),
  }, "\n")
end

local methods = {}

-- The row called NAME: a field by key, qualified key or label.
local function find(self, call, name)
  local names = {}
  for _, row in ipairs(self.rows) do
    if name == row.key or name == row.name or name == row.label then return row end
    names[#names + 1] = row.key
  end
  if type(name) ~= "string" then check.fail(call, "got %s; it takes the name of a field", check.show(name)) end
  check.fail(call, "no field '%s'%s", name:sub(1, 80), check.suggest(name, names))
end

local function members(self, call, name, state)
  local row = find(self, call, name)
  state = state == nil and "value" or state
  if not row.sets[state] then
    check.fail(call, "got %s; a state is 'value', 'unknown', 'not applicable' or 'not recorded'%s", check.show(state),
      type(state) == "string" and check.suggest(state, states) or "")
  end
  return row.sets[state], row
end

function methods.n(self, name, state)
  return #(members(self, "table:n", name, state))
end

function methods.percent(self, name, state)
  local set, row = members(self, "table:percent", name, state)
  return number.percent(#set, row.of, self.digits)
end

function methods.set(self, name, state)
  return (members(self, "table:set", name, state))
end

local holds = { value = "value", percent = "value", unknown = "unknown", ["not applicable"] = "not applicable",
  ["not recorded"] = "not recorded" }

-- What is behind a cell of the frame: the units in that state, or in the base.
local function behind(self, r, c)
  local row, key = self.rows[r], columns[c].key
  local set
  if key == "units" then
    set = self.of[row.unit]
  elseif key == "base" then
    set = row.base
  elseif key == "base with themes" then
    set = core.set_coded(row.base)
  else
    set = holds[key] and row.sets[holds[key]]
  end
  return set, set and core.set_unit(set) == "finding" and set or nil
end

local make = result.kind { name = "profile", behind = behind, frame = frame_of, explain = explain, methods = methods,
  row = function(self, name)
    local names = {}
    for i, row in ipairs(self.rows) do
      if name == row.key or name == row.name or name == row.label then return i end
      names[#names + 1] = row.key
    end
    return nil, core.nearest(name, names)
  end }

--- The profile of SET; OPTIONS as check.options gives them.
function M.of(set, options)
  if options.unit then set = core.set_to(set, options.unit) end
  if options.where then set = sets.narrow(set, "set:profile", options.where) end
  local unit = core.set_unit(set)
  local self = { unit = unit, digits = options.digits, of = { [unit] = set }, selection = around.selection(set),
    base_words = around.base_words(#set, unit, false, nil, {}) }
  for _, other in ipairs { "review", "child", "finding" } do
    self.of[other] = self.of[other] or core.set_to(set, other)
  end
  self.rows = { coding_row(self) }
  for _, field in ipairs(core.fields(core.set_corpus(set))) do
    self.rows[#self.rows + 1] = field_row(self, field)
  end
  name_rows(self.rows)
  return make(self)
end

return M
