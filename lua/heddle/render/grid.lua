--- A frame as a grid of texts, which the text, markdown and CSV renderers share.
--
-- columns: { { label=, over = { texts above it, outermost first }, headings = { "n", "%" }, left=true where it holds
--              text }, ... }
-- lines:   { { label=, indented=, key=, level=, kind=, cells = { "2", "67", ... }, a cell a heading,
--              states = { [cell] = state, ... } of those that are no value (state.lua), nil without any }, ... }

local core = require "heddle.core"
local number = require "heddle.number"
local state = require "heddle.state"

local M = {}

local headings = { n = "n", N = "N", percent = "%", ["n/N"] = "n/N", ci = "95% CI", ci_low = "low", ci_high = "high" }

-- "percent row": the measure, and what it is of where a table has several percentages.
local function measure_of(name)
  if headings[name] then return name end
  return name:match("^(%S+) (%l+)$")
end

-- The cells of a column of values: one, but of an interval two where the frame is to be split (CSV).
local function value_parts(frame, column)
  if not column.value then return {} end
  return frame.split and column.value == "interval" and { "low", "high" } or { "value" }
end

-- Nothing, whatever the cell.
local nothing = setmetatable({}, { __index = function() return "" end })

local of_base = { percent = true, ci = true, ci_low = true, ci_high = true }

-- What each cell of a line shows: the number of its column, the measure by the kind of the row, and of which base that
-- is.  Mentions and bases are counts: of them only the count is printed, except where the base row is a row like the
-- others (frame.full_base).
local function places(frame)
  local at, measures, mentions, base, ofs = {}, {}, {}, {}, {}
  for c, column in ipairs(frame.columns) do
    local full, counted = frame.full_base or column.full_base, false
    for _, part in ipairs(value_parts(frame, column)) do
      local s = #at + 1
      at[s], measures[s], mentions[s], base[s] = c, part, part, part
    end
    for _, measure in ipairs(column.measures or {}) do counted = counted or measure == "n" end
    for m, measure in ipairs(column.measures or {}) do
      local s = #at + 1
      local first = frame.two_way and m == 1 and not counted
      local kind, of = measure_of(measure)
      local count = (not of_base[kind] or first) and "n" or ""
      local whole = full
      if of then whole = of ~= "col" end
      at[s], measures[s], ofs[s] = c, kind, of
      mentions[s], base[s] = count, whole and kind or count
    end
  end
  local like_values = { __index = function() return measures end }
  return at, setmetatable({ mentions = mentions, base = base, heading = nothing }, like_values), ofs
end

local is_value = { value = true, low = true, high = true }

-- A value as text, and its state.  Rows that hold no values at all, such as the base, are blank there.
local function value_text(frame, row, c, part)
  local column, value = frame.columns[c], row.values and row.values[c]
  if not row.values then return "", "value" end
  local found = state.of_value(column, value)
  if found == "low" then return state.printed(found), found end
  if part == "value" then return number.value_text(column.value, value, column.digits, frame.split), found end
  return number.value_text("decimal", value and value[part == "low" and 1 or 2], column.digits), found
end

-- Measures that are rare in tables.
local function other_text(measure, n, base, digits)
  if not of_base[measure] then return n .. "/" .. base end
  local interval = require "heddle.interval"
  if measure == "ci" then return interval.text(n, base, digits) end
  if measure == "ci_low" then return (interval.texts(n, base, digits)) end
  return (select(2, interval.texts(n, base, digits)))
end

-- What is printed of n and its base N, and its state.
local function count_text(measure, n, N, digits)
  if measure == "percent" then
    local found = state.of_percent(n, N, digits)
    return found == "low" and state.printed(found) or number.percent_text(n, N, digits), found
  elseif measure == "N" then
    return number.integer_text[N], "value"
  end
  return other_text(measure, n, N, digits), of_base[measure] and N == 0 and "not applicable" or "value"
end

-- The texts of a row's cells, and by cell the states of those that are no value.
local function cells_of(frame, row, at, measures, ofs)
  local cells, states, n, digits = {}, nil, row.n, frame.digits
  local integer, own = number.integer_text, state.own(frame, row)
  local no_theme = row.key == "(no theme)"
  for s = 1, #at do
    local c, measure, found = at[s], measures[s], nil
    if no_theme and frame.columns[c].mentions or is_value[measure] and not row.values then measure = "" end
    if measure == "" then
      cells[s] = ""
    elseif own and own[c] then
      found = own[c]
      cells[s] = state.printed(found)
    elseif frame.columns[c].gap and row.kind ~= "base" then
      cells[s], found = "-", "not applicable"
    elseif measure == "n" then
      cells[s] = integer[n[c]]
    elseif is_value[measure] then
      cells[s], found = value_text(frame, row, c, measure)
    else
      local N = ofs[s] and row.bases and row.bases[ofs[s]] or row.N
      cells[s], found = count_text(measure, n[c], N[c], digits)
    end
    if found and found ~= "value" then
      states = states or {}
      states[s] = found
    end
  end
  return cells, states
