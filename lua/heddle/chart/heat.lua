--- A heat map: the number of each cell on a shade of one hue, so that it reads in grey and without colour.  The
-- diagonal of a matrix of themes is outlined: it counts a theme, and is no pair.

local canvas = require "heddle.chart.canvas"
local shades = require "heddle.chart.shades"

local M = {}

local MOST = 30 -- rows, and columns if their numbers are short
local LABELS, ROW, STEP = 250, 30, 16

-- What a column is called where there is no room for its label: its place.
local function is_narrow(width)
  return width < 76
end

-- The headings; where the cells begin.
local function heads(sheet, chart, n, width, top)
  local narrow, height, lines = is_narrow(width), 1, {}
  for s = 1, n do
    lines[s] = narrow and { tostring(s) } or canvas.wrap(chart.series[s].label, width - 6, canvas.SMALL, 4)
    height = math.max(height, #lines[s])
  end
  for s = 1, n do
    sheet:lines(LABELS + (s - 0.5) * width, top + STEP * (height - #lines[s] + 1), lines[s], STEP,
      { size = canvas.SMALL, anchor = "middle", full = not narrow and chart.series[s].label or nil })
  end
  return top + STEP * height + 8
end

local function cell_of(sheet, chart, g, s, x, y, width)
  local cell = chart.groups[g].cells[s]
  if not cell then return end
  local diagonal = shades.is_diagonal(chart, g, s)
  local step = diagonal and 0 or shades.step(chart.shade_scale, cell.value)
  if step > 0 then
    sheet:rect(x + 1, y + 1, width - 2, ROW - 2, { fill = "h" .. step })
  elseif diagonal then
    sheet:rect(x + 2, y + 2, width - 4, ROW - 4, { stroke = "axis", width = 1.5 })
  end
  sheet:text(x + width / 2, y + 20, cell.text, { anchor = "middle", size = width < 40 and canvas.SMALL or canvas.TEXT,
    class = step == 0 and "ink" or step > 3 and "light" or "dark", bold = diagonal })
end

-- Labels that stand in numbers above, and what is not drawn.
local function below(sheet, chart, rows, n, narrow, y)
  local function line(text)
    for _, part in ipairs((canvas.wrap(text, sheet.width, canvas.SMALL, 8))) do
      y = y + STEP
      sheet:text(0, y, part, { size = canvas.SMALL, class = "muted" })
    end
  end
  if narrow and chart.shape ~= "matrix" then
    local names = {}
    for s = 1, n do names[s] = s .. " " .. chart.series[s].label end
    line("Columns: " .. table.concat(names, "; ") .. ".")
  end
  local drawn = "Drawn: the first %d of %d %s; the table has all."
  if #chart.groups > rows then line(drawn:format(rows, #chart.groups, "rows")) end
  if #chart.series > n then line(drawn:format(n, #chart.series, "columns")) end
  return y
end

-- How many columns have room for the texts of their cells.
local function fitting(sheet, chart, rows)
  local widest = 0
  for g = 1, rows do
    for s in ipairs(chart.series) do
      local cell = chart.groups[g].cells[s]
      if cell then widest = math.max(widest, canvas.width(cell.text, canvas.SMALL, shades.is_diagonal(chart, g, s))) end
    end
  end
  return math.max(1, math.min(#chart.series, MOST, math.floor((sheet.width - LABELS) / (widest + 4))))
end

--- Draws CHART from the height TOP down; where it ends.
function M.draw(sheet, chart, top)
  local rows = math.min(#chart.groups, MOST)
  local n = fitting(sheet, chart, rows)
  local width = math.min((sheet.width - LABELS) / math.max(n, 1), 150)
  local narrow = is_narrow(width)
  local plan = setmetatable({ shade_scale = shades.scale(chart) }, { __index = chart })
  local y = heads(sheet, chart, n, width, top)
  for g = 1, rows do
    local group = chart.groups[g]
    local label = group.label -- of a matrix it begins with its number
    local indent = 12 * ((group.depth or 1) - 1)
    local text, cut = canvas.cut(label, LABELS - 10 - indent, canvas.SMALL)
    sheet:text(indent, y + 19, text, { size = canvas.SMALL, full = cut and label or nil })
    for s = 1, n do cell_of(sheet, plan, g, s, LABELS + (s - 1) * width, y, width) end
    y = y + ROW
  end
  return below(sheet, chart, rows, n, narrow, y)
end

return M
