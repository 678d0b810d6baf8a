--- Numbers as tables print them.  Percentages are computed in integers, half up, never via
-- floating point, so that 1 of 8 is 13 and not 12.

local M = {}

local powers = { [0] = 1, 10, 100, 1000, 10000, 100000, 1000000 }

-- 100 n / base with `digits` decimals, as an integer number of the last digit.
local function scaled(n, base, digits)
  return (200 * powers[digits] * n + base) // (2 * base)
end

--- Integers as text, by the integer; a table has many that are alike.
M.integer_text = setmetatable({}, { __index = function(known, n)
  local text = n .. ""
  if n < 10000 then known[n] = text end
  return text
end })

--- 100 n / base as a number (an integer when digits is 0), or nil when base is 0.
function M.percent(n, base, digits)
  if base == 0 then return nil end
  local value = scaled(n, base, digits or 0)
  if (digits or 0) == 0 then return value end
  return value / powers[digits]
end

--- The same as text with exactly `digits` decimals; "-" when base is 0.
function M.percent_text(n, base, digits)
  if base == 0 then return "-" end
  if not digits or digits == 0 then return M.integer_text[(200 * n + base) // (2 * base)] end
  local value = scaled(n, base, digits)
  return ("%d.%0" .. digits .. "d"):format(value // powers[digits], value % powers[digits])
end

--- 1204 -> "1,204".
function M.thousands(n)
  local grouped = ("%d"):format(n):reverse():gsub("(%d%d%d)", "%1,"):reverse()
  return (grouped:gsub("^,", ""))
end

local plurals = { review = "reviews", child = "children", finding = "findings" }

--- "1 review", "1,204 reviews".
function M.units(n, unit)
  return M.thousands(n) .. " " .. (n == 1 and unit or plurals[unit])
end

function M.plural(unit)
  return plurals[unit]
end

return M
