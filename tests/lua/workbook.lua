-- The plan of a workbook: what a worksheet cannot hold, numbers, and texts cut or taken apart.

local workbook = require "heddle.report.workbook"
local xlsx = require "heddle.report.xlsx"

local function plan_of(n_rows, n_columns)
  local columns, cells, rows = {}, {}, {}
  for c = 1, n_columns do
    columns[c] = { label = "Column " .. c, column = c, measure = "n" }
    cells[c] = { text = "1", state = "value", number = 1, column = c }
  end
  for r = 1, n_rows do rows[r] = { label = "Row " .. r, depth = 1, kind = "value", row = r, cells = cells } end
  local sheet = { stub = "Stub", columns = columns, rows = rows, notes = {}, key = {} }
  return xlsx.plan { title = "T", lang = "en-GB", audience = "public",
    blocks = { { kind = "table", number = 3, id = "table-3", title = "Large", sheet = sheet } } }
end

-- Title, statement, source and link stand above the header: 5 rows of 12.
local rows, columns = workbook.MAX_ROWS, workbook.MAX_COLUMNS
assert(rows == 1048576 and columns == 16384)
workbook.MAX_ROWS, workbook.MAX_COLUMNS = 12, 8
assert(plan_of(7, 7):find("\ndone\n", 1, true))
for _, case in ipairs { { 8, 7, "Table 3 has 8 rows; a worksheet of Excel holds 12" },
  { 7, 8, "Table 3 has 9 columns; a worksheet of Excel holds 8" } } do
  local ok, message = pcall(plan_of, case[1], case[2])
  assert(not ok and tostring(message):find(case[3], 1, true), tostring(message))
end
workbook.MAX_ROWS, workbook.MAX_COLUMNS = rows, columns

-- A number has the digits of its text, and none that Excel would round.
for text, cell in pairs { ["67"] = "n0=67", ["66.70"] = "n2=66.70", ["1,234.5"] = "n1,=1234.5", ["+3"] = "n0+=3",
  ["-0.5"] = "n1=-0.5", ["12345678901234567"] = false, ["-"] = false, ["1."] = false, ["<0.001"] = false,
  ["0x10"] = false, ["1e5"] = false, ["inf"] = false } do
  assert(workbook.number(text) == (cell or nil), text)
end
assert(workbook.number("0", true) == "n0+=0")

-- Two headers of a table that differ in case only damage the file for Excel, whatever the letters.
local twice = workbook.new { title = "T" }
twice:sheet("A"):table("t", { "Été", "éTÉ", "Sum", "SUM", "Sum %" }, {})
assert(twice:plan():find(">Été\t>éTÉ (2)\t>Sum\t>SUM (2)\t>Sum %", 1, true), twice:plan())

-- Pieces of a text are all of it, in one order, and none is longer than asked; characters stay whole.
for _, text in ipairs { "", "a", ("word "):rep(1000), ("\u{1F9F5}"):rep(500), ("é"):rep(999), ("x"):rep(100) } do
  for _, n in ipairs { 2, 7, 100, 1800 } do
    local from, parts = 1, {}
    while from do
      parts[#parts + 1], from = workbook.piece(text, n, from)
      local length = utf8.len(parts[#parts])
      assert(length and length <= n, #parts)
    end
    assert(table.concat(parts) == text)
  end
end

-- A cell holds 32,767 characters as Excel counts them, and says what was cut.
assert(#workbook.text("text", ("x"):rep(32767)) == 32767 + 5)
local cut = workbook.text("text", ("\u{1F9F5}"):rep(20000)):sub(6)
local beyond = select(2, cut:gsub("[\xf0-\xf4]", ""))
assert(utf8.len(cut) + beyond <= 32767 and cut:find("the text has 40000 characters", 1, true))

-- What Excel reads as an escape stays text, one behind the other too.
assert(workbook.text("text", "_x0041_x0042_ _x004_") == "text=_x005F_x0041_x005F_x0042_ _x004_")
assert(workbook.text("text", "a\tb\\") == "text=a b\\\\")
