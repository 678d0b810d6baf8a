-- A seven-minute briefing on one theme or one review: seven short headings, three questions
--
--   heddle run scripts/seven_minute_briefing.lua --param theme=hidden-adults
--   heddle run scripts/seven_minute_briefing.lua --param review=SYN-04 --param name=syn-04
--
-- Saves seven-minute-briefing in each of `formats` (html,md).  `top` findings are quoted (6 unless given); what
-- is left out is said.  The headings are the same each time, and every fact comes from the store.

local theme    = heddle.param("theme", { default = "" })
local id       = heddle.param("review", { default = "" })
local top      = heddle.param("top", { type = "integer", default = 6 })
local name     = heddle.param("name", { default = "seven-minute-briefing" })
local formats  = heddle.param("formats", { default = "html,md" })
local audience = heddle.param("audience", { default = "internal" })

if (theme == "") == (id == "") then
  error("give one of --param theme=CODE and --param review=ID (heddle themes lists the codes)", 0)
end

-- ---- words ----

-- A text of the data as it stands: braces would be taken for references.
local function plain(text)
  return (text:gsub("[{}]", "%0%0"))
end

local function noun(n, one, many)
  return n == 1 and one or many or one .. "s"
end

-- A record of the codebook by its code, label or an alias.
local function find_theme(wanted)
  for _, t in ipairs(corpus.themes) do
    if t.code == wanted or t.label == wanted then return t end
    for _, alias in ipairs(t.aliases) do
      if alias == wanted then return t end
    end
  end
end

local function is_action(kind)
  return kind == "action"
end

-- ---- what the briefing is about ----

local about -- { title, what, reviews, findings, actions, own = codes that are no company of themselves }

local function of_theme()
  local found = corpus.reviews:with(theme) -- an unknown theme ends the run, with the nearest
  local t = find_theme(theme) or { code = theme, label = theme }
  local own, above = { [t.code] = true }, t
  while above and above.parent do
    own[above.parent] = true
    above = find_theme(above.parent)
  end
  local findings = found:findings():with(theme)
  return { title = t.label, what = t.definition or "The codebook has no definition of this theme.", reviews = found,
    findings = findings, own = own }
end

local function of_review()
  local found = corpus.reviews:where("id = :id", { id = id })
  local review = found:list()[1]
  if not review then error(("no review is called '%s'"):format(id), 0) end
  return { title = review.title or review.id, review = review, reviews = found, findings = found:findings(), own = {} }
end

about = theme ~= "" and of_theme() or of_review()
local actions = about.findings:filter({ "kind" }, is_action)
local learning = about.findings - actions

local r = heddle.report { title = about.title, subtitle = "Seven-minute briefing", audience = audience }

-- ---- the seven headings ----

local function subject()
  r:heading("1. What this is about")
  if about.what then return r:p(plain(about.what)) end
  local facts = { id = about.review.id, kind = (about.review.kind or "kind not recorded"):gsub("-", " "),
    area = about.review.area or "area not recorded" }
  r:p("Review {id}: {kind}, {area}.", facts)
end

