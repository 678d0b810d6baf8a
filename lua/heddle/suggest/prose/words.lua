--- Prose as sentences of tokens, and which tokens are persons: the child a review concerns, somebody
-- else, or a pronoun.  Pure: text in, tables out.
--
-- A token: text, low (lower case), from and to (bytes of the sentence's text), num (a number, also
-- written as a word), word (it is one), part (of the child's name), poss ("'s" stood behind it), person (see `mark`).

local M = {}

local function set(text)
  local t = {}
  for word in text:gmatch("%S+") do t[word] = true end
  return t
end

local numbers = {
  zero = 0, one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10,
  eleven = 11, twelve = 12, thirteen = 13, fourteen = 14, fifteen = 15, sixteen = 16, seventeen = 17, eighteen = 18,
  nineteen = 19, twenty = 20, thirty = 30, forty = 40, fifty = 50, sixty = 60, seventy = 70, eighty = 80, ninety = 90,
}

-- Nouns that may stand for the child of the review, and the sex they tell.
local child_nouns = {
  child = "", baby = "", infant = "", toddler = "", newborn = "", teenager = "", teen = "", adolescent = "", youth = "",
  youngster = "", pupil = "", student = "", minor = "", boy = "male", son = "male", male = "male", girl = "female",
  daughter = "female", female = "female",
}
local young = { person = "", man = "male", woman = "female", lady = "female" } -- behind "young"
local child_plurals = set [[children babies infants toddlers newborns teenagers teens adolescents youths youngsters
  pupils students minors boys sons males girls daughters females twins triplets people]]

-- Everybody else, and their sex where the word tells it.
local others = {}
for word in ([[mother mum mam mummy mom stepmother stepmum grandmother grandma nana nan gran granny aunt auntie sister
  stepsister girlfriend wife woman lady niece stepdaughter granddaughter mgm pgm midwife mothers]]):gmatch("%S+") do
  others[word] = "female"
end
for word in ([[father dad daddy stepfather stepdad grandfather grandad granddad uncle brother stepbrother boyfriend
  husband man nephew stepson grandson mgf pgf]]):gmatch("%S+") do
  others[word] = "male"
end
for word in ([[parent partner carer guardian sibling cousin friend peer officer worker teacher nurse doctor gp visitor
  practitioner professional neighbour relative adult perpetrator offender suspect driver passenger twin stepchild
  grandparent grandchild spouse lodger stranger paramedic consultant babysitter childminder caregiver manager
  coach tutor solicitor judge victim]]):gmatch("%S+") do
  others[word] = ""
end
local other_plurals = set [[mothers fathers parents carers sisters brothers siblings cousins friends peers officers
  workers adults relatives professionals practitioners grandparents neighbours men women nurses doctors teachers
  police staff stepbrothers stepsisters partners perpetrators offenders uncles aunts]]

local pronouns = {
  he = "male", him = "male", his = "male", himself = "male",
  she = "female", her = "female", hers = "female", herself = "female",
}

-- Before a child's noun they make it another child, or no child at all.
local other_words = set [[other another older elder eldest oldest younger youngest second third adult unknown half
  foster step unrelated different first]]

local several = set "and siblings twins children family"
local generic = set [[child baby family young person review rapid lcspr case national infant boy girl adult the a an i
  number local learning in of and]]

-- ---- tokens ----

local plain = {
  ["\u{2019}"] = "'", ["\u{2018}"] = "'", ["\u{201C}"] = '"', ["\u{201D}"] = '"', ["\u{2013}"] = "-",
  ["\u{2014}"] = "-", ["\u{2010}"] = "-", ["\u{2011}"] = "-", ["\u{A0}"] = " ", ["\u{BD}"] = ".5",
}

local function normal(text)
  return (text:gsub(utf8.charpattern, plain):gsub("%*%*", ""):gsub("__", ""):gsub("[\r\t]", " "))
end

local function word_token(text, at)
  local word = text:match("^[%a\128-\255][%w\128-\255]*", at)
  local to = at + #word - 1
  local tail = text:match("^'%a+", to + 1)
  local poss = tail == "'s" and not ({ he = 1, she = 1, it = 1, there = 1 })[word:lower()]
  if tail then to = to + #tail end
  local low = word:lower()
  return { text = word, low = low, from = at, to = to, word = true, poss = poss or nil, num = numbers[low],
    is = tail == "'s" and not poss or nil }
end

local function tokens_of(text)
  local list, at = {}, 1
  while at <= #text do
    local char = text:sub(at, at)
    local token
    if char:find("%d") then
      local digits = text:match("^%d+,%d%d%d[%d,]*", at) or text:match("^%d+%.%d+", at) or text:match("^%d+", at)
      token = { text = digits, low = digits, from = at, to = at + #digits - 1, num = tonumber((digits:gsub(",", ""))) }
    elseif char:find("[%a\128-\255]") then
      token = word_token(text, at)
    elseif char == " " then
      at = at + 1
    else
      token = { text = char, low = char, from = at, to = at }
    end
    if token then
      list[#list + 1] = token
      at = token.to + 1
    end
  end
  return list
end

local abbreviations = set "approx e g i etc dr mr mrs ms st no yrs mths yr mth wks c"

-- Whether the token at i ends its sentence.
local function ends(text, list, i)
  local token = list[i]
  if token.low == "!" or token.low == "?" or token.low == "\n" or token.low == ";" then return true end
  if token.low ~= "." then return false end
  local before, after = list[i - 1], list[i + 1]
  if before and abbreviations[before.low] then return false end
  if not after then return true end
  return text:find("^%s", token.to + 1) ~= nil and after.text:find("^[%u%d\"'\n\128-\255]") ~= nil
end

-- ---- persons ----

-- Does one of `names` (lists of lower-case words) stand at i, beginning with a capital? Its length.
local function name_at(list, i, names)
  for _, name in ipairs(names) do
    local fits = list[i].text:find("^[%u%d\128-\255]") ~= nil
    for k, word in ipairs(name) do
      local token = list[i + k - 1]
      fits = fits and token ~= nil and token.low == word and (k == #name or not token.poss)
    end
    if fits then return #name end
  end
end

local function modified(list, i)
  for k = i - 1, math.max(1, i - 3), -1 do
    if not list[k].word and list[k].low ~= "-" then return false end
    if other_words[list[k].low] then return true end
  end
  return false
end

-- person = { who = "child" "other" "pronoun", sex, plural, name }
local function noun_at(list, i)
  local token, before, after = list[i], list[i - 1], list[i + 1]
  local low = token.low
  local sex = before and before.low == "young" and young[low] or child_nouns[low]
  if pronouns[low] then return { who = "pronoun", sex = pronouns[low] } end
  if other_plurals[low] or child_plurals[low] then return { who = "other", plural = true } end
  if others[low] and not sex then return { who = "other", sex = others[low] ~= "" and others[low] or nil } end
  if not sex then return nil end
  -- "Child B" when the review's is Child A.
  if after and after.text:find("^%u$") and after.text ~= "I" and after.text ~= "A" then return { who = "other" } end
  if modified(list, i) then return { who = "other", sex = sex ~= "" and sex or nil } end
  return { who = "child", sex = sex ~= "" and sex or nil }
end

-- Words behind "child" or "baby" that make it no person.
local compound = set "protection death safeguarding sexual abuse exploitation care services in poverty social health"

local function mark(list, names)
  local i = 1
  while i <= #list do
    local token = list[i]
    local length = token.word and name_at(list, i, names)
    if length then
      local last = list[i + length - 1]
      last.person = { who = "child", name = true }
      for k = i, i + length - 1 do list[k].part = true end
      i = i + length
    else
      if token.word then
        local after = list[i + 1]
        local person = noun_at(list, i)
        local thing = person and person.who == "child" and (token.low == "child" or token.low == "youth") and after
          and compound[after.low] and not token.poss
        local adjective = person and (token.low == "male" or token.low == "female") and after
          and (child_nouns[after.low] or others[after.low]) ~= nil
        if adjective then
          after.adjective = token.low
        elseif not thing then
          token.person = person
        end
        if token.person and token.adjective then token.person.sex = token.adjective end
      end
      i = i + 1
    end
  end
end

--- The sentences of `text`: { text =, [1] = token ... }, with persons marked.
function M.sentences(text, names)
  text = normal(text)
  local all, out, sentence = tokens_of(text), {}, { text = text }
  for i, token in ipairs(all) do
    if ends(text, all, i) then
      if #sentence > 0 then out[#out + 1] = sentence end
      sentence = { text = text }
    else
      sentence[#sentence + 1] = token
    end
  end
  if #sentence > 0 then out[#out + 1] = sentence end
  for _, s in ipairs(out) do mark(s, names) end
  return out
end

-- ---- names ----

local function words_of(id)
  local words = {}
  for word in id:gmatch("[%w\128-\255]+") do words[#words + 1] = word:lower() end
  return words
end

--- What prose may call the child of a review with these ids, longest first; nil when the ids speak of
-- several children or of a subject.
function M.names(ids)
  local names, seen = {}, {}
  local function add(words)
    local key = table.concat(words, " ")
    if #words > 0 and not seen[key] then
      seen[key] = true
      names[#names + 1] = words
    end
  end
  for _, id in ipairs(ids) do
    local words = words_of(id)
    if #words > 3 then return nil end
    for _, word in ipairs(words) do
      if several[word] then return nil end
    end
    add(words)
    local first, last = words[1], words[#words]
    if #words > 1 and first and not generic[first] and not first:find("^%d+$") then add { first } end
    if #words > 1 and last:find("^%a$") and last ~= "a" and last ~= "i" then add { last } end
  end
  for i = #names, 1, -1 do
    local only = names[i]
    if #only == 1 and (generic[only[1]] or #only[1] == 1 and (only[1] == "a" or only[1] == "i")) then
      table.remove(names, i)
    end
  end
  table.sort(names, function(a, b)
    if #a ~= #b then return #a > #b end
    return table.concat(a, " ") < table.concat(b, " ")
  end)
  return names
end

return M
