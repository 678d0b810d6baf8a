-- The scorecard of a quarter: what changed since the last one and by which reviews, timeliness, open actions
--
--   heddle run scripts/scorecard.lua --param quarter="2025-26 Q1" --param limit=1
--
-- Saves scorecard in each of `formats` (html,md).  Without a quarter it is the last one that is over.  `limit` makes
-- it a check: when more rapid reviews than that were late, the exit code is 2, they are named, and nothing is saved.

local function last_quarter()
  local year, month = tonumber(os.date("%Y")), tonumber(os.date("%m"))
  local q = ({ 3, 4, 1, 2 })[(month + 2) // 3] -- in January to March the last one over is Q3
  if q > 2 then year = year - 1 end
  return ("%d-%02d Q%d"):format(year, (year + 1) % 100, q)
end

local quarter  = heddle.param("quarter", { default = last_quarter() })
local limit    = heddle.param("limit", { type = "integer", default = "" })
local name     = heddle.param("name", { default = "scorecard" })
local formats  = heddle.param("formats", { default = "html,md" })
local audience = heddle.param("audience", { default = "internal" })

-- ---- quarters ----

-- The first and last month of a quarter of the financial year that begins in YEAR.
local function months(year, q)
  if q == 4 then year = year + 1 end
  return ("%d-%02d"):format(year, q * 3 % 12 + 1), ("%d-%02d"):format(year, q * 3 % 12 + 3)
end

local year, q = quarter:match("^(%d%d%d%d)%-%d%d Q([1-4])$")
if not year then error(("parameter 'quarter' is '%s'; it is written like 2025-26 Q1"):format(quarter), 0) end
year, q = tonumber(year), tonumber(q)
local from, to = months(year, q)
local before_year, before_q = q == 1 and year - 1 or year, q == 1 and 4 or q - 1
local before_from, before_to = months(before_year, before_q)
local before = ("%d-%02d Q%d"):format(before_year, (before_year + 1) % 100, before_q)

-- The partnership's own reviews; in a store where no review has a scope, all of them.
local scope = #corpus.reviews:where("scope is missing") < #corpus.reviews and "local" or nil
local all  = corpus.reviews:where { scope = scope }
local now  = corpus.reviews:where { scope = scope, notified = { from = from, to = to } }
local last = corpus.reviews:where { scope = scope, notified = { from = before_from, to = before_to } }
local sofar      = corpus.reviews:where { scope = scope, notified = { to = to } }
local sofar_last = corpus.reviews:where { scope = scope, notified = { to = before_to } }

local function timely(reviews)
  return reviews:timeliness { from = "notified", to = "reviewed", within = 15, show = { "n/N", "percent" } }
end

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
  return #list > 0 and plain(table.concat(list, ", ")) or "none"
end

-- ---- the report ----

local r = heddle.report {
  title = "Scorecard " .. quarter,
  subtitle = "Compared with " .. before,
  audience = audience,
}

local function notifications()
  r:heading("Notifications")
  r:table(now:count("kind"), { title = "Reviews notified in the quarter" })
end

local function headline()
  r:heading("At a glance")
  local refs = { now = now, last = last, new = ids(now), old = ids(last), quarter = quarter, before = before,
    uncoded = sofar:where { coded = false }, word = noun(#now, "review"), sofar = sofar,
    sofar_word = noun(#sofar, "review"), late = timely(now):set("late") }
  local late = ids(timely(now):set("late"))
  r:list({
    "Notified in {quarter}: {now} {word} ({new}); in {before}: {last} ({old}).",
    "Rapid review later than 15 working days after notification: {late} of {now} {word} of {quarter} (" .. late .. ").",
    "Not yet coded: {uncoded} of {sofar} {sofar_word} notified so far (" .. ids(sofar:where { coded = false }) .. ").",
  }, refs)
  local other = scope and corpus.reviews:where("scope is missing")
  if other and #other > 0 then
    r:p("Left out, because they have no scope: " .. ids(other) .. ".")
  end
end

local function timeliness()
  r:heading("Timeliness")
  if #now > 0 then r:table(timely(now), { title = "Rapid reviews within 15 working days, " .. quarter }) end
  if #last > 0 then r:table(timely(last), { title = "Rapid reviews within 15 working days, " .. before }) end
  if #now + #last == 0 then return r:p("No review was notified in either quarter.") end
  r:p("Late in " .. quarter .. ": " .. ids(timely(now):set("late")) .. ". Late in " .. before .. ": "
    .. ids(timely(last):set("late")) .. ".")
end

-- Every theme whose count or base is another than at the end of the quarter before, with the reviews that did it.
local function changes()
  r:heading("Themes: what changed, and by which reviews")
  local t, was = sofar:themes { depth = 1, order = "codebook" }, sofar_last:themes { depth = 1, order = "codebook" }
  if t:base() == 0 then return r:p("No review notified so far is coded, so no themes are counted.") end
  local lines, refs = {}, {}
  for i, theme in ipairs(corpus.themes) do
    if theme.depth == 1 and theme.counted then
      local a, b = t:cell(theme.code), was:cell(theme.code)
      local more = a.set - b.set
      if #more > 0 then
        refs["a" .. i], refs["b" .. i] = a, b
        local text = ("%s: {a%d.n} of {a%d.N} ({a%d.percent}%%), before "):format(plain(theme.label), i, i, i)
          .. (b.N > 0 and "{b%d.n} of {b%d.N} ({b%d.percent}%%)" or "none was coded"):format(i, i, i)
        lines[#lines + 1] = text .. "; new: " .. ids(more)
      end
    end
  end
  if #lines == 0 then
    r:p("No theme was found in a review notified in this quarter.")
  else
    r:p("Counted are the coded reviews notified so far, at the end of {quarter} and of {before}. Themes that no new "
      .. "review has are left out.", { quarter = quarter, before = before })
    r:list(lines, refs)
  end
  r:table(sofar:themes { depth = 1, show = { "n/N", "percent" } },
    { title = "Themes so far, to the end of " .. quarter })
end

local function actions()
  r:heading("Open actions")
  local actions_ = all:findings():filter({ "kind" }, function(kind) return kind == "action" end)
  if #actions_ == 0 then return r:p("No actions are recorded.") end
  local open = actions_:filter({ "status" }, function(status) return status ~= "done" end)
  local overdue = open & corpus.findings:where { due = { to = to } }
  r:p("Not done: {open} of {all} {word}. Due by the end of {quarter} and not done: {overdue}.", { open = open,
    all = actions_, word = noun(#actions_, "action"), overdue = overdue, quarter = quarter })
  local lines = {}
  for action in open:each() do
    lines[#lines + 1] = plain(("%s: %s. Owner: %s; due: %s; status: %s"):format(action.review,
      (action.text or "no text"):gsub("%.$", ""), action.owner or "not recorded", action.due or "not recorded",
      action.status or "not recorded"))
  end
  if #lines > 0 then r:list(lines) end
end

if #all == 0 then
  r:p("This store holds no local reviews.")
elseif #all:where("notified is missing") == #all then
  r:p("No local review has a date of notification, so no quarter can be shown.")
  actions()
else
  headline()
  if #now > 0 then notifications() end
  timeliness()
  changes()
  actions()
end
r:note("Small counts are not hidden: they can identify a child. This scorecard is for use within the partnership.")

for ending in formats:gmatch("[^, ]+") do r:save(name .. "." .. ending) end

local late = timely(now):set("late")
if limit ~= "" and #late > limit then
  heddle.fail(("%d rapid %s late, more than the limit of %d: %s (nothing is saved; without 'limit' it is)"):format(
    #late, noun(#late, "review was", "reviews were"), limit, ids(late)))
end
