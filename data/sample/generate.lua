-- Writes the synthetic sample: 30 invented reviews whose margins are those of a printed panel.
--
--   lua5.4 data/sample/generate.lua            write the sample's files beside this script
--   lua5.4 data/sample/generate.lua --check    write nothing; compare the files and recount
--
-- The draws come from a generator of its own with a fixed seed, so the same bytes come out on
-- every machine. Theme codes and labels are read from data/hsscp/01-codebook.jsonl, so that a
-- script written for one store works on the other. Plain Lua 5.4, no library.

local SEED = 20190401
local REVIEWS = 30
local SOURCE = "synthetic-sample"
local CODEBOOK = "01-synthetic-codebook.jsonl"
local RECORDS = "02-synthetic-reviews.jsonl"
local FIGURES = "03-synthetic-figures.jsonl"

local here = (arg[0]:match("^(.*)[/\\]") or ".")
package.path = here .. "/?.lua"

local civil = require "civil"
local draw = require "draw"
local record = require "record"
local recount = require "recount"

local obj, recorded = record.obj, record.recorded
local NULL, UNKNOWN = record.NULL, record.UNKNOWN
local NOT_APPLICABLE, NOT_RECORDED = record.NOT_APPLICABLE, record.NOT_RECORDED
local between, chance, pick = draw.between, draw.chance, draw.pick

-- The codebook: fields, the band, and the themes of data/hsscp with their definitions marked.

local INVOLVEMENT = {
  "universal", "early-help", "child-in-need", "child-protection", "looked-after",
}
local FINDING_KINDS = { "learning", "good-practice", "action" }
local AGENCIES = { "Education", "Health", "Housing", "Police", "Probation", "Social care" }
local LIVING_WITH = { "Parents", "Relatives", "Foster care", "Residential care" }

local function field(key, of, kind, label, values)
  return obj("field", obj("key", key, "of", of, "kind", kind, "label", label .. " (synthetic)",
    "values", values))
end

local function field_records()
  return {
    field("synthetic", "review", "flag", "Invented record"),
    field("kind", "review", "category", "Kind of review", { "rapid-review", "lcspr" }),
    field("scope", "review", "category", "Scope", { "local", "national" }),
    field("area", "review", "category", "Area", { "Hartlepool", "Stockton-on-Tees" }),
    field("outcome", "review", "category", "Outcome", { "death", "serious-harm", "other" }),
    field("featured_neglect", "review", "flag", "Neglect featured"),
    field("neglect_cause", "review", "flag", "Neglect was the cause"),
    field("involved_nai", "review", "flag", "Involved non-accidental injury"),
    field("featured_hidden_adults", "review", "flag", "Hidden adults featured"),
    field("featured_domestic_abuse", "review", "flag", "Domestic abuse featured"),
    field("childs_voice_lacking", "review", "flag", "Child's voice lacking"),
    field("involvement", "review", "ordinal", "Highest involvement", INVOLVEMENT),
    field("agencies", "review", "multi", "Agencies involved", AGENCIES),
    field("days_to_review", "review", "number", "Days from notification to rapid review"),
    field("lcspr_started", "review", "date", "LCSPR started"),
    field("part_in_national", "review", "flag", "Part in a national review"),
    field("age", "child", "number", "Age in years"),
    field("age_weeks", "child", "number", "Age in weeks"),
    field("sex", "child", "category", "Sex", { "female", "male" }),
    field("living_with", "child", "category", "Living with", LIVING_WITH),
    field("kind", "finding", "category", "Kind of finding", FINDING_KINDS),
    obj("band", obj("field", "age", "name", "age_band", "bounds", { 1, 3, 6, 11, 16 })),
  }
end

