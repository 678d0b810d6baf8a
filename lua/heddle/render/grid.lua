--- A frame as a grid of texts, which the text, markdown and CSV renderers share.
--
-- columns: { { label=, headings = { "n", "%" } }, ... }
-- lines:   { { label=, indented=, key=, level=, kind=, cells = { "2", "67", ... } }, ... }, a cell a heading

local number = require "heddle.number"

local M = {}

local headings = { n = "n", N = "N", percent = "%", ["n/N"] = "n/N" }

-- What each cell of a line shows: the number of its column, and the measure by the kind of the row.  Mentions and
-- bases are counts: of them only the count is printed, except where the base row is a row like the others
-- (frame.full_base).
local function places(frame)
  local at, measures, mentions, base = {}, {}, {}, {}
  for c, column in ipairs(frame.columns) do
    local full, counted = frame.full_base or column.full_base, false
    for _, measure in ipairs(column.measures) do counted = counted or measure == "n" end
    for m, measure in ipairs(column.measures) do
      local s = #at + 1
      local first = frame.two_way and m == 1 and not counted
      local count = (measure ~= "percent" or first) and "n" or ""
      at[s], measures[s] = c, measure
      mentions[s], base[s] = count, full and measure or count
    end
  end
  local like_values = { __index = function() return measures end }
  return at, setmetatable({ mentions = mentions, base = base }, like_values)
end

local function cells_of(frame, row, at, measures)
  local cells, n, N, digits = {}, row.n, row.N, frame.digits
  local integer, percent = number.integer_text, number.percent_text
  local no_theme = row.key == "(no theme)"
  for s = 1, #at do
    local c, measure = at[s], measures[s]
    if no_theme and frame.columns[c].mentions then measure = "" end
    if measure == "n" then
      cells[s] = integer[n[c]]
    elseif measure == "percent" then
      cells[s] = percent(n[c], N[c], digits)
    elseif measure == "N" then
      cells[s] = integer[N[c]]
    else
      cells[s] = measure ~= "" and n[c] .. "/" .. N[c] or ""
    end
  end
  return cells
end

function M.of(frame)
  local columns, lines = {}, {}
  for c, column in ipairs(frame.columns) do
    local names = {}
    for m, measure in ipairs(column.measures) do names[m] = headings[measure] end
    columns[c] = { label = column.label, headings = names }
  end
  local at, measures = places(frame)
  for r, row in ipairs(frame.rows) do
    lines[r] = { label = row.label, key = row.key, kind = row.kind, level = row.level,
      cells = cells_of(frame, row, at, measures[row.kind]), indented = ("  "):rep((row.depth or 1) - 1) .. row.label }
  end
  return columns, lines
end

return M
