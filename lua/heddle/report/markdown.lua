--- A report as Markdown (GitHub's).  Words are only words: nothing in them becomes a mark, a link, an image or HTML.

local document = require "heddle.report.document"
local markdown = require "heddle.render.markdown"
local passages = require "heddle.render.passages"
local progress = require "heddle.progress"

local M = {}

local escape = markdown.escape

-- TEXT, escaped, as a line begins with it: no list, rule or underline of a heading begins there.
local function at_start(text)
  return (text:gsub("^%s+", ""):gsub("^[-+=:]", "\\%0"):gsub("^(%d+)([.)])", "%1\\%2"))
end

local function inline(spans)
  return document.text(spans, escape)
end

local function row(cells)
  return "| " .. table.concat(cells, " | ") .. " |"
end

-- ADD the words below a table: notes, then the key of its symbols.
local function below(add, sheet)
  for _, list in ipairs { sheet.notes or {}, sheet.key or {} } do
    for _, note in ipairs(list) do add(at_start(escape(note))) end
  end
end

local function grid(sheet)
  local head, rule, lines = { escape(sheet.stub or "") }, { "---" }, {}
  for i, column in ipairs(sheet.columns) do
    head[i + 1], rule[i + 1] = escape(column.label), column.left and "---" or "---:"
  end
  lines[1], lines[2] = row(head), row(rule)
  for _, r in ipairs(sheet.rows) do
    local label = escape(r.label)
    if r.kind == "heading" then label = "**" .. label .. "**" end
    local cells = { ("&emsp;"):rep(r.depth - 1) .. label }
    for i in ipairs(sheet.columns) do cells[i + 1] = r.cells[i] and escape(r.cells[i].text) or "" end
    lines[#lines + 1] = row(cells)
  end
  return table.concat(lines, "\n")
end

-- Base, measure and selection in a line; nothing where there is none of them.
local function about(add, of)
  local parts = {}
  for _, name in ipairs { "base", "measure", "selection" } do
    if of[name] and of[name] ~= "" then parts[#parts + 1] = escape(of[name]) end
  end
  if #parts > 0 then add(at_start(table.concat(parts, "; "))) end
end

local write = {}

function write.heading(add, block) add(("#"):rep(block.level + 1) .. " " .. inline(block.spans)) end
function write.paragraph(add, block) add(at_start(inline(block.spans))) end
function write.note(add, block) add("**Note.** " .. inline(block.spans)) end
function write.speaker_notes(add, block) add("**Speaker notes.** " .. inline(block.spans)) end
function write.page_break(add) add("---") end

function write.list(add, block)
  local lines = {}
  for i, item in ipairs(block.items) do lines[i] = (block.ordered and i .. ". " or "- ") .. at_start(inline(item)) end
  add(table.concat(lines, "\n"))
end

function write.table(add, block)
  add(("**Table %d: %s**"):format(block.number, escape(block.title)))
  about(add, block.sheet)
  add(grid(block.sheet))
  below(add, block.sheet)
end

function write.passages(add, block)
  add(("**Table %d: %s**"):format(block.number, escape(block.title)))
  about(add, block.quotes)
  add(passages.markdown(block.quotes):match("^.-\n\n(.*)$"))
end

function write.chart(add, block)
  add(("**Figure %d: %s**"):format(block.number, escape(block.title)))
  if block.subtitle ~= "" then add(at_start(escape(block.subtitle))) end
  add(at_start(escape(block.alt)))
  add(grid(block.sheet))
  for _, note in ipairs(document.chart_notes(block)) do add(at_start(escape(note))) end
  below(add, block.sheet)
end

function write.quote(add, block)
  add("> " .. at_start(escape(block.text)) .. "\n>\n> " .. at_start(escape(block.source)))
end

function write.definitions(add, block)
  for _, item in ipairs(block.items) do add("**" .. escape(item.term) .. "**: " .. inline(item.spans)) end
end

function write.self_care(add, block)
  add("**" .. escape(block.title) .. "**")
  add(at_start(inline(block.spans)))
  if #block.items > 0 then write.list(add, block) end
end

--- DOC (document.lua) as Markdown.
function M.write(doc)
  local out = { "# " .. escape(doc.title) }
  local function add(text) out[#out + 1] = text end
  for _, name in ipairs { "subtitle", "author", "date" } do
    if doc[name] then add(at_start(escape(doc[name]))) end
  end
  for i, block in ipairs(doc.blocks) do
    progress.step("Markdown", i, #doc.blocks)
    write[block.kind](add, block)
  end
  return table.concat(out, "\n\n") .. "\n"
end

return M
