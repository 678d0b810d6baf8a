--- A frame as CSV (RFC 4180: comma, CRLF, quotes doubled, UTF-8): one header line, one line a row.
-- A cell that is kept back is c, one that is not 0 but rounds to 0 is k (state.lua).
-- A text that a spreadsheet would take as a formula gets a ' before it.

local grid = require "heddle.render.grid"
local state = require "heddle.state"

local M = {}

local split = { ["n/N"] = { "n", "N" }, ci = { "ci_low", "ci_high" } }

-- "18/30" would be a date to a spreadsheet: n/N is two columns here, and so is an interval.
local function split_measures(frame)
  local columns = {}
  for c, column in ipairs(frame.columns) do
    local copy = {}
    for key, value in next, column do copy[key] = value end
    copy.measures = column.measures and {}
    local seen = {} -- n of "n" and n of "n/N" are one column
    for _, measure in ipairs(column.measures or {}) do
      local list, name, of = copy.measures, measure:match("^(%S+)(.*)$")
      for _, part in ipairs(split[name] or { name }) do
        local whole = part == "n" and part or part .. of
        if not seen[whole] then list[#list + 1], seen[whole] = whole, true end
      end
    end
    columns[c] = copy
  end
  local copy = {}
  for key, value in next, frame do copy[key] = value end
  copy.columns, copy.split = columns, true
  return copy
end

local of_base = {
  ["% of column base"] = "% of column", ["% of row base"] = "% of row", ["% of table base"] = "% of table",
}

-- The heading of one column: in a two-way table a percentage says what it is of.
local function heading(frame, column, name)
  local label = grid.full_label(column, tostring)
  if #column.headings == 1 then return label end
  local of = name:match("^%% (%l+)$")
  if of then return label .. " % of " .. (of == "col" and "column" or of) end
  return label .. " " .. (name == "%" and of_base[frame.measure] or name)
end

--- One text field.
function M.field(text)
  if text:find("^%s*[=+%-@]") or text:find("^[\t\r]") then text = "'" .. text end
  if text:find('[",\r\n]') then text = '"' .. text:gsub('"', '""') .. '"' end
  return text
end

-- The headings of the columns that say what a row is: its label, or in stacks and nestings one a level.
local function label_headings(frame)
  local head, stubs = {}, frame.stubs
  if stubs and stubs.parts then head[1] = "Dimension" end
  for _, label in ipairs(stubs and stubs.labels or { frame.stub }) do head[#head + 1] = M.field(label) end
  if frame.themes then head[#head + 1], head[#head + 2] = "Code", "Level" end
  return head
end

-- What these columns hold in a row.
local function label_fields(frame, row)
  local fields, stubs = {}, frame.stubs
  if not stubs then
    fields[1] = M.field(row.label)
  else
    if stubs.parts then fields[1] = M.field(row.part and stubs.parts[row.part] or "") end
    local labels = row.labels or { row.label }
    for i in ipairs(stubs.labels) do
      local all = row.kind == "subtotal" and i > #labels
      fields[#fields + 1] = M.field(labels[i] or all and "All" or "")
    end
  end
  if not frame.themes then return fields end
  local code, level = row.code, row.code_level
  if not stubs and row.kind == "value" then code, level = row.key, row.level end
  fields[#fields + 1] = code and M.field(code) or ""
  fields[#fields + 1] = code and level and tostring(level) or ""
  return fields
end

function M.render(frame)
  frame = split_measures(frame)
  local columns, lines = grid.of(frame)
  local head = label_headings(frame)
  for _, column in ipairs(columns) do
    for _, name in ipairs(column.headings) do
      head[#head + 1] = M.field(heading(frame, column, name))
    end
  end
  local out, texts = { table.concat(head, ",") }, grid.texts(columns)
  for r, line in ipairs(lines) do
    local fields = label_fields(frame, frame.rows[r])
    for s, text in ipairs(line.cells) do
      local found = line.states and line.states[s]
      if found then
        fields[#fields + 1] = text == "-" and "" or state.letter(found)
      else
        fields[#fields + 1] = text == "-" and "" or texts[s] and M.field(text) or text
      end
    end
    if line.kind ~= "heading" then out[#out + 1] = table.concat(fields, ",") end
  end
  return table.concat(out, "\r\n") .. "\r\n"
end

return M
