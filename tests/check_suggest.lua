--- Suggestions on random codebooks and findings, against slow and simple ways to the same answers: leaving a finding or an
-- alias out by subtraction must say what learning again without it says, and the model what a count over all
-- documents says.
--
--   lua5.4 tests/check_suggest.lua [SEED]      from the checkout's folder
--
-- The last line is "N passed, N failed"; a corpus is one test.  A failed one is printed with its seed, which makes
-- it again.

package.path = "lua/?.lua;" .. package.path
package.preload["heddle.core"] = function()
  return {
    fold = function(s)
      return (s:lower():gsub("'", ""):gsub("&", " and "):gsub("[^%w\128-\255]+", " "):gsub("^ +", ""):gsub(" +$", ""))
    end,
    prefix = function(s, n) return s:sub(1, n) end,
  }
end
local core = require "heddle.core"
local evaluate = require "heddle.suggest.evaluate"
local label = require "heddle.suggest.label"
local material = require "heddle.suggest.material"
local model = require "heddle.suggest.model"
local rank = require "heddle.suggest.rank"
local words = require "heddle.suggest.words"

local only = tonumber(arg and arg[1])
local scale = tonumber(os.getenv "HEDDLE_TEST_SCALE" or "1")
local corpora = 40 * scale

-- ---- random material ----

