--- From a frame to the series and groups of a chart (chart.lua has their shapes): nothing is counted, and what is
-- hidden leaves nothing but its state.

local check = require "heddle.check"
local document = require "heddle.report.document"
local interval = require "heddle.interval"
local number = require "heddle.number"
local result = require "heddle.result"
local state = require "heddle.state"

local M = {}

local MOST_ROWS, MOST_COLUMNS, MOST_LINES = 40, 40, 6
local LINES = 4 -- drawn when nobody says which

-- ---- what a frame is ----

-- What the columns of a frame hold, in one word.
local function shape_of(frame, name)
  local counts, shares, gaps, contrasts = 0, 0, false, false
  for _, column in ipairs(frame.columns) do
    if column.measures then counts = counts + 1 end
    if column.value == "percent" then shares = shares + 1 end
    gaps = gaps or column.gap ~= nil
    contrasts = contrasts or column.contrast ~= nil
  end
  if name == "funnel" then return "steps" end
  if name == "pair list" then return frame.columns[1].key == "both" and "pairs" or "matrix" end
  if name == "matrix table" then return "units" end
  if contrasts then return "contrasts" end
  if gaps then return "trend" end
  if counts > 0 then return frame.two_way and "two" or "one" end
  return shares > 0 and "shares" or nil
end

-- The kinds that a frame of this shape can be drawn as, the usual one first.
local kinds = {
  one = { "bars", "dots", "funnel" },
  two = { "grouped", "heat", "dots", "bars" },
  trend = { "lines", "heat" },
  contrasts = { "dots", "grouped", "heat" },
  matrix = { "heat" },
  units = { "heat" },
  pairs = { "network" },
  shares = { "bars" },
  steps = { "funnel", "bars" },
}

-- ---- rows and columns ----

local function is_drawn(row)
  return row.kind ~= "base" and row.kind ~= "mentions"
end

-- The places of what the names of a list stand for.
local function named(call, what, list, names)
  local places = {}
  for i, name in ipairs(names) do
    local at, nearest = result.place(list, name)
    if not at then check.fail(call, "no %s '%s'%s", what, name:sub(1, 80), check.did_you_mean(nearest)) end
    if list[at].kind == "heading" or what == "column" and not list[at].measures then
      check.fail(call, "the %s '%s' holds no counts", what, name:sub(1, 80))
    end
    places[i] = at
  end
  return places
end

