--- Ages in prose: "15-year-old", "aged 15", "9 weeks old", and whose they are.  An age is read only where it is
-- plainly the child's and not of another time; bounds, ranges, durations and the ages of others are not.

local whom = require "heddle.suggest.prose.whom"

local M = {}

local set, low, span, has = whom.set, whom.low, whom.span, whom.has
local resolve, who, left_person, subject = whom.resolve, whom.who, whom.left_person, whom.subject
local be, adverbs, determiners, possessives = whom.be, whom.adverbs, whom.determiners, whom.possessives
local going_on, generic_before, label_marks = whom.going_on, whom.generic_before, whom.label_marks
local of_others, about, events, ended = whom.of_others, whom.about, whom.events, whom.ended

local loose = set "about approximately around approx roughly circa"
local bounding = set [[under over above below least most than between nearly almost approaching every all any per
  within next last past for grade year page section slide number stage]]
local at_a_time = set "when since after until before once while whilst if where"
local modals = set "can could should may might must would will"
local bound_after = set "over under above older younger below upwards"
local no_age_after = set "% / + : pregnant gestation ago sentence later earlier plus"
local part_before = set "\u{A3} / . # +"
local between_age = set ": - | of was is = ( ) years in"
local sex_words = set "m f male female boy girl"
local no_age = set "mental developmental reading functional gestational emotional corrected"
local offspring = set "son daughter baby child"
local accused = set "arrested charged convicted suspected bailed accused"
local said = set [[said told believed believing thought thinking claimed claiming claims stated pretended pretending
  assumed posing posed understood says advertised]]
local years = set "year years yr yrs yo y"
local months = set "month months mth mths mo"
local weeks = set "week weeks wk wks"
local days = set "day days"

-- ---- ages: the expression ----

-- The number at i, the place behind it, and whether it is a range.
local function number_at(s, i)
  local token = s[i]
  if not token or not token.num then return nil end
  local value, j = token.num, i + 1
  if token.word and value >= 20 then
    local k = low(s, j) == "-" and j + 1 or j
    if s[k] and s[k].word and s[k].num and s[k].num < 10 then value, j = value + s[k].num, k + 1 end
  end
  local link = low(s, j)
  if (link == "/" or link == "to" or link == "or" or link == "-") and s[j + 1] and s[j + 1].num then
    return value, j + 2, true
  end
  local k = link == "-" and j + 1 or j
  local skip = low(s, k + 1) == "-" and 1 or 0
  if low(s, k) == "and" and low(s, k + 1 + skip) == "a" then
    local h = k + 2 + skip
    if low(s, h) == "-" then h = h + 1 end
    if low(s, h) == "half" then return value + 0.5, h + 1 end
  end
  return value, j
end

local function unit_at(s, i)
  if low(s, i) == "-" then i = i + 1 end
  local word = low(s, i)
  local unit = years[word] and "year" or months[word] and "month" or weeks[word] and "week" or days[word] and "day"
  if not unit then return nil, i end
  if word == "y" then
    if low(s, i + 1) ~= "/" or low(s, i + 2) ~= "o" then return nil, i end
    return unit, i + 3, "old"
  end
  if low(s, i + 1) == "." and (word == "yrs" or word == "yr" or word == "mths" or word == "wks") then i = i + 1 end
  return unit, i + 1, word == "yo" and "old" or nil
end

-- "15-year-old", "9 weeks old", "15 years and 3 months old", "15": { from, to, value, unit, old, range, several }
local function expression_at(s, i)
  local value, j, range = number_at(s, i)
  if not value and (low(s, i) == "a" or low(s, i) == "one") and low(s, i + 1) == "year" and low(s, i + 2) == "old" then
    value, j = 1, i + 1
  end
  if not value then return nil end
  local e = { from = i, to = j - 1, value = value, range = range, hyphen = low(s, j) == "-" }
  local unit, after, old = unit_at(s, j)
  if not unit then return e end
  e.unit, e.old, e.to, e.singular = unit, old ~= nil, after - 1, not low(s, after - 1):find("s$")
  local k = (low(s, after) == "and" or low(s, after) == ",") and after + 1 or after
  if s[k] and s[k].num and unit == "year" then
    local part, next_ = unit_at(s, k + 1)
    if part and part ~= "year" then e.to = next_ - 1 end
  end
  k = e.to + 1
  if low(s, k) == "-" then k = k + 1 end
  if low(s, k) == "old" or low(s, k) == "olds" then
    e.old, e.to, e.several = true, k, low(s, k) == "olds"
  elseif low(s, k) == "of" and low(s, k + 1) == "age" then
    e.old, e.to = true, k + 1
  end
  return e
