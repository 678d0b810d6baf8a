--- Statistics of two groups, each by its definition: k1 of n1 and k2 of n2 have it.  Plain sums, no shortcuts; nothing
-- shared with src/query.

local M = {}

-- The normal quantile of 0.975.
local Z = 1.9599639845400545

--- 100 (k2/n2 - k1/n1) with `digits` decimals, half away from 0, as the whole number of the last digit.
function M.points(k1, n1, k2, n2, digits)
  local num, den = 100 * math.tointeger(10 ^ digits) * (k2 * n1 - k1 * n2), n1 * n2
  local away = (2 * math.abs(num) + den) // (2 * den)
  return num < 0 and -away or away
end

local function wilson(k, n)
  local p = k / n
  local middle, half = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
  return (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)
end

--- Newcombe's interval of k2/n2 - k1/n1.
function M.newcombe(k1, n1, k2, n2)
  local p1, p2 = k1 / n1, k2 / n2
  local l1, u1 = wilson(k1, n1)
  local l2, u2 = wilson(k2, n2)
  local d = p2 - p1
  return d - math.sqrt((p2 - l2) ^ 2 + (u1 - p1) ^ 2), d + math.sqrt((u2 - p2) ^ 2 + (p1 - l1) ^ 2)
end

--- The odds of the second over those of the first and its interval, 0.5 added where a cell is 0; nil where none or all
-- have it.
function M.odds(k1, n1, k2, n2)
  if k1 + k2 == 0 or k1 + k2 == n1 + n2 then return nil end
  local a, b, c, d = k2, n2 - k2, k1, n1 - k1
  if a == 0 or b == 0 or c == 0 or d == 0 then a, b, c, d = a + 0.5, b + 0.5, c + 0.5, d + 0.5 end
  local log, width = math.log(a * d / (b * c)), Z * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
  return math.exp(log), math.exp(log - width), math.exp(log + width)
end

local function choose(n, k)
  local x = 1.0
  for i = 1, k do x = x * (n - k + i) / i end
  return x
end

-- How likely it is that x of n1 random units have it, when k of n do.
local function chance(x, n1, k, n)
  if x < 0 or x > k or n1 - x < 0 or n1 - x > n - k then return 0 end
  return choose(k, x) * choose(n - k, n1 - x) / choose(n, n1)
end

--- Fisher's exact p, two-sided, and the least one that these margins can give.
function M.fisher(k1, n1, k2, n2)
  local k, n = k1 + k2, n1 + n2
  local function p_of(seen)
    local sum, limit = 0, chance(seen, n1, k, n) * (1 + 1e-7)
    for x = 0, n1 do
      local one = chance(x, n1, k, n)
      if one > 0 and one <= limit then sum = sum + one end
    end
    return math.min(1, sum)
  end
  local least = 1
  for x = 0, n1 do
    if chance(x, n1, k, n) > 0 then least = math.min(least, p_of(x)) end
  end
  return p_of(k1), least
end

--- How likely it is that n2 random units differ at least as much from what is to be expected as the second group.
function M.as_far(k1, n1, k2, n2)
  local k, n, sum = k1 + k2, n1 + n2, 0
  for x = 0, n2 do
    if math.abs(x * n - n2 * k) >= math.abs(k2 * n - n2 * k) then sum = sum + chance(x, n2, k, n) end
  end
  return math.min(1, sum)
end

--- Holm's and Benjamini and Hochberg's: of each p, from all the ps that are smaller or larger.
function M.adjusted(ps)
  local holm, bh, m = {}, {}, #ps
  local sorted = table.move(ps, 1, m, 1, {})
  table.sort(sorted)
  for i, p in ipairs(ps) do
    local most, least = 0, 1
    for j, q in ipairs(sorted) do
      if q <= p then most = math.max(most, math.min(1, (m - j + 1) * q)) end
      if q >= p then least = math.min(least, m * q / j) end
    end
    holm[i], bh[i] = most, least
  end
  return holm, bh
end

return M
