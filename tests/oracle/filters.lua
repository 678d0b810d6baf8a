--- Random filters, as a script writes them and as what they mean: three values, lifts, one child or finding.
--
-- A truth is 1 (true), 0 (undecided) or -1 (false). A condition is { owner=, truth = function(unit of the owner) }.

local facts = require "facts"
local world = require "world"

local M = {}

-- ---- truth ----

local function lift(list, truth)
  if #list == 0 then return 0 end
  local best = -1
  for _, u in ipairs(list) do best = math.max(best, truth(u)) end
  return best
end

local function sign(yes)
  return yes and 1 or -1
end

local function has_theme(u, themes, exact)
  if not u.review.coded then return 0 end
  for _, label in ipairs(facts.labels(u)) do
    for _, theme in ipairs(themes) do
      if label.theme == theme then return 1 end
      if label.theme and not exact and facts.is_below(label.theme, theme) then return 1 end
    end
  end
  return -1
end

-- Whether a date compares so with another, both intervals of days: 1, 0, -1.
local function compare_dates(date, op, other)
  local a, b = facts.interval(date)
  local c, d = facts.interval(other)
  if op == "<" then return b < c and 1 or a >= c and -1 or 0 end
  if op == "<=" then return b <= d and 1 or a > d and -1 or 0 end
  if op == ">" then return a > d and 1 or b <= d and -1 or 0 end
  if op == ">=" then return a >= c and 1 or b < c and -1 or 0 end
  local same = a >= c and b <= d and 1 or (b < c or a > d) and -1 or 0
  return op == "=" and same or -same
end

local COMPARE = {
  ["="] = function(a, b) return a == b end, ["!="] = function(a, b) return a ~= b end,
  ["<"] = function(a, b) return a < b end, ["<="] = function(a, b) return a <= b end,
  [">"] = function(a, b) return a > b end, [">="] = function(a, b) return a >= b end,
}

local function place(w, field, value)
  for i, v in ipairs(facts.values(w, field)) do
    if v == value then return i end
  end
end

local function compare(w, field, u, op, value)
  local state, v = facts.value(u, field)
  if state ~= "value" then return 0 end
  if field.kind == "date" then return compare_dates(v, op, value) end
  if field.kind == "multi" then
    local has = false
    for _, item in ipairs(v) do has = has or item == value end
    return sign(has == (op == "="))
  end
  if field.kind == "ordinal" then v, value = place(w, field, v), place(w, field, value) end
  return sign(COMPARE[op](v, value))
end

-- ---- drawing ----

local ORDERED = { number = true, ordinal = true, date = true }
local DATES = { "2022", "2023", "2024", "2024-03", "2024-04-01", "2025-01-31", "2023-12-31", "2024-02-29" }
local NUMBERS = { -1, 0, 0.5, 1, 2, 3, 6, 7.25, 11 }

local function draw_value(w, r, field)
  if field.kind == "number" then return r:pick(NUMBERS) end
  if field.kind == "date" then return r:pick(DATES) end
  local values = facts.values(w, field)
  if #values > 0 then return r:pick(values) end
end

local function literal(value)
  if type(value) ~= "string" then return type(value) == "number" and ("%.14g"):format(value) or tostring(value) end
  return "'" .. value:gsub("'", "''") .. "'"
end

--- The name of a field as seen from a unit: qualified where another would be found, and by chance.
function M.name(w, r, unit, field)
  local first = nil
  for _, owner in ipairs { unit, "review", "child", "finding" } do
    first = first or world.field(w, owner, field.key)
  end
  if first ~= field or r:chance(20) then return field.of .. "." .. field.key end
  return field.key
end

