--- What suggestions are made from: the themes that can be suggested with their names, and the findings with the
-- themes they have.  Plain data, so that the suggesting itself sees no store.

local core = require "heddle.core"

local M = {}

-- The theme that a theme counts as, nil if it is none that can be suggested or counted.
local function target_of(theme, by_code)
  for _ = 1, 100 do
    if theme.status ~= "merged" then break end
    theme = by_code[theme.into]
    if not theme then return nil end
  end
  return theme.status ~= "candidate" and theme.status ~= "merged" and theme or nil
end

--- From THEMES (as core.themes gives them): `themes` that can be suggested, in codebook order; `names` for
-- suggest/label, `alias` if they are no theme's label; `find(label)`, the theme that a label resolves to or nil;
-- `above(code, other)`, whether a theme stands above another; `by_code`.
function M.codebook(themes)
  local by_code, by_name = {}, {}
  local book = { themes = {}, names = {}, by_code = by_code }
  for place, theme in ipairs(themes) do
    by_code[theme.code] = theme
    theme.place = place
    theme.suggested = theme.status == "active"
    if theme.suggested then book.themes[#book.themes + 1] = theme end
  end
  for _, theme in ipairs(themes) do
    local target = target_of(theme, by_code)
    if target then
      by_name[core.fold(theme.code)] = target
      for i, name in ipairs { theme.label, table.unpack(theme.aliases) } do
        by_name[core.fold(name)] = target
        if target.suggested then
          book.names[#book.names + 1] = { name = name, theme = target.code, place = target.place, alias = i > 1 }
        end
      end
    end
  end
  function book.find(label) return by_name[core.fold(label)] end
  function book.above(code, other)
    local theme = by_code[other]
    while theme and theme.parent do
      if theme.parent == code then return true end
      theme = by_code[theme.parent]
    end
    return false
  end
  return book
end

-- The themes of a finding that a model can learn from: each once, and none that stands above another of them,
-- since what was coded with both is about the lower one.
local function lowest(codes, book)
  local out = {}
  for _, code in ipairs(codes) do
    local lower = true
    for _, other in ipairs(codes) do lower = lower and not book.above(code, other) end
    if lower then out[#out + 1] = code end
  end
  return out
end

--- Adds to a finding { review =, id =, coded =, text =, labels = } what the codebook says of it: `codes` (lowest
-- themes that can be suggested), `has` (set of them all), `resolved` (any label has a theme), `unresolved` labels.
function M.read(finding, book)
  local codes, has = {}, {}
  finding.resolved, finding.unresolved, finding.has = false, {}, has
  for _, label in ipairs(finding.labels) do
    local theme = book.find(label)
    if not theme then
      table.insert(finding.unresolved, label)
    else
      finding.resolved = true
      if theme.suggested and not has[theme.code] then
        has[theme.code] = true
        codes[#codes + 1] = theme.code
      end
    end
  end
  finding.codes = lowest(codes, book)
  return finding
end

--- The material of a corpus: the codebook, and `findings` in the order of :list().
function M.of(c)
  local book = M.codebook(core.themes(c))
  local all, index = core.all(c, "finding"), 0
  book.findings = {}
  while true do
    index = core.set_next(all, index)
    if not index then break end
    local row = core.row(all, index)
    book.findings[#book.findings + 1] = M.read({ review = row.review, id = row.id, coded = row.coded,
      text = row.text or "", labels = row.labels }, book)
  end
  return book
end

return M
