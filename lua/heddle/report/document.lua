--- A report as plain data, which writers turn into a file.  Writers never count and never ask the store.
--
--   { title=, lang=, subtitle=, author=, date=, audience = "public"|"internal", blocks = { ... } }
--
-- Every block has a `kind`:
--   heading        level = 1..3, spans, id = "s-1"
--   paragraph      spans
--   list           ordered=, items = { spans, ... }
--   table          number, id = "table-1", title, sheet (sheet.lua), frame (frame.lua), behind(r, c)
--   passages       number, id = "table-2", title, quotes (render/passages.lua says its shape)
--   chart          number, id = "figure-1", title, subtitle, chart (chart.lua), sheet, alt, behind(r, c)
--   quote          text, source
--   note           spans
--   definitions    items = { { term=, spans= }, ... }
--   self_care      title, spans, items = { spans, ... }
--   page_break     the next page or slide
--   speaker_notes  spans; of the slide they stand on
--
-- Spans are { { text= } or { text="20", state="value", number=20, behind= }, ... }.  `behind` gives the evidence of a
-- number or of the cell in row r and column c of the frame, or nil; only writers of internal reports call it:
--   { title=, unit="review", n=, more = reviews not listed,
--     reviews = { { id=, title=, findings = { { id=, text=, source=, at=, passages = { { text=, source=, at= } } } } } } }
--
-- Texts hold no control characters (`clean`), but any markup: each writer escapes.

local M = {}

--- TEXT without what drives a terminal or turns the direction of writing; line breaks are spaces.
function M.clean(text)
  if not text:find("[\0-\x1f\x7f\x80-\xff]") then return text end
  if not utf8.len(text) then text = text:gsub("[\x80-\xff]", "\u{FFFD}") end
  text = text:gsub("\u{2028}", " "):gsub("\u{2029}", " "):gsub("\u{c2}[\x80-\x9f]", " ")
  text = text:gsub("\u{202a}", ""):gsub("\u{202b}", ""):gsub("\u{202c}", ""):gsub("\u{202d}", ""):gsub("\u{202e}", "")
  text = text:gsub("\u{2066}", ""):gsub("\u{2067}", ""):gsub("\u{2068}", ""):gsub("\u{2069}", "")
  return (text:gsub("%c", " "))
end

--- The texts of SPANS joined, each as WRITE has it.
function M.text(spans, write)
  local parts = {}
  for i, span in ipairs(spans) do parts[i] = write and write(span.text, span) or span.text end
  return table.concat(parts)
end

return M
