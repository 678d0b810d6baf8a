--- A report as JSON: the whole document, keys in one order, numbers as numbers beside the texts that print them and
-- the state of each.

local core = require "heddle.core"
local progress = require "heddle.progress"

local M = {}

-- ---- values ----

local function text(value)
  return value ~= nil and core.json_string(value) or nil
end

local function number(value)
  return value ~= nil and core.json_number(value) or nil
end


-- Keys and values that are JSON already; what is nil is left out.
local function object(...)
  local parts, given = {}, table.pack(...)
  for i = 1, given.n, 2 do
    if given[i + 1] ~= nil then parts[#parts + 1] = core.json_string(given[i]) .. ":" .. given[i + 1] end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function list(items, each)
  if not items then return nil end
  local parts = {}
  for i, item in ipairs(items) do parts[i] = each(item) end
  return "[" .. table.concat(parts, ",") .. "]"
end

-- ---- parts of blocks ----

-- Text is a string, a number from the data an object.
local function span(one)
  if not one.state then return text(one.text) end
  return object("text", text(one.text), "state", text(one.state), "number", number(one.number))
end

local function spans(all)
  return list(all, span)
end

local function cell(one)
  return object("text", text(one.text), "state", text(one.state), "number", number(one.number))
end

local function row(one)
  return object("label", text(one.label), "key", text(one.key), "kind", text(one.kind), "depth", number(one.depth),
    "cells", list(one.cells or {}, cell))
end

local function sheet_parts(sheet)
  return "base", text(sheet.base), "measure", text(sheet.measure), "selection", text(sheet.selection),
    "rows_are", text(sheet.stub), "columns", list(sheet.columns, function(column)
      return object("label", text(column.label), "measure", text(column.measure))
    end), "rows", list(sheet.rows, row), "notes", list(sheet.notes, text), "symbols", list(sheet.key, text)
end

-- Of a hidden cell only that it is hidden.
local function drawn(one)
  if one.state == "hidden" then return object("text", text(one.text), "state", text(one.state)) end
  return object("text", text(one.text), "state", text(one.state), "value", number(one.value), "n", number(one.n),
    "N", number(one.N), "low", number(one.low), "high", number(one.high))
end

local function chart_parts(chart)
  local function named(one) return object("label", text(one.label), "key", text(one.key)) end
  return object("kind", text(chart.kind), "measure", text(chart.measure), "max", number(chart.max),
    "series", list(chart.series, named), "nodes", list(chart.nodes, function(node)
      return object("label", text(node.label), "key", text(node.key), "cell", node.cell and drawn(node.cell))
    end),
    "groups", list(chart.groups, function(group)
      return object("label", text(group.label), "key", text(group.key), "depth", number(group.depth),
        "from", number(group.from), "to", number(group.to),
        "cells", list(group.cells, drawn))
    end), "notes", list(chart.notes, text))
end

local function passage(p)
  return object("review", text(p.review), "finding", text(p.finding), "source", text(p.source), "at", text(p.at),
    "text", text(p.text))
end

local function passage_row(one)
  return object("label", text(one.label), "key", text(one.key), "cells", list(one.cells, function(of)
    return object("total", number(of.total), "passages", list(of, passage))
  end))
end

-- ---- blocks ----

local blocks = {}

function blocks.heading(b)
  return object("kind", text(b.kind), "id", text(b.id), "level", number(b.level), "spans", spans(b.spans))
end

function blocks.paragraph(b)
  return object("kind", text(b.kind), "spans", spans(b.spans))
end
blocks.note, blocks.speaker_notes = blocks.paragraph, blocks.paragraph

function blocks.list(b)
  return object("kind", text(b.kind), "ordered", tostring(b.ordered == true), "items", list(b.items, spans))
end

function blocks.table(b)
  return object("kind", text(b.kind), "id", text(b.id), "number", number(b.number), "title", text(b.title),
    sheet_parts(b.sheet))
end

function blocks.passages(b)
  local quotes = b.quotes
  return object("kind", text(b.kind), "id", text(b.id), "number", number(b.number), "title", text(b.title),
    "base", text(quotes.base), "selection", text(quotes.selection), "rows_are", text(quotes.stub),
    "columns", list(quotes.columns, text), "rows", list(quotes.rows, passage_row),
    "notes", list(quotes.notes or {}, text))
end

function blocks.chart(b)
  return object("kind", text(b.kind), "id", text(b.id), "number", number(b.number), "title", text(b.title),
    "subtitle", text(b.subtitle), "alt", text(b.alt), "chart", chart_parts(b.chart),
    "data", object(sheet_parts(b.sheet)))
end

function blocks.quote(b)
  return object("kind", text(b.kind), "text", text(b.text), "source", text(b.source))
end

function blocks.definitions(b)
  return object("kind", text(b.kind), "items", list(b.items, function(item)
    return object("term", text(item.term), "spans", spans(item.spans))
  end))
end

function blocks.self_care(b)
  return object("kind", text(b.kind), "title", text(b.title), "spans", spans(b.spans), "items", list(b.items, spans))
end

function blocks.page_break(b)
  return object("kind", text(b.kind))
end

--- The document as JSON, a block a line.
function M.write(document)
  local parts = {}
  for i, block in ipairs(document.blocks) do
    progress.step("json", i, #document.blocks)
    parts[i] = blocks[block.kind](block)
  end
  local head = object("title", text(document.title), "subtitle", text(document.subtitle), "author",
    text(document.author), "date", text(document.date), "lang", text(document.lang), "audience",
    text(document.audience))
  if #parts == 0 then return head:sub(1, -2) .. ',"blocks":[]}\n' end
  return head:sub(1, -2) .. ',"blocks":[\n' .. table.concat(parts, ",\n") .. "\n]}\n"
end

return M
