--- A report as a Word document, made by pandoc.

local grid = require "heddle.report.grid"
local office = require "heddle.report.office"
local pandoc = require "heddle.report.pandoc"

local M = {}

-- Ems of 9.5 points between the margins, and on a page that is turned.
local ROOM, TURNED = 49, 74

-- Rows with more text than this may run on to the next page.
local TALL = 4000

-- Rows of a table that stays on one page.
local SHORT = 16

local function field(kind)
  return pandoc.word_inline(('<w:r><w:fldChar w:fldCharType="%s"/></w:r>'):format(kind))
end

local page_break = pandoc.word_block('<w:p><w:pPr><w:pStyle w:val="PageBreak"/></w:pPr><w:r><w:br w:type="page"/></w:r>'
  .. "</w:p>")
local table_end = pandoc.word_block '<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>'

-- The end of a section with pages of this width and height; what the pages have at their foot is put in when the
-- document is mended.
local function section_end(width, height, more)
  return pandoc.word_block(('<w:p><w:pPr><w:pStyle w:val="TableEnd"/><w:sectPr><w:type w:val="nextPage"/>'
    .. '<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="1247" w:right="1247" w:bottom="1247" w:left="1248" '
    .. 'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:pPr></w:p>'):format(width, height, more))
end
local upright_end = section_end(11906, 16838, "")
local turned_end = section_end(16838, 11906, ' w:orient="landscape"')

local function bookmark(id)
  return (id:gsub("-", "_"))
end

local function styled(style, inlines)
  return pandoc.styled(style, { pandoc.para(inlines) })
end

-- What comes next stands on turned pages, with the headings right before it: those of a table before, if there are any.
local function turn(out)
  local at = #out
  while at > 0 and out[at]:find('^{"t":"Header"') do at = at - 1 end
  if out[at] == turned_end then
    table.remove(out, at)
  else
    table.insert(out, at + 1, upright_end)
  end
end

