-- Runs before a ready report, which then saves as json: every number of the data that the report prints leads to as
-- many units, or is a printed figure with its line, or is one of those that `exempt` names.

-- What no units can stand behind.
local exempt = {
  "printed percentages? differs?", -- how many figures of the source are wrong
}

local counts = { linked = 0, bases = 0, percents = 0, printed = 0, exempt = 0, zero = 0, cells = 0 }

local function is_exempt(text)
  for _, pattern in ipairs(exempt) do
    if text:find(pattern) then return true end
  end
end

-- A number that stands behind a count: "of 7" is its base, "(86%)" its share.
local function follows(spans, i, last)
  if not last then return nil end
  local before, after = (spans[i - 1] or {}).text or "", (spans[i + 1] or {}).text or ""
  local n = spans[i].number
  if before:find("of $") and not last.base and n >= last.n then
    last.base = n
    return "bases"
  end
  if after:find("^%%") and last.base and n == heddle.percent(last.n, last.base) then return "percents" end
end

local function check_spans(where, spans)
  local whole, last = {}, nil
  for i, span in ipairs(spans or {}) do whole[i] = span.text end
  whole = table.concat(whole)
  for i, span in ipairs(spans or {}) do
    if math.type(span.number) then
      local found = span.behind and span.behind()
      local kind
      if found then
        assert(found.n == span.number, ("%s: %d units behind %d: %s"):format(where, found.n, span.number, whole))
        kind, last = "linked", { n = span.number }
      elseif span.behind and span.number == 0 then
        kind, last = "zero", { n = 0 }
      elseif whole:find("%(source: .+, line %d+%)") then
        kind = "printed"
      else
        kind = follows(spans, i, last) or is_exempt(whole) and "exempt"
      end
      assert(kind, ("%s: nothing is behind %s: %s"):format(where, span.text, whole))
      counts[kind] = counts[kind] + 1
    end
  end
end

-- The count that a cell prints, nil where it prints none.
local function count_of(row, column, c)
  if column.value then return nil end
  return row.n and row.n[c]
end

-- A step of a funnel that the source prints: its note says the line.
local function is_printed(frame, row)
  for _, note in ipairs(frame.notes or {}) do
    local text = type(note) == "table" and note.text or note
    if text:find(row.label .. ": a printed figure", 1, true) and text:find(", line %d+%.$") then return true end
  end
end

local function check_table(where, frame, behind)
  for r, row in ipairs(frame.rows) do
    for c, column in ipairs(frame.columns) do
      local n = count_of(row, column, c)
      if n and n > 0 and row.kind ~= "heading" and row.kind ~= "mentions" and not is_printed(frame, row) then
        local found = behind and behind(r, c)
        assert(found and found.n == n, ("%s: %s behind %d in row '%s', column '%s'"):format(where,
          found and found.n or "nothing", n, row.label, column.label))
        counts.cells = counts.cells + 1
      end
    end
  end
end

local function check_document(document)
  for b, block in ipairs(document.blocks) do
    local where = ("%s, block %d (%s)"):format(document.title, b, block.kind)
    check_spans(where, block.spans)
    if block.kind == "table" then check_table(where, block.frame, block.behind) end
    if block.kind == "chart" then check_table(where, block.chart.frame, block.behind) end
    for _, item in ipairs(block.items or {}) do check_spans(where, item.spans or item) end
  end
  assert(counts.cells > 20 and counts.linked > 5, document.title .. ": too little was found to look at")
end

require("heddle.report.json").write = function(document)
  assert(document.audience == "internal")
  check_document(document)
  return "{}"
end

