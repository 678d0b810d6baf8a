--- set:profile, how complete every field is: its states on the units that have it, and the bases it leaves.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local json = require "json"
local names = require "names"
local world = require "world"

local M = { method = "set:profile" }

local NAMES = { digits = true, unit = true }
local STATES = { "value", "unknown", "not applicable", "not recorded" }

function M.draw(w, r, set)
  local options = {}
  ask.draw_options(w, r, options, NAMES)
  local unit, units = ask.unit_of(set, options), set.units
  if options.unit then units = facts.convert(units, unit) end
  if r:chance(40) then
    local truth
    options.where, truth = filters.draw(w, r, unit)
    units = filters.keep(units, truth)
  end
  return { args = { options }, view = { unit = unit, units = units, digits = options.digits or 0 } }
end

-- The units that have the field, by state, and the units of the set with any value.
local function row_of(w, view, field)
  local row = { of = facts.convert(view.units, field.of), by = {}, base = {} }
  for _, state in ipairs(STATES) do
    row.by[state] = {}
    for _, u in ipairs(row.of) do
      if facts.value(u, field) == state then table.insert(row.by[state], u) end
    end
  end
  for _, u in ipairs(view.units) do
    if not facts.is_missing({ type = "field", field = field, owner = field.of }, u) then table.insert(row.base, u) end
  end
  row.field = field
  row.shared = false
  for _, other in ipairs(w.fields) do row.shared = row.shared or other ~= field and other.key == field.key end
  return row
end

local function coding_row(view)
  local row = { of = facts.convert(view.units, "review"), base = {},
    by = { value = {}, unknown = {}, ["not applicable"] = {}, ["not recorded"] = {} },
    field = { of = "review", key = "coded", label = "Coded" } }
  for _, u in ipairs(row.of) do table.insert(row.by[u.review.coded and "value" or "not recorded"], u) end
  for _, u in ipairs(view.units) do
    if u.review.coded then table.insert(row.base, u) end
  end
  return row
end

local function coded_of(units)
  local n = 0
  for _, u in ipairs(units) do n = n + (u.review.coded and 1 or 0) end
  return n
end

-- What the row should print, by the key of its column.
local function printed_row(view, row)
  local percent = facts.percent(#row.by.value, #row.of, view.digits)
  return { of = row.field.of, units = #row.of, value = #row.by.value,
    percent = percent and percent / 10 ^ view.digits, unknown = #row.by.unknown,
    ["not applicable"] = #row.by["not applicable"], ["not recorded"] = #row.by["not recorded"],
    base = #row.base, ["base with themes"] = coded_of(row.base) }
end

local function compare_row(differ, p, view, row, r)
  local field = row.field
  local name = (row.shared or r:chance(30)) and field.key ~= "coded" and field.of .. "." .. field.key
    or r:chance(20) and field.label or field.key
  for _, state in ipairs(STATES) do
    local where = ("(%s, %s)"):format(name, state)
    differ("n" .. where, p:n(name, state), #row.by[state])
    local percent = facts.percent(#row.by[state], #row.of, view.digits)
    if percent and view.digits > 0 then percent = percent / 10 ^ view.digits end
    differ("percent" .. where, p:percent(name, state), percent)
    if r:chance(20) then differ("set" .. where, names.of_set(p:set(name, state)), names.of_units(row.by[state])) end
  end
end

local function compare_json(differ, got, view, rows)
  local at = {}
  for i, row in ipairs(got.rows) do at[row.key] = i end
  for _, row in ipairs(rows) do
    local key = row.shared and row.field.of .. "." .. row.field.key or row.field.key
    local line = got.rows[at[key] or 0]
    differ(key .. " is a row", line ~= nil, true)
    differ(key .. ".label", line and line.label, row.field.label)
    local want = printed_row(view, row)
    for i, col in ipairs(line and got.columns or {}) do
      local cell = line.cells[i]
      if cell == json.null then cell = nil end
      local expected = want[col.key]
      if math.type(cell) and math.type(expected) then cell, expected = cell + 0.0, expected + 0.0 end
      differ(("%s.%s"):format(key, col.key), cell, expected)
    end
  end
  local units = #view.units == 1 and view.unit or world.plural[view.unit]
  differ("base", got.base, ("base: %d %s"):format(#view.units, units))
end

function M.differences(p, view, w, r)
  local list = {}
  local function differ(what, got, want)
    if got ~= want or math.type(got) ~= math.type(want) then
      list[#list + 1] = ("%s: got %s, want %s"):format(what, tostring(got), tostring(want))
    end
  end
  local rows = { coding_row(view) }
  for _, field in ipairs(w.fields) do rows[#rows + 1] = row_of(w, view, field) end
  for _, row in ipairs(rows) do compare_row(differ, p, view, row, r) end
  compare_json(differ, json.parse(p:render("json")), view, rows)
  return list
end

return M
