--- A frame as text: columns aligned by display width, numbers to the right.

local core = require "heddle.core"
local grid = require "heddle.render.grid"

local M = {}

-- A line break or a control character in data would break the table, or drive the terminal.
function M.plain(text)
  return (text:gsub("\u{2028}", " "):gsub("\u{2029}", " "):gsub("\u{c2}[\x80-\x9f]", " "):gsub("%c", " "))
end

local function pad(text, width, right)
  local space = (" "):rep(width - core.width(text))
  return right and space .. text or text .. space
end

local function cut(text, width)
  if core.width(text) <= width then return text end
  if width < 2 then return core.prefix(text, width) end
  return core.prefix(text, width - 1) .. "…"
end

-- Width of each measure of each column, and of each column with its heading.  On a narrow terminal
-- headings are cut to `longest`.
local function widths(lines, columns, longest)
  local parts, total = {}, {}
  for c, column in ipairs(columns) do
    parts[c] = {}
    local sum = 0
    for m in ipairs(column.headings) do
      local w = core.width(column.headings[m])
      for _, line in ipairs(lines) do w = math.max(w, core.width(line.cells[c][m])) end
      parts[c][m] = w
      sum = sum + w + (m > 1 and 2 or 0)
    end
    total[c] = math.max(sum, math.min(core.width(column.label), longest))
    parts[c][1] = parts[c][1] + total[c] - sum
  end
  return parts, total
end

local gap = "  "

-- How many columns fit beside labels of at least 12, and how wide the labels can then be.
local function fit(total, stub, limit)
  local shown, used = 0, math.min(stub, 12)
  while shown < #total and (shown == 0 or used + #gap + total[shown + 1] <= limit) do
    shown = shown + 1
    used = used + #gap + total[shown]
  end
  return shown, math.max(math.min(stub, 12), math.min(stub, limit - used + math.min(stub, 12)))
end

-- The layout: widths of measures and columns, how many columns, and the width of the labels.
local function layout(lines, columns, stub, limit)
  local parts, total = widths(lines, columns, math.huge)
  local all = stub
  for _, w in ipairs(total) do all = all + #gap + w end
  if not limit or all <= limit then return parts, total, #total, stub end
  parts, total = widths(lines, columns, 12)
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

local function join(label, stub, cells)
  return (pad(cut(label, stub), stub) .. gap .. table.concat(cells, gap)):gsub("%s+$", "")
end

--- FRAME as lines of text, without a line end after the last.  `limit` is the width of the terminal; nil: nothing
-- is cut.
function M.render(frame, limit)
  local columns, lines = grid.of(frame)
  local longest = core.width(frame.stub)
  for _, column in ipairs(columns) do column.label = M.plain(column.label) end
  for _, line in ipairs(lines) do
    line.indented = M.plain(line.indented)
    longest = math.max(longest, core.width(line.indented))
  end
  local parts, total, shown, stub = layout(lines, columns, longest, limit)

  local width, top, sub, has_sub = stub, {}, {}, false
  for c = 1, shown do
    width = width + #gap + total[c]
    top[c] = pad(cut(columns[c].label, total[c]), total[c], true)
    local names = {}
    for m, name in ipairs(columns[c].headings) do names[m] = pad(name, parts[c][m], true) end
    sub[c] = table.concat(names, gap)
    has_sub = has_sub or #names > 1
  end
  local out = heading(frame, width)
  out[#out + 1] = join(frame.stub, stub, top)
  if has_sub then out[#out + 1] = join("", stub, sub) end
  for _, line in ipairs(lines) do
    local cells = {}
    for c = 1, shown do
      local texts = {}
      for m in ipairs(columns[c].headings) do texts[m] = pad(line.cells[c][m], parts[c][m], true) end
      cells[c] = table.concat(texts, gap)
    end
    out[#out + 1] = join(line.indented, stub, cells)
  end
  if shown < #total then
    out[#out + 1] = ("… %d more %s"):format(#total - shown, #total - shown == 1 and "column" or "columns")
  end
  for _, note in ipairs(frame.notes) do out[#out + 1] = M.plain(note) end
  return table.concat(out, "\n")
end

return M
