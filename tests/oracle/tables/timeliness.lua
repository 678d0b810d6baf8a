--- set:timeliness, whether a date followed another in time: every day that the two dates can be is tried.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local judge = require "judge"
local names = require "names"
local world = require "world"

local M = { method = "set:timeliness" }

-- ---- days ----

local HOLIDAYS = {}
for day in ([[20200101 20200410 20200413 20200508 20200525 20200831 20201225 20201228 20210101 20210402 20210405
  20210503 20210531 20210830 20211227 20211228 20220103 20220415 20220418 20220502 20220602 20220603 20220829 20220919
  20221226
  20221227 20230102 20230407 20230410 20230501 20230508 20230529 20230828 20231225 20231226 20240101 20240329 20240401
  20240506 20240527 20240826 20241225 20241226 20250101 20250418 20250421 20250505 20250526 20250825 20251225 20251226
]]):gmatch("%d+") do HOLIDAYS[tonumber(day)] = true end

local MONTHS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function month_length(y, m)
  return m == 2 and y % 4 == 0 and 29 or MONTHS[m]
end

-- Every day of 2020 to 2025: its place, and how many working days there are up to it. 1 January 2020 was a Wednesday.
local place, at, worked = {}, {}, {}
do
  local n, work = 0, 0
  for y = 2020, 2025 do
    for m = 1, 12 do
      for d = 1, month_length(y, m) do
        local day = y * 10000 + m * 100 + d
        n = n + 1
        if (n + 1) % 7 < 5 and not HOLIDAYS[day] then work = work + 1 end
        place[day], at[n], worked[n] = n, day, work
      end
    end
  end
end

local function months_after(day, n)
  local months = day // 10000 * 12 + day // 100 % 100 - 1 + n
  local y, m = months // 12, months % 12 + 1
  return y * 10000 + m * 100 + math.min(day % 100, month_length(y, m))
end

-- ---- verdicts ----

local function verdict_of_days(within, from, to)
  if to < from then return "before" end
  local n, unit = within[1], within[2]
  local met
  if unit == "months" then
    met = at[to] <= months_after(at[from], n)
  elseif unit == "days" then
    met = to - from <= n
  else
    met = worked[to] - worked[from] <= n
  end
  return met and "met" or "late"
end

local function verdict_of_dates(within, from, to)
  local from_first, from_last = facts.interval(from)
  local to_first, to_last = facts.interval(to)
  local verdict
  for i = place[from_first], place[from_last] do
    for k = place[to_first], place[to_last] do
      local one = verdict_of_days(within, i, k)
      if verdict and verdict ~= one then return "coarse" end
      verdict = one
    end
  end
  return verdict
end

local function state_of(u, field)
  return facts.value(facts.linked(u, field.of)[1], field)
end

local function verdict(v, u)
  local from_state, from = state_of(u, v.from)
  local to_state, to = state_of(u, v.to)
  for _, state in ipairs { "unknown", "not applicable", "not recorded" } do
    if from_state == state or to_state == state then return state end
  end
  return verdict_of_dates(v.within, from, to)
end

-- ---- questions ----

local WITHIN = { { 15, "working days", 15 }, { 5, "working days", "5 working days" },
  { 1, "working days", "1 working day" }, { 0, "working days", 0 }, { 6, "months", "6 months" },
  { 28, "days", "28 days" }, { 300, "working days", 300 } }

function M.draw(w, r, set)
  local options = {}
  ask.draw_options(w, r, options, { digits = true, unit = true, missing = true, show = true })
  local unit, units = ask.unit_of(set, options), set.units
  if options.unit then units = facts.convert(units, unit) end
  if r:chance(30) then
    local truth
    options.where, truth = filters.draw(w, r, unit)
    units = filters.keep(units, truth)
  end
  local dates = { world.field(w, "review", "incident"), world.field(w, "review", "notified") }
  if unit == "child" then dates[3] = world.field(w, "child", "seen") end
  if unit == "finding" then dates[3] = world.field(w, "finding", "due") end
  local v = { from = r:pick(dates), to = r:pick(dates), within = r:pick(WITHIN), unit = unit, units = units,
    digits = options.digits or 0, drop = options.missing == "drop" }
  options.from, options.to = filters.name(w, r, unit, v.from), filters.name(w, r, unit, v.to)
  options.within = v.within[3]
  if r:chance(75) then v.cols, options.cols = ask.draw_dimension(w, r, unit, r:chance(25) and "theme" or nil) end
  return { args = { options }, view = v }
end

local ROWS = { "met", "late", "before", "coarse", "unknown", "not applicable", "not recorded" }

-- The units of each row that are in the table; and what any unit of the set did, which has its row.
local function rows_of(v)
  local rows, all, seen = {}, {}, {}
  for _, name in ipairs(ROWS) do rows[name] = {} end
  for _, u in ipairs(v.units) do
    local name = verdict(v, u)
    seen[name] = true
    local coded = not v.cols or v.cols.type ~= "theme" or u.review.coded
    if coded and (not v.drop or name == "met" or name == "late") then
      table.insert(rows[name], u)
      all[#all + 1] = u
    end
  end
  return rows, all, seen
end

local function compare_row(differ, t, v, w, name, units, base)
  differ(("n(%s)"):format(name), t:n(name), #units)
  local percent = facts.percent(#units, base, v.digits)
  if percent and v.digits > 0 then percent = percent / 10 ^ v.digits end
  differ(("percent(%s)"):format(name), t:percent(name), percent)
  differ(("set(%s)"):format(name), names.of_set(t:set(name)), names.of_units(units))
  if not v.cols then return end
  local one = facts.table(w, { unit = v.unit, units = units, dims = { v.cols }, base = "all" })
  for _, g in ipairs(one.groups[1]) do
    differ(("n(%s, %s)"):format(name, g.key), t:n(name, g.key), one.count { g.token })
  end
end

function M.differences(t, v, w)
  local list, differ = judge.collector()
  local rows, all, seen = rows_of(v)
  differ("n()", t:n(), #all)
  differ("base", t:base(), #all)
  for i, name in ipairs(ROWS) do
    local is_row = name == "met" or name == "late" or not v.drop and (name == "not recorded" or seen[name])
    if is_row then
      compare_row(differ, t, v, w, name, rows[name], #all)
    elseif i > 2 then
      differ(("row of %s"):format(name), pcall(t.n, t, name), false)
    end
  end
  for _, format in ipairs { "text", "markdown", "csv", "json" } do differ(format, type(t:render(format)), "string") end
  return list
end

return M
