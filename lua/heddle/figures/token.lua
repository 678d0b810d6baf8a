--- The numbers of a text, and which of them are counts ("18/30", "18 out of the 30") and which are
-- percentages.  What only looks like a count (a date, an age, a score) or like a percentage of one
-- (a range, a change, a confidence level) is left out here, so that nothing later can pair it.

local M = {}

local function set(words)
  local s = {}
  for word in words:gmatch "%S+" do s[word] = true end
  return s
end

-- ---- numbers ----

local units = { zero = 0, one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9,
  ten = 10, eleven = 11, twelve = 12, thirteen = 13, fourteen = 14, fifteen = 15, sixteen = 16, seventeen = 17,
  eighteen = 18, nineteen = 19 }
local tens = { twenty = 20, thirty = 30, forty = 40, fifty = 50, sixty = 60, seventy = 70, eighty = 80, ninety = 90 }

-- The number in words that begins at `at`: its value and last byte.
local function number_word(lower, at)
  local word = lower:match("^%a+", at)
  local last = at + #word - 1
  if word == "one" and lower:find("^%shundred%f[%A]", last + 1) then return 100, last + 8 end
  if units[word] then return units[word], last end
  if not tens[word] then return nil, last end
  local more = lower:match("^[- ](%a+)", last + 1)
  if more and units[more] and units[more] > 0 and units[more] < 10 then
    return tens[word] + units[more], last + 1 + #more
  end
  return tens[word], last
end

local max_digits = 10 -- so that 100 n with 6 decimals is a 64-bit integer

-- The number in digits that begins at `at`.
local function number_digits(s, at)
  local whole = s:match("^%d%d?%d?,%d%d%d", at)
  if whole then
    local last = at + #whole
    while s:find("^,%d%d%d", last) do last = last + 4 end
    whole = s:sub(at, last - 1)
    if s:find("^%d", last) then whole = nil end
  end
  whole = whole or s:match("^%d+", at)
  local last = at + #whole - 1
  local fraction = s:match("^%.(%d+)", last + 1) or s:match("^,(%d%d?)%s?%%", last + 1)
  if fraction then last = last + 1 + #fraction end
  local digits = whole:gsub(",", "")
  if #digits > max_digits or fraction and #fraction > 6 then return nil, last end
  local value = math.tointeger(tonumber(digits))
  return { first = at, last = last, value = value, digits = digits, fraction = fraction }, last
end

