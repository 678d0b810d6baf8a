--- Pairs whose base stands elsewhere: "18 (60%) of the 30", "n=18 (60%), N=30", "Of the 30 reviews, 18 (60%) ... and 12
-- (40%)", "30 reviews were held. Of these, 18 (60%) ...", "18/30 (60%) were ... and 12 (40%) ...", and below a heading
-- that names a base.

local columns = require "heddle.figures.columns"
local token = require "heddle.figures.token"

local M = {}

local max_opening = 60 -- bytes of "Of all of the " before a base
local max_words = 10 -- between a count that shares a base and its bracket

-- Nouns of different things have different bases.
local things = {}
for word in ([[reviews review children child families family staff practitioners parents schools agencies meetings
  actions referrals people women men carers siblings professionals contacts visits]]):gmatch "%S+" do
    things[word] = true end

local function few_words(gap, n)
  local _, words = gap:gsub("%a[%a'-]*", "")
  return words <= n and not gap:find "%d" and not token.sentence_ends(gap)
end

local function integer(number)
  return number and not number.percent and not number.fraction and not number.used and not number.other
end

-- "n" or "N" where the number is written "n=18".
local function mark_of(s, number)
  return s:sub(math.max(1, number.first - 6), number.first - 1):match "%f[%w]([nN])%s?=%s?$"
end

-- "n=18 (60%), N=30" in any order: the count, its percentage and its base.
local function named(s, x, y, z, percent_of, gaps)
  if gaps:gsub("%f[%a][nN]%s?=", ""):gsub("%f[%a]of%f[%A]", ""):find "[%w.]" then return end
  local n, p, base, marked
  for _, t in ipairs { x, y, z } do
    local mark = integer(t) and mark_of(s, t)
    if percent_of[t] then
      p = t
    elseif mark == "N" or mark and n or not mark and integer(t) and n then
      base = t
    elseif integer(t) then
      n = t
    end
    marked = marked or mark
  end
  if n and base and base.value < n.value and not mark_of(s, base) then n, base = base, n end
  if marked and n and p and base and n.value <= base.value then return n, p, base end
end

-- Three numbers in a row that say a count, its base and its percentage; the count, the percentage and the base.
local function triple(read, list, i, percent_of)
  local x, y, z = list[i], list[i + 1], list[i + 2]
  if not x or not y or not z then return end
  local s = read.text
  local one, two = s:sub(x.last + 1, y.first - 1), s:sub(y.last + 1, z.first - 1)
  local of_two = two:gsub("^[)%],]+", "")
  if read.lower:sub(math.max(1, x.first - 6), x.first - 1):find "%d%s+in%s+$" then return end -- "1 in 4 (25%) of 120"
  if integer(x) and percent_of[y] and integer(z) and x.value <= z.value then -- 18 (60%) of 30
    local bracket = few_words(one, 2) and one:find "[(%[,%-]%s*$" or token.is_tight(one) and one:find "%S"
    if (bracket or one:find "[(,] ?or $") and token.is_of(of_two) then return x, y, z end
  elseif percent_of[x] and integer(y) and integer(z) then
    if token.is_tight(one) and token.is_of(of_two) and y.value <= z.value then return y, x, z end -- 60% (18) of 30
    if token.is_of(one) and few_words(two, 4) and two:find "%([nN]?%s?=?%s?$" and s:find("^%)", z.last + 1)
      and z.value <= y.value then -- 60% of the 30 reviews (18)
      return z, x, y
    end
  end
  return named(s, x, y, z, percent_of, one .. two)
end

