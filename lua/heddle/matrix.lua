--- set:matrix{}: units by themes, 1 where a unit has the theme or one below it and 0 where not, for other programs.

local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local result = require "heddle.result"
local together = require "heddle.together"

local M = {}

local ALL = 0

-- ---- rows ----

-- The units in order of id: { index=, id=, review=, cells = { 0 or 1 a theme } }, made when they are first needed.
local function rows_of(self)
  if self.rows then return self.rows end
  local indexes, cells = core.theme_cells(self.set, self.codes)
  local rows = {}
  for r, index in ipairs(indexes) do
    local row = core.row(self.set, index)
    rows[r] = { index = index, id = row.id, review = self.unit ~= "review" and row.review or nil, cells = cells[r] }
  end
  self.rows = rows
  return rows
end

-- The row of a unit: by its id or, where several reviews have a child or finding of that id, "REVIEW/ID".
local function find_row(self, call, id)
  if not self.named then
    local named = {}
    for _, row in ipairs(rows_of(self)) do
      named[row.id] = named[row.id] == nil and row
      if row.review then named[row.review .. "/" .. row.id] = row end
    end
    self.named = named
  end
  if math.type(id) == "integer" then id = tostring(id) end
  if type(id) ~= "string" then check.fail(call, "got %s; a %s is named by its id", check.show(id), self.unit) end
  local row = self.named[id]
  if row then return row end
  if row == false then check.fail(call, "several reviews have a %s '%s'; write 'REVIEW/%s'", self.unit, id, id) end
  local ids = {}
  for i, other in ipairs(rows_of(self)) do ids[i] = other.id end
  local index = core.set_find(self.set, id)
  check.fail(call, index and "the matrix does not have %s '%s'%s" or "no %s '%s'%s", self.unit, id:sub(1, 80),
    index and "" or check.suggest(id, ids))
end

-- ---- the frame ----

local function frame_of(self, for_programs)
  local columns, rows, first = {}, {}, 0
  if self.unit ~= "review" then
    columns[1], first = { label = for_programs and "review" or "Review", value = "text" }, 1
  end
  for i, theme in ipairs(self.themes) do
    columns[first + i] = { label = theme.code, key = theme.code, measures = { "n" } }
  end
  for r, row in ipairs(rows_of(self)) do
    rows[r] = { label = row.id, key = row.id, kind = "value", n = table.move(row.cells, 1, #row.cells, first + 1, {}),
      values = first > 0 and { row.review } or nil }
  end
  if not for_programs then
    local total = {}
    for i in ipairs(self.themes) do total[first + i] = core.cube_count(self.cube, i) end
    rows[#rows + 1] = { label = "Total", key = "All", kind = "base", n = total }
  end
  local plural = number.plural(self.unit)
  return together.frame(self, { title = ("Themes of each %s"):format(self.unit), two_way = true,
    stub = for_programs and "id" or (plural:gsub("^%l", string.upper)), columns = columns, rows = rows,
    notes = self.notes })
end

-- ---- what scripts ask ----

local Matrix = {}

function Matrix.n(self, id, theme)
  local column = together.find(self, "table:n", theme)
  if id == nil then return core.cube_count(self.cube, column) end
  local row = find_row(self, "table:n", id)
  if column == ALL then return 1 end
  return row.cells[column] or check.fail("table:n", "'%s' is no theme of the matrix", theme)
end

function Matrix.base(self)
  return self.base
end

-- The units of a cell: of one unit it, or none.
local function members(self, call, id, theme)
  local column = together.find(self, call, theme)
  local set = core.cube_members(self.cube, column)
  if id == nil then return set, column end
  return set & core.row_set(core.row(self.set, find_row(self, call, id).index)), column
end

function Matrix.set(self, id, theme)
  return (members(self, "table:set", id, theme))
end

function Matrix.evidence(self, id, theme)
  local set, column = members(self, "table:evidence", id, theme)
  return together.evidence(self, set, column ~= ALL and { column } or {})
end

-- What is behind a cell of the frame: the unit where it has the theme, below the units all that have it.
local function behind(self, r, c)
  local theme = c - (self.unit ~= "review" and 1 or 0)
  local row = rows_of(self)[r]
  if not self.themes[theme] or row and row.cells[theme] == 0 then return nil end
  local units = core.cube_members(self.cube, theme)
  if row then units = units & core.row_set(core.row(self.set, row.index)) end
  return units, together.findings(self, units, { theme })
end

local make = result.kind {
  name = "matrix table", behind = behind, methods = Matrix, data = function(self) return frame_of(self, true) end,
  frame = function(self) return frame_of(self, false) end,
  explain = function(self)
    return together.explain(self, ("Themes of each %s"):format(self.unit),
      { ("1: the %s has the theme or one below it"):format(self.unit) })
  end,
}

--- The matrix of SET; OPTIONS as check.options gives them.
function M.of(set, options)
  local self = together.open("set:matrix", set, options, false)
  rows_of(self)
  return make(self)
end

return M
