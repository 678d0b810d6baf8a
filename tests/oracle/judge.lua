--- Compares a table object with the view it should be; every difference is a line of text.

local ask = require "ask"
local facts = require "facts"
local json = require "json"
local names = require "names"
local properties = require "properties"
local view = require "view"

local M = {}

local function shown(value)
  if type(value) == "string" then return ("%q"):format(value) end
  return tostring(value)
end

--- A list of differences, and a function that compares two values and adds to it.
function M.collector()
  local list = {}
  return list, function(what, got, want)
    if got ~= want or math.type(got) ~= math.type(want) then
      list[#list + 1] = ("%s: got %s, want %s"):format(what, shown(got), shown(want))
    end
  end
end

-- ---- cells, asked one by one ----

local function compare_cell(differ, t, v, row, col, row_name, col_name)
  local where = ("(%s, %s)"):format(shown(row_name), shown(col_name))
  local n, base = v.table.count { row, col }, view.base_of(v, row, col)
  local percent = facts.percent(n, base, v.options.digits)
  if percent and v.options.digits > 0 then percent = percent / 10 ^ v.options.digits end
  differ("n" .. where, t:n(row_name, col_name), n)
  differ("percent" .. where, t:percent(row_name, col_name), percent)
  return where, n, base, percent
end

local function compare_members(differ, t, v, row, col, row_name, col_name)
  local where, n, base, percent = compare_cell(differ, t, v, row, col, row_name, col_name)
  local members = names.of_units(v.table.members { row, col })
  differ("set" .. where, names.of_set(t:set(row_name, col_name)), members)
  local cell = t:cell(row_name, col_name)
  differ("cell.n" .. where, cell.n, n)
  differ("cell.N" .. where, cell.N, base)
  differ("cell.percent" .. where, cell.percent, percent)
  differ("cell.set" .. where, names.of_set(cell.set), members)
end

local function joined(list, more)
  return table.move(more, 1, #more, #list + 1, list)
end

-- The findings behind a cell: of its units, those that are in its row and column themselves; of theme by theme, those
-- in either.
local function expected_evidence(w, v, row, col)
  local t, themes = v.table, 0
  for _, dim in ipairs(t.dims) do themes = themes + (dim.type == "theme" and 1 or 0) end
  local base = v.options.base
  if not base or base == "mentions" then base = themes > 0 and "coded" or "all" end
  local found = facts.table(w, { unit = "finding", units = facts.convert(t.members { row, col }, "finding"),
    dims = t.dims, base = base })
  if themes < 2 or not row or not col then return found.members { row, col } end
  local either = found.members { row }
  return facts.convert(joined(either, found.members { nil, col }), "finding")
end

local function compare_evidence(differ, t, v, w, row, col, row_name, col_name)
  differ(("evidence(%s, %s)"):format(shown(row_name), shown(col_name)),
    names.of_evidence(t:evidence(row_name, col_name)), names.of_units(expected_evidence(w, v, row, col)))
end

-- Every cell and margin by a random name of its row and column; of some, the units behind them.
local function compare_cells(differ, t, v, w, r)
  local rows, cols = { { } }, { { } }
  local col_groups = v.col_groups or v.table.groups[2] or {}
  for _, g in ipairs(v.table.groups[1]) do
    rows[#rows + 1] = { token = g.token, name = ask.group_name(w, r, v.table.dims[1], g) }
  end
  for _, g in ipairs(col_groups) do
    cols[#cols + 1] = { token = g.token, name = ask.group_name(w, r, v.table.dims[2], g) }
  end
  for _, row in ipairs(rows) do
    for _, col in ipairs(cols) do
      local compare = r:chance(8) and compare_members or compare_cell
      compare(differ, t, v, row.token, col.token, row.name, col.name)
      if r:chance(3) then compare_evidence(differ, t, v, w, row.token, col.token, row.name, col.name) end
    end
  end
  for _, col in ipairs(cols) do
    differ(("base(%s)"):format(shown(col.name)), t:base(col.name), v.table.count { nil, col.token })
  end
end

-- ---- what is printed ----

-- The end of Wilson's interval of n of base, in percent; `sign` is -1 for the lower one.
local function wilson(n, base, sign)
  local z = 1.959963984540054
  local p, zz = n / base, z * z
  local half = z * math.sqrt(p * (1 - p) / base + zz / (4 * base * base))
  return 100 * (p + zz / (2 * base) + sign * half) / (1 + zz / base)
end

local function compare_interval(differ, at, printed, cell, v)
  local shown_ci = false
  for _, what in ipairs(v.show) do shown_ci = shown_ci or what == "ci" end
  if not shown_ci or not cell.N or cell.N == 0 then return differ(at .. ".ci", printed.ci, nil) end
  for i, sign in ipairs { -1, 1 } do
    local off = math.abs((printed.ci or { 1e9, 1e9 })[i] - wilson(cell.n, cell.N, sign))
    differ(at .. ".ci", off <= 0.500001 * 10.0 ^ -v.options.digits, true)
  end
end

local function compare_row(differ, where, got, want, v)
  for _, key in ipairs { "label", "key", "kind", "depth" } do differ(where .. "." .. key, got[key], want[key]) end
  differ(where .. " cells", #got.cells, #want.cells)
  for i, cell in ipairs(want.cells) do
    local at = ("%s.cells[%d]"):format(where, i)
    local printed = got.cells[i]
    if type(cell) ~= "table" or type(printed) ~= "table" or printed == json.null then
      local value = type(printed) == "number" and ("%.9g"):format(printed) or printed ~= json.null
      differ(at, value, type(cell) == "number" and ("%.9g"):format(cell) or cell)
    else
      differ(at .. ".n", printed.n, cell.n)
      differ(at .. ".N", printed.N, cell.N)
      compare_interval(differ, at, printed, cell, v)
      local percent = printed.percent and printed.percent + 0.0
      differ(at .. ".percent", percent, cell.percent and cell.percent + 0.0)
    end
  end
end

local function compare_notes(differ, got, v)
  local not_shown, several, below, overlap, empty, found = {}, false, false, false, false, not v.extra_note
  local cuts = 0
  for _, note in ipairs(got.notes) do
    if v.cut and note:sub(1, #v.cut) == v.cut then
      cuts = cuts + 1
    elseif v.extra_note and note:sub(1, #v.extra_note) == v.extra_note then
      found = true
    elseif note:find("^Not shown") then
      not_shown[#not_shown + 1] = note
    end
    several = several or note:find("can have several .* adds to more than 100") ~= nil
    below = below or note:find("counts every theme below it too", 1, true) ~= nil
    overlap = overlap or note:find("their bases add to more than All", 1, true) ~= nil
    empty = empty or note:find("every count is 0", 1, true) ~= nil
  end
  differ("note on rows that are cut", cuts, v.cut and 1 or 0)
  differ("base", got.base, v.base_line)
  differ("notes", table.concat(not_shown, "\n"), table.concat(v.not_shown, "\n"))
  differ("note on more than 100", several, v.several)
  differ("note on themes below that pass 100", below, v.below)
  if v.overlap ~= nil then differ("note on overlapping columns", overlap, v.overlap) end
  differ("note on an empty set", empty, (v.selected or #v.table.units) == 0)
  differ("note " .. tostring(v.extra_note), found, true)
end

local function compare_json(differ, t, v)
  local got = json.parse(t:render("json"))
  differ("columns", #got.columns, #v.json.columns)
  for i, col in ipairs(v.json.columns) do
    local printed = got.columns[i] or {}
    differ(("columns[%d].label"):format(i), printed.label, col.label)
    differ(("columns[%d].key"):format(i), printed.key, col.key)
  end
  differ("rows", #got.rows, #v.json.rows)
  for i, row in ipairs(v.json.rows) do
    if got.rows[i] then compare_row(differ, ("rows[%d]"):format(i), got.rows[i], row, v) end
  end
  compare_notes(differ, got, v)
end

--- The differences between a table object and its view; `r` chooses what is asked beyond every count.
function M.differences(t, v, w, r)
  local list, differ = M.collector()
  compare_cells(differ, t, v, w, r)
  compare_json(differ, t, v)
  if r:chance(30) then
    for _, line in ipairs(properties.broken(t, v)) do list[#list + 1] = line end
  end
  if r:chance(10) then
    for _, format in ipairs { "text", "markdown", "csv" } do
      differ(format, type(t:render(format)), "string")
    end
  end
  return list
end

return M