-- Lines are taken over as text: only the definition gains a mark. Returns the lines, and the
-- themes as tables of code and label in codebook order.
local function shared_themes()
  local lines, themes = {}, {}
  local path = here .. "/../hsscp/01-codebook.jsonl"
  for line in assert(io.open(path, "rb")):lines() do
    local code, label = line:match('^{"theme": {"code": "([^"]+)", "label": "([^"]+)"')
    if code then
      local marked, n = line:gsub('"definition": "', '"definition": "Synthetic sample. ')
      assert(n == 1, "a theme without a definition: " .. code)
      lines[#lines + 1] = marked
      themes[#themes + 1] = { code = code, label = label }
    end
  end
  assert(#themes > 0, "no themes in " .. path)
  return lines, themes
end

local function own_themes()
  return {
    obj("theme", obj("code", "hidden-men", "label", "Hidden men", "aliases", {}, "parent", NULL,
      "definition", "Synthetic sample. An earlier code, kept to show a merge.",
      "status", "merged", "into", "hidden-adults",
      "reason", "Synthetic: the wider code covers every significant adult", "date", "2022-04-01")),
    obj("theme", obj("code", "trio-of-vulnerabilities", "label", "Trio of vulnerabilities",
      "aliases", {}, "parent", "cumulative-risk",
      "definition", "Synthetic sample. An earlier code, kept to show a retirement.",
      "status", "retired",
      "reason", "Synthetic: replaced by separate codes", "date", "2023-04-01")),
  }
end

-- What the reviews are like. Every list has one entry per review, in order of review.

local UNRESOLVED = { "Transition to adult services", "Staff turnover", "Use of interpreters" }

local function plan_reviews()
  local function spread(margin) return draw.spread(REVIEWS, margin) end
  local plan = {
    under_3 = spread { true, 18, false, 12 },
    outcome = spread { "death", 15, "serious-harm", 12, "other", 1, UNKNOWN, 1, NOT_RECORDED, 1 },
    area = spread { "Stockton-on-Tees", 19, "Hartlepool", 11 },
    nai = spread { true, 12, false, 16, UNKNOWN, 1, NOT_RECORDED, 1 },
    neglect = spread { true, 29, false, 1 },
    hidden_adults = spread { true, 20, false, 7, UNKNOWN, 2, NOT_RECORDED, 1 },
    domestic_abuse = spread { true, 20, false, 8, UNKNOWN, 2 },
    voice = spread { true, 22, false, 5, UNKNOWN, 2, NOT_APPLICABLE, 1 },
    kind = spread { "lcspr", 13, "rapid-review", 17 },
    year = spread { 2019, 3, 2020, 4, 2021, 5, 2022, 4, 2023, 5, 2024, 4, 2025, 5 },
    precision = spread { "day", 26, "month", 3, "year", 1 },
    involvement = spread { "universal", 5, "early-help", 5, "child-in-need", 7,
      "child-protection", 6, "looked-after", 4, UNKNOWN, 2, NOT_RECORDED, 1 },
    coding = spread { "themes", 24, "no theme", 2, "unresolved", 1, "not yet", 3 },
  }
  table.sort(plan.year)
  -- A cause implies that neglect featured; where it did not, the question does not arise.
  local causes, next_cause = draw.spread(29, { true, 14, false, 15 }), 0
  plan.cause = {}
  for i = 1, REVIEWS do
    if plan.neglect[i] then
      next_cause = next_cause + 1
      plan.cause[i] = causes[next_cause]
    else
      plan.cause[i] = NOT_APPLICABLE
    end
  end
  return plan
end

local function review_id(i) return string.format("SYN-%02d", i) end

-- Dates of one review: an incident some days before the notification, a rapid review some days
-- after it, and for an LCSPR its start and publication. Where the notification is known only to
-- the month or year, the days in between are unknown.
local function plan_dates(plan, i)
  local day = { year = plan.year[i], month = between(1, 12) }
  day.day = between(1, civil.month_days(day.year, day.month))
  local wait = between(9, 32)
  local incident = civil.add_days(day, -between(1, 9))
  local started = civil.add_days(day, between(40, 80))
  local published = civil.add_days(started, between(180, 330))
  local dates = { incident = civil.iso(incident), days = UNKNOWN, reviewed = UNKNOWN,
    started = NOT_APPLICABLE, published = NOT_APPLICABLE }
  if plan.precision[i] == "day" then
    dates.notified = civil.iso(day)
    dates.days, dates.reviewed = wait, civil.iso(civil.add_days(day, wait))
    if chance(15) then dates.incident = civil.iso(incident):sub(1, 7) end
  else
    dates.notified = civil.iso(day):sub(1, plan.precision[i] == "month" and 7 or 4)
    dates.incident = UNKNOWN
  end
  if plan.kind[i] == "lcspr" then
    dates.started = civil.iso(started)
    -- Not yet published at the end of the coverage, or simply not recorded.
    dates.published = nil
    if published.year <= 2025 and chance(85) then dates.published = civil.iso(published) end
  end
  return dates
end

-- Age of one child. Under 3 holds for a review when it holds for any of its children, so a
-- review outside that margin has no child known to be under 3.
local function plan_age(under_3)
  if not under_3 then return between(3, 17) end
  local age = pick { 0, 0, 1, 2 }
  if age == 0 and chance(70) then return 0, between(1, 51) end
  return age
end

-- `special` names the few reviews with something missing: no child, an age unknown or not
-- recorded, all of them outside the under-3 margin.
local function make_children(plan, i, special)
  if special == "no child" then return nil end
  local children = {}
  local count = chance(25) and 2 or 1
  for c = 1, count do
    local age, weeks = plan_age(plan.under_3[i] and (c == 1 or chance(30)))
    if c == 1 and special == "age unknown" then age, weeks = UNKNOWN, nil end
    if c == 1 and special == "age not recorded" then age, weeks = nil, nil end
    local sex = pick { "female", "female", "female", "male", "male", "male", "male", UNKNOWN }
    local living = pick { "Parents", "Parents", "Parents", "Relatives", "Foster care",
      "Residential care", UNKNOWN, NOT_RECORDED }
    children[c] = obj("id", string.format("%s-C%d", review_id(i), c), "age", age,
      "age_weeks", weeks, "sex", sex, "living_with", recorded(living))
  end
  return children
end

-- Findings. Numbers run through the whole sample, so no two texts are alike.

local finding_number = 0

local function make_finding(i, n, subject, themes, coder)
  finding_number = finding_number + 1
  local kind = chance(15) and "good-practice" or "learning"
  local coded_on
  if coder then coded_on = string.format("2025-%02d-%02d", between(1, 12), between(1, 28)) end
  return obj("id", string.format("%s-F%d", review_id(i), n),
    "text", string.format("Synthetic finding %d on %s", finding_number, subject),
    "themes", themes, "kind", kind, "coder", coder, "coded_on", coded_on,
    "source", SOURCE, "passage", "synthetic line " .. finding_number)
end

local function make_action(i, n)
  finding_number = finding_number + 1
  local owner = "Synthetic owner " .. between(1, 3)
  local month, day = between(1, 12), between(1, 28)
  return obj("id", string.format("%s-F%d", review_id(i), n),
    "text", string.format("Synthetic action %d", finding_number), "kind", "action",
    "owner", owner, "due", string.format("2026-%02d-%02d", month, day),
    "status", pick { "open", "done" },
    "source", SOURCE, "passage", "synthetic line " .. finding_number)
end

-- The common ones are drawn often; of the rest some now and then, some hardly ever and some
-- never, so that rankings have ties and rows have zeros.
local COMMON = { ["childs-voice"] = 7, ["hidden-adults"] = 7, ["domestic-abuse"] = 5,
  ["cumulative-risk"] = 5, ["information-sharing"] = 5, ["professional-curiosity"] = 4 }

local function theme_urn(themes)
  local urn = {}
  local order = draw.shuffle { table.unpack(themes) }
  for rank, theme in ipairs(order) do
    local copies = COMMON[theme.code]
    if not copies then copies = rank <= 12 and 3 or rank <= #order - 7 and 1 or 0 end
    for _ = 1, copies do urn[#urn + 1] = theme end
  end
  return urn
end

local function lower_first(label)
  local second = label:sub(2, 2)
  if second:match("%u") then return label end
  return label:sub(1, 1):lower() .. label:sub(2)
end

local function coded_findings(i, urn, nth)
  local findings = {}
  local coder = "synthetic-coder-" .. (i % 2 + 1)
  for n = 1, between(2, 7) do
    local theme = pick(urn)
    -- A code or the label: both name the theme.
    local names = { chance(50) and theme.code or theme.label }
    if chance(20) then
      local other = pick(urn)
      if other.code ~= theme.code then names[2] = other.label end
    end
    findings[n] = make_finding(i, n, lower_first(theme.label), names, coder)
  end
  local function add(label)
    local n = #findings + 1
    findings[n] = make_finding(i, n, lower_first(label), { label }, coder)
  end
  if nth % 5 == 1 then add(UNRESOLVED[(nth // 5) % #UNRESOLVED + 1]) end
  if nth % 8 == 2 then add("Hidden men") end
  if nth == 4 or nth == 9 then add("Trio of vulnerabilities") end
  -- The same theme by two findings of one review: two mentions, one review.
  if nth == 6 or nth == 12 then
    add("Hidden significant adults")
    add("Hidden significant adults")
  end
  if nth % 6 == 3 then findings[#findings + 1] = make_action(i, #findings + 1) end
  return findings
end

-- The flag `coded` and the findings of one review; `nth` counts the reviews of this kind.
local function make_coding(i, how, nth, urn)
  if how == "themes" then return true, coded_findings(i, urn, nth) end
  if how == "no theme" then
    if nth == 2 then return true, nil end
    return true, { make_finding(i, 1, "a matter of its own"), make_action(i, 2) }
  end
  if how == "unresolved" then
    return true, { make_finding(i, 1, "transition", { UNRESOLVED[1] }, "synthetic-coder-1") }
  end
  if nth == 1 then
    return false, {
      make_finding(i, 1, "domestic abuse", { "domestic-abuse" }),
      make_finding(i, 2, "safe sleep", { "Safe sleep" }),
    }
  elseif nth == 2 then
    return false, nil
  end
  -- `coded` left out: a new review is not yet coded.
  return nil, { make_finding(i, 1, "a matter not yet coded") }
end

local function make_agencies()
  if chance(10) then return UNKNOWN end
  if chance(8) then return nil end
  local list = {}
  for _, agency in ipairs(AGENCIES) do
    if chance(agency == "Probation" and 15 or 55) then list[#list + 1] = agency end
  end
  if #list == 0 then list[1] = "Health" end
  return list
end

local function make_review(plan, i, special, coded, findings)
  local dates = plan_dates(plan, i)
  local agencies = make_agencies()
  local children = make_children(plan, i, special)
  local part = NOT_APPLICABLE
  if plan.kind[i] == "lcspr" then part = plan.national == i end
  return obj("review", obj("id", review_id(i), "synthetic", true,
    "title", "Synthetic review " .. i, "source", SOURCE,
    "kind", plan.kind[i], "scope", "local", "coded", coded,
    "area", plan.area[i], "outcome", recorded(plan.outcome[i]),
    "incident", dates.incident, "notified", dates.notified, "reviewed", dates.reviewed,
    "published", dates.published, "days_to_review", dates.days,
    "lcspr_started", dates.started, "part_in_national", part,
    "featured_neglect", plan.neglect[i], "neglect_cause", plan.cause[i],
    "involved_nai", recorded(plan.nai[i]),
    "featured_hidden_adults", recorded(plan.hidden_adults[i]),
    "featured_domestic_abuse", plan.domestic_abuse[i], "childs_voice_lacking", plan.voice[i],
    "involvement", recorded(plan.involvement[i]), "agencies", agencies,
    "children", children, "findings", findings))
end

local SPECIAL = { "no child", "age unknown", "age not recorded" }

local function review_records(themes)
  local records = {
    obj("source", obj("id", SOURCE, "title", "Synthetic sample: invented reviews, no real case",
      "published", "2026-01")),
    obj("coverage", obj("from", "2019-01-01", "to", "2025-12-31")),
  }
  local plan, urn = plan_reviews(), theme_urn(themes)
  local nth, specials = {}, 0
  for i = 1, REVIEWS do
    if plan.kind[i] == "lcspr" and not plan.national then plan.national = i end
  end
  for i = 1, REVIEWS do
    local how, special = plan.coding[i], nil
    nth[how] = (nth[how] or 0) + 1
    if not plan.under_3[i] then
      specials = specials + 1
      if specials % 2 == 0 then special = SPECIAL[specials // 2] end
    end
    local coded, findings = make_coding(i, how, nth[how], urn)
    records[#records + 1] = make_review(plan, i, special, coded, findings)
    if i % 10 == 0 then
      records[#records + 1] = obj("passage", obj("review", review_id(i), "source", SOURCE,
        "at", "synthetic line " .. 1000 + i, "role", "context",
        "text", "Synthetic context passage " .. i // 10))
    end
  end
  return records
end

-- The panel's figures. Each `where` is true for exactly `n` of the reviews.

local PANEL = {
  { "Child under 3", 18, "age < 3" },
  { "Child died", 15, "outcome = 'death'" },
  { "Involved non-accidental injury", 12, "involved_nai = true" },
  { "Neglect featured", 29, "featured_neglect = true" },
  { "Neglect was the cause", 14, "neglect_cause = true" },
  { "Hidden adults featured", 20, "featured_hidden_adults = true" },
  { "Domestic abuse featured", 20, "featured_domestic_abuse = true" },
  { "Stockton-on-Tees", 19, "area = 'Stockton-on-Tees'" },
  { "Hartlepool", 11, "area = 'Hartlepool'" },
  { "Child's voice lacking", 22, "childs_voice_lacking = true" },
}

local function half_up_percent(n, of) return (200 * n + of) // (2 * of) end

local function figure_records()
  local records = {
    obj("figure", obj("source", SOURCE, "label", "Serious incident notifications", "n", 30,
      "where", "notified is not missing")),
    obj("figure", obj("source", SOURCE, "label", "Rapid reviews", "n", 30, "of", 30,
      "percent", 100, "where", "kind in ('rapid-review', 'lcspr')")),
    obj("figure", obj("source", SOURCE, "label", "LCSPRs", "n", 13, "of", 30,
      "percent", half_up_percent(13, 30), "where", "kind = 'lcspr'")),
  }
  for _, item in ipairs(PANEL) do
    records[#records + 1] = obj("figure", obj("source", SOURCE, "label", item[1], "n", item[2],
      "of", REVIEWS, "percent", half_up_percent(item[2], REVIEWS), "where", item[3]))
  end
  return records
end

local function generate()
  draw.seed(SEED)
  finding_number = 0
  local lines, themes = shared_themes()
  local codebook = field_records()
  table.move(lines, 1, #lines, #codebook + 1, codebook)
  local extra = own_themes()
  table.move(extra, 1, #extra, #codebook + 1, codebook)
  local records = review_records(themes)
  return {
    { name = CODEBOOK, text = record.to_text(codebook) },
    { name = RECORDS, text = record.to_text(records) },
    { name = FIGURES, text = record.to_text(figure_records()) },
  }, records
end

local function read_file(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

local function check(files, records)
  recount.check(records, UNRESOLVED)
  local again = generate()
  for n, file in ipairs(files) do
    local path = here .. "/" .. file.name
    recount.expect(file.name .. " as generated", read_file(path) == file.text, true)
    recount.expect(file.name .. " generated again", again[n].text == file.text, true)
  end
  return recount.report()
end

local function write(files)
  for _, file in ipairs(files) do
    local handle = assert(io.open(here .. "/" .. file.name, "wb"))
    assert(handle:write(file.text))
    assert(handle:close())
  end
end

local files, records = generate()
if arg[1] == "--check" and not arg[2] then
  os.exit(check(files, records))
elseif arg[1] then
  io.stderr:write("usage: lua5.4 data/sample/generate.lua [--check]\n")
  os.exit(64)
end
write(files)
