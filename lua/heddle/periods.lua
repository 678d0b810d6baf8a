--- The periods of a trend: which there are, and whether what the store covers covers them.

local check = require "heddle.check"
local core = require "heddle.core"

local M = {}

-- A day of the period with this label, as core.parse_date gives it: a month that is never its border.
local function day_in(kind, label)
  local year = tonumber(label:sub(1, 4))
  local quarter = tonumber(label:match("Q(%d)$"))
  local month = ({ ["academic-year"] = 10, ["financial-year"] = 6, ["calendar-year"] = 6 })[kind]
  if kind == "month" then return (core.parse_date(label)) end
  if kind == "quarter" then
    year, month = year + quarter // 4, ({ 5, 8, 11, 2 })[quarter]
  end
  return (core.parse_date(("%04d-%02d"):format(year, month)))
end

-- First and last day of what the store covers.
local function covered(coverage)
  local _, last = core.parse_date(coverage.to)
  return (core.parse_date(coverage.from)), last
end

--- The periods of KIND from the first to the last of LABELS, in order, and of the coverage (may be nil).
function M.all(kind, labels, coverage)
  local from, to
  if #labels > 0 then from, to = day_in(kind, labels[1]), day_in(kind, labels[#labels]) end
  if coverage then
    local first, last = covered(coverage)
    from, to = math.min(from or first, first), math.max(to or last, last)
  end
  return from and core.periods(kind, from, to) or {}
end

--- True if PERIOD is not wholly inside the coverage.
function M.partial(period, coverage)
  if not coverage then return false end
  local first, last = covered(coverage)
  return period.from_day < first or period.to_day > last
end

--- The date field that UNIT knows as NAME, "notified" or "review.notified"; CALL is what a message begins with.
function M.date_field(call, corpus, unit, name)
  local owner, key = name:match("^(%l+)%.(.*)$")
  local found, dates = nil, {}
  for _, field in ipairs(core.fields(corpus)) do
    if field.key == (key or name) and (owner == nil or owner == field.unit) then
      if not found or field.unit == unit then found = field end
    end
    if field.kind == "date" then dates[#dates + 1] = field.key end
  end
  if found and found.kind == "date" then return found end
  check.fail(call, found and "'%s' is no date field%s" or "unknown field '%s'%s", name:sub(1, 80),
    check.suggest(key or name, dates))
end

local function day(call, place, period, key)
  local text = rawget(period, key)
  local first, last
  if type(text) == "string" then first, last = core.parse_date(text) end
  if not first then
    check.fail(call, "period %d has %s = %s; it is a date such as '2024-04-01'", place, key, check.show(text))
  end
  return key == "from" and first or last
end

--- The periods that a script listed, { { from=, to= [, label=] }, ... }, checked: in order and without overlaps.
function M.listed(call, given)
  local list = {}
  for i = 1, rawlen(given) do
    local period = rawget(given, i)
    if type(period) ~= "table" then
      check.fail(call, 'period %d is %s; it is { from = "2024-04-01", to = "2024-09-30" }', i, check.show(period))
    end
    for key in next, period do
      if key ~= "from" and key ~= "to" and key ~= "label" then
        check.fail(call, "period %d has an unknown part %s; it has from, to and label", i, check.show(key))
      end
    end
    local label = rawget(period, "label")
    if label ~= nil and type(label) ~= "string" then
      check.fail(call, "period %d has label = %s; it is a text", i, check.show(label))
    end
    local item = { from = rawget(period, "from"), to = rawget(period, "to"), from_day = day(call, i, period, "from"),
      to_day = day(call, i, period, "to") }
    item.label = label or ("%s to %s"):format(item.from, item.to)
    if item.to_day < item.from_day then
      check.fail(call, "period %d ends before it begins: %s", i, item.label:sub(1, 80))
    end
    local before = list[i - 1]
    if before and item.from_day <= before.to_day then
      check.fail(call, "period %d, %s, begins before period %d has ended", i, item.label:sub(1, 80), i - 1)
    end
    for _, other in ipairs(list) do
      if other.label == item.label then check.fail(call, "two periods are called '%s'", item.label:sub(1, 80)) end
    end
    list[i] = item
  end
  return list
end

return M
