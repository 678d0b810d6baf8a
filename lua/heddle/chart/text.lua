--- A chart (chart.lua has its model) as text: drawn with block characters, every number beside its mark.
--
-- A cell without a value has its symbol and no mark.

local core = require "heddle.core"
local lines = require "heddle.render.lines"
local shades = require "heddle.chart.shades"
local plain = require("heddle.render.text").plain

local M = {}

local WIDTH = 100 -- off a terminal
local LEAST_MARK = 10
local gap = "  "

-- ---- texts ----

local function padded(text, width)
  return text .. (" "):rep(width - core.width(text))
end

local function to_right(text, width)
  return (" "):rep(width - core.width(text)) .. text
end

local function trimmed(text)
  return (text:gsub(" +$", ""))
end

-- The label of a group or series, indented by its depth, in lines of at most WIDTH.
local function label_lines(item, width)
  local indent = gap:rep(math.min((item.depth or 1) - 1, width // 8))
  local words = lines.words(plain(item.label))
  if #words == 0 then return { indent } end
  -- The indent is no word, so that the first word follows it without a space.
  local filled = lines.fill(words, width - #indent)
  for i, line in ipairs(filled) do filled[i] = indent .. line end
  return filled
end

-- How wide the labels of ITEMS are, at most two fifths of WIDTH.
local function label_width(items, width)
  local widest, most = 1, math.max(width * 2 // 5, 8)
  for _, item in ipairs(items) do
    for _, line in ipairs(label_lines(item, most)) do widest = math.max(widest, core.width(line)) end
  end
  return widest
end

-- ---- cells ----

-- The number that a cell's mark stands for; nil where nothing is to be drawn.
local function value_of(cell)
  if cell and (cell.state == "value" or cell.state == "low") then return cell.value end
end

-- The widest text beside a mark.
local function text_width(chart)
  local widest = 0
  for _, group in ipairs(chart.groups) do
    for s = 1, #chart.series do
      if group.cells[s] then widest = math.max(widest, core.width(group.cells[s].label)) end
    end
  end
  return widest
end

-- ---- bars ----

local eighths = { [0] = "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" }

-- A bar of VALUE where MAX is WIDTH columns; what is not 0 is at least an eighth of a column.
local function bar(value, max, width)
  if not value or value <= 0 then return "" end
  local n = math.min(math.max(math.floor(8 * width * value / max + 0.5), 1), 8 * width)
  return ("█"):rep(n // 8) .. eighths[n % 8]
end

-- Names of series below the label of a group.
local function deeper(chart, group)
  local list = {}
  for s, series in ipairs(chart.series) do list[s] = { label = series.label, depth = (group.depth or 1) + 1 } end
  return list
end

-- The lines of one group: its own, or one for each series below its label.  DRAW makes the mark of a cell.
local function mark_lines(chart, group, room, out, draw)
  local function line(item, cell)
    local mark, names = draw(value_of(cell), cell), label_lines(item, room.label)
    out[#out + 1] = trimmed(padded(names[1], room.label) .. gap .. mark .. (mark ~= "" and " " or "") .. cell.label)
    table.move(names, 2, #names, #out + 1, out)
  end
  if #chart.series == 1 and group.cells[1] then return line(group, group.cells[1]) end
  local names = label_lines(group, room.width)
  table.move(names, 1, #names, #out + 1, out)
  for s, item in ipairs(deeper(chart, group)) do
    if group.cells[s] then line(item, group.cells[s]) end
  end
end

-- The widths of labels and marks in a chart whose groups are rows.
local function rooms(chart, width)
  local items = chart.groups
  if #chart.series > 1 then
    items = {}
    for _, group in ipairs(chart.groups) do table.move(deeper(chart, group), 1, #chart.series, #items + 1, items) end
  end
  local label = label_width(items, width)
  return { label = label, width = width, mark = math.max(width - label - #gap - 1 - text_width(chart), LEAST_MARK) }
end

local draw = {}

function draw.bars(chart, width)
  local room, out = rooms(chart, width), {}
  for _, group in ipairs(chart.groups) do
    mark_lines(chart, group, room, out, function(value) return bar(value, chart.max, room.mark) end)
  end
  return out
end

draw.grouped, draw.funnel = draw.bars, draw.bars

-- The pairs of a network, the strongest first.
function draw.network(chart, width)
  local groups = table.move(chart.groups, 1, #chart.groups, 1, {})
  local place = {}
  for g, group in ipairs(groups) do place[group] = g end
  local function weight(group) return value_of(group.cells[1]) or -1 end
  table.sort(groups, function(a, b)
    if weight(a) ~= weight(b) then return weight(a) > weight(b) end
    return place[a] < place[b]
  end)
  return draw.bars({ groups = groups, series = chart.series, max = chart.max }, width)
end

-- ---- dots ----

-- A line of blanks in which marks are put.
local function blanks(width)
  local at = {}
  for i = 1, width do at[i] = " " end
  return at
end

-- "├──●──┤" in its place.
local function dot(cell, place, width, zero)
  local at = blanks(width)
  if zero then at[place(0)] = "│" end
  if cell.low and cell.high then
    local low, high = place(cell.low), place(cell.high)
    for i = low, high do at[i] = "─" end
    at[low], at[high] = "├", "┤"
  end
  at[place(cell.value)] = "●"
  return table.concat(at)
end

-- The scale below the marks: a ruler, and the numbers of its ticks where there is room.
local function scale(chart, place, room)
  local ruler, numbers, used = blanks(room.mark), "", -1
  for i = 1, room.mark do ruler[i] = "─" end
  for _, tick in ipairs(chart.ticks) do
    local at, text = place(tick), ("%.6g"):format(tick) .. (chart.measure == "percent" and "%" or "")
    ruler[at] = at == 1 and "└" or at == room.mark and "┘" or "┴"
    local from = math.max(math.min(at - #text // 2, room.mark - #text + 1), 1)
    if from > used + 1 then
      numbers = numbers .. (" "):rep(from - 1 - #numbers) .. text
      used = #numbers
    end
  end
  local indent = (" "):rep(room.label) .. gap
  return indent .. table.concat(ruler), indent .. numbers
end

function draw.dots(chart, width)
  local room, out, low, high = rooms(chart, width), {}, chart.min, chart.max
  local function place(value)
    value = math.max(math.min(value, high), low)
    return math.floor((value - low) / (high - low) * (room.mark - 1) + 0.5) + 1
  end
  for _, group in ipairs(chart.groups) do
    mark_lines(chart, group, room, out, function(value, cell)
      return value and dot(cell, place, room.mark, low < 0) or (" "):rep(room.mark)
    end)
  end
  out[#out + 1], out[#out + 2] = scale(chart, place, room)
  return out
end

-- ---- columns of numbers: trends and heat maps ----

-- Columns from FIRST on that fit beside labels of LABEL columns: the last of them.
local function fitting(widths, first, label, width)
  local used, last = label, first - 1
  while last < #widths and (last < first or used + #gap + widths[last + 1] <= width) do
    last = last + 1
    used = used + #gap + widths[last]
  end
  return last
end

-- Labels (lists of lines), marks (texts of one width, nil: none) and columns of texts; what does not fit follows below.
local function columns(table_, width)
  local label, mark = 0, 0
  for r, names in ipairs(table_.labels) do
    for _, text in ipairs(names) do label = math.max(label, core.width(text)) end
    mark = math.max(mark, table_.marks and core.width(table_.marks[r]) or 0)
  end
  local widths = {}
  for c, heading in ipairs(table_.headings) do
    widths[c] = core.width(heading)
    for _, row in ipairs(table_.rows) do widths[c] = math.max(widths[c], core.width(row[c] or "")) end
  end
  local out, first = {}, 1
  local beside = label + (mark > 0 and #gap + mark or 0)
  while first <= #widths do
    local last = fitting(widths, first, beside, width)
    if first > 1 then out[#out + 1] = "" end
    local function line(text, marks, cells)
      local parts = { padded(text, label) .. (mark > 0 and gap .. padded(marks, mark) or "") }
      for c = first, last do parts[#parts + 1] = to_right(cells[c] or "", widths[c]) end
      out[#out + 1] = trimmed(table.concat(parts, gap))
    end
    line("", "", table_.headings)
    for r, row in ipairs(table_.rows) do
      local names = table_.labels[r]
      line(names[1], table_.marks and table_.marks[r] or "", row)
      table.move(names, 2, #names, #out + 1, out)
    end
    first = last + 1
  end
  return out
end

local sparks = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

-- The values of a series, one character a period; a period without a value is a point at mid height.
local function spark(chart, s)
  local marks = {}
  for g, group in ipairs(chart.groups) do
    local value = value_of(group.cells[s])
    local height = value and (value - chart.min) / (chart.max - chart.min)
    marks[g] = height and sparks[math.max(math.min(math.floor(height * 8) + 1, 8), 1)] or "·"
  end
  return table.concat(marks)
end

-- A trend: periods across, a line for each series, which begins with its values as one small picture.
function draw.lines(chart, width)
  local label = label_width(chart.series, width)
  local t = { labels = {}, headings = {}, rows = {}, marks = #chart.groups * 3 <= width and {} or nil }
  for g, group in ipairs(chart.groups) do t.headings[g] = plain(group.label) end
  for s, series in ipairs(chart.series) do
    t.labels[s], t.rows[s] = label_lines(series, label), {}
    if t.marks then t.marks[s] = spark(chart, s) end
    for g, group in ipairs(chart.groups) do t.rows[s][g] = group.cells[s] and group.cells[s].text or "" end
  end
  return columns(t, width)
end

local tones = { [0] = "  ", "░ ", "░░", "▒▒", "▓▓", "██" }

-- The headings of a heat map's columns: their labels where these are short, else their numbers, which the second result
-- explains.
local function heat_headings(chart, width)
  local headings, words, widest = {}, {}, 0
  for s, series in ipairs(chart.series) do
    headings[s], words[s] = plain(series.label), ("%d %s"):format(s, plain(series.label))
    widest = math.max(widest, core.width(headings[s]))
  end
  if widest <= 10 or #headings * (widest + #gap) <= width * 3 // 5 then return headings, {} end
  for s in ipairs(headings) do headings[s] = tostring(s) end
  return headings, lines.fill(lines.words("Columns: " .. table.concat(words, "; ") .. "."), width)
end

-- The cells of row g: a shade, and the number behind it.
local function heat_cells(chart, g, scale_, widest)
  local texts = {}
  for s in ipairs(chart.series) do
    local cell = chart.groups[g].cells[s]
    local step = cell and not shades.is_diagonal(chart, g, s) and shades.step(scale_, value_of(cell)) or 0
    texts[s] = cell and tones[step] .. " " .. to_right(cell.text, widest) or ""
  end
  return texts
end

function draw.heat(chart, width)
  local headings, key = heat_headings(chart, width)
  local t, label, widest = { labels = {}, headings = headings, rows = {} }, label_width(chart.groups, width), 0
  for _, group in ipairs(chart.groups) do
    for s in ipairs(chart.series) do
      widest = math.max(widest, group.cells[s] and core.width(group.cells[s].text) or 0)
    end
  end
  local scale_ = shades.scale(chart)
  for g, group in ipairs(chart.groups) do
    t.labels[g], t.rows[g] = label_lines(group, label), heat_cells(chart, g, scale_, widest)
  end
  local out = columns(t, width)
  table.move(key, 1, #key, #out + 1, out)
  return out
end

--- CHART as text at most `width` columns wide, 100 when it is nil, without a line end after the last line.  With `bare`
-- without title, subtitle and the notes of its table, for pages where these stand around it.
function M.draw(chart, width, options)
  local bare = options and options.bare
  width = math.max(width or WIDTH, 30)
  local out = {}
  local function add(text)
    local filled = lines.fill(lines.words(plain(text)), width)
    table.move(filled, 1, #filled, #out + 1, out)
  end
  if not bare then
    add(chart.title)
    add(chart.subtitle)
    out[#out + 1] = ""
  end
  local drawn = draw[chart.kind](chart, width)
  table.move(drawn, 1, #drawn, #out + 1, out)
  local notes = table.move(chart.notes, 1, #chart.notes, 1, {})
  if not bare then table.move(chart.frame.notes, 1, #chart.frame.notes, #notes + 1, notes) end
  if #notes > 0 then out[#out + 1] = "" end
  for _, note in ipairs(notes) do add(note) end
  return table.concat(out, "\n")
end

return M