end

-- Completed years, and weeks where they are told.
local function value_of(e)
  if not e.unit or e.unit == "year" then return math.floor(e.value) end
  if e.unit == "month" then return math.floor(e.value / 12) end
  local n = math.floor(e.unit == "week" and e.value or e.value / 7)
  return n * 7 // 365, n
end

-- ---- ages: whose it is ----

-- What of an expression is no age of one person: a bound, a range, a duration, a part of something else.
local function unusable(s, e)
  local before, after = low(s, e.from - 1), low(s, e.to + 1)
  if e.range or e.several or bounding[before] or modals[after] then return true end
  if part_before[before] or no_age_after[after] then return true end
  if before == "-" and s[e.from - 2] and s[e.from - 1].to + 1 == s[e.from].from then return true end
  if (after == "and" or after == "or") and bound_after[low(s, e.to + 2)] then return true end
  return after == "or" and s[e.to + 2] ~= nil and s[e.to + 2].num ~= nil
end

-- The place of "aged" or "age" before the number, past "of", ":" and words of estimate.
local function age_word(s, i)
  local k = i - 1
  while k >= 1 and (loose[low(s, k)] or between_age[low(s, k)]) do k = k - 1 end
  if low(s, k) == "incident" or low(s, k) == "death" then -- "Age at incident: 15"
    local m = k - 1
    while low(s, m) == "the" or low(s, m) == "at" or low(s, m) == "of" or low(s, m) == "time" do m = m - 1 end
    if low(s, m) == "age" then return m, true end
  end
  if low(s, k) == "aged" or low(s, k) == "age" or low(s, k) == "ages" then return k, k < i - 1 end
end

