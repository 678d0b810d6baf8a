--- A report as CSV, tidy: a line for each cell, passage, and every other text, with what it stands in.
--
-- `part` is the heading it is below, `value` a number or a text as it is, or, where the state is another than
-- "value", the letter of its symbol.  RFC 4180, UTF-8; what a spreadsheet would take as a formula gets a ' before it.

local csv = require "heddle.render.csv"
local document = require "heddle.report.document"
local progress = require "heddle.progress"
local state = require "heddle.state"

local M = {}

local columns = { "part", "kind", "id", "title", "row", "level", "column", "measure", "value", "state", "text",
  "review", "finding", "source", "at" }

-- A number without what only readers need.
local function plain(number)
  return math.type(number) == "integer" and tostring(number) or ("%.14g"):format(number)
end

local function line(fields)
  local out = {}
  for i, name in ipairs(columns) do
    local value = fields[name]
    out[i] = value == nil and "" or type(value) == "string" and csv.field(value) or plain(value)
  end
  return table.concat(out, ",")
end

-- "18/30" would be a date to a spreadsheet.
local function value_of(cell)
  if cell.state ~= "value" and cell.state ~= nil then return state.letter(cell.state) end
  if cell.number then return cell.number end
  return (cell.text:gsub("^(%d+)/(%d+)$", "%1 of %2"))
end

-- ADD(fields) for the cells of a sheet and what stands around them; ABOUT: the fields they share.
local function sheet(add, about, of)
  local function one(fields)
    for name, value in next, about do fields[name] = fields[name] or value end
    add(fields)
  end
  for _, name in ipairs { "base", "measure", "selection" } do
    if of[name] then one { kind = name, text = of[name] } end
  end
  for _, row in ipairs(of.rows) do
    if not row.cells or #row.cells == 0 then one { kind = "heading row", row = row.label, level = row.depth or 1 } end
    for i, cell in ipairs(row.cells or {}) do
      local column = of.columns[i]
      if cell.text ~= "" then
        one { kind = "cell", row = row.label, level = row.depth or 1, column = column.label, measure = column.measure,
          value = value_of(cell), state = cell.state }
      end
    end
  end
  for _, note in ipairs(of.notes or {}) do one { kind = "note", text = note } end
  for _, symbol in ipairs(of.key or {}) do one { kind = "symbol", text = symbol } end
end

local blocks = {}

function blocks.heading(add, b) add { kind = "heading", id = b.id, level = b.level, text = document.text(b.spans) } end
function blocks.paragraph(add, b) add { kind = "paragraph", text = document.text(b.spans) } end
function blocks.note(add, b) add { kind = "note", text = document.text(b.spans) } end
function blocks.speaker_notes(add, b) add { kind = "speaker notes", text = document.text(b.spans) } end
function blocks.quote(add, b) add { kind = "quote", text = b.text, source = b.source } end
function blocks.page_break(add) add { kind = "page break" } end

function blocks.list(add, b)
  for i, item in ipairs(b.items) do
    add { kind = b.ordered and "numbered item" or "item", value = b.ordered and i or nil, text = document.text(item) }
  end
end

function blocks.table(add, b)
  sheet(add, { id = b.id, title = b.title }, b.sheet)
end

function blocks.chart(add, b)
  local about = { id = b.id, title = b.title }
  add { kind = "chart", id = b.id, title = b.title, text = b.subtitle }
  if b.alt then add { kind = "chart in words", id = b.id, title = b.title, text = b.alt } end
  for _, note in ipairs(document.chart_notes(b)) do add { kind = "note", id = b.id, title = b.title, text = note } end
  sheet(add, about, b.sheet)
end

function blocks.passages(add, b)
  local q = b.quotes
  for _, name in ipairs { "base", "selection" } do
    if q[name] then add { kind = name, id = b.id, title = b.title, text = q[name] } end
  end
  for _, row in ipairs(q.rows) do
    for i, cell in ipairs(row.cells) do
      add { kind = "passages", id = b.id, title = b.title, row = row.label, column = q.columns[i],
        measure = "n", value = cell.total, state = "value" }
      for _, p in ipairs(cell) do
        add { kind = "passage", id = b.id, title = b.title, row = row.label, column = q.columns[i], text = p.text,
          review = p.review, finding = p.finding, source = p.source, at = p.at }
      end
    end
  end
  for _, note in ipairs(q.notes or {}) do add { kind = "note", id = b.id, title = b.title, text = note } end
end

function blocks.definitions(add, b)
  for _, item in ipairs(b.items) do add { kind = "definition", row = item.term, text = document.text(item.spans) } end
end

function blocks.self_care(add, b)
  add { kind = "self-care", title = b.title, text = document.text(b.spans) }
  for _, item in ipairs(b.items or {}) do
    add { kind = "self-care item", title = b.title, text = document.text(item) }
  end
end

--- The document as CSV.
function M.write(doc)
  local out, part = { table.concat(columns, ",") }, nil
  local function add(fields)
    fields.part = part
    out[#out + 1] = line(fields)
  end
  for _, name in ipairs { "title", "subtitle", "author", "date", "lang", "audience" } do
    if doc[name] then add { kind = name, text = doc[name] } end
  end
  for i, block in ipairs(doc.blocks) do
    progress.step("csv", i, #doc.blocks)
    if block.kind == "heading" then part = block.text end
    blocks[block.kind](add, block)
  end
  return table.concat(out, "\r\n") .. "\r\n"
end

return M