-- The places of the columns that count, but not of All beside others, nor of mentions.
local function counted_columns(frame)
  local places = {}
  for c, column in ipairs(frame.columns) do
    if column.measures and not column.mentions then places[#places + 1] = c end
  end
  if #places > 1 and frame.columns[places[#places]].key == "All" then places[#places] = nil end
  return places
end

-- The places of columns that satisfy TEST.
local function columns_where(frame, test)
  local places = {}
  for c, column in ipairs(frame.columns) do
    if test(column) then places[#places + 1] = c end
  end
  return places
end

local function base_row(frame)
  for r, row in ipairs(frame.rows) do
    if row.kind == "base" then return row, r end
  end
end

local function hidden(row, c)
  return row and row.states and row.states[c] == "hidden"
end

-- Where the columns say the same thing in several ways (n and percentage, two groups and their difference), what is
-- hidden in one could be told from the others.
local function hidden_here(data, row, c)
  if hidden(row, c) then return true end
  for _, state_of in next, data.alike and row.states or {} do
    if state_of == "hidden" then return true end
  end
  return false
end

-- ---- cells ----

local function share_label(cell, text)
  local of = cell.N and ("%d of %d"):format(cell.n, cell.N) or tostring(cell.n)
  if cell.state ~= "value" then return ("%s (%s)"):format(text, of) end
  if cell.low then return ("%s%% (%s), %s"):format(text, cell.ends, of) end
  return ("%s%% (%s)"):format(text, of)
end

local function symbol(of, r, c)
  local text = state.symbol(of)
  return { state = of, text = text, label = text, row = r, column = c }
end

-- The cell of a count: its percentage, or the count itself.
local function count_cell(data, r, c)
  local frame, row = data.frame, data.frame.rows[r]
  if hidden_here(data, row, c) then return symbol("hidden", r, c) end
  local given = row.states and row.states[c]
  if given and given ~= "value" and given ~= "low" then return symbol(given, r, c) end
  local n, N = row.n[c], row.N and row.N[c]
  if hidden(data.base, c) then N = nil end
  if frame.columns[c].gap then return symbol("not applicable", r, c) end
  local cell = { state = "value", n = n, N = N, row = r, column = c }
  if data.measure == "n" then
    cell.value, cell.text = n, number.integer_text[n]
    cell.label = N and ("%d of %d"):format(n, N) or cell.text
    return cell
  end
  local of = row.N and row.N[c]
  cell.state = state.of_percent(n, of, frame.digits)
  if cell.state == "not applicable" then return symbol(cell.state, r, c) end
  cell.value, cell.text = 100 * n / of, number.percent_text(n, of, frame.digits)
  if data.intervals then
    cell.low, cell.high = interval.percent(n, of)
    cell.ends = interval.text(n, of, frame.digits)
  end
  if cell.state == "low" then cell.text = state.symbol("low") end
  cell.label = share_label(cell, cell.text)
  return cell
end

-- The cell of a column of values: a count, a share or a difference, whose interval stands in another column.
local function value_cell(data, r, c)
  local row, column = data.frame.rows[r], data.frame.columns[c]
  local value = row.values and row.values[c]
  local given = row.states and row.states[c]
  if hidden_here(data, row, c) then return symbol("hidden", r, c) end
  if given and given ~= "value" and given ~= "low" then return symbol(given, r, c) end
  if value == nil then return symbol("not available", r, c) end
  local cell = { state = given or "value", row = r, column = c, value = value,
    text = state.symbol(given) or number.value_text(column.value, value, column.digits) }
  if column.value == "percent" then
    cell.n, cell.N, cell.value = value[1], value[2], 100 * value[1] / value[2]
    cell.label = share_label(cell, cell.text)
    return cell
  end
  local ends = data.ends[c] and not hidden(row, data.ends[c]) and row.values[data.ends[c]]
  if ends then
    cell.low, cell.high = ends[1], ends[2]
    cell.ends = number.value_text("interval", ends, data.frame.columns[data.ends[c]].digits)
  end
  if column.value == "count" then cell.n = value end
  local reading = data.readings[c] and row.values[data.readings[c]]
  cell.small = reading and reading ~= "" or nil
  cell.label = cell.ends and ("%s (%s)"):format(cell.text, cell.ends) or cell.text
  return cell
end

-- ---- series and groups ----

local function clean(item)
  return document.clean(item.label), item.key
end

local function row_item(row)
  local label, key = clean(row)
  return { label = label, key = key, depth = row.depth or 1, kind = row.kind }
end

local function column_item(column)
  local over = type(column.over) == "table" and column.over or { column.over }
  local label, key = clean(column)
  for i = #over, 1, -1 do
    if over[i] ~= "" then label = document.clean(over[i]) .. " > " .. label end
  end
  if column.name == "difference" then label = label:gsub(": Difference$", "") end
  return { label = label, key = key, partial = column.partial, gap = column.gap or nil }
end

-- What is left out of LIST beyond MOST is said.
local function shortened(data, list, most, words)
  if #list <= most then return list end
  data.cut = true
  data.notes[#data.notes + 1] = ("Drawn: the first %d of %d %s; the table has all."):format(most, #list, words)
  return table.move(list, 1, most, 1, {})
end

local function row_places(data, options)
  local frame, places = data.frame, {}
  if options.rows then
    data.cut = true
    places = named(data.call, "row", frame.rows, options.rows)
  else
    for r, row in ipairs(frame.rows) do
      local compared = data.kind ~= "dots" or data.shape ~= "contrasts" or row.values
      if is_drawn(row) and compared then places[#places + 1] = r end
    end
  end
  return shortened(data, places, options.top or MOST_ROWS, "rows")
end

-- Rows are groups and columns are series.
local function by_row(data, columns, options, cell_of)
  local frame = data.frame
  for s, c in ipairs(columns) do data.series[s] = column_item(frame.columns[c]) end
  for _, r in ipairs(row_places(data, options)) do
    local row = frame.rows[r]
    local group = row_item(row)
    group.cells = {}
    if row.kind ~= "heading" then
      for s, c in ipairs(columns) do group.cells[s] = cell_of(data, r, c) end
    end
    data.groups[#data.groups + 1] = group
  end
end

-- The rows of a trend that are drawn when nobody says which: those with most cases in all periods.
local function frequent_rows(data, options)
  local frame, all, totals = data.frame, nil, {}
  local most = options.top or LINES
  for c, column in ipairs(frame.columns) do
    if column.key == "All" and column.measures then all = c end
  end
  for r, row in ipairs(frame.rows) do
    if row.kind == "value" then
      totals[#totals + 1] = { r = r, n = all and not hidden(row, all) and row.n[all] or 0 }
    end
  end
  if #totals <= most then most = #totals end
  table.sort(totals, function(a, b)
    if a.n ~= b.n then return a.n > b.n end
    return a.r < b.r
  end)
  local places = {}
  for i = 1, most do places[i] = totals[i].r end
  table.sort(places)
  if most < #totals then
    data.notes[#data.notes + 1] = ("Drawn: the %d of %d rows with most cases; the table has all."):format(most, #totals)
  end
  return places
end

-- Periods are groups and rows are series.
local function by_period(data, columns, options)
  local frame = data.frame
  local rows = options.rows and named(data.call, "row", frame.rows, options.rows) or frequent_rows(data, options)
  if #rows > MOST_LINES then
    check.fail(data.call, "got %d rows; at most %d lines can be told apart", #rows, MOST_LINES)
  end
  data.cut = true
  for s, r in ipairs(rows) do data.series[s] = row_item(frame.rows[r]) end
  for g, c in ipairs(columns) do
    local group = column_item(frame.columns[c])
    group.cells = {}
    if data.base and not hidden(data.base, c) and data.base.n then group.n = data.base.n[c] end
    for s, r in ipairs(rows) do group.cells[s] = count_cell(data, r, c) end
    data.groups[g] = group
    data.partial = data.partial or group.partial
  end
end

-- Pairs of themes: links between nodes, { from=, to= } by number.
local function by_pair(data, options)
  local frame, places = data.frame, {}
  local both, a, b = 1, 2, 3
  data.series[1], data.nodes = { label = "Both", key = "both" }, {}
  for _, r in ipairs(row_places(data, options)) do
    local row = frame.rows[r]
    local group = row_item(row)
    group.cells = { value_cell(data, r, both) }
    for i, side in ipairs(row.ends) do
      if not places[side.key] then
        places[side.key] = #data.nodes + 1
        data.nodes[#data.nodes + 1] = { label = document.clean(side.label), key = side.key,
          cell = value_cell(data, r, i == 1 and a or b) }
      end
      group[i == 1 and "from" or "to"] = places[side.key]
    end
    data.groups[#data.groups + 1] = group
  end
end

-- ---- the whole ----

-- The measure of the columns that count: percentages where they print any.
local function measure_of(frame)
  for _, column in ipairs(frame.columns) do
    for _, measure in ipairs(column.measures or {}) do
      if measure ~= "n" and measure ~= "N" then return "percent" end
    end
  end
  return "n"
end

-- The columns called NAME by those of the differences they belong to.
local function beside_differences(frame, name)
  local found, of = {}, {}
  for c, column in ipairs(frame.columns) do
    if column.name == "difference" then of[column.contrast] = c end
    if column.name == name then found[of[column.contrast]] = c end
  end
  return found
end

-- The kind that is drawn when none is asked for.
local function usual_kind(shape, frame, columns)
  if shape == "one" then return frame.ci and "dots" or "bars" end
  if shape ~= "two" then return kinds[shape][1] end
  if #columns == 1 then return frame.ci and "dots" or "bars" end
  if #columns > 4 then return "heat" end
  return frame.ci and "dots" or "grouped"
end

local function check_kind(data, name, kind, shape, columns)
  if not check.holds(kinds[shape], kind) then
    check.fail(data.call, "a %s cannot be drawn as '%s'; this one can be '%s'", name, kind,
      table.concat(kinds[shape], "', '"))
  end
  if kind == "bars" and #columns > 1 and shape == "two" then
    check.fail(data.call, "bars show one column and this table has %d; cols = \"...\" picks one", #columns)
  end
  if (kind == "grouped" or kind == "dots") and #columns > 4 then
    check.fail(data.call, "'%s' shows 4 columns at most and this table has %d; cols = { ... } picks some, or "
      .. "kind = 'heat'", kind, #columns)
  end
end

local function columns_of(data, shape, kind, options)
  local frame = data.frame
  if shape == "matrix" then return columns_where(frame, function(column) return column.value == "count" end) end
  if shape == "shares" or shape == "steps" then
    return { columns_where(frame, function(column) return column.value == "percent" end)[1] }
  end
  if shape == "contrasts" and (kind or "dots") == "dots" then
    return columns_where(frame, function(column) return column.name == "difference" end)
  end
  local places = counted_columns(frame)
  if shape == "one" then
    -- Its columns are the measures of one count: the percentage is looked up by any of them.
    for _, c in ipairs(places) do
      if frame.columns[c].measures[1] == "percent" then return { c } end
    end
    return { places[1] }
  end
  if options.cols then
    data.cut = true
    return named(data.call, "column", frame.columns, options.cols)
  end
  return places
end

--- The series and groups of FRAME, that of an object called NAME; OPTIONS as check.options gives them.
function M.of(call, frame, name, options)
  local data = { call = call, frame = frame, series = {}, groups = {}, notes = {}, base = base_row(frame) }
  local shape = shape_of(frame, name)
  if not shape or #frame.rows == 0 then
    check.fail(call, "this %s has nothing to draw: no counts and no percentages", name)
  end
  local columns = columns_of(data, shape, options.kind, options)
  local kind = options.kind or usual_kind(shape, frame, columns)
  check_kind(data, name, kind, shape, columns)
  data.kind, data.shape, data.ends = kind, shape, beside_differences(frame, "difference interval")
  data.readings = beside_differences(frame, "reading")
  data.measure = (shape == "matrix" or shape == "pairs" or shape == "units") and "n" or measure_of(frame)
  if shape == "shares" or shape == "steps" then data.measure = "percent" end
  data.alike = shape == "one" or shape == "steps" or shape == "shares" or shape == "contrasts" and kind == "dots"
  data.intervals = kind == "dots" and data.measure == "percent"
  if shape == "pairs" then
    by_pair(data, options)
  elseif kind == "lines" then
    by_period(data, columns, options)
  elseif shape == "contrasts" and kind == "dots" then
    data.measure = "value"
    by_row(data, columns, options, value_cell)
    data.notes[#data.notes + 1] = "Right of 0: more frequent in the group that is compared, named first; whiskers: 95% "
      .. "interval of the difference."
  else
    columns = shortened(data, columns, MOST_COLUMNS, "columns")
    by_row(data, columns, options, frame.columns[columns[1]].value and value_cell or count_cell)
  end
  return data
end

return M
