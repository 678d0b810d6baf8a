--- From a tabulation to a frame, the pure data that renderers print:
--
--   { title=, measure=, base=, selection=, stub=, themes=boolean, two_way=boolean, full_base=boolean,
--     digits=, ci=boolean (intervals are shown), percents = { "row", "col" } where there are several,
--     stubs = { labels = { "Area", "Theme" }, parts = { "Area > Theme", "Outcome" } of a stack } of stacks and
--             nestings,
--     columns = { { label=, key=, over = { "Outcome", "death" } (or a text: headings above it, which neighbours share
--                   where they are equal), path = keys, measures = { "n", "percent", "n/N", "ci" } (of several
--                   percents "percent row"), mentions=boolean } or
--                 { label=, key=, value="decimal", digits= }, ... },
--     rows = { { label=, key=, depth= (to indent by), level= (of a theme),
--                kind="value"|"missing"|"special"|"base"|"mentions"|"subtotal" (of the rows indented below it)|
--                "heading" (without numbers),
--                labels= and path= (labels and keys, outermost first), part= (of a stack), code= and code_level= (of
--                the theme) in stacks and nestings,
--                n = { count, ... }, N = { base, ... } by column; no N in a row of mentions; with several percents also
--                bases = { row = { base, ... }, ... },
--                ends = { { key=, label= }, { key=, label= } } of a pair of themes,
--                values = { ... } by column, reasons = { why there is none, ... },
--                states = { [column] = "hidden"|... } where they are not what the numbers say (state.lua): of what is
--                hidden nothing is printed }, ... },
--     notes = { "...", ... } }
--
-- A column counts (measures) or holds values of one kind: "text"; "count", an integer; "decimal", a number; "p", a
-- probability; "points", a signed number; "fraction" and "percent", { numerator, denominator } in integers, so that
-- they are rounded once; "interval", { low, high }.  A value that does not exist is nil and printed as "-".

local axes = require "heddle.axis"
local core = require "heddle.core"
local tabulate = require "heddle.tabulate"

local M = {}

local ALL = 0
local base_of = tabulate.base_of

-- The measures of a cell: each that is a share once for every kind of base.
local function measures(self)
  if #self.percents == 1 then return self.show end
  local list = {}
  for _, measure in ipairs(self.show) do
    if measure == "n" then
      list[#list + 1] = measure
    else
      for _, of in ipairs(self.percents) do list[#list + 1] = measure .. " " .. of end
    end
  end
  return list
end

-- What stands side by side in the frame: every column of a two-way table with all its measures; every measure
-- of a one-way table as a column of its own.  `cube` says what to count there.
local function frame_columns(self)
  local columns = {}
  if self.two_way then
    for i, col in ipairs(self.cols) do
      columns[i] = { label = col.label, key = col.key, over = col.over, path = col.keys, measures = measures(self),
        cube = self.cube }
    end
    return columns
  end
  local function add(cube, units, full_base)
    local names = { n = units, percent = "% of " .. units:lower(), ["n/N"] = "n/N", ci = "95% CI" }
    for _, measure in ipairs(self.show) do
      columns[#columns + 1] = { label = names[measure], measures = { measure }, cube = cube, full_base = full_base,
        mentions = cube == self.mention_cube }
    end
  end
  add(self.cube, self.units, self.base_option == "mentions")
  if self.mention_cube then add(self.mention_cube, "Mentions", true) end
  return columns
end

-- A function that gives the counts of place r, one a column.
local function counter(self, columns)
  if self.cubes then
    return function(r)
      local counts = {}
      for i, col in ipairs(self.cols) do counts[i] = tabulate.count(self, r, col.index) end
      for i = #self.cols + 1, #columns do counts[i] = counts[1] end
      return counts
    end
  end
  if self.two_way then
    local groups = {}
    for i, col in ipairs(self.cols) do groups[i] = col.index end
    return function(r) return core.cube_row(self.cube, r, groups) end
  end
  return function(r)
    local counts = {}
    for i, column in ipairs(columns) do counts[i] = core.cube_count(column.cube, r) end
    return counts
  end
end

-- A function that gives the bases of the counts of place r, of the kind OF.
local function baser(self, columns, counts, of)
  if of ~= "row" and of ~= "table" then
    local bases = counts(ALL)
    return function() return bases end
  end
  return function(r)
    local bases, base = {}, base_of(self, r, ALL, of)
    for i in ipairs(columns) do bases[i] = base end
    return bases
  end
end

-- The mentions of each column, whose groups are those of a cube of its part alone.
local function mentions(self)
  local counts = {}
  for i, col in ipairs(self.cols) do
    local q, first, second = 1, col.index, nil
    if self.cubes then q, first, second = axes.split(self, 2, col.index) end
    counts[i] = core.cube_count(self.mention_cubes[q], first, second)
  end
  return counts
end

-- The rows of the frame: the groups, the base, and what the base was counted from.
local function frame_rows(self, columns)
  local rows = {}
  local counts = counter(self, columns)
  local bases = {}
  for i, of in ipairs(self.percents) do bases[i] = baser(self, columns, counts, of) end
  local function numbers(row, place)
    row.n, row.N = counts(place), bases[1](place)
    if #bases > 1 then row.bases = {} end
    for i = 1, #bases > 1 and #bases or 0 do row.bases[self.percents[i]] = bases[i](place) end
    return row
  end
  for i, g in ipairs(self.rows) do
    rows[i] = { label = g.label, key = g.key, depth = g.depth, level = g.level, kind = g.kind }
    if g.kind ~= "heading" then numbers(rows[i], g.index) end
    if g.path then
      rows[i].path, rows[i].labels, rows[i].part = g.keys, g.path, g.part
      rows[i].code, rows[i].code_level = g.code, g.code_level
    end
  end
  rows[#rows + 1] = numbers({ label = self.base_label, key = "All", kind = "base" }, ALL)
  if self.mention_cubes then
    rows[#rows + 1] = { label = "Theme mentions", key = "mentions", kind = "mentions", n = mentions(self) }
  end
  return rows
end

-- What the columns of labels are called where they are apart: the dimensions of a nesting; of a stack the dimension a
-- row is of, and its groups.
local function stubs(self)
  if not self.cubes then return nil end
  local parts = axes.of(self, 1).parts
  if #parts == 1 then return { labels = parts[1].labels } end
  local deep, names = false, {}
  for p, part in ipairs(parts) do
    deep = deep or #part.dims > 1
    names[p] = part.label
  end
  return { labels = deep and { "Group", "Within it" } or { "Group" }, parts = names }
end

local function has_ci(self)
  for _, measure in ipairs(self.show) do
    if measure == "ci" then return true end
  end
  return false
end

--- The frame of a tabulation.
function M.of(self)
  local columns = frame_columns(self)
  return {
    title = self.title, measure = self.measure, base = self.base_words, selection = self.selection,
    stub = self.stub, stubs = stubs(self), themes = self.theme_rows, two_way = self.two_way,
    full_base = self.percent_of ~= "col",
    digits = self.digits, percents = #self.percents > 1 and self.percents or nil, ci = has_ci(self),
    columns = columns, rows = frame_rows(self, columns), notes = self.notes,
  }
end

return M
