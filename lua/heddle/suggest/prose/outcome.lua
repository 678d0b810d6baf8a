--- What became of the child: that the child died, or was seriously harmed.  Risks, fears, thresholds and other
-- people's deaths are no outcome.

local whom = require "heddle.suggest.prose.whom"

local M = {}

local set, low, span, has = whom.set, whom.low, whom.span, whom.has
local resolve, who, left_person, be = whom.resolve, whom.who, whom.left_person, whom.be
local possessives, going_on = whom.possessives, whom.going_on

local unreal = set [[risk could would may might if wish wished want wanted fear feared threat threatened potentially
  near nearly almost not never no prevent avoid avoided thought possible possibility likelihood likely attempted cause
  panel overview review thoughts non reduce case]]
local taking = set "took taken lost ended"
local not_a_death = set "threats threat overview review"
local severe = set "serious severe critical catastrophic life threatening changing significant multiple extensive grave"
local severely = set "seriously severely critically badly gravely catastrophically"
local harmed = set "injured harmed hurt burned burnt scalded"
local harm = set "injury injuries harm burns"
local suffering = set "sustained suffered received experienced sustaining suffering with"

-- Who the word at i is said of: the nearest person before it.
local function said_of_child(s, i)
  local is, score = left_person(s, i - 1)
  if is ~= "child" then return nil end
  return score
end

-- "X's death", "her death", "the death of X"
local function death_of_child(s, i)
  local owner = s[i - 1]
  if owner and owner.person then
    local p = owner.person
    if p.who == "pronoun" then
      local is, score = resolve(s, i - 1)
      return is == "child" and score - 0.05 or nil
    end
    return owner.poss and p.who == "child" and (p.name and 0.9 or 0.8) or nil
  end
  if low(s, i + 1) ~= "of" then return nil end
  for k = i + 2, math.min(#s, i + 10) do
    local p = s[k].person
    if p then
      if s[k].poss or p.who ~= "child" or p.plural then return nil end
      return p.name and 0.9 or 0.7
    end
    if going_on[low(s, k)] then return nil end
  end
end

local function death_at(s, i)
  local word = low(s, i)
  local hypothetical = has(s, unreal, math.max(1, i - 4), i - 1)
  if word == "death" then
    return not hypothetical and not not_a_death[low(s, i + 1)] and death_of_child(s, i) or nil
  end
  if hypothetical then return nil end
  if word == "died" or word == "deceased" or word == "murdered" or word == "drowned" or word == "fatally" then
    return said_of_child(s, i)
  end
  if word == "killed" and (be[low(s, i - 1)] or low(s, i - 1) == "fatally") then return said_of_child(s, i) end
  if word == "dead" and (low(s, i - 1) == "found" or low(s, i - 1) == "pronounced") then return said_of_child(s, i) end
  if word == "away" and low(s, i - 1) == "passed" then return said_of_child(s, i) end
  if word == "life" and s[i - 1] and (low(s, i - 1) == "own" or possessives[low(s, i - 1)]) then
    local k = low(s, i - 1) == "own" and i - 3 or i - 2
    if taking[low(s, k)] then return said_of_child(s, k) end
  end
  if word == "fatal" and (harm[low(s, i + 1)] or low(s, i + 1) == "accident" or low(s, i + 1) == "collision") then
    local score = said_of_child(s, i)
    return score and score - 0.1
  end
end

local function harm_at(s, i)
  local word = low(s, i)
  if has(s, unreal, math.max(1, i - 5), i - 1) then return nil end
  if harmed[word] and severely[low(s, i - 1)] then
    local score = said_of_child(s, i)
    return score and score - 0.15
  end
  if harm[word] and has(s, severe, math.max(1, i - 4), i - 1) and has(s, suffering, math.max(1, i - 8), i - 1) then
    if word == "harm" and low(s, i - 1) == "significant" then return nil end -- the words of a threshold
    local score = said_of_child(s, i)
    return score and score - 0.2
  end
  if word == "survived" then
    local is, score = who(s, i - 1)
    return is == "child" and score - 0.3 or nil
  end
end

--- Append what the sentence says of it to `out`.
function M.read(s, out)
  for i = 1, #s do
    local death, hurt = death_at(s, i), nil
    if not death then hurt = harm_at(s, i) end
    if death or hurt then
      local from = math.max(1, low(s, i - 2) == "-" and i - 3 or i - 1)
      if s[from].person and s[from].person.who ~= "pronoun" and low(s, i) ~= "death" then from = i end
      out[#out + 1] = { field = "outcome", value = death and "death" or "harm", score = death or hurt,
        words = span(s, from, i) }
    end
  end
end

return M
