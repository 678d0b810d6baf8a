# Random counts, and the plainest Lua that computes each definition.
cat >t.lua <<'L'
local s, random = heddle.stats, math.random

local worst = {}
local function near(name, got, expected, ...)
  local off = math.abs(got - expected) / math.max(1e-12, math.abs(expected))
  worst[name] = math.max(worst[name] or 0, off)
  if not (off < 1e-9) then print(name, got, expected, ...) end
end

-- the chance of a table with these margins
local function choose(n, k)
  local x = 1.0
  for i = 1, k do x = x * (n - k + i) / i end
  return x
end
local function fisher(a, b, c, d)
  local n1, n2, k, sum = a + b, c + d, a + c, 0
  local function chance(i) return choose(n1, i) * choose(n2, k - i) end
  for i = math.max(0, k - n2), math.min(n1, k) do
    if chance(i) <= chance(a) * (1 + 1e-7) then sum = sum + chance(i) end
  end
  return sum / choose(n1 + n2, k)
end

-- the share at which the tail has the chance asked for, by halving
local function tail(k, n, p, upper)
  local sum = 0
  for i = upper and k or 0, upper and n or k do sum = sum + choose(n, i) * p ^ i * (1 - p) ^ (n - i) end
  return sum
end
local function exact(k, n, share, upper)
  local low, high = 0, 1
  for _ = 1, 200 do
    local p = (low + high) / 2
    if (tail(k, n, p, upper) < share) == upper then low = p else high = p end
  end
  return low
end

local z = 1.959963984540054
local function wilson(k, n)
  local middle, root = 2 * k + z * z, z * math.sqrt(z * z + 4 * k * (n - k) / n)
  return (middle - root) / (2 * (n + z * z)), (middle + root) / (2 * (n + z * z))
end

local function adjusted(ps, i, step_up)
  local m, extreme = #ps, step_up and 1 or 0
  for _, p in ipairs(ps) do
    local rank = 0
    for _, other in ipairs(ps) do if other < p or step_up and other == p then rank = rank + 1 end end
    if step_up and p >= ps[i] then extreme = math.min(extreme, p * m / rank) end
    if not step_up and p <= ps[i] then extreme = math.max(extreme, math.min(1, p * (m - rank))) end
  end
  return extreme
end

for case = 1, 300 do
  local top = ({ 4, 12, 40 })[random(3)]
  local a, b, c, d = random(0, top), random(0, top), random(0, top), random(0, top)
  local n1, n2, n = a + b, c + d, a + b + c + d
  near("fisher", s.fisher(a, b, c, d), fisher(a, b, c, d), a, b, c, d)
  if n1 > 0 then
    local low, high = s.wilson(a, n1)
    local expected_low, expected_high = wilson(a, n1)
    near("wilson", low + 1, math.max(0, expected_low) + 1, a, n1)
    near("wilson", high, expected_high, a, n1)
    low, high = s.clopper_pearson(a, n1)
    near("clopper_pearson", low, a == 0 and 0 or exact(a, n1, 0.025, true), a, n1)
    near("clopper_pearson", high, a == n1 and 1 or exact(a, n1, 0.025, false), a, n1)
  end
  if n1 > 0 and n2 > 0 then
    local p1, p2 = a / n1, c / n2
    local l1, u1 = wilson(a, n1)
    local l2, u2 = wilson(c, n2)
    local difference, low, high = s.newcombe(a, n1, c, n2)
    near("newcombe", difference + 2, p1 - p2 + 2, a, n1, c, n2)
    near("newcombe", low + 2, p1 - p2 - math.sqrt((p1 - l1) ^ 2 + (u2 - p2) ^ 2) + 2, a, n1, c, n2)
    near("newcombe", high + 2, p1 - p2 + math.sqrt((u1 - p1) ^ 2 + (p2 - l2) ^ 2) + 2, a, n1, c, n2)
  end
  if n1 > 0 and n2 > 0 and a + c > 0 and b + d > 0 then
    local half = (a == 0 or b == 0 or c == 0 or d == 0) and 0.5 or 0
    local e, f, g, h = a + half, b + half, c + half, d + half
    local ratio, low, high = s.odds_ratio(a, b, c, d)
    local wide = math.exp(z * math.sqrt(1 / e + 1 / f + 1 / g + 1 / h))
    near("odds_ratio", ratio, e * h / (f * g), a, b, c, d)
    near("odds_ratio", low, e * h / (f * g) / wide, a, b, c, d)
    near("odds_ratio", high, e * h / (f * g) * wide, a, b, c, d)
    local phi = (a * d - b * c) / math.sqrt(n1 * n2 * (a + c) * (b + d))
    near("phi", s.phi(a, b, c, d), phi, a, b, c, d)
    near("chi_square", s.chi_square { { a, b }, { c, d } }, n * phi * phi, a, b, c, d)
    near("cramers_v", s.cramers_v { { a, b }, { c, d } }, math.abs(phi), a, b, c, d)
    -- of two periods the trend is the table, the second period coming later
    local trend, p = s.trend({ a, c }, { n1, n2 })
    near("trend", trend, -phi * math.sqrt(n), a, b, c, d)
    near("trend", p, select(3, s.chi_square { { a, b }, { c, d } }), a, b, c, d)
  end
  if n > 0 then
    local o, q = (a + d) / n, (2 * a + b + c) / (2 * n)
    local e = (n1 * (a + c) + n2 * (b + d)) / (n * n)
    if e < 1 then near("kappa", s.kappa(a, b, c, d), (o - e) / (1 - e), a, b, c, d) end
    near("ac1", s.ac1(a, b, c, d), (o - 2 * q * (1 - q)) / (1 - 2 * q * (1 - q)), a, b, c, d)
    local yes, no = 2 * a + b + c, 2 * d + b + c
    if yes > 0 and no > 0 then
      near("alpha", s.alpha(a, b, c, d), 1 - (2 * n - 1) * (b + c) / (yes * no), a, b, c, d)
    end
  end
  local ps = {}
  for i = 1, random(0, 9) do ps[i] = random(0, 20) / 20 end
  local holm, bh = s.holm(ps), s.bh(ps)
  for i = 1, #ps do
    near("holm", holm[i], adjusted(ps, i, false))
    near("bh", bh[i], adjusted(ps, i, true))
  end
end
local names = {}
for name in pairs(worst) do names[#names + 1] = name end
print(table.concat(names, " "))
L
$HEDDLE run t.lua
