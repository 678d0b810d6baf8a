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
  local lines, wrong, pairs_, largest = {}, 0, 0, 0
  for _, f in ipairs(corpus.figures) do
    if f.percent then
      local right = heddle.percent(f.n, f.of)
      local differs = right ~= f.percent
      pairs_, largest = pairs_ + 1, math.max(largest, f.of)
      if differs then wrong = wrong + 1 end
      lines[#lines + 1] = ("%s: %d/%d, printed %s%%, recomputed %d%%%s"):format(f.label, f.n, f.of,
        tostring(f.percent), right, differs and ", differs" or "")
    end
  end
  list(lines)
  line(("%d of %d printed percentages differ from their count and base."):format(wrong, pairs_))
  line("These are the figures printed in the source; each percentage is worked out again from the count beside it.")
  if largest > #corpus.reviews then
    line(("They speak of %d reviews; this store holds %d and cannot recount them."):format(largest, #corpus.reviews))
  end
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

-- What a finding is coded with, its states kept apart.
local labels = {}
for _, theme in ipairs(corpus.themes) do labels[theme.code] = theme.label end

local function coding_of(finding)
  if not finding.themes then return "not yet coded" end
  local themes = {}
  for i, code in ipairs(finding.themes) do themes[i] = labels[code] end
  if #themes > 0 then return table.concat(themes, "; ") end
  if #finding.labels > 0 then return "no theme matches '" .. table.concat(finding.labels, "', '") .. "'" end
  return "no theme"
end

local function reviews()
  section("Each review, its findings and their themes")
  for review in corpus.reviews:each() do
    local findings = review:findings()
    line(("%s, %s (%s, %s): %s"):format(review.id, review.title or "no title", review.scope or "scope not recorded",
      review.coded and "coded" or "not yet coded", findings_in_words(#findings)))
    local lines = {}
    for finding in findings:each() do
      lines[#lines + 1] = ("%s: %s [%s] (%s, %s)"):format(finding.id, finding.text or "no text",
        coding_of(finding), finding.source or "no source", finding.passage or "no passage")
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

local function sources()
  section("Sources and how to read this")
  local lines = {}
  for _, s in ipairs(corpus.sources) do
    lines[#lines + 1] = ("%s: %s, published %s; a passage is a line of its text"):format(s.id, s.title or "no title",
      s.published or "on an unknown date")
  end
  lines[#lines + 1] = "A theme counts a review once, however many of its findings have it, with every theme below it; "
    .. "theme mentions count every time it was given."
  lines[#lines + 1] = "Counts are not suppressed: small ones can identify a child and must not be published unread."
  list(lines)
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
sources()
heddle.save("learning-from-reviews.md", table.concat(document, "\n\n") .. "\n")
