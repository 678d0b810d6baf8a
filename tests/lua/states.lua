-- Cells that a frame says are hidden, in every format: none of their numbers may be read from what is printed.

local core = require "heddle.core"
local result = require "heddle.result"
local sheet = require "heddle.report.sheet"
local state = require "heddle.state"

local formats = { "text", "markdown", "csv", "json" }

local function has(text, what)
  return text:find(what, 1, true) ~= nil
end

local function render(frame, format)
  return require("heddle.render." .. format).render(frame)
end

-- Numbers that stand nowhere else in what is printed: 7919 of 7927 is 99.899 percent.
local HIDDEN, BASE = 7919, 7927
local traces = { "7919", "7927", "7,919", "7,927", "99.9", "99.8", "99.95" }

local function frame_of(columns, two_way, row)
  row.label, row.key, row.kind = "Low Street", "low-street", "value"
  return { title = "Title", base = "base: all", measure = "% of column base", stub = "Area", two_way = two_way,
    digits = 1, ci = true, columns = columns, notes = {},
    rows = { row, { label = "Total", key = "All", kind = "base", n = { 10, 10, 10 }, N = { 10, 10, 10 } } } }
end

local shown = { "n", "percent", "n/N", "ci" }

local frames = {
  ["two-way, all measures"] = frame_of({ { label = "A", key = "a", measures = shown },
    { label = "B", key = "b", measures = shown } }, true,
    { n = { HIDDEN, 3 }, N = { BASE, 10 }, states = { "hidden" } }),
  ["two-way, counts and percentages alone"] = frame_of({ { label = "A", key = "a", measures = { "n", "percent" } },
    { label = "B", key = "b", measures = { "n", "percent" } } }, true,
    { n = { HIDDEN, 3 }, N = { BASE, 10 }, states = { "hidden" } }),
  ["one-way: what is hidden in one column is hidden in the other"] = frame_of({
    { label = "Reviews", measures = { "n" }, cube = 1 }, { label = "%", measures = { "percent" }, cube = 1 },
    { label = "Mentions", measures = { "n" }, cube = 2 } }, false,
    { n = { HIDDEN, HIDDEN, 3 }, N = { BASE, BASE, 10 }, states = { [2] = "hidden" } }),
  ["several percentages"] = frame_of({ { label = "A", key = "a", measures = { "n", "percent row", "percent col" } },
    { label = "B", key = "b", measures = { "n", "percent row", "percent col" } } }, true,
    { n = { HIDDEN, 3 }, N = { BASE, 10 }, bases = { row = { BASE, 10 }, col = { BASE, 10 } }, states = { "hidden" } }),
  ["values of every kind"] = frame_of({
    { label = "1", value = "count" }, { label = "2", value = "decimal", digits = 1 },
    { label = "3", value = "percent", digits = 1 }, { label = "4", value = "interval", digits = 1 },
    { label = "5", value = "text" }, { label = "6", value = "points", digits = 1 }, { label = "7", value = "p" },
    { label = "8", value = "fraction", digits = 1 } }, true,
    { values = { HIDDEN, HIDDEN + 0.0, { HIDDEN, BASE }, { 99.9, 99.95 }, "7919", 99.9, 0.7919, { HIDDEN, 1 } },
      states = { "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden" } }),
}
frames["several percentages"].percents = { "row", "col" }

local names = {}
for name in pairs(frames) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local frame = frames[name]
  for _, format in ipairs(formats) do
    local text = render(frame, format)
    for _, trace in ipairs(traces) do
      assert(not has(text, trace), ("%s, %s: %s is printed:\n%s"):format(name, format, trace, text))
    end
    local symbol = ({ text = "[c]", markdown = "\\[c\\]", csv = ",c", json = '{"state":"hidden"}' })[format]
    assert(has(text, symbol), ("%s, %s: no %s:\n%s"):format(name, format, symbol, text))
    if format == "text" or format == "markdown" then
      assert(has(text, "kept back to protect"), name .. ", " .. format .. ": no key")
    end
  end
  local laid = sheet.of(frame)
  for _, cell in ipairs(laid.rows[1].cells) do
    local of_mine = cell.state == "hidden"
    assert(of_mine == (cell.text == "[c]"), name)
    assert(not of_mine or cell.number == nil, name .. ": the sheet has the number of a hidden cell")
    for _, trace in ipairs(traces) do assert(not has(cell.text, trace), name .. ": the sheet says " .. cell.text) end
  end
  assert(#laid.key >= 1 and has(laid.key[1], "[c]"), name .. ": the sheet has no key")
end

-- A line with states next to plain ones: they are as wide, and the others are as they were.
local t = corpus.reviews:crosstab { rows = "outcome", cols = "area" }
local frame = result.frame(t)
local plain = render(frame, "text")
frame.rows[1].states = { "hidden" }
local hidden = render(frame, "text")
assert(has(plain, "death                     6  55"), plain)
assert(not has(hidden, " 6  55") and has(hidden, "[c]  [c]"), hidden)
assert(has(hidden, "[c] is kept back to protect the children concerned."), hidden)
frame.rows[1].states = nil
assert(render(frame, "text") == plain)

-- Not 0, but printed as 0: fast lines, slow lines and the words of state.lua agree for all numbers.
for _, digits in ipairs { 0, 1, 3 } do
  for n = 0, 30 do
    for _, N in ipairs { 0, 1, 10, 199, 200, 201, 1999, 2001, 199999, 200001, 400000 } do
      if n <= N then
        local fast, low = core.count_line({ n }, { N }, "%", digits)
        local found = state.of_percent(n, N, digits)
        local at = ("%d of %d, %d digits"):format(n, N, digits)
        assert(low == (found == "low"), at)
        assert((fast == "[k]\31") == (found == "low"), at)
        assert((fast == "-\31") == (found == "not applicable"), at)
        if found == "value" then assert(n == 0 or tonumber(fast:sub(1, -2)) > 0, at) end
      end
    end
  end
end
local low = frame_of({ { label = "A", key = "a", measures = { "n", "percent" } },
  { label = "B", key = "b", measures = { "percent" } } }, true, { n = { 1, 0 }, N = { 5000, 5000 } })
for _, states in ipairs { {}, false } do
  low.rows[1].states = states or nil
  local text = render(low, "text")
  assert(has(text, "1  [k]  0.0") and has(text, "[k] is not 0 but rounds to 0."), text)
end
assert(has(render(low, "csv"), "Low Street,1,k,0.0"), render(low, "csv"))
assert(has(render(low, "json"), '{"n":1,"N":5000,"percent":0,"ci":[0,0.1],"state":"low"}'), render(low, "json"))
assert(has(render(low, "markdown"), "| 1 | \\[k\\] | 0.0 |"), render(low, "markdown"))
