--- What a table should show: from the facts of a table of one or two dimensions and its options to rows, columns,
-- cells, the base in words and the notes on what is left out.

local facts = require "facts"
local world = require "world"

local M = {}

local function has(list, value)
  for _, v in ipairs(list) do
    if v == value then return true end
  end
  return false
end

-- The tokens that name group `token` of dimension d and All of the others.
local function only(d, token)
  return { [d] = token }
end

-- The form in which two labels are the same: case, apostrophes and punctuation make no difference.
local function folded(label)
  local text = label:lower():gsub("'", ""):gsub("&", " and "):gsub("[%(%)%.,:;/_%-]", " ")
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- The groups that are shown: with cases, or declared; periods between two with cases.
local function visible(table_, d, mentions)
  local list, first, last = {}, nil, nil
  local counts, total = {}, {}
  for i, g in ipairs(table_.groups[d]) do
    total[i] = table_.count(only(d, g.token))
    counts[i] = total[i] + (mentions and mentions.count(only(d, g.token)) or 0)
    if g.kind == "value" and counts[i] > 0 then first, last = first or i, i end
  end
  for i, g in ipairs(table_.groups[d]) do
    local between = table_.dims[d].type == "period" and first and i > first and i < last
    if counts[i] > 0 or g.declared or between then
      list[#list + 1] = { group = g, token = g.token, total = total[i], place = i }
    end
  end
  return list
end

local function sorted(rows, order)
  if order == "codebook" then return rows end
  table.sort(rows, function(a, b)
    local av, bv = a.group.kind == "value", b.group.kind == "value"
    if av ~= bv then return av end
    if av and order == "count" and a.by ~= b.by then return a.by > b.by end
    if av and order == "label" then
      local x, y = folded(a.group.label), folded(b.group.label)
      if x ~= y then return x < y end
    end
    return a.place < b.place
  end)
  return rows
end

-- The first `top` values, and what is no value; view.cut is the beginning of the note on the others.
local function first(view, rows, top)
  local kept, left, values = {}, {}, 0
  for _, row in ipairs(rows) do
    local is_value = row.group.kind == "value"
    values = values + (is_value and 1 or 0)
    table.insert(is_value and top and values > top and left or kept, row)
  end
  if #left > 0 then
    local what = view.table.dims[1].type == "theme" and "theme" or "row"
    local rest = view.options.order == "count" and " with " .. left[1].by or " after the first " .. top
    view.cut = ("Not shown: %d %s%s%s"):format(#left, what, #left == 1 and "" or "s", rest)
  end
  return kept
end

-- ---- words ----

local function units_text(n, unit)
  return n .. " " .. (n == 1 and unit or world.plural[unit])
end

local SINGULAR = { reviews = "review", children = "child", findings = "finding", mentions = "mention" }

-- What the base counts, in words that agree with one.
local function base_text(view, n)
  local plural, base = world.plural[view.table.unit], view.table.base
  local words = plural .. " of coded reviews"
  if base == "mentions" then
    words = "mentions in coded reviews"
  elseif base == "all" then
    words = plural
  elseif view.table.unit == "review" then
    words = "coded reviews"
  end
  if base == "any_theme" then words = words .. " with any label" end
  if n == 1 then words = words:gsub("%a+", SINGULAR):gsub("of coded", "of a coded") end
  return ("base: %d %s"):format(n, words)
end

-- "North 1, Yes 2": units over the groups of a dimension.
local function spread(w, view, units, dim)
  local parts = {}
  local one = facts.table(w, { unit = view.table.unit, units = units, dims = { dim }, base = "all" })
  for _, g in ipairs(one.groups[1]) do
    local n, label = one.count { g.token }, g.label:gsub("^%((.*)%)$", "%1")
    -- Listed periods are sets of units: a unit is in them or not, and has no state.
    local shown = type(dim.period) ~= "table" or g.kind == "value"
    if n > 0 and shown then parts[#parts + 1] = label .. (label:find("%d$") and ": " or " ") .. n end
  end
  return table.concat(parts, ", ")
end

-- The base line, and the notes that begin with "Not shown".
local function left_out(w, view)
  local t, brief, notes = view.table, {}, {}
  local other
  for _, dim in ipairs(#t.dims > 1 and t.dims or {}) do
    if dim.type ~= "theme" then other = dim end
  end
  local function note(units, words, dim, is_brief)
    if #units == 0 then return end
    if is_brief then brief[#brief + 1] = #units .. " " .. words end
    if is_brief and #t.dims == 1 then return end
    local over = dim and spread(w, view, units, dim) or ""
    notes[#notes + 1] = ("Not shown: %s %s%s."):format(units_text(#units, t.unit), words,
      over ~= "" and " (" .. over .. ")" or "")
  end
  note(t.left["not coded"], "not yet coded", other, true)
  note(t.left["no theme"], "coded with no theme", other, true)
  for d, dim in ipairs(t.dims) do
    if t.drop and dim.type ~= "theme" then note(t.left.missing[d], "without " .. dim.label, dim) end
  end
  local parts = #brief > 0 and " (" .. table.concat(brief, ", ") .. ")" or ""
  view.base_line, view.not_shown = base_text(view, t.count {}) .. parts, notes
end

-- Whether the percentages of the last column (or row) pass 100, and whether the columns overlap.
local function sums(view)
  local t, options = view.table, view.options
  local function total_of(list, d, top_only)
    local sum = 0
    for _, row in ipairs(list) do
      local nested = top_only and row.group.level and row.group.level > 1
      if not nested then sum = sum + t.count(only(d, row.token)) end
    end
    return sum
  end
  local by_row = options.percent == "row"
  local said = t.base ~= "mentions" and has(view.show, "percent") and (by_row or options.percent == "col")
  local list, d = by_row and view.cols or view.uncut, by_row and 2 or 1
  view.several = said and total_of(list, d, true) > t.count {}
  view.below = said and not view.several and total_of(list, d) > t.count {}
  local sum = 0
  for _, col in ipairs(view.cols) do sum = sum + t.count(only(2, col.token)) end
  view.overlap = #t.dims == 2 and t.dims[2].type ~= "theme" and sum > t.count {}
end

-- ---- cells ----

--- What the percentage of a cell is of.
function M.base_of(view, row, col)
  local t, percent = view.table, view.options.percent
  if percent == "row" then return t.count { row } end
  if percent == "table" then return t.count {} end
  return t.count { nil, col }
end

local function cell(view, n, base)
  local percent = facts.percent(n, base, view.options.digits)
  return { n = n, N = base, percent = percent and percent / math.tointeger(10 ^ view.options.digits) }
end

local function cells_of(view, row, mentions)
  local list = {}
  for i, col in ipairs(view.cols) do
    list[i] = cell(view, view.table.count { row, col.token }, M.base_of(view, row, col.token))
  end
  list[#list + 1] = cell(view, view.table.count { row }, M.base_of(view, row))
  if mentions then
    list[#list + 1] = row ~= "(no theme)" and cell(view, mentions.count { row }, mentions.count {}) or false
  end
  return list
end

local UNITS = { review = "Reviews", child = "Children", finding = "Findings" }

local function json_columns(view)
  local list = {}
  local units = view.table.base == "mentions" and "Mentions" or UNITS[view.table.unit]
  if #view.table.dims == 1 then
    -- The one column of cells has the name of what is shown of them first.
    local function name(of)
      return ({ n = of, percent = "% of " .. of:lower(), ["n/N"] = "n/N", ci = "95% CI" })[view.show[1]]
    end
    list[1] = { label = name(units) }
    if view.options.mentions then list[2] = { label = name("Mentions") } end
    return list, units
  end
  for i, col in ipairs(view.cols) do list[i] = { label = col.group.label, key = col.group.key } end
  list[#list + 1] = { label = "All", key = "All" }
  return list, units
end

local function json_rows(view, units, mentions)
  local list, indented = {}, view.options.order == "codebook"
  for i, row in ipairs(view.rows) do
    local g = row.group
    list[i] = { label = g.label, key = g.key, kind = g.kind, depth = indented and g.level or nil,
      cells = cells_of(view, row.token, mentions) }
  end
  local label = "All " .. units:lower()
  if #view.table.dims == 1 then
    label = "Total"
  elseif view.options.percent == "col" then
    label = units .. " (base)"
  end
  list[#list + 1] = { label = label, key = "All", kind = "base", cells = cells_of(view, nil, mentions) }
  if view.mention_row then
    local cells = {}
    for i, col in ipairs(view.cols) do cells[i] = { n = view.mention_row.count { nil, col.token } } end
    cells[#cells + 1] = { n = view.mention_row.count {} }
    list[#list + 1] = { label = "Theme mentions", key = "mentions", kind = "mentions", cells = cells }
  end
  return list
end

--- The view of facts.table(...) with the options of the call, defaults filled in (ask.with_defaults).
-- What a reader of the table object can ask stands in table, rows and cols; what it prints as JSON in json.
-- `columns`, if given, puts other columns in the place of those of the second dimension.
function M.of(w, table_, options, columns)
  local view = { table = table_, options = options, show = options.show, cols = {} }
  if #table_.dims == 1 and options.percent ~= "none" then options.percent = "col" end
  if options.percent == "none" then view.show = { "n" } end
  local mentions
  local function of_mentions()
    return facts.table(w, { unit = table_.unit, units = table_.units, dims = table_.dims, base = "mentions",
      drop = table_.drop })
  end
  if options.mentions then mentions = of_mentions() end
  view.uncut = visible(table_, 1, mentions)
  for _, row in ipairs(view.uncut) do row.by = table_.count { row.token, options.sort_token } end
  view.rows = first(view, sorted(table.move(view.uncut, 1, #view.uncut, 1, {}), options.order), options.top)
  if #table_.dims == 2 then
    view.cols = visible(table_, 2)
    if columns then columns(view) end
    local theme_rows, theme_cols = table_.dims[1].type == "theme", table_.dims[2].type == "theme"
    if theme_rows and not theme_cols and table_.unit ~= "child" and table_.base ~= "mentions"
      and has(view.show, "n") then
      view.mention_row = of_mentions()
    end
  end
  left_out(w, view)
  sums(view)
  local json, units = json_columns(view)
  view.json = { columns = json, rows = json_rows(view, units, mentions) }
  return view
end

return M
