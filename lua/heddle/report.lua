--- The report that `heddle.report` gives a script: its methods add blocks to a document (report/document.lua), which a
-- writer turns into a file when it is saved.

local check = require "heddle.check"
local core = require "heddle.core"
local document = require "heddle.report.document"
local given = require "heddle.report.given"
local host = require "heddle.host"
local number = require "heddle.number"
local result = require "heddle.result"
local sheet = require "heddle.report.sheet"
local state = require "heddle.state"

local M = {}

local MOST_BYTES = 32 << 20 -- of all texts of a report

local documents = setmetatable({}, { __mode = "k" })

-- ---- blocks ----

-- The bytes of a block's texts, and which symbols stand in its prose.
local function weigh(block, symbols)
  local bytes = 0
  local function spans(list)
    for _, span in ipairs(list or {}) do
      bytes = bytes + #span.text
      if span.state then symbols[span.state] = true end
    end
  end
  spans(block.spans)
  for _, item in ipairs(block.items or {}) do spans(item.spans or item) end
  return bytes + #(block.text or "")
end

local function add(doc, call, block)
  if #doc.blocks == given.MOST_BLOCKS then
    check.fail(call, "a report has %s blocks at most", number.thousands(given.MOST_BLOCKS))
  end
  doc.bytes = doc.bytes + weigh(block, doc.symbols)
  if doc.bytes > MOST_BYTES then check.fail(call, "the texts of a report have %d MiB at most", MOST_BYTES >> 20) end
  doc.blocks[#doc.blocks + 1] = block
end

local function counted(doc, name)
  doc.counts[name] = (doc.counts[name] or 0) + 1
  return doc.counts[name]
end

-- ---- methods ----

local Report = {}

function Report.heading(doc, text, level, refs)
  local call = "report:heading"
  if type(level) == "table" then
    if refs ~= nil then check.fail(call, "the level is a table; it is 1, 2 or 3") end
    level, refs = nil, level
  end
  if level == nil then level = 1 end
  if level ~= 1 and level ~= 2 and level ~= 3 then
    check.fail(call, "the level is %s; it is 1, 2 or 3", check.show(level))
  end
  local spans = given.spans(call, text, refs)
  add(doc, call, { kind = "heading", level = math.tointeger(level), id = "s-" .. counted(doc, "heading"), spans = spans,
    text = document.text(spans) })
end

-- Blocks of a text with references.
local function prose(name, kind)
  Report[name] = function(doc, text, refs)
    add(doc, "report:" .. name, { kind = kind, spans = given.spans("report:" .. name, text, refs) })
  end
end
prose("p", "paragraph")
prose("note", "note")
prose("speaker_notes", "speaker_notes")

function Report.list(doc, items, refs)
  add(doc, "report:list", { kind = "list", ordered = false, items = given.list("report:list", items, refs) })
end

function Report.numbered(doc, items, refs)
  add(doc, "report:numbered", { kind = "list", ordered = true, items = given.list("report:numbered", items, refs) })
end

-- LIST with MORE behind it.
local function joined(list, more)
  local all = table.move(list or {}, 1, #(list or {}), 1, {})
  return table.move(more or {}, 1, #(more or {}), #all + 1, all)
end

local function copied(t)
  local copy = {}
  for key, value in next, t do copy[key] = value end
  return copy
end

-- The passages of set:quotes are more than a frame.
local function add_passages(doc, quotes, options)
  local n, own = counted(doc, "table"), copied(document.passages(quotes))
  own.notes = joined(own.notes, options.notes)
  own.title = options.title or own.title
  add(doc, "report:table", { kind = "passages", number = n, id = "table-" .. n, quotes = own, title = own.title })
end

function Report.table(doc, t, options)
  local call = "report:table"
  if not result.name_of(t) then
    check.fail(call, "got %s; it takes a table, such as set:themes() gives", check.show(t))
  end
  if result.name_of(t) == "chart" then check.fail(call, "got a chart: r:chart(...) shows it, with its table") end
  options = given.options(call, options)
  local quotes = result.passages(t)
  if quotes then return add_passages(doc, quotes, options) end
  local frame = result.frame(t)
  local own, n = document.sheet(sheet.of(frame)), counted(doc, "table")
  own.notes = joined(own.notes, options.notes)
  own.title = options.title or own.title
  add(doc, call, { kind = "table", number = n, id = "table-" .. n, frame = frame, sheet = own, title = own.title,
    behind = result.behind(t) })
end

function Report.chart(doc, t, options)
  local call = "report:chart"
  if not result.name_of(t) then
    check.fail(call, "got %s; it takes a table, or what t:chart{ ... } gave", check.show(t))
  end
  local chart = document.chart(require("heddle.chart").model(call, t, options))
  local n = counted(doc, "figure")
  add(doc, call, { kind = "chart", number = n, id = "figure-" .. n, chart = chart,
    sheet = document.sheet(sheet.of(chart.frame)), title = chart.title, subtitle = chart.subtitle or "",
    alt = chart.alt, behind = result.behind(t) })
end

function Report.quote(doc, said, options)
  local words, source = given.quotation("report:quote", said, options)
  add(doc, "report:quote", { kind = "quote", text = words, source = source })
end

function Report.definitions(doc, terms)
  add(doc, "report:definitions", { kind = "definitions", items = given.definitions("report:definitions", terms) })
end

local own_words = "This report is about harm to children. Reading it can be distressing, more so if it touches on your "
  .. "own life or work."
local own_items = {
  "Take breaks, and stop reading whenever you need to.",
  "Read it at a time and in a place that suit you, and not alone if you would rather not be.",
  "Talk to a colleague, your manager, a supervisor or somebody you trust.",
}

function Report.self_care(doc, text, items)
  local call = "report:self_care"
  if text == nil and items == nil then items = own_items end
  add(doc, call, { kind = "self_care", title = "Looking after yourself",
    spans = given.spans(call, text == nil and own_words or text),
    items = items ~= nil and given.list(call, items) or {} })
end

function Report.page_break(doc)
  add(doc, "report:page_break", { kind = "page_break" })
end

-- The document as writers take it: what is added later is not in it.
local function finished(doc)
  local copy = copied(doc)
  copy.blocks = joined(doc.blocks)
  local key = state.key(doc.symbols)
  if #key > 0 then
    copy.blocks[#copy.blocks + 1] = { kind = "note", spans = { { text = table.concat(key, " ") } } }
  end
  return copy
end

local function written(doc, writer, width)
  return require("heddle.report." .. writer).write(finished(doc), width)
end

function Report.render(doc, format)
  return written(doc, given.format("report:render", format))
end

function Report.save(doc, name)
  host.stage(name, written(doc, given.writer("report:save", name)))
end

-- ---- the object ----

local names, public = {}, {}
for name, method in next, Report do
  names[#names + 1] = name
  public[name] = function(report, ...)
    local doc = documents[report]
    if not doc then check.fail("report:" .. name, "call it with a colon: r:%s(...)", name) end
    return method(doc, ...)
  end
end
table.sort(names)

-- What other programs call the methods.
local called = { paragraph = "p", para = "p", text = "p", title = "heading", header = "heading", h1 = "heading",
  h2 = "heading", image = "chart", figure = "chart", plot = "chart", bullets = "list", items = "list",
  footnote = "note", notes = "note", slide = "page_break", glossary = "definitions", write = "save", export = "save" }

local mt = {
  __metatable = false,
  __name = "report",
  __tostring = function(report) return (written(documents[report], "text", host.columns()):gsub("\n$", "")) end,
  __index = function(_, key)
    if public[key] then return public[key] end
    if called[key] then core.raise("a report has no '" .. key .. "'" .. check.did_you_mean(called[key])) end
    check.lacks("a report", key, names)
  end,
  __newindex = function() core.raise("reports are read-only") end,
}

--- A new report.
function M.new(options)
  local doc = given.options("heddle.report", options)
  doc.blocks, doc.counts, doc.symbols, doc.bytes = {}, {}, {}, 0
  local report = setmetatable({}, mt)
  documents[report] = doc
  result.register(report, "report", names)
  return report
end

return M
