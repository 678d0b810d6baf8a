--- Whom prose speaks of: the child of the review, somebody else, or nobody who is plain.  What the readers of age,
-- sex and outcome share; pure, on the sentences of suggest/prose/words.

local M = {}

local function set(text)
  local t = {}
  for word in text:gmatch("%S+") do t[word] = true end
  return t
end

local be = set "is was were being turned"
local adverbs = set [[only just recently still then aged about approximately around approx roughly already nearly
  almost now currently]]
local determiners = set "a an the this that"
local possessives = set "his her their"
local going_on = set [[who whom when where while whilst which that at and but or in on with was is were had has
  have lived lives living died of from by because before after as known to for following being suffered found
  presented subject whose attended moved into]]
local generic_before = set "if when where whenever every any each all like such per unless"
local label_marks = set ": - | ="
local of_others = set "by with from and or to has had have having"
local about = set "review subject case concerns concerned concerning regarding about"
-- An age that stands with one of these is the age when it happened.
local events = set [[died death dead deceased die killed murdered fatal fatally incident accident injured injury
  injuries collapsed collapse stabbed stabbing drowned unresponsive hospital harmed overdose suicide notified
  notification collision burned scalded]]
local ended = set "died death deceased killed murdered fatally drowned"

local function low(s, i)
  local token = s[i]
  return token and token.low or ""
end

local function span(s, from, to)
  return s.text:sub(s[from].from, s[to].to)
end

local function has(s, words, from, to)
  for i = from, to do
    if words[low(s, i)] then return true end
  end
  return false
end

--- The child or somebody else that a pronoun at i stands for: "child" only where no one else of that sex is named
-- before it, here or in the sentence before.  Also how sure that is.
local function resolve(s, i)
  local sex = s[i].person.sex
  local child
  local function look(sentence, from)
    for k = from, 1, -1 do
      local p = sentence[k].person
      if p and not p.plural and p.who ~= "pronoun" and (not p.sex or p.sex == sex) then
        if p.who == "other" then return "other" end
        child = child or (p.name and 0.9 or 0.8)
      end
    end
  end
  if look(s, i - 1) == "other" then return "other" end
  if child then return "child", child end
  if s.before then
    if look(s.before, #s.before) == "other" then return "other" end
    if child then return "child", child - 0.1 end
  end
  return "child", 0.65
end

-- Who the person at i is: "child" with a score, "other", or nil.
local function who(s, i)
  local p = s[i] and s[i].person
  if not p or s[i].poss then return nil end
  if p.plural then return "other" end
  if p.who == "pronoun" then
    if possessives[low(s, i)] then return nil end
    return resolve(s, i)
  end
  return p.who, p.name and 0.9 or 0.8
end

-- The nearest person before i that is nobody's possessor.
local function left_person(s, i)
  for k = i, 1, -1 do
    local is, score = who(s, k)
    if is then return is, score, k end
  end
end

-- The subject of a form of "to be" at k: who it is.
local function subject(s, k)
  local i = k - 1
  while adverbs[low(s, i)] or low(s, i) == "had" or low(s, i) == "who" or low(s, i) == "also" do i = i - 1 end
  if low(s, i) == "," and low(s, i + 1) == "who" then i = i - 1 end
  if s[i] and s[i].person then return who(s, i) end
  if low(s, i) == "," or low(s, i) == ")" then
    for p = 1, i do
      local is, score = who(s, p)
      if is then return is, score, p end
    end
  end
  return nil
end

M.set = set
M.low = low
M.span = span
M.has = has
M.resolve = resolve
M.who = who
M.left_person = left_person
M.subject = subject
M.be = be
M.adverbs = adverbs
M.determiners = determiners
M.possessives = possessives
M.going_on = going_on
M.generic_before = generic_before
M.label_marks = label_marks
M.of_others = of_others
M.about = about
M.events = events
M.ended = ended

return M
