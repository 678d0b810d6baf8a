--- Which percentage of a text belongs to which count.
--
-- Counts and percentages of a text stand in one row; a percentage is only ever paired with its
-- neighbour in that row.  Of all ways to pair neighbours the cheapest is taken, where a pair costs the words
-- between its two numbers and leaving one alone costs a fixed price.  What the words say outright (shared.lua) is
-- taken out first.

local shared = require "heddle.figures.shared"
local token = require "heddle.figures.token"

local M = {}

local alone = 20 -- the price of a number without partner
local never = math.huge

local function set(words)
  local s = {}
  for word in words:gmatch "%S+" do s[word] = true end
  return s
end

local joining = set "and but with plus"

-- The price of the words and marks in GAP.
local function gap_price(gap)
  if token.sentence_ends(gap) then return never end
  local price = 0
  for word in gap:lower():gmatch "[%w']+" do
    if token.blocking[word] then return never end
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
  local gap = s:sub(first.last + 1, second.first - 1)
  if in_brackets(s, second) or gap:find "[-:,=]%s*$" then return 0 end
  local tail = gap:match "[,;-]([^,;-]*)$"
  return tail and token.is_tight(tail) and 0 or never
end

-- "Attendance was 95% and 18/30 reviews ...": two statements, unless one number is set apart.
local function joins_another(read, first, second, gap)
  local lower = gap:lower()
  if not (lower:find "%f[%a]and%f[%A]" or lower:find "%f[%a]but%f[%A]" or lower:find ";") then return false end
  if in_brackets(read.text, second) or gap:find "[-:,=]%s*$" then return false end
  return first.kind == "count" or read.text:find "%w" < first.first
end

-- "3 of 8 appointments (attendance of the siblings was 64%)", "fell to 64%; 3 of 5 knew", "9/10 came, 64% of them
-- late": one number belongs to a statement of its own.
local function stands_apart(read, first, second, gap)
  local s, inner = read.text, gap:match "%(([^()]*)$"
  if inner and inner:lower():find "%f[%a]wa?e?[sr]e?%f[%A]" and not inner:lower():find "^%s*w?t?hi[cs]h?%s" then
    return true end
  local words_follow = s:find("^%s+%a", second.last + 1)
  if not words_follow or in_brackets(s, second) then return false end
  if first.kind == "percent" and gap:find ";" and s:sub(1, first.first - 1):find "%a" then return true end
  local _, words = gap:gsub("%a+", "")
  return second.kind == "percent" and words > 1 and gap:find ",%s*$" ~= nil
end

-- The price of pairing two neighbours; `never` if they cannot belong together.
local function price(read, first, second)
  if first.kind == second.kind then return never end
  local s = read.text
  local gap = s:sub(first.last + 1, second.first - 1)
  local count, percent = first, second
  if first.kind == "percent" then count, percent = second, first end
  local cost = gap_price(gap)
  if stands_apart(read, first, second, gap) then return never end
  local closed = in_brackets(s, second) and s:find("^[)%]]", second.last + 1)
  if token.is_tight(gap) and (count.n <= count.of or closed) then return cost end
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

--- The pairs of READ (of token.read): {first token, second token}, in order; and the counts and
-- percentages that are left without partner.  BASE is what the text above names, or nil.
function M.pairs(read, base)
  local found = shared.pairs(read, base)
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
