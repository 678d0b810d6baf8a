--- A report as Markdown.

local document = require "heddle.report.document"
local escape = require("heddle.render.markdown").escape
local passages = require "heddle.render.passages"

local M = {}

local function inline(spans)
  return document.text(spans, escape)
end

local function row(cells)
  return "| " .. table.concat(cells, " | ") .. " |"
end

-- The words below a table: notes, then the key of its symbols.
local function below(out, sheet)
  for _, list in ipairs { sheet.notes, sheet.key } do
    for _, note in ipairs(list) do out[#out + 1] = escape(note) end
  end
end

local function grid(sheet)
  local head, rule, lines = { escape(sheet.stub or "") }, { "---" }, {}
  for i, column in ipairs(sheet.columns) do
    head[i + 1], rule[i + 1] = escape(column.label), column.left and "---" or "---:"
  end
  lines[1], lines[2] = row(head), row(rule)
  for _, r in ipairs(sheet.rows) do
    local cells = { ("&emsp;"):rep(r.depth - 1) .. escape(r.label) }
    for i, cell in ipairs(r.cells) do cells[i + 1] = escape(cell.text) end
    lines[#lines + 1] = row(cells)
  end
  return table.concat(lines, "\n")
end

local function about(sheet)
  local parts = {}
  for _, text in ipairs { sheet.base or "", sheet.measure or "", sheet.selection or "" } do
    if text ~= "" then parts[#parts + 1] = escape(text) end
  end
  return #parts > 0 and table.concat(parts, "; ") or nil
end

local write = {}

function write.heading(out, block) out[#out + 1] = ("#"):rep(block.level + 1) .. " " .. inline(block.spans) end
function write.paragraph(out, block) out[#out + 1] = inline(block.spans) end
function write.note(out, block) out[#out + 1] = "**Note.** " .. inline(block.spans) end
function write.speaker_notes(out, block) out[#out + 1] = "**Speaker notes.** " .. inline(block.spans) end
function write.page_break(out) out[#out + 1] = "---" end

function write.list(out, block)
  local lines = {}
  for i, item in ipairs(block.items) do lines[i] = (block.ordered and i .. ". " or "- ") .. inline(item) end
  out[#out + 1] = table.concat(lines, "\n")
end

function write.table(out, block)
  out[#out + 1] = ("**Table %d: %s**"):format(block.number, escape(block.title))
  out[#out + 1] = about(block.sheet)
  out[#out + 1] = grid(block.sheet)
  below(out, block.sheet)
end

function write.passages(out, block)
  out[#out + 1] = ("**Table %d: %s**"):format(block.number, escape(block.title))
  out[#out + 1] = passages.markdown(block.quotes)
end

function write.chart(out, block)
  out[#out + 1] = ("**Figure %d: %s**"):format(block.number, escape(block.title))
  out[#out + 1] = escape(block.alt)
  out[#out + 1] = grid(block.sheet)
  below(out, block.sheet)
end

function write.quote(out, block)
  out[#out + 1] = "> " .. escape(block.text) .. "\n>\n> " .. escape(block.source)
end

function write.definitions(out, block)
  for _, item in ipairs(block.items) do out[#out + 1] = "**" .. escape(item.term) .. "**: " .. inline(item.spans) end
end

function write.self_care(out, block)
  out[#out + 1] = "**" .. escape(block.title) .. "**"
  out[#out + 1] = inline(block.spans)
  if #block.items > 0 then write.list(out, block) end
end

--- DOC (document.lua) as Markdown.
function M.write(doc)
  local out = { "# " .. escape(doc.title) }
  out[#out + 1] = doc.subtitle and escape(doc.subtitle)
  for _, text in ipairs { doc.author or "", doc.date or "" } do
    if text ~= "" then out[#out + 1] = escape(text) end
  end
  for _, block in ipairs(doc.blocks) do write[block.kind](out, block) end
  return table.concat(out, "\n\n") .. "\n"
end

return M
