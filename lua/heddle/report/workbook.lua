--- The plan of a workbook (src/xlsx/plan.h): worksheets, their rows and the one table each may end with.
--
--   local book = workbook.new { title=, subject=, author=, lang= }
--   local page = book:sheet("Table 1")          worksheets stand in the order in which they are made
--   page:row { workbook.text("title", "Reviews") }
--   page:table("table_1", { "Area", "n" }, { left = { true } })   then only rows, a cell for each header
--   book:plan()
--
-- Texts are written as they are: nothing in them is a formula, a link or an escape.  A text of more than an Excel cell
-- holds is cut and says so.

local document = require "heddle.report.document"
local sheets = require "heddle.report.sheet"

local M = {}

M.MAX_ROWS, M.MAX_COLUMNS = 1048576, 16384
M.MAX_CELL, M.MAX_HEADER = 32767, 255 -- characters

local escapes = { ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t" }

-- How many characters a text has as Excel counts them: two beyond the first 65,536.
local function length(text)
  if not text:find("[\xf0-\xf4]") then return utf8.len(text) end
  return utf8.len(text) + select(2, text:gsub("[\xf0-\xf4]", ""))
end

--- At most N characters of TEXT from byte FROM on, and where the next one begins; nil at its end.  Ends between two
-- words if one begins in the last quarter.
function M.piece(text, n, from)
  from = from or 1
  if #text - from < n then return text:sub(from), nil end
  local at, count = from, 0
  while at <= #text and count < n do
    local byte = text:byte(at)
    local size = byte < 0x80 and 1 or byte < 0xe0 and 2 or byte < 0xf0 and 3 or 4
    count = count + (size == 4 and 2 or 1)
    if count > n then break end
    at = at + size
  end
  if at > #text then return text:sub(from), nil end
  local blank = text:sub(from, at - 1):match("^.*()%s")
  if blank and blank > (at - from) * 3 // 4 then at = from + blank end
  return text:sub(from, at - 1), at
end

-- As much of TEXT as fits into MOST characters, with what was cut.
local function fitted(text, most, short)
  if #text <= most or length(text) <= most then return text end
  local note = short and "…" or " [cut here: the text has " .. length(text) .. " characters, an Excel cell holds "
    .. most .. "; the other formats of this report have all of it]"
  return (M.piece(text, most - length(note))) .. note
end

-- What Excel would read as an escape stays text.
local function escaped(text, most, short)
  text = document.clean(text)
  text = fitted(text, most, short)
  if text:find("_x", 1, true) then text = text:gsub("_(x%x%x%x%x)%f[_]", "_x005F_%1") end
  return (text:gsub("[\\\n\t]", escapes))
end

--- A cell with TEXT; STYLE is one of the plan's: title h1 h2 h3 line text bold right in1 ... in15.
function M.text(style, text)
  return style .. "=" .. escaped(text, M.MAX_CELL)
end

--- A cell with the number that TEXT says, shown with its digits; nil if a number of Excel does not show it exactly.
function M.number(text, signed)
  local sign, whole, point, decimals = text:match("^([+-]?)([%d,]+)(%.?)(%d*)$")
  if not whole or #decimals > 9 or #whole + #decimals > 15 or (point ~= "") ~= (decimals ~= "") then return nil end
  local plain = whole:gsub(",", "")
  local flag = (signed or sign == "+") and "+" or plain ~= whole and "," or ""
  return ("n%d%s=%s%s%s%s"):format(#decimals, flag, sign == "-" and "-" or "", plain, point, decimals)
end

--- A cell that leads to the worksheet PAGE.
function M.link(page, text)
  return ("link%d=%s"):format(page.number, escaped(text, M.MAX_CELL))
end

local Page = {}
Page.__index = Page

-- How many lines a wrapped text takes in a column of WIDTH characters; bold and large ones take more room.
local tall = { title = 2, h1 = 2, h2 = 2 }
local factors = { h1 = 1.5, h2 = 1.3, h3 = 1.1, bold = 1.1, line = 0, title = 0 }
local function lines_of(cell, width)
  if #cell <= width then return 1 end
  local style, what = cell:match("^([^=]*)=(.*)$")
  local factor = factors[style] or 1
  if factor == 0 then return 1 end
  local room, lines, used = width / factor, 1, 0
  for word in what:gmatch("%S+") do
    local size = utf8.len(word) or #word
    if used > 0 and used + size > room then lines, used = lines + 1, 0 end
    if size > room then lines = lines + math.ceil(size / room) - 1 end
    used = used + size + 1
  end
  return lines
end

--- The next row of the worksheet, high enough for its texts; the widths of columns come before.
function Page.row(page, cells)
  local lines = tall[cells[1]:match("^[^=]*")] or 1
  for c, cell in ipairs(cells) do
    local width = page.characters[c]
    if width and #cell > width then lines = math.max(lines, lines_of(cell, width)) end
  end
  page.rows = page.rows + 1
  local op = lines > 1 and "row" .. math.min(lines, 25) or "row"
  page.lines[#page.lines + 1] = op .. "\t" .. table.concat(cells, "\t")
end

-- HEADERS as Excel has them: none empty, none twice whatever the case, one line.
local function distinct(headers)
  local list, seen = {}, {}
  for i, header in ipairs(headers) do
    local text = fitted(document.clean(header), M.MAX_HEADER - 10, true):match("^%s*(.-)%s*$")
    if text == "" then text = "Column " .. i end
    local try, n = text, 1
    while seen[sheets.caseless(try)] do
      n = n + 1
      try = ("%s (%d)"):format(text, n)
    end
    seen[sheets.caseless(try)], list[i] = true, try
  end
  return list
end

--- The rows from here on are a table; LEFT says which columns hold texts.
function Page.table(page, name, headers, left)
  local fields = { "table", name }
  for i, header in ipairs(distinct(headers)) do
    fields[i + 2] = (left[i] and "=" or ">") .. escaped(header, M.MAX_HEADER, true)
  end
  page.rows, page.open = page.rows + 1, true
  page.lines[#page.lines + 1] = table.concat(fields, "\t")
end

--- Widths of the first columns, in characters of the text's size.
function Page.widths(page, widths)
  page.characters = widths
  for i, width in ipairs(widths) do page.wide[i] = ("%.1f"):format(math.min(width * 1.25 + 2, 120)) end
end

local Book = {}
Book.__index = Book

--- A new worksheet, with a name that no other has.
function Book.sheet(book, name)
  local page = setmetatable({ number = #book.pages + 1, name = name, lines = {}, wide = {}, characters = {},
    rows = 0 }, Page)
  book.pages[page.number] = page
  return page
end

--- The whole plan.
function Book.plan(book)
  local names, parts = { "sheets" }, {}
  for i, page in ipairs(book.pages) do
    names[i + 1] = escaped(page.name, 31)
    parts[#parts + 1] = table.concat({ "sheet", table.unpack(page.wide) }, "\t")
    parts[#parts + 1] = table.concat(page.lines, "\n")
    if page.open then parts[#parts + 1] = "end" end
  end
  local head = { "book" }
  for i, text in ipairs(book.properties) do head[i + 1] = escaped(text, 255, true):gsub("_x005F_", "_") end
  return ("heddle-xlsx 1\n%s\n%s\n%s\ndone\n"):format(table.concat(head, "\t"), table.concat(names, "\t"),
    table.concat(parts, "\n"))
end

--- A workbook without worksheets, with the properties of the document.
function M.new(options)
  return setmetatable({ pages = {},
    properties = { options.title, options.subject or "", options.author or "", options.lang or "" } }, Book)
end

return M
