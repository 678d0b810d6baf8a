--- Tables (of rows.lua).  A count and its percentage stand in one cell, or in neighbouring cells of a row
-- ("18/30 | 60%", "18 | 30 | 60"); what plain numbers are is read from the headings, and a base may stand in a
-- heading ("n (N=30)"), above or below the table, or in a row of totals.

local columns_by = require "heddle.figures.columns"
local match = require "heddle.figures.match"
local token = require "heddle.figures.token"

local M = {}

-- ---- cells ----

local function plain_number(text)
  return columns_by.integer(text:match "^%d[%d,]*$")
end

local function plain_share(text)
  local whole, fraction = text:match "^(%d%d?%d?)%.?(%d*)$"
  if not whole or #fraction > 6 then return nil end
  return { kind = "percent", text = fraction == "" and whole or whole .. "." .. fraction, decimals = #fraction,
    shown = text }
end

-- "18 (60%)" or "60% (18)": a count without its base; in a column "n (%)" also "18 (60)".
local function open_cell(read, column)
  local numbers, p = read.numbers, read.percents[1]
  local first, second = read.text:match "^([%d,]+)%s*[(%[]%s*([%d.]+)%s*[)%]]$"
  if column.both and first then
    local n, share = plain_number(first), plain_share(second)
    if n and share then return n, share end
  end
  if #numbers ~= 2 or not p or p.taken then return nil end
  local n = numbers[1].percent and numbers[2] or numbers[1]
  if n.percent or n.fraction or n.used or n.word then return nil end
  if read.text:sub(1, numbers[1].first - 1):find "%S" then return nil end
  local gap, rest = read.text:sub(numbers[1].last + 1, numbers[2].first - 1), read.text:sub(numbers[2].last + 1)
  if gap:find "^%s*[(,%[]%s*[nN]?%s?=?%s*$" and rest:find "^%s*[)%]]?%s*$" then return n.value, p end
end

local function total_label(text)
  local lower = text:lower():gsub("[%s%p]+$", "")
  return lower == "overall" or lower == "base" or lower:find "^total" ~= nil or lower:find "^all%f[%A]" ~= nil
    or lower:find "^grand total" ~= nil
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
    for _, pair in ipairs(found) do inside[#inside + 1] = { read = read, pair = pair, column = c } end
    local n, percent = open_cell(read, column)
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
      add(row, cell.column, a.n, a.of, b, match.describe(cell.read, cell.pair))
    elseif cell.base then
      add(row, cell.column, cell.n, cell.base, cell.percent, cell.shown .. " of " .. cell.base)
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
      add(row, count.column, count.n, base, percent, count.shown:find "[^%d,]" and shown or shown .. " of " .. base)
    else
      open[#open + 1] = { row = row, n = count.n, percent = percent, column = count.column, shown = shown }
    end
  end
end

-- A row of totals that says 100 %, or no percentage, gives the base of its column; but not when the others do not
-- add up to it and none of them fits, since the percentages are of something else.
local function close_by_totals(open, totals, add)
  for _, o in ipairs(open) do
    local named = total_label(o.row.cells[1] or "")
    if named then totals[o.column] = tonumber(o.percent.text) == 100 and o.n or nil end
    o.total = named
  end
  local fits, sums = {}, {}
  for _, o in ipairs(open) do
    local total = totals[o.column]
    if total and not o.total and total > 0 then
      sums[o.column] = (sums[o.column] or 0) + o.n
      fits[o.column] = fits[o.column] or math.abs(100 * o.n / total - tonumber(o.percent.text)) <= 1
    end
  end
  for _, o in ipairs(open) do
    local total = totals[o.column]
    if total and not o.total and (fits[o.column] or sums[o.column] == total) and o.n <= total then
      add(o.row, o.column, o.n, total, o.percent, o.shown .. " of " .. total)
    end
  end
end

-- What the rows of totals hold in columns of counts, by column.
local function totals_of(rows, columns)
  local totals = {}
  for _, row in ipairs(rows) do
    for c, text in ipairs(not row.header and total_label(row.cells[1] or "") and row.cells or {}) do
      local column = columns[c] or {}
      if column.kind == "count" and not column.base then totals[c] = plain_number(text) end
    end
  end
  return totals
end

-- A table that lies on its side: "n" and "%" head rows.  It is stood up.
local function stand_up(rows)
  local names = {}
  for i, row in ipairs(rows) do names[i] = row.cells[1] or "" end
  if #rows > 6 or not columns_by.name_a_pair(names) then return rows end
  local turned = {}
  for c = 1, #rows[1].cells do
    local row = { line = rows[1].line, cells = {}, line_of = {}, header = c == 1 }
    row.cells[1], row.line_of[1] = rows[1].header and rows[1].cells[c] or "", rows[1].line
    for _, from in ipairs(rows) do
      if not from.header then
        row.cells[#row.cells + 1] = from.cells[c] or ""
        row.line_of[#row.cells] = from.line_of and from.line_of[c] or from.line
      end
    end
    turned[c] = row
  end
  return turned
end

-- The rows with their cells without markup, rules left out, those of headings marked.
local function clean(rows, unmark)
  local list, header = {}, nil
  for _, row in ipairs(rows) do
    for c, cell in ipairs(row.cells) do row.cells[c] = unmark(cell):gsub("^%s+", ""):gsub("%s+$", "") end
    if row.rule then
      if not header and #list > 0 then list[#list].header = true end
      header = header or list[#list]
    else
      list[#list + 1] = row
      if row.header and #row.cells > 0 then header = row end
    end
  end
  local first = list[1]
  if not header and first and not table.concat(first.cells, " ", 2):find "%f[%w]%d" then first.header = true end
  return list
end

--- The pairs of one table, not in order of line.  ROWS are of rows.lua; UNMARK takes the markup out of a cell; BASE is
-- what
-- the text around the table names as its base, or nil.
function M.pairs(rows, unmark, base)
  local header, list, open = nil, {}, {}
  local function add(row, column, n, of, percent, printed)
    if of == 0 then return end
    list[#list + 1] = { line = row.line_of and row.line_of[column] or row.line, n = n, of = of, percent = percent.text,
      decimals = percent.decimals, hedge = percent.hedge, printed = printed, label = label_of(row),
      total = total_label(row.cells[1] or "") or nil }
  end
  rows = stand_up(clean(rows, unmark))
  for _, row in ipairs(rows) do
    if row.header and not header then header = row.cells end
  end
  local columns, common = columns_by.of(header)
  for _, row in ipairs(rows) do
    if not row.header then read_row(row, columns, add, open) end
  end
  base = common or base
  if base then
    for _, o in ipairs(open) do
      if o.n <= base then add(o.row, o.column, o.n, base, o.percent, o.shown .. " of " .. base) end
    end
  else
    close_by_totals(open, totals_of(rows, columns), add)
  end
  return list
end

return M
