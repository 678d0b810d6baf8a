--- A report as plain data, which writers turn into a file.  Writers never count and never ask the store.
--
--   { title=, lang=, subtitle=, author=, date=, audience = "public"|"internal", blocks = { ... } }
--
-- Every block has a `kind`:
--   heading        level = 1..3, spans, text (of them all), id = "s-1"
--   paragraph      spans
--   list           ordered=, items = { spans, ... }
--   table          number, id = "table-1", title, sheet (sheet.lua), frame (frame.lua), behind(r, c)
--   passages       number, id = "table-2", title, quotes (render/passages.lua says its shape)
--   chart          number, id = "figure-1", title, subtitle, chart (chart.lua), sheet, alt, behind(r, c)
--   quote          text, source
--   note           spans; the last block explains the symbols in the prose, where there are any
--   definitions    items = { { term=, spans= }, ... }
--   self_care      title, spans, items = { spans, ... }
--   page_break     the next page or slide
--   speaker_notes  spans; of the slide they stand on
--
-- Spans are { { text= } or { text="20", state="value", number=20, behind= }, ... }.  `behind` gives the evidence of a
-- number or of the cell in row r and column c of the frame, or nil; only writers of internal reports call it:
--   { title=, unit="review", n=, more = reviews not listed,
--     reviews = { { id=, title=, findings = { finding, ... } }, ... } }, where a finding is
--   { id=, text=, source=, at=, passages = { { text=, source=, at= }, ... } }
--
-- Texts hold no control characters (`clean`), but any markup: each writer escapes.

local M = {}

local replaced = "\u{FFFD}"

-- TEXT, each byte of it that is no UTF-8 replaced.
local function decoded(text)
  local parts, at = {}, 1
  repeat
    local length, bad = utf8.len(text, at)
    parts[#parts + 1] = text:sub(at, length and #text or bad - 1)
    if not length then parts[#parts + 1], at = replaced, bad + 1 end
  until length or at > #text
  return table.concat(parts)
end

--- TEXT without what drives a terminal or turns the direction of writing; line breaks are spaces.  What no writer of a
-- format made of XML could hold is replaced.
function M.clean(text)
  if not text:find("[\0-\x1f\x7f\x80-\xff]") then return text end
  if not text:find("[\x80-\xff]") then return (text:gsub("%c", " ")) end
  if not utf8.len(text) then text = decoded(text) end
  text = text:gsub("\xc2[\x80-\x9f]", " "):gsub("\xe2\x80[\xa8-\xae]", function(mark)
    return mark:byte(3) <= 0xa9 and " " or "" -- separators of lines and paragraphs; embeddings and overrides
  end)
  text = text:gsub("\xe2\x81[\xa6-\xa9]", ""):gsub("\xef\xbf[\xbe\xbf]", replaced)
  return (text:gsub("%c", " "))
end

local function cleaned(value)
  if type(value) == "string" then return M.clean(value) end
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in next, value do copy[key] = key == "frame" and item or cleaned(item) end
  return copy
end

--- A sheet, a chart or passages with every text cleaned; a frame inside stays as it is.
M.sheet, M.chart, M.passages = cleaned, cleaned, cleaned

--- The notes of a chart's block that its table does not have.
function M.chart_notes(block)
  local known, list = {}, {}
  for _, notes in ipairs { block.sheet.notes or {}, block.sheet.key or {} } do
    for _, note in ipairs(notes) do known[note] = true end
  end
  for _, note in ipairs(block.chart.notes or {}) do
    if not known[note] then list[#list + 1] = note end
  end
  return list
end

--- The texts of SPANS joined, each as WRITE has it.
function M.text(spans, write)
  local parts = {}
  for i, span in ipairs(spans) do parts[i] = write and write(span.text, span) or span.text end
  return table.concat(parts)
end

return M
