--- Which theme a label names, by the codebook's own names: the same words in another form ("alias"), words in
-- common ("words"), or a slip of spelling ("spelling").

local core = require "heddle.core"
local words = require "heddle.suggest.words"

local M = {}

local COMMON = 100   -- names that may share a word before it brings them in
local LIKE = 0.4     -- the least likeness of two names
local ALONE = 0.55   -- the same where they share one word only
local EXTRA = 0.35   -- what a word of the label that the name lacks takes off, as a part of its weight
local MISSING = 0.65 -- what a word of the name that the label lacks takes off
local ALIAS = 0.95   -- the same words in another order or form
local NEAREST = 5    -- names that are compared letter by letter
local SPOKE = 8      -- words named as evidence
local LONGEST = 80   -- bytes of a label that is compared letter by letter

local none = {}

local function key_of(stems)
  local sorted = table.move(stems, 1, #stems, 1, {})
  table.sort(sorted)
  return table.concat(sorted, " ")
end

local function add(lists, key, i)
  local list = lists[key]
  if not list then
    list = {}
    lists[key] = list
  end
  if list[#list] ~= i then list[#list + 1] = i end
end

local function trigrams(folded)
  local out, seen, text = {}, {}, " " .. folded .. " "
  for i = 1, #text - 2 do
    local gram = text:sub(i, i + 2)
    if not seen[gram] then
      seen[gram] = true
      out[#out + 1] = gram
    end
  end
  return out
end

--- NAMES are { name =, theme = key, place = the theme's place in the codebook }.
function M.index(names)
  local index = { names = {}, by_word = {}, by_key = {}, by_folded = {}, by_length = {}, df = {} }
  for i, n in ipairs(names) do
    local stems = words.of(n.name)
    local folded = core.fold(n.name)
    index.names[i] = { name = n.name, theme = n.theme, place = n.place, stems = stems, folded = folded }
    add(index.by_folded, folded, i)
    if #stems > 0 then add(index.by_key, key_of(stems), i) end
    for _, s in ipairs(stems) do
      add(index.by_word, s, i)
      index.df[s] = (index.df[s] or 0) + 1
    end
    if #folded <= LONGEST then
      local grams = index.by_length[#folded] or {}
      index.by_length[#folded] = grams
      for _, gram in ipairs(trigrams(folded)) do add(grams, gram, i) end
    end
  end
  return index
end

-- The places of the names that are left out: those written like one of TEXTS.
local function left_out(index, texts)
  local out, df, n = {}, {}, 0
  for _, text in ipairs(texts or {}) do
    for _, i in ipairs(index.by_folded[core.fold(text)] or {}) do
      if not out[i] then
        out[i], n = true, n + 1
        for _, s in ipairs(index.names[i].stems) do df[s] = (df[s] or 0) + 1 end
      end
    end
  end
  return out, df, n
end

-- The names of a list that are not left out; none if they are too many to say anything.
local function live(list, out)
  if not list then return none end
  if not next(out) then return #list <= COMMON and list or none end
  local kept = {}
  for _, i in ipairs(list) do
    if not out[i] then
      kept[#kept + 1] = i
      if #kept > COMMON then return none end
    end
  end
  return kept
end

-- Rare words weigh more: the fewer names have one, the more it says which name is meant.
local function weigher(index, off, n_off)
  local n, known = #index.names - n_off, {}
  return function(s)
    local weight = known[s]
    if not weight then
      weight = math.log(1 + n / math.max(1, (index.df[s] or 0) - (off[s] or 0)))
      known[s] = weight
    end
    return weight
  end
end

-- Damerau-Levenshtein of bytes within LIMIT, else nil; rows are as wide as the limit.
local function distance(a, b, limit)
  if math.abs(#a - #b) > limit then return nil end
  local before, above = nil, {}
  for j = 0, #b do above[j] = j end
  for i = 1, #a do
    local row = { [0] = i }
    local from, to, least = math.max(1, i - limit), math.min(#b, i + limit), limit + 1
    for j = from, to do
      local same = a:byte(i) == b:byte(j)
      local d = (above[j - 1] or limit + 1) + (same and 0 or 1)
      d = math.min(d, (above[j] or limit + 1) + 1, (row[j - 1] or limit + 1) + 1)
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        d = math.min(d, (before[j - 2] or limit + 1) + 1)
      end
      row[j], least = d, math.min(least, d)
    end
    if from > 1 then row[0] = nil end
    if least > limit then return nil end
    before, above = above, row
  end
  return above[#b] and above[#b] <= limit and above[#b] or nil
end

-- The names, at most `limit` bytes longer or shorter, that share most of the label's runs of three letters.
local function like_letters(index, folded, out, limit)
  local shared, order, grams = {}, {}, trigrams(folded)
  for length = #folded - limit, #folded + limit do
    local by_gram = index.by_length[length]
    for g = 1, by_gram and #grams or 0 do
      for _, i in ipairs(by_gram[grams[g]] or none) do
        if not out[i] then
          if not shared[i] then order[#order + 1] = i end
          shared[i] = (shared[i] or 0) + 1
        end
      end
    end
  end
  table.sort(order, function(a, b)
    if shared[a] ~= shared[b] then return shared[a] > shared[b] end
    return a < b
  end)
  return order
end

-- The names with a word of the label; by name the weight and the number of the words they share; the label's weight.
local function like_words(index, stems, out, weight)
  local order, shared, number, own = {}, {}, {}, 0
  for _, s in ipairs(stems) do
    local w = weight(s)
    own = own + w
    for _, i in ipairs(live(index.by_word[s], out)) do
      if not shared[i] then
        order[#order + 1] = i
        shared[i], number[i] = w, 1
      else
        shared[i], number[i] = shared[i] + w, number[i] + 1
      end
    end
  end
  return order, shared, number, own
end

-- How like a name is to a label, nil if it is not: the weight of the words they share, as a part of that and of what
-- the words weigh that only one of them has.
local function likeness(name, shared, number, own, weight)
  local least, mine = number > 1 and LIKE or ALONE, shared + EXTRA * (own - shared)
  if shared / mine < least then return nil end -- what the label lacks only makes it less
  local all = 0
  for _, s in ipairs(name.stems) do all = all + weight(s) end
  local score = shared / (mine + MISSING * (all - shared))
  return score >= least and math.min(score, ALIAS - 0.01) or nil
end

-- Long names and words are cut: evidence is to be read.
local function short(text)
  local cut = core.prefix(text, 60)
  return #cut < #text and cut .. "..." or text
end

-- The words of a text that a name has too, as they were written.
local function in_common(index, i, stems, shown)
  local has, out = {}, {}
  for _, s in ipairs(index.names[i].stems) do has[s] = true end
  for _, s in ipairs(stems) do
    if has[s] and #out < SPOKE then out[#out + 1] = short(shown[s]) end
  end
  return table.concat(out, ", ")
end

-- The best of each theme, best first; ties in the codebook's order.
local function best_of(found)
  local by_theme, out = {}, {}
  for _, f in ipairs(found) do
    local known = by_theme[f.theme]
    if not known then
      by_theme[f.theme] = f
      out[#out + 1] = f
    elseif f.score > known.score then
      for key, value in next, f do known[key] = value end
    end
  end
  M.sort(out)
  return out
end

--- Order suggestions: best first, ties in the codebook's order.
function M.sort(list)
  table.sort(list, function(a, b)
    if a.score ~= b.score then return a.score > b.score end
    return a.place < b.place
  end)
end

local function spelled(index, folded, out, found)
  if #folded > LONGEST or #folded < 4 then return end
  local limit = math.max(1, math.min(3, #folded // 5))
  local near = like_letters(index, folded, out, limit)
  for k = 1, math.min(NEAREST, #near) do
    local n = index.names[near[k]]
    local d = distance(folded, n.folded, limit)
    if d then
      found[#found + 1] = { theme = n.theme, place = n.place, score = 1 - d / #folded, by = "spelling",
        evidence = ("%d %s from '%s'"):format(d, d == 1 and "letter" or "letters", short(n.name)) }
    end
  end
end

--- What LABEL may be: a list of { theme =, place =, score =, by =, evidence = }, one a theme, best first.
-- WITHOUT: texts; names of the codebook written like one of them are left out.  STEMS, SHOWN: what words.of says of
-- the label, where that is known.
function M.match(index, label, without, stems, shown)
  local out, off, n_off = left_out(index, without)
  local found = {}
  if not stems then stems, shown = words.of(label) end
  for _, i in ipairs(#stems > 0 and index.by_key[key_of(stems)] or {}) do
    local n = index.names[i]
    if not out[i] then
      found[#found + 1] = { theme = n.theme, place = n.place, score = ALIAS, by = "alias",
        evidence = ("the words of '%s'"):format(short(n.name)) }
    end
  end
  local weight = weigher(index, off, n_off)
  local order, shared, number, own = like_words(index, stems, out, weight)
  for _, i in ipairs(order) do
    local n = index.names[i]
    local score = likeness(n, shared[i], number[i], own, weight)
    if score then
      found[#found + 1] = { theme = n.theme, place = n.place, score = score, by = "words",
        evidence = ("'%s': %s"):format(short(n.name), in_common(index, i, stems, shown)) }
    end
  end
  spelled(index, core.fold(label), out, found)
  return best_of(found)
end

return M
