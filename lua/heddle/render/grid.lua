--- A frame as a grid of texts, which the text, markdown and CSV renderers share.
--
-- columns: { { label=, headings = { "n", "%" } }, ... }
-- lines:   { { label=, indented=, key=, level=, kind=, cells = { { "2", "67" }, ... } }, ... }

local M = {}

local headings = { n = "n", N = "N", percent = "%", ["n/N"] = "n/N" }

local function value(cell, measure)
  if measure == "n" then return cell.n .. "" end
  if measure == "N" then return cell.N .. "" end
  if measure == "percent" then return cell.percent end
  return cell.n .. "/" .. cell.N
end

-- One text of a row.  Mentions and bases are counts: of them only the count is printed, except
-- where the base row is a row like the others (frame.full_base).
local function text(frame, row, column, cell, m)
  local measure = column.measures[m]
  if cell.blank then return "" end
  local bare = row.kind == "mentions" or row.kind == "base" and not (frame.full_base or column.full_base)
  if not bare then return value(cell, measure) end
  local first = frame.two_way and m == 1
  for _, other in ipairs(column.measures) do first = first and other ~= "n" end
  return (measure ~= "percent" or first) and value(cell, "n") or ""
end

function M.of(frame)
  local columns, lines = {}, {}
  for c, column in ipairs(frame.columns) do
    local names = {}
    for m, measure in ipairs(column.measures) do names[m] = headings[measure] end
    columns[c] = { label = column.label, headings = names }
  end
  for r, row in ipairs(frame.rows) do
    local cells = {}
    for c, column in ipairs(frame.columns) do
      cells[c] = {}
      for m in ipairs(column.measures) do cells[c][m] = text(frame, row, column, row.cells[c], m) end
    end
    lines[r] = { label = row.label, key = row.key, kind = row.kind, level = row.level, cells = cells,
      indented = ("  "):rep((row.depth or 1) - 1) .. row.label }
  end
  return columns, lines
end

return M
