--- What a chart says in words: a title that tells the story, a subtitle with measure and base, and a text alternative.
-- All go by the state of cells: of what is hidden nothing is told.

local document = require "heddle.report.document"

local M = {}

local MOST_WORDS = 10
local FEW = 20 -- a percentage of fewer is not read in words, as in comparisons

local names = { bars = "Bar chart", grouped = "Grouped bar chart", lines = "Line chart", dots = "Dot plot",
  heat = "Heat map", funnel = "Funnel chart", network = "Network of themes" }

local function count_words(text)
  local n = 0
  for _ in text:gmatch("%S+") do n = n + 1 end
  return n
end

-- A label within a sentence: behind one that is written from right to left the sentence goes on as it began.
local function quoted(label)
  return label:find("[\xd6-\xdf]") and label .. "\u{200e}" or label
end

-- LABEL and REST, at most ten words: the label gives way.
local function within(label, rest)
  local room, words = MOST_WORDS - count_words(rest), {}
  for word in label:gmatch("%S+") do words[#words + 1] = word end
  if #words > room then
    if room < 2 then return nil end
    words[room] = words[room]:gsub("[,;:]$", "") .. "…"
    label = table.concat(words, " ", 1, room)
  end
  return quoted((label:gsub("^%l", string.upper))) .. rest
end

-- "coded reviews" of "base: 27 coded reviews (3 not yet coded)".
local function counted(frame)
  local words = document.clean(frame.base or ""):match("^base: [%d,]+ ([^(,]+)") or "cases"
  return (words:gsub("%s+$", ""))
end

-- ---- highest and lowest ----

local function is_value(cell)
  return cell and (cell.state == "value" or cell.state == "low")
end

-- The cells of a chart that have a value: { group=, series=, cell= }; of groups that are values themselves, not
-- states or totals, and of a matrix of themes each pair once.  Second result: whether something is hidden.
local function cells_of(chart)
  local list, secret = {}, false
  for g, group in ipairs(chart.groups) do
    for s, series in ipairs(chart.series) do
      local cell = group.cells[s]
      secret = secret or cell ~= nil and cell.state == "hidden"
      local pair = chart.shape ~= "matrix" or series.key ~= group.key and s > g
      if is_value(cell) and pair and (group.kind == "value" or chart.kind == "lines") then
        list[#list + 1] = { group = group, series = series, cell = cell }
      end
    end
  end
  return list, secret
end

-- The first of those with the highest and of those with the lowest value, and how many others are as high.
local function extremes(list)
  local high, low, ties = list[1], list[1], 0
  for i = 2, #list do
    local value = list[i].cell.value
    if value > high.cell.value then
      high, ties = list[i], 0
    elseif value == high.cell.value then
      ties = ties + 1
    end
    if value < low.cell.value then low = list[i] end
  end
  return high, low, ties
end

-- ---- titles ----

local story = {}

local function of_one(chart, list)
  local high, _, ties = extremes(list)
  if high.cell.n == 0 or ties > 0 or not high.cell.n then return nil end
  local rest = high.cell.N and (": %d of %d %s"):format(high.cell.n, high.cell.N, counted(chart.frame))
    or (": %d %s"):format(high.cell.n, counted(chart.frame))
  return within(high.group.label, rest)
end

function story.bars(chart, list)
  if #list == 1 or chart.shape == "shares" or chart.shape == "two" then return nil end
  return of_one(chart, list)
end

function story.grouped(chart, list)
  local high, _, ties = extremes(list)
  if ties > 0 or high.cell.value == 0 then return nil end
  local cell = high.cell
  local text = cell.text .. (chart.measure == "percent" and "%" or "")
  if chart.measure == "percent" and cell.N and cell.N < FEW then text = ("%d of %d"):format(cell.n, cell.N) end
  return within(high.group.label, (chart.cut and ", %s: %s" or ", %s: %s is highest"):format(
    quoted(high.series.label), text))
end

function story.dots(chart, list)
  if chart.measure ~= "value" then
    if #chart.series == 1 then return of_one(chart, list) end
    return story.grouped(chart, list)
  end
  local clear, readable
  for _, one in ipairs(list) do
    local cell = one.cell
    readable = readable or not cell.small
    if not cell.small and cell.low and (cell.low > 0 or cell.high < 0) then
      if not clear or math.abs(cell.value) > math.abs(clear.cell.value) then clear = one end
    end
  end
  if clear then
    local of = #chart.series > 1 and ", " .. quoted(clear.series.label) or ""
    return within(clear.group.label, ("%s: %s points"):format(of, clear.cell.text))
  end
  if not readable then return ("Too few %s to read any difference"):format(counted(chart.frame)) end
  return "No difference is clear of chance"
end

function story.lines(chart)
  local s, best = nil, -1
  for at in ipairs(chart.series) do
    local sum = 0
    for _, group in ipairs(chart.groups) do sum = sum + (is_value(group.cells[at]) and group.cells[at].n or 0) end
    if sum > best then s, best = at, sum end
  end
  local first, last
  for _, group in ipairs(chart.groups) do
    if s and is_value(group.cells[s]) and not group.partial then first, last = first or group, group end
  end
  if not first or first == last then return nil end
  for _, group in ipairs { first, last } do
    local N = group.cells[s].N
    if chart.measure == "percent" and (not N or N < FEW) then return nil end
  end
  local sign = chart.measure == "percent" and "%" or ""
  return within(chart.series[s].label, (": %s%s in %s, %s%s in %s"):format(first.cells[s].text, sign, first.label,
    last.cells[s].text, sign, last.label))
end

function story.heat(chart, list)
  return chart.shape == "two" and story.grouped(chart, list) or nil
end

function story.network(_, list)
  local high, _, ties = extremes(list)
  if ties > 0 then return nil end
  return within(high.group.label, (": together in %d"):format(high.cell.n))
end

function story.funnel(chart, list)
  local last = list[#list]
  if not last.cell.n or not last.cell.N then return nil end
  return within(last.group.label, (": %d of %d %s"):format(last.cell.n, last.cell.N, counted(chart.frame)))
end

--- The title when none is given: what the chart shows first of all, in ten words; what the table is called where no
-- one thing stands out, or where something is hidden and could.
function M.title(chart)
  local list, secret = cells_of(chart)
  local told = #list > 0 and not secret and story[chart.kind](chart, list)
  return told or document.clean(chart.frame.title or "")
end

local function measure_words(chart)
  local frame = chart.frame
  if chart.shape == "matrix" or chart.shape == "pairs" then return counted(frame) .. " with both themes" end
  if chart.shape == "units" then return nil end
  if chart.measure == "value" then return "difference in percentage points, with its 95% interval" end
  if chart.measure == "n" then return "number of " .. counted(frame) end
  local first = frame.percents and frame.percents[1]
  local of = first and ("%% of %s base"):format(first == "col" and "column" or first)
    or frame.two_way and frame.measure or "% of " .. counted(frame)
  of = of:gsub("^n/N and ", "")
  return document.clean(of) .. (chart.intervals and ", with its 95% interval" or "")
end

--- What is measured, on which base, in which selection.
function M.subtitle(chart)
  local frame, parts = chart.frame, {}
  local measure, title = measure_words(chart), document.clean(frame.title or "")
  parts[1] = measure and ("%s: %s"):format(title, measure) or title
  if frame.base then parts[#parts + 1] = document.clean((frame.base:gsub("^base: ", "Base: "))) end
  if frame.selection then parts[#parts + 1] = document.clean("Selection: " .. frame.selection) end
  return table.concat(parts, ". ")
end

-- ---- the text alternative ----

local function place_of(chart, one)
  local group, series = quoted(one.group.label), quoted(one.series.label)
  if #chart.series == 1 or chart.kind == "network" then return group end
  if chart.kind == "lines" then return series .. " in " .. group end
  return group .. ", " .. series
end

--- One or two sentences for who does not see it.
function M.alt(chart)
  local list, secret = cells_of(chart)
  local base = document.clean((chart.frame.base or ""):gsub("^base: ", ""))
  local shown = (secret or chart.cut) and " of those shown" or ""
  local parts = { ("%s, %s."):format(names[chart.kind], document.clean(chart.frame.title or "")) }
  if #list > 0 then
    local high, low, ties = extremes(list)
    local more = ties > 0 and (" and %d more"):format(ties) or ""
    parts[2] = high.cell.value == low.cell.value and ("All%s: %s"):format(shown, high.cell.label)
      or ("Highest%s: %s%s, %s; lowest%s: %s, %s"):format(shown, place_of(chart, high), more, high.cell.label, shown,
        place_of(chart, low), low.cell.label)
    parts[2] = parts[2] .. (base ~= "" and ("; base: %s."):format(base) or ".")
  else
    parts[2] = base ~= "" and ("No value can be shown; base: %s."):format(base) or "No value can be shown."
  end
  return table.concat(parts, " ")
end

return M
