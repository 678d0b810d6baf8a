--- A chart as SVG: its title and subtitle, what chart/{bars,lines,dots,heat,network}.lua draw, its notes.
--
-- Each of these is { draw = function(canvas, chart, top) -> bottom }: it draws from the height TOP down, between 0 and
-- canvas.width, and says where it ends.

local canvas = require "heddle.chart.canvas"
local document = require "heddle.report.document"

local M = {}

local drawers = { bars = "bars", grouped = "bars", lines = "lines", dots = "dots", heat = "heat", funnel = "bars",
  network = "network" }

-- The title and what is measured; where the chart begins.
local function head(sheet, chart)
  local lines = canvas.wrap(chart.title, sheet.width, canvas.TITLE, 3, true)
  local y = sheet:lines(0, canvas.TITLE + 2, lines, 24, { size = canvas.TITLE, bold = true })
  y = sheet:lines(0, y, canvas.wrap(chart.subtitle, sheet.width, canvas.TEXT, 4), 19, { class = "muted" })
  return y
end

-- What is said below; where that ends.
local function foot(sheet, notes, y)
  for _, note in ipairs(notes) do
    local lines = canvas.wrap(document.clean(note), sheet.width, canvas.SMALL, 6)
    y = sheet:lines(0, y + 18, lines, 16, { class = "muted", size = canvas.SMALL }) - 16
  end
  return y
end

--- CHART as SVG, its ids made of ID.  With `bare` without title, subtitle and the notes of its table: for pages where
-- these stand as text around it; with `low` not so high, where that is free.
function M.draw(chart, id, options)
  local bare = options and options.bare
  local sheet = canvas.new()
  sheet.low = options and options.low
  local bottom = require("heddle.chart." .. drawers[chart.kind]).draw(sheet, chart, bare and 0 or head(sheet, chart))
  if chart.partial then
    bottom = foot(sheet, { "Hollow marks: a period that is not wholly inside the coverage (*)." }, bottom)
  end
  bottom = foot(sheet, chart.notes, bottom)
  if not bare then bottom = foot(sheet, chart.frame.notes or {}, bottom) end
  return sheet:svg { id = id, title = chart.title, desc = chart.alt, height = math.ceil(bottom) }
end

return M