-- True if the words before a number introduce a base: "Of the ", "Out of ", "Among all ".
local function opens(lower, number)
  local before = lower:sub(math.max(1, number.first - max_opening), number.first - 1)
  for _, word in ipairs { "of", "among", "amongst" } do
    local at = before:match("^%W*()" .. word .. "%s+[%a ]*$") or before:match("[.;:(,]%s+()" .. word .. "%s+[%a ]*$")
      or before:match("^%W*out ()" .. word .. "%s+[%a ]*$") or before:match("[.;:(,]%s+out ()" .. word .. "%s+[%a ]*$")
      or word == "of" and (before:match "^%W*from a total ()of%s+[%a ]*$"
        or before:match "[.;:(,]%s+from a total ()of%s+[%a ]*$")
    if at and token.is_of(" of" .. before:sub(at + #word)) then return true end
  end
  return before:find "%f[%a]total of%s+$" ~= nil or before:find "%f[%a]total:?%s+$" ~= nil
end

-- The noun that follows a number at once: "reviews" in "30 rapid reviews".
local function noun_after(lower, number)
  local one, two = lower:match("^%s+(%a+)%s*(%a*)", number.last + 1)
  if things[one] then return one end
  return things[two] and two or nil, one
end

-- "30 rapid reviews: 18 (60%) ..."
local function introduces(lower, number)
  local words = lower:match("^([%a%s]+):", number.last + 1)
  return words ~= nil and #words < max_opening
end

local subset = { which = true, whom = true, these = true, those = true, them = true }

-- True if GAP speaks of a part of what was counted last: "of which", "of these".
local function narrows(gap)
  local word = gap:lower():match ".*%f[%a]of%s+(%a+)"
  return subset[word] == true
end

-- "Under 3 (64%)" is an age.
local bound = {}
for word in ([[under over aged age below above least most than within section page slide figure table note chapter step
  stage level year week day month version part question]]):gmatch "%S+" do bound[word] = true end

-- The percentage and the count that stand together at list[i] without a base: "18 (60%)", "60% (18)", "60% (n=18)";
-- with `loose` words may stand between ("13 have progressed (44%)").
local function open_pair(read, list, i, percent_of, loose)
  local x, y, s = list[i], list[i + 1], read.text
  if not y then return end
  local gap = s:sub(x.last + 1, y.first - 1)
  for _, t in ipairs { x, y } do
    if integer(t) and bound[read.lower:sub(math.max(1, t.first - 12), t.first - 1):match "(%a+)%s+$" or ""] then
      return end
  end
  if integer(x) and token.is_year(s, x) or integer(y) and token.is_year(s, y) then return end
  if not (gap:find "[(%[,]%s*[nN]?%s?=?%s?$" and s:find("^%s*[%]),;]", y.last + 1)) then return end
  local words = gap:gsub("[nN]%s?=%s?$", "")
  if integer(x) and percent_of[y] and (few_words(words, loose and max_words or 0) or narrows(words)) then return x, y,
    gap end
  if percent_of[x] and integer(y) and gap:find "[(%[]" and few_words(words, 0) then return y, x, gap end
  if percent_of[x] and integer(y) and loose and gap:find "%(" and few_words(words, 3) then return y, x, gap end
end

-- "Nationally 5 (20%)": not of the base in force.
local function elsewhere(between)
  for word in between:lower():gmatch "%a+" do
    if token.blocking[word] then return true end
  end
  return false
end

-- True if the percentage is that of the count N of BASE, to half a unit of its last decimal.
local function fits(n, percent, base)
  local value = tonumber(percent.text)
  return base.value >= n.value and base.value > 0
    and 2 * math.abs(100 * n.value / base.value - value) <= 10.0 ^ -percent.decimals
end

-- The one base that a text names by "N=30" or "base 30", or nil.
local function stated(s)
  local base
  for _, pattern in ipairs { "%f[%w]N%s?=%s?(%d[%d,]*)", "%f[%a][Bb]ase:?%s+(%d[%d,]*)%f[^%w/]",
    "%f[%a]Total:%s+(%d[%d,]*)" } do
    for digits in s:gmatch(pattern) do
      local value = columns.integer(digits)
      if base and base ~= value then return nil end
      base = value
    end
  end
  return base
end

-- Walks the numbers of a text with the base in force.
local function walk(read, base0, percent_of, counts_at, add)
  local list, s, lower = read.numbers, read.text, read.lower
  local base, noun, main, main_noun, last, opened = base0, nil, nil, nil, 1, false
  local narrowed -- the base of which the one in force is a part
  local waiting = 0 -- counts of the sentence less its percentages: one that waits is not yet a base for others
  local i = 1
  while i <= #list do
    local number = list[i]
    local between = s:sub(last, number.first - 1)
    if token.sentence_ends(between) then base, opened, noun, waiting, narrowed = base0, false, nil, 0, nil end
    if narrows(between) and main then narrowed, base, noun, opened = base, main, main_noun, true end
    local part = between:lower():match "%f[%a]of the (%a+)%W*$"
    if part and part ~= noun and base ~= base0 then base = nil end
    local count = counts_at[number]
    if percent_of[number] then waiting = waiting - 1 end
    if count then
      waiting = waiting + 1
      local both_noun = noun_after(lower, list[i + 1])
      if not opened then base, noun = { value = count.of, shown = tostring(count.of) }, both_noun end
      main, main_noun = { value = count.n, shown = tostring(count.n) }, both_noun
    else
      local n, p, gap = open_pair(read, list, i, percent_of, opened or base0 ~= nil)
      local after = n and s:match("^[)%],]*%s+of%s+%a+", list[i + 1].last + 1)
      if n and main and (narrows(gap) or after and narrows(after)) then
        narrowed, base, noun, opened = base, main, main_noun, true
      end
      if n and base and n.value <= base.value and waiting <= 0 and not elsewhere(between) then
        local own = noun_after(lower, list[i + 1]) or noun_after(lower, n)
        local other = narrowed or not opened and base ~= base0 and main
        local of = other and not fits(n, percent_of[p], base) and fits(n, percent_of[p], other) and other or base
        if not (own and noun and own ~= noun) then add(n, p, of) end
        main, main_noun = { value = n.value, shown = s:sub(n.first, n.last) }, own or noun
        i = i + 1
      elseif integer(number) and (opens(lower, number) or noun_after(lower, number) and introduces(lower, number)) then
        base, noun, opened = { value = number.value, shown = s:sub(number.first, number.last) }, noun_after(lower,
          number), true
        main, main_noun = base, noun
      elseif integer(number) then
        local own, word = noun_after(lower, number)
        if own or word and token.can_be_noun(word) and not (number.value >= 1900 and number.value <= 2100) then
          main, main_noun = { value = number.value, shown = s:sub(number.first, number.last) }, own
        end
      end
    end
    last = list[i].last + 1
    i = i + 1
  end
end

--- The pairs of READ (of token.read) whose words or whose BASE (an integer or nil) say outright what belongs together;
-- their percentages are `taken`.
function M.pairs(read, base)
  local list, percent_of, counts_at, found = read.numbers, {}, {}, {}
  for _, p in ipairs(read.percents) do percent_of[p.number] = p end
  for _, count in ipairs(read.counts) do counts_at[count.number] = count end
  local function add(n, p, of)
    local percent = percent_of[p]
    if of.value == 0 or percent.taken or n.used then return end
    percent.taken, n.used = true, true
    local count = { kind = "count", first = n.first, last = n.last, n = n.value, of = of.value,
      said = read.text:sub(n.first, n.last), said_of = of.shown }
    found[#found + 1] = n.first < p.first and { count, percent, outright = true } or { percent, count, outright = true }
  end
  base = base or stated(read.text)
  for i = 1, #list do
    local n, p, of = triple(read, list, i, percent_of)
    if n then
      of.shown = read.text:sub(of.first, of.last)
      add(n, p, of)
      of.used = true
    end
  end
  walk(read, base and { value = base, shown = tostring(base) }, percent_of, counts_at, add)
  return found
end

-- Words that only describe what is counted, so that "30 rapid reviews:" is a base.
local function base_of(text, pattern)
  local digits = text:match(pattern)
  return digits and math.tointeger(tonumber((digits:gsub(",", ""))))
end

--- The base that a heading or the line above a list or beside a table names, and whether it says so by "n=" or
-- "Base"; nil when it names none.
function M.base_named(text)
  if #text > 300 or text:find "%%" or text:lower():find "per%s?cent" then return nil end
  local _, equals = text:gsub("%f[%a][nN]%s?=%s?%d", "")
  if equals == 1 then return base_of(text, "%f[%a][nN]%s?=%s?(%d[%d,]*)"), true end
  local rest = text:match "%f[%a]Base:%s*(.*)$" or text:match "^%s*Base%s+(.*)$"
  if equals == 0 and rest then return base_of(rest, "^%D*(%d[%d,]*)%D*$"), true end
  if equals == 0 and text:find ":%s*$" then
    local read = token.read(text)
    if #read.numbers == 1 and integer(read.numbers[1]) and opens(read.lower, read.numbers[1]) then
      return read.numbers[1].value, false
    end
  end
end

return M