-- The grid in as many tables as its columns need; true if it is on turned pages, because it needs fewer there.
local function add_grid(out, caption, head, rows, left, together)
  local room, parts = ROOM, grid.parts(head, rows, ROOM, together)
  local wide = #parts > 1 and grid.parts(head, rows, TURNED, together) or parts
  if #wide < #parts then
    room, parts = TURNED, wide
    turn(out)
  end
  for i, part in ipairs(parts) do
    local columns, lines = {}, {}
    for k, c in ipairs(part.cols) do columns[k] = { width = part.widths[k] / room, left = c == 1 or left(c) } end
    for r, row in ipairs(rows) do lines[r] = grid.pick(row, part.cols) end
    local said = caption
    if #parts > 1 then
      said = ("%s (columns %d to %d of %d)"):format(caption, part.cols[2] - 1, part.cols[#part.cols] - 1, #head - 1)
    end
    out[#out + 1] = pandoc.table(said, grid.pick(head, part.cols), lines, columns)
    if i < #parts then out[#out + 1] = table_end end
  end
  return room == TURNED
end

local function add_below(out, texts, turned)
  for i, text in ipairs(texts) do
    out[#out + 1] = styled(i == #texts and "Table Note Last" or "Table Note", pandoc.str(text))
  end
  if turned then
    out[#out + 1] = turned_end
  elseif #texts == 0 then
    out[#out + 1] = table_end
  end
end

local function below(sheet)
  local texts = { grid.about(sheet) }
  for _, list in ipairs { sheet.notes or {}, sheet.key or {} } do table.move(list, 1, #list, #texts + 1, texts) end
  return texts
end

local function add_sheet(out, caption, sheet)
  local head, rows = grid.texts(sheet)
  local turned = add_grid(out, caption, head, rows, function(c) return sheet.columns[c - 1].left end,
    grid.together(sheet))
  add_below(out, below(sheet), turned)
end

local write = {}

function write.heading(out, block)
  out[#out + 1] = pandoc.header(block.level, bookmark(block.id), pandoc.spans(block.spans))
end

function write.paragraph(out, block) out[#out + 1] = pandoc.para(pandoc.spans(block.spans)) end

local function list_items(items)
  local list = {}
  for i, item in ipairs(items) do list[i] = { pandoc.block_plain(pandoc.spans(item)) } end
  return list
end

function write.list(out, block)
  out[#out + 1] = (block.ordered and pandoc.numbers or pandoc.bullets)(list_items(block.items))
end

function write.table(out, block)
  add_sheet(out, ("Table %d: %s"):format(block.number, block.title), block.sheet)
end

function write.passages(out, block)
  local quotes = block.quotes
  local head, rows = grid.passages(quotes)
  add_grid(out, ("Table %d: %s"):format(block.number, block.title), head, rows, function() return true end)
  add_below(out, below { base = quotes.base, selection = quotes.selection, notes = quotes.notes })
end

function write.chart(out, block, picture)
  local name = ("Figure %d"):format(block.number)
  out[#out + 1] = styled("Image Caption", pandoc.str(name .. ": " .. block.title))
  if block.subtitle and block.subtitle ~= "" then
    out[#out + 1] = styled("Figure Subtitle", pandoc.str(block.subtitle))
  end
  out[#out + 1] = styled("Figure", pandoc.image(picture(block.chart), pandoc.str(block.alt), nil, 100))
  add_sheet(out, name .. ": the data", block.sheet)
end

function write.quote(out, block)
  out[#out + 1] = styled("Block Text", pandoc.str("\u{201c}" .. block.text .. "\u{201d}"))
  out[#out + 1] = styled("Quote Source", pandoc.str("Source: " .. block.source))
end

local function marked(style, word, spans)
  return styled(style, pandoc.inlines(pandoc.strong(word .. ": "), pandoc.spans(spans)))
end

function write.note(out, block) out[#out + 1] = marked("Note", "Note", block.spans) end

function write.speaker_notes(out, block) out[#out + 1] = marked("Speaker Notes", "Speaker notes", block.spans) end

function write.definitions(out, block)
  local items = {}
  for i, item in ipairs(block.items) do
    items[i] = { pandoc.str(item.term), { pandoc.para(pandoc.spans(item.spans)) } }
  end
  out[#out + 1] = pandoc.definitions(items)
end

function write.self_care(out, block)
  out[#out + 1] = pandoc.header(1, block.id, pandoc.str(block.title))
  local said = { pandoc.para(pandoc.spans(block.spans)) }
  if block.items and #block.items > 0 then said[2] = pandoc.bullets(list_items(block.items)) end
  out[#out + 1] = pandoc.styled("Self-care", said)
end

function write.page_break(out) out[#out + 1] = page_break end

-- Links to the headings, as the table of contents that Word makes itself and can bring up to date.
local function contents(headings)
  local out = { styled("TOC Heading", pandoc.str "Contents") }
  for i, h in ipairs(headings) do
    local inlines = pandoc.link(h.id, h.inlines)
    if i == 1 then
      inlines = pandoc.inlines(field "begin",
        pandoc.word_inline '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z </w:instrText></w:r>',
        field "separate", inlines)
    end
    if i == #headings then inlines = pandoc.inlines(inlines, field "end") end
    out[#out + 1] = styled("toc " .. h.level, inlines)
  end
  return out
end

-- What the contents name; a self-care notice is a heading too.
local function headings_of(doc)
  local list = {}
  for i, block in ipairs(doc.blocks) do
    if block.kind == "heading" then
      list[#list + 1] = { level = block.level, id = bookmark(block.id), inlines = pandoc.spans(block.spans) }
    elseif block.kind == "self_care" then
      block.id = "care_" .. i
      list[#list + 1] = { level = 1, id = block.id, inlines = pandoc.str(block.title) }
    end
  end
  return list
end

-- The rows of a short table stay together, those of a long one's head with the first below it.
local function keep_together(rows)
  local _, count = rows:gsub("<w:tr>", "")
  local n, last = 0, count <= SHORT and count - 1 or 2
  return (rows:gsub("<w:tr>.-</w:tr>", function(row)
    n = n + 1
    return n <= last and row:gsub('(<w:pStyle w:val="Compact" />)', "%1<w:keepNext/>") or row
  end))
end

-- Rows stay on one page unless they are taller than one.
local function mend_document(text)
  text = text:gsub("<w:tbl>.-</w:tbl>", keep_together):gsub("<w:tr>(.-)</w:tr>", function(row)
    local keep = #row:gsub("<[^<]->", "") < TALL and "<w:cantSplit/>" or ""
    local count
    row, count = row:gsub("^<w:trPr>", "<w:trPr>" .. keep)
    if count == 0 and keep ~= "" then row = "<w:trPr>" .. keep .. "</w:trPr>" .. row end
    return "<w:tr>" .. row .. "</w:tr>"
  end)
  local foot = text:match("^.*<w:sectPr[^>]*>.-(<w:footerReference [^>]*>)") or ""
  text = text:gsub('<w:sectPr><w:type w:val="nextPage"', function(begin)
    return "<w:sectPr>" .. foot .. begin:sub(#"<w:sectPr>" + 1)
  end)
  return (text:gsub('(<pic:cNvPr )descr="figure%-%d+%.svg"', '%1descr=""'))
end

local function properties()
  return require("heddle.report.reference.xml").app
end

--- DOC (document.lua) as the bytes of a .docx file.
function M.write(doc)
  local drawings, picture = office.drawings "svg"
  local out, headings = {}, headings_of(doc)
  local function add_contents()
    if #headings > 1 then table.move(contents(headings), 1, #headings + 1, #out + 1, out) end
  end
  -- A notice that opens the report stands before its contents.
  local cared = 0
  if doc.blocks[1] and doc.blocks[1].kind == "self_care" then
    cared = 1
    while doc.blocks[cared + 1] and doc.blocks[cared + 1].kind == "speaker_notes" do cared = cared + 1 end
  end
  if cared == 0 then add_contents() end
  for i, block in ipairs(doc.blocks) do
    write[block.kind](out, block, picture)
    if i == cared then add_contents() end
  end
  local tree = pandoc.document({ { "title", doc.title }, { "subtitle", doc.subtitle }, { "author", doc.author },
    { "date", doc.date }, { "lang", doc.lang or "en-GB" } }, out)
  return office.convert("docx", tree, drawings, { { "^word/document%.xml$", mend_document },
    { "^docProps/app%.xml$", properties } })
end

return M
