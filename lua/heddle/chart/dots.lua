--- A dot for each value, with its interval as a whisker with caps, on a scale that has 0.

local canvas = require "heddle.chart.canvas"
local rows = require "heddle.chart.rows"

local M = {}

local CAP = 5

local function whisker(sheet, plan, cell, series, y)
  local low, high = plan.x(cell.low), plan.x(cell.high)
  local stroke = { stroke = "s" .. series, width = 2 }
  sheet:line(low, y, high, y, stroke)
  sheet:line(low, y - CAP, low, y + CAP, stroke)
  sheet:line(high, y - CAP, high, y + CAP, stroke)
end

local function dot(sheet, plan, group, cell, series, y)
  if cell.value then
    if cell.low then whisker(sheet, plan, cell, series, y) end
    sheet:mark(series, plan.x(cell.value), y, { hollow = group.kind ~= "value" and group.kind ~= "subtotal" })
    sheet:text(plan.right + 12, y + 5, cell.label)
  else
    -- Where the mark would be, whatever its value: beside 0, and never on the line of the scale.
    sheet:text(plan.x(0) + 6, y + 5, cell.label)
  end
end

-- The scale: a line for each round number, and that number below, as many as have room.
local function scale(sheet, chart, plan)
  local sign = chart.measure == "percent" and "%" or ""
  local step, widest = plan.x(chart.ticks[2]) - plan.x(chart.ticks[1]), 0
  local texts = {}
  for i, tick in ipairs(chart.ticks) do
    texts[i] = canvas.number(tick) .. sign
    if chart.measure == "value" and tick > 0 then texts[i] = "+" .. texts[i] end
    widest = math.max(widest, canvas.width(texts[i], canvas.SMALL))
  end
  local every = math.max(1, math.ceil((widest + 8) / step))
  local zero = 1
  for i, tick in ipairs(chart.ticks) do
    if tick == 0 then zero = i end
    sheet:line(plan.x(tick), plan.top - 2, plan.x(tick), plan.bottom, { stroke = "line" })
  end
  for i, tick in ipairs(chart.ticks) do
    if (i - zero) % every == 0 then
      sheet:text(plan.x(tick), plan.bottom + 16, texts[i], { class = "muted", size = canvas.SMALL, anchor = "middle" })
    end
  end
end

--- Draws CHART from the height TOP down; where it ends.
function M.draw(sheet, chart, top)
  local plan = rows.layout(sheet, chart, top)
  scale(sheet, chart, plan)
  rows.zero(sheet, plan)
  rows.labels(sheet, chart, plan)
  for g, place in ipairs(plan.groups) do
    for s, y in ipairs(place.y) do dot(sheet, plan, chart.groups[g], chart.groups[g].cells[s], s, y) end
  end
  return plan.bottom + 20
end

return M
