--- A frame as CSV (RFC 4180: comma, CRLF, quotes doubled, UTF-8): one header line, one line a row.
-- A text that a spreadsheet would take as a formula gets a ' before it.

local grid = require "heddle.render.grid"

local M = {}

-- "18/30" would be a date to a spreadsheet: n/N is two columns here.
local function split_measures(frame)
  local columns = {}
  for c, column in ipairs(frame.columns) do
    local copy = {}
    for key, value in next, column do copy[key] = value end
    copy.measures = column.measures and {}
    for _, measure in ipairs(column.measures or {}) do
      local list = copy.measures
      if measure == "n/N" then list[#list + 1] = "n" end
      list[#list + 1] = measure == "n/N" and "N" or measure
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
  if #column.headings == 1 then return column.label end
  return column.label .. " " .. (name == "%" and of_base[frame.measure] or name)
end

--- One text field.
function M.field(text)
  if text:find("^[=+%-@\t\r]") then text = "'" .. text end
  if text:find('[",\r\n]') then text = '"' .. text:gsub('"', '""') .. '"' end
  return text
end

function M.render(frame)
  frame = split_measures(frame)
  local columns, lines = grid.of(frame)
  local head = { M.field(frame.stub) }
  if frame.themes then head[2], head[3] = "Code", "Level" end
  for _, column in ipairs(columns) do
    for _, name in ipairs(column.headings) do
      head[#head + 1] = M.field(heading(frame, column, name))
    end
  end
  local out, texts = { table.concat(head, ",") }, grid.texts(columns)
  for _, line in ipairs(lines) do
    local fields = { M.field(line.label) }
    if frame.themes then
      local is_theme = line.kind == "value"
      fields[2] = is_theme and M.field(line.key) or ""
      fields[3] = is_theme and tostring(line.level) or ""
    end
    for s, text in ipairs(line.cells) do
      fields[#fields + 1] = text == "-" and "" or texts[s] and M.field(text) or text
    end
    out[#out + 1] = table.concat(fields, ",")
  end
  return table.concat(out, "\r\n") .. "\r\n"
end

return M
