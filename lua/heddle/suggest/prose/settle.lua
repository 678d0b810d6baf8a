--- What several readings of one review (suggest/prose.lua) come to: at most one value of each attribute, with a score
-- and the places it was read.  Pure.
--
-- A reading has a `place` too ("line 64").  Where readings disagree:
--   age       the value read with the best score, at 0.40 and with every reading as evidence, if it stands 0.20
--             above each other one; else none
--   sex       nouns before pronouns; three times as often as the other, at 0.40 with every reading; else none
--   outcome   a death after harm is a death

local M = {}

local least = 0.3    -- below it nothing is suggested
local clear = 0.2    -- between the best age and the next
local disputed = 0.4 -- the score of what was not read everywhere
local most = 4       -- places named

local function evidence(readings)
  local parts, seen, more = {}, {}, 0
  for _, r in ipairs(readings) do
    local text = r.place .. ": " .. r.words
    if not seen[text] then
      seen[text] = true
      if #parts < most then parts[#parts + 1] = text else more = more + 1 end
    end
  end
  local text = table.concat(parts, "; ")
  return more == 0 and text or ("%s and %d more"):format(text, more)
end

-- The readings of each value, in the order they come, and the best score of it.
local function by_value(readings)
  local groups, order = {}, {}
  for _, r in ipairs(readings) do
    local group = groups[r.value]
    if not group then
      group = { value = r.value, best = 0 }
      groups[r.value] = group
      order[#order + 1] = group
    end
    group[#group + 1] = r
    group.best = math.max(group.best, r.score)
  end
  return order
end

local function settled(value, score, readings)
  if score < least then return nil end
  return { value = value, score = math.floor(score * 100 + 0.5) / 100, evidence = evidence(readings) }
end

local function age_of(readings)
  local groups = by_value(readings)
  if #groups == 0 then return nil end
  local top = groups[1]
  for _, group in ipairs(groups) do
    if group.best > top.best then top = group end
  end
  for _, group in ipairs(groups) do
    if group ~= top and top.best - group.best < clear then return nil end
  end
  local age
  if #groups > 1 then age = settled(top.value, disputed, readings) else age = settled(top.value, top.best, top) end
  return age, top
end

-- Weeks, where every reading that tells them tells the same.
local function weeks_of(age, group)
  local told, weeks = {}, nil
  for _, r in ipairs(group) do
    if r.weeks then
      if weeks and weeks ~= r.weeks then return nil end
      weeks = r.weeks
      told[#told + 1] = r
    end
  end
  return weeks and settled(weeks, age.score, told)
end

local function count(readings, value)
  local n = 0
  for _, r in ipairs(readings) do
    if r.value == value then n = n + 1 end
  end
  return n
end

local function sex_of(readings)
  local nouns, pronouns = {}, {}
  for _, r in ipairs(readings) do
    local list = r.noun and nouns or pronouns
    list[#list + 1] = r
  end
  local read = #nouns > 0 and nouns or pronouns
  if #read == 0 then return nil end
  local female, male = count(read, "female"), count(read, "male")
  local value = female > male and "female" or "male"
  local n, others = math.max(female, male), math.min(female, male)
  if others > 0 then return n >= 3 * others and settled(value, disputed, read) or nil end
  if read == nouns then
    local best = 0
    for _, r in ipairs(nouns) do best = math.max(best, r.score) end
    local against = count(pronouns, value == "male" and "female" or "male")
    if against > 0 and count(pronouns, value) < 3 * against then
      return best >= 0.9 and settled(value, disputed, readings) or nil
    end
    return settled(value, best, nouns)
  end
  return settled(value, n == 1 and 0.45 or n == 2 and 0.55 or 0.6, pronouns)
end

local function outcome_of(readings)
  local groups = by_value(readings)
  local chosen = groups[1]
  for _, group in ipairs(groups) do
    if group.value == "death" then chosen = group end
  end
  return chosen and settled(chosen.value, chosen.best, chosen)
end

--- { age =, age_weeks =, sex =, outcome = }, each { value, score, evidence } or nil.  The outcome is "death" or "harm".
function M.settle(readings)
  local of = { age = {}, sex = {}, outcome = {} }
  for _, r in ipairs(readings) do table.insert(of[r.field], r) end
  local age, group = age_of(of.age)
  return { age = age, age_weeks = age and weeks_of(age, group), sex = sex_of(of.sex), outcome = outcome_of(of.outcome) }
end

return M
