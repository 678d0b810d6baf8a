--- A line for each series over periods, from 0, named at its end.  A period without units breaks the line; one that is
-- not wholly covered has a hollow mark.  Lines differ in colour, dashes and marks.

local canvas = require "heddle.chart.canvas"

local M = {}

local HEIGHT, LOW, LINE, APART = 300, 180, 16, 6

-- ---- names at the ends ----

-- The last cell of series s that has a value, and its period.
local function last_value(chart, s)
  for g = #chart.groups, 1, -1 do
    local cell = chart.groups[g].cells[s]
    if cell.value then return cell, g end
  end
end

-- The names in lines, with the last value below each: { s=, lines=, height=, g= (period), cell= }.
local function names_of(chart, width)
  local list = {}
  for s, series in ipairs(chart.series) do
    local lines, cut = canvas.wrap(series.label, width, canvas.SMALL, 3)
    local cell, g = last_value(chart, s)
    if cell then lines[#lines + 1] = canvas.cut(cell.label, width, canvas.SMALL) end
    list[s] = { s = s, lines = lines, cut = cut and series.label or nil, height = #lines * LINE + APART, g = g,
      cell = cell }
  end
  return list
end

-- Puts each name where its line ends, and moves them apart between TOP and BOTTOM.
local function spread(names, y, top, bottom)
  for _, name in ipairs(names) do
    name.at = name.cell and y(name.cell.value) or bottom
    name.top = name.at - name.height / 2
  end
  table.sort(names, function(a, b)
    if a.at ~= b.at then return a.at < b.at end
    return a.s < b.s
  end)
  local least = top
  for _, name in ipairs(names) do
    name.top = math.max(name.top, least)
    least = name.top + name.height
  end
  local most = bottom
  for i = #names, 1, -1 do
    names[i].top = math.min(names[i].top, most - names[i].height)
    most = names[i].top
  end
end

local function draw_names(sheet, chart, plan, names)
  for _, name in ipairs(names) do
    local middle = name.top + name.height / 2
    local series = chart.series[name.s]
    if name.cell then
      sheet:line(plan.x(name.g) + 8, name.at, plan.right + 14, middle, { stroke = "axis", dash = "1 3" })
    end
    sheet:mark(name.s, plan.right + 22, middle, { radius = 4 })
    local y = name.top + 15
    for i, line in ipairs(name.lines) do
      local value = i == #name.lines and name.cell
      sheet:text(plan.right + 32, y, line, { size = canvas.SMALL, class = value and "muted" or "ink",
        full = i == 1 and name.cut and series.label or nil })
      y = y + LINE
    end
  end
end

-- ---- scales ----

local function scale(sheet, chart, plan)
  local sign = chart.measure == "percent" and "%" or ""
  for _, tick in ipairs(chart.ticks) do
    local y = plan.y(tick)
    sheet:line(plan.left, y, plan.right, y, { stroke = tick == 0 and "axis" or "line" })
    sheet:text(plan.left - 8, y + 4, canvas.number(tick) .. sign, { class = "muted", size = canvas.SMALL,
      anchor = "end" })
  end
end

-- Periods below the scale, as many as have room, each with its base; where they end.
local function periods(sheet, chart, plan)
  local widest, numbers, any = 0, 0, false
  for _, group in ipairs(chart.groups) do
    widest = math.max(widest, canvas.width(group.label, canvas.SMALL))
    if group.n then
      any = true
      numbers = math.max(numbers, canvas.width(tostring(group.n), canvas.SMALL))
    end
  end
  local every = math.max(1, math.ceil((math.max(widest, numbers) + 4) / plan.step))
  local options = { class = "muted", size = canvas.SMALL, anchor = "middle" }
  for g, group in ipairs(chart.groups) do
    sheet:line(plan.x(g), plan.bottom, plan.x(g), plan.bottom + 4, { stroke = "axis" })
    if (#chart.groups - g) % every == 0 then
      sheet:text(plan.x(g), plan.bottom + 18, group.label, options)
      if group.n then sheet:text(plan.x(g), plan.bottom + 34, tostring(group.n), options) end
    end
  end
  if any then
    sheet:text(plan.left - 8 - math.max(0, numbers / 2 - plan.inset), plan.bottom + 34, "Base", { class = "muted",
      size = canvas.SMALL, anchor = "end" })
  end
  return plan.bottom + (any and 38 or 22)
end

-- ---- lines ----

-- The pieces of a line between what breaks it.
local function pieces(chart, plan, s)
  local list, piece = {}, nil
  for g, group in ipairs(chart.groups) do
    local cell = group.cells[s]
    if cell.value then
      piece = piece or {}
      piece[#piece + 1] = { plan.x(g), plan.y(cell.value) }
    else
      list[#list + 1], piece = piece, nil
    end
  end
  list[#list + 1] = piece
  return list
end

local function draw_lines(sheet, chart, plan)
  for s in ipairs(chart.series) do
    for _, piece in ipairs(pieces(chart, plan, s)) do
      if #piece > 1 then sheet:path(piece, { stroke = "s" .. s, width = 2.5, dash = canvas.dashes[s] }) end
    end
  end
  for s, series in ipairs(chart.series) do
    for g, group in ipairs(chart.groups) do
      local cell = group.cells[s]
      if cell.value then
        sheet:mark(s, plan.x(g), plan.y(cell.value), { hollow = group.partial,
          title = ("%s, %s: %s"):format(series.label, group.label, cell.label) })
      end
    end
  end
end

-- The symbols of a period, each once whatever the number of series.
local function symbols_of(chart, group)
  local seen, list = {}, {}
  for s in ipairs(chart.series) do
    local cell = group.cells[s]
    if cell.state ~= "value" and not seen[cell.text] then
      seen[cell.text] = true
      list[#list + 1] = cell.text
    end
  end
  return list
end

-- The symbols above the line of 0, one for neighbouring periods that have the same; where there is no room beside
-- another one, above it.
local function symbols(sheet, chart, plan)
  local taken, g = {}, 1
  while g <= #chart.groups do
    local texts, last = symbols_of(chart, chart.groups[g]), g
    local same = table.concat(texts)
    while chart.groups[last + 1] and table.concat(symbols_of(chart, chart.groups[last + 1])) == same do
      last = last + 1
    end
    local x = (plan.x(g) + plan.x(last)) / 2
    for _, text in ipairs(texts) do
      local half, level = canvas.width(text, canvas.SMALL) / 2, 1
      while (taken[level] or -1) > x - half - 3 do level = level + 1 end
      taken[level] = x + half
      sheet:text(x, plan.bottom - 8 - (level - 1) * LINE, text, { size = canvas.SMALL, anchor = "middle" })
    end
    g = last + 1
  end
end

--- Draws CHART from the height TOP down; where it ends.
function M.draw(sheet, chart, top)
  local side, axis = sheet.width * 0.25, 0
  for _, tick in ipairs(chart.ticks) do
    axis = math.max(axis, canvas.width(canvas.number(tick) .. "%", canvas.SMALL))
  end
  local names, tall = names_of(chart, side - 36), 0
  for _, name in ipairs(names) do tall = tall + name.height end
  local plan = { left = math.max(axis, 34) + 14, right = sheet.width - side, top = top + 12, inset = 22 }
  plan.bottom = plan.top + math.max(sheet.low and LOW or HEIGHT, tall)
  plan.step = (plan.right - plan.left - 2 * plan.inset) / math.max(1, #chart.groups - 1)
  function plan.x(g)
    if #chart.groups == 1 then return (plan.left + plan.right) / 2 end
    return plan.left + plan.inset + (g - 1) * plan.step
  end
  function plan.y(value)
    return plan.bottom - (value - chart.min) / (chart.max - chart.min) * (plan.bottom - plan.top)
  end
  scale(sheet, chart, plan)
  draw_lines(sheet, chart, plan)
  symbols(sheet, chart, plan)
  spread(names, plan.y, plan.top, plan.bottom)
  draw_names(sheet, chart, plan, names)
  return periods(sheet, chart, plan)
end

return M
