--- A report as text, in lines of a width: what does not fit goes on below, nothing is cut.

local core = require "heddle.core"
local document = require "heddle.report.document"
local lines = require "heddle.render.lines"
local passages = require "heddle.render.passages"
local progress = require "heddle.progress"

local M = {}

local WIDTH = 100 -- of prose, where there is no terminal
local LEAST = 30 -- a narrower terminal breaks the lines itself
local LABEL, TEXT, HEAD, GAP = 48, 40, 20, 2 -- the most columns of a label, of a text in a cell, of a heading

-- ADD(text) in lines of WIDTH, the first behind FIRST, the others behind REST.
local function fill(add, text, width, first, rest)
  for _, line in ipairs(lines.fill(lines.words(text), width, first, rest)) do add(line) end
end

-- ---- tables ----

-- TEXT in lines that are no wider than MOST.
local function broken(text, most)
  if core.width(text) <= most then return { text } end
  return lines.fill(lines.words(text), most)
end

-- Rows of cells, each a list of lines, as rows of single lines.
local function single(rows, n)
  local out = {}
  for _, row in ipairs(rows) do
    local height = 1
    for c = 1, n do height = math.max(height, row[c] and #row[c] or 0) end
    for l = 1, height do
      local one = {}
      for c = 1, n do one[c] = row[c] and row[c][l] or "" end
      out[#out + 1] = one
    end
  end
  return out
end

-- Widths of the columns of such rows.
local function widths_of(rows, n)
  local widths = {}
  for c = 1, n do widths[c] = 0 end
  for _, row in ipairs(rows) do
    for c = 1, n do
      for _, line in ipairs(row[c] or {}) do widths[c] = math.max(widths[c], core.width(line)) end
    end
  end
  return widths
end

-- The rows of a sheet, its headings in the first; the first column is the labels.
local function rows_of(sheet, label_most)
  local rows = { { broken(sheet.stub or "", label_most) } }
  for c, column in ipairs(sheet.columns) do rows[1][c + 1] = broken(column.label, HEAD) end
  for _, row in ipairs(sheet.rows) do
    local indent = ("  "):rep((row.depth or 1) - 1)
    local one = { lines.fill(lines.words(row.label), label_most, indent, indent) }
    for c, cell in ipairs(row.cells or {}) do one[c + 1] = broken(cell.text, TEXT) end
    rows[#rows + 1] = one
  end
  return rows
end

-- Columns of the sheet in groups that fit beside the labels: lists of their numbers.
local function panels(widths, limit)
  local all, panel, used = {}, {}, widths[1]
  for c = 2, #widths do
    if #panel > 0 and used + GAP + widths[c] > limit then
      all[#all + 1], panel, used = panel, {}, widths[1]
    end
    panel[#panel + 1], used = c, used + GAP + widths[c]
  end
  all[#all + 1] = panel
  return all
end

local function table_lines(add, sheet, limit)
  local rows = rows_of(sheet, limit and math.max(12, math.min(LABEL, limit // 3)) or LABEL)
  local widths = widths_of(rows, #sheet.columns + 1)
  for number, panel in ipairs(panels(widths, limit or math.huge)) do
    if number > 1 then
      add("")
      add("(continued)")
    end
    local own, own_widths, right = {}, { widths[1] }, { false }
    for i, c in ipairs(panel) do own_widths[i + 1], right[i + 1] = widths[c], not sheet.columns[c - 1].left end
    for r, row in ipairs(rows) do
      own[r] = { row[1] }
      for i, c in ipairs(panel) do own[r][i + 1] = row[c] end
    end
    add((core.align(single(own, #panel + 1), own_widths, right):gsub(" +\n", "\n"):gsub(" +$", "")))
  end
end

-- Base and what goes with it, the table, its notes and the key of its symbols.
local function sheet_lines(add, sheet, width, limit, notes)
  for _, name in ipairs { "base", "measure", "selection" } do
    if sheet[name] and sheet[name] ~= "" then fill(add, sheet[name], width) end
  end
  table_lines(add, sheet, limit)
  for _, list in ipairs { notes or {}, sheet.notes or {}, sheet.key or {} } do
    for _, note in ipairs(list) do fill(add, note, width) end
  end
end

-- ---- blocks ----

local write = {}

local rules = { "=", "-" }

local function underlined(add, text, width, rule)
  local longest = 0
  for _, line in ipairs(lines.fill(lines.words(text), width)) do
    add(line)
    longest = math.max(longest, core.width(line))
  end
  if rule then add(rule:rep(longest)) end
end

function write.heading(add, b, width) underlined(add, document.text(b.spans), width, rules[b.level]) end
function write.paragraph(add, b, width) fill(add, document.text(b.spans), width) end
function write.note(add, b, width) fill(add, "Note: " .. document.text(b.spans), width) end
function write.speaker_notes(add, b, width) fill(add, "Speaker notes: " .. document.text(b.spans), width) end
function write.page_break(add) add("- - -") end

function write.list(add, b, width)
  for i, item in ipairs(b.items) do
    local mark = b.ordered and i .. ". " or "- "
    fill(add, document.text(item), width, mark, (" "):rep(#mark))
  end
end

function write.table(add, b, width, limit)
  fill(add, ("Table %d: %s"):format(b.number, b.title), width)
  sheet_lines(add, b.sheet, width, limit)
end

function write.passages(add, b, width)
  fill(add, ("Table %d: %s"):format(b.number, b.title), width)
  add((passages.text(b.quotes, width):gsub("^[^\n]*\n", "", 1)))
end

function write.chart(add, b, width, limit)
  fill(add, ("Figure %d: %s"):format(b.number, b.title), width)
  if b.subtitle ~= "" then fill(add, b.subtitle, width) end
  fill(add, b.alt, width)
  add("")
  add(require("heddle.chart.text").draw(b.chart, width))
  add("")
  sheet_lines(add, b.sheet, width, limit, document.chart_notes(b))
end

function write.quote(add, b, width)
  fill(add, b.text, width, "    ", "    ")
  fill(add, "(" .. b.source .. ")", width, "    ", "    ")
end

function write.definitions(add, b, width)
  for _, item in ipairs(b.items) do
    fill(add, item.term, width)
    fill(add, document.text(item.spans), width, "    ", "    ")
  end
end

function write.self_care(add, b, width)
  underlined(add, b.title, width, "-")
  fill(add, document.text(b.spans), width)
  write.list(add, b, width)
end

--- DOC (document.lua) as text; `limit` is the width of the terminal, nil: tables are as wide as they need.
function M.write(doc, limit)
  local width = math.max(LEAST, math.min(limit or WIDTH, WIDTH))
  local out = {}
  local function add(text) out[#out + 1] = text end
  underlined(add, doc.title, width, "=")
  for _, name in ipairs { "subtitle", "author", "date" } do
    if doc[name] then fill(add, doc[name], width) end
  end
  for i, block in ipairs(doc.blocks) do
    progress.step("text", i, #doc.blocks)
    add("")
    write[block.kind](add, block, width, limit and math.max(limit, LEAST))
  end
  return table.concat(out, "\n") .. "\n"
end

return M
