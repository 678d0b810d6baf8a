-- The learning deck of a partnership, recomputed: headline figures, funnel, reviews, themes.
--
--   heddle import --store out/demo.db data/hsscp
--   heddle run --store out/demo.db scripts/learning_from_reviews.lua
--
-- Prints the whole and saves it as learning-from-reviews.md, with its tables as CSV.

local document = {}

-- A heading, then blocks: each is printed as text and kept as Markdown.
local function section(title)
  print("\n" .. title .. "\n" .. ("-"):rep(utf8.len(title)))
  document[#document + 1] = "## " .. title
end

local function line(text)
  print(text)
  document[#document + 1] = (text:gsub("[*_<>|#]", "\\%0"))
end

local function list(lines)
  for _, text in ipairs(lines) do print("  " .. text) end
  for i, text in ipairs(lines) do lines[i] = "- " .. text:gsub("[*_<>|#]", "\\%0") end
  document[#document + 1] = table.concat(lines, "\n")
end

local function findings_in_words(n)
  return n == 1 and "1 finding" or n .. " findings"
end

local function show(t, file)
  print(t)
  document[#document + 1] = t:render("markdown")
  t:save(file)
end

local function figures()
  section("Headline figures, as printed and recomputed")
  local lines, wrong, pairs_ = {}, 0, 0
  for _, f in ipairs(corpus.figures) do
    if f.percent then
      local right = heddle.percent(f.n, f.of)
      local differs = right ~= f.percent
      pairs_ = pairs_ + 1
      if differs then wrong = wrong + 1 end
      lines[#lines + 1] = ("%s: %d/%d, printed %s%%, recomputed %d%%%s"):format(f.label, f.n, f.of,
        tostring(f.percent), right, differs and ", differs" or "")
    end
  end
  list(lines)
  line(("%d of %d printed percentages differ from their count and base."):format(wrong, pairs_))
end

local function funnel()
  section("From notification to review")
  local lines = {}
  for _, f in ipairs(corpus.figures) do
    if not f.percent then
      lines[#lines + 1] = f.of and ("%s: %d of %d (%d%%)"):format(f.label, f.n, f.of, heddle.percent(f.n, f.of))
        or ("%s: %d"):format(f.label, f.n)
    end
  end
  list(lines)
end

local labels = {}
for _, theme in ipairs(corpus.themes) do labels[theme.code] = theme.label end

local function reviews()
  section("Each review, its findings and their themes")
  for review in corpus.reviews:each() do
    local findings = review:findings()
    line(("%s (%s, %s): %s"):format(review.id, review.scope or "scope not recorded",
      review.coded and "coded" or "not yet coded", findings_in_words(#findings)))
    local lines = {}
    for finding in findings:each() do
      local themes = {}
      for i, code in ipairs(finding.themes or {}) do themes[i] = labels[code] end
      lines[#lines + 1] = ("%s: %s [%s] (%s, %s)"):format(finding.id, finding.text,
        #themes > 0 and table.concat(themes, "; ") or "no theme", finding.source, finding.passage)
    end
    list(lines)
  end
end

local function matrix()
  section("Which review has which theme")
  show(corpus.reviews:crosstab { rows = "theme", cols = "id", show = "n", percent = "none" }, "review-by-theme.csv")
end

local function themes()
  section("Themes in local and national reviews")
  show(corpus.reviews:crosstab { rows = "theme", cols = "scope" }, "themes-by-scope.csv")
end

local function cross_cutting()
  section("Cross-cutting themes and the reviews that evidence them")
  local t = corpus.reviews:themes { depth = 1, order = "codebook" }
  local lines = {}
  for _, theme in ipairs(corpus.themes) do
    if theme.depth == 1 and theme.status == "active" then
      local ids = {}
      for review in t:set(theme.code):each() do ids[#ids + 1] = review.id end
      lines[#lines + 1] = ("%s: %d of %d reviews, %s%s"):format(theme.label, t:n(theme.code), t:base(),
        findings_in_words(#t:evidence(theme.code)), #ids > 0 and " (" .. table.concat(ids, ", ") .. ")" or "")
    end
  end
  list(lines)
  t:save("cross-cutting-themes.csv")
end

local source = corpus.sources[1]
local title = source and source.title or "Learning from reviews"
print(title)
document[1] = "# " .. title
line(("Base: %d reviews, %d coded; every theme counts with the themes below it."):format(#corpus.reviews,
  #corpus.reviews:where { coded = true }))
figures()
funnel()
reviews()
matrix()
themes()
cross_cutting()
heddle.save("learning-from-reviews.md", table.concat(document, "\n\n") .. "\n")
