-- One theme in full: how often, where, when, for whom, with what, and every passage by review
--
--   heddle run scripts/theme_briefing.lua --param theme=hidden-adults
--
-- Saves theme-briefing in each of `formats` (html,md unless given).

local theme    = heddle.param("theme")
local name     = heddle.param("name", { default = "theme-briefing" })
local formats  = heddle.param("formats", { default = "html,md" })
local audience = heddle.param("audience", { default = "internal" })

local reviews = corpus.reviews
local found = reviews:with(theme) -- an unknown theme ends the run, with the nearest

-- ---- words ----

-- A text of the data as it stands: braces would be taken for references.
local function plain(text)
  return (text:gsub("[{}]", "%0%0"))
end

local function noun(n, one, many)
  return n == 1 and one or many or one .. "s"
end

-- How many units of a set have a value of a field.
local function known(unit, key)
  for _, field in ipairs(corpus.fields) do
    if field.unit == unit and field.key == key then return field.states.value end
  end
  return 0
end

-- The record of the codebook, by code, label or alias.
local function record()
  for _, t in ipairs(corpus.themes) do
    if t.code == theme or t.label == theme then return t end
    for _, alias in ipairs(t.aliases) do
      if alias == theme then return t end
    end
  end
  return { code = theme, label = theme, aliases = {} }
end

local about = record()
local r = heddle.report { title = about.label, subtitle = "Theme briefing", audience = audience }
local themes = reviews:themes { order = "codebook" }

-- ---- parts ----

local function meaning()
  r:heading("What it means")
  r:p(about.definition and plain(about.definition) or "The codebook has no definition of this theme.")
  if #about.aliases > 0 then r:p("Also called: " .. plain(table.concat(about.aliases, "; ")) .. ".") end
end

local function prevalence()
  r:heading("How often it was found")
  local cell = themes:cell(theme)
  if cell.N == 0 then
    r:p("No review is coded yet, so nothing can be counted.")
    return false
  end
  local findings = found:findings():with(theme)
  r:p("{t.n} of {t.N} coded {word} ({t.percent}%) found it, in {findings} {finding_word}.", { t = cell,
    word = noun(cell.N, "review"), findings = findings, finding_word = noun(#findings, "finding") })
  r:table(reviews:themes { under = theme, order = "codebook", show = { "n/N", "percent", "ci" } },
    { title = "The theme and those below it" })
  return true
end

local function by_year()
  r:heading("By year")
  if known("review", "notified") == 0 then
    return r:p("No review has a date of notification, so no years can be shown.")
  end
  r:chart(reviews:trend { by = "notified", under = theme },
    { title = "The theme by year of notification", top = 4 })
end

local function by_group()
  r:heading("By area and age")
  if known("review", "area") == 0 then
    r:p("No review has an area.")
  else
    r:table(reviews:crosstab { rows = "theme", under = theme, cols = "area", show = { "n/N", "percent" } },
      { title = "The theme by area" })
  end
  if known("child", "age") == 0 then
    r:p("No child has an age.")
  else
    r:table(reviews:crosstab { rows = "theme", under = theme, cols = { "age", bins = { 1, 6, 11, 16 } },
      show = { "n/N", "percent" } }, { title = "The theme by age of the children" })
  end
end

local function together()
  r:heading("Found together with it")
  if #found == 0 then return r:p("No review found this theme.") end
  r:p("{n} {word} found it. Counted below is what these also found.", { n = found, word = noun(#found, "review") })
  r:table(found:themes { depth = 1, show = { "n/N", "percent" } }, { title = "Themes of the reviews that found it" })
  r:note("The theme itself, or the one above it, stands in this table with all of these reviews.")
end

local function passages()
  r:heading("Passages by review")
  if #found == 0 then return r:p("There are no passages.") end
  for review in found:each() do
    r:heading(plain(review.title and review.title ~= review.id and review.id .. ": " .. review.title or review.id), 2)
    for _, e in ipairs(themes:evidence(theme)) do
      if e.review == review.id then
        r:quote(e.text or "No text", { source = (e.source or "no source") .. (e.at and ", " .. e.at or "") })
      end
    end
  end
end

meaning()
if prevalence() then
  by_year()
  by_group()
  together()
  passages()
end
r:note("Small counts are not hidden, and a passage can identify a child: this report is for use within the "
  .. "partnership.")

for ending in formats:gmatch("[^, ]+") do r:save(name .. "." .. ending) end
