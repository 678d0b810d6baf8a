--- Which percentage of a text belongs to which count.
--
-- Counts and percentages of a text stand in one row; a percentage is only ever paired with its
-- neighbour in that row.  Of all ways to pair neighbours the cheapest is taken, where a pair costs the words
-- between its two numbers and leaving one alone costs a fixed price.  Some texts say outright what
-- belongs together ("18 (60%) of 30"); these are taken out first.

local token = require "heddle.figures.token"

local M = {}

local alone = 20 -- the price of a number without partner
local never = math.huge
local max_opening = 60 -- bytes of "Of all of the " before a base
local max_sharing = 40 -- numbers after it that may share it

local function set(words)
  local s = {}
  for word in words:gmatch "%S+" do s[word] = true end
  return s
end

-- Words after which a percentage is about something else.
local blocking = set [[including compared versus vs whereas while although nationally national england target average
  previously excluding than respectively whom unlike from]]
local joining = set "and but with plus"
local equal_words = set "or is ie e i equals equal namely that which"

local function sentence_ends(gap)
  for at, word in gap:gmatch "()(%a*)[.!?][\"')%]]*%s+%f[%u]" do
    if #word ~= 1 and word:lower() ~= "approx" and word:lower() ~= "st" or at == 1 then return true end
  end
  return false
end

-- Nothing but marks, or "or", "i.e.", between two numbers.
local function is_tight(gap)
  for word in gap:gmatch "%w+" do
    if not equal_words[word:lower()] then return false end
  end
  return not sentence_ends(gap)
end

-- The price of the words and marks in GAP.
local function gap_price(gap)
  if sentence_ends(gap) then return never end
  local price = 0
  for word in gap:lower():gmatch "[%w']+" do
    if blocking[word] then return never end
    price = price + (joining[word] and 12 or 2)
  end
  local _, open = gap:gsub("[(%[]", "")
  local _, close = gap:gsub("[)%]]", "")
  local _, lines = gap:gsub("\n", "")
  local _, stops = gap:gsub(";", "")
  return price + (close > open and 15 or 0) + 18 * lines + 12 * stops
end

local function in_brackets(s, t)
  return s:sub(math.max(1, t.first - 12), t.first - 1):find "[(%[][%s=%-nN]*$" ~= nil
end

-- "60% of reviews featured neglect" is a statement of its own, unless the count is set apart.
local function of_price(s, lower, first, second)
  local percent = first.kind == "percent" and first or second
  if not lower:find("^%)?%s+of%f[%A]", percent.last + 1) then return 0 end
  if percent == second then return in_brackets(s, second) and 0 or never end
  if in_brackets(s, second) or s:sub(first.last + 1, second.first - 1):find "[-:,=]%s*$" then return 0 end
  return never
end

-- "Attendance was 95% and 18/30 reviews ...": two statements, unless one number is set apart.
local function joins_another(read, first, second, gap)
  local lower = gap:lower()
  if not (lower:find "%f[%a]and%f[%A]" or lower:find "%f[%a]but%f[%A]" or lower:find ";") then return false end
  if in_brackets(read.text, second) or gap:find "[-:,=]%s*$" then return false end
  return first.kind == "count" or read.text:find "%w" < first.first
end

-- The price of pairing two neighbours; `never` if they cannot belong together.
local function price(read, first, second)
  if first.kind == second.kind then return never end
  local s = read.text
  local gap = s:sub(first.last + 1, second.first - 1)
  local count, percent = first, second
  if first.kind == "percent" then count, percent = second, first end
  local cost = gap_price(gap)
  if is_tight(gap) and (count.n <= count.of or in_brackets(s, second)) then return cost end
  if percent.weak or count.n > count.of then return never end
  if joins_another(read, first, second, gap) then return never end
  cost = cost + of_price(s, read.lower, first, second)
  if in_brackets(s, second) and s:find("^%s*[)%],;]", second.last + 1) then cost = cost / 3 end
  return cost
end

--- The cheapest pairing of neighbours of ROW, given price_of(first, second): walks the row once, keeping the
-- best price up to each place.
function M.cheapest(row, price_of)
  local best, from = { [0] = 0 }, {}
  for i = 1, #row do
    best[i], from[i] = best[i - 1] + alone, 1
    if i > 1 then
      local both = best[i - 2] + price_of(row[i - 1], row[i])
      if both < best[i] then best[i], from[i] = both, 2 end
    end
  end
  local found, i = {}, #row
  while i > 0 do
    if from[i] == 2 then table.insert(found, 1, { row[i - 1], row[i] }) end
    i = i - from[i]
  end
  return found
end

