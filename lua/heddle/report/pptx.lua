--- A report as PowerPoint slides, made by pandoc.  Nothing is left out: what one slide cannot hold goes on to the next.

local grid = require "heddle.report.grid"
local office = require "heddle.report.office"
local pandoc = require "heddle.report.pandoc"
local slides = require "heddle.report.slides"

local M = {}

-- Lines of one cell; what is longer is written out on slides after the table.
local CELL_LINES = 8
-- Rows of a chart.
local GROUPS = 14

-- Begin a unit; a title too long for a slide is repeated in full below it.
local function open(deck, title)
  local short, whole = slides.title(title)
  deck:open(title)
  deck.unit.short = short
  deck.unit.whole = whole
end

-- As many of TEXTS as LINES of WIDTH ems hold, as blocks, and the others.
local function filled(texts, width, lines)
  local blocks, rest, used = {}, {}, 0
  for _, text in ipairs(texts) do
    local more = grid.lines(text, width)
    if #rest == 0 and used + more <= lines then
      blocks[#blocks + 1], used = pandoc.para(pandoc.str(text)), used + more
    else
      rest[#rest + 1] = text
    end
  end
  return blocks, rest
end

-- Texts above a table or chart: those that the strip holds, the others, and the size of small ones, of which more fit.
local function strip(texts)
  local blocks, rest = filled(texts, slides.STRIP_WIDTH, slides.STRIP_LINES)
  if #rest == 0 then return blocks, rest end
  blocks, rest = filled(texts, slides.SMALL_WIDTH, slides.SMALL_LINES)
  return blocks, rest, slides.SMALL_STRIP
end

local function add_texts(deck, texts)
  for _, text in ipairs(texts) do deck:text(text, slides.para) end
end

-- The unit of a table or chart: that of a heading without slides yet, else its own.
local function begin(deck, caption)
  if deck.unit and #deck.unit.pages == 0 then
    if deck.unit.whole then add_texts(deck, { deck.unit.whole }) end
    return { caption }
  end
  open(deck, caption)
  return deck.unit.whole and { caption } or {}
end

-- ROW with every cell cut to what a slide can hold; what is cut goes to LONG.
local function fit(row, widths, head, long)
  local out, height = {}, 1
  for i, text in ipairs(row) do
    if grid.lines(text, widths[i]) > CELL_LINES then
      long[#long + 1] = { (i > 1 and slides.cut(row[1], 30) .. ", " or "") .. head[i] .. ": ", text }
      text = slides.cut(text, (widths[i] - 1) * (CELL_LINES - 1) * 0.88) .. "\u{2026} (in full below)"
    end
    out[i], height = text, math.max(height, grid.lines(text, widths[i]))
  end
  return out, height * slides.TABLE_LINE + slides.TABLE_GAP
end

-- Rows in groups no higher than ROOM; a row that only heads others is never the last of a group.
local function groups_of(rows, heights, heads, room)
  local groups, group, used = {}, {}, 0
  for r, row in ipairs(rows) do
    local need = heights[r] + (heads[r] and heights[r + 1] or 0)
    if #group > 0 and used + need > room then
      groups[#groups + 1], group, used = group, {}, 0
    end
    group[#group + 1], used = row, used + heights[r]
  end
  groups[#groups + 1] = group
  return groups
end

-- The same, no more groups than that, and each about as high as the others.
local function paged(rows, heights, heads, room)
  local groups, total = groups_of(rows, heights, heads, room), 0
  for _, height in ipairs(heights) do total = total + height end
  for less = math.ceil(total / #groups), room - 1, 5 do
    local even = groups_of(rows, heights, heads, less)
    if #even == #groups then return even end
  end
  return groups
end

-- What is left over from the strips of PAGES, in that of the last of several instead of what the others repeat; what
-- that cannot hold.
local function over_last(pages, first, rest)
  local last = pages[#pages]
  if #pages < 2 or #rest == 0 then return rest end
  local blocks, more = filled({ first, table.unpack(rest) }, slides.SMALL_WIDTH, slides.SMALL_LINES)
  if #more > 0 then return rest end
  blocks[#blocks + 1] = last.blocks[#last.blocks]
  last.blocks, last.size = blocks, slides.SMALL_STRIP
  return {}
end

-- A table over as many slides as its rows and columns need.  Of ABOVE, what there is room for stands over each, the
-- rest over the last or after them.
local function add_grid(deck, above, head, rows, sheet, heads)
  local over, rest, size = strip(above)
  local room, long, pages = #over > 0 and slides.TABLE_HEIGHT or slides.TABLE_ALONE, {}, {}
  for _, part in ipairs(grid.parts(head, rows, slides.TABLE_WIDTH, grid.together(sheet))) do
    local columns, lines, heights, texts = {}, {}, {}, grid.pick(head, part.cols)
    for k, c in ipairs(part.cols) do
      columns[k] = { width = part.widths[k] / slides.TABLE_WIDTH, left = c == 1 or sheet.columns[c - 1].left }
    end
    local shown, top = fit(texts, part.widths, texts, {})
    for r, row in ipairs(rows) do lines[r], heights[r] = fit(grid.pick(row, part.cols), part.widths, texts, long) end
    for _, group in ipairs(paged(lines, heights, heads, room - top)) do
      local page = deck:page "table"
      table.move(over, 1, #over, 1, page.blocks)
      page.blocks[#page.blocks + 1] = pandoc.table("", shown, group, columns)
      page.columns, page.size = columns, size
      pages[#pages + 1] = page
    end
  end
  add_texts(deck, over_last(pages, above[1], rest))
  for _, item in ipairs(long) do deck:text(item[2], slides.para, item[1]) end
  deck:close()
end

-- A sheet with what is said of it: its base, the key of its symbols, its notes.
local function add_sheet(deck, above, sheet)
  local head, rows = grid.texts(sheet)
  local heads = {}
  for i, row in ipairs(sheet.rows) do heads[i] = row.kind == "heading" end
  above[#above + 1] = grid.about(sheet)
  if sheet.key and #sheet.key > 0 then above[#above + 1] = table.concat(sheet.key, "; ") end
  table.move(sheet.notes or {}, 1, #(sheet.notes or {}), #above + 1, above)
  add_grid(deck, above, head, rows, sheet, heads)
end

local write = {}

function write.heading(deck, block, next_block)
  local parts = {}
  for i, span in ipairs(block.spans) do parts[i] = span.text end
  local text = table.concat(parts)
  deck.heading = text
  open(deck, text)
  local deeper = next_block and next_block.kind == "heading" and next_block.level > block.level
  if deeper or not next_block or next_block.kind == "page_break" then
    local page = deck:page "section"
    page.kind = "section"
    deck:close()
  end
end

local function said(spans)
  local parts = {}
  for i, span in ipairs(spans) do parts[i] = span.text end
  return table.concat(parts)
end

function write.paragraph(deck, block) deck:text(said(block.spans), slides.para) end
function write.note(deck, block) deck:text(said(block.spans), slides.para, "Note: ") end
function write.speaker_notes(deck, block) deck:note(said(block.spans)) end
function write.page_break(deck) deck:close() end

-- Items one by one: pandoc puts lists that follow each other after each other on the slide.
local function add_list(deck, items, ordered)
  for i, item in ipairs(items) do
    deck:text(said(item), function(text)
      local content = { pandoc.block_plain(pandoc.str(text)) }
      return ordered and pandoc.numbers({ content }, i) or pandoc.bullets { content }
    end, nil, slides.WIDTH - 3)
  end
end

function write.list(deck, block) add_list(deck, block.items, block.ordered) end

function write.table(deck, block)
  local above = begin(deck, ("Table %d: %s"):format(block.number, block.title))
  add_sheet(deck, above, block.sheet)
end

local in_rows = { bars = true, grouped = true, dots = true }

-- CHART in charts of at most GROUPS rows, all of one scale, where it is drawn in rows.
local function parts_of(chart)
  local most = math.max(GROUPS // math.max(1, #chart.series // 2), 4)
  if not in_rows[chart.kind] or #chart.groups <= most then return { chart } end
  local count = math.ceil(#chart.groups / most)
  local each, list = math.ceil(#chart.groups / count), {}
  for first = 1, #chart.groups, each do
    local part = setmetatable({ groups = {} }, { __index = chart })
    table.move(chart.groups, first, math.min(first + each - 1, #chart.groups), 1, part.groups)
    list[#list + 1] = part
  end
  return list
end

function write.chart(deck, block, _, picture)
  local name = ("Figure %d: "):format(block.number)
  local above = begin(deck, name .. block.title)
  if block.subtitle and block.subtitle ~= "" then above[#above + 1] = block.subtitle end
  local over, rest, size = strip(above)
  for _, part in ipairs(parts_of(block.chart)) do
    local page = deck:page "table"
    page.size = size
    table.move(over, 1, #over, 1, page.blocks)
    page.blocks[#page.blocks + 1] = pandoc.para(pandoc.image(picture(part), "", block.alt))
  end
  add_texts(deck, rest)
  open(deck, ("Figure %d, the data"):format(block.number))
  add_sheet(deck, {}, block.sheet)
end

local function add_quote(deck, text, source)
  deck:text("\u{201c}" .. text .. "\u{201d}", function(piece)
    return pandoc.quote { pandoc.para(pandoc.str(piece)) }
  end, nil, slides.WIDTH - 5)
  deck:text("Source: " .. source, slides.para)
end

function write.quote(deck, block) add_quote(deck, block.text, block.source) end

function write.passages(deck, block)
  local above = begin(deck, ("Table %d: %s"):format(block.number, block.title))
  local quotes = block.quotes
  above[#above + 1] = grid.about(quotes)
  add_texts(deck, above)
  local _, rows = grid.passages(quotes)
  local label
  for _, row in ipairs(rows) do
    if row[1] ~= label then
      label = row[1]
      deck:text("", slides.para, label)
    end
    if row[3] == "" then
      deck:text(row[2], slides.para)
    else
      add_quote(deck, row[2], row[3])
    end
  end
  add_texts(deck, quotes.notes or {})
  deck:close()
end

function write.definitions(deck, block)
  for _, item in ipairs(block.items) do deck:text(said(item.spans), slides.para, item.term .. ": ") end
end

function write.self_care(deck, block)
  open(deck, block.title)
  deck:text(said(block.spans), slides.para)
  add_list(deck, block.items or {}, false)
  deck:close()
end

-- ---- what pandoc leaves to be mended ----

local function quoted(text)
  return (text:gsub("%%", "%%%%"))
end

-- The columns of a table, to which pandoc gives one width: as wide as its page says.
local function set_widths(xml, columns)
  local width, total, n = tonumber(xml:match '<p:graphicFrame>.-<a:ext cx="(%d+)"'), 0, 0
  if not width or not columns then return xml end
  xml = xml:gsub('<a:gridCol w="%d+"', function()
    n = n + 1
    local each = math.floor(width * columns[n].width)
    total = total + each
    return ('<a:gridCol w="%d"'):format(each)
  end)
  return (xml:gsub('(<p:graphicFrame>.-<a:ext cx=")%d+', function(before) return before .. total end, 1))
end

-- The words of a slide but for its title and tables in SIZE, hundredths of a point.
local function sized(xml, size)
  return (xml:gsub("<p:sp>.-</p:sp>", function(shape)
    if shape:find 'type="title"' then return nil end
    shape = shape:gsub('(<a:rPr[^<>]-) sz="%d+"', "%1") -- pandoc's, of quotations
    return (shape:gsub("<a:rPr", '%0 sz="' .. size .. '"'))
  end))
end

-- The language of every text; tables in 14 points; every shape with a number of its own, pictures without the name of
-- their file, tables with the title of their slide as their name.  PAGES are the slides after the first.
local function mend_slide(lang, pages)
  lang = quoted(lang)
  return function(xml, name)
    local title = (xml:match 'type="[%a]*[tT]itle" ?/>.-<a:t>([^<]*)</a:t>' or "Table"):gsub('"', "&quot;")
    local page = pages and pages[tonumber(name:match "(%d+)%.xml$") - 1]
    xml = xml:gsub('(<a:[%a]*[rR]Pr[^<>]-) lang="[^"]*"', "%1") -- pandoc's own
    xml = xml:gsub("(<a:rPr)", '%1 lang="' .. lang .. '"'):gsub("(<a:endParaRPr)", '%1 lang="' .. lang .. '"')
    xml = xml:gsub("<a:tbl>.-</a:tbl>", function(grid_)
      return (grid_:gsub("<a:rPr ", '<a:rPr sz="1400" '):gsub('<a:tr h="0"', '<a:tr h="304800"'))
    end)
    xml = set_widths(xml, page and page.columns)
    if page and page.size then xml = sized(xml, page.size) end
    xml = xml:gsub("(<p:nvGraphicFramePr>%s*<p:cNvPr )", '%1descr="' .. quoted(title) .. '" ')
    xml = xml:gsub('(<p:cNvPr descr="[^"]-)%s*figure%-%d+%.png"', '%1"')
    local n = 0
    xml = xml:gsub('(<p:cNvPr [^<>]-)id="%d+"', function(before)
      n = n + 1
      return ('%sid="%d"'):format(before, n)
    end)
    return xml
  end
end

local function mend_core(lang)
  return function(xml)
    local both = "</dc:creator><dc:language>" .. quoted(lang) .. "</dc:language>"
    return (xml:gsub("</dc:creator>", both, 1))
  end
end

--- DOC (document.lua) as the bytes of a .pptx file.
function M.write(doc)
  local drawings, picture = office.drawings("png", true)
  local lang = office.escape(doc.lang or "en-GB")
  local title, whole = slides.title(doc.title)
  local deck = slides.new(title)
  if whole then deck:text(whole, slides.para) end
  for i, block in ipairs(doc.blocks) do
    local after = i + 1
    while doc.blocks[after] and doc.blocks[after].kind == "speaker_notes" do after = after + 1 end
    if deck.unit and #deck.unit.pages == 0 and deck.unit.whole and block.kind ~= "table" and block.kind ~= "chart"
      and block.kind ~= "passages" and block.kind ~= "speaker_notes" then
      deck:text(deck.unit.whole, slides.para)
    end
    write[block.kind](deck, block, doc.blocks[after], picture)
  end
  local blocks, pages = deck:blocks { [title] = true }
  local tree = pandoc.document({ { "title", title }, { "subtitle", doc.subtitle }, { "author", doc.author },
    { "date", doc.date }, { "lang", doc.lang or "en-GB" } }, blocks)
  return office.convert("pptx", tree, drawings, { { "^ppt/slides/slide%d+%.xml$", mend_slide(lang, pages) },
    { "^ppt/notesSlides/notesSlide%d+%.xml$", mend_slide(lang) }, { "^docProps/core%.xml$", mend_core(lang) } })
end

return M
