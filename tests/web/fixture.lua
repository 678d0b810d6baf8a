-- Reports with every kind of block but charts, made by hand of hostile texts: what a store could hold at worst.
--
--   lua5.4 tests/web/fixture.lua FOLDER      writes FOLDER/internal.html, public.html, bounded.html

package.path = "lua/?.lua;" .. package.path

local html = require "heddle.report.html"

local markup = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>&amp;{}]]>--><!-- "
  .. "\u{202e}right to left\0\27[2J"
local link = "javascript:alert(1) <a href='https://example.invalid/'>out</a> ![](/etc/passwd) =cmd()"
local long = ("a long word " .. ("w"):rep(300) .. " "):rep(3)

local function plain(text)
  return { { text = text } }
end

local function behind_review(title, n)
  local reviews = {}
  for i = 1, n do
    reviews[i] = { id = "SYN-" .. i .. markup, title = i == 1 and link or nil, findings = {
      { id = "SYN-" .. i .. "-F1", text = markup, source = "synthetic" .. link, at = "line " .. i,
        passages = { { text = "a passage " .. markup, source = "synthetic", at = "page 1" } } },
      { id = "SYN-" .. i .. "-F2" } } }
  end
  return { title = title, unit = "review", n = n, reviews = reviews, more = n > 20 and 3 or 0 }
end

local function numbers(...)
  local cells = {}
  for i, text in ipairs { ... } do
    cells[i] = { text = text, state = "value", number = tonumber(text), column = (i + 1) // 2 }
  end
  return cells
end

local two_way = {
  base = "30 local reviews", measure = "n and % of the column's base", selection = "notified from 2019-01-01",
  stub = "Theme", title = markup, key = { "[z] is not applicable.", "[c] is kept back." },
  notes = { "Not yet coded: 2 reviews. " .. markup },
  heads = { { { label = "Area " .. markup, first = 1, last = 4 }, { label = "", first = 5, last = 6 } },
    { { label = "Hartlepool", first = 1, last = 2 }, { label = "Stockton-on-Tees", first = 3, last = 4 },
      { label = "All", first = 5, last = 6 } },
    {} },
  columns = {},
  rows = {
    { label = "Base", depth = 1, kind = "base", row = 1, cells = numbers("12", "", "18", "", "30", "") },
    { label = "Group " .. markup, depth = 1, kind = "heading", row = 2, cells = {} },
    { label = "Hidden significant adults", depth = 1, kind = "value", row = 3,
      cells = numbers("8", "67", "12", "67", "20", "67") },
    { label = markup, depth = 2, kind = "value", row = 4, cells = numbers("0", "0", "3", "17", "3", "10") },
    { label = "Kept back", depth = 3, kind = "value", row = 5,
      cells = { { text = "[c]", state = "hidden", column = 1 }, { text = "[c]", state = "hidden", column = 1 },
        { text = "3", state = "value", number = 3, column = 2 },
        { text = "17", state = "value", number = 17, column = 2 },
        { text = "[c]", state = "hidden", column = 3 }, { text = "[z]", state = "not applicable", column = 3 } } },
  },
}
for c = 1, 6 do
  local name = c % 2 == 1 and "n" or "%"
  two_way.heads[3][c] = { label = name, first = c, last = c }
  two_way.columns[c] = { label = "Column " .. c, column = (c + 1) // 2, measure = name == "n" and "n" or "percent" }
end
local frame = { two_way = true,
  columns = { { label = "Hartlepool" }, { label = "Stockton-on-Tees" }, { label = "All" } },
  rows = { { n = {} }, {}, { N = { 12, 18, 30 } }, { N = { 12, 18, 30 } }, { N = { 12, 18, 30 } } } }

local function behind(r, c)
  return behind_review("Row " .. r .. ", column " .. c .. " " .. markup, r == 1 and 30 or r)
end

local texts = { stub = "Rule", title = "Texts", notes = {}, key = {},
  heads = { { { label = "What it says", first = 1, last = 1 }, { label = "Where", first = 2, last = 2 } } },
  columns = { { label = "What it says", left = true, column = 1 }, { label = "Where", left = true, column = 2 } },
  rows = { { label = "R1", depth = 1, kind = "value", row = 1, cells = {
    { text = long, state = "value", column = 1 }, { text = link, state = "value", column = 2 } } } } }

local wide = { stub = "Year", title = "Wide", notes = {}, key = {}, heads = { {} }, columns = {}, rows = {} }
for c = 1, 14 do
  wide.heads[1][c] = { label = "Column number " .. c, first = c, last = c }
  wide.columns[c] = { label = "Column number " .. c, column = c, measure = "value" }
end
for r = 1, 60 do
  local cells = {}
  for c = 1, 14 do cells[c] = { text = tostring(r * c), state = "value", number = r * c, column = c } end
  wide.rows[r] = { label = "Year " .. r, depth = 1, kind = "value", row = r, cells = cells }
end

local quotes = { title = markup, base = "6 passages", selection = link, stub = "Theme",
  columns = { "Hartlepool", markup },
  rows = { { label = markup, key = "x", cells = {
    { total = 1200, { review = "SYN-1", finding = "SYN-1-F1", source = markup, at = "line 3", text = markup } },
    { total = 0 } } } }, notes = { markup } }

local function document(audience)
  local inline = { { text = "Text, then " }, { text = "20", state = "value", number = 20, behind = function()
    return behind_review("Hidden significant adults", 3)
  end }, { text = " of 30 and " }, { text = "[c]", state = "hidden" }, { text = " " .. markup } }
  local blocks = {
    { kind = "self_care", title = "Self-care", spans = plain "This is about harm.", items = { plain "Take breaks." } },
    { kind = "heading", level = 1, id = "s-1", spans = plain("First part " .. markup), text = "First part" },
    { kind = "paragraph", spans = inline },
    { kind = "heading", level = 3, id = "s-2", spans = plain "A level is left out above this" },
    { kind = "list", ordered = false, items = { inline, plain(link) } },
    { kind = "list", ordered = true, items = { plain "One", plain(long) } },
    { kind = "table", number = 1, id = "table-1", title = "Themes by area " .. markup, sheet = two_way, frame = frame,
      behind = behind },
    { kind = "note", spans = plain(markup) },
    { kind = "heading", level = 2, id = "s-3", spans = plain "Second level" },
    { kind = "quote", text = markup, source = link },
    { kind = "page_break" },
    { kind = "heading", level = 1, id = "s-4", spans = plain "Second part" },
    { kind = "passages", number = 2, id = "table-2", title = "Passages " .. link, quotes = quotes },
    { kind = "table", number = 3, id = "table-3", title = "Texts", sheet = texts },
    { kind = "table", number = 4, id = "table-4", title = "Wide and long", sheet = wide },
    { kind = "definitions",
      items = { { term = markup, spans = inline }, { term = "Base", spans = plain "Of how many." } } },
    { kind = "speaker_notes", spans = plain("To be said. " .. markup) },
  }
  return { title = "Fixture " .. markup, lang = "en-GB", subtitle = link, author = markup, date = "June 2026",
    audience = audience, blocks = blocks }
end

local function save(name, bytes)
  local file = assert(io.open(arg[1] .. "/" .. name .. ".html", "wb"))
  assert(file:write(bytes))
  assert(file:close())
end

for _, audience in ipairs { "internal", "public" } do
  local bytes = html.write(document(audience))
  assert(bytes == html.write(document(audience)), "a second run gives other bytes")
  save(audience, bytes)
end
save("bounded", html.within(document "internal", 4000))
