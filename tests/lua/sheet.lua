-- The sheet of every kind of table: a text, state and number for each cell, one heading a column, none twice.

local result = require "heddle.result"
local sheet = require "heddle.report.sheet"
local state = require "heddle.state"

local reviews, children = corpus.reviews, corpus.children

local tables = {
  reviews:themes { mentions = true }, reviews:count("outcome", { show = { "n", "percent", "n/N", "ci" } }),
  reviews:where("area = 'Hartlepool' and scope = 'national'"):count "outcome",
  reviews:crosstab { rows = "theme", cols = "area > sex", digits = 1 },
  reviews:crosstab { rows = "outcome", cols = "area", percent = { "row", "col" } },
  reviews:crosstab { rows = "outcome + area > sex", cols = "area + scope", show = "percent" },
  reviews:trend { rows = "theme", by = "notified", period = "quarter", test = true },
  reviews:timeliness { from = "notified", to = "published", within = "6 months" },
  reviews:compare { by = "area", test = "fisher" }, children:compare { by = "age_band", missing = "show" },
  reviews:cooccurrence { min = 2 }, reviews:cooccurrence { matrix = true }, reviews:combinations {},
  children:matrix {}, reviews:profile(), heddle.funnel { { "Given", 30 }, { "None", 0 }, { "Neither", 0 } },
}

local states = { value = true, low = true, hidden = true, ["not applicable"] = true, ["not available"] = true }

local function check_cell(at, cell, spec)
  assert(states[cell.state], at)
  if cell.state ~= "value" then
    assert(cell.text == state.symbol(cell.state) and not cell.number, at .. " says " .. cell.text)
  elseif cell.blank then
    assert(cell.text == "" and not cell.number, at)
  elseif spec.left then
    assert(not cell.number, at .. ": a text has a number")
  elseif cell.number then
    assert(cell.number == tonumber(cell.text), at)
  else
    assert(cell.text ~= "-" and cell.text ~= "", ("%s says '%s'"):format(at, cell.text))
    assert(not tonumber(cell.text), at .. ": the text is a number, the cell has none")
  end
end

for i, t in ipairs(tables) do
  local frame = result.frame(t)
  local laid, seen, symbols = sheet.of(frame), { [frame.stub:lower()] = true }, {}
  for _, column in ipairs(laid.columns) do
    assert(not seen[column.label:lower()], ("%d: two columns '%s'"):format(i, column.label))
    seen[column.label:lower()] = true
  end
  local last = laid.heads[#laid.heads]
  assert(#last == #laid.columns, i)
  for c, head in ipairs(last) do assert(head.first == c and head.last == c and head.label ~= "", i) end
  for _, line in ipairs(laid.heads) do
    local next_ = 1
    for _, span in ipairs(line) do
      assert(span.first == next_ and span.last >= span.first, i)
      next_ = span.last + 1
    end
    assert(next_ == #laid.columns + 1, i)
  end
  assert(#laid.rows == #frame.rows)
  for r, row in ipairs(laid.rows) do
    assert(#row.cells == (row.kind == "heading" and 0 or #laid.columns), i)
    for c, cell in ipairs(row.cells) do
      local at = ("%d: row %d '%s', column '%s'"):format(i, r, row.label, laid.columns[c].label)
      check_cell(at, cell, laid.columns[c])
      assert(cell.column == laid.columns[c].column, at)
      if cell.state ~= "value" then symbols[cell.text] = true end
    end
  end
  local keyed = {}
  for _, line in ipairs(laid.key) do keyed[line:match("^%[%l%]")] = true end
  for symbol in next, symbols do assert(keyed[symbol], i .. ": no key for " .. symbol) end
  for symbol in next, keyed do assert(symbols[symbol], i .. ": a key for nothing, " .. symbol) end
end

-- Names that data can have: twice the same, that of the stub, control characters, a symbol.
local odd = sheet.of { title = "T\27[2J", stub = "Area", base = "b", two_way = true, notes = { "n\1" }, digits = 0,
  columns = { { label = "A", measures = { "n" } }, { label = "a", measures = { "n" } },
    { label = "A (2)", measures = { "n" } }, { label = "AREA", value = "text" }, { label = "x\ny", value = "p" },
    { label = "Points", value = "points" } },
  rows = { { label = "r\7", key = "r", kind = "value", n = { 1, 2, 3 }, N = { 3, 3, 3 },
    values = { [4] = "[c]", [5] = 0.0001, [6] = 4 } } } }
local labels = {}
for c, column in ipairs(odd.columns) do labels[c] = column.label end
assert(table.concat(labels, "|") == "A|a (2)|A (2) (2)|AREA (2)|x y|Points", table.concat(labels, "|"))
assert(odd.title == "T [2J" and odd.notes[1] == "n " and odd.rows[1].label == "r ")
local cells = odd.rows[1].cells
assert(cells[4].state == "value" and cells[4].text == "[c]" and not cells[4].number)
assert(cells[5].text == "<0.001" and not cells[5].number and cells[6].number == 4)
