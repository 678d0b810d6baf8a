--- Reviews told in made-up sentences, with a child whose age, sex and outcome are known and with much that only looks
-- like them (ages of parents and others, durations, dates, counts, bounds): what is suggested is held against what is
-- true.  What the sentences do not tell must not be suggested.
--
--   lua5.4 tests/check_prose.lua [SEED]      from the checkout's folder
--
-- Prints precision and recall of each attribute, then "N passed, N failed".  The test fails when an attribute is below
-- its bound; with a SEED it prints that review and what was read.

package.path = "lua/?.lua;" .. package.path
local prose = require "heddle.suggest.prose"
local settle = require "heddle.suggest.prose.settle"
local words = require "heddle.suggest.prose.words"

local only = tonumber(arg and arg[1])
local reviews = 1500
local bounds = { age = { 0.99, 0.97 }, age_weeks = { 0.99, 0.97 }, sex = { 0.99, 0.97 }, outcome = { 0.99, 0.97 } }

local function pick(list)
  return list[math.random(#list)]
end

local names = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", [0] = "zero" }

-- %K the child's name, %n the age as a figure, %w as a word, %H he, %h his, %g boy, %s son, %m male; in infants %u is
-- the age with its unit, "9 week", and %U "9 weeks".
local ages = {
  "%K was %n when %H was involved in a collision.", "%K was %n years old when %H died.", "%K was a %n-year-old %g.",
  "%K is a %n year old %m who lives with %h mother.", "%K, aged %n, lived with %h mother and two siblings.",
  "This review concerns %K (%n).", "This review concerns a %n-year-old %g.", "The review concerns %K, a %w-year-old %g.",
  "%K was aged %n at the time of the incident.", "Age: %n", "Age at incident: %n years", "%K (aged %n) attended a local school.",
  "%K, who was %n, had been known to services for 3 years.", "At the time of the incident %K was %w years old.",
  "%K was %n years of age at the point of notification.", "A %n year old child was found unresponsive by %h father, aged 34.",
  "%K, %n years old, lived with foster carers.", "%K died at the age of %n.", "The child, aged %n, was taken to hospital.",
  "**%K** was a %n\u{2011}year\u{2011}old child with a disability.", "%K was a vulnerable %w year old %g.",
  "%K was only %n when the accident happened.", "%K (%n years) was in Year 9 at school.", "%K was %n. %H lived with %h nan.",
  "The subject of this review is a %g of %n.", "%K was just %n years old when %H was seriously injured.",
  "Summary: %n yr old %g known to Early Help.", "%K - %n years old - was living out of area.",
  "When %H died %K was %n years old.", "%K\u{2019}s age was %n.", "%K was then aged %n.", "%K, age %n, had moved home twice.",
  "%K: %n year old %g, lived with adoptive parents.", "In March %K, then %n, disclosed to a teacher.", "%K (%m, %n) went missing.",
  "%n year old %K was reported missing.", "%K had recently turned %n.", "Young person: %n, %m", "Child's age: %n", "| Age | %n |",
  "%K, a looked after child aged %n, had been placed out of area.", "The incident involved a %n year old %g being hit by a car.",
  "%K was the eldest, aged %n.", "Serious injury to a %n-year-old %g", "%K, who was living with a friend aged 50, was %n.",
  "%K aged %n and a brother aged 19 lived with Mother.", "%K was %n years and 4 months old when %H was stabbed.",
}
local infants = {
  "%K was %U old when %H died.", "%K was a %u-old baby.", "%K is a %u old infant.", "%K, aged %U, was taken to hospital.",
  "This review concerns a %u-old baby %g.", "%K (%U old) lived with both parents.", "Age: %U", "At %U of age %K was found unresponsive.",
  "%K was %U of age at the time of the incident.", "The baby was %U old at the time of the incident.",
  "%K died aged %U.", "%K was only %U old when the injuries were found.", "The mother of %u-old %K called an ambulance.", "Subject child: %U.",
  "Mother, who was 19, and %K, who was %U old, lived in supported housing.", "Death of a %u-old infant",
}
local untold = {
  "%K lived with %p.", "%K was known to four agencies.", "%K had moved school twice.", "The family moved into the area in 2019.",
}
local sexes = { "%K was a happy, sociable %g.", "%K was %h mother's second child; the %g lived with %p.", "Sex: %m",
  "Mother's %s was seen at school.", "%K told %h teacher that %H was worried.", "%K said %H did not feel safe; %H asked for help." }
local deaths = { "%K died in hospital.", "%K was found dead at home.", "In the weeks before %K's death there were two referrals.",
  "%K sadly died three days later.", "The death of %K was notified in May.", "%K took %h own life.", "%K was pronounced dead at the scene.",
  "%K was fatally injured.", "%K passed away in hospital.", "%K lost %h life.", "%K was killed by a driver." }
local harms = { "%K was seriously injured.", "%K suffered life-threatening injuries.", "%K sustained serious head injuries.",
  "%K was critically injured in a fall.", "%K suffered serious harm.",
  "The incident left %K with life-changing injuries.", "%K was admitted with serious injuries." }

-- None of them says anything of the child's age, sex or outcome.
local distractors = {
  "Mother was 17 when she had her first child.", "Mother, aged 16, had been in care.", "Father (34) did not live in the home.",
  "%K lived with %p, aged 29, and an older brother, aged 12.", "There was a 3 year gap between assessments.",
  "The plan had been open for 5 years.", "A 2-year-old assessment was relied on.", "Services for under 18s were not offered.",
  "In 18/30 reviews this was found.", "Two of the 4 children were on plans.", "The meeting took place on 12/03/2024.",
  "An 18-month outstanding warrant was not known of.", "The first referral was made 14 months earlier.",
  "When %K was 6, the family moved area.", "%K moved school at age 7.", "From the age of 4 %K had been on a plan.",
  "Her partner was a 30 year old male who worked nearby.", "The 16-year-old boyfriend was not assessed.",
  "Mother disclosed that she was abused when she was 9.", "Mother's sister died when she was 11 years old.",
  "Children aged 11 to 15 are seen by another team.", "All 3 year old children are offered a check.",
  "A 2 year old health review was missed.", "Practitioners should ask when a child is 10 years old.",
  "%K's sister, aged 9, was seen at school.", "%K's 13-year-old cousin was in the home.", "Siblings aged 2, 4 and 6 were seen.",
  "Mother was 15 weeks pregnant at booking.", "The unborn baby was made subject to a plan.", "Mother had a miscarriage at 12 weeks.",
  "The grandfather died in 2018.", "Father died when Mother was 13.", "There was a risk of serious harm.",
  "The threshold of significant harm was met.", "Mother said she wished she had died.", "A death threat was reported to police.",
  "The Child Death Overview Panel was informed.", "%K could have been seriously injured.", "Both boys at the school were spoken to.",
  "She had fled a violent partner 6 years before.", "He was sentenced to 8 years.", "The adult male was 17 stone.",
  "%K's brother was 16 and lived elsewhere.", "Step-father was 40 years old.", "%K's friend, who was 14, told staff.",
  "A girl at the school, aged 14, raised the alarm.", "The assessment was 8 months old.", "Police attended 11 times.",
  "There were 13 contacts in 10 weeks.", "%K scored 7 out of 10.", "Aged 16 and over, children may apply themselves.",
  "Boys under 13 are at higher risk.", "The health visitor called at 10 days and at 6 weeks.", "Mother had been a looked after child until she was 16.",
  "%K was seen 12 days before.", "%K had 3 siblings.", "%K was 15 minutes late for school.", "%K was 1 of 5 children.",
  "%K was nearly 30 miles away.", "The youngest child, aged 4, was not seen.", "His new partner has a 5-year-old son.",
  "Another child, aged 12, was injured.", "%K was assaulted by a 17-year-old male.", "%K was in a relationship with a 16 year old boy.",
  "The perpetrator told %K that he was 16.", "%K was 32 weeks gestation at birth.", "Section 47 enquiries took 9 days.",
  "In Year 8 attendance fell to 60%.", "She was 14 when she met the father.", "The case had been closed for 2 years.",
  "%K was said to be older than 12.", "Parents of a 3-month-old need advice.", "The 8-week-old puppy was seen.",
  "No child aged under 5 was in the home.", "Between 10 and 12 years old is a time of change.", "Nobody died.",
  "A neighbour died in the fire.", "%K's grandmother had died a year before.", "%K wanted to die.", "He had no contact.",
  "%K's father had died when %K was 7.", "A 14-year-old boy was arrested.", "A 17 year old has been charged with the assault.",
  "%K was under 2 at the time.", "%K was nearly 5 when seen.", "%K started school at 5.", "At 15 %K began to go missing.",
  "Twins aged 3 were seen.", "Mother gave birth to %K when she was 18.", "%K was grieving the death of a friend.",
  "%K nearly died.", "Mother feared %K would be seriously harmed.", "No serious harm was caused to %K.",
  "She has a daughter aged 10 from another relationship.", "%K had a mental age of 6.", "%K's developmental age was 3.",
  "%K had a reading age of 7.", "The parents, aged 16 and 17, were themselves children.", "%K was the child of a 15-year-old girl.",
  "Father, then 15, met Mother when she was 14.", "Age range: 11-15", "Mother's age: 24", "%K had been known since the age of 2.",
}
local others = { "Mother", "Father", "Nan", "his Mother", "both parents", "foster carers", "grandparents" }

local function review(seed)
  math.randomseed(seed)
  local male = math.random(2) == 1
  local id = pick { "KDJ", "RT", "Child-Q", "Alex", "Baby-M", "Family-9-Sam" }
  if id == "Family-9-Sam" then id = "Sam" end
  local truth = { sex = male and "male" or "female" }
  local infant = math.random(4) == 1
  local n = infant and math.random(1, 30) or math.random(1, 17)
  local unit = infant and pick { "week", "week", "month", "day" } or "year"
  if infant and unit == "month" then n = math.random(1, 20) end
  local values = {
    K = (id:gsub("-", " ")), n = ("%d"):format(n), w = names[n] or "", H = male and "he" or "she", h = male and "his" or "her",
    g = male and "boy" or "girl", s = male and "son" or "daughter", m = male and "male" or "female", p = pick(others),
    u = ("%d-%s"):format(n, unit), U = ("%d %s%s"):format(n, unit, n == 1 and "" or "s"),
  }
  if values.p == "his Mother" then values.p = values.h .. " Mother" end
  local lines = {}
  local function add(form)
    local text = form:gsub("%%([KnwHhgsmpuU])", values)
    table.insert(lines, math.random(#lines + 1), (text:gsub("^%l", string.upper):gsub("%. %l", string.upper)))
    return form
  end
  local sure = {}
  if math.random(10) <= 7 then
    local form = add(pick(infant and infants or ages))
    sure.age = true
    if unit == "month" then truth.age = n // 12 elseif unit == "year" then truth.age = n else truth.age = 0 end
    if unit == "week" then truth.age_weeks = n elseif unit == "day" then truth.age_weeks = n // 7 end
    sure.age_weeks = truth.age_weeks ~= nil
    sure.sex = form:find("%%[gms]") ~= nil
    if form:find("died") or form:find("^Death") then truth.outcome, sure.outcome = "death", true end
    if form:find("seriously injured") then truth.outcome, sure.outcome = "harm", true end
  else
    add(pick(untold))
  end
  if math.random(2) == 1 then
    add(pick(sexes))
    sure.sex = true
  end
  local fate = math.random(3)
  if fate == 1 then truth.outcome, sure.outcome = "death", true add(pick(deaths)) end
  if fate == 2 and truth.outcome ~= "death" then truth.outcome, sure.outcome = "harm", true add(pick(harms)) end
  for _ = 1, math.random(2, 6) do add(pick(distractors)) end
  return id, lines, truth, sure
end

local fields = { "age", "age_weeks", "sex", "outcome" }
local totals = {}
for _, field in ipairs(fields) do totals[field] = { right = 0, wrong = 0, sure = 0, found = 0 } end

for seed = only or 1, only or reviews do
  local id, lines, truth, sure = review(seed)
  local readings, known = {}, words.names { id }
  for number, line in ipairs(lines) do
    for _, r in ipairs(prose.read(words.sentences(line, known))) do
      r.place = "line " .. number
      readings[#readings + 1] = r
    end
  end
  local settled = settle.settle(readings)
  for _, field in ipairs(fields) do
    local t, said = totals[field], settled[field]
    if sure[field] then t.sure = t.sure + 1 end
    if said and said.value == truth[field] then
      t.right = t.right + 1
      if sure[field] then t.found = t.found + 1 end
    elseif said then
      t.wrong = t.wrong + 1
    end
    local bad = said and said.value ~= truth[field] or sure[field] and not said
    if bad and (only or os.getenv("SHOW")) then
      print(("seed %d (%s): %s: read %s, is %s (%s)"):format(seed, id, field, said and said.value, truth[field],
        said and said.evidence or "nothing"))
    end
  end
  if only then
    for number, line in ipairs(lines) do print(("%3d %s"):format(number, line)) end
    for _, r in ipairs(readings) do print("   ", r.field, r.value, r.score, r.place, r.words) end
  end
end

local passed, failed = 0, 0
for _, field in ipairs(fields) do
  local t = totals[field]
  local precision = t.right + t.wrong == 0 and 1 or t.right / (t.right + t.wrong)
  local recall = t.sure == 0 and 1 or t.found / t.sure
  print(("%-10s %4d told, %4d suggested, %3d of them wrong; precision %.4f, recall %.4f"):format(field, t.sure,
    t.right + t.wrong, t.wrong, precision, recall))
  if only or precision >= bounds[field][1] and recall >= bounds[field][2] then passed = passed + 1 else failed = failed + 1 end
end

-- ---- which of it becomes a suggestion: a store made of tables ----

local store -- { reviews, children, findings: rows with their states; passages; fields }

package.preload["heddle.core"] = function()
  return {
    all = function(_, unit) return store[unit] or {} end,
    set_next = function(set, i) return set[i + 1] and i + 1 or nil end,
    row = function(set, i) return set[i] end,
    row_state = function(row, key) return row[key .. "_state"] or (row[key] == nil and "not recorded" or "value") end,
    passages = function() return store.passages or {} end,
    fields = function() return store.fields end,
    fold = function(text) return (text:lower():gsub("[^%w]+", " "):gsub("^ ", ""):gsub(" $", "")) end,
    nearest = function(word, list)
      for _, candidate in ipairs(list) do
        if #candidate == #word and candidate:sub(1, 4) == word:sub(1, 4) then return candidate end
      end
    end,
  }
end
local attributes = require("heddle.suggest.attributes").attributes

local function fields_with(outcomes, sexes_)
  return { { unit = "child", key = "sex", kind = "category", values = sexes_ or { "female", "male" } },
    { unit = "review", key = "outcome", kind = "category", values = outcomes } }
end

-- The suggestions as one text: "field=value score place" of each.
local function said(made)
  store = made
  for _, review_ in ipairs(store.review) do review_.review = review_.id end
  store.fields = store.fields or fields_with { "death", "serious-harm" }
  local parts = {}
  for _, item in ipairs(attributes({})) do
    local kind, record = item.record[1], item.record[2]
    for _, entry in ipairs(item.suggestion) do
      parts[#parts + 1] = ("%s %s %s=%s %.2f %s"):format(kind, record.id, entry.field, record[entry.field], entry.score,
        entry.evidence)
    end
  end
  return table.concat(parts, " | ")
end

local function passage(text, role, at, source)
  return { review = "KDJ", text = text, role = role or "context", at = at or "line 7", source = source }
end

local cases = {
  { "a review without a child", { review = { { id = "KDJ" } }, passages = { passage "KDJ was 9 weeks old when he died." } },
    "child KDJ age=0 0.95 line 7: 9 weeks old | child KDJ age_weeks=9 0.95 line 7: 9 weeks old | child KDJ sex=male 0.45 line 7: he"
    .. " | review KDJ outcome=death 0.90 line 7: he died" },
  { "its child has another id", { review = { { id = "KDJ" } }, child = { { id = "C1", review = "KDJ" } },
    passages = { passage "KDJ was aged 9." } }, "child C1 age=9 0.90 line 7: aged 9" },
  { "what is recorded stays", { review = { { id = "KDJ", outcome = "serious-harm" } },
    child = { { id = "KDJ", review = "KDJ", age = 8, sex = "male" } }, passages = { passage "KDJ was 9 when she died." } }, "" },
  { "unknown is recorded", { review = { { id = "KDJ", outcome_state = "unknown" } },
    child = { { id = "KDJ", review = "KDJ", age_state = "unknown", sex_state = "not applicable" } },
    passages = { passage "KDJ was 9 when she died." } }, "" },
  { "weeks for an age that is recorded", { review = { { id = "KDJ", outcome = "death" } },
    child = { { id = "KDJ", review = "KDJ", age = 0, sex = "male" } }, passages = { passage "KDJ was 9 weeks old when he died." } },
    "child KDJ age_weeks=9 0.95 line 7: 9 weeks old" },
  { "two children", { review = { { id = "KDJ" } }, child = { { id = "A", review = "KDJ" }, { id = "B", review = "KDJ" } },
    passages = { passage "KDJ was aged 9." } }, "" },
  { "an id that speaks of several", { review = { { id = "Siblings-K" } }, passages = {
    { review = "Siblings-K", text = "The child was aged 9.", at = "line 1", role = "context" } } }, "" },
  { "several ages", { review = { { id = "KDJ" } }, passages = { passage "KDJ was aged 9.", passage("KDJ was aged 10.", nil, "line 8") } },
    "" },
  { "several ages, one of them plainer", { review = { { id = "KDJ" } }, passages = { passage "KDJ died aged 9.",
    passage("The mother of a 10 year old was seen.", nil, "line 8") } },
    "child KDJ age=9 0.40 line 7: aged 9; line 8: 10 year old | review KDJ outcome=death 0.90 line 7: died" },
  { "actions are not read, findings are with less", { review = { { id = "KDJ" } }, passages = { passage("KDJ was aged 9.", "action") },
    finding = { { id = "KDJ-1", review = "KDJ", text = "KDJ was aged 9." } } }, "child KDJ age=9 0.77 finding KDJ-1: aged 9" },
  { "several sources are named", { review = { { id = "KDJ" } }, passages = { passage("KDJ was aged 9.", nil, nil, "one"),
    passage("KDJ, aged 9, was seen.", nil, "line 2", "two") } }, "child KDJ age=9 0.90 one, line 7: aged 9; two, line 2: aged 9" },
  { "the store's own values", { review = { { id = "KDJ" } }, fields = fields_with({ "Fatal", "Non-fatal" }, { "F", "M" }),
    passages = { passage "A 9-year-old girl suffered serious injuries." } },
    "child KDJ age=9 0.85 line 7: 9-year-old | child KDJ sex=F 0.90 line 7: 9-year-old girl"
    .. " | review KDJ outcome=Non-fatal 0.60 line 7: serious injuries" },
  { "no value that means it", { review = { { id = "KDJ" } }, fields = fields_with { "closed", "open" },
    passages = { passage "KDJ died." } }, "" },
  { "several values that mean it", { review = { { id = "KDJ" } }, fields = fields_with { "death by accident", "death, other" },
    passages = { passage "KDJ died." } }, "" },
}
for _, case in ipairs(cases) do
  local got = only and case[3] or said(case[2])
  if got == case[3] then
    passed = passed + 1
  else
    failed = failed + 1
    print(("FAILED: %s: expected '%s', got '%s'"):format(case[1], case[3], got))
  end
end
print(("prose: %d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
