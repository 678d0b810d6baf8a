--- set:trend{}: themes, or any dimension, by the periods of a date.
--
-- A tabulation of the rows by the date's periods, units without a period left out, with what a trend needs beside it:
-- every period from the first to the last, whether it is wholly covered, and a test.

local around = require "heddle.around"
local check = require "heddle.check"
local core = require "heddle.core"
local crosswalk = require "heddle.crosswalk"
local frame = require "heddle.frame"
local number = require "heddle.number"
local periods = require "heddle.periods"
local result = require "heddle.result"
local tables = require "heddle.table"
local tabulate = require "heddle.tabulate"

local M = {}

local ALL = 0
local count = tabulate.count

-- ---- periods ----

-- A column for each period: { label=, index= (of the tabulation's column; nil: no unit is in it), partial=boolean }.
local function columns_of(self, kind)
  local known, labels = {}, {}
  for _, col in ipairs(self.cols) do
    if col.kind == "value" then -- not All, nor the states that other dates of a unit have
      known[col.label] = col.index
      labels[#labels + 1] = col.label
    end
  end
  local list = type(kind) == "table" and kind or periods.all(kind, labels, self.coverage)
  local columns = {}
  for i, period in ipairs(list) do
    columns[i] = { label = period.label, index = known[period.label],
      partial = periods.partial(period, self.coverage) }
  end
  return columns
end

-- The dimension of listed periods, each the units with a date that lies wholly within it: of the unit that has the
-- date, so that themes pair with it as with the date itself.
local function listed_dimension(set, field, list)
  local owners = field.unit == "review" and set or core.set_to(set, field.unit)
  local members = {}
  for i, period in ipairs(list) do
    members[i] = { key = period.label, label = period.label,
      set = core.set_where(owners, { [field.unit .. "." .. field.key] = { from = period.from, to = period.to } }) }
  end
  return { name = field.label .. " (periods)", sets = members }
end

-- The units of SET with a date in none of the listed periods, by why that is.
local function why_not_listed(set, by)
  local valued = core.set_where(set, by .. " is not missing")
  local reasons = { { label = "outside the periods or date too coarse", set = valued } }
  for _, state in ipairs { "unknown", "not applicable", "not recorded" } do
    reasons[#reasons + 1] = { label = state, set = core.set_where(set, by .. " is " .. state:gsub(" ", "_")) }
  end
  for _, reason in ipairs(reasons) do reason.key = reason.label end
  return { name = "period", sets = reasons }
end

-- ---- the test ----

-- Why a trend cannot be tested; nil when it can.
local function untestable(self)
  local sum = 0
  for _, column in ipairs(self.columns) do sum = sum + (column.index and count(self, ALL, column.index) or 0) end
  if sum > count(self, ALL, ALL) then return ("a %s can be in several periods"):format(self.unit) end
end

-- z, p, Holm's and Benjamini-Hochberg's p by row, or the reasons; adjusted over the rows with a case.
local function test_rows(self)
  local tests, ps, tested = {}, {}, {}
  local why = untestable(self)
  local ns = {}
  for i, column in ipairs(self.columns) do ns[i] = column.index and count(self, ALL, column.index) or 0 end
  for r, row in ipairs(self.rows) do
    local test = { reason = why }
    tests[r] = test
    if not why and row.kind == "value" then
      local ks = {}
      for i, column in ipairs(self.columns) do ks[i] = column.index and count(self, row.index, column.index) or 0 end
      test.z, test.p, test.reason = self.stats.trend(ks, ns)
      if test.p then ps[#ps + 1], tested[#tested + 1] = test.p, test end
    end
  end
  local holm, bh = self.stats.holm(ps), self.stats.bh(ps)
  for i, test in ipairs(tested) do test.holm, test.bh = holm[i], bh[i] end
  return tests, #tested, why
end

local test_columns = {
  { label = "z", key = "z", value = "decimal", digits = 2 },
  { label = "p", key = "p", value = "p" },
  { label = "Holm", key = "Holm", value = "p" },
  { label = "BH", key = "BH", value = "p" },
}

-- Adds the columns of the test to a frame, and what it is to its notes.
local function add_test(self, f)
  local tests, tested, why = test_rows(self)
  local first = #f.columns
  for i, column in ipairs(test_columns) do f.columns[first + i] = column end
  for r, row in ipairs(f.rows) do
    local test = tests[r]
    if test and row.kind == "value" then
      row.values, row.reasons = {}, {}
      for i, key in ipairs { "z", "p", "holm", "bh" } do
        row.values[first + i], row.reasons[first + i] = test[key], test.reason
      end
    end
  end
  f.notes[#f.notes + 1] = why and ("No test: %s."):format(why)
    or ("p: Cochran-Armitage test for a trend over the periods, two-sided; Holm and BH (Benjamini-Hochberg) adjust it "
      .. "for the %d rows tested. These %s are a census of what was notified, not a sample: p is exploratory.")
      :format(tested, number.plural(self.unit))
end

-- ---- the frame ----

local function has_partial(columns)
  for _, column in ipairs(columns) do
    if column.partial then return true end
  end
end

local function coverage_note(self)
  local coverage = self.coverage
  if not coverage then
    return "Coverage not stated: whether the first and the last period are complete is not known."
  end
  local words = ("%s to %s"):format(coverage.from, coverage.to)
  if has_partial(self.columns) then return ("* Not wholly inside the coverage, %s."):format(words) end
end

-- The frame of the tabulation, a column a period and All; what no unit is in is a gap.
local function frame_of(self)
  local plain = frame.of(self.tabulation)
  local at = {}
  for i, col in ipairs(self.cols) do at[col.index] = i end
  local places, columns = {}, {}
  for i, column in ipairs(self.columns) do
    local from = column.index and count(self, ALL, column.index) > 0 and at[column.index]
    columns[i] = { label = column.label .. (column.partial and "*" or ""), key = column.label,
      measures = plain.columns[1].measures, partial = column.partial, gap = not from }
    places[i] = from or false
  end
  columns[#columns + 1] = plain.columns[at[ALL]]
  places[#places + 1] = at[ALL]
  local f = {}
  for key, value in next, plain do f[key] = value end
  f.columns, f.rows, f.notes = columns, {}, { table.unpack(plain.notes) }
  for r, row in ipairs(plain.rows) do
    local copy = { n = {}, N = row.N and {} }
    for key, value in next, row do copy[key] = copy[key] or value end
    for i, from in ipairs(places) do
      copy.n[i] = from and row.n[from] or 0
      if row.N then copy.N[i] = from and row.N[from] or 0 end
    end
    f.rows[r] = copy
  end
  f.notes[#f.notes + 1] = coverage_note(self)
  if self.test then add_test(self, f) end
  return f
end

-- ---- by which date ----

-- The date to count by when none is named: the only one with values among the set's.
local function only_date(set)
  local unit, dated = core.set_unit(set), {}
  local reviews = core.set_to(set, "review")
  for _, field in ipairs(core.fields(core.set_corpus(set))) do
    if field.kind == "date" and (field.unit == unit or field.unit == "review") then
      local of = field.unit == unit and set or reviews
      local name = field.unit .. "." .. field.key
      local any = #core.set_where(of, name .. " is not missing") > 0
      if any then dated[#dated + 1] = { name = name, key = field.key } end
    end
  end
  if #dated == 1 then return dated[1].name end
  local keys = {}
  for i, field in ipairs(dated) do keys[i] = "'" .. field.key .. "'" end
  check.fail("set:trend", "option 'by' is missing: %s", #dated == 0 and "no date has values"
    or ("say which date: it can be %s"):format(table.concat(keys, ", ")))
end

local function explain(self)
  return table.concat({ require("heddle.explain").of_table(self.tabulation),
    "a date is in a period when it lies wholly within it",
    coverage_note(self) or ("every period lies inside the coverage, %s to %s"):format(self.coverage.from,
      self.coverage.to) }, "\n")
end

-- ---- the object ----

local methods = {}

-- What a table's methods give of a period that no unit of the corpus is in: the tabulation has no column for it.
local function nothing(self, name, row, period)
  if name == "n" or name == "base" then return 0 end
  local none = tables.methods.set(self.tabulation, row) & ~tables.methods.set(self.tabulation, row)
  if name == "set" then return none end
  if name == "evidence" then return {} end
  if name == "cell" then
    local label = (row and tables.methods.cell(self.tabulation, row).label .. ", " or "") .. period
    return { label = label, n = 0, N = 0, state = "not applicable", set = none, evidence = {} }
  end
  return nil -- no percentage of nothing
end

for name, method in next, tables.methods do
  methods[name] = function(self, row, col)
    local period = col
    if name == "base" then period = row end
    for _, column in ipairs(self.columns) do
      if column.label == period and not column.index then
        return nothing(self, name, name ~= "base" and row or nil, period)
      end
    end
    return method(self.tabulation, row, col)
  end
end

-- What is behind a cell of the frame: a period in which no unit is holds none, and neither does the test.
local function behind(self, r, c)
  local column, row = self.columns[c], self.rows[r]
  if r > #self.rows + 1 or c > #self.columns + 1 or column and not column.index then return nil end
  return tables.behind(self.tabulation, row and row.index or ALL, column and column.index or ALL)
end

local make = result.kind { name = "trend", frame = frame_of, behind = behind, explain = explain, methods = methods,
  row = function(self, name) return tables.row(self.tabulation, name) end }

-- The dimension of the periods, the units of SET that are in one, and a note on the others of the base.
local function dated(set, options)
  local by = options.by or only_date(set)
  local field = periods.date_field("set:trend", core.set_corpus(set), core.set_unit(set), by)
  local dim, over, left = { name = by, period = options.period }, nil, nil
  if type(options.period) == "table" then
    dim = listed_dimension(set, field, options.period)
    left = set
    for _, period in ipairs(dim.sets) do left = left - core.set_to(period.set, core.set_unit(set)) end
    over = why_not_listed(left, by)
  end
  local cube = core.cube(set, { dims = { dim }, base = "all", drop = not over, caller = "trend" })
  left = left or core.cube_left_out(cube, "missing", 1)
  local of_base = left
  local themes = crosswalk.is_theme(options.rows.name)
  if options.base ~= "all" and (options.base or themes) then of_base = core.set_coded(left) end
  local words = "without a period of " .. core.cube_dim(cube, 1)
  -- Units not yet coded stay in the selection whatever their date: they are counted nowhere, and named as such below.
  return dim, set - of_base, around.not_shown(of_base, core.set_unit(set), words, over or dim)
end

--- The trend of SET; OPTIONS as check.options gives them.
function M.of(set, options)
  set = tabulate.counted_set("set:trend", set, options)
  options.unit, options.where, options.percent, options.missing = nil, nil, "col", "show"
  if type(options.rows) == "string" then options.rows = { name = options.rows } end
  local by, kept, note = dated(set, options)
  local tabulation = tabulate.build("set:trend", kept, { options.rows, by }, options)
  tabulation.title = crosswalk.title(("%s by %s"):format(tabulation.stub, (core.cube_dim(tabulation.cube, 2))),
    tabulation.parts)
  tabulation.whole = set -- what the words speak of, also of its units without a period
  if note then table.insert(tabulation.notes, 1, note) end
  local self = setmetatable({ tabulation = tabulation, test = options.test,
    coverage = core.coverage(core.set_corpus(set)), stats = options.test and core.stats() }, { __index = tabulation })
  self.columns = columns_of(self, options.period)
  return make(self)
end

return M
