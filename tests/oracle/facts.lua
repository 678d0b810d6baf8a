--- What each unit of a world has, by the plainest loops over its records: the rules of meaning (src/query/*.h),
-- written a second time. No bit sets, no indexes, no lists of codes; it shares nothing with src/query or lua/heddle.
--
-- A unit is { kind=, review=, child=, finding=, id= }. A dimension is
--   { type = "theme", depth=, under = theme, frame = of the world, where its themes are meant }
--   | { type = "field", field= }
--   | { type = "band" or "bins", field=, bounds= }
--   | { type = "period", field=, period= } | { type = "id" } | { type = "coded" }
-- with owner = the unit that has it and label = what a table calls it.
-- A group of a dimension is { token=, key=, label=, kind = "value" | "missing" | "special", declared=, level= and
-- theme= of a theme }; tokens tell groups of one dimension apart.

local world = require "world"

local M = {}

-- ---- units ----

local function unit_of(kind, review, part)
  return { kind = kind, review = review, child = kind == "child" and part or nil,
    finding = kind == "finding" and part or nil, id = (part or review).id }
end

-- All units of a kind that a review has.
local function within(review, kind)
  local list = {}
  if kind == "review" then return { unit_of("review", review) } end
  for _, part in ipairs(kind == "child" and review.children or review.findings) do
    list[#list + 1] = unit_of(kind, review, part)
  end
  return list
end

--- All units of a kind, in the order of the records.
function M.units(w, kind)
  local list = {}
  for _, review in ipairs(w.reviews) do
    for _, u in ipairs(within(review, kind)) do list[#list + 1] = u end
  end
  return list
end

--- The units of a kind that a unit is seen by: itself, its review, those of its review.
function M.linked(u, kind)
  if u.kind == kind then return { u } end
  return within(u.review, kind)
end

--- A set of units seen as another unit: each once.
function M.convert(units, kind)
  local list, seen = {}, {}
  for _, u in ipairs(units) do
    for _, other in ipairs(M.linked(u, kind)) do
      local name = other.review.id .. "/" .. other.id
      if not seen[name] then
        seen[name] = true
        list[#list + 1] = other
      end
    end
  end
  return list
end

--- State and value of a field on the unit that owns it.
function M.value(u, field)
  local values = (u.child or u.finding or u.review).values
  local value = values[field.key]
  if not value then return "not recorded" end
  return value.state, value.v
end

-- ---- dates ----

local DAYS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

--- First and last day that a date can be, each as the number YYYYMMDD.
function M.interval(date)
  local y, m, d = date:match("^(%d+)-?(%d*)-?(%d*)$")
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  local leap = y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0)
  local last = DAYS[m or 12]
  if m == 2 and leap then last = 29 end
  return y * 10000 + (m or 1) * 100 + (d or 1), y * 10000 + (m or 12) * 100 + (d or last)
end

-- The period a day is in: its name, and its place among all periods of the kind.
local function period_of_day(period, day)
  local y, m = day // 10000, day // 100 % 100
  local function split(first)
    local from = m >= first and y or y - 1
    return ("%d-%02d"):format(from, (from + 1) % 100), from
  end
  if period == "calendar-year" then return tostring(y), y end
  if period == "financial-year" then return split(4) end
  if period == "academic-year" then return split(9) end
  if period == "month" then return ("%d-%02d"):format(y, m), y * 12 + m end
  local name, from = split(4)
  local quarter = (m - 4) % 12 // 3 + 1
  return ("%s Q%d"):format(name, quarter), from * 4 + quarter
end

--- The period that both ends of a date are in, of a kind or of a list of { from=, to=, label= }; nil if there is none.
function M.period_of(period, date)
  local from, to = M.interval(date)
  if type(period) == "table" then
    for place, one in ipairs(period) do
      local _, last = M.interval(one.to)
      if from >= M.interval(one.from) and to <= last then return one.label, place end
    end
    return nil
  end
  local name, place = period_of_day(period, from)
  if name == period_of_day(period, to) then return name, place end
end

--- The periods of a kind in which these dates lie, and all between them: { label=, partial = false if both ends of the
-- period lie within `coverage` (may be nil) }, in order.
function M.periods(period, dates, coverage)
  local list, first, last = {}, nil, nil
  for _, date in ipairs(dates) do
    for _, day in ipairs { M.interval(date) } do
      local _, place = period_of_day(period, day)
      first, last = math.min(first or place, place), math.max(last or place, place)
    end
  end
  for year = first and 1990 or 1, first and 2040 or 0 do
    for month = 1, 12 do
      local day = year * 10000 + month * 100 + 1
      local name, place = period_of_day(period, day)
      if place >= first and place <= last then
        local one = list[#list]
        if not one or one.label ~= name then
          one = { label = name, partial = false }
          list[#list + 1] = one
        end
        -- The worlds' coverage ends with a month, so its 28th speaks for the last day.
        one.partial = one.partial or M.is_partial(coverage, day, day + 27)
      end
    end
  end
  return list
end

--- True if these days, from the first to the last, are not all covered.
function M.is_partial(coverage, first, last)
  if not coverage then return false end
  local from = M.interval(coverage.from)
  local _, to = M.interval(coverage.to)
  return first < from or last > to
end

-- The name of the period at a place: by looking for a day in it.
local function period_at(period, wanted)
  if type(period) == "table" then return period[wanted].label end
  for year = 1990, 2040 do
    for month = 1, 12 do
      local name, place = period_of_day(period, year * 10000 + month * 100 + 1)
      if place == wanted then return name end
    end
  end
end

-- ---- bands and bins ----

local function number_text(x)
  return ("%.14g"):format(x)
end

--- Band i of 0 .. #bounds: i bounds are at or below its numbers.
local function band_of(bounds, x)
  local i = 0
  for _, bound in ipairs(bounds) do
    if x >= bound then i = i + 1 end
  end
  return i
end

local function band_label(bounds, i)
  local low, high = bounds[i], bounds[i + 1]
  if not low then return "under " .. number_text(high) end
  if not high then return number_text(low) .. " and over" end
  if low % 1 == 0 and high % 1 == 0 then
    if high - low == 1 then return number_text(low) end
    return number_text(low) .. " to " .. number_text(high - 1)
  end
  return number_text(low) .. " to under " .. number_text(high)
end

-- ---- themes ----

--- The theme above one, a merged one being what it was merged into.
function M.parent(theme)
  return theme.parent and world.target(theme.parent)
end

function M.level(theme)
  local parent = M.parent(theme)
  return parent and M.level(parent) + 1 or 1
end

--- True if a theme is another or below it.
function M.is_below(theme, above)
  while theme do
    if theme == above then return true end
    theme = M.parent(theme)
  end
  return false
end

local function is_counted(theme)
  return theme.status == "active" or theme.status == "retired"
end

--- The themes that are counted: depth first, siblings as declared.
function M.codebook(w)
  local list = {}
  local function below(parent)
    for _, theme in ipairs(w.themes) do
      if is_counted(theme) and M.parent(theme) == parent then
        list[#list + 1] = theme
        below(theme)
      end
    end
  end
  below(nil)
  return list
end

local function in_table(dim, theme)
  return (not dim.depth or M.level(theme) <= dim.depth) and (not dim.under or M.is_below(theme, dim.under))
end

--- The labels of a unit: a finding's own, else those of all findings of the review.
function M.labels(u)
  local list = {}
  for _, f in ipairs(u.finding and { u.finding } or u.review.findings) do
    for _, label in ipairs(f.labels) do list[#list + 1] = label end
  end
  return list
end

-- The themes of another frame that a theme stands for, as tokens.
local function frame_tokens(frame, theme, tokens)
  for _, t in ipairs(frame.themes) do
    for _, from in ipairs(t.from) do
      if M.is_below(theme, world.target(from)) then tokens["frame " .. t.code] = true end
    end
  end
  return tokens
end

-- The themes of a table that these labels give, as tokens: each with all above it.
local function theme_tokens(dim, labels)
  local tokens = {}
  for _, label in ipairs(dim.frame and labels or {}) do
    if label.theme then frame_tokens(dim.frame, label.theme, tokens) end
  end
  if dim.frame then return tokens end
  for _, label in ipairs(labels) do
    local theme = label.theme
    while theme do
      if in_table(dim, theme) then tokens["theme " .. theme.code] = true end
      theme = M.parent(theme)
    end
  end
  return tokens
end

-- The special group a unit is in, nil if it has a theme of the table.
local function special_token(dim, u)
  if not u.review.coded then return "(not yet coded)" end
  local labels, any = M.labels(u), false
  if #labels == 0 then return "(no theme)" end
  for _, label in ipairs(labels) do any = any or label.theme ~= nil end
  if not any then return "(unresolved)" end
  if next(theme_tokens(dim, labels)) == nil then return dim.frame and "(not mapped)" or "(other themes)" end
end

-- The group of one coding as written; of another frame, all that its theme stands for.
local function coding_tokens(dim, label)
  if not label.theme then return { ["(unresolved)"] = true } end
  if dim.frame then
    local tokens = frame_tokens(dim.frame, label.theme, {})
    return next(tokens) and tokens or { ["(not mapped)"] = true }
  end
  return { [in_table(dim, label.theme) and "theme " .. label.theme.code or "(other themes)"] = true }
end

-- ---- the groups of a dimension ----

local STATES = { "unknown", "not applicable", "not recorded" }
local COARSE = "(date too coarse)"

local function plain(key, label, declared)
  return { token = "value " .. key, key = key, label = label or key, kind = "value", declared = declared or false }
end

-- The values that units have in a field, each once.
local function present(w, field)
  local list, seen = {}, {}
  for _, u in ipairs(M.units(w, field.of)) do
    local state, v = M.value(u, field)
    for _, item in ipairs(state == "value" and (type(v) == "table" and v or { v }) or {}) do
      if not seen[item] then list[#list + 1] = item end
      seen[item] = true
    end
  end
  return list
end

--- The values of a field that a table or filter can name, in codebook order.
function M.values(w, field)
  local list, known, others = {}, {}, {}
  for _, v in ipairs(field.kind == "flag" and { false, true } or field.values) do
    list[#list + 1], known[v] = v, true
  end
  for _, v in ipairs(present(w, field)) do
    if not known[v] then others[#others + 1] = v end
  end
  table.sort(others, function(a, b)
    if field.kind ~= "date" then return a < b end
    local a1, a2 = M.interval(a)
    local b1, b2 = M.interval(b)
    if a1 ~= b1 then return a1 < b1 end
    if a2 ~= b2 then return a2 < b2 end
    return a < b
  end)
  return table.move(others, 1, #others, #list + 1, list), #list - #others
end

local function field_groups(w, dim)
  local list, n_declared = M.values(w, dim.field)
  for i, v in ipairs(list) do
    local key = type(v) == "number" and number_text(v) or tostring(v)
    local label = key
    if type(v) == "boolean" then label = v and "Yes" or "No" end
    list[i] = plain(key, label, i <= n_declared)
  end
  return list
end

local function period_groups(w, dim)
  local first, last
  if type(dim.period) == "table" then first, last = 1, #dim.period end
  for _, date in ipairs(present(w, dim.field)) do
    local _, place = M.period_of(dim.period, date)
    if place then
      first = math.min(first or place, place)
      last = math.max(last or place, place)
    end
  end
  local list = {}
  for place = first or 1, last or 0 do list[#list + 1] = plain(period_at(dim.period, place)) end
  return list
end

local function theme_groups(w, dim)
  local list = {}
  for _, t in ipairs(dim.frame and dim.frame.themes or {}) do
    list[#list + 1] = { token = "frame " .. t.code, key = t.code, label = t.label, kind = "value", declared = true }
  end
  for _, theme in ipairs(M.codebook(w)) do
    if not dim.frame and in_table(dim, theme) then
      list[#list + 1] = { token = "theme " .. theme.code, key = theme.code, kind = "value", declared = true,
        label = theme.label .. (theme.status == "retired" and " (retired)" or ""), level = M.level(theme),
        theme = theme }
    end
  end
  local other = dim.frame and "(not mapped)" or "(other themes)"
  for _, name in ipairs { other, "(unresolved)", "(no theme)", "(not yet coded)" } do
    list[#list + 1] = { token = name, key = name, label = name, kind = "special", declared = false }
  end
  return list
end

--- All groups of a dimension, in codebook order.
function M.groups(w, dim)
  if dim.type == "theme" then return theme_groups(w, dim) end
  local list = {}
  if dim.type == "field" then
    list = field_groups(w, dim)
  elseif dim.type == "period" then
    list = period_groups(w, dim)
  elseif dim.type == "id" then
    local ids = {}
    for _, u in ipairs(M.units(w, dim.owner)) do ids[#ids + 1] = u.id end
    table.sort(ids)
    for i, id in ipairs(ids) do list[i] = plain(id) end
  elseif dim.type == "coded" then
    list = { plain("false", "No", true), plain("true", "Yes", true) }
  else
    for i = 0, #dim.bounds do list[i + 1] = plain(band_label(dim.bounds, i), nil, true) end
  end
  if dim.type == "period" then
    list[#list + 1] = { token = COARSE, key = COARSE, label = COARSE, kind = "missing", declared = false }
  end
  for _, state in ipairs(STATES) do
    list[#list + 1] = { token = state, key = state, label = state, kind = "missing", declared = false }
  end
  return list
end

-- The groups that one unit of the owner is in, as tokens; missing states only where they are shown.
local function owner_tokens(dim, u, values_only)
  if dim.type == "id" then return { ["value " .. u.id] = true } end
  if dim.type == "coded" then return { ["value " .. tostring(u.review.coded == true)] = true } end
  local state, v = M.value(u, dim.field)
  if state ~= "value" then return values_only and {} or { [state] = true } end
  if dim.type == "period" then
    local name = M.period_of(dim.period, v)
    if not name then return values_only and {} or { [COARSE] = true } end
    return { ["value " .. name] = true }
  end
  if dim.type ~= "field" then return { ["value " .. band_label(dim.bounds, band_of(dim.bounds, v))] = true } end
  local tokens = {}
  for _, item in ipairs(type(v) == "table" and v or { v }) do
    tokens["value " .. (type(item) == "number" and number_text(item) or tostring(item))] = true
  end
  return tokens
end

-- True if a unit of the owner has a value; a date that spans periods is none.
local function has_value(dim, u)
  if dim.type == "id" or dim.type == "coded" then return true end
  local state, v = M.value(u, dim.field)
  if state ~= "value" then return false end
  return dim.type ~= "period" or M.period_of(dim.period, v) ~= nil
end

--- True if a unit counted has no value at all in a dimension.
function M.is_missing(dim, u)
  for _, other in ipairs(M.linked(u, dim.owner)) do
    if has_value(dim, other) then return false end
  end
  return true
end

-- ---- tables ----

-- Which dimensions meet on which unit: of the unit counted and of reviews all on the unit itself, those of one lower
-- unit on one child or one finding. The first theme dimension pairs with fields of findings.
local function levels(unit, dims)
  local list, finding_field, themed = {}, false, false
  for _, dim in ipairs(dims) do
    finding_field = finding_field or dim.type ~= "theme" and dim.owner == "finding"
  end
  for d, dim in ipairs(dims) do
    local level = dim.owner
    if dim.type == "theme" then
      level = finding_field and not themed and "finding" or unit
      themed = true
    end
    list[d] = (level == unit or level == "review") and "self" or level
  end
  return list
end

-- The tokens of every dimension of one level, on one unit of it; `labels` are what the theme dimension sees.
local function tokens_at(table_, u, level, member, labels)
  local at = {}
  for d, dim in ipairs(table_.dims) do
    if table_.levels[d] == level then
      if dim.type == "theme" then
        local special = special_token(dim, u)
        at[d] = special and { [special] = true } or theme_tokens(dim, labels)
      elseif not member then
        at[d] = table_.drop and {} or { ["not recorded"] = true }
      else
        at[d] = owner_tokens(dim, M.linked(member, dim.owner)[1], table_.drop)
      end
    end
  end
  return at
end

-- What one unit counted has: for each level a list of tokens by dimension, one for each unit of the level.
local function points_of(table_, u)
  local points = { self = { tokens_at(table_, u, "self", u, M.labels(u)) } }
  for _, level in ipairs { "child", "finding" } do
    local members = M.linked(u, level)
    points[level] = {}
    for i, member in ipairs(members) do
      points[level][i] = tokens_at(table_, u, level, member, M.labels(member))
    end
    if #members == 0 then points[level][1] = tokens_at(table_, u, level, nil, {}) end
  end
  return points
end

-- True if all that is asked of a level holds on one unit of it.
local function holds(points, tokens, levels_, level)
  for _, at in ipairs(points[level]) do
    local all = true
    for d in ipairs(levels_) do
      if levels_[d] == level and tokens[d] and not at[d][tokens[d]] then all = false end
    end
    if all then return true end
  end
  return false
end

-- The codings of one unit, each as points of its own: its finding, and its theme as written.
local function coding_points(table_, u)
  local list = {}
  for _, f in ipairs(M.linked(u, "finding")) do
    for _, label in ipairs(f.finding.labels) do
      local points = points_of(table_, u)
      if table_.unit ~= "finding" then points.finding = { tokens_at(table_, u, "finding", f, f.finding.labels) } end
      for d, dim in ipairs(table_.dims) do
        local level = table_.levels[d]
        if dim.type == "theme" then points[level][1][d] = coding_tokens(dim, label) end
      end
      list[#list + 1] = points
    end
  end
  return list
end

-- Nil if a unit is counted, else why it is not.
local function left_out(table_, u)
  if table_.base ~= "all" and not u.review.coded then return "not coded" end
  if table_.base == "any_theme" and #M.labels(u) == 0 then return "no theme" end
  for _, dim in ipairs(table_.dims) do
    if table_.drop and dim.type ~= "theme" and M.is_missing(dim, u) then return "missing" end
  end
end

--- A table of units by up to four dimensions: { unit=, units=, dims=, drop=, base = "coded" | "all" | "any_theme" |
-- "mentions" }. Gains: groups by dimension, left = { ["not coded"]=, ["no theme"]=, missing = { by dimension } }, and
-- table_.count(tokens), table_.members(tokens), where a dimension that is not named stands for All.
function M.table(w, table_)
  table_.levels = levels(table_.unit, table_.dims)
  table_.groups, table_.left = {}, { ["not coded"] = {}, ["no theme"] = {}, missing = {} }
  for d, dim in ipairs(table_.dims) do
    table_.groups[d], table_.left.missing[d] = M.groups(w, dim), {}
  end
  local counted = {}
  for _, u in ipairs(table_.units) do
    local why = left_out(table_, u)
    if not why then
      counted[#counted + 1] = { unit = u,
        all = table_.base == "mentions" and coding_points(table_, u) or { points_of(table_, u) } }
    elseif why ~= "missing" then
      table.insert(table_.left[why], u)
    else
      for d, dim in ipairs(table_.dims) do
        if dim.type ~= "theme" and M.is_missing(dim, u) then table.insert(table_.left.missing[d], u) end
      end
    end
  end
  local function times(one, tokens)
    local n = 0
    for _, points in ipairs(one.all) do
      local yes = true
      for _, level in ipairs { "self", "child", "finding" } do
        yes = yes and holds(points, tokens, table_.levels, level)
      end
      if yes then n = n + 1 end
    end
    return n
  end
  function table_.count(tokens)
    local n = 0
    for _, one in ipairs(counted) do n = n + times(one, tokens) end
    return n
  end
  function table_.members(tokens)
    local list = {}
    for _, one in ipairs(counted) do
      if times(one, tokens) > 0 then list[#list + 1] = one.unit end
    end
    return list
  end
  return table_
end

--- 100 n / base, half up, as the whole number of the last digit; nil of nothing.
function M.percent(n, base, digits)
  if base == 0 then return nil end
  local hundred = 100 * math.tointeger(10 ^ digits) * n
  local down = hundred // base
  return 2 * (hundred - down * base) >= base and down + 1 or down
end

return M
