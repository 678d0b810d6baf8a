-- The queries as a script asks them. Run by tests/bench/run with os.clock() telling the time on the wall.
--
--   --param expected=QUERY=S1:S2:S3,...   sums of the right answers (bench.h says which)
--   --param runs=7 --param least=0.2 --param budget=20   runs and seconds a query at least; seconds at most
--                                         once three are done
--   --param tree=true                     the store of 200 themes in a tree
--
-- A query is measured as the call alone, which gives the table object with all counts and margins, and
-- as the call and then every cell read by name with t:n(row, column).

local runs = heddle.param("runs", { type = "integer", default = 7 })
local least = heddle.param("least", { type = "number", default = 0.2 })
local budget = heddle.param("budget", { type = "number", default = 20 })
local tree = heddle.param("tree", { type = "boolean", default = false })

local expected = {}
for query, a, b, c in heddle.param("expected"):gmatch("(%w+)=(%d+):(%d+):(%d+)") do
  expected[query] = { tonumber(a), tonumber(b), tonumber(c) }
end

local function median(sorted)
  local n = #sorted
  return (sorted[(n + 1) // 2] + sorted[n // 2 + 1]) / 2
end

-- Times a call: as often as makes 2 ms (os.clock counts microseconds), then the median of the runs.
local function measure(query, form, call)
  local start = os.clock()
  call()
  local calls = math.max(1, math.ceil(0.002 / (os.clock() - start + 1e-6)))
  local times, spent = {}, 0
  while #times < 101 do
    start = os.clock()
    for _ = 1, calls do call() end
    local took = os.clock() - start
    times[#times + 1] = took / calls
    spent = spent + took
    if #times >= runs and spent >= least or #times >= 3 and spent > budget then break end
  end
  table.sort(times)
  print(("time\t%s\t%s\t%.9f\t%.9f\t%.9f\t%d"):format(query, form, median(times), times[1], times[#times], #times))
end

-- Adds the cells that `visit` gives, compares the sums with what is expected.
local function right(query, visit)
  local sums = { 0, 0, 0 }
  visit(function(key, n)
    sums[1] = sums[1] + n
    sums[2] = sums[2] + n * (key + 1)
    sums[3] = sums[3] + n * ((key + 1) * (key + 1) % 9973)
  end)
  local want = expected[query]
  return want and sums[1] == want[1] and sums[2] == want[2] and sums[3] == want[3]
end

-- `ask` gives what `read(result, add)` reads all cells of. The first call is timed apart: it may make what
-- later calls find ready.
local function query(name, ask, read)
  local start = os.clock()
  local result = ask()
  print(("value\tfirst:%s\t%.6f"):format(name, os.clock() - start))
  if not right(name, function(add) read(result, add) end) then
    print(("wrong\t%s\tcall"):format(name))
    return
  end
  local function ignore() end
  measure(name, "call", ask)
  measure(name, "call and cells", function() read(ask(), ignore) end)
end

local function names(format, from, n)
  local list = {}
  for i = 1, n do list[i] = format:format(from + i - 1) end
  return list
end

local themes = {}
for i, theme in ipairs(corpus.themes) do themes[i] = theme.code end
local areas, years, teams = names("area-%02d", 1, 48), names("%d", 2005, 20), names("team-%04d", 1, 1000)
local outcomes = { "death", "serious-harm", "harm", "near-miss", "other" }
local bands = corpus.bands[1].labels

-- Reads a table of themes in rows and groups in columns.
local function by_theme(groups, offset)
  return function(t, add)
    for g, group in ipairs(groups) do
      for i, code in ipairs(themes) do add((offset or 0) + (g - 1) * #themes + i - 1, t:n(code, group)) end
    end
  end
end

local function crosstab(set, cols)
  return function() return set:crosstab { rows = "theme", cols = cols } end
end

local function filters()
  local want
  local function form(name, ask)
    local ok, set = pcall(ask)
    if not ok then
      print(("missing\th\t%s"):format(name))
      return
    end
    want = want or #set
    if #set ~= want then
      print(("wrong\th\t%s"):format(name))
      return
    end
    measure("h", name, ask)
  end
  local reviews = corpus.reviews
  form("where, a table", function()
    return reviews:where { area = "area-03", outcome = "death", year = { from = "2015" } }
  end)
  form("where, an expression", function()
    return reviews:where("area = 'area-03' and outcome = 'death' and year >= '2015'")
  end)
  form("filter, named columns", function()
    return reviews:filter({ "area", "outcome", "year" }, function(area, outcome, year)
      return area == "area-03" and outcome == "death" and year >= "2015"
    end)
  end)
  form("filter, a row", function()
    return reviews:filter(function(r) return r.area == "area-03" and r.outcome == "death" and r.year >= "2015" end)
  end)
  form("each", function()
    local n = 0
    for r in reviews:each() do
      if r.area == "area-03" and r.outcome == "death" and r.year >= "2015" then n = n + 1 end
    end
    return setmetatable({}, { __len = function() return n end })
  end)
end

if tree then
  query("tree", crosstab(corpus.reviews, "area"), by_theme(areas))
  measure("tree", "top level only", function()
    return corpus.reviews:crosstab { rows = "theme", cols = "area", depth = 1 }
  end)
  return
end

local function each_theme(t, add)
  for i, code in ipairs(themes) do add(i - 1, t:n(code)) end
end

query("a", function()
  return corpus.reviews:where({ index_sex = "female", index_age_band = bands[1] }):themes()
end, each_theme)
query("b", crosstab(corpus.reviews, "area"), by_theme(areas))
query("c", crosstab(corpus.reviews, "theme"), function(t, add)
  for i, row in ipairs(themes) do
    for j = i, #themes do add((i - 1) * #themes + j - 1, t:n(row, themes[j])) end
  end
end)

-- Year x band x theme: one table with the bands nested in the years; where scripts have none, a table for each year.
local function by_year(name, band)
  local function nested() return corpus.reviews:crosstab { rows = "theme", cols = "year > " .. band } end
  if pcall(nested) then
    return query(name, nested, function(t, add)
      for y, year in ipairs(years) do
        for b, label in ipairs(bands) do
          local column = { year, label }
          for i, code in ipairs(themes) do add(((y - 1) * #bands + b - 1) * #themes + i - 1, t:n(code, column)) end
        end
      end
    end)
  end
  query(name, function()
    local tables = {}
    for y, year in ipairs(years) do
      tables[y] = corpus.reviews:where({ year = year }):crosstab { rows = "theme", cols = band }
    end
    return tables
  end, function(tables, add)
    for y, t in ipairs(tables) do by_theme(bands, (y - 1) * #bands * #themes)(t, add) end
  end)
end

by_year("d", "index_age_band")

query("outcome", crosstab(corpus.reviews, "outcome"), by_theme(outcomes))
query("year", crosstab(corpus.reviews, "year"), by_theme(years))
query("team", crosstab(corpus.reviews, "team"), by_theme(teams))
query("children", crosstab(corpus.children, "age_band"), by_theme(bands))
query("findings", crosstab(corpus.findings, "area"), by_theme(areas))
query("filters", function()
  return corpus.reviews:where({ sex = "female", age_band = bands[1] }):themes()
end, each_theme)
by_year("bands", "age_band")
query("pairing", function() return corpus.reviews:crosstab { rows = "sex", cols = "age_band" } end,
  function(t, add)
    for s, sex in ipairs({ "female", "male" }) do
      for b, band in ipairs(bands) do add((s - 1) * #bands + b - 1, t:n(sex, band)) end
    end
  end)
if #corpus.reviews == 3000 then
  -- Other draws than the loop's: only the time is compared.
  local function permute()
    return corpus.reviews:compare { by = "index_sex", test = "permutation", draws = 10000 }
  end
  if pcall(permute) then measure("k", "compare", permute) else print("missing\tk\tcompare") end
end
filters()