-- "aged 15", "age 15", "Age: 15", "at the age of 15"
local function by_age_word(s, e, at, marked)
  local k = at - 1
  while determiners[low(s, k)] or possessives[low(s, k)] or low(s, k) == "young" do k = k - 1 end
  local before = low(s, k)
  if at_a_time[before] or bounding[before] or before == "from" or before == "by" or no_age[before] then return nil end
  local reached = low(s, at) == "age" and (before == "at" or low(s, at + 1) == "of")
  if reached and not has(s, ended, 1, #s) then return nil end
  local is, score, place = left_person(s, at - 1)
  if is == "other" then return nil end
  if is then
    local indefinite = not s[place].person.name and (low(s, place - 1) == "a" or low(s, place - 1) == "an")
    if indefinite and of_others[low(s, place - 2)] then return nil end
    if indefinite and place + 1 ~= at and (place + 2 ~= at or low(s, place + 1) ~= ",") then return nil end
    return indefinite and score - 0.2 or score
  end
  local owner = s[at - 1]
  if owner and owner.poss and owner.person and owner.person.who == "child" then return 0.85 end
  for i = 1, at - 1 do
    if s[i].person and s[i].person.who == "other" then return nil end
  end
  -- "Age: 15" in a table of facts; "Age of mother: 34" is somebody else's.
  if low(s, at) == "age" and marked then
    return low(s, at + 1) ~= "of" and 0.85 or nil
  end
  if at == 1 then
    for i = e.to + 1, math.min(#s, e.to + 6) do
      local right, sure = who(s, i)
      if right then return right == "child" and sure - 0.2 or nil end
    end
  end
end

-- The person noun of "a 15-year-old ... girl": its place; false for another noun; nil where there is none.
local function noun_after(s, e)
  for i = e.to + 1, math.min(#s, e.to + 4) do
    local token = s[i]
    if token.person and token.person.who ~= "pronoun" then return i end
    if not token.word and token.low ~= "-" then return nil end
    if token.word and going_on[token.low] then
      if i == e.to + 1 then return nil end
      return false
    end
  end
  if e.to + 1 > #s then return nil end
  return false
end

-- Do the words from..to say that the child died?
local function child_ended(s, from, to)
  for i = from, to do
    if ended[low(s, i)] and left_person(s, i - 1) == "child" then return true end
  end
  return false
end

-- "when she was 6" is not the age at the incident, unless that is what happened then.
local function another_time(s, k, e)
  local i = k - 1
  while i >= 1 and (adverbs[low(s, i)] or determiners[low(s, i)] or s[i].part or s[i].person and not s[i].poss) do
    i = i - 1
  end
  if not at_a_time[low(s, i)] then return false end
  if generic_before[low(s, i)] and low(s, i) == "if" then return true end
  return not child_ended(s, 1, i) and not child_ended(s, e.to + 1, #s)
end

-- How much the words behind "was 15" say that this is the incident: "when he died"; "when he moved" does not.
local function timed(s, e, score)
  local after = low(s, e.to + 1)
  if has(s, events, e.to + 1, #s) then return math.min(0.95, score + 0.05) end
  if at_a_time[after] or after == "when" then return score - 0.45 end
  return score
end

local bare_after = set "when at and but . , ) - | :"

-- "was 15 (years old)"
local function by_verb(s, e, k)
  local after = low(s, e.to + 1)
  if not e.unit and after ~= "" and not bare_after[after] then return nil end
  if e.unit and not e.old and not (after == "" or after == "when" or after == "at" or after == ",") then return nil end
  if e.unit and not e.old and (e.unit ~= "year" or after == ",") then return nil end
  if low(s, k) == "turned" and not has(s, adverbs, k - 1, k - 1) then return nil end
  local is, score = subject(s, k)
  if is ~= "child" or another_time(s, k, e) then return nil end
  if low(s, e.from - 1) == "now" or low(s, e.from - 1) == "currently" then return score - 0.45 end
  return timed(s, e, score)
end

-- A child's noun that a possessor, a preposition or a condition makes somebody else's child.
local function attributive_score(s, from, noun)
  local first = from
  while first > 1 and s[first - 1].word and not determiners[low(s, first - 1)] and not possessives[low(s, first - 1)]
    and not s[first - 1].poss and not be[low(s, first - 1)] and not going_on[low(s, first - 1)] and from - first < 3
    and not s[first - 1].person do
    first = first - 1
  end
  local det = low(s, first - 1)
  local owner = s[first - 1]
  if owner and owner.poss then
    if not owner.person or owner.person.who == "child" then return nil end
    return noun and 0.6 or nil
  end
  if possessives[det] then
    return noun and offspring[low(s, noun)] and resolve(s, first - 1) == "other" and 0.6 or nil
  end
  local before = low(s, determiners[det] and first - 2 or first - 1)
  if be[before] and determiners[det] then
    local is, score = subject(s, first - 2)
    if not is and about[low(s, first - 3)] then return 0.8 end -- "the subject of this review is a ..."
    return is == "child" and math.min(0.95, score + 0.05) or nil
  end
  if generic_before[before] or generic_before[det] or has(s, said, 1, first) then return nil end
  if det == "the" or det == "this" then return 0.75 end
  local k = determiners[det] and first - 2 or first - 1
  if of_others[before] and not (before == "to" and events[low(s, k - 1)]) then return nil end
  local whose = s[k - 1] and s[k - 1].person
  if before == "of" and whose and whose.who == "child" then return nil end -- "the daughter of a ..."
  if det ~= "a" and det ~= "an" and first > 1 and not label_marks[det] then return nil end
  return has(s, events, 1, #s) and 0.85 or 0.7
end

-- "a 15-year-old girl", "the 15-year-old"
local function attributive(s, e)
  local noun = noun_after(s, e)
  if noun == false then return nil end
  if noun and (s[noun].person.who ~= "child" or s[noun].person.plural) then return nil end
  if noun and s[noun].person.name then return 0.9 end
  local last = noun or e.to
  if has(s, modals, e.to + 1, math.min(#s, last + 2)) or has(s, accused, last + 1, #s) then return nil end
  local next_ = noun and s[noun + 1] and s[noun + 1].person -- "baby girl"
  if next_ and next_.who == "child" and next_.sex then noun = noun + 1 end
  return attributive_score(s, e.from, noun), noun and s[noun].person.sex, noun
end

-- "KDJ (15)", "KDJ, 15," and "KDJ, 15 years old,"
local function beside(s, e)
  local k, after = e.from - 1, low(s, e.to + 1)
  if low(s, k) == "then" or low(s, k) == "just" then k = k - 1 end
  if low(s, k) == "," and sex_words[low(s, k - 1)] and low(s, k - 2) == "(" then k = k - 2 end
  local open, place = low(s, k), k - 1
  if open ~= "(" and open ~= "," and open ~= "-" and open ~= ":" then return nil end
  local is, score = who(s, place)
  if is ~= "child" or s[place].person.who == "pronoun" then return nil end
  if open == ":" then return place <= 2 and (e.unit ~= nil or after == "" or after == ",") and score - 0.1 or nil end
  if open == "(" and (after == ")" or after == "," or e.old) then return score end
  if e.old then return score end
  if open == "," and after == "," and not e.unit and s[place].person.name then
    return not (s[e.to + 2] and s[e.to + 2].num) and score - 0.1 or nil
  end
end

-- "a boy of 15"
local function boy_of(s, e)
  local person = s[e.from - 2] and s[e.from - 2].person
  if low(s, e.from - 1) ~= "of" or not person or person.who ~= "child" or person.name then return nil end
  if e.unit and not e.old and low(s, e.to) ~= "years" then return nil end
  return attributive_score(s, e.from - 2, e.from - 2), person.sex
end

-- "At 9 weeks of age KDJ was found ..."
local function reached(s, e)
  if e.from ~= 2 or low(s, 1) ~= "at" or not e.old or not has(s, events, e.to + 1, #s) then return nil end
  local k = low(s, e.to + 1) == "," and e.to + 2 or e.to + 1
  if determiners[low(s, k)] then k = k + 1 end
  while s[k] and s[k].part and not s[k].person do k = k + 1 end
  local is, score = who(s, k)
  return is == "child" and score - 0.2 or nil
end

-- How sure it is that this is the child's age at the incident, and the sex that a noun with it tells.
local function age_score(s, e)
  local at, marked = age_word(s, e.from)
  if at then return by_age_word(s, e, at, marked) end
  local k = e.from - 1
  while adverbs[low(s, k)] do k = k - 1 end
  local verb = be[low(s, k)] and k or nil
  if verb and not (e.old and e.hyphen and e.singular) then return by_verb(s, e, verb) end
  local score, sex = boy_of(s, e)
  if score then return score, sex, e.from - 2 end
  score = beside(s, e) or reached(s, e)
  if score then return score end
  if e.old and (e.singular or determiners[low(s, e.from - 1)]) then return attributive(s, e) end
end

local function add_age(out, s, e)
  local score, sex, noun = age_score(s, e)
  if not score or score < 0.3 then return end
  local value, in_weeks = value_of(e)
  local from = e.from
  local at = age_word(s, e.from)
  if at then
    from = at
  elseif not e.unit and be[low(s, from - 1)] then
    from = from - 1
  end
  if value > 17 then return end -- an adult's
  if has(s, said, 1, e.from - 1) and not low(s, e.from - 1):find("^age") then return end
  if loose[low(s, e.from - 1)] then score = score * 0.8 end
  local words = span(s, from, e.to)
  out[#out + 1] = { field = "age", value = value, weeks = in_weeks, score = score, words = words }
  if sex then
    out[#out + 1] = { field = "sex", value = sex, score = math.min(0.95, score + 0.05), noun = true,
      words = span(s, math.min(e.from, noun), math.max(e.to, noun)) }
  end
end

--- Append what the sentence says of it to `out`.
function M.read(s, out)
  local i = 1
  while i <= #s do
    local e = expression_at(s, i)
    if e and not unusable(s, e) then
      add_age(out, s, e)
      i = e.to
    elseif e then
      i = e.to
    end
    i = i + 1
  end
end

return M
