--- How often the suggestions are right: what they are for each coded finding as if it had never been coded, and for
-- each alias as if it had never been written, compared with what the coders decided.
--
-- A finding is taken out of the model by subtracting it, and names of the codebook that are written like its text or
-- its labels are left out: what it was coded with says nothing about how the next one is found.

local core = require "heddle.core"
local label = require "heddle.suggest.label"
local model = require "heddle.suggest.model"
local rank = require "heddle.suggest.rank"

local M = {}

local FIRST = 3 -- suggestions that somebody reads

local function new_tally()
  return { n = 0, suggested = 0, first = 0, among = 0, by = {}, bands = {} }
end

local function cell(t, key)
  if not t[key] then t[key] = { n = 0, right = 0 } end
  return t[key]
end

-- One case: the suggestions LIST, and the set of right themes.
local function count(tally, list, right)
  tally.n = tally.n + 1
  local s = list[1]
  if not s then return end
  tally.suggested = tally.suggested + 1
  local ok = right[s.theme] and 1 or 0
  tally.first = tally.first + ok
  for i = 1, math.min(FIRST, #list) do
    if right[list[i].theme] then
      tally.among = tally.among + 1
      break
    end
  end
  if not s.by then return end
  for _, entry in ipairs { cell(tally.by, s.by), cell(tally.bands, math.min(9, math.floor(s.score * 10))) } do
    entry.n, entry.right = entry.n + 1, entry.right + ok
  end
end

local function set_of(list)
  local set = {}
  for _, value in ipairs(list) do set[value] = true end
  return set
end

--- What would be suggested for a coded finding had it never been seen.
function M.left_out(learned, f)
  local names = table.move(f.labels, 1, #f.labels, 1, {})
  names[#names + 1] = f.text
  return rank.suggest(learned, f.text, { names = names, documents = { f.document } }), names
end

local function model_alone(learned, f)
  local list = model.score(learned.model, f.document.words, { f.document })
  for _, s in ipairs(list) do s.place = learned.book.by_code[s.theme].place end
  label.sort(list)
  return list
end

local function by_theme(themes, f, s)
  for _, code in ipairs(f.codes) do
    local entry = themes[code]
    entry.n = entry.n + 1
    if s and s.theme == code then entry.right = entry.right + 1 end
  end
  if s then themes[s.theme].suggested = themes[s.theme].suggested + 1 end
end

-- How many coded findings have a text, by the text.
local function texts_of(findings)
  local n = {}
  for _, f in ipairs(findings) do
    if f.document then
      local folded = core.fold(f.text)
      n[folded] = (n[folded] or 0) + 1
    end
  end
  return n
end

local function findings_of(learned, result)
  local book = learned.book
  local texts = texts_of(book.findings)
  for _, f in ipairs(book.findings) do
    if f.document then
      local right = set_of(f.codes)
      local list, names = M.left_out(learned, f)
      count(result.all, list, right)
      if texts[core.fold(f.text)] == 1 then count(result.once, list, right) end
      count(result.names, label.match(learned.index, f.text, names), right)
      count(result.text, model_alone(learned, f), right)
      by_theme(result.themes, f, list[1])
    elseif f.coded and #f.codes > 0 then
      result.without_text = result.without_text + 1
    end
  end
end

--- From what rank.learn gave: tallies `all`, `once` (findings whose text no other coded finding has), `names` and
-- `text` (each method alone), `labels` (aliases), `themes` by code, and how many coded findings have no text.
function M.of(learned)
  local result = { themes = {}, without_text = 0, book = learned.book }
  for _, key in ipairs { "all", "once", "names", "text", "labels" } do result[key] = new_tally() end
  for _, theme in ipairs(learned.book.themes) do result.themes[theme.code] = { n = 0, right = 0, suggested = 0 } end
  findings_of(learned, result)
  for _, name in ipairs(learned.book.names) do
    if name.alias then
      count(result.labels, label.match(learned.index, name.name, { name.name }), { [name.theme] = true })
    end
  end
  return result
end

return M
