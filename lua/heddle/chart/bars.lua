--- Horizontal bars from 0, in the order of the table; of several columns grouped, each named beside it.

local rows = require "heddle.chart.rows"

local M = {}

local function bar(sheet, plan, group, cell, series, y)
  local zero, height = plan.x(0), plan.bar - 6
  local ends = zero
  if cell.value then
    ends = plan.x(cell.value)
    local solid = group.kind == "value" or group.kind == "subtotal"
    -- What is no value of the table (unknown, no theme) is an outline.
    if ends > zero then
      sheet:rect(zero, y - height / 2, ends - zero, height, { fill = solid and "c" .. series or "paper",
        stroke = not solid and "s" .. series or nil, width = 1.5 })
    end
  end
  sheet:text(ends + 6, y + 5, cell.label)
end

--- Draws CHART from the height TOP down; where it ends.
function M.draw(sheet, chart, top)
  local plan = rows.layout(sheet, chart, top)
  rows.labels(sheet, chart, plan)
  for g, place in ipairs(plan.groups) do
    for s, y in ipairs(place.y) do bar(sheet, plan, chart.groups[g], chart.groups[g].cells[s], s, y) end
  end
  rows.zero(sheet, plan)
  return plan.bottom
end

return M