-- Counts that follow one another, then as many percentages: "18/30 and 12/30 (60% and 40%)".
local function in_order(read, row)
  local function joined(a, b)
    local gap = read.lower:sub(a.last + 1, b.first - 1):gsub("%f[%a]and%f[%A]", "")
    return not gap:find "%w" and not gap:find "%("
  end
  local found, i = {}, 1
  while i <= #row do
    local k = 1
    while row[i + k] and row[i + k].kind == row[i].kind and joined(row[i + k - 1], row[i + k]) do k = k + 1 end
    local fits = k > 1 and row[i + k] and price(read, row[i + k - 1], row[i + k]) < 2 * alone
    for j = 1, k - 1 do
      local a, b = row[i + k + j - 1], row[i + k + j]
      fits = fits and b and a.kind == b.kind and joined(a, b)
    end
    if fits and not (row[i + 2 * k] and row[i + 2 * k].kind == row[i + k].kind) then
      for j = 0, k - 1 do found[#found + 1] = { row[i + j], row[i + k + j] } end
      for j = 0, 2 * k - 1 do row[i + j].taken = true end
      i = i + 2 * k
    else
      i = i + k
    end
  end
  return found
end

-- ---- what the words themselves say ----

local function few_words(gap, n)
  local _, words = gap:gsub("%a[%a'-]*", "")
  return words <= n and not gap:find "%d" and not sentence_ends(gap)
end

local function integer(number)
  return number and not number.percent and not number.fraction and not number.used and not number.other
end

local function count_of(read, a, b)
  return { kind = "count", first = a.first, last = a.last, n = a.value, of = b.value,
    said = read.text:sub(a.first, a.last), said_of = read.text:sub(b.first, b.last) }
end

-- Three numbers in a row that say a count, its base and its percentage; the count and the percentage.
local function triple(read, list, i, percent_of)
  local x, y, z = list[i], list[i + 1], list[i + 2]
  if not x or not y or not z then return end
  local s = read.text
  local one, two = s:sub(x.last + 1, y.first - 1), s:sub(y.last + 1, z.first - 1)
  local of_two = two:gsub("^[)%],]+", "")
  if integer(x) and percent_of[y] and integer(z) and x.value <= z.value then -- 18 (60%) of 30
    local bracket = few_words(one, 2) and one:find "[(,%-]%s*$" or is_tight(one) and one:find "%S"
    if (bracket or one:find "[(,] ?or $") and token.is_of(of_two) then return x, y, z end
  elseif percent_of[x] and integer(y) and integer(z) then
    if is_tight(one) and token.is_of(of_two) and y.value <= z.value then return y, x, z end -- 60% (18) of 30
    if token.is_of(one) and few_words(two, 4) and two:find "%([nN]?%s?=?%s?$" and s:find("^%)", z.last + 1)
      and z.value <= y.value then -- 60% of the 30 reviews (18)
      return z, x, y
    end
  end
end

-- "Of the 30 reviews, 18 (60%) were ... and 12 (40%) ...": pairs that share the base at list[i].
local function shared_base(read, list, i, percent_of, add)
  local base, s = list[i], read.text
  if not integer(base) then return end
  local before = read.lower:sub(math.max(1, base.first - max_opening), base.first - 1)
  if not (before:find "^%W*of%s+[%a ]*$" or before:find "[.;:(,]%s+of%s+[%a ]*$") then return end
  if not token.is_of(" " .. before:match "of%s+[%a ]*$") then return end
  for k = i + 1, math.min(#list - 1, i + max_sharing) do
    local n, p = list[k], list[k + 1]
    local between = s:sub(base.last + 1, n.first - 1)
    if sentence_ends(between) or between:find "%f[%a]of wh" or between:find "%f[%a]of th[oe]" then return end
    if integer(n) and percent_of[p] and n.value <= base.value then
      local gap = s:sub(n.last + 1, p.first - 1)
      if few_words(gap, 10) and gap:find "%($" and s:find("^[%),;]", p.last + 1) then add(n, p, base) end
    end
  end
end

-- Pairs that the words say outright; their percentages are taken.
local function outright(read)
  local list, percent_of, found = read.numbers, {}, {}
  for _, p in ipairs(read.percents) do percent_of[p.number] = p end
  local function add(n, p, base)
    local percent = percent_of[p]
    if base.value == 0 or percent.taken then return end
    percent.taken, n.used = true, true
    local count = count_of(read, n, base)
    found[#found + 1] = n.first < p.first and { count, percent, outright = true } or { percent, count, outright = true }
  end
  for i = 1, #list do
    local n, p, base = triple(read, list, i, percent_of)
    if n and not percent_of[p].taken then add(n, p, base) end
    shared_base(read, list, i, percent_of, add)
  end
  return found
end

--- The pairs of READ (of token.read): {first token, second token}, in order; and the counts and
-- percentages that are left without partner.
function M.pairs(read)
  local found = outright(read)
  local row = {}
  for _, t in ipairs(read.counts) do row[#row + 1] = t end
  for _, t in ipairs(read.percents) do
    if not t.taken then row[#row + 1] = t end
  end
  table.sort(row, function(a, b) return a.first < b.first end)
  for _, pair in ipairs(in_order(read, row)) do found[#found + 1] = pair end
  local rest = {}
  for _, t in ipairs(row) do
    if not t.taken then rest[#rest + 1] = t end
  end
  for _, pair in ipairs(M.cheapest(rest, function(a, b) return price(read, a, b) end)) do
    pair[1].taken, pair[2].taken = true, true
    found[#found + 1] = pair
  end
  table.sort(found, function(a, b) return a[1].first < b[1].first end)
  local left = {}
  for _, t in ipairs(rest) do
    if not t.taken then left[#left + 1] = t end
  end
  return found, left
end

--- The pair alone as printed: both numbers, and what stands between them only where
-- that is marks alone.
function M.describe(read, pair)
  local function shown(t) return t.shown or read.text:sub(t.first, t.last) end
  local one, two = pair[1], pair[2]
  if pair.outright then
    local count, percent = one, two
    if count.kind == "percent" then count, percent = two, one end
    return ("%s (%s) of %s"):format(count.said, shown(percent), count.said_of)
  end
  local gap = read.text:sub(one.last + 1, two.first - 1):gsub("%s+", " ")
  if gap:find "[%w\128-\255]" then return shown(one) .. " ... " .. shown(two) end
  local close = gap:find "[(%[]%s*$" and read.text:match("^[)%]]", two.last + 1)
  if not close then gap = gap:gsub("[(%[]", "") end
  return shown(one) .. gap .. shown(two) .. (close or "")
end

return M