local function pick(list)
  return list[math.random(#list)]
end

local function new_word()
  local out = {}
  for i = 1, math.random(1, 4) do out[i] = pick { "ba", "co", "du", "fi", "le", "mo", "ra", "si", "te", "\u{e9}" } end
  return table.concat(out) .. pick { "", "", "s", "ies", "ing" }
end

local function phrase(pool, n)
  local out = {}
  for i = 1, n do out[i] = math.random() < 0.2 and pick { "the", "of", "and", "a", "12" } or pick(pool) end
  return table.concat(out, pick { " ", " ", ", ", " & " })
end

-- A wide codebook has so many themes that some words stand in too many of them.
local function new_themes(pool, wide)
  local themes, n = {}, wide and math.random(40, 60) or math.random(3, 12)
  for i = 1, n do
    local aliases = {}
    for k = 1, math.random(0, 4) do aliases[k] = phrase(pool, math.random(1, 5)) end
    themes[i] = { code = "t" .. i, label = phrase(pool, math.random(1, 4)), aliases = aliases, depth = 1,
      status = wide and "active" or pick { "active", "active", "active", "active", "retired", "candidate", "merged" },
      parent = i > 1 and math.random() < 0.4 and "t" .. math.random(i - 1) or nil }
    if themes[i].status == "merged" then themes[i].into = "t" .. math.random(n) end
    if themes[i].into == themes[i].code then themes[i].into = "t1" end
  end
  return themes
end

local function new_findings(pool, themes, wide)
  local findings = {}
  for i = 1, wide and 90 or math.random(1, 40) do
    local labels = {}
    for k = 1, math.random(0, 3) do
      local theme = pick(themes)
      labels[k] = pick { theme.code, theme.label, theme.aliases[1] or theme.code, phrase(pool, 3) }
    end
    local text = math.random() < 0.1 and "" or math.random() < 0.2 and (labels[1] or "") or phrase(pool, math.random(1, 12))
    findings[i] = { review = "R" .. i // 4, id = "F" .. i, coded = math.random() < 0.8, text = text, labels = labels }
  end
  return findings
end

local function new_book()
  local pool, wide = {}, math.random() < 0.08
  for i = 1, wide and 16 or math.random(10, 60) do pool[i] = new_word() end
  local themes = new_themes(pool, wide)
  local book = material.codebook(themes)
  book.findings = {}
  for i, f in ipairs(new_findings(pool, themes, wide)) do book.findings[i] = material.read(f, book) end
  return book
end

-- ---- the slow ways ----

local function names_without(names, texts)
  local kept = {}
  for _, n in ipairs(names) do
    local keep = true
    for _, text in ipairs(texts) do keep = keep and core.fold(n.name) ~= core.fold(text) end
    if keep then kept[#kept + 1] = n end
  end
  return kept
end

-- Learn again from everything but one finding and the names written like it.
local function again_without(book, f)
  local less = {}
  for key, value in next, book do less[key] = value end
  less.findings = {}
  for _, other in ipairs(book.findings) do
    if other ~= f then
      less.findings[#less.findings + 1] = { review = other.review, id = other.id, coded = other.coded, text = other.text,
        codes = other.codes, labels = other.labels }
    end
  end
  less.names = names_without(book.names, { f.text, table.unpack(f.labels) })
  return rank.suggest(rank.learn(less), f.text)
end

local function has(list, x)
  for _, item in ipairs(list) do
    if item == x then return true end
  end
  return false
end

-- How many documents have this word (nil: any) and this theme (nil: any).
local function count(documents, word, theme)
  local n = 0
  for _, d in ipairs(documents) do
    if (not word or has(d.words, word)) and (not theme or has(d.themes, theme)) then n = n + 1 end
  end
  return n
end

-- The model's score of one theme, from its definition.
local function score_of(documents, stems, theme)
  local all, n, speak, known = #documents, count(documents, nil, theme), 0, 0
  local odds = math.log(n + 0.2) - math.log(all - n + 0.2)
  for _, w in ipairs(stems) do
    local themes = {}
    for _, d in ipairs(documents) do
      for _, t in ipairs(has(d.words, w) and d.themes or {}) do themes[t] = true end
    end
    local wide = 0
    for _ in next, themes do wide = wide + 1 end
    local df, c = count(documents, w), count(documents, w, theme)
    if df > 0 and wide <= 20 then
      local weight = math.log((c + 0.2) / (n + 0.4)) - math.log((df - c + 0.2) / (all - n + 0.4))
      known, odds = known + 1, odds + weight
      if c > 0 and weight > 1e-9 then speak = speak + 1 end
    end
  end
  if speak == 0 then return 0 end
  return speak / (speak + 0.5) * n / (n + 0.5) / (1 + math.exp(-odds / math.sqrt(known)))
end

-- ---- the tests ----

local function write(list)
  local out = {}
  for i, s in ipairs(list) do out[i] = ("%s %.17g %s %s"):format(s.theme, s.score, s.by or "", s.evidence or "") end
  return table.concat(out, "; ")
end

local function check_findings(book, learned)
  local n, suggested, first, among = 0, 0, 0, 0
  for _, f in ipairs(book.findings) do
    if f.document then
      local list, slow = evaluate.left_out(learned, f), again_without(book, f)
      if write(list) ~= write(slow) then return ("%s: '%s', learned again '%s'"):format(f.id, write(list), write(slow)) end
      n = n + 1
      suggested = suggested + (#slow > 0 and 1 or 0)
      first = first + (#slow > 0 and has(f.codes, slow[1].theme) and 1 or 0)
      local found = false
      for i = 1, math.min(3, #slow) do found = found or has(f.codes, slow[i].theme) end
      among = among + (found and 1 or 0)
    end
  end
  local all = evaluate.of(learned).all
  if all.n ~= n or all.suggested ~= suggested or all.first ~= first or all.among ~= among then
    return ("evaluated %d %d %d %d, counted %d %d %d %d"):format(all.n, all.suggested, all.first, all.among, n, suggested,
      first, among)
  end
end

local function check_aliases(book, learned)
  local first, n = 0, 0
  for _, name in ipairs(book.names) do
    local list = label.match(learned.index, name.name, { name.name })
    local slow = label.match(label.index(names_without(book.names, { name.name })), name.name)
    if write(list) ~= write(slow) then
      return ("alias '%s': '%s', indexed again '%s'"):format(name.name, write(list), write(slow))
    end
    if name.alias then
      n = n + 1
      first = first + (slow[1] and slow[1].theme == name.theme and 1 or 0)
    end
  end
  local labels = evaluate.of(learned).labels
  if labels.n ~= n or labels.first ~= first then
    return ("evaluated aliases %d %d, counted %d %d"):format(labels.n, labels.first, n, first)
  end
end

local function check_model(book, learned)
  local documents = {}
  for _, f in ipairs(book.findings) do documents[#documents + 1] = f.document end
  for _, f in ipairs(book.findings) do
    local stems = words.of(f.text)
    local got, best = model.score(learned.model, stems), {}
    for _, theme in ipairs(book.themes) do
      local score = score_of(documents, stems, theme.code)
      if score > 0.4 + 1e-9 then best[#best + 1] = score end
    end
    table.sort(best, function(a, b) return a > b end)
    for i = 1, math.max(#got, math.min(5, #best)) do
      local slow = got[i] and score_of(documents, stems, got[i].theme)
      if not got[i] or math.abs(got[i].score - slow) > 1e-9 or (best[i] and math.abs(best[i] - slow) > 1e-9) then
        return ("%s: suggestion %d scores %s, counted %s, best %s"):format(f.id, i, got[i] and got[i].score, slow, best[i])
      end
    end
  end
end

-- Nothing but an active theme is ever suggested, each once, with a score of 0..1 and something that speaks for it.
local function check_sense(book, learned)
  for _, f in ipairs(book.findings) do
    local seen, before = {}, 1
    for _, s in ipairs(rank.suggest(learned, f.text)) do
      local theme = book.by_code[s.theme]
      if not theme or theme.status ~= "active" then return ("%s: suggests %s"):format(f.id, s.theme) end
      if seen[s.theme] or s.score > before or s.score <= 0 then return ("%s: %s %g"):format(f.id, s.theme, s.score) end
      if s.evidence == "" then return f.id .. ": no evidence" end
      seen[s.theme], before = true, s.score
    end
  end
end

local passed, failed = 0, 0
for seed = only or 1, only or corpora do
  math.randomseed(seed)
  local book = new_book()
  local learned = rank.learn(book)
  local wrong = check_findings(book, learned) or check_aliases(book, learned) or check_model(book, learned)
    or check_sense(book, learned)
  if wrong then
    failed = failed + 1
    print(("FAILED: suggestions of seed %d: %s"):format(seed, wrong))
  else
    passed = passed + 1
  end
end

-- ---- labels: one of each kind ----

local book = material.codebook {
  { code = "hidden", label = "Hidden significant adults", aliases = { "Men who are not seen" }, status = "active" },
  { code = "curiosity", label = "Professional curiosity", aliases = {}, status = "active" },
  { code = "neglect", label = "Neglect", aliases = { "Caf\u{e9} culture" }, status = "active" },
  { code = "old", label = "Trio of vulnerabilities", aliases = {}, status = "retired" },
  { code = "was", label = "Unseen fathers", aliases = {}, status = "merged", into = "hidden" },
  { code = "proposed", label = "School attendance", aliases = {}, status = "candidate" },
}
local index = label.index(book.names)
for _, case in ipairs {
  { "Significant adults, hidden", "hidden", "alias" }, { "The hidden significant adult", "hidden", "alias" },
  { "Hidden adults in the home", "hidden", "words" }, { "Nelgect", "neglect", "spelling" }, { "Neglct", "neglect", "spelling" },
  { "Profesional curiosty", "curiosity", "spelling" }, { "Unseen father", "hidden", "alias" },
  { "Men who are seen", "hidden", "words" }, { "Not seen men", "hidden", "alias" }, { "Trio of vulnerability", nil }, { "School attendances", nil }, { "Adult services", nil }, { "", nil }, { "of the", nil },
  { "12/14", nil }, { ("x"):rep(900), nil }, { "\u{e9}\u{e9}\u{e9}", nil },
} do
  local s = label.match(index, case[1])[1] or {}
  if s.theme == case[2] and s.by == case[3] then
    passed = passed + 1
  else
    failed = failed + 1
    print(("FAILED: label '%s': %s by %s"):format(case[1], s.theme, s.by))
  end
end

print(("suggestions: %d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
