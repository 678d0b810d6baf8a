-- The year's chapter: notifications, timeliness, children, themes against earlier years, actions, completeness
--
--   heddle run scripts/annual_report.lua --param year=2024-25
--
-- Saves annual-report in each of `formats` (html,md).  The year is a financial year, from 1 April; without one
-- it is the last in which a review was notified.

local wanted   = heddle.param("year", { default = "" })
local name     = heddle.param("name", { default = "annual-report" })
local formats  = heddle.param("formats", { default = "html,md" })
local audience = heddle.param("audience", { default = "internal" })

-- The partnership's own reviews; in a store where no review has a scope, all of them.
local scope = #corpus.reviews:where("scope is missing") < #corpus.reviews and "local" or nil
local all = corpus.reviews:where { scope = scope }

-- ---- words and years ----

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
  return #list > 0 and plain(table.concat(list, ", ")) or "none"
end

-- The year a financial year begins in, of a date that says its month; nil of one that says the year only.
local function begins(date)
  local year, month = date:match("^(%d%d%d%d)%-(%d%d)")
  return year and tonumber(year) - (tonumber(month) < 4 and 1 or 0)
end

local function last_year()
  local last
  for review in all:each() do
    local year = review.notified and begins(review.notified)
    if year and (not last or year > last) then last = year end
  end
  return last and ("%d-%02d"):format(last, (last + 1) % 100)
end

local year = wanted ~= "" and wanted or last_year()
local first = year and tonumber(year:match("^(%d%d%d%d)%-%d%d$"))
if year and (not first or year ~= ("%d-%02d"):format(first, (first + 1) % 100)) then
  error(("parameter 'year' is '%s'; it is written like 2024-25"):format(year), 0)
end

local r = heddle.report {
  title = year and "Reviews of " .. year or "Reviews of the year",
  subtitle = "Annual report",
  audience = audience,
}

-- ---- parts ----

local now, before
local last_day = first and first + 1 .. "-03-31"

