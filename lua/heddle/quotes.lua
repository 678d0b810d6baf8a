--- The texts of findings by theme and by group: what set:quotes gives a script.

local around = require "heddle.around"
local check = require "heddle.check"
local core = require "heddle.core"
local crosswalk = require "heddle.crosswalk"
local evidence = require "heddle.evidence"
local named = require "heddle.named"
local number = require "heddle.number"
local passages = require "heddle.render.passages"
local result = require "heddle.result"
local sets = require "heddle.set"

local M = {}

local ALL = 0

-- The findings in a row and column: those of the units there that are in both themselves.  That a finding has no theme
-- is its own matter: its review may have one, from another finding.
local function findings_of(self, r, c)
  local unit_row, unit_col = self.special[1][r] and ALL or r, self.special[2][c] and ALL or c
  local units = self.cols and core.cube_members(self.cube, unit_row, unit_col) or core.cube_members(self.cube, unit_row)
  local found = self.cols and core.cube_members(self.finding_cube, r, c) or core.cube_members(self.finding_cube, r)
  return core.set_to(units, "finding") & found
end

local function locate(self, call, row, col)
  local r = named.group(self.cube, call, "row", 1, row)
  if self.cols then return r, named.group(self.cube, call, "column", 2, col) end
  if col ~= nil and col ~= "All" then check.fail(call, "these passages have no columns; it takes a row only") end
  return r, ALL
end

local Table = {}

function Table.n(self, row, col)
  return #findings_of(self, locate(self, "table:n", row, col))
end

function Table.set(self, row, col)
  return findings_of(self, locate(self, "table:set", row, col))
end

function Table.evidence(self, row, col)
  return evidence.of(findings_of(self, locate(self, "table:evidence", row, col)))
end

