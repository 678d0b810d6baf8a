--- What a script gives the methods of a report, checked: texts, lists of them, references, options, terms.
-- Everything raises at the script's line, and before anything of that size is made.

local check = require "heddle.check"
local core = require "heddle.core"
local document = require "heddle.report.document"
local inline = require "heddle.report.inline"
local number = require "heddle.number"

local M = {}

M.MOST_BLOCKS = 10000
local MOST_ITEMS = 10000 -- of one list
local MOST_TEXT = 4 << 20 -- bytes of one text

-- TEXT without the spaces around it; a pattern would take long over many of them.
local function trimmed(text)
  if not text:find("^%s") and not text:find("%s", -1) then return text end
  return text:sub(text:find("%S"), -(text:reverse():find("%S")))
end

--- TEXT, which must be one, cleaned.  WHAT it is, in messages: "the text".
function M.text(call, text, what)
  what = what or "the text"
  if type(text) ~= "string" then
    check.fail(call, "%s is %s; it is a text%s", what, check.show(text),
      type(text) == "userdata" and " (a set is counted with #)" or "")
  end
  if #text > MOST_TEXT then
    check.fail(call, "%s has %s bytes; %s are the most", what, number.thousands(#text), number.thousands(MOST_TEXT))
  end
  text = document.clean(text)
  if not text:find("%S") then check.fail(call, "%s is empty", what) end
  return trimmed(text)
end

--- TEXT with its references as spans.
function M.spans(call, text, refs, what)
  M.text(call, text, what)
  return inline.spans(call, trimmed(text), refs)
end

-- A list of the script's, at most MOST_ITEMS long.
local function items_of(call, items, what)
  if type(items) ~= "table" then
    check.fail(call, "got %s; it takes %s", check.show(items), what)
  end
  local n = rawlen(items)
  for key in next, items do
    if math.type(key) ~= "integer" or key < 1 or key > n then
      check.fail(call, "got a table with names or gaps; it takes %s", what)
    end
  end
  if n == 0 then check.fail(call, "the list is empty") end
  if n > MOST_ITEMS then
    check.fail(call, "the list has %s items; %s are the most", number.thousands(n), number.thousands(MOST_ITEMS))
  end
  return n
end

--- A list of texts with references, as a list of spans.
function M.list(call, items, refs)
  local list = {}
  for i = 1, items_of(call, items, "a list of texts") do
    list[i] = M.spans(call, rawget(items, i), refs, "item " .. i)
  end
  return list
end

--- The options of a call, texts cleaned.
function M.options(call, options)
  local given = check.options(call, options)
  for key, value in next, given do
    if type(value) == "string" then given[key] = M.text(call, value, "option '" .. key .. "'") end
  end
  for i, note in ipairs(given.notes or {}) do given.notes[i] = M.text(call, note, "note " .. i) end
  return given
end

-- ---- quotations ----

-- Where a record of evidence says its words stand.
local function place_of(record)
  local parts = {}
  local review, finding = rawget(record, "review"), rawget(record, "finding")
  if type(review) == "string" and not (type(finding) == "string" and finding:sub(1, #review) == review) then
    parts[1] = review
  end
  for _, key in ipairs { "finding", "source", "at" } do
    local value = rawget(record, key)
    if type(value) == "string" and value:find("%S") then parts[#parts + 1] = value end
  end
  return table.concat(parts, ", ")
end

--- The words and the source of a quotation.
function M.quotation(call, said, options)
  local given, words, source = M.options(call, options), said, nil
  if type(said) == "table" then
    words, source = rawget(said, "text"), place_of(said)
    if words == nil then
      check.fail(call, "got a table without 'text'; it takes a text, or a record of table:evidence%s",
        rawlen(said) > 0 and ": t:evidence(row)[1]" or "")
    end
  end
  words = M.text(call, words, "the quotation")
  source = given.source or source
  if not source or not source:find("%S") then
    check.fail(call, "a quotation needs its source: r:quote(text, { source = \"...\" })")
  end
  return words, M.text(call, source, "the source")
end

-- ---- definitions ----

local function named(theme, folded)
  if core.fold(theme.code) == folded or core.fold(theme.label) == folded then return true end
  for _, alias in ipairs(theme.aliases) do
    if core.fold(alias) == folded then return true end
  end
end

local function theme_of(call, name)
  local codes, folded, found = {}, core.fold(name), nil
  for i, theme in ipairs(core.themes(core.open())) do
    codes[i] = theme.code
    if theme.code == name then return theme end
    found = found or named(theme, folded) and theme or nil
  end
  if found then return found end
  check.fail(call, "no theme '%s'%s", document.clean(name:sub(1, 80)), check.suggest(name, codes))
end

local function of_codebook(call, name)
  local theme = theme_of(call, M.text(call, name, "the theme"))
  if not theme.definition or not theme.definition:find("%S") then
    check.fail(call, "theme '%s' has no definition in the codebook: give one, { \"%s\", \"...\" }", theme.code,
      theme.label)
  end
  return { term = document.clean(theme.label), spans = { { text = document.clean(theme.definition) } } }
end

--- Terms and what they mean: { term=, spans= } of each.
function M.definitions(call, terms)
  local list = {}
  for i = 1, items_of(call, terms, "a list of { term, text } and of themes") do
    local item = rawget(terms, i)
    if type(item) == "string" then
      list[i] = of_codebook(call, item)
    elseif type(item) == "table" and rawlen(item) == 2 then
      list[i] = { term = M.text(call, rawget(item, 1), "the term of item " .. i),
        spans = { { text = M.text(call, rawget(item, 2), "the meaning of item " .. i) } } }
    else
      check.fail(call, "item %d is %s; it is { term, text } or a theme", i, check.show(item))
    end
  end
  return list
end

-- ---- files ----

local endings = { html = "html", md = "markdown", docx = "docx", pptx = "pptx", xlsx = "xlsx", csv = "csv",
  json = "json", txt = "text" }
local rendered = { html = "html", md = "markdown", markdown = "markdown", csv = "csv", json = "json", txt = "text",
  text = "text" }

--- The writer for a file's name.
function M.writer(call, name)
  if type(name) ~= "string" then check.fail(call, "got %s; it takes the name of a file", check.show(name)) end
  local writer = endings[name:match("%.(%w+)$")]
  if not writer then
    check.fail(call, "'%s' must end in .html, .md, .docx, .pptx, .xlsx, .csv, .json or .txt",
      document.clean(name:sub(1, 80)))
  end
  return writer
end

--- The writer for a format that r:render gives.
function M.format(call, format)
  if format == nil then return "text" end
  if rendered[format] then return rendered[format] end
  if endings[format] then
    check.fail(call, "'%s' is no text: save it, r:save(\"NAME.%s\")", format, format)
  end
  check.fail(call, "unknown format %s; it can be 'text', 'markdown', 'html', 'csv', 'json'", check.show(format))
end

return M
