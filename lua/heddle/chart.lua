--- Charts: table:chart{} and the figures of reports.
--
-- A chart is plain data, made of the frame of a table; what draws it (chart/svg.lua, chart/text.lua) never counts:
--
--   { kind = "bars"|"grouped"|"lines"|"dots"|"heat"|"funnel"|"network", title=, subtitle=, alt=, frame= (of the
--     table), shape = "one"|"two"|"trend"|"contrasts"|"matrix" (of themes)|"units"|"pairs"|"shares"|"steps" (of what
--     the table is),
--     measure = "percent"|"n"|"value", max=, min= (of the scale, which has 0), ticks = { numbers from min to max },
--     series = { { label=, key=, depth= }, ... }     columns, of a trend rows; one for bars, funnel and network
--     groups = { { label=, key=, depth=, kind= (of the row), cells = { ... } by series, none in a heading }, ... }
--                                                    rows; of a trend periods, with partial=, gap=, n= (their base)
--     nodes  = { { label=, key=, cell= }, ... }      of a network the themes; its groups are links, with from= and to=
--     cut = true (of rows or columns only some are drawn), partial = true (a period is),
--     notes  = { text, ... } }                       what is not drawn, and the key of symbols; the frame has its own
--
-- cell = { state=, text="56", label="56% (15 of 27)", value= (to draw by), n=, N=, low=, high= (ends of the interval),
--          row=, column= (its place in the frame), small = true (of a difference too small to read) }
-- A cell whose state is "hidden" has text, label and place only; one that is "low" has its value and n, and the symbol
-- as text.  Texts have no control characters.

local canvas = require "heddle.chart.canvas"
local check = require "heddle.check"
local data = require "heddle.chart.data"
local document = require "heddle.report.document"
local host = require "heddle.host"
local result = require "heddle.result"
local state = require "heddle.state"
local words = require "heddle.chart.words"

local M = {}

-- The ends of what is drawn, 0 with them.
local function range(chart)
  local low, high = 0, 0
  for _, group in ipairs(chart.groups) do
    for s in ipairs(chart.series) do
      local cell = group.cells[s]
      if cell and cell.value then
        low, high = math.min(low, cell.low or cell.value), math.max(high, cell.high or cell.value)
      end
    end
  end
  return low, high
end

local function add_scale(chart)
  local low, high = range(chart)
  local ticks = canvas.ticks(low, high > low and high or 1, 5, chart.measure == "n")
  chart.min, chart.max, chart.ticks = ticks[1], ticks[#ticks], ticks
end

-- The symbols that are drawn.
local function key(chart)
  local seen = {}
  for _, group in ipairs(chart.groups) do
    for s in ipairs(chart.series) do
      if group.cells[s] then seen[group.cells[s].state] = true end
    end
  end
  return state.key(seen)
end

local function of_frame(call, frame, name, options)
  local chart = data.of(call, frame, name, options)
  add_scale(chart)
  chart.title = options.title and document.clean(options.title) or words.title(chart)
  chart.subtitle = options.subtitle and document.clean(options.subtitle) or words.subtitle(chart)
  chart.alt = words.alt(chart)
  for _, line in ipairs(key(chart)) do chart.notes[#chart.notes + 1] = line end
  for _, own in ipairs { "call", "base", "ends", "readings", "alike" } do chart[own] = nil end
  return chart
end

-- ---- the object that scripts have ----

local drawn = setmetatable({}, { __mode = "k" }) -- chart object -> what stands behind it

local methods = {}

local function text_of(self, format, width)
  if format == "svg" then return require("heddle.chart.svg").draw(self.chart, "chart") end
  return require("heddle.chart.text").draw(self.chart, width)
end

function methods.render(self, format)
  format = format == nil and "text" or format
  if format ~= "text" and format ~= "svg" then
    check.fail("chart:render", "unknown format %s; it can be 'text', 'svg'", check.show(format))
  end
  return text_of(self, format)
end

function methods.save(self, name)
  local formats = { txt = "text", svg = "svg" }
  local format = formats[type(name) == "string" and name:match("%.(%w+)$")]
  if not format then check.fail("chart:save", "got %s; the name must end in .svg or .txt", check.show(name)) end
  local text = text_of(self, format)
  host.stage(name, text:sub(-1) == "\n" and text or text .. "\n")
end

local make = result.kind { name = "chart", alone = true, methods = methods,
  frame = function(self) return self.chart.frame end,
  render = function(self, _, _, limit) return text_of(self, "text", limit) end,
  behind = function(self, r, c)
    local find = result.behind(self.source)
    return find and find(r, c)
  end,
}

-- The chart of T, a table or a chart; OPTIONS as a script gives them.
local function behind(call, t, options)
  local known = drawn[t]
  if known and options == nil then return known end
  if known then t = known.source end
  local name = result.name_of(t)
  if not name then check.fail(call, "got %s; it takes a table or a chart", check.show(t)) end
  local checked = check.options("table:chart", options)
  return { source = t, chart = of_frame(call, result.frame(t), name, checked) }
end

--- The chart of T, a table or what `object` gave; raises as CALL where there is none.
function M.model(call, t, options)
  return behind(call, t, options).chart
end

--- t:chart{ ... }.
function M.object(t, options)
  local self = behind("table:chart", t, options)
  local object = make(self)
  drawn[object] = self
  return object
end

return M
