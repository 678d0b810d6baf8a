--- Passages by row and group, as text, Markdown, CSV and JSON.
--
--   { title=, base=, selection=, stub=, columns = { label, ... },
--     rows = { { label=, key=, cells = { { total=, { review=, finding=, source=, at=, text= }, ... }, ... } }, ... },
--     notes = { "...", ... } }
--
-- A cell holds the passages that are printed; `total` says how many there are.  base, selection, notes may be missing.

local core = require "heddle.core"
local csv = require "heddle.render.csv"
local lines = require "heddle.render.lines"
local markdown = require "heddle.render.markdown"
local number = require "heddle.number"
local plain = require("heddle.render.text").plain

local M = {}

local WIDTH, NARROW, GAP = 100, 24, 2

-- "SYN-04 SYN-04-F5, synthetic-sample, line 16"
local function label(p)
  local parts = { p.review .. " " .. p.finding, p.source, p.at }
  if not p.source and p.at then parts[2] = p.at end
  return plain(table.concat(parts, ", "))
end

local function said(p)
  return p.text and plain(p.text) or "(no text)"
end

local function more(cell)
  return cell.total > #cell and ("%s more"):format(number.thousands(cell.total - #cell)) or nil
end

-- The lines of one cell: each passage, then where it stands.
local function lines_of(cell, width)
  local out = {}
  local function add(text, indent)
    local filled = lines.fill(lines.words(text), width, indent, indent)
    table.move(filled, 1, #filled, #out + 1, out)
  end
  for _, p in ipairs(cell) do
    add(said(p), "")
    add("[" .. label(p) .. "]", "  ")
  end
  if cell.total == 0 then out[1] = "none" end
  if more(cell) then add("... " .. more(cell), "") end
  return out
end

local function heading(quotes)
  return { quotes.title, quotes.base, quotes.base and quotes.selection and plain(quotes.selection) }
end

-- The groups of a row beside each other; where there is no room, below each other.
local function beside(quotes, row, width)
  local n = #quotes.columns
  local each = (width - 2 - GAP * (n - 1)) // n
  local out = {}
  if each < NARROW then
    for i, name in ipairs(quotes.columns) do
      out[#out + 1] = "  " .. plain(name)
      for _, line in ipairs(lines_of(row.cells[i], width - 4)) do out[#out + 1] = "    " .. line end
    end
    return out
  end
  local parts, height, widths, right = {}, 0, { 0 }, {}
  for i, name in ipairs(quotes.columns) do
    parts[i] = n > 1 and { core.prefix(plain(name), each) } or {}
    for _, line in ipairs(lines_of(row.cells[i], each)) do table.insert(parts[i], line) end
    height, widths[i + 1] = math.max(height, #parts[i]), each
  end
  local rows = {}
  for l = 1, height do
    rows[l] = { "" }
    for i = 1, n do rows[l][i + 1] = parts[i][l] or "" end
  end
  return { core.align(rows, widths, right) }
end

--- As text, `limit` columns wide (100 when it is nil).
function M.text(quotes, limit)
  local out = heading(quotes)
  for _, row in ipairs(quotes.rows) do
    out[#out + 1] = ""
    out[#out + 1] = plain(row.label)
    for _, line in ipairs(beside(quotes, row, math.max(limit or WIDTH, NARROW + 4))) do out[#out + 1] = line end
  end
  if #quotes.rows == 0 then out[#out + 1] = "No passages." end
  if quotes.notes and #quotes.notes > 0 then out[#out + 1] = "" end
  for _, note in ipairs(quotes.notes or {}) do out[#out + 1] = plain(note) end
  return table.concat(out, "\n")
end

--- As a Markdown table, a row and a column as they are.
function M.markdown(quotes)
  local escape = markdown.escape
  local head, rule = { escape(quotes.stub) }, { "---" }
  for i, name in ipairs(quotes.columns) do head[i + 1], rule[i + 1] = escape(name), "---" end
  local about = { "**" .. escape(quotes.title) .. "**" }
  about[#about + 1] = quotes.base and escape(quotes.base)
  about[#about + 1] = quotes.selection and escape(quotes.selection)
  local out = { table.concat(about, "; "), "", "| " .. table.concat(head, " | ") .. " |",
    "| " .. table.concat(rule, " | ") .. " |" }
  for _, row in ipairs(quotes.rows) do
    local cells = { escape(plain(row.label)) }
    for i, cell in ipairs(row.cells) do
      local parts = {}
      for p, passage in ipairs(cell) do parts[p] = escape(("%s [%s]"):format(said(passage), label(passage))) end
      parts[#parts + 1] = more(cell)
      cells[i + 1] = table.concat(parts, "<br>")
    end
    out[#out + 1] = "| " .. table.concat(cells, " | ") .. " |"
  end
  if quotes.notes and #quotes.notes > 0 then out[#out + 1] = "" end
  for _, note in ipairs(quotes.notes or {}) do out[#out + 1] = escape(note) .. "  " end
  return (table.concat(out, "\n"):gsub("%s+$", ""))
end

--- As CSV, one line a passage.
function M.csv(quotes)
  local out = { "Row,Code,Column,Review,Finding,Source,At,Text" }
  for _, row in ipairs(quotes.rows) do
    for i, cell in ipairs(row.cells) do
      for _, p in ipairs(cell) do
        local fields = { row.label, row.key, quotes.columns[i], p.review, p.finding, p.source or "", p.at or "",
          p.text or "" }
        for f, text in ipairs(fields) do fields[f] = csv.field(plain(text)) end
        out[#out + 1] = table.concat(fields, ",")
      end
    end
  end
  return table.concat(out, "\r\n") .. "\r\n"
end

--- As a JSON list, one object a passage.  JSON escapes what drives a terminal, so texts are as they are.
function M.json(quotes)
  local list = {}
  for _, row in ipairs(quotes.rows) do
    for i, cell in ipairs(row.cells) do
      for _, p in ipairs(cell) do
        local parts = {}
        for _, pair in ipairs { { "row", row.label }, { "key", row.key }, { "column", quotes.columns[i] },
          { "review", p.review }, { "finding", p.finding }, { "source", p.source }, { "at", p.at },
          { "text", p.text } } do
          if pair[2] then parts[#parts + 1] = core.json_string(pair[1]) .. ":" .. core.json_string(pair[2]) end
        end
        list[#list + 1] = "{" .. table.concat(parts, ",") .. "}"
      end
    end
  end
  return #list == 0 and "[]" or "[\n" .. table.concat(list, ",\n") .. "\n]"
end

return M
