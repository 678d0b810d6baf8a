--- Numbers as tables print them.  Percentages are computed in integers, half up, never via
-- floating point, so that 1 of 8 is 13 and not 12.

local M = {}

local powers = { [0] = 1, 10, 100, 1000, 10000, 100000, 1000000 }

-- num / den with `digits` decimals, half up: the whole part and the decimals as an integer.  Digit by digit, so that
-- nothing is above 10 * den: published counts go to 2^53, and a lift has a product of counts above and below.
local function quotient(num, den, digits)
  local whole, rest, decimals = num // den, num % den, 0
  for _ = 1, digits do
    decimals, rest = 10 * decimals + 10 * rest // den, 10 * rest % den
  end
  if rest >= den - rest then decimals = decimals + 1 end
  if decimals == powers[digits] then return whole + 1, 0 end
  return whole, decimals
end

local function quotient_text(num, den, digits)
  local whole, decimals = quotient(num, den, digits)
  return ("%d.%0" .. digits .. "d"):format(whole, decimals)
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
  if (digits or 0) == 0 then return (200 * n + base) // (2 * base) end
  local whole, decimals = quotient(100 * n, base, digits)
  if whole > 10 ^ 9 then return whole + decimals / powers[digits] end
  return (whole * powers[digits] + decimals) / powers[digits]
end

--- The same as text with exactly `digits` decimals; "-" when base is 0.
function M.percent_text(n, base, digits)
  if base == 0 then return "-" end
  if not digits or digits == 0 then return M.integer_text[(200 * n + base) // (2 * base)] end
  return quotient_text(100 * n, base, digits)
end

-- num / den with `digits` decimals, half up from the integers; both are 0 or more, den above 0.
local function fraction_text(num, den, digits)
  if digits == 0 then return tostring((quotient(num, den, 0))) end
  return quotient_text(num, den, digits)
end

local function fixed(value, digits)
  local text = ("%." .. digits .. "f"):format(value)
  return text:find("^%-[0.]+$") and text:sub(2) or text
end

local texts = {
  text = tostring,
  count = function(value) return M.integer_text[value] end,
  decimal = fixed,
  fraction = function(value, digits) return fraction_text(value[1], value[2], digits) end,
  percent = function(value, digits) return fraction_text(100 * value[1], value[2], digits) end,
  points = function(value, digits) return (value > 0 and "+" or "") .. fixed(value, digits) end,
  p = function(value) return value < 0.001 and "<0.001" or fixed(value, 3) end,
  interval = function(value, digits) return fixed(value[1], digits) .. " to " .. fixed(value[2], digits) end,
}

-- For programs: without a sign or a word that only readers need.
local plain = { points = fixed, p = function(value) return ("%.6g"):format(value) end }

--- A value of a column of `kind` (frame.lua lists them) as text; "-" when there is none.  With `for_programs` as
-- data files have it.
function M.value_text(kind, value, digits, for_programs)
  if value == nil then return "-" end
  return (for_programs and plain[kind] or texts[kind])(value, digits or 0)
end

--- The same as a script reads it: a number or a text, of an interval its two ends.  Percentages are rounded as printed.
function M.value_of(kind, value, digits)
  if value == nil then return nil end
  if kind == "fraction" then return value[1] / value[2] end
  if kind == "percent" then return M.percent(value[1], value[2], digits) end
  if kind == "interval" then return { value[1], value[2] } end
  return value
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
