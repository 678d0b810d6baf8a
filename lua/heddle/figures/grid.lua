--- Tables: rows whose cells are kept apart by "|" or by tabs.  A count and its percentage stand in one
-- cell, or in neighbouring cells of a row ("18/30 | 60%", "18 | 30 | 60"); what plain numbers are is read from
-- the headings, and a base may stand in a heading ("n (N=30)") or in a row of totals.

local match = require "heddle.figures.match"
local token = require "heddle.figures.token"

local M = {}

local max_cells = 100 -- of a row; the rest is not read

local function set(list)
  local s = {}
  for _, word in ipairs(list) do s[word] = true end
  return s
end

--- True if LINE is a row of a table.
function M.is_row(line)
  local _, bars = line:gsub("|", "")
  local _, tabs = line:gsub("^%s+", ""):gsub("%S\t+%f[%S]", "")
  return bars >= 2 or bars == 1 and line:find "%S%s+|%s+%S" ~= nil or tabs >= 2
end

local function cells_of(text, unmark)
  local cells = {}
  if text:find "|" then
    text = text:gsub("\\|", "/"):gsub("^%s*|", ""):gsub("|%s*$", "")
    for cell in (text .. "|"):gmatch "([^|]*)|" do
      if #cells < max_cells then cells[#cells + 1] = cell end
    end
  else
    for cell in (text .. "\t"):gmatch "([^\t]*)\t" do
      if #cells < max_cells then cells[#cells + 1] = cell end
    end
  end
  for i, cell in ipairs(cells) do cells[i] = unmark(cell):gsub("^%s+", ""):gsub("%s+$", "") end
  return cells
end

-- ---- headings ----

local count_names = set { "n", "no", "number", "count", "reviews", "children", "cases", "findings", "frequency",
  "freq", "yes" }
local base_names = set { "of", "base", "total", "out of", "denominator", "of n", "all", "all reviews", "all children",
  "all cases", "total reviews", "total n", "total number", "total cases", "total children", "sample" }
local other_share = { "change", "differ", "point", "national", "england", "target", "previous", "interval",
  "%f[%a]ci%f[%A]", "average", "regional", "confidence", "trend", "cumulative" }

-- What a column holds, by its heading: "percent", "count", "base", "other" or nil; and a base it names.
local function column_of(heading)
  local lower = heading:lower()
  local base = lower:match "%f[%a]n%s?=%s?(%d[%d,]*)" or lower:match "%f[%a]of%s+(%d[%d,]*)"
  base = base and math.tointeger(tonumber((base:gsub(",", ""))))
  local share = lower:find "%%" or lower:find "per%s?cent"
  for _, word in ipairs(other_share) do
    if lower:find(word) then return "other" end
  end
  local name = lower:gsub("%b()", ""):gsub("n%s?=%s?[%d,]+", ""):gsub("^[%s%p]+", ""):gsub("[%s%p]+$", "")
  if share and not name:find "^n%f[%A]" and not lower:find "n%s?%(%%" then return "percent", base end
  if heading:find "^%s*N%s*$" then return "N" end
  if base_names[name] then return "base" end
  local count = count_names[name] or name:find "^number of " or name:find "^no%.? of " or name:find "^reviews"
  return count and "count" or nil, base
end

local function columns_of(header)
  local columns, has_count = {}, false
  for i, heading in ipairs(header or {}) do
    local kind, base = column_of(heading)
    columns[i] = { kind = kind, base = base }
    has_count = has_count or kind == "count"
  end
  for _, column in ipairs(columns) do
    if column.kind == "N" then column.kind = has_count and "base" or "count" end
  end
  return columns
end

local function is_rule(text)
  return text:find "%-" ~= nil and not text:find "[^%s|:%-+=]"
end

-- ---- cells ----

local function plain_number(text)
  local digits = text:match "^%d[%d,]*$"
  return digits and #digits <= 10 and math.tointeger(tonumber((digits:gsub(",", "")))) or nil
end

local function plain_share(text)
  local whole, fraction = text:match "^(%d%d?%d?)%.?(%d*)$"
  if not whole or #fraction > 6 then return nil end
  return { kind = "percent", text = fraction == "" and whole or whole .. "." .. fraction, decimals = #fraction,
    shown = text }
end

-- "18 (60%)": a count without its base.
local function open_cell(read)
  local n, p = read.numbers[1], read.percents[1]
  if not read.text:find "^[%d,]+%s*[(,]%s*[%d.]+%s?%%%s*%)?$" then return nil end
  if #read.numbers ~= 2 or not p or p.taken or p.number ~= read.numbers[2] then return nil end
  return n.value, p
end

local function total_label(text)
  local lower = text:lower():gsub("[%s%p]+$", "")
  return lower == "overall" or lower == "base" or lower:find "^total" ~= nil or lower:find "^all%f[%A]" ~= nil
    or lower == "grand total"
end

local function new_count(n, of, first, last, shown)
  return { kind = "count", n = n, of = of, column = first, last_column = last, shown = shown }
end