local function base()
  r:heading("2. What was looked at")
  local all, uncoded = corpus.reviews, corpus.reviews:where { coded = false }
  if about.review then
    r:p("{findings} {word} of one review, {coded}.", { findings = about.findings,
      word = noun(#about.findings, "finding"),
      coded = about.review.coded and "which is coded to the themes of the codebook" or "which is not yet coded" })
    return
  end
  local cell = corpus.reviews:themes({ order = "codebook" }):cell(theme)
  if cell.N == 0 then
    r:p("No review is coded yet, so nothing is counted.")
  else
    r:p("{t.n} of {t.N} coded {word} found this ({t.percent}%).", { t = cell, word = noun(cell.N, "review") })
  end
  r:p("Not yet coded: {uncoded} of {all} {word} in this store.", { all = all, word = noun(#all, "review"),
    uncoded = uncoded })
end

local function found()
  r:heading("3. What was found")
  if #learning == 0 then return r:p("No findings are recorded.") end
  local quoted, seen = 0, {}
  for finding in learning:each() do
    -- Of a theme one finding a review, so that more reviews speak.
    if quoted < top and (about.review or not seen[finding.review]) then
      local at = finding.passage and finding.source and finding.source .. ", " .. finding.passage or finding.source
      r:quote(finding.text or "No text", { source = finding.review .. ", " .. (at or "no source") })
      quoted, seen[finding.review] = quoted + 1, true
    end
  end
  if #learning > quoted then
    r:p("Not quoted here: {more} of {all} {word}.", { more = #learning - quoted, all = learning,
      word = noun(#learning, "finding") })
  end
end

-- Age and sex of each child of one review.
local function each_child(children_)
  local lines = {}
  for child in children_:each() do
    local age = child.age and child.age .. " " .. noun(child.age, "year")
    if child.age == 0 and child.age_weeks then age = child.age_weeks .. " " .. noun(child.age_weeks, "week") end
    lines[#lines + 1] = (age or "age not known") .. ", " .. (child.sex or "sex not known")
  end
  r:list(lines)
end

local function children()
  r:heading("4. The children")
  local children_ = about.reviews:children()
  if #children_ == 0 then return r:p("No child is recorded.") end
  if about.review then return each_child(children_) end
  r:p("{n} {word} in {reviews} {review_word}.", { n = children_, word = noun(#children_, "child", "children"),
    reviews = about.reviews, review_word = noun(#about.reviews, "review") })
  r:table(children_:count({ "age", bins = { 1, 6, 11, 16 } }, { show = { "n/N", "percent" } }),
    { title = "Age of the children" })
end

-- Other themes of these reviews, the most frequent first, ties in codebook order.
local function company()
  local set = about.review and corpus.reviews or about.reviews
  local t = set:themes { depth = 1, order = "codebook" }
  local list = {}
  for i, other in ipairs(corpus.themes) do
    if other.depth == 1 and other.counted and not about.own[other.code] then
      local cell = t:cell(other.code)
      if about.review and #(cell.set & about.reviews) == 0 then cell = nil end
      if cell and cell.n > 0 then list[#list + 1] = { place = i, label = other.label, cell = cell } end
    end
  end
  table.sort(list, function(a, b)
    if a.cell.n ~= b.cell.n then return a.cell.n > b.cell.n end
    return a.place < b.place
  end)
  return list
end

local function together()
  r:heading(about.review and "5. Found in other reviews too" or "5. Found together with it")
  local lines, refs = {}, {}
  for i, other in ipairs(company()) do
    if i <= 5 then
      refs["t" .. i] = other.cell
      lines[i] = ("%s: {t%d.n} of {t%d.N} coded %s"):format(plain(other.label), i, i, noun(other.cell.N, "review"))
    end
  end
  if #lines == 0 then return r:p("No other theme was found.") end
  r:list(lines, refs)
  r:p(about.review and "Counted are all coded reviews of the store, this one included."
    or "Counted are the reviews that found this theme.")
end

local function plans()
  r:heading("6. What is planned")
  if #actions == 0 then return r:p("No actions are recorded here.") end
  local lines = {}
  for action in actions:each() do
    lines[#lines + 1] = plain(("%s: %s. Owner: %s; due: %s; status: %s"):format(action.review,
      (action.text or "no text"):gsub("%.$", ""), action.owner or "not recorded", action.due or "not recorded",
      action.status or "not recorded"))
  end
  r:list(lines)
end

local function questions()
  r:heading("7. Questions for you and your team")
  r:numbered {
    "What stands out for you, and what would it look like in your own work?",
    "What will you do differently, and how will you know that it works?",
    "Where does it belong in your plans, supervision and training?",
  }
  r:note("Small counts are not hidden, and a passage can identify a child: this briefing is for use within the "
    .. "partnership.")
end

subject()
base()
found()
children()
together()
plans()
questions()

for ending in formats:gmatch("[^, ]+") do r:save(name .. "." .. ending) end