local function numbers(s, lower)
  local list, at = {}, 1
  while true do
    at = s:find("%w", at)
    if not at then return list end
    local number, last
    if s:find("^%d", at) then
      number, last = number_digits(s, at)
      -- "KDJ15" and "3a" are names; "30th" is a date.
      if number and s:find("^%a", last + 1) and not lower:find("^per%s?cent", last + 1) then number = nil end
    else
      local value
      value, last = number_word(lower, at)
      if s:find("^%w", last + 1) then
        last = select(2, s:find("^%w+", last + 1))
        value = nil
      end
      if value then
        -- "Ten (10) of the 20" says its number twice.
        last = select(2, s:find("^%s%(" .. value .. "%)", last + 1)) or last
        number = { first = at, last = last, value = value, digits = tostring(value), word = true }
      end
    end
    if number then
      -- "[1]" is a note.
      number.other = number.value and number.value < 100 and s:sub(number.first - 1, number.first - 1) == "["
        and s:sub(number.last + 1, number.last + 1) == "]" and number.first > 1 or nil
      list[#list + 1] = number
    end
    at = last + 1
  end
end

-- ---- words around ----

-- The last `n` words before byte `at`, nearest first, not beyond byte `from`.
local function words_before(lower, at, from, n)
  local list = {}
  local text = lower:sub(math.max(from, at - 80), at - 1)
  for word in text:reverse():gmatch "[%a%d']+" do
    list[#list + 1] = word:reverse()
    if #list == n then break end
  end
  return list
end

-- Words after which a percentage is about something else.
M.blocking = set [[including compared versus vs whereas while although nationally national england target average
  previously excluding than respectively whom unlike from]]
local equal_words = set "or is ie i e equals equal equivalent namely that which representing"

--- True if a sentence ends in GAP.
function M.sentence_ends(gap)
  for at, word in gap:gmatch "()(%a*)[.!?][\"')%]]*%s+%f[%u]" do
    if #word ~= 1 and word:lower() ~= "approx" and word:lower() ~= "st" or at == 1 then return true end
  end
  return false
end

--- True if nothing but marks, or "or", "i.e.", stands in GAP, the text between two numbers.
function M.is_tight(gap)
  for word in gap:gmatch "%w+" do
    if not equal_words[word:lower()] then return false end
  end
  return not M.sentence_ends(gap)
end

local fillers = set "the all our these those its their total first last latest local"
local not_nouns = set [[and or to in at per by for with under over about than but from were was had of is are years year
  months month weeks week days day hours old aged age times]]

-- What is counted: "18 children of 30".
local unit_nouns = set "reviews children cases findings notifications incidents families boys girls records lcsprs"

local function only(words, allowed)
  for word in words:gmatch "%S+" do
    if not allowed[word] then return false end
  end
  return true
end

--- True if WORD after a number can name what is counted.
function M.can_be_noun(word)
  return not not_nouns[word]
end

--- True if GAP, the text between two numbers, says "of": "of", "out of the", "reviews of the".
function M.is_of(gap)
  local t = gap:lower():gsub("%f[%a]n%s?=%s?$", ""):gsub("a total of", "the"):gsub("%f[%a]an? ", "")
  local before, after = t:match "^[%s,]+([%a%s']*)%f[%a]of%s+([%a%s]*)$"
  if not before or not only(after, fillers) then return false end
  local nouns, out, units_only = 0, before:find "%f[%a]out%s*$", true
  for word in before:gsub("out%s*$", ""):gmatch "%S+" do
    if not_nouns[word] then return false end
    nouns, units_only = nouns + 1, units_only and unit_nouns[word]
  end
  return nouns == 0 or nouns <= 2 and (out ~= nil or after ~= "" or units_only == true)
end

-- ---- counts ----

local labels_before = set [[page pages p pp slide slides section sections paragraph para chapter part step phase item
  question figure fig table version grade class appendix room flat aged age ages week day article tier stage
  band bands level levels grades ward wards key case ref reference s ss items minute minutes
  form forms]]
local months = set [[january february march april may june july august september october november december jan feb mar
  apr jun jul aug sep sept oct nov dec]]
local shares_out = set "split chance ratio"
local score_words = set "score scored scores scoring rated rating graded marks stars"
local year_words = set "during since year years fy q1 q2 q3 q4 quarter until"

-- Of this or the last century, by its digits.
local function is_year(s, number)
  return number.value >= 1900 and number.value <= 2100 and #s:sub(number.first, number.last) == 4
end

--- True if NUMBER of the text S can be a year.
M.is_year = is_year

local function is_date(s, lower, a, b, before)
  if is_year(s, b) and (a.value <= 12 or is_year(s, a)) then return true end
  if months[lower:match("^%s(%a+)", b.last + 1)] and b.value <= 31 then return true end
  if s:sub(a.first - 1, a.first - 1) == "/" or s:find("^%s?/%s?%d", b.last + 1) then return true end
  if a.digits:find "^0%d" or b.digits:find "^0%d" then return true end
  local year = is_year(s, a)
  if year and (#b.digits == 2 or b.value == a.value + 1) then return true end
  if b.value ~= a.value + 1 or #a.digits ~= 2 then return a.value == 24 and b.value == 7 end
  if year_words[before[1]] then return true end
  -- "In 23/24, 60% of reviews": a year, since "of reviews" is the base.
  return before[1] == "in" and lower:find("^,?%s+[%d.]+%s?%%%s+of%f[%A]", b.last + 1) ~= nil
end

local times = set "year years yr yrs month months week weeks day days star stars times ago"

-- A part of a document, a score, an age, a time: "slide 3/10", "scored 7/10", "6/7 years old".
local function is_other(s, lower, a, b, slash)
  local before = words_before(lower, a.first, 1, 3)
  local two = s:sub(math.max(1, a.first - 2), a.first - 1)
  if labels_before[before[1]] and not s:find("^%s*[:=]", a.first - 2) then return true end
  if slash and a.value + b.value == 100 and shares_out[lower:match("^%s(%a+)", b.last + 1)] then return true end
  if slash and before[1] == "years" and not tonumber(before[2]) and b.value == a.value + 1 then return true end
  if two:find "[<>]%s?$" or before[1] == "than" and (before[2] == "fewer" or before[2] == "less") then return true end
  if lower:find("^%s%a*%s?score%f[%A]", b.last + 1) then return true end
  if before[1] == "on" and slash and a.value <= 31 and b.value <= 12 then return true end
  for _, word in ipairs(before) do
    if score_words[word] then return true end
  end
  if two:find "[$/]$" or two:find "%d[.:%-]$" then return true end
  if times[lower:match("^%s?%-?%s?(%a+)", b.last + 1)] and (slash or b.value < 24) then return true end
  return slash and is_date(s, lower, a, b, before)
end

local function percent_end(s, lower, number)
  local at = number.last + 1
  local _, last = s:find("^%s?%%", at)
  if last then return last end
  for _, pattern in ipairs { "^%s*per%s?cent%f[%A]", "^%s?pct%f[%A]" } do
    _, last = lower:find(pattern, at)
    if last then return last end
  end
end

-- Mark the numbers that are percentages.
local function mark_percents(s, lower, list)
  for _, number in ipairs(list) do
    local last = percent_end(s, lower, number)
    if last then number.percent, number.number_last, number.last = true, number.last, last end
  end
end

local function whole(number)
  return number and not number.percent and not number.fraction and not number.other
end

local function counts(s, lower, list)
  local tokens, i = {}, 1
  while i <= #list do
    local a, b = list[i], list[i + 1]
    if whole(a) and whole(b) and not a.used then
      local gap = s:sub(a.last + 1, b.first - 1)
      local slash = not a.word and not b.word and gap:find "^%s?/%s?$" ~= nil
      if slash or M.is_of(gap) then
        a.used, b.used = true, true
        if is_other(s, lower, a, b, slash) then
          a.other, b.other = true, true
        elseif b.value > 0 then
          local words = slash and gap or M.plain_of(gap) and gap:gsub("%s+", " ") or " of "
          tokens[#tokens + 1] = { kind = "count", first = a.first, last = b.last, n = a.value, of = b.value,
            number = a, shown = s:sub(a.first, a.last) .. words .. s:sub(b.first, b.last) }
        end
      end
    end
    i = i + (b and b.used and a.used and 2 or 1)
  end
  return tokens
end

--- True if the words of an "of" hold no noun, so that they can be shown.
function M.plain_of(gap)
  local before = gap:lower():match "^%s+(.-)%s*%f[%a]of%s"
  return before == "" or before == "out"
end

-- ---- percentages ----

local after_change = set [[more less fewer higher lower increase decrease rise fall drop reduction growth nationally
  regionally national regional point points target up down ci confidence credible chance likelihood annually faster
  greater]]
local before_weak = set [[by rise rose risen increase increased decrease decreased fell fallen fall drop dropped up down
  reduced reduction growth grew from than versus vs against compared national nationally england average target
  threshold previous previously benchmark regional elsewhere]]
local hedges = { about = "about", around = "about", approximately = "about", approx = "about", roughly = "about",
  circa = "about", c = "about", some = "about", nearly = "under", almost = "under", over = "over", above = "over",
  under = "under", below = "under", least = "over" }

local function hedge_of(s, p, before)
  local sign = s:sub(math.max(1, p.first - 6), p.first - 1):match "([<>~=]+)%s*$"
  if sign == "~" then return "about" end
  if sign and sign:find "<" then return "under" end
  if sign and sign:find ">" then return "over" end
  if before[1] == "than" and (before[3] == "no" or before[3] == "not") then
    return before[2] == "more" and "under" or "over"
  end
  if before[1] == "than" then return (before[2] == "more" and "over") or (before[2] and "under") end
  if before[1] == "to" and before[2] == "up" then return "under" end
  return hedges[before[1]]
end

-- "Up from 55% to 60%" is a change, not a range.
local function change_before(lower, number)
  local before = words_before(lower, number.first, 1, 4)
  return (before[1] == "from" or before[1] == "by") and (before_weak[before[2]] or before_weak[before[3]]
    or before_weak[before[4]]) and true or false
end

-- A range on either side, a sign, a change: no percentage of a count.
local function is_no_share(s, lower, list, i)
  local p, left, right = list[i], list[i - 1], list[i + 1]
  if s:find("^[%+/]", p.first - 1) and p.first > 1 then return true end
  if p.first > 1 and s:sub(p.first - 1, p.first - 1) == "-" and (p.first == 2 or s:find("^[%s(]", p.first - 2)) then
    return true
  end
  local function range(a, b)
    if not a or not b or a.used or b.used then return false end
    local gap = lower:sub(a.last + 1, b.first - 1)
    if gap:find "^%s+to%s+$" and change_before(lower, a) then return false end
    return gap:find "^%s?%-%s?$" or gap:find "^%s+to%s+$"
      or gap:find "^%s+and%s+$" and lower:sub(math.max(1, a.first - 12), a.first - 1):find "between%s+$"
  end
  if range(left, p) or range(p, right) then return true end
  local word = lower:match("^%s+(%a+)", p.last + 1)
  if after_change[word] and not lower:find("^%s+%a+%s+from", p.last + 1) then return true end
  return lower:find("^%s+of%s+those%f[%A]", p.last + 1) or lower:find("^%s+of%s+these%f[%A]", p.last + 1)
    or lower:find("^%s+of%s+them%f[%A]", p.last + 1) or lower:find("^%s+of%s+wh", p.last + 1)
end

local function percents(s, lower, list)
  local tokens = {}
  for i, p in ipairs(list) do
    if p.percent and not is_no_share(s, lower, list, i) then
      local before = words_before(lower, p.first, list[i - 1] and list[i - 1].last + 1 or 1, 3)
      local weak = false
      for _, word in ipairs(before) do weak = weak or before_weak[word] or false end
      tokens[#tokens + 1] = { kind = "percent", first = p.first, last = p.last, number = p,
        text = p.digits .. (p.fraction and "." .. p.fraction or ""), decimals = p.fraction and #p.fraction or 0,
        weak = weak, hedge = hedge_of(s, p, before) }
    end
  end
  return tokens
end

--- The numbers of the text S, its count tokens and its percentage tokens, each in order.
function M.read(s)
  local lower = s:lower()
  local list = numbers(s, lower)
  mark_percents(s, lower, list)
  local found = counts(s, lower, list)
  return { text = s, lower = lower, numbers = list, counts = found, percents = percents(s, lower, list) }
end

return M
