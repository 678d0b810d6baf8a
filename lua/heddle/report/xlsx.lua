--- A report as an Excel workbook, laid out as the Analysis Function's checklist for accessible spreadsheets asks:
-- cover, contents, notes, the text, then a worksheet for each table and for the data of each chart.
--
-- Every worksheet has its title in A1 and at most one table, from column A, with one row of headings, nothing below it.
-- Numbers are numbers, beside them the symbols of cells without one; no cells are merged, filled, hidden or frozen.

local check = require "heddle.check"
local document = require "heddle.report.document"
local host = require "heddle.host"
local number = require "heddle.number"
local state = require "heddle.state"
local workbook = require "heddle.report.workbook"

local M = {}

local text, link = workbook.text, workbook.link

local PARAGRAPH = 1800 -- characters: what a row can be high enough for
local NARROW, LABEL, WIDE, PROSE, LINE = 9, 42, 50, 90, 110 -- characters

-- ---- notes: numbered in the order in which the report has them ----

local function note_of(book, note)
  note = document.clean(note)
  local n = book.numbers[note]
  if not n then
    n = #book.notes + 1
    book.notes[n], book.numbers[note] = note, n
  end
  return ("[note %d]"):format(n)
end

-- ---- prose ----

-- Rows of STYLE with all of WHAT, however long.
local function prose(page, style, what)
  local from = 1
  while from do
    local piece
    piece, from = workbook.piece(what, PARAGRAPH, from)
    page:row { text(style, piece) }
  end
end

-- ---- a table with what stands above it ----

-- ABOVE rows stand above the table, whose header is a row as well.
local function check_size(block, above, rows, columns)
  local function refuse(n, what, most)
    check.fail("report:save", "%s has %s %s; a worksheet of Excel holds %s (.csv and .json hold all)", block.name,
      number.thousands(n), what, number.thousands(most))
  end
  if above + rows + 1 > workbook.MAX_ROWS then refuse(rows, "rows", workbook.MAX_ROWS) end
  if columns > workbook.MAX_COLUMNS then refuse(columns, "columns", workbook.MAX_COLUMNS) end
end

