-- Dates are tables of year, month and day in the Gregorian calendar.

local M = {}

local function is_leap(year) return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0) end

function M.month_days(year, month)
  if month == 2 then return is_leap(year) and 29 or 28 end
  return (month == 4 or month == 6 or month == 9 or month == 11) and 30 or 31
end

-- `days` may be negative.
function M.add_days(date, days)
  local year, month, day = date.year, date.month, date.day + days
  while day > M.month_days(year, month) do
    day = day - M.month_days(year, month)
    month = month + 1
    if month > 12 then year, month = year + 1, 1 end
  end
  while day < 1 do
    month = month - 1
    if month < 1 then year, month = year - 1, 12 end
    day = day + M.month_days(year, month)
  end
  return { year = year, month = month, day = day }
end

function M.iso(date)
  return string.format("%04d-%02d-%02d", date.year, date.month, date.day)
end

return M