-- The item that plain numbers make by their headings, from column c on: a count, a count beside its base,
-- or a percentage.
local function plain_item(row, columns, c)
  local text, column, next_column = row.cells[c], columns[c] or {}, columns[c + 1] or {}
  local number, next_number = plain_number(text), plain_number(row.cells[c + 1] or "")
  if number and next_number then
    local both = text .. " | " .. row.cells[c + 1]
    if column.kind == "count" and next_column.kind == "base" then
      return new_count(number, next_number, c, c + 1, both)
    elseif column.kind == "base" and next_column.kind == "count" then
      return new_count(next_number, number, c, c + 1, both)
    end
  end
  if number and column.kind == "count" then return new_count(number, column.base, c, c, text) end
  local share = column.kind == "percent" and plain_share(text)
  if share then
    share.column, share.last_column, share.base = c, c, column.base
    return share
  end
end

-- The items of a row, counts and percentages with their columns (a count may lack its base); and what
-- is whole within one cell.
local function items_of(row, columns)
  local items, inside, c = {}, {}, 1
  while c <= #row.cells do
    local text, column = row.cells[c], columns[c] or {}
    local read = token.read(text)
    local found, left = match.pairs(read)
    for _, pair in ipairs(found) do inside[#inside + 1] = { read = read, pair = pair } end
    local n, percent = open_cell(read)
    local item
    if column.kind ~= "other" then
      if n then
        inside[#inside + 1] = { n = n, percent = percent, column = c, base = column.base, shown = text }
      elseif #found == 0 and #left == 1 then
        item = left[1]
        item.column, item.last_column = c, c
        item.shown = item.shown or text:sub(item.first, item.last)
      else
        item = plain_item(row, columns, c)
      end
    end
    items[#items + 1] = item
    c = item and item.last_column + 1 or c + 1
  end
  return items, inside
end

local function column_price(a, b)
  return a.kind == b.kind and math.huge or 6 * (b.column - a.last_column - 1)
end

-- ---- rows ----

local function label_of(row)
  local first = row.cells[1] or ""
  if first == "" or #token.read(first).counts > 0 or not first:find "[%a\128-\255]" then return nil end
  return first
end

-- The pairs of a row; those without a base go to `open`, by their column.
local function read_row(row, columns, add, open)
  local items, inside = items_of(row, columns)
  for _, cell in ipairs(inside) do
    if cell.pair then
      local a, b = cell.pair[1], cell.pair[2]
      if a.kind == "percent" then a, b = b, a end
      add(row, a.n, a.of, b, match.describe(cell.read, cell.pair))
    elseif cell.base then
      add(row, cell.n, cell.base, cell.percent, cell.shown .. " of " .. cell.base)
    else
      open[#open + 1] = { row = row, n = cell.n, percent = cell.percent, column = cell.column, shown = cell.shown }
    end
  end
  for _, pair in ipairs(match.cheapest(items, column_price)) do
    local count, percent = pair[1], pair[2]
    if count.kind == "percent" then count, percent = percent, count end
    local shown = pair[1].shown .. " | " .. pair[2].shown
    local base = count.of or percent.base
    if base then
      -- A base that does not stand in the row is said.
      add(row, count.n, base, percent, count.shown:find "[^%d,]" and shown or shown .. " of " .. base)
    else
      open[#open + 1] = { row = row, n = count.n, percent = percent, column = count.column, shown = shown }
    end
  end
end

-- A row of totals that says 100 % gives the base of its column; but not when no other row then fits, since
-- the percentages are of something else.
local function close_by_totals(open, add)
  local totals = {}
  for _, o in ipairs(open) do
    if total_label(o.row.cells[1] or "") and tonumber(o.percent.text) == 100 then totals[o.column] = o end
  end
  local fits = {}
  for _, o in ipairs(open) do
    local total = totals[o.column]
    if total and total ~= o and total.n > 0 and math.abs(100 * o.n / total.n - tonumber(o.percent.text)) <= 1 then
      fits[o.column] = true
    end
  end
  for _, o in ipairs(open) do
    local total = totals[o.column]
    if total and total ~= o and fits[o.column] and o.n <= total.n then
      add(o.row, o.n, total.n, o.percent, o.shown .. " of " .. total.n)
    end
  end
end

--- The pairs of one table, not in order of line.  ROWS are {line, text}; UNMARK takes the markup out of a cell.
function M.pairs(rows, unmark)
  local header, list, open = nil, {}, {}
  local function add(row, n, of, percent, printed)
    if of == 0 then return end
    list[#list + 1] = { line = row.line, n = n, of = of, percent = percent.text, decimals = percent.decimals,
      hedge = percent.hedge, printed = printed, label = label_of(row), total = total_label(row.cells[1] or "") or nil }
  end
  for i, row in ipairs(rows) do
    row.cells = cells_of(row.text, unmark)
    if is_rule(row.text) and i > 1 then header, rows[i - 1].header, row.header = rows[i - 1].cells, true, true end
  end
  if not header and rows[1] and not rows[1].text:find "|.*%d" and not rows[1].text:find "%f[%d]%d+%f[%D]%s*\t" then
    header, rows[1].header = rows[1].cells, true
  end
  local columns = columns_of(header)
  for _, row in ipairs(rows) do
    if not row.header then read_row(row, columns, add, open) end
  end
  close_by_totals(open, add)
  return list
end

return M