end

--- The same for who lays a frame out cell by cell: of each cell its column, its measure by the kind of the row, and of
-- which base that is.
M.places = places

local letters = { n = "n", N = "N", percent = "%", [""] = " " }

-- The plan (core.count_line) of a line whose cells are counts and percentages of one base; nil of any other.
local function plan_of(frame, at, measures, ofs)
  if next(ofs) then return nil end
  local plan, c = {}, 1
  for s, place in ipairs(at) do
    local column, letter = frame.columns[place], letters[measures[s]]
    if not letter or column.mentions or column.gap then return nil end
    while c < place do
      c = c + 1
      plan[#plan + 1] = ","
    end
    plan[#plan + 1] = letter
  end
  return table.concat(plan)
end

local one_low = { "low" }

-- What makes the cells of a row: most tables have nothing but counts and percentages, and these are quick to write.
local function liner(frame, at, measures, ofs)
  local plans = {}
  return function(row)
    local own = measures[row.kind]
    if plans[own] == nil then plans[own] = plan_of(frame, at, own, ofs) or false end
    if plans[own] and not row.states then
      local line, low = core.count_line(row.n, row.N, plans[own], frame.digits)
      return line, low and one_low or nil
    end
    return cells_of(frame, row, at, own, ofs)
  end
end

--- Which cells of a line are texts from the data, by number.
function M.texts(columns)
  local texts, s = {}, 0
  for _, column in ipairs(columns) do
    if column.left then texts[s + 1] = true end
    s = s + #column.headings
  end
  return texts
end

--- How many lines of texts stand above the labels of columns.
function M.height(columns)
  local height = 0
  for _, column in ipairs(columns) do height = math.max(height, #column.over) end
  return height
end

--- The spans of the line of texts at HEIGHT (1 is the top) above columns: { { label=, first=, last= }, ... }, where
-- neighbours that share this text and those above it are one.
function M.spans(columns, height)
  local spans = {}
  for c, column in ipairs(columns) do
    local above = table.concat(column.over, "\0", 1, math.min(height, #column.over))
    local last = spans[#spans]
    if last and last.above == above and column.over[height] then
      last.last = c
    else
      spans[#spans + 1] = { label = column.over[height] or "", above = above, first = c, last = c }
    end
  end
  return spans
end

--- What a column is called where there is one line of headings: "Hartlepool > female", each text as WRITE has it.
function M.full_label(column, write)
  local texts = {}
  for _, text in ipairs(column.over) do
    if text ~= "" then texts[#texts + 1] = write(text) end
  end
  texts[#texts + 1] = write(column.label)
  return table.concat(texts, " > ")
end

--- What the symbols in LINES mean, a line each.
function M.key(lines)
  local seen = {}
  for _, line in ipairs(lines) do
    for _, found in next, line.states or {} do seen[found] = state.printed(found) ~= "-" end
  end
  return state.key(seen)
end

--- The columns and lines of a frame.  With `packed` the cells of a line of counts are as core.count_line gives them;
-- of its states is then only said that there is one.
function M.of(frame, packed)
  local columns, lines = {}, {}
  for c, column in ipairs(frame.columns) do
    local names = {}
    for m, name in ipairs(column.measures or {}) do
      local measure, of = measure_of(name)
      names[m] = headings[measure] .. (of and " " .. of or "")
    end
    for m, part in ipairs(value_parts(frame, column)) do names[m] = part == "value" and "" or part end
    local over = type(column.over) == "string" and { column.over } or column.over or {}
    columns[c] = { label = column.label, over = over, headings = names, left = column.value == "text" }
  end
  local at, measures, ofs = places(frame)
  local packed_cells = packed and liner(frame, at, measures, ofs)
  for r, row in ipairs(frame.rows) do
    lines[r] = { label = row.label, key = row.key, kind = row.kind, level = row.level,
      indented = (row.depth or 1) > 1 and ("  "):rep(row.depth - 1) .. row.label or row.label }
    if packed then
      lines[r].cells, lines[r].states = packed_cells(row)
    else
      lines[r].cells, lines[r].states = cells_of(frame, row, at, measures[row.kind], ofs)
    end
  end
  return columns, lines
end

return M
