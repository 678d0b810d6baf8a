--- A network of themes on a circle, in their order: a circle is as large as its theme is frequent, a line as wide as
-- the pair is.  The numbers stand in the table beside it.

local canvas = require "heddle.chart.canvas"

local M = {}

local RADIUS, LEAST, WIDEST, SMALLEST, LARGEST = 130, 18, 8, 5, 16
local AWAY = 24 -- labels from the circle

local function most_of(list, read)
  local most = 0
  for _, item in ipairs(list) do most = math.max(most, read(item) or 0) end
  return most
end

local function value_of(cell)
  return cell and cell.value and math.abs(cell.value) or nil
end

-- Where each node and its label stand: labels of a side keep a distance from each other.
local function places(nodes, x, y)
  local list, sides = {}, { {}, {} }
  for i in ipairs(nodes) do
    local angle = 2 * math.pi * (i - 0.5) / #nodes - math.pi / 2
    local place = { x = x + RADIUS * math.cos(angle), y = y + RADIUS * math.sin(angle) }
    place.right = math.cos(angle) >= 0
    place.label = place.y
    list[i] = place
    table.insert(sides[place.right and 1 or 2], place)
  end
  for _, side in ipairs(sides) do
    table.sort(side, function(a, b) return a.y < b.y end)
    for i = 2, #side do side[i].label = math.max(side[i].label, side[i - 1].label + LEAST) end
    local over = #side > 0 and side[#side].label - (y + RADIUS + LEAST) or 0
    for i = #side, 1, -1 do
      if over <= 0 then break end
      side[i].label = side[i].label - over
      over = i > 1 and side[i - 1].label + LEAST - side[i].label or 0
    end
  end
  return list
end

local function links(sheet, chart, at)
  local most = most_of(chart.groups, function(group) return value_of(group.cells[1]) end)
  for _, group in ipairs(chart.groups) do
    local value, a, b = value_of(group.cells[1]), at[group.from], at[group.to]
    if value and a and b then
      local width = 1 + (WIDEST - 1) * value / math.max(most, 1e-9)
      sheet:path({ { a.x, a.y }, { b.x, b.y } }, { stroke = "line", width = width,
        title = group.label .. ": " .. group.cells[1].text })
    end
  end
end

local function circles(sheet, chart, at)
  local most = most_of(chart.nodes, function(node) return value_of(node.cell) end)
  for i, node in ipairs(chart.nodes) do
    local place, value = at[i], value_of(node.cell)
    local r = value and most > 0 and SMALLEST + (LARGEST - SMALLEST) * math.sqrt(value / most) or SMALLEST
    sheet:circle(place.x, place.y, r, { fill = value and "c1" or "paper", stroke = "edge", width = 1.5 })
    local side = place.right and 1 or -1
    local x = sheet.width / 2 + side * (RADIUS + AWAY)
    sheet:line(place.x + side * r, place.y, x - side * 4, place.label, { stroke = "line" })
    local n = node.cell and node.cell.text and " " .. node.cell.text or ""
    local room = sheet.width / 2 - RADIUS - AWAY - canvas.width(n, canvas.SMALL)
    local text, cut = canvas.cut(node.label, room, canvas.SMALL)
    text = text .. n
    sheet:text(x, place.label + 4, text, { size = canvas.SMALL, anchor = place.right and "start" or "end",
      full = cut and node.label or nil })
  end
end

--- Draws CHART from the height TOP down; where it ends.
function M.draw(sheet, chart, top)
  local middle = top + RADIUS + 2 * LEAST
  local at, by_key = places(chart.nodes, sheet.width / 2, middle), {}
  for i, node in ipairs(chart.nodes) do by_key[node.key] = at[i] end
  for i, place in ipairs(at) do by_key[i] = place end
  links(sheet, chart, by_key)
  circles(sheet, chart, at)
  local bottom = middle + RADIUS + 2 * LEAST
  for _, place in ipairs(at) do bottom = math.max(bottom, place.label + LEAST) end
  return bottom
end

return M
