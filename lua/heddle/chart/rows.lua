--- The layout that bars and dots share: labels at the left, a line for every series of every group, room for what
-- stands beside the marks.

local canvas = require "heddle.chart.canvas"

local M = {}

local LINE, GAP = 17, 10 -- a line of a label; what is between groups
local INDENT = 14

local function widest(texts, size, bold)
  local most = 0
  for _, text in ipairs(texts) do most = math.max(most, canvas.width(text, size, bold)) end
  return most
end

-- How wide the labels of groups, the names of series and the labels of cells are.
local function columns(chart, width)
  local labels, series, values = {}, {}, {}
  local indent = 0
  for _, group in ipairs(chart.groups) do
    labels[#labels + 1] = group.label
    indent = math.max(indent, ((group.depth or 1) - 1) * INDENT)
    for s in ipairs(chart.series) do
      if group.cells[s] then values[#values + 1] = group.cells[s].label end
    end
  end
  for s, one in ipairs(chart.series) do series[s] = one.label end
  local named = #series > 1 and math.min(widest(series, canvas.SMALL) + 12, width * 0.22) or 0
  local label = math.min(widest(labels, canvas.TEXT) + indent + 14, width * (named > 0 and 0.32 or 0.42))
  return label, named, widest(values, canvas.TEXT) + 12
end

--- Where everything of CHART stands from the height TOP down:
--   { left=, right= (of the plot), bottom=, bar= (height of a mark's line), named= (width of the names of series),
--     x = function(value) -> where that is,
--     groups = { { top=, bottom=, lines=, cut=, indent=, y = { middle of the line of each series } }, ... } }
function M.layout(sheet, chart, top)
  local label, named, value = columns(chart, sheet.width)
  local plan = { left = label + named, right = sheet.width - value, bar = #chart.series > 1 and 20 or 24, groups = {},
    named = named }
  local scale = (plan.right - plan.left) / (chart.max - chart.min)
  function plan.x(number) return plan.left + (number - chart.min) * scale end
  local y = top + 6
  for g, group in ipairs(chart.groups) do
    local place = { top = y, y = {}, indent = ((group.depth or 1) - 1) * INDENT }
    local heading = #group.cells == 0
    place.lines, place.cut = canvas.wrap(group.label, (heading and sheet.width or label - 14) - place.indent,
      canvas.TEXT, heading and 2 or 3, heading)
    local marks = heading and 0 or #chart.series * plan.bar
    local height = math.max(#place.lines * LINE, marks)
    for s = 1, heading and 0 or #chart.series do
      place.y[s] = y + (height - marks) / 2 + (s - 0.5) * plan.bar
    end
    place.label = y + (height - #place.lines * LINE) / 2 + 13
    y = y + height
    place.bottom = y
    y = y + (#chart.series > 1 and GAP or 4)
    plan.groups[g] = place
  end
  plan.top, plan.bottom = top + 6, y
  return plan
end

--- The labels of groups and the names of series.
function M.labels(sheet, chart, plan)
  for g, place in ipairs(plan.groups) do
    local group = chart.groups[g]
    local y = place.label
    for i, line in ipairs(place.lines) do
      sheet:text(place.indent, y, line, { bold = #group.cells == 0,
        full = i == 1 and place.cut and group.label or nil })
      y = y + LINE
    end
    for s = 1, plan.named > 0 and #place.y or 0 do
      local name, cut = canvas.cut(chart.series[s].label, plan.named - 12, canvas.SMALL)
      sheet:text(plan.left - 8, place.y[s] + 4, name, { class = "muted", size = canvas.SMALL, anchor = "end",
        full = cut and chart.series[s].label or nil })
    end
  end
end

--- The line where 0 is.
function M.zero(sheet, plan)
  local x = plan.x(0)
  sheet:line(x, plan.top - 2, x, plan.bottom, { stroke = "axis" })
end

return M
