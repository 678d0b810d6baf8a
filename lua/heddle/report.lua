--- The report that `heddle.report` gives a script: its methods add blocks to a document (report/document.lua), which a
-- writer turns into a file when it is saved.

local check = require "heddle.check"
local core = require "heddle.core"
local document = require "heddle.report.document"
local host = require "heddle.host"
local inline = require "heddle.report.inline"
local result = require "heddle.result"
local sheet = require "heddle.report.sheet"

local M = {}

local documents = setmetatable({}, { __mode = "k" })

-- The writer of each ending.
local writers = { md = "markdown", xlsx = "xlsx" }

local function add(doc, block)
  doc.blocks[#doc.blocks + 1] = block
end

local function counted(doc, name)
  doc.counts[name] = (doc.counts[name] or 0) + 1
  return doc.counts[name]
end

local function spans_of(call, items, refs)
  if type(items) ~= "table" or rawlen(items) == 0 then
    check.fail(call, "got %s; it takes a list of texts", check.show(items))
  end
  local list = {}
  for i = 1, rawlen(items) do list[i] = inline.spans(call, rawget(items, i), refs) end
  return list
end

local Report = {}

function Report.heading(doc, text, level, refs)
  if type(level) == "table" then level, refs = nil, level end
  level = level == nil and 1 or level
  if level ~= 1 and level ~= 2 and level ~= 3 then
    check.fail("report:heading", "the level is %s; it is 1, 2 or 3", check.show(level))
  end
  add(doc, { kind = "heading", level = level, id = "s-" .. counted(doc, "heading"),
    spans = inline.spans("report:heading", text, refs) })
end

function Report.p(doc, text, refs)
  add(doc, { kind = "paragraph", spans = inline.spans("report:p", text, refs) })
end

function Report.list(doc, items, refs)
  add(doc, { kind = "list", ordered = false, items = spans_of("report:list", items, refs) })
end

function Report.numbered(doc, items, refs)
  add(doc, { kind = "list", ordered = true, items = spans_of("report:numbered", items, refs) })
end

-- The passages of set:quotes are more than a frame.
local function add_passages(doc, t, options)
  local quotes = result.passages(t)
  if not quotes then return false end
  local number = counted(doc, "table")
  add(doc, { kind = "passages", number = number, id = "table-" .. number, quotes = quotes,
    title = document.clean(options.title or quotes.title) })
  return true
end

function Report.table(doc, t, options)
  options = options or {}
  if not result.name_of(t) then check.fail("report:table", "got %s; it takes a table", check.show(t)) end
  if add_passages(doc, t, options) then return end
  local frame, number = result.frame(t), counted(doc, "table")
  add(doc, { kind = "table", number = number, id = "table-" .. number, frame = frame, sheet = sheet.of(frame),
    title = document.clean(options.title or frame.title), behind = result.behind(t) })
end

function Report.chart(doc, t, options)
  local chart = require("heddle.chart").model("report:chart", t, options)
  local number = counted(doc, "figure")
  add(doc, { kind = "chart", number = number, id = "figure-" .. number, chart = chart, sheet = sheet.of(chart.frame),
    title = document.clean(chart.title), subtitle = document.clean(chart.subtitle or ""),
    alt = document.clean(chart.alt), behind = result.behind(t) })
end

function Report.quote(doc, said, options)
  local source = options and rawget(options, "source")
  if type(said) == "table" then
    local parts = {}
    for _, key in ipairs { "finding", "review", "source", "at" } do parts[#parts + 1] = rawget(said, key) end
    source, said = source or table.concat(parts, ", "), rawget(said, "text")
  end
  if type(said) ~= "string" then check.fail("report:quote", "got %s; it takes a text", check.show(said)) end
  if type(source) ~= "string" or source == "" then
    check.fail("report:quote", "a quote needs its source: r:quote(text, { source = \"...\" })")
  end
  add(doc, { kind = "quote", text = document.clean(said), source = document.clean(source) })
end

function Report.note(doc, text, refs)
  add(doc, { kind = "note", spans = inline.spans("report:note", text, refs) })
end

function Report.definitions(doc, items)
  local list = {}
  for i, item in ipairs(items) do
    list[i] = { term = document.clean(item[1]), spans = inline.spans("report:definitions", item[2]) }
  end
  add(doc, { kind = "definitions", items = list })
end

function Report.self_care(doc, text, items)
  text = text or "This report is about harm to children. Take breaks, stop reading when you need to, and speak to "
    .. "your manager or someone you trust if it affects you."
  add(doc, { kind = "self_care", title = "Self-care", spans = inline.spans("report:self_care", text),
    items = items and spans_of("report:self_care", items) or {} })
end

function Report.page_break(doc)
  add(doc, { kind = "page_break" })
end

function Report.speaker_notes(doc, text, refs)
  add(doc, { kind = "speaker_notes", spans = inline.spans("report:speaker_notes", text, refs) })
end

function Report.save(doc, name)
  local ending = type(name) == "string" and name:match("%.(%w+)$")
  if not writers[ending] then check.fail("report:save", "got %s; the name must end in .md", check.show(name)) end
  host.stage(name, require("heddle.report." .. writers[ending]).write(doc))
end

local names = {}
for name, method in next, Report do
  names[#names + 1] = name
  Report[name] = function(report, ...)
    local doc = documents[report]
    if not doc then check.fail("report:" .. name, "call it with a colon: r:%s(...)", name) end
    return method(doc, ...)
  end
end
table.sort(names)

local mt = {
  __metatable = false,
  __name = "report",
  __index = function(_, key)
    if Report[key] then return Report[key] end
    core.raise(("a report has no '%s'%s"):format(tostring(key), check.suggest(key, names)))
  end,
  __newindex = function() core.raise("reports are read-only") end,
}

--- A new report.
function M.new(options)
  options = check.options("heddle.report", options)
  local report = setmetatable({}, mt)
  documents[report] = { title = document.clean(options.title), lang = options.lang,
    subtitle = options.subtitle, author = options.author, date = options.date, audience = options.audience,
    blocks = {}, counts = {} }
  return report
end

return M
