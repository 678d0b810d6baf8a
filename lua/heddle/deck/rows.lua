--- The rows of a deck's tables: a row may be a review with its sections in columns, a section, a finding, a
--- theme, or a figure.

local blocks = require "heddle.deck.blocks"
local figures = require "heddle.deck.figures"
local t = require "heddle.deck.text"

local clean, fold, trim = t.clean, t.fold, t.trim

local M = {}

local function cell_items(cell)
  local items = {}
  cell = cell:gsub("<[bB][rR]%s*/?>", "\n"):gsub("<li[^<>]*>", "\n"):gsub("%s*•%s*", "\n"):gsub(";%s+", "\n")
  if cell:find("^%s*1[.)]%s") then cell = cell:gsub("%s+(%d%d?[.)]%s+%u)", "\n%1") end
  for part in cell:gmatch("[^\n]+") do
    local _, item = blocks.bullet(trim(part))
    if clean(part) ~= "" then items[#items + 1] = trim(item or part) end
  end
  return items
end

local function read_cell(reader, line, role, cell)
  reader.role, reader.inside = role, true
  for _, item in ipairs(cell_items(cell)) do
    if role == "finding" then reader:finding(line, item) else reader:passage(line, role, clean(item)) end
  end
end

-- The roles of the columns behind the first, and whether one has findings.
local function column_roles(reader, block)
  local roles, has_finding = {}, false
  for i = 2, #block.cells do
    roles[i] = block.header and reader.headings:role_of(clean(block.header[i] or ""))
    has_finding = has_finding or roles[i] == "finding"
  end
  return roles, has_finding
end

local function some(roles) return next(roles) ~= nil end

-- A table about one review names it in its first row: "Review | Child Q LCSPR", or in its first cell alone.
local named_by = t.set "review name case child title subject"

local function review_above(reader, cells)
  local found = reader.headings:review_of(clean(cells[1] or ""))
  if not found and named_by[fold(cells[1] or "")] then found = reader.headings:review_of(clean(cells[2] or "")) end
  return found
end

-- The review that a row is of: its first cell names it, with or without its kind.
local function review_of_row(reader, block, roles, has_finding)
  local cells, header, names = block.cells, block.header, reader.headings
  local first = clean(cells[1])
  local found = names:review_of(first)
  if found or not has_finding then return found end
  local _, kind = names:without_kinds(clean(header[1] or ""))
  local head = fold(header[1] or "")
  local named = head:find("review") or head:find("child") or head:find("case")
  for i = 2, #cells do
    local _, in_cell = names:without_kinds(clean(cells[i]))
    if not roles[i] and in_cell then kind = in_cell end
  end
  if not (named or kind) or not names:is_name(first, 5) then return nil end
  return { name = first, kind = kind, scope = kind == "national-review" and "national" or "local", title = first }
end

local function read_section_row(reader, block)
  local cells = block.cells
  local first = clean(cells[1])
  local at = first:find("^%d*[.)]?$") and 2 or 1
  if reader.role ~= "finding" then
    reader:passage(block.line, reader.role, clean(table.concat(cells, ": ")))
    return
  end
  reader.parent = nil
  reader:finding(block.line, cells[at] or "")
  reader:passage(block.line, "finding", clean(table.concat(cells, " - ", at + 1)), reader.parent)
end

-- Read a row into the reader of the deck.
function M.read(reader, block)
  local cells, header = block.cells, block.header
  local first = clean(cells[1])
  local roles, has_finding = column_roles(reader, block)
  local found = review_of_row(reader, block, roles, has_finding)
  local goes_on = first == "" and has_finding and reader.table == header and reader.review
  if header and header ~= reader.table and not found and not some(roles) then
    local above = review_above(reader, header)
    if above then reader:begin(above) end
  end
  reader.table = header
  if not found and cells[2] and not cells[3] then found = review_above(reader, cells) end
  if found or goes_on then
    if found then reader:begin(found) end
    for i = 2, #cells do
      if roles[i] then read_cell(reader, block.line, roles[i], cells[i]) end
    end
    reader.inside, reader.level = false, math.huge -- whatever heading comes next is no part of the table
    return
  end
  local role = reader.review and reader.headings:role_of(first, reader.review.name)
  local whole = clean(table.concat(cells, " "))
  if role and cells[2] then
    read_cell(reader, block.line, role, table.concat(cells, "; ", 2))
  elseif reader.cross then
    reader:candidate(cells[first:find("^%d*%.?$") and 2 or 1] or "", whole)
  elseif reader.review and reader.inside then
    read_section_row(reader, block)
  else
    reader:number(figures.row_figure(cells, header, reader.base) or figures.figure_of(whole))
    figures.read_funnel(clean(table.concat(cells, ": ")), reader.counts, block.line)
  end
end

return M
