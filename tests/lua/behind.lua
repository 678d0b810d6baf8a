-- What is behind the cells of tables: as many units as the cell counts, the right ones, with their findings.

local result = require "heddle.result"
local evidence = require "heddle.evidence"

local reviews, children, findings = corpus.reviews, corpus.children, corpus.findings
local A, B = reviews:where "area = 'Hartlepool'", reviews:where "area = 'Stockton-on-Tees'"

local tables = {
  { "themes", reviews:themes() },
  { "themes with mentions", reviews:themes { mentions = true } },
  { "themes by count, few", reviews:themes { order = "count", top = 3 } },
  { "themes of children", children:themes() },
  { "themes of findings", findings:themes() },
  { "a field", reviews:count "outcome" },
  { "a field of children", children:count "age_band" },
  { "a field of children, of reviews", reviews:count "age_band" },
  { "nothing", reviews:where("area = 'Hartlepool' and scope = 'national'"):count "outcome" },
  { "all measures", reviews:count("outcome", { show = { "n", "percent", "n/N", "ci" } }) },
  { "two-way", reviews:crosstab { rows = "theme", cols = "area" } },
  { "two-way, children", children:crosstab { rows = "theme", cols = "sex", missing = "drop" } },
  { "several percentages", reviews:crosstab { rows = "outcome", cols = "area", percent = { "row", "col" } } },
  { "stacked and nested", reviews:crosstab { rows = "outcome + area > sex", cols = "area + scope" } },
  { "theme by theme", reviews:crosstab { rows = "theme", cols = "theme", depth = 1 } },
  { "trend", reviews:trend { rows = "theme", by = "notified", period = "financial-year", test = true } },
  { "timeliness", reviews:timeliness { from = "notified", to = "published", within = "6 months", cols = "area" } },
  { "compare", reviews:compare { by = "area", test = "fisher", top = 4 } },
  { "compare children", children:compare { by = "sex", missing = "show" } },
  { "compare sets", heddle.compare { { "A", A }, { "B", B } } },
  { "pairs", reviews:cooccurrence { min = 2 } },
  { "pairs of themes on findings", findings:cooccurrence {} },
  { "pairs, matrix", reviews:cooccurrence { matrix = true } },
  { "sets of themes", reviews:combinations { min = 1 } },
  { "sets of themes, first", children:combinations { top = 3 } },
  { "matrix", reviews:matrix {} },
  { "matrix of children", children:matrix {} },
  { "profile", reviews:profile() },
  { "profile of children", children:profile() },
  { "funnel", heddle.funnel { { "All", reviews }, { "Hartlepool", A } } },
}

local listed = { count = true }

-- The count that a cell prints, nil where it prints none.
local function count_of(frame, row, c)
  local column = frame.columns[c]
  if column.value then return listed[column.value] and row.values and row.values[c] or nil end
  return row.n and row.n[c]
end

-- Columns of counts that count no units: how many themes a set has, published counts; rows of mentions.
local no_units = { Themes = true, Mentions = true, ["% of mentions"] = true }

local function check_evidence(at, found)
  local units, n = 0, 0
  local last
  for _, review in ipairs(found.reviews) do
    assert(not last or last < review.id, at .. ": reviews are not in order")
    last = review.id
    units = units + (review.members and #review.members or 1)
    n = n + #review.findings
  end
  assert(found.more == 0 and units == found.n, ("%s: %d of %d %ss are listed"):format(at, units, found.n, found.unit))
  if found.unit == "finding" then assert(n + found.more_findings >= found.n, at .. ": findings are missing") end
end

for _, entry in ipairs(tables) do
  local name, t = entry[1], entry[2]
  local frame, behind = result.frame(t), result.behind(t)
  local cells = 0
  for r, row in ipairs(frame.rows) do
    for c, column in ipairs(frame.columns) do
      local at = ("%s: row '%s', column '%s'"):format(name, row.label, column.label)
      local n, found = count_of(frame, row, c), behind(r, c)
      if row.kind == "heading" or row.kind == "mentions" or no_units[column.label] then
        assert(found == nil, at .. ": something is behind what counts no units")
      elseif n then
        assert((found and found.n or 0) == n, ("%s: %s, and %s behind it"):format(at, n, found and found.n))
      end
      if found then
        check_evidence(at, found)
        assert(found.title:find(row.label, 1, true), at .. ": its title is " .. found.title)
        cells = cells + 1
      end
    end
  end
  assert(cells > 0 or name == "nothing", name .. ": nothing is behind any cell")
end

-- The evidence of a cell is that of t:cell, by review.
local by_theme = tables[15][2]
for _, case in ipairs { { tables[11][2], "hidden-adults", "Hartlepool" }, { tables[6][2], "death" },
  { by_theme, "hidden-adults", result.frame(by_theme).columns[2].key } } do
  local t, row, col = table.unpack(case)
  local cell = t:cell(row, col)
  local frame = result.frame(t)
  local at_r, at_c
  for r, line in ipairs(frame.rows) do at_r = at_r or line.key == row and r end
  for c, column in ipairs(frame.columns) do at_c = at_c or (col == nil or column.key == col) and c end
  assert(at_r and at_c, row)
  local one, other = result.behind(t)(at_r, at_c), evidence.behind(cell.set, cell.evidence)
  local ids = {}
  for _, e in ipairs(cell.evidence) do ids[#ids + 1] = e.finding end
  assert(one.n == cell.n and other.n == cell.n and #one.reviews == #other.reviews)
  local seen = {}
  for _, review in ipairs(one.reviews) do
    for _, f in ipairs(review.findings) do seen[#seen + 1] = f.id end
  end
  assert(#seen == #ids and #ids > 0, ("%d findings behind, %d in the evidence"):format(#seen, #ids))
end

-- Columns that hold no units have nothing behind them, and a hidden cell has nothing.
local pairs_ = reviews:cooccurrence { min = 2 }
for c, column in ipairs(result.frame(pairs_).columns) do
  local none = { jaccard = true, lift = true, phi = true, marks = true }
  assert((result.behind(pairs_)(1, c) == nil) == (none[column.key] or false), column.key)
end
local compared = reviews:compare { by = "area", test = "fisher" }
for c, column in ipairs(result.frame(compared).columns) do
  if column.value then assert(result.behind(compared)(1, c) == nil, column.label) end
end
local t = reviews:crosstab { rows = "outcome", cols = "area" }
local behind = result.behind(t)
assert(behind(1, 1))
result.frame(t).rows[1].states = { "hidden" }
assert(behind(1, 1) == nil and behind(1, 2))

-- What is not listed is said.
local all = evidence.behind(findings, findings, "All\27[1m")
assert(all.n == #findings and all.unit == "finding" and all.title == "All [1m")
local n = 0
for _, review in ipairs(all.reviews) do n = n + #review.findings end
assert(n <= 200 and n + all.more_findings == #findings, n)
assert(evidence.behind(reviews - reviews, nil) == nil)
