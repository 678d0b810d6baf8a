--- Documents made with known right and wrong figures, in every form people write them and with what only looks
-- like a figure between them: every wrong one must be found and no right one flagged.
--
--   lua5.4 tests/check_figures.lua [SEED]      from the checkout's folder
--
-- Prints precision and recall, then "N passed, N failed"; a document is one test.  A failed one is printed
-- with its seed, which makes it again.

package.path = "lua/?.lua;" .. package.path
local figures = require "heddle.figures"
local judge = require "heddle.figures.judge"

local only = tonumber(arg and arg[1])
local documents = 400

local function pick(list)
  return list[math.random(#list)]
end

-- An oracle of its own: long division, digit by digit, then half up.
local function percent_of(n, of, decimals)
  local whole, rest = 100 * n // of, 100 * n % of
  local digits = {}
  for i = 1, decimals + 1 do
    rest = rest * 10
    digits[i], rest = rest // of, rest % of
  end
  local value = whole
  for i = 1, decimals do value = value * 10 + digits[i] end
  if digits[decimals + 1] >= 5 then value = value + 1 end
  return value
end

local function write(value, decimals)
  if decimals == 0 then return ("%d"):format(value) end
  local text = ("%0" .. decimals + 1 .. "d"):format(value)
  return text:sub(1, -decimals - 1) .. "." .. text:sub(-decimals)
end

local function thousands(n)
  return n < 1000 and tostring(n) or ("%d,%03d"):format(n // 1000, n % 1000)
end

local things = { "neglect", "domestic abuse", "hidden adults", "missing records", "late referral", "parental ill health",
  "safe sleep", "housing need", "school absence", "a delayed medical" }
local openers = { "Records showed", "The panel noted", "There was", "Agencies recorded" }

-- %n count, %N base, %p percentage without its sign, %t a thing.
local forms = {
  "%p%** %n/%N featured %t", "**%p%** %n/%N featured %t", "%p%** In %n/%N, there was %t.", "%p%** %t featured in %n/%N cases",
  "In %n/%N, there was %t (%p%).", "%n of %N (%p%)", "%n of %N (%p%) featured %t", "%p% (%n/%N)", "%p% (%n/%N) featured %t",
  "%n out of %N reviews (%p per cent)", "%n out of %N (%p percent) featured %t", "%n/%N (%p%) with %t", "%n/%N - %p%",
  "%n/%N = %p%", "%n/%N, %p%, featured %t", "%t: %n/%N (%p%)", "%t - %p% - %n/%N", "%t featured in %n of the %N reviews (%p%)",
  "%t featured in %p% of reviews (%n/%N)", "%t featured in %p% (%n of %N) of reviews", "%p% of reviews (%n out of %N) had %t",
  "%n (%p%) of %N reviews featured %t", "%n reviews (%p%) of the %N featured %t", "Of the %N reviews, %n (%p%) featured %t",
  "%p% of the %N reviews (%n) featured %t", "%n of all %N (%p %)", "__%p%__ %n / %N had %t", "%n\u{2044}%N (%p\u{A0}%) had %t",
  "%t (%n/%N; %p%)", "%t (%p%; %n/%N)", "%t (%n/%N, %p%)", "%t \u{2013} %n/%N \u{2013} %p%", "%n of %N children, or %p%, had %t",
  "%t\t%n/%N\t%p%", "Some %n/%N reviews featured %t, which is %p%", "(%p%) %n/%N had %t", "[%n/%N] %p% had %t",
  "<b>%p%</b> %n/%N had %t", "%p\\% %n/%N had %t", "%n of our %N reviews (%p%) had %t", "%p%: %n/%N had %t",
}

-- What is no figure, or no percentage of a count.
local decoys = {
  "On 12/03/2024 the panel met; 2024/25 saw 5-10% more contacts.", "Reviews with %t rose by 20% in 2023/24.",
  "A rating of 7/10 was given, against 45% nationally.", "The child was 6/7 years old; 30% of contacts were late.",
  "Between 10% and 20% of contacts concern %t.", "The ratio was 3:1, and 18/30 reviews concerned %t.",
  "About 40% of practitioners had training in %t.", "See slide 3/10 and section 47/2, 25% complete.",
  "20% of contacts and 10%\u{2013}20% of referrals concerned %t.", "%n/%N reviews featured %t.",
  "Of those, 3 were infants and 55% were known.", "The meeting is on 03/04 at 10:30; 80% attendance is expected.",
  "In 18/30 reviews there was %t. Nationally 45% of reviews show it.", "%n/%N featured %t, compared with 31% nationally.",
  "https://example.org/18/30/60%25 has the method.", "Age 15, 9 weeks, 2 of the siblings, 100% attendance.",
}

local pairs_made -- of the document being made: line -> list of {wrong}

-- A figure: sometimes wrong, by a point, by an old base, or in its last decimal.
local function new_figure()
  local of = pick { 5, 7, 8, 12, 22, 25, 30, 30, 30, 48, 64, 120, 482, 1204 }
  local n = math.random(0, of)
  local decimals = pick { 0, 0, 0, 1, 2 }
  local right = percent_of(n, of, decimals)
  local value, wrong = right, math.random() < 0.35
  if wrong then
    repeat
      value = pick { right + 1, right - 1, percent_of(math.min(n, of - 1), of - 1, decimals), right + math.random(-9, 9) }
    until value ~= right and value >= 0 and value <= 100 * math.tointeger(10 ^ decimals)
  end
  return { n = n, of = of, text = write(value, decimals), wrong = wrong }
end

local function expand(form, figure)
  local values = { n = thousands(figure.n), N = thousands(figure.of), p = figure.text, t = pick(things) }
  return (form:gsub("%%([nNpt])", values))
end

local function add(lines, text, figures_on_line)
  lines[#lines + 1] = text
  pairs_made[#lines] = figures_on_line
end

local marks = { "- ", "* ", "\u{2022} ", "1. ", "", "  - ", "+ " }

local function list(lines)
  local mark = pick(marks)
  for _ = 1, math.random(2, 6) do
    if math.random() < 0.3 then
      add(lines, mark .. expand(pick(decoys), { n = 3, of = 30, text = "" }), {})
    else
      local figure = new_figure()
      add(lines, mark .. expand(pick(forms), figure), { figure })
    end
    if mark == "" then add(lines, "") end
  end
end

local several = {
  { "%n/%N (%p%) had %t", " and " }, { "%p% (%n/%N) had %t", ", " }, { "%n of %N (%p%)", "; " },
  { "In %n/%N there was %t (%p%)", ". " }, { "%p% had %t (%n/%N)", ", " },
}

local function sentence(lines)
  local form, made, parts = pick(several), {}, {}
  for i = 1, math.random(2, 3) do
    made[i] = new_figure()
    parts[i] = expand(form[1], made[i])
  end
  add(lines, pick(openers) .. ": " .. table.concat(parts, form[2]) .. ".", made)
end

local function wrapped(lines)
  local figure = new_figure()
  add(lines, "- " .. expand("The panel recorded %t in %n of %N", figure), { figure })
  add(lines, expand("  (%p%), which it considered at length.", figure))
end

local function lone(lines)
  local before = math.random() < 0.5
  for _ = 1, math.random(2, 4) do
    local figure = new_figure()
    local percent, count = expand("%p%", figure), expand("%n/%N had %t", figure)
    add(lines, before and percent or count, { figure })
    if math.random() < 0.5 then add(lines, "") end
    add(lines, before and count or percent)
    add(lines, "")
  end
end

local tables = {
  { "| Theme | Count | % |", "| %t | %n/%N | %p% |" }, { "| Theme | Count | Percent |", "| %t | %n/%N | %p |" },
  { "| Theme | % | Count |", "| %t | %p% | %n of %N |" }, { "| Theme | n | N | % |", "| %t | %n | %N | %p |" },
  { "| Theme | Number | Of | Per cent |", "| **%t** | %n | %N | %p% |" }, { "| Theme | n (%) |", "| %t | %n/%N (%p%) |" },
}

local function grid(lines)
  local form = pick(tables)
  add(lines, form[1])
  add(lines, (form[1]:gsub("[^|]+", "---")))
  for _ = 1, math.random(2, 5) do
    local figure = new_figure()
    add(lines, expand(form[2], figure), { figure })
  end
end

-- A table whose base stands in its row of totals or in a heading.
local function shared_grid(lines)
  local of, heading = pick { 25, 30, 48, 120 }, math.random() < 0.5
  add(lines, heading and ("| Area | Reviews (N=%d) | %% |"):format(of) or "| Area | Reviews | % |")
  add(lines, "|:--|--:|--:|")
  local left = of
  for i = 1, 3 do
    local n = i == 3 and left or math.random(0, left)
    left = left - n
    local right = percent_of(n, of, 0)
    -- The first row stays right: a base that fits no row is not believed.
    local wrong = i > 1 and math.random() < 0.3
    local figure = { n = n, of = of, wrong = wrong, text = ("%d"):format(wrong and (right + 7) % 100 or right) }
    add(lines, ("| Area %s | %d | %s |"):format(("ABC"):sub(i, i), n, figure.text), { figure })
  end
  if not heading then add(lines, ("| Total | %d | 100 |"):format(of), {}) end
end

local makers = { list, list, list, sentence, wrapped, lone, grid, grid, shared_grid }

local function make(seed)
  math.randomseed(seed)
  pairs_made = {}
  local lines = {}
  for part = 1, math.random(2, 5) do
    add(lines, "")
    add(lines, ("## Part %d"):format(part))
    add(lines, "")
    pick(makers)(lines)
  end
  return lines, pairs_made
end

-- How many wrong and right pairs stand on each line, against what the program says.
local function run(seed, totals)
  local lines, made = make(seed)
  local text = table.concat(lines, pick { "\n", "\r\n" })
  local found = figures.pairs(pick { "", "\u{FEFF}" } .. text)
  judge.document(found, "half-up")
  local said, complaints = {}, {}
  for _, f in ipairs(found) do
    said[f.line] = said[f.line] or {}
    table.insert(said[f.line], f)
  end
  for number = 1, #lines do
    local expected = {}
    for _, figure in ipairs(made[number] or {}) do expected[#expected + 1] = figure end
    for _, f in ipairs(said[number] or {}) do
      local match
      for i, figure in ipairs(expected) do
        if figure.n == f.n and figure.of == f.of and figure.text == f.percent then match = i break end
      end
      local figure = match and table.remove(expected, match)
      local wrong = figure and figure.wrong
      if figure then totals.read = totals.read + 1 end
      if not f.right and wrong then totals.hits = totals.hits + 1 end
      if not f.right and not wrong then
        totals.false_alarms = totals.false_alarms + 1
        complaints[#complaints + 1] = ("line %d: flagged: %s"):format(number, lines[number])
      end
    end
    for _, figure in ipairs(expected) do
      if figure.wrong then totals.missed = totals.missed + 1 end
      complaints[#complaints + 1] = ("line %d: %s: %s"):format(number, figure.wrong and "missed" or "not read", lines[number])
    end
    totals.made = totals.made + #(made[number] or {})
  end
  return complaints
end

local totals = { made = 0, read = 0, hits = 0, missed = 0, false_alarms = 0 }
local passed, failed = 0, 0
for seed = only or 1, only or documents do
  local complaints = run(seed, totals)
  if #complaints == 0 then
    passed = passed + 1
  else
    failed = failed + 1
    print(("FAILED: seed %d"):format(seed))
    for _, complaint in ipairs(complaints) do print("  " .. complaint) end
  end
end
local flagged, wrong = totals.hits + totals.false_alarms, totals.hits + totals.missed
print(("%d documents, %d pairs, %d read; %d wrong; precision %.4f, recall %.4f"):format(passed + failed, totals.made,
  totals.read, wrong, flagged == 0 and 1 or totals.hits / flagged, wrong == 0 and 1 or totals.hits / wrong))
print(("printed figures: %d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
