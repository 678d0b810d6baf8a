--- The sex of the child in prose: nouns ("a happy boy", "Mother's son"), labels, and with a low score pronouns
-- where nobody else of that sex is named before.

local whom = require "heddle.suggest.prose.whom"

local M = {}

local low, span, has, resolve = whom.low, whom.span, whom.has, whom.resolve
local left_person, subject, be = whom.left_person, whom.subject, whom.be
local determiners, possessives, going_on = whom.determiners, whom.possessives, whom.going_on
local generic_before = whom.generic_before
local label_marks, of_others, about, events = whom.label_marks, whom.of_others, whom.about, whom.events

local values = { male = "male", m = "male", boy = "male", female = "female", f = "female", girl = "female" }

-- "Sex: male": the value and the place of its word.
local function sex_label(s, i)
  if low(s, i) ~= "sex" and low(s, i) ~= "gender" then return nil end
  local k = i + 1
  if not label_marks[low(s, k)] then return nil end
  local word = low(s, k + 1)
  if i > 1 and left_person(s, i - 1) == "other" then return nil end
  return values[word], k + 1
end

local function stops(s, i)
  local word = low(s, i)
  return determiners[word] or possessives[word] or s[i].poss or be[word] or going_on[word]
    or not s[i].word and word ~= ","
end

-- A noun that tells the sex: how sure it is that it is the child's; an age before it was read already.
local function noun_score(s, i)
  local before = i - 1
  while before >= 1 and not stops(s, before) and i - before < 5 do
    if s[before].num or low(s, before) == "old" then return nil end
    before = before - 1
  end
  local det = low(s, before)
  local k = determiners[det] and before - 1 or before
  local word = low(s, i)
  if be[low(s, k)] then
    local is, score = subject(s, k)
    return is == "child" and score or nil
  end
  if word == "male" or word == "female" then return nil end
  if word == "son" or word == "daughter" then
    if s[before] and s[before].poss and s[before].person then return s[before].person.who == "other" and 0.6 or nil end
    return possessives[det] and resolve(s, before) == "other" and 0.6 or nil
  end
  if possessives[det] or s[before] and s[before].poss then return nil end
  if generic_before[low(s, k)] or generic_before[det] then return nil end
  if det == "the" or det == "this" then return 0.75 end
  if of_others[low(s, k)] or not has(s, events, 1, #s) and not about[low(s, k)] then return nil end
  return (det == "a" or det == "an" or before < 1) and 0.6 or nil
end

--- Append what the sentence says of it to `out`.
function M.read(s, out)
  for i = 1, #s do
    local token = s[i]
    local labelled, to = sex_label(s, i)
    local p = token.person
    if labelled then
      out[#out + 1] = { field = "sex", value = labelled, score = 0.9, noun = true, words = span(s, i, to) }
    elseif p and p.who == "child" and p.sex and not p.name and not p.plural then
      local score = noun_score(s, i)
      if score then out[#out + 1] = { field = "sex", value = p.sex, score = score, noun = true, words = token.text } end
    elseif p and p.who == "pronoun" then
      local is, sure = resolve(s, i)
      if is == "child" and sure >= 0.8 then
        out[#out + 1] = { field = "sex", value = p.sex, score = 0.45, words = token.low }
      end
    end
  end
end

return M
