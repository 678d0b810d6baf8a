--- A table as every writer of reports prints it: a frame laid out, each cell with its text, state and number.
--
--   { title=, base=, measure=, selection=, stub=, notes = { text, ... }, key = { "[z] is ...", ... } (of what occurs),
--     heads = { { { label=, first=, last= }, ... }, ... },   lines of headings, outermost first; the last has one a
--                   column, and above it "" stands over what has no text there
--     columns = { { label = "Hartlepool %" (one line, none twice nor that of the stub, in small letters too),
--                   short = "%", left=true of texts, column = its place in frame.columns, measure= }, ... },
--     rows = { { label=, depth=, kind=, key=, path = { labels, outermost first } of stacks and nestings,
--                row = its place in frame.rows,
--                cells = { { text="67", state="value", number=67, column=1 }, ... } }, ... } }
--
-- `number` is what the text says, nil of texts and intervals; a cell that is not a value has its symbol as text and no
-- number.  A cell with blank=true has nothing to say, such as the percentage of a base.  A row of the kind "heading"
-- has no cells.  No text holds control characters.

local clean = require("heddle.report.document").clean
local core = require "heddle.core"
local grid = require "heddle.render.grid"
local state = require "heddle.state"

local M = {}

local numeric = { n = true, N = true, percent = true, value = true }

local function cells_of(frame, line, at, measures, seen)
  local cells = {}
  for s, text in ipairs(line.cells) do
    local found, column = line.states and line.states[s] or "value", frame.columns[at[s]]
    local number
    if found ~= "value" then
      text, seen[found] = state.symbol(found), true
    elseif numeric[measures[s]] and column.value ~= "text" then
      number = tonumber(text)
    end
    cells[s] = { text = clean(text), state = found, column = at[s], number = number,
      blank = text == "" and column.value ~= "text" or nil }
  end
  return cells
end

--- What two labels have in common that differ in case only; Excel takes none twice.
function M.caseless(label)
  if not label:find("[\x80-\xff]") then return label:lower() end
  return (label:lower():gsub(utf8.charpattern, function(letter)
    if #letter == 1 then return letter end
    local folded = core.fold(letter)
    return folded ~= "" and folded or letter
  end))
end

-- LABEL as it is taken for the first time; else with a number behind it.
local function once(taken, label)
  local name, n = label, 1
  while taken[M.caseless(name)] do
    n = n + 1
    name = ("%s (%d)"):format(label, n)
  end
  taken[M.caseless(name)] = true
  return name
end

-- One heading for each cell column, none twice.
local function columns_of(frame, columns, at, measures)
  local list, s, taken = {}, 0, { [M.caseless(clean(frame.stub))] = true }
  for _, column in ipairs(columns) do
    for _, name in ipairs(column.headings) do
      s = s + 1
      local label = grid.full_label(column, clean)
      if #column.headings > 1 then label = label .. " " .. name end
      list[s] = { label = once(taken, label), short = #column.headings > 1 and name or clean(column.label),
        left = column.left, column = at[s], measure = measures[s] or frame.columns[at[s]].value }
    end
  end
  return list
end

-- Lines of headings: the texts above the columns, the columns themselves, and the measures where a column has several.
local function heads_of(columns)
  local heads, first, last, several, s = {}, {}, {}, false, 0
  for c, column in ipairs(columns) do
    first[c], last[c] = s + 1, s + #column.headings
    s = last[c]
    several = several or #column.headings > 1
  end
  for h = 1, grid.height(columns) do
    heads[h] = {}
    for i, span in ipairs(grid.spans(columns, h)) do
      heads[h][i] = { label = clean(span.label), first = first[span.first], last = last[span.last] }
    end
  end
  local labels, measures = {}, {}
  for c, column in ipairs(columns) do
    local alone = several and #column.headings == 1
    labels[c] = { label = alone and "" or clean(column.label), first = first[c], last = last[c] }
    for i, name in ipairs(column.headings) do
      measures[first[c] + i - 1] = { label = alone and clean(column.label) or name, first = first[c] + i - 1,
        last = first[c] + i - 1 }
    end
  end
  heads[#heads + 1] = labels
  if several then heads[#heads + 1] = measures end
  return heads
end

local function texts(list)
  if not list then return nil end
  local cleaned = {}
  for i, text in ipairs(list) do cleaned[i] = clean(text) end
  return cleaned
end

local function maybe(text)
  return text and clean(text)
end

--- The sheet of FRAME (frame.lua).
function M.of(frame)
  local columns, lines = grid.of(frame)
  local at, measures = grid.places(frame)
  local rows, seen = {}, {}
  for r, line in ipairs(lines) do
    local row = frame.rows[r]
    rows[r] = { label = clean(line.label), key = line.key, kind = line.kind, depth = row.depth or 1, row = r,
      path = texts(row.labels),
      cells = row.kind == "heading" and {} or cells_of(frame, line, at, measures[row.kind], seen) }
  end
  return { title = maybe(frame.title), base = maybe(frame.base), measure = frame.two_way and frame.measure or nil,
    selection = maybe(frame.selection), stub = clean(frame.stub), notes = texts(frame.notes), key = state.key(seen),
    heads = heads_of(columns), columns = columns_of(frame, columns, at, measures.value), rows = rows }
end

return M
