--- A table as every writer of reports prints it: a frame laid out, each cell with its text, state and number.
--
--   { title=, base=, measure=, selection=, stub=, notes = { text, ... }, key = { "[z] is ...", ... } (of what occurs),
--     heads = { { { label=, first=, last= }, ... }, ... },   lines of headings, outermost first; the last has one a column
--     columns = { { label = "Hartlepool %" (one line, none twice), short = "%", left=true of texts, column = its place in
--                   frame.columns, measure= }, ... },
--     rows = { { label=, depth=, kind=, key=, row = its place in frame.rows,
--                cells = { { text="67", state="value", number=67, column=1 }, ... } }, ... } }
--
-- `number` is what the text says, nil of texts and intervals.  A row of the kind "heading" has no cells.

local grid = require "heddle.render.grid"
local state = require "heddle.state"

local M = {}

local shares = { percent = true, ci = true, ci_low = true, ci_high = true }

-- The state of cell s of a row.
local function state_of(frame, row, c, measure, N)
  if row.states and row.states[c] then return row.states[c] end
  if frame.columns[c].gap and row.kind ~= "base" and measure ~= "" then return "not applicable" end
  if frame.columns[c].value then
    if not row.values then return "value" end
    return row.values[c] == nil and "not available" or "value"
  end
  if not shares[measure] then return "value" end
  if measure ~= "percent" then return N and N > 0 and "value" or "not applicable" end
  return state.of_percent(row.n[c], N, frame.digits)
end

local numeric = { n = true, N = true, percent = true, value = true }

local function cells_of(frame, row, line, at, measures, ofs, seen)
  local cells = {}
  for s, text in ipairs(line.cells) do
    local c, measure = at[s], measures[s]
    local N = ofs[s] and row.bases and row.bases[ofs[s]] or row.N
    local found = text ~= "" and state_of(frame, row, c, measure, N and N[c]) or "value"
    if found ~= "value" then
      text, seen[found] = state.symbol(found), true
    end
    cells[s] = { text = text, state = found, column = c,
      number = found == "value" and numeric[measure] and frame.columns[c].value ~= "text" and tonumber(text) or nil }
  end
  return cells
end

-- One heading for each cell column, none twice.
local function columns_of(frame, columns, at, measures)
  local list, seen, s = {}, {}, 0
  for _, column in ipairs(columns) do
    for _, name in ipairs(column.headings) do
      s = s + 1
      local label = grid.full_label(column, tostring)
      if #column.headings > 1 then label = label .. " " .. name end
      seen[label] = (seen[label] or 0) + 1
      if seen[label] > 1 then label = ("%s (%d)"):format(label, seen[label]) end
      list[s] = { label = label, short = name ~= "" and name or column.label, left = column.left, column = at[s],
        measure = measures[s] or frame.columns[at[s]].value }
    end
  end
  return list
end

-- Lines of headings: the texts above the columns, the columns themselves, and the measures where a column has several.
local function heads_of(columns)
  local heads, height, first, several = {}, grid.height(columns), {}, false
  local s = 0
  for c, column in ipairs(columns) do
    first[c] = s + 1
    s = s + #column.headings
    several = several or #column.headings > 1
  end
  local function last(c) return first[c] + #columns[c].headings - 1 end
  for h = 1, height do
    heads[h] = {}
    for i, span in ipairs(grid.spans(columns, h)) do
      heads[h][i] = { label = span.label, first = first[span.first], last = last(span.last) }
    end
  end
  local labels, measures = {}, {}
  for c, column in ipairs(columns) do
    labels[c] = { label = column.label, first = first[c], last = last(c) }
    for i, name in ipairs(column.headings) do
      measures[#measures + 1] = { label = name ~= "" and name or column.label, first = first[c] + i - 1,
        last = first[c] + i - 1 }
    end
  end
  heads[#heads + 1] = labels
  if several then heads[#heads + 1] = measures end
  return heads
end

--- The sheet of FRAME (frame.lua).
function M.of(frame)
  local columns, lines = grid.of(frame)
  local at, measures, ofs = grid.places(frame)
  local rows, seen = {}, {}
  for r, line in ipairs(lines) do
    local row = frame.rows[r]
    local heading = row.kind == "heading"
    rows[r] = { label = line.label, key = line.key, kind = line.kind, depth = row.depth or 1, row = r,
      cells = heading and {} or cells_of(frame, row, line, at, measures[row.kind], ofs, seen) }
  end
  return { title = frame.title, base = frame.base, measure = frame.two_way and frame.measure or nil,
    selection = frame.selection, stub = frame.stub, notes = frame.notes, key = state.key(seen), heads = heads_of(columns),
    columns = columns_of(frame, columns, at, measures.value), rows = rows }
end

return M
