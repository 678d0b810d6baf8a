--- The interval that tables print beside a percentage.

local core = require "heddle.core"

local M = {}

local stats

--- The ends of Wilson's 95% interval of n of base, in percent; nil when base is 0.
function M.percent(n, base)
  stats = stats or core.stats()
  local low, high = stats.wilson(n, base)
  if not low then return nil end
  return 100 * low, 100 * high
end

local function end_text(value, digits)
  return ("%." .. digits .. "f"):format(value)
end

--- The same as texts; "-" and "-" when base is 0.
function M.texts(n, base, digits)
  local low, high = M.percent(n, base)
  if not low then return "-", "-" end
  return end_text(low, digits or 0), end_text(high, digits or 0)
end

--- "42 to 75"; "-" when base is 0.
function M.text(n, base, digits)
  local low, high = M.texts(n, base, digits)
  return low == "-" and low or low .. " to " .. high
end

return M