--- One of the names of a theme, with others that were merged into it.
function M.theme_name(w, r, theme)
  local names = { theme.code, theme.label, table.unpack(theme.aliases) }
  for _, other in ipairs(w.themes) do
    if other.status == "merged" and world.target(other) == theme then names[#names + 1] = other.label end
  end
  return r:pick(names)
end

local STATES = { "unknown", "not applicable", "not recorded" }

local function draw_themes(w, r)
  local book = facts.codebook(w)
  if #book == 0 then return nil end
  local themes, names = r:some(book, 2), {}
  for i, theme in ipairs(themes) do names[i] = M.theme_name(w, r, theme) end
  return themes, names
end

-- A comparison in an expression; the field's unit decides, `unit` is asked.
local function draw_leaf(w, r, unit)
  if r:chance(18) then
    local themes, names = draw_themes(w, r)
    if themes then
      for i, name in ipairs(names) do names[i] = literal(name) end
      local text = #names == 1 and "theme = " .. names[1] or "theme in (" .. table.concat(names, ", ") .. ")"
      return text, function(u) return has_theme(u, themes, false) end
    end
  end
  if r:chance(6) then
    local yes = r:chance(50)
    return "coded = " .. tostring(yes), function(u) return sign((u.review.coded == true) == yes) end
  end
  local field = r:pick(w.fields)
  local name, value = M.name(w, r, unit, field), draw_value(w, r, field)
  local text, truth
  if value == nil or r:chance(25) then
    local state, negate = r:pick { "unknown", "not applicable", "not recorded", "missing" }, r:chance(40)
    text = ("%s is %s%s"):format(name, negate and "not " or "", (state:gsub(" ", "_")))
    return text, function(u)
      local list, any = facts.linked(u, field.of), false
      if #list == 0 then return sign((state == "not recorded" or state == "missing") ~= negate) end
      for _, other in ipairs(list) do
        local found = facts.value(other, field)
        any = any or (found == state or state == "missing" and found ~= "value") ~= negate
      end
      return sign(any)
    end
  end
  if r:chance(20) then
    local values, texts = { value, draw_value(w, r, field) }, {}
    for i, v in ipairs(values) do texts[i] = literal(v) end
    text = ("%s in (%s)"):format(name, table.concat(texts, ", "))
    truth = function(u)
      local best = -1
      for _, v in ipairs(values) do best = math.max(best, compare(w, field, u, "=", v)) end
      return best
    end
  else
    local op = r:pick(ORDERED[field.kind] and { "=", "!=", "<", "<=", ">", ">=" } or { "=", "!=" })
    text = ("%s %s %s"):format(name, op, literal(value))
    truth = function(u) return compare(w, field, u, op, value) end
  end
  return text, function(u) return lift(facts.linked(u, field.of), truth) end
end

local function draw_expression(w, r, unit, depth)
  local what = r:below(100)
  if depth == 0 or what < 35 then return draw_leaf(w, r, unit) end
  if what < 50 then
    local text, truth = draw_expression(w, r, unit, depth - 1)
    return "not (" .. text .. ")", function(u) return -truth(u) end
  end
  if what < 65 then
    local lower = r:pick { "child", "finding" }
    local text, truth = draw_expression(w, r, lower, depth - 1)
    return lower .. "(" .. text .. ")", function(u) return lift(facts.linked(u, lower), truth) end
  end
  local a, first = draw_expression(w, r, unit, depth - 1)
  local b, second = draw_expression(w, r, unit, depth - 1)
  if what < 85 then
    return ("(%s) and (%s)"):format(a, b), function(u) return math.min(first(u), second(u)) end
  end
  return ("(%s) or (%s)"):format(a, b), function(u) return math.max(first(u), second(u)) end
end

-- ---- tables of conditions ----

-- { "missing", STATE } stands for heddle.unknown and its like: the world does not know heddle.
local function draw_condition(w, r, field)
  local value = draw_value(w, r, field)
  if value == nil or r:chance(20) then
    local state = r:pick(STATES)
    return { "missing", state }, function(u) return sign(facts.value(u, field) == state) end, state
  end
  if ORDERED[field.kind] and field.kind ~= "ordinal" and r:chance(60) then
    local low, high = value, draw_value(w, r, field)
    local how = r:below(3)
    if how == 1 then low = nil elseif how == 2 then high = nil end
    return { from = low, to = high }, function(u)
      local t = low == nil and 1 or compare(w, field, u, ">=", low)
      return high == nil and t or math.min(t, compare(w, field, u, "<=", high))
    end
  end
  if r:chance(40) then
    local values = { value, draw_value(w, r, field) }
    return values, function(u)
      return math.max(compare(w, field, u, "=", values[1]), compare(w, field, u, "=", values[2]))
    end
  end
  return value, function(u) return compare(w, field, u, "=", value) end
end

-- All conditions of one owner hold on one of its units. A unit without any is `not recorded`, undecided of a value.
local function together(owner, conditions)
  if #conditions == 1 and conditions[1].alone then return conditions[1].alone end
  return function(u)
    return lift(facts.linked(u, owner), function(other)
      local t = 1
      for _, c in ipairs(conditions) do t = math.min(t, c.truth(other)) end
      return t
    end)
  end
end

local function draw_table(w, r, unit)
  local given, by_owner = {}, { review = {}, child = {}, finding = {} }
  for _, field in ipairs(r:some(r:shuffled(w.fields), 3)) do
    local value, truth, state = draw_condition(w, r, field)
    local condition = { truth = truth }
    if state then
      condition.alone = function(u)
        local list = facts.linked(u, field.of)
        return #list == 0 and sign(state == "not recorded") or lift(list, truth)
      end
    end
    given[M.name(w, r, unit, field)] = value
    table.insert(by_owner[field.of], condition)
  end
  local themes, names = draw_themes(w, r)
  if themes and r:chance(35) then
    local exact = r:chance(30)
    local function has(u) return has_theme(u, themes, exact) end
    given.theme = exact and { exact = names } or names
    table.insert(by_owner.finding, { truth = has, alone = has })
  end
  local parts = {}
  for _, owner in ipairs { "review", "child", "finding" } do
    if #by_owner[owner] > 0 then parts[#parts + 1] = together(owner, by_owner[owner]) end
  end
  return given, function(u)
    local t = 1
    for _, part in ipairs(parts) do t = math.min(t, part(u)) end
    return t
  end
end

--- A filter for sets of a unit: what the script writes, and a function from a unit to its truth.
function M.draw(w, r, unit)
  if r:chance(40) then return draw_table(w, r, unit) end
  return draw_expression(w, r, unit, 3)
end

--- The units for which a filter is true.
function M.keep(units, truth)
  local list = {}
  for _, u in ipairs(units) do
    if truth(u) == 1 then list[#list + 1] = u end
  end
  return list
end

--- All of these themes, or none of them among coded units: what set:with and set:without keep.
function M.with(units, themes)
  return M.keep(units, function(u)
    local t = 1
    for _, theme in ipairs(themes) do t = math.min(t, has_theme(u, { theme }, false)) end
    return t
  end)
end

function M.without(units, themes)
  return M.keep(units, function(u) return -has_theme(u, themes, false) end)
end

return M
