--- set:trend, a dimension by the periods of a date.
--
-- The units that have a period, over the periods from the first to the last that has cases or is covered; a period not
-- wholly covered is marked. Of the test the counts that go into it are asked, its formula is heddle.stats' own test.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local judge = require "judge"
local view = require "view"
local world = require "world"

local M = { method = "set:trend" }

local NAMES = { base = true, order = true, digits = true, depth = true, under = true, unit = true, show = true }
local KINDS = { "financial-year", "calendar-year", "academic-year", "quarter", "month" }

local LISTS = {
  { { from = "2022", to = "2023-03" }, { from = "2023-04-01", to = "2024-03-31" } },
  { { from = "2023", to = "2023", label = "before" }, { from = "2024-01-01", to = "2024-08-31", label = "after" },
    { from = "2025", to = "2026" } },
}

local function draw_list(r)
  local list, filled = r:pick(LISTS), {}
  for i, p in ipairs(list) do
    filled[i] = { from = p.from, to = p.to, label = p.label or ("%s to %s"):format(p.from, p.to) }
  end
  return list, filled
end

-- Fields of dates of the unit and its review that have values in a set.
local function dated(w, unit, units)
  local list = {}
  for _, field in ipairs(w.fields) do
    local any = false
    for _, u in ipairs(field.kind == "date" and (field.of == unit or field.of == "review") and units or {}) do
      any = any or facts.value(facts.linked(u, field.of)[1], field) == "value"
    end
    if any then list[#list + 1] = field end
  end
  return list
end

local function draw_field(w, r)
  local fields = {}
  for _, field in ipairs(w.fields) do
    if field.kind == "date" then fields[#fields + 1] = field end
  end
  return r:pick(fields)
end

-- Who has no period, among those who would count; others are named as not yet coded, whatever their date.
local function without_note(kept, t, by)
  local left, without = {}, 0
  for _, u in ipairs(t.units) do
    local missing = facts.is_missing(by, u)
    local counted = t.base == "all" or u.review.coded
    if not missing or not counted then kept[#kept + 1] = u end
    if missing and counted then without = without + 1 end
  end
  if without > 0 then
    left[1] = ("Not shown: %d %s without a period of %s"):format(without,
      without == 1 and t.unit or world.plural[t.unit], by.label)
  end
  return left
end

-- The columns: the periods, each with its token, and which groups a script can name.
local function columns(w, v, by)
  local list, dates, counted = {}, {}, {}
  if type(by.period) == "table" then
    for i, p in ipairs(by.period) do
      local first, _, last = facts.interval(p.from), facts.interval(p.to)
      list[i] = { label = p.label, partial = facts.is_partial(w.coverage, first, last) }
    end
  else
    for _, u in ipairs(v.table.units) do
      for _, other in ipairs(facts.linked(u, by.owner)) do
        local state, date = facts.value(other, by.field)
        local name = state == "value" and facts.period_of(by.period, date)
        if name and counted[name] == nil then
          counted[name] = v.table.count { nil, "value " .. name } > 0
          if counted[name] then dates[#dates + 1] = date end
        end
      end
    end
    if w.coverage then table.move({ w.coverage.from, w.coverage.to }, 1, 2, #dates + 1, dates) end
    list = facts.periods(by.period, dates, w.coverage)
  end
  v.cols, v.col_groups = {}, {}
  for i, p in ipairs(list) do
    local group = { key = p.label, kind = "value", token = "value " .. p.label,
      label = p.label .. (p.partial and "*" or "") }
    v.cols[i], v.col_groups[i] = { group = group, token = group.token }, group
  end
end

function M.draw(w, r, set)
  local options, truth = {}, nil
  ask.draw_options(w, r, options, NAMES)
  local unit = ask.unit_of(set, options)
  local rows = { type = "theme", owner = "finding", label = "Theme" }
  if r:chance(50) then rows, options.rows = ask.draw_dimension(w, r, unit) end
  if rows.type ~= "theme" and r:chance(90) then options.depth, options.under = nil, nil end
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  if r:chance(50) then options.test = r:chance(60) end
  local field = draw_field(w, r)
  local period = "financial-year"
  if r:chance(75) then
    period = r:pick(KINDS)
    options.period = period
  elseif r:chance(80) then
    options.period, period = draw_list(r)
  end
  options.by = filters.name(w, r, unit, field)
  local refused = ask.refused(unit, { rows }, options)
  local t = not refused and ask.table_of(w, set, { rows }, options, truth)
  if t and r:chance(8) then
    local fields = dated(w, unit, t.units)
    options.by, field = nil, fields[1]
    if #fields ~= 1 then refused = "by which date is not said" end
  end
  if refused then return { args = { options }, refused = refused } end
  local words = type(period) == "table" and "periods" or period:gsub("-", " ")
  local by = { type = "period", field = field, owner = field.of, period = period,
    label = ("%s (%s)"):format(field.label, words) }
  local kept = {}
  local left = without_note(kept, t, by)
  local two = facts.table(w, { unit = unit, units = kept, dims = { rows, by }, base = t.base })
  local given = ask.with_defaults(options, "codebook")
  given.show = options.show and given.show or { "n/N", "percent" }
  local v = view.of(w, two, given, function(made) columns(w, made, by) end)
  v.without, v.by, v.tested, v.selected = left, by, options.test, #t.units
  return { args = { options }, view = v }
end

-- ---- the test ----

local function tested(v)
  local t, stats, ns, ps, at, sum = v.table, heddle.stats, {}, {}, {}, 0
  for i, col in ipairs(v.cols) do
    ns[i] = t.count { nil, col.token }
    sum = sum + ns[i]
  end
  local results = {}
  for i, row in ipairs(v.rows) do
    local ks, result = {}, {}
    for k, col in ipairs(v.cols) do ks[k] = t.count { row.token, col.token } end
    if row.group.kind == "value" and sum <= t.count {} then result = { stats.trend(ks, ns) } end
    if result[2] then ps[#ps + 1], at[#at + 1] = result[2], i end
    results[i] = { result[1] or false, result[2] or false, false, false }
  end
  local holm, bh = stats.holm(ps), stats.bh(ps)
  for k, i in ipairs(at) do results[i][3], results[i][4] = holm[k], bh[k] end
  return results
end

-- The test's columns stand behind the others.
local function add_test(v)
  local results = tested(v)
  for i, row in ipairs(v.json.rows) do
    for k = 1, 4 do row.cells[#v.cols + 1 + k] = results[i] and results[i][k] or false end
  end
  for _, name in ipairs { "z", "p", "Holm", "BH" } do
    v.json.columns[#v.json.columns + 1] = { label = name, key = name }
  end
end

function M.differences(t, v, w, r)
  if v.tested then add_test(v) end
  v.extra_note = v.without[1]
  v.overlap = nil -- counts columns that are not shown
  return judge.differences(t, v, w, r)
end

return M