-- The groups of a dimension that have findings, and declared ones.
local function groups_of(self, dim)
  local list = {}
  for index, group in ipairs(core.cube_groups(self.finding_cube, dim)) do
    group.index = index
    if group.status == "retired" then group.label = group.label .. " (retired)" end
    local n = core.cube_count(self.finding_cube, dim == 1 and index or ALL, dim == 2 and index or nil)
    if n > 0 or group.declared then list[#list + 1] = group end
  end
  return list
end

-- A row of passages, nil if it has none.
local function row_of(self, group, columns)
  local row, any = { label = group.label, key = group.key, index = group.index, kind = group.kind, cells = {} }, false
  for i, column in ipairs(columns) do
    row.cells[i] = evidence.first(findings_of(self, group.index, column.index), self.top)
    any = any or row.cells[i].total > 0
  end
  return any and row or nil
end

local function rows_of(self, columns)
  local rows, without, with = {}, {}, {}
  for _, group in ipairs(groups_of(self, 1)) do
    local row
    if not (self.under and group.kind == "special") then row = row_of(self, group, columns) end
    if row then
      rows[#rows + 1] = row
    elseif group.kind == "value" then
      without[#without + 1] = group.label
    else
      local n = #findings_of(self, group.index, ALL)
      if n > 0 then with[#with + 1] = ("%s %d"):format(group.label, n) end
    end
  end
  return rows, without, with
end

-- Who is left out, which findings and rows are not printed.
local function notes_of(self, printed, without, with)
  local notes = self.left_out
  if #with > 0 then notes[#notes + 1] = ("Findings not printed: %s."):format(table.concat(with, ", ")) end
  if #without > 0 then notes[#notes + 1] = ("No passages: %s."):format(table.concat(without, "; ")) end
  if printed > #findings_of(self, ALL, ALL) then
    notes[#notes + 1] = "A finding stands in every row and column that it is in."
  end
  if #self.source == 0 then notes[#notes + 1] = ("No %s matches: there is nothing to quote."):format(self.unit) end
  return notes
end

-- What is printed, made once.
local function printed_of(self)
  if self.printed then return self.printed end
  local columns = self.cols and groups_of(self, 2) or { { index = ALL, label = "All", key = "All" } }
  local rows, without, with = rows_of(self, columns)
  self.columns, self.column_keys = columns, {}
  local labels, n = {}, 0
  for i, column in ipairs(columns) do labels[i], self.column_keys[i] = column.label, column.key end
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do n = n + cell.total end
  end
  self.printed = { title = self.title, base = self.base_words, selection = around.selection(self.source),
    stub = self.stub, columns = labels, rows = rows, notes = notes_of(self, n, without, with) }
  return self.printed
end

-- How many passages each row and column has.
local function frame_of(self)
  local printed = printed_of(self)
  local frame = { title = printed.title, base = printed.base, selection = printed.selection, stub = printed.stub,
    two_way = true, digits = 0, columns = {}, rows = {}, notes = printed.notes }
  for c, label in ipairs(printed.columns) do
    frame.columns[c] = { label = label, key = self.column_keys[c], value = "count" }
  end
  for r, row in ipairs(printed.rows) do
    local values = {}
    for c, cell in ipairs(row.cells) do values[c] = cell.total end
    frame.rows[r] = { label = row.label, key = row.key, kind = row.kind, values = values }
  end
  return frame
end

local function explain(self)
  local lines = { self.title, self.base_words }
  if around.selection(self.source) then lines[#lines + 1] = "selection: " .. around.selection(self.source) end
  lines[#lines + 1] = ("the findings of these %s that are themselves in the row%s, in order of id"):format(
    number.plural(self.unit), self.cols and " and the column" or "")
  if self.themes then
    lines[#lines + 1] = "a theme has the findings coded with it or with a theme below it; (no theme) those without any"
  end
  lines[#lines + 1] = self.top and ("up to %d of each are printed"):format(self.top) or "all are printed"
  return table.concat(lines, "\n")
end

-- What is behind a cell of the frame: its passages.
local function behind(self, r, c)
  local findings = findings_of(self, printed_of(self).rows[r].index, self.columns[c].index)
  return findings, findings
end

local make = result.kind { name = "table", behind = behind, frame = frame_of, methods = Table, explain = explain,
  passages = printed_of,
  render = function(self, format, _, limit) return passages[format](printed_of(self), limit) end }

-- Rows and columns as core.cube takes them; depth and under narrow themes.
local function dims_of(options)
  local rows = type(options.rows) == "string" and { name = options.rows } or options.rows
  local dims, themes, own = { rows, options.cols }, false, false
  for _, dim in ipairs(dims) do
    themes = themes or crosswalk.is_theme(dim.name)
    if dim.name == "theme" then
      own, dim.depth, dim.under = true, options.depth, options.under
    end
  end
  if not own and (options.depth or options.under) then
    check.fail("set:quotes", "option '%s' narrows a theme dimension; these passages have none",
      options.depth and "depth" or "under")
  end
  return dims, themes
end

--- set:quotes{ rows = dimension, cols = dimension, ... }.
function M.of(set, options)
  local dims, themes = dims_of(options)
  if options.where then set = sets.narrow(set, "set:quotes", options.where) end
  local cube = core.cube(set, { dims = dims, caller = "quotes" })
  local self = { cube = cube, dims = dims, source = set, unit = core.set_unit(set), cols = options.cols,
    themes = themes, top = options.top, under = options.under, special = { {}, {} }, stub = core.cube_dim(cube, 1) }
  local findings = core.set_to(core.cube_members(cube, ALL, ALL), "finding")
  self.finding_cube = evidence.cube(cube, dims, findings)
  for d = 1, #dims do
    for index, group in ipairs(core.cube_groups(cube, d)) do self.special[d][index] = group.kind == "special" end
  end
  local short
  self.left_out, short = around.left_out(cube, dims, self.unit, self.cols, false)
  self.base_words = around.base_words(core.cube_count(cube, ALL, ALL), self.unit, themes, nil, short)
  self.title = "Passages by " .. self.stub .. (self.cols and " and " .. core.cube_dim(cube, 2) or "")
  return make(self)
end

return M