-- How wide each column is, from its header and cells.
local function measured(widths, c, what, most)
  local n = math.min(utf8.len(what) or #what, most)
  if n > (widths[c] or 0) then widths[c] = n end
end

local function longest_word(header)
  local most = NARROW
  for word in header:gmatch("%S+") do most = math.max(most, utf8.len(word) or #word) end
  return math.min(most, 24)
end

-- Above the table: title, what the worksheet holds, notes, shorthand, then LINES of its own.
local function above(book, page, block)
  local function line(what)
    if what and what ~= "" then prose(page, utf8.len(what) and utf8.len(what) <= LINE and "line" or "text", what) end
  end
  page:row { text("title", block.title) }
  line("This worksheet contains one table" .. (block.of or "") .. ".")
  if #block.notes > 0 then
    line("Notes are numbered. They stand here and, with those of the other worksheets, in the worksheet Notes.")
  end
  line(block.blank and "Some cells are empty because there is no text for them.")
  for _, meaning in ipairs(state.key(block.states)) do line("Shorthand: " .. meaning) end
  for _, what in ipairs(block.lines) do line(what) end
  for _, note in ipairs(block.notes) do line(note_of(book, note) .. " " .. document.clean(note)) end
  line("Source: " .. book.title)
  page:row { link(book.contents, "Back to the contents") }
end

-- BLOCK: { name="Table 1", key="table_1", page=, title=, of=, lines=, notes=, states=, blank=, headers=, left=,
-- widths=, first= (least width of the first column), rows = { cells, ... } }
local function write_table(book, block)
  local page = block.page
  for s in pairs(block.states) do book.states[s] = true end
  for c, header in ipairs(block.headers) do
    block.widths[c] = math.max(block.widths[c] or 0, longest_word(header))
  end
  block.widths[1] = math.max(block.widths[1], block.first or LABEL // 2)
  page:widths(block.widths)
  above(book, page, block)
  check_size(block, page.rows, #block.rows, #block.headers)
  page:table(block.key, block.headers, block.left)
  for _, cells in ipairs(block.rows) do page:row(cells) end
end

-- ---- tables and charts ----

-- What of a sheet becomes a column: groups where it has headings among its rows, levels where rows are indented.
local function shape_of(sheet)
  local groups, levels, stack = false, false, {}
  local paths, depths = {}, {}
  for r, row in ipairs(sheet.rows) do
    while #stack > 0 and stack[#stack].depth >= row.depth do stack[#stack] = nil end
    local labels = {}
    for i, head in ipairs(stack) do labels[i] = head.label end
    paths[r], depths[r] = #labels > 0 and table.concat(labels, ", ") or "All", row.depth - #stack
    if row.kind == "heading" then
      groups, stack[#stack + 1] = true, row
    elseif depths[r] > 1 then
      levels = true
    end
  end
  return { groups = groups, levels = levels, paths = paths, depths = depths }
end

-- A cell of a column, its style by what it is; SEEN gets its state.
local function cell_of(cell, column, block)
  local what, found = cell.text, cell.state
  if what == "" and not column.left then what, found = state.symbol("not applicable"), "not applicable" end
  if found ~= "value" then block.states[found] = true end
  if what == "" then block.blank = true end
  local as_number = found == "value" and cell.number and workbook.number(what, column.measure == "points")
  return as_number or text(column.left and "text" or "right", what), what
end

local function row_of(row, r, sheet, shape, block)
  local cells, c = {}, 0
  local function put(cell, what, most)
    c = c + 1
    cells[c] = cell
    measured(block.widths, c, what, most)
  end
  if shape.groups then put(text("text", shape.paths[r]), shape.paths[r], LABEL // 2) end
  local depth = math.min(shape.depths[r] - 1, 15)
  put(text(depth > 0 and "in" .. depth or "text", row.label), row.label, LABEL)
  if shape.levels then put(workbook.number(tostring(shape.depths[r])), "1", NARROW) end
  for i, column in ipairs(sheet.columns) do
    local cell, what = cell_of(row.cells[i], column, block)
    put(cell, what, column.left and WIDE or 18)
  end
  return cells
end

local function headers_of(sheet, shape)
  local headers, left = {}, {}
  local function put(label, is_left)
    headers[#headers + 1] = label
    left[#headers] = is_left
  end
  if shape.groups then put("Group", true) end
  put(sheet.stub and sheet.stub ~= "" and sheet.stub or "Row", true)
  if shape.levels then put("Level", false) end
  for _, column in ipairs(sheet.columns) do put(column.label, column.left) end
  return headers, left
end

-- The block of SHEET (sheet.lua) for write_table.
local function of_sheet(block, sheet)
  local with_cells = 0
  for _, row in ipairs(sheet.rows) do with_cells = with_cells + (row.kind == "heading" and 0 or 1) end
  check_size(block, 0, with_cells, #sheet.columns) -- before a cell of them is made
  local shape = shape_of(sheet)
  block.states, block.notes, block.rows, block.widths = {}, block.notes or {}, {}, {}
  block.headers, block.left = headers_of(sheet, shape)
  for _, what in ipairs { sheet.base or "", sheet.measure or "", sheet.selection or "" } do
    if what ~= "" then block.lines[#block.lines + 1] = what end
  end
  if shape.levels then
    block.lines[#block.lines + 1] = "Level: 1 is a row of its own, 2 a part of the row of level 1 above it, and so on."
  end
  for r, row in ipairs(sheet.rows) do
    if row.kind ~= "heading" then block.rows[#block.rows + 1] = row_of(row, r, sheet, shape, block) end
  end
  if #block.rows == 0 then
    block.rows[1] = { text("text", "No rows") }
    block.states["not applicable"] = true
    for c = 2, #block.headers do block.rows[1][c] = text("right", state.symbol("not applicable")) end
  end
  return block
end

-- Passages: a row each, with all that says where it stands.
local function of_passages(block, quotes)
  local columns = quotes.columns or {}
  block.headers = { quotes.stub or "Row", "Column", "Review", "Finding", "Passage", "Source", "Place" }
  block.left, block.widths, block.states = { true, true, true, true, true, true, true }, {}, {}
  block.rows, block.notes, block.first = {}, quotes.notes or {}, LABEL // 2
  for _, what in ipairs { quotes.base or "", quotes.selection or "" } do
    if what ~= "" then block.lines[#block.lines + 1] = what end
  end
  local function put(...)
    local cells = {}
    for c, what in ipairs { ... } do
      block.blank = block.blank or what == ""
      cells[c] = text("text", what)
      measured(block.widths, c, what, c == 5 and 60 or 24)
    end
    block.rows[#block.rows + 1] = cells
  end
  for _, row in ipairs(quotes.rows) do
    for c, cell in ipairs(row.cells) do
      for _, p in ipairs(cell) do
        put(row.label, columns[c] or "", p.review or "", p.finding or "", p.text or "(no text)", p.source or "",
          p.at or "")
      end
      if cell.total > #cell then
        put(row.label, columns[c] or "", "", "", number.thousands(cell.total - #cell) .. " more", "", "")
      end
    end
  end
  if #block.rows == 0 then put("No passages", "", "", "", "", "", "") end
  return block
end

local function joined(...)
  local list, seen = {}, {}
  for _, notes in ipairs { ... } do
    for _, note in ipairs(notes) do
      if not seen[note] then list[#list + 1], seen[note] = note, true end
    end
  end
  return list
end

local tables = {}

function tables.table(block, name)
  return of_sheet({ name = name, title = name .. ": " .. block.title, lines = {},
    notes = block.sheet.notes }, block.sheet)
end

function tables.chart(block, name)
  local sheet = block.sheet
  return of_sheet({ name = name, title = name .. ": " .. block.title, of = ", the data of the figure",
    lines = { block.subtitle, block.alt }, notes = joined(block.chart.notes or {}, sheet.notes or {}) }, sheet)
end

function tables.passages(block, name)
  return of_passages({ name = name, title = name .. ": " .. block.title, lines = {} }, block.quotes)
end

-- ---- the text ----

local write = {}

local function inline(spans)
  return document.text(spans)
end

function write.heading(_, page, block) prose(page, "h" .. block.level, inline(block.spans)) end
function write.paragraph(_, page, block) prose(page, "text", inline(block.spans)) end
function write.speaker_notes(_, page, block) prose(page, "text", "Speaker notes: " .. inline(block.spans)) end
function write.page_break() end

function write.note(book, page, block)
  local note = inline(block.spans)
  prose(page, "text", note_of(book, note) .. " " .. note)
end

function write.list(_, page, block)
  for i, item in ipairs(block.items) do prose(page, "in1", (block.ordered and i .. ". " or "• ") .. inline(item)) end
end

function write.quote(_, page, block)
  prose(page, "in1", "“" .. block.text .. "”")
  prose(page, "in1", "Source: " .. block.source)
end

function write.definitions(_, page, block)
  for _, item in ipairs(block.items) do prose(page, "text", item.term .. ": " .. inline(item.spans)) end
end

function write.self_care(_, page, block)
  prose(page, "h2", block.title)
  prose(page, "text", inline(block.spans))
  write.list(nil, page, block)
end

-- ---- the workbook ----

local function write_cover(doc, page)
  page:widths { PROSE }
  prose(page, "title", document.clean(doc.title))
  if doc.subtitle then prose(page, "h2", document.clean(doc.subtitle)) end
  prose(page, "text", "This workbook holds the tables, the data of the charts and the text of this report. Every "
    .. "worksheet has its title in cell A1, and its table, where it has one, begins in column A.")
  if doc.author then prose(page, "text", "Author: " .. document.clean(doc.author)) end
  if doc.date then prose(page, "text", "Date: " .. document.clean(doc.date)) end
  prose(page, "text", doc.audience == "internal" and "For use inside the partnership only. Do not publish or pass on."
    or "For readers inside and outside the partnership.")
  for _, block in ipairs(doc.blocks) do
    if block.kind == "self_care" then write.self_care(nil, page, block) end
  end
end

local function write_contents(book)
  local rows, widths = {}, { 20 }
  for _, page in ipairs(book.pages) do
    rows[#rows + 1] = { link(page, page.name), text("text", page.holds) }
    measured(widths, 2, page.holds, PROSE)
  end
  book.contents:widths(widths)
  book.contents:row { text("title", "Contents") }
  book.contents:row { text("line", "This worksheet contains one table. Each name leads to its worksheet.") }
  book.contents:table("contents", { "Worksheet", "What it holds" }, { true, true })
  for _, cells in ipairs(rows) do book.contents:row(cells) end
end

-- Notes, shorthand and definitions, in one table.
local function rows_of_notes(book, doc)
  local rows = {}
  local function put(name, kind, meaning)
    rows[#rows + 1] = { text("text", name), text("text", kind), text("text", meaning) }
  end
  for n, note in ipairs(book.notes) do put(("[note %d]"):format(n), "Note", note) end
  for _, line in ipairs(state.key(book.states)) do
    local symbol, meaning = line:match("^(%S+) (.*)$")
    put(symbol, "Shorthand", meaning)
  end
  for _, block in ipairs(doc.blocks) do
    if block.kind == "definitions" then
      for _, item in ipairs(block.items) do put(item.term, "Definition", inline(item.spans)) end
    end
  end
  if #rows == 0 then put("None", "Note", "There are no notes.") end
  return rows
end

local function write_notes(book, page, rows)
  page:widths { 28, 12, PROSE - 10 }
  page:row { text("title", "Notes, shorthand and definitions") }
  page:row { text("line", "This worksheet contains one table.") }
  page:row { link(book.contents, "Back to the contents") }
  page:table("notes", { "Name", "Kind", "Meaning" }, { true, true, true })
  for _, cells in ipairs(rows) do page:row(cells) end
end

-- The name of the worksheet of a block, and of its table.
local function name_of(block)
  local what = block.kind == "chart" and "Figure" or "Table"
  return what .. " " .. block.number, what:lower() .. "_" .. block.number
end

-- Which blocks there are: those with a worksheet of their own, whether any is prose, and whether any has notes.
local function survey(doc)
  local own, has_prose, has_notes = {}, false, false
  for _, block in ipairs(doc.blocks) do
    local kind = block.kind
    if tables[kind] then
      local name, key = name_of(block)
      local made = tables[kind](block, name)
      made.key = key
      own[#own + 1] = { block = block, made = made }
      has_notes = has_notes or #made.notes > 0 or next(made.states) ~= nil
    elseif kind ~= "page_break" and kind ~= "self_care" then
      has_prose = true
    end
    has_notes = has_notes or kind == "note" or kind == "definitions"
  end
  return own, has_prose, has_notes
end

local function write_text(book, doc, page, own)
  local pages = {}
  for _, item in ipairs(own) do pages[item.block] = item.made.page end
  page:widths { PROSE }
  prose(page, "title", document.clean(doc.title))
  page:row { text("text", "This worksheet holds the text of the report in its order. Tables and the data of figures "
    .. "have worksheets of their own, to which their titles lead.") }
  for _, block in ipairs(doc.blocks) do
    if pages[block] then
      page:row { link(pages[block], name_of(block) .. ": " .. block.title) }
    else
      write[block.kind](book, page, block)
    end
  end
end

--- The plan of the workbook of DOC (document.lua).
function M.plan(doc)
  local book = workbook.new { title = doc.title, subject = doc.subtitle, author = doc.author, lang = doc.lang }
  local own, has_prose, has_notes = survey(doc)
  book.notes, book.numbers, book.states, book.title = {}, {}, {}, document.clean(doc.title)
  local function page(name, holds)
    local made = book:sheet(name)
    made.holds = holds
    return made
  end
  local cover = page("Cover", "What this workbook is")
  book.contents = page("Contents", "A list of the worksheets")
  local notes = has_notes and page("Notes", "Notes, shorthand and definitions")
  local prose_page = has_prose and page("Text", "The text of the report")
  for _, item in ipairs(own) do
    local name = name_of(item.block)
    item.made.page = page(name, item.block.title)
  end
  write_cover(doc, cover)
  if prose_page then write_text(book, doc, prose_page, own) end
  for _, item in ipairs(own) do write_table(book, item.made) end
  if notes then write_notes(book, notes, rows_of_notes(book, doc)) end
  write_contents(book)
  return book:plan()
end

--- DOC as the bytes of a workbook.
function M.write(doc)
  return host.xlsx(M.plan(doc))
end

return M
