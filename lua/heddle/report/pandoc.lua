--- The document tree that pandoc reads, as JSON text.  All text from data goes in as `Str`, which no writer of pandoc
-- takes for markup; links lead to headings of ours only, pictures are files that heddle wrote.

local core = require "heddle.core"

local M = {}

local json = core.json_string

local function node(kind, content)
  return ('{"t":"%s","c":%s}'):format(kind, content)
end

local function list(parts)
  return "[" .. table.concat(parts, ",") .. "]"
end

local none = '["",[],[]]'

-- What XML cannot hold becomes a space.
local function plain(text)
  if text:find "[%c\xEF]" then
    text = text:gsub("%c", " "):gsub("\u{FFFE}", " "):gsub("\u{FFFF}", " ")
  end
  return text
end

--- One text, as inlines.
function M.str(text)
  text = plain(text)
  if text == "" then return "" end
  return node("Str", json(text))
end

function M.strong(text)
  return node("Strong", "[" .. M.str(text) .. "]")
end

--- Spans of document.lua as inlines.
function M.spans(spans)
  local parts = {}
  for i, span in ipairs(spans) do parts[i] = span.text end
  return M.str(table.concat(parts))
end

--- Inlines after each other.
function M.inlines(...)
  local parts = {}
  for _, part in ipairs { ... } do
    if part ~= "" then parts[#parts + 1] = part end
  end
  return table.concat(parts, ",")
end

function M.para(inlines) return node("Para", "[" .. inlines .. "]") end
function M.block_plain(inlines) return node("Plain", "[" .. inlines .. "]") end

--- ID is one of ours, "" for none.
function M.header(level, id, inlines)
  return node("Header", ("[%d,[%s,[],[]],[%s]]"):format(level, json(id), inlines))
end

--- BLOCKS is a list; STYLE the name of a style of our reference document.
function M.styled(style, blocks)
  return node("Div", ('[["",[],[["custom-style",%s]]],%s]'):format(json(style), list(blocks)))
end

--- CLASS is "notes": what the speaker sees.
function M.classed(class, blocks)
  return node("Div", ('[["",[%s],[]],%s]'):format(json(class), list(blocks)))
end

--- ITEMS are lists of blocks.
function M.bullets(items)
  local parts = {}
  for i, item in ipairs(items) do parts[i] = list(item) end
  return node("BulletList", list(parts))
end

--- The same with numbers, from FIRST.
function M.numbers(items, first)
  local parts = {}
  for i, item in ipairs(items) do parts[i] = list(item) end
  return node("OrderedList", ('[[%d,{"t":"Decimal"},{"t":"Period"}],%s]'):format(first or 1, list(parts)))
end

--- ITEMS are { term inlines, definition blocks }.
function M.definitions(items)
  local parts = {}
  for i, item in ipairs(items) do parts[i] = ("[[%s],[%s]]"):format(item[1], list(item[2])) end
  return node("DefinitionList", list(parts))
end

function M.quote(blocks) return node("BlockQuote", list(blocks)) end

--- A picture FILE of ours; ALT inlines, TITLE a text, WIDTH a share of the page or nil.
function M.image(file, alt, title, width)
  local attributes = width and ('[["width","%d%%"]]'):format(width) or "[]"
  return node("Image", ('[["",[],%s],[%s],[%s,%s]]'):format(attributes, alt, json(file), json(plain(title or ""))))
end

--- A link to a heading of ours.
function M.link(id, inlines)
  return node("Link", ('[%s,[%s],[%s,""]]'):format(none, inlines, json("#" .. id)))
end

--- Word's own markup, written by us and never from data: a block or an inline.
function M.word_block(text) return node("RawBlock", '["openxml",' .. json(text) .. "]") end
function M.word_inline(text) return node("RawInline", '["openxml",' .. json(text) .. "]") end

local function cell(text, align)
  local inlines = M.str(text)
  local blocks = inlines == "" and "[]" or "[" .. M.block_plain(inlines) .. "]"
  return ('[%s,{"t":"%s"},1,1,%s]'):format(none, align, blocks)
end

local function row(texts, aligns)
  local cells = {}
  for i, text in ipairs(texts) do cells[i] = cell(text, aligns[i]) end
  return ("[%s,%s]"):format(none, list(cells))
end

--- A table with one header row: CAPTION (a text, "" for none), HEAD texts, ROWS lists of texts, COLUMNS of
-- { width = share of the whole, left = whether its texts stand left }.
function M.table(caption, head, rows, columns)
  local specs, aligns, lines = {}, {}, {}
  for i, column in ipairs(columns) do
    aligns[i] = column.left and "AlignLeft" or "AlignRight"
    specs[i] = ('[{"t":"%s"},{"t":"ColWidth","c":%.4f}]'):format(aligns[i], column.width)
  end
  for i, texts in ipairs(rows) do lines[i] = row(texts, aligns) end
  local said = M.str(caption)
  return node("Table", ("[%s,[null,%s],%s,[%s,[%s]],[[%s,1,[],%s]],[%s,[]]]"):format(none,
    said == "" and "[]" or "[" .. M.block_plain(said) .. "]", list(specs), none, row(head, aligns), none, list(lines),
    none))
end

--- The whole: META a list of { name, text }, empty texts left out.
function M.document(meta, blocks)
  local parts = {}
  for _, item in ipairs(meta) do
    local said = M.str(item[2] or "")
    if said ~= "" then parts[#parts + 1] = json(item[1]) .. ":" .. node("MetaInlines", "[" .. said .. "]") end
  end
  return ('{"pandoc-api-version":[1,22],"meta":{%s},"blocks":%s}'):format(table.concat(parts, ","), list(blocks))
end

return M