-- What the counts of the year cannot hold.
local function limits()
  local later = corpus.reviews:where { scope = scope, notified = { from = first + 1 .. "-04-01" } }
  local open = all - now - before - later
  if #open > 0 then
    r:p("{n} {word} no date of notification that says in which of these years: " .. ids(open) .. ".", { n = open,
      word = noun(#open, "review has", "reviews have") })
  end
  local other = scope and corpus.reviews:where("scope is missing")
  if other and #other > 0 then
    r:p("{n} {word} no scope and {is} left out: " .. ids(other) .. ".", { n = other,
      word = noun(#other, "review has", "reviews have"), is = noun(#other, "is", "are") })
  end
  local coverage = corpus.coverage
  if coverage and (coverage.from > first .. "-04-01" or coverage.to < last_day) then
    r:p("The store covers {from} to {to}: {year} is not wholly inside it.", { from = coverage.from, to = coverage.to,
      year = year })
  end
end

local function summary()
  r:heading("Summary")
  local themes = now:themes { depth = 1, order = "codebook" }
  local outcome = now:count("outcome")
  r:p("{n} {word} notified in {year}; in the years before, {before} in all.", { n = now,
    word = noun(#now, "review was", "reviews were"), year = year, before = before })
  if #now == 0 then return end
  if #now:filter({ "outcome" }, function(o) return o == "death" end) > 0 then
    r:p("In {death.n} of {death.N} ({death.percent}%) the child died.", { death = outcome:cell("death") })
  end
  local best, label = 0, nil
  for _, theme in ipairs(corpus.themes) do
    if theme.depth == 1 and theme.counted and themes:n(theme.code) > best then
      best, label = themes:n(theme.code), theme.label
    end
  end
  if label then
    local same = 0
    for _, theme in ipairs(corpus.themes) do
      if theme.depth == 1 and theme.counted and themes:n(theme.code) == best then same = same + 1 end
    end
    r:p((same == 1 and "The theme found most often: " or "Among the themes found most often: ") .. plain(label)
      .. ", in {t.n} of {t.N} coded {word} ({t.percent}%).",
      { t = themes:cell(label), word = noun(themes:base(), "review") })
  end
  local uncoded = now:where { coded = false }
  if #uncoded > 0 then
    r:p("{n} of {all} {are} not yet coded: their findings are in no count of themes.", { n = uncoded, all = now,
      are = noun(#uncoded, "is", "are") })
  end
end

-- Published counts for exactly this year.
local function comparators()
  local list = {}
  for _, c in ipairs(corpus.comparators) do
    if c.field == "outcome" and c.from and c.to and c.from:sub(1, 7) == first .. "-04"
      and c.to:sub(1, 7) == (first + 1) .. "-03" then
      list[#list + 1] = c.id
    end
  end
  return list
end

local function notifications()
  r:heading("Notifications")
  r:table(all:count({ "notified", period = "financial-year" }), { title = "Reviews by year of notification" })
  r:table(now:count("outcome"), { title = "Outcome, " .. year })
  r:table(now:count("kind"), { title = "Kind of review, " .. year })
  local beside = comparators()
  if #beside == 0 then
    r:p("No published counts for this year are in this store, so nothing stands beside these.")
  else
    r:table(now:count("outcome", { beside = beside, missing = "drop" }),
      { title = "Outcome beside published counts, " .. year })
    r:note("The same year is not the same population: a notification is no review. Neither a high nor a low number "
      .. "says how well an area works.")
  end
end

local function timeliness()
  r:heading("Timeliness")
  local t = now:timeliness { from = "notified", to = "reviewed", within = 15, show = { "n/N", "percent" } }
  r:p("Rapid review later than 15 working days after the notification: {late.n} of {late.N} {word} ("
    .. ids(t:set("late")) .. ").", { late = t:cell("late"), word = noun(#now, "review") })
  r:table(t, { title = "Rapid reviews within 15 working days, " .. year })
end

local function children()
  r:heading("The children")
  local set = now:children()
  if #set == 0 then return r:p("No child is recorded.") end
  r:p("{n} {word} in {reviews} {review_word}.", { n = set, word = noun(#set, "child", "children"), reviews = now,
    review_word = noun(#now, "review") })
  r:table(set:crosstab { rows = { "age", bins = { 1, 6, 11, 16 } }, cols = "sex", show = "n" },
    { title = "Children by age and sex, " .. year })
  r:table(now:count("area"), { title = "Reviews by area, " .. year })
end

local function themes()
  r:heading("Themes")
  if #corpus.themes == 0 then return r:p("This store has no codebook, so no themes are counted.") end
  if now:themes():base() == 0 then return r:p("No review of this year is coded, so no themes are counted.") end
  if before:themes():base() > 0 then
    r:table(heddle.compare { { "earlier years", before }, { year, now }, depth = 1 },
      { title = "Themes of " .. year .. " against the years before" })
  else
    r:p("No earlier review is coded, so there is nothing to compare with.")
    r:table(now:themes { depth = 1, show = { "n/N", "percent" } }, { title = "Themes of " .. year })
  end
  r:chart(all:trend { by = "notified", depth = 1 }, { title = "Themes by year of notification", top = 4 })
end

local function actions()
  r:heading("Actions")
  local set = now:findings():filter({ "kind" }, function(kind) return kind == "action" end)
  if #set == 0 then return r:p("No actions are recorded for the reviews of this year.") end
  local done = set:filter({ "status" }, function(status) return status == "done" end)
  r:p("Done: {done} of {all} {word}.", { done = done, all = set, word = noun(#set, "action") })
  local lines = {}
  for action in set:each() do
    lines[#lines + 1] = plain(("%s: %s. Owner: %s; due: %s; status: %s"):format(action.review,
      (action.text or "no text"):gsub("%.$", ""), action.owner or "not recorded", action.due or "not recorded",
      action.status or "not recorded"))
  end
  r:list(lines)
end

local function completeness()
  r:heading("How complete the records are")
  r:table(now:profile(), { title = "Completeness of the fields, " .. year })
end

local function how_to_read()
  r:heading("How to read this")
  r:list {
    "Reviews are counted, each once, in the year in which the incident was notified, whenever it happened.",
    "A theme counts a review once, with every theme below it. Reviews not yet coded are in no base of a theme.",
    "With few reviews one more or less moves a percentage far; an interval says how far chance could move it.",
    "Small counts are not hidden: they can identify a child. This report is for use within the partnership.",
  }
end

if #all == 0 then
  r:p("This store holds no local reviews.")
elseif not year then
  r:p("No local review has a date of notification that says its month, so no year can be shown.")
else
  now = corpus.reviews:where { scope = scope, notified = { from = first .. "-04-01", to = last_day } }
  before = corpus.reviews:where { scope = scope, notified = { to = first .. "-03-31" } }
  summary()
  limits()
  if #now > 0 then
    notifications()
    timeliness()
    children()
    themes()
    actions()
    completeness()
  end
end
how_to_read()

for ending in formats:gmatch("[^, ]+") do r:save(name .. "." .. ending) end
