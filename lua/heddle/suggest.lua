--- What heddle suggests and never counts: themes for labels that no theme matches and for findings of reviews not
-- yet coded, and attributes read from prose.
--
-- Each function of a corpus gives a list of { record = { kind, table }, suggestion = list }: the import record that
-- would confirm, and what speaks for it.

local core = require "heddle.core"
local label = require "heddle.suggest.label"
local material = require "heddle.suggest.material"
local rank = require "heddle.suggest.rank"

local M = {}

local SHOWN = 3   -- suggestions of a finding
local SURE = 0.6  -- a second or third theme is in the record from this score on
local MOST = 1000 -- aliases of a theme and themes of a finding that an import takes

-- Names of rows that tables have of their own; no theme may be called so.
local reserved = { ["no theme"] = true, ["unresolved"] = true, ["other themes"] = true, ["not yet coded"] = true,
  ["all"] = true }

local known = setmetatable({}, { __mode = "k" })

-- 0..1 with two decimals, never more than the method was sure of.
local function score(x)
  return math.floor(x * 100 + 1e-9) / 100
end

local function theme_entry(s, written)
  return { theme = s.theme, label = written, score = score(s.score), by = s.by, evidence = s.evidence }
end

-- The best theme of a label, nil if there is none; each form of writing is looked up once.
local function labeller(learned)
  local best = {}
  return function(written)
    local folded = core.fold(written)
    if best[folded] == nil then
      best[folded] = not reserved[folded] and label.match(learned.index, written)[1] or false
    end
    return best[folded] or nil
  end
end

-- What was learned from a corpus, once: what rank.learn gives, and `match`.
local function learn(c)
  if not known[c] then
    known[c] = rank.learn(material.of(c))
    known[c].match = labeller(known[c])
  end
  return known[c]
end

-- Unresolved labels, one of each form, in byte order.
local function unresolved(book)
  local list, seen, out = {}, {}, {}
  for _, f in ipairs(book.findings) do
    for _, written in ipairs(f.unresolved) do list[#list + 1] = written end
  end
  table.sort(list)
  for _, written in ipairs(list) do
    local folded = core.fold(written)
    if not seen[folded] then
      seen[folded] = true
      out[#out + 1] = written
    end
  end
  return out
end

--- Themes for labels that no theme matches: one `theme` record a theme, in codebook order, that has its aliases
-- and the labels.
function M.labels(c)
  local learned = learn(c)
  local by_theme, out = {}, {}
  for _, written in ipairs(unresolved(learned.book)) do
    local s = learned.match(written)
    if s then
      local entries = by_theme[s.theme] or {}
      by_theme[s.theme] = entries
      if #entries + #learned.book.by_code[s.theme].aliases < MOST then
        entries[#entries + 1] = theme_entry(s, written)
      end
    end
  end
  for _, theme in ipairs(learned.book.themes) do
    local entries = by_theme[theme.code]
    if entries and #entries > 0 then
      local aliases = table.move(theme.aliases, 1, #theme.aliases, 1, {})
      for _, entry in ipairs(entries) do aliases[#aliases + 1] = entry.label end
      out[#out + 1] = { record = { "theme", { code = theme.code, aliases = aliases } }, suggestion = entries }
    end
  end
  return out
end

local function text_of(f)
  return f.text ~= "" and f.text or table.concat(f.unresolved, ". ")
end

-- The themes that confirming the labels of a finding gives it, one a label: its record does not give them again,
-- since what is written twice is two mentions.
local function by_labels(f, match)
  local themes = {}
  for _, written in ipairs(f.unresolved) do
    local s = match(written)
    if s then themes[#themes + 1] = s.theme end
  end
  return themes
end

-- Whether a theme is one of these, or stands above or below one.
local function near(book, themes, code)
  for _, other in ipairs(themes) do
    if other == code or book.above(other, code) or book.above(code, other) then return true end
  end
  return false
end

-- The record that codes a finding, nil if nothing is to be said.  NAMED: themes that its labels give it.
local function finding_record(book, f, list, named)
  local themes, given = table.move(f.labels, 1, #f.labels, 1, {}), table.move(named, 1, #named, 1, {})
  local entries = {}
  for i = 1, math.min(SHOWN, #list) do
    local s = list[i]
    entries[i] = theme_entry(s)
    if (i == 1 or s.score >= SURE) and not near(book, given, s.theme) then
      themes[#themes + 1], given[#given + 1] = s.theme, s.theme
    end
  end
  if #given == #named or #themes > MOST then return nil end
  return { record = { "finding", { review = f.review, id = f.id, themes = themes } }, suggestion = entries }
end

--- Themes for findings without one, of reviews that are not yet coded: a `finding` record each, in the order of
-- :list().  In the record are the labels it has, the best theme, and others that are nearly sure and neither above
-- nor below it; the suggestion has up to three, best first.
function M.findings(c)
  local learned = learn(c)
  local out = {}
  for _, f in ipairs(learned.book.findings) do
    if not f.coded and not f.resolved then
      out[#out + 1] = finding_record(learned.book, f, rank.suggest(learned, text_of(f)), by_labels(f, learned.match))
    end
  end
  return out
end

--- Ages, sex and outcomes read from prose.
function M.attributes(c)
  return require("heddle.suggest.attributes").attributes(c)
end

--- The best theme of each finding that has a label no theme matches, or no label at all: a table from review, "\0",
-- finding id to a code.  Whether the review is coded makes no difference.
function M.theme_of(c)
  local learned = learn(c)
  local out = {}
  for _, f in ipairs(learned.book.findings) do
    local best
    for _, written in ipairs(f.unresolved) do
      local s = learned.match(written)
      if s and (not best or s.score > best.score) then best = s end
    end
    if not best and not f.resolved then best = rank.suggest(learned, text_of(f))[1] end
    if best and not f.has[best.theme] then out[f.review .. "\0" .. f.id] = best.theme end
  end
  return out
end

--- How often the suggestions would have been right (suggest/evaluate).
function M.evaluate(c)
  return require("heddle.suggest.evaluate").of(learn(c))
end

return M
