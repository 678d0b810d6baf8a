-- The learning deck of a partnership: figures, each review, themes with their evidence, sources
--
--   heddle run --store hsscp.db scripts/learning_deck.lua
--   heddle run scripts/learning_deck.lua --param since=2025-04-01 --param name=deck --param formats=html,pptx
--
-- Saves learning-deck in each of `formats` (html,md).  `since` shows the reviews notified from that day only;
-- what is counted stays all reviews.  `audience` is internal (the findings lead to their reviews) or public.

local since    = heddle.param("since", { type = "date", default = "" })
local name     = heddle.param("name", { default = "learning-deck" })
local formats  = heddle.param("formats", { default = "html,md" })
local audience = heddle.param("audience", { default = "internal" })

local source = corpus.sources[1]
local r = heddle.report {
  title = source and source.title or "Learning from reviews",
  subtitle = "Learning deck",
  date = source and source.published,
  audience = audience,
}

local reviews = corpus.reviews
local themes = reviews:themes { depth = 1, order = "codebook" }

-- ---- words ----

-- A text of the data as it stands: braces would be taken for references.
local function plain(text)
  return (text:gsub("[{}]", "%0%0"))
end

local function noun(n, one, many)
  return n == 1 and one or many or one .. "s"
end

local function ids(set)
  local list = {}
  for review in set:each() do list[#list + 1] = review.id end
  return table.concat(list, ", ")
end

local labels = {}
for _, theme in ipairs(corpus.themes) do labels[theme.code] = theme.label end

local printed = { ["rapid-review"] = "rapid review", lcspr = "local child safeguarding practice review",
  ["national-review"] = "national review",
  ["serious-harm"] = "serious harm" }

local function value(text)
  return printed[text] or text
end

-- ---- the partnership's duty, and what became of the notifications ----

local function role()
  r:heading("Role of the partnership")
  r:list {
    "The partners identify serious safeguarding incidents and notify them.",
    "Each is looked at in a rapid review, which decides whether a local child safeguarding practice review (LCSPR) "
      .. "follows.",
    "This deck brings together what those reviews found, so that practice can change.",
  }
end

-- A figure of the source: {f1.n}, {f1.of} ... each checked, with what it is worked out to.
local function figure_line(i, f, refs)
  local key = "f" .. i
  refs[key] = { n = f.n, of = f.of, percent = f.percent,
    right = f.of and heddle.percent(f.n, f.of) }
  local line = plain(f.label) .. ": {" .. key .. ".n}"
  if f.of then line = line .. " of {" .. key .. ".of}" end
  if f.percent and refs[key].right then
    line = line .. (", printed as {%s.percent}%%, recomputed {%s.right}%%"):format(key, key)
    if f.percent ~= refs[key].right then line = line .. ", differs" end
  elseif refs[key].right then
    line = line .. " ({" .. key .. ".right}%)"
  end
  if f.where then
    refs[key].now = reviews:where(f.where)
    line = line .. "; counted in this store: {" .. key .. ".now}"
  end
  refs[key].place = (f.source or "no source") .. (f.at and ", " .. f.at or "")
  return line .. " (source: {" .. key .. ".place})"
end

local function figures(title, chosen, none)
  r:heading(title)
  local lines, refs, different, pairs_ = {}, {}, 0, 0
  for i, f in ipairs(corpus.figures) do
    if chosen(f) then
      lines[#lines + 1] = figure_line(i, f, refs)
      if f.percent and f.of then
        pairs_ = pairs_ + 1
        if heddle.percent(f.n, f.of) ~= f.percent then different = different + 1 end
      end
    end
  end
  if #lines == 0 then return r:p(none) end
  r:list(lines, refs)
  if pairs_ > 0 then
    r:p("{different} of {pairs} printed percentages {differ} from their count and base.",
      { different = different, pairs = pairs_, differ = noun(different, "differs", "differ") })
    r:note("Figures are those printed in the source; each percentage is worked out again from the count and base "
      .. "beside it. What featured in a review is another fact than what the review found: no theme stands in for a "
      .. "figure.")
  end
end

-- The counts that the source prints without a percentage, else those of this store.
local function steps()
  local list = {}
  for _, f in ipairs(corpus.figures) do
    local last = list[#list]
    if not f.percent and (not last or f.n <= last[2].n) then list[#list + 1] = { f.label, f } end
  end
  if #list > 1 then return list, "The figures are those of the source." end
  local lcspr = reviews:filter({ "kind" }, function(kind) return kind == "lcspr" end)
  if #lcspr == 0 then return nil end
  return { { "Reviews", reviews }, { "Local child safeguarding practice reviews", lcspr } },
    "Counted are the reviews of this store."
end

local function funnel()
  r:heading("From notification to review")
  local list, whose = steps()
  if list then
    r:table(heddle.funnel(list), { title = "From notification to review" })
    r:p(whose)
  else
    r:p("No figures of notifications are in this store, and no review became an LCSPR.")
  end
  if #reviews > 0 then
    local coded = reviews:where { coded = true }
    r:p("Coded: {coded} of {all} {reviews} in this store.", { all = reviews, coded = coded,
      reviews = noun(#reviews, "review") })
  end
end

local function panel()
  figures("Panel figures, as printed and recomputed", function(f) return f.percent end,
    "No printed percentages are in this store.")
end

-- ---- each review ----

-- What is recorded of the child or children.
local function children_of(review)
  local list = {}
  for child in review:children():each() do
    local parts = {}
    if child.age == 0 and child.age_weeks then
      parts[1] = child.age_weeks .. " " .. noun(child.age_weeks, "week")
    elseif child.age then
      parts[1] = child.age .. " " .. noun(child.age, "year")
    end
    if child.sex then parts[#parts + 1] = child.sex end
    list[#list + 1] = #parts > 0 and table.concat(parts, ", ") or "age and sex not known"
  end
  if #list == 0 then return nil end
  return noun(#list, "child: ", "children: ") .. table.concat(list, "; ")
end

local function facts_of(review)
  local facts = {}
  local function add(text) if text then facts[#facts + 1] = plain(text) end end
  add(review.kind and value(review.kind))
  add(review.area)
  add(children_of(review))
  add(review.outcome and "outcome: " .. value(review.outcome))
  add(review.notified and "notified " .. review.notified)
  return #facts > 0 and table.concat(facts, "; ") or "no facts are recorded"
end

-- The themes of a finding; what is not coded is said.
local function coding_of(finding)
  if not finding.themes then return "not yet coded" end
  local list = {}
  for i, code in ipairs(finding.themes) do list[i] = labels[code] or code end
  if #list > 0 then return table.concat(list, "; ") end
  if #finding.labels > 0 then return "no theme matches '" .. table.concat(finding.labels, "', '") .. "'" end
  return "no theme"
end

local function place_of(finding)
  if not finding.source then return "no source" end
  return finding.passage and finding.source .. ", " .. finding.passage or finding.source
end

local function finding_lines(findings)
  local lines = {}
  for finding in findings:each() do
    local text = (finding.text or "No text"):gsub("%.$", "")
    lines[#lines + 1] = plain(("%s. Theme: %s (%s)"):format(text, coding_of(finding), place_of(finding)))
  end
  return lines
end

-- How many reviews share each of its themes: for whoever presents it.
local function shared_themes(id)
  local parts, refs = {}, {}
  for i, theme in ipairs(corpus.themes) do
    if theme.depth == 1 and theme.counted then
      local cell = themes:cell(theme.code)
      if cell.n > 0 and ids(cell.set & reviews:where("id = :id", { id = id })) ~= "" then
        refs["t" .. i] = cell
        parts[#parts + 1] = plain(theme.label) .. " is found in {t" .. i .. ".n} of {t" .. i .. ".N}"
      end
    end
  end
  if #parts > 0 then r:speaker_notes("Of the coded reviews, " .. table.concat(parts, "; ") .. ".", refs) end
end

local function review_slide(review)
  r:heading(plain(review.title or review.id), 2)
  r:p(plain(review.id) .. ": " .. facts_of(review) .. ".")
  local findings = review:findings()
  if not review.coded then r:p("This review is not yet coded: its themes are counted nowhere.") end
  if #findings == 0 then return r:p("No findings are recorded.") end
  r:list(finding_lines(findings))
  shared_themes(review.id)
end

local function each_review(title, set, none)
  r:heading(title)
  if #set == 0 then return r:p(none) end
  local findings = set:findings()
  r:p("{reviews} {word} with {findings} {finding_word}.", { reviews = set, word = noun(#set, "review"),
    findings = findings, finding_word = noun(#findings, "finding") })
  for review in set:each() do review_slide(review) end
end

-- ---- themes ----

local function most_frequent()
  local best, names = 0, {}
  for _, theme in ipairs(corpus.themes) do
    if theme.depth == 1 and theme.counted then
      local n = themes:n(theme.code)
      if n > best then best, names = n, {} end
      if n == best and n > 0 then names[#names + 1] = theme.label end
    end
  end
  return best, names
end

local function cross_cutting()
  r:heading("Cross-cutting themes")
  if #corpus.themes == 0 then return r:p("This store has no codebook, so no themes are counted.") end
  if themes:base() == 0 then return r:p("No review is coded yet, so no themes are counted.") end
  local best, names = most_frequent()
  if best > 0 then
    r:p("Found most often: " .. plain(table.concat(names, "; "))
      .. ", in {most.n} of {most.N} coded {word} ({most.percent}%).",
      { most = themes:cell(names[1]), word = noun(themes:base(), "review") })
  end
  r:chart(reviews:themes { depth = 1 })
  r:heading("Cross-cutting themes and the reviews behind them")
  local lines, refs = {}, {}
  for i, theme in ipairs(corpus.themes) do
    if theme.depth == 1 and theme.counted then
      local cell = themes:cell(theme.code)
      refs["t" .. i] = cell
      lines[#lines + 1] = ("%s: {t%d.n} of {t%d.N}%s"):format(plain(theme.label), i, i,
        cell.n > 0 and " (" .. plain(ids(cell.set)) .. ")" or "")
    end
  end
  r:list(lines, refs)
  r:heading("Which review has which theme")
  -- Reviews stand where there is more room for them.
  local matrix
  if themes:base() > 10 then
    matrix = reviews:crosstab { rows = "id", cols = "theme", depth = 1, show = "n", percent = "none" }
  else
    matrix = reviews:crosstab { rows = "theme", cols = "id", depth = 1, show = "n", percent = "none" }
  end
  r:table(matrix, { title = "Themes review by review" })
end

-- ---- what the words mean, and where it comes from ----

local function definitions()
  r:heading("What the themes mean")
  local items = {}
  for _, theme in ipairs(corpus.themes) do
    if theme.depth == 1 and theme.counted and theme.definition then
      items[#items + 1] = theme.code
    end
  end
  if #items == 0 then return r:p("The codebook defines no themes.") end
  r:definitions(items)
end

local function how_to_read()
  r:heading("How to read this")
  r:list {
    "A theme counts a review once, however many of its findings have it, and counts every theme below it.",
    "A percentage of themes is of the coded reviews. A review can have several themes, so they add to more than 100.",
    "Unknown, not applicable and not recorded are kept apart, and reviews not yet coded are in no base of a theme.",
    "A finding stands at the named line of its source; the source is the authority on what it says.",
    "Small counts are not hidden: they can identify a child. This deck is for use within the partnership.",
  }
  r:heading("Sources")
  local lines = {}
  for i, s in ipairs(corpus.sources) do
    local published = s.published and ", published " .. s.published or ""
    lines[i] = plain(("%s: %s%s"):format(s.id, s.title or "no title", published))
  end
  if #lines > 0 then r:list(lines) else r:p("No sources are recorded.") end
  local coverage = corpus.coverage
  if coverage then r:p("The store covers " .. coverage.from .. " to " .. coverage.to .. ".") end
end

r:self_care()
role()
funnel()
panel()
local national = reviews:where { scope = "national" }
local ours = reviews - national
if since ~= "" then ours = ours & reviews:where { notified = { from = since } } end
each_review(since ~= "" and "Reviews notified since " .. since or "Learning from each review", ours,
  "There are no such reviews in this store.")
each_review("National reviews with local significance", national, "There are no national reviews in this store.")
cross_cutting()
definitions()
how_to_read()

for ending in formats:gmatch("[^, ]+") do r:save(name .. "." .. ending) end
