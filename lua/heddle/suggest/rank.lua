--- The suggestions for one label or one finding: what the codebook's names say (suggest/label), then what the model of
-- the coded findings says (suggest/model), best first.

local core = require "heddle.core"
local label = require "heddle.suggest.label"
local model = require "heddle.suggest.model"
local words = require "heddle.suggest.words"

local M = {}

--- Learn from a material (suggest/material): coded findings with a text, and the names of themes.
function M.learn(book)
  local documents = {}
  for _, f in ipairs(book.findings) do
    if f.coded and #f.codes > 0 and f.text ~= "" then
      f.document = { words = words.of(f.text), themes = f.codes }
      documents[#documents + 1] = f.document
    end
  end
  return { index = label.index(book.names), model = model.train(documents), book = book }
end

-- One list of both, each theme once, with its better score.
local function merge(lists)
  local by_theme, out = {}, {}
  for _, list in ipairs(lists) do
    for _, s in ipairs(list) do
      local known = by_theme[s.theme]
      if not known then
        by_theme[s.theme] = s
        out[#out + 1] = s
      elseif s.score > known.score then
        known.score, known.by, known.evidence = s.score, s.by, s.evidence
      end
    end
  end
  label.sort(out)
  return out
end

local function by_text(learned, stems, shown, minus)
  local out = {}
  for _, s in ipairs(model.score(learned.model, stems, minus)) do
    local spoke = {}
    for i, stem in ipairs(s.words) do spoke[i] = core.prefix(shown[stem], 60) end
    out[#out + 1] = { theme = s.theme, place = learned.book.by_code[s.theme].place, score = s.score, by = "text",
      evidence = table.concat(spoke, ", ") }
  end
  return out
end

--- For TEXT (a finding's text or a label): a list of { theme =, place =, score =, by =, evidence = }.
-- WITHOUT: { names = texts that no name of the codebook may be like, documents = left out of the model }.
function M.suggest(learned, text, without)
  local stems, shown = words.of(text)
  without = without or {}
  return merge { label.match(learned.index, text, without.names, stems, shown),
    by_text(learned, stems, shown, without.documents) }
end

return M
