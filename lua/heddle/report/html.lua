--- A report as one file of HTML that needs nothing else: no script, no other file, no address outside of itself, and a
-- policy that forbids all of them.  Internal reports hold what is behind their numbers (html/evidence.lua).

local document = require "heddle.report.document"
local escape = require "heddle.report.html.escape"
local evidence = require "heddle.report.html.evidence"
local number = require "heddle.number"
local style = require "heddle.report.html.style"
local tables = require "heddle.report.html.table"

local M = {}

local POLICY = "default-src 'none'; style-src 'sha256-" .. style.hash .. "'; base-uri 'none'; form-action 'none'"

-- A page is { out = lines, pool = evidence, part = "the text", level = of the last heading, ids = a counter }.

local function add(page, text, ...)
  page.out[#page.out + 1] = select("#", ...) > 0 and text:format(...) or text
end

local function inline(page, spans)
  local parts = {}
  for i, span in ipairs(spans) do
    local about = page.part == "the text" and "" or page.part
    parts[i] = span.behind and span.state == "value" and span.number ~= 0 and
        evidence.link(page.pool, span.text, about, page.part, span.behind)
      or escape(span.text)
  end
  return table.concat(parts)
end

local write = {}

-- Under the title, which is the h1, no level is left out on the way down.
function write.heading(page, block)
  page.level = math.min(block.level, page.level + 1)
  page.part = document.text(block.spans)
  add(page, '<h%d id="%s">%s</h%d>', page.level + 1, block.id, inline(page, block.spans), page.level + 1)
end

function write.paragraph(page, block)
  add(page, "<p>%s</p>", inline(page, block.spans))
end

local function add_items(page, tag, items)
  add(page, "<%s>", tag)
  for _, item in ipairs(items) do add(page, "<li>%s</li>", inline(page, item)) end
  add(page, "</%s>", tag)
end

function write.list(page, block)
  add_items(page, block.ordered and "ol" or "ul", block.items)
end

function write.table(page, block)
  tables.add(page.out, { id = block.id, name = "Table " .. block.number, place = "table " .. block.number,
    title = block.title, sheet = block.sheet, frame = block.frame, behind = block.behind }, page.pool)
end

-- The passages of a cell, each with where it stands.
local function add_passages(page, cell)
  for _, p in ipairs(cell) do
    local where = {}
    for _, text in ipairs { p.review or "", p.finding or "", p.source or "", p.at or "" } do
      if text ~= "" then where[#where + 1] = escape(text) end
    end
    add(page, '<blockquote><p>%s</p></blockquote>\n<p class="where">%s</p>', escape(p.text or "(no text)"),
      table.concat(where, ", "))
  end
  if cell.total > #cell then add(page, "<p>%s more.</p>", number.thousands(cell.total - #cell)) end
  if cell.total == 0 then add(page, "<p>None.</p>") end
end

function write.passages(page, block)
  local quotes = block.quotes
  local about = tables.about { base = quotes.base, selection = quotes.base and quotes.selection }
  add(page, '<div class="table passages" id="%s">', block.id)
  add(page, '<div class="scroll" role="group" tabindex="0" aria-labelledby="%s-title">', block.id)
  add(page, '<table>\n<caption><span id="%s-title"><strong>Table %d. %s</strong>%s</span></caption>', block.id,
    block.number, escape(block.title), about ~= "" and ' <span class="about">' .. escape(about) .. "</span>" or "")
  add(page, '<thead><tr><th scope="col" class="t">%s</th>', escape(quotes.stub))
  for _, label in ipairs(quotes.columns) do add(page, '<th scope="col" class="t">%s</th>', escape(label)) end
  add(page, "</tr></thead>\n<tbody>")
  for _, row in ipairs(quotes.rows) do
    add(page, '<tr><th scope="row">%s</th>', escape(row.label))
    for _, cell in ipairs(row.cells) do
      add(page, '<td class="t">')
      add_passages(page, cell)
      add(page, "</td>")
    end
    add(page, "</tr>")
  end
  add(page, "</tbody>\n</table>\n</div>")
  for _, note in ipairs(quotes.notes or {}) do add(page, '<p class="below">%s</p>', escape(note)) end
  add(page, "</div>")
end

function write.chart(page, block)
  local name, id = "Figure " .. block.number, block.id
  add(page, '<figure class="chart" id="%s">', id)
  add(page, '<figcaption><strong>%s. %s</strong>%s</figcaption>', name, escape(block.title),
    block.subtitle ~= "" and ' <span class="about">' .. escape(block.subtitle) .. "</span>" or "")
  add(page, '<div class="scroll" role="group" tabindex="0" aria-label="%s, drawing">', name)
  add(page, "%s", require("heddle.chart.svg").draw(block.chart, id .. "-svg", { bare = true }))
  add(page, '</div>\n<details class="data">\n<summary>The numbers of figure %d</summary>', block.number)
  tables.add(page.out, { id = id .. "-table", name = name .. " as a table", place = "figure " .. block.number,
    title = block.title, sheet = block.sheet, frame = block.chart.frame, behind = block.behind }, page.pool)
  add(page, "</details>\n</figure>")
end

function write.quote(page, block)
  add(page, '<figure class="quote"><blockquote><p>%s</p></blockquote>', escape(block.text))
  add(page, "<figcaption><cite>%s</cite></figcaption></figure>", escape(block.source))
end

function write.note(page, block)
  add(page, '<p class="note"><strong>Note.</strong> %s</p>', inline(page, block.spans))
end

function write.definitions(page, block)
  add(page, "<dl>")
  for _, item in ipairs(block.items) do
    add(page, "<dt>%s</dt><dd>%s</dd>", escape(item.term), inline(page, item.spans))
  end
  add(page, "</dl>")
end

function write.self_care(page, block)
  page.ids = page.ids + 1
  add(page, '<div class="care" role="note" aria-labelledby="care-%d">', page.ids)
  add(page, '<p id="care-%d"><strong>%s</strong></p>\n<p>%s</p>', page.ids, escape(block.title),
    inline(page, block.spans))
  if #block.items > 0 then add_items(page, "ul", block.items) end
  add(page, "</div>")
end

function write.page_break(page)
  add(page, '<div class="break"></div>')
end

function write.speaker_notes(page, block)
  add(page, '<details class="speaker"><summary>Speaker notes</summary>\n<p>%s</p>\n</details>',
    inline(page, block.spans))
end

-- Links to the headings (of two levels), then to the tables and figures.
local function contents(doc)
  local out, shown = {}, {}
  local function item(id, text) out[#out + 1] = ('<li><a href="#%s">%s</a>'):format(id, escape(text)) end
  for _, block in ipairs(doc.blocks) do
    if block.kind == "heading" and block.level <= 2 then
      local inner = block.level == 2 and #out > 0
      if inner and not shown.inner then out[#out + 1], shown.inner = "<ul>", true end
      if not inner and shown.inner then out[#out + 1], shown.inner = "</li></ul>", false end
      if #out > 0 and out[#out] ~= "<ul>" then out[#out + 1] = "</li>" end
      item(block.id, document.text(block.spans))
    end
  end
  if shown.inner then out[#out + 1] = "</li></ul>" end
  if #out > 0 then out[#out + 1] = "</li>" end
  local exhibits = {}
  for _, block in ipairs(doc.blocks) do
    if block.number then
      exhibits[#exhibits + 1] = ('<li><a href="#%s">%s %d. %s</a></li>'):format(block.id,
        block.kind == "chart" and "Figure" or "Table", block.number, escape(block.title))
    end
  end
  if #out + #exhibits == 0 then return "" end
  local function list(items) return #items > 0 and "<ul>\n" .. table.concat(items, "\n") .. "\n</ul>\n" or "" end
  local second = #exhibits > 0 and "<h3>Tables and figures</h3>\n" .. list(exhibits) or ""
  return '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n' .. list(out) .. second .. "</nav>\n"
end

local function head(doc)
  local lines = { "<!doctype html>", ('<html lang="%s">'):format(escape(doc.lang or "en-GB")), "<head>",
    '<meta charset="utf-8">', ('<meta http-equiv="Content-Security-Policy" content="%s">'):format(POLICY),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">', '<meta name="color-scheme" content="light dark">',
    ("<title>%s</title>"):format(escape(doc.title)) }
  for _, meta in ipairs { { "description", doc.subtitle or "" }, { "author", doc.author or "" } } do
    if meta[2] ~= "" then
      lines[#lines + 1] = ('<meta name="%s" content="%s">'):format(meta[1], escape(meta[2]))
    end
  end
  lines[#lines + 1] = "<style>" .. style.css .. "</style>\n</head>"
  return table.concat(lines, "\n")
end

local function header(doc, pool, care)
  local lines = { "<header>", "<h1>" .. escape(doc.title) .. "</h1>" }
  if (doc.subtitle or "") ~= "" then lines[#lines + 1] = '<p class="subtitle">' .. escape(doc.subtitle) .. "</p>" end
  for _, text in ipairs { doc.author or "", doc.date or "" } do
    if text ~= "" then lines[#lines + 1] = '<p class="by">' .. escape(text) .. "</p>" end
  end
  if pool.open then
    lines[#lines + 1] = '<p class="internal"><strong>Internal report.</strong> It names reviews and holds the passages '
      .. "behind its numbers: a number that is a link opens them. Do not pass it on outside.</p>"
  end
  local left_out = evidence.left_out(pool)
  if left_out then lines[#lines + 1] = '<p class="internal">' .. escape(left_out) .. "</p>" end
  lines[#lines + 1] = care
  lines[#lines + 1] = "</header>"
  return table.concat(lines, "\n")
end

--- DOC (document.lua) as a page of HTML with at most LIMIT bytes of evidence.  A self-care notice that opens the report
-- stands before its contents.
function M.within(doc, limit)
  local page = { out = {}, pool = evidence.new(doc.audience, limit), part = "the text", level = 0, ids = 0 }
  local care
  for i, block in ipairs(doc.blocks) do
    write[block.kind](page, block)
    if i == 1 and block.kind == "self_care" then care, page.out = table.concat(page.out, "\n"), {} end
  end
  return table.concat({ head(doc), "<body>", '<a class="skip" href="#main">Skip to main content</a>',
    header(doc, page.pool, care), contents(doc) .. '<main id="main" tabindex="-1">', table.concat(page.out, "\n"),
    evidence.html(page.pool) .. "</main>", "<footer>",
    "<p>Made with heddle. Every table and figure says what it counts and of how many.</p>", "</footer>", "</body>",
    "</html>", "" }, "\n")
end

--- The same, with as much evidence as a page may hold.
function M.write(doc)
  return M.within(doc, evidence.LIMIT)
end

return M
