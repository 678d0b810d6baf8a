--- A frame as text: columns aligned by display width, numbers to the right.

local core = require "heddle.core"
local cut = require("heddle.render.lines").cut
local grid = require "heddle.render.grid"

local M = {}

-- A line break or a control character in data would break the table, or drive the terminal.
function M.plain(text)
  if core.width(text) == #text then return text end -- nothing but ASCII, each byte of it printable
  return (text:gsub("\u{2028}", " "):gsub("\u{2029}", " "):gsub("\u{c2}[\x80-\x9f]", " "):gsub("%c", " "))
end

local gap = "  "

-- Width of each cell of a line, the first of a column as wide as the heading of the column needs, and of each column.
-- On a narrow terminal headings are cut to `longest`.
local function widths(needed, columns, longest)
  local parts, total, s = {}, {}, 0
  for c, column in ipairs(columns) do
    local first, sum = s + 1, -#gap
    for _ in ipairs(column.headings) do
      s = s + 1
      parts[s] = needed[s]
      sum = sum + #gap + needed[s]
    end
    total[c] = math.max(sum, math.min(core.width(column.label), longest))
    parts[first] = parts[first] + total[c] - sum
  end
  return parts, total
end

local function span_width(span, total, shown)
  local width = -#gap
  for c = span.first, math.min(span.last, shown) do width = width + #gap + total[c] end
  return width
end

-- Columns as wide together as the texts above them: what is missing is given to the first.
local function widen(columns, parts, total, longest)
  for height = grid.height(columns), 1, -1 do
    for _, span in ipairs(grid.spans(columns, height)) do
      local more = math.min(core.width(span.label), longest) - span_width(span, total, #total)
      if more > 0 then
        local first = 1
        for c = 1, span.first - 1 do first = first + #columns[c].headings end
        total[span.first] = total[span.first] + more
        parts[first] = parts[first] + more
      end
    end
  end
end

-- How many columns fit beside labels of at least 12, and how wide the labels can then be.
local function fit(total, stub, limit)
  local shown, used = 0, math.min(stub, 12)
  while shown < #total and (shown == 0 or used + #gap + total[shown + 1] <= limit) do
    shown = shown + 1
    used = used + #gap + total[shown]
  end
  return shown, math.max(math.min(stub, 12), math.min(stub, limit - used + math.min(stub, 12)))
end

-- The layout: widths of cells and columns, how many columns, and the width of the labels.
local function layout(needed, columns, stub, limit)
  local parts, total = widths(needed, columns, math.huge)
  widen(columns, parts, total, math.huge)
  local all = stub
  for _, w in ipairs(total) do all = all + #gap + w end
  if not limit or all <= limit then return parts, total, #total, stub end
  parts, total = widths(needed, columns, 12)
  widen(columns, parts, total, 12)
  return parts, total, fit(total, stub, limit)
end

-- Title and, to the right, what the percentages are of; then base and selection.
local function heading(frame, width)
  local lines, right = { frame.title }, frame.base
  if frame.two_way then right = frame.measure end
  local room = right and width - core.width(frame.title) - core.width(right) or 0
  if room >= 2 then
    lines[1] = frame.title .. (" "):rep(room) .. right
  else
    lines[2] = right
  end
  if frame.two_way then lines[#lines + 1] = frame.base end
  lines[#lines + 1] = frame.selection and M.plain(frame.selection)
  return lines
end

-- Lines of the first n cells behind their labels, which are cut to `stub`; cells but those in `left` are to the right.
local function beside(labels, lines, stub, parts, n, left)
  local shown, right = {}, { false }
  for i = 1, n do right[i + 1] = not left[i] end
  for i, label in ipairs(labels) do shown[i] = cut(label, stub) end
  return core.align(lines, table.move(parts, 1, n, 2, { stub }), right, shown)
end

-- A text above several columns, followed by a line as far as they go.
local function ruled(label, width)
  label = cut(label, width)
  local rest = width - core.width(label)
  return rest > 2 and label ~= "" and label .. " " .. ("-"):rep(rest - 1) or label
end

-- The lines of texts above the labels of the columns that are shown.
local function above(columns, total, shown, stub)
  local out = {}
  for height = 1, grid.height(columns) do
    local texts, widths_, right = { "" }, { stub }, {}
    for _, span in ipairs(grid.spans(columns, height)) do
      if span.first <= shown then
        local width = span_width(span, total, shown)
        texts[#texts + 1], widths_[#widths_ + 1] = ruled(span.label, width), width
      end
    end
    out[height] = core.align({ texts }, widths_, right)
  end
  return out
end

--- FRAME as lines of text, without a line end after the last.  `limit` is the width of the terminal; nil: nothing
-- is cut.
function M.render(frame, limit)
  local columns, lines = grid.of(frame, true)
  local name = frame.stubs and frame.stubs.parts and "" or frame.stub -- the parts of a stack have rows of their own
  local longest = core.width(name)
  for _, column in ipairs(columns) do
    column.label = M.plain(column.label)
    local over = {}
    for i, text in ipairs(column.over) do over[i] = M.plain(text) end
    column.over = over
  end
  for _, line in ipairs(lines) do
    line.indented = M.plain(line.indented)
    longest = math.max(longest, core.width(line.indented))
  end
  local names = {}
  for _, column in ipairs(columns) do table.move(column.headings, 1, #column.headings, #names + 1, names) end
  local labels, cells = { "" }, { names }
  local texts = grid.texts(columns)
  for i, line in ipairs(lines) do
    if type(line.cells) == "table" then -- else it holds numbers only
      for s in next, texts do line.cells[s] = M.plain(line.cells[s]) end
    end
    labels[i + 1], cells[i + 1] = line.indented, line.cells
  end
  local parts, total, shown, stub = layout(core.widths(cells), columns, longest, limit)

  local width, top, n_cells, has_sub = stub, {}, 0, false
  for c = 1, shown do
    width = width + #gap + total[c]
    top[c] = cut(columns[c].label, total[c])
    n_cells = n_cells + #columns[c].headings
    has_sub = has_sub or #columns[c].headings > 1
  end
  if not has_sub then
    table.remove(labels, 1)
    table.remove(cells, 1)
  end
  local out = heading(frame, width)
  local left = {}
  for c, column in ipairs(columns) do left[c] = column.left end
  for _, line in ipairs(above(columns, total, shown, stub)) do out[#out + 1] = line end
  out[#out + 1] = beside({ name }, { top }, stub, total, shown, left)
  if #labels > 0 then out[#out + 1] = beside(labels, cells, stub, parts, n_cells, texts) end
  if shown < #total then
    out[#out + 1] = ("… %d more %s"):format(#total - shown, #total - shown == 1 and "column" or "columns")
  end
  for _, note in ipairs(frame.notes) do out[#out + 1] = M.plain(note) end
  table.move(grid.key(lines), 1, 4, #out + 1, out)
  return table.concat(out, "\n")
end

return M
