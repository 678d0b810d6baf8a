--- From a tabulation to a frame, the pure data that renderers print:
--
--   { title=, measure=, base=, selection=, stub=, themes=boolean, two_way=boolean, full_base=boolean,
--     columns = { { label=, key=, measures = { "n", "percent" } }, ... },
--     rows = { { label=, key=, depth= (to indent by), level= (of a theme),
--                kind="value"|"missing"|"special"|"base"|"mentions",
--                cells = { { n=, N=, percent=text, blank=boolean }, ... } }, ... },
--     notes = { "...", ... } }

local core = require "heddle.core"
local number = require "heddle.number"
local tabulate = require "heddle.tabulate"

local M = {}

local ALL = 0
local count, base_of = tabulate.count, tabulate.base_of

-- What stands side by side in the frame: every column of a two-way table with all its measures; every measure
-- of a one-way table as a column of its own.  `cube` and `col` say what to count.
local function frame_columns(self)
  local columns = {}
  if self.two_way then
    for i, col in ipairs(self.cols) do
      columns[i] = { label = col.label, key = col.key, measures = self.show, cube = self.cube, col = col.index }
    end
    return columns
  end
  local function add(cube, units, full_base)
    local names = { n = units, percent = "% of " .. units:lower(), ["n/N"] = "n/N" }
    for _, measure in ipairs(self.show) do
      columns[#columns + 1] = { label = names[measure], measures = { measure }, cube = cube, full_base = full_base }
    end
  end
  add(self.cube, self.units, self.base_option == "mentions")
  if self.mention_cube then add(self.mention_cube, "Mentions", true) end
  return columns
end

local function frame_cell(self, column, r)
  local n, base
  if column.cube == self.mention_cube then
    n, base = core.cube_count(column.cube, r), core.cube_count(column.cube, ALL)
  else
    n, base = count(self, r, column.col), base_of(self, r, column.col)
  end
  return { n = n, N = base, percent = number.percent_text(n, base, self.digits) }
end

-- The rows of the frame: the groups, the base, and what the base was counted from.
local function frame_rows(self, columns)
  local rows = {}
  local function add(row, r)
    row.cells = {}
    for i, column in ipairs(columns) do
      row.cells[i] = frame_cell(self, column, r)
      row.cells[i].blank = column.cube == self.mention_cube and row.key == "(no theme)"
    end
    rows[#rows + 1] = row
  end
  for _, g in ipairs(self.rows) do
    add({ label = g.label, key = g.key, depth = g.depth, level = g.level, kind = g.kind }, g.index)
  end
  add({ label = self.base_label, key = "All", kind = "base" }, ALL)
  if self.mention_row then
    local row = { label = "Theme mentions", key = "mentions", kind = "mentions", cells = {} }
    for i, column in ipairs(columns) do row.cells[i] = { n = core.cube_count(self.mention_row, ALL, column.col) } end
    rows[#rows + 1] = row
  end
  return rows
end

--- The frame of a tabulation.
function M.of(self)
  local columns = frame_columns(self)
  return {
    title = self.title, measure = self.measure, base = self.base_words, selection = self.selection,
    stub = self.stub, themes = self.theme_rows, two_way = self.two_way, full_base = self.percent_of ~= "col",
    columns = columns, rows = frame_rows(self, columns), notes = self.notes,
  }
end

return M
